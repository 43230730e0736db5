"""Gamma-Gompertz/NBD: reference values, limits, simulation, and bad input."""

from collections.abc import Callable
from functools import partial
from typing import Any

import attrs
import numpy as np
import pytest

from clv_bases import seen
from crmcore._types import FloatArray
from crmcore.errors import FitError, InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv._families.gompertz import fit as gompertz_fit
from crmcore.metrics.clv._families.gompertz.fit import gompertz_problem
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.fitting.nested import likelihood_ratio
from crmcore.metrics.clv.ggompertz_nbd import GGompertzNBD
from crmcore.metrics.clv.nbd import NBD
from crmcore.metrics.clv.pareto_nbd import ParetoNBD
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

YEARLY = Rate(0.1, per="year")
near = partial(pytest.approx, abs=0.0)
MODEL = GGompertzNBD(r=0.8, alpha=5.0, b=0.06, s=0.7, beta=2.0)

# Parameters, x, t_x, T, time ahead h; P(alive then), purchases until then discounted at a force
# of 0.02 a unit of time, chance of 3 purchases until then, purchases from h to 2 h: computed with
# mpmath 1.4 at 40 digits from the definitions, by quadrature over the time of leaving.
_SETS = (
    (0.553, 10.57, 0.02, 0.606, 0.3),
    (0.8, 5.0, 0.2, 0.4, 200.0),
    (1.2, 7.0, 1e-6, 0.9, 7e-6),
    (30.0, 200.0, 0.05, 8.0, 1e-3),
)
AHEAD = [
    (
        _SETS[0],
        (2, 30.43, 38.86),
        5.0,
        (
            0.7516965479628882233,
            0.19311847135803910743,
            0.003212850202042503736,
            0.18615671954816936213,
        ),
    ),
    (
        _SETS[0],
        (2, 30.43, 38.86),
        150.0,
        (
            0.10629072151125226341,
            1.1894566237512877606,
            0.073632965322942602464,
            0.37736360884531543977,
        ),
    ),
    (
        _SETS[0],
        (0, 0.0, 20.0),
        5.0,
        (
            0.42790591269420513669,
            0.038931023284646663814,
            0.00041157902057804620386,
            0.036778725696688590164,
        ),
    ),
    (
        _SETS[1],
        (2, 30.43, 38.86),
        5.0,
        (
            0.33804577818332779281,
            0.12550624827184065627,
            0.0025502387506219539793,
            0.089306862256685628356,
        ),
    ),
    (
        _SETS[1],
        (2, 30.43, 38.86),
        150.0,
        (
            3.1364424128999359961e-6,
            0.32236101511070048867,
            0.022346607600810260119,
            2.5028456444963597233e-6,
        ),
    ),
    (
        _SETS[1],
        (0, 0.0, 20.0),
        150.0,
        (
            0.000010090814608726226458,
            0.40869542910183505815,
            0.027388173424709727856,
            4.0363010434477740551e-6,
        ),
    ),
    (
        _SETS[2],
        (2, 30.43, 38.86),
        5.0,
        (
            0.70882909795467715997,
            0.24663989135770498098,
            0.0057811403580538434508,
            0.2369973134389715931,
        ),
    ),
    (
        _SETS[2],
        (0, 0.0, 20.0),
        5.0,
        (
            0.109060109999974708,
            0.02489773847070223514,
            0.00049845222775511634747,
            0.022683086042076826646,
        ),
    ),
    (
        _SETS[3],
        (0, 0.0, 20.0),
        150.0,
        (
            1.686890922495943921e-55,
            1.6346404872874856087e-28,
            4.1158227627094573618e-30,
            5.7497254397644294159e-56,
        ),
    ),
    (
        _SETS[3],
        (35, 90.0, 100.0),
        5.0,
        (
            0.00040459452626835914434,
            0.0013638679856818956497,
            0.000061188822898064905158,
            0.00018885598631451980415,
        ),
    ),
    (
        _SETS[3],
        (35, 90.0, 100.0),
        150.0,
        (
            2.5101031298067050723e-29,
            0.0015518819246310897259,
            0.000084344438349623464107,
            1.3596346958997866319e-29,
        ),
    ),
]


