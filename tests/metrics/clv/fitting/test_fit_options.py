"""What may be said to a fit, and asked of it: known parameters, priors, profiles, segments."""

import math
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import seen
from crmcore._special.chi_square import chi_square_tail
from crmcore.errors import FitError, InvalidInputError, UndefinedMetricError, UnknownKeyError
from crmcore.metrics.clv import (
    BGBB,
    BGNBD,
    MBGNBD,
    NBD,
    SBG,
    ContractTenures,
    GammaGamma,
    Geometric,
    ParetoNBD,
    Prior,
    bootstrap,
    fit_segments,
    likelihood_ratio,
    profile_likelihood,
)
from crmcore.metrics.intervals import normal_factor
from crmcore.summary import CustomerSummary

RNG = np.random.default_rng
TRUTHS: tuple[Any, ...] = (
    NBD(r=0.8, alpha=5.0, unit="week"),
    BGNBD(r=0.8, alpha=5.0, a=0.7, b=1.6, unit="week"),
    MBGNBD(r=0.8, alpha=5.0, a=0.7, b=1.6, unit="week"),
    ParetoNBD(r=0.8, alpha=5.0, s=0.7, beta=12.0, unit="week"),
    BGBB(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8, unit="week"),
)
every_model = pytest.mark.parametrize("truth", TRUTHS, ids=lambda it: type(it).__name__)
CONTRACTS = ContractTenures.from_survivors([1000, 631, 468, 382, 326, 289, 262, 241])


def base_of(truth: Any, n: int = 800, seed: int = 3) -> CustomerSummary:
    drawn: CustomerSummary = truth.simulate(n, T=40.0, rng=RNG(seed))
    return drawn


@every_model
def test_known_parameters_stay(truth: Any) -> None:
    """A fixed parameter keeps its very value, the others reach the best they can with it."""
    base = base_of(truth)
    free = type(truth).fit(base)
    for name, value in truth.parameters.items():
        held = type(truth).fit(base, fixed={name: value})
        assert getattr(held.model, name) == value
        assert held.fixed == (name,)
        assert name not in held.standard_errors
        assert held.estimated <= len(truth.parameters) - 1
        assert held.log_likelihood <= free.log_likelihood + 1e-7
        assert held.log_likelihood >= truth.log_likelihood(base).sum() - 1e-7
        for other in truth.parameters:
            if other not in (name, *held.diagnosis.held):
                step = attrs.evolve(held.model, **{other: getattr(held.model, other) * 1.01})
                assert step.log_likelihood(base).sum() < held.log_likelihood
    same = type(truth).fit(base, fixed={"r": free.model.r} if hasattr(truth, "r") else {})
    assert same.log_likelihood == pytest.approx(free.log_likelihood, abs=1e-7)


@every_model
def test_all_known_is_no_fit(truth: Any) -> None:
    """With everything fixed the fit is the model itself."""
    base = base_of(truth)
    fit = type(truth).fit(base, fixed=truth.parameters)
    assert fit.model == truth
    assert fit.estimated == 0
    assert fit.log_likelihood == pytest.approx(truth.log_likelihood(base).sum(), rel=1e-12)
    assert not fit.covariance.any()
    with pytest.raises(UndefinedMetricError, match="it was fixed"):
        fit.parameter_interval(next(iter(truth.parameters)))


def test_a_limit_that_a_known_parameter_allows_is_named() -> None:
    """Nobody leaves, whatever is fixed of the purchases; one rate cannot be with r fixed."""
    base = base_of(NBD(r=0.8, alpha=5.0, unit="week"), seed=2)
    fit = BGNBD.fit(base, fixed={"r": 0.8})
    assert fit.diagnosis.boundary == "nobody_leaves"
    alike = seen([3] * 50, np.linspace(5, 9, 50), [9] * 50)
    assert "one_rate" in str(BGNBD.fit(alike).diagnosis.boundary)
    assert "one_rate" not in str(BGNBD.fit(alike, fixed={"r": 2.0}).diagnosis.boundary)


