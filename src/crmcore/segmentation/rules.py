"""Rules that turn levels of recency, frequency and money into segments, proved when made."""

from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import one_of
from crmcore._display import Value
from crmcore._inputs import whole_number
from crmcore._text import Title
from crmcore._types import IntArray
from crmcore.errors import InvalidInputError
from crmcore.segmentation.cuts import MOST_BINS
from crmcore.segmentation.proof import RuleProof, prove_rules
from crmcore.segmentation.segments import Segment

__all__ = ["Level", "LevelRange", "Rule", "RuleSet", "score_levels"]

Level: TypeAlias = Literal["low", "mid", "high"]
LevelRange: TypeAlias = Literal["low", "mid", "high", "low_or_mid", "mid_or_high", "any"]

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
_BOUNDS: Final[dict[LevelRange, tuple[int, int]]] = {
    "low": (1, 1),
    "mid": (2, 2),
    "high": (3, 3),
    "low_or_mid": (1, 2),
    "mid_or_high": (2, 3),
    "any": (1, 3),
}
_AXES: Final = ("recency", "frequency", "monetary")
_NAMED: Final = 5


def level_codes(bins: int, /) -> npt.NDArray[np.int8]:
    """Give the level of each score as a number.

    Parameters
    ----------
    bins : int
        Bins of the axis, at least 1.

    Returns
    -------
    ndarray of int8, shape (bins,)
        0 for low, 1 for mid, 2 for high; the first is the level of score 1.
    """
    steps = 3 * np.arange(bins)
    return (1 + (steps > 2 * (bins - 1)) - (steps < bins - 1)).astype(np.int8)


def score_levels(bins: int, /) -> tuple[Level, ...]:
    """Give the level of each score of an axis, whatever number of bins it has.

    Parameters
    ----------
    bins : int
        Bins of the axis, at least 1.

    Returns
    -------
    tuple of {"low", "mid", "high"}
        The level of score 1, of score 2 and so on; the same seen from either end.

    Raises
    ------
    InvalidInputError
        If `bins` is no whole number from 1 to 101.

    Notes
    -----
    Score :math:`s` of :math:`B` is low where :math:`3(s-1) < B-1`, high where
    :math:`3(s-1) > 2(B-1)`, else mid: thirds of the way from the worst score to the best,
    compared as whole numbers. An axis of one bin has the level mid.

    Examples
    --------
    >>> score_levels(2), score_levels(4)
    (('low', 'high'), ('low', 'mid', 'mid', 'high'))
    >>> score_levels(5)
    ('low', 'low', 'mid', 'high', 'high')
    """
    whole_number("bins", bins, low=1, high=MOST_BINS + 1)
    return tuple(LEVELS[int(code)] for code in level_codes(bins))


@attrs.frozen(kw_only=True, repr=False)
class Rule(Value):
    """One box of levels, and the segment that its customers belong to.

    Attributes
    ----------
    segment : Segment
        The segment; several rules may lead to one.
    recency, frequency, monetary : {"low", "mid", "high", "low_or_mid", "mid_or_high", "any"}
        The levels that the rule takes; high recency is a recent purchase.

    Raises
    ------
    InvalidInputError
        If a level is unknown.
    """

    segment: Segment
    recency: LevelRange = attrs.field(default="any", validator=one_of(*_BOUNDS))
    frequency: LevelRange = attrs.field(default="any", validator=one_of(*_BOUNDS))
    monetary: LevelRange = attrs.field(default="any", validator=one_of(*_BOUNDS))

    @property
    def box(self) -> tuple[tuple[int, int], ...]:
        """Lowest and highest level on each axis, from 1 (low) to 3 (high)."""
        return (_BOUNDS[self.recency], _BOUNDS[self.frequency], _BOUNDS[self.monetary])

    def _facts(self) -> dict[str, object]:
        return {
            "segment": self.segment.key,
            "recency": self.recency,
            "frequency": self.frequency,
            "monetary": self.monetary,
        }


