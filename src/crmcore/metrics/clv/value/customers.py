"""Customer value: what each customer is expected to bring, and the equity of the base."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, Literal, TypeAlias, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, choice, fraction, naming, optional_floats, readonly_floats
from crmcore._display import Value
from crmcore._inputs import whole_number
from crmcore._text import Title, fill, isolate
from crmcore._types import FloatArray, ObjectArray, TimeUnit
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv._arguments import read_labels
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.value._equity import EQUITY, Summands, equity_of_groups
from crmcore.metrics.clv.value._intervals import residual_slopes, shifted_intervals
from crmcore.metrics.clv.value._terms import (
    Terms,
    common_currency,
    margin_key,
    read_costs,
    read_terms,
)
from crmcore.metrics.clv.value._words import Counting, convention, remark
from crmcore.metrics.clv.value.parts import ValueParts
from crmcore.metrics.clv.verbs.protocols import (
    PurchaseModel,
    SpendModel,
    purchase_model,
    spend_model,
)
from crmcore.metrics.measurement import Intervals, Measurement
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

__all__ = ["Counting", "CustomerValue", "customer_value"]

_OF_GROUP: Final = Title("Customer equity of {group}", "ارزش ویژه مشتریان {group}")
_Purchases: TypeAlias = "PurchaseModel | Fit[Any]"
_Spend: TypeAlias = "SpendModel | Fit[Any]"


def _table(slopes: npt.ArrayLike | None) -> FloatArray | None:
    if slopes is None:
        return None
    array = np.array(slopes, dtype=np.float64)
    array.flags.writeable = False
    return array


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class CustomerValue(Value):
    """The value of each customer, and of all together.

    Attributes
    ----------
    ids : ndarray of shape (n,) or None
        Who each row is.
    weights : ndarray of shape (n,) or None
        Customers that each row stands for; None is one each.
    probability_alive : ndarray of shape (n,)
        Chance that the customer has not left, in [0, 1].
    discounted_purchases : ndarray of shape (n,)
        Expected purchases in the horizon, discounted.
    expected_spend : ndarray of shape (n,)
        Expected money of a purchase.
    residual : ndarray of shape (n,)
        Money to come: margin times expected spend times discounted purchases.
    past : ndarray of shape (n,) or None
        Margin times the spend seen so far, not discounted; None where `counting` is
        ``"residual"``.
    acquisition_cost : ndarray of shape (n,) or None
        What was subtracted for winning the customer; None where nothing was.
    value : ndarray of shape (n,)
        Money of one customer: residual, and past, less the cost; may be negative with a cost.
    interval : Intervals or None
        How sure each value is, as far as the parameters are uncertain; None where models were
        given and not fits. What a single customer does varies more.
    equity : Measurement
        The sum over customers; its interval counts that the error of the parameters is common
        to all.
    level : float
        Share of samples that the intervals cover.
    slopes : ndarray of shape (j, n) or None
        How `residual` moves along j independent directions in which the parameters err by one
        standard deviation: what intervals of groups are made of.
    margin : float or ndarray of shape (n,)
        Share of the spend that is profit.
    horizon : float or None
        Length of the future counted, in `unit`; None for ever.
    rate : Rate or tuple of n Rates
        The discount rate.
    counting : {"residual", "total"}
        Whether only the future counts, or the purchases seen so far too.
    timing : {"purchase"}
        To where money is discounted from: each purchase from its own moment.
    unit : {"day", "week", "month", "year", "period"}
        The unit of time.
    currency : str or None
        The currency.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    ids: ObjectArray | None = attrs.field(eq=by_value)
    weights: FloatArray | None = attrs.field(converter=optional_floats, eq=by_value)
    probability_alive: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    discounted_purchases: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    expected_spend: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    residual: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    past: FloatArray | None = attrs.field(converter=optional_floats, eq=by_value)
    acquisition_cost: FloatArray | None = attrs.field(converter=optional_floats, eq=by_value)
    value: FloatArray = attrs.field(init=False, eq=by_value)
    interval: Intervals | None = attrs.field(init=False)
    equity: Measurement = attrs.field(init=False)
    level: float
    slopes: FloatArray | None = attrs.field(converter=_table, eq=by_value)
    margin: float | FloatArray = attrs.field(eq=margin_key)
    horizon: float | None
    rate: Rate | tuple[Rate, ...]
    counting: Counting
    timing: Literal["purchase"] = "purchase"
    unit: TimeUnit
    currency: str | None

    def __attrs_post_init__(self) -> None:
        parts = self._summands()
        value = readonly_floats(parts.residual + parts.certain)
        interval = None
        if parts.slopes is not None:
            interval = shifted_intervals(
                parts.residual, parts.certain, parts.slopes, level=self.level
            )
        everyone = np.zeros(len(self), dtype=np.int64)
        (equity,) = equity_of_groups(parts, everyone, [EQUITY])
        for name, made in (("value", value), ("interval", interval), ("equity", equity)):
            object.__setattr__(self, name, made)

    def __len__(self) -> int:
        """Count the customers.

        Returns
        -------
        int
            Rows.
        """
        return self.residual.size

    @property
    def value_if_alive(self) -> FloatArray:
        """Money to come if it were certain that the customer has not left, past and cost apart."""
        alive = self.probability_alive > 0
        return np.where(alive, self.residual / np.where(alive, self.probability_alive, 1.0), 0.0)

    @property
    def convention(self) -> Title:
        """What the values count and what not, in words."""
        return convention(
            self.counting,
            horizon=self.horizon,
            unit=self.unit,
            with_cost=self.acquisition_cost is not None,
        )

    def by(self, labels: Iterable[Hashable], /) -> Mapping[Hashable, Measurement]:
        """Give the equity of groups of customers, such as segments.

        Parameters
        ----------
        labels : iterable of length n
            The group of each customer, in the order of the rows.

        Returns
        -------
        mapping of label to Measurement
            One for each group, in the order in which they first come; together they are
            `equity`. Each has its own interval; as the error of the parameters is common to all,
            the intervals of groups do not add up as independent ones would.

        Raises
        ------
        InvalidInputError
            If there are more or fewer labels than customers, or one is missing.
        """
        code, groups = read_labels(labels, rows=len(self))
        titles = [fill(_OF_GROUP, group=Title(str(group), isolate(str(group)))) for group in groups]
        return dict(zip(groups, equity_of_groups(self._summands(), code, titles), strict=True))

    def explain(self, row: int, /) -> ValueParts:
        """Take one customer's value apart.

        Parameters
        ----------
        row : int
            The customer's row, from 0.

        Returns
        -------
        ValueParts
            The factors and the summands; its `text` tells them in words.

        Raises
        ------
        InvalidInputError
            If there is no such row.
        """
        i = whole_number("row", row, low=0, high=len(self) - 1)
        alive = float(self.probability_alive[i])
        return ValueParts(
            probability_alive=alive,
            purchases_if_alive=float(self.discounted_purchases[i]) / alive if alive else 0.0,
            expected_spend=float(self.expected_spend[i]),
            margin=float(self.margin[i] if isinstance(self.margin, np.ndarray) else self.margin),
            residual=float(self.residual[i]),
            past=None if self.past is None else float(self.past[i]),
            acquisition_cost=(
                None if self.acquisition_cost is None else float(self.acquisition_cost[i])
            ),
            value=float(self.value[i]),
            currency=self.currency,
        )

    def _summands(self) -> Summands:
        return Summands(
            residual=self.residual,
            certain=_certain(self.past, self.acquisition_cost, rows=len(self)),
            weights=np.ones(len(self)) if self.weights is None else self.weights,
            slopes=self.slopes,
            level=self.level,
            currency=self.currency,
            note=remark(self.counting, with_cost=self.acquisition_cost is not None),
        )

    def _facts(self) -> dict[str, object]:
        rates = {"rate": self.rate} if isinstance(self.rate, Rate) else {"rates": len({*self.rate})}
        return {
            "customers": len(self),
            "equity": self.equity.value,
            "horizon": self.horizon,
            "unit": self.unit,
            "margin": self.margin,
            **rates,
            "counting": self.counting,
            "acquisition_cost": "not subtracted" if self.acquisition_cost is None else "subtracted",
            "timing": self.timing,
        }


