"""Changes tried, and plans under a budget."""

import math
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError, UndefinedMetricError, UnknownKeyError
from crmcore.valuechain.porter import (
    Activity,
    ActivityChange,
    ActivityLink,
    Improvement,
    LinkChange,
    PorterAnalysis,
)
from valuechain.porter.chains import MEASURES, PLACES, chains, worked

SHARES = st.floats(-0.3, 0.5)
# cost, gain, and the bits of the earlier ones on which it rests
PLANS = st.lists(st.tuples(*(st.integers(0, 20),) * 3), max_size=5)


# changes that never cut, by place; links pass on rises only
RISES = st.lists(st.tuples(PLACES, *(st.just(0.0) | st.floats(0.001, 100),) * 3), max_size=4)


def changes_of(chain: PorterAnalysis, rises: Any) -> list[ActivityChange]:
    """Make changes of the activities that there are."""
    keys = [activity.key for activity in chain]
    return [
        ActivityChange(keys[place], **dict(zip(MEASURES, by, strict=True)))
        for place, *by in rises
        if place < len(keys)
    ]


@pytest.mark.law
@given(chains(told=False, rivals=True))
def test_no_change_is_identity(chain: PorterAnalysis) -> None:
    """Without changes all stays as it is, bit for bit; a change of links alone moves no figure."""
    found = chain.what_if([])
    assert found.after == found.before
    assert found.activities == chain.activities
    assert found.links == chain.links
    assert (found.margin_change, found.time_change, found.changes) == (0, 0, ())
    assert found.before.margins == chain.margins()
    assert found.before.efficiency == chain.efficiency()
    assert found.before.position("cost") == chain.position()
    stronger = [LinkChange(link.source, link.target, 0.01) for link in chain.links]
    assert chain.what_if(stronger).after == found.before


@pytest.mark.law
@given(chains(), RISES)
def test_the_margin_changes_by_what_the_figures_do(chain: PorterAnalysis, rises: Any) -> None:
    """Margin after less margin before is the change; each figure is before, direct and links."""
    found = chain.what_if(changes_of(chain, rises))
    before, after = found.before.margins.total, found.after.margins.total
    scale = after.cost + after.value.require()
    moved = after.margin.require() - before.margin.require()
    assert moved == pytest.approx(found.margin_change, abs=1e-9 * scale)
    new = attrs.evolve(chain, activities=found.activities)
    for row in found.changes:
        assert row.after == pytest.approx(row.before + row.direct + row.through_links)
        assert new[row.activity].figure(row.measure) == row.after
        assert chain[row.activity].figure(row.measure) == row.before
    assert new.margins() == found.after.margins
    times = [row.after - row.before for row in found.changes if row.measure == "time"]
    assert math.fsum(times) == pytest.approx(found.time_change, abs=1e-6)


@pytest.mark.law
@given(chains(), RISES, RISES)
def test_changes_add_up(chain: PorterAnalysis, first: Any, second: Any) -> None:
    """The margin is linear: two sets of changes at once bring what they bring one by one."""
    one, two = changes_of(chain, first), changes_of(chain, second)
    apart = chain.what_if(one).margin_change + chain.what_if(two).margin_change
    assert chain.what_if([*one, *two]).margin_change == pytest.approx(apart, abs=1e-6)


@pytest.mark.law
@given(chains(), SHARES)
def test_without_links_a_share_is_a_share(chain: PorterAnalysis, share: float) -> None:
    """Costs raised by a share where nothing is linked raise the total by that share."""
    bare = PorterAnalysis(chain.activities, currency="EUR")
    changes = [ActivityChange(each.key, cost=share, as_share=True) for each in bare]
    found = bare.what_if(changes)
    assert found.after.margins.total.cost == pytest.approx(
        (1 + share) * found.before.margins.total.cost
    )


