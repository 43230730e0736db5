"""The regularised incomplete beta function, its inverse, and the quantile of Student's t."""

from statistics import NormalDist
from typing import Final, overload

import numpy as np
import numpy.typing as npt

from crmcore._special.gamma import stirling_tail
from crmcore._types import BoolArray, FloatArray
from crmcore.errors import InvalidInputError

__all__ = [
    "beta_kernel",
    "beta_quantile",
    "incomplete_beta",
    "log_beta_kernel",
    "student_t_quantile",
]

_TINY: Final = 1e-300
_ROUNDING: Final = 3e-16
_LOGIT_MAX: Final = 700.0
_STEPS: Final = 200
_FINE: Final = 1e-9  # steps this small fall until rounding stops them


# Give k ln(k/m) + m - k >= 0, by its series where k and m are near.
def _deviance(k: FloatArray, m: FloatArray) -> FloatArray:
    near = np.abs(m - k) < 0.1 * m
    v = np.where(near, (k - m) / (k + m), 0.0)
    series, power = np.zeros_like(v), 2 * k * v
    for j in range(3, 27, 2):
        power = power * v * v
        series += power / j
    with np.errstate(divide="ignore"):
        plain = k * (m / k - 1 - np.log(np.where(near, 1.0, m / k)))
    return np.where(near, (k - m) * v + series, plain)


def log_beta_kernel(a: FloatArray, b: FloatArray, x: FloatArray, y: FloatArray, /) -> FloatArray:
    """Give ln of x^a y^b / B(a, b), in saddle-point form.

    Parameters
    ----------
    a, b : ndarray
        Shapes above 0.
    x, y : ndarray
        A share and its complement.

    Returns
    -------
    ndarray
        The log density of Beta(a, b) in logit x; -inf where x or y is 0.
    """
    n = a + b
    away = _deviance(a, n * x) + _deviance(b, n * y)
    tails = stirling_tail(n) - stirling_tail(a) - stirling_tail(b)
    return np.log(a / n * b / (2 * np.pi)) / 2 + tails - away


def beta_kernel(a: FloatArray, b: FloatArray, x: FloatArray, y: FloatArray, /) -> FloatArray:
    """Give x^a y^b / B(a, b), the exponential of `log_beta_kernel`.

    Parameters
    ----------
    a, b : ndarray
        Shapes above 0.
    x, y : ndarray
        A share and its complement.

    Returns
    -------
    ndarray
        The density of Beta(a, b) in logit x.
    """
    return np.exp(log_beta_kernel(a, b, x, y))


# The continued fraction of I_x(a, b), DLMF 8.17.22, by Lentz's method, and where it has settled.
def _beta_fraction(a: FloatArray, b: FloatArray, x: FloatArray) -> tuple[FloatArray, BoolArray]:
    value, c, d = np.ones_like(x), np.ones_like(x), np.zeros_like(x)
    stands = np.zeros(x.shape, dtype=np.bool_)
    for step in range(2000 + 16 * int(np.sqrt(np.max(np.maximum(a, b), initial=1.0)))):
        m = (step + 1) // 2
        if step % 2:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        else:
            term = -(a + m) / (a + 2 * m) * (a + b + m) * x / (a + 2 * m + 1)
        d, c = 1 + term * d, 1 + term / c
        d, c = 1 / np.where(d == 0, _TINY, d), np.where(c == 0, _TINY, c)
        value = value * (c * d)
        stands = np.abs(c * d - 1) < _ROUNDING
        if stands.all():
            break
    return 1 / value, stands


def _beta_tail(a: FloatArray, b: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    fraction_, stands = _beta_fraction(a, b, x)
    tail = np.minimum(beta_kernel(a, b, x, y) / a * fraction_, 1.0)
    return np.where(stands, tail, np.nan)


def incomplete_beta(
    a: npt.ArrayLike, b: npt.ArrayLike, x: npt.ArrayLike, y: npt.ArrayLike | None = None, /
) -> tuple[FloatArray, FloatArray]:
    """Give the regularised incomplete beta function I_x(a, b) and its complement.

    Parameters
    ----------
    a, b : array_like
        Shapes, 10^-3 or more for relative precision on both sides.
    x : array_like
        Upper limit, in [0, 1].
    y : array_like or None
        1 - x, where it is known better than by subtraction.

    Returns
    -------
    lower, upper : ndarray
        P(Beta(a, b) <= x) and P(Beta(a, b) > x), the smaller one with relative precision.

    References
    ----------
    .. [1] NIST Digital Library of Mathematical Functions, 8.17.22.
    """
    x = np.asarray(x, dtype=np.float64)
    a, b, x, y = np.broadcast_arrays(
        np.asarray(a, np.float64),
        np.asarray(b, np.float64),
        x,
        np.asarray(1 - x if y is None else y),
    )
    swap = x > (a + 1) / (a + b + 2)
    k, m = np.where(swap, b, a), np.where(swap, a, b)
    u, v = np.where(swap, y, x), np.where(swap, x, y)
    tail = np.asarray(_beta_tail(k, m, u, v))
    rest = np.asarray(1 - tail)
    near_one = tail > 0.9  # noqa: PLR2004 - the difference would lose digits
    if near_one.any():
        other = _beta_tail(m[near_one], k[near_one], v[near_one], u[near_one])
        rest[near_one] = np.where(np.isnan(other), rest[near_one], other)
    return np.where(swap, rest, tail), np.where(swap, tail, rest)


def beta_quantile(
    a: npt.ArrayLike, b: npt.ArrayLike, p: npt.ArrayLike, q: npt.ArrayLike | None = None, /
) -> tuple[FloatArray, FloatArray]:
    """Invert the regularised incomplete beta function.

    Parameters
    ----------
    a, b : array_like
        Shapes, 0.5 or more (below, quantiles leave the doubles).
    p : array_like
        Probability below the quantile, in [0, 1].
    q : array_like or None
        1 - p, where it is known better than by subtraction.

    Returns
    -------
    x, y : ndarray
        The quantile and 1 - quantile, both with relative precision.

    Notes
    -----
    Safeguarded Newton in logit x on the log of the smaller tail, at the distinct arguments only.
    """
    p = np.asarray(p, dtype=np.float64)
    q = np.asarray(1 - p if q is None else q, dtype=np.float64)
    rows = np.broadcast_arrays(np.asarray(a, np.float64), np.asarray(b, np.float64), p, q)
    distinct, inverse = np.unique(
        np.stack([row.ravel() for row in rows], axis=1), axis=0, return_inverse=True
    )
    logit = _logit_quantile(*distinct.T)[inverse.ravel()].reshape(rows[0].shape)
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-logit)), 1 / (1 + np.exp(logit))


