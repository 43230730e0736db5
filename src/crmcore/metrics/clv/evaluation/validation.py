"""Validation: what a model expects of customers in a holdout against what they did."""

from typing import Any, ClassVar

import attrs
import numpy as np

from crmcore._checks import by_value, naming, readonly_floats
from crmcore._display import Value
from crmcore._inputs import whole_number
from crmcore._types import FloatArray
from crmcore.metrics.clv.evaluation._split import require_holdout
from crmcore.metrics.clv.evaluation.baselines import Forecaster, forecaster
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.summary import HoldoutSplit

__all__ = ["HoldoutCheck", "check_holdout"]


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class HoldoutCheck(Value):
    """Mean purchases in the holdout by purchases in the calibration, actual and expected.

    Attributes
    ----------
    frequency : ndarray of shape (k,)
        Repeat purchases in the calibration; the last class holds that many and more.
    customers : ndarray of shape (k,)
        Customers in each class: the sum of their weights.
    actual, expected : ndarray of shape (k,)
        Mean purchases in the holdout.
    total_actual, total_expected : float
        Purchases of all customers in the holdout.
    duration : float
        Length of the holdout, in `unit`.
    unit : str
        The unit of time.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    frequency: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    customers: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    actual: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    expected: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    total_actual: float
    total_expected: float
    duration: float
    unit: str

    def _facts(self) -> dict[str, object]:
        return {
            "total_actual": self.total_actual,
            "total_expected": self.total_expected,
            "duration": self.duration,
            "unit": self.unit,
        }


def check_holdout(
    model: "Forecaster | Fit[Any]", split: HoldoutSplit, /, *, top: int = 7
) -> HoldoutCheck:
    """Compare a model fitted on the calibration with the purchases of the holdout.

    Parameters
    ----------
    model : purchase model, its Fit, or a baseline
        The model.
    split : HoldoutSplit
        Calibration summary and holdout purchases; weights count as customers.
    top : int, default 7
        Customers with this many repeat purchases or more form one class.

    Returns
    -------
    HoldoutCheck
        One row for each class that has customers.

    Raises
    ------
    InvalidInputError
        If `top` is not whole or is negative, or the split has no customers or no time.

    References
    ----------
    .. [1] Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284, figure 4.
    """
    require_holdout(split)
    top = whole_number("top", top, low=0, high=10**6)
    group = np.minimum(split.calibration.frequency, top).astype(np.int64)
    expected = forecaster(model).expected_purchases(split.calibration, horizon=split.duration)
    weights = split.calibration.row_weights
    count = np.bincount(group, weights)
    some = np.flatnonzero(count)
    actual_sum = np.bincount(group, weights * split.holdout_frequency)[some]
    expected_sum = np.bincount(group, weights * expected)[some]
    return HoldoutCheck(
        frequency=some,
        customers=count[some],
        actual=actual_sum / count[some],
        expected=expected_sum / count[some],
        total_actual=float(weights @ split.holdout_frequency),
        total_expected=float(weights @ expected),
        duration=split.duration,
        unit=split.calibration.unit,
    )
