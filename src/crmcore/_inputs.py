"""Reading the arrays that functions are given, and ranking their values."""

import math

import numpy as np
import numpy.typing as npt

from crmcore._checks import number_above, readonly_floats, refuse_rows
from crmcore._types import FloatArray, IntArray, ObjectArray
from crmcore.errors import InvalidInputError

__all__ = [
    "column",
    "cumulated",
    "optional_ids",
    "ranked_values",
    "require_rows",
    "rows_among",
    "weight_column",
    "whole_number",
]


def column(name: str, values: npt.ArrayLike, /) -> FloatArray:
    """Read finite numbers, one a row, and name the argument where they are not.

    Parameters
    ----------
    name : str
        The argument's name.
    values : array_like of shape (n,)
        Numbers.

    Returns
    -------
    ndarray of shape (n,)
        A read-only copy.

    Raises
    ------
    InvalidInputError
        If something is no finite number, or there is more than one dimension.
    """
    try:
        numbers = readonly_floats(values)
    except InvalidInputError as error:
        msg = f"{name} {error}"
        raise InvalidInputError(msg) from error
    refuse_rows(name, numbers, ~np.isfinite(numbers), "be finite")
    return numbers


def weight_column(weights: npt.ArrayLike | None, rows: int, /) -> FloatArray | None:
    """Read the weights of some rows.

    Parameters
    ----------
    weights : array_like of shape (n,) or None
        Customers that each row stands for; None is one each.
    rows : int
        How many rows there are.

    Returns
    -------
    ndarray of shape (n,) or None
        A read-only copy, or None.

    Raises
    ------
    InvalidInputError
        If the length is wrong, or a weight is negative or not finite.
    """
    if weights is None:
        return None
    numbers = column("weights", weights)
    require_rows("weights", numbers.size, rows)
    refuse_rows("weights", numbers, numbers < 0, "be >= 0")
    return numbers


def require_rows(name: str, got: int, rows: int, /) -> None:
    """Refuse a column of the wrong length.

    Parameters
    ----------
    name : str
        The argument's name.
    got : int
        Its rows.
    rows : int
        The rows it must have.

    Raises
    ------
    InvalidInputError
        If they differ.
    """
    if got != rows:
        msg = f"{name} must have one row for each of the {rows} customers, got {got}"
        raise InvalidInputError(msg)


def optional_ids(ids: object) -> ObjectArray | None:
    """Read who the rows are (attrs converter).

    Parameters
    ----------
    ids : array_like of shape (n,) or None
        Identifiers, or nothing.

    Returns
    -------
    ndarray of shape (n,) or None
        A read-only copy, or None.
    """
    if ids is None:
        return None
    kind = None if isinstance(ids, np.ndarray) else np.object_  # text and numbers stay apart
    array: ObjectArray = np.array(ids, dtype=kind, ndmin=1)
    array.flags.writeable = False
    return array


def whole_number(name: str, value: int, /, *, low: int, high: int) -> int:
    """Refuse what is not a whole number within bounds.

    Parameters
    ----------
    name : str
        The argument's name.
    value : int
        Its value.
    low, high : int
        The bounds, both allowed.

    Returns
    -------
    int
        The value.

    Raises
    ------
    InvalidInputError
        If the rule is broken.
    """
    number = number_above(name, value, -math.inf)
    if not number.is_integer() or not low <= number <= high:
        msg = f"{name} must be a whole number from {low} to {high}, got {value!r}"
        raise InvalidInputError(msg)
    return int(number)


def ranked_values(
    values: FloatArray, weights: FloatArray | None, /
) -> tuple[FloatArray, FloatArray]:
    """Rank one column: its distinct values in ascending order, and the weight of each.

    One sort, and no place for each row: half the time and memory of compressing whole rows.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Finite numbers.
    weights : ndarray of shape (n,) or None
        Customers that each row stands for; rows of weight 0 take no part.

    Returns
    -------
    values : ndarray of shape (m,)
        Distinct values, ascending; a negative zero is a zero.
    weights : ndarray of shape (m,)
        The weight at each, above 0; the same for every order of the rows.

    Examples
    --------
    >>> ranked_values(np.array([3.0, 1.0, 3.0]), None)
    (array([1., 3.]), array([1., 2.]))
    """
    if weights is None:
        ranked = np.sort(values)
        first = _starts(ranked)
        return ranked[first] + 0.0, np.diff(np.append(first, ranked.size)).astype(np.float64)
    present = weights > 0
    values, weights = values[present], weights[present]
    order = np.lexsort((weights, values))
    ranked = values[order]
    first = _starts(ranked)
    if not first.size:
        return ranked, ranked
    return ranked[first] + 0.0, np.add.reduceat(weights[order], first)


def cumulated(values: FloatArray, /) -> FloatArray:
    """Cumulate from 0.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Numbers.

    Returns
    -------
    ndarray of shape (n + 1,)
        0, then the sum of the first, of the first two and so on.
    """
    sums = np.zeros(values.size + 1)
    np.cumsum(values, out=sums[1:])
    return sums


def _starts(ranked: FloatArray) -> npt.NDArray[np.intp]:
    new = np.ones(ranked.size, dtype=np.bool_)
    new[1:] = ranked[1:] != ranked[:-1]
    return np.flatnonzero(new)


def rows_among(ids: ObjectArray, some: ObjectArray | None, /) -> IntArray:
    """Find where some identifiers stand among all.

    Parameters
    ----------
    ids : ndarray of shape (n,)
        All identifiers, ascending.
    some : ndarray of shape (k,) or None
        Identifiers that occur there; None is none.

    Returns
    -------
    ndarray of int64, shape (k,)
        Their rows.
    """
    return np.zeros(0, dtype=np.int64) if some is None else np.searchsorted(ids, some)
