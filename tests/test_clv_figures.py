"""Figures of lifetime value: what they share with all figures, and those of purchases and value."""

import importlib
import re
import sys
from collections.abc import Callable
from typing import Any

import attrs
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from clv_figures import BASE, CDNOW, SPEND, legend, ticks, value_of
from crmcore import plotting
from crmcore.errors import InvalidInputError, MissingExtraError, UndefinedMetricError
from crmcore.metrics.clv import (
    SBG,
    ContractTenures,
    Profile,
    forecast_purchases,
)
from crmcore.metrics.clv.evaluation.calibration import reliability
from crmcore.metrics.measurement import Interval
from crmcore.summary import CustomerSummary
from crmcore.transactions import TransactionLog

matplotlib = pytest.importorskip("matplotlib")

LOG = TransactionLog.from_arrays(
    customer=["ada", "ada", "ada", "bo", "bo"],
    date=["2024-01-01", "2024-02-12", "2024-03-04", "2024-03-05", "2024-03-09"],
    amount=[20, 30, 10, 40, 8],
)
CONTRACTS = ContractTenures.from_survivors([1000, 869, 743, 653], [500, 430], unit="year")
CONTRACTS_FIT = SBG.fit(CONTRACTS)
PROFILE = Profile(
    name="r",
    values=[0.2, 0.25, 0.3125],
    log_likelihoods=[-1001.353, -1000, -1001.353],
    estimate=0.25,
    interval=Interval(low=0.2, high=0.3125, level=0.9, method="profile likelihood"),
)
FORECAST = forecast_purchases(
    CDNOW, BASE, horizon=26, rng=np.random.default_rng(1), draws=40,
    labels=["کم", "کم", "زیاد", "زیاد", "زیاد", "کم"],
)  # fmt: skip
RELIABILITY = reliability([0.1, 0.1, 0.1, 0.1, 0.6, 0.6], [0, 0, 1, 0, 1, 1], bins=2)


VALUE = value_of()
FIGURES: dict[str, Callable[..., Any]] = {
    "frequency": lambda **options: plotting.frequency_fit(CDNOW, BASE, **options),
    "history": lambda **options: plotting.alive_history(
        CDNOW, LOG, customer="bo", until="2024-12-31", **options
    ),
    "expected": lambda **options: plotting.expected_purchases(
        CDNOW, unit="week", T=39, horizon=26, **options
    ),
    "spend": lambda **options: plotting.spend_density(SPEND, BASE, **options),
    "buying": lambda **options: plotting.heterogeneity(CDNOW, **options),
    "value": lambda **options: plotting.value_distribution(VALUE, **options),
    "lorenz": lambda **options: plotting.lorenz_curve(VALUE, **options),
    "profile": lambda **options: plotting.profile(PROFILE, **options),
    "survival": lambda **options: plotting.survival(CONTRACTS_FIT, CONTRACTS, **options),
    "retention": lambda **options: plotting.retention(CONTRACTS_FIT, CONTRACTS, **options),
    "calibration": lambda **options: plotting.calibration_curve(RELIABILITY, **options),
    "forecast": lambda **options: plotting.forecast_range(FORECAST, **options),
}
each_figure = pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)


def texts(ax: Any) -> list[str]:
    """Give every text of a figure as drawn."""
    ax.figure.draw_without_rendering()
    kind = importlib.import_module("matplotlib.text").Text
    return [text.get_text() for text in ax.figure.findobj(kind) if text.get_text()]


# What all figures share


@each_figure
def test_figures_name_what_they_show(draw: Callable[..., Any]) -> None:
    """Title and both axes are named in both languages; names of customers and parameters stay."""
    english, persian = draw(), draw(language="fa")
    for ax in (english, persian):
        assert all((ax.get_title(loc="left"), ax.get_xlabel(), ax.get_ylabel()))
    words = [persian.get_title(loc="left"), persian.get_xlabel(), persian.get_ylabel()]
    assert not re.search(r"[A-Za-z]", re.sub(r"\b(bo|r)\b", "", " ".join(words)))


