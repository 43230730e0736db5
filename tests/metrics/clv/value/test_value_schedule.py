"""The schedule of value: periods of both calendars, discounting by steps, sums, and intervals."""

import itertools
import math
from datetime import date
from typing import Any

import attrs
import numpy as np
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from crmcore import _script
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv import BGBB, BGNBD, NBD, Fit, GammaGamma, customer_value
from crmcore.metrics.clv.value._calendar import boundaries, elapsed
from crmcore.metrics.clv.value.schedule import ValueSchedule, value_schedule
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

CDNOW = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
SPEND = GammaGamma(p=6.25, q=3.74, v=15.44)
YEARLY = Rate(0.12, per="year")
DONORS = BGBB(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783, unit="year")

row = st.tuples(st.integers(0, 30), st.floats(0.01, 1), st.floats(1, 200), st.floats(0.5, 500))
rows = st.lists(row, min_size=1, max_size=5)
days = st.dates(date(1990, 1, 1), date(2040, 12, 31)).map(np.datetime64)
calendars = st.sampled_from(["gregorian", "solar_hijri"])
spans = st.sampled_from(["day", "week", "month", "quarter", "year"])
rates = st.builds(Rate, st.floats(0.01, 0.9), per=st.sampled_from(["week", "month", "year"]))


def base_of(drawn: list[Any], until: Any = "2023-12-31", **options: Any) -> CustomerSummary:
    x, share, age, money = (np.array(column, float) for column in zip(*drawn, strict=True))
    return CustomerSummary(**{
        "frequency": x, "recency": np.where(x > 0, share * age, 0), "T": age, "unit": "week",
        "monetary_value": money, "observed_until": np.datetime64(until), **options,
    })  # fmt: skip


def schedule(base: CustomerSummary, **terms: Any) -> ValueSchedule:
    return value_schedule(CDNOW, SPEND, base, **{"rate": YEARLY, "periods": 12, **terms})


TWO = base_of([(2, 0.8, 40.0, 30.0), (0, 0.5, 9.0, 1.0)])


@pytest.mark.reference
@settings(max_examples=50)
@given(days, st.sampled_from([("month", 1), ("quarter", 3), ("year", 12)]), st.integers(1, 30))
def test_gregorian_periods_are_those_of_dateutil(day: Any, every: Any, count: int) -> None:
    """Months, quarters and years are stepped as dateutil steps them from the first day."""
    found = boundaries(day, count, every[0], calendar="gregorian")
    first = day.astype(object)
    want = [first + relativedelta(months=every[1] * k) for k in range(count + 1)]
    assert found.astype(object).tolist() == want


@pytest.mark.reference
@pytest.mark.parametrize("day", ["1403-06-31", "1402-01-01", "1403-12-30", "1399-11-17"])
def test_solar_hijri_periods_are_those_of_jdatetime(day: str) -> None:
    """Months of the Solar Hijri calendar have the lengths that jdatetime gives them."""
    jdatetime = pytest.importorskip("jdatetime")
    year, month, of_month = map(int, day.split("-"))
    want = []
    for k in range(15):
        there, then = divmod(12 * year + month - 1 + k, 12)
        length = 31 if then < 6 else 30 if then < 11 or jdatetime.date(there, 1, 1).isleap() else 29
        want.append(jdatetime.date(there, then + 1, min(of_month, length)).togregorian())
    first = np.datetime64(jdatetime.date(year, month, of_month).togregorian())
    found = boundaries(first, 14, "month", calendar="solar_hijri")
    assert found.astype(object).tolist() == want


@pytest.mark.law
@settings(max_examples=40)
@given(
    days, spans, st.integers(1, 40), calendars, st.sampled_from(["day", "week", "month", "year"])
)
def test_time_of_a_rate_goes_on(day: Any, every: Any, count: int, calendar: Any, per: Any) -> None:
    """Periods follow without a gap; the rate's time starts at 0, rises, and is near the days."""
    found = boundaries(day, count, every, calendar=calendar)
    passed = elapsed(found, per, every, calendar=calendar)
    lengths = {"day": 1, "week": 7, "month": 365.25 / 12, "year": 365.25}
    assert passed[0] == 0
    assert (np.diff(passed) > 0).all()
    off = passed * lengths[per] - (found - found[0]).astype(float)
    assert np.abs(off).max() <= (1e-9 if per in {"day", "week"} else 5)


