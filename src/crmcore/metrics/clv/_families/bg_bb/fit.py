"""The likelihood of the BG/BB model with its gradient and Hessian, and how to fit it."""

from typing import Final, NamedTuple, TypeAlias

import numpy as np

from crmcore._checks import refuse_rows
from crmcore._text import Title, persian_figure
from crmcore._types import FloatArray, IntArray
from crmcore.errors import FitError
from crmcore.metrics.clv._families.bg_bb.cells import (
    Chances,
    Grid,
    backward,
    blocks_of_cells,
    chances,
    require_whole,
    weighted_cells,
)
from crmcore.metrics.clv._families.bg_bb.limits import LIMITS
from crmcore.metrics.clv._maths.beta_counts import count_slopes
from crmcore.metrics.clv.fitting._newton import Evaluation
from crmcore.metrics.clv.fitting._problem import FAR, LARGE, SAMPLE, Problem, representatives
from crmcore.summary import CustomerSummary

__all__ = ["BGBBLikelihood", "bg_bb_problem"]

# ln alpha, ln beta, ln gamma, ln delta from ln alpha/beta, (ln alpha + ln beta)/2 and the same
# of gamma and delta.
TO_LOG: Final = np.array([
    [0.5, 1.0, 0.0, 0.0],
    [-0.5, 1.0, 0.0, 0.0],
    [0.0, 0.0, 0.5, 1.0],
    [0.0, 0.0, -0.5, 1.0],
])
# Where between two guesses the purchase probability lies, and its weight alpha + beta; mean and
# weight of the dropout probability.
_GUESSES: Final = (
    (1.0, 0.3, 0.1, 1.0),
    (0.0, 20.0, 0.1, 40.0),
    (0.0, 10.0, 0.7, 3.0),
)
_ENOUGH: Final = 50  # customers who have bought
_MOST_FITTED: Final = 5000  # opportunities: the work grows with the square
_Rows: TypeAlias = tuple[FloatArray, FloatArray, FloatArray]


class _Places(NamedTuple):
    """Where the histories stand in the cells of their grid, flattened, and the counts there."""

    first: IntArray
    last: IntArray
    after: IntArray
    hits: IntArray
    misses: IntArray
    trials: IntArray


class _Slopes(NamedTuple):
    """Slopes of the logs of the cells: those of purchases, of death after j, of life after j."""

    bought: FloatArray
    gone: FloatArray
    alive: FloatArray


class _Shares(NamedTuple):
    """How the weight of the histories is spread over the cells of their grid.

    `gone` and `alive` are weights, of shape (max n + 1, frequencies); `mean` is the mean slope of
    each history, of shape (4, k).
    """

    gone: FloatArray
    alive: FloatArray
    mean: FloatArray


class BGBBLikelihood:
    """Log-likelihood of weighted histories as a function of the coordinates.

    Parameters
    ----------
    cells : tuple of three ndarray of shape (k,)
        Purchases, opportunity of the last one and opportunities of distinct histories.
    weights : ndarray of shape (k,)
        Their weights.

    Notes
    -----
    The chance of a history is a sum over the opportunity before which the customer may have left.
    The cells of that sum depend on purchases and opportunity only, so all histories share them:
    sums from the end give the likelihood, and weights carried forward give how likely each cell
    is. Its gradient is a mean of the slopes of the cells, its Hessian their mean curvature and
    the spread of their slopes.
    """

    def __init__(self, cells: _Rows, weights: FloatArray) -> None:
        self._grids = blocks_of_cells(*cells)
        self._weights = [weights[grid.rows] for grid in self._grids]
        self._places = [_places(grid) for grid in self._grids]

    def __call__(self, point: FloatArray, /) -> Evaluation:
        """Evaluate at a point of shape (4,).

        Returns
        -------
        Evaluation
            Value, gradient and Hessian in the coordinates.
        """
        alpha, beta, gamma, delta = np.exp(TO_LOG @ point).tolist()
        value, gradient, hessian = 0.0, np.zeros(4), np.zeros((4, 4))
        for grid, weights, places in zip(self._grids, self._weights, self._places, strict=True):
            cells = chances((alpha, beta, gamma, delta), grid)
            slopes = _slopes((alpha, beta, gamma, delta), places)
            gain, shares = _spread(cells, weights, places, slopes)
            slope, bend = _totals(shares, slopes)
            value += gain
            gradient += slope
            hessian += bend - (shares.mean * weights) @ shares.mean.T
        return Evaluation(value, gradient, hessian)


