"""HOW WELL: frameworks of CRM as data, and what is judged, planned and modelled by them."""

from typing import TYPE_CHECKING, Any, Final

from crmcore._lazy import lazy

if TYPE_CHECKING:
    from crmcore.valuechain.assessing.agreement import Agreement, krippendorff_alpha
    from crmcore.valuechain.assessing.answers import PracticeAnswer
    from crmcore.valuechain.assessing.assessment import Assessment
    from crmcore.valuechain.assessing.chain import ChainLink
    from crmcore.valuechain.assessing.comparison import Comparison, ElementComparison, compare
    from crmcore.valuechain.assessing.evidence import KpiAnchor, KpiEvidence
    from crmcore.valuechain.assessing.levels import Levels, climb
    from crmcore.valuechain.assessing.raters import rater_agreement
    from crmcore.valuechain.assessing.ratings import Rating, Scale
    from crmcore.valuechain.assessing.rules import AssessmentRules
    from crmcore.valuechain.assessing.scores import ElementScore
    from crmcore.valuechain.assessing.verdicts import Verdict
    from crmcore.valuechain.catalogue import framework_crosswalk, frameworks
    from crmcore.valuechain.catalogue.crm_goals import GOAL_TEMPLATES
    from crmcore.valuechain.catalogue.practices import PRACTICES
    from crmcore.valuechain.crosswalk import (
        Crosswalk,
        PracticeLink,
        Theme,
        ThemeLink,
        shared_practices,
    )
    from crmcore.valuechain.elements import Element, Practice
    from crmcore.valuechain.framework import Framework
    from crmcore.valuechain.goal_templates import GoalTemplate
    from crmcore.valuechain.improvement import ImprovementPlan, plan_improvement
    from crmcore.valuechain.industry_settings import INDUSTRY_SETTINGS, IndustrySettings
    from crmcore.valuechain.models.cycle_turns import (
        CycleTurns,
        StepSpan,
        Turn,
        TurnChange,
        TurnSpan,
        cycle_turns,
    )
    from crmcore.valuechain.models.definitions import DEFINITIONS, Definition
    from crmcore.valuechain.models.design_choices import DESIGN_CHOICES
    from crmcore.valuechain.models.design_rules import DesignSide, FitRule
    from crmcore.valuechain.models.fit_rules import FIT_RULES
    from crmcore.valuechain.models.funnel import Funnel, FunnelStep, funnel
    from crmcore.valuechain.models.hold_ups import HOLD_UPS, HoldUp
    from crmcore.valuechain.models.market_size import (
        MarketSegment,
        MarketSize,
        SegmentSize,
        market_size,
    )
    from crmcore.valuechain.models.offering import (
        OfferingPosition,
        OfferingReason,
        offering_position,
    )
    from crmcore.valuechain.models.organisation_fit import FitRow, OrganisationFit, organisation_fit
    from crmcore.valuechain.models.quotes import QUOTES, Quote
    from crmcore.valuechain.models.ranges import Range
    from crmcore.valuechain.models.readiness import (
        Readiness,
        ReadinessAnswer,
        ReadinessRow,
        readiness,
    )
    from crmcore.valuechain.models.stage_spending import (
        StageFigures,
        StageRow,
        StageSpending,
        stage_spending,
    )
    from crmcore.valuechain.models.stage_strategies import STAGE_STRATEGIES, StageStrategy
    from crmcore.valuechain.models.statements import (
        STATEMENTS,
        MissionVision,
        StatementCheck,
        StatementGap,
    )
    from crmcore.valuechain.models.strategy_plan import (
        SegmentCheck,
        SegmentGap,
        SegmentPlan,
        StrategyCheck,
        StrategyPlan,
    )
    from crmcore.valuechain.planning.plans import (
        PlannedSequence,
        PlannedSet,
        best_sequence,
        best_set,
    )
    from crmcore.valuechain.planning.priorities import Priorities, Priority, priorities
    from crmcore.valuechain.planning.roadmap import PlannedStep, RoadMap, Step, road_map
    from crmcore.valuechain.planning.sensitivity import (
        RankedAlternative,
        Ranking,
        rank_alternatives,
    )
    from crmcore.valuechain.planning.tie_points import TiePoint

__all__ = [
    "DEFINITIONS",
    "DESIGN_CHOICES",
    "FIT_RULES",
    "GOAL_TEMPLATES",
    "HOLD_UPS",
    "INDUSTRY_SETTINGS",
    "PRACTICES",
    "QUOTES",
    "STAGE_STRATEGIES",
    "STATEMENTS",
    "Agreement",
    "Assessment",
    "AssessmentRules",
    "ChainLink",
    "Comparison",
    "Crosswalk",
    "CycleTurns",
    "Definition",
    "DesignSide",
    "Element",
    "ElementComparison",
    "ElementScore",
    "FitRow",
    "FitRule",
    "Framework",
    "Funnel",
    "FunnelStep",
    "GoalTemplate",
    "HoldUp",
    "ImprovementPlan",
    "IndustrySettings",
    "KpiAnchor",
    "KpiEvidence",
    "Levels",
    "MarketSegment",
    "MarketSize",
    "MissionVision",
    "OfferingPosition",
    "OfferingReason",
    "OrganisationFit",
    "PlannedSequence",
    "PlannedSet",
    "PlannedStep",
    "Practice",
    "PracticeAnswer",
    "PracticeLink",
    "Priorities",
    "Priority",
    "Quote",
    "Range",
    "RankedAlternative",
    "Ranking",
    "Rating",
    "Readiness",
    "ReadinessAnswer",
    "ReadinessRow",
    "RoadMap",
    "Scale",
    "SegmentCheck",
    "SegmentGap",
    "SegmentPlan",
    "SegmentSize",
    "StageFigures",
    "StageRow",
    "StageSpending",
    "StageStrategy",
    "StatementCheck",
    "StatementGap",
    "Step",
    "StepSpan",
    "StrategyCheck",
    "StrategyPlan",
    "Theme",
    "ThemeLink",
    "TiePoint",
    "Turn",
    "TurnChange",
    "TurnSpan",
    "Verdict",
    "best_sequence",
    "best_set",
    "climb",
    "compare",
    "cycle_turns",
    "framework_crosswalk",
    "frameworks",
    "funnel",
    "krippendorff_alpha",
    "market_size",
    "offering_position",
    "organisation_fit",
    "plan_improvement",
    "priorities",
    "rank_alternatives",
    "rater_agreement",
    "readiness",
    "road_map",
    "shared_practices",
    "stage_spending",
]

