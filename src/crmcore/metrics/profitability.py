"""What customers bring: revenue per order."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from crmcore._checks import readonly_floats, refuse_rows
from crmcore._text import Title
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.customer_inputs import ORDERS, REVENUE
from crmcore.metrics.intervals import ratio_interval
from crmcore.metrics.kpi import Estimate, Kpi

__all__ = ["KPIS", "average_order_value"]

_NO_ORDER: Final = Title("there is no order in the window", "هیچ سفارشی در بازه وجود ندارد")


def average_order_value(revenue: npt.ArrayLike, orders: npt.ArrayLike, /) -> float:
    """Give the revenue of an order: all revenue divided by all orders; higher is better.

    It is a ratio of sums, not the mean of the customers' own means.

    Parameters
    ----------
    revenue : array_like of shape (n,)
        Net revenue from each customer in the window, or their total; finite, negative where
        refunds outweigh purchases.
    orders : array_like of shape (n,)
        Orders of each customer in the window, or their total; whole, >= 0.

    Returns
    -------
    float
        Money per order, in the currency of `revenue`.

    Raises
    ------
    InvalidInputError
        If a number is out of its range, or the columns differ in length.
    UndefinedMetricError
        If there is no order.

    Examples
    --------
    >>> average_order_value([120, 80, 0, 40], [3, 1, 1, 1])
    40.0
    >>> average_order_value(240, 6)
    40.0
    """
    return _order_value(*_columns(revenue, orders))


def _columns(revenue: npt.ArrayLike, orders: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    money, count = readonly_floats(revenue), readonly_floats(orders)
    if money.size != count.size:
        msg = f"revenue and orders must have the same length, got {money.size} and {count.size}"
        raise InvalidInputError(msg)
    refuse_rows("revenue", money, ~np.isfinite(money), "be finite")
    whole = (count >= 0) & (count == np.floor(count)) & np.isfinite(count)
    refuse_rows("orders", count, ~whole, "be whole and >= 0")
    return money, count


def _order_value(money: FloatArray, count: FloatArray) -> float:
    total = float(count.sum())
    if total == 0:
        raise UndefinedMetricError(_NO_ORDER)
    return float((money / total).sum())


def _order_value_estimate(
    revenue: npt.ArrayLike, orders: npt.ArrayLike, *, level: float
) -> Estimate:
    money, count = _columns(revenue, orders)
    return Estimate.of(
        _order_value(money, count), money.size, lambda: ratio_interval(money, count, level=level)
    )


KPIS: Final = (
    Kpi(
        key="average_order_value",
        title=Title("Average order value", "میانگین ارزش سفارش"),
        formula=Title(
            "sum of revenue / sum of orders, in the window",
            "جمع درآمد ÷ تعداد سفارش‌ها، در بازه",
        ),
        unit="money",
        direction="higher",
        domain=(-math.inf, math.inf),
        inputs=(REVENUE, ORDERS),
        function=average_order_value,
        estimate=_order_value_estimate,
        additivity="ratio",
        undefined=Title("there is no order in the window", "در بازه سفارشی نیست"),
        source="a ratio of sums, the customer as the unit of its interval, as defined here",
        caution_below=20,
    ),
)
