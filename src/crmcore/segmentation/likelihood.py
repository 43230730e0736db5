"""How likely a customer truly belongs to the best share, when values are estimates."""

import math
from typing import ClassVar, Final

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, fraction, naming, readonly_floats, refuse_rows
from crmcore._display import Value
from crmcore._inputs import (
    column,
    cumulated,
    ranked_values,
    require_rows,
    weight_column,
)
from crmcore._text import Title
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.segmentation._normal import SURE, normal_cdf

__all__ = ["DrawnProbability", "top_probability", "top_probability_from_draws"]

_NO_CUSTOMERS: Final = Title(
    "the chance to be among the best is undefined: there are no customers",
    "احتمال بودن در میان بهترین‌ها تعریف‌نشده است: هیچ مشتری‌ای وجود ندارد",
)
_NO_DRAWS: Final = Title(
    "the chance to be among the best is undefined: there are no draws",
    "احتمال بودن در میان بهترین‌ها تعریف‌نشده است: هیچ نمونه تصادفی وجود ندارد",
)
_ENOUGH: Final = 1e-12
_TURNS: Final = 3
_MATRIX: Final = 2


def top_probability(
    mean: npt.ArrayLike,
    /,
    *,
    sd: npt.ArrayLike,
    share: float = 0.2,
    weights: npt.ArrayLike | None = None,
) -> FloatArray:
    r"""Chance of each customer to be among the truly best, from estimates and their errors.

    Parameters
    ----------
    mean : array_like of shape (n,)
        Estimated values, on a scale where their errors are near normal: for CLV its logarithm.
    sd : array_like of shape (n,)
        Standard deviation of each on the same scale, at least 0; one number for all is allowed.
    share : float, default 0.2
        Share of customers that count as the best, strictly between 0 and 1.
    weights : array_like of shape (n,), optional
        Customers that each row stands for; None is one each.

    Returns
    -------
    ndarray of shape (n,)
        Chances in [0, 1] that sum to ``share * n``. Where no error is known of anybody they are
        0 and 1, and customers tied at the edge share the room that is left.

    Raises
    ------
    InvalidInputError
        If a number is not finite, `sd` is negative, or `share` is out of bounds.
    UndefinedMetricError
        If there is no customer.

    Notes
    -----
    The threshold :math:`t` that solves :math:`\sum_i \Phi((m_i - t)/s_i) = q n` gives
    :math:`p_i = \Phi((m_i - t)/s_i)`. It takes the threshold as fixed, which is near enough from
    some twenty customers on; for fewer use `top_probability_from_draws`. A customer near the
    threshold whose own error is far below the others' is told too surely: with 1,000 customers,
    an error of 0.01 and a spread of 1, by 0.05. Errors must be independent of one another.

    Examples
    --------
    >>> chances = top_probability([3.0, 2.0, 1.0, 0.0], sd=1.0, share=0.25)
    >>> chances.round(3)
    array([0.66 , 0.279, 0.056, 0.005])
    """
    fraction("share", share, open_interval=True)
    values = column("mean", mean)
    errors = column("sd", sd)
    errors = np.broadcast_to(errors, values.shape) if errors.size == 1 else errors
    require_rows("sd", errors.size, values.size)
    refuse_rows("sd", errors, errors < 0, "be >= 0")
    weight = weight_column(weights, values.size)
    room = share * _customers(values, weight)
    if not errors.any():
        return _room_shares(values, weight, room)
    largest = max(float(np.abs(values).max()), float(errors.max()))
    unit = math.ldexp(1.0, math.frexp(largest)[1] - 1)
    return _solve(values / unit, errors / unit, np.ones(1) if weight is None else weight, room)


def _customers(values: FloatArray, weights: FloatArray | None) -> float:
    customers = float(values.size if weights is None else weights.sum())
    if customers == 0:
        raise UndefinedMetricError(_NO_CUSTOMERS)
    return customers


def _solve(mean: FloatArray, sd: FloatArray, weights: FloatArray, room: float) -> FloatArray:
    ends = [
        math.nextafter(float((mean - SURE * sd).min()), -math.inf),
        math.nextafter(float((mean + SURE * sd).max()), math.inf),
    ]
    chances = [chance_above(mean, sd, end) for end in ends]
    excess = [float((weights * chance).sum()) - room for chance in chances]
    pull, moved, step = list(excess), -1, 0
    while (threshold := _between(ends, pull, halve=step % _TURNS == 0)) is not None:
        chance = chance_above(mean, sd, threshold)
        found = float((weights * chance).sum()) - room
        if abs(found) <= _ENOUGH * room:
            return chance
        side = 0 if found > 0 else 1
        ends[side], chances[side], excess[side] = threshold, chance, found
        pull[side] = found
        pull[1 - side] /= 2 if side == moved else 1
        moved, step = side, step + 1
    part = excess[0] / (excess[0] - excess[1])
    return np.minimum(chances[1] * part + chances[0] * (1 - part), 1.0)


