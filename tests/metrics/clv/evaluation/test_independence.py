"""The check of the Gamma-Gamma model's assumption: correlations with their interval."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv_bases import seen
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv import spend_independence
from crmcore.summary import CustomerSummary


def spending(x: Any, mean: Any, **options: Any) -> CustomerSummary:
    x = np.asarray(x, dtype=np.float64)
    age = np.full(x.size, 39.0)
    return seen(x, np.where(x > 0, 20.0, 0.0), age, monetary_value=mean, **options)


def test_correlation_by_hand() -> None:
    """Pearson's and Spearman's correlations and Fisher's interval are those of the textbook."""
    found = spend_independence(spending([0, 1, 2, 3, 4, 6], [0, 9, 1, 4, 5, 2]), level=0.95)
    assert found.customers == 5
    assert found.correlation == pytest.approx(np.corrcoef([1, 2, 3, 4, 6], [9, 1, 4, 5, 2])[0, 1])
    assert found.rank_correlation == pytest.approx(-0.4 + 0.1)
    z = np.arctanh(found.correlation)
    assert found.interval.low == pytest.approx(np.tanh(z - 1.959963984540054 / np.sqrt(2)))
    assert found.interval.high == pytest.approx(np.tanh(z + 1.959963984540054 / np.sqrt(2)))
    assert found.covers_zero
    assert "rank_correlation" in repr(found)


@pytest.mark.law
@given(
    st.lists(st.tuples(st.integers(1, 9), st.floats(0.01, 1e4)), min_size=4, max_size=30),
    st.integers(1, 5),
)
def test_correlation_laws(rows: list[tuple[int, float]], weight: int) -> None:
    """Correlations lie in [-1, 1] inside their interval, and a weight is that many customers."""
    x, mean = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    if np.ptp(x) == 0 or np.ptp(mean) < 1e-9 * mean.max():
        return
    weights = np.ones(x.size)
    weights[0] = weight
    found = spend_independence(spending(x, mean, weights=weights))
    many = np.repeat(np.arange(x.size), weights.astype(np.int64))
    repeated = spend_independence(spending(x[many], mean[many]))
    assert -1 <= found.interval.low <= found.correlation <= found.interval.high <= 1
    assert -1 <= found.rank_correlation <= 1
    assert found.correlation == pytest.approx(repeated.correlation, abs=1e-9)
    assert found.rank_correlation == pytest.approx(repeated.rank_correlation, abs=1e-9)
    squared = spend_independence(spending(x, mean**2, weights=weights))
    assert squared.rank_correlation == pytest.approx(found.rank_correlation, abs=1e-9)


def test_perfect_correlation() -> None:
    """Spend proportional to frequency is a correlation of 1, not a failure."""
    found = spend_independence(spending([1, 2, 3, 4], [2, 4, 6, 8]))
    assert found.correlation == pytest.approx(1)
    assert found.interval.high == 1
    assert not found.covers_zero


@pytest.mark.parametrize(
    ("x", "mean", "message"),
    [
        ([1, 2, 3, 0], [1, 2, 3, 0], "at least four repeat buyers, the base has 3"),
        ([2, 2, 2, 2], [1, 2, 3, 4], "all repeat buyers have the frequency 2"),
        ([1, 2, 3, 4], [5, 5, 5, 5], "all repeat buyers have the .* 5"),
    ],
)
def test_undefined(x: list[int], mean: list[float], message: str) -> None:
    """Without four buyers, or without any spread, there is no correlation and a reason."""
    with pytest.raises(UndefinedMetricError, match=message):
        spend_independence(spending(x, mean))


def test_refuses_free_purchases() -> None:
    """A repeat buyer who paid nothing is refused by row."""
    with pytest.raises(InvalidInputError, match="row 2"):
        spend_independence(spending([1, 2, 3, 4], [5, 6, 0, 7]))
