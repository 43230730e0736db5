"""Why customer equity changed between two days: a path of steps that add up to the change."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final, cast, get_args

import attrs
import numpy as np

from crmcore._checks import choice, fraction
from crmcore._display import Value
from crmcore._keyed import Keyed
from crmcore._text import Title, fill, join_titles
from crmcore._types import BoolArray, Calendar, FloatArray, IntArray, ObjectArray, TimeUnit
from crmcore.currencies import money_title, require_same_unit
from crmcore.days import as_day, day_title
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.value._equity import EQUITY
from crmcore.metrics.clv.value._terms import (
    Terms,
    common_currency,
    read_horizon,
    require_money,
    single_rate,
)
from crmcore.metrics.clv.verbs.protocols import (
    PurchaseModel,
    SpendModel,
    purchase_model,
    spend_model,
)
from crmcore.metrics.measurement import Measurement
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

__all__ = ["EquityChange", "EquityState", "explain_equity_change"]

_PARTS: Final[Mapping[str, Title]] = {
    "left_base": Title("Customers no longer in the base", "مشتریانی که دیگر در داده‌ها نیستند"),
    "ageing": Title("Time passed without a purchase", "گذشت زمان بدون خرید"),
    "purchases": Title("Purchases of the known customers", "خریدهای مشتریان پیشین"),
    "new_customers": Title("New customers", "مشتریان تازه"),
    "purchase_parameters": Title("New purchase model", "مدل تازه خرید"),
    "spend_parameters": Title("New spend model", "مدل تازه مبلغ خرید"),
}
_LINE: Final = Title(
    "customer equity went from {before} on {start} to {after} on {end}, a change of {change}",
    "ارزش ویژه مشتریان از {before} در {start} به {after} در {end} رسید، تغییری برابر {change}",
)
_PART: Final = Title("{part}: {value}", "{part}: {value}")
_CLOSE: Final = 1e-9


@attrs.frozen(kw_only=True, repr=False)
class EquityState(Value):
    """A base at one day with the models that valued it.

    Attributes
    ----------
    purchases : purchase model or its Fit
        How often customers buy and when they leave.
    spend : spend model or its Fit
        What they spend in a purchase.
    customers : CustomerSummary
        The base, with `ids`, `monetary_value` and `observed_until`.

    Raises
    ------
    InvalidInputError
        If there are no customers, one occurs twice, or a column or the day is missing.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    purchases: "PurchaseModel | Fit[Any]"
    spend: "SpendModel | Fit[Any]"
    customers: CustomerSummary

    def __attrs_post_init__(self) -> None:
        require_money(self.customers)
        for name, why in (("ids", "who each row is"), ("observed_until", "the day of the state")):
            if getattr(self.customers, name) is None:
                msg = f"customers must have {name}, {why}, got None"
                raise InvalidInputError(msg)
        seen: set[Any] = set()
        for row, one in enumerate(self.ids):
            if one in seen:
                msg = f"ids must differ, got {one!r} again at row {row}"
                raise InvalidInputError(msg)
            seen.add(one)

    @property
    def ids(self) -> list[Any]:
        """Who the rows are."""
        known: list[Any] = cast("ObjectArray", self.customers.ids).tolist()
        return known

    @property
    def day(self) -> np.datetime64:
        """The last day of observation."""
        return as_day(cast("np.datetime64", self.customers.observed_until), name="observed_until")

    def _facts(self) -> dict[str, object]:
        return {
            "customers": self.customers.customers,
            "observed_until": str(self.day),
            "purchases": purchase_model(self.purchases),
            "spend": spend_model(self.spend),
        }


