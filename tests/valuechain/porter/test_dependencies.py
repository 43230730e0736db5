"""The graph of activities: order, loops, reach, and what spreads along links of known strength."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError, UndefinedMetricError, UnknownKeyError
from crmcore.valuechain.porter import Activity, ActivityLink, PorterAnalysis
from valuechain.porter.chains import SIGNED, chains, worked


def linked(*links: Any, n: int = 4) -> PorterAnalysis:
    """Make a chain of bare activities a, b, c, … with these links."""
    rows = [Activity(key, category="service", cost=1) for key in "abcdefgh"[:n]]
    return PorterAnalysis(rows, links, currency="EUR")


def matrix_of(chain: PorterAnalysis) -> np.ndarray[Any, Any]:
    """Write the strengths as a matrix, from row to column."""
    place = {activity.key: i for i, activity in enumerate(chain)}
    matrix = np.zeros((len(place), len(place)))
    for link in chain.links:
        matrix[place[link.source], place[link.target]] = link.strength or 0.0
    return matrix


def by_series(matrix: np.ndarray[Any, Any], first: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Add up the turns one by one."""
    total, term = first.copy(), first
    for _ in range(200):
        term = matrix.T @ term
        total = total + term
    return total


@pytest.mark.law
@given(chains())
def test_the_order_respects_every_link(chain: PorterAnalysis) -> None:
    """Each activity comes after all that bear on it, unless both are in one group."""
    found = chain.dependencies()
    place = {key: i for i, group in enumerate(found.order) for key in group}
    assert sorted(place) == sorted(found.activities)
    for link in chain.links:
        assert place[link.source] <= place[link.target]
        back = link.source in chain.reach(link.target).activities
        assert (place[link.source] == place[link.target]) == back
    assert len(found.cycles) == sum(len(group) > 1 for group in found.order)


@pytest.mark.law
@given(chains())
def test_every_cycle_walks_along_links(chain: PorterAnalysis) -> None:
    """A named loop ends where it begins, and each step of it is a link."""
    links = {(link.source, link.target) for link in chain.links}
    for loop in chain.dependencies().cycles:
        assert loop[0] == loop[-1]
        assert all(step in links for step in pairwise(loop))


@pytest.mark.law
@given(chains(links=SIGNED), st.floats(-100, 100))
def test_effects_are_the_sum_of_the_series(chain: PorterAnalysis, by: float) -> None:
    """Where all strengths are told the effects are the series of turns, added up."""
    keys = [activity.key for activity in chain]
    for i, key in enumerate(keys):
        first = np.zeros(len(keys))
        first[i] = by
        whole = by_series(matrix_of(chain), first)
        found = chain.reach(key, improvement=by)
        for effect in found:
            assert effect.effect.require() == pytest.approx(
                whole[keys.index(effect.activity)], abs=1e-9
            )
        assert {effect.activity for effect in found} == {key, *found.activities}


@pytest.mark.law
@given(chains())
def test_reach_is_the_closure(chain: PorterAnalysis) -> None:
    """What is reached is all that links lead to; an effect is untold only past an untold link."""
    step = {activity.key: set[str]() for activity in chain}
    for link in chain.links:
        step[link.source].add(link.target)
    for key in step:
        reached, ahead = {key}, [key]
        while ahead:
            new = step[ahead.pop()] - reached
            reached |= new
            ahead += new
        found = chain.reach(key)
        assert set(found.activities) == reached - {key}
        assert found.returns == any(key in step[other] for other in reached)
        untold = {a.target for a in chain.links if a.strength is None and a.source in reached}
        past = untold.union(*(chain.reach(other).activities for other in untold))
        for effect in found:
            assert effect.effect.defined == (effect.activity not in past)


@pytest.mark.law
@given(st.lists(st.lists(st.sampled_from([0, 0.4, 0.7, -0.8, 1.3]), min_size=4, max_size=4)))
def test_a_loop_that_does_not_die_out_is_refused(rows: list[list[float]]) -> None:
    """Effects stand exactly where the spectral radius over what is reached is below 1."""
    keys = "abcd"
    strengths = {
        (a, b): it
        for a, row in zip(keys, rows, strict=False)
        for b, it in zip(keys, row, strict=True)
    }
    chain = linked(*((a, b, it) for (a, b), it in strengths.items() if it and a != b))
    for key in keys:
        found = chain.reach(key)
        place = [keys.index(it) for it in sorted({key, *found.activities})]
        radius = np.abs(np.linalg.eigvals(np.abs(matrix_of(chain)[np.ix_(place, place)]))).max()
        if abs(radius - 1) > 1e-3:  # many zeros in a row make eigenvalues of the whole inexact
            assert found[key].effect.defined == (radius < 1)


@pytest.mark.reference
def test_reach_agrees_with_the_reference(reference: Any) -> None:
    """The effects are those of 400 terms of the series."""
    case = next(it for it in reference("segmentation")["cases"] if it["id"] == "porter_reach")
    matrix, first = case["inputs"]["links"], case["inputs"]["improvement"]
    keys = "abc"
    links = [
        (keys[i], keys[j], it) for i, row in enumerate(matrix) for j, it in enumerate(row) if it
    ]
    found = linked(*links, n=3).reach("a", improvement=first[0])
    assert first[1:] == [0, 0]
    assert [row.effect.value for row in found] == pytest.approx(
        case["expected"], rel=case["tolerance"]
    )


