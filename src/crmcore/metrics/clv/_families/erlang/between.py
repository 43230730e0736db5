"""Purchases between two moments, discounted or not, of regular buyers who are alive."""

from typing import Final

import numpy as np

from crmcore._quadrature import panels
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv._families.erlang.ahead import Ahead
from crmcore.metrics.clv._families.erlang.sums import mean_ahead

__all__ = ["worth_between"]

_NEGLIGIBLE: Final = 46.0  # e^-46 is below rounding
_CHANGE: Final = 8.0  # of the log of a density over a panel
_STEEPEST: Final = 800.0


def worth_between(ahead: Ahead, decay: FloatArray, start: FloatArray, /) -> FloatArray:
    r"""Give the discounted purchases from one moment to another.

    Parameters
    ----------
    ahead : Ahead
        The customers, with the time to the end.
    decay : ndarray of shape (n,)
        Continuous discount rate in their unit of time; may be 0 or negative.
    start : ndarray of shape (n,)
        Time to the start, at most that to the end.

    Returns
    -------
    ndarray of shape (n,)
        Purchases >= 0, discounted to time 0.

    Notes
    -----
    The integral of e^(-d u) times the density of purchases

    .. math:: s \sum_{i\ge1} \frac{(b)_{i-1}}{(a+b)_{i-1}}\,
        P(\mathrm{NBD}(s+1, u) = ik-j-1)

    by Gauss-Legendre panels of log time. They are short while purchases of different customers
    still come in step, each after k phases.
    """
    k, size = ahead.k, ahead.time.size
    with np.errstate(divide="ignore"):
        most = np.where(decay > 0, start + (_NEGLIGIBLE + 2 * k) / decay, np.inf)
    end = np.minimum(ahead.time, most)
    step = np.minimum(1.0, k * k / (ahead.shape + 1))
    middle = np.clip(_out_of_step(ahead), start, end)
    low, split, high = (np.log1p(time / step) for time in (start, middle, end))
    growth = np.maximum(-decay, 0) * (end - start) / _CHANGE
    fall = np.where(start > 0, np.minimum(np.minimum(ahead.a, ahead.shape), _STEEPEST), 0.0)
    plain = np.maximum(1.0, fall / _CHANGE)
    early = np.maximum((split - low) * np.maximum(plain, k**1.5 / 4), growth)
    late = np.maximum((high - split) * plain, growth)

    begin, stop = np.append(low, split), np.append(split, high)
    count = np.ceil(np.maximum(np.append(early, late), 1.0)).astype(np.int64)
    parts = np.flatnonzero(stop > begin)

    def density(z: FloatArray, places: IntArray) -> FloatArray:
        rows = parts[places] % size
        chosen = ahead.rows(rows)
        time = step[rows] * np.expm1(z)
        moment = chosen._replace(time=time, shape=chosen.shape + 1)
        weight: FloatArray = np.exp(z - decay[rows] * time) * step[rows] * chosen.shape
        return weight * mean_ahead("density", moment)

    both = np.zeros(2 * size)
    both[parts] = panels(density, begin[parts], stop[parts], count[parts])
    return both[:size] + both[size:]


# When purchases come at random: the slowest wave of the density, 1/|1 + u(1 - w)|^(s+1) with w
# the first root of unity, has died out, or does not turn any more.
def _out_of_step(ahead: Ahead) -> FloatArray:
    k, power = ahead.k, ahead.shape + 1
    gap = 4 * np.sin(np.pi / k) ** 2 if k > 1 else np.inf
    with np.errstate(over="ignore"):
        root = np.expm1(2 * _NEGLIGIBLE / power) / gap  # u (1 + u)
        dead = np.minimum(root, np.sqrt(root))
    still: FloatArray = k * np.maximum(2.0, power / 6)
    return np.minimum(dead, still)
