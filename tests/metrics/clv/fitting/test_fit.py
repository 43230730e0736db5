"""Fits: exact maxima on public data, and what does not change them."""

import copy
from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import seen
from crmcore._text import Title
from crmcore.errors import FitError, InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv import BGNBD, Diagnosis, Fit, GammaGamma
from crmcore.metrics.clv.fitting._problem import representatives
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

END = np.datetime64("1997-09-30")


@pytest.fixture(scope="module")
def cdnow(cdnow_lines: dict[str, Any]) -> CustomerSummary:
    """The CDNOW sample to the end of September 1997, purchases of one day counted as one."""
    known = cdnow_lines["date"] <= END
    _, who = np.unique(cdnow_lines["customer"][known], return_inverse=True)
    day = cdnow_lines["date"][known].astype(np.int64)
    pairs, at = np.unique(np.stack([who, day], axis=1), axis=0, return_inverse=True)
    amount = np.bincount(at.ravel(), cdnow_lines["amount"][known])
    who, day = pairs.T
    first, last = np.full(2357, 10**6), np.zeros(2357, dtype=np.int64)
    np.minimum.at(first, who, day)
    np.maximum.at(last, who, day)
    again = day > first[who]
    x = np.bincount(who[again], minlength=2357)
    spend = np.bincount(who[again], amount[again], minlength=2357) / np.maximum(x, 1)
    age = (END.astype(np.int64) - first) / 7
    return seen(x, (last - first) / 7, age, monetary_value=spend)


@pytest.fixture(scope="module")
def fit(cdnow: CustomerSummary) -> Fit[BGNBD]:
    return BGNBD.fit(cdnow)


@pytest.fixture(scope="module")
def simulated() -> CustomerSummary:
    truth = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.0, unit="week")
    rng = np.random.default_rng(11)
    age = np.rint(rng.uniform(100, 365, 1500)) / 7
    base = truth.simulate(1500, T=age, rng=rng)
    day = np.minimum(np.ceil(base.recency * 7) / 7, age)
    again = base.frequency > 0
    return seen(base.frequency, np.where(again, np.maximum(day, 1 / 7), 0), age)


def numbers(fitted: Fit[Any]) -> list[float]:
    errors = fitted.standard_errors.values()
    return [*fitted.model.parameters.values(), *errors, fitted.log_likelihood]


@pytest.mark.reference
def test_cdnow_purchases(fit: Fit[BGNBD], reference: Callable[[str], Any]) -> None:
    """The fit is the exact maximum, and the figures of Fader, Hardie and Lee (2005), Table 2."""
    (entry,) = [e for e in reference("published")["entries"] if e["id"] == "cdnow_bgnbd_mle"]
    exact = entry["recomputed"]["exact_mle"]
    assert dict(fit.model.parameters) == pytest.approx(exact["params"], rel=1e-10)
    assert dict(fit.standard_errors) == pytest.approx(exact["se"], rel=1e-9)
    assert fit.log_likelihood == pytest.approx(exact["loglik"], rel=1e-13)
    for name, figure in {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}.items():
        assert fit.model.parameters[name] == pytest.approx(figure, abs=5e-4)
    assert fit.customers == 2357
    assert fit.diagnosis.interior
    assert fit.aic == pytest.approx(8 - 2 * fit.log_likelihood)
    assert fit.bic == pytest.approx(4 * np.log(2357) - 2 * fit.log_likelihood)
    assert fit.gradient_norm < 1e-9


@pytest.mark.reference
def test_cdnow_spend(cdnow: CustomerSummary, reference: Callable[[str], Any]) -> None:
    """The Gamma-Gamma fit is the exact maximum on 946 repeat buyers, and note 025's figures."""
    (entry,) = [e for e in reference("published")["entries"] if e["id"] == "cdnow_gg_mle"]
    exact, spend = entry["recomputed"]["exact_mle"], GammaGamma.fit(cdnow)
    for mine, theirs in (("p", "p"), ("q", "q"), ("v", "gamma")):
        assert spend.model.parameters[mine] == pytest.approx(exact["params"][theirs], rel=1e-10)
        assert spend.standard_errors[mine] == pytest.approx(exact["se"][theirs], rel=1e-9)
    assert spend.log_likelihood == pytest.approx(exact["loglik"], rel=1e-13)
    assert spend.customers == 946
    found = [round(value, 2) for value in spend.model.parameters.values()]
    assert found == [6.25, 3.74, 15.44]


