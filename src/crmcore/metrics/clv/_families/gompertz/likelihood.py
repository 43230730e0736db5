"""The likelihood of Gamma-Gompertz/NBD with its gradient and Hessian."""

from typing import Final

import numpy as np

from crmcore._distinct import distinct
from crmcore._types import FloatArray
from crmcore.metrics.clv._families.gompertz.nodes import (
    Loss,
    Nodes,
    Shapes,
    bends,
    loss_until,
    nodes_between,
)
from crmcore.metrics.clv._families.nbd import NBDLikelihood
from crmcore.metrics.clv._families.pareto.chain import Chains, at_points
from crmcore.metrics.clv._families.pareto.limits import FARTHEST
from crmcore.metrics.clv.fitting._newton import Evaluation

__all__ = ["TO_LOG", "GompertzLikelihood", "shapes_at"]

# ln r, ln alpha, ln b, ln s, ln beta from ln r, ln r/alpha, ln s b/beta, ln s, ln b.
TO_LOG: Final = np.array([
    [1.0, 0.0, 0.0, 0.0, 0.0],
    [1.0, -1.0, 0.0, 0.0, 0.0],
    [0.0, 0.0, 0.0, 0.0, 1.0],
    [0.0, 0.0, 0.0, 1.0, 0.0],
    [0.0, 0.0, -1.0, 1.0, 1.0],
])
_MOST: Final = 690.0  # exp of more comes near the largest double


def shapes_at(point: FloatArray, /) -> Shapes:
    """Give the parameters at a point.

    Parameters
    ----------
    point : ndarray of shape (5,)
        The coordinates ln r, ln r/alpha, ln s b/beta, ln s, ln b.

    Returns
    -------
    Shapes
        The parameters.
    """
    r, alpha, s, beta, b = np.exp([
        point[0],
        point[0] - point[1],
        point[3],
        point[3] - point[2],
        point[4],
    ]).tolist()
    return Shapes(r, alpha, s, beta, b)


