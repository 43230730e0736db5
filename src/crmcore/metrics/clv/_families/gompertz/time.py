"""Growth and decay of Gompertz hazards without overflow: logs, ages and times of leaving."""

from typing import Final

import numpy as np
import numpy.typing as npt

from crmcore._types import FloatArray

__all__ = ["aged", "leaving_time", "log_grown"]

_LARGE: Final = 600.0  # exp of more comes near the largest double


def log_grown(y: npt.ArrayLike, scale: npt.ArrayLike, /) -> FloatArray:
    """Give log1p(expm1(y) / scale), however large y is.

    Parameters
    ----------
    y : array_like
        Growth on the log scale, >= 0.
    scale : array_like
        Above 0.

    Returns
    -------
    ndarray
        Values with relative precision.
    """
    y, scale = np.asarray(y, np.float64), np.asarray(scale, np.float64)
    with np.errstate(over="ignore", divide="ignore"):
        value: FloatArray = np.log1p(np.expm1(y) / scale)
    far = ~(value < _LARGE)
    if not far.any():
        return value
    # the growth over the scale is so large that only its log fits a double
    with np.errstate(divide="ignore"):
        grown = y + np.log(-np.expm1(-y))
    return np.where(far, np.logaddexp(0.0, grown - np.log(scale)), value)


def aged(beta: float, y: npt.ArrayLike, /) -> FloatArray:
    """Give the rate of the hazards of those who are still there after a time.

    Parameters
    ----------
    beta : float
        The rate at the start.
    y : array_like
        The time, times b.

    Returns
    -------
    ndarray
        The rate seen from then: exp(-y) (beta - 1) + 1, a sum of two positive terms.
    """
    y = np.asarray(y, np.float64)
    rate: FloatArray = beta * np.exp(-y) - np.expm1(-y)
    return rate


def leaving_time(b: float, s: float, beta: npt.ArrayLike, patience: npt.ArrayLike, /) -> FloatArray:
    """Give the time at which a share exp(-patience) is left.

    Parameters
    ----------
    b, s : float
        Growth of the hazards and shape of their distribution.
    beta : array_like
        Rate of the distribution.
    patience : array_like
        Minus the log of the share, >= 0.

    Returns
    -------
    ndarray
        Times; a standard exponential patience gives the lifetimes of the model.
    """
    beta = np.asarray(beta, np.float64)
    with np.errstate(over="ignore"):
        return log_grown(np.asarray(patience, np.float64) / s, 1 / beta) / b
