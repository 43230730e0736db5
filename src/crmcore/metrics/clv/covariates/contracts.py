"""The shifted beta-geometric model with covariates of churn."""

from collections.abc import Mapping
from typing import Self, cast

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import refuse_rows
from crmcore._types import FloatArray, TimeUnit
from crmcore.covariates import Covariates, require_length
from crmcore.metrics.clv._arguments import copies, count
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.covariates._base import Covaried, effect_values
from crmcore.metrics.clv.covariates._fit import refit_covariates
from crmcore.metrics.clv.covariates._rows import at_rows
from crmcore.metrics.clv.covariates.encoding import CovariateEncoding
from crmcore.metrics.clv.covariates.mix import CovariateMix
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.fitting.priors import Prior
from crmcore.metrics.clv.sbg import SBG
from crmcore.metrics.clv.verbs._contractual import ContractModel, require_same_unit
from crmcore.metrics.clv.verbs._purchase_formulas import Formula
from crmcore.rates import Rate

__all__ = ["CovariateContracts"]


def _unit_of(model: "CovariateContracts") -> TimeUnit:
    return model.plain.unit


@attrs.frozen(kw_only=True, repr=False)
class CovariateContracts(Covaried[SBG], ContractModel):
    r"""sBG whose churn probabilities depend on what else is known of each contract.

    Its survival, retention, churn and lifetimes are those of a base with the kinds of customers in
    `mix`; `at` gives the plain model of one kind.

    Attributes
    ----------
    plain : SBG
        The model of customers at the reference point of the encoding.
    encoding : CovariateEncoding
        Reference values and categories.
    dropout : mapping of str to float
        Effects on the log odds of the mean churn probability: per unit of a column, or in a
        category against the reference category.
    concentration : mapping of str to float
        Effects on how much alike churn probabilities are, on the log of the geometric mean of
        alpha and beta; above 0 they are more alike.
    purchase : mapping of str to float
        Empty: contracts have no purchases.
    mix : CovariateMix or None
        The kinds of customers in the base that was fitted; None is the reference point alone.

    Raises
    ------
    InvalidInputError
        If an effect is not finite or has no place in the model or in the encoding.

    Notes
    -----
    With z the distances from the reference point, and effects delta and kappa on dropout and
    concentration,

    .. math:: \alpha_i = \alpha e^{(\kappa + \delta/2)'z}, \qquad
        \beta_i = \beta e^{(\kappa - \delta/2)'z},

    so that the mean churn probability has the log odds :math:`\ln\alpha/\beta + \delta'z`.

    Examples
    --------
    >>> model = CovariateContracts(
    ...     plain=SBG(alpha=0.7, beta=3.8, unit="year"),
    ...     encoding=CovariateEncoding(categories={"plan": ("plus", "basic")}),
    ...     dropout={"plan=basic": 0.9},
    ... )
    >>> seen = ContractTenures(tenure=[2, 2], lost=[False, False], unit="year")
    >>> model.churn_of(seen.with_covariates({"plan": ["plus", "basic"]})).round(3)
    array([0.108, 0.199])
    >>> round(model.at({"plan": "basic"}).churn(1), 3)
    0.312
    """

    plain: SBG
    encoding: CovariateEncoding
    dropout: Mapping[str, float] = attrs.field(factory=dict[str, float], converter=effect_values)
    concentration: Mapping[str, float] = attrs.field(
        factory=dict[str, float], converter=effect_values
    )
    purchase: Mapping[str, float] = attrs.field(factory=dict[str, float], converter=effect_values)
    mix: CovariateMix | None = None
    unit: TimeUnit = attrs.field(init=False, default=attrs.Factory(_unit_of, takes_self=True))

    def __attrs_post_init__(self) -> None:
        self._require_effects()

    @classmethod
    def fit(
        cls,
        tenures: ContractTenures,
        /,
        *,
        like: "CovariateContracts",
        fixed: Mapping[str, float] | None = None,
        prior: Prior | None = None,
    ) -> Fit[Self]:
        """Fit a model with the encoding and the effects of another one.

        Parameters
        ----------
        tenures : ContractTenures
            The contracts, with the covariates; weights count as contracts.
        like : CovariateContracts
            The other one, whatever its parameters; `fit_with_covariates` makes one from names.
        fixed : mapping of str to float, optional
            Parameters and effects that are known.
        prior : Prior, optional
            What is known of shapes and effects beforehand.

        Returns
        -------
        Fit
            The most likely model, in the unit of the contracts, with the evidence for it.

        Raises
        ------
        FitError
            If no contract was lost.
        InvalidInputError
            If columns are missing, do not vary or determine each other.
        """
        return refit_covariates(cast("Self", like), tenures, fixed=fixed, prior=prior)

    def log_likelihood(self, tenures: ContractTenures, /) -> FloatArray:
        """Give the log-likelihood of each row.

        Parameters
        ----------
        tenures : ContractTenures
            ``n`` rows with covariates, in the model's unit.

        Returns
        -------
        ndarray of shape (n,)
            Log chances: of being lost at that renewal, or of having passed so many; weights are
            not multiplied in.

        Raises
        ------
        InvalidInputError
            If the unit of the contracts is another than the model's, or columns are missing.
        """
        require_same_unit(self.unit, tenures)
        own = self.row_parameters(tenures.covariates)
        passed = self._by_row("_log_survival", own, tenures.tenure - tenures.lost)
        ended = np.where(tenures.lost, self._by_row("_churn", own, tenures.tenure), 1.0)
        return passed + np.log(ended)

    def churn_of(self, tenures: ContractTenures, /) -> FloatArray:
        """Give the chance that each running contract is lost at its next renewal.

        Parameters
        ----------
        tenures : ContractTenures
            ``n`` running contracts with covariates, in the model's unit.

        Returns
        -------
        ndarray of shape (n,)
            Probabilities in [0, 1]; lower is better.

        Raises
        ------
        InvalidInputError
            If a contract was lost, the unit is another, or columns are missing.
        """
        own = self._running(tenures)
        return self._by_row("_churn", own, tenures.tenure + 1)

    def residual_lifetime_of(self, tenures: ContractTenures, /, *, rate: Rate) -> FloatArray:
        """Give the periods still to be expected of each running contract, in today's worth.

        Parameters
        ----------
        tenures : ContractTenures
            ``n`` running contracts with covariates, in the model's unit; the next renewal of each
            is due now.
        rate : Rate
            Discount rate above 0, converted to the period of the contracts.

        Returns
        -------
        ndarray of shape (n,)
            Discounted periods, >= 0, as `discounted_expected_residual_lifetime` counts them.

        Raises
        ------
        InvalidInputError
            If a contract was lost, the unit is another, columns are missing, or the rate is not
            above 0.
        """
        own = self._running(tenures)
        return self._by_row("_residual", own, tenures.tenure, self._force(rate))

    def simulate(
        self,
        n: int,
        /,
        *,
        T: int | npt.ArrayLike,
        rng: np.random.Generator,
        covariates: Covariates | None = None,
    ) -> ContractTenures:
        """Draw contracts from the model.

        Parameters
        ----------
        n : int
            Contracts.
        T : int or array_like of shape (n,)
            Renewals that have come due since each one's start, if it lasts.
        rng : numpy.random.Generator
            Source of chance.
        covariates : Covariates, optional
            What is known of them, ``n`` rows; else kinds are drawn from `mix`.

        Returns
        -------
        ContractTenures
            What would be seen of them, with their covariates.

        Raises
        ------
        InvalidInputError
            If there are more or fewer covariates than contracts, or columns are missing.
        """
        n = count("n", n)
        require_length(covariates, n)
        known = self._kinds_drawn(n, rng) if covariates is None else covariates
        own = at_rows(self.plain, self.row_parameters(known))
        return attrs.evolve(own.simulate(n, T=T, rng=rng), covariates=known)

    def resample(self, tenures: ContractTenures, /, *, rng: np.random.Generator) -> ContractTenures:
        """Draw a base like a given one from the model.

        Parameters
        ----------
        tenures : ContractTenures
            What is drawn: as many contracts, each with the same covariates. A lost one, whose age
            is not known, counts as old as the oldest.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        ContractTenures
            One row a contract.

        Raises
        ------
        InvalidInputError
            If a weight is not whole, or columns are missing.
        """
        self.row_parameters(tenures.covariates)
        drawn = tenures.select(copies(tenures.row_weights))
        oldest = float(tenures.tenure.max(initial=0))
        due = np.where(drawn.lost, oldest, drawn.tenure)
        new = self.simulate(len(drawn), T=due, rng=rng, covariates=drawn.covariates)
        return attrs.evolve(new, unit=tenures.unit)

    def _running(self, tenures: ContractTenures) -> Mapping[str, FloatArray]:
        require_same_unit(self.unit, tenures)
        rule = "be of running contracts (take those with tenures.select(~tenures.lost))"
        refuse_rows("tenures", tenures.tenure, tenures.lost, rule)
        return self.row_parameters(tenures.covariates)

    def _by_row(
        self, name: str, own: Mapping[str, FloatArray], column: FloatArray, *rest: object
    ) -> FloatArray:
        formula: Formula = getattr(at_rows(self.plain, own), name)
        return formula(column, *rest)

    # Formulas of the mix: t and made are whole numbers, of shape (n,).

    def _of_kinds(self, name: str, t: FloatArray, *rest: object) -> tuple[FloatArray, FloatArray]:
        kinds, shares = self._kinds()
        columns = self.row_parameters(kinds).items()
        own = {name: np.repeat(column, t.size) for name, column in columns}
        each = self._by_row(name, own, np.tile(t, shares.size), *rest)
        return each.reshape(shares.size, t.size), shares

    # The mean over the kinds of those who are still there after some renewals.
    def _mean(self, name: str, passed: FloatArray, t: FloatArray, *rest: object) -> FloatArray:
        left, shares = self._of_kinds("_log_survival", passed)
        weights = shares[:, None] * np.exp(left - left.max(axis=0))
        each, _ = self._of_kinds(name, t, *rest)
        mean: FloatArray = (weights * each).sum(axis=0) / weights.sum(axis=0)
        return mean

    def _log_survival(self, t: FloatArray) -> FloatArray:
        left, shares = self._of_kinds("_log_survival", t)
        top = left.max(axis=0)
        value: FloatArray = top + np.log(shares @ np.exp(left - top))
        return value

    def _retention(self, t: FloatArray) -> FloatArray:
        return self._mean("_retention", t - 1, t)

    def _churn(self, t: FloatArray) -> FloatArray:
        return self._mean("_churn", t - 1, t)

    def _residual(self, made: FloatArray, force: float) -> FloatArray:
        return self._mean("_residual", made, made, force)

    def _chances(self, n: int, rng: np.random.Generator) -> FloatArray:
        raise NotImplementedError
