"""The value of a customer not yet won, and what winning one may cost."""

import itertools
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import logs
from crmcore import _script
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv import BGBB, BGNBD, MBGNBD, NBD, Fit, GammaGamma, ParetoNBD, customer_value
from crmcore.metrics.clv.value.new_customer import NewCustomerValue, new_customer_value
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

CDNOW = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
SPEND = GammaGamma(p=6.25, q=3.74, v=15.44, currency="USD")
MEAN = 6.25 * 15.44 / 2.74
YEARLY = Rate(0.12, per="year")
MARKS = dict.fromkeys(range(0x2066, 0x206A))

models = st.one_of(
    st.builds(BGNBD, r=logs, alpha=logs, a=logs, b=logs),
    st.builds(MBGNBD, r=logs, alpha=logs, a=logs, b=logs),
    st.builds(NBD, r=logs, alpha=logs),
)
EVERY = (
    CDNOW,
    MBGNBD(r=0.5, alpha=6.0, a=0.9, b=2.4, unit="week"),
    NBD(r=0.4, alpha=12.0, unit="week"),
    ParetoNBD(r=0.553, alpha=10.578, s=0.606, beta=11.669, unit="week"),
)


def worth(model: Any = CDNOW, **terms: Any) -> NewCustomerValue:
    return new_customer_value(model, SPEND, **{"rate": YEARLY, **terms})


@pytest.mark.law
@pytest.mark.parametrize("model", EVERY, ids=lambda model: type(model).__name__)
@pytest.mark.parametrize("first", [True, False])
def test_repeat_purchases_are_those_of_the_curve(model: Any, first: Any) -> None:
    """Discounting each week of the expected purchases at its ends encloses the value."""
    found = worth(model, horizon=52, margin=0.3, first_purchase=first)
    weeks = np.arange(0.0, 52.01, 0.25)
    steps = np.diff(np.asarray(model.expected_purchases_new(horizon=weeks)))
    factor = np.exp(-YEARLY.continuous("week") * weeks)
    low, high = steps @ factor[1:], steps @ factor[:-1]
    assert low < found.discounted_repeat_purchases < high
    assert high - low < 1e-3
    want = 0.3 * MEAN * (first + found.discounted_repeat_purchases)
    assert found.value.require() == pytest.approx(want, rel=1e-12)
    assert found.expected_spend == pytest.approx(MEAN, rel=1e-12)


@pytest.mark.law
@settings(max_examples=12)
@given(models, st.floats(0, 1), st.floats(0, 100), st.booleans())
def test_the_cost_is_subtracted_and_breaks_even(
    model: Any, margin: float, cost: float, first: Any
) -> None:
    """The value is the break-even cost less the cost, and nothing at the break-even cost."""
    terms: dict[str, Any] = {"margin": margin, "first_purchase": first, "unit": "week"}
    found = worth(model, acquisition_cost=cost, **terms)
    limit = found.break_even_acquisition_cost.require()
    assert found.value.require() == limit - cost
    assert worth(model, **terms).value.require() == limit
    assert worth(model, acquisition_cost=limit, **terms).value.require() == 0
    assert limit == pytest.approx(margin * worth(model, **{**terms, "margin": 1}).value.require())


@pytest.mark.law
@settings(max_examples=15)
@given(models, st.floats(0.01, 0.8))
def test_monotone_in_horizon_and_rate(model: Any, rate: float) -> None:
    """A longer time is worth more, up to for ever; dearer money makes it worth less."""
    spans = (0.5, "3 months", "18 months", None)
    here = [
        worth(model, horizon=span, rate=Rate(rate, per="year"), unit="week").value.require()
        for span in spans
    ]
    assert all(a <= b * (1 + 1e-9) for a, b in itertools.pairwise(here))
    dear = worth(model, horizon="18 months", rate=Rate(rate + 0.1, per="year"), unit="week")
    assert dear.value.require() <= here[2] * (1 + 1e-9)


@pytest.mark.law
@settings(max_examples=15)
@given(models)
def test_somebody_just_won_is_a_customer_of_age_0(model: Any) -> None:
    """Without the first purchase it is the value of a customer who has just bought first."""
    won = CustomerSummary(
        frequency=[0], recency=[0], T=[0], monetary_value=[0], unit="month", currency="USD"
    )
    own = customer_value(model, SPEND, won, rate=YEARLY, margin=0.4, acquisition_cost=2.0)
    found = worth(model, margin=0.4, acquisition_cost=2.0, first_purchase=False, unit="month")
    assert found.value.require() == pytest.approx(own.value[0], rel=1e-12)
    days = attrs.evolve(model, alpha=model.alpha * 365.25 / 12)
    other = worth(days, margin=0.4, acquisition_cost=2.0, first_purchase=False, unit="day")
    assert other.value.require() == pytest.approx(own.value[0], rel=1e-8, abs=1e-8)


