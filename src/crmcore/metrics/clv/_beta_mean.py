"""Means over a dropout probability p ~ Beta(a, b), right at every a, b and for every scale."""

import math
from typing import Final

import numpy as np

from crmcore._quadrature import Integrand, blocks, gauss_jacobi, panels, weighted_sum
from crmcore._special import log_beta
from crmcore._types import BoolArray, FloatArray, IntArray

__all__ = ["beta_mean"]

_SIZES: Final = (6, 9, 13, 19, 25)  # beyond, linear algebra packages start threads
_AGREE: Final = 1e-12
_BALANCED: Final = 1e-6
_WIDTH: Final = 1.25
_BROAD: Final = 0.2  # variance of logit p
_END_SIZE: Final = 13
_END: Final = 0.02


def beta_mean(
    function: Integrand,
    a: float,
    b: FloatArray,
    /,
    *,
    scales: tuple[FloatArray, FloatArray],
    rough: BoolArray | None = None,
) -> FloatArray:
    """Take the mean of a positive function of p ~ Beta(a, b), row by row.

    Parameters
    ----------
    function : callable
        Takes one p for each of some rows, and the numbers of these rows.
    a : float
        First shape, above 0.
    b : ndarray of shape (n,)
        Second shape, above 0; few distinct values.
    scales : pair of ndarray of shape (n,)
        How fast the log of the function changes at p = 0, and at p = 1.
    rough : ndarray of bool, shape (n,), or None
        Rows whose function has no Taylor series at p = 0.

    Returns
    -------
    ndarray of shape (n,)
        The means; each row's does not depend on the other rows.

    Notes
    -----
    Gauss-Jacobi rules of rising size until two agree to 1e-12. What is left, and means that are
    far below the function's ends (for these the small weights of a rule are not exact enough), by
    Gauss-Jacobi rules at both ends and Gauss-Legendre panels in logit p between.
    """
    value = np.full(b.size, np.inf)
    left = np.arange(b.size)
    if rough is not None:
        left = left[~(rough & (1 / a + 1 / b > _BROAD))]
    done = np.zeros(b.size, dtype=np.bool_)
    for size in _SIZES:
        if not left.size:
            break
        fresh = _by_rule(function, a, b[left], left, size)
        done[left] = np.abs(fresh - value[left]) <= _AGREE * fresh
        value[left] = fresh
        left = left[~done[left]]
    every = np.arange(b.size)
    ends = np.maximum(function(np.zeros(b.size), every), function(np.ones(b.size), every))
    left = np.flatnonzero(~done | (value < _BALANCED * ends))
    if left.size:
        value[left] = _by_pieces(function, a, b, scales, left)
    return value


def _by_rule(function: Integrand, a: float, b: FloatArray, rows: IntArray, size: int) -> FloatArray:
    shapes, group = np.unique(b, return_inverse=True)
    nodes, weights = gauss_jacobi(a, shapes, size)
    total = np.empty(rows.size)
    for part in blocks(np.arange(rows.size), size):
        code = group[part]
        total[part] = weighted_sum(function, nodes[code].T, weights[code].T, rows[part])
    return total


def _by_pieces(
    function: Integrand,
    a: float,
    b: FloatArray,
    scales: tuple[FloatArray, FloatArray],
    rows: IntArray,
) -> FloatArray:
    b = b[rows]
    low = _END / (1 + b + scales[0][rows])
    high = _END / (1 + a + scales[1][rows])
    norm = log_beta(a, b)

    def near_0(u: FloatArray, part: IntArray) -> FloatArray:
        p = low[part] * u
        return np.exp((b[part] - 1) * np.log1p(-p)) * function(p, rows[part])

    def near_1(u: FloatArray, part: IntArray) -> FloatArray:
        q = high[part] * u
        return np.exp((a - 1) * np.log1p(-q)) * function(1 - q, rows[part])

    def between(z: FloatArray, part: IntArray) -> FloatArray:
        falling, rising = np.exp(-z), np.exp(z)
        density = np.exp(-a * np.log1p(falling) - b[part] * np.log1p(rising) - norm[part])
        return density * function(1 / (1 + falling), rows[part])

    left = np.exp(a * np.log(low) - norm) / a * _end_mean(near_0, np.full_like(b, a))
    right = np.exp(b * np.log(high) - norm) / b * _end_mean(near_1, b)
    start, stop = np.log(low) - np.log1p(-low), np.log1p(-high) - np.log(high)
    width = min(_WIDTH, 3 / math.sqrt(a))
    count = np.ceil((stop - start) / width).astype(np.int64)
    return left + panels(between, start, stop, count) + right


# The mean over u ~ Beta(shape, 1), the weight of p (or 1 - p) near its end.
def _end_mean(function: Integrand, shape: FloatArray) -> FloatArray:
    shapes, group = np.unique(shape, return_inverse=True)
    nodes, weights = gauss_jacobi(shapes, 1.0, _END_SIZE)
    total = np.empty_like(shape)
    for part in blocks(np.arange(shape.size), _END_SIZE):
        code = group[part]
        total[part] = weighted_sum(function, nodes[code].T, weights[code].T, part)
    return total
