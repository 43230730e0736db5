"""The likelihood of Pareto/NBD with its gradient and Hessian."""

from typing import Final, NamedTuple

import numpy as np

from crmcore._distinct import distinct
from crmcore._types import FloatArray
from crmcore.metrics.clv._families.nbd import NBDLikelihood
from crmcore.metrics.clv._families.pareto.chain import Chains, at_points
from crmcore.metrics.clv._families.pareto.nodes import Nodes, Shapes, nodes_between
from crmcore.metrics.clv.fitting._newton import Evaluation
from crmcore.metrics.clv.fitting._problem import FAR

__all__ = ["TO_LOG", "ParetoLikelihood"]

# ln r, ln alpha, ln s, ln beta from the coordinates ln r, ln r/alpha, ln s/beta, ln s.
TO_LOG: Final = np.array([
    [1.0, 0.0, 0.0, 0.0],
    [1.0, -1.0, 0.0, 0.0],
    [0.0, 0.0, 0.0, 1.0],
    [0.0, 0.0, -1.0, 1.0],
])


_FAINT: Final = 1e-200


# Likelihoods of who stays to the end, over the density at the last purchase, and what is left of
# that density at the end.
class _Stays(NamedTuple):
    log_stay: FloatArray
    stay: FloatArray
    shrink: FloatArray


