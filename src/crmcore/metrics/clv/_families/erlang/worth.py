"""Discounted purchases of all the future, of regular buyers who are alive."""

from typing import Final

import numpy as np

from crmcore._distinct import distinct
from crmcore._quadrature import blocks, gauss_legendre
from crmcore._special import stirling_tail
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv._families.erlang.ahead import Ahead
from crmcore.metrics.clv._maths.beta_mean import beta_mean

__all__ = ["worth_for_ever"]

_NEGLIGIBLE: Final = 46.0  # e^-46 is below rounding
_SHARP: Final = 1e4  # shapes from which on nodes lie at exact distances from the peak


def worth_for_ever(ahead: Ahead, decay: FloatArray, /) -> FloatArray:
    r"""Give the discounted purchases of all the future, for each number of phases passed.

    Parameters
    ----------
    ahead : Ahead
        The customers, with 0 phases passed; their times are not looked at.
    decay : ndarray of shape (n,)
        Continuous discount rate in their unit of time, above 0.

    Returns
    -------
    ndarray of shape (k, n)
        Purchases >= 0 where 0, ..., k - 1 phases have passed.

    Notes
    -----
    A phase at the rate y is worth theta = y/(y + d) of one now, so that the worth is

    .. math:: E_y\!\left[\theta^{k-j} E_p\!\left[\frac{1}{1 - (1-p)\theta^k}\right]\right],
        \qquad y \sim \mathrm{Gamma}(s+j, 1),\; p \sim \mathrm{Beta}(a, b),

    both means of positive functions. The nodes of v = ln(y/d) lie on panels that customers with
    the same b have in common, so that the inner mean is taken once for all of them.
    """
    shift = np.log(ahead.shape) - np.log(decay)
    shared = ahead.shape < _SHARP
    low, high, width = _window(ahead, decay)
    moved = np.where(shared, shift, 0.0)
    first, last = np.floor((low + moved) / width), np.ceil((high + moved) / width)
    nodes, weights = gauss_legendre()
    value = np.zeros((ahead.k, decay.size))
    for rows in blocks(np.arange(decay.size), int((last - first).max(initial=1))):
        count = int((last - first)[rows].max())
        panel = first[rows] + np.arange(count)[:, None]
        place = ((panel[:, None] + nodes[:, None]) * width[rows]).reshape(-1, rows.size)
        t = np.where(shared[rows], place - shift[rows], place)
        v = np.where(shared[rows], place, place + shift[rows])
        weight = np.tile(weights, count)[:, None] * width[rows]
        value[:, rows] = _outer(ahead.rows(rows), t, v, weight)
    return value


# Where t = ln(y/s) counts, and panels in which it is resolved.
def _window(ahead: Ahead, decay: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    s, k = ahead.shape, ahead.k
    most = s + (k - 1)
    high = np.log((most + np.sqrt(2 * _NEGLIGIBLE * most) + 2 * _NEGLIGIBLE) / s)
    low = -np.sqrt(2 * _NEGLIGIBLE / s) - _NEGLIGIBLE / s
    rare = np.minimum(decay, s + 1) / s  # below this all k phases are waited for in vain
    low = np.maximum(low, np.log(rare) - _NEGLIGIBLE / (s + k) - 1)
    return low, high, np.minimum(1.0, 3 / np.sqrt(s))


def _outer(ahead: Ahead, t: FloatArray, v: FloatArray, weight: FloatArray) -> FloatArray:
    s, k = ahead.shape, ahead.k
    log_theta = -np.log1p(np.exp(-v))
    repeated = weight * _repeats(ahead, log_theta)
    value = np.zeros((k, s.size))
    for j in range(k):
        away = (s + j) * _excess(t - np.log1p(j / s))
        scale = np.log((s + j) / (2 * np.pi)) / 2 - stirling_tail(s + j)
        for row in repeated * np.exp(scale - away + (k - j) * log_theta):
            value[j] += row
    return value


# e^t - 1 - t
def _excess(t: FloatArray) -> FloatArray:
    near = np.abs(t) < 0.1  # noqa: PLR2004 - the difference loses digits
    small = np.where(near, t, 0.0)
    series = np.zeros_like(t)
    for n in range(12, 1, -1):
        series = (1 + series) * small / n
    return np.where(near, series * small, np.expm1(t) - t)


# E_p of 1 / (1 - (1 - p) theta^k), at the distinct arguments.
def _repeats(ahead: Ahead, log_theta: FloatArray) -> FloatArray:
    each = np.broadcast_to(ahead.b, log_theta.shape).ravel()
    (b, place), where = distinct(each, log_theta.ravel())
    share, gap = np.exp(ahead.k * place), -np.expm1(ahead.k * place)

    def mean(p: FloatArray, rows: IntArray) -> FloatArray:
        return 1 / (gap[rows] + p * share[rows])

    value = beta_mean(mean, ahead.a, b, scales=(share / gap, np.ones_like(b)))
    return value[where].reshape(log_theta.shape)
