"""An assessment: scores, coverage, weakest link, the chain, the figures beside, the verdict."""

from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from crmcore._text import Title
from crmcore.errors import InvalidInputError
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain import (
    Element,
    Framework,
    KpiAnchor,
    Practice,
    Rating,
    Scale,
    frameworks,
)
from crmcore.valuechain.assessing.rules import AssessmentRules

AS_OF = "2024-06-30"


def practice(key: Any) -> Any:
    """Make a practice."""
    return Practice(key, Title(key, "کار " + key))


CHAIN = Framework(
    key="chain",
    title=Title("Chain", "زنجیره"),
    edition="test",
    source="test",
    elements=[
        Element(
            key="one",
            title=Title("One", "یک"),
            role="stage",
            order=1,
            kpis=("repeat", "churn"),
            practices=[practice("a"), practice("b")],
        ),
        Element(
            key="two",
            title=Title("Two", "دو"),
            role="stage",
            order=2,
            rests_on="one",
            kpis="csat",
            practices=[practice("b"), practice("c"), practice("d")],
        ),
        Element(key="help", title=Title("Help", "کمک"), role="support", practices=[practice("e")]),
    ],
    must_measure=("csat", "nps"),
)
NOBODY = Title("nobody answered", "هیچ‌کس پاسخ نداده است")
scores = st.one_of(st.integers(1, 5).map(float), st.sampled_from(["not_applicable", "unanswered"]))
tables = st.fixed_dictionaries(dict.fromkeys("abcde", scores))


def figure(key: Any, value: Any = None, reason: Any = None) -> Any:
    """Measure a share."""
    return Measurement(key=key, title=Title(key, "شاخص"), unit="share", value=value, reason=reason)


def assess(table: Any, **options: Any) -> Any:
    """Assess the chain from a table of scores."""
    return CHAIN.assess([Rating(k, v) for k, v in table.items()], as_of=AS_OF, **options)


@pytest.mark.law
@given(tables, st.sampled_from([0.0, 0.5, 1.0]))
def test_scores_and_coverage_equal_those_by_hand(table: Any, bar: Any) -> None:
    """Mean over the answered; answered over applicable; below the bar no score and no level."""
    for score in assess(table, rules=AssessmentRules(coverage_bar=bar)):
        said = [table[p.key] for p in score.element.practices]
        applicable = [s for s in said if s != "not_applicable"]
        answered = [s for s in applicable if s != "unanswered"]
        if not applicable:
            assert (score.status, score.coverage) == ("not_applicable", None)
        else:
            assert score.coverage == len(answered) / len(applicable)
        if answered and score.coverage >= bar:
            assert score.status == "scored"
            assert score.judged == pytest.approx(sum(answered) / len(answered))
            assert 1 <= score.levels.gate <= score.levels.mean <= score.levels.top == 5
        else:
            assert score.status != "scored"
            assert score.judged is None
            assert score.levels is None


@pytest.mark.law
@given(tables)
def test_the_gate_is_the_least_rating(table: Any) -> None:
    """With everything answered the gate is the lowest rating and the mean level the mean."""
    full = {k: 3.0 if v == "unanswered" else v for k, v in table.items()}
    for score in assess(full):
        said = [full[p.key] for p in score.element.practices if full[p.key] != "not_applicable"]
        if said:
            assert score.levels.gate == min(said)
            assert score.levels.mean == pytest.approx(score.judged)


@pytest.mark.law
@given(tables, st.lists(st.floats(0.1, 10), min_size=5, max_size=5))
def test_the_whole_is_the_mean_of_its_parts_by_weight_answered(table: Any, many: Any) -> None:
    """Weights carried down to practices: no mean of means."""
    weights = dict(zip("abcde", many, strict=True))
    found = assess(table, weights=weights, rules=AssessmentRules(coverage_bar=0.0))
    parts = [
        (
            s.judged,
            sum(weights[p.key] for p in s.element.practices if table[p.key] in {1, 2, 3, 4, 5}),
        )
        for s in found
        if s.judged is not None
    ]
    if not parts:
        assert found.overall is None
        return
    total = sum(weight for _, weight in parts)
    assert found.overall == pytest.approx(sum(j * w for j, w in parts) / total)


