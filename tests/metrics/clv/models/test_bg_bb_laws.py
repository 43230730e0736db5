"""Laws that the verbs of the BG/BB model keep for every customer and parameter."""

import math
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import logs, seen
from crmcore.metrics.clv._maths.geometric_sums import geometric_sum
from crmcore.metrics.clv.bg_bb import BGBB
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

models = st.builds(BGBB, alpha=logs, beta=logs, gamma=logs, delta=logs)
horizons = st.integers(1, 60)
near = partial(pytest.approx, abs=0.0)


@st.composite
def bases(draw: st.DrawFn) -> CustomerSummary:
    """Draw up to six customers with up to 120 opportunities."""
    rows: list[tuple[int, int, int]] = []
    for _ in range(draw(st.integers(1, 6))):
        n = draw(st.integers(0, 120))
        t = draw(st.integers(0, n))
        rows.append((draw(st.integers(min(t, 1), t)), t, n))
    x, recency, age = zip(*rows, strict=True)
    return seen(x, recency, age, unit="period")


@pytest.mark.law
@settings(max_examples=20)
@given(models, st.integers(0, 9))
def test_likelihood_adds_up(model: BGBB, n: int) -> None:
    """The chances of all histories of n opportunities, each counted as often as it comes, are 1."""
    rows = [(x, t) for t in range(1, n + 1) for x in range(1, t + 1)]
    x, t = (
        (np.array([0, *column], dtype=np.float64) for column in zip(*rows, strict=True))
        if (rows)
        else (np.zeros(1), np.zeros(1))
    )
    ways = [
        math.comb(max(int(last) - 1, 0), max(int(k) - 1, 0)) for k, last in zip(x, t, strict=True)
    ]
    chances = np.exp(model.log_likelihood(seen(x, t, np.full(x.size, n), unit="period")))
    assert chances @ ways == near(1.0, rel=1e-12)


@pytest.mark.law
@settings(max_examples=30)
@given(models, bases(), horizons)
def test_predictions_are_ratios_of_likelihoods(model: BGBB, base: CustomerSummary, h: int) -> None:
    """Buying next time, and not at all in h, are as likely as the longer histories say."""
    now = model.log_likelihood(base)
    silent = seen(base.frequency, base.recency, base.T + h, unit="period")
    chance = np.exp(model.log_likelihood(silent) - now)
    np.testing.assert_allclose(model.purchase_pmf(base, 0, horizon=h), chance, rtol=1e-10)
    bought = seen(base.frequency + 1, base.T + 1, base.T + 1, unit="period")
    chance = np.exp(model.log_likelihood(bought) - now)
    np.testing.assert_allclose(model.expected_purchases(base, horizon=1), chance, rtol=1e-10)


@pytest.mark.law
@settings(max_examples=30)
@given(models, bases(), horizons)
def test_distribution(model: BGBB, base: CustomerSummary, h: int) -> None:
    """The chances of 0 to h purchases add up to 1, and their mean is the expectation."""
    counts = np.arange(h + 1)
    chances = np.stack([model.purchase_pmf(base, int(k), horizon=h) for k in counts])
    assert ((chances >= 0) & (chances <= 1 + 1e-12)).all()
    np.testing.assert_allclose(chances.sum(axis=0), 1, rtol=1e-11)
    expected = model.expected_purchases(base, horizon=h)
    np.testing.assert_allclose(counts @ chances, expected, rtol=1e-10, atol=1e-280)
    assert (model.purchase_pmf(base, h + 1, horizon=h) == 0).all()


@pytest.mark.law
@settings(max_examples=30)
@given(models, bases(), horizons)
def test_ranges(model: BGBB, base: CustomerSummary, h: int) -> None:
    """Chances lie in [0, 1] and fall with time; purchases grow with the horizon, up to h."""
    alive = model.probability_alive(base)
    later = model.probability_alive(base, after=h)
    soon, far = (model.expected_purchases(base, horizon=k) for k in (h, 2 * h))
    assert ((alive >= 0) & (alive <= 1) & (later <= alive)).all()
    assert ((soon <= far * (1 + 1e-12)) & (far <= 2 * soon * (1 + 1e-12))).all()
    assert (soon <= alive * h * (1 + 1e-12)).all()
    assert (model.log_likelihood(base) <= 1e-12).all()
    np.testing.assert_array_equal(model.expected_purchases(base, horizon=0), 0)


