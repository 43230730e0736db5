"""Frameworks as data: each through the same invariants, the CRM value chain in detail."""

import re
from typing import Any

import pytest

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.metrics.catalogue import kpis
from crmcore.valuechain import Element, Framework, Practice, Rating, frameworks
from crmcore.valuechain.assessing.rules import AssessmentRules

PERSIAN = re.compile("[\u0600-\u06ff]")
ARABIC_LETTERS = re.compile("[\u064a\u0643\u0649]")
every = pytest.mark.parametrize("framework", frameworks.values(), ids=frameworks.keys())
RATED = {key: framework for key, framework in frameworks.items() if framework.practices}
rated = pytest.mark.parametrize("framework", RATED.values(), ids=RATED.keys())


def titles(framework: Any) -> Any:
    """List every text of a framework."""
    yield framework.title
    for element in framework:
        yield from (element.title, element.description)
        yield from (practice.title for practice in element.practices)


@every
def test_every_text_is_bilingual(framework: Any) -> None:
    """English without Persian letters, Persian with Persian ones and no Arabic yeh or kaf."""
    assert frameworks[framework.key] is framework
    assert framework.edition
    assert framework.source
    for title in titles(framework):
        assert title.en
        assert not PERSIAN.search(title.en)
        assert PERSIAN.search(title.fa)
        assert not ARABIC_LETTERS.search(title.fa)


@every
def test_half_spaces_stand_in_the_persian(framework: Any) -> None:
    """Plural ha and the prefix mi are joined by a half-space, never set apart."""
    for title in titles(framework):
        assert not re.search(r"(^| )(می|نمی) ", title.fa)
        assert not re.search(r" (ها|های|هایی|تر|ترین)( |$|،|\.)", title.fa)


@every
def test_keys_are_stable_identifiers(framework: Any) -> None:
    """Lower case with underscores, for elements, practices and KPIs."""
    keys = [framework.key, *framework.practices, *framework.must_measure]
    keys += [element.key for element in framework]
    keys += [key for element in framework for key in element.kpis]
    assert all(re.fullmatch("[a-z][a-z0-9_]*", key) for key in keys)


@rated
def test_full_marks_fill_every_framework(framework: Any) -> None:
    """All practices at the top of the scale: every element, level and link is at the top."""
    found = framework.assess([Rating(key, 5) for key in framework.practices], as_of="2024-01-01")
    assert found.overall == found.coverage * 5 == 5
    assert all(score.judged == score.levels.gate == score.levels.mean == 5 for score in found)


@rated
def test_silence_is_too_little_answered(framework: Any) -> None:
    """No rating at all: no score anywhere, even with the bar at 0."""
    found = framework.assess([], as_of="2024-01-01", rules=AssessmentRules(coverage_bar=0.0))
    assert {score.status for score in found} == {"too_little_answered"}
    assert found.overall is None
    assert found.weakest() == ()


def test_the_chain_has_five_stages_in_order() -> None:
    """Stage n + 1 rests on stage n; support and conditions have no place in the order."""
    chain = frameworks["crm_value_chain"]
    stages = chain.of_role("stage")
    assert [stage.title.fa for stage in stages] == [
        "شناسایی مشتریان",
        "ارتباط با مشتری",
        "توسعه شبکه سازمانی",
        "توسعه ارزش برای مشتری",
        "مدیریت چرخه طول عمر مشتری",
    ]
    assert [stage.order for stage in stages] == [1, 2, 3, 4, 5]
    assert [stage.rests_on for stage in stages[1:]] == [(stage.key,) for stage in stages[:-1]]
    assert all(2 <= len(stage.practices) <= 5 for stage in stages)
    assert [e.key for e in chain.of_role("support")] == [
        "procurement",
        "human_resources",
        "technology",
        "infrastructure",
    ]
    assert [e.key for e in chain.of_role("condition")] == [
        "leadership_culture",
        "data_it",
        "people",
        "processes",
    ]
    assert chain["data_it"].order is None
    assert [link.key for link in chain.assess([], as_of="2024-01-01").chain] == [
        stage.key for stage in stages
    ]


def test_kpis_of_the_catalogue_measure_the_stages() -> None:
    """What the catalogue has for the stages of the chain is named there."""
    named = {key for element in frameworks["crm_value_chain"] for key in element.kpis}
    assert {"top_20_share", "top_20_profit_share", "repeat_purchase_rate"} <= named & set(kpis)
    assert set(frameworks["crm_value_chain"].must_measure) <= named


