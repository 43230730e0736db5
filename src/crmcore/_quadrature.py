"""Quadrature in numpy alone: Gauss rules on (0, 1) and the scaled exponential integral.

Only positive integrands come here, so every sum keeps relative precision.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from crmcore._types import FloatArray, IntArray

__all__ = ["gauss_jacobi", "gauss_legendre", "panels", "scaled_exponential_integral"]

POINTS: Final = 16
_NEGLIGIBLE: Final = 46.0  # exp(-46) of the integrand's peak is below rounding
_WIDTH: Final = 2.0
_CHANGE: Final = 16.0
_BLOCK: Final = 2**13  # rows at once, so that the work stays in the cache


def gauss_jacobi(a: npt.ArrayLike, b: npt.ArrayLike, size: int, /) -> tuple[FloatArray, FloatArray]:
    """Give Gauss rules for expectations over Beta(a, b).

    Parameters
    ----------
    a, b : array_like of shape (m,) or scalar
        Shapes above 0, however small.
    size : int
        Points of the rule, up to 64.

    Returns
    -------
    nodes, weights : ndarray of shape (m, size)
        Points in (0, 1), rising, and their weights, which add up to 1.

    Notes
    -----
    Eigenvalues of the Jacobi matrix (Golub and Welsch), its recurrence written without a - 1 and
    b - 1, so that a tiny shape keeps its digits.

    References
    ----------
    .. [1] Golub & Welsch (1969), Mathematics of Computation 23(106), 221-230.
    """
    a, b = np.broadcast_arrays(np.atleast_1d(np.asarray(a, np.float64)), np.asarray(b, np.float64))
    a, b = a[:, None], b[:, None]
    c = a + b
    k = np.arange(1.0, size)[None, :]
    matrix = np.zeros((a.shape[0], size, size))
    index = np.arange(size)
    matrix[:, 0, 0] = (a / c)[:, 0]
    matrix[:, index[1:], index[1:]] = (2 * k * (k - 1) + 2 * (k - 1) * c + 2 * b + a * c) / (
        (2 * k - 2 + c) * (2 * k + c)
    )
    squares = _squares(a, b, c, k)
    matrix[:, index[1:], index[:-1]] = np.sqrt(squares)
    nodes, vectors = np.linalg.eigh(matrix)
    return np.clip(nodes, 0.0, 1.0), np.square(vectors[:, 0, :])


def _squares(a: FloatArray, b: FloatArray, c: FloatArray, k: FloatArray) -> FloatArray:
    first = a / c * (b / c) / (c + 1)
    later = k[:, 1:]
    rest = (
        later
        * ((later - 1 + b) / (2 * later + c - 2))
        * ((later - 1 + a) / (2 * later + c - 2))
        * ((later - 2 + c) / (2 * later + c - 3))
        / (2 * later + c - 1)
    )
    return np.concatenate([first, rest], axis=1)[:, : k.shape[1]]


@cache
def gauss_legendre(size: int = POINTS, /) -> tuple[FloatArray, FloatArray]:
    """Give the Gauss-Legendre rule on (0, 1).

    Parameters
    ----------
    size : int, default 16
        Points of the rule.

    Returns
    -------
    nodes, weights : ndarray of shape (size,)
        Read-only; the weights add up to 1.
    """
    nodes, weights = np.polynomial.legendre.leggauss(size)
    nodes, weights = (1 + nodes) / 2, weights / 2
    nodes.flags.writeable = weights.flags.writeable = False
    return nodes, weights


def panels(
    function: Callable[[FloatArray, IntArray], FloatArray],
    low: FloatArray,
    high: FloatArray,
    count: IntArray,
    /,
) -> FloatArray:
    """Integrate an elementwise function by equal panels of 16 Gauss-Legendre points.

    Parameters
    ----------
    function : callable
        Takes one point for each of some rows and the numbers of these rows, gives one value each.
    low, high : ndarray of shape (n,)
        Ends of the range of each row.
    count : ndarray of int, shape (n,)
        Panels of each row.

    Returns
    -------
    ndarray of shape (n,)
        The integrals; each row's does not depend on the other rows.
    """
    total = np.zeros_like(low)
    for number in np.unique(count).tolist():
        group = np.flatnonzero(count == number)
        for start in range(0, group.size, _BLOCK):
            rows = group[start : start + _BLOCK]
            begin, width = low[rows], (high[rows] - low[rows]) / number
            part = np.zeros_like(width)
            for panel in range(number):
                for node, weight in zip(*gauss_legendre(), strict=True):
                    part += weight * function(begin + (panel + node) * width, rows)
            total[rows] = part * width
    return total


def scaled_exponential_integral(
    z: npt.ArrayLike, s: npt.ArrayLike, upper: npt.ArrayLike = np.inf, /
) -> FloatArray:
    r"""Give the integral of exp(-z w) (1 + w)^(-s) over w from 0 to an upper limit.

    Parameters
    ----------
    z : array_like
        Decay, above 0 where `upper` is inf; may be negative where it is finite.
    s : array_like
        Power, above 0.
    upper : array_like, default inf
        Upper limit, >= 0.

    Returns
    -------
    ndarray
        Positive values; for an infinite limit Tricomi's U(1, 2 - s, z).

    Notes
    -----
    In v = log1p(w), cut where the integrand is below e^-46 of its start, over panels of width at
    most 2 in which it changes by at most e^16.
    """
    z, s, upper = np.broadcast_arrays(
        np.asarray(z, np.float64), np.asarray(s, np.float64), np.asarray(upper, np.float64)
    )
    shape = z.shape
    z, s = z.ravel(), s.ravel()
    high = np.minimum(np.log1p(upper.ravel()), _cut(z, s))
    change = np.minimum(s * high + np.abs(z) * np.expm1(high), _NEGLIGIBLE)
    count = np.ceil(np.maximum(np.maximum(high / _WIDTH, change / _CHANGE), 1.0)).astype(np.int64)

    def integrand(v: FloatArray, rows: IntArray) -> FloatArray:
        height: FloatArray = np.exp((1 - s[rows]) * v - z[rows] * np.expm1(v))
        return height

    value: FloatArray = panels(integrand, np.zeros_like(high), high, count).reshape(shape)
    return value


# Where s v + z expm1(v) reaches the limit, from above by Newton's steps; nowhere if z <= 0.
def _cut(z: FloatArray, s: FloatArray) -> FloatArray:
    falls = z > 0
    decay = np.where(falls, z, 1.0)
    v = np.minimum(_NEGLIGIBLE / s, np.log1p(_NEGLIGIBLE / decay))
    for _ in range(3):
        v -= (s * v + decay * np.expm1(v) - _NEGLIGIBLE) / (s + decay * np.exp(v))
    return np.where(falls, v, np.inf)
