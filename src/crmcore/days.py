"""Days of either calendar: read from a text or a column, named, moved by months and years."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeGuard, cast

import numpy as np
import numpy.typing as npt

from crmcore._calendars import CALENDARS, MONTHS, YEARS, day_number, from_days, month_length
from crmcore._checks import choice, refuse_rows
from crmcore._day_text import DayText, day_part, read_day
from crmcore._text import Title, persian_digits
from crmcore._types import Calendar, DateArray, DateLike
from crmcore.errors import InvalidInputError

__all__ = ["as_day", "as_days", "day_title", "shift"]

_CELLS: Final = (str, date, np.datetime64)
_FIRST, _AFTER = np.datetime64("0001-01-01", "D"), np.datetime64("10000-01-01", "D")
_RULE: Final = "be in the Gregorian years 1 to 9999"


def as_day(value: DateLike, /, *, name: str, calendar: Calendar | None = None) -> np.datetime64:
    """Read one date.

    Parameters
    ----------
    value : date, datetime, numpy.datetime64 or str
        The date. Text is ISO 8601 or another date in figures with the year first, such as
        ``"1403/10/06"``; or in words, such as ``"6 Dey 1403"`` or ``"پنجشنبه ۲۶ دسامبر ۲۰۲۴"``;
        digits may be Persian or Arabic.
    name : str
        The argument's name, for the message.
    calendar : {"gregorian", "solar_hijri"}, optional
        The calendar of a text. None takes the years 1300 to 1499 for Solar Hijri and all others
        for Gregorian; a month that is named tells its calendar.

    Returns
    -------
    numpy.datetime64
        The day; a time of day is dropped.

    Raises
    ------
    InvalidInputError
        If it is no date, does not exist, such as 30 Esfand of a common year, or carries a time
        zone (state the day itself).

    Notes
    -----
    The lunar Hijri calendar is not known here: its years of today, 14xx too, would be taken for
    Solar Hijri.

    Examples
    --------
    >>> as_day("2011-12-09", name="observed_until")
    np.datetime64('2011-12-09')
    >>> as_day("۶ دی ۱۴۰۳", name="observed_until")
    np.datetime64('2024-12-26')
    """
    choice("calendar", calendar, (None, *CALENDARS))
    if isinstance(value, str):
        return np.datetime64(_written(value, day_part(value), name, calendar).number, "D")
    moment: Any = value
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        msg = f"{name} must be a day without a time zone, got {value!r}"
        raise InvalidInputError(msg)
    if not isinstance(moment, _CELLS) or moment != moment:  # noqa: PLR0124 - as NaT does
        msg = f"{name} must be a date, datetime, numpy.datetime64 or ISO text, got {value!r}"
        raise InvalidInputError(msg)
    day = np.datetime64(cast("date", moment), "D")
    if not _FIRST <= day < _AFTER:
        msg = f"{name} must {_RULE}, got {value!r}"
        raise InvalidInputError(msg)
    return day


def _written(text: str, part: str, name: str, calendar: Calendar | None) -> DayText:
    found = read_day(part, calendar)
    if isinstance(found, str):
        msg = f"{name} must {found}, got {text!r}"
        raise InvalidInputError(msg)
    return found


def as_days(
    texts: Iterable[DateLike] | npt.NDArray[Any], /, *, name: str, calendar: Calendar | None = None
) -> DateArray:
    """Read a column of dates, all in one calendar.

    Parameters
    ----------
    texts : array_like of shape (n,)
        Dates in any form that `as_day` reads, none missing.
    name : str
        The column's name, for the message.
    calendar : {"gregorian", "solar_hijri"}, optional
        The calendar of the texts; None tells it for each text as `as_day` does.

    Returns
    -------
    ndarray of datetime64[D], shape (n,)
        The days; times of day are dropped.

    Raises
    ------
    InvalidInputError
        If a row is no date, with its row; or if texts are of both calendars, with a row of each.

    Notes
    -----
    Each distinct day is read once, so a column takes little longer than its distinct texts.

    Examples
    --------
    >>> as_days(["1403/10/06", "۱۴۰۳/۱۲/۳۰"], name="date")
    array(['2024-12-26', '2025-03-20'], dtype='datetime64[D]')
    >>> as_days(["1403/10/06", "2024-12-27"], name="date")
    Traceback (most recent call last):
    crmcore.errors.InvalidInputError: date must be in one calendar, got '1403/10/06' at row 0 for
    Solar Hijri and '2024-12-27' at row 1 for Gregorian; if all are of one, state calendar
    """
    choice("calendar", calendar, (None, *CALENDARS))
    if _is_known(texts):
        return _known_days(texts, name)
    cells = _cells(texts, name)
    of_part: dict[object, int] = {}
    of_cell: dict[object, int] = {}
    first: dict[Calendar, int] = {}
    for cell in dict.fromkeys(cells):
        part = day_part(cell) if isinstance(cell, str) else cell
        if part not in of_part:
            of_part[part], told = _read(cell, part, cells, name=name, calendar=calendar)
            if told is not None and told not in first:
                first[told] = cells.index(cell)
        of_cell[cell] = of_part[part]
    _require_one_calendar(first, cells, name)
    rows = np.fromiter(map(of_cell.__getitem__, cells), np.int64, len(cells))
    return rows.astype("datetime64[D]")


def _is_known(texts: object) -> TypeGuard[DateArray]:
    dtype: Any = getattr(texts, "dtype", None)
    return isinstance(texts, np.ndarray) and dtype.kind == "M"


def _known_days(days: DateArray, name: str) -> DateArray:
    whole = days.astype("datetime64[D]")
    outside = ~((whole >= _FIRST) & (whole < _AFTER))
    if outside.any():
        refuse_rows(name, whole.astype(str), outside, f"be dates, none missing, and {_RULE}")
    return whole


def _cells(texts: Iterable[Any], name: str) -> list[Any]:
    if isinstance(texts, str) or not hasattr(texts, "__iter__"):
        msg = f"{name} must be a column of dates, got {texts!r}"
        raise InvalidInputError(msg)
    cells: list[Any] = texts.tolist() if isinstance(texts, np.ndarray) else list(texts)
    for row, cell in enumerate(cells):
        if not isinstance(cell, _CELLS):
            msg = f"{name} must be dates, got {cell!r} at row {row}"
            raise InvalidInputError(msg)
    return cells


def _read(
    cell: Any,  # noqa: ANN401 - one of _CELLS
    part: str,
    cells: Sequence[Any],
    *,
    name: str,
    calendar: Calendar | None,
) -> tuple[int, Calendar | None]:
    try:
        if isinstance(cell, str):
            return _written(cell, part, name, calendar)
        return int(as_day(cell, name=name).astype(np.int64)), None
    except InvalidInputError as error:
        msg = f"{error} at row {cells.index(cell)}"
        raise InvalidInputError(msg) from None


def _require_one_calendar(first: Mapping[Calendar, int], cells: Sequence[Any], name: str) -> None:
    if len(first) > 1:
        got = " and ".join(
            f"{cells[row]!r} at row {row} for {CALENDARS[calendar].en}"
            for calendar, row in first.items()
        )
        msg = f"{name} must be in one calendar, got {got}; if all are of one, state calendar"
        raise InvalidInputError(msg)


def day_title(day: DateLike, /, *, calendar: Calendar = "gregorian") -> Title:
    """Name a day as people write it.

    Parameters
    ----------
    day : date, datetime, numpy.datetime64 or str
        The day, as `as_day` reads it.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar to name it in.

    Returns
    -------
    Title
        Day, month and year; `as_day` reads either text back.

    Raises
    ------
    InvalidInputError
        If it is no day, or the calendar does not know its year.

    Examples
    --------
    >>> day_title("2024-12-26", calendar="solar_hijri")
    Title(en='6 Dey 1403', fa='۶ دی ۱۴۰۳')
    >>> day_title("1403/10/06").fa
    '۲۶ دسامبر ۲۰۲۴'
    """
    choice("calendar", calendar, tuple(CALENDARS))
    year, month, of_month = _fields(as_day(day, name="day"), calendar)
    name = MONTHS[calendar][month - 1]
    return Title(
        f"{of_month} {name.en} {year}",
        persian_digits(f"{of_month} {name.fa} {year}"),
    )


def shift(
    day: np.datetime64,
    /,
    *,
    months: int = 0,
    years: int = 0,
    calendar: Calendar = "gregorian",
) -> np.datetime64:
    """Move a day by calendar months and years; the end of a month stays inside its month.

    Parameters
    ----------
    day : numpy.datetime64
        The day.
    months, years : int, default 0
        Steps, negative ones go back.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar whose months and years they are.

    Returns
    -------
    numpy.datetime64
        The day moved.

    Raises
    ------
    InvalidInputError
        If a step is not whole, or the day or where it is moved to is outside the years of the
        calendar.

    Examples
    --------
    >>> shift(np.datetime64("2024-01-31"), months=1)
    np.datetime64('2024-02-29')
    >>> shift(np.datetime64("2025-03-20"), years=1, calendar="solar_hijri")  # 30 Esfand 1403
    np.datetime64('2026-03-20')
    """
    choice("calendar", calendar, tuple(CALENDARS))
    _require_whole(months=months, years=years)
    year, month, of_month = _fields(as_day(day, name="day"), calendar)
    year, month = divmod(12 * year + month - 1 + int(months) + 12 * int(years), 12)
    known = YEARS[calendar]
    if year not in known:
        title = CALENDARS[calendar].en
        msg = f"day must stay in the {title} years {known[0]} to {known[-1]}, got year {year}"
        raise InvalidInputError(msg)
    of_month = min(of_month, month_length(year, month + 1, calendar))
    return np.datetime64(day_number(year, month + 1, of_month, calendar), "D")


def _require_whole(**steps: object) -> None:
    for name, step in steps.items():
        if not isinstance(step, int | np.integer):
            msg = f"{name} must be a whole number, got {step!r}"
            raise InvalidInputError(msg)


def _fields(day: np.datetime64, calendar: Calendar) -> tuple[int, int, int]:
    year, month, of_month = from_days(np.array([day]), calendar)
    return int(year[0]), int(month[0]), int(of_month[0])
