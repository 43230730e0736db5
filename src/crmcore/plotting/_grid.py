"""The grid of RFM: how many customers have which scores of recency and frequency."""

from typing import Final

import numpy as np
import numpy.typing as npt

from crmcore._inputs import column, require_rows, weight_column
from crmcore._text import Title
from crmcore._types import FloatArray, IntArray, Language
from crmcore.plotting._style import INKS, Axes, axes, faded, label, short, tick_numbers
from crmcore.segmentation.rfm import RFMScores

__all__ = ["rfm_grid"]

_TITLE: Final = Title("Customers by recency and frequency", "مشتریان بر پایه تازگی و تکرار خرید")
_BY_COUNT: Final = Title(
    "number of customers; stronger shade: more customers",
    "تعداد مشتریان؛ رنگ تندتر: مشتریان بیشتر",
)
_BY_MONEY: Final = Title(
    "number of customers, mean money{}; stronger shade: more money",
    "تعداد مشتریان، میانگین پول{}؛ رنگ تندتر: پول بیشتر",
)
_X: Final = Title("Recency score ({} = latest)", "امتیاز تازگی خرید ({} = تازه‌ترین)")
_Y: Final = Title("Frequency score ({} = most often)", "امتیاز تکرار خرید ({} = بیشترین)")
_DARK: Final = 0.5


def rfm_grid(
    scores: RFMScores,
    /,
    *,
    money: npt.ArrayLike | None = None,
    currency: str | None = None,
    weights: npt.ArrayLike | None = None,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw the grid of recency and frequency scores: customers in each cell, and their money.

    Parameters
    ----------
    scores : RFMScores
        Scores of ``n`` customers.
    money : array_like of shape (n,), optional
        Money of each customer: its mean is written in each cell and gives the shade; without it
        the number of customers does.
    currency : str, optional
        The currency of `money`.
    weights : array_like of shape (n,), optional
        Customers that each row stands for; None is one each.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: recency from left to right, frequency upwards, the strongest shade
        where there is most. A mean below 0 has no shade.

    Raises
    ------
    InvalidInputError
        If a column has another length or a number that is not finite.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> scores = RFMScores(
    ...     recency=[1, 2, 2], frequency=[1, 2, 2], monetary=[1, 1, 2], bins=(2, 2, 2)
    ... )
    >>> ax = rfm_grid(scores, money=[5, 20, 40], currency="EUR")
    >>> [text.get_text() for text in ax.texts]
    ['1', '5', '0', '0', '2', '30']
    """
    recency, frequency, _ = scores.bins
    cell = (scores.frequency - 1) * recency + scores.recency - 1
    weight = weight_column(weights, len(scores))
    count = np.bincount(cell, weight, recency * frequency).astype(np.float64)
    mean = None if money is None else _means(cell, money, weight, count)
    chart = axes(ax)
    _cells(chart, recency, count, count if mean is None else mean)
    for place, customers in enumerate(count):
        lower = "" if mean is None or customers == 0 else short(mean[place], language)
        _write(chart, place % recency + 1, place // recency + 1, short(customers, language), lower)
    told = (_BY_COUNT if money is None else _BY_MONEY).text(language)
    label(
        chart,
        title=f"{_TITLE.text(language)}\n{told.format(f' ({currency})' if currency else '')}",
        x=_X.text(language).format(short(recency, language)),
        y=_Y.text(language).format(short(frequency, language)),
    )
    chart.set_xticks(np.arange(1, recency + 1))
    chart.set_yticks(np.arange(1, frequency + 1))
    tick_numbers(chart, language)
    return chart


def _means(
    cell: IntArray, money: npt.ArrayLike, weight: FloatArray | None, count: FloatArray
) -> FloatArray:
    values = column("money", money)
    require_rows("money", values.size, cell.size)
    total = np.bincount(cell, values if weight is None else weight * values, count.size)
    return np.divide(total, count, out=np.zeros(count.size), where=count > 0)


def _cells(ax: Axes, columns: int, count: FloatArray, shade: FloatArray) -> None:
    place = np.arange(count.size)
    depth = np.maximum(shade, 0.0) / max(float(shade.max()), np.finfo(float).tiny)
    ax.bar(
        place % columns + 1, 1.0, width=1.0, bottom=place // columns + 0.5,
        color=[faded("c1", _DARK * float(part)) for part in depth],
        edgecolor=INKS["line"], linewidth=1,
    )  # fmt: skip
    ax.margins(0)


def _write(ax: Axes, x: int, y: int, upper: str, lower: str) -> None:
    if lower:
        ax.text(x, y, upper, ha="center", va="bottom")
        ax.text(x, y, lower, ha="center", va="top")
    else:
        ax.text(x, y, upper, ha="center", va="center")
