"""Intervals of values of which one part is uncertain and the other is not."""

from typing import Any, Final

import numpy as np

from crmcore._text import Title
from crmcore._types import FloatArray
from crmcore.metrics.clv.fitting._delta import log_interval, log_intervals
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.value._terms import Terms
from crmcore.metrics.clv.verbs.protocols import PurchaseModel, SpendModel
from crmcore.metrics.measurement import Interval, Intervals
from crmcore.summary import CustomerSummary

__all__ = [
    "NO_INTERVAL",
    "both_fits",
    "residual_slopes",
    "shifted_interval",
    "shifted_intervals",
]

NO_INTERVAL: Final = Title(
    "no interval: pass the fits of both models, not the models",
    "بدون بازه اطمینان: به جای مدل‌ها برازش هر دو مدل را بدهید",
)


def both_fits(
    purchases: "PurchaseModel | Fit[Any]", spend: "SpendModel | Fit[Any]", /
) -> tuple[Fit[Any], Fit[Any]] | None:
    """Give the fits if both are fits.

    Parameters
    ----------
    purchases : purchase model or its Fit
        The one.
    spend : spend model or its Fit
        The other.

    Returns
    -------
    tuple of two Fits, or None
        Both, or nothing.
    """
    if isinstance(purchases, Fit) and isinstance(spend, Fit):
        return purchases, spend
    return None


def residual_slopes(
    purchases: "PurchaseModel | Fit[Any]",
    spend: "SpendModel | Fit[Any]",
    customers: CustomerSummary,
    terms: Terms,
    /,
    *,
    count: FloatArray,
    money: FloatArray,
) -> FloatArray | None:
    """Give how residual values move with the error of the parameters of both models.

    Parameters
    ----------
    purchases : purchase model or its Fit
        How often customers buy.
    spend : spend model or its Fit
        What they spend.
    customers : CustomerSummary
        The customers.
    terms : Terms
        Rate, horizon, margin.
    count, money : ndarray of shape (n,)
        Discounted purchases and expected spend at the most likely parameters.

    Returns
    -------
    ndarray of shape (j, n) or None
        Slopes along independent directions of unit variance; None unless both are fits.
    """
    fits = both_fits(purchases, spend)
    if fits is None:
        return None
    by_count = fits[0].sensitivity(lambda it: terms.discounted_purchases(it, customers))
    by_money = fits[1].sensitivity(lambda it: it.expected_spend(customers))
    return np.concatenate((by_count * (terms.margin * money), by_money * (terms.margin * count)))


def shifted_intervals(
    uncertain: FloatArray, certain: FloatArray, slopes: FloatArray, /, *, level: float
) -> Intervals:
    """Give intervals of sums: symmetric on the log scale of the uncertain part, then shifted.

    Parameters
    ----------
    uncertain : ndarray of shape (n,)
        Values >= 0 that depend on the parameters.
    certain : ndarray of shape (n,)
        What is added to each, of either sign.
    slopes : ndarray of shape (j, n)
        Slopes of the uncertain values along j independent directions of unit variance.
    level : float
        Share of samples covered, strictly between 0 and 1.

    Returns
    -------
    Intervals
        One for each sum; the ends may be negative.
    """
    ends = log_intervals(uncertain, slopes, level=level)
    return Intervals(
        low=ends.low + certain, high=ends.high + certain, level=level, method=ends.method
    )


def shifted_interval(
    uncertain: float, certain: float, slopes: FloatArray, /, *, level: float
) -> Interval:
    """Do as `shifted_intervals`, for one value.

    Parameters
    ----------
    uncertain, certain : float
        The parts.
    slopes : ndarray of shape (j,)
        Slopes of the uncertain part.
    level : float
        Share of samples covered, strictly between 0 and 1.

    Returns
    -------
    Interval
        The interval of the sum.

    Examples
    --------
    >>> shifted_interval(100.0, -90.0, np.array([10.0]), level=0.9)
    Interval(low=-5.1..., high=27.8..., level=0.9, method='delta method')
    """
    ends = log_interval(uncertain, slopes, level=level)
    return Interval(
        low=ends.low + certain, high=ends.high + certain, level=level, method=ends.method
    )
