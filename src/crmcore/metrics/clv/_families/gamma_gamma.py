"""The likelihood of the Gamma-Gamma model with its gradient and Hessian, and how to fit it."""

from typing import Final

import numpy as np

from crmcore._checks import refuse_rows
from crmcore._distinct import compress
from crmcore._special import (
    digamma_difference,
    log_beta,
    trigamma,
    trigamma_difference,
)
from crmcore._text import Title, persian_figure
from crmcore._types import FloatArray
from crmcore.errors import FitError, InvalidInputError
from crmcore.metrics.clv._families.single_spend import SpendData, WithinCustomers, within_customers
from crmcore.metrics.clv.fitting._newton import Evaluation
from crmcore.metrics.clv.fitting._problem import FAR, LARGE, SAMPLE, Limit, Problem, representatives
from crmcore.summary import CustomerSummary

__all__ = ["GammaGammaLikelihood", "gamma_gamma_problem", "mean_spend", "repeat_spend"]

# ln p, ln q, ln v from the coordinates ln p, ln q, ln(p v/q).
TO_LOG: Final = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [-1.0, 1.0, 1.0]])
_ALIKE: Final = 1e-6  # spread of the logs of spend that is hardly more than rounding
_GUESSES: Final = ((6.0, 4.0), (1.5, 2.5), (1.0, 20.0), (30.0, 3.0), (0.5, 1.5))


class GammaGammaLikelihood:
    """Log-likelihood of weighted rows as a function of the coordinates.

    Parameters
    ----------
    x : ndarray of shape (k,)
        Repeat purchases, above 0.
    mean : ndarray of shape (k,)
        Their mean spend, in scaled money.
    weights : ndarray of shape (k,)
        Weights of the rows.
    within : WithinCustomers or None
        How single purchases spread about the means, where they are known.
    """

    def __init__(
        self,
        x: FloatArray,
        mean: FloatArray,
        weights: FloatArray,
        within: WithinCustomers | None = None,
    ) -> None:
        self._total = x * mean
        self._weights, self._purchases = weights, weights * x
        self._x, inverse = np.unique(x, return_inverse=True)
        self._at_x = np.bincount(inverse, weights)
        self._constant = -float(weights @ np.log(mean))
        self._within = within

    def __call__(self, point: FloatArray, /) -> Evaluation:
        """Evaluate at a point of shape (3,).

        Returns
        -------
        Evaluation
            Value, gradient and Hessian in the coordinates.
        """
        p, q, v = np.exp(TO_LOG @ point).tolist()
        spent, shapes = self._spent(p, q, v), self._shapes(p, q)
        value = spent.value + shapes.value + self._constant
        gradient, hessian = spent.gradient + shapes.gradient, spent.hessian + shapes.hessian
        if self._within is not None:
            single, slope, bend = self._within(p)
            value += single
            gradient[0] += slope
            hessian[0, 0] += bend
        return Evaluation(value, TO_LOG.T @ gradient, TO_LOG.T @ hessian @ TO_LOG)

    # -p x log1p(v/Z) - q log1p(Z/v), Z the total spend; in ln p, ln q, ln v
    def _spent(self, p: float, q: float, v: float) -> Evaluation:
        rest = v / (v + self._total)
        share = self._total / (v + self._total)
        within = p * float(self._purchases @ np.log1p(v / self._total))
        between = q * float(self._weights @ np.log1p(self._total / v))
        slope_p, slope_q = p * float(self._purchases @ rest), q * float(self._weights @ share)
        bend = float((p * self._purchases + q * self._weights) @ (share * rest))
        hessian = np.array([
            [-within, 0.0, -slope_p],
            [0.0, -between, slope_q],
            [-slope_p, slope_q, -bend],
        ])
        gradient = np.array([-within, -between, slope_q - slope_p])
        return Evaluation(-within - between, gradient, hessian)

    # -ln B(p x, q), at the distinct x only
    def _shapes(self, p: float, q: float) -> Evaluation:
        a, weight = p * self._x, self._at_x
        first = float(weight @ (a * digamma_difference(a, q)))
        second = float(weight @ (q * digamma_difference(q, a)))
        bend_p = first + float(weight @ (a * a * trigamma_difference(a, q)))
        bend_q = second + float(weight @ (q * q * trigamma_difference(q, a)))
        both = float(weight @ (a * q * trigamma(a + q)))
        hessian = np.array([[bend_p, both, 0.0], [both, bend_q, 0.0], [0.0, 0.0, 0.0]])
        value = -float(weight @ log_beta(a, q))
        return Evaluation(value, np.array([first, second, 0.0]), hessian)


