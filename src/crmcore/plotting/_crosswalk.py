"""The crosswalk drawn: themes down, frameworks across, and which element says the theme."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from crmcore._keyed import known
from crmcore._text import Title
from crmcore._types import FloatArray, Language
from crmcore.errors import UndefinedMetricError
from crmcore.plotting._style import Axes, axes, label, short, wrapped
from crmcore.plotting._tables import table_axes, table_cell
from crmcore.valuechain.crosswalk import Crosswalk, Theme

__all__ = ["crosswalk_table"]

_TITLE: Final = Title("What the frameworks say in other words", "تناظر چارچوب‌ها")
_TOLD: Final = Title(
    "in each cell the elements that say it; {} frameworks",
    "در هر خانه، اجزایی که همان را می‌گویند؛ {} چارچوب",
)
_X: Final = Title("Framework", "چارچوب")
_Y: Final = Title("Theme", "مضمون")
_NOTHING: Final = Title(
    "no theme refers to these frameworks", "هیچ مضمونی به این چارچوب‌ها ارجاع نمی‌دهد"
)
_NAME, _CELL = 22, 18
_PER_COLUMN, _LINE, _PADDING, _FRAME = 1.5, 0.17, 0.14, 1.5


def crosswalk_table(
    crosswalk: Crosswalk,
    /,
    *,
    frameworks: Sequence[str] | None = None,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    r"""Draw which elements of several frameworks say the same.

    Parameters
    ----------
    crosswalk : Crosswalk
        The themes and the frameworks.
    frameworks : sequence of str, optional
        Keys of the frameworks to draw, in their order; None is all. Up to eight can be read well.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure of fitting size.
    language : {"en", "fa"}, default "en"
        The language of all text; a Persian table goes from right to left.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: a row for each theme that one of the frameworks has.

    Raises
    ------
    UnknownKeyError
        If a framework is unknown.
    UndefinedMetricError
        If none of the frameworks has a theme.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> from crmcore.valuechain import framework_crosswalk
    >>> ax = crosswalk_table(framework_crosswalk, frameworks=["idic", "swift_integration"])
    >>> [tick.get_text() for tick in ax.get_xticklabels()]
    ['IDIC', "Swift's tactical\nintegration model"]
    """
    titles = {framework.key: framework.title for framework in crosswalk.frameworks}
    keys = [known("frameworks", key, titles) for key in frameworks or crosswalk.columns]
    themes = [theme for theme in crosswalk if any(crosswalk.cell(theme.key, k) for k in keys)]
    if not themes:
        raise UndefinedMetricError(_NOTHING)
    table = [[_words(crosswalk, theme, key, language) for key in keys] for theme in themes]
    names = [wrapped(theme.title.text(language), _NAME) for theme in themes]
    heights = _heights(names, table)
    tops = np.cumsum(heights) - heights
    size = (2.2 + _PER_COLUMN * len(keys), _FRAME + float(heights.sum()))
    chart = axes(ax, size=size)
    for top, height, row in zip(tops, heights, table, strict=True):
        for place, text in enumerate(row):
            table_cell(chart, place, float(top), float(height), text, shade=0.18 if text else 0.0)
    table_axes(
        chart,
        columns=[wrapped(titles[key].text(language), _CELL) for key in keys],
        rows=names,
        tops=tops,
        heights=heights,
        language=language,
    )
    told = _TOLD.text(language).format(short(len(keys), language))
    label(chart, title=f"{_TITLE.text(language)}\n{told}", x=_X.text(language), y=_Y.text(language))
    return chart


def _heights(names: Sequence[str], table: Sequence[Sequence[str]]) -> FloatArray:
    lines = [
        1 + max(text.count("\n") for text in (name, *row))
        for name, row in zip(names, table, strict=True)
    ]
    return np.array(lines) * _LINE + _PADDING


def _words(crosswalk: Crosswalk, theme: Theme, key: str, language: Language) -> str:
    elements = crosswalk.cell(theme.key, key)
    return "\n".join(wrapped(element.title.text(language), _CELL) for element in elements)
