"""Names that differ only by script: found, told apart by what differs, merged on request only."""

import unicodedata
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.names import LikelyDoubles, likely_doubles, same_name_key

PERSIAN = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
OTHERS = {"ی": "يى", "ک": "ك", "ه": "ة", "1": "۱١", "2": "۲٢", ",": "٬،", ".": "٫", "%": "٪"}
letters = st.text(st.sampled_from(PERSIAN + "12,.% " + "abcAB"), min_size=1, max_size=12)
anything = st.text(st.one_of(
    st.sampled_from("يىیكکهةۀآأإٱؤئء۱١1\u200c\u200f\u0640\u064b\u0654٫٬٪\u00a0\u2028 \n"),
    st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
    st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFC),
    st.characters(),
), max_size=12)  # fmt: skip


@st.composite
def respelt(draw: Any) -> tuple[str, str]:
    """Give a name and another spelling of it that differs by script only."""
    name = draw(letters)
    other = []
    for letter in name:
        other.append(draw(st.sampled_from(letter + OTHERS.get(letter, ""))))
        if letter in PERSIAN:
            other.append(
                draw(st.sampled_from(["", "", "\u200c", "\u064e", "\u0640", "\u200e", " "]))
            )
    return name, "".join(other)


@pytest.mark.law
@given(respelt())
def test_spellings_of_one_name_are_doubles(pair: tuple[str, str]) -> None:
    """Letters, digits, separators, half-spaces, vowels and marks make no other name."""
    name, other = pair
    assert same_name_key(name) == same_name_key(other)
    found = likely_doubles(pair)
    if name == other:
        assert len(found) == 0
    else:
        group = found[same_name_key(name)]
        assert set(group.members) == {name, other}
        assert group.differences


@pytest.mark.law
@given(
    st.text(st.sampled_from(PERSIAN + "آء"), max_size=9),
    st.text(st.sampled_from(PERSIAN + "آء"), max_size=9),
)
def test_other_letters_are_other_names(one: str, other: str) -> None:
    """Names that a Persian typist writes otherwise are never doubles."""
    assert (same_name_key(one) == same_name_key(other)) == (one == other)


@pytest.mark.law
@given(anything)
def test_the_key_of_a_key_is_the_key(name: str) -> None:
    """A key stands for itself, and for any canonical form of the name."""
    key = same_name_key(name)
    assert same_name_key(key) == key
    for form in ("NFC", "NFD"):
        assert same_name_key(unicodedata.normalize(form, name)) == key


@pytest.mark.law
@given(st.lists(anything, max_size=8))
def test_groups_are_the_names_of_one_key(names: list[str]) -> None:
    """Every pair with one key is in one group; counts add up; the order does not matter."""
    found = likely_doubles(names)
    for group in found:
        assert {same_name_key(member) for member in group.members} == {group.key}
        assert len(set(group.members)) == len(group.members) >= 2
        assert group.counts == tuple(names.count(member) for member in group.members)
    keys = [same_name_key(name) for name in set(names)]
    assert sorted(group.key for group in found) == sorted(k for k in set(keys) if keys.count(k) > 1)
    assert found.spellings == len(set(names))
    assert likely_doubles(names[::-1]) == found
    assert likely_doubles(np.array([*names, 7], dtype=object)[:-1]) == found


@pytest.mark.law
@given(st.lists(anything, max_size=8))
def test_merging_leaves_no_doubles(names: list[str]) -> None:
    """Names are merged only by canonical(), which then leaves nothing to merge."""
    found = likely_doubles(names)
    merged = found.canonical(names)
    assert [same_name_key(name) for name in merged] == [same_name_key(name) for name in names]
    again = likely_doubles(merged)
    assert len(again) == 0
    assert again.spellings == found.spellings - found.members + len(found)


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        ("علي", "علی", "Arabic and Persian letters"),
        ("شركت", "شرکت", "Arabic and Persian letters"),
        ("فاطمة", "فاطمه", "Arabic and Persian letters"),
        ("مشتری ۱۲", "مشتری 12", "digits"),
        ("مشتری ١٢", "مشتری ۱۲", "digits"),
        ("می‌نا", "مینا", "spaces and half-spaces"),
        ("علی‌رضا", "علی رضا", "spaces and half-spaces"),
        (" رضا ", "رضا", "spaces and half-spaces"),
        ("رضا\u200f", "رضا", "invisible marks"),
        ("رئیس", "رییس", "hamza"),
        ("مُحمّد", "محمد", "vowel signs and stretched letters"),
        ("رضـــا", "رضا", "vowel signs and stretched letters"),
        ("الف، ب", "الف, ب", "punctuation"),
        ("ﺭﺿﺎ", "رضا", "forms of letters"),
        ("ABC-１", "ABC-1", "forms of letters"),
        ("C\u0327", "Ç", "forms of letters"),
        ("A  B", "A B", "spaces and half-spaces"),
    ],
)
def test_doubles_say_what_they_differ_by(one: str, other: str, by: str) -> None:
    """Each sort of difference is named in both languages."""
    found = likely_doubles([one, other])
    assert len(found) == 1
    (group,) = found
    assert by in [title.en for title in group.differences]
    assert all(title.fa for title in group.differences)


