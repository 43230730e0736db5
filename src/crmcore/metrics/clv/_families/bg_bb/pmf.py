"""The distribution of the purchases of customers who are alive, in the BG/BB model."""

from typing import Final

import numpy as np

from crmcore._types import FloatArray
from crmcore.metrics.clv._maths.beta_counts import log_last, sums_before

__all__ = ["purchases_pmf", "survival"]

_BLOCK: Final = 2**18


def survival(gamma: float, delta: float, past: FloatArray, ahead: FloatArray, /) -> FloatArray:
    """Give the chance to survive some more trials.

    Parameters
    ----------
    gamma, delta : float
        Shapes of the chance of death at a trial.
    past : ndarray of shape (n,)
        Trials survived; whole.
    ahead : ndarray of shape (n,)
        Trials to come; whole.

    Returns
    -------
    ndarray of shape (n,)
        Probabilities.
    """
    start = past.astype(np.int64)
    end = start + ahead.astype(np.int64)
    last = log_last(gamma, delta, int(end.max(initial=0)))
    return np.exp(last[end] - last[start])


def purchases_pmf(
    k: int,
    chance: tuple[FloatArray, FloatArray],
    dropout: tuple[float, float],
    past: FloatArray,
    ahead: FloatArray,
    /,
) -> FloatArray:
    r"""Give the chance of k purchases of customers who are alive at the next opportunity.

    Parameters
    ----------
    k : int
        Purchases.
    chance : pair of ndarray of shape (n,)
        Shapes a, b of the chance to buy, after the history.
    dropout : pair of float
        gamma, delta.
    past : ndarray of shape (n,)
        Trials of death survived, the one before the next opportunity included; whole.
    ahead : ndarray of shape (n,)
        Opportunities to come; whole.

    Returns
    -------
    ndarray of shape (n,)
        Probabilities.

    Notes
    -----
    With m the opportunities lived to see, the beta-binomial chance of k in m is taken over them:

    .. math:: \sum_{m=\max(k,1)}^{h} P(m)\, \binom{m}{k}
        \frac{B(a + k, b + m - k)}{B(a, b)}.
    """
    value = np.where((ahead == 0) & (k == 0), 1.0, 0.0)
    rows = np.flatnonzero(ahead >= max(k, 1))
    if not rows.size:
        return value
    widest = int(ahead[rows].max()) + 1
    last = log_last(*dropout, int(past[rows].max()) + widest)
    step = max(1, _BLOCK // widest)
    for start in range(0, rows.size, step):
        part = rows[start : start + step]
        seen = np.arange(float(k), ahead[part].max() + 1)
        bought = _log_binomial(k, chance[0][part, None], chance[1][part, None], seen)
        lived = _log_lived(dropout, last, past[part, None], ahead[part, None], seen)
        value[part] = np.exp(bought + lived).sum(axis=1)
    return value


# ln of the beta-binomial chances of k in k, k + 1, ... trials, from one to the next.
def _log_binomial(k: int, a: FloatArray, b: FloatArray, seen: FloatArray) -> FloatArray:
    before: FloatArray = np.log1p(b / (a + np.arange(float(k)))).sum(axis=1, keepdims=True)
    m = seen[:-1]
    steps = np.log((m + 1) / (m + 1 - k) * ((b + (m - k)) / (a + b + m)))
    return sums_before(steps.T).T - before


# ln of the chances to live to see exactly m opportunities: all of them, or death after m.
def _log_lived(
    dropout: tuple[float, float],
    last: FloatArray,
    past: FloatArray,
    ahead: FloatArray,
    seen: FloatArray,
) -> FloatArray:
    gamma, delta = dropout
    survived = past + np.maximum(seen - 1, 0)
    place = survived.astype(np.int64)
    lived = last[place] - last[past.astype(np.int64)]
    ends = lived - np.log1p((delta + survived) / gamma)
    possible = (seen >= 1) & (seen <= ahead)
    return np.where(possible, np.where(seen == ahead, lived, ends), -np.inf)
