"""The check of a CRM strategy: what it lacks for each segment."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.metrics.goals import Goal
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.models.statements import STATEMENTS, MissionVision
from crmcore.valuechain.models.strategy_plan import PLAN_PARTS, SegmentPlan, StrategyPlan

EQUITY = Measurement(
    key="customer_equity",
    title=Title("Customer equity", "ارزش ویژه مشتریان"),
    unit="money",
    value=9,
)
PARTS: dict[str, Any] = {
    "aims": "keep them",
    "kpis": "retention_rate",
    "equity": EQUITY,
    "tactics": ("club", "letter"),
    "feedback": "survey",
}
GOAL = Goal(kpi="repeat_purchase_rate", baseline=0.3, target=0.4, parent="keep")
part_sets = st.sets(st.sampled_from(list(PLAN_PARTS)))


def plan(*segments: SegmentPlan, statements: MissionVision | None = None) -> StrategyPlan:
    """Make a plan of Amazon's."""
    return StrategyPlan(statements=statements or STATEMENTS["amazon"], segments=segments)


@pytest.mark.law
@given(st.lists(part_sets, min_size=1, max_size=4))
def test_what_is_there_and_what_is_missing_are_all(sets: list[set[str]]) -> None:
    """Parts and gaps of a segment are the five, each once; completeness counts the parts."""
    segments = [
        SegmentPlan(key=f"s{i}", **{part: PARTS[part] for part in PARTS if part in parts})
        for i, parts in enumerate(sets)
    ]
    found = plan(*segments).check()
    for row, parts in zip(found, sets, strict=True):
        assert set(row.parts) == parts
        assert [gap.key for gap in row.gaps] == [part for part in PLAN_PARTS if part not in parts]
    there = sum(len(parts) for parts in sets)
    assert found.completeness.value == there / (5 * len(sets))
    assert (found.completeness.value == 1) == (not found.gaps)


