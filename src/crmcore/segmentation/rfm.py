"""RFM: scores of recency, frequency and money from cut points that are kept, and segments."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar, Final, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, choice, naming, one_of, readonly_ints
from crmcore._display import Value
from crmcore._text import Title
from crmcore._types import DateLike, IntArray, TimeUnit
from crmcore.currencies import stated_currency
from crmcore.days import as_day
from crmcore.errors import InvalidInputError
from crmcore.segmentation.assignment import Segmentation
from crmcore.segmentation.axes import AXES, RFMAxis, as_measured, measure, weakness
from crmcore.segmentation.cuts import CutMethod, CutPoints, cuts_reached
from crmcore.segmentation.default_rules import DEFAULT_RULES
from crmcore.segmentation.rules import RuleSet, level_codes
from crmcore.summary import CustomerSummary

__all__ = ["DEFAULT_ANCHORS", "RFM", "RFMScores"]

DEFAULT_ANCHORS: Final[Mapping[RFMAxis, Sequence[float]]] = MappingProxyType({"frequency": (2.0,)})
_PLANNED: Final = 5


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class RFMScores(Value):
    """Scores of ``n`` customers on three axes; higher is better on each.

    Attributes
    ----------
    recency, frequency, monetary : ndarray of int, shape (n,)
        Scores from 1 to the number of bins of the axis; high recency is a recent purchase.
    bins : tuple of int
        Bins of the three axes, in that order.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    recency: IntArray = attrs.field(converter=readonly_ints, eq=by_value)
    frequency: IntArray = attrs.field(converter=readonly_ints, eq=by_value)
    monetary: IntArray = attrs.field(converter=readonly_ints, eq=by_value)
    bins: tuple[int, int, int]

    def __len__(self) -> int:
        """Count the customers.

        Returns
        -------
        int
            Rows.
        """
        return self.recency.size

    @property
    def codes(self) -> IntArray:
        """The three scores of each customer side by side: shape (n, 3)."""
        return np.stack((self.recency, self.frequency, self.monetary), axis=1)

    def _facts(self) -> dict[str, object]:
        return {"customers": len(self), "bins": self.bins}


