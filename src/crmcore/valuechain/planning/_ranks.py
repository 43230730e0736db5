"""Ranks with ties: equal but for rounding is equal."""

import numpy as np
import numpy.typing as npt

from crmcore._types import FloatArray, IntArray

__all__ = ["tied_ranks"]


def tied_ranks(values: FloatArray, slack: npt.NDArray[np.float64] | float, /) -> IntArray:
    """Rank numbers, the greatest first.

    Parameters
    ----------
    values : ndarray of shape (n,)
        The numbers.
    slack : ndarray of shape (n,) or float
        By how much another number must be greater to come before.

    Returns
    -------
    ndarray of shape (n,)
        1 and the count of the numbers that come before; equal ones share the better rank.

    Examples
    --------
    >>> tied_ranks(np.array([2.0, 5.0, 5.0, 1.0]), 0.0)
    array([3, 1, 1, 4])
    """
    before = values.size - np.searchsorted(np.sort(values), values + slack, side="right")
    return 1 + before.astype(np.int64)
