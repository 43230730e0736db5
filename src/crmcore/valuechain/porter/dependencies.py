"""How activities depend on one another: order of influence, loops, what an improvement reaches."""

import math
from typing import Final

import attrs

from crmcore._checks import choice, number_above
from crmcore._display import Value
from crmcore._keyed import Keyed, known
from crmcore._text import Title, fill, join_titles
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.planning.graphs import closure, cycles, strong_components
from crmcore.valuechain.porter._spread import spread, unknown_strength
from crmcore.valuechain.porter._words import figure, path
from crmcore.valuechain.porter.inputs import PorterInputs
from crmcore.valuechain.porter.links import ActivityLink
from crmcore.valuechain.porter.measures import ACTIVITY_MEASURES, ActivityMeasure, unit_of

__all__ = ["ActivityEffect", "DependencyGraph", "Reach", "dependencies", "reach"]

_EFFECT: Final = Title("Effect on {name}", "اثر بر {name}")
_ORDER: Final = Title("order of influence: {order}", "ترتیب اثرگذاری: {order}")
_LOOPS: Final = Title("{order}; loops: {loops}", "{order}؛ حلقه‌ها: {loops}")
_UNLINKED: Final = Title(
    "no link between activities is told", "هیچ پیوندی میان فعالیت‌ها گفته نشده است"
)
_REACHES: Final = Title(
    "an improvement of {name} reaches {others}", "بهبود {name} به این فعالیت‌ها می‌رسد: {others}"
)
_REACHES_NONE: Final = Title(
    "an improvement of {name} reaches no other activity", "بهبود {name} به فعالیت دیگری نمی‌رسد"
)


@attrs.frozen(kw_only=True, repr=False)
class DependencyGraph(Value):
    """The activities as a graph: from each to those on which it bears.

    Attributes
    ----------
    activities : tuple of str
        The nodes, in the order given.
    links : tuple of ActivityLink
        The edges.
    order : tuple of tuple of str
        The order of influence: each activity after all that bear on it. Activities that reach one
        another stand together in a group; where there is no loop every group is of one.
    cycles : tuple of tuple of str
        For each such group a shortest loop through its first member, which is named again at the
        end; empty where there is none.
    across_units : tuple of ActivityLink
        The links between activities of two business units.
    summary : Title
        The order in words.
    """

    activities: tuple[str, ...]
    links: tuple[ActivityLink, ...]
    order: tuple[tuple[str, ...], ...]
    cycles: tuple[tuple[str, ...], ...]
    across_units: tuple[ActivityLink, ...]
    summary: Title

    @property
    def rests_on(self) -> dict[str, tuple[str, ...]]:
        """Those that bear on each activity, as `dependency_graph` of the figures takes them."""
        return {
            key: tuple(link.source for link in self.links if link.target == key)
            for key in self.activities
        }

    def _facts(self) -> dict[str, object]:
        return {
            "activities": len(self.activities),
            "links": len(self.links),
            "order": self.order,
            "cycles": self.cycles,
        }


@attrs.frozen(kw_only=True, repr=False)
class ActivityEffect(Value):
    """What an improvement brings in one activity.

    Attributes
    ----------
    activity : str
        Its key.
    effect : Measurement
        The whole effect, in the unit of the improvement, the direct one included; undefined where
        the strength of a link on the way is not told, or a loop has no sum.
    """

    activity: str
    effect: Measurement

    def _facts(self) -> dict[str, object]:
        return {"activity": self.activity, "effect": self.effect.value}


@attrs.frozen(kw_only=True, repr=False)
class Reach(Keyed[ActivityEffect]):
    """Which activities an improvement of one reaches; gives an effect by activity.

    Attributes
    ----------
    source : str
        The activity that is improved.
    improvement : float
        By how much.
    measure : {"cost", "time", "value"} or None
        In what; None counts every link, whatever it carries.
    activities : tuple of str
        All others that it reaches, directly or through others, in the order of the analysis.
    returns : bool
        Whether it comes back to the activity itself, by a loop.
    effects : tuple of ActivityEffect
        The activity itself and all that are reached.
    summary : Title
        What is reached, in words.
    """

    source: str
    improvement: float
    measure: ActivityMeasure | None
    activities: tuple[str, ...]
    returns: bool
    effects: tuple[ActivityEffect, ...]
    summary: Title

    def _by_key(self) -> dict[str, ActivityEffect]:
        return {effect.activity: effect for effect in self.effects}

    def _facts(self) -> dict[str, object]:
        effects = {row.activity: row.effect.value for row in self.effects}
        return {"source": self.source, "activities": self.activities, "effects": effects}


