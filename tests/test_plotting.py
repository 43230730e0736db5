"""Figures: they draw the numbers of their results, with units and in both languages."""

import builtins
import importlib
import re
import sys
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from crmcore import plotting
from crmcore._text import Title
from crmcore.errors import InvalidInputError, MissingExtraError, UndefinedMetricError
from crmcore.metrics.clv.bg_nbd import BGNBD
from crmcore.metrics.clv.evaluation.tracking import Tracking
from crmcore.metrics.clv.evaluation.validation import HoldoutCheck
from crmcore.plotting._style import INKS
from crmcore.segmentation.concentration import whale_curve
from crmcore.segmentation.rfm import RFMScores
from crmcore.segmentation.segments import SegmentSummary
from crmcore.segmentation.tiers import ValueTiers
from crmcore.summary import CustomerSummary
from crmcore.valuechain import Rating, compare, framework_crosswalk, frameworks
from crmcore.valuechain.porter import Activity, PorterAnalysis

matplotlib = pytest.importorskip("matplotlib")
figures = importlib.import_module("matplotlib.figure")
colors = importlib.import_module("matplotlib.colors")

CDNOW = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
WEEKS = Tracking(
    period_end=np.arange("2023-01-08", "2024-06-30", 7, dtype="datetime64[D]"),
    actual=np.arange(77) % 5 + 3.0,
    expected=np.linspace(3, 8, 77),
    calibration_until=np.datetime64("2023-12-31"),
)
CHECK = HoldoutCheck(
    frequency=[0, 1, 2, 7],
    customers=[1411, 439, 214, 93],
    actual=[0.24, 0.7, 1.39, 4.5],
    expected=[0.23, 0.68, 1.27, 4.9],
    total_actual=1788.0,
    total_expected=1800.0,
    duration=39.0,
    unit="week",
)
CHAIN = frameworks["crm_value_chain"]
MATURITY = compare(
    CHAIN.assess([Rating(key, 3) for key in CHAIN.practices], as_of="2024-06-30"),
    target=4,
    competitors={"رقیب": {"portfolio_analysis": 2.5}},
)
PORTER = PorterAnalysis(
    [
        Activity("plant", category="operations", cost=400, value=500),
        Activity("staff", category="human_resources", cost=60, value=50),
    ],
    currency="toman",
)
SCORES = RFMScores(
    recency=[1, 2, 3, 3, 3], frequency=[1, 1, 2, 2, 1], monetary=[1, 2, 2, 1, 1], bins=(3, 2, 2)
)
WORTH = [90.0, 40, 40, 30, 20, 10, 9, 8, 7, 6]
PROFITS = [100.0, 60, 40, 10, 0, -5, -20, -45]


def tiers(value: list[float]) -> tuple[SegmentSummary, ...]:
    """Give a table of three tiers and their shares of a value."""
    return ValueTiers.fit(WORTH).segment(WORTH).summary(value)


FIGURES: dict[str, Callable[..., Any]] = {
    "whale": lambda **options: plotting.whale_curve(whale_curve(PROFITS), **options),
    "grid": lambda **options: plotting.rfm_grid(
        SCORES, money=[5, 10, 20, 40, 7], currency="EUR", **options
    ),
    "alive": lambda **options: plotting.probability_alive(CDNOW, unit="week", T=39, **options),
    "holdout": lambda **options: plotting.holdout(CHECK, **options),
    "incremental": lambda **options: plotting.tracking_incremental(WEEKS, **options),
    "cumulative": lambda **options: plotting.tracking_cumulative(WEEKS, **options),
    "segments": lambda **options: plotting.segments(tiers(WORTH), **options),
    "heat map": lambda **options: plotting.maturity_heat_map(MATURITY, **options),
    "crosswalk": lambda **options: plotting.crosswalk_table(
        framework_crosswalk, frameworks=["crm_value_chain", "crm_stages"], **options
    ),
    "value chain": lambda **options: plotting.value_chain(PORTER, **options),
    "dependencies": lambda **options: plotting.dependency_graph(CHAIN, **options),
}
each_figure = pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)


def texts(ax: Any) -> list[str]:
    """Give every text of a figure as drawn, invisible ones left out."""
    figure = ax.figure
    figure.draw_without_rendering()
    kind = importlib.import_module("matplotlib.text").Text
    return [text.get_text() for text in figure.findobj(kind) if text.get_text()]


