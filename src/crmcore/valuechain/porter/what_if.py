"""What a change of cost, time, value or linkage does to margin, shares and rank."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias, get_args

import attrs

from crmcore._display import Value
from crmcore._keyed import Catalogue, known, refuse_doubles
from crmcore._text import Title, amount, fill, join_titles
from crmcore.currencies import money_title
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.valuechain.porter._records import read_values
from crmcore.valuechain.porter._spread import spread, unknown_strength
from crmcore.valuechain.porter.activities import Activity
from crmcore.valuechain.porter.changes import ActivityChange
from crmcore.valuechain.porter.efficiency import Efficiency, efficiency
from crmcore.valuechain.porter.inputs import PorterInputs
from crmcore.valuechain.porter.links import ActivityLink, LinkChange
from crmcore.valuechain.porter.margins import Margins, margins
from crmcore.valuechain.porter.measures import ACTIVITY_MEASURES, TIME_UNITS, ActivityMeasure
from crmcore.valuechain.porter.positions import RelativePosition, relative_position

__all__ = ["FigureChange", "PorterState", "WhatIf", "what_if"]

ChangeOfChain: TypeAlias = ActivityChange | LinkChange

_MEASURES: Final[tuple[ActivityMeasure, ...]] = get_args(ActivityMeasure)
_SLACK: Final = 1e-12
_UNTOLD: Final = Title(
    "{name} is reached, but its {what} is not told",
    "اثر به {name} می‌رسد، اما {what} آن گفته نشده است",
)
_MARGIN: Final = Title(
    "margin changes by {change}, from {before} to {after}",
    "حاشیه سود به اندازه {change} تغییر می‌کند، از {before} به {after}",
)
_MARGIN_ONLY: Final = Title(
    "margin changes by {change}", "حاشیه سود به اندازه {change} تغییر می‌کند"
)
_TIME: Final = Title(
    "time changes by {change} {unit}", "زمان به اندازه {change} {unit} تغییر می‌کند"
)
_RANK: Final = Title(
    "rank by {what} goes from {before} to {after} of {of}",
    "رتبه از نظر {what} از {before} به {after} از {of} می‌رسد",
)
_SAME_RANK: Final = Title(
    "rank by {what} stays {before} of {of}", "رتبه از نظر {what} همچنان {before} از {of} است"
)
_LEFT_OUT: Final = Title("not counted: {names}", "به حساب نیامده: {names}")


@attrs.frozen(kw_only=True, repr=False)
class FigureChange(Value):
    """One figure of one activity before and after.

    Attributes
    ----------
    activity : str
        Its key.
    measure : {"cost", "time", "value"}
        Which figure.
    before, after : float
        Money or time.
    direct : float
        What was changed at the activity itself.
    through_links : float
        What the links brought on top of that.
    """

    activity: str
    measure: ActivityMeasure
    before: float
    after: float
    direct: float
    through_links: float

    def _facts(self) -> dict[str, object]:
        return {
            "activity": self.activity,
            "measure": self.measure,
            "before": self.before,
            "after": self.after,
        }


@attrs.frozen(kw_only=True, repr=False)
class PorterState(Value):
    """Margin, shares and position of a chain as it is or would be.

    Attributes
    ----------
    margins : Margins
        Value less cost.
    efficiency : Efficiency
        Shares of cost, time and value.
    positions : tuple of RelativePosition
        The position among competitors by cost, by time and by value.
    """

    margins: Margins
    efficiency: Efficiency
    positions: tuple[RelativePosition, ...]

    def position(self, measure: ActivityMeasure, /) -> RelativePosition:
        """Give the position by one measure.

        Parameters
        ----------
        measure : {"cost", "time", "value"}
            The measure.

        Returns
        -------
        RelativePosition
            The position.

        Raises
        ------
        UnknownKeyError
            If there is no such measure.
        """
        return Catalogue("measure", [(each.measure, each) for each in self.positions])[measure]

    def _facts(self) -> dict[str, object]:
        ranks = {each.measure: each.rank for each in self.positions}
        return {"margin": self.margins.total.margin.value, "ranks": ranks}


@attrs.frozen(kw_only=True, repr=False)
class WhatIf(Value):
    """A chain before and after some changes.

    Attributes
    ----------
    before, after : PorterState
        Margin, shares and position.
    changes : tuple of FigureChange
        Every figure that changes, with what came through links.
    margin_change : float
        Money by which the margin rises; known also where the margin itself is not.
    time_change : float
        Time added, in the unit of the analysis; below 0 saves.
    activities : tuple of Activity
        The activities as they would be.
    links : tuple of ActivityLink
        The links as they would be.
    uncounted : tuple of Title
        Effects that reach further but cannot be told, and why; empty where all is counted.
    summary : Title
        The changes in words.
    """

    before: PorterState
    after: PorterState
    changes: tuple[FigureChange, ...]
    margin_change: float
    time_change: float
    activities: tuple[Activity, ...]
    links: tuple[ActivityLink, ...]
    uncounted: tuple[Title, ...]
    summary: Title

    def _facts(self) -> dict[str, object]:
        return {
            "margin_change": self.margin_change,
            "time_change": self.time_change,
            "before": self.before.margins.total.margin.value,
            "after": self.after.margins.total.margin.value,
            "changes": len(self.changes),
        }


def what_if(chain: PorterInputs, changes: Iterable[ChangeOfChain], /) -> WhatIf:
    """Try changes.

    Parameters
    ----------
    chain : PorterInputs
        The chain as it is.
    changes : iterable of ActivityChange or LinkChange
        What is changed, all at once; links pass changes on as they are after their own change.

    Returns
    -------
    WhatIf
        The chain before and after.

    Raises
    ------
    InvalidInputError
        If a figure is not told or would fall below 0, or a link that is not there is cut; a key
        that no activity has is an UnknownKeyError.
    UndefinedMetricError
        If links pass a change round a loop whose turns do not die out.
    """
    kinds: tuple[type[ChangeOfChain], ...] = (ActivityChange, LinkChange)
    rows = read_values("changes", kinds, changes)
    links = _relinked(chain, [row for row in rows if isinstance(row, LinkChange)])
    direct = _direct(chain, [row for row in rows if isinstance(row, ActivityChange)])
    found = {measure: _follow(chain, measure, direct[measure], links) for measure in _MEASURES}
    figures = tuple(row for measure in _MEASURES for row in found[measure].figures)
    changed = attrs.evolve(chain, activities=_changed(chain, figures), links=links)
    before, after = _state(chain), _state(changed)
    margin = math.fsum([*found["value"].added(), *(-by for by in found["cost"].added())])
    time = math.fsum(found["time"].added())
    gaps = tuple(dict.fromkeys(gap for each in found.values() for gap in each.gaps))
    lines = [
        _margin_words(before, after, margin, chain.currency),
        *([fill(_TIME, change=amount(time), unit=TIME_UNITS[chain.time_unit])] if time else []),
        *(_rank_words(before.position(it), after.position(it)) for it in _ranked(before)),
        *([fill(_LEFT_OUT, names=join_titles(gaps))] if gaps else []),
    ]
    return WhatIf(
        before=before,
        after=after,
        changes=figures,
        margin_change=margin,
        time_change=time,
        activities=changed.activities,
        links=links,
        uncounted=gaps,
        summary=join_titles(lines, mark=";"),
    )


@attrs.frozen(kw_only=True)
class _Followed:
    """What becomes of the figures of one measure."""

    figures: tuple[FigureChange, ...]
    gaps: tuple[Title, ...]

    def added(self) -> list[float]:
        return [it for row in self.figures for it in (row.direct, row.through_links)]


def _relinked(chain: PorterInputs, changes: Sequence[LinkChange]) -> tuple[ActivityLink, ...]:
    keys = [activity.key for activity in chain]
    held = {(link.source, link.target): link for link in chain.links}
    refuse_doubles("changes of links", [f"{it.source} → {it.target}" for it in changes])
    for change in changes:
        ends = (
            known("source of a change", change.source, keys),
            known("target of a change", change.target, keys),
        )
        if change.strength:
            link = held.get(ends, ActivityLink(*ends))
            held[ends] = attrs.evolve(link, strength=change.strength)
        elif held.pop(ends, None) is None:
            msg = f"strength of {' → '.join(ends)} must not be 0: there is no such link to cut"
            raise InvalidInputError(msg)
    return tuple(held.values())


def _direct(
    chain: PorterInputs, changes: Sequence[ActivityChange]
) -> dict[ActivityMeasure, dict[str, float]]:
    held = {activity.key: activity for activity in chain}
    direct: dict[ActivityMeasure, dict[str, float]] = {measure: {} for measure in _MEASURES}
    for change in changes:
        activity = held[known("activity of a change", change.activity, held)]
        for measure in _MEASURES:
            by = change.added(measure, activity)
            if by:
                sums = direct[measure]
                sums[activity.key] = sums.get(activity.key, 0.0) + by
    return direct


def _follow(
    chain: PorterInputs,
    measure: ActivityMeasure,
    direct: Mapping[str, float],
    links: Sequence[ActivityLink],
) -> _Followed:
    passing = [link for link in links if link.passes(measure)]
    effects = spread(direct, passing, {each.key: each for each in chain})
    if isinstance(effects, Title):
        raise UndefinedMetricError(effects)
    gaps = [
        unknown_strength(chain[link.source], chain[link.target])
        for link in passing
        if link.strength is None and effects.get(link.source)
    ]
    figures: list[FigureChange] = []
    for key, effect in effects.items():
        activity = chain[key]
        if activity.figure(measure) is None:
            gaps.append(fill(_UNTOLD, name=activity.name, what=ACTIVITY_MEASURES[measure]))
        elif effect or direct.get(key):
            figures.append(_figure(activity, measure, direct.get(key, 0.0), effect))
    return _Followed(figures=tuple(figures), gaps=tuple(gaps))


def _figure(
    activity: Activity, measure: ActivityMeasure, direct: float, effect: float
) -> FigureChange:
    before = activity.figure(measure) or 0.0
    after = before + effect
    if abs(after) <= _SLACK * before:
        after = 0.0
    if after < 0:
        msg = (
            f"{measure} of {activity.key} must not fall below 0, got {before!r} changed by "
            f"{direct!r} itself and by {effect - direct!r} through links"
        )
        raise InvalidInputError(msg)
    return FigureChange(
        activity=activity.key,
        measure=measure,
        before=before,
        after=after,
        direct=direct,
        through_links=effect - direct,
    )


def _changed(chain: PorterInputs, figures: Iterable[FigureChange]) -> tuple[Activity, ...]:
    new: dict[str, dict[str, float]] = {}
    for row in figures:
        new.setdefault(row.activity, {})[row.measure] = row.after
    return tuple(_evolved(activity, new.get(activity.key, {})) for activity in chain)


def _evolved(activity: Activity, new: Mapping[str, float]) -> Activity:
    return attrs.evolve(
        activity,
        cost=new.get("cost", activity.cost),
        time=new.get("time", activity.time),
        value=new.get("value", activity.value),
    )


def _state(chain: PorterInputs) -> PorterState:
    return PorterState(
        margins=margins(chain),
        efficiency=efficiency(chain),
        positions=tuple(relative_position(chain, measure) for measure in _MEASURES),
    )


def _margin_words(before: PorterState, after: PorterState, change: float, currency: str) -> Title:
    start, end = before.margins.total.margin, after.margins.total.margin
    told = {"change": money_title(change, currency)}
    if start.value is None or end.value is None:
        return fill(_MARGIN_ONLY, **told)
    ends = {"before": money_title(start.value, currency), "after": money_title(end.value, currency)}
    return fill(_MARGIN, **told, **ends)


def _ranked(state: PorterState) -> list[ActivityMeasure]:
    return [each.measure for each in state.positions if each.rank is not None]


def _rank_words(before: RelativePosition, after: RelativePosition) -> Title:
    words = _SAME_RANK if before.rank == after.rank else _RANK
    return fill(
        words,
        what=ACTIVITY_MEASURES[before.measure],
        before=str(before.rank),
        after=str(after.rank),
        of=str(after.of),
    )
