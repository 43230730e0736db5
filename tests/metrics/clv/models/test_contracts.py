"""Tenures of contracts: how they are read, counted and refused."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError
from crmcore.metrics.clv.contracts import ContractTenures

survivors = st.lists(st.integers(0, 50), min_size=1, max_size=8).map(
    lambda losses: np.cumsum(losses[::-1])[::-1].astype(np.float64)
)


@pytest.mark.law
@given(st.lists(survivors, min_size=1, max_size=4))
def test_counts_are_kept(cohorts: list[Any]) -> None:
    """No contract is lost in reading: counts of all cohorts come back from the rows."""
    seen = ContractTenures.from_survivors(*cohorts)
    assert seen.contracts == sum(cohort[0] for cohort in cohorts)
    lost, renewed = seen.renewals()
    for t in range(max(cohort.size for cohort in cohorts) - 1):
        old = [cohort for cohort in cohorts if cohort.size > t + 1]
        left = sum(cohort[t + 1] for cohort in old)
        assert (renewed[t] if t < renewed.size else 0) == left
        assert (lost[t] if t < lost.size else 0) == sum(cohort[t] for cohort in old) - left


@pytest.mark.law
@given(survivors)
def test_rows_and_weights_count_the_same(cohort: Any) -> None:
    """One row a contract counts as weighted rows do, in any order."""
    seen = ContractTenures.from_survivors(cohort)
    order = np.argsort(np.sin(np.arange(int(seen.contracts))))
    times = seen.row_weights.astype(np.int64)
    each = ContractTenures(
        tenure=np.repeat(seen.tenure, times)[order], lost=np.repeat(seen.lost, times)[order]
    )
    assert each.contracts == seen.contracts
    for one, other in zip(each.renewals(), seen.renewals(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_cohorts_of_different_age() -> None:
    """A young cohort counts at the renewals it has come to, and is running after them."""
    seen = ContractTenures.from_survivors([100, 80, 70], [50, 45], [30], unit="month")
    assert seen.unit == "month"
    assert seen.tenure.tolist() == [1, 2, 2, 1, 1, 0]
    assert seen.lost.tolist() == [True, True, False, True, False, False]
    assert seen.row_weights.tolist() == [20, 10, 70, 5, 45, 30]
    assert [counts.tolist() for counts in seen.renewals()] == [[25, 10], [125, 70]]


def test_value() -> None:
    """Tenures are compared by value, print themselves, and do not follow their source."""
    source = np.array([1.0, 2.0])
    seen = ContractTenures(tenure=source, lost=[1, 0])
    source[0] = 9
    assert seen == ContractTenures(tenure=[1, 2], lost=[True, False])
    assert seen != ContractTenures(tenure=[1, 2], lost=[False, True])
    assert repr(seen) == "ContractTenures(contracts=2, lost=1, unit='period')"
    assert len(seen) == 2
    assert not seen.lost.flags.writeable
    assert seen.contracts == 2


def test_no_contracts() -> None:
    """No contracts are no rows, and nothing happened at any renewal."""
    none = ContractTenures(tenure=[], lost=[])
    assert none.contracts == 0
    assert [counts.size for counts in none.renewals()] == [0, 0]
    assert len(ContractTenures.from_survivors([0, 0])) == 0


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"tenure": [1, 1.5], "lost": [1, 1]}, "tenure must be a whole .* got 1.5 at row 1"),
        ({"tenure": [1, -1], "lost": [1, 1]}, "tenure must be finite and >= 0, got -1.0 at row 1"),
        ({"tenure": [1, np.nan], "lost": [1, 1]}, "tenure must be finite .* nan at row 1"),
        ({"tenure": [2e7], "lost": [1]}, "tenure must be at most 10,000,000"),
        ({"tenure": [0, 0], "lost": [0, 1]}, "tenure must be at least 1 where .* at row 1"),
        ({"tenure": [1, 2], "lost": [1]}, "lost must have 2 rows like tenure, got 1"),
        ({"tenure": [1], "lost": [2]}, "lost values must be true or false, got 2.0 at row 0"),
        ({"tenure": [1], "lost": ["no"]}, "lost must be numbers"),
        ({"tenure": [1], "lost": [1], "weights": [-1]}, "weights must be finite and >= 0"),
        ({"tenure": [1], "lost": [1], "weights": [1, 1]}, "columns must have the same length"),
        ({"tenure": [1], "lost": [1], "unit": "decade"}, "unit must be one of"),
    ],
)
def test_refuses_columns(columns: dict[str, Any], message: str) -> None:
    """A row that is no tenure is refused by name and place."""
    with pytest.raises(InvalidInputError, match=message):
        ContractTenures(**columns)


@pytest.mark.parametrize(
    ("cohorts", "message"),
    [
        ((), "cohorts must be at least one"),
        (([100, 80], [50, 60]), "cohort 1 must never rise .* got 60.0 at row 0"),
        (([100, -1],), "cohort 0 must be finite and >= 0, got -1.0 at row 1"),
        (([100, np.nan],), "cohort 0 must be finite"),
        (([],), "cohort 0 must have at least the contracts at its start"),
        ((["many"],), "cohort 0 must be numbers"),
    ],
)
def test_refuses_cohorts(cohorts: Any, message: str) -> None:
    """A cohort that is no count of contracts left is refused by name and place."""
    with pytest.raises(InvalidInputError, match=message):
        ContractTenures.from_survivors(*cohorts)