@each_figure
def test_figures_name_what_they_show(draw: Callable[..., Any]) -> None:
    """Every figure has a title and two named axes, in English and in Persian."""
    english, persian = draw(), draw(language="fa")
    for ax in (english, persian):
        assert all((ax.get_title(loc="left"), ax.get_xlabel(), ax.get_ylabel()))
    letters = "".join((
        persian.get_title(loc="left"),
        persian.get_xlabel(),
        persian.get_ylabel(),
    )).replace("(EUR)", "")
    assert not re.search("[A-Za-mo-z]", letters), "n stands for a number in both languages"


@each_figure
def test_persian_figures_have_persian_digits(draw: Callable[..., Any]) -> None:
    """No Western digit is left anywhere in a Persian figure."""
    words = "".join(texts(draw(language="fa")))
    assert re.search("[۰-۹]", words)
    assert not re.search("[0-9]", words)


@each_figure
def test_figures_draw_on_the_axes_they_are_given(draw: Callable[..., Any]) -> None:
    """Given axes are drawn on and returned; without any, each call makes a figure of its own."""
    ax = figures.Figure().subplots()
    assert draw(ax=ax) is ax
    assert ax.get_xlabel()
    assert draw().figure is not draw().figure


@each_figure
def test_figures_leave_no_trace(draw: Callable[..., Any]) -> None:
    """Settings stay, pyplot is neither imported nor given a figure."""
    before, loaded = dict(matplotlib.rcParams), "matplotlib.pyplot" in sys.modules
    plotting.figure_svg(lambda ax: draw(ax=ax))
    draw().figure.draw_without_rendering()
    assert dict(matplotlib.rcParams) == before
    assert ("matplotlib.pyplot" in sys.modules) == loaded


@each_figure
def test_figures_say_which_extra_is_missing(
    draw: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without matplotlib the error names the extra that brings it."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "matplotlib":
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    message = r"a figure needs matplotlib, which is not installed: pip install 'crmcore\[plot\]'"
    with pytest.raises(MissingExtraError, match=message):
        draw()
    with pytest.raises(MissingExtraError, match=message):
        plotting.figure_svg(lambda ax: draw(ax=ax))


# Whale curve


@pytest.mark.law
@settings(max_examples=25)
@given(
    st.lists(st.integers(-50, 100), min_size=1, max_size=12).filter(lambda v: sum(v) > 0),
    st.floats(0.0, 1.0),
)
def test_whale_draws_the_shares_of_the_curve(profits: list[int], top: float) -> None:
    """The line is the curve in percent of customers and total, the point lies on it."""
    curve = whale_curve(profits)
    ax = plotting.whale_curve(curve, top=top)
    line, equal, point = ax.lines[:3]
    assert np.allclose(line.get_xdata(), 100 * curve.customers / len(profits))
    assert np.allclose(line.get_ydata(), 100 * curve.profit / sum(profits))
    assert np.allclose(equal.get_xydata(), [[0, 0], [100, 100]])
    assert np.allclose(point.get_xydata(), [[100 * top, 100 * curve.profit_of(top) / sum(profits)]])
    assert np.interp(100 * top, line.get_xdata(), line.get_ydata()) == pytest.approx(
        point.get_ydata()[0]
    )
    assert len(ax.lines) == (4 if min(profits) < 0 else 3)


def test_whale_labels_the_best_and_the_peak() -> None:
    """The marked point, the peak and the losses are written beside them."""
    ax = plotting.whale_curve(whale_curve(PROFITS), value=Title("profit", "سود"))
    assert [text.get_text() for text in ax.texts] == [
        "all equal", "best 20%: 97%", "peak 150%, losses 50%",
    ]  # fmt: skip
    assert ax.get_ylabel() == "Cumulative profit (% of total)"
    assert ax.lines[-1].get_xydata().tolist() == [[62.5, 150.0]]
    gains = plotting.whale_curve(whale_curve([3, 1]), top=0.5)
    assert [text.get_text() for text in gains.texts] == ["all equal", "best 50%: 75%"]
    persian = plotting.whale_curve(whale_curve(PROFITS), language="fa")
    assert [text.get_text() for text in persian.texts][1] == "۲۰٪ برتر: ۹۷٪"


def test_whale_without_a_total_is_drawn_in_money() -> None:
    """Where the total is a loss there are no shares: the axis is money."""
    curve = whale_curve([100.0, -300.0])
    ax = plotting.whale_curve(curve, top=0.5, currency="EUR")
    assert ax.lines[0].get_ydata().tolist() == [0, 100, -200]
    assert ax.get_ylabel() == "Cumulative value (EUR)"
    assert [text.get_text() for text in ax.texts][1:] == ["best 50%: 100", "peak 100, losses 300"]
    assert "−200" in texts(ax)
    assert plotting.whale_curve(curve).get_ylabel() == "Cumulative value (money)"


def test_whale_refuses_percentages() -> None:
    """A share of customers is a fraction."""
    with pytest.raises(InvalidInputError, match=r"top must be a fraction.*did you mean 0.2"):
        plotting.whale_curve(whale_curve(PROFITS), top=20)


# RFM grid


@pytest.mark.law
@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 2)), min_size=1, max_size=30))
def test_grid_counts_every_customer_once(pairs: list[tuple[int, int]]) -> None:
    """The numbers written are the customers of each cell; the shade rises with them."""
    recency, frequency = zip(*pairs, strict=True)
    scores = RFMScores(
        recency=recency, frequency=frequency, monetary=[1] * len(pairs), bins=(3, 2, 1)
    )
    ax = plotting.rfm_grid(scores)
    written = {text.get_position(): int(text.get_text()) for text in ax.texts}
    assert written == {(r, f): pairs.count((r, f)) for r in (1, 2, 3) for f in (1, 2)}
    counts = list(written.values())
    opacity = [patch.get_facecolor()[3] for patch in ax.patches]
    assert opacity == pytest.approx([0.5 * count / max(counts) for count in counts])
    assert [patch.get_xy() for patch in ax.patches] == [(r - 0.5, f - 0.5) for r, f in written]


