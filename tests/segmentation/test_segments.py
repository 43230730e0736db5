"""Segmentations: one label a customer, and the table of segments."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore._types import TimeUnit
from crmcore.errors import InvalidInputError
from crmcore.segmentation import Segment, Segmentation
from crmcore.summary import CustomerSummary

SEGMENTS = tuple(
    Segment(key=key, title=Title(key.upper(), fa), description=Title("Some.", "برخی."))
    for key, fa in (("a", "الف"), ("b", "ب"), ("c", "پ"))
)
member = st.tuples(st.integers(0, 2), st.integers(0, 4), st.floats(0, 1e6), st.floats(-1e6, 1e6))
members = st.lists(member, max_size=30)


def segmentation(codes: list[int], **columns: Any) -> Segmentation:
    return Segmentation(codes=codes, segments=SEGMENTS, **columns)


@pytest.mark.law
@given(members)
def test_table_is_what_adding_up_by_hand_gives(rows: list[Any]) -> None:
    """Sizes, sums, means and shares are those of each segment's own rows."""
    weights = [row[1] for row in rows]
    found = segmentation([row[0] for row in rows], weights=weights)
    table = found.summary([row[2] for row in rows], averages={"age": [row[3] for row in rows]})
    everybody = sum(weights)
    everything = sum(row[1] * row[2] for row in rows)
    for code, line in enumerate(table):
        own = [row for row in rows if row[0] == code]
        size = sum(row[1] for row in own)
        value = sum(row[1] * row[2] for row in own)
        assert line.customers == size
        assert line.total_value is not None
        assert line.mean_value is not None
        assert line.value_share is not None
        assert line.total_value.value == pytest.approx(value)
        assert line.customer_share.defined == (everybody > 0)
        assert line.mean_value.defined == line.averages[0].defined == (size > 0)
        assert line.value_share.defined == (everything > 0)
        if size:
            assert line.customer_share.value == pytest.approx(size / everybody)
            assert line.mean_value.value == pytest.approx(value / size)
            mean = sum(row[1] * row[3] for row in own) / size
            assert line.averages[0].value == pytest.approx(mean, abs=1e-6)
        if everything > 0:
            assert line.value_share.value == pytest.approx(value / everything)


@pytest.mark.law
@given(members)
def test_segments_are_complete_and_disjoint(rows: list[Any]) -> None:
    """Each customer is a member of one segment, the one that its label names."""
    found = segmentation([row[0] for row in rows])
    members = np.array([found.members(segment.key) for segment in found])
    assert (members.sum(axis=0) == 1).all()
    assert found.labels.tolist() == ["abc"[row[0]] for row in rows]
    assert sum(found.sizes.values()) == len(found) == len(rows)


def test_without_values_the_table_has_sizes_only() -> None:
    """Nothing is made up where no value is given."""
    line = segmentation([0, 0, 1]).summary()[0]
    assert line.as_row() == {
        "segment": "a",
        "title": "A",
        "customers": 2,
        "customer_share": pytest.approx(2 / 3),
    }
    assert line.measures == (line.customer_share,)


def test_empty_segments_are_rows_with_reasons() -> None:
    """A segment that nobody is in has size 0, share 0 and no means."""
    line = segmentation([0, 1]).summary([5, 5])[2]
    assert (line.customers, line.customer_share.value) == (0, 0)
    assert line.mean_value is not None
    assert line.mean_value.reason == Title("the segment is empty", "بخش خالی است")
    assert line.as_row("fa")["title"] == "پ"
    assert line.as_row("fa")["mean_value"] is None
    assert repr(line).startswith("SegmentSummary(segment='c', customers=0, customer_share=0")


def test_no_customers_have_no_shares() -> None:
    """Shares of nobody are undefined, and say so."""
    line = segmentation([]).summary([])[0]
    assert line.customer_share.reason is not None
    assert line.customer_share.reason.en == "there are no customers"
    assert line.value_share is not None
    assert line.value_share.reason is not None
    assert line.value_share.reason.en == "the total value is 0"
    assert repr(segmentation([])) == "Segmentation(customers=0, segments=3, occupied=0)"


