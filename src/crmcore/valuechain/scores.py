"""The score of one element: judged from ratings, measured from KPIs, side by side."""

import math
from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias, get_args

import attrs

from crmcore._checks import number_above, one_of
from crmcore._display import Value
from crmcore._text import Title
from crmcore.errors import InvalidInputError
from crmcore.valuechain.elements import Element
from crmcore.valuechain.evidence import KpiEvidence
from crmcore.valuechain.levels import Levels, Status, climb
from crmcore.valuechain.ratings import Answer, Scale

__all__ = [
    "STATUS_TITLES",
    "ElementScore",
    "ScoreStatus",
    "Tally",
    "check_weights",
    "score_element",
    "tally",
]

ScoreStatus: TypeAlias = Literal["scored", "too_little_answered", "not_applicable"]

STATUS_TITLES: Final[Mapping[ScoreStatus, Title]] = {
    "scored": Title("scored", "امتیازداده‌شده"),
    "too_little_answered": Title("too little answered", "پاسخ‌ها ناکافی است"),
    "not_applicable": Title("not applicable", "بی‌مورد"),
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

    @classmethod
    def sum(cls, parts: Iterable["Tally"], /) -> "Tally":
        """Add tallies up.

        Parameters
        ----------
        parts : iterable of Tally
            Tallies.

        Returns
        -------
        Tally
            Their sums.
        """
        rows = list(parts)
        return cls(
            applicable=math.fsum(row.applicable for row in rows),
            answered=math.fsum(row.answered for row in rows),
            total=math.fsum(row.total for row in rows),
        )

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
        Weighted mean of the ratings over the answered practices, on the scale of the ratings.
    levels : Levels or None
        The level by gate and by mean, on the scale of the ratings: a level is reached by a
        practice rated at it or above; None where there is no judged score.
    measured : float or None
        Mean place of the anchored KPIs, on the scale of the ratings; None without any.
    evidence : tuple of KpiEvidence
        The KPIs of the element that were measured, scored or not.
    """

    element: Element
    status: ScoreStatus = attrs.field(validator=one_of(*get_args(ScoreStatus)))
    coverage: float | None = None
    judged: float | None = None
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


def tally(answers: Mapping[str, Answer], weights: Mapping[str, float], /) -> Tally:
    """Add up answers by weight.

    Parameters
    ----------
    answers : mapping of str to float or {"not_applicable", "unanswered"}
        The answer to each practice.
    weights : mapping of str to float
        The weight of each practice, > 0; 1 for those that it does not name.

    Returns
    -------
    Tally
        The sums.
    """
    applicable = answered = total = 0.0
    for key, answer in answers.items():
        weight = weights.get(key, 1.0)
        if answer != "not_applicable":
            applicable += weight
        if not isinstance(answer, str):
            answered += weight
            total += weight * answer
    return Tally(applicable=applicable, answered=answered, total=total)


def score_element(
    element: Element,
    answers: Mapping[str, Answer],
    /,
    *,
    weights: Mapping[str, float],
    evidence: Mapping[str, KpiEvidence],
    scale: Scale,
    bar: float,
) -> ElementScore:
    """Score one element from the answers to its practices and from its KPIs.

    Parameters
    ----------
    element : Element
        The element.
    answers : mapping of str to float or {"not_applicable", "unanswered"}
        The answer to every practice of the framework.
    weights : mapping of str to float
        The weight of each practice; 1 for those that it does not name.
    evidence : mapping of str to KpiEvidence
        The measured KPIs.
    scale : Scale
        The scale of the ratings.
    bar : float
        The coverage below which there is no score.

    Returns
    -------
    ElementScore
        The score, or why there is none.
    """
    own: dict[str, Answer] = {p.key: answers[p.key] for p in element.practices}
    sums = tally(own, weights)
    status = sums.status(bar)
    found = tuple(evidence[key] for key in element.kpis if key in evidence)
    shares = [item.share for item in found if item.share is not None]
    return ElementScore(
        element=element,
        status=status,
        coverage=sums.coverage,
        judged=sums.mean if status == "scored" else None,
        levels=_levels(own, weights, scale) if status == "scored" else None,
        measured=scale.score(sum(shares) / len(shares)) if shares else None,
        evidence=found,
    )


def _levels(answers: Mapping[str, Answer], weights: Mapping[str, float], scale: Scale) -> Levels:
    row = [weights.get(key, 1.0) for key in answers]
    ladder: list[list[Status]] = [
        [_reaches(answer, level) for answer in answers.values()] for level in scale.levels
    ]
    return climb(ladder, weights=[row] * len(ladder), base=int(scale.low))


def _reaches(answer: Answer, level: int) -> Status:
    if isinstance(answer, str):
        return answer
    return "met" if answer >= level else "not_met"


def check_weights(weights: Mapping[str, float] | None, known: Mapping[str, object], /) -> None:
    """Refuse weights of unknown practices, and those that are not above 0.

    Parameters
    ----------
    weights : mapping of str to float or None
        The weights.
    known : mapping of str to object
        The practices by key.

    Raises
    ------
    InvalidInputError
        If a rule is broken.
    """
    for key, weight in (weights or {}).items():
        if key not in known:
            msg = f"weights must name practices of the framework, got {key!r}"
            raise InvalidInputError(msg)
        number_above(f"weight of {key}", weight)
