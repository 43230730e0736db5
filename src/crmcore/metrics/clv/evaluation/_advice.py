"""Which of several forecasts to use, in words: the best, or the simplest of those as good."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from crmcore._display import Value
from crmcore._text import Title, fill, isolate, join_titles, percent
from crmcore.metrics.clv.evaluation._candidates import Entrant
from crmcore.metrics.clv.evaluation._paired import (
    CRITERIA,
    PairedDifference,
    paired_difference,
    shown_loss,
)
from crmcore.metrics.clv.evaluation._scores import Criterion, Loss, Scored, loss

__all__ = ["Place", "Recommendation", "Standing", "recommend"]

_ALONE: Final = Title(
    "{name} is the only one of which the {what} can be told: {value}.",
    "تنها برای {name} می‌توان مقدار «{what}» را گفت: {value}.",
)
_WINS: Final = Title(
    "Use {name}: its {what} is {value}, against {of_second} of {second}, the next best; the "
    "difference is more than chance.",
    "{name} را به کار ببرید: مقدار «{what}» برای آن {value} است و برای {second}، که رتبه بعدی را "
    "دارد، {of_second}؛ این اختلاف بیش از آن است که تصادفی باشد.",
)
_BEST_OF_EQUALS: Final = Title(
    "Use {name}: its {what} is the best, {value}, and no simpler one is as good; within chance of "
    "it: {others}.",
    "{name} را به کار ببرید: مقدار «{what}» برای آن از همه بهتر است، {value}، و هیچ گزینه ساده‌تری "
    "به همان خوبی نیست؛ با اختلافی در حد تصادف: {others}.",
)
_SIMPLEST: Final = Title(
    "Use {name}: it is the simplest of those that nothing beats by more than chance; its {what} is "
    "{value}, the best is {of_best} of {best}. As good: {others}.",
    "{name} را به کار ببرید: میان گزینه‌هایی که هیچ‌یک بیش از حد تصادف از آن‌ها بهتر نیست، ساده‌ترین "
    "است؛ مقدار "
    "«{what}» برای آن {value} است و بهترین مقدار، {of_best}، از آن {best} است. به همان خوبی: "
    "{others}.",
)
_BEATS: Final = Title(
    "{name} is better than {baselines} by more than chance.",
    "{name} بیش از حد تصادف بهتر است از {baselines}.",
)
_DOES_NOT_BEAT: Final = Title(
    "{name} is not better than {baselines} by more than chance.",
    "{name} بیش از حد تصادف بهتر نیست از {baselines}.",
)
_NO_MODEL_BETTER: Final = Title(
    "No model beats the baseline {name} by more than chance.",
    "هیچ مدلی بیش از حد تصادف از مبنای {name} بهتر نیست.",
)
_FOREIGN: Final = Title(
    "The fit of {name} is not of this calibration: it may have seen the holdout.",
    "برازش {name} از این دوره برازش نیست: شاید دوره آزمون را دیده باشد.",
)
_BOUNDARY: Final = Title(
    "The fit of {name} ran to a boundary: {meaning}",
    "برازش {name} به مرز رسیده است: {meaning}",
)


@attrs.frozen(kw_only=True)
class Standing:
    """A forecast with its loss by the criterion.

    Attributes
    ----------
    entrant : Entrant
        What forecasts.
    scored : Scored
        The forecast beside what came.
    loss : Loss or None
        The loss; None where it has no value.
    reason : Title or None
        Why it has none.
    foreign : bool
        Whether it was fitted on other customers.
    """

    entrant: Entrant
    scored: Scored
    loss: Loss | None
    reason: Title | None
    foreign: bool

    @property
    def value(self) -> float:
        """The loss as a number, infinite where there is none."""
        return math.inf if self.loss is None else self.loss.value


@attrs.frozen(kw_only=True)
class Place:
    """A standing with its distance from the best.

    Attributes
    ----------
    standing : Standing
        The forecast.
    from_best : PairedDifference or None
        How much more it loses than the best.
    """

    standing: Standing
    from_best: PairedDifference | None


@attrs.frozen(kw_only=True, repr=False)
class Recommendation(Value):
    """Which model to use, and why.

    Attributes
    ----------
    use : str or None
        Its name; None where the criterion has a value for none.
    reason : Title
        By what it won, and whether the difference is more than chance.
    best : str or None
        The one with the least loss, if only by chance.
    as_good : tuple of str
        All that no other beats by more than chance, the best among them.
    against_baselines : tuple of PairedDifference
        What is recommended against each baseline, by the criterion, or by the squared error where
        a baseline has no value by it.
    notes : tuple of Title
        What else to know: baselines beaten or not, fits at a boundary or on other customers.
    """

    use: str | None
    reason: Title
    best: str | None
    as_good: tuple[str, ...]
    against_baselines: tuple[PairedDifference, ...]
    notes: tuple[Title, ...]

    @property
    def beats_baselines(self) -> bool:
        """Whether what is recommended beats every baseline by more than chance."""
        pairs = self.against_baselines
        return bool(pairs) and all(pair.better for pair in pairs)

    def _facts(self) -> dict[str, object]:
        return {
            "use": self.use,
            "reason": self.reason.en,
            "as_good": self.as_good,
            "beats_baselines": self.beats_baselines,
        }


def recommend(
    standings: Sequence[Standing], criterion: Criterion, /, *, level: float
) -> tuple[list[Place], Recommendation]:
    """Order forecasts by a criterion, and recommend one.

    Parameters
    ----------
    standings : sequence of Standing
        The forecasts; at least one.
    criterion : str
        What decides.
    level : float
        Share of samples that the intervals of differences cover.

    Returns
    -------
    places : list of Place
        The best first; those without a loss last, in their order.
    recommendation : Recommendation
        The simplest of those that are not beaten by more than chance.
    """
    ranked = sorted((each for each in standings if each.loss is not None), key=_by_loss)
    unranked = [Place(standing=each, from_best=None) for each in standings if each.loss is None]
    if not ranked:
        return unranked, _none(standings, criterion)
    best = ranked[0]
    pairs = [_pair(each, best, criterion, level) for each in ranked[1:]]
    near = [each for each in ranked if not _beaten(each, ranked, criterion, level)]
    chosen = min(near, key=lambda each: (each.entrant.parameters, _by_loss(each)))
    against = _against(chosen, standings, criterion, level)
    places = [
        Place(standing=best, from_best=None),
        *(Place(standing=one, from_best=pair) for one, pair in zip(ranked[1:], pairs, strict=True)),
    ]
    return [*places, *unranked], Recommendation(
        use=chosen.entrant.name,
        reason=_reason(chosen, ranked, near, criterion),
        best=best.entrant.name,
        as_good=tuple(each.entrant.name for each in near),
        against_baselines=against,
        notes=(*_of_baselines(chosen, against, criterion), *_of_fits(standings, near)),
    )


def _by_loss(standing: Standing) -> tuple[float, int, str]:
    return standing.value, standing.entrant.parameters, standing.entrant.name


def _beaten(
    standing: Standing, ranked: Sequence[Standing], criterion: Criterion, level: float
) -> bool:
    better = (each for each in ranked if each.value < standing.value)
    return any(_pair(each, standing, criterion, level).better for each in better)


def _pair(one: Standing, other: Standing, criterion: Criterion, level: float) -> PairedDifference:
    first, second = (
        loss(each.scored, criterion) if each.loss is None else each.loss for each in (one, other)
    )
    return paired_difference(
        (one.entrant.name, first),
        (other.entrant.name, second),
        one.scored.weights,
        criterion=criterion,
        level=level,
    )


def _none(standings: Sequence[Standing], criterion: Criterion) -> Recommendation:
    why = next(each.reason for each in standings if each.reason is not None)
    return Recommendation(
        use=None,
        reason=fill(
            Title(
                "By the {what} nothing can be told: {why}.",
                "بر پایه {what} نمی‌توان چیزی گفت: {why}.",
            ),
            what=CRITERIA[criterion],
            why=why,
        ),
        best=None,
        as_good=(),
        against_baselines=(),
        notes=(),
    )


# What is recommended against each baseline, by the squared error where the criterion says nothing.
def _against(
    chosen: Standing, standings: Sequence[Standing], criterion: Criterion, level: float
) -> tuple[PairedDifference, ...]:
    without = attrs.evolve(chosen, loss=None)
    return tuple(
        _pair(without, each, "squared_error", level)
        if each.loss is None
        else _pair(chosen, each, criterion, level)
        for each in standings
        if each.entrant.baseline and each is not chosen
    )


def _reason(
    chosen: Standing, ranked: Sequence[Standing], near: Sequence[Standing], criterion: Criterion
) -> Title:
    best = ranked[0]
    parts: dict[str, Title | str] = {
        "name": _name(chosen),
        "what": CRITERIA[criterion],
        "value": _value(chosen, criterion),
        "best": _name(best),
        "of_best": _value(best, criterion),
    }
    if len(ranked) == 1:
        return fill(_ALONE, **parts)
    if len(near) == 1:
        second = ranked[1]
        return fill(_WINS, second=_name(second), of_second=_value(second, criterion), **parts)
    parts["others"] = join_titles(_name(each) for each in near if each is not chosen)
    return fill(_BEST_OF_EQUALS if chosen is best else _SIMPLEST, **parts)


def _of_baselines(
    chosen: Standing, against: Sequence[PairedDifference], criterion: Criterion
) -> tuple[Title, ...]:
    if chosen.entrant.baseline:
        return (fill(_NO_MODEL_BETTER, name=_name(chosen)),)
    beaten = [_named(pair, criterion) for pair in against if pair.better]
    others = [_named(pair, criterion) for pair in against if not pair.better]
    parts = [(_BEATS, beaten), (_DOES_NOT_BEAT, others)]
    return tuple(
        fill(text, name=_name(chosen), baselines=join_titles(names))
        for text, names in parts
        if names
    )


# The criterion is named where it is not the one that decides.
def _named(pair: PairedDifference, criterion: Criterion) -> Title:
    if pair.criterion == criterion:
        return _latin(pair.than)
    return fill(
        Title("{than} (by the {what})", "{than} (بر پایه {what})"),
        than=_latin(pair.than),
        what=CRITERIA[pair.criterion],
    )


def _of_fits(standings: Sequence[Standing], near: Sequence[Standing]) -> Iterator[Title]:
    for each in near:
        meaning = each.entrant.boundary
        if meaning is not None:
            yield fill(_BOUNDARY, name=_name(each), meaning=meaning)
    for each in standings:
        if each.foreign:
            yield fill(_FOREIGN, name=_name(each))


def _name(standing: Standing) -> Title:
    return _latin(standing.entrant.name)


def _latin(name: str) -> Title:
    return Title(name, isolate(name))


def _value(standing: Standing, criterion: Criterion) -> str:
    value = shown_loss(criterion, standing.value)
    return percent(value) if criterion == "total" else f"{value:.4g}"
