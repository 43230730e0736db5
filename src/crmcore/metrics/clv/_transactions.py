"""The verbs that all models of purchasing share; a model brings the formulas behind them."""

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar, TypeAlias, get_args, overload

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import one_of
from crmcore._distinct import in_chunks, on_distinct
from crmcore._types import FloatArray, TimeUnit
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv._arguments import count, horizons, require_unit
from crmcore.metrics.clv._parametric import Parametric
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

__all__ = ["TransactionModel"]

_Formula: TypeAlias = Callable[..., FloatArray]
_Time: TypeAlias = float | str | npt.ArrayLike


@attrs.frozen(kw_only=True, repr=False)
class TransactionModel(Parametric):
    """Base of the models of how often customers buy and when they leave.

    A model brings the formulas at the end of this class. They take columns of the same length and
    give one number a row, each row on its own: `_HISTORY` names the columns that tell all of the
    past, `_LIVING` those that matter if the customer is alive. A customer not yet seen is one
    whose columns are all 0.

    Attributes
    ----------
    unit : {"day", "week", "month", "year", "period"} or None
        The unit of time of the parameters; None takes any.
    """

    _HISTORY: ClassVar[tuple[str, ...]] = ("frequency", "recency", "T")
    _LIVING: ClassVar[tuple[str, ...]] = ("frequency", "T")

    unit: TimeUnit | None = attrs.field(default=None, validator=one_of(*get_args(TimeUnit), None))

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

    def probability_alive(self, customers: CustomerSummary, /, *, after: _Time = 0) -> FloatArray:
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
        later = horizons("after", after, unit=customers.unit, rows=len(customers))
        alive = self._alive(*self._columns(customers))
        return (
            alive * self._living(customers, self._alive_if_alive, later) if later.any() else alive
        )

    def expected_purchases(self, customers: CustomerSummary, /, *, horizon: _Time) -> FloatArray:
        """Give the purchases to be expected of each customer after the end of observation.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers, in the time unit of the parameters.
        horizon : float, str or array_like of shape (n,)
            How long after the end of observation: a number in the unit of the customers, one for
            each of them, or text such as ``"1 year"``.

        Returns
        -------
        ndarray of shape (n,)
            Expected purchases in (T, T + horizon], >= 0; higher is better.

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> seen = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
        >>> cdnow.expected_purchases(seen, horizon=39).round(3)
        array([1.211, 0.195])
        """
        length = horizons("horizon", horizon, unit=customers.unit, rows=len(customers))
        alive = self._alive(*self._columns(customers))
        return alive * self._living(customers, self._purchases_if_alive, length)

    def purchase_pmf(self, customers: CustomerSummary, /, n: int, *, horizon: _Time) -> FloatArray:
        """Give the chance of exactly n purchases after the end of observation.

        Parameters
        ----------
        customers : CustomerSummary
            Customers, in the time unit of the parameters.
        n : int
            Purchases, >= 0.
        horizon : float, str or array_like
            How long after the end of observation, as in `expected_purchases`.

        Returns
        -------
        ndarray
            Probabilities in [0, 1], one for each customer; over all n they add up to 1.

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> seen = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
        >>> cdnow.purchase_pmf(seen, 0, horizon=39).round(3)
        array([0.451, 0.856])
        """
        length = horizons("horizon", horizon, unit=customers.unit, rows=len(customers))
        columns = self._columns(customers)
        formula = self._pmf_of(count("n", n))
        pmf = self._alive(*columns) * self._living(customers, formula, length)
        return pmf if n else pmf + in_chunks(self._gone, *columns)

    def discounted_expected_purchases(
        self, customers: CustomerSummary, /, *, rate: Rate, horizon: _Time | None = None
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
            length = horizons("horizon", horizon, unit=customers.unit, rows=len(customers))
        alive = self._alive(*self._columns(customers))
        return alive * self._living(customers, self._discounted_at(force), length)

    @overload
    def expected_purchases_new(self, *, horizon: float | str) -> float: ...

    @overload
    def expected_purchases_new(self, *, horizon: npt.ArrayLike) -> float | FloatArray: ...

    def expected_purchases_new(self, *, horizon: _Time) -> float | FloatArray:
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
        length = horizons("horizon", horizon, unit=self.unit)
        return self._new(self._purchases_if_alive, length)

    @overload
    def purchase_pmf_new(self, n: int, *, horizon: float | str) -> float: ...

    @overload
    def purchase_pmf_new(self, n: int, *, horizon: npt.ArrayLike) -> float | FloatArray: ...

    def purchase_pmf_new(self, n: int, *, horizon: _Time) -> float | FloatArray:
        """Give the chance that a new customer makes exactly n repeat purchases.

        Parameters
        ----------
        n : int
            Repeat purchases, >= 0.
        horizon : float, str or array_like
            Time since the first purchase, in the model's unit.

        Returns
        -------
        float or ndarray
            Probabilities in [0, 1], one for each horizon.

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> round(cdnow.purchase_pmf_new(0, horizon=39), 3)
        0.574
        """
        length = horizons("horizon", horizon, unit=self.unit)
        pmf = self._new(self._pmf_of(count("n", n)), length)
        return pmf if n else pmf + float(self._gone(*(np.zeros(1) for _ in self._HISTORY))[0])

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

    def _columns(self, customers: CustomerSummary) -> tuple[FloatArray, ...]:
        require_unit(self.unit, customers)
        return tuple(getattr(customers, name) for name in self._HISTORY)

    def _alive(self, *history: FloatArray) -> FloatArray:
        def formula(*columns: FloatArray) -> FloatArray:
            with np.errstate(over="ignore"):
                return 1 / (1 + np.exp(self._log_odds_gone(*columns)))

        return in_chunks(formula, *history)

    def _gone(self, *history: FloatArray) -> FloatArray:
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-self._log_odds_gone(*history)))

    # Evaluate a formula of the living at the distinct customers, with one length of time or many.
    def _living(
        self, customers: CustomerSummary, formula: _Formula, length: FloatArray
    ) -> FloatArray:
        columns: tuple[FloatArray, ...] = tuple(getattr(customers, name) for name in self._LIVING)
        if length.ndim:
            return on_distinct(formula, *columns, length)

        def at_length(*rows: FloatArray) -> FloatArray:
            return formula(*rows, np.full(rows[0].size, length))

        return on_distinct(at_length, *columns)

    def _new(self, formula: _Formula, length: FloatArray) -> float | FloatArray:
        times = np.atleast_1d(length)
        alive = float(self._alive(*(np.zeros(1) for _ in self._HISTORY))[0])
        value = alive * formula(*(np.zeros_like(times) for _ in self._LIVING), times)
        return value if length.ndim else float(value[0])

    def _pmf_of(self, n: int) -> _Formula:
        def formula(*columns: FloatArray) -> FloatArray:
            return self._pmf_if_alive(n, *columns)

        return formula

    def _discounted_at(self, force: float) -> _Formula:
        def formula(*columns: FloatArray) -> FloatArray:
            return self._discounted_if_alive(force, *columns)

        return formula

    # The formulas. `history` and `living` stand for the columns named above.

    @abstractmethod
    def _log_likelihood(self, *history: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _log_odds_gone(self, *history: FloatArray) -> FloatArray: ...

    # The last column of the following is the length of time.

    @abstractmethod
    def _alive_if_alive(self, *living: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _purchases_if_alive(self, *living: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _pmf_if_alive(self, n: int, *living: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _discounted_if_alive(self, force: float, *living: FloatArray) -> FloatArray: ...