@pytest.mark.law
@given(tables, st.sampled_from("abcde"))
def test_a_better_rating_never_lowers_a_score(table: Any, key: Any) -> None:
    """Monotone: one more step on one practice lowers nothing."""
    if not isinstance(table[key], float) or table[key] == 5:
        return
    before, after = assess(table), assess({**table, key: table[key] + 1})
    for low, high in zip(before, after, strict=True):
        assert low.judged is None or high.judged >= low.judged
        assert low.levels is None or high.levels.gate >= low.levels.gate
    assert before.overall is None or after.overall >= before.overall


@pytest.mark.law
@given(tables)
def test_the_chain_is_as_strong_as_its_weakest_link_so_far(table: Any) -> None:
    """A running minimum, unknown from the first stage that was answered too little."""
    found = assess(table)
    known = []
    open_ = False
    for link, score in zip(found.chain, [found["one"], found["two"]], strict=True):
        assert link.key == score.element.key
        known += [score.judged] if score.judged is not None else []
        open_ |= score.status == "too_little_answered"
        assert link.at_most == min(known, default=None)
        assert link.so_far == (None if open_ else link.at_most)


def test_ties_of_the_weakest_are_all_named() -> None:
    """Both stages at 2: both are the weakest; by role only those of the role."""
    found = assess({"a": 2, "b": 2, "c": 1, "d": 3, "e": 1.5})
    assert [s.element.key for s in found.weakest()] == ["help"]
    assert [s.element.key for s in found.weakest(role="stage")] == ["one", "two"]
    assert found.weakest(role="condition") == ()
    assert found.chain[1].weakest == ("one", "two")
    assert repr(found.chain[1]) == (
        "ChainLink(key='two', so_far=2, at_most=2, weakest=('one', 'two'))"
    )


def test_below_the_bar_there_is_only_too_little_answered() -> None:
    """One of three answered: no score; the link keeps the bound and names the gap."""
    found = assess({"a": 4, "b": 3})
    assert found["two"].status == "too_little_answered"
    assert found["two"].status_title.fa == "پاسخ‌ها ناکافی است"
    assert repr(found["two"]) == (
        "ElementScore(element='two', judged=None, status='too_little_answered', measured=None, "
        "coverage=0.333333)"
    )
    assert repr(found["one"]) == (
        "ElementScore(element='one', judged=3.5, measured=None, coverage=1)"
    )
    assert found.chain[1].unknown == ("two",)
    assert found.chain[1].at_most == 3.5
    assert found.overall == pytest.approx(10 / 3)
    assert assess({"a": 4}).overall is None
    assert found.coverage == 0.5
    with pytest.raises(KeyError):
        found["three"]


def test_figures_stand_beside_the_judgement() -> None:
    """Anchored figures are scored, lower-is-better too; the rest is shown with its reason."""
    found = assess(
        dict.fromkeys("abcde", 4),
        kpis=[figure("repeat", 0.3), figure("churn", 0.04), figure("other", 0.5)],
        anchors=[
            KpiAnchor("repeat", 0.2, 0.6),
            KpiAnchor("churn", 0.10, 0.02),
            KpiAnchor("nps", 0, 1),
        ],
    )
    one = found["one"]
    assert [item.share for item in one.evidence] == pytest.approx([0.25, 0.75])
    assert one.measured == pytest.approx(3)
    assert one.disagreement == pytest.approx(-1)
    assert found["two"].measured is None
    assert found["two"].disagreement is None
    assert found.unused_kpis == ("other",)
    assert repr(one.evidence[0]) == "KpiEvidence(kpi='repeat', value=0.3, share=0.25)"


def test_unscored_figures_tell_why() -> None:
    """Without anchors, or undefined: shown, and no part of the measured score."""
    found = assess({}, kpis=[figure("repeat", 0.3), figure("churn", reason=NOBODY)])["one"]
    assert [item.share for item in found.evidence] == [None, None]
    assert [item.reason.en for item in found.evidence] == [
        "shown, not scored: no anchors were stated",
        "not scored: nobody answered",
    ]
    assert found.measured is None


def test_values_beyond_the_anchors_earn_the_end() -> None:
    """Worse than low is 0, better than high is 1."""
    anchor = KpiAnchor("repeat", 0.2, 0.6)
    assert [anchor.share(v) for v in (-1, 0.2, 0.6, 9)] == [0, 0, 1, 1]
    assert repr(anchor) == "KpiAnchor(kpi='repeat', low=0.2, high=0.6)"