def test_unknown_or_senseless_parameters_are_refused() -> None:
    """A name must be the model's, a value above 0."""
    base = base_of(TRUTHS[1])
    with pytest.raises(UnknownKeyError, match="fixed must be a known key, got 'alfa'; did you"):
        BGNBD.fit(base, fixed={"alfa": 1.0})
    for value in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(InvalidInputError, match="fixed r must be"):
            BGNBD.fit(base, fixed={"r": value})
    with pytest.raises(UnknownKeyError, match="median must be a known key, got 'q'"):
        BGNBD.fit(base, prior=Prior({"q": 1.0}))
    for sd in (0.0, -1.0, math.inf):
        with pytest.raises(InvalidInputError, match="sd must be"):
            Prior(sd=sd)
    with pytest.raises(InvalidInputError, match="median of r must be"):
        Prior({"r": -1.0})


@every_model
def test_a_prior_pulls(truth: Any) -> None:
    """A weak prior hardly moves a large base, a strong one holds the shapes at its medians."""
    base = base_of(truth, n=4000)
    plain = type(truth).fit(base)
    weak = type(truth).fit(base, prior=Prior(sd=100.0))
    assert weak.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-3)
    strong = type(truth).fit(base, prior=Prior(0.5, sd=1e-3))
    for name in truth.shapes:
        assert getattr(strong.model, name) == pytest.approx(0.5, rel=0.01)
    assert strong.log_prior <= 0
    assert plain.log_prior == 0
    total = strong.model.log_likelihood(base).sum()
    assert strong.log_likelihood == pytest.approx(total, rel=1e-10)


def test_a_prior_makes_an_optimum_inside() -> None:
    """Where the likelihood runs to a boundary the posterior has a mode."""
    few = seen([3, 3, 0, 1], [9, 8, 0, 2], [9, 9, 9, 9])
    assert not BGNBD.fit(few).diagnosis.interior
    fit = BGNBD.fit(few, prior=Prior())
    assert fit.diagnosis.interior
    daily = seen([3, 3, 0, 1], [63, 56, 0, 14], [63, 63, 63, 63], unit="day")
    other = BGNBD.fit(daily, prior=Prior())
    assert other.model.alpha == pytest.approx(fit.model.alpha * 7, rel=1e-7)
    assert other.model.a == pytest.approx(fit.model.a, rel=1e-7)
    one = BGNBD.fit(few, prior=Prior({"r": 2.0, "a": 0.5}, sd={"r": 0.01, "a": 0.01}))
    assert one.model.r == pytest.approx(2.0, rel=0.02)
    assert one.model.a == pytest.approx(0.5, rel=0.02)


def test_contracts_and_spend_take_the_same_options() -> None:
    """sBG, the constant rate and Gamma-Gamma can be told what is known."""
    held = SBG.fit(CONTRACTS, fixed={"alpha": 1.0})
    assert held.model.alpha == 1.0
    assert held.log_likelihood < SBG.fit(CONTRACTS).log_likelihood
    assert SBG.fit(CONTRACTS, prior=Prior(1.0, sd=1e-3)).model.beta == pytest.approx(1, rel=0.01)
    constant = Geometric.fit(CONTRACTS, fixed={"churn_rate": 0.2})
    assert constant.model.churn_rate == 0.2
    assert constant.estimated == 0
    assert Geometric.fit(CONTRACTS, prior=Prior()).model == Geometric.fit(CONTRACTS).model
    with pytest.raises(UnknownKeyError, match="fixed must be a known key"):
        Geometric.fit(CONTRACTS, fixed={"churn": 0.2})
    base = GammaGamma(p=6.0, q=4.0, v=15.0).simulate(base_of(TRUTHS[1]), rng=RNG(1))
    assert GammaGamma.fit(base, fixed={"p": 6.0}).model.p == 6.0
    assert GammaGamma.fit(base, prior=Prior(3.0, sd=1e-3)).model.q == pytest.approx(3, rel=0.01)


