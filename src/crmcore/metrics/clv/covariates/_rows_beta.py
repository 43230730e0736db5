"""Likelihoods of rows whose parameters differ, of the beta-geometric models and of sBG."""

import numpy as np

from crmcore._types import FloatArray
from crmcore.metrics.clv._families.beta_geometric.fit import TO_LOG
from crmcore.metrics.clv._families.sbg import TO_LOG as SBG_TO_LOG
from crmcore.metrics.clv.covariates._rows import (
    Rows,
    either_rows,
    in_coordinates,
    purchase_rows,
    trial_rows,
)

__all__ = ["BetaGeometricRows", "SBGRows"]


class BetaGeometricRows:
    """Log-likelihoods of BG/NBD or MBG/NBD.

    Parameters
    ----------
    x, t_x, age : ndarray of shape (n,)
        Frequency, recency and age, in scaled time.
    chances : {0, 1}
        Chances to leave before the first repeat purchase.
    """

    def __init__(self, x: FloatArray, t_x: FloatArray, age: FloatArray, *, chances: int) -> None:
        self._x, self._t, self._age, self._chances = x, t_x, age, chances

    def __call__(self, coordinates: FloatArray, /) -> Rows:
        """Evaluate at coordinates of shape (4, n): ln r, ln r/alpha, ln a/b, (ln a + ln b)/2.

        Returns
        -------
        Rows
            With the derivatives in the coordinates.
        """
        _, alpha, a, b = np.exp(TO_LOG @ coordinates)
        r = float(np.exp(coordinates[0, 0]))
        bought = purchase_rows(r, coordinates[1], self._x, self._age)
        stayed = trial_rows(a, b, self._x + self._chances)
        value, slopes, bends = self._end(r, alpha, a, b)
        value += bought.value + stayed.value
        for part, own in ((bought, slice(0, 2)), (stayed, slice(2, 4))):
            slopes[own] += part.slopes
            bends[own, own] += part.bends
        return in_coordinates(Rows(value, slopes, bends), TO_LOG)

    # ln(1 + e^y), y the log odds of being gone at the end
    def _end(self, r: float, alpha: FloatArray, a: FloatArray, b: FloatArray) -> Rows:
        x, silence = self._x, self._age - self._t
        mortal = x + self._chances > 0
        start, end = alpha + self._t, alpha + self._age
        log_gap = np.log1p(silence / start)
        later = b + np.maximum(x + (self._chances - 1), 0)
        y = np.where(mortal, np.log(a / later) + (r + x) * log_gap, -np.inf)
        fall, prior = alpha / start * (silence / end), b / later
        slopes = np.stack([r * log_gap, -(r + x) * fall, np.ones_like(y), -prior])
        bends = np.zeros((4, 4, x.size))
        bends[0, 0] = r * log_gap
        bends[0, 1] = bends[1, 0] = -r * fall
        bends[1, 1] = -(r + x) * fall * (1 - alpha / start - alpha / end)
        bends[3, 3] = -prior * (1 - prior)
        return either_rows(y, slopes, bends)


class SBGRows:
    """Log-likelihoods of sBG.

    Parameters
    ----------
    tenure, lost : ndarray of shape (n,)
        Tenures, and 1 where the contract was lost, else 0.
    """

    def __init__(self, tenure: FloatArray, lost: FloatArray) -> None:
        self._lost, self._passed = lost, tenure - lost

    def __call__(self, coordinates: FloatArray, /) -> Rows:
        """Evaluate at coordinates of shape (2, n): ln alpha/beta, (ln alpha + ln beta)/2.

        Returns
        -------
        Rows
            With the derivatives in the coordinates.
        """
        a, b = np.exp(SBG_TO_LOG @ coordinates)
        value, slopes, bends = trial_rows(a, b, self._passed)
        later = b + self._passed
        total = a + later
        own = np.stack([later / total, -b / total])
        value += self._lost * -np.log1p(later / a)
        slopes += self._lost * own
        both = a / total * (b / total)
        first, second = -(a / total) * (later / total), -(b / total) * (1 - b / total)
        bends += self._lost * np.array([[first, both], [both, second]])
        return in_coordinates(Rows(value, slopes, bends), SBG_TO_LOG)
