"""How an improvement spreads along links of known strength, loops summed as a series."""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

import numpy as np

from crmcore._text import Title, fill
from crmcore._types import FloatArray
from crmcore.valuechain.planning.graphs import closure, cycles, strong_components
from crmcore.valuechain.porter._words import path
from crmcore.valuechain.porter.activities import Activity
from crmcore.valuechain.porter.links import ActivityLink

__all__ = ["spread", "unknown_strength"]

_Pair: TypeAlias = tuple[str, str]

_BAR: Final = 1.0 - 1e-9
_GREATEST: Final = 1e150
_LOOP: Final = Title(
    "each turn of the loop {loop} adds as much as the one before or more (spectral radius "
    "{radius}, must be below 1): make one of its links weaker",
    "هر دور از حلقه {loop} دست‌کم به اندازه دور پیش می‌افزاید (شعاع طیفی {radius}، که باید کمتر از "
    "{one} باشد): یکی از پیوندهای آن را ضعیف‌تر کنید",
)
_UNKNOWN: Final = Title(
    "how strong the link from {source} to {target} is, is not told",
    "شدت پیوند {source} با {target} گفته نشده است",
)
_TOO_MUCH: Final = Title(
    "the links make the effect on {name} grow beyond all bounds",
    "پیوندها اثر بر {name} را بیش از اندازه بزرگ می‌کنند",
)


def spread(
    direct: Mapping[str, float],
    links: Iterable[ActivityLink],
    activities: Mapping[str, Activity],
    /,
) -> dict[str, float] | Title:
    r"""Follow improvements along links.

    Parameters
    ----------
    direct : mapping of str to float
        What is improved at first, by activity.
    links : iterable of ActivityLink
        The links along which it passes; those without a strength pass nothing.
    activities : mapping of str to Activity
        All activities, by key.

    Returns
    -------
    dict of str to float, or Title
        The whole effect on every activity that is reached, those of `direct` included; or the
        reason why there is none: a loop, or effects beyond all bounds.

    Notes
    -----
    :math:`T = (I - L^{\mathsf{T}})^{-1} x`, group by group of activities that reach one another,
    the sources first. The series of turns round the loops has a sum whatever the signs if the
    spectral radius of :math:`|L|` within each group is below 1.
    """
    strengths = {(each.source, each.target): each.strength for each in links if each.strength}
    graph = _graph(strengths, activities)
    reached = closure(graph, list(direct))
    graph = {key: others for key, others in graph.items() if key in reached}
    effects = {key: float(direct.get(key, 0.0)) for key in graph}
    for group in reversed(strong_components(graph)):
        failure = _settle(group, strengths, effects)
        if failure is not None:
            loop = path([activities[key].name for key in failure])
            radius = f"{_radius(_matrix(group, strengths)):.4g}"
            return fill(_LOOP, loop=loop, radius=radius, one="1")
        for source in group:
            for target in set(graph[source]).difference(group):
                effects[target] += strengths[source, target] * effects[source]
    grown = next((key for key, effect in effects.items() if not abs(effect) < _GREATEST), None)
    return effects if grown is None else fill(_TOO_MUCH, name=activities[grown].name)


def unknown_strength(source: Activity, target: Activity, /) -> Title:
    """Say that nothing can be passed along a link, as its strength is not told.

    Parameters
    ----------
    source, target : Activity
        Its ends.

    Returns
    -------
    Title
        The reason.
    """
    return fill(_UNKNOWN, source=source.name, target=target.name)


def _graph(strengths: Iterable[_Pair], keys: Iterable[str]) -> dict[str, list[str]]:
    graph: dict[str, list[str]] = {key: [] for key in keys}
    for source, target in strengths:
        graph[source].append(target)
    return graph


def _settle(
    group: tuple[str, ...], strengths: Mapping[_Pair, float], effects: dict[str, float]
) -> tuple[str, ...] | None:
    # sum the turns within a group into the effects, or give a loop that has no sum
    if len(group) == 1:
        return None
    matrix = _matrix(group, strengths)
    if _radius(matrix) >= _BAR:
        return _loop(group, matrix)
    first = np.array([effects[key] for key in group])
    with np.errstate(over="ignore", invalid="ignore"):
        whole = np.linalg.solve(np.eye(len(group)) - matrix.T, first)
    effects.update(zip(group, map(float, whole), strict=True))
    return None


def _matrix(group: tuple[str, ...], strengths: Mapping[_Pair, float]) -> FloatArray:
    return np.array([[strengths.get((s, t), 0.0) for t in group] for s in group], dtype=np.float64)


def _radius(matrix: FloatArray) -> float:
    return float(np.abs(np.linalg.eigvals(np.abs(matrix))).max())


def _loop(group: tuple[str, ...], matrix: FloatArray) -> tuple[str, ...]:
    # what is left when no weaker link can go without the radius falling below the bar
    left = matrix.copy()
    rows, columns = np.nonzero(left)
    for i in np.argsort(np.abs(left[rows, columns]), kind="stable"):
        without = left.copy()
        without[rows[i], columns[i]] = 0.0
        if _radius(without) >= _BAR:
            left = without
    rows, columns = np.nonzero(left)
    pairs = [(group[int(s)], group[int(t)]) for s, t in zip(rows, columns, strict=True)]
    return cycles(_graph(pairs, group))[0]
