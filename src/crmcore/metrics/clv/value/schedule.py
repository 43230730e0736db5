"""Value by calendar period: expected purchases, discount and money of each, from a day on."""

from collections.abc import Iterator
from typing import Any, ClassVar, Final, Literal, NamedTuple, TypeAlias, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, choice, fraction, naming, readonly_floats
from crmcore._display import Value
from crmcore._inputs import whole_number
from crmcore._text import Title
from crmcore._types import Calendar, DateArray, FloatArray, ObjectArray, Period, TimeUnit
from crmcore.days import as_day, day_title
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv.fitting._delta import log_interval, log_intervals
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.value._calendar import boundaries, elapsed, opportunities
from crmcore.metrics.clv.value._intervals import NO_INTERVAL, both_fits
from crmcore.metrics.clv.value._terms import (
    common_currency,
    margin_key,
    read_margin,
    require_money,
    single_rate,
)
from crmcore.metrics.clv.verbs.protocols import (
    PurchaseModel,
    SpendModel,
    counts_opportunities,
    purchase_model,
    spend_model,
)
from crmcore.metrics.measurement import Interval, Intervals, Measurement
from crmcore.periods import days_per_unit
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

__all__ = ["Timing", "ValueSchedule", "value_schedule"]

Timing: TypeAlias = Literal["start", "middle", "end"]

