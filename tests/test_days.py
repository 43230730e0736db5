"""Days of both calendars: one text, a column of them, their names, steps of months and years."""

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from dateutil import parser
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from crmcore.days import as_day, as_days, day_title, shift
from crmcore.errors import InvalidInputError

THURSDAY = np.datetime64("2024-12-26")
CALENDARS = ("gregorian", "solar_hijri")
known = st.dates(date(1799, 3, 21), date(2255, 3, 20)).map(lambda day: np.datetime64(day, "D"))
recent = st.dates(date(1921, 3, 21), date(2121, 3, 20)).map(lambda day: np.datetime64(day, "D"))
calendars = st.sampled_from(CALENDARS)
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.mark.law
@given(known, calendars, st.sampled_from(["en", "fa"]))
def test_names_of_days_read_back(day: Any, calendar: Any, language: Any) -> None:
    """The name of a day in either language is the day, if its calendar is stated."""
    text = day_title(day, calendar=calendar).text(language)
    assert as_day(text, name="day", calendar=calendar) == day
    assert as_days([text], name="day", calendar=calendar)[0] == day


@pytest.mark.law
@given(
    st.lists(recent, max_size=6),
    calendars,
    st.sampled_from(["{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}.{1:02}.{2}", "{0}{1:02}{2:02}"]),
    st.sampled_from([{}, ARABIC, PERSIAN]),
    st.sampled_from(["", " 09:05", "T23:59:59", " 7:08:09.5"]),
)
def test_figures_are_read_in_both_calendars(
    some: list[Any], calendar: Any, form: str, digits: Any, clock: str
) -> None:
    """Year, month and day in any digits, with or without a time, are the day; one or many."""
    texts = []
    for day in some:
        number, month, of_month = date_of(day) if calendar == "gregorian" else solar(day)
        texts.append(f" {form.format(number, month, of_month)}{clock}".translate(digits))
    for told in (calendar, None):
        assert as_days(texts, name="day", calendar=told).tolist() == [d.item() for d in some]
        assert [as_day(text, name="day", calendar=told) for text in texts] == some


def date_of(day: Any) -> tuple[int, int, int]:
    it = day.item()
    return it.year, it.month, it.day


def solar(day: Any) -> tuple[int, int, int]:
    en = day_title(day, calendar="solar_hijri").en.split()
    months = ["Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban",
              "Azar", "Dey", "Bahman", "Esfand"]  # fmt: skip
    return int(en[2]), months.index(en[1]) + 1, int(en[0])


@pytest.mark.law
@given(st.text(st.sampled_from("0123456789-/:.TWZ+ 2024"), max_size=24))
def test_other_forms_of_iso_are_read_as_dateutil_reads_them(text: str) -> None:
    """Where dateutil knows a day without a zone, as_day has it; all else is one clear error."""
    try:
        found = as_day(text, name="day", calendar="gregorian")
    except InvalidInputError as error:
        assert str(error).startswith("day must ")  # noqa: PT017 - either way is right
        found = None
    try:
        moment = parser.isoparse(text.strip())
    except (ValueError, OverflowError):
        return
    assert found == (None if moment.tzinfo else np.datetime64(moment, "D"))


@pytest.mark.law
@given(st.text(max_size=30), st.sampled_from([None, *CALENDARS]))
def test_any_text_is_a_day_or_a_clear_error(text: str, calendar: Any) -> None:
    """No text makes another error than ours, and a column is read as its rows are."""
    try:
        found = as_day(text, name="day", calendar=calendar)
    except InvalidInputError as error:
        with pytest.raises(InvalidInputError) as raised:
            as_days([text], name="day", calendar=calendar)
        assert str(raised.value) == f"{error} at row 0"  # noqa: PT017 - either way is right
    else:
        assert as_days([text], name="day", calendar=calendar)[0] == found


