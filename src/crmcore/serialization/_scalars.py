"""JSON of single values: text, numbers, flags, dates, words of a fixed list, ids."""

import math
import re
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar, get_args

import numpy as np

from crmcore.serialization._paths import MisfitError, shown

__all__ = [
    "Bound",
    "read_bound",
    "read_day",
    "read_flag",
    "read_id",
    "read_number",
    "read_text",
    "read_whole",
    "read_word",
    "write_bound",
    "write_day",
    "write_flag",
    "write_id",
    "write_number",
    "write_text",
    "write_whole",
    "write_word",
]

_T = TypeVar("_T")
_ISO: Final = re.compile(
    r"-?\d{4,9}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d{3}|\.\d{6}|\.\d{9})?)?)?)?)?)?"
)
_INFINITE: Final = {"inf": math.inf, "-inf": -math.inf}
_LARGEST: Final = 2**63


class Bound:
    """Stands for the type of a number that may be infinite, written ``"inf"`` or ``"-inf"``."""


def read_text(value: object, _kind: object, /) -> str:
    """Take text.

    Parameters
    ----------
    value : object
        A value from JSON.

    Returns
    -------
    str
        The text.

    Raises
    ------
    MisfitError
        If it is none, or holds half of a surrogate pair, which no file can store.
    """
    if not isinstance(value, str):
        msg = f"must be text, got {shown(value)}"
        raise MisfitError(msg)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        msg = f"must be text that UTF-8 can hold, got {shown(value)}"
        raise MisfitError(msg) from error
    return str(value)


def read_number(value: object, _kind: object, /) -> float:
    """Take a finite number.

    Parameters
    ----------
    value : object
        A value from JSON.

    Returns
    -------
    float
        The number as it stands; a whole one stays an int.

    Raises
    ------
    MisfitError
        If it is no number, nan, infinite or beyond float64.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        msg = f"must be a number, got {shown(value)}"
        raise MisfitError(msg)
    try:
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    if not finite:
        msg = f"must be a finite number, got {shown(value)}"
        raise MisfitError(msg)
    return value


def read_bound(value: object, kind: object, /) -> float:
    """Take a number, or the words ``"inf"`` and ``"-inf"``.

    Parameters
    ----------
    value : object
        A value from JSON.
    kind : object
        Its type, as annotated.

    Returns
    -------
    float
        The number.
    """
    if isinstance(value, str) and value in _INFINITE:
        return _INFINITE[value]
    return read_number(value, kind)


def write_bound(value: object, kind: object, /) -> float | str:
    """Give a number, or the words ``"inf"`` and ``"-inf"``.

    Parameters
    ----------
    value : object
        The value of a field.
    kind : object
        Its type, as annotated.

    Returns
    -------
    float or str
        The number, or the word.
    """
    number = _plain(value)
    words = [word for word, infinite in _INFINITE.items() if infinite == number]
    return words[0] if words else read_number(number, kind)


def read_whole(value: object, _kind: object, /) -> int:
    """Take a whole number.

    Parameters
    ----------
    value : object
        A value from JSON.

    Returns
    -------
    int
        The number.

    Raises
    ------
    MisfitError
        If it is none, or beyond 64 bits.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        msg = f"must be a whole number, got {shown(value)}"
        raise MisfitError(msg)
    if not -_LARGEST <= value < _LARGEST:
        msg = f"must be a whole number of 64 bits, got {shown(value)}"
        raise MisfitError(msg)
    return value


def write_whole(value: object, kind: object, /) -> int:
    """Give a whole number, also where it is stored as a float.

    Parameters
    ----------
    value : object
        The value of a field.
    kind : object
        Its type, as annotated.

    Returns
    -------
    int
        The number.
    """
    number = _plain(value)
    whole = isinstance(number, float) and number.is_integer()
    return read_whole(int(number) if whole else number, kind)


def read_flag(value: object, _kind: object, /) -> bool:
    """Take true or false.

    Parameters
    ----------
    value : object
        A value from JSON.

    Returns
    -------
    bool
        The flag.

    Raises
    ------
    MisfitError
        If it is neither.
    """
    if not isinstance(value, bool):
        msg = f"must be true or false, got {shown(value)}"
        raise MisfitError(msg)
    return value


def read_word(value: object, kind: object, /) -> Any:  # noqa: ANN401 - as the literal says
    """Take one of the words that a field allows.

    Parameters
    ----------
    value : object
        A value from JSON.
    kind : object
        A Literal.

    Returns
    -------
    object
        The word.

    Raises
    ------
    MisfitError
        If it is none of them.
    """
    allowed = get_args(kind)
    for word in allowed:
        if type(word) is type(value) and word == value:
            return word
    known = ", ".join(map(repr, allowed))
    msg = f"must be one of {known}, got {shown(value)}"
    raise MisfitError(msg)


def read_day(value: object, kind: object, /) -> np.datetime64:
    """Take a date or a moment in ISO 8601.

    Parameters
    ----------
    value : object
        A value from JSON.
    kind : object
        Its type, as annotated.

    Returns
    -------
    numpy.datetime64
        The date, as fine as the text is written.

    Raises
    ------
    MisfitError
        If it is none, or has a time zone.
    """
    text = read_text(value, kind)
    if _ISO.fullmatch(text):
        try:
            day = np.datetime64(text)
        except (OverflowError, ValueError):
            pass
        else:
            if str(day) == text:
                return day
    msg = f"must be an ISO date such as '2024-06-30', got {shown(text)}"
    raise MisfitError(msg)


def write_day(value: object, _kind: object, /) -> str:
    """Give a date or a moment in ISO 8601.

    Parameters
    ----------
    value : object
        The value of a field.

    Returns
    -------
    str
        The text.

    Raises
    ------
    MisfitError
        If it is no numpy.datetime64, or not a time.
    """
    text = str(value)
    if text == "NaT" or not isinstance(value, np.datetime64):
        msg = f"must be a date of numpy, got {text!r}"
        raise MisfitError(msg)
    return text


def read_id(value: object, kind: object, /) -> Hashable:
    """Take an id: text, a number, true or false.

    Parameters
    ----------
    value : object
        A value from JSON.
    kind : object
        Its type, as annotated.

    Returns
    -------
    hashable
        The id.

    Raises
    ------
    MisfitError
        If it is something else.
    """
    if isinstance(value, str):
        return read_text(value, kind)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return read_whole(value, kind)
    if isinstance(value, float):
        return read_number(value, kind)
    msg = f"must be text, a number, true or false, got {shown(value)}"
    raise MisfitError(msg)


def _plain(value: object) -> Any:  # noqa: ANN401 - any scalar
    scalar: Any = value
    return scalar.item() if isinstance(value, np.generic) else scalar


def _writer(read: Callable[[object, object], _T]) -> Callable[[object, object], _T]:
    def write(value: object, kind: object, /) -> _T:
        return read(_plain(value), kind)

    return write


# What may be read may be written; scalars of numpy become Python's, equal to the last bit.
write_text = _writer(read_text)
write_number = _writer(read_number)
write_flag = _writer(read_flag)
write_word = _writer(read_word)
write_id = _writer(read_id)
