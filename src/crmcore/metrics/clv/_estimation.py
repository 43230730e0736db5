"""Maximum likelihood for all models: several starts, optima at the boundary, covariance."""

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeVar

import attrs
import numpy as np

from crmcore._text import Title
from crmcore._types import BoolArray, FloatArray, IntArray
from crmcore.errors import FitError
from crmcore.metrics.clv._newton import Objective, Optimum, maximise, polish
from crmcore.metrics.clv._parametric import Parametric
from crmcore.metrics.clv.fit import Diagnosis, Fit

__all__ = ["FAR", "LARGE", "SAMPLE", "Limit", "Problem", "fit_problem", "representatives"]

M = TypeVar("M", bound=Parametric)

FAR: Final = float(np.log(1e12))  # the log of a coordinate that stands for its limit
SAMPLE: Final = 2000  # customers on whom the starts of a large base are tried
LARGE: Final = 6000  # distinct rows from which on a base is large
_SAME: Final = 1e-8  # log-likelihoods nearer than this are equal
_FLAT: Final = 1e-4  # curvature of a direction that moves freely over a hundred log units
_INTERIOR: Final = Title(
    "All parameters have an optimum of their own.",
    "همه پارامترها بهینه‌ای درونی دارند.",
)
_UNDETERMINED: Final = Title(
    "The base does not determine all parameters: others fit it equally well.",
    "داده‌ها همه پارامترها را تعیین نمی‌کنند: مقادیر دیگری هم به همان خوبی برازش می‌شوند.",
)


@attrs.frozen(kw_only=True)
class Limit:
    """A boundary of the parameter space at which a simpler model lies.

    Attributes
    ----------
    key : str
        Stable identifier.
    meaning : Title
        What customers are like there.
    at : dict of int to float
        Coordinates that are held and the stand-ins for their limits, the one that runs first.
    held : tuple of str
        Parameters that lose their own value there.
    near : float, default 2
        How far that one must have run, in its direction, for the limit to be worth a look.
    """

    key: str
    meaning: Title
    at: dict[int, float]
    held: tuple[str, ...]
    near: float = 2.0

    def is_near(self, point: FloatArray, /) -> bool:
        """Tell whether the limit is worth a look.

        Parameters
        ----------
        point : ndarray of shape (k,)
            The coordinates.

        Returns
        -------
        bool
            Whether the coordinate has run far enough.
        """
        index, limit = next(iter(self.at.items()))
        return float(point[index] * np.sign(limit)) > self.near


@attrs.frozen(kw_only=True)
class Problem:
    """What a model brings to be fitted.

    Attributes
    ----------
    objective : callable
        Log-likelihood of the whole base in the coordinates, up to `constant`.
    sample : callable or None
        The same for a sample on which the starts are tried; None for a small base.
    starts : sequence of ndarray of shape (k,)
        Where to begin.
    bounds : ndarray of shape (2, k)
        Box of the coordinates.
    limits : tuple of Limit
        Boundaries to step to.
    to_log : ndarray of shape (k, k)
        The logs of the parameters are ``to_log @ coordinates + offset``.
    offset : ndarray of shape (k,)
        Puts the units of time and money back.
    constant : float
        The same for the log-likelihood.
    customers : float
        Sum of the weights.
    """

    objective: Objective
    sample: Objective | None
    starts: Sequence[FloatArray]
    bounds: FloatArray
    limits: tuple[Limit, ...]
    to_log: FloatArray
    offset: FloatArray
    constant: float
    customers: float


class _Search(NamedTuple):
    optimum: Optimum
    free: BoolArray
    limits: tuple[Limit, ...]


def fit_problem(problem: Problem, model: M, /) -> Fit[M]:
    """Find the most likely parameters and report them.

    Parameters
    ----------
    problem : Problem
        What is to be fitted.
    model : Parametric
        A model of the kind wanted, whatever its parameters.

    Returns
    -------
    Fit
        The fit.

    Raises
    ------
    FitError
        If the likelihood is not finite at any start.
    """
    search = _to_limits(problem, _best_start(problem))
    optimum, free, limits = search
    optimum = polish(problem.objective, optimum, free=free, bounds=problem.bounds)
    spread, determined = _covariance(optimum.evaluation.hessian, free)
    covariance = problem.to_log @ spread @ problem.to_log.T
    return Fit(
        model=model.with_parameters(np.exp(problem.to_log @ optimum.point + problem.offset)),
        log_likelihood=optimum.evaluation.value + problem.constant,
        customers=problem.customers,
        covariance=(covariance + covariance.T) / 2,
        estimated=int(free.sum()),
        iterations=optimum.steps,
        gradient_norm=optimum.gradient_norm,
        diagnosis=_diagnosis(limits, determined=determined),
    )


