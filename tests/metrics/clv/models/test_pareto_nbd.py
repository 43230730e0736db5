"""Pareto/NBD: reference values, published fits, and the edges where other programs break."""

from collections.abc import Callable
from functools import partial
from typing import Any

import attrs
import numpy as np
import pytest

from clv_bases import seen
from crmcore._types import FloatArray
from crmcore.errors import FitError, InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv._families.pareto.fit import pareto_problem
from crmcore.metrics.clv._families.pareto.search import best_start
from crmcore.metrics.clv.fitting._newton import Evaluation, Objective
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.nbd import NBD
from crmcore.metrics.clv.pareto_nbd import ParetoNBD
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

CDNOW = ParetoNBD(r=0.553, alpha=10.578, s=0.606, beta=11.669)
YEARLY = Rate(0.1, per="year")
END = np.datetime64("1997-09-30")
near = partial(pytest.approx, abs=0.0)

# Parameters, x, t_x, T, time ahead, P(alive then), and purchases until then discounted at a force
# of 0.02 a unit of time: computed with mpmath 1.4 at 40 digits, the integrals by two routes.
_SETS = (
    (0.553, 10.578, 0.606, 11.669),
    (0.5, 6.0, 1.0, 12.0),
    (1.2, 7.0, 0.001, 7.0),
    (300.0, 2000.0, 40.0, 3.0),
)
AHEAD = [
    (_SETS[0], (2, 30.43, 38.86), 5.0, 0.82086198587180125704, 0.20757916276554414187),
    (_SETS[0], (2, 30.43, 38.86), 300.0, 0.26874875344592230555, 1.613863023596493991),
    (_SETS[1], (0, 0.0, 20.0), 5.0, 0.24500747632953419505, 0.024114698381482205572),
    (_SETS[1], (0, 0.0, 20.0), 300.0, 0.02730505007286977475, 0.13868689698264820267),
    (_SETS[2], (300, 90.0, 100.0), 5.0, 4.4060200203173486639e-8, 5.9015200122210512748e-7),
    (_SETS[2], (300, 90.0, 100.0), 300.0, 4.4003385358553400197e-8, 6.184177077638370253e-6),
    (_SETS[3], (350, 2600.0, 2610.0), 5.0, 0.67581937784404674727, 0.47147761396272628558),
    (_SETS[3], (350, 2600.0, 2610.0), 300.0, 0.0094405423252763078375, 2.9267423843153720084),
]


def model_of(values: tuple[float, ...]) -> ParetoNBD:
    r, alpha, s, beta = values
    return ParetoNBD(r=r, alpha=alpha, s=s, beta=beta)


def by_set(data: Any, table: str) -> Any:
    columns, rows = data["tables"][table]["columns"], data["tables"][table]["rows"]
    for index in sorted({row[0] for row in rows}):
        part = [row for row in rows if row[0] == index]
        yield (
            model_of(data["param_sets"][index]),
            {name: [row[i] for row in part] for i, name in enumerate(columns)},
        )


def close(got: Any, want: list[Any], *, atol: float = 1e-290) -> None:
    wanted = np.array(want, dtype=np.float64)
    np.testing.assert_allclose(got, wanted, rtol=1e-11, atol=atol)


@pytest.fixture(scope="module")
def tables(reference: Callable[[str], Any]) -> Any:
    return reference("pareto_nbd")


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
            rate = Rate(np.expm1(float(name[5:])), per="week")
            close(model.discounted_expected_purchases(base, rate=rate), rows[name])


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
def test_distribution_of_the_reference(tables: Any) -> None:
    """The distribution of the purchases to come agrees with 50 digits."""
    for model, rows in by_set(tables, "conditional_pmf"):
        for x, t_x, age, h, n, p in zip(
            *(rows[k] for k in ("x", "t_x", "T", "h", "n", "p")), strict=True
        ):
            close(model.purchase_pmf(seen(x, t_x, age), n, horizon=h), [p])


