"""The readiness list: which prerequisites of CRM stand, and what each open one holds up."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias, get_args

import attrs
import numpy as np

from crmcore._checks import one_of
from crmcore._display import Value
from crmcore._keyed import Keyed, known, refuse_doubles
from crmcore._text import Title, join_titles, persian_figure
from crmcore._types import DateLike
from crmcore.days import as_day
from crmcore.errors import InvalidInputError
from crmcore.metrics.measurement import Measurement
from crmcore.periods import whole_days
from crmcore.valuechain.catalogue.crm_prerequisites import CRM_PREREQUISITES
from crmcore.valuechain.framework import Framework
from crmcore.valuechain.models.hold_ups import HOLD_UPS, HoldUp

__all__ = [
    "READY_TITLES",
    "Readiness",
    "ReadinessAnswer",
    "ReadinessRow",
    "ReadyState",
    "ReadyStatus",
    "readiness",
]

ReadyState: TypeAlias = Literal["met", "not_met", "not_known"]
ReadyStatus: TypeAlias = Literal["ready", "not_ready", "not_known"]

READY_TITLES: Final[Mapping[ReadyState, Title]] = {
    "met": Title("met", "برقرار"),
    "not_met": Title("not met", "نابرقرار"),
    "not_known": Title("not known", "نامعلوم"),
}

_MET_SHARE: Final = Title("Share of prerequisites met", "سهم پیش‌نیازهای برقرار")
_UNANSWERED: Final = Title("not answered", "پاسخی داده نشده است")
_UNDATED: Final = Title("the answer has no date", "پاسخ تاریخ ندارد")
_NONE_KNOWN: Final = Title("no prerequisite is known", "وضع هیچ پیش‌نیازی معلوم نیست")


def _date(value: DateLike | None) -> np.datetime64 | None:
    return None if value is None else as_day(value, name="date")


@attrs.frozen(repr=False)
class ReadinessAnswer(Value):
    """What is known of one prerequisite.

    Attributes
    ----------
    prerequisite : str
        Its key.
    state : {"met", "not_met", "not_known"}
        Whether it stands.
    evidence : str or None
        What the answer rests on.
    date : numpy.datetime64 or None
        When it was given; any date is taken.

    Raises
    ------
    InvalidInputError
        If the state is unknown, or the date is none.

    Examples
    --------
    >>> ReadinessAnswer("lead", "met", evidence="contract of May", date="2024-05-02")
    ReadinessAnswer(prerequisite='lead', state='met')
    """

    prerequisite: str
    state: ReadyState = attrs.field(validator=one_of(*get_args(ReadyState)))
    evidence: str | None = attrs.field(default=None, kw_only=True)
    date: np.datetime64 | None = attrs.field(default=None, kw_only=True, converter=_date)

    def _facts(self) -> dict[str, object]:
        return {"prerequisite": self.prerequisite, "state": self.state}


@attrs.frozen(kw_only=True, repr=False)
class ReadinessRow(Value):
    """One prerequisite on the list.

    Attributes
    ----------
    key : str
        The prerequisite.
    title : Title
        Its name.
    state : {"met", "not_met", "not_known"}
        Whether it stands.
    answer : ReadinessAnswer or None
        What was said of it, with evidence and date; None where nothing was.
    reason : Title or None
        Why it is not known; None where it is.
    holds_up : tuple of HoldUp
        What waits for it; empty where it is met.
    """

    key: str
    title: Title
    state: ReadyState
    answer: ReadinessAnswer | None
    reason: Title | None
    holds_up: tuple[HoldUp, ...]

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "state": self.state,
            "holds_up": tuple(row.what.en for row in self.holds_up),
        }


@attrs.frozen(kw_only=True, repr=False)
class Readiness(Keyed[ReadinessRow]):
    """A readiness list; gives a prerequisite by key.

    Attributes
    ----------
    as_of : numpy.datetime64
        The day on which it is told.
    rows : tuple of ReadinessRow
        The prerequisites, in their order.
    met_share : Measurement
        Share met of those that are known, a fraction; higher is better; its `n` counts the known
        ones.
    summary : Title
        What is open, and what it holds up.
    """

    as_of: np.datetime64
    rows: tuple[ReadinessRow, ...]
    met_share: Measurement
    summary: Title

    def _by_key(self) -> dict[str, ReadinessRow]:
        return {row.key: row for row in self.rows}

    @property
    def status(self) -> ReadyStatus:
        """Ready where all are met, not ready where one is not, else not known."""
        states = {row.state for row in self.rows}
        if "not_met" in states:
            return "not_ready"
        return "not_known" if "not_known" in states else "ready"

    @property
    def open_rows(self) -> tuple[ReadinessRow, ...]:
        """The prerequisites that are not met, or not known to be."""
        return tuple(row for row in self.rows if row.state != "met")

    @property
    def unproven(self) -> tuple[str, ...]:
        """Keys of the prerequisites that are said to be met without any evidence."""
        return tuple(
            row.key for row in self.rows if row.state == "met" and not _evidence(row.answer)
        )

    def _facts(self) -> dict[str, object]:
        return {
            "status": self.status,
            "met_share": self.met_share.value,
            "open": tuple(row.key for row in self.open_rows),
        }


def _evidence(answer: ReadinessAnswer | None) -> str:
    return "" if answer is None or answer.evidence is None else answer.evidence.strip()


def readiness(
    answers: Iterable[ReadinessAnswer],
    /,
    *,
    as_of: DateLike,
    valid_for: str | None = None,
    prerequisites: Framework = CRM_PREREQUISITES,
    hold_ups: Iterable[HoldUp] | None = None,
) -> Readiness:
    """List which prerequisites are met, and what each open one holds up.

    Parameters
    ----------
    answers : iterable of ReadinessAnswer
        What is known; a prerequisite without an answer is not known.
    as_of : date, datetime, numpy.datetime64 or str
        The day on which it is told.
    valid_for : str or None
        How long an answer holds, such as ``"1 year"``; with older and undated ones the state is
        not known. None takes answers of any age.
    prerequisites : Framework
        The prerequisites, one an element; those of CRM by default.
    hold_ups : iterable of HoldUp or None
        What waits for which prerequisite; None takes those of ``HOLD_UPS`` whose prerequisite is in
        the framework.

    Returns
    -------
    Readiness
        A row for each prerequisite, the share met and a summary.

    Raises
    ------
    InvalidInputError
        If there is no prerequisite, an answer comes twice or is later than `as_of`, or `valid_for`
        is no length of time above 0; an unknown prerequisite is an UnknownKeyError.

    Notes
    -----
    The share is met / (met + not met): what is not known counts neither way, and the note of the
    share says how many that are.

    Examples
    --------
    >>> found = readiness(
    ...     [
    ...         ReadinessAnswer("process_list", "met", evidence="wiki", date="2024-03-01"),
    ...         ReadinessAnswer("lead", "not_met", date="2024-03-01"),
    ...     ],
    ...     as_of="2024-06-30",
    ... )
    >>> found
    Readiness(status='not_ready', met_share=0.5, open=('lead', 'resistance'))
    >>> [row.what.en for row in found["lead"].holds_up]
    ['Resistance of staff to change handled', 'Install analytical and operational CRM']
    """
    keys = [element.key for element in prerequisites]
    if not keys:
        msg = f"prerequisites must hold at least one element, {prerequisites.key} has none"
        raise InvalidInputError(msg)
    today = as_day(as_of, name="as_of")
    said = _said(answers, keys, today)
    oldest = None if valid_for is None else today - whole_days(valid_for, name="valid_for")
    waiting = _waiting(hold_ups, keys)
    rows = tuple(
        _row(key, prerequisites[key].title, said.get(key), oldest=oldest, waiting=waiting)
        for key in keys
    )
    return Readiness(as_of=today, rows=rows, met_share=_met_share(rows), summary=_summary(rows))


def _said(
    answers: Iterable[ReadinessAnswer], keys: list[str], today: np.datetime64
) -> dict[str, ReadinessAnswer]:
    given = list(answers)
    refuse_doubles("prerequisites of answers", [answer.prerequisite for answer in given])
    for answer in given:
        known("prerequisite of answers", answer.prerequisite, keys)
        if answer.date is not None and answer.date > today:
            msg = (
                f"date of {answer.prerequisite} must not be after as_of {today}, got {answer.date}"
            )
            raise InvalidInputError(msg)
    return {answer.prerequisite: answer for answer in given}


def _waiting(hold_ups: Iterable[HoldUp] | None, keys: list[str]) -> tuple[HoldUp, ...]:
    if hold_ups is None:
        return tuple(row for row in HOLD_UPS if row.prerequisite in keys)
    rows = tuple(hold_ups)
    for row in rows:
        known("prerequisite of hold_ups", row.prerequisite, keys)
    return rows


def _row(
    key: str,
    title: Title,
    answer: ReadinessAnswer | None,
    *,
    oldest: np.datetime64 | None,
    waiting: tuple[HoldUp, ...],
) -> ReadinessRow:
    reason = _why_unknown(answer, oldest)
    state: ReadyState = "not_known" if answer is None or reason is not None else answer.state
    held = () if state == "met" else tuple(row for row in waiting if row.prerequisite == key)
    return ReadinessRow(
        key=key, title=title, state=state, answer=answer, reason=reason, holds_up=held
    )


def _why_unknown(answer: ReadinessAnswer | None, oldest: np.datetime64 | None) -> Title | None:
    if answer is None or answer.state == "not_known":
        return _UNANSWERED
    if oldest is None:
        return None
    if answer.date is None:
        return _UNDATED
    if answer.date < oldest:
        day = str(answer.date)
        return Title(f"the answer of {day} is too old", f"پاسخ {persian_figure(day)} قدیمی است")
    return None


def _met_share(rows: tuple[ReadinessRow, ...]) -> Measurement:
    met = sum(row.state == "met" for row in rows)
    told = sum(row.state != "not_known" for row in rows)
    left = len(rows) - told
    note = Title(
        f"{left} of {len(rows)} not known",
        f"{persian_figure(str(left))} از {persian_figure(str(len(rows)))} نامعلوم",
    )
    return Measurement(
        key="met_share",
        title=_MET_SHARE,
        unit="share",
        value=met / told if told else None,
        reason=None if told else _NONE_KNOWN,
        n=told,
        note=note if left else None,
    )


def _summary(rows: tuple[ReadinessRow, ...]) -> Title:
    lines = [_line(row) for row in rows if row.state != "met"]
    if not lines:
        return Title("all prerequisites are met", "همه پیش‌نیازها برقرار است")
    return join_titles(lines, mark=";")


def _line(row: ReadinessRow) -> Title:
    state = READY_TITLES[row.state]
    line = Title(f"{row.title.en}: {state.en}", f"{row.title.fa}: {state.fa}")
    if not row.holds_up:
        return line
    held = join_titles(hold.what for hold in row.holds_up)
    return Title(f"{line.en}, holds up {held.en}", f"{line.fa}، معطل‌کننده {held.fa}")
