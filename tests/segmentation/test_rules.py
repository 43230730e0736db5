"""Rules: the proof finds every gap and overlap, and only proved sets can be made."""

import itertools
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError
from crmcore.segmentation import (
    DEFAULT_RULES,
    DoubledCell,
    Rule,
    RuleSet,
    Segment,
    prove_rules,
    score_levels,
)

Boxes = list[list[tuple[int, int]]]

SPECIFIED = {
    "champions": "HHH",
    "loyal": "HHl",
    "big_spenders": "HlH",
    "growing": "HMl",
    "new_or_occasional": "HLl",
    "loyal_slipping": "MH*",
    "needs_attention": "MM*",
    "big_spenders_slipping": "MLH",
    "fading": "MLl",
    "cannot_lose": "LH*",
    "at_risk": "LM*",
    "lost_big_spenders": "LLH",
    "lost": "LLl",
}
LETTERS = {"H": "high", "M": "mid", "L": "low", "l": "low_or_mid", "*": "any"}


def segment(key: str, en: str = "A segment") -> Segment:
    return Segment(key=key, title=Title(en, "بخش"), description=Title("Some.", "برخی."))


def rule_set(*rules: Rule) -> RuleSet:
    return RuleSet(key="own", title=Title("Own", "خودی"), edition="1", rules=rules)


@st.composite
def boxes_in_a_grid(draw: st.DrawFn) -> tuple[Boxes, list[int]]:
    """Draw a grid of one to four axes and some boxes in it."""
    shape = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    sides = [
        st.tuples(st.integers(1, length), st.integers(1, length)).map(
            lambda ends: (min(ends), max(ends))
        )
        for length in shape
    ]
    return draw(st.lists(st.tuples(*sides).map(list), max_size=6)), shape


def inside(box: list[tuple[int, int]], cell: tuple[int, ...]) -> bool:
    return all(low <= place <= high for (low, high), place in zip(box, cell, strict=True))


@pytest.mark.law
@given(boxes_in_a_grid())
def test_proof_equals_enumeration(drawn: tuple[Boxes, list[int]]) -> None:
    """Missing, doubled and dead are those that looking at every cell finds."""
    boxes, shape = drawn
    proof = prove_rules(boxes, shape=shape)
    cells = list(itertools.product(*(range(1, length + 1) for length in shape)))
    claims = {
        cell: tuple(rule for rule, box in enumerate(boxes) if inside(box, cell)) for cell in cells
    }
    assert list(proof.missing) == [cell for cell in cells if not claims[cell]]
    assert list(proof.doubled) == [
        DoubledCell(cell=cell, rules=claims[cell]) for cell in cells if len(claims[cell]) > 1
    ]
    winners = {rules[0] for rules in claims.values() if rules}
    assert set(proof.dead) == set(range(len(boxes))) - winners
    assert proof.complete == all(claims.values())
    assert proof.disjoint == all(len(rules) < 2 for rules in claims.values())


@pytest.mark.reference
def test_reference_boxes(reference: Callable[[str], Any]) -> None:
    """Published and random boxes have the gaps and overlaps of the reference cases."""
    cases = [c for c in reference("segmentation")["cases"] if c["id"].startswith("rules_")]
    assert len(cases) == 5
    for case in cases:
        boxes = [box for _, box in case["inputs"]["rules"]]
        proof = prove_rules(boxes, shape=case["inputs"]["shape"])
        expected = case["expected"]
        assert [list(cell) for cell in proof.missing] == expected["missing"], case["id"]
        if "doubled" in expected:
            assert [list(one.cell) for one in proof.doubled] == expected["doubled"]
        else:
            assert len(proof.doubled) == expected["doubled_count"]


@pytest.mark.parametrize(
    ("boxes", "shape", "message"),
    [
        ([[(1, 2)]], (2, 2), "boxes must give a lowest and highest score .* at row 0"),
        ([[(1, 2)], [(2, 1)]], (2,), "at row 1"),
        ([[(1, 3)]], (2,), "boxes must"),
        ([[(0, 1)]], (2,), "boxes must"),
        ([], (), "shape must be lengths"),
        ([], (0,), "shape must be lengths"),
        ([], (1001, 1000), "at most 1000000 cells"),
    ],
)
def test_boxes_outside_the_grid_are_refused(
    boxes: Boxes, shape: tuple[int, ...], message: str
) -> None:
    """A box must have the grid's axes and lie in it; a grid must have a bearable size."""
    with pytest.raises(InvalidInputError, match=message):
        prove_rules(boxes, shape=shape)


@pytest.mark.reference
def test_reference_levels(reference: Callable[[str], Any]) -> None:
    """The levels of each number of bins are those of the reference cases."""
    cases = [c for c in reference("segmentation")["cases"] if c["id"].startswith("rfm_levels")]
    assert len(cases) == 4
    for case in cases:
        expected = tuple(case["expected"]["levels"])
        assert score_levels(case["inputs"]["effective_bins"]) == expected


