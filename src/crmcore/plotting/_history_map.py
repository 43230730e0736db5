"""A map over what is known of customers: recency across, frequency upwards, contour lines."""

from collections.abc import Callable
from typing import Final

import attrs
import numpy as np

from crmcore._checks import number_above
from crmcore._inputs import whole_number
from crmcore._optional import require
from crmcore._text import Title
from crmcore._types import FloatArray, Language, TimeUnit
from crmcore.plotting._style import INKS, UNITS, Axes, axes, faded, label, tick_numbers
from crmcore.summary import CustomerSummary

__all__ = ["Histories", "draw_map", "histories"]

_X: Final = Title("Time from first to last purchase ({})", "فاصله اولین تا آخرین خرید ({})")
_Y: Final = Title("Repeat purchases (count)", "خریدهای تکراری (تعداد)")
_MOST: Final = 1000
_STEPS: Final = 61
_LEVELS: Final = 10
_ALIKE: Final = 0.005
_MARGIN: Final = 0.1
_LIGHT, _DARK = 0.04, 0.5


@attrs.frozen(kw_only=True)
class Histories:
    """Histories on a grid.

    Attributes
    ----------
    recency, frequency : ndarray of shape (rows, columns)
        The grid.
    customers : CustomerSummary
        One customer for each point, row by row.
    """

    recency: FloatArray
    frequency: FloatArray
    customers: CustomerSummary


def histories(*, unit: TimeUnit, T: float, max_frequency: int) -> Histories:
    """Lay out the histories that customers of one age may have.

    Parameters
    ----------
    unit : {"day", "week", "month", "year", "period"}
        The unit of time.
    T : float
        The age, in `unit`, above 0.
    max_frequency : int
        The most repeat purchases, 2 to 1000; the fewest is 1.

    Returns
    -------
    Histories
        The grid.
    """
    number_above("T", T)
    most = whole_number("max_frequency", max_frequency, low=2, high=_MOST)
    recency, frequency = np.meshgrid(np.linspace(0.0, T, _STEPS), np.arange(1.0, most + 1))
    customers = CustomerSummary(
        frequency=frequency.ravel(),
        recency=recency.ravel(),
        T=np.full(frequency.size, T),
        unit=unit,
    )
    return Histories(recency=recency, frequency=frequency, customers=customers)


def draw_map(
    grid: Histories,
    values: FloatArray,
    /,
    *,
    full: float,
    title: str,
    tell: Callable[[float], str],
    ax: Axes | None,
    language: Language,
) -> Axes:
    """Draw a map of shades with labelled contour lines.

    Parameters
    ----------
    grid : Histories
        The grid.
    values : ndarray of shape (rows * columns,)
        What is drawn, from 0 to `full`.
    full : float
        What has the strongest shade, above 0.
    title : str
        The title.
    tell : callable
        Writes a value.
    ax : matplotlib.axes.Axes or None
        Where to draw.
    language : {"en", "fa"}
        The language.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; the stronger the shade, the more.
    """
    chart = axes(ax)
    _contours(chart, grid, values.reshape(grid.recency.shape), full, tell)
    unit = UNITS[grid.customers.unit].text(language)
    label(chart, title=title, x=_X.text(language).format(unit), y=_Y.text(language))
    chart.yaxis.set_major_locator(
        require("matplotlib.ticker", purpose="a figure").MaxNLocator(integer=True)
    )
    tick_numbers(chart, language)
    return chart


def _contours(
    ax: Axes, grid: Histories, values: FloatArray, full: float, tell: Callable[[float], str], /
) -> None:
    x, y, low, high = grid.recency, grid.frequency, float(values.min()), float(values.max())
    steps = require("matplotlib.ticker", purpose="a figure").MaxNLocator(
        _LEVELS, steps=[1, 2, 5, 10]
    )
    ticks = np.asarray(steps.tick_values(low, high))
    apart = high - low > _ALIKE * full
    lines = np.unique(ticks[(ticks > low) & (ticks < high) & apart])
    edges = np.concatenate(([low], lines, [max(high, np.nextafter(low, np.inf))]))
    shades = [faded("c1", _LIGHT + (_DARK - _LIGHT) * edge / full) for edge in edges[1:].tolist()]
    ax.contourf(x, y, values, levels=edges, colors=shades)
    if not apart:
        middle = (float(x.mean()), float(y.mean()))
        ax.annotate(tell(low), middle, ha="center", va="center")
    if lines.size:
        drawn = ax.contour(x, y, values, levels=lines, colors=INKS["c1"], linewidths=1)
        drawn.clabel(fmt=tell, fontsize=9, manual=_label_points(x, y, values, lines))


# Where each line passes the row nearest to the middle that it passes well inside the map; a line
# along the edge alone has no room for its label.
def _label_points(
    x: FloatArray, y: FloatArray, values: FloatArray, lines: FloatArray
) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    middle, width = (values.shape[0] - 1) / 2, float(x.max())
    levels: list[float] = lines.tolist()
    for level in levels:
        passed = np.flatnonzero((values.min(axis=1) < level) & (level < values.max(axis=1)))
        places = np.array([_place(x[row], values[row], level) for row in passed])
        inside = np.abs(2 * places - width) < (1 - _MARGIN) * width
        if inside.any():
            passed, places = passed[inside], places[inside]
            best = int(np.abs(passed - middle).argmin())
            points.append((float(places[best]), float(y[passed[best], 0])))
    return points


def _place(x: FloatArray, values: FloatArray, level: float) -> float:
    order = np.argsort(values)
    return float(np.interp(level, values[order], x[order]))
