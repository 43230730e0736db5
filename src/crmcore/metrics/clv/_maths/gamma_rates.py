"""Purchases at random at a steady rate ~ Gamma: what the models of the NBD family share."""

import numpy as np

from crmcore._special import beta_kernel
from crmcore._types import FloatArray
from crmcore.metrics.clv._maths.tables import sum_below

__all__ = ["draw_purchases", "nbd_pmf", "purchases_log_density"]


def purchases_log_density(
    r: float, alpha: float | FloatArray, x: FloatArray, age: FloatArray, /
) -> FloatArray:
    """Give the log density of x purchases at their times in an age, if nobody leaves.

    Parameters
    ----------
    r : float
        Shape of the purchase rates.
    alpha : float or ndarray of shape (n,)
        Their rate, of all rows or of each.
    x : ndarray of shape (n,)
        Purchases after the first.
    age : ndarray of shape (n,)
        Time in which they may fall.

    Returns
    -------
    ndarray of shape (n,)
        ln of (r)_x alpha^r / (alpha + age)^(r + x).
    """
    if isinstance(alpha, np.ndarray):
        bought = sum_below(lambda j: np.log1p(j / r), x) + x * np.log(r / alpha)
    else:
        bought = sum_below(lambda j: np.log((r + j) / alpha), x)
    return bought - (r + x) * np.log1p(age / alpha)


def nbd_pmf(n: int, shape: FloatArray, time: FloatArray, /) -> FloatArray:
    """Give the chance of exactly n purchases of a customer who stays.

    Parameters
    ----------
    n : int
        Purchases, >= 0.
    shape : ndarray
        Shape of the rate.
    time : ndarray
        Length of time in units of the rate of the rate.

    Returns
    -------
    ndarray
        Probabilities of the negative binomial distribution, with relative precision.
    """
    if n == 0:
        return np.exp(-shape * np.log1p(time))
    return beta_kernel(np.full_like(shape, n), shape, time / (1 + time), 1 / (1 + time)) / n


def draw_purchases(
    rate: FloatArray, lived: FloatArray, rng: np.random.Generator, /
) -> tuple[FloatArray, FloatArray]:
    """Draw purchases at steady rates, and when the last of them was.

    Parameters
    ----------
    rate : ndarray of shape (n,)
        Purchases per unit of time of each customer.
    lived : ndarray of shape (n,)
        Time in which each may buy, after the first purchase.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    frequency, recency : ndarray of shape (n,)
        Purchases after the first, and the time of the last; 0 where there is none.
    """
    x = rng.poisson(rate * lived).astype(np.float64)
    # the last of x purchases spread evenly over the time
    return x, np.where(x > 0, rng.beta(np.maximum(x, 1), 1.0) * lived, 0.0)
