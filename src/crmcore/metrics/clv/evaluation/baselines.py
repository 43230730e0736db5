"""Baselines: forecasts that need no model, which every model of purchasing has to beat."""

from collections import Counter
from typing import Any, ClassVar, Final, Protocol, TypeAlias, get_args, runtime_checkable

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import (
    by_value,
    naming,
    number_above,
    one_of,
    readonly_floats,
    refuse_rows,
)
from crmcore._display import Value
from crmcore._inputs import optional_ids
from crmcore._text import Title
from crmcore._types import FloatArray, ObjectArray, Period, TimeUnit
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv._arguments import horizons, require_unit
from crmcore.metrics.clv.evaluation._split import require_holdout
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.periods import days_per_unit, period_index
from crmcore.summary import CustomerSummary, HoldoutSplit
from crmcore.transactions import TransactionLog

__all__ = ["Forecaster", "LastPeriod", "OwnRate", "RecencyRule"]

_Time: TypeAlias = float | str | npt.ArrayLike
_ROUNDING: Final = 1e-9
_NOTHING_TO_CHOOSE: Final = Title(
    "a hiatus cannot be chosen where nobody bought, everybody bought, or nobody was silent",
    "جایی که هیچ‌کس خرید نکرده، همه خرید کرده‌اند یا هیچ‌کس وقفه‌ای نداشته است، طول وقفه را "
    "نمی‌توان برگزید",
)


def _some_ids(ids: npt.ArrayLike) -> ObjectArray:
    known = optional_ids(ids)
    if known is None or not known.size:
        msg = f"must name at least one customer, got {ids!r}"
        raise InvalidInputError(msg)
    return known


@runtime_checkable
class Forecaster(Protocol):
    """Whatever says how often each customer will buy: a purchase model or a baseline."""

    def expected_purchases(self, customers: CustomerSummary, /, *, horizon: _Time) -> FloatArray:
        """Give the expected purchases of each customer in the horizon."""
        ...


def forecaster(source: "Forecaster | Fit[Any]", /) -> Forecaster:
    """Take a forecaster out of its fit, or as it is.

    Parameters
    ----------
    source : purchase model, its Fit, or a baseline
        Any of them.

    Returns
    -------
    Forecaster
        What forecasts.

    Raises
    ------
    InvalidInputError
        If it has no `expected_purchases`.
    """
    model: object = source.model if isinstance(source, Fit) else source
    if isinstance(model, type) or not isinstance(model, Forecaster):
        msg = f"model must have the verb expected_purchases, got {model!r}"
        raise InvalidInputError(msg)
    return model


@attrs.frozen(kw_only=True, repr=False)
class OwnRate(Value):
    """Every customer goes on at the rate of the past, x / T.

    It takes each customer at the word of a few purchases, and nobody ever leaves.

    Examples
    --------
    >>> seen = CustomerSummary(frequency=[3, 0], recency=[9, 0], T=[12, 12], unit="week")
    >>> OwnRate().expected_purchases(seen, horizon=8)
    array([2., 0.])
    """

    def expected_purchases(self, customers: CustomerSummary, /, *, horizon: _Time) -> FloatArray:
        """Give the purchases of each customer in the horizon at the customer's own rate.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers.
        horizon : float, str or array_like of shape (n,)
            How long after the end of observation.

        Returns
        -------
        ndarray of shape (n,)
            Purchases, >= 0; 0 for who has not bought again.

        Raises
        ------
        InvalidInputError
            If a customer has bought again in no time: ``frequency`` above 0 where T is 0.
        """
        length = horizons("horizon", horizon, unit=customers.unit, rows=len(customers))
        return _own_rate(customers) * length

    def _facts(self) -> dict[str, object]:
        return {}