def test_likelihood_is_the_sum_of_the_rows(fit: Fit[BGNBD], cdnow: CustomerSummary) -> None:
    """The log-likelihood of a fit is the sum of its customers', for both models."""
    assert fit.log_likelihood == pytest.approx(fit.model.log_likelihood(cdnow).sum(), rel=1e-12)
    spend = GammaGamma.fit(cdnow)
    assert spend.log_likelihood == pytest.approx(spend.model.log_likelihood(cdnow).sum(), rel=1e-12)


@pytest.mark.law
@settings(max_examples=10)
@given(seed=st.integers(0, 10**6))
def test_order_of_customers(simulated: CustomerSummary, seed: int) -> None:
    """The order of the customers does not change the last bit."""
    order = np.random.default_rng(seed).permutation(len(simulated))
    assert BGNBD.fit(simulated.select(order)) == BGNBD.fit(simulated)


def test_weights_are_customers(simulated: CustomerSummary) -> None:
    """A row of weight 3 is three rows, a row of weight 0 is none, parts add up."""
    weights = np.arange(len(simulated)) % 4
    weighted = attrs.evolve(simulated, weights=weights)
    repeated = simulated.select(np.repeat(np.arange(len(simulated)), weights))
    assert BGNBD.fit(weighted) == BGNBD.fit(repeated)


@pytest.mark.law
@pytest.mark.parametrize(("unit", "scale"), [("day", 7.0), ("month", 7 / 30.4375), ("period", 168)])
def test_unit_of_time(simulated: CustomerSummary, unit: Any, scale: float) -> None:
    """Days, months and hours give the fit of weeks, and the fit knows its unit."""
    base, other = (
        simulated,
        BGNBD.fit(
            seen(simulated.frequency, simulated.recency * scale, simulated.T * scale, unit=unit)
        ),
    )
    weekly = BGNBD.fit(base)
    assert other.model.unit == unit
    rescaled = attrs.evolve(other.model, alpha=other.model.alpha / scale, unit="week")
    assert dict(rescaled.parameters) == pytest.approx(dict(weekly.model.parameters), rel=1e-9)
    np.testing.assert_allclose(other.covariance, weekly.covariance, rtol=1e-7, atol=1e-12)
    shift = float(base.frequency.sum() * np.log(scale))
    assert other.log_likelihood + shift == pytest.approx(weekly.log_likelihood, rel=1e-11)


@pytest.mark.law
@pytest.mark.parametrize("scale", [100.0, 1e-6])
def test_unit_of_money(cdnow: CustomerSummary, scale: float) -> None:
    """Cents and millions give the same spend model."""
    spend, money = GammaGamma.fit(cdnow), cdnow.monetary_value
    assert money is not None
    other = GammaGamma.fit(attrs.evolve(cdnow, monetary_value=money * scale))
    rescaled = {**other.model.parameters, "v": other.model.v / scale}
    assert rescaled == pytest.approx(dict(spend.model.parameters), rel=1e-9)
    assert dict(other.diagnosis._facts()) == dict(spend.diagnosis._facts())


def test_large_bases_start_from_a_sample() -> None:
    """A base of many distinct rows gives the maximum that a full search gives."""
    truth = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.0, unit="week")
    base = truth.simulate(9000, T=np.linspace(20, 60, 9000), rng=np.random.default_rng(2))
    whole = BGNBD.fit(base)
    assert whole.diagnosis.interior
    assert whole.gradient_norm < 1e-7
    again = BGNBD.fit(attrs.evolve(base, weights=np.full(9000, 2.0)))
    assert dict(again.model.parameters) == pytest.approx(dict(whole.model.parameters), rel=1e-9)
    money = GammaGamma(p=6.0, q=4.0, v=15.0).simulate(
        seen(np.ones(9000), np.ones(9000), np.ones(9000)), rng=np.random.default_rng(3)
    )
    assert GammaGamma.fit(money).parameter_interval("q", level=0.999).low < 4


