"""Laws that every model of purchasing keeps, for every customer and parameter.

A new model joins by a row in `MODELS`.
"""

from functools import partial
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import bases, logs, seen
from crmcore.metrics.clv import BGCNBD, MBGCNBD, Fit, GGompertzNBD
from crmcore.metrics.clv.bg_nbd import BGNBD
from crmcore.metrics.clv.mbg_nbd import MBGNBD
from crmcore.metrics.clv.nbd import NBD
from crmcore.metrics.clv.pareto_nbd import ParetoNBD
from crmcore.metrics.clv.verbs._transactions import TransactionModel
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

YEARLY = Rate(0.1, per="year")
phases = st.sampled_from([2, 3])
near = partial(pytest.approx, abs=0.0)


@attrs.frozen(kw_only=True)
class Kind:
    """A model of purchasing: which are drawn, one to simulate, and its parameters' unit of time.

    `times` gives the power of time in a parameter's unit; `truth` has the unit of a week. Who buys
    at regular intervals may be due later rather than sooner.
    """

    name: str
    drawn: Any
    truth: Any
    times: dict[str, int]
    regular: bool = False

    def in_unit(self, model: Any, scale: float) -> Any:
        """Give the same model in a unit of time that is 1/scale of its own."""
        powers = {key: getattr(model, key) * scale**power for key, power in self.times.items()}
        return attrs.evolve(model, **powers)


MODELS = (
    Kind(
        name="NBD",
        drawn=st.builds(NBD, r=logs, alpha=logs),
        truth=NBD(r=0.8, alpha=5.0, unit="week"),
        times={"alpha": 1},
    ),
    Kind(
        name="BG/NBD",
        drawn=st.builds(BGNBD, r=logs, alpha=logs, a=logs, b=logs),
        truth=BGNBD(r=0.8, alpha=5.0, a=0.7, b=1.6, unit="week"),
        times={"alpha": 1},
    ),
    Kind(
        name="MBG/NBD",
        drawn=st.builds(MBGNBD, r=logs, alpha=logs, a=logs, b=logs),
        truth=MBGNBD(r=0.8, alpha=5.0, a=0.7, b=1.6, unit="week"),
        times={"alpha": 1},
    ),
    Kind(
        name="Pareto/NBD",
        drawn=st.builds(ParetoNBD, r=logs, alpha=logs, s=logs, beta=logs),
        truth=ParetoNBD(r=0.8, alpha=5.0, s=0.7, beta=12.0, unit="week"),
        times={"alpha": 1, "beta": 1},
    ),
    Kind(
        name="Gamma-Gompertz/NBD",
        drawn=st.builds(GGompertzNBD, r=logs, alpha=logs, b=logs, s=logs, beta=logs),
        truth=GGompertzNBD(r=0.8, alpha=5.0, b=0.2, s=1.0, beta=20.0, unit="week"),
        times={"alpha": 1, "b": -1},
    ),
    Kind(
        name="BG/CNBD-k",
        drawn=st.builds(BGCNBD, k=phases, r=logs, alpha=logs, a=logs, b=logs),
        truth=BGCNBD(k=2, r=0.8, alpha=2.5, a=0.7, b=1.6, unit="week"),
        times={"alpha": 1},
        regular=True,
    ),
    Kind(
        name="MBG/CNBD-k",
        drawn=st.builds(MBGCNBD, k=phases, r=logs, alpha=logs, a=logs, b=logs),
        truth=MBGCNBD(k=2, r=0.8, alpha=2.5, a=0.7, b=1.6, unit="week"),
        times={"alpha": 1},
        regular=True,
    ),
)
every_model = pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.name)


def stretched(base: CustomerSummary, scale: float, **options: Any) -> CustomerSummary:
    logs_then = base.log_intervals
    longer = None if logs_then is None else logs_then + base.frequency * np.log(scale)
    return seen(
        base.frequency, base.recency * scale, base.T * scale, log_intervals=longer, **options
    )


