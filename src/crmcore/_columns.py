"""From raw columns to the checked columns of a log: one row a line, bad ones reported."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._codes import codes, renumber
from crmcore._frames import Column
from crmcore._intake import LARGEST, BadRows, as_column, moments, money
from crmcore._text import Title
from crmcore._types import BoolArray, FloatArray, OnBadRows, RefundPolicy
from crmcore.customers import Transaction
from crmcore.errors import InvalidInputError
from crmcore.exclusions import Exclusion, Exclusions

__all__ = ["COLUMNS", "columns_of_records", "given_columns", "read_columns"]

NUMBERS: Final = ("amount", "quantity", "price", "cost")
LABELS: Final = {"order": "orders", "product": "products", "category": "categories"}
_KEPT: Final = ("quantity", "cost")
COLUMNS: Final = ("customer", "date", *NUMBERS, *LABELS)


def given_columns(**columns: npt.ArrayLike | Iterable[Any] | None) -> dict[str, Column]:
    """Take the columns that are there, each with a length.

    Parameters
    ----------
    **columns : array_like, iterable or None
        Columns by name.

    Returns
    -------
    dict of str to ndarray or list
        Those that are not None.

    Raises
    ------
    InvalidInputError
        If one is a single value.
    """
    return {
        name: as_column(column, name=name) for name, column in columns.items() if column is not None
    }


def columns_of_records(
    records: Iterable[Transaction | Mapping[str, Any]], /
) -> dict[str, list[Any]]:
    """Turn records into columns, those that no record fills left away.

    Parameters
    ----------
    records : iterable of Transaction or mapping
        One line each.

    Returns
    -------
    dict of str to list
        Columns by name.

    Raises
    ------
    InvalidInputError
        If a record has a name that no column has.
    """
    rows = [
        attrs.asdict(record) if isinstance(record, Transaction) else dict(record)
        for record in records
    ]
    for number, row in enumerate(rows):
        unknown = sorted(set(row) - set(COLUMNS))
        if unknown:
            msg = f"records may hold {', '.join(COLUMNS)}; got {unknown[0]!r} at row {number}"
            raise InvalidInputError(msg)
    filled = [name for name in COLUMNS[2:] if any(row.get(name) is not None for row in rows)]
    return {name: [row.get(name) for row in rows] for name in ("customer", "date", *filled)}


def read_columns(
    raw: Mapping[str, Column],
    /,
    *,
    zone: str | None,
    on_bad_rows: OnBadRows,
    refunds: RefundPolicy,
) -> dict[str, Any]:
    """Check raw columns and keep the rows that can be used.

    Parameters
    ----------
    raw : mapping of str to sequence
        Columns by name, see `COLUMNS`.
    zone : str or None
        The time zone in which aware times are told.
    on_bad_rows : {"refuse", "report"}
        What to do with bad rows.
    refunds : {"net", "ignore", "refuse"}
        What to do with negative amounts.

    Returns
    -------
    dict
        The data fields of a `TransactionLog`.

    Raises
    ------
    InvalidInputError
        If a rule is broken.
    """
    bad = BadRows(_require_shape(raw), on_bad_rows)
    customer, ids = codes(raw["customer"], name="customer")
    bad.add("customer", customer < 0, raw["customer"])
    date = moments(raw["date"], name="date", zone=zone)
    bad.add("date", np.isnat(date), raw["date"])
    numbers = _numbers(raw, bad)
    labels = {name: codes(raw[name], name=name) for name in LABELS if name in raw}
    for name, (label, _) in labels.items():
        bad.count(name, label < 0)
    kept, report = _apply_policy(numbers["amount"], bad, refunds)
    used, customer = renumber(customer[kept], ids.size)
    fields: dict[str, Any] = {
        "customer": customer,
        "ids": ids[used],
        "date": date[kept],
        "amount": numbers["amount"][kept],
        "report": report,
        **{name: numbers[name][kept] if name in numbers else None for name in _KEPT},
    }
    for name, names in LABELS.items():
        fields[name] = fields[names] = None
        if name in labels:
            label, fields[names] = labels[name]
            fields[name] = label[kept]
    return fields


def _require_shape(raw: Mapping[str, Column]) -> int:
    lengths = {name: len(column) for name, column in raw.items()}
    if len(set(lengths.values())) > 1:
        got = ", ".join(f"{name} {length}" for name, length in lengths.items())
        msg = f"columns must have the same length, got {got}"
        raise InvalidInputError(msg)
    if "amount" not in raw and not {"quantity", "price"} <= set(raw):
        msg = "amount must be given, or quantity and price"
        raise InvalidInputError(msg)
    if "amount" in raw and "price" in raw:
        msg = "amount and price must not both be given: the money of a row would be told twice"
        raise InvalidInputError(msg)
    return lengths["customer"]


def _numbers(raw: Mapping[str, Column], bad: BadRows) -> dict[str, FloatArray]:
    numbers = {name: money(raw[name], name=name) for name in NUMBERS if name in raw}
    for name, column in numbers.items():
        wrong = ~(np.abs(column) <= LARGEST)
        bad.add(name, wrong | (column < 0) if name == "cost" else wrong, raw[name])
    if "amount" not in numbers:
        with np.errstate(invalid="ignore", over="ignore"):
            numbers["amount"] = numbers["quantity"] * numbers["price"]
        bad.add("amount", ~(np.abs(numbers["amount"]) <= LARGEST), numbers["amount"])
    return numbers


def _apply_policy(
    amount: FloatArray, bad: BadRows, refunds: RefundPolicy
) -> tuple[BoolArray, Exclusions]:
    report = bad.report(amount)
    kept = ~bad.bad
    negative = kept & (amount < 0)
    if refunds == "refuse" and negative.any():
        row = int(np.flatnonzero(negative)[0])
        msg = (
            f"amount must be >= 0 with refunds='refuse', got {amount[row].item()!r} at row {row} "
            f"({int(negative.sum())} such rows); say refunds='net' or refunds='ignore'"
        )
        raise InvalidInputError(msg)
    if refunds == "ignore" and negative.any():
        ignored = Exclusion(
            key="refund_ignored",
            title=Title("Refund, left out as asked", "مرجوعی، طبق درخواست کنار گذاشته شد"),
            count=int(negative.sum()),
            amount=float(amount[negative].sum()),
        )
        kept &= ~negative
        report = attrs.evolve(report, rows_kept=int(kept.sum()), items=(*report.items, ignored))
    if not kept.any():
        reasons = ", ".join(f"{item.count} {item.title.en.lower()}" for item in report)
        msg = f"at least one valid row is needed, got none of {amount.size} ({reasons or 'empty'})"
        raise InvalidInputError(msg)
    return kept, report
