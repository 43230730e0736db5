"""Cut points: from values to bins that never split equal values, and from bins to scores."""

from collections.abc import Sequence
from typing import ClassVar, Final, Literal, TypeAlias, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import (
    by_value,
    choice,
    naming,
    one_of,
    optional_floats,
    readonly_floats,
    refuse_rows,
)
from crmcore._display import Value
from crmcore._inputs import (
    column,
    cumulated,
    ranked_values,
    weight_column,
    whole_number,
)
from crmcore._text import Title
from crmcore._types import FloatArray, IntArray
from crmcore.errors import FitError, InvalidInputError

__all__ = ["CutMethod", "CutPoints", "quantile_cuts"]

CutMethod: TypeAlias = Literal["quantile"]
CutOrigin: TypeAlias = Literal["quantile", "given"]

MOST_BINS: Final = 100
_FEW_CUTS: Final = 16


def quantile_cuts(
    values: npt.ArrayLike, /, *, bins: int = 5, weights: npt.ArrayLike | None = None
) -> FloatArray:
    """Cut values into bins that hold equal shares of the customers, as far as ties let them.

    Parameters
    ----------
    values : array_like of shape (n,)
        One finite number a customer, or one a row of `weights`.
    bins : int, default 5
        Bins planned, 1 to 100.
    weights : array_like of shape (n,), optional
        Customers that each row stands for; None is one each.

    Returns
    -------
    ndarray of shape (cuts,)
        Cut points in ascending order, at most ``bins - 1``. A value on a cut point belongs to
        the bin above it. Each cut point is one of the values.

    Raises
    ------
    InvalidInputError
        If a value or weight is not finite, a weight is negative, or `bins` is out of bounds.
    FitError
        If there is no customer.

    Notes
    -----
    *Equal shares of what is left*, going upwards over the distinct values :math:`v_i` with
    weight :math:`F_i` below each: with :math:`t` the weight already binned and :math:`b` bins to
    come, the next cut is the first :math:`v_i` above the last cut that minimises
    :math:`|b(F_i - t) - (n - t)|`. Where one value holds many customers the bins above it share
    the rest, so fewer bins are lost than with plain quantiles; without ties the cuts are the
    plain quantiles to within one rank. With whole weights the comparison is exact.

    Examples
    --------
    >>> quantile_cuts([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], bins=5)
    array([3., 5., 7., 9.])
    >>> quantile_cuts([1, 1, 1, 1, 1, 1, 1, 2, 3, 4], bins=5)
    array([2., 3., 4.])
    """
    planned = whole_number("bins", bins, low=1, high=MOST_BINS)
    numbers = column("values", values)
    return _quantile_cuts(*ranked_values(numbers, weight_column(weights, numbers.size)), planned)


def _quantile_cuts(ranked: FloatArray, weights: FloatArray, bins: int) -> FloatArray:
    if not ranked.size:
        reason = Title(
            "cut points need at least one customer, got none",
            "برای نقاط برش دست‌کم یک مشتری لازم است و هیچ مشتری داده نشده است",
        )
        raise FitError(reason)
    below = cumulated(weights)
    cuts: list[float] = []
    binned, last = 0.0, 0
    for left in range(bins, 1, -1):
        ahead = below[last + 1 : -1]
        if not ahead.size:
            break
        last += 1 + int(np.abs(left * (ahead - binned) - (below[-1] - binned)).argmin())
        binned = float(below[last])
        cuts.append(float(ranked[last]))
    return np.array(cuts, dtype=np.float64)


