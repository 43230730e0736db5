"""The look that all figures share: inks, axes, numbers in both languages."""

import textwrap
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import numpy as np

from crmcore._optional import require
from crmcore._text import Title, persian_digits
from crmcore._types import Language

__all__ = [
    "INKS",
    "UNITS",
    "Axes",
    "axes",
    "faded",
    "label",
    "legend_above",
    "percent",
    "plain",
    "short",
    "span",
    "tick_numbers",
    "whole_ticks",
    "wrapped",
    "written",
]

# matplotlib.axes.Axes. Types can be checked without matplotlib, whose own leave much unknown.
Axes: TypeAlias = Any

# Blue and orange differ for every kind of colour vision; no figure relies on that alone.
INKS: Final[Mapping[str, str]] = MappingProxyType({
    "ink": "#1c1f24",
    "soft": "#5b6470",
    "line": "#d9dce1",
    "paper": "#fdfdfb",
    "c1": "#1f6f8b",
    "c2": "#c2571a",
})
UNITS: Final[Mapping[str, Title]] = MappingProxyType({
    "day": Title("days", "روز"),
    "week": Title("weeks", "هفته"),
    "month": Title("months", "ماه"),
    "year": Title("years", "سال"),
    "period": Title("periods", "دوره"),
})
_SIZE: Final = (7.0, 4.0)
_MARKS: Final = dict.fromkeys(range(0x2066, 0x206A))
_HEADROOM: Final = 1.2
_COARSE: Final = 10
_FOUR_DIGITS: Final = 1000


def axes(ax: Axes | None, /, *, size: tuple[float, float] = _SIZE) -> Axes:
    """Give the axes to draw on: those given, or those of a new figure.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        The axes of the caller, or None.
    size : tuple of float, default (7, 4)
        Width and height of a new figure in inches.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; a new figure is known to nobody else.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    """
    if ax is not None:
        return ax
    figure = require("matplotlib.figure", purpose="a figure").Figure(
        figsize=size, layout="constrained"
    )
    return figure.subplots()


def label(ax: Axes, /, *, title: str, x: str, y: str) -> None:
    """Write the title and the axes' names, and take away what carries no information.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes.
    title, x, y : str
        The texts; what an axis measures stands with its unit.
    """
    ax.set_title(plain(title), loc="left")
    ax.set_xlabel(plain(x))
    ax.set_ylabel(plain(y))
    ax.set_axisbelow(True)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)


def tick_numbers(ax: Axes, language: Language, /, *, axis: str = "both") -> None:
    """Write the numbers along the axes in a language.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes.
    language : {"en", "fa"}
        The language.
    axis : {"both", "x", "y"}, default "both"
        Which axes.
    """
    ticker = require("matplotlib.ticker", purpose="a figure")

    def text(value: float, _position: int | None = None) -> str:
        return written(f"{value:,.12g}", language)

    for name in "xy" if axis == "both" else axis:
        getattr(ax, f"{name}axis").set_major_formatter(ticker.FuncFormatter(text))


def whole_ticks(ax: Axes, axis: str, /) -> None:
    """Put the marks of an axis of counts at whole numbers.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes.
    axis : {"x", "y"}
        Which axis.
    """
    ticker = require("matplotlib.ticker", purpose="a figure")
    getattr(ax, f"{axis}axis").set_major_locator(
        ticker.MaxNLocator(integer=True, steps=[1, 2, 5, 10])
    )


def legend_above(ax: Axes, highest: float, /) -> None:
    """Put the legend of a figure that stands on 0 above all that is drawn.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes.
    highest : float
        How high the drawing reaches, above 0.
    """
    ax.set_ylim(0, _HEADROOM * highest)
    ax.legend(frameon=False, loc="upper right", ncols=2)


def written(text: str, language: Language, /) -> str:
    """Write a formatted number in a language.

    Parameters
    ----------
    text : str
        The number as Python formats it.
    language : {"en", "fa"}
        The language.

    Returns
    -------
    str
        With a true minus sign, and Persian digits for Persian.
    """
    signed = text.replace("-", "−")
    return persian_digits(signed) if language == "fa" else signed


def percent(hundredths: float, language: Language, /) -> str:
    """Write a percentage to the whole, below ten to the tenth.

    Parameters
    ----------
    hundredths : float
        The percentage, 20 for a fifth.
    language : {"en", "fa"}
        The language.

    Returns
    -------
    str
        The text.
    """
    digits = 0 if abs(hundredths) >= _COARSE or float(hundredths).is_integer() else 1
    return written(f"{np.round(hundredths, digits):.{digits}f}%", language)


def short(value: float, language: Language, /) -> str:
    """Write a number in four digits, or whole where it is larger.

    Parameters
    ----------
    value : float
        The number.
    language : {"en", "fa"}
        The language.

    Returns
    -------
    str
        The text, with marks between the thousands.
    """
    large = abs(value) >= _FOUR_DIGITS
    return written(f"{value:,.0f}" if large else f"{value:.4g}", language)


def span(length: float, unit: str, language: Language, /) -> str:
    """Write a length of time with its unit.

    Parameters
    ----------
    length : float
        How many.
    unit : str
        A key of `UNITS`.
    language : {"en", "fa"}
        The language.

    Returns
    -------
    str
        The text, such as ``"39 weeks"``.
    """
    units = UNITS[unit].text(language)
    one = language == "en" and length == 1
    return f"{short(length, language)} {units.removesuffix('s') if one else units}"


def wrapped(text: str, width: int, /) -> str:
    """Break a name into lines.

    Parameters
    ----------
    text : str
        The name.
    width : int
        Letters in a line; a longer word stays whole.

    Returns
    -------
    str
        The lines.
    """
    return "\n".join(textwrap.wrap(plain(text), width, break_long_words=False))


def plain(text: str, /) -> str:
    """Take away the marks of isolation, which older matplotlib draws as boxes.

    Parameters
    ----------
    text : str
        A text.

    Returns
    -------
    str
        The text without them.
    """
    return text.translate(_MARKS)


def faded(ink: str, opacity: float, /) -> Any:  # noqa: ANN401 - a colour of matplotlib
    """Give one of the inks, more or less transparent.

    Parameters
    ----------
    ink : str
        A key of `INKS`.
    opacity : float
        From 0 to 1.

    Returns
    -------
    tuple
        A colour of matplotlib.
    """
    return INKS[ink], opacity
