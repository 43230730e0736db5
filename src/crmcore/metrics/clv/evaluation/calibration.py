"""Calibration: whether what is said to have a chance of 30 % happens in 30 % of cases."""

import math
from collections.abc import Sequence
from typing import Any, ClassVar, Final, Protocol, TypeAlias, runtime_checkable

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, fraction, naming, readonly_floats, refuse_rows
from crmcore._display import Value
from crmcore._distinct import distinct
from crmcore._inputs import column, require_rows, weight_column, whole_number
from crmcore._text import Title
from crmcore._types import FloatArray, IntArray
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv.evaluation._split import require_holdout
from crmcore.metrics.clv.evaluation.baselines import Forecaster, forecaster
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.intervals import share_intervals
from crmcore.summary import CustomerSummary, HoldoutSplit

__all__ = [
    "LEVELS",
    "CountForecaster",
    "IntervalCoverage",
    "Reliability",
    "interval_coverage",
    "reliability",
]

_Time: TypeAlias = float | str | npt.ArrayLike
LEVELS: Final = (0.5, 0.8, 0.9)
_SLACK: Final = 1e-12
_NO_COUNTS: Final = Title(
    "this forecast says how many purchases to expect, but not with what chance how many come",
    "این پیش‌بینی تنها میانگین خریدها را می‌گوید، نه احتمال هر تعداد خرید را",
)
_NOBODY: Final = Title("there are no customers", "مشتری‌ای در میان نیست")


@runtime_checkable
class CountForecaster(Protocol):
    """A forecaster that also gives the chance of each number of purchases."""

    def expected_purchases(self, customers: CustomerSummary, /, *, horizon: _Time) -> FloatArray:
        """Give the expected purchases of each customer in the horizon."""
        ...

    def purchase_pmf(self, customers: CustomerSummary, /, n: int, *, horizon: _Time) -> FloatArray:
        """Give the chance that each customer buys n times in the horizon."""
        ...


