"""Time ahead of regular buyers who are alive: what its formulas are told of them."""

from collections.abc import Callable
from typing import Concatenate, Literal, NamedTuple, ParamSpec, TypeAlias

import numpy as np

from crmcore._types import FloatArray, IntArray

__all__ = ["Ahead", "Kind", "each_phase"]

P = ParamSpec("P")
Kind: TypeAlias = Literal["purchases", "alive", "density"]


class Ahead(NamedTuple):
    """Time ahead of customers who are alive, `phase` phases after their last purchase.

    Rates of phases are Gamma(shape, 1), times are in their unit, dropout probabilities are
    Beta(a, b), and k phases make a purchase.
    """

    k: int
    phase: int
    a: float
    shape: FloatArray
    time: FloatArray
    b: FloatArray

    def rows(self, chosen: IntArray, /) -> "Ahead":
        """Take some rows.

        Parameters
        ----------
        chosen : ndarray of int
            Their numbers.

        Returns
        -------
        Ahead
            Those customers, in that order.
        """
        return self._replace(shape=self.shape[chosen], time=self.time[chosen], b=self.b[chosen])


def each_phase(
    formula: Callable[Concatenate[Ahead, P], FloatArray], /
) -> Callable[Concatenate[Ahead, P], FloatArray]:
    """Evaluate a formula after 0, 1, ..., k - 1 phases.

    Parameters
    ----------
    formula : callable
        Takes customers after some number of phases, gives one number a row.

    Returns
    -------
    callable
        Takes customers after 0 phases, gives numbers of shape (k, n).
    """

    def every(ahead: Ahead, /, *rest: P.args, **options: P.kwargs) -> FloatArray:
        later = (ahead._replace(phase=j, shape=ahead.shape + j) for j in range(ahead.k))
        return np.stack([formula(customers, *rest, **options) for customers in later])

    return every