@every_model
def test_the_profile_falls_by_what_the_level_says(truth: Any) -> None:
    """At both ends twice the loss is the square of the normal quantile; between, it is less."""
    base = base_of(truth)
    fit = type(truth).fit(base)
    name = next(iter(truth.parameters))
    profile = profile_likelihood(fit, base, name, level=0.8)
    target = normal_factor(0.8) ** 2
    for end in (profile.interval.low, profile.interval.high):
        if 0 < end < math.inf:
            held = type(truth).fit(base, fixed={name: end}).log_likelihood
            assert 2 * (fit.log_likelihood - held) == pytest.approx(target, rel=1e-4)
    inside = (profile.values > profile.interval.low) & (profile.values < profile.interval.high)
    assert (2 * (fit.log_likelihood - profile.log_likelihoods[inside]) <= target + 1e-6).all()
    assert (np.diff(profile.values) > 0).all()
    assert profile.interval.low < profile.estimate < profile.interval.high


def test_the_profile_agrees_with_the_delta_method_on_a_large_base() -> None:
    """Where the likelihood is near a parabola both intervals are the same."""
    base = base_of(TRUTHS[0], n=50_000)
    fit = NBD.fit(base)
    ends = profile_likelihood(fit, base, "r").interval
    plain = fit.parameter_interval("r")
    assert ends.low == pytest.approx(plain.low, rel=1e-3)
    assert ends.high == pytest.approx(plain.high, rel=1e-3)


def test_the_profile_of_a_boundary_is_one_sided() -> None:
    """Where nobody leaves, a has no upper end of doubt below infinity but a lower one of 0."""
    base = base_of(NBD(r=0.8, alpha=5.0, unit="week"), seed=2)
    fit = BGNBD.fit(base)
    assert fit.diagnosis.boundary == "nobody_leaves"
    ends = profile_likelihood(fit, base, "a").interval
    assert ends.low == 0
    assert ends.high == math.inf
    constant = seen([3] * 80, np.linspace(5, 9, 80), [9] * 80)
    rates = profile_likelihood(NBD.fit(constant), constant, "r").interval
    assert rates.high == math.inf
    assert 0 < rates.low < 1e6


def test_the_profile_counts_the_prior_and_refuses_what_is_not_its_base() -> None:
    """With a prior the penalised likelihood is profiled; another base is refused."""
    base = base_of(TRUTHS[0])
    fit = NBD.fit(base, prior=Prior(1.0, sd=0.05))
    ends = profile_likelihood(fit, base, "r").interval
    assert ends.high - ends.low < 4 * 0.05
    with pytest.raises(InvalidInputError, match="subject must be the base of the fit"):
        profile_likelihood(fit, base_of(TRUTHS[0], seed=9), "r")
    with pytest.raises(InvalidInputError, match="name must be"):
        profile_likelihood(fit, base, "q")
    held = NBD.fit(base, fixed={"r": 1.0})
    with pytest.raises(UndefinedMetricError, match="it was fixed"):
        profile_likelihood(held, base, "r")


@every_model
def test_bootstrap_spreads_like_the_delta_method(truth: Any) -> None:
    """Refits of drawn bases vary as the standard errors say, up to their own chance."""
    base = attrs.evolve(base_of(truth, n=1500).select(np.arange(750)), weights=np.full(750, 2.0))
    fit = type(truth).fit(base)
    draws = bootstrap(fit, base, 12, rng=RNG(5))
    assert len(draws) == 12
    delta = fit.interval("expected_purchases_new", horizon=30)
    drawn = fit.interval("expected_purchases_new", horizon=30, draws=draws)
    ratio = (drawn.high - drawn.low) / (delta.high - delta.low)
    assert 0.3 < float(ratio[0]) < 2.0
    total = fit.total_interval("expected_purchases", base, horizon=9, draws=draws)
    assert total.low < float(base.row_weights @ fit.model.expected_purchases(base, horizon=9))