def test_rare_buyers_in_a_large_base() -> None:
    """Where a sample holds too few buyers the whole base is searched."""
    age = np.linspace(20, 60, 9000)
    x = (np.arange(9000) % 1000 == 0).astype(np.float64)
    fitted = BGNBD.fit(seen(x, x * age / 2, age))
    assert fitted.gradient_norm < 1e-7
    assert 0.5 < fitted.model.expected_purchases_new(horizon=40.0) / x.mean() < 2


def test_representatives() -> None:
    """Every customer has the same chance to be taken, and none is left out by its place."""
    rows, counts = representatives(np.array([1.0, 8.0, 1.0]), 10)
    assert rows.tolist() == [0, 1, 2]
    assert counts.tolist() == [1, 8, 1]


@pytest.mark.parametrize("quantity", ["expected_purchases", "discounted_expected_purchases"])
def test_intervals_of_expectations(fit: Fit[BGNBD], cdnow: CustomerSummary, quantity: Any) -> None:
    """Each interval holds its value in the middle of the log scale, and widens with the level."""
    some = cdnow.select(np.arange(40))
    options: dict[str, Any] = {"horizon": 39.0}
    if quantity.startswith("discounted"):
        options["rate"] = Rate(0.1, per="year")
    value = getattr(fit.model, quantity)(some, **options)
    half, wide = (fit.interval(quantity, some, level=k, **options) for k in (0.5, 0.99))
    np.testing.assert_allclose(np.sqrt(wide.low * wide.high), value, rtol=1e-12)
    assert ((wide.low < half.low) & (half.high < wide.high)).all()
    assert wide.method == "delta method"


def test_intervals_of_probabilities(fit: Fit[BGNBD], cdnow: CustomerSummary) -> None:
    """Intervals of chances stay in [0, 1]; certainty has no width."""
    some = cdnow.select(np.arange(40))
    chances, ends = fit.model.probability_alive(some), fit.interval("probability_alive", some)
    assert ((ends.low <= chances) & (chances <= ends.high)).all()
    assert ((ends.low >= 0) & (ends.high <= 1)).all()
    never = some.frequency == 0
    assert (ends.low[never] == 1).all()
    pmf = fit.interval("purchase_pmf", some, n=2, horizon=39)
    assert (pmf.low > 0).all()


def test_interval_of_a_parameter_function(fit: Fit[BGNBD]) -> None:
    """The slopes of the log of a parameter give back its variance, and intervals agree."""
    slopes = fit.sensitivity(lambda model: np.log([model.r, model.alpha, model.a, model.b]))
    np.testing.assert_allclose(slopes.T @ slopes, fit.covariance, rtol=1e-7, atol=1e-12)
    by_hand = np.exp(1.6448536269514722 * np.sqrt(fit.covariance[1, 1]))
    ends = fit.parameter_interval("alpha")
    assert ends.high == pytest.approx(fit.model.alpha * by_hand, rel=1e-12)
    assert ends.low == pytest.approx(fit.model.alpha / by_hand, rel=1e-12)


def test_interval_of_a_total(fit: Fit[BGNBD], cdnow: CustomerSummary) -> None:
    """Error common to all does not average out, and weights count as customers."""
    some = cdnow.select(np.arange(300))
    each = fit.interval("expected_purchases", some, horizon=39)
    total = fit.total_interval("expected_purchases", some, horizon=39)
    value = fit.model.expected_purchases(some, horizon=39).sum()
    independent = np.sqrt(np.sum(((each.high - each.low) / 2) ** 2))
    assert total.low < value < total.high
    assert (total.high - total.low) / 2 > 2 * independent
    doubled = fit.total_interval(
        "expected_purchases", attrs.evolve(some, weights=np.full(300, 2.0)), horizon=39
    )
    assert doubled.high == pytest.approx(2 * total.high, rel=1e-9)


