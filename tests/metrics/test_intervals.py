"""Intervals of shares and of ratios of sums."""

import math
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.intervals import (
    normal_factor,
    ratio_interval,
    share_interval,
    share_intervals,
    student_factor,
)

levels = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])
counts = st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def cases(reference: Any, topic: Any) -> Any:
    """Pick the reference cases of one topic."""
    return [case for case in reference("metrics")["cases"] if case["topic"] == topic]


@pytest.mark.reference
def test_wilson_equals_the_closed_form_at_fifty_digits(reference: Any) -> None:
    """Both ends agree to 1e-13, also without a success and without a failure."""
    found = cases(reference, "wilson")
    assert len(found) == 4
    for case in found:
        inputs, expected = case["inputs"], case["expected"]
        got = share_interval(inputs["successes"], inputs["n"], level=inputs["confidence"])
        assert got.low == pytest.approx(expected["low"], abs=1e-13)
        assert got.high == pytest.approx(expected["high"], abs=1e-13)


@pytest.mark.reference
def test_log_ratio_equals_the_closed_form_at_fifty_digits(reference: Any) -> None:
    """Both ends agree to 1e-11 relative."""
    found = cases(reference, "ratio")
    assert len(found) == 2
    for case in found:
        inputs, expected = case["inputs"], case["expected"]
        got = ratio_interval(inputs["numerator"], inputs["denominator"], level=inputs["confidence"])
        assert got.low == pytest.approx(expected["log_low"], rel=1e-11)
        assert got.high == pytest.approx(expected["log_high"], rel=1e-11)


@pytest.mark.law
@given(counts, levels)
def test_a_share_lies_inside_its_interval(count: Any, level: Any) -> None:
    """0 <= low <= share <= high <= 1, with the ends exact at no and at all successes."""
    x, n = count
    got = share_interval(x, n, level=level)
    assert 0 <= got.low <= x / n <= got.high <= 1
    assert (got.low == 0) == (x == 0)
    assert x < n or got.high == 1


@pytest.mark.law
@given(counts, levels)
def test_failures_mirror_successes(count: Any, level: Any) -> None:
    """The interval of the failures is that of the successes turned round."""
    x, n = count
    one, other = share_interval(x, n, level=level), share_interval(n - x, n, level=level)
    assert one.low == pytest.approx(1 - other.high, abs=1e-12)


@pytest.mark.law
@given(st.lists(counts, min_size=1, max_size=8), levels)
def test_many_shares_equal_one_by_one(rows: Any, level: Any) -> None:
    """The bulk call gives the very bits of the single one."""
    x, n = zip(*rows, strict=True)
    bulk = share_intervals(x, n, level=level)
    singles = [share_interval(*row, level=level) for row in rows]
    assert bulk.low.tolist() == [one.low for one in singles]
    assert bulk.high.tolist() == [one.high for one in singles]


@pytest.mark.law
@given(counts, levels)
def test_more_customers_at_the_same_share_narrow_it(count: Any, level: Any) -> None:
    """Ten times the sample gives no wider interval."""
    x, n = count
    few, many = share_interval(x, n, level=level), share_interval(10 * x, 10 * n, level=level)
    assert many.high - many.low <= few.high - few.low


def test_wilson_covers_what_it_says_on_average() -> None:
    """Over all outcomes of n = 10 the mean coverage is 0.95 and the worst about 0.86."""
    n, shares = 10, np.linspace(0.005, 0.995, 199)
    both = share_intervals(np.arange(n + 1), n, level=0.95)
    chance = np.array([
        [math.comb(n, x) * p**x * (1 - p) ** (n - x) for x in range(n + 1)] for p in shares
    ])
    inside = (both.low <= shares[:, None]) & (shares[:, None] <= both.high)
    coverage = (chance * inside).sum(axis=1)
    assert coverage.mean() == pytest.approx(0.95, abs=0.01)
    assert 0.82 < coverage.min() < 0.90


def test_an_effective_sample_may_be_fractional() -> None:
    """Fractional counts interpolate between whole ones."""
    low, middle, high = (share_interval(x, 3.5, level=0.9).low for x in (1, 1.5, 2))
    assert low < middle < high


