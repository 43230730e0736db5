"""The formulas of the models of regular buyers."""

import math
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

import attrs
import numpy as np

from crmcore._distinct import distinct
from crmcore._inputs import whole_number
from crmcore._special import incomplete_beta
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv._arguments import require_unit
from crmcore.metrics.clv._families.beta_geometric.model import BetaGeometric
from crmcore.metrics.clv._families.erlang.ahead import Ahead, Kind, each_phase
from crmcore.metrics.clv._families.erlang.between import worth_between
from crmcore.metrics.clv._families.erlang.fit import MOST_PHASES
from crmcore.metrics.clv._families.erlang.phases import log_phases, log_sum, phase_weights
from crmcore.metrics.clv._families.erlang.pmf import pmf_ahead
from crmcore.metrics.clv._families.erlang.sums import mean_ahead
from crmcore.metrics.clv._families.erlang.worth import worth_for_ever
from crmcore.metrics.clv._maths.beta_counts import log_passed
from crmcore.metrics.clv._maths.gamma_rates import purchases_log_density
from crmcore.metrics.clv._maths.trials import trials_passed
from crmcore.summary import CustomerSummary

__all__ = ["ErlangFormulas"]

_WORTHLESS: Final = 60.0  # minus the log of a discount after which nothing counts


def _phases(_instance: object, field: "attrs.Attribute[Any]", value: int) -> None:
    whole_number(field.name, value, low=1, high=MOST_PHASES)


