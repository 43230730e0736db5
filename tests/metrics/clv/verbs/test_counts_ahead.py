"""Counts ahead: quantiles, ranges, draws, windows and the time to the next purchase."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import bases, seen
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv import BGBB, BGNBD, MBGNBD, NBD, ParetoNBD

MODELS: tuple[Any, ...] = (
    NBD(r=0.8, alpha=5.0, unit="week"),
    BGNBD(r=0.8, alpha=5.0, a=0.7, b=1.6, unit="week"),
    MBGNBD(r=0.8, alpha=5.0, a=0.7, b=1.6, unit="week"),
    ParetoNBD(r=0.8, alpha=5.0, s=0.7, beta=12.0, unit="week"),
    BGBB(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8, unit="week"),
)
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda it: type(it).__name__)
SEEN = seen([0, 1, 9], [0, 8, 28], [30, 30, 30])


@every_model
def test_windows_add_up(model: Any) -> None:
    """Purchases of two windows are those of the whole, also when they begin late."""
    whole = model.expected_purchases(SEEN, horizon=20, after=3)
    parts = model.expected_purchases(SEEN, horizon=8, after=3)
    parts = parts + model.expected_purchases(SEEN, horizon=[12] * 3, after=[11] * 3)
    np.testing.assert_allclose(parts, whole, rtol=1e-12)
    late = model.expected_purchases(SEEN, horizon=23) - model.expected_purchases(SEEN, horizon=3)
    np.testing.assert_allclose(whole, late, rtol=1e-11)


@pytest.mark.law
@settings(max_examples=15)
@given(bases(), st.floats(0.01, 1e3), st.floats(1e-3, 10))
def test_a_late_window_keeps_its_digits(base: Any, after: float, horizon: float) -> None:
    """A short window is what a customer known to be alive then buys, times the chance of that."""
    model = ParetoNBD(r=0.8, alpha=5.0, s=0.7, beta=12.0)
    got = model.expected_purchases(base, horizon=horizon, after=after)
    nodes, weights = np.polynomial.legendre.leggauss(24)
    times = after + horizon * (nodes + 1) / 2
    alive = np.stack([model.probability_alive(base, after=float(time)) for time in times])
    rate = (model.r + base.frequency) / (model.alpha + base.T)
    np.testing.assert_allclose(got, rate * (weights @ alive) * horizon / 2, rtol=1e-10, atol=1e-290)


@every_model
def test_draws_follow_the_distribution(model: Any) -> None:
    """Simulated futures have the chances and the mean of the model."""
    n = 20_000
    base = SEEN.select(np.repeat([0, 1, 2], n))
    drawn = model.simulate_purchases(base, horizon=12, rng=np.random.default_rng(4))
    for row, x in enumerate(np.split(drawn, 3)):
        one = SEEN.select(np.array([row]))
        mean = model.expected_purchases(one, horizon=12)[0]
        assert abs(x.mean() - mean) < 4.5 * x.std() / np.sqrt(n) + 1e-12
        for k in (0, 1, 3):
            chance = model.purchase_pmf(one, k, horizon=12)[0]
            assert abs((x == k).mean() - chance) < 4.5 * np.sqrt(chance * (1 - chance) / n)


@every_model
def test_quantiles_are_the_first_to_reach(model: Any) -> None:
    """At the quantile the summed chance reaches the level, just below it does not."""
    pmf = np.stack([model.purchase_pmf(SEEN, n, horizon=10) for n in range(40)])
    below = np.cumsum(pmf, axis=0)
    for chance in (0.05, 0.5, 0.9, 0.99):
        reached = model.purchase_quantile(SEEN, chance=chance, horizon=10)
        np.testing.assert_array_equal(reached, (below < chance).sum(axis=0))
    ahead = model.purchase_intervals(SEEN, horizon=10, level=0.8)
    np.testing.assert_array_equal(ahead.high, model.purchase_quantile(SEEN, chance=0.9, horizon=10))
    assert (ahead.low <= ahead.high).all()


@every_model
def test_time_to_next_purchase_inverts_the_chance(model: Any) -> None:
    """Within that time a purchase comes with the stated chance; who may never buy waits on."""
    for chance in (0.1, 0.3):
        wait = model.time_to_next_purchase(SEEN, chance=chance)
        for row, time in enumerate(wait):
            one = SEEN.select(np.array([row]))
            if np.isinf(time):
                assert 1 - model.purchase_pmf(one, 0, horizon=1e5)[0] < chance + 0.05
                continue
            none = model.purchase_pmf(one, 0, horizon=float(time))[0]
            if isinstance(model, BGBB):
                before = model.purchase_pmf(one, 0, horizon=float(time) - 1)[0]
                assert none <= 1 - chance < before
            else:
                assert none == pytest.approx(1 - chance, rel=1e-9)


@every_model
def test_mean_wait_is_that_of_those_who_buy(model: Any) -> None:
    """The mean is the integral over the chances not to have bought, given a purchase in time."""
    got = model.mean_time_to_next_purchase(SEEN, within=20)
    steps = np.arange(20) if isinstance(model, BGBB) else (np.arange(40_000) + 0.5) * 20 / 40_000
    width = 20 / steps.size
    for row in range(3):
        one = SEEN.select(np.array([row]))
        many = one.select(np.zeros(steps.size, dtype=np.int64))
        alive = model.probability_alive(one)[0]
        silent = (model.purchase_pmf(many, 0, horizon=steps) - (1 - alive)) / alive
        end = (model.purchase_pmf(one, 0, horizon=20)[0] - (1 - alive)) / alive
        want = float((silent - end).sum() * width / (1 - end))
        assert got[row] == pytest.approx(want, rel=1e-6)
    assert ((got > 0) & (got <= 20)).all()


def test_a_dead_certain_wait() -> None:
    """The surest chance that a quantile takes is below 1, and a wait needs some time."""
    model = MODELS[1]
    for chance in (0.0, 1.0, -1.0, float("nan")):
        with pytest.raises(InvalidInputError, match="chance must be"):
            model.purchase_quantile(SEEN, chance=chance, horizon=3)
    with pytest.raises(InvalidInputError, match="within must be a finite number > 0, got 0"):
        model.mean_time_to_next_purchase(SEEN, within=0)
    with pytest.raises(InvalidInputError, match="within must be one length of time, got 3"):
        model.mean_time_to_next_purchase(SEEN, within=[1, 2, 3])
    with pytest.raises(InvalidInputError, match="level must be"):
        model.purchase_intervals(SEEN, horizon=3, level=1.0)
    with pytest.raises(InvalidInputError, match="after must be"):
        model.expected_purchases(SEEN, horizon=3, after=-1)
    with pytest.raises(InvalidInputError, match="horizon must be a whole number of opp"):
        MODELS[4].simulate_purchases(SEEN, horizon=1.5, rng=np.random.default_rng(0))


@every_model
def test_nobody_waits(model: Any) -> None:
    """No customers, no numbers."""
    nobody = SEEN.select(np.zeros(0, dtype=np.int64))
    assert model.purchase_quantile(nobody, chance=0.5, horizon=3).size == 0
    assert model.time_to_next_purchase(nobody).size == 0
    assert model.mean_time_to_next_purchase(nobody, within=3).size == 0
    assert model.simulate_purchases(nobody, horizon=3, rng=np.random.default_rng(0)).size == 0
