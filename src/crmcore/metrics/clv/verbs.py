"""The verbs that every purchase model and every spend model has."""

from typing import Protocol

import numpy.typing as npt

from crmcore._types import FloatArray
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

__all__ = ["PurchaseModel", "SpendModel"]


class PurchaseModel(Protocol):
    """A model of how often customers buy and when they leave."""

    def log_likelihood(self, customers: CustomerSummary, /) -> FloatArray:
        """Give the log-likelihood of each row."""
        ...

    def probability_alive(self, customers: CustomerSummary, /) -> FloatArray:
        """Give the chance that each customer has not left."""
        ...

    def expected_purchases(
        self, customers: CustomerSummary, /, *, horizon: npt.ArrayLike | str
    ) -> FloatArray:
        """Give the expected purchases of each customer in the horizon."""
        ...

    def purchase_pmf(
        self, customers: CustomerSummary, n: int, /, *, horizon: float | str
    ) -> FloatArray:
        """Give the chance that each customer buys n times in the horizon."""
        ...

    def discounted_expected_purchases(
        self, customers: CustomerSummary, /, *, rate: Rate, horizon: float | str | None = None
    ) -> FloatArray:
        """Give the discounted expected purchases of each customer."""
        ...

    def expected_purchases_new(self, *, horizon: npt.ArrayLike) -> float | FloatArray:
        """Give the expected purchases of a customer not yet seen."""
        ...


class SpendModel(Protocol):
    """A model of how much customers spend in a purchase."""

    def expected_spend(self, customers: CustomerSummary, /) -> FloatArray:
        """Give the expected spend per purchase of each customer."""
        ...
