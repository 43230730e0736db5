"""KPIs made of others: their values, columns and reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.metrics.catalogue import kpis
from crmcore.metrics.derived import derived_kpi
from crmcore.metrics.kpi import Kpi
from crmcore.metrics.kpi_input import KpiInput

NAME = Title("Revenue per buyer", "درآمد هر خریدار")


def per_buyer(value: float, often: float) -> float:
    return value * often


@pytest.mark.law
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 99)), min_size=1))
def test_the_figure_is_that_of_the_figures(rows: list[tuple[int, int]]) -> None:
    """Order value times frequency is revenue per buyer."""
    orders, revenue = (list(column) for column in zip(*rows, strict=True))
    own = derived_kpi(
        "revenue_per_buyer", NAME, unit="money", function=per_buyer,
        of=["average_order_value", kpis["purchase_frequency"]],
    )  # fmt: skip
    assert [item.key for item in own.inputs] == ["revenue", "orders"]
    found = own.measure({"orders": orders, "revenue": revenue}, currency="EUR")
    assert found.require() == pytest.approx(sum(revenue) / len(rows), rel=1e-12)
    assert found.currency == "EUR"
    assert own.measure({"orders": [0], "revenue": [0]}).reason


def test_options_and_optional_columns_are_passed_on() -> None:
    """The parts keep their fixed arguments and what they take where it is there."""
    own = derived_kpi(
        "lost", Title("Lost", "ازدست‌رفته"), unit="share", of="cohort_retention",
        function=lambda kept: 1 - kept,
    )  # fmt: skip
    columns = {
        "activity_customer": [1, 1, 2], "activity_period": [0, 1, 0], "last_complete_period": 1,
    }  # fmt: skip
    assert own.measure(columns).reason
    assert own.measure({**columns, "log_begins_with_business": True}).value == 0.5


def test_what_cannot_be_combined_is_refused() -> None:
    """No part, one twice, an unknown one, or one name for two things."""
    with pytest.raises(InvalidInputError, match="of must name at least one KPI"):
        derived_kpi("own", NAME, unit="money", of=[], function=per_buyer)
    with pytest.raises(InvalidInputError, match="twice"):
        derived_kpi("own", NAME, unit="money", of=["purchase_frequency"] * 2, function=per_buyer)
    with pytest.raises(UnknownKeyError):
        derived_kpi("own", NAME, unit="money", of=["purchase"], function=per_buyer)
    other = Kpi(
        key="other", title=NAME, unit="ratio", function=len,
        inputs=[KpiInput("orders", kind="money", per="case")],
    )  # fmt: skip
    with pytest.raises(InvalidInputError, match="two meanings of 'orders'"):
        derived_kpi("own", NAME, unit="ratio", of=["purchase_frequency", other], function=per_buyer)