@attrs.frozen(kw_only=True, repr=False)
class RFM(Value):
    """Cut points of recency, frequency and money, kept so that they serve on other dates too.

    Attributes
    ----------
    recency : CutPoints
        Cuts of the time since the last purchase, in `unit`; the score is reversed.
    frequency : CutPoints
        Cuts of the number of purchases, the first included.
    monetary : CutPoints
        Cuts of the total spend, in `currency`.
    unit : {"day", "week", "month", "year", "period"}
        The unit of time of the recency cuts.
    currency : str or None
        The currency of the monetary cuts.
    as_of : numpy.datetime64 or None
        The day whose customers the cuts were fitted to.

    Raises
    ------
    InvalidInputError
        If the unit is unknown.

    Examples
    --------
    >>> base = CustomerSummary(
    ...     frequency=[0, 0, 0, 1, 4], recency=[0, 0, 0, 20, 60], T=[70, 45, 2, 50, 63],
    ...     total_value=[10, 25, 30, 80, 400], unit="day",
    ... )
    >>> rfm = RFM.fit(base)
    >>> rfm
    RFM(bins=(5, 3, 5), unit='day')
    >>> rfm.score(base).codes.tolist()
    [[1, 1, 1], [2, 1, 2], [5, 1, 3], [3, 2, 4], [4, 3, 5]]
    >>> rfm.segment(base).labels.tolist()
    ['lost', 'lost', 'new_or_occasional', 'needs_attention', 'champions']

    Cut points of one's own, in the words of the business:

    >>> own = RFM.from_cuts(recency=[30, 90], frequency=[2, 5], monetary=[100], unit="day")
    >>> own.segment(base).labels.tolist()
    ['fading', 'fading', 'new_or_occasional', 'needs_attention', 'champions']
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    recency: CutPoints
    frequency: CutPoints
    monetary: CutPoints
    unit: TimeUnit = attrs.field(validator=one_of(*get_args(TimeUnit)))
    currency: str | None = attrs.field(default=None, converter=stated_currency)
    as_of: np.datetime64 | None = None

    @classmethod
    def fit(
        cls,
        base: CustomerSummary,
        /,
        *,
        bins: int | Mapping[RFMAxis, int] = _PLANNED,
        method: CutMethod = "quantile",
        cuts: Mapping[RFMAxis, npt.ArrayLike] | None = None,
        anchors: Mapping[RFMAxis, Sequence[float]] = DEFAULT_ANCHORS,
        as_of: DateLike | None = None,
    ) -> "RFM":
        """Find the cut points of a customer base.

        Parameters
        ----------
        base : CustomerSummary
            The customers, with their total spend; weights are honoured.
        bins : int or mapping of axis to int, default 5
            Bins planned, 1 to 100, for all axes or for each; an axis not named gets 5.
        method : {"quantile"}, default "quantile"
            ``"quantile"``: equal shares of what is left, see `quantile_cuts`.
        cuts : mapping of axis to array_like, optional
            Cut points of one's own for some of the axes: they are taken as they are, without
            anchors. Those of recency are times since the last purchase in the base's unit.
        anchors : mapping of axis to sequence of float, default {"frequency": (2,)}
            Cut points that join the fitted ones whatever the data say. By default customers who
            bought once never share a bin with those who came back.
        as_of : date, datetime, numpy.datetime64 or str, optional
            The day that the base shows; needed only where the base does not know it.

        Returns
        -------
        RFM
            The cut points.

        Raises
        ------
        InvalidInputError
            If the base has no money, `as_of` is not the day of the base, or an argument breaks
            a rule.
        FitError
            If there is no customer.

        Notes
        -----
        Recency is ``T - recency`` of the summary, rounded to nine decimals, so that customers
        who last bought on the same day are equal whenever they first came. Frequency is the
        repeat purchases plus the first. Money is compared as it is: amounts that should be equal
        must be, so round sums to the smallest coin.
        """
        _refuse_axes(bins=bins, cuts=cuts, anchors=anchors)
        fitted: dict[RFMAxis, CutPoints] = {}
        for axis in AXES:
            if cuts is not None and axis in cuts:
                fitted[axis] = CutPoints.given(as_measured(axis, cuts[axis]))
                continue
            fitted[axis] = CutPoints.fit(
                measure(base, axis),
                bins=bins.get(axis, _PLANNED) if isinstance(bins, Mapping) else bins,
                method=method,
                anchors=as_measured(axis, anchors.get(axis, ())).tolist(),
                weights=base.weights,
            )
        day = _day_of(base, as_of)
        return cls(**fitted, unit=base.unit, currency=base.currency, as_of=day)

    @classmethod
    def from_cuts(
        cls,
        *,
        recency: npt.ArrayLike,
        frequency: npt.ArrayLike,
        monetary: npt.ArrayLike,
        unit: TimeUnit,
        currency: str | None = None,
        as_of: DateLike | None = None,
    ) -> "RFM":
        """Take cut points of one's own on all axes.

        Parameters
        ----------
        recency : array_like of shape (k,)
            Times since the last purchase, in `unit`, strictly ascending; a time on a cut point
            counts as longer ago.
        frequency : array_like of shape (k,)
            Numbers of purchases, strictly ascending; a number on a cut point is in the upper bin.
        monetary : array_like of shape (k,)
            Total spends, strictly ascending; a spend on a cut point is in the upper bin.
        unit : {"day", "week", "month", "year", "period"}
            The unit of time.
        currency : str, optional
            The currency of `monetary`; None fits any.
        as_of : date, datetime, numpy.datetime64 or str, optional
            The day to remember with the cut points.

        Returns
        -------
        RFM
            The cut points.

        Raises
        ------
        InvalidInputError
            If cut points are not finite or not ascending, or the unit is unknown.
        """
        return cls(
            recency=CutPoints.given(as_measured("recency", recency)),
            frequency=CutPoints.given(frequency),
            monetary=CutPoints.given(monetary),
            unit=unit,
            currency=currency,
            as_of=None if as_of is None else as_day(as_of, name="as_of"),
        )

    @property
    def bins(self) -> tuple[int, int, int]:
        """Bins of recency, frequency and money, whatever was planned."""
        return (self.recency.bins, self.frequency.bins, self.monetary.bins)

    @property
    def flags(self) -> tuple[Title, ...]:
        """Axes that tell the customers of the fit apart less than planned, or not at all."""
        notes = (weakness(axis, getattr(self, axis)) for axis in AXES)
        return tuple(note for note in notes if note is not None)

    def score(self, base: CustomerSummary, /) -> RFMScores:
        """Score customers by the kept cut points, on the day of the fit or another.

        Parameters
        ----------
        base : CustomerSummary
            The customers, in the unit and currency of the cut points, with their total spend.

        Returns
        -------
        RFMScores
            Three scores a customer, in the order of the input.

        Raises
        ------
        InvalidInputError
            If the unit or currency differs, or the base has no money.

        Notes
        -----
        A score is 1 plus the cut points at or below the value; recency is the number of bins
        less the cut points at or below the time since the last purchase, so ties at a cut point
        go the same way on every axis.
        """
        reached = self._reached(base)
        return RFMScores(
            recency=self.recency.bins - reached["recency"].astype(np.int64),
            frequency=1 + reached["frequency"].astype(np.int64),
            monetary=1 + reached["monetary"].astype(np.int64),
            bins=self.bins,
        )

    def segment(self, base: CustomerSummary, /, *, rules: RuleSet = DEFAULT_RULES) -> Segmentation:
        """Give each customer the segment of its levels of recency, frequency and money.

        Parameters
        ----------
        base : CustomerSummary
            The customers, in the unit and currency of the cut points, with their total spend.
        rules : RuleSet, default the thirteen segments of `DEFAULT_RULES`
            Which levels lead to which segment.

        Returns
        -------
        Segmentation
            One segment a customer, in the order of the input, with the flags of the axes.

        Raises
        ------
        InvalidInputError
            If the unit or currency differs, or the base has no money.
        """
        reached = self._reached(base)
        levels = (
            level_codes(self.recency.bins)[::-1][reached["recency"]],
            level_codes(self.frequency.bins)[reached["frequency"]],
            level_codes(self.monetary.bins)[reached["monetary"]],
        )
        table = rules.table
        cells = np.zeros(len(base), dtype=np.int8)
        for level in levels:
            cells = cells * np.int8(3) + level
        return Segmentation(
            codes=table.ravel()[cells],
            segments=rules.segments,
            weights=base.weights,
            ids=base.ids,
            flags=self.flags,
        )

    def _reached(self, base: CustomerSummary) -> dict[RFMAxis, npt.NDArray[np.integer]]:
        if base.unit != self.unit:
            msg = (
                f"base must be in the unit of the cut points, {self.unit!r}, got {base.unit!r}; "
                f"summarise it with unit={self.unit!r}, or fit again"
            )
            raise InvalidInputError(msg)
        if None not in {base.currency, self.currency} and base.currency != self.currency:
            msg = (
                f"base must be in the currency of the cut points, {self.currency!r}, "
                f"got {base.currency!r}"
            )
            raise InvalidInputError(msg)
        return {axis: cuts_reached(measure(base, axis), getattr(self, axis).cuts) for axis in AXES}

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"bins": self.bins, "unit": self.unit}
        if self.currency is not None:
            facts["currency"] = self.currency
        if self.as_of is not None:
            facts["as_of"] = str(self.as_of)
        return facts


def _refuse_axes(**arguments: Mapping[RFMAxis, object] | int | None) -> None:
    for name, argument in arguments.items():
        for axis in argument if isinstance(argument, Mapping) else ():
            choice(f"axis of {name}", axis, AXES)


def _day_of(base: CustomerSummary, as_of: DateLike | None) -> np.datetime64 | None:
    if as_of is None:
        return base.observed_until
    day = as_day(as_of, name="as_of")
    if base.observed_until is not None and day != base.observed_until:
        msg = (
            f"as_of must be the day that the base shows, {base.observed_until}, got {day}; "
            "for another day summarise the purchases again"
        )
        raise InvalidInputError(msg)
    return day
