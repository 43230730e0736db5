"""The likelihood of a base with covariates, as a function of coordinates and effects."""

from collections.abc import Mapping

import numpy as np

from crmcore._types import FloatArray
from crmcore.metrics.clv.covariates._rows import RowLikelihood
from crmcore.metrics.clv.fitting._newton import Evaluation

__all__ = ["CovariateLikelihood"]


class CovariateLikelihood:
    """Log-likelihood of weighted rows: coordinates of the plain model, then effects.

    Parameters
    ----------
    rows : callable
        Log-likelihoods of the rows as a function of the coordinates of each.
    weights : ndarray of shape (n,)
        Their weights.
    shift : ndarray of shape (k, n)
        What is added to the coordinates of each row besides, by effects that are known.
    designs : mapping of int to ndarray of shape (n, m)
        The numbers that effects on a coordinate are multiplied with, in the order of the effects.
    """

    def __init__(
        self,
        rows: RowLikelihood,
        weights: FloatArray,
        shift: FloatArray,
        designs: Mapping[int, FloatArray],
    ) -> None:
        self._rows, self._weights, self._shift = rows, weights, shift
        ends = np.cumsum([shift.shape[0], *(design.shape[1] for design in designs.values())])
        self._size = int(ends[-1])
        self._parts = [
            (place, slice(start, end), design)
            for (place, design), start, end in zip(
                designs.items(), ends.tolist(), ends[1:].tolist(), strict=False
            )
        ]

    def __call__(self, point: FloatArray, /) -> Evaluation:
        """Evaluate at a point of shape (k + effects,).

        Returns
        -------
        Evaluation
            Value, gradient and Hessian.
        """
        base = self._shift.shape[0]
        coordinates = self._shift + point[:base, None]
        for place, own, design in self._parts:
            coordinates[place] += design @ point[own]
        value, slopes, bends = self._rows(coordinates)
        slopes, bends = slopes * self._weights, bends * self._weights
        gradient, hessian = np.empty(self._size), np.empty((self._size, self._size))
        gradient[:base], hessian[:base, :base] = slopes.sum(axis=1), bends.sum(axis=2)
        for number, (place, own, design) in enumerate(self._parts):
            gradient[own] = slopes[place] @ design
            hessian[:base, own] = bends[place] @ design
            hessian[own, :base] = hessian[:base, own].T
            for other, others, right in self._parts[: number + 1]:
                block = design.T @ (bends[place, other][:, None] * right)
                hessian[own, others], hessian[others, own] = block, block.T
        return Evaluation(float(self._weights @ value), gradient, hessian)