@pytest.mark.reference
@pytest.mark.parametrize(("values", "history", "ahead", "alive", "worth"), AHEAD)
def test_ahead(values: Any, history: Any, ahead: float, alive: float, worth: float) -> None:
    """The chance of being alive later and a finite discounted horizon agree with 40 digits."""
    model, base = model_of(values), seen(*history)
    rate = Rate(np.expm1(0.02), per="week")
    assert model.probability_alive(base, after=ahead)[0] == near(alive, rel=1e-11)
    got = model.discounted_expected_purchases(base, rate=rate, horizon=ahead)
    assert got[0] == near(worth, rel=1e-11)


@pytest.mark.reference
def test_published_figures(reference: Callable[[str], Any]) -> None:
    """The figures that the BTYD package prints for its CDNOW fit come out to their digits."""
    entries = {entry["id"]: entry["published"] for entry in reference("published")["entries"]}
    again = model_of((
        0.553371025226899,
        10.579519634426745,
        0.605907381826390,
        11.658116183620699,
    ))
    best = seen(26, 30.857142857142858, 31)
    assert again.expected_purchases_new(horizon=52) == pytest.approx(
        entries["walk_pnbd_expectation"], abs=5e-7
    )
    assert again.expected_purchases(best, horizon=52)[0] == pytest.approx(
        entries["walk_pnbd_cet"], abs=5e-6
    )
    assert again.probability_alive(best)[0] == pytest.approx(entries["walk_pnbd_palive"], abs=5e-7)
    first = model_of((0.553397143085961, 10.5801985369908, 0.60606250211758, 11.656223810723))
    assert first.probability_alive(seen(0, 0, 39))[0] == pytest.approx(
        entries["doc_pnbd_palive0"], abs=5e-8
    )


@pytest.fixture(scope="module")
def cdnow(cdnow_lines: dict[str, Any]) -> CustomerSummary:
    """The CDNOW sample to the end of September 1997, purchases of one day counted as one."""
    known = cdnow_lines["date"] <= END
    _, who = np.unique(cdnow_lines["customer"][known], return_inverse=True)
    day = cdnow_lines["date"][known].astype(np.int64)
    who, day = np.unique(np.stack([who, day], axis=1), axis=0).T
    first, last = np.full(2357, 10**6), np.zeros(2357, dtype=np.int64)
    np.minimum.at(first, who, day)
    np.maximum.at(last, who, day)
    x = np.bincount(who[day > first[who]], minlength=2357)
    return seen(x, (last - first) / 7, (END.astype(np.int64) - first) / 7)


@pytest.mark.reference
def test_cdnow(cdnow: CustomerSummary, reference: Callable[[str], Any]) -> None:
    """The fit is the exact maximum, and the figures of Fader, Hardie and Lee (2005), Table 2."""
    (entry,) = [e for e in reference("published")["entries"] if e["id"] == "cdnow_pnbd_mle"]
    exact, fit = entry["recomputed"]["exact_mle"], ParetoNBD.fit(cdnow)
    assert dict(fit.model.parameters) == pytest.approx(exact["params"], rel=1e-9)
    assert dict(fit.standard_errors) == pytest.approx(exact["se"], rel=1e-8)
    assert fit.log_likelihood == pytest.approx(exact["loglik"], rel=1e-13)
    for name, figure in {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}.items():
        assert fit.model.parameters[name] == pytest.approx(figure, abs=5e-4)
    assert fit.customers == 2357
    assert fit.diagnosis.interior
    assert fit.gradient_norm < 1e-9
    assert fit.log_likelihood == pytest.approx(fit.model.log_likelihood(cdnow).sum(), rel=1e-12)


@pytest.fixture(scope="module")
def simulated() -> CustomerSummary:
    truth = ParetoNBD(r=0.8, alpha=6.0, s=0.9, beta=15.0, unit="week")
    rng = np.random.default_rng(11)
    age = np.rint(rng.uniform(100, 365, 1200)) / 7
    base = truth.simulate(1200, T=age, rng=rng)
    day = np.minimum(np.ceil(base.recency * 7) / 7, age)
    again = base.frequency > 0
    return seen(base.frequency, np.where(again, np.maximum(day, 1 / 7), 0), age)


