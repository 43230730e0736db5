"""Sums over whole numbers below a count: tables instead of special functions."""

from collections.abc import Callable
from typing import Final

import numpy as np

from crmcore._checks import refuse_rows
from crmcore._types import FloatArray, IntArray

__all__ = ["row_sums_below", "sum_below", "weight_above"]

_MOST: Final = 10_000_000
_BLOCK: Final = 2**18


def sum_below(function: Callable[[FloatArray], FloatArray], x: FloatArray, /) -> FloatArray:
    """Sum a function over the whole numbers 0 to x - 1, for each x.

    Parameters
    ----------
    function : callable
        Elementwise.
    x : ndarray of shape (n,)
        Whole numbers >= 0, at most ten million.

    Returns
    -------
    ndarray of shape (n,)
        The sums; 0 where x is 0.
    """
    whole = _whole(x)
    terms = function(np.arange(whole.max(initial=0), dtype=np.float64))
    return np.concatenate([np.zeros(1), np.cumsum(terms)])[whole]


def row_sums_below(
    function: Callable[[FloatArray, IntArray], FloatArray], x: FloatArray, /, *, size: int = 1
) -> FloatArray:
    """Sum functions that differ between rows over the whole numbers 0 to x - 1 of each row.

    Parameters
    ----------
    function : callable
        Takes some whole numbers and the row of each, gives `size` values for each.
    x : ndarray of shape (n,)
        Whole numbers >= 0, at most ten million.
    size : int, default 1
        Functions.

    Returns
    -------
    ndarray of shape (size, n)
        The sums; 0 where x is 0.
    """
    whole = _whole(x)
    total = np.zeros((size, x.size))
    summed = np.flatnonzero(whole)
    block = (np.cumsum(whole[summed]) - whole[summed]) // _BLOCK
    for rows in np.split(summed, np.flatnonzero(np.diff(block)) + 1) if summed.size else ():
        count = whole[rows]
        start = np.cumsum(count) - count
        row = np.repeat(rows, count)
        j = np.arange(row.size, dtype=np.float64) - np.repeat(start, count)
        terms = function(j, row)
        total[:, rows] = np.add.reduceat(terms.reshape(size, -1), start, axis=1)
    return total


def weight_above(x: FloatArray, weights: FloatArray, /) -> tuple[FloatArray, FloatArray]:
    """Give the weight of the rows whose count is above each whole number.

    With it a sum over rows of sums over j < x is one sum over j.

    Parameters
    ----------
    x : ndarray of shape (n,)
        Whole numbers >= 0, at most ten million.
    weights : ndarray of shape (n,)
        Weights of the rows.

    Returns
    -------
    j, weight : ndarray of shape (max x,)
        The whole numbers from 0, and the weight of the rows with x > j.
    """
    each = np.bincount(_whole(x), weights=weights)
    above: FloatArray = np.cumsum(each[::-1])[::-1][1:].astype(np.float64)
    return np.arange(above.size, dtype=np.float64), above


def _whole(x: FloatArray) -> IntArray:
    refuse_rows("frequency", x, x > _MOST, f"be at most {_MOST:,}")
    return x.astype(np.int64)