@each_figure
def test_persian_figures_have_persian_digits(draw: Callable[..., Any]) -> None:
    """No Western digit and no Arabic letter for a Persian one is left anywhere."""
    words = "".join(texts(draw(language="fa")))
    assert re.search("[۰-۹]", words)
    assert not re.search("[0-9يك]", words)


@each_figure
def test_no_letter_lies_on_another(draw: Callable[..., Any]) -> None:
    """The names along an axis do not overlap, nor does the legend stand on a text."""
    for language in ("en", "fa"):
        ax = draw(language=language)
        ax.figure.draw_without_rendering()
        boxes = [
            [tick.get_window_extent() for tick in labels if tick.get_text()]
            for labels in (_seen(ax.xaxis), _seen(ax.yaxis))
        ]
        if ax.get_legend() is not None:
            boxes.append([ax.get_legend().get_window_extent(), *_extents(ax.texts)])
        for group in boxes:
            for place, box in enumerate(group):
                assert not any(box.overlaps(other) for other in group[place + 1 :])


def _seen(axis: Any) -> list[Any]:
    low, high = sorted(axis.get_view_interval())
    return [
        label
        for place, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
        if low <= place <= high
    ]


def _extents(words: Any) -> list[Any]:
    return [text.get_window_extent() for text in words]


@each_figure
def test_figures_draw_where_they_are_told_and_leave_no_trace(draw: Callable[..., Any]) -> None:
    """Given axes are used, new ones made else; settings stay, pyplot is not imported."""
    before, loaded = dict(matplotlib.rcParams), "matplotlib.pyplot" in sys.modules
    ax = importlib.import_module("matplotlib.figure").Figure().subplots()
    assert draw(ax=ax) is ax
    assert draw().figure is not ax.figure
    assert dict(matplotlib.rcParams) == before
    assert ("matplotlib.pyplot" in sys.modules) == loaded


@each_figure
def test_figures_say_which_extra_is_missing(
    draw: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without matplotlib the error names the extra that brings it."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'crmcore\[plot\]'"):
        draw()


@each_figure
@pytest.mark.parametrize("language", ["en", "fa"])
def test_figures_become_small_svg(draw: Callable[..., Any], language: Any) -> None:
    """Inks of the page alone, a modest size, the same every time."""
    svg = plotting.figure_svg(lambda ax: draw(ax=ax, language=language), language=language)
    assert svg.startswith("<svg ")
    assert len(svg) < 40_000
    assert not re.search(r"(?<!url\()(?<!href=\")#[0-9a-fA-F]{3,8}\b", svg)
    again = plotting.figure_svg(lambda ax: draw(ax=ax, language=language), language=language)
    assert svg == again


# How often customers bought

histories = st.lists(
    st.tuples(st.integers(0, 12), st.floats(1, 60), st.integers(0, 5)), min_size=1, max_size=12
).filter(lambda rows: any(weight for *_, weight in rows))


@pytest.mark.law
@settings(max_examples=12)
@given(histories, st.integers(1, 9))
def test_bars_and_line_count_every_customer_once(rows: Any, top: int) -> None:
    """Actual and expected numbers both add up to the customers; each counts at the own age."""
    x, age, weight = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    base = CustomerSummary(
        frequency=x, recency=np.minimum(x, age), T=age, unit="week", weights=weight
    )
    ax = plotting.frequency_fit(CDNOW, base, top=top)
    actual, expected = [bar.get_height() for bar in ax.patches], ax.lines[0].get_ydata()
    assert sum(actual) == pytest.approx(weight.sum())
    assert expected.sum() == pytest.approx(weight.sum())
    assert actual[:top] == [weight[x == n].sum() for n in range(top)]
    chance = [float(CDNOW.purchase_pmf_new(0, horizon=float(t))) for t in age]
    assert expected[0] == pytest.approx(float(weight @ chance))