@pytest.fixture(scope="module")
def fit(simulated: CustomerSummary) -> Fit[ParetoNBD]:
    return ParetoNBD.fit(simulated)


def test_recovers_the_truth(fit: Fit[ParetoNBD]) -> None:
    """The parameters of a simulated base come back within their errors."""
    assert fit.diagnosis.interior
    assert fit.model.unit == "week"
    for name, value in {"r": 0.8, "alpha": 6.0, "s": 0.9, "beta": 15.0}.items():
        ends = fit.parameter_interval(name, level=0.999)
        assert ends.low < value < ends.high


@pytest.mark.law
def test_order_of_customers(simulated: CustomerSummary, fit: Fit[ParetoNBD]) -> None:
    """The order of the customers does not change the last bit."""
    order = np.random.default_rng(5).permutation(len(simulated))
    assert ParetoNBD.fit(simulated.select(order)) == fit


@pytest.mark.law
@pytest.mark.parametrize(("unit", "scale"), [("day", 7.0), ("month", 7 / 30.4375), ("period", 168)])
def test_unit_of_time(
    simulated: CustomerSummary, fit: Fit[ParetoNBD], unit: Any, scale: float
) -> None:
    """Days, months and hours give the fit of weeks, and the fit knows its unit."""
    x, t_x, age = simulated.frequency, simulated.recency, simulated.T
    other = ParetoNBD.fit(seen(x, t_x * scale, age * scale, unit=unit))
    assert other.model.unit == unit
    alpha, beta = other.model.alpha / scale, other.model.beta / scale
    rescaled = attrs.evolve(other.model, alpha=alpha, beta=beta, unit="week")
    assert dict(rescaled.parameters) == pytest.approx(dict(fit.model.parameters), rel=1e-9)
    np.testing.assert_allclose(other.covariance, fit.covariance, rtol=1e-6, atol=1e-11)
    shift = float(x.sum() * np.log(scale))
    assert other.log_likelihood + shift == pytest.approx(fit.log_likelihood, rel=1e-11)


def test_large_bases_start_from_a_sample() -> None:
    """A base of many distinct rows gives a maximum, whatever its weights."""
    truth = ParetoNBD(r=0.6, alpha=5.0, s=0.8, beta=12.0, unit="week")
    base = truth.simulate(6000, T=np.linspace(20, 60, 6000), rng=np.random.default_rng(2))
    whole = ParetoNBD.fit(base)
    assert whole.diagnosis.interior
    assert whole.gradient_norm < 1e-7
    again = ParetoNBD.fit(attrs.evolve(base, weights=np.full(6000, 2.0)))
    assert dict(again.model.parameters) == pytest.approx(dict(whole.model.parameters), rel=1e-8)


def two_peaks(tilt: float) -> Objective:
    """Two tops, at ln r of -2 and 2, of which the tilt makes one the higher."""

    def function(point: FloatArray, /) -> Evaluation:
        c, others = float(point[0]), point[1:]
        value = tilt * c - (c * c - 4) ** 2 - float(others @ others)
        gradient = np.array([tilt - 4 * c * (c * c - 4), *(-2 * others)])
        return Evaluation(value, gradient, np.diag([16 - 12 * c * c, -2.0, -2.0, -2.0]))

    return function


def test_what_is_near_on_a_sample_is_tried_on_all() -> None:
    """Two tops of a sample that are about as high are both climbed on the whole base."""
    starts = [np.array([c, 0.0, 0.0, 0.0]) for c in (3.0, -3.0, 2.5)]
    assert best_start(two_peaks(-0.1), two_peaks(0.1), starts)[0] == pytest.approx(-2, abs=0.01)
    assert best_start(two_peaks(-0.1), two_peaks(5.0), starts)[0] == pytest.approx(2, abs=0.01)
    assert best_start(two_peaks(0.1), None, starts)[0] == pytest.approx(2, abs=0.01)


