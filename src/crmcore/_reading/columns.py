"""The columns that were chosen, read cell by cell: labels, dates and money, bad rows found."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import attrs
import numpy as np

from crmcore._intake import LARGEST, REASONS
from crmcore._reading.dates import read_dates
from crmcore._reading.labels import read_currency, read_labels
from crmcore._reading.names import Choice
from crmcore._reading.numeric import one_currency, read_numbers
from crmcore._reading.rejects import Rejects
from crmcore._reading.table import Cells, Table, say
from crmcore._text import Title
from crmcore._types import BoolArray, Calendar, DateArray, FloatArray, ObjectArray
from crmcore.numerals import DecimalMark

__all__ = ["Columns", "clean_columns"]

_LABELS: Final = ("customer", "order", "product", "category")
_NAMED: Final = frozenset({"customer", "product", "category"})
_WORDS: Final = frozenset({"customer", "order"})
_NUMBERS: Final[tuple[str, ...]] = ("amount", "quantity", "price", "cost")


@attrs.frozen(kw_only=True, eq=False)
class Columns:
    """Columns ready for a log, and the rows that are not.

    Attributes
    ----------
    labels : dict of str to ndarray of object, shape (n,)
        Customer, order, product and category; None where a row has none.
    date : ndarray of datetime64[us], shape (n,)
        When; NaT where a row has no date.
    calendar : {"gregorian", "solar_hijri"} or None
        The calendar in which dates are written, where a text tells it.
    numbers : dict of str to ndarray of float64, shape (n,)
        Amount, quantity and cost; nan where a row has none.
    currency : str or None
        The currency of all money.
    rejects : Rejects
        Rows that cannot be used.
    said : tuple of Title
        How the cells were read.
    """

    labels: dict[str, ObjectArray]
    date: DateArray
    calendar: Calendar | None
    numbers: dict[str, FloatArray]
    currency: str | None
    rejects: Rejects
    said: tuple[Title, ...]

    def rows(self, kept: BoolArray, /) -> dict[str, Any]:
        """Take some rows.

        Parameters
        ----------
        kept : ndarray of bool, shape (n,)
            Which.

        Returns
        -------
        dict of str to ndarray
            The columns by our name, as `TransactionLog.from_arrays` takes them.
        """
        columns = {**self.labels, "date": self.date, **self.numbers}
        return {name: column[kept] for name, column in columns.items()}


def clean_columns(  # noqa: PLR0913 - one argument for each thing a file may leave open
    table: Table,
    chosen: Choice,
    /,
    *,
    form: str | None,
    decimal: DecimalMark | None,
    currency: str | None,
    zone: str | None,
    merge_doubles: bool,
    calendar: Calendar | None,
    today: date | None,
) -> Columns:
    """Read the cells of the chosen columns.

    Parameters
    ----------
    table : Table
        The file.
    chosen : Choice
        Its columns.
    form : str or None
        The form of dates that the user says.
    decimal : {".", ","} or None
        The decimal mark that the user says.
    currency : str or None
        The currency that the user says.
    zone : str or None
        The time zone in which aware times are told.
    merge_doubles : bool
        Whether names that differ only by script become one.
    calendar : {"gregorian", "solar_hijri"} or None
        The calendar of the dates that the user says.
    today : date or None
        The day after which years of two digits cannot be Solar Hijri ones.

    Returns
    -------
    Columns
        The columns.

    Raises
    ------
    InvalidInputError
        If dates or numbers have no single meaning, or currencies are mixed.
    """
    cells = {role: table.cells[name] for role, name in chosen.columns.items()}
    labels, said = _labels(cells, table, merge=merge_doubles)
    dates, told_by, told = read_dates(
        cells["date"], table, form=form, zone=zone, calendar=calendar, today=today
    )
    numeric = {role: cells[role] for role in _NUMBERS if role in cells}
    numbers, written, styles = read_numbers(numeric, table, decimal=decimal)
    listed = read_currency(cells["currency"], table, currency) if "currency" in cells else None
    stated, named = (currency, ()) if listed is None else listed
    one, beside = one_currency(written, stated)
    rejects = Rejects(table)
    _reject(rejects, "customer", _none(labels["customer"]), cells["customer"])
    _reject(rejects, "date", np.isnat(dates), cells["date"])
    money = _Money(cells=cells, chosen=chosen, rejects=rejects)
    numbers = money.columns(numbers)
    for role in _LABELS[1:]:
        if role in labels:
            rejects.count(role, _none(labels[role]))
    return Columns(
        labels=labels,
        date=dates,
        calendar=told_by,
        numbers=numbers,
        currency=one,
        rejects=rejects,
        said=(*said, *told, *styles, *named, *beside, *money.said),
    )


def _labels(
    cells: Mapping[str, Cells], table: Table, *, merge: bool
) -> tuple[dict[str, ObjectArray], tuple[Title, ...]]:
    labels: dict[str, ObjectArray] = {}
    said: tuple[Title, ...] = ()
    for role in _LABELS:
        if role in cells:
            labels[role], told = read_labels(
                cells[role], table, words=role in _WORDS, merge=merge if role in _NAMED else None
            )
            said += told
    return labels, said


def _none(labels: ObjectArray) -> BoolArray:
    return np.array([label is None for label in labels.tolist()])


def _reject(rejects: Rejects, key: str, bad: BoolArray, cells: Cells) -> None:
    rejects.count(key, bad)
    rejects.add(f"no_{key}", REASONS[key][1], bad, cells)


@attrs.define(kw_only=True, eq=False)
class _Money:
    """Turns the columns of numbers into amount, quantity and cost, saying how."""

    cells: Mapping[str, Cells]
    chosen: Choice
    rejects: Rejects
    said: list[Title] = attrs.field(factory=list[Title])

    def columns(self, numbers: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        used: dict[str, FloatArray] = {}
        if "amount" in numbers:
            self._reject("amount", numbers["amount"])
            used["amount"] = numbers["amount"]
            self._take(used, "quantity", numbers)
        else:
            self._reject("quantity", numbers["quantity"])
            self._reject("price", numbers["price"])
            used["quantity"] = numbers["quantity"]
            used["amount"] = self._product(numbers["quantity"], numbers["price"])
        if "cost" in numbers:
            cost = self._cost(numbers["cost"], used)
            self._take(used, "cost", {} if cost is None else {"cost": cost})
        return used

    def _reject(self, role: str, column: FloatArray) -> None:
        _reject(self.rejects, role, _unusable(role, column), self.cells[role])

    def _take(
        self, used: dict[str, FloatArray], role: str, numbers: Mapping[str, FloatArray]
    ) -> None:
        if role not in numbers:
            return
        unusable = _unusable(role, numbers[role])
        self.rejects.count(role, unusable)
        bad = unusable & ~self.rejects.bad
        if bad.any() and role not in self.chosen.given:
            self._say(
                "'{name}' is not used as the {role}: {n} cells cannot be read, such as {place}; "
                "--{role} '{name}' uses it and leaves those rows out",
                "«{name}» به کار نرفت (--{role}): {n} خانه خوانده نشد، مانند {place}؛ "
                "با --{role} «{name}» به کار می‌رود و آن ردیف‌ها کنار می‌رود",
                name=self.cells[role].name,
                role=role,
                n=int(bad.sum()),
                place=self.rejects.table.where(int(np.argmax(bad))),
            )
            return
        self._reject(role, numbers[role])
        used[role] = numbers[role]

    def _product(self, quantity: FloatArray, price: FloatArray) -> FloatArray:
        with np.errstate(over="ignore", invalid="ignore"):
            amount = quantity * price
        _reject(self.rejects, "amount", ~(np.abs(amount) <= LARGEST), self.cells["price"])
        self._say(
            "The amount of a row is '{quantity}' times '{price}'",
            "مبلغ هر ردیف حاصل‌ضرب «{quantity}» در «{price}» است",
            quantity=self.cells["quantity"].name,
            price=self.cells["price"].name,
        )
        return amount

    def _cost(self, cost: FloatArray, used: Mapping[str, FloatArray]) -> FloatArray | None:
        name = self.cells["cost"].name
        if self.chosen.unit_cost and "quantity" not in used:
            self._say(
                "'{name}' is the cost of one piece and is not used: there is no quantity",
                "«{name}» بهای یک عدد است و به کار نرفت: ستون تعداد نیست",
                name=name,
            )
            return None
        if self.chosen.unit_cost:
            self._say(
                "The cost of a row is '{name}' times the quantity, its sign put aside",
                "بهای تمام‌شدهٔ هر ردیف «{name}» ضرب در تعداد بدون علامت است",
                name=name,
            )
            with np.errstate(over="ignore", invalid="ignore"):
                cost = cost * np.abs(used["quantity"])
        returned = (cost < 0) & (used["amount"] < 0)
        if returned.any():
            self._say(
                "Negative costs of refunds in '{name}' are read as positive: {n}",
                "بهای منفی مرجوعی‌ها در «{name}» مثبت خوانده شد: {n}",
                name=name,
                n=int(returned.sum()),
            )
        return np.where(returned, -cost, cost)

    def _say(self, en: str, fa: str, **facts: object) -> None:
        self.said.append(say(en, fa, **facts))


def _unusable(role: str, column: FloatArray) -> BoolArray:
    with np.errstate(invalid="ignore"):
        return ~(np.abs(column) <= LARGEST) | ((column < 0) & (role == "cost"))