@attrs.frozen(kw_only=True, repr=False)
class EquityChange(Keyed[Measurement]):
    """The change of customer equity, part by part in the order of the path.

    Attributes
    ----------
    before, after : Measurement
        Customer equity at the two days.
    parts : tuple of Measurement
        What each step added, in money; `n` is how many customers it concerns. They are found by
        their keys too: ``change["ageing"]``.
    start, end : numpy.datetime64
        The two days.
    margin : float
        Share of the spend that is profit.
    horizon : float or None
        Length of the future counted from each day on, in `unit`; None for ever.
    rate : Rate
        The discount rate.
    unit : {"day", "week", "month", "year", "period"}
        The unit of time.
    calendar : {"gregorian", "solar_hijri"}
        The calendar in which the text names the days.
    """

    before: Measurement
    after: Measurement
    parts: tuple[Measurement, ...]
    start: np.datetime64
    end: np.datetime64
    margin: float
    horizon: float | None
    rate: Rate
    unit: TimeUnit
    calendar: Calendar

    @property
    def change(self) -> float:
        """Equity after less equity before, in money."""
        return self.after.require() - self.before.require()

    @property
    def text(self) -> Title:
        """The change and its parts in words; parts in which nothing happened are left out."""
        currency = self.after.currency
        line = fill(
            _LINE,
            before=money_title(self.before.require(), currency),
            after=money_title(self.after.require(), currency),
            change=money_title(self.change, currency),
            start=day_title(self.start, calendar=self.calendar),
            end=day_title(self.end, calendar=self.calendar),
        )
        told = (
            fill(_PART, part=part.title, value=money_title(part.require(), currency))
            for part in self.parts
            if part.value
        )
        return join_titles((line, *told), mark=";")

    def _by_key(self) -> Mapping[str, Measurement]:
        return {part.key: part for part in self.parts}

    def _facts(self) -> dict[str, object]:
        return {
            "before": self.before.value,
            "after": self.after.value,
            **{part.key: part.value for part in self.parts},
        }


def explain_equity_change(
    before: EquityState,
    after: EquityState,
    /,
    *,
    rate: Rate,
    horizon: float | str | None = "1 year",
    margin: float = 1.0,
    calendar: Calendar = "gregorian",
) -> EquityChange:
    r"""Explain the change of customer equity between two days, exactly and additively.

    Parameters
    ----------
    before, after : EquityState
        The base and the models at the earlier and the later day, in one unit of time and one
        currency. The day may be the same, to see what other models change.
    rate : Rate
        Discount rate.
    horizon : float, str or None, default "1 year"
        Length of the future counted from each day on; None for ever.
    margin : float, default 1.0
        Share of the spend that is profit, in [0, 1]; 1 values revenue.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar in which the text names the days; no number depends on it.

    Returns
    -------
    EquityChange
        The six parts, which add up to the change, and a text in words.

    Raises
    ------
    InvalidInputError
        If the days are exchanged, units, currencies or the weights of a customer differ, or a
        number is out of its range.
    UndefinedMetricError
        If the expected spend of a customer is infinite under one of the models.

    Notes
    -----
    What a step adds depends on what came before it. The path is:

    1. ``left_base``: customers who are not among the later ones take their value with them.
    2. ``ageing``: time passes and nobody buys; T grows by the time between the days, frequency,
       recency and mean spend stay. This is nearly always a loss.
    3. ``purchases``: the known customers have the histories that they really have at the later
       day, what they spent included; also corrections of their histories.
    4. ``new_customers``: customers who were not there before come, valued by the old models.
    5. ``purchase_parameters``: the later purchase model takes the place of the earlier.
    6. ``spend_parameters``: the later spend model takes the place of the earlier.

    With :math:`V_0, \dots, V_6` the equity before and after each step, part k is
    :math:`V_k - V_{k-1}`: their sum is the change, up to rounding. The time between the days is
    taken from the summaries, as the growth of T that half of the known customers do not exceed,
    so that it is counted in the same way as T.

    Examples
    --------
    >>> from crmcore.metrics.clv import BGNBD, GammaGamma
    >>> old = EquityState(
    ...     purchases=BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426),
    ...     spend=GammaGamma(p=6.25, q=3.74, v=15.44),
    ...     customers=CustomerSummary(
    ...         frequency=[2, 0], recency=[30, 0], T=[39, 20], monetary_value=[22.35, 0],
    ...         ids=["ada", "bo"], observed_until=np.datetime64("1997-09-30"), unit="week",
    ...     ),
    ... )
    >>> new = attrs.evolve(old, customers=CustomerSummary(
    ...     frequency=[3, 0, 0], recency=[42, 0, 0], T=[43, 24, 1], monetary_value=[25.0, 0, 0],
    ...     ids=["ada", "bo", "cy"], observed_until=np.datetime64("1997-10-28"), unit="week",
    ... ))
    >>> change = explain_equity_change(old, new, rate=Rate(0.1, per="year"))
    >>> {part.key: round(part.value, 2) for part in change if part.value}
    {'ageing': -6.17, 'purchases': 27.9, 'new_customers': 42.93}
    >>> round(change.change, 2)
    64.66
    """
    share = fraction("margin", margin)
    terms = Terms(
        rate=single_rate(rate),
        horizon=read_horizon(horizon, unit=before.customers.unit),
        margin=share,
    )
    currency = _comparable(before, after)
    values: list[float] = []
    counts: list[float] = []
    for purchases, spend, customers, concerned in _path(before, after):
        values.append(_equity(purchases, spend, customers, terms))
        counts.append(concerned)
    parts = zip(_PARTS.items(), counts[1:], np.diff(values).tolist(), strict=True)
    return EquityChange(
        before=_money("customer_equity", EQUITY, values[0], before.customers.customers, currency),
        after=_money("customer_equity", EQUITY, values[-1], after.customers.customers, currency),
        parts=tuple(_money(key, title, it, n, currency) for (key, title), n, it in parts),
        start=before.day,
        end=after.day,
        margin=share,
        horizon=terms.horizon,
        rate=rate,
        unit=before.customers.unit,
        calendar=choice("calendar", calendar, get_args(Calendar)),
    )


