"""Dates along an axis and in a text, of either calendar."""

from typing import Final

import numpy as np

from crmcore._optional import require
from crmcore._types import Calendar, IntArray, Language
from crmcore.periods import period_index, period_start
from crmcore.plotting._style import Axes, written
from crmcore.solar_hijri import from_days

__all__ = ["date_axis", "date_text"]

_DATES: Final = 8
_DAYS: Final = 6
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 1200)
_FEW: Final[dict[Calendar, int]] = {"gregorian": 7, "solar_hijri": 92}


def date_axis(ax: Axes, calendar: Calendar, language: Language, /) -> None:
    """Write dates along the lower axis, as they are drawn so far.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes, with days across.
    calendar : {"gregorian", "solar_hijri"}
        The calendar.
    language : {"en", "fa"}
        The language.
    """
    low, high = ax.get_xlim()
    if high - low <= _FEW[calendar]:
        _each_day(ax, calendar, language)
    elif calendar == "solar_hijri":
        _solar_months(ax, language)
    else:
        _automatic(ax, language)


# Slashes keep the parts of a date in order inside a line from right to left; dashes would not.
def date_text(day: np.datetime64, calendar: Calendar, language: Language, /) -> str:
    """Write a day.

    Parameters
    ----------
    day : numpy.datetime64
        The day.
    calendar : {"gregorian", "solar_hijri"}
        The calendar.
    language : {"en", "fa"}
        The language.

    Returns
    -------
    str
        The text, such as ``"2024-01-31"``.
    """
    if calendar == "solar_hijri":
        year, month, of_month = (int(field[0]) for field in from_days(np.array([day], "M8[D]")))
        return written(f"{year}/{month:02}/{of_month:02}", language)
    return written(str(day).replace("-", "/"), language) if language == "fa" else str(day)


def _automatic(ax: Axes, language: Language) -> None:
    dates = require("matplotlib.dates", purpose="a figure")
    ticker = require("matplotlib.ticker", purpose="a figure")

    def text(value: float, _position: int | None = None) -> str:
        day = date_text(np.datetime64(dates.num2date(value).date()), "gregorian", language)
        return day.removesuffix("-01").removesuffix("/۰۱")

    ax.xaxis.set_major_locator(dates.AutoDateLocator(maxticks=_DATES))
    ax.xaxis.set_major_formatter(ticker.FuncFormatter(text))


def _each_day(ax: Axes, calendar: Calendar, language: Language) -> None:
    low, high = ax.get_xlim()
    first, last = int(np.ceil(low)), int(np.floor(high))
    days = np.arange(first, last + 1, max(1, -(-(last - first) // _DAYS))).astype("datetime64[D]")
    ax.set_xticks(days, [date_text(day, calendar, language) for day in days])


def _solar_months(ax: Axes, language: Language) -> None:
    ends = np.floor(ax.get_xlim()).astype("datetime64[D]")
    first, last = period_index(ends, "month", calendar="solar_hijri").tolist()
    step = next(months for months in _STEPS if (last - first) / months <= _DATES)
    months: IntArray = np.arange(first + 1, last + 1, dtype=np.int64)
    starts = period_start(months, "month", calendar="solar_hijri")
    kept = starts[(from_days(starts)[1] - 1) % step == 0]
    told = [date_text(day, "solar_hijri", language).rpartition("/")[0] for day in kept]
    ax.set_xticks(kept, told)
