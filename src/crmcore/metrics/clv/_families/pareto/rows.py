"""Row values of Pareto/NBD that have no closed form: integrals over the time of leaving."""

from typing import Final, NamedTuple

import numpy as np

from crmcore._quadrature import Integrand, blocks, gauss_legendre, panels, weighted_sum
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv._maths.gamma_rates import nbd_pmf

__all__ = ["Known", "bought_and_left", "left_in_silence"]

_NEGLIGIBLE: Final = 50.0  # exp(-50) of the peak is below rounding
_WIDTH: Final = 2.0
# Ranges up to which one panel will do, and the points of its rule.
_RULES: Final = ((0.1, 4), (0.5, 6), (1.0, 8), (2.0, 12))
_SHARP: Final = 3.0
_SEARCHES: Final = 8
_FEWEST: Final = 4.0


class Known(NamedTuple):
    """What is known of customers at a time: purchases ~ Gamma(p, a), deaths ~ Gamma(s, b)."""

    p: FloatArray
    a: FloatArray
    s: float
    b: FloatArray

    def take(self, rows: IntArray, /) -> "Known":
        """Choose customers.

        Returns
        -------
        Known
            What is known of them.
        """
        return Known(self.p[rows], self.a[rows], self.s, self.b[rows])


def left_in_silence(known: Known, length: FloatArray, /) -> FloatArray:
    r"""Give the chance that a customer leaves within a time and buys nothing in it.

    Parameters
    ----------
    known : Known
        What is known of ``n`` customers at its beginning.
    length : ndarray of shape (n,)
        The time D, >= 0.

    Returns
    -------
    ndarray of shape (n,)
        Probabilities.

    Notes
    -----
    In z with u = m expm1(z), m the scale on which the integrand falls, up to where it has fallen
    by e^-50,

    .. math:: \frac{s}{b}\int_0^D \Bigl(1+\frac{u}{a}\Bigr)^{-p}
        \Bigl(1+\frac{u}{b}\Bigr)^{-(s+1)} du .
    """
    p, a, s, b = known
    scale = np.minimum(a / np.maximum(p, 1.0), b / (s + 1))
    with np.errstate(over="ignore"):
        reach = np.minimum(a * np.expm1(_NEGLIGIBLE / p), b * np.expm1(_NEGLIGIBLE / s))
    high = np.log1p(np.minimum(length, reach) / scale)
    to_a, to_b = scale / a, scale / b

    def integrand(z: FloatArray, rows: IntArray) -> FloatArray:
        grown = np.expm1(z)
        fall = p[rows] * np.log1p(to_a[rows] * grown)
        height: FloatArray = np.exp(z - fall - (s + 1) * np.log1p(to_b[rows] * grown))
        return height

    mass: FloatArray = s * to_b * _integral(integrand, high)
    return mass


# The integral from 0, with no more points than it needs.
def _integral(function: Integrand, high: FloatArray) -> FloatArray:
    total = np.zeros_like(high)
    least = 0.0
    for widest, size in _RULES:
        nodes, weights = (values[:, None] for values in gauss_legendre(size))
        for rows in blocks(np.flatnonzero((high > least) & (high <= widest)), size):
            total[rows] = high[rows] * weighted_sum(function, nodes * high[rows], weights, rows)
        least = widest
    rows = np.flatnonzero(high > least)
    start, end = np.zeros(rows.size), high[rows]

    def part(z: FloatArray, index: IntArray) -> FloatArray:
        return function(z, rows[index])

    count = np.ceil(end / _WIDTH).astype(np.int64)
    total[rows] = panels(part, start, end, count)
    return total


