"""What a file is, how it is opened, and which of its rows cannot be used."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crmcore._reading import Reading, read_purchases
from crmcore.errors import InvalidInputError

HEAD = "customer,date,amount\n"
GOOD = "ada,2024-01-02,5\n"


def spoken(reading: Reading) -> str:
    return "\n".join(title.en for title in reading.said)


def left_out(reading: Reading) -> dict[str, tuple[int, tuple[str, ...]]]:
    return {
        item.key: (item.count, tuple(one.en for one in item.examples))
        for item in reading.log.report
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "got an empty file"),
        (b"\n \n\n", "got an empty file"),
        (HEAD.encode(), "got a header only"),
        (HEAD.encode() + b"\n,,\n", "got a header only"),
        (b"\x89PNG\0\0", "got a NUL at byte 5"),
        ((HEAD + "a" * 70000 + "\0,2024-01-02,5\n").encode(), "NUL character"),
        ((HEAD + GOOD).encode("utf-16")[:-1], "broken UTF-16"),
        (b"PK\x03\x04", "Excel workbook or a ZIP archive; save the sheet as CSV"),
        (b" <HTML>", "HTML document"),
        (b"PAR1....", "whole Parquet file"),
        (gzip.compress(b"PAR1...."), "Parquet inside a gzip archive"),
        (gzip.compress(gzip.compress(b"a")), "gzip archive inside another"),
        (gzip.compress(HEAD.encode() * 99)[:-9], "whole gzip archive"),
        (b"\x1f\x8bbroken", "whole gzip archive"),
        (gzip.compress(b""), "got an empty file"),
        ((HEAD + '"ada,2024-01-02,5\n').encode(), "begins at line 2 .unexpected end"),
        (('"' + "x" * 200_000).encode(), "quotation.*line 1 .field larger"),
        ((HEAD + GOOD + '"b" x,2024-01-02,5\n').encode(), "begins at line 3"),
        (b"xx,yy;zz\n1,2;3\n", "commas and semicolons part equally well: 'xx,yy;zz'"),
        ((HEAD + "b,2024-01-02,1,50\n").encode(), "rows of 3 fields.*4 fields at line 2"),
        (b"customer,date,amount,\nb,2024-01-02,1,50\n", "got '50' in column 4, which has no name"),
        ("kundé,datum\n1,2\n".encode("cp1252"), "read as Windows-1252; save it as UTF-8"),
    ],
)
def test_files_that_are_no_table_are_refused_in_words(
    read: Callable[..., Reading], content: bytes, words: str
) -> None:
    """Each broken or foreign file gets a message that says what it is and what to do."""
    if content.startswith(b"PAR1"):
        pytest.importorskip("pyarrow")
    with pytest.raises(InvalidInputError, match=words):
        read(content)


def test_paths_that_cannot_be_opened_are_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing file, a directory, a forbidden or an odd path is told apart."""
    (tmp_path / "sales.csv").write_text(HEAD + GOOD)
    for path, words in (
        (tmp_path / "sale.csv", r"exist.*did you mean .*sales\.csv"),
        (tmp_path / "zzz", r"exist, got .*zzz'$"),
        (tmp_path / "none" / "x.csv", r"exist, got .*x\.csv'$"),
        (tmp_path, "got the directory"),
        ("a\0b", "must be a path"),
    ):
        with pytest.raises(InvalidInputError, match=words):
            read_purchases(path)
    for error, words in ((PermissionError(), "no permission"), (OSError("worn out"), "worn out")):
        monkeypatch.setattr(Path, "open", _raising(error))
        with pytest.raises(InvalidInputError, match=words):
            read_purchases(tmp_path / "sales.csv")


def _raising(error: Exception) -> Callable[..., Any]:
    def fail(*_args: object, **_options: object) -> Any:
        raise error

    return fail


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ((HEAD + GOOD).replace(",", ";"), "separated by semicolons"),
        ((HEAD + GOOD).replace(",", "\t"), "separated by tabs"),
        ((HEAD + GOOD).replace(",", "|"), "separated by vertical bars"),
        ("sep=;\n" + (HEAD + GOOD).replace(",", ";"), "separated by semicolons"),
        ((HEAD + GOOD).encode("utf-16"), "read as UTF-16"),
        ((HEAD + GOOD.replace("ada", "José")).encode("cp1252"), "read as Windows-1252"),
        ((HEAD + GOOD.replace("ada", "a\x81")).encode("latin-1"), "read as Latin-1"),
        ("\n\n" + HEAD + "\n ,\n" + GOOD + ",,\n", "Blank lines skipped: 5"),
        ((HEAD + GOOD).replace("\n", "\r\n"), "Columns taken by their names: customer from"),
        ((HEAD + GOOD).replace("\n", "\r"), "Columns taken by their names: customer from"),
        ("\n" * 60 + HEAD + GOOD, "Blank lines skipped: 60"),
        ('"customer\nid",date,amount\n' + GOOD, "customer from 'customer\nid'"),
    ],
)
def test_how_the_file_was_read_is_said(
    read: Callable[..., Reading], content: str | bytes, words: str
) -> None:
    """Delimiter, encoding, blank lines and columns are found and announced."""
    reading = read(content)
    assert (len(reading.log), reading.rows) == (1, 1)
    assert words in spoken(reading)
    assert repr(reading).startswith("Reading(rows=1, kept=1")


def test_rows_left_out_are_named_by_their_line(read: Callable[..., Reading]) -> None:
    """Every reason is counted; line numbers hold below blank lines and quoted line breaks."""
    rows = [
        '"a\nb",2024-01-02,5', "", ",2024-01-02,7", "NULL,2024-01-02,1", "c,soon,1", "d,2024-01-02",
        "e,2024-01-02,free", "f,2024-01-02,nan", "g,2024-01-02,1_0", "h,2024-01-02,1e999",
        "i,2024-01-02,1,50",
    ]  # fmt: skip
    reading = read(HEAD + "\n".join([*rows, *(GOOD.strip() for _ in range(9))]) + "\n")
    assert left_out(reading) == {
        "wrong_length": (2, ("2 fields at line 8", "4 fields at line 13")),
        "no_customer": (2, ("'' at line 5", "'NULL' at line 6")),
        "no_date": (1, ("'soon' at line 7",)),
        "no_amount": (
            4,
            ("'free' at line 9", "'nan' at line 10", "'1_0' at line 11", "'1e999' at line 12"),
        ),
    }
    assert next(item for item in reading.log.report if item.key == "no_customer").amount == 8.0
    assert (reading.rows, len(reading.log)) == (19, 10)
    with pytest.raises(InvalidInputError, match=r"none of 1: 1 × no valid amount.*amount from"):
        read(HEAD + "a,2024-01-02,free\n")


def test_a_trailing_delimiter_is_no_column(read: Callable[..., Reading]) -> None:
    """A column without a name and without content does no harm."""
    assert len(read("customer,date,amount,\na,2024-01-02,5,\n,2024-01-02,5,\n").log) == 1


def test_completeness_counts_usable_cells(read: Callable[..., Reading]) -> None:
    """For each column that was read, the report holds the rows with a usable value."""
    text = (
        "customer,date,qty,price,sku,cost\n"
        "a,2024-01-02,1,5,x,1\n,2024-01-02,1,5,,\nb,2024-01-02,x,5,,1\nshort\n"
    )
    reading = read(text)
    assert (reading.rows, len(reading.log)) == (4, 1)
    assert reading.log.report.filled == {
        "customer": 2, "date": 3, "quantity": 2, "price": 3, "amount": 2, "cost": 2, "product": 1,
    }  # fmt: skip
