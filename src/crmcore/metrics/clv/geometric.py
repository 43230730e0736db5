"""Contracts with one churn probability: the baseline of the contractual models."""

import math
from collections.abc import Mapping
from typing import ClassVar, Final, Self

import attrs
import numpy as np

from crmcore._checks import fraction
from crmcore._keyed import known
from crmcore._text import Title
from crmcore._types import FloatArray
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.fitting._parametric import positive
from crmcore.metrics.clv.fitting.diagnosis import Diagnosis
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.fitting.priors import Prior
from crmcore.metrics.clv.verbs._contractual import ContractModel, require_losses

__all__ = ["Geometric"]

_INTERIOR: Final = Diagnosis(
    interior=True,
    boundary=None,
    meaning=Title("The churn has an optimum of its own.", "ریزش بهینه‌ای درونی دارد."),
)
_ALL_LEAVE: Final = Diagnosis(
    interior=False,
    boundary="all_leave_at_once",
    meaning=Title(
        "All customers leave at the first renewal.",
        "همه مشتریان در نخستین نوبت تمدید می‌روند.",
    ),
    held=("churn_rate",),
)


@attrs.frozen(kw_only=True, repr=False)
class Geometric(ContractModel):
    r"""Constant retention: every contract is lost at each renewal with the same probability.

    The textbook model of customer lifetime, and the baseline to hold others against. Where
    customers differ, it is too low for those who have stayed.

    Attributes
    ----------
    churn_rate : float
        Probability that a contract is lost at a renewal, above 0 and at most 1.
    unit : {"day", "week", "month", "year", "period"}, default "period"
        How long a period of the contracts is; ``"period"`` where it has no length.

    Raises
    ------
    InvalidInputError
        If the churn rate is not above 0 or is above 1.

    Notes
    -----
    With c the churn rate, S(t) = (1 - c)^t, whatever the tenure, and

    .. math:: DERL = \frac{(1-c)(1+d)}{c+d}.

    The most likely churn rate is the share lost of all renewals that came due; its log has the
    variance (1 - c)/lost.

    References
    ----------
    .. [1] Fader & Hardie (2010), Customer-base valuation in a contractual setting: the perils of
       ignoring heterogeneity, Marketing Science 29(1), 85-93, doi:10.1287/mksc.1080.0482.

    Examples
    --------
    >>> regular = ContractTenures.from_survivors([1000, 631, 468, 382, 326, 289, 262, 241])
    >>> fit = Geometric.fit(regular)
    >>> fit.model
    Geometric(churn_rate=0.226027)
    >>> fit.model.survival([1, 7, 12]).round(3)
    array([0.774, 0.166, 0.046])
    """

    _NAMES: ClassVar[tuple[str, ...]] = ("churn_rate",)

    churn_rate: float = attrs.field(validator=positive)

    def __attrs_post_init__(self) -> None:
        fraction("churn_rate", self.churn_rate)

    @classmethod
    def fit(
        cls,
        tenures: ContractTenures,
        /,
        *,
        fixed: Mapping[str, float] | None = None,
        prior: Prior | None = None,
    ) -> Fit[Self]:
        """Fit the model by maximum likelihood.

        Parameters
        ----------
        tenures : ContractTenures
            Contracts, lost and running, of one cohort or several; weights count as contracts.
        fixed : mapping of str to float, optional
            ``{"churn_rate": 0.1}`` where it is known.
        prior : Prior, optional
            Says nothing here: a churn rate is no shape.

        Returns
        -------
        Fit
            The most likely model, in the unit of the contracts, with the evidence for it.

        Raises
        ------
        FitError
            If no contract was lost.

        Examples
        --------
        >>> seen = ContractTenures.from_survivors([100, 80], [50, 40])
        >>> fit = Geometric.fit(seen)
        >>> round(fit.model.churn_rate, 3), round(fit.standard_errors["churn_rate"], 3)
        (0.2, 0.033)
        """
        lost, renewed = require_losses(tenures)
        for name in fixed or {}:
            known("fixed", name, cls._NAMES)
        if prior is not None:
            prior.on(cls._NAMES, cls._SHAPES)
        model = cls(**(fixed or {"churn_rate": lost / (lost + renewed)}), unit=tenures.unit)
        inside = not fixed and renewed > 0
        return Fit(
            model=model,
            log_likelihood=float(tenures.row_weights @ model.log_likelihood(tenures)),
            customers=tenures.contracts,
            covariance=[[renewed / (lost + renewed) / lost if inside else 0.0]],
            estimated=1 if inside else 0,
            iterations=1,
            gradient_norm=0.0,
            diagnosis=_INTERIOR if fixed or inside else _ALL_LEAVE,
            fixed=tuple(fixed or ()),
            prior=prior,
        )

    def with_parameters(self, values: FloatArray, /) -> Self:
        """Give the same model with another churn rate.

        Parameters
        ----------
        values : ndarray of shape (1,)
            The churn rate; above 1, as a draw from the distribution of its log may be, it
            stands for 1.

        Returns
        -------
        Self
            The model.
        """
        return super().with_parameters(np.minimum(values, 1.0))

    def _log_survival(self, t: FloatArray) -> FloatArray:
        if self.churn_rate == 1:
            return np.where(t > 0, -np.inf, 0.0)
        return t * math.log1p(-self.churn_rate)

    def _retention(self, t: FloatArray) -> FloatArray:
        return np.full_like(t, 1 - self.churn_rate)

    def _churn(self, t: FloatArray) -> FloatArray:
        return np.full_like(t, self.churn_rate)

    def _residual(self, made: FloatArray, force: float) -> FloatArray:
        stays = 1 - self.churn_rate
        return np.full_like(made, stays / (self.churn_rate - stays * math.expm1(-force)))

    def _chances(self, n: int, rng: np.random.Generator) -> FloatArray:  # noqa: ARG002 - all alike
        return np.full(n, self.churn_rate)
