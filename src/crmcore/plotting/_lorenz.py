"""The Lorenz curve: value cumulated over customers, the least valuable first."""

from typing import Final

import numpy as np

from crmcore._text import Title, amount, persian_figure
from crmcore._types import Language
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv.value.customers import CustomerValue
from crmcore.plotting._style import INKS, Axes, axes, faded, label, tick_numbers, written
from crmcore.segmentation.concentration import WhaleCurve, whale_curve

__all__ = ["lorenz_curve"]

_VALUE: Final = Title("value", "ارزش")
_TITLE: Final = Title("How evenly {} is spread: Gini {}", "یکنواختی توزیع {}: ضریب جینی {}")
_X: Final = Title(
    "Customers, the least valuable first (% of all)", "مشتریان، از کم‌ارزش‌ترین (٪ از کل)"
)
_Y: Final = Title("Cumulative {} (% of total)", "{} انباشته (٪ از کل)")
_EQUAL: Final = Title("all equal", "همه برابر")
_NO_VALUE: Final = Title(
    "there is no value to share: no customer brings anything",
    "چیزی برای سهم‌بندی نیست: هیچ مشتری‌ای ارزشی نمی‌آورد",
)
_FILLED: Final = 200  # points of the area, which need not be as fine as the line


def lorenz_curve(
    value: CustomerValue | WhaleCurve,
    /,
    *,
    of: Title = _VALUE,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    r"""Draw what share of value the least valuable customers hold, and tell the Gini coefficient.

    Parameters
    ----------
    value : CustomerValue or WhaleCurve
        The values; weights count as customers.
    of : Title, default "value"
        What is cumulated, in the middle of a sentence: profit, revenue.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: the curve, and the straight line of customers who are all alike.

    Raises
    ------
    UndefinedMetricError
        If a value is negative (the curve would fall below 0 and the coefficient rise above 1;
        `whale_curve` shows losses), there are no customers, or the total is 0.
    MissingExtraError
        If matplotlib is not installed.

    Notes
    -----
    The Gini coefficient is twice the area between line and curve, from 0 (all alike) towards 1
    (one holds everything). With L the curve over the shares of customers,

    .. math:: G = 1 - 2 \int_0^1 L(u)\,du .

    It is that of the customers as they are, not an estimate for others.

    References
    ----------
    .. [1] Gastwirth (1972), The estimation of the Lorenz curve and Gini index, Review of
       Economics and Statistics 54(3), 306-316, doi:10.2307/1937992.

    Examples
    --------
    >>> ax = lorenz_curve(whale_curve([50, 30, 10, 5, 5]))
    >>> ax.get_title(loc="left"), ax.lines[0].get_xydata()[2].tolist()
    ('How evenly value is spread: Gini 0.46', [60.0, 20.0])
    """
    curve = value
    if isinstance(curve, CustomerValue):
        curve = whale_curve(curve.value, weights=curve.weights)
    if curve.loss_tail > 0:
        raise UndefinedMetricError(_losses(curve.loss_tail))
    if curve.total == 0:
        raise UndefinedMetricError(_NO_VALUE)
    customers, held = (
        (sums[-1] - sums[::-1]) / sums[-1] for sums in (curve.customers, curve.profit)
    )
    gini = 1 - float(np.diff(customers) @ (held[1:] + held[:-1]))
    chart = axes(ax)
    chart.plot(100 * customers, 100 * held, color=INKS["c1"], linewidth=2)
    chart.plot([0, 100], [0, 100], color=INKS["soft"], linestyle="--", linewidth=1)
    some = np.unique(np.linspace(0, held.size - 1, _FILLED, dtype=np.int64))
    chart.fill_between(
        100 * customers[some], 100 * held[some], 100 * customers[some],
        color=faded("c1", 0.15), linewidth=0,
    )  # fmt: skip
    chart.annotate(_EQUAL.text(language), (60, 60), (-8, 6), textcoords="offset points", ha="right")
    what = of.text(language)
    told = _TITLE.text(language).format(what, written(f"{gini:.2f}", language))
    label(chart, title=told, x=_X.text(language), y=_Y.text(language).format(what))
    tick_numbers(chart, language)
    return chart


def _losses(lost: float) -> Title:
    told = amount(lost)
    return Title(
        f"the Lorenz curve is undefined with negative values, here {told} in all: the parts "
        "exceed the whole; use whale_curve",
        f"منحنی لورنز با وجود مقدارهای منفی، در اینجا روی هم {persian_figure(told)}، تعریف‌نشده "
        "است: اجزا از کل بیشتر می‌شوند؛ منحنی نهنگ را به کار ببرید",
    )
