"""Both calendars under one set of verbs: years, months and days, and months counted through."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np

from crmcore import solar_hijri
from crmcore._text import Title
from crmcore._types import Calendar, DateArray, IntArray

__all__ = [
    "CALENDARS",
    "MONTHS",
    "YEARS",
    "day_number",
    "from_days",
    "month_length",
    "month_numbers",
    "month_starts",
]

CALENDARS: Final[Mapping[Calendar, Title]] = {
    "gregorian": Title("Gregorian", "میلادی"),
    "solar_hijri": Title("Solar Hijri", "هجری شمسی"),
}
MONTHS: Final[Mapping[Calendar, tuple[Title, ...]]] = {
    "gregorian": (
        Title("January", "ژانویه"),
        Title("February", "فوریه"),
        Title("March", "مارس"),
        Title("April", "آوریل"),
        Title("May", "مه"),
        Title("June", "ژوئن"),
        Title("July", "ژوئیه"),
        Title("August", "اوت"),
        Title("September", "سپتامبر"),
        Title("October", "اکتبر"),
        Title("November", "نوامبر"),
        Title("December", "دسامبر"),
    ),
    "solar_hijri": solar_hijri.MONTHS,
}
YEARS: Final[Mapping[Calendar, range]] = {
    "gregorian": range(1, 10_000),
    "solar_hijri": solar_hijri.YEARS,
}
_EPOCH: Final = 12 * 1970
_ORDINAL: Final = date(1970, 1, 1).toordinal()


def from_days(days: DateArray, calendar: Calendar, /) -> tuple[IntArray, IntArray, IntArray]:
    """Tell days as years, months and days of the month.

    Parameters
    ----------
    days : ndarray of datetime64, shape (n,)
        The days, none missing.
    calendar : {"gregorian", "solar_hijri"}
        The calendar.

    Returns
    -------
    year, month, day : ndarray of int64, shape (n,)
        Month and day from 1.
    """
    if calendar == "solar_hijri":
        return solar_hijri.from_days(days)
    month = days.astype("datetime64[M]")
    number = month.astype(np.int64) + _EPOCH
    of_month = (days.astype("datetime64[D]") - month.astype("datetime64[D]")).astype(np.int64)
    return number // 12, number % 12 + 1, of_month + 1


def day_number(year: int, month: int, day: int, calendar: Calendar, /) -> int:
    """Count the days from 1970-01-01 to one date.

    Parameters
    ----------
    year, month, day : int
        A date that exists, as `month_length` tells.
    calendar : {"gregorian", "solar_hijri"}
        The calendar.

    Returns
    -------
    int
        Days since 1970-01-01, as `numpy.datetime64` counts them.
    """
    if calendar == "solar_hijri":
        return solar_hijri.day_number(year, month, day)
    return date(year, month, day).toordinal() - _ORDINAL


def month_numbers(days: DateArray, calendar: Calendar, /) -> IntArray:
    """Give the number of the month that each day is in.

    Parameters
    ----------
    days : ndarray of datetime64, shape (n,)
        The days.
    calendar : {"gregorian", "solar_hijri"}
        The calendar.

    Returns
    -------
    ndarray of int64, shape (n,)
        ``12 * year + month - 1``.
    """
    if calendar == "gregorian":
        return days.astype("datetime64[M]").astype(np.int64) + _EPOCH
    year, month, _ = solar_hijri.from_days(days)
    return 12 * year + month - 1


def month_starts(months: IntArray, calendar: Calendar, /) -> DateArray:
    """Give the first days of numbered months: the inverse of `month_numbers`.

    Parameters
    ----------
    months : ndarray of int64, shape (n,)
        ``12 * year + month - 1``.
    calendar : {"gregorian", "solar_hijri"}
        The calendar.

    Returns
    -------
    ndarray of datetime64[D], shape (n,)
        First days.
    """
    if calendar == "gregorian":
        return (months - _EPOCH).astype("datetime64[M]").astype("datetime64[D]")
    return solar_hijri.month_starts(months)


def month_length(year: int, month: int, calendar: Calendar, /) -> int:
    """Give the days of a month.

    Parameters
    ----------
    year, month : int
        The month, from 1, of a year that the calendar has.
    calendar : {"gregorian", "solar_hijri"}
        The calendar.

    Returns
    -------
    int
        28 to 31.
    """
    if calendar == "solar_hijri":
        return solar_hijri.month_length(year, month)
    return monthrange(year, month)[1]