def fit_of(kind: Kind, base: CustomerSummary) -> Fit[Any]:
    fitted: Fit[Any] = type(kind.truth).fit(base)
    return fitted


@pytest.mark.law
@every_model
@settings(max_examples=8)
@given(st.data(), bases(), st.floats(0.01, 200))
def test_one_customer_is_as_many(
    kind: Kind, data: st.DataObject, base: CustomerSummary, horizon: float
) -> None:
    """One customer alone gets the number that she gets among others."""
    model: TransactionModel = data.draw(kind.drawn)
    alone = [base.select(np.array([i])) for i in range(len(base))]
    for verb in (
        model.log_likelihood,
        lambda b: model.probability_alive(b, after=horizon),
        lambda b: model.expected_purchases(b, horizon=horizon),
        lambda b: model.expected_purchases(b, horizon=horizon, after=3.0),
        lambda b: model.purchase_pmf(b, 3, horizon=horizon),
        lambda b: model.discounted_expected_purchases(b, rate=YEARLY),
        lambda b: model.discounted_expected_purchases(b, rate=YEARLY, horizon=horizon),
    ):
        each = np.concatenate([verb(one) for one in alone])
        np.testing.assert_allclose(verb(base), each, rtol=1e-14)


@pytest.mark.law
@every_model
@settings(max_examples=20)
@given(st.data(), bases(), st.floats(0.1, 100))
def test_ranges(kind: Kind, data: st.DataObject, base: CustomerSummary, horizon: float) -> None:
    """Chances lie in [0, 1] and fall with time; purchases grow with the horizon, ever slower."""
    model: TransactionModel = data.draw(kind.drawn)
    alive = model.probability_alive(base)
    later = model.probability_alive(base, after=horizon)
    soon, far = (model.expected_purchases(base, horizon=h) for h in (horizon, 2 * horizon))
    assert ((alive >= 0) & (alive <= 1) & (later >= 0) & (later <= alive * (1 + 1e-12))).all()
    assert (soon <= far * (1 + 1e-12)).all()
    assert kind.regular or (far <= 2 * soon * (1 + 1e-11)).all()
    assert (model.expected_purchases(base, horizon=0) == 0).all()


@pytest.mark.law
@every_model
@settings(max_examples=25)
@given(st.data(), bases(), st.floats(0.1, 100), st.sampled_from([7.0, 1 / 168, 1e3]))
def test_time_has_no_scale(
    kind: Kind, data: st.DataObject, base: CustomerSummary, horizon: float, scale: float
) -> None:
    """The unit of time does not matter."""
    model = data.draw(kind.drawn)
    scaled = kind.in_unit(model, scale)
    other = stretched(base, scale)
    density = model.log_likelihood(base) - base.frequency * np.log(scale)
    np.testing.assert_allclose(scaled.log_likelihood(other), density, rtol=1e-10, atol=1e-9)
    np.testing.assert_allclose(
        scaled.expected_purchases(other, horizon=horizon * scale),
        model.expected_purchases(base, horizon=horizon),
        rtol=1e-9,
    )


@pytest.mark.law
@every_model
@settings(max_examples=10)
@given(st.data(), bases(), st.floats(0.1, 20))
def test_distribution_adds_up(
    kind: Kind, data: st.DataObject, base: CustomerSummary, horizon: float
) -> None:
    """Chances of 0 to n purchases stay below 1 and explain no more purchases than expected."""
    model: TransactionModel = data.draw(kind.drawn)
    chances = np.stack([model.purchase_pmf(base, n, horizon=horizon) for n in range(40)])
    counted = (np.arange(40)[:, None] * chances).sum(axis=0)
    expected = model.expected_purchases(base, horizon=horizon)
    total = chances.sum(axis=0)
    assert ((total <= 1 + 1e-12) & (chances >= 0)).all()
    assert (counted <= expected * (1 + 1e-11) + 1e-300).all()
    whole = (1 - total) * 1e6 < 1e-9
    np.testing.assert_allclose(counted[whole], expected[whole], rtol=1e-5, atol=1e-12)


