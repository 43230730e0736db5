"""Trials with a chance of their own for each: counts of them, read and drawn."""

from typing import Final

import numpy as np
import numpy.typing as npt

from crmcore._checks import refuse_rows
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv._arguments import horizons

__all__ = ["MOST", "trials_passed", "whole", "whole_numbers"]

MOST: Final = 10_000_000  # trials that a table may have


def whole(name: str, length: FloatArray, /, *, of: str, least: int = 0) -> FloatArray:
    """Refuse lengths of time that are no counts.

    Parameters
    ----------
    name : str
        The argument's name.
    length : ndarray of shape () or (n,)
        Lengths >= 0, perhaps inf.
    of : str
        What is counted, in the plural.
    least : int, default 0
        The smallest number allowed.

    Returns
    -------
    ndarray of shape () or (n,)
        The lengths.

    Raises
    ------
    InvalidInputError
        If a length is not whole, too small, or above ten million.
    """
    finite = np.isfinite(length)
    bad = finite & ((length != np.floor(length)) | (length < least) | (length > MOST))
    above = f" from {least} on" if least else ""
    rule = f"be a whole number of {of}{above}, at most {MOST:,}"
    if length.ndim:
        refuse_rows(name, length, bad, rule)
    elif bad:
        msg = f"{name} must {rule}, got {float(length):g}"
        raise InvalidInputError(msg)
    return length


def whole_numbers(
    name: str, value: npt.ArrayLike, /, *, of: str, least: int = 0, rows: int | None = None
) -> FloatArray:
    """Read one count, or one for each row.

    Parameters
    ----------
    name : str
        The argument's name.
    value : int or array_like
        Its value.
    of : str
        What is counted, in the plural.
    least : int, default 0
        The smallest number allowed.
    rows : int or None
        Rows that there must be; None takes any number of them.

    Returns
    -------
    ndarray of shape () or (n,)
        The counts.

    Raises
    ------
    InvalidInputError
        If a number is not whole, too small, or above ten million.
    """
    return whole(name, horizons(name, value, unit=None, rows=rows), of=of, least=least)


def trials_passed(chance: FloatArray, rng: np.random.Generator, /) -> FloatArray:
    """Draw how many trials pass before the first hit.

    Parameters
    ----------
    chance : ndarray of shape (n,)
        Chance of a hit at each trial, in [0, 1].
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    ndarray of shape (n,)
        Whole numbers; inf where a hit is impossible.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        passed = np.floor(rng.standard_exponential(chance.size) / -np.log1p(-chance))
    return np.nan_to_num(passed, nan=0.0, posinf=np.inf)
