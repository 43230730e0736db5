"""Road maps: links and room are respected, and nothing is left out or started too late."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.valuechain.planning.plans import best_sequence
from crmcore.valuechain.planning.roadmap import RoadMap, Step, road_map


def step(key: str, worth: float, effort: float, *rests_on: str) -> Step:
    """Make a step whose Persian title is its key."""
    return Step(key=key, title=Title(key, key), worth=worth, effort=effort, rests_on=rests_on)


@st.composite
def steps(draw: st.DrawFn) -> list[Step]:
    """Draw up to eight steps that rest on earlier ones, zeros and parts included."""
    numbers = st.integers(0, 9).map(float) | st.sampled_from([0.1, 0.2, 0.7, 2.5, 12.3])
    n = draw(st.integers(0, 8))
    return [
        step(
            f"s{i}",
            draw(numbers),
            draw(numbers),
            *draw(st.lists(st.sampled_from([f"s{j}" for j in range(i)]), max_size=3) if i else
                  st.just([])),
        )
        for i in range(n)
    ]  # fmt: skip


capacities = st.integers(1, 12).map(float) | st.sampled_from([0.3, 0.9, 2.5])


def loads(plan: RoadMap) -> list[float]:
    """Work each step within its periods, the one that must end first first; give the loads."""
    assert plan.capacity is not None
    left = {one.step.key: one.step.effort for one in plan}
    used = [0.0] * plan.periods
    for period in range(plan.periods):
        for one in sorted(plan.in_period(period + 1), key=lambda one: one.end):
            taken = min(left[one.step.key], plan.capacity - used[period])
            used[period] += taken
            left[one.step.key] -= taken
    assert left == pytest.approx(dict.fromkeys(left, 0.0), abs=1e-9)
    return used


@pytest.mark.law
@given(steps(), capacities)
def test_no_step_starts_before_what_it_rests_on_has_ended(rows: list[Step], room: float) -> None:
    """Periods follow every link, finishing times too, and each step is planned once."""
    plan = road_map(rows, capacity=room)
    assert sorted(one.step.key for one in plan) == [row.key for row in rows]
    for one in plan:
        for other in one.step.rests_on:
            assert plan[other].end <= one.start <= one.end
            assert plan[other].finish + one.step.effort <= one.finish + 1e-9


@pytest.mark.law
@given(steps(), capacities)
def test_capacity_is_never_exceeded(rows: list[Step], room: float) -> None:
    """All work can be done within the periods of its step, none of which is overfull."""
    plan = road_map(rows, capacity=room)
    assert sum(loads(plan)) == pytest.approx(sum(row.effort for row in rows))
    for period in range(1, plan.periods + 1):
        inside = [one for one in plan.in_period(period) if one.start == one.end]
        assert sum(one.step.effort for one in inside) <= room * (1 + 1e-9)


@pytest.mark.law
@given(steps(), capacities)
def test_only_steps_larger_than_a_period_run_on(rows: list[Step], room: float) -> None:
    """A step that fits one period is done in one, a larger one takes the periods it needs."""
    for one in road_map(rows, capacity=room):
        if one.step.effort <= room:
            assert one.start == one.end
        else:
            assert one.end - one.start + 1 >= one.step.effort / room - 1e-9
            assert one.end - one.start + 1 <= one.step.effort / room + len(rows) + 1


@pytest.mark.law
@given(steps(), capacities)
def test_finishing_times_lie_in_their_period(rows: list[Step], room: float) -> None:
    """What is finished in period n is finished between n - 1 and n times the capacity."""
    for one in road_map(rows, capacity=room):
        if one.step.effort:
            assert (one.end - 1) * room - 1e-9 <= one.finish <= one.end * room + 1e-9


@pytest.mark.law
@given(steps(), capacities | st.none(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_count(
    rows: list[Step], room: float | None, random: Any
) -> None:
    """Shuffled steps get the same plan."""
    other = list(rows)
    random.shuffle(other)
    assert road_map(other, capacity=room) == road_map(rows, capacity=room)


@pytest.mark.law
@given(steps())
def test_without_periods_the_plan_is_the_sequence(rows: list[Step]) -> None:
    """One after the other, each step is finished when all before it are; the delay is the least."""
    plan = road_map(rows)
    assert plan.sequence == best_sequence(
        {row.key: row.worth for row in rows},
        {row.key: row.effort for row in rows},
        {row.key: row.rests_on for row in rows},
    )
    time = 0.0
    for one in plan:
        time += one.step.effort
        assert not one.step.effort or one.finish == pytest.approx(time)
    assert tuple(one.step.key for one in plan) == plan.sequence.order
    assert plan.delay == pytest.approx(plan.sequence.delay)
    assert plan.exact
    assert plan.periods == (1 if rows else 0)


@pytest.mark.law
@given(steps(), capacities)
def test_periods_never_make_worth_come_sooner(rows: list[Step], room: float) -> None:
    """No plan is below the bound, and one that reaches it is called exact."""
    plan = road_map(rows, capacity=room)
    assert plan.delay == pytest.approx(sum(one.step.worth * one.finish for one in plan))
    assert plan.delay >= plan.bound * (1 - 1e-9)
    assert plan.exact == (plan.delay <= plan.bound * (1 + 1e-12))


@pytest.mark.law
@given(steps(), capacities)
def test_what_a_step_opens_rests_on_it(rows: list[Step], room: float) -> None:
    """Opens and rests on are the same links, seen from both ends."""
    plan = road_map(rows, capacity=room)
    opened = {(one.step.key, other) for one in plan for other in one.opens}
    assert opened == {(other, row.key) for row in rows for other in row.rests_on}


@pytest.mark.law
@given(steps(), capacities)
def test_periods_list_what_runs_in_them(rows: list[Step], room: float) -> None:
    """Each step is in every period from its first to its last, and in no other."""
    plan = road_map(rows, capacity=room)
    for period in range(plan.periods + 2):
        running = {one.step.key for one in plan.in_period(period)}
        assert running == {one.step.key for one in plan if one.start <= period <= one.end}
    assert len(plan.text().splitlines()) == len(plan.text("fa").splitlines()) == len(rows) + 1


@pytest.mark.reference
def test_reference_case(reference: Callable[[str], Any]) -> None:
    """The delay is the least over all orders, found by enumeration."""
    (case,) = [c for c in reference("segmentation")["cases"] if c["id"] == "road_map"]
    inputs = case["inputs"]
    rows = [
        step(f"s{i}", worth, effort, *(f"s{j}" for j in needs))
        for i, (worth, effort, needs) in enumerate(
            zip(inputs["value"], inputs["effort"], inputs["rests_on"], strict=True)
        )
    ]
    plan = road_map(rows)
    assert (plan.delay, plan.exact) == (case["expected"], True)


def test_a_small_step_fills_the_room_that_a_large_one_left() -> None:
    """The second step does not fit period 1, the third does, though it comes later in the order."""
    plan = road_map([step("a", 9, 3), step("b", 8, 3), step("c", 1, 1)], capacity=4)
    assert plan.sequence.order == ("a", "b", "c")
    assert [(one.step.key, one.start, one.finish) for one in plan] == [
        ("a", 1, 3),
        ("c", 1, 4),
        ("b", 2, 7),
    ]


def test_room_left_over_makes_a_plan_later_than_its_order() -> None:
    """Two steps that do not share a period leave room, and the plan says what none goes below."""
    plan = road_map([step("a", 5, 3), step("b", 5, 3)], capacity=4)
    assert (plan.delay, plan.bound, plan.exact) == (5 * 3 + 5 * 7, 45, False)
    assert repr(plan) == ("RoadMap(steps=('a', 'b'), periods=2, delay=50, exact=False, bound=45)")
    assert plan.text().endswith("adds up to 50; no plan is below 45")
    assert plan.text("fa").endswith("هیچ برنامه‌ای کمتر از \u2068۴۵\u2069 نیست")


def test_a_large_step_runs_on_and_never_pauses() -> None:
    """Ten units run through periods of four; where a full period is in the way, it starts after."""
    plan = road_map([step("a", 9, 1), step("big", 10, 10), step("c", 1, 2, "big")], capacity=4)
    assert (plan["big"].start, plan["big"].end, plan["big"].finish) == (1, 3, 11)
    assert (plan["c"].start, plan["c"].finish) == (4, 14)
    rows = [step("first", 100, 3), step("full", 90, 4), step("big", 1, 5)]
    assert road_map(rows, capacity=4)["big"].start == 3
    narrow = [step("first", 100, 3), step("second", 90, 3), step("big", 1, 5.5)]
    late = road_map(narrow, capacity=4)["big"]
    assert (late.start, late.end, late.finish) == (1, 3, 11.5)


def test_a_large_step_may_end_in_the_rest_of_used_periods() -> None:
    """Where the room that others left suffices, a large step uses it and goes no further."""
    rows = [step("a", 99, 2), step("b", 98, 2.5), step("c", 97, 3), step("d", 96, 4)]
    plan = road_map([*rows, step("big", 1, 4.5)], capacity=4)
    assert [(one.step.key, one.start, one.end) for one in plan] == [
        ("a", 1, 1),
        ("big", 1, 3),
        ("b", 2, 2),
        ("c", 3, 3),
        ("d", 4, 4),
    ]


def test_what_takes_no_effort_is_finished_at_once() -> None:
    """A step of no effort is done at time 0, or as soon as all it rests on are."""
    plan = road_map(
        [step("free", 1, 0), step("a", 1, 5), step("gate", 0, 0, "a"), step("b", 9, 3)], capacity=3
    )
    assert (plan["free"].finish, plan["free"].start) == (0, 1)
    assert (plan["gate"].finish, plan["gate"].start) == (plan["a"].finish, plan["a"].end)


def test_tenths_fill_a_period() -> None:
    """0.1 and 0.2 share a period of 0.3, though their float sum is above it."""
    plan = road_map([step("a", 2, 0.1), step("b", 1, 0.2)], capacity=0.3)
    assert [one.end for one in plan] == [1, 1]


def test_many_steps_are_ordered_by_rule_with_a_bound() -> None:
    """Beyond what can be proved the plan tells its bound."""
    rows = [
        step(f"s{i}", i % 7 + 1, i % 5 + 1, *([f"s{i - 3}"] if i > 2 else [])) for i in range(40)
    ]
    plan = road_map(rows, capacity=6)
    assert not plan.exact
    assert plan.bound == plan.sequence.bound
    assert "no plan is below" in plan.lines[-1].en


def test_the_plan_tells_itself_in_both_languages() -> None:
    """Each line has the place, the title, the time and what the step opens."""
    clean = Step(key="clean", title=Title("Clean", "پاک‌سازی"), worth=1, effort=9)
    segment = Step(
        key="segment", title=Title("Segment", "بخش‌بندی"), worth=6, effort=1, rests_on="clean"
    )
    first, second = road_map([clean, segment], capacity=4).text("fa").splitlines()[:2]
    periods = "دوره \u2068۱\u2069 تا \u2068۳\u2069"
    assert first == f"\u2068۱\u2069. پاک‌سازی: {periods}؛ راه را باز می‌کند برای بخش‌بندی"
    assert second == "\u2068۲\u2069. بخش‌بندی: دوره \u2068۳\u2069"
    assert road_map([clean, segment], capacity=4).lines[0].en == (
        "1. Clean: periods 1 to 3; opens Segment"
    )
    assert road_map([clean, segment]).text().splitlines()[1] == (
        "2. Segment: finished after an effort of 10"
    )
    assert road_map([segment, clean]).lines[1].fa.endswith("پایان پس از \u2068۱۰\u2069 واحد کار")


def test_steps_print_short() -> None:
    """A step shows its links only where it has some; a planned one its time."""
    assert repr(step("a", 1, 2)) == "Step(key='a', worth=1, effort=2)"
    assert repr(step("b", 1, 2, "a")) == "Step(key='b', worth=1, effort=2, rests_on=('a',))"
    plan = road_map([step("a", 1, 2)])
    assert repr(plan["a"]) == "PlannedStep(key='a', start=1, end=1, finish=2, opens=())"
    assert repr(plan) == "RoadMap(steps=('a',), delay=2, exact=True)"
    assert plan.capacity is None


@pytest.mark.parametrize(
    ("rows", "room", "message"),
    [
        ([step("a", 1, 1), step("a", 2, 1)], None, "keys of steps must differ, got 'a' twice"),
        ([step("a", 1, 1, "b"), step("b", 1, 1, "a")], None, "must not run in a circle"),
        ([step("a", 1, 1)], 0, "capacity must be a finite number > 0, got 0"),
        ([step("a", 1, 20_001)], 2, "let 20001 of effort end within 10,000 periods, got 2"),
        ([step("a", 1e200, 1e200)], None, "sum of worth times sum of effort must be a finite"),
    ],
)
def test_bad_plans_are_refused(rows: list[Step], room: float | None, message: str) -> None:
    """What cannot be planned is refused with its reason."""
    with pytest.raises(InvalidInputError, match=message):
        road_map(rows, capacity=room)


def test_bad_steps_are_refused() -> None:
    """Numbers below 0 and links to nothing are refused by name."""
    with pytest.raises(InvalidInputError, match="worth of a must be a finite number >= 0, got -1"):
        step("a", -1, 1)
    with pytest.raises(InvalidInputError, match="effort of a must be a finite number"):
        step("a", 1, float("nan"))
    with pytest.raises(UnknownKeyError, match="did you mean 'portal'"):
        road_map([step("portal", 1, 1), step("a", 1, 1, "portl")])