def test_bootstrap_of_spend_and_contracts() -> None:
    """Spend models are drawn for the purchases as they are, contracts for their ages."""
    base = GammaGamma(p=6.0, q=4.0, v=15.0).simulate(base_of(TRUTHS[1]), rng=RNG(1))
    spend = GammaGamma.fit(base)
    assert len({model.q for model in bootstrap(spend, base, 3, rng=RNG(2))}) == 3
    contracts = SBG.fit(CONTRACTS, fixed={"alpha": 0.7})
    assert {model.alpha for model in bootstrap(contracts, CONTRACTS, 3, rng=RNG(2))} == {0.7}
    with pytest.raises(InvalidInputError, match="n must be a whole number"):
        bootstrap(spend, base, 0, rng=RNG(2))
    half = attrs.evolve(base, weights=np.full(len(base), 0.5))
    with pytest.raises(InvalidInputError, match="weights must be whole to draw"):
        bootstrap(spend, half, 1, rng=RNG(2))
    with pytest.raises(InvalidInputError, match="draws must have at least one"):
        spend.interval("expected_spend", base, draws=[])


def test_bootstrap_gives_up_on_a_base_without_repeat_purchases() -> None:
    """Draws in which nobody buys again are drawn anew, but not for ever."""
    base = seen([1, 0], [1e-9, 0], [1e-9, 1e-9])
    fit = NBD.fit(seen([1, 0], [1, 0], [9, 9]), fixed={"r": 1.0, "alpha": 1e9})
    with pytest.raises(FitError, match="has bought again"):
        bootstrap(fit, base, 1, rng=RNG(2))


def test_segments_are_fitted_apart() -> None:
    """Each segment has the fit of its own rows; the test tells whether they differ."""
    first, second = base_of(TRUTHS[0], seed=1), base_of(NBD(r=2.0, alpha=5.0), seed=2)
    base = seen(
        *(
            np.concatenate([getattr(it, name) for it in (first, second)])
            for name in ("frequency", "recency", "T")
        )
    )
    labels = np.repeat(["old", "new"], 800)
    found = fit_segments(NBD.fit, base, labels)
    assert list(found.fits) == ["old", "new"]
    assert found.fits["old"] == NBD.fit(seen(first.frequency, first.recency, first.T))
    assert found.pooled == NBD.fit(base)
    assert found.difference.p_value < 1e-6
    assert found.difference.degrees == 2
    alike = fit_segments(NBD.fit, base, np.tile(["odd", "even"], 800), fixed={"r": 1.0})
    assert alike.difference.degrees == 1
    assert alike.difference.p_value > 0.001
    assert "segments" in repr(alike)


def test_a_segment_without_repeat_buyers_is_named() -> None:
    """It is refused with its reason, the others are fitted; then there is no test."""
    base = seen([2, 1, 0, 0], [8, 5, 0, 0], [9, 9, 9, 9])
    found = fit_segments(NBD.fit, base, ["a", "a", "b", "b"])
    assert list(found.fits) == ["a"]
    assert "bought again" in found.refused["b"].en
    with pytest.raises(InvalidInputError, match="needs a fit of every segment"):
        _ = found.difference
    with pytest.raises(InvalidInputError, match="labels must have one row for each of the 4"):
        fit_segments(NBD.fit, base, ["a"])
    with pytest.raises(InvalidInputError, match="labels must name a group, got None at row 1"):
        fit_segments(NBD.fit, base, ["a", None, "b", "b"])


def test_likelihood_ratio_of_nested_models() -> None:
    """More parameters never fit worse; the chance is that of the chi-square distribution."""
    base = base_of(TRUTHS[1], n=3000)
    for larger in (BGNBD, ParetoNBD):
        ratio = likelihood_ratio(NBD.fit(base), larger.fit(base))
        assert ratio.degrees == 2
        assert ratio.at_boundary
        assert ratio.p_value == pytest.approx(math.exp(-ratio.statistic / 2), rel=1e-12)
        assert "at most" in ratio.text.en
        assert "حداکثر" in ratio.text.fa
    true = likelihood_ratio(BGNBD.fit(base, fixed={"r": 0.8}), BGNBD.fit(base))
    assert not true.at_boundary
    assert true.p_value > 0.001
    assert likelihood_ratio(Geometric.fit(CONTRACTS), SBG.fit(CONTRACTS)).p_value < 1e-6


