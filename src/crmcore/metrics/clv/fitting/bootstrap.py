"""The parametric bootstrap: what a fit would have been on bases that its model draws."""

from typing import Any, Final, TypeVar

import numpy as np

from crmcore._inputs import whole_number
from crmcore.errors import FitError
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.fitting._parametric import Parametric
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.summary import CustomerSummary

__all__ = ["bootstrap"]

M = TypeVar("M", bound=Parametric)

_PATIENCE: Final = 10


def bootstrap(
    fit: Fit[M],
    subject: CustomerSummary | ContractTenures,
    n: int,
    /,
    *,
    rng: np.random.Generator,
) -> tuple[M, ...]:
    """Draw bases from a fitted model and fit it to each.

    The models are what else the parameters may be, with no assumption about the shape of their
    distribution; hand them to `Fit.interval` as `draws`.

    Parameters
    ----------
    fit : Fit
        The fit; what was fixed stays fixed, a prior is used again.
    subject : CustomerSummary or ContractTenures
        The base that was fitted: its ages, numbers of purchases for a spend model, and weights,
        which must be whole, say who is drawn.
    n : int
        Bases, at least 1.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    tuple of n models
        One for each base that could be fitted; drawn again where nobody has bought again in it.

    Raises
    ------
    InvalidInputError
        If `n` is not whole and above 0, or a weight is not whole.
    FitError
        If ten draws in a row cannot be fitted.

    References
    ----------
    .. [1] Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 6.

    Examples
    --------
    >>> from crmcore.metrics.clv import NBD
    >>> truth = NBD(r=0.6, alpha=5.0, unit="week")
    >>> base = truth.simulate(500, T=52.0, rng=np.random.default_rng(1))
    >>> fit = NBD.fit(base)
    >>> draws = bootstrap(fit, base, 20, rng=np.random.default_rng(2))
    >>> ends = fit.total_interval("expected_purchases", base, horizon=52, draws=draws)
    >>> ends.method
    '20 draws'
    """
    n = whole_number("n", n, low=1, high=10**6)
    source: Any = fit.model
    models: list[M] = []
    failures = 0
    while len(models) < n:
        drawn = source.resample(subject, rng=rng)
        try:
            models.append(fit.refit(drawn).model)
        except FitError:
            failures += 1
            if failures == _PATIENCE:
                raise
            continue
        failures = 0
    return tuple(models)
