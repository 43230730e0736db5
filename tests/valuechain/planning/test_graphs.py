"""Directed graphs: order, groups, circles and what lies under a node."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.valuechain.planning.graphs import closure, cycles, dependency_order, strong_components

Links = dict[str, list[str]]


@st.composite
def graphs(draw: st.DrawFn, *, acyclic: bool = False) -> Links:
    """Draw a graph of up to eight nodes whose input order says nothing of its direction."""
    n = draw(st.integers(0, 8))
    pairs = [(i, j) for i in range(n) for j in range(n) if not acyclic or j < i]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=12)) if pairs else []
    order = draw(st.permutations(range(n)))
    return {f"n{i}": [f"n{j}" for k, j in chosen if k == i] for i in order}


def reached(links: Mapping[str, list[str]], start: str) -> set[str]:
    """Follow links from a node until nothing new is found, one link or more."""
    found: set[str] = set()
    ahead = list(links[start])
    while ahead:
        node = ahead.pop()
        if node not in found:
            found.add(node)
            ahead.extend(links[node])
    return found


@pytest.mark.law
@given(graphs())
def test_components_are_the_mutual_reach(links: Links) -> None:
    """Two nodes share a group exactly where each reaches the other; every node is in one group."""
    group_of = {node: i for i, g in enumerate(strong_components(links)) for node in g}
    assert sorted(group_of) == sorted(links)
    assert sum(map(len, strong_components(links))) == len(links)
    for a in links:
        for b in links:
            mutual = a == b or (b in reached(links, a) and a in reached(links, b))
            assert (group_of[a] == group_of[b]) == mutual


@pytest.mark.law
@given(graphs())
def test_components_come_after_what_they_point_to(links: Links) -> None:
    """No group stands before one to which it points, and members keep the order of the input."""
    groups = strong_components(links)
    group_of = {node: i for i, group in enumerate(groups) for node in group}
    place = {node: i for i, node in enumerate(links)}
    assert all(group_of[b] <= group_of[a] for a, others in links.items() for b in others)
    assert all([*g] == sorted(g, key=place.__getitem__) for g in groups)


@pytest.mark.law
@given(graphs())
def test_cycles_can_be_walked(links: Links) -> None:
    """Each circle follows real links back to its start, and there is one for each looped group."""
    found = cycles(links)
    for walk in found:
        assert walk[0] == walk[-1]
        assert all(b in links[a] for a, b in pairwise(walk))
        assert len(set(walk)) == len(walk) - 1
    looped = [g for g in strong_components(links) if g[0] in reached(links, g[0])]
    assert {walk[0] for walk in found} == {g[0] for g in looped}


@pytest.mark.law
@given(graphs(acyclic=True))
def test_dependency_order_respects_every_link_and_is_stable(links: Links) -> None:
    """Each node comes after all it rests on; it is the earliest of the input among the ready."""
    order = dependency_order(links)
    assert sorted(order) == sorted(links)
    for i, node in enumerate(order):
        done = set(order[:i])
        ready = [key for key in links if key not in done and done.issuperset(links[key])]
        assert node == ready[0]


@pytest.mark.law
@given(graphs(), st.data())
def test_closure_is_the_reach(links: Links, data: st.DataObject) -> None:
    """A closure holds its keys and all they reach, and closing it again adds nothing."""
    keys = data.draw(st.lists(st.sampled_from(sorted(links)))) if links else []
    found = closure(links, keys)
    assert found == set(keys).union(*(reached(links, key) for key in keys))
    assert closure(links, found) == found


@pytest.mark.law
@given(graphs())
def test_order_is_refused_exactly_where_there_is_a_circle(links: Links) -> None:
    """A graph has either an order or a circle, and the message walks round the circle."""
    circles = cycles(links)
    if circles:
        with pytest.raises(InvalidInputError, match=" -> ".join(circles[0])):
            dependency_order(links)
    else:
        assert len(dependency_order(links)) == len(links)


def test_deep_chains_need_no_recursion() -> None:
    """A chain of 10,000 nodes, given top first, is ordered, closed and walked round."""
    chain = {f"n{i}": [f"n{i + 1}"] for i in range(9_999)} | {"n9999": []}
    assert dependency_order(chain) == tuple(reversed(chain))
    assert len(closure(chain, ["n0"])) == 10_000
    ring = chain | {"n9999": ["n0"]}
    assert len(strong_components(ring)) == 1
    assert len(cycles(ring)[0]) == 10_001


def test_a_self_link_is_a_circle() -> None:
    """A node that points to itself is a circle of one, though its group has one member."""
    assert cycles({"a": ["a"], "b": []}) == (("a", "a"),)
    assert strong_components({"a": ["a"], "b": []}) == (("a",), ("b",))


def test_the_order_of_a_set_does_not_count() -> None:
    """Doubles and the order within the links of a node change nothing; a bare key is one key."""
    assert dependency_order({"c": ["b", "a", "b"], "a": (), "b": ()}) == ("a", "b", "c")
    assert dependency_order({"long": {"key"}, "key": frozenset()}) == ("key", "long")
    assert dependency_order({"long": "key", "key": ()}) == ("key", "long")


def test_nothing_has_nothing() -> None:
    """An empty graph has no groups, circles or order."""
    assert strong_components({}) == cycles({}) == dependency_order({}) == ()
    assert closure({}, []) == frozenset()


def test_unknown_nodes_are_named_and_suggested() -> None:
    """A link or a start that is no node is refused with the nearest key."""
    with pytest.raises(UnknownKeyError, match=r"within of a must .* 'servise'; did you mean 'serv"):
        dependency_order({"a": ["servise"], "service": []}, name="within")
    with pytest.raises(UnknownKeyError, match=r"keys must .* did you mean 'service'"):
        closure({"service": []}, ["servise"])


def test_further_circles_are_counted() -> None:
    """The message walks the first circle and counts the others."""
    with pytest.raises(InvalidInputError, match=r"links must .* a -> b -> a \(and 1 more circles"):
        dependency_order({"a": ["b"], "b": ["a"], "c": ["c"]}, name="links")
