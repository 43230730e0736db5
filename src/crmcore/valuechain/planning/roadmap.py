"""Road maps: steps in the order that brings their worth soonest, period by period."""

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Final

import attrs

from crmcore._checks import number_above, texts
from crmcore._display import Value
from crmcore._keyed import Keyed, refuse_doubles
from crmcore._text import Title, amount, join_titles, persian_figure
from crmcore._types import Language
from crmcore.errors import InvalidInputError
from crmcore.valuechain.planning.plans import PlannedSequence, best_sequence

__all__ = [
    "PlannedStep",
    "RoadMap",
    "Step",
    "road_map",
]

_SLACK: Final = 1e-12
_MOST_PERIODS: Final = 10_000


@attrs.frozen(kw_only=True, repr=False)
class Step(Value):
    """Something to be done.

    Attributes
    ----------
    key : str
        Its key.
    title : Title
        Its name.
    worth : float
        What it brings once it is finished, >= 0, in any one unit for all steps.
    effort : float
        What it takes, >= 0, in any one unit for all steps, such as weeks of the team.
    rests_on : tuple of str
        Keys of the steps that must be finished before; a bare str is one.

    Raises
    ------
    InvalidInputError
        If `worth` or `effort` is negative or not finite.
    """

    key: str
    title: Title
    worth: float
    effort: float
    rests_on: tuple[str, ...] = attrs.field(default=(), converter=texts)

    def __attrs_post_init__(self) -> None:
        number_above(f"worth of {self.key}", self.worth, inclusive=True)
        number_above(f"effort of {self.key}", self.effort, inclusive=True)

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"key": self.key, "worth": self.worth, "effort": self.effort}
        return {**facts, "rests_on": self.rests_on} if self.rests_on else facts


@attrs.frozen(kw_only=True, repr=False)
class PlannedStep(Value):
    """A step and its time.

    Attributes
    ----------
    step : Step
        The step.
    start, end : int
        The first and the last period in which it is worked on, from 1. Without a capacity all is
        one period.
    finish : float
        When it is finished, in the unit of effort: the work that could be done until then.
    opens : tuple of str
        Keys of the steps that rest on it directly.
    """

    step: Step
    start: int
    end: int
    finish: float
    opens: tuple[str, ...]

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.step.key,
            "start": self.start,
            "end": self.end,
            "finish": self.finish,
            "opens": self.opens,
        }


@attrs.frozen(kw_only=True, repr=False)
class RoadMap(Keyed[PlannedStep]):
    """Steps and their time.

    Attributes
    ----------
    steps : tuple of PlannedStep
        The steps as they start; of those that start together, in the order of `sequence`.
    sequence : PlannedSequence
        The order in which they were placed: the best one, or one by rule with its bound.
    capacity : float or None
        The effort that a period has room for; None where steps are taken one after the other.
    delay : float
        Sum over the steps of worth times finishing time; lower is better. With a capacity it may
        be above that of the sequence, as room is left over.
    """

    steps: tuple[PlannedStep, ...]
    sequence: PlannedSequence
    capacity: float | None
    delay: float

    def _by_key(self) -> Mapping[str, PlannedStep]:
        return {planned.step.key: planned for planned in self.steps}

    @property
    def bound(self) -> float:
        """What the delay of no plan can go below."""
        return self.sequence.delay if self.sequence.bound is None else self.sequence.bound

    @property
    def exact(self) -> bool:
        """Whether no other plan has a lower delay."""
        return self.delay <= self.bound * (1 + _SLACK)

    @property
    def periods(self) -> int:
        """How many periods it takes; without a capacity all is one."""
        return max((planned.end for planned in self.steps), default=0)

    def in_period(self, period: int, /) -> tuple[PlannedStep, ...]:
        """Give the steps that are worked on in a period.

        Parameters
        ----------
        period : int
            The period, from 1.

        Returns
        -------
        tuple of PlannedStep
            The steps; none after the last period.
        """
        return tuple(one for one in self.steps if one.start <= period <= one.end)

    @property
    def lines(self) -> tuple[Title, ...]:
        """One line for each step, in both languages, then how good the plan is."""
        titles = {planned.step.key: planned.step.title for planned in self.steps}
        sized = self.capacity is not None
        rows = [
            _line(i, planned, _when(planned) if sized else _after(planned), titles)
            for i, planned in enumerate(self.steps, 1)
        ]
        return (*rows, _quality(self))

    def text(self, language: Language = "en") -> str:
        """Put the road map in words.

        Parameters
        ----------
        language : {"en", "fa"}, default "en"
            The language wanted.

        Returns
        -------
        str
            One line for each step, then how good the plan is.
        """
        return "\n".join(line.text(language) for line in self.lines)

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"steps": tuple(planned.step.key for planned in self.steps)}
        if self.capacity is not None:
            facts["periods"] = self.periods
        facts |= {"delay": self.delay, "exact": self.exact}
        return facts if self.exact else {**facts, "bound": self.bound}


def _line(place: int, planned: PlannedStep, when: Title, titles: Mapping[str, Title]) -> Title:
    title = planned.step.title
    opens = join_titles(titles[key] for key in planned.opens)
    en = f"; opens {opens.en}" if planned.opens else ""
    fa = f"؛ راه را باز می‌کند برای {opens.fa}" if planned.opens else ""
    return Title(
        f"{place}. {title.en}: {when.en}{en}",
        f"{persian_figure(f'{place}')}. {title.fa}: {when.fa}{fa}",
    )


