"""The value of a customer not yet won: what may be paid to win one."""

from typing import Any, Final, Literal

import attrs

from crmcore._checks import fraction, number_above
from crmcore._display import Value
from crmcore._text import Title, amount, fill, join_titles, percent
from crmcore._types import FloatArray, TimeUnit
from crmcore.currencies import money_title
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.value._intervals import NO_INTERVAL, residual_slopes, shifted_interval
from crmcore.metrics.clv.value._terms import Terms, common_currency, read_horizon, single_rate
from crmcore.metrics.clv.verbs.protocols import (
    PurchaseModel,
    SpendModel,
    purchase_model,
    spend_model,
    stated_unit,
)
from crmcore.metrics.measurement import Measurement
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

__all__ = ["NewCustomerValue", "new_customer_value"]

_VALUE: Final = Title("Value of a new customer", "ارزش یک مشتری تازه")
_BREAK_EVEN: Final = Title("Break-even acquisition cost", "هزینه جذب سربه‌سر")
_FIRST: Final = Title(
    "the first purchase and {repeats} repeat purchases in today's worth",
    "خرید نخست و {repeats} خرید تکراری به ارزش امروز",
)
_REPEATS: Final = Title(
    "{repeats} repeat purchases in today's worth, the first purchase apart",
    "{repeats} خرید تکراری به ارزش امروز، جدا از خرید نخست",
)
_EACH: Final = Title("{spend} each at a margin of {margin}", "هر یک {spend} با حاشیه سود {margin}")
_COST: Final = Title("less {cost} for acquisition", "منهای {cost} هزینه جذب")
_NO_COST: Final = Title("no cost of acquisition is subtracted", "هزینه جذب کم نشده است")
_SUM: Final = Title("together {value}", "در مجموع {value}")


@attrs.frozen(kw_only=True, repr=False)
class NewCustomerValue(Value):
    """What a customer is expected to bring who is not won yet.

    Attributes
    ----------
    value : Measurement
        Money from the first purchase on, less the cost of acquisition if there is one; may be
        negative.
    break_even_acquisition_cost : Measurement
        The most that winning a customer may cost without a loss: the value before the cost.
    discounted_repeat_purchases : float
        Repeat purchases to be expected in the horizon, discounted to the first purchase.
    expected_spend : float
        Expected money of a purchase of somebody of whom nothing is known.
    first_purchase : bool
        Whether the first purchase counts; it is not discounted.
    acquisition_cost : float or None
        What was subtracted; None where nothing was.
    margin : float
        Share of the spend that is profit.
    horizon : float or None
        Time from the first purchase on, in `unit`; None for ever.
    rate : Rate
        The discount rate.
    timing : {"purchase"}
        To where money is discounted from: each purchase from its own moment.
    unit : {"day", "week", "month", "year", "period"}
        The unit of time.
    """

    value: Measurement
    break_even_acquisition_cost: Measurement
    discounted_repeat_purchases: float
    expected_spend: float
    first_purchase: bool
    acquisition_cost: float | None
    margin: float
    horizon: float | None
    rate: Rate
    timing: Literal["purchase"] = "purchase"
    unit: TimeUnit

    @property
    def text(self) -> Title:
        """What counts and how the value comes about, in one line."""
        currency = self.value.currency
        cost = _NO_COST
        if self.acquisition_cost is not None:
            cost = fill(_COST, cost=money_title(self.acquisition_cost, currency))
        parts = (
            fill(
                _FIRST if self.first_purchase else _REPEATS,
                repeats=amount(self.discounted_repeat_purchases),
            ),
            fill(
                _EACH,
                spend=money_title(self.expected_spend, currency),
                margin=percent(self.margin),
            ),
            cost,
            fill(_SUM, value=money_title(self.value.require(), currency)),
        )
        return join_titles(parts, mark=";")

    def _facts(self) -> dict[str, object]:
        return {
            "value": self.value.value,
            "break_even_acquisition_cost": self.break_even_acquisition_cost.value,
            "horizon": self.horizon,
            "unit": self.unit,
            "margin": self.margin,
            "rate": self.rate,
            "first_purchase": self.first_purchase,
            "acquisition_cost": self.acquisition_cost,
        }


