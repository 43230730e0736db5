"""One number as people write it: Persian, Arabic and Western digits, separators and signs."""

import math
import re
from typing import Any, Final, Literal, TypeAlias, get_args

from crmcore._checks import choice
from crmcore._text import clean_text
from crmcore.errors import InvalidInputError

__all__ = ["DecimalMark", "read_number"]

DecimalMark: TypeAlias = Literal[".", ","]

_MARKS: Final[tuple[DecimalMark, ...]] = get_args(DecimalMark)
_PERSIAN_POINT: Final = "٫"
_ONE_WAY: Final = str.maketrans({"−": "-", "’": "'", "،": "٬"})
_SHAPE: Final = re.compile(
    r"(?P<before>%?) ?(?P<sign>[-+]?) ?(?P<body>[0-9.,'٬ ]*[0-9]\.?)"
    r"(?:[eE](?P<power>[-+]?[0-9]{1,3}))? ?(?P<after>%?)"
)
_BODY: Final[dict[DecimalMark, re.Pattern[str]]] = {
    mark: re.compile(
        rf"(?:[0-9]+|[1-9][0-9]{{0,2}}(?P<by>[{by}'٬ ])[0-9]{{3}}(?:(?P=by)[0-9]{{3}})*)?"
        rf"(?:[{mark}][0-9]*)?"
    )
    for mark, by in zip(_MARKS, reversed(_MARKS), strict=True)
}
_PLAIN: Final[dict[DecimalMark, dict[int, int | None]]] = {
    ".": str.maketrans("", "", ",'٬ "),
    ",": str.maketrans(",", ".", ".'٬ "),
}


def read_number(
    text: str,
    /,
    *,
    name: str = "number",
    percent: bool = False,
    decimal: DecimalMark | None = None,
) -> float:
    """Read a number that a person has written.

    Parameters
    ----------
    text : str
        Such as ``"۱٬۲۳۴٫۵"``, ``"1,234.5"``, ``"−12"``; the sign stands before the number.
    name : str, default "number"
        What it is, for the message.
    percent : bool, default False
        Whether a percentage is asked for. It must then carry ٪ or %, on either side, and is given
        as a fraction; without `percent` no such sign may stand.
    decimal : {".", ","}, optional
        The decimal mark. ٫ always is one and ٬ never; None reads a point or comma only where one
        meaning is possible.

    Returns
    -------
    float
        The number.

    Raises
    ------
    InvalidInputError
        If it is no number, is not finite, or may mean two.

    Examples
    --------
    >>> read_number("۱٬۲۳۴٫۵"), read_number("1,234.5"), read_number("−۷")
    (1234.5, 1234.5, -7.0)
    >>> read_number("۱۲٪", percent=True)
    0.12
    >>> read_number("1,234")
    Traceback (most recent call last):
    crmcore.errors.InvalidInputError: number must have one meaning, got '1,234': 1234 with
    decimal='.' or 1.234 with decimal=','
    >>> read_number("1,234", decimal=".")
    1234.0
    """
    choice("decimal", decimal, (None, *_MARKS))
    match = _match(text, name)
    signs = match["before"] + match["after"]
    if len(signs) != percent:
        rule = "carry one sign ٪ or %, as in '۱۲٪'" if percent else "be no percentage"
        msg = f"{name} must {rule}, got {text!r}"
        raise InvalidInputError(msg)
    stated = "." if _PERSIAN_POINT in text or (match["power"] and decimal is None) else decimal
    power = int(match["power"] or 0) - 2 * percent
    found: dict[DecimalMark, float] = {
        mark: float(f"{match['sign']}{match['body'].translate(_PLAIN[mark])}e{power}")
        for mark in _MARKS
        if stated in {mark, None} and _BODY[mark].fullmatch(match["body"])
    }
    return _one(found, text, name, decimal)


def _match(text: str, name: str) -> "re.Match[str]":
    given: Any = text
    if not isinstance(given, str):
        msg = f"{name} must be text, got {text!r}"
        raise InvalidInputError(msg)
    match = _SHAPE.fullmatch(" ".join(clean_text(given).translate(_ONE_WAY).split()))
    if match is None:
        raise _no_number(text, name, None)
    return match


def _one(
    found: dict[DecimalMark, float], text: str, name: str, decimal: DecimalMark | None
) -> float:
    if not found:
        raise _no_number(text, name, decimal)
    if len(set(found.values())) > 1:
        ways = " or ".join(f"{number:.15g} with decimal={mark!r}" for mark, number in found.items())
        msg = f"{name} must have one meaning, got {text!r}: {ways}"
        raise InvalidInputError(msg)
    number = next(iter(found.values()))
    if not math.isfinite(number):
        msg = f"{name} must be finite, got {text!r}"
        raise InvalidInputError(msg)
    return number


def _no_number(text: str, name: str, decimal: DecimalMark | None) -> InvalidInputError:
    hint = "" if decimal is None else f" with decimal={decimal!r}"
    if "/" in text:
        hint = "; a slash is no decimal mark, write ٫"
    return InvalidInputError(
        f"{name} must be a number such as '۱٬۲۳۴٫۵' or '1,234.5', got {text!r}{hint}"
    )