def test_dependencies_by_hand() -> None:
    """A line with a fork has one order; links across units are told."""
    found = worked().dependencies()
    assert found.order == (("buying",), ("plant",), ("shipping",), ("sales",), ("repair",))
    assert found.cycles == ()
    assert [link.words for link in found.across_units] == ["plant → shipping", "plant → repair"]
    assert found.summary.en == "order of influence: buying → plant → shipping → sales → repair"
    assert repr(found).startswith("DependencyGraph(activities=5, links=3, order=(('buying',),")


def test_loops_are_named() -> None:
    """Activities of a loop are one group, and the words walk round it in both languages."""
    found = linked(("d", "b"), ("b", "c"), ("c", "b"), ("c", "a")).dependencies()
    assert found.order == (("d",), ("b", "c"), ("a",))
    assert found.cycles == (("b", "c", "b"),)
    assert found.summary.en == "order of influence: d → b + c → a; loops: b → c → b"
    assert found.summary.fa.startswith("ترتیب اثرگذاری: \u2068d\u2069 ← \u2068b\u2069 + ")
    assert linked().dependencies().summary.en == "no link between activities is told"


def test_reach_by_hand() -> None:
    """Ten at buying is 5 at the plant, 1 at shipping and 2 at repair, and nothing at sales."""
    found = worked().reach("buying", improvement=10, measure="cost")
    assert found.activities == ("plant", "shipping", "repair")
    assert {row.activity: row.effect.value for row in found} == {
        "buying": 10,
        "plant": 5,
        "shipping": 1,
        "repair": 2,
    }
    assert found["plant"].effect.unit == "money"
    assert found["plant"].effect.currency == "EUR"
    assert not found.returns
    assert found.summary.en == "an improvement of buying reaches plant, shipping, repair"
    assert worked().reach("sales").summary.en == "an improvement of sales reaches no other activity"
    assert repr(found["plant"]) == "ActivityEffect(activity='plant', effect=5)"
    assert "activities=('plant', 'shipping', 'repair')" in repr(found)


def test_a_link_passes_only_what_it_carries() -> None:
    """A link of costs is no link for value; without a measure every link counts."""
    chain = linked(ActivityLink("a", "b", 0.5, carries="cost"), ("b", "c", 0.5))
    assert chain.reach("a").activities == ("b", "c")
    assert chain.reach("a", measure="cost").activities == ("b", "c")
    assert chain.reach("a", measure="value").activities == ()
    assert chain.reach("a", measure="time")["a"].effect.unit == "count"


def test_the_loop_at_fault_is_named() -> None:
    """Of two loops the one that grows is named, with its radius, in both languages."""
    chain = linked(
        ("a", "b", 0.1), ("b", "a", 0.1), ("b", "c", 2), ("c", "d", 0.9), ("d", "b", 0.6)
    )
    found = chain.reach("a")
    assert found.activities == ("b", "c", "d")
    assert found.returns
    reason = found["c"].effect.reason
    assert reason is not None
    assert reason.en.startswith(
        "each turn of the loop b → c → d → b adds as much as the one before"
    )
    assert "radius 1.02" in reason.en
    assert "۱٫۰۲" in reason.fa
    with pytest.raises(UndefinedMetricError, match="loop b → c → d → b"):
        found["c"].effect.require()
    assert linked(("a", "b", 1), ("b", "a", 1)).reach("a")["a"].effect.value is None


def test_an_untold_strength_leaves_the_effect_open() -> None:
    """What lies past a link without a strength is reached, by how much is not told."""
    found = linked(("a", "b", 0.5), ("b", "c"), ("c", "d", 0.5)).reach("a")
    assert [row.effect.value for row in found] == [1, 0.5, None, None]
    reason = found["d"].effect.reason
    assert reason is not None
    assert reason.en == "how strong the link from b to c is, is not told"


def test_effects_beyond_all_bounds_are_refused() -> None:
    """Twelve zeros a link, fourteen links in a row: a reason, not an overflow."""
    rows = [Activity(f"a{i}", category="service", cost=1) for i in range(15)]
    links = [(f"a{i}", f"a{i + 1}", 1e12) for i in range(14)]
    found = PorterAnalysis(rows, links, currency="EUR").reach("a0", improvement=1.0)
    reason = found["a14"].effect.reason
    assert reason is not None
    assert reason.en == "the links make the effect on a13 grow beyond all bounds"


def test_bad_questions_are_refused() -> None:
    """An unknown activity, measure or size of improvement is named."""
    with pytest.raises(UnknownKeyError, match="key must be a known key, got 'plan'; did you mean"):
        worked().reach("plan")
    with pytest.raises(InvalidInputError, match="improvement must be a finite number"):
        worked().reach("plant", improvement=float("nan"))
    with pytest.raises(InvalidInputError, match="measure must be one of"):
        worked().reach("plant", measure="money")  # type: ignore[arg-type]
