"""Porter's value chain: cost, time, value and margin of a firm's activities, and their links."""

from crmcore.valuechain.porter.activities import Activity, DriverShare
from crmcore.valuechain.porter.analysis import PorterAnalysis
from crmcore.valuechain.porter.categories import CATEGORY_TITLES, PORTER_ROLES, role_of
from crmcore.valuechain.porter.changes import ActivityChange
from crmcore.valuechain.porter.competitors import Competitor, CompetitorFigure
from crmcore.valuechain.porter.cost_drivers import COST_DRIVERS, CostDriver
from crmcore.valuechain.porter.costs import CostRow, CostStructure, DriverCost
from crmcore.valuechain.porter.dependencies import ActivityEffect, DependencyGraph, Reach
from crmcore.valuechain.porter.efficiency import Efficiency, EfficiencyRow
from crmcore.valuechain.porter.improvements import Improvement, ImprovementRow, PorterPlan
from crmcore.valuechain.porter.links import ActivityLink, LinkChange
from crmcore.valuechain.porter.margins import MarginRow, Margins
from crmcore.valuechain.porter.measures import ACTIVITY_MEASURES, TIME_UNITS
from crmcore.valuechain.porter.positions import (
    ActivityPosition,
    CompetitorStanding,
    RelativePosition,
)
from crmcore.valuechain.porter.roles import RoleSplit
from crmcore.valuechain.porter.what_if import FigureChange, PorterState, WhatIf

__all__ = [
    "ACTIVITY_MEASURES",
    "CATEGORY_TITLES",
    "COST_DRIVERS",
    "PORTER_ROLES",
    "TIME_UNITS",
    "Activity",
    "ActivityChange",
    "ActivityEffect",
    "ActivityLink",
    "ActivityPosition",
    "Competitor",
    "CompetitorFigure",
    "CompetitorStanding",
    "CostDriver",
    "CostRow",
    "CostStructure",
    "DependencyGraph",
    "DriverCost",
    "DriverShare",
    "Efficiency",
    "EfficiencyRow",
    "FigureChange",
    "Improvement",
    "ImprovementRow",
    "LinkChange",
    "MarginRow",
    "Margins",
    "PorterAnalysis",
    "PorterPlan",
    "PorterState",
    "Reach",
    "RelativePosition",
    "RoleSplit",
    "WhatIf",
    "role_of",
]
