"""The rows below a header: gathered a thousand at a time into distinct cells, lines counted."""

import csv
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

import attrs
import numpy as np

from crmcore._reading.table import ROW_NUMBERS, Cells, Index, Table, line_title, repeated, say
from crmcore._types import BoolArray, IntArray
from crmcore.errors import InvalidInputError
from crmcore.exclusions import Exclusion

__all__ = ["Body", "Records"]

_CHUNK: Final = 500  # rows that stay in the processor's cache are twice as fast
_EXAMPLES: Final = 5


@attrs.define(eq=False)
class Records:
    """The records of a `csv.reader`, and the line on which each of them ends.

    Attributes
    ----------
    reader : csv.reader
        Gives one list of fields a record.
    ends : array of int
        The last line of each record given so far.
    """

    reader: Any
    ends: "array[int]" = attrs.field(factory=lambda: array("q"))

    def __iter__(self) -> Iterator[list[str]]:
        """Give the records.

        Yields
        ------
        list of str
            The fields of one record; none for a blank line.

        Raises
        ------
        InvalidInputError
            If a quotation is not closed, or text follows it.
        """
        try:
            for row in self.reader:
                self.ends.append(self.reader.line_num)
                yield row
        except csv.Error as error:
            line = (self.ends[-1] if self.ends else 0) + 1
            msg = (
                "FILE must close each quotation it opens, got a broken one in the row that "
                f"begins at line {line} ({error}); inside quoted text a quotation mark is doubled"
            )
            raise InvalidInputError(msg) from error

    @property
    def starts(self) -> IntArray:
        """The first line of each record given so far."""
        ends = np.array(self.ends, dtype=np.int64)
        return np.concatenate([[0], ends])[: ends.size] + 1


@attrs.define(kw_only=True, eq=False)
class Body:
    """Gathers the rows below the header.

    Attributes
    ----------
    names : list of str
        The header.
    wanted : sequence of str
        The columns that are needed.
    """

    names: list[str]
    wanted: Sequence[str]
    _index: dict[str, Index] = attrs.field(init=False)
    _codes: dict[str, list[IntArray]] = attrs.field(init=False)
    _widths: list[IntArray] = attrs.field(init=False, factory=list[IntArray])
    _hashes: list[IntArray] = attrs.field(init=False, factory=list[IntArray])

    def __attrs_post_init__(self) -> None:
        self._index = {name: Index() for name in self.wanted}
        self._codes = {name: [] for name in self.wanted}

    @property
    def _first(self) -> int:
        return int(self.names[0] in ROW_NUMBERS)

    def fill(self, rows: Iterator[list[str]], /) -> None:
        """Take all rows.

        Parameters
        ----------
        rows : iterator of list of str
            The records below the header.

        Raises
        ------
        InvalidInputError
            If a column holds something but has no name.
        """
        places = {name: self.names.index(name) for name in self.wanted}
        unnamed = [place for place, name in enumerate(self.names) if place and not name]
        while some := list(islice(rows, _CHUNK)):
            columns = self._columns(some)
            size = len(columns[0])
            for name, place in places.items():
                number = self._index[name].__getitem__
                self._codes[name].append(np.fromiter(map(number, columns[place]), np.int64, size))
            whole = zip(*columns[self._first :], strict=True)
            self._hashes.append(np.fromiter(map(hash, whole), np.int64, size))
            for place in unnamed:
                _require_empty(columns[place], place)

    def _columns(self, rows: list[list[str]]) -> list[tuple[str, ...]]:
        width = len(self.names)
        widths = np.fromiter(map(len, rows), np.int64, len(rows))
        odd = np.flatnonzero(widths != width).tolist()
        for row in odd:
            if not any(map(str.strip, rows[row])):
                widths[row] = 0
        self._widths.append(widths)
        whole = [row for row in rows if len(row) == width] if odd else rows
        return list(zip(*whole, strict=True)) or [()] * width

    def table(self, starts: IntArray, blank: int, /) -> Table:
        """Put the rows together.

        Parameters
        ----------
        starts : ndarray of int64
            The first line of each record that was taken.
        blank : int
            Blank lines above the header.

        Returns
        -------
        Table
            The rows that have as many fields as the header and hold something.

        Raises
        ------
        InvalidInputError
            If there is no such row, or a cell holds a NUL character.
        """
        width = len(self.names)
        widths, hashes = _joined(self._widths), _joined(self._hashes)
        filled = hashes != hash(("",) * (width - self._first))
        odd = (widths != width) & (widths > 0)
        misshapen = _misshapen(starts[odd], widths[odd], width)
        if not filled.any():
            raise InvalidInputError(_no_rows(misshapen, width))
        blank += int((widths == 0).sum()) + int((~filled).sum())
        skipped = say("Blank lines skipped: {n}", "سطرهای خالی نادیده‌گرفته: {n}", n=blank)
        return Table(
            header=tuple(self.names),
            cells={name: self._cells(name, filled) for name in self.wanted},
            lines=starts[widths == width][filled],
            unit="line",
            repeats=repeated(hashes[filled]),
            misshapen=misshapen,
            said=(skipped,) if blank else (),
        )

    def _cells(self, name: str, filled: BoolArray) -> Cells:
        seen = list(self._index[name])
        nul = next((cell for cell in seen if "\0" in cell), None)
        if nul is not None:
            msg = f"FILE must be text, got a NUL character in {nul!r} of the column {name!r}"
            raise InvalidInputError(msg)
        return Cells(name=name, code=_joined(self._codes[name])[filled], seen=seen)


def _joined(parts: list[IntArray]) -> IntArray:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def _require_empty(cells: Sequence[str], place: int) -> None:
    held = next((cell for cell in cells if cell.strip()), None)
    if held is not None:
        msg = (
            f"FILE must name every column that holds something, got {held!r} in column "
            f"{place + 1}, which has no name"
        )
        raise InvalidInputError(msg)


def _misshapen(lines: IntArray, widths: IntArray, width: int) -> Exclusion | None:
    if not lines.size:
        return None
    first = zip(lines[:_EXAMPLES].tolist(), widths[:_EXAMPLES].tolist(), strict=True)
    return Exclusion(
        key="wrong_length",
        title=say(
            "More or fewer fields than the {n} of the header",
            "تعداد خانه‌ها بیشتر یا کمتر از {n} ستون سرستون",
            n=width,
        ),
        count=lines.size,
        examples=tuple(
            say("{n} fields at {place}", "{n} خانه در {place}", n=fields, place=line_title(line))
            for line, fields in first
        ),
    )


def _no_rows(misshapen: Exclusion | None, width: int) -> str:
    if misshapen is None:
        return "FILE must hold rows below its header, got a header only"
    return (
        f"FILE must hold rows of {width} fields as its header does, got none, such as "
        f"{misshapen.examples[0].en}; numbers such as 1,50 must be quoted in a file that is "
        "separated by commas"
    )
