"""The Solar Hijri calendar: every day against others, laws, leap years, impossible dates."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError
from crmcore.solar_hijri import (
    MONTHS,
    SEASONS,
    WEEKDAYS,
    YEARS,
    day_number,
    from_days,
    is_leap_year,
    month_length,
    month_starts,
    to_days,
    weekday,
)

EVERY_DAY = np.arange("1799-03-21", "2255-03-21", dtype="datetime64[D]")
YEAR, MONTH, DAY = from_days(EVERY_DAY)
DATES = list(zip(YEAR.tolist(), MONTH.tolist(), DAY.tolist(), strict=True))
days = st.integers(0, EVERY_DAY.size - 1).map(EVERY_DAY.__getitem__)
years = st.integers(YEARS[0], YEARS[-1])

# Leap years of the Calendar Center of the University of Tehran, within living memory.
LEAP = {
    1342, 1346, 1350, 1354, 1358, 1362, 1366, 1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403,
    1408, 1412, 1416, 1420, 1424, 1428, 1432, 1436, 1441,
}  # fmt: skip


@pytest.mark.reference
def test_every_day_is_as_jdatetime_has_it() -> None:
    """All 166,550 days of 1178 to 1633 have the date that jdatetime gives them."""
    convert = pytest.importorskip("jdatetime").GregorianToJalali
    theirs = [
        convert(day.year, day.month, day.day).getJalaliList() for day in EVERY_DAY.tolist()
    ]  # fmt: skip
    assert theirs == DATES


@pytest.mark.reference
def test_every_day_is_as_persiantools_has_it() -> None:
    """The same by persiantools, but for two leap days of the future that it puts a year later."""
    convert = pytest.importorskip("persiantools.jdatetime").JalaliDate
    theirs = [(it.year, it.month, it.day) for it in map(convert, EVERY_DAY.tolist())]
    differ = {ours[0] for ours, other in zip(DATES, theirs, strict=True) if ours != other}
    assert differ <= {1502, 1503, 1601, 1602}


@pytest.mark.reference
@pytest.mark.parametrize("year", [1280, 1304, 1325, 1357, 1375, 1399, 1403, 1404, 1408, 1499])
def test_the_year_begins_with_the_equinox(year: int) -> None:
    """Nowruz is the day that convertdate computes from the sun at the meridian of Tehran."""
    persian = pytest.importorskip("convertdate.persian")
    first = to_days([year], [1], [1])[0].item()
    assert persian.to_gregorian(year, 1, 1) == (first.year, first.month, first.day)


@pytest.mark.law
def test_dates_and_days_are_inverse() -> None:
    """Every day has one date, every date that exists one day, and dates follow one another."""
    assert (to_days(YEAR, MONTH, DAY) == EVERY_DAY).all()
    lengths = [(y, m, month_length(y, m)) for y in YEARS for m in range(1, 13)]
    assert [(y, m, day) for y, m, length in lengths for day in range(1, length + 1)] == DATES


@pytest.mark.law
@given(st.lists(days, max_size=5), st.sampled_from(["D", "s", "us"]))
def test_rows_do_not_depend_on_each_other(some: list[Any], unit: str) -> None:
    """Many days at once, with or without a time, are told as each alone."""
    column = np.array(some, dtype="datetime64[D]")
    rows = list(zip(*from_days(column.astype(f"datetime64[{unit}]")), strict=True))
    assert rows == [DATES[int((day - EVERY_DAY[0]).astype(int))] for day in column]
    assert (to_days(*(zip(*rows, strict=True) if rows else ([], [], []))) == column).all()
    assert [day_number(*map(int, row)) for row in rows] == column.astype(np.int64).tolist()


@pytest.mark.law
@given(years, st.integers(1, 12))
def test_months_follow_one_another(year: int, month: int) -> None:
    """A month begins where the one before ends; a year has 365 days or, if leap, 366."""
    number = 12 * year + month - 1
    start, following = month_starts(np.array([number, number + 1]))
    assert start == to_days([year], [month], [1])[0]
    assert (following - start).astype(int) == month_length(year, month)
    whole = sum(month_length(year, each) for each in range(1, 13))
    assert whole == 365 + is_leap_year(year)


@pytest.mark.law
@given(st.integers(YEARS[0], YEARS[-1] - 32))
def test_eight_years_in_thirty_three_are_leap(first: int) -> None:
    """Any 33 years in a row have eight leap ones, four or five years apart."""
    leap = [year for year in range(first, first + 33) if is_leap_year(year)]
    assert len(leap) == 8
    assert set(np.diff(leap).tolist()) <= {4, 5}


@pytest.mark.reference
def test_leap_years_are_those_of_the_calendar_center() -> None:
    """The published leap years are leap, and no other one between them is."""
    assert {year for year in range(1340, 1445) if is_leap_year(year)} == LEAP


@pytest.mark.law
@given(days)
def test_weeks_begin_on_saturday(day: Any) -> None:
    """Saturday is 0 and Friday 6, as the Gregorian weekday says too."""
    assert weekday(np.array([day]))[0] == (day.item().isoweekday() + 1) % 7


@pytest.mark.reference
def test_the_dateline_of_a_published_text() -> None:
    """Thursday 26 December 2024 is پنجشنبه ۶ دی ۱۴۰۳."""
    day = to_days(1403, 10, 6)
    assert day.tolist() == [date(2024, 12, 26)]
    assert WEEKDAYS[weekday(day)[0]].fa == "پنجشنبه"
    assert MONTHS[9].fa == "دی"
    assert SEASONS[3].fa == "زمستان"
    assert (len(MONTHS), len(SEASONS), len(WEEKDAYS)) == (12, 4, 7)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (([1404], [12], [30]), "when must exist: Esfand 1404 has 29 days, got 30 at row 0"),
        (([1403, 1403], [10, 7], [1, 31]), "exist: Mehr 1403 has 30 days, got 31 at row 1"),
        (([1403], [1], [32]), "Farvardin 1403 has 31 days, got 32"),
        (([1403], [1], [0]), "Farvardin 1403 has 31 days, got 0"),
        (([1403], [13], [1]), "month of when must be 1 to 12, got 13 at row 0"),
        (([1403, 1403], [0], [1]), r"month of when must be 1 to 12, got 0 at row 0 \(and 1 more"),
        (([2024], [12], [26]), "year of when must be in the Solar Hijri years 1178 to 1633"),
        (([1177], [12], [1]), r"\(1799-03-21 to 2255-03-20\), got 1177 at row 0"),
        (([1403.0], [1], [1]), "year of when must be whole numbers, got dtype float64"),
        (([1403], [1], ["1"]), "day of when must be whole numbers, got dtype <U1"),
    ],
)
def test_impossible_dates_are_refused(parts: Any, message: str) -> None:
    """What the calendar does not have is refused with the rule, the value and the row."""
    with pytest.raises(InvalidInputError, match=message):
        to_days(*parts, name="when")


def test_other_years_are_refused() -> None:
    """Outside 1178 to 1633, where the leap years are not known, nothing is told."""
    assert to_days([1178, 1633], [1, 12], [1, 29]).tolist() == EVERY_DAY[[0, -1]].tolist()
    for day in ("1799-03-20", "2255-03-21", "NaT"):
        with pytest.raises(InvalidInputError, match=rf"sold must be in .*, got '{day}' at row 1"):
            from_days(np.array(["2024-12-26", day], "datetime64[D]"), name="sold")
    for year in (1177, 1634):
        with pytest.raises(InvalidInputError, match=f"year must be in the Solar .*, got {year}"):
            is_leap_year(year)
        with pytest.raises(InvalidInputError, match=f"year must be in the Solar .*, got {year}"):
            month_length(year, 1)
    for month in (0, 13):
        with pytest.raises(InvalidInputError, match=f"month must be 1 to 12, got {month}"):
            month_length(1403, month)
    assert str(month_starts(np.array([12 * 1634]))[0]) == "2255-03-21"
    for number in (12 * 1178 - 1, 12 * 1634 + 1):
        with pytest.raises(InvalidInputError, match="year must be in the Solar Hijri years"):
            month_starts(np.array([number]))
    with pytest.raises(InvalidInputError, match="days must be days, none missing, got None at row"):
        weekday(np.array(["NaT"], "datetime64[D]"))
