"""The BG/BB model of purchases and dropout at discrete opportunities."""

import math
from typing import ClassVar, Final

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._distinct import distinct, on_distinct
from crmcore._types import FloatArray
from crmcore.metrics.clv._arguments import count, horizons
from crmcore.metrics.clv._families.bg_bb.cells import log_parts, require_whole
from crmcore.metrics.clv._families.bg_bb.fit import bg_bb_problem
from crmcore.metrics.clv._families.bg_bb.pmf import purchases_pmf, survival
from crmcore.metrics.clv._maths.geometric_sums import geometric_sum
from crmcore.metrics.clv._maths.trials import trials_passed, whole
from crmcore.metrics.clv.fitting._parametric import positive
from crmcore.metrics.clv.fitting._problem import Problem
from crmcore.metrics.clv.verbs._purchase_formulas import Time
from crmcore.metrics.clv.verbs._transactions import TransactionModel
from crmcore.summary import CustomerSummary

__all__ = ["BGBB"]

_FEW: Final = 64  # rows that are not worth the search for equal ones


@attrs.frozen(kw_only=True, repr=False)
class BGBB(TransactionModel):
    r"""The beta-geometric/beta-Bernoulli model: purchases at discrete opportunities.

    At each opportunity (a concert, a cruise, an appeal for donations, a month) a customer who is
    still one buys or not, with a probability that differs between customers as
    Beta(alpha, beta). Before each opportunity the customer leaves for good with a probability
    that differs as Beta(gamma, delta), independent of the other.

    Time is counted in opportunities since the first purchase: `T` is how many there were,
    `recency` which of them was the last bought at, `frequency` how many were bought at. All are
    whole, and so is every horizon.

    Attributes
    ----------
    alpha, beta : float
        Shapes of the probabilities to buy, above 0: their mean is alpha / (alpha + beta).
    gamma, delta : float
        Shapes of the probabilities to leave before an opportunity, above 0: their mean is
        gamma / (gamma + delta).
    unit : {"day", "week", "month", "year", "period"} or None, default None
        How far apart opportunities are, ``"period"`` where that has no length; None takes
        customers in any unit and one opportunity in each.

    Raises
    ------
    InvalidInputError
        If a parameter is not finite or not above 0.

    Notes
    -----
    With x purchases, the last at opportunity t of n ([1]_, eq. 6):

    .. math:: L = \frac{B(\alpha+x, \beta+n-x)}{B(\alpha,\beta)}
        \frac{B(\gamma,\delta+n)}{B(\gamma,\delta)} + \sum_{j=t}^{n-1}
        \frac{B(\alpha+x, \beta+j-x)}{B(\alpha,\beta)}
        \frac{B(\gamma+1,\delta+j)}{B(\gamma,\delta)},

    where all terms are positive and are added up in logs. `probability_alive` is the chance of
    being alive at opportunity n + 1 (eq. 11): the customer has also survived the trial before it.
    What the living buy at the next h opportunities is

    .. math:: E[X \mid \text{alive}] = \frac{\alpha+x}{\alpha+\beta+n} \sum_{i=0}^{h-1}
        \frac{(\delta+n+1)_i}{(\gamma+\delta+n+1)_i}

    (eq. 13 in a form without a singular case at gamma = 1); discounting multiplies the purchase
    at opportunity n + i by (1 + d)^(-i), for ever if no horizon is given (eq. 14: DERT).

    References
    ----------
    .. [1] Fader, Hardie & Shang (2010), Customer-base analysis in a discrete-time noncontractual
       setting, Marketing Science 29(6), 1086-1108, doi:10.1287/mksc.1100.0580.

    Examples
    --------
    >>> donors = BGBB(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783, unit="year")
    >>> seen = CustomerSummary(frequency=[5, 2], recency=[6, 3], T=[6, 6], unit="year")
    >>> donors.probability_alive(seen).round(3)
    array([0.93 , 0.299])
    >>> donors.expected_purchases(seen, horizon=5).round(3)
    array([3.231, 0.536])
    """

    _NAMES: ClassVar[tuple[str, ...]] = ("alpha", "beta", "gamma", "delta")
    whole_time: ClassVar[bool] = True
    _SHAPES: ClassVar[tuple[str, ...]] = ("alpha", "beta", "gamma", "delta")

    alpha: float = attrs.field(validator=positive)
    beta: float = attrs.field(validator=positive)
    gamma: float = attrs.field(validator=positive)
    delta: float = attrs.field(validator=positive)

    def simulate(
        self, n: int, /, *, T: float | str | npt.ArrayLike, rng: np.random.Generator
    ) -> CustomerSummary:
        """Draw customers from the model.

        Parameters
        ----------
        n : int
            Customers.
        T : float, str or array_like of shape (n,)
            Opportunities of each one since the first purchase; whole.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        CustomerSummary
            What would be seen of them, in the model's unit, or in ``"period"`` if it has none.

        Examples
        --------
        >>> truth = BGBB(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8)
        >>> truth.simulate(100, T=6, rng=np.random.default_rng(0))
        CustomerSummary(customers=100, repeat_buyers=65, unit='period')
        """
        n = count("n", n)
        length = whole("T", horizons("T", T, unit=self.unit, rows=n), of="opportunities")
        age = np.broadcast_to(length, n)
        buys = rng.beta(self.alpha, self.beta, n)
        lived = np.minimum(trials_passed(rng.beta(self.gamma, self.delta, n), rng), age)
        # from the last opportunity lived to see backwards to the last purchase
        recency = np.maximum(lived - trials_passed(buys, rng), 0)
        before = np.maximum(recency - 1, 0).astype(np.int64)
        x = np.where(recency > 0, 1 + rng.binomial(before, buys), 0)
        return CustomerSummary(frequency=x, recency=recency, T=age, unit=self.unit or "period")

    @classmethod
    def _problem(cls, customers: CustomerSummary, /) -> Problem:
        return bg_bb_problem(customers)

    def _columns(self, customers: CustomerSummary) -> tuple[FloatArray, ...]:
        columns = super()._columns(customers)
        require_whole(*columns)
        return columns

    def _length(
        self, name: str, value: Time, customers: CustomerSummary | None = None
    ) -> FloatArray:
        return whole(name, super()._length(name, value, customers), of="opportunities")

    def _alive(self, *history: FloatArray) -> FloatArray:
        formula = super()._alive
        return formula(*history) if history[0].size <= _FEW else on_distinct(formula, *history)

    def _log_likelihood(self, *history: FloatArray) -> FloatArray:
        return np.logaddexp(*self._parts(*history))

    def _log_odds_gone(self, *history: FloatArray) -> FloatArray:
        gone, alive = self._parts(*history)
        odds: FloatArray = gone - alive
        return odds

    # In logs, the likelihood of those who are gone before opportunity n + 1, and of the others.
    def _parts(self, *history: FloatArray) -> tuple[FloatArray, FloatArray]:
        parameters = (self.alpha, self.beta, self.gamma, self.delta)
        if history[0].size <= _FEW:
            return log_parts(parameters, *history)
        (x, t, n), inverse = distinct(*history)
        gone, alive = log_parts(parameters, x, t, n)
        return gone[inverse], alive[inverse]

    def _alive_if_alive(self, *living: FloatArray) -> FloatArray:
        _, n, length = living
        return survival(self.gamma, self.delta, n + 1, length)

    def _purchases_if_alive(self, *living: FloatArray) -> FloatArray:
        return self._chance(*living) * self._opportunities(0.0, *living)

    def _discounted_if_alive(self, force: float, *living: FloatArray) -> FloatArray:
        return math.exp(-force) * self._chance(*living) * self._opportunities(force, *living)

    def _pmf_if_alive(self, n: int, *living: FloatArray) -> FloatArray:
        x, passed, length = living
        chance = (self.alpha + x, self.beta + (passed - x))
        return purchases_pmf(n, chance, (self.gamma, self.delta), passed + 1, length)

    def _draw_if_alive(self, rng: np.random.Generator, *living: FloatArray) -> FloatArray:
        x, passed, length = living
        buys = rng.beta(self.alpha + x, self.beta + (passed - x))
        # who is alive sees the next opportunity
        leaves = rng.beta(self.gamma, self.delta + passed + 1)
        lived = np.minimum(trials_passed(leaves, rng) + 1, length)
        return rng.binomial(lived.astype(np.int64), buys).astype(np.float64)

    # Mean chance to buy at an opportunity.
    def _chance(self, x: FloatArray, n: FloatArray, _length: FloatArray) -> FloatArray:
        return (self.alpha + x) / (self.alpha + self.beta + n)

    # Discounted opportunities that those who see the next one will live to see.
    def _opportunities(
        self, force: float, _x: FloatArray, n: FloatArray, length: FloatArray
    ) -> FloatArray:
        def formula(passed: FloatArray, *ahead: FloatArray) -> FloatArray:
            steps = ahead[0] if ahead else np.inf
            return geometric_sum(self.gamma, self.delta + 1 + passed, force=force, length=steps)

        if n.size <= _FEW:
            return formula(n, length)
        for_ever = bool(np.isinf(length).any())  # for one customer, and so for all
        return on_distinct(formula, n) if for_ever else on_distinct(formula, n, length)
