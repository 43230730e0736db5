"""The verbs that every purchase model and every spend model has, for models of one's own too."""

from typing import Any, Protocol, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from crmcore._checks import choice
from crmcore._types import FloatArray, IntArray, TimeUnit
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

__all__ = ["PurchaseModel", "SpendModel"]

_Time: TypeAlias = float | str | npt.ArrayLike


class PurchaseModel(Protocol):
    """A model of how often customers buy and when they leave."""

    @property
    def unit(self) -> TimeUnit | None:
        """The unit of time of the parameters; None takes any."""
        ...

    def log_likelihood(self, customers: CustomerSummary, /) -> FloatArray:
        """Give the log-likelihood of each row."""
        ...

    def probability_alive(self, customers: CustomerSummary, /, *, after: _Time = 0) -> FloatArray:
        """Give the chance that each customer has not left."""
        ...

    def expected_purchases(self, customers: CustomerSummary, /, *, horizon: _Time) -> FloatArray:
        """Give the expected purchases of each customer in the horizon."""
        ...

    def purchase_pmf(self, customers: CustomerSummary, /, n: int, *, horizon: _Time) -> FloatArray:
        """Give the chance that each customer buys n times in the horizon."""
        ...

    def discounted_expected_purchases(
        self, customers: CustomerSummary, /, *, rate: Rate, horizon: _Time | None = None
    ) -> FloatArray:
        """Give the discounted expected purchases of each customer."""
        ...

    def expected_purchases_new(self, *, horizon: npt.ArrayLike) -> float | FloatArray:
        """Give the expected purchases of a customer not yet seen."""
        ...

    def purchase_pmf_new(self, n: int, *, horizon: npt.ArrayLike) -> float | FloatArray:
        """Give the chance that a customer not yet seen buys n times."""
        ...


class SpendModel(Protocol):
    """A model of how much customers spend in a purchase."""

    def expected_spend(self, customers: CustomerSummary, /) -> FloatArray:
        """Give the expected spend per purchase of each customer."""
        ...


def purchase_model(source: "PurchaseModel | Fit[Any]", /) -> PurchaseModel:
    """Take a purchase model out of its fit, or as it is.

    Parameters
    ----------
    source : purchase model or its Fit
        Either.

    Returns
    -------
    PurchaseModel
        The model.
    """
    model: PurchaseModel = source.model if isinstance(source, Fit) else source
    return model


def spend_model(source: "SpendModel | Fit[Any]", /) -> SpendModel:
    """Take a spend model out of its fit, or as it is.

    Parameters
    ----------
    source : spend model or its Fit
        Either.

    Returns
    -------
    SpendModel
        The model.
    """
    model: SpendModel = source.model if isinstance(source, Fit) else source
    return model


def stated_unit(model: PurchaseModel, unit: TimeUnit | None, /) -> TimeUnit:
    """Give the unit of time of a model, or the one stated for a model that knows none.

    Parameters
    ----------
    model : PurchaseModel
        The model.
    unit : {"day", "week", "month", "year", "period"} or None
        The unit stated.

    Returns
    -------
    TimeUnit
        The unit.

    Raises
    ------
    InvalidInputError
        If neither is known, or they differ.
    """
    choice("unit", unit, (*get_args(TimeUnit), None))
    known = model.unit
    if unit is not None and known is not None and unit != known:
        msg = f"unit must be that of the model, {known!r}, got {unit!r}"
        raise InvalidInputError(msg)
    chosen = unit or known
    if chosen is None:
        msg = "unit must be stated for a model that does not know its own, got None"
        raise InvalidInputError(msg)
    return chosen


def expected_repeats(
    model: PurchaseModel, begin: IntArray, days: IntArray, per_unit: float, /
) -> FloatArray:
    """Give the repeat purchases that a model expects of all customers up to some days.

    Parameters
    ----------
    model : PurchaseModel
        The model.
    begin : ndarray of int64, shape (n,)
        Day of each customer's first purchase, as a number.
    days : ndarray of int64, shape (k,)
        Days as numbers.
    per_unit : float
        Days in the unit of the model.

    Returns
    -------
    ndarray of shape (k,)
        Expected purchases since the first day.
    """
    first, count = np.unique(begin, return_counts=True)
    age = np.maximum(days[:, None] - first[None, :], 0)
    distinct, place = np.unique(age, return_inverse=True)
    expected = np.asarray(model.expected_purchases_new(horizon=distinct / per_unit))
    return expected[place.reshape(age.shape)] @ count.astype(np.float64)


def counts_opportunities(model: object, /) -> bool:
    """Tell whether a model's time passes in whole opportunities, which have no calendar.

    Parameters
    ----------
    model : purchase model
        The model.

    Returns
    -------
    bool
        Its attribute `whole_time`; False where it has none.
    """
    return bool(getattr(model, "whole_time", False))