@pytest.mark.parametrize(
    "text",
    [
        "1403-10-06", "1403/10/6", "1403.10.06", "14031006", "۱۴۰۳/۱۰/۰۶", "١٤٠٣-١٠-٠٦",
        "6 Dey 1403", "06 dey 1403", "Thursday, 6 Dey 1403", "۶ دی ۱۴۰۳", "۶ دی‌ماه ۱۴۰۳",
        "۶ دي ماه ۱۴۰۳", "پنجشنبه ۶ دی ۱۴۰۳", "پنج‌شنبه، ۶ دی، ۱۴۰۳", "\u200f۱۴۰۳/۱۰/۰۶\u200e 10:30",
        "2024-12-26", "2024/12/26", "۲۰۲۴-۱۲-۲۶", "2024-W52-4", "2024-361", "26 December 2024",
        "۲۶ دسامبر ۲۰۲۴", "پنجشنبه ۲۶ دسامبر ۲۰۲۴", "2024-12-26T10", "2024-12-25T24:00",
    ],
)  # fmt: skip
def test_one_day_in_many_forms(text: str) -> None:
    """Figures and words of both calendars, all without saying which, are ۶ دی ۱۴۰۳."""
    assert as_day(text, name="day") == THURSDAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("۵ امرداد ۱۴۰۳", "2024-07-26"), ("۵ مرداد ۱۴۰۳", "2024-07-26"),
        ("۱ می ۲۰۲۴", "2024-05-01"),
        ("۱ مه ۲۰۲۴", "2024-05-01"), ("۱ مهر ۱۴۰۳", "2024-09-22"), ("۱ جون ۲۰۲۴", "2024-06-01"),
        ("۱ جولای ۲۰۲۴", "2024-07-01"), ("۱ آگوست ۲۰۲۴", "2024-08-01"), ("2011", "2011-01-01"),
        ("سه‌شنبه ۳۰ آبان ۱۴۰۲", "2023-11-21"), ("سه شنبه ۳۰ آبان ۱۴۰۲", "2023-11-21"),
        ("2011-12", "2011-12-01"), ("1300/01/01", "1921-03-21"), ("1499/12/29", "2121-03-20"),
        ("1500-01-01", "1500-01-01"), ("1299-12-29", "1299-12-29"),
    ],
)  # fmt: skip
def test_other_spellings_and_the_years_of_each_calendar(text: str, day: str) -> None:
    """Common other names of months are known; 1300 to 1499 alone are Solar Hijri unstated."""
    assert as_day(text, name="day") == np.datetime64(day)


@pytest.mark.parametrize(
    ("text", "calendar", "message"),
    [
        ("1404/12/30", None, "must exist: Esfand 1404 has 29 days, got '1404/12/30'"),
        ("۳۱ مهر ۱۴۰۳", None, "must exist: Mehr 1403 has 30 days, got '۳۱ مهر ۱۴۰۳'"),
        ("2023-02-29", None, "must exist: February 2023 has 28 days, got '2023-02-29'"),
        ("1403/13/01", None, "must have a month from 1 to 12, got '1403/13/01'"),
        ("1403/01/00", None, "must exist: Farvardin 1403 has 31 days"),
        ("0000-01-01", None, "must be in the Gregorian years 1 to 9999"),
        ("2024-12-26", "solar_hijri", "must be in the Solar Hijri years 1178 to 1633, got '2024"),
        ("6 Dey 2024", None, "must be in the Solar Hijri years 1178 to 1633, got '6 Dey 2024'"),
        ("6 Dey 1403", "gregorian", "must be a Gregorian date, got '6 Dey 1403'"),
        ("۲۶ دسامبر ۲۰۲۴", "solar_hijri", "must be a Solar Hijri date, got"),
        ("6 May 1403", None, "must be in one calendar: its month is Gregorian, its year Solar"),
        ("جمعه ۶ دی ۱۴۰۳", None, "must name its own weekday: 6 Dey 1403 is a Thursday, got"),
        ("1403", None, "must be a Solar Hijri date such as '1403-10-06' or '۶ دی ۱۴۰۳', got '1403"),
        ("1403-10", None, "must be a Solar Hijri date such as"),
        ("1403-10-06T10:00Z", None, "must be a day without a time zone"),
        ("2024-12-26T10:00+03:30", None, "must be a day without a time zone"),
        ("1403/10-06", None, "must be an ISO date such as '2011-12-09' or a Solar Hijri date such"),
        ("1403/10/06 25:00", None, "must be an ISO date such as"),
        ("06/10/1403", "solar_hijri", "must be a Solar Hijri date such as '1403-10-06' or '۶ دی"),
        ("9999-12-31T24:00", "gregorian", "must be an ISO date such as '2011-12-09', got"),
        ("20000-01-01", "gregorian", "must be an ISO date such as '2011-12-09', got"),
        ("", None, "must be an ISO date such as"),
    ],
)
def test_texts_that_are_no_day_say_why(text: str, calendar: Any, message: str) -> None:
    """The error names the rule and the text, and in a column the row."""
    with pytest.raises(InvalidInputError, match=f"sold {message}") as raised:
        as_day(text, name="sold", calendar=calendar)
    with pytest.raises(InvalidInputError) as in_column:
        as_days([text], name="sold", calendar=calendar)
    assert str(in_column.value) == f"{raised.value} at row 0"


