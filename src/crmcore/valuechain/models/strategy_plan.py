"""A CRM strategy as a plan by segment, and the check of what it lacks."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias

import attrs

from crmcore._checks import naming
from crmcore._display import Value
from crmcore._keyed import Keyed, refuse_doubles
from crmcore._text import Title, isolate, join_titles
from crmcore._types import DateLike
from crmcore.errors import InvalidInputError
from crmcore.metrics.goals import Goal
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.models.statements import MissionVision, StatementCheck

__all__ = [
    "PLAN_PARTS",
    "PlanGapKey",
    "PlanPart",
    "SegmentCheck",
    "SegmentGap",
    "SegmentPlan",
    "StrategyCheck",
    "StrategyPlan",
]

PlanPart: TypeAlias = Literal["aims", "kpis", "equity", "tactics", "feedback"]
PlanGapKey: TypeAlias = Literal[
    "aims", "kpis", "equity", "tactics", "feedback", "segment", "smart_goals"
]

PLAN_PARTS: Final[Mapping[PlanPart, Title]] = {
    "aims": Title("aims", "اهداف"),
    "kpis": Title("KPIs", "شاخص‌ها"),
    "equity": Title("an equity figure", "رقم ارزش ویژه مشتریان"),
    "tactics": Title("tactics", "تاکتیک‌ها"),
    "feedback": Title("a feedback source", "منبع بازخورد"),
}

_COMPLETENESS: Final = Title("Completeness of the plan", "کامل بودن برنامه")
_NOT_PLANNED: Final = Title("the segment is not in the plan", "این بخش در برنامه نیست")
_WHOLE: Final = Title(
    "every segment has aims, KPIs, an equity figure, tactics and a feedback source",
    "هر بخش اهداف، شاخص‌ها، رقم ارزش ویژه، تاکتیک‌ها و منبع بازخورد دارد",
)


def _texts(names: str | Iterable[str]) -> tuple[str, ...]:
    texts = (names,) if isinstance(names, str) else tuple(names)
    for text in texts:
        if not text.strip():
            msg = f"must not be blank, got {text!r}"
            raise InvalidInputError(msg)
    return texts


def _goals(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    return tuple(goals)


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class SegmentPlan(Value):
    """What a strategy holds for one segment of customers.

    Attributes
    ----------
    key : str
        The segment.
    aims : tuple of str
        Its aims in words; a single one is taken.
    kpis : tuple of str
        Keys of the KPIs that tell whether the aims are met; keys that the catalogue does not know
        are allowed.
    goals : tuple of Goal
        Goals of the segment: each is an aim together with its KPI.
    equity : Measurement or None
        What its customers are worth to the firm as an asset.
    tactics : tuple of str
        What is done to better the relations.
    feedback : tuple of str
        From where the customers are heard: a survey, a channel, a KPI.
    title : Title or None
        Its name; the key where there is none.

    Raises
    ------
    InvalidInputError
        If a text is blank.

    Examples
    --------
    >>> SegmentPlan(key="loyal", aims="keep them", kpis="retention_rate", tactics="club")
    SegmentPlan(key='loyal', parts=('aims', 'kpis', 'tactics'))
    """

    key: str
    aims: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    kpis: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    goals: tuple[Goal, ...] = attrs.field(default=(), converter=_goals)
    equity: Measurement | None = None
    tactics: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    feedback: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    title: Title | None = None

    @property
    def name(self) -> Title:
        """The title, or the key in both languages."""
        return self.title or Title(self.key, isolate(self.key))

    @property
    def parts(self) -> tuple[PlanPart, ...]:
        """Which of the five parts it has, in the order of `PLAN_PARTS`."""
        has: Mapping[PlanPart, object] = {
            "aims": self.aims or self.goals,
            "kpis": self.kpis or self.goals,
            "equity": self.equity is not None and self.equity.defined,
            "tactics": self.tactics,
            "feedback": self.feedback,
        }
        return tuple(part for part, there in has.items() if there)

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "parts": self.parts}


@attrs.frozen(kw_only=True, repr=False)
class SegmentGap(Value):
    """Something that a plan lacks for a segment.

    Attributes
    ----------
    segment : str
        The segment.
    key : str
        What is missing: one of `PLAN_PARTS`, "segment" where nothing is planned for it, or
        "smart_goals" where a goal of it is not SMART.
    reason : Title
        The same in words.
    """

    segment: str
    key: PlanGapKey
    reason: Title

    def _facts(self) -> dict[str, object]:
        return {"segment": self.segment, "key": self.key, "reason": self.reason.en}


@attrs.frozen(kw_only=True, repr=False)
class SegmentCheck(Value):
    """What a plan has and lacks for one segment.

    Attributes
    ----------
    key : str
        The segment.
    title : Title
        Its name.
    parts : tuple of str
        Which of the five parts it has.
    gaps : tuple of SegmentGap
        What is missing.
    """

    key: str
    title: Title
    parts: tuple[PlanPart, ...]
    gaps: tuple[SegmentGap, ...]

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "gaps": tuple(gap.key for gap in self.gaps)}


@attrs.frozen(kw_only=True, repr=False)
class StrategyCheck(Keyed[SegmentCheck]):
    """What a plan has and lacks; gives a segment by key.

    Attributes
    ----------
    rows : tuple of SegmentCheck
        The segments in the order of the plan, then those that it leaves out.
    statements : StatementCheck
        What its mission, its vision and the goals below them lack.
    completeness : Measurement
        Parts that are there divided by five for each segment, a fraction; higher is better; its
        `n` counts the parts that are asked for.
    summary : Title
        The gaps in words.
    """

    rows: tuple[SegmentCheck, ...]
    statements: StatementCheck
    completeness: Measurement
    summary: Title

    def _by_key(self) -> dict[str, SegmentCheck]:
        return {row.key: row for row in self.rows}

    @property
    def gaps(self) -> tuple[SegmentGap, ...]:
        """What is missing, segment by segment."""
        return tuple(gap for row in self.rows for gap in row.gaps)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing, neither of a segment nor of the statements."""
        return not self.gaps and self.statements.complete

    def _facts(self) -> dict[str, object]:
        return {
            "complete": self.complete,
            "completeness": self.completeness.value,
            "gaps": len(self.gaps) + len(self.statements.gaps),
        }