def test_rare_buyers_in_a_large_base() -> None:
    """Where a sample holds too few buyers the whole base is searched."""
    age = np.linspace(20, 60, 4000)
    x = (np.arange(4000) % 1000 == 0).astype(np.float64)
    base = seen(x, x * age / 2, age)
    fitted = ParetoNBD.fit(base)
    assert fitted.gradient_norm < 1e-7
    assert 0.5 < fitted.model.expected_purchases_new(horizon=40.0) / x.mean() < 2


# Times of purchase spread as they are if all buy at one rate and stay, or stay in a share.
_SPREAD = np.array([8, 9, 10, 11, 12, 13, 7, 6] * 6)
LIMITS = {
    "one_rate+nobody_leaves": seen([3] * 100, [39] * 100, [39] * 100),
    "one_rate+one_death_rate": seen([4, 5, 6, 4, 5, 6, 5, 5], np.arange(2, 10), [100.0] * 8),
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
    base, fitted = LIMITS[key], ParetoNBD.fit(LIMITS[key])
    assert fitted.diagnosis.boundary == key
    assert fitted.diagnosis.meaning.fa
    assert fitted.estimated == 4 - sum({"nobody_leaves": 2}.get(k, 1) for k in key.split("+"))
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
    fitted, plain = ParetoNBD.fit(base), NBD.fit(base)
    assert fitted.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-12)
    for name in ("r", "alpha"):
        assert fitted.model.parameters[name] == near(plain.model.parameters[name], rel=1e-7)
        assert fitted.standard_errors[name] == near(plain.standard_errors[name], rel=1e-6)


def test_limit_of_equal_customers_who_leave() -> None:
    """One rate and one death rate are the roots of their closed likelihood."""
    fitted = ParetoNBD.fit(LIMITS["one_rate+one_death_rate"])
    buys, dies = fitted.model.r / fitted.model.alpha, fitted.model.s / fitted.model.beta
    # all died: x is geometric with the chance of a purchase before the death, and the time of
    # the last purchase is the sum of x gaps at the common rate of both
    assert buys / (buys + dies) == pytest.approx(40 / 48, rel=1e-9)
    assert buys + dies == pytest.approx(40 / 44, rel=1e-9)


def test_share_that_leaves_at_once() -> None:
    """The share that stays is that of the buyers, but for those who stay and did not buy."""
    fitted = ParetoNBD.fit(LIMITS["one_rate+leave_at_once_or_never"])
    stays = fitted.model.probability_alive(seen(0, 0, 0), after=10.0)[0]
    assert stays == pytest.approx(48 / 98, rel=2e-3)


@pytest.mark.parametrize(
    ("truth", "key"),
    [
        (ParetoNBD(r=1e6, alpha=5e6, s=0.8, beta=12.0), "one_rate"),
        (ParetoNBD(r=0.6, alpha=5.0, s=1e6, beta=2e7), "one_death_rate"),
        (ParetoNBD(r=2.0, alpha=5.0, s=0.002, beta=1e-150), "leave_at_once_or_never"),
        (ParetoNBD(r=0.6, alpha=5.0, s=1.0, beta=1e9), "nobody_leaves"),
    ],
)
def test_limits_are_found(truth: ParetoNBD, key: str) -> None:
    """Bases simulated at a limit are fitted at it, or beside it, with a higher likelihood."""
    keys = []
    for seed in range(4):
        base = truth.simulate(300, T=40.0, rng=np.random.default_rng(seed))
        fitted = ParetoNBD.fit(base)
        keys.append(fitted.diagnosis.boundary)
        assert fitted.log_likelihood >= truth.log_likelihood(base).sum() - 1e-6
        ends = fitted.interval("expected_purchases_new", horizon=40.0)
        assert 0 < ends.low[0] < ends.high[0] < np.inf
    assert key in keys


