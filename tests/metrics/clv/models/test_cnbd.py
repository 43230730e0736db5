"""The models of regular buyers: reference values, simulation, choice of k, limits, bad input."""

import math
from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
import pytest

from clv_bases import seen
from crmcore import TransactionLog
from crmcore.errors import FitError, InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv._families.erlang.ahead import Ahead
from crmcore.metrics.clv._families.erlang.sums import mean_ahead
from crmcore.metrics.clv.bg_cnbd import BGCNBD
from crmcore.metrics.clv.bg_nbd import BGNBD
from crmcore.metrics.clv.mbg_cnbd import MBGCNBD
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

KINDS: dict[str, Any] = {"bg": BGCNBD, "mbg": MBGCNBD}
TRUTH = BGCNBD(k=2, r=1.2, alpha=3.0, a=0.8, b=2.0, unit="week")
ROWS = {"x": "frequency", "t_x": "recency", "T": "T", "litt": "log_intervals"}


def table(reference: Callable[[str], Any], name: str) -> list[tuple[Any, dict[str, Any]]]:
    """Give the models of a table of reference values, each with its rows as columns."""
    data = reference("cnbd_k")
    names, rows = (data["tables"][name][part] for part in ("columns", "rows"))
    found = []
    for kind, number in sorted({(row[0], row[1]) for row in rows}):
        chosen = [row[2:] for row in rows if row[:2] == [kind, number]]
        columns = dict(zip(names[2:], np.array(chosen, dtype=np.float64).T, strict=True))
        parameters = dict(zip(data["params"], data["param_sets"][number], strict=True))
        found.append((KINDS[kind](**parameters), columns))
    return found


def agree(got: Any, exact: Any) -> None:
    """Compare where there is a value; what is below 1e-280 is compared as 0."""
    known = np.isfinite(exact)
    np.testing.assert_allclose(np.asarray(got)[known], exact[known], rtol=1e-11, atol=1e-280)


@pytest.mark.reference
def test_customers_of_the_reference(reference: Callable[[str], Any]) -> None:
    """Likelihood, chance of being alive and purchases are those of 50 digits."""
    for model, columns in table(reference, "customers"):
        base = CustomerSummary(**{ROWS[key]: columns[key] for key in ROWS}, unit="week")
        agree(model.log_likelihood(base), columns["loglik"])
        agree(model.probability_alive(base), columns["p_alive"])
        for horizon in (1, 12, 52):
            agree(model.expected_purchases(base, horizon=horizon), columns[f"cet_{horizon}"])


@pytest.mark.reference
def test_new_customers_of_the_reference(reference: Callable[[str], Any]) -> None:
    """Mean and distribution of the purchases of a new customer are those of 50 digits."""
    for model, columns in table(reference, "expectation"):
        agree(model.expected_purchases_new(horizon=columns["t"]), columns["E[X(t)]"])
    for model, columns in table(reference, "pmf"):
        for n in np.unique(columns["n"]).tolist():
            rows = columns["n"] == n
            got = model.purchase_pmf_new(int(n), horizon=columns["t"][rows])
            agree(got, columns["P(X(t)=n)"][rows])


# Parameters of BG/CNBD-k, x, t_x, T, time ahead h; purchases in (T, T + h], the chance to be alive
# then, and purchases for ever discounted at a force of 0.1: by mpmath 1.4 at 30 digits, the sums
# term by term, the last by quadrature of 2F1 over the rate.
AHEAD: list[Any] = [
    (
        (2, 0.6, 5.0, 0.8, 2.5),
        (2, 30.43, 38.86),
        5.0,
        0.215281916787253978,
        0.723192499836448168,
        0.403455314181509131,
    ),
    (
        (2, 0.6, 5.0, 0.8, 2.5),
        (2, 30.43, 38.86),
        3000.0,
        18.0170823247705685,
        0.0459088942465291811,
        0.403455314181509131,
    ),
    (
        (3, 0.5, 2.0, 1.0, 0.6),
        (0, 0.0, 20.0),
        3000.0,
        2.64515472334005065,
        0.138781241767778497,
        0.14477399320027854,
    ),
    (
        (4, 1.5, 3.0, 0.3, 4.0),
        (40, 50.0, 52.0),
        300.0,
        152.356947903149592,
        0.554920790141474893,
        7.04157567163814244,
    ),
    (
        (2, 0.01, 0.5, 0.05, 0.1),
        (0, 0.0, 0.0),
        300.0,
        1.60914170621475388,
        0.977931376174581206,
        0.0621783490385328754,
    ),
    (
        (12, 2.0, 1.0, 0.5, 1.0),
        (2, 30.43, 38.86),
        2000.0,
        26.6735518866338788,
        0.112662919801225489,
        0.548082861620075805,
    ),
]


