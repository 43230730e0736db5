"""Data that the property tests draw: small purchase logs and customer summaries."""

from datetime import date, timedelta
from typing import Any

import hypothesis.strategies as st

START = date(2024, 1, 1)


@st.composite
def purchase_rows(
    draw: st.DrawFn, *, refunds: bool = False, max_size: int = 40
) -> list[dict[str, Any]]:
    """Draw rows of a small log: few customers, few days, amounts in whole cents."""
    low = -5000 if refunds else 0
    row = st.fixed_dictionaries({
        "customer": st.sampled_from(["ada", "bo", "cy", "di", "ed"]),
        "date": st.integers(0, 120).map(lambda days: START + timedelta(days=days)),
        "amount": st.integers(low, 20000).map(lambda cents: cents / 100),
    })
    rows = draw(st.lists(row, min_size=1, max_size=max_size))
    if refunds:
        rows.append({"customer": "ada", "date": START, "amount": 10.0})
    return rows
