"""The share of value that the top customers hold, and how sure it is."""

import itertools
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, given

from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.concentration import top_share, top_share_interval

values = st.lists(st.integers(0, 12).map(float), min_size=1, max_size=30)
shares = st.floats(0, 1)


def mean_over_orders(rows: Any, share: Any) -> Any:
    """Average the share of the top over every order of the rows, ties broken by it."""
    found = []
    for order in itertools.permutations(rows):
        ranked = sorted(order, reverse=True)
        room, held = share * len(rows), 0.0
        for value in ranked:
            part = min(room, 1.0)
            held, room = held + part * value, room - part
        found.append(held / sum(rows))
    return float(np.mean(found))


@pytest.mark.reference
def test_shares_of_the_worked_cases(reference: Any) -> None:
    """The cases worked by hand in fractions come out, ties at the edge shared out."""
    cases = [c for c in reference("segmentation")["cases"] if c["id"].startswith("pareto_share")]
    assert len(cases) == 4
    for case in cases:
        got = top_share(case["inputs"]["values"], case["inputs"]["top"])
        assert got == pytest.approx(case["expected"], abs=1e-12)


@pytest.mark.law
@given(st.lists(st.integers(0, 3).map(float), min_size=1, max_size=6), shares)
def test_it_is_the_mean_over_all_orders_of_the_ties(rows: Any, share: Any) -> None:
    """Enumerating every order of the rows gives the same number."""
    assume(sum(rows) > 0)
    assert top_share(rows, share) == pytest.approx(mean_over_orders(rows, share), abs=1e-12)


@pytest.mark.law
@given(values, shares, st.randoms())
def test_row_order_never_matters(rows: Any, share: Any, random: Any) -> None:
    """Shuffled rows give the very same bits."""
    assume(sum(rows) > 0)
    assert top_share(random.sample(rows, len(rows)), share) == top_share(rows, share)


@pytest.mark.law
@given(values, st.lists(shares, min_size=2, max_size=6))
def test_a_larger_top_holds_more_and_at_least_its_own_share(rows: Any, many: Any) -> None:
    """The share held rises from 0 to 1 with the size of the top and never falls below it."""
    assume(sum(rows) > 0)
    ends = sorted(many)
    held = [top_share(rows, share) for share in ends]
    assert all(b >= a - 1e-12 for a, b in itertools.pairwise(held))
    assert all(share - 1e-12 <= h <= 1 for share, h in zip(ends, held, strict=True))
    assert top_share(rows, 0) == 0
    assert top_share(rows, 1) == pytest.approx(1, abs=1e-12)


@pytest.mark.law
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), min_size=1, max_size=8), shares)
def test_weights_are_repeated_rows(rows: Any, share: Any) -> None:
    """A row of weight k is k rows, in the figure and in its interval."""
    x, w = zip(*rows, strict=True)
    long = np.repeat(np.array(x, float), w)
    assume(long.sum() > 0)
    assert top_share(x, share, weights=w) == pytest.approx(top_share(long, share), abs=1e-12)
    try:
        plain = top_share_interval(long, share)
    except UndefinedMetricError:
        return
    weighted = top_share_interval(x, share, weights=w) if np.count_nonzero(w) > 1 else plain
    assert weighted.low == pytest.approx(plain.low, abs=1e-9)
    assert weighted.high == pytest.approx(plain.high, abs=1e-9)


@pytest.mark.law
@given(values, shares, st.sampled_from([1e-300, 1e-6, 1e300]))
def test_the_unit_of_money_does_not_matter(rows: Any, share: Any, factor: Any) -> None:
    """Shares are the same in the smallest and in the largest unit."""
    assume(sum(rows) > 0)
    scaled = [factor * row for row in rows]
    assert top_share(scaled, share) == pytest.approx(top_share(rows, share), abs=1e-3)


