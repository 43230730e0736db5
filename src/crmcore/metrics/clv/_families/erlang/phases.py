"""Phases since the last purchase: how far a regular buyer who is alive may be on the way."""

import numpy as np

from crmcore._types import FloatArray

__all__ = ["log_phases", "log_sum", "phase_weights"]


def log_phases(shape: FloatArray, share: FloatArray, k: int, /) -> FloatArray:
    r"""Give the logs of the weights of 0 to k - 1 phases passed.

    Parameters
    ----------
    shape : ndarray of shape (n,)
        Shape q of the rate of the phases after all purchases, above 0.
    share : ndarray of shape (n,)
        Silence since the last purchase over (alpha + T), in [0, 1].
    k : int
        Phases between two purchases.

    Returns
    -------
    ndarray of shape (k, n)
        Logs of (q)_j / j! share^j; -inf where the silence is 0 and j is not.
    """
    logs = np.zeros((k, shape.size))
    with np.errstate(divide="ignore"):
        for j in range(1, k):
            logs[j] = logs[j - 1] + np.log((shape + (j - 1)) / j * share)
    return logs


def log_sum(logs: FloatArray, /) -> FloatArray:
    """Give the log of the sum of the weights.

    Parameters
    ----------
    logs : ndarray of shape (k, n)
        What `log_phases` gives.

    Returns
    -------
    ndarray of shape (n,)
        The logs, >= 0; small ones keep their digits.
    """
    total: FloatArray = np.logaddexp.reduce(logs, axis=0)
    return total


def phase_weights(logs: FloatArray, /) -> FloatArray:
    """Give the chances of 0 to k - 1 phases passed, of a customer who is alive.

    Parameters
    ----------
    logs : ndarray of shape (k, n)
        What `log_phases` gives.

    Returns
    -------
    ndarray of shape (k, n)
        Probabilities that add up to 1 in each column.
    """
    weights = np.exp(logs - logs.max(axis=0))
    chances: FloatArray = weights / weights.sum(axis=0)
    return chances
