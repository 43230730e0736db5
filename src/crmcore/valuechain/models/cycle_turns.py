"""A process that goes round: how long a turn and each of its steps take, and what changes."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final, Literal, TypeAlias

import attrs
import numpy as np

from crmcore._checks import number_above
from crmcore._display import Value
from crmcore._keyed import Catalogue, known, refuse_doubles
from crmcore._text import Title, isolate, join_titles, persian_figure
from crmcore._types import DateLike
from crmcore.days import as_day
from crmcore.errors import InvalidInputError
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.catalogue.swift import SWIFT_PROCESS
from crmcore.valuechain.models._waiting_days import median_days

__all__ = [
    "SWIFT_STEPS",
    "CycleTurns",
    "SpanState",
    "StepSpan",
    "Turn",
    "TurnChange",
    "TurnSpan",
    "cycle_turns",
]

SpanState: TypeAlias = Literal["done", "open", "skipped", "not_started"]

SWIFT_STEPS: Final = tuple(step.key for step in SWIFT_PROCESS)

_TURN: Final = Title("Days of a turn", "روزهای یک دور")


def _days(starts: Mapping[str, DateLike]) -> dict[str, np.datetime64]:
    return {step: as_day(day, name=f"start of {step}") for step, day in starts.items()}


def _figures(figures: Mapping[str, float | Measurement]) -> dict[str, float | Measurement]:
    for key, figure in figures.items():
        if not isinstance(figure, Measurement):
            number_above(f"figure {key}", figure, -np.inf)
    return dict(figures)


@attrs.frozen(kw_only=True, repr=False)
class Turn(Value):
    """One turn of the process as it went.

    Attributes
    ----------
    starts : mapping of str to numpy.datetime64
        The day on which each step began; any date is taken. A step that is not there was skipped,
        or has not begun.
    figures : mapping of str to float or Measurement
        What was measured in this turn, by name.

    Raises
    ------
    InvalidInputError
        If a date is none, or a figure is not finite.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # mappings inside

    starts: Mapping[str, np.datetime64] = attrs.field(converter=_days)
    figures: Mapping[str, float | Measurement] = attrs.field(
        converter=_figures, factory=dict[str, float | Measurement]
    )

    def _facts(self) -> dict[str, object]:
        return {"steps": len(self.starts), "figures": len(self.figures)}


@attrs.frozen(kw_only=True, repr=False)
class StepSpan(Value):
    """How long one step of one turn took.

    Attributes
    ----------
    step : str
        The step.
    state : {"done", "open", "skipped", "not_started"}
        Whether it is over; an open one has taken `days` so far.
    days : int or None
        Days from its start to the next start; None where it did not begin.
    """

    step: str
    state: SpanState
    days: int | None

    def _facts(self) -> dict[str, object]:
        return {"step": self.step, "state": self.state, "days": self.days}


@attrs.frozen(kw_only=True, repr=False)
class TurnSpan(Value):
    """How long one turn took.

    Attributes
    ----------
    number : int
        Its place, from 1.
    start : numpy.datetime64
        Its first day.
    days : int
        Days to the start of the next turn; so far, where it is open.
    open : bool
        Whether it still runs: only the last one does.
    steps : tuple of StepSpan
        Its steps, in order.
    """

    number: int
    start: np.datetime64
    days: int
    open: bool
    steps: tuple[StepSpan, ...]

    def _facts(self) -> dict[str, object]:
        return {"number": self.number, "days": self.days, "open": self.open}


