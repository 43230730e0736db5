"""What the figures that are tables share: cells, names of rows and columns, reading direction."""

from collections.abc import Sequence

import numpy as np

from crmcore._types import FloatArray, Language
from crmcore.plotting._style import INKS, Axes, faded

__all__ = ["table_axes", "table_cell"]

_GAP = 0.03


def table_cell(
    ax: Axes,
    column: int,
    top: float,
    height: float,
    /,
    text: str,
    *,
    shade: float,
    framed: bool = False,
) -> None:
    """Draw a cell with its text.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes.
    column : int
        Its place across, from 0.
    top, height : float
        Where it begins, downwards, and how high it is.
    text : str
        What stands in it.
    shade : float
        From 0, clear, to 1, full.
    framed : bool, default False
        Whether a heavy frame marks it.
    """
    ax.bar(
        column, height - 2 * _GAP, width=0.95, bottom=top + _GAP, color=faded("c1", shade),
        edgecolor=INKS["c2"] if framed else INKS["line"], linewidth=2 if framed else 1,
    )  # fmt: skip
    ax.text(column, top + height / 2, text, ha="center", va="center", fontsize=8)


def table_axes(
    ax: Axes,
    /,
    *,
    columns: Sequence[str],
    rows: Sequence[str],
    tops: FloatArray,
    heights: FloatArray,
    language: Language,
) -> None:
    """Name the rows and columns of a table, and let it run in the direction of the language.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes.
    columns, rows : sequence of str
        Their names.
    tops, heights : ndarray of shape (rows,)
        Where the rows begin, downwards, and how high they are.
    language : {"en", "fa"}
        The language: a Persian table goes from right to left.
    """
    ax.set_xticks(np.arange(len(columns)), list(columns))
    ax.set_yticks(tops + heights / 2, list(rows))
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ends = (-0.5, len(columns) - 0.5)
    ax.set_xlim(*(ends if language == "en" else ends[::-1]))
    ax.set_ylim(float(tops[-1] + heights[-1]), 0.0)
    if language == "fa":
        ax.yaxis.tick_right()
        ax.yaxis.set_label_position("right")
    ax.tick_params(axis="y", length=0)
    for side in ("top", "right", "bottom", "left"):
        ax.spines[side].set_visible(False)
