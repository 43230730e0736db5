"""Arguments that the verbs of all models read in the same way."""

import math
from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from crmcore._checks import number_above, readonly_floats, refuse_rows
from crmcore._codes import distinct_cells
from crmcore._inputs import require_rows
from crmcore._types import FloatArray, IntArray, TimeUnit
from crmcore.errors import InvalidInputError
from crmcore.periods import duration
from crmcore.summary import CustomerSummary

__all__ = ["copies", "count", "horizons", "read_labels", "require_unit"]


def count(name: str, value: float, /) -> int:
    """Read a whole number >= 0.

    Parameters
    ----------
    name : str
        The argument's name.
    value : int
        Its value.

    Returns
    -------
    int
        The number.

    Raises
    ------
    InvalidInputError
        If it is not whole or negative.
    """
    number = number_above(name, value, inclusive=True)
    if number != int(number):
        msg = f"{name} must be whole, got {value!r}"
        raise InvalidInputError(msg)
    return int(number)


def horizons(
    name: str,
    value: float | str | npt.ArrayLike,
    /,
    *,
    unit: TimeUnit | None,
    rows: int | None = None,
) -> FloatArray:
    """Read one length of time, or one for each row.

    Parameters
    ----------
    name : str
        The argument's name.
    value : float, str or array_like
        Numbers in `unit`, or text such as ``"1 year"``.
    unit : {"day", "week", "month", "year", "period"} or None
        The unit of the answer; None if it is not known.
    rows : int or None
        Rows that there must be; None takes any number of them.

    Returns
    -------
    ndarray of shape () or (n,)
        Lengths, finite and >= 0.

    Raises
    ------
    InvalidInputError
        If a rule is broken, or text is given where the unit is not known.
    """
    if isinstance(value, str):
        if unit is None:
            msg = f"{name} must be a number for a model without a unit of time, got {value!r}"
            raise InvalidInputError(msg)
        return np.asarray(duration(value, unit=unit, name=name))
    if np.ndim(value) == 0:
        return np.asarray(number_above(name, value, inclusive=True))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    try:
        column = readonly_floats(value)
    except InvalidInputError as error:
        msg = f"{name} {error}"
        raise InvalidInputError(msg) from error
    refuse_rows(name, column, ~np.isfinite(column) | (column < 0), "be finite and >= 0")
    if rows is not None and column.size != rows:
        msg = f"{name} must have one value or {rows}, one a customer, got {column.size}"
        raise InvalidInputError(msg)
    return column


def copies(weights: FloatArray, /) -> IntArray:
    """Give a row number for each customer that rows stand for.

    Parameters
    ----------
    weights : ndarray of shape (n,)
        Customers that each row stands for.

    Returns
    -------
    ndarray of int, shape (sum of the weights,)
        Row numbers, each as often as its weight.

    Raises
    ------
    InvalidInputError
        If a weight is not whole.
    """
    refuse_rows("weights", weights, weights != np.floor(weights), "be whole to draw customers")
    return np.repeat(np.arange(weights.size), weights.astype(np.int64))


def read_labels(labels: Iterable[Hashable], /, *, rows: int) -> tuple[IntArray, list[Hashable]]:
    """Read the group of each customer.

    Parameters
    ----------
    labels : iterable of length n
        Anything that names a group.
    rows : int
        Customers.

    Returns
    -------
    code : ndarray of int64, shape (n,)
        Positions in the list.
    groups : list
        The groups, in the order in which they first come.

    Raises
    ------
    InvalidInputError
        If one is missing or does not hash, or there are more or fewer than customers.
    """
    cells: list[Any] = labels.tolist() if isinstance(labels, np.ndarray) else list(labels)
    require_rows("labels", len(cells), rows)
    code, groups = distinct_cells(cells, "labels")
    for place, group in enumerate(groups):
        if group is None or (isinstance(group, float) and math.isnan(group)):
            row = int(np.flatnonzero(code == place)[0])
            msg = f"labels must name a group, got {group!r} at row {row}"
            raise InvalidInputError(msg)
    return code, groups


def require_unit(unit: TimeUnit | None, customers: CustomerSummary, /) -> None:
    """Refuse customers whose times are in another unit than the model's.

    Parameters
    ----------
    unit : {"day", "week", "month", "year", "period"} or None
        The unit of the model; None takes any.
    customers : CustomerSummary
        The customers.

    Raises
    ------
    InvalidInputError
        If the units differ.
    """
    if unit is not None and customers.unit != unit:
        msg = (
            f"customers must be in the model's unit of time, {unit!r}, got {customers.unit!r}; "
            f"summarise them by {unit}, or fit the model to them"
        )
        raise InvalidInputError(msg)
