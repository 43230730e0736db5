"""Value tiers: bands of customers by value, from the best down, that never split equal values."""

import math
from collections.abc import Sequence
from typing import ClassVar, Final

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import (
    by_value,
    fraction,
    naming,
    optional_floats,
    readonly_floats,
    refuse_rows,
)
from crmcore._display import Value, number
from crmcore._inputs import column, cumulated, ranked_values, weight_column
from crmcore._text import Title, isolate, persian_digits
from crmcore._types import FloatArray, IntArray
from crmcore.errors import FitError, InvalidInputError
from crmcore.segmentation.assignment import Segmentation
from crmcore.segmentation.cuts import cuts_reached
from crmcore.segmentation.segments import Segment

__all__ = ["ValueTiers", "tier_edge"]

_ROUNDING: Final = 1e-9


def tier_edge(best: FloatArray, weights: FloatArray, share: float, /) -> float:
    """Find the lowest value above an edge that should cut off a share of the customers.

    Parameters
    ----------
    best : ndarray of shape (m,)
        Distinct values, descending, at least one.
    weights : ndarray of shape (m,)
        Customers with each.
    share : float
        Share of customers planned above the edge, from 0 to 1.

    Returns
    -------
    float
        Customers with this value or more are above the edge. Where nobody is, the next float
        above the greatest value.

    Notes
    -----
    Equal values stay together: of the two places nearest to the plan, before and after the tied
    customers, the nearer one is the edge; where both are equally near, the tied customers stay
    below it.
    """
    above = cumulated(weights)
    goal = share * float(above[-1])
    after = min(int(np.searchsorted(above, goal)), best.size)
    before = max(after - 1, 0)
    upper_is_nearer = above[after] - goal < goal - above[before] - _ROUNDING * above[-1]
    groups = after if upper_is_nearer else before
    return float(best[groups - 1]) if groups else math.nextafter(float(best[0]), math.inf)


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class ValueTiers(Value):
    """Values at which tiers begin, kept so that they serve on other dates too.

    Attributes
    ----------
    labels : tuple of str
        Names of the tiers, the best first; also the keys of their segments.
    cuts : ndarray of shape (tiers - 1,)
        The lowest value of each tier but the last, descending. Equal cuts make an empty tier.
    shares : ndarray of shape (tiers,) or None
        Share of customers planned for each tier; None where the cuts were typed in.
    realised : ndarray of shape (tiers,) or None
        Share of customers that each tier holds in the base of the fit.

    Raises
    ------
    InvalidInputError
        If there is no cut, labels are empty or repeated, their number does not fit, or the cuts
        do not descend.

    Examples
    --------
    >>> tiers = ValueTiers.fit([90, 40, 40, 30, 20, 10, 9, 8, 7, 6])
    >>> tiers
    ValueTiers(labels=('A', 'B', 'C'), cuts=(90.0, 20.0), realised=(0.1, 0.4, 0.5))
    >>> tiers.segment([50, 95, 1]).labels.tolist()
    ['B', 'A', 'C']
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    labels: tuple[str, ...]
    cuts: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    shares: FloatArray | None = attrs.field(default=None, converter=optional_floats, eq=by_value)
    realised: FloatArray | None = attrs.field(default=None, converter=optional_floats, eq=by_value)

    def __attrs_post_init__(self) -> None:
        if not self.cuts.size:
            msg = "cuts must be at least one, so that there are two tiers, got none"
            raise InvalidInputError(msg)
        _refuse_labels(self.labels, self.cuts.size + 1)
        refuse_rows("cuts", self.cuts, np.isnan(self.cuts), "be numbers")
        risen = self.cuts > np.append(np.inf, self.cuts[:-1])
        refuse_rows("cuts", self.cuts, risen, "descend, the cut of the best tier first")

    @classmethod
    def fit(
        cls,
        values: npt.ArrayLike,
        /,
        *,
        shares: Sequence[float] = (0.2, 0.3),
        labels: Sequence[str] = ("A", "B", "C"),
        weights: npt.ArrayLike | None = None,
    ) -> "ValueTiers":
        """Find where the tiers of a customer base begin.

        Parameters
        ----------
        values : array_like of shape (n,)
            Value of each customer, such as spend, profit or CLV; may be negative.
        shares : sequence of float, default (0.2, 0.3)
            Share of customers planned for each tier but the last, the best first; the last takes
            the rest.
        labels : sequence of str, default ("A", "B", "C")
            Names of the tiers, the best first: one more than `shares`.
        weights : array_like of shape (n,), optional
            Customers that each row stands for; None is one each.

        Returns
        -------
        ValueTiers
            The cuts, with the shares planned and realised.

        Raises
        ------
        InvalidInputError
            If shares are not above 0 or leave nothing for the last tier, labels do not fit, or a
            value is not finite.
        FitError
            If there is no customer.

        Notes
        -----
        Each edge is set apart from the others, at the cumulated share from the top; equal values
        stay together on the side that brings the share above the edge nearest to the plan, and
        below the edge where both sides are equally near. So the first two deciles together are
        the best 20 %, and a tier may be empty where one value holds many customers.
        """
        numbers = column("values", values)
        planned = _planned(shares)
        _refuse_labels(tuple(labels), planned.size)
        ranked, weight = ranked_values(numbers, weight_column(weights, numbers.size))
        if not ranked.size:
            reason = Title(
                "tiers need at least one customer, got none",
                "برای رده‌بندی دست‌کم یک مشتری لازم است و هیچ مشتری داده نشده است",
            )
            raise FitError(reason)
        edges = planned.cumsum()[:-1]
        cuts = [tier_edge(ranked[::-1], weight[::-1], float(edge)) for edge in edges]
        held = np.bincount(cuts_reached(ranked, np.array(cuts[::-1])), weight, planned.size)
        return cls(
            labels=tuple(labels),
            cuts=cuts,
            shares=planned,
            realised=held[::-1] / held.sum(),
        )

    @classmethod
    def deciles(
        cls, values: npt.ArrayLike, /, *, weights: npt.ArrayLike | None = None
    ) -> "ValueTiers":
        """Find ten tiers of a tenth of the customers each, "1" the best.

        Parameters
        ----------
        values : array_like of shape (n,)
            Value of each customer.
        weights : array_like of shape (n,), optional
            Customers that each row stands for; None is one each.

        Returns
        -------
        ValueTiers
            Tiers "1" to "10".

        Raises
        ------
        InvalidInputError
            If a value is not finite.
        FitError
            If there is no customer.
        """
        labels = [str(decile) for decile in range(1, 11)]
        return cls.fit(values, shares=(0.1,) * 9, labels=labels, weights=weights)

    @classmethod
    def from_cuts(
        cls, cuts: npt.ArrayLike, /, *, labels: Sequence[str] = ("A", "B", "C")
    ) -> "ValueTiers":
        """Take the values at which tiers begin as they are.

        Parameters
        ----------
        cuts : array_like of shape (tiers - 1,)
            The lowest value of each tier but the last, descending.
        labels : sequence of str, default ("A", "B", "C")
            Names of the tiers, the best first: one more than `cuts`.

        Returns
        -------
        ValueTiers
            The tiers.

        Raises
        ------
        InvalidInputError
            If the cuts are not finite or do not descend, or labels do not fit.
        """
        return cls(labels=tuple(labels), cuts=column("cuts", cuts))

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The definitions of the tiers, the best first."""
        words = _cut_words(self.cuts) if self.shares is None else _share_words(self.shares)
        return tuple(
            Segment(
                key=label,
                title=Title(f"Tier {label}", f"رده {isolate(label)}"),
                description=description,
            )
            for label, description in zip(self.labels, words, strict=True)
        )

    @property
    def flags(self) -> tuple[Title, ...]:
        """Tiers that nobody of the base of the fit is in, since equal values stay together."""
        held = () if self.realised is None else self.realised
        return tuple(
            Title(
                f"Tier {label} is empty: too many customers have the same value",
                f"رده {isolate(label)} خالی است: ارزش بسیاری از مشتریان برابر است",
            )
            for label, share in zip(self.labels, held, strict=False)
            if share == 0
        )

    def score(self, values: npt.ArrayLike, /) -> IntArray:
        """Give each customer the number of its tier.

        Parameters
        ----------
        values : array_like of shape (n,)
            Value of each customer.

        Returns
        -------
        ndarray of int, shape (n,)
            1 for the best tier, up to the number of tiers.

        Raises
        ------
        InvalidInputError
            If a value is not finite.
        """
        reached = cuts_reached(column("values", values), self.cuts[::-1])
        return len(self.labels) - reached.astype(np.int64)

    def segment(
        self,
        values: npt.ArrayLike,
        /,
        *,
        ids: npt.ArrayLike | None = None,
        weights: npt.ArrayLike | None = None,
    ) -> Segmentation:
        """Give each customer its tier.

        Parameters
        ----------
        values : array_like of shape (n,)
            Value of each customer, of the fit or of another day.
        ids : array_like of shape (n,), optional
            Who each row is.
        weights : array_like of shape (n,), optional
            Customers that each row stands for; None is one each.

        Returns
        -------
        Segmentation
            One tier a customer, in the order of the input; its `summary` of the same values
            tells what each tier holds.

        Raises
        ------
        InvalidInputError
            If a value is not finite, or a column has another length.
        """
        return Segmentation(
            codes=self.score(values) - 1,
            segments=self.segments,
            ids=ids,
            weights=weights,
            flags=self.flags,
        )

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"labels": self.labels, "cuts": _short(self.cuts)}
        return facts if self.realised is None else {**facts, "realised": _short(self.realised)}


