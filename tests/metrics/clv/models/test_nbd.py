"""The NBD: reference values, its laws, and its fit."""

from collections.abc import Callable
from functools import partial
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import bases, logs, seen
from crmcore import TransactionLog
from crmcore.errors import FitError, InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv.bg_nbd import BGNBD
from crmcore.metrics.clv.nbd import NBD
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

CDNOW = NBD(r=0.385, alpha=12.072)
FORCE = Rate(np.expm1(0.02), per="week")
near = partial(pytest.approx, abs=0.0)
drawn = st.builds(NBD, r=logs, alpha=logs)

# Parameters, (x, T), log-likelihood, and for 52 units of time ahead: expected purchases, the chance
# of seven, discounted purchases at a force of 0.02; then those for ever. mpmath 1.4 at 45 digits.
VALUES = [
    ((0.385, 12.072), (0, 20.0), -0.37618144174174337738, 0.62422050386630085359,
     0.0030773346560072300511, 0.38806427326931537301, 0.60021202294836619288),
    ((0.385, 12.072), (3, 39.0), -12.11462574313606851, 3.4465068922305765058,
     0.045445238770002353224, 2.1426181680466099036, 3.313948934837092725),
    ((0.385, 12.072), (2000, 5000.0), -3840.5166179208889763, 20.753895793994978527,
     0.00033386903236110791654, 12.902244381464248338, 19.955669032687478938),
    ((40.0, 0.5), (0, 20.0), -148.54288266817231215, 101.46341463414634146,
     5.9545043704925275569e-16, 63.077592004021448394, 97.56097560975609553),
    ((40.0, 0.5), (2000, 5000.0), -4006.2887437833325218, 21.213878612138786121,
     0.00024627989031305059512, 13.188205667474137445, 20.397960203979601615),
    ((0.001, 10000.0), (0, 20.0), -1.9980026626730560598e-6, 5.1896207584830340402e-6,
     1.4001571920375965833e-20, 3.2262740421218555863e-6, 4.9900199600798403194e-6),
    ((0.001, 10000.0), (3, 39.0), -33.855810975536752209, 0.01554457615300328718,
     3.4247593820500141433e-15, 0.0096637239737110307699, 0.014946707839426237362),
    ((1000000.0, 5000000.0), (0, 20.0), -3.9999920000213332693, 10.399958400166399334,
     0.079459737009116822136, 6.4654273187029236487, 9.9999600001599991518),
    ((1000000.0, 5000000.0), (2000, 5000.0), -4218.3774896209965226, 10.41038961038961039,
     0.079188950688631543304, 6.4719121745984244329, 10.009990009990009782),
]  # fmt: skip


@pytest.fixture(scope="module")
def cdnow(cdnow_lines: dict[str, Any]) -> CustomerSummary:
    """The CDNOW sample to the end of September 1997."""
    log = TransactionLog.from_arrays(**cdnow_lines, currency="USD")
    return log.summarize(observed_until="1997-09-30", unit="week", clip=True)


@pytest.mark.reference
@pytest.mark.parametrize(("values", "history", "density", "mean", "seven", "worth", "ever"), VALUES)
def test_verbs(
    values: Any, history: Any, density: float, mean: float, seven: float, worth: float, ever: float
) -> None:
    """All verbs agree with 45 digits, extremes included."""
    x, age = history
    model, base = NBD(r=values[0], alpha=values[1]), seen(x, age / 2 if x else 0, age)
    assert model.log_likelihood(base)[0] == near(density, rel=1e-12)
    assert model.expected_purchases(base, horizon=52)[0] == near(mean, rel=1e-13)
    assert model.purchase_pmf(base, 7, horizon=52)[0] == near(seven, rel=1e-11)
    finite = model.discounted_expected_purchases(base, rate=FORCE, horizon=52)[0]
    assert finite == near(worth, rel=1e-12)
    assert model.discounted_expected_purchases(base, rate=FORCE)[0] == near(ever, rel=1e-12)


@pytest.mark.reference
def test_cdnow(cdnow: CustomerSummary) -> None:
    """The fit to CDNOW is the exact maximum: Newton at 40 digits with mpmath 1.4."""
    fit = NBD.fit(cdnow)
    exact = {"r": 0.38476613578784856158, "alpha": 12.0720228448369051825}
    errors = {"r": 0.020985376163156516833, "alpha": 0.80872318177680760735}
    assert dict(fit.model.parameters) == pytest.approx(exact, rel=1e-10)
    assert dict(fit.standard_errors) == pytest.approx(errors, rel=1e-9)
    assert fit.log_likelihood == pytest.approx(-9763.657614672615239867, rel=1e-13)
    assert fit.diagnosis.interior
    assert fit.customers == 2357
    assert fit.bic == pytest.approx(2 * np.log(2357) - 2 * fit.log_likelihood)


