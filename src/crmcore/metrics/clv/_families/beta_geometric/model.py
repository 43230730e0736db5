"""What the beta-geometric models share: purchases at a gamma rate, dropout after purchases."""

from typing import ClassVar, Final

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._quadrature import scaled_exponential_integral
from crmcore._special import incomplete_beta
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv._arguments import count, horizons
from crmcore.metrics.clv._families.beta_geometric.fit import beta_geometric_problem
from crmcore.metrics.clv._maths.beta_counts import log_passed
from crmcore.metrics.clv._maths.beta_mean import beta_mean
from crmcore.metrics.clv._maths.gamma_rates import nbd_pmf, purchases_log_density
from crmcore.metrics.clv._maths.trials import trials_passed
from crmcore.metrics.clv.fitting._parametric import positive
from crmcore.metrics.clv.fitting._problem import Problem
from crmcore.metrics.clv.verbs._transactions import TransactionModel
from crmcore.summary import CustomerSummary

__all__ = ["BetaGeometric"]

_LEAST: Final = 1e-280  # stands for a dropout probability of 0
_LARGEST_POWER: Final = 600.0  # of e, well inside the doubles


@attrs.frozen(kw_only=True, repr=False)
class BetaGeometric(TransactionModel):
    """Purchases at a rate ~ Gamma(r, alpha), dropout with a probability ~ Beta(a, b).

    `_CHANCES` is how many chances to leave there are before the first repeat purchase: 0 if
    customers can leave only after one, 1 if they can leave after the first purchase too.

    Attributes
    ----------
    r, alpha : float
        Shape and rate of the gamma distribution of purchase rates.
    a, b : float
        Shapes of the beta distribution of dropout probabilities.
    """

    _NAMES: ClassVar[tuple[str, ...]] = ("r", "alpha", "a", "b")
    _SHAPES: ClassVar[tuple[str, ...]] = ("r", "a", "b")
    _CONTAINS: ClassVar[tuple[str, ...]] = ("NBD",)
    _CHANCES: ClassVar[int] = 0

    r: float = attrs.field(validator=positive)
    alpha: float = attrs.field(validator=positive)
    a: float = attrs.field(validator=positive)
    b: float = attrs.field(validator=positive)

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
        >>> from crmcore.metrics.clv import BGNBD
        >>> truth = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
        >>> len(truth.simulate(100, T=39, rng=np.random.default_rng(0)))
        100
        """
        n = count("n", n)
        age = np.broadcast_to(horizons("T", T, unit=self.unit, rows=n), n)
        meant = rng.poisson(rng.standard_gamma(self.r, n) / self.alpha * age).astype(np.float64)
        stays = trials_passed(rng.beta(self.a, self.b, n), rng) + 1 - self._CHANCES
        x = np.minimum(meant, np.maximum(stays, 0))
        # the x-th of `meant` purchases spread evenly over the age
        share = rng.beta(np.maximum(x, 1), np.maximum(meant - x + 1, 1))
        recency = np.where(x > 0, share * age, 0.0)
        return CustomerSummary(frequency=x, recency=recency, T=age, unit=self.unit or "period")

    @classmethod
    def _problem(cls, customers: CustomerSummary, /) -> Problem:
        return beta_geometric_problem(customers, chances=cls._CHANCES)

    def _log_odds_gone(self, *history: FloatArray) -> FloatArray:
        x, t_x, age = history
        chances = x + self._CHANCES
        shape = self.b + np.maximum(chances - 1, 0)
        y = np.log(self.a / shape) + (self.r + x) * np.log1p((age - t_x) / (self.alpha + t_x))
        return np.where(chances > 0, y, -np.inf)

    def _log_likelihood(self, *history: FloatArray) -> FloatArray:
        x, _, age = history
        bought = purchases_log_density(self.r, self.alpha, x, age)
        stayed = log_passed(self.a, self.b, x + self._CHANCES)
        total = bought + stayed + np.logaddexp(0, self._log_odds_gone(*history))
        if not self._CHANCES:
            return total
        buys = -np.expm1(np.where(x > 0, -np.inf, bought)) * (self.b / (self.a + self.b))
        likely_not = (x == 0) & (buys < 0.5)  # noqa: PLR2004 - the log of the sum loses digits
        return np.where(likely_not, np.log1p(-np.where(likely_not, buys, 0.0)), total)

    def _purchases_if_alive(self, *living: FloatArray) -> FloatArray:
        shape, time, b = self._posterior(*living)

        def mean(p: FloatArray, rows: IntArray) -> FloatArray:
            p = np.maximum(p, _LEAST)
            return -np.expm1(-shape[rows] * np.log1p(p * time[rows])) / p

        return beta_mean(mean, self.a, b, scales=((shape + 1) * time, shape + 1))

    def _purchases_between(self, *living: FloatArray) -> FloatArray:
        x, age, start, length = living
        shape, before, b = self._posterior(x, age, start)
        time = length / (self.alpha + age)

        def mean(p: FloatArray, rows: IntArray) -> FloatArray:
            p = np.maximum(p, _LEAST)
            stays = 1 + p * before[rows]
            buys = -np.expm1(-shape[rows] * np.log1p(p * time[rows] / stays)) / p
            return np.exp(-shape[rows] * np.log1p(p * before[rows])) * buys

        reach = (shape + 1) * (before + time)
        return beta_mean(mean, self.a, b, scales=(reach, shape + 1))

    def _draw_if_alive(self, rng: np.random.Generator, *living: FloatArray) -> FloatArray:
        shape, time, b = self._posterior(*living)
        meant = rng.poisson(rng.standard_gamma(shape) * time).astype(np.float64)
        return np.minimum(meant, trials_passed(rng.beta(self.a, b), rng) + 1)

    # E[(1 + p t)^-k] over Beta(a, b), or by Euler's transformation, with c = k - a - b,
    # (1 + t)^-a E[(1 - p t/(1 + t))^c]: whichever power is smaller.
    def _alive_if_alive(self, *living: FloatArray) -> FloatArray:
        shape, time, b = self._posterior(*living)
        other = self.r - self.a - self.b - self._CHANCES
        turned = (abs(other) < shape) & (abs(other) * np.log1p(time) < _LARGEST_POWER)
        share, fall = time / (1 + time), self.a * np.log1p(time)

        def stay(p: FloatArray, rows: IntArray) -> FloatArray:
            plain = -shape[rows] * np.log1p(p * time[rows])
            euler = _at(other, rows) * np.log1p(-p * share[rows]) - fall[rows]
            return np.exp(np.where(turned[rows], euler, plain))

        at_0 = np.where(turned, abs(other) + 1, (shape + 1) * time)
        at_1 = np.where(turned, (abs(other) + 1) * (1 + time), shape + 1)
        return beta_mean(stay, self.a, b, scales=(at_0, at_1))

    def _discounted_if_alive(self, force: float, *living: FloatArray) -> FloatArray:
        shape, time, b = self._posterior(*living)
        decay = force * (self.alpha + living[1])

        def mean(p: FloatArray, rows: IntArray) -> FloatArray:
            p = np.maximum(p, _LEAST)
            k = shape[rows]
            return k / p * scaled_exponential_integral(decay[rows] / p, k + 1, p * time[rows])

        with np.errstate(divide="ignore"):
            reach = np.where(decay > 0, np.minimum(time, 1 / decay), time)
        scales = ((shape + 1) * reach, shape + 1)
        return beta_mean(mean, self.a, b, scales=scales, rough=np.isinf(time))

    def _pmf_if_alive(self, n: int, *living: FloatArray) -> FloatArray:
        shape, time, b = self._posterior(*living)
        exactly = nbd_pmf(n, shape, time)
        if n == 0:
            return exactly
        share, rest = time / (1 + time), 1 / (1 + time)
        at_least = incomplete_beta(np.full_like(shape, n), shape, share, rest)[0]
        stays = np.ones_like(b)
        for j in range(n - 1):
            stays *= (b + j) / (self.a + b + j)
        last = self.a + b + (n - 1)
        return stays * ((b + (n - 1)) / last * exactly + self.a / last * at_least)

    # Shape of the rate, time in units of its rate, and second shape of the dropout, if alive.
    def _posterior(
        self, x: FloatArray, age: FloatArray, length: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        return self.r + x, length / (self.alpha + age), self.b + x + self._CHANCES


# A number, or what a column of them says of some rows.
def _at(value: float | FloatArray, rows: IntArray) -> float | FloatArray:
    return value[rows] if isinstance(value, np.ndarray) else value
