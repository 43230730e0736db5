"""Rows to purchases: what a customer bought in one period counts once, refunds set against it."""

from typing import ClassVar

import attrs
import numpy as np

from crmcore._checks import by_value
from crmcore._display import Value
from crmcore._types import BoolArray, Calendar, DateArray, FloatArray, IntArray, Period
from crmcore.periods import period_index

__all__ = ["Purchases", "collapse", "net_groups", "starts"]

_ROUNDING = 1e-12


@attrs.frozen(kw_only=True, repr=False)
class Purchases(Value):
    """Purchases by customer and period, ascending in both.

    Attributes
    ----------
    customer : ndarray of int64, shape (m,)
        Positions of the customers.
    index : ndarray of int64, shape (m,)
        The period of each purchase, as `crmcore.periods.period_index` numbers them.
    amount : ndarray of float64, shape (m,)
        Money of the period, refunds of the same period taken off; >= 0.
    refund_customer, refund_index : ndarray of int64, shape (k,)
        Periods of a customer that hold no purchase, only refunds or more refunds than sales.
    refund_amount : ndarray of float64, shape (k,)
        Their money, <= 0.
    period : {"day", "week", "month", "quarter", "year"}
        The calendar period.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar of the periods.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    customer: IntArray = attrs.field(eq=by_value)
    index: IntArray = attrs.field(eq=by_value)
    amount: FloatArray = attrs.field(eq=by_value)
    refund_customer: IntArray = attrs.field(eq=by_value)
    refund_index: IntArray = attrs.field(eq=by_value)
    refund_amount: FloatArray = attrs.field(eq=by_value)
    period: Period
    calendar: Calendar = "gregorian"

    def __len__(self) -> int:
        """Count the purchases.

        Returns
        -------
        int
            Purchases, refunds not among them.
        """
        return self.customer.size

    @property
    def firsts(self) -> IntArray:
        """The row of each customer's first purchase."""
        return starts(self.customer)

    def _facts(self) -> dict[str, object]:
        return {
            "purchases": len(self),
            "lone_refunds": self.refund_customer.size,
            "period": self.period,
        }


def starts(sorted_keys: IntArray, /) -> IntArray:
    """Find where each run of equal keys begins.

    Parameters
    ----------
    sorted_keys : ndarray of int64, shape (n,)
        Keys, equal ones together.

    Returns
    -------
    ndarray of int64
        First row of each run.
    """
    new = np.ones(sorted_keys.size, dtype=bool)
    new[1:] = sorted_keys[1:] != sorted_keys[:-1]
    return np.flatnonzero(new)


def collapse(
    customer: IntArray,
    day: DateArray,
    amount: FloatArray,
    /,
    *,
    period: Period,
    calendar: Calendar = "gregorian",
) -> Purchases:
    """Add up each customer's rows by period, and tell purchases from refunds.

    A period is a purchase if it holds a row that is no refund, and if refunds in it leave
    something; a period with zero amounts only is a purchase of nothing.

    Parameters
    ----------
    customer : ndarray of int64, shape (n,)
        Positions of the customers.
    day : ndarray of datetime64[D], shape (n,)
        The days.
    amount : ndarray of float64, shape (n,)
        Money; refunds negative.
    period : {"day", "week", "month", "quarter", "year"}
        The calendar period.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar of the periods.

    Returns
    -------
    Purchases
        The purchases.
    """
    who, when, net, bought = net_groups(
        customer, period_index(day, period, calendar=calendar), amount
    )
    return Purchases(
        customer=who[bought],
        index=when[bought],
        amount=net[bought],
        refund_customer=who[~bought],
        refund_index=when[~bought],
        refund_amount=np.minimum(net[~bought], 0.0),
        period=period,
        calendar=calendar,
    )


def net_groups(
    customer: IntArray, group: IntArray, amount: FloatArray, /
) -> tuple[IntArray, IntArray, FloatArray, BoolArray]:
    """Add up rows of equal customer and group, and tell which groups are purchases.

    Parameters
    ----------
    customer, group : ndarray of int64, shape (n,)
        Positions of the customers; periods or orders.
    amount : ndarray of float64, shape (n,)
        Money; refunds negative.

    Returns
    -------
    customer, group : ndarray of int64, shape (m,)
        The distinct pairs, ascending.
    net : ndarray of float64, shape (m,)
        Money of each pair; exactly 0 where refunds undo it up to rounding.
    bought : ndarray of bool, shape (m,)
        Whether it holds a row that is no refund, and refunds left something.
    """
    if not customer.size:
        return customer, group, amount, np.zeros(0, dtype=bool)
    low = int(group.min())
    key = customer * (int(group.max()) - low + 1) + (group - low)
    order = np.argsort(key)
    ordered = amount[order]
    first = starts(key[order])
    _sort_within(ordered, first)
    net = np.add.reduceat(ordered, first)
    gross = np.add.reduceat(np.abs(ordered), first)
    largest = np.maximum.reduceat(ordered, first)
    least = np.minimum.reduceat(ordered, first)
    net = np.where(np.abs(net) <= _ROUNDING * gross, 0.0, net)
    bought = (largest >= 0) & ((least >= 0) | (net > 0))
    head = order[first]
    return customer[head], group[head], net, bought


def _sort_within(amount: FloatArray, first: IntArray) -> None:
    # sums of three and more depend on the order of their terms: give it one, whatever the rows'
    size = np.diff(np.append(first, amount.size))
    run = np.repeat(np.arange(first.size), size)
    rows = np.flatnonzero(size[run] > 2)  # noqa: PLR2004
    amount[rows] = amount[rows][np.lexsort((amount[rows], run[rows]))]
