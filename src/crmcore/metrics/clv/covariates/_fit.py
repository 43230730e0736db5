"""How models with covariates are fitted: from the plain fit on, effect by effect."""

import math
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeVar

import attrs
import numpy as np

from crmcore._checks import number_above
from crmcore._keyed import known
from crmcore._types import FloatArray
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.covariates._base import Covaried, effect_name
from crmcore.metrics.clv.covariates._designs import Design, design_of, processes_of, require_rank
from crmcore.metrics.clv.covariates._diagnosis import told
from crmcore.metrics.clv.covariates._kinds import mix_of
from crmcore.metrics.clv.covariates._likelihood import CovariateLikelihood
from crmcore.metrics.clv.covariates._limits import EffectPlace, covariate_limits
from crmcore.metrics.clv.covariates._setups import Setup, setup_of
from crmcore.metrics.clv.fitting._estimation import fit_problem
from crmcore.metrics.clv.fitting._parametric import Parametric
from crmcore.metrics.clv.fitting._problem import FAR, LARGE, Problem
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.fitting.priors import Prior
from crmcore.summary import CustomerSummary

__all__ = ["refit_covariates"]

C = TypeVar("C", bound=Covaried[Any])

_INSIDE: Final = 3.0  # coordinates at which slopes have not vanished
# Other starts: how much alike customers are in leaving, and how many leave if not as before.
_DETOURS: Final = ((-1.0, None), (3.0, None), (3.0, -2.0))


class _Plan(NamedTuple):
    """What is estimated: effects with their places, and the numbers that they are multiplied with.

    `numbers` and `shift` are by coordinate: the columns of the effects on it, each divided by the
    scale of its effect, and what known effects add to it.
    """

    effects: tuple[EffectPlace, ...]
    numbers: Mapping[int, FloatArray]
    shift: FloatArray


def refit_covariates(
    model: C,
    subject: CustomerSummary | ContractTenures,
    /,
    *,
    fixed: Mapping[str, float] | None = None,
    prior: Prior | None = None,
) -> Fit[C]:
    """Fit a model with the encoding and the effects of another one.

    Parameters
    ----------
    model : Covaried
        The other one, whatever its parameters.
    subject : CustomerSummary or ContractTenures
        The base, with its covariates.
    fixed : mapping of str to float, optional
        Parameters and effects that are known.
    prior : Prior, optional
        What is known of shapes and effects beforehand.

    Returns
    -------
    Fit
        The fit.

    Raises
    ------
    FitError
        If the plain model cannot be fitted.
    InvalidInputError
        If columns are missing, do not vary or determine each other, or a name is unknown.
    """
    subject = subject.select(subject.row_weights > 0)
    values = _known(model, fixed or {})
    effects = {name: value for name, value in values.items() if name in model.effects}
    base = {name: value for name, value in values.items() if name not in effects} or None
    kind = model.kind
    setup, design = setup_of(kind), design_of(model, subject)
    plan = _plan(model, setup, design, effects)
    begun = _with(model, plain=kind.fit(subject, fixed=base).model)
    free = _without(begun, effects)
    problem = _problem(free, setup, design, plan)
    fit = fit_problem(problem, free, fixed=base, prior=prior, options={"like": model})
    fit = told(fit, setup, plan.effects, math.log(design.unit))
    whole = _whole(begun, fit.model, effects)
    return attrs.evolve(
        fit,
        model=_with(whole, mix=mix_of(whole, subject)),
        covariance=_among(fit.covariance, free, whole),
        fixed=tuple(name for name in whole.parameters if name in values),
    )


def _known(model: Covaried[Any], fixed: Mapping[str, float]) -> dict[str, float]:
    names = tuple(model.parameters)
    for name, value in fixed.items():
        least = -math.inf if name in model.signed else 0.0
        number_above(f"fixed {known('fixed', name, names)}", value, least)
    return {name: float(fixed[name]) for name in names if name in fixed}


def _with(model: C, **fields: object) -> C:
    own: Any = model
    changed: C = attrs.evolve(own, **fields)
    return changed


# The model without the effects that are known.
def _without(model: C, effects: Mapping[str, float]) -> C:
    left = {
        process: {name: 0.0 for name in names if effect_name(process, name) not in effects}
        for process, names in processes_of(model).items()
    }
    return _with(model, **left)


