"""Quadrature in numpy alone: Gauss rules on (0, 1) and the scaled exponential integral.

Only positive integrands come here, so every sum keeps relative precision.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from crmcore._types import FloatArray

__all__ = ["gauss_jacobi", "gauss_legendre", "panels", "scaled_exponential_integral"]

POINTS: Final = 16
_NEGLIGIBLE: Final = 50.0  # exp(-50) of the integrand's peak is below rounding


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
    # each term is a product of ratios, so that shapes of 1e12 do not overflow into each other
    matrix[:, index[1:], index[1:]] = (
        2 * k * (k - 1) + 2 * (k - 1) * c + 2 * b + a * c
    ) / ((2 * k - 2 + c) * (2 * k + c))
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
    function: Callable[[FloatArray], FloatArray], low: FloatArray, high: FloatArray, count: int, /
) -> FloatArray:
    """Integrate an elementwise function by equal panels of 16 Gauss-Legendre points.

    Parameters
    ----------
    function : callable
        Takes one point a row, gives one value a row.
    low, high : ndarray of shape (n,)
        Ends of the range of each row.
    count : int
        Panels.

    Returns
    -------
    ndarray of shape (n,)
        The integrals.
    """
    width = (high - low) / count
    total = np.zeros_like(width)
    for panel in range(count):
        for node, weight in zip(*gauss_legendre(), strict=True):
            total += weight * function(low + (panel + node) * width)
    return total * width


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
    In v = log1p(w), over panels of width at most 2, cut where the integrand is below e^-50 of its
    start. Each element gets its own number of panels, a power of two, so that one call for many
    gives the same numbers as many calls for one.
    """
    z, s, upper = np.broadcast_arrays(
        np.asarray(z, np.float64), np.asarray(s, np.float64), np.asarray(upper, np.float64)
    )
    with np.errstate(divide="ignore"):
        decayed = np.where(z > 0, np.minimum(_NEGLIGIBLE / s, np.log1p(_NEGLIGIBLE / z)), np.inf)
    high = np.minimum(np.log1p(upper), decayed).ravel()
    z, s = z.ravel(), s.ravel()
    level = np.ceil(np.log2(np.maximum(high / 2, 1.0))).astype(np.int64)
    out = np.empty_like(high)
    for power in np.unique(level).tolist():
        rows = level == power
        out[rows] = _exponential_panels(z[rows], s[rows], high[rows], 2**power)
    return out.reshape(upper.shape)


def _exponential_panels(z: FloatArray, s: FloatArray, high: FloatArray, count: int) -> FloatArray:
    def integrand(v: FloatArray) -> FloatArray:
        return np.exp((1 - s) * v - z * np.expm1(v))

    return panels(integrand, np.zeros_like(high), high, count)
