"""Columns of numbers: one decimal mark and one currency for a column, found and said."""

import re
from collections.abc import Mapping
from typing import Final

import attrs
import numpy as np

from crmcore._reading.figures import Figure, figure, is_plain
from crmcore._reading.table import Cells, Table, missing, say
from crmcore._text import Title, join_titles, persian_figure
from crmcore._types import FloatArray
from crmcore.currencies import CURRENCIES, currency_code, currency_title
from crmcore.errors import InvalidInputError
from crmcore.numerals import DecimalMark

__all__ = ["one_currency", "read_numbers"]

_MARKS: Final[tuple[DecimalMark, DecimalMark]] = (".", ",")
_DIGITS: Final = re.compile(r"\d+")
_CODE: Final = re.compile("[A-Z]{3}", re.ASCII)
_WORD: Final = re.compile(r"[^\W\d_]+")
_SIGNS: Final = {"€": "EUR", "US$": "USD"}
_EXAMPLES: Final = 3


@attrs.frozen(kw_only=True, eq=False)
class _Column:
    """The distinct cells of a column under both decimal marks; nan where they are no number."""

    role: str
    cells: Cells
    table: Table
    under: dict[DecimalMark, FloatArray]
    currency: dict[str, int]

    @classmethod
    def of(cls, role: str, cells: Cells, table: Table) -> "_Column":
        figures = [_figure(value, role) for value in cells.seen]
        point = [np.nan if each.point is None else each.point for each in figures]
        comma = [np.nan if each.comma is None else each.comma for each in figures]
        currency: dict[str, int] = {}
        for i, each in enumerate(figures):
            if each.currency:
                currency.setdefault(each.currency, i)
        under: dict[DecimalMark, FloatArray] = {".": np.array(point), ",": np.array(comma)}
        return cls(role=role, cells=cells, table=table, under=under, currency=currency)

    def unread(self, mark: DecimalMark) -> list[int]:
        other = self.under["," if mark == "." else "."]
        return np.flatnonzero(np.isnan(self.under[mark]) & ~np.isnan(other)).tolist()

    @property
    def marks(self) -> tuple[DecimalMark, ...]:
        return tuple(mark for mark in _MARKS if not self.unread(mark))

    @property
    def doubtful(self) -> list[int]:
        point, comma = self.under["."], self.under[","]
        return np.flatnonzero((point != comma) & ~np.isnan(point) & ~np.isnan(comma)).tolist()

    def quote(self, position: int) -> str:
        return self.table.quote(self.cells, position)


def _figure(value: object, role: str) -> Figure:
    return Figure(None, None) if missing(value) else figure(value, money=role != "quantity")


def read_numbers(
    columns: Mapping[str, Cells], table: Table, /, *, decimal: DecimalMark | None
) -> tuple[dict[str, FloatArray], dict[str, str], tuple[Title, ...]]:
    """Read the columns of numbers, with one decimal mark for each column.

    A column is read with the mark that makes every value a number. Where both do, the other
    columns tell; where they do not, the column is refused. What is no number with either mark
    is left to be a bad row.

    Parameters
    ----------
    columns : mapping of str to Cells
        The columns by our name.
    table : Table
        Where they stand.
    decimal : {".", ","} or None
        The decimal mark that the user says.

    Returns
    -------
    numbers : dict of str to ndarray of float64, shape (n,)
        The numbers; nan where a cell is none.
    currencies : dict of str to str
        Each currency written beside the numbers, and where.
    said : tuple of Title
        How numbers that are not plainly written were read.

    Raises
    ------
    InvalidInputError
        If values need different marks, or both marks read all of them differently.
    """
    read = [_Column.of(role, cells, table) for role, cells in columns.items()]
    evidence: set[DecimalMark] = {c.marks[0] for c in read if len(c.marks) == 1}
    numbers: dict[str, FloatArray] = {}
    currencies: dict[str, str] = {}
    said: list[Title] = []
    for column in read:
        if column.role != "quantity":
            currencies.update(_in_header(column.cells.name))
        values = column.under[_mark(column, decimal, evidence)]
        numbers[column.role] = column.cells.spread(values)
        said.extend(_styles(column, values))
        for currency, place in column.currency.items():
            currencies.setdefault(_told(currency), column.quote(place))
    return numbers, currencies, tuple(said)


