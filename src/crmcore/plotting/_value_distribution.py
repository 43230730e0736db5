"""How the value of customers is spread, on a log axis."""

import math
from typing import Final

import numpy as np

from crmcore._text import Title
from crmcore._types import FloatArray, Language
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv.value.customers import CustomerValue
from crmcore.plotting._logs import brief, log_axis, log_classes
from crmcore.plotting._style import (
    INKS,
    Axes,
    axes,
    label,
    legend_above,
    short,
    tick_numbers,
    whole_ticks,
    written,
)
from crmcore.plotting._words import NOBODY, money_unit

__all__ = ["value_distribution"]

_TITLE: Final = Title("Value of customers", "ارزش مشتریان")
_X: Final = Title("Value of a customer ({}, log scale)", "ارزش یک مشتری ({}، مقیاس لگاریتمی)")
_Y: Final = Title("Customers (number in each class)", "مشتریان (تعداد در هر رده)")
_MEAN: Final = Title("mean of all {}", "میانگین همه {}")
_MEDIAN: Final = Title("median of all {}", "میانه همه {}")
_WORTHLESS: Final = Title(
    "no customer has a value above 0, so there is no log axis to draw on",
    "ارزش هیچ مشتری‌ای بیش از صفر نیست، پس محور لگاریتمی ندارد",
)
_NOTHING: Final = 1e-4  # of the mean
_GAP: Final = 1.5  # classes between those of no value and the others


def value_distribution(
    value: CustomerValue, /, *, ax: Axes | None = None, language: Language = "en"
) -> Axes:
    """Draw how many customers have which value, in classes of equal ratio.

    Parameters
    ----------
    value : CustomerValue
        The values; weights count as customers.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: a bar for each class, mean and median as uprights where they are above
        0. Customers of no value or of a loss have no place on a log axis; they are one hatched
        bar beside it, with those whose value is less than about 1/10,000 of the mean, as that of
        customers who have surely left.

    Raises
    ------
    UndefinedMetricError
        If there are no customers, or none has a value above 0.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> from crmcore.metrics.clv import BGNBD, GammaGamma, customer_value
    >>> from crmcore.rates import Rate
    >>> from crmcore.summary import CustomerSummary
    >>> base = CustomerSummary(
    ...     frequency=[2, 0, 4], recency=[30.4, 0, 20], T=[39, 39, 39], unit="week",
    ...     monetary_value=[22.35, 0, 31],
    ... )
    >>> models = (
    ...     BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426), GammaGamma(p=6.25, q=3.74, v=15.44)
    ... )
    >>> worth = customer_value(*models, base, rate=Rate(0.12, per="year"))
    >>> ax = value_distribution(worth)
    >>> ax.get_ylabel(), float(sum(bar.get_height() for bar in ax.patches))
    ('Customers (number in each class)', 3.0)
    """
    weights = np.ones(len(value)) if value.weights is None else value.weights
    present = weights > 0
    money, weights = value.value[present], weights[present]
    if not money.size:
        raise UndefinedMetricError(NOBODY)
    if not np.any(money > 0):
        raise UndefinedMetricError(_WORTHLESS)
    chart = axes(ax)
    top = _bars(chart, money, weights, language)
    for name, number, style in (
        (_MEAN, float(weights @ money / weights.sum()), "--"),
        (_MEDIAN, _median(money, weights), ":"),
    ):
        if number > 0:
            told = name.text(language).format(short(number, language))
            chart.vlines(number, 0, top, color=INKS["c2"], linestyle=style, linewidth=2, label=told)
    x = _X.text(language).format(money_unit(value.currency, language))
    label(chart, title=_TITLE.text(language), x=x, y=_Y.text(language))
    whole_ticks(chart, "y")
    tick_numbers(chart, language, axis="y")
    legend_above(chart, top)
    return chart


def _bars(ax: Axes, money: FloatArray, weights: FloatArray, language: Language) -> float:
    floor = _floor(money, weights)
    seen = money >= floor
    classes = log_classes(money[seen], weights[seen])
    step = math.exp(classes.width)
    ax.bar(
        classes.edges[:-1], classes.count, np.diff(classes.edges), align="edge",
        facecolor=INKS["c1"], edgecolor=INKS["paper"],
    )  # fmt: skip
    low, high = float(classes.edges[0]) / step, float(classes.edges[-1]) * step
    below = float(weights[~seen].sum())
    if not below:
        log_axis(ax, low, high, language)
        return float(classes.count.max())
    apart = low / step**_GAP
    ax.bar(
        apart, below, apart * (step - step**-1) / 2, facecolor="none", edgecolor=INKS["c1"],
        hatch="//",
    )  # fmt: skip
    some = bool(np.any(money[~seen] > 0))
    name = f"< {brief(floor, language)}" if some else written("≤ 0", language)
    log_axis(ax, low, high, language, beside=(apart, name))
    return max(below, float(classes.count.max()))


# The power of ten below which a value is next to nothing beside the mean of those above 0.
def _floor(money: FloatArray, weights: FloatArray) -> float:
    gains = money > 0
    mean = float(np.average(money[gains], weights=weights[gains]))
    return 10.0 ** math.floor(math.log10(_NOTHING * mean))


# The least value that half of the customers do not exceed.
def _median(money: FloatArray, weights: FloatArray) -> float:
    order = np.argsort(money)
    upto = np.cumsum(weights[order])
    return float(money[order][np.searchsorted(upto, upto[-1] / 2)])
