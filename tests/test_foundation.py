"""Rates, periods, summaries, measurements, titles and checks: the ground that all rooms share."""

import copy
import math
import pickle
from datetime import UTC, date, datetime
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore import _optional
from crmcore._checks import fraction, number_above, readonly_floats, readonly_ints
from crmcore._display import Value, number
from crmcore._text import (
    Title,
    amount,
    isolate,
    join_titles,
    persian_digits,
    persian_figure,
    western_digits,
)
from crmcore.customers import CUSTOMER_KINDS, Customer, CustomerKind, Transaction
from crmcore.days import as_day, shift
from crmcore.errors import (
    CrmcoreError,
    InvalidInputError,
    MissingExtraError,
    UndefinedMetricError,
)
from crmcore.exclusions import Exclusion, Exclusions
from crmcore.metrics.measurement import Interval, Intervals, Measurement
from crmcore.periods import Window, days_per_unit, duration, period_index, period_start
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary, HoldoutSplit

REPEAT = Title("Repeat purchase rate", "نرخ تکرار خرید")
NOBODY = Title("no customers", "بدون مشتری")


@pytest.mark.law
@given(
    st.floats(0, 0.9),
    st.sampled_from(["day", "week", "month", "year"]),
    st.sampled_from(["week", "month", "year"]),
)
def test_rates_convert_there_and_back(value: float, first: Any, second: Any) -> None:
    """A rate converted to another period and back compounds to itself."""
    rate = Rate(value, per=first)
    try:
        there = rate.to(second)
    except InvalidInputError:
        assert (1 + value) ** (days_per_unit(second) / days_per_unit(first)) >= 2
        return
    assert there.to(first).value == pytest.approx(value, abs=1e-12)


def test_rate_refuses_percentages_and_mixed_periods() -> None:
    """12 is refused with a hint; an abstract period does not convert."""
    with pytest.raises(InvalidInputError, match=r"below 1, got 12; did you mean 0\.12\?"):
        Rate(12, per="year")
    with pytest.raises(InvalidInputError, match="rate must be a finite number > -1"):
        Rate(-1, per="year")
    with pytest.raises(InvalidInputError, match="per must be one of"):
        Rate(0.1, per="fortnight")  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError, match="an abstract period has no length"):
        Rate(0.1, per="period").to("year")
    assert Rate(0.1, per="period").continuous("period") == pytest.approx(math.log(1.1))
    assert "value" in Rate(0.1, per="year")._repr_html_()


@pytest.mark.law
@given(st.dates(date(1600, 1, 1), date(2400, 1, 1)), st.sampled_from(["day", "week", "month"]))
def test_period_index_and_start_are_inverse(day: date, period: Any) -> None:
    """A day lies in the period of its number, not before its start and before the next."""
    days = np.array([day], dtype="datetime64[D]")
    index = period_index(days, period)
    assert period_start(index, period)[0] <= days[0] < period_start(index + 1, period)[0]
    if period == "week":
        assert period_start(index, period)[0].astype(object).isoweekday() == 1


def test_as_day_reads_dates_and_refuses_others() -> None:
    """Dates, datetimes, numpy days and ISO text are read; zones and other text are refused."""
    want = np.datetime64("2024-02-29")
    for value in (date(2024, 2, 29), datetime(2024, 2, 29, 23), "2024-02-29T10:00", want):  # noqa: DTZ001
        assert as_day(value, name="start") == want
    for value, message in [
        ("29/02/2024", "start must be an ISO date such as"),
        (datetime(2024, 2, 29, tzinfo=UTC), "without a time zone"),
        (np.datetime64("NaT"), "start must be a date"),
        (7, "start must be a date"),
    ]:
        with pytest.raises(InvalidInputError, match=message):
            as_day(value, name="start")  # type: ignore[arg-type]


