"""The cohort triangle: counts, what is not yet observable, pooled rates, the curve."""

from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics import _cohort_counts
from crmcore.metrics.cohorts import CohortTriangle
from crmcore.metrics.intervals import share_interval

activity = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(-2, 7)), min_size=1, max_size=60
)


def count_by_hand(rows: Any, last: Any) -> Any:
    """Count active customers by cohort and age with sets."""
    seen = {}
    for customer, period in rows:
        if period <= last:
            seen.setdefault(customer, set()).add(period)
    cohorts = sorted({min(periods) for periods in seen.values()})
    return {
        cohort: [
            sum(1 for periods in seen.values() if min(periods) == cohort and cohort + k in periods)
            for k in range(last - cohort + 1)
        ]
        for cohort in cohorts
    }


def triangle(rows: Any, last: Any = 5, **options: Any) -> Any:
    """Make a triangle from pairs of customer and period."""
    customer, period = zip(*rows, strict=True) if rows else ((), ())
    return CohortTriangle.from_activity(customer, period, last_complete_period=last, **options)


@pytest.mark.law
@given(activity, st.integers(-1, 7))
def test_counts_equal_those_by_hand(rows: Any, last: Any) -> None:
    """Every observed cell is counted as sets count it, and no other cell is there."""
    expected = count_by_hand(rows, last)
    found = triangle(rows, last)
    assert found.cohorts.tolist() == list(expected)
    assert found.cells.tolist() == [cell for row in expected.values() for cell in row]


@pytest.mark.law
@given(activity, st.randoms())
def test_order_and_doubles_do_not_matter(rows: Any, random: Any) -> None:
    """Shuffled and doubled rows give an equal triangle."""
    twice = random.sample(rows * 2, 2 * len(rows))
    assert triangle(twice) == triangle(rows)


@pytest.mark.law
@given(activity)
def test_a_cell_is_masked_exactly_when_its_period_is_not_over(rows: Any) -> None:
    """Observed means cohort + age <= last complete period; a missing cell is never 0."""
    found = triangle(rows)
    ages = np.arange(found.ages)
    over = found.cohorts[:, None] + ages <= found.last_complete_period
    assert np.array_equal(np.ma.getmaskarray(found.active), ~over)
    assert np.array_equal(np.ma.getmaskarray(found.retention), ~over)
    assert found.active.compressed().tolist() == found.cells.tolist()


@pytest.mark.law
@given(activity, st.integers(0, 7))
def test_pooled_retention_uses_observed_cohorts_only(rows: Any, age: Any) -> None:
    """Sum of active over sum of sizes, the first cohort left out unless the business began."""
    for begins in (False, True):
        found = triangle(rows, log_begins_with_business=begins)
        table = list(count_by_hand(rows, 5).values())[0 if begins else 1 :]
        counted = [row for row in table if len(row) > age]
        if not counted:
            with pytest.raises(UndefinedMetricError):
                found.pooled_retention(age)
            continue
        active, size = sum(row[age] for row in counted), sum(row[0] for row in counted)
        assert found.pooled_retention(age) == active / size
        assert found.pooled_interval(age) == share_interval(active, size)


@pytest.mark.law
@given(activity)
def test_the_curve_of_one_cohort_is_its_retention(rows: Any) -> None:
    """With a single cohort the product of the steps telescopes to the pooled rate."""
    together = [(customer, 0) for customer, _ in rows] + [row for row in rows if row[1] >= 0]
    found = triangle(together, log_begins_with_business=True)
    kept = found.curve()
    assert found.cohorts.tolist() == [0]
    assert kept[0] == 1
    assert kept == pytest.approx([found.pooled_retention(age) for age in range(kept.size)])


@pytest.mark.law
@given(activity)
def test_the_curve_multiplies_steps_of_the_same_customers(rows: Any) -> None:
    """Each step is active now over active before, summed over the cohorts seen at both."""
    table = list(count_by_hand(rows, 5).values())
    expected, level = [], 1.0
    for age in range(max(map(len, table), default=0)):
        seen = [row for row in table if len(row) > age]
        before = sum(row[max(age - 1, 0)] for row in seen)
        if before == 0:
            break
        level *= sum(row[age] for row in seen) / before
        expected.append(level)
    assert triangle(rows, log_begins_with_business=True).curve() == pytest.approx(expected)


def test_the_curve_ends_where_a_step_has_nothing_to_start_from() -> None:
    """Nobody active at age 1: there is no step to age 2."""
    found = triangle([("a", 0), ("b", 0), ("b", 2)], 2, log_begins_with_business=True)
    assert found.curve().tolist() == [1.0, 0.0]
    assert triangle([("a", 0)], 2).curve().size == 0


@pytest.mark.law
@given(activity)
def test_cell_intervals_hold_the_cells(rows: Any) -> None:
    """Each share of a row lies in its Wilson interval."""
    found = triangle(rows)
    if not found.cohorts.size:
        return
    both, shares = found.retention_intervals(), found.retention.compressed()
    assert np.all((both.low <= shares) & (shares <= both.high))


