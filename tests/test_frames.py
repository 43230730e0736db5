"""Dataframes: pandas, Polars and PyArrow give the log that plain lists give."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from crmcore.errors import InvalidInputError
from crmcore.summary import CustomerSummary
from crmcore.transactions import TransactionLog

pytest.importorskip("narwhals")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

FRAMES: list[Callable[[dict[str, Any]], Any]] = [pd.DataFrame, pl.DataFrame, pa.table]


@pytest.mark.parametrize("frame", FRAMES)
def test_frames_give_the_log_of_their_arrays(frame: Callable[[dict[str, Any]], Any]) -> None:
    """Pandas, Polars and PyArrow tables give the same log as plain lists, gaps included."""
    data = {
        "who": ["a", "b", None, "a"],
        "when": [datetime(2024, 1, day, 9) for day in (1, 2, 3, 4)],  # noqa: DTZ001
        "units": [1, 2, 3, None],
        "each": [2.5, 3.0, 1.0, 1.0],
    }
    log = TransactionLog.from_frame(
        frame(data),
        customer="who", date="when", quantity="units", price="each", on_bad_rows="report",
    )  # fmt: skip
    plain = TransactionLog.from_arrays(
        customer=data["who"], date=data["when"], quantity=data["units"], price=data["each"],
        on_bad_rows="report",
    )  # fmt: skip
    assert log.amount.tolist() == plain.amount.tolist() == [2.5, 6.0]
    assert log.date.tolist() == plain.date.tolist()
    assert log.ids.tolist() == plain.ids.tolist() == ["a", "b"]


def test_frames_refuse_what_they_lack() -> None:
    """A missing column is named with those that are there; no frame is refused."""
    frame = pl.DataFrame({"who": ["a"], "when": [date(2024, 1, 1)], "paid": [3]})
    with pytest.raises(
        InvalidInputError, match=r"must have the column 'sum'; it has 'who', 'when'"
    ):
        TransactionLog.from_frame(frame, customer="who", date="when", amount="sum")
    with pytest.raises(InvalidInputError, match=r"columns may be .* got 'amout'"):
        TransactionLog.from_frame(frame, customer="who", date="when", amout="paid")
    with pytest.raises(InvalidInputError, match=r"pandas, Polars or PyArrow table, got list"):
        TransactionLog.from_frame([1, 2], customer="who", date="when", amount="paid")
    log = TransactionLog.from_frame(frame, customer="who", date="when", amount="paid")
    assert log.date[0] == np.datetime64("2024-01-01")


def test_gaps_of_pandas_are_missing() -> None:
    """NA and NaT are missing customers, dates and amounts, never values."""
    log = TransactionLog.from_arrays(
        customer=["a", pd.NA, "c", "d"],
        date=[pd.Timestamp("2024-01-01"), date(2024, 1, 2), pd.NaT, date(2024, 1, 3)],
        amount=[1, 2, 3, pd.NA],
        on_bad_rows="report",
    )
    assert log.ids.tolist() == ["a"]
    assert [item.key for item in log.report] == ["no_customer", "no_date", "no_amount"]


def test_aware_frames_need_a_zone() -> None:
    """22:00 UTC on 1 January is 2 January in Tehran; without a zone it is refused."""
    frame = pl.DataFrame({
        "customer": ["a"], "date": [datetime(2024, 1, 1, 22, tzinfo=UTC)], "amount": [1.0],
    })  # fmt: skip
    names = {"customer": "customer", "date": "date", "amount": "amount"}
    log = TransactionLog.from_frame(frame, **names, zone="Asia/Tehran")
    assert log.date[0] == np.datetime64("2024-01-02T01:30")
    with pytest.raises(InvalidInputError, match=r"date must have no time zone unless zone="):
        TransactionLog.from_frame(frame, **names)


def test_online_retail_reads_as_it_is(shared_path: Callable[[str], Path]) -> None:
    """541,909 lines: 135,080 without a customer, cancellations set against purchases."""
    frame = pd.read_csv(shared_path("data/online_retail.csv.gz"))
    log = TransactionLog.from_frame(
        frame,
        customer="CustomerID", date="InvoiceDate", order="InvoiceNo",
        quantity="Quantity", price="UnitPrice", refunds="net", on_bad_rows="report",
    )  # fmt: skip
    assert log.report.rows_read == 541_909
    assert [(item.key, item.count) for item in log.report] == [("no_customer", 135_080)]
    assert len(log.ids) == 4372
    assert log.ids.dtype == np.int64
    base = log.summarize(observed_until="2011-12-09")
    assert isinstance(base, CustomerSummary)
    assert base.left_out is not None
    assert base.left_out.rows_read - base.left_out.rows_kept == 4372 - len(base)
