"""The forms in which a day may be written in either calendar, and the rule that a text breaks."""

import re
from typing import Final, NamedTuple

import numpy as np
from dateutil import parser

from crmcore import solar_hijri
from crmcore._calendars import CALENDARS, MONTHS, YEARS, day_number, month_length
from crmcore._script import same_name_key
from crmcore._text import clean_text
from crmcore._types import Calendar

__all__ = ["SOLAR_YEARS", "DayText", "day_part", "read_day"]

_CLOCK: Final = re.compile(
    r"(?P<day>.{8,}?)[T ](?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?", re.ASCII
)
_FIGURES: Final = re.compile(
    r"(?P<year>\d{4})(?P<by>[-/.]?)(?P<month>\d{1,2})(?P=by)(?P<day>\d{1,2})", re.ASCII
)
_COMPACT: Final = len("20111209")
_OTHER_SPELLINGS: Final = {
    "Mordad": ("امرداد",),
    "May": ("می",),
    "June": ("جون",),
    "July": ("جولای",),
    "August": ("آگوست",),
}


def _key(text: str) -> str:
    return same_name_key(text).casefold()


_MONTH: Final[dict[str, tuple[Calendar, int]]] = {
    _key(spelling): (calendar, month)
    for calendar, titles in MONTHS.items()
    for month, title in enumerate(titles, 1)
    for spelling in (title.en, title.fa, *_OTHER_SPELLINGS.get(title.en, ()))
}
_WEEKDAY: Final = {
    _key(spelling): place
    for place, title in enumerate(solar_hijri.WEEKDAYS)
    for spelling in (title.en, title.fa)
}
_WORDS: Final = re.compile(
    rf"(?:(?P<weekday>{'|'.join(_WEEKDAY)}),? ?)?(?P<day>\d{{1,2}}) ?"
    rf"(?P<name>{'|'.join(_MONTH)})(?:ماه)?,? ?(?P<year>\d{{4}})",
    re.ASCII,
)
_ISO_FORM: Final = "an ISO date such as '2011-12-09'"
_SOLAR_FORM: Final = "a Solar Hijri date such as '1403-10-06' or '۶ دی ۱۴۰۳'"
_FORMS: Final[dict[Calendar | None, str]] = {
    "gregorian": f"be {_ISO_FORM}",
    "solar_hijri": f"be {_SOLAR_FORM}",
    None: f"be {_ISO_FORM} or {_SOLAR_FORM}",
}
SOLAR_YEARS: Final = range(1300, 1500)


class DayText(NamedTuple):
    """What a text says: a day, counted from 1970-01-01, and the calendar it is written in."""

    number: int
    calendar: Calendar


class _Words(NamedTuple):
    year: int
    month: int
    day: int
    calendar: Calendar | None = None  # as the name of the month tells it
    weekday: int | None = None


def day_part(text: str, /) -> str:
    """Take off what does not tell the day: blanks, invisible marks, a time of day.

    Parameters
    ----------
    text : str
        A date, with or without a time after it.

    Returns
    -------
    str
        The date, its digits Western ones.

    Examples
    --------
    >>> day_part(" ۱۴۰۳/۱۰/۰۶ ۰۸:۳۰ ")
    '1403/10/06'
    """
    plain = clean_text(text)
    match = _CLOCK.fullmatch(plain)
    return plain if match is None else match["day"]


def read_day(part: str, calendar: Calendar | None, /) -> DayText | str:
    """Read the date that a text says, or tell the rule that it breaks.

    Parameters
    ----------
    part : str
        A date as `day_part` gives it: in figures, year first; in words, such as
        ``"6 Dey 1403"``; or in another form of ISO 8601.
    calendar : {"gregorian", "solar_hijri"} or None
        The calendar; None tells it by the name of the month, or by the year: 1300 to 1499 are
        Solar Hijri.

    Returns
    -------
    DayText or str
        The day, or the rule, to be read after "must".

    Examples
    --------
    >>> read_day("1403/10/06", None)
    DayText(number=20083, calendar='solar_hijri')
    >>> read_day("1404/12/30", None)
    'exist: Esfand 1404 has 29 days'
    """
    words = _figures(part) or _in_words(part)
    if words is None:
        return _other_iso(part, calendar)
    told = calendar or words.calendar or _by_year(words.year)
    named_gregorian = calendar is None and words.calendar == "gregorian"
    if named_gregorian and _by_year(words.year) == "solar_hijri":
        return "be in one calendar: its month is Gregorian, its year Solar Hijri"
    return _broken_rule(words, told) or DayText(day_number(*words[:3], told), told)


def _by_year(year: int) -> Calendar:
    return "solar_hijri" if year in SOLAR_YEARS else "gregorian"


def _figures(part: str) -> _Words | None:
    match = _FIGURES.fullmatch(part)
    if match is None or (not match["by"] and len(part) != _COMPACT):
        return None
    return _Words(int(match["year"]), int(match["month"]), int(match["day"]))


def _in_words(part: str) -> _Words | None:
    match = _WORDS.fullmatch(_key(part))
    if match is None:
        return None
    calendar, month = _MONTH[match["name"]]
    weekday = None if match["weekday"] is None else _WEEKDAY[match["weekday"]]
    return _Words(int(match["year"]), month, int(match["day"]), calendar, weekday)


def _other_iso(part: str, calendar: Calendar | None) -> DayText | str:
    try:
        moment = parser.isoparse(part)
    except (ValueError, OverflowError):
        return _FORMS[calendar]
    if moment.tzinfo is not None:
        return "be a day without a time zone"
    if (calendar or _by_year(moment.year)) == "solar_hijri":
        return _FORMS["solar_hijri"]
    number = day_number(moment.year, moment.month, moment.day, "gregorian")
    return DayText(number, "gregorian")


def _broken_rule(words: _Words, calendar: Calendar) -> str | None:
    year, month, day, of_month, weekday = words
    years, title = YEARS[calendar], CALENDARS[calendar].en
    if of_month not in {None, calendar}:
        return f"be a {title} date"
    if year not in years:
        return f"be in the {title} years {years[0]} to {years[-1]}"
    if month not in range(1, len(MONTHS[calendar]) + 1):
        return "have a month from 1 to 12"
    name = f"{MONTHS[calendar][month - 1].en} {year}"
    length = month_length(year, month, calendar)
    if day not in range(1, length + 1):
        return f"exist: {name} has {length} days"
    return None if weekday is None else _broken_weekday(words, calendar, f"{day} {name}")


def _broken_weekday(words: _Words, calendar: Calendar, title: str) -> str | None:
    day = np.array([day_number(*words[:3], calendar)]).astype("datetime64[D]")
    falls_on = int(solar_hijri.weekday(day)[0])
    if words.weekday == falls_on:
        return None
    return f"name its own weekday: {title} is a {solar_hijri.WEEKDAYS[falls_on].en}"