@attrs.frozen(kw_only=True, repr=False)
class RecencyRule(Value):
    """Who has been silent for longer than the hiatus is gone, the others go on at their own rate.

    Attributes
    ----------
    hiatus : float
        The longest silence of an active customer, from the last purchase to the end of
        observation, in `unit`; > 0.
    unit : {"day", "week", "month", "year", "period"} or None, default None
        The unit of time; None takes customers in any.

    References
    ----------
    .. [1] Wuebben & von Wangenheim (2008), Instant customer base analysis: managerial heuristics
       often "get it right", Journal of Marketing 72(3), 82-93, doi:10.1509/JMKG.72.3.082.

    Examples
    --------
    >>> seen = CustomerSummary(frequency=[3, 3], recency=[9, 2], T=[12, 12], unit="week")
    >>> RecencyRule(hiatus=6, unit="week").expected_purchases(seen, horizon=8)
    array([2., 0.])
    """

    hiatus: float
    unit: TimeUnit | None = attrs.field(default=None, validator=one_of(*get_args(TimeUnit), None))

    def __attrs_post_init__(self) -> None:
        number_above("hiatus", self.hiatus)

    @classmethod
    def choose(cls, earlier: HoldoutSplit, /) -> "RecencyRule":
        """Choose the hiatus that would have told best who is active on an earlier split.

        Parameters
        ----------
        earlier : HoldoutSplit
            A split whose holdout ends no later than the calibration of the split on which the
            rule will be judged; else the rule has seen what it is to forecast.

        Returns
        -------
        RecencyRule
            The rule with the largest share of buyers called active plus share of the others
            called gone (Youden's index); of equal ones the shorter hiatus.

        Raises
        ------
        InvalidInputError
            If the split has no customers or no time.
        UndefinedMetricError
            If nobody or everybody bought in the holdout, or nobody was silent for any time.

        Examples
        --------
        >>> past = CustomerSummary(
        ...     frequency=[3, 3, 3], recency=[9, 2, 8], T=[12, 12, 12], unit="week"
        ... )
        >>> earlier = HoldoutSplit(
        ...     calibration=past, holdout_frequency=[2, 0, 3], holdout_value=[9, 0, 9],
        ...     duration=8.0, newcomers=0,
        ... )
        >>> RecencyRule.choose(earlier).hiatus
        4.0
        """
        require_holdout(earlier)
        past, bought = earlier.calibration, earlier.holdout_frequency > 0
        buyers, others = past.row_weights * bought, past.row_weights * ~bought
        silence, place = np.unique(past.T - past.recency, return_inverse=True)
        if not (buyers.any() and others.any() and silence[-1] > 0):
            raise UndefinedMetricError(_NOTHING_TO_CHOOSE)
        gain = np.bincount(place, buyers / buyers.sum() - others / others.sum())
        told = np.where(silence > 0, np.cumsum(gain), -np.inf)
        best = int(np.argmax(told >= told.max() - _ROUNDING))
        return cls(hiatus=float(silence[best]), unit=past.unit)

    def expected_purchases(self, customers: CustomerSummary, /, *, horizon: _Time) -> FloatArray:
        """Give the purchases of each customer in the horizon, 0 of those who are gone.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers, in the time unit of the hiatus.
        horizon : float, str or array_like of shape (n,)
            How long after the end of observation.

        Returns
        -------
        ndarray of shape (n,)
            Purchases, >= 0.

        Raises
        ------
        InvalidInputError
            If the units differ, or a customer has bought again in no time.
        """
        require_unit(self.unit, customers)
        length = horizons("horizon", horizon, unit=customers.unit, rows=len(customers))
        slack = _ROUNDING * np.maximum(customers.T, 1.0)
        active = customers.T - customers.recency <= self.hiatus + slack
        return np.where(active, _own_rate(customers) * length, 0.0)

    def _facts(self) -> dict[str, object]:
        return {"hiatus": self.hiatus, "unit": self.unit}


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class LastPeriod(Value):
    """Every customer buys as often as in the last stretch of time before.

    Attributes
    ----------
    ids : ndarray of shape (n,)
        The customers.
    purchases : ndarray of shape (n,)
        Repeat purchases of each of them in that stretch.
    length : float
        Its length, in `unit`; > 0.
    unit : {"day", "week", "month", "year"}
        The unit of time.

    Raises
    ------
    InvalidInputError
        If the columns differ in length, a customer occurs twice, or a number is out of its range.

    Examples
    --------
    >>> log = TransactionLog.from_arrays(
    ...     customer=["ada", "ada", "ada", "bo"],
    ...     date=["2024-01-01", "2024-01-20", "2024-01-27", "2024-01-22"],
    ...     amount=[20.0, 35.0, 12.5, 9.0],
    ... )
    >>> split = log.split(calibration_until="2024-01-29", holdout_until="2024-02-12")
    >>> rule = LastPeriod.from_log(log, split)
    >>> rule.expected_purchases(split.calibration, horizon=2)
    array([2., 0.])
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    ids: ObjectArray = attrs.field(converter=_some_ids, eq=by_value)
    purchases: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    length: float
    unit: TimeUnit = attrs.field(validator=one_of(*get_args(TimeUnit)))

    def __attrs_post_init__(self) -> None:
        number_above("length", self.length)
        bad = ~np.isfinite(self.purchases) | (self.purchases < 0)
        refuse_rows("purchases", self.purchases, bad, "be finite and >= 0")
        if self.ids.size != self.purchases.size:
            msg = f"ids must have {self.purchases.size} rows like purchases, got {self.ids.size}"
            raise InvalidInputError(msg)
        names: list[Any] = self.ids.tolist()
        name, times = Counter(names).most_common(1)[0]
        if times > 1:
            msg = f"ids must differ, got {name!r} {times} times"
            raise InvalidInputError(msg)

    @classmethod
    def from_log(
        cls, log: TransactionLog, split: HoldoutSplit, /, *, period: Period = "day"
    ) -> "LastPeriod":
        """Count the repeat purchases in as long a time before the holdout as the holdout is.

        Parameters
        ----------
        log : TransactionLog
            The purchases that the split was made from; what came later does not count.
        split : HoldoutSplit
            The split.
        period : {"day", "week", "month"}, default "day"
            The calendar period in which purchases count once, as in the split.

        Returns
        -------
        LastPeriod
            The baseline. Where the log is too young, the stretch is as long as the log allows,
            and the forecast in proportion. First purchases do not count: a customer makes none
            in the holdout.

        Raises
        ------
        InvalidInputError
            If the split does not know its customers or its days, or no time lies before it.
        """
        base = split.calibration
        if base.ids is None or base.observed_until is None:
            msg = "split must know its customers and its days, as one from TransactionLog.split"
            raise InvalidInputError(msg)
        bought = log.until(base.observed_until).purchases(period=period)
        close = int(period_index(np.array([base.observed_until]), period)[0])
        step = days_per_unit(period) / days_per_unit(base.unit)
        start = int(bought.index.min(initial=close))
        length = min(split.duration, (close - start) * step)
        if length <= 0:
            msg = f"log must have purchases before {base.observed_until}, got none"
            raise InvalidInputError(msg)
        recent = (close - bought.index) * step < length * (1 - _ROUNDING)
        recent[bought.firsts] = False
        count = np.bincount(bought.customer[recent], minlength=log.ids.size)
        return cls(ids=log.ids, purchases=count, length=length, unit=base.unit)

    def expected_purchases(self, customers: CustomerSummary, /, *, horizon: _Time) -> FloatArray:
        """Give the purchases of each customer in the horizon at the rate of the last stretch.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers with `ids`.
        horizon : float, str or array_like of shape (n,)
            How long after the end of observation.

        Returns
        -------
        ndarray of shape (n,)
            Purchases, >= 0.

        Raises
        ------
        InvalidInputError
            If the units differ, or a customer is not known.
        """
        require_unit(self.unit, customers)
        length = horizons("horizon", horizon, unit=customers.unit, rows=len(customers))
        return self._of(customers) * (length / self.length)

    def _of(self, customers: CustomerSummary) -> FloatArray:
        if customers.ids is None:
            msg = "customers must have ids for their purchases to be looked up, got none"
            raise InvalidInputError(msg)
        names: list[Any] = self.ids.tolist()
        known = {name: row for row, name in enumerate(names)}
        asked: list[Any] = customers.ids.tolist()
        place = np.array([known.get(name, -1) for name in asked], dtype=np.int64)
        refuse_rows("ids", customers.ids, place < 0, "be among those whose purchases are known")
        return self.purchases[place]

    def _facts(self) -> dict[str, object]:
        return {
            "customers": self.purchases.size,
            "purchases": float(self.purchases.sum()),
            "length": self.length,
            "unit": self.unit,
        }


# Repeat purchases in a unit of time.
def _own_rate(customers: CustomerSummary) -> FloatArray:
    x, age = customers.frequency, customers.T
    refuse_rows("T", age, (x > 0) & (age == 0), "be above 0 for a customer who has bought again")
    return np.where(x > 0, x / np.where(age > 0, age, 1.0), 0.0)
