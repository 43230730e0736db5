"""Columns for any KPI, drawn by what its inputs say of themselves."""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from hypothesis import strategies as st

from crmcore.metrics.kpi import Kpi
from crmcore.metrics.kpi_input import KpiInput

__all__ = ["KINDS", "drawn_columns", "inputs_of", "rows_of"]

KINDS: Final[dict[str, Any]] = {
    "money": st.integers(-2000, 8000).map(lambda cents: cents / 8),
    "cost": st.integers(0, 4000).map(lambda cents: cents / 8),
    "count": st.integers(0, 9).map(float),
    "amount": st.integers(0, 90).map(lambda tenths: tenths / 8),
    "number": st.integers(-90, 90).map(lambda tenths: tenths / 8),
    "share": st.integers(0, 16).map(lambda part: part / 16),
    "rating": st.integers(1, 5).map(float),
    "flag": st.booleans(),
    "label": st.integers(0, 4),
    "period": st.integers(0, 6),
    "day": st.integers(0, 700).map(lambda day: np.datetime64("2023-01-01") + day),
}


def inputs_of(kpi: Kpi) -> tuple[KpiInput, ...]:
    return (*kpi.inputs, *kpi.optional)


def rows_of(inputs: Iterable[KpiInput]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.per for item in inputs if item.per != "total"))


@st.composite
def drawn_columns(draw: st.DrawFn, kpi: Kpi, *, least: int = 1) -> dict[str, Any]:
    """Draw the columns of a KPI; those of one kind of rows have the same length."""
    sizes = {per: draw(st.integers(least, 9)) for per in rows_of(inputs_of(kpi))}
    found: dict[str, Any] = {}
    for item in inputs_of(kpi):
        if item.per == "total":
            found[item.key] = draw(KINDS[item.kind])
        else:
            size = sizes[item.per]
            cells = draw(st.lists(KINDS[item.kind], min_size=size, max_size=size))
            found[item.key] = np.array(cells)
    return found
