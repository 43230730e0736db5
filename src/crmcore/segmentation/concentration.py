"""How value is spread over customers: the share of the best, the fewest, the whale curve."""

import math
from typing import ClassVar, Final

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, fraction, naming, readonly_floats
from crmcore._display import Value
from crmcore._inputs import column, cumulated, ranked_values, weight_column
from crmcore._text import Title, amount, isolate, persian_figure
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.measurement import Measurement

__all__ = ["FewestHolders", "WhaleCurve", "fewest_holders", "whale_curve"]

_ROUNDING = 1e-12
_HOLDERS_OF_NOBODY: Final = Title(
    "the fewest holders is undefined: there are no customers",
    "کمترین شمار دارندگان ارزش تعریف‌نشده است: هیچ مشتری‌ای وجود ندارد",
)
_HOLDERS_OF_NOTHING: Final = Title(
    "the fewest holders is undefined: the total value is 0",
    "کمترین شمار دارندگان ارزش تعریف‌نشده است: ارزش کل صفر است",
)
_CURVE_OF_NOBODY: Final = Title(
    "the whale curve is undefined: there are no customers",
    "منحنی نهنگ تعریف‌نشده است: هیچ مشتری‌ای وجود ندارد",
)
_PEAK_RATIO: Final = Title(
    "Peak of the whale curve over total profit", "نسبت قله منحنی نهنگ به کل سود"
)


def _ranked(values: npt.ArrayLike, weights: npt.ArrayLike | None) -> tuple[FloatArray, FloatArray]:
    numbers = column("values", values)
    ranked, weight = ranked_values(numbers, weight_column(weights, numbers.size))
    return ranked[::-1], weight[::-1]


def _parts_of_a_whole(
    values: npt.ArrayLike, weights: npt.ArrayLike | None
) -> tuple[FloatArray, FloatArray, float]:
    best, weight = _ranked(values, weights)
    if not best.size:
        raise UndefinedMetricError(_HOLDERS_OF_NOBODY)
    if best[-1] < 0:
        raise UndefinedMetricError(_holders_of_losses(amount(float(best[-1]))))
    if best[0] == 0:
        raise UndefinedMetricError(_HOLDERS_OF_NOTHING)
    unit = math.ldexp(1.0, math.frexp(best[0])[1] - 1)
    return best / unit, weight, unit


def _holders_of_losses(worst: str) -> Title:
    return Title(
        f"the fewest holders is undefined where a customer's value is negative, such as {worst}: "
        "the parts exceed the whole; use whale_curve",
        "کمترین شمار دارندگان ارزش با وجود مشتری دارای ارزش منفی، مانند "
        f"{persian_figure(worst)}، تعریف‌نشده است: اجزا از کل بیشتر می‌شوند؛ منحنی نهنگ "
        f"({isolate('whale_curve')}) را به کار ببرید",
    )


@attrs.frozen(kw_only=True, repr=False)
class FewestHolders(Value):
    """The fewest customers who hold a share of all value.

    Attributes
    ----------
    share : float
        The share of value asked for.
    customers : float
        How many customers it takes, the most valuable first.
    customer_share : float
        The same as a share of all customers.
    edge : float
        The value of the last of them.
    tied : float
        Customers with just that value, needed or not.
    needed : float
        How many of those it takes; any of them will do.
    """

    share: float
    customers: float
    customer_share: float
    edge: float
    tied: float
    needed: float

    def _facts(self) -> dict[str, object]:
        return {
            "share": self.share,
            "customers": self.customers,
            "customer_share": self.customer_share,
            "edge": self.edge,
            "tied": self.tied,
            "needed": self.needed,
        }


