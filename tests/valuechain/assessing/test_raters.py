"""How far several raters agree on the practices that they rated."""

from typing import Any

import numpy as np
import pytest

from crmcore.errors import InvalidInputError
from crmcore.valuechain.assessing.agreement import krippendorff_alpha
from crmcore.valuechain.assessing.raters import rater_agreement
from crmcore.valuechain.assessing.ratings import Rating


def test_it_is_the_alpha_of_the_table_of_ratings() -> None:
    """Whatever the order of the ratings; what is not scored is missing."""
    table = {"Ada": [1, 2, 3, 3], "Bob": [1, 2, 4, "not_applicable"], "Cy": [1, 3, 3, 3]}
    ratings = [Rating("abcd"[i], s, rater=r) for r, row in table.items() for i, s in enumerate(row)]
    numbers = np.array([[np.nan if isinstance(s, str) else s for s in r] for r in table.values()])
    wanted = krippendorff_alpha(numbers, kind="interval").alpha
    for rows in (ratings, ratings[::-1]):
        assert rater_agreement(rows, kind="interval").alpha == pytest.approx(wanted, rel=1e-14)


def test_too_little_to_compare_is_undefined() -> None:
    """One rater, or none, or no variation: a reason in both languages."""
    for ratings in ([], [Rating("a", 3, rater="Ada")]):
        found = rater_agreement(ratings)
        assert found.alpha is None
        assert found.reason.en
        assert found.reason.fa


@pytest.mark.parametrize(
    ("ratings", "message"),
    [
        ([Rating("a", 3)], "ratings must name their rater, 'a' has none"),
        ([Rating("a", 3, rater="Ada")] * 2, "'a' must be rated once by a rater, got 'Ada' twice"),
    ],
)
def test_raters_must_be_told_apart(ratings: Any, message: Any) -> None:
    """The message names the practice and the rater."""
    with pytest.raises(InvalidInputError, match=message):
        rater_agreement(ratings)
