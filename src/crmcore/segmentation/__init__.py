"""WHO: segments, tiers and strategically significant customers, and whom an offer pays for."""

from crmcore.segmentation import ssc
from crmcore.segmentation.assignment import Segmentation
from crmcore.segmentation.axes import RFMAxis
from crmcore.segmentation.concentration import (
    FewestHolders,
    WhaleCurve,
    fewest_holders,
    whale_curve,
)
from crmcore.segmentation.cuts import CutMethod, CutPoints, quantile_cuts
from crmcore.segmentation.default_rules import DEFAULT_RULES
from crmcore.segmentation.fixed_cost import OthersProfit, cost_magnet, others_profit
from crmcore.segmentation.lifetime_value import high_lifetime_value
from crmcore.segmentation.likelihood import (
    DrawnProbability,
    top_probability,
    top_probability_from_draws,
)
from crmcore.segmentation.proof import DoubledCell, RuleProof, prove_rules
from crmcore.segmentation.rfm import DEFAULT_ANCHORS, RFM, RFMScores
from crmcore.segmentation.rules import Level, LevelRange, Rule, RuleSet, score_levels
from crmcore.segmentation.segments import Segment, SegmentSummary
from crmcore.segmentation.ssc_kinds import SSC_KINDS, SscDefinition, SscKind
from crmcore.segmentation.ssc_labels import Evidence, SscLabel, SscLabels
from crmcore.segmentation.strategic import StrategicCustomers
from crmcore.segmentation.targeting import SaveDecisions, save_decisions
from crmcore.segmentation.tiers import ValueTiers

__all__ = [
    "DEFAULT_ANCHORS",
    "DEFAULT_RULES",
    "RFM",
    "SSC_KINDS",
    "CutMethod",
    "CutPoints",
    "DoubledCell",
    "DrawnProbability",
    "Evidence",
    "FewestHolders",
    "Level",
    "LevelRange",
    "OthersProfit",
    "RFMAxis",
    "RFMScores",
    "Rule",
    "RuleProof",
    "RuleSet",
    "SaveDecisions",
    "Segment",
    "SegmentSummary",
    "Segmentation",
    "SscDefinition",
    "SscKind",
    "SscLabel",
    "SscLabels",
    "StrategicCustomers",
    "ValueTiers",
    "WhaleCurve",
    "cost_magnet",
    "fewest_holders",
    "high_lifetime_value",
    "others_profit",
    "prove_rules",
    "quantile_cuts",
    "save_decisions",
    "score_levels",
    "ssc",
    "top_probability",
    "top_probability_from_draws",
    "whale_curve",
]
