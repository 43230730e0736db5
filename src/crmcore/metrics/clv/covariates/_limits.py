"""The limits of models with covariates: those of the plain model, and those of single effects."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from crmcore.metrics.clv.covariates._setups import Setup
from crmcore.metrics.clv.covariates._words import customers_with, limit_words
from crmcore.metrics.clv.fitting._problem import FAR, Limit

__all__ = ["EffectPlace", "covariate_limits"]

_NEAR: Final = 5.0
_NEARER: Final = 0.0  # the plain fit has told of limits farther away


@attrs.frozen(kw_only=True)
class EffectPlace:
    """Where an effect stands among the coordinates of a fit.

    Attributes
    ----------
    name : str
        Its name among the parameters.
    process : str
        What it is on.
    column : str
        The column.
    category : str or None
        The category, None for a numeric column.
    index : int
        Its coordinate.
    scale : float
        The coordinate is the effect times this.
    """

    name: str
    process: str
    column: str
    category: str | None
    index: int
    scale: float


def covariate_limits(setup: Setup, effects: Sequence[EffectPlace], /) -> tuple[Limit, ...]:
    """Give the limits of a model with covariates.

    Parameters
    ----------
    setup : Setup
        How the plain model takes covariates.
    effects : sequence of EffectPlace
        The effects that are estimated.

    Returns
    -------
    tuple of Limit
        The limits of the plain model, where effects on what is lost there are held at 0, and
        those at which the effect of a category is infinite.
    """
    plain = (_without_effects(limit, setup.places, effects) for limit in setup.limits)
    return (*plain, *_endless(effects))


def _without_effects(
    limit: Limit, places: Mapping[str, int], effects: Sequence[EffectPlace]
) -> Limit:
    lost = [effect for effect in effects if places[effect.process] in limit.at]
    return attrs.evolve(
        limit,
        near=max(limit.near, _NEARER),
        at={**limit.at, **{effect.index: 0.0 for effect in lost}},
        held=(*limit.held, *(effect.name for effect in lost)),
    )


def _endless(effects: Sequence[EffectPlace]) -> Iterator[Limit]:
    for effect in effects:
        if effect.category is None:
            continue
        who = customers_with(effect.column, effect.category)
        lost = _lost_with(effect, effects)
        for sign in (1, -1):
            meaning = limit_words(effect.process, sign, who)
            if meaning is not None:
                yield Limit(
                    key=f"{effect.name}:{'all' if sign > 0 else 'none'}",
                    meaning=meaning,
                    at={effect.index: sign * FAR, **{other.index: 0.0 for other in lost}},
                    held=(effect.name, *(other.name for other in lost)),
                    near=_NEAR,
                )


# Other effects of the category that mean nothing where this one is infinite: of who does not buy,
# all; of who does not leave or leaves at once, how much alike they are.
def _lost_with(effect: EffectPlace, effects: Sequence[EffectPlace]) -> list[EffectPlace]:
    lost = {"purchase": ("dropout", "concentration"), "dropout": ("concentration",)}
    return [
        other
        for other in effects
        if (other.column, other.category) == (effect.column, effect.category)
        and other.process in lost.get(effect.process, ())
    ]
