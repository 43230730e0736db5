"""Customer summaries: frequency, recency, age and spend, the input of every model and segment."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import (
    by_value,
    naming,
    one_of,
    optional_floats,
    readonly_floats,
    refuse_rows,
    require_columns,
)
from crmcore._display import Value
from crmcore._inputs import optional_ids
from crmcore._types import BoolArray, FloatArray, IntArray, ObjectArray, TimeUnit
from crmcore.covariates import Covariates, read_covariates, require_length
from crmcore.currencies import stated_currency
from crmcore.errors import InvalidInputError
from crmcore.exclusions import Exclusion, Exclusions

__all__ = ["CustomerSummary", "HoldoutSplit"]


def _spend(values: object) -> FloatArray | None:
    return optional_floats(values)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class CustomerSummary(Value):
    """Recency, frequency, age and spend of ``n`` customers.

    Attributes
    ----------
    frequency : ndarray of shape (n,)
        Repeat purchases: purchase periods less the first one; whole numbers.
    recency : ndarray of shape (n,)
        Age at the last purchase, in `unit`; 0 where `frequency` is 0.
    T : ndarray of shape (n,)
        Time from the first purchase to the end of observation, in `unit`.
    unit : {"day", "week", "month", "year", "period"}
        The unit of `recency` and `T`; ``"period"`` is an abstract purchase opportunity.
    monetary_value : ndarray of shape (n,) or None
        Mean spend of the repeat purchases, in `currency`; 0 where `frequency` is 0.
    total_value : ndarray of shape (n,) or None
        Spend of all purchases, the first included.
    weights : ndarray of shape (n,) or None
        Customers that each row stands for; None is one each.
    log_intervals : ndarray of shape (n,) or None
        Sum of the natural logs of the times between purchases, in `unit`.
    log_spend : ndarray of shape (n,) or None
        Sum of the natural logs of what each repeat purchase cost, in `currency`; 0 where there is
        none, -inf where one was free.
    ids : ndarray of shape (n,) or None
        Who each row is.
    observed_until : numpy.datetime64 or None
        Last day of observation.
    currency : str or None
        The currency of the money columns.
    left_out : Exclusions or None
        Customers and refunds that did not enter, when the summary was made from a log.
    covariates : Covariates or None
        What else is known of the customers, row by row.

    Raises
    ------
    InvalidInputError
        If shapes differ; a number is negative or not finite; a frequency is not whole; a
        customer bought last after observation ended (``recency > T``), or has a recency without
        a repeat purchase.

    References
    ----------
    .. [1] Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284: the definitions.

    Examples
    --------
    >>> CustomerSummary(frequency=[2, 0], recency=[30.43, 0], T=[38.86, 38.86], unit="week")
    CustomerSummary(customers=2, repeat_buyers=1, unit='week')
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    frequency: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    recency: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    T: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    unit: TimeUnit = attrs.field(validator=one_of(*get_args(TimeUnit)))
    monetary_value: FloatArray | None = attrs.field(default=None, converter=_spend, eq=by_value)
    total_value: FloatArray | None = attrs.field(default=None, converter=_spend, eq=by_value)
    weights: FloatArray | None = attrs.field(default=None, converter=_spend, eq=by_value)
    log_intervals: FloatArray | None = attrs.field(default=None, converter=_spend, eq=by_value)
    log_spend: FloatArray | None = attrs.field(default=None, converter=_spend, eq=by_value)
    ids: ObjectArray | None = attrs.field(default=None, converter=optional_ids, eq=by_value)
    observed_until: np.datetime64 | None = None
    currency: str | None = attrs.field(default=None, converter=stated_currency)
    left_out: Exclusions | None = None
    covariates: Covariates | None = None

    def __attrs_post_init__(self) -> None:
        if self.monetary_value is not None and self.monetary_value.size == self.frequency.size:
            spend = np.where(self.frequency == 0, 0.0, self.monetary_value)
            spend.flags.writeable = False
            object.__setattr__(self, "monetary_value", spend)
        require_columns(
            frequency=self.frequency,
            recency=self.recency,
            T=self.T,
            monetary_value=self.monetary_value,
            total_value=self.total_value,
            weights=self.weights,
        )
        self._require_meaning()

    def _require_meaning(self) -> None:
        x, t_x, age = self.frequency, self.recency, self.T
        refuse_rows("frequency", x, x != np.floor(x), "be whole")
        late = np.flatnonzero(t_x > age)
        if late.size:
            row = late[0]
            msg = f"recency must be <= T, got {t_x[row]} > {age[row]} at row {row}"
            raise InvalidInputError(msg)
        refuse_rows("recency", t_x, (x == 0) & (t_x > 0), "be 0 where frequency is 0")
        for name in ("ids", "log_intervals", "log_spend"):
            column = getattr(self, name)
            if column is not None and column.size != x.size:
                msg = f"{name} must have {x.size} rows like frequency, got {column.size}"
                raise InvalidInputError(msg)
        if self.log_intervals is not None:
            refuse_rows(
                "log_intervals", self.log_intervals, ~np.isfinite(self.log_intervals), "be finite"
            )
        require_length(self.covariates, x.size)
        if self.log_spend is not None:
            bad = np.isnan(self.log_spend) | (self.log_spend == np.inf)
            refuse_rows(
                "log_spend", self.log_spend, bad, "be finite, or -inf after a free purchase"
            )

    def __len__(self) -> int:
        """Count the rows.

        Returns
        -------
        int
            Rows, whatever their weights.
        """
        return self.frequency.size

    @property
    def customers(self) -> float:
        """How many customers the rows stand for: the sum of the weights."""
        return float(len(self) if self.weights is None else self.weights.sum())

    @property
    def row_weights(self) -> FloatArray:
        """Weights of the rows, ones where none are given."""
        return np.ones(len(self)) if self.weights is None else self.weights

    def select(self, rows: BoolArray | IntArray, /) -> "CustomerSummary":
        """Take some of the rows.

        Parameters
        ----------
        rows : ndarray of bool, shape (n,), or of int
            A mask, or row numbers.

        Returns
        -------
        CustomerSummary
            Those rows, in that order.
        """
        columns = ("frequency", "recency", "T", "monetary_value", "total_value", "weights")
        taken = {
            name: None if getattr(self, name) is None else getattr(self, name)[rows]
            for name in (*columns, "log_intervals", "log_spend", "ids")
        }
        known = None if self.covariates is None else self.covariates.select(rows)
        return attrs.evolve(self, **taken, covariates=known)  # type: ignore[arg-type]

    def with_covariates(
        self,
        columns: Covariates | Mapping[str, npt.ArrayLike],
        /,
        *,
        labels: str | Sequence[str] = (),
        ids: npt.ArrayLike | None = None,
    ) -> "CustomerSummary":
        """Give the same customers with what else is known of them.

        Parameters
        ----------
        columns : Covariates or mapping of str to array_like of shape (n,)
            The columns by name: numbers, or labels such as a channel; they replace those that
            there were.
        labels : str or sequence of str, default ()
            Columns of whole numbers that are labels all the same, such as the number of a shop.
        ids : array_like of shape (m,), optional
            Who the rows of the columns are, each once, in any order and perhaps with others among
            them; without it they are taken to be in the order of this summary.

        Returns
        -------
        CustomerSummary
            The same with `covariates`.

        Raises
        ------
        InvalidInputError
            If a column cannot be read, misses a value or has another length; if an identifier
            occurs twice or a customer is not among them.

        Examples
        --------
        >>> base = CustomerSummary(
        ...     frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week", ids=["ada", "bo"]
        ... )
        >>> base.with_covariates({"channel": ["web", "shop"]}).covariates
        Covariates(rows=2, numbers=(), labels=('channel',))
        >>> known = base.with_covariates({"age": [54, 31, 19]}, ids=["bo", "ada", "cy"])
        >>> known.covariates.numbers["age"]
        array([31., 54.])
        """
        rows = len(self) if ids is None else np.size(ids)
        read = read_covariates(columns, labels=labels, rows=rows)
        if ids is not None:
            read = read.select(self._places_among(np.asarray(ids, dtype=object)))
        return attrs.evolve(self, covariates=read)

    # Where this summary's customers stand among some identifiers.
    def _places_among(self, ids: ObjectArray) -> IntArray:
        if self.ids is None:
            msg = "ids must be left out for a summary that does not know who its rows are"
            raise InvalidInputError(msg)
        place: dict[object, int] = {}
        for row, name in enumerate(ids.tolist()):
            if place.setdefault(name, row) != row:
                msg = f"ids must differ, got {name!r} at rows {place[name]} and {row}"
                raise InvalidInputError(msg)
        own = self.ids.tolist()
        absent = np.array([name not in place for name in own], dtype=np.bool_)
        refuse_rows("customers", self.ids, absent, "be among ids")
        return np.array([place[name] for name in own], dtype=np.int64)

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {
            "customers": self.customers,
            "repeat_buyers": float(self.row_weights[self.frequency > 0].sum()),
            "unit": self.unit,
        }
        if self.observed_until is not None:
            facts["observed_until"] = str(self.observed_until)
        return facts


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class HoldoutSplit(Value):
    """A calibration summary and what the same customers did afterwards.

    Attributes
    ----------
    calibration : CustomerSummary
        The customers who bought in the calibration period, as seen at its end.
    holdout_frequency : ndarray of shape (n,)
        Purchase periods of each of them after it, to the end of the holdout.
    holdout_value : ndarray of shape (n,)
        What each of them spent in the holdout; refunds lower it, so it may be negative.
    duration : float
        Length of the holdout, in the unit of the summary.
    newcomers : int
        Customers who first bought in the holdout; they are in neither part.
    left_out : tuple of Exclusion
        Rows after the holdout, where they were to be left out.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    calibration: CustomerSummary
    holdout_frequency: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    holdout_value: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    duration: float
    newcomers: int
    left_out: tuple[Exclusion, ...] = ()

    def _facts(self) -> dict[str, object]:
        return {
            "customers": len(self.calibration),
            "duration": self.duration,
            "unit": self.calibration.unit,
            "newcomers": self.newcomers,
        }
