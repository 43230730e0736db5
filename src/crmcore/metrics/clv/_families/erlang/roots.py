"""Sums over every k-th count of phases, by the k-th roots of unity: for long times ahead."""

from typing import Final

import numpy as np
import numpy.typing as npt

from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv._families.erlang.ahead import Ahead, Kind
from crmcore.metrics.clv._maths.beta_mean import beta_mean

__all__ = ["mean_by_roots"]

_LEAST: Final = 1e-280  # stands for a dropout probability of 0
_FEW: Final = 1e-3  # chances to stay below this are taken by their powers
_POWERS: Final = 48
_ALIKE: Final = 1e3  # shapes from which on a beta distribution is near a normal one
_DEVIATIONS: Final = 12.0  # outside there is nothing


def mean_by_roots(kind: Kind, ahead: Ahead, /) -> FloatArray:
    r"""Give a mean over the number of phases in a long time.

    Parameters
    ----------
    kind : {"purchases", "alive", "density"}
        Purchases, chance to stay, or density of purchases over `shape` - 1, whose rates of
        phases must be given with a shape 1 larger.
    ahead : Ahead
        The customers.

    Returns
    -------
    ndarray of shape (n,)
        The means.

    Notes
    -----
    For a chance q = 1 - p to stay, rho = q^(1/k), z = rho e^(2 pi i l/k) and N phases in the time,
    j having passed before, discrete Fourier sums pick every k-th count:

    .. math:: E[q^{\lfloor(N+j)/k\rfloor}] = \frac1{kq} \sum_{l<k} \frac{p\,z_l^{j+1}}{1-z_l}
        (1 + t(1-z_l))^{-s},

    and its complement, for the purchases, with 1 - (...)^(-s) in place of (...)^(-s) and without
    p. The mean over p ~ Beta(a, b) is a quadrature. Where q is small the powers of z cancel, and
    the first powers of q are added instead.
    """
    powers = _powers(kind, ahead)
    low, high = _support(ahead)

    def mean(p: FloatArray, rows: IntArray) -> FloatArray:
        p = np.clip(p, low[rows], high[rows])
        value = np.empty_like(p)
        few = 1 - p < _FEW
        value[few] = _horner(powers[:, rows[few]], 1 - p[few])
        many = ~few
        value[many] = _by_roots(kind, ahead.rows(rows[many]), np.maximum(p[many], _LEAST))
        return value

    at_0 = (ahead.shape + ahead.k) * ahead.time / ahead.k + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        at_1 = np.nan_to_num(powers[1] / powers[0], nan=0.0, posinf=0.0) + ahead.shape + 1
    return beta_mean(mean, ahead.a, ahead.b, scales=(at_0, at_1))


# Dropout probabilities that count, where nearly all have the same: without this the functions,
# which may be far larger at p = 0, would seem hard to integrate.
def _support(ahead: Ahead) -> tuple[FloatArray, FloatArray]:
    a, b = ahead.a, ahead.b
    spread = np.sqrt(1 / a + 1 / b)
    left = ahead.time * (a / (a + b)) / ahead.k  # in units of the mean wait to leave
    slope = ahead.shape * left / (1 + left)
    reach = (_DEVIATIONS + 2 * slope * spread) * spread
    alike = np.minimum(a, b) > _ALIKE
    with np.errstate(over="ignore"):
        low, high = (1 / (1 + b / a * np.exp(away)) for away in (reach, -reach))
    return np.where(alike, low, 0.0), np.where(alike, high, 1.0)


def _by_roots(kind: Kind, ahead: Ahead, p: FloatArray) -> FloatArray:
    k = ahead.k
    log_rho = np.log1p(-p) / k
    rho, fall = np.exp(log_rho), -np.expm1(log_rho)
    total = np.zeros_like(p)
    for l in range(k // 2 + 1):
        angle = 2 * np.pi * l / k
        z = rho * complex(np.cos(angle), np.sin(angle))
        gap = (fall + 2 * np.sin(angle / 2) ** 2 * rho) - 1j * z.imag
        first, second = ahead.time * gap.real, ahead.time * gap.imag
        log_size = np.log1p(2 * first + first * first + second * second) / 2
        real, turn = -ahead.shape * log_size, -ahead.shape * np.arctan2(second, 1 + first)
        term = z ** (ahead.phase + 1) * _power(kind, real, turn)
        if kind != "density":
            term = term / gap
        total += (1 if l in (0, k / 2) else 2) * term.real
    return total / (k * (1 - p)) * (p if kind == "alive" else 1)


# e^(real + i turn), or for the purchases 1 less that.
def _power(kind: Kind, real: FloatArray, turn: FloatArray) -> npt.NDArray[np.complex128]:
    size = np.exp(real)
    power = np.empty(real.size, np.complex128)
    if kind == "purchases":
        power.real = 2 * np.sin(turn / 2) ** 2 - np.expm1(real) * np.cos(turn)
        power.imag = -size * np.sin(turn)
        return power
    power.real, power.imag = size * np.cos(turn), size * np.sin(turn)
    return power


# The first coefficients of the powers of q.
def _powers(kind: Kind, ahead: Ahead) -> FloatArray:
    k, j, s = ahead.k, ahead.phase, ahead.shape
    n = np.arange(1.0, _POWERS * k)[:, None]
    steps = np.empty((_POWERS * k, s.size))
    steps[0] = -s * np.log1p(ahead.time)
    steps[1:] = np.log(ahead.time / (1 + ahead.time) * ((s + (n - 1)) / n))
    chance: FloatArray = np.exp(np.cumsum(steps, axis=0))
    if kind == "density":
        return chance[k - 1 - j :: k]
    sums = np.zeros_like(chance)
    if kind == "alive":
        sums[j:] = chance[: _POWERS * k - j]
        stays: FloatArray = sums.reshape(_POWERS, k, s.size).sum(axis=1)
        return stays
    np.cumsum(chance[1:], axis=0, out=sums[1:])
    buys: FloatArray = np.maximum(-np.expm1(steps[0]) - sums[k - 1 - j :: k], 0.0)
    return buys


def _horner(coefficients: FloatArray, q: FloatArray) -> FloatArray:
    value = np.zeros_like(q)
    for coefficient in coefficients[::-1]:
        value = value * q + coefficient
    return value
