"""Ratings of practices on a stated scale, by one rater or several."""

import difflib
from collections.abc import Collection, Iterable, Mapping
from typing import Final, Literal, TypeAlias

import attrs
import numpy as np

from crmcore._checks import number_above
from crmcore._display import Value, number
from crmcore._types import DateLike
from crmcore.errors import InvalidInputError
from crmcore.periods import as_day

__all__ = ["DEFAULT_SCALE", "Answer", "Rating", "Scale", "collect_answers"]

Unrated: TypeAlias = Literal["not_applicable", "unanswered"]
Answer: TypeAlias = "float | Unrated"


@attrs.frozen(repr=False)
class Scale(Value):
    """The scale on which practices are rated; higher is better.

    Attributes
    ----------
    low, high : int
        The lowest and the highest rating; levels are the whole numbers between.

    Raises
    ------
    InvalidInputError
        If an end is not whole, or `low` is not below `high`.

    Examples
    --------
    >>> Scale(1, 5)
    Scale(low=1, high=5)
    """

    low: int = 1
    high: int = 5

    def __attrs_post_init__(self) -> None:
        for name, end in (("low", self.low), ("high", self.high)):
            if number_above(name, end, -np.inf) != int(end):
                msg = f"{name} must be whole, got {end!r}"
                raise InvalidInputError(msg)
        if self.low >= self.high:
            msg = f"low must be below high, got {self.low} and {self.high}"
            raise InvalidInputError(msg)

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
        return {"low": self.low, "high": self.high}


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
        The rating; "not applicable" leaves the count, "unanswered" lowers the coverage.
    evidence : str or None
        What the rating rests on.
    date : numpy.datetime64 or None
        When it was given; any date is taken.
    rater : str or None
        Who gave it.

    Raises
    ------
    InvalidInputError
        If the score is neither a finite number nor one of the two words, or the date is none.

    Examples
    --------
    >>> Rating("find_most_valuable", 4, evidence="tiers of March", date="2024-04-02", rater="Ada")
    Rating(practice='find_most_valuable', score=4)
    """

    practice: str
    score: Answer
    evidence: str | None = attrs.field(default=None, kw_only=True)
    date: np.datetime64 | None = attrs.field(default=None, kw_only=True, converter=_date)
    rater: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.score in {"not_applicable", "unanswered"}:
            return
        if isinstance(self.score, str):
            msg = (
                "score must be a number, 'not_applicable' or 'unanswered', "
                f"got {self.score!r} for {self.practice}"
            )
            raise InvalidInputError(msg)
        number_above(f"score of {self.practice}", self.score, -np.inf)

    def _facts(self) -> dict[str, object]:
        return {"practice": self.practice, "score": self.score}


def collect_answers(
    ratings: Iterable[Rating],
    /,
    *,
    practices: Collection[str],
    scale: Scale,
    as_of: np.datetime64,
) -> dict[str, Answer]:
    """Bring the ratings of all raters to one answer a practice.

    Parameters
    ----------
    ratings : iterable of Rating
        The ratings.
    practices : collection of str
        Keys of the practices that are asked for.
    scale : Scale
        The scale.
    as_of : numpy.datetime64
        The day of the assessment.

    Returns
    -------
    dict of str to float or str
        For each practice the mean of its scores; where nobody scored it, "not_applicable" if
        somebody said so, else "unanswered".

    Raises
    ------
    InvalidInputError
        If a practice is unknown, a score is outside the scale, a rating is later than `as_of`,
        or one rater rates a practice twice.
    """
    given: dict[str, list[Answer]] = {key: [] for key in practices}
    seen: set[tuple[str, str | None]] = set()
    for rating in ratings:
        _refuse(rating, given, scale, as_of)
        if (rating.practice, rating.rater) in seen:
            msg = f"{rating.practice!r} must be rated once by a rater, got {rating.rater!r} twice"
            raise InvalidInputError(msg)
        seen.add((rating.practice, rating.rater))
        given[rating.practice].append(rating.score)
    return {key: _one_answer(answers) for key, answers in given.items()}


def _refuse(
    rating: Rating, known: Mapping[str, object], scale: Scale, as_of: np.datetime64
) -> None:
    if rating.practice not in known:
        near = difflib.get_close_matches(rating.practice, known, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        msg = f"practice must be one of the framework, got {rating.practice!r}{hint}"
        raise InvalidInputError(msg)
    score = rating.score
    if not isinstance(score, str) and not scale.low <= score <= scale.high:
        ends = f"{number(scale.low)} to {number(scale.high)}"
        msg = f"score of {rating.practice} must be on the scale {ends}, got {score!r}"
        raise InvalidInputError(msg)
    if rating.date is not None and rating.date > as_of:
        msg = f"date must not be after as_of {as_of}, got {rating.date} for {rating.practice}"
        raise InvalidInputError(msg)


def _one_answer(answers: list[Answer]) -> Answer:
    scores = [answer for answer in answers if not isinstance(answer, str)]
    if scores:
        return sum(scores) / len(scores)
    return "not_applicable" if "not_applicable" in answers else "unanswered"
