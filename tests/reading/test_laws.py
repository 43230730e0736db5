"""What holds for every file: no traceback, no silent drop, no wrong guess."""

import gzip
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._reading import read_purchases
from crmcore._reading.dateforms import readings
from crmcore._reading.figures import figure
from crmcore.errors import CrmcoreError, InvalidInputError
from crmcore.transactions import TransactionLog

HEAD = "customer,date,amount\n"

FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%Y%m%d", "%d-%b-%Y", "%Y/%m/%d %H:%M")
PURCHASES = st.lists(
    st.tuples(
        st.text("abcضی 19", min_size=1, max_size=3).filter(str.strip),
        st.dates(date(1990, 1, 1), date(2030, 1, 1)),
        st.decimals(-9999, 99999, places=2),
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.law
@given(
    PURCHASES,
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    st.sampled_from(FORMS),
    st.sampled_from(".,"),
    st.booleans(),
)
def test_every_way_of_writing_gives_the_same_log(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, date, Any]],
    delimiter: str,
    encoding: str,
    form: str,
    decimal: Any,
    packed: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    """Delimiter, encoding, form of dates, decimal mark and gzip never change what is read."""
    rows = [*rows, ("ada", date(2024, 1, 2), 5)]
    marks = str.maketrans(",.", ".,") if decimal == "," else {}
    lines = [delimiter.join(["customer", "date", "amount"])] + [
        delimiter.join([who, when.strftime(form), f'"{f"{much:,.2f}".translate(marks)}"'])
        for who, when, much in rows
    ]
    data = "\n".join(lines).encode(encoding)
    path = tmp_path_factory.mktemp("law") / "any"
    path.write_bytes(gzip.compress(data) if packed else data)
    reading = read_purchases(path, date_format=form, decimal=decimal)
    want = TransactionLog.from_arrays(
        customer=[who for who, _, _ in rows],
        date=[when for _, when, _ in rows],
        amount=[float(much) for _, _, much in rows],
        refunds="net",
    )
    assert reading.log == want
    assert reading.rows == len(rows)


@pytest.mark.law
@given(
    st.sampled_from([HEAD, "customer;date;quantity;price\n", HEAD[:-1] + ",cost,order\n", ""]),
    st.lists(
        st.sampled_from(
            ["a", "1", "1.5", '"1,5"', '"', ",", ";", "\n", "\r", "2024-01-02", "03/04/2024", "nan",
             "1403/01/01", "x", "$", "€5", "(1)", " ", "۱۲", "é", "1e999", "10:00", "Z", "\0",
             "a,2024-01-02,1\n", "b,2024-01-02,-2\n", "c;2024-01-02;2;3\n", "d,2024-01-02,1,2,3\n"]
        ),
        max_size=30,
    ),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
    st.booleans(),
)  # fmt: skip
def test_no_file_gives_a_traceback_or_a_silent_drop(
    tmp_path_factory: pytest.TempPathFactory,
    head: str,
    parts: list[str],
    encoding: str,
    drop: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    """Any text is refused in words, or its rows are those kept and those reported."""
    path = tmp_path_factory.mktemp("law") / "any"
    path.write_bytes((head + "".join(parts)).encode(encoding, "replace"))
    try:
        reading = read_purchases(path, drop_duplicates=drop)
    except CrmcoreError as error:
        assert str(error)  # noqa: PT017 - either outcome is right
        return
    report = reading.log.report
    counted = sum(item.count for item in report)
    assert reading.rows == report.rows_read == len(reading.log) + counted
    assert all(title.en and title.fa for title in reading.said)


@pytest.mark.law
@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([",", "٬", "'", " ", "\u202f", ""]))
def test_a_number_with_cents_has_one_meaning(number: Any, by: str) -> None:
    """However thousands are grouped, two decimals tell the mark, and the number comes back."""
    text = f"{number:,.2f}".replace(",", by)
    assert figure(text, money=True).point == float(number)
    swapped = text.replace(".", "!").replace(",", ".").replace("!", ",")
    assert figure(swapped, money=True).comma == float(number)
    assert figure(swapped, money=True).point is None


@pytest.mark.law
@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.sampled_from(FORMS[:6]))  # noqa: DTZ001
def test_a_date_is_among_its_readings(moment: datetime, form: str) -> None:
    """Each known form reads what was written in it, with and without a time of day."""
    want = datetime.strptime(moment.strftime(form), form)  # noqa: DTZ007
    assert readings(moment.strftime(form))[form] == want
    late = readings(moment.strftime(form + " %I:%M:%S.%f %p"))[form]
    assert late == want.replace(
        hour=moment.hour, minute=moment.minute, second=moment.second, microsecond=moment.microsecond
    )


@pytest.mark.law
@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), min_size=1, max_size=9))
def test_day_and_month_are_never_guessed(
    tmp_path_factory: pytest.TempPathFactory, days: list[tuple[int, int]]
) -> None:
    """Where both orders read every date, they are refused unless both mean the same days."""
    path = tmp_path_factory.mktemp("law") / "any"
    path.write_text(HEAD + "".join(f"ada,{a:02}/{b:02}/2024,5\n" for a, b in days))
    if all(a == b for a, b in days):
        assert len(read_purchases(path).log) == len(days)
    else:
        with pytest.raises(
            InvalidInputError, match=r"one meaning.*%m/%d/%Y.*%d/%m/%Y.*date-format"
        ):
            read_purchases(path)
