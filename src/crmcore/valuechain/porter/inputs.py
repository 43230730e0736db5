"""What an analysis of a value chain starts from: activities, links, competitors, checked."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, get_args

import attrs

from crmcore._checks import one_of
from crmcore._keyed import Keyed, known, refuse_doubles
from crmcore._text import Title
from crmcore.currencies import currency_code, require_same_unit
from crmcore.errors import InvalidInputError
from crmcore.valuechain.porter._records import read_values
from crmcore.valuechain.porter.activities import Activity, check_volume
from crmcore.valuechain.porter.competitors import Competitor
from crmcore.valuechain.porter.links import ActivityLink
from crmcore.valuechain.porter.measures import ActivityMeasure, EffortUnit

__all__ = ["PorterInputs"]

_Activities: TypeAlias = "Iterable[Activity | Mapping[str, Any]]"
_Links: TypeAlias = "Iterable[ActivityLink | Mapping[str, Any] | tuple[Any, ...]]"
_Competitors: TypeAlias = "Iterable[Competitor | Mapping[str, Any]]"


def _read_activities(values: _Activities) -> tuple[Activity, ...]:
    return read_values("activities", [Activity], values)


def _read_links(values: _Links) -> tuple[ActivityLink, ...]:
    return read_values("links", [ActivityLink], values)


def _read_competitors(values: _Competitors) -> tuple[Competitor, ...]:
    return read_values("competitors", [Competitor], values)


@attrs.frozen(repr=False)
class PorterInputs(Keyed[Activity]):
    """The activities of a firm, how they bear on one another, and who else performs them.

    Attributes
    ----------
    activities : tuple of Activity
        What the firm does; mappings with the names of the fields are taken.
    links : tuple of ActivityLink
        How they bear on one another; ``(source, target)`` and ``(source, target, strength)`` are
        taken.
    competitors : tuple of Competitor
        What is known of others.
    currency : str
        The currency of all money, a code or a name.
    time_unit : str
        The unit of all times, of `TIME_UNITS`.
    volume : float or None
        Output of the firm, where figures are to be compared with competitors per unit of it.

    Raises
    ------
    InvalidInputError
        If there is no activity, a key or a link comes twice, money is in another currency, or
        only some volumes are stated; a key that no activity has is an UnknownKeyError.
    """

    activities: tuple[Activity, ...] = attrs.field(converter=_read_activities)
    links: tuple[ActivityLink, ...] = attrs.field(default=(), converter=_read_links)
    competitors: tuple[Competitor, ...] = attrs.field(
        default=(), converter=_read_competitors, kw_only=True
    )
    currency: str = attrs.field(converter=currency_code, kw_only=True)
    time_unit: EffortUnit = attrs.field(
        default="hour", validator=one_of(*get_args(EffortUnit)), kw_only=True
    )
    volume: float | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.activities:
            msg = "activities must hold at least one activity, got none"
            raise InvalidInputError(msg)
        refuse_doubles("keys of activities", [activity.key for activity in self.activities])
        for activity in self.activities:
            require_same_unit(self.currency, activity.currency, name=f"currency of {activity.key}")
        self._check_links()
        self._check_competitors()

    def _check_links(self) -> None:
        keys = self._by_key()
        for link in self.links:
            known(f"source of {link.words}", link.source, keys)
            known(f"target of {link.words}", link.target, keys)
        refuse_doubles("links", [link.words for link in self.links])

    def _check_competitors(self) -> None:
        refuse_doubles("keys of competitors", [each.key for each in self.competitors])
        if self.volume is not None:
            check_volume("volume", self.volume)
        keys = self._by_key()
        for each in self.competitors:
            require_same_unit(self.currency, each.currency, name=f"currency of {each.key}")
            for measure in get_args(ActivityMeasure):
                for key in each.figures(measure):
                    known(f"{measure} of {each.key}", key, keys)
            if (each.volume is None) != (self.volume is None):
                msg = (
                    "volume must be told of the firm and of all competitors or of none, "
                    f"got {self.volume!r} and {each.volume!r} for {each.key}"
                )
                raise InvalidInputError(msg)

    def _by_key(self) -> dict[str, Activity]:
        return {activity.key: activity for activity in self.activities}

    @property
    def units(self) -> tuple[str, ...]:
        """The business units that activities name, in the order in which they come first."""
        return tuple(dict.fromkeys(each.unit for each in self.activities if each.unit is not None))

    @property
    def titles(self) -> dict[str, Title]:
        """The names of the activities by key."""
        return {activity.key: activity.name for activity in self.activities}

    def figures(self, measure: ActivityMeasure, /) -> dict[str, float]:
        """Give the known figures of one measure.

        Parameters
        ----------
        measure : {"cost", "time", "value"}
            The measure.

        Returns
        -------
        dict of str to float
            Amounts by activity, in the order of the activities.
        """
        told = {activity.key: activity.figure(measure) for activity in self.activities}
        return {key: amount for key, amount in told.items() if amount is not None}

    def influence(self, measure: ActivityMeasure | None = None, /) -> dict[str, list[str]]:
        """Give the graph of influence.

        Parameters
        ----------
        measure : {"cost", "time", "value"} or None
            Which improvements the links must pass on; None takes all links.

        Returns
        -------
        dict of str to list of str
            For every activity those on which it bears directly.
        """
        graph: dict[str, list[str]] = {activity.key: [] for activity in self.activities}
        for link in self.links:
            if link.passes(measure):
                graph[link.source].append(link.target)
        return graph

    def _facts(self) -> dict[str, object]:
        return {
            "activities": len(self.activities),
            "links": len(self.links),
            "competitors": len(self.competitors),
            "currency": self.currency,
        }
