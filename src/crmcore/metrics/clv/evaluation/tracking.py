"""Tracking: repeat purchases period by period, as they came and as a model expects them."""

from typing import Any, ClassVar

import attrs
import numpy as np

from crmcore._checks import by_value, naming, readonly_floats
from crmcore._display import Value
from crmcore._text import Title, persian_figure
from crmcore._types import DateArray, DateLike, FloatArray, TimeUnit
from crmcore.days import as_day
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.verbs.protocols import (
    PurchaseModel,
    expected_repeats,
    purchase_model,
    stated_unit,
)
from crmcore.periods import days_per_unit
from crmcore.transactions import TransactionLog

__all__ = ["Tracking", "track"]


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class Tracking(Value):
    """Repeat purchases of a group of customers by week, actual and expected.

    Attributes
    ----------
    period_end : ndarray of datetime64[D], shape (k,)
        Last day of each week.
    actual : ndarray of shape (k,)
        Repeat purchases that came in each week.
    expected : ndarray of shape (k,)
        Repeat purchases that the model expects in each week.
    calibration_until : numpy.datetime64
        Last day that the model was fitted on; later weeks are a forecast.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    period_end: DateArray = attrs.field(eq=by_value)
    actual: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    expected: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    calibration_until: np.datetime64

    @property
    def cumulative_actual(self) -> FloatArray:
        """Repeat purchases up to the end of each week."""
        return np.cumsum(self.actual)

    @property
    def cumulative_expected(self) -> FloatArray:
        """Expected repeat purchases up to the end of each week."""
        return np.cumsum(self.expected)

    @property
    def holdout_error(self) -> float:
        """Expected less actual purchases after the calibration, as a share of the actual ones.

        Raises
        ------
        UndefinedMetricError
            If no purchase came after the calibration.
        """
        after = self.period_end > self.calibration_until
        actual, expected = float(self.actual[after].sum()), float(self.expected[after].sum())
        if actual == 0:
            last = str(self.calibration_until)
            reason = Title(
                f"no purchase came after {last}",
                f"پس از {persian_figure(last)} هیچ خریدی انجام نشده است",
            )
            raise UndefinedMetricError(reason)
        return expected / actual - 1

    def _facts(self) -> dict[str, object]:
        return {
            "weeks": self.period_end.size,
            "actual": float(self.actual.sum()),
            "expected": float(self.expected.sum()),
            "calibration_until": str(self.calibration_until),
        }


def track(
    model: "PurchaseModel | Fit[Any]",
    log: TransactionLog,
    /,
    *,
    unit: TimeUnit | None = None,
    calibration_until: DateLike,
    until: DateLike,
) -> Tracking:
    r"""Hold a model against the weekly repeat purchases of those who were customers.

    Parameters
    ----------
    model : purchase model or its Fit
        The model, with typed-in or fitted parameters.
    log : TransactionLog
        The purchases; customers who first bought after the calibration are left out.
    unit : {"day", "week", "month", "year"}, optional
        The unit of time of a model that does not know its own.
    calibration_until, until : date
        Last day of the calibration, and of the tracking.

    Returns
    -------
    Tracking
        Weeks from the first purchase on; a last, incomplete week is left out.

    Raises
    ------
    InvalidInputError
        If the days are exchanged, there is no whole week, or the unit is unknown or another one
        than that of the model.

    Notes
    -----
    With first purchases at :math:`t_i`, the expected number up to :math:`t` is
    :math:`\sum_i E[X(t - t_i)]`, the sum over the customers who had come by then.

    References
    ----------
    .. [1] Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284, figures 2 and 3.
    """
    middle, end = as_day(calibration_until, name="calibration_until"), as_day(until, name="until")
    if end < middle:
        msg = f"until must not be before calibration_until {middle}, got {end}"
        raise InvalidInputError(msg)
    often, bought = purchase_model(model), log.purchases(period="day")
    begin = np.full(len(log.ids), np.iinfo(np.int64).max)
    begin[bought.customer[bought.firsts]] = bought.index[bought.firsts]
    last = int(middle.astype(np.int64))
    start = int(begin.min(initial=last))
    weeks = (int(end.astype(np.int64)) - start + 1) // 7
    if weeks < 1:
        msg = f"tracking needs at least one whole week from the first purchase to {end}, got none"
        raise InvalidInputError(msg)
    repeat = (bought.index > begin[bought.customer]) & (begin[bought.customer] <= last)
    week = (bought.index[repeat] - start) // 7
    actual = np.bincount(week[week < weeks], minlength=weeks)
    ends = start + 7 * np.arange(1, weeks + 1) - 1
    days = days_per_unit(stated_unit(often, unit))
    expected = expected_repeats(often, begin[begin <= last], ends, days)
    return Tracking(
        period_end=ends.astype("datetime64[D]"),
        actual=actual,
        expected=np.diff(expected, prepend=0.0),
        calibration_until=middle,
    )
