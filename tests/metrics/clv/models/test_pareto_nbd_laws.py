"""Laws that the verbs of the Pareto/NBD model keep for every customer and parameter."""

from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import bases, seen
from crmcore.metrics.clv._families.pareto.chain import Chains
from crmcore.metrics.clv._families.pareto.fit import pareto_problem
from crmcore.metrics.clv._families.pareto.search import Straightened, plain_point
from crmcore.metrics.clv.nbd import NBD
from crmcore.metrics.clv.pareto_nbd import ParetoNBD
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

YEARLY = Rate(0.1, per="year")
near = partial(pytest.approx, abs=0.0)
logs = st.floats(-3, 4).map(np.exp)
far = st.floats(-13, 9).map(np.exp)
models = st.builds(ParetoNBD, r=logs, alpha=logs, s=logs | st.just(1.0), beta=logs)
extremes = st.builds(ParetoNBD, r=far, alpha=far, s=far, beta=far)


@pytest.mark.law
@settings(max_examples=25)
@given(models | extremes, bases(), st.floats(0.1, 100))
def test_ranges(model: ParetoNBD, base: CustomerSummary, horizon: float) -> None:
    """Chances lie in [0, 1]; purchases grow with the horizon, below those of who stays."""
    alive = model.probability_alive(base)
    later = model.probability_alive(base, after=horizon)
    soon, long = (model.expected_purchases(base, horizon=h) for h in (horizon, 2 * horizon))
    stays = (model.r + base.frequency) / (model.alpha + base.T) * horizon
    assert ((alive >= 0) & (alive <= 1) & (later <= alive)).all()
    assert (alive[base.recency == base.T] == 1).all()
    assert np.isfinite(model.log_likelihood(base)).all()
    assert ((soon <= long * (1 + 1e-12)) & (long <= 2 * soon * (1 + 1e-11) + 1e-300)).all()
    assert (soon <= alive * stays * (1 + 1e-11)).all()


@pytest.mark.law
@settings(max_examples=25)
@given(models, bases(), st.floats(1.01, 3))
def test_silence_speaks_against_being_alive(
    model: ParetoNBD, base: CustomerSummary, longer: float
) -> None:
    """The longer a customer has been silent, the less likely she is alive."""
    now = model.probability_alive(base)
    after = model.probability_alive(seen(base.frequency, base.recency, base.T * longer))
    assert (after <= now * (1 + 1e-12)).all()


@pytest.mark.law
@settings(max_examples=6)
@given(models.filter(lambda model: model.r < 5), st.floats(0.01, 0.5))
def test_expectation_is_the_mean_of_the_distribution(model: ParetoNBD, share: float) -> None:
    """Over all counts the chances add up to 1, and their mean is the expectation."""
    horizon = share * model.alpha
    n = np.arange(int(60 + 30 * model.r * share))
    chances = np.array([model.purchase_pmf_new(int(k), horizon=horizon) for k in n])
    assert chances.sum() == near(1, rel=1e-11)
    assert n @ chances == near(model.expected_purchases_new(horizon=horizon), rel=1e-9)


@pytest.mark.law
@settings(max_examples=15)
@given(models, bases(), st.floats(1, 100))
def test_discounting(model: ParetoNBD, base: CustomerSummary, horizon: float) -> None:
    """Discounting lowers, a rate of 0 does not, growth raises, and for ever is the longest."""
    plain = model.expected_purchases(base, horizon=horizon)

    def worth(rate: float, length: float | None = horizon) -> Any:
        of = Rate(rate, per="week")
        return model.discounted_expected_purchases(base, rate=of, horizon=length)

    np.testing.assert_allclose(worth(0.0), plain, rtol=1e-11)
    np.testing.assert_allclose(worth(1e-13), plain, rtol=1e-10)
    assert (worth(0.02) <= plain * (1 + 1e-11)).all()
    assert (worth(-0.02) >= plain * (1 - 1e-11)).all()
    assert (worth(0.02) <= worth(0.02, None) * (1 + 1e-11)).all()
    np.testing.assert_allclose(worth(0.02, 1e4), worth(0.02, None), rtol=1e-9)


