"""The Pareto/NBD model of purchases and dropout."""

from typing import ClassVar

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._distinct import on_distinct
from crmcore._quadrature import scaled_exponential_integral
from crmcore._types import FloatArray
from crmcore.metrics.clv._arguments import count, horizons
from crmcore.metrics.clv._families.pareto.fit import pareto_problem
from crmcore.metrics.clv._families.pareto.rows import Known, bought_and_left, left_in_silence
from crmcore.metrics.clv._maths.gamma_rates import draw_purchases, nbd_pmf, purchases_log_density
from crmcore.metrics.clv.fitting._parametric import positive
from crmcore.metrics.clv.fitting._problem import Problem
from crmcore.metrics.clv.verbs._transactions import TransactionModel
from crmcore.summary import CustomerSummary

__all__ = ["ParetoNBD"]


@attrs.frozen(kw_only=True, repr=False)
class ParetoNBD(TransactionModel):
    r"""The Pareto/NBD model: customers may leave at any moment, bought again or not.

    While a customer stays, purchases come at random at a rate that differs between customers as
    Gamma(r, alpha). How long the customer stays is exponential, with a death rate that differs as
    Gamma(s, beta), independent of the purchase rate.

    Attributes
    ----------
    r : float
        Shape of the purchase rates, above 0: the larger, the more alike they are.
    alpha : float
        Rate of the purchase rates, in units of time: the mean rate is r / alpha.
    s : float
        Shape of the death rates, above 0: the larger, the more alike they are.
    beta : float
        Rate of the death rates, in units of time: the mean rate is s / beta, and half of the
        customers are gone after beta (2^(1/s) - 1).
    unit : {"day", "week", "month", "year", "period"} or None, default None
        The unit of time; None takes customers in any.

    Raises
    ------
    InvalidInputError
        If a parameter is not finite or not above 0.

    Notes
    -----
    With x, t, T for frequency, recency and age, and (q)_n the rising factorial, the likelihood
    has two positive terms, for who is alive at T and for who left at a moment before:

    .. math:: L = (r)_x\,\alpha^r \beta^s \left[\frac{1}{(\alpha+T)^{r+x}(\beta+T)^s}
        + \int_t^T \frac{s\,d\tau}{(\alpha+\tau)^{r+x}(\beta+\tau)^{s+1}}\right] .

    Their ratio is the odds of being gone. The papers write the integral as a difference of two
    hypergeometric functions ([1]_, [2]_), which cancels and overflows for good customers; here it
    is a sum of positive terms in logarithmic time. What the living buy in a time h has a closed
    form, without the singular case that the published one has at s = 1,

    .. math:: E[X(T, T+h) \mid \text{alive}] = \frac{r+x}{\alpha+T}
        \int_0^h \Bigl(\frac{\beta+T}{\beta+T+u}\Bigr)^{s} du ,

    discounted purchases take the factor exp(-delta u) under that integral [3]_, and the chance of
    n purchases is the sum over who stays and who leaves on the way [4]_.

    References
    ----------
    .. [1] Schmittlein, Morrison & Colombo (1987), Counting your customers: who are they and what
       will they do next?, Management Science 33(1), 1-24, doi:10.1287/mnsc.33.1.1.
    .. [2] Fader & Hardie (2005), A note on deriving the Pareto/NBD model and related expressions,
       brucehardie.com/notes/009.
    .. [3] Fader, Hardie & Lee (2005), RFM and CLV: using iso-value curves for customer base
       analysis, Journal of Marketing Research 42(4), 415-430, doi:10.1509/jmkr.2005.42.4.415.
    .. [4] Fader & Hardie (2020), Deriving an expression for P(X(t)=x) under the Pareto/NBD model,
       brucehardie.com/notes/012.

    Examples
    --------
    >>> cdnow = ParetoNBD(r=0.553, alpha=10.578, s=0.606, beta=11.669, unit="week")
    >>> seen = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
    >>> cdnow.probability_alive(seen).round(3)
    array([0.858, 0.294])
    >>> cdnow.expected_purchases(seen, horizon="1 year").round(3)
    array([1.829, 0.136])
    """

    _NAMES: ClassVar[tuple[str, ...]] = ("r", "alpha", "s", "beta")
    _SHAPES: ClassVar[tuple[str, ...]] = ("r", "s")
    _CONTAINS: ClassVar[tuple[str, ...]] = ("NBD",)

    r: float = attrs.field(validator=positive)
    alpha: float = attrs.field(validator=positive)
    s: float = attrs.field(validator=positive)
    beta: float = attrs.field(validator=positive)

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
        >>> truth = ParetoNBD(r=0.553, alpha=10.578, s=0.606, beta=11.669, unit="week")
        >>> len(truth.simulate(100, T=39, rng=np.random.default_rng(0)))
        100
        """
        n = count("n", n)
        age = np.broadcast_to(horizons("T", T, unit=self.unit, rows=n), n)
        rate = rng.standard_gamma(self.r, n) / self.alpha
        death = rng.standard_gamma(self.s, n) / self.beta
        lived = _lived(death, age, rng)
        x, recency = draw_purchases(rate, lived, rng)
        return CustomerSummary(frequency=x, recency=recency, T=age, unit=self.unit or "period")

    @classmethod
    def _problem(cls, customers: CustomerSummary, /) -> Problem:
        return pareto_problem(customers)

    def _alive(self, *history: FloatArray) -> FloatArray:
        return on_distinct(super()._alive, *history)

    def _log_odds_gone(self, *history: FloatArray) -> FloatArray:
        x, t_x, age = history
        known, silence = self._known(x, t_x), age - t_x
        stays = -known.p * np.log1p(silence / known.a) - self.s * np.log1p(silence / known.b)
        with np.errstate(divide="ignore"):
            return np.log(left_in_silence(known, silence)) - stays

    def _log_likelihood(self, *history: FloatArray) -> FloatArray:
        x, _, age = history
        stays = purchases_log_density(self.r, self.alpha, x, age)
        stays -= self.s * np.log1p(age / self.beta)
        return stays + np.logaddexp(0, self._log_odds_gone(*history))

    def _alive_if_alive(self, *living: FloatArray) -> FloatArray:
        _, age, length = living
        return np.exp(-self.s * np.log1p(length / (self.beta + age)))

    def _purchases_if_alive(self, *living: FloatArray) -> FloatArray:
        x, age, length = living
        return self._purchases_between(x, age, np.zeros_like(age), length)

    def _purchases_between(self, *living: FloatArray) -> FloatArray:
        x, age, after, length = living
        start = self.beta + age + after
        elapsed = np.log1p(length / start)
        v = (self.s - 1) * elapsed
        flat = np.abs(v) < np.finfo(np.float64).tiny
        mean = np.where(flat, 1.0, -np.expm1(-v) / np.where(flat, 1.0, v))
        stays = self._alive_if_alive(x, age, after)
        return stays * ((self.r + x) / (self.alpha + age) * start * elapsed * mean)

    def _draw_if_alive(self, rng: np.random.Generator, *living: FloatArray) -> FloatArray:
        x, age, length = living
        rate = rng.standard_gamma(self.r + x) / (self.alpha + age)
        death = rng.standard_gamma(self.s, age.size) / (self.beta + age)
        return rng.poisson(rate * _lived(death, length, rng)).astype(np.float64)

    def _discounted_if_alive(self, force: float, *living: FloatArray) -> FloatArray:
        x, age, length = living
        start = self.beta + age
        worth = scaled_exponential_integral(force * start, self.s, length / start)
        return (self.r + x) / (self.alpha + age) * start * worth

    def _pmf_if_alive(self, n: int, *living: FloatArray) -> FloatArray:
        x, age, length = living
        known = self._known(x, age)
        exactly = nbd_pmf(n, known.p, length / known.a) * self._alive_if_alive(*living)
        if n == 0:
            return exactly + left_in_silence(known, length)
        return exactly + bought_and_left(n, known, length)

    # Of a customer who is alive at a time.
    def _known(self, x: FloatArray, time: FloatArray) -> Known:
        return Known(self.r + x, self.alpha + time, self.s, self.beta + time)


# The time until death, or to the end of a length of time.
def _lived(death: FloatArray, length: FloatArray, rng: np.random.Generator) -> FloatArray:
    patience = rng.standard_exponential(death.size)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(patience < death * length, patience / death, length)
