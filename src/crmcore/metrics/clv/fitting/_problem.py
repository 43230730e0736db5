"""What a model brings to be fitted: its likelihood, where to begin, and where it may end."""

from collections.abc import Sequence
from typing import Final

import attrs
import numpy as np

from crmcore._text import Title
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv.fitting._newton import Objective

__all__ = ["FAR", "LARGE", "SAMPLE", "Limit", "Problem", "representatives"]

FAR: Final = float(np.log(1e12))  # the log of a coordinate that stands for its limit
SAMPLE: Final = 2000  # customers on whom the starts of a large base are tried
LARGE: Final = 6000  # distinct rows from which on a base is large


@attrs.frozen(kw_only=True)
class Limit:
    """A boundary of the parameter space at which a simpler model lies.

    Attributes
    ----------
    key : str
        Stable identifier.
    meaning : Title
        What customers are like there.
    at : dict of int to float
        Coordinates that are held and the stand-ins for their limits, the one that runs first.
    held : tuple of str
        Parameters that lose their own value there.
    near : float, default 2
        How far that one must have run, in its direction, for the limit to be worth a look.
    """

    key: str
    meaning: Title
    at: dict[int, float]
    held: tuple[str, ...]
    near: float = 2.0

    def is_near(self, point: FloatArray, /) -> bool:
        """Tell whether the limit is worth a look.

        Parameters
        ----------
        point : ndarray of shape (k,)
            The coordinates.

        Returns
        -------
        bool
            Whether the coordinate has run far enough.
        """
        index, limit = next(iter(self.at.items()))
        return float(point[index] * np.sign(limit)) > self.near


@attrs.frozen(kw_only=True)
class Problem:
    """What a model brings to be fitted.

    Attributes
    ----------
    objective : callable
        Log-likelihood of the whole base in the coordinates, up to `constant`.
    sample : callable or None
        The same for a sample on which the starts are tried; None for a small base.
    starts : sequence of ndarray of shape (k,)
        Where to begin.
    bounds : ndarray of shape (2, k)
        Box of the coordinates.
    limits : tuple of Limit
        Boundaries to step to.
    to_log : ndarray of shape (k, k)
        The logs of the parameters are ``to_log @ coordinates + offset``.
    offset : ndarray of shape (k,)
        Puts the units of time and money back.
    constant : float
        The same for the log-likelihood.
    customers : float
        Sum of the weights.
    more_starts : sequence of ndarray of shape (k,)
        Where to begin too if parameters are held or have a prior.
    """

    objective: Objective
    sample: Objective | None
    starts: Sequence[FloatArray]
    bounds: FloatArray
    limits: tuple[Limit, ...]
    to_log: FloatArray
    offset: FloatArray
    constant: float
    customers: float
    more_starts: Sequence[FloatArray] = ()


def representatives(weights: FloatArray, size: int, /) -> tuple[IntArray, FloatArray]:
    """Choose customers evenly from weighted rows, without chance.

    Parameters
    ----------
    weights : ndarray of shape (k,)
        Customers that each row stands for.
    size : int
        Customers wanted.

    Returns
    -------
    rows : ndarray of int, shape (j,)
        Rows chosen.
    weights : ndarray of shape (j,)
        How often each was chosen.
    """
    ends: FloatArray = np.cumsum(weights)
    marks = (np.arange(size, dtype=np.float64) + 0.5) * (float(ends[-1]) / size)
    picked = np.bincount(np.searchsorted(ends, marks), minlength=weights.size)
    rows = np.flatnonzero(picked)
    return rows, picked[rows].astype(np.float64)
