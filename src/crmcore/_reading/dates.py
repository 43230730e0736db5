"""Columns of dates: one form for the whole column, found and said, never guessed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from crmcore._day_text import SOLAR_YEARS
from crmcore._intake import moments
from crmcore._reading.calendars import missing_day, written_calendar
from crmcore._reading.dateforms import by_format, old_year, plain_iso, readings, short_years
from crmcore._reading.table import Cells, Table, missing, say
from crmcore._text import Title, clean_text
from crmcore._types import Calendar, DateArray
from crmcore.days import day_title
from crmcore.errors import InvalidInputError

__all__ = ["read_dates", "require_format"]

_Moments: TypeAlias = list[datetime | None]
_FIRST_YEAR: Final = 1900
_IN_CALENDAR: Final[Mapping[Calendar, Title]] = {
    "gregorian": Title("", ""),
    "solar_hijri": Title(" of the Solar Hijri calendar", " هجری شمسی"),
}
_MOST_JUNK: Final = 0.1
_DIRECTIVE: Final = re.compile(r"%(.?)")
_KNOWN: Final = frozenset("aAbBcdfGHIjmMpSuUVwWxXyYzZ%")
_YEARS: Final = frozenset("YyGcx")


def require_format(form: str, /) -> str:
    """Refuse a form of dates that cannot be read.

    Parameters
    ----------
    form : str
        As `datetime.strptime` has it.

    Returns
    -------
    str
        The form.

    Raises
    ------
    InvalidInputError
        If it has an unknown part or no year.
    """
    parts = _DIRECTIVE.findall(form)
    if not set(parts) <= _KNOWN or not set(parts) & _YEARS:
        msg = f"--date-format must be like '%d/%m/%Y' or '%Y-%m-%d %H:%M', got {form!r}"
        raise InvalidInputError(msg)
    return form


def read_dates(
    cells: Cells,
    table: Table,
    /,
    *,
    form: str | None,
    zone: str | None,
    calendar: Calendar | None,
    today: date | None,
) -> tuple[DateArray, Calendar | None, tuple[Title, ...]]:
    """Read a column of dates.

    Of the known forms, the one that reads every value is taken. Values in no known form are
    bad rows as long as they are at most a tenth; otherwise, and where values need different
    forms or two forms read all of them differently, the column is refused.

    Parameters
    ----------
    cells : Cells
        The column.
    table : Table
        Where it stands.
    form : str or None
        The form that the user says.
    zone : str or None
        The time zone in which aware times are told.
    calendar : {"gregorian", "solar_hijri"} or None
        The calendar that the user says; None tells it by the years.
    today : date or None
        The day after which years of two digits cannot be Solar Hijri ones.

    Returns
    -------
    dates : ndarray of datetime64[us], shape (n,)
        Moments without a zone; NaT where there is none.
    calendar : {"gregorian", "solar_hijri"} or None
        The calendar in which they are written, where a text tells it.
    said : tuple of Title
        The form, with an example, and the span of the dates.

    Raises
    ------
    InvalidInputError
        If the form or the calendar cannot be told, a year is before 1900, or times are aware and
        no zone is stated or only some are.
    """
    if any(isinstance(value, date) for value in cells.seen):
        found, name, told_by = [_as_datetime(value) for value in cells.seen], None, None
        _require_recent(cells, table, _years(found))
    else:
        texts = [None if missing(value) else clean_text(str(value)) for value in cells.seen]
        short = _short_years(cells, texts, calendar, today)
        found, name = _of_texts(cells, table, texts, form, short)
        told_by = (
            "solar_hijri" if short.taken else _one_calendar(cells, table, texts, found, calendar)
        )
    if not any(found):
        msg = f"date must be told by {cells.name!r}, got an empty column"
        raise InvalidInputError(msg)
    _require_one_zone(cells, table, found, zone)
    try:
        told = moments(found, name="date", zone=zone)
    except OverflowError as error:
        msg = f"date must stay within the years 1 to 9999 in the zone {zone!r}"
        raise InvalidInputError(msg) from error
    return (
        cells.spread(told),
        told_by,
        (*_said(cells, told, name, told_by), *_zone_said(found, zone)),
    )


def _as_datetime(value: Any) -> datetime | None:  # noqa: ANN401 - a cell of a typed column
    if isinstance(value, datetime) or value is None:
        return value
    return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day has no zone


class _Short(NamedTuple):
    """Years of two digits read as Solar Hijri ones, and whether they are."""

    ways: Sequence[Mapping[str, datetime]]
    taken: bool
    asked: bool


def _short_years(
    cells: Cells, texts: Sequence[str | None], calendar: Calendar | None, today: date | None
) -> _Short:
    ways = [{} if text is None else short_years(text, today=today) for text in texts]
    given = [bool(way) for way, text in zip(ways, texts, strict=True) if text is not None]
    possible = bool(given) and all(given) and calendar != "gregorian"
    persian = any(not str(value).isascii() for value in cells.seen)
    taken = possible and (calendar == "solar_hijri" or persian)
    return _Short(ways, taken=taken, asked=possible and not taken)


def _of_texts(
    cells: Cells, table: Table, texts: Sequence[str | None], form: str | None, short: _Short
) -> tuple[_Moments, str]:
    if short.taken:
        name = form or _one_form(cells, table, short.ways)
        return [way.get(name) for way in short.ways], name
    if form is not None:
        return _stated(cells, table, texts, form), form
    plain = [None if text is None else plain_iso(text) for text in texts]
    if all((moment is None) == (text is None) for moment, text in zip(plain, texts, strict=True)):
        _require_recent(cells, table, _years(plain))
        return plain, "%Y-%m-%d"
    ways = [{} if text is None else readings(text) for text in texts]
    _require_recent(cells, table, [_year(text, way) for text, way in zip(texts, ways, strict=True)])
    _require_dates(cells, table, texts, ways)
    name = _one_form(cells, table, ways)
    if short.asked and name in short.ways[_first(texts)]:
        row = _first(texts)
        one, other = (column[row][name].date() for column in (ways, short.ways))
        msg = (
            f"date must have one meaning, got {table.quote(cells, row)}: {one} with "
            f"--date-calendar gregorian or {other} with --date-calendar solar_hijri; say which"
        )
        raise InvalidInputError(msg)
    return [way.get(name) for way in ways], name


def _first(texts: Sequence[str | None]) -> int:
    return next(i for i, text in enumerate(texts) if text is not None)


def _stated(cells: Cells, table: Table, texts: Sequence[str | None], form: str) -> _Moments:
    found = [None if text is None else by_format(text, form) for text in texts]
    _require_recent(cells, table, _years(found))
    wrong = [i for i, text in enumerate(texts) if text is not None and found[i] is None]
    other = [i for i in wrong if readings(texts[i] or "")]
    given = [i for i, text in enumerate(texts) if text is not None]
    if other or cells.count[wrong].sum() > _MOST_JUNK * cells.count[given].sum():
        got = table.quote(cells, (other or wrong)[0])
        msg = f"--date-format must fit the dates in {cells.name!r}, got {form!r} and {got}"
        raise InvalidInputError(msg)
    return found


def _years(found: _Moments) -> list[int | None]:
    return [None if moment is None else moment.year for moment in found]


def _year(text: str | None, way: Mapping[str, datetime]) -> int | None:
    if text is None:
        return None
    return min((moment.year for moment in way.values()), default=_unread_year(text))


def _unread_year(text: str) -> int | None:
    year = old_year(text)
    return None if year in SOLAR_YEARS else year


def _require_recent(cells: Cells, table: Table, years: Sequence[int | None]) -> None:
    old = next((i for i, year in enumerate(years) if year is not None and year < _FIRST_YEAR), None)
    if old is None:
        return
    hint = ""
    if years[old] in SOLAR_YEARS:
        hint = "; a Solar Hijri date must be text, with year, month and day in figures"
    msg = f"date must not be before {_FIRST_YEAR}, got {table.quote(cells, old)}{hint}"
    raise InvalidInputError(msg)


def _one_calendar(
    cells: Cells,
    table: Table,
    texts: Sequence[str | None],
    found: _Moments,
    stated: Calendar | None,
) -> Calendar | None:
    first: dict[Calendar, int] = {}
    for i, (text, moment) in enumerate(zip(texts, found, strict=True)):
        told = None if text is None or moment is None else written_calendar(text)
        if told is not None:
            first.setdefault(told, i)
    if len(first) > 1:
        msg = (
            f"date must be in one calendar in the whole column {cells.name!r}, got "
            f"{table.quote(cells, first['gregorian'])} of the Gregorian and "
            f"{table.quote(cells, first['solar_hijri'])} of the Solar Hijri calendar"
        )
        raise InvalidInputError(msg)
    calendar = next(iter(first), None)
    if calendar is not None and stated not in {None, calendar}:
        got = table.quote(cells, first[calendar])
        msg = f"--date-calendar must be that of the dates, got {stated!r} and {got}"
        raise InvalidInputError(msg)
    return calendar


def _require_dates(
    cells: Cells,
    table: Table,
    texts: Sequence[str | None],
    ways: Sequence[Mapping[str, datetime]],
) -> None:
    given = np.array([text is not None for text in texts])
    read = np.array([bool(way) for way in ways])
    rows, junk = int(cells.count[given].sum()), int(cells.count[given & ~read].sum())
    if junk > _MOST_JUNK * rows:
        wrong = np.flatnonzero(given & ~read)
        got = table.quote(cells, int(wrong[0]))
        length = missing_day(texts[int(wrong[0])] or "")
        if length is not None:
            msg = f"date must exist, got {got}: {length} ({junk:,} of {rows:,} values are no dates)"
            raise InvalidInputError(msg)
        msg = (
            f"date must be told by {cells.name!r}, got {junk:,} of its {rows:,} values in no known "
            f"form, such as {got}; say which form with --date-format '%d/%m/%Y', or which "
            "column with --date NAME"
        )
        raise InvalidInputError(msg)


def _one_form(cells: Cells, table: Table, ways: Sequence[Mapping[str, datetime]]) -> str:
    forms: list[str] = []
    narrowed = -1
    for i, way in enumerate(ways):
        left = [form for form in forms if form in way] if narrowed >= 0 else list(way)
        if not way or left == forms:
            continue
        if not left:
            msg = (
                f"date must be in one form in the whole column {cells.name!r}, got "
                f"{table.quote(cells, narrowed)} and {table.quote(cells, i)}"
            )
            raise InvalidInputError(msg)
        forms, narrowed = left, i
    _require_one_meaning(cells, table, ways, forms)
    return forms[0]


def _require_one_meaning(
    cells: Cells, table: Table, ways: Sequence[Mapping[str, datetime]], forms: Sequence[str]
) -> None:
    for i, way in enumerate(ways):
        days = {way[form].date(): form for form in reversed(forms) if form in way}
        if len(days) > 1:
            choices = " or ".join(f"{day} with {form!r}" for day, form in days.items())
            msg = (
                f"date must have one meaning, got {table.quote(cells, i)}: {choices}; each form "
                f"reads every value of {cells.name!r}, say which with --date-format"
            )
            raise InvalidInputError(msg)


def _require_one_zone(cells: Cells, table: Table, found: _Moments, zone: str | None) -> None:
    aware = [i for i, moment in enumerate(found) if moment is not None and moment.tzinfo]
    naive = [i for i, moment in enumerate(found) if moment is not None and not moment.tzinfo]
    if aware and naive:
        msg = (
            f"date must not mix times with and without a zone, got {table.quote(cells, aware[0])} "
            f"and {table.quote(cells, naive[0])}"
        )
        raise InvalidInputError(msg)
    if aware and zone is None:
        msg = (
            "date must have no time zone unless one is stated, got "
            f"{table.quote(cells, aware[0])}; say in which zone days are to be told, such as "
            "--zone UTC or --zone Asia/Tehran"
        )
        raise InvalidInputError(msg)


def _said(
    cells: Cells, told: DateArray, name: str | None, calendar: Calendar | None
) -> tuple[Title, ...]:
    valid = np.flatnonzero(~np.isnat(told))
    days = told[valid].astype("datetime64[D]")
    span = say(
        "Dates run from {first} to {last}",
        "تاریخ‌ها از {first} تا {last} است",
        first=_named(days.min(), calendar),
        last=_named(days.max(), calendar),
    )
    if name is None:
        return (span,)
    latest_in_month = int(np.argmax(days - days.astype("datetime64[M]")))
    form = say(
        "Dates are read as {name}{calendar}: '{text}' is {day}",
        "تاریخ‌ها به شکل {name}{calendar} خوانده شد: «{text}» یعنی {day}",
        name=name,
        calendar=_IN_CALENDAR[calendar or "gregorian"],
        text=str(cells.seen[valid[latest_in_month]]),
        day=days[latest_in_month],
    )
    return (form, span)


def _named(day: np.datetime64, calendar: Calendar | None) -> Title:
    return Title(str(day), day_title(day, calendar=calendar or "gregorian").fa)


def _zone_said(found: _Moments, zone: str | None) -> tuple[Title, ...]:
    if zone is None:
        return ()
    if any(moment is not None and moment.tzinfo for moment in found):
        return (say("Times are told in the zone {zone}", "زمان‌ها به وقت {zone} است", zone=zone),)
    return (
        say(
            "No time names its zone: --zone {zone} changes nothing",
            "هیچ زمانی منطقهٔ زمانی ندارد و --zone {zone} چیزی را تغییر نمی‌دهد",
            zone=zone,
        ),
    )
