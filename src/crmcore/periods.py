"""Calendar time: units, durations, periods of either calendar and their names, windows of days."""

import math
import re
from typing import Final, get_args, overload

import attrs
import numpy as np

from crmcore._calendars import CALENDARS, MONTHS, from_days, month_numbers, month_starts
from crmcore._checks import choice, number_above
from crmcore._display import Value
from crmcore._text import Title, persian_digits
from crmcore._types import BoolArray, Calendar, DateArray, DateLike, IntArray, Period, TimeUnit
from crmcore.days import as_day, day_title
from crmcore.errors import InvalidInputError

__all__ = [
    "DAYS_PER_UNIT",
    "Window",
    "days_per_unit",
    "duration",
    "fiscal_year",
    "period_index",
    "period_start",
    "period_title",
    "whole_days",
]

_YEAR: Final = 365.25
DAYS_PER_UNIT: Final = {
    "day": 1.0,
    "week": 7.0,
    "month": _YEAR / 12,
    "quarter": _YEAR / 4,
    "year": _YEAR,
}
_DURATION: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(day|week|month|quarter|year)s?\s*")
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
# Days from the first day of the week that holds 1970-01-01, a Thursday, to that day.
_OF_WEEK: Final[dict[Calendar, int]] = {"gregorian": 3, "solar_hijri": 5}
_QUARTERS: Final = ("اول", "دوم", "سوم", "چهارم")


def days_per_unit(unit: TimeUnit | Period, /) -> float:
    """Give the length of a unit of time in days.

    Parameters
    ----------
    unit : {"day", "week", "month", "quarter", "year"}
        The unit; a month is a twelfth of a year of 365.25 days, a quarter a fourth.

    Returns
    -------
    float
        Days.

    Raises
    ------
    InvalidInputError
        If `unit` is the abstract ``"period"``, which has no length in days, or unknown.

    Examples
    --------
    >>> days_per_unit("month")
    30.4375
    """
    choice("unit", unit, (*DAYS_PER_UNIT, "period"))
    if unit == "period":
        msg = "unit must be day, week, month or year here: an abstract period has no length in days"
        raise InvalidInputError(msg)
    return DAYS_PER_UNIT[unit]


def duration(length: float | str, /, *, unit: TimeUnit, name: str = "horizon") -> float:
    """Read a length of time in a unit.

    Parameters
    ----------
    length : float or str
        A number of units, or text such as ``"1 year"``, ``"39 weeks"``.
    unit : {"day", "week", "month", "year", "period"}
        The unit of the answer.
    name : str, default "horizon"
        The argument's name, for the message.

    Returns
    -------
    float
        Units, >= 0.

    Raises
    ------
    InvalidInputError
        If it is negative, not finite, or text in another form.

    Examples
    --------
    >>> duration("1 year", unit="month")
    12.0
    >>> duration(39, unit="week")
    39.0
    """
    if not isinstance(length, str):
        return number_above(name, length, inclusive=True)
    match = _DURATION.fullmatch(length)
    if match is None:
        msg = f"{name} must be a number or text such as '1 year' or '39 weeks', got {length!r}"
        raise InvalidInputError(msg)
    days = float(match[1]) * DAYS_PER_UNIT[match[2]]
    return days / days_per_unit(unit)


def whole_days(length: str, /, *, name: str) -> int:
    """Read a length of time for which something holds, in whole days.

    Parameters
    ----------
    length : str
        Such as ``"1 year"``.
    name : str
        The argument's name, for the message.

    Returns
    -------
    int
        Days, rounded up.

    Raises
    ------
    InvalidInputError
        If it is no length of time above 0.

    Examples
    --------
    >>> whole_days("1 month", name="valid_for")
    31
    """
    return math.ceil(number_above(name, duration(length, unit="day", name=name)))


def period_index(
    days: DateArray, period: Period, /, *, calendar: Calendar = "gregorian"
) -> IntArray:
    """Assign each day the number of its calendar period.

    Parameters
    ----------
    days : ndarray of datetime64, shape (n,)
        The days.
    period : {"day", "week", "month", "quarter", "year"}
        The calendar period.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar. Gregorian weeks begin on Monday (ISO 8601), Solar Hijri ones on Saturday;
        quarters begin with the year.

    Returns
    -------
    ndarray of int64, shape (n,)
        Consecutive numbers; the period that holds 1970-01-01 is 0.

    Raises
    ------
    InvalidInputError
        If the period or the calendar is unknown, or a day is outside the Solar Hijri years that
        are known and its month, quarter or year is asked for.

    Examples
    --------
    >>> period_index(np.array(["1970-01-04", "1970-01-05"], "M8[D]"), "week")
    array([0, 1])
    >>> days = np.array(["2024-03-19", "2024-03-20"], "M8[D]")
    >>> period_index(days, "year", calendar="solar_hijri")
    array([54, 55])
    """
    months = _months_of(period, calendar)
    if months:
        return month_numbers(days, calendar) // months - _origin(months, calendar)
    number = days.astype("datetime64[D]").astype(np.int64)
    return number if period == "day" else (number + _OF_WEEK[calendar]) // 7


def period_start(
    index: IntArray, period: Period, /, *, calendar: Calendar = "gregorian"
) -> DateArray:
    """Give the first day of numbered calendar periods: the inverse of `period_index`.

    Parameters
    ----------
    index : ndarray of int64, shape (n,)
        Numbers as `period_index` gives them.
    period : {"day", "week", "month", "quarter", "year"}
        The calendar period.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar.

    Returns
    -------
    ndarray of datetime64[D], shape (n,)
        First days.

    Raises
    ------
    InvalidInputError
        As `period_index` does.

    Examples
    --------
    >>> period_start(np.array([1]), "week")
    array(['1970-01-05'], dtype='datetime64[D]')
    >>> period_start(np.array([55]), "year", calendar="solar_hijri")
    array(['2024-03-20'], dtype='datetime64[D]')
    """
    months = _months_of(period, calendar)
    if months:
        return month_starts((index + _origin(months, calendar)) * months, calendar)
    days = index if period == "day" else index * 7 - _OF_WEEK[calendar]
    return days.astype("datetime64[D]")


