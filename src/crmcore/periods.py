"""Calendar time: units, days, windows, periods of a calendar and durations."""

import re
from datetime import date, datetime
from typing import Any, Final, get_args

import attrs
import numpy as np
from dateutil import parser
from dateutil.relativedelta import relativedelta

from crmcore._checks import choice, number_above
from crmcore._display import Value
from crmcore._types import DateArray, DateLike, IntArray, Period, TimeUnit
from crmcore.errors import InvalidInputError

__all__ = [
    "DAYS_PER_UNIT",
    "Window",
    "as_day",
    "days_per_unit",
    "duration",
    "period_index",
    "period_start",
    "shift",
]

DAYS_PER_UNIT: Final = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}
_DURATION: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(day|week|month|year)s?\s*")
_DAYS_TO_MONDAY: Final = 3


def days_per_unit(unit: TimeUnit, /) -> float:
    """Give the length of a unit of time in days.

    Parameters
    ----------
    unit : {"day", "week", "month", "year"}
        The unit; a month is a twelfth of a year of 365.25 days.

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
    choice("unit", unit, get_args(TimeUnit))
    if unit == "period":
        msg = "unit must be day, week, month or year here: an abstract period has no length in days"
        raise InvalidInputError(msg)
    return DAYS_PER_UNIT[unit]


def as_day(value: DateLike, /, *, name: str) -> np.datetime64:
    """Read one date.

    Parameters
    ----------
    value : date, datetime, numpy.datetime64 or str
        The date; text must be ISO 8601.
    name : str
        The argument's name, for the message.

    Returns
    -------
    numpy.datetime64
        The day; a time of day is dropped.

    Raises
    ------
    InvalidInputError
        If it is no date, or carries a time zone (state the day itself).

    Examples
    --------
    >>> as_day("2011-12-09", name="observed_until")
    np.datetime64('2011-12-09')
    """
    moment: Any = value
    if isinstance(moment, str):
        try:
            moment = parser.isoparse(moment.strip())
        except ValueError as error:
            msg = f"{name} must be an ISO date such as '2011-12-09', got {value!r}"
            raise InvalidInputError(msg) from error
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        msg = f"{name} must be a day without a time zone, got {value!r}"
        raise InvalidInputError(msg)
    if isinstance(moment, date):
        return np.datetime64(moment, "D")
    if isinstance(value, np.datetime64) and str(value) != "NaT":
        return np.datetime64(str(value)[:10], "D")
    msg = f"{name} must be a date, datetime, numpy.datetime64 or ISO text, got {value!r}"
    raise InvalidInputError(msg)


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


def period_index(days: DateArray, period: Period, /) -> IntArray:
    """Assign each day the number of its calendar period.

    Parameters
    ----------
    days : ndarray of datetime64, shape (n,)
        The days.
    period : {"day", "week", "month"}
        The calendar period; weeks begin on Monday (ISO 8601).

    Returns
    -------
    ndarray of int64, shape (n,)
        Consecutive numbers; the period that holds 1970-01-01 is 0.

    Examples
    --------
    >>> period_index(np.array(["1970-01-04", "1970-01-05"], "M8[D]"), "week")
    array([0, 1])
    """
    choice("period", period, get_args(Period))
    if period == "month":
        return days.astype("datetime64[M]").astype(np.int64)
    number = days.astype("datetime64[D]").astype(np.int64)
    return number if period == "day" else (number + _DAYS_TO_MONDAY) // 7


def period_start(index: IntArray, period: Period, /) -> DateArray:
    """Give the first day of numbered calendar periods: the inverse of `period_index`.

    Parameters
    ----------
    index : ndarray of int64, shape (n,)
        Numbers as `period_index` gives them.
    period : {"day", "week", "month"}
        The calendar period.

    Returns
    -------
    ndarray of datetime64[D], shape (n,)
        First days.

    Examples
    --------
    >>> period_start(np.array([1]), "week")
    array(['1970-01-05'], dtype='datetime64[D]')
    """
    choice("period", period, get_args(Period))
    if period == "month":
        return index.astype("datetime64[M]").astype("datetime64[D]")
    days = index if period == "day" else index * 7 - _DAYS_TO_MONDAY
    return days.astype("datetime64[D]")


def shift(day: np.datetime64, /, *, months: int = 0, years: int = 0) -> np.datetime64:
    """Move a day by calendar months and years; the end of a month stays inside its month.

    Parameters
    ----------
    day : numpy.datetime64
        The day.
    months, years : int, default 0
        Steps, negative ones go back.

    Returns
    -------
    numpy.datetime64
        The day moved.

    Examples
    --------
    >>> shift(np.datetime64("2024-01-31"), months=1)
    np.datetime64('2024-02-29')
    """
    moved = day.astype("datetime64[D]").item() + relativedelta(months=months, years=years)
    return np.datetime64(moved, "D")


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

    def contains(self, days: DateArray, /) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
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
