"""Dates of the Solar Hijri calendar in a file: told by their years, or by the names of months."""

import re
from datetime import date
from typing import Final

from crmcore import solar_hijri
from crmcore._day_text import SOLAR_YEARS, DayText, day_part, read_day
from crmcore._types import Calendar
from crmcore.errors import InvalidInputError

__all__ = [
    "civil_day",
    "missing_day",
    "named_day",
    "numeric_form",
    "short_solar_years",
    "written_calendar",
]

_YEAR: Final = re.compile(
    r"(?<![\d.,])(?:(\d{4})(?!\d)|(\d{4})(?=(?:0[1-9]|1[0-2])\d\d(?!\d)))", re.ASCII
)
_SHORT: Final = re.compile(r"(?P<a>\d\d)(?P<by>[-/.])(?P<b>\d\d?)(?P=by)(?P<c>\d\d)", re.ASCII)
_CENTURY: Final = 50
_PARTS: Final = {
    "%Y": r"(?P<year>\d{4})",
    "%m": r"(?P<month>\d{1,2})",
    "%d": r"(?P<day>\d{1,2})",
}


def civil_day(year: int, month: int, day: int, /) -> date:
    """Give the day of a date in figures: Solar Hijri in the years 1300 to 1499, else Gregorian.

    Parameters
    ----------
    year, month, day : int
        The date.

    Returns
    -------
    date
        The day in the Gregorian calendar.

    Raises
    ------
    ValueError
        If the Gregorian calendar has no such day.
    InvalidInputError
        If the Solar Hijri calendar has no such day.

    Examples
    --------
    >>> civil_day(1403, 10, 6)
    datetime.date(2024, 12, 26)
    """
    if year not in SOLAR_YEARS:
        return date(year, month, day)
    if not 1 <= day <= solar_hijri.month_length(year, month):
        msg = f"month {month} of {year} has no day {day}"
        raise InvalidInputError(msg)
    return _from_number(solar_hijri.day_number(year, month, day))


def _from_number(number: int) -> date:
    return date.fromordinal(number + date(1970, 1, 1).toordinal())


def named_day(text: str, /) -> date | None:
    """Read a date whose month is named in Persian, or by a Persian name.

    Parameters
    ----------
    text : str
        A clean cell without a time of day.

    Returns
    -------
    date or None
        The day in the Gregorian calendar; None for anything else, and for a day that does not
        exist.

    Examples
    --------
    >>> named_day("6 دی 1403")
    datetime.date(2024, 12, 26)
    """
    found = read_day(text, None)
    return _from_number(found.number) if isinstance(found, DayText) else None


def missing_day(text: str, /) -> str | None:
    """Tell why a day that looks like a date does not exist.

    Parameters
    ----------
    text : str
        A clean cell.

    Returns
    -------
    str or None
        Such as ``"Esfand 1402 has 29 days"``; None for anything else.

    Examples
    --------
    >>> missing_day("1402/12/30")
    'Esfand 1402 has 29 days'
    """
    found = read_day(day_part(text), None)
    if isinstance(found, DayText) or not found.startswith("exist: "):
        return None
    return found.removeprefix("exist: ")


def numeric_form(text: str, form: str, /) -> tuple[int, int, int] | None:
    """Read year, month and day in figures, in a stated form that has nothing else.

    Parameters
    ----------
    text : str
        A clean cell without a time of day.
    form : str
        As `datetime.strptime` has it.

    Returns
    -------
    tuple of int or None
        Year, month, day; None where the form does not fit or has other parts.

    Examples
    --------
    >>> numeric_form("31/06/1403", "%d/%m/%Y")
    (1403, 6, 31)
    """
    pieces = re.split("(%.)", form)
    if sorted(piece for piece in pieces if piece.startswith("%")) != sorted(_PARTS):
        return None
    match = re.fullmatch("".join(_PARTS.get(p) or re.escape(p) for p in pieces), text, re.ASCII)
    return None if match is None else (int(match["year"]), int(match["month"]), int(match["day"]))


def short_solar_years(text: str, /) -> dict[str, date]:
    """Read a date whose year has two digits as one of the Solar Hijri calendar.

    Parameters
    ----------
    text : str
        A clean cell without a time of day.

    Returns
    -------
    dict of str to date
        The day in the Gregorian calendar by the form of the text; 50 to 99 are the years 1350 to
        1399, 00 to 49 the years 1400 to 1449.

    Examples
    --------
    >>> short_solar_years("98/01/02")
    {'%y/%m/%d': datetime.date(2019, 3, 22)}
    """
    match = _SHORT.fullmatch(text)
    if match is None:
        return {}
    mark, first, second, third = match["by"], *(int(match[name]) for name in "abc")
    forms = {
        f"%y{mark}%m{mark}%d": (first, second, third),
        f"%d{mark}%m{mark}%y": (third, second, first),
    }
    days = {form: _solar_day(*fields) for form, fields in forms.items()}
    return {form: day for form, day in days.items() if day is not None}


def _solar_day(short: int, month: int, day: int) -> date | None:
    try:
        return civil_day(short + (1300 if short >= _CENTURY else 1400), month, day)
    except ValueError:
        return None


def written_calendar(text: str, /) -> Calendar | None:
    """Tell by its year in which calendar a date is written.

    Parameters
    ----------
    text : str
        A clean cell that holds a date.

    Returns
    -------
    {"gregorian", "solar_hijri"} or None
        The calendar; None without a year of four digits.

    Examples
    --------
    >>> written_calendar("06/10/1403"), written_calendar("14031006"), written_calendar("1/2/24")
    ('solar_hijri', 'solar_hijri', None)
    """
    match = _YEAR.search(text)
    if match is None:
        return None
    return "solar_hijri" if int(match[1] or match[2]) in SOLAR_YEARS else "gregorian"