def _logit_quantile(a: FloatArray, b: FloatArray, p: FloatArray, q: FloatArray) -> FloatArray:
    spread = np.sqrt(1 / a + 1 / b)
    z = np.log(a / b) + 4.91 * (p**0.14 - q**0.14) * spread  # normal quantile, to 1e-2
    z = np.where(p == 0, -np.inf, np.where(q == 0, np.inf, z))
    low, high = np.full_like(z, -_LOGIT_MAX), np.full_like(z, _LOGIT_MAX)
    last = np.full_like(z, np.inf)
    open_: BoolArray = np.isfinite(z)
    for _ in range(_STEPS):
        i = np.flatnonzero(open_)
        if not i.size:
            break
        error, slope = _log_tail(a[i], b[i], p[i], q[i], z[i])
        low[i], high[i] = np.where(error < 0, z[i], low[i]), np.where(error > 0, z[i], high[i])
        step = z[i] - error / slope
        inside = (step >= low[i]) & (step <= high[i])
        step = np.where(inside, step, (low[i] + high[i]) / 2)
        size = np.abs(step - z[i])
        rounding = (size >= last[i]) & (size < _FINE)
        open_[i] = ~rounding & (size > 1e-15 * (1 + np.abs(step)))
        last[i], z[i] = size, step
    return z


# Give an increasing function of z that is 0 at the quantile, and its slope.
def _log_tail(
    a: FloatArray, b: FloatArray, p: FloatArray, q: FloatArray, z: FloatArray
) -> tuple[FloatArray, FloatArray]:
    x, y = 1 / (1 + np.exp(-z)), 1 / (1 + np.exp(z))
    lower, upper = incomplete_beta(a, b, x, y)
    left = p <= q
    tail = np.maximum(np.where(left, lower, upper), _TINY)
    error = np.log(tail) - np.log(np.where(left, p, q))
    slope = np.maximum(beta_kernel(a, b, x, y), _TINY) / tail
    return np.where(left, error, -error), slope


@overload
def student_t_quantile(p: float, df: float, /) -> float: ...


@overload
def student_t_quantile(p: FloatArray, df: npt.ArrayLike, /) -> FloatArray: ...


def student_t_quantile(p: npt.ArrayLike, df: npt.ArrayLike, /) -> FloatArray | float:
    """Give the quantile of Student's t distribution.

    Parameters
    ----------
    p : float or ndarray
        Probability below the quantile, strictly between 0 and 1.
    df : float or array_like
        Degrees of freedom, 1 or more; inf is the normal distribution.

    Returns
    -------
    float or ndarray
        The quantile, to 1e-14 relative.

    Raises
    ------
    InvalidInputError
        If an argument is outside its domain.

    Notes
    -----
    With x the quantile of Beta(df/2, 1/2) at the mass of both tails and y = 1 - x,
    t = sqrt(df y / x).

    Examples
    --------
    >>> round(student_t_quantile(0.975, 10), 6)
    2.228139
    """
    chances, freedom = np.broadcast_arrays(np.asarray(p, np.float64), np.asarray(df, np.float64))
    if not np.all((chances > 0) & (chances < 1)):
        msg = f"p must be strictly between 0 and 1, got {p!r}"
        raise InvalidInputError(msg)
    if not np.all(freedom >= 1):
        msg = f"df must be >= 1, got {df!r}"
        raise InvalidInputError(msg)
    tails = 2 * np.minimum(chances, 1 - chances)
    finite = np.where(np.isfinite(freedom), freedom, 1.0)
    x, y = beta_quantile(finite / 2, 0.5, tails, 1 - tails)
    value = np.copysign(np.sqrt(finite * y / x), chances - 0.5)
    for chance in np.unique(chances[np.isposinf(freedom)]).tolist():
        value = np.where(
            np.isposinf(freedom) & (chances == chance), NormalDist().inv_cdf(chance), value
        )
    return value if value.ndim else float(value)