def model_of(values: tuple[float, ...]) -> GGompertzNBD:
    r, alpha, b, s, beta = values
    return GGompertzNBD(r=r, alpha=alpha, b=b, s=s, beta=beta)


def by_set(data: Any, table: str) -> Any:
    columns, rows = data["tables"][table]["columns"], data["tables"][table]["rows"]
    for index in sorted({row[0] for row in rows}):
        part = [row for row in rows if row[0] == index]
        yield (
            model_of(data["param_sets"][index]),
            {name: [row[i] for row in part] for i, name in enumerate(columns)},
        )


def close(got: Any, want: Any, *, atol: float = 1e-290) -> None:
    wanted = np.array(want, dtype=np.float64)
    np.testing.assert_allclose(got, wanted, rtol=1e-11, atol=atol)


@pytest.fixture(scope="module")
def tables(reference: Callable[[str], Any]) -> Any:
    return reference("ggompertz_nbd")


@pytest.mark.reference
def test_customers_of_the_reference(tables: Any) -> None:
    """Likelihood, chance of being alive and purchases agree with 50 digits, extremes included."""
    for model, rows in by_set(tables, "customers"):
        base = seen(rows["x"], rows["t_x"], rows["T"])
        close(model.log_likelihood(base), rows["loglik"], atol=1e-13)
        close(model.probability_alive(base), rows["p_alive"])
        for horizon in (1, 52, 1000):
            close(model.expected_purchases(base, horizon=horizon), rows[f"cet_{horizon}"])
        for name in (column for column in rows if column.startswith("dert_")):
            known = np.flatnonzero([value is not None for value in rows[name]])
            rate = Rate(np.expm1(float(name[5:])), per="week")
            worth = model.discounted_expected_purchases(base.select(known), rate=rate)
            close(worth, [rows[name][i] for i in known])


@pytest.mark.reference
def test_new_customers_of_the_reference(tables: Any) -> None:
    """Expectation and distribution of the purchases of a new customer agree with 50 digits."""
    for model, rows in by_set(tables, "expectation"):
        close(model.expected_purchases_new(horizon=rows["t"]), rows["E[X(t)]"])
    for model, rows in by_set(tables, "pmf"):
        got = [
            model.purchase_pmf_new(n, horizon=t) for n, t in zip(rows["n"], rows["t"], strict=True)
        ]
        close(got, rows["P(X(t)=n)"])


@pytest.mark.reference
@pytest.mark.parametrize(("values", "history", "ahead", "want"), AHEAD)
def test_ahead(values: Any, history: Any, ahead: float, want: tuple[float, ...]) -> None:
    """What is expected later, in a finite time and of three purchases agrees with 30 digits."""
    model, base = model_of(values), seen(*history)
    rate = Rate(np.expm1(0.02), per="week")
    got = (
        model.probability_alive(base, after=ahead)[0],
        model.discounted_expected_purchases(base, rate=rate, horizon=ahead)[0],
        model.purchase_pmf(base, 3, horizon=ahead)[0],
        model.expected_purchases(base, horizon=ahead, after=ahead)[0],
    )
    assert got == near(want, rel=1e-11)


@pytest.fixture(scope="module")
def simulated() -> CustomerSummary:
    truth = GGompertzNBD(r=0.9, alpha=4.0, b=0.06, s=0.6, beta=4.0, unit="week")
    rng = np.random.default_rng(11)
    age = np.rint(rng.uniform(44, 52, 800))
    base = truth.simulate(800, T=age, rng=rng)
    again = base.frequency > 0
    return seen(base.frequency, np.where(again, np.maximum(np.ceil(base.recency), 1), 0), age)


@pytest.fixture(scope="module")
def fit(simulated: CustomerSummary) -> Fit[GGompertzNBD]:
    return GGompertzNBD.fit(simulated)


def test_fits_the_simulated_base(simulated: CustomerSummary, fit: Fit[GGompertzNBD]) -> None:
    """The fit is an interior maximum, above Pareto/NBD, with the likelihood of the rows."""
    assert fit.diagnosis.interior
    assert fit.gradient_norm < 1e-8
    assert fit.model.beta > 1
    assert fit.log_likelihood == near(fit.model.log_likelihood(simulated).sum(), rel=1e-12)
    steady = ParetoNBD.fit(simulated)
    assert fit.log_likelihood > steady.log_likelihood + 5
    assert likelihood_ratio(steady, fit).p_value < 0.01
    for name, value in fit.model.parameters.items():
        for factor in (0.999, 1.001):
            beside = attrs.evolve(fit.model, **{name: value * factor})
            assert beside.log_likelihood(simulated).sum() < fit.log_likelihood


