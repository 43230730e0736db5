"""Whether spend goes with frequency: the assumption behind multiplying purchases by spend."""

import math
from typing import Final

import attrs
import numpy as np

from crmcore._display import Value
from crmcore._text import Title, amount, persian_figure
from crmcore._types import FloatArray
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv._families.gamma_gamma import repeat_spend
from crmcore.metrics.intervals import normal_factor
from crmcore.metrics.measurement import Interval
from crmcore.summary import CustomerSummary

__all__ = ["SpendIndependence", "spend_independence"]

_LEAST: int = 4
_FREQUENCY: Final = Title("frequency", "تعداد خریدهای تکراری")
_SPEND: Final = Title("monetary_value", "میانگین مبلغ خرید")


@attrs.frozen(kw_only=True, repr=False)
class SpendIndependence(Value):
    """How spend per purchase goes with the number of purchases, among repeat buyers.

    Attributes
    ----------
    correlation : float
        Pearson's correlation of frequency and mean spend, in [-1, 1]; near 0 is what the
        Gamma-Gamma model assumes.
    interval : Interval
        Its interval by Fisher's transformation.
    rank_correlation : float
        Spearman's correlation of the ranks, which a few large spenders do not move.
    customers : float
        Repeat buyers: the sum of their weights.
    """

    correlation: float
    interval: Interval
    rank_correlation: float
    customers: float

    @property
    def covers_zero(self) -> bool:
        """Whether the interval covers 0; in a large base it rarely does, and size matters more."""
        return self.interval.low <= 0 <= self.interval.high

    def _facts(self) -> dict[str, object]:
        return {
            "correlation": self.correlation,
            "low": self.interval.low,
            "high": self.interval.high,
            "rank_correlation": self.rank_correlation,
            "customers": self.customers,
        }


def spend_independence(customers: CustomerSummary, /, *, level: float = 0.9) -> SpendIndependence:
    """Check that spend per purchase does not go with the number of purchases.

    Parameters
    ----------
    customers : CustomerSummary
        Customers with `monetary_value`; weights count as customers.
    level : float, default 0.9
        Share of samples that the interval covers, strictly between 0 and 1.

    Returns
    -------
    SpendIndependence
        The correlations among the repeat buyers.

    Raises
    ------
    InvalidInputError
        If `monetary_value` is missing, or 0 for a repeat buyer.
    UndefinedMetricError
        If there are fewer than four repeat buyers, or all have the same frequency or spend.

    References
    ----------
    .. [1] Fader, Hardie & Lee (2005), RFM and CLV, Journal of Marketing Research 42(4), 415-430:
       the assumption and its check.
    .. [2] Fisher (1915), Biometrika 10(4), 507-521: the transformation.

    Examples
    --------
    >>> base = CustomerSummary(
    ...     frequency=[1, 2, 3, 4, 5], recency=[9, 9, 9, 9, 9], T=[9, 9, 9, 9, 9], unit="week",
    ...     monetary_value=[30.0, 10.0, 25.0, 12.0, 28.0],
    ... )
    >>> spend_independence(base).covers_zero
    True
    """
    spend = repeat_spend(customers)
    present = (customers.frequency > 0) & (customers.row_weights > 0)
    x, m, w = customers.frequency[present], spend[present], customers.row_weights[present]
    total = float(w.sum())
    if total < _LEAST:
        raise UndefinedMetricError(_too_few(f"{total:g}"))
    for name, column in ((_FREQUENCY, x), (_SPEND, m)):
        if np.ptp(column) == 0:
            raise UndefinedMetricError(_all_alike(name, amount(float(column[0]))))
    correlation = _correlation(x, m, w)
    reach = normal_factor(level) / math.sqrt(total - 3)
    with np.errstate(divide="ignore"):
        centre = float(np.arctanh(correlation))
    ends = math.tanh(centre - reach), math.tanh(centre + reach)
    return SpendIndependence(
        correlation=correlation,
        interval=Interval(low=ends[0], high=ends[1], level=level, method="Fisher z"),
        rank_correlation=_correlation(_ranks(x, w), _ranks(m, w), w),
        customers=total,
    )


def _too_few(buyers: str) -> Title:
    return Title(
        f"a correlation needs at least four repeat buyers, the base has {buyers}",
        "همبستگی دست‌کم به چهار خریدار تکراری نیاز دارد، اما شمار آن‌ها در این داده‌ها "
        f"{persian_figure(buyers)} است",
    )


def _all_alike(name: Title, value: str) -> Title:
    return Title(
        f"all repeat buyers have the {name.en} {value}, so there is no correlation",
        f"{name.fa} برای همه خریداران تکراری {persian_figure(value)} است، پس همبستگی معنا ندارد",
    )


def _correlation(x: FloatArray, y: FloatArray, w: FloatArray) -> float:
    x, y = x - np.average(x, weights=w), y - np.average(y, weights=w)
    size = math.sqrt(float(w @ np.square(x))) * math.sqrt(float(w @ np.square(y)))
    return float(np.clip(w @ (x * y) / size, -1, 1))


# Middle ranks of weighted rows, ties sharing theirs.
def _ranks(values: FloatArray, w: FloatArray) -> FloatArray:
    _, inverse = np.unique(values, return_inverse=True)
    at = np.bincount(inverse, w)
    return (np.cumsum(at) - at / 2)[inverse]
