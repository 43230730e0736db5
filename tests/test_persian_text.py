"""Persian text: names in both languages, digits in and out, Latin names in right-to-left lines."""

import importlib
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore import _calendars, _script, currencies, solar_hijri
from crmcore._script import differences, faults, same_name_keys
from crmcore._text import (
    INVISIBLE,
    Title,
    clean_text,
    isolate,
    persian_digits,
    persian_figure,
    western_digits,
)

TITLES = [
    *_calendars.CALENDARS.values(),
    *_calendars.MONTHS["gregorian"],
    *solar_hijri.MONTHS,
    *solar_hijri.SEASONS,
    *solar_hijri.WEEKDAYS,
    *_script.DIFFERENCES,
    *(each.title for each in currencies.CURRENCIES.values()),
]


@pytest.mark.parametrize("title", TITLES, ids=lambda title: title.en)
def test_titles_are_proper_persian(title: Title) -> None:
    """Persian titles have Persian letters, no Latin ones, no Arabic ی, ک or digit."""
    assert title.en.isascii()
    assert re.fullmatch("[\u0621-\u063a\u0641\u0642\u0644-\u0648پچژگکی\u200c ]+", title.fa)
    assert faults(title.fa) == 0


@pytest.mark.reference
@pytest.mark.parametrize("language", ["en", "fa"])
def test_months_and_weekdays_are_those_of_the_common_locale_data(language: Any) -> None:
    """Gregorian months and the days of the week are named as babel has them."""
    locale = pytest.importorskip("babel").Locale(language)
    months = list(locale.months["stand-alone"]["wide"].values())
    assert [title.text(language) for title in _calendars.MONTHS["gregorian"]] == months
    names = locale.days["stand-alone"]["wide"]
    from_saturday = [names[place] for place in (5, 6, 0, 1, 2, 3, 4)]
    assert [title.text(language) for title in solar_hijri.WEEKDAYS] == from_saturday


@pytest.mark.reference
def test_solar_months_are_named_as_others_do() -> None:
    """jdatetime names the months in the same Persian words."""
    names = pytest.importorskip("jdatetime").date.j_months_fa
    assert [title.fa for title in solar_hijri.MONTHS] == list(names)


@pytest.mark.reference
@given(st.decimals(-(10**9), 10**9, places=2))
def test_figures_are_written_as_the_common_locale_data_has_them(value: Any) -> None:
    """The separators ٬ and ٫ stand where babel writes them for Iran."""
    babel = pytest.importorskip("babel.numbers")
    text = babel.format_decimal(value, "#,##0.00", locale="fa", numbering_system="arabext")
    marks = str.maketrans("0123456789−", "۰۱۲۳۴۵۶۷۸۹-", "\u200e")
    assert persian_digits(f"{value:,.2f}") == text.translate(marks)


@pytest.mark.law
@given(st.text(st.sampled_from("0123456789.%-"), max_size=12))
def test_digits_go_out_and_come_back(text: str) -> None:
    """Persian digits, decimal mark and percent sign are read as they are written."""
    assert western_digits(persian_digits(text)) == text
    assert clean_text(f" \u200f{persian_digits(text)}\u200e\n") == text
    bare = persian_figure(text).translate(dict.fromkeys(range(0x2066, 0x206A)))
    assert bare == persian_digits(text)
    if not text.endswith("%"):
        assert persian_figure(text) == isolate(bare)


@pytest.mark.law
@given(st.text())
def test_clean_text_is_what_a_reader_sees(text: str) -> None:
    """Nothing invisible and no outer blank is left, and cleaning again changes nothing."""
    clean = clean_text(text)
    assert clean == clean_text(clean).strip()
    assert not INVISIBLE & set(clean)
    assert not set("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٪") & set(clean)


def test_invisible_marks_are_format_characters() -> None:
    """Every mark that is dropped is a format character that shows nothing."""
    assert {unicodedata.category(mark) for mark in INVISIBLE} == {"Cf"}


@pytest.mark.law
@given(st.text(st.characters(exclude_characters="\u2068\u2069"), max_size=12))
def test_an_isolated_name_does_not_turn_the_line_round(name: str) -> None:
    """The marks are a pair around the name, first strong isolate and its end."""
    first, last = isolate(name)[0], isolate(name)[-1]
    assert unicodedata.bidirectional(first) == "FSI"
    assert unicodedata.bidirectional(last) == "PDI"
    assert isolate(name)[1:-1] == name


@pytest.mark.law
@given(st.lists(st.text(max_size=8), max_size=6))
def test_many_keys_are_those_of_each(names: list[str]) -> None:
    """Keys of many names at once are the keys of each."""
    assert same_name_keys(names) == [key for name in names for key in same_name_keys([name])]


def test_faults_count_what_a_persian_typist_does_not_write() -> None:
    """Arabic letters and digits, tatweel, forms, outer and doubled blanks count; ZWNJ does not."""
    assert faults("می‌شود ۱۲") == 0
    for name, count in [("شركت ملي", 2), ("رضـا", 1), (" رضا  الف", 2), ("١٢", 2), ("ﺭﺿﺎ", 3)]:
        assert faults(name) == count
    assert [title.en for title in differences(["ﺭﺿﺎ", "رضا"])] == ["forms of letters"]


@pytest.mark.parametrize(
    "module",
    [
        "solar_hijri",
        "_calendars",
        "_day_text",
        "days",
        "periods",
        "numerals",
        "currencies",
        "names",
    ],
)
def test_doors_are_sorted(module: str) -> None:
    """What a module lists as public is sorted and there."""
    found = importlib.import_module(f"crmcore.{module}")
    assert found.__all__ == sorted(found.__all__, key=lambda name: (not name.isupper(), name))
    assert all(hasattr(found, name) for name in found.__all__)
