"""Demo data: the same everywhere, what the docstring says of them, and readable by the log."""

import csv
import hashlib
import io
from collections import Counter
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from crmcore import datasets
from crmcore.datasets import demo_columns, demo_log
from crmcore.errors import InvalidInputError
from crmcore.metrics.columns import kpi_columns
from crmcore.metrics.products import product_table
from crmcore.transactions import TransactionLog

FINGERPRINT = "2b3b1549983096cc0763c5078acdc46486aab55a32f1ecfc5ed31e47839fc4df"


def fingerprint(columns: dict[str, Any]) -> str:
    """Give a hash of the bits of every column."""
    digest = hashlib.sha256()
    for name, column in columns.items():
        bits = column if column.dtype != object else np.array([str(cell) for cell in column])
        digest.update(name.encode())
        digest.update(bits.astype(bits.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()


@pytest.mark.reference
def test_a_seed_gives_the_same_bits_for_ever() -> None:
    """The default base is the one that docs and tests were written with, to the last bit."""
    assert fingerprint(demo_columns()) == FINGERPRINT


@pytest.mark.law
@settings(max_examples=30)
@given(customers=st.integers(1, 60), seed=st.integers(0, 2**32 - 1))
def test_columns_keep_their_promises(customers: int, seed: int) -> None:
    """Whatever the seed: all customers bought, refunds undo bought lines, dates ascend."""
    shop = demo_columns(customers=customers, seed=seed)
    assert len({column.size for column in shop.values()}) == 1
    assert sorted({name for name in shop["customer"] if name is not None}) == [
        f"C{i + 1:05d}" for i in range(customers)
    ]
    assert (np.diff(shop["date"]) >= np.timedelta64(0)).all()
    assert np.datetime64("2023-01-01") <= shop["date"][0]
    assert shop["date"][-1] <= np.datetime64("2024-12-31")
    assert (np.sign(shop["quantity"]) == np.sign(shop["amount"])).all()
    assert (shop["cost"] > 0).all()
    keys = zip(
        *(shop[name] for name in ("customer", "order", "product", "cost")),
        np.abs(shop["amount"]),
        strict=True,
    )
    sold: Counter[Any] = Counter()
    for key, quantity in zip(keys, shop["quantity"], strict=True):
        sold[key] += int(np.sign(quantity))
        assert sold[key] in {0, 1}, "a line is bought once, then perhaps comes back"


@pytest.mark.law
@settings(max_examples=20)
@given(customers=st.integers(1, 40), seed=st.integers(0, 1000))
def test_orders_belong_to_one_visitor(customers: int, seed: int) -> None:
    """An order has one customer, one day, one to four lines of different products."""
    shop = demo_columns(customers=customers, seed=seed)
    bought = shop["amount"] > 0
    orders = shop["order"][bought]
    assert np.unique(orders).tolist() == list(range(1, orders.max() + 1))
    assert (np.diff(orders) >= 0).all(), "numbers ascend with the days"
    assert np.bincount(orders)[1:].min() >= 1
    assert np.bincount(orders)[1:].max() <= 4
    for name in ("customer", "date"):
        pairs = set(zip(orders.tolist(), shop[name][bought].tolist(), strict=True))
        assert len(pairs) == orders.max()
    lines = set(zip(orders.tolist(), shop["product"][bought].tolist(), strict=True))
    assert len(lines) == orders.size


def test_base_is_as_described() -> None:
    """Guests, refunds, lines, December and loss-makers come in about the stated numbers."""
    shop = demo_columns(customers=20_000, seed=3)
    back = shop["amount"] < 0
    orders = np.unique(shop["order"]).size
    guests = np.unique(shop["order"][shop["customer"] == None]).size  # noqa: E711 - elementwise
    assert guests == 1000
    assert 70 < orders / guests < 85
    assert back.mean() == pytest.approx(0.02, abs=0.002)
    assert (~back).sum() / orders == pytest.approx(2.0, abs=0.03)
    month = shop["date"][~back].astype("datetime64[M]")
    sales = {name: int((month == np.datetime64(name)).sum()) for name in ("2024-11", "2024-12")}
    assert sales["2024-12"] / sales["2024-11"] == pytest.approx(1.5 * 31 / 30, abs=0.12)
    assert len(set(shop["product"])) == 20
    assert len(set(shop["category"])) == 5


def test_repeat_purchases_follow_the_process() -> None:
    """Mean purchases are near those of BG/NBD, simulated in another way."""
    log = demo_log(customers=20_000, seed=5)
    base = log.summarize(observed_until="2024-12-31", unit="week")
    rng = np.random.default_rng(11)
    n = 20_000
    rate, leaving = rng.gamma(1, 1 / 10, n), rng.beta(1, 4, n)
    weeks = rng.uniform(0, 731 * 1.0424 / 7, n)  # December counts one and a half
    purchases = np.minimum(rng.poisson(rate * weeks), rng.geometric(leaving))
    assert base.frequency.mean() == pytest.approx(purchases.mean(), rel=0.04)
    assert (base.frequency == 0).mean() == pytest.approx((purchases == 0).mean(), abs=0.015)


def test_log_reads_and_reports() -> None:
    """The log nets refunds, counts the guests, and has profits, some of them losses."""
    log = demo_log()
    shop = demo_columns()
    nameless = sum(name is None for name in shop["customer"])
    assert [(item.key, item.count) for item in log.report] == [("no_customer", nameless)]
    assert len(log) == shop["amount"].size - nameless
    assert (log.currency, log.refunds) == ("EUR", "net")
    profit = product_table(log).profit
    assert profit is not None
    assert (profit < 0).sum() == 3
    assert (kpi_columns(log)["profit"] < 0).any()


def test_columns_survive_a_file() -> None:
    """Written as CSV and read as text, the rows give the same log."""
    shop = demo_columns(customers=30, seed=2)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(shop)
    writer.writerows(zip(*(column.tolist() for column in shop.values()), strict=True))
    file.seek(0)
    rows = [
        {
            name: float(text) if name in {"quantity", "amount", "cost"} else text
            for name, text in row.items()
        }
        for row in csv.DictReader(file)
    ]
    log = TransactionLog.from_records(
        [{**row, "order": int(row["order"])} for row in rows],
        currency="EUR", refunds="net", on_bad_rows="report",
    )  # fmt: skip
    made = demo_log(customers=30, seed=2)
    assert log.report.rows_kept == made.report.rows_kept
    assert log.amount.tolist() == made.amount.tolist()
    assert log.summarize(observed_until="2024-12-31") == made.summarize(observed_until="2024-12-31")


def test_seeds_differ_and_one_customer_is_enough() -> None:
    """Another seed is another base; a base of one customer has no guest."""
    assert fingerprint(demo_columns(customers=9, seed=1)) != fingerprint(
        demo_columns(customers=9, seed=2)
    )
    one = demo_log(customers=1)
    assert one.ids.tolist() == ["C00001"]
    assert one.report.items == ()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"customers": 0}, "customers must be a whole number from 1 to 99999, got 0"),
        ({"customers": 2.5}, "customers must be a whole number from 1 to 99999, got 2.5"),
        ({"seed": -1}, "seed must be a whole number from 0 to 4294967295, got -1"),
    ],
)
def test_bad_numbers_are_refused(arguments: dict[str, Any], message: str) -> None:
    """Sizes and seeds out of range are named."""
    with pytest.raises(InvalidInputError, match=message):
        demo_log(**arguments)


@pytest.mark.law
@given(st.floats(2.0**-1000, 1.0, exclude_max=True))
def test_own_logarithm_is_the_logarithm(u: float) -> None:
    """The logarithm made of arithmetic alone is right to a few units in the last place."""
    own = datasets._minus_log(np.array([u]))
    assert own[0] == pytest.approx(-np.log(u), rel=4e-15)
