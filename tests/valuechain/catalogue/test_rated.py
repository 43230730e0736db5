"""The rated frameworks of the catalogue as a whole: every one through the same invariants."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import CrmcoreError
from crmcore.valuechain import Element, Framework, Rating, frameworks
from crmcore.valuechain.catalogue.practices import PRACTICES
from crmcore.valuechain.elements import ROLE_TITLES

TODAY: Final = "2024-06-30"
KEY: Final = re.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*")
RATED: Final = {key: framework for key, framework in frameworks.items() if framework.practices}
NAMED: Final = {
    "porter_value_chain",
    "crm_value_chain",
    "crm_value_chain_first_paper",
    "crm_value_chain_book",
    "crm_value_chain_newest",
    "customer_orientation",
    "crm_stages",
    "swift_integration",
    "swift_process",
    "peppers_rogers",
    "idic",
    "tam",
    "seybold",
    "eight_building_blocks",
    "crm_strategy_steps",
    "crm_by_technology",
    "crm_success_factors",
    "customer_centric_steps",
    "organisation_design",
    "marketing_principles",
    "crm_prerequisites",
    "service_management_aims",
}
CHAINED: Final = {
    "crm_value_chain": 5,
    "crm_value_chain_first_paper": 5,
    "crm_value_chain_book": 5,
    "crm_value_chain_newest": 3,
    "swift_integration": 4,
    "swift_process": 4,
    "idic": 4,
    "tam": 3,
    "eight_building_blocks": 5,
    "crm_strategy_steps": 4,
}
every = pytest.mark.parametrize("framework", RATED.values(), ids=RATED.keys())


def titles(framework: Framework) -> Iterable[Title]:
    """List every text of a framework."""
    yield from (framework.title, framework.description)
    for element in framework:
        yield from (element.title, element.description)
        yield from (practice.title for practice in element.practices)


def rated_parts(framework: Framework, element: Element) -> list[Element]:
    """Give the elements at and below one that name practices themselves."""
    below = [e for part in framework.parts(element.key) for e in rated_parts(framework, part)]
    return [*([element] if element.practices else []), *below]


def links(framework: Framework) -> list[Element]:
    """Give the elements that rest on another or bear one."""
    bearing = {key for element in framework for key in element.rests_on}
    return [element for element in framework if element.rests_on or element.key in bearing]


def test_the_rated_frameworks_are_those_of_the_description() -> None:
    """Each framework that is judged by practices is there, under its own key."""
    assert set(RATED) == NAMED
    assert all(framework.key == key for key, framework in frameworks.items())


@pytest.mark.law
@every
def test_every_text_is_there_in_both_languages(framework: Framework) -> None:
    """Titles and descriptions say something, English without and Persian with Persian letters."""
    assert framework.edition
    assert framework.source
    for title in titles(framework):
        assert re.search("[A-Za-z]{2}", title.en)
        assert not re.search("[\u0600-\u06ff]", title.en)
        assert re.search("[\u0600-\u06ff]{2}", title.fa)


@pytest.mark.law
@every
def test_descriptions_tell_elements_apart(framework: Framework) -> None:
    """No two elements share a description or name, and each description is a sentence."""
    for texts in zip(*((e.title, e.description) for e in framework), strict=True):
        assert max(Counter(text.en for text in texts).values()) == 1
        assert max(Counter(text.fa for text in texts).values()) == 1
    for text in (framework.description, *(element.description for element in framework)):
        assert text.en.endswith(".")
        assert text.fa.endswith(".")


@pytest.mark.law
@every
def test_titles_and_practices_carry_no_full_stop(framework: Framework) -> None:
    """Names stand in tables and lists: they are no sentences with a stop."""
    names = [framework.title, *(element.title for element in framework)]
    names += [practice.title for practice in framework.practices.values()]
    assert not [name for name in names if name.en.endswith(".") or name.fa.endswith(".")]


@pytest.mark.law
@every
def test_keys_are_stable_identifiers(framework: Framework) -> None:
    """Lower case with single underscores, for elements, practices and KPIs; each once."""
    keys = [element.key for element in framework]
    assert len(set(keys)) == len(keys) == len(framework)
    keys += [framework.key, framework.family, *framework.practices, *framework.kpis]
    assert [key for key in keys if not KEY.fullmatch(key)] == []


@pytest.mark.law
@every
def test_roles_are_known_and_parts_lie_within_what_is_there(framework: Framework) -> None:
    """Every role has a name; every part is found below exactly one whole."""
    assert {element.role for element in framework} <= set(ROLE_TITLES)
    reached = [part for key in (None, *(e.key for e in framework)) for part in framework.parts(key)]
    assert Counter(e.key for e in reached) == Counter(e.key for e in framework)


@pytest.mark.law
@every
def test_orders_run_from_one_without_gaps(framework: Framework) -> None:
    """Of each role either some are numbered 1, 2, 3 … as they are listed, or none is."""
    for role in {element.role for element in framework}:
        orders = [e.order for e in framework.of_role(role) if e.order is not None]
        assert orders == list(range(1, len(orders) + 1))


@pytest.mark.law
@every
def test_elements_rest_on_earlier_ones(framework: Framework) -> None:
    """What an element rests on is there, of its own role, and has the order before its own."""
    for element in framework:
        assert [framework[key].role for key in element.rests_on] == [element.role] * len(
            element.rests_on
        )
        assert element.rests_on == () or element.order is not None
        assert [framework[key].order for key in element.rests_on] in (
            [],
            [(element.order or 0) - 1],
        )


@every
def test_chains_are_as_long_as_the_texts_say(framework: Framework) -> None:
    """Where a text draws arrows every element rests on the one before; elsewhere there is none."""
    linked = links(framework)
    assert len(linked) == CHAINED.get(framework.key, 0)
    assert [element.order for element in linked] == list(range(1, len(linked) + 1))


@every
def test_the_chain_of_an_assessment_is_the_one_drawn(framework: Framework) -> None:
    """Unless it is a chain of steps within one part only, an assessment follows it in order."""
    linked = links(framework)
    if not any(framework[e.within].practices for e in linked if e.within is not None):
        chain = framework.assess([], as_of=TODAY).chain
        assert [link.key for link in chain] == [element.key for element in linked]


@pytest.mark.law
@every
def test_every_element_is_rated_by_itself_or_by_its_parts(framework: Framework) -> None:
    """No element stays without a practice."""
    assert [element.key for element in framework if not rated_parts(framework, element)] == []


@pytest.mark.law
@given(framework=st.sampled_from(list(RATED.values())), data=st.data())
def test_one_rating_for_each_practice_scores_every_element(
    framework: Framework, data: st.DataObject
) -> None:
    """Each practice rated once: an element is the mean of its practices, wherever they appear."""
    given_scores = {key: data.draw(st.integers(1, 5), label=key) for key in framework.practices}
    found = framework.assess([Rating(*pair) for pair in given_scores.items()], as_of=TODAY)
    assert found.coverage == 1
    for score in found:
        element = score.element
        assert score.status == "scored"
        if not framework.parts(element.key):
            own = [given_scores[practice.key] for practice in element.practices]
            assert score.judged == pytest.approx(sum(own) / len(own), rel=1e-12)
        below = [p.key for part in rated_parts(framework, element) for p in part.practices]
        lowest, highest = (bound(given_scores[key] for key in below) for bound in (min, max))
        assert lowest - 1e-9 <= (score.judged or 0) <= highest + 1e-9


@pytest.mark.law
@every
def test_full_marks_fill_every_framework(framework: Framework) -> None:
    """One rating for each practice is enough to assess it: every element is at the top."""
    found = framework.assess([Rating(key, 5) for key in framework.practices], as_of=TODAY)
    assert (found.coverage, found.overall) == (1, 5)
    assert [score.judged for score in found] == [5] * len(framework)


@pytest.mark.law
@every
def test_a_missing_rating_is_seen(framework: Framework) -> None:
    """Leaving any one practice out lowers coverage in every element that names it, nowhere else."""
    full = {key: Rating(key, 3) for key in framework.practices}
    for left_out in full:
        rest = [rating for key, rating in full.items() if key != left_out]
        found = framework.assess(rest, as_of=TODAY)
        short = {score.element.key for score in found if (score.coverage or 0) < 1 - 1e-12}
        naming = {
            element.key
            for element in framework
            if any(
                left_out in {p.key for p in e.practices} for e in rated_parts(framework, element)
            )
        }
        assert short == naming


@every
def test_a_rating_of_what_is_not_there_is_refused(framework: Framework) -> None:
    """A practice of another framework that this one does not name cannot be rated in it."""
    foreign = next(key for key in PRACTICES if key not in framework.practices)
    with pytest.raises(CrmcoreError, match=foreign):
        framework.assess([Rating(foreign, 3)], as_of=TODAY)


@pytest.mark.law
@every
def test_practices_are_those_of_the_vocabulary(framework: Framework) -> None:
    """A practice has one key and one statement across all frameworks: it is the same object."""
    assert all(PRACTICES[key] is practice for key, practice in framework.practices.items())


@pytest.mark.law
@every
def test_what_must_be_measured_is_measured_somewhere(framework: Framework) -> None:
    """A figure that the verdict asks for is a KPI of some element."""
    assert set(framework.must_measure) <= {key for element in framework for key in element.kpis}


def test_only_the_chain_of_the_text_asks_for_satisfaction() -> None:
    """The value-chain text alone says that the chain succeeds only if customers stay satisfied."""
    asking = {key: framework.must_measure for key, framework in RATED.items()}
    assert {key: figures for key, figures in asking.items() if figures} == {
        "crm_value_chain": ("csat", "nps", "ces")
    }
    verdict = RATED["crm_value_chain"].assess([], as_of=TODAY).verdict
    assert verdict.status == "not_shown"


def test_editions_stand_side_by_side_in_one_family() -> None:
    """Four editions of the CRM value chain share a family, each with an edition of its own."""
    families = Counter(framework.family for framework in frameworks.values())
    assert set(families) <= set(frameworks)
    assert {family: n for family, n in families.items() if n > 1} == {"crm_value_chain": 4}
    editions = [f for f in frameworks.values() if f.family == "crm_value_chain"]
    assert len({framework.edition for framework in editions}) == 4
    assert len({framework.title.fa for framework in editions}) == 4


def test_editions_keep_what_they_share() -> None:
    """First paper and book have the first four stages of the chain, word for word."""
    stages = RATED["crm_value_chain"].of_role("stage")
    paper = RATED["crm_value_chain_first_paper"].of_role("stage")
    book = RATED["crm_value_chain_book"].of_role("stage")
    assert paper[:4] == stages[:4]
    assert paper[4].key == "manage_relationship"
    assert [(e.key, e.title, e.practices) for e in book] == [
        (e.key, e.title, e.practices) for e in stages
    ]
    conditions = RATED["crm_value_chain_book"].of_role("condition")
    for condition, plain in zip(
        conditions, RATED["crm_value_chain"].of_role("condition"), strict=True
    ):
        assert (condition.key, condition.title) == (plain.key, plain.title)
        assert set(plain.practices) < set(condition.practices)


def test_the_parts_of_wholes_are_found() -> None:
    """Redesign within processes, strategies within stages, variables within variables."""
    blocks, design, stages = (
        RATED[key] for key in ("eight_building_blocks", "organisation_design", "crm_stages")
    )
    assert [part.key for part in blocks.parts("processes")] == [
        "find_touchpoints",
        "audit_key_processes",
        "prioritise",
        "measure_effect",
        "change",
    ]
    assert [part.key for part in design.parts("interdependence")] == [
        "pooled",
        "sequential",
        "reciprocal",
    ]
    assert {e.key: len(stages.parts(e.key)) for e in stages.of_role("stage")} == {
        "acquire": 1,
        "enhance": 2,
        "retain": 2,
    }
    book = RATED["crm_value_chain_book"]
    assert [len(book.parts(phase.key)) for phase in book.of_role("element")] == [2, 2, 1]
    assert len(book.parts("network_development")) == 5
