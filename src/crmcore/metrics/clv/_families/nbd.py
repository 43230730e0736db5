"""The likelihood of purchases at gamma rates with its gradient and Hessian, and how to fit it."""

from typing import Final

import numpy as np

from crmcore._checks import refuse_rows
from crmcore._distinct import compress, distinct
from crmcore._text import Title, persian_figure
from crmcore._types import FloatArray
from crmcore.errors import FitError
from crmcore.metrics.clv._maths.tables import weight_above
from crmcore.metrics.clv.fitting._newton import Evaluation
from crmcore.metrics.clv.fitting._problem import FAR, Limit, Problem
from crmcore.summary import CustomerSummary

__all__ = [
    "GammaPurchases",
    "NBDLikelihood",
    "nbd_moments",
    "nbd_problem",
    "require_repeat_purchases",
]

# ln r, ln alpha from the coordinates ln r, ln r/alpha.
_TO_LOG: Final = np.array([[1.0, 0.0], [1.0, -1.0]])
_LIMITS: Final = (
    Limit(
        key="one_rate",
        meaning=Title(
            "All customers buy at one rate.",
            "همه مشتریان با یک نرخ خرید می‌کنند.",
        ),
        at={0: FAR},
        held=("r", "alpha"),
    ),
)
_WIDER: Final = (1.0, 4.0, 0.25)  # factors on the shape of the moments


class GammaPurchases:
    """Log-likelihood of purchases while customers stay: (r)_x alpha^r / (alpha + T)^(r + x).

    Parameters
    ----------
    x, age : ndarray of shape (k,)
        Frequency and age of rows.
    weights : ndarray of shape (k,)
        Their weights.
    """

    def __init__(self, x: FloatArray, age: FloatArray, weights: FloatArray, /) -> None:
        self._bought = weight_above(x, weights)
        (self._ages,), inverse = distinct(age)
        self._rows_at_age = np.bincount(inverse, weights)
        self._bought_at_age = np.bincount(inverse, weights * x)

    def __call__(self, r: float, alpha: float, /) -> Evaluation:
        """Evaluate at a shape and a rate.

        Returns
        -------
        Evaluation
            Value, gradient and Hessian in ln r and ln alpha.
        """
        j, weight = self._bought
        rows, bought = self._rows_at_age, self._bought_at_age
        log_age = np.log1p(self._ages / alpha)
        early, late = self._ages / (alpha + self._ages), alpha / (alpha + self._ages)
        value = weight @ np.log((r + j) / alpha) - (r * rows + bought) @ log_age
        slope_r = weight @ (r / (r + j)) - r * (rows @ log_age)
        slope_alpha = r * (rows @ early) - bought @ late
        bend_r = weight @ (r / (r + j) * (j / (r + j))) - r * (rows @ log_age)
        bend_both = r * (rows @ early)
        bend_alpha = -(r * rows + bought) @ (early * late)
        hessian = np.array([[bend_r, bend_both], [bend_both, bend_alpha]])
        return Evaluation(float(value), np.array([slope_r, slope_alpha]), hessian)


class NBDLikelihood:
    """Log-likelihood of weighted rows as a function of the coordinates.

    Parameters
    ----------
    x, age : ndarray of shape (k,)
        Frequency and age of rows, in scaled time.
    weights : ndarray of shape (k,)
        Their weights.
    """

    def __init__(self, x: FloatArray, age: FloatArray, weights: FloatArray, /) -> None:
        self._purchases = GammaPurchases(x, age, weights)

    def __call__(self, point: FloatArray, /) -> Evaluation:
        """Evaluate at a point of shape (2,).

        Returns
        -------
        Evaluation
            Value, gradient and Hessian in the coordinates.
        """
        r, alpha = np.exp(_TO_LOG @ point).tolist()
        value, gradient, hessian = self._purchases(r, alpha)
        return Evaluation(value, _TO_LOG.T @ gradient, _TO_LOG.T @ hessian @ _TO_LOG)


def nbd_problem(customers: CustomerSummary, /) -> Problem:
    """Prepare a base for the fit of the NBD.

    Parameters
    ----------
    customers : CustomerSummary
        The base.

    Returns
    -------
    Problem
        Likelihood in scaled time, starts and limits.

    Raises
    ------
    FitError
        If there are no customers, or none of them has bought again.
    InvalidInputError
        If a repeat purchase has the recency 0.
    """
    require_repeat_purchases(customers)
    (x, age), weights = compress(customers.frequency, customers.T, weights=customers.weights)
    total = float(weights.sum())
    unit = float(weights @ age) / total
    shape, rate = nbd_moments(x, age / unit, weights)
    return Problem(
        objective=NBDLikelihood(x, age / unit, weights),
        sample=None,
        starts=[np.log([shape * wider, rate]) for wider in _WIDER],
        bounds=np.array([[-FAR] * 2, [FAR] * 2]),
        limits=_LIMITS,
        to_log=_TO_LOG,
        offset=np.array([0.0, np.log(unit)]),
        constant=-float(weights @ x) * float(np.log(unit)),
        customers=total,
    )


def require_repeat_purchases(customers: CustomerSummary, /) -> None:
    """Refuse a base from which no rate of purchases can be learnt.

    Parameters
    ----------
    customers : CustomerSummary
        The base.

    Raises
    ------
    FitError
        If there are no customers, or none of them has bought again.
    InvalidInputError
        If a repeat purchase has the recency 0.
    """
    weights = customers.row_weights
    if not ((customers.frequency > 0) & (weights > 0)).any():
        total = f"{float(weights.sum()):g}"
        reason = Title(
            f"none of the {total} customers has bought again, so no rate can be fitted",
            f"هیچ‌یک از {persian_figure(total)} مشتری دوباره خرید نکرده است، پس نرخی برآورد نمی‌شود",
        )
        raise FitError(reason)
    at_once = (customers.frequency > 0) & (customers.recency == 0)
    rule = "be above 0 where frequency is (count purchases of one period as one)"
    refuse_rows("recency", customers.recency, at_once, rule)


def nbd_moments(x: FloatArray, age: FloatArray, weights: FloatArray, /) -> tuple[float, float]:
    """Guess shape and mean of the purchase rates by moments, as if nobody left.

    Parameters
    ----------
    x, age : ndarray of shape (k,)
        Frequency and age of rows; some frequency is above 0.
    weights : ndarray of shape (k,)
        Their weights.

    Returns
    -------
    shape : float
        r, kept in [0.05, 20].
    rate : float
        r / alpha.
    """
    rate = float(weights @ x / (weights @ age))
    spread = float(weights @ np.square(x - rate * age) - weights @ x)
    shape = rate**2 * float(weights @ np.square(age)) / spread if spread > 0 else np.inf
    return float(np.clip(shape, 0.05, 20.0)), rate