@pytest.mark.parametrize(
    ("x", "n", "message"),
    [
        (-1, 5, "successes must be from 0 to n, got -1.0 at row 0"),
        (6, 5, "successes must be from 0 to n"),
        (math.nan, 5, "successes must be from 0 to n"),
        (1, math.inf, "n must be finite and >= 0"),
        ([1, 2], [3, 4, 5], "the same length, got 2 and 3"),
    ],
)
def test_impossible_counts_are_refused(x: Any, n: Any, message: Any) -> None:
    """The message names the argument, the rule and the row."""
    with pytest.raises(InvalidInputError, match=message):
        share_intervals(x, n)


def test_a_share_of_nothing_is_undefined() -> None:
    """n = 0 has a reason, not a number."""
    with pytest.raises(UndefinedMetricError, match="n is 0"):
        share_interval(0, 0)


@pytest.mark.parametrize("level", [0, 1, 95, -0.1])
def test_a_level_outside_its_range_is_refused(level: Any) -> None:
    """A level is strictly between 0 and 1; 95 is asked back as 0.95."""
    with pytest.raises(InvalidInputError, match="level must be strictly between 0 and 1"):
        normal_factor(level)
    with pytest.raises(InvalidInputError, match="level"):
        student_factor(level, df=3)


money = st.floats(0.01, 1e4)
pairs = st.lists(st.tuples(money, st.integers(1, 20)), min_size=3, max_size=30)


@pytest.mark.law
@given(pairs, st.sampled_from([1e-200, 1e-3, 7.0, 1e200]), st.randoms())
def test_ratio_follows_the_unit_of_money_and_not_the_order(
    rows: Any, factor: Any, random: Any
) -> None:
    """Another unit multiplies both ends; shuffling customers changes nothing."""
    y, x = (np.array(column, float) for column in zip(*rows, strict=True))
    try:
        plain = ratio_interval(y, x)
    except UndefinedMetricError:
        return
    order = random.sample(range(len(rows)), len(rows))
    turned = ratio_interval(factor * y[order], x[order])
    assert plain.low <= y.sum() / x.sum() <= plain.high
    assert turned.low == pytest.approx(factor * plain.low, rel=1e-9)
    assert turned.high == pytest.approx(factor * plain.high, rel=1e-9)


def test_a_ratio_of_zero_or_less_is_symmetric() -> None:
    """The logarithm has no place there, so the interval is plain."""
    got = ratio_interval([-5, 2, -4], [1, 1, 2])
    assert got.method == "Student t"
    assert (got.low + got.high) / 2 == pytest.approx(-7 / 4)
    assert ratio_interval([0, 0, 1, -1], [1, 1, 2, 2]).low < 0


def test_a_hopeless_ratio_has_no_upper_bound() -> None:
    """Two unlike customers at an extreme level: the high end is infinite, not an overflow."""
    got = ratio_interval([1, 0], [1, 1], level=1 - 1e-9)
    assert got.high == math.inf
    assert got.low == 0


@pytest.mark.parametrize(
    ("y", "x", "message"),
    [
        ([1, 2], [0, 0], "add up to 0"),
        ([], [], "add up to 0"),
        ([3], [1], "one customer"),
        ([10, 20, 30], [1, 2, 3], "no variation was seen"),
        ([0, 0], [1, 3], "no variation was seen"),
        ([0.1, 0.2, 0.3], [1, 2, 3], "no variation was seen"),
    ],
)
def test_a_ratio_without_variation_has_no_interval(y: Any, x: Any, message: Any) -> None:
    """An interval of width 0 would be a lie: there is a reason instead."""
    with pytest.raises(UndefinedMetricError, match=message):
        ratio_interval(y, x)


@pytest.mark.parametrize(
    ("y", "x", "message"),
    [
        ([1, math.nan], [1, 1], "numerator must be finite, got nan at row 1"),
        ([1, 1], [1, -1], "denominator must be finite and >= 0, got -1.0 at row 1"),
        ([1, 1, 1], [1, 1], "the same length, got 3 and 2"),
    ],
)
def test_bad_columns_of_a_ratio_are_refused(y: Any, x: Any, message: Any) -> None:
    """The message names the column, the rule and the row."""
    with pytest.raises(InvalidInputError, match=message):
        ratio_interval(y, x)
