"""Concentration: the share of value that the top customers hold."""

import math
from typing import Final

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import fraction, optional_floats, readonly_floats, refuse_rows, require_columns
from crmcore._text import Title, amount, persian_figure
from crmcore._types import FloatArray
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.customer_inputs import PROFIT, REVENUE
from crmcore.metrics.intervals import ONE_CUSTOMER, student_factor
from crmcore.metrics.kpi import Estimate, Kpi
from crmcore.metrics.measurement import Interval

__all__ = ["KPIS", "top_share", "top_share_interval"]

_NO_VALUE: Final = Title(
    "there is no value to share: no customer brings anything",
    "چیزی برای سهم‌بندی نیست: هیچ مشتری‌ای ارزشی نمی‌آورد",
)
_ALL_OR_ALIKE: Final = Title(
    "no variation was seen: the top hold everything, or all customers are alike",
    "پراکندگی دیده نشد: همه ارزش در دست برترین‌هاست، یا همه مشتریان یکسان‌اند",
)
_NO_VARIATION: Final = 1e-12
_SOURCE: Final = "McCarthy & Winer (2019), Marketing Letters 30, 139-150 (the Pareto ratio)"


@attrs.frozen
class _Top:
    """Values scaled to a maximum of 1, their weights, the value at the edge and the share held."""

    values: FloatArray = attrs.field()
    weights: FloatArray = attrs.field()
    edge: float
    held: float


def top_share(
    values: npt.ArrayLike, /, share: float, *, weights: npt.ArrayLike | None = None
) -> float:
    r"""Give the share of all value that the top customers hold.

    Customers with equal value at the edge are split fractionally, so the result is the mean
    over all orders of the ties and never depends on the order of the rows.

    Parameters
    ----------
    values : array_like of shape (n,)
        What each customer brings, such as revenue; >= 0.
    share : float
        How much of the base counts as the top, from 0 to 1; 0.2 is the top 20 %.
    weights : array_like of shape (n,) or None
        Customers that each row stands for, >= 0; None is one each.

    Returns
    -------
    float
        From `share` (all customers alike) to 1.

    Raises
    ------
    InvalidInputError
        If a number is not finite, a weight is negative or `share` is outside [0, 1].
    UndefinedMetricError
        If there is no customer, a value is negative, or the total is 0.

    Notes
    -----
    With q for `share`, n customers and c a value at the edge, one with at most q n customers
    above it and at least q n at or above it,

    .. math:: S = \frac{\sum_i (x_i - c)_+ + q\,n\,c}{\sum_i x_i}.

    Every c that fits gives the same sum, and ties need no further care.

    Examples
    --------
    >>> top_share([100, 1, 1, 1], 0.25)
    0.970...
    >>> top_share([10, 5, 5, 5, 5, 5, 5, 5, 5, 0], 0.2)  # the top one, and one of eight alike
    0.3
    """
    return _top(values, share, weights).held


def _top(values: npt.ArrayLike, share: float, weights: npt.ArrayLike | None) -> _Top:
    fraction("share", share)
    x = readonly_floats(values)
    refuse_rows("values", x, ~np.isfinite(x), "be finite")
    given = optional_floats(weights)
    w = np.ones(x.size) if given is None else given
    require_columns(values=np.abs(x), weights=w)
    order = np.argsort(x)[::-1]
    order = order[w[order] > 0]
    x, w = x[order], w[order]
    if np.any(x < 0):
        worst = amount(float(x[-1]))
        reason = Title(
            f"a share of the total has no meaning with negative values, such as {worst}",
            f"سهم از کل با وجود مقدارهای منفی، مانند {persian_figure(worst)}، معنا ندارد",
        )
        raise UndefinedMetricError(reason)
    if not np.any(x > 0):
        raise UndefinedMetricError(_NO_VALUE)
    scaled = x / x[0]
    edge = _edge(scaled, np.cumsum(w), share)
    above = float(w @ np.maximum(scaled - edge, 0.0)) + share * float(w.sum()) * edge
    return _Top(scaled, w, edge, min(above / float(w @ scaled), 1.0))


def _edge(descending: FloatArray, cumulated: FloatArray, share: float) -> float:
    everybody = float(cumulated[-1])
    room, slack = share * everybody, 1e-12 * everybody
    last = cumulated.size - 1
    first = min(int(np.searchsorted(cumulated, room - slack)), last)
    beyond = min(int(np.searchsorted(cumulated, room + slack, side="right")), last)
    return float(descending[first] + descending[beyond]) / 2.0