@pytest.mark.law
def test_order_and_weights(simulated: CustomerSummary) -> None:
    """The order of the customers does not change the last bit; a row of weight 3 is three."""
    some = simulated.select(np.arange(300))
    weights = np.arange(300) % 4
    repeated = some.select(np.repeat(np.arange(300), weights))
    mixed = repeated.select(np.random.default_rng(5).permutation(len(repeated)))
    weighted = GGompertzNBD.fit(attrs.evolve(some, weights=weights))
    assert weighted == GGompertzNBD.fit(mixed)


@pytest.mark.law
def test_unit_of_time(simulated: CustomerSummary, fit: Fit[GGompertzNBD]) -> None:
    """Hours give the fit of weeks, and the fit knows its unit."""
    x, t_x, age = simulated.frequency, simulated.recency, simulated.T
    scale = 168.0
    other = GGompertzNBD.fit(seen(x, t_x * scale, age * scale, unit="period"))
    assert other.model.unit == "period"
    alpha, b = other.model.alpha / scale, other.model.b * scale
    rescaled = attrs.evolve(other.model, alpha=alpha, b=b, unit="week")
    assert dict(rescaled.parameters) == pytest.approx(dict(fit.model.parameters), rel=1e-8)
    np.testing.assert_allclose(other.covariance, fit.covariance, rtol=1e-5, atol=1e-9)
    shift = float(x.sum() * np.log(scale))
    assert other.log_likelihood + shift == pytest.approx(fit.log_likelihood, rel=1e-11)


def test_known_parameters(simulated: CustomerSummary, fit: Fit[GGompertzNBD]) -> None:
    """A known growth is kept, and loses nothing if it is the fitted one."""
    same = GGompertzNBD.fit(simulated, fixed={"b": fit.model.b})
    assert same.model.b == fit.model.b
    assert same.log_likelihood == near(fit.log_likelihood, rel=1e-12)
    assert likelihood_ratio(same, fit).degrees == 1


@pytest.mark.parametrize("enough", [50, 10**6])
def test_large_bases_start_from_a_sample(
    simulated: CustomerSummary,
    fit: Fit[GGompertzNBD],
    monkeypatch: pytest.MonkeyPatch,
    enough: int,
) -> None:
    """A start from a sample, or from all where a sample has too few buyers, ends at the top."""
    monkeypatch.setattr(gompertz_fit, "_LARGE", 200)
    monkeypatch.setattr(gompertz_fit, "SAMPLE", 400)
    monkeypatch.setattr(gompertz_fit, "_ENOUGH", enough)
    whole = GGompertzNBD.fit(simulated)
    assert whole.log_likelihood == near(fit.log_likelihood, rel=1e-13)


# Times of purchase spread as they are if all buy at one rate and stay, or stay in a share.
_SPREAD = np.array([8, 9, 10, 11, 12, 13, 7, 6] * 6)
LIMITS = {
    "one_rate+nobody_leaves": seen([3] * 100, [39] * 100, [39] * 100),
    "one_rate+leave_at_once_or_never": seen(
        [*[0] * 50, *_SPREAD], [*[0] * 50, *[38.0] * 48], [39.0] * 98
    ),
    "nobody_leaves": seen(
        np.arange(60) // 3, np.where(np.arange(60) < 3, 0, 39.0), np.full(60, 39.0)
    ).select(np.arange(3, 60)),
}


@pytest.mark.parametrize("key", LIMITS)
def test_limits(key: str) -> None:
    """A base that lies at a limit is fitted there: named, explained, finite in every verb."""
    base, fitted = LIMITS[key], GGompertzNBD.fit(LIMITS[key])
    assert fitted.diagnosis.boundary == key
    assert fitted.diagnosis.meaning.fa
    assert not set(fitted.diagnosis.held) & set(fitted.standard_errors)
    with pytest.raises(UndefinedMetricError, match=r"beta has no interval: .*leave"):
        fitted.parameter_interval("beta")
    ends = fitted.interval("expected_purchases", base, horizon=10)
    assert (ends.low <= fitted.model.expected_purchases(base, horizon=10)).all()
    assert np.isfinite(ends.high).all()
    total = fitted.model.log_likelihood(base).sum()
    assert fitted.log_likelihood == pytest.approx(total, rel=1e-11)


