"""What a rater says of a practice, and the scale on which it is said."""

import math
from typing import Final, Literal, TypeAlias

import attrs
import numpy as np

from crmcore._checks import number_above
from crmcore._display import Value
from crmcore._types import DateLike
from crmcore.days import as_day
from crmcore.errors import InvalidInputError

__all__ = ["DEFAULT_SCALE", "Answer", "Rating", "Scale"]

Unrated: TypeAlias = Literal["not_applicable", "unanswered"]
Answer: TypeAlias = "float | Unrated"

_MET: Final = 0.75
_MOST_STEPS: Final = 1000


@attrs.frozen(repr=False)
class Scale(Value):
    """The scale on which practices are rated; higher is better.

    Attributes
    ----------
    low, high : int
        The lowest and the highest rating; levels are the whole numbers between.
    met : int or None
        The rating from which a practice counts as met, where practices have levels of their own;
        None is three quarters of the way up, 4 of 1 to 5.

    Raises
    ------
    InvalidInputError
        If one of them is not whole, `low` is not below `high`, they are more than 1,000 steps
        apart, or `met` is not between.

    Examples
    --------
    >>> Scale(1, 5)
    Scale(low=1, high=5)
    """

    low: int = 1
    high: int = 5
    met: int | None = None

    def __attrs_post_init__(self) -> None:
        for name, end in (("low", self.low), ("high", self.high), ("met", self.met)):
            if end is not None and number_above(name, end, -np.inf) != int(end):
                msg = f"{name} must be whole, got {end!r}"
                raise InvalidInputError(msg)
        if not 0 < self.high - self.low <= _MOST_STEPS:
            rule = f"low must be below high, by at most {_MOST_STEPS} steps"
            msg = f"{rule}, got {self.low} and {self.high}"
            raise InvalidInputError(msg)
        if not self.low < self.bar <= self.high:
            msg = f"met must be above low and at most high, got {self.met!r}"
            raise InvalidInputError(msg)

    @property
    def bar(self) -> int:
        """The rating from which a practice counts as met."""
        return math.ceil(self.score(_MET)) if self.met is None else self.met

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels above the lowest, ascending."""
        return tuple(range(int(self.low) + 1, int(self.high) + 1))

    def share(self, score: float, /) -> float:
        """Place a score between the ends.

        Parameters
        ----------
        score : float
            A score on the scale.

        Returns
        -------
        float
            0 at `low`, 1 at `high`.
        """
        return (score - self.low) / (self.high - self.low)

    def score(self, share: float, /) -> float:
        """Give the score at a place between the ends: the inverse of `share`.

        Parameters
        ----------
        share : float
            From 0 at `low` to 1 at `high`.

        Returns
        -------
        float
            A score on the scale.
        """
        return self.low + share * (self.high - self.low)

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"low": self.low, "high": self.high}
        return facts if self.met is None else {**facts, "met": self.met}


DEFAULT_SCALE: Final = Scale(1, 5)


def _date(value: DateLike | None) -> np.datetime64 | None:
    return None if value is None else as_day(value, name="date")


@attrs.frozen(repr=False)
class Rating(Value):
    """What one rater says of one practice.

    Attributes
    ----------
    practice : str
        Key of the practice.
    score : float or {"not_applicable", "unanswered"}
        What is done in reality; "not_applicable" leaves the count, "unanswered" lowers the
        coverage.
    intention : float or None
        What is intended, on the same scale; None where nobody asked.
    evidence : str or None
        What the rating rests on.
    date : numpy.datetime64 or None
        When it was given; any date is taken.
    rater : str or None
        Who gave it.

    Raises
    ------
    InvalidInputError
        If the score is neither a finite number nor one of the two words, the intention is no finite
        number, or the date is none.

    Examples
    --------
    >>> Rating("find_most_valuable", 4, evidence="tiers of March", date="2024-04-02", rater="Ada")
    Rating(practice='find_most_valuable', score=4)
    """

    practice: str
    score: Answer
    intention: float | None = attrs.field(default=None, kw_only=True)
    evidence: str | None = attrs.field(default=None, kw_only=True)
    date: np.datetime64 | None = attrs.field(default=None, kw_only=True, converter=_date)
    rater: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.intention is not None:
            number_above(f"intention of {self.practice}", self.intention, -np.inf)
        if self.score in {"not_applicable", "unanswered"}:
            return
        if isinstance(self.score, str | bool):
            msg = (
                "score must be a number, 'not_applicable' or 'unanswered', "
                f"got {self.score!r} for {self.practice}"
            )
            raise InvalidInputError(msg)
        number_above(f"score of {self.practice}", self.score, -np.inf)

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"practice": self.practice, "score": self.score}
        return facts if self.intention is None else {**facts, "intention": self.intention}
