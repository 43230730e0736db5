"""Strategically significant customers: the union of labels, each customer once."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any, ClassVar

import attrs
import numpy as np

from crmcore._checks import by_value, choice, readonly_ints
from crmcore._display import Value
from crmcore._inputs import optional_ids
from crmcore._types import BoolArray, CustomerId, IntArray, ObjectArray
from crmcore.errors import InvalidInputError
from crmcore.segmentation.ssc_kinds import SSC_KINDS, SscKind
from crmcore.segmentation.ssc_labels import SscLabel, SscLabels

__all__ = ["StrategicCustomers"]


def _by_values(arrays: tuple[IntArray, ...], /) -> object:
    return tuple(by_value(array) for array in arrays)


@attrs.frozen(kw_only=True, repr=False)
class StrategicCustomers(Value):
    """For every customer the set of labels it carries; make it with `StrategicCustomers.union`.

    Attributes
    ----------
    labels : tuple of SscLabels
        The labels of each rule, over the customers that the rule looked at.
    rows : tuple of ndarray of int
        For each of `labels`, the row here of each of its customers.
    size : int
        Customers that some rule looked at.
    ids : ndarray of shape (size,) or None
        Who they are.

    Examples
    --------
    >>> from crmcore.segmentation import ssc
    >>> vip = ssc.high_lifetime_value([900, 40, 30, 20, 10], share=0.2, ids=list("abcde"))
    >>> magnets = ssc.cost_magnet(
    ...     [60, 30, 10], volume=[40, 35, 25], driver="orders", bar=0.3, ids=["a", "f", "b"]
    ... )
    >>> both = StrategicCustomers.union(vip, magnets)
    >>> both
    StrategicCustomers(customers=6, labelled=1, high_lifetime_value=1, cost_magnet=1)
    >>> [label.kind for label in both.labels_of("a")]
    ['high_lifetime_value', 'cost_magnet']
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    labels: tuple[SscLabels, ...]
    rows: tuple[IntArray, ...] = attrs.field(eq=_by_values)
    size: int
    ids: ObjectArray | None = attrs.field(default=None, converter=optional_ids, eq=by_value)

    @classmethod
    def union(cls, *labels: SscLabels) -> "StrategicCustomers":
        """Put labels of several rules together.

        Parameters
        ----------
        *labels : SscLabels
            At least one. Either all have identifiers, and may cover different customers, or none
            has, and all cover the same customers in the same order.

        Returns
        -------
        StrategicCustomers
            All customers that some rule looked at, in order of first appearance.

        Raises
        ------
        InvalidInputError
            If there are no labels, only some have identifiers, lengths differ without
            identifiers, or a customer stands twice among the identifiers of one rule.
        """
        named = [one.ids is not None for one in labels]
        if not labels or any(named) != all(named):
            got = "none" if not labels else f"{sum(named)} of {len(named)} with ids"
            msg = f"labels must be at least one, and all have ids or none, got {got}"
            raise InvalidInputError(msg)
        if not all(named):
            return cls._in_step(labels)
        places: dict[CustomerId, int] = {}
        rows: list[IntArray] = []
        for one in labels:
            where = [places.setdefault(who, len(places)) for who in _names(one)]
            rows.append(readonly_ints(where))
        everybody = np.empty(len(places), dtype=object)
        everybody[:] = list(places)
        return cls(labels=labels, rows=tuple(rows), size=len(places), ids=everybody)

    @classmethod
    def _in_step(cls, labels: tuple[SscLabels, ...]) -> "StrategicCustomers":
        sizes = [len(one) for one in labels]
        if len(set(sizes)) > 1:
            msg = f"labels without ids must cover the same customers, got {sizes} rows"
            raise InvalidInputError(msg)
        return cls(
            labels=labels, rows=(readonly_ints(np.arange(sizes[0])),) * len(labels), size=sizes[0]
        )

    @property
    def included(self) -> BoolArray:
        """Who belongs in a programme: customers with at least one label, each once."""
        return self._any(SSC_KINDS)

    @property
    def count(self) -> int:
        """How many customers carry at least one label, each counted once."""
        return int(np.count_nonzero(self.included))

    @property
    def counts(self) -> Mapping[SscKind, int]:
        """How many customers carry each kind; a customer may carry several."""
        present = {one.kind for one in self.labels}
        kinds: list[SscKind] = [kind for kind in SSC_KINDS if kind in present]
        return {kind: int(np.count_nonzero(self.carriers(kind))) for kind in kinds}

    def carriers(self, kind: SscKind, /) -> BoolArray:
        """Tell who carries a kind of label, by whatever rule.

        Parameters
        ----------
        kind : {"high_lifetime_value", "benchmark", "inspiration", "cost_magnet", "door_opener"}
            The kind.

        Returns
        -------
        ndarray of bool, shape (size,)
            True where a customer carries it.

        Raises
        ------
        InvalidInputError
            If the kind is unknown.
        """
        choice("kind", kind, tuple(SSC_KINDS))
        return self._any((kind,))

    def labels_of(self, customer: CustomerId, /) -> tuple[SscLabel, ...]:
        """Give the labels of one customer.

        Parameters
        ----------
        customer : hashable
            The identifier, or the row where there are no identifiers.

        Returns
        -------
        tuple of SscLabel
            Its labels with their evidence; empty where it carries none.

        Raises
        ------
        InvalidInputError
            If no rule looked at such a customer.
        """
        row = self._row(customer)
        found: list[SscLabel] = []
        for one, rows in zip(self.labels, self.rows, strict=True):
            own = np.flatnonzero((rows == row) & one.labelled)
            found.extend(one.at(int(place)) for place in own)
        return tuple(found)

    def _row(self, customer: CustomerId) -> int:
        names: list[Any] = list(range(self.size)) if self.ids is None else self.ids.tolist()
        if customer not in names:
            msg = f"customer must be one that a rule looked at, got {customer!r}"
            raise InvalidInputError(msg)
        return names.index(customer)

    def _any(self, kinds: Collection[SscKind]) -> BoolArray:
        included = np.zeros(self.size, dtype=np.bool_)
        for one, rows in zip(self.labels, self.rows, strict=True):
            if one.kind in kinds:
                included[rows[one.labelled]] = True
        return included

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"customers": self.size, "labelled": self.count}
        facts.update(self.counts.items())
        return facts


def _names(labels: SscLabels) -> list[CustomerId]:
    names: list[CustomerId] = [] if labels.ids is None else labels.ids.tolist()
    if len(set(names)) < len(names):
        twice = next(name for name, times in Counter(names).items() if times > 1)
        msg = f"ids of {labels.kind!r} must name each customer once, got {twice!r} twice"
        raise InvalidInputError(msg)
    return names
