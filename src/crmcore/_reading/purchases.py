"""From a file to a checked log: every guess said, every row that is left out counted."""

import os
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import ClassVar, Final, get_args

import attrs
import numpy as np

from crmcore._checks import choice
from crmcore._display import Value
from crmcore._reading.columns import Columns, clean_columns
from crmcore._reading.dates import require_format
from crmcore._reading.files import read_table
from crmcore._reading.names import Choice, choose
from crmcore._reading.table import Cells, Table, say
from crmcore._text import Title
from crmcore._types import BoolArray, Calendar, RefundPolicy
from crmcore.currencies import currency_code
from crmcore.errors import InvalidInputError
from crmcore.exclusions import Exclusions
from crmcore.numerals import DecimalMark
from crmcore.transactions import TransactionLog

__all__ = ["Reading", "read_purchases"]

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@attrs.frozen(kw_only=True, repr=False)
class Reading(Value):
    """What a file gave.

    Attributes
    ----------
    log : TransactionLog
        The purchases; its report counts the rows left out and names some by their line.
    said : tuple of Title
        Each guess and each decision of the reader, one sentence each.
    rows : int
        Rows read: those of the log and those of its report; the header and blank lines are none.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    log: TransactionLog
    said: tuple[Title, ...]
    rows: int

    def _facts(self) -> dict[str, object]:
        return {"rows": self.rows, "kept": len(self.log), "said": len(self.said)}


def read_purchases(  # noqa: PLR0913 - one argument for each thing a file may leave open
    path: str | os.PathLike[str],
    /,
    *,
    columns: Mapping[str, str] = _NONE,
    date_format: str | None = None,
    date_calendar: Calendar | None = None,
    decimal: DecimalMark | None = None,
    refunds: RefundPolicy = "net",
    currency: str | None = None,
    zone: str | None = None,
    drop_duplicates: bool = False,
    merge_doubles: bool = False,
    today: date | None = None,
) -> Reading:
    """Read a file of purchases; what it leaves open is guessed and said, or asked for.

    Rows that cannot be used are left out, counted and named by their line. A guess that could
    be wrong is refused, and the message names the option that settles it.

    Parameters
    ----------
    path : str or path-like
        Delimited text (comma, semicolon, tab or vertical bar), that compressed by gzip, or
        Parquet; the kind is told by the first bytes and not by the name.
    columns : mapping of str to str, optional
        The name in the file for ``customer``, ``date``, ``amount``, ``quantity``, ``price``,
        ``order``, ``product``, ``category`` or ``cost``; those not given are found by common
        English and Persian names.
    date_format : str, optional
        The form of the dates, such as ``"%d/%m/%Y"``; a time of day may follow.
    date_calendar : {"gregorian", "solar_hijri"}, optional
        The calendar of the dates; None tells it by the years, and asks where they have two digits.
    decimal : {".", ","}, optional
        The decimal mark of all numbers.
    refunds : {"net", "ignore", "refuse"}, default "net"
        What a negative amount means, see `TransactionLog.from_arrays`.
    currency : str, optional
        The currency of all money.
    zone : str, optional
        The time zone in which times with a zone are told.
    drop_duplicates : bool, default False
        Leave out, and count, rows that equal an earlier one in every column of the file.
    merge_doubles : bool, default False
        Make customers, products and categories one whose names differ only by script, such as
        ``علي`` and ``علی``; they are pointed out in any case.
    today : date, optional
        The day after which dates are pointed out as lying in the future.

    Returns
    -------
    Reading
        The log, what was said, and the number of rows.

    Raises
    ------
    InvalidInputError
        If the file cannot be read, a column cannot be told, dates or numbers have no single
        meaning, currencies are mixed, or no purchase is left.
    MissingExtraError
        If it is Parquet, and neither pyarrow nor Polars is installed.
    """
    choice("refunds", refunds, get_args(RefundPolicy))
    choice("date_calendar", date_calendar, (None, *get_args(Calendar)))
    choice("decimal", decimal, (None, *get_args(DecimalMark)))
    form = None if date_format is None else require_format(date_format)
    table = read_table(path, lambda header: tuple(choose(header, columns).columns.values()))
    chosen = choose(table.header, columns)
    clean = clean_columns(
        table,
        chosen,
        form=form,
        decimal=decimal,
        currency=None if currency is None else currency_code(currency),
        zone=zone,
        merge_doubles=merge_doubles,
        calendar=date_calendar,
        today=today,
    )
    if drop_duplicates:
        again = Title("Repeats an earlier row in every column", "تکرار کامل یک ردیف پیشین")
        clean.rejects.add("repeated", again, table.repeats, None)
    log = _log(clean, table, chosen, refunds)
    kept = ~clean.rejects.bad
    said = (*table.said, *chosen.said, *clean.said, *_remarks(clean, table, kept))
    if not drop_duplicates:
        said += _repeats(table, kept)
    if today is not None:
        said += _future(clean, table, table.cells[chosen.columns["date"]], kept, today)
    return Reading(log=log, said=said, rows=table.rows_read)


def _log(clean: Columns, table: Table, chosen: Choice, refunds: RefundPolicy) -> TransactionLog:
    kept = ~clean.rejects.bad
    items = clean.rejects.items(clean.numbers["amount"])
    if not kept.any():
        reasons = "; ".join(
            f"{item.count:,} × {item.title.en.lower()}, such as {item.examples[0].en}"
            for item in items
        )
        taken = ", ".join(f"{role} from {name!r}" for role, name in chosen.columns.items())
        msg = (
            f"FILE must hold a row that can be used, got none of {table.rows_read:,}: {reasons}; "
            f"columns taken: {taken}"
        )
        raise InvalidInputError(msg)
    _require_purchases(clean, table, kept, refunds)
    log = TransactionLog.from_arrays(
        **clean.rows(kept), currency=clean.currency, refunds=refunds, on_bad_rows="report"
    )
    report = Exclusions(
        rows_read=table.rows_read,
        rows_kept=len(log),
        items=(*items, *log.report.items),
        filled=clean.rejects.filled,
    )
    return attrs.evolve(log, report=report)


def _require_purchases(
    clean: Columns, table: Table, kept: BoolArray, refunds: RefundPolicy
) -> None:
    negative = np.flatnonzero(kept & (clean.numbers["amount"] < 0))
    if not negative.size:
        return
    row = int(negative[0])
    got = f"{clean.numbers['amount'][row]:.15g} at {table.place(row)}"
    if negative.size == kept.sum():
        msg = f"FILE must hold purchases, got refunds only ({negative.size:,}), such as {got}"
        raise InvalidInputError(msg)
    if refunds == "refuse":
        msg = (
            f"amount must be >= 0 with --refunds refuse, got {got} ({negative.size:,} such rows); "
            "say --refunds net or --refunds ignore"
        )
        raise InvalidInputError(msg)


def _remarks(clean: Columns, table: Table, kept: BoolArray) -> tuple[Title, ...]:
    amount = clean.numbers["amount"]
    quantity = clean.numbers.get("quantity", np.zeros(amount.size))
    remarks = (
        (
            kept & (amount == 0),
            "Rows with an amount of zero, kept: {n}, such as {place}",
            "ردیف با مبلغ صفر که نگه داشته شد: {n}، مانند {place}",
        ),
        (
            kept & (amount < 0),
            "Refunds, rows with a negative amount: {n}, such as {place}",
            "مرجوعی، ردیف با مبلغ منفی: {n}، مانند {place}",
        ),
        (
            kept & (amount > 0) & (quantity < 0),
            "Rows of negative quantity and positive amount, kept as sales: {n}, such as {place}",
            "ردیف با تعداد منفی و مبلغ مثبت که فروش شمرده شد: {n}، مانند {place}",
        ),
    )
    return tuple(
        say(en, fa, n=int(rows.sum()), place=table.where(int(np.argmax(rows))))
        for rows, en, fa in remarks
        if rows.any()
    )


def _repeats(table: Table, kept: BoolArray) -> tuple[Title, ...]:
    again = kept & table.repeats
    if not again.any():
        return ()
    said = say(
        "Rows that repeat an earlier row in every column, kept: {n}, such as {place}; "
        "--drop-duplicates leaves them out",
        "ردیف‌هایی که تکرار کامل ردیفی پیشین‌اند و نگه داشته شدند: {n}، مانند {place}؛ "
        "--drop-duplicates آن‌ها را کنار می‌گذارد",
        n=int(again.sum()),
        place=table.where(int(np.argmax(again))),
    )
    return (said,)


def _future(
    clean: Columns, table: Table, cells: Cells, kept: BoolArray, today: date
) -> tuple[Title, ...]:
    end = np.datetime64(today.isoformat()[:10], "D")
    late = kept & (clean.date.astype("datetime64[D]") > end)
    if not late.any():
        return ()
    row = int(np.argmax(late))
    if clean.calendar == "solar_hijri" and late.sum() == kept.sum():
        msg = (
            f"date must not lie after today, {end}, in the whole file as read in the Solar Hijri "
            f"calendar, got {table.quote_row(cells, row)}; lunar Hijri dates are not known: write "
            "Solar Hijri or Gregorian ones into the file"
        )
        raise InvalidInputError(msg)
    said = say(
        "Rows dated after today ({today}), kept: {n}, such as {day} at {place}",
        "ردیف با تاریخی پس از امروز ({today}) که نگه داشته شد: {n}، مانند {day} در {place}",
        today=end,
        n=int(late.sum()),
        day=clean.date[row].astype("datetime64[D]"),
        place=table.where(row),
    )
    return (said,)