def bought_and_left(n: int, known: Known, length: FloatArray, /) -> FloatArray:
    r"""Give the chance that a customer buys n times and leaves, all within a time.

    Parameters
    ----------
    n : int
        Purchases, >= 1.
    known : Known
        What is known of ``k`` customers at its beginning.
    length : ndarray of shape (k,)
        The time, >= 0.

    Returns
    -------
    ndarray of shape (k,)
        Probabilities.

    Notes
    -----
    The integral over u up to the length, with NBD(n; u) the chance of n purchases in u, of

    .. math:: \mathrm{NBD}(n; u)\, s\, b^s (b+u)^{-(s+1)} .
    """
    value = np.zeros_like(length)
    some = np.flatnonzero(length > 0)
    known, length = known.take(some), length[some]
    p, a, s, b = known
    peak = _Peak(n, known, length)
    low, high = peak.window()
    width = np.minimum(_WIDTH, _SHARP / np.sqrt(peak.sharpest(low, high)))
    count = np.ceil(np.maximum((high - low) / width, _FEWEST)).astype(np.int64)

    def integrand(v: FloatArray, rows: IntArray) -> FloatArray:
        height: FloatArray = np.exp(peak.height(v, rows))
        return height

    density = s * peak.top / (b + peak.top) * np.exp(-s * np.log1p(peak.top / b))
    mass = panels(integrand, low, high, count)
    value[some] = nbd_pmf(n, p, peak.top / a) * density * mass
    return value


class _Peak:
    """The integrand of `bought_and_left` in v = ln(u/top): its log is concave, and 0 at v = 0.

    The top is the root of a quadratic, or the end of the range.
    """

    def __init__(self, n: int, known: Known, length: FloatArray) -> None:
        p, a, s, b = known
        half = (b * (1 - p) + a * (n - s)) / 2
        product = (p + s) * a * b * (n + 1)
        root = np.sqrt(half * half + product)
        with np.errstate(divide="ignore"):
            top = np.where(half > 0, (half + root) / (p + s), a * b * (n + 1) / (root - half))
        self.top = np.minimum(top, length)
        self._end = np.log(length / self.top)
        self._rise = n + 1
        self._known = known
        self._powers = n + p, s + 1
        self._shares = self.top / (a + self.top), self.top / (b + self.top)

    def height(self, v: FloatArray, rows: IntArray, /) -> FloatArray:
        grown = np.expm1(v)
        (power_a, power_b), (to_a, to_b) = self._powers, self._shares
        fall = power_a[rows] * np.log1p(to_a[rows] * grown)
        rest: FloatArray = self._rise * v - fall - power_b * np.log1p(to_b[rows] * grown)
        return rest

    def _slope(self, v: FloatArray) -> FloatArray:
        u = self.top * np.exp(v)
        _, a, _, b = self._known
        power_a, power_b = self._powers
        slope: FloatArray = self._rise - power_a * u / (a + u) - power_b * u / (b + u)
        return slope

    # Where the integrand has fallen by e^-50: from the asymptote on the left, and from the end of
    # the range on the right, Newton's method comes nearer from outside.
    def window(self) -> tuple[FloatArray, FloatArray]:
        (power_a, power_b), (to_a, to_b) = self._powers, self._shares
        above = -power_a * np.log1p(-to_a) - power_b * np.log1p(-to_b)
        ends = [-(_NEGLIGIBLE + above) / self._rise, self._end]
        every = np.arange(self.top.size)
        for _ in range(_SEARCHES):
            for side, v in enumerate(ends):
                gap = self.height(v, every) + _NEGLIGIBLE
                far = gap < 0
                ends[side] = v - np.where(far, gap, 0.0) / np.where(far, self._slope(v), 1.0)
        return ends[0], ends[1]

    # The largest curvature of the log within a range, or a little more.
    def sharpest(self, low: FloatArray, high: FloatArray, /) -> FloatArray:
        total = np.zeros_like(low)
        for power, rate in zip(self._powers, (self._known.a, self._known.b), strict=True):
            centre = np.log(rate / self.top)
            total += power / (2 + 2 * np.cosh(np.clip(centre, low, high) - centre))
        return total