class ParetoLikelihood:
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

    .. math:: e^{\Lambda(T)} + \int_t^T \frac{s}{\beta+\tau} e^{\Lambda(\tau)} d\tau, \qquad
        \Lambda(\tau) = -(r+x)\,\mathrm{log1p}\frac{\tau}{\alpha}
        - s\,\mathrm{log1p}\frac{\tau}{\beta} .

    The integrals of all rows of one frequency run over parts of one chain of points, so each
    interval between two points is integrated once. All sums along a chain are taken relative to
    the density at their own point: nothing overflows, and what is subtracted (the part of the
    chain after T) is below the likelihood itself.
    """

    def __init__(
        self, rows: tuple[FloatArray, FloatArray, FloatArray], weights: FloatArray
    ) -> None:
        x, t_x, age = rows
        self._purchases = NBDLikelihood(x, age, weights)
        (self._ages,), self._age_of = distinct(age)
        self._at_age = np.bincount(self._age_of, weights)
        self._chains = Chains(x, t_x, age)
        self._x = x
        self._weights = weights

    def __call__(self, point: FloatArray, /) -> Evaluation:
        """Evaluate at a point of shape (4,).

        Returns
        -------
        Evaluation
            Value, gradient and Hessian in the coordinates.
        """
        shapes = Shapes(*np.exp(TO_LOG @ point).tolist())
        gradient, hessian = np.zeros(4), np.zeros((4, 4))
        value, gradient[:2], hessian[:2, :2] = self._purchases(point[:2])
        if point[2] <= -FAR:  # nobody leaves
            return Evaluation(value, gradient, hessian)
        for part in (self._survival(shapes), self._leaving(shapes)):
            value += part.value
            gradient += part.gradient
            hessian += part.hessian
        return Evaluation(value, gradient, hessian)

    # -s log1p(T/beta)
    def _survival(self, shapes: Shapes) -> Evaluation:
        s, beta = shapes.s, shapes.beta
        past = self._ages / (beta + self._ages)
        log = s * float(self._at_age @ np.log1p(self._ages / beta))
        first = s * float(self._at_age @ past)
        second = s * float(self._at_age @ (past * (beta / (beta + self._ages))))
        gradient = np.array([0.0, 0.0, -first, first - log])
        hessian = np.zeros((4, 4))
        hessian[2:, 2:] = [[-second, second - first], [second - first, 2 * first - log - second]]
        return Evaluation(-log, gradient, hessian)

    # log1p of the integral over the likelihood of who stays
    def _leaving(self, shapes: Shapes) -> Evaluation:
        chains = self._chains
        keeps, rows = self._fall(shapes)
        batches = list(nodes_between(shapes, chains.x, chains.time, chains.step))
        mass = self._masses(batches, keeps, rows.shrink)
        total = rows.stay + mass[0]
        gone, kept = mass[0] / total, rows.stay / total
        odds = np.log1p(gone / np.maximum(kept, _FAINT))
        far = np.flatnonzero(kept < _FAINT)
        odds[far] = np.log(total[far]) - rows.log_stay[far]
        each, size = self._weights / total, chains.time.size
        lead = at_points(chains.start, each, size)
        lead -= at_points(chains.stop, each * rows.shrink, size)
        gradient, hessian = _second(batches, chains.before(lead, keeps), shapes, chains.x)
        weight = self._weights * gone
        slopes, bends = self._stay_slopes(shapes, weight)
        gradient -= slopes @ weight
        mean = mass[1:] / np.where(mass[0] > 0, mass[0], 1.0)
        hessian -= bends + (mean * weight) @ mean.T
        mean -= slopes
        hessian += (mean * (weight * kept)) @ mean.T
        return Evaluation(float(self._weights @ odds), gradient, hessian)

    # What is left of the density over each interval, and the likelihoods of the rows that stay.
    def _fall(self, shapes: Shapes) -> tuple[FloatArray, _Stays]:
        r, alpha, s, beta = shapes
        chains = self._chains
        fall_b = np.log1p(chains.time / beta)
        fall = (r + chains.x) * np.log1p(chains.time / alpha) + s * fall_b
        keeps = np.zeros_like(fall)
        inside = np.flatnonzero(~chains.last)
        steeper = fall + fall_b
        keeps[inside] = np.exp(steeper[inside] - steeper[inside + 1])
        odds_b = (beta + chains.time) / s
        log_stay = (fall + np.log(odds_b))[chains.start] - fall[chains.stop]
        stay = np.exp(log_stay)
        return keeps, _Stays(log_stay, stay, stay / odds_b[chains.stop])

    # Integrals of the density and its slopes from the last purchase of each row to its end.
    def _masses(self, batches: list[Nodes], keeps: FloatArray, shrink: FloatArray) -> FloatArray:
        chains = self._chains
        tails = chains.after(_sums(batches, chains.time.size), keeps)
        mass = tails.take(chains.stop, axis=1)
        mass *= -shrink
        mass += tails.take(chains.start, axis=1)
        np.maximum(mass[0], 0.0, out=mass[0])
        return mass

    # Slopes of the log likelihood of who stays, and the weighted sum of its second derivatives
    def _stay_slopes(self, shapes: Shapes, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
        r, alpha, s, beta = shapes
        p, at = r + self._x, self._age_of
        ages = self._ages
        fa, la = ages / (alpha + ages), np.log1p(ages / alpha)
        fb, lb = ages / (beta + ages), np.log1p(ages / beta)
        slopes = np.empty((4, p.size))
        np.multiply(-p, fa.take(at), out=slopes[1])
        np.subtract((-r * la).take(at), slopes[1], out=slopes[0])
        np.take(-s * fb, at, out=slopes[2])
        np.take(s * (fb - lb), at, out=slopes[3])
        rows = np.bincount(at, weight, minlength=ages.size)
        bought = np.bincount(at, weight * p, minlength=ages.size)
        ga, gb = fa * (alpha / (alpha + ages)), fb * (beta / (beta + ages))
        first, log, second = r * (rows @ fa), r * (rows @ la), bought @ ga
        bends = np.zeros((4, 4))
        bends[:2, :2] = [[2 * first - log - second, second - first], [second - first, -second]]
        first, log, second = s * (rows @ fb), s * (rows @ lb), s * (rows @ gb)
        bends[2:, 2:] = [[-second, second - first], [second - first, 2 * first - log - second]]
        return slopes, bends


# The integral of the density over each interval, and of its slopes.
def _sums(batches: list[Nodes], size: int) -> FloatArray:
    total = np.zeros((5, size))
    for batch in batches:
        parts = [batch.weight, *(batch.weight * slope for slope in batch.slopes)]
        for row, part in enumerate(parts):
            total[row] += np.bincount(batch.interval, part.sum(axis=0), minlength=size)
    return total


def _second(
    batches: list[Nodes], lead: FloatArray, shapes: Shapes, x: FloatArray
) -> tuple[FloatArray, FloatArray]:
    r, _, s, _ = shapes
    gradient, hessian = np.zeros(4), np.zeros((4, 4))
    for batch in batches:
        weight = (batch.weight * lead[batch.interval]).ravel()
        slopes = batch.slopes.reshape(4, -1)
        weighted = slopes * weight
        first = weighted.sum(axis=1)
        gradient += first
        hessian += weighted @ slopes.T
        p = r + x[batch.interval]
        ratio = np.broadcast_to(r / p, batch.weight.shape).ravel()
        past_a = -float(ratio @ weighted[1])  # r f
        bend_a = float((weight.reshape(batch.weight.shape) * p * batch.bend_a).sum())
        hessian[0, 0] += first[0] + first[1] + 2 * past_a - bend_a
        hessian[0, 1] += bend_a - past_a
        hessian[1, 0] += bend_a - past_a
        hessian[1, 1] -= bend_a
        total = float(weight.sum())
        past = (total - first[2]) / (s + 1)  # f
        bend_b = (s + 1) * float(weight @ batch.bend_b.ravel())
        hessian[2, 2] -= bend_b
        hessian[2, 3] += bend_b - s * past
        hessian[3, 2] += bend_b - s * past
        hessian[3, 3] += first[3] - (s + 1) * past + 2 * s * past - bend_b
    return gradient, hessian
