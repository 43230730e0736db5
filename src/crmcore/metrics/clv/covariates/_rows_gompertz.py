"""Likelihoods of rows whose parameters differ, of Gamma-Gompertz/NBD."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from crmcore._quadrature import gauss_legendre
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv._families.gompertz.time import log_grown
from crmcore.metrics.clv.covariates._rows import (
    RATES,
    Rows,
    in_coordinates,
    leaving_rows,
    purchase_rows,
)

__all__ = ["GompertzRows"]

_BLOCK: Final = 2**12
_NEGLIGIBLE: Final = 50.0  # exp(-50) of the start is below rounding
# Widest panel in log time, and the points of its rule: each is exact to rounding.
_RULES: Final = ((0.1, 4), (0.5, 6), (2.0, 16))
_PAIRS: Final = tuple((i, k) for i in range(5) for k in range(i + 1))


class _Shapes(NamedTuple):
    """The parameters; the hazards at the start are s / beta: beta is beta / b."""

    r: float
    alpha: FloatArray
    s: float
    beta: FloatArray
    b: float

    def take(self, rows: IntArray, /) -> "_Shapes":
        return _Shapes(self.r, self.alpha[rows], self.s, self.beta[rows], self.b)


class _Loss(NamedTuple):
    """How purchases and customers grow fewer up to times t, with g = expm1(b t) / b.

    log1p(t/alpha) and t/(alpha + t); log1p(g/beta), g/(beta + g) and beta/(beta + g); the first
    and the second slope of log1p(g/beta) in ln b; b t.
    """

    log_a: FloatArray
    past_a: FloatArray
    log_b: FloatArray
    past_b: FloatArray
    rest_b: FloatArray
    growth: FloatArray
    bend: FloatArray
    grown: FloatArray


class GompertzRows:
    """Log-likelihoods of Gamma-Gompertz/NBD, each row integrated on its own.

    Parameters
    ----------
    x, t_x, age : ndarray of shape (n,)
        Frequency, recency and age, in scaled time.
    """

    def __init__(self, x: FloatArray, t_x: FloatArray, age: FloatArray) -> None:
        self._x, self._t, self._age = x, t_x, age

    def __call__(self, coordinates: FloatArray, /) -> Rows:
        """Evaluate at coordinates of shape (5, n): ln r, ln r/alpha, ln s b/beta, ln s, ln b.

        Returns
        -------
        Rows
            With the derivatives in the coordinates.
        """
        r, s, b = np.exp(coordinates[[0, 3, 4], 0]).tolist()
        size = self._x.size
        value, slopes, bends = np.empty(size), np.empty((5, size)), np.empty((5, 5, size))
        for start in range(0, size, _BLOCK):
            some = slice(start, start + _BLOCK)
            rates = coordinates[1:3, some]
            shapes = _Shapes(r, r * np.exp(-rates[0]), s, s * np.exp(-rates[1]), b)
            value[some], slopes[:, some], bends[:, :, some] = self._block(shapes, rates[0], some)
        return Rows(value, slopes, bends)

    def _block(self, shapes: _Shapes, log_rate: FloatArray, some: slice) -> Rows:
        x, t_x, age = self._x[some], self._t[some], self._age[some]
        bought = in_coordinates(purchase_rows(shapes.r, log_rate, x, age), RATES)
        before, until = _loss(shapes, t_x), _loss(shapes, age)
        stays = _staying(shapes, x, until)
        sums = _sums(shapes, x, t_x, age - t_x, before)
        mass = np.where(sums[0] > 0, sums[0], 1.0)
        with np.errstate(divide="ignore"):
            y = np.log(sums[0]) - _log_stay(shapes, x, t_x, age - t_x)
        bends = _mean_bends(shapes, x, sums / mass)
        value, slopes, bends = leaving_rows(bought, stays, y, sums[1:6] / mass, bends)
        return Rows(value - shapes.s * until.log_b, slopes, bends)


# The log likelihood of who stays to the end, over that of who is there at the last purchase.
def _log_stay(shapes: _Shapes, x: FloatArray, time: FloatArray, silence: FloatArray) -> FloatArray:
    fall = (shapes.r + x) * np.log1p(silence / (shapes.alpha + time))
    rest = log_grown(shapes.b * silence, shapes.b * _left(shapes, time))
    log: FloatArray = -fall - shapes.s * rest
    return log


# The rate of the hazards of those who are there at a time, over b.
def _left(shapes: _Shapes, time: FloatArray) -> FloatArray:
    rate: FloatArray = (
        shapes.beta * np.exp(-shapes.b * time) - np.expm1(-shapes.b * time) / shapes.b
    )
    return rate


def _loss(
    shapes: _Shapes, time: FloatArray, logs: tuple[FloatArray, FloatArray] | None = None
) -> _Loss:
    _, alpha, _, beta, b = shapes
    grown = b * time
    if logs is None:
        logs = np.log1p(time / alpha), log_grown(grown, b * beta)
    shrunk, left = -np.expm1(-grown) / b, beta * np.exp(-grown)
    whole = left + shrunk
    growth = (time - shrunk) / whole
    bend = time * grown / whole - growth * (1 + growth)
    past_b, rest_b = shrunk / whole, left / whole
    return _Loss(logs[0], time / (alpha + time), logs[1], past_b, rest_b, growth, bend, grown)


# -(r + x) log1p(T/alpha) - s log1p(g/beta) with its derivatives in the coordinates
def _staying(shapes: _Shapes, x: FloatArray, until: _Loss) -> Rows:
    r, s, p = shapes.r, shapes.s, shapes.r + x
    slopes = np.stack([
        p * until.past_a - r * until.log_a,
        -p * until.past_a,
        -s * until.past_b,
        s * (until.past_b - until.log_b),
        -s * until.growth,
    ])
    terms = _bend_terms(until)
    bends = _bends(shapes, p, s, terms)
    return Rows(-r * until.log_a - s * until.log_b, slopes, bends)


def _bend_terms(loss: _Loss) -> list[FloatArray]:
    log_a, past_a, log_b, past_b, rest_b, growth, bend, _ = loss
    return [
        log_a,
        past_a,
        past_a * (1 - past_a),
        log_b,
        past_b,
        past_b * rest_b,
        growth,
        growth * rest_b,
        bend,
    ]


# The second derivatives of -(r + x) log1p(t/alpha) - power log1p(g/beta)
def _bends(shapes: _Shapes, p: FloatArray, power: float, terms: list[FloatArray]) -> FloatArray:
    r, s = shapes.r, shapes.s
    log_a, past_a, ends_a, log_b, past_b, ends_b, growth, mixed, bend = terms
    bends = np.zeros((5, 5, p.size))
    bends[0, 0] = 2 * r * past_a - p * ends_a - r * log_a
    bends[0, 1] = bends[1, 0] = p * ends_a - r * past_a
    bends[1, 1] = -p * ends_a
    bends[2, 2] = -power * ends_b
    bends[2, 3] = bends[3, 2] = power * ends_b - s * past_b
    bends[2, 4] = bends[4, 2] = -power * mixed
    bends[3, 3] = 2 * s * past_b - power * ends_b - s * log_b
    bends[3, 4] = bends[4, 3] = power * mixed - s * growth
    bends[4, 4] = -power * bend
    return bends


# The integral of the density from the last purchase on, over the likelihood of who is there at it,
# and of its slopes, their products, what their bends are made of, and b t.
def _sums(
    shapes: _Shapes, x: FloatArray, time: FloatArray, step: FloatArray, before: _Loss
) -> FloatArray:
    total = np.zeros((16 + len(_PAIRS), x.size))
    for interval, parts in _parts(shapes, x, time, step, before):
        for place, part in enumerate(parts):
            total[place] += np.bincount(interval, part.sum(axis=0), minlength=x.size)
    return total


def _parts(
    shapes: _Shapes, x: FloatArray, time: FloatArray, step: FloatArray, before: _Loss
) -> Iterator[tuple[IntArray, list[FloatArray]]]:
    p, a, left = shapes.r + x, shapes.alpha + time, _left(shapes, time)
    s, b = shapes.s, shapes.b
    scale = np.minimum(a / np.maximum(p, 1.0), left / (s + 1 + b * left))
    with np.errstate(over="ignore"):
        reach = np.minimum(step, a * np.expm1(_NEGLIGIBLE / p))
    falls = (s + 1) * np.log(np.maximum(left / scale, 1.0))
    high = np.minimum(log_grown(b * reach, b * scale), (_NEGLIGIBLE + falls) / s)
    columns = np.stack([p, time, scale, left, before.log_a, before.log_b])
    least = 0.0
    for widest, size in _RULES:
        most = np.inf if size == _RULES[-1][1] else widest
        some = np.flatnonzero((high > least) & (high <= most))
        least = widest
        count = np.ceil(high[some] / widest).astype(np.int64)
        interval = np.repeat(some, count)
        width = high[interval] / np.repeat(count, count)
        number = np.arange(interval.size) - np.repeat(np.cumsum(count) - count, count)
        panel = number * width, width
        yield interval, _at_nodes(shapes.take(interval), columns[:, interval], panel, size)


def _at_nodes(
    shapes: _Shapes, columns: FloatArray, panel: tuple[FloatArray, FloatArray], size: int
) -> list[FloatArray]:
    p, time, scale, left, log_a, log_b = columns
    place, weight = (values[:, None] for values in gauss_legendre(size))
    z, power = panel[0] + panel[1] * place, shapes.s + 1
    u = log_grown(z, 1 / (shapes.b * scale)) / shapes.b
    more_a, more_b = np.log1p(u / (shapes.alpha + time)), log_grown(z, left / scale)
    start = panel[1] * (shapes.s * scale / left)
    mass = weight * start * np.exp(z - p * more_a - power * more_b)
    loss = _loss(shapes, time + u, (log_a + more_a, log_b + more_b))
    slopes = (
        p * loss.past_a - shapes.r * loss.log_a,
        -p * loss.past_a,
        1 - power * loss.past_b,
        power * loss.past_b - shapes.s * loss.log_b,
        loss.grown - power * loss.growth,
    )
    weighted = [mass * slope for slope in slopes]
    products = [weighted[i] * slopes[k] for i, k in _PAIRS]
    return [mass, *weighted, *products, *(mass * it for it in (*_bend_terms(loss), loss.grown))]


# The mean over the density of the products of its slopes and of its second derivatives.
def _mean_bends(shapes: _Shapes, x: FloatArray, means: FloatArray) -> FloatArray:
    until = 6 + len(_PAIRS)
    *terms, grown = means[until:]
    bends = _bends(shapes, shapes.r + x, shapes.s + 1, terms)
    bends[4, 4] += grown
    for place, (i, k) in enumerate(_PAIRS):
        bends[i, k] += means[6 + place]
        if i != k:
            bends[k, i] += means[6 + place]
    return bends
