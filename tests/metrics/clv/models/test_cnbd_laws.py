"""Laws of the models of regular buyers, for every k, customer and parameter."""

from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import logs, seen
from crmcore._types import FloatArray
from crmcore.metrics.clv._families.erlang.ahead import Ahead, Kind
from crmcore.metrics.clv._families.erlang.fit import erlang_problem
from crmcore.metrics.clv._families.erlang.roots import mean_by_roots
from crmcore.metrics.clv._families.erlang.sums import mean_ahead
from crmcore.metrics.clv.bg_cnbd import BGCNBD
from crmcore.metrics.clv.bg_nbd import BGNBD
from crmcore.metrics.clv.mbg_cnbd import MBGCNBD
from crmcore.metrics.clv.mbg_nbd import MBGNBD
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

YEARLY = Rate(0.1, per="year")
PLAIN = {BGCNBD: BGNBD, MBGCNBD: MBGNBD}
horizons = st.floats(0.1, 100)
phases = st.sampled_from([1, 2, 3, 5, 12])
kinds: tuple[type[Any], ...] = (BGCNBD, MBGCNBD)
few_phases = st.sampled_from([1, 2, 3])
models = st.one_of(
    *(st.builds(kind, k=phases, r=logs, alpha=logs, a=logs, b=logs) for kind in kinds)
)


@st.composite
def regular_bases(draw: st.DrawFn) -> CustomerSummary:
    """Draw up to five customers with up to 60 purchases, and how even their times apart are."""
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, 60), st.floats(0.01, 1), st.floats(0.01, 200), st.floats(0, 2)
            ),
            min_size=1,
            max_size=5,
        )
    )
    x, share, age, uneven = (np.array(c, dtype=np.float64) for c in zip(*rows, strict=True))
    t_x = np.where(x > 0, share * age, 0)
    even = np.where(x > 0, x * np.log(np.where(x > 0, t_x / np.maximum(x, 1), 1)), 0)
    return seen(x, t_x, age, log_intervals=even - uneven * x)


def in_unit(base: CustomerSummary, scale: float) -> CustomerSummary:
    """Give the same base in a unit of time that is 1/scale of its own."""
    assert base.log_intervals is not None
    return attrs.evolve(
        base,
        recency=base.recency * scale,
        T=base.T * scale,
        log_intervals=base.log_intervals + base.frequency * np.log(scale),
    )


@pytest.mark.law
@pytest.mark.parametrize("kind", kinds)
@settings(max_examples=8)
@given(st.data(), regular_bases(), horizons)
def test_one_phase_is_the_plain_model(
    kind: type[Any], data: st.DataObject, base: CustomerSummary, horizon: float
) -> None:
    """With k = 1 every verb is that of BG/NBD or MBG/NBD, and intervals do not matter."""
    r, alpha, a, b = (data.draw(logs) for _ in range(4))
    model = kind(k=1, r=r, alpha=alpha, a=a, b=b)
    plain = PLAIN[kind](r=r, alpha=alpha, a=a, b=b)
    base = attrs.evolve(base, log_intervals=None)
    verbs: tuple[Callable[[Any], Any], ...] = (
        lambda m: m.log_likelihood(base),
        lambda m: m.probability_alive(base),
        lambda m: m.probability_alive(base, after=horizon),
        lambda m: m.expected_purchases(base, horizon=horizon),
        lambda m: m.expected_purchases(base, horizon=horizon, after=horizon / 3),
        lambda m: m.purchase_pmf(base, 0, horizon=horizon),
        lambda m: m.purchase_pmf(base, 3, horizon=horizon),
        lambda m: m.discounted_expected_purchases(base, rate=YEARLY),
        lambda m: m.discounted_expected_purchases(base, rate=YEARLY, horizon=horizon),
        lambda m: m.expected_purchases_new(horizon=horizon),
        lambda m: m.purchase_pmf_new(2, horizon=horizon),
    )
    for verb in verbs:
        np.testing.assert_allclose(verb(model), verb(plain), rtol=1e-11, atol=1e-250)


