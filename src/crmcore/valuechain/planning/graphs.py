"""Directed graphs by key: what points to what, in which order, and where it runs in a circle."""

import heapq
from collections import deque
from collections.abc import Collection, Iterable, Mapping

from crmcore._keyed import known
from crmcore.errors import InvalidInputError

__all__ = ["closure", "cycles", "dependency_order", "strong_components"]


def strong_components(links: Mapping[str, Collection[str]], /) -> tuple[tuple[str, ...], ...]:
    """Group the nodes of a graph: two are together where each can be reached from the other.

    Parameters
    ----------
    links : mapping of str to collection of str
        Every node, and the nodes to which it points. Order and doubles within one collection do
        not count; a bare str is one node.

    Returns
    -------
    tuple of tuple of str
        Every node once. A group comes after all groups to which its members point, so with
        "rests on" as links the foundations come first; where that leaves a choice, the group
        whose first member stands first in `links`. Within a group the order is that of `links`.

    Raises
    ------
    UnknownKeyError
        If a link points to what is not a node.

    References
    ----------
    .. [1] Sharir (1981), Computers & Mathematics with Applications 7(1), 67-72 (two searches, the
       second one backwards).

    Examples
    --------
    >>> strong_components({"sell": ["plan", "serve"], "serve": ["sell"], "plan": []})
    (('plan',), ('sell', 'serve'))
    """
    return _components(_tidy(links, "links"))


def cycles(links: Mapping[str, Collection[str]], /) -> tuple[tuple[str, ...], ...]:
    """Find where a graph runs in a circle.

    Parameters
    ----------
    links : mapping of str to collection of str
        Every node, and the nodes to which it points.

    Returns
    -------
    tuple of tuple of str
        For each group of `strong_components` that has a circle in it, a shortest one through its
        first member: each node points to the next, and the last is the first again. Empty where
        there is none; in the order of their first nodes.

    Raises
    ------
    UnknownKeyError
        If a link points to what is not a node.

    Examples
    --------
    >>> cycles({"sell": ["plan", "serve"], "serve": ["sell"], "plan": []})
    (('sell', 'serve', 'sell'),)
    """
    tidy = _tidy(links, "links")
    return _circles(tidy, _components(tidy))


def dependency_order(
    rests_on: Mapping[str, Collection[str]], /, *, name: str = "rests_on"
) -> tuple[str, ...]:
    """Put nodes in an order in which each comes after all on which it rests.

    Parameters
    ----------
    rests_on : mapping of str to collection of str
        Every node, and the nodes on which it rests.
    name : str, default "rests_on"
        What the links are, for messages.

    Returns
    -------
    tuple of str
        Every node once; of those that may come next, the one that stands first in `rests_on`.

    Raises
    ------
    InvalidInputError
        If nodes rest on one another in a circle, which the message walks round; a link to what is
        not a node is an UnknownKeyError.

    Examples
    --------
    >>> dependency_order({"roof": ["walls"], "garden": [], "walls": ["floor"], "floor": []})
    ('garden', 'floor', 'walls', 'roof')
    >>> dependency_order({"hen": ["egg"], "egg": ["hen"]})
    Traceback (most recent call last):
    crmcore.errors.InvalidInputError: rests_on must not run in a circle, got hen -> egg -> hen
    """
    tidy = _tidy(rests_on, name)
    components = _components(tidy)
    circles = _circles(tidy, components)
    if circles:
        first, *others = circles
        more = f" (and {len(others)} more circles)" if others else ""
        msg = f"{name} must not run in a circle, got {' -> '.join(first)}{more}"
        raise InvalidInputError(msg)
    return tuple(key for group in components for key in group)