def test_the_verdict_needs_a_measured_satisfaction() -> None:
    """Not shown without a figure, or with an undefined one; shown with one."""
    full = dict.fromkeys("abcde", 4)
    for kpis in ([], [figure("csat", reason=NOBODY)], [figure("repeat", 0.4)]):
        verdict = assess(full, kpis=kpis).verdict
        assert verdict.status == "not_shown"
        assert verdict.reason.en == "verdict not shown: measure one of csat, nps first"
        assert verdict.reason.fa
    shown = assess({**full, "c": 1}, kpis=[figure("nps", 0.31)])
    assert shown.verdict.status == "shown"
    assert shown.verdict.reason.en == (
        "the chain is as strong as its weakest link, Two: 3; nps 0.31"
    )
    assert "۰٫۳۱" in shown.verdict.reason.fa
    assert shown.unused_kpis == ()
    assert repr(shown.verdict).startswith("Verdict(status='shown', reason='the chain is")


def test_the_verdict_needs_every_stage() -> None:
    """A stage that is answered too little is named, whatever stands elsewhere."""
    found = assess({"a": 4, "b": 4}, kpis=[figure("csat", 0.8)]).verdict
    assert found.status == "not_shown"
    assert found.reason.en == "verdict not shown: too little answered on Two"
    assert found.reason.fa.endswith("درباره دو ناکافی است")


def test_without_a_chain_the_verdict_names_the_weakest() -> None:
    """Elements that rest on nothing are no chain; without a score there is no verdict."""
    loose = Framework(
        key="loose",
        title=Title("Loose", "آزاد"),
        edition="test",
        source="test",
        elements=[Element(key="x", title=Title("X", "ایکس"), practices=[practice("a")])],
    )
    found = loose.assess([Rating("a", 3)], as_of=AS_OF)
    assert (found.chain, found.verdict.reason.en) == ((), "weakest is X: 3")
    nothing = loose.assess([Rating("a", "not_applicable")], as_of=AS_OF).verdict
    assert nothing.reason.en == "verdict not shown: no part has a score"
    assert nothing.reason.fa


def test_steps_within_a_rated_element_are_not_the_chain() -> None:
    """The verdict on a framework is not that on the steps of one of its elements."""
    blocks = frameworks["eight_building_blocks"]
    steps = {p.key for part in blocks.parts("processes") for p in part.practices}
    found = blocks.assess(
        [Rating(key, 5 if key in steps else 1) for key in blocks.practices], as_of=AS_OF
    )
    assert found.chain == ()
    assert found.verdict.reason.en.startswith("weakest is ")
    assert found.verdict.reason.en.endswith(": 1")


def test_a_stage_that_does_not_apply_is_no_gap() -> None:
    """Not applicable leaves the chain; a chain of nothing else has no verdict."""
    table = {"a": "not_applicable", "b": "not_applicable", "c": 4, "d": 5, "e": 3}
    found = assess(table, kpis=[figure("csat", 0.8)])
    assert found["one"].status == "not_applicable"
    assert found.chain[1].so_far == 4.5
    nothing = assess(dict.fromkeys("abcde", "not_applicable"), kpis=[figure("csat", 0.8)])
    assert nothing.verdict.status == "not_shown"
    assert nothing.overall is None
    assert nothing.coverage is None


def test_it_puts_itself_in_words() -> None:
    """One line an element and the verdict, in English and in Persian."""
    found = assess(
        {"a": 4, "b": 3, "e": 2}, kpis=[figure("repeat", 0.4)], anchors=[KpiAnchor("repeat", 0, 1)]
    )
    assert found.text().splitlines() == [
        "One: judged 3.5, measured 2.6 (of 5)",
        "Two: too little answered",
        "Help: judged 2 (of 5)",
        "verdict not shown: measure one of csat, nps first",
    ]
    persian = found.text("fa").splitlines()
    assert persian[0].startswith("یک: امتیاز ارزیابان")
    assert "۲٫۶" in persian[0]
    assert persian[1] == "دو: پاسخ‌ها ناکافی است"
    assert "اندازه‌گیری" not in persian[2]
    assert repr(found).startswith("Assessment(framework='chain', as_of='2024-06-30', overall=3")


