"""Histories of the BG/BB model on a grid of purchases and opportunities."""

from typing import Final, NamedTuple

import numpy as np

from crmcore._checks import refuse_rows
from crmcore._distinct import compress
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv._maths.beta_counts import log_end_at, log_last, sums_before
from crmcore.metrics.clv._maths.trials import MOST

__all__ = [
    "Chances",
    "Grid",
    "backward",
    "blocks_of_cells",
    "chances",
    "log_parts",
    "require_whole",
    "weighted_cells",
]

_GRID: Final = 2**18  # cells in work at a time
_TABLE: Final = 2**22


class Grid(NamedTuple):
    """Histories that share a few frequencies, with the places of their numbers.

    `x` are the frequencies that occur, `at` tells which of them each history has, `t` and `n` are
    its opportunity of the last purchase and its opportunities; `rows` are the places of these
    histories among all.
    """

    x: FloatArray
    at: IntArray
    t: IntArray
    n: IntArray
    rows: IntArray

    @property
    def opportunities(self) -> FloatArray:
        """The whole numbers j = 0, ..., max n, as a column: survived opportunities at death."""
        return np.arange(int(self.n.max()) + 1, dtype=np.float64)[:, None]


def require_whole(x: FloatArray, t: FloatArray, n: FloatArray, /) -> None:
    """Refuse histories that are no counts of opportunities.

    Parameters
    ----------
    x, t, n : ndarray of shape (k,)
        Purchases, opportunity of the last one, opportunities.

    Raises
    ------
    InvalidInputError
        If a number is not whole, or there are more purchases than opportunities up to the last.
    """
    rule = "be a whole number of opportunities (count time in them)"
    for name, column in (("T", n), ("recency", t)):
        refuse_rows(name, column, column != np.floor(column), rule)
    if n.max(initial=0) > MOST:
        refuse_rows("T", n, n > MOST, f"be at most {MOST:,}")
    refuse_rows("frequency", x, x > t, "be <= recency (at most one purchase an opportunity)")


def weighted_cells(
    x: FloatArray, t: FloatArray, n: FloatArray, weights: FloatArray | None, /
) -> tuple[tuple[FloatArray, FloatArray, FloatArray], FloatArray]:
    """Count the customers of each history, sorted by purchases.

    Parameters
    ----------
    x, t, n : ndarray of shape (k,)
        Purchases, opportunity of the last one, opportunities, as `require_whole` wants them.
    weights : ndarray of shape (k,) or None
        Customers that each row stands for; None is one each.

    Returns
    -------
    cells : tuple of three ndarray of shape (m,)
        The distinct histories with weight.
    weights : ndarray of shape (m,)
        Their weights.
    """
    base = int(n.max(initial=0)) + 1
    if base**3 > _TABLE:
        cells, total = compress(x, t, n, weights=weights)
        return (cells[0], cells[1], cells[2]), total
    counted = np.bincount(((x * base + t) * base + n).astype(np.int64), weights)
    key = np.flatnonzero(counted)
    rest, last = np.divmod(key, base)
    cells = tuple(column.astype(np.float64) for column in (*np.divmod(rest, base), last))
    return (cells[0], cells[1], cells[2]), counted[key].astype(np.float64)


