"""Levels by gate and by mean."""

from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given

from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.valuechain.assessing.levels import climb

statuses = st.sampled_from(["met", "not_met", "unanswered", "not_applicable"])
ladders = st.lists(st.lists(statuses, max_size=5), min_size=1, max_size=5)
WORD = {1: "met", 0: "not_met", None: "unanswered", "na": "not_applicable"}


def applies(ladder: Any) -> Any:
    """Tell whether anything is applicable."""
    return any(status != "not_applicable" for level in ladder for status in level)


@pytest.mark.reference
def test_gates_worked_by_hand(reference: Any) -> None:
    """Level and coverage of the three cases in fractions."""
    cases = [c for c in reference("segmentation")["cases"] if c["id"].startswith("gate_")]
    assert len(cases) == 3
    for case in cases:
        levels = [[WORD[s] for s in row] for row in case["inputs"]["levels"].values()]
        found = climb(levels)
        assert found.gate == case["expected"]["level"]
        assert found.coverage == pytest.approx(case["expected"]["coverage"], abs=1e-12)


@pytest.mark.law
@given(ladders, st.integers(-2, 3))
def test_the_gate_never_passes_the_mean(ladder: Any, base: Any) -> None:
    """base <= gate <= mean <= top, and the gate is the top only when the mean is."""
    assume(applies(ladder))
    found = climb(ladder, base=base)
    assert base <= found.gate <= found.mean <= found.top == base + len(ladder)
    assert (found.gate == found.top) == (found.mean == found.top)


@pytest.mark.law
@given(ladders)
def test_the_gate_is_the_first_level_not_passed(ladder: Any) -> None:
    """Counting by hand: all levels below it pass, it does not."""
    assume(applies(ladder))
    fails = [any(s in {"not_met", "unanswered"} for s in level) for level in ladder]
    assert climb(ladder).gate == ([*fails, True]).index(True)


@pytest.mark.law
@given(ladders, st.data())
def test_meeting_one_more_never_lowers(ladder: Any, data: Any) -> None:
    """Turning one requirement into "met" lowers neither gate, mean nor coverage."""
    assume(applies(ladder))
    places = [
        (i, j)
        for i, level in enumerate(ladder)
        for j, status in enumerate(level)
        if status in {"not_met", "unanswered"}
    ]
    assume(places)
    i, j = data.draw(st.sampled_from(places))
    better = [list(level) for level in ladder]
    better[i][j] = "met"
    before, after = climb(ladder), climb(better)
    assert after.gate >= before.gate
    assert after.mean >= before.mean
    assert after.coverage >= before.coverage


@pytest.mark.law
@given(ladders, st.sampled_from([0.25, 2.0, 16.0]))
def test_only_the_ratio_of_weights_matters(ladder: Any, factor: Any) -> None:
    """Equal weights of any size give the unweighted levels."""
    assume(applies(ladder))
    assert climb(ladder, weights=[[factor] * len(level) for level in ladder]) == climb(ladder)


def test_weights_move_the_mean_and_not_the_gate() -> None:
    """A heavy unmet requirement weighs more in the share met."""
    found = climb([["met", "not_met"]], weights=[[1, 3]])
    assert (found.gate, found.mean) == (0, 0.25)


def test_nothing_applicable_is_undefined() -> None:
    """No requirement, or only inapplicable ones: a reason."""
    for ladder in ([], [[]], [["not_applicable"], []]):
        with pytest.raises(UndefinedMetricError, match="nothing is applicable"):
            climb(ladder)


@pytest.mark.parametrize(
    ("ladder", "weights", "message"),
    [
        ([["half"]], None, "status must be one of"),
        ([["met"]], [[0]], "weight must be a finite number > 0"),
        ([["met"]], [[1, 1]], "weights must have the shape of levels"),
        ([["met"]], [], "weights must have the shape of levels"),
    ],
)
def test_bad_ladders_are_refused(ladder: Any, weights: Any, message: Any) -> None:
    """The message names the rule."""
    with pytest.raises(InvalidInputError, match=message):
        climb(ladder, weights=weights)
