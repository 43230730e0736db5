"""Sums of powers of a chance to stay that differs as a beta distribution."""

import math
from typing import Final

import numpy as np

from crmcore._types import BoolArray, FloatArray, IntArray
from crmcore.metrics.clv._maths.beta_mean import beta_mean

__all__ = ["geometric_sum"]

_LONGEST: Final = 4096  # terms to be added one by one
_BLOCK: Final = 2**18
_NEGLIGIBLE: Final = 37.0  # e^-37 is below rounding


def geometric_sum(
    a: float | FloatArray, b: FloatArray, /, *, force: float, length: float | FloatArray
) -> FloatArray:
    r"""Add up the discounted chances to have stayed for 0, 1, 2, ... trials.

    Parameters
    ----------
    a : float or ndarray of shape (n,)
        First shape of the chance to leave at a trial, above 0, of all rows or of each.
    b : ndarray of shape (n,)
        Second shape, above 0.
    force : float
        Continuously compounded rate of one trial; above 0 where `length` is inf.
    length : float or ndarray of shape (n,)
        How many terms; whole or inf.

    Returns
    -------
    ndarray of shape (n,)
        The sums, >= 0.

    Notes
    -----
    With d the rate, the sum is a series of positive terms and a mean of a positive function, and
    for ever a hypergeometric function:

    .. math:: \sum_{j<h} \frac{(b)_j}{(a+b)_j (1+d)^j}
        = E_{p\sim\mathrm{Beta}(a,b)}\!\left[\frac{1-(\frac{1-p}{1+d})^h}{1-\frac{1-p}{1+d}}\right],
        \qquad {}_2F_1(1, b; a+b; \tfrac{1}{1+d}) \text{ for } h = \infty.

    Short series are added up, long ones taken as the mean.
    """
    terms = np.broadcast_to(length, b.shape).astype(np.float64)
    if force > 0:  # what comes later does not count
        terms = np.minimum(terms, math.ceil((_NEGLIGIBLE - math.log(-math.expm1(-force))) / force))
    short = terms <= _LONGEST
    value = np.zeros_like(b)
    value[short] = _added(_of(a, short), b[short], math.exp(-force), terms[short])
    rest = np.broadcast_to(length, b.shape)[~short]
    value[~short] = _mean(_of(a, ~short), b[~short], force, rest)
    return value


def _of(a: float | FloatArray, rows: BoolArray | slice) -> float | FloatArray:
    return a[rows] if isinstance(a, np.ndarray) else a


def _added(a: float | FloatArray, b: FloatArray, discount: float, terms: FloatArray) -> FloatArray:
    most = int(terms.max(initial=0))
    j = np.arange(1, most, dtype=np.float64)
    value = np.zeros_like(b)
    step = max(1, _BLOCK // max(most, 1))
    for start in range(0, b.size, step):
        rows = slice(start, start + step)
        low = b[rows, None] + (j - 1)
        own = a[rows, None] if isinstance(a, np.ndarray) else a
        later = np.cumprod(discount * (low / (own + low)), axis=1)
        later[j >= terms[rows, None]] = 0.0
        value[rows] = (terms[rows] > 0) + later.sum(axis=1)
    return value


def _mean(a: float | FloatArray, b: FloatArray, force: float, length: FloatArray) -> FloatArray:
    def mean(p: FloatArray, rows: IntArray) -> FloatArray:
        with np.errstate(divide="ignore"):
            z = np.log1p(-p) - force
        flat = z == 0
        ratio = np.expm1(length[rows] * z) / np.where(flat, 1.0, np.expm1(z))
        return np.where(flat, length[rows], ratio)

    reach = np.minimum(length, 1 / math.expm1(force)) if force > 0 else length
    return beta_mean(mean, a, b, scales=(reach, np.ones_like(b)))
