"""Gamma-Gamma: reference values, laws, limits and what it refuses."""

from collections.abc import Callable
from functools import partial
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import seen
from crmcore.errors import CrmcoreError, FitError, InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv import GammaGamma
from crmcore.summary import CustomerSummary

CDNOW = GammaGamma(p=6.25, q=3.74, v=15.44)
near = partial(pytest.approx, abs=0.0)
logs = st.floats(-4, 6).map(np.exp)
spends = st.lists(
    st.tuples(st.integers(0, 60), st.floats(-3, 10).map(np.exp)), min_size=1, max_size=8
)


def spending(x: Any, mean: Any, **options: Any) -> CustomerSummary:
    x = np.asarray(x, dtype=np.float64)
    age = np.full(x.size, 39.0)
    return seen(x, np.where(x > 0, 20.0, 0.0), age, monetary_value=mean, **options)


@pytest.mark.reference
def test_customers_of_the_reference(reference: Callable[[str], Any]) -> None:
    """Likelihood and expected spend agree with 50 digits, or are refused where infinite."""
    data = reference("gamma_gamma")
    for index, x, m, loglik, spend, _ in data["tables"]["customers"]["rows"]:
        p, q, v = data["param_sets"][index]
        model, base = GammaGamma(p=p, q=q, v=v), spending([x], [m])
        if loglik is not None:
            assert model.log_likelihood(base)[0] == near(float(loglik), rel=1e-12)
        if spend in ("inf", None):
            with pytest.raises(UndefinedMetricError, match="infinite for 1 customers"):
                model.expected_spend(base)
        else:
            assert model.expected_spend(base)[0] == near(float(spend), rel=1e-12)


@pytest.mark.reference
def test_published_figures() -> None:
    """Note 025's spreadsheet comes out to within its rounded parameters."""
    base = spending([2, 1, 0, 7], [22.35, 11.77, 0, 73.74])
    figures = [24.65, 18.91, 35.17, 71.46]
    np.testing.assert_allclose(CDNOW.expected_spend(base), figures, atol=0.06)


@pytest.mark.law
@given(spends)
def test_spend_lies_between(rows: list[tuple[int, float]]) -> None:
    """The expected spend lies between the customer's mean and everybody's."""
    x, mean = (np.array(column) for column in zip(*rows, strict=True))
    everybody = CDNOW.p * CDNOW.v / (CDNOW.q - 1)
    got = CDNOW.expected_spend(spending(x, mean))
    low = np.where(x > 0, np.minimum(mean, everybody), everybody)
    high = np.where(x > 0, np.maximum(mean, everybody), everybody)
    assert ((got >= low * (1 - 1e-12)) & (got <= high * (1 + 1e-12))).all()


@pytest.mark.law
@given(logs, logs, logs, spends, st.sampled_from([100.0, 1e-6]))
def test_money_has_no_scale(p: float, q: float, v: float, rows: Any, scale: float) -> None:
    """Cents give the density and the spend of dollars."""
    x, mean = (np.array(column) for column in zip(*rows, strict=True))
    model, other = GammaGamma(p=p, q=q + 1, v=v), GammaGamma(p=p, q=q + 1, v=v * scale)
    base, cents = spending(x, mean), spending(x, mean * scale)
    density = model.log_likelihood(base) - (x > 0) * np.log(scale)
    np.testing.assert_allclose(other.log_likelihood(cents), density, rtol=1e-10, atol=1e-9)
    np.testing.assert_allclose(
        other.expected_spend(cents), model.expected_spend(base) * scale, rtol=1e-12
    )


@pytest.mark.parametrize(("p", "q", "x"), [(6.25, 3.74, 2), (0.8, 1.2, 1), (40.0, 30.0, 5)])
def test_likelihood_is_a_density(p: float, q: float, x: int) -> None:
    """Over all spends the density has the mass 1."""
    z = np.linspace(-60, 60, 24001)
    density = np.exp(
        GammaGamma(p=p, q=q, v=9.0).log_likelihood(spending(np.full(z.size, x), np.exp(z)))
    )
    assert np.sum(density * np.exp(z)) * (z[1] - z[0]) == near(1, rel=1e-9)


