"""Figures of the value of customers: its distribution, and how evenly it is spread."""

from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from clv_figures import legend, ticks, value_of, worth
from crmcore import plotting
from crmcore._text import Title
from crmcore.errors import UndefinedMetricError
from crmcore.segmentation.concentration import whale_curve

pytest.importorskip("matplotlib")

VALUE = value_of()
amounts = st.one_of(st.just(0.0), st.floats(-50, -1), st.floats(1e-30, 5000))


@pytest.mark.law
@settings(max_examples=12)
@given(
    st.lists(st.tuples(amounts, st.integers(0, 4)), min_size=1, max_size=15).filter(
        lambda rows: any(weight and value > 0 for value, weight in rows)
    )
)
def test_no_customer_is_missing_from_the_distribution(rows: Any) -> None:
    """The bars add up to the customers; those of no value or of a loss stand beside the axis."""
    money, weight = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    ax = plotting.value_distribution(worth(money, weight))
    assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(weight.sum())
    lost = [bar.get_height() for bar in ax.patches if bar.get_hatch()]
    mean = np.average(money[money > 0], weights=weight[money > 0])
    least, most = weight[money < mean * 9e-6].sum(), weight[money < mean * 1.1e-4].sum()
    assert least <= sum(lost) <= most
    assert (ticks(ax)[0][0] in "≤<") == bool(lost)
    for bar in ax.patches:
        if not bar.get_hatch():
            inside = (bar.get_x() <= money * (1 + 1e-9)) & (
                money < (bar.get_x() + bar.get_width()) * (1 + 1e-9)
            )
            assert bar.get_height() <= weight[inside].sum()


def test_mean_and_median_are_of_all() -> None:
    """Losses count in both; where one is not above 0 it has no place on the axis."""
    ax = plotting.value_distribution(worth([1.0, 10, 100, -7], [1, 1, 1, 2]))
    assert legend(ax) == ["mean of all 19.4", "median of all 1"]
    assert legend(plotting.value_distribution(worth([9.0, -1, -1], [1, 1, 1]))) == [
        "mean of all 2.333"
    ]
    assert ax.get_xlabel() == "Value of a customer (euro, log scale)"


def test_next_to_nothing_stands_beside_the_axis() -> None:
    """Who has surely left does not stretch the axis; the bar is named by its upper end."""
    ax = plotting.value_distribution(worth([1e-20, -3, 90.0, 110]))
    assert [bar.get_height() for bar in ax.patches if bar.get_hatch()] == [2]
    assert ticks(ax)[0] == "< 0.001"
    assert ticks(plotting.value_distribution(worth([0.0, 90])))[0] == "≤ 0"
    fa = plotting.value_distribution(worth([1e-20, 90.0]), language="fa")
    assert ticks(fa)[0] == "< ۰٫۰۰۱"


def test_values_without_a_gain_have_no_log_axis() -> None:
    """Nobody, or nobody with a value above 0: the reason is told."""
    with pytest.raises(UndefinedMetricError, match="no customer has a value above 0"):
        plotting.value_distribution(worth([0.0, -3]))
    with pytest.raises(UndefinedMetricError, match="no customers to draw"):
        plotting.value_distribution(worth([5.0], [0]))


def test_large_and_small_amounts_are_powers_of_ten() -> None:
    """Far from 1 the numbers along the axis are powers; close together they are plain."""
    assert "10⁻⁷" in ticks(plotting.value_distribution(worth([2e-8, 1e-5])))
    assert "1,000" in ticks(plotting.value_distribution(worth([1.0, 4000])))
    assert ticks(plotting.value_distribution(worth([20.0, 20])))[0] == "19.5"
    assert "3×10¹²" in ticks(plotting.value_distribution(worth([1e12, 7e12])))


@pytest.mark.law
@settings(max_examples=12)
@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(1, 4)), min_size=1, max_size=15).filter(
        lambda rows: any(value for value, _ in rows)
    )
)
def test_the_gini_is_the_mean_difference_over_twice_the_mean(rows: Any) -> None:
    """The area of the curve and the mean distance of two customers tell the same number."""
    one = np.repeat(*(np.array(column) for column in zip(*rows, strict=True)))
    gini = np.abs(one[:, None] - one).mean() / (2 * one.mean())
    money, weight = zip(*rows, strict=True)
    ax = plotting.lorenz_curve(whale_curve(money, weights=weight))
    assert float(ax.get_title(loc="left").rpartition(" ")[2]) == pytest.approx(gini, abs=0.006)
    shares, held = ax.lines[0].get_xydata().T / 100
    ordered = np.sort(one)
    for share, part in zip(shares, held, strict=True):
        assert part == pytest.approx(ordered[: round(share * one.size)].sum() / one.sum())


def test_the_lorenz_curve_of_values_counts_weights() -> None:
    """A value and its whale curve are one; the word for what is spread may be given."""
    of = Title("profit", "سود")
    drawn = plotting.lorenz_curve(VALUE, of=of)
    same = plotting.lorenz_curve(whale_curve(VALUE.value, weights=VALUE.weights))
    assert np.allclose(drawn.lines[0].get_xydata(), same.lines[0].get_xydata())
    assert drawn.get_ylabel() == "Cumulative profit (% of total)"


def test_losses_and_nothing_have_no_lorenz_curve() -> None:
    """Negative values and a total of 0 are refused with the reason."""
    with pytest.raises(UndefinedMetricError, match=r"negative values, here 3 in all.*whale_curve"):
        plotting.lorenz_curve(worth([9.0, -3]))
    with pytest.raises(UndefinedMetricError, match="no customer brings anything"):
        plotting.lorenz_curve(worth([0.0, 0]))
