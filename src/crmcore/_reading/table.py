"""What a file becomes first: columns of distinct cells, and the line that each row stands on."""

import re
from typing import Any, Final, Literal, cast

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._text import Title, isolate, persian_digits
from crmcore._types import BoolArray, IntArray
from crmcore.days import day_title
from crmcore.exclusions import Exclusion

__all__ = [
    "ROW_NUMBERS",
    "Cells",
    "Index",
    "Table",
    "line_title",
    "missing",
    "repeated",
    "say",
]

# what a column of row numbers, which makes equal rows differ, is called
ROW_NUMBERS = frozenset({"", "Unnamed: 0", "__index_level_0__"})
_MISSING = frozenset({"", "nan", "null", "none", "na", "n/a", "#n/a", "<na>", "nat", "-"})
_UNITS = {"line": "سطر", "row": "ردیف"}
_OPTION: Final = re.compile("--[a-z]+(?:-[a-z]+)*")


class Index(dict[Any, int]):
    """Numbers values in the order in which they are first looked up.

    Examples
    --------
    >>> index = Index()
    >>> [index[name] for name in ("ada", "bo", "ada")]
    [0, 1, 0]
    """

    def __missing__(self, value: object) -> int:
        number = self[value] = len(self)
        return number


def line_title(number: int, /, *, unit: Literal["line", "row"] = "line") -> Title:
    """Name a place in a file.

    Parameters
    ----------
    number : int
        Which.
    unit : {"line", "row"}, default "line"
        What is counted.

    Returns
    -------
    Title
        Such as ``"line 7"``.

    Examples
    --------
    >>> line_title(7)
    Title(en='line 7', fa='سطر ۷')
    """
    return Title(f"{unit} {number}", f"{_UNITS[unit]} {persian_digits(str(number))}")


def missing(value: object, /) -> bool:
    """Tell whether a cell is empty or says that there is nothing.

    Parameters
    ----------
    value : object
        A cell.

    Returns
    -------
    bool
        True for None, blank text and words such as ``NULL`` and ``n/a``.

    Examples
    --------
    >>> missing(" NULL "), missing("0")
    (True, False)
    """
    return value is None or (isinstance(value, str) and value.strip().casefold() in _MISSING)


def repeated(keys: IntArray, /) -> BoolArray:
    """Find the rows whose key an earlier row has.

    Parameters
    ----------
    keys : ndarray of int64, shape (n,)
        What each row holds, as one number.

    Returns
    -------
    ndarray of bool, shape (n,)
        True for the second row of a kind and those after it.

    Examples
    --------
    >>> repeated(np.array([7, 5, 7])).tolist()
    [False, False, True]
    """
    again = np.ones(keys.size, dtype=bool)
    again[np.unique(keys, return_index=True)[1]] = False
    return again


def say(en: str, fa: str, /, **facts: object) -> Title:
    """Put facts into a sentence in both languages.

    Parameters
    ----------
    en, fa : str
        The sentences, with the names of the facts in braces.
    **facts : object
        Whole numbers are grouped by thousands, days are named in Persian, titles stand as they
        are, and all else is taken as a name.

    Returns
    -------
    Title
        The two sentences.

    Examples
    --------
    >>> say("Blank lines: {n}", "سطر خالی: {n}", n=1200).fa
    'سطر خالی: ۱٬۲۰۰'
    """
    told = {key: _fact(fact) for key, fact in facts.items()}
    return Title(
        en.format(**{key: fact.en for key, fact in told.items()}),
        _OPTION.sub(_isolated, fa).format(**{key: fact.fa for key, fact in told.items()}),
    )


def _isolated(option: "re.Match[str]") -> str:
    return isolate(option[0])


def _fact(fact: object) -> Title:
    if isinstance(fact, Title):
        return fact
    if isinstance(fact, np.datetime64):
        day = str(cast("object", fact))
        return Title(day, day_title(day).fa)
    if isinstance(fact, int):
        return Title(f"{fact:,}", persian_digits(f"{fact:,}"))
    return Title(str(fact), isolate(str(fact)))


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, str) else str(value)


