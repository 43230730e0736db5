"""Counting a cohort triangle: one bit a customer and period, in blocks of customers."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from crmcore._checks import readonly_ints
from crmcore._types import BoolArray, IntArray
from crmcore.errors import InvalidInputError

__all__ = ["count_activity"]

_CUSTOMERS_AT_ONCE: Final = 65_536
_BITMAP_CELLS: Final = 2**28
_MOST_PERIODS: Final = 4_096


def count_activity(
    customer: npt.ArrayLike, period: npt.ArrayLike, /, *, last: int
) -> tuple[IntArray, IntArray]:
    """Count the customers active by cohort and age.

    Parameters
    ----------
    customer : array_like of shape (n,)
        Who was active.
    period : array_like of shape (n,)
        In which period; whole numbers.
    last : int
        The last complete period; rows after it are not counted.

    Returns
    -------
    cohorts : ndarray of int64, shape (c,)
        Periods in which somebody was first active, ascending.
    cells : ndarray of int64, shape (m,)
        Active customers of each cohort at age 0, 1, ... up to `last`, row after row.

    Raises
    ------
    InvalidInputError
        If the columns differ in length, a period is not whole, or there are too many periods.
    """
    codes, periods = _codes(customer), _periods(period)
    if codes.size != periods.size:
        msg = f"customer and period must have the same length, got {codes.size} and {periods.size}"
        raise InvalidInputError(msg)
    known = periods <= last
    codes, periods = codes[known], periods[known]
    if not codes.size:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    first = int(periods.min())
    width = last - first + 1
    if width > _MOST_PERIODS:
        msg = (
            f"period must span at most {_MOST_PERIODS} periods, got {width} "
            f"from {first} to {last}; number coarser ones, such as months"
        )
        raise InvalidInputError(msg)
    square = _square(codes, periods - first, width)
    filled = np.flatnonzero(square[:, 0])
    ages = np.arange(width)
    cells: IntArray = square[filled][ages < width - filled[:, None]]
    return filled + first, cells


def _codes(customer: npt.ArrayLike) -> IntArray:
    values: npt.NDArray[Any] = np.array(customer, ndmin=1)
    if values.dtype.kind in "iu" and values.size:
        low, high = int(values.min()), int(values.max())
        if high - low < 2 * values.size:
            return values.astype(np.int64) - low
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _periods(period: npt.ArrayLike) -> IntArray:
    values: npt.NDArray[Any] = np.array(period, ndmin=1)
    if values.dtype.kind == "i" and values.ndim == 1:
        return values.astype(np.int64)
    try:
        return readonly_ints(values)
    except InvalidInputError as error:
        msg = f"period {error}"
        raise InvalidInputError(msg) from error


def _square(codes: IntArray, periods: IntArray, width: int) -> IntArray:
    counts = np.zeros(width * width, np.int64)
    customers = int(codes.max()) + 1
    step = max(_BITMAP_CELLS // width, 1)
    for start in range(0, customers, step):
        stop = min(start + step, customers)
        here = slice(None) if stop - start == customers else (codes >= start) & (codes < stop)
        bitmap = np.zeros((stop - start, width), np.bool_)
        bitmap[codes[here] - start, periods[here]] = True
        for row in range(0, stop - start, _CUSTOMERS_AT_ONCE):
            counts += _ages(bitmap[row : row + _CUSTOMERS_AT_ONCE], width)
    return counts.reshape(width, width)


def _ages(bitmap: BoolArray, width: int) -> IntArray:
    first = bitmap.argmax(axis=1)
    who, when = np.nonzero(bitmap)
    return np.bincount(first[who] * width + when - first[who], minlength=width * width)
