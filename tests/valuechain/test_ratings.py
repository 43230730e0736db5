"""Ratings, scales, and one answer a practice."""

from typing import Any

import numpy as np
import pytest

from crmcore.errors import InvalidInputError
from crmcore.valuechain.ratings import DEFAULT_SCALE, Rating, Scale, collect_answers

AS_OF = np.datetime64("2024-06-30")


def answers(*ratings: Any, practices: Any = ("a", "b")) -> Any:
    """Collect on the scale 1 to 5."""
    return collect_answers(ratings, practices=practices, scale=DEFAULT_SCALE, as_of=AS_OF)


def test_raters_are_averaged_and_words_kept_apart() -> None:
    """Scores win over words, "not applicable" over "unanswered", silence is unanswered."""
    found = answers(
        Rating("a", 2, rater="ada"),
        Rating("a", 5, rater="bo"),
        Rating("a", "not_applicable", rater="cy"),
        Rating("b", "unanswered", rater="ada"),
        Rating("b", "not_applicable", rater="bo"),
        practices=("a", "b", "c"),
    )
    assert found == {"a": 3.5, "b": "not_applicable", "c": "unanswered"}


@pytest.mark.parametrize(
    ("ratings", "message"),
    [
        ([Rating("aa", 3)], "practice must be one of the framework, got 'aa'; did you mean 'a'"),
        ([Rating("zzzz", 3)], "got 'zzzz'$"),
        ([Rating("a", 6)], "score of a must be on the scale 1 to 5, got 6"),
        ([Rating("a", 0.9)], "score of a must be on the scale"),
        ([Rating("a", 3, date="2024-07-01")], "date must not be after as_of 2024-06-30"),
        ([Rating("a", 3), Rating("a", 3)], "'a' must be rated once by a rater, got None twice"),
    ],
)
def test_bad_ratings_are_refused(ratings: Any, message: Any) -> None:
    """The message names practice, rule and value."""
    with pytest.raises(InvalidInputError, match=message):
        answers(*ratings)


@pytest.mark.parametrize("score", ["good", np.nan, np.inf])
def test_scores_that_are_none_are_refused_at_once(score: Any) -> None:
    """A rating is checked where it is made."""
    with pytest.raises(InvalidInputError, match="must be a"):
        Rating("a", score)


def test_evidence_date_and_rater_stay_with_the_rating() -> None:
    """Nothing that was said is lost."""
    rating = Rating("a", 3, evidence="survey", date="2024-06-30", rater="Ada")
    assert (rating.evidence, rating.date, rating.rater) == ("survey", AS_OF, "Ada")
    assert answers(rating)["a"] == 3


def test_a_scale_places_scores_between_its_ends() -> None:
    """share and score undo each other; levels are the whole numbers above the lowest."""
    scale = Scale(0, 10)
    assert scale.levels == tuple(range(1, 11))
    assert scale.share(2.5) == 0.25
    assert scale.score(scale.share(7)) == 7


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        (5, 1, "low must be below high"),
        (1, 1, "low must be below high"),
        (1, 4.5, "high must be whole"),
        (np.nan, 5, "low must be a finite number"),
    ],
)
def test_impossible_scales_are_refused(low: Any, high: Any, message: Any) -> None:
    """The message names the end."""
    with pytest.raises(InvalidInputError, match=message):
        Scale(low, high)
