"""Values as an analyst types them: objects, or plain mappings with the names of their fields."""

import inspect
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

import attrs

from crmcore._keyed import known
from crmcore._text import Title, isolate
from crmcore.errors import InvalidInputError

__all__ = ["as_title", "check_key", "check_rows", "read_values"]

_T = TypeVar("_T")


def as_title(title: Title | str | None, /) -> Title | None:
    """Take a name in one language for both.

    Parameters
    ----------
    title : Title, str or None
        The name.

    Returns
    -------
    Title or None
        The name; a text stands in both languages.
    """
    return Title(title, isolate(title)) if isinstance(title, str) else title


def check_key(name: str, key: object, /) -> None:
    """Refuse a key that is no text, or blank.

    Parameters
    ----------
    name : str
        What it is the key of, for the message.
    key : object
        The key.

    Raises
    ------
    InvalidInputError
        If the rule is broken.
    """
    if not isinstance(key, str) or not key.strip():
        msg = f"{name} must be a text that is not blank, got {key!r}"
        raise InvalidInputError(msg)


def check_rows(name: str, values: object, /) -> Iterable[object]:
    """Refuse what is not a list of things.

    Parameters
    ----------
    name : str
        The argument's name.
    values : object
        Its value.

    Returns
    -------
    iterable
        The value.

    Raises
    ------
    InvalidInputError
        If it cannot be gone through, or is a text or a mapping.
    """
    got = _short(values)
    if isinstance(values, Iterable) and not isinstance(values, str | Mapping):
        return cast("Iterable[object]", values)
    msg = f"{name} must be a list, got {got}"
    raise InvalidInputError(msg)


def read_values(name: str, kinds: Sequence[type[_T]], values: object, /) -> tuple[_T, ...]:
    """Make values of what an analyst types in.

    Parameters
    ----------
    name : str
        The argument's name, for messages.
    kinds : sequence of type
        What the values may be; mappings, and sequences of positional arguments, become the first.
    values : object
        An iterable of such values.

    Returns
    -------
    tuple
        The values, in the order given.

    Raises
    ------
    InvalidInputError
        If it is no iterable, or a row is none of these, lacks a field or has an unknown one.
    """
    rows = check_rows(name, values)
    return tuple(_read(f"{name} at row {row}", kinds, value) for row, value in enumerate(rows))


def _read(name: str, kinds: Sequence[type[_T]], value: object) -> _T:
    for each in kinds:
        if isinstance(value, each):
            return value
    kind = kinds[0]
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, object]", value)
        names = [field.name for field in _fields(kind)]
        for field in fields:
            known(f"field of {name}", field, names)
        return _make(name, kind, (), fields)
    if isinstance(value, tuple | list):
        return _make(name, kind, tuple(cast("Sequence[object]", value)), {})
    msg = f"{name} must be of {kinds[0].__name__}, got {_short(value)}"
    raise InvalidInputError(msg)


def _make(name: str, kind: type[_T], given: tuple[object, ...], fields: Mapping[str, object]) -> _T:
    try:
        inspect.signature(kind).bind(*given, **fields)
    except TypeError as error:
        needed = [f.name for f in _fields(kind) if f.default is attrs.NOTHING]
        got = ", ".join(map(repr, given or fields)) or "none"
        msg = f"{name} must have the fields {', '.join(needed)}, got {got}"
        raise InvalidInputError(msg) from error
    return kind(*given, **fields)


def _fields(kind: Any) -> "list[attrs.Attribute[Any]]":  # noqa: ANN401 - any class of attrs
    return [field for field in attrs.fields(kind) if field.init]


def _short(value: object) -> str:
    return f"{type(value).__name__} {value!r:.60}"
