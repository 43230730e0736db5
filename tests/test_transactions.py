"""The log: what comes in, what is left out, and what a summary makes of it."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.customers import Transaction
from crmcore.errors import InvalidInputError
from crmcore.periods import Window
from crmcore.transactions import TransactionLog
from strategies import START, purchase_rows

END = START + timedelta(days=200)


def log_of(rows: list[dict[str, Any]], **options: Any) -> TransactionLog:
    return TransactionLog.from_records(rows, **options)


def plain_summary(rows: list[dict[str, Any]], end: date) -> dict[str, tuple[float, ...]]:
    """Compute the definitions of the literature row by row, with dictionaries."""
    days: dict[str, dict[date, float]] = {}
    for row in rows:
        own = days.setdefault(row["customer"], {})
        own[row["date"]] = own.get(row["date"], 0.0) + row["amount"]
    out = {}
    for customer, own in days.items():
        first, last = min(own), max(own)
        repeats = [own[day] for day in sorted(own) if day != first]
        mean = sum(repeats) / len(repeats) if repeats else 0.0
        age = (end - first).days / 7
        out[customer] = (len(repeats), (last - first).days / 7, age, mean, sum(own.values()))
    return out


@pytest.mark.law
@given(purchase_rows())
def test_summary_is_the_literature_s_definition(rows: list[dict[str, Any]]) -> None:
    """Frequency, recency, age and spend equal a computation with plain dictionaries."""
    base = log_of(rows).summarize(observed_until=END, unit="week")
    want = plain_summary(rows, END)
    assert base.ids is not None
    assert base.ids.tolist() == sorted(want)
    names = ("frequency", "recency", "T", "monetary_value", "total_value")
    for column, name in enumerate(names):
        expected = [want[customer][column] for customer in sorted(want)]
        np.testing.assert_allclose(getattr(base, name), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.law
@given(purchase_rows(refunds=True), st.randoms(use_true_random=False))
def test_order_of_rows_never_matters(rows: list[dict[str, Any]], random: Any) -> None:
    """A shuffled log gives the same summary to the last bit."""
    shuffled = list(rows)
    random.shuffle(shuffled)
    first = log_of(rows, refunds="net")
    second = log_of(shuffled, refunds="net")
    try:
        base = first.summarize(observed_until=END)
    except InvalidInputError:
        with pytest.raises(InvalidInputError):
            second.summarize(observed_until=END)
        return
    assert base == second.summarize(observed_until=END)


@pytest.mark.law
@given(purchase_rows(refunds=True))
def test_net_refunds_lose_no_money(rows: list[dict[str, Any]]) -> None:
    """Money of the summary plus what is reported as left out is the money of the log."""
    log = log_of(rows, refunds="net")
    try:
        base = log.summarize(observed_until=END)
    except InvalidInputError:
        return
    assert base.total_value is not None
    assert base.left_out is not None
    apart = sum(item.amount for item in (*base.left_out.items, *base.left_out.notes))
    only = [item for item in base.left_out.items if item.key == "only_refunds"]
    assert not only or only[0].amount == 0
    assert base.total_value.sum() + apart == pytest.approx(log.amount.sum(), abs=1e-9)
    assert base.left_out.rows_read == len(log.ids)
    assert base.left_out.rows_kept == len(base)
    assert sum(item.count for item in base.left_out.items) == len(log.ids) - len(base)


@pytest.mark.law
@given(purchase_rows())
def test_split_adds_up(rows: list[dict[str, Any]]) -> None:
    """Calibration and holdout purchases together are those of the whole log."""
    middle = START + timedelta(days=60)
    log = log_of([*rows, {"customer": "ada", "date": START, "amount": 1.0}])
    parts = log.split(calibration_until=middle, holdout_until=END)
    whole = log.summarize(observed_until=END)
    assert whole.ids is not None
    here = np.isin(whole.ids, parts.calibration.ids)
    together = parts.calibration.frequency + parts.holdout_frequency
    np.testing.assert_array_equal(together, whole.frequency[here])
    assert parts.newcomers == int((~here).sum())


def test_cdnow_gives_the_published_summary(cdnow_lines: dict[str, Any]) -> None:
    """2,357 customers, 946 of whom repeat 2,457 times to 1997-09-30 (Fader & Hardie 2005)."""
    log = TransactionLog.from_arrays(**cdnow_lines, currency="USD")
    parts = log.split(calibration_until="1997-09-30", holdout_until="1998-06-30", unit="week")
    base = parts.calibration
    assert len(base) == 2357
    assert (base.frequency > 0).sum() == 946
    assert base.frequency.sum() == 2457
    assert parts.duration == 39
    assert (base.frequency[0], base.recency[0].round(2), base.T[0].round(2)) == (2, 30.43, 38.86)
    assert base.monetary_value is not None
    assert base.monetary_value[0] == pytest.approx(22.345)


def test_weeks_and_months_collapse_by_calendar() -> None:
    """Purchases of one calendar period count once; times are counted in whole periods."""
    log = TransactionLog.from_arrays(
        customer=["a"] * 3, date=["2024-01-01", "2024-01-07", "2024-02-29"], amount=[1, 2, 3]
    )
    week = log.summarize(observed_until="2024-03-31", unit="week", period="week")
    assert (week.frequency[0], week.recency[0], week.T[0]) == (1, 8, 12)
    month = log.summarize(observed_until="2024-03-31", unit="month", period="month")
    assert (month.frequency[0], month.recency[0], month.T[0]) == (1, 1, 2)
    assert month.log_intervals is not None
    assert month.log_intervals[0] == 0.0


def test_log_intervals_are_the_logs_of_the_gaps() -> None:
    """Gaps of 7 and 14 days are 1 and 2 weeks: the logs sum to ln 2."""
    log = TransactionLog.from_arrays(
        customer=["a"] * 3, date=["2024-01-01", "2024-01-08", "2024-01-22"], amount=[1, 2, 3]
    )
    base = log.summarize(observed_until="2024-03-31", unit="week")
    assert base.log_intervals is not None
    assert base.log_intervals[0] == pytest.approx(np.log(2))


def test_net_refund_of_the_same_day_undoes_the_purchase() -> None:
    """Bought and cancelled on one day is no purchase, also where floats do not add to 0."""
    log = TransactionLog.from_arrays(
        customer=["a"] * 5,
        date=["2024-01-01", "2024-01-01", "2024-01-01", "2024-02-01", "2024-03-01"],
        amount=[0.1, 0.2, -0.3, 5.0, 7.0],
        refunds="net",
    )
    base = log.summarize(observed_until="2024-03-31")
    assert base.frequency[0] == 1
    assert base.total_value is not None
    assert base.total_value[0] == 12.0


def test_later_refund_lowers_all_purchases_in_proportion() -> None:
    """A refund of 30 on purchases of 100 leaves 70 %, spread over the purchases."""
    log = TransactionLog.from_arrays(
        customer=["a"] * 3,
        date=["2024-01-01", "2024-01-09", "2024-02-01"],
        amount=[40.0, 60.0, -30.0],
        refunds="net",
    )
    base = log.summarize(observed_until="2024-03-31")
    assert base.monetary_value is not None
    assert base.total_value is not None
    assert base.monetary_value[0] == pytest.approx(42.0)
    assert base.total_value[0] == pytest.approx(70.0)


def test_who_took_back_everything_is_reported() -> None:
    """Customers without net purchases leave the summary and are counted by reason."""
    log = TransactionLog.from_arrays(
        customer=["a", "a", "b", "c", "c"],
        date=["2024-01-01", "2024-01-05", "2024-01-02", "2024-01-01", "2024-01-03"],
        amount=[10.0, -10.0, -4.0, -1.0, 9.0],
        refunds="net",
    )
    base = log.summarize(observed_until="2024-03-31")
    assert base.ids is not None
    assert base.left_out is not None
    assert base.ids.tolist() == ["c"]
    assert {item.key: item.count for item in base.left_out} == {
        "took_back_everything": 1,
        "only_refunds": 1,
    }
    assert {item.key: item.amount for item in base.left_out.notes} == {
        "refund_without_purchase": -5.0
    }


def test_refund_policies() -> None:
    """Refuse names the row; ignore leaves refunds out and counts them."""
    columns: dict[str, Any] = {
        "customer": ["a", "a"], "date": ["2024-01-01", "2024-01-02"], "amount": [5.0, -2.0],
    }  # fmt: skip
    with pytest.raises(InvalidInputError, match=r"refunds='refuse', got -2.0 at row 1"):
        TransactionLog.from_arrays(**columns)
    ignored = TransactionLog.from_arrays(**columns, refunds="ignore")
    assert ignored.amount.tolist() == [5.0]
    assert [(item.key, item.count, item.amount) for item in ignored.report] == [
        ("refund_ignored", 1, -2.0)
    ]


BAD: list[tuple[dict[str, Any], str]] = [
    ({"customer": [None, "a"]}, r"customer must name the customer, got None at row 0"),
    ({"customer": ["", "a"]}, r"customer must name the customer, got '' at row 0"),
    ({"customer": [np.nan, 17850.0]}, r"customer must name the customer, got nan at row 0"),
    ({"customer": [1.5, 2]}, r"customer must be text or a whole number, got 1.5"),
    ({"customer": [True, 2]}, r"customer must be text or a whole number, got True"),
    ({"customer": ["a", 2]}, r"customer must be all text or all whole numbers, got int and str"),
    ({"customer": [["x"], ["y"]]}, r"customer must be text, numbers or dates, got \['x'\]"),
    ({"customer": "a"}, r"customer must be a sequence of rows, got 'a'"),
    ({"customer": ["a"]}, r"same length, got customer 1, date 2, amount 2"),
    ({"date": ["2024-01-01", "yesterday"]}, r"date must be a date, got 'yesterday' at row 1"),
    ({"date": ["2024-01-01", None]}, r"date must be a date, got None at row 1"),
    ({"date": ["2024-01-01", 7]}, r"date must be a date, got 7 at row 1"),
    ({"amount": [1.0, np.nan]}, r"amount must be a finite number .* got nan at row 1"),
    ({"amount": [1.0, np.inf]}, r"amount must be a finite number .* got inf at row 1"),
    ({"amount": [1.0, None]}, r"amount must be a finite number of at most 1e18, got None at row 1"),
    ({"amount": [1.0, "1,5"]}, r"amount must be a number, got '1,5' at row 1"),
    ({"amount": [None, "x"]}, r"amount must be a number, got 'x' at row 1"),
    ({"cost": [1.0, -1.0]}, r"cost must be a finite number from 0 to 1e18, got -1.0 at row 1"),
    ({"price": [1.0, 1.0]}, r"amount and price must not both be given"),
    ({"amount": None}, r"amount must be given, or quantity and price"),
    ({"amount": None, "quantity": [1e10, 1], "price": [1e10, 1]}, r"amount must be a finite"),
    ({"amount": None, "quantity": [1, np.nan], "price": [1, 1]}, r"quantity must be a finite"),
    ({"refunds": "maybe"}, r"refunds must be one of 'net', 'ignore', 'refuse', got 'maybe'"),
    ({"on_bad_rows": "drop"}, r"on_bad_rows must be one of 'refuse', 'report', got 'drop'"),
    (
        {"date": ["2024-01-01T00:00:00+03:30", "2024-01-01"]},
        r"must not mix times with and without a zone, got '2024-01-01T00:00:00\+03:30' at row 0",
    ),
    ({"date": ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"]}, r"unless zone= is stated"),
    ({"zone": "Mars/Olympus"}, r"zone must be a name such as 'UTC'"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), BAD)
def test_bad_input_names_column_rule_value_and_row(change: dict[str, Any], message: str) -> None:
    """Every bad column is refused with a message that says where and why."""
    columns = {"customer": ["a", "b"], "date": ["2024-01-01", "2024-01-02"], "amount": [1.0, 2.0]}
    with pytest.raises(InvalidInputError, match=message):
        TransactionLog.from_arrays(**{**columns, **change})


def test_report_counts_each_bad_row_once() -> None:
    """A row with two faults counts under the first; money in it is added up."""
    log = TransactionLog.from_arrays(
        customer=["a", None, None, "b", "c"],
        date=["2024-01-01", "2024-01-01", "x", "x", "2024-01-02"],
        amount=[1.0, 2.0, 4.0, 8.0, None],
        on_bad_rows="report",
    )
    assert log.report.rows_read == 5
    assert log.report.rows_kept == 1
    assert [(item.key, item.count, item.amount) for item in log.report] == [
        ("no_customer", 2, 6.0),
        ("no_date", 1, 8.0),
        ("no_amount", 1, 0.0),
    ]
    assert log.report.items[1].examples[0].en == "'x' at row 3"
    assert log.report.items[1].examples[0].fa.endswith("در ردیف ۳")


def test_money_that_cannot_be_is_not_added_up() -> None:
    """An amount beyond all bounds is a bad row with an example, and no money."""
    log = TransactionLog.from_arrays(
        customer=["a", "b"], date=["2024-01-01"] * 2, amount=[1e300, 1.0], on_bad_rows="report"
    )
    assert [
        (item.key, item.amount, tuple(one.en for one in item.examples)) for item in log.report
    ] == [("no_amount", 0.0, ("1e+300 at row 0",))]


def test_no_valid_row_is_refused() -> None:
    """A log without a single good row says what was wrong with the rows."""
    with pytest.raises(InvalidInputError, match=r"got none of 1 \(1 no customer\)"):
        TransactionLog.from_arrays(
            customer=[None], date=["2024-01-01"], amount=[1.0], on_bad_rows="report"
        )
    with pytest.raises(InvalidInputError, match=r"got none of 0 \(empty\)"):
        TransactionLog.from_records([])


def test_records_may_be_objects_or_mappings() -> None:
    """Transactions and mappings make the same log; unknown names are refused with the row."""
    objects = [
        Transaction(customer="a", date=date(2024, 1, 1), amount=5, product="tea", order="o1"),
        Transaction(customer="b", date="2024-01-02", amount=6),
    ]
    mappings = [
        {"customer": "a", "date": "2024-01-01", "amount": 5, "product": "tea", "order": "o1"},
        {"customer": "b", "date": "2024-01-02", "amount": 6},
    ]
    log = TransactionLog.from_records(objects)
    assert log == TransactionLog.from_records(mappings)
    assert log.product is not None
    assert log.products is not None
    assert log.product.tolist() == [0, -1]
    assert log.products.tolist() == ["tea"]
    with pytest.raises(InvalidInputError, match="got 'amout' at row 1"):
        TransactionLog.from_records([mappings[0], {"customer": "a", "amout": 3}])


def test_identifiers_keep_their_kind() -> None:
    """Whole numbers stay whole, whole floats become whole, gaps of pandas are missing."""
    rows: dict[str, Any] = {"date": ["2024-01-01"] * 2, "amount": [1, 2]}
    whole = TransactionLog.from_arrays(customer=np.array([9, 7]), **rows)
    assert whole.ids.tolist() == [7, 9]
    far = TransactionLog.from_arrays(customer=np.array([9 * 10**15, -7]), **rows)
    assert far.ids.tolist() == [-7, 9 * 10**15]
    floats = TransactionLog.from_arrays(customer=[9.0, 7.0], **rows)
    assert floats == whole
    moments = TransactionLog.from_arrays(
        customer=["a", "b"], date=np.array(["2024-01-01", "2024-01-02"], "M8[s]"), amount=[1, 2]
    )
    assert str(moments.last_day) == "2024-01-02"


def test_aware_times_are_told_in_the_stated_zone() -> None:
    """22:00 UTC on 1 January is 2 January in Tehran, whatever zone it came in."""
    moment = datetime(2024, 1, 1, 22, tzinfo=UTC)
    rows = {"customer": ["a"], "date": [moment], "amount": [1.0]}
    log = TransactionLog.from_arrays(**rows, zone="Asia/Tehran")
    assert log.date[0] == np.datetime64("2024-01-02T01:30")
    other = moment.astimezone(timezone(timedelta(hours=-5)))
    assert TransactionLog.from_arrays(
        **{**rows, "date": [other]}, zone="Asia/Tehran"
    ).date[0] == log.date[0]  # fmt: skip


def test_persian_digits_are_read_in_dates() -> None:
    """A Gregorian date in Persian digits is the same day."""
    log = TransactionLog.from_arrays(customer=["a"], date=["۲۰۲۴-۰۱-۰۵"], amount=[1])
    assert str(log.first_day) == "2024-01-05"


def test_later_rows_are_refused_or_clipped() -> None:
    """Rows after the end are an error, or left out and counted with their customers."""
    log = TransactionLog.from_arrays(
        customer=["a", "b"], date=["2024-01-01", "2024-05-01"], amount=[1.0, 2.0]
    )
    with pytest.raises(InvalidInputError, match=r"date must be <= observed_until 2024-02-01"):
        log.summarize(observed_until="2024-02-01")
    base = log.summarize(observed_until="2024-02-01", clip=True)
    assert base.left_out is not None
    assert [(item.key, item.count) for item in base.left_out.items] == [("not_yet_customer", 1)]
    assert [(item.key, item.amount) for item in base.left_out.notes] == [("after_observation", 2.0)]
    with pytest.raises(InvalidInputError, match="at least one customer with a purchase"):
        log.summarize(observed_until="2023-02-01", clip=True)
    with pytest.raises(InvalidInputError, match="holdout_until must be after calibration_until"):
        log.split(calibration_until="2024-05-01", holdout_until="2024-05-01")
    with pytest.raises(InvalidInputError, match=r"date must be <= holdout_until 2024-03-01"):
        log.split(calibration_until="2024-02-01", holdout_until="2024-03-01")
    parts = log.split(calibration_until="2024-02-01", holdout_until="2024-03-01", clip=True)
    assert parts.holdout_frequency.tolist() == [0.0]
    assert [(item.key, item.count) for item in parts.left_out] == [("after_observation", 1)]


def test_periods_are_not_cut_in_two() -> None:
    """A calibration ends with its last period, so that no period counts twice."""
    log = TransactionLog.from_arrays(
        customer=["a", "a", "a"], date=["2024-01-30", "2024-02-01", "2024-02-20"], amount=[1, 2, 3]
    )
    with pytest.raises(InvalidInputError, match="calibration_until must be the last day of a week"):
        log.split(calibration_until="2024-01-31", holdout_until="2024-03-03", period="week")
    parts = log.split(calibration_until="2024-02-04", holdout_until="2024-03-03", period="week")
    assert parts.calibration.frequency.tolist() == [0.0]
    assert parts.holdout_frequency.tolist() == [1.0]
    assert parts.duration == 4.0
    monthly = log.split(calibration_until="2024-01-31", holdout_until="2024-02-29", period="month")
    assert monthly.holdout_frequency.tolist() == [1.0]
    assert monthly.duration == pytest.approx(30.4375 / 7)


def test_duplicate_rows_are_counted_and_kept() -> None:
    """Rows equal in every column are told, not dropped."""
    log = TransactionLog.from_arrays(
        customer=["a", "a", "a"], date=["2024-01-01"] * 3, amount=[1.0, 1.0, 2.0]
    )
    assert log.duplicate_rows() == 1
    assert len(log) == 3


def test_window_takes_whole_days() -> None:
    """Both ends of a window are inside, whatever the time of day."""
    log = TransactionLog.from_arrays(
        customer=["a", "a", "b"],
        date=["2024-01-01T23:59", "2024-01-02T23:59", "2024-01-03T00:00"],
        amount=[1, 2, 3],
    )
    part = log.window(Window(start="2024-01-02", end="2024-01-02"))
    assert part.amount.tolist() == [2.0]
    assert repr(part.purchases()) == "Purchases(purchases=1, lone_refunds=0, period='day')"
    empty = log.window(Window(start="2020-01-02", end="2020-01-02"))
    assert len(empty) == 0
    assert len(empty.purchases()) == 0
    assert "first=None" in repr(empty)
    with pytest.raises(InvalidInputError, match="must have at least one row"):
        _ = empty.last_day


def test_zero_amounts_are_purchases_of_nothing() -> None:
    """A free purchase counts as a purchase, as in the literature's CDNOW data."""
    log = TransactionLog.from_arrays(
        customer=["a", "a"], date=["2024-01-01", "2024-01-09"], amount=[0.0, 0.0]
    )
    base = log.summarize(observed_until="2024-02-01")
    assert base.frequency.tolist() == [1.0]


