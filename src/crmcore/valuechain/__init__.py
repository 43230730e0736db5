"""HOW WELL: frameworks of CRM as data, and assessments by them, judged and measured."""

from crmcore.valuechain.assessment import Assessment
from crmcore.valuechain.catalogue import frameworks
from crmcore.valuechain.chain import ChainLink
from crmcore.valuechain.elements import Element, Practice
from crmcore.valuechain.evidence import KpiAnchor, KpiEvidence
from crmcore.valuechain.framework import Framework
from crmcore.valuechain.levels import Levels, climb
from crmcore.valuechain.ratings import Rating, Scale
from crmcore.valuechain.scores import ElementScore
from crmcore.valuechain.verdicts import Verdict

__all__ = [
    "Assessment",
    "ChainLink",
    "Element",
    "ElementScore",
    "Framework",
    "KpiAnchor",
    "KpiEvidence",
    "Levels",
    "Practice",
    "Rating",
    "Scale",
    "Verdict",
    "climb",
    "frameworks",
]