@attrs.frozen(kw_only=True, eq=False)
class Cells:
    """One column: each distinct cell once, and which of them stands in each row.

    Attributes
    ----------
    name : str
        The column's name in the file.
    code : ndarray of int64, shape (n,)
        Positions in `seen`.
    seen : list
        The distinct cells in the order of their first row.
    """

    name: str
    code: IntArray
    seen: list[Any]

    @property
    def first(self) -> IntArray:
        """The first row of each distinct cell."""
        rows = np.zeros(len(self.seen), dtype=np.int64)
        rows[self.code[::-1]] = np.arange(self.code.size)[::-1]
        return rows

    @property
    def count(self) -> IntArray:
        """How many rows hold each distinct cell."""
        return np.bincount(self.code, minlength=len(self.seen))

    def spread(self, values: npt.NDArray[Any], /) -> npt.NDArray[Any]:
        """Give every row the value of its distinct cell.

        Parameters
        ----------
        values : ndarray, one for each of `seen`
            What each distinct cell stands for.

        Returns
        -------
        ndarray of shape (n,)
            The values row by row.
        """
        return values[self.code] if self.code.size else values[:0]


@attrs.frozen(kw_only=True, eq=False)
class Table:
    """The rows of a file that have as many fields as its header.

    Attributes
    ----------
    header : tuple of str
        All names in the file's first row.
    cells : dict of str to Cells
        The columns that are needed, by their name in the file.
    lines : ndarray of int64, shape (n,)
        Where each row stands in the file, counted from 1.
    unit : {"line", "row"}
        What `lines` counts: lines of a text file, the header being the first, or rows of a
        table without a header line.
    repeats : ndarray of bool, shape (n,)
        Rows that equal an earlier one in every column of the file, also those not needed.
    misshapen : Exclusion or None
        Lines with more or fewer fields than the header.
    said : tuple of Title
        How the file was read.
    """

    header: tuple[str, ...]
    cells: dict[str, Cells]
    lines: IntArray
    unit: Literal["line", "row"]
    repeats: BoolArray
    misshapen: Exclusion | None
    said: tuple[Title, ...]

    @property
    def rows_read(self) -> int:
        """All rows, those of a wrong length too; blank lines are none."""
        return self.lines.size + (0 if self.misshapen is None else self.misshapen.count)

    def place(self, row: int, /) -> str:
        """Tell where a row stands in the file.

        Parameters
        ----------
        row : int
            A row.

        Returns
        -------
        str
            Such as ``"line 7"``.
        """
        return self.where(row).en

    def where(self, row: int, /) -> Title:
        """Tell where a row stands in the file, in both languages.

        Parameters
        ----------
        row : int
            A row.

        Returns
        -------
        Title
            Such as ``"line 7"``.
        """
        return line_title(int(self.lines[row]), unit=self.unit)

    def quote(self, cells: Cells, position: int, /) -> str:
        """Quote a distinct cell and its first place.

        Parameters
        ----------
        cells : Cells
            A column of this table.
        position : int
            A position in ``cells.seen``.

        Returns
        -------
        str
            Such as ``"'12,50' at line 7"``.
        """
        return f"{_shown(cells.seen[position])} at {self.place(int(cells.first[position]))}"

    def quoted_row(self, cells: Cells, row: int, /) -> Title:
        """Quote the cell of a row, in both languages.

        Parameters
        ----------
        cells : Cells
            A column of this table.
        row : int
            The row.

        Returns
        -------
        Title
            Such as ``"'12,50' at line 7"``.
        """
        got = _shown(cells.seen[cells.code[row]])
        return say("{got} at {place}", "{got} در {place}", got=got, place=self.where(row))

    def quote_row(self, cells: Cells, row: int, /) -> str:
        """Quote the cell of a row.

        Parameters
        ----------
        cells : Cells
            A column of this table.
        row : int
            The row.

        Returns
        -------
        str
            Such as ``"'12,50' at line 7"``.
        """
        return self.quoted_row(cells, row).en
