"""How well a forecast ranks customers: Gini, captured share and rank correlation, ties shared."""

import math
from typing import Final

import attrs
import numpy as np

from crmcore._text import Title
from crmcore._types import FloatArray, IntArray
from crmcore.errors import UndefinedMetricError

__all__ = ["Ranking", "captured_share", "rank_correlation", "ranking"]

_NO_PURCHASES: Final = Title(
    "nobody bought in the holdout, so there is no order to find",
    "در دوره آزمون هیچ‌کس خرید نکرده است، پس ترتیبی برای یافتن نیست",
)
_ALL_ALIKE: Final = Title(
    "all customers bought equally often in the holdout, so no order is better than another",
    "همه مشتریان در دوره آزمون به یک اندازه خرید کرده‌اند، پس هیچ ترتیبی بهتر از دیگری نیست",
)
_ONE_FORECAST: Final = Title(
    "the forecast is the same for all customers, so there is no correlation",
    "پیش‌بینی برای همه مشتریان یکسان است، پس همبستگی معنا ندارد",
)


@attrs.frozen(kw_only=True)
class Ranking:
    """The Gini coefficient of a ranking, and how each customer moves it.

    Attributes
    ----------
    gini : float
        1 for the order of the purchases themselves, 0 for chance, -1 for the reverse.
    pull : ndarray of shape (n,)
        Influence of each customer; 0 on average.
    """

    gini: float
    pull: FloatArray = attrs.field()


def ranking(actual: FloatArray, expected: FloatArray, weights: FloatArray, /) -> Ranking:
    r"""Give the Gini coefficient of a ranking, with the influence of each customer.

    Parameters
    ----------
    actual, expected : ndarray of shape (n,)
        Purchases that came, and the forecast that ranks the customers.
    weights : ndarray of shape (n,)
        Customers that each row stands for.

    Returns
    -------
    Ranking
        The coefficient and the influences.

    Raises
    ------
    UndefinedMetricError
        If nobody bought, or all bought equally often.

    Notes
    -----
    With F the share of customers ranked lower, ties counted half,
    :math:`C = 2 E[y F]/E[y] - 1`, divided by the same for the order of y itself.
    """
    own = _concentration(actual, actual, weights)
    if float(np.ptp(actual[weights > 0])) == 0:
        raise UndefinedMetricError(_ALL_ALIKE)
    by_forecast = _concentration(actual, expected, weights)
    gini = by_forecast.gini / own.gini
    return Ranking(gini=gini, pull=(by_forecast.pull - gini * own.pull) / own.gini)


def _concentration(actual: FloatArray, by: FloatArray, weights: FloatArray) -> Ranking:
    n = float(weights.sum())
    mean = float(weights @ actual) / n
    if mean == 0:
        raise UndefinedMetricError(_NO_PURCHASES)
    place, below = _middle(by, weights)
    bought = np.bincount(place, weights * actual)
    above = (bought.sum() - np.cumsum(bought) + bought / 2)[place] / n
    share = below / n
    theta = float(weights @ (actual * share)) / n
    slope = actual * share + above - 2 * theta
    pull = 2 * (slope / mean - theta * (actual - mean) / mean**2)
    return Ranking(gini=2 * theta / mean - 1, pull=pull)


# Where each row stands among the distinct values, and the weight ranked lower, its ties half.
def _middle(values: FloatArray, weights: FloatArray) -> tuple[IntArray, FloatArray]:
    _, place = np.unique(values, return_inverse=True)
    at = np.bincount(place, weights)
    return place, (np.cumsum(at) - at / 2)[place]


def captured_share(
    actual: FloatArray, expected: FloatArray, weights: FloatArray, /, *, share: float
) -> float:
    """Give the share of purchases that came from the customers ranked highest.

    Parameters
    ----------
    actual, expected : ndarray of shape (n,)
        Purchases that came, and the forecast that ranks the customers.
    weights : ndarray of shape (n,)
        Customers that each row stands for.
    share : float
        How much of the base is the top; those tied at its edge count in part, each alike.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    UndefinedMetricError
        If nobody bought.
    """
    total = float(weights @ actual)
    if total == 0:
        raise UndefinedMetricError(_NO_PURCHASES)
    _, place = np.unique(-expected, return_inverse=True)
    at, bought = np.bincount(place, weights), np.bincount(place, weights * actual)
    room = share * float(weights.sum()) - (np.cumsum(at) - at)
    part = np.clip(np.divide(room, at, out=np.zeros_like(at), where=at > 0), 0.0, 1.0)
    return min(float(bought @ part) / total, 1.0)


def rank_correlation(actual: FloatArray, expected: FloatArray, weights: FloatArray, /) -> float:
    """Give Spearman's correlation of purchases and forecast, ties sharing their rank.

    Parameters
    ----------
    actual, expected : ndarray of shape (n,)
        Purchases that came, and the forecast.
    weights : ndarray of shape (n,)
        Customers that each row stands for.

    Returns
    -------
    float
        In [-1, 1]; higher is better.

    Raises
    ------
    UndefinedMetricError
        If one of the two is the same for all customers.
    """
    present = weights > 0
    w = weights[present]
    if float(np.ptp(actual[present])) == 0:
        raise UndefinedMetricError(_ALL_ALIKE)
    if float(np.ptp(expected[present])) == 0:
        raise UndefinedMetricError(_ONE_FORECAST)
    x, y = (_middle(values[present], w)[1] for values in (actual, expected))
    x, y = x - np.average(x, weights=w), y - np.average(y, weights=w)
    size = math.sqrt(float(w @ np.square(x))) * math.sqrt(float(w @ np.square(y)))
    return float(np.clip(w @ (x * y) / size, -1, 1))