def new_customer_value(  # noqa: PLR0913 - one argument for each convention of a value
    purchases: "PurchaseModel | Fit[Any]",
    spend: "SpendModel | Fit[Any]",
    /,
    *,
    rate: Rate,
    horizon: float | str | None = "1 year",
    margin: float = 1.0,
    acquisition_cost: float | None = None,
    first_purchase: bool = True,
    unit: TimeUnit | None = None,
    level: float = 0.9,
) -> NewCustomerValue:
    r"""Value a customer of whom nothing is known yet, as before a campaign that is to win some.

    Parameters
    ----------
    purchases : purchase model or its Fit
        How often customers buy and when they leave; fits bring intervals.
    spend : spend model or its Fit
        What they spend in a purchase.
    rate : Rate
        Discount rate.
    horizon : float, str or None, default "1 year"
        Time from the first purchase on, in the unit of the model or as text such as
        ``"18 months"``; None for ever.
    margin : float, default 1.0
        Share of the spend that is profit, in [0, 1]; 1 values revenue.
    acquisition_cost : float or None, default None
        What winning a customer costs, >= 0, paid at the first purchase; None subtracts nothing.
    first_purchase : bool, default True
        Whether the purchase by which the customer is won counts.
    unit : {"day", "week", "month", "year", "period"}, optional
        The unit of time of a model that does not know its own.
    level : float, default 0.9
        Share of samples that the intervals cover.

    Returns
    -------
    NewCustomerValue
        The value and the cost at which it is nothing.

    Raises
    ------
    InvalidInputError
        If the unit is unknown or another one than that of the model, or a number is out of its
        range.
    UndefinedMetricError
        If the expected spend of a customer not yet seen is infinite.

    Notes
    -----
    With D the discounted repeat purchases of a customer who has just bought first (frequency,
    recency and age all 0), m the mean spend of the population, margin g and cost c,

    .. math:: V = g\,m\,(1 + D) - c,

    without the 1 if the first purchase does not count. Spend models are fitted to repeat
    purchases; the first is taken to be worth as much.

    References
    ----------
    .. [1] Fader, Hardie & Lee (2005), Journal of Marketing Research 42(4), 415-430.

    Examples
    --------
    >>> from crmcore.metrics.clv import BGNBD, GammaGamma
    >>> worth = new_customer_value(
    ...     BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week"),
    ...     GammaGamma(p=6.25, q=3.74, v=15.44, currency="USD"),
    ...     rate=Rate(0.12, per="year"), margin=0.3, acquisition_cost=15,
    ... )
    >>> round(worth.value.value, 2), round(worth.break_even_acquisition_cost.value, 2)
    (10.19, 25.19)
    """
    share, level = fraction("margin", margin), fraction("level", level, open_interval=True)
    cost = _cost(acquisition_cost)
    often, much = purchase_model(purchases), spend_model(spend)
    won = _just_won(often, much, unit)
    terms = Terms(
        rate=single_rate(rate), horizon=read_horizon(horizon, unit=won.unit), margin=share
    )
    repeats, money = terms.discounted_purchases(often, won), much.expected_spend(won)
    count = repeats + int(first_purchase)
    gross = _Gross(
        value=float(share * money[0] * count[0]),
        slopes=residual_slopes(purchases, spend, won, terms, count=count, money=money),
        level=level,
        currency=won.currency,
        customers=purchases.customers if isinstance(purchases, Fit) else 0.0,
    )
    return NewCustomerValue(
        value=_less(gross, cost or 0.0, key="new_customer_value", title=_VALUE),
        break_even_acquisition_cost=_less(
            gross, 0.0, key="break_even_acquisition_cost", title=_BREAK_EVEN
        ),
        discounted_repeat_purchases=float(repeats[0]),
        expected_spend=float(money[0]),
        first_purchase=first_purchase,
        acquisition_cost=cost,
        margin=share,
        horizon=terms.horizon,
        rate=rate,
        unit=won.unit,
    )


def _cost(cost: float | None) -> float | None:
    return None if cost is None else number_above("acquisition_cost", cost, inclusive=True)


# Nothing is known of a customer who has just bought first but that.
def _just_won(often: PurchaseModel, much: SpendModel, unit: TimeUnit | None) -> CustomerSummary:
    return CustomerSummary(
        frequency=[0],
        recency=[0],
        T=[0],
        monetary_value=[0],
        log_intervals=[0],
        unit=stated_unit(often, unit),
        currency=common_currency(much),
    )


@attrs.frozen(kw_only=True)
class _Gross:
    """The value before the cost of acquisition, and how sure it is."""

    value: float
    slopes: FloatArray | None
    level: float
    currency: str | None
    customers: float


def _less(gross: _Gross, cost: float, *, key: str, title: Title) -> Measurement:
    interval = None
    if gross.slopes is not None:
        interval = shifted_interval(gross.value, -cost, gross.slopes[:, 0], level=gross.level)
    return Measurement(
        key=key,
        title=title,
        unit="money",
        value=gross.value - cost,
        interval=interval,
        n=gross.customers,
        currency=gross.currency,
        note=NO_INTERVAL if interval is None else None,
    )
