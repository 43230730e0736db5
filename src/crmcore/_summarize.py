"""Purchases to customer summaries: frequency, recency, age, spend, and what was left out."""

from typing import Any

import numpy as np
import numpy.typing as npt

from crmcore._collapse import Purchases, starts
from crmcore._inputs import rows_among
from crmcore._text import Title
from crmcore._types import BoolArray, FloatArray, IntArray, ObjectArray, Period, TimeUnit
from crmcore.errors import InvalidInputError
from crmcore.exclusions import Exclusion, Exclusions
from crmcore.periods import days_per_unit, period_index
from crmcore.summary import CustomerSummary, HoldoutSplit

__all__ = ["late_rows", "require_period_end", "split", "summarize"]

_ROUNDING = 1e-12


def late_rows(amount: FloatArray, late: BoolArray, /) -> tuple[Exclusion, ...]:
    """Report the rows after the end of observation.

    Parameters
    ----------
    amount : ndarray of shape (n,)
        Money of the rows.
    late : ndarray of bool, shape (n,)
        Which rows are late.

    Returns
    -------
    tuple of Exclusion
        One entry, or none.
    """
    return _exclusion(
        "after_observation",
        Title("Row after the end of observation", "ردیف پس از پایان مشاهده"),
        int(late.sum()),
        float(amount[late].sum()),
    )


def _exclusion(key: str, title: Title, count: int, amount: float) -> tuple[Exclusion, ...]:
    return (Exclusion(key=key, title=title, count=count, amount=amount),) if count else ()


def require_period_end(day: np.datetime64, period: Period, /) -> None:
    """Refuse a calibration that ends inside a calendar period, which would then count twice.

    Parameters
    ----------
    day : numpy.datetime64
        Its last day.
    period : {"day", "week", "month"}
        The calendar period.

    Raises
    ------
    InvalidInputError
        If the next day lies in the same period.
    """
    today, next_day = period_index(day + np.arange(2), period)
    if today == next_day:
        msg = f"calibration_until must be the last day of a {period}, got {day}"
        raise InvalidInputError(msg)


def summarize(
    bought: Purchases,
    end: np.datetime64,
    unit: TimeUnit,
    late: tuple[Exclusion, ...],
    *,
    ids: ObjectArray,
    currency: str | None,
) -> CustomerSummary:
    """Sum up each customer's purchases.

    Parameters
    ----------
    bought : Purchases
        Purchases and lone refunds.
    end : numpy.datetime64
        Last day of observation.
    unit : {"day", "week", "month", "year"}
        The unit of recency and age.
    late : tuple of Exclusion
        Rows left out before.
    ids : ndarray of shape (customers,)
        The customers.
    currency : str or None
        The currency.

    Returns
    -------
    CustomerSummary
        One row a customer who kept something.

    Raises
    ------
    InvalidInputError
        If nobody is left.
    """
    first = starts(bought.customer)
    who = bought.customer[first]
    keeps, back, left, orphans = _refunds(bought, first, ids.size)
    if not keeps.any():
        msg = f"a summary needs at least one customer with a purchase until {end}, got none"
        raise InvalidInputError(msg)
    columns: dict[str, Any] = {**_columns(bought, first, back, end, unit), "ids": ids[who]}
    return CustomerSummary(
        **{name: column[keeps] for name, column in columns.items()},
        unit=unit,
        observed_until=end,
        currency=currency,
        left_out=Exclusions(
            rows_read=ids.size,
            rows_kept=int(keeps.sum()),
            items=left,
            notes=(*late, *orphans),
        ),
    )


def _columns(
    bought: Purchases, first: IntArray, back: FloatArray, end: np.datetime64, unit: TimeUnit
) -> dict[str, npt.NDArray[Any]]:
    step, length = days_per_unit(bought.period), days_per_unit(unit)
    count = np.diff(np.append(first, bought.customer.size))
    begin, last = bought.index[first], bought.index[first + count - 1]
    close = period_index(np.array([end]), bought.period)[0]
    total = np.add.reduceat(bought.amount, first)
    repeats = total - bought.amount[first]
    mean = np.where(count > 1, repeats / np.maximum(count - 1, 1), 0.0) * back
    return {
        "frequency": count - 1.0,
        "recency": (last - begin) * step / length,
        "T": (close - begin) * step / length,
        "monetary_value": mean,
        "total_value": total * back,
        "log_intervals": _log_intervals(bought, first, step / length),
        "log_spend": _log_spend(bought, first, back),
    }