def _short(numbers: FloatArray) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") for value in numbers)


def _refuse_labels(labels: tuple[str, ...], tiers: int) -> None:
    if len(labels) != tiers or len(set(labels)) != tiers or not all(labels):
        msg = f"labels must be {tiers} different names, one for each tier, got {labels!r}"
        raise InvalidInputError(msg)


def _planned(shares: Sequence[float]) -> FloatArray:
    for share in shares:
        fraction("shares", share, open_interval=True)
    rest = 1 - math.fsum(shares)
    if not shares or rest <= _ROUNDING:
        msg = f"shares must be some, and leave a share for the last tier, got {tuple(shares)!r}"
        raise InvalidInputError(msg)
    return np.array([*shares, rest], dtype=np.float64)


def _share_words(shares: FloatArray) -> list[Title]:
    percents = [f"{number(100 * share, digits=4)}%" for share in shares]
    first = Title(
        f"The best {percents[0]} of customers by value.",
        f"{persian_digits(percents[0])} برتر مشتریان از نظر ارزش.",
    )
    last = Title(
        f"The other {percents[-1]} of customers.",
        f"{persian_digits(percents[-1])} دیگر مشتریان.",
    )
    between = [
        Title(f"The next {part} of customers.", f"{persian_digits(part)} بعدی مشتریان.")
        for part in percents[1:-1]
    ]
    return [first, *between, last]


def _cut_words(cuts: FloatArray) -> list[Title]:
    words = [f"{cut:,.6g}" for cut in cuts]
    above = [
        Title(f"Value of {word} or more.", f"ارزش {persian_digits(word)} یا بیشتر.")
        for word in words
    ]
    below = Title(f"Value below {words[-1]}.", f"ارزش کمتر از {persian_digits(words[-1])}.")
    return [*above, below]