def counts_of(source: "Forecaster | Fit[Any]", /) -> CountForecaster:
    """Take the forecaster of counts out of a fit, or as it is.

    Parameters
    ----------
    source : purchase model, its Fit, or a baseline
        Any of them.

    Returns
    -------
    CountForecaster
        What gives the chance of each number of purchases.

    Raises
    ------
    UndefinedMetricError
        If it has no `purchase_pmf`.
    """
    model = forecaster(source)
    if not isinstance(model, CountForecaster):
        raise UndefinedMetricError(_NO_COUNTS)
    return model


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class Reliability(Value):
    """Chances that were told against how often it happened, in bins of equally many customers.

    Attributes
    ----------
    customers : ndarray of shape (k,)
        Customers in each bin, the lowest chances first; equal chances are never parted.
    expected : ndarray of shape (k,)
        Mean chance told in each bin.
    observed : ndarray of shape (k,)
        Share of customers to whom it happened.
    low, high : ndarray of shape (k,)
        Wilson interval of that share.
    level : float
        Share of samples that each interval covers.
    brier_score : float
        Mean squared distance of chance and event, from 0 to 1; lower is better.
    calibration_error : float
        Mean distance of chance and share over the bins, by customers, from 0 to 1; lower is
        better. It is above 0 by chance alone, about as much as the intervals are wide.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    customers: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    expected: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    observed: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    low: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    high: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    level: float
    brier_score: float
    calibration_error: float

    def _facts(self) -> dict[str, object]:
        return {
            "bins": self.customers.size,
            "customers": float(self.customers.sum()),
            "brier_score": self.brier_score,
            "calibration_error": self.calibration_error,
        }


def reliability(
    probability: npt.ArrayLike,
    happened: npt.ArrayLike,
    /,
    *,
    weights: npt.ArrayLike | None = None,
    bins: int = 10,
    level: float = 0.9,
) -> Reliability:
    r"""Hold chances against what happened.

    Parameters
    ----------
    probability : array_like of shape (n,)
        The chance told for each customer, in [0, 1].
    happened : array_like of shape (n,)
        Whether it happened: 1 or True, 0 or False.
    weights : array_like of shape (n,) or None
        Customers that each row stands for; None is one each.
    bins : int, default 10
        Bins of equally many customers, as far as ties allow; 1 to 1000.
    level : float, default 0.9
        Share of samples that the intervals cover.

    Returns
    -------
    Reliability
        The table with Brier score and expected calibration error.

    Raises
    ------
    InvalidInputError
        If columns differ in length or a value is out of its range.
    UndefinedMetricError
        If there are no customers.

    Notes
    -----
    With chances p, events y and bins b of mean chance and share,

    .. math:: \mathrm{Brier} = \frac1n \sum_i (p_i - y_i)^2, \qquad
        \mathrm{ECE} = \sum_b \frac{n_b}{n}\,|\bar p_b - \bar y_b| .

    References
    ----------
    .. [1] Brier (1950), Monthly Weather Review 78(1), 1-3.
    .. [2] Naeini, Cooper & Hauskrecht (2015), Obtaining well calibrated probabilities using
       Bayesian binning, AAAI 29, 2901-2907: the expected calibration error.

    Examples
    --------
    >>> table = reliability([0.1, 0.1, 0.1, 0.1, 0.6, 0.6], [0, 0, 1, 0, 1, 1], bins=2)
    >>> table.expected, table.observed
    (array([0.1, 0.6]), array([0.25, 1.  ]))
    >>> round(table.brier_score, 4), round(table.calibration_error, 4)
    (0.1933, 0.2333)
    """
    bins = whole_number("bins", bins, low=1, high=1000)
    chance, event = column("probability", probability), column("happened", happened)
    require_rows("happened", event.size, chance.size)
    refuse_rows("probability", chance, (chance < 0) | (chance > 1), "be from 0 to 1")
    refuse_rows("happened", event, (event != 0) & (event != 1), "be 0 or 1")
    given = weight_column(weights, chance.size)
    w = np.ones(chance.size) if given is None else given
    present = w > 0
    if not present.any():
        raise UndefinedMetricError(_NOBODY)
    return _table(chance[present], event[present], w[present], bins, level)


def _table(
    chance: FloatArray, event: FloatArray, w: FloatArray, bins: int, level: float
) -> Reliability:
    _, place = np.unique(chance, return_inverse=True)
    at = np.bincount(place, w)
    n = float(at.sum())
    middle = (np.cumsum(at) - at / 2) / n
    group = np.minimum((middle * bins).astype(np.int64), bins - 1)[place]
    customers = np.bincount(group, w)
    some = np.flatnonzero(customers)
    customers = customers[some]
    expected = np.bincount(group, w * chance)[some] / customers
    happened = np.minimum(np.bincount(group, w * event)[some], customers)
    ends = share_intervals(happened, customers, level=level)
    observed = happened / customers
    return Reliability(
        customers=customers,
        expected=expected,
        observed=observed,
        low=ends.low,
        high=ends.high,
        level=level,
        brier_score=float(w @ np.square(chance - event)) / n,
        calibration_error=float(customers @ np.abs(expected - observed)) / n,
    )


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class IntervalCoverage(Value):
    """How often a model's intervals for single customers held the count that came.

    Attributes
    ----------
    level : ndarray of shape (k,)
        The level asked for.
    promised : ndarray of shape (k,)
        The chance of the intervals by the model, on average over customers. Counts are whole, so
        it is the level or more: this is what the share is to be held against.
    observed : ndarray of shape (k,)
        Share of customers whose count lay inside. Below `promised` the model is too sure.
    low, high : ndarray of shape (k,)
        Wilson interval of that share.
    confidence : float
        Share of samples that the Wilson intervals cover.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    level: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    promised: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    observed: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    low: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    high: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    confidence: float

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {}
        for level, share in zip(self.level.tolist(), self.observed.tolist(), strict=True):
            facts[f"at_{100 * level:g}"] = share
        return facts