def test_durations_and_units() -> None:
    """Text durations convert by days; nonsense and negatives are refused."""
    assert duration("52 weeks", unit="week") == 52
    assert duration("1 year", unit="week") == pytest.approx(365.25 / 7)
    for value, message in [("soon", "such as '1 year'"), (-1, "finite number >= 0")]:
        with pytest.raises(InvalidInputError, match=message):
            duration(value, unit="week")  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError, match="abstract period has no length"):
        days_per_unit("period")
    assert shift(np.datetime64("2024-02-29"), years=1) == np.datetime64("2025-02-28")


def test_window_refuses_exchanged_ends() -> None:
    """A window runs forward."""
    with pytest.raises(InvalidInputError, match="start must not be after end"):
        Window(start="2024-02-01", end="2024-01-01")
    assert repr(Window(start="2024-01-01", end="2024-01-02")).endswith("days=2)")


SUMMARY: dict[str, Any] = {"frequency": [2, 0], "recency": [3, 0], "T": [5, 4], "unit": "week"}
BAD: list[tuple[dict[str, Any], str]] = [
    ({"frequency": [1.5, 0]}, r"frequency must be whole, got 1.5 at row 0"),
    ({"frequency": [-1, 0]}, r"frequency must be finite and >= 0, got -1.0 at row 0"),
    ({"frequency": ["x", 0]}, r"frequency must be numbers, got 'x' at row 0"),
    ({"frequency": [[1, 2], [3]]}, r"frequency must be numbers, got \[1, 2\] at row 0"),
    ({"frequency": [[1], [2]]}, r"frequency must have one dimension, got shape \(2, 1\)"),
    ({"recency": [6, 0]}, r"recency must be <= T, got 6.0 > 5.0 at row 0"),
    ({"recency": [3, 1]}, r"recency must be 0 where frequency is 0, got 1.0 at row 1"),
    ({"T": [np.nan, 4]}, r"T must be finite and >= 0, got nan at row 0"),
    ({"T": [5, 4, 3]}, r"same length, got frequency 2, recency 2, T 3"),
    ({"monetary_value": [-3, 0]}, r"monetary_value must be finite and >= 0, got -3.0 at row 0"),
    ({"monetary_value": [np.nan, 0]}, r"monetary_value must be finite"),
    ({"weights": [1, np.inf]}, r"weights must be finite and >= 0, got inf at row 1"),
    ({"ids": ["a"]}, r"ids must have 2 rows like frequency, got 1"),
    ({"log_intervals": [np.nan, 0]}, r"log_intervals must be finite, got nan at row 0"),
    ({"unit": "fortnight"}, r"unit must be one of 'day', 'week', .* got 'fortnight'"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), BAD)
def test_summary_refuses_what_cannot_be(change: dict[str, Any], message: str) -> None:
    """Each impossible column is refused by name, rule, value and row."""
    with pytest.raises(InvalidInputError, match=message):
        CustomerSummary(**{**SUMMARY, **change})


def test_summary_is_a_value() -> None:
    """Equal columns are equal summaries; columns are copies that cannot be written."""
    frequency = np.array([2.0, 0.0])
    base = CustomerSummary(**{**SUMMARY, "frequency": frequency, "monetary_value": [4, np.nan]})
    frequency[0] = 9
    assert base.frequency.tolist() == [2, 0]
    assert base.monetary_value is not None
    assert base.monetary_value.tolist() == [4, 0]
    assert base == CustomerSummary(**SUMMARY, monetary_value=[4, 0])
    assert base != CustomerSummary(**SUMMARY)
    with pytest.raises(ValueError, match="read-only"):
        base.T[0] = 1
    with pytest.raises(TypeError):
        hash(base)
    weighted = CustomerSummary(**SUMMARY, weights=[3, 2], ids=["a", "b"])
    assert (weighted.customers, base.customers) == (5, 2)
    assert weighted.row_weights.tolist() == [3, 2]
    assert base.row_weights.tolist() == [1, 1]
    assert "observed_until='2024-01-01'" in repr(
        attrs.evolve(base, observed_until=np.datetime64("2024-01-01"))
    )
    part = weighted.select(np.array([False, True]))
    assert part.ids is not None
    assert part.ids.tolist() == ["b"]
    assert repr(weighted) == "CustomerSummary(customers=5, repeat_buyers=3, unit='week')"
    split = HoldoutSplit(
        calibration=base, holdout_frequency=[1, 2], holdout_value=[1, 2], duration=3, newcomers=0
    )
    assert "newcomers=0" in repr(split)


