"""Concentration: the share of the best, the fewest holders, the whale curve."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.concentration import top_share
from crmcore.segmentation import WhaleCurve, fewest_holders, whale_curve

values = st.lists(
    st.one_of(st.integers(0, 5).map(float), st.floats(0, 1e6)), min_size=1, max_size=30
).filter(lambda rows: max(rows) > 0)
profits = st.lists(
    st.one_of(st.integers(-5, 5).map(float), st.floats(-1e6, 1e6)), min_size=1, max_size=30
)
share = st.floats(0, 1)


@pytest.mark.law
@given(values, share, share)
def test_the_best_hold_at_least_their_share(rows: list[float], low: float, high: float) -> None:
    """The share of the best is at least their number's share, and grows with it to 1."""
    low, high = sorted((low, high))
    held = [top_share(rows, top) for top in (0.0, low, high, 1.0)]
    assert held[0] == 0
    assert held[-1] == pytest.approx(1)
    assert held[1] <= held[2] + 1e-12
    assert held[1] >= low - 1e-12


@pytest.mark.law
@given(st.lists(st.integers(0, 2), min_size=2, max_size=5), st.data())
def test_ties_are_shared_as_over_all_orders(rows: list[int], data: st.DataObject) -> None:
    """A tie at the edge counts as the average over all orders of the customers."""
    assume(any(rows))
    top = data.draw(st.integers(0, len(rows)))
    orders = list(itertools.permutations(range(len(rows))))
    sums = [
        sum(rows[row] for row in sorted(order, key=lambda row: -rows[row])[:top])
        for order in orders
    ]
    expected = sum(sums) / len(orders) / sum(rows)
    assert top_share(rows, top / len(rows)) == pytest.approx(expected)


@pytest.mark.law
@given(values, share, st.sampled_from([1e-300, 1e-9, 3.0, 1e300]))
def test_share_of_the_best_has_no_unit(rows: list[float], top: float, unit: float) -> None:
    """Another unit of money, however large or small, gives the same share."""
    whole = [round(value) for value in rows]
    assume(any(whole))
    scaled = [value * unit for value in whole]
    assert top_share(scaled, top) == pytest.approx(top_share(whole, top))


@pytest.mark.law
@given(values, st.floats(0.01, 1))
def test_fewest_holders_are_just_enough(rows: list[float], wanted: float) -> None:
    """The holders reach the share, and with one less they would not."""
    found = fewest_holders(rows, share=wanted)
    best = sorted(rows, reverse=True)
    many = int(found.customers)
    goal = wanted * sum(best) * (1 - 1e-12)
    assert sum(best[:many]) >= goal * (1 - 1e-9)
    assert sum(best[: many - 1]) < goal * (1 + 1e-9)
    assert found.edge == best[many - 1]
    assert found.tied == rows.count(found.edge)
    assert found.customers - found.needed == sum(value > found.edge for value in rows)
    assert 1 <= found.needed <= found.tied
    assert found.customer_share == found.customers / len(rows)


@pytest.mark.law
@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 3)), min_size=1, max_size=20))
def test_weights_are_repeated_rows(rows: list[tuple[int, int]]) -> None:
    """A row of weight three is three customers, in all three measures."""
    assume(sum(weight for _, weight in rows))
    spread = [value for value, weight in rows for _ in range(weight)]
    profit, weights = [row[0] for row in rows], [row[1] for row in rows]
    assert whale_curve(profit, weights=weights) == whale_curve(spread)
    assume(any(spread))
    gain, spread_gain = [abs(value) for value in profit], [abs(value) for value in spread]
    assert top_share(gain, 0.3, weights=weights) == pytest.approx(top_share(spread_gain, 0.3))
    assert fewest_holders(gain, weights=weights) == fewest_holders(spread_gain)


@pytest.mark.law
@given(profits)
def test_whale_curve_cumulates_from_the_best_down(rows: list[float]) -> None:
    """The curve is the sorted sum, its peak the sum of gains, its tail that of losses."""
    curve = whale_curve(rows)
    best = sorted(rows, reverse=True)
    scale = max(map(abs, rows)) * len(rows) + 1e-300
    for many in range(len(rows) + 1):
        expected = pytest.approx(sum(best[:many]), abs=1e-12 * scale)
        assert curve.profit_of(many / len(rows)) == expected
    assert curve.peak == pytest.approx(sum(value for value in rows if value > 0))
    assert curve.loss_tail == pytest.approx(-sum(value for value in rows if value < 0))
    assert (curve.loss_tail > 0) == any(value < 0 for value in rows)
    assert curve.total == curve.peak - curve.loss_tail
    assert curve.peak_first == sum(value > 0 for value in rows)
    assert curve.peak_last == sum(value >= 0 for value in rows)
    assert curve.profit.max() == pytest.approx(curve.peak, abs=1e-12 * scale)


