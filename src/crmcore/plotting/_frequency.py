"""How many customers bought how often, and how many a model expects."""

from typing import Any, Final

import numpy as np

from crmcore._inputs import whole_number
from crmcore._text import Title
from crmcore._types import FloatArray, IntArray, Language
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv._arguments import require_unit
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.verbs.protocols import PurchaseModel, purchase_model
from crmcore.plotting._style import (
    INKS,
    Axes,
    axes,
    label,
    legend_above,
    tick_numbers,
    whole_ticks,
    written,
)
from crmcore.plotting._words import ACTUAL, EXPECTED, NOBODY
from crmcore.summary import CustomerSummary

__all__ = ["frequency_fit"]

_TITLE: Final = Title(
    "How often customers bought again: actual and expected",
    "تکرار خرید مشتریان: واقعی و مورد انتظار",
)
_X: Final = Title("Repeat purchases so far (count)", "خریدهای تکراری تاکنون (تعداد)")
_Y: Final = Title("Customers (number)", "مشتریان (تعداد)")
_MOST: Final = 50
_NAMED: Final = 15


def frequency_fit(
    model: "PurchaseModel | Fit[Any]",
    customers: CustomerSummary,
    /,
    *,
    top: int = 7,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    r"""Draw how many customers made 0, 1, 2, ... repeat purchases, actual and expected.

    Parameters
    ----------
    model : purchase model or its Fit
        The model.
    customers : CustomerSummary
        The base, in the time unit of the model; weights count as customers.
    top : int, default 7
        Customers with this many repeat purchases or more form one class; 1 to 50.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: hatched bars for the customers that there are, a line with markers for
        those expected; the last class holds that many purchases and more.

    Raises
    ------
    InvalidInputError
        If `top` is out of its range, or the units of time differ.
    UndefinedMetricError
        If there are no customers.
    MissingExtraError
        If matplotlib is not installed.

    Notes
    -----
    Each customer i counts at the own age :math:`T_i`: the expected number with n purchases is
    :math:`\sum_i P(X(T_i) = n)`. Nothing of what the customers did enters but their ages, so a
    gap between bar and line is one between model and base.

    References
    ----------
    .. [1] Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284, figure 1.

    Examples
    --------
    >>> from crmcore.metrics.clv.bg_nbd import BGNBD
    >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> base = CustomerSummary(
    ...     frequency=[0, 1, 4], recency=[0, 9, 30], T=[39, 39, 39], unit="week",
    ...     weights=[1411, 439, 507],
    ... )
    >>> ax = frequency_fit(cdnow, base, top=2)
    >>> [float(bar.get_height()) for bar in ax.patches]
    [1411.0, 439.0, 507.0]
    >>> ax.lines[0].get_ydata().round(0).tolist()
    [1352.0, 470.0, 535.0]
    """
    top = whole_number("top", top, low=1, high=_MOST)
    often = purchase_model(model)
    require_unit(often.unit, customers)
    if not customers.customers:
        raise UndefinedMetricError(NOBODY)
    actual, expected = _actual(customers, top), _expected(often, customers, top)
    chart, place = axes(ax), np.arange(top + 1)
    chart.bar(
        place, actual, width=0.6, label=ACTUAL.text(language),
        facecolor="none", edgecolor=INKS["c1"], hatch="//",
    )  # fmt: skip
    chart.plot(
        place, expected, label=EXPECTED.text(language),
        color=INKS["c2"], linestyle="--", linewidth=2, marker="o", markersize=6,
    )  # fmt: skip
    _classes(chart, place, language)
    label(chart, title=_TITLE.text(language), x=_X.text(language), y=_Y.text(language))
    legend_above(chart, float(max(actual.max(), expected.max())))
    return chart


def _actual(customers: CustomerSummary, top: int) -> FloatArray:
    group = np.minimum(customers.frequency, top).astype(np.int64)
    return np.bincount(group, customers.row_weights, top + 1).astype(np.float64)


def _expected(model: PurchaseModel, customers: CustomerSummary, top: int) -> FloatArray:
    age, place = np.unique(customers.T, return_inverse=True)
    count = np.bincount(place, customers.row_weights)
    below = [float(count @ np.asarray(model.purchase_pmf_new(n, horizon=age))) for n in range(top)]
    return np.array([*below, max(customers.customers - sum(below), 0.0)])


def _classes(ax: Axes, place: IntArray, language: Language) -> None:
    *_, top = place.tolist()
    step = -(-top // _NAMED)
    below = range(0, top - step + 1, step)
    names = [written(str(n), language) for n in (*below, top)]
    ax.set_xticks([*below, top], [*names[:-1], f"{names[-1]}+"])
    whole_ticks(ax, "y")
    tick_numbers(ax, language, axis="y")
