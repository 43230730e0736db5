"""Periods of the calendar from a day on, and how many periods of a rate have passed."""

from typing import Final

import numpy as np

from crmcore._types import Calendar, DateArray, FloatArray, Period, TimeUnit
from crmcore.days import shift
from crmcore.errors import InvalidInputError
from crmcore.periods import period_index

__all__ = ["boundaries", "elapsed", "opportunities"]

_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_DAYS: Final = {"day": 1, "week": 7}


def boundaries(
    first: np.datetime64, periods: int, every: Period, /, *, calendar: Calendar
) -> DateArray:
    """Give the first days of successive periods, and the day after the last.

    Parameters
    ----------
    first : numpy.datetime64
        First day of the first period.
    periods : int
        How many.
    every : {"day", "week", "month", "quarter", "year"}
        Their length; months are counted from `first`, and a day that a month lacks is its last.
    calendar : {"gregorian", "solar_hijri"}
        The calendar of months and years.

    Returns
    -------
    ndarray of datetime64[D], shape (periods + 1,)
        Days, ascending.

    Raises
    ------
    InvalidInputError
        If a day is outside the years that the calendar knows.

    Examples
    --------
    >>> boundaries(np.datetime64("2024-01-31"), 2, "month", calendar="gregorian")
    array(['2024-01-31', '2024-02-29', '2024-03-31'], dtype='datetime64[D]')
    """
    steps = range(periods + 1)
    if every in _DAYS:
        return first + np.array(steps, dtype="timedelta64[D]") * _DAYS[every]
    try:
        days = [shift(first, months=step * _MONTHS[every], calendar=calendar) for step in steps]
    except InvalidInputError as error:
        msg = f"periods must end inside the calendar, got {periods}: {error}"
        raise InvalidInputError(msg) from error
    return np.array(days, dtype="datetime64[D]")


def elapsed(days: DateArray, per: TimeUnit, every: Period, /, *, calendar: Calendar) -> FloatArray:
    """Count the periods of a rate that have passed at the boundaries of calendar periods.

    Months are counted as whole ones where the periods consist of them, whatever their days;
    between whole months from the first day on, by the share of the days of that month.

    Parameters
    ----------
    days : ndarray of datetime64[D], shape (k + 1,)
        Boundaries, as `boundaries` gives them.
    per : {"day", "week", "month", "year"}
        The period of the rate.
    every : {"day", "week", "month", "quarter", "year"}
        The length of the calendar periods.
    calendar : {"gregorian", "solar_hijri"}
        The calendar of months and years.

    Returns
    -------
    ndarray of shape (k + 1,)
        Periods of the rate, from 0 on, ascending.

    Raises
    ------
    InvalidInputError
        If the rate is per abstract period, which no calendar knows.

    Examples
    --------
    >>> days = boundaries(np.datetime64("2023-02-01"), 3, "month", calendar="gregorian")
    >>> elapsed(days, "month", "month", calendar="gregorian")
    array([0., 1., 2., 3.])
    >>> elapsed(days, "week", "month", calendar="gregorian").round(2)
    array([ 0.  ,  4.  ,  8.43, 12.71])
    """
    if per == "period":
        msg = "rate must be per day, week, month or year for periods of the calendar, got 'period'"
        raise InvalidInputError(msg)
    if per in _DAYS:
        passed: FloatArray = (days - days[0]).astype(np.float64) / _DAYS[per]
        return passed
    if every in _MONTHS:
        months = np.arange(days.size, dtype=np.float64) * _MONTHS[every]
    else:
        months = np.array([_months(days[0], day, calendar) for day in days])
    return months / _MONTHS[per]


# Whole months from one day to another, and the share of the next that has passed.
def _months(first: np.datetime64, day: np.datetime64, calendar: Calendar) -> float:
    begin, end = period_index(np.array([first, day]), "month", calendar=calendar)
    whole = int(end - begin)
    if shift(first, months=whole, calendar=calendar) > day:
        whole -= 1
    last, following = (
        shift(first, months=whole + step, calendar=calendar).astype(np.int64) for step in (0, 1)
    )
    return whole + float(day.astype(np.int64) - last) / float(following - last)


def opportunities(periods: int, every: Period, unit: TimeUnit, /) -> FloatArray:
    """Count the units of time at the boundaries of calendar periods, for models that count them.

    Parameters
    ----------
    periods : int
        How many periods.
    every : {"day", "week", "month", "quarter", "year"}
        Their length.
    unit : {"day", "week", "month", "year"}
        The unit of the model.

    Returns
    -------
    ndarray of shape (periods + 1,)
        Whole units, from 0 on.

    Raises
    ------
    InvalidInputError
        If a period does not consist of whole units.

    Examples
    --------
    >>> opportunities(2, "quarter", "month")
    array([0., 3., 6.])
    """
    for lengths in (_MONTHS, _DAYS):
        if every in lengths and unit in lengths and not lengths[every] % lengths[unit]:
            steps = np.arange(periods + 1, dtype=np.float64)
            return steps * (lengths[every] // lengths[unit])
    msg = (
        f"every must consist of whole units of a model that counts opportunities to buy, each a "
        f"{unit}, got {every!r}"
    )
    raise InvalidInputError(msg)