def interval_coverage(
    model: "CountForecaster | Fit[Any]",
    split: HoldoutSplit,
    /,
    *,
    levels: Sequence[float] = LEVELS,
    confidence: float = 0.9,
) -> IntervalCoverage:
    r"""Count the customers whose purchases in the holdout lay in the model's interval.

    Parameters
    ----------
    model : purchase model or its Fit
        A model that has `purchase_pmf`.
    split : HoldoutSplit
        Calibration summary and holdout purchases; weights count as customers.
    levels : sequence of float, default (0.5, 0.8, 0.9)
        Levels of the intervals, each strictly between 0 and 1.
    confidence : float, default 0.9
        Share of samples that the intervals of the shares cover.

    Returns
    -------
    IntervalCoverage
        For each level the share that came and the share that the model promises.

    Raises
    ------
    InvalidInputError
        If a number is out of its range, or the split has no customers or no time.
    UndefinedMetricError
        If the model gives no chances of counts, or such that do not add up.

    Notes
    -----
    The interval of level q holds the whole numbers from the quantile at (1 - q)/2 to that at
    (1 + q)/2 of the customer's distribution. Its exact chance, at least q, is what is promised;
    no chance of ours comes in. The error of the parameters is not in it: it is small for single
    customers beside the chance in what they do.

    References
    ----------
    .. [1] Czado, Gneiting & Held (2009), Predictive model assessment for count data, Biometrics
       65(4), 1254-1261, doi:10.1111/j.1541-0420.2009.01191.x.

    Examples
    --------
    >>> from crmcore.metrics.clv import NBD
    >>> model = NBD(r=0.5, alpha=10.0, unit="week")
    >>> base = CustomerSummary(frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week")
    >>> split = HoldoutSplit(
    ...     calibration=base, holdout_frequency=[1, 3], holdout_value=[9, 27], duration=26.0,
    ...     newcomers=0,
    ... )
    >>> coverage = interval_coverage(model, split, levels=[0.8])
    >>> coverage.promised.round(3), coverage.observed
    (array([0.934]), array([0.5]))
    """
    require_holdout(split)
    wanted = column("levels", levels)
    for level in wanted.tolist():
        fraction("levels", level, open_interval=True)
    base = split.calibration
    first, place = _alike(base)
    tails = np.concatenate([(1 - wanted) / 2, (1 + wanted) / 2])
    counts, below, upto = _quantiles(counts_of(model), base.select(first), split.duration, tails)
    k = wanted.size
    low, high = counts[:k, place], counts[k:, place]
    promised = (upto[k:, place] - below[:k, place]) @ base.row_weights / base.customers
    inside = (low <= split.holdout_frequency) & (split.holdout_frequency <= high)
    held = np.minimum(inside @ base.row_weights, base.customers)
    ends = share_intervals(held, base.customers, level=confidence)
    return IntervalCoverage(
        level=wanted,
        promised=np.clip(promised, 0.0, 1.0),
        observed=held / base.customers,
        low=ends.low,
        high=ends.high,
        confidence=confidence,
    )


# The first row of each kind of history, and the kind of each row.
def _alike(base: CustomerSummary) -> tuple[IntArray, IntArray]:
    columns = (base.frequency, base.recency, base.T, base.log_intervals)
    _, place = distinct(*(column for column in columns if column is not None))
    first = np.zeros(int(place.max()) + 1, dtype=np.int64)
    first[place[::-1]] = np.arange(place.size)[::-1]
    return first, place


# For each tail and row the smallest n whose F(n) reaches it, with F(n - 1) and F(n). By Markov's
# inequality it is at most the mean over 1 - tail.
def _quantiles(
    model: CountForecaster, base: CustomerSummary, horizon: float, tails: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    shape = (tails.size, len(base))
    count, below, upto = np.full(shape, -1.0), np.zeros(shape), np.zeros(shape)
    mean = model.expected_purchases(base, horizon=horizon)
    most = math.ceil(float(mean.max()) / (1 - float(tails.max()))) + 1
    rows, reached, n = np.arange(len(base)), np.zeros(len(base)), 0
    while rows.size:
        if n > most:
            reason = Title(
                "the chances that the model gives to 0, 1, 2 ... purchases do not add up to 1",
                "جمع احتمال‌هایی که مدل برای صفر، یک، دو و بیشتر خرید می‌دهد برابر یک نیست",
            )
            raise UndefinedMetricError(reason)
        before = reached
        reached = before + model.purchase_pmf(base.select(rows), n, horizon=horizon)
        for tail in range(tails.size):
            new = (count[tail, rows] < 0) & (reached >= tails[tail] - _SLACK)
            count[tail, rows[new]] = n
            below[tail, rows[new]], upto[tail, rows[new]] = before[new], reached[new]
        open_ = (count[:, rows] < 0).any(axis=0)
        rows, reached, n = rows[open_], reached[open_], n + 1
    return count, below, upto
