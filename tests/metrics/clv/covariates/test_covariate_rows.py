"""Likelihoods of rows with parameters of their own: their sums and their slopes."""

from functools import partial
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmcore.metrics.clv._families.beta_geometric.fit import BetaGeometricLikelihood
from crmcore.metrics.clv._families.gompertz.likelihood import GompertzLikelihood
from crmcore.metrics.clv._families.pareto.likelihood import ParetoLikelihood
from crmcore.metrics.clv._families.sbg import SBGLikelihood
from crmcore.metrics.clv._maths.tables import row_sums_below
from crmcore.metrics.clv.covariates._rows import RowLikelihood
from crmcore.metrics.clv.covariates._rows_beta import BetaGeometricRows, SBGRows
from crmcore.metrics.clv.covariates._rows_gompertz import GompertzRows
from crmcore.metrics.clv.covariates._rows_pareto import ParetoRows
from crmcore.metrics.clv.fitting._newton import Objective

STEP = 1e-4


@attrs.frozen(kw_only=True)
class Kind:
    """Likelihoods row by row, that of the plain model, and coordinates that may differ."""

    name: str
    size: int
    moved: tuple[int, ...]
    rows: Any
    plain: Any


def _purchases(
    rng: np.random.Generator,
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    x = np.floor(np.exp(rng.normal(0.5, 1.3, 40)))
    x[:6] = 0
    age = rng.uniform(0.3, 2, 40)
    t_x = np.where(x > 0, age * rng.uniform(0.01, 1, 40), 0.0)
    t_x[20] = age[20]
    x[20] = 3
    return x, t_x, age


def _contracts(rng: np.random.Generator) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    lost = (rng.random(40) < 0.5).astype(float)
    return rng.integers(1, 9, 40).astype(float), lost


def _plain_sbg(rows: Any, weights: Any) -> Objective:
    return SBGLikelihood(*rows, weights)


KINDS = (
    Kind(
        name="BG/NBD",
        size=4,
        moved=(1, 2, 3),
        rows=partial(BetaGeometricRows, chances=0),
        plain=partial(BetaGeometricLikelihood, chances=0),
    ),
    Kind(
        name="MBG/NBD",
        size=4,
        moved=(1, 2, 3),
        rows=partial(BetaGeometricRows, chances=1),
        plain=partial(BetaGeometricLikelihood, chances=1),
    ),
    Kind(name="Pareto/NBD", size=4, moved=(1, 2), rows=ParetoRows, plain=ParetoLikelihood),
    Kind(
        name="Gamma-Gompertz/NBD",
        size=5,
        moved=(1, 2),
        rows=GompertzRows,
        plain=GompertzLikelihood,
    ),
    Kind(name="sBG", size=2, moved=(0, 1), rows=SBGRows, plain=_plain_sbg),
)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
seeds = st.integers(0, 2**16)


def _columns(kind: Kind, rng: np.random.Generator) -> tuple[np.ndarray[Any, Any], ...]:
    return _contracts(rng) if kind.name == "sBG" else _purchases(rng)


def _slope(values: list[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    up, down, far_up, far_down = values
    difference: np.ndarray[Any, Any] = (8 * (up - down) - (far_up - far_down)) / (12 * STEP)
    return difference


@pytest.mark.law
@every_kind
@settings(max_examples=25)
@given(seeds)
def test_slopes_are_those_of_the_value(kind: Kind, seed: int) -> None:
    """Slopes and bends are the derivatives of value and slopes, to 1e-8, row by row."""
    rng = np.random.default_rng(seed)
    rows: RowLikelihood = kind.rows(*_columns(kind, rng))
    point = rng.normal(0, 1.2, (kind.size, 1)).repeat(40, axis=1)
    for place in kind.moved:
        point[place] += rng.normal(0, 0.6, 40)
    here = rows(point)
    for place in range(kind.size):
        near = []
        for step in (STEP, -STEP, 2 * STEP, -2 * STEP):
            other = point.copy()
            other[place] += step
            near.append(rows(other))
        slope, bend = _slope([it.value for it in near]), _slope([it.slopes for it in near])
        scale = 1 + np.abs(here.value)
        assert (np.abs(slope - here.slopes[place]) < 1e-8 * scale).all()
        assert (np.abs(bend - here.bends[place]) < 1e-8 * scale).all()


@pytest.mark.law
@every_kind
@settings(max_examples=25)
@given(seeds)
def test_equal_rows_add_up_to_the_plain_likelihood(kind: Kind, seed: int) -> None:
    """Where all rows have the same parameters the sums are those of the plain model."""
    rng = np.random.default_rng(seed)
    columns, weights = _columns(kind, rng), rng.integers(1, 4, 40).astype(float)
    point = rng.normal(0, 1.5, kind.size)
    rows = kind.rows(*columns)(np.repeat(point[:, None], 40, axis=1))
    plain = kind.plain(columns, weights)(point)
    assert rows.value @ weights == pytest.approx(plain.value, rel=1e-12, abs=1e-11)
    np.testing.assert_allclose(rows.slopes @ weights, plain.gradient, rtol=1e-10, atol=1e-9)
    np.testing.assert_allclose(rows.bends @ weights, plain.hessian, rtol=1e-9, atol=1e-8)


@every_kind
def test_a_row_does_not_depend_on_others(kind: Kind) -> None:
    """Rows alone give what they give among others, over the blocks that are worked on at once."""
    rng = np.random.default_rng(3)
    columns = tuple(np.tile(column, 110) for column in _columns(kind, rng))
    point = rng.normal(0, 1, (kind.size, 1)).repeat(4400, axis=1)
    for place in kind.moved:
        point[place] += rng.normal(0, 0.6, 4400)
    every = kind.rows(*columns)(point)
    some = np.array([0, 20, 4097, 4399])
    alone = kind.rows(*(column[some] for column in columns))(point[:, some])
    np.testing.assert_allclose(every.value[some], alone.value, rtol=1e-13)
    np.testing.assert_allclose(every.slopes[:, some], alone.slopes, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(every.bends[:, :, some], alone.bends, rtol=1e-10, atol=1e-11)


@pytest.mark.law
@given(st.lists(st.integers(0, 30), max_size=20))
def test_sums_of_rows(counts: list[int]) -> None:
    """The sum over the whole numbers below each count is that of the row's own function."""
    x = np.array(counts, dtype=np.float64)
    factor = np.arange(x.size) + 1.0
    sums = row_sums_below(lambda j, rows: np.stack([j, factor[rows]]), x, size=2)
    np.testing.assert_allclose(sums[0], x * (x - 1) / 2)
    np.testing.assert_allclose(sums[1], x * factor)


def test_sums_of_rows_over_blocks() -> None:
    """Many long rows are summed part by part."""
    x = np.array([200_000.0, 0, 150_000, 3])
    sums = row_sums_below(lambda j, _rows: np.ones_like(j), x)
    np.testing.assert_array_equal(sums[0], x)
