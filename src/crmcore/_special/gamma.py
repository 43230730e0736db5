"""Log-gamma, digamma, trigamma, and their differences over a step."""

from typing import Final

import numpy as np
import numpy.typing as npt

from crmcore._types import FloatArray

__all__ = [
    "digamma",
    "digamma_difference",
    "lgd",
    "log_beta",
    "log_gamma",
    "stirling_tail",
    "trigamma",
    "trigamma_difference",
]

_SHIFT: Final = 15  # the asymptotic series below reach 1e-17 from here on
_RUNGS: Final = np.arange(_SHIFT, dtype=np.float64)
_BERNOULLI: Final = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)


# Give (u^m - w^m)/(u - w) for m = 1, 3, 5, ... (odd = 1) or m = 2, 4, 6, ... (odd = 0).
def _powers_difference(u: FloatArray, w: FloatArray, odd: int) -> list[FloatArray]:
    total, power = (np.ones_like(w), w) if odd else (u + w, w * w)
    sums = [total]
    for _ in _BERNOULLI[1:]:
        total = u * u * total + power * (u + w)
        power = power * w * w
        sums.append(total)
    return sums


def stirling_tail(z: npt.ArrayLike, /) -> FloatArray:
    """Give ln Gamma(z) - [(z - 1/2) ln z - z + ln(2 pi)/2], to an absolute 1e-15.

    Parameters
    ----------
    z : array_like
        Arguments above 0.

    Returns
    -------
    ndarray
        The tail of Stirling's formula, positive and falling, 1/(12 z) for large z.
    """
    z = np.asarray(z, dtype=np.float64)
    total = np.zeros_like(z)
    small = z < _SHIFT
    if small.any():
        low = z[small][:, None] + _RUNGS
        total[small] = ((low + 0.5) * np.log1p(1 / low) - 1).sum(axis=1)
    return total + _stirling_series(np.where(small, z + _SHIFT, z))


def _stirling_series(z: FloatArray) -> FloatArray:
    w = 1 / z
    total = np.zeros_like(z)
    for k in range(len(_BERNOULLI), 0, -1):
        total = total * w * w + _BERNOULLI[k - 1] / (2 * k * (2 * k - 1))
    return total * w


def lgd(q: npt.ArrayLike, h: npt.ArrayLike, /) -> FloatArray:
    r"""Give ln Gamma(q + h) - ln Gamma(q) without subtracting two log-gammas.

    Parameters
    ----------
    q : array_like
        Base, above 0.
    h : array_like
        Step, above -q.

    Returns
    -------
    ndarray
        The difference; exactly 0 at h = 0.

    Notes
    -----
    From q >= 15, with St the tail of Stirling's formula,

    .. math:: (q-\tfrac12)\,\mathrm{log1p}(h/q) + h\ln(q+h) - h + St(q+h) - St(q),

    the last difference factored by -h/(q (q+h)); smaller q are shifted by 15.
    """
    q, h = np.broadcast_arrays(np.asarray(q, dtype=np.float64), np.asarray(h, dtype=np.float64))
    small = q < _SHIFT
    base = np.where(small, q + _SHIFT, q)
    u, w = 1 / (base + h), 1 / base
    tail = np.zeros_like(base)
    for k, term in enumerate(_powers_difference(u, w, odd=1), start=1):
        tail += _BERNOULLI[k - 1] / (2 * k * (2 * k - 1)) * term
    value: FloatArray = (
        (base - 0.5) * np.log1p(h * w) + h * (np.log(base + h) - 1) - h * u * w * tail
    )
    value = np.asarray(value)
    if small.any():
        value[small] -= np.log1p(h[small][:, None] / (q[small][:, None] + _RUNGS)).sum(axis=1)
    return value


def log_gamma(z: npt.ArrayLike, /) -> FloatArray:
    """Give ln Gamma(z), with relative precision at its zeros 1 and 2 as well.

    Parameters
    ----------
    z : array_like
        Arguments above 0.

    Returns
    -------
    ndarray
        Logs of the gamma function.
    """
    z = np.asarray(z, dtype=np.float64)
    tiny = z < 0.5  # noqa: PLR2004 - halfway to the zero at 1
    base = np.where(z < 1.5, 1.0, 2.0)  # noqa: PLR2004 - halfway between the zeros
    return lgd(base, np.where(tiny, z, z - base)) - np.log(np.where(tiny, z, 1.0))