@pytest.mark.law
@settings(max_examples=12)
@given(days, calendars, st.floats(-0.5, 0.99), st.integers(1, 3))
def test_twelve_months_are_a_year(day: Any, calendar: Any, rate: float, years: int) -> None:
    """Whatever their days, twelve months at the end discount by exactly one plus the rate."""
    plan = schedule(
        base_of([(2, 0.8, 40.0, 30.0)], until=day), rate=Rate(rate, per="year"),
        periods=12 * years, calendar=calendar,
    )  # fmt: skip
    want = (1 + rate) ** -np.arange(1.0, years + 1)
    np.testing.assert_allclose(plan.discount_factor[11::12], want, rtol=1e-15)
    monthly = schedule(
        base_of([(2, 0.8, 40.0, 30.0)], until=day), rate=Rate(rate, per="month"),
        every="year", periods=years, calendar=calendar,
    )  # fmt: skip
    np.testing.assert_allclose(
        monthly.discount_factor, (1 + rate) ** (-12.0 * np.arange(1, years + 1)), rtol=1e-13
    )


@pytest.mark.law
@settings(max_examples=15)
@given(st.data(), rows, days, spans, calendars, st.integers(1, 14))
def test_sums(
    data: st.DataObject, drawn: list[Any], day: Any, every: Any, calendar: Any, periods: int
) -> None:
    """Periods, customers and the total add up; purchases are those of the whole time."""
    weights = data.draw(st.lists(st.integers(0, 3), min_size=len(drawn), max_size=len(drawn)))
    margin = data.draw(st.lists(st.floats(0, 1), min_size=len(drawn), max_size=len(drawn)))
    base = base_of(drawn, until=day, weights=weights)
    plan = schedule(base, every=every, calendar=calendar, periods=periods, margin=margin)
    assert plan.total.require() == pytest.approx(plan.value.sum(), rel=1e-12)
    assert plan.total.require() == pytest.approx(base.row_weights @ plan.customer_value, rel=1e-9)
    ahead = CDNOW.expected_purchases(base, horizon=plan.horizon)
    assert plan.expected_purchases.sum() == pytest.approx(base.row_weights @ ahead, rel=1e-9)
    np.testing.assert_array_equal(plan.start[1:], plan.end[:-1] + np.timedelta64(1, "D"))
    assert plan.start[0] == day + np.timedelta64(1, "D")
    assert plan.horizon == pytest.approx((plan.end[-1] - day).astype(float) / 7, rel=1e-15)
    assert len(plan) == len(plan.titles) == periods
    free = schedule(base, every=every, periods=periods, margin=margin, rate=Rate(0.0, per="day"))
    gain = np.array(margin) * SPEND.expected_spend(base)
    here = CDNOW.expected_purchases(base, horizon=free.horizon)
    np.testing.assert_allclose(free.customer_value, gain * here, rtol=1e-9)


@pytest.mark.law
@settings(max_examples=8)
@given(rows, days, calendars)
def test_quarters_are_three_months(drawn: list[Any], day: Any, calendar: Any) -> None:
    """Purchases of a quarter are those of its three months, if no month cut a day off."""
    if int(str(day + np.timedelta64(1, "D"))[-2:]) > 20:
        day -= np.timedelta64(20, "D")
    base = base_of(drawn, until=day)
    months = schedule(base, periods=12, calendar=calendar)
    quarters = schedule(base, periods=4, every="quarter", calendar=calendar)
    if months.start[::3].tolist() == quarters.start.tolist():
        np.testing.assert_allclose(
            quarters.expected_purchases, months.expected_purchases.reshape(4, 3).sum(axis=1),
            rtol=1e-9,
        )  # fmt: skip
    np.testing.assert_allclose(quarters.discount_factor, months.discount_factor[2::3], rtol=1e-14)


@pytest.mark.law
@settings(max_examples=25)
@given(rows, days, spans, rates, st.integers(1, 14))
def test_the_continuous_value_lies_between_start_and_end(
    drawn: list[Any], day: Any, every: Any, rate: Rate, periods: int
) -> None:
    """Money paid at the start is worth more, at the end less, than from its own moment."""
    base = base_of(drawn, until=day)
    start, middle, end = (
        schedule(base, every=every, rate=rate, periods=periods, timing=timing)
        for timing in ("start", "middle", "end")
    )
    np.testing.assert_allclose(
        middle.discount_factor**2, start.discount_factor * end.discount_factor, rtol=1e-12
    )
    own = customer_value(CDNOW, SPEND, base, rate=rate, horizon=start.horizon).value
    drift = 1.0 if rate.per == "week" else math.exp(5 * rate.continuous("day"))
    assert (end.customer_value <= middle.customer_value * (1 + 1e-12)).all()
    assert (middle.customer_value <= start.customer_value * (1 + 1e-12)).all()
    assert (end.customer_value <= own * drift * (1 + 1e-9)).all()
    assert (own <= start.customer_value * drift * (1 + 1e-9)).all()