def top_share_interval(
    values: npt.ArrayLike,
    /,
    share: float,
    *,
    weights: npt.ArrayLike | None = None,
    level: float = 0.9,
) -> Interval:
    r"""Tell how sure `top_share` is, the customers taken as a sample.

    Parameters
    ----------
    values : array_like of shape (n,)
        What each customer brings; >= 0.
    share : float
        How much of the base counts as the top, from 0 to 1.
    weights : array_like of shape (n,) or None
        Customers that each row stands for.
    level : float, default 0.9
        Share of samples that the interval is to cover.

    Returns
    -------
    Interval
        Inside (`share`, 1), the range that the figure itself can take.

    Raises
    ------
    InvalidInputError
        If a number is out of its range.
    UndefinedMetricError
        If `top_share` is undefined, there are fewer than two customers, or no variation was
        seen: all customers alike, or the top hold everything.

    Notes
    -----
    The sum held by the top is :math:`\min_c\, E(X-c)_+ + q c`, and the edge is where the minimum
    lies, so to first order its own error does not matter. The influence of one customer on the
    share S is therefore :math:`[(x-c)_+ + q c - S x]/\mu`, which is 0 on average, and the
    standard error is its standard deviation divided by :math:`\sqrt n`. The interval is taken
    with Student's t on the scale :math:`\ln\frac{S-q}{1-S}`.

    How often it covered the truth in simulated bases where 0.9 was asked (4,000 samples each,
    q = 0.2; n = 20 / 50 / 200 / 1,000 customers): exponential 0.87 / 0.89 / 0.90 / 0.91;
    lognormal with log-sd 1.5 0.72 / 0.75 / 0.81 / 0.86; resampled spend of 23,570 customers of a
    music shop 0.72 / 0.74 / 0.82 / 0.86. The misses lie below the truth: a small sample of a
    skewed base lacks its largest customers, and no formula sees who is missing.

    References
    ----------
    .. [1] Rockafellar & Uryasev (2000), Journal of Risk 2(3), 21-41, theorem 1 (the sum held
       by a tail as a minimum).
    .. [2] Hampel (1974), Journal of the American Statistical Association 69, 383-393 (influence
       functions).

    Examples
    --------
    >>> top_share_interval([8, 5, 4, 3, 3, 2, 2, 1, 1, 1], 0.2)
    Interval(low=0.337018, high=0.560534, level=0.9, method='influence function, logit scale')
    """
    return _top_interval(_top(values, share, weights), share, level)


def _top_interval(top: _Top, share: float, level: float) -> Interval:
    n = float(top.weights.sum())
    if n <= 1 or top.values.size < 2:  # noqa: PLR2004
        raise UndefinedMetricError(ONE_CUSTOMER)
    pull = np.maximum(top.values - top.edge, 0.0) + share * top.edge - top.held * top.values
    if float(np.abs(pull).max()) <= _NO_VARIATION or not share < top.held < 1:
        raise UndefinedMetricError(_ALL_OR_ALIKE)
    mean = float(top.weights @ top.values) / n
    error = math.sqrt(float(top.weights @ pull**2) / (n - 1) / n) / mean
    scale = (1 - share) / ((top.held - share) * (1 - top.held))
    centre = math.log((top.held - share) / (1 - top.held))
    reach = student_factor(level, df=n - 1) * error * scale
    low, high = (share + (1 - share) * _expit(centre + side * reach) for side in (-1, 1))
    method = "influence function, logit scale"
    return Interval(low=min(low, top.held), high=max(high, top.held), level=level, method=method)


def _expit(x: float) -> float:
    return 0.5 + 0.5 * math.tanh(x / 2.0)


def _top_estimate(values: npt.ArrayLike, *, share: float, level: float) -> Estimate:
    top = _top(values, share, None)
    return Estimate.of(top.held, top.values.size, lambda: _top_interval(top, share, level))


KPIS: Final = (
    Kpi(
        key="top_20_share",
        title=Title("Share of revenue from the top 20 %", "سهم ۲۰٪ برتر مشتریان از درآمد"),
        formula=Title(
            "sum of revenue of the top 20 % of customers / sum of revenue, ties split",
            f"جمع درآمد {persian_figure('20%')} برتر مشتریان ÷ جمع درآمد؛ هم‌رتبه‌ها "
            "به نسبت تقسیم می‌شوند",
        ),
        unit="share",
        direction="none",
        domain=(0.0, 1.0),
        inputs=(REVENUE,),
        options={"share": 0.2},
        function=top_share,
        estimate=_top_estimate,
        additivity="none",
        undefined=Title(
            "a customer has negative revenue, or the total is 0",
            "درآمد یک مشتری منفی یا جمع درآمد صفر است",
        ),
        source=_SOURCE,
        caution_below=200,
    ),
    Kpi(
        key="top_20_profit_share",
        title=Title("Share of profit from the top 20 %", "سهم ۲۰٪ برتر مشتریان از سود"),
        formula=Title(
            "sum of profit of the top 20 % of customers / sum of profit, ties split",
            f"جمع سود {persian_figure('20%')} برتر مشتریان ÷ جمع سود؛ هم‌رتبه‌ها "
            "به نسبت تقسیم می‌شوند",
        ),
        unit="share",
        direction="none",
        domain=(0.0, 1.0),
        inputs=(PROFIT,),
        options={"share": 0.2},
        function=top_share,
        estimate=_top_estimate,
        additivity="none",
        undefined=Title(
            "a customer makes a loss (see the whale curve), or the total is 0",
            "یک مشتری زیان‌ده است (منحنی نهنگ را ببینید) یا جمع سود صفر است",
        ),
        source=_SOURCE,
        caution_below=200,
    ),
)