@pytest.mark.law
@given(st.integers(1, 101))
def test_levels_are_thirds_and_symmetric(bins: int) -> None:
    """Levels rise, mirror each other, and are thirds of the way compared as whole numbers."""
    levels = score_levels(bins)
    mirror = {"low": "high", "mid": "mid", "high": "low"}
    assert tuple(mirror[level] for level in reversed(levels)) == levels
    for score, level in enumerate(levels, start=1):
        low, high = 3 * (score - 1) < bins - 1, 3 * (score - 1) > 2 * (bins - 1)
        assert level == ("low" if low else "high" if high else "mid")


def test_levels_of_no_bins_are_refused() -> None:
    """An axis has at least one bin."""
    with pytest.raises(InvalidInputError, match="bins must be a whole number from 1"):
        score_levels(0)


def test_default_rules_are_those_specified() -> None:
    """Thirteen segments stand in order on the levels that define them."""
    found = {one.segment.key: (one.recency, one.frequency, one.monetary) for one in DEFAULT_RULES}
    expected = {key: tuple(LETTERS[c] for c in spec) for key, spec in SPECIFIED.items()}
    assert found == expected
    assert list(found) == list(SPECIFIED)


@pytest.mark.parametrize("bins", list(itertools.combinations_with_replacement(range(1, 9), 3)))
def test_default_rules_hold_for_any_number_of_bins(bins: tuple[int, int, int]) -> None:
    """Every combination of scores leads to just one rule, for one to eight bins an axis."""
    for order in set(itertools.permutations(bins)):
        seen = {
            tuple(levels)
            for levels in itertools.product(*(set(score_levels(many)) for many in order))
        }
        for levels in seen:
            cell = tuple({"low": 1, "mid": 2, "high": 3}[level] for level in levels)
            assert sum(inside(list(one.box), cell) for one in DEFAULT_RULES) == 1


def test_table_gives_the_segment_of_each_cell() -> None:
    """The table of positions agrees with the boxes of the rules."""
    table = DEFAULT_RULES.table
    for cell in itertools.product((1, 2, 3), repeat=3):
        place = table[cell[0] - 1, cell[1] - 1, cell[2] - 1]
        rule = next(one for one in DEFAULT_RULES if inside(list(one.box), cell))
        assert DEFAULT_RULES.segments[place] == rule.segment


def test_two_rules_may_lead_to_one_segment() -> None:
    """A segment of two boxes is one segment."""
    good = segment("good")
    rules = rule_set(
        Rule(segment=good, recency="high"),
        Rule(segment=segment("bad"), recency="mid"),
        Rule(segment=good, recency="low"),
    )
    assert [one.key for one in rules.segments] == ["good", "bad"]
    assert rules.table[:, 0, 0].tolist() == [0, 1, 0]
    assert rules.proof.complete
    assert rules.proof.disjoint
    assert rules == rule_set(*rules)


@pytest.mark.parametrize(
    ("rules", "parts"),
    [
        ((), ["27 combinations have none", "(recency low, frequency low, monetary low)"]),
        (
            (Rule(segment=segment("a"), frequency="mid_or_high"),),
            ["9 combinations have none", "(recency low, frequency low, monetary low)"],
        ),
        (
            (Rule(segment=segment("a")), Rule(segment=segment("b"), monetary="high")),
            [
                "9 combinations have several",
                "(recency low, frequency low, monetary high) by 'a' (rule 0) and 'b' (rule 1)",
                "dead: 'b' (rule 1)",
            ],
        ),
        (
            (
                Rule(segment=segment("a"), recency="low"),
                Rule(segment=segment("a", "Another"), recency="mid_or_high"),
            ),
            ["segment 'a' is defined twice, differently"],
        ),
    ],
)
def test_unproved_sets_cannot_be_made(rules: tuple[Rule, ...], parts: list[str]) -> None:
    """The error names missing and doubled combinations, the rules of each, and dead rules."""
    with pytest.raises(InvalidInputError) as caught:
        rule_set(*rules)
    for part in parts:
        assert part in str(caught.value)


def test_unknown_level_is_refused() -> None:
    """A rule takes only the levels there are."""
    with pytest.raises(InvalidInputError, match="recency must be one of 'low'"):
        Rule(segment=segment("a"), recency="top")  # type: ignore[arg-type]


def test_segment_needs_a_key() -> None:
    """A segment without a key cannot be stored, so it is refused."""
    with pytest.raises(InvalidInputError, match="key must be a name"):
        attrs.evolve(segment("a"), key="")


def test_rules_print_what_they_do() -> None:
    """Rules, sets and segments are short in print, and in HTML."""
    first = DEFAULT_RULES.rules[0]
    assert repr(first) == (
        "Rule(segment='champions', recency='high', frequency='high', monetary='high')"
    )
    assert repr(DEFAULT_RULES) == "RuleSet(key='rfm_levels', edition='1', rules=13, segments=13)"
    assert repr(first.segment) == "Segment(key='champions', title='Champions')"
    assert "champions" in first.segment._repr_html_()