def test_donors_are_won_too() -> None:
    """A model of opportunities discounts the gift at the next opportunity by one period."""
    donors = BGBB(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783)
    found = worth(donors, horizon=1, unit="period", rate=Rate(0.1, per="period"))
    chance = (1.204 / (1.204 + 0.750)) * (2.783 / (0.657 + 2.783))
    assert found.discounted_repeat_purchases == pytest.approx(chance / 1.1, rel=1e-12)
    assert found.unit == "period"


@pytest.fixture(scope="module")
def fits() -> tuple[Fit[BGNBD], Fit[GammaGamma]]:
    rng = np.random.default_rng(7)
    drawn = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.5, unit="week").simulate(500, T=60.0, rng=rng)
    base = SPEND.simulate(drawn, rng=rng)
    return BGNBD.fit(base), GammaGamma.fit(base)


def test_fits_bring_intervals(fits: tuple[Fit[BGNBD], Fit[GammaGamma]]) -> None:
    """The cost moves both ends; the first purchase makes the value surer in proportion."""
    terms: dict[str, Any] = {"rate": YEARLY, "margin": 0.3, "level": 0.8}
    found = new_customer_value(*fits, acquisition_cost=50, **terms)
    value, limit = found.value, found.break_even_acquisition_cost
    assert value.interval is not None
    assert limit.interval is not None
    assert limit.interval.low < limit.require() < limit.interval.high
    assert value.interval.low == limit.interval.low - 50
    assert value.interval.high == limit.interval.high - 50
    assert value.require() < 0
    assert value.interval.level == 0.8
    assert value.n == 500
    assert value.note is None
    spread = [
        each.break_even_acquisition_cost.require()
        for each in (
            new_customer_value(often, much, **terms)
            for often, much in zip(
                fits[0].draws(100, rng=np.random.default_rng(1)),
                fits[1].draws(100, rng=np.random.default_rng(2)),
                strict=True,
            )
        )
    ]
    low, high = np.quantile(np.log(spread), [0.1, 0.9])
    assert high - low == pytest.approx(np.log(limit.interval.high / limit.interval.low), rel=0.25)
    plain = new_customer_value(fits[0], fits[1].model, **terms)
    assert plain.value.interval is None
    assert plain.value.note is not None


def test_it_says_what_it_counts() -> None:
    """The text names first and repeat purchases, margin and cost, in both languages."""
    found = worth(margin=0.3, acquisition_cost=15)
    assert found.text.en == (
        "the first purchase and 1.38373 repeat purchases in today's worth; 35.219 US dollar each "
        "at a margin of 30%; less 15 US dollar for acquisition; together 10.1858 US dollar"
    )
    apart = worth(first_purchase=False)
    assert "the first purchase apart" in apart.text.en
    assert "no cost of acquisition is subtracted" in apart.text.en
    for title in (found.text, apart.text, found.value.title):
        assert _script.faults(title.fa.translate(MARKS)) == 0
        assert not any("0" <= mark <= "9" for mark in title.fa)
    assert repr(found).startswith("NewCustomerValue(value=10.1858, break_even_acquisition_cost=25.")
    assert "acquisition_cost=None" in repr(apart)
    assert found.value.currency == "USD"
    assert found == worth(margin=0.3, acquisition_cost=15)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rate": 0.1}, "rate must be a Rate such as"),
        ({"rate": Rate(0.1, per="period")}, "abstract period"),
        ({"horizon": 0}, "horizon must be a finite number > 0, got 0"),
        ({"horizon": "soon"}, "horizon must be a number or text such as"),
        ({"margin": 30}, r"margin must be a fraction .* did you mean 0\.3\?"),
        ({"acquisition_cost": -1}, "acquisition_cost must be a finite number >= 0, got -1"),
        ({"level": 0}, "level must be strictly between 0 and 1"),
        ({"unit": "day"}, "unit must be that of the model, 'week', got 'day'"),
        ({"unit": "fortnight"}, "unit must be one of"),
        ({"horizon": None, "rate": Rate(0.0, per="year")}, "rate must be above 0 when horizon"),
    ],
)
def test_bad_terms_are_named(change: dict[str, Any], message: str) -> None:
    """Terms that cannot be are refused by name."""
    with pytest.raises(InvalidInputError, match=message):
        worth(**change)


def test_what_cannot_be_told_is_refused() -> None:
    """A model without unit needs one; an infinite mean spend has no value."""
    with pytest.raises(InvalidInputError, match="unit must be stated for a model that does not"):
        worth(attrs.evolve(CDNOW, unit=None))
    with pytest.raises(UndefinedMetricError, match="expected spend is infinite"):
        new_customer_value(CDNOW, GammaGamma(p=1.0, q=0.9, v=1.0), rate=YEARLY)
