"""Forecasts of purchases with all their uncertainty: that of the parameters and that of chance."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any, ClassVar, Final, NamedTuple

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, fraction, naming, readonly_floats
from crmcore._display import Value
from crmcore._inputs import whole_number
from crmcore._text import Title
from crmcore._types import FloatArray, IntArray, ObjectArray, TimeUnit
from crmcore.metrics.clv._arguments import copies, horizons, read_labels
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.verbs._transactions import TransactionModel
from crmcore.metrics.measurement import Interval, Intervals, Measurement
from crmcore.summary import CustomerSummary

__all__ = ["PurchaseForecast", "forecast_purchases"]

_CHUNK: Final = 2**15
_TITLE: Final = Title("Expected purchases", "خرید مورد انتظار")


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class PurchaseForecast(Value):
    """What customers are expected to buy, and the range in which it will lie.

    Attributes
    ----------
    ids : ndarray of shape (n,) or None
        Who each row is.
    expected : ndarray of shape (n,)
        Expected purchases of a customer of the row.
    interval : Intervals
        Range of the purchases of a customer of the row; whole numbers.
    total : Measurement
        Purchases of all customers; its interval is that of their number, not of its expectation.
    segments : mapping of label to Measurement
        The same for each segment, in the order in which they first occur; empty without labels.
    horizon : float or ndarray of shape (n,)
        Length of the time ahead, in `unit`.
    unit : {"day", "week", "month", "year", "period"}
        The unit of time.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    ids: ObjectArray | None = attrs.field(eq=by_value)
    expected: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    interval: Intervals
    total: Measurement
    segments: Mapping[Hashable, Measurement]
    horizon: float | FloatArray = attrs.field(eq=by_value)
    unit: TimeUnit

    def __len__(self) -> int:
        """Count the rows.

        Returns
        -------
        int
            Rows, whatever their weights.
        """
        return self.expected.size

    def _facts(self) -> dict[str, object]:
        ends = self.total.interval
        return {
            "rows": len(self),
            "total": self.total.value,
            "low": None if ends is None else ends.low,
            "high": None if ends is None else ends.high,
            "level": self.interval.level,
            "unit": self.unit,
        }


def forecast_purchases(
    source: Fit[Any] | TransactionModel,
    customers: CustomerSummary,
    /,
    *,
    horizon: float | str | npt.ArrayLike,
    rng: np.random.Generator,
    labels: Iterable[Hashable] | None = None,
    level: float = 0.9,
    draws: int = 400,
) -> PurchaseForecast:
    """Forecast purchases by drawing futures.

    Each draw takes parameters that the data allow and lets each customer act by chance, given the
    past. The range of a total is therefore that of the number that will be counted, unlike the
    interval of its expectation, which `Fit.total_interval` gives.

    Parameters
    ----------
    source : Fit or purchase model
        A fit brings the uncertainty of its parameters; of a model they are taken as known.
    customers : CustomerSummary
        Whose purchases; weights count as customers and must be whole.
    horizon : float, str or array_like of shape (n,)
        How long after the end of observation, as in `expected_purchases`.
    rng : numpy.random.Generator
        Source of chance.
    labels : iterable of length n, optional
        The segment of each row.
    level : float, default 0.9
        Share of the draws that lies within each range, strictly between 0 and 1.
    draws : int, default 400
        Futures drawn, at least 20; the ends of ranges are as sure as that allows.

    Returns
    -------
    PurchaseForecast
        For each row, each segment and all together.

    Raises
    ------
    InvalidInputError
        If a weight is not whole, there is not one label for each row, or one is missing.

    Examples
    --------
    >>> from crmcore.metrics.clv import BGNBD
    >>> truth = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.0, unit="week")
    >>> base = truth.simulate(1000, T=52.0, rng=np.random.default_rng(1))
    >>> ahead = forecast_purchases(
    ...     BGNBD.fit(base), base, horizon="1 year", rng=np.random.default_rng(2)
    ... )
    >>> ahead.total.interval.low < ahead.total.value < ahead.total.interval.high
    True
    """
    level = fraction("level", level, open_interval=True)
    draws = whole_number("draws", draws, low=20, high=10**6)
    length = horizons("horizon", horizon, unit=customers.unit, rows=len(customers))
    code, names = _groups(labels, len(customers))
    model, models, of = _models(source, draws, rng)
    futures = _Futures(models, customers, np.broadcast_to(length, len(customers)), rng)
    low, high, counted = futures.sums(code, len(names), level)
    expected: FloatArray = model.expected_purchases(customers, horizon=length)
    sums = np.bincount(code, customers.row_weights * expected, len(names))
    sizes = np.bincount(code, customers.row_weights, len(names))
    terms = level, f"{draws} draws of {of}"
    parts = map(_measured, sums, sizes, counted.T, repeat(terms))
    return PurchaseForecast(
        ids=customers.ids,
        expected=expected,
        interval=Intervals(low=low, high=high, level=level, method=terms[1]),
        total=_measured(sums.sum(), sizes.sum(), counted.sum(axis=1), terms),
        segments={} if labels is None else dict(zip(names, parts, strict=True)),
        horizon=length if length.ndim else float(length),
        unit=customers.unit,
    )


# A sum of expectations with the middle of its draws.
def _measured(
    value: float, customers: float, drawn: FloatArray, terms: tuple[float, str]
) -> Measurement:
    level, method = terms
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return Measurement(
        key="expected_purchases",
        title=_TITLE,
        unit="count",
        value=float(value),
        interval=Interval(low=low, high=high, level=level, method=method),
        n=float(customers),
    )


# The model, what else it may be, and what its draws tell.
def _models(
    source: Fit[Any] | TransactionModel, draws: int, rng: np.random.Generator
) -> tuple[TransactionModel, Sequence[TransactionModel], str]:
    if isinstance(source, Fit):
        return source.model, source.draws(draws, rng=rng), "parameters and chance"
    return source, (source,) * draws, "chance"


class _Futures(NamedTuple):
    models: Sequence[TransactionModel]
    customers: CustomerSummary
    length: FloatArray
    rng: np.random.Generator

    # The middle of each row's draws, and the sums of each draw by group, chunk by chunk.
    def sums(
        self, group: IntArray, groups: int, level: float
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        rows = copies(self.customers.row_weights)
        one = np.unique(rows, return_index=True)[1]
        low, high = np.zeros((2, group.size))
        counted = np.zeros((len(self.models), groups))
        for first in range(0, rows.size, _CHUNK):
            part = rows[first : first + _CHUNK]
            drawn = self._of(part)
            for place, future in enumerate(drawn):
                counted[place] += np.bincount(group[part], future, groups)
            mine = one[(one >= first) & (one < first + part.size)] - first
            low[part[mine]], high[part[mine]] = _middle(drawn[:, mine], level)
        return low, high, counted

    def _of(self, rows: IntArray) -> FloatArray:
        some, length, rng = self.customers.select(rows), self.length[rows], self.rng
        drawn = (it.simulate_purchases(some, horizon=length, rng=rng) for it in self.models)
        return np.stack(list(drawn))


# Whole numbers between which at least the level of the draws lies.
def _middle(drawn: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    shares = (1 - level) / 2, (1 + level) / 2
    low: FloatArray = np.quantile(drawn, shares[0], axis=0, method="lower")
    high: FloatArray = np.quantile(drawn, shares[1], axis=0, method="higher")
    return low, high


def _groups(labels: Iterable[Hashable] | None, rows: int) -> tuple[IntArray, list[Hashable]]:
    if labels is None:
        return np.zeros(rows, dtype=np.int64), [None]
    return read_labels(labels, rows=rows)
