"""Numbers as people write them: one meaning, or a question; never a guess."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import persian_digits
from crmcore.errors import InvalidInputError
from crmcore.numerals import read_number

numbers = st.floats(-1e14, 1e14).map(lambda value: round(value, 3))
ARABIC = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")
MARKS = st.sampled_from([".", ","])


@pytest.mark.law
@given(numbers)
def test_persian_output_reads_back(value: float) -> None:
    """What is written with Persian digits, ٬ and ٫ is the number, under any decimal mark."""
    text = persian_digits(f"{value:,.3f}")
    for decimal in (None, ".", ","):
        assert read_number(text, decimal=decimal) == value
    assert read_number(f"{value:,.3f}".translate(ARABIC)) == value


@pytest.mark.law
@given(st.decimals(-9999, 9999, places=2))
def test_percentages_are_fractions(value: Any) -> None:
    """A percentage with its sign on either side is the nearest float of a hundredth."""
    want = float(f"{value}e-2")
    for text in (persian_digits(f"{value}%"), f"{value} %", f"% {value}", f"٪{value}"):
        assert read_number(text, percent=True) == want


@pytest.mark.law
@given(numbers, MARKS, st.sampled_from(["'", "’", "٬", "،", " ", "\u202f", "\xa0", ""]))
def test_groups_are_read_under_their_decimal_mark(value: float, mark: Any, by: str) -> None:
    """Thousands may stand apart by any sign that is not the decimal mark."""
    groups = {",": by, ".": mark}
    text = "".join(groups.get(sign, sign) for sign in f"{value:,.3f}")
    assert read_number(text, decimal=mark) == value
    other = "," if mark == "." else "."
    text = "".join({",": other, ".": mark}.get(sign, sign) for sign in f"{value:,.3f}")
    assert read_number(text, decimal=mark) == value


@pytest.mark.law
@given(st.text(st.sampled_from("0123456789۱۲.,٫٬' -+%٪eE"), max_size=14))
def test_without_a_mark_only_what_is_certain_is_read(text: str) -> None:
    """A number that is read unasked has that value under each mark that reads it."""

    def under(decimal: Any) -> float | None:
        try:
            return read_number(text, decimal=decimal)
        except InvalidInputError:
            return None

    found, marked = under(None), [under("."), under(",")]
    if found is not None:
        assert found in marked
        assert set(marked) <= {found, None} or "e" in text.lower()
    elif "e" not in text.lower():
        assert marked[0] is None or marked[1] is None or marked[0] != marked[1]


@pytest.mark.law
@given(st.text(max_size=20), st.booleans())
def test_any_text_is_a_finite_number_or_a_clear_error(text: str, percent: Any) -> None:
    """No text makes another error than ours."""
    try:
        found = read_number(text, name="price", percent=percent)
    except InvalidInputError as error:
        assert str(error).startswith("price must ")  # noqa: PT017 - either way is right
    else:
        assert math.isfinite(found)


@pytest.mark.reference
@given(st.decimals(-(10**9), 10**9, places=3))
def test_numbers_of_the_common_locale_data_are_read(value: Any) -> None:
    """What babel writes for Iran, Germany, France and England is read."""
    babel = pytest.importorskip("babel.numbers")
    for locale, decimal in [("de", ","), ("fr", ","), ("en", ".")]:
        text = babel.format_decimal(value, locale=locale)
        assert read_number(text, decimal=decimal) == float(value)  # type: ignore[arg-type]
    text = babel.format_decimal(value, locale="fa", numbering_system="arabext")
    assert read_number(text) == float(value)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("۱٬۲۳۴٫۵", 1234.5), ("١٬٢٣٤٫٥", 1234.5), ("۱،۲۳۴٫۵", 1234.5), ("1,234.5", 1234.5),
        ("1.234,5", 1234.5), ("1 234,5", 1234.5), ("1,234,567", 1234567), ("1'234", 1234),
        ("−۷", -7), ("- 7", -7), ("+7", 7), ("٫۵", 0.5), ("5.", 5), ("0,500", 0.5), ("1,5", 1.5),
        ("1e3", 1000), ("1.234e3", 1234), ("\u200f۱۲\u200e ", 12), ("۱۲٬۰۰۰", 12000),
    ],
)  # fmt: skip
def test_numbers_with_one_meaning(text: str, number: float) -> None:
    """Each of these means one number, whatever the decimal mark is."""
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("1,234", {}, "have one meaning, got '1,234': 1234 with decimal='.' or 1.234 with decim"),
        ("۱.۲۳۴", {}, "have one meaning, got '۱.۲۳۴': 1.234 with decimal='.' or 1234 with decim"),
        ("1.5", {"decimal": ","}, "be a number such as .* got '1.5' with decimal=','"),
        ("12,34,567", {}, "be a number such as"),
        ("۱۲/۵", {"decimal": "."}, "be a number such as .*; a slash is no decimal mark, write ٫"),
        ("۵-", {}, "be a number such as"), ("nan", {}, "be a number such as"),
        ("", {}, "be a number such as '۱٬۲۳۴٫۵' or '1,234.5', got ''"),
        ("9e999", {}, "be finite, got '9e999'"), (12, {}, "be text, got 12"),
        ("12%", {}, "be no percentage, got '12%'"),
        ("12", {"percent": True}, "carry one sign ٪ or %, as in '۱۲٪', got '12'"),
        ("%12%", {"percent": True}, "carry one sign ٪ or %"),
        ("12", {"decimal": "٫"}, ""),
    ],
)  # fmt: skip
def test_what_has_no_meaning_or_two_is_refused(text: Any, options: Any, message: str) -> None:
    """The error names the rule and the text, and asks where there are two meanings."""
    subject = "price must " if message else "decimal must be one of None, '.', ',', got '٫'"
    with pytest.raises(InvalidInputError, match=subject + message):
        read_number(text, name="price", **options)


def test_a_stated_mark_settles_it() -> None:
    """1,234 is a thousand or one and a bit, as the user says."""
    assert read_number("1,234", decimal=".") == 1234
    assert read_number("1,234", decimal=",") == 1.234
    assert read_number("1,5e3", decimal=",") == 1500