def test_days_that_are_no_text() -> None:
    """Dates and moments of Python, numpy and pandas are days; missing and far ones are refused."""
    pandas = pytest.importorskip("pandas")
    day = date(2024, 12, 26)
    moments = [day, datetime(2024, 12, 26, 23), THURSDAY, np.datetime64("2024-12-26T01:02:03.4")]  # noqa: DTZ001
    column: list[Any] = [*moments, pandas.Timestamp("2024-12-26 05:00"), "1403/10/06"]
    assert [as_day(moment, name="day") for moment in column] == [THURSDAY] * 6
    assert as_days(column, name="day").tolist() == [day] * 6
    assert as_day(np.datetime64("1403-10-06"), name="day") == np.datetime64("1403-10-06")
    far: list[tuple[Any, str]] = [
        (np.datetime64("20000-01-01"), "be in the Gregorian years 1 to 9999"),
        (np.datetime64("-0001-01-01"), "be in the Gregorian years 1 to 9999"),
        (np.datetime64("NaT"), "be a date, datetime, numpy.datetime64 or ISO text, got np"),
        (pandas.NaT, "be a date, datetime, numpy.datetime64 or ISO text, got NaT"),
        (datetime(2024, 1, 1, tzinfo=UTC), "be a day without a time zone"),
    ]
    for moment, message in far:
        with pytest.raises(InvalidInputError, match=f"day must {message}"):
            as_day(moment, name="day")
        with pytest.raises(InvalidInputError, match=rf"day must {message}.* at row 1"):
            as_days([day, moment], name="day")


def test_columns_of_numpy_are_days() -> None:
    """Arrays of text, of objects and of moments are columns; missing rows are refused."""
    for dtype in ("U", object):
        column = np.array(["1403/10/06", "1403/10/07"], dtype=dtype)
        assert as_days(column, name="day").tolist() == [date(2024, 12, 26), date(2024, 12, 27)]
    moments = np.array(["2024-12-26T05:06", "2024-12-27T00:00"], "datetime64[m]")
    found = as_days(moments, name="day")
    assert found.dtype == np.dtype("datetime64[D]")
    assert found[0] == THURSDAY
    assert as_days([], name="day").size == 0
    stamps = ["1403/10/06 08:00", "1403/10/06 09:00", "1403/10/06 08:00"]
    assert as_days(stamps, name="day").tolist() == [THURSDAY.item()] * 3
    for wrong in ("NaT", "20000-01-01"):
        column = np.array(["2024-12-26", wrong], "datetime64[D]")
        message = rf"day must be dates, none missing, and .* 9999, got '{wrong}' at row 1"
        with pytest.raises(InvalidInputError, match=message):
            as_days(column, name="day")


def test_what_is_no_column_of_dates_is_refused() -> None:
    """A single text, a number and cells that are no dates are refused."""
    wrong: list[tuple[Any, str]] = [
        ("1403/10/06", "day must be a column of dates, got '1403/10/06'"),
        (7, "day must be a column of dates, got 7"),
        (["1403/10/06", None], "day must be dates, got None at row 1"),
        (["1403/10/06", ["1403/10/07"]], r"day must be dates, got \['1403/10/07'\] at row 1"),
        (np.array([1.5]), "day must be dates, got 1.5 at row 0"),
    ]
    for column, message in wrong:
        with pytest.raises(InvalidInputError, match=message):
            as_days(column, name="day")