def _segments(segments: Iterable[SegmentPlan]) -> tuple[SegmentPlan, ...]:
    return tuple(segments)


@attrs.frozen(kw_only=True, repr=False)
class StrategyPlan(Value):
    """A CRM strategy: two statements, and what it holds for each segment of customers.

    Attributes
    ----------
    statements : MissionVision
        The mission and the vision.
    segments : tuple of SegmentPlan
        The segments.

    Raises
    ------
    InvalidInputError
        If there is no segment, or one comes twice.

    Examples
    --------
    >>> from crmcore.valuechain.models.statements import STATEMENTS
    >>> plan = StrategyPlan(
    ...     statements=STATEMENTS["amazon"],
    ...     segments=[
    ...         SegmentPlan(key="loyal", aims="keep them", kpis="retention_rate", tactics="club"),
    ...         SegmentPlan(key="new", aims="win a second order", kpis="repeat_purchase_rate",
    ...                     tactics="welcome letter", feedback="survey"),
    ...     ],
    ... )
    >>> found = plan.check()
    >>> found
    StrategyCheck(complete=False, completeness=0.7, gaps=4)
    >>> [gap.key for gap in found["loyal"].gaps]
    ['equity', 'feedback']
    """

    statements: MissionVision
    segments: tuple[SegmentPlan, ...] = attrs.field(converter=_segments)

    def __attrs_post_init__(self) -> None:
        if not self.segments:
            msg = "segments must hold at least one segment, got none"
            raise InvalidInputError(msg)
        refuse_doubles("segments", [segment.key for segment in self.segments])

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The goals of all segments."""
        return tuple(goal for segment in self.segments for goal in segment.goals)

    def check(
        self,
        *,
        as_of: DateLike | None = None,
        segments: Iterable[str] = (),
        objectives: Iterable[str] | None = None,
    ) -> StrategyCheck:
        """Tell what the plan lacks.

        Parameters
        ----------
        as_of : date, datetime, numpy.datetime64 or str or None
            The day on which the goals are checked to be SMART; None leaves that out.
        segments : iterable of str
            The segments that the firm has: one that the plan leaves out is a gap.
        objectives : iterable of str or None
            The objectives that exist, for the check of the goals.

        Returns
        -------
        StrategyCheck
            The gaps by segment and of the statements.
        """
        asked = None if objectives is None else tuple(objectives)
        rows = [self._row(segment, as_of, asked) for segment in self.segments]
        planned = {segment.key for segment in self.segments}
        rows += [_left_out(key) for key in dict.fromkeys(segments) if key not in planned]
        statements = self.statements.check(goals=self.goals)
        gaps = [
            Title(f"{row.title.en}: {gap.reason.en}", f"{row.title.fa}: {gap.reason.fa}")
            for row in rows
            for gap in row.gaps
        ]
        gaps += [gap.reason for gap in statements.gaps]
        wanted = len(rows) * len(PLAN_PARTS)
        return StrategyCheck(
            rows=tuple(rows),
            statements=statements,
            completeness=Measurement(
                key="completeness",
                title=_COMPLETENESS,
                unit="share",
                value=sum(len(row.parts) for row in rows) / wanted,
                n=wanted,
            ),
            summary=join_titles(gaps, mark=";") if gaps else _WHOLE,
        )

    def _row(
        self, segment: SegmentPlan, as_of: DateLike | None, objectives: tuple[str, ...] | None
    ) -> SegmentCheck:
        gaps = [
            SegmentGap(segment=segment.key, key=part, reason=_lacks(segment, part))
            for part in PLAN_PARTS
            if part not in segment.parts
        ]
        if as_of is not None:
            gaps += [
                SegmentGap(segment=segment.key, key="smart_goals", reason=reason)
                for goal in segment.goals
                for reason in _not_smart(goal, as_of, objectives, others=self.goals)
            ]
        return SegmentCheck(
            key=segment.key, title=segment.name, parts=segment.parts, gaps=tuple(gaps)
        )

    def _facts(self) -> dict[str, object]:
        return {
            "company": self.statements.company.en,
            "segments": tuple(segment.key for segment in self.segments),
            "goals": len(self.goals),
        }


def _left_out(key: str) -> SegmentCheck:
    gap = SegmentGap(segment=key, key="segment", reason=_NOT_PLANNED)
    return SegmentCheck(key=key, title=Title(key, isolate(key)), parts=(), gaps=(gap,))


def _lacks(segment: SegmentPlan, part: PlanPart) -> Title:
    name = PLAN_PARTS[part]
    line = Title(f"{name.en} missing", f"{name.fa} نیست")
    if part == "equity" and segment.equity is not None and segment.equity.reason is not None:
        why = segment.equity.reason
        return Title(f"{line.en} ({why.en})", f"{line.fa} ({why.fa})")
    return line


def _not_smart(
    goal: Goal,
    as_of: DateLike,
    objectives: tuple[str, ...] | None,
    *,
    others: tuple[Goal, ...],
) -> Iterable[Title]:
    siblings = [other for other in others if other is not goal]
    found = goal.check(as_of=as_of, objectives=objectives, siblings=siblings)
    failed = join_titles(letter.title for letter in found if letter.verdict == "not_met")
    if failed.en:
        of = goal.definition.title
        yield Title(f"goal {of.en} is not: {failed.en}", f"هدف {of.fa} این‌ها نیست: {failed.fa}")