@pytest.mark.parametrize("scale", [1e-6, 168.0])
def test_small_and_heavy_bases(scale: float) -> None:
    """One customer, two thousand purchases and tiny or huge times have a maximum too."""
    for base in (
        seen([1], [0.1 * scale], [39 * scale]),
        seen([2000, 1800, 5, 0], np.array([5000, 4000, 100, 0]) * scale, [5000 * scale] * 4),
    ):
        fitted = ParetoNBD.fit(base)
        assert fitted.gradient_norm < 1e-7
        assert fitted.log_likelihood == pytest.approx(
            fitted.model.log_likelihood(base).sum(), rel=1e-11, abs=1e-9
        )
        assert np.isfinite(fitted.covariance).all()


def test_far_ridge_has_slopes() -> None:
    """Likelihoods of rows that stay with less than the smallest double are finite."""
    problem = pareto_problem(seen([2000, 3, 0], [5, 2, 0], [5000, 5000, 10]))
    found = problem.objective(np.array([3.0, 9.0, 0.0, 3.0]))
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
        ParetoNBD.fit(base)


@pytest.mark.parametrize("s", [1.0, 1 + 1e-9, 1 - 1e-9])
def test_no_singular_shape(s: float) -> None:
    """Nothing happens at s = 1: neighbours give neighbouring numbers."""
    here = ParetoNBD(r=0.4, alpha=5.0, s=s, beta=9.0)
    beside = ParetoNBD(r=0.4, alpha=5.0, s=s * (1 + 1e-7), beta=9.0)
    base = seen([0, 3], [0, 20], [30, 30])
    got, other = (m.expected_purchases(base, horizon=52) for m in (here, beside))
    np.testing.assert_allclose(got, other, rtol=1e-6)
    one = (0.4 + base.frequency) / 35 * 39 * np.log(91 / 39)
    np.testing.assert_allclose(got, here.probability_alive(base) * one, rtol=1e-7)


def test_heavy_buyers_and_long_ages() -> None:
    """Two thousand purchases and five thousand weeks give finite numbers that make sense."""
    base = seen([2000, 2000, 0], [4990, 100, 0], [5000, 5000, 5000])
    alive = CDNOW.probability_alive(base)
    assert 0.5 < alive[0] < 1
    assert alive[1] == 0
    assert 0 < alive[2] < 0.1
    assert CDNOW.expected_purchases(base, horizon=52)[0] == pytest.approx(20, rel=0.1)
    assert np.isfinite(CDNOW.log_likelihood(base)).all()
    assert 0 < CDNOW.purchase_pmf(base, 300, horizon=52)[0] < 1e-100
    far = ParetoNBD(r=0.5, alpha=0.001, s=0.5, beta=1000.0)
    assert (far.probability_alive(seen([200, 500], [99, 99], [100, 100])) > 0.1).all()


def test_horizons() -> None:
    """A horizon may be text, a number, one for each customer, or nothing at all."""
    base = seen([2, 0], [30.0, 0], [39.0, 39.0])
    year = CDNOW.expected_purchases(base, horizon="1 year")
    np.testing.assert_array_equal(year, CDNOW.expected_purchases(base, horizon=365.25 / 7))
    each = CDNOW.expected_purchases(base, horizon=[365.25 / 7, 0.0])
    assert each.tolist() == [year[0], 0]
    assert CDNOW.purchase_pmf(base, 0, horizon=[0.0, 0.0]).tolist() == [1, 1]
    some = CDNOW.purchase_pmf(base, 2, horizon=[0.0, 9.0])
    assert some[0] == 0
    assert some[1] == near(CDNOW.purchase_pmf(base, 2, horizon=9.0)[1], rel=1e-14)
    later = CDNOW.probability_alive(base, after=[0.0, 10.0])
    assert later[0] == near(CDNOW.probability_alive(base)[0], rel=1e-14)
    rate = Rate(0.1, per="year")
    assert CDNOW.discounted_expected_purchases(base, rate=rate, horizon=0.0).tolist() == [0, 0]


