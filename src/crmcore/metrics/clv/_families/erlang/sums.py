"""Means over the number of phases in a time ahead, as sums of positive terms."""

from typing import Final

import numpy as np

from crmcore._quadrature import blocks
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv._families.erlang.ahead import Ahead, Kind
from crmcore.metrics.clv._families.erlang.roots import mean_by_roots

__all__ = ["mean_ahead"]

_LONGEST: Final = 512  # phases to be added one by one, and 8 more for each that makes a purchase
_NEGLIGIBLE: Final = 45.0
_UNLIKELY: Final = 600.0  # minus the log of a chance that is still well inside the doubles


def mean_ahead(kind: Kind, ahead: Ahead, /) -> FloatArray:
    r"""Give a mean over the number of phases in a time ahead.

    Parameters
    ----------
    kind : {"purchases", "alive", "density"}
        Purchases, chance to stay, or density of purchases over `shape` - 1, whose rates of
        phases must be given with a shape 1 larger.
    ahead : Ahead
        The customers, their times finite.

    Returns
    -------
    ndarray of shape (n,)
        The means; each row's does not depend on the other rows.

    Notes
    -----
    With N phases in the time, N ~ NBD(s, t), and j passed before, purchases are

    .. math:: \sum_n P(N=n) \sum_{i=1}^{\lfloor(n+j)/k\rfloor} \frac{(b)_{i-1}}{(a+b)_{i-1}},

    and the chance to stay has (b)_i/(a+b)_i in place of the inner sum. Long sums are taken by
    roots of unity.
    """
    spread = ahead.shape * ahead.time
    reach = ahead.k + spread + 9 * np.sqrt(spread * (1 + ahead.time))
    reach += _NEGLIGIBLE * (1 + ahead.time)
    value = np.empty_like(ahead.time)
    none = ahead.shape * np.log1p(ahead.time)
    short = (reach <= _LONGEST + 8 * ahead.k) & (none < _UNLIKELY)
    size = np.exp2(np.ceil(np.log2(reach)))
    for terms in np.unique(size[short]).tolist():
        rows = np.flatnonzero(short & (size == terms))
        for part in blocks(rows, int(terms)):
            value[part] = _added(kind, ahead.rows(part), int(terms))
    rest = np.flatnonzero(~short)
    if rest.size:
        value[rest] = mean_by_roots(kind, ahead.rows(rest))
    return value


def _added(kind: Kind, ahead: Ahead, terms: int) -> FloatArray:
    k, j, s = ahead.k, ahead.phase, ahead.shape
    n = np.arange(1.0, terms)[:, None]
    chance = np.empty((terms, s.size))
    chance[0] = np.exp(-s * np.log1p(ahead.time))
    chance[1:] = ahead.time / (1 + ahead.time) * ((s + (n - 1)) / n)
    np.cumprod(chance, axis=0, out=chance)
    stays = _stays(ahead.a, ahead.b, (terms + j) // k)
    if kind == "density":
        chance = chance[k - 1 - j :: k]
        return _sum(chance * stays[: chance.shape[0]])
    if kind == "purchases":
        stays[1:] = np.cumsum(stays[:-1], axis=0)
        stays[0] = 0.0
    counts: IntArray = (np.arange(terms) + j) // k
    return _sum(chance * stays[counts])


# Chances to have stayed after 0, 1, 2, ... purchases.
def _stays(a: float, b: FloatArray, most: int) -> FloatArray:
    stays = np.ones((most + 1, b.size))
    low = b + np.arange(most, dtype=np.float64)[:, None]
    np.cumprod(low / (a + low), axis=0, out=stays[1:])
    return stays


# Sum each column by itself, so that none depends on the others.
def _sum(terms: FloatArray) -> FloatArray:
    total = np.zeros(terms.shape[1])
    for row in terms:
        total += row
    return total
