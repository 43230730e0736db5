"""How firm a ranking is: by how much the weights may move before it turns."""

import math
from collections.abc import Mapping
from typing import Final

import attrs
import numpy as np

from crmcore._checks import number_above
from crmcore._display import Value, number
from crmcore._inputs import whole_number
from crmcore._keyed import Keyed, known
from crmcore._text import Title, isolate, percent, persian_figure
from crmcore._types import FloatArray, Language
from crmcore.errors import InvalidInputError
from crmcore.valuechain.planning._ranks import tied_ranks
from crmcore.valuechain.planning.tie_points import TiePoint, tie_points

__all__ = ["RankedAlternative", "Ranking", "rank_alternatives"]

_SLACK: Final = 1e-12
_CELLS: Final = 1_000_000
_MOST_DRAWS: Final = 10_000_000


@attrs.frozen(kw_only=True, repr=False)
class RankedAlternative(Value):
    """One alternative and its place.

    Attributes
    ----------
    key : str
        The alternative.
    total : float
        Weighted mean of its scores; higher is better.
    rank : int
        1 for the best; equal ones share the better rank.
    rank_probabilities : tuple of float
        Share of the draws in which it has rank 1, 2, ...; equal ones share their ranks equally.
        Empty without `rng`.
    standard_errors : tuple of float
        Standard error of each share from the number of draws.
    """

    key: str
    total: float
    rank: int
    rank_probabilities: tuple[float, ...] = ()
    standard_errors: tuple[float, ...] = ()

    @property
    def best_probability(self) -> float | None:
        """Share of the draws in which it is the best; None without draws."""
        return self.rank_probabilities[0] if self.rank_probabilities else None

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"key": self.key, "total": self.total, "rank": self.rank}
        best = self.best_probability
        return facts if best is None else {**facts, "best_probability": best}


@attrs.frozen(kw_only=True, repr=False)
class Ranking(Keyed[RankedAlternative]):
    """Alternatives by rank, and how firm the ranks are.

    Attributes
    ----------
    rows : tuple of RankedAlternative
        The alternatives, best first; equal ones by key.
    weights : tuple of (str, float)
        The criteria and their shares of all weights, the greatest first.
    tie_points : tuple of TiePoint
        For each pair of alternatives and each criterion where they tie.
    concentration : float
        How closely the drawn weights lie about those given; higher is closer.
    draws : int
        How many weightings were drawn; 0 without `rng`.
    """

    rows: tuple[RankedAlternative, ...]
    weights: tuple[tuple[str, float], ...]
    tie_points: tuple[TiePoint, ...]
    concentration: float
    draws: int

    def _by_key(self) -> Mapping[str, RankedAlternative]:
        return {row.key: row for row in self.rows}

    @property
    def leaders(self) -> tuple[RankedAlternative, ...]:
        """The best alternative; several where they tie."""
        return tuple(row for row in self.rows if row.rank == 1)

    @property
    def nearest_flip(self) -> TiePoint | None:
        """The least change of one weight at which a leader is caught up; None where none does."""
        leaders = {row.key for row in self.leaders}
        found = [
            (abs(point.change), point)
            for point in self.tie_points
            if point.ahead in leaders and point.change is not None
        ]
        return min(found, key=lambda pair: pair[0], default=(0.0, None))[1]

    def ties_between(self, one: str, other: str, /) -> tuple[TiePoint, ...]:
        """Give the tie points of two alternatives.

        Parameters
        ----------
        one, other : str
            Their keys, in either order.

        Returns
        -------
        tuple of TiePoint
            One for each criterion, in the order of `weights`; none for one and the same.

        Raises
        ------
        UnknownKeyError
            If there is no such alternative.
        """
        pair = {self[one].key, self[other].key}
        return tuple(point for point in self.tie_points if {point.ahead, point.behind} == pair)

    @property
    def lines(self) -> tuple[Title, ...]:
        """One line for each alternative, in both languages, then the nearest flip."""
        flip = self.nearest_flip
        return (*map(_line, self.rows), *([] if flip is None else [flip.line]))

    def text(self, language: Language = "en") -> str:
        """Put the ranking in words.

        Parameters
        ----------
        language : {"en", "fa"}, default "en"
            The language wanted.

        Returns
        -------
        str
            One line for each alternative, then the nearest flip.
        """
        return "\n".join(line.text(language) for line in self.lines)

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {row.key: row.rank for row in self.rows}
        flip = self.nearest_flip
        if flip is None:
            return facts
        return {**facts, "flips_by": flip.criterion, "at": flip.tie_weight}


