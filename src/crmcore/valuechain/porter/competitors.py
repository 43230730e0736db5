"""What is known of a competitor, activity by activity."""

from collections.abc import Iterable, Mapping
from typing import cast

import attrs

from crmcore._display import Value
from crmcore._keyed import refuse_doubles
from crmcore._text import Title, isolate
from crmcore.valuechain.porter._records import as_title, check_key, read_values
from crmcore.valuechain.porter.activities import check_amount, check_volume
from crmcore.valuechain.porter.measures import ActivityMeasure

__all__ = ["Competitor", "CompetitorFigure"]


@attrs.frozen(repr=False)
class CompetitorFigure(Value):
    """One figure of one competitor.

    Attributes
    ----------
    key : str
        Of the activity.
    amount : float
        Money or time, >= 0.

    Raises
    ------
    InvalidInputError
        If the amount is negative or not finite.
    """

    key: str
    amount: float

    def __attrs_post_init__(self) -> None:
        check_amount(f"a competitor's figure of {self.key}", self.amount)

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "amount": self.amount}


def _figures(
    figures: Mapping[str, float | None] | Iterable[CompetitorFigure],
) -> tuple[CompetitorFigure, ...]:
    if isinstance(figures, Mapping):
        told = cast("Mapping[str, float | None]", figures)
        return tuple(CompetitorFigure(key, it) for key, it in told.items() if it is not None)
    return read_values("figures", [CompetitorFigure], figures)


@attrs.frozen(repr=False)
class Competitor(Value):
    """A competitor, as far as it is known.

    Attributes
    ----------
    key : str
        Stable identifier, unique in the analysis.
    costs, times, values : tuple of CompetitorFigure
        What it spends on activities of the firm, how long it takes, and what customers place on
        them. A mapping of activity to amount is taken; what is not known is None or left out.
    volume : float or None
        Its output: figures are compared per unit of it where the firm states its own too.
    title : Title or None
        Its name, a text is taken for both languages; the key where there is none.
    currency : str or None
        The currency of its money, where it is stated; it must be that of the analysis.

    Raises
    ------
    InvalidInputError
        If a figure is negative or not finite, an activity comes twice, or the volume is not above
        0.

    Examples
    --------
    >>> Competitor("rival", costs={"plant": 350, "repair": None}, values={"plant": 600})
    Competitor(key='rival', costs=1, times=0, values=1)
    """

    key: str
    costs: tuple[CompetitorFigure, ...] = attrs.field(default=(), converter=_figures, kw_only=True)
    times: tuple[CompetitorFigure, ...] = attrs.field(default=(), converter=_figures, kw_only=True)
    values: tuple[CompetitorFigure, ...] = attrs.field(default=(), converter=_figures, kw_only=True)
    volume: float | None = attrs.field(default=None, kw_only=True)
    title: Title | None = attrs.field(default=None, converter=as_title, kw_only=True)
    currency: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_key("key of a competitor", self.key)
        for what in ("costs", "times", "values"):
            figures: tuple[CompetitorFigure, ...] = getattr(self, what)
            refuse_doubles(f"{what} of {self.key}", [figure.key for figure in figures])
        if self.volume is not None:
            check_volume(f"volume of {self.key}", self.volume)

    @property
    def name(self) -> Title:
        """The title, or the key in both languages."""
        return self.title or Title(self.key, isolate(self.key))

    def figures(self, measure: ActivityMeasure, /) -> dict[str, float]:
        """Give what is known of one measure.

        Parameters
        ----------
        measure : {"cost", "time", "value"}
            The measure.

        Returns
        -------
        dict of str to float
            Amounts by activity.
        """
        told = {"cost": self.costs, "time": self.times, "value": self.values}[measure]
        return {figure.key: figure.amount for figure in told}

    def only(self, activities: Iterable[str], /) -> "Competitor":
        """Keep the figures of some activities.

        Parameters
        ----------
        activities : iterable of str
            Their keys.

        Returns
        -------
        Competitor
            The same competitor with these figures.
        """
        kept = frozenset(activities)
        costs, times, values = (
            [figure for figure in figures if figure.key in kept]
            for figures in (self.costs, self.times, self.values)
        )
        return attrs.evolve(self, costs=costs, times=times, values=values)

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "costs": len(self.costs),
            "times": len(self.times),
            "values": len(self.values),
        }