def test_log_likelihoods_can_be_compared(cdnow: CustomerSummary) -> None:
    """With dropout CDNOW is likelier, and the two models differ by what two parameters can do."""
    assert BGNBD.fit(cdnow).log_likelihood > NBD.fit(cdnow).log_likelihood + 100


@pytest.mark.law
@given(drawn, bases(), st.floats(0, 1e4))
def test_nobody_leaves(model: NBD, base: CustomerSummary, later: float) -> None:
    """Everybody is alive for certain, always."""
    assert (model.probability_alive(base) == 1).all()
    assert (model.probability_alive(base, after=later) == 1).all()


@pytest.mark.law
@settings(max_examples=30)
@given(drawn, bases(), st.floats(0.01, 200))
def test_expectation_lies_between_own_rate_and_that_of_all(
    model: NBD, base: CustomerSummary, horizon: float
) -> None:
    """The rate expected lies between the customer's own and that of all, nearer with age."""
    known = base.select(base.T > 0.1)
    rate = model.expected_purchases(known, horizon=horizon) / horizon
    weight = known.T / (model.alpha + known.T)
    own = known.frequency / known.T
    mixed = weight * own + (1 - weight) * model.r / model.alpha
    np.testing.assert_allclose(rate, mixed, rtol=1e-11)


@pytest.mark.law
@settings(max_examples=30)
@given(drawn, st.integers(0, 60), st.floats(0.01, 200))
def test_chance_of_a_count_is_that_of_all_its_times(model: NBD, n: int, age: float) -> None:
    """The density of n times is alike everywhere, so that T^n / n! of it is the chance of n."""
    times = n * np.log(age) - np.log(np.arange(1.0, n + 1)).sum()
    base = seen(n, age / 2 if n else 0, age)
    got = model.log_likelihood(base)[0] + times
    with np.errstate(divide="ignore"):
        chance = np.log(model.purchase_pmf_new(n, horizon=age))
    assert got == pytest.approx(chance, rel=1e-10, abs=1e-10)


@pytest.mark.law
@settings(max_examples=30)
@given(drawn, bases(), st.floats(0.01, 50), st.integers(0, 9))
def test_what_is_learnt_is_consistent(
    model: NBD, base: CustomerSummary, horizon: float, n: int
) -> None:
    """The chance of what comes next is the likelihood of all over that of what was."""
    longer = seen(base.frequency + n, np.where(base.frequency + n > 0, base.T, 0), base.T + horizon)
    ways = n * np.log(horizon) - np.log(np.arange(1.0, n + 1)).sum()
    step = model.log_likelihood(longer) - model.log_likelihood(base) + ways
    pmf = model.purchase_pmf(base, n, horizon=horizon)
    np.testing.assert_allclose(pmf, np.exp(step), rtol=1e-9, atol=1e-250)


@pytest.mark.law
@settings(max_examples=15)
@given(drawn, bases(), st.floats(0.1, 100))
def test_it_is_bg_nbd_without_dropout(model: NBD, base: CustomerSummary, horizon: float) -> None:
    """It is what BG/NBD comes to as a goes to 0."""
    base = attrs.evolve(base, recency=np.where(base.frequency > 0, base.T, 0))
    other = BGNBD(r=model.r, alpha=model.alpha, a=1e-250, b=1e3)
    np.testing.assert_allclose(
        model.log_likelihood(base), other.log_likelihood(base), rtol=1e-12, atol=1e-13
    )
    verbs: tuple[Callable[[Any], Any], ...] = (
        lambda m: m.expected_purchases(base, horizon=horizon),
        lambda m: m.purchase_pmf(base, 3, horizon=horizon),
        lambda m: m.discounted_expected_purchases(base, rate=FORCE, horizon=horizon),
        lambda m: m.discounted_expected_purchases(base, rate=FORCE),
    )
    for verb in verbs:
        np.testing.assert_allclose(verb(model), verb(other), rtol=1e-10, atol=1e-240)


def test_recency_does_not_matter() -> None:
    """When the purchases fell tells nothing where nobody leaves."""
    early, late = (seen([3, 7], [t, t], [39, 39]) for t in (1, 38))
    assert CDNOW.log_likelihood(early).tolist() == CDNOW.log_likelihood(late).tolist()
    assert NBD.fit(early) == NBD.fit(late)


