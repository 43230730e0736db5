"""Likelihoods of single rows whose parameters differ, with their slopes: what fits add up."""

import copy
from collections.abc import Mapping
from typing import Final, NamedTuple, Protocol, TypeVar

import numpy as np

from crmcore._types import FloatArray
from crmcore.metrics.clv._maths.beta_counts import sums_before
from crmcore.metrics.clv._maths.tables import row_sums_below, sum_below
from crmcore.metrics.clv.fitting._parametric import Parametric

__all__ = [
    "RATES",
    "RowLikelihood",
    "Rows",
    "at_rows",
    "either_rows",
    "in_coordinates",
    "leaving_rows",
    "purchase_rows",
    "trial_rows",
]

M = TypeVar("M", bound=Parametric)

RATES: Final = np.array([[1.0, 0.0], [1.0, -1.0]])  # ln r, ln alpha from ln r, ln r/alpha


class Rows(NamedTuple):
    """A function of a few variables for each of ``n`` rows.

    `value` has the shape (n,), `slopes` (k, n) and `bends`, the second derivatives, (k, k, n).
    """

    value: FloatArray
    slopes: FloatArray
    bends: FloatArray


class RowLikelihood(Protocol):
    """Log-likelihoods of rows as a function of the coordinates of each."""

    def __call__(self, coordinates: FloatArray, /) -> Rows:
        """Evaluate at coordinates of shape (k, n); those that no covariate moves are equal."""
        ...


def at_rows(model: M, parameters: Mapping[str, FloatArray], /) -> M:
    """Give a model some of whose parameters differ by row, for its formulas alone.

    Parameters
    ----------
    model : Parametric
        The model.
    parameters : mapping of str to ndarray of shape (n,)
        The parameters that differ.

    Returns
    -------
    Parametric
        The same model with columns in the place of these numbers; it can be given to nobody, as
        its columns belong to the rows that its formulas are given.
    """
    own = copy.copy(model)
    for name, column in parameters.items():
        object.__setattr__(own, name, column)
    return own


def in_coordinates(rows: Rows, to_log: FloatArray, /) -> Rows:
    """Give the derivatives in other variables, of which the variables are linear functions.

    Parameters
    ----------
    rows : Rows
        A function with its derivatives.
    to_log : ndarray of shape (k, j)
        The variables are ``to_log @ coordinates``.

    Returns
    -------
    Rows
        The function with its derivatives in the coordinates.
    """
    back = to_log.T
    half = np.tensordot(back, rows.bends, axes=(1, 0))
    bends = np.tensordot(back, half, axes=(1, 1))
    return Rows(rows.value, back @ rows.slopes, bends)


def purchase_rows(r: float, log_rate: FloatArray, x: FloatArray, age: FloatArray, /) -> Rows:
    """Give the log of (r)_x alpha^r / (alpha + T)^(r + x) of each row: purchases of who stays.

    Parameters
    ----------
    r : float
        Shape of the purchase rates.
    log_rate : ndarray of shape (n,)
        ln r/alpha of each row.
    x, age : ndarray of shape (n,)
        Frequency and age.

    Returns
    -------
    Rows
        With the derivatives in ln r and ln alpha.
    """
    alpha = r * np.exp(-log_rate)
    log, early, late = np.log1p(age / alpha), age / (alpha + age), alpha / (alpha + age)
    slopes, bends = np.empty((2, x.size)), np.empty((2, 2, x.size))
    value = sum_below(lambda j: np.log1p(j / r), x) + x * log_rate - (r + x) * log
    slopes[0] = sum_below(lambda j: r / (r + j), x) - r * log
    slopes[1] = r * early - x * late
    bends[0, 0] = sum_below(lambda j: r / (r + j) * (j / (r + j)), x) - r * log
    bends[0, 1] = bends[1, 0] = r * early
    bends[1, 1] = -(r + x) * early * late
    return Rows(value, slopes, bends)


def either_rows(y: FloatArray, slopes: FloatArray, bends: FloatArray, /) -> Rows:
    """Give log(1 + e^y) of each row: what being gone adds to the likelihood of being alive.

    Parameters
    ----------
    y : ndarray of shape (n,)
        Log odds of being gone; may be -inf.
    slopes : ndarray of shape (k, n)
        Its slopes; finite, whatever they are, where it is -inf.
    bends : ndarray of shape (k, k, n)
        Its second derivatives.

    Returns
    -------
    Rows
        With the derivatives in the same variables.
    """
    small = np.exp(-np.abs(y))
    gone = np.where(y >= 0, 1.0, small) / (1 + small)
    kept = np.where(y >= 0, small, 1.0) / (1 + small)
    value = np.maximum(y, 0) + np.log1p(small)
    return Rows(value, gone * slopes, gone * (bends + kept * slopes[:, None] * slopes))


def leaving_rows(
    bought: Rows, stays: Rows, y: FloatArray, mean: FloatArray, bends: FloatArray, /
) -> Rows:
    """Give the log-likelihood of each row of a model in which customers leave at any time.

    Parameters
    ----------
    bought : Rows
        What they bought if they stay, with the derivatives in the first two coordinates.
    stays : Rows
        The logs of the densities of purchase and of staying to the end, without what the times of
        purchase add, in all coordinates; only the derivatives count.
    y : ndarray of shape (n,)
        Log odds of being gone; -inf where there was no time to leave.
    mean : ndarray of shape (k, n)
        Slopes of the log of the density of leaving, averaged over it.
    bends : ndarray of shape (k, k, n)
        The same of its second derivatives and the products of its slopes.

    Returns
    -------
    Rows
        But for the chance of staying in the value, with all derivatives.
    """
    apart = np.where(np.isfinite(y), mean - stays.slopes, 0.0)
    value, slopes, bends = either_rows(y, apart, bends - mean[:, None] * mean - stays.bends)
    slopes[:2] += bought.slopes
    bends[:2, :2] += bought.bends
    slopes[2:] += stays.slopes[2:]
    bends[2:, 2:] += stays.bends[2:, 2:]
    return Rows(bought.value + value, slopes, bends)


def trial_rows(a: FloatArray, b: FloatArray, trials: FloatArray, /) -> Rows:
    """Give the log of the chance that some trials are all misses, ln (b)_k / (a+b)_k, of each row.

    Parameters
    ----------
    a, b : ndarray of shape (n,)
        Shapes of the chance of a hit.
    trials : ndarray of shape (n,)
        How many; whole numbers >= 0.

    Returns
    -------
    Rows
        With the derivatives in ln a and ln b.
    """
    if (a == a[:1]).all() and (b == b[:1]).all():
        j = np.arange(int(trials.max(initial=0)), dtype=np.float64)
        table = sums_before(_trial_terms(a[:1], b[:1], j).T)
        sums = table[trials.astype(np.int64)].T
    else:
        sums = row_sums_below(lambda j, rows: _trial_terms(a[rows], b[rows], j), trials, size=6)
    value, first, second, bend_a, both, bend_b = sums
    return Rows(
        value,
        np.stack([first, second]),
        np.stack([np.stack([bend_a, both]), np.stack([both, bend_b])]),
    )


# -log1p(a/(b + j)), its slopes in ln a and ln b, and its second derivatives
def _trial_terms(a: FloatArray, b: FloatArray, j: FloatArray) -> FloatArray:
    later = b + j
    total = a + later
    gone, prior, whole = a / total, b / later, b / total
    return np.stack([
        -np.log1p(a / later),
        -gone,
        gone * prior,
        -gone * (later / total),
        gone * whole,
        gone * prior * (j / later - whole),
    ])
