"""The catalogue of KPIs by key, and of the columns that they are computed from."""

from collections.abc import Mapping
from typing import Final

from crmcore._keyed import Catalogue
from crmcore.metrics import concentration, loyalty, profitability, retention
from crmcore.metrics.kpi import Kpi
from crmcore.metrics.kpi_input import KpiInput

__all__ = ["KPI_COLUMNS", "kpis"]

kpis: Final[Mapping[str, Kpi]] = Catalogue(
    "kpi",
    (
        (kpi.key, kpi)
        for topic in (loyalty, profitability, concentration, retention)
        for kpi in topic.KPIS
    ),
)


KPI_COLUMNS: Final[Mapping[str, KpiInput]] = Catalogue(
    "column",
    {item.key: item for kpi in kpis.values() for item in (*kpi.inputs, *kpi.optional)}.items(),
)