def representatives(weights: FloatArray, size: int, /) -> tuple[IntArray, FloatArray]:
    """Choose customers evenly from weighted rows, without chance.

    Parameters
    ----------
    weights : ndarray of shape (k,)
        Customers that each row stands for.
    size : int
        Customers wanted.

    Returns
    -------
    rows : ndarray of int, shape (j,)
        Rows chosen.
    weights : ndarray of shape (j,)
        How often each was chosen.
    """
    ends: FloatArray = np.cumsum(weights)
    marks = (np.arange(size, dtype=np.float64) + 0.5) * (float(ends[-1]) / size)
    picked = np.bincount(np.searchsorted(ends, marks), minlength=weights.size)
    rows = np.flatnonzero(picked)
    return rows, picked[rows].astype(np.float64)


def _best_start(problem: Problem) -> Optimum:
    free = np.ones(problem.to_log.shape[0], dtype=np.bool_)
    trial = problem.objective if problem.sample is None else problem.sample
    ends = [maximise(trial, start, free=free, bounds=problem.bounds) for start in problem.starts]
    ends = [end for end in ends if np.isfinite(end.evaluation.value)]
    if not ends:
        reason = Title(
            "the likelihood of this base is not finite at any start; check its columns",
            "درست‌نمایی این داده‌ها در هیچ نقطه آغازی متناهی نیست؛ ستون‌ها را بررسی کنید",
        )
        raise FitError(reason)
    best = max(ends, key=_value)
    if problem.sample is None:
        return best
    return maximise(problem.objective, best.point, free=free, bounds=problem.bounds)


def _value(optimum: Optimum) -> float:
    return optimum.evaluation.value


# Hold one limit after the other, as long as that does not make the base less likely.
def _to_limits(problem: Problem, best: Optimum) -> _Search:
    free = np.ones(best.point.size, dtype=np.bool_)
    chosen: tuple[Limit, ...] = ()
    while True:
        trials: list[_Search] = []
        for limit in problem.limits:
            if limit in chosen or not limit.is_near(best.point):
                continue
            kept = tuple(other for other in chosen if not other.at.keys() <= limit.at.keys())
            both = {other.key for other in (*kept, limit)}
            together = tuple(other for other in problem.limits if other.key in both)
            trials.append(_at_limits(problem, best, together))
        trials = [trial for trial in trials if trial.free.sum() < free.sum()]
        top = max(trials, key=lambda trial: _value(trial.optimum), default=None)
        if top is None or _value(top.optimum) < _value(best) - _SAME:
            return _Search(best, free, chosen)
        best, free, chosen = top


def _at_limits(problem: Problem, best: Optimum, limits: tuple[Limit, ...]) -> _Search:
    point, free = best.point.copy(), np.ones(best.point.size, dtype=np.bool_)
    for limit in limits:
        for index, value in limit.at.items():
            point[index], free[index] = value, False
    optimum = maximise(problem.objective, point, free=free, bounds=problem.bounds)
    return _Search(optimum._replace(steps=best.steps + optimum.steps), free, limits)


# The inverse of the curvature of the free coordinates; directions without curvature are left out.
def _covariance(hessian: FloatArray, free: BoolArray) -> tuple[FloatArray, bool]:
    spread = np.zeros_like(hessian)
    curvature, axes = np.linalg.eigh(-hessian[np.ix_(free, free)])
    determined = curvature > _FLAT
    inverse = np.where(determined, 1 / np.where(determined, curvature, 1.0), 0.0)
    spread[np.ix_(free, free)] = (axes * inverse) @ axes.T
    return spread, bool(determined.all())


def _diagnosis(limits: tuple[Limit, ...], *, determined: bool) -> Diagnosis:
    keys = [limit.key for limit in limits] + ([] if determined else ["undetermined"])
    meanings = [limit.meaning for limit in limits] + ([] if determined else [_UNDETERMINED])
    if not keys:
        return Diagnosis(interior=True, boundary=None, meaning=_INTERIOR)
    return Diagnosis(
        interior=False,
        boundary="+".join(keys),
        meaning=Title(
            " ".join(meaning.en for meaning in meanings),
            " ".join(meaning.fa for meaning in meanings),
        ),
        held=tuple(dict.fromkeys(name for limit in limits for name in limit.held)),
    )
