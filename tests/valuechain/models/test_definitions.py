"""Definitions and quoted figures: entries with year and source."""

import re

import pytest

from crmcore.errors import UnknownKeyError
from crmcore.valuechain.models.definitions import DEFINITIONS, Definition
from crmcore.valuechain.models.quotes import QUOTES

PERSIAN = re.compile("[\u0600-\u06ff]")
WRONG = re.compile("[\u064a\u0643\u0649]|(^| )(می|نمی) | (ها|های|هایی|تر|ترین)( |$|،|\\.)")
every = pytest.mark.parametrize("entry", DEFINITIONS.values(), ids=DEFINITIONS.keys())


@every
def test_every_entry_is_bilingual_and_has_a_source(entry: Definition) -> None:
    """Term, meaning and note in proper English and Persian."""
    assert DEFINITIONS[entry.key] is entry
    assert entry.source
    for title in (entry.term, entry.meaning, entry.note or entry.term):
        assert title.en
        assert not PERSIAN.search(title.en)
        assert PERSIAN.search(title.fa)
        assert not WRONG.search(title.fa)
        assert not re.search("[0-9]", title.fa)


def test_the_association_defined_marketing_four_times() -> None:
    """1935, 1985, 2004 and 2013, in this order."""
    found = [entry for entry in DEFINITIONS.values() if "Marketing Association" in entry.source]
    assert [entry.year for entry in found] == [1935, 1985, 2004, 2013]
    assert all(entry.term.en == "Marketing" for entry in found)


def test_the_texts_of_1985_and_2004_stand_in_their_right_places() -> None:
    """The flash cards exchange them, and a note says so; 1985 has the mix, 2004 the relations."""
    old, new = DEFINITIONS["marketing_1985"], DEFINITIONS["marketing_2004"]
    assert "قیمت‌گذاری" in old.meaning.fa
    assert "مدیریت ارتباط با مشتریان" in new.meaning.fa
    assert old.note is not None
    assert new.note is not None
    assert old.note.en == (
        "The flash cards print this text under 2004; it is the definition of 1985."
    )
    assert "۲۰۰۴" in old.note.fa
    assert "۱۹۸۵" in new.note.fa


def test_an_unknown_term_is_refused() -> None:
    """The nearest is suggested."""
    with pytest.raises(UnknownKeyError, match="did you mean 'marketing_1985'"):
        DEFINITIONS["marketing_1986"]
    assert repr(DEFINITIONS["erp"]) == (
        "Definition(key='erp', term='Enterprise resource planning (ERP)', year=None, "
        "source='Persian article on CRM and ERP')"
    )


def test_quotes_tell_whose_they_are() -> None:
    """Each in both languages with its source; figures carry the warning that they are quoted."""
    assert QUOTES["crm_roi"].figure is not None
    assert QUOTES["crm_roi"].figure.value == 2.43
    assert QUOTES["crm_most_popular_tool"].year == 2013
    for quote in QUOTES.values():
        assert PERSIAN.search(quote.claim.fa)
        assert not WRONG.search(quote.claim.fa)
        assert quote.source
        assert quote.figure is None or quote.figure.note is not None
    assert repr(QUOTES["crm_most_popular_tool"]).startswith(
        "Quote(key='crm_most_popular_tool', value=None, year=2013, source='Bain & Company"
    )
