"""Distinct rows: the same rows as sorting finds, on every grid, scattered back exactly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._distinct import compress, distinct, in_chunks, on_distinct

GRIDS = [1.0, 7.0, 24.0, 168.0, 365.25 / 12, 365.25, 3.0]
counts = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), min_size=1, max_size=40)


@pytest.mark.law
@pytest.mark.parametrize("grid", GRIDS)
@given(rows=counts, spread=st.sampled_from([1, 10**4, 10**9]))
def test_distinct_rows(grid: float, rows: list[tuple[int, int]], spread: int) -> None:
    """The distinct rows are sorted, complete and give the columns back to the last bit."""
    x = np.array([row[0] for row in rows], dtype=np.float64)
    t = np.array([row[1] * spread for row in rows]) / grid
    (a, b), inverse = distinct(x, t)
    np.testing.assert_array_equal(a[inverse], x)
    np.testing.assert_array_equal(b[inverse], t)
    assert list(zip(a.tolist(), b.tolist(), strict=True)) == sorted(set(zip(x, t, strict=True)))


@pytest.mark.law
@given(rows=counts, seed=st.integers(0, 99))
def test_compress_does_not_see_the_order(rows: list[tuple[int, int]], seed: int) -> None:
    """Weights of equal rows add up, and the order of the rows does not matter."""
    x, t = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    weights = np.arange(x.size, dtype=np.float64)
    order = np.random.default_rng(seed).permutation(x.size)
    columns, total = compress(x, t / 7, weights=weights)
    shuffled, same = compress(x[order], t[order] / 7, weights=weights[order])
    np.testing.assert_array_equal(np.stack(columns), np.stack(shuffled))
    np.testing.assert_array_equal(total, same)
    assert total.sum() == weights.sum()
    assert (total > 0).all()
    assert compress(x, t)[1].sum() == x.size


@pytest.mark.parametrize("scale", [1.0, 1 / 7, np.pi, 1e30])
def test_on_distinct_is_elementwise(scale: float) -> None:
    """Evaluating at distinct rows and scattering back is evaluating at all rows."""
    rng = np.random.default_rng(0)
    x = rng.integers(0, 50, 600_000).astype(np.float64)
    t = rng.integers(0, 50, 600_000).astype(np.float64) * scale
    np.testing.assert_array_equal(on_distinct(np.hypot, x, t), np.hypot(x, t))


def test_irrational_rows() -> None:
    """Rows on no grid, or too far apart for one key, are found by sorting."""
    x = np.array([np.e, 1.0, np.e, 2.0**60, 2.0**60])
    t = np.array([1.0, np.pi, 1.0, 2.0**40, 2.0**40 + 1])
    rows, inverse = distinct(x, t)
    assert rows[0].size == 4
    np.testing.assert_array_equal(rows[1][inverse], t)
    wide = np.array([0.0, 2.0**40])
    assert distinct(wide, wide)[0][0].size == 2


def test_a_grid_that_breaks_late() -> None:
    """A column that only looks like whole numbers at a glance is told apart all the same."""
    column = np.zeros(1000)
    column[5] = 0.1
    assert distinct(column)[0][0].tolist() == [0, 0.1]


def test_negative_numbers() -> None:
    """Negative numbers have keys too."""
    (values,), inverse = distinct(np.array([-3.0, 2.0, -3.0]))
    assert values.tolist() == [-3, 2]
    assert inverse.tolist() == [0, 1, 0]


def test_nothing() -> None:
    """No rows give no rows."""
    empty = np.zeros(0)
    assert on_distinct(np.exp, empty).size == 0
    assert in_chunks(np.exp, empty).size == 0
    assert compress(empty, empty)[1].size == 0
