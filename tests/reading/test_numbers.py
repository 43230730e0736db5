"""Numbers and currencies: one reading for a column, or a question."""

from collections.abc import Callable
from typing import Any

import pytest

from crmcore._reading import Reading
from crmcore._reading.figures import figure
from crmcore.errors import InvalidInputError

HEAD = "customer;date;amount\n"


def spoken(reading: Reading) -> str:
    return "\n".join(title.en for title in reading.said)


def rows(amounts: str) -> str:
    return HEAD + "".join(f"ada;2024-01-02;{amount}\n" for amount in amounts.split(";"))


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("12", 12, 12),
        ("1e3", 1000, 1000),
        (".5", 0.5, None),
        ("12.", 12, None),
        ("1.5E+2", 150, None),
        ("1,5e2", None, 150),
        ("1,234", 1234, 1.234),
        ("-1.234", -1.234, -1234),
        ("0.125", 0.125, None),
        ("1234.567", 1234.567, None),
        ("1,234,567", 1234567, None),
        ("1.234.567,8", None, 1234567.8),
        ("1 234 567", 1234567, 1234567),
        ("1 234,5", None, 1234.5),
        ("12,34,567.5", 1234567.5, None),
        ("1’234.50", 1234.5, None),
        ("۱٬۲۳۴٫۵", 1234.5, None),
        ("۱،۲۳۴", 1234, 1234),
        ("\u2066−5\u2069", -5, -5),
        ("(5)", -5, -5),
        ("5-", -5, -5),
        ("+5", 5, 5),
        ("-$5.20", -5.2, None),
        ("($ 5.20)", -5.2, None),
        ("5.20 USD-", -5.2, None),
        ("Rs.500", 500, 500),
        ("۵۰۰ تومان", 500, 500),
        ("-5-", None, None),
        ("(5", None, None),
        ("-(5)", None, None),
        ("5,-", None, None),
        ("€5 USD", None, None),
        ("12 34", None, None),
        ("1_000", None, None),
        ("5%", None, None),
        ("nan", None, None),
        ("", None, None),
    ],
)
def test_what_one_cell_may_mean(text: str, point: float | None, comma: float | None) -> None:
    """Thousands, decimals, signs and currencies are read under both marks, all else under none."""
    read = figure(text, money=True)
    assert (read.point, read.comma) == (point, comma)


def test_pieces_have_no_currency() -> None:
    """A quantity beside which a currency stands is no number."""
    assert figure("$5", money=False).point is None
    assert figure(5, money=False).comma == 5.0


@pytest.mark.parametrize(
    ("amounts", "options", "want", "words"),
    [
        ("1.5;2", {}, [1.5, 2], ""),
        ("1.234,50;2", {}, [1234.5, 2], "'1.234,50' = 1234.5"),
        ("1.234;2,5", {}, [1234, 2.5], "'1.234' = 1234, '2,5' = 2.5"),
        ("1.234;2.50", {}, [1.234, 2.5], "'1.234' = 1.234"),
        ("1,234;0,125", {}, [1.234, 0.125], "'1,234' = 1.234"),
        ("1.234", {"decimal": "."}, [1.234], "'1.234' = 1.234"),
        ("1.234", {"decimal": ","}, [1234], "'1.234' = 1234"),
        ("۲۵۰٬۰۰۰ تومان", {}, [250000], "with the numbers is toman"),
        ("$5;(6)", {"currency": "CAD"}, [5, -6], "with the numbers is $"),
    ],
)
def test_numbers_of_one_reading(
    read: Callable[..., Reading],
    amounts: str,
    options: dict[str, Any],
    want: list[float],
    words: str,
) -> None:
    """The mark that reads every value is taken, and what is not plainly written is shown."""
    reading = read(rows(amounts), **options)
    assert reading.log.amount.tolist() == want
    assert words in spoken(reading)
    assert ("are read so" in spoken(reading)) == bool(words)


@pytest.mark.parametrize(
    ("amounts", "options", "words"),
    [
        (
            "1,234;2",
            {},
            "got '1,234' at line 2: 1234 with --decimal '.' or 1.234 with --decimal ','",
        ),
        ("1.234;500", {}, "amount must have one meaning, got '1.234'"),
        ("1.50;2,50", {}, "one decimal mark.*'2,50' at line 3 and '1.50' at line 2"),
        ("1.5", {"decimal": ","}, "--decimal must fit every number of 'amount', got ',' and '1.5'"),
        ("1", {"decimal": ";"}, "decimal must be one of"),
        ("1", {"refunds": "no"}, "refunds must be one of"),
        ("$5;€6", {}, "one for the whole file, got '\\$5' at line 2 and '€6' at line 3"),
        ("5 USD", {"currency": "EUR"}, "--currency must be that of the file, got 'EUR'.*'5 USD'"),
        ("-5;-6", {}, "refunds only .2., such as -5 at line 2"),
        ("5;-6", {"refunds": "refuse"}, "got -6 at line 3 .1 such rows"),
    ],
)
def test_numbers_without_one_meaning_are_refused(
    read: Callable[..., Reading], amounts: str, options: dict[str, Any], words: str
) -> None:
    """Ambiguous, mixed and contradicting values are named by their line."""
    with pytest.raises(InvalidInputError, match=words):
        read(rows(amounts), **options)


def test_other_columns_settle_the_mark(read: Callable[..., Reading]) -> None:
    """A doubtful column is read as the others are, unless they differ among themselves."""
    head = "customer;date;amount;quantity;cost\n"
    reading = read(head + "a;2024-01-02;1.234,50;1.250;1.234\n")
    assert reading.log.quantity is not None
    assert reading.log.quantity.tolist() == [1250.0]
    with pytest.raises(InvalidInputError, match="cost must have one meaning"):
        read(head + "a;2024-01-02;1.234,50;1.5;1.234\n")


@pytest.mark.parametrize(
    ("codes", "stated", "want"),
    [("usd;USD", None, "USD"), (";", None, None), (";", "EUR", "EUR"), ("rial", "IRR", "IRR")],
)
def test_a_column_of_one_currency_is_taken(
    read: Callable[..., Reading], codes: str, stated: str | None, want: str | None
) -> None:
    """The currency of a log is the one stated, else that of its column."""
    cells = [f"a,2024-01-02,5,{code}\n" for code in codes.split(";")]
    reading = read("customer,date,amount,currency\n" + "".join(cells), currency=stated)
    assert reading.log.currency == want


@pytest.mark.parametrize(
    ("codes", "stated", "words"),
    [
        ("USD;EUR;USD", None, "got 'USD' at line 2 and 'EUR' at line 3"),
        ("USD", "EUR", "got 'EUR', and 'USD' at line 2"),
    ],
)
def test_currencies_are_never_mixed(
    read: Callable[..., Reading], codes: str, stated: str | None, words: str
) -> None:
    """Rows in two currencies, or in another than stated, are refused."""
    cells = [f"a,2024-01-02,5,{code}\n" for code in codes.split(";")]
    with pytest.raises(InvalidInputError, match=words):
        read("customer,date,amount,currency\n" + "".join(cells), currency=stated)


def test_signs_of_one_currency_name_it(read: Callable[..., Reading]) -> None:
    """A code or a sign that only one currency has becomes the currency of the log."""
    assert read(rows("€ 5")).log.currency == "EUR"
    assert read(rows("5 chf")).log.currency == "CHF"
    assert read(rows("$5")).log.currency is None