@pytest.mark.law
@settings(max_examples=8)
@given(rows, st.integers(1, 10))
def test_daily_periods_come_near_the_continuous_value(drawn: list[Any], weeks: int) -> None:
    """The finer the periods, the nearer the schedule is to discounting from each moment."""
    base = base_of(drawn)
    rate = Rate(0.01, per="week")
    own = customer_value(CDNOW, SPEND, base, rate=rate, horizon=weeks).equity.require()
    by_day = schedule(base, rate=rate, every="day", periods=7 * weeks, timing="middle")
    by_week = schedule(base, rate=rate, every="week", periods=weeks, timing="middle")
    assert by_day.total.require() == pytest.approx(own, rel=1e-3)
    assert by_week.total.require() == pytest.approx(own, rel=1e-2)
    assert by_day.horizon == by_week.horizon == weeks


@pytest.mark.law
@settings(max_examples=15)
@given(rows, days, spans)
def test_units_do_not_matter(drawn: list[Any], day: Any, every: Any) -> None:
    """Days in place of weeks give the same schedule."""
    base = base_of(drawn, until=day)
    other = attrs.evolve(base, recency=7 * base.recency, T=7 * base.T, unit="day")
    model = attrs.evolve(CDNOW, alpha=7 * CDNOW.alpha)
    plan = value_schedule(model, SPEND, other, rate=YEARLY, periods=4, every=every)
    np.testing.assert_allclose(plan.value, schedule(base, periods=4, every=every).value, rtol=1e-8)


@pytest.mark.law
@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=5),
    st.integers(1, 12), st.floats(0.01, 0.9), st.sampled_from(["year", "month"]),
)  # fmt: skip
def test_opportunities_at_the_end_are_the_discounted_purchases(
    drawn: list[tuple[int, int]], periods: int, rate: float, unit: Any
) -> None:
    """For BG/BB, whose purchases come at the ends of periods, schedule and value are the same."""
    x = np.array([min(pair) for pair in drawn], float)
    base = CustomerSummary(
        frequency=x, recency=np.where(x > 0, [max(pair) for pair in drawn], 0),
        T=np.full(x.size, 6.0), monetary_value=np.full(x.size, 20.0), unit=unit,
        observed_until=np.datetime64("2023-06-30"),
    )  # fmt: skip
    terms: dict[str, Any] = {"rate": Rate(rate, per=unit), "margin": 0.3}
    model = attrs.evolve(DONORS, unit=unit)
    own = customer_value(model, SPEND, base, horizon=periods, **terms)
    plan = value_schedule(model, SPEND, base, periods=periods, every=unit, **terms)
    np.testing.assert_allclose(plan.customer_value, own.value, rtol=1e-10)


def test_opportunities_make_up_a_period() -> None:
    """A period of a model that counts opportunities is so many of them, or is refused."""
    base = CustomerSummary(
        frequency=[5], recency=[6], T=[6], unit="month", monetary_value=[20.0],
        observed_until=np.datetime64("2023-06-30"),
    )  # fmt: skip
    model = attrs.evolve(DONORS, unit="month")
    terms: dict[str, Any] = {"rate": YEARLY, "periods": 2}
    months = value_schedule(model, SPEND, base, rate=YEARLY, periods=6)
    quarters = value_schedule(model, SPEND, base, every="quarter", **terms)
    np.testing.assert_allclose(
        quarters.expected_purchases, months.expected_purchases.reshape(2, 3).sum(axis=1)
    )
    assert quarters.horizon == 6
    for every in ("week", "day"):
        with pytest.raises(
            InvalidInputError, match=r"every must consist of whole units .* a month"
        ):
            value_schedule(model, SPEND, base, every=every, **terms)
    yearly = attrs.evolve(base, unit="year")
    with pytest.raises(InvalidInputError, match="each a year, got 'month'"):
        value_schedule(DONORS, SPEND, yearly, **terms)


@pytest.fixture(scope="module")
def fitted() -> tuple[CustomerSummary, Fit[BGNBD], Fit[GammaGamma]]:
    rng = np.random.default_rng(7)
    drawn = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.5, unit="week").simulate(400, T=60.0, rng=rng)
    base = GammaGamma(p=6.25, q=3.74, v=15.44, currency="EUR").simulate(drawn, rng=rng)
    base = attrs.evolve(
        base, observed_until=np.datetime64("2024-02-29"), weights=1 + np.arange(400) % 2
    )
    return base, BGNBD.fit(base), GammaGamma.fit(base)


