"""From the gaps of an assessment to what to mend first, and a road map in dependency order."""

from collections.abc import Mapping, Sequence

import attrs

from crmcore._display import Value
from crmcore._keyed import known
from crmcore.errors import InvalidInputError
from crmcore.valuechain.assessing.comparison import Comparison
from crmcore.valuechain.framework import Framework
from crmcore.valuechain.planning.graphs import closure
from crmcore.valuechain.planning.priorities import Priorities, Priority, priorities
from crmcore.valuechain.planning.roadmap import RoadMap, Step, road_map

__all__ = ["ImprovementPlan", "plan_improvement"]


@attrs.frozen(kw_only=True, repr=False)
class ImprovementPlan(Value):
    """What to mend: how urgent each gap is, and in which order the gaps can be closed.

    Attributes
    ----------
    priorities : Priorities
        Every element without parts by gap times importance by effort, each for itself; those
        without a gap, or whose gap is not known, with the reason.
    road_map : RoadMap
        The gaps to close, each after those on which its element rests.
    """

    priorities: Priorities
    road_map: RoadMap

    def _facts(self) -> dict[str, object]:
        return {
            "first": tuple(row.key for row in self.priorities.ranked if row.rank == 1),
            "steps": tuple(planned.step.key for planned in self.road_map),
            "unranked": tuple(row.key for row in self.priorities.unranked),
        }


def plan_improvement(
    comparison: Comparison,
    framework: Framework,
    /,
    *,
    importance: float | Mapping[str, float] = 1.0,
    effort: float | Mapping[str, float] = 1.0,
    capacity: float | None = None,
) -> ImprovementPlan:
    """Plan how to close the gaps between an assessment and its target.

    Parameters
    ----------
    comparison : Comparison
        The assessment against a target.
    framework : Framework
        The framework by which it was made, which knows what rests on what.
    importance : float or mapping of str to float, default 1
        How much each element matters, >= 0; one number for all, or one by element, 1 for those
        that it does not name.
    effort : float or mapping of str to float, default 1
        What it takes to close the gap of each element, > 0, in any one unit; as for `importance`.
    capacity : float or None
        The effort that one period has room for; without it the gaps are closed one after the
        other.

    Returns
    -------
    ImprovementPlan
        Priorities and road map. An element with parts is mended by its parts, so only elements
        without parts are planned.

    Raises
    ------
    InvalidInputError
        If the framework is another one, a number is out of range, or what rests on one another
        runs in a circle; an unknown element is an UnknownKeyError.

    Notes
    -----
    A gap rests on the gaps of all elements on which its element rests, directly or through others
    that have no gap; a part rests on what its whole rests on.

    Examples
    --------
    >>> from crmcore.valuechain import Rating, compare, frameworks
    >>> steps = frameworks["swift_integration"]
    >>> now = steps.assess([Rating(key, 2) for key in steps.practices], as_of="2024-06-30")
    >>> plan = plan_improvement(
    ...     compare(now, target=4), steps, effort={"interact": 3, "connect": 1}, capacity=4
    ... )
    >>> plan
    ImprovementPlan(first=('connect', 'know', 'relate'), steps=('interact', ...), unranked=())
    """
    if comparison.framework != framework.key:
        msg = (
            f"framework must be {comparison.framework}, by which was assessed, got {framework.key}"
        )
        raise InvalidInputError(msg)
    rows = [row for row in comparison if not framework.parts(row.element)]
    gaps = {row.element: row.gap for row in rows}
    matters, takes = (
        _by_element(name, numbers, gaps)
        for name, numbers in (("importance", importance), ("effort", effort))
    )
    ranked = priorities(
        gaps, importance=matters, effort=takes, titles={row.element: row.title for row in rows}
    )
    steps = _steps(ranked.ranked, _links(framework))
    return ImprovementPlan(priorities=ranked, road_map=road_map(steps, capacity=capacity))


def _steps(gaps: Sequence[Priority], links: Mapping[str, Sequence[str]]) -> list[Step]:
    keys = {row.key for row in gaps}
    return [
        Step(
            key=row.key,
            title=row.title,
            worth=(row.gap or 0.0) * row.importance,
            effort=row.effort,
            rests_on=sorted((closure(links, [row.key]) - {row.key}) & keys),
        )
        for row in gaps
    ]


def _by_element(
    name: str, numbers: float | Mapping[str, float], keys: Mapping[str, object]
) -> dict[str, float]:
    if not isinstance(numbers, Mapping):
        return dict.fromkeys(keys, numbers)
    given = {known(name, key, keys): number for key, number in numbers.items()}
    return {key: given.get(key, 1.0) for key in keys}


def _links(framework: Framework) -> dict[str, list[str]]:
    links: dict[str, list[str]] = {}
    for element in framework:
        links[element.key] = [part.key for part in framework.parts(element.key)]
        whole = element
        while True:
            links[element.key] += whole.rests_on
            if whole.within is None:
                break
            whole = framework[whole.within]
    return links
