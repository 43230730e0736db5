"""Hits and misses of a chance that differs as Beta(a, b): likelihoods and their slopes."""

import numpy as np

from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv._maths.tables import row_sums_below

__all__ = ["count_slopes", "log_end_at", "log_last", "log_passed", "sums_before"]


def log_passed(a: float | FloatArray, b: float | FloatArray, trials: FloatArray, /) -> FloatArray:
    """Give the log of the chance that some trials are all misses.

    Parameters
    ----------
    a, b : float or ndarray of shape (n,)
        Shapes of the chance of a hit, of all rows or of each.
    trials : ndarray of shape (n,)
        How many; whole numbers >= 0.

    Returns
    -------
    ndarray of shape (n,)
        ln (b)_k / (a+b)_k for k trials, a sum of terms of one sign.
    """
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        first, second = a, b

        def terms(j: FloatArray, rows: IntArray) -> FloatArray:
            return -np.log1p(first[rows] / (second[rows] + j))

        sums: FloatArray = row_sums_below(terms, trials)[0]
        return sums
    passed = trials.astype(np.int64)
    logs: FloatArray = log_last(float(a), float(b), int(passed.max(initial=0)))[passed]
    return logs


def log_last(a: float, b: float, size: int, /) -> FloatArray:
    """Give the log of the chance that the first k trials are all misses.

    Parameters
    ----------
    a, b : float
        Shapes of the chance of a hit.
    size : int
        The largest k.

    Returns
    -------
    ndarray of shape (size + 1,)
        ln (b)_k / (a+b)_k for k = 0, 1, 2, ..., a sum of terms of one sign.
    """
    return -sums_before(np.log1p(a / (b + np.arange(size, dtype=np.float64))))


def sums_before(terms: FloatArray, /) -> FloatArray:
    """Add up the terms before each place, without letting rounding errors add up.

    Parameters
    ----------
    terms : ndarray of shape (m, ...)
        Terms along the first axis.

    Returns
    -------
    ndarray of shape (m + 1, ...)
        Sums of the first 0, 1, ..., m terms, each right to its last digit but one.

    Notes
    -----
    What each addition loses is known exactly from its result, and is added up apart.

    References
    ----------
    .. [1] Ogita, Rump & Oishi (2005), Accurate sum and dot product, SIAM Journal on Scientific
       Computing 26(6), 1955-1988, doi:10.1137/030601818.
    """
    sums = np.zeros((terms.shape[0] + 1, *terms.shape[1:]))
    np.cumsum(terms, axis=0, out=sums[1:])
    moved = sums[1:] - sums[:-1]
    lost = (sums[:-1] - (sums[1:] - moved)) + (terms - moved)
    sums[1:] += np.cumsum(lost, axis=0)
    return sums


def log_end_at(a: float, b: float, last: FloatArray, /) -> FloatArray:
    """Give the log of the chance of k misses and then a hit.

    Parameters
    ----------
    a, b : float
        Shapes of the chance of a hit.
    last : ndarray of shape (m,)
        What `log_last` gives for k = 0, 1, ..., m - 1.

    Returns
    -------
    ndarray of shape (m,)
        ln [(b)_k a / (a+b)_(k+1)].
    """
    return last - np.log1p((b + np.arange(last.size, dtype=np.float64)) / a)


def count_slopes(
    a: float, b: float, hits: IntArray, misses: IntArray, trials: IntArray, /
) -> FloatArray:
    r"""Give the slopes of the log-likelihood of hits and misses.

    Parameters
    ----------
    a, b : float
        Shapes of the chance of a hit.
    hits, misses, trials : ndarray of int
        How often; they broadcast, and the last is the sum of the others.

    Returns
    -------
    ndarray of shape (5, ...)
        In the coordinates m = ln a/b and s = (ln a + ln b)/2: the slopes along m and s, then the
        second ones mm, ms, ss.

    Notes
    -----
    The log-likelihood is ln (a)_x (b)_y / (a+b)_(x+y). Its slope along s is

    .. math:: \sum_{i<x+y} \frac{i}{a+b+i} - \sum_{i<x} \frac{i}{a+i} - \sum_{i<y} \frac{i}{b+i},

    which keeps its digits where a + b is large and the slope small.
    """
    i = np.arange(int(trials.max(initial=0)), dtype=np.float64)
    total, gap = a + b, a - b
    at_a, at_b = _at(a, i, hits), _at(b, i, misses)
    each = 1 / (total + i)
    bend = i * each * each
    square = (4 * a * b + total * i) * each * each
    whole = _sums(gap * each, i * each, square, gap * bend, total * bend)[:, trials]
    both, apart = at_a[2] + at_b[2], at_a[2] - at_b[2]
    slopes = np.empty((5, *both.shape))
    slopes[0] = (at_a[0] - at_b[0] - whole[0]) / 2
    slopes[1] = whole[1] - at_a[1] - at_b[1]
    slopes[2] = (both - whole[2]) / 4
    slopes[3] = (apart - whole[3]) / 2
    slopes[4] = both - whole[4]
    return slopes


def _at(shape: float, i: FloatArray, counts: IntArray) -> FloatArray:
    near, far = shape / (shape + i), i / (shape + i)
    sums: FloatArray = _sums(near, far, near * far)[:, counts]
    return sums


# Sums of the terms before each place.
def _sums(*terms: FloatArray) -> FloatArray:
    sums = np.zeros((len(terms), terms[0].size + 1))
    for row, term in zip(sums, terms, strict=True):
        np.cumsum(term, out=row[1:])
    return sums
