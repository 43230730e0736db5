"""JSON of numpy arrays: a plain list, or an object that tells type and shape besides."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, get_args, get_origin

import numpy as np
import numpy.typing as npt

from crmcore._keyed import known
from crmcore.serialization._data import is_array, is_dict, is_list
from crmcore.serialization._paths import Located, MisfitError, inside, shown
from crmcore.serialization._scalars import (
    read_bound,
    read_day,
    read_flag,
    read_id,
    read_number,
    read_text,
    read_whole,
    write_bound,
    write_day,
    write_flag,
    write_id,
    write_number,
    write_text,
    write_whole,
)

__all__ = ["Bounds", "means_array", "read_array", "read_bounds", "write_array", "write_bounds"]

_DTYPE: Final = re.compile(r"float64|int64|bool|str|object|datetime64\[(Y|M|W|D|h|m|s|ms|us|ns)\]")
_DEFAULTS: Final[Mapping[Any, str]] = {
    np.float64: "float64",
    np.int64: "int64",
    np.bool_: "bool",
    np.datetime64: "datetime64[D]",
}
_READERS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "float64": read_number,
    "int64": read_whole,
    "bool": read_flag,
    "str": read_text,
    "object": read_id,
    "datetime64": read_day,
}
_WRITERS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "float64": write_number,
    "int64": write_whole,
    "bool": write_flag,
    "str": write_text,
    "object": write_id,
    "datetime64": write_day,
}
_PARTS: Final = ("dtype", "shape", "values")
_DIMENSIONS: Final = 4


class Bounds:
    """Stands for the type of a column of numbers that may be infinite."""


def means_array(kind: object, /) -> bool:
    """Tell whether an annotation means an array.

    Parameters
    ----------
    kind : object
        The annotation.

    Returns
    -------
    bool
        True for arrays of numpy with a stated element type.
    """
    return get_origin(kind) is np.ndarray


def write_array(value: object, kind: object, /) -> Any:  # noqa: ANN401 - as JSON has it
    """Give an array as a list, or as an object with its dtype and shape.

    Parameters
    ----------
    value : object
        The value of a field.
    kind : object
        Its type, as annotated.

    Returns
    -------
    list or dict
        A list where the annotation tells the dtype and there is one dimension.
    """
    return _write(value, _annotated(kind), _WRITERS)


def write_bounds(value: object, _kind: object, /) -> Any:  # noqa: ANN401 - as JSON has it
    """Give a column of numbers that may be infinite.

    Parameters
    ----------
    value : object
        The value of a field.

    Returns
    -------
    list or dict
        As `write_array` does; infinite ones as words.
    """
    return _write(value, "float64", {"float64": write_bound})


def read_array(value: object, kind: object, /) -> npt.NDArray[Any]:
    """Take an array.

    Parameters
    ----------
    value : object
        A value from JSON: a list, or an object with dtype, values and, where there is more than
        one dimension, shape.
    kind : object
        Its type, as annotated.

    Returns
    -------
    ndarray
        The array, read-only.
    """
    return _read(value, _annotated(kind), _READERS)


def read_bounds(value: object, _kind: object, /) -> npt.NDArray[Any]:
    """Take a column of numbers that may be infinite.

    Parameters
    ----------
    value : object
        A value from JSON.

    Returns
    -------
    ndarray
        The array, read-only.
    """
    return _read(value, "float64", {"float64": read_bound})


def _annotated(kind: object) -> str | None:
    (element,) = get_args(get_args(kind)[1])
    return _DEFAULTS.get(element)


def _name(dtype: "np.dtype[Any]") -> str:
    return {"U": "str", "O": "object"}.get(dtype.kind, dtype.name)


def _element(name: str) -> str:
    return name.partition("[")[0]


def _write(
    value: object, default: str | None, writers: Mapping[str, Callable[[Any, Any], Any]]
) -> Any:  # noqa: ANN401 - as JSON has it
    if not is_array(value):
        msg = f"must be an array, got {shown(value)}"
        raise MisfitError(msg)
    name = _name(value.dtype)
    if not _DTYPE.fullmatch(name) or _element(name) not in writers:
        msg = f"must be an array of a dtype that JSON can hold, got {name}"
        raise MisfitError(msg)
    writer = writers[_element(name)]
    cells = value.ravel() if _element(name) == "datetime64" else value.ravel().tolist()
    values = [inside(row, writer, cell, None) for row, cell in enumerate(cells)]
    if value.ndim == 1:
        return values if name == default else {"dtype": name, "values": values}
    return {"dtype": name, "shape": list(value.shape), "values": values}


def _read(
    value: object, default: str | None, readers: Mapping[str, Callable[[Any, Any], Any]]
) -> npt.NDArray[Any]:
    name, shape, values = _parts(value, default)
    if not _DTYPE.fullmatch(name) or _element(name) not in readers:
        msg = f"must be one of {', '.join(readers)}, got {shown(name)}"
        raise Located(["dtype"], MisfitError(msg))
    if default is not None and _element(name) != _element(default):
        msg = f"must be {_element(default)}, got {shown(name)}"
        raise Located(["dtype"], MisfitError(msg))
    reader = readers[_element(name)]
    cells = [inside(row, reader, cell, None) for row, cell in enumerate(values)]
    array: npt.NDArray[Any] = np.array(cells, dtype=name)
    if _element(name) == "datetime64":
        _refuse_other_units(array, values)
    array = _shaped(array, shape)
    array.flags.writeable = False
    return array


def _refuse_other_units(days: npt.NDArray[Any], texts: list[Any]) -> None:
    for row, (day, text) in enumerate(zip(days, texts, strict=True)):
        if str(day) != text:
            msg = f"must be as fine as {days.dtype.name} is, got {shown(text)}"
            raise Located([row], MisfitError(msg))


def _shaped(array: npt.NDArray[Any], shape: tuple[int, ...]) -> npt.NDArray[Any]:
    try:
        return array.reshape(shape)
    except ValueError as error:
        msg = f"must hold {array.size} values, got {shape}"
        raise Located(["shape"], MisfitError(msg)) from error


def _parts(value: object, default: str | None) -> tuple[str, tuple[int, ...], list[Any]]:
    if is_list(value) and default is not None:
        return default, (len(value),), value
    if not is_dict(value):
        wanted = "an object with dtype and values" if default is None else "a list"
        msg = f"must be {wanted}, got {shown(value)}"
        raise MisfitError(msg)
    for name in value:
        inside(name, _known_part, name, None)
    for name in ("dtype", "values"):
        if name not in value:
            msg = "is missing"
            raise Located([name], MisfitError(msg))
    dtype = inside("dtype", read_text, value["dtype"], None)
    values = inside("values", _list, value["values"], None)
    return dtype, inside("shape", _shape, value.get("shape", [len(values)]), None), values


def _known_part(name: object, _kind: object) -> str:
    return known("field", name, _PARTS)


def _list(value: object, _kind: object) -> list[Any]:
    if not is_list(value):
        msg = f"must be a list, got {shown(value)}"
        raise MisfitError(msg)
    return value


def _shape(value: object, kind: object) -> tuple[int, ...]:
    steps = _list(value, kind)
    sizes = tuple(inside(i, read_whole, size, None) for i, size in enumerate(steps))
    if len(sizes) > _DIMENSIONS or any(size < 0 for size in sizes):
        msg = f"must be at most {_DIMENSIONS} lengths >= 0, got {shown(sizes)}"
        raise MisfitError(msg)
    return sizes
