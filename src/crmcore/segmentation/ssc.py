"""Strategically significant customers: the rules that label them, and what labels are made of."""

from crmcore.segmentation.fixed_cost import OthersProfit, cost_magnet, others_profit
from crmcore.segmentation.lifetime_value import high_lifetime_value
from crmcore.segmentation.ssc_kinds import SSC_KINDS, SscDefinition, SscKind
from crmcore.segmentation.ssc_labels import Evidence, SscLabel, SscLabels
from crmcore.segmentation.strategic import StrategicCustomers

__all__ = [
    "SSC_KINDS",
    "Evidence",
    "OthersProfit",
    "SscDefinition",
    "SscKind",
    "SscLabel",
    "SscLabels",
    "StrategicCustomers",
    "cost_magnet",
    "high_lifetime_value",
    "others_profit",
]
