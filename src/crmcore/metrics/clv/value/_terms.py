"""Terms of a valuation: rate, horizon, margin and cost as they are given, and as they are used."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, TypeGuard

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, fraction, number_above, refuse_rows
from crmcore._inputs import column, require_rows
from crmcore._types import FloatArray, IntArray, TimeUnit
from crmcore.currencies import require_same_unit, stated_currency
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv.verbs.protocols import PurchaseModel, SpendModel
from crmcore.periods import duration
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

__all__ = [
    "Terms",
    "common_currency",
    "margin_key",
    "read_costs",
    "read_horizon",
    "read_margin",
    "read_terms",
    "require_money",
    "single_rate",
]

_Rates: TypeAlias = "Rate | tuple[Rate, ...]"


@attrs.frozen(kw_only=True)
class Terms:
    """What a purchase that comes later is worth today.

    Attributes
    ----------
    rate : Rate or tuple of n Rates
        The discount rate, of all customers or of each.
    horizon : float or None
        Length of the future, in the unit of the customers; None for ever.
    margin : float or ndarray of shape (n,)
        Share of the spend that is profit.
    """

    rate: _Rates
    horizon: float | None
    margin: float | FloatArray

    def discounted_purchases(
        self, model: PurchaseModel, customers: CustomerSummary, /
    ) -> FloatArray:
        """Give the discounted expected purchases of each customer at the rate of each.

        Parameters
        ----------
        model : PurchaseModel
            The model.
        customers : CustomerSummary
            The customers, as many as there are rates.

        Returns
        -------
        ndarray of shape (n,)
            Purchases, >= 0.
        """
        if isinstance(self.rate, Rate):
            return model.discounted_expected_purchases(
                customers, rate=self.rate, horizon=self.horizon
            )
        count = np.empty(len(customers))
        for rate, rows in _rows_by_rate(self.rate):
            count[rows] = model.discounted_expected_purchases(
                customers.select(rows), rate=rate, horizon=self.horizon
            )
        return count


def _rows_by_rate(rates: tuple[Rate, ...]) -> Iterator[tuple[Rate, IntArray]]:
    found: dict[Rate, list[int]] = {}
    for row, rate in enumerate(rates):
        found.setdefault(rate, []).append(row)
    for rate, rows in found.items():
        yield rate, np.array(rows, dtype=np.int64)


def read_rate(rate: object, /, *, rows: int) -> _Rates:
    """Read a discount rate, or one for each customer.

    Parameters
    ----------
    rate : Rate or iterable of Rates
        What was given.
    rows : int
        Customers.

    Returns
    -------
    Rate or tuple of n Rates
        The rate or the rates.

    Raises
    ------
    InvalidInputError
        If something is no Rate, or there are more or fewer than customers.
    """
    if not _several(rate):
        return single_rate(rate)
    rates = tuple(rate)
    require_rows("rate", len(rates), rows)
    for row, each in enumerate(rates):
        if not isinstance(each, Rate):
            msg = f"rate must be a Rate such as Rate(0.1, per='year'), got {each!r} at row {row}"
            raise InvalidInputError(msg)
    return rates


def single_rate(rate: object, /) -> Rate:
    """Read the one discount rate of all customers.

    Parameters
    ----------
    rate : Rate
        What was given.

    Returns
    -------
    Rate
        The rate.

    Raises
    ------
    InvalidInputError
        If it is no Rate.
    """
    if not isinstance(rate, Rate):
        msg = f"rate must be a Rate such as Rate(0.1, per='year'), got {rate!r}"
        raise InvalidInputError(msg)
    return rate


def _several(rate: object) -> TypeGuard[Iterable[Any]]:
    return isinstance(rate, Iterable) and not isinstance(rate, str)


def read_terms(
    customers: CustomerSummary,
    /,
    *,
    rate: object,
    horizon: float | str | None,
    margin: npt.ArrayLike,
) -> Terms:
    """Read the terms of a valuation of customers who can be valued.

    Parameters
    ----------
    customers : CustomerSummary
        The customers.
    rate : Rate or iterable of Rates
        Discount rate, of all or of each.
    horizon : float, str or None
        Length of the future.
    margin : float or array_like of shape (n,)
        Margin, of all or of each.

    Returns
    -------
    Terms
        The terms.

    Raises
    ------
    InvalidInputError
        If there are no customers, their mean spend is not known, or a term is out of its range.
    """
    require_money(customers)
    rows = len(customers)
    return Terms(
        rate=read_rate(rate, rows=rows),
        horizon=read_horizon(horizon, unit=customers.unit),
        margin=read_margin(margin, rows=rows),
    )


def read_horizon(horizon: float | str | None, /, *, unit: TimeUnit) -> float | None:
    """Read how far the future reaches.

    Parameters
    ----------
    horizon : float, str or None
        A number in `unit`, text such as ``"18 months"``, or None for ever.
    unit : {"day", "week", "month", "year", "period"}
        The unit of the answer.

    Returns
    -------
    float or None
        A length above 0, or None.

    Raises
    ------
    InvalidInputError
        If it is no length of time above 0.
    """
    return None if horizon is None else number_above("horizon", duration(horizon, unit=unit))


def read_margin(margin: npt.ArrayLike, /, *, rows: int) -> float | FloatArray:
    """Read a margin, or one for each customer.

    Parameters
    ----------
    margin : float or array_like of shape (n,)
        Shares in [0, 1].
    rows : int
        Customers.

    Returns
    -------
    float or ndarray of shape (n,)
        The margin or margins.

    Raises
    ------
    InvalidInputError
        If one is outside [0, 1], or there are more or fewer than customers.
    """
    if np.ndim(margin) == 0:
        return fraction("margin", margin)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    margins = column("margin", margin)
    require_rows("margin", margins.size, rows)
    refuse_rows("margin", margins, (margins < 0) | (margins > 1), "be a fraction from 0 to 1")
    return margins


def read_costs(cost: npt.ArrayLike | None, /, *, rows: int) -> FloatArray | None:
    """Read a cost of acquisition, or one for each customer.

    Parameters
    ----------
    cost : float, array_like of shape (n,) or None
        Money >= 0; None where it is not to be subtracted.
    rows : int
        Customers.

    Returns
    -------
    ndarray of shape (n,) or None
        The cost of each, or None.

    Raises
    ------
    InvalidInputError
        If one is negative or not finite, or there are more or fewer than customers.
    """
    if cost is None:
        return None
    if np.ndim(cost) == 0:
        one = number_above("acquisition_cost", cost, inclusive=True)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        return np.full(rows, one)
    costs = column("acquisition_cost", cost)
    require_rows("acquisition_cost", costs.size, rows)
    refuse_rows("acquisition_cost", costs, costs < 0, "be >= 0")
    return costs


def margin_key(margin: float | FloatArray, /) -> object:
    """Give the comparison key of a margin, or of one for each customer.

    Parameters
    ----------
    margin : float or ndarray of shape (n,)
        The value of a field.

    Returns
    -------
    object
        A key that compares by value.
    """
    return by_value(margin) if isinstance(margin, np.ndarray) else margin


def require_money(customers: CustomerSummary, /, *, name: str = "customers") -> None:
    """Refuse customers who cannot be valued.

    Parameters
    ----------
    customers : CustomerSummary
        The customers.
    name : str, default "customers"
        What they are called, for the message.

    Raises
    ------
    InvalidInputError
        If there are none, or their mean spend is not known.
    """
    if not len(customers):
        msg = f"{name} must be at least one customer, got none"
        raise InvalidInputError(msg)
    if customers.monetary_value is None:
        msg = f"{name} must have monetary_value, the mean spend of repeat purchases, got None"
        raise InvalidInputError(msg)


def common_currency(spend: SpendModel, currency: str | None = None, /) -> str | None:
    """Give the currency of a valuation, and refuse two.

    Parameters
    ----------
    spend : SpendModel
        A model of spend, which may state a currency.
    currency : str or None
        The currency of the customers, if it is stated.

    Returns
    -------
    str or None
        The one that is stated.

    Raises
    ------
    InvalidInputError
        If they differ.
    """
    known = stated_currency(getattr(spend, "currency", None))
    require_same_unit(known, currency)
    return currency or known
