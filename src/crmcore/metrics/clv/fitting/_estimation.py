"""Maximum likelihood for all models: several starts, optima at the boundary, covariance."""

import math
from collections.abc import Mapping
from typing import Final, NamedTuple, TypeVar

import numpy as np

from crmcore._checks import number_above
from crmcore._keyed import known as known_key
from crmcore._text import Title
from crmcore._types import BoolArray, FloatArray
from crmcore.errors import FitError
from crmcore.metrics.clv.fitting._constraints import hold, penalise
from crmcore.metrics.clv.fitting._newton import Optimum, maximise, polish
from crmcore.metrics.clv.fitting._parametric import Parametric
from crmcore.metrics.clv.fitting._problem import Limit, Problem
from crmcore.metrics.clv.fitting.diagnosis import Diagnosis
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.fitting.priors import Prior

__all__ = ["fit_problem"]

M = TypeVar("M", bound=Parametric)

_SLOPING: Final = 2.0  # beyond where a limit is worth a look
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


class _Search(NamedTuple):
    optimum: Optimum
    free: BoolArray
    limits: tuple[Limit, ...]


def fit_problem(
    problem: Problem,
    model: M,
    /,
    *,
    fixed: Mapping[str, float] | None = None,
    prior: Prior | None = None,
    options: Mapping[str, object] | None = None,
) -> Fit[M]:
    """Find the most likely parameters and report them.

    Parameters
    ----------
    problem : Problem
        What is to be fitted.
    model : Parametric
        A model of the kind wanted, whatever its parameters.
    fixed : mapping of str to float, optional
        Parameters that are known.
    prior : Prior, optional
        What is known of the shapes beforehand.
    options : mapping of str to object, optional
        What else the fit was told, to be repeated by a fit of the same kind.

    Returns
    -------
    Fit
        The fit.

    Raises
    ------
    FitError
        If the likelihood is not finite at any start.
    """
    names = tuple(model.parameters)
    known = {known_key("fixed", name, names): value for name, value in (fixed or {}).items()}
    centre, weight = prior.on(names, model.shapes) if prior else np.zeros((2, len(names)))
    if prior:
        problem = penalise(problem, centre, weight)
    if known:
        problem = hold(problem, _places(known, model))
    optimum, free, limits = _to_limits(problem, _best_start(problem))
    optimum = polish(problem.objective, optimum, free=free, bounds=problem.bounds)
    spread, determined = _covariance(optimum.evaluation.hessian, free)
    covariance = problem.to_log @ spread @ problem.to_log.T
    place = problem.to_log @ optimum.point + problem.offset
    found = {**model.with_unbounded(place).parameters, **known}
    penalty = float(weight @ np.square(place - centre)) / 2
    return Fit(
        model=model.with_parameters(np.array([found[name] for name in names])),
        log_likelihood=optimum.evaluation.value + problem.constant + penalty,
        customers=problem.customers,
        covariance=(covariance + covariance.T) / 2,
        estimated=int(free.sum()),
        iterations=optimum.steps,
        gradient_norm=optimum.gradient_norm,
        diagnosis=_diagnosis(limits, determined=determined),
        fixed=tuple(name for name in names if name in known),
        prior=prior,
        log_prior=-penalty,
        options=options or {},
    )


# Known parameters by their place, on the scale on which they are estimated.
def _places(known: Mapping[str, float], model: Parametric) -> dict[int, float]:
    names, signed = tuple(model.parameters), model.signed
    for name, value in known.items():
        number_above(f"fixed {name}", value, -math.inf if name in signed else 0.0)
    return {
        names.index(name): value if name in signed else math.log(value)
        for name, value in known.items()
    }


def _best_start(problem: Problem) -> Optimum:
    free = np.ones(problem.bounds.shape[1], dtype=np.bool_)
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
    start = _off_plateaus(best.point, problem.limits)
    return maximise(problem.objective, start, free=free, bounds=problem.bounds)


# What ran to a limit on a sample begins anew where the likelihood still has slopes.
def _off_plateaus(point: FloatArray, limits: tuple[Limit, ...]) -> FloatArray:
    start = point.copy()
    for limit in limits:
        if limit.is_near(point):
            index, end = next(iter(limit.at.items()))
            start[index] = np.sign(end) * min(abs(point[index]), limit.near + _SLOPING)
    return start


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


# The inverse of the curvature of the free coordinates; where it is flat they may lie anywhere.
def _covariance(hessian: FloatArray, free: BoolArray) -> tuple[FloatArray, bool]:
    spread = np.zeros_like(hessian)
    curvature, axes = np.linalg.eigh(-hessian[np.ix_(free, free)])
    determined = curvature > _FLAT
    inverse = 1 / np.maximum(curvature, _FLAT)
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
