"""Intervals from slopes by the delta method, and from draws."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from crmcore._checks import fraction
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError
from crmcore.metrics.intervals import normal_factor
from crmcore.metrics.measurement import Interval, Intervals

__all__ = ["draw_intervals", "log_interval", "log_intervals", "logit_intervals", "plain_interval"]

_METHOD: Final = "delta method"


def log_intervals(value: FloatArray, slopes: FloatArray, /, *, level: float) -> Intervals:
    """Give intervals of positive values, symmetric on the log scale.

    Parameters
    ----------
    value : ndarray of shape (n,)
        Values >= 0; those that are 0 get the interval [0, 0].
    slopes : ndarray of shape (j, n)
        Their slopes along j independent directions of unit variance, as `Fit.sensitivity` gives.
    level : float
        Share of samples covered, strictly between 0 and 1.

    Returns
    -------
    Intervals
        One for each value.
    """
    reach = normal_factor(level) * np.sqrt(np.einsum("jn,jn->n", slopes, slopes))
    relative = np.divide(reach, value, out=np.zeros_like(value), where=value > 0)
    with np.errstate(over="ignore"):
        low, high = value * np.exp(-relative), value * np.exp(relative)
    return Intervals(low=low, high=high, level=level, method=_METHOD)


def log_interval(value: float, slopes: FloatArray, /, *, level: float) -> Interval:
    """Give the interval of one positive value, symmetric on the log scale.

    Parameters
    ----------
    value : float
        The value, >= 0.
    slopes : ndarray of shape (j,)
        Its slopes along j independent directions of unit variance.
    level : float
        Share of samples covered, strictly between 0 and 1.

    Returns
    -------
    Interval
        The interval.

    Examples
    --------
    >>> import numpy as np
    >>> log_interval(100.0, np.array([10.0]), level=0.9)
    Interval(low=84.8..., high=117.8..., level=0.9, method='delta method')
    """
    many = log_intervals(np.array([value]), np.reshape(slopes, (-1, 1)), level=level)
    return many.at(0)


def logit_intervals(value: FloatArray, slopes: FloatArray, /, *, level: float) -> Intervals:
    """Give intervals of probabilities, symmetric on the logit scale.

    Parameters
    ----------
    value : ndarray of shape (n,)
        Probabilities in [0, 1]; those that are 0 or 1 get an interval without width.
    slopes : ndarray of shape (j, n)
        Their slopes along j independent directions of unit variance.
    level : float
        Share of samples covered, strictly between 0 and 1.

    Returns
    -------
    Intervals
        One for each probability, inside [0, 1].
    """
    reach = normal_factor(level) * np.sqrt(np.einsum("jn,jn->n", slopes, slopes))
    room = value * (1 - value)
    step = np.divide(reach, room, out=np.zeros_like(value), where=room > 0)
    grown = np.exp(np.minimum(step, math.log(np.finfo(np.float64).max)))
    low = value / (value + (1 - value) * grown)
    high = value / (value + (1 - value) / grown)
    return Intervals(low=low, high=high, level=level, method=_METHOD)


def plain_interval(value: float, error: float, /, *, level: float) -> Interval:
    """Give the interval of one value of either sign.

    Parameters
    ----------
    value : float
        The value.
    error : float
        Its standard error.
    level : float
        Share of samples covered, strictly between 0 and 1.

    Returns
    -------
    Interval
        Symmetric about the value.
    """
    reach = normal_factor(level) * error
    return Interval(low=value - reach, high=value + reach, level=level, method=_METHOD)


def draw_intervals(values: Sequence[FloatArray], /, *, level: float) -> Intervals:
    """Give the middle of draws.

    Parameters
    ----------
    values : sequence of ndarray of shape (n,)
        The same figures for each draw.
    level : float
        Share of the draws that lies within.

    Returns
    -------
    Intervals
        One for each figure, between quantiles that leave out the same share on either side.

    Raises
    ------
    InvalidInputError
        If there are no draws.
    """
    level = fraction("level", level, open_interval=True)
    if not values:
        msg = "draws must have at least one model, got none"
        raise InvalidInputError(msg)
    low, high = np.quantile(np.stack(values), [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Intervals(low=low, high=high, level=level, method=f"{len(values)} draws")
