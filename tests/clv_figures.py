"""What tests of the figures of lifetime value share: models, a base, values, words drawn."""

from typing import Any

import attrs
import numpy as np

from crmcore.metrics.clv import BGNBD, CustomerValue, GammaGamma, customer_value
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

CDNOW = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
SPEND = GammaGamma(p=6.25, q=3.74, v=15.44)
BASE = CustomerSummary(
    frequency=[0, 1, 2, 4, 9, 0],
    recency=[0, 9, 30, 21, 37, 0],
    T=[39, 39, 39, 30, 39, 12],
    unit="week",
    monetary_value=[0, 12, 22.4, 61, 35, 0],
    total_value=[10, 20, 70, 240, 350, 5],
    weights=[100, 40, 20, 10, 5, 30],
    currency="EUR",
)


def value_of(base: CustomerSummary = BASE, **options: Any) -> CustomerValue:
    """Value customers by the two models."""
    return customer_value(CDNOW, SPEND, base, rate=Rate(0.12, per="year"), **options)


def worth(money: Any, weight: Any = None) -> CustomerValue:
    """Make a value of given amounts."""
    n = np.size(money)
    return attrs.evolve(
        value_of(BASE.select(np.zeros(n, dtype=np.int64))),
        weights=np.ones(n) if weight is None else weight,
        residual=np.maximum(money, 0.0),
        acquisition_cost=np.maximum(-np.asarray(money), 0.0),
        slopes=None,
    )


def legend(ax: Any) -> list[str]:
    """Give the entries of a legend."""
    return [text.get_text() for text in ax.get_legend().get_texts()]


def ticks(ax: Any) -> list[str]:
    """Give the names along the lower axis."""
    return [tick.get_text() for tick in ax.get_xticklabels()]
