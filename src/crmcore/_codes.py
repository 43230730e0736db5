"""Identifiers to numbers and back: in their own order, whatever the order of the rows."""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from crmcore._frames import Column
from crmcore._types import IntArray, ObjectArray
from crmcore.errors import InvalidInputError

__all__ = ["codes", "distinct_cells", "renumber", "sorted_ids"]

_DENSE: Final = 8  # a table of all numbers in the range is quicker than sorting up to this ratio


def codes(values: Column, /, *, name: str) -> tuple[IntArray, ObjectArray]:
    """Give identifiers numbers in their own order, so that the order of rows does not matter.

    Parameters
    ----------
    values : sequence of length n
        Text or whole numbers; None, nan and empty text are missing.
    name : str
        The column's name, for the message.

    Returns
    -------
    codes : ndarray of int64, shape (n,)
        Positions in `ids`; -1 where missing.
    ids : ndarray
        The distinct identifiers, ascending.

    Raises
    ------
    InvalidInputError
        If an identifier is a broken float, or text and numbers are mixed.
    """
    if isinstance(values, np.ndarray) and values.dtype.kind in "iu":
        return _whole_codes(values.astype(np.int64))
    rows = values.tolist() if isinstance(values, np.ndarray) else list(values)
    first, seen = distinct_cells(rows, name)
    plain = [_identifier(value, name) for value in seen]
    known = sorted_ids({value for value in plain if value is not None}, name=name)
    place = {value: position for position, value in enumerate(known)}
    table = np.array([-1 if value is None else place[value] for value in plain], dtype=np.int64)
    ids = np.array(known, dtype=np.int64 if known and isinstance(known[0], int) else object)
    return (table[first] if first.size else first), ids


def _whole_codes(values: IntArray) -> tuple[IntArray, ObjectArray]:
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    if high - low < _DENSE * (values.size + 1):
        used, code = renumber(values - low, high - low + 1)
        return code, used + low
    ids, inverse = np.unique(values, return_inverse=True)
    return inverse.astype(np.int64).reshape(-1), ids


def renumber(code: IntArray, size: int, /) -> tuple[IntArray, IntArray]:
    """Close the gaps in a numbering.

    Parameters
    ----------
    code : ndarray of int64, shape (n,)
        Numbers from 0 to ``size - 1``.
    size : int
        How many numbers there may be.

    Returns
    -------
    used : ndarray of int64
        The numbers that occur, ascending.
    code : ndarray of int64, shape (n,)
        Positions in `used`.
    """
    present = np.zeros(size, dtype=bool)
    present[code] = True
    place = np.cumsum(present) - 1
    return np.flatnonzero(present), place[code]


def distinct_cells(rows: Sequence[Any], name: str) -> tuple[IntArray, list[Any]]:
    """Give the distinct cells of a column numbers, in the order in which they come.

    Parameters
    ----------
    rows : sequence of length n
        Cells that hash.
    name : str
        The column's name, for the message.

    Returns
    -------
    code : ndarray of int64, shape (n,)
        Positions in the list.
    cells : list
        The distinct cells.

    Raises
    ------
    InvalidInputError
        If a cell is a list or another thing that does not hash.
    """
    seen: dict[Any, int] = {}
    try:
        code = np.fromiter((seen.setdefault(row, len(seen)) for row in rows), np.int64, len(rows))
    except TypeError as error:
        msg = f"{name} must be text, numbers or dates, got {rows[len(seen)]!r}"
        raise InvalidInputError(msg) from error
    return code, list(seen)


def _identifier(value: object, name: str) -> str | int | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        msg = f"{name} must be text or a whole number, got {value!r}"
        raise InvalidInputError(msg)
    if isinstance(value, int | float) and float(value).is_integer():
        return int(value)
    if type(value).__name__ in {"NAType", "NaTType"}:
        return None
    msg = f"{name} must be text or a whole number, got {value!r}"
    raise InvalidInputError(msg)


def sorted_ids(values: Iterable[Any], /, *, name: str) -> list[Any]:
    """Sort identifiers, refusing a mixture of text and numbers.

    Parameters
    ----------
    values : iterable
        Distinct identifiers.
    name : str
        The column's name, for the message.

    Returns
    -------
    list
        The identifiers, ascending.

    Raises
    ------
    InvalidInputError
        If they do not compare.
    """
    try:
        return sorted(values)
    except TypeError as error:
        kinds = sorted({type(value).__name__ for value in values})
        msg = f"{name} must be all text or all whole numbers, got {' and '.join(kinds)}"
        raise InvalidInputError(msg) from error
