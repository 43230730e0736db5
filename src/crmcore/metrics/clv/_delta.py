"""Intervals by the delta method: from values and their slopes to ends."""

import math
from typing import Final

import numpy as np

from crmcore._types import FloatArray
from crmcore.metrics.intervals import normal_factor
from crmcore.metrics.measurement import Interval, Intervals

__all__ = ["log_interval", "log_intervals", "logit_intervals"]

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
    return Interval(low=float(many.low[0]), high=float(many.high[0]), level=level, method=_METHOD)


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