def dependencies(chain: PorterInputs, /) -> DependencyGraph:
    """Order the activities by influence and find the loops.

    Parameters
    ----------
    chain : PorterInputs
        The activities and their links.

    Returns
    -------
    DependencyGraph
        The graph.
    """
    graph = chain.influence()
    bearing: dict[str, list[str]] = {key: [] for key in graph}
    for source, targets in graph.items():
        for target in targets:
            bearing[target].append(source)
    order = strong_components(bearing)
    found = cycles(graph)
    unit = {activity.key: activity.unit for activity in chain}
    return DependencyGraph(
        activities=tuple(graph),
        links=chain.links,
        order=order,
        cycles=found,
        across_units=tuple(link for link in chain.links if unit[link.source] != unit[link.target]),
        summary=_summary(chain, order, found),
    )


def _summary(
    chain: PorterInputs, order: tuple[tuple[str, ...], ...], found: tuple[tuple[str, ...], ...]
) -> Title:
    if not chain.links:
        return _UNLINKED
    groups = [[chain[key].name for key in group] for group in order]
    words = [
        Title(" + ".join(n.en for n in group), " + ".join(n.fa for n in group)) for group in groups
    ]
    line = fill(_ORDER, order=path(words))
    if not found:
        return line
    loops = join_titles((path([chain[key].name for key in loop]) for loop in found), mark=";")
    return fill(_LOOPS, order=line, loops=loops)


def reach(
    chain: PorterInputs, key: str, /, *, improvement: float, measure: ActivityMeasure | None
) -> Reach:
    """Follow an improvement of one activity along the links.

    Parameters
    ----------
    chain : PorterInputs
        The activities and their links.
    key : str
        The activity that is improved.
    improvement : float
        By how much.
    measure : {"cost", "time", "value"} or None
        In what; None counts every link.

    Returns
    -------
    Reach
        What is reached, and by how much.

    Raises
    ------
    InvalidInputError
        If the improvement is not finite or the measure is none; an unknown key is an
        UnknownKeyError.
    """
    known("key", key, chain.influence())
    number_above("improvement", improvement, -math.inf)
    choice("measure", measure, (*ACTIVITY_MEASURES, None))
    graph = chain.influence(measure)
    reached = closure(graph, [key])
    others = tuple(each for each in graph if each in reached and each != key)
    effects = _effects(chain, key, improvement, measure)
    names = join_titles(chain[each].name for each in others)
    return Reach(
        source=key,
        improvement=improvement,
        measure=measure,
        activities=others,
        returns=any(key in graph[each] for each in reached),
        effects=tuple(
            _effect(chain, each, effects[each], measure) for each in graph if each in reached
        ),
        summary=fill(_REACHES if others else _REACHES_NONE, name=chain[key].name, others=names),
    )


def _effect(
    chain: PorterInputs, key: str, effect: float | Title, measure: ActivityMeasure | None
) -> ActivityEffect:
    measured = figure(
        f"effect_on_{key}",
        fill(_EFFECT, name=chain[key].name),
        effect,
        unit="ratio" if measure is None else unit_of(measure, chain.time_unit),
        currency=chain.currency if measure in {"cost", "value"} else None,
    )
    return ActivityEffect(activity=key, effect=measured)


def _effects(
    chain: PorterInputs, key: str, improvement: float, measure: ActivityMeasure | None
) -> dict[str, float | Title]:
    links = [link for link in chain.links if link.passes(measure)]
    graph = chain.influence(measure)
    found = spread({key: improvement}, links, {each.key: each for each in chain})
    effects: dict[str, float | Title] = {}
    if isinstance(found, Title):
        effects.update(dict.fromkeys(graph, found))
    else:
        effects.update(found)
    reached = closure(graph, [key])
    for link in links:
        if link.strength is None and link.source in reached:
            reason = unknown_strength(chain[link.source], chain[link.target])
            effects.update(dict.fromkeys(closure(graph, [link.target]), reason))
    return effects