def _between(ends: list[float], pull: list[float], *, halve: bool) -> float | None:
    low, high = ends
    middle = low + (high - low) / 2
    aimed = middle if halve else low + (high - low) * (pull[0] / (pull[0] - pull[1]))
    if low < aimed < high:
        return aimed
    return middle if low < middle < high else None


def chance_above(mean: FloatArray, sd: FloatArray, threshold: float, /) -> FloatArray:
    """Give the chance of normal numbers to be above a threshold.

    Parameters
    ----------
    mean : ndarray of shape (n,)
        Their means.
    sd : ndarray of shape (n,)
        Their standard deviations; a number without one is above, or not.
    threshold : float
        The threshold.

    Returns
    -------
    ndarray of shape (n,)
        Chances in [0, 1].
    """
    distance = mean - threshold
    known = np.where(distance > 0, np.inf, -np.inf)
    with np.errstate(over="ignore"):
        return normal_cdf(np.divide(distance, sd, out=known, where=sd > 0))


def _room_shares(values: FloatArray, weights: FloatArray | None, room: float) -> FloatArray:
    ranked, weight = ranked_values(values, weights)
    above = cumulated(weight[::-1])
    last = max(min(int(np.searchsorted(above, room)), ranked.size), 1) - 1
    edge = ranked[::-1][last]
    part = min((room - above[last]) / weight[::-1][last], 1.0)
    return np.where(values > edge, 1.0, np.where(values == edge, part, 0.0))


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class DrawnProbability(Value):
    """Chances to be among the best, counted over draws, and how exactly the draws tell them.

    Attributes
    ----------
    probability : ndarray of shape (n,)
        Chances in [0, 1]; they sum to the share asked for times the customers.
    draws : int
        How many draws.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    probability: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    draws: int

    @property
    def standard_error(self) -> FloatArray:
        """Standard error of each chance from the number of draws: sqrt(p (1 - p) / draws)."""
        return np.sqrt(self.probability * (1 - self.probability) / self.draws)

    def _facts(self) -> dict[str, object]:
        return {
            "customers": self.probability.size,
            "draws": self.draws,
            "largest_error": float(self.standard_error.max()),
        }


def top_probability_from_draws(
    draws: npt.ArrayLike, /, *, share: float = 0.2, weights: npt.ArrayLike | None = None
) -> DrawnProbability:
    """Chance of each customer to be among the truly best, from draws of all their values.

    Parameters
    ----------
    draws : array_like of shape (draws, n)
        In each row one possible value of every customer, such as CLVs from simulated parameters:
        errors that customers share are so kept.
    share : float, default 0.2
        Share of customers that count as the best, strictly between 0 and 1.
    weights : array_like of shape (n,), optional
        Customers that each column stands for; None is one each.

    Returns
    -------
    DrawnProbability
        Chances and their standard errors; in each draw customers tied at the edge share the
        room that is left.

    Raises
    ------
    InvalidInputError
        If `draws` are no numbers, have not two dimensions or hold one that is not finite, or
        `share` is out of bounds.
    UndefinedMetricError
        If there is no draw, or no customer.

    Examples
    --------
    >>> chances = top_probability_from_draws([[3, 1, 0, 0], [1, 2, 0, 0]], share=0.25)
    >>> chances
    DrawnProbability(customers=4, draws=2, largest_error=0.353553)
    >>> chances.probability
    array([0.5, 0.5, 0. , 0. ])
    """
    fraction("share", share, open_interval=True)
    try:
        matrix = np.asarray(draws, dtype=np.float64)
    except (TypeError, ValueError) as error:
        msg = f"draws must be numbers in rows of equal length: {error}"
        raise InvalidInputError(msg) from error
    if matrix.ndim != _MATRIX:
        msg = f"draws must have two dimensions, draws and customers, got shape {matrix.shape}"
        raise InvalidInputError(msg)
    if not len(matrix):
        raise UndefinedMetricError(_NO_DRAWS)
    weight = weight_column(weights, matrix.shape[1])
    total = np.zeros(matrix.shape[1])
    for number, row in enumerate(matrix):
        values = column(f"draws[{number}]", row)
        total += _room_shares(values, weight, share * _customers(values, weight))
    return DrawnProbability(probability=total / len(matrix), draws=len(matrix))
