"""The forms in which a date may be written, and every day that one text may mean."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from typing import Final, TypeAlias

from crmcore._day_text import SOLAR_YEARS
from crmcore._reading.calendars import civil_day, named_day, numeric_form, short_solar_years

__all__ = ["by_format", "old_year", "plain_iso", "readings", "short_years"]

_Day: TypeAlias = tuple[int, int, int]
_Forms: TypeAlias = dict[str, _Day]

_ISO: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{3}(?:\d{3})?)?)?)?", re.ASCII
)
_CLOCK: Final = (
    r"(?:(?:T|,?\s+)(?P<hour>\d{1,2}):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"(?:\s*(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?"
)
_TAILED: Final = re.compile(rf"(?P<day>.*?){_CLOCK}", re.ASCII)
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_YEAR: Final = re.compile(
    rf"(?P<a>\d{{4}})[-/.]{_MONTH}[-/.]{_DAY}(?!\d).*"
    rf"|{_DAY}[-/.]{_DAY}[-/.](?P<b>\d{{4}})(?!\d).*"
    rf"|(?P<c>\d{{4}})(?=\d{{4}}){_MONTH}{_DAY}",
    re.ASCII,
)
_NAMED: Final = "%d %B %Y"
_NO_CLOCK: Final = re.compile(r"(?!.*%[HIMSpfzZXc]).*%.*")


def _century(year: int) -> int:
    return year + (1900 if year >= 69 else 2000)  # noqa: PLR2004 - as POSIX has it


def _year_first(match: "re.Match[str]") -> _Forms:
    mark = match["mark"]
    return {f"%Y{mark}%m{mark}%d": (int(match["a"]), int(match["b"]), int(match["c"]))}


def _year_last(match: "re.Match[str]") -> _Forms:
    mark, a, b, c = match["mark"], int(match["a"]), int(match["b"]), int(match["c"])
    return {f"%d{mark}%m{mark}%Y": (c, b, a), f"%m{mark}%d{mark}%Y": (c, a, b)}


def _short_year(match: "re.Match[str]") -> _Forms:
    mark, a, b, c = match["mark"], int(match["a"]), int(match["b"]), int(match["c"])
    year = _century(c)
    forms = {f"%d{mark}%m{mark}%y": (year, b, a), f"%m{mark}%d{mark}%y": (year, a, b)}
    if len(match["a"]) > 1:
        forms[f"%y{mark}%m{mark}%d"] = (_century(a), b, c)
    return forms


def _compact(match: "re.Match[str]") -> _Forms:
    return {"%Y%m%d": (int(match["a"]), int(match["b"]), int(match["c"]))}


def _named_month(match: "re.Match[str]") -> _Forms:
    word, mark = match["b"].lower(), match["mark"]
    month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(word)), 0)
    short = len(match["c"]) == len("24")
    year = _century(int(match["c"])) if short else int(match["c"])
    return {f"%d{mark}%b{mark}{'%y' if short else '%Y'}": (year, month, int(match["a"]))}


def _named_first(match: "re.Match[str]") -> _Forms:
    word = match["b"].lower()
    month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(word)), 0)
    return {f"%b %d{match['mark']} %Y": (int(match["c"]), month, int(match["a"]))}


_SHAPES: Final[tuple[tuple["re.Pattern[str]", Callable[["re.Match[str]"], _Forms]], ...]] = tuple(
    (re.compile(day + _CLOCK, re.ASCII), forms)
    for day, forms in (
        (r"(?P<a>\d{4})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{1,2})", _year_first),
        (r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{4})", _year_last),
        (r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<c>\d\d)", _short_year),
        (r"(?P<a>\d{4})(?P<b>\d\d)(?P<c>\d\d)", _compact),
        (
            r"(?P<a>\d{1,2})(?P<mark>[-/. ])(?P<b>[A-Za-z]{3,9})\.?(?P=mark)(?P<c>\d{4}|\d\d)",
            _named_month,
        ),
        (r"(?P<b>[A-Za-z]{3,9})\.? (?P<a>\d{1,2})(?P<mark>,?) (?P<c>\d{4})", _named_first),
    )
)


def plain_iso(text: str, /) -> datetime | None:
    """Read ISO 8601 in its common form, fast.

    Parameters
    ----------
    text : str
        A clean cell.

    Returns
    -------
    datetime or None
        The moment; None for anything else, and for a Solar Hijri year.

    Examples
    --------
    >>> plain_iso("2024-01-31 08:26").hour
    8
    """
    if _ISO.fullmatch(text) is None or int(text[:4]) in SOLAR_YEARS:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def readings(text: str, /) -> dict[str, datetime]:
    """Give every moment that a text may mean.

    Parameters
    ----------
    text : str
        A clean cell.

    Returns
    -------
    dict of str to datetime
        The moment under each form of date, written as `datetime.strptime` has it; a time of day
        may follow in any of them.

    Examples
    --------
    >>> {form: str(moment.date()) for form, moment in readings("3/4/2024").items()}
    {'%d/%m/%Y': '2024-04-03', '%m/%d/%Y': '2024-03-04'}
    """
    for shape, forms in _SHAPES:
        match = shape.fullmatch(text)
        if match is not None:
            found = {form: _moment(day, match) for form, day in forms(match).items()}
            return {form: moment for form, moment in found.items() if moment is not None}
    return _named(text)


def _named(text: str) -> dict[str, datetime]:
    tail = _TAILED.fullmatch(text)
    day = None if text.isascii() or tail is None else named_day(tail["day"])
    if tail is None or day is None:
        return {}
    try:
        return {_NAMED: datetime.combine(day, _clock(tail))}
    except ValueError:
        return {}


def short_years(text: str, /, *, today: date | None) -> dict[str, datetime]:
    """Give every moment that a text with a year of two digits may mean in the Solar Hijri calendar.

    Parameters
    ----------
    text : str
        A clean cell.
    today : date or None
        Later days are none; None takes all.

    Returns
    -------
    dict of str to datetime
        As `readings` gives them.

    Examples
    --------
    >>> str(short_years("98/01/02 8:30", today=None)["%y/%m/%d"])
    '2019-03-22 08:30:00'
    """
    tail = _TAILED.fullmatch(text)
    if tail is None:
        return {}
    days = short_solar_years(tail["day"]).items()
    try:
        clock = _clock(tail)
    except ValueError:
        return {}
    return {
        form: datetime.combine(day, clock) for form, day in days if today is None or day <= today
    }


def _moment(day: _Day, match: "re.Match[str]") -> datetime | None:
    try:
        return datetime.combine(civil_day(*day), _clock(match))
    except ValueError:
        return None


def _clock(match: "re.Match[str]") -> time:
    if match["hour"] is None:
        return time()
    hour, half = int(match["hour"]), match["half"]
    if half is not None:
        hour = _of_half(hour, half.lower())
    part = int((match["part"] or "0").ljust(6, "0")[:6])
    zone = None if match["zone"] is None else _zone(match["zone"])
    return time(hour, int(match["minute"]), int(match["second"] or 0), part, tzinfo=zone)


def _of_half(hour: int, half: str) -> int:
    if not 1 <= hour <= 12:  # noqa: PLR2004 - hours of a half day
        msg = "an hour of a half day is 1 to 12"
        raise ValueError(msg)
    return hour % 12 + (12 if half == "p" else 0)


def _zone(text: str) -> timezone:
    if text[0] not in "+-":
        return timezone.utc  # noqa: UP017 - one type for all
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def by_format(text: str, form: str, /) -> datetime | None:
    """Read a text in a stated form; a time of day may follow where the form has none.

    Parameters
    ----------
    text : str
        A clean cell.
    form : str
        As `datetime.strptime` has it.

    Returns
    -------
    datetime or None
        The moment; None where the form does not fit.

    Examples
    --------
    >>> str(by_format("31.1.2024 8:26", "%d.%m.%Y"))
    '2024-01-31 08:26:00'
    """
    tail = _TAILED.fullmatch(text)
    try:
        if tail is not None and (day := numeric_form(tail["day"], form)) is not None:
            return datetime.combine(civil_day(*day), _clock(tail))
        return datetime.strptime(text, form)  # noqa: DTZ007 - a zone, if any, stands in the text
    except ValueError:
        pass
    if tail is None or tail["hour"] is None or _NO_CLOCK.fullmatch(form) is None:
        return None
    try:
        return datetime.combine(datetime.strptime(tail["day"], form), _clock(tail))  # noqa: DTZ007
    except ValueError:
        return None


def old_year(text: str, /) -> int | None:
    """Tell the year of a date that the Gregorian calendar may not have.

    Parameters
    ----------
    text : str
        A clean cell.

    Returns
    -------
    int or None
        The year of four digits in a text that looks like a date; None for anything else.

    Examples
    --------
    >>> old_year("1403/02/31"), old_year("soon")
    (1403, None)
    """
    match = _YEAR.fullmatch(text)
    return None if match is None else int(match["a"] or match["b"] or match["c"])