def _line(row: RankedAlternative) -> Title:
    rank, total = f"{row.rank}", number(row.total, digits=3)
    en = f"{rank}. {row.key}: {total}"
    fa = f"{persian_figure(rank)}. {isolate(row.key)}: {persian_figure(total)}"
    if row.best_probability is None:
        return Title(en, fa)
    share = percent(row.best_probability)
    return Title(
        f"{en}, best in {share} of the draws",
        f"{fa}، در {persian_figure(share)} از نمونه‌های تصادفی بهترین است",
    )


def rank_alternatives(
    scores: Mapping[str, Mapping[str, float]],
    /,
    *,
    weights: Mapping[str, float],
    concentration: float = 50.0,
    draws: int = 4000,
    rng: np.random.Generator | None = None,
) -> Ranking:
    r"""Rank alternatives by weighted scores, and tell how firm the ranks are against the weights.

    Parameters
    ----------
    scores : mapping of str to mapping of str to float
        For each alternative its score by criterion; higher is better, and all on one scale.
    weights : mapping of str to float
        The weight of each criterion, >= 0; they need not add up to 1.
    concentration : float, default 50
        How closely drawn weights lie about those given, > 0: a share w has the standard deviation
        sqrt(w (1 - w) / (concentration + 1)).
    draws : int, default 4000
        How many weightings to draw.
    rng : numpy.random.Generator or None
        For the draws; without it there are none.

    Returns
    -------
    Ranking
        Ranks, tie points and, with `rng`, the chance of each rank. It does not depend on the order
        of alternatives and criteria.

    Raises
    ------
    InvalidInputError
        If there is no alternative or no weight, a score is missing or not finite, a weight is
        negative, `concentration` is not above 0, or `draws` is no whole number from 1 to 10^7; a
        criterion without a weight is an UnknownKeyError.

    Notes
    -----
    With weights :math:`w` that add up to 1, drawn ones follow
    :math:`\mathrm{Dirichlet}(\kappa w)`, so their mean is :math:`w`. Two alternatives whose scores
    differ by :math:`d_j` tie where criterion :math:`k` has the weight

    .. math:: w_k^* = \frac{D_k}{D_k - d_k}, \qquad
              D_k = \frac{\sum_{j \ne k} w_j d_j}{\sum_{j \ne k} w_j}

    the other weights being in the proportion given.

    References
    ----------
    .. [1] Triantaphyllou & Sánchez (1997), Decision Sciences 28(1), 151-194 (the least change of a
       weight that turns a ranking).

    Examples
    --------
    >>> ranking = rank_alternatives(
    ...     {
    ...         "loyalty_card": {"value": 3, "cost": 2, "speed": 4},
    ...         "win_back": {"value": 2, "cost": 4, "speed": 3},
    ...         "referral": {"value": 4, "cost": 1, "speed": 2},
    ...     },
    ...     weights={"value": 5, "cost": 3, "speed": 2},
    ... )
    >>> ranking
    Ranking(loyalty_card=1, win_back=2, referral=3, flips_by='cost', at=0.333333)
    >>> ranking.nearest_flip.line.en
    'loyalty_card and win_back tie where cost weighs 0.333 instead of 0.3'
    """
    shares = _shares(weights)
    keys = sorted(scores)
    matrix, exponent = _matrix(scores, keys, shares)
    weight = np.array(list(shares.values()))
    number_above("concentration", concentration)
    draws = whole_number("draws", draws, low=1, high=_MOST_DRAWS)
    chances = np.empty((len(keys), 0))
    if rng is not None:
        chances = _chances(matrix, concentration * weight, draws, rng)
    totals = np.array([math.fsum(row * weight) for row in matrix])
    rows = _rows(keys, totals, chances, draws)
    by_key = dict(zip(keys, matrix, strict=True))
    return Ranking(
        rows=tuple(attrs.evolve(row, total=math.ldexp(row.total, exponent)) for row in rows),
        weights=tuple(shares.items()),
        tie_points=tie_points({row.key: by_key[row.key] for row in rows}, shares),
        concentration=float(concentration),
        draws=0 if rng is None else draws,
    )


