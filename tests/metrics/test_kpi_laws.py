"""Laws that every KPI of the catalogue keeps, drawn from what its inputs say of themselves."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError
from crmcore.metrics.catalogue import kpis
from crmcore.metrics.kpi import Kpi
from crmcore.metrics.measurement import Measurement
from kpi_columns_drawn import drawn_columns, inputs_of, rows_of

PERSIAN = re.compile("[\u0600-\u06ff]")
MONEY = {"money", "cost"}
pytestmark = pytest.mark.law
every = pytest.mark.parametrize("kpi", kpis.values(), ids=kpis.keys())
SPLIT = [
    kpi
    for kpi in kpis.values()
    if kpi.additivity != "none"
    and len(rows_of(inputs_of(kpi))) == 1
    and not any(it.kind in {"label", "period"} or it.per == "total" for it in inputs_of(kpi))
]
ROWED = [kpi for kpi in kpis.values() if rows_of(kpi.inputs)]
quick = settings(max_examples=25, suppress_health_check=list(HealthCheck))


def measured(kpi: Kpi, columns: dict[str, Any], **options: Any) -> Measurement:
    """Measure, or draw again where the columns contradict each other."""
    try:
        return kpi.measure(columns, currency="EUR", **options)
    except InvalidInputError:
        assume(False)  # noqa: FBT003 - the name is hypothesis' own
        raise


@every
@quick
@given(st.data())
def test_a_figure_is_in_its_domain_or_has_a_reason(kpi: Any, data: st.DataObject) -> None:
    """A value is that of the plain function, finite and within domain and interval."""
    columns = data.draw(drawn_columns(kpi))
    found = measured(kpi, columns)
    if found.reason is not None:
        assert found.reason.en
        assert PERSIAN.search(found.reason.fa)
        return
    value = found.require()
    assert kpi.domain[0] <= value <= kpi.domain[1]
    assert value == pytest.approx(kpi.value(columns), rel=1e-12, abs=1e-12)
    if found.interval is not None:
        slack = 1e-12 * max(1.0, abs(value))
        assert found.interval.low <= value + slack
        assert value <= found.interval.high + slack
        wide = measured(kpi, columns, level=0.99).interval
        assert wide is not None
        assert wide.low <= found.interval.low + slack
        assert found.interval.high <= wide.high + slack


@every
@quick
@given(st.data())
def test_order_of_rows_never_matters(kpi: Any, data: st.DataObject) -> None:
    """Rows that no time puts in order may come in any order."""
    columns = data.draw(drawn_columns(kpi))
    moved = dict(columns)
    for per in rows_of(inputs_of(kpi)):
        together = [item.key for item in inputs_of(kpi) if item.per == per]
        size = len(columns[together[0]])
        order = data.draw(st.permutations(range(size))) if per != "period" else range(size)
        for key in together:
            moved[key] = columns[key][list(order)]
    one, other = measured(kpi, columns), measured(kpi, moved)
    assert one.reason == other.reason
    if one.value is not None:
        assert other.require() == pytest.approx(one.value, rel=1e-9, abs=1e-9)


@every
@quick
@given(st.data(), st.sampled_from([2.0**-40, 0.5, 4.0, 2.0**40]))
def test_money_has_no_scale(kpi: Any, data: st.DataObject, scale: float) -> None:
    """Rials in place of millions of rials scale figures in money, and leave the others alone."""
    columns = data.draw(drawn_columns(kpi))
    money = {item.key for item in inputs_of(kpi) if item.kind in MONEY}
    scaled = {key: value * scale if key in money else value for key, value in columns.items()}
    one, other = measured(kpi, columns), measured(kpi, scaled)
    assert (one.value is None) == (other.value is None)
    if one.value is not None:
        factor = scale if kpi.unit == "money" else 1.0
        assert other.require() == pytest.approx(one.value * factor, rel=1e-9, abs=1e-12 * factor)


@pytest.mark.parametrize("kpi", SPLIT, ids=[kpi.key for kpi in SPLIT])
@quick
@given(st.data())
def test_groups_add_up_as_the_entry_says(kpi: Any, data: st.DataObject) -> None:
    """Sums of groups add up; ratios lie between those of the groups."""
    columns = data.draw(drawn_columns(kpi, least=2))
    size = len(next(iter(columns.values())))
    first = np.arange(size) < data.draw(st.integers(1, size - 1))
    whole = measured(kpi, columns)
    parts = [
        measured(kpi, {key: column[chosen] for key, column in columns.items()})
        for chosen in (first, ~first)
    ]
    assume(whole.value is not None and all(part.value is not None for part in parts))
    values = [part.require() for part in parts]
    if kpi.additivity == "sum":
        assert whole.require() == pytest.approx(sum(values), rel=1e-9, abs=1e-9)
    else:
        assert min(values) - 1e-9 <= whole.require() <= max(values) + 1e-9


@every
def test_what_is_missing_is_named(kpi: Any) -> None:
    """Without columns the reason names all that are needed, in both languages."""
    lacking = kpi.measure({}).reason
    assert lacking is not None
    for item in kpi.inputs:
        assert item.key in lacking.en
        assert item.key in lacking.fa


@pytest.mark.parametrize("kpi", ROWED, ids=[kpi.key for kpi in ROWED])
def test_nothing_is_no_number(kpi: Any) -> None:
    """No rows at all give a reason in both languages, or a sum of 0."""
    columns: dict[str, Any] = {
        item.key: 1 if item.per == "total" else [] for item in inputs_of(kpi)
    }
    found = kpi.measure(columns)
    if found.reason is None:
        assert kpi.additivity == "sum"
        assert found.value == 0
    else:
        assert PERSIAN.search(found.reason.fa)


def test_a_column_means_one_thing() -> None:
    """Two KPIs that name the same column mean the same by it."""
    known: dict[str, Any] = {}
    for kpi in kpis.values():
        for item in inputs_of(kpi):
            assert known.setdefault(item.key, item) == item