@pytest.mark.parametrize("blocks", [1, 2, 3])
def test_blocks_of_customers_change_nothing(monkeypatch: Any, blocks: Any) -> None:
    """Small blocks, of the bitmap and of the count, give the same triangle."""
    rng = np.random.default_rng(3)
    customer, period = rng.integers(0, 50, 400), rng.integers(0, 9, 400)
    whole = CohortTriangle.from_activity(customer, period, last_complete_period=8)
    monkeypatch.setattr(_cohort_counts, "_CUSTOMERS_AT_ONCE", blocks)
    monkeypatch.setattr(_cohort_counts, "_BITMAP_CELLS", 9 * 4 * blocks)
    assert CohortTriangle.from_activity(customer, period, last_complete_period=8) == whole


def test_any_identifiers_will_do() -> None:
    """Text, far-apart numbers and negative ones give the same counts."""
    period = [0, 1, 0, 2, 1]
    ids = [list("aabbc"), [7, 7, 10**15, 10**15, -3], [-2, -2, -1, -1, 0]]
    found = [CohortTriangle.from_activity(i, period, last_complete_period=2) for i in ids]
    assert found[0] == found[1] == found[2]


def test_no_activity_is_an_empty_triangle() -> None:
    """Nobody, or nobody in a complete period: no cohort, and a reason for every rate."""
    for found in (triangle([]), triangle([("a", 6)])):
        assert (found.ages, found.active.shape, found.retention.shape) == (0, (0, 0), (0, 0))
        assert repr(found) == "CohortTriangle(cohorts=0, customers=0, ages=0)"
        with pytest.raises(UndefinedMetricError, match=r"there is no cohort$"):
            found.pooled_retention(1)


def test_reasons_tell_what_is_missing() -> None:
    """Only those already there, or no cohort old enough: two different reasons."""
    with pytest.raises(UndefinedMetricError, match="those who were there when the log began"):
        triangle([("a", 0), ("a", 1)]).pooled_interval(1)
    with pytest.raises(UndefinedMetricError, match="no cohort is 3 complete periods old yet"):
        triangle([("a", 0), ("b", 3)]).pooled_retention(3)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cohorts": [0, 3]}, "cohorts must not be after the last complete period, got 3 at row 1"),
        ({"cohorts": [1, 0]}, "cohorts must ascend without doubles, got 0 at row 1"),
        ({"cells": [2, 1]}, "cells must hold the 5 observed cells, got 2"),
        ({"cells": [2, 1, 3, 2, 1]}, "cells must be from 0 to the size .*, got 3 at row 2"),
        ({"cells": [2, -1, 1, 2, 1]}, "got -1 at row 1"),
        ({"cells": [0, 0, 0, 2, 1]}, "got 0 at row 0"),
        ({"cells": [2, 1.5, 1, 2, 1]}, "cells values must be whole"),
    ],
)
def test_impossible_triangles_are_refused(changes: Any, message: Any) -> None:
    """The message names the field, the rule and the row."""
    plain = {"cohorts": [0, 1], "cells": [2, 1, 1, 2, 1], "last_complete_period": 2}
    with pytest.raises(InvalidInputError, match=message):
        CohortTriangle(**{**plain, **changes})


@pytest.mark.parametrize(
    ("customer", "period", "message"),
    [
        (["a"], [0, 1], "customer and period must have the same length, got 1 and 2"),
        (["a"], [0.5], "period values must be whole, got 0.5 at row 0"),
        (["a", "b"], [0, 10**6], "period must span at most 4096 periods, got 1000001"),
    ],
)
def test_bad_activity_is_refused(customer: Any, period: Any, message: Any) -> None:
    """The message names the column and the rule."""
    with pytest.raises(InvalidInputError, match=message):
        CohortTriangle.from_activity(customer, period, last_complete_period=10**6)


@pytest.mark.parametrize("ages", [(-1, 0), (1.5, 0), (1, 2)])
def test_ages_that_are_none_are_refused(ages: Any) -> None:
    """An age is whole, not negative and not before the one it is compared with."""
    with pytest.raises(InvalidInputError, match="age must be whole"):
        triangle([("a", 0)]).pooled_counts(ages[0], against=ages[1])


@pytest.mark.reference
def test_a_real_base_counts_as_a_plain_loop_does(cdnow_lines: Any) -> None:
    """The 2,357 customers of the music shop by month, every cell against sets."""
    month = cdnow_lines["date"].astype("M8[M]").astype(int)
    rows = list(zip(cdnow_lines["customer"].tolist(), month.tolist(), strict=True))
    last = int(month.max()) - 1
    found = triangle(rows, last)
    expected = count_by_hand(rows, last)
    assert int(found.sizes.sum()) == 2357
    assert found.cells.tolist() == [cell for row in expected.values() for cell in row]