@pytest.mark.law
@settings(max_examples=7)
@given(models, regular_bases(), horizons)
def test_the_living_of_the_two_models(model: Any, base: CustomerSummary, horizon: float) -> None:
    """Who is alive in MBG/CNBD-k is a customer of BG/CNBD-k with b + 1 in place of b."""
    modified = MBGCNBD(k=model.k, **model.parameters)
    other = BGCNBD(k=model.k, **{**model.parameters, "b": model.b + 1})
    alive, sure = modified.probability_alive(base), other.probability_alive(base)
    verbs: tuple[Callable[[Any], Any], ...] = (
        lambda m: m.expected_purchases(base, horizon=horizon),
        lambda m: m.probability_alive(base, after=horizon),
        lambda m: m.purchase_pmf(base, 2, horizon=horizon),
        lambda m: m.discounted_expected_purchases(base, rate=YEARLY),
    )
    for verb in verbs:
        np.testing.assert_allclose(verb(modified) * sure, verb(other) * alive, rtol=1e-11)
    fresh = modified.expected_purchases_new(horizon=horizon)
    stays = model.b / (model.a + model.b)
    assert fresh == pytest.approx(stays * other.expected_purchases_new(horizon=horizon), rel=1e-12)


@pytest.mark.law
@settings(max_examples=8)
@given(models, regular_bases(), horizons, horizons)
def test_purchases_add_up_over_time(
    model: Any, base: CustomerSummary, soon: float, later: float
) -> None:
    """Purchases until a moment and after it are those of the whole time; nobody returns."""
    first = model.expected_purchases(base, horizon=soon)
    second = model.expected_purchases(base, horizon=later, after=soon)
    whole = model.expected_purchases(base, horizon=soon + later)
    np.testing.assert_allclose(first + second, whole, rtol=1e-11)
    alive = [model.probability_alive(base, after=after) for after in (0, soon, soon + later)]
    assert ((alive[2] <= alive[1] * (1 + 1e-12)) & (alive[1] <= alive[0] * (1 + 1e-12))).all()


@pytest.mark.law
@settings(max_examples=6)
@given(models, regular_bases(), horizons)
def test_distribution_of_purchases(model: Any, base: CustomerSummary, horizon: float) -> None:
    """Chances of 0 to n purchases stay below 1 and explain no more purchases than expected."""
    chances = np.stack([model.purchase_pmf(base, n, horizon=horizon) for n in range(30)])
    total = chances.sum(axis=0)
    counted = np.arange(30.0) @ chances
    expected = model.expected_purchases(base, horizon=horizon)
    assert ((total <= 1 + 1e-12) & (chances >= 0)).all()
    assert (counted <= expected * (1 + 1e-11) + 1e-300).all()
    whole = (1 - total) * 1e6 < 1e-9
    np.testing.assert_allclose(counted[whole], expected[whole], rtol=1e-5, atol=1e-12)


@pytest.mark.law
@settings(max_examples=6)
@given(models, few_phases, regular_bases(), st.floats(1, 100))
def test_discounting(model: Any, k: int, base: CustomerSummary, horizon: float) -> None:
    """A rate of 0 leaves purchases as they are, growth raises them, for ever is the longest."""
    model = attrs.evolve(model, k=k)
    plain = model.expected_purchases(base, horizon=horizon)

    def worth(rate: float, length: float | None = horizon) -> FloatArray:
        of = Rate(rate, per="week")
        values: FloatArray = model.discounted_expected_purchases(base, rate=of, horizon=length)
        return values

    np.testing.assert_allclose(worth(0.0), plain, rtol=1e-11)
    assert (worth(0.02) <= plain * (1 + 1e-11)).all()
    assert (worth(-0.02) >= plain * (1 - 1e-11)).all()
    np.testing.assert_allclose(worth(0.02, 2500.0), worth(0.02, None), rtol=1e-11)


