"""KPIs by group and by period are those of the rows of each alone."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.metrics.catalogue import kpis
from crmcore.metrics.columns import kpi_columns
from crmcore.metrics.evaluation import Measurements, evaluate
from crmcore.metrics.grouping import MeasuredGroups, evaluate_groups, evaluate_periods
from crmcore.periods import Window
from crmcore.transactions import TransactionLog
from strategies import purchase_rows

FEW = ["repeat_purchase_rate", "average_order_value"]
rows = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 4), st.integers(0, 90)), min_size=1, max_size=9
)


@pytest.mark.law
@given(rows)
def test_a_group_has_the_figures_it_has_alone(drawn: list[Any]) -> None:
    """Rows of other groups change nothing; groups come in the order in which they are met."""
    labels, orders, revenue = (list(column) for column in zip(*drawn, strict=True))
    found = evaluate_groups(FEW, {"orders": orders, "revenue": revenue}, groups=labels)
    assert [item.group.en for item in found if item.group] == list(dict.fromkeys(labels))
    for label in labels:
        chosen = np.array(labels) == label
        columns = {"orders": np.array(orders)[chosen], "revenue": np.array(revenue)[chosen]}
        assert found[label].items == evaluate(FEW, columns).items


@pytest.mark.law
@given(purchase_rows())
def test_periods_are_windows(drawn: list[dict[str, Any]]) -> None:
    """Each whole week has the figures of its window, and there is no other."""
    log = TransactionLog.from_records(drawn)
    try:
        found = evaluate_periods(FEW, log, period="week")
    except InvalidInputError:
        assert log.last_day - log.first_day < np.timedelta64(13, "D")
        return
    for week in found:
        window = week.items[0].window
        assert window is not None
        assert window.days == 7
        assert log.first_day <= window.start
        assert window.end <= log.last_day
        alone = evaluate(FEW, kpi_columns(log, window=window))
        assert [it.value for it in week] == [it.value for it in alone]


def test_every_kind_of_rows_has_its_groups() -> None:
    """Activity rows are split by labels of their own; what holds for all is passed on."""
    columns = {
        "activity_customer": [1, 1, 2, 3], "activity_period": [0, 1, 0, 0],
        "last_complete_period": 1, "log_begins_with_business": True, "orders": [2, 1, 1],
    }  # fmt: skip
    groups = {"activity": ["a", "a", "b", "b"], "customer": ["a", "b", "b"]}
    found = evaluate_groups(["cohort_retention", "purchase_frequency"], columns, groups=groups)
    assert [it.value for it in found.of("cohort_retention")] == [1.0, 0.0]
    assert [it.value for it in found.of("purchase_frequency")] == [2.0, 1.0]
    apart = evaluate_groups("cohort_retention", columns, groups=["a", "b", "b"])
    assert {it.reason.en for it in apart.of("cohort_retention") if it.reason} == {
        "activity_customer is not given by group"
    }


def test_a_total_is_given_by_group() -> None:
    """A number for all cannot be shared out; a mapping gives each group its own."""
    kpi = kpis["purchase_frequency"]
    own = kpi.variant("own", kpi.title, inputs=["cost"])
    assert evaluate_groups(own, {"cost": 9.0}, groups=["a"]).items[0].undefined
    found = evaluate_groups(own, {"cost": {"a": 3.0, "b": 2.0}}, groups=["a", "b"])
    assert [it.value for it in found.of("own")] == [3.0, 2.0]


def test_rows_go_into_a_frame() -> None:
    """Each figure is one flat row with its group, its window and both ends."""
    log = TransactionLog.from_arrays(
        customer=["a", "b"], date=["2024-01-01", "2024-02-29"], amount=[1.0, 2.0], currency="EUR"
    )
    found = evaluate_periods(FEW, log)
    first = found.rows[1]
    assert (first["group"], first["key"], first["value"]) == ("January 2024", FEW[1], 1.0)
    assert (first["start"], first["end"], first["currency"]) == ("2024-01-01", "2024-01-31", "EUR")
    assert len(found.rows) == 4
    assert repr(found) == f"MeasuredGroups(groups=['January 2024', 'February 2024'], figures={FEW})"
    with pytest.raises(UnknownKeyError, match="did you mean 'January 2024'"):
        found["January 2023"]


def test_solar_hijri_months() -> None:
    """Months of the other calendar have its names and days."""
    log = TransactionLog.from_arrays(
        customer=["a", "b"], date=["2024-03-20", "2024-04-19"], amount=[1.0, 2.0]
    )
    found = evaluate_periods("average_order_value", log, calendar="solar_hijri")
    assert found.items[0].group is not None
    assert found.items[0].group.fa == "فروردین ۱۴۰۳"
    assert found.items[0].items[0].window == Window(start="2024-03-20", end="2024-04-19")


def test_what_cannot_be_grouped_is_refused() -> None:
    """Labels that are missing, too few, or no whole period."""
    columns = {"orders": [1, 2], "revenue": [1.0, 2.0]}
    with pytest.raises(InvalidInputError, match="groups must not be missing, got None at row 1"):
        evaluate_groups(FEW, columns, groups=np.array(["a", None], object))
    with pytest.raises(InvalidInputError, match="groups must not be missing, got nan at row 0"):
        evaluate_groups(FEW, columns, groups=[np.nan, 1.0])
    with pytest.raises(InvalidInputError, match="3 labels and 2 rows"):
        evaluate_groups(FEW, columns, groups=["a", "b", "b"])
    with pytest.raises(InvalidInputError, match="got an empty mapping"):
        evaluate_groups(FEW, columns, groups={})
    with pytest.raises(InvalidInputError, match="groups, written as text, must differ, got '1'"):
        evaluate_groups(FEW, columns, groups=np.array([1, "1"], object))
    with pytest.raises(InvalidInputError, match=r"in the group 'b', .* from 0: orders .* row 0"):
        evaluate_groups(FEW, {**columns, "orders": [1, np.nan]}, groups=["a", "b"])
    log = TransactionLog.from_arrays(customer=["a"], date=["2024-01-02"], amount=[1.0])
    with pytest.raises(InvalidInputError, match="log must cover a whole month"):
        evaluate_periods(FEW, log)
    with pytest.raises(InvalidInputError, match="must each have a group"):
        MeasuredGroups([Measurements([])])
    assert repr(MeasuredGroups([])) == "MeasuredGroups(groups=[], figures=[])"