@pytest.mark.parametrize(
    ("one", "other"),
    [("IRAN 1", "Iran 1"), ("AB 1", "AB1"), ("Müller", "Muller"), ("آرش", "ارش"), ("رضا", "رضای")],
)
def test_other_differences_are_no_script(one: str, other: str) -> None:
    """Case, accents, blanks in Latin ids, آ and ا make two names."""
    assert len(likely_doubles([one, other])) == 0


def test_the_canonical_spelling_is_the_most_persian_then_the_commonest() -> None:
    """What a Persian typist writes comes first, then most rows, then the first by characters."""
    found = likely_doubles(["شركت ملي"] * 5 + ["شرکت ملی", "شرکت‌ملی", "شرکت‌ملی"] + ["رضا"])
    assert repr(found) == "LikelyDoubles(groups=1, members=3, spellings=4)"
    (group,) = found
    assert group.members == ("شرکت‌ملی", "شرکت ملی", "شركت ملي")
    assert group.counts == (2.0, 1.0, 5.0)
    assert group.canonical == "شرکت‌ملی"
    assert repr(group).startswith("Doubles(members=('شرکت")
    assert [title.en for title in group.differences] == [
        "Arabic and Persian letters",
        "spaces and half-spaces",
    ]
    merged = found.canonical(["شركت ملي", "رضا", "شرکت نو", 7])
    assert merged.tolist() == ["شرکت‌ملی", "رضا", "شرکت نو", 7]
    with pytest.raises(UnknownKeyError, match="key must be a known key"):
        _ = found["nobody"]


def test_counts_are_rows_or_what_is_stated() -> None:
    """Groups with most rows come first; stated counts are added up by spelling."""
    names = ["علي", "علی", "رضـا", "رضا", "علي"]
    assert [group.canonical for group in likely_doubles(names)] == ["علی", "رضا"]
    stated = likely_doubles(names, counts=[1, 1, 5, 5, 1.5])
    assert [group.canonical for group in stated] == ["رضا", "علی"]
    assert stated["علی"].counts == (1.0, 2.5)
    assert "علی" in stated


def test_whole_numbers_have_no_doubles() -> None:
    """Ids that are numbers may stand among names."""
    found = likely_doubles([12, "۱۲", "12", np.int64(12)])
    assert [group.members for group in found] == [("12", "۱۲")]
    assert found.spellings == 3


def test_the_finding_is_told_in_both_languages() -> None:
    """One line says how many names are doubled, in how many groups, and by what."""
    nothing = likely_doubles(["رضا", "علی"]).title
    assert nothing.en == "no names differ only by script"
    assert nothing.fa == "هیچ دو نامی تنها در شیوه نوشتن تفاوت ندارد"
    told = likely_doubles(["علي", "علی", "رضا"]).title
    assert told.en == (
        "2 of 3 names are likely doubles, in 1 group; within a group they differ only by script: "
        "Arabic and Persian letters"
    )
    assert told.fa.startswith("\u2068۲\u2069 نام از \u2068۳\u2069 نام، در \u2068۱\u2069 گروه")
    assert isinstance(likely_doubles([]), LikelyDoubles)


@pytest.mark.parametrize(
    ("names", "options", "message"),
    [
        ("رضا", {}, "names must be a sequence of names, got 'رضا'"),
        (7, {}, "names must be a sequence of names, got 7"),
        (["رضا", None], {}, "names must be text or whole numbers, got None at row 1"),
        ([1.5], {}, "names must be text or whole numbers, got 1.5 at row 0"),
        (["رضا"], {"counts": [1, 2]}, "counts must have 1 rows like names, got 2"),
        (["رضا", "علی"], {"counts": [1, -1]}, "counts must be finite and >= 0, got -1.0 at row 1"),
        (["رضا"], {"counts": [np.nan]}, "counts must be finite and >= 0, got nan at row 0"),
    ],
)
def test_what_is_no_column_of_names_is_refused(names: Any, options: Any, message: str) -> None:
    """Single names, missing cells, fractions and wrong counts are errors with their row."""
    with pytest.raises(InvalidInputError, match=message):
        likely_doubles(names, **options)
    if not options:
        with pytest.raises(InvalidInputError, match=message):
            likely_doubles([]).canonical(names)
