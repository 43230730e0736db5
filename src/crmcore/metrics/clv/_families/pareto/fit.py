"""How Pareto/NBD is fitted: its likelihood, starts, bounds and limits."""

from typing import Final

import numpy as np

from crmcore._distinct import compress
from crmcore._types import FloatArray
from crmcore.metrics.clv._families.nbd import nbd_moments, require_repeat_purchases
from crmcore.metrics.clv._families.pareto.likelihood import TO_LOG, ParetoLikelihood
from crmcore.metrics.clv._families.pareto.limits import FARTHEST, LIMITS
from crmcore.metrics.clv._families.pareto.search import best_start
from crmcore.metrics.clv.fitting._problem import FAR, SAMPLE, Problem, representatives
from crmcore.summary import CustomerSummary

__all__ = ["pareto_problem"]

# Factors on shape and rate of the moments, then C and v of the deaths.
_GUESSES: Final = ((1.5, 1.3, 0.4, 1.5), (8.0, 2.5, 1.0, 3.5), (1.0, 1.1, 0.05, -2.0))
_LARGE: Final = 1500  # distinct rows from which on the starts are tried on a sample
_ENOUGH: Final = 50  # repeat buyers


def pareto_problem(customers: CustomerSummary, /) -> Problem:
    """Prepare a base for the fit of Pareto/NBD.

    Parameters
    ----------
    customers : CustomerSummary
        The base.

    Returns
    -------
    Problem
        Likelihood in scaled time, a start found by search, and limits.

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
    shape, rate = nbd_moments(x, rows[2], weights)
    starts = [
        np.array([np.log(shape * wider), np.log(rate * faster), np.log(lost), place])
        for wider, faster, lost, place in _GUESSES
    ]
    objective = ParetoLikelihood(rows, weights)
    return Problem(
        objective=objective,
        sample=None,
        starts=[best_start(objective, _sample(rows, weights), starts)],
        bounds=np.array([[-FAR] * 4, [FAR, FAR, FARTHEST, FAR]]),
        limits=LIMITS,
        to_log=TO_LOG,
        offset=np.array([0.0, np.log(unit), 0.0, np.log(unit)]),
        constant=-float(weights @ x) * float(np.log(unit)),
        customers=total,
    )


# Some customers of a large base, if enough of them have bought again.
def _sample(
    rows: tuple[FloatArray, FloatArray, FloatArray], weights: FloatArray
) -> ParetoLikelihood | None:
    if weights.size <= _LARGE:
        return None
    chosen, counts = representatives(weights, SAMPLE)
    x, t_x, age = (column[chosen] for column in rows)
    if float(counts @ (x > 0)) < _ENOUGH:
        return None
    return ParetoLikelihood((x, t_x, age), counts)
