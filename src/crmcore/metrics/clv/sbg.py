"""The shifted beta-geometric model of contracts."""

from collections.abc import Mapping
from typing import ClassVar, Self

import attrs
import numpy as np

from crmcore._types import FloatArray
from crmcore.metrics.clv._families.sbg import sbg_problem
from crmcore.metrics.clv._maths.beta_counts import log_passed
from crmcore.metrics.clv._maths.geometric_sums import geometric_sum
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.fitting._estimation import fit_problem
from crmcore.metrics.clv.fitting._parametric import positive
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.fitting.priors import Prior
from crmcore.metrics.clv.verbs._contractual import ContractModel

__all__ = ["SBG"]


@attrs.frozen(kw_only=True, repr=False)
class SBG(ContractModel):
    r"""The shifted beta-geometric model: retention rises with tenure because the loyal remain.

    At each renewal a contract is lost with a probability that stays the same for each customer
    and differs between them as Beta(alpha, beta). Those likely to leave leave first, so the
    retention of a cohort rises although no customer becomes more loyal.

    Attributes
    ----------
    alpha, beta : float
        Shapes of the churn probabilities, above 0: their mean is alpha / (alpha + beta); the
        smaller their sum, the more customers differ.
    unit : {"day", "week", "month", "year", "period"}, default "period"
        How long a period of the contracts is; ``"period"`` where it has no length.

    Raises
    ------
    InvalidInputError
        If a parameter is not finite or not above 0.

    Notes
    -----
    With (q)_n the rising factorial ([1]_, eqs. 5-8):

    .. math:: P(T=t) = \frac{\alpha\,(\beta)_{t-1}}{(\alpha+\beta)_t}, \qquad
        S(t) = \frac{(\beta)_t}{(\alpha+\beta)_t}, \qquad
        r_t = \frac{\beta+t-1}{\alpha+\beta+t-1}.

    The discounted residual lifetime after n - 1 renewals is a mean over the churn probabilities
    of those who are left ([2]_, eq. 6 in a form without special functions):

    .. math:: DERL = \frac{\beta+n-1}{\alpha+\beta+n-1} \sum_{j\ge0}
        \frac{(\beta+n)_j}{(\alpha+\beta+n)_j (1+d)^j}.

    References
    ----------
    .. [1] Fader & Hardie (2007), How to project customer retention, Journal of Interactive
       Marketing 21(1), 76-90, doi:10.1002/dir.20074.
    .. [2] Fader & Hardie (2010), Customer-base valuation in a contractual setting, Marketing
       Science 29(1), 85-93, doi:10.1287/mksc.1080.0482.

    Examples
    --------
    >>> regular = ContractTenures.from_survivors([1000, 631, 468, 382, 326, 289, 262, 241])
    >>> fit = SBG.fit(regular)
    >>> fit.model
    SBG(alpha=0.704077, beta=1.18204)
    >>> fit.model.survival([1, 7, 12]).round(3)
    array([0.627, 0.239, 0.17 ])
    """

    _NAMES: ClassVar[tuple[str, ...]] = ("alpha", "beta")
    _SHAPES: ClassVar[tuple[str, ...]] = ("alpha", "beta")
    _CONTAINS: ClassVar[tuple[str, ...]] = ("Geometric",)

    alpha: float = attrs.field(validator=positive)
    beta: float = attrs.field(validator=positive)

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
            Parameters that are known, such as ``{"alpha": 1.0}``.
        prior : Prior, optional
            What is known of the shapes beforehand; the likelihood times the prior is maximised.

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
        >>> seen = ContractTenures.from_survivors([1000, 869, 743, 653, 593], [800, 700, 600])
        >>> fit = SBG.fit(seen)
        >>> fit.diagnosis.interior, fit.customers
        (True, 1800.0)
        """
        blank = cls(alpha=1.0, beta=1.0, unit=tenures.unit)
        return fit_problem(sbg_problem(tenures), blank, fixed=fixed, prior=prior)

    def _log_survival(self, t: FloatArray) -> FloatArray:
        return log_passed(self.alpha, self.beta, t)

    def _retention(self, t: FloatArray) -> FloatArray:
        rest = self.beta + (t - 1)
        return rest / (self.alpha + rest)

    def _churn(self, t: FloatArray) -> FloatArray:
        return self.alpha / (self.alpha + (self.beta + (t - 1)))

    def _residual(self, made: FloatArray, force: float) -> FloatArray:
        later = geometric_sum(self.alpha, self.beta + made + 1, force=force, length=np.inf)
        return self._retention(made + 1) * later

    def _chances(self, n: int, rng: np.random.Generator) -> FloatArray:
        return rng.beta(self.alpha, self.beta, n)
