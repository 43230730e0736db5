"""The likelihood of the beta-geometric models with its gradient and Hessian, and how to fit it."""

from typing import Final, TypeAlias

import numpy as np

from crmcore._distinct import compress
from crmcore._types import FloatArray
from crmcore.metrics.clv._families.beta_geometric.limits import limits
from crmcore.metrics.clv._families.nbd import GammaPurchases, nbd_moments, require_repeat_purchases
from crmcore.metrics.clv._maths.tables import weight_above
from crmcore.metrics.clv.fitting._newton import Evaluation
from crmcore.metrics.clv.fitting._problem import FAR, LARGE, SAMPLE, Problem, representatives
from crmcore.summary import CustomerSummary

__all__ = ["BetaGeometricLikelihood", "beta_geometric_problem"]

# ln r, ln alpha, ln a, ln b from the coordinates ln r, ln r/alpha, ln a/b, (ln a + ln b)/2.
TO_LOG: Final = np.array([
    [1.0, 0.0, 0.0, 0.0],
    [1.0, -1.0, 0.0, 0.0],
    [0.0, 0.0, 0.5, 1.0],
    [0.0, 0.0, -0.5, 1.0],
])
# Factors on shape and rate; mean and weight a + b of the dropout probability.
_GUESSES: Final = (
    (1.0, 1.3, 0.2, 2.0),
    (1.5, 1.1, 0.05, 1.0),
    (0.7, 2.0, 0.45, 4.0),
    (1.0, 1.3, 0.2, 40.0),
    (1.0, 1.1, 0.3, 0.3),
)
# Where customers may leave after the first purchase, many rare buyers may be many who left.
_MORE_GUESSES: Final = ((8.0, 3.0, 0.75, 2.0), (3.0, 2.0, 0.6, 20.0))
_ENOUGH: Final = 50  # repeat buyers
_Guesses: TypeAlias = tuple[tuple[float, float, float, float], ...]
_Rows: TypeAlias = tuple[FloatArray, FloatArray, FloatArray]


class BetaGeometricLikelihood:
    """Log-likelihood of weighted rows as a function of the coordinates.

    Parameters
    ----------
    rows : tuple of three ndarray of shape (k,)
        Frequency, recency and age of distinct rows, in scaled time.
    weights : ndarray of shape (k,)
        Their weights.
    chances : {0, 1}
        Chances to leave before the first repeat purchase.
    """

    def __init__(self, rows: _Rows, weights: FloatArray, *, chances: int) -> None:
        x, t_x, age = rows
        self._purchases = GammaPurchases(x, age, weights)
        self._stayed = weight_above(x + chances, weights)
        mortal = x + chances > 0
        self._x, self._t, self._weights = x[mortal], t_x[mortal], weights[mortal]
        self._silence = age[mortal] - self._t
        self._age = age[mortal]
        self._chances = self._x + (chances - 1)

    def __call__(self, point: FloatArray, /) -> Evaluation:
        """Evaluate at a point of shape (4,).

        Returns
        -------
        Evaluation
            Value, gradient and Hessian in the coordinates.
        """
        r, alpha, a, b = np.exp(TO_LOG @ point).tolist()
        value, gradient, hessian = self._end(r, alpha, a, b)
        for part, own in (
            (self._purchases(r, alpha), slice(0, 2)),
            (self._dropout(a, b), slice(2, 4)),
        ):
            value += part.value
            gradient[own] += part.gradient
            hessian[own, own] += part.hessian
        return Evaluation(value, TO_LOG.T @ gradient, TO_LOG.T @ hessian @ TO_LOG)

    # sum over j < x + chances of ln((b + j)/(a + b + j)); in ln a and ln b
    def _dropout(self, a: float, b: float) -> Evaluation:
        j, weight = self._stayed
        value = -(weight @ np.log1p(a / (b + j)))
        gone, prior = a / (a + b + j), b / (b + j)
        stay = (b + j) / (a + b + j)
        slope_a = -(weight @ gone)
        slope_b = weight @ (gone * prior)
        bend_a = -(weight @ (gone * stay))
        bend_both = weight @ (gone * (b / (a + b + j)))
        bend_b = weight @ (gone * prior * (j / (b + j) - b / (a + b + j)))
        hessian = np.array([[bend_a, bend_both], [bend_both, bend_b]])
        return Evaluation(float(value), np.array([slope_a, slope_b]), hessian)

    # ln(1 + e^y), y the log odds of being gone at the end; in all four
    def _end(self, r: float, alpha: float, a: float, b: float) -> Evaluation:
        start, end = alpha + self._t, alpha + self._age
        log_gap = np.log1p(self._silence / start)
        shape = b + self._chances
        y = np.log(a / shape) + (r + self._x) * log_gap
        small = np.exp(-np.abs(y))
        gone = np.where(y >= 0, 1.0, small) / (1 + small)
        value = self._weights @ (np.maximum(y, 0) + np.log1p(small))
        fall = alpha / start * (self._silence / end)
        prior = b / shape
        slopes = np.stack([r * log_gap, -(r + self._x) * fall, np.ones_like(y), -prior], axis=1)
        weighted = self._weights * gone
        unsure = weighted * (np.where(y >= 0, small, 1.0) / (1 + small))
        hessian = slopes.T @ (slopes * unsure[:, None])
        bend = weighted @ (-(r + self._x) * fall * (1 - alpha / start - alpha / end))
        hessian[0, 0] += r * (weighted @ log_gap)
        both = -r * (weighted @ fall)
        hessian[0, 1] += both
        hessian[1, 0] += both
        hessian[1, 1] += bend
        hessian[3, 3] -= weighted @ (prior * (self._chances / shape))
        return Evaluation(float(value), slopes.T @ weighted, hessian)