def _when(planned: PlannedStep) -> Title:
    first, last = f"{planned.start}", f"{planned.end}"
    if first == last:
        return Title(f"period {first}", f"دوره {persian_figure(first)}")
    return Title(
        f"periods {first} to {last}", f"دوره {persian_figure(first)} تا {persian_figure(last)}"
    )


def _after(planned: PlannedStep) -> Title:
    finish = amount(planned.finish)
    return Title(
        f"finished after an effort of {finish}", f"پایان پس از {persian_figure(finish)} واحد کار"
    )


def _quality(plan: RoadMap) -> Title:
    delay, bound = amount(plan.delay), amount(plan.bound)
    en = f"worth times finishing time adds up to {delay}"
    fa = f"جمع ارزش × زمان پایان {persian_figure(delay)} است"
    if plan.exact:
        return Title(f"{en}: no plan is below", f"{fa}: هیچ برنامه‌ای کمتر از این نیست")
    return Title(
        f"{en}; no plan is below {bound}",
        f"{fa}؛ هیچ برنامه‌ای کمتر از {persian_figure(bound)} نیست",
    )


def road_map(steps: Iterable[Step], /, *, capacity: float | None = None) -> RoadMap:
    """Plan steps so that their worth comes soon, each after those on which it rests.

    Parameters
    ----------
    steps : iterable of Step
        The steps, each key once.
    capacity : float or None
        The effort that one period has room for, > 0; without it the steps are taken one after the
        other.

    Returns
    -------
    RoadMap
        The plan. It does not depend on the order of the input.

    Raises
    ------
    InvalidInputError
        If a key comes twice, steps rest on one another in a circle, or `capacity` is not above 0
        or so small that the plan takes more than 10,000 periods; a step that rests on an unknown
        one is an UnknownKeyError.

    Notes
    -----
    The order is that of `best_sequence`. With a capacity each step in turn is placed in the first
    period that has room for all of it, and a step larger than a period in the first from which it
    can run on through periods with room. None starts before the period in which all it rests on
    have ended. Within a period, work is done in the order of placement. A step that takes no
    effort is finished as soon as all it rests on are.

    Examples
    --------
    >>> plan = road_map([
    ...     Step(key="clean", title=Title("Clean the data", "پاک‌سازی داده‌ها"), worth=1, effort=3),
    ...     Step(key="segment", title=Title("Segment", "بخش‌بندی"), worth=6, effort=1,
    ...          rests_on="clean"),
    ...     Step(key="portal", title=Title("Portal", "درگاه"), worth=4, effort=3),
    ... ], capacity=4)
    >>> plan
    RoadMap(steps=('clean', 'segment', 'portal'), periods=2, delay=55, exact=True)
    >>> print(plan.text())
    1. Clean the data: period 1; opens Segment
    2. Segment: period 1
    3. Portal: period 2
    worth times finishing time adds up to 55: no plan is below
    """
    rows = tuple(steps)
    refuse_doubles("keys of steps", [step.key for step in rows])
    by_key = {step.key: step for step in rows}
    sequence = best_sequence(
        {key: step.worth for key, step in by_key.items()},
        {key: step.effort for key, step in by_key.items()},
        {key: step.rests_on for key, step in by_key.items()},
    )
    periods = _Periods(capacity=_room(capacity, math.fsum(step.effort for step in rows)))
    planned: dict[str, PlannedStep] = {}
    for key in sequence.order:
        step = by_key[key]
        start, end, finish = periods.place(step.effort, [planned[k] for k in step.rests_on])
        planned[key] = PlannedStep(
            step=step,
            start=start,
            end=end,
            finish=finish,
            opens=tuple(other for other in sequence.order if key in by_key[other].rests_on),
        )
    return RoadMap(
        steps=tuple(sorted(planned.values(), key=lambda one: one.start)),
        sequence=sequence,
        capacity=None if capacity is None else float(capacity),
        delay=sum(one.step.worth * one.finish for one in planned.values()),
    )


def _room(capacity: float | None, effort: float) -> float:
    if capacity is None:
        return effort
    room = number_above("capacity", capacity)
    if effort / room > _MOST_PERIODS:
        rule = f"let {effort:g} of effort end within {_MOST_PERIODS:,} periods"
        msg = f"capacity must {rule}, got {capacity!r}"
        raise InvalidInputError(msg)
    return room


@attrs.define(kw_only=True)
class _Periods:
    """What is used of the room in each period."""

    capacity: float
    used: list[float] = attrs.field(factory=list[float])

    def place(self, effort: float, needs: Collection[PlannedStep]) -> tuple[int, int, float]:
        start = max((need.end for need in needs), default=1)
        if not effort:
            return start, start, max((need.finish for need in needs), default=0.0)
        while not self._fits(effort, start):
            start += 1
        end = self._fill(effort, start)
        return start, end, (end - 1) * self.capacity + self.used[end - 1]

    def _fits(self, effort: float, start: int) -> bool:
        slack = _SLACK * self.capacity
        rooms = [self.capacity - used for used in self.used[start - 1 :]]
        if effort <= self.capacity + slack:
            return not rooms or rooms[0] >= effort - slack
        for room in rooms:
            if room <= slack or effort <= slack:
                return effort <= slack
            effort -= room
        return True

    def _fill(self, effort: float, start: int) -> int:
        period, left = start - 1, effort
        while True:
            self.used.extend([0.0] * (period + 1 - len(self.used)))
            taken = min(left, self.capacity - self.used[period])
            self.used[period] += taken
            left -= taken
            period += 1
            if left <= _SLACK * self.capacity:
                return period
