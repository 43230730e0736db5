"""An assessment against a target, competitors and an earlier assessment, element by element."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias, get_args

import attrs

from crmcore._checks import choice, number_above
from crmcore._display import Value, number
from crmcore._keyed import Keyed, known
from crmcore._text import Title, fill, isolate, persian_digits
from crmcore.errors import InvalidInputError
from crmcore.valuechain.assessing.assessment import Assessment
from crmcore.valuechain.assessing.ratings import Scale
from crmcore.valuechain.assessing.scores import ElementScore

__all__ = ["Comparison", "ElementComparison", "ScoreKind", "compare"]

ScoreKind: TypeAlias = Literal["judged", "measured"]
Scores: TypeAlias = "Assessment | Mapping[str, float]"


_SOME_TARGETS: Final = Title(
    "{aimed} of {total} elements have a target", "{aimed} جزء از {total} جزء مقدار هدف دارد"
)


@attrs.frozen(kw_only=True, repr=False)
class ElementComparison(Value):
    """One element beside its target, the competitors and the past.

    Attributes
    ----------
    element : str
        Key of the element.
    title : Title
        Its name.
    score : float or None
        The score; None where there is none.
    target : float or None
        What is aimed at.
    competitors : tuple of (str, float)
        The competitors whose score is known, with it.
    earlier : float or None
        The score of the earlier assessment.
    """

    element: str
    title: Title
    score: float | None
    target: float | None = None
    competitors: tuple[tuple[str, float], ...] = ()
    earlier: float | None = None

    @property
    def gap(self) -> float | None:
        """Target less score: above 0 the target is not reached; None unless both are there."""
        return _less(self.target, self.score)

    @property
    def change(self) -> float | None:
        """Score less the earlier one: above 0 it got better; None unless both are there."""
        return _less(self.score, self.earlier)

    @property
    def best_competitor(self) -> tuple[str, float] | None:
        """The competitor with the highest score, the first of several; None without any."""
        return max(self.competitors, key=lambda pair: pair[1], default=None)

    @property
    def lag(self) -> float | None:
        """Best competitor less score: above 0 a competitor is ahead; None unless both are there."""
        best = self.best_competitor
        return None if best is None else _less(best[1], self.score)

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"element": self.element, "score": self.score}
        return {**facts, "gap": self.gap, "lag": self.lag, "change": self.change}


@attrs.frozen(kw_only=True, repr=False)
class Comparison(Keyed[ElementComparison]):
    """An assessment beside its target, the competitors and the past.

    Attributes
    ----------
    framework : str
        Key of the framework.
    scale : Scale
        The scale of every score.
    by : {"judged", "measured"}
        Which scores are compared.
    competitors : tuple of str
        Names of the competitors.
    elements : tuple of ElementComparison
        The elements in the order of the framework.
    """

    framework: str
    scale: Scale
    by: ScoreKind
    competitors: tuple[str, ...]
    elements: tuple[ElementComparison, ...]

    def _by_key(self) -> Mapping[str, ElementComparison]:
        return {row.element: row for row in self.elements}

    @property
    def below_target(self) -> tuple[ElementComparison, ...]:
        """The elements whose target is not reached, the largest gap first."""
        rows = [(row.gap, row) for row in self.elements if row.gap is not None and row.gap > 0]
        return tuple(row for _, row in sorted(rows, key=lambda pair: -pair[0]))

    def compared(self, competitor: str, /) -> int:
        """Count the elements on which both have a score.

        Parameters
        ----------
        competitor : str
            Name of the competitor.

        Returns
        -------
        int
            How many elements the comparison with this competitor rests on.

        Raises
        ------
        UnknownKeyError
            If there is no such competitor.
        """
        known("competitor", competitor, self.competitors)
        rows = [row for row in self.elements if row.score is not None]
        return sum(competitor in dict(row.competitors) for row in rows)

    @property
    def gaps(self) -> tuple[Title, ...]:
        """What the comparison lacks: target or competitors known on some elements only."""
        total = len(self.elements)
        partial = [(name, self.compared(name)) for name in self.competitors]
        aimed = sum(row.target is not None for row in self.elements)
        lacking = () if aimed in {0, total} else (_untargeted(aimed, total),)
        return lacking + tuple(
            Title(
                f"{name} is compared on {count} of {total} elements",
                f"مقایسه با {isolate(name)} بر {persian_digits(f'{count}')} جزء از "
                f"{persian_digits(f'{total}')} جزء استوار است",
            )
            for name, count in partial
            if count < total
        )

    def _facts(self) -> dict[str, object]:
        return {
            "framework": self.framework,
            "below_target": tuple(row.element for row in self.below_target),
            "competitors": self.competitors,
            "by": self.by,
        }


def compare(
    assessment: Assessment,
    /,
    *,
    target: float | Mapping[str, float] | None = None,
    competitors: Mapping[str, Scores] | None = None,
    earlier: Assessment | None = None,
    by: ScoreKind = "judged",
) -> Comparison:
    """Hold an assessment against a target, competitors and an earlier assessment.

    Parameters
    ----------
    assessment : Assessment
        The assessment.
    target : float, mapping of str to float or None
        What is aimed at, on the scale: one number for all elements, or one by element.
    competitors : mapping of str to Assessment or to mapping of str to float, or None
        For each competitor an assessment by the same framework, or scores by element; they may be
        partial.
    earlier : Assessment or None
        An assessment of the same company by the same framework.
    by : {"judged", "measured"}, default "judged"
        Which scores are compared.

    Returns
    -------
    Comparison
        Gap, lag and change of each element.

    Raises
    ------
    UnknownKeyError
        If a target or a competitor names an element that is not there.
    InvalidInputError
        If a score is off the scale, or an assessment is by another framework, on another scale or
        not earlier.

    Examples
    --------
    >>> from crmcore.valuechain import Rating, frameworks
    >>> idic = frameworks["idic"]
    >>> now = idic.assess([Rating(key, 3) for key in idic.practices], as_of="2024-06-30")
    >>> found = compare(now, target=4, competitors={"Rival": {"identify": 5}})
    >>> found["identify"]
    ElementComparison(element='identify', score=3, gap=1, lag=2, change=None)
    """
    choice("by", by, get_args(ScoreKind))
    keys = {score.element.key: score for score in assessment}
    targets = (
        target if isinstance(target, Mapping) or target is None else dict.fromkeys(keys, target)
    )
    aims = _checked("target", targets or {}, assessment, by)
    rivals = {
        name: _checked(f"scores of {name}", scores, assessment, by)
        for name, scores in (competitors or {}).items()
    }
    past = _checked("earlier", _earlier(earlier, assessment), assessment, by)
    return Comparison(
        framework=assessment.framework,
        scale=assessment.scale,
        by=by,
        competitors=tuple(rivals),
        elements=tuple(
            ElementComparison(
                element=key,
                title=score.element.title,
                score=_score(score, by),
                target=aims.get(key),
                competitors=tuple((n, s[key]) for n, s in rivals.items() if key in s),
                earlier=past.get(key),
            )
            for key, score in keys.items()
        ),
    )


def _untargeted(aimed: int, total: int) -> Title:
    return fill(_SOME_TARGETS, aimed=str(aimed), total=str(total))


def _score(score: ElementScore, by: ScoreKind) -> float | None:
    return score.judged if by == "judged" else score.measured


def _checked(name: str, scores: Scores, own: Assessment, by: ScoreKind) -> dict[str, float]:
    if isinstance(scores, Assessment):
        if (scores.framework, scores.scale) != (own.framework, own.scale):
            theirs, ours = (
                f"{scores.framework} on {scores.scale}",
                f"{own.framework} on {own.scale}",
            )
            msg = f"{name} must be by the framework and on the scale of {ours}, got {theirs}"
            raise InvalidInputError(msg)
        found = {row.element.key: _score(row, by) for row in scores}
        return {key: value for key, value in found.items() if value is not None}
    keys = {row.element.key for row in own}
    for key, value in scores.items():
        known(name, key, keys)
        number_above(f"{name} for {key}", value, float("-inf"))
        if not own.scale.low <= value <= own.scale.high:
            ends = f"{number(own.scale.low)} to {number(own.scale.high)}"
            msg = f"{name} for {key} must be on the scale {ends}, got {value!r}"
            raise InvalidInputError(msg)
    return dict(scores)


def _earlier(earlier: Assessment | None, now: Assessment) -> Scores:
    if earlier is None:
        return {}
    if earlier.as_of >= now.as_of:
        msg = f"earlier must be before {now.as_of}, got {earlier.as_of}"
        raise InvalidInputError(msg)
    return earlier


def _less(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else left - right
