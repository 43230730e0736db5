"""The verbs that all models of purchasing share; a model brings the formulas behind them."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Self, overload

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._distinct import in_chunks
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv._arguments import copies, require_unit
from crmcore.metrics.clv.fitting._estimation import fit_problem
from crmcore.metrics.clv.fitting._problem import Problem
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.fitting.priors import Prior
from crmcore.metrics.clv.verbs._purchase_counts import PurchaseCounts
from crmcore.metrics.clv.verbs._purchase_formulas import Time
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

__all__ = ["TransactionModel"]


@attrs.frozen(kw_only=True, repr=False)
class TransactionModel(PurchaseCounts):
    """Base of the models of how often customers buy and when they leave.

    Attributes
    ----------
    unit : {"day", "week", "month", "year", "period"} or None
        The unit of time of the parameters; None takes any.
    """

    @classmethod
    def fit(
        cls,
        customers: CustomerSummary,
        /,
        *,
        fixed: Mapping[str, float] | None = None,
        prior: Prior | None = None,
    ) -> Fit[Self]:
        """Fit the model by maximum likelihood.

        Parameters
        ----------
        customers : CustomerSummary
            The base; weights count as customers.
        fixed : mapping of str to float, optional
            Parameters that are known, in the unit of the base, such as ``{"r": 0.5}``.
        prior : Prior, optional
            What is known of the shapes beforehand, for small bases; the likelihood times the
            prior is maximised.

        Returns
        -------
        Fit
            The most likely model, in the time unit of the base, with the evidence for it.

        Raises
        ------
        FitError
            If there are no customers, or none of them has bought again.
        InvalidInputError
            If a repeat purchase has the recency 0, or the model has no parameter of a name.

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> truth = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.0, unit="week")
        >>> base = truth.simulate(4000, T=52, rng=np.random.default_rng(1))
        >>> fit = BGNBD.fit(base)
        >>> fit.model.unit, fit.diagnosis.interior
        ('week', True)
        >>> BGNBD.fit(base, fixed={"r": 0.6}).model.r
        0.6
        """
        blank = cls(**dict.fromkeys(cls._NAMES, 1.0), unit=customers.unit)
        return fit_problem(cls._problem(customers), blank, fixed=fixed, prior=prior)

    def resample(
        self, customers: CustomerSummary, /, *, rng: np.random.Generator
    ) -> CustomerSummary:
        """Draw a base like a given one from the model.

        Parameters
        ----------
        customers : CustomerSummary
            Who is drawn: as many customers, each with the same age.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        CustomerSummary
            One row a customer.

        Raises
        ------
        InvalidInputError
            If a weight is not whole.
        """
        require_unit(self.unit, customers)
        age = customers.T[copies(customers.row_weights)]
        drawn = self.simulate(age.size, T=age, rng=rng)
        return attrs.evolve(drawn, unit=customers.unit)

    @classmethod
    @abstractmethod
    def _problem(cls, customers: CustomerSummary, /) -> Problem: ...

    def log_likelihood(self, customers: CustomerSummary, /) -> FloatArray:
        """Give the log-likelihood of each customer's purchase history.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers, in the time unit of the parameters.

        Returns
        -------
        ndarray of shape (n,)
            Log densities of the times of purchase; weights are not multiplied in.

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> seen = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
        >>> cdnow.log_likelihood(seen).round(3)
        array([-9.456, -0.555])
        """
        return in_chunks(self._log_likelihood, *self._columns(customers))

    def probability_alive(self, customers: CustomerSummary, /, *, after: Time = 0) -> FloatArray:
        """Give the chance that each customer has not left for good.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers, in the time unit of the parameters.
        after : float, str or array_like of shape (n,), default 0
            Time from the end of observation to the moment asked about, whatever the customer does
            in it; text such as ``"3 months"`` is read in the unit of the customers.

        Returns
        -------
        ndarray of shape (n,)
            Probabilities in [0, 1]; higher is better.

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> seen = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
        >>> cdnow.probability_alive(seen).round(3)
        array([0.72, 1.  ])
        """
        later = self._length("after", after, customers)
        alive = self._alive(*self._columns(customers))
        return (
            alive * self._living(customers, self._alive_if_alive, later) if later.any() else alive
        )

    def expected_purchases(
        self, customers: CustomerSummary, /, *, horizon: Time, after: Time = 0
    ) -> FloatArray:
        """Give the purchases to be expected of each customer in a time to come.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers, in the time unit of the parameters.
        horizon : float, str or array_like of shape (n,)
            How long a time: a number in the unit of the customers, one for each of them, or text
            such as ``"1 year"``.
        after : float, str or array_like of shape (n,), default 0
            Time from the end of observation to its start.

        Returns
        -------
        ndarray of shape (n,)
            Expected purchases in (T + after, T + after + horizon], >= 0; higher is better.

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> seen = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
        >>> cdnow.expected_purchases(seen, horizon=39).round(3)
        array([1.211, 0.195])
        >>> cdnow.expected_purchases(seen, horizon=13, after="6 months").round(3)
        array([0.36, 0.06])
        """
        length = self._length("horizon", horizon, customers)
        start = self._length("after", after, customers)
        alive = self._alive(*self._columns(customers))
        if not start.any():
            return alive * self._living(customers, self._purchases_if_alive, length)
        return alive * self._living(customers, self._purchases_between, start, length)

    def discounted_expected_purchases(
        self, customers: CustomerSummary, /, *, rate: Rate, horizon: Time | None = None
    ) -> FloatArray:
        r"""Give the expected purchases of each customer, each in today's worth.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers, in the time unit of the parameters.
        rate : Rate
            Discount rate, converted to continuous compounding in the unit of the customers.
        horizon : float, str, array_like of shape (n,) or None, default None
            How long after the end of observation; None is for ever (DERT).

        Returns
        -------
        ndarray of shape (n,)
            Discounted purchases, >= 0; times the margin of one they are residual lifetime value.

        Raises
        ------
        InvalidInputError
            If the rate is not above 0 and the horizon None.

        Notes
        -----
        Discounted continuously, from the end of observation to the moment of each purchase:

        .. math:: \int_0^h e^{-\delta u}\, dE[X(T, T+u) \mid x, t_x, T].

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> seen = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
        >>> cdnow.discounted_expected_purchases(seen, rate=Rate(0.1, per="year")).round(3)
        array([6.299, 1.301])
        """
        force = rate.continuous(customers.unit)
        if horizon is None and force <= 0:
            msg = (
                f"rate must be above 0 when horizon is None, got {rate!r}: the sum over all the "
                "future may have no end; give a horizon"
            )
            raise InvalidInputError(msg)
        length = np.asarray(np.inf)
        if horizon is not None:
            length = self._length("horizon", horizon, customers)
        alive = self._alive(*self._columns(customers))
        return alive * self._living(customers, self._discounted_at(force), length)

    @overload
    def expected_purchases_new(self, *, horizon: float | str) -> float: ...

    @overload
    def expected_purchases_new(self, *, horizon: npt.ArrayLike) -> float | FloatArray: ...

    def expected_purchases_new(self, *, horizon: Time) -> float | FloatArray:
        """Give the repeat purchases to be expected of a customer who has just bought first.

        Parameters
        ----------
        horizon : float, str or array_like
            Time since the first purchase, in the model's unit.

        Returns
        -------
        float or ndarray
            Expected repeat purchases, one for each horizon.

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> round(cdnow.expected_purchases_new(horizon=39), 3)
        1.197
        """
        length = self._length("horizon", horizon)
        return self._new(self._purchases_if_alive, length)

    @abstractmethod
    def simulate(
        self, n: int, /, *, T: float | npt.ArrayLike, rng: np.random.Generator
    ) -> CustomerSummary:
        """Draw customers from the model.

        Parameters
        ----------
        n : int
            Customers.
        T : float or array_like of shape (n,)
            Time from each one's first purchase to the end of observation, in the model's unit.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        CustomerSummary
            What would be seen of them, in the model's unit, or in ``"period"`` if it has none.
        """