def test_interval_of_a_new_customer(fit: Fit[BGNBD]) -> None:
    """The verbs about a new customer need no customers."""
    assert len(fit.interval("expected_purchases_new", horizon=[13, 26])) == 2
    chance = fit.interval("purchase_pmf_new", n=0, horizon=39.0)
    assert chance.low[0] < fit.model.purchase_pmf_new(0, horizon=39.0) < chance.high[0]
    nothing = fit.interval("expected_purchases_new", horizon=0)
    assert (nothing.low[0], nothing.high[0]) == (0, 0)


def test_no_error_no_width(fit: Fit[BGNBD], cdnow: CustomerSummary) -> None:
    """A fit without any error in its parameters has intervals without width."""
    sure = attrs.evolve(fit, covariance=np.zeros((4, 4)))
    ends = sure.interval("expected_purchases", cdnow, horizon=39)
    np.testing.assert_array_equal(ends.low, ends.high)


def test_draws_agree_with_the_delta_method(fit: Fit[BGNBD]) -> None:
    """Draws of the parameters spread as the covariance says."""
    models = fit.draws(4000, rng=np.random.default_rng(8))
    logs = np.log([list(model.parameters.values()) for model in models])
    assert models[0].unit == "week"
    np.testing.assert_allclose(np.cov(logs.T), fit.covariance, atol=4e-3, rtol=0.1)
    with pytest.raises(InvalidInputError, match="n must be"):
        fit.draws(0, rng=np.random.default_rng(8))


@pytest.mark.law
def test_intervals_cover_the_truth() -> None:
    """Nine in ten 90 % intervals of a new customer's purchases hold the truth."""
    truth, rng = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.0, unit="week"), np.random.default_rng(21)
    value = truth.expected_purchases_new(horizon=52.0)
    hits = []
    for _ in range(120):
        fitted = BGNBD.fit(truth.simulate(400, T=rng.uniform(20, 52, 400), rng=rng))
        ends = fitted.interval("expected_purchases_new", horizon=52.0)
        hits.append(ends.low[0] < value < ends.high[0])
    assert 0.8 <= np.mean(hits) <= 0.97


def test_a_fit_is_a_value(fit: Fit[BGNBD]) -> None:
    """Equal by value, copied whole, read-only, and it prints what matters."""
    assert copy.deepcopy(fit) == fit
    assert fit != attrs.evolve(fit, iterations=0)
    with pytest.raises(ValueError, match="read-only"):
        fit.covariance[0, 0] = 0
    assert "BGNBD(r=0.2425" in repr(fit)
    assert "log_likelihood" in fit._repr_html_()
    assert "interior=True" in repr(fit.diagnosis)


def test_refuses_what_is_not_there(fit: Fit[BGNBD], cdnow: CustomerSummary) -> None:
    """Unknown verbs, parameters and levels are refused by name."""
    with pytest.raises(InvalidInputError, match="quantity must be one of 'probability_alive'"):
        fit.interval("expected_spend", cdnow)
    with pytest.raises(InvalidInputError, match="name must be one of 'r'"):
        fit.parameter_interval("q")
    with pytest.raises(InvalidInputError, match="level must be"):
        fit.parameter_interval("r", level=95)
    with pytest.raises(InvalidInputError, match="covariance must have shape"):
        attrs.evolve(fit, covariance=[[1.0]])


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
        BGNBD.fit(base)


LIMITS = {
    "one_rate+nobody_leaves": seen([5], [30], [39]),
    "one_rate+all_leave_at_once": seen([1], [30], [39]),
    "nobody_leaves": seen(
        np.arange(60) // 3, np.where(np.arange(60) < 3, 0, 39.0), np.full(60, 39.0)
    ),
    "all_leave_at_once": seen([0, 1, 0, 1, 1], [0, 3, 0, 20, 5], [39, 39, 30, 30, 20]),
}


