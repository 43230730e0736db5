"""The density of leaving at a time, and its slopes, at nodes between points of time."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from crmcore._quadrature import gauss_legendre
from crmcore._types import FloatArray, IntArray

__all__ = ["Nodes", "Shapes", "nodes_between"]

_NEGLIGIBLE: Final = 50.0  # exp(-50) of the start is below rounding
# Widest panel in log time, and the points of its rule: each is exact to rounding.
_RULES: Final = ((0.1, 4), (0.5, 6), (2.0, 16))


class Shapes(NamedTuple):
    """The parameters, in scaled time; the rates may be columns, one of each row."""

    r: float
    alpha: float | FloatArray
    s: float
    beta: float | FloatArray

    def take(self, rows: IntArray, /) -> "Shapes":
        """Choose rows, one after the other.

        Returns
        -------
        Shapes
            The parameters of these rows.
        """
        r, alpha, s, beta = self
        own = (v[rows] if isinstance(v, np.ndarray) else v for v in (alpha, beta))
        return Shapes(r, next(own), s, next(own))


class Nodes(NamedTuple):
    """Nodes on some intervals.

    `interval` has the shape (k,), the others (m, k) or, the slopes, (4, m, k): weights times the
    density over its value at the start of the interval, slopes of its log in the coordinates, and
    the products f (1 - f) of t/(alpha + t) and of t/(beta + t).
    """

    interval: IntArray
    weight: FloatArray
    slopes: FloatArray
    bend_a: FloatArray
    bend_b: FloatArray


def nodes_between(
    shapes: Shapes, x: FloatArray, time: FloatArray, step: FloatArray, /
) -> Iterator[Nodes]:
    """Place nodes on intervals so that integrals over the density are exact to rounding.

    Parameters
    ----------
    shapes : Shapes
        The parameters.
    x, time, step : ndarray of shape (n,)
        Frequency, start and length of the intervals.

    Yields
    ------
    Nodes
        Nodes on some of the intervals; what is left out of long ones is below rounding.
    """
    r, alpha, s, beta = shapes
    p, a, b = r + x, alpha + time, beta + time
    scale = np.minimum(a / np.maximum(p, 1.0), b / (s + 1))
    with np.errstate(over="ignore"):
        reach = np.minimum(a * np.expm1(_NEGLIGIBLE / p), b * np.expm1(_NEGLIGIBLE / s))
    high = np.log1p(np.minimum(step, reach) / scale)
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
        yield _nodes(shapes, interval, (p, time, scale), (number * width, width), size)


def _nodes(
    shapes: Shapes,
    interval: IntArray,
    columns: tuple[FloatArray, FloatArray, FloatArray],
    panel: tuple[FloatArray, FloatArray],
    size: int,
) -> Nodes:
    r, alpha, s, beta = shapes.take(interval)
    p, time, scale = (column[interval] for column in columns)
    place, weight = (values[:, None] for values in gauss_legendre(size))
    u = scale * np.expm1(panel[0] + panel[1] * place)
    a, b = alpha + time, beta + time
    log_a, log_b = np.log1p(u / a), np.log1p(u / b)
    density = np.exp(-p * log_a - (s + 1) * log_b)
    at = time + u
    past_a, past_b = at / (a + u), at / (b + u)
    slopes = np.empty((4, *u.shape))
    slopes[1] = -p * past_a
    slopes[0] = -r * (log_a + np.log1p(time / alpha)) - slopes[1]
    slopes[2] = -(s + 1) * past_b
    slopes[3] = -s * (log_b + np.log1p(time / beta)) - slopes[2]
    slopes[2] += 1
    return Nodes(
        interval,
        weight * (panel[1] * (u + scale)) * density,
        slopes,
        past_a * (alpha / (a + u)),
        past_b * (beta / (b + u)),
    )