@attrs.frozen(kw_only=True, repr=False)
class TurnChange(Value):
    """What became of one figure from one turn to the next.

    Attributes
    ----------
    figure : str
        Its name.
    turn : int
        The later turn.
    before, after : float or None
        The figure in the two turns; None where it has no value.
    reason : Title or None
        Why there is no difference; None where there is one.
    """

    figure: str
    turn: int
    before: float | None
    after: float | None
    reason: Title | None

    @property
    def difference(self) -> float | None:
        """After less before; None where one of them has no value."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def growth(self) -> float | None:
        """The difference divided by before; None where before is not above 0."""
        change = self.difference
        if change is None or self.before is None or self.before <= 0:
            return None
        return change / self.before

    def _facts(self) -> dict[str, object]:
        return {"figure": self.figure, "turn": self.turn, "difference": self.difference}


@attrs.frozen(kw_only=True, repr=False)
class CycleTurns(Value):
    """A process, turn by turn.

    Attributes
    ----------
    turns : tuple of TurnSpan
        The turns, the last one open.
    turn_days : Measurement
        Median days of a turn; undefined while too few are over. The open turn counts as one that
        takes longer than it has so far.
    step_days : mapping of str to Measurement
        The same for each step.
    changes : tuple of TurnChange
        Each figure, from turn to turn.
    summary : Title
        How long a turn takes, how long the open one has run, and which steps were skipped.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # a mapping inside

    turns: tuple[TurnSpan, ...]
    turn_days: Measurement
    step_days: Mapping[str, Measurement]
    changes: tuple[TurnChange, ...]
    summary: Title

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"turns": len(self.turns), "turn_days": self.turn_days.value}
        return {**facts, "open_days": self.turns[-1].days}


def cycle_turns(
    turns: Iterable[Turn],
    /,
    *,
    as_of: DateLike,
    steps: Sequence[str] = SWIFT_STEPS,
    titles: Mapping[str, Title] | None = None,
) -> CycleTurns:
    r"""Tell how long a turn of a cycle takes, step by step, and what changed between turns.

    Parameters
    ----------
    turns : iterable of Turn
        The turns in order of time.
    as_of : date, datetime, numpy.datetime64 or str
        The day on which this is told: the last turn still runs then.
    steps : sequence of str, default the four of Swift's process cycle
        The steps in order; every turn begins with the first.
    titles : mapping of str to Title or None
        Names of steps; those of Swift's are known, others stand by their key.

    Returns
    -------
    CycleTurns
        Turns, typical days and changes.

    Raises
    ------
    InvalidInputError
        If there is no turn or no step, a step is unknown, a turn lacks its first step, a start
        lies before the one before it, or one lies after `as_of`.

    Notes
    -----
    A step ends when the next one that began begins; the last of a turn ends with the turn. The
    median is the first time t at which the product-limit estimate
    :math:`\prod_{t_i \le t}(1 - d_i/n_i)` is at most 1/2, so the open turn is not dropped.

    References
    ----------
    .. [1] Kaplan & Meier (1958), Journal of the American Statistical Association 53, 457-481,
       section 2.

    Examples
    --------
    >>> found = cycle_turns(
    ...     [
    ...         Turn(starts={"plan": "2024-01-01", "do": "2024-01-20"}, figures={"csat": 0.60}),
    ...         Turn(starts={"plan": "2024-03-01", "do": "2024-03-11"}, figures={"csat": 0.66}),
    ...     ],
    ...     as_of="2024-03-31", steps=["plan", "do"],
    ... )
    >>> found
    CycleTurns(turns=2, turn_days=60, open_days=30)
    >>> [step.days for step in found.turns[0].steps], round(found.changes[0].difference, 9)
    ([19, 41], 0.06)
    """
    rows, order, today = tuple(turns), tuple(steps), as_day(as_of, name="as_of")
    if not rows or not order:
        msg = f"turns and steps must not be empty, got {len(rows)} turns and {len(order)} steps"
        raise InvalidInputError(msg)
    refuse_doubles("steps", order)
    _check_order(rows, order, today)
    ends = [*(row.starts[order[0]] for row in rows[1:]), today]
    spans = tuple(
        _span(number, row, end, order=order, last=number == len(rows))
        for number, (row, end) in enumerate(zip(rows, ends, strict=True), start=1)
    )
    names = {key: _name(key, titles or {}) for key in order}
    turn_days = median_days("turn_days", _TURN, [(span.days, not span.open) for span in spans])
    return CycleTurns(
        turns=spans,
        turn_days=turn_days,
        step_days=Catalogue("step", ((key, _step_days(key, spans, names[key])) for key in order)),
        changes=tuple(_changes(rows)),
        summary=_summary(spans, turn_days, names),
    )


