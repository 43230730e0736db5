"""Quadrature in numpy alone: Gauss rules on (0, 1) and the scaled exponential integral.

Only positive integrands come here, so every sum keeps relative precision.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from crmcore._types import FloatArray, IntArray

__all__ = [
    "Integrand",
    "blocks",
    "gauss_jacobi",
    "gauss_legendre",
    "panels",
    "scaled_exponential_integral",
    "weighted_sum",
]

# Takes one point for each of some rows and the numbers of these rows, gives one value each.
Integrand: TypeAlias = Callable[[FloatArray, IntArray], FloatArray]

POINTS: Final = 16
_NEGLIGIBLE: Final = 46.0  # exp(-46) of the integrand's peak is below rounding
_WIDTH: Final = 2.0
_CHANGE: Final = 16.0
_LONGEST: Final = 1e3
_BLOCK: Final = 2**14


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


def weighted_sum(
    function: Integrand, nodes: FloatArray, weights: FloatArray, rows: IntArray, /
) -> FloatArray:
    """Sum weights times values of an elementwise function over the nodes of each row.

    Parameters
    ----------
    function : callable
        Takes one point for each of some rows and the numbers of these rows, gives one value each.
    nodes : ndarray of shape (m, n)
        The nodes of each row.
    weights : ndarray of shape (m, n) or (m, 1)
        Their weights.
    rows : ndarray of int, shape (n,)
        The numbers of the rows.

    Returns
    -------
    ndarray of shape (n,)
        The sums, each added up in the order of its nodes whatever the other rows are.
    """
    values = function(nodes.ravel(), np.tile(rows, nodes.shape[0])).reshape(nodes.shape)
    total = np.zeros(rows.size)
    for term in weights * values:
        total += term
    return total


def panels(
    function: Integrand, low: FloatArray, high: FloatArray, count: IntArray, /
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
    nodes, weights = gauss_legendre()
    total = np.zeros_like(low)
    for number in np.unique(count).tolist():
        group = np.flatnonzero(count == number)
        place = (np.arange(number, dtype=np.float64)[:, None] + nodes).reshape(-1, 1)
        weight = np.tile(weights, number)[:, None]
        for rows in blocks(group, place.size):
            begin, width = low[rows], (high[rows] - low[rows]) / number
            total[rows] = width * weighted_sum(function, begin + place * width, weight, rows)
    return total


def blocks(rows: IntArray, nodes: int, /) -> Iterator[IntArray]:
    """Cut rows into blocks, so that their nodes stay in the cache.

    Parameters
    ----------
    rows : ndarray of int
        Numbers of rows.
    nodes : int
        Nodes of each row.

    Yields
    ------
    ndarray of int
        Some of the rows.
    """
    step = max(1, _BLOCK // nodes)
    for start in range(0, rows.size, step):
        yield rows[start : start + step]


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
    In v = log1p(w) the integrand is exp((1 - s) v - z expm1(v)). It is cut where it stays below
    e^-46 of its start, and integrated over panels of width at most 2 in which it changes by at
    most e^16; half of both where it grows.
    """
    z, s, upper = np.broadcast_arrays(
        np.asarray(z, np.float64), np.asarray(s, np.float64), np.asarray(upper, np.float64)
    )
    shape = z.shape
    z, s, top = z.ravel(), s.ravel(), np.log1p(upper.ravel())
    high = np.where(z > 0, np.minimum(top, _cut_of_decay(z, s)), _cut_without_decay(z, s, top))
    change = np.abs(s - 1) * high + np.abs(z) * np.expm1(high)
    needed = np.maximum(high / _WIDTH, change / _CHANGE) * np.where(z < 0, 2, 1)
    count = np.ceil(np.maximum(needed, 1.0)).astype(np.int64)

    def integrand(v: FloatArray, rows: IntArray) -> FloatArray:
        height: FloatArray = np.exp((1 - s[rows]) * v - z[rows] * np.expm1(v))
        return height

    value: FloatArray = panels(integrand, np.zeros_like(high), high, count).reshape(shape)
    return value


# Where (s - 1) v + z expm1(v), a convex function of v, reaches the limit: from above by Newton.
def _cut_of_decay(z: FloatArray, s: FloatArray) -> FloatArray:
    z = np.where(z > 0, z, 1.0)
    power = s - 1
    v = np.log1p(_NEGLIGIBLE / z)
    v = np.log1p((_NEGLIGIBLE + 2 * v * np.maximum(-power, 0)) / z)
    v = np.minimum(v, _NEGLIGIBLE / np.maximum(power, _NEGLIGIBLE / _LONGEST))
    for _ in range(4):
        grown = z * np.exp(v)
        v = v - (power * v + (grown - z) - _NEGLIGIBLE) / (power + grown)
    return v


# Where the power alone has brought the integrand down, if it stays down to the upper limit.
def _cut_without_decay(z: FloatArray, s: FloatArray, top: FloatArray) -> FloatArray:
    v = np.minimum(2 * _NEGLIGIBLE / np.maximum(s - 1, 2 * _NEGLIGIBLE / _LONGEST), top)
    with np.errstate(over="ignore", invalid="ignore"):
        at_cut, at_top = ((1 - s) * u - z * np.expm1(u) for u in (v, top))
    return np.where(np.maximum(at_cut, at_top) <= -_NEGLIGIBLE, v, top)
