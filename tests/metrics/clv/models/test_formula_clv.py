"""The formula CLV: closed forms, reference values, conventions and what it refuses."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import seen
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv.bg_nbd import BGNBD
from crmcore.metrics.clv.formula import FirstPayment, formula_clv
from crmcore.metrics.clv.gamma_gamma import GammaGamma
from crmcore.metrics.clv.geometric import Geometric
from crmcore.rates import Rate

near = partial(pytest.approx, abs=0.0)
fractions = st.floats(0, 1)
discounts = st.floats(0.001, 0.9)
margins = st.floats(-1e6, 1e6).map(lambda money: round(money, 2))
conventions: Any = st.sampled_from(["now", "after_one_period"])


@pytest.mark.law
@given(st.floats(0.01, 1e6), fractions, discounts, conventions)
def test_for_ever(margin: float, r: float, d: float, first: FirstPayment) -> None:
    """Constants for ever are m (1+d)/(1+d-r) or m r/(1+d-r), the textbook's multiples."""
    got = formula_clv(margin, retention=r, discount=d, horizon=None, first_payment=first)
    top = 1 + d if first == "now" else r
    assert got.value == near(margin * top / (1 + d - r), rel=1e-12)


@pytest.mark.law
@given(margins, fractions, discounts, st.integers(1, 60))
def test_conventions_differ_by_one_step(margin: float, r: float, d: float, h: int) -> None:
    """A payment later is one retention and one discount less, whatever the horizon."""
    now, later = (
        formula_clv(margin, retention=r, discount=d, horizon=h, first_payment=first).value
        for first in ("now", "after_one_period")
    )
    assert later == pytest.approx(now * r / (1 + d), rel=1e-12, abs=1e-9)


@pytest.mark.law
@given(
    st.lists(st.tuples(margins, fractions, st.floats(-0.5, 0.9)), min_size=1, max_size=12),
    conventions,
)
def test_sequences(rows: list[tuple[float, float, float]], first: FirstPayment) -> None:
    """With sequences the value is the sum written out."""
    margin, retention, discount = (list(column) for column in zip(*rows, strict=True))
    steps = len(rows) - (first == "now")
    weight, total, size = 1.0, 0.0, 0.0
    factors = [r / (1 + d) for r, d in zip(retention, discount, strict=True)][:steps]
    for m, factor in zip(margin, [1.0, *factors] if first == "now" else factors, strict=True):
        weight *= factor
        total += m * weight
        size += abs(m * weight)
    got = formula_clv(
        margin,
        retention=retention[:steps],
        discount=discount[:steps],
        horizon=len(rows),
        first_payment=first,
    )
    assert got.value == pytest.approx(total, rel=1e-12, abs=1e-12 * size)


@pytest.mark.law
@settings(max_examples=50)
@given(
    st.lists(st.tuples(margins, fractions), min_size=1, max_size=6),
    st.floats(0.02, 0.9),
    conventions,
)
def test_last_values_hold_for_ever(
    rows: list[tuple[float, float]], d: float, first: FirstPayment
) -> None:
    """For ever is the limit of long horizons in which the last values are repeated."""
    margin, retention = (list(column) for column in zip(*rows, strict=True))
    got = formula_clv(margin, retention=retention, discount=d, horizon=None, first_payment=first)
    long = 2000
    steps = long - (first == "now")
    drawn = formula_clv(
        margin + margin[-1:] * (long - len(margin)),
        retention=retention + retention[-1:] * (steps - len(retention)),
        discount=d,
        horizon=long,
        first_payment=first,
    )
    size = max(map(abs, margin)) / d
    assert got.value == pytest.approx(drawn.value, rel=1e-11, abs=1e-12 * size)


@pytest.mark.law
@given(st.floats(0.01, 1), discounts)
def test_residual_value_is_lifetime_times_margin(churn: float, d: float) -> None:
    """With constant retention, a renewal due now is worth the residual lifetime times margin."""
    model = Geometric(churn_rate=churn)
    rate = Rate(d, per="period")
    whole = formula_clv(7, retention=1 - churn, discount=rate, horizon=None, first_payment="now")
    assert whole.value == near(7 * model.discounted_expected_lifetime(rate=rate), rel=1e-12)
    later = formula_clv(
        7, retention=1 - churn, discount=rate, horizon=None, first_payment="after_one_period"
    )
    rest = model.discounted_expected_residual_lifetime(renewals=3, rate=rate)
    assert later.value * (1 + d) == near(7 * rest, rel=1e-12)


@pytest.mark.reference
def test_values_of_the_reference(reference: Callable[[str], Any]) -> None:
    """A model's expected purchases, as margins of the periods, give the discrete CLV's digits."""
    model, spend = (
        BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426),
        GammaGamma(p=6.25, q=3.74, v=15.44),
    )
    table = reference("clv")["tables"]["customers"]
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    for row in (row for row in rows if row["model"] == "bg_nbd"):
        base = seen(row["x"], row["t_x"], row["T"], monetary_value=[row["m_x"]])
        ends = row["period"] * np.arange(row["periods"] + 1)
        bought = np.diff([model.expected_purchases(base, horizon=end)[0] for end in ends])
        got = formula_clv(
            bought * spend.expected_spend(base)[0],
            retention=1,
            discount=row["rate"],
            horizon=row["periods"],
            first_payment="after_one_period",
        )
        assert got.value == near(row["clv_discrete"], rel=1e-10)


