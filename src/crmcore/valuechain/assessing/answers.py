"""What all raters together say of each practice, and which ratings were too old to count."""

import statistics
from collections.abc import Iterable, Mapping, Sequence

import attrs
import numpy as np

from crmcore._display import Value, number
from crmcore._keyed import known
from crmcore.errors import InvalidInputError
from crmcore.valuechain.assessing.ratings import Answer, Rating, Scale
from crmcore.valuechain.assessing.rules import AssessmentRules, Consensus

__all__ = ["PracticeAnswer", "collect_answers"]


@attrs.frozen(kw_only=True, repr=False)
class PracticeAnswer(Value):
    """What all raters together say of one practice.

    Attributes
    ----------
    practice : str
        Key of the practice.
    answer : float or {"not_applicable", "unanswered"}
        The consensus of the scores; without any, "not_applicable" if somebody said so.
    intention : float or None
        The consensus of the intentions; None where nobody stated one.
    ratings : tuple of Rating
        The ratings that count.
    stale : tuple of Rating
        Those that do not, since they are too old or undated.
    """

    practice: str
    answer: Answer
    intention: float | None = None
    ratings: tuple[Rating, ...] = ()
    stale: tuple[Rating, ...] = ()

    @property
    def scores(self) -> tuple[float, ...]:
        """The scores that count, one for each rater who gave one."""
        return _scores(self.ratings)

    @property
    def disputed(self) -> bool:
        """Whether some raters score the practice while others say that it does not apply."""
        return bool(self.scores) and any(r.score == "not_applicable" for r in self.ratings)

    def _facts(self) -> dict[str, object]:
        return {"practice": self.practice, "answer": self.answer, "raters": len(self.ratings)}


def collect_answers(
    ratings: Iterable[Rating],
    /,
    *,
    practices: Mapping[str, object],
    rules: AssessmentRules,
    as_of: np.datetime64,
) -> dict[str, PracticeAnswer]:
    """Bring the ratings of all raters to one answer a practice.

    Parameters
    ----------
    ratings : iterable of Rating
        The ratings.
    practices : mapping of str to object
        The practices that are asked for.
    rules : AssessmentRules
        Scale, age and consensus.
    as_of : numpy.datetime64
        The day of the assessment.

    Returns
    -------
    dict of str to PracticeAnswer
        One for each practice.

    Raises
    ------
    UnknownKeyError
        If a practice is unknown.
    InvalidInputError
        If a score is outside the scale, a rating is later than `as_of`, or one rater rates a
        practice twice.
    """
    given: dict[str, list[Rating]] = {key: [] for key in practices}
    seen: set[tuple[str, str | None]] = set()
    for rating in ratings:
        _refuse(rating, given, rules.scale, as_of)
        if (rating.practice, rating.rater) in seen:
            msg = f"{rating.practice!r} must be rated once by a rater, got {rating.rater!r} twice"
            raise InvalidInputError(msg)
        seen.add((rating.practice, rating.rater))
        given[rating.practice].append(rating)
    return {key: _answer(key, rows, rules, as_of) for key, rows in given.items()}


def _refuse(
    rating: Rating, practices: Mapping[str, object], scale: Scale, as_of: np.datetime64
) -> None:
    known("practice", rating.practice, practices)
    for name, score in (("score", rating.score), ("intention", rating.intention)):
        if score is None or isinstance(score, str) or scale.low <= score <= scale.high:
            continue
        ends = f"{number(scale.low)} to {number(scale.high)}"
        msg = f"{name} of {rating.practice} must be on the scale {ends}, got {score!r}"
        raise InvalidInputError(msg)
    if rating.date is not None and rating.date > as_of:
        msg = f"date must not be after as_of {as_of}, got {rating.date} for {rating.practice}"
        raise InvalidInputError(msg)


def _answer(
    key: str, rows: list[Rating], rules: AssessmentRules, as_of: np.datetime64
) -> PracticeAnswer:
    days = rules.valid_days
    old = [rating for rating in rows if days is not None and _age(rating, as_of) > days]
    ratings = [rating for rating in rows if rating not in old]
    intentions = [rating.intention for rating in ratings if rating.intention is not None]
    return PracticeAnswer(
        practice=key,
        answer=_one_answer(ratings, rules.consensus),
        intention=_agree(intentions, rules.consensus) if intentions else None,
        ratings=tuple(ratings),
        stale=tuple(old),
    )


def _age(rating: Rating, as_of: np.datetime64) -> float:
    return np.inf if rating.date is None else float((as_of - rating.date).astype(np.int64))


def _one_answer(ratings: Sequence[Rating], consensus: Consensus) -> Answer:
    scores = _scores(ratings)
    if scores:
        return _agree(scores, consensus)
    words = [rating.score for rating in ratings]
    return "not_applicable" if "not_applicable" in words else "unanswered"


def _scores(ratings: Sequence[Rating]) -> tuple[float, ...]:
    return tuple(rating.score for rating in ratings if not isinstance(rating.score, str))


def _agree(scores: Sequence[float], consensus: Consensus) -> float:
    return statistics.median(scores) if consensus == "median" else sum(scores) / len(scores)
