"""Files as they are written in Iran: currencies in words, names in two scripts."""

from collections.abc import Callable
from typing import Any

import pytest

from crmcore._reading import Reading
from crmcore.errors import InvalidInputError

ROWS = "علي,1403/10/06,250000\nعلی,1403/10/07,1000\nرضا,1403/10/08,5\n"


def spoken(reading: Reading, language: Any = "en") -> str:
    return "\n".join(title.text(language) for title in reading.said)


@pytest.mark.parametrize(
    ("text", "options", "currency"),
    [
        ("customer,date,مبلغ (تومان)\na,1403/10/06,5\n", {}, "IRT"),
        ("customer,date,مبلغ به ریال\na,1403/10/06,5\n", {}, "IRR"),
        ("customer,date,Amount EUR\na,2024-01-02,5\n", {}, "EUR"),
        ("customer,date,amount\na,2024-01-02,5\n", {}, None),
        ("customer,date,amount\na,2024-01-02,5\n", {"currency": "تومان"}, "IRT"),
        ("customer,date,amount,currency\na,2024-01-02,5,ریال\n", {}, "IRR"),
        ("customer,date,amount,currency\na,2024-01-02,5,ریال\n", {"currency": "rial"}, "IRR"),
        ("customer,date,amount\na,1403/10/06,۵ ریال\n", {"currency": "IRR"}, "IRR"),
    ],
)
def test_the_unit_of_money_is_told_and_never_guessed(
    read: Callable[..., Reading], text: str, options: dict[str, Any], currency: str | None
) -> None:
    """Rial and toman are known by their names, in the header, a column, the cells or an option."""
    reading = read(text, columns={"amount": text.splitlines()[0].split(",")[2]}, **options)
    assert reading.log.currency == currency


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        (
            "customer,date,مبلغ\na,1403/10/06,۵ ریال\n",
            {"currency": "تومان"},
            "'IRT', and '۵ ریال'",
        ),
        (
            "customer,date,مبلغ\na,1403/10/06,۵ ریال\nb,1403/10/06,5 تومان\n",
            {},
            "one for the whole",
        ),
        ("customer,date,مبلغ (تومان)\na,1403/10/06,۵ ریال\n", {}, "one for the whole file"),
        (
            "customer,date,مبلغ,currency\na,1403/10/06,5,ریال\nb,1403/10/06,5,تومان\n",
            {},
            "currency must be one for the whole file",
        ),
        ("customer,date,مبلغ,currency\na,1403/10/06,5,ریال\n", {"currency": "IRT"}, "'IRT', and"),
    ],
)
def test_rial_and_toman_are_never_mixed(
    read: Callable[..., Reading], text: str, options: dict[str, Any], words: str
) -> None:
    """Two units in one file, or another than stated, are refused with both places."""
    with pytest.raises(InvalidInputError, match=words):
        read(text, **options)


def test_likely_doubles_are_told_and_kept_apart(read: Callable[..., Reading]) -> None:
    """Names that differ only by script are pointed out; they stay two customers."""
    reading = read("customer,date,amount\n" + ROWS)
    assert len(reading.log.ids) == 3
    assert (
        "Likely doubles in 'customer', names that differ only by script: 2, which may be 1, such "
        "as 'علی' and 'علي'; kept apart, --merge-doubles makes them one"
    ) in spoken(reading)
    assert "تکراری‌های احتمالی" in spoken(reading, "fa")
    assert "doubles" not in spoken(read("customer,date,amount\na,2024-01-02,1\nb,2024-01-02,1\n"))


def test_doubles_are_merged_on_request(read: Callable[..., Reading]) -> None:
    """The Persian spelling stays, and the merge is said; orders are never merged."""
    reading = read(
        "customer,date,amount,product,order\n"
        "علي,1403/10/06,5,چای ۱,۱\nعلی,1403/10/07,5,چاي ۱,1\n,1403/10/08,5,چای 1,1\n",
        merge_doubles=True,
    )
    assert list(reading.log.ids) == ["علی"]
    assert len(set(reading.log.product)) == 1
    assert len(set(reading.log.order)) == 2
    assert (
        "Names in 'customer' that differ only by script were merged, as asked: 2 became 1, such "
        "as 'علي' into 'علی'"
    ) in spoken(reading)
    assert "in 'order'" not in spoken(reading)