def test_acquisition_cost_is_apart_or_taken_off() -> None:
    """A prospect's value is a customer's less the cost, and the result names which it is."""
    options: Any = {"retention": 0.8, "discount": 0.1, "horizon": 5, "first_payment": "now"}
    won = formula_clv(100, **options)
    prospect = formula_clv(100, acquisition_cost=150, **options)
    assert won.acquisition_cost is None
    assert (won.subject, prospect.subject) == ("customer", "prospect")
    assert won.value == won.margins == prospect.margins
    assert prospect.value == won.value - 150
    assert formula_clv(100, acquisition_cost=0, **options).subject == "prospect"
    assert "already won" in won.convention.en
    assert "هزینه جذب" in prospect.convention.fa
    later = formula_clv(
        100, retention=0.8, discount=0.1, horizon=5, first_payment="after_one_period"
    )
    assert later.convention != won.convention
    assert repr(won).endswith("subject='customer', horizon=5)")


def test_periods_of_a_rate() -> None:
    """A yearly rate is converted to monthly payments, and a horizon in words to their number."""
    options: Any = {"retention": 0.95, "first_payment": "now", "unit": "month"}
    yearly = Rate(0.12, per="year")
    got = formula_clv(10, discount=yearly, horizon="2 years", **options)
    assert got.horizon == 24
    other = formula_clv(10, discount=yearly.to("month").value, horizon=24, **options)
    assert got.value == near(other.value, rel=1e-13)
    steep = Rate(0.9, per="month")
    once = formula_clv(
        [1, 1], retention=1, discount=steep, horizon=2, first_payment="now", unit="year"
    )
    assert once.value == near(1 + 1.9**-12, rel=1e-13)


def test_one_payment() -> None:
    """One payment now is its margin, whatever retention and discount."""
    got = formula_clv([42], retention=[], discount=[], horizon=1, first_payment="now")
    assert got.value == 42
    assert formula_clv(42, retention=0.1, discount=0.5, horizon=1, first_payment="now").value == 42


def test_for_ever_ends_where_nothing_comes() -> None:
    """Without discount the sum for ever ends if nobody stays or nothing is paid any more."""
    options: Any = {"discount": 0, "horizon": None, "first_payment": "now"}
    assert formula_clv(5, retention=[1, 0], **options).value == 10
    assert formula_clv([5, 5, 0], retention=1, **options).value == 10
    assert formula_clv(5, retention=0.5, **options).value == 10
    assert formula_clv(5, retention=[0, 1], **options).value == 5


@pytest.mark.parametrize(
    ("retention", "discount"), [(1, 0), (1, -0.01), (0.8, -0.2), ([0.5, 1], [0.1, 0])]
)
def test_no_end(retention: Any, discount: Any) -> None:
    """A sum for ever that has no end is undefined, and both languages say so."""
    with pytest.raises(UndefinedMetricError, match="has no end") as caught:
        formula_clv(5, retention=retention, discount=discount, horizon=None, first_payment="now")
    assert "افق زمانی بدهید" in caught.value.reason.fa


def test_too_large() -> None:
    """A value beyond the doubles is refused, not given as infinite."""
    options: Any = {"retention": 1, "discount": -0.9, "horizon": 400, "first_payment": "now"}
    with pytest.raises(UndefinedMetricError, match="too large for a number"):
        formula_clv(1, **options)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"first_payment": "later"}, "first_payment must be one of 'now', 'after_one_period'"),
        ({"retention": 80}, "retention must be a fraction.*did you mean 0.8"),
        ({"retention": [0.8, 1.2]}, "retention must be a fraction from 0 to 1, got 1.2 at row 1"),
        ({"retention": [0.8, np.nan]}, "retention must be a fraction .* nan at row 1"),
        ({"retention": [0.8]}, "retention must be one number or have 2 values .* got 1"),
        ({"retention": ["x", 1]}, "retention must be numbers, got 'x' at row 0"),
        ({"discount": 12}, "rate must be below 1, got 12.*did you mean 0.12"),
        ({"discount": -1}, "rate must be a finite number > -1"),
        ({"discount": [0.1, 1.0]}, "discount must be a fraction .* got 1.0 at row 1"),
        ({"discount": np.nan}, "discount must be a finite number"),
        ({"discount": Rate(0.1, per="year")}, "state the rate per period"),
        ({"margin": np.inf}, "margin must be a finite number"),
        ({"margin": [1, 2, np.nan]}, "margin must be finite, got nan at row 2"),
        ({"margin": [1, 2]}, "margin must be one number or have 3 values .* got 2"),
        ({"horizon": 0}, "horizon must be a whole number of payments from 1 on"),
        ({"horizon": 2.5}, "horizon must be a whole number of payments"),
        ({"horizon": [3, 3]}, "horizon must be one number of payments"),
        ({"acquisition_cost": -1}, "acquisition_cost must be a finite number >= 0"),
        ({"unit": "decade"}, "unit must be one of"),
        ({"horizon": None, "margin": []}, "margin must have at least one value"),
        ({"horizon": None, "retention": []}, "retention must have at least one value"),
    ],
)
def test_refuses_arguments(changed: dict[str, Any], message: str) -> None:
    """An argument out of its range is refused by name, with the length that is needed."""
    given: dict[str, Any] = {
        "margin": 100,
        "retention": 0.8,
        "discount": 0.1,
        "horizon": 3,
        "first_payment": "now",
        **changed,
    }
    with pytest.raises(InvalidInputError, match=message):
        formula_clv(given.pop("margin"), **given)


def test_figures_of_a_textbook() -> None:
    """A margin of 100, retention of 80 % and 10 % discount are worth 3.67 or 2.67 margins."""
    options: Any = {"retention": 0.8, "discount": 0.1, "horizon": None}
    now = formula_clv(100, first_payment="now", **options).value
    later = formula_clv(100, first_payment="after_one_period", **options).value
    assert now == near(100 * 11 / 3, rel=1e-13)
    assert later == near(100 * 8 / 3, rel=1e-13)
    assert math.isclose(now - later, 100)