def _rules(values: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(values)


@attrs.frozen(kw_only=True, repr=False)
class RuleSet(Value):
    """Rules that give every combination of levels exactly one segment.

    The rules speak of relative levels, not of scores, so they hold for every number of bins. The
    set is proved complete and disjoint when it is made.

    Attributes
    ----------
    key : str
        Stable identifier.
    title : Title
        Its name in English and Persian.
    edition : str
        Which version of the set it is, to be kept with the labels.
    rules : tuple of Rule
        The rules, in the order in which segments are listed.

    Raises
    ------
    InvalidInputError
        If a combination of levels has no rule, or several; or two rules lead to different
        segments of the same key. The message names the combinations and the rules.

    Examples
    --------
    >>> active, gone = (
    ...     Segment(key=key, title=Title(key, fa), description=Title(key, fa))
    ...     for key, fa in (("active", "فعال"), ("gone", "رفته"))
    ... )
    >>> title = Title("Two halves", "دو نیمه")
    >>> two = RuleSet(key="halves", title=title, edition="1", rules=(
    ...     Rule(segment=active, recency="mid_or_high"), Rule(segment=gone, recency="low"),
    ... ))
    >>> two
    RuleSet(key='halves', edition='1', rules=2, segments=2)
    >>> RuleSet(key="half", title=title, edition="1", rules=(Rule(segment=gone, recency="low"),))
    Traceback (most recent call last):
        ...
    crmcore.errors.InvalidInputError: rules of 'half' must give every combination of levels
    exactly one segment: 18 combinations have none, such as (recency mid, frequency low,
    monetary low)...
    """

    key: str
    title: Title
    edition: str
    rules: tuple[Rule, ...] = attrs.field(converter=_rules)

    def __attrs_post_init__(self) -> None:
        faults = [*_faults(self.rules, self.proof), *_clashes(self.rules)]
        if faults:
            msg = (
                f"rules of {self.key!r} must give every combination of levels exactly one "
                f"segment: {'; '.join(faults)}"
            )
            raise InvalidInputError(msg)

    def __iter__(self) -> Iterator[Rule]:
        """Go through the rules.

        Yields
        ------
        Rule
            One after the other.
        """
        yield from self.rules

    @property
    def proof(self) -> RuleProof:
        """The proof over the 27 combinations of levels."""
        shape = (len(LEVELS),) * len(_AXES)
        return prove_rules([rule.box for rule in self.rules], shape=shape)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments that the rules lead to, each once, in order."""
        return tuple({rule.segment.key: rule.segment for rule in self.rules}.values())

    @property
    def table(self) -> IntArray:
        """Position of the segment for each level of recency, frequency, money: (3, 3, 3)."""
        places = {segment.key: place for place, segment in enumerate(self.segments)}
        table = np.zeros((len(LEVELS),) * len(_AXES), dtype=np.int64)
        for rule in self.rules:
            table[tuple(slice(low - 1, high) for low, high in rule.box)] = places[rule.segment.key]
        return table

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "edition": self.edition,
            "rules": len(self.rules),
            "segments": len(self.segments),
        }


def _words(cell: tuple[int, ...]) -> str:
    parts = (f"{axis} {LEVELS[level - 1]}" for axis, level in zip(_AXES, cell, strict=True))
    return f"({', '.join(parts)})"


def _faults(rules: tuple[Rule, ...], proof: RuleProof) -> Iterator[str]:
    if proof.missing:
        cells = ", ".join(map(_words, proof.missing[:_NAMED]))
        yield f"{len(proof.missing)} combinations have none, such as {cells}"
    if proof.doubled:
        cells = ", ".join(
            f"{_words(one.cell)} by {' and '.join(_name(rules, rule) for rule in one.rules)}"
            for one in proof.doubled[:_NAMED]
        )
        yield f"{len(proof.doubled)} combinations have several, such as {cells}"
    if proof.dead:
        dead = ", ".join(_name(rules, rule) for rule in proof.dead)
        yield f"rules that never come first are dead: {dead}"


def _name(rules: tuple[Rule, ...], rule: int) -> str:
    return f"{rules[rule].segment.key!r} (rule {rule})"


def _clashes(rules: tuple[Rule, ...]) -> Iterator[str]:
    known: dict[str, Segment] = {}
    for rule in rules:
        if known.setdefault(rule.segment.key, rule.segment) != rule.segment:
            yield f"segment {rule.segment.key!r} is defined twice, differently"
