"""Row values of Gamma-Gompertz/NBD that have no closed form: integrals over the time of leaving."""

from typing import Final, NamedTuple

import numpy as np

from crmcore._quadrature import panels, scaled_exponential_integral
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv._families.gompertz.time import log_grown

__all__ = ["Known", "left_in_silence", "time_left"]

_NEGLIGIBLE: Final = 50.0  # exp(-50) of the peak is below rounding
_WIDTH: Final = 2.0
_CHANGE: Final = 8.0  # of the log of what grows, over a panel
_ROUNDING: Final = 39.5  # exp(-39.5) of a sum is below rounding, with room


class Known(NamedTuple):
    """What is known of customers at a time.

    Purchases ~ Gamma(p, a); from then on Gompertz lifetimes of growth b, scale ~ Gamma(s, beta).
    """

    p: FloatArray
    a: FloatArray
    b: float
    s: float
    beta: FloatArray

    def take(self, rows: IntArray, /) -> "Known":
        """Choose customers.

        Returns
        -------
        Known
            What is known of them.
        """
        return Known(self.p[rows], self.a[rows], self.b, self.s, self.beta[rows])


def steady_from(s: float, beta: FloatArray, /) -> FloatArray:
    """Give the time, times b, from which on customers leave at a steady rate s b, to rounding.

    Parameters
    ----------
    s : float
        Shape of the hazards.
    beta : ndarray of shape (n,)
        Their rate.

    Returns
    -------
    ndarray of shape (n,)
        Times.
    """
    late: FloatArray = _ROUNDING + np.log(s + 1) + np.log(np.maximum(beta, 1.0))
    return late


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
    In the growth :math:`g = e^{bu} - 1` of the hazards,

    .. math:: \frac{s}{\beta}\int_0^{e^{bD}-1} \Bigl(1+\frac{u}{a}\Bigr)^{-p}
        \Bigl(1+\frac{g}{\beta}\Bigr)^{-(s+1)} dg ,

    in z with g = m expm1(z), m the scale on which the integrand falls, up to where it has fallen
    by e^-50; from where customers leave at a steady rate on, in the logarithm of time.
    """
    p, a, b, s, beta = known
    scale = np.minimum(b * a / np.maximum(p, 1.0), beta / (s + 1 + beta))
    with np.errstate(over="ignore"):
        reach = np.minimum(length, a * np.expm1(_NEGLIGIBLE / p))
    steady = steady_from(s, beta)
    ratio = beta / scale
    high = log_grown(np.minimum(b * reach, steady), scale)
    high = np.minimum(high, (_NEGLIGIBLE + (s + 1) * np.log(np.maximum(ratio, 1.0))) / s)

    def integrand(z: FloatArray, rows: IntArray) -> FloatArray:
        u = log_grown(z, 1 / scale[rows]) / b
        fall = p[rows] * np.log1p(u / a[rows]) + (s + 1) * log_grown(z, ratio[rows])
        height: FloatArray = np.exp(z - fall)
        return height

    count = np.ceil(np.maximum(high / _WIDTH, 1.0)).astype(np.int64)
    mass: FloatArray = s / ratio * panels(integrand, np.zeros_like(high), high, count)
    late = np.flatnonzero(b * reach > steady)
    mass[late] += _leaving_steadily(known.take(late), steady[late] / b, reach[late])
    return mass


# The part of the integral from a time on from which customers leave at the rate s b.
def _leaving_steadily(known: Known, start: FloatArray, end: FloatArray) -> FloatArray:
    p, a, b, s, beta = known
    begun = a + start
    mass = scaled_exponential_integral(s * b * begun, p, (end - start) / begun)
    log = s * (np.log(beta) - b * start) - p * np.log1p(start / a)
    result: FloatArray = np.exp(log) * (s * b * begun) * mass
    return result


def time_left(known: Known, force: float, length: FloatArray, /) -> FloatArray:
    r"""Give the expected time that a customer stays within a length of time, discounted.

    Parameters
    ----------
    known : Known
        What is known of ``n`` customers at its beginning.
    force : float
        Continuous rate of discount; above 0 where the length is inf.
    length : ndarray of shape (n,)
        The length h, >= 0.

    Returns
    -------
    ndarray of shape (n,)
        Discounted times.

    Notes
    -----
    .. math:: \int_0^h e^{-\delta u} \Bigl(1 + \frac{e^{bu}-1}{\beta}\Bigr)^{-s} du ,

    in z with :math:`e^{bu} - 1 = m\,\mathrm{expm1}(z)`; from where customers leave at a steady
    rate on in closed form.
    """
    _, _, b, s, beta = known
    power = force / b
    scale = 1 / ((s + 1) / beta + abs(power) + 2)
    ratio = beta / scale
    steady = steady_from(s, beta)
    high = log_grown(np.minimum(b * length, steady), scale)
    if power > 1:
        high = np.minimum(high, (_NEGLIGIBLE - (power + 1) * np.log(scale)) / power)
    if s > _WIDTH:
        high = np.minimum(high, (_NEGLIGIBLE + s * np.log(np.maximum(ratio, 1.0))) / (s - 1))

    def integrand(z: FloatArray, rows: IntArray) -> FloatArray:
        fall = (power + 1) * log_grown(z, 1 / scale[rows]) + s * log_grown(z, ratio[rows])
        height: FloatArray = np.exp(z - fall)
        return height

    needed = high / _WIDTH
    if power < 0:
        needed = 2 * needed - power * log_grown(high, 1 / scale) / _CHANGE
    count = np.ceil(np.maximum(needed, 1.0)).astype(np.int64)
    time: FloatArray = scale / b * panels(integrand, np.zeros_like(high), high, count)
    late = np.flatnonzero(b * length > steady)
    time[late] += _time_of_steady_loss(known.take(late), force, steady[late] / b, length[late])
    return time


def _time_of_steady_loss(
    known: Known, force: float, start: FloatArray, end: FloatArray
) -> FloatArray:
    rate = force + known.s * known.b
    begun = np.exp(known.s * np.log(known.beta) - rate * start)
    v = rate * (end - start)
    flat = np.abs(v) < np.finfo(np.float64).tiny
    with np.errstate(invalid="ignore", over="ignore"):
        rest = np.where(flat, end - start, -np.expm1(-v) / np.where(flat, 1.0, rate))
    value: FloatArray = begun * rest
    return value