def test_calendars_are_not_mixed_in_a_column() -> None:
    """A row of each calendar is named; a stated calendar reads the column or refuses a row."""
    column = ["1403/10/06", "1403/10/07", "1500/01/01", "1500/01/02"]
    message = (
        "sold must be in one calendar, got '1403/10/06' at row 0 for Solar Hijri and "
        "'1500/01/01' at row 2 for Gregorian; if all are of one, state calendar"
    )
    with pytest.raises(InvalidInputError) as raised:
        as_days(column, name="sold")
    assert str(raised.value) == message
    assert str(as_days(column, name="sold", calendar="solar_hijri")[2]) == "2121-03-21"
    assert str(as_days(column, name="sold", calendar="gregorian")[0]) == "1403-10-06"
    with pytest.raises(
        InvalidInputError, match=r"got '2024-12-26' at row 0 for Greg.* at row 2 for"
    ):
        as_days(["2024-12-26", "2024-12-26", "1403/10/06"], name="sold")
    with pytest.raises(InvalidInputError, match="calendar must be one of None, 'gregorian', 'sol"):
        as_days(column, name="sold", calendar="lunar")  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError, match="calendar must be one of None, 'gregorian', 'sol"):
        as_day("1403/10/06", name="sold", calendar="lunar")  # type: ignore[arg-type]


def test_days_are_named_in_both_calendars_and_languages() -> None:
    """Titles have day, month and year, with the digits of their language."""
    title = day_title("2024-12-26", calendar="solar_hijri")
    assert (title.en, title.fa) == ("6 Dey 1403", "۶ دی ۱۴۰۳")
    title = day_title(date(2024, 1, 5))
    assert (title.en, title.fa) == ("5 January 2024", "۵ ژانویه ۲۰۲۴")
    with pytest.raises(InvalidInputError, match="calendar must be one of 'gregorian', 'solar_hij"):
        day_title("2024-12-26", calendar="lunar")  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError, match="days must be in the Solar Hijri years 1178"):
        day_title("1700-01-01", calendar="solar_hijri")


@pytest.mark.law
@given(
    st.dates(date(1500, 1, 1), date(3000, 1, 1)), st.integers(-9000, 9000), st.integers(-500, 500)
)
def test_gregorian_steps_are_those_of_dateutil(day: date, months: int, years: int) -> None:
    """A step by months and years ends where dateutil's does."""
    moved = shift(np.datetime64(day), months=months, years=years)
    assert moved.item() == day + relativedelta(months=months, years=years)


@pytest.mark.law
@given(recent, st.integers(-600, 600))
def test_solar_steps_keep_the_day_or_end_the_month(day: Any, months: int) -> None:
    """A step by Solar Hijri months keeps the day of the month, or ends the month if it is short."""
    moved = shift(day, months=months, calendar="solar_hijri")
    year, month, of_month = solar(day)
    new_year, new_month, new_day = solar(moved)
    assert 12 * new_year + new_month == 12 * year + month + months
    ends = solar(moved + np.timedelta64(1, "D"))[2] == 1
    assert new_day == of_month or (new_day < of_month and ends)


def test_steps_at_the_ends() -> None:
    """30 Esfand becomes 29 in a common year; steps out of a calendar and half steps are refused."""
    leap = as_day("1403/12/30", name="day")
    assert shift(leap, years=1, calendar="solar_hijri") == as_day("1404/12/29", name="day")
    assert shift(leap, years=5, calendar="solar_hijri") == as_day("1408/12/30", name="day")
    assert shift(leap, months=-6, calendar="solar_hijri") == as_day("1403/06/30", name="day")
    assert shift(leap, months=np.int64(1)) == as_day("2025-04-20", name="day")  # type: ignore[arg-type]
    refused: list[tuple[dict[str, Any], str]] = [
        (
            {"years": 300, "calendar": "solar_hijri"},
            "Solar Hijri years 1178 to 1633, got year 1703",
        ),
        ({"years": -3000}, "stay in the Gregorian years 1 to 9999, got year -975"),
        ({"months": 1.5}, "months must be a whole number, got 1.5"),
        ({"years": "1"}, "years must be a whole number, got '1'"),
        ({"calendar": "lunar"}, "calendar must be one of"),
    ]
    for steps, message in refused:
        with pytest.raises(InvalidInputError, match=message):
            shift(leap, **steps)
    with pytest.raises(InvalidInputError, match="day must be a date, datetime"):
        shift(np.datetime64("NaT"), months=1)