@pytest.mark.law
@settings(max_examples=20)
@given(models, bases(), horizons)
def test_purchases_are_those_of_the_living(model: BGBB, base: CustomerSummary, h: int) -> None:
    """Each opportunity brings the chance to be alive there times the mean chance to buy."""
    living = sum(model.probability_alive(base, after=i) for i in range(h))
    chance = (model.alpha + base.frequency) / (model.alpha + model.beta + base.T)
    expected = model.expected_purchases(base, horizon=h)
    np.testing.assert_allclose(expected, living * chance, rtol=1e-10, atol=1e-290)


@pytest.mark.law
@settings(max_examples=20)
@given(models, bases(), st.integers(1, 200))
def test_discounting(model: BGBB, base: CustomerSummary, h: int) -> None:
    """Discounting lowers, a rate of 0 does not, growth raises, and for ever is the longest."""
    plain = model.expected_purchases(base, horizon=h)

    def worth(rate: float, length: int | None = h) -> Any:
        of = Rate(rate, per="period")
        return model.discounted_expected_purchases(base, rate=of, horizon=length)

    np.testing.assert_allclose(worth(0.0), plain, rtol=1e-12)
    assert (worth(0.02) <= plain * (1 + 1e-12)).all()
    assert (worth(-0.02) >= plain * (1 - 1e-12)).all()
    assert (worth(0.02) <= worth(0.02, None) * (1 + 1e-11)).all()
    np.testing.assert_allclose(worth(0.02, 5000), worth(0.02, None), rtol=1e-11)


@pytest.mark.law
@settings(max_examples=12)
@given(models, bases(), horizons)
def test_one_customer_is_as_many(model: BGBB, base: CustomerSummary, h: int) -> None:
    """One customer alone gets the number that she gets among a hundred others."""
    alone = [base.select(np.array([i])) for i in range(len(base))]
    crowd = base.select(np.arange(120) % len(base))
    rate = Rate(0.1, per="period")
    for verb in (
        model.log_likelihood,
        lambda b: model.probability_alive(b, after=h),
        lambda b: model.expected_purchases(b, horizon=h),
        lambda b: model.expected_purchases(b, horizon=np.full(len(b), h)),
        lambda b: model.purchase_pmf(b, 3, horizon=h),
        lambda b: model.discounted_expected_purchases(b, rate=rate),
    ):
        each = np.concatenate([verb(one) for one in alone])
        np.testing.assert_allclose(verb(crowd), each[np.arange(120) % len(base)], rtol=1e-13)


@pytest.mark.law
@settings(max_examples=30)
@given(models, horizons)
def test_new_customer_is_one_with_no_history(model: BGBB, h: int) -> None:
    """What is expected of a new customer is what is expected after 0 opportunities."""
    fresh = seen(0, 0, 0, unit="period")
    assert model.expected_purchases_new(horizon=h) == near(
        model.expected_purchases(fresh, horizon=h)[0], rel=1e-14
    )
    for n in (0, 1, 7):
        pmf = model.purchase_pmf(fresh, n, horizon=h)[0]
        assert model.purchase_pmf_new(n, horizon=h) == near(pmf, rel=1e-14)


@pytest.mark.law
@settings(max_examples=60)
@given(logs, logs, st.floats(1e-7, 0.9), st.integers(4000, 20_000))
def test_sums_are_the_same_both_ways(a: float, b: float, rate: float, length: int) -> None:
    """A long sum is the sum of its terms, and without end it obeys its own recursion."""
    shape, force = np.array([b]), math.log1p(rate)
    j = np.arange(1, length)
    terms = np.cumprod((b + j - 1) / (a + b + j - 1) / (1 + rate))
    got = geometric_sum(a, shape, force=force, length=float(length))
    np.testing.assert_allclose(got, 1 + terms.sum(), rtol=1e-11)
    whole = geometric_sum(a, shape, force=force, length=np.inf)
    rest = geometric_sum(a, shape + 1, force=force, length=np.inf)
    np.testing.assert_allclose(whole, 1 + b / (a + b) / (1 + rate) * rest, rtol=1e-11)
