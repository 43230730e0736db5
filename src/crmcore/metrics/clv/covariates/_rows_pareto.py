"""Likelihoods of rows whose parameters differ, of Pareto/NBD."""

from typing import Final

import numpy as np

from crmcore._types import FloatArray
from crmcore.metrics.clv._families.pareto.nodes import Nodes, Shapes, nodes_between
from crmcore.metrics.clv.covariates._rows import (
    RATES,
    Rows,
    in_coordinates,
    leaving_rows,
    purchase_rows,
)

__all__ = ["ParetoRows"]

_BLOCK: Final = 2**12
# Products of slopes that are summed, and what else: bend_a, bend_b.
_PAIRS: Final = tuple((i, k) for i in range(4) for k in range(i + 1))
_SUMS: Final = 1 + 4 + len(_PAIRS) + 2


class ParetoRows:
    r"""Log-likelihoods of Pareto/NBD.

    Parameters
    ----------
    x, t_x, age : ndarray of shape (n,)
        Frequency, recency and age, in scaled time.

    Notes
    -----
    As `ParetoLikelihood`, but each row is integrated on its own, since no two rows need have the
    same density.
    """

    def __init__(self, x: FloatArray, t_x: FloatArray, age: FloatArray) -> None:
        self._x, self._t, self._age = x, t_x, age

    def __call__(self, coordinates: FloatArray, /) -> Rows:
        """Evaluate at coordinates of shape (4, n): ln r, ln r/alpha, ln s/beta, ln s.

        Returns
        -------
        Rows
            With the derivatives in the coordinates.
        """
        r, s = np.exp(coordinates[[0, 3], 0]).tolist()
        value, slopes = np.empty(self._x.size), np.empty((4, self._x.size))
        bends = np.empty((4, 4, self._x.size))
        for start in range(0, self._x.size, _BLOCK):
            some = slice(start, start + _BLOCK)
            rates = coordinates[1:3, some]
            value[some], slopes[:, some], bends[:, :, some] = self._block(r, s, rates, some)
        return Rows(value, slopes, bends)

    def _block(self, r: float, s: float, rates: FloatArray, some: slice) -> Rows:
        x, t_x, age = self._x[some], self._t[some], self._age[some]
        shapes = Shapes(r, r * np.exp(-rates[0]), s, s * np.exp(-rates[1]))
        bought = in_coordinates(purchase_rows(r, rates[0], x, age), RATES)
        stays = _staying(shapes, x, age)
        sums = _sums(shapes, x, t_x, age - t_x)
        mass = np.where(sums[0] > 0, sums[0], 1.0)
        with np.errstate(divide="ignore"):
            y = np.log(sums[0]) - _log_stay(shapes, x, t_x, age)
        bends = _mean_bends(shapes, x, sums / mass)
        value, slopes, bends = leaving_rows(bought, stays, y, sums[1:5] / mass, bends)
        return Rows(value - s * np.log1p(age / shapes.beta), slopes, bends)


# -(r + x) log1p(T/alpha) - s log1p(T/beta) with its derivatives in the coordinates
def _staying(shapes: Shapes, x: FloatArray, age: FloatArray) -> Rows:
    r, alpha, s, beta = shapes
    p = r + x
    fa, fb = age / (alpha + age), age / (beta + age)
    la, lb = r * np.log1p(age / alpha), s * np.log1p(age / beta)
    slopes = np.stack([p * fa - la, -p * fa, -s * fb, s * fb - lb])
    bends = np.zeros((4, 4, x.size))
    for at, first, log, second in (
        (0, r * fa, la, p * fa * (alpha / (alpha + age))),
        (2, s * fb, lb, s * fb * (beta / (beta + age))),
    ):
        shape, rate = (at, at + 1) if at == 0 else (at + 1, at)
        bends[shape, shape] = 2 * first - log - second
        bends[shape, rate] = bends[rate, shape] = second - first
        bends[rate, rate] = -second
    return Rows(-lb - la, slopes, bends)


# The log likelihood of who stays to the end, over the density of leaving at the last purchase.
def _log_stay(shapes: Shapes, x: FloatArray, t_x: FloatArray, age: FloatArray) -> FloatArray:
    r, alpha, s, beta = shapes
    start_a, start_b, silence = alpha + t_x, beta + t_x, age - t_x
    fall = (r + x) * np.log1p(silence / start_a) + s * np.log1p(silence / start_b)
    log: FloatArray = np.log(start_b / s) - fall
    return log


# The integral of the density from the last purchase on, of its slopes and their products.
def _sums(shapes: Shapes, x: FloatArray, time: FloatArray, step: FloatArray) -> FloatArray:
    total = np.zeros((_SUMS, x.size))
    for batch in nodes_between(shapes, x, time, step):
        for place, part in enumerate(_parts(batch)):
            total[place] += np.bincount(batch.interval, part, minlength=x.size)
    return total


def _parts(batch: Nodes) -> list[FloatArray]:
    weighted = [batch.weight * slope for slope in batch.slopes]
    products = [(weighted[i] * batch.slopes[k]).sum(axis=0) for i, k in _PAIRS]
    bent = [(batch.weight * bend).sum(axis=0) for bend in (batch.bend_a, batch.bend_b)]
    return [batch.weight.sum(axis=0), *(part.sum(axis=0) for part in weighted), *products, *bent]


# The mean over the density of the products of its slopes and of its second derivatives.
def _mean_bends(shapes: Shapes, x: FloatArray, means: FloatArray) -> FloatArray:
    r, _, s, _ = shapes
    bends = np.empty((4, 4, x.size))
    for place, (i, k) in enumerate(_PAIRS):
        bends[i, k] = bends[k, i] = means[5 + place]
    first, (bend_a, bend_b) = means[1:5], means[-2:]
    bend_a, bend_b = (r + x) * bend_a, (s + 1) * bend_b
    past_a = -(r / (r + x)) * first[1]
    past_b = (1 - first[2]) / (s + 1)
    bends[0, 0] += first[0] + first[1] + 2 * past_a - bend_a
    bends[0, 1] += bend_a - past_a
    bends[1, 0] += bend_a - past_a
    bends[1, 1] -= bend_a
    bends[2, 2] -= bend_b
    bends[2, 3] += bend_b - s * past_b
    bends[3, 2] += bend_b - s * past_b
    bends[3, 3] += first[3] + (s - 1) * past_b - bend_b
    return bends
