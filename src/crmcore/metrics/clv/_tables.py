"""Sums over whole numbers below a count: tables instead of special functions."""

from collections.abc import Callable
from typing import Final

import numpy as np

from crmcore._checks import refuse_rows
from crmcore._types import FloatArray, IntArray

__all__ = ["sum_below", "weight_above"]

_MOST: Final = 10_000_000


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
