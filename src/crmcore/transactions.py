"""TransactionLog: purchases as parallel columns in one currency, the door for all data."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore import _summarize
from crmcore._checks import by_value, choice
from crmcore._collapse import Purchases, collapse
from crmcore._columns import COLUMNS, columns_of_records, given_columns, read_columns
from crmcore._frames import frame_columns
from crmcore._log import Log, frozen, optional_frozen
from crmcore._types import (
    Calendar,
    DateLike,
    FloatArray,
    IntArray,
    ObjectArray,
    OnBadRows,
    Period,
    RefundPolicy,
    TimeUnit,
)
from crmcore.currencies import stated_currency
from crmcore.customers import Transaction
from crmcore.days import as_day
from crmcore.errors import InvalidInputError
from crmcore.summary import CustomerSummary, HoldoutSplit

__all__ = ["TransactionLog"]


@attrs.frozen(kw_only=True, repr=False)
class TransactionLog(Log):
    """Purchases and refunds of a customer base, one row a line, in one currency.

    Made by `from_records`, `from_arrays` or `from_frame`, which check every row. The order of
    the rows never changes a result.

    Attributes
    ----------
    customer : ndarray of int64, shape (n,)
        Who bought: positions in `ids`.
    ids : ndarray of shape (customers,)
        The distinct customers, ascending.
    date : ndarray of datetime64[us], shape (n,)
        When.
    amount : ndarray of float64, shape (n,)
        Money; negative for a refund.
    refunds : {"net", "ignore", "refuse"}
        The policy: set refunds against purchases; leave them out; accept none.
    currency : str or None
        The currency of all money.
    order, product, category : ndarray of int64, shape (n,), or None
        Positions in `orders`, `products`, `categories`; -1 where a row has none.
    quantity, cost : ndarray of float64, shape (n,), or None
        Pieces, and what the goods of the row cost the firm.
    orders, products, categories : ndarray or None
        The distinct names, ascending.
    report : Exclusions
        Rows that were read and left out, by reason.

    Examples
    --------
    >>> log = TransactionLog.from_arrays(
    ...     customer=["ada", "ada", "bo"],
    ...     date=["2024-01-03", "2024-02-07", "2024-01-20"],
    ...     amount=[20.0, 35.0, 12.5],
    ...     currency="EUR",
    ... )
    >>> log
    TransactionLog(rows=3, customers=2, first='2024-01-03', last='2024-02-07', currency='EUR')
    """

    __hash__: ClassVar[None] = None  # arrays inside

    _COLUMNS: ClassVar[tuple[str, ...]] = (
        *("customer", "date", "amount"),
        *("order", "product", "category", "quantity", "cost"),
    )

    amount: FloatArray = attrs.field(converter=frozen, eq=by_value)
    refunds: RefundPolicy
    currency: str | None = attrs.field(converter=stated_currency)
    order: IntArray | None = attrs.field(converter=optional_frozen, eq=by_value)
    product: IntArray | None = attrs.field(converter=optional_frozen, eq=by_value)
    category: IntArray | None = attrs.field(converter=optional_frozen, eq=by_value)
    quantity: FloatArray | None = attrs.field(converter=optional_frozen, eq=by_value)
    cost: FloatArray | None = attrs.field(converter=optional_frozen, eq=by_value)
    orders: ObjectArray | None = attrs.field(converter=optional_frozen, eq=by_value)
    products: ObjectArray | None = attrs.field(converter=optional_frozen, eq=by_value)
    categories: ObjectArray | None = attrs.field(converter=optional_frozen, eq=by_value)

    @classmethod
    def from_records(
        cls,
        records: Iterable[Transaction | Mapping[str, Any]],
        /,
        *,
        currency: str | None = None,
        refunds: RefundPolicy = "refuse",
        zone: str | None = None,
        on_bad_rows: OnBadRows = "refuse",
    ) -> "TransactionLog":
        """Make a log from `Transaction` objects or mappings with the same names.

        Parameters
        ----------
        records : iterable of Transaction or mapping
            One line each; mappings have ``customer``, ``date`` and ``amount`` (or ``quantity``
            and ``price``), and may have ``order``, ``product``, ``category``, ``cost``.
        currency : str, optional
            The currency of all money.
        refunds : {"refuse", "net", "ignore"}, default "refuse"
            The policy for negative amounts, see `from_arrays`.
        zone : str, optional
            The time zone in which aware times are told.
        on_bad_rows : {"refuse", "report"}, default "refuse"
            Raise at the first bad row, or leave bad rows out and count them in `report`.

        Returns
        -------
        TransactionLog
            The log.

        Raises
        ------
        InvalidInputError
            As `from_arrays`; also if a record has a name that no column has.

        Examples
        --------
        >>> TransactionLog.from_records(
        ...     [{"customer": 1, "date": "2024-01-03", "amount": 20}]
        ... ).amount
        array([20.])
        """
        columns = columns_of_records(records)
        if "amount" not in columns and "price" not in columns:
            columns["amount"] = [None for _ in columns["customer"]]
        return cls.from_arrays(
            **columns, currency=currency, refunds=refunds, zone=zone, on_bad_rows=on_bad_rows
        )

    @classmethod
    def from_frame(
        cls,
        frame: object,
        /,
        *,
        customer: str,
        date: str,
        currency: str | None = None,
        refunds: RefundPolicy = "refuse",
        zone: str | None = None,
        on_bad_rows: OnBadRows = "refuse",
        **columns: str,
    ) -> "TransactionLog":
        """Make a log from a pandas, Polars or PyArrow frame (extra ``frames``).

        Parameters
        ----------
        frame : dataframe
            One line a row.
        customer, date : str
            The columns that tell who and when.
        currency, refunds, zone, on_bad_rows
            As in `from_arrays`.
        **columns : str
            The other columns by our name: ``amount=``, or ``quantity=`` and ``price=``; and
            ``order=``, ``product=``, ``category=``, ``cost=``.

        Returns
        -------
        TransactionLog
            The log.

        Raises
        ------
        InvalidInputError
            As `from_arrays`; also if the frame lacks a named column.
        MissingExtraError
            If narwhals is not installed.
        """
        unknown = sorted(set(columns) - set(COLUMNS))
        if unknown:
            msg = f"columns may be {', '.join(COLUMNS)}; got {unknown[0]!r}"
            raise InvalidInputError(msg)
        names = {"customer": customer, "date": date, **columns}
        return cls.from_arrays(
            **frame_columns(frame, names, zone=zone),
            currency=currency,
            refunds=refunds,
            zone=zone,
            on_bad_rows=on_bad_rows,
        )

    @classmethod
    def from_arrays(  # noqa: PLR0913 - one argument a column
        cls,
        *,
        customer: npt.ArrayLike | Iterable[Any],
        date: npt.ArrayLike | Iterable[Any],
        amount: npt.ArrayLike | Iterable[Any] | None = None,
        quantity: npt.ArrayLike | Iterable[Any] | None = None,
        price: npt.ArrayLike | Iterable[Any] | None = None,
        cost: npt.ArrayLike | Iterable[Any] | None = None,
        order: npt.ArrayLike | Iterable[Any] | None = None,
        product: npt.ArrayLike | Iterable[Any] | None = None,
        category: npt.ArrayLike | Iterable[Any] | None = None,
        currency: str | None = None,
        refunds: RefundPolicy = "refuse",
        zone: str | None = None,
        on_bad_rows: OnBadRows = "refuse",
    ) -> "TransactionLog":
        """Make a log from parallel columns.

        Parameters
        ----------
        customer : array_like of shape (n,)
            Text or whole numbers.
        date : array_like of shape (n,)
            Dates, datetimes, numpy datetimes or ISO text.
        amount : array_like of shape (n,), optional
            Money of the row, negative for a refund; without it `quantity` times `price`.
        quantity, price, cost : array_like of shape (n,), optional
            Pieces, money a piece, and cost of the row's goods.
        order, product, category : array_like of shape (n,), optional
            Text or whole numbers; a row may have none.
        currency : str, optional
            The currency of all money.
        refunds : {"refuse", "net", "ignore"}, default "refuse"
            What a negative amount means. ``"refuse"``: an error. ``"ignore"``: such rows are
            left out and counted. ``"net"``: they are set against purchases, see `summarize`.
        zone : str, optional
            The time zone in which aware times are told, such as ``"Asia/Tehran"``.
        on_bad_rows : {"refuse", "report"}, default "refuse"
            Raise at the first row without customer, date or amount, or leave such rows out and
            count them in `report`.

        Returns
        -------
        TransactionLog
            The log.

        Raises
        ------
        InvalidInputError
            If columns differ in length, a value breaks a rule (the message names column, row
            and value), a refund comes where none is allowed, or no row is left.

        Examples
        --------
        >>> log = TransactionLog.from_arrays(
        ...     customer=["a", None], date=["2024-01-03", "2024-01-04"], amount=[5, 7],
        ...     on_bad_rows="report",
        ... )
        >>> log.report
        Exclusions(rows_read=2, rows_kept=1, no_customer=1)
        """
        choice("refunds", refunds, get_args(RefundPolicy))
        choice("on_bad_rows", on_bad_rows, get_args(OnBadRows))
        raw = given_columns(
            customer=customer, date=date, amount=amount, quantity=quantity, price=price,
            cost=cost, order=order, product=product, category=category,
        )  # fmt: skip
        fields = read_columns(raw, zone=zone, on_bad_rows=on_bad_rows, refunds=refunds)
        return cls(**fields, refunds=refunds, currency=currency)

    def purchases(self, *, period: Period = "day", calendar: Calendar = "gregorian") -> Purchases:
        """Collapse the rows to purchases: what a customer bought in one period counts once.

        Parameters
        ----------
        period : {"day", "week", "month", "quarter", "year"}, default "day"
            The calendar period.
        calendar : {"gregorian", "solar_hijri"}, default "gregorian"
            The calendar of the periods.

        Returns
        -------
        Purchases
            Purchases by customer and period, and refunds that stand alone in theirs.
        """
        return collapse(self.customer, self.day, self.amount, period=period, calendar=calendar)

    def summarize(
        self,
        *,
        observed_until: DateLike,
        unit: TimeUnit = "week",
        period: Period = "day",
        clip: bool = False,
    ) -> CustomerSummary:
        """Sum up each customer: frequency, recency, age and spend.

        Purchases of one customer in the same period count once, their amounts added. The first
        purchase is not a repeat. With ``refunds="net"`` a period whose sum is not positive is no
        purchase; refunds in later periods lower all the customer's purchases in proportion, so
        that the money adds up; a customer who took back everything is left out, and refunds
        before the first purchase belong to purchases before the log began: both are counted in
        `left_out`.

        Parameters
        ----------
        observed_until : date
            The last day of observation.
        unit : {"week", "day", "month", "year"}, default "week"
            The unit of recency and age.
        period : {"day", "week", "month"}, default "day"
            The calendar period in which purchases count once.
        clip : bool, default False
            Leave later rows out instead of refusing them.

        Returns
        -------
        CustomerSummary
            One row a customer, in the order of `ids`.

        Raises
        ------
        InvalidInputError
            If a row is later than `observed_until` and `clip` is False, or nobody is left.

        Examples
        --------
        >>> log = TransactionLog.from_arrays(
        ...     customer=["ada", "ada", "bo"],
        ...     date=["2024-01-01", "2024-01-15", "2024-01-08"],
        ...     amount=[20.0, 35.0, 12.5],
        ... )
        >>> base = log.summarize(observed_until="2024-01-29", unit="week")
        >>> base.frequency, base.recency, base.T, base.monetary_value
        (array([1., 0.]), array([2., 0.]), array([4., 3.]), array([35.,  0.]))
        """
        end = as_day(observed_until, name="observed_until")
        late = self._late("observed_until", end, clip=clip)
        seen = self._select(~late) if late.any() else self
        left = _summarize.late_rows(self.amount, late)
        return _summarize.summarize(
            seen.purchases(period=period), end, unit, left, ids=self.ids, currency=self.currency
        )

    def split(
        self,
        *,
        calibration_until: DateLike,
        holdout_until: DateLike,
        unit: TimeUnit = "week",
        period: Period = "day",
        clip: bool = False,
    ) -> HoldoutSplit:
        """Sum up customers at the end of a calibration period, and count what came after.

        Parameters
        ----------
        calibration_until, holdout_until : date
            Last days of the two periods.
        unit, period, clip
            As in `summarize`; `clip` is about rows after the holdout.

        Returns
        -------
        HoldoutSplit
            The calibration summary and each customer's purchases in the holdout.

        Raises
        ------
        InvalidInputError
            As `summarize`; also if the holdout does not end after the calibration, or the
            calibration ends inside a calendar period, which would then count twice.
        """
        middle = as_day(calibration_until, name="calibration_until")
        end = as_day(holdout_until, name="holdout_until")
        if end <= middle:
            msg = f"holdout_until must be after calibration_until {middle}, got {end}"
            raise InvalidInputError(msg)
        _summarize.require_period_end(middle, period)
        late = _summarize.late_rows(self.amount, self._late("holdout_until", end, clip=clip))
        base = self._select(self.day <= middle).summarize(
            observed_until=middle, unit=unit, period=period
        )
        after = self._select((self.day > middle) & (self.day <= end)).purchases(period=period)
        return _summarize.split(base, after, middle, end, late, ids=self.ids)

    @property
    def profit(self) -> FloatArray | None:
        """Money less cost of each row, the cost of a refund taken back; None without costs."""
        if self.cost is None:
            return None
        return self.amount - np.where(self.amount < 0, -self.cost, self.cost)

    def _facts(self) -> dict[str, object]:
        return {**super()._facts(), "currency": self.currency}