def _months_of(period: Period, calendar: Calendar) -> int:
    choice("period", period, get_args(Period))
    choice("calendar", calendar, tuple(CALENDARS))
    return _MONTHS.get(period, 0)


def _origin(months: int, calendar: Calendar) -> int:
    # the period of so many months that holds 1970-01-01, counted from the year 0
    return int(month_numbers(np.array([0], "M8[D]"), calendar)[0]) // months


def period_title(index: int, period: Period, /, *, calendar: Calendar = "gregorian") -> Title:
    """Name a numbered calendar period.

    Parameters
    ----------
    index : int
        Its number, as `period_index` gives it.
    period : {"day", "week", "month", "quarter", "year"}
        The calendar period; a week is named by its first day.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar.

    Returns
    -------
    Title
        The name.

    Raises
    ------
    InvalidInputError
        As `period_start` does.

    Examples
    --------
    >>> index = period_index(np.array(["2024-12-26"], "M8[D]"), "quarter", calendar="solar_hijri")
    >>> period_title(index[0], "quarter", calendar="solar_hijri")
    Title(en='Q4 1403', fa='سه‌ماهه چهارم ۱۴۰۳')
    """
    start = period_start(np.array([index], dtype=np.int64), period, calendar=calendar)
    if period in {"day", "week"}:
        day = day_title(start[0], calendar=calendar)
        return Title(f"week from {day.en}", f"هفته از {day.fa}") if period == "week" else day
    year, month, _ = (int(field[0]) for field in from_days(start, calendar))
    figure = persian_digits(str(year))
    if period == "month":
        name = MONTHS[calendar][month - 1]
        return Title(f"{name.en} {year}", f"{name.fa} {figure}")
    if period == "quarter":
        quarter = month // 3
        return Title(f"Q{quarter + 1} {year}", f"سه‌ماهه {_QUARTERS[quarter]} {figure}")
    return Title(str(year), figure)


@overload
def fiscal_year(day: DateArray, /, *, start_month: int = 1, calendar: Calendar) -> IntArray: ...
@overload
def fiscal_year(day: DateLike, /, *, start_month: int = 1, calendar: Calendar) -> int: ...
def fiscal_year(
    day: DateLike | DateArray, /, *, start_month: int = 1, calendar: Calendar
) -> int | IntArray:
    """Tell in which fiscal year a day falls; the year is called after the one in which it ends.

    Parameters
    ----------
    day : date, datetime, numpy.datetime64, str, or ndarray of datetime64 of shape (n,)
        A day, as `as_day` reads it, or many.
    start_month : int, default 1
        The month with whose first day the fiscal year begins, 1 to 12.
    calendar : {"gregorian", "solar_hijri"}
        The calendar; a Solar Hijri fiscal year begins on 1 Farvardin unless stated.

    Returns
    -------
    int or ndarray of int64, shape (n,)
        The year in which the fiscal year ends: with ``start_month=7``, 1 Mehr 1403 falls in the
        fiscal year 1404 (سال مالی منتهی به ۳۱ شهریور ۱۴۰۴).

    Raises
    ------
    InvalidInputError
        If the month is not 1 to 12, or `day` is no day of the calendar.

    Examples
    --------
    >>> fiscal_year("2024-12-26", calendar="solar_hijri")
    1403
    >>> fiscal_year("2024-12-26", start_month=10, calendar="gregorian")
    2025
    """
    choice("calendar", calendar, tuple(CALENDARS))
    choice("start_month", start_month, range(1, 13))
    late = (1 - int(start_month)) % 12
    if isinstance(day, np.ndarray):
        return (month_numbers(day, calendar) + late) // 12
    months = month_numbers(np.array([as_day(day, name="day")]), calendar)
    return (int(months[0]) + late) // 12


def _window_day(value: DateLike) -> np.datetime64:
    return as_day(value, name="of the window")


@attrs.frozen(kw_only=True, repr=False)
class Window(Value):
    """A span of days, both ends included.

    Attributes
    ----------
    start, end : numpy.datetime64
        First and last day.

    Raises
    ------
    InvalidInputError
        If `start` is after `end`.

    Examples
    --------
    >>> Window(start="2011-01-01", end="2011-12-31").days
    365
    """

    start: np.datetime64 = attrs.field(converter=_window_day)
    end: np.datetime64 = attrs.field(converter=_window_day)

    def __attrs_post_init__(self) -> None:
        if self.start > self.end:
            msg = f"start must not be after end, got start {self.start} and end {self.end}"
            raise InvalidInputError(msg)

    @property
    def days(self) -> int:
        """Length in days, both ends counted."""
        return int((self.end - self.start).astype(np.int64)) + 1

    def contains(self, days: DateArray, /) -> BoolArray:
        """Tell which days fall inside.

        Parameters
        ----------
        days : ndarray of datetime64, shape (n,)
            Days or moments.

        Returns
        -------
        ndarray of bool, shape (n,)
            True inside.
        """
        whole = days.astype("datetime64[D]")
        return (whole >= self.start) & (whole <= self.end)

    def _facts(self) -> dict[str, object]:
        return {"start": str(self.start), "end": str(self.end), "days": self.days}
