"""KPI columns and product tables: they equal what one counts by hand on the same rows."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from crmcore.errors import UndefinedMetricError
from crmcore.metrics.catalogue import kpis
from crmcore.metrics.columns import kpi_columns
from crmcore.metrics.evaluation import evaluate
from crmcore.metrics.products import product_table
from crmcore.periods import Window
from crmcore.transactions import TransactionLog
from strategies import purchase_rows


@pytest.mark.law
@given(purchase_rows(refunds=True))
def test_revenue_is_the_money_of_the_log(rows: list[dict[str, Any]]) -> None:
    """Every cent of the log is some customer's revenue, refunds included."""
    log = TransactionLog.from_records(rows, refunds="net")
    columns = kpi_columns(log)
    assert columns["revenue"].sum() == pytest.approx(log.amount.sum(), abs=1e-9)
    assert columns["orders"].size == columns["revenue"].size == len(log.ids)


@pytest.mark.law
@given(purchase_rows())
def test_without_order_numbers_a_day_is_an_order(rows: list[dict[str, Any]]) -> None:
    """Orders of a customer are the distinct days of purchase."""
    log = TransactionLog.from_records(rows)
    days = {(row["customer"], row["date"]) for row in rows}
    want = [sum(who == customer for who, _ in days) for customer in log.ids.tolist()]
    assert kpi_columns(log)["orders"].tolist() == want


def test_order_numbers_count_and_cancelled_ones_do_not() -> None:
    """Two orders of one day count twice, a cancelled one and a lone refund not at all."""
    log = TransactionLog.from_arrays(
        customer=["a", "a", "a", "a", "a", "b"],
        date=["2024-01-01"] * 5 + ["2024-01-02"],
        amount=[5.0, 6.0, 7.0, -7.0, -1.0, 3.0],
        order=["o1", "o2", "o3", "o3", "c9", None],
        refunds="net",
    )
    columns = kpi_columns(log)
    assert columns["orders"].tolist() == [2.0, 1.0]
    assert columns["revenue"].tolist() == [10.0, 3.0]


def test_a_window_holds_only_its_customers() -> None:
    """Customers without a row in the window are no part of its base."""
    log = TransactionLog.from_arrays(
        customer=["a", "b"], date=["2024-01-05", "2024-02-05"], amount=[1.0, 2.0], cost=[0.5, 3.0]
    )
    columns = kpi_columns(log, window=Window(start="2024-02-01", end="2024-02-29"))
    assert columns["revenue"].tolist() == [2.0]
    assert columns["profit"].tolist() == [-1.0]
    assert columns["last_complete_period"] == (2024 - 1970) * 12 + 1
    assert kpi_columns(log)["last_complete_period"] == (2024 - 1970) * 12


def test_cdnow_has_the_known_figures(cdnow_lines: dict[str, Any]) -> None:
    """1,139 of 2,357 customers bought on two or more days; all KPIs but profit are defined."""
    log = TransactionLog.from_arrays(**cdnow_lines, currency="USD")
    measured = evaluate(list(kpis), kpi_columns(log), currency="USD")
    assert measured["repeat_purchase_rate"].value == pytest.approx(0.4832, abs=5e-5)
    assert {one.key for one in measured.undefined} == {"top_20_profit_share"}


def test_products_add_up() -> None:
    """Revenue by product and the unnamed rest are the money of the log; the best come first."""
    log = TransactionLog.from_arrays(
        customer=["a", "b", "b", "b", "c"],
        date=["2024-01-01"] * 5,
        amount=[10.0, 20.0, 5.0, -5.0, 4.0],
        cost=[2.0, 19.0, 1.0, 1.0, 1.0],
        product=["tea", "pot", "tea", "tea", None],
        refunds="net",
        currency="EUR",
    )
    table = product_table(log)
    assert table.profit is not None
    assert table.products.tolist() == ["tea", "pot"]
    assert table.revenue.tolist() == [10.0, 20.0]
    assert table.profit.tolist() == [8.0, 1.0]
    assert table.customers.tolist() == [2.0, 1.0]
    assert table.unnamed_revenue == 4.0
    assert repr(table) == "ProductTable(products=2, revenue=30, profit=9, currency='EUR')"


def test_products_without_costs_rank_by_revenue() -> None:
    """Without costs there is no profit; without products there is no table."""
    columns: dict[str, Any] = {
        "customer": ["a", "b"], "date": ["2024-01-01"] * 2, "amount": [1.0, 2.0],
    }  # fmt: skip
    table = product_table(TransactionLog.from_arrays(**columns, product=["x", "y"]))
    assert table.profit is None
    assert table.products.tolist() == ["y", "x"]
    assert len(table) == 2
    with pytest.raises(UndefinedMetricError, match="the log has no products"):
        product_table(TransactionLog.from_arrays(**columns))


def test_whole_days_are_complete_periods() -> None:
    """With days as periods the last day itself is complete."""
    log = TransactionLog.from_arrays(customer=["a"], date=["2024-01-05"], amount=[1.0])
    day = np.datetime64("2024-01-05").astype(np.int64)
    assert kpi_columns(log, period="day")["last_complete_period"] == day
