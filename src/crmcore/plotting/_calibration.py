"""Chances that a model told against how often it happened."""

from typing import Final

import numpy as np

from crmcore._text import Title
from crmcore._types import Language
from crmcore.metrics.clv.evaluation.calibration import Reliability
from crmcore.plotting._style import INKS, Axes, axes, label, percent, short, tick_numbers

__all__ = ["calibration_curve"]

_TITLE: Final = Title(
    "Chances told and what came: {} points off on average",
    "احتمال‌های گفته‌شده و آنچه رخ داد: میانگین فاصله {} واحد درصد",
)
_X: Final = Title(
    "Chance told by the model (%, mean of the class)", "احتمال به گفته مدل (٪، میانگین رده)"
)
_Y: Final = Title("Customers to whom it happened (%)", "مشتریانی که برایشان رخ داد (٪)")
_EQUAL: Final = Title("as told", "همان که گفته شد")
_CAME: Final = Title("what came, {} interval", "آنچه رخ داد، بازه {}")
_MARGIN: Final = 1.06
_LEAST: Final = 1.0


def calibration_curve(
    table: Reliability, /, *, ax: Axes | None = None, language: Language = "en"
) -> Axes:
    """Draw whether what was said to have a chance of 30 % happened in 30 % of cases.

    Parameters
    ----------
    table : Reliability
        The chances and shares, as `crmcore.metrics.clv.reliability` gives them.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: a point for each class with the interval of its share, and the dashed
        line on which chance and share agree. A point below it was promised too much. The title
        tells the mean distance, in points of a percentage.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> from crmcore.metrics.clv.evaluation.calibration import reliability
    >>> table = reliability([0.1, 0.1, 0.1, 0.1, 0.6, 0.6], [0, 0, 1, 0, 1, 1], bins=2)
    >>> calibration_curve(table).get_title(loc="left")
    'Chances told and what came: 23.3 points off on average'
    """
    chart = axes(ax)
    most = float(max(table.expected.max(), table.high.max())) * 100
    top = min(max(most * _MARGIN, _LEAST), 100 * _MARGIN)
    chart.plot(
        [0, top], [0, top], color=INKS["soft"], linestyle="--", linewidth=1,
        label=_EQUAL.text(language),
    )  # fmt: skip
    chart.errorbar(
        100 * table.expected, 100 * table.observed,
        yerr=100 * np.stack([table.observed - table.low, table.high - table.observed]),
        color=INKS["c1"], linestyle="none", marker="o", capsize=3,
        label=_CAME.text(language).format(percent(100 * table.level, language)),
    )  # fmt: skip
    chart.set_xlim(0, top)
    chart.set_ylim(0, top)
    told = short(round(100 * table.calibration_error, 1), language)
    label(chart, title=_TITLE.text(language).format(told), x=_X.text(language), y=_Y.text(language))
    tick_numbers(chart, language)
    chart.legend(frameon=False, loc="upper left")
    return chart