def test_losses_leave_no_share_of_value() -> None:
    """Where a segment loses, shares of value are undefined and the loser is named."""
    table = segmentation([0, 1]).summary([10, -4])
    assert all(line.value_share is not None for line in table)
    reasons = {line.value_share.reason for line in table if line.value_share is not None}
    assert len(reasons) == 1
    assert "segment 'b' loses 4" in str(reasons.pop())
    assert table[1].total_value is not None
    assert table[1].total_value.value == -4


def test_sums_beyond_floats_are_refused_in_words() -> None:
    """A sum that no float holds is undefined, not infinite."""
    for values in ([1.5e308, 1.5e308, 1.0], [1.5e308, 1.0, 1.5e308]):
        lines = segmentation([0, 0, 1]).summary(values)
        measures = [measure for line in lines for measure in line.measures]
        assert all(one.value is None or np.isfinite(one.value) for one in measures)
        assert any("too large" in str(one.reason) for one in measures)
    weighty = segmentation([0], weights=[4]).summary([1.5e308])[0]
    assert weighty.total_value is not None
    assert "too large" in str(weighty.total_value.reason)


@pytest.mark.parametrize(
    ("unit", "key", "mean"),
    [("week", "mean_days_since_last", 21.0), ("period", "mean_periods_since_last", 3.0)],
)
def test_the_customers_themselves_may_be_given(unit: TimeUnit, key: str, mean: float) -> None:
    """A summary brings its value, currency, days since the last purchase and purchases."""
    base = CustomerSummary(
        frequency=[0, 2],
        recency=[0, 4],
        T=[2, 8],
        total_value=[10, 30],
        unit=unit,
        currency="EUR",
    )
    found = segmentation([0, 0])
    line = found.summary(customers=base)[0]
    row = line.as_row()
    assert (row["total_value"], row[key], row["mean_purchases"]) == (40, mean, 2)
    assert line.total_value is not None
    assert line.total_value.currency == "EUR"
    other = found.summary([1, 1], customers=base, currency="USD", averages={"visits": [2, 4]})[0]
    assert other.as_row()["total_value"] == 2
    assert other.as_row()["mean_visits"] == 3
    assert other.total_value is not None
    assert other.total_value.currency == "USD"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"codes": [3]}, "codes must be from 0 to 2, got 3 at row 0"),
        ({"codes": [-1]}, "codes must be from 0 to 2"),
        ({"codes": [0.5]}, "codes values must be whole"),
        ({"segments": SEGMENTS[:1] * 2}, "each with its own key, got 'a' twice"),
        ({"segments": ()}, "segments must be at least one, .* got none"),
        ({"weights": [1, 2]}, "weights must have one row for each of the 1 customers, got 2"),
        ({"weights": [-1]}, "weights must be >= 0"),
        ({"ids": ["x", "y"]}, "ids must have one row"),
    ],
)
def test_wrong_segmentations_cannot_be_made(changes: dict[str, Any], message: str) -> None:
    """Each broken rule is named."""
    with pytest.raises(InvalidInputError, match=message):
        Segmentation(**{"codes": [0], "segments": SEGMENTS, **changes})


def test_wrong_columns_are_refused() -> None:
    """Columns of the table must be finite and have a row a customer."""
    found = segmentation([0, 1])
    base = CustomerSummary(frequency=[0], recency=[0], T=[2], unit="day")
    with pytest.raises(InvalidInputError, match="value must have one row"):
        found.summary([1])
    with pytest.raises(InvalidInputError, match="age must be finite, got nan at row 1"):
        found.summary(averages={"age": [1, float("nan")]})
    with pytest.raises(InvalidInputError, match="customers must have one row"):
        found.summary(customers=base)
    with pytest.raises(InvalidInputError, match="key must be one of 'a', 'b', 'c', got 'd'"):
        found.members("d")


def test_segmentations_compare_by_value() -> None:
    """Equal codes and definitions are equal segmentations; arrays inside cannot be changed."""
    found = segmentation([0, 1], ids=["x", "y"])
    assert found == segmentation([0, 1], ids=["x", "y"])
    assert found != segmentation([0, 1])
    with pytest.raises(ValueError, match="read-only"):
        found.codes[0] = 1
