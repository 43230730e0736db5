"""What the reader says about the purchases; Parquet; real files."""

import gzip
import importlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from crmcore._reading import Reading, read_purchases
from crmcore.errors import InvalidInputError, MissingExtraError

HEAD = "customer,date,amount\n"
FRAME = {"customer": ["ada", None], "date": [date(2024, 1, 2)] * 2, "amount": [5.0, 7.0]}


def spoken(reading: Reading) -> str:
    return "\n".join(title.en for title in reading.said)


def test_what_was_kept_but_is_odd_is_said(read: Callable[..., Reading]) -> None:
    """Zero amounts, refunds, contrary signs and days to come are counted, with a line."""
    text = (
        "customer,date,amount,quantity\n"
        "a,2024-01-02,0,1\na,2024-01-02,-5,-1\na,2024-01-02,5,-1\na,2034-01-02,5,1\n"
    )
    said = spoken(read(text, today=date(2025, 1, 1)))
    assert "Rows with an amount of zero, kept: 1, such as line 2" in said
    assert "Refunds, rows with a negative amount: 1, such as line 3" in said
    assert "negative quantity and positive amount, kept as sales: 1, such as line 4" in said
    assert "after today (2025-01-01), kept: 1, such as 2034-01-02 at line 5" in said
    assert "after today" not in spoken(read(text))
    assert "after today" not in spoken(read(text, today=date(2034, 1, 2)))


def test_repeated_rows_are_said_or_left_out(read: Callable[..., Reading]) -> None:
    """A row counts as repeated only if it equals an earlier one in every column of the file."""
    text = "customer,date,amount,note\na,2024-01-02,5,x\na,2024-01-02,5,y\na,2024-01-02,5,x\n"
    kept = read(text)
    assert len(kept.log) == 3
    assert "kept: 1, such as line 4; --drop-duplicates leaves them out" in spoken(kept)
    dropped = read(text, drop_duplicates=True)
    assert [
        (item.key, item.count, tuple(one.en for one in item.examples))
        for item in dropped.log.report
    ] == [("repeated", 1, ("line 4",))]
    assert "--drop-duplicates" not in spoken(dropped)
    numbered = ",customer,date,amount\n0,a,2024-01-02,5\n1,a,2024-01-02,5\n"
    assert len(read(numbered, drop_duplicates=True).log) == 1


def test_refunds_may_be_left_out(read: Callable[..., Reading]) -> None:
    """With refunds ignored they are counted in the report beside the bad rows."""
    reading = read(HEAD + "a,2024-01-02,5\na,2024-01-03,-2\n,2024-01-03,1\n", refunds="ignore")
    assert {item.key: item.count for item in reading.log.report} == {
        "no_customer": 1,
        "refund_ignored": 1,
    }
    assert reading.log.report.rows_kept == 1


def test_sentences_stand_in_both_languages(read: Callable[..., Reading]) -> None:
    """Persian sentences have Persian digits, and isolate names in other scripts."""
    reading = read(HEAD + "a,2024-01-02,0\n" * 1200)
    zero = next(title for title in reading.said if "zero" in title.en)
    assert zero.fa == "ردیف با مبلغ صفر که نگه داشته شد: ۱٬۲۰۰، مانند سطر ۲"
    assert any("\u2068customer\u2069" in title.fa for title in reading.said)


@pytest.fixture(params=["pyarrow", "polars"])
def parquet(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Reading]:
    """Write a table as Parquet and read it with one of the two engines."""
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    pytest.importorskip(request.param)

    def through(table: Any, **options: Any) -> Reading:
        path = tmp_path / "purchases.csv"
        pq.write_table(pa.table(table), path)
        if request.param == "polars":
            without(monkeypatch, "pyarrow")
        return read_purchases(path, **options)

    return through


