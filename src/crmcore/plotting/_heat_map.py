"""The maturity heat map: elements down, own score, target, past and competitors across."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from crmcore._text import Title
from crmcore._types import Language
from crmcore.plotting._maturity import MaturitySource, chosen_rows, series_of
from crmcore.plotting._style import Axes, axes, label, short, wrapped
from crmcore.plotting._tables import table_axes, table_cell

__all__ = ["maturity_heat_map"]

_TITLE: Final = Title("Maturity by element", "بلوغ به تفکیک جزء")
_TOLD: Final = Title(
    "score of {} to {}; stronger shade: more mature; framed: target not reached",
    "امتیاز از {} تا {}؛ رنگ تندتر: بالغ‌تر؛ کادردار: نرسیده به هدف",
)
_X: Final = Title("Score of", "امتیاز")
_Y: Final = Title("Element", "جزء")
_UNKNOWN: Final = Title("not known", "نامعلوم")
_WIDTH: Final = 7.0
_FRAME: Final = 1.6
_PER_ROW: Final = 0.36
_STRONG: Final = 0.6
_NAME, _COLUMN = 34, 16


def maturity_heat_map(
    found: MaturitySource,
    /,
    *,
    elements: Sequence[str] | None = None,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw the scores of an assessment as a table of shades, with target, past and competitors.

    Parameters
    ----------
    found : Assessment or Comparison
        The scores; a comparison brings target, competitors and the earlier scores with it.
    elements : sequence of str, optional
        Keys of the elements to draw, from above; None is all that have a figure.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure of fitting height.
    language : {"en", "fa"}, default "en"
        The language of all text; a Persian table goes from right to left.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. Each cell has its score in writing; what is not known is left blank and
        called so. A heavy frame marks an own score below its target.

    Raises
    ------
    UnknownKeyError
        If an element is unknown.
    UndefinedMetricError
        If no element has a score.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> from crmcore.valuechain import Rating, compare, frameworks
    >>> idic = frameworks["idic"]
    >>> now = idic.assess([Rating(key, 3) for key in idic.practices], as_of="2024-06-30")
    >>> ax = maturity_heat_map(compare(now, target=4))
    >>> [tick.get_text() for tick in ax.get_xticklabels()]
    ['own score', 'target']
    """
    table, rows = chosen_rows(found, elements)
    columns = series_of(table, rows, language)
    chart = axes(ax, size=(_WIDTH, _FRAME + _PER_ROW * len(rows)))
    for place, series in enumerate(columns):
        for top, (score, row) in enumerate(zip(series.scores, rows, strict=True)):
            unknown = _UNKNOWN.text(language)
            table_cell(
                chart, place, top, 1.0, unknown if score is None else _told(score, language),
                shade=0.0 if score is None else _STRONG * table.scale.share(score),
                framed=series.kind == "own" and row.gap is not None and row.gap > 0,
            )  # fmt: skip
    table_axes(
        chart,
        columns=[wrapped(series.name, _COLUMN) for series in columns],
        rows=[wrapped(row.title.text(language), _NAME) for row in rows],
        tops=np.arange(len(rows), dtype=np.float64),
        heights=np.ones(len(rows)),
        language=language,
    )
    ends = (short(float(end), language) for end in (table.scale.low, table.scale.high))
    told = _TOLD.text(language).format(*ends)
    label(chart, title=f"{_TITLE.text(language)}\n{told}", x=_X.text(language), y=_Y.text(language))
    return chart


def _told(score: float, language: Language) -> str:
    return short(round(score, 2), language)
