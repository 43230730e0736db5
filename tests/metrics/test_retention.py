"""Retention by cohort as a plain function and as a KPI."""

from typing import Any

import pytest

from crmcore._text import Title
from crmcore.errors import InvalidInputError
from crmcore.metrics.catalogue import kpis
from crmcore.metrics.retention import cohort_retention

COLUMNS = {
    "activity_customer": list("aabbbccdd"),
    "activity_period": [0, 1, 1, 2, 3, 1, 3, 2, 3],
    "last_complete_period": 3,
}


def test_those_already_there_count_only_when_the_log_begins_with_the_business() -> None:
    """Customer a of the first period is left out, until it is stated that all began then."""
    plain = kpis["cohort_retention"].measure(COLUMNS)
    begun = kpis["cohort_retention"].measure({**COLUMNS, "log_begins_with_business": True})
    assert (plain.value, plain.n) == (2 / 3, 3)
    assert (begun.value, begun.n) == (3 / 4, 4)
    assert plain.interval.low < plain.value < plain.interval.high
    assert "left out" in plain.note.en


def test_a_sibling_has_another_age() -> None:
    """The variant at age 2 is another KPI with a key of its own."""
    second = kpis["cohort_retention"].variant(
        "cohort_retention_2", Title("Retention after two", "حفظ پس از دو دوره"), options={"age": 2}
    )
    found = second.measure(COLUMNS)
    assert (found.key, found.value, found.n) == ("cohort_retention_2", 1.0, 2)
    assert found.value == cohort_retention(*COLUMNS.values(), age=2)


def test_an_age_not_yet_reached_has_a_reason() -> None:
    """No cohort is five periods old: a reason, not 0."""
    fifth = kpis["cohort_retention"].variant("fifth", Title("f", "پ"), options={"age": 5})
    assert fifth.measure(COLUMNS).reason.en == "no cohort is 5 complete periods old yet"


@pytest.mark.parametrize(
    ("last", "message"),
    [
        ([1, 2], "last_complete_period must be one number, got 2"),
        (1.5, "last_complete_period must be whole, got 1.5"),
    ],
)
def test_the_last_period_is_one_whole_number(last: Any, message: Any) -> None:
    """Anything else is refused by name."""
    with pytest.raises(InvalidInputError, match=message):
        cohort_retention(["a"], [0], last)
