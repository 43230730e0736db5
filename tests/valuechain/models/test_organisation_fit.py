"""Fit of an organisation's design: choices that contradict each other by stated rules."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.valuechain.catalogue.organisation_design import ORGANISATION_DESIGN
from crmcore.valuechain.models.design_choices import DESIGN_CHOICES
from crmcore.valuechain.models.design_rules import DesignSide, FitRule
from crmcore.valuechain.models.fit_rules import FIT_RULES
from crmcore.valuechain.models.organisation_fit import organisation_fit

Choices = Mapping[str, str | None]
OPTIONS = {variable: list(choices) for variable, choices in DESIGN_CHOICES.items()}
some_choices = st.fixed_dictionaries(
    {}, optional={key: st.none() | st.sampled_from(keys) for key, keys in OPTIONS.items()}
)
full_choices = st.fixed_dictionaries({key: st.sampled_from(keys) for key, keys in OPTIONS.items()})
REASON = Title("they clash", "با هم نمی‌خوانند")


@pytest.mark.law
@settings(max_examples=40)
@given(some_choices)
def test_every_rule_is_told_or_says_what_is_missing(choices: Choices) -> None:
    """Shares lie in [0, 1]; what cannot be told names variables that are not stated."""
    found = organisation_fit(choices)
    assert [row.rule for row in found] == list(FIT_RULES)
    for row in found:
        assert bool(row.missing) == (row.state == "cannot_be_told")
        assert all(choices.get(variable) is None for variable in row.missing)
        assert row.reason.en
        assert row.reason.fa
    told = sum(row.state != "cannot_be_told" for row in found)
    assert found.coverage.value == told / len(FIT_RULES)
    assert found.fit_share.n == told
    assert (found.fit_share.value is None) == (not told)
    assert 0 <= (found.fit_share.value or 0) <= 1


@pytest.mark.law
@given(full_choices)
def test_stating_all_tells_all(choices: Choices) -> None:
    """Nothing is missing, and a contradiction stands exactly where both sides hold."""
    found = organisation_fit(choices)
    assert found.missing == ()
    assert found.coverage.value == 1
    for row in found:
        both = all(
            choices[side.variable] in side.choices for side in (row.rule.first, row.rule.second)
        )
        assert (row.state == "contradicts") == both


@pytest.mark.law
@settings(max_examples=40)
@given(full_choices, st.sets(st.sampled_from(list(OPTIONS))))
def test_what_is_told_stays_when_more_is_stated(choices: Choices, hidden: set[str]) -> None:
    """A verdict on few choices is the verdict on all of them."""
    few = organisation_fit({key: None if key in hidden else c for key, c in choices.items()})
    full = organisation_fit(choices)
    for row in few:
        if row.state != "cannot_be_told":
            assert full[row.rule.key].state == row.state


@pytest.mark.law
@settings(max_examples=40)
@given(some_choices, st.randoms(use_true_random=False))
def test_the_order_of_choices_and_rules_does_not_matter(choices: Choices, random: Any) -> None:
    """Each rule says the same wherever it stands."""
    rules, keys = list(FIT_RULES), list(choices)
    random.shuffle(rules)
    random.shuffle(keys)
    found = organisation_fit(choices)
    again = organisation_fit({key: choices[key] for key in keys}, rules=rules)
    assert all(again[row.rule.key] == row for row in found)
    assert again.fit_share == found.fit_share


@pytest.mark.law
@settings(max_examples=40)
@given(some_choices)
def test_a_rule_is_the_same_from_both_sides(choices: Choices) -> None:
    """Which side is named first does not matter."""
    for rule in FIT_RULES:
        turned = FitRule(
            key=rule.key, first=rule.second, second=rule.first, reason=rule.reason, source="turned"
        )
        assert turned.contradicts(choices) == rule.contradicts(choices)


def test_the_variables_are_those_of_the_catalogue() -> None:
    """Every variable without parts can be chosen, and interdependence by its three kinds."""
    within = {element.within for element in ORGANISATION_DESIGN}
    kinds = [part.key for part in ORGANISATION_DESIGN.parts("interdependence")]
    leaves = {e.key for e in ORGANISATION_DESIGN if e.key not in within} - set(kinds)
    assert set(DESIGN_CHOICES) == {*leaves, "interdependence"}
    assert OPTIONS["interdependence"] == kinds == ["pooled", "sequential", "reciprocal"]
    for choices in DESIGN_CHOICES.values():
        assert len(choices) >= 2
        for title in choices.values():
            assert title.en
            assert re.search("[\u0600-\u06ff]", title.fa)


def test_every_rule_is_well_formed() -> None:
    """Known choices, a reason in both languages, a source, and each pair of choices once."""
    pairs = [
        frozenset(((rule.first.variable, one), (rule.second.variable, two)))
        for rule in FIT_RULES
        for one in rule.first.choices
        for two in rule.second.choices
    ]
    assert len(set(pairs)) == len(pairs)
    for rule in FIT_RULES:
        for side in (rule.first, rule.second):
            assert set(side.choices) <= set(DESIGN_CHOICES[side.variable])
        assert "Galbraith (1977)" in rule.source
        assert rule.reason.en
        assert re.search("[\u0600-\u06ff]", rule.reason.fa)
        assert not re.search("[\u064a\u0643]| (ها|های|تر) ", rule.reason.fa)


def test_every_variable_takes_part_in_a_rule() -> None:
    """No choice is asked for in vain."""
    used = {side.variable for rule in FIT_RULES for side in (rule.first, rule.second)}
    assert used == set(DESIGN_CHOICES)


@pytest.mark.parametrize(
    ("choices", "rule"),
    [
        (
            {"interdependence": "reciprocal", "planning_control": "rules"},
            "reciprocal_work_and_fixed_rules",
        ),
        (
            {"interdependence": "reciprocal", "pay": "individual"},
            "reciprocal_work_and_individual_pay",
        ),
        ({"uncertainty": "high", "power": "centralised"}, "uncertainty_and_central_power"),
    ],
)
def test_known_contradictions_are_found(choices: Choices, rule: str) -> None:
    """Those that the literature names."""
    found = organisation_fit(choices)
    assert [row.rule.key for row in found.contradictions] == [rule]
    assert rule in repr(found)


def test_a_contradiction_is_told_in_words() -> None:
    """Both choices by their titles, then why; what is left open is counted."""
    found = organisation_fit({"interdependence": "reciprocal", "pay": "individual"})
    reason = found.contradictions[0].reason
    assert reason.fa.startswith(
        "وابستگی (متقابل) در برابر جبران خدمات (بر پایه عملکرد فردی): پرداخت"
    )
    left = sum(row.state == "cannot_be_told" for row in found)
    assert found.summary.en == f"{reason.en}; {left} of {len(FIT_RULES)} rules cannot be told"
    row = found["uncertainty_and_central_power"]
    assert row.reason == Title(
        "not stated: Uncertainty, Power", "بیان نشده است: عدم اطمینان، توزیع قدرت"
    )
    assert "uncertainty" in found.missing
    assert repr(row) == (
        "FitRow(rule='uncertainty_and_central_power', state='cannot_be_told', "
        "reason='not stated: Uncertainty, Power')"
    )


def test_one_side_can_settle_a_rule() -> None:
    """Low uncertainty contradicts nothing, whoever decides."""
    row = organisation_fit({"uncertainty": "low"})["uncertainty_and_central_power"]
    assert (row.state, row.reason.en) == ("fits", "no contradiction")


def test_nothing_stated_tells_nothing() -> None:
    """The share has a reason, and every rule says what it lacks."""
    found = organisation_fit({})
    assert found.fit_share.reason is not None
    assert found.fit_share.reason.en == "no rule can be told: too few choices are stated"
    assert found.coverage.value == 0
    assert found.summary.en.startswith("no contradiction is seen; ")
    assert set(found.missing) == set(DESIGN_CHOICES)


def test_own_rules_bring_own_variables_and_choices() -> None:
    """A name that the library does not have stands by itself."""
    rule = FitRule(
        key="matrix",
        first=DesignSide("departments", "matrix"),
        second=DesignSide("owner", ["family", "state"]),
        reason=REASON,
        source="ours",
    )
    found = organisation_fit({"departments": "matrix", "owner": "state"}, rules=[rule])
    assert found.contradictions[0].reason.en == (
        "Departments (matrix) against owner (state): they clash"
    )
    assert found.summary == found.contradictions[0].reason
    assert found.fit_share.value == 0
    fine = organisation_fit({"departments": "by_product"}, rules=[rule])
    assert fine.summary == Title("no contradiction is seen", "تناقضی دیده نمی‌شود")
    assert repr(rule) == (
        "FitRule(key='matrix', first='departments', second='owner', source='ours')"
    )
    assert repr(rule.first) == "DesignSide(variable='departments', choices=('matrix',))"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: organisation_fit({}, rules=[]), "rules must hold at least one rule, got none"),
        (lambda: organisation_fit({}, rules=[FIT_RULES[0]] * 2), "rules must differ"),
        (lambda: DesignSide("pay", []), "choices of pay must name at least one, got none"),
        (
            lambda: FitRule(
                key="k",
                first=DesignSide("pay", "fixed"),
                second=DesignSide("pay", "team"),
                reason=REASON,
                source="ours",
            ),
            "sides of k must be two variables, got 'pay' twice",
        ),
    ],
)
def test_bad_rules_are_refused(call: Any, message: str) -> None:
    """The message names the rule and the side."""
    with pytest.raises(InvalidInputError, match=message):
        call()


def test_unknown_variables_and_choices_are_refused() -> None:
    """The nearest are suggested."""
    with pytest.raises(UnknownKeyError, match="did you mean 'power'"):
        organisation_fit({"powers": "centralised"})
    with pytest.raises(UnknownKeyError, match=r"choice of power .* did you mean 'centralised'"):
        organisation_fit({"power": "centralized"})
