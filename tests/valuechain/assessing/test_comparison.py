"""An assessment against a target, competitors and an earlier one."""

from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain import KpiAnchor, Rating, frameworks
from crmcore.valuechain.assessing.comparison import compare
from crmcore.valuechain.assessing.ratings import Scale
from crmcore.valuechain.assessing.rules import AssessmentRules

IDIC = frameworks["idic"]
KEYS = [element.key for element in IDIC]
scores = st.fixed_dictionaries({key: st.integers(1, 5) for key in KEYS})


def assess(table: Any, as_of: Any = "2024-06-30", **options: Any) -> Any:
    """Assess by IDIC from one score an element."""
    ratings = [Rating(p.key, table[e.key]) for e in IDIC if e.key in table for p in e.practices]
    return IDIC.assess(ratings, as_of=as_of, **options)


@pytest.mark.law
@given(scores, scores, scores)
def test_gap_lag_and_change_are_differences(now: Any, then: Any, rival: Any) -> None:
    """Target less score, best competitor less score, score less earlier score."""
    found = compare(
        assess(now),
        target=4,
        competitors={"A": rival, "B": assess(then)},
        earlier=assess(then, as_of="2023-06-30"),
    )
    for row in found:
        key = row.element
        assert row.gap == 4 - now[key]
        assert row.lag == max(rival[key], then[key]) - now[key]
        assert row.change == now[key] - then[key]
    assert found.gaps == ()
    below = [row.gap for row in found.below_target]
    assert below == sorted(below, reverse=True)
    assert len(below) == sum(score < 4 for score in now.values())


@pytest.mark.law
@given(scores)
def test_nothing_changes_against_itself(now: Any) -> None:
    """The same answers a year earlier: no change, no gap to oneself."""
    own = assess(now)
    past = assess(now, as_of="2023-06-30")
    for row in compare(own, competitors={"twin": past}, earlier=past):
        assert (row.lag, row.change, row.gap) == (0, 0, None)


def test_partial_competitors_are_stated() -> None:
    """A competitor known on some elements is compared there, and it is said on how many."""
    found = compare(assess(dict.fromkeys(KEYS[:3], 3)), competitors={"Rival": {KEYS[0]: 5}})
    assert found.compared("Rival") == 1
    assert found.gaps[0].en == "Rival is compared on 1 of 4 elements"
    assert "Rival" in found.gaps[0].fa
    assert found[KEYS[1]].best_competitor is None
    assert found[KEYS[1]].lag is None
    assert found[KEYS[3]].score is None
    assert repr(found) == (
        "Comparison(framework='idic', below_target=(), competitors=('Rival',), by='judged')"
    )
    with pytest.raises(UnknownKeyError, match="did you mean 'Rival'"):
        found.compared("Rivals")


def test_targets_may_differ_by_element() -> None:
    """Only the elements that have one have a gap."""
    found = compare(assess(dict.fromkeys(KEYS, 3)), target={KEYS[1]: 4.5, KEYS[2]: 5})
    assert [row.element for row in found.below_target] == [KEYS[2], KEYS[1]]
    assert found[KEYS[0]].gap is None
    assert found.gaps[0].en == "2 of 4 elements have a target"
    assert "۲" in found.gaps[0].fa


def test_measured_scores_can_be_compared() -> None:
    """By the figures in place of the judgements."""
    element = next(e for e in IDIC if e.kpis)
    figure = Measurement(key=element.kpis[0], title=element.title, unit="share", value=0.5)
    own = assess(dict.fromkeys(KEYS, 5), kpis=[figure], anchors=[KpiAnchor(element.kpis[0], 0, 1)])
    found = compare(own, target=4, by="measured")
    assert found[element.key].score == 3
    assert found[element.key].gap == 1


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"target": {"identfy": 4}}, UnknownKeyError, "target .* did you mean 'identify'"),
        ({"target": 6}, InvalidInputError, "target for .* must be on the scale 1 to 5, got 6"),
        ({"target": float("nan")}, InvalidInputError, "target for .* must be a finite number"),
        ({"competitors": {"R": {"x": 4}}}, UnknownKeyError, "scores of R must be a known key"),
        ({"by": "guessed"}, InvalidInputError, "by must be one of"),
    ],
)
def test_bad_comparisons_are_refused(options: Any, error: Any, message: Any) -> None:
    """The message names the argument, the element and the rule."""
    with pytest.raises(error, match=message):
        compare(assess(dict.fromkeys(KEYS, 3)), **options)


def test_assessments_must_match() -> None:
    """Another framework, another scale, or a later day is refused."""
    own = assess(dict.fromkeys(KEYS, 3))
    tam = frameworks["tam"]
    other = tam.assess([Rating(key, 3) for key in tam.practices], as_of="2023-06-30")
    for past in (other, assess({}, "2023-06-30", rules=AssessmentRules(scale=Scale(0, 10)))):
        with pytest.raises(InvalidInputError, match="earlier must be by the framework"):
            compare(own, earlier=past)
    with pytest.raises(InvalidInputError, match="earlier must be before 2024-06-30"):
        compare(own, earlier=own)
