"""The chance that a customer buys n times and leaves, for Gamma-Gompertz/NBD."""

from typing import Final, NamedTuple

import numpy as np

from crmcore._quadrature import blocks, gauss_legendre, weighted_sum
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv._families.gompertz.rows import Known, steady_from
from crmcore.metrics.clv._families.gompertz.time import log_grown
from crmcore.metrics.clv._maths.gamma_rates import nbd_pmf

__all__ = ["bought_and_left"]

_NEGLIGIBLE: Final = 50.0  # exp(-50) of the peak is below rounding
_SAFE: Final = 65.0  # the same with room for what the bounds leave out
_WIDTH: Final = 2.0
_SHARP: Final = 3.0
_BENT: Final = 0.17  # the largest second derivative of ln(softplus)
_STEEP: Final = 16.0  # change of the log over a panel
_SLOPE: Final = 8.0  # the same where customers leave at a steady rate


def bought_and_left(n: int, known: Known, length: FloatArray, /) -> FloatArray:
    r"""Give the chance that a customer buys n times and leaves, all within a time.

    Parameters
    ----------
    n : int
        Purchases, >= 1.
    known : Known
        What is known of ``k`` customers at its beginning.
    length : ndarray of shape (k,)
        The time h, >= 0.

    Returns
    -------
    ndarray of shape (k,)
        Probabilities.

    Notes
    -----
    The integral over :math:`v = \ln(e^{bu}-1)` up to the length, with NBD(n; u) the chance of n
    purchases in u, of

    .. math:: \mathrm{NBD}(n; u)\, \frac{s}{\beta} e^v
        \Bigl(1+\frac{e^v}{\beta}\Bigr)^{-(s+1)} .

    It may have two peaks, one where customers buy n times and one where they leave, so that steps
    as wide as the curvature allows lead from the left end to the right, and those are dropped in
    which the integrand is nowhere near its highest.
    """
    value = np.zeros_like(length)
    some = np.flatnonzero(length > 0)
    if some.size:
        height = _Height(n, known.take(some))
        value[some] = _over(height, _steps(height, length[some]))
    return value


