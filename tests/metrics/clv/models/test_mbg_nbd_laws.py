"""Laws that tie MBG/NBD to BG/NBD and to the NBD."""

from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import bases, logs, models
from crmcore.metrics.clv.bg_nbd import BGNBD
from crmcore.metrics.clv.mbg_nbd import MBGNBD
from crmcore.metrics.clv.nbd import NBD
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

YEARLY = Rate(0.1, per="year")
horizons = st.floats(0.1, 100)
modified = st.builds(MBGNBD, r=logs, alpha=logs, a=logs, b=logs)


def after_staying(model: MBGNBD) -> BGNBD:
    """Give the BG/NBD of the customers who did not leave after their first purchase."""
    return BGNBD(r=model.r, alpha=model.alpha, a=model.a, b=model.b + 1)


@pytest.mark.law
@settings(max_examples=40)
@given(modified, bases())
def test_who_stayed_is_a_customer_of_bg_nbd(model: MBGNBD, base: CustomerSummary) -> None:
    """The likelihood is that of leaving at once, or of staying and then doing as BG/NBD says."""
    stays = model.b / (model.a + model.b)
    stayed = after_staying(model).log_likelihood(base)
    again = base.frequency > 0
    got = model.log_likelihood(base)
    np.testing.assert_allclose(got[again], np.log(stays) + stayed[again], rtol=1e-12, atol=1e-12)
    once = np.log((1 - stays) + stays * np.exp(stayed[~again]))
    np.testing.assert_allclose(got[~again], once, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(
        model.probability_alive(base)[again],
        after_staying(model).probability_alive(base)[again],
        rtol=1e-12,
    )


@pytest.mark.law
@settings(max_examples=15)
@given(modified, bases(), horizons)
def test_the_living_are_those_of_bg_nbd(
    model: MBGNBD, base: CustomerSummary, horizon: float
) -> None:
    """Verbs are the chance of being alive times what BG/NBD says of the living."""
    other = after_staying(model)
    alive, sure = model.probability_alive(base), other.probability_alive(base)
    verbs: tuple[Callable[[Any], Any], ...] = (
        lambda m: m.expected_purchases(base, horizon=horizon),
        lambda m: m.probability_alive(base, after=horizon),
        lambda m: m.purchase_pmf(base, 2, horizon=horizon),
        lambda m: m.discounted_expected_purchases(base, rate=YEARLY),
    )
    for verb in verbs:
        np.testing.assert_allclose(verb(model) * sure, verb(other) * alive, rtol=1e-10, atol=1e-290)


@pytest.mark.law
@settings(max_examples=25)
@given(modified, horizons)
def test_new_customers_stay_first(model: MBGNBD, horizon: float) -> None:
    """A new customer first stays with the chance b / (a + b)."""
    stays, other = model.b / (model.a + model.b), after_staying(model)
    assert model.expected_purchases_new(horizon=horizon) == pytest.approx(
        stays * other.expected_purchases_new(horizon=horizon), rel=1e-12
    )
    for n in (1, 5):
        assert model.purchase_pmf_new(n, horizon=horizon) == pytest.approx(
            stays * other.purchase_pmf_new(n, horizon=horizon), rel=1e-12, abs=1e-290
        )


@pytest.mark.law
@settings(max_examples=15)
@given(models, bases(), horizons)
def test_more_leave_than_in_bg_nbd(model: BGNBD, base: CustomerSummary, horizon: float) -> None:
    """Of a new customer less is expected than in BG/NBD; one-time buyers may have left."""
    other = MBGNBD(r=model.r, alpha=model.alpha, a=model.a, b=model.b)
    fewer = other.expected_purchases_new(horizon=horizon)
    assert fewer <= model.expected_purchases_new(horizon=horizon) * (1 + 1e-12)
    once = base.frequency == 0
    assert (other.probability_alive(base)[once] < 1).all()
    assert (model.probability_alive(base)[once] == 1).all()


@pytest.mark.law
@settings(max_examples=20)
@given(modified, bases(), horizons)
def test_without_dropout_it_is_the_nbd(
    model: MBGNBD, base: CustomerSummary, horizon: float
) -> None:
    """As a goes to 0 the verbs are those of the NBD."""
    age = base.T
    stays = attrs.evolve(model, a=1e-250, b=1e3)
    base = attrs.evolve(base, recency=np.where(base.frequency > 0, age, 0))
    plain = NBD(r=model.r, alpha=model.alpha)
    np.testing.assert_allclose(
        stays.log_likelihood(base), plain.log_likelihood(base), rtol=1e-12, atol=1e-13
    )
    verbs: tuple[Callable[[Any], Any], ...] = (
        lambda m: m.expected_purchases(base, horizon=horizon),
        lambda m: m.purchase_pmf(base, 2, horizon=horizon),
        lambda m: m.discounted_expected_purchases(base, rate=YEARLY, horizon=horizon),
    )
    for verb in verbs:
        np.testing.assert_allclose(verb(stays), verb(plain), rtol=1e-10, atol=1e-240)
