"""Gamma-Gamma on single purchases: what they add to the means."""

import math

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import seen
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv import BGNBD, GammaGamma, bootstrap, profile_likelihood
from crmcore.summary import CustomerSummary
from crmcore.transactions import TransactionLog

RNG = np.random.default_rng
TRUTH = GammaGamma(p=3.0, q=4.0, v=15.0)


def spent(n: int = 1500, seed: int = 1, truth: GammaGamma = TRUTH) -> CustomerSummary:
    base = BGNBD(r=0.8, alpha=5.0, a=0.7, b=1.6, unit="week").simulate(n, T=40.0, rng=RNG(seed))
    return truth.simulate(base, rng=RNG(seed))


@pytest.mark.law
@settings(max_examples=30)
@given(
    st.lists(st.floats(0.01, 1e4), min_size=1, max_size=6),
    st.floats(0.05, 50),
    st.floats(0.05, 50),
    st.floats(0.1, 1e3),
)
def test_the_density_is_that_of_the_single_amounts(
    amounts: list[float], p: float, q: float, v: float
) -> None:
    """Written out for gamma amounts with a gamma scale it is the same."""
    z, x = np.array(amounts), len(amounts)
    one = CustomerSummary(
        frequency=[x], recency=[1], T=[1], unit="week",
        monetary_value=[z.mean()], log_spend=[np.log(z).sum()],
    )  # fmt: skip
    total = math.fsum(amounts)
    want = (
        (p - 1) * float(np.log(z).sum()) - x * math.lgamma(p)
        + math.lgamma(p * x + q) - math.lgamma(q)
        + q * math.log(v) - (p * x + q) * math.log(total + v)
    )  # fmt: skip
    got = GammaGamma(p=p, q=q, v=v).log_likelihood(one, on="purchases")[0]
    assert got == pytest.approx(want, rel=1e-9, abs=1e-7)


def test_one_purchase_is_its_mean() -> None:
    """For a customer with one repeat purchase both densities are the same; 0 without any."""
    base = CustomerSummary(
        frequency=[1, 0], recency=[1, 0], T=[2, 2], unit="week",
        monetary_value=[7.0, 0], log_spend=[math.log(7.0), 0],
    )  # fmt: skip
    single, mean = TRUTH.log_likelihood(base, on="purchases"), TRUTH.log_likelihood(base)
    np.testing.assert_allclose(single, mean, rtol=1e-13)
    assert single[1] == 0


def test_single_purchases_tell_more_of_the_shape() -> None:
    """The fit recovers the truth, knows p better than the means do, and is a maximum."""
    base = spent(4000)
    means, single = GammaGamma.fit(base), GammaGamma.fit(base, on="purchases")
    assert single.options == {"on": "purchases"}
    assert single.standard_errors["p"] < means.standard_errors["p"] / 2
    for name, value in TRUTH.parameters.items():
        ends = single.parameter_interval(name, level=0.999)
        assert ends.low < value < ends.high
    total = single.model.log_likelihood(base, on="purchases").sum()
    assert single.log_likelihood == pytest.approx(total, rel=1e-11)
    for name, value in single.model.parameters.items():
        for step in (0.99, 1.01):
            moved = attrs.evolve(single.model, **{name: value * step})
            assert moved.log_likelihood(base, on="purchases").sum() < total
    assert single.gradient_norm < 1e-5


def test_money_has_no_scale() -> None:
    """Cents give the fit of euros."""
    base = spent()
    assert base.monetary_value is not None
    assert base.log_spend is not None
    cents = attrs.evolve(
        base,
        monetary_value=base.monetary_value * 100,
        log_spend=base.log_spend + base.frequency * math.log(100),
    )
    plain, scaled = (GammaGamma.fit(it, on="purchases") for it in (base, cents))
    assert scaled.model.v == pytest.approx(plain.model.v * 100, rel=1e-7)
    assert scaled.model.p == pytest.approx(plain.model.p, rel=1e-8)
    shift = float(base.frequency.sum()) * math.log(100)
    assert scaled.log_likelihood == pytest.approx(plain.log_likelihood - shift, rel=1e-10)


def test_equal_amounts_run_to_a_boundary() -> None:
    """Where each customer always pays the same, the shape runs off and the diagnosis says so."""
    base = seen([3, 2, 5, 1], [9, 9, 9, 9], [9, 9, 9, 9])
    mean = np.array([10.0, 20.0, 15.0, 40.0])
    base = attrs.evolve(base, monetary_value=mean, log_spend=base.frequency * np.log(mean))
    fit = GammaGamma.fit(base, on="purchases")
    assert "one_amount_each" in str(fit.diagnosis.boundary)


def test_profiles_and_bootstraps_stay_on_single_purchases() -> None:
    """What follows from a fit uses the data of that fit."""
    base = spent(600)
    fit = GammaGamma.fit(base, on="purchases")
    ends, delta = profile_likelihood(fit, base, "p").interval, fit.parameter_interval("p")
    assert ends.high - ends.low == pytest.approx(delta.high - delta.low, rel=0.1)
    shapes = [model.p for model in bootstrap(fit, base, 10, rng=RNG(3))]
    assert float(np.std(shapes)) < 3 * fit.standard_errors["p"]


def test_summaries_sum_the_logs() -> None:
    """A log gives the sum of the logs of repeat purchases; a share taken back lowers them all."""
    log = TransactionLog.from_arrays(
        customer=["a"] * 4 + ["b"],
        date=["2024-01-01", "2024-01-08", "2024-01-22", "2024-02-01", "2024-01-01"],
        amount=[1.0, 2.0, 5.0, -2.0, 4.0],
        refunds="net",
    )
    base = log.summarize(observed_until="2024-03-31", unit="week")
    assert base.log_spend is not None
    share = 6.0 / 8.0
    assert base.log_spend[0] == pytest.approx(math.log(2 * share) + math.log(5 * share))
    assert base.log_spend[1] == 0
    free = TransactionLog.from_arrays(
        customer=["a"] * 3, date=["2024-01-01", "2024-01-08", "2024-01-22"], amount=[1, 0, 5]
    ).summarize(observed_until="2024-03-31", unit="week")
    assert free.log_spend is not None
    assert free.log_spend[0] == -np.inf


def test_what_is_no_spend_is_refused() -> None:
    """A missing column, a free purchase, a contradiction, another word for the data."""
    base = seen([2, 1], [9, 9], [9, 9])
    means = attrs.evolve(base, monetary_value=[4.0, 5.0])
    with pytest.raises(InvalidInputError, match="must have monetary_value and log_spend"):
        GammaGamma.fit(means, on="purchases")
    free = attrs.evolve(means, log_spend=[-np.inf, math.log(5)])
    with pytest.raises(InvalidInputError, match=r"log_spend must be finite where.*at row 0"):
        GammaGamma.fit(free, on="purchases")
    wrong = attrs.evolve(means, log_spend=[9.0, math.log(5)])
    with pytest.raises(InvalidInputError, match=r"log_spend must be at most .*9\.0 at row 0"):
        TRUTH.log_likelihood(wrong, on="purchases")
    with pytest.raises(InvalidInputError, match="on must be"):
        GammaGamma.fit(means, on="amounts")  # type: ignore[arg-type]
    for bad in (math.nan, math.inf):
        with pytest.raises(InvalidInputError, match="log_spend must be finite, or -inf"):
            attrs.evolve(means, log_spend=[bad, 0.0])
    with pytest.raises(InvalidInputError, match="log_spend must have 2 rows"):
        attrs.evolve(means, log_spend=[0.0])
