"""Periods of both calendars: numbers, first days, names, fiscal years."""

from datetime import date
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._types import Calendar, Period
from crmcore.days import as_day, day_title
from crmcore.errors import InvalidInputError
from crmcore.periods import (
    Window,
    days_per_unit,
    duration,
    fiscal_year,
    period_index,
    period_start,
    period_title,
)

PERIODS = get_args(Period)
CALENDARS = get_args(Calendar)
DAY = np.timedelta64(1, "D")
known = st.dates(date(1799, 3, 21), date(2254, 3, 20)).map(lambda day: np.datetime64(day, "D"))
calendars = st.sampled_from(CALENDARS)
periods = st.sampled_from(PERIODS)


@pytest.mark.law
@given(known, periods, calendars)
def test_a_day_is_in_the_period_of_its_number(day: Any, period: Any, calendar: Any) -> None:
    """It is not before the period's first day, and before that of the next."""
    index = period_index(np.array([day]), period, calendar=calendar)
    start, following = period_start(index[0] + np.arange(2), period, calendar=calendar)
    assert start <= day < following
    ends = np.array([start, following - DAY, following])
    numbers = period_index(ends, period, calendar=calendar) - index
    assert numbers.tolist() == [0, 0, 1]


@pytest.mark.law
@given(known, calendars)
def test_quarters_are_three_months_and_years_four_quarters(day: Any, calendar: Any) -> None:
    """A quarter starts with a month, a year with a quarter; each has its number of parts."""
    for whole, part, parts in [("quarter", "month", 3), ("year", "quarter", 4), ("week", "day", 7)]:
        index = period_index(np.array([day]), whole, calendar=calendar)  # type: ignore[arg-type]
        ends = period_start(index[0] + np.arange(2), whole, calendar=calendar)  # type: ignore[arg-type]
        first, after = period_index(ends, part, calendar=calendar)  # type: ignore[arg-type]
        assert after - first == parts
        assert period_start(np.array([first]), part, calendar=calendar)[0] == ends[0]  # type: ignore[arg-type]


@pytest.mark.parametrize("calendar", ["gregorian", "solar_hijri"])
@pytest.mark.parametrize("period", PERIODS)
def test_the_period_that_holds_the_epoch_is_zero(period: Any, calendar: Any) -> None:
    """1970-01-01 is in period 0 of every kind."""
    assert period_index(np.array([0], "M8[D]"), period, calendar=calendar).tolist() == [0]


@pytest.mark.law
@given(known)
def test_weeks_begin_on_saturday_or_monday(day: Any) -> None:
    """Solar Hijri weeks begin on Saturday, Gregorian ones on Monday."""
    for calendar, first in (("gregorian", 1), ("solar_hijri", 6)):
        index = period_index(np.array([day]), "week", calendar=calendar)  # type: ignore[arg-type]
        start = period_start(index, "week", calendar=calendar)[0]  # type: ignore[arg-type]
        assert start.item().isoweekday() == first


def test_gregorian_days_are_any_moments() -> None:
    """A moment counts as its day, in both calendars."""
    moments = np.array(["2024-03-19T23:59", "2024-03-20T00:00"], "M8[m]")
    for calendar in CALENDARS:
        for period in PERIODS:
            found = period_index(moments, period, calendar=calendar)
            days = period_index(moments.astype("M8[D]"), period, calendar=calendar)
            assert found.tolist() == days.tolist()
    assert period_index(moments, "year", calendar="solar_hijri").tolist() == [54, 55]


@pytest.mark.parametrize(
    ("period", "calendar", "en", "fa"),
    [
        ("day", "gregorian", "26 December 2024", "۲۶ دسامبر ۲۰۲۴"),
        ("week", "gregorian", "week from 23 December 2024", "هفته از ۲۳ دسامبر ۲۰۲۴"),
        ("month", "gregorian", "December 2024", "دسامبر ۲۰۲۴"),
        ("quarter", "gregorian", "Q4 2024", "سه‌ماهه چهارم ۲۰۲۴"),
        ("year", "gregorian", "2024", "۲۰۲۴"),
        ("day", "solar_hijri", "6 Dey 1403", "۶ دی ۱۴۰۳"),
        ("week", "solar_hijri", "week from 1 Dey 1403", "هفته از ۱ دی ۱۴۰۳"),
        ("month", "solar_hijri", "Dey 1403", "دی ۱۴۰۳"),
        ("quarter", "solar_hijri", "Q4 1403", "سه‌ماهه چهارم ۱۴۰۳"),
        ("year", "solar_hijri", "1403", "۱۴۰۳"),
    ],
)
def test_periods_are_named(period: Any, calendar: Any, en: str, fa: str) -> None:
    """Thursday 2024-12-26, ۶ دی ۱۴۰۳, is in these periods."""
    index = period_index(np.array(["2024-12-26"], "M8[D]"), period, calendar=calendar)
    title = period_title(int(index[0]), period, calendar=calendar)
    assert (title.en, title.fa) == (en, fa)
    assert period_title(index[0], period, calendar=calendar) == title


