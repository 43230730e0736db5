"""Distinct rows of columns: compress a base into weighted rows, evaluate once, scatter back."""

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from crmcore._types import FloatArray, IntArray

__all__ = ["compress", "distinct", "in_chunks", "on_distinct"]

# Times that came from whole days, hours or periods are whole again in one of these units.
_GRIDS: Final = (1.0, 7.0, 24.0, 168.0, 365.25 / 12, 365.25)
_KEY_LIMIT: Final = 2**62
_TABLE_FLOOR: Final = 2**16
_CHUNK: Final = 2**18  # large, as it is searched for distinct rows
_SMALL_CHUNK: Final = 2**15  # small, so that the work stays in the cache
_GLANCE: Final = 64
_Scale: TypeAlias = tuple[int, int, float]  # lowest whole number, how many, parts of one


def distinct(*columns: FloatArray) -> tuple[tuple[FloatArray, ...], IntArray]:
    """Find the distinct rows of columns, sorted by the first column, then the next.

    Parameters
    ----------
    *columns : ndarray of shape (n,)
        Finite numbers.

    Returns
    -------
    rows : tuple of ndarray, shape (k,)
        The columns of the distinct rows.
    inverse : ndarray of int64, shape (n,)
        Where each row stands among them: ``rows[j][inverse]`` is column ``j``.

    Examples
    --------
    >>> rows, inverse = distinct(np.array([2.0, 0.0, 2.0]), np.array([5.0, 9.0, 5.0]))
    >>> rows[0], inverse
    (array([0., 2.]), array([1, 0, 1]))
    """
    first, inverse = _positions(columns)
    return tuple(column[first] for column in columns), inverse


def compress(
    *columns: FloatArray, weights: FloatArray | None = None
) -> tuple[tuple[FloatArray, ...], FloatArray]:
    """Add up the weights of equal rows; rows without weight are left out.

    Parameters
    ----------
    *columns : ndarray of shape (n,)
        Finite numbers.
    weights : ndarray of shape (n,) or None
        Customers that each row stands for; None is one each.

    Returns
    -------
    rows : tuple of ndarray, shape (k,)
        The columns of the distinct rows, sorted, so that the order of the input does not matter.
    weights : ndarray of shape (k,)
        Their weights, all above 0.

    Examples
    --------
    >>> rows, weights = compress(np.array([2.0, 0.0, 2.0]), np.array([5.0, 9.0, 5.0]))
    >>> weights
    array([1., 2.])
    """
    if weights is not None:
        present = weights > 0
        columns = tuple(column[present] for column in columns)
        weights = weights[present]
    elif columns[0].size:
        key, _, scales = _key(columns)
        if key is not None:
            return _run_lengths(key, scales)
    first, inverse = _positions(columns)
    total = np.bincount(inverse, weights=weights, minlength=first.size).astype(np.float64)
    return tuple(column[first] for column in columns), total


def in_chunks(function: Callable[..., FloatArray], /, *columns: FloatArray) -> FloatArray:
    """Evaluate an elementwise function chunk by chunk, so that memory stays bounded.

    Parameters
    ----------
    function : callable
        Takes the columns, gives one number a row.
    *columns : ndarray of shape (n,)
        The columns.

    Returns
    -------
    ndarray of shape (n,)
        One number a row.
    """
    out = np.empty(columns[0].size)
    for start in range(0, out.size, _SMALL_CHUNK):
        rows = slice(start, start + _SMALL_CHUNK)
        out[rows] = function(*(column[rows] for column in columns))
    return out


def on_distinct(function: Callable[..., FloatArray], /, *columns: FloatArray) -> FloatArray:
    """Evaluate an elementwise function on the distinct rows only, chunk by chunk.

    Parameters
    ----------
    function : callable
        Takes the columns, gives one number a row.
    *columns : ndarray of shape (n,)
        Finite numbers.

    Returns
    -------
    ndarray of shape (n,)
        One number a row.
    """
    parts = [
        distinct(*(column[start : start + _CHUNK] for column in columns))
        for start in range(0, max(columns[0].size, 1), _CHUNK)
    ]
    merged = tuple(
        np.concatenate(column) for column in zip(*(rows for rows, _ in parts), strict=True)
    )
    values, where = distinct(*merged)
    result = in_chunks(function, *values)[where]
    starts = np.cumsum([0] + [rows[0].size for rows, _ in parts[:-1]])
    inverse = [inverse + start for start, (_, inverse) in zip(starts, parts, strict=True)]
    spread: FloatArray = result[np.concatenate(inverse)]
    return spread


def _positions(columns: tuple[FloatArray, ...]) -> tuple[IntArray, IntArray]:
    size = columns[0].size
    if not size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    key, span, _ = _key(columns)
    if key is None:
        return _by_sorting(columns)
    if span <= max(4 * size, _TABLE_FLOOR):
        return _by_table(key, span)
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return first, inverse.astype(np.int64, copy=False)


# One whole number a row, in the order of the rows; none where a column lies on no known grid.
def _key(columns: tuple[FloatArray, ...]) -> tuple[IntArray | None, int, list[_Scale]]:
    key, span = np.zeros(columns[0].size, np.int64), 1
    scales: list[_Scale] = []
    for column in columns:
        grid = _grid_of(column)
        if grid is None:
            return None, 0, []
        whole = np.rint(column * grid).astype(np.int64)
        lowest = int(whole.min())
        width = int(whole.max()) - lowest + 1
        span *= width
        if span >= _KEY_LIMIT:
            return None, 0, []
        key = key * width + (whole - lowest)
        scales.append((lowest, width, grid))
    return key, span, scales


# Sorting the keys alone and reading the rows back from them is quicker than sorting positions.
def _run_lengths(key: IntArray, scales: list[_Scale]) -> tuple[tuple[FloatArray, ...], FloatArray]:
    key.sort()
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    rest = key[first]
    rows: list[FloatArray] = []
    for lowest, width, grid in reversed(scales):
        place, rest = rest % width, rest // width
        rows.append((place + lowest) / grid)
    count = np.diff(np.append(first, key.size)).astype(np.float64)
    return tuple(reversed(rows)), count


# The grid must give the very numbers back, so that rows have equal keys only if they are equal.
def _grid_of(column: FloatArray) -> float | None:
    if float(np.abs(column).max()) * _GRIDS[-1] >= 2**53:  # whole floats end there
        return None
    glance = column[:: max(1, column.size // _GLANCE)]
    for grid in _GRIDS:
        if np.array_equal(np.rint(glance * grid) / grid, glance) and np.array_equal(
            np.rint(column * grid) / grid, column
        ):
            return grid
    return None


def _by_table(key: IntArray, span: int) -> tuple[IntArray, IntArray]:
    first = np.full(span, -1, np.int64)
    first[key[::-1]] = np.arange(key.size - 1, -1, -1)
    present = np.flatnonzero(first >= 0)
    code = np.empty(span, np.int64)
    code[present] = np.arange(present.size)
    return first[present], code[key]


def _by_sorting(columns: tuple[FloatArray, ...]) -> tuple[IntArray, IntArray]:
    order = np.lexsort(columns[::-1])
    new = np.ones(order.size, dtype=np.bool_)
    new[1:] = False
    for column in columns:
        ordered = column[order]
        new[1:] |= ordered[1:] != ordered[:-1]
    inverse = np.empty(order.size, np.int64)
    inverse[order] = np.cumsum(new) - 1
    return order[new].astype(np.int64, copy=False), inverse
