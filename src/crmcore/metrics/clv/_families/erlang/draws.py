"""Histories of regular buyers, drawn purchase by purchase."""

import numpy as np

from crmcore._types import FloatArray

__all__ = ["draw_histories"]

_FIRST = 8
_MOST = 1 << 20  # times drawn at once


def draw_histories(
    rng: np.random.Generator, k: int, rate: FloatArray, stays: FloatArray, age: FloatArray, /
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Draw purchases whose times apart are sums of k phases.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    k : int
        Phases between two purchases.
    rate : ndarray of shape (n,)
        Rate of each customer's phases.
    stays : ndarray of shape (n,)
        Purchases after which each leaves; may be inf.
    age : ndarray of shape (n,)
        Time to the end of observation.

    Returns
    -------
    frequency, recency, log_intervals : ndarray of shape (n,)
        What is seen of them.
    """
    x, recency, logs = np.zeros_like(age), np.zeros_like(age), np.zeros_like(age)
    left, length = np.flatnonzero((stays > 0) & (rate > 0)), _FIRST
    while left.size:
        length = max(1, min(2 * length, _MOST // left.size))
        gaps = rng.standard_gamma(k, (left.size, length)) / rate[left, None]
        times = recency[left, None] + np.cumsum(gaps, axis=1)
        within = (times <= age[left, None]) & (
            x[left, None] + np.arange(1, length + 1) <= stays[left, None]
        )
        seen = within.sum(axis=1)
        x[left] += seen
        last = times[np.arange(left.size), np.maximum(seen - 1, 0)]
        recency[left] = np.where(seen > 0, last, recency[left])
        logs[left] += np.where(within, np.log(gaps), 0.0).sum(axis=1)
        left = left[(seen == length) & (x[left] < stays[left])]
    return x, recency, logs
