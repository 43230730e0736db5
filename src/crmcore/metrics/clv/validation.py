"""Validation: what a model expects of customers in a holdout against what they did."""

from typing import Any, ClassVar

import attrs
import numpy as np

from crmcore._checks import by_value, naming, readonly_floats
from crmcore._display import Value
from crmcore._inputs import whole_number
from crmcore._types import FloatArray
from crmcore.metrics.clv.fit import Fit
from crmcore.metrics.clv.verbs import PurchaseModel, purchase_model
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
        Customers in each class.
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
    model: "PurchaseModel | Fit[Any]", split: HoldoutSplit, /, *, top: int = 7
) -> HoldoutCheck:
    """Compare a model fitted on the calibration with the purchases of the holdout.

    Parameters
    ----------
    model : purchase model or its Fit
        The model.
    split : HoldoutSplit
        Calibration summary and holdout purchases.
    top : int, default 7
        Customers with this many repeat purchases or more form one class.

    Returns
    -------
    HoldoutCheck
        One row for each class that has customers.

    Raises
    ------
    InvalidInputError
        If `top` is not whole or is negative.

    References
    ----------
    .. [1] Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284, figure 4.
    """
    top = whole_number("top", top, low=0, high=10**6)
    group = np.minimum(split.calibration.frequency, top).astype(np.int64)
    expected = purchase_model(model).expected_purchases(split.calibration, horizon=split.duration)
    count = np.bincount(group)
    some = np.flatnonzero(count)
    actual_sum = np.bincount(group, split.holdout_frequency)[some]
    expected_sum = np.bincount(group, expected)[some]
    return HoldoutCheck(
        frequency=some,
        customers=count[some],
        actual=actual_sum / count[some],
        expected=expected_sum / count[some],
        total_actual=float(split.holdout_frequency.sum()),
        total_expected=float(expected.sum()),
        duration=split.duration,
        unit=split.calibration.unit,
    )
