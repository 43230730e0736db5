"""The density of leaving at a time, and its slopes, at nodes between points of time."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from crmcore._quadrature import gauss_legendre
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv._families.gompertz.time import log_grown

__all__ = ["Loss", "Nodes", "Shapes", "bends", "loss_until", "nodes_between"]

_NEGLIGIBLE: Final = 50.0  # exp(-50) of the start is below rounding
# Widest panel in log time, and the points of its rule: each is exact to rounding.
_RULES: Final = ((0.1, 4), (0.5, 6), (2.0, 16))


class Shapes(NamedTuple):
    """The parameters in scaled time; the hazards at the start are s / beta: beta is beta / b."""

    r: float
    alpha: float
    s: float
    beta: float
    b: float


class Loss(NamedTuple):
    """How purchases and customers grow fewer up to times.

    With g = expm1(b t) / b: log1p(t/alpha) and its slope t/(alpha + t); log1p(g/beta) and its
    slopes g/(beta + g) and those in ln b, of first and second order; beta/(beta + g).
    """

    log_a: FloatArray
    past_a: FloatArray
    log_b: FloatArray
    past_b: FloatArray
    rest_b: FloatArray
    growth: FloatArray
    bend: FloatArray


class Nodes(NamedTuple):
    """Nodes on some intervals.

    `interval` has the shape (k,), the others (m, k) or, the slopes, (5, m, k): weights times the
    density over the likelihood of a customer who is there at the start of the interval, slopes of
    its log in the coordinates, b t, and the loss until the node.
    """

    interval: IntArray
    weight: FloatArray
    slopes: FloatArray
    grown: FloatArray
    loss: Loss


def loss_until(
    shapes: Shapes, time: FloatArray, logs: tuple[FloatArray, FloatArray] | None = None, /
) -> Loss:
    """Give the loss until some times.

    Parameters
    ----------
    shapes : Shapes
        The parameters.
    time : ndarray
        The times.
    logs : tuple of two ndarray, optional
        Its logs where they are known better than from the time.

    Returns
    -------
    Loss
        The loss.
    """
    _, alpha, _, beta, b = shapes
    grown = b * time
    if logs is None:
        logs = np.log1p(time / alpha), log_grown(grown, b * beta)
    shrunk = -np.expm1(-grown) / b
    left = beta * np.exp(-grown)
    whole = left + shrunk
    growth = (time - shrunk) / whole
    bend = time * grown / whole - growth * (1 + growth)
    return Loss(logs[0], time / (alpha + time), logs[1], shrunk / whole, left / whole, growth, bend)


def nodes_between(
    shapes: Shapes, x: FloatArray, time: FloatArray, step: FloatArray, loss: Loss, /
) -> Iterator[Nodes]:
    """Place nodes on intervals so that integrals over the density are exact to rounding.

    Parameters
    ----------
    shapes : Shapes
        The parameters.
    x, time, step : ndarray of shape (n,)
        Frequency, start and length of the intervals.
    loss : Loss
        The loss until the starts.

    Yields
    ------
    Nodes
        Nodes on some of the intervals; what is left out of long ones is below rounding.
    """
    r, alpha, s, beta, b = shapes
    p, a = r + x, alpha + time
    rate = beta * np.exp(-b * time) - np.expm1(-b * time) / b
    scale = np.minimum(a / np.maximum(p, 1.0), rate / (s + 1 + b * rate))
    with np.errstate(over="ignore"):
        reach = np.minimum(step, a * np.expm1(_NEGLIGIBLE / p))
    high = log_grown(b * reach, b * scale)
    falls = (s + 1) * np.log(np.maximum(rate / scale, 1.0))
    high = np.minimum(high, (_NEGLIGIBLE + falls) / s)
    columns = np.stack([p, time, scale, rate, loss.log_a, loss.log_b])
    least = 0.0
    for widest, size in _RULES:
        most = np.inf if size == _RULES[-1][1] else widest
        some = np.flatnonzero((high > least) & (high <= most))
        least = widest
        if not some.size:
            continue
        count = np.ceil(high[some] / widest).astype(np.int64)
        interval = np.repeat(some, count)
        width = high[interval] / np.repeat(count, count)
        number = np.arange(interval.size) - np.repeat(np.cumsum(count) - count, count)
        yield _nodes(shapes, interval, columns[:, interval], (number * width, width), size)


def _nodes(
    shapes: Shapes,
    interval: IntArray,
    columns: FloatArray,
    panel: tuple[FloatArray, FloatArray],
    size: int,
) -> Nodes:
    r, alpha, s, _, b = shapes
    p, time, scale, rate, log_a, log_b = columns
    place, weight = (values[:, None] for values in gauss_legendre(size))
    z = panel[0] + panel[1] * place
    u = log_grown(z, 1 / (b * scale)) / b
    more_a, more_b = np.log1p(u / (alpha + time)), log_grown(z, rate / scale)
    mass = weight * (panel[1] * (s * scale / rate)) * np.exp(z - p * more_a - (s + 1) * more_b)
    loss = loss_until(shapes, time + u, (log_a + more_a, log_b + more_b))
    slopes = np.empty((5, *u.shape))
    slopes[1] = -p * loss.past_a
    slopes[0] = -r * loss.log_a - slopes[1]
    slopes[2] = -(s + 1) * loss.past_b
    slopes[3] = -s * loss.log_b - slopes[2]
    slopes[2] += 1
    slopes[4] = b * (time + u) - (s + 1) * loss.growth
    return Nodes(interval, mass, slopes, b * (time + u), loss)


def bends(
    shapes: Shapes, power: float, loss: Loss, weight: FloatArray, bought: FloatArray, /
) -> FloatArray:
    """Give the weighted sum of the second derivatives of a log density in the coordinates.

    Parameters
    ----------
    shapes : Shapes
        The parameters.
    power : float
        s for the density of staying, s + 1 for that of leaving.
    loss : Loss
        The loss until ``k`` times.
    weight : ndarray of shape (k,)
        Weights of the times.
    bought : ndarray of shape (k,)
        Weights times r + x.

    Returns
    -------
    ndarray of shape (5, 5)
        The sum of those of -(r + x) log1p(t/alpha) - power log1p(g/beta).
    """
    r, s = shapes.r, shapes.s
    log_a, past_a, log_b, past_b, rest_b, growth, bend = loss
    early, late = r * float(weight @ past_a), float(bought @ (past_a * (1 - past_a)))
    hessian = np.zeros((5, 5))
    hessian[0, 0] = 2 * early - late - r * float(weight @ log_a)
    hessian[0, 1] = late - early
    hessian[1, 1] = -late
    first, second = s * float(weight @ past_b), power * float(weight @ (past_b * rest_b))
    mixed = power * float(weight @ (growth * rest_b))
    hessian[2, 2] = -second
    hessian[2, 3] = second - first
    hessian[2, 4] = -mixed
    hessian[3, 3] = 2 * first - second - s * float(weight @ log_b)
    hessian[3, 4] = mixed - s * float(weight @ growth)
    hessian[4, 4] = -power * float(weight @ bend)
    return hessian + np.triu(hessian, 1).T