def _told(sign: str) -> str:
    return currency_code(_SIGNS.get(sign, sign))


def _in_header(name: str) -> dict[str, str]:
    # "Amount EUR" names a currency, "amount to try" does not
    words = [w for w in _WORD.findall(name) if w.isupper() or len(w) > len("EUR")]
    codes = dict.fromkeys(map(currency_code, words))
    return {code: f"the name of {name!r}" for code in codes if code in CURRENCIES}


def _mark(column: _Column, decimal: DecimalMark | None, evidence: set[DecimalMark]) -> DecimalMark:
    marks = column.marks
    if decimal is not None:
        return _require_fit(column, decimal)
    if not marks:
        first, second = (column.quote(column.unread(mark)[0]) for mark in _MARKS)
        msg = (
            f"{column.role} must have one decimal mark in the whole column "
            f"{column.cells.name!r}, got {first} and {second}"
        )
        raise InvalidInputError(msg)
    if len(marks) == 1 or not column.doubtful:
        return marks[0]
    if len(evidence) == 1:
        return next(iter(evidence))
    place = column.doubtful[0]
    choices = " or ".join(
        f"{column.under[mark][place]:.15g} with --decimal '{mark}'" for mark in marks
    )
    msg = f"{column.role} must have one meaning, got {column.quote(place)}: {choices}; say which"
    raise InvalidInputError(msg)


def _require_fit(column: _Column, decimal: DecimalMark) -> DecimalMark:
    if decimal not in column.marks:
        got = column.quote(column.unread(decimal)[0])
        msg = f"--decimal must fit every number of {column.cells.name!r}, got {decimal!r} and {got}"
        raise InvalidInputError(msg)
    return decimal


def _styles(column: _Column, values: FloatArray) -> tuple[Title, ...]:
    doubtful = set(column.doubtful)
    styles: dict[str, int] = {}
    for i in np.flatnonzero(~np.isnan(values)).tolist():
        text = column.cells.seen[i]
        if isinstance(text, str) and (i in doubtful or not is_plain(text.strip())):
            styles.setdefault(_DIGITS.sub("0", text), i)
    if not styles:
        return ()
    shown = join_titles(
        say(
            "'{text}' = {number}",
            "«{text}» = {number}",
            text=column.cells.seen[i],
            number=_exact(values[i]),
        )
        for i in list(styles.values())[:_EXAMPLES]
    )
    return (
        say(
            "Numbers in '{name}' are read so: {examples}",
            "عددهای «{name}» چنین خوانده شد: {examples}",
            name=column.cells.name,
            examples=shown,
        ),
    )


def _exact(value: float) -> Title:
    text = f"{value:.15g}"
    return Title(text, persian_figure(text))


def one_currency(
    written: Mapping[str, str], stated: str | None, /
) -> tuple[str | None, tuple[Title, ...]]:
    """Bring the currency written beside the numbers and the stated one together.

    Parameters
    ----------
    written : mapping of str to str
        Each currency written beside numbers, and where.
    stated : str or None
        The currency that the user says, or a column of the file.

    Returns
    -------
    currency : str or None
        The stated one; else the written one if it is a code or stands for one currency only.
    said : tuple of Title
        What was written.

    Raises
    ------
    InvalidInputError
        If there are two, or a code other than the stated one.
    """
    if not written:
        return stated, ()
    if len(written) > 1:
        places = " and ".join(list(written.values())[:2])
        msg = f"currency must be one for the whole file, got {places}; make one file for each"
        raise InvalidInputError(msg)
    sign, place = next(iter(written.items()))
    code = sign if _CODE.fullmatch(sign) else None
    if stated is not None and code is not None and code != currency_code(stated):
        msg = f"--currency must be that of the file, got {stated!r}, and {place}"
        raise InvalidInputError(msg)
    told = say(
        "The currency written with the numbers is {sign}",
        "واحد پول نوشته‌شده با عددها {sign} است",
        sign=currency_title(sign) if code else sign,
    )
    return stated or code, (told,)
