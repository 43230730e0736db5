"""A process that goes round: how long its turns and steps take, and what changes."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.catalogue.swift import SWIFT_PROCESS
from crmcore.valuechain.models._waiting_days import median_days
from crmcore.valuechain.models.cycle_turns import SWIFT_STEPS, Turn, cycle_turns

START = np.datetime64("2024-01-01")
TITLE = Title("Days", "روزها")


@st.composite
def whole_turns(draw: st.DrawFn) -> tuple[list[Turn], np.datetime64, list[str]]:
    """Draw turns of three steps, of which those behind the first may be skipped."""
    steps, day, turns = ["plan", "do", "look"], START, []
    for _ in range(draw(st.integers(1, 5))):
        starts: dict[str, Any] = {}
        for step in steps:
            if step == "plan" or draw(st.booleans()):
                starts[step] = day
                day += np.timedelta64(draw(st.integers(0, 40)), "D")
        turns.append(Turn(starts=starts))
    return turns, day + np.timedelta64(draw(st.integers(0, 9)), "D"), steps


@pytest.mark.law
@given(whole_turns())
def test_days_of_steps_add_up_to_turns_and_turns_to_the_whole(
    drawn: tuple[list[Turn], np.datetime64, list[str]],
) -> None:
    """No day is counted twice and none is lost, from the first start to the day it is told."""
    turns, as_of, steps = drawn
    found = cycle_turns(turns, as_of=as_of, steps=steps)
    assert sum(turn.days for turn in found.turns) == (as_of - START).astype(int)
    for turn in found.turns:
        assert sum(step.days or 0 for step in turn.steps) == turn.days
        assert [step.step for step in turn.steps] == steps
        assert all(
            (step.days is None) == (step.state in {"skipped", "not_started"}) for step in turn.steps
        )


@pytest.mark.law
@given(whole_turns())
def test_only_the_last_turn_is_open(drawn: tuple[list[Turn], np.datetime64, list[str]]) -> None:
    """It has one open step; what is not begun in a turn that is over was skipped."""
    turns, as_of, steps = drawn
    *over, last = cycle_turns(turns, as_of=as_of, steps=steps).turns
    assert last.open
    assert not any(turn.open for turn in over)
    assert [step.state for step in last.steps].count("open") == 1
    assert {step.state for turn in over for step in turn.steps} <= {"done", "skipped"}


@pytest.mark.law
@given(st.lists(st.integers(0, 99), min_size=1, max_size=12))
def test_the_median_of_what_is_over_is_the_lower_median(days: list[int]) -> None:
    """Where nothing still runs it is the middle value, of an even number the lower one."""
    found = median_days("d", TITLE, [(day, True) for day in days])
    assert found.value == sorted(days)[(len(days) - 1) // 2]
    assert found.note is None


@pytest.mark.law
@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=9),
    st.integers(0, 60),
    st.randoms(use_true_random=False),
)
def test_one_that_still_runs_never_lowers_the_median(
    days: list[int], running: int, random: Any
) -> None:
    """It takes at least as long as it has so far; the order of the times does not matter."""
    times = [(day, True) for day in days]
    alone = median_days("d", TITLE, times).require()
    more = [*times, (running, False)]
    random.shuffle(more)
    found = median_days("d", TITLE, more)
    assert found.value is None or found.value >= alone
    assert found.note is not None


@pytest.mark.reference
def test_the_median_is_that_of_the_product_limit_estimate() -> None:
    """The 6-MP arm of Freireich and others (1963), as printed in textbooks: median 23 weeks."""
    over = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    running = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    times = [(week, True) for week in over] + [(week, False) for week in running]
    found = median_days("d", TITLE, times)
    assert (found.value, found.n) == (23, 21)
    assert found.note is not None
    assert found.note.en == "12 still open: 35 days so far"


def test_two_turns_by_hand() -> None:
    """The days of each step, and what the later turn changed."""
    found = cycle_turns(
        [
            Turn(starts={"plan": "2024-01-01", "do": "2024-01-20"}, figures={"csat": 0.60}),
            Turn(starts={"plan": "2024-03-01"}, figures={"csat": 0.66, "nps": 30}),
        ],
        as_of="2024-03-31",
        steps=["plan", "do"],
        titles={"do": Title("Do", "انجام")},
    )
    assert [turn.days for turn in found.turns] == [60, 30]
    assert [step.state for step in found.turns[1].steps] == ["open", "not_started"]
    assert found.turn_days.value == 60
    assert found.turn_days.note is not None
    assert found.turn_days.note.fa == "\u2068۱\u2069 مورد هنوز باز است: \u2068۳۰\u2069 روز تا کنون"
    assert found.step_days["do"].title == Title("Days of Do", "روزهای انجام")
    assert found.step_days["do"].value == 41
    csat, nps = found.changes
    assert csat.difference == pytest.approx(0.06)
    assert csat.growth == pytest.approx(0.1)
    assert (nps.difference, nps.growth) == (None, None)
    assert nps.reason == Title("no value in turn 1", "در دور \u2068۱\u2069 مقداری ندارد")
    assert found.summary.en == "a turn takes 60 days; the open one has run for 30 days"
    assert repr(found) == "CycleTurns(turns=2, turn_days=60, open_days=30)"
    assert repr(found.turns[0]) == "TurnSpan(number=1, days=60, open=False)"
    assert repr(found.turns[0].steps[0]) == "StepSpan(step='plan', state='done', days=19)"
    assert repr(nps) == "TurnChange(figure='nps', turn=2, difference=None)"


def test_the_steps_of_swift_have_names() -> None:
    """The four of the catalogue in order, with their titles; a skipped one is told."""
    assert list(SWIFT_STEPS) == [step.key for step in SWIFT_PROCESS]
    found = cycle_turns(
        [
            Turn(starts={SWIFT_STEPS[0]: "2024-01-01", SWIFT_STEPS[2]: "2024-01-11"}),
            Turn(starts={SWIFT_STEPS[0]: "2024-02-01"}),
        ],
        as_of="2024-02-01",
    )
    days = found.step_days["knowledge_discovery"]
    assert days.title.fa == "روزهای کشف دانسته‌ها"
    assert found.step_days["market_planning"].reason is not None
    assert found.step_days["market_planning"].reason.en == "none is over yet"
    assert found.summary.en == (
        "a turn takes 31 days; the open one has run for 0 days; "
        "skipped: Market planning, Analysis and refinement"
    )
    assert found.summary.fa.endswith("ردشده: برنامه‌ریزی بازار، تجزیه و تحلیل و پالایش")


def test_the_first_turn_has_no_length_yet() -> None:
    """None is over: a reason, in the figure and in the summary."""
    found = cycle_turns([Turn(starts={"a": "2024-01-01"})], as_of="2024-01-05", steps=["a"])
    assert found.turn_days.reason == Title("none is over yet", "هنوز هیچ‌کدام به پایان نرسیده است")
    assert found.summary.en == "none is over yet; the open one has run for 4 days"
    assert found.changes == ()


def test_a_long_open_turn_leaves_the_median_open() -> None:
    """One short turn of three, of which two run longer, is not half of them."""
    found = median_days("d", TITLE, [(5, True), (40, False), (50, False)])
    assert found.reason is not None
    assert found.reason.en == "the median lies beyond the days seen so far"


def test_figures_may_be_undefined() -> None:
    """A measurement without a value has no difference; nothing grows from 0 or below."""

    def figure(value: float | None) -> Measurement:
        reason = None if value is not None else Title("none", "هیچ")
        return Measurement(key="x", title=TITLE, unit="ratio", value=value, reason=reason)

    found = cycle_turns(
        [
            Turn(starts={"a": "2024-01-01"}, figures={"x": figure(None), "y": figure(0), "z": 1}),
            Turn(starts={"a": "2024-02-01"}, figures={"x": figure(None), "y": figure(2)}),
        ],
        as_of="2024-02-02",
        steps=["a"],
    )
    x, y, z = found.changes
    assert x.reason is not None
    assert x.reason.en == "no value in turn 1 and 2"
    assert (y.difference, y.growth, y.reason) == (2, None, None)
    assert (z.before, z.after) == (1, None)


@pytest.mark.parametrize(
    ("turns", "message"),
    [
        ([], "turns and steps must not be empty, got 0 turns and 2 steps"),
        ([{"a": "2024-01-01", "c": "2024-01-02"}], "step of turn 1 must be a known key, got 'c'"),
        ([{"b": "2024-01-01"}], "turn 1 must begin with 'a', got no start for it"),
        ([{"a": "2024-01-09", "b": "2024-01-08"}], "starts must be in order, got a of turn 1"),
        ([{"a": "2024-01-09"}, {"a": "2024-01-08"}], "a of turn 2 on 2024-01-08"),
        ([{"a": "2025-01-09"}], "start of a of turn 1 must not be after as_of 2024-06-30"),
    ],
)
def test_bad_turns_are_refused(turns: Any, message: str) -> None:
    """The message names the turn, the step and the day."""
    rows = [Turn(starts=starts) for starts in turns]
    with pytest.raises(InvalidInputError, match=message):
        cycle_turns(rows, as_of="2024-06-30", steps=["a", "b"])


def test_bad_steps_dates_and_figures_are_refused() -> None:
    """A step twice, no step, no date, no number."""
    turn = Turn(starts={"a": "2024-01-01"})
    assert repr(turn) == "Turn(steps=1, figures=0)"
    with pytest.raises(InvalidInputError, match="got 'a' twice"):
        cycle_turns([turn], as_of="2024-01-01", steps=["a", "a"])
    with pytest.raises(InvalidInputError, match="got 1 turns and 0 steps"):
        cycle_turns([turn], as_of="2024-01-01", steps=[])
    with pytest.raises(InvalidInputError, match="start of a"):
        Turn(starts={"a": "soon"})
    with pytest.raises(InvalidInputError, match="figure x must be a finite number"):
        Turn(starts={}, figures={"x": float("nan")})
