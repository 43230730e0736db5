"""Tie points: the weight of one criterion at which two alternatives are equal."""

import math
from collections.abc import Mapping
from itertools import combinations
from typing import Final

import attrs
import numpy as np

from crmcore._display import Value, number
from crmcore._text import Title, isolate, persian_figure
from crmcore._types import FloatArray

__all__ = ["TiePoint", "tie_points"]

_SLACK: Final = 1e-12
_NEVER: Final = Title(
    "no weight of this criterion turns the order", "هیچ وزنی برای این معیار ترتیب را عوض نمی‌کند"
)
_ALWAYS: Final = Title(
    "they tie at every weight of this criterion", "با هر وزنی برای این معیار برابرند"
)
_ALONE: Final = Title(
    "the other criteria have no weight to share", "معیارهای دیگر وزنی برای تقسیم ندارند"
)


@attrs.frozen(kw_only=True, repr=False)
class TiePoint(Value):
    """The weight of one criterion at which two alternatives tie.

    Attributes
    ----------
    ahead, behind : str
        The two alternatives, the better one at the weights given first.
    criterion : str
        The criterion whose weight moves, the others staying in proportion.
    weight : float
        The weight given, as a share of all weights.
    tie_weight : float or None
        The weight at which they tie, in [0, 1]; None where there is no such weight, or all are.
    reason : Title or None
        Why it is None.
    """

    ahead: str
    behind: str
    criterion: str
    weight: float
    tie_weight: float | None
    reason: Title | None = None

    @property
    def change(self) -> float | None:
        """By how much the weight has to move; below 0 it falls. None where there is no tie."""
        return None if self.tie_weight is None else self.tie_weight - self.weight

    @property
    def line(self) -> Title:
        """What would turn the order, in both languages."""
        pair_en = f"{self.ahead} and {self.behind}"
        pair_fa = f"{isolate(self.ahead)} و {isolate(self.behind)}"
        if self.tie_weight is None:
            why = self.reason or _NEVER
            return Title(
                f"{pair_en}, {self.criterion}: {why.en}",
                f"{pair_fa}، {isolate(self.criterion)}: {why.fa}",
            )
        tie, now = number(self.tie_weight, digits=3), number(self.weight, digits=3)
        return Title(
            f"{pair_en} tie where {self.criterion} weighs {tie} instead of {now}",
            f"{pair_fa} برابر می‌شوند اگر وزن {isolate(self.criterion)} به جای "
            f"{persian_figure(now)} برابر {persian_figure(tie)} باشد",
        )

    def _facts(self) -> dict[str, object]:
        return {
            "ahead": self.ahead,
            "behind": self.behind,
            "criterion": self.criterion,
            "weight": self.weight,
            "tie_weight": self.tie_weight,
        }


def tie_points(
    rows: Mapping[str, FloatArray], shares: Mapping[str, float], /
) -> tuple[TiePoint, ...]:
    r"""Find for each pair of alternatives and each criterion the weight at which they tie.

    Parameters
    ----------
    rows : mapping of str to ndarray of shape (k,)
        The scores of each alternative, within -1 to 1, in the order of `shares`; the better
        alternative first.
    shares : mapping of str to float
        The weights of the criteria, which add up to 1.

    Returns
    -------
    tuple of TiePoint
        One for each pair and criterion.

    Notes
    -----
    Where the scores of two alternatives differ by :math:`d_j`, they tie at

    .. math:: w_k^* = \frac{D_k}{D_k - d_k}, \qquad
              D_k = \frac{\sum_{j \ne k} w_j d_j}{\sum_{j \ne k} w_j}

    if that is in [0, 1], which is so where :math:`D_k` and :math:`d_k` differ in sign.

    Examples
    --------
    >>> pair = {"a": np.array([0.3, 0.2]), "b": np.array([0.2, 0.4])}
    >>> [round(point.tie_weight, 3) for point in tie_points(pair, {"x": 0.7, "y": 0.3})]
    [0.667, 0.333]
    """
    weight = np.array(list(shares.values()))
    others = np.where(np.eye(weight.size, dtype=np.bool_), 0.0, weight)
    rest = others.sum(axis=1, keepdims=True)
    np.divide(others, rest, out=others, where=rest > 0)
    points: list[TiePoint] = []
    for one, other in combinations(rows, 2):
        apart = rows[one] - rows[other]
        for k, (criterion, share) in enumerate(shares.items()):
            tie = _tie(float(apart[k]), math.fsum(others[k] * apart)) if rest[k, 0] else _ALONE
            points.append(
                TiePoint(
                    ahead=one,
                    behind=other,
                    criterion=criterion,
                    weight=share,
                    tie_weight=None if isinstance(tie, Title) else tie,
                    reason=tie if isinstance(tie, Title) else None,
                )
            )
    return tuple(points)


def _tie(own: float, others: float) -> float | Title:
    if abs(own) <= _SLACK:
        return _ALWAYS if abs(others) <= _SLACK else 1.0
    if abs(others) <= _SLACK:
        return 0.0
    return others / (others - own) if (own > 0) != (others > 0) else _NEVER
