"""A goal: its SMART check, its progress, and what it refuses."""

import math
import re
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.goals import Goal
from crmcore.metrics.kpi import Kpi

CHURN = Kpi(
    key="churn_rate",
    title=Title("Churn rate", "نرخ ریزش مشتری"),
    unit="share",
    inputs=("gone",),
    function=sum,
    direction="lower",
    domain=(0.0, 1.0),
)
PLAIN = {
    "kpi": "repeat_purchase_rate",
    "statement": "More buyers come back",
    "scope": "all customers",
    "baseline": 0.34,
    "target": 0.40,
    "start": "2024-01-01",
    "due": "2024-12-31",
    "parent": "keep customers",
    "rhythm": "1 month",
    "bound": 0.5,
}
SEEN = {"as_of": "2024-01-02", "objectives": ("keep customers", "raise profit")}


def verdicts(options: Any = None, **changes: Any) -> Any:
    """Check a goal that is changed in a few places."""
    check = Goal(**{**PLAIN, **changes}).check(**{**SEEN, **(options or {})})
    return {letter.key: letter.verdict for letter in check}


def history(values: Any, months: Any = 3, year: Any = 2018) -> Any:
    """Give a value every few months from a year on."""
    rows = []
    for i, value in enumerate(values):
        month = i * months
        rows.append((f"{year + month // 12}-{month % 12 + 1:02d}-01", value))
    return rows


def test_a_complete_goal_is_smart() -> None:
    """All five letters are met, in both languages."""
    check = Goal(**PLAIN).check(**SEEN)
    assert check.smart is True
    assert [letter.verdict for letter in check.letters] == ["met"] * 5
    assert repr(check) == (
        "GoalCheck(as_of='2024-01-02', smart=True, S='met', M='met', A='met', R='met', T='met')"
    )
    assert check["A"].title == Title("Achievable", "دست‌یافتنی")
    assert repr(check["S"]) == "Letter(key='S', verdict='met', reason='stated for all customers')"
    lines = check.text("fa").splitlines()
    assert len(lines) == 5
    assert all("برقرار" in line for line in lines)
    assert not re.search("[0-9]", check.text("fa").replace("2024", ""))


def test_a_bare_goal_tells_what_it_lacks() -> None:
    """KPI and target alone: each letter names what is missing."""
    goal = Goal(kpi="average_order_value", target=50)
    check = goal.check(as_of="2024-01-01")
    assert check.smart is False
    assert {letter.key: (letter.verdict, letter.reason.en) for letter in check} == {
        "S": ("not_met", "lacks a statement, a scope"),
        "M": ("not_met", "lacks a baseline, a rhythm of measuring"),
        "A": ("cannot_be_told", "no baseline, start or due date to compare with the past"),
        "R": ("not_met", "serves no objective"),
        "T": ("not_met", "lacks a start, a due date"),
    }
    assert math.isnan(goal.side)
    assert repr(goal) == "Goal(kpi='average_order_value', baseline=None, target=50, due=None)"
    assert check["S"].reason.fa == "فاقد بیان هدف، دامنه"


@pytest.mark.parametrize(
    ("changes", "letter", "reason"),
    [
        ({"statement": " "}, "S", "lacks a statement"),
        ({"rhythm": "2 years"}, "M", "measured every 2 years, but the goal lasts 365 days"),
        ({"rhythm": None}, "M", "lacks a rhythm of measuring"),
        ({"bound": 0.38}, "A", "0.4 is beyond the stated bound 0.38"),
        ({"parent": "win"}, "R", "the objective 'win' does not exist"),
        ({"parent": None}, "R", "serves no objective"),
        ({"target": 0.3}, "R", "asks for the worse: of this KPI higher is better"),
        ({"due": "2023-12-31"}, "T", "starts 2024-01-01, not before it is due 2023-12-31"),
        ({"start": "2023-01-01", "due": "2024-01-01"}, "T", "was due 2024-01-01"),
        ({"due": None}, "T", "lacks a due date"),
    ],
)
def test_one_fault_fails_one_letter(changes: Any, letter: Any, reason: Any) -> None:
    """Each fault shows at its own letter with its reason, in Persian too."""
    found = Goal(**{**PLAIN, **changes}).check(**SEEN)[letter]
    assert (found.verdict, found.reason.en) == ("not_met", reason)
    assert found.reason.fa
    assert "نابرقرار" in found.text("fa")