def test_grid_shades_by_mean_money() -> None:
    """With money the mean stands below the count and gives the shade; losses have none."""
    ax = plotting.rfm_grid(SCORES, money=[-5, 10, 20, 40, 7], currency="EUR")
    assert [text.get_text() for text in ax.texts] == [
        "1", "−5", "1", "10", "1", "7", "0", "0", "2", "30",
    ]  # fmt: skip
    opacity = [patch.get_facecolor()[3] for patch in ax.patches]
    assert opacity == pytest.approx([0.5 * share / 30 for share in (0, 10, 7, 0, 0, 30)])
    assert "mean money (EUR)" in ax.get_title(loc="left")
    losses = plotting.rfm_grid(SCORES, money=[-5, -1, -2, -4, -7])
    assert {patch.get_facecolor()[3] for patch in losses.patches} == {0.0}
    assert "mean money;" in losses.get_title(loc="left")


def test_grid_honours_weights() -> None:
    """A row that stands for three customers counts three times, also in the mean."""
    ax = plotting.rfm_grid(SCORES, weights=[1, 1, 3, 1, 2000], money=[5, 10, 20, 40, 7])
    assert [text.get_text() for text in ax.texts][4:] == ["2,000", "7", "0", "0", "4", "25"]
    with pytest.raises(InvalidInputError, match="money must have one row for each of the 5"):
        plotting.rfm_grid(SCORES, money=[1, 2])
    with pytest.raises(InvalidInputError, match="weights must have one row for each of the 5"):
        plotting.rfm_grid(SCORES, weights=[1, 2])


# Probability alive


@attrs.frozen
class Chance:
    """A stand-in for a model: a formula in frequency and recency as a share of age."""

    formula: Callable[[Any, Any], Any]

    def probability_alive(self, customers: CustomerSummary, /) -> Any:
        """Give the chance of each row."""
        return self.formula(customers.frequency, customers.recency / customers.T)


def contour_sets(ax: Any) -> list[Any]:
    """Give the filled and the drawn contours of axes."""
    return ax.findobj(importlib.import_module("matplotlib.contour").QuadContourSet)


