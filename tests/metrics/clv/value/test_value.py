"""Customer value, tracking and the holdout check: products and sums of what the models say."""

import itertools
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv import BGNBD, Fit, GammaGamma
from crmcore.metrics.clv.evaluation.tracking import Tracking, track
from crmcore.metrics.clv.evaluation.validation import check_holdout
from crmcore.metrics.clv.value.customers import CustomerValue, customer_value
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary
from crmcore.transactions import TransactionLog

CDNOW = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
SPEND = GammaGamma(p=6.25, q=3.74, v=15.44)
YEARLY = Rate(0.1, per="year")

row = st.tuples(st.integers(0, 30), st.floats(0, 1), st.floats(1, 200), st.floats(0.5, 500))


def base_of(rows: list[Any], **options: Any) -> CustomerSummary:
    x = np.array([float(row[0]) for row in rows])
    age = np.array([row[2] for row in rows])
    recency = np.where(x > 0, np.maximum(np.array([row[1] for row in rows]), 0.01) * age, 0)
    money = [row[3] for row in rows]
    return CustomerSummary(
        frequency=x, recency=recency, T=age, unit="week", monetary_value=money, **options
    )


@pytest.mark.law
@settings(max_examples=15)
@given(st.lists(row, min_size=1, max_size=8), st.floats(0.01, 1.0))
def test_value_is_margin_times_spend_times_purchases(rows: list[Any], margin: float) -> None:
    """The value is the product of its parts, and the equity their sum."""
    base = base_of(rows)
    worth = customer_value(CDNOW, SPEND, base, rate=YEARLY, horizon="1 year", margin=margin)
    count = CDNOW.discounted_expected_purchases(base, rate=YEARLY, horizon="1 year")
    np.testing.assert_allclose(worth.value, margin * SPEND.expected_spend(base) * count, rtol=1e-13)
    assert worth.equity.require() == pytest.approx(worth.value.sum(), rel=1e-12)
    np.testing.assert_allclose(
        worth.value_if_alive * worth.probability_alive, worth.value, rtol=1e-12
    )


@pytest.mark.law
@settings(max_examples=6)
@given(st.lists(row, min_size=1, max_size=5))
def test_value_grows_with_the_horizon_to_its_limit(rows: list[Any]) -> None:
    """A longer future is worth more, and never more than for ever."""
    base = base_of(rows)
    values = [
        customer_value(CDNOW, SPEND, base, rate=YEARLY, horizon=horizon).value
        for horizon in ("1 month", "1 year", "20 years", None)
    ]
    for shorter, longer in itertools.pairwise(values):
        assert (shorter <= longer * (1 + 1e-9)).all()


def test_weights_count_as_customers() -> None:
    """The equity of weighted rows is that of the repeated rows."""
    rows = [(2, 0.8, 40.0, 30.0), (0, 0.0, 20.0, 0.0)]
    weighted = base_of(rows, weights=[3, 2])
    spread = base_of([rows[0]] * 3 + [rows[1]] * 2)
    once = customer_value(CDNOW, SPEND, weighted, rate=YEARLY)
    often = customer_value(CDNOW, SPEND, spread, rate=YEARLY)
    assert once.equity.require() == pytest.approx(often.equity.require(), rel=1e-12)
    assert once.equity.n == 5


@pytest.fixture(scope="module")
def fits() -> tuple[CustomerSummary, Fit[BGNBD], Fit[GammaGamma]]:
    rng = np.random.default_rng(7)
    drawn = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.5, unit="week").simulate(1500, T=60.0, rng=rng)
    nu = rng.gamma(3.74, 1 / 15.44, len(drawn))
    x = drawn.frequency
    money = rng.gamma(6.25 * np.maximum(x, 1), 1 / (nu * np.maximum(x, 1)))
    base = CustomerSummary(
        frequency=x, recency=drawn.recency, T=drawn.T, unit="week", monetary_value=money,
        currency="EUR",
    )  # fmt: skip
    return base, BGNBD.fit(base), GammaGamma.fit(base)


