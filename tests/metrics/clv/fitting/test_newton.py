"""The trust-region search: it climbs anything smooth, stays in its box, and ends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._types import FloatArray
from crmcore.errors import FitError
from crmcore.metrics.clv import BGNBD
from crmcore.metrics.clv.fitting._estimation import fit_problem
from crmcore.metrics.clv.fitting._newton import Evaluation, Optimum, maximise, polish
from crmcore.metrics.clv.fitting._problem import Problem

FREE = np.ones(2, dtype=np.bool_)
BOX = np.array([[-50.0, -50.0], [50.0, 50.0]])


def valley(c: FloatArray) -> Evaluation:
    """Rosenbrock's function, upside down: its top is at (1, 1) at the end of a bent ridge."""
    x, y = c.tolist()
    gap = y - x * x
    value = -((1 - x) ** 2) - 100 * gap**2
    gradient = np.array([2 * (1 - x) + 400 * x * gap, -200 * gap])
    hessian = np.array([[-2 + 400 * gap - 800 * x * x, 400 * x], [400 * x, -200.0]])
    return Evaluation(value, gradient, hessian)


def plane(c: FloatArray) -> Evaluation:
    """A slope without an end."""
    return Evaluation(float(c[0]), np.array([1.0, 0.0]), np.zeros((2, 2)))


def lie(c: FloatArray) -> Evaluation:
    """A function whose gradient points the wrong way."""
    return Evaluation(float(-c[0]), np.array([1.0, 0.0]), -np.eye(2) * 1e-3)


@pytest.mark.law
@given(st.floats(-3, 3), st.floats(-3, 3))
def test_climbs_a_bent_ridge(x: float, y: float) -> None:
    """From anywhere it ends at the top, where no gradient is left."""
    end = maximise(valley, np.array([x, y]), free=FREE, bounds=BOX)
    end = polish(valley, end, free=FREE, bounds=BOX)
    np.testing.assert_allclose(end.point, [1, 1], rtol=1e-9)
    assert end.gradient_norm < 1e-8
    assert end.steps < 100


def test_holds_what_is_not_free() -> None:
    """A coordinate that is held stays, and the others go to their best for it."""
    free = np.array([True, False])
    end = maximise(valley, np.array([0.0, 0.25]), free=free, bounds=BOX)
    assert end.point[1] == 0.25
    assert abs(valley(end.point).gradient[0]) < 1e-5
    stuck = maximise(valley, np.array([0.0, 0.25]), free=~FREE, bounds=BOX)
    assert stuck.point.tolist() == [0, 0.25]


def test_stops_at_the_box() -> None:
    """A rise without end ends at the box; a start outside it is taken in."""
    end = maximise(plane, np.array([-99.0, 3.0]), free=FREE, bounds=BOX)
    assert end.point.tolist() == [50, 3]
    assert end.gradient_norm == 0


def test_gives_up_where_nothing_rises() -> None:
    """A function that falls along its gradient ends the search where it began."""
    end = maximise(lie, np.zeros(2), free=FREE, bounds=BOX)
    assert end.point.tolist() == [0, 0]
    assert polish(lie, end, free=FREE, bounds=BOX).point.tolist() == [0, 0]


def test_no_likelihood_is_an_error() -> None:
    """A likelihood that is nowhere finite is said, not returned."""

    def nowhere(c: FloatArray) -> Evaluation:
        return Evaluation(np.nan, np.zeros(c.size), -np.eye(c.size))

    problem = Problem(
        objective=nowhere, sample=None, starts=[np.zeros(4)],
        bounds=np.array([[-1.0] * 4, [1.0] * 4]),
        limits=(), to_log=np.eye(4), offset=np.zeros(4), constant=0.0, customers=1.0,
    )  # fmt: skip
    with pytest.raises(FitError, match="not finite at any start"):
        fit_problem(problem, BGNBD(r=1.0, alpha=1.0, a=1.0, b=1.0))


def test_a_valley_that_meets_a_bound_is_followed_along_it() -> None:
    """A step that a bound cuts short leaves the valley: the climb goes on with shorter ones."""

    def valley(point: FloatArray) -> Evaluation:
        across = point[1] - point[0]
        gradient = np.array([1 + 2e4 * across, -2e4 * across])
        hessian = np.array([[-2e4, 2e4], [2e4, -2e4]])
        return Evaluation(float(point[0] - 1e4 * across**2), gradient, hessian)

    bounds = np.array([[-10.0, -10.0], [10.0, 1.5]])
    end = maximise(valley, np.zeros(2), free=np.ones(2, dtype=np.bool_), bounds=bounds)
    assert end.point == pytest.approx([1.5 + 1 / 2e4, 1.5], rel=1e-9)


def test_the_last_digits_take_four_steps_at_most() -> None:
    """Where the curvature fades with the gradient, each step takes only a part of the way."""

    def flat_top(point: FloatArray) -> Evaluation:
        x = point[0]
        return Evaluation(float(-(x**4)), np.array([-4 * x**3]), np.array([[-12 * x * x]]))

    free, bounds = np.ones(1, dtype=np.bool_), np.array([[-1.0], [1.0]])
    begin = np.array([0.01])
    first = Optimum(begin, flat_top(begin), 4e-6, 1)
    end = polish(flat_top, first, free=free, bounds=bounds)
    assert end.steps == 5
    assert end.point[0] == pytest.approx(0.01 * (2 / 3) ** 4, rel=1e-9)