def test_limit_of_customers_who_stay() -> None:
    """Where nobody leaves the fit is that of the NBD."""
    base = LIMITS["nobody_leaves"]
    fitted, plain = GGompertzNBD.fit(base), NBD.fit(base)
    assert fitted.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-12)
    for name in ("r", "alpha"):
        assert fitted.model.parameters[name] == near(plain.model.parameters[name], rel=1e-7)


@pytest.mark.parametrize(
    ("truth", "seed", "key"),
    [
        (GGompertzNBD(r=1e6, alpha=5e6, b=0.05, s=0.8, beta=2.0), 3, "one_rate"),
        (GGompertzNBD(r=0.6, alpha=5.0, b=1e-9, s=0.5, beta=4e-9), 3, "pareto"),
        (GGompertzNBD(r=2.0, alpha=5.0, b=0.1, s=1e6, beta=2e7), 4, "one_death_rate"),
        (GGompertzNBD(r=2.0, alpha=5.0, b=20.0, s=0.005, beta=np.exp(240.0)), 0, "sudden"),
        (GGompertzNBD(r=3.0, alpha=3.0, b=20.0, s=0.001, beta=1e-280), 0, "sudden"),
    ],
)
def test_limits_are_found(truth: GGompertzNBD, seed: int, key: str) -> None:
    """A base simulated at a limit is fitted at it, with a higher likelihood."""
    base = truth.simulate(120, T=40.0, rng=np.random.default_rng(seed))
    fitted = GGompertzNBD.fit(base)
    assert fitted.diagnosis.boundary == key
    assert fitted.log_likelihood >= truth.log_likelihood(base).sum() - 1e-6
    assert fitted.log_likelihood == near(fitted.model.log_likelihood(base).sum(), rel=1e-11)
    assert fitted.log_likelihood >= ParetoNBD.fit(base).log_likelihood - 1e-6
    ends = fitted.interval("expected_purchases_new", horizon=40.0)
    assert 0 < ends.low[0] < ends.high[0] < np.inf


@pytest.mark.parametrize("scale", [1e-6])
def test_small_and_heavy_bases(scale: float) -> None:
    """One customer, two thousand purchases and tiny or huge times have a maximum too."""
    for base in (
        seen([1], [0.1 * scale], [39 * scale]),
        seen([2000, 1800, 5, 0], np.array([5000, 4000, 100, 0]) * scale, [5000 * scale] * 4),
    ):
        fitted = GGompertzNBD.fit(base)
        assert fitted.log_likelihood == pytest.approx(
            fitted.model.log_likelihood(base).sum(), rel=1e-10, abs=1e-8
        )
        assert np.isfinite(fitted.covariance).all()


def test_far_ridge_has_slopes() -> None:
    """Likelihoods of rows that stay with less than the smallest double are finite."""
    problem = gompertz_problem(seen([2000, 3, 0], [5, 2, 0], [5000, 5000, 10]))
    found = problem.objective(np.array([3.0, 9.0, 0.0, 3.0, -1.0]))
    assert np.isfinite(found.value)
    assert np.isfinite(found.hessian).all()


@pytest.mark.parametrize(
    ("base", "error", "message"),
    [
        (seen([], [], []), FitError, "none of the 0 customers"),
        (seen([0, 0], [0, 0], [5, 9]), FitError, "none of the 2 customers has bought again"),
        (seen([3], [2], [5], weights=[0.0]), FitError, "none of the 0 customers"),
        (seen([0, 3], [0, 0], [5, 9]), InvalidInputError, "recency must be above 0 .* row 1"),
    ],
)
def test_refuses_bases(base: CustomerSummary, error: type[Exception], message: str) -> None:
    """A base from which no rate can be learnt is refused with what it lacks."""
    with pytest.raises(error, match=message):
        GGompertzNBD.fit(base)