_TOTAL: Final = Title("Customer equity of the periods", "ارزش ویژه مشتریان در این دوره‌ها")
_MOST: Final = 10_000


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class ValueSchedule(Value):
    """The future value of a base, calendar period by calendar period.

    Attributes
    ----------
    start, end : ndarray of datetime64[D], shape (k,)
        First and last day of each period.
    expected_purchases : ndarray of shape (k,)
        Purchases to be expected of the whole base in each period, not discounted.
    discount_factor : ndarray of shape (k,)
        Today's worth of one unit of money of each period.
    value : ndarray of shape (k,)
        Discounted money of the whole base in each period.
    interval : Intervals or None
        How sure the value of each period is, as far as the parameters are uncertain; None where
        models were given and not fits.
    customer_value : ndarray of shape (n,)
        Discounted money of each customer in all periods, weights not multiplied in.
    total : Measurement
        The sum over periods, and over customers with their weights.
    ids : ndarray of shape (n,) or None
        Who each customer is.
    horizon : float
        Length of all periods together, in `unit`.
    every : {"day", "week", "month", "quarter", "year"}
        Length of a period.
    calendar : {"gregorian", "solar_hijri"}
        Whose months and years they are.
    timing : {"start", "middle", "end"}
        To which moment of its period money counts as paid.
    margin : float or ndarray of shape (n,)
        Share of the spend that is profit.
    rate : Rate
        The discount rate.
    unit : {"day", "week", "month", "year"}
        The unit of time of the customers.
    currency : str or None
        The currency.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    start: DateArray = attrs.field(eq=by_value)
    end: DateArray = attrs.field(eq=by_value)
    expected_purchases: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    discount_factor: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    value: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    interval: Intervals | None
    customer_value: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    total: Measurement
    ids: ObjectArray | None = attrs.field(eq=by_value)
    horizon: float
    every: Period
    calendar: Calendar
    timing: Timing
    margin: float | FloatArray = attrs.field(eq=margin_key)
    rate: Rate
    unit: TimeUnit
    currency: str | None

    def __len__(self) -> int:
        """Count the periods.

        Returns
        -------
        int
            Their number.
        """
        return self.value.size

    @property
    def titles(self) -> tuple[Title, ...]:
        """First and last day of each period, as people write them in the calendar."""
        ends = zip(self.start, self.end, strict=True)
        return tuple(_span(first, last, self.calendar) for first, last in ends)

    def _facts(self) -> dict[str, object]:
        return {
            "periods": len(self),
            "every": self.every,
            "start": str(self.start[0]),
            "end": str(self.end[-1]),
            "total": self.total.value,
            "margin": self.margin,
            "rate": self.rate,
            "timing": self.timing,
        }


def _span(first: np.datetime64, last: np.datetime64, calendar: Calendar) -> Title:
    begin, end = (day_title(day, calendar=calendar) for day in (first, last))
    return Title(f"{begin.en} to {end.en}", f"{begin.fa} تا {end.fa}")


class _Steps(NamedTuple):
    """How the calendar is gone through, as given."""

    periods: int
    every: Period
    calendar: Calendar
    timing: Timing


@attrs.frozen
class _Plan:
    """First days of the periods and the day after them, model time there, and discount factors."""

    days: DateArray
    times: FloatArray
    factor: FloatArray


def value_schedule(  # noqa: PLR0913 - one argument for each convention of a value
    purchases: "PurchaseModel | Fit[Any]",
    spend: "SpendModel | Fit[Any]",
    customers: CustomerSummary,
    /,
    *,
    rate: Rate,
    periods: int,
    every: Period = "month",
    calendar: Calendar = "gregorian",
    margin: npt.ArrayLike = 1.0,
    timing: Timing = "end",
    level: float = 0.9,
) -> ValueSchedule:
    r"""Value a base period by period of the calendar, as budgets and plans count.

    Parameters
    ----------
    purchases : purchase model or its Fit
        How often customers buy and when they leave; fits bring intervals.
    spend : spend model or its Fit
        What they spend in a purchase.
    customers : CustomerSummary
        Whom to value, with `monetary_value` and `observed_until`; the first period begins on the
        day after.
    rate : Rate
        Discount rate per day, week, month or year.
    periods : int
        How many periods, 1 to 10,000.
    every : {"day", "week", "month", "quarter", "year"}, default "month"
        Their length. Months have their real lengths and are counted from the first day: a
        schedule that begins on 10 December goes on on 10 January, one that begins on the 31st
        goes on on the last day of a shorter month.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        Whose months and years they are.
    margin : float or array_like of shape (n,), default 1.0
        Share of the spend that is profit, in [0, 1]; 1 values revenue.
    timing : {"start", "middle", "end"}, default "end"
        To which moment of its period money counts as paid.
    level : float, default 0.9
        Share of samples that the intervals cover.

    Returns
    -------
    ValueSchedule
        One row a period.

    Raises
    ------
    InvalidInputError
        If there are no customers, the end of observation or the mean spend is not known, the
        customers count abstract periods, a period does not consist of whole opportunities of a
        BG/BB model, or a number is out of its range.

    Notes
    -----
    With expected purchases :math:`E_i(t)` of customer i until t after the end of observation,
    expected spend :math:`m_i`, margin :math:`g_i` and weight :math:`w_i`, the period from
    :math:`t_{k-1}` to :math:`t_k` is worth

    .. math:: V_k = (1 + d)^{-e_k} \sum_i w_i g_i m_i [E_i(t_k) - E_i(t_{k-1})].

    Times are real days in the unit of the customers; a model that counts opportunities (`BGBB`)
    takes a period as so many of its units. The exponent :math:`e_k` counts periods of the rate in
    steps of the calendar: a month is a twelfth of a year, be it of 28 or of 31 days, so that at a
    yearly rate d twelve months discount by exactly 1 + d. Where rate and periods have no common
    step (a yearly rate by week), whole months since the first day are counted and the days of the
    month begun; a rate per day or week counts days. In the middle, the exponent is the mean of
    those at start and end.

    `customer_value` discounts each purchase from its own moment. With a rate per day or week
    above 0, its equity over the same `horizon` lies between those of the schedule with ``"end"``
    and with ``"start"``. With one per month or year this holds but for the few days by which
    months differ from a twelfth of 365.25 days, since `customer_value` counts all time in days.

    Examples
    --------
    >>> from crmcore.metrics.clv import BGNBD, GammaGamma
    >>> base = CustomerSummary(
    ...     frequency=[2, 0], recency=[30.43, 0], T=[38.86, 38.86], unit="week",
    ...     monetary_value=[22.35, 0], observed_until=np.datetime64("1997-09-30"),
    ... )
    >>> plan = value_schedule(
    ...     BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426), GammaGamma(p=6.25, q=3.74, v=15.44),
    ...     base, rate=Rate(0.12, per="year"), periods=12,
    ... )
    >>> plan
    ValueSchedule(periods=12, every='month', start='1997-10-01', end='1998-09-30', total=44.79...,
                  margin=1, rate=Rate(0.12, per='year'), timing='end')
    >>> plan.titles[0].en, plan.expected_purchases[:2].round(3), plan.value[:2].round(2)
    ('1 October 1997 to 31 October 1997', array([0.187, 0.173]), array([4.83, 4.44]))
    """
    require_money(customers)
    weight = read_margin(margin, rows=len(customers))
    level = fraction("level", level, open_interval=True)
    often, much = purchase_model(purchases), spend_model(spend)
    plan = _plan(often, customers, single_rate(rate), _Steps(periods, every, calendar, timing))
    currency = common_currency(much, customers.currency)
    gain = weight * much.expected_spend(customers)
    rows = np.stack((customers.row_weights, customers.row_weights * gain))
    sums, each = _sums(often, customers, plan, rows)
    value = plan.factor * sums[1]
    slopes = _slopes(purchases, spend, customers, plan, gain=gain, margin=weight)
    return ValueSchedule(
        start=_locked(plan.days[:-1]),
        end=_locked(plan.days[1:] - np.timedelta64(1, "D")),
        expected_purchases=sums[0],
        discount_factor=plan.factor,
        value=value,
        interval=None if slopes is None else log_intervals(value, slopes, level=level),
        customer_value=gain * each,
        total=_total(value, slopes, level, customers, currency),
        ids=customers.ids,
        horizon=float(plan.times[-1]),
        every=every,
        calendar=calendar,
        timing=timing,
        margin=weight,
        rate=rate,
        unit=customers.unit,
        currency=currency,
    )


def _plan(model: PurchaseModel, customers: CustomerSummary, rate: Rate, steps: _Steps) -> _Plan:
    periods, every, calendar, timing = steps
    choice("every", every, get_args(Period))
    choice("calendar", calendar, get_args(Calendar))
    choice("timing", timing, get_args(Timing))
    if customers.unit == "period":
        msg = "customers must be in a unit of the calendar for a schedule, got 'period'"
        raise InvalidInputError(msg)
    if customers.observed_until is None:
        msg = "customers must have observed_until, after which the first period begins, got None"
        raise InvalidInputError(msg)
    count = whole_number("periods", periods, low=1, high=_MOST)
    first = as_day(customers.observed_until, name="observed_until") + np.timedelta64(1, "D")
    days = boundaries(first, count, every, calendar=calendar)
    if counts_opportunities(model):
        times = opportunities(count, every, customers.unit)
    else:
        times = (days - days[0]).astype(np.float64) / days_per_unit(customers.unit)
    passed = elapsed(days, rate.per, every, calendar=calendar)
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[timing]
    exponent = (1 - share) * passed[:-1] + share * passed[1:]
    return _Plan(days, times, (1 + rate.value) ** -exponent)


def _increments(
    model: PurchaseModel, customers: CustomerSummary, times: FloatArray
) -> Iterator[FloatArray]:
    before = np.zeros(len(customers))
    for time in times[1:].tolist():
        until = model.expected_purchases(customers, horizon=time)
        yield np.maximum(until - before, 0.0)  # rounding may turn a 0 round
        before = until


# By period, the purchases of all customers, weighted by each row; and discounted, of each.
def _sums(
    model: PurchaseModel, customers: CustomerSummary, plan: _Plan, rows: FloatArray
) -> tuple[FloatArray, FloatArray]:
    sums = np.empty((rows.shape[0], plan.factor.size))
    each = np.zeros(len(customers))
    for k, step in enumerate(_increments(model, customers, plan.times)):
        sums[:, k] = rows @ step
        each += plan.factor[k] * step
    return sums, each


def _slopes(
    purchases: "PurchaseModel | Fit[Any]",
    spend: "SpendModel | Fit[Any]",
    customers: CustomerSummary,
    plan: _Plan,
    *,
    gain: FloatArray,
    margin: float | FloatArray,
) -> FloatArray | None:
    fits = both_fits(purchases, spend)
    if fits is None:
        return None
    weights = customers.row_weights
    row = (weights * gain)[np.newaxis]
    by_count = fits[0].sensitivity(lambda it: _sums(it, customers, plan, row)[0][0])
    rows = fits[1].sensitivity(lambda it: it.expected_spend(customers)) * (weights * margin)
    by_money, _ = _sums(fits[0].model, customers, plan, rows)
    return np.concatenate((by_count, by_money)) * plan.factor


def _total(
    value: FloatArray,
    slopes: FloatArray | None,
    level: float,
    customers: CustomerSummary,
    currency: str | None,
) -> Measurement:
    total = float(value.sum())
    interval: Interval | None = None
    if slopes is not None:
        interval = log_interval(total, slopes.sum(axis=1), level=level)
    return Measurement(
        key="customer_equity",
        title=_TOTAL,
        unit="money",
        value=total,
        interval=interval,
        n=customers.customers,
        currency=currency,
        note=NO_INTERVAL if interval is None else None,
    )


def _locked(days: DateArray) -> DateArray:
    locked = days.copy()
    locked.flags.writeable = False
    return locked
