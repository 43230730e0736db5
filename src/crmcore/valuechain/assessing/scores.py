"""The score of one element: judged from ratings, measured from KPIs, side by side."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias, get_args

import attrs

from crmcore._checks import one_of
from crmcore._display import Value
from crmcore._text import Title
from crmcore.valuechain.assessing.answers import PracticeAnswer
from crmcore.valuechain.assessing.evidence import KpiEvidence
from crmcore.valuechain.assessing.levels import Levels, Status, climb
from crmcore.valuechain.assessing.ratings import Answer, Scale
from crmcore.valuechain.assessing.rules import AssessmentRules
from crmcore.valuechain.assessing.weights import WeightedAnswer
from crmcore.valuechain.elements import Element

__all__ = [
    "STATUS_TITLES",
    "ElementScore",
    "ScoreStatus",
    "Tally",
    "score_element",
    "tally",
]

ScoreStatus: TypeAlias = Literal["scored", "too_little_answered", "not_applicable"]

STATUS_TITLES: Final[Mapping[ScoreStatus, Title]] = {
    "scored": Title("scored", "امتیازداده‌شده"),
    "too_little_answered": Title("too little answered", "پاسخ‌ها ناکافی است"),
    "not_applicable": Title("not applicable", "موضوعیت ندارد"),
}


@attrs.frozen(kw_only=True, repr=False)
class Tally(Value):
    """The answers to some practices, added up by weight.

    Attributes
    ----------
    applicable : float
        Weight of the practices that apply.
    answered : float
        Weight of those that were scored.
    total : float
        Sum of weight times score over the scored ones.
    """

    applicable: float
    answered: float
    total: float

    @property
    def coverage(self) -> float | None:
        """Weight answered divided by weight applicable; None when nothing applies."""
        return min(self.answered / self.applicable, 1.0) if self.applicable else None

    @property
    def mean(self) -> float | None:
        """Weighted mean of the scores; None when there is none."""
        return self.total / self.answered if self.answered else None

    def status(self, bar: float, /) -> ScoreStatus:
        """Tell whether enough was answered for a score.

        Parameters
        ----------
        bar : float
            The coverage below which there is no score.

        Returns
        -------
        {"scored", "too_little_answered", "not_applicable"}
            The status; with no answer at all it is never "scored".
        """
        if self.coverage is None:
            return "not_applicable"
        enough = self.answered > 0 and self.coverage >= bar
        return "scored" if enough else "too_little_answered"

    def _facts(self) -> dict[str, object]:
        return {"applicable": self.applicable, "answered": self.answered, "total": self.total}


@attrs.frozen(kw_only=True, repr=False)
class ElementScore(Value):
    """What is judged and what is measured of one element.

    Attributes
    ----------
    element : Element
        The element.
    status : {"scored", "too_little_answered", "not_applicable"}
        Whether there is a judged score, or why not.
    coverage : float or None
        Weight answered divided by weight applicable; None when nothing applies.
    judged : float or None
        Weighted mean of the ratings over the answered practices of it and of its parts, on the
        scale of the ratings.
    intended : float or None
        Weighted mean of the intentions stated, on the scale of the ratings; None without any.
    intention_gap : float or None
        Weighted mean of intention less reality over the practices that have both; above 0 the
        company means to do more than it does.
    levels : Levels or None
        The level by gate and by mean. Where the practices have levels of their own, a level is met
        by practices rated at the scale's bar or above; else the levels are those of the scale, and
        one is reached by a practice rated at it or above. None where there is no judged score.
    measured : float or None
        Mean place of the anchored KPIs, on the scale of the ratings; None without any.
    evidence : tuple of KpiEvidence
        The KPIs of the element that were measured, scored or not.
    """

    element: Element
    status: ScoreStatus = attrs.field(validator=one_of(*get_args(ScoreStatus)))
    coverage: float | None = None
    judged: float | None = None
    intended: float | None = None
    intention_gap: float | None = None
    levels: Levels | None = None
    measured: float | None = None
    evidence: tuple[KpiEvidence, ...] = ()

    @property
    def disagreement(self) -> float | None:
        """Measured less judged, in steps of the scale; None unless both are there.

        Below 0 the raters are kinder than the figures.
        """
        if self.measured is None or self.judged is None:
            return None
        return self.measured - self.judged

    @property
    def status_title(self) -> Title:
        """The status in words."""
        return STATUS_TITLES[self.status]

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"element": self.element.key, "judged": self.judged}
        if self.status != "scored":
            facts["status"] = self.status
        return {**facts, "measured": self.measured, "coverage": self.coverage}


def tally(rows: Iterable[WeightedAnswer], /) -> Tally:
    """Add up answers by weight.

    Parameters
    ----------
    rows : iterable of WeightedAnswer
        The answers with their weights.

    Returns
    -------
    Tally
        The sums.
    """
    asked = [row for row in rows if row.answer.answer != "not_applicable"]
    scored = [(row.weight, row.answer.answer) for row in asked]
    given = [(weight, answer) for weight, answer in scored if not isinstance(answer, str)]
    return Tally(
        applicable=math.fsum(row.weight for row in asked),
        answered=math.fsum(weight for weight, _ in given),
        total=math.fsum(weight * answer for weight, answer in given),
    )


def score_element(
    element: Element,
    rows: Sequence[WeightedAnswer],
    /,
    *,
    evidence: Mapping[str, KpiEvidence],
    rules: AssessmentRules,
) -> ElementScore:
    """Score one element from the answers to its practices and from its KPIs.

    Parameters
    ----------
    element : Element
        The element.
    rows : sequence of WeightedAnswer
        The answers to its practices and to those of its parts.
    evidence : mapping of str to KpiEvidence
        The measured KPIs.
    rules : AssessmentRules
        The scale, and the coverage below which there is no score.

    Returns
    -------
    ElementScore
        The score, or why there is none.
    """
    sums = tally(rows)
    status = sums.status(rules.coverage_bar)
    found = tuple(evidence[key] for key in element.kpis if key in evidence)
    shares = [item.share for item in found if item.share is not None]
    return ElementScore(
        element=element,
        status=status,
        coverage=sums.coverage,
        judged=sums.mean if status == "scored" else None,
        intended=_mean((row.weight, row.answer.intention) for row in rows),
        intention_gap=_mean((row.weight, _gap(row.answer)) for row in rows),
        levels=_levels(rows, rules.scale) if status == "scored" else None,
        measured=rules.scale.score(sum(shares) / len(shares)) if shares else None,
        evidence=found,
    )


def _gap(answer: PracticeAnswer) -> float | None:
    if answer.intention is None or isinstance(answer.answer, str):
        return None
    return answer.intention - answer.answer


def _mean(rows: Iterable[tuple[float, float | None]]) -> float | None:
    pairs = [(weight, value) for weight, value in rows if value is not None]
    if not pairs:
        return None
    weights = math.fsum(weight for weight, _ in pairs)
    return math.fsum(weight * value for weight, value in pairs) / weights


def _levels(rows: Sequence[WeightedAnswer], scale: Scale) -> Levels:
    own = [row.practice.level for row in rows if row.practice.level is not None]
    if len(own) < len(rows):
        return _climb([(rows, level) for level in scale.levels], base=int(scale.low))
    steps = [
        ([row for row in rows if row.practice.level == level], scale.bar)
        for level in range(1, 1 + max(own))
    ]
    return _climb(steps, base=0)


def _climb(steps: Sequence[tuple[Sequence[WeightedAnswer], int]], *, base: int) -> Levels:
    return climb(
        [[_reaches(row.answer.answer, bar) for row in rows] for rows, bar in steps],
        weights=[[row.weight for row in rows] for rows, _ in steps],
        base=base,
    )


def _reaches(answer: Answer, bar: int) -> Status:
    if isinstance(answer, str):
        return answer
    return "met" if answer >= bar else "not_met"