def test_the_last_class_is_named_as_open() -> None:
    """The last name has a plus sign; many classes are named in steps."""
    assert ticks(plotting.frequency_fit(CDNOW, BASE, top=3)) == ["0", "1", "2", "3+"]
    many = ticks(plotting.frequency_fit(CDNOW, BASE, top=50))
    assert (many[:3], many[-2:]) == (["0", "4", "8"], ["44", "50+"])
    assert legend(plotting.frequency_fit(CDNOW, BASE)) == ["expected by the model", "actual"]


def test_no_customers_have_no_frequency() -> None:
    """An empty base, an age in another unit and a class out of range are refused."""
    nobody = attrs.evolve(BASE, weights=np.zeros(6))
    with pytest.raises(UndefinedMetricError, match="no customers to draw"):
        plotting.frequency_fit(CDNOW, nobody)
    with pytest.raises(InvalidInputError, match="unit of time"):
        plotting.frequency_fit(CDNOW, attrs.evolve(BASE, unit="day"))
    with pytest.raises(InvalidInputError, match="top must be a whole number from 1 to 50"):
        plotting.frequency_fit(CDNOW, BASE, top=0)


# One customer day by day


def test_the_history_is_what_the_model_says_each_day() -> None:
    """Every point is the chance by what was known that day; markers stand at the purchases."""
    ax = plotting.alive_history(CDNOW, LOG, customer="ada", until="2024-12-31")
    line, marks = ax.lines
    days = line.get_xdata(orig=True)
    assert days[[0, -1]].astype(str).tolist() == ["2024-01-01", "2024-12-31"]
    assert days.size == 366
    for day, told in zip(days[::30], line.get_ydata()[::30], strict=True):
        base = LOG.until(day).summarize(observed_until=day, unit="week")
        alive = CDNOW.probability_alive(base.select(base.ids == "ada"))
        assert told == pytest.approx(100 * float(alive[0]))
    bought = ["2024-01-01", "2024-02-12", "2024-03-04"]
    assert marks.get_xdata(orig=True).astype(str).tolist() == bought
    assert legend(ax) == ["chance of being active", "days with a purchase (3)"]


def test_a_long_history_keeps_every_purchase() -> None:
    """Some days alone are drawn, those of the purchases and the days before among them."""
    ax = plotting.alive_history(CDNOW, LOG, customer="ada", until="2034-12-31")
    days = ax.lines[0].get_xdata(orig=True)
    assert days.size < 410
    for bought in ax.lines[1].get_xdata(orig=True)[1:]:
        assert {bought, bought - 1} <= set(days)


@pytest.mark.parametrize("calendar", ["gregorian", "solar_hijri"])
@pytest.mark.parametrize("until", ["2024-03-05", "2024-03-07", "2024-04-09", "2024-12-31"])
def test_the_last_day_is_told_and_dates_are_few(calendar: Any, until: str) -> None:
    """From one day to a year the axis has two to nine dates, and the title tells the last one."""
    ax = plotting.alive_history(CDNOW, LOG, customer="bo", until=until, calendar=calendar)
    ax.figure.draw_without_rendering()
    assert 2 <= len({label.get_text() for label in _seen(ax.xaxis)}) <= 9
    if calendar == "gregorian":
        assert ax.get_title(loc="left").endswith(f" on {until}")


def test_what_a_history_needs_is_said() -> None:
    """An unknown customer, a day before the first purchase and a missing unit are refused."""
    options: dict[str, Any] = {"customer": "ada", "until": "2024-12-31"}
    with pytest.raises(InvalidInputError, match="got 'adda'; did you mean 'ada'"):
        plotting.alive_history(CDNOW, LOG, **{**options, "customer": "adda"})
    with pytest.raises(InvalidInputError, match="for 'bo': the first was on 2024-03-05"):
        plotting.alive_history(CDNOW, LOG, customer="bo", until="2024-03-04")
    with pytest.raises(InvalidInputError, match="unit must be that of the model, 'week'"):
        plotting.alive_history(CDNOW, LOG, **options, unit="day")
    free = attrs.evolve(CDNOW, unit=None)
    with pytest.raises(InvalidInputError, match="unit must be stated"):
        plotting.alive_history(free, LOG, **options)
    assert plotting.alive_history(free, LOG, **options, unit="week").lines


