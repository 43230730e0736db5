"""Segments: what they are called, what to do with them, and how they differ in figures."""

import attrs

from crmcore._display import Value
from crmcore._text import Title
from crmcore._types import Language
from crmcore.errors import InvalidInputError
from crmcore.metrics.measurement import Measurement

__all__ = ["Segment", "SegmentSummary"]


@attrs.frozen(kw_only=True, repr=False)
class Segment(Value):
    """The definition of one segment.

    Attributes
    ----------
    key : str
        Stable identifier, which a service may store.
    title : Title
        Its name in English and Persian.
    description : Title
        Who is in it, in one sentence.
    action : Title or None
        What to do with it first, in one sentence; None where the segment suggests nothing.

    Raises
    ------
    InvalidInputError
        If the key is empty.

    Examples
    --------
    >>> Segment(
    ...     key="at_risk",
    ...     title=Title("At risk", "در معرض ریزش"),
    ...     description=Title("Bought often, long ago.", "پیش‌تر زیاد می‌خرید."),
    ... )
    Segment(key='at_risk', title='At risk')
    """

    key: str
    title: Title
    description: Title
    action: Title | None = None

    def __attrs_post_init__(self) -> None:
        if not self.key:
            msg = f"key must be a name that is not empty, got {self.key!r}"
            raise InvalidInputError(msg)

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "title": self.title.en}


@attrs.frozen(kw_only=True, repr=False)
class SegmentSummary(Value):
    """The figures of one segment: a row of the table of segments.

    Attributes
    ----------
    segment : Segment
        Its definition.
    customers : float
        Customers in it: the sum of their weights.
    customer_share : Measurement
        Their share of all customers, from 0 to 1.
    total_value : Measurement or None
        The value they hold; None where no value was given.
    mean_value : Measurement or None
        Value of a customer on average; undefined in an empty segment.
    value_share : Measurement or None
        Their share of all value; undefined where a segment or the whole loses.
    averages : tuple of Measurement
        Means of the other columns that were given.
    """

    segment: Segment
    customers: float
    customer_share: Measurement
    total_value: Measurement | None = None
    mean_value: Measurement | None = None
    value_share: Measurement | None = None
    averages: tuple[Measurement, ...] = ()

    @property
    def measures(self) -> tuple[Measurement, ...]:
        """All figures that are there, in the order of the table."""
        value = (self.total_value, self.mean_value, self.value_share)
        there = tuple(measure for measure in value if measure is not None)
        return (self.customer_share, *there, *self.averages)

    def as_row(self, language: Language = "en") -> dict[str, str | float | None]:
        """Give the figures as a flat row, as a table or data frame takes them.

        Parameters
        ----------
        language : {"en", "fa"}, default "en"
            The language of the title.

        Returns
        -------
        dict of str to str, float or None
            The segment's key and title, the customers, then each figure by its key; None where
            a figure is undefined.
        """
        row: dict[str, str | float | None] = {
            "segment": self.segment.key,
            "title": self.segment.title.text(language),
            "customers": self.customers,
        }
        return {**row, **{measure.key: measure.value for measure in self.measures}}

    def _facts(self) -> dict[str, object]:
        return {
            "segment": self.segment.key,
            "customers": self.customers,
            **{measure.key: measure.value for measure in self.measures},
        }