@pytest.mark.law
@given(profits)
def test_peak_ratio_is_at_least_one_or_undefined(rows: list[float]) -> None:
    """The peak is a multiple of the total where there is a profit, and else has a reason."""
    curve = whale_curve(rows)
    ratio = curve.peak_ratio
    assert ratio.defined == (curve.total > 0)
    if ratio.value is None:
        assert "not above 0" in str(ratio.reason)
    else:
        assert ratio.value >= 1


@pytest.mark.law
@given(profits, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows: list[float], random: Any) -> None:
    """Shuffled customers give the same curve, bit for bit."""
    shuffled = rows[:]
    random.shuffle(shuffled)
    assert whale_curve(shuffled) == whale_curve(rows)


@pytest.mark.reference
def test_reference_concentration(reference: Callable[[str], Any]) -> None:
    """Shares of the best, fewest holders and the whale curve are those of the reference cases."""
    cases = {case["id"]: case for case in reference("segmentation")["cases"]}
    for letter in "abcd":
        case = cases[f"pareto_share_{letter}"]
        found = top_share(case["inputs"]["values"], case["inputs"]["top"])
        assert found == pytest.approx(case["expected"], abs=case["tolerance"])
    fewest = cases["fewest"]
    holders = fewest_holders(fewest["inputs"]["values"], share=fewest["inputs"]["share"])
    assert holders.customers == fewest["expected"]
    whale = cases["whale"]
    curve, expected = whale_curve(whale["inputs"]["profit"]), whale["expected"]
    assert curve.profit[1:].tolist() == expected["curve"]
    assert (curve.peak, curve.peak_first, curve.peak_last) == (
        expected["peak"],
        expected["peak_first"],
        expected["peak_last"],
    )
    assert curve.loss_tail == expected["loss_tail"]
    assert curve.peak_ratio.value == expected["peak_over_total"]


def test_a_share_that_only_rounding_misses_is_met() -> None:
    """Seven of ten equal dimes hold 70 %, though their sum in floats falls short of it."""
    assert fewest_holders([0.1] * 10, share=0.7).customers == 7


def test_all_losses_peak_at_nobody() -> None:
    """Where everybody loses, the best base is an empty one."""
    curve = whale_curve([-3, -1])
    assert (curve.peak, curve.peak_first, curve.peak_last, curve.loss_tail) == (0, 0, 0, 4)
    assert isinstance(curve, WhaleCurve)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "there are no customers"),
        ([0, 0], "the total value is 0"),
        ([5, -1], "value is negative, such as -1"),
    ],
)
def test_parts_of_no_whole_are_undefined(rows: list[float], reason: str) -> None:
    """Shares of nobody, of nothing, or of a sum with losses are undefined."""
    with pytest.raises(UndefinedMetricError, match=reason):
        fewest_holders(rows)


def test_the_curve_of_nobody_is_undefined() -> None:
    """There is no whale curve without customers, nor one beyond floats."""
    with pytest.raises(UndefinedMetricError, match="there are no customers"):
        whale_curve([1], weights=[0])
    with pytest.raises(InvalidInputError, match="within the range of floats"):
        whale_curve([1.5e308, 1.5e308])
    with pytest.raises(InvalidInputError, match="within the range of floats"):
        whale_curve([1.5e308, -1.5e308])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: top_share([1], 20), r"share must be a fraction .* did you mean 0.2\?"),
        (lambda: fewest_holders([1], share=0), "share must be above 0 and at most 1, got 0"),
        (lambda: fewest_holders([1], share=80), r"share must be a fraction .* 0.8\?"),
        (lambda: whale_curve([1]).profit_of(1.5), "top must be a fraction"),
        (lambda: whale_curve([1, float("nan")]), "values must be finite, got nan at row 1"),
        (lambda: top_share([1], 0.2, weights=[float("inf")]), "weights must be finite"),
    ],
)
def test_wrong_input_is_refused(call: Callable[[], object], message: str) -> None:
    """Each broken rule is named with its argument and value."""
    with pytest.raises(InvalidInputError, match=message):
        call()


def test_huge_and_tiny_values_have_shares() -> None:
    """Values at either end of the floats are shared like any others."""
    assert top_share([1.7e308, 1.7e308], 0.5) == 0.5
    assert top_share([5e-324, 5e-324], 0.5) == 0.5
    assert fewest_holders([1.7e308, 1.7e308], share=0.5).customers == 1
    assert np.isclose(fewest_holders([5e-324, 0], share=1).edge, 5e-324)
