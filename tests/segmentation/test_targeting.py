"""Save decisions: the break-evens are where the gain changes sign."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError
from crmcore.segmentation.targeting import save_decisions

money = st.floats(0, 1e4)
share = st.floats(0, 1)


def gain(value: float, churn: float, acceptance: float, offer: float, contact: float) -> float:
    decisions = save_decisions(
        [value], churn=[churn], offer=offer, contact_cost=contact, acceptance=acceptance
    )
    return float(decisions.gain[0])


@pytest.mark.law
@given(money, share, share, money, money)
def test_gain_is_zero_at_the_break_evens(
    value: float, churn: float, acceptance: float, offer: float, contact: float
) -> None:
    """At the break-even churn, and at the acceptance needed, the gain is 0."""
    decisions = save_decisions(
        [value], churn=[churn], offer=offer, contact_cost=contact, acceptance=acceptance
    )
    scale = 1e-9 * (1 + value + offer + contact)
    p, needed = decisions.break_even_churn[0], decisions.acceptance_needed[0]
    if p <= 1:
        assert gain(value, p, acceptance, offer, contact) == pytest.approx(0, abs=scale)
    else:
        assert gain(value, 1.0, acceptance, offer, contact) <= scale
    if needed <= 1:
        assert gain(value, churn, needed, offer, contact) == pytest.approx(0, abs=scale)
    else:
        assert gain(value, churn, 1.0, offer, contact) <= scale


@pytest.mark.reference
def test_worked_case() -> None:
    """V 200, d 10, f 1, acceptance 0.3: p* = 11/67; at p = 0.3 acceptance 8/57 is needed."""
    decisions = save_decisions(
        [200.0, 200.0], churn=[0.3, 0.1], offer=10, contact_cost=1, acceptance=0.3
    )
    assert decisions.break_even_churn[0] == pytest.approx(11 / 67, rel=1e-14)
    assert decisions.acceptance_needed[0] == pytest.approx(8 / 57, rel=1e-14)
    assert decisions.act.tolist() == [True, False]
    assert decisions.total_gain == decisions.gain[0]
    assert "act=1" in repr(decisions)


def test_offer_above_value_never_pays() -> None:
    """Where the offer costs more than the customer is worth, nothing turns the decision."""
    decisions = save_decisions([5.0], churn=[1.0], offer=10, contact_cost=1, acceptance=1.0)
    assert not decisions.act[0]
    assert np.isinf(decisions.acceptance_needed[0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"churn": [1.2]}, "churn must be a fraction from 0 to 1, got 1.2 at row 0"),
        ({"churn": [0.1, 0.2]}, "same length, got 1 and 2"),
        ({"value": [-1.0]}, "value must be finite and >= 0, got -1.0 at row 0"),
        ({"acceptance": 30}, r"acceptance must be a fraction .* mean 0\.3\?"),
        ({"offer": -1}, "offer must be a finite number >= 0"),
        ({"contact_cost": np.nan}, "contact_cost must be a finite number"),
    ],
)
def test_bad_terms_are_named(change: dict[str, Any], message: str) -> None:
    """Each number out of range is refused by name, rule and value."""
    options: dict[str, Any] = {
        "value": [9.0], "churn": [0.1], "offer": 1, "contact_cost": 1, "acceptance": 0.3, **change,
    }  # fmt: skip
    value = options.pop("value")
    with pytest.raises(InvalidInputError, match=message):
        save_decisions(value, **options)
