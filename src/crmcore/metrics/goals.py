"""A goal: one KPI, from where to where, by when; its SMART check and its progress."""

import math
from collections.abc import Collection, Iterable
from typing import Final

import attrs
import numpy as np

from crmcore._checks import fraction, number_above
from crmcore._display import Value
from crmcore._text import Title
from crmcore._types import DateLike
from crmcore.days import as_day
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics import _letters
from crmcore.metrics.evaluation import find_kpi
from crmcore.metrics.feasibility import PastSpans, past_spans
from crmcore.metrics.kpi import Kpi
from crmcore.metrics.observations import Observation, as_history, days_and_values
from crmcore.metrics.smart import GoalCheck, Letter
from crmcore.periods import duration

__all__ = ["Goal"]

_NO_BASELINE: Final = Title(
    "progress is undefined without a baseline", "پیشرفت بدون خط پایه تعریف‌نشده است"
)


def _start(value: DateLike | None) -> np.datetime64 | None:
    return None if value is None else as_day(value, name="start")


def _due(value: DateLike | None) -> np.datetime64 | None:
    return None if value is None else as_day(value, name="due")


@attrs.frozen(kw_only=True, repr=False)
class Goal(Value):
    """What one KPI is to become, and by when.

    Only the KPI and the target are needed: what else is missing is told by `check`. Lower is
    better, where the KPI says so, needs nothing else: the target lies below the baseline.

    Attributes
    ----------
    kpi : str or Kpi
        The figure: a key of the catalogue, or a KPI of one's own.
    target : float
        Where it is to be, in the unit of the KPI; shares are fractions.
    baseline : float or None
        Where it starts.
    start, due : numpy.datetime64 or None
        First and last day; any date is taken.
    statement : str or None
        The goal in words.
    scope : str or None
        What it covers: which customers, products or unit.
    owner : str or None
        Who answers for it.
    parent : str or None
        The objective it serves.
    rhythm : str or None
        How often the KPI is measured, such as ``"1 month"``.
    bound : float or None
        The best that is held possible, as far as the target may go.
    history : tuple of Observation
        Dated values of the KPI before and after the start, in order of date; pairs of date and
        value are taken.

    Raises
    ------
    InvalidInputError
        If the KPI is unknown, a value is outside its domain, a date is none, the target equals
        the baseline, or two values of the history are of the same day.

    Examples
    --------
    >>> goal = Goal(
    ...     kpi="repeat_purchase_rate", baseline=0.34, target=0.40,
    ...     start="2012-01-01", due="2012-12-31", statement="More buyers come back",
    ...     scope="all customers", parent="keep customers", rhythm="1 month", bound=0.45,
    ... )
    >>> goal
    Goal(kpi='repeat_purchase_rate', baseline=0.34, target=0.4, due='2012-12-31')
    >>> round(goal.progress(0.37), 9)
    0.5
    >>> print(goal.check(as_of="2012-01-01", objectives=["keep customers"]).text())
    S Specific: met (stated for all customers)
    M Measurable: met (from 0.34 to 0.4, measured every 1 month)
    A Achievable: met (within the stated bound 0.45)
    R Relevant: met (serves 'keep customers')
    T Time-bound: met (from 2012-01-01 to 2012-12-31)
    """

    kpi: str | Kpi
    target: float
    baseline: float | None = None
    start: np.datetime64 | None = attrs.field(default=None, converter=_start)
    due: np.datetime64 | None = attrs.field(default=None, converter=_due)
    statement: str | None = None
    scope: str | None = None
    owner: str | None = None
    parent: str | None = None
    rhythm: str | None = None
    bound: float | None = None
    history: tuple[Observation, ...] = attrs.field(default=(), converter=as_history)

    def __attrs_post_init__(self) -> None:
        for name in ("target", "baseline", "bound"):
            value = getattr(self, name)
            if value is not None:
                _inside(name, value, self.definition)
        for seen in self.history:
            _inside(f"history on {seen.date}", seen.value, self.definition)
        if self.baseline == self.target:
            msg = (
                f"target must differ from the baseline, got {self.target!r} for both; "
                "to keep a figure where it is, use a range goal"
            )
            raise InvalidInputError(msg)
        if self.rhythm is not None:
            number_above("rhythm", duration(self.rhythm, unit="day", name="rhythm"))

    @property
    def definition(self) -> Kpi:
        """The KPI itself, with unit and direction."""
        return find_kpi(self.kpi)

    @property
    def span(self) -> float | None:
        """Days from start to due; None when one of them is not stated."""
        if self.start is None or self.due is None:
            return None
        return float((self.due - self.start).astype(np.int64))

    @property
    def side(self) -> float:
        """1 when the KPI is to rise, -1 when it is to fall, nan without a baseline."""
        return math.nan if self.baseline is None else math.copysign(1, self.target - self.baseline)

    @property
    def past(self) -> tuple[Observation, ...]:
        """The history up to the start; all of it when no start is stated."""
        return tuple(o for o in self.history if self.start is None or o.date <= self.start)

    def progress(self, current: float, /) -> float:
        """Tell how much of the way is done.

        Parameters
        ----------
        current : float
            The KPI now.

        Returns
        -------
        float
            (current - baseline)/(target - baseline): 0 at the baseline, 1 at the target, below 0
            when the KPI moved away, above 1 beyond the target.

        Raises
        ------
        InvalidInputError
            If `current` is outside the domain of the KPI.
        UndefinedMetricError
            If there is no baseline.

        Examples
        --------
        >>> goal = Goal(kpi="repeat_purchase_rate", baseline=0.08, target=0.05)
        >>> round(goal.progress(0.065), 12)
        0.5
        """
        _inside("current", current, self.definition)
        if self.baseline is None:
            raise UndefinedMetricError(_NO_BASELINE)
        return (current - self.baseline) / (self.target - self.baseline)

    def feasibility(self, *, level: float = 0.9) -> PastSpans | None:
        """Look for spans of the past that did as well.

        Money and counts are compared as ratios where all values are positive, other figures as
        differences. Only the history up to the start is read.

        Parameters
        ----------
        level : float, default 0.9
            Share of samples that the interval is to cover.

        Returns
        -------
        PastSpans or None
            None when the baseline, the start or the due date is not stated, or the goal has no
            length.

        Raises
        ------
        InvalidInputError
            If the level is outside (0, 1).
        """
        if self.baseline is None or self.span is None or self.span <= 0:
            return None
        days, values = days_and_values(self.past)
        positive = self.baseline > 0 and self.target > 0 and bool(np.all(values > 0))
        return past_spans(
            days,
            values,
            span=self.span,
            before=self.baseline,
            after=self.target,
            relative=positive and self.definition.unit in {"money", "count"},
            level=level,
        )

    def conflicts(self, other: "Goal", /) -> bool:
        """Tell whether another goal asks the opposite of the same KPI.

        Parameters
        ----------
        other : Goal
            Another goal.

        Returns
        -------
        bool
            True when KPI and scope are the same, the times overlap as far as they are stated,
            and one asks for a rise and the other for a fall.
        """
        same = (self.definition.key, self.scope) == (other.definition.key, other.scope)
        return same and self.side * other.side < 0 and _overlap(self, other)

    def check(
        self,
        *,
        as_of: DateLike,
        objectives: Collection[str] | None = None,
        siblings: Iterable["Goal"] = (),
        level: float = 0.9,
        bar: float = 0.2,
    ) -> GoalCheck:
        """Check the goal letter by letter: S, M, A, R, T.

        Parameters
        ----------
        as_of : date, datetime, numpy.datetime64 or str
            Today.
        objectives : collection of str or None
            The objectives that exist; None leaves open whether the parent does.
        siblings : iterable of Goal
            Other goals, to find one that asks for the opposite.
        level : float, default 0.9
            Share of samples that the interval of A is to cover.
        bar : float, default 0.2
            The share of past spans that must have done as well for A.

        Returns
        -------
        GoalCheck
            Each letter met, not met or not to be told, with the reason.

        Raises
        ------
        InvalidInputError
            If `as_of` is no date, a value of the history is later, or `bar` is no fraction.
        """
        today = as_day(as_of, name="as_of")
        fraction("bar", bar)
        if self.history and self.history[-1].date > today:
            msg = f"history must not go beyond as_of {today}, got {self.history[-1].date}"
            raise InvalidInputError(msg)
        rival = next((goal for goal in siblings if self.conflicts(goal)), None)
        letters = (
            _letters.specific(statement=self.statement, scope=self.scope),
            self._measurable(),
            self._achievable(level, bar),
            self._relevant(objectives, rival),
            _letters.time_bound(start=self.start, due=self.due, as_of=today),
        )
        return GoalCheck(as_of=today, letters=letters)

    def _measurable(self) -> Letter:
        return _letters.measurable(
            baseline=self.baseline, target=self.target, rhythm=self.rhythm, span=self.span
        )

    def _achievable(self, level: float, bar: float) -> Letter:
        return _letters.achievable(
            self.feasibility(level=level),
            side=self.side,
            target=self.target,
            bound=self.bound,
            bar=bar,
        )

    def _relevant(self, objectives: Collection[str] | None, rival: "Goal | None") -> Letter:
        return _letters.relevant(
            parent=self.parent,
            objectives=objectives,
            conflict=None if rival is None else rival.statement or rival.definition.key,
            direction=self.definition.direction,
            side=self.side,
        )

    def _facts(self) -> dict[str, object]:
        return {
            "kpi": self.definition.key,
            "baseline": self.baseline,
            "target": self.target,
            "due": None if self.due is None else str(self.due),
        }


def _inside(name: str, value: float, kpi: Kpi) -> None:
    if kpi.unit == "share" and kpi.domain == (0.0, 1.0):
        fraction(name, value)
        return
    low, high = kpi.domain
    number_above(name, value, -math.inf)
    if not low <= value <= high:
        msg = f"{name} must be from {low:g} to {high:g}, as {kpi.key} is, got {value!r}"
        raise InvalidInputError(msg)


def _overlap(one: Goal, other: Goal) -> bool:
    for first, second in ((one, other), (other, one)):
        if first.due is not None and second.start is not None and first.due < second.start:
            return False
    return True
