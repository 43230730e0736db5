"""Newton's method with a trust region, for a smooth function of a few variables to be maximised."""

from typing import Final, NamedTuple, Protocol

import numpy as np

from crmcore._types import BoolArray, FloatArray

__all__ = ["Evaluation", "Objective", "Optimum", "maximise", "polish"]

_STEPS: Final = 200
_GAIN: Final = 1e-12  # stop when a step promises less
_NOISE: Final = 64 * float(np.finfo(np.float64).eps)
_FIRST_RADIUS: Final = 1.0
_LARGEST_RADIUS: Final = 4.0
_SMALLEST_RADIUS: Final = 1e-9
_POLISHING: Final = 4
_EXACT: Final = 1e-20  # promised by a step of 1e-10 standard errors
_SEEN: Final = 1e-6  # a loss of the value that is more than rounding
_SMALL_STEP: Final = 1e-2


class Evaluation(NamedTuple):
    """A function at a point: its value, gradient and Hessian."""

    value: float
    gradient: FloatArray
    hessian: FloatArray


class Objective(Protocol):
    """What is to be maximised: a function that knows its gradient and Hessian."""

    def __call__(self, point: FloatArray, /) -> Evaluation:
        """Evaluate at a point of shape (k,)."""
        ...


class Optimum(NamedTuple):
    """Where a search ended.

    `gradient_norm` is that of the free coordinates, `steps` counts the evaluations.
    """

    point: FloatArray
    evaluation: Evaluation
    gradient_norm: float
    steps: int


def maximise(
    objective: Objective, start: FloatArray, /, *, free: BoolArray, bounds: FloatArray
) -> Optimum:
    """Climb from a start to a maximum.

    Parameters
    ----------
    objective : callable
        The function.
    start : ndarray of shape (k,)
        Where to begin.
    free : ndarray of bool, shape (k,)
        Coordinates that may move.
    bounds : ndarray of shape (2, k)
        Lowest and highest value of each coordinate.

    Returns
    -------
    Optimum
        The end: no step promises to gain more than 1e-12, or than rounding lets one see.
    """
    point = np.clip(start, bounds[0], bounds[1])
    here = objective(point)
    radius, steps = _FIRST_RADIUS, 1
    while steps < _STEPS and radius > _SMALLEST_RADIUS:
        target, promised, whole = _target(point, here, free, bounds, radius)
        noise = _NOISE * max(abs(here.value), 1.0)
        if promised <= max(_GAIN, noise):
            if whole:
                break
            radius /= 4  # cut short by a bound, the step leaves its valley
            continue
        there = objective(target)
        steps += 1
        gained, length = there.value - here.value, float(np.linalg.norm(target - point))
        radius = _next_radius(radius, length, gained / max(promised, noise))
        if gained > 0:
            point, here = target, there
    return Optimum(point, here, _norm(point, here, free, bounds), steps)


def polish(
    objective: Objective, end: Optimum, /, *, free: BoolArray, bounds: FloatArray
) -> Optimum:
    """Find the last digits of a maximum by steps too small to be seen in the value.

    Parameters
    ----------
    objective : callable
        The function.
    end : Optimum
        What `maximise` found.
    free : ndarray of bool, shape (k,)
        Coordinates that may move.
    bounds : ndarray of shape (2, k)
        Lowest and highest value of each coordinate.

    Returns
    -------
    Optimum
        The end, where no step is left, or the gradient falls no further.
    """
    for _ in range(_POLISHING):
        target, promised, _ = _target(end.point, end.evaluation, free, bounds, _SMALL_STEP)
        if promised <= _EXACT:
            break
        there = objective(target)
        norm = _norm(target, there, free, bounds)
        lost = end.evaluation.value - there.value
        if norm > end.gradient_norm / 2 or lost > _SEEN:
            break
        end = Optimum(target, there, norm, end.steps + 1)
    return end


def _target(
    point: FloatArray, here: Evaluation, free: BoolArray, bounds: FloatArray, radius: float
) -> tuple[FloatArray, float, bool]:
    wanted = point + _step(here, _may_move(point, here, free, bounds), radius)
    target = np.clip(wanted, bounds[0], bounds[1])
    step = target - point
    promised = float(here.gradient @ step + step @ here.hessian @ step / 2)
    return target, promised, bool((target == wanted).all())


def _norm(point: FloatArray, here: Evaluation, free: BoolArray, bounds: FloatArray) -> float:
    return float(np.linalg.norm(here.gradient[_may_move(point, here, free, bounds)]))


# A coordinate at a bound stays there while the function rises beyond it.
def _may_move(
    point: FloatArray, here: Evaluation, free: BoolArray, bounds: FloatArray
) -> BoolArray:
    at_low = (point <= bounds[0]) & (here.gradient < 0)
    at_high = (point >= bounds[1]) & (here.gradient > 0)
    moving: BoolArray = free & ~at_low & ~at_high
    return moving


def _next_radius(radius: float, length: float, ratio: float) -> float:
    if ratio < 0.25:  # noqa: PLR2004 - the usual quarter
        return length / 4
    if ratio > 0.75 and length > 0.9 * radius:  # noqa: PLR2004 - the usual three quarters
        return min(2 * radius, _LARGEST_RADIUS)
    return radius


# The best step of the quadratic model within the radius.
def _step(here: Evaluation, moving: BoolArray, radius: float) -> FloatArray:
    step = np.zeros_like(here.gradient)
    if not moving.any():
        return step
    curvature, axes = np.linalg.eigh(-here.hessian[np.ix_(moving, moving)])
    slope = axes.T @ here.gradient[moving]
    floor = 1e-14 * float(np.abs(curvature).max()) + _NOISE * max(abs(here.value), 1.0)
    flat = (np.abs(curvature) <= floor) & (np.abs(slope) <= floor)
    slope[flat], curvature[flat] = 0.0, np.inf
    if curvature[0] > floor and np.linalg.norm(slope / curvature) <= radius:
        step[moving] = axes @ (slope / curvature)
        return step
    step[moving] = axes @ (slope / (curvature + _shift(curvature, slope, radius, floor)))
    return step


# Find the shift at which the step has the length of the radius, by bisection on its log.
def _shift(curvature: FloatArray, slope: FloatArray, radius: float, floor: float) -> float:
    least = max(0.0, -float(curvature[0])) + floor
    size = float(np.linalg.norm(slope))
    low, high = least, least + size / radius + floor
    for _ in range(60):
        middle = float(np.sqrt(low * high))
        if np.linalg.norm(slope / (curvature + middle)) > radius:
            low = middle
        else:
            high = middle
        if high - low < 1e-2 * (high - least + floor):
            break
    return high