def _whole(model: C, free: Covaried[Any], effects: Mapping[str, float]) -> C:
    found = {**free.parameters, **effects}
    return _with(model, plain=free.plain).with_parameters(
        np.array([found[name] for name in model.parameters])
    )


# The covariance of the parameters that are estimated, among all.
def _among(covariance: FloatArray, free: Covaried[Any], whole: Covaried[Any]) -> FloatArray:
    names = list(whole.parameters)
    places = [names.index(name) for name in free.parameters]
    every = np.zeros((len(names), len(names)))
    every[np.ix_(places, places)] = covariance
    return every


def _plan(
    model: Covaried[Any], setup: Setup, design: Design, effects: Mapping[str, float]
) -> _Plan:
    places: list[EffectPlace] = []
    numbers: dict[int, FloatArray] = {}
    shift = np.zeros((setup.to_log.shape[0], design.weights.size))
    for process, names in processes_of(model).items():
        whole = [effect_name(process, name) for name in names]
        free = np.array([name not in effects for name in whole], dtype=np.bool_)
        given = np.array([effects.get(name, 0.0) for name in whole])
        columns, place = design.numbers[process], setup.places[process]
        shift[place] = columns @ given
        if not free.any():
            continue
        own = tuple(name for name, kept in zip(names, free.tolist(), strict=True) if kept)
        require_rank(process, own, columns[:, free], design.weights)
        start = setup.to_log.shape[0] + len(places)
        scales = _scales(model, own, columns[:, free], design.weights)
        places += [
            _placed(model, process, name, start + number, scale)
            for number, (name, scale) in enumerate(zip(own, scales.tolist(), strict=True))
        ]
        numbers[place] = columns[:, free] / scales
    return _Plan(tuple(places), numbers, shift)


def _placed(model: Covaried[Any], process: str, name: str, index: int, scale: float) -> EffectPlace:
    column, category = model.encoding.part(name)
    return EffectPlace(
        name=effect_name(process, name),
        process=process,
        column=column,
        category=category,
        index=index,
        scale=scale,
    )


# Standard deviations of numeric columns, and 1 for categories.
def _scales(
    model: Covaried[Any], names: tuple[str, ...], columns: FloatArray, weights: FloatArray
) -> FloatArray:
    share = weights / weights.sum()
    spread = np.sqrt(share @ np.square(columns - share @ columns))
    numeric = np.array([model.encoding.part(name)[1] is None for name in names], dtype=np.bool_)
    return np.where(numeric, spread, 1.0)


def _problem(model: Covaried[Any], setup: Setup, design: Design, plan: _Plan) -> Problem:
    size, count = setup.to_log.shape[0], len(plan.effects)
    log_unit = math.log(design.unit)
    offset = np.array(setup.times) * log_unit
    to_log = np.zeros((size + count, size + count))
    to_log[:size, :size] = setup.to_log
    for effect in plan.effects:
        to_log[effect.index, effect.index] = 1 / effect.scale
    bounds = np.concatenate([setup.bounds, np.tile([[-FAR], [FAR]], count)], axis=1)
    plain: Parametric = model.plain
    begun = np.linalg.solve(setup.to_log, plain.unbounded - offset).astype(np.float64)
    starts = _starts(begun, setup, bounds[:, :size], few=design.weights.size <= LARGE)
    bought = float(design.weights @ design.columns[0]) if any(setup.times) else 0.0
    return Problem(
        objective=CovariateLikelihood(
            setup.rows(*design.columns), design.weights, plan.shift, plan.numbers
        ),
        sample=None,
        starts=[np.append(start, np.zeros(count)) for start in starts],
        bounds=bounds,
        limits=covariate_limits(setup, plan.effects),
        to_log=to_log,
        offset=np.append(offset, np.zeros(count)),
        constant=-bought * log_unit,
        customers=float(design.weights.sum()),
    )


# The plain fit; if it ran to a limit, somewhere from which there is a way out, too.
def _starts(begun: FloatArray, setup: Setup, bounds: FloatArray, *, few: bool) -> list[FloatArray]:
    inside = np.clip(begun, -_INSIDE, _INSIDE)
    starts = [np.clip(begun, bounds[0], bounds[1])]
    if (inside != begun).any():
        starts.append(inside)
    for spread, leaving in _DETOURS if few else ():
        start = inside.copy()
        start[setup.spread] = spread
        if leaving is not None:
            start[setup.places["dropout"]] = leaving
        starts.append(start)
    return starts
