"""Validation: purchases in the holdout by purchases before, actual and expected."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import seen
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv import BGNBD, NBD
from crmcore.metrics.clv.evaluation.baselines import OwnRate
from crmcore.metrics.clv.evaluation.validation import check_holdout
from crmcore.summary import CustomerSummary, HoldoutSplit

MODEL = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
rows = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=12
).filter(lambda cases: any(weight for *_, weight in cases))


def split_of(x: Any, bought: Any, weights: Any = None) -> HoldoutSplit:
    """Make a split of customers seen for 39 weeks before and after."""
    x = np.asarray(x, dtype=np.float64)
    base = seen(x, np.where(x > 0, 30.0, 0.0), np.full(x.size, 39.0), weights=weights)
    return HoldoutSplit(
        calibration=base,
        holdout_frequency=bought,
        holdout_value=np.zeros(x.size),
        duration=39.0,
        newcomers=0,
    )


@pytest.mark.law
@settings(max_examples=40)
@given(rows, st.integers(0, 8))
def test_classes_add_up_and_weights_are_repeated_rows(cases: list[Any], top: int) -> None:
    """Classes hold all customers and purchases, and a row of weight 3 counts as three rows."""
    x, bought, weight = (np.array(column, dtype=np.float64) for column in zip(*cases, strict=True))
    one = check_holdout(MODEL, split_of(x, bought, weight), top=top)
    again = np.repeat(np.arange(x.size), weight.astype(int))
    other = check_holdout(MODEL, split_of(x[again], bought[again]), top=top)
    for field in ("frequency", "customers", "actual", "expected"):
        np.testing.assert_allclose(getattr(one, field), getattr(other, field), rtol=1e-12)
    assert one.total_expected == pytest.approx(other.total_expected)
    assert one.customers @ one.actual == pytest.approx(one.total_actual)
    assert one.customers @ one.expected == pytest.approx(one.total_expected)
    assert one.frequency.max() <= top
    assert one.customers.sum() == weight.sum()


def test_fits_and_baselines_are_checked_alike() -> None:
    """A fit counts as its model, and a baseline is checked as a model is."""
    split = split_of([0, 2, 9], [0, 1, 7])
    fit = NBD.fit(split.calibration)
    assert check_holdout(fit, split) == check_holdout(fit.model, split)
    check = check_holdout(OwnRate(), split)
    assert check.expected == pytest.approx([0, 2, 9])
    assert check.frequency.tolist() == [0, 2, 7]
    told = "HoldoutCheck(total_actual=8, total_expected=11, duration=39, unit='week')"
    assert repr(check) == told


@pytest.mark.reference
def test_cdnow_in_the_holdout(cdnow_lines: Any) -> None:
    """The CDNOW customers bought 1,882 times in the holdout, as the data of the paper have it."""
    from crmcore.transactions import TransactionLog  # noqa: PLC0415 - only here

    log = TransactionLog.from_arrays(**cdnow_lines)
    split = log.split(calibration_until="1997-09-30", holdout_until="1998-06-30")
    check = check_holdout(MODEL, split)
    assert check.total_actual == 1882
    assert check.total_expected == pytest.approx(1882, rel=0.15)
    assert isinstance(split.calibration, CustomerSummary)


@pytest.mark.parametrize("top", [-1, 1.5])
def test_the_top_class_is_a_whole_number(top: Any) -> None:
    """A class that is no count is refused."""
    with pytest.raises(InvalidInputError, match="top must be a whole number"):
        check_holdout(MODEL, split_of([1], [1]), top=top)