def _name(key: str, titles: Mapping[str, Title]) -> Title:
    if key in titles:
        return titles[key]
    return SWIFT_PROCESS[key].title if key in SWIFT_PROCESS else Title(key, isolate(key))


def _check_order(rows: Sequence[Turn], order: Sequence[str], today: np.datetime64) -> None:
    before: tuple[str, np.datetime64] | None = None
    for number, row in enumerate(rows, start=1):
        for key in row.starts:
            known(f"step of turn {number}", key, order)
        if order[0] not in row.starts:
            msg = f"turn {number} must begin with {order[0]!r}, got no start for it"
            raise InvalidInputError(msg)
        for key in order:
            day = row.starts.get(key)
            if day is None:
                continue
            where = f"{key} of turn {number}"
            if before is not None and day < before[1]:
                msg = f"starts must be in order, got {before[0]} on {before[1]}, {where} on {day}"
                raise InvalidInputError(msg)
            if day > today:
                msg = f"start of {where} must not be after as_of {today}, got {day}"
                raise InvalidInputError(msg)
            before = where, day


def _span(
    number: int, row: Turn, end: np.datetime64, *, order: Sequence[str], last: bool
) -> TurnSpan:
    begun = [key for key in order if key in row.starts]
    until = dict(zip(begun, [*(row.starts[key] for key in begun[1:]), end], strict=True))
    places = {key: place for place, key in enumerate(order)}
    furthest = places[begun[-1]]

    def step(key: str) -> StepSpan:
        if key in until:
            state: SpanState = "open" if last and key == begun[-1] else "done"
            return StepSpan(step=key, state=state, days=_between(row.starts[key], until[key]))
        ahead = last and places[key] > furthest
        return StepSpan(step=key, state="not_started" if ahead else "skipped", days=None)

    start = row.starts[order[0]]
    return TurnSpan(
        number=number,
        start=start,
        days=_between(start, end),
        open=last,
        steps=tuple(step(key) for key in order),
    )


def _between(start: np.datetime64, end: np.datetime64) -> int:
    return int((end - start).astype(np.int64))


def _step_days(key: str, spans: Sequence[TurnSpan], title: Title) -> Measurement:
    times = [
        (step.days, step.state == "done")
        for span in spans
        for step in span.steps
        if step.step == key and step.days is not None
    ]
    return median_days(key, Title(f"Days of {title.en}", f"روزهای {title.fa}"), times)


def _changes(rows: Sequence[Turn]) -> Iterable[TurnChange]:
    for number, (old, new) in enumerate(itertools.pairwise(rows), start=2):
        for key in dict.fromkeys([*old.figures, *new.figures]):
            before, after = _value(old.figures.get(key)), _value(new.figures.get(key))
            missing = [n for n, v in ((number - 1, before), (number, after)) if v is None]
            yield TurnChange(
                figure=key,
                turn=number,
                before=before,
                after=after,
                reason=_no_figure(missing) if missing else None,
            )


def _value(figure: float | Measurement | None) -> float | None:
    return figure.value if isinstance(figure, Measurement) else figure


def _no_figure(turns: Sequence[int]) -> Title:
    text = " and ".join(map(str, turns))
    fa = " و ".join(persian_figure(str(turn)) for turn in turns)
    return Title(f"no value in turn {text}", f"در دور {fa} مقداری ندارد")


def _summary(spans: Sequence[TurnSpan], days: Measurement, names: Mapping[str, Title]) -> Title:
    told, so_far = f"{days.value or 0:g}", str(spans[-1].days)
    told_fa, so_far_fa = persian_figure(told), persian_figure(so_far)
    lines = [
        days.reason or Title(f"a turn takes {told} days", f"هر دور {told_fa} روز طول می‌کشد"),
        Title(f"the open one has run for {so_far} days", f"از دور باز {so_far_fa} روز گذشته است"),
    ]
    skipped = dict.fromkeys(
        step.step for span in spans for step in span.steps if step.state == "skipped"
    )
    if skipped:
        left = join_titles(names[key] for key in skipped)
        lines.append(Title(f"skipped: {left.en}", f"ردشده: {left.fa}"))
    return join_titles(lines, mark=";")