@pytest.mark.parametrize("key", LIMITS)
def test_limits(key: str) -> None:
    """A base that lies at a limit is fitted there: named, explained, finite in every verb."""
    base, fitted = LIMITS[key], BGNBD.fit(LIMITS[key])
    assert fitted.diagnosis.boundary == key
    assert not fitted.diagnosis.interior
    assert fitted.diagnosis.meaning.fa
    assert fitted.estimated == 4 - sum({"one_rate": 1}.get(k, 2) for k in key.split("+"))
    assert not set(fitted.diagnosis.held) & set(fitted.standard_errors)
    with pytest.raises(UndefinedMetricError, match=r"a has no interval: .*leave"):
        fitted.parameter_interval("a")
    ends = fitted.interval("expected_purchases", base, horizon=10)
    assert np.isfinite([ends.low, ends.high]).all()
    assert (ends.low <= fitted.model.expected_purchases(base, horizon=10)).all()
    assert np.isfinite(fitted.model.log_likelihood(base)).all()
    assert np.isfinite(fitted.bic)


def test_limit_of_equal_customers() -> None:
    """Equal customers who stay have the rate of their purchases, and its Poisson error."""
    fitted = BGNBD.fit(seen([3] * 100, [39] * 100, [39] * 100))
    assert fitted.model.r / fitted.model.alpha == pytest.approx(3 / 39, rel=1e-9)
    ends = fitted.interval("expected_purchases_new", horizon=39)
    assert np.log(ends.high / ends.low)[0] / 2 == pytest.approx(1.6449 / np.sqrt(300), rel=1e-4)


@pytest.mark.parametrize(
    ("truth", "key"),
    [
        (BGNBD(r=1e6, alpha=5e6, a=0.8, b=2.0), "one_rate"),
        (BGNBD(r=0.6, alpha=5.0, a=2e5, b=8e5), "one_dropout_probability"),
        (BGNBD(r=0.6, alpha=5.0, a=4e-6, b=6e-6), "leave_at_once_or_never"),
        (BGNBD(r=0.6, alpha=5.0, a=1e-6, b=1e3), "nobody_leaves"),
    ],
)
def test_limits_are_found(truth: BGNBD, key: str) -> None:
    """Bases simulated at a limit are fitted at it, or beside it, with a higher likelihood."""
    keys = []
    for seed in range(6):
        base = truth.simulate(400, T=40.0, rng=np.random.default_rng(seed))
        fitted = BGNBD.fit(base)
        keys.append(fitted.diagnosis.boundary)
        assert fitted.log_likelihood >= truth.log_likelihood(base).sum() - 1e-6
        ends = fitted.interval("expected_purchases_new", horizon=40.0)
        assert 0 < ends.low[0] < ends.high[0] < np.inf
    assert key in keys


def test_flat_directions_are_said() -> None:
    """Where the base leaves a parameter open the diagnosis says so, and errors stay finite."""
    base = seen([0, 1, 0, 1, 1, 1], [0, 3, 0, 30, 20, 29], [39, 39, 30, 30, 20, 30])
    fitted = BGNBD.fit(base)
    assert not fitted.diagnosis.interior
    assert np.isfinite(fitted.covariance).all()
    assert all(np.isfinite(error) for error in fitted.standard_errors.values())


def test_diagnosis_is_bilingual() -> None:
    """The meaning is told in both languages."""
    said = Diagnosis(interior=True, boundary=None, meaning=Title("inside", "درون"))
    assert said.meaning.text("fa") == "درون"


@pytest.mark.parametrize(
    ("quantity", "options"),
    [("expected_purchases", {"horizon": 9}), ("expected_purchases_new", {"until": 9})],
)
def test_arguments_that_no_verb_takes(
    simulated: CustomerSummary, quantity: Any, options: dict[str, Any]
) -> None:
    """A missing subject and a misspelt option are told as bad input."""
    fit = BGNBD.fit(simulated)
    with pytest.raises(InvalidInputError, match=f"{quantity} does not take these arguments"):
        fit.interval(quantity, **options)
