"""The search for the optimum of Pareto/NBD, in coordinates in which its ridges are straight."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from crmcore._types import FloatArray
from crmcore.metrics.clv._families.pareto.limits import FARTHEST
from crmcore.metrics.clv.fitting._newton import Evaluation, Objective, Optimum, maximise
from crmcore.metrics.clv.fitting._problem import FAR

__all__ = ["Straightened", "best_start"]

_BOX: Final = np.array([[-FAR, -FAR, -FAR, -FAR], [FAR, FAR, 5.0, 1 + math.log(FARTHEST)]])
_FREE: Final = np.ones(4, dtype=np.bool_)
# Where the likelihood still has slopes: what ran to a limit on a sample begins anew from here.
_SLOPING: Final = np.array([[-4.0, -FAR, math.log(0.02), -3.0], [4.0, FAR, 1.0, 5.0]])
_CLOSE: Final = 4.0
_HARDLY: Final = math.log(1e-3)  # of C: where hardly anybody leaves all slopes vanish
_SOME: Final = (math.log(0.02), 5.0)


class Straightened:
    r"""The likelihood in ln r, ln r/alpha, ln C and v.

    C = s log1p(1/beta) is the mean logarithmic loss of customers by the time 1; v is -ln beta up
    to 1, and grows with the logarithm of -ln beta beyond.

    Parameters
    ----------
    objective : callable
        The likelihood in ln r, ln r/alpha, ln s/beta and ln s.

    Notes
    -----
    Where s runs to 0 and C stays, a share exp(-C) never leaves and the others leave at once: in
    ln s and ln beta that is a bent ridge without an end, here it is a straight one.
    """

    def __init__(self, objective: Objective, /) -> None:
        self._objective = objective

    def __call__(self, point: FloatArray, /) -> Evaluation:
        """Evaluate at a point of shape (4,).

        Returns
        -------
        Evaluation
            Value, gradient and Hessian in these coordinates.
        """
        g, g1, g2 = _bent(float(point[3]))
        log, share = _loss(g)
        # of ln s = ln C - ln log, in v
        slope = -share / log * g1
        bend = -share / log * g2 - share / log * (1 - share - share / log) * g1 * g1
        jacobian = np.eye(4)
        jacobian[2:, 2:] = [[1.0, slope + g1], [1.0, slope]]
        plain = self._objective(plain_point(point))
        hessian = jacobian.T @ plain.hessian @ jacobian
        hessian[3, 3] += plain.gradient[2] * (bend + g2) + plain.gradient[3] * bend
        return Evaluation(plain.value, jacobian.T @ plain.gradient, hessian)


def plain_point(point: FloatArray, /) -> FloatArray:
    """Give the coordinates of the likelihood for those of `Straightened`.

    Parameters
    ----------
    point : ndarray of shape (4,)
        ln r, ln r/alpha, ln C and v.

    Returns
    -------
    ndarray of shape (4,)
        ln r, ln r/alpha, ln s/beta and ln s.
    """
    g = _bent(float(point[3]))[0]
    log_s = float(point[2]) - math.log(_loss(g)[0])
    return np.array([point[0], point[1], log_s + g, log_s])


# -ln beta from v, with its first and second derivative.
def _bent(v: float) -> tuple[float, float, float]:
    if v <= 1:
        return v, 1.0, 0.0
    grown = math.exp(v - 1)
    return grown, grown, grown


# log1p(1/beta) and 1/(1 + beta) from -ln beta.
def _loss(g: float) -> tuple[float, float]:
    if g > 0:
        return g + math.log1p(math.exp(-g)), 1 / (1 + math.exp(-g))
    grown = math.exp(g)
    return math.log1p(grown), grown / (1 + grown)


def best_start(
    objective: Objective, sample: Objective | None, starts: Sequence[FloatArray], /
) -> FloatArray:
    """Find where the likelihood is highest.

    Parameters
    ----------
    objective : callable
        The likelihood of the whole base in ln r, ln r/alpha, ln s/beta and ln s.
    sample : callable or None
        The same for a sample on which the starts are tried; None for a small base.
    starts : sequence of ndarray of shape (4,)
        Where to begin, in the coordinates of `Straightened`.

    Returns
    -------
    ndarray of shape (4,)
        The best end, in ln r, ln r/alpha, ln s/beta and ln s.
    """
    whole = Straightened(objective)
    trial = whole if sample is None else Straightened(sample)
    ends = [_climb(trial, start) for start in starts]
    if sample is not None:
        ends = [_climb(whole, np.clip(end.point, *_SLOPING)) for end in _finalists(ends)]
    best = max(ends, key=_value)
    if best.point[2] < _HARDLY:
        ends = [best, _climb(whole, np.array([*best.point[:2], *_SOME]))]
    return plain_point(max(ends, key=_value).point)


def _climb(objective: Objective, start: FloatArray) -> Optimum:
    return maximise(objective, start, free=_FREE, bounds=_BOX)


def _value(end: Optimum) -> float:
    return end.evaluation.value


# Ends on a sample that may be the best on the whole base: near in value, and not one and the same.
def _finalists(ends: list[Optimum]) -> list[Optimum]:
    best, *others = sorted(ends, key=_value, reverse=True)
    kept = [best]
    for end in others:
        apart = min(float(np.abs(end.point - other.point).max()) for other in kept)
        if apart > 1 and _value(end) > _value(best) - _CLOSE:
            kept.append(end)
    return kept