def test_what_is_not_nested_is_refused() -> None:
    """Models that do not contain each other, other bases and priors have no test."""
    base = base_of(TRUTHS[1])
    plain = BGNBD.fit(base)
    for smaller, larger in ((plain, MBGNBD.fit(base)), (plain, NBD.fit(base)), (plain, plain)):
        with pytest.raises(InvalidInputError, match="smaller must be a model that larger"):
            likelihood_ratio(smaller, larger)
    fewer = base.select(np.arange(700))
    with pytest.raises(InvalidInputError, match="must be fitted to the same base"):
        likelihood_ratio(NBD.fit(fewer), plain)
    with pytest.raises(InvalidInputError, match="without a prior"):
        likelihood_ratio(NBD.fit(base), BGNBD.fit(base, prior=Prior()))
    worse = attrs.evolve(plain, log_likelihood=plain.log_likelihood - 1e3)
    with pytest.raises(InvalidInputError, match="larger must fit at least as well"):
        likelihood_ratio(NBD.fit(base), worse)


@pytest.mark.law
@settings(max_examples=50)
@given(st.just(0.0) | st.floats(1e-12, 400), st.integers(1, 30))
def test_chi_square_tail_follows_its_recurrence(x: float, df: int) -> None:
    """Two degrees more add one term of the gamma density; the tail falls with x."""
    tail, more = chi_square_tail(x, df), chi_square_tail(x, df + 2)
    term = math.exp(df / 2 * math.log(x / 2) - x / 2 - math.lgamma(df / 2 + 1)) if x > 0 else 0.0
    assert more - tail == pytest.approx(term, rel=1e-9, abs=1e-14)
    assert 0 <= chi_square_tail(x + 1, df) <= tail <= 1


@pytest.mark.reference
def test_chi_square_tail_in_printed_tables() -> None:
    """Upper 5 and 1 per cent points (Pearson & Hartley, Biometrika Tables)."""
    for df, five, one in ((1, 3.841, 6.635), (2, 5.991, 9.210), (5, 11.070, 15.086)):
        assert chi_square_tail(five, df) == pytest.approx(0.05, abs=2e-5)
        assert chi_square_tail(one, df) == pytest.approx(0.01, abs=1e-5)


def test_results_print_themselves() -> None:
    """A prior, a test and a profile tell their facts."""
    base = base_of(TRUTHS[0])
    assert repr(Prior(sd=2.0)) == "Prior(median=1, sd=2)"
    assert "p_value=" in repr(likelihood_ratio(NBD.fit(base, fixed={"r": 1.0}), NBD.fit(base)))
    assert "name='r'" in repr(profile_likelihood(NBD.fit(base), base, "r"))


@attrs.frozen(kw_only=True, repr=False)
class Sloped(NBD):
    """A model whose shape is estimated as it is, and not by its log."""

    @property
    def signed(self) -> tuple[str, ...]:
        """The shape."""
        return ("r",)


def test_a_parameter_of_either_sign_has_a_symmetric_interval() -> None:
    """Its error and its interval are on its own scale."""
    fit = NBD.fit(base_of(TRUTHS[0]))
    model = Sloped(r=fit.model.r, alpha=fit.model.alpha)
    mine = attrs.evolve(fit, model=model)
    error = math.sqrt(float(fit.covariance[0, 0]))
    assert mine.standard_errors["r"] == pytest.approx(error)
    ends = mine.parameter_interval("r")
    assert (ends.low + ends.high) / 2 == pytest.approx(model.r)
    assert ends.high - ends.low == pytest.approx(2 * normal_factor(0.9) * error)
    assert model.with_unbounded(model.unbounded) == model