def test_simulated_customers_follow_the_model() -> None:
    """The mean and the distribution of simulated purchases are the model's."""
    model = ParetoNBD(r=0.8, alpha=5.0, s=0.7, beta=10.0, unit="week")
    n = 40_000
    base = model.simulate(n, T=30.0, rng=np.random.default_rng(5))
    x = base.frequency
    assert base.unit == "week"
    error = x.std() / np.sqrt(n)
    assert x.mean() == pytest.approx(model.expected_purchases_new(horizon=30.0), abs=4 * error)
    for k in (0, 1, 4):
        chance = model.purchase_pmf_new(k, horizon=30.0)
        spread = np.sqrt(chance * (1 - chance) / n)
        assert (x == k).mean() == pytest.approx(chance, abs=4 * spread)


def test_simulated_times_follow_the_model() -> None:
    """The score of the likelihood has mean 0 at the true parameters."""
    truth, n, step = (0.8, 5.0, 0.7, 10.0), 20_000, 1e-4
    base = model_of(truth).simulate(n, T=np.full(n, 30.0), rng=np.random.default_rng(6))
    assert base.unit == "period"
    for i in range(4):
        up, down = (
            model_of(tuple(v * np.exp(k * step) if j == i else v for j, v in enumerate(truth)))
            for k in (1, -1)
        )
        score = (up.log_likelihood(base) - down.log_likelihood(base)) / (2 * step)
        assert abs(score.mean()) < 4 * score.std() / np.sqrt(n)


def test_simulates_certain_and_absent_death() -> None:
    """Deaths that come at once, or are too rare for the doubles, are simulated too."""
    rng = np.random.default_rng(7)
    gone = ParetoNBD(r=50.0, alpha=5.0, s=1e9, beta=1e-9).simulate(200, T=30.0, rng=rng)
    stays = ParetoNBD(r=50.0, alpha=5.0, s=1e-9, beta=1e3).simulate(200, T=30.0, rng=rng)
    assert (gone.frequency == 0).all()
    assert stays.frequency.mean() > 250
    assert len(CDNOW.simulate(0, T=3.0, rng=rng)) == 0


def test_no_customers() -> None:
    """Verbs on nobody give nothing."""
    empty = seen([], [], [])
    assert CDNOW.log_likelihood(empty).size == 0
    assert CDNOW.probability_alive(empty).size == 0
    assert CDNOW.expected_purchases(empty, horizon=3).size == 0
    assert CDNOW.purchase_pmf(empty, 2, horizon=3).size == 0
    assert CDNOW.discounted_expected_purchases(empty, rate=YEARLY).size == 0


@pytest.mark.parametrize("name", ["r", "alpha", "s", "beta"])
@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf, "x"])
def test_refuses_parameters(name: str, value: Any) -> None:
    """A parameter that is not finite and above 0 is refused by name."""
    values = {"r": 1.0, "alpha": 1.0, "s": 1.0, "beta": 1.0, name: value}
    with pytest.raises(InvalidInputError, match=f"{name} must be a finite number > 0"):
        ParetoNBD(**values)


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
def test_refuses_arguments(call: Callable[[ParetoNBD, CustomerSummary], Any], message: str) -> None:
    """An argument out of its range is refused by name."""
    with pytest.raises(InvalidInputError, match=message):
        call(CDNOW, seen([2, 0], [3, 0], [5, 5]))


def test_refuses_other_units() -> None:
    """A model in weeks does not take customers in days."""
    weekly = attrs.evolve(CDNOW, unit="week")
    with pytest.raises(InvalidInputError, match="'week', got 'day'"):
        weekly.probability_alive(seen(1, 3, 5, unit="day"))


def test_prints_itself() -> None:
    """The model shows its parameters in the order of the literature."""
    assert repr(CDNOW) == "ParetoNBD(r=0.553, alpha=10.578, s=0.606, beta=11.669)"
    assert list(CDNOW.parameters) == ["r", "alpha", "s", "beta"]
