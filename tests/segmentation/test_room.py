"""The room as a whole: its public names, and the Persian of all its texts."""

import re
from collections.abc import Iterator

import pytest

from crmcore import segmentation
from crmcore._text import Title
from crmcore.segmentation import (
    DEFAULT_RULES,
    RFM,
    SSC_KINDS,
    ValueTiers,
    high_lifetime_value,
    ssc,
)
from crmcore.summary import CustomerSummary

HALF_SPACE = "\u200c"
# A prefix or suffix that a space or nothing parts from its word, or an Arabic letter.
SLIPS = re.compile(
    r"\b(?:ن?می) |\b\w+ (?:ها|های|هایی|ترین|اند|ام)\b|[كي]|\u200c(?:\s|$)|(?:^|\s)\u200c"
)


def texts() -> Iterator[Title]:
    """Go through all English and Persian texts of the room's data and of some results."""
    for rule in DEFAULT_RULES:
        yield from (rule.segment.title, rule.segment.description)
        if rule.segment.action is not None:
            yield rule.segment.action
    for kind in SSC_KINDS.values():
        yield from (kind.title, kind.rule)
    base = CustomerSummary(
        frequency=[0, 1], recency=[0, 1], T=[3, 4], total_value=[5, 6], unit="day"
    )
    yield from RFM.fit(base).flags
    alone = CustomerSummary(frequency=[0], recency=[0], T=[3], total_value=[5], unit="day")
    yield from RFM.fit(alone).flags
    for tiers in (ValueTiers.fit([1, 1, 1]), ValueTiers.from_cuts([2, 1])):
        yield from (segment.description for segment in tiers.segments)
        yield from tiers.flags
    for options in ({}, {"share_of_value": 0.8}, {"bar": 2.0}):
        yield high_lifetime_value([3, 2, 1], **options).rule  # type: ignore[arg-type]
    yield ssc.cost_magnet([2, 1], volume=[1, 1], driver="time", bar=0.5).rule


def test_public_names_are_sorted_and_there() -> None:
    """Every public name of the room, and of its door to strategic customers, exists once."""
    for module in (segmentation, ssc):
        names = module.__all__
        assert len(set(names)) == len(names)
        assert all(hasattr(module, name) for name in names)
        lower = [name for name in names if name.islower()]
        assert lower == sorted(lower)
    assert set(ssc.__all__) <= set(segmentation.__all__)


def test_texts_are_bilingual_and_well_written() -> None:
    """Each text has both languages; Persian ones keep half-spaces and Persian letters."""
    assert all(SLIPS.search(slip) for slip in ("مشتری ها", "می شود", "مشتري", "برتر\u200c"))
    found = list(texts())
    assert len(found) > 50
    for title in found:
        assert title.en.isascii(), title
        assert re.search("[آ-ی]", title.fa), title
        assert not SLIPS.search(title.fa), title
        assert title.en == title.en.strip()
        assert title.fa == title.fa.strip()
    assert any(HALF_SPACE in title.fa for title in found)


@pytest.mark.parametrize("rule", list(DEFAULT_RULES), ids=lambda rule: rule.segment.key)
def test_default_segments_say_what_to_do(rule: segmentation.Rule) -> None:
    """Each default segment describes its customers and suggests one action, in sentences."""
    segment = rule.segment
    assert segment.action is not None
    for text in (segment.description, segment.action):
        assert text.en.endswith(".")
        assert text.fa.endswith(".")