def test_customers_of_the_living_grow_old() -> None:
    """Who is still there after long leaves at the steady rate s b, whoever she was."""
    alive = MODEL.probability_alive(seen(9, 5000, 5000), after=20.0)[0]
    assert alive == near(np.exp(-0.7 * 0.06 * 20), rel=1e-12)
    worth = MODEL.expected_purchases(seen(9, 5000, 5000), horizon=1e6)[0]
    assert worth == near(9.8 / 5005 / (0.7 * 0.06), rel=1e-12)


def test_long_spans() -> None:
    """Hazards that grow beyond all doubles give finite numbers that make sense."""
    fast = GGompertzNBD(r=0.7, alpha=9.0, b=2.0, s=0.001, beta=1e250)
    base = seen([2000, 3, 0], [4990, 100, 0], [5000, 5000, 5000])
    assert np.isfinite(fast.log_likelihood(base)).all()
    assert fast.probability_alive(seen(0, 0, 0), after=250.0)[0] == near(1, rel=1e-12)
    chances = [fast.purchase_pmf_new(n, horizon=2000.0) for n in (0, 1, 50, 2000)]
    assert all(0 < chance < 1 for chance in chances)
    assert fast.purchase_pmf_new(2000, horizon=0.0) == 0
    tiny = GGompertzNBD(r=0.7, alpha=9.0, b=1e-8, s=0.5, beta=1e-290)
    assert 0 < tiny.probability_alive(seen(0, 0, 0), after=250.0)[0] < 1e-100


def test_growth_of_money() -> None:
    """Negative discounting over a finite time is a sum like any other."""
    weekly = Rate(-0.05, per="week")
    steps = np.arange(0, 60, 0.5)
    base = seen([5], [20.0], [30.0])
    pieces = [
        MODEL.expected_purchases(base, after=float(start), horizon=0.5)[0]
        * 0.95 ** -(float(start) + 0.25)
        for start in steps
    ]
    worth = MODEL.discounted_expected_purchases(base, rate=weekly, horizon=60.0)[0]
    assert worth == near(sum(pieces), rel=1e-4)


def test_horizons() -> None:
    """A horizon may be text, a number, one for each customer, or nothing at all."""
    weekly = attrs.evolve(MODEL, unit="week")
    base = seen([2, 0], [30.0, 0], [39.0, 39.0])
    year = weekly.expected_purchases(base, horizon="1 year")
    each = weekly.expected_purchases(base, horizon=[365.25 / 7, 0.0])
    assert each.tolist() == [year[0], 0]
    assert MODEL.purchase_pmf(base, 0, horizon=[0.0, 0.0]).tolist() == [1, 1]
    some = MODEL.purchase_pmf(base, 2, horizon=[0.0, 9.0])
    assert some[0] == 0
    assert some[1] == near(MODEL.purchase_pmf(base, 2, horizon=9.0)[1], rel=1e-14)


def test_draws_follow_the_model() -> None:
    """Purchases drawn for the living have the distribution that the model gives them."""
    n, length = 40_000, 30.0
    rows: tuple[FloatArray, ...] = (np.full(n, 3.0), np.full(n, 20.0), np.full(n, length))
    drawn = MODEL._draw_if_alive(np.random.default_rng(3), *rows)
    one = tuple(column[:1] for column in rows)
    mean = MODEL._purchases_if_alive(*one)[0]
    assert drawn.mean() == pytest.approx(mean, abs=4 * drawn.std() / np.sqrt(n))
    for k in (0, 1, 4):
        chance = MODEL._pmf_if_alive(k, *one)[0]
        spread = np.sqrt(chance * (1 - chance) / n)
        assert (drawn == k).mean() == pytest.approx(chance, abs=4 * spread)


def test_simulated_customers_follow_the_model() -> None:
    """The mean and the distribution of simulated purchases are the model's."""
    n = 40_000
    weekly = attrs.evolve(MODEL, unit="week")
    base = weekly.simulate(n, T=30.0, rng=np.random.default_rng(5))
    x = base.frequency
    assert base.unit == "week"
    error = x.std() / np.sqrt(n)
    assert x.mean() == pytest.approx(MODEL.expected_purchases_new(horizon=30.0), abs=4 * error)
    for k in (0, 1, 4):
        chance = MODEL.purchase_pmf_new(k, horizon=30.0)
        spread = np.sqrt(chance * (1 - chance) / n)
        assert (x == k).mean() == pytest.approx(chance, abs=4 * spread)