@pytest.mark.law
@given(chains(), PLANS, st.integers(0, 60))
def test_a_plan_keeps_the_budget_and_its_bound(
    chain: PorterAnalysis, drawn: list[tuple[int, int, int]], budget: int
) -> None:
    """A plan costs at most the budget, holds what it rests on, and equals the best of all sets."""
    improvements = [
        Improvement(
            f"i{i}", cost, gain=gain, rests_on=[f"i{j}" for j in range(i) if rests >> j & 1]
        )
        for i, (cost, gain, rests) in enumerate(drawn)
    ]
    plan = chain.plan(improvements, budget=budget)
    held = {row.improvement.key: row for row in plan.rows}
    chosen = {key for key, row in held.items() if row.chosen}
    assert chosen == set(plan.chosen)
    assert plan.planned.cost <= budget
    assert all(chosen.issuperset(held[key].improvement.rests_on) for key in chosen)
    assert plan.planned.exact
    assert plan.planned.worth == best_of_all(improvements, budget)
    rise = plan.margin_after.require() - plan.margin_before.require()
    assert rise == pytest.approx(plan.planned.worth, abs=1e-6)


def best_of_all(improvements: list[Improvement], budget: float) -> float:
    """Go through all sets that can stand."""
    best = 0.0
    for mask in range(1 << len(improvements)):
        held = [it for i, it in enumerate(improvements) if mask >> i & 1]
        keys = {it.key for it in held}
        if (
            all(keys.issuperset(it.rests_on) for it in held)
            and sum(it.cost for it in held) <= budget
        ):
            best = max(best, sum(it.gain or 0.0 for it in held))
    return best


@pytest.mark.law
@given(st.integers(0, 2**32))
def test_a_long_plan_is_never_better_than_its_bound(seed: int) -> None:
    """With more improvements than are gone through, the bound holds and the words tell it."""
    numbers = [(seed >> i % 31) % 7 + i % 5 + 1 for i in range(50)]
    improvements = [Improvement(f"i{i}", numbers[i], gain=numbers[-1 - i] ** 2) for i in range(25)]
    budget = sum(numbers[:25]) / 2.5
    plan = worked().plan(improvements, budget=budget)
    assert plan.planned.cost <= budget
    if plan.planned.bound is None:
        assert plan.planned.exact
    else:
        assert plan.planned.worth <= plan.planned.bound
        assert "can bring more than" in plan.summary.en
        assert "bound=" in repr(plan)


@pytest.mark.reference
def test_a_plan_agrees_with_the_reference(reference: Any) -> None:
    """The best gain within the budget is that of enumeration."""
    case = next(it for it in reference("segmentation")["cases"] if it["id"] == "plan_under_budget")
    given_ = case["inputs"]
    improvements = [
        Improvement(str(i), cost, gain=gain, rests_on=map(str, rests))
        for i, (gain, cost, rests) in enumerate(
            zip(given_["value"], given_["cost"], given_["rests_on"], strict=True)
        )
    ]
    assert worked().plan(improvements, budget=given_["budget"]).planned.worth == case["expected"]


def test_a_cut_by_hand() -> None:
    """A tenth off the plant is 40, and 8 at shipping and 16 at repair: alpha is overtaken."""
    found = worked().what_if([ActivityChange("plant", cost=-0.1, as_share=True)])
    assert {row.activity: (row.direct, row.through_links) for row in found.changes} == {
        "plant": (-40, 0),
        "shipping": (0, -8),
        "repair": (0, -16),
    }
    assert found.margin_change == 64
    assert found.after.margins.total.margin.value == 314
    before, after = found.before.position("cost"), found.after.position("cost")
    assert (before.rank, after.rank, after.of) == (2, 1, 3)
    assert after.standings[0].own == 694
    assert found.summary.en == (
        "margin changes by 64 euro, from 250 euro to 314 euro; rank by cost goes from 2 to 1 of 3; "
        "rank by value stays 1 of 2"
    )
    assert "۳۱۴" in found.summary.fa
    assert (
        repr(found) == "WhatIf(margin_change=64, time_change=0, before=250, after=314, changes=3)"
    )
    assert repr(found.changes[0]) == (
        "FigureChange(activity='plant', measure='cost', before=400, after=360)"
    )
    assert "'cost': 1" in repr(found.after)
    with pytest.raises(UnknownKeyError, match="measure must be a known key"):
        found.after.position("money")  # type: ignore[arg-type]