def beta_geometric_problem(customers: CustomerSummary, /, *, chances: int) -> Problem:
    """Prepare a base for the fit of a beta-geometric model.

    Parameters
    ----------
    customers : CustomerSummary
        The base.
    chances : {0, 1}
        Chances to leave before the first repeat purchase.

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
    (x, t_x, age), weights = compress(
        customers.frequency, customers.recency, customers.T, weights=customers.weights
    )
    total = float(weights.sum())
    unit = float(weights @ age) / total
    rows = (x, t_x / unit, age / unit)
    return Problem(
        objective=BetaGeometricLikelihood(rows, weights, chances=chances),
        sample=_sample(rows, weights, chances=chances),
        starts=_starts(x, rows[2], weights, _GUESSES + _MORE_GUESSES[: 2 * chances]),
        bounds=np.array([[-FAR] * 4, [FAR] * 4]),
        limits=limits(chances),
        to_log=TO_LOG,
        offset=np.array([0.0, np.log(unit), 0.0, 0.0]),
        constant=-float(weights @ x) * float(np.log(unit)),
        customers=total,
    )


# Some customers of a large base, if enough of them have bought again.
def _sample(rows: _Rows, weights: FloatArray, *, chances: int) -> BetaGeometricLikelihood | None:
    if weights.size <= LARGE:
        return None
    chosen, counts = representatives(weights, SAMPLE)
    x, t_x, age = (column[chosen] for column in rows)
    if float(counts @ (x > 0)) < _ENOUGH:
        return None
    return BetaGeometricLikelihood((x, t_x, age), counts, chances=chances)


# Moments of a base without dropout, then several guesses of dropout and its spread.
def _starts(
    x: FloatArray, age: FloatArray, weights: FloatArray, guesses: _Guesses
) -> list[FloatArray]:
    shape, rate = nbd_moments(x, age, weights)
    return [
        np.array([
            np.log(shape * wider),
            np.log(rate * faster),
            np.log(leaving / (1 - leaving)),
            np.log(weight) + 0.5 * np.log(leaving * (1 - leaving)),
        ])
        for wider, faster, leaving, weight in guesses
    ]
