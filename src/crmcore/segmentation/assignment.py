"""Who is in which segment: one label a customer, complete and disjoint."""

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Final

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, naming, optional_floats, readonly_ints, refuse_rows
from crmcore._display import Value
from crmcore._inputs import column, optional_ids, require_rows, weight_column
from crmcore._text import Title, isolate
from crmcore._types import BoolArray, FloatArray, IntArray, ObjectArray
from crmcore.errors import InvalidInputError
from crmcore.periods import days_per_unit
from crmcore.segmentation._table import Average, summarize_segments
from crmcore.segmentation.segments import Segment, SegmentSummary
from crmcore.summary import CustomerSummary

__all__ = ["Segmentation"]

_DAYS_SINCE: Final = Title("Mean days since last purchase", "میانگین روزهای گذشته از آخرین خرید")
_PERIODS_SINCE: Final = Title(
    "Mean periods since last purchase", "میانگین دوره‌های گذشته از آخرین خرید"
)
_PURCHASES: Final = Title("Mean number of purchases", "میانگین دفعات خرید")


def _segments(values: Iterable[Segment]) -> tuple[Segment, ...]:
    return tuple(values)


def _titles(values: Iterable[Title]) -> tuple[Title, ...]:
    return tuple(values)


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class Segmentation(Value):
    """One segment for every customer, in the order of the input.

    Attributes
    ----------
    codes : ndarray of int, shape (n,)
        Position of each customer's segment among `segments`, from 0.
    segments : tuple of Segment
        The definitions, also of segments that nobody is in.
    weights : ndarray of shape (n,) or None
        Customers that each row stands for; None is one each.
    ids : ndarray of shape (n,) or None
        Who each row is.
    flags : tuple of Title
        What a reader must know before using the segments.

    Raises
    ------
    InvalidInputError
        If a code points at no segment, two segments have the same key, or a column has another
        length.

    Examples
    --------
    >>> small, large = (
    ...     Segment(key=key, title=Title(key, fa), description=Title(key, fa))
    ...     for key, fa in (("small", "کوچک"), ("large", "بزرگ"))
    ... )
    >>> sizes = Segmentation(codes=[1, 0, 0, 0], segments=(small, large))
    >>> sizes
    Segmentation(customers=4, segments=2, occupied=2, largest='small')
    >>> sizes.labels.tolist()
    ['large', 'small', 'small', 'small']
    >>> [row.value_share.value for row in sizes.summary([70, 10, 10, 10])]
    [0.3, 0.7]
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    codes: IntArray = attrs.field(converter=readonly_ints, eq=by_value)
    segments: tuple[Segment, ...] = attrs.field(converter=_segments)
    weights: FloatArray | None = attrs.field(default=None, converter=optional_floats, eq=by_value)
    ids: ObjectArray | None = attrs.field(default=None, converter=optional_ids, eq=by_value)
    flags: tuple[Title, ...] = attrs.field(default=(), converter=_titles)

    def __attrs_post_init__(self) -> None:
        keys = [segment.key for segment in self.segments]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice or not keys:
            got = f"{twice[0]!r} twice" if twice else "none"
            msg = f"segments must be at least one, each with its own key, got {got}"
            raise InvalidInputError(msg)
        outside = (self.codes < 0) | (self.codes >= len(keys))
        refuse_rows("codes", self.codes, outside, f"be from 0 to {len(keys) - 1}")
        weight_column(self.weights, self.codes.size)
        if self.ids is not None:
            require_rows("ids", self.ids.size, self.codes.size)

    def __len__(self) -> int:
        """Count the rows.

        Returns
        -------
        int
            Rows, whatever their weights.
        """
        return self.codes.size

    def __iter__(self) -> Iterator[Segment]:
        """Go through the definitions.

        Yields
        ------
        Segment
            One after the other.
        """
        yield from self.segments

    @property
    def labels(self) -> ObjectArray:
        """The key of each customer's segment, in the order of the input."""
        keys = np.array([segment.key for segment in self.segments], dtype=object)
        return keys[self.codes]

    @property
    def sizes(self) -> Mapping[str, float]:
        """Customers in each segment by its key, empty ones included."""
        counts = np.bincount(self.codes, self.weights, len(self.segments))
        keys = (segment.key for segment in self.segments)
        return dict(zip(keys, counts.astype(np.float64).tolist(), strict=True))

    def members(self, key: str, /) -> BoolArray:
        """Tell who is in a segment.

        Parameters
        ----------
        key : str
            The segment's key.

        Returns
        -------
        ndarray of bool, shape (n,)
            True where a customer is in it.

        Raises
        ------
        InvalidInputError
            If there is no such segment.
        """
        keys = [segment.key for segment in self.segments]
        if key not in keys:
            msg = f"key must be one of {', '.join(map(repr, keys))}, got {key!r}"
            raise InvalidInputError(msg)
        inside: BoolArray = self.codes == keys.index(key)
        return inside

    def summary(
        self,
        value: npt.ArrayLike | None = None,
        /,
        *,
        customers: CustomerSummary | None = None,
        averages: Mapping[str, npt.ArrayLike] | None = None,
        currency: str | None = None,
    ) -> tuple[SegmentSummary, ...]:
        """Compare the segments in figures.

        Parameters
        ----------
        value : array_like of shape (n,), optional
            Money of each customer, such as spend, profit or CLV; None is the total value in
            `customers`, where that is given.
        customers : CustomerSummary, optional
            The same customers, for the mean time since the last purchase and the mean number
            of purchases.
        averages : mapping of str to array_like of shape (n,), optional
            Other columns whose means are wanted.
        currency : str, optional
            The currency of `value`; None is that of `customers`.

        Returns
        -------
        tuple of SegmentSummary
            One a segment, empty ones included, in the order of the definitions. Sizes, sums and
            means honour the weights.

        Raises
        ------
        InvalidInputError
            If a column has another length or a number that is not finite.
        """
        rows = len(self)
        columns = [
            Average(
                key=f"mean_{name}",
                title=Title(f"Mean {name}", f"میانگین {isolate(name)}"),
                unit="ratio",
                values=self._column(name, values),
            )
            for name, values in (averages or {}).items()
        ]
        if customers is not None:
            require_rows("customers", len(customers), rows)
            columns = _purchase_columns(customers) + columns
            value = customers.total_value if value is None else value
            currency = customers.currency if currency is None else currency
        return summarize_segments(
            self.segments,
            self.codes,
            np.ones(rows) if self.weights is None else self.weights,
            value=None if value is None else self._column("value", value),
            currency=currency,
            averages=columns,
        )

    def _column(self, name: str, values: npt.ArrayLike) -> FloatArray:
        numbers = column(name, values)
        require_rows(name, numbers.size, len(self))
        return numbers

    def _facts(self) -> dict[str, object]:
        sizes = self.sizes
        facts: dict[str, object] = {
            "customers": sum(sizes.values()),
            "segments": len(sizes),
            "occupied": sum(size > 0 for size in sizes.values()),
        }
        if any(sizes.values()):
            facts["largest"] = max(sizes, key=sizes.__getitem__)
        return facts


def _purchase_columns(customers: CustomerSummary) -> list[Average]:
    calendar = customers.unit != "period"
    length = days_per_unit(customers.unit) if calendar else 1.0
    return [
        Average(
            key="mean_days_since_last" if calendar else "mean_periods_since_last",
            title=_DAYS_SINCE if calendar else _PERIODS_SINCE,
            unit="days" if calendar else "count",
            values=(customers.T - customers.recency) * length,
        ),
        Average(
            key="mean_purchases",
            title=_PURCHASES,
            unit="count",
            values=customers.frequency + 1,
        ),
    ]