def test_measurement_has_a_value_or_a_reason() -> None:
    """Neither both nor none; an undefined figure raises only where a value is required."""
    known = Measurement(
        key="rate", title=REPEAT, unit="share", value=0.5, n=4,
        interval=Interval(low=0.2, high=0.8, level=0.9, method="Wilson"),
    )  # fmt: skip
    assert known.defined
    assert known.require() == 0.5
    assert repr(known) == "Measurement(key='rate', value=0.5, unit='share', low=0.2, high=0.8, n=4)"
    unknown = Measurement(key="rate", title=REPEAT, unit="share", reason=NOBODY)
    assert not unknown.defined
    assert "reason='no customers'" in repr(unknown)
    with pytest.raises(UndefinedMetricError, match="rate is undefined: no customers") as raised:
        unknown.require()
    assert raised.value.reason.fa == "«نرخ تکرار خرید» تعریف‌نشده است: بدون مشتری"
    for wrong in ({}, {"value": 1.0, "reason": NOBODY}, {"value": math.nan}):
        with pytest.raises(InvalidInputError):
            Measurement(key="rate", title=REPEAT, unit="share", **wrong)


def test_intervals_have_ends_in_order() -> None:
    """Exchanged or missing ends and impossible levels are refused."""
    assert repr(Interval(low=0, high=1, level=0.9, method="x")).startswith("Interval(low=0, ")
    for low, high, level in [(1, 0, 0.9), (math.nan, 1, 0.9), (0, 1, 90), (0, 1, 1)]:
        with pytest.raises(InvalidInputError):
            Interval(low=low, high=high, level=level, method="x")
    many = Intervals(low=[0, 1], high=[1, 2], level=0.9, method="delta")
    assert len(many) == 2
    assert repr(many) == "Intervals(n=2, level=0.9, method='delta')"


def test_customers_and_transactions_check_themselves() -> None:
    """Identifiers are text or whole numbers; kinds are known; money is finite."""
    assert set(CUSTOMER_KINDS) == set(CustomerKind.__args__)
    assert repr(Customer(id=7)) == "Customer(id=7, name=None, kind='external')"
    for wrong, message in [
        ({"id": 17850.0}, "text or a whole number, got 17850.0; a float that was read"),
        ({"id": ""}, "text or a whole number, got ''"),
        ({"id": "a", "kind": "alien"}, "kind must be one of"),
    ]:
        with pytest.raises(InvalidInputError, match=message):
            Customer(**wrong)
    with pytest.raises(InvalidInputError, match="amount must be a finite number"):
        Transaction(customer="a", date="2024-01-01", amount=math.inf)
    moment = datetime(2024, 1, 1, 8)  # noqa: DTZ001
    assert "2024-01-01T08:00:00" in repr(Transaction(customer="a", date=moment, amount=1))


def test_exclusions_print_their_reasons() -> None:
    """The facts are the counts by reason, and iteration gives the reasons."""
    one = Exclusion(key="no_date", title=REPEAT, count=2)
    report = Exclusions(rows_read=5, rows_kept=3, items=(one,))
    assert repr(report) == "Exclusions(rows_read=5, rows_kept=3, no_date=2)"
    assert list(report) == [one]
    assert repr(one) == "Exclusion(key='no_date', count=2, amount=0)"


@pytest.mark.law
@given(st.floats(-1e9, 1e9))
def test_persian_digits_read_back(value: float) -> None:
    """Writing with Persian digits and reading them again gives the number."""
    text = persian_digits(f"{value:.3f}")
    assert float(western_digits(text)) == float(f"{value:.3f}")


