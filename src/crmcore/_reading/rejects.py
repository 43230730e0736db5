"""The rows of a file that cannot be used: each once, under the first reason found."""

import attrs
import numpy as np

from crmcore._intake import LARGEST
from crmcore._reading.table import Cells, Table
from crmcore._text import Title
from crmcore._types import BoolArray, FloatArray, IntArray
from crmcore.exclusions import Exclusion

__all__ = ["Rejects"]

_EXAMPLES = 5


@attrs.define(eq=False)
class Rejects:
    """Collects the rows that cannot be used, each once, under the first reason found.

    Attributes
    ----------
    table : Table
        The table whose rows they are.
    bad : ndarray of bool, shape (n,)
        Rows found so far.
    filled : dict of str to int
        For each column counted, the rows that hold a usable value.
    """

    table: Table
    bad: BoolArray = attrs.field(init=False)
    filled: dict[str, int] = attrs.field(init=False, factory=dict[str, int])
    _found: list[tuple[str, Title, IntArray, tuple[Title, ...]]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.bad = np.zeros(self.table.lines.size, dtype=bool)
        self._found = []

    def count(self, role: str, unusable: BoolArray, /) -> None:
        """Note how many rows of a column hold a usable value.

        Parameters
        ----------
        role : str
            The column, by our name.
        unusable : ndarray of bool, shape (n,)
            Where it holds none.
        """
        self.filled[role] = unusable.size - int(unusable.sum())

    def add(self, key: str, title: Title, bad: BoolArray, cells: Cells | None, /) -> None:
        """Take the rows that one reason forbids.

        Parameters
        ----------
        key : str
            Stable identifier of the reason.
        title : Title
            The reason in words.
        bad : ndarray of bool, shape (n,)
            Where it holds.
        cells : Cells or None
            The column to quote in the examples.
        """
        new = np.flatnonzero(bad & ~self.bad)
        if not new.size:
            return
        examples = tuple(
            self.table.where(row) if cells is None else self.table.quoted_row(cells, row)
            for row in new[:_EXAMPLES].tolist()
        )
        self.bad[new] = True
        self._found.append((key, title, new, examples))

    def items(self, amounts: FloatArray, /) -> tuple[Exclusion, ...]:
        """Sum up what was left out, lines of a wrong length first.

        Parameters
        ----------
        amounts : ndarray of shape (n,)
            The money of every row, nan where unknown.

        Returns
        -------
        tuple of Exclusion
            Counts, money and examples by reason.
        """
        money = np.where(np.abs(amounts) <= LARGEST, amounts, 0.0)
        found = tuple(
            Exclusion(
                key=key,
                title=title,
                count=int(rows.size),
                amount=float(money[rows].sum()),
                examples=examples,
            )
            for key, title, rows, examples in self._found
        )
        shape = self.table.misshapen
        return found if shape is None else (shape, *found)
