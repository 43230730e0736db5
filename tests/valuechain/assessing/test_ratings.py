"""Ratings, scales, and one answer a practice."""

from typing import Any

import numpy as np
import pytest

from crmcore.errors import InvalidInputError
from crmcore.valuechain.assessing.answers import collect_answers
from crmcore.valuechain.assessing.ratings import Rating, Scale
from crmcore.valuechain.assessing.rules import AssessmentRules

AS_OF = np.datetime64("2024-06-30")


def answers(*ratings: Any, practices: Any = ("a", "b"), **rules: Any) -> Any:
    """Collect on the scale 1 to 5."""
    asked = dict.fromkeys(practices)
    return collect_answers(ratings, practices=asked, rules=AssessmentRules(**rules), as_of=AS_OF)


def words(found: Any) -> Any:
    """Tell the answer to each practice."""
    return {key: answer.answer for key, answer in found.items()}


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
    assert words(found) == {"a": 3.5, "b": "not_applicable", "c": "unanswered"}


@pytest.mark.parametrize(
    ("ratings", "message"),
    [
        ([Rating("aa", 3)], "practice must be a known key, got 'aa'; did you mean 'a'"),
        ([Rating("zzzz", 3)], "got 'zzzz'; known are a, b"),
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


@pytest.mark.parametrize("score", ["good", np.nan, np.inf, True])
def test_scores_that_are_none_are_refused_at_once(score: Any) -> None:
    """A rating is checked where it is made."""
    with pytest.raises(InvalidInputError, match="must be a"):
        Rating("a", score)


def test_evidence_date_and_rater_stay_with_the_rating() -> None:
    """Nothing that was said is lost."""
    rating = Rating("a", 3, evidence="survey", date="2024-06-30", rater="Ada")
    assert (rating.evidence, rating.date, rating.rater) == ("survey", AS_OF, "Ada")
    assert answers(rating)["a"].ratings == (rating,)


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
        (0, 1e6, "low must be below high, by at most 1000 steps"),
        (1, 4.5, "high must be whole"),
        (np.nan, 5, "low must be a finite number"),
    ],
)
def test_impossible_scales_are_refused(low: Any, high: Any, message: Any) -> None:
    """The message names the end."""
    with pytest.raises(InvalidInputError, match=message):
        Scale(low, high)


def test_the_median_is_robust_to_one_rater() -> None:
    """Consensus by mean or by median, for scores and intentions alike."""
    given = [Rating("a", s, intention=5, rater=r) for s, r in ((1, "x"), (4, "y"), (4, "z"))]
    assert answers(*given)["a"].answer == 3
    found = answers(*given, consensus="median")["a"]
    assert (found.answer, found.intention, found.scores) == (4, 5, (1, 4, 4))
    assert repr(found) == "PracticeAnswer(practice='a', answer=4, raters=3)"


def test_intentions_are_held_to_the_scale() -> None:
    """An intention off the scale, or none at all, is refused."""
    with pytest.raises(
        InvalidInputError, match="intention of a must be on the scale 1 to 5, got 7"
    ):
        answers(Rating("a", 3, intention=7))
    with pytest.raises(InvalidInputError, match="intention of a must be a finite number"):
        Rating("a", 3, intention=np.nan)
    assert repr(Rating("a", 3, intention=4)) == "Rating(practice='a', score=3, intention=4)"


def test_the_bar_of_a_scale_is_three_quarters_up_or_stated() -> None:
    """4 of 1 to 5, 8 of 0 to 10, or as stated; outside the scale it is refused."""
    assert (Scale().bar, Scale(0, 10).bar, Scale(met=3).bar) == (4, 8, 3)
    assert repr(Scale(met=3)) == "Scale(low=1, high=5, met=3)"
    with pytest.raises(InvalidInputError, match="met must be above low and at most high, got 1"):
        Scale(met=1)
