"""Dated values of one figure: its history."""

import itertools
from collections.abc import Iterable
from typing import Any, TypeAlias

import attrs
import numpy as np

from crmcore._checks import number_above
from crmcore._display import Value
from crmcore._types import DateLike, FloatArray
from crmcore.days import as_day
from crmcore.errors import InvalidInputError

__all__ = ["Observation", "ObservationLike", "as_history", "days_and_values"]

ObservationLike: TypeAlias = "Observation | tuple[DateLike, float]"


def _day(value: DateLike) -> np.datetime64:
    return as_day(value, name="date")


@attrs.frozen(repr=False)
class Observation(Value):
    """The value of a figure on a day.

    Attributes
    ----------
    date : numpy.datetime64
        The day it holds for; any date is taken.
    value : float
        The value, finite.
    n : float or None
        Observations behind it, where known.

    Raises
    ------
    InvalidInputError
        If the date is none, or the value is not finite.

    Examples
    --------
    >>> Observation("2024-03-31", 0.34)
    Observation(date='2024-03-31', value=0.34)
    """

    date: np.datetime64 = attrs.field(converter=_day)
    value: float
    n: float | None = None

    def __attrs_post_init__(self) -> None:
        number_above("value", self.value, -np.inf)

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"date": str(self.date), "value": self.value}
        return facts if self.n is None else {**facts, "n": self.n}


def as_history(observations: Iterable[ObservationLike], /) -> tuple[Observation, ...]:
    """Bring dated values into order.

    Parameters
    ----------
    observations : iterable of Observation or of (date, value)
        Values in any order.

    Returns
    -------
    tuple of Observation
        By date.

    Raises
    ------
    InvalidInputError
        If something is neither, a value is not finite, or two are of the same day.

    Examples
    --------
    >>> [o.value for o in as_history([("2024-06-30", 0.36), ("2024-03-31", 0.34)])]
    [0.34, 0.36]
    """
    dated = sorted((_observation(item) for item in observations), key=lambda item: item.date)
    for earlier, later in itertools.pairwise(dated):
        if earlier.date == later.date:
            msg = f"history must have one value a day, got two on {later.date}"
            raise InvalidInputError(msg)
    return tuple(dated)


def _observation(item: Any) -> Observation:  # noqa: ANN401 - whatever the caller put in the list
    if isinstance(item, Observation):
        return item
    try:
        date, value = item
    except (TypeError, ValueError) as error:
        msg = f"history must hold pairs of date and value, got {item!r}"
        raise InvalidInputError(msg) from error
    return Observation(date, value)


def days_and_values(history: Iterable[Observation], /) -> tuple[FloatArray, FloatArray]:
    """Give a history as two columns.

    Parameters
    ----------
    history : iterable of Observation
        Dated values.

    Returns
    -------
    days : ndarray of shape (n,)
        Days since 1970-01-01.
    values : ndarray of shape (n,)
        The values.
    """
    rows = list(history)
    days = np.array([row.date for row in rows], "M8[D]").astype(np.int64).astype(np.float64)
    return days, np.array([row.value for row in rows], np.float64)