@pytest.mark.law
@given(st.lists(st.integers(1, 50).map(float), min_size=4, max_size=25), st.floats(0.05, 0.95))
def test_the_interval_holds_the_figure_and_stays_in_its_range(rows: Any, share: Any) -> None:
    """share <= low <= figure <= high <= 1."""
    try:
        got = top_share_interval(rows, share)
    except UndefinedMetricError:
        return
    assert share <= got.low <= top_share(rows, share) <= got.high <= 1


def test_the_influence_function_is_the_slope_of_the_figure() -> None:
    """Giving one customer a little more weight moves the figure by influence/n."""
    rng = np.random.default_rng(7)
    x, q, n, tiny = rng.exponential(size=23), 0.2, 23, 1e-6
    slopes = np.empty(n)
    for i in range(n):
        weights = np.ones(n)
        weights[i] += tiny
        slopes[i] = (top_share(x, q, weights=weights) - top_share(x, q)) / tiny
    edge = np.sort(x)[::-1][4]
    influence = np.maximum(x - edge, 0) + q * edge - top_share(x, q) * x
    assert n * slopes == pytest.approx(influence / x.mean(), abs=1e-4)


@pytest.mark.parametrize(
    ("draw", "truth", "least"),
    [
        (lambda rng, n: rng.exponential(size=n), 0.2 * (1 - np.log(0.2)), 0.86),
        (lambda rng, n: rng.lognormal(0, 1.5, n), 0.74485, 0.76),
    ],
    ids=["exponential", "lognormal"],
)
def test_coverage_of_the_interval(draw: Any, truth: Any, least: Any) -> None:
    """Of 300 samples of 200 customers about 0.90 and 0.81 cover, as the docstring says."""
    rng = np.random.default_rng(20240630)
    inside = 0
    for _ in range(300):
        got = top_share_interval(draw(rng, 200), 0.2, level=0.9)
        inside += got.low <= truth <= got.high
    assert least < inside / 300 < 0.94


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "no customer brings anything"),
        ([0, 0], "no customer brings anything"),
        ([5, -1, 3], "negative values, such as -1"),
    ],
)
def test_shares_of_nothing_and_of_losses_are_undefined(rows: Any, message: Any) -> None:
    """There is a reason where a share has no meaning."""
    with pytest.raises(UndefinedMetricError, match=message):
        top_share(rows, 0.2)


@pytest.mark.parametrize(
    ("rows", "share", "message"),
    [
        ([7], 0.2, "one customer"),
        ([4, 4, 4, 4], 0.2, "no variation"),
        ([9, 0, 0, 0, 0], 0.2, "no variation"),
        ([3, 2, 1], 1.0, "no variation"),
        ([3, 2, 1], 0.0, "no variation"),
    ],
)
def test_an_interval_needs_variation(rows: Any, share: Any, message: Any) -> None:
    """One customer, all alike, or one who holds everything: a reason instead of width 0."""
    with pytest.raises(UndefinedMetricError, match=message):
        top_share_interval(rows, share)


@pytest.mark.parametrize(
    ("rows", "options", "message"),
    [
        ([1, np.nan], {"share": 0.2}, "values must be finite, got nan at row 1"),
        ([1, 2], {"share": 20}, "did you mean 0.2"),
        ([1, 2], {"share": 0.2, "weights": [1]}, "the same length"),
        ([1, 2], {"share": 0.2, "weights": [1, -1]}, "weights must be finite and >= 0"),
    ],
)
def test_bad_inputs_are_refused(rows: Any, options: Any, message: Any) -> None:
    """The message names the argument, the rule and the row."""
    with pytest.raises(InvalidInputError, match=message):
        top_share(rows, **options)


def test_rows_of_weight_zero_are_not_there() -> None:
    """They neither count nor make the figure undefined."""
    assert top_share([100, 1, 1, 1, -5], 0.25, weights=[1, 1, 1, 1, 0]) == top_share(
        [100, 1, 1, 1], 0.25
    )
