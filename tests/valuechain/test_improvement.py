"""What to mend first, and in which order, from an assessment and its target."""

from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.valuechain import Element, Framework, Practice, Rating, compare, frameworks
from crmcore.valuechain.improvement import plan_improvement

CHAIN = frameworks["crm_value_chain"]
STAGES = [stage.key for stage in CHAIN.of_role("stage")]


def part(key: Any, **fields: Any) -> Any:
    """Make an element of one practice, of the same key."""
    title = Title(key, "بخش")
    return Element(key=key, title=title, practices=[Practice(key, title)], **fields)


HOUSE = Framework(
    key="house",
    title=Title("House", "خانه"),
    edition="test",
    source="test",
    elements=[
        Element(key="below", title=Title("Below", "پایین")),
        part("floor", within="below"),
        part("walls", rests_on="below"),
        Element(key="above", title=Title("Above", "بالا"), rests_on="walls"),
        part("roof", within="above"),
        part("attic", within="above", rests_on="roof"),
        part("garden"),
    ],
)
LEAVES = ["floor", "walls", "roof", "attic", "garden"]
tables = st.fixed_dictionaries(dict.fromkeys(LEAVES, st.integers(1, 5)))
sizes = st.fixed_dictionaries(dict.fromkeys(LEAVES, st.floats(0.5, 5)))


def plan(table: Any, target: Any = 4, **options: Any) -> Any:
    """Plan to close the gaps of the house."""
    found = HOUSE.assess([Rating(k, v) for k, v in table.items()], as_of="2024-06-30")
    return plan_improvement(compare(found, target=target), HOUSE, **options)


@pytest.mark.law
@given(tables, sizes, sizes, st.none() | st.floats(1, 6))
def test_every_gap_is_planned_after_what_it_rests_on(
    table: Any, importance: Any, effort: Any, capacity: Any
) -> None:
    """All gaps and no others, in dependency order, whatever the sizes."""
    found = plan(table, importance=importance, effort=effort, capacity=capacity)
    order = [planned.step.key for planned in found.road_map]
    assert sorted(order) == sorted(key for key in LEAVES if table[key] < 4)
    below = {"walls": ["floor"], "roof": ["floor", "walls"], "attic": ["floor", "walls", "roof"]}
    for key, foundations in below.items():
        for other in foundations:
            if key in order and other in order:
                assert found.road_map[other].finish <= found.road_map[key].finish + 1e-9
                assert found.road_map[other].end <= found.road_map[key].start
    for row in found.priorities.ranked:
        gap = 4 - table[row.key]
        assert row.score == pytest.approx(gap * importance[row.key] / effort[row.key])


def test_what_has_no_gap_is_told() -> None:
    """Reached, or not known: unranked with the reason, and no step."""
    found = plan({"floor": 5, "walls": 2, "roof": 1, "attic": 4})
    reasons = {row.key: row.reason.en for row in found.priorities.unranked}
    assert set(reasons) == {"floor", "attic", "garden"}
    assert reasons["garden"] == "the gap is not known"
    assert repr(found) == (
        "ImprovementPlan(first=('roof',), steps=('walls', 'roof'), "
        "unranked=('attic', 'floor', 'garden'))"
    )


def test_the_chain_is_mended_from_its_first_stage() -> None:
    """Stage n + 1 never before stage n where both have a gap."""
    found = CHAIN.assess([Rating(key, 2) for key in CHAIN.practices], as_of="2024-06-30")
    order = [p.step.key for p in plan_improvement(compare(found, target=5), CHAIN).road_map]
    assert [key for key in order if key in STAGES] == STAGES


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"effort": {"rooof": 1}}, UnknownKeyError, "effort .* did you mean 'roof'"),
        ({"effort": 0}, InvalidInputError, "effort of .* must be a finite number > 0"),
        ({"importance": -1}, InvalidInputError, "importance of .* must be a finite number >= 0"),
        ({"capacity": 0}, InvalidInputError, "capacity must be"),
    ],
)
def test_bad_plans_are_refused(options: Any, error: Any, message: Any) -> None:
    """The message names the argument and the element."""
    with pytest.raises(error, match=message):
        plan(dict.fromkeys(LEAVES, 2), **options)


def test_the_framework_must_be_that_of_the_assessment() -> None:
    """Another framework knows nothing of these elements."""
    found = HOUSE.assess([Rating("walls", 2)], as_of="2024-06-30")
    with pytest.raises(InvalidInputError, match="framework must be house"):
        plan_improvement(compare(found, target=4), CHAIN)