def test_simulated_spend_follows_the_model() -> None:
    """Simulated spend has the model's mean, and its fit covers the truth."""
    rng = np.random.default_rng(4)
    x = rng.integers(0, 8, 30_000)
    base = GammaGamma(p=6.0, q=5.0, v=20.0, currency="EUR").simulate(spending(x, None), rng=rng)
    money = base.monetary_value
    assert money is not None
    assert base.currency == "EUR"
    bought = money[x > 0]
    assert (money[x == 0] == 0).all()
    assert bought.mean() == pytest.approx(30, abs=4 * bought.std() / np.sqrt(bought.size))
    fit = GammaGamma.fit(base)
    assert fit.model.currency == "EUR"
    assert fit.customers == (x > 0).sum()
    for name, value in {"p": 6.0, "q": 5.0, "v": 20.0}.items():
        ends = fit.parameter_interval(name, level=0.999)
        assert ends.low < value < ends.high
    some = base.select(np.arange(30))
    ends = fit.interval("expected_spend", some)
    assert ((ends.low < ends.high) & (ends.low > 0)).all()


@pytest.mark.law
@settings(max_examples=10)
@given(st.integers(0, 10**6))
def test_order_of_customers(seed: int) -> None:
    """The order of the customers does not change the last bit; weights are customers."""
    rng = np.random.default_rng(1)
    x = rng.integers(0, 5, 400)
    base = CDNOW.simulate(spending(x, None), rng=rng)
    order = np.random.default_rng(seed).permutation(400)
    assert GammaGamma.fit(base.select(order)) == GammaGamma.fit(base)
    doubled = GammaGamma.fit(attrs.evolve(base, weights=np.full(400, 2.0)))
    twice = GammaGamma.fit(base.select(np.repeat(np.arange(400), 2)))
    assert doubled == twice


@pytest.mark.parametrize(
    ("truth", "key"),
    [
        (GammaGamma(p=4.0, q=4e6, v=8e6), "one_mean_spend"),
        (GammaGamma(p=4e6, q=3.0, v=1e-5), "one_amount_each"),
    ],
)
def test_limits_are_found(truth: GammaGamma, key: str) -> None:
    """Bases at a limit are fitted at it, or beside it, with a higher likelihood."""
    keys = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        base = truth.simulate(spending(rng.integers(1, 6, 300), None), rng=rng)
        fit = GammaGamma.fit(base)
        keys.append(fit.diagnosis.boundary)
        assert fit.log_likelihood >= truth.log_likelihood(base).sum() - 1e-6
        assert np.isfinite(fit.model.expected_spend(base)).all()
    assert key in keys


@pytest.mark.parametrize(
    ("base", "error", "message"),
    [
        (seen(2, 20, 39), InvalidInputError, "customers must have monetary_value"),
        (spending([2, 1], [5.0, 0.0]), InvalidInputError, "monetary_value must be .* row 1"),
        (spending([0], [0]), FitError, "no repeat buyers"),
        (spending([3], [4.0]), FitError, "all 1 repeat buyers spend 4 on average"),
        (spending([3, 1], [4.0, 4.0]), FitError, "without any spread"),
        (spending([3, 1], [4.0, 5.0], weights=[0, 0]), FitError, "no repeat buyers"),
    ],
)
def test_refuses_bases(base: CustomerSummary, error: type[CrmcoreError], message: str) -> None:
    """A base from which no spend can be learnt is refused with what it lacks."""
    with pytest.raises(error, match=message):
        GammaGamma.fit(base)


def test_infinite_mean_is_said() -> None:
    """Customers whose expected spend is infinite are counted and the first is named."""
    heavy = GammaGamma(p=0.3, q=0.5, v=10.0)
    with pytest.raises(UndefinedMetricError, match=r"2 customers .* row 1 with x = 0"):
        heavy.expected_spend(spending([3, 0, 1], [5.0, 0, 9.0]))
    assert heavy.expected_spend(spending([3], [5.0]))[0] == near(0.3 * 25 / 0.4, rel=1e-12)


def test_refuses_other_currencies() -> None:
    """A model in one currency does not value customers in another."""
    model = GammaGamma(p=6.25, q=3.74, v=15.44, currency="EUR")
    for verb in (model.expected_spend, model.log_likelihood):
        with pytest.raises(InvalidInputError, match="'EUR', got 'USD'"):
            verb(spending([2], [5.0], currency="USD"))
    assert model.expected_spend(spending([2], [5.0])).size == 1


def test_prints_itself() -> None:
    """The model shows its parameters, and its currency where it has one."""
    assert repr(CDNOW) == "GammaGamma(p=6.25, q=3.74, v=15.44)"
    assert "currency='EUR'" in repr(GammaGamma(p=1.0, q=2.0, v=3.0, currency="EUR"))
    with pytest.raises(InvalidInputError, match="q must be a finite number > 0"):
        GammaGamma(p=1.0, q=0.0, v=1.0)


def test_no_customers() -> None:
    """Verbs on nobody give nothing."""
    empty = spending([], [])
    assert CDNOW.expected_spend(empty).size == 0
    assert CDNOW.log_likelihood(empty).size == 0
