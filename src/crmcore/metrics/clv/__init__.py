"""Customer lifetime value: models of purchases, dropout and spend, their fits, and values."""

from crmcore.metrics.clv.bg_bb import BGBB
from crmcore.metrics.clv.bg_nbd import BGNBD
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.fit import Diagnosis, Fit, Quantity
from crmcore.metrics.clv.formula import FormulaCLV, formula_clv
from crmcore.metrics.clv.gamma_gamma import GammaGamma
from crmcore.metrics.clv.geometric import Geometric
from crmcore.metrics.clv.independence import SpendIndependence, spend_independence
from crmcore.metrics.clv.mbg_nbd import MBGNBD
from crmcore.metrics.clv.nbd import NBD
from crmcore.metrics.clv.sbg import SBG
from crmcore.metrics.clv.tracking import Tracking, track
from crmcore.metrics.clv.validation import HoldoutCheck, check_holdout
from crmcore.metrics.clv.value import CustomerValue, customer_value
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
    "Fit",
    "FormulaCLV",
    "GammaGamma",
    "Geometric",
    "HoldoutCheck",
    "PurchaseModel",
    "Quantity",
    "SpendIndependence",
    "SpendModel",
    "Tracking",
    "check_holdout",
    "customer_value",
    "formula_clv",
    "spend_independence",
    "track",
]