def test_persian_columns_are_read() -> None:
    """Solar Hijri dates with and without a clock, Persian digits and separators."""
    log = TransactionLog.from_arrays(
        customer=["علی", "رضا", "رضا"],
        date=["۱۴۰۳/۱۰/۰۶", "1403-10-07T08:30", "۸ دی ۱۴۰۳"],
        amount=["۱۲٬۵۰۰٫۵", "12", "٣"],
        currency="IRT",
    )
    assert [str(day) for day in log.day] == ["2024-12-26", "2024-12-27", "2024-12-28"]
    assert str(log.date[1]) == "2024-12-27T08:30:00.000000"
    assert log.amount.tolist() == [12500.5, 12, 3]
    assert [int(i) for i in log.purchases(period="month", calendar="solar_hijri").index] == [
        log.purchases(period="month", calendar="solar_hijri").index[0]
    ] * 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"date": ["1403/10/06", "2024-12-27"]},
            "one calendar, got '1403/10/06' at row 0 for Solar Hijri and '2024-12-27' at row 1 for",
        ),
        ({"date": ["1404-12-30", "1404-12-29"]}, "date must be a date, got '1404-12-30' at row 0"),
        ({"date": ["1403-02-31", "1403-02-32"]}, "date must be a date, got '1403-02-32' at row 1"),
        ({"amount": ["۱,۲۳۴", "۵"]}, "amount must have one meaning, got '۱,۲۳۴'.* at row 0"),
    ],
)
def test_impossible_persian_columns_are_refused(change: Any, message: str) -> None:
    """Mixed calendars, days that do not exist and numbers of two meanings are named."""
    columns: dict[str, Any] = {"customer": [1, 2], "date": ["2024-01-01"] * 2, "amount": [1, 2]}
    with pytest.raises(InvalidInputError, match=message):
        TransactionLog.from_arrays(**(columns | change))
