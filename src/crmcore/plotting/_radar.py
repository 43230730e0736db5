"""The maturity radar: every element on a spoke, beside target, competitors and the past."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from crmcore._text import Title
from crmcore._types import FloatArray, Language
from crmcore.errors import InvalidInputError
from crmcore.plotting._maturity import MaturitySource, Series, chosen_rows, series_of
from crmcore.plotting._style import INKS, Axes, axes, faded, plain, short, wrapped
from crmcore.valuechain.assessing.ratings import Scale

__all__ = ["maturity_radar"]

_TITLE: Final = Title("Maturity by element", "بلوغ به تفکیک جزء")
_X: Final = Title(
    "{} in the centre, {} at the rim; a gap in a line: not known",
    "مرکز: {}، لبه بیرونی: {}؛ بریدگی خط: نامعلوم",
)
_SIZE: Final = (7.0, 6.0)
_LEAST: Final = 3
_ROOM: Final = 1.45
_WIDTH: Final = 16
_LOOKS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType({
    "own": {"color": INKS["c1"], "linewidth": 2.5, "marker": "o"},
    "target": {"color": INKS["ink"], "linewidth": 1.5, "linestyle": "--"},
    "earlier": {"color": INKS["soft"], "linewidth": 1.5, "linestyle": ":"},
})
_RIVAL_MARKS: Final = "sD^vP*X"


def maturity_radar(
    found: MaturitySource,
    /,
    *,
    elements: Sequence[str] | None = None,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw the scores of an assessment on spokes, with target, competitors and the past.

    Parameters
    ----------
    found : Assessment or Comparison
        The scores; a comparison brings target, competitors and the earlier scores with it.
    elements : sequence of str, optional
        Keys of the elements to draw, clockwise from above; None is all that have a figure.
    ax : matplotlib.axes.Axes, optional
        Where to draw, about square; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. A score that is not known leaves a gap in its line, never a 0.

    Raises
    ------
    UnknownKeyError
        If an element is unknown.
    UndefinedMetricError
        If no element has a score.
    InvalidInputError
        If there are fewer than 3 elements to draw: a heat map shows them.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> from crmcore.valuechain import Rating, frameworks
    >>> idic = frameworks["idic"]
    >>> now = idic.assess([Rating(key, 3) for key in idic.practices], as_of="2024-06-30")
    >>> ax = maturity_radar(now)
    >>> [text.get_text() for text in ax.texts][-4:]
    ['Identify', 'Differentiate', 'Interact', 'Customize']
    """
    table, rows = chosen_rows(found, elements)
    if len(rows) < _LEAST:
        msg = f"elements must be 3 or more for a radar, got {len(rows)}; see maturity_heat_map"
        raise InvalidInputError(msg)
    chart = axes(ax, size=_SIZE)
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(rows)) / len(rows)
    _web(chart, angles, table.scale, language)
    rival = 0
    for series in series_of(table, rows, language):
        look = _LOOKS.get(series.kind)
        if look is None:
            look = {"color": INKS["c2"], "linewidth": 1, "marker": _RIVAL_MARKS[rival % 7]}
            rival += 1
        _line(chart, series, angles, table.scale, look)
    for angle, row in zip(angles, rows, strict=True):
        _spoke_name(chart, float(angle), wrapped(row.title.text(language), _WIDTH))
    low, high = (short(float(end), language) for end in (table.scale.low, table.scale.high))
    chart.set_title(plain(_TITLE.text(language)), loc="left")
    chart.set_xlabel(_X.text(language).format(low, high))
    chart.legend(frameon=False, loc="lower left", bbox_to_anchor=(1.0, 0.0))
    return chart


def _web(ax: Axes, angles: FloatArray, scale: Scale, language: Language) -> None:
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_xlim(-_ROOM, _ROOM)
    ax.set_ylim(-_ROOM, _ROOM)
    for side in ("top", "right", "bottom", "left"):
        ax.spines[side].set_visible(False)
    around = np.append(angles, angles[0])
    for level in scale.levels:
        reach = scale.share(level)
        ax.plot(reach * np.cos(around), reach * np.sin(around), color=INKS["line"], linewidth=1)
        ax.text(
            0.0, reach, short(float(level), language), fontsize=8, color=INKS["soft"],
            ha="right", va="bottom",
        )  # fmt: skip
    for angle in angles:
        ax.plot([0, np.cos(angle)], [0, np.sin(angle)], color=INKS["line"], linewidth=1)


def _line(
    ax: Axes, series: Series, angles: FloatArray, scale: Scale, look: Mapping[str, Any]
) -> None:
    reach = np.array([np.nan if s is None else scale.share(s) for s in series.scores])
    x, y = reach * np.cos(angles), reach * np.sin(angles)
    if series.kind == "own" and np.isfinite(reach).all():
        ax.fill(x, y, color=faded("c1", 0.15))
    ax.plot(np.append(x, x[0]), np.append(y, y[0]), label=plain(series.name), **look)


def _spoke_name(ax: Axes, angle: float, text: str) -> None:
    x, y = np.cos(angle), np.sin(angle)
    side = "center" if abs(x) < 0.1 else "left" if x > 0 else "right"  # noqa: PLR2004
    height = "center" if abs(y) < 0.9 else "bottom" if y > 0 else "top"  # noqa: PLR2004
    ax.text(1.08 * x, 1.08 * y, text, ha=side, va=height, fontsize=9)
