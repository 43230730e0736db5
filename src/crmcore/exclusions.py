"""What was left out of an input: counted, named, and with examples."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

import attrs

from crmcore._display import Value
from crmcore._text import Title

__all__ = ["Exclusion", "Exclusions"]


@attrs.frozen(kw_only=True, repr=False)
class Exclusion(Value):
    """Rows or customers left out, or changed, for one reason.

    Attributes
    ----------
    key : str
        Stable identifier of the reason.
    title : Title
        The reason in words.
    count : int
        How many rows, or customers.
    amount : float
        The money in them, 0 where none is known.
    examples : tuple of Title
        Up to five of them, as ``'12,50' at row 7``.
    """

    key: str
    title: Title
    count: int
    amount: float = 0.0
    examples: tuple[Title, ...] = ()

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "count": self.count, "amount": self.amount}


@attrs.frozen(kw_only=True, repr=False)
class Exclusions(Value):
    """All that was left out of one input.

    Attributes
    ----------
    rows_read : int
        Rows, or customers, that came in.
    rows_kept : int
        Rows, or customers, that went on.
    items : tuple of Exclusion
        One for each reason that occurred; their counts add up to the rows left out.
    notes : tuple of Exclusion
        What was set apart without leaving a row of this kind out, such as lone refunds in a
        table of customers.
    filled : mapping of str to int
        For each column, the rows that hold a usable value, whatever their other columns hold.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # a mapping inside

    rows_read: int
    rows_kept: int
    items: tuple[Exclusion, ...] = ()
    notes: tuple[Exclusion, ...] = ()
    filled: Mapping[str, int] = attrs.field(factory=dict[str, int])

    def __iter__(self) -> Iterator[Exclusion]:
        """Go through the reasons.

        Yields
        ------
        Exclusion
            One reason after the other.
        """
        yield from self.items

    def _facts(self) -> dict[str, object]:
        reasons = {item.key: item.count for item in (*self.items, *self.notes)}
        return {"rows_read": self.rows_read, "rows_kept": self.rows_kept, **reasons}