def test_horizons() -> None:
    """A horizon may be text, a number, or one for each customer."""
    base = seen([2, 0], [30, 0], [39, 39])
    year = CDNOW.expected_purchases(base, horizon="1 year")
    each = CDNOW.expected_purchases(base, horizon=[365.25 / 7, 0.0])
    assert each.tolist() == [year[0], 0]


def test_rates_of_any_sign() -> None:
    """Worth may grow or stand still for a time, but not for ever."""
    base = seen([2, 0], [30, 0], [39, 39])
    plain = CDNOW.expected_purchases(base, horizon=52)
    still = CDNOW.discounted_expected_purchases(base, rate=Rate(0.0, per="week"), horizon=52)
    assert still.tolist() == plain.tolist()
    growth = Rate(np.expm1(-0.01), per="week")
    grown = CDNOW.discounted_expected_purchases(base, rate=growth, horizon=52)
    np.testing.assert_allclose(grown, plain * np.expm1(0.52) / 0.52, rtol=1e-12)
    with pytest.raises(InvalidInputError, match="rate must be above 0"):
        CDNOW.discounted_expected_purchases(base, rate=Rate(0.0, per="week"))


def test_equal_customers_buy_at_one_rate() -> None:
    """Equal customers are at the limit, with the rate of their purchases and its Poisson error."""
    base = seen([3] * 100, [39] * 100, [39] * 100)
    fitted = NBD.fit(base)
    assert fitted.diagnosis.boundary == "one_rate"
    assert fitted.diagnosis.held == ("r", "alpha")
    assert fitted.diagnosis.meaning.en == "All customers buy at one rate."
    assert "یک نرخ" in fitted.diagnosis.meaning.fa
    assert fitted.estimated == 1
    assert fitted.model.r / fitted.model.alpha == pytest.approx(3 / 39, rel=1e-9)
    ends = fitted.interval("expected_purchases_new", horizon=39)
    assert np.log(ends.high / ends.low)[0] / 2 == pytest.approx(1.6449 / np.sqrt(300), rel=1e-4)
    poisson = 300 * np.log(3 / 39) - 300
    assert fitted.log_likelihood == pytest.approx(poisson, rel=1e-10)
    with pytest.raises(UndefinedMetricError, match=r"r has no interval: .*one rate"):
        fitted.parameter_interval("r")


def test_chances_that_are_certain_have_no_width(cdnow: CustomerSummary) -> None:
    """The interval of being alive is 1, since the model knows nothing else."""
    some = cdnow.select(np.arange(5))
    ends = NBD.fit(cdnow).interval("probability_alive", some)
    assert (ends.low == 1).all()
    assert (ends.high == 1).all()


@pytest.mark.law
@settings(max_examples=30)
@given(st.integers(0, 10**6))
def test_a_fit_is_a_maximum(seed: int) -> None:
    """No parameters nearby, and no one rate for all, make a base likelier."""
    rng = np.random.default_rng(seed)
    truth = NBD(r=np.exp(rng.uniform(-3, 4)), alpha=np.exp(rng.uniform(-1, 4)))
    base = truth.simulate(60, T=rng.uniform(5, 50, 60), rng=rng)
    base = base if base.frequency.any() else seen([1, 0], [1, 0], [9, 5], unit="period")
    fitted = NBD.fit(base)
    for factors in ((1.01, 1.0), (0.99, 1.0), (1.0, 1.01), (1.0, 0.99), (1.01, 1.01), (0.5, 0.5)):
        r, alpha = np.array(list(fitted.model.parameters.values())) * factors
        other = NBD(r=r, alpha=alpha).log_likelihood(base).sum()
        assert other <= fitted.log_likelihood + 1e-7
    one = 1e10 * base.T.sum() / base.frequency.sum()
    poisson = NBD(r=1e10, alpha=one).log_likelihood(base).sum()
    assert poisson <= fitted.log_likelihood + 1e-5


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
        NBD.fit(base)


@pytest.mark.parametrize("name", ["r", "alpha"])
@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf])
def test_refuses_parameters(name: str, value: float) -> None:
    """Parameters must be finite and above 0."""
    values: dict[str, Any] = {"r": 1.0, "alpha": 1.0, name: value}
    with pytest.raises(InvalidInputError, match=f"{name} must be"):
        NBD(**values)


def test_prints_itself() -> None:
    """The model shows its parameters."""
    assert repr(CDNOW) == "NBD(r=0.385, alpha=12.072)"
