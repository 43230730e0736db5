"""HOW WELL: frameworks of CRM as data, and assessments by them, judged and measured."""

from crmcore.valuechain.agreement import Agreement, krippendorff_alpha
from crmcore.valuechain.answers import PracticeAnswer
from crmcore.valuechain.assessment import Assessment
from crmcore.valuechain.catalogue import framework_crosswalk, frameworks
from crmcore.valuechain.chain import ChainLink
from crmcore.valuechain.comparison import Comparison, ElementComparison, compare
from crmcore.valuechain.elements import Element, Practice
from crmcore.valuechain.evidence import KpiAnchor, KpiEvidence
from crmcore.valuechain.framework import Framework
from crmcore.valuechain.levels import Levels, climb
from crmcore.valuechain.raters import rater_agreement
from crmcore.valuechain.ratings import Rating, Scale
from crmcore.valuechain.rules import AssessmentRules
from crmcore.valuechain.scores import ElementScore
from crmcore.valuechain.verdicts import Verdict

__all__ = [
    "Agreement",
    "Assessment",
    "AssessmentRules",
    "ChainLink",
    "Comparison",
    "Element",
    "ElementComparison",
    "ElementScore",
    "Framework",
    "KpiAnchor",
    "KpiEvidence",
    "Levels",
    "Practice",
    "PracticeAnswer",
    "Rating",
    "Scale",
    "Verdict",
    "climb",
    "compare",
    "framework_crosswalk",
    "frameworks",
    "krippendorff_alpha",
    "rater_agreement",
]