def test_another_scale_is_stated() -> None:
    """Ratings of 0 to 10 give scores, levels and measured evidence of 0 to 10."""
    found = CHAIN.assess(
        [Rating(k, 7.5) for k in "abcde"],
        as_of=AS_OF,
        rules=AssessmentRules(scale=Scale(0, 10)),
        kpis=[figure("csat", 0.8)],
        anchors=[KpiAnchor("csat", 0, 1)],
    )
    assert found["two"].measured == pytest.approx(8)
    assert (found["two"].levels.gate, found["two"].levels.top) == (7, 10)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weights": {"z": 1}}, "weights must be a known key, got 'z'"),
        ({"weights": dict.fromkeys("abcde", 0)}, "weights must not all be 0"),
        ({"weights": {"a": -1}}, "weights of a must be a finite number >= 0"),
        ({"weights": {"a": 1e13}}, "weights of a must be at most 1e.12"),
        ({"element_weights": {"twoo": 1}}, "element_weights must .* did you mean 'two'"),
        ({"element_weights": {"two": -1}}, "element_weights of two must be a finite number >= 0"),
        ({"kpis": [figure("csat", 1.0)] * 2}, "kpis must differ, got 'csat' twice"),
        ({"anchors": [KpiAnchor("csat", 0, 1)] * 2}, "anchors must differ, got 'csat' twice"),
    ],
)
def test_bad_options_are_refused(options: Any, message: Any) -> None:
    """The message names the argument and the rule."""
    with pytest.raises(InvalidInputError, match=message):
        assess({}, **options)


@pytest.mark.parametrize(
    ("low", "high", "message"), [(1, 1, "must differ"), (float("nan"), 1, "low of x must be")]
)
def test_bad_anchors_are_refused(low: Any, high: Any, message: Any) -> None:
    """Equal anchors place nothing; the KPI is named."""
    with pytest.raises(InvalidInputError, match=message):
        KpiAnchor("x", low, high)


def test_assessments_are_values() -> None:
    """The same answers give an equal assessment, whatever the order of the ratings."""
    ratings = [Rating(k, 3) for k in "abcde"]
    one, other = (CHAIN.assess(r, as_of=AS_OF) for r in (ratings, ratings[::-1]))
    assert one == other
    assert repr(one.tally) == "Tally(applicable=6, answered=6, total=18)"


def test_intention_and_reality_are_kept_apart() -> None:
    """The intention has its own mean; the gap counts practices that have both."""
    found = CHAIN.assess(
        [
            Rating("a", 2, intention=5),
            Rating("b", "unanswered", intention=4),
            Rating("c", 3),
            Rating("d", 3),
        ],
        as_of=AS_OF,
    )
    assert (found["one"].intended, found["one"].intention_gap) == (4.5, 3)
    assert (found["two"].intended, found["two"].intention_gap) == (4, None)
    assert (found["help"].intended, found["help"].intention_gap) == (None, None)


def test_old_judgements_do_not_count_and_are_named() -> None:
    """Older than stated or undated: unanswered, listed, told in both languages."""
    ratings = [
        Rating("a", 4, date="2023-06-29"),
        Rating("b", 4, date="2024-01-01"),
        Rating("c", 4),
        Rating("d", 5, date="2023-06-30"),
    ]
    found = CHAIN.assess(ratings, as_of=AS_OF, rules=AssessmentRules(valid_for="1 year"))
    assert [rating.practice for rating in found.stale] == ["a", "c"]
    assert found["one"].coverage == 0.5
    assert found["two"].judged == 4.5
    assert found.text().splitlines()[-1] == (
        "ratings not counted, as undated or older than 1 year: 2"
    )
    assert found.text("fa").splitlines()[-1].startswith("۲ امتیاز")
    assert CHAIN.assess(ratings, as_of=AS_OF).stale == ()


def test_raters_who_differ_on_applicability_are_named() -> None:
    """The scores count, and the dispute is told in both languages."""
    found = CHAIN.assess(
        [Rating("a", 4, rater="Ada"), Rating("a", "not_applicable", rater="Bob")], as_of=AS_OF
    )
    assert found.disputed == ("a",)
    assert found.gaps[0].en == "raters differ on whether these apply: a"
    assert "a" in found.gaps[0].fa
    assert assess({"a": 4}).gaps == ()


