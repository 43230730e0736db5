"""Means over a dropout probability p ~ Beta(a, b), right at every a, b and for every scale."""

from typing import Final

import numpy as np

from crmcore._quadrature import (
    Integrand,
    blocks,
    gauss_jacobi,
    gauss_legendre,
    panels,
    weighted_sum,
)
from crmcore._special import log_beta
from crmcore._types import BoolArray, FloatArray, IntArray

__all__ = ["beta_mean"]

_SIZES: Final = (6, 9, 13, 19, 25)  # beyond, linear algebra packages start threads
_AGREE: Final = 1e-12
_BALANCED: Final = 1e-6
_WIDTH: Final = 1.25
_BROAD: Final = 0.2  # variance of logit p
_END_SIZE: Final = 8
_END: Final = 0.02


def beta_mean(
    function: Integrand,
    a: float | FloatArray,
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
    a : float or ndarray of shape (n,)
        First shape, above 0, of all rows or of each.
    b : ndarray of shape (n,)
        Second shape, above 0; few distinct values where `a` is one for all.
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
    interpolation at both ends and Gauss-Legendre panels in logit p between. Where each row has its
    own `a`, a rule would have to be made for each, so all means are taken in the second way.
    """
    if isinstance(a, np.ndarray):
        return _by_pieces(function, a, b, scales, np.arange(b.size))
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
    a: float | FloatArray,
    b: FloatArray,
    scales: tuple[FloatArray, FloatArray],
    rows: IntArray,
) -> FloatArray:
    b = b[rows]
    a = a[rows] if isinstance(a, np.ndarray) else np.full_like(b, a)
    low = _END / (1 + b + scales[0][rows])
    high = _END / (1 + a + scales[1][rows])
    norm = log_beta(a, b)

    def near_0(u: FloatArray, part: IntArray) -> FloatArray:
        p = low[part] * u
        return np.exp((b[part] - 1) * np.log1p(-p)) * function(p, rows[part])

    def near_1(u: FloatArray, part: IntArray) -> FloatArray:
        q = high[part] * u
        return np.exp((a[part] - 1) * np.log1p(-q)) * function(1 - q, rows[part])

    def between(z: FloatArray, part: IntArray) -> FloatArray:
        small, above = np.exp(-np.abs(z)), np.maximum(z, 0.0)
        log = np.log1p(small)
        fall: FloatArray = a[part] * (log + (above - z)) + b[part] * (log + above)
        p = np.where(z > 0, 1.0, small) / (1 + small)
        return np.exp(-fall - norm[part]) * function(p, rows[part])

    left = np.exp(a * np.log(low) - norm) / a * _end_mean(near_0, a)
    right = np.exp(b * np.log(high) - norm) / b * _end_mean(near_1, b)
    start, stop = np.log(low) - np.log1p(-low), np.log1p(-high) - np.log(high)
    width = np.minimum(_WIDTH, 3 / np.sqrt(a))
    count = np.ceil((stop - start) / width).astype(np.int64)
    return left + panels(between, start, stop, count) + right


# The mean over u ~ Beta(shape, 1), the weight of p (or 1 - p) near its end, of a function that
# hardly changes: by its interpolation at Legendre nodes, whose polynomials have the means
# (shape - 1)/(shape + 1) (shape - 2)/(shape + 2) ...
def _end_mean(function: Integrand, shape: FloatArray) -> FloatArray:
    nodes, weights = gauss_legendre(_END_SIZE)
    degree = np.arange(_END_SIZE)
    at_nodes = np.polynomial.legendre.legvander(2 * nodes - 1, _END_SIZE - 1)
    terms = weights * (at_nodes * (2 * degree + 1)).T
    total = np.empty_like(shape)
    for part in blocks(np.arange(shape.size), _END_SIZE):
        own = shape[part, None]
        means = np.cumprod((own - degree[1:]) / (own + degree[1:]), axis=1)
        rule = terms[0][:, None] + terms[1:].T @ means.T
        total[part] = weighted_sum(function, np.tile(nodes[:, None], part.size), rule, part)
    return total
