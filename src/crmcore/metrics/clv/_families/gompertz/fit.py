"""How Gamma-Gompertz/NBD is fitted: its likelihood, starts, bounds and limits."""

import math
from typing import Final

import attrs
import numpy as np

from crmcore._distinct import compress
from crmcore._types import FloatArray
from crmcore.metrics.clv._families.gompertz.coordinates import BOX, straight_point
from crmcore.metrics.clv._families.gompertz.likelihood import TO_LOG, GompertzLikelihood
from crmcore.metrics.clv._families.gompertz.limits import SUDDEN, limits_until
from crmcore.metrics.clv._families.gompertz.search import best_gompertz_point
from crmcore.metrics.clv._families.pareto.fit import pareto_problem
from crmcore.metrics.clv._families.pareto.limits import FARTHEST
from crmcore.metrics.clv.fitting._problem import FAR, SAMPLE, Problem, representatives
from crmcore.summary import CustomerSummary

__all__ = ["gompertz_problem"]

_LARGE: Final = 1500  # distinct rows from which on the starts are tried on a sample
_ENOUGH: Final = 50  # repeat buyers
_OLDEST: Final = 3.0  # in mean ages
_FAST: Final = math.log(20.0)
_CLOSE: Final = 1e-3


def gompertz_problem(customers: CustomerSummary, /) -> Problem:
    """Prepare a base for the fit of Gamma-Gompertz/NBD.

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
    pareto = pareto_problem(customers)
    (x, t_x, age), weights = compress(
        customers.frequency, customers.recency, customers.T, weights=customers.weights
    )
    unit = float(weights @ age) / pareto.customers
    rows = (x, t_x / unit, age / unit)
    objective = GompertzLikelihood(rows, weights)
    time = min(float(rows[2].max()), _OLDEST)
    steady = np.append(pareto.starts[0], -FAR)
    best = best_gompertz_point(objective, _sample(rows, weights), steady, time)
    fastest = _fastest(best, time)
    return attrs.evolve(
        pareto,
        objective=objective,
        starts=[best],
        more_starts=[],
        bounds=np.array([
            [-FAR, -FAR, -FARTHEST, -FAR, -FAR],
            [FAR, FAR, FARTHEST, FAR, fastest],
        ]),
        limits=limits_until(fastest),
        to_log=TO_LOG,
        offset=np.array([0.0, math.log(unit), -math.log(unit), 0.0, 0.0]),
    )


# The log of the largest b: less where beta would be too small for a double beside it.
def _fastest(point: FloatArray, time: float) -> float:
    at_end = straight_point(point, time)[3] > BOX[1, 3] - _CLOSE
    return float(point[4]) if at_end and point[4] > _FAST else SUDDEN


# Some customers of a large base, if enough of them have bought again.
def _sample(
    rows: tuple[FloatArray, FloatArray, FloatArray], weights: FloatArray
) -> GompertzLikelihood | None:
    if weights.size <= _LARGE:
        return None
    chosen, counts = representatives(weights, SAMPLE)
    x, t_x, age = (column[chosen] for column in rows)
    if float(counts @ (x > 0)) < _ENOUGH:
        return None
    return GompertzLikelihood((x, t_x, age), counts)
