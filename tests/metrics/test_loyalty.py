"""Repeat purchase rate and purchase frequency."""

from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, given

from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.catalogue import kpis
from crmcore.metrics.loyalty import purchase_frequency, repeat_purchase_rate

orders = st.lists(st.integers(0, 6), min_size=1, max_size=30)


@pytest.mark.law
@given(orders, orders)
def test_numerators_and_denominators_add_over_groups(one: Any, other: Any) -> None:
    """The figure of two disjoint groups is their mean weighted by buyers."""
    assume(any(one))
    assume(any(other))
    sizes = [sum(map(bool, group)) for group in (one, other)]
    for figure in (repeat_purchase_rate, purchase_frequency):
        parts = [figure(one), figure(other)]
        assert figure(one + other) == pytest.approx(np.average(parts, weights=sizes))


@pytest.mark.law
@given(orders)
def test_customers_without_an_order_do_not_count(rows: Any) -> None:
    """Adding customers who bought nothing changes neither figure nor number of observations."""
    assume(any(rows))
    for key in ("repeat_purchase_rate", "purchase_frequency"):
        assert kpis[key].measure({"orders": [*rows, 0, 0]}) == kpis[key].measure({"orders": rows})


@pytest.mark.law
@given(orders)
def test_the_rate_is_a_share_and_bounds_the_frequency(rows: Any) -> None:
    """0 <= rate <= 1 <= 1 + rate <= frequency: who came back has at least two orders."""
    assume(any(rows))
    rate = repeat_purchase_rate(rows)
    assert 0 <= rate <= 1
    assert purchase_frequency(rows) >= 1 + rate - 1e-12


def test_a_single_customer_and_a_single_number() -> None:
    """One customer is enough for a value; a bare number is one customer."""
    assert repeat_purchase_rate([1]) == 0
    assert repeat_purchase_rate(2) == 1
    assert purchase_frequency(3) == 3


@pytest.mark.parametrize("figure", [repeat_purchase_rate, purchase_frequency])
def test_without_a_buyer_it_is_undefined(figure: Any) -> None:
    """No rows, or only zeros: a reason."""
    for rows in ([], [0, 0]):
        with pytest.raises(UndefinedMetricError, match="no customer has an order"):
            figure(rows)


@pytest.mark.parametrize("bad", [[1, -1], [1, 1.5], [1, np.nan], [1, np.inf]])
def test_counts_that_are_none_are_refused(bad: Any) -> None:
    """Orders are whole and not negative; the row is named."""
    with pytest.raises(InvalidInputError, match=r"orders must be whole and >= 0, got .* at"):
        repeat_purchase_rate(bad)


def test_frequency_of_few_customers_is_remarked_upon() -> None:
    """Below 20 customers the note says that the interval covers too little; at 20 it does not."""
    rows = [1, 2, 3, 4] * 5
    assert "fewer than 20" in kpis["purchase_frequency"].measure({"orders": rows[:19]}).note.en
    assert kpis["purchase_frequency"].measure({"orders": rows}).note is None


def test_frequency_without_variation_has_no_interval() -> None:
    """All customers alike: the note tells why there is no interval."""
    found = kpis["purchase_frequency"].measure({"orders": [2] * 30})
    assert found.value == 2
    assert found.interval is None
    assert "no variation was seen" in found.note.en