def test_value_and_time_by_hand() -> None:
    """Ten more value at buying is 18 in all; an hour less is 1.8 hours less in all."""
    found = worked().what_if([ActivityChange("buying", value=10, time=-1)])
    assert found.margin_change == pytest.approx(18)
    assert found.time_change == pytest.approx(-1.8)
    assert "time changes by -1.8 hours" in found.summary.en


def test_links_change_what_is_passed_on() -> None:
    """A cut link passes nothing, a stronger one more, and a new one is made; costs alone pass."""
    cut = ActivityChange("plant", cost=-40)
    chain = worked()
    assert chain.what_if([cut, LinkChange("plant", "repair", 0)]).margin_change == 48
    assert chain.what_if([cut, LinkChange("plant", "repair", 0.5)]).margin_change == 68
    found = chain.what_if([cut, LinkChange("plant", "sales", 0.25)])
    assert found.margin_change == 74
    assert found.links[-1] == ActivityLink("plant", "sales", 0.25)
    only_time = PorterAnalysis(
        chain.activities, [ActivityLink("plant", "repair", 0.4, carries="time")], currency="EUR"
    )
    assert only_time.what_if([cut]).margin_change == 40
    assert only_time.what_if([ActivityChange("plant", time=-10)]).time_change == -14


def test_what_cannot_be_counted_is_told() -> None:
    """Links without strength and figures that are not told end the count, and are named."""
    rows = [
        Activity("a", category="service", cost=10, value=20),
        Activity("b", category="service", cost=10),
        Activity("c", category="service", cost=10),
    ]
    chain = PorterAnalysis(rows, [("a", "b", 0.5), ("b", "c")], currency="EUR")
    found = chain.what_if([ActivityChange("a", cost=-2, value=4)])
    assert found.margin_change == pytest.approx(2 + 1 + 4)
    assert [it.en for it in found.uncounted] == [
        "how strong the link from b to c is, is not told",
        "b is reached, but its value is not told",
    ]
    assert found.summary.en.startswith("margin changes by 7 euro; not counted: how strong")
    assert found.summary.fa.startswith("حاشیه سود به اندازه")
    assert found.after.margins.total.margin.value is None


def test_what_is_cut_to_nothing_is_0() -> None:
    """All of a cost may go; rounding by links does not leave it below 0."""
    rows = [
        Activity("a", category="service", cost=0.3),
        Activity("b", category="service", cost=0.1),
    ]
    chain = PorterAnalysis(rows, [("a", "b", 1 / 3)], currency="EUR")
    found = chain.what_if([ActivityChange("a", cost=-1, as_share=True)])
    assert [row.after for row in found.changes] == [0, 0]


def test_opposite_changes_leave_no_trace() -> None:
    """What is added and taken away again is no change."""
    changes = [ActivityChange("sales", cost=5), ActivityChange("sales", cost=-5)]
    assert worked().what_if(changes).changes == ()


BAD: list[tuple[list[Any], type[Exception], str]] = [
    ([ActivityChange("plan", cost=1)], UnknownKeyError, "activity of a change .* 'plant'"),
    ([LinkChange("plant", "repairs", 1)], UnknownKeyError, "target of a change .* 'repair'"),
    ([LinkChange("plan", "repair", 1)], UnknownKeyError, "source of a change .* 'plant'"),
    (
        [LinkChange("sales", "repair", 0)],
        InvalidInputError,
        "sales → repair must not be 0: there is",
    ),
    ([LinkChange("plant", "repair", 1)] * 2, InvalidInputError, "changes of links must differ"),
    (
        [ActivityChange("plant", cost=-401)],
        InvalidInputError,
        r"cost of plant must not fall below 0, got 400.* changed by -401.* and by 0.0 through",
    ),
    (
        [ActivityChange("plant", cost=-300)],
        InvalidInputError,
        "cost of repair must not fall below 0, got 100.* by 0.0 itself and by -120.0 through",
    ),
    (["plant"], InvalidInputError, "changes at row 0 must be of ActivityChange, got str 'plant'"),
    ([{"activity": "plant", "price": 1}], UnknownKeyError, "field of changes at row 0"),
    (
        [LinkChange("repair", "plant", 3), ActivityChange("plant", cost=-1)],
        UndefinedMetricError,
        "loop plant → repair → plant",
    ),
]


