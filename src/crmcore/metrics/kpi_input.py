"""What a KPI is computed from: columns and numbers by name, each explained."""

from typing import Literal, TypeAlias, get_args

import attrs

from crmcore._checks import one_of
from crmcore._display import Value
from crmcore._text import Title, isolate

__all__ = ["InputKind", "KpiInput"]

InputKind: TypeAlias = Literal[
    "money",
    "cost",
    "count",
    "amount",
    "number",
    "share",
    "rating",
    "flag",
    "label",
    "period",
    "day",
]


@attrs.frozen(repr=False)
class KpiInput(Value):
    """A column or a number that a KPI needs.

    Attributes
    ----------
    key : str
        Its name among the columns.
    meaning : Title or None
        What it holds, in English and Persian; None where the name says it.
    kind : str
        What its values are: ``"money"`` of either sign, ``"cost"`` that is money >= 0, ``"count"``
        whole and >= 0, ``"amount"`` >= 0, ``"number"`` of either sign, ``"share"`` in [0, 1],
        ``"rating"`` on a stated scale, ``"flag"`` true or false, ``"label"`` text or whole numbers
        that name something, ``"period"`` the number of a period, ``"day"`` a date.
    per : str
        What one row stands for, such as ``"customer"``; columns with the same word are parallel.
        ``"total"`` is one number in all.

    Examples
    --------
    >>> KpiInput("refunds", Title("money back", "پول بازگردانده‌شده"), kind="cost", per="order")
    KpiInput('refunds', kind='cost', per='order')
    """

    key: str
    meaning: Title | None = None
    kind: InputKind = attrs.field(
        default="number", kw_only=True, validator=one_of(*get_args(InputKind))
    )
    per: str = attrs.field(default="total", kw_only=True)

    @property
    def explained(self) -> Title:
        """Its name, with what it holds."""
        if self.meaning is None:
            return Title(self.key, isolate(self.key))
        return Title(f"{self.key} ({self.meaning.en})", f"{isolate(self.key)} ({self.meaning.fa})")

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "kind": self.kind, "per": self.per}

    def __repr__(self) -> str:
        return f"KpiInput({self.key!r}, kind={self.kind!r}, per={self.per!r})"
