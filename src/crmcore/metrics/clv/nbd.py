"""The NBD model of purchases without dropout, the baseline of all others."""

from typing import ClassVar

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._types import FloatArray
from crmcore.metrics.clv._arguments import count, horizons
from crmcore.metrics.clv._families.nbd import nbd_problem
from crmcore.metrics.clv._maths.gamma_rates import draw_purchases, nbd_pmf, purchases_log_density
from crmcore.metrics.clv.fitting._parametric import positive
from crmcore.metrics.clv.fitting._problem import Problem
from crmcore.metrics.clv.verbs._transactions import TransactionModel
from crmcore.summary import CustomerSummary

__all__ = ["NBD"]


@attrs.frozen(kw_only=True, repr=False)
class NBD(TransactionModel):
    r"""The negative binomial model: customers buy at steady rates, and nobody leaves.

    Purchases come at random at a rate that differs between customers as Gamma(r, alpha). It is
    what the models with dropout are when nobody leaves, and the honest baseline for them: their
    log-likelihoods can be compared, since all are those of the times of purchase.

    Attributes
    ----------
    r : float
        Shape of the purchase rates, above 0: the larger, the more alike they are.
    alpha : float
        Rate of the purchase rates, in units of time: the mean rate is r / alpha.
    unit : {"day", "week", "month", "year", "period"} or None, default None
        The unit of time; None takes customers in any.

    Raises
    ------
    InvalidInputError
        If a parameter is not finite or not above 0.

    Notes
    -----
    With x, T for frequency and age, and (q)_n the rising factorial, the likelihood of the times
    of purchase, in which the recency has no part, is

    .. math:: L = \frac{(r)_x\,\alpha^r}{(\alpha+T)^{r+x}} .

    What is known of a customer's rate is Gamma(r + x, alpha + T), so that the purchases to come
    in a time h are negative binomial with the mean

    .. math:: E[X(T, T+h)] = \frac{r+x}{\alpha+T}\,h,

    a straight line between the customer's own rate x / T and that of all, r / alpha. [1]_ found
    the distribution in panels of consumers, [2]_ gives the conditional mean.

    References
    ----------
    .. [1] Ehrenberg (1959), The pattern of consumer purchases, Applied Statistics 8(1), 26-41,
       doi:10.2307/2985810.
    .. [2] Morrison & Schmittlein (1988), Generalizing the NBD model for customer purchases, Journal
       of Business & Economic Statistics 6(2), 145-159.

    Examples
    --------
    >>> from crmcore.summary import CustomerSummary
    >>> model = NBD(r=0.385, alpha=12.072, unit="week")
    >>> seen = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
    >>> model.expected_purchases(seen, horizon="1 year").round(3)
    array([2.437, 0.393])
    """

    _NAMES: ClassVar[tuple[str, ...]] = ("r", "alpha")
    _SHAPES: ClassVar[tuple[str, ...]] = ("r",)
    _HISTORY: ClassVar[tuple[str, ...]] = ("frequency", "T")

    r: float = attrs.field(validator=positive)
    alpha: float = attrs.field(validator=positive)

    def simulate(
        self, n: int, /, *, T: float | str | npt.ArrayLike, rng: np.random.Generator
    ) -> CustomerSummary:
        """Draw customers from the model.

        Parameters
        ----------
        n : int
            Customers.
        T : float, str or array_like of shape (n,)
            Time from each one's first purchase to the end of observation, in the model's unit.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        CustomerSummary
            What would be seen of them, in the model's unit, or in ``"period"`` if it has none.

        Examples
        --------
        >>> truth = NBD(r=0.385, alpha=12.072, unit="week")
        >>> len(truth.simulate(100, T=39, rng=np.random.default_rng(0)))
        100
        """
        n = count("n", n)
        age = np.broadcast_to(horizons("T", T, unit=self.unit, rows=n), n)
        x, recency = draw_purchases(rng.standard_gamma(self.r, n) / self.alpha, age, rng)
        return CustomerSummary(frequency=x, recency=recency, T=age, unit=self.unit or "period")

    @classmethod
    def _problem(cls, customers: CustomerSummary, /) -> Problem:
        return nbd_problem(customers)

    def _log_likelihood(self, *history: FloatArray) -> FloatArray:
        return purchases_log_density(self.r, self.alpha, *history)

    def _log_odds_gone(self, *history: FloatArray) -> FloatArray:
        return np.full_like(history[0], -np.inf)

    def _alive_if_alive(self, *living: FloatArray) -> FloatArray:
        return np.ones_like(living[0])

    def _purchases_if_alive(self, *living: FloatArray) -> FloatArray:
        x, age, length = living
        return (self.r + x) / (self.alpha + age) * length

    def _purchases_between(self, *living: FloatArray) -> FloatArray:
        x, age, _, length = living
        return self._purchases_if_alive(x, age, length)

    def _draw_if_alive(self, rng: np.random.Generator, *living: FloatArray) -> FloatArray:
        x, age, length = living
        rate = rng.standard_gamma(self.r + x) / (self.alpha + age)
        return rng.poisson(rate * length).astype(np.float64)

    def _pmf_if_alive(self, n: int, *living: FloatArray) -> FloatArray:
        x, age, length = living
        return nbd_pmf(n, self.r + x, length / (self.alpha + age))

    def _discounted_if_alive(self, force: float, *living: FloatArray) -> FloatArray:
        x, age, length = living
        worth = -np.expm1(-force * length) / force if force else length
        return (self.r + x) / (self.alpha + age) * worth