def test_customers_may_be_numbers() -> None:
    """A log with whole numbers as names wants a number; one without rows has nobody."""
    log = TransactionLog.from_arrays(
        customer=[7, 7], date=["2024-01-01", "2024-02-12"], amount=[5, -5], refunds="net"
    )
    with pytest.raises(InvalidInputError, match="one of the 1 in the log, such as 7, got '7'"):
        plotting.alive_history(CDNOW, log, customer="7", until="2024-03-01")
    later = log.until("2023-01-01")
    with pytest.raises(InvalidInputError, match="for 7: none"):
        plotting.alive_history(CDNOW, later, customer=7, until="2024-03-01")
    assert plotting.alive_history(CDNOW, log, customer=7, until="2024-03-01").lines


# Expected purchases over recency and frequency


@attrs.frozen
class Fixed:
    """A stand-in for a model: the same for all, or a formula in frequency and recency."""

    formula: Callable[[Any, Any], Any]

    def expected_purchases(self, customers: CustomerSummary, /, *, horizon: Any) -> Any:
        """Give the purchases of each row."""
        return horizon * self.formula(customers.frequency, customers.recency / customers.T)


def contour_sets(ax: Any) -> list[Any]:
    """Give the filled and the drawn contours."""
    return ax.findobj(importlib.import_module("matplotlib.contour").QuadContourSet)


def test_the_map_has_the_models_levels() -> None:
    """On whole numbers of purchases each line lies where the model gives its level."""
    ax = plotting.expected_purchases(CDNOW, unit="week", T=39, horizon=26)
    _, drawn = contour_sets(ax)
    for level, path in zip(drawn.levels, drawn.get_paths(), strict=True):
        recency, frequency = path.vertices.T
        whole = np.abs(frequency - np.round(frequency)) < 1e-9
        seen = CustomerSummary(
            frequency=np.round(frequency[whole]), recency=recency[whole],
            T=np.full(whole.sum(), 39.0), unit="week",
        )  # fmt: skip
        assert np.allclose(CDNOW.expected_purchases(seen, horizon=26), level, atol=0.05)
    assert drawn.labelTexts
    assert "in 52.2 weeks" in plotting.expected_purchases(
        CDNOW, unit="week", T=39, horizon="1 year"
    ).get_title(loc="left")


@pytest.mark.parametrize("each", [0.0, 2.0])
def test_a_map_without_differences_tells_the_number(each: float) -> None:
    """Where all are expected to buy the same, also nothing, it is written once."""
    model = Fixed(lambda x, t: each + 0 * x * t)
    ax = plotting.expected_purchases(model, unit="week", T=39, horizon=1)
    assert [text.get_text() for text in ax.texts] == [f"{each:g}"]


def test_a_line_along_the_edge_has_no_label() -> None:
    """A level that is met only where the map ends is drawn without a number."""
    steep = Fixed(lambda x, t: np.where(t > 0.99, 4.0, 0.0) + 0 * x)
    ax = plotting.expected_purchases(steep, unit="week", T=39, horizon=1)
    _, drawn = contour_sets(ax)
    assert drawn.levels.size
    assert not drawn.labelTexts


def test_a_time_ahead_is_above_0() -> None:
    """No time is no forecast; a long one is told to the whole."""
    with pytest.raises(InvalidInputError, match="horizon must be a finite number > 0"):
        plotting.expected_purchases(CDNOW, unit="week", T=39, horizon=0)
    ax = plotting.expected_purchases(CDNOW, unit="week", T=39, horizon=1234.0)
    assert "in 1,234 weeks" in ax.get_title(loc="left")
