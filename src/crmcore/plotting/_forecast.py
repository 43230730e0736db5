"""Purchases to come, segment by segment, with the range in which they will lie."""

from typing import Final

import numpy as np

from crmcore._text import Title
from crmcore._types import Language
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv.value.forecast import PurchaseForecast
from crmcore.metrics.measurement import Measurement
from crmcore.plotting._style import (
    INKS,
    Axes,
    axes,
    faded,
    label,
    percent,
    short,
    tick_numbers,
    wrapped,
)
from crmcore.plotting._words import NOBODY, about

__all__ = ["forecast_range"]

_TITLE: Final = Title("Purchases to come{}", "خریدهای پیش رو{}")
_IN: Final = Title(" in {}", " در {}")
_X: Final = Title("Purchases (count)", "خریدها (تعداد)")
_Y: Final = Title("Segment", "بخش")
_ALL: Final = Title("all customers", "همه مشتریان")
_TOGETHER: Final = Title("all customers {}, from {} to {}", "همه مشتریان {}، از {} تا {}")
_EXPECTED: Final = Title("expected", "مورد انتظار")
_RANGE: Final = Title("range with a chance of {}", "بازه با احتمال {}")
_WIDTH, _HEIGHT = 7.0, 2.4
_PER_SEGMENT, _FRAME = 0.42, 1.6
_NAME: Final = 30
_PADDING: Final = 0.6


def forecast_range(
    forecast: PurchaseForecast, /, *, ax: Axes | None = None, language: Language = "en"
) -> Axes:
    """Draw what each segment is expected to buy, and the range in which it will lie.

    Parameters
    ----------
    forecast : PurchaseForecast
        The forecast; one without segments is drawn as a single range.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure of fitting height.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: the segments from above in their own order, each with a bar from end to
        end of its range, a marker at what is expected, and the number above it. The title tells
        all customers together, whose range is narrower than the sum of the segments' ranges.

    Raises
    ------
    UndefinedMetricError
        If there are no customers.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> from crmcore.metrics.clv import BGNBD, forecast_purchases
    >>> truth = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.0, unit="week")
    >>> base = truth.simulate(200, T=52.0, rng=np.random.default_rng(1))
    >>> ahead = forecast_purchases(
    ...     truth, base, horizon=26, rng=np.random.default_rng(2),
    ...     labels=np.where(base.frequency > 2, "often", "seldom"),
    ... )
    >>> [tick.get_text() for tick in forecast_range(ahead).get_yticklabels()]
    ['often', 'seldom']
    """
    if not len(forecast):
        raise UndefinedMetricError(NOBODY)
    rows = {str(name): told for name, told in forecast.segments.items()}
    rows = rows or {_ALL.text(language): forecast.total}
    chart = axes(ax, size=(_WIDTH, max(_HEIGHT, _FRAME + _PER_SEGMENT * len(rows))))
    place = np.arange(len(rows))
    expected = np.array([told.require() for told in rows.values()])
    ends = np.array([_ends(told) for told in rows.values()])
    chart.hlines(
        place, ends[:, 0], ends[:, 1], color=faded("c1", 0.4), linewidth=8,
        label=_RANGE.text(language).format(percent(100 * forecast.interval.level, language)),
    )  # fmt: skip
    chart.plot(
        expected, place, linestyle="none", marker="o", color=INKS["c2"],
        label=_EXPECTED.text(language),
    )  # fmt: skip
    for row, told in enumerate(expected.tolist()):
        chart.annotate(
            short(told, language), (told, row), (0, 6), textcoords="offset points",
            ha="center", va="bottom", fontsize=9,
        )  # fmt: skip
    chart.set_yticks(place, [wrapped(name, _NAME) for name in rows])
    chart.set_ylim(len(rows) - 1 + _PADDING, -_PADDING)
    label(chart, title=_title(forecast, language), x=_X.text(language), y=_Y.text(language))
    tick_numbers(chart, language, axis="x")
    chart.legend(frameon=False)
    return chart


def _ends(told: Measurement) -> tuple[float, float]:
    value, interval = told.require(), told.interval
    return (value, value) if interval is None else (interval.low, interval.high)


def _title(forecast: PurchaseForecast, language: Language) -> str:
    ahead = ""
    if isinstance(forecast.horizon, float):
        ahead = _IN.text(language).format(about(forecast.horizon, forecast.unit, language))
    title = _TITLE.text(language).format(ahead)
    if not forecast.segments:
        return title
    numbers = (forecast.total.require(), *_ends(forecast.total))
    told = _TOGETHER.text(language).format(*(short(number, language) for number in numbers))
    return f"{title}\n{told}"
