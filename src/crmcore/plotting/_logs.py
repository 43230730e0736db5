"""Amounts on a log axis: classes of equal ratio, and marks at round numbers."""

import math
from typing import Final

import attrs
import numpy as np

from crmcore._optional import require
from crmcore._types import FloatArray, Language
from crmcore.plotting._style import Axes, short, written

__all__ = ["LogClasses", "brief", "log_axis", "log_classes"]

_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_TINY, _HUGE = 1e-4, 1e10
_PER_DECADE: Final = (100, 50, 20, 10, 5, 4, 3, 2, 1)
_FEWEST, _MOST = 5, 40
_TICKS: Final = 8
_ENOUGH: Final = 3
_ROUND: Final = ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0))


@attrs.frozen(kw_only=True)
class LogClasses:
    """Classes of equal ratio, and what falls into them.

    Attributes
    ----------
    edges : ndarray of shape (k + 1,)
        The ends of the classes.
    count : ndarray of shape (k,)
        The weight of the values in each.
    width : float
        The natural log of the ratio of its ends.
    """

    edges: FloatArray
    count: FloatArray
    width: float


def log_classes(values: FloatArray, weights: FloatArray, /) -> LogClasses:
    """Sort values into classes of equal ratio.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Values above 0, at least one.
    weights : ndarray of shape (n,)
        Their weights.

    Returns
    -------
    LogClasses
        The classes, the more the more values there are; 1, 10, 100 are always between two.
    """
    place = np.log10(values)
    low, high = float(place.min()), float(place.max())
    wanted = min(max(2 * values.size ** (1 / 3), _FEWEST), _MOST)
    each = next((n for n in _PER_DECADE if (high - low) * n <= wanted), 1)
    first = math.floor(low * each)
    inside = np.floor(place * each).astype(np.int64) - first
    count = np.bincount(inside, weights).astype(np.float64)
    edges = 10.0 ** ((first + np.arange(count.size + 1)) / each)
    return LogClasses(edges=edges, count=count, width=math.log(10) / each)


def brief(value: float, language: Language, /) -> str:
    """Write a number above 0, as a power of ten where it is very large or small.

    Parameters
    ----------
    value : float
        The number.
    language : {"en", "fa"}
        The language.

    Returns
    -------
    str
        The text, such as ``"1,200"`` or ``"2×10⁻⁹"``.
    """
    if _TINY <= abs(value) < _HUGE or value == 0 or math.isinf(value):
        return short(value, language)
    digits, power = f"{value:.2e}".split("e")
    mantissa = written(f"{float(digits):g}×", language) if float(digits) != 1 else ""
    return f"{mantissa}{written('10', language)}{str(int(power)).translate(_RAISED)}"


def log_axis(
    ax: Axes,
    low: float,
    high: float,
    language: Language,
    /,
    *,
    beside: tuple[float, str] | None = None,
) -> None:
    """Make the lower axis one of logs, with round numbers along it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes.
    low, high : float
        What is to be seen, above 0.
    language : {"en", "fa"}
        The language.
    beside : tuple of float and str, optional
        A place below `low` that stands for all that has none on the axis, and its name.
    """
    ticker = require("matplotlib.ticker", purpose="a figure")
    ticks = _round_numbers(low, high)
    names = [brief(tick, language) for tick in ticks]
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ax.xaxis.set_minor_locator(ticker.NullLocator())
    if beside is not None:
        place, name = beside
        ticks, names = [place, *ticks], [name, *names]
        ax.set_xlim(left=place * place / low)
    ax.set_xticks(ticks, names)


def _round_numbers(low: float, high: float) -> list[float]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for digits in _ROUND:
        ticks = [digit * 10.0**decade for decade in decades for digit in digits]
        seen = [tick for tick in ticks if low <= tick <= high]
        if len(seen) >= _ENOUGH:
            return seen[:: -(-len(seen) // _TICKS)]
    steps = require("matplotlib.ticker", purpose="a figure").MaxNLocator(_TICKS - 2)
    return [tick for tick in steps.tick_values(low, high).tolist() if low <= tick <= high]
