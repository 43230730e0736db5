"""Priorities: gaps ranked by what closing them brings, and none left out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.valuechain.planning.priorities import Priorities, priorities

Gaps = dict[str, tuple[float | None, float, float]]
gaps = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.tuples(
        st.none() | st.integers(-3, 3).map(float) | st.floats(-5, 5),
        st.integers(0, 3).map(float) | st.floats(0, 5),
        st.integers(1, 4).map(float) | st.floats(0.1, 5),
    ),
)


def ranked(given_: Gaps) -> Priorities:
    """Rank gaps given as rows."""
    return priorities(
        {key: gap for key, (gap, _, _) in given_.items()},
        importance={key: matters for key, (_, matters, _) in given_.items()},
        effort={key: takes for key, (_, _, takes) in given_.items()},
    )


@pytest.mark.law
@given(gaps)
def test_every_gap_is_ranked_or_has_a_reason(given_: Gaps) -> None:
    """Nothing is dropped: a gap above 0 has score and rank, any other a reason."""
    found = ranked(given_)
    assert sorted(row.key for row in found) == sorted(given_)
    assert [*found.ranked, *found.unranked] == list(found)
    for row in found:
        gap, matters, takes = given_[row.key]
        if gap is not None and gap > 0:
            assert row.score == gap * matters / takes
            assert (row.rank is not None, row.reason) == (True, None)
        else:
            assert (row.score, row.rank) == (None, None)
            assert row.reason is not None
            assert ("not known" in row.reason.en) == (gap is None)


@pytest.mark.law
@given(gaps)
def test_a_rank_counts_the_scores_above(given_: Gaps) -> None:
    """A rank is 1 and the number of gaps that are clearly more urgent; equal ones share it."""
    rows = ranked(given_).ranked
    for row in rows:
        assert row.score is not None
        above = sum((other.score or 0.0) > row.score * (1 + 1e-12) for other in rows)
        assert row.rank == 1 + above
    assert [row.rank for row in rows] == sorted(row.rank or 0 for row in rows)


@pytest.mark.law
@given(gaps, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_count(given_: Gaps, random: Any) -> None:
    """Shuffled gaps get the same priorities."""
    keys = list(given_)
    random.shuffle(keys)
    assert ranked({key: given_[key] for key in keys}) == ranked(given_)


def test_equal_but_for_rounding_is_equal() -> None:
    """0.1 times 3 and 0.3 times 1 share rank 1; the next has rank 3."""
    found = ranked({"a": (0.1, 3, 1), "b": (0.3, 1, 1), "c": (1e-9, 1, 1), "d": (1e-10, 1, 1)})
    assert [row.rank for row in found] == [1, 1, 3, 4]


def test_priorities_tell_themselves() -> None:
    """Names are used where there are some, keys else; what is not ranked says why."""
    found = priorities(
        {"identify": 2, "customize": 0, "interact": None},
        importance={"identify": 3, "customize": 1, "interact": 1},
        effort={"identify": 4, "customize": 1, "interact": 1},
        titles={"identify": Title("Identify", "شناسایی")},
    )
    assert found.text().splitlines() == [
        "1. Identify: 1.5",
        "customize: there is no gap: the target is reached",
        "interact: the gap is not known",
    ]
    assert found.text("fa").splitlines() == [
        "\u2068۱\u2069. شناسایی: \u2068۱٫۵\u2069",
        "\u2068customize\u2069: فاصله‌ای نیست: هدف محقق شده است",
        "\u2068interact\u2069: فاصله تا هدف معلوم نیست",
    ]
    assert repr(found) == "Priorities(identify=1, unranked=('customize', 'interact'))"
    assert repr(found["identify"]) == "Priority(key='identify', gap=2, score=1.5, rank=1)"
    assert repr(found["interact"]) == (
        "Priority(key='interact', gap=None, reason='the gap is not known')"
    )


def test_nothing_to_rank() -> None:
    """No gaps give no priorities."""
    assert list(priorities({}, importance={}, effort={})) == []


@pytest.mark.parametrize(
    ("gap", "matters", "takes", "message"),
    [
        ({"a": float("nan")}, {"a": 1}, {"a": 1}, "gap of a must be a finite number"),
        ({"a": 1}, {"a": -1}, {"a": 1}, "importance of a must be a finite number >= 0, got -1"),
        ({"a": 1}, {"a": 1}, {"a": 0}, "effort of a must be a finite number > 0, got 0"),
        ({"a": 1}, {}, {"a": 1}, "importance must name every gap, got none for 'a'"),
        ({"a": 1e300}, {"a": 1e300}, {"a": 1}, "score of a must be a finite number"),
    ],
)
def test_bad_gaps_are_refused(gap: Any, matters: Any, takes: Any, message: str) -> None:
    """A number that breaks a rule, or is missing, is refused with its key."""
    with pytest.raises(InvalidInputError, match=message):
        priorities(gap, importance=matters, effort=takes)


def test_unknown_keys_are_suggested() -> None:
    """An importance, an effort or a name of what has no gap is refused."""
    for extra in ("importance", "effort", "titles"):
        given_: dict[str, Any] = {"importance": {"share": 1}, "effort": {"share": 1}, "titles": {}}
        given_[extra] = {**given_[extra], "shar": Title("s", "س") if extra == "titles" else 1}
        with pytest.raises(UnknownKeyError, match=f"{extra} must .* did you mean 'share'"):
            priorities({"share": 1}, **given_)
