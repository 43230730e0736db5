"""The vocabulary of practices: one key and one statement each, rated once, counted everywhere."""

import re
from collections import Counter
from typing import Final

import pytest

from crmcore.errors import UnknownKeyError
from crmcore.valuechain import Practice, Rating, frameworks
from crmcore.valuechain.assessing.rules import AssessmentRules
from crmcore.valuechain.catalogue.practices import PRACTICES, pick
from crmcore.valuechain.catalogue.practices.contact import CONTACT
from crmcore.valuechain.catalogue.practices.customers import CUSTOMERS
from crmcore.valuechain.catalogue.practices.offers import OFFERS
from crmcore.valuechain.catalogue.practices.organisation import ORGANISATION
from crmcore.valuechain.catalogue.practices.strategy import STRATEGY
from crmcore.valuechain.catalogue.practices.systems import SYSTEMS

TOPICS: Final = (STRATEGY, CUSTOMERS, CONTACT, OFFERS, ORGANISATION, SYSTEMS)
ANY_COVERAGE: Final = AssessmentRules(coverage_bar=0.0)
USES: Final = {
    key: [name for name, framework in frameworks.items() if key in framework.practices]
    for key in PRACTICES
}
every = pytest.mark.parametrize("practice", PRACTICES.values(), ids=PRACTICES.keys())


@pytest.mark.law
@every
def test_each_practice_is_a_statement_in_both_languages(practice: Practice) -> None:
    """A capital letter begins the English, no full stop ends either, both fit on a line."""
    assert PRACTICES[practice.key] is practice
    assert re.fullmatch("[a-z]+(_[a-z]+)*", practice.key)
    assert re.fullmatch("[A-Z][ -~]{9,99}[a-zI-T]", practice.title.en)
    assert re.fullmatch("[\u0600-\u06ff][\u0600-\u06ff\u200c :]{9,119}", practice.title.fa)
    assert practice.level is None
    assert practice.source_term is None


@pytest.mark.law
def test_no_statement_is_made_twice() -> None:
    """Two keys never stand for one statement, in neither language."""
    for language in ("en", "fa"):
        said = Counter(practice.title.text(language) for practice in PRACTICES.values())
        assert [statement for statement, times in said.items() if times > 1] == []


@pytest.mark.law
@every
def test_every_practice_is_used(practice: Practice) -> None:
    """No practice of the vocabulary stands in no framework."""
    assert USES[practice.key]


def test_every_topic_is_in_the_vocabulary() -> None:
    """The vocabulary is its topics one after the other, nothing lost."""
    assert list(PRACTICES) == [key for topic in TOPICS for key, _, _ in topic]


@pytest.mark.parametrize(
    "key", ["share_information", "feedback_system", "aims_per_segment", "train_staff"]
)
def test_what_the_texts_repeat_has_one_key(key: str) -> None:
    """What several texts ask for is one practice in frameworks of several families."""
    assert len({frameworks[name].family for name in USES[key]}) > 1


@pytest.mark.law
@every
def test_a_practice_is_rated_once_and_counts_in_all(practice: Practice) -> None:
    """One rating scores every element that names the practice, in every framework."""
    for name in USES[practice.key]:
        found = frameworks[name].assess(
            [Rating(practice.key, 4)], as_of="2024-06-30", rules=ANY_COVERAGE
        )
        naming = {e.key for e in frameworks[name] if practice in e.practices}
        assert {found[key].judged for key in naming} == {4}
        assert found.overall == 4


def test_picking_keeps_the_order() -> None:
    """The practices come in the order of the keys; none gives none."""
    assert [p.key for p in pick("train_staff", "define_crm")] == ["train_staff", "define_crm"]
    assert pick() == ()


def test_picking_what_is_not_there_suggests() -> None:
    """An unknown key is refused, and the nearest one is named."""
    with pytest.raises(UnknownKeyError, match="did you mean 'train_staff'"):
        pick("train_stuff")