def closure(rests_on: Mapping[str, Collection[str]], keys: Collection[str], /) -> frozenset[str]:
    """Gather nodes and all on which they rest, directly or through others.

    Parameters
    ----------
    rests_on : mapping of str to collection of str
        Every node, and the nodes on which it rests; circles are allowed.
    keys : collection of str
        Where to start; a bare str is one node.

    Returns
    -------
    frozenset of str
        `keys` and all on which they rest.

    Raises
    ------
    UnknownKeyError
        If a key or a link names what is not a node.

    Examples
    --------
    >>> sorted(closure({"roof": ["walls"], "garden": [], "walls": ["floor"], "floor": []}, "roof"))
    ['floor', 'roof', 'walls']
    """
    tidy = _tidy(rests_on, "rests_on")
    seen: set[str] = set()
    for key in _texts(keys):
        _visit(tidy, known("keys", key, tidy), seen)
    return frozenset(seen)


def _texts(keys: Iterable[str]) -> Iterable[str]:
    return (keys,) if isinstance(keys, str) else keys


def _tidy(links: Mapping[str, Collection[str]], name: str) -> dict[str, list[str]]:
    place = {key: i for i, key in enumerate(links)}
    tidy: dict[str, list[str]] = {}
    for key, others in links.items():
        targets = {known(f"{name} of {key}", other, place) for other in _texts(others)}
        tidy[key] = sorted(targets, key=place.__getitem__)
    return tidy


def _visit(links: Mapping[str, list[str]], start: str, seen: set[str]) -> list[str]:
    # depth first over what was not seen yet; a node stands after all that it led to
    finished: list[str] = []
    if start in seen:
        return finished
    seen.add(start)
    path = [(start, iter(links[start]))]
    while path:
        node, ahead = path[-1]
        following = next((other for other in ahead if other not in seen), None)
        if following is None:
            finished.append(node)
            path.pop()
        else:
            seen.add(following)
            path.append((following, iter(links[following])))
    return finished


def _components(links: Mapping[str, list[str]]) -> tuple[tuple[str, ...], ...]:
    seen: set[str] = set()
    finished = [node for start in links for node in _visit(links, start, seen)]
    back: dict[str, list[str]] = {node: [] for node in links}
    for node, others in links.items():
        for other in others:
            back[other].append(node)
    seen = set()
    place = {key: i for i, key in enumerate(links)}
    found = (_visit(back, node, seen) for node in reversed(finished))
    groups = sorted(sorted(place[node] for node in group) for group in found if group)
    nodes = list(links)
    return _foundations_first(links, [tuple(nodes[i] for i in group) for group in groups])


def _foundations_first(
    links: Mapping[str, list[str]], groups: list[tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    group_of = {node: i for i, group in enumerate(groups) for node in group}
    needs = [
        {group_of[other] for node in group for other in links[node]} - {i}
        for i, group in enumerate(groups)
    ]
    users: list[list[int]] = [[] for _ in groups]
    for i, needed in enumerate(needs):
        for other in needed:
            users[other].append(i)
    open_needs = [len(needed) for needed in needs]
    ready = [i for i, count in enumerate(open_needs) if not count]
    order: list[tuple[str, ...]] = []
    while ready:
        done = heapq.heappop(ready)
        order.append(groups[done])
        for user in users[done]:
            open_needs[user] -= 1
            if not open_needs[user]:
                heapq.heappush(ready, user)
    return tuple(order)


def _circles(
    links: Mapping[str, list[str]], components: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], ...]:
    place = {key: i for i, key in enumerate(links)}
    starts = [start for start, *others in map(list, components) if others or start in links[start]]
    return tuple(_circle(links, start) for start in sorted(starts, key=place.__getitem__))


def _circle(links: Mapping[str, list[str]], start: str) -> tuple[str, ...]:
    came_from: dict[str, str] = {}
    ahead = deque([start])
    while start not in came_from:
        node = ahead.popleft()
        for other in links[node]:
            if other not in came_from:
                came_from[other] = node
                ahead.append(other)
    walk = [start, came_from[start]]
    while walk[-1] != start:
        walk.append(came_from[walk[-1]])
    return tuple(reversed(walk))
