"""Dated values of one figure."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from crmcore.errors import InvalidInputError
from crmcore.metrics.observations import Observation, as_history, days_and_values


def test_any_dates_come_into_order() -> None:
    """Text, dates and numpy days are sorted; observations pass through."""
    kept = Observation("2024-01-31", 1.0, n=50)
    found = as_history([("2024-03-31", 3), (dt.date(2024, 2, 29), 2), kept])
    assert [row.value for row in found] == [1, 2, 3]
    assert found[0] is kept
    days, values = days_and_values(found)
    assert np.diff(days).tolist() == [29, 31]
    assert values.tolist() == [1, 2, 3]
    assert repr(kept) == "Observation(date='2024-01-31', value=1, n=50)"


def test_no_history_is_two_empty_columns() -> None:
    """Nothing in, nothing out."""
    days, values = days_and_values(as_history([]))
    assert days.size == values.size == 0


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("2024-01-01", 1), ("2024-01-01", 2)], "one value a day, got two on 2024-01-01"),
        ([3.0], "history must hold pairs of date and value, got 3.0"),
        ([("2024-01-01", 1, 2)], "pairs of date and value"),
        ([("2024-01-01", np.nan)], "value must be a finite number"),
        ([("yesterday", 1)], "date must be an ISO date"),
    ],
)
def test_bad_histories_are_refused(rows: Any, message: Any) -> None:
    """The message tells what is wrong."""
    with pytest.raises(InvalidInputError, match=message):
        as_history(rows)
