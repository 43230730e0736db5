"""Constant retention: laws, exact fits and what it refuses."""

from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.geometric import Geometric
from crmcore.rates import Rate

near = partial(pytest.approx, abs=0.0)
churns = st.floats(1e-6, 1.0)


@pytest.mark.law
@given(churns, st.integers(0, 100))
def test_curves(churn: float, t: int) -> None:
    """Survival is a power of retention, which is the same at every renewal."""
    model = Geometric(churn_rate=churn)
    assert model.survival(t) == near((1 - churn) ** t, rel=1e-9)
    np.testing.assert_array_equal(model.churn([1, t + 1]), churn)
    np.testing.assert_array_equal(model.retention([1, t + 1]), 1 - churn)


@pytest.mark.law
@given(churns, st.integers(0, 100), st.floats(1e-3, 0.9))
def test_residual_lifetime(churn: float, made: int, rate: float) -> None:
    """The residual lifetime is that of the textbook, whatever the tenure."""
    model, of = Geometric(churn_rate=churn), Rate(rate, per="period")
    got = model.discounted_expected_residual_lifetime(renewals=made, rate=of)
    assert got == near((1 - churn) * (1 + rate) / (churn + rate), rel=1e-12)
    whole = model.discounted_expected_lifetime(rate=of)
    assert whole == near((1 + rate) / (churn + rate), rel=1e-12)


@pytest.mark.law
@given(st.lists(st.integers(0, 60), min_size=2, max_size=8))
def test_fit_is_the_share_lost(losses: list[int]) -> None:
    """The most likely churn is the share lost of the renewals that came due; none is likelier."""
    losses[0] += 1
    left = np.cumsum([*losses, 5][::-1])[::-1]
    seen = ContractTenures.from_survivors(left)
    fit = Geometric.fit(seen)
    lost, renewed = (counts.sum() for counts in seen.renewals())
    share = lost / (lost + renewed)
    assert fit.model.churn_rate == near(share, rel=1e-14)
    assert fit.log_likelihood == near(
        float(seen.row_weights @ fit.model.log_likelihood(seen)), rel=1e-12
    )
    assert fit.standard_errors["churn_rate"] == near(
        np.sqrt(share * (1 - share) / (lost + renewed)), rel=1e-12
    )
    for factor in (0.99, 1.01):
        other = Geometric(churn_rate=min(share * factor, 1.0))
        assert seen.row_weights @ other.log_likelihood(seen) <= fit.log_likelihood
    assert fit.diagnosis.interior
    assert fit.aic == 2 - 2 * fit.log_likelihood


def test_parameters_are_found_again() -> None:
    """Simulated contracts of different age give the churn back, inside its interval."""
    rng = np.random.default_rng(2)
    seen = Geometric(churn_rate=0.2, unit="month").simulate(
        5000, T=rng.integers(0, 12, 5000), rng=rng
    )
    fit = Geometric.fit(seen)
    assert fit.model.unit == "month"
    ends = fit.parameter_interval("churn_rate", level=0.999)
    assert ends.low < 0.2 < ends.high


def test_everybody_leaves() -> None:
    """Where all leave at the first renewal the churn is 1, held and without an interval."""
    fit = Geometric.fit(ContractTenures.from_survivors([40, 0]))
    assert fit.model.churn_rate == 1
    assert fit.log_likelihood == 0
    assert fit.diagnosis.boundary == "all_leave_at_once"
    assert fit.estimated == 0
    assert fit.standard_errors == {}
    assert np.asarray(fit.model.survival([0, 1, 9])).tolist() == [1, 0, 0]
    running = ContractTenures(tenure=[0, 2], lost=[False, False])
    assert fit.model.log_likelihood(running).tolist() == [0, -np.inf]
    with pytest.raises(UndefinedMetricError, match="first renewal"):
        fit.parameter_interval("churn_rate")


def test_draws_are_probabilities() -> None:
    """Draws of the uncertain churn of a few contracts never pass 1."""
    fit = Geometric.fit(ContractTenures.from_survivors([3, 1, 0]))
    drawn = [model.churn_rate for model in fit.draws(200, rng=np.random.default_rng(1))]
    assert max(drawn) == 1
    assert min(drawn) < 0.5


@pytest.mark.parametrize("value", [0.0, -0.1, np.nan, np.inf, "x"])
def test_refuses_what_is_no_churn(value: Any) -> None:
    """A churn rate that is not above 0 is refused by name."""
    with pytest.raises(InvalidInputError, match="churn_rate must be a finite number > 0"):
        Geometric(churn_rate=value)


def test_refuses_percentages() -> None:
    """A churn rate above 1 is refused, with a hint where a percentage was meant."""
    with pytest.raises(
        InvalidInputError, match=r"churn_rate must be a fraction.*did you mean 0\.05"
    ):
        Geometric(churn_rate=5)
