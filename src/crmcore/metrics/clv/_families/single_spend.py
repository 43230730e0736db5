"""Single purchases about a customer's mean: what they add to the Gamma-Gamma likelihood."""

import math
from typing import Final, Literal, TypeAlias

import numpy as np

from crmcore._checks import refuse_rows
from crmcore._special import digamma, stirling_tail, trigamma
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError
from crmcore.summary import CustomerSummary

__all__ = ["SpendData", "WithinCustomers", "log_density_within", "log_shares", "within_customers"]

SpendData: TypeAlias = Literal["means", "purchases"]

# Coefficients of z^-1, z^-3, ... of the Stirling series of the log of the gamma function.
_SERIES: Final = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156)
_FAR_ENOUGH: Final = 10.0
_ROUNDING: Final = 1e-9


class WithinCustomers:
    r"""Log density of single purchases given their means, as a function of p.

    Parameters
    ----------
    x : ndarray of shape (k,)
        Repeat purchases, above 0.
    shares : ndarray of shape (k,)
        Sum of the logs of purchases over their mean, at most 0.
    weights : ndarray of shape (k,)
        Weights of the rows.
    constant : float
        What does not depend on p.

    Notes
    -----
    Given the sum of x gamma variables of shape p, their shares are Dirichlet. With D for the sum
    of ln(z/m) and St for the tail of Stirling's formula, the density is

    .. math:: \tfrac{x-1}{2}\ln\tfrac{p}{2\pi} - \tfrac12\ln x + St(px) - x\,St(p) + p D
        - \sum\ln z + \ln m,

    in which nothing large cancels.
    """

    def __init__(
        self, x: FloatArray, shares: FloatArray, weights: FloatArray, constant: float
    ) -> None:
        self._x, inverse = np.unique(x, return_inverse=True)
        self._at_x = np.bincount(inverse, weights)
        self._spread = float(weights @ shares)
        self.constant = constant

    def __call__(self, p: float, /) -> tuple[float, float, float]:
        """Evaluate at a shape.

        Returns
        -------
        tuple of three float
            Value, slope and second derivative in ln p.
        """
        x, w = self._x, self._at_x
        half, bought = float(w @ (x - 1)) / 2, float(w @ x)
        one = np.array([p])
        value = half * math.log(p / (2 * math.pi)) + float(w @ (stirling_tail(p * x)))
        value += -bought * float(stirling_tail(one)[0]) + p * self._spread
        slope, bend = _stirling_slopes(p * x)
        slope_1, bend_1 = (float(part[0]) for part in _stirling_slopes(one))
        first = float(w @ slope) - bought * slope_1
        second = float(w @ bend) - bought * bend_1
        return value, half + first + p * self._spread, first + second + p * self._spread


# z St'(z) and z^2 St''(z).
def _stirling_slopes(z: FloatArray) -> tuple[FloatArray, FloatArray]:
    far = np.maximum(z, _FAR_ENOUGH)
    slope, bend = np.zeros_like(z), np.zeros_like(z)
    for j, coefficient in enumerate(_SERIES):
        power = 2 * j + 1
        term = coefficient / far**power
        slope -= power * term
        bend += power * (power + 1) * term
    near = np.minimum(z, _FAR_ENOUGH)
    by_digamma = near * (digamma(near) - np.log(near)) + 0.5
    by_trigamma = near * near * trigamma(near) - near - 0.5
    small = z < _FAR_ENOUGH
    return np.where(small, by_digamma, slope), np.where(small, by_trigamma, bend)


def log_shares(customers: CustomerSummary, /) -> FloatArray:
    """Give each customer's sum of the logs of purchases over their mean.

    Parameters
    ----------
    customers : CustomerSummary
        Customers with `monetary_value` and `log_spend`.

    Returns
    -------
    ndarray of shape (n,)
        Sums, at most 0: 0 where all purchases are equal or there is one at most.

    Raises
    ------
    InvalidInputError
        If a column is missing, a repeat purchase was free, or the two contradict each other.
    """
    x, mean, logs = customers.frequency, customers.monetary_value, customers.log_spend
    if mean is None or logs is None:
        msg = (
            "customers must have monetary_value and log_spend, the sum of the logs of the spend of "
            "repeat purchases, got None; summarise a log, or fit on='means'"
        )
        raise InvalidInputError(msg)
    bought = x > 0
    rule = "be finite where frequency is above 0 (a purchase was free: fit on='means')"
    refuse_rows("log_spend", logs, bought & np.isneginf(logs), rule)
    shares = np.where(bought, logs - x * np.log(np.where(bought, mean, 1.0)), 0.0)
    slack = _ROUNDING * (1 + np.abs(logs))
    rule = "be at most frequency times the log of monetary_value"
    refuse_rows("log_spend", logs, bought & (shares > slack), rule)
    return np.where(x > 1, np.minimum(shares, 0.0), 0.0)


def within_customers(customers: CustomerSummary, /) -> WithinCustomers:
    """Take what single purchases tell of the shape p.

    Parameters
    ----------
    customers : CustomerSummary
        Customers with `monetary_value` and `log_spend`.

    Returns
    -------
    WithinCustomers
        Its likelihood.

    Raises
    ------
    InvalidInputError
        If a column is missing, a repeat purchase was free, or the two contradict each other.
    """
    shares = log_shares(customers)
    bought = (customers.frequency > 0) & (customers.row_weights > 0)
    x, weights = customers.frequency[bought], customers.row_weights[bought]
    return WithinCustomers(x, shares[bought], weights, float(weights @ _rest(customers)[bought]))


def log_density_within(p: float, customers: CustomerSummary, /) -> FloatArray:
    """Give the log density of each customer's single purchases given their mean.

    Parameters
    ----------
    p : float
        Shape of a purchase.
    customers : CustomerSummary
        Customers with `monetary_value` and `log_spend`.

    Returns
    -------
    ndarray of shape (n,)
        Log densities; 0 where there is no repeat purchase.

    Raises
    ------
    InvalidInputError
        If a column is missing, a repeat purchase was free, or the two contradict each other.
    """
    shares, x = log_shares(customers), np.maximum(customers.frequency, 1.0)
    tails = stirling_tail(p * x) - x * stirling_tail(np.array([p]))
    each = (x - 1) / 2 * math.log(p / (2 * math.pi)) + tails + p * shares
    return np.where(customers.frequency > 0, each + _rest(customers), 0.0)


# -ln(x)/2 - sum of ln z + ln m, which do not depend on p.
def _rest(customers: CustomerSummary) -> FloatArray:
    x, mean, logs = customers.frequency, customers.monetary_value, customers.log_spend
    bought = x > 0
    safe_mean = np.where(bought, mean, 1.0) if mean is not None else np.ones(x.size)
    safe_logs = np.where(bought, logs, 0.0) if logs is not None else np.zeros(x.size)
    return np.where(bought, -np.log(np.maximum(x, 1)) / 2 - safe_logs + np.log(safe_mean), 0.0)
