"""Customers and models of purchasing that the tests of the CLV room draw."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from crmcore.metrics.clv import BGNBD
from crmcore.summary import CustomerSummary


def seen(x: Any, t_x: Any, age: Any, **options: Any) -> CustomerSummary:
    unit = options.pop("unit", "week")
    return CustomerSummary(frequency=x, recency=t_x, T=age, unit=unit, **options)


logs = st.floats(-3, 4).map(np.exp)
models = st.builds(BGNBD, r=logs, alpha=logs, a=logs, b=logs)


@st.composite
def bases(draw: st.DrawFn) -> CustomerSummary:
    """Draw up to six customers with up to 200 purchases in up to 200 weeks."""
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, 200), st.floats(0.01, 1), st.floats(0.01, 200)),
            min_size=1,
            max_size=6,
        )
    )
    x, share, age = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    t_x = np.where(x > 0, share * age, 0)
    even = np.where(x > 0, x * np.log(np.maximum(t_x, 1e-9) / np.maximum(x, 1)), 0)
    return seen(x, t_x, age, log_intervals=even)
