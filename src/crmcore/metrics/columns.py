"""From a log to the columns that KPIs are computed from."""

from typing import Any

import numpy as np
import numpy.typing as npt

from crmcore._collapse import net_groups
from crmcore._types import FloatArray, IntArray, Period
from crmcore.periods import Window, period_index, period_start
from crmcore.transactions import TransactionLog

__all__ = ["kpi_columns"]


def kpi_columns(
    log: TransactionLog,
    /,
    *,
    window: Window | None = None,
    period: Period = "month",
    begins_with_business: bool = False,
) -> dict[str, npt.NDArray[Any]]:
    """Derive the columns of the KPI catalogue from a log.

    An order is what has one order number, or, where the log has none, what a customer bought in
    a day. An order that refunds undo is none. Revenue is net of every refund in the window.

    Parameters
    ----------
    log : TransactionLog
        The purchases.
    window : Window, optional
        The span of days; None is from the first to the last day of the log.
    period : {"month", "week", "day"}, default "month"
        The calendar period of cohorts.
    begins_with_business : bool, default False
        Whether the first period of the log is the first of the business; if not, its first
        cohort holds everybody who was there before.

    Returns
    -------
    dict of str to ndarray
        Columns as `KPI_COLUMNS` explains them, for the customers with a row in the window;
        ``profit`` only where the log has costs.

    Examples
    --------
    >>> log = TransactionLog.from_arrays(
    ...     customer=["ada", "ada", "bo"],
    ...     date=["2024-01-03", "2024-02-07", "2024-01-20"],
    ...     amount=[20.0, 35.0, 12.5],
    ... )
    >>> columns = kpi_columns(log)
    >>> columns["orders"], columns["revenue"]
    (array([2., 1.]), array([55. , 12.5]))
    """
    part = log if window is None else log.window(window)
    end = log.last_day if window is None else window.end
    present, customer = np.unique(part.customer, return_inverse=True)
    size = present.size
    bought = part.purchases(period=period)
    columns: dict[str, npt.NDArray[Any]] = {
        "orders": _orders(part, customer, size),
        "revenue": np.bincount(customer, part.amount, minlength=size),
        "activity_customer": bought.customer,
        "activity_period": bought.index,
        "last_complete_period": np.array(_last_complete(end, period)),
        "log_begins_with_business": np.array(begins_with_business),
    }
    if part.profit is not None:
        columns["profit"] = np.bincount(customer, part.profit, minlength=size)
    return columns


def _orders(log: TransactionLog, customer: IntArray, size: int) -> FloatArray:
    group = log.day.astype(np.int64)
    if log.order is not None:
        after = log.order.max(initial=0) + 1 - group.min(initial=0)
        group = np.where(log.order >= 0, log.order, group + after)
    who, _, _, bought = net_groups(customer, group, log.amount)
    return np.bincount(who[bought], minlength=size).astype(np.float64)


def _last_complete(end: np.datetime64, period: Period) -> int:
    index = period_index(np.array([end]), period)
    following = period_start(index + 1, period)[0] - np.timedelta64(1, "D")
    return int(index[0]) if following == end else int(index[0]) - 1
