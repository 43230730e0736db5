"""Average order value."""

from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, given

from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.catalogue import kpis
from crmcore.metrics.profitability import average_order_value

rows = st.lists(
    st.tuples(st.integers(-500, 10**6).map(lambda cents: cents / 100), st.integers(0, 9)),
    min_size=1,
    max_size=25,
)


@pytest.mark.law
@given(rows)
def test_it_is_the_ratio_of_the_totals(pairs: Any) -> None:
    """Per customer or as two totals: the same number."""
    revenue, orders = zip(*pairs, strict=True)
    assume(sum(orders) > 0)
    per_customer = average_order_value(revenue, orders)
    assert per_customer == pytest.approx(average_order_value(sum(revenue), sum(orders)), abs=1e-9)


@pytest.mark.law
@given(rows, st.sampled_from([1e-9, 3.0, 1e9]))
def test_it_follows_the_unit_of_money(pairs: Any, factor: Any) -> None:
    """Money in another unit multiplies the figure."""
    revenue, orders = (np.array(column) for column in zip(*pairs, strict=True))
    assume(orders.sum() > 0)
    assert average_order_value(factor * revenue, orders) == pytest.approx(
        factor * average_order_value(revenue, orders), rel=1e-12, abs=1e-12 * factor
    )


def test_totals_near_the_largest_number_do_not_overflow() -> None:
    """Two customers whose revenues cannot be added still have a mean per order."""
    assert average_order_value([1.5e308, 1.5e308], [1, 1]) == pytest.approx(1.5e308)


def test_without_an_order_it_is_undefined() -> None:
    """Revenue without orders has a reason."""
    with pytest.raises(UndefinedMetricError, match="no order in the window"):
        average_order_value([10.0], [0])


@pytest.mark.parametrize(
    ("revenue", "orders", "message"),
    [
        ([1, 2], [1], "revenue and orders must have the same length, got 2 and 1"),
        ([1, np.nan], [1, 1], "revenue must be finite, got nan at row 1"),
        ([1, 2], [1, 0.5], "orders must be whole and >= 0, got 0.5 at row 1"),
    ],
)
def test_bad_columns_are_refused(revenue: Any, orders: Any, message: Any) -> None:
    """The message names the column, the rule and the row."""
    with pytest.raises(InvalidInputError, match=message):
        average_order_value(revenue, orders)


def test_its_measurement_carries_the_currency() -> None:
    """Money names its currency; the interval holds the value."""
    found = kpis["average_order_value"].measure(
        {"revenue": [120, 80, 0, 40], "orders": [3, 1, 1, 1]}, level=0.95, currency="EUR"
    )
    assert (found.value, found.currency, found.n) == (40, "EUR", 4)
    assert found.interval.low == pytest.approx(16.822668264256134)
    assert "fewer than 20 customers" in found.note.en
