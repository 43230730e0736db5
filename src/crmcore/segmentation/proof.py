"""Proof that boxes over a grid of scores cover every cell once, or which cells they do not."""

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Any, Final, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._display import Value
from crmcore._types import IntArray
from crmcore.errors import InvalidInputError

__all__ = ["DoubledCell", "RuleProof", "prove_rules"]

Box: TypeAlias = Sequence[tuple[int, int]]
Cell: TypeAlias = tuple[int, ...]

_MOST_CELLS: Final = 1_000_000


@attrs.frozen(kw_only=True, repr=False)
class DoubledCell(Value):
    """A cell that more than one rule claims.

    Attributes
    ----------
    cell : tuple of int
        Its place on each axis, from 1.
    rules : tuple of int
        Positions of the rules that claim it, from 0, at least two.
    """

    cell: Cell
    rules: tuple[int, ...]

    def _facts(self) -> dict[str, object]:
        return {"cell": self.cell, "rules": self.rules}


@attrs.frozen(kw_only=True, repr=False)
class RuleProof(Value):
    """What a set of boxes does to the cells of a grid.

    Attributes
    ----------
    shape : tuple of int
        Cells along each axis.
    missing : tuple of tuple of int
        Cells that no rule claims, in order.
    doubled : tuple of DoubledCell
        Cells that several rules claim, in order.
    dead : tuple of int
        Positions of the rules that win no cell when the first rule that fits decides.
    """

    shape: tuple[int, ...]
    missing: tuple[Cell, ...]
    doubled: tuple[DoubledCell, ...]
    dead: tuple[int, ...]

    @property
    def complete(self) -> bool:
        """Whether every cell has a rule."""
        return not self.missing

    @property
    def disjoint(self) -> bool:
        """Whether no cell has two rules."""
        return not self.doubled

    def _facts(self) -> dict[str, object]:
        return {
            "shape": self.shape,
            "missing": len(self.missing),
            "doubled": len(self.doubled),
            "dead": len(self.dead),
        }


def prove_rules(boxes: Sequence[Box], /, *, shape: Sequence[int]) -> RuleProof:
    """Find the cells of a grid that have no box, and those that have several.

    Parameters
    ----------
    boxes : sequence of sequence of (int, int)
        For each rule its lowest and highest score on each axis, both inclusive, from 1.
    shape : sequence of int
        Scores along each axis; at most a million cells in all.

    Returns
    -------
    RuleProof
        The cells and rules that fail, none of them where the boxes are complete and disjoint.

    Raises
    ------
    InvalidInputError
        If a box has another number of axes, is empty or reaches beyond the grid.

    Notes
    -----
    Each box adds 1 or -1 at its :math:`2^d` corners to an array one larger than the grid;
    cumulated along each axis, that array is the number of boxes in every cell. The work is
    proportional to boxes plus cells.

    Examples
    --------
    >>> proof = prove_rules([[(1, 2), (1, 3)], [(2, 3), (1, 2)]], shape=(3, 3))
    >>> proof
    RuleProof(shape=(3, 3), missing=1, doubled=2, dead=0)
    >>> proof.missing
    ((3, 3),)
    >>> proof.doubled[0]
    DoubledCell(cell=(2, 1), rules=(0, 1))
    """
    grid = _grid(shape)
    corners = _corners(boxes, grid)
    counts = _boxes_in_cells(corners, grid)
    doubled = [_cell(index) for index in np.argwhere(counts > 1)]
    return RuleProof(
        shape=grid,
        missing=tuple(_cell(index) for index in np.argwhere(counts == 0)),
        doubled=tuple(DoubledCell(cell=cell, rules=_claimants(corners, cell)) for cell in doubled),
        dead=_dead(corners, grid),
    )


def _grid(shape: Sequence[int]) -> tuple[int, ...]:
    grid = tuple(int(length) for length in shape)
    if not grid or min(grid) < 1 or prod(grid) > _MOST_CELLS:
        msg = f"shape must be lengths from 1, at most {_MOST_CELLS} cells in all, got {shape!r}"
        raise InvalidInputError(msg)
    return grid


def _corners(boxes: Sequence[Box], grid: tuple[int, ...]) -> IntArray:
    for row, box in enumerate(boxes):
        fits = len(box) == len(grid) and all(
            1 <= low <= high <= length for (low, high), length in zip(box, grid, strict=True)
        )
        if not fits:
            msg = (
                f"boxes must give a lowest and highest score from 1 to {grid} on each axis, "
                f"got {list(box)!r} at row {row}"
            )
            raise InvalidInputError(msg)
    return np.array(boxes, dtype=np.int64).reshape(len(boxes), len(grid), 2)


def _cell(index: npt.NDArray[Any]) -> Cell:
    return tuple((index + 1).tolist())


def _boxes_in_cells(corners: IntArray, grid: tuple[int, ...]) -> IntArray:
    steps = np.zeros([length + 1 for length in grid], dtype=np.int64)
    axes = np.arange(len(grid))
    for ends in product((0, 1), repeat=len(grid)):
        place = corners[:, axes, ends] - (1 - np.array(ends))
        np.add.at(steps, tuple(place.T), (-1) ** sum(ends))
    for axis in range(len(grid)):
        steps = steps.cumsum(axis)
    return steps[tuple(slice(length) for length in grid)]


def _claimants(corners: IntArray, cell: Cell) -> tuple[int, ...]:
    at = np.array(cell)
    inside = (corners[:, :, 0] <= at) & (at <= corners[:, :, 1])
    return tuple(np.flatnonzero(inside.all(axis=1)).tolist())


def _dead(corners: IntArray, grid: tuple[int, ...]) -> tuple[int, ...]:
    free = np.ones(grid, dtype=np.bool_)
    dead: list[int] = []
    for rule, box in enumerate(corners):
        cells = tuple(slice(low - 1, high) for low, high in box)
        if not free[cells].any():
            dead.append(rule)
        free[cells] = False
    return tuple(dead)
