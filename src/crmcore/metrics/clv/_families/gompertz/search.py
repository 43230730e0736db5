"""The search for the optimum of Gamma-Gompertz/NBD among the many tops of its likelihood."""

import math
from collections.abc import Iterable
from typing import Final

import numpy as np

from crmcore._types import FloatArray
from crmcore.metrics.clv._families.gompertz.coordinates import (
    BOX,
    StraightenedGompertz,
    plain_gompertz_point,
    straight_point,
)
from crmcore.metrics.clv._families.gompertz.limits import SUDDEN
from crmcore.metrics.clv.fitting._newton import Objective, Optimum, maximise

__all__ = ["best_gompertz_point"]

_FREE: Final = np.ones(5, dtype=np.bool_)
_LEVELS: Final = np.array([True, True, True, False, False])
# Where the likelihood has slopes in the levels.
_SLOPING: Final = np.array([
    [-4.0, BOX[0, 1], -4.0, BOX[0, 3], BOX[0, 4]],
    [4.0, BOX[1, 1], 1.0, BOX[1, 3], BOX[1, 4]],
])
_SCANNED: Final = np.array([[*BOX[0, :2], -7.0, *BOX[0, 3:]], BOX[1]])
# Shapes of the loss that are tried: w and the log of b times the time, and where customers leave
# from a certain age on, that age in units of the time, below 0 if some leave at once.
_SMOOTH: Final = (
    (-3.0, 0.7),
    (1.0, 0.7),
    (3.5, 0.7),
    (-1.0, 1.7),
    (2.0, 1.7),
    (4.0, 1.7),
    (5.0, -1.0),
    (-2.0, 3.0),
    (-10.0, 5.0),
)
_AGES: Final = (
    -2.0,
    -0.5,
    -0.1,
    -0.02,
    0.02,
    0.05,
    0.1,
    0.2,
    0.3,
    0.4,
    0.5,
    0.6,
    0.7,
    0.8,
    0.9,
    0.97,
)
_RATE: Final = 40.0
_SMOOTH_STARTS: Final = 3
_CLOSE: Final = 6.0
_SAME: Final = 1e-8
_FAST: Final = math.log(20.0)


def best_gompertz_point(
    objective: Objective, sample: Objective | None, steady: FloatArray, time: float, /
) -> FloatArray:
    """Find where the likelihood is highest.

    Parameters
    ----------
    objective : callable
        The likelihood of the whole base in ln r, ln r/alpha, ln s b/beta, ln s and ln b.
    sample : callable or None
        The same for a sample on which the starts are tried; None for a small base.
    steady : ndarray of shape (5,)
        The optimum of Pareto/NBD in these.
    time : float
        The time of the coordinates of the search.

    Returns
    -------
    ndarray of shape (5,)
        The best point, in ln r, ln r/alpha, ln s b/beta, ln s and ln b.

    Notes
    -----
    The likelihood has many tops, most of them where all leave from a certain age on: its highest
    value is found for each of some shapes of the loss, and the best of these are where to begin.
    """
    whole = StraightenedGompertz(objective, time)
    begin = np.clip(straight_point(steady, time), *_SLOPING)
    smooth, sudden = _shapes(begin, time)
    if sample is not None:
        smooth, sudden = _promising(StraightenedGompertz(sample, time), smooth, sudden)
    starts = _tops(_along(whole, smooth), _along(whole, sudden))
    best = max((_climb(whole, start) for start in starts), key=_value)
    if best.point[4] > _FAST:
        end = _end_of_the_ridge(whole, best)
        best = end if _value(end) > _value(best) - _SAME else best
    point = plain_gompertz_point(best.point, time)
    return point if _value(best) > objective(steady).value else steady


def _shapes(begin: FloatArray, time: float) -> tuple[list[FloatArray], list[FloatArray]]:
    late = [(1 + math.log(_RATE * (1 - age)), math.log(_RATE)) for age in _AGES]
    near = [*_SMOOTH, (float(np.clip(begin[3], -3.0, 4.0)), -1.0)]
    smooth, sudden = (
        [np.array([*begin[:3], w, log_b - math.log(time)]) for w, log_b in pairs]
        for pairs in (near, late)
    )
    return smooth, sudden


# Shapes that a sample does not rule out, with the levels that it gives them.
def _promising(
    sample: Objective, smooth: list[FloatArray], sudden: list[FloatArray]
) -> tuple[list[FloatArray], list[FloatArray]]:
    families = _along(sample, smooth), _along(sample, sudden)
    least = max(_value(end) for family in families for end in family) - _CLOSE
    first, second = ([end.point for end in ends if _value(end) > least] for ends in families)
    return first, second


# The highest value for each shape of the loss.
def _along(objective: Objective, starts: Iterable[FloatArray]) -> list[Optimum]:
    return [maximise(objective, start, free=_LEVELS, bounds=_SCANNED) for start in starts]


# The best of the smooth shapes, and the tops along the age at which customers begin to leave.
def _tops(smooth: list[Optimum], sudden: list[Optimum]) -> list[FloatArray]:
    values = np.array([-np.inf, *(_value(end) for end in sudden), -np.inf])
    top = (values[1:-1] >= values[:-2]) & (values[1:-1] >= values[2:])
    ends = [end for end, is_top in zip(sudden, top.tolist(), strict=True) if is_top]
    ends += sorted(smooth, key=_value, reverse=True)[:_SMOOTH_STARTS]
    least = max(_value(end) for end in ends) - 2 * _CLOSE
    return [end.point for end in ends if _value(end) > least]


def _climb(objective: Objective, start: FloatArray) -> Optimum:
    return maximise(objective, start, free=_FREE, bounds=BOX)


def _value(end: Optimum) -> float:
    return end.evaluation.value


# As b grows, the age from which customers leave and their rate stay if w grows with ln b.
def _end_of_the_ridge(objective: Objective, end: Optimum) -> Optimum:
    start, free = end.point.copy(), _FREE.copy()
    start[3:] += min(SUDDEN - float(start[4]), float(BOX[1, 3] - start[3]))
    free[4] = False
    return maximise(objective, start, free=free, bounds=BOX)