def test_alive_lines_lie_where_the_model_says() -> None:
    """On every point of a contour line the model gives about the level written on it."""
    ax = plotting.probability_alive(CDNOW, unit="week", T=39, max_frequency=20)
    filled, drawn = contour_sets(ax)
    assert drawn.levels == pytest.approx(np.arange(1, 10) / 10)
    assert [text.get_text() for text in drawn.labelTexts] == [f"{k}0%" for k in range(1, 10)]
    assert (filled.levels[0], filled.levels[-1]) == (filled.zmin, filled.zmax)
    for level, path in zip(drawn.levels, drawn.get_paths(), strict=True):
        recency, frequency = path.vertices.T
        whole = np.abs(frequency - np.round(frequency)) < 1e-9
        seen = CustomerSummary(
            frequency=np.round(frequency[whole]),
            recency=recency[whole],
            T=np.full(whole.sum(), 39.0),
            unit="week",
        )
        assert whole.any()
        assert np.allclose(CDNOW.probability_alive(seen), level, atol=5e-3)
    assert ax.get_xlabel() == "Time from first to last purchase (weeks)"
    assert ax.get_title(loc="left") == "Chance that a customer of 39 weeks is still active"


def test_alive_of_a_model_that_hardly_varies() -> None:
    """Where all are as likely alive there is no line; the chance is written once."""
    ax = plotting.probability_alive(
        Chance(lambda x, t: 0.75 + 0.0 * x * t), unit="month", T=1, max_frequency=2
    )
    assert len(contour_sets(ax)) == 1
    assert [text.get_text() for text in ax.texts] == ["75%"]
    assert ax.get_title(loc="left") == "Chance that a customer of 1 month is still active"
    sure = plotting.probability_alive(Chance(lambda x, t: 1 + 0.0 * x * t), unit="day", T=9)
    assert [text.get_text() for text in sure.texts] == ["100%"]


def test_alive_that_does_not_depend_on_recency() -> None:
    """Level lines along the rows are drawn, though no row passes them."""
    ax = plotting.probability_alive(Chance(lambda x, t: 1 / (1 + x + 0 * t)), unit="day", T=9)
    _, drawn = contour_sets(ax)
    assert drawn.levels.size > 0
    assert not drawn.labelTexts


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"T": 0}, "T must be a finite number > 0"),
        ({"max_frequency": 1}, "max_frequency must be a whole number from 2 to 1000"),
        ({"unit": "fortnight"}, "unit must be one of"),
    ],
)
def test_alive_refuses_bad_numbers(options: dict[str, Any], message: str) -> None:
    """Ages, frequencies and units out of range are named."""
    with pytest.raises(InvalidInputError, match=message):
        plotting.probability_alive(CDNOW, **{"unit": "week", "T": 39, **options})


# Holdout and tracking


def test_holdout_draws_actual_bars_and_the_expected_line() -> None:
    """Bars are the actual means, hatched; the line is the expected ones, dashed, with markers."""
    ax = plotting.holdout(CHECK)
    assert [bar.get_height() for bar in ax.patches] == CHECK.actual.tolist()
    assert all(bar.get_hatch() for bar in ax.patches)
    (line,) = ax.lines
    assert line.get_ydata().tolist() == CHECK.expected.tolist()
    assert (line.get_marker(), line.get_linestyle()) == ("o", "--")
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["0", "1", "2", "7+"]
    assert [text.get_text() for text in ax.texts] == ["n=1,411", "n=439", "n=214", "n=93"]
    assert ax.get_ylabel() == "Mean purchases in 39 weeks"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "actual", "expected by the model",
    ]  # fmt: skip
    year = plotting.holdout(attrs.evolve(CHECK, duration=1.0, unit="year"))
    assert year.get_ylabel() == "Mean purchases in 1 year"


@pytest.mark.parametrize(
    ("draw", "actual", "expected"),
    [
        (plotting.tracking_incremental, WEEKS.actual, WEEKS.expected),
        (plotting.tracking_cumulative, WEEKS.cumulative_actual, WEEKS.cumulative_expected),
    ],
)
def test_tracking_draws_both_lines_and_the_end_of_calibration(
    draw: Callable[..., Any], actual: Any, expected: Any
) -> None:
    """A full and a dashed line over the dates, a dotted upright at the end of calibration."""
    ax = draw(WEEKS)
    came, told, end = ax.lines
    assert came.get_xdata(orig=True).tolist() == WEEKS.period_end.tolist()
    assert came.get_ydata().tolist() == actual.tolist()
    assert told.get_ydata().tolist() == expected.tolist()
    assert [line.get_linestyle() for line in ax.lines] == ["-", "--", ":"]
    assert set(end.get_xdata(orig=True)) == {WEEKS.calibration_until}
    assert "calibration ends 2023-12-31" in texts(ax)
    assert "2024-01" in texts(ax)
    assert "۲۰۲۴/۰۱" in texts(draw(WEEKS, language="fa"))
    assert ax.get_ylim()[0] == 0


