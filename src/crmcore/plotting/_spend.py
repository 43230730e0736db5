"""Mean spend of customers: how many have which, and how many a model of spend expects."""

import math
from typing import Any, Final, Protocol

import numpy as np

from crmcore._text import Title
from crmcore._types import FloatArray, Language
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv._families.gamma_gamma import repeat_spend
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.plotting._logs import log_axis, log_classes
from crmcore.plotting._style import INKS, Axes, axes, label, legend_above, tick_numbers
from crmcore.plotting._words import ACTUAL, EXPECTED, money_unit
from crmcore.summary import CustomerSummary

__all__ = ["spend_density"]

_TITLE: Final = Title(
    "Mean spend of repeat buyers: actual and expected",
    "میانگین مبلغ خرید مشتریان تکراری: واقعی و مورد انتظار",
)
_X: Final = Title(
    "Mean spend per repeat purchase ({}, log scale)",
    "میانگین مبلغ هر خرید تکراری ({}، مقیاس لگاریتمی)",
)
_Y: Final = Title("Repeat buyers (% in each class)", "مشتریان تکراری (٪ در هر رده)")
_NO_BUYERS: Final = Title(
    "there is no repeat buyer, so no mean spend to draw",
    "هیچ مشتری تکراری‌ای نیست، پس میانگین مبلغی برای رسم نیست",
)
_POINTS: Final = 200


class SpendDensity(Protocol):
    """What this figure asks of a model of spend."""

    def log_likelihood(self, customers: CustomerSummary, /) -> FloatArray:
        """Give the log density of each customer's mean spend."""
        ...


def spend_density(
    model: "SpendDensity | Fit[Any]",
    customers: CustomerSummary,
    /,
    *,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    r"""Draw how the mean spend of repeat buyers is spread, actual and expected.

    Parameters
    ----------
    model : GammaGamma or its Fit
        The model of spend.
    customers : CustomerSummary
        The base with `monetary_value`; weights count as customers. Customers without a repeat
        purchase have no mean spend and are passed over.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: hatched bars for the share of buyers in classes of equal ratio of
        spend, a dashed line for the share expected in such a class about each spend.

    Raises
    ------
    InvalidInputError
        If `monetary_value` is missing, a repeat purchase was free, or the currencies differ.
    UndefinedMetricError
        If there is no repeat buyer.
    MissingExtraError
        If matplotlib is not installed.

    Notes
    -----
    Who buys more often has a steadier mean, so the expected density is a mean over the buyers as
    they are: with :math:`x_i` repeat purchases and classes of width w in :math:`\ln m`, the line
    is :math:`\frac{w}{n} \sum_i m f(m \mid x_i)`.

    References
    ----------
    .. [1] Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value, note 025,
       brucehardie.com.

    Examples
    --------
    >>> from crmcore.metrics.clv.gamma_gamma import GammaGamma
    >>> model = GammaGamma(p=6.25, q=3.74, v=15.44)
    >>> base = CustomerSummary(
    ...     frequency=[2, 1, 3, 0], recency=[30, 9, 21, 0], T=[39, 39, 39, 39], unit="week",
    ...     monetary_value=[22.4, 11.8, 31.0, 0], currency="USD",
    ... )
    >>> ax = spend_density(model, base)
    >>> ax.get_xlabel(), len(ax.patches)
    ('Mean spend per repeat purchase (US dollar, log scale)', 5)
    """
    density: SpendDensity = model.model if isinstance(model, Fit) else model
    buyers = customers.select((customers.frequency > 0) & (customers.row_weights > 0))
    spend = repeat_spend(buyers)
    if not len(buyers):
        raise UndefinedMetricError(_NO_BUYERS)
    classes = log_classes(spend, buyers.row_weights)
    step = math.exp(classes.width)
    low, high = float(classes.edges[0]) / step, float(classes.edges[-1]) * step
    grid: FloatArray = np.geomspace(low, high, _POINTS)
    expected = 100 * classes.width * grid * _mean_density(density, buyers, grid)
    actual = 100 * classes.count / buyers.customers
    chart = axes(ax)
    chart.bar(
        classes.edges[:-1], actual, align="edge",
        width=np.diff(classes.edges), label=ACTUAL.text(language),
        facecolor="none", edgecolor=INKS["c1"], hatch="//",
    )  # fmt: skip
    chart.plot(
        grid, expected, label=EXPECTED.text(language),
        color=INKS["c2"], linestyle="--", linewidth=2,
    )  # fmt: skip
    log_axis(chart, low, high, language)
    tick_numbers(chart, language, axis="y")
    x = _X.text(language).format(money_unit(customers.currency, language))
    label(chart, title=_TITLE.text(language), x=x, y=_Y.text(language))
    legend_above(chart, float(max(actual.max(), expected.max())))
    return chart


# The density of the mean spend, over buyers with as many purchases as there are.
def _mean_density(model: SpendDensity, buyers: CustomerSummary, grid: FloatArray) -> FloatArray:
    x, place = np.unique(buyers.frequency, return_inverse=True)
    share = np.bincount(place, buyers.row_weights) / buyers.customers
    rows = x.size * grid.size
    asked = CustomerSummary(
        frequency=np.repeat(x, grid.size),
        recency=np.ones(rows),
        T=np.ones(rows),
        unit=buyers.unit,
        monetary_value=np.tile(grid, x.size),
        currency=buyers.currency,
    )
    density: FloatArray = np.exp(model.log_likelihood(asked)).reshape(x.size, grid.size)
    return share @ density
