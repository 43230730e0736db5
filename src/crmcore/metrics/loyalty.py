"""Loyalty as orders show it: who came back, and how often customers buy."""

from typing import Final

import numpy as np
import numpy.typing as npt

from crmcore._checks import readonly_floats, refuse_rows
from crmcore._text import Title
from crmcore._types import FloatArray
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.customer_inputs import ORDERS
from crmcore.metrics.intervals import ratio_interval, share_interval
from crmcore.metrics.kpi import Estimate, Kpi

__all__ = ["KPIS", "purchase_frequency", "repeat_purchase_rate"]

_NO_BUYER: Final = Title(
    "no customer has an order in the window", "هیچ مشتری‌ای در بازه سفارش ندارد"
)


def _buyers(orders: npt.ArrayLike) -> FloatArray:
    counts = readonly_floats(orders)
    good = (counts >= 0) & (counts == np.floor(counts)) & np.isfinite(counts)
    refuse_rows("orders", counts, ~good, "be whole and >= 0")
    bought = counts[counts > 0]
    if not bought.size:
        raise UndefinedMetricError(_NO_BUYER)
    return bought


def repeat_purchase_rate(orders: npt.ArrayLike, /) -> float:
    """Give the share of buyers who came back: higher is better.

    Parameters
    ----------
    orders : array_like of shape (n,)
        Orders of each customer in the window; whole, >= 0.

    Returns
    -------
    float
        Customers with two or more orders divided by customers with one or more, in [0, 1].

    Raises
    ------
    InvalidInputError
        If a count is negative or not whole.
    UndefinedMetricError
        If no customer has an order.

    Notes
    -----
    Customers who first bought shortly before the end of the window have had little time to come
    back and hold the rate down; `cohort_retention` compares customers of equal age.

    Examples
    --------
    >>> repeat_purchase_rate([1, 1, 2, 5, 0])
    0.5
    """
    bought = _buyers(orders)
    return float(np.count_nonzero(bought > 1) / bought.size)


def _repeat_estimate(orders: npt.ArrayLike, *, level: float) -> Estimate:
    bought = _buyers(orders)
    back, n = int(np.count_nonzero(bought > 1)), bought.size
    return Estimate(value=back / n, n=n, interval=share_interval(back, n, level=level))


def purchase_frequency(orders: npt.ArrayLike, /) -> float:
    """Give the mean number of orders of a buyer: higher is better.

    Parameters
    ----------
    orders : array_like of shape (n,)
        Orders of each customer in the window; whole, >= 0.

    Returns
    -------
    float
        All orders divided by customers with one or more, >= 1.

    Raises
    ------
    InvalidInputError
        If a count is negative or not whole.
    UndefinedMetricError
        If no customer has an order.

    Examples
    --------
    >>> purchase_frequency([1, 1, 2, 4, 0])
    2.0
    """
    return float(_buyers(orders).mean())


def _frequency_estimate(orders: npt.ArrayLike, *, level: float) -> Estimate:
    bought = _buyers(orders)
    each = np.ones(bought.size)
    return Estimate.of(
        float(bought.mean()), bought.size, lambda: ratio_interval(bought, each, level=level)
    )


KPIS: Final = (
    Kpi(
        key="repeat_purchase_rate",
        title=Title("Repeat purchase rate", "نرخ تکرار خرید"),
        formula=Title(
            "customers with two or more orders / customers with one or more, in the window",
            "مشتریان با دو سفارش یا بیشتر ÷ مشتریان با دست‌کم یک سفارش، در بازه",
        ),
        unit="share",
        direction="higher",
        domain=(0.0, 1.0),
        inputs=(ORDERS,),
        function=repeat_purchase_rate,
        estimate=_repeat_estimate,
        additivity="ratio",
        undefined=Title("no customer has an order in the window", "هیچ مشتری در بازه سفارشی ندارد"),
        source="the share of buyers with a second order, as defined here",
        caution=Title(
            "customers who first bought late in the window hold it down",
            "مشتریانی که نخستین خریدشان در اواخر بازه بوده است، آن را پایین نگه می‌دارند",
        ),
    ),
    Kpi(
        key="purchase_frequency",
        title=Title("Purchase frequency", "دفعات خرید"),
        formula=Title(
            "orders / customers with one or more, in the window",
            "تعداد سفارش‌ها ÷ مشتریان با دست‌کم یک سفارش، در بازه",
        ),
        unit="ratio",
        direction="higher",
        domain=(1.0, np.inf),
        inputs=(ORDERS,),
        function=purchase_frequency,
        estimate=_frequency_estimate,
        additivity="ratio",
        undefined=Title("no customer has an order in the window", "هیچ مشتری در بازه سفارشی ندارد"),
        source="a ratio of sums over buyers, as defined here",
        caution_below=20,
    ),
)