def fewest_holders(
    values: npt.ArrayLike, /, *, share: float = 0.8, weights: npt.ArrayLike | None = None
) -> FewestHolders:
    """Find how few customers hold a given share of all value.

    Parameters
    ----------
    values : array_like of shape (n,)
        Value of each customer; not negative.
    share : float, default 0.8
        Share of value, above 0 and at most 1.
    weights : array_like of shape (n,), optional
        Customers that each row stands for; None is one each.

    Returns
    -------
    FewestHolders
        Their number, and how many are tied at the edge.

    Raises
    ------
    InvalidInputError
        If a value is not finite, or `share` is not above 0 and at most 1.
    UndefinedMetricError
        If there is no customer, a value is negative, or all are 0.

    Notes
    -----
    Customers are counted from the most valuable down until their value reaches
    ``share * total * (1 - 1e-12)``; the last factor lets a share be met that only rounding
    misses.

    Examples
    --------
    >>> fewest_holders([50, 30, 10, 5, 5], share=0.8)
    FewestHolders(share=0.8, customers=2, customer_share=0.4, edge=30, tied=1, needed=1)
    """
    if fraction("share", share) == 0:
        msg = f"share must be above 0 and at most 1, got {share!r}"
        raise InvalidInputError(msg)
    best, weight, unit = _parts_of_a_whole(values, weights)
    held = (weight * best).cumsum()
    goal = share * float(held[-1]) * (1 - _ROUNDING)
    last = int(np.searchsorted(held, goal))
    before = float(weight[:last].sum())
    gap = goal - (float(held[last - 1]) if last else 0.0)
    tied = float(weight[last])
    needed = min(tied, max(1.0, math.ceil(gap / float(best[last]))))
    return FewestHolders(
        share=share,
        customers=before + needed,
        customer_share=(before + needed) / float(weight.sum()),
        edge=float(best[last]) * unit,
        tied=tied,
        needed=needed,
    )


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class WhaleCurve(Value):
    """Profit cumulated over customers, the most profitable first.

    The curve rises while customers earn, is flat over those who neither earn nor cost, and falls
    over those who lose money. It runs through the points below in straight lines.

    Attributes
    ----------
    customers : ndarray of shape (m,)
        Customers so far, from 0 to all.
    profit : ndarray of shape (m,)
        Their profit together, from 0 to the total.
    peak : float
        The highest point: what all who earn bring together.
    peak_first, peak_last : float
        Customers at which the peak is first reached and last held; between them the curve is
        flat over customers of profit 0.
    loss_tail : float
        What the others lose together, at least 0: the peak less the total.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    customers: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    profit: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    peak: float
    peak_first: float
    peak_last: float
    loss_tail: float

    @property
    def total(self) -> float:
        """Profit of all customers: the peak less the tail."""
        return self.peak - self.loss_tail

    @property
    def peak_ratio(self) -> Measurement:
        """The peak as a multiple of the total, at least 1; undefined where there is no profit."""
        total = amount(self.total)
        reason = Title(
            f"the total profit is {total}, not above 0",
            f"کل سود {persian_figure(total)} است که بیش از صفر نیست",
        )
        return Measurement(
            key="whale_peak_ratio",
            title=_PEAK_RATIO,
            unit="ratio",
            value=self.peak / self.total if self.total > 0 else None,
            reason=None if self.total > 0 else reason,
            n=float(self.customers[-1]),
        )

    def profit_of(self, top: float, /) -> float:
        """Read the curve at a share of customers.

        Parameters
        ----------
        top : float
            Share of customers, from 0 to 1, the most profitable first.

        Returns
        -------
        float
            Their profit together; those tied at the edge count in part.

        Raises
        ------
        InvalidInputError
            If `top` is no fraction.
        """
        place = fraction("top", top) * float(self.customers[-1])
        return float(np.interp(place, self.customers, self.profit))

    def _facts(self) -> dict[str, object]:
        return {
            "customers": float(self.customers[-1]),
            "total": self.total,
            "peak": self.peak,
            "peak_first": self.peak_first,
            "peak_last": self.peak_last,
            "loss_tail": self.loss_tail,
        }


def whale_curve(values: npt.ArrayLike, /, *, weights: npt.ArrayLike | None = None) -> WhaleCurve:
    """Cumulate profit over customers, the most profitable first.

    Parameters
    ----------
    values : array_like of shape (n,)
        Profit of each customer; losses are negative.
    weights : array_like of shape (n,), optional
        Customers that each row stands for; None is one each.

    Returns
    -------
    WhaleCurve
        The curve over the distinct profits, its peak and its tail of losses.

    Raises
    ------
    InvalidInputError
        If a profit is not finite, or their sum is too large for a float.
    UndefinedMetricError
        If there is no customer.

    References
    ----------
    .. [1] Kaplan & Narayanan (2001), Journal of Cost Management 15(5), 5-15: the whale curve of
       customer profitability.

    Examples
    --------
    >>> curve = whale_curve([100, 60, 40, 10, 0, -5, -20, -45])
    >>> curve
    WhaleCurve(customers=8, total=140, peak=210, peak_first=4, peak_last=5, loss_tail=70)
    >>> curve.peak_ratio.value
    1.5
    """
    best, weight = _ranked(values, weights)
    if not best.size:
        raise UndefinedMetricError(_CURVE_OF_NOBODY)
    with np.errstate(over="ignore", invalid="ignore"):
        gains = weight * best
        peak, tail = float(gains[best > 0].sum()), float(gains[best < 0].sum())
    if not math.isfinite(peak - tail):
        msg = "values must have a sum within the range of floats; state them in a larger unit"
        raise InvalidInputError(msg)
    return WhaleCurve(
        customers=cumulated(weight),
        profit=cumulated(gains),
        peak=peak,
        peak_first=float(weight[best > 0].sum()),
        peak_last=float(weight[best >= 0].sum()),
        loss_tail=0.0 - tail,
    )
