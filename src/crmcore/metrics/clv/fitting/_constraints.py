"""What holds a fit: parameters that are known, and what is known of the shapes beforehand."""

from collections.abc import Mapping
from typing import Final

import attrs
import numpy as np

from crmcore._types import FloatArray
from crmcore.metrics.clv.fitting._newton import Evaluation, Objective
from crmcore.metrics.clv.fitting._problem import FAR, Limit, Problem

__all__ = ["hold", "penalise"]

_RANK: Final = 1e-12


class _Penalised:
    def __init__(
        self, objective: Objective, problem: Problem, centre: FloatArray, weight: FloatArray
    ) -> None:
        self._objective = objective
        self._to_log, self._shift = problem.to_log, problem.offset - centre
        self._weight = weight
        self._bend = problem.to_log.T @ (weight[:, None] * problem.to_log)

    def __call__(self, point: FloatArray, /) -> Evaluation:
        plain = self._objective(point)
        away = self._to_log @ point + self._shift
        pull = self._weight * away
        return Evaluation(
            plain.value - float(pull @ away) / 2,
            plain.gradient - self._to_log.T @ pull,
            plain.hessian - self._bend,
        )


class _Held:
    def __init__(self, objective: Objective, origin: FloatArray, axes: FloatArray) -> None:
        self._objective, self._origin, self._axes = objective, origin, axes

    def __call__(self, point: FloatArray, /) -> Evaluation:
        plain = self._objective(self._origin + self._axes @ point)
        axes = self._axes
        return Evaluation(plain.value, axes.T @ plain.gradient, axes.T @ plain.hessian @ axes)


def penalise(problem: Problem, centre: FloatArray, weight: FloatArray, /) -> Problem:
    """Add the log of a prior to the likelihood.

    Parameters
    ----------
    problem : Problem
        What is to be fitted.
    centre : ndarray of shape (k,)
        Medians of the logs of the parameters.
    weight : ndarray of shape (k,)
        Their precisions; 0 for a parameter without a prior.

    Returns
    -------
    Problem
        The same with a prior, begun from all starts.
    """
    sample = problem.sample
    return attrs.evolve(
        problem,
        objective=_Penalised(problem.objective, problem, centre, weight),
        sample=None if sample is None else _Penalised(sample, problem, centre, weight),
        starts=(*problem.starts, *problem.more_starts),
    )


def hold(problem: Problem, known: Mapping[int, float], /) -> Problem:
    """Hold some parameters at known values.

    Parameters
    ----------
    problem : Problem
        What is to be fitted.
    known : mapping of int to float
        Logs of the known parameters by their place.

    Returns
    -------
    Problem
        The same in fewer coordinates. Limits that a held parameter rules out are left out.

    Notes
    -----
    In the coordinates c a parameter is held by a linear equation. Coordinates that no equation
    touches stay as they are, so that limits and bounds keep their meaning; of the others, an
    orthonormal basis of the solutions takes the place.
    """
    places = list(known)
    equations = problem.to_log[places]
    values = np.array([known[place] for place in places]) - problem.offset[places]
    origin: FloatArray = np.linalg.lstsq(equations, values, rcond=None)[0].astype(np.float64)
    touched = (equations != 0).any(axis=0)
    free = np.flatnonzero(~touched)
    _, sizes, rows = np.linalg.svd(equations[:, touched])
    rank = int((sizes > _RANK).sum())
    axes = np.zeros((touched.size, free.size + rows.shape[0] - rank))
    axes[free, np.arange(free.size)] = 1.0
    axes[np.ix_(touched, np.arange(free.size, axes.shape[1]))] = rows[rank:].T
    bounds = np.tile([[-2 * FAR], [2 * FAR]], axes.shape[1])
    bounds[:, : free.size] = problem.bounds[:, free]
    sample = problem.sample
    return attrs.evolve(
        problem,
        objective=_Held(problem.objective, origin, axes),
        sample=None if sample is None else _Held(sample, origin, axes),
        starts=[axes.T @ (start - origin) for start in (*problem.starts, *problem.more_starts)],
        more_starts=(),
        bounds=bounds,
        limits=_limits(problem.limits, free.tolist()),
        to_log=problem.to_log @ axes,
        offset=problem.to_log @ origin + problem.offset,
    )


# The limits in the new coordinates, of which the first are old ones.
def _limits(limits: tuple[Limit, ...], kept: list[int]) -> tuple[Limit, ...]:
    return tuple(
        attrs.evolve(limit, at={kept.index(place): end for place, end in limit.at.items()})
        for limit in limits
        if limit.at.keys() <= set(kept)
    )