def test_the_catalogue_cannot_be_changed() -> None:
    """It is read-only."""
    with pytest.raises(TypeError):
        frameworks["mine"] = frameworks["crm_value_chain"]


def make(*elements: Any) -> Any:
    """Make a framework of some elements."""
    return Framework(key="f", title=Title("F", "ف"), edition="e", source="s", elements=elements)


def element(key: Any, **fields: Any) -> Any:
    """Make an element."""
    return Element(key=key, title=Title(key, "ب"), **fields)


def test_a_practice_is_rated_once_and_counts_everywhere() -> None:
    """One key in two elements: one rating, both scored."""
    shared = Practice("share", Title("Share", "اشتراک"))
    found = make(element("a", practices=[shared]), element("b", practices=[shared])).assess(
        [Rating("share", 4)], as_of="2024-01-01"
    )
    assert [score.judged for score in found] == [4, 4]


@pytest.mark.parametrize(
    ("elements", "message"),
    [
        ([element("a"), element("a")], "elements of f must differ, got 'a' twice"),
        ([element("a", rests_on="z")], "rests_on of a must be a known key, got 'z'; known are a"),
        ([element("a", within="z")], "within of a must be a known key, got 'z'"),
        ([element("a", within="b"), element("b", within="a")], "within must not run in a circle"),
        (
            [element("a", rests_on="b"), element("b", rests_on="a"), element("c")],
            "rests_on must not run in a circle, got a -> b -> a",
        ),
        (
            [
                element("a", practices=[Practice("p", Title("P", "پ"))]),
                element("b", practices=[Practice("p", Title("Q", "پ"))]),
            ],
            "practice 'p' must have one title",
        ),
    ],
)
def test_impossible_frameworks_are_refused(elements: Any, message: Any) -> None:
    """The message names the rule and the keys."""
    with pytest.raises(InvalidInputError, match=message):
        make(*elements)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"rests_on": ("a",)}, "rests_on must name other elements, got 'a' for itself"),
        ({"kpis": ("x", "x")}, "kpis of a must differ, got 'x' twice"),
        ({"practices": [Practice("p", Title("P", "پ"))] * 2}, "practices of a must differ"),
        ({"role": "hero"}, "role must be one of"),
        ({"within": "a"}, "within must name other elements, got 'a' for itself"),
        (
            {
                "practices": [
                    Practice("p", Title("P", "پ")),
                    Practice("q", Title("Q", "ق"), level=1),
                ]
            },
            "practices of a must all have a level, or none",
        ),
    ],
)
def test_impossible_elements_are_refused(fields: Any, message: Any) -> None:
    """The message names the field and the rule."""
    with pytest.raises(InvalidInputError, match=message):
        element("a", **fields)


def test_parts_are_values() -> None:
    """Elements are found by key, print themselves and go over the framework in order."""
    framework = make(element("a"), element("b"))
    assert [part.key for part in framework] == ["a", "b"]
    assert framework["b"] == element("b")
    assert repr(Practice("p", Title("P", "پ"))) == "Practice(key='p', title='P')"
    with pytest.raises(KeyError):
        framework["c"]


@pytest.mark.parametrize("level", [0, 1.5])
def test_impossible_levels_are_refused(level: Any) -> None:
    """A level is whole and above 0."""
    with pytest.raises(InvalidInputError, match="level"):
        Practice("p", Title("P", "پ"), level=level)


def test_parts_lie_within_wholes() -> None:
    """parts gives the top elements, or those directly within one."""
    framework = make(element("a"), element("b", within="a"), element("c", within="b"))
    assert [part.key for part in framework.parts()] == ["a"]
    assert [part.key for part in framework.parts("a")] == ["b"]
    with pytest.raises(UnknownKeyError, match=r"did you mean|known are"):
        framework.parts("z")


def test_editions_stand_side_by_side() -> None:
    """The editions of the CRM value chain share a family; a framework is its own by default."""
    family = [f.key for f in frameworks.values() if f.family == "crm_value_chain"]
    assert family[0] == "crm_value_chain"
    assert len(family) == 4
    assert make().family == "f"
    assert len({frameworks[key].edition for key in family}) == 4


def test_the_catalogue_prints_its_keys() -> None:
    """The keys in their order, after the name of what is looked up."""
    assert repr(frameworks).startswith("Catalogue(framework: porter_value_chain, crm_value_chain,")