@pytest.mark.parametrize(("parameters", "row", "horizon", "purchases", "alive", "worth"), AHEAD)
def test_long_times_ahead(
    parameters: tuple[float, ...],
    row: tuple[float, ...],
    horizon: float,
    purchases: float,
    alive: float,
    worth: float,
) -> None:
    """What is far ahead, and what is discounted for ever, has all digits too."""
    names = ("k", "r", "alpha", "a", "b")
    model = BGCNBD(**dict(zip(names, parameters, strict=True)))  # type: ignore[arg-type]
    base = seen(*row)
    assert model.expected_purchases(base, horizon=horizon)[0] == pytest.approx(purchases, rel=1e-11)
    assert model.probability_alive(base, after=horizon)[0] == pytest.approx(alive, rel=1e-11)
    rate = Rate(math.expm1(0.1), per="week")
    got = model.discounted_expected_purchases(base, rate=rate)[0]
    assert got == pytest.approx(worth, rel=1e-11)


@pytest.mark.parametrize("kind", KINDS.values())
def test_simulated_histories_follow_the_model(kind: Any) -> None:
    """Counts, and the score of the likelihood with its intervals, are those of the model."""
    truth = kind(k=3, r=1.5, alpha=2.0, a=0.7, b=1.6, unit="week")
    n = 20_000
    base = truth.simulate(n, T=30.0, rng=np.random.default_rng(5))
    x = base.frequency
    mean = truth.expected_purchases_new(horizon=30.0)
    assert x.mean() == pytest.approx(mean, abs=4 * x.std() / np.sqrt(n))
    for count in (0, 1, 4):
        chance = truth.purchase_pmf_new(count, horizon=30.0)
        spread = np.sqrt(chance * (1 - chance) / n)
        assert (x == count).mean() == pytest.approx(chance, abs=4 * spread)
    for name, value in truth.parameters.items():
        up, down = (attrs.evolve(truth, **{name: value * np.exp(step)}) for step in (1e-4, -1e-4))
        score = (up.log_likelihood(base) - down.log_likelihood(base)) / 2e-4
        assert abs(score.mean()) < 4 * score.std() / np.sqrt(n)


@pytest.mark.parametrize("kind", KINDS.values())
def test_simulated_futures_follow_the_model(kind: Any) -> None:
    """Purchases drawn given a past are distributed as their chances."""
    model = kind(k=3, r=1.5, alpha=2.0, a=0.7, b=1.6, unit="week")
    n = 20_000
    base = seen(np.full(n, 4.0), np.full(n, 20.0), np.full(n, 26.0))
    drawn = model.simulate_purchases(base, horizon=13, rng=np.random.default_rng(1))
    one = base.select(np.array([0]))
    for count in range(5):
        chance = model.purchase_pmf(one, count, horizon=13)[0]
        spread = np.sqrt(chance * (1 - chance) / n)
        assert (drawn == count).mean() == pytest.approx(chance, abs=4 * spread)


