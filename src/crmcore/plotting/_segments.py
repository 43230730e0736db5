"""Segments side by side: their shares of customers and of value."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from crmcore._text import Title
from crmcore._types import Language
from crmcore.errors import UndefinedMetricError
from crmcore.plotting._style import INKS, Axes, axes, label, percent, plain, tick_numbers
from crmcore.segmentation.segments import SegmentSummary

__all__ = ["segments"]

_TITLE: Final = Title("Segments: customers and value", "بخش‌ها: مشتریان و ارزش")
_X: Final = Title("Share of all (%)", "سهم از کل (٪)")
_Y: Final = Title("Segment", "بخش")
_CUSTOMERS: Final = Title("customers", "مشتریان")
_VALUE: Final = Title("value", "ارزش")
_UNDEFINED: Final = Title("value: undefined", "ارزش: تعریف‌نشده")
_NO_CUSTOMERS: Final = Title(
    "a figure of segments is undefined: no segment has a customer",
    "نمودار بخش‌ها تعریف‌نشده است: هیچ بخشی مشتری ندارد",
)
_WIDTH, _HEIGHT = 7.0, 4.0
_PER_SEGMENT, _FRAME = 0.42, 1.2
_BAR: Final = 0.38


def segments(
    summary: Sequence[SegmentSummary],
    /,
    *,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw each segment's share of customers and share of value as bars.

    Parameters
    ----------
    summary : sequence of SegmentSummary
        The table of segments, as `Segmentation.summary` gives it.
    ax : matplotlib.axes.Axes, optional
        Where to draw, 0.4 inches high or more for each segment; None makes a new figure of
        fitting height.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: the segments from above in their own order, empty ones left out; the
        bars of value are hatched. Where the shares of value are undefined, as where a segment
        loses money, only customers are drawn and the legend says so.

    Raises
    ------
    UndefinedMetricError
        If no segment has a customer.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> from crmcore.segmentation.tiers import ValueTiers
    >>> worth = [90, 40, 40, 30, 20, 10, 9, 8, 7, 6]
    >>> ax = segments(ValueTiers.fit(worth).segment(worth).summary(worth))
    >>> [tick.get_text() for tick in ax.get_yticklabels()]
    ['Tier A', 'Tier B', 'Tier C']
    """
    rows = [row for row in summary if row.customers > 0]
    if not rows:
        raise UndefinedMetricError(_NO_CUSTOMERS)
    chart = axes(ax, size=(_WIDTH, max(_HEIGHT, _FRAME + _PER_SEGMENT * len(rows))))
    value = [row.value_share.value for row in rows if row.value_share is not None]
    worth = [share for share in value if share is not None]
    told = len(worth) == len(rows)
    _bars(
        chart, [row.customer_share.require() for row in rows], -_BAR / 2 if told else 0.0,
        _CUSTOMERS, language, facecolor=INKS["c1"],
    )  # fmt: skip
    if told:
        _bars(
            chart, worth, _BAR / 2, _VALUE, language,
            facecolor="none", edgecolor=INKS["c2"], hatch="//",
        )  # fmt: skip
    elif value:
        chart.plot([], [], linestyle="none", label=_UNDEFINED.text(language))
    chart.set_yticks(
        np.arange(len(rows)), [plain(row.segment.title.text(language)) for row in rows]
    )
    chart.invert_yaxis()
    label(chart, title=_TITLE.text(language), x=_X.text(language), y=_Y.text(language))
    tick_numbers(chart, language, axis="x")
    chart.margins(x=0.12)
    chart.legend(frameon=False)
    return chart


def _bars(
    ax: Axes,
    shares: Sequence[float],
    shift: float,
    name: Title,
    language: Language,
    **look: Any,  # noqa: ANN401 - properties of matplotlib
) -> None:
    hundredths = [100 * share for share in shares]
    bars = ax.barh(
        np.arange(len(shares)) + shift, hundredths, _BAR, label=name.text(language), **look
    )
    ax.bar_label(bars, [percent(part, language) for part in hundredths], padding=3, fontsize=9)
