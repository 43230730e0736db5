"""JSON of fields that allow several types."""

from collections.abc import Hashable, Mapping
from types import UnionType
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin

import numpy as np

from crmcore.errors import InvalidInputError
from crmcore.serialization._arrays import means_array
from crmcore.serialization._compounds import Inner, means_mapping, means_tuple
from crmcore.serialization._data import is_dict
from crmcore.serialization._kinds import BY_KEY, plain_class
from crmcore.serialization._objects import TYPE, means_object, narrowed, tagged
from crmcore.serialization._paths import Located, MisfitError, inside, shown

__all__ = ["means_union", "read_union", "write_union"]

_PLAIN: Final[Mapping[Any, set[type]]] = {
    Hashable: {str, int, float, bool},
    bool: {bool},
    float: {int, float},
    int: {int},
    np.datetime64: {str},
    str: {str},
    type(None): {type(None)},
}


def means_union(kind: object, /) -> bool:
    """Tell whether an annotation leaves the choice between several types.

    Parameters
    ----------
    kind : object
        The annotation.

    Returns
    -------
    bool
        True for unions and for type variables, which stand for their bound.
    """
    return isinstance(kind, TypeVar) or get_origin(kind) in {UnionType, Union}


def read_union(value: object, kind: object, inner: Inner, /) -> Any:  # noqa: ANN401 - any field
    """Take a value of one of several types: the first that fits.

    Parameters
    ----------
    value : object
        A value from JSON.
    kind : object
        The union.
    inner : callable
        Reads the value as one of the types.

    Returns
    -------
    object
        The value.

    Raises
    ------
    MisfitError
        If it fits none, or several could be meant and it does not say which.
    """
    arms = _arms(kind)
    objects = [arm for arm in arms if means_object(arm)]
    if is_dict(value) and len(objects) > 1:
        classes = tuple(map(plain_class, objects))
        return inner(value, inside(TYPE, narrowed, value.get(TYPE), classes))
    return _first(value, [arm for arm in arms if type(value) in _written_as(arm)], arms, inner)


def write_union(value: object, kind: object, inner: Inner, /) -> Any:  # noqa: ANN401 - any field
    """Give a value of one of several types, with the name of its type where several are objects.

    Parameters
    ----------
    value : object
        The value of a field.
    kind : object
        The union.
    inner : callable
        Writes the value as one of the types.

    Returns
    -------
    object
        As JSON has it.
    """
    arms = _arms(kind)
    objects = [arm for arm in arms if means_object(arm)]
    if isinstance(value, tuple(map(plain_class, objects))):
        return tagged(value, inner) if len(objects) > 1 else inner(value, objects[0])
    return _first(value, [arm for arm in arms if arm not in objects], arms, inner)


def _arms(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any annotation
    parts = (kind,) if isinstance(kind, TypeVar) else get_args(kind)
    return tuple(part.__bound__ if isinstance(part, TypeVar) else part for part in parts)


def _first(value: object, arms: list[Any], wanted: tuple[Any, ...], inner: Inner) -> Any:  # noqa: ANN401 - any field
    if value is None and type(None) in arms:
        return None
    others = [arm for arm in arms if arm is not type(None)]
    if len(others) == 1:
        return inner(value, others[0])
    for arm in others:
        try:
            return inner(value, arm)
        except (InvalidInputError, Located):
            continue
    msg = f"must be {' or '.join(map(_named, wanted))}, got {shown(value)}"
    raise MisfitError(msg)


def _named(kind: object) -> str:
    if kind is type(None):
        return "null"
    if get_origin(kind) is Literal:
        return " or ".join(map(repr, get_args(kind)))
    names = {str: "text", float: "a number", int: "a whole number", np.datetime64: "a date"}
    return names.get(plain_class(kind), plain_class(kind).__name__)


def _written_as(kind: Any) -> set[type]:  # noqa: ANN401 - any annotation
    if get_origin(kind) is Literal:
        return {type(word) for word in get_args(kind)}
    if means_object(kind):
        return {dict, str} if kind in BY_KEY else {dict}
    if means_array(kind):
        return {list, dict}
    if means_tuple(kind):
        return {list}
    if means_mapping(kind):
        return {dict}
    return _PLAIN.get(kind, set())