def test_fits_bring_intervals(
    fits: tuple[CustomerSummary, Fit[BGNBD], Fit[GammaGamma]],
) -> None:
    """Each value and the equity lie in their intervals; common error does not average out."""
    base, often, much = fits
    worth = customer_value(often, much, base, rate=YEARLY, level=0.9)
    assert worth.interval is not None
    assert (worth.interval.low < worth.value).all()
    assert (worth.value < worth.interval.high).all()
    total = worth.equity.interval
    assert total is not None
    assert total.low < worth.equity.require() < total.high
    width = np.log(worth.interval.high / worth.interval.low)
    independent = np.sqrt(np.square(width * worth.value).sum()) / worth.value.sum()
    assert np.log(total.high / total.low) > 3 * independent
    assert worth.equity.currency == "EUR"
    plain = customer_value(often.model, much.model, base, rate=YEARLY)
    assert plain.interval is None
    assert plain.equity.note is not None
    assert plain.equity.note.en.startswith("no interval: pass the fits")
    np.testing.assert_array_equal(plain.value, worth.value)
    assert len(plain) == len(base)
    assert "horizon=52.17" in repr(plain)
    assert isinstance(plain, CustomerValue)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"margin": 30}, r"margin must be a fraction .* did you mean 0\.3\?"),
        ({"horizon": 0}, "horizon must be a finite number > 0"),
        ({"level": 90}, r"level must be strictly between 0 and 1, got 90; did you mean 0\.9\?"),
        ({"rate": 0.1}, r"rate must be a Rate such as Rate\(0\.1, per='year'\), got 0\.1"),
        ({"horizon": "soon"}, "horizon must be a number or text such as '1 year'"),
        ({"rate": Rate(0.1, per="period")}, "abstract period"),
    ],
)
def test_bad_terms_are_named(change: dict[str, Any], message: str) -> None:
    """Terms that cannot be are refused by name."""
    base = base_of([(2, 0.8, 40.0, 30.0)])
    with pytest.raises(InvalidInputError, match=message):
        customer_value(CDNOW, SPEND, base, **{"rate": YEARLY, **change})


def test_money_is_needed() -> None:
    """A summary without money has no value."""
    base = CustomerSummary(frequency=[1], recency=[2], T=[3], unit="week")
    with pytest.raises(InvalidInputError, match="customers must have monetary_value"):
        customer_value(CDNOW, SPEND, base, rate=YEARLY)


@pytest.mark.reference
def test_cdnow_tracking_is_near_the_published(cdnow_lines: dict[str, Any]) -> None:
    """On CDNOW BG/NBD under-forecasts the 39 weeks after calibration slightly, as published.

    The paper's figure 3 has the expected total a few per cent below the actual one in week 78.
    """
    log = TransactionLog.from_arrays(**cdnow_lines)
    parts = log.split(calibration_until="1997-09-30", holdout_until="1998-06-30")
    model = BGNBD.fit(parts.calibration)
    seen = track(model, log, calibration_until="1997-09-30", until="1998-06-30")
    assert seen.period_end.size == 78
    assert seen.actual.sum() == 2457 + 1882
    assert -0.15 < seen.holdout_error < 0.0
    check = check_holdout(model, parts)
    assert check.total_actual == 1882
    assert check.total_expected == pytest.approx(seen.expected[39:].sum(), rel=0.05)
    assert check.customers.sum() == 2357
    assert check.customers[0] == 1411
    assert check.frequency.tolist() == list(range(8))
    assert (check.customers @ check.actual) == pytest.approx(1882)
    assert "duration=39" in repr(check)


@pytest.mark.law
def test_tracking_adds_up() -> None:
    """Weeks of repeat purchases add up to those of the summary; late joiners are left out."""
    log = TransactionLog.from_arrays(
        customer=["a", "a", "a", "b", "b", "c"],
        date=["2024-01-01", "2024-01-01", "2024-01-10", "2024-01-02", "2024-01-21", "2024-01-20"],
        amount=[1.0] * 6,
    )
    seen = track(CDNOW, log, unit="week", calibration_until="2024-01-14", until="2024-01-28")
    assert seen.actual.tolist() == [0, 1, 1, 0]
    assert seen.cumulative_actual[-1] == 2
    ages = np.array([27 / 7, 26 / 7])
    want = np.asarray(CDNOW.expected_purchases_new(horizon=ages)).sum()
    assert seen.cumulative_expected[-1] == pytest.approx(want)
    assert repr(seen).startswith("Tracking(weeks=4, actual=2, ")


def test_tracking_refuses_exchanged_or_missing_weeks() -> None:
    """The end comes after the calibration, and there is at least one whole week."""
    log = TransactionLog.from_arrays(customer=["a"], date=["2024-01-01"], amount=[1.0])
    with pytest.raises(InvalidInputError, match="until must not be before calibration_until"):
        track(CDNOW, log, unit="week", calibration_until="2024-02-01", until="2024-01-01")
    weekly = attrs.evolve(CDNOW, unit="week")
    with pytest.raises(
        InvalidInputError, match="unit must be that of the model, 'week', got 'day'"
    ):
        track(weekly, log, unit="day", calibration_until="2024-01-08", until="2024-01-30")
    with pytest.raises(InvalidInputError, match="unit must be stated for a model"):
        track(CDNOW, log, calibration_until="2024-01-08", until="2024-01-30")
    with pytest.raises(InvalidInputError, match="at least one whole week"):
        track(CDNOW, log, unit="week", calibration_until="2024-01-02", until="2024-01-03")
    seen = track(CDNOW, log, unit="week", calibration_until="2024-01-08", until="2024-01-30")
    with pytest.raises(UndefinedMetricError, match="no purchase came after 2024-01-08"):
        _ = seen.holdout_error
    assert isinstance(seen, Tracking)
