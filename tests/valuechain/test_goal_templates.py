"""Goal templates: which KPI measures a goal of CRM, and which way is better."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError
from crmcore.metrics.catalogue import kpis
from crmcore.metrics.goals import Goal
from crmcore.valuechain.catalogue.crm_goals import CRM_GOALS, GOAL_TEMPLATES
from crmcore.valuechain.goal_templates import BETTER_TITLES, GoalTemplate

shares = st.integers(0, 100).map(lambda n: n / 100)


@pytest.mark.law
@given(shares, shares)
def test_up_and_down_exclude_each_other(baseline: float, target: float) -> None:
    """A goal that points the better way where higher is better does not where lower is."""
    if baseline == target:
        return
    goal = Goal(kpi="repeat_purchase_rate", baseline=baseline, target=target)
    up = GoalTemplate("g", "repeat_purchase_rate", "higher").points_better(goal)
    down = GoalTemplate("g", "repeat_purchase_rate", "lower").points_better(goal)
    assert (up, down) == ((target > baseline), (target < baseline))


def test_what_cannot_be_told_is_none() -> None:
    """Without a baseline, or where the scale states the better end."""
    goal = Goal(kpi="repeat_purchase_rate", target=0.4)
    assert GoalTemplate("g", "repeat_purchase_rate", "higher").points_better(goal) is None
    told = Goal(kpi="repeat_purchase_rate", baseline=0.3, target=0.4)
    assert GoalTemplate("g", "repeat_purchase_rate", "as_stated").points_better(told) is None


def test_a_goal_on_another_kpi_is_refused() -> None:
    """The message names both KPIs."""
    goal = Goal(kpi="purchase_frequency", target=3)
    with pytest.raises(InvalidInputError, match=r"'csat', got one on 'purchase_frequency'"):
        GoalTemplate("g", "csat", "higher").points_better(goal)


def test_an_unknown_direction_is_refused() -> None:
    """The message lists the directions."""
    wrong: Any = "up"
    with pytest.raises(InvalidInputError, match="better must be one of 'higher', 'lower'"):
        GoalTemplate("g", "csat", wrong)


def test_every_goal_has_templates_and_no_other() -> None:
    """The nine goals of the catalogue; their KPIs are those of the templates, in their order."""
    goals = CRM_GOALS.of_role("goal")
    assert len(goals) == 9
    assert list(dict.fromkeys(row.goal for row in GOAL_TEMPLATES)) == [goal.key for goal in goals]
    for goal in goals:
        assert goal.kpis == tuple(row.kpi for row in GOAL_TEMPLATES if row.goal == goal.key)


def test_no_kpi_is_better_both_ways() -> None:
    """A KPI that measures two goals has one direction, that of the catalogue where it is there."""
    ways: dict[str, set[str]] = {}
    for row in GOAL_TEMPLATES:
        ways.setdefault(row.kpi, set()).add(row.better)
    assert all(len(found) == 1 for found in ways.values())
    assert all(kpis[key].direction in {*ways[key], "none"} for key in ways if key in kpis)


def test_a_template_tells_its_direction() -> None:
    """In words, in both languages, and in short."""
    row = GoalTemplate("better_service", "ces", "as_stated")
    assert row.better_title is BETTER_TITLES["as_stated"]
    assert repr(row) == "GoalTemplate(goal='better_service', kpi='ces', better='as_stated')"
