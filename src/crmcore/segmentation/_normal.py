"""The normal distribution function, for many numbers at once."""

import math
from typing import Final

import numpy as np

from crmcore._types import FloatArray

__all__ = ["SURE", "normal_cdf"]

SURE: Final = 9.0
_STEPS: Final = 128
_BLOCK: Final = 16_384  # rows whose intermediate results stay in the cache
_NODES: Final[FloatArray] = np.arange(-int(SURE) * _STEPS, int(SURE) * _STEPS + 1) / _STEPS
_AREA: Final[FloatArray] = np.array([math.erfc(-z / math.sqrt(2)) / 2 for z in _NODES])
_DENSITY: Final[FloatArray] = np.exp(-(_NODES**2) / 2) / math.sqrt(2 * math.pi)


def normal_cdf(z: FloatArray, /) -> FloatArray:
    r"""Give the chance that a standard normal number is at most z.

    Parameters
    ----------
    z : ndarray of shape (n,)
        Numbers; -inf and inf are allowed.

    Returns
    -------
    ndarray of shape (n,)
        Chances in [0, 1], within 3e-16; exactly 0 below -9 and 1 above 9.

    Notes
    -----
    A Taylor polynomial of degree five around the nearest of the nodes :math:`x = k/128`,

    .. math:: \Phi(x+d) = \Phi(x) + \varphi(x) \sum_{j=0}^{4} (-1)^j He_j(x)
              \frac{d^{j+1}}{(j+1)!},

    whose remainder is below :math:`10^{-17}`.

    Examples
    --------
    >>> normal_cdf(np.array([-1.0, 0.0, 1.96])).round(6)
    array([0.158655, 0.5     , 0.975002])
    """
    chances = np.empty_like(z)
    for start in range(0, z.size, _BLOCK):
        chances[start : start + _BLOCK] = _block(z[start : start + _BLOCK])
    return chances


def _block(z: FloatArray) -> FloatArray:
    inside = np.clip(z, -SURE, SURE)
    node = np.rint(inside * _STEPS).astype(np.int64)
    x = node / _STEPS
    d = inside - x
    node += int(SURE) * _STEPS
    x2 = x * x
    slope = (x2 * (x2 - 6) + 3) * d / 120
    slope = (slope - x * (x2 - 3) / 24) * d
    slope = (slope + (x2 - 1) / 6) * d
    slope = (slope - x / 2) * d + 1
    area = np.clip(_AREA[node] + _DENSITY[node] * slope * d, 0.0, 1.0)
    return np.where(z < -SURE, 0.0, np.where(z > SURE, 1.0, area))
