"""The verbs that every purchase model and every spend model has, for models of one's own too."""

from typing import Any, Protocol, TypeAlias

import numpy.typing as npt

from crmcore._types import FloatArray, TimeUnit
from crmcore.metrics.clv.fit import Fit
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