def _refunds(
    bought: Purchases, first: IntArray, customers: int
) -> tuple[BoolArray, FloatArray, tuple[Exclusion, ...], tuple[Exclusion, ...]]:
    # who keeps something, what share of it, and what is to be reported
    begin = np.full(customers, np.iinfo(np.int64).max)
    begin[bought.customer[first]] = bought.index[first]
    early = bought.refund_index < begin[bought.refund_customer]
    returned = np.bincount(
        bought.refund_customer[~early], bought.refund_amount[~early], minlength=customers
    )[bought.customer[first]]
    total = np.add.reduceat(bought.amount, first) if first.size else np.zeros(0)
    kept = total + returned
    gone = (returned < 0) & (kept <= _ROUNDING * total)
    share = np.where(total > 0, kept / np.where(total > 0, total, 1.0), 1.0)
    orphans = _exclusion(
        "refund_without_purchase",
        Title("Refund before any purchase in the log", "مرجوعی پیش از نخستین خرید ثبت‌شده"),
        int(early.sum()),
        float(bought.refund_amount[early].sum()),
    )
    nothing = _exclusion(
        "took_back_everything",
        Title("Customer who took back everything", "مشتری که همه خرید خود را پس داده است"),
        int(gone.sum()),
        float(kept[gone].sum()),
    )
    return ~gone, share, (*nothing, *_never_bought(bought, first, customers)), orphans


def _never_bought(bought: Purchases, first: IntArray, customers: int) -> tuple[Exclusion, ...]:
    refunds_only = np.zeros(customers, dtype=bool)
    refunds_only[bought.refund_customer] = True
    refunds_only[bought.customer[first]] = False
    refunded = int(refunds_only.sum())
    only = _exclusion(
        "only_refunds", Title("Customer with refunds only", "مشتری فقط با مرجوعی"), refunded, 0.0
    )
    later = _exclusion(
        "not_yet_customer",
        Title("First seen after the end of observation", "نخستین بار پس از پایان مشاهده"),
        customers - first.size - refunded,
        0.0,
    )
    return (*only, *later)


def _log_intervals(bought: Purchases, first: IntArray, step: float) -> FloatArray:
    gap = np.ones(bought.index.size)
    gap[1:] = np.maximum(np.diff(bought.index), 1) * step
    gap[first] = 1.0
    return np.add.reduceat(np.log(gap), first)


# What was taken back lowers all purchases of a customer by the same share.
def _log_spend(bought: Purchases, first: IntArray, back: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(bought.amount)
        share = np.log(back)
    logs[first] = 0.0
    count = np.diff(np.append(first, bought.customer.size)) - 1.0
    kept = np.where(count > 0, count * np.where(count > 0, share, 0.0), 0.0)
    sums: FloatArray = np.add.reduceat(logs, first)
    return sums + kept


def split(
    base: CustomerSummary,
    after: Purchases,
    middle: np.datetime64,
    end: np.datetime64,
    late: tuple[Exclusion, ...],
    *,
    ids: ObjectArray,
) -> HoldoutSplit:
    """Count what the customers of a calibration summary did in the holdout.

    Parameters
    ----------
    base : CustomerSummary
        The calibration summary.
    after : Purchases
        Purchases of the holdout, positions in `ids`.
    middle, end : numpy.datetime64
        Last days of calibration and holdout.
    late : tuple of Exclusion
        Rows after the holdout.
    ids : ndarray of shape (customers,)
        All customers of the log.

    Returns
    -------
    HoldoutSplit
        Both parts.
    """
    size = ids.size
    count = np.bincount(after.customer, minlength=size).astype(np.float64)
    value = np.bincount(after.customer, after.amount, minlength=size)
    value += np.bincount(after.refund_customer, after.refund_amount, minlength=size)
    here = rows_among(ids, base.ids)
    new = np.delete(count, here) > 0
    span = np.diff(period_index(np.array([middle, end]), after.period))[0]
    return HoldoutSplit(
        calibration=base,
        holdout_frequency=count[here],
        holdout_value=value[here],
        duration=float(span * days_per_unit(after.period) / days_per_unit(base.unit)),
        newcomers=int(new.sum()),
        left_out=late,
    )
