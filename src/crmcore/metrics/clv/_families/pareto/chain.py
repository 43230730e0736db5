"""Points of time in chains, and sums along the chains that neither overflow nor cancel."""

import numpy as np

from crmcore._distinct import distinct
from crmcore._types import FloatArray, IntArray

__all__ = ["Chains", "at_points"]


class Chains:
    """The times of purchase and of the end of observation, one rising chain for each frequency.

    Parameters
    ----------
    x, start, stop : ndarray of shape (k,)
        Frequency of rows, and the two points of time of each.

    Attributes
    ----------
    x, time : ndarray of shape (n,)
        Frequency and time of the distinct points, sorted.
    step : ndarray of shape (n,)
        Time to the next point of the chain; 0 at its end.
    last : ndarray of bool, shape (n,)
        Ends of chains.
    start, stop : ndarray of int, shape (k,)
        Points of the rows.
    """

    def __init__(self, x: FloatArray, start: FloatArray, stop: FloatArray, /) -> None:
        (self.x, self.time), place = distinct(np.concatenate([x, x]), np.concatenate([start, stop]))
        self.start, self.stop = place[: x.size], place[x.size :]
        self.last = np.append(self.x[1:] != self.x[:-1], True)
        self.step = np.where(self.last, 0.0, np.append(np.diff(self.time), 0.0))
        first = np.append(True, self.last[:-1])
        bounds = np.append(np.flatnonzero(first), self.x.size)
        self._longest = int(np.diff(bounds).max())

    def after(self, own: FloatArray, keeps: FloatArray, /) -> FloatArray:
        """Add up what follows each point: S_k = own_k + keeps_k S_(k+1).

        Parameters
        ----------
        own : ndarray of shape (m, n)
            What each interval adds.
        keeps : ndarray of shape (n,)
            Shares in [0, 1] that are left over an interval; 0 at the ends of chains.

        Returns
        -------
        ndarray of shape (m, n)
            The sums.
        """
        total, factor, span = own.copy(), keeps.copy(), 1
        while span < self._longest:
            total[:, :-span] += factor[:-span] * total[:, span:]
            factor[:-span] *= factor[span:]
            span *= 2
        return total

    def before(self, own: FloatArray, keeps: FloatArray, /) -> FloatArray:
        """Add up what leads to each point: P_k = own_k + keeps_(k-1) P_(k-1).

        Parameters
        ----------
        own : ndarray of shape (n,)
            What each point adds.
        keeps : ndarray of shape (n,)
            As in `after`.

        Returns
        -------
        ndarray of shape (n,)
            The sums.
        """
        total, factor, span = own.copy(), np.append(0.0, keeps[:-1]), 1
        while span < self._longest:
            total[span:] += factor[span:] * total[:-span]
            factor[span:] *= factor[:-span]
            span *= 2
        return total


def at_points(points: IntArray, weights: FloatArray, count: int, /) -> FloatArray:
    """Add up weights of rows at their points.

    Parameters
    ----------
    points : ndarray of int, shape (k,)
        Points of the rows.
    weights : ndarray of shape (k,)
        What each row adds.
    count : int
        Points that there are.

    Returns
    -------
    ndarray of shape (n,)
        The sums.
    """
    total: FloatArray = np.bincount(points, weights, minlength=count).astype(np.float64, copy=False)
    return total
