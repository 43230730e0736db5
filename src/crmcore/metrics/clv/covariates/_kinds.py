"""The kinds of customers in a base, or some that stand for all."""

from typing import Any, Final

import numpy as np

from crmcore._distinct import compress
from crmcore.covariates import Covariates
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.covariates._base import Covaried
from crmcore.metrics.clv.covariates._setups import PROCESSES
from crmcore.metrics.clv.covariates.encoding import required
from crmcore.metrics.clv.covariates.mix import CovariateMix
from crmcore.metrics.clv.fitting._problem import representatives
from crmcore.summary import CustomerSummary

__all__ = ["mix_of"]

_MOST: Final = 400


def mix_of(model: Covaried[Any], subject: CustomerSummary | ContractTenures, /) -> CovariateMix:
    """Count the kinds of customers in a base.

    Parameters
    ----------
    model : Covaried
        A model with covariates.
    subject : CustomerSummary or ContractTenures
        The base.

    Returns
    -------
    CovariateMix
        All kinds if there are few; else 400 that are spread evenly over the effects, on purchase
        first.

    Raises
    ------
    InvalidInputError
        If there are no covariates.
    """
    encoding = model.encoding
    covariates = required(subject.covariates, next(iter(encoding.reference)))
    numbers, labels = tuple(encoding.centres), tuple(encoding.categories)
    columns = [*(covariates.numbers[name] for name in numbers), *encoding.coded(covariates, labels)]
    rows, weights = compress(*columns, weights=subject.weights)
    kinds = Covariates(
        numbers=dict(zip(numbers, rows, strict=False)),
        labels={
            name: np.array(encoding.categories[name], dtype=object)[codes.astype(np.int64)]
            for name, codes in zip(labels, rows[len(numbers) :], strict=True)
        },
    )
    if weights.size > _MOST:
        named = [getattr(model, process) for process in PROCESSES if getattr(model, process)]
        order = np.lexsort([encoding.predictor(kinds, effects) for effects in named[::-1]])
        chosen, weights = representatives(weights[order], _MOST)
        kinds = kinds.select(order[chosen])
    return CovariateMix(covariates=kinds, shares=weights / weights.sum())