def blocks_of_cells(x: FloatArray, t: FloatArray, n: FloatArray, /) -> list[Grid]:
    """Cut histories into grids of bounded size.

    Parameters
    ----------
    x, t, n : ndarray of shape (k,)
        Purchases, opportunity of the last one, opportunities.

    Returns
    -------
    list of Grid
        Every history is in one of them.
    """
    values, at = np.unique(x, return_inverse=True)
    order = np.argsort(at, kind="stable")
    ends = np.searchsorted(at[order], np.arange(values.size + 1))
    step = max(1, _GRID // (int(n.max(initial=0)) + 1))
    grids: list[Grid] = []
    for start in range(0, values.size, step):
        stop = min(start + step, values.size)
        rows = order[ends[start] : ends[stop]]
        last, age = t[rows].astype(np.int64), n[rows].astype(np.int64)
        grids.append(Grid(values[start:stop], at[rows] - start, last, age, rows))
    return grids


def backward(ratio: FloatArray, terms: FloatArray, /) -> FloatArray:
    """Add up terms from the end, each sum in units of the chance of its first cell.

    Parameters
    ----------
    ratio : ndarray of shape (m, k)
        Chance of cell j + 1 over that of cell j.
    terms : ndarray of shape (m, i, k)
        What is added up, with the chances as weights.

    Returns
    -------
    ndarray of shape (m + 1, i, k)
        The sums over cells j, j + 1, ..., m - 1; the last are 0.
    """
    sums = np.zeros((terms.shape[0] + 1, *terms.shape[1:]))
    for j in range(terms.shape[0] - 1, -1, -1):
        np.multiply(sums[j + 1], ratio[j], out=sums[j])
        sums[j] += terms[j]
    return sums


class Chances(NamedTuple):
    """Logs of the chances of the cells of a grid.

    `gone` is that of the purchases up to j and of death right after, `alive` of the purchases up
    to j and of being alive at j + 1, `ratio` is the chance of ``gone`` at j + 1 over that at j.
    """

    gone: FloatArray
    alive: FloatArray
    ratio: FloatArray


def chances(parameters: tuple[float, float, float, float], grid: Grid, /) -> Chances:
    """Give the chances of the cells of a grid.

    Parameters
    ----------
    parameters : tuple of float
        alpha, beta, gamma, delta.
    grid : Grid
        The histories.

    Returns
    -------
    Chances
        Arrays of shape (max n + 1, frequencies); cells with fewer opportunities than purchases
        hold numbers without meaning.
    """
    alpha, beta, gamma, delta = parameters
    x, j = grid.x, grid.opportunities
    inside = j >= x
    misses = beta + np.maximum(j - x, 0)
    step = np.where(inside, np.log1p((alpha + x) / misses), 0.0)
    before = np.arange(float(x[-1]))
    start = sums_before(np.log1p(beta / (alpha + before)))
    bought = -start[x.astype(np.int64)] - sums_before(step[:-1])
    last = log_last(gamma, delta, j.size)
    ends = log_end_at(gamma, delta, last[:-1])
    stays = (delta + j) / (gamma + delta + 1 + j)
    ratio = np.where(inside, misses / (alpha + x + misses) * stays, 0.0)
    return Chances(bought + ends[:, None], bought + last[1:, None], ratio)


def log_parts(
    parameters: tuple[float, float, float, float], x: FloatArray, t: FloatArray, n: FloatArray, /
) -> tuple[FloatArray, FloatArray]:
    """Give the two parts of the likelihood of each history, in logs.

    Parameters
    ----------
    parameters : tuple of float
        alpha, beta, gamma, delta.
    x, t, n : ndarray of shape (k,)
        Purchases, opportunity of the last one, opportunities.

    Returns
    -------
    gone, alive : ndarray of shape (k,)
        Those of the customers who leave before opportunity n + 1, and of the others.
    """
    gone, alive = np.empty_like(x), np.empty_like(x)
    for grid in blocks_of_cells(x, t, n):
        cells = chances(parameters, grid)
        sums = backward(cells.ratio, np.ones((*cells.ratio.shape[:1], 1, grid.x.size)))[:, 0]
        gone[grid.rows] = _log_gone(cells, sums, grid)
        alive[grid.rows] = cells.alive[grid.n, grid.at]
    return gone, alive


def _log_gone(cells: Chances, sums: FloatArray, grid: Grid, /) -> FloatArray:
    """Give the log of the chance of each history together with death before n + 1.

    Parameters
    ----------
    cells : Chances
        The chances of the grid.
    sums : ndarray of shape (max n + 2, frequencies)
        Sums of the chances from each cell on, in units of its own.
    grid : Grid
        The histories.

    Returns
    -------
    ndarray of shape (k,)
        Logs of the sum from t on, less what comes after n. As chances fall from cell to cell, the
        latter is at most max n times the rest, so that no more than its last digits are lost.
    """
    first = cells.gone[grid.t, grid.at]
    after = np.minimum(grid.n + 1, cells.gone.shape[0] - 1)
    beyond = np.exp(cells.gone[after, grid.at] - first) * sums[grid.n + 1, grid.at]
    rest: FloatArray = np.log(sums[grid.t, grid.at] - beyond)
    return first + rest
