"""Dates: one form for a column, or a question."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crmcore._reading import Reading
from crmcore._reading.dateforms import short_years
from crmcore.errors import InvalidInputError

HEAD = "customer,date,amount\n"
GOOD = "ada,2024-01-02,5\n"


def spoken(reading: Reading) -> str:
    return "\n".join(title.en for title in reading.said)


def left_out(reading: Reading) -> dict[str, int]:
    return {item.key: item.count for item in reading.log.report}


@pytest.mark.parametrize(
    ("dates", "first", "words"),
    [
        ("2024-01-31 2024-02-01", "2024-01-31", "%Y-%m-%d: '2024-01-31' is 2024-01-31"),
        ("2024-01-31T10:00:00.123 2024-02-01", "2024-01-31", "%Y-%m-%d"),
        ("20240131 20240201", "2024-01-31", "%Y%m%d"),
        ("03/04/2024 25/04/2024 NULL", "2024-04-03", "%d/%m/%Y: '25/04/2024' is 2024-04-25"),
        ("03/04/2024 04/25/2024", "2024-03-04", "%m/%d/%Y"),
        ("12/25/11 1/2/11", "2011-12-25", "%m/%d/%y"),
        ("1.2.99 25.2.99", "1999-02-01", "%d.%m.%y"),
        ("31-Jan-2024 5-may-2024", "2024-01-31", "%d-%b-%Y"),
        ("31/Jan/24 05/Feb/24", "2024-01-31", "%d/%b/%y"),
        ("1403/10/06 1403/12/30", "2024-12-26", "Solar Hijri calendar: '1403/10/06' is 2024-12-26"),
        ("۹۸/۰۱/۰۲ ۹۹/۰۲/۳۱", "2019-03-22", "%y/%m/%d of the Solar Hijri calendar"),
        ("1403/02/31", "2024-05-20", "%Y/%m/%d of the Solar Hijri calendar"),
        ("31/06/1403 1/1/1403", "2024-09-21", "%d/%m/%Y of the Solar Hijri calendar"),
        ("14030631", "2024-09-21", "%Y%m%d of the Solar Hijri calendar"),
        ("1403-10-06T08:30", "2024-12-26", "%Y-%m-%d of the Solar Hijri calendar"),
        ("۱۴۰۳/۱۰/۰۶", "2024-12-26", "Solar Hijri calendar: '۱۴۰۳/۱۰/۰۶' is 2024-12-26"),
        ("1403/10/06 " * 9 + "1404/12/30", "2024-12-26", "%Y/%m/%d of the Solar Hijri"),
        ("۲۰۲۴/۰۱/۳۱ \u200f۲۰۲۴/۰۲/۰۱", "2024-01-31", "%Y/%m/%d"),
        ("2024-01-31 " * 9 + "0000-00-00", "2024-01-31", "%Y-%m-%d"),
        ("2024-01-31 " * 9 + "2024-02-30", "2024-01-31", "%Y-%m-%d"),
    ],
)
def test_dates_of_one_form_are_read(
    read: Callable[..., Reading], dates: str, first: str, words: str
) -> None:
    """The one form that reads every value is found and said; a rare impossible day is left out."""
    reading = read(HEAD + "".join(f"ada,{day},5\n" for day in dates.split()))
    assert str(reading.log.day[0]) == first
    assert words in spoken(reading)


@pytest.mark.parametrize(
    ("dates", "options", "words"),
    [
        (
            "2024-01-02;25/04/2024",
            {},
            "one form.*'2024-01-02' at line 2 and '25/04/2024' at line 3",
        ),
        ("13/01/2024;01/13/2024", {}, "'13/01/2024' at line 2 and '01/13/2024' at line 3"),
        ("01/01/2024;13/01/2024;01/13/2024", {}, "at line 3 and '01/13/2024' at line 4"),
        ("25/12/11;24/12/11", {}, "2025-12-11 with '%y/%m/%d' or 2011-12-25 with '%d/%m/%y'"),
        ("soon;2024-01-02;2024-01-02", {}, "1 of its 3 values in no known form.*'soon' at line 2"),
        ("1706659200", {}, "no known form.*--date-format.*--date NAME"),
        ("2024-01-02 25:00", {}, "no known form"),
        ("1/2/2024 13:00 PM", {}, "no known form"),
        ("۶ دی ۱۴۰۳ ۲۵:۰۰", {}, "no known form"),
        ("۹۸/۰۱/۰۲ ۲۵:۰۰", {}, "no known form"),
        (";", {}, "got an empty column"),
        ("1403/10/06;2024-12-27", {}, "one form"),
        (
            "1403/10/06;2024/12/27",
            {},
            "one calendar.*'2024/12/27' at line 3 of the Gregorian and '1403/10/06' at line 2",
        ),
        ("1404/12/30", {}, "must exist, got '1404/12/30' at line 2: Esfand 1404 has 29 days"),
        ("98/01/02;98/02/31", {"date_calendar": "gregorian"}, "must exist|no known form"),
        (
            "98/01/02",
            {},
            "1998-01-02 with --date-calendar gregorian or 2019-03-22 with --date-calendar solar",
        ),
        ("1403/10/06", {"date_calendar": "gregorian"}, "--date-calendar must be that of the dates"),
        ("2024/10/06", {"date_calendar": "solar_hijri"}, "got 'solar_hijri' and '2024/10/06'"),
        ("06/10/1403", {}, "2024-08-31 with '%m/%d/%Y' or 2024-12-26 with '%d/%m/%Y'"),
        (
            "1446/01/01;1446/02/03",
            {"today": date(2026, 11, 27)},
            "got '1446/01/01' at line 2; lunar Hijri",
        ),
        ("1403 10", {"date_format": "%Y %j"}, "must be text, with year, month and day"),
        ("2024-01-02;0001-01-01", {}, "before 1900, got '0001-01-01' at line 3"),
        ("2024-01-02T10:00Z", {}, "no time zone unless one is stated.*--zone UTC"),
        ("2024-01-02T10:00Z;2024-01-02T10:00", {"zone": "UTC"}, "with and without a zone"),
        ("9999-12-31T23:00Z", {"zone": "Asia/Tehran"}, "within the years 1 to 9999"),
        ("2024-01-02", {"zone": "Asia/Atlantis"}, "zone must be a name"),
        ("2024-01-02", {"date_format": "%d/%m"}, "--date-format must be like"),
        ("2024-01-02", {"date_format": "%Y-%Q"}, "--date-format must be like"),
        ("2024-01-02", {"date_format": "%d/%m/%Y"}, "must fit.*'%d/%m/%Y' and '2024-01-02'"),
        ("2/1/2024;" * 30 + "1/13/2024", {"date_format": "%d/%m/%Y"}, "'1/13/2024' at line 32"),
        ("soon;2/1/2024", {"date_format": "%d/%m/%Y"}, "'soon' at line 2"),
    ],
)
def test_dates_without_one_meaning_are_refused(
    read: Callable[..., Reading], dates: str, options: dict[str, Any], words: str
) -> None:
    """Mixed, ambiguous, unknown, impossible, zoned or far-off dates are named by their line."""
    with pytest.raises(InvalidInputError, match=words):
        read(HEAD + "".join(f"ada,{day},5\n" for day in dates.split(";")), **options)


def test_stated_forms_zones_and_names_of_months(read: Callable[..., Reading]) -> None:
    """A stated form takes a time of day too; zoned times are told in the stated zone."""
    text = HEAD + "a,3/4/2024,1\na,3/4/2024 8:26 PM,1\na,,1\n" + "a,3/4/2024 9:00,1\n" * 20
    reading = read(text + "a,3/4/2024 9:99,1\na,3/4/2024 9:00 x,1\n", date_format="%d/%m/%Y")
    assert [str(moment) for moment in reading.log.date[:2]] == [
        "2024-04-03T00:00:00.000000",
        "2024-04-03T20:26:00.000000",
    ]
    assert left_out(reading)["no_date"] == 3
    strict = read(HEAD + "a,3.4.2024 0830,1\n", date_format="%d.%m.%Y %H%M")
    assert str(strict.log.date[0]) == "2024-04-03T08:30:00.000000"
    junk = "a,3.4.2024 08:30,1\n" * 20 + "a,3.4 08:30,1\n"
    assert left_out(read(HEAD + junk, date_format="%d.%m.%Y"))["no_date"] == 1
    zoned = HEAD + "a,2024-01-02T23:00:00Z,1\na,2024-01-02 23:00 +0330,1\na,2024-01-02 9:00 -03,1\n"
    told = read(zoned, zone="Asia/Tehran")
    assert [str(day) for day in told.log.day] == ["2024-01-03", "2024-01-02", "2024-01-02"]
    assert "Times are told in the zone Asia/Tehran" in spoken(told)
    assert "--zone UTC changes nothing" in spoken(read(HEAD + GOOD, zone="UTC"))
    named = read(HEAD + 'a,"January 31, 2024",1\na,"May 5, 2024, 12:00 am",1\n')
    assert [str(day) for day in named.log.day] == ["2024-01-31", "2024-05-05"]
    solar = read(HEAD + "a,۶ دی ۱۴۰۳,1\na,۳۰ اسفند ۱۴۰۳ ۰۸:۳۰,1\n")
    assert [str(day) for day in solar.log.day] == ["2024-12-26", "2025-03-20"]
    assert "%d %B %Y of the Solar Hijri calendar" in spoken(solar)
    stated = read(HEAD + "a,06.10.1403 8:30,1\na,31.02.1403,1\n", date_format="%d.%m.%Y")
    assert [str(day) for day in stated.log.day] == ["2024-12-26", "2024-05-20"]
    short = read(
        HEAD + "a,98/01/02 8:30,1\na,02/12/29,1\n",
        date_calendar="solar_hijri",
        today=date(2026, 11, 27),
    )
    assert [str(day) for day in short.log.day] == ["2019-03-22", "2024-03-19"]
    gregorian = read(HEAD + "a,98/01/02,1\n", date_calendar="gregorian")
    assert str(gregorian.log.day[0]) == "1998-01-02"
    late = read(HEAD + "a,24/01/31,1\na,32/02/28,1\n", today=date(2026, 11, 27))
    assert str(late.log.day[0]) == "2024-01-31"


def test_text_of_two_lines_is_no_date() -> None:
    """Whatever its first line is."""
    assert short_years("98/01/02\nx", today=None) == {}
