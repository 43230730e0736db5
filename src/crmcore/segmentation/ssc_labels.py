"""Labels of strategically significant customers: who carries which, why, and how surely."""

from collections.abc import Iterator
from typing import ClassVar, Final, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import (
    by_value,
    naming,
    one_of,
    optional_floats,
    readonly_floats,
    refuse_rows,
)
from crmcore._display import Value, number
from crmcore._inputs import optional_ids, require_rows
from crmcore._text import Title, persian_digits
from crmcore._types import BoolArray, CustomerId, FloatArray, IntArray, Language, ObjectArray
from crmcore.days import as_day
from crmcore.errors import InvalidInputError
from crmcore.metrics.measurement import Measurement, MeasureUnit
from crmcore.segmentation.ssc_kinds import SSC_KINDS, SscKind

__all__ = ["Evidence", "SscLabel", "SscLabels"]


_PROBABILITY: Final = Title("probability", "احتمال")


def _flags(values: npt.ArrayLike) -> BoolArray:
    flags = np.array(values, dtype=np.bool_, ndmin=1)
    flags.flags.writeable = False
    return flags


def _day(value: object) -> np.datetime64 | None:
    return None if value is None else as_day(value, name="expires")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def percent(share: float, /) -> str:
    """Write a share as a percentage.

    Parameters
    ----------
    share : float
        A fraction.

    Returns
    -------
    str
        Such as ``"12.5%"``.
    """
    return f"{number(100 * share, digits=4)}%"


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class Evidence(Value):
    """One figure that a label rests on, for every customer.

    Attributes
    ----------
    key : str
        Stable identifier.
    title : Title
        What it is, in English and Persian.
    unit : MeasureUnit
        Its unit; a share is a fraction.
    values : ndarray of shape (n,)
        One number a customer.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    key: str
    title: Title
    unit: MeasureUnit = attrs.field(validator=one_of(*get_args(MeasureUnit)))
    values: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)

    def at(self, row: int, /) -> Measurement:
        """Give the figure of one customer.

        Parameters
        ----------
        row : int
            The customer's row.

        Returns
        -------
        Measurement
            The figure.
        """
        value = float(self.values[row])
        return Measurement(key=self.key, title=self.title, unit=self.unit, value=value, n=1)

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "unit": self.unit, "customers": self.values.size}


@attrs.frozen(kw_only=True, repr=False)
class SscLabel(Value):
    """One label that one customer carries.

    Attributes
    ----------
    customer : hashable
        Who carries it: the identifier, or the row where there are none.
    kind : {"high_lifetime_value", "benchmark", "inspiration", "cost_magnet", "door_opener"}
        The kind of significance.
    rule : Title
        The rule that gave it.
    edition : str
        The text that the kind comes from.
    evidence : tuple of Measurement
        The figures it rests on, the deciding one first.
    probability : float or None
        How sure it is, from 0 to 1; None where that is not known.
    expires : numpy.datetime64 or None
        The day from which it no longer holds; None where it has no end.
    """

    customer: CustomerId
    kind: SscKind
    rule: Title
    edition: str
    evidence: tuple[Measurement, ...]
    probability: float | None = None
    expires: np.datetime64 | None = None

    def words(self, language: Language = "en") -> str:
        """Say why the customer carries the label.

        Parameters
        ----------
        language : {"en", "fa"}, default "en"
            The language.

        Returns
        -------
        str
            One line with the kind, the figures and how sure it is.
        """
        pairs = [(one.title, _written(one)) for one in self.evidence]
        if self.probability is not None:
            pairs.append((_PROBABILITY, percent(self.probability)))
        persian = language == "fa"
        figures = [
            f"{title.text(language)} {persian_digits(figure) if persian else figure}"
            for title, figure in pairs
        ]
        comma = "، " if persian else ", "
        return f"{SSC_KINDS[self.kind].title.text(language)}: {comma.join(figures)}"

    def _facts(self) -> dict[str, object]:
        return {
            "customer": self.customer,
            "kind": self.kind,
            **{one.key: one.value for one in self.evidence},
            "probability": self.probability,
        }


def _written(figure: Measurement) -> str:
    value = figure.require()
    return percent(value) if figure.unit == "share" else f"{value:,.2f}".removesuffix(".00")


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class SscLabels(Value):
    """The labels of one kind that one rule gave to ``n`` customers.

    Attributes
    ----------
    kind : {"high_lifetime_value", "benchmark", "inspiration", "cost_magnet", "door_opener"}
        The kind of significance.
    rule : Title
        The rule, with its numbers.
    edition : str
        The text that the kind comes from.
    labelled : ndarray of bool, shape (n,)
        Who carries the label.
    evidence : tuple of Evidence
        The figures of all customers, labelled or not, the deciding one first.
    probability : ndarray of shape (n,) or None
        How sure it is of every customer, labelled or not, that the rule truly holds.
    ids : ndarray of shape (n,) or None
        Who each row is.
    expires : numpy.datetime64 or None
        The day from which the labels no longer hold; ISO text and dates are read.

    Raises
    ------
    InvalidInputError
        If columns differ in length, there is no evidence, or a probability is outside [0, 1].
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    kind: SscKind = attrs.field(validator=one_of(*get_args(SscKind)))
    rule: Title
    edition: str
    labelled: BoolArray = attrs.field(converter=_flags, eq=by_value)
    evidence: tuple[Evidence, ...]
    probability: FloatArray | None = attrs.field(
        default=None, converter=optional_floats, eq=by_value
    )
    ids: ObjectArray | None = attrs.field(default=None, converter=optional_ids, eq=by_value)
    expires: np.datetime64 | None = attrs.field(default=None, converter=_day)

    def __attrs_post_init__(self) -> None:
        rows = self.labelled.size
        if not self.evidence:
            msg = f"evidence of {self.kind!r} must be at least one figure, got none"
            raise InvalidInputError(msg)
        for figure in self.evidence:
            require_rows(figure.key, figure.values.size, rows)
        if self.ids is not None:
            require_rows("ids", self.ids.size, rows)
        if self.probability is not None:
            require_rows("probability", self.probability.size, rows)
            inside = (self.probability >= 0) & (self.probability <= 1)
            refuse_rows("probability", self.probability, ~inside, "be from 0 to 1")

    def __len__(self) -> int:
        """Count the customers looked at.

        Returns
        -------
        int
            Rows, labelled or not.
        """
        return self.labelled.size

    def __iter__(self) -> Iterator[SscLabel]:
        """Go through the labels that were given.

        Yields
        ------
        SscLabel
            One for each labelled customer, in the order of the rows.
        """
        for row in self.rows:
            yield self.at(int(row))

    @property
    def rows(self) -> IntArray:
        """Rows of the customers who carry the label."""
        return np.flatnonzero(self.labelled)

    @property
    def count(self) -> int:
        """How many customers carry the label."""
        return int(np.count_nonzero(self.labelled))

    def at(self, row: int, /) -> SscLabel:
        """Give the label of one customer who carries it.

        Parameters
        ----------
        row : int
            The customer's row.

        Returns
        -------
        SscLabel
            The label with the customer's figures.

        Raises
        ------
        InvalidInputError
            If there is no such row, or the customer does not carry the label.
        """
        if not 0 <= row < len(self) or not self.labelled[row]:
            msg = f"row must be that of a customer labelled {self.kind!r}, got {row!r}"
            raise InvalidInputError(msg)
        return SscLabel(
            customer=row if self.ids is None else self.ids[row : row + 1].tolist()[0],
            kind=self.kind,
            rule=self.rule,
            edition=self.edition,
            evidence=tuple(figure.at(row) for figure in self.evidence),
            probability=None if self.probability is None else float(self.probability[row]),
            expires=self.expires,
        )

    def _facts(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "customers": len(self),
            "labelled": self.count,
            "rule": self.rule.en,
        }