@pytest.mark.law
@settings(max_examples=10)
@given(models, regular_bases(), horizons, st.sampled_from([7.0, 1 / 168]))
def test_time_has_no_scale(model: Any, base: CustomerSummary, horizon: float, scale: float) -> None:
    """The unit of time does not matter, if the logs of the times apart are in it too."""
    other, scaled = in_unit(base, scale), attrs.evolve(model, alpha=model.alpha * scale)
    density = model.log_likelihood(base) - base.frequency * np.log(scale)
    np.testing.assert_allclose(scaled.log_likelihood(other), density, rtol=1e-10, atol=1e-9)
    np.testing.assert_allclose(
        scaled.expected_purchases(other, horizon=horizon * scale),
        model.expected_purchases(base, horizon=horizon),
        rtol=1e-10,
    )


@pytest.mark.law
@settings(max_examples=15)
@given(models, st.floats(0.5, 50))
def test_likelihood_is_a_density(model: Any, age: float) -> None:
    """The likelihood of one purchase, summed over its times, is the chance of one purchase."""
    nodes, weights = np.polynomial.legendre.leggauss(40)
    z = (nodes + 1) / 2 * np.log1p(age / model.alpha * 20)
    times = np.minimum(model.alpha / 20 * np.expm1(z), age)
    measure = weights / 2 * np.log1p(age / model.alpha * 20) * np.exp(z) * model.alpha / 20
    base = seen(np.ones(40), times, np.full(40, age), log_intervals=np.log(times))
    mass = measure @ np.exp(model.log_likelihood(base))
    assert mass == pytest.approx(model.purchase_pmf_new(1, horizon=age), rel=1e-6, abs=1e-12)
    silence = model.log_likelihood(seen(0, 0, age, log_intervals=0))[0]
    chance = model.purchase_pmf_new(0, horizon=age)
    assert silence == pytest.approx(np.log(chance), rel=1e-9, abs=1e-14)


@pytest.mark.law
@settings(max_examples=15)
@given(models, st.integers(0, 1000))
def test_slopes_of_the_likelihood(model: Any, seed: int) -> None:
    """Gradient and Hessian are those of the value, and the value is the model's."""
    rng = np.random.default_rng(seed)
    base = type(model)(k=2, r=1.0, alpha=2.0, a=0.8, b=2.0).simulate(30, T=20.0, rng=rng)
    problem = erlang_problem(base, chances=model._CHANCES, k=max(model.k, 2))
    point, step = rng.normal(0, 1.5, 4), 1e-4
    here = problem.objective(point)
    ends = [
        (problem.objective(point + step * axis), problem.objective(point - step * axis))
        for axis in np.eye(4)
    ]
    slopes = np.array([(up.value - down.value) / (2 * step) for up, down in ends])
    bends = np.array([(up.gradient - down.gradient) / (2 * step) for up, down in ends])
    scale = np.abs(here.gradient).max() + 1
    np.testing.assert_allclose(here.gradient, slopes, atol=1e-6 * scale)
    np.testing.assert_allclose(here.hessian, bends, atol=1e-6 * (np.abs(bends).max() + 1))
    there = np.exp(problem.to_log @ point + problem.offset)
    same = type(model)(k=max(model.k, 2), r=1, alpha=1, a=1, b=1).with_parameters(there)
    total = same.log_likelihood(base).sum()
    assert here.value + problem.constant == pytest.approx(total, rel=1e-11, abs=1e-9)


@pytest.mark.law
@settings(max_examples=40)
@given(
    st.sampled_from(["purchases", "alive", "density"]),
    phases,
    st.integers(0, 11),
    *(st.floats(low, high).map(np.exp) for low, high in ((-6, 6), (-6, 6), (0, 6), (0.8, 2.3))),
)
def test_roots_give_the_sums(
    kind: Kind, k: int, phase: int, a: float, b: float, shape: float, time: float
) -> None:
    """Long sums by roots of unity are what adding up the terms gives where both can be had."""
    rows = np.array([min(shape * time, 250) / time]), np.array([time]), np.array([b])
    ahead = Ahead(k, phase % k, a, *rows)
    np.testing.assert_allclose(
        mean_by_roots(kind, ahead), mean_ahead(kind, ahead), rtol=1e-8, atol=1e-200
    )
