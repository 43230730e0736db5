"""What a split must be for a forecast to be held against it."""

import numpy as np

from crmcore._checks import number_above, refuse_rows
from crmcore.errors import InvalidInputError
from crmcore.summary import HoldoutSplit

__all__ = ["require_holdout"]


def require_holdout(split: HoldoutSplit, /) -> None:
    """Refuse a split without customers or time, or with counts that are none.

    Parameters
    ----------
    split : HoldoutSplit
        The split.

    Raises
    ------
    InvalidInputError
        If a rule is broken.
    """
    number_above("split.duration", split.duration)
    base, actual = split.calibration, split.holdout_frequency
    if base.customers <= 0:
        msg = "split must have at least one customer, got none"
        raise InvalidInputError(msg)
    if actual.size != len(base):
        msg = f"holdout_frequency must have {len(base)} rows like calibration, got {actual.size}"
        raise InvalidInputError(msg)
    bad = ~np.isfinite(actual) | (actual < 0) | (actual != np.floor(actual))
    refuse_rows("holdout_frequency", actual, bad, "be whole and >= 0")
