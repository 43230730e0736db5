"""The catalogue of KPIs by key."""

from collections.abc import Mapping
from typing import Final

from crmcore._keyed import Catalogue
from crmcore.metrics import concentration, loyalty, profitability, retention
from crmcore.metrics.kpi import Kpi

__all__ = ["kpis"]

kpis: Final[Mapping[str, Kpi]] = Catalogue(
    "kpi",
    (
        (kpi.key, kpi)
        for topic in (loyalty, profitability, concentration, retention)
        for kpi in topic.KPIS
    ),
)