@every_model
def test_distribution_is_whole(kind: Kind) -> None:
    """Chances of all numbers of purchases add up to 1, and their mean is the expectation."""
    base = seen([0, 1, 9], [0, 8, 28], [30, 30, 30])
    chances = np.stack([kind.truth.purchase_pmf(base, n, horizon=4) for n in range(120)])
    np.testing.assert_allclose(chances.sum(axis=0), 1, rtol=1e-13)
    mean = np.arange(120.0) @ chances
    np.testing.assert_allclose(mean, kind.truth.expected_purchases(base, horizon=4), rtol=1e-12)


@pytest.mark.law
@every_model
@settings(max_examples=7)
@given(st.data(), bases(), st.floats(1, 100))
def test_discounting(
    kind: Kind, data: st.DataObject, base: CustomerSummary, horizon: float
) -> None:
    """Discounting lowers, a rate of 0 does not, growth raises, and for ever is the longest."""
    model: TransactionModel = data.draw(kind.drawn)
    plain = model.expected_purchases(base, horizon=horizon)

    def worth(rate: float, length: float | None = horizon) -> Any:
        of = Rate(rate, per="week")
        return model.discounted_expected_purchases(base, rate=of, horizon=length)

    np.testing.assert_allclose(worth(0.0), plain, rtol=1e-10)
    np.testing.assert_allclose(worth(1e-13), plain, rtol=1e-10)
    assert (worth(0.02) <= plain * (1 + 1e-11)).all()
    assert (worth(-0.02) >= plain * (1 - 1e-11)).all()
    assert (worth(0.02) <= worth(0.02, None) * (1 + 1e-11)).all()
    np.testing.assert_allclose(worth(0.02, 1e4), worth(0.02, None), rtol=1e-9)


@pytest.mark.law
@every_model
@settings(max_examples=15)
@given(st.data(), st.floats(0.01, 100))
def test_new_customer_is_one_with_no_history(
    kind: Kind, data: st.DataObject, horizon: float
) -> None:
    """What is expected of a new customer is what is expected at age 0."""
    model: TransactionModel = data.draw(kind.drawn)
    fresh = seen(0, 0, 0)
    assert model.expected_purchases_new(horizon=horizon) == near(
        model.expected_purchases(fresh, horizon=horizon)[0], rel=1e-14
    )
    for n in (0, 1, 7):
        pmf = model.purchase_pmf(fresh, n, horizon=horizon)[0]
        assert model.purchase_pmf_new(n, horizon=horizon) == near(pmf, rel=1e-14)


@pytest.mark.law
@every_model
@settings(max_examples=15)
@given(st.data(), st.floats(0.01, 100))
def test_likelihood_of_silence_is_its_chance(kind: Kind, data: st.DataObject, age: float) -> None:
    """The likelihood of no purchase is the chance of none."""
    model: TransactionModel = data.draw(kind.drawn)
    likelihood = model.log_likelihood(seen(0, 0, age, log_intervals=0))[0]
    assert likelihood == near(np.log(model.purchase_pmf_new(0, horizon=age)), rel=1e-9)


@every_model
def test_likelihood_is_a_density(kind: Kind) -> None:
    """The likelihood of one purchase, summed over its times, is the chance of one purchase."""
    nodes, weights = np.polynomial.legendre.leggauss(60)
    age = 20.0
    times = (nodes + 1) / 2 * age
    base = seen(np.ones(60), times, np.full(60, age), log_intervals=np.log(times))
    mass = weights @ np.exp(kind.truth.log_likelihood(base)) * age / 2
    assert mass == near(kind.truth.purchase_pmf_new(1, horizon=age), rel=1e-12)


