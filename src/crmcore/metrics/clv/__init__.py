"""Customer lifetime value: models of purchases, dropout and spend, their fits, and values."""

from crmcore.metrics.clv.bg_bb import BGBB
from crmcore.metrics.clv.bg_nbd import BGNBD
from crmcore.metrics.clv.bootstrap import bootstrap
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.diagnosis import Diagnosis
from crmcore.metrics.clv.equity_change import EquityChange, EquityState, explain_equity_change
from crmcore.metrics.clv.fit import Fit, Quantity
from crmcore.metrics.clv.fit_segments import SegmentFits, fit_segments
from crmcore.metrics.clv.forecast import PurchaseForecast, forecast_purchases
from crmcore.metrics.clv.formula import FormulaCLV, formula_clv
from crmcore.metrics.clv.gamma_gamma import GammaGamma
from crmcore.metrics.clv.geometric import Geometric
from crmcore.metrics.clv.independence import SpendIndependence, spend_independence
from crmcore.metrics.clv.mbg_nbd import MBGNBD
from crmcore.metrics.clv.nbd import NBD
from crmcore.metrics.clv.nested import LikelihoodRatio, likelihood_ratio
from crmcore.metrics.clv.new_customer import NewCustomerValue, new_customer_value
from crmcore.metrics.clv.pareto_nbd import ParetoNBD
from crmcore.metrics.clv.priors import Prior
from crmcore.metrics.clv.profile import Profile, profile_likelihood
from crmcore.metrics.clv.sbg import SBG
from crmcore.metrics.clv.tracking import Tracking, track
from crmcore.metrics.clv.validation import HoldoutCheck, check_holdout
from crmcore.metrics.clv.value import CustomerValue, customer_value
from crmcore.metrics.clv.value_parts import ValueParts
from crmcore.metrics.clv.value_schedule import ValueSchedule, value_schedule
from crmcore.metrics.clv.verbs import PurchaseModel, SpendModel

__all__ = [
    "BGBB",
    "BGNBD",
    "MBGNBD",
    "NBD",
    "SBG",
    "ContractTenures",
    "CustomerValue",
    "Diagnosis",
    "EquityChange",
    "EquityState",
    "Fit",
    "FormulaCLV",
    "GammaGamma",
    "Geometric",
    "HoldoutCheck",
    "LikelihoodRatio",
    "NewCustomerValue",
    "ParetoNBD",
    "Prior",
    "Profile",
    "PurchaseForecast",
    "PurchaseModel",
    "Quantity",
    "SegmentFits",
    "SpendIndependence",
    "SpendModel",
    "Tracking",
    "ValueParts",
    "ValueSchedule",
    "bootstrap",
    "check_holdout",
    "customer_value",
    "explain_equity_change",
    "fit_segments",
    "forecast_purchases",
    "formula_clv",
    "likelihood_ratio",
    "new_customer_value",
    "profile_likelihood",
    "spend_independence",
    "track",
    "value_schedule",
]
