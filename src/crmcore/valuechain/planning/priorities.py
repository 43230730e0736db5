"""Priorities: which gaps to close first, by what closing them brings for the effort."""

from collections.abc import Mapping
from typing import Final

import attrs
import numpy as np

from crmcore._checks import number_above
from crmcore._display import Value
from crmcore._keyed import Keyed, known
from crmcore._text import Title, amount, isolate, persian_figure
from crmcore._types import Language
from crmcore.errors import InvalidInputError
from crmcore.valuechain.planning._ranks import tied_ranks

__all__ = ["Priorities", "Priority", "priorities"]

_SLACK: Final = 1e-12
_NO_GAP: Final = Title("the gap is not known", "فاصله تا هدف معلوم نیست")
_REACHED: Final = Title("there is no gap: the target is reached", "فاصله‌ای نیست: هدف محقق شده است")


@attrs.frozen(kw_only=True, repr=False)
class Priority(Value):
    """How urgent it is to close one gap.

    Attributes
    ----------
    key : str
        What the gap is of.
    title : Title
        Its name; the key where there is none.
    gap : float or None
        Target less score; None where it is not known.
    importance, effort : float
        How much the gap matters, and what it takes to close it.
    score : float or None
        Gap times importance by effort; higher is more urgent. None where there is no gap to close.
    rank : int or None
        1 for the most urgent; equal ones share the better rank.
    reason : Title or None
        Why it is not ranked; None where it is.
    """

    key: str
    title: Title
    gap: float | None
    importance: float
    effort: float
    score: float | None = None
    rank: int | None = None
    reason: Title | None = None

    def _facts(self) -> dict[str, object]:
        if self.reason is not None:
            return {"key": self.key, "gap": self.gap, "reason": self.reason.en}
        return {"key": self.key, "gap": self.gap, "score": self.score, "rank": self.rank}


@attrs.frozen(kw_only=True, repr=False)
class Priorities(Keyed[Priority]):
    """Gaps in the order in which to close them.

    Attributes
    ----------
    rows : tuple of Priority
        The ranked ones by rank, then those that are not ranked; equal ones by key.
    """

    rows: tuple[Priority, ...]

    def _by_key(self) -> Mapping[str, Priority]:
        return {row.key: row for row in self.rows}

    @property
    def ranked(self) -> tuple[Priority, ...]:
        """The gaps that can be closed, by rank."""
        return tuple(row for row in self.rows if row.rank is not None)

    @property
    def unranked(self) -> tuple[Priority, ...]:
        """The others, each with its reason."""
        return tuple(row for row in self.rows if row.rank is None)

    @property
    def lines(self) -> tuple[Title, ...]:
        """One line for each gap, in both languages."""
        return tuple(_priority_line(row) for row in self.rows)

    def text(self, language: Language = "en") -> str:
        """Put the priorities in words.

        Parameters
        ----------
        language : {"en", "fa"}, default "en"
            The language wanted.

        Returns
        -------
        str
            One line for each gap.
        """
        return "\n".join(line.text(language) for line in self.lines)

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {row.key: row.rank for row in self.ranked}
        return {**facts, "unranked": tuple(row.key for row in self.unranked)}


def _priority_line(row: Priority) -> Title:
    if row.reason is not None:
        return Title(f"{row.title.en}: {row.reason.en}", f"{row.title.fa}: {row.reason.fa}")
    rank, score = f"{row.rank}", amount(row.score or 0.0)
    return Title(
        f"{rank}. {row.title.en}: {score}",
        f"{persian_figure(rank)}. {row.title.fa}: {persian_figure(score)}",
    )


def priorities(
    gaps: Mapping[str, float | None],
    /,
    *,
    importance: Mapping[str, float],
    effort: Mapping[str, float],
    titles: Mapping[str, Title] | None = None,
) -> Priorities:
    """Rank gaps by what closing them brings for the effort.

    Parameters
    ----------
    gaps : mapping of str to float or None
        Target less score of each, such as of the elements of a framework; None where not known.
    importance : mapping of str to float
        How much each matters, >= 0.
    effort : mapping of str to float
        What it takes to close each, > 0.
    titles : mapping of str to Title or None
        Names; a key without one stands for itself.

    Returns
    -------
    Priorities
        Every gap: ranked by gap times importance by effort, or with the reason why not, which is
        that there is none to close or that it is not known.

    Raises
    ------
    InvalidInputError
        If a number is not finite, an importance is negative, an effort is not above 0, or one is
        missing; a key that has no gap is an UnknownKeyError.

    Notes
    -----
    Each gap stands for itself; where closing one rests on another, use `road_map`.

    Examples
    --------
    >>> priorities(
    ...     {"identify": 2, "interact": 1, "customize": 0, "differentiate": None},
    ...     importance={"identify": 1, "interact": 3, "customize": 1, "differentiate": 1},
    ...     effort={"identify": 2, "interact": 1, "customize": 1, "differentiate": 1},
    ... )
    Priorities(interact=1, identify=2, unranked=('customize', 'differentiate'))
    """
    matters = _complete("importance", importance, gaps, inclusive=True)
    takes = _complete("effort", effort, gaps, inclusive=False)
    names = {known("titles", key, gaps): title for key, title in (titles or {}).items()}
    scores: dict[str, float] = {}
    for key, gap in gaps.items():
        if gap is not None and number_above(f"gap of {key}", gap, float("-inf")) > 0:
            score = gap * matters[key] / takes[key]
            scores[key] = number_above(f"score of {key}", score, inclusive=True)
    values = np.array(list(scores.values()), dtype=np.float64)
    ranks = dict(zip(scores, tied_ranks(values, _SLACK * values).tolist(), strict=True))
    rows = [
        Priority(
            key=key,
            title=names.get(key) or Title(key, isolate(key)),
            gap=gap,
            importance=matters[key],
            effort=takes[key],
            score=scores.get(key),
            rank=ranks.get(key),
            reason=None if key in scores else _NO_GAP if gap is None else _REACHED,
        )
        for key, gap in gaps.items()
    ]
    return Priorities(
        rows=tuple(sorted(rows, key=lambda row: (row.rank or len(rows) + 1, row.key)))
    )


def _complete(
    name: str, numbers: Mapping[str, float], keys: Mapping[str, object], *, inclusive: bool
) -> dict[str, float]:
    for key in numbers:
        known(name, key, keys)
    missing = next((key for key in keys if key not in numbers), None)
    if missing is not None:
        msg = f"{name} must name every gap, got none for {missing!r}"
        raise InvalidInputError(msg)
    return {
        key: number_above(f"{name} of {key}", numbers[key], inclusive=inclusive) for key in keys
    }