@pytest.mark.law
@given(st.lists(part_sets, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_the_segments_does_not_matter(sets: list[set[str]], random: Any) -> None:
    """Each segment has the same gaps wherever it stands."""
    segments = [
        SegmentPlan(key=f"s{i}", **{part: PARTS[part] for part in parts})
        for i, parts in enumerate(sets)
    ]
    found = plan(*segments).check()
    random.shuffle(segments)
    again = plan(*segments).check()
    assert all(again[row.key] == row for row in found)
    assert again.completeness == found.completeness


@pytest.mark.law
@given(part_sets, st.sampled_from(list(PLAN_PARTS)))
def test_adding_a_part_never_opens_a_gap(parts: set[str], more: str) -> None:
    """A plan with one part more has no gap that it did not have before."""
    few, many = (
        {
            gap.key
            for gap in plan(SegmentPlan(key="a", **{part: PARTS[part] for part in have}))
            .check()
            .gaps
        }
        for have in (parts, parts | {more})
    )
    assert many == few - {more}


def test_a_whole_plan_has_no_gap() -> None:
    """Aims, KPIs, equity, tactics and feedback, with a goal that hangs from the vision."""
    found = plan(SegmentPlan(key="loyal", goals=[GOAL], **PARTS)).check()
    assert found.complete
    assert found.summary.en.startswith("every segment has aims, KPIs")
    assert repr(found) == "StrategyCheck(complete=True, completeness=1, gaps=0)"
    assert repr(found["loyal"]) == "SegmentCheck(key='loyal', gaps=())"


def test_a_goal_is_an_aim_with_its_kpi() -> None:
    """It stands for both."""
    assert SegmentPlan(key="a", goals=[GOAL]).parts == ("aims", "kpis")
    assert plan(SegmentPlan(key="a", goals=[GOAL])).goals == (GOAL,)


def test_gaps_are_told_by_segment_and_in_both_languages() -> None:
    """With the name of the segment, then what the statements lack."""
    found = plan(
        SegmentPlan(key="new", title=Title("New", "تازه"), **{**PARTS, "feedback": ()}),
        statements=MissionVision(company=Title("Ours", "ما"), mission=Title("Serve", "خدمت")),
    ).check()
    assert not found.complete
    assert found.summary.en == (
        "New: a feedback source missing; the vision is missing: what the firm is to be tomorrow; "
        "no goal hangs from the vision"
    )
    assert found.summary.fa.startswith("تازه: منبع بازخورد نیست؛ بیانیه چشم‌انداز نیست")
    assert repr(found.gaps[0]) == (
        "SegmentGap(segment='new', key='feedback', reason='a feedback source missing')"
    )
    assert repr(found) == "StrategyCheck(complete=False, completeness=0.8, gaps=3)"


def test_an_undefined_equity_tells_why() -> None:
    """A figure without a value is a gap with its reason."""
    none = Measurement(
        key="customer_equity",
        title=EQUITY.title,
        unit="money",
        reason=Title("no history", "بی‌سابقه"),
    )
    found = plan(SegmentPlan(key="a", **{**PARTS, "equity": none})).check()
    assert [gap.reason for gap in found.gaps] == [
        Title("an equity figure missing (no history)", "رقم ارزش ویژه مشتریان نیست (بی‌سابقه)")
    ]


def test_a_segment_that_the_plan_leaves_out_is_a_gap() -> None:
    """Named once, and counted with none of the five parts."""
    found = plan(SegmentPlan(key="a", **PARTS)).check(segments=["a", "b", "b"])
    assert [row.key for row in found] == ["a", "b"]
    assert [gap.key for gap in found["b"].gaps] == ["segment"]
    assert found["b"].gaps[0].reason.en == "the segment is not in the plan"
    assert found.completeness.value == 0.5
    assert found.completeness.n == 10
    with pytest.raises(UnknownKeyError):
        found["c"]


def test_goals_are_checked_to_be_smart() -> None:
    """Only on a stated day; the letters that are not met are named."""
    loose = SegmentPlan(key="a", goals=[GOAL], **PARTS)
    assert plan(loose).check().gaps == ()
    (gap,) = plan(loose).check(as_of="2024-01-01", objectives=["grow"]).gaps
    assert gap.key == "smart_goals"
    letters = [
        letter.title.en
        for letter in GOAL.check(as_of="2024-01-01", objectives=["grow"])
        if letter.verdict == "not_met"
    ]
    assert gap.reason.en == f"goal Repeat purchase rate is not: {', '.join(letters)}"
    assert "Relevant" in gap.reason.en


def test_smart_goals_are_no_gap_and_contrary_ones_are() -> None:
    """Each goal is seen beside those of all segments."""

    def goal(target: float) -> Goal:
        return Goal(
            kpi="repeat_purchase_rate", baseline=0.34, target=target, start="2024-01-01",
            due="2024-12-31", statement="More buyers come back", scope="all", parent="keep",
            owner="Ada", rhythm="1 month", bound=0.45,
        )  # fmt: skip

    up = SegmentPlan(key="a", goals=[goal(0.4)], **PARTS)
    down = SegmentPlan(key="b", goals=[goal(0.3)], **PARTS)
    asked: Any = {"as_of": "2024-01-01", "objectives": iter(["keep"])}
    assert plan(up).check(**asked).gaps == ()
    found = plan(up, down).check(as_of="2024-01-01", objectives=["keep"])
    assert {gap.key for gap in found["a"].gaps} == {"smart_goals"}


def test_plans_print_in_short() -> None:
    """What a plan and a segment hold."""
    segment = SegmentPlan(key="a", aims="keep", kpis="retention_rate")
    assert repr(segment) == "SegmentPlan(key='a', parts=('aims', 'kpis'))"
    assert repr(plan(segment)) == "StrategyPlan(company='Amazon', segments=('a',), goals=0)"
    assert segment.name.en == "a"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (plan, "segments must hold at least one segment, got none"),
        (lambda: plan(*[SegmentPlan(key="a")] * 2), "got 'a' twice"),
        (lambda: SegmentPlan(key="a", aims=["keep", " "]), "aims must not be blank, got ' '"),
        (lambda: SegmentPlan(key="a", feedback=""), "feedback must not be blank, got ''"),
    ],
)
def test_bad_plans_are_refused(call: Any, message: str) -> None:
    """The message names the field or the segment."""
    with pytest.raises(InvalidInputError, match=message):
        call()
