"""Customer value: what each customer is expected to bring, and the equity of the base."""

from typing import Any, ClassVar, TypeAlias

import attrs
import numpy as np

from crmcore._checks import by_value, fraction, naming, number_above, readonly_floats
from crmcore._display import Value
from crmcore._text import Title
from crmcore._types import FloatArray, ObjectArray, TimeUnit
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv._delta import log_interval, log_intervals
from crmcore.metrics.clv.fit import Fit
from crmcore.metrics.clv.verbs import PurchaseModel, SpendModel, purchase_model, spend_model
from crmcore.metrics.measurement import Interval, Intervals, Measurement
from crmcore.periods import duration
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

__all__ = ["CustomerValue", "customer_value"]

_EQUITY = Title("Customer equity", "ارزش ویژه مشتریان")
_NO_INTERVAL = Title(
    "no interval: pass the fits of both models, not the models",
    "بدون بازه اطمینان: به جای مدل‌ها برازش هر دو مدل را بدهید",
)
_Purchases: TypeAlias = "PurchaseModel | Fit[Any]"
_Spend: TypeAlias = "SpendModel | Fit[Any]"


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class CustomerValue(Value):
    """The future value of each customer, and of all together.

    Attributes
    ----------
    ids : ndarray of shape (n,) or None
        Who each row is.
    probability_alive : ndarray of shape (n,)
        Chance that the customer has not left, in [0, 1].
    discounted_purchases : ndarray of shape (n,)
        Expected purchases in the horizon, discounted.
    expected_spend : ndarray of shape (n,)
        Expected money of a purchase.
    value : ndarray of shape (n,)
        Money: margin times expected spend times discounted purchases.
    interval : Intervals or None
        How sure each value is, as far as the parameters are uncertain; None where models were
        given and not fits. What a single customer does varies more.
    equity : Measurement
        The sum over customers; its interval counts that the error of the parameters is common
        to all.
    margin : float
        Share of the spend that is profit.
    horizon : float or None
        Length of the future counted, in `unit`; None for ever.
    rate : Rate
        The discount rate.
    unit : {"day", "week", "month", "year", "period"}
        The unit of time.
    currency : str or None
        The currency.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    ids: ObjectArray | None = attrs.field(eq=by_value)
    probability_alive: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    discounted_purchases: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    expected_spend: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    value: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    interval: Intervals | None
    equity: Measurement
    margin: float
    horizon: float | None
    rate: Rate
    unit: TimeUnit
    currency: str | None

    def __len__(self) -> int:
        """Count the customers.

        Returns
        -------
        int
            Rows.
        """
        return self.value.size

    @property
    def value_if_alive(self) -> FloatArray:
        """What each customer would bring if it were certain that they have not left, in money."""
        alive = self.probability_alive > 0
        return np.where(alive, self.value / np.where(alive, self.probability_alive, 1.0), 0.0)

    def _facts(self) -> dict[str, object]:
        return {
            "customers": len(self),
            "equity": self.equity.value,
            "horizon": self.horizon,
            "unit": self.unit,
            "margin": self.margin,
            "rate": self.rate,
        }


def customer_value(
    purchases: _Purchases,
    spend: _Spend,
    customers: CustomerSummary,
    /,
    *,
    rate: Rate,
    horizon: float | str | None = "1 year",
    margin: float = 1.0,
    level: float = 0.9,
) -> CustomerValue:
    r"""Value customers by what they are expected to buy.

    Parameters
    ----------
    purchases : purchase model or its Fit
        How often customers buy and when they leave; fits bring intervals.
    spend : spend model or its Fit
        What they spend in a purchase.
    customers : CustomerSummary
        Whom to value, with `monetary_value`.
    rate : Rate
        Discount rate.
    horizon : float, str or None, default "1 year"
        Length of the future, in the unit of the summary or as text; None for ever.
    margin : float, default 1.0
        Share of the spend that is profit, in [0, 1]; 1 values revenue.
    level : float, default 0.9
        Share of samples that the intervals cover.

    Returns
    -------
    CustomerValue
        One row a customer, in their order.

    Raises
    ------
    InvalidInputError
        If the summary has no money, or a number is out of its range.

    Notes
    -----
    Spend and purchases are taken as independent (Fader, Hardie & Lee 2005): with discounted
    expected purchases :math:`D_i`, expected spend :math:`m_i` and margin :math:`g`,

    .. math:: \text{CLV}_i = g\, m_i\, D_i .

    References
    ----------
    .. [1] Fader, Hardie & Lee (2005), Journal of Marketing Research 42(4), 415-430.

    Examples
    --------
    >>> from crmcore.metrics.clv import BGNBD, GammaGamma
    >>> base = CustomerSummary(
    ...     frequency=[2, 0], recency=[30.43, 0], T=[38.86, 38.86], unit="week",
    ...     monetary_value=[22.35, 0],
    ... )
    >>> worth = customer_value(
    ...     BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426), GammaGamma(p=6.25, q=3.74, v=15.44),
    ...     base, rate=Rate(0.12, per="year"), horizon="1 year",
    ... )
    >>> worth.value.round(1)
    array([36.6,  8.4])
    """
    length = _length(customers, rate, horizon)
    margin, level = fraction("margin", margin), fraction("level", level, open_interval=True)
    often, much = purchase_model(purchases), spend_model(spend)

    def bought(model: PurchaseModel) -> FloatArray:
        return model.discounted_expected_purchases(customers, rate=rate, horizon=length)

    count, money = bought(often), much.expected_spend(customers)
    value, weights = margin * money * count, customers.row_weights
    each, total = None, None
    if isinstance(purchases, Fit) and isinstance(spend, Fit):
        by_count = purchases.sensitivity(bought) * (margin * money)
        by_money = spend.sensitivity(lambda it: it.expected_spend(customers)) * (margin * count)
        slopes = np.concatenate((by_count, by_money))
        each = log_intervals(value, slopes, level=level)
        total = log_interval(float(weights @ value), slopes @ weights, level=level)
    return CustomerValue(
        ids=customers.ids,
        probability_alive=often.probability_alive(customers),
        discounted_purchases=count,
        expected_spend=money,
        value=value,
        interval=each,
        equity=_equity(float(weights @ value), total, customers),
        margin=margin,
        horizon=length,
        rate=rate,
        unit=customers.unit,
        currency=customers.currency,
    )


def _length(customers: CustomerSummary, rate: object, horizon: float | str | None) -> float | None:
    if customers.monetary_value is None:
        msg = "customers must have monetary_value, the mean spend of repeat purchases, got None"
        raise InvalidInputError(msg)
    if not isinstance(rate, Rate):
        msg = f"rate must be a Rate such as Rate(0.1, per='year'), got {rate!r}"
        raise InvalidInputError(msg)
    if horizon is None:
        return None
    return number_above("horizon", duration(horizon, unit=customers.unit))


def _equity(value: float, interval: Interval | None, customers: CustomerSummary) -> Measurement:
    return Measurement(
        key="customer_equity",
        title=_EQUITY,
        unit="money",
        value=value,
        interval=interval,
        n=customers.customers,
        currency=customers.currency,
        note=_NO_INTERVAL if interval is None else None,
    )