def test_objectives_that_are_not_given_leave_r_open() -> None:
    """A stated parent cannot be looked up: not to be told, and so is the whole."""
    check = Goal(**PLAIN).check(as_of="2024-01-02")
    assert check["R"].verdict == "cannot_be_told"
    assert check.smart is None


def test_lower_is_better_works_the_same_way() -> None:
    """Halving churn from 8 % to 5 %: half done at 6.5 %, all letters as for a rise."""
    goal = Goal(**{**PLAIN, "kpi": CHURN, "baseline": 0.08, "target": 0.05, "bound": 0.03})
    assert goal.progress(0.065) == pytest.approx(0.5)
    assert goal.check(**SEEN).smart is True
    assert goal.side == -1
    worse = {"kpi": CHURN, "baseline": 0.05, "target": 0.08, "bound": None}
    assert verdicts(**worse)["R"] == "not_met"
    assert verdicts(kpi=CHURN, baseline=0.08, target=0.02, bound=0.03)["A"] == "not_met"


def test_a_long_history_decides_a() -> None:
    """Four years of quarters: half the years did as well, or none did."""
    good = history([0.2, 0.21, 0.22, 0.2, 0.3, 0.3, 0.3, 0.3] * 3)
    found = Goal(**{**PLAIN, "history": good}).check(**SEEN)["A"]
    assert found.verdict == "met"
    assert found.evidence.n == pytest.approx(5.75, abs=0.02)
    assert 0.2 < found.evidence.value < 0.8
    assert "of past spans of this length did as well" in found.reason.en
    flat = Goal(**{**PLAIN, "history": history([0.34, 0.345] * 12)}).check(**SEEN)["A"]
    assert (flat.verdict, flat.evidence.value) == ("not_met", 0.0)
    assert flat.reason.en.startswith("0% of past spans of this length did as well (0% to 3")
    strict = Goal(**{**PLAIN, "history": good}).check(**SEEN, bar=0.9)["A"]
    assert strict.verdict == "not_met"


def test_a_short_history_cannot_tell_a() -> None:
    """Under three spans the share is a hint; with a bound the bound decides."""
    rows = history([0.2, 0.21, 0.3, 0.31, 0.32, 0.33], year=2022)
    open_goal = Goal(**{**PLAIN, "bound": None, "history": rows})
    found = open_goal.check(**SEEN)["A"]
    assert found.verdict == "cannot_be_told"
    assert found.reason.en == (
        "the history is 1.25 spans long, 3 are needed, and no bound is stated; "
        "100% of what there is did as well"
    )
    assert found.evidence.value == 1.0
    assert "۱٫۲۵" in found.reason.fa
    none = Goal(**{**PLAIN, "bound": None}).check(**SEEN)["A"]
    assert none.reason.en.endswith("and no bound is stated")
    assert verdicts(history=rows)["A"] == "met"


def test_only_the_past_counts_and_money_is_compared_by_ratio() -> None:
    """Values after the start are no past; money doubles as money did, shares do not."""
    rows = [*history([10, 20, 40, 80], months=6, year=2021), ("2024-06-01", 1.0)]
    money = {"kpi": "average_order_value", "baseline": 100, "target": 180, "bound": None}
    goal = Goal(**{**PLAIN, **money, "due": "2024-07-01", "history": rows})
    assert len(goal.past) == 4
    found = goal.feasibility()
    assert (found.relative, found.share.value) == (True, 1.0)
    share = Goal(**{**PLAIN, "history": history([0.2, 0.3])}).feasibility()
    assert not share.relative
    debts = {**money, "baseline": -100, "target": -50}
    assert not Goal(**{**PLAIN, **debts}).feasibility().relative


def test_a_goal_without_length_has_no_past_to_compare() -> None:
    """Start on the due date: no span, and A is left to the bound."""
    goal = Goal(**{**PLAIN, "due": "2024-01-01"})
    assert goal.feasibility() is None
    assert goal.check(**SEEN)["A"].verdict == "met"