@attrs.frozen(kw_only=True, repr=False)
class ErlangFormulas(BetaGeometric):
    """Purchases every k phases, at a rate of phases ~ Gamma(r, alpha); dropout ~ Beta(a, b).

    Attributes
    ----------
    k : int
        Phases between two purchases, 1 to 100: the more, the more regular they are.
    """

    _HISTORY: ClassVar[tuple[str, ...]] = ("frequency", "recency", "T", "log_intervals")
    _LIVING: ClassVar[tuple[str, ...]] = ("frequency", "recency", "T")
    _CONTAINS: ClassVar[tuple[str, ...]] = ()

    k: int = attrs.field(validator=_phases)

    # Only the likelihood looks at the intervals, and refuses their absence itself.
    def _columns(self, customers: CustomerSummary) -> tuple[FloatArray, ...]:
        require_unit(self.unit, customers)
        intervals = customers.log_intervals
        absent = np.zeros(len(customers))
        x, t_x, age = customers.frequency, customers.recency, customers.T
        return x, t_x, age, absent if intervals is None else intervals

    def _log_odds_gone(self, *history: FloatArray) -> FloatArray:
        return self._log_odds_before_silence(*history) - log_sum(self._log_phases(*history))

    # Relative to being alive with no phase passed since the last purchase.
    def _log_odds_before_silence(self, *history: FloatArray) -> FloatArray:
        x, t_x, age = history[:3]
        chances = x + self._CHANCES
        shape = self.b + np.maximum(chances - 1, 0)
        power = self.r + self.k * x
        y = np.log(self.a / shape) + power * np.log1p((age - t_x) / (self.alpha + t_x))
        return np.where(chances > 0, y, -np.inf)

    def _log_phases(self, *history: FloatArray) -> FloatArray:
        x, t_x, age = history[:3]
        return log_phases(self.r + self.k * x, (age - t_x) / (self.alpha + age), self.k)

    def _log_likelihood(self, *history: FloatArray) -> FloatArray:
        x, _, age, intervals = history
        apart = (self.k - 1) * intervals if self.k > 1 else 0.0
        bought = purchases_log_density(self.r, self.alpha, self.k * x, age)
        stayed = log_passed(self.a, self.b, x + self._CHANCES)
        ends = np.logaddexp(
            log_sum(self._log_phases(*history)), self._log_odds_before_silence(*history)
        )
        total = bought + stayed + ends + (apart - x * math.lgamma(self.k))
        return np.where(x > 0, total, self._log_silence(age, total))

    # The log of the chance to have bought nothing, which is near 0 where it is likely.
    def _log_silence(self, age: FloatArray, plain: FloatArray) -> FloatArray:
        share, rest = age / (self.alpha + age), self.alpha / (self.alpha + age)
        buys = incomplete_beta(np.full_like(age, self.k), self.r, share, rest)[0]
        if self._CHANCES:
            buys = buys * (self.b / (self.a + self.b))
        likely_not = buys < 0.5  # noqa: PLR2004 - the log of the sum loses digits
        return np.where(likely_not, np.log1p(-np.where(likely_not, buys, 0.0)), plain)

    def _alive_if_alive(self, *living: FloatArray) -> FloatArray:
        return self._mean("alive", *living)

    def _purchases_if_alive(self, *living: FloatArray) -> FloatArray:
        return self._mean("purchases", *living)

    def _purchases_between(self, *living: FloatArray) -> FloatArray:
        *known, start, length = living

        def formula(ahead: Ahead, unit: FloatArray, begin: FloatArray) -> FloatArray:
            return worth_between(ahead, np.zeros_like(unit), begin / unit)

        return self._over_phases(each_phase(formula), *known, start + length, start)

    def _pmf_if_alive(self, n: int, *living: FloatArray) -> FloatArray:
        def formula(ahead: Ahead, _unit: FloatArray) -> FloatArray:
            return pmf_ahead(n, ahead)

        return self._over_phases(each_phase(formula), *living)

    def _discounted_if_alive(self, force: float, *living: FloatArray) -> FloatArray:
        length = living[-1]

        def until_end(ahead: Ahead, unit: FloatArray) -> FloatArray:
            return worth_between(ahead, force * unit, np.zeros_like(unit))

        def for_ever(ahead: Ahead, unit: FloatArray) -> FloatArray:
            return worth_for_ever(ahead, force * unit)

        endless = force * length > _WORTHLESS + 2 * self.k
        value = np.empty_like(length)
        for chosen, formula in ((endless, for_ever), (~endless, each_phase(until_end))):
            rows = np.flatnonzero(chosen)
            if rows.size:
                columns = (np.where(endless, 0.0, length), *living[:-1])
                end, *known = (column[rows] for column in columns)
                value[rows] = self._over_phases(formula, *known, end)
        return value

    def _draw_if_alive(self, rng: np.random.Generator, *living: FloatArray) -> FloatArray:
        x, t_x, age, length = living
        steps = np.cumsum(phase_weights(self._log_phases(x, t_x, age)), axis=0)
        passed: IntArray = (rng.random(x.size) * steps[-1] >= steps[:-1]).sum(axis=0)
        rate = rng.standard_gamma(self.r + self.k * x + passed) / (self.alpha + age)
        meant = ((rng.poisson(rate * length) + passed) // self.k).astype(np.float64)
        leaves = rng.beta(self.a, self.b + x + self._CHANCES)
        return np.minimum(meant, trials_passed(leaves, rng) + 1)

    def _mean(self, kind: Kind, *living: FloatArray) -> FloatArray:
        def formula(ahead: Ahead, _unit: FloatArray) -> FloatArray:
            return mean_ahead(kind, ahead)

        return self._over_phases(each_phase(formula), *living)

    # Average what is to be expected after each number of phases, which depends on (x, T) alone.
    def _over_phases(self, formula: Callable[..., FloatArray], *living: FloatArray) -> FloatArray:
        x, t_x, age, *lengths = living
        (own, since, end, *rest), where = distinct(x, age, *lengths)
        unit = self.alpha + since
        ahead = Ahead(
            k=self.k,
            phase=0,
            a=self.a,
            shape=self.r + self.k * own,
            time=end / unit,
            b=self.b + own + self._CHANCES,
        )
        weights = phase_weights(self._log_phases(x, t_x, age))
        values = formula(ahead, unit, *rest)
        total = np.zeros_like(x)
        for weight, value in zip(weights, values, strict=True):
            total += weight * value[where]
        return total

    def _facts(self) -> Mapping[str, object]:
        return {"k": self.k, **self.parameters}