@pytest.mark.parametrize(("changes", "error", "message"), BAD)
def test_bad_changes_are_refused(changes: list[Any], error: type[Exception], message: str) -> None:
    """A change of what is not there, or below 0, or round a growing loop is refused."""
    with pytest.raises(error, match=message):
        worked().what_if(changes)


def test_a_change_needs_a_figure_to_start_from() -> None:
    """What is not told cannot be changed."""
    chain = PorterAnalysis([Activity("a", category="service", cost=1)], currency="EUR")
    with pytest.raises(
        InvalidInputError, match="change of the value of a must start from a figure"
    ):
        chain.what_if([ActivityChange("a", value=1)])


def test_a_plan_by_hand() -> None:
    """Retooling brings 64 with its links; with 80 to spend it and its foundation are the best."""
    retool = Improvement(
        "retool", 50, changes=[{"activity": "plant", "cost": -40}], title="Retool the plant"
    )
    training = {"key": "training", "cost": 20, "gain": 5}
    brand = Improvement("brand", 60, gain=66, rests_on="training")
    plan = worked().plan([retool, training, brand], budget=80)
    assert [(row.improvement.key, row.gain, row.chosen) for row in plan.rows] == [
        ("retool", 64, False),
        ("training", 5, True),
        ("brand", 66, True),
    ]
    assert plan.chosen == ("training", "brand")
    assert (plan.margin_before.value, plan.margin_after.value) == (250, 321)
    assert plan.outcome.changes == ()
    assert plan.summary.en == (
        "training, brand: margin rises by 71 euro, for 80 euro of a budget of 80 euro; "
        "no plan within the budget brings more"
    )
    less = worked().plan([retool, training, brand], budget=70)
    assert less.chosen == ("retool", "training")
    assert less.outcome.margin_change == 64
    assert "Retool the plant, training" in less.summary.en
    assert "۶۹" in less.summary.fa
    assert repr(less) == "PorterPlan(chosen=('retool', 'training'), gain=69, cost=70, exact=True)"
    assert repr(less.rows[0]) == "ImprovementRow(key='retool', cost=50, gain=64, chosen=True)"
    nothing = worked().plan([retool], budget=10)
    assert nothing.summary.en == "no improvement within a budget of 10 euro brings anything"
    assert nothing.margin_after.value == 250


def test_a_plan_without_all_values_still_tells_the_gain() -> None:
    """The margin is undefined with its reason, the gain of a cut is known."""
    chain = PorterAnalysis([Activity("a", category="service", cost=10)], currency="EUR")
    plan = chain.plan([Improvement("i", 1, changes=[ActivityChange("a", cost=-4)])], budget=5)
    assert plan.planned.worth == 4
    assert plan.margin_after.reason == plan.margin_before.reason
    assert plan.margin_after.value is None


def test_bad_plans_are_refused() -> None:
    """Doubles, circles, losses, unknown foundations and what cannot go together are named."""
    chain = worked()
    cut = [ActivityChange("sales", cost=-0.6, as_share=True)]
    with pytest.raises(InvalidInputError, match="keys of improvements must differ, got 'a' twice"):
        chain.plan([Improvement("a", 1, gain=1)] * 2, budget=1)
    with pytest.raises(InvalidInputError, match="must not run in a circle, got a -> b -> a"):
        chain.plan(
            [Improvement("a", 1, gain=1, rests_on="b"), Improvement("b", 1, gain=1, rests_on="a")],
            budget=1,
        )
    with pytest.raises(UnknownKeyError, match="rests_on of a must be a known key, got 'b'"):
        chain.plan([Improvement("a", 1, gain=1, rests_on="b")], budget=1)
    with pytest.raises(InvalidInputError, match=r"gain of a must be >= 0, got -5.* to its cost"):
        chain.plan([Improvement("a", 1, changes=[ActivityChange("sales", cost=5)])], budget=1)
    with pytest.raises(InvalidInputError, match="a, b must be possible together: cost of sales"):
        chain.plan([Improvement(key, 1, changes=cut) for key in "ab"], budget=5)
    with pytest.raises(InvalidInputError, match="budget must be a finite number >= 0, got -1"):
        chain.plan([], budget=-1)
