"""The Gamma-Gompertz/NBD model of purchases and dropout."""

from typing import ClassVar

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._distinct import on_distinct
from crmcore._types import FloatArray
from crmcore.metrics.clv._arguments import count, horizons
from crmcore.metrics.clv._families.gompertz.fit import gompertz_problem
from crmcore.metrics.clv._families.gompertz.pmf import bought_and_left
from crmcore.metrics.clv._families.gompertz.rows import Known, left_in_silence, time_left
from crmcore.metrics.clv._families.gompertz.time import aged, leaving_time, log_grown
from crmcore.metrics.clv._maths.gamma_rates import draw_purchases, nbd_pmf, purchases_log_density
from crmcore.metrics.clv.fitting._parametric import positive
from crmcore.metrics.clv.fitting._problem import Problem
from crmcore.metrics.clv.verbs._transactions import TransactionModel
from crmcore.summary import CustomerSummary

__all__ = ["GGompertzNBD"]


@attrs.frozen(kw_only=True, repr=False)
class GGompertzNBD(TransactionModel):
    r"""The Gamma-Gompertz/NBD model: customers leave more or less readily the longer they stay.

    While a customer stays, purchases come at random at a rate that differs between customers as
    Gamma(r, alpha). The hazard of leaving grows exponentially with the time since the first
    purchase, eta b exp(b t), and its scale eta differs as Gamma(s, beta), independent of the
    purchase rate. Each customer grows more likely to leave, while those who leave easily leave
    first: where beta is above 1 the base as a whole loses more and more of its customers in a
    unit of time, where it is below 1 fewer and fewer.

    Attributes
    ----------
    r : float
        Shape of the purchase rates, above 0: the larger, the more alike they are.
    alpha : float
        Rate of the purchase rates, in units of time: the mean rate is r / alpha.
    b : float
        Growth of the hazards of leaving in a unit of time, above 0; near 0 they are steady, and
        the model is Pareto/NBD with the beta of beta / b.
    s : float
        Shape of their scales, above 0: the larger, the more alike they are.
    beta : float
        Rate of their scales, without a unit: half of the customers are gone after
        ln(1 + beta (2^(1/s) - 1)) / b.
    unit : {"day", "week", "month", "year", "period"} or None, default None
        The unit of time; None takes customers in any.

    Raises
    ------
    InvalidInputError
        If a parameter is not finite or not above 0.

    Notes
    -----
    A share S(t) of new customers stays longer than t [1]_,

    .. math:: S(t) = \Bigl(\frac{\beta}{\beta - 1 + e^{bt}}\Bigr)^{s} .

    With x, t, T for frequency, recency and age, and (q)_n the rising factorial, the likelihood
    has two positive terms, for who is alive at T and for who left at a moment before:

    .. math:: L = (r)_x\,\alpha^r \left[\frac{S(T)}{(\alpha+T)^{r+x}}
        - \int_t^T \frac{S'(\tau)\,d\tau}{(\alpha+\tau)^{r+x}}\right] .

    Their ratio is the odds of being gone. Who is alive at T leaves as a new customer of a model
    with 1 + (beta - 1) exp(-b T) in the place of beta, so that what the living buy in a time h is

    .. math:: E[X(T, T+h) \mid \text{alive}] = \frac{r+x}{\alpha+T}
        \int_0^h \frac{S(T+u)}{S(T)}\,du ,

    and discounted purchases take the factor exp(-delta u) under that integral.

    References
    ----------
    .. [1] Bemmaor & Glady (2012), Modeling purchasing behavior with sudden "death": a flexible
       customer lifetime model, Management Science 58(5), 1012-1021, doi:10.1287/mnsc.1110.1461.

    Examples
    --------
    >>> model = GGompertzNBD(r=0.55, alpha=10.6, b=0.02, s=0.6, beta=0.4, unit="week")
    >>> seen = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
    >>> model.probability_alive(seen).round(3)
    array([0.821, 0.333])
    >>> model.expected_purchases(seen, horizon="1 year").round(3)
    array([1.522, 0.133])
    """

    _NAMES: ClassVar[tuple[str, ...]] = ("r", "alpha", "b", "s", "beta")
    _SHAPES: ClassVar[tuple[str, ...]] = ("r", "s")
    _CONTAINS: ClassVar[tuple[str, ...]] = ("NBD", "ParetoNBD")

    r: float = attrs.field(validator=positive)
    alpha: float = attrs.field(validator=positive)
    b: float = attrs.field(validator=positive)
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
        >>> truth = GGompertzNBD(r=0.55, alpha=10.6, b=0.02, s=0.6, beta=0.4, unit="week")
        >>> len(truth.simulate(100, T=39, rng=np.random.default_rng(0)))
        100
        """
        n = count("n", n)
        age = np.broadcast_to(horizons("T", T, unit=self.unit, rows=n), n)
        rate = rng.standard_gamma(self.r, n) / self.alpha
        lived = np.minimum(self._lifetime(np.full(n, self.beta), rng), age)
        x, recency = draw_purchases(rate, lived, rng)
        return CustomerSummary(frequency=x, recency=recency, T=age, unit=self.unit or "period")

    @classmethod
    def _problem(cls, customers: CustomerSummary, /) -> Problem:
        return gompertz_problem(customers)

    def _alive(self, *history: FloatArray) -> FloatArray:
        return on_distinct(super()._alive, *history)

    def _log_odds_gone(self, *history: FloatArray) -> FloatArray:
        stays, leaves = self._silence(*history)
        return leaves - stays

    def _log_likelihood(self, *history: FloatArray) -> FloatArray:
        x, t_x, _ = history
        until = purchases_log_density(self.r, self.alpha, x, t_x)
        return (
            until
            - self.s * log_grown(self.b * t_x, self.beta)
            + np.logaddexp(*self._silence(*history))
        )

    # Logs of the chances to stay or to leave since the last purchase, and to buy nothing.
    def _silence(self, *history: FloatArray) -> tuple[FloatArray, FloatArray]:
        x, t_x, age = history
        known, silence = self._known(x, t_x), age - t_x
        stays = -known.p * np.log1p(silence / known.a) + self._log_stays(known, silence)
        with np.errstate(divide="ignore"):
            return stays, np.log(left_in_silence(known, silence))

    def _alive_if_alive(self, *living: FloatArray) -> FloatArray:
        x, age, length = living
        return np.exp(self._log_stays(self._known(x, age), length))

    def _purchases_if_alive(self, *living: FloatArray) -> FloatArray:
        return self._discounted_if_alive(0.0, *living)

    def _purchases_between(self, *living: FloatArray) -> FloatArray:
        x, age, start, length = living
        stays = self._alive_if_alive(x, age, start)
        later = self._known(x, age + start)
        return stays * ((self.r + x) / (self.alpha + age)) * time_left(later, 0.0, length)

    def _discounted_if_alive(self, force: float, *living: FloatArray) -> FloatArray:
        x, age, length = living
        known = self._known(x, age)
        return known.p / known.a * time_left(known, force, length)

    def _pmf_if_alive(self, n: int, *living: FloatArray) -> FloatArray:
        x, age, length = living
        known = self._known(x, age)
        exactly = nbd_pmf(n, known.p, length / known.a) * self._alive_if_alive(*living)
        if n == 0:
            return exactly + left_in_silence(known, length)
        return exactly + bought_and_left(n, known, length)

    def _draw_if_alive(self, rng: np.random.Generator, *living: FloatArray) -> FloatArray:
        x, age, length = living
        known = self._known(x, age)
        rate = rng.standard_gamma(known.p) / known.a
        lived = np.minimum(self._lifetime(known.beta, rng), length)
        return rng.poisson(rate * lived).astype(np.float64)

    # Of a customer who is alive at a time.
    def _known(self, x: FloatArray, time: FloatArray) -> Known:
        beta = aged(self.beta, self.b * time)
        return Known(self.r + x, self.alpha + time, self.b, self.s, beta)

    def _log_stays(self, known: Known, length: FloatArray) -> FloatArray:
        return -self.s * log_grown(self.b * length, known.beta)

    def _lifetime(self, beta: FloatArray, rng: np.random.Generator) -> FloatArray:
        return leaving_time(self.b, self.s, beta, rng.standard_exponential(beta.size))
