"""Mission and vision, and what a strategy lacks of them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.metrics.goals import Goal
from crmcore.valuechain.models.statements import STATEMENTS, MissionVision

COMPANY = Title("Ours", "ما")
words = st.sampled_from(["", " ", "serve", "lead", "Serve all"])
texts = st.none() | st.builds(Title, words, words)
LOOSE = Goal(kpi="repeat_purchase_rate", baseline=0.3, target=0.4)
HANGING = Goal(kpi="repeat_purchase_rate", baseline=0.3, target=0.4, parent="vision")


@pytest.mark.law
@given(texts, texts)
def test_a_gap_for_each_text_that_is_not_there(mission: Title | None, vision: Title | None) -> None:
    """A statement is missing exactly where it has no word in either language."""
    found = MissionVision(company=COMPANY, mission=mission, vision=vision).check()
    keys = [gap.key for gap in found.gaps]
    for key, text in (("no_mission", mission), ("no_vision", vision)):
        blank = text is None or not (text.en.strip() or text.fa.strip())
        assert (key in keys) == blank
    assert found.complete == (not keys)
    assert found.summary.en
    assert found.summary.fa


@pytest.mark.law
@given(texts, texts)
def test_the_two_texts_are_compared_either_way(one: Title | None, other: Title | None) -> None:
    """Whether mission and vision are one text does not depend on which is which."""
    there = MissionVision(company=COMPANY, mission=one, vision=other).check()
    back = MissionVision(company=COMPANY, mission=other, vision=one).check()
    same = {"one_text_for_both"}
    assert same & {gap.key for gap in there.gaps} == same & {gap.key for gap in back.gaps}


@pytest.mark.law
@given(st.builds(Title, st.sampled_from(["serve", "lead all"]), words))
def test_one_text_is_not_two(text: Title) -> None:
    """The same words for today and tomorrow are a gap, however they are spaced."""
    spaced = Title(f"  {text.en.replace(' ', '  ')} ", "")
    found = MissionVision(company=COMPANY, mission=text, vision=spaced).check()
    assert "one_text_for_both" in [gap.key for gap in found.gaps]


def test_the_examples_of_the_text_are_whole() -> None:
    """Tesla, Amazon and Google have both statements, in both languages."""
    assert list(STATEMENTS) == ["tesla", "amazon", "google"]
    for statements in STATEMENTS.values():
        assert statements.check().complete
        assert statements.mission is not None
        assert statements.vision is not None
    assert STATEMENTS["tesla"].check().summary.en.startswith("mission and vision are both there")
    with pytest.raises(UnknownKeyError, match="did you mean 'google'"):
        STATEMENTS["googel"]


def test_goals_hang_from_the_vision() -> None:
    """No goal at all, and goals without an objective above them, are gaps."""
    ours = MissionVision(company=COMPANY, mission=Title("a", "الف"), vision=Title("b", "ب"))
    assert ours.check(goals=[HANGING]).complete
    assert [gap.key for gap in ours.check(goals=[]).gaps] == ["no_goal"]
    found = ours.check(goals=[HANGING, LOOSE])
    assert repr(found) == "StatementCheck(complete=False, gaps=('goal_without_parent',))"
    assert repr(found.gaps[0]) == (
        "StatementGap(key='goal_without_parent', reason="
        "'goals that serve no objective: Repeat purchase rate')"
    )
    assert "نرخ تکرار خرید" in found.summary.fa


def test_the_summary_lists_the_gaps() -> None:
    """One after the other, as their reasons say."""
    found = MissionVision(company=COMPANY).check()
    assert found.summary.en == "; ".join(gap.reason.en for gap in found.gaps)
    assert found.summary.fa == "؛ ".join(gap.reason.fa for gap in found.gaps)


@pytest.mark.parametrize("company", [Title("", ""), Title(" ", "\n"), None])
def test_a_firm_has_a_name(company: Any) -> None:
    """Blank names are refused."""
    with pytest.raises(InvalidInputError, match="company must have a name"):
        MissionVision(company=company)


def test_statements_print_in_short() -> None:
    """What is missing is None."""
    one = MissionVision(company=COMPANY, vision=Title("Lead", "پیشرو"))
    assert repr(one) == "MissionVision(company='Ours', mission=None, vision='Lead')"
    other = MissionVision(company=COMPANY, mission=Title("Serve", "خدمت"))
    assert repr(other) == "MissionVision(company='Ours', mission='Serve', vision=None)"