def _places(grid: Grid) -> _Places:
    trials = np.arange(int(grid.n.max()) + 1)[:, None]
    hits = grid.x.astype(np.int64)[None, :]
    first, last, after = ((j * grid.x.size + grid.at) for j in (grid.t, grid.n, grid.n + 1))
    return _Places(first, last, after, hits, np.maximum(trials - hits, 0), trials)


def _slopes(parameters: tuple[float, float, float, float], places: _Places) -> _Slopes:
    alpha, beta, gamma, delta = parameters
    j = places.trials[:, 0]
    hits = np.array([[1], [0]])
    ends = count_slopes(gamma, delta, hits, j + 1 - hits, j + 1)
    bought = count_slopes(alpha, beta, places.hits, places.misses, places.trials)
    return _Slopes(bought, ends[:, 0], ends[:, 1])


# The log-likelihood, and where its weight lies.
def _spread(
    cells: Chances, weights: FloatArray, places: _Places, slopes: _Slopes
) -> tuple[float, _Shares]:
    shape = cells.ratio.shape
    gone = np.concatenate([cells.gone.ravel(), np.full(shape[1], -np.inf)])
    start = gone.take(places.first)
    alive = np.exp(cells.alive.ravel().take(places.last) - start)
    beyond = np.exp(gone.take(places.after) - start)
    sums = _sums(cells, slopes)
    total = sums.take(places.first, axis=1)
    total -= beyond * sums.take(places.after, axis=1)
    total += alive * _alive_slopes(slopes).take(places.last, axis=1)
    whole = total[0]
    share = weights / whole
    begins = _on_grid(places.first, share, shape)
    begins -= _on_grid(places.after, share * beyond, shape)
    lasts = _on_grid(places.last, share * alive, shape)
    value = float(weights @ (start + np.log(whole)))
    return value, _Shares(_forward(cells.ratio, begins), lasts, total[1:] / whole)


# From each cell on: the sum of the chances, and of their products with the slopes.
def _sums(cells: Chances, slopes: _Slopes) -> FloatArray:
    terms = np.ones((cells.ratio.shape[0], 5, cells.ratio.shape[1]))
    terms[:, 1:3] = slopes.bought[:2].transpose(1, 0, 2)
    terms[:, 3:] = slopes.gone[:2].T[:, :, None]
    return backward(cells.ratio, terms).transpose(1, 0, 2).reshape(5, -1)


def _alive_slopes(slopes: _Slopes) -> FloatArray:
    table = np.ones((5, *slopes.bought.shape[1:]))
    table[1:3] = slopes.bought[:2]
    table[3:] = slopes.alive[:2, :, None]
    return table.reshape(5, -1)