_ROOMS: Final = {
    "crmcore.valuechain.assessing.agreement": ("Agreement", "krippendorff_alpha"),
    "crmcore.valuechain.assessing.answers": ("PracticeAnswer",),
    "crmcore.valuechain.assessing.assessment": ("Assessment",),
    "crmcore.valuechain.assessing.chain": ("ChainLink",),
    "crmcore.valuechain.assessing.comparison": ("Comparison", "ElementComparison", "compare"),
    "crmcore.valuechain.assessing.evidence": ("KpiAnchor", "KpiEvidence"),
    "crmcore.valuechain.assessing.levels": ("Levels", "climb"),
    "crmcore.valuechain.assessing.raters": ("rater_agreement",),
    "crmcore.valuechain.assessing.ratings": ("Rating", "Scale"),
    "crmcore.valuechain.assessing.rules": ("AssessmentRules",),
    "crmcore.valuechain.assessing.scores": ("ElementScore",),
    "crmcore.valuechain.assessing.verdicts": ("Verdict",),
    "crmcore.valuechain.catalogue": ("framework_crosswalk", "frameworks"),
    "crmcore.valuechain.catalogue.crm_goals": ("GOAL_TEMPLATES",),
    "crmcore.valuechain.catalogue.practices": ("PRACTICES",),
    "crmcore.valuechain.crosswalk": (
        "Crosswalk",
        "PracticeLink",
        "Theme",
        "ThemeLink",
        "shared_practices",
    ),
    "crmcore.valuechain.elements": ("Element", "Practice"),
    "crmcore.valuechain.framework": ("Framework",),
    "crmcore.valuechain.goal_templates": ("GoalTemplate",),
    "crmcore.valuechain.improvement": ("ImprovementPlan", "plan_improvement"),
    "crmcore.valuechain.industry_settings": ("INDUSTRY_SETTINGS", "IndustrySettings"),
    "crmcore.valuechain.models.cycle_turns": (
        "CycleTurns",
        "StepSpan",
        "Turn",
        "TurnChange",
        "TurnSpan",
        "cycle_turns",
    ),
    "crmcore.valuechain.models.definitions": ("DEFINITIONS", "Definition"),
    "crmcore.valuechain.models.design_choices": ("DESIGN_CHOICES",),
    "crmcore.valuechain.models.design_rules": ("DesignSide", "FitRule"),
    "crmcore.valuechain.models.fit_rules": ("FIT_RULES",),
    "crmcore.valuechain.models.funnel": ("Funnel", "FunnelStep", "funnel"),
    "crmcore.valuechain.models.hold_ups": ("HOLD_UPS", "HoldUp"),
    "crmcore.valuechain.models.market_size": (
        "MarketSegment",
        "MarketSize",
        "SegmentSize",
        "market_size",
    ),
    "crmcore.valuechain.models.offering": (
        "OfferingPosition",
        "OfferingReason",
        "offering_position",
    ),
    "crmcore.valuechain.models.organisation_fit": ("FitRow", "OrganisationFit", "organisation_fit"),
    "crmcore.valuechain.models.quotes": ("QUOTES", "Quote"),
    "crmcore.valuechain.models.ranges": ("Range",),
    "crmcore.valuechain.models.readiness": (
        "Readiness",
        "ReadinessAnswer",
        "ReadinessRow",
        "readiness",
    ),
    "crmcore.valuechain.models.stage_spending": (
        "StageFigures",
        "StageRow",
        "StageSpending",
        "stage_spending",
    ),
    "crmcore.valuechain.models.stage_strategies": ("STAGE_STRATEGIES", "StageStrategy"),
    "crmcore.valuechain.models.statements": (
        "MissionVision",
        "STATEMENTS",
        "StatementCheck",
        "StatementGap",
    ),
    "crmcore.valuechain.models.strategy_plan": (
        "SegmentCheck",
        "SegmentGap",
        "SegmentPlan",
        "StrategyCheck",
        "StrategyPlan",
    ),
    "crmcore.valuechain.planning.plans": (
        "PlannedSequence",
        "PlannedSet",
        "best_sequence",
        "best_set",
    ),
    "crmcore.valuechain.planning.priorities": ("Priorities", "Priority", "priorities"),
    "crmcore.valuechain.planning.roadmap": ("PlannedStep", "RoadMap", "Step", "road_map"),
    "crmcore.valuechain.planning.sensitivity": (
        "RankedAlternative",
        "Ranking",
        "rank_alternatives",
    ),
    "crmcore.valuechain.planning.tie_points": ("TiePoint",),
}

_find, _names = lazy(__name__, _ROOMS)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    return _find(name)


def __dir__() -> list[str]:
    return _names()