def test_fits_bring_intervals(
    fitted: tuple[CustomerSummary, Fit[BGNBD], Fit[GammaGamma]],
) -> None:
    """Each period and the total have intervals; the total errs as the continuous value does."""
    base, often, much = fitted
    terms: dict[str, Any] = {"rate": YEARLY, "margin": 0.3, "level": 0.8}
    plan = value_schedule(often, much, base, periods=12, **terms)
    own = customer_value(often, much, base, horizon=plan.horizon, **terms).equity
    assert plan.interval is not None
    assert ((plan.interval.low < plan.value) & (plan.value < plan.interval.high)).all()
    total = plan.total.interval
    assert total is not None
    assert own.interval is not None
    assert total.level == plan.interval.level == 0.8
    width, other = (math.log(it.high / it.low) for it in (total, own.interval))
    assert width == pytest.approx(other, rel=0.02)
    widths = np.log(plan.interval.high / plan.interval.low)
    assert widths[0] < widths[-1]
    assert plan.total.note is None
    assert plan.total.currency == "EUR"
    assert plan.total.n == base.customers
    alone = value_schedule(often, much, base, periods=1, **terms)
    assert alone.total.interval is not None
    assert alone.interval is not None
    assert alone.total.interval.low == pytest.approx(alone.interval.low[0], rel=1e-12)
    plain = value_schedule(often.model, much, base, periods=12, **terms)
    assert plain.interval is None
    assert plain.total.note is not None
    np.testing.assert_array_equal(plain.value, plan.value)


def test_a_schedule_is_a_value() -> None:
    """It prints itself, names its periods in its calendar, and equals one of equal terms."""
    plan = schedule(base_of([(2, 0.8, 40.0, 30.0)], until="2024-03-19", currency="IRT"),
                    calendar="solar_hijri", periods=12)  # fmt: skip
    assert plan.titles[0].en == "1 Farvardin 1403 to 31 Farvardin 1403"
    assert plan.titles[-1].fa == "۱ اسفند ۱۴۰۳ تا ۳۰ اسفند ۱۴۰۳"
    assert [int((b - a).astype(int)) + 1 for a, b in zip(plan.start, plan.end, strict=True)] == (
        [31] * 6 + [30] * 6
    )
    assert all(_script.faults(title.fa) == 0 for title in plan.titles)
    assert repr(plan).startswith("ValueSchedule(periods=12, every='month', start='2024-03-20', ")
    assert plan == schedule(base_of([(2, 0.8, 40.0, 30.0)], until="2024-03-19", currency="IRT"),
                            calendar="solar_hijri", periods=12)  # fmt: skip
    assert plan != schedule(TWO)
    for array in (plan.value, plan.start, plan.end):
        assert not array.flags.writeable
    assert plan.total.currency == "IRT"
    assert value_schedule(NBD(r=0.4, alpha=12.0), SPEND, TWO, rate=YEARLY, periods=1).value[0] > 0
    assert all(a < b for a, b in itertools.pairwise(plan.end))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rate": 0.1}, r"rate must be a Rate such as Rate\(0\.1, per='year'\), got 0\.1"),
        ({"rate": [YEARLY, YEARLY]}, "rate must be a Rate such as"),
        ({"rate": Rate(0.1, per="period")}, "rate must be per day, week, month or year for"),
        ({"periods": 0}, "periods must be a whole number from 1 to 10000, got 0"),
        ({"periods": 1.5}, "periods must be a whole number"),
        ({"periods": 10_000, "every": "year"}, "periods must end inside the calendar, got 10000"),
        ({"every": "fortnight"}, "every must be one of 'day', 'week', .* got 'fortnight'"),
        ({"calendar": "lunar"}, "calendar must be one of"),
        ({"timing": "never"}, "timing must be one of 'start', 'middle', 'end', got 'never'"),
        ({"margin": [0.1, 2]}, r"margin must be a fraction from 0 to 1, got 2\.0 at row 1"),
        ({"level": 1}, "level must be strictly between 0 and 1"),
    ],
)
def test_bad_terms_are_named(change: dict[str, Any], message: str) -> None:
    """Terms that cannot be are refused by name."""
    with pytest.raises(InvalidInputError, match=message):
        schedule(TWO, **change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"observed_until": None}, "customers must have observed_until, after which the first"),
        ({"unit": "period"}, "customers must be in a unit of the calendar for a schedule"),
        ({"monetary_value": None}, "customers must have monetary_value"),
        ({"currency": "EUR"}, "currency"),
    ],
)
def test_bad_bases_are_named(change: dict[str, Any], message: str) -> None:
    """A base that cannot be scheduled is refused with what it lacks."""
    dollars = attrs.evolve(SPEND, currency="USD")
    with pytest.raises(InvalidInputError, match=message):
        value_schedule(CDNOW, dollars, attrs.evolve(TWO, **change), rate=YEARLY, periods=2)
    with pytest.raises(InvalidInputError, match="customers must be at least one customer"):
        schedule(TWO.select(np.array([], dtype=np.int64)))
