"""Quadrature: Gauss rules, panels and the scaled exponential integral.

The literals were computed with mpmath 1.3 at 60 digits, the arguments read as doubles.
"""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._quadrature import (
    gauss_jacobi,
    gauss_legendre,
    panels,
    scaled_exponential_integral,
)

near = partial(pytest.approx, abs=0.0)

# z, s, integral
EXPONENTIAL = [
    (1e-06, 1.001, 13.150256169326965535),
    (0.001, 0.5, 54.104656243624254107),
    (0.1, 3.0, 0.46007321272354225652),
    (10.0, 2000.0, 0.00049775884576087001264),
    (10000.0, 5.0, 0.000099950029979016784895),
    (1e-08, 0.01, 83664786.930076080316),
    (2.0, 1.0, 0.3613286168882225847),
]


@pytest.mark.reference
@pytest.mark.parametrize(("z", "s", "value"), EXPONENTIAL)
def test_scaled_exponential_integral(z: float, s: float, value: float) -> None:
    """The integral is right from slow to fast decay."""
    assert scaled_exponential_integral(z, s) == near(value, rel=2e-13)


@pytest.mark.law
@given(st.floats(-35, 8).map(np.exp), st.floats(-5, 7).map(np.exp), st.floats(-8, 8).map(np.exp))
def test_exponential_integral_in_two(z: float, s: float, upper: float) -> None:
    """An integral is its first part and the rest, which is an integral of the same kind."""
    whole, first = scaled_exponential_integral(z, s), scaled_exponential_integral(z, s, upper)
    log_factor = -z * upper + (1 - s) * np.log1p(upper)
    rest = np.exp(log_factor) * scaled_exponential_integral(z * (1 + upper), s)
    assert first + rest == near(whole, rel=1e-11)


@pytest.mark.law
@given(st.floats(-5, 7).map(np.exp), st.floats(-8, 8).map(np.exp))
def test_exponential_integral_of_a_power(s: float, upper: float) -> None:
    """Without decay the integral is elementary."""
    exact = -np.expm1((1 - s) * np.log1p(upper)) / (s - 1) if s != 1 else np.log1p(upper)
    assert scaled_exponential_integral(0.0, s, upper) == near(exact, rel=1e-9)


def test_exponential_integral_without_decay() -> None:
    """With growth a finite integral is elementary where the power is 0; a long fall is cut."""
    growth = scaled_exponential_integral(np.array([-0.5]), 1e-12, 2.0)
    assert growth == near((np.exp(1.0) - 1) / 0.5, rel=1e-11)
    falls = scaled_exponential_integral([-1e-9, 0.0], 900.0, 700.0)
    np.testing.assert_allclose(falls, 1 / 899, rtol=1e-11)
    assert scaled_exponential_integral(1.0, 1.0, 0.0) == 0


@pytest.mark.law
@given(st.floats(-14, 9).map(np.exp), st.floats(-14, 9).map(np.exp), st.integers(2, 64))
def test_jacobi_moments(a: float, b: float, size: int) -> None:
    """A rule integrates 1, p and p^2 exactly over Beta(a, b), at every scale of the shapes."""
    nodes, weights = gauss_jacobi(a, b, size)
    mean = a / (a + b)
    assert weights.sum() == near(1, rel=1e-13)
    assert (weights * nodes).sum() == pytest.approx(mean, rel=1e-10, abs=1e-15)
    second = mean * (a + 1) / (a + b + 1)
    assert (weights * nodes**2).sum() == pytest.approx(second, rel=1e-10, abs=1e-15)
    assert 0 <= nodes.min() <= nodes.max() <= 1


def test_jacobi_of_many_shapes_and_one_point() -> None:
    """A rule for many shapes is the rules for each; one point stands at the mean."""
    many = gauss_jacobi(2.0, np.array([3.0, 7.0]), 5)
    np.testing.assert_array_equal(many[0][1], gauss_jacobi(2.0, 7.0, 5)[0][0])
    assert gauss_jacobi(2.0, 6.0, 1)[0][0].tolist() == [0.25]


def test_legendre_is_read_only() -> None:
    """The cached rule cannot be changed."""
    nodes, weights = gauss_legendre()
    assert nodes.size == 16
    assert weights.sum() == near(1, rel=1e-15)
    with pytest.raises(ValueError, match="read-only"):
        nodes[0] = 0


def test_panels_of_each_row() -> None:
    """Each row has its own range and number of panels, whatever the other rows are."""
    low, high = np.array([0.0, 1.0, 2.0]), np.array([1.0, 4.0, 2.0])
    count = np.array([1, 3, 1])
    values = panels(lambda v, rows: np.exp(v) * (1 + rows.astype(np.float64)), low, high, count)
    expected = (np.exp(high) - np.exp(low)) * np.array([1, 2, 3])
    np.testing.assert_allclose(values, expected, rtol=1e-14)