def test_regular_buyers_wait() -> None:
    """A silence of twice the rhythm says more against regular buyers; after one they are due."""
    rhythm = {"r": 40.0, "a": 0.5, "b": 5.0}
    even = BGCNBD(k=6, alpha=40.0 * 4 / 6, **rhythm)
    odd = BGCNBD(k=1, alpha=40.0 * 4, **rhythm)
    silent = seen([6, 6], [24, 24], [24.5, 36])
    assert even.probability_alive(silent)[0] > odd.probability_alive(silent)[0]
    assert even.probability_alive(silent)[1] < odd.probability_alive(silent)[1]
    soon = even.purchase_pmf(silent, 1, horizon=1) / even.probability_alive(silent)
    assert soon[0] < 0.05
    assert soon[1] > 0.4


def test_k_is_found_and_counted() -> None:
    """Without k the most likely is taken and counts as a parameter; with k it is taken as known."""
    base = TRUTH.simulate(1500, T=52, rng=np.random.default_rng(12))
    fit = BGCNBD.fit(base)
    by_k = BGCNBD.log_likelihoods_by_k(base)
    assert list(by_k) == [1, 2, 3, 4]
    assert fit.model.k == max(by_k, key=by_k.__getitem__) == 2
    assert fit.log_likelihood == by_k[2]
    assert fit.log_likelihood >= TRUTH.log_likelihood(base).sum()
    known = BGCNBD.fit(base, k=2)
    assert (fit.estimated, known.estimated) == (5, 4)
    assert fit.aic == known.aic + 2
    assert known.model == fit.model
    assert by_k[1] == BGNBD.fit(base).log_likelihood
    for name, value in TRUTH.parameters.items():
        ends = fit.parameter_interval(name, level=0.999)
        assert ends.low < value < ends.high
    again = fit.refit(base, fixed={"r": 1.0})
    assert again.model.k == 2
    assert again.model.r == 1.0


def test_very_regular_buyers_end_the_search() -> None:
    """The search finds a large k; where k would grow without end, the diagnosis says so."""
    truth = MBGCNBD(k=40, r=8.0, alpha=2.0, a=0.8, b=2.0, unit="week")
    base = truth.simulate(60, T=60, rng=np.random.default_rng(3))
    found = MBGCNBD.fit(base)
    k = found.model.k
    assert 30 < k < 55
    assert max(MBGCNBD.fit(base, k=k + step).log_likelihood for step in (-1, 1)) < (
        found.log_likelihood
    )
    assert found.diagnosis.interior
    alike = seen([6, 6], [36, 36], [40, 40], log_intervals=[6 * np.log(6)] * 2)
    for kind in KINDS.values():
        diagnosis = kind.fit(alike).diagnosis
        assert diagnosis.boundary is not None
        assert "clockwork" in diagnosis.boundary
        assert "clockwork" in diagnosis.meaning.en


@pytest.mark.parametrize("kind", KINDS.values())
def test_weights_and_units_of_a_fit(kind: Any) -> None:
    """A row of weight 3 is three rows, 0 is none; days give the fit of weeks."""
    truth = kind(k=2, r=0.8, alpha=2.0, a=0.7, b=1.6, unit="week")
    base = truth.simulate(500, T=np.linspace(20, 60, 500), rng=np.random.default_rng(13))
    weights = np.arange(500) % 4
    weighted = kind.fit(attrs.evolve(base, weights=weights), k=2)
    assert weighted == kind.fit(base.select(np.repeat(np.arange(500), weights)), k=2)
    days = attrs.evolve(
        base,
        recency=base.recency * 7,
        T=base.T * 7,
        log_intervals=base.log_intervals + base.frequency * np.log(7),
        unit="day",
    )
    weekly, daily = kind.fit(base, k=2), kind.fit(days, k=2)
    assert daily.model.alpha / 7 == pytest.approx(weekly.model.alpha, rel=1e-8)
    shift = float(base.frequency.sum() * np.log(7))
    assert daily.log_likelihood + shift == pytest.approx(weekly.log_likelihood, rel=1e-11)


def test_large_bases_start_from_a_sample() -> None:
    """A base of many distinct rows gives the maximum that a full search gives."""
    base = TRUTH.simulate(8000, T=np.linspace(20, 60, 8000), rng=np.random.default_rng(2))
    fit = BGCNBD.fit(base, k=2)
    assert fit.diagnosis.interior
    assert fit.gradient_norm < 1e-7