def repeat_spend(customers: CustomerSummary, /) -> FloatArray:
    """Give the mean spend of repeat purchases, refusing what is no spend.

    Parameters
    ----------
    customers : CustomerSummary
        Customers with `monetary_value`.

    Returns
    -------
    ndarray of shape (n,)
        Mean spend; 0 where there is no repeat purchase.

    Raises
    ------
    InvalidInputError
        If there is no such column, or a repeat buyer spent 0.
    """
    mean = mean_spend(customers)
    free = (customers.frequency > 0) & (mean == 0)
    rule = "be above 0 where frequency is (leave customers out who paid nothing)"
    refuse_rows("monetary_value", mean, free, rule)
    return mean


def mean_spend(customers: CustomerSummary, /) -> FloatArray:
    """Give the mean spend of repeat purchases, free ones included.

    Parameters
    ----------
    customers : CustomerSummary
        Customers with `monetary_value`.

    Returns
    -------
    ndarray of shape (n,)
        Mean spend; 0 where there is no repeat purchase.

    Raises
    ------
    InvalidInputError
        If there is no such column.
    """
    if customers.monetary_value is None:
        msg = "customers must have monetary_value, the mean spend of repeat purchases, got None"
        raise InvalidInputError(msg)
    return customers.monetary_value


def gamma_gamma_problem(customers: CustomerSummary, /, *, on: SpendData) -> Problem:
    """Prepare a base for the fit of the Gamma-Gamma model.

    Parameters
    ----------
    customers : CustomerSummary
        The base.
    on : {"means", "purchases"}
        Whether the means are known alone, or each purchase.

    Returns
    -------
    Problem
        Likelihood in scaled money, starts and limits.

    Raises
    ------
    FitError
        If there are no repeat buyers, or all of them spend the same.
    """
    mean = repeat_spend(customers)
    bought = customers.frequency > 0
    within = None
    if on == "purchases":
        within = within_customers(customers)
    (x, mean), weights = compress(
        customers.frequency[bought], mean[bought], weights=customers.row_weights[bought]
    )
    total = float(weights.sum())
    _require_spread(mean, total)
    log_unit = float(weights @ np.log(mean)) / total
    scaled = mean * np.exp(-log_unit)
    sample = None
    if x.size > LARGE and within is None:
        rows, counts = representatives(weights, SAMPLE)
        sample = GammaGammaLikelihood(x[rows], scaled[rows], counts)
    return Problem(
        objective=GammaGammaLikelihood(x, scaled, weights, within),
        sample=sample,
        starts=[np.array([np.log(p), np.log(q), np.log1p(-1 / q)]) for p, q in _GUESSES],
        bounds=np.array([[-FAR] * 3, [FAR] * 3]),
        limits=LIMITS,
        to_log=TO_LOG,
        offset=np.array([0.0, 0.0, log_unit]),
        constant=-total * log_unit + (within.constant if within else 0.0),
        customers=total,
    )


def _require_spread(mean: FloatArray, total: float) -> None:
    if not mean.size:
        reason = Title(
            "the base has no repeat buyers, so no spend can be fitted",
            "هیچ مشتری خرید دوباره‌ای ندارد، پس مبلغ خرید برآورد نمی‌شود",
        )
        raise FitError(reason)
    if float(np.ptp(np.log(mean))) < _ALIKE:
        reason = Title(
            f"all {total:g} repeat buyers spend {mean[0]:g} on average: without any spread of "
            "spend the likelihood has no maximum",
            f"میانگین خرید هر {persian_figure(f'{total:g}')} خریدار تکراری "
            f"{persian_figure(f'{mean[0]:g}')} است: بدون پراکندگی مبلغ خرید، درست‌نمایی "
            "بیشینه ندارد",
        )
        raise FitError(reason)


LIMITS: Final = (
    Limit(
        key="one_mean_spend",
        meaning=Title(
            "All customers spend alike; only their single purchases differ.",
            "همه مشتریان به طور میانگین یکسان خرج می‌کنند و فقط تک‌تک خریدها متفاوت‌اند.",
        ),
        at={1: FAR},
        near=3.0,
        held=("q", "v"),
    ),
    Limit(
        key="one_amount_each",
        meaning=Title(
            "Each customer spends the same in every purchase; only customers differ.",
            "هر مشتری در همه خریدهایش یکسان خرج می‌کند و فقط مشتریان متفاوت‌اند.",
        ),
        at={0: FAR},
        near=3.0,
        held=("p", "v"),
    ),
)
