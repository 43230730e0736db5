"""Customer lifetime value: models of purchases, dropout and spend, and their fits."""

from crmcore.metrics.clv.bg_nbd import BGNBD
from crmcore.metrics.clv.fit import Diagnosis, Fit, Quantity
from crmcore.metrics.clv.gamma_gamma import GammaGamma
from crmcore.metrics.clv.independence import SpendIndependence, spend_independence

__all__ = [
    "BGNBD",
    "Diagnosis",
    "Fit",
    "GammaGamma",
    "Quantity",
    "SpendIndependence",
    "spend_independence",
]