class GompertzLikelihood:
    r"""Log-likelihood of weighted rows as a function of the coordinates.

    Parameters
    ----------
    rows : tuple of three ndarray of shape (k,)
        Frequency, recency and age of distinct rows, in scaled time.
    weights : ndarray of shape (k,)
        Their weights.

    Notes
    -----
    A row's likelihood is :math:`(r)_x \alpha^{-x}` times

    .. math:: e^{\Lambda(T)} + \int_t^T h(\tau) e^{\Lambda(\tau)} d\tau, \qquad
        \Lambda(\tau) = -(r+x)\,\mathrm{log1p}\frac{\tau}{\alpha}
        - s\,\mathrm{log1p}\frac{e^{b\tau}-1}{\beta} ,

    h the hazard of leaving. The integrals of all rows of one frequency run over parts of one chain
    of points, so each interval between two points is integrated once. All sums along a chain are
    taken relative to :math:`e^{\Lambda}` at their own point, and rows relative to that at t: they
    are chances. What is subtracted (the part of the chain after T) is below the likelihood itself.
    """

    def __init__(
        self, rows: tuple[FloatArray, FloatArray, FloatArray], weights: FloatArray
    ) -> None:
        x, t_x, age = rows
        self._until_end = NBDLikelihood(x, age, weights)
        self._purchases = NBDLikelihood(x, np.zeros_like(age), weights)
        (self._ages,), self._age_of = distinct(age)
        self._chains = Chains(x, t_x, age)
        self._x = x
        self._weights = weights

    def __call__(self, point: FloatArray, /) -> Evaluation:
        """Evaluate at a point of shape (5,).

        Returns
        -------
        Evaluation
            Value, gradient and Hessian in the coordinates.
        """
        gradient, hessian = np.zeros(5), np.zeros((5, 5))
        leaves = point[2] > -FARTHEST
        purchases = self._purchases if leaves else self._until_end
        value, gradient[:2], hessian[:2, :2] = purchases(point[:2])
        if not leaves:
            return Evaluation(value, gradient, hessian)
        rest = self._loss(shapes_at(point))
        return Evaluation(value + rest.value, gradient + rest.gradient, hessian + rest.hessian)

    # The sum of the logs of the two terms.
    def _loss(self, shapes: Shapes) -> Evaluation:
        chains = self._chains
        loss = loss_until(shapes, chains.time)
        fall = (shapes.r + chains.x) * loss.log_a + shapes.s * loss.log_b
        stays, keeps = fall[chains.start] - fall[chains.stop], self._keeps(fall)
        batches = list(nodes_between(shapes, chains.x, chains.time, chains.step, loss))
        tails = chains.after(_sums(batches, chains.time.size), keeps)
        share = np.exp(stays)
        mass = tails.take(chains.start, axis=1) - share * tails.take(chains.stop, axis=1)
        with np.errstate(divide="ignore"):
            log = np.logaddexp(stays, np.log(np.maximum(mass[0], 0.0)))
        each = self._weights * np.exp(np.minimum(-log, _MOST))
        lead = chains.before(self._lead(each, share), keeps)
        gradient, hessian = _second(batches, lead, shapes, chains.x)
        kept = np.exp(stays - log)
        slopes, bent = self._stay_slopes(shapes, self._weights * kept)
        gradient += slopes @ (self._weights * kept)
        mean = mass[1:] / np.where(mass[0] > 0, mass[0], 1.0)
        weight = self._weights * (1 - kept)
        hessian += bent - (mean * weight) @ mean.T
        mean -= slopes
        hessian += (mean * (weight * kept)) @ mean.T
        return Evaluation(float(self._weights @ (log - fall[chains.start])), gradient, hessian)

    # What is left of the likelihood over each interval.
    def _keeps(self, fall: FloatArray) -> FloatArray:
        keeps = np.zeros_like(fall)
        inside = np.flatnonzero(~self._chains.last)
        keeps[inside] = np.exp(fall[inside] - fall[inside + 1])
        return keeps

    # How much the density at the start of each interval adds to the log likelihood.
    def _lead(self, each: FloatArray, share: FloatArray) -> FloatArray:
        chains, size = self._chains, self._chains.time.size
        return at_points(chains.start, each, size) - at_points(chains.stop, each * share, size)

    # Slopes of the log likelihood of who stays, and the weighted sum of its second derivatives
    def _stay_slopes(self, shapes: Shapes, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
        r, s = shapes.r, shapes.s
        ages = loss_until(shapes, self._ages)
        p, at, size = r + self._x, self._age_of, self._ages.size
        slopes = np.empty((5, p.size))
        np.multiply(-p, ages.past_a.take(at), out=slopes[1])
        np.subtract((-r * ages.log_a).take(at), slopes[1], out=slopes[0])
        np.take(-s * ages.past_b, at, out=slopes[2])
        np.take(s * (ages.past_b - ages.log_b), at, out=slopes[3])
        np.take(-s * ages.growth, at, out=slopes[4])
        rows, bought = at_points(at, weight, size), at_points(at, weight * p, size)
        return slopes, bends(shapes, s, ages, rows, bought)


# The integral of the density over each interval, and of its slopes.
def _sums(batches: list[Nodes], size: int) -> FloatArray:
    total = np.zeros((6, size))
    for batch in batches:
        parts = [batch.weight, *(batch.weight * slope for slope in batch.slopes)]
        for row, part in enumerate(parts):
            total[row] += np.bincount(batch.interval, part.sum(axis=0), minlength=size)
    return total


# First and second derivatives of the weighted sum of integrals.
def _second(
    batches: list[Nodes], lead: FloatArray, shapes: Shapes, x: FloatArray
) -> tuple[FloatArray, FloatArray]:
    gradient, hessian = np.zeros(5), np.zeros((5, 5))
    for batch in batches:
        each = batch.weight * lead[batch.interval]
        bought = (each * (shapes.r + x[batch.interval])).ravel()
        weight = each.ravel()
        slopes = batch.slopes.reshape(5, -1)
        weighted = slopes * weight
        gradient += weighted.sum(axis=1)
        hessian += weighted @ slopes.T
        flat = Loss(*(values.ravel() for values in batch.loss))
        hessian += bends(shapes, shapes.s + 1, flat, weight, bought)
        hessian[4, 4] += float(weight @ batch.grown.ravel())
    return gradient, hessian