def cuts_reached(values: FloatArray, cuts: FloatArray, /) -> npt.NDArray[np.integer]:
    """Count the cut points at or below each value.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Finite numbers.
    cuts : ndarray of shape (k,)
        Cut points in ascending order.

    Returns
    -------
    ndarray of int, shape (n,)
        Counts from 0 to k, in one byte each where k is small.
    """
    if cuts.size > _FEW_CUTS:
        return np.searchsorted(cuts, values, side="right")
    reached = np.zeros(values.size, dtype=np.int8)
    for cut in cuts:
        reached += values >= cut
    return reached


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class CutPoints(Value):
    """Where one axis is cut, ready to be used on another day.

    Attributes
    ----------
    cuts : ndarray of shape (k,)
        Cut points, strictly ascending; a value on a cut point belongs to the bin above it.
    planned : int
        Bins asked for; for cut points that were given, the bins they make.
    origin : {"quantile", "given"}
        How they were found.
    counts : ndarray of shape (k + 1,) or None
        Customers in each bin of the base they were fitted to, the lowest values first; None
        where the cut points were typed in.

    Raises
    ------
    InvalidInputError
        If cut points are not finite or not ascending, or `counts` has another length.

    Examples
    --------
    >>> CutPoints.fit([1, 1, 1, 1, 1, 2, 2, 3, 9, 9], bins=5)
    CutPoints(cuts=(2.0, 3.0, 9.0), bins=4, planned=5, origin='quantile')
    >>> CutPoints.given([30, 90]).bin([0, 30, 89, 400])
    array([1, 2, 2, 3])
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    cuts: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    planned: int
    origin: CutOrigin = attrs.field(default="given", validator=one_of(*get_args(CutOrigin)))
    counts: FloatArray | None = attrs.field(default=None, converter=optional_floats, eq=by_value)

    def __attrs_post_init__(self) -> None:
        refuse_rows("cuts", self.cuts, ~np.isfinite(self.cuts), "be finite")
        fallen = np.diff(self.cuts, prepend=-np.inf) <= 0
        refuse_rows("cuts", self.cuts, fallen, "ascend, each above the one before")
        if self.cuts.size > MOST_BINS:
            msg = f"cuts must be at most {MOST_BINS}, got {self.cuts.size}"
            raise InvalidInputError(msg)
        if self.counts is not None and self.counts.size != self.bins:
            msg = f"counts must have one number a bin, {self.bins}, got {self.counts.size}"
            raise InvalidInputError(msg)

    @classmethod
    def fit(
        cls,
        values: npt.ArrayLike,
        /,
        *,
        bins: int = 5,
        method: CutMethod = "quantile",
        anchors: Sequence[float] = (),
        weights: npt.ArrayLike | None = None,
    ) -> "CutPoints":
        """Find the cut points of one axis.

        Parameters
        ----------
        values : array_like of shape (n,)
            One finite number a customer, or one a row of `weights`.
        bins : int, default 5
            Bins planned, 1 to 100.
        method : {"quantile"}, default "quantile"
            ``"quantile"``: equal shares of what is left, see `quantile_cuts`.
        anchors : sequence of float, default ()
            Cut points that stand whatever the data say; they join the fitted ones.
        weights : array_like of shape (n,), optional
            Customers that each row stands for; None is one each.

        Returns
        -------
        CutPoints
            The cut points and the customers in each bin.

        Raises
        ------
        InvalidInputError
            If an argument breaks a rule.
        FitError
            If there is no customer.
        """
        choice("method", method, get_args(CutMethod))
        numbers = column("values", values)
        planned = whole_number("bins", bins, low=1, high=MOST_BINS)
        ranked, weight = ranked_values(numbers, weight_column(weights, numbers.size))
        fitted = _quantile_cuts(ranked, weight, planned)
        cuts = np.unique(np.concatenate((fitted, column("anchors", anchors)))) + 0.0
        counts = np.bincount(cuts_reached(ranked, cuts), weight, cuts.size + 1)
        return cls(cuts=cuts, planned=planned, origin=method, counts=counts)

    @classmethod
    def given(cls, cuts: npt.ArrayLike, /) -> "CutPoints":
        """Take cut points as they are.

        Parameters
        ----------
        cuts : array_like of shape (k,)
            Cut points, strictly ascending; none is one bin.

        Returns
        -------
        CutPoints
            The cut points.

        Raises
        ------
        InvalidInputError
            If they are not finite or not ascending.
        """
        numbers = column("cuts", cuts)
        return cls(cuts=numbers, planned=numbers.size + 1)

    @property
    def bins(self) -> int:
        """How many bins the cut points make, whatever was planned."""
        return self.cuts.size + 1

    @property
    def occupied(self) -> int | None:
        """Bins that held a customer of the base of the fit, None where there was no fit."""
        return None if self.counts is None else int(np.count_nonzero(self.counts))

    def bin(self, values: npt.ArrayLike, /) -> IntArray:
        """Give each value its bin.

        Parameters
        ----------
        values : array_like of shape (n,)
            Finite numbers.

        Returns
        -------
        ndarray of int, shape (n,)
            1 for values below the first cut point, up to `bins`.

        Raises
        ------
        InvalidInputError
            If a value is not finite.
        """
        return 1 + cuts_reached(column("values", values), self.cuts).astype(np.int64)

    def _facts(self) -> dict[str, object]:
        return {
            "cuts": tuple(float(f"{cut:.6g}") for cut in self.cuts),
            "bins": self.bins,
            "planned": self.planned,
            "origin": self.origin,
        }