# Places beyond the last opportunity are left out: nothing comes after it.
def _on_grid(places: IntArray, weights: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    size = shape[0] * shape[1]
    counted = np.bincount(places, weights, minlength=size)[:size]
    return counted.astype(np.float64, copy=False).reshape(shape)


# Carry weight from each cell to those after it.
def _forward(ratio: FloatArray, begins: FloatArray) -> FloatArray:
    for j in range(1, begins.shape[0]):
        begins[j] += ratio[j - 1] * begins[j - 1]
    return begins


# Sums over all cells of the slopes, and of their curvature and products.
def _totals(shares: _Shares, slopes: _Slopes) -> tuple[FloatArray, FloatArray]:
    bought = slopes.bought.reshape(5, -1)
    both = (shares.gone + shares.alive).ravel()
    gone, alive = shares.gone.sum(axis=1), shares.alive.sum(axis=1)
    purchases = bought @ both
    ends = slopes.gone @ gone + slopes.alive @ alive
    second = np.zeros((4, 4))
    second[:2, :2] = _square(purchases[2:]) + (bought[:2] * both) @ bought[:2].T
    second[2:, 2:] = _square(ends[2:])
    for weights, end in ((shares.gone, slopes.gone), (shares.alive, slopes.alive)):
        second[2:, 2:] += (end[:2] * weights.sum(axis=1)) @ end[:2].T
        cross = (slopes.bought[:2] * weights).sum(axis=2) @ end[:2].T
        second[:2, 2:] += cross
        second[2:, :2] += cross.T
    return np.concatenate([purchases[:2], ends[:2]]), second


def _square(three: FloatArray) -> FloatArray:
    return np.array([[three[0], three[1]], [three[1], three[2]]])


def bg_bb_problem(customers: CustomerSummary, /) -> Problem:
    """Prepare a base for the fit of the BG/BB model.

    Parameters
    ----------
    customers : CustomerSummary
        The base; time is counted in opportunities.

    Returns
    -------
    Problem
        Likelihood, starts and limits.

    Raises
    ------
    FitError
        If there are no customers, or none of them has bought again.
    InvalidInputError
        If recency or age are not whole, there are more purchases than opportunities, or more than
        5,000 of these.
    """
    x, t, n = customers.frequency, customers.recency, customers.T
    require_whole(x, t, n)
    rule = f"be at most {_MOST_FITTED:,} opportunities in a fit (count by longer periods)"
    refuse_rows("T", n, n > _MOST_FITTED, rule)
    cells, weights = weighted_cells(x, t, n, customers.weights)
    total = float(weights.sum())
    if not cells[0].any():
        reason = Title(
            f"none of the {total:g} customers has bought again, so no purchase probability can be "
            "fitted",
            f"هیچ‌یک از {persian_figure(f'{total:g}')} مشتری دوباره خرید نکرده است، پس احتمال خرید "
            "برآورد نمی‌شود",
        )
        raise FitError(reason)
    return Problem(
        objective=BGBBLikelihood(cells, weights),
        sample=_sample(cells, weights),
        starts=_starts(cells, weights),
        bounds=np.array([[-FAR] * 4, [FAR] * 4]),
        limits=LIMITS,
        to_log=TO_LOG,
        offset=np.zeros(4),
        constant=0.0,
        customers=total,
    )


# Some customers of a large base, if enough of them have bought.
def _sample(cells: _Rows, weights: FloatArray) -> BGBBLikelihood | None:
    if weights.size <= LARGE:
        return None
    chosen, counts = representatives(weights, SAMPLE)
    x, t, n = (column[chosen] for column in cells)
    if float(counts @ (x > 0)) < _ENOUGH:
        return None
    return BGBBLikelihood((x, t, n), counts)


# Purchases among the opportunities up to the last one and among all, if nobody left; from these
# several guesses.
def _starts(cells: _Rows, weights: FloatArray) -> list[FloatArray]:
    x, t, n = cells
    bought = float(weights @ x) + 0.5
    ends = [np.log(bought / (float(weights @ (last - x)) + 0.5)) for last in (t, n)]
    starts: list[FloatArray] = []
    for place, spread, leaving, weight in _GUESSES:
        odds = (1 - place) * ends[0] + place * ends[1]
        starts.append(
            np.array([
                odds,
                np.log(spread) - np.logaddexp(odds / 2, -odds / 2),
                np.log(leaving / (1 - leaving)),
                np.log(weight) + 0.5 * np.log(leaving * (1 - leaving)),
            ])
        )
    return starts
