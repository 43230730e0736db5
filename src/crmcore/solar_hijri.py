"""The Solar Hijri calendar of Iran: years, months, days and weekdays, and their names."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from crmcore._checks import refuse_rows
from crmcore._text import Title
from crmcore._types import BoolArray, DateArray, IntArray
from crmcore.errors import InvalidInputError

__all__ = [
    "MONTHS",
    "SEASONS",
    "WEEKDAYS",
    "YEARS",
    "day_number",
    "from_days",
    "is_leap_year",
    "month_length",
    "month_starts",
    "to_days",
    "weekday",
]

YEARS: Final = range(1178, 1634)
MONTHS: Final[tuple[Title, ...]] = (
    Title("Farvardin", "فروردین"),
    Title("Ordibehesht", "اردیبهشت"),
    Title("Khordad", "خرداد"),
    Title("Tir", "تیر"),
    Title("Mordad", "مرداد"),
    Title("Shahrivar", "شهریور"),
    Title("Mehr", "مهر"),
    Title("Aban", "آبان"),
    Title("Azar", "آذر"),
    Title("Dey", "دی"),
    Title("Bahman", "بهمن"),
    Title("Esfand", "اسفند"),
)
SEASONS: Final[tuple[Title, ...]] = (
    Title("Spring", "بهار"),
    Title("Summer", "تابستان"),
    Title("Autumn", "پاییز"),
    Title("Winter", "زمستان"),
)
WEEKDAYS: Final[tuple[Title, ...]] = (
    Title("Saturday", "شنبه"),
    Title("Sunday", "یکشنبه"),
    Title("Monday", "دوشنبه"),
    Title("Tuesday", "سه‌شنبه"),
    Title("Wednesday", "چهارشنبه"),
    Title("Thursday", "پنجشنبه"),
    Title("Friday", "جمعه"),
)

_FIRST_DAY: Final = np.datetime64("1799-03-21", "D")
_LONG_MONTHS, _LONG, _SHORT = 6, 31, 30
_HALF: Final = _LONG_MONTHS * _LONG  # days of the six long months
_THURSDAY: Final = 5  # the weekday of 1970-01-01, from Saturday


def _leap(years: IntArray) -> BoolArray:
    return (25 * years + 11) % 33 < 8  # noqa: PLR2004 - eight in each 33 years


# The first days of all years and of the year after the last, in days since 1970-01-01.
_STARTS: Final[IntArray] = int(_FIRST_DAY.astype(np.int64)) + np.concatenate([
    [0],
    np.cumsum(365 + _leap(np.array(YEARS))),
]).astype(np.int64)
_RULE: Final = (
    f"be in the Solar Hijri years {YEARS[0]} to {YEARS[-1]} "
    f"({_FIRST_DAY} to {np.datetime64(int(_STARTS[-1]) - 1, 'D')})"
)


def _require_year(year: int) -> int:
    if year not in YEARS:
        msg = f"year must {_RULE}, got {year!r}"
        raise InvalidInputError(msg)
    return int(year)


def is_leap_year(year: int, /) -> bool:
    """Tell whether a year has 366 days, that is, whether its Esfand has 30.

    Parameters
    ----------
    year : int
        A Solar Hijri year from 1178 to 1633.

    Returns
    -------
    bool
        True for a leap year (سال کبیسه).

    Raises
    ------
    InvalidInputError
        If the year is outside these.

    Notes
    -----
    A year ``y`` is leap if ``(25 y + 11) mod 33 < 8``: eight leap years in each 33. The law
    counts the year from the equinox at Tehran; Borkowski finds that the 33-year rule keeps to
    it from 1178 to 1634 [1]_, and it gives every leap year of the table that the Calendar Center
    of the University of Tehran prints for 1206 to 1498 [2]_. Later leap years are not published;
    two equinoxes fall so near to noon that some programs put the leap days of 1502 and 1601 a
    year later.

    References
    ----------
    .. [1] Borkowski (1996), The Persian calendar for 3000 years, Earth, Moon, and Planets 74,
       223-230.
    .. [2] Calendar Center, Institute of Geophysics, University of Tehran: leap years of
       1206-1498.

    Examples
    --------
    >>> is_leap_year(1403), is_leap_year(1404)
    (True, False)
    """
    return bool(_leap(np.array(_require_year(year))))


def month_length(year: int, month: int, /) -> int:
    """Give the days of a month.

    Parameters
    ----------
    year : int
        A Solar Hijri year from 1178 to 1633.
    month : int
        The month, 1 (Farvardin) to 12 (Esfand).

    Returns
    -------
    int
        31 for the first six months, 30 for the next five, 29 for Esfand or 30 in a leap year.

    Raises
    ------
    InvalidInputError
        If there is no such year or month.

    Examples
    --------
    >>> month_length(1403, 12), month_length(1404, 12)
    (30, 29)
    """
    _require_year(year)
    if month not in range(1, 13):
        msg = f"month must be 1 to 12, got {month!r}"
        raise InvalidInputError(msg)
    if month == len(MONTHS) and not is_leap_year(year):
        return _SHORT - 1
    return _LONG if month <= _LONG_MONTHS else _SHORT


def day_number(year: int, month: int, day: int, /) -> int:
    """Count the days from 1970-01-01 to one date, quickly.

    Parameters
    ----------
    year, month, day : int
        A date that exists, as `month_length` tells; it is not checked again.

    Returns
    -------
    int
        Days since 1970-01-01, as ``numpy.datetime64`` counts them.

    Examples
    --------
    >>> np.datetime64(day_number(1403, 10, 6), "D")
    np.datetime64('2024-12-26')
    """
    return int(_STARTS[year - YEARS[0]]) + int(_day_of_year(month)) + day - 1


def _day_of_year(month: Any) -> Any:  # noqa: ANN401 - numbers or arrays of months, from 1
    # days of the year before a month
    return _LONG * (month - 1) - (month > _LONG_MONTHS) * (month - 1 - _LONG_MONTHS)


def from_days(days: DateArray, /, *, name: str = "days") -> tuple[IntArray, IntArray, IntArray]:
    """Tell days in the Solar Hijri calendar.

    Parameters
    ----------
    days : ndarray of datetime64, shape (n,)
        The days; a time of day is dropped.
    name : str, default "days"
        The argument's name, for the message.

    Returns
    -------
    year, month, day : ndarray of int64, shape (n,)
        Year 1178 to 1633, month 1 to 12, day of the month 1 to 31.

    Raises
    ------
    InvalidInputError
        If a day is missing or outside these years.

    Examples
    --------
    >>> from_days(np.array(["2024-12-26", "2025-03-20"], "M8[D]"))
    (array([1403, 1403]), array([10, 12]), array([ 6, 30]))
    """
    whole = days.astype("datetime64[D]")
    number = whole.astype(np.int64)
    outside = (number < _STARTS[0]) | (number >= _STARTS[-1])
    if outside.any():
        refuse_rows(name, whole.astype(str), outside, _RULE)
    place = np.searchsorted(_STARTS, number, side="right") - 1
    of_year = number - _STARTS[place]
    late = of_year - _HALF
    early = late < 0
    month = np.where(early, of_year // _LONG, _LONG_MONTHS + late // _SHORT) + 1
    day = np.where(early, of_year % _LONG, late % _SHORT) + 1
    return place + YEARS[0], month, day


def month_starts(months: IntArray, /) -> DateArray:
    """Give the first day of months that are counted through.

    Parameters
    ----------
    months : ndarray of int64, shape (n,)
        ``12 * year + month - 1``; the last is Farvardin 1634, where the known years end.

    Returns
    -------
    ndarray of datetime64[D], shape (n,)
        First days.

    Raises
    ------
    InvalidInputError
        If a month is outside the years 1178 to 1633.

    Examples
    --------
    >>> month_starts(np.array([12 * 1403]))
    array(['2024-03-20'], dtype='datetime64[D]')
    """
    months = np.asarray(months, dtype=np.int64)
    year, month = months // 12, months % 12
    outside = (months < 12 * YEARS[0]) | (months > 12 * (YEARS[-1] + 1))
    refuse_rows("year", year, outside, _RULE)
    number: IntArray = _STARTS[year - YEARS[0]] + _day_of_year(month + 1)
    return number.astype("datetime64[D]")


def to_days(
    year: npt.ArrayLike, month: npt.ArrayLike, day: npt.ArrayLike, /, *, name: str = "date"
) -> DateArray:
    """Tell Solar Hijri dates as days: the inverse of `from_days`.

    Parameters
    ----------
    year, month, day : array_like of int, shape (n,)
        Year 1178 to 1633, month 1 to 12, day of the month.
    name : str, default "date"
        What the dates are, for the message.

    Returns
    -------
    ndarray of datetime64[D], shape (n,)
        The days.

    Raises
    ------
    InvalidInputError
        If a number is not whole, a year is outside these, or a date is impossible, such as
        30 Esfand of a common year.

    Examples
    --------
    >>> to_days([1403, 1403], [10, 12], [6, 30])
    array(['2024-12-26', '2025-03-20'], dtype='datetime64[D]')
    >>> to_days([1404], [12], [30])
    Traceback (most recent call last):
    crmcore.errors.InvalidInputError: date must exist: Esfand 1404 has 29 days, got 30 at row 0
    """
    parts = np.broadcast_arrays(*(np.atleast_1d(np.asarray(part)) for part in (year, month, day)))
    for part, values in zip(("year", "month", "day"), parts, strict=True):
        if values.size and values.dtype.kind not in "iu":
            msg = f"{part} of {name} must be whole numbers, got dtype {values.dtype}"
            raise InvalidInputError(msg)
    years, months, days = (part.astype(np.int64) for part in parts)
    refuse_rows(f"year of {name}", years, ~np.isin(years, np.array(YEARS)), _RULE)
    refuse_rows(f"month of {name}", months, (months < 1) | (months > len(MONTHS)), "be 1 to 12")
    esfand = np.where(_leap(years), _SHORT, _SHORT - 1)
    length = np.where(months <= _LONG_MONTHS, _LONG, np.where(months < 12, _SHORT, esfand))  # noqa: PLR2004
    wrong = (days < 1) | (days > length)
    if wrong.any():
        row = int(np.argmax(wrong))
        month_name = MONTHS[int(months[row]) - 1].en
        rule = f"exist: {month_name} {years[row]} has {length[row]} days"
        refuse_rows(name, days, wrong, rule)
    return month_starts(12 * years + months - 1) + (days - 1)


def weekday(days: DateArray, /) -> IntArray:
    """Give the place of each day in the week, which begins on Saturday.

    Parameters
    ----------
    days : ndarray of datetime64, shape (n,)
        The days, none missing.

    Returns
    -------
    ndarray of int64, shape (n,)
        0 (Saturday, شنبه) to 6 (Friday, جمعه): places in ``WEEKDAYS``.

    Examples
    --------
    >>> WEEKDAYS[weekday(np.array(["2024-12-26"], "M8[D]"))[0]].fa
    'پنجشنبه'
    """
    whole = days.astype("datetime64[D]")
    refuse_rows("days", whole, np.isnat(whole), "be days, none missing")
    return (whole.astype(np.int64) + _THURSDAY) % len(WEEKDAYS)
