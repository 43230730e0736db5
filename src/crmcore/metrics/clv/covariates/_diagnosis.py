"""What is said of a fit with covariates whose effects have no finite optimum."""

from collections.abc import Sequence
from typing import Any, Final, TypeVar

import attrs
import numpy as np

from crmcore._text import Title, fill, isolate
from crmcore.metrics.clv.covariates._base import Covaried
from crmcore.metrics.clv.covariates._limits import EffectPlace
from crmcore.metrics.clv.covariates._setups import Setup
from crmcore.metrics.clv.covariates._words import AT_REFERENCE, ENDLESS
from crmcore.metrics.clv.fitting._parametric import Parametric
from crmcore.metrics.clv.fitting.diagnosis import Diagnosis
from crmcore.metrics.clv.fitting.fit import Fit

__all__ = ["told"]

C = TypeVar("C", bound=Covaried[Any])

_ENDLESS: Final = 12.0  # an effect of a standard deviation that stands for infinity
_EXTREME: Final = 10.0  # a coordinate of the reference point that does


def told(fit: Fit[C], setup: Setup, effects: Sequence[EffectPlace], log_unit: float, /) -> Fit[C]:
    """Say what ran to infinity where no limit says it, or says it of the wrong customers.

    Parameters
    ----------
    fit : Fit
        The fit.
    setup : Setup
        How its plain model takes covariates.
    effects : sequence of EffectPlace
        Its effects.
    log_unit : float
        Log of the unit of the scaled time.

    Returns
    -------
    Fit
        The same with a fuller diagnosis.
    """
    found = _at_reference(fit, setup, effects, log_unit) or fit.diagnosis
    endless = [
        effect
        for effect in effects
        if effect.name not in found.held
        and abs(fit.model.effects[effect.name]) * effect.scale > _ENDLESS
    ]
    if endless:
        words = [fill(ENDLESS, column=Title(it.column, isolate(it.column))) for it in endless]
        found = _with(found, [effect.name for effect in endless], words)
    return attrs.evolve(fit, diagnosis=found)


# Where customers in a reference category never or always do something, all others are infinitely
# far from them: the limits of their effects say nothing.
def _at_reference(
    fit: Fit[C], setup: Setup, effects: Sequence[EffectPlace], log_unit: float
) -> Diagnosis | None:
    plain: Parametric = fit.model.plain
    if set(fit.diagnosis.held) & set(plain.parameters):
        return None
    logs = plain.unbounded - np.array(setup.times) * log_unit
    extreme = np.abs(np.linalg.solve(setup.to_log, logs)) > _EXTREME
    lost = [it for it in effects if it.category is not None and extreme[setup.places[it.process]]]
    if not lost:
        return None
    places = sorted({setup.places[effect.process] for effect in lost})
    moved = (setup.to_log[:, places] != 0).any(axis=1).tolist()
    own = [name for name, touched in zip(plain.parameters, moved, strict=True) if touched]
    held = [*own, *fit.diagnosis.held, *(effect.name for effect in lost)]
    return Diagnosis(
        interior=False,
        boundary="reference",
        meaning=AT_REFERENCE,
        held=tuple(dict.fromkeys(held)),
    )


def _with(before: Diagnosis, names: Sequence[str], words: Sequence[Title]) -> Diagnosis:
    boundary = before.boundary
    said = [*([] if boundary is None else [before.meaning]), *words]
    return Diagnosis(
        interior=False,
        boundary="+".join([*([] if boundary is None else [boundary]), *names]),
        meaning=Title(" ".join(it.en for it in said), " ".join(it.fa for it in said)),
        held=(*before.held, *names),
    )