def even(x: Any, t_x: Any, age: Any) -> CustomerSummary:
    """Give customers who bought at equal distances."""
    x, t_x = np.asarray(x, np.float64), np.asarray(t_x, np.float64)
    gaps = np.where(x > 0, t_x / np.maximum(x, 1), 1.0)
    return seen(x, t_x, age, log_intervals=x * np.log(gaps))


_ROWS = np.arange(60)
_KEYS = ("one_rate+nobody_leaves", "nobody_leaves", "leave_at_once_or_never")


def at_limit(key: str, once: int) -> CustomerSummary:
    """Give a base of the limit, in which those who leave at once have bought again `once`."""
    if key == "one_rate+nobody_leaves":
        return even([5], [39], [39])
    if key == "nobody_leaves":
        return even(_ROWS // 3 + 1, np.full(60, 39), np.full(60, 39))
    x = np.append(np.full(40, once), _ROWS // 3 + 5)
    return even(x, np.append(np.full(40, 2.0 * once), np.full(60, 38)), np.full(100, 39))


@pytest.mark.parametrize("kind", KINDS.values())
@pytest.mark.parametrize("key", _KEYS)
def test_limits(kind: Any, key: str) -> None:
    """A base that lies at a limit is fitted there: named, explained, finite in every verb."""
    base = at_limit(key, once=1 - kind._CHANCES)
    fit = kind.fit(base, k=3)
    assert fit.diagnosis.boundary == key
    assert fit.diagnosis.meaning.fa
    with pytest.raises(UndefinedMetricError, match=r"a has no interval: .*leave"):
        fit.parameter_interval("a")
    ends = fit.interval("expected_purchases", base, horizon=10)
    assert np.isfinite([ends.low, ends.high]).all()
    assert (ends.low <= fit.model.expected_purchases(base, horizon=10)).all()
    worth = fit.model.discounted_expected_purchases(base, rate=Rate(0.1, per="year"))
    assert np.isfinite(worth).all()
    assert np.isfinite(fit.model.log_likelihood(base)).all()


def test_heavy_buyers_and_long_ages() -> None:
    """Two thousand purchases and five thousand weeks give finite numbers that make sense."""
    base = even([2000, 2000, 1, 0], [4998, 100, 1, 0], [5000, 5000, 5000, 5000])
    model = MBGCNBD(k=4, r=1.0, alpha=2.0, a=0.8, b=2.0)
    alive = model.probability_alive(base)
    assert alive[0] > 0.9
    assert 0 < alive[2] < alive[3] < 0.5
    assert alive[1] == 0
    assert model.expected_purchases(base, horizon=52)[0] == pytest.approx(20, rel=0.1)
    assert np.isfinite(model.log_likelihood(base)).all()
    rate = Rate(0.1, per="year")
    assert np.isfinite(model.discounted_expected_purchases(base, rate=rate)).all()


def test_chances_too_small_for_a_sum() -> None:
    """Where no phase at all is less likely than the doubles can tell, purchases are certain."""
    rows = np.array([800.0]), np.array([1.4]), np.array([5.0])
    ahead = Ahead(100, 0, 1e-9, *rows)
    low = mean_ahead("purchases", ahead)[0]
    assert low == pytest.approx((800 * 1.4 - 49.5) / 100, rel=1e-3)


@pytest.mark.parametrize("horizon", [3.0, 100.0, 4000.0])
def test_one_dropout_probability_far_ahead(horizon: float) -> None:
    """Where all leave with the same chance p, whoever has left is p times the purchases."""
    model = BGCNBD(k=3, r=2.0, alpha=1.5, a=1e11, b=3e11)
    base = even([0, 3, 20], [0, 10, 50], [5, 13, 52])
    alive = model.probability_alive(base)
    left = alive - model.probability_alive(base, after=horizon)
    purchases = model.expected_purchases(base, horizon=horizon)
    np.testing.assert_allclose(purchases / 4, left, rtol=1e-9)
    worth = model.discounted_expected_purchases(base, rate=Rate(1e-9, per="week"), horizon=horizon)
    np.testing.assert_allclose(worth, purchases, rtol=1e-5)


def test_predictions_need_no_intervals() -> None:
    """Only the likelihood looks at the times apart; verbs of the future do without."""
    base = seen([4, 0], [20, 0], [26, 26])
    with_them = even([4, 0], [20, 0], [26, 26])
    for verb in (
        TRUTH.probability_alive,
        lambda b: TRUTH.expected_purchases(b, horizon=26),
        lambda b: TRUTH.purchase_pmf(b, 1, horizon=26),
    ):
        np.testing.assert_array_equal(verb(base), verb(with_them))
    assert attrs.evolve(TRUTH, k=1).log_likelihood(base).size == 2


def test_fits_a_log() -> None:
    """A log of purchases brings the times between them."""
    days = np.cumsum(np.tile([6, 8, 7, 7, 7], (40, 6)), axis=1) + np.arange(40)[:, None]
    kept = np.arange(30) < (np.arange(40)[:, None] % 28) + 3
    log = TransactionLog.from_arrays(
        customer=np.repeat(np.arange(40), 30)[kept.ravel()],
        date=np.datetime64("2024-01-01") + days.ravel()[kept.ravel()],
        amount=np.ones(int(kept.sum())),
        currency="EUR",
    )
    base = log.summarize(observed_until="2024-12-31", unit="week")
    assert BGCNBD.fit(base, k=12).log_likelihood > BGCNBD.fit(base, k=1).log_likelihood + 100


@pytest.mark.parametrize(
    ("base", "options", "error", "message"),
    [
        (seen([], [], []), {"k": 2}, FitError, "none of the 0 customers"),
        (seen([], [], []), {}, FitError, "none of the 0 customers"),
        (seen([2], [5], [9]), {}, InvalidInputError, r"must have log_intervals.* k=1"),
        (seen([2], [5], [9]), {"k": 2}, InvalidInputError, r"must have log_intervals"),
        (seen([2], [0], [9], log_intervals=[0]), {"k": 2}, InvalidInputError, "recency must be ab"),
        (even([2], [5], [9]), {"k": 0}, InvalidInputError, "k must be a whole number from 1 to 1"),
        (even([2], [5], [9]), {"k": 1.5}, InvalidInputError, "k must be a whole number .* 1.5"),
        (even([2], [5], [9]), {"k": 101}, InvalidInputError, "k must be a whole number"),
        (
            seen([2, 0], [5, 0], [9, 9], log_intervals=[1.8, 0.5]),
            {},
            InvalidInputError,
            "log_intervals must be 0 where frequency is, got 0.5 at row 1",
        ),
        (
            seen([2], [5], [9], log_intervals=[2 * np.log(17)]),
            {"k": 2},
            InvalidInputError,
            r"log_intervals must be at most frequency \* ln.* in the unit of the recency",
        ),
    ],
)
def test_refuses(
    base: CustomerSummary, options: dict[str, Any], error: type[Exception], message: str
) -> None:
    """What cannot be fitted is refused with what it lacks."""
    with pytest.raises(error, match=message):
        BGCNBD.fit(base, **options)


def test_refuses_parameters() -> None:
    """A model needs a whole k, and its likelihood the times between purchases."""
    with pytest.raises(
        InvalidInputError, match=r"k must be a whole number from 1 to 100, got 2\.5"
    ):
        BGCNBD(k=2.5, r=1, alpha=1, a=1, b=1)  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError, match="alpha must be"):
        MBGCNBD(k=2, r=1, alpha=0, a=1, b=1)
    with pytest.raises(InvalidInputError, match="must have log_intervals"):
        TRUTH.log_likelihood(seen([2], [5], [9]))


def test_prints_itself() -> None:
    """The model shows k and its parameters; k is not one of those that are estimated."""
    assert repr(TRUTH) == "BGCNBD(k=2, r=1.2, alpha=3, a=0.8, b=2)"
    assert list(TRUTH.parameters) == ["r", "alpha", "a", "b"]
