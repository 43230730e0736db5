"""Coordinates in which the ridges of the likelihood of Gamma-Gompertz/NBD are straight."""

import math
from typing import Final

import numpy as np

from crmcore._types import FloatArray
from crmcore.metrics.clv._families.gompertz.limits import SUDDEN
from crmcore.metrics.clv._families.pareto.limits import FARTHEST
from crmcore.metrics.clv.fitting._newton import Evaluation, Objective
from crmcore.metrics.clv.fitting._problem import FAR

__all__ = ["BOX", "StraightenedGompertz", "plain_gompertz_point", "straight_point"]

BOX: Final = np.array([
    [-FAR, -FAR, -FAR, -20.0, -FAR],
    [FAR, FAR, 5.0, 1 + math.log(FARTHEST), SUDDEN],
])


class StraightenedGompertz:
    r"""The likelihood in ln r, ln r/alpha, ln C, w and ln b.

    With G = exp(b t) - 1 at a time t that hardly any customer is older than, C = s log1p(G/beta)
    is minus the log of the share that is left by then; w is v = ln G/beta up to 1, and grows with
    the logarithm of v beyond.

    Parameters
    ----------
    objective : callable
        The likelihood in ln r, ln r/alpha, ln s b/beta, ln s and ln b.
    time : float
        The time.

    Notes
    -----
    The shape of the loss up to the time is that of log1p(G/beta): it runs from an exponential
    growth, where v is far below 0, over one straight line from a certain age on, where b and v are
    large together, to a loss of all at once, where v is large alone. These are straight lines
    here, and bent ones without an end in ln s, ln b and ln beta.
    """

    def __init__(self, objective: Objective, time: float, /) -> None:
        self._objective = objective
        self._time = time

    def __call__(self, point: FloatArray, /) -> Evaluation:
        """Evaluate at a point of shape (5,).

        Returns
        -------
        Evaluation
            Value, gradient and Hessian in these coordinates.
        """
        v, v1, v2 = _bent(float(point[3]))
        log, share = _loss(v)
        _, g1, g2 = _growth(float(point[4]), self._time)
        # of ln s = ln C - ln log, in w
        slope = -share / log * v1
        bend = -share / log * v2 - share / log * (1 - share - share / log) * v1 * v1
        jacobian = np.eye(5)
        jacobian[2:4, 2:4] = [[1.0, slope + v1], [1.0, slope]]
        jacobian[2, 4] = -g1
        plain = self._objective(plain_gompertz_point(point, self._time))
        hessian = jacobian.T @ plain.hessian @ jacobian
        hessian[3, 3] += plain.gradient[2] * (bend + v2) + plain.gradient[3] * bend
        hessian[4, 4] -= plain.gradient[2] * g2
        return Evaluation(plain.value, jacobian.T @ plain.gradient, hessian)


def plain_gompertz_point(point: FloatArray, time: float, /) -> FloatArray:
    """Give the coordinates of the likelihood for those of `StraightenedGompertz`.

    Parameters
    ----------
    point : ndarray of shape (5,)
        ln r, ln r/alpha, ln C, w and ln b.
    time : float
        The time of C.

    Returns
    -------
    ndarray of shape (5,)
        ln r, ln r/alpha, ln s b/beta, ln s and ln b.
    """
    v = _bent(float(point[3]))[0]
    log_s = float(point[2]) - math.log(_loss(v)[0])
    log_g = _growth(float(point[4]), time)[0]
    return np.array([point[0], point[1], log_s + v - log_g, log_s, point[4]])


def straight_point(point: FloatArray, time: float, /) -> FloatArray:
    """Give the coordinates of `StraightenedGompertz` for those of the likelihood.

    Parameters
    ----------
    point : ndarray of shape (5,)
        ln r, ln r/alpha, ln s b/beta, ln s and ln b.
    time : float
        The time of C.

    Returns
    -------
    ndarray of shape (5,)
        ln r, ln r/alpha, ln C, w and ln b.
    """
    v = float(point[2] - point[3]) + _growth(float(point[4]), time)[0]
    w = v if v <= 1 else 1 + math.log(v)
    return np.array([point[0], point[1], float(point[3]) + math.log(_loss(v)[0]), w, point[4]])


# v from w, with its first and second derivative.
def _bent(w: float) -> tuple[float, float, float]:
    if w <= 1:
        return w, 1.0, 0.0
    grown = math.exp(w - 1)
    return grown, grown, grown


# log1p(exp(v)) and 1/(1 + exp(-v)).
def _loss(v: float) -> tuple[float, float]:
    if v > 0:
        return v + math.log1p(math.exp(-v)), 1 / (1 + math.exp(-v))
    grown = math.exp(v)
    return math.log1p(grown), grown / (1 + grown)


# The log of expm1(b t)/b with its first and second derivative in ln b.
def _growth(log_b: float, time: float) -> tuple[float, float, float]:
    b = math.exp(log_b)
    y = b * time
    shrunk = -math.expm1(-y)
    first = y / shrunk - 1
    second = y / shrunk - (y / shrunk) ** 2 * math.exp(-y)
    return y + math.log(shrunk) - log_b, first, second