@pytest.mark.parametrize(
    ("changes", "conflicts"),
    [
        ({}, True),
        ({"target": 0.45, "bound": 0.5}, False),
        ({"scope": "another shop"}, False),
        ({"kpi": CHURN}, False),
        ({"start": "2025-01-01", "due": "2025-06-30"}, False),
        ({"start": "2022-01-01", "due": "2023-06-30"}, False),
        ({"start": None, "due": None}, True),
        ({"baseline": None}, False),
    ],
)
def test_a_sibling_that_asks_the_opposite_fails_r(changes: Any, conflicts: Any) -> None:
    """Same KPI, same scope, at the same time, the other way."""
    sibling = Goal(**{**PLAIN, "target": 0.2, "statement": "Cut rewards", **changes})
    goal = Goal(**PLAIN)
    assert goal.conflicts(sibling) is sibling.conflicts(goal) is conflicts
    found = goal.check(**SEEN, siblings=[goal, sibling])["R"]
    assert (found.verdict == "not_met") is conflicts
    if conflicts:
        assert found.reason.en == "the goal 'Cut rewards' asks for the opposite"


def test_a_sibling_without_a_statement_is_named_by_its_kpi() -> None:
    """There is always a name to show."""
    sibling = Goal(**{**PLAIN, "target": 0.2, "statement": None})
    found = Goal(**PLAIN).check(**SEEN, siblings=[sibling])["R"]
    assert "'repeat_purchase_rate'" in found.reason.en


fractions = st.integers(0, 1000).map(lambda k: k / 1000)


@pytest.mark.law
@given(fractions, fractions, fractions)
def test_progress_runs_from_zero_to_one(baseline: Any, target: Any, current: Any) -> None:
    """0 at the baseline, 1 at the target, and the same for a goal turned round."""
    if baseline == target:
        return
    goal = Goal(kpi="repeat_purchase_rate", baseline=baseline, target=target)
    back = Goal(kpi="repeat_purchase_rate", baseline=target, target=baseline)
    assert goal.progress(baseline) == 0
    assert goal.progress(target) == 1
    assert goal.progress(current) + back.progress(current) == pytest.approx(1)


def test_progress_needs_a_baseline() -> None:
    """Without one there is a reason."""
    with pytest.raises(UndefinedMetricError, match="without a baseline"):
        Goal(kpi="repeat_purchase_rate", target=0.4).progress(0.3)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"target": 0.34}, "use a range goal"),
        ({"target": 40}, "target must be a fraction from 0 to 1, got 40; did you mean 0.4"),
        ({"baseline": -0.1}, "baseline must be a fraction"),
        ({"bound": math.nan}, "bound must be a finite number"),
        ({"history": [("2023-01-01", 7)]}, "history on 2023-01-01 must be a fraction"),
        ({"kpi": "repeat_rate"}, "kpi must be a known key"),
        ({"start": "soon"}, "start must be an ISO date"),
        ({"due": "later"}, "due must be an ISO date"),
        ({"rhythm": "now and then"}, "rhythm must be a number or text such as"),
        ({"rhythm": "0 days"}, "rhythm must be a finite number > 0"),
        (
            {"kpi": "purchase_frequency", "baseline": 0.5, "target": 2},
            "baseline must be from 1 to inf, as purchase_frequency is, got 0.5",
        ),
    ],
)
def test_impossible_goals_are_refused(changes: Any, message: Any) -> None:
    """The message names the field, the rule and the value."""
    with pytest.raises(InvalidInputError, match=message):
        Goal(**{**PLAIN, **changes})


def test_checks_refuse_the_future_and_bad_bars() -> None:
    """A value after as_of, a bar that is no fraction."""
    with pytest.raises(InvalidInputError, match="history must not go beyond as_of 2024-01-02"):
        verdicts(history=[("2024-03-01", 0.3)])
    with pytest.raises(InvalidInputError, match="bar must be a fraction"):
        verdicts({"bar": 20})


def test_goals_are_values() -> None:
    """Equal goals are equal and hash alike; the KPI may be given by key or as itself."""
    assert Goal(**PLAIN) == Goal(**PLAIN)
    assert hash(Goal(**PLAIN)) == hash(Goal(**PLAIN))
    assert Goal(**{**PLAIN, "kpi": CHURN}).definition is CHURN