def log_beta(a: npt.ArrayLike, b: npt.ArrayLike, /) -> FloatArray:
    """Give ln B(a, b).

    Parameters
    ----------
    a, b : array_like
        Arguments above 0.

    Returns
    -------
    ndarray
        Logs of the beta function.
    """
    return log_gamma(np.minimum(a, b)) - lgd(np.maximum(a, b), np.minimum(a, b))


def digamma(z: npt.ArrayLike, /) -> FloatArray:
    """Give psi(z), the derivative of ln Gamma.

    Parameters
    ----------
    z : array_like
        Arguments above 0.

    Returns
    -------
    ndarray
        Values, to an absolute 1e-15 times the largest of |psi| and 1.
    """
    z = np.asarray(z, dtype=np.float64)
    high = z + _SHIFT
    w = 1 / high
    tail = np.zeros_like(z)
    for k in range(len(_BERNOULLI), 0, -1):
        tail = (tail + _BERNOULLI[k - 1] / (2 * k)) * w * w
    shifted: FloatArray = np.log(high) - 0.5 * w - tail
    ladder: FloatArray = (1 / (z[..., None] + _RUNGS)).sum(axis=-1)
    return shifted - ladder


def digamma_difference(q: npt.ArrayLike, h: npt.ArrayLike, /) -> FloatArray:
    """Give psi(q + h) - psi(q) with relative precision.

    Parameters
    ----------
    q : array_like
        Base, above 0.
    h : array_like
        Step, above -q.

    Returns
    -------
    ndarray
        The difference; 0 at h = 0.
    """
    q, h = np.broadcast_arrays(np.asarray(q, dtype=np.float64), np.asarray(h, dtype=np.float64))
    base = q + _SHIFT
    u, w = 1 / (base + h), 1 / base
    tail = np.full_like(base, 0.5)
    for k, term in enumerate(_powers_difference(u, w, odd=0), start=1):
        tail += _BERNOULLI[k - 1] / (2 * k) * term
    value: FloatArray = np.log1p(h * w) + h * u * w * tail
    low, step = q[..., None] + _RUNGS, h[..., None]
    ladder: FloatArray = (step / (low * (low + step))).sum(axis=-1)
    return value + ladder


def trigamma(z: npt.ArrayLike, /) -> FloatArray:
    """Give psi'(z), the second derivative of ln Gamma, with relative precision.

    Parameters
    ----------
    z : array_like
        Arguments above 0.

    Returns
    -------
    ndarray
        Positive values.
    """
    z = np.asarray(z, dtype=np.float64)
    w = 1 / (z + _SHIFT)
    tail = np.zeros_like(z)
    for k in range(len(_BERNOULLI), 0, -1):
        tail = (tail * w + _BERNOULLI[k - 1]) * w
    value: FloatArray = w * (1 + w * (0.5 + tail))
    ladder: FloatArray = (1 / np.square(z[..., None] + _RUNGS)).sum(axis=-1)
    return value + ladder


def trigamma_difference(q: npt.ArrayLike, h: npt.ArrayLike, /) -> FloatArray:
    """Give psi'(q + h) - psi'(q) with relative precision.

    Parameters
    ----------
    q : array_like
        Base, above 0.
    h : array_like
        Step, above -q.

    Returns
    -------
    ndarray
        The difference, of the sign of -h; 0 at h = 0.
    """
    q, h = np.broadcast_arrays(np.asarray(q, dtype=np.float64), np.asarray(h, dtype=np.float64))
    base = q + _SHIFT
    u, w = 1 / (base + h), 1 / base
    tail = 1 + 0.5 * (u + w)
    for k, term in enumerate(_powers_difference(u, w, odd=1)[1:]):
        tail += _BERNOULLI[k] * term
    value: FloatArray = -h * u * w * tail
    low, step = q[..., None] + _RUNGS, h[..., None]
    ladder: FloatArray = (step * (2 * low + step) / np.square(low * (low + step))).sum(axis=-1)
    return value - ladder
