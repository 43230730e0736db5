"""Customer lifetime value: models of purchases, dropout and spend, their fits, and values."""

from crmcore.metrics.clv.bg_bb import BGBB
from crmcore.metrics.clv.bg_cnbd import BGCNBD
from crmcore.metrics.clv.bg_nbd import BGNBD
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.covariates.contracts import CovariateContracts
from crmcore.metrics.clv.covariates.effects import (
    CovariateEffect,
    CovariateEffects,
    covariate_effects,
)
from crmcore.metrics.clv.covariates.encoding import CovariateEncoding
from crmcore.metrics.clv.covariates.fits import fit_with_covariates
from crmcore.metrics.clv.covariates.mix import CovariateMix
from crmcore.metrics.clv.covariates.models import CovariateModel
from crmcore.metrics.clv.evaluation.baselines import Forecaster, LastPeriod, OwnRate, RecencyRule
from crmcore.metrics.clv.evaluation.calibration import (
    CountForecaster,
    IntervalCoverage,
    Reliability,
    interval_coverage,
    reliability,
)
from crmcore.metrics.clv.evaluation.comparison import (
    ComparedModel,
    LeftOut,
    ModelComparison,
    PairedDifference,
    Recommendation,
    compare_models,
)
from crmcore.metrics.clv.evaluation.contradictions import Contradictions, StoryCheck, contradictions
from crmcore.metrics.clv.evaluation.holdout import ModelEvaluation, evaluate_model
from crmcore.metrics.clv.evaluation.independence import SpendIndependence, spend_independence
from crmcore.metrics.clv.evaluation.tracking import Tracking, track
from crmcore.metrics.clv.evaluation.validation import HoldoutCheck, check_holdout
from crmcore.metrics.clv.fitting.bootstrap import bootstrap
from crmcore.metrics.clv.fitting.diagnosis import Diagnosis
from crmcore.metrics.clv.fitting.fit import Fit, Quantity
from crmcore.metrics.clv.fitting.nested import LikelihoodRatio, likelihood_ratio
from crmcore.metrics.clv.fitting.priors import Prior
from crmcore.metrics.clv.fitting.profile import Profile, profile_likelihood
from crmcore.metrics.clv.fitting.segments import SegmentFits, fit_segments
from crmcore.metrics.clv.formula import FormulaCLV, formula_clv
from crmcore.metrics.clv.gamma_gamma import GammaGamma
from crmcore.metrics.clv.geometric import Geometric
from crmcore.metrics.clv.ggompertz_nbd import GGompertzNBD
from crmcore.metrics.clv.mbg_cnbd import MBGCNBD
from crmcore.metrics.clv.mbg_nbd import MBGNBD
from crmcore.metrics.clv.nbd import NBD
from crmcore.metrics.clv.pareto_nbd import ParetoNBD
from crmcore.metrics.clv.sbg import SBG
from crmcore.metrics.clv.value.customers import CustomerValue, customer_value
from crmcore.metrics.clv.value.equity_change import EquityChange, EquityState, explain_equity_change
from crmcore.metrics.clv.value.forecast import PurchaseForecast, forecast_purchases
from crmcore.metrics.clv.value.new_customer import NewCustomerValue, new_customer_value
from crmcore.metrics.clv.value.parts import ValueParts
from crmcore.metrics.clv.value.schedule import ValueSchedule, value_schedule
from crmcore.metrics.clv.verbs.protocols import PurchaseModel, SpendModel

__all__ = [
    "BGBB",
    "BGCNBD",
    "BGNBD",
    "MBGCNBD",
    "MBGNBD",
    "NBD",
    "SBG",
    "ComparedModel",
    "ContractTenures",
    "Contradictions",
    "CountForecaster",
    "CovariateContracts",
    "CovariateEffect",
    "CovariateEffects",
    "CovariateEncoding",
    "CovariateMix",
    "CovariateModel",
    "CustomerValue",
    "Diagnosis",
    "EquityChange",
    "EquityState",
    "Fit",
    "Forecaster",
    "FormulaCLV",
    "GGompertzNBD",
    "GammaGamma",
    "Geometric",
    "HoldoutCheck",
    "IntervalCoverage",
    "LastPeriod",
    "LeftOut",
    "LikelihoodRatio",
    "ModelComparison",
    "ModelEvaluation",
    "NewCustomerValue",
    "OwnRate",
    "PairedDifference",
    "ParetoNBD",
    "Prior",
    "Profile",
    "PurchaseForecast",
    "PurchaseModel",
    "Quantity",
    "RecencyRule",
    "Recommendation",
    "Reliability",
    "SegmentFits",
    "SpendIndependence",
    "SpendModel",
    "StoryCheck",
    "Tracking",
    "ValueParts",
    "ValueSchedule",
    "bootstrap",
    "check_holdout",
    "compare_models",
    "contradictions",
    "covariate_effects",
    "customer_value",
    "evaluate_model",
    "explain_equity_change",
    "fit_segments",
    "fit_with_covariates",
    "forecast_purchases",
    "formula_clv",
    "interval_coverage",
    "likelihood_ratio",
    "new_customer_value",
    "profile_likelihood",
    "reliability",
    "spend_independence",
    "track",
    "value_schedule",
]
