"""Laws that the verbs of the BG/NBD model keep for every customer and parameter."""

from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import bases, models, seen
from crmcore.metrics.clv import BGNBD
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

YEARLY = Rate(0.1, per="year")
near = partial(pytest.approx, abs=0.0)


@pytest.mark.law
@settings(max_examples=12)
@given(models, bases(), st.floats(0.01, 200))
def test_one_customer_is_as_many(model: BGNBD, base: CustomerSummary, horizon: float) -> None:
    """One customer alone gets the number that she gets among others."""
    alone = [base.select(np.array([i])) for i in range(len(base))]
    for verb in (
        model.log_likelihood,
        lambda b: model.probability_alive(b, after=horizon),
        lambda b: model.expected_purchases(b, horizon=horizon),
        lambda b: model.purchase_pmf(b, 3, horizon=horizon),
        lambda b: model.discounted_expected_purchases(b, rate=YEARLY),
        lambda b: model.discounted_expected_purchases(b, rate=YEARLY, horizon=horizon),
    ):
        each = np.concatenate([verb(one) for one in alone])
        np.testing.assert_allclose(verb(base), each, rtol=1e-14)


@pytest.mark.law
@settings(max_examples=25)
@given(models, bases(), st.floats(0.1, 100))
def test_ranges(model: BGNBD, base: CustomerSummary, horizon: float) -> None:
    """Chances lie in [0, 1]; purchases grow with the horizon, below those of who stays."""
    alive = model.probability_alive(base)
    later = model.probability_alive(base, after=horizon)
    soon, far = (model.expected_purchases(base, horizon=h) for h in (horizon, 2 * horizon))
    stays = (model.r + base.frequency) / (model.alpha + base.T) * horizon
    assert ((alive >= 0) & (alive <= 1) & (later <= alive * (1 + 1e-12))).all()
    assert (alive[base.frequency == 0] == 1).all()
    assert ((soon <= far * (1 + 1e-12)) & (far <= 2 * soon * (1 + 1e-11))).all()
    assert (soon <= alive * stays * (1 + 1e-11)).all()


@pytest.mark.law
@settings(max_examples=25)
@given(models, bases(), st.floats(0.1, 100), st.sampled_from([7.0, 1 / 168, 1e3]))
def test_time_has_no_scale(
    model: BGNBD, base: CustomerSummary, horizon: float, scale: float
) -> None:
    """The unit of time does not matter."""
    scaled = BGNBD(r=model.r, alpha=model.alpha * scale, a=model.a, b=model.b)
    other = seen(base.frequency, base.recency * scale, base.T * scale)
    density = model.log_likelihood(base) - base.frequency * np.log(scale)
    np.testing.assert_allclose(scaled.log_likelihood(other), density, rtol=1e-10, atol=1e-9)
    np.testing.assert_allclose(
        scaled.expected_purchases(other, horizon=horizon * scale),
        model.expected_purchases(base, horizon=horizon),
        rtol=1e-9,
    )


@pytest.mark.law
@settings(max_examples=25)
@given(models, bases(), st.floats(0.1, 20))
def test_distribution_adds_up(model: BGNBD, base: CustomerSummary, horizon: float) -> None:
    """Chances of 0 to n purchases stay below 1 and explain no more purchases than expected."""
    chances = np.stack([model.purchase_pmf(base, n, horizon=horizon) for n in range(40)])
    counted = (np.arange(40)[:, None] * chances).sum(axis=0)
    expected = model.expected_purchases(base, horizon=horizon)
    total = chances.sum(axis=0)
    assert ((total <= 1 + 1e-12) & (chances >= 0)).all()
    assert (counted <= expected * (1 + 1e-11) + 1e-300).all()
    whole = (1 - total) * 1e6 < 1e-9
    np.testing.assert_allclose(counted[whole], expected[whole], rtol=1e-5, atol=1e-12)


@pytest.mark.law
@settings(max_examples=15)
@given(models, bases(), st.floats(1, 100))
def test_discounting(model: BGNBD, base: CustomerSummary, horizon: float) -> None:
    """Discounting lowers, a rate of 0 does not, growth raises, and for ever is the longest."""
    plain = model.expected_purchases(base, horizon=horizon)

    def worth(rate: float, length: float | None = horizon) -> Any:
        of = Rate(rate, per="week")
        return model.discounted_expected_purchases(base, rate=of, horizon=length)

    np.testing.assert_allclose(worth(0.0), plain, rtol=1e-10)
    assert (worth(0.02) <= plain * (1 + 1e-11)).all()
    assert (worth(-0.02) >= plain * (1 - 1e-11)).all()
    assert (worth(0.02) <= worth(0.02, None) * (1 + 1e-11)).all()
    np.testing.assert_allclose(worth(0.02, 1e4), worth(0.02, None), rtol=1e-9)


@pytest.mark.law
@settings(max_examples=30)
@given(models, st.floats(0.01, 100))
def test_new_customer_is_one_with_no_history(model: BGNBD, horizon: float) -> None:
    """What is expected of a new customer is what is expected at age 0."""
    fresh = seen(0, 0, 0)
    assert model.expected_purchases_new(horizon=horizon) == near(
        model.expected_purchases(fresh, horizon=horizon)[0], rel=1e-14
    )
    for n in (0, 1, 7):
        pmf = model.purchase_pmf(fresh, n, horizon=horizon)[0]
        assert model.purchase_pmf_new(n, horizon=horizon) == near(pmf, rel=1e-14)
