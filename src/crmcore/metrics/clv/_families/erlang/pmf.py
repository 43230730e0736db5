"""The chance of n purchases of regular buyers who are alive."""

import numpy as np

from crmcore._special import incomplete_beta
from crmcore._types import FloatArray
from crmcore.metrics.clv._families.erlang.ahead import Ahead
from crmcore.metrics.clv._maths.gamma_rates import nbd_pmf

__all__ = ["pmf_ahead"]


def pmf_ahead(n: int, ahead: Ahead, /) -> FloatArray:
    r"""Give the chance of exactly n purchases in a time ahead.

    Parameters
    ----------
    n : int
        Purchases, >= 0.
    ahead : Ahead
        The customers.

    Returns
    -------
    ndarray of shape (n,)
        Probabilities.

    Notes
    -----
    With N phases in the time and j passed before, and i for n - 1,

    .. math:: \frac{(b)_i}{(a+b)_i} \left[\frac{b+i}{a+b+i} P(nk \le N+j < (n+1)k)
        + \frac{a}{a+b+i} P(N+j \ge nk)\right], \qquad n \ge 1.
    """
    k, first = ahead.k, max(n * ahead.k - ahead.phase, 0)
    share = ahead.time / (1 + ahead.time)
    each = nbd_pmf(first, ahead.shape, ahead.time)
    exactly = np.zeros_like(share)
    for count in range(first, (n + 1) * k - ahead.phase):
        exactly += each
        each = each * (share * ((ahead.shape + count) / (count + 1)))
    if n == 0:
        return exactly
    at_least = incomplete_beta(
        np.full_like(share, first), ahead.shape, share, 1 / (1 + ahead.time)
    )[0]
    stays = np.ones_like(ahead.b)
    for i in range(n - 1):
        stays *= (ahead.b + i) / (ahead.a + ahead.b + i)
    last = ahead.a + ahead.b + (n - 1)
    return stays * ((ahead.b + (n - 1)) / last * exactly + ahead.a / last * at_least)
