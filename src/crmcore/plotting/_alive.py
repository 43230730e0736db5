"""The chance that a customer is still one, over recency and frequency."""

from typing import Final, Protocol

import numpy as np

from crmcore._checks import number_above
from crmcore._inputs import whole_number
from crmcore._optional import require
from crmcore._text import Title
from crmcore._types import FloatArray, Language, TimeUnit
from crmcore.plotting._style import (
    INKS,
    UNITS,
    Axes,
    axes,
    faded,
    label,
    span,
    tick_numbers,
    written,
)
from crmcore.summary import CustomerSummary

__all__ = ["probability_alive"]

_TITLE: Final = Title(
    "Chance that a customer of {} is still active", "احتمال فعال بودن مشتری با سابقه {}"
)
_X: Final = Title("Time from first to last purchase ({})", "فاصله اولین تا آخرین خرید ({})")
_Y: Final = Title("Repeat purchases (count)", "خریدهای تکراری (تعداد)")
_MOST: Final = 1000
_STEPS: Final = 61
_LEVELS: Final = 10
_ALIKE: Final = 0.005
_LIGHT, _DARK = 0.04, 0.5


class AliveModel(Protocol):
    """What this figure asks of a model; every purchase model has it."""

    def probability_alive(self, customers: CustomerSummary, /) -> FloatArray:
        """Give the chance that each customer has not left."""
        ...


def probability_alive(
    model: AliveModel,
    /,
    *,
    unit: TimeUnit,
    T: float,
    max_frequency: int = 12,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw a model's chance of being alive as a map with labelled contour lines.

    Parameters
    ----------
    model : PurchaseModel
        The model.
    unit : {"day", "week", "month", "year", "period"}
        The unit of time of the model.
    T : float
        The age of the customers shown, in `unit`, above 0.
    max_frequency : int, default 12
        The most repeat purchases shown, 2 to 1000; the fewest is 1.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; the stronger the shade, the likelier alive. Between whole numbers of
        purchases the lines are interpolated.

    Raises
    ------
    InvalidInputError
        If a number is out of its range.
    MissingExtraError
        If matplotlib is not installed.

    References
    ----------
    .. [1] Fader, Hardie & Lee (2005), Journal of Marketing Research 42(4), 415-430: iso-value
       curves over recency and frequency.

    Examples
    --------
    >>> from crmcore.metrics.clv.bg_nbd import BGNBD
    >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> probability_alive(cdnow, unit="week", T=39).get_title(loc="left")
    'Chance that a customer of 39 weeks is still active'
    """
    number_above("T", T)
    most = whole_number("max_frequency", max_frequency, low=2, high=_MOST)
    recency, frequency = np.meshgrid(np.linspace(0.0, T, _STEPS), np.arange(1.0, most + 1))
    alive = model.probability_alive(
        CustomerSummary(
            frequency=frequency.ravel(),
            recency=recency.ravel(),
            T=np.full(frequency.size, T),
            unit=unit,
        )
    ).reshape(frequency.shape)
    chart = axes(ax)
    _contours(chart, recency, frequency, alive, language)
    label(
        chart,
        title=_TITLE.text(language).format(span(T, unit, language)),
        x=_X.text(language).format(UNITS[unit].text(language)),
        y=_Y.text(language),
    )
    chart.yaxis.set_major_locator(
        require("matplotlib.ticker", purpose="a figure").MaxNLocator(integer=True)
    )
    tick_numbers(chart, language)
    return chart


def _contours(
    ax: Axes, x: FloatArray, y: FloatArray, chance: FloatArray, language: Language
) -> None:
    low, high = float(chance.min()), float(chance.max())

    def tell(level: float) -> str:
        return written(f"{100 * level:.3g}%", language)

    steps = require("matplotlib.ticker", purpose="a figure").MaxNLocator(_LEVELS)
    ticks = np.clip(steps.tick_values(low, high), 0.0, 1.0)
    apart = high - low > _ALIKE
    lines = np.unique(ticks[(ticks > low) & (ticks < high) & apart])
    edges = np.concatenate(([low], lines, [max(high, np.nextafter(low, 2.0))]))
    shades = [faded("c1", _LIGHT + (_DARK - _LIGHT) * edge) for edge in edges[1:]]
    ax.contourf(x, y, chance, levels=edges, colors=shades)
    if not apart:
        middle = (float(x.mean()), float(y.mean()))
        ax.annotate(tell(low), middle, ha="center", va="center")
    if lines.size:
        drawn = ax.contour(x, y, chance, levels=lines, colors=INKS["c1"], linewidths=1)
        drawn.clabel(fmt=tell, fontsize=9, manual=_label_points(x, y, chance, lines))


# Where each line passes the middle of the map, or the row next to it that the line passes.
def _label_points(
    x: FloatArray, y: FloatArray, chance: FloatArray, lines: FloatArray
) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    middle = (chance.shape[0] - 1) / 2
    levels: list[float] = lines.tolist()
    for level in levels:
        passed = np.flatnonzero((chance.min(axis=1) < level) & (level < chance.max(axis=1)))
        if passed.size:
            row = int(passed[int(np.abs(passed - middle).argmin())])
            order = np.argsort(chance[row])
            known: FloatArray = chance[row, order]
            places: FloatArray = x[row, order]
            points.append((float(np.interp(level, known, places)), float(y[row, 0])))
    return points