def customer_value(  # noqa: PLR0913 - one argument for each convention of a value
    purchases: _Purchases,
    spend: _Spend,
    customers: CustomerSummary,
    /,
    *,
    rate: Rate | Sequence[Rate],
    horizon: float | str | None = "1 year",
    margin: npt.ArrayLike = 1.0,
    level: float = 0.9,
    counting: Counting = "residual",
    acquisition_cost: npt.ArrayLike | None = None,
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
    rate : Rate, or sequence of n Rates
        Discount rate, of all or of each customer.
    horizon : float, str or None, default "1 year"
        Length of the future, in the unit of the summary or as text such as ``"18 months"``; None
        for ever.
    margin : float or array_like of shape (n,), default 1.0
        Share of the spend that is profit, in [0, 1]; 1 values revenue.
    level : float, default 0.9
        Share of samples that the intervals cover.
    counting : {"residual", "total"}, default "residual"
        ``"residual"`` counts only purchases after the end of observation; ``"total"`` adds the
        profit of those seen so far, as it was, not discounted and not compounded: margin times
        `total_value` of the customers.
    acquisition_cost : float, array_like of shape (n,) or None, default None
        What winning each customer cost, >= 0, subtracted as it is; None subtracts nothing. With
        ``"residual"`` it is set against the future alone, with ``"total"`` against all that a
        customer brings.

    Returns
    -------
    CustomerValue
        One row a customer, in their order; `convention` says in words what was counted.

    Raises
    ------
    InvalidInputError
        If there are no customers, the summary lacks the money that is needed, currencies or units
        of time differ, or a number is out of its range.
    UndefinedMetricError
        If the expected spend of a customer is infinite.

    Notes
    -----
    Spend and purchases are taken as independent (Fader, Hardie & Lee 2005): with discounted
    expected purchases :math:`D_i`, expected spend :math:`m_i`, margin :math:`g_i`, spend so far
    :math:`s_i` and cost :math:`c_i`,

    .. math:: \text{CLV}_i = g_i m_i D_i \; [+ g_i s_i] \; [- c_i] .

    Only the first term is uncertain. Its interval is symmetric on the log scale and then shifted
    by the others, so that it also holds where the value is negative.

    References
    ----------
    .. [1] Fader, Hardie & Lee (2005), Journal of Marketing Research 42(4), 415-430.

    Examples
    --------
    >>> from crmcore.metrics.clv import BGNBD, GammaGamma
    >>> base = CustomerSummary(
    ...     frequency=[2, 0], recency=[30.43, 0], T=[38.86, 38.86], unit="week",
    ...     monetary_value=[22.35, 0], total_value=[60.0, 20.0],
    ... )
    >>> models = (
    ...     BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426), GammaGamma(p=6.25, q=3.74, v=15.44)
    ... )
    >>> worth = customer_value(*models, base, rate=Rate(0.12, per="year"), horizon="1 year")
    >>> worth.value.round(1)
    array([36.6,  8.4])
    >>> brought = customer_value(
    ...     *models, base, rate=Rate(0.12, per="year"), margin=0.3, counting="total",
    ...     acquisition_cost=[20, 5],
    ... )
    >>> brought.value.round(1)
    array([9. , 3.5])
    >>> {group: round(equity.value, 1) for group, equity in brought.by(["old", "new"]).items()}
    {'old': 9.0, 'new': 3.5}
    """
    terms = read_terms(customers, rate=rate, horizon=horizon, margin=margin)
    level = fraction("level", level, open_interval=True)
    choice("counting", counting, get_args(Counting))
    cost = read_costs(acquisition_cost, rows=len(customers))
    past = _past(customers, terms) if counting == "total" else None
    often, much = purchase_model(purchases), spend_model(spend)
    currency = common_currency(much, customers.currency)
    alive = often.probability_alive(customers)
    count, money = terms.discounted_purchases(often, customers), much.expected_spend(customers)
    return CustomerValue(
        ids=customers.ids,
        weights=customers.weights,
        probability_alive=alive,
        discounted_purchases=count,
        expected_spend=money,
        residual=terms.margin * money * count,
        past=past,
        acquisition_cost=cost,
        slopes=residual_slopes(purchases, spend, customers, terms, count=count, money=money),
        level=level,
        margin=terms.margin,
        horizon=terms.horizon,
        rate=terms.rate,
        counting=counting,
        unit=customers.unit,
        currency=currency,
    )


def _past(customers: CustomerSummary, terms: Terms) -> FloatArray:
    if customers.total_value is None:
        msg = (
            "customers must have total_value, the spend of all purchases, when counting is "
            "'total', got None"
        )
        raise InvalidInputError(msg)
    return terms.margin * customers.total_value


# What adds to the residual and is known for certain.
def _certain(past: FloatArray | None, cost: FloatArray | None, *, rows: int) -> FloatArray:
    nothing = np.zeros(rows)
    return (nothing if past is None else past) - (nothing if cost is None else cost)