def without(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    """Make some packages look as if they were not installed."""
    found = importlib.import_module

    def find(name: str, package: str | None = None) -> Any:
        if name.partition(".")[0] in packages:
            raise ImportError(name)
        return found(name, package)

    monkeypatch.setattr(importlib, "import_module", find)


def test_parquet_is_read_as_text_is(
    parquet: Callable[..., Reading], read: Callable[..., Reading]
) -> None:
    """Typed columns give the same log as the same rows in CSV; rows are counted from 1."""
    table = {
        "customer": [17850.0, float("nan"), 12.0, 17850.0],
        "date": [date(2024, 1, 2), date(2024, 1, 2), None, date(2024, 1, 2)],
        "amount": [5.5, 7.0, 1.0, 5.5],
        "sku": ["b", "a", "c", "b"],
    }
    typed = parquet(table)
    text = read("customer,date,amount,sku\n17850.0,2024-01-02,5.5,b\n17850.0,2024-01-02,5.5,b\n")
    assert typed.log.ids.tolist() == text.log.ids.tolist() == ["17850"]
    assert typed.log.amount.tolist() == text.log.amount.tolist()
    assert typed.log.products is not None
    assert typed.log.products.tolist() == ["b"]
    assert {item.key: tuple(one.en for one in item.examples) for item in typed.log.report} == {
        "no_customer": ("None at row 2",),
        "no_date": ("None at row 3",),
    }
    assert "kept: 1, such as row 4" in spoken(typed)
    assert "Dates run from 2024-01-02 to 2024-01-02" in spoken(typed)


def test_parquet_text_and_zones_go_through_the_same_checks(parquet: Callable[..., Reading]) -> None:
    """Texts and whole numbers are read as in CSV; zoned times need a stated zone."""
    texts = parquet({
        **FRAME,
        "customer": ["a", "b"],
        "date": [20240131] * 2,
        "amount": ["1,5"] * 2,
    })
    assert texts.log.amount.tolist() == [1.5, 1.5]
    assert "'20240131' is 2024-01-31" in spoken(texts)
    late = [datetime(2024, 1, 2, 23, tzinfo=UTC)] * 2
    assert str(parquet({**FRAME, "date": late}, zone="Asia/Tehran").log.day[0]) == "2024-01-03"
    with pytest.raises(InvalidInputError, match=r"one is stated, got 2024-01-02 23:00.* at row 1"):
        parquet({**FRAME, "date": late})
    with pytest.raises(InvalidInputError, match="Solar Hijri"):
        parquet({**FRAME, "date": [date(1403, 10, 6)] * 2})


def test_parquet_columns_of_other_kinds_are_refused(parquet: Callable[..., Reading]) -> None:
    """Lists, truth values and bytes are no customers; a list elsewhere only hides repetition."""
    for wrong, words in (
        ([[1], [2]], "got lists or records"),
        ([True, False], "of type bool"),
        ([b"1", b"2"], "of type bytes"),
    ):
        with pytest.raises(InvalidInputError, match=words):
            parquet({**FRAME, "customer": wrong})
    same = {"customer": ["a"] * 2, "date": FRAME["date"], "amount": [1, 1], "tags": [[1], [2]]}
    assert "repeat" not in spoken(parquet(same))
    with pytest.raises(InvalidInputError, match="got a table of none"):
        parquet({name: column[:0] for name, column in FRAME.items()})


def test_parquet_needs_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyarrow and Polars the message says what to install."""
    path = tmp_path / "purchases.parquet"
    path.write_bytes(b"PAR1")
    without(monkeypatch, "pyarrow", "polars")
    with pytest.raises(MissingExtraError, match="pip install pyarrow"):
        read_purchases(path)


@pytest.mark.reference
def test_cdnow_sample_is_read_whole(
    shared_path: Callable[[str], Path], cdnow_lines: dict[str, Any]
) -> None:
    """The 6,919 purchases of 2,357 customers come in unchanged, the papers' ids as text."""
    reading = read_purchases(shared_path("data/cdnow_sample.csv.gz"))
    log = reading.log
    assert (reading.rows, len(log), len(log.ids)) == (6919, 6919, 2357)
    assert np.array_equal(log.ids[log.customer], cdnow_lines["customer"])
    assert np.array_equal(log.amount, cdnow_lines["amount"])
    assert np.array_equal(log.day, cdnow_lines["date"])
    assert "'master_customer'" in spoken(reading)


@pytest.mark.reference
def test_online_retail_is_read_as_published(shared_path: Callable[[str], Path]) -> None:
    """541,909 lines, 135,080 without a customer, 4,372 customers, 5,268 repeated lines."""
    path = shared_path("data/online_retail.csv.gz")
    reading = read_purchases(path, drop_duplicates=True)
    counts = {item.key: item.count for item in reading.log.report}
    assert reading.rows == 541_909
    assert counts == {"no_customer": 135_080, "repeated": 5_225}
    assert len(reading.log.ids) == 4_372
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = list(lines)
    assert len(rows) - len(set(rows)) == 5_268
