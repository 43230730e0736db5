"""crmcore: from purchases to decisions about customers, as typed values and pure functions.

Data enter once, as a `TransactionLog`; each result is a value that prints itself and goes on to the
next step: `CustomerSummary`, `Fit`, `CustomerValue`, `Segmentation`, `Measurement`, `Assessment`.
A name is imported from its room when it is first used, so that `import crmcore` stays light.
"""

from typing import TYPE_CHECKING, Any, Final

from crmcore._lazy import lazy

if TYPE_CHECKING:
    from crmcore._text import Title
    from crmcore.covariates import Covariates
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
    from crmcore.metrics.clv import (
        BGBB,
        BGCNBD,
        BGNBD,
        MBGCNBD,
        MBGNBD,
        NBD,
        SBG,
        ContractTenures,
        Fit,
        GammaGamma,
        GGompertzNBD,
        ParetoNBD,
        fit_with_covariates,
        formula_clv,
    )
    from crmcore.metrics.clv.evaluation.tracking import Tracking, track
    from crmcore.metrics.clv.evaluation.validation import HoldoutCheck, check_holdout
    from crmcore.metrics.clv.value.customers import CustomerValue, customer_value
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
        frameworks,
        plan_improvement,
    )
    from crmcore.valuechain.porter import PorterAnalysis

__version__ = "0.1.0"

__all__ = [
    "BGBB",
    "BGCNBD",
    "BGNBD",
    "MBGCNBD",
    "MBGNBD",
    "NBD",
    "RFM",
    "SBG",
    "Assessment",
    "AssessmentRules",
    "ChurnScores",
    "ContractTenures",
    "Covariates",
    "CrmcoreError",
    "Customer",
    "CustomerKind",
    "CustomerSummary",
    "CustomerValue",
    "Element",
    "Fit",
    "FitError",
    "Framework",
    "GGompertzNBD",
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
    "ParetoNBD",
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
    "convert_unit",
    "customer_value",
    "evaluate",
    "fit_with_covariates",
    "formula_clv",
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
    "crmcore._text": ("Title",),
    "crmcore.covariates": ("Covariates",),
    "crmcore.currencies": ("convert_unit",),
    "crmcore.customers": ("Customer", "CustomerKind", "Transaction"),
    "crmcore.errors": (
        "CrmcoreError",
        "FitError",
        "InvalidInputError",
        "MissingExtraError",
        "UndefinedMetricError",
        "UnknownKeyError",
    ),
    "crmcore.metrics.catalogue": ("kpis",),
    "crmcore.metrics.churn": ("ChurnScores", "churn_scores"),
    "crmcore.metrics.clv": (
        "BGBB",
        "BGCNBD",
        "BGNBD",
        "ContractTenures",
        "Fit",
        "GGompertzNBD",
        "GammaGamma",
        "MBGCNBD",
        "MBGNBD",
        "NBD",
        "ParetoNBD",
        "SBG",
        "fit_with_covariates",
        "formula_clv",
    ),
    "crmcore.metrics.clv.evaluation.tracking": ("Tracking", "track"),
    "crmcore.metrics.clv.evaluation.validation": ("HoldoutCheck", "check_holdout"),
    "crmcore.metrics.clv.value.customers": ("CustomerValue", "customer_value"),
    "crmcore.metrics.columns": ("kpi_columns",),
    "crmcore.metrics.evaluation": ("evaluate",),
    "crmcore.metrics.goals": ("Goal",),
    "crmcore.metrics.kpi": ("Kpi",),
    "crmcore.metrics.measurement": ("Interval", "Intervals", "Measurement"),
    "crmcore.metrics.products": ("product_table",),
    "crmcore.names": ("likely_doubles",),
    "crmcore.periods": ("Window",),
    "crmcore.rates": ("Rate",),
    "crmcore.segmentation": (
        "RFM",
        "RuleSet",
        "SaveDecisions",
        "Segment",
        "Segmentation",
        "StrategicCustomers",
        "ValueTiers",
        "save_decisions",
        "ssc",
        "whale_curve",
    ),
    "crmcore.serialization": ("from_json", "to_json"),
    "crmcore.summary": ("CustomerSummary", "HoldoutSplit"),
    "crmcore.transactions": ("TransactionLog",),
    "crmcore.valuechain": (
        "Assessment",
        "AssessmentRules",
        "Element",
        "Framework",
        "KpiAnchor",
        "Practice",
        "Rating",
        "frameworks",
        "plan_improvement",
    ),
    "crmcore.valuechain.porter": ("PorterAnalysis",),
}

_find, _names = lazy(__name__, _ROOMS)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    return _find(name)


def __dir__() -> list[str]:
    return _names()
