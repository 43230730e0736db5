"""Verbs about how many purchases there will be and when the next: chances, quantiles, draws."""

from collections.abc import Callable
from typing import ClassVar, Final, overload

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import fraction, number_above
from crmcore._distinct import on_distinct
from crmcore._quadrature import panels
from crmcore._types import BoolArray, FloatArray, IntArray
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv._arguments import count
from crmcore.metrics.clv.verbs._purchase_formulas import PurchaseFormulas, Time
from crmcore.metrics.measurement import Intervals
from crmcore.summary import CustomerSummary

__all__ = ["PurchaseCounts"]

_SUREST: Final = 1 - 1e-9  # sums of chances are not exact enough to tell more
_LOG_SPAN: Final = 230.0  # times of next purchases are sought between e^-230 and e^230 units
_HALVINGS: Final = 62
_WIDTH: Final = 2.0
_EARLY: Final = 16.0
_LONGEST: Final = 2**16  # opportunities


@attrs.frozen(kw_only=True, repr=False)
class PurchaseCounts(PurchaseFormulas):
    """The verbs that follow from the chance of n purchases.

    `whole_time` tells whether time passes in whole opportunities.
    """

    whole_time: ClassVar[bool] = False

    def purchase_pmf(self, customers: CustomerSummary, /, n: int, *, horizon: Time) -> FloatArray:
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
        length = self._length("horizon", horizon, customers)
        columns = self._columns(customers)
        formula = self._pmf_of(count("n", n))
        pmf = self._alive(*columns) * self._living(customers, formula, length)
        return pmf if n else pmf + self._gone(*columns)

    @overload
    def purchase_pmf_new(self, n: int, *, horizon: float | str) -> float: ...

    @overload
    def purchase_pmf_new(self, n: int, *, horizon: npt.ArrayLike) -> float | FloatArray: ...

    def purchase_pmf_new(self, n: int, *, horizon: Time) -> float | FloatArray:
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
        length = self._length("horizon", horizon)
        pmf = self._new(self._pmf_of(count("n", n)), length)
        return pmf if n else pmf + self._gone_new()

    def purchase_quantile(
        self, customers: CustomerSummary, /, *, chance: float, horizon: Time
    ) -> FloatArray:
        """Give the number of purchases that is not exceeded with a stated chance.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers, in the time unit of the parameters.
        chance : float
            Probability, above 0 and at most 1 - 1e-9.
        horizon : float, str or array_like of shape (n,)
            How long after the end of observation, as in `expected_purchases`.

        Returns
        -------
        ndarray of shape (n,)
            The smallest k with P(X <= k) >= chance; whole numbers. The time it takes grows with k.

        Raises
        ------
        InvalidInputError
            If the chance is out of its range.

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> seen = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
        >>> cdnow.purchase_quantile(seen, chance=0.95, horizon=39)
        array([4., 1.])
        """
        if not 0 < number_above("chance", chance) <= _SUREST:
            msg = f"chance must be above 0 and at most 1 - 1e-9, got {chance!r}"
            raise InvalidInputError(msg)
        return self._quantiles(customers, (float(chance),), horizon)[0]

    def purchase_intervals(
        self, customers: CustomerSummary, /, *, horizon: Time, level: float = 0.9
    ) -> Intervals:
        """Give the range in which each customer's purchases will lie with a stated chance.

        It tells the chance in what customers do, with the parameters taken as known;
        `forecast_purchases` counts their uncertainty too.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers, in the time unit of the parameters.
        horizon : float, str or array_like of shape (n,)
            How long after the end of observation, as in `expected_purchases`.
        level : float, default 0.9
            Chance that the number lies in the range, at least; strictly between 0 and 1.

        Returns
        -------
        Intervals
            Whole numbers, both ends included, the same chance left out at most on either side.

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> seen = CustomerSummary(frequency=[9, 0], recency=[38, 0], T=[39, 39], unit="week")
        >>> ahead = cdnow.purchase_intervals(seen, horizon=39)
        >>> ahead.low, ahead.high
        (array([0., 0.]), array([14.,  1.]))
        """
        level = fraction("level", level, open_interval=True)
        ends = ((1 - level) / 2, min((1 + level) / 2, _SUREST))
        low, high = self._quantiles(customers, ends, horizon)
        return Intervals(low=low, high=high, level=level, method="distribution of purchases")

    def time_to_next_purchase(
        self, customers: CustomerSummary, /, *, chance: float = 0.5
    ) -> FloatArray:
        """Give the time within which each customer buys again with a stated chance.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers, in the time unit of the parameters.
        chance : float, default 0.5
            Probability, strictly between 0 and 1; one half gives the median.

        Returns
        -------
        ndarray of shape (n,)
            Time from the end of observation; inf where the customer never buys again with more
            than 1 - `chance` (at discrete opportunities: not within the next 65,536).

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> seen = CustomerSummary(frequency=[9, 2], recency=[38, 10], T=[39, 39], unit="week")
        >>> cdnow.time_to_next_purchase(seen).round(2)
        array([3.89,  inf])
        """
        chance = fraction("chance", chance, open_interval=True)
        alive = self._alive(*self._columns(customers))

        def buys(length: FloatArray) -> FloatArray:
            none = self._living(customers, self._pmf_of(0), length)
            return alive * (1 - none)

        if self.whole_time:
            return _first(lambda n: buys(n) >= chance, len(customers))
        low, high = (np.full(len(customers), end) for end in (-_LOG_SPAN, _LOG_SPAN))
        ever = buys(np.exp(high)) >= chance
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            enough = buys(np.exp(middle)) >= chance
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        return np.where(ever, np.exp(high), np.inf)

    def mean_time_to_next_purchase(
        self, customers: CustomerSummary, /, *, within: float | str
    ) -> FloatArray:
        r"""Give the expected time to the next purchase of those who buy again in a stated time.

        Without the condition there is no expectation: some never buy again.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers, in the time unit of the parameters.
        within : float or str
            The time in which the next purchase falls, above 0, in the unit of the customers or as
            text such as ``"1 year"``.

        Returns
        -------
        ndarray of shape (n,)
            Time from the end of observation, in (0, `within`]; lower is sooner.

        Raises
        ------
        InvalidInputError
            If `within` is not one length above 0.

        Notes
        -----
        With P_0(u) for the chance that somebody who is alive buys nothing in a time u,

        .. math:: E[W \mid W \le h] = \int_0^h \frac{P_0(u) - P_0(h)}{1 - P_0(h)}\,du .

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> seen = CustomerSummary(frequency=[9, 2], recency=[38, 10], T=[39, 39], unit="week")
        >>> cdnow.mean_time_to_next_purchase(seen, within="1 year").round(2)
        array([ 5.23, 15.61])
        """
        length = self._length("within", within, customers)
        if length.ndim:
            msg = f"within must be one length of time, got {length.size}"
            raise InvalidInputError(msg)
        number_above("within", float(length))
        return self._living(customers, self._mean_wait, length)

    def _mean_wait(self, *living: FloatArray) -> FloatArray:
        *known, length = living

        def buys(time: FloatArray, rows: IntArray) -> FloatArray:
            return 1 - self._pmf_if_alive(0, *(column[rows] for column in known), time)

        every = np.arange(length.size)
        whole = buys(length, every)
        if self.whole_time:
            steps = range(int(length.max(initial=0)))
            later = (whole - buys(np.minimum(length, step), every) for step in steps)
            return sum(later, np.zeros_like(length)) / whole
        scale = length.copy()
        rough = every
        while rough.size:
            scale[rough] /= _EARLY
            rough = rough[buys(scale[rough], rough) > whole[rough] / _EARLY]

        def waits(z: FloatArray, rows: IntArray) -> FloatArray:
            later = whole[rows] - buys(scale[rows] * np.expm1(z), rows)
            return np.maximum(later, 0.0) * scale[rows] * np.exp(z)

        stop = np.log1p(length / scale)
        count = np.ceil(stop / _WIDTH).astype(np.int64)
        return panels(waits, np.zeros_like(stop), stop, count) / whole

    def simulate_purchases(
        self, customers: CustomerSummary, /, *, horizon: Time, rng: np.random.Generator
    ) -> FloatArray:
        """Draw what each customer may buy after the end of observation, given the past.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers, in the time unit of the parameters; weights are not multiplied in.
        horizon : float, str or array_like of shape (n,)
            How long after the end of observation, as in `expected_purchases`.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        ndarray of shape (n,)
            Whole numbers, distributed as `purchase_pmf` tells.

        Examples
        --------
        >>> from crmcore.metrics.clv import BGNBD
        >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> many = CustomerSummary(
        ...     frequency=np.full(10000, 2), recency=np.full(10000, 30), T=np.full(10000, 39),
        ...     unit="week",
        ... )
        >>> drawn = cdnow.simulate_purchases(many, horizon=39, rng=np.random.default_rng(1))
        >>> bool(abs(drawn.mean() - 1.211) < 0.05)
        True
        """
        length = np.broadcast_to(self._length("horizon", horizon, customers), len(customers))
        alive = rng.random(len(customers)) < self._alive(*self._columns(customers))
        known = (column[alive] for column in self._living_columns(customers))
        drawn = np.zeros(len(customers))
        drawn[alive] = self._draw_if_alive(rng, *known, length[alive])
        return drawn

    def _quantiles(
        self, customers: CustomerSummary, chances: tuple[float, ...], horizon: Time
    ) -> list[FloatArray]:
        length = np.broadcast_to(self._length("horizon", horizon, customers), len(customers))
        alive = self._alive(*self._columns(customers))
        known = self._living_columns(customers)

        def at(chance: float) -> FloatArray:
            def formula(share: FloatArray, *living: FloatArray) -> FloatArray:
                return self._smallest(chance, share, *living)

            return on_distinct(formula, alive, *known, length)

        return [at(chance) for chance in chances]

    # The smallest k with P(X <= k) >= chance, by adding up.
    def _smallest(self, chance: float, alive: FloatArray, *living: FloatArray) -> FloatArray:
        reached = np.zeros(alive.size)
        left: IntArray = np.flatnonzero(1 - alive < chance)
        total = 1 - alive[left]
        n = 0
        while left.size:
            rows = tuple(column[left] for column in living)
            total = total + alive[left] * self._pmf_if_alive(n, *rows)
            reached[left] = n
            short = total < chance
            left, total, n = left[short], total[short], n + 1
        return reached


# The first whole number at which each of n conditions holds; inf where none is found.
def _first(holds: Callable[[FloatArray], BoolArray], n: int) -> FloatArray:
    low, high = np.zeros(n), np.ones(n)
    found = holds(high)
    while not found.all() and high.max() < _LONGEST:
        low, high = np.where(found, low, high), np.where(found, high, 2 * high)
        found = holds(high)
    while (high - low).max(initial=0) > 1:
        middle = np.floor((low + high) / 2)
        enough = holds(middle)
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(found, high, np.inf)