NESTED = Framework(
    key="nested",
    title=Title("Nested", "تودرتو"),
    edition="test",
    source="test",
    elements=[
        Element(key="whole", title=Title("Whole", "کل"), practices=[practice("a")]),
        Element(
            key="left",
            title=Title("Left", "چپ"),
            within="whole",
            practices=[practice("b"), practice("c")],
        ),
        Element(
            key="right", title=Title("Right", "راست"), within="whole", practices=[practice("d")]
        ),
        Element(key="other", title=Title("Other", "دیگر"), practices=[practice("e")]),
    ],
)
positive = st.floats(0.1, 10)


@pytest.mark.law
@given(tables, st.fixed_dictionaries(dict.fromkeys(["left", "right", "other"], positive)))
def test_a_whole_is_the_weighted_mean_of_its_parts(table: Any, weights: Any) -> None:
    """Weights of elements are carried down to practices before anything is averaged."""
    full = {k: 3.0 if isinstance(v, str) else v for k, v in table.items()}
    ratings = [Rating(k, v) for k, v in full.items()]
    found = NESTED.assess(ratings, as_of=AS_OF, element_weights=weights)
    left, right = (full["b"] + full["c"]) / 2, full["d"]
    assert found["left"].judged == pytest.approx(left)
    whole = weights["left"] * left + weights["right"] * right + full["a"]
    weight = weights["left"] + weights["right"] + 1
    assert found["whole"].judged == pytest.approx(whole / weight)
    assert found.overall == pytest.approx(
        (whole + weights["other"] * full["e"]) / (weight + weights["other"])
    )


@pytest.mark.law
@given(tables, st.fixed_dictionaries(dict.fromkeys("abcde", positive)), positive)
def test_only_the_ratio_of_weights_counts(table: Any, weights: Any, factor: Any) -> None:
    """All weights times one factor: the same scores, between the least and the highest rating."""
    ratings = [Rating(k, v) for k, v in table.items()]
    one = NESTED.assess(ratings, as_of=AS_OF, weights=weights)
    other = NESTED.assess(ratings, as_of=AS_OF, weights={k: w * factor for k, w in weights.items()})
    said = [v for v in table.values() if not isinstance(v, str)]
    for left, right in zip(one, other, strict=True):
        if left.judged is not None and right.judged is not None:
            assert left.judged == pytest.approx(right.judged)
            assert min(said) - 1e-9 <= left.judged <= max(said) + 1e-9


@pytest.mark.law
@given(tables)
def test_what_does_not_apply_is_ignored(table: Any) -> None:
    """A framework without the practices that do not apply gives the same scores."""
    kept = {k: v for k, v in table.items() if v != "not_applicable"}
    smaller = Framework(
        key="smaller",
        title=CHAIN.title,
        edition="test",
        source="test",
        elements=[
            Element(
                key=e.key,
                title=e.title,
                practices=[p for p in e.practices if p.key in kept],
            )
            for e in CHAIN
        ],
    )
    if kept:
        with_, without = (
            f.assess([Rating(k, v) for k, v in t.items()], as_of=AS_OF)
            for f, t in ((CHAIN, table), (smaller, kept))
        )
        assert [s.judged for s in with_] == [s.judged for s in without]
        assert with_.overall == without.overall


def test_an_element_of_nothing_applicable_takes_no_weight() -> None:
    """Its weight falls on nothing, the rest keeps its own."""
    found = NESTED.assess(
        [Rating("a", 2), Rating("e", "not_applicable")],
        as_of=AS_OF,
        element_weights={"other": 5},
        rules=AssessmentRules(coverage_bar=0.0),
    )
    assert found.overall == 2
    assert found["other"].status == "not_applicable"


def test_levels_of_practices_make_the_gate() -> None:
    """A practice rated at the bar or above is met; the gate stops at the first unmet level."""
    ladder = Framework(
        key="ladder",
        title=Title("Ladder", "نردبان"),
        edition="test",
        source="test",
        elements=[
            Element(
                key="x",
                title=Title("X", "ایکس"),
                practices=[
                    Practice(key, Title(key, "کار"), level=level)
                    for key, level in (("a", 1), ("b", 2), ("c", 2), ("d", 3))
                ],
            )
        ],
    )
    table = {"a": 4, "b": 5, "c": 3, "d": 4}
    levels = ladder.assess([Rating(k, v) for k, v in table.items()], as_of=AS_OF)["x"].levels
    assert (levels.gate, levels.mean, levels.top) == (1, 2.5, 3)


