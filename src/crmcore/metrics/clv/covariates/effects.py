"""The effects of covariates as a table: coefficients, factors with intervals, and words."""

import math
from collections.abc import Mapping
from typing import Any, Final, Literal

import attrs

from crmcore._checks import fraction
from crmcore._display import Value
from crmcore._keyed import Keyed
from crmcore._text import Title, fill, isolate, percent
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv.covariates._base import Covaried
from crmcore.metrics.clv.covariates._words import customers_with, effect_words
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.measurement import Interval

__all__ = ["CovariateEffect", "CovariateEffects", "covariate_effects"]

_ALONE: Final = Title("{sentence}.", "{sentence}.")
_WITH_INTERVAL: Final = Title(
    "{sentence} ({level} interval {low} to {high}).",
    "{sentence} (بازه {level}: {low} تا {high}).",
)


@attrs.frozen(kw_only=True, repr=False)
class CovariateEffect(Value):
    """The effect of one covariate, or of one of its categories.

    Attributes
    ----------
    name : str
        Its name among the parameters, such as ``"purchase:channel=web"``.
    process : {"purchase", "dropout", "concentration"}
        What it is on.
    column : str
        The covariate.
    category : str or None
        The category; None for a numeric covariate.
    reference : float or str
        The reference value or category.
    coefficient : float
        Change of the log: per unit of the covariate, or against the reference category.
    interval : Interval or None
        Interval of the coefficient; None where there is none.
    text : Title
        The effect in words, as a factor.
    reason : Title or None
        Why there is no interval.
    """

    name: str
    process: Literal["purchase", "dropout", "concentration"]
    column: str
    category: str | None
    reference: float | str
    coefficient: float
    interval: Interval | None
    text: Title
    reason: Title | None = None

    @property
    def factor(self) -> float:
        """The exponential of the coefficient: how many times as much."""
        return math.exp(self.coefficient)

    @property
    def factor_interval(self) -> Interval | None:
        """The interval of the factor; None where there is none."""
        if self.interval is None:
            return None
        return attrs.evolve(
            self.interval, low=math.exp(self.interval.low), high=math.exp(self.interval.high)
        )

    def _facts(self) -> dict[str, object]:
        ends = self.factor_interval
        facts: dict[str, object] = {"name": self.name, "factor": self.factor}
        if ends is not None:
            facts.update(low=ends.low, high=ends.high)
        return facts


@attrs.frozen(kw_only=True, repr=False)
class CovariateEffects(Keyed[CovariateEffect]):
    """The effects of all covariates of a fit, by name.

    Attributes
    ----------
    effects : tuple of CovariateEffect
        One for each, in the order of the parameters.
    level : float
        Share of samples that the intervals cover.
    """

    effects: tuple[CovariateEffect, ...]
    level: float

    def _by_key(self) -> Mapping[str, CovariateEffect]:
        return {effect.name: effect for effect in self.effects}

    def _facts(self) -> dict[str, object]:
        factors = {effect.name: round(effect.factor, 3) for effect in self.effects}
        return {**factors, "level": self.level}


def covariate_effects(fit: Fit[Any], /, *, level: float = 0.9) -> CovariateEffects:
    """Tell what covariates say of purchase and dropout.

    Parameters
    ----------
    fit : Fit
        What `fit_with_covariates` gave.
    level : float, default 0.9
        Share of samples that the intervals cover, strictly between 0 and 1.

    Returns
    -------
    CovariateEffects
        Coefficients with intervals, and words in English and Persian. An effect on purchase is a
        factor of the purchase rate; one on dropout a factor of the mean death rate (Pareto/NBD) or
        of the odds of leaving after a purchase or at a renewal, which are those of the mean
        probability (BG/NBD, MBG/NBD, sBG); one on concentration a factor of both shapes of these
        probabilities: the larger, the more alike they are.

    Raises
    ------
    InvalidInputError
        If the level is out of its range.

    Examples
    --------
    >>> import numpy as np
    >>> from crmcore.covariates import Covariates
    >>> from crmcore.metrics.clv import BGNBD
    >>> from crmcore.metrics.clv.covariates.fits import fit_with_covariates
    >>> from crmcore.metrics.clv.covariates.encoding import CovariateEncoding
    >>> from crmcore.metrics.clv.covariates.models import CovariateModel
    >>> truth = CovariateModel(
    ...     plain=BGNBD(r=0.8, alpha=6, a=0.8, b=2, unit="week"),
    ...     encoding=CovariateEncoding(categories={"channel": ("web", "shop")}),
    ...     purchase={"channel=shop": 0.7},
    ... )
    >>> who = Covariates.of({"channel": ["web", "shop", "web"] * 1000})
    >>> base = truth.simulate(3000, T=52, rng=np.random.default_rng(1), covariates=who)
    >>> found = covariate_effects(fit_with_covariates(BGNBD, base, purchase="channel"))
    >>> print(found["purchase:channel=shop"].text.en)
    Customers with channel shop buy 1.94 times as often as those with channel web
    (90% interval 1.77 to 2.13).
    """
    level = fraction("level", level, open_interval=True)
    model: Covaried[Any] = fit.model
    return CovariateEffects(
        effects=tuple(_effect(fit, model, name, level) for name in model.effects), level=level
    )


def _effect(fit: Fit[Any], model: Covaried[Any], name: str, level: float) -> CovariateEffect:
    process, _, own = name.partition(":")
    column, category = model.encoding.part(own)
    value, interval, reason = model.effects[name], None, None
    try:
        interval = fit.parameter_interval(name, level=level)
    except UndefinedMetricError as error:
        reason = error.reason
    effect = CovariateEffect(
        name=name,
        process=process,  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        column=column,
        category=category,
        reference=model.encoding.reference[column],
        coefficient=value,
        interval=interval,
        text=fit.diagnosis.meaning,
        reason=reason,
    )
    if name in fit.diagnosis.held:
        return effect
    return attrs.evolve(effect, text=_sentence(effect, model.kind.__name__, level))


def _sentence(effect: CovariateEffect, kind: str, level: float) -> Title:
    words = effect_words(effect.process, kind, per_unit=effect.category is None)
    factor = f"{effect.factor:.3g}"
    if effect.category is None:
        sentence = fill(words, column=Title(effect.column, isolate(effect.column)), factor=factor)
    else:
        who = customers_with(effect.column, effect.category)
        sentence = fill(
            words,
            who=Title(who.en[0].upper() + who.en[1:], who.fa),
            column=Title(effect.column, isolate(effect.column)),
            reference=Title(str(effect.reference), isolate(str(effect.reference))),
            factor=factor,
        )
    ends = effect.factor_interval
    if ends is None:
        return fill(_ALONE, sentence=sentence)
    return fill(
        _WITH_INTERVAL,
        sentence=sentence,
        level=percent(level),
        low=f"{ends.low:.3g}",
        high=f"{ends.high:.3g}",
    )
