"""Laws that the verbs of the Gamma-Gompertz/NBD model keep for every customer and parameter."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import bases, seen
from crmcore._types import FloatArray
from crmcore.metrics.clv._families.gompertz.coordinates import (
    StraightenedGompertz,
    plain_gompertz_point,
    straight_point,
)
from crmcore.metrics.clv._families.gompertz.likelihood import TO_LOG, GompertzLikelihood
from crmcore.metrics.clv._families.gompertz.time import aged, leaving_time, log_grown
from crmcore.metrics.clv.ggompertz_nbd import GGompertzNBD
from crmcore.metrics.clv.nbd import NBD
from crmcore.metrics.clv.pareto_nbd import ParetoNBD
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

YEARLY = Rate(0.1, per="year")
near = partial(pytest.approx, abs=0.0)
logs = st.floats(-3, 4).map(np.exp)
slow = st.floats(-8, 0).map(np.exp)
far = st.floats(-13, 9).map(np.exp)
models = st.builds(GGompertzNBD, r=logs, alpha=logs, b=slow, s=logs, beta=logs)
extremes = st.builds(
    GGompertzNBD, r=far, alpha=far, b=far, s=far, beta=st.floats(-300, 300).map(np.exp)
)


@pytest.mark.law
@settings(max_examples=25)
@given(models | extremes, bases(), st.floats(0.1, 100))
def test_ranges(model: GGompertzNBD, base: CustomerSummary, horizon: float) -> None:
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
    chance = model.purchase_pmf(base, 3, horizon=horizon)
    assert ((chance >= 0) & (chance <= 1)).all()


@pytest.mark.law
@settings(max_examples=20)
@given(models, bases(), st.floats(0.1, 100), st.floats(0.1, 100))
def test_times_add_up(
    model: GGompertzNBD, base: CustomerSummary, first: float, second: float
) -> None:
    """Purchases until later are those until soon and those from then on."""
    whole = model.expected_purchases(base, horizon=first + second)
    parts = model.expected_purchases(base, horizon=first)
    parts += model.expected_purchases(base, horizon=second, after=first)
    np.testing.assert_allclose(parts, whole, rtol=1e-12, atol=1e-300)


@pytest.mark.law
@settings(max_examples=4)
@given(models.filter(lambda model: model.r < 5), st.floats(0.01, 0.3))
def test_expectation_is_the_mean_of_the_distribution(model: GGompertzNBD, share: float) -> None:
    """Over all counts the chances add up to 1, and their mean is the expectation."""
    horizon = share * model.alpha
    n = np.arange(int(45 + 30 * model.r * share))
    chances = np.array([model.purchase_pmf_new(int(k), horizon=horizon) for k in n])
    assert chances.sum() == near(1, rel=1e-11)
    assert n @ chances == near(model.expected_purchases_new(horizon=horizon), rel=1e-9)


@pytest.mark.law
@settings(max_examples=15)
@given(models, bases(), st.floats(1, 100))
def test_discounting(model: GGompertzNBD, base: CustomerSummary, horizon: float) -> None:
    """Discounting lowers, a rate of 0 does not, growth raises, and for ever is the longest."""
    plain = model.expected_purchases(base, horizon=horizon)

    def worth(rate: float, length: float | None = horizon) -> FloatArray:
        of = Rate(rate, per="week")
        return model.discounted_expected_purchases(base, rate=of, horizon=length)

    np.testing.assert_allclose(worth(0.0), plain, rtol=1e-11)
    np.testing.assert_allclose(worth(1e-13), plain, rtol=1e-10)
    assert (worth(0.02) <= plain * (1 + 1e-11)).all()
    assert (worth(-0.02) >= plain * (1 - 1e-11)).all()
    assert (worth(0.02) <= worth(0.02, None) * (1 + 1e-11)).all()
    np.testing.assert_allclose(worth(0.02, 1e4), worth(0.02, None), rtol=1e-9)


@pytest.mark.law
@settings(max_examples=15)
@given(logs, logs, logs, logs, bases(), st.floats(0.1, 100), st.integers(0, 4))
def test_without_growth_it_is_pareto(
    r: float, alpha: float, s: float, beta: float, base: CustomerSummary, horizon: float, n: int
) -> None:
    """As b goes to 0 with beta / b fixed all numbers become those of Pareto/NBD, in order b."""
    steady = ParetoNBD(r=r, alpha=alpha, s=s, beta=beta)
    base = base.select(np.flatnonzero((base.T - base.recency) * (r + base.frequency) < 50 * alpha))
    for b in (1e-7, 1e-11):
        model = GGompertzNBD(r=r, alpha=alpha, b=b, s=s, beta=beta * b)
        off = 300 * (1 + s) * b * 400 + 1e-11
        for verb in (
            lambda m: m.log_likelihood(base),
            lambda m: m.probability_alive(base),
            lambda m: m.expected_purchases(base, horizon=horizon),
            lambda m: m.purchase_pmf(base, n, horizon=horizon),
            lambda m: m.discounted_expected_purchases(base, rate=YEARLY, horizon=horizon),
        ):
            np.testing.assert_allclose(verb(model), verb(steady), rtol=off, atol=off * 1e-3)


@pytest.mark.law
@settings(max_examples=20)
@given(logs, logs, slow, bases(), st.floats(0.1, 100))
def test_where_nobody_leaves_it_is_the_nbd(
    r: float, alpha: float, b: float, base: CustomerSummary, horizon: float
) -> None:
    """With a hazard near 0 all numbers are those of the model without dropout."""
    stays = NBD(r=r, alpha=alpha)
    model = GGompertzNBD(r=r, alpha=alpha, b=b, s=1.0, beta=b * 1e13 * np.exp(300 * b))
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


@pytest.mark.law
@given(st.floats(0, 1500), st.floats(-600, 600), st.floats(-9, 9), st.floats(0, 5000))
def test_lifetimes_lead_back(y: float, log_beta: float, log_s: float, patience: float) -> None:
    """The share that is left at the time at which a share is left is that share."""
    beta, s = np.exp(log_beta), np.exp(log_s)
    time = leaving_time(0.1, s, beta, patience)
    back = s * log_grown(0.1 * time, beta)
    assert back == pytest.approx(patience, rel=1e-9, abs=1e-9 * s)
    later = log_grown(y, beta) + log_grown(7.0, aged(beta, y))
    assert later == near(float(log_grown(y + 7.0, beta)), rel=1e-11)


# A base that can be fitted, with times in mean ages.
def likelihood_of(base: CustomerSummary) -> tuple[CustomerSummary, GompertzLikelihood, float]:
    again = np.append(base.frequency, 1.0)
    base = seen(again, np.append(base.recency, 2.0), np.append(base.T, 3.0))
    base = base.select(np.flatnonzero((base.frequency == 0) | (base.recency > 0)))
    unit = float(base.T.mean())
    rows = (base.frequency, base.recency / unit, base.T / unit)
    return base, GompertzLikelihood(rows, np.ones(len(base))), unit


points = st.tuples(
    st.floats(-6, 6), st.floats(-6, 6), st.floats(-6, 2), st.floats(-6, 6), st.floats(-9, 4)
).map(np.array)


@pytest.mark.law
@settings(max_examples=8)
@given(bases(), points)
def test_likelihood_knows_its_slopes(base: CustomerSummary, point: FloatArray) -> None:
    """Value, gradient and Hessian of the likelihood agree, in both kinds of coordinates."""
    _, plain, _ = likelihood_of(base)
    for likelihood, at in (
        (plain, plain_gompertz_point(point, 1.5)),
        (StraightenedGompertz(plain, 1.5), point),
    ):
        here = likelihood(at)
        step = 1e-5
        ends = [[likelihood(at + sign * step * row) for sign in (1, -1)] for row in np.eye(5)]
        slope = [(up.value - down.value) / (2 * step) for up, down in ends]
        bend = [(up.gradient - down.gradient) / (2 * step) for up, down in ends]
        size = max(float(np.abs(here.gradient).max()), abs(here.value), 1.0)
        np.testing.assert_allclose(here.gradient, slope, atol=1e-6 * size)
        size = max(size, float(np.abs(here.hessian).max()))
        np.testing.assert_allclose(here.hessian, bend, atol=1e-5 * size)


@pytest.mark.law
@settings(max_examples=15)
@given(bases(), points, st.floats(0, 27))
def test_likelihood_is_that_of_the_rows(
    base: CustomerSummary, point: FloatArray, alike: float
) -> None:
    """The likelihood of the fit is the sum of the rows', also where all leave at one age."""
    base, likelihood, unit = likelihood_of(base)
    at = plain_gompertz_point(point, 1.5)
    at[2:4] += np.array([alike / 4, max(alike - at[3], 0.0)])
    logs_of = TO_LOG @ at + np.array([0.0, np.log(unit), -np.log(unit), 0.0, 0.0])
    r, alpha, b, s, beta = np.exp(logs_of).tolist()
    model = GGompertzNBD(r=r, alpha=alpha, b=b, s=s, beta=beta)
    total = likelihood(at).value - float(base.frequency.sum()) * np.log(unit)
    assert total == pytest.approx(float(model.log_likelihood(base).sum()), rel=1e-10, abs=1e-9)


@pytest.mark.law
@given(st.floats(-27, 5), st.floats(-20, 7.3), st.floats(-27, 5.2), st.floats(0.5, 3))
def test_coordinates_lead_back(lost: float, bent: float, growth: float, time: float) -> None:
    """From one kind of coordinates to the other and back is where one began."""
    point = np.array([0.3, -0.2, lost, bent, growth])
    back = straight_point(plain_gompertz_point(point, time), time)
    np.testing.assert_allclose(back, point, atol=1e-9)