def test_a_framework_of_names_cannot_be_assessed() -> None:
    """Without a practice there is nothing to rate."""
    empty = Framework(
        key="names", title=Title("Names", "نام‌ها"), edition="e", source="s", elements=[]
    )
    with pytest.raises(InvalidInputError, match="names has none"):
        empty.assess([], as_of=AS_OF)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"coverage_bar": 50}, "coverage_bar must be a fraction"),
        ({"valid_for": "soon"}, "valid_for"),
        ({"consensus": "mode"}, "consensus must be one of"),
        ({"scale": (0, 10)}, r"scale must be a Scale, such as Scale\(1, 5\), got \(0, 10\)"),
    ],
)
def test_impossible_rules_are_refused(options: Any, message: Any) -> None:
    """The message names the rule."""
    with pytest.raises(InvalidInputError, match=message):
        AssessmentRules(**options)
    assert repr(AssessmentRules()) == (
        "AssessmentRules(scale=Scale(low=1, high=5), coverage_bar=0.5, valid_for=None, "
        "consensus='mean')"
    )


@pytest.mark.parametrize(
    ("kpi", "low", "high", "direction"),
    [("repeat_purchase_rate", 0.6, 0.2, "higher"), ("average_order_value", 9, 1, "higher")],
)
def test_anchors_do_not_turn_a_kpi_round(kpi: Any, low: Any, high: Any, direction: Any) -> None:
    """What the catalogue calls better earns more; KPIs that it does not know go either way."""
    with pytest.raises(InvalidInputError, match=f"anchors must earn more for {direction} values"):
        assess({}, anchors=[KpiAnchor(kpi, low, high)])
    assess({}, anchors=[KpiAnchor(kpi, high, low), KpiAnchor("churn_of_mine", 0.1, 0.02)])


def test_a_rating_holds_through_its_last_day() -> None:
    """A month is 31 days at most, here as in the readiness list."""
    rules = AssessmentRules(valid_for="1 month")
    ratings = [Rating("a", 4, date="2024-05-30"), Rating("b", 4, date="2024-05-29")]
    found = CHAIN.assess(ratings, as_of=AS_OF, rules=rules)
    assert [rating.practice for rating in found.stale] == ["b"]
    with pytest.raises(InvalidInputError, match="valid_for must be a finite number > 0"):
        AssessmentRules(valid_for="0 days")


@pytest.mark.law
@given(tables, st.sampled_from("abcde"))
def test_a_weight_of_0_leaves_the_count(table: Any, key: Any) -> None:
    """As if the practice did not apply, in scores, levels and coverage."""
    ratings = [Rating(k, v) for k, v in table.items()]
    others = [Rating(k, "not_applicable" if k == key else v) for k, v in table.items()]
    left = NESTED.assess(ratings, as_of=AS_OF, weights={key: 0})
    right = NESTED.assess(others, as_of=AS_OF)
    assert [(s.judged, s.coverage, s.levels) for s in left] == [
        (s.judged, s.coverage, s.levels) for s in right
    ]
    assert (left.overall, left.coverage) == (right.overall, right.coverage)


def test_an_element_of_weight_0_counts_nowhere_else() -> None:
    """It keeps its own score."""
    ratings = [Rating(k, v) for k, v in zip("abcde", (1, 5, 5, 2, 3), strict=True)]
    found = NESTED.assess(ratings, as_of=AS_OF, element_weights={"left": 0})
    assert found["left"].judged == 5
    assert found["whole"].judged == 1.5
    assert found.overall == 2


def test_anchors_that_nothing_names_are_told() -> None:
    """A slip in the key of an anchor is said, in both languages."""
    found = assess({}, anchors=[KpiAnchor("repeet", 0, 1), KpiAnchor("churn", 0.1, 0)])
    assert found.unused_anchors == ("repeet",)
    assert found.gaps[-1].en == "anchors of KPIs that nothing here names: repeet"
    assert "repeet" in found.gaps[-1].fa