def test_simulated_times_follow_the_model() -> None:
    """The score of the likelihood has mean 0 at the true parameters."""
    n, step = 20_000, 1e-4
    base = MODEL.simulate(n, T=np.full(n, 30.0), rng=np.random.default_rng(6))
    assert base.unit == "period"
    for name, value in MODEL.parameters.items():
        up, down = (attrs.evolve(MODEL, **{name: value * np.exp(k * step)}) for k in (1, -1))
        score = (up.log_likelihood(base) - down.log_likelihood(base)) / (2 * step)
        assert abs(score.mean()) < 4 * score.std() / np.sqrt(n)


def test_simulates_certain_and_absent_death() -> None:
    """Deaths that come at once, or are too rare for the doubles, are simulated too."""
    rng = np.random.default_rng(7)
    at_once = GGompertzNBD(r=50.0, alpha=5.0, b=1.0, s=1e9, beta=1e-9)
    never = GGompertzNBD(r=50.0, alpha=5.0, b=1e-9, s=1e-9, beta=1e3)
    assert (at_once.simulate(200, T=30.0, rng=rng).frequency == 0).all()
    assert never.simulate(200, T=30.0, rng=rng).frequency.mean() > 250
    assert len(MODEL.simulate(0, T=3.0, rng=rng)) == 0


def test_no_customers() -> None:
    """Verbs on nobody give nothing."""
    empty = seen([], [], [])
    assert MODEL.log_likelihood(empty).size == 0
    assert MODEL.probability_alive(empty).size == 0
    assert MODEL.expected_purchases(empty, horizon=3).size == 0
    assert MODEL.purchase_pmf(empty, 2, horizon=3).size == 0
    assert MODEL.discounted_expected_purchases(empty, rate=YEARLY).size == 0


@pytest.mark.parametrize("name", ["r", "alpha", "b", "s", "beta"])
@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf, "x"])
def test_refuses_parameters(name: str, value: Any) -> None:
    """A parameter that is not finite and above 0 is refused by name."""
    values = {"r": 1.0, "alpha": 1.0, "b": 1.0, "s": 1.0, "beta": 1.0, name: value}
    with pytest.raises(InvalidInputError, match=f"{name} must be a finite number > 0"):
        GGompertzNBD(**values)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m, b: m.expected_purchases(b, horizon=-1), "horizon must be"),
        (lambda m, b: m.probability_alive(b, after=np.inf), "after must be"),
        (lambda m, b: m.purchase_pmf(b, 1.5, horizon=1), "n must be whole"),
        (lambda m, _: m.expected_purchases_new(horizon="1 year"), "model without a unit"),
        (lambda m, b: m.discounted_expected_purchases(b, rate=Rate(0.0, per="week")), "above 0"),
        (lambda m, _: m.simulate(-1, T=3.0, rng=np.random.default_rng(0)), "n must be"),
        (lambda m, _: m.simulate(2, T=[3.0], rng=np.random.default_rng(0)), "one value or 2"),
        (lambda m, _: m.log_likelihood(seen([2e7], [1], [2])), "at most 10,000,000"),
    ],
)
def test_refuses_arguments(
    call: Callable[[GGompertzNBD, CustomerSummary], Any], message: str
) -> None:
    """An argument out of its range is refused by name."""
    with pytest.raises(InvalidInputError, match=message):
        call(MODEL, seen([2, 0], [3, 0], [5, 5]))


def test_refuses_other_units() -> None:
    """A model in weeks does not take customers in days."""
    with pytest.raises(InvalidInputError, match="'week', got 'day'"):
        attrs.evolve(MODEL, unit="week").probability_alive(seen(1, 3, 5, unit="day"))


def test_prints_itself() -> None:
    """The model shows its parameters in the order of the literature."""
    assert repr(MODEL) == "GGompertzNBD(r=0.8, alpha=5, b=0.06, s=0.7, beta=2)"
    assert list(MODEL.parameters) == ["r", "alpha", "b", "s", "beta"]
    assert MODEL.contains == ("NBD", "ParetoNBD")