def _money(key: str, title: Title, value: float, n: float, currency: str | None) -> Measurement:
    return Measurement(key=key, title=title, unit="money", value=value, n=n, currency=currency)


def _comparable(before: EquityState, after: EquityState) -> str | None:
    one, other = before.customers, after.customers
    if one.unit != other.unit:
        msg = f"after must be in the unit of time of before, {one.unit!r}, got {other.unit!r}"
        raise InvalidInputError(msg)
    if after.day < before.day:
        msg = f"after must not be earlier than before, {before.day}, got {after.day}"
        raise InvalidInputError(msg)
    currencies = [
        common_currency(spend_model(state.spend), state.customers.currency)
        for state in (before, after)
    ]
    require_same_unit(*currencies)
    return currencies[0] or currencies[1]


def _equity(
    purchases: PurchaseModel, spend: SpendModel, customers: CustomerSummary, terms: Terms
) -> float:
    if not len(customers):
        return 0.0
    count = terms.discounted_purchases(purchases, customers)
    money = spend.expected_spend(customers)
    return float(customers.row_weights @ (terms.margin * money * count))


# The models and customers at each station, and how many customers the step to it concerns.
def _path(
    before: EquityState, after: EquityState
) -> Iterator[tuple[PurchaseModel, SpendModel, CustomerSummary, float]]:
    old = (purchase_model(before.purchases), spend_model(before.spend))
    new = (purchase_model(after.purchases), spend_model(after.spend))
    here, there, newcomers = _matched(before.ids, after.ids)
    known, later = before.customers.select(here), after.customers.select(there)
    _require_same_weights(known, later)
    final = after.customers.select(np.concatenate((there, newcomers)))
    yield *old, before.customers, 0.0
    yield *old, known, before.customers.customers - known.customers
    yield *old, _aged(known, later), known.customers
    yield *old, later, float(later.row_weights[_differs(known, later)].sum())
    yield *old, final, after.customers.customers - later.customers
    yield new[0], old[1], final, final.customers
    yield *new, final, final.customers


# Rows of the known customers before and after, in the order before, and of the new ones after.
def _matched(before: list[Any], after: list[Any]) -> tuple[IntArray, IntArray, IntArray]:
    place = {one: row for row, one in enumerate(after)}
    here = [row for row, one in enumerate(before) if one in place]
    there = [place[before[row]] for row in here]
    newcomers = sorted({*range(len(after))} - {*there})
    first, second, third = (np.array(rows, dtype=np.int64) for rows in (here, there, newcomers))
    return first, second, third


def _require_same_weights(known: CustomerSummary, later: CustomerSummary) -> None:
    one, other = known.row_weights, later.row_weights
    rows = np.flatnonzero(one != other)
    if rows.size:
        row = int(rows[0])
        who = cast("ObjectArray", known.ids)[row]
        msg = (
            f"weights of a customer must be the same before and after, got {one[row]:g} and "
            f"{other[row]:g} for {who!r}"
        )
        raise InvalidInputError(msg)


def _aged(known: CustomerSummary, later: CustomerSummary) -> CustomerSummary:
    if not len(known):
        return known
    grown = later.T - known.T
    usual = float(np.quantile(grown, 0.5, method="lower"))
    age: FloatArray = known.T + usual
    age = np.where(np.abs(later.T - age) <= _CLOSE * (1 + age), later.T, age)
    return attrs.evolve(known, T=np.maximum(age, known.T))


def _differs(known: CustomerSummary, later: CustomerSummary) -> BoolArray:
    money = (known.monetary_value, later.monetary_value)
    pairs = [(known.frequency, later.frequency), (known.recency, later.recency), money]
    differs: BoolArray = np.logical_or.reduce([one != other for one, other in pairs])
    return differs
