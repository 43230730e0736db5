"""JSON of tuples and of mappings."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, get_args, get_origin

from crmcore.serialization._data import is_list, is_mapping, is_tuple
from crmcore.serialization._paths import MisfitError, inside, shown
from crmcore.serialization._scalars import read_text

__all__ = [
    "Inner",
    "means_mapping",
    "means_tuple",
    "read_mapping",
    "read_tuple",
    "write_mapping",
    "write_tuple",
]

# What reads or writes the parts: a part and its type go in.
Inner: TypeAlias = Callable[[Any, Any], Any]


def means_tuple(kind: object, /) -> bool:
    """Tell whether an annotation means a tuple.

    Parameters
    ----------
    kind : object
        The annotation.

    Returns
    -------
    bool
        True for tuples with stated parts.
    """
    return get_origin(kind) is tuple


def read_tuple(value: object, kind: object, inner: Inner, /) -> tuple[Any, ...]:
    """Take a list as a tuple.

    Parameters
    ----------
    value : object
        A value from JSON.
    kind : object
        The tuple's type.
    inner : callable
        Reads the parts.

    Returns
    -------
    tuple
        The parts.

    Raises
    ------
    MisfitError
        If it is no list, or of another length.
    """
    if not is_list(value):
        msg = f"must be a list, got {shown(value)}"
        raise MisfitError(msg)
    return tuple(_each(value, kind, inner))


def write_tuple(value: object, kind: object, inner: Inner, /) -> list[Any]:
    """Give a tuple as a list.

    Parameters
    ----------
    value : object
        The value of a field.
    kind : object
        The tuple's type.
    inner : callable
        Writes the parts.

    Returns
    -------
    list
        The parts.

    Raises
    ------
    MisfitError
        If it is no tuple, or of another length.
    """
    if not is_tuple(value):
        msg = f"must be a tuple, got {shown(value)}"
        raise MisfitError(msg)
    return _each(value, kind, inner)


def _each(parts: "list[Any] | tuple[Any, ...]", kind: object, inner: Inner) -> list[Any]:
    types = get_args(kind)
    if types[-1] is Ellipsis:
        types = (types[0],) * len(parts)
    if len(types) != len(parts):
        msg = f"must be a list of {len(types)}, got {len(parts)}"
        raise MisfitError(msg)
    return [inside(i, inner, *pair) for i, pair in enumerate(zip(parts, types, strict=True))]


def means_mapping(kind: object, /) -> bool:
    """Tell whether an annotation means a mapping with text for keys.

    Parameters
    ----------
    kind : object
        The annotation.

    Returns
    -------
    bool
        True for ``Mapping[str, …]`` and ``dict[str, …]``.
    """
    return get_origin(kind) in {Mapping, dict} and get_args(kind)[0] is str


def read_mapping(value: object, kind: object, inner: Inner, /) -> dict[str, Any]:
    """Take or give an object with any keys as a mapping: both ways are the same.

    Parameters
    ----------
    value : object
        A value from JSON, or of a field.
    kind : object
        The mapping's type.
    inner : callable
        Reads or writes the parts.

    Returns
    -------
    dict
        The parts by key, in their order.

    Raises
    ------
    MisfitError
        If it is no mapping.
    """
    if not is_mapping(value):
        msg = f"must be an object, got {shown(value)}"
        raise MisfitError(msg)
    part = get_args(kind)[1]
    return {read_text(key, str): inside(key, inner, item, part) for key, item in value.items()}


write_mapping = read_mapping