@pytest.mark.law
@given(known.filter(lambda day: day > np.datetime64("1801")), calendars)
def test_names_of_periods_differ(day: Any, calendar: Any) -> None:
    """Neighbouring periods have different names; a quarter's name tells its year and place."""
    for period in PERIODS:
        index = int(period_index(np.array([day]), period, calendar=calendar)[0])
        one, other = (period_title(i, period, calendar=calendar) for i in (index, index - 1))
        assert one.en != other.en
        assert one.fa != other.fa
    first = [f"Q{place} " for place in (1, 2, 3, 4)]
    index = int(period_index(np.array([day]), "quarter", calendar=calendar)[0])
    names = [period_title(index - i, "quarter", calendar=calendar).en[:3] for i in range(4)]
    assert sorted(names) == first


@pytest.mark.law
@given(known, calendars, st.integers(1, 12))
def test_fiscal_years_are_twelve_months(day: Any, calendar: Any, month: int) -> None:
    """A fiscal year holds the days from one start to the next, and is called after its end."""
    found = fiscal_year(day, start_month=month, calendar=calendar)
    year = int(day_title(day, calendar=calendar).en.split()[-1])
    assert found - year in {0, 1}
    many = fiscal_year(np.array([day]), start_month=month, calendar=calendar)
    assert many.tolist() == [found]
    first = found - (month > 1)
    months = [12 * (first + i) + month - 1 for i in (0, 1)]
    origin = {"gregorian": 12 * 1970, "solar_hijri": 12 * 1348 + 9}[calendar]
    start, after = period_start(np.array(months) - origin, "month", calendar=calendar)
    assert start <= day < after
    assert fiscal_year(after - DAY, start_month=month, calendar=calendar) == found
    last = day_title(after - DAY, calendar=calendar).en.split()[-1]
    assert int(last) == found


def test_the_fiscal_year_of_iran_begins_on_1_farvardin() -> None:
    """Without another start it is the Solar Hijri year; a stated month moves it."""
    esfand, farvardin = "1402/12/29", "1403/01/01"
    assert fiscal_year(esfand, calendar="solar_hijri") == 1402
    assert fiscal_year(farvardin, calendar="solar_hijri") == 1403
    assert fiscal_year("1403/06/31", start_month=7, calendar="solar_hijri") == 1403
    assert fiscal_year("1403/07/01", start_month=7, calendar="solar_hijri") == 1404
    assert fiscal_year(date(2024, 10, 1), start_month=10, calendar="gregorian") == 2025
    start = period_start(np.array([55]), "year", calendar="solar_hijri")[0]
    assert start == as_day(farvardin, name="day")
    refused: list[tuple[dict[str, Any], str]] = [
        ({"start_month": 13, "calendar": "gregorian"}, "start_month must be one of 1, .* got 13"),
        ({"start_month": 0, "calendar": "gregorian"}, "start_month must be one of 1, .* got 0"),
        ({"calendar": "lunar"}, "calendar must be one of 'gregorian', 'solar_hijri', got 'lunar'"),
    ]
    for wrong, message in refused:
        with pytest.raises(InvalidInputError, match=message):
            fiscal_year("2024-12-26", **wrong)


@pytest.mark.parametrize("verb", [period_index, period_start])
def test_unknown_periods_and_calendars_are_refused(verb: Any) -> None:
    """A period or calendar that is not known, and years that are not, are errors."""
    column = np.array([0], "M8[D]") if verb is period_index else np.array([0])
    with pytest.raises(InvalidInputError, match=r"period must be one of 'day', .*, got 'decade'"):
        verb(column, "decade")
    with pytest.raises(InvalidInputError, match=r"calendar must be one of .*, got 'lunar'"):
        verb(column, "day", calendar="lunar")
    far = column - 10**6
    for period in ("month", "quarter", "year"):
        with pytest.raises(InvalidInputError, match="must be in the Solar Hijri years 1178"):
            verb(far, period, calendar="solar_hijri")


def test_a_quarter_has_a_length() -> None:
    """A quarter is a fourth of a year, three months, in units and in texts."""
    assert days_per_unit("quarter") == pytest.approx(3 * days_per_unit("month"))
    assert duration("2 quarters", unit="month") == pytest.approx(6)
    assert duration("1 year", unit="week") == pytest.approx(4 * duration("1 quarter", unit="week"))
    with pytest.raises(InvalidInputError, match=r"unit must be one of 'day', .* got 'decade'"):
        days_per_unit("decade")  # type: ignore[arg-type]


def test_windows_are_of_either_calendar() -> None:
    """A window may be told in Solar Hijri; 1403 was a leap year."""
    year = Window(start="1403/01/01", end="۳۰ اسفند ۱۴۰۳")
    assert year.days == 366
    inside = year.contains(np.array(["2024-03-19", "2024-03-20", "2025-03-20T23:00"], "M8[m]"))
    assert inside.tolist() == [False, True, True]
    with pytest.raises(InvalidInputError, match="of the window must exist: Esfand 1404 has 29"):
        Window(start="1404/01/01", end="1404/12/30")
