"""crmcore: from purchases to decisions about customers, as typed values and pure functions.

Data enter once, as a `TransactionLog`; each result is a value that prints itself and goes on to the
next step: `CustomerSummary`, `Fit`, `CustomerValue`, `Segmentation`, `Measurement`, `Assessment`.
A name is imported from its room when it is first used, so that `import crmcore` stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from crmcore._text import Title
    from crmcore.currencies import convert_unit
    from crmcore.customers import Customer, CustomerKind, Transaction
    from crmcore.errors import (
        CrmcoreError,
        FitError,
        InvalidInputError,
        MissingExtraError,
        UndefinedMetricError,
        UnknownKeyError,
    )
    from crmcore.metrics.catalogue import kpis
    from crmcore.metrics.churn import ChurnScores, churn_scores
    from crmcore.metrics.clv import BGNBD, Fit, GammaGamma
    from crmcore.metrics.clv.tracking import Tracking, track
    from crmcore.metrics.clv.validation import HoldoutCheck, check_holdout
    from crmcore.metrics.clv.value import CustomerValue, customer_value
    from crmcore.metrics.columns import kpi_columns
    from crmcore.metrics.evaluation import evaluate
    from crmcore.metrics.goals import Goal
    from crmcore.metrics.kpi import Kpi
    from crmcore.metrics.measurement import Interval, Intervals, Measurement
    from crmcore.metrics.products import product_table
    from crmcore.names import likely_doubles
    from crmcore.periods import Window
    from crmcore.rates import Rate
    from crmcore.segmentation import (
        RFM,
        RuleSet,
        SaveDecisions,
        Segment,
        Segmentation,
        StrategicCustomers,
        ValueTiers,
        save_decisions,
        ssc,
        whale_curve,
    )
    from crmcore.serialization import from_json, to_json
    from crmcore.summary import CustomerSummary, HoldoutSplit
    from crmcore.transactions import TransactionLog
    from crmcore.valuechain import (
        Assessment,
        AssessmentRules,
        Element,
        Framework,
        KpiAnchor,
        Practice,
        Rating,
        compare,
        frameworks,
        plan_improvement,
    )
    from crmcore.valuechain.porter import Activity, PorterAnalysis

__version__ = "0.1.0"

__all__ = [
    "BGNBD",
    "RFM",
    "Activity",
    "Assessment",
    "AssessmentRules",
    "ChurnScores",
    "CrmcoreError",
    "Customer",
    "CustomerKind",
    "CustomerSummary",
    "CustomerValue",
    "Element",
    "Fit",
    "FitError",
    "Framework",
    "GammaGamma",
    "Goal",
    "HoldoutCheck",
    "HoldoutSplit",
    "Interval",
    "Intervals",
    "InvalidInputError",
    "Kpi",
    "KpiAnchor",
    "Measurement",
    "MissingExtraError",
    "PorterAnalysis",
    "Practice",
    "Rate",
    "Rating",
    "RuleSet",
    "SaveDecisions",
    "Segment",
    "Segmentation",
    "StrategicCustomers",
    "Title",
    "Tracking",
    "Transaction",
    "TransactionLog",
    "UndefinedMetricError",
    "UnknownKeyError",
    "ValueTiers",
    "Window",
    "check_holdout",
    "churn_scores",
    "compare",
    "convert_unit",
    "customer_value",
    "evaluate",
    "frameworks",
    "from_json",
    "kpi_columns",
    "kpis",
    "likely_doubles",
    "plan_improvement",
    "product_table",
    "save_decisions",
    "ssc",
    "to_json",
    "track",
    "whale_curve",
]

_ROOMS: Final = {
    "Activity": "crmcore.valuechain.porter",
    "Assessment": "crmcore.valuechain",
    "AssessmentRules": "crmcore.valuechain",
    "BGNBD": "crmcore.metrics.clv",
    "ChurnScores": "crmcore.metrics.churn",
    "CrmcoreError": "crmcore.errors",
    "Customer": "crmcore.customers",
    "CustomerKind": "crmcore.customers",
    "CustomerSummary": "crmcore.summary",
    "CustomerValue": "crmcore.metrics.clv.value",
    "Element": "crmcore.valuechain",
    "Fit": "crmcore.metrics.clv",
    "FitError": "crmcore.errors",
    "Framework": "crmcore.valuechain",
    "GammaGamma": "crmcore.metrics.clv",
    "Goal": "crmcore.metrics.goals",
    "HoldoutCheck": "crmcore.metrics.clv.validation",
    "HoldoutSplit": "crmcore.summary",
    "Interval": "crmcore.metrics.measurement",
    "Intervals": "crmcore.metrics.measurement",
    "InvalidInputError": "crmcore.errors",
    "Kpi": "crmcore.metrics.kpi",
    "KpiAnchor": "crmcore.valuechain",
    "Measurement": "crmcore.metrics.measurement",
    "MissingExtraError": "crmcore.errors",
    "PorterAnalysis": "crmcore.valuechain.porter",
    "Practice": "crmcore.valuechain",
    "RFM": "crmcore.segmentation",
    "Rate": "crmcore.rates",
    "Rating": "crmcore.valuechain",
    "RuleSet": "crmcore.segmentation",
    "SaveDecisions": "crmcore.segmentation",
    "Segment": "crmcore.segmentation",
    "Segmentation": "crmcore.segmentation",
    "StrategicCustomers": "crmcore.segmentation",
    "Title": "crmcore._text",
    "Tracking": "crmcore.metrics.clv.tracking",
    "Transaction": "crmcore.customers",
    "TransactionLog": "crmcore.transactions",
    "UndefinedMetricError": "crmcore.errors",
    "UnknownKeyError": "crmcore.errors",
    "ValueTiers": "crmcore.segmentation",
    "Window": "crmcore.periods",
    "check_holdout": "crmcore.metrics.clv.validation",
    "churn_scores": "crmcore.metrics.churn",
    "compare": "crmcore.valuechain",
    "convert_unit": "crmcore.currencies",
    "customer_value": "crmcore.metrics.clv.value",
    "evaluate": "crmcore.metrics.evaluation",
    "frameworks": "crmcore.valuechain",
    "from_json": "crmcore.serialization",
    "kpi_columns": "crmcore.metrics.columns",
    "kpis": "crmcore.metrics.catalogue",
    "likely_doubles": "crmcore.names",
    "plan_improvement": "crmcore.valuechain",
    "product_table": "crmcore.metrics.products",
    "save_decisions": "crmcore.segmentation",
    "ssc": "crmcore.segmentation",
    "to_json": "crmcore.serialization",
    "track": "crmcore.metrics.clv.tracking",
    "whale_curve": "crmcore.segmentation",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    if name not in _ROOMS:
        msg = f"module 'crmcore' has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(_ROOMS[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
