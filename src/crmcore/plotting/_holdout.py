"""A model held against the holdout: mean purchases by class of customers."""

from typing import Final

import numpy as np

from crmcore._text import Title
from crmcore._types import Language
from crmcore.metrics.clv.evaluation.validation import HoldoutCheck
from crmcore.plotting._style import INKS, Axes, axes, label, short, span, tick_numbers, written

__all__ = ["holdout"]

_TITLE: Final = Title(
    "Purchases after the calibration: actual and expected",
    "خریدها پس از دوره برازش: واقعی و مورد انتظار",
)
_X: Final = Title(
    "Repeat purchases in the calibration (n = customers)",
    "خریدهای تکراری در دوره برازش (n = تعداد مشتریان)",
)
_Y: Final = Title("Mean purchases in {}", "میانگین خرید در {}")
_ACTUAL: Final = Title("actual", "واقعی")
_EXPECTED: Final = Title("expected by the model", "مورد انتظار مدل")


def holdout(check: HoldoutCheck, /, *, ax: Axes | None = None, language: Language = "en") -> Axes:
    """Draw mean purchases in the holdout by purchases in the calibration, actual and expected.

    Parameters
    ----------
    check : HoldoutCheck
        The comparison.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: hatched bars for what came, a line with markers for what was
        expected; the last class holds that many purchases and more.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> import numpy as np
    >>> from crmcore.metrics.clv.evaluation.validation import HoldoutCheck
    >>> check = HoldoutCheck(
    ...     frequency=[0, 1, 2], customers=[1411, 439, 214], actual=[0.24, 0.70, 1.39],
    ...     expected=[0.23, 0.68, 1.27], total_actual=943.4, total_expected=894.8,
    ...     duration=39, unit="week",
    ... )
    >>> ax = holdout(check)
    >>> ax.get_ylabel(), [tick.get_text() for tick in ax.get_xticklabels()]
    ('Mean purchases in 39 weeks', ['0', '1', '2+'])
    >>> [text.get_text() for text in ax.texts]
    ['n=1,411', 'n=439', 'n=214']
    """
    chart = axes(ax)
    place = np.arange(check.frequency.size)
    bars = chart.bar(
        place, check.actual, width=0.6, label=_ACTUAL.text(language),
        facecolor="none", edgecolor=INKS["c1"], hatch="//",
    )  # fmt: skip
    line = chart.plot(
        place, check.expected, label=_EXPECTED.text(language),
        color=INKS["c2"], linestyle="--", linewidth=2, marker="o", markersize=6,
    )  # fmt: skip
    tick_numbers(chart, language, axis="y")
    _classes(chart, check, language)
    label(
        chart,
        title=_TITLE.text(language),
        x=_X.text(language),
        y=_Y.text(language).format(span(check.duration, check.unit, language)),
    )
    chart.legend(handles=[bars, *line], frameon=False)
    return chart


def _classes(ax: Axes, check: HoldoutCheck, language: Language) -> None:
    names = [written(f"{frequency:.0f}", language) for frequency in check.frequency]
    names[-1] += "+"
    ax.set_xticks(np.arange(len(names)), names)
    for place, customers in enumerate(check.customers):
        ax.annotate(
            f"n={short(customers, language)}", (place, 0), (0, -18), fontsize=9,
            xycoords=("data", "axes fraction"), textcoords="offset points", ha="center", va="top",
        )  # fmt: skip
    ax.xaxis.labelpad = 18