@pytest.mark.law
@settings(max_examples=20)
@given(logs, logs, bases(), st.floats(0.1, 100))
def test_where_nobody_leaves_it_is_the_nbd(
    r: float, alpha: float, base: CustomerSummary, horizon: float
) -> None:
    """With a death rate near 0 all numbers are those of the model without dropout."""
    stays = NBD(r=r, alpha=alpha)
    model = ParetoNBD(r=r, alpha=alpha, s=1.0, beta=1e13)
    # a silence that long is explained by leaving, however rare that is
    odds = (r + base.frequency) * np.log1p((base.T - base.recency) / (alpha + base.recency))
    base = base.select(np.flatnonzero(odds < 5))
    np.testing.assert_allclose(
        model.log_likelihood(base), stays.log_likelihood(base), rtol=1e-8, atol=1e-7
    )
    np.testing.assert_allclose(
        model.expected_purchases(base, horizon=horizon),
        stays.expected_purchases(base, horizon=horizon),
        rtol=1e-7,
    )
    np.testing.assert_allclose(
        model.purchase_pmf(base, 2, horizon=horizon),
        stays.purchase_pmf(base, 2, horizon=horizon),
        rtol=1e-7,
        atol=1e-11,
    )


@pytest.mark.law
@settings(max_examples=8)
@given(bases(), st.lists(st.floats(-6, 6), min_size=4, max_size=4), st.floats(-9, 7.2))
def test_likelihood_knows_its_slopes(
    base: CustomerSummary, point: list[float], bent: float
) -> None:
    """Value, gradient and Hessian of the likelihood agree, in both kinds of coordinates."""
    again = np.append(base.frequency, 1.0)
    base = seen(again, np.append(base.recency, 2.0), np.append(base.T, 3.0))
    base = base.select(np.flatnonzero((base.frequency == 0) | (base.recency > 0)))
    problem = pareto_problem(base)
    plain = np.array(point)
    straight = np.array([*point[:2], min(point[2], 2.0), bent])
    for likelihood, at in (
        (problem.objective, plain),
        (Straightened(problem.objective), straight),
    ):
        here = likelihood(at)
        step = 1e-5
        ends = [[likelihood(at + sign * step * row) for sign in (1, -1)] for row in np.eye(4)]
        slope = [(up.value - down.value) / (2 * step) for up, down in ends]
        bend = [(up.gradient - down.gradient) / (2 * step) for up, down in ends]
        size = max(float(np.abs(here.gradient).max()), abs(here.value), 1.0)
        np.testing.assert_allclose(here.gradient, slope, atol=1e-6 * size)
        size = max(size, float(np.abs(here.hessian).max()))
        np.testing.assert_allclose(here.hessian, bend, atol=1e-5 * size)
    values = np.exp(problem.to_log @ plain + problem.offset)
    r, alpha, s, beta = values.tolist()
    rows = ParetoNBD(r=r, alpha=alpha, s=s, beta=beta).log_likelihood(base)
    total = problem.objective(plain).value + problem.constant
    assert total == pytest.approx(float(rows.sum()), rel=1e-11, abs=1e-9)


@pytest.mark.law
@given(st.floats(-27, 5), st.floats(-27, 7.3))
def test_coordinates_lead_back(lost: float, bent: float) -> None:
    """The loss of customers by the time 1 is what its coordinate says, for every beta."""
    point = plain_point(np.array([0.0, 0.0, lost, bent]))
    log_s, log_beta = point[3], point[3] - point[2]
    loss = np.log1p(np.exp(-log_beta)) if log_beta > -700 else -log_beta
    assert log_s + np.log(loss) == pytest.approx(lost, abs=1e-9)


@pytest.mark.law
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30
    ),
    st.integers(0, 2**31),
)
def test_sums_along_chains(rows: list[tuple[int, int, int]], seed: int) -> None:
    """Sums along chains are what step by step adds up to, from both sides."""
    x, start, gap = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    chains = Chains(x, start, start + gap)
    rng = np.random.default_rng(seed)
    keeps = np.where(chains.last, 0.0, rng.random(chains.x.size))
    own = rng.random((2, chains.x.size))
    after, before = own.copy(), own[0].copy()
    for k in range(chains.x.size - 2, -1, -1):
        after[:, k] += keeps[k] * after[:, k + 1]
    for k in range(1, chains.x.size):
        before[k] += keeps[k - 1] * before[k - 1]
    np.testing.assert_allclose(chains.after(own, keeps), after, rtol=1e-13)
    np.testing.assert_allclose(chains.before(own[0], keeps), before, rtol=1e-13)
    np.testing.assert_array_equal(chains.time[chains.stop] - chains.time[chains.start], gap)