def test_titles_and_isolation() -> None:
    """A title has both languages; an isolated name is wrapped in its two marks."""
    assert REPEAT.text("fa") == "نرخ تکرار خرید"
    assert REPEAT.text() == "Repeat purchase rate"
    assert isolate("SKU-1") == "\u2068SKU-1\u2069"
    assert persian_figure("-1.5%") == "\u2067\u2066-۱٫۵\u2069٪\u2069"


def test_titles_join_with_the_marks_of_each_language() -> None:
    """Persian has a comma and a semicolon of its own; one part or none needs neither."""
    parts = [Title("one", "یک"), Title("two", "دو")]
    assert join_titles(parts) == Title("one, two", "یک، دو")
    assert join_titles(iter(parts), mark=";") == Title("one; two", "یک؛ دو")
    assert join_titles(parts[:1]) == parts[0]
    assert join_titles([]) == Title("", "")


@pytest.mark.law
@given(st.floats(-1e15, 1e15, exclude_min=True, exclude_max=True))
def test_amounts_are_written_in_full(value: float) -> None:
    """Six digits or all whole ones say the amount, and no large one has an exponent."""
    text = amount(value)
    assert float(text.replace(",", "")) == pytest.approx(value, rel=6e-6)
    assert "e" not in text or abs(value) < 1e-4
    assert amount(1e15) == "1e+15"


@pytest.mark.parametrize(
    "again",
    [
        copy.copy,
        copy.deepcopy,
        lambda error: pickle.loads(pickle.dumps(error)),  # noqa: S301 - its own bytes
    ],
)
def test_an_undefined_figure_travels_in_both_languages(again: Any) -> None:
    """Copies and pickles of the error keep the message, the reason and what was noted on it."""
    error = UndefinedMetricError(NOBODY)
    error.add_note("in March")
    found = again(error)
    assert type(found) is UndefinedMetricError
    assert str(found) == "no customers"
    assert found.reason == NOBODY
    assert found.__notes__ == ["in March"]
    assert repr(found) == "UndefinedMetricError('no customers')"


def test_checks_of_single_numbers() -> None:
    """Fractions, bounds and whole numbers are refused with what was got."""
    with pytest.raises(InvalidInputError, match=r"share must be a fraction .* mean 0\.2\?"):
        fraction("share", 20)
    with pytest.raises(InvalidInputError, match="share must be strictly between 0 and 1, got 0"):
        fraction("share", 0, open_interval=True)
    with pytest.raises(InvalidInputError, match="share must be a fraction from 0 to 1, got 500"):
        fraction("share", 500)
    with pytest.raises(InvalidInputError, match="margin must be a finite number > 0, got 'x'"):
        number_above("margin", "x")  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError, match=r"must be whole, got 1.5 at row 1 \(and 1 more"):
        readonly_ints([1, 1.5, 2.5])
    assert readonly_ints([1, 2.0]).tolist() == [1, 2]
    assert readonly_floats(3).tolist() == [3.0]


def test_values_print_numbers_briefly() -> None:
    """Whole numbers print in full, others with six digits, arrays by their size."""
    assert [number(x) for x in (1411.0, 0.2425945, 1e20)] == ["1411", "0.242594", "1e+20"]

    @attrs.frozen(repr=False)
    class Thing(Value):
        def _facts(self) -> dict[str, object]:
            return {"a": np.float64(0.5), "b": np.zeros(3), "c": "<x>"}

    assert repr(Thing()) == "Thing(a=0.5, b=<3 values>, c='<x>')"
    assert "&lt;x&gt;" in Thing()._repr_html_()


def test_missing_extras_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an optional package is absent the message says how to install it."""
    monkeypatch.setattr(
        _optional.importlib,
        "import_module",
        lambda name: (_ for _ in ()).throw(ModuleNotFoundError(name)),
    )
    with pytest.raises(MissingExtraError, match=r"drawing needs matplotlib.*crmcore\[plot\]"):
        _optional.require("matplotlib.figure", purpose="drawing")
    assert issubclass(MissingExtraError, CrmcoreError)