@every_model
def test_simulated_purchases_follow_the_model(kind: Kind) -> None:
    """The mean and the distribution of simulated purchases are the model's."""
    n = 20_000
    base = kind.truth.simulate(n, T=30.0, rng=np.random.default_rng(5))
    x = base.frequency
    assert base.unit == "week"
    error = x.std() / np.sqrt(n)
    assert x.mean() == pytest.approx(kind.truth.expected_purchases_new(horizon=30.0), abs=4 * error)
    for k in (0, 1, 4):
        chance = kind.truth.purchase_pmf_new(k, horizon=30.0)
        spread = np.sqrt(chance * (1 - chance) / n)
        assert (x == k).mean() == pytest.approx(chance, abs=4 * spread)


@every_model
def test_simulated_times_follow_the_model(kind: Kind) -> None:
    """The score of the likelihood has mean 0 at the true parameters."""
    n, step, parameters = 20_000, 1e-4, kind.truth.parameters
    base = kind.truth.simulate(n, T=np.full(n, 30.0), rng=np.random.default_rng(6))
    for name, value in parameters.items():
        up, down = (
            attrs.evolve(kind.truth, **{name: value * np.exp(sign * step)}) for sign in (1, -1)
        )
        score = (up.log_likelihood(base) - down.log_likelihood(base)) / (2 * step)
        assert abs(score.mean()) < 4 * score.std() / np.sqrt(n)


@every_model
def test_simulates_nobody(kind: Kind) -> None:
    """Nobody can be drawn, and a model without a unit draws periods."""
    nobody = attrs.evolve(kind.truth, unit=None).simulate(0, T=3.0, rng=np.random.default_rng(7))
    assert len(nobody) == 0
    assert nobody.unit == "period"
    assert kind.truth.expected_purchases(seen([], [], []), horizon=3).size == 0


@every_model
def test_parameters_are_recovered(kind: Kind) -> None:
    """A fit to simulated customers is inside, beats the truth, and its intervals hold it."""
    base = kind.truth.simulate(4000, T=52.0, rng=np.random.default_rng(12))
    fitted = fit_of(kind, base)
    assert fitted.diagnosis.interior
    assert fitted.model.unit == "week"
    assert fitted.log_likelihood >= kind.truth.log_likelihood(base).sum()
    assert fitted.log_likelihood == pytest.approx(
        fitted.model.log_likelihood(base).sum(), rel=1e-12
    )
    for name, value in kind.truth.parameters.items():
        ends = fitted.parameter_interval(name, level=0.999)
        assert ends.low < value < ends.high


@every_model
def test_weights_are_customers(kind: Kind) -> None:
    """A row of weight 3 is three rows, a row of weight 0 is none; the order does not matter."""
    base = kind.truth.simulate(600, T="1 year", rng=np.random.default_rng(13))
    weights = np.arange(600) % 4
    weighted = attrs.evolve(base, weights=weights)
    repeated = base.select(np.repeat(np.arange(600), weights))
    mixed = repeated.select(np.random.default_rng(1).permutation(len(repeated)))
    assert fit_of(kind, weighted) == fit_of(kind, repeated) == fit_of(kind, mixed)


@every_model
def test_a_fit_has_no_scale_of_time(kind: Kind) -> None:
    """Days give the fit of weeks."""
    base = kind.truth.simulate(600, T=np.linspace(20, 60, 600), rng=np.random.default_rng(14))
    weekly = fit_of(kind, base)
    daily = fit_of(kind, stretched(base, 7, unit="day"))
    assert daily.model.unit == "day"
    same = kind.in_unit(attrs.evolve(daily.model, unit="week"), 1 / 7)
    assert dict(same.parameters) == pytest.approx(dict(weekly.model.parameters), rel=1e-8)
    shift = float(base.frequency.sum() * np.log(7))
    assert daily.log_likelihood + shift == pytest.approx(weekly.log_likelihood, rel=1e-11)