def test_tracking_of_few_weeks_names_the_days() -> None:
    """Over a few weeks the ticks are days, not months."""
    few = Tracking(
        period_end=WEEKS.period_end[:3],
        actual=[1, 2, 3],
        expected=[1, 1, 1],
        calibration_until=WEEKS.period_end[1],
    )
    assert any(
        re.fullmatch(r"2023-01-\d\d", text) for text in texts(plotting.tracking_cumulative(few))
    )


# Segments


def test_segments_draw_both_shares() -> None:
    """Bars are the shares in percent, value hatched, each with its number, from above."""
    summary = tiers(WORTH)
    ax = plotting.segments(summary)
    bars = [bar.get_width() for bar in ax.patches]
    assert bars[:3] == pytest.approx([100 * (row.customer_share.value or 0) for row in summary])
    assert bars[3:] == pytest.approx([
        100 * row.value_share.require() for row in summary if row.value_share
    ])
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False] * 3 + [True] * 3
    assert [text.get_text() for text in ax.texts[:3]] == ["10%", "40%", "50%"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["Tier A", "Tier B", "Tier C"]
    low, high = ax.get_ylim()
    assert low > high


def test_persian_names_come_without_invisible_marks() -> None:
    """Marks that keep Latin names in order are left to the page: matplotlib may not know them."""
    ax = plotting.segments(tiers(WORTH), language="fa")
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["رده A", "رده B", "رده C"]
    sold = plotting.whale_curve(
        whale_curve([2, 1]), value=Title("x", "\u2068CLV\u2069"), language="fa"
    )
    assert sold.get_ylabel() == "CLV انباشته (٪ از کل)"


def test_segments_without_shares_of_value() -> None:
    """A loss leaves no share of value, and the legend says so; without a value there is none."""
    loss = plotting.segments(tiers([1.0] * 9 + [-50.0]))
    assert len(loss.patches) == 3
    assert "value: undefined" in texts(loss)
    plain = plotting.segments(ValueTiers.fit(WORTH).segment(WORTH).summary())
    assert [text.get_text() for text in plain.get_legend().get_texts()] == ["customers"]


def test_segments_leave_out_the_empty_ones_and_grow() -> None:
    """Empty segments have no bar, many make the figure higher, none at all is an error."""
    same = [5.0] * 8
    ax = plotting.segments(ValueTiers.fit(same).segment(same).summary(same))
    assert len(ax.get_yticklabels()) == 1
    many = [float(k) for k in range(200, 0, -1)]
    table = ValueTiers.deciles(many).segment(many).summary(many)
    assert plotting.segments(table).figure.get_figheight() > 4
    with pytest.raises(UndefinedMetricError, match="no segment has a customer"):
        plotting.segments([attrs.evolve(row, customers=0.0) for row in table])


# SVG


def parsed(svg: str) -> ET.Element:
    """Read an element as XML."""
    return ET.fromstring(svg)  # noqa: S314 - our own output


@each_figure
@pytest.mark.parametrize("language", ["en", "fa"])
def test_svg_is_an_element_for_any_page(draw: Callable[..., Any], language: Any) -> None:
    """One small element: text as text, no colour, font or style sheet of its own."""
    svg = plotting.figure_svg(
        lambda ax: draw(ax=ax, language=language),
        key="chart", title="A & B", description="<what>", language=language,
    )  # fmt: skip
    root = parsed(svg)
    assert svg.startswith("<svg ")
    assert len(svg) < 40_000
    assert not re.search(r"(?<!url\()(?<!href=\")#[0-9a-fA-F]{3,8}\b", svg)
    assert not re.search(
        r"font-family|<style|<metadata|<image|DOCTYPE|DejaVu|\d{4}-\d\d-\d\dT", svg
    )
    assert root.get("role") == "img"
    assert (root[0].text, root[1].text) == ("A & B", "<what>")
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"
    assert [node for node in root.iter() if node.tag.endswith("}text") and node.text]


@each_figure
def test_svg_is_the_same_every_time(draw: Callable[..., Any]) -> None:
    """Two drawings are equal, whatever the settings of the user and the drawings between."""
    first = plotting.figure_svg(lambda ax: draw(ax=ax))
    with matplotlib.rc_context({"axes.facecolor": "red", "font.size": 20, "svg.hashsalt": "x"}):
        plotting.figure_svg(lambda ax: ax.plot([1, 2]))
        assert plotting.figure_svg(lambda ax: draw(ax=ax)) == first


def test_svg_identifiers_are_its_own() -> None:
    """Figures on one page share no identifier, and every reference has its target."""
    keys = [None, "one", "two"]
    found: list[str] = []
    for key, draw in zip(keys, FIGURES.values(), strict=False):
        svg = plotting.figure_svg(lambda ax, draw=draw: draw(ax=ax), key=key)
        own = re.findall(r' id="([^"]*)"', svg)
        assert set(re.findall(r'(?:url\(|href=")#([^)"]+)', svg)) <= set(own)
        assert key is None or all(name.startswith(f"{key}-") for name in own)
        found += own
    assert len(found) == len(set(found))


def test_svg_speaks_of_itself_where_nothing_is_said() -> None:
    """Title and description come from the drawing; a drawing without them has empty ones."""
    root = parsed(plotting.figure_svg(lambda ax: plotting.holdout(CHECK, ax=ax)))
    assert root[0].text == "Purchases after the calibration: actual and expected"
    assert root[1].text == (
        "Repeat purchases in the calibration (n = customers); Mean purchases in 39 weeks"
    )
    assert parsed(plotting.figure_svg(lambda ax: ax.set_title("Mine")))[0].text == "Mine"


def test_svg_isolates_persian_only() -> None:
    """Persian words are kept together in their own direction; numbers and English are plain."""
    svg = plotting.figure_svg(lambda ax: FIGURES["cumulative"](ax=ax, language="fa"))
    assert ">\u2068واقعی\u2069<" in svg
    assert ">۲۰۲۴/۰۱<" in svg
    assert "\u2068" not in plotting.figure_svg(lambda ax: FIGURES["cumulative"](ax=ax))


def test_svg_has_the_size_asked_for() -> None:
    """Inches become points, and the page may shrink the element."""
    root = parsed(plotting.figure_svg(lambda ax: ax.plot([1]), size=(5, 2.5)))
    assert (root.get("width"), root.get("height")) == ("360pt", "180pt")
    assert root.get("viewBox") == "0 0 360 180"
    assert "max-width:100%" in (root.get("style") or "")


@pytest.mark.parametrize("key", ["", "1st", "a b", "a'b", "<a>"])
def test_svg_refuses_keys_that_are_no_names(key: str) -> None:
    """A key becomes part of identifiers and must be fit for that."""
    with pytest.raises(InvalidInputError, match="key must be letters, digits"):
        plotting.figure_svg(lambda ax: ax.plot([1]), key=key)


def test_inks_are_apart_for_every_eye() -> None:
    """The two data colours differ in lightness and lie on the blue-orange axis."""
    blue, orange = (np.array(colors.to_rgb(INKS[name])) for name in ("c1", "c2"))
    assert blue[2] > blue[0]
    assert orange[0] > orange[2]
    assert np.abs(blue - orange).sum() > 1


def test_tracking_may_tell_solar_hijri_dates() -> None:
    """Marks stand at the first days of months of that calendar, and so does the end."""
    ax = plotting.tracking_incremental(WEEKS, calendar="solar_hijri")
    ticks = [tick.get_text() for tick in ax.get_xticklabels()]
    assert "1402/01" in ticks
    assert all(re.fullmatch(r"14\d\d/\d\d", tick) for tick in ticks)
    assert "calibration ends 1402/10/10" in texts(ax)
    assert "۱۴۰۲/۰۱" in texts(
        plotting.tracking_cumulative(WEEKS, calendar="solar_hijri", language="fa")
    )