class _Height:
    """The log of the integrand in v."""

    def __init__(self, n: int, known: Known) -> None:
        self.n, self.known = n, known
        self.steady = steady_from(known.s, known.beta)

    def at(self, v: FloatArray, rows: IntArray) -> FloatArray:
        p, a, b, s, beta = self.known.take(rows)
        u = np.logaddexp(0, v) / b
        left = v - (s + 1) * np.logaddexp(0, v - np.log(beta))
        bought: FloatArray = self.n * np.log(u) - (self.n + p) * np.log1p(u / a)
        return bought + left

    # The same less its value at the point `top`, near it without cancellation.
    def over(self, top: FloatArray, v: FloatArray, rows: IntArray) -> FloatArray:
        rise: FloatArray = v - top[rows]
        near = np.abs(rise) < 1
        far = np.flatnonzero(~near)
        rest = rows[far]
        value = np.empty_like(v)
        value[far] = self.at(v[far], rest) - self.at(top[rest], rest)
        value[near] = self._near(top[rows[near]], rise[near], rows[near])
        return value

    def _near(self, top: FloatArray, rise: FloatArray, rows: IntArray) -> FloatArray:
        p, a, b, s, beta = self.known.take(rows)
        u, grown, past = np.logaddexp(0, top) / b, np.expm1(rise), np.exp(-top)
        longer = np.log1p(grown / (1 + past)) / b
        left = rise - (s + 1) * np.log1p(grown / (1 + beta * past))
        fewer = (self.n + p) * np.log1p(longer / (a + u))
        value: FloatArray = self.n * np.log1p(longer / u) - fewer + left
        return value

    def peak(self, top: FloatArray) -> FloatArray:
        p, a, b, s, beta = self.known
        share = top - np.log(beta)
        density = s * np.exp(share - (s + 1) * np.logaddexp(0, share))
        return nbd_pmf(self.n, p, np.logaddexp(0, top) / b / a) * density

    # How wide a panel may be that starts at v.
    def width(self, v: FloatArray, rows: IntArray) -> FloatArray:
        p, a, b, s, beta = self.known.take(rows)
        ahead = v + _WIDTH
        time = np.logaddexp(0, v)
        early, late = time / b / a, np.logaddexp(0, ahead) / b / a
        buying = np.minimum(np.minimum(late, 1 / (1 + early)), 0.25)
        grown = 1 / (1 + np.exp(-ahead))
        bend = (self.n + p) * buying + _BENT * grown * np.maximum(self.n, p)
        share = v - np.log(beta)
        with np.errstate(over="ignore"):
            leaving = np.minimum(np.exp(share + _WIDTH), 1 / (1 + np.exp(share)))
        bend += (s + 1) * np.minimum(leaving, 0.25)
        bought = (self.n - (self.n + p) * early / (1 + early)) / (1 + np.exp(-v)) / time
        slope = np.abs(bought + 1 - (s + 1) / (1 + np.exp(-share)))
        width = np.minimum(_WIDTH, np.minimum(_SHARP / np.sqrt(bend), _STEEP / slope))
        steady = v > self.steady[rows]
        if not steady.any():
            return np.asarray(width)
        relative = np.minimum(v / 2, _SHARP * v / np.sqrt((self.n + p) * 0.25 + self.n + 1))
        wide: FloatArray = np.where(steady, np.minimum(relative, _SLOPE / s), width)
        return wide

    # A range outside of which the integrand is below rounding.
    def window(self, length: FloatArray) -> tuple[FloatArray, FloatArray]:
        p, a, b, s, beta = self.known
        end = np.log(np.expm1(np.minimum(b * length, 1.0)))
        end = np.where(b * length > 1, b * length + np.log(-np.expm1(-b * length)), end)
        start = np.minimum(0.0, np.log(b * a / (self.n + p)))
        start = np.minimum(start, np.minimum(end, np.log(beta / (s + 1))))
        low = start - (_SAFE + np.log(self.n + 1.0)) / (self.n + 1)
        # from where both factors fall: that of leaving falls by e^-65 until `cut`
        most = b * a * self.n / p
        drop = (_SAFE + np.log(s + 1)) / s
        begun = np.maximum(np.log1p(1 / s), log_grown(most, beta))
        grown = begun + drop
        cut = grown + np.log(-np.expm1(-grown)) + np.log(beta)
        steady = np.maximum(self.steady, 2 * self.n / s) + 2 * _SAFE / s
        return low, np.minimum(end, np.minimum(cut, steady))


class _Steps(NamedTuple):
    rows: IntArray
    low: FloatArray
    high: FloatArray
    top: FloatArray


# The panels that count, and the highest of the points between them.
def _steps(height: _Height, length: FloatArray) -> _Steps:
    low, high = height.window(length)
    size = low.size
    rows, v = np.arange(size), low.copy()
    here = height.at(v, rows)
    best, top = here.copy(), v.copy()
    trail: list[tuple[IntArray, FloatArray, FloatArray, FloatArray]] = []
    while rows.size:
        ahead = np.minimum(v + height.width(v, rows), high[rows])
        there = height.at(ahead, rows)
        trail.append((rows, v, ahead, np.maximum(here, there)))
        better = there > best[rows]
        best[rows[better]], top[rows[better]] = there[better], ahead[better]
        going = ahead < high[rows]
        rows, v, here = rows[going], ahead[going], there[going]
    row, start, end, reached = (np.concatenate(column) for column in zip(*trail, strict=True))
    kept = reached > best[row] - _NEGLIGIBLE
    return _Steps(row[kept], start[kept], end[kept], top)


def _over(height: _Height, steps: _Steps) -> FloatArray:
    nodes, weights = (values[:, None] for values in gauss_legendre())
    width = steps.high - steps.low
    each = np.empty_like(width)

    def integrand(v: FloatArray, panel: IntArray) -> FloatArray:
        return np.exp(height.over(steps.top, v, steps.rows[panel]))

    for some in blocks(np.arange(width.size), nodes.size):
        place = steps.low[some] + nodes * width[some]
        each[some] = width[some] * weighted_sum(integrand, place, weights, some)
    total = np.bincount(steps.rows, each, minlength=steps.top.size)
    result: FloatArray = height.peak(steps.top) * total
    return result