def _rows(
    keys: list[str], totals: FloatArray, chances: FloatArray, draws: int
) -> list[RankedAlternative]:
    ranks = tied_ranks(totals, _SLACK)
    errors = np.sqrt(chances * (1 - chances) / draws)
    rows = [
        RankedAlternative(
            key=key,
            total=float(totals[i]),
            rank=int(ranks[i]),
            rank_probabilities=tuple(chances[i].tolist()),
            standard_errors=tuple(errors[i].tolist()),
        )
        for i, key in enumerate(keys)
    ]
    return sorted(rows, key=lambda row: (row.rank, row.key))


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    for key, weight in weights.items():
        number_above(f"weight of {key}", weight, inclusive=True)
    total = number_above("the sum of weights", sum(sorted(map(float, weights.values()))))
    shares = {key: weight / total for key, weight in weights.items()}
    return dict(sorted(shares.items(), key=lambda pair: (-pair[1], pair[0])))


def _matrix(
    scores: Mapping[str, Mapping[str, float]], keys: list[str], criteria: Mapping[str, float]
) -> tuple[FloatArray, int]:
    # the scores times a power of two that brings them to within 1, and its exponent
    if not keys:
        msg = "scores must hold at least one alternative, got none"
        raise InvalidInputError(msg)
    matrix = np.array([_row(key, scores[key], criteria) for key in keys])
    exponent = math.frexp(float(np.abs(matrix).max()))[1]
    return np.ldexp(matrix, -exponent), exponent


def _row(key: str, scores: Mapping[str, float], criteria: Mapping[str, float]) -> list[float]:
    for criterion in scores:
        known(f"criterion of {key}", criterion, criteria)
    missing = next((criterion for criterion in criteria if criterion not in scores), None)
    if missing is not None:
        msg = f"scores of {key} must name every criterion, got none for {missing!r}"
        raise InvalidInputError(msg)
    return [
        number_above(f"score of {key} on {criterion}", scores[criterion], -math.inf)
        for criterion in criteria
    ]


def _chances(
    matrix: FloatArray, alpha: FloatArray, draws: int, rng: np.random.Generator
) -> FloatArray:
    counted = np.zeros((len(matrix), len(matrix)))
    weighing = alpha > 0
    most = max(1, _CELLS // max(matrix.shape))
    for start in range(0, draws, most):
        drawn = rng.dirichlet(alpha[weighing], size=min(most, draws - start))
        counted += _rank_counts(drawn @ matrix[:, weighing].T)
    return counted / draws


def _rank_counts(totals: FloatArray) -> FloatArray:
    # in how many rows each column has each rank; equal ones share their ranks equally
    counts = np.zeros((totals.shape[1], totals.shape[1]))
    for own, count in zip(totals.T, counts, strict=True):
        above = (totals > own[:, np.newaxis] + _SLACK).sum(axis=1)
        tied = (totals >= own[:, np.newaxis] - _SLACK).sum(axis=1) - above
        for rank in range(count.size):
            count[rank] = ((above <= rank) & (rank < above + tied)) @ (1 / tied)
    return counts
