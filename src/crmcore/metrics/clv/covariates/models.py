"""Models of purchasing whose parameters depend on what else is known of each customer."""

from collections.abc import Mapping
from typing import Self, cast

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._distinct import in_chunks, on_distinct
from crmcore._types import FloatArray, TimeUnit
from crmcore.covariates import Covariates, require_length
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv._arguments import copies, count, require_unit
from crmcore.metrics.clv.covariates._base import Covaried, effect_values
from crmcore.metrics.clv.covariates._fit import refit_covariates
from crmcore.metrics.clv.covariates._rows import at_rows
from crmcore.metrics.clv.covariates.encoding import CovariateEncoding
from crmcore.metrics.clv.covariates.mix import CovariateMix
from crmcore.metrics.clv.fitting._problem import Problem
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.fitting.priors import Prior
from crmcore.metrics.clv.verbs._purchase_formulas import Formula
from crmcore.metrics.clv.verbs._transactions import TransactionModel
from crmcore.summary import CustomerSummary

__all__ = ["CovariateModel"]


def _unit_of(model: "CovariateModel") -> TimeUnit | None:
    return model.plain.unit


@attrs.frozen(kw_only=True, repr=False)
class CovariateModel(Covaried[TransactionModel], TransactionModel):
    r"""A model of purchasing with covariates of purchase and of dropout.

    It has all verbs of the plain model; customers must have the columns. For a customer not yet
    seen it gives the mean over the kinds of customers in `mix`; `at` gives the plain model of one
    kind.

    Attributes
    ----------
    plain : BGNBD, MBGNBD, ParetoNBD or GGompertzNBD
        The model of customers at the reference point of the encoding.
    encoding : CovariateEncoding
        Reference values and categories.
    purchase : mapping of str to float
        Effects on the purchase rate: its log rises by so much per unit of a column, or in a
        category against the reference category.
    dropout : mapping of str to float
        Effects on leaving: on the log of the mean death rate of Pareto/NBD, on the log odds of the
        mean dropout probability of BG/NBD and MBG/NBD.
    concentration : mapping of str to float
        Effects on how much alike dropout probabilities are, of BG/NBD and MBG/NBD: on the log of
        the geometric mean of a and b; above 0 they are more alike.
    mix : CovariateMix or None
        The kinds of customers in the base that was fitted; None is the reference point alone.

    Raises
    ------
    InvalidInputError
        If an effect is not finite or has no place in the model or in the encoding.

    Notes
    -----
    With z the distances from the reference point, and effects gamma, delta, kappa on purchase,
    dropout and concentration,

    .. math:: \alpha_i = \alpha e^{-\gamma'z}, \qquad \beta_i = \beta e^{-\delta'z}, \qquad
        a_i = a e^{(\kappa + \delta/2)'z}, \quad b_i = b e^{(\kappa - \delta/2)'z}.

    The last two are those of [1]_, a and b each with an effect of its own, written so that delta
    alone moves the mean a/(a+b). One common effect on a and b [2]_ is delta = 0: it leaves the
    mean dropout probability of all customers the same.

    References
    ----------
    .. [1] Fader & Hardie (2007), Incorporating time-invariant covariates into the Pareto/NBD and
       BG/NBD models, brucehardie.com/notes/019.
    .. [2] Bachmann, Kuebler, Meierer, Naef, Oswald & Schilter, CLVTools, an R package.

    Examples
    --------
    >>> from crmcore.metrics.clv import BGNBD
    >>> model = CovariateModel(
    ...     plain=BGNBD(r=0.6, alpha=5, a=0.8, b=2, unit="week"),
    ...     encoding=CovariateEncoding(categories={"channel": ("web", "shop")}),
    ...     purchase={"channel=shop": 0.7},
    ... )
    >>> base = CustomerSummary(frequency=[2, 2], recency=[30, 30], T=[39, 39], unit="week")
    >>> known = base.with_covariates({"channel": ["web", "shop"]})
    >>> model.expected_purchases(known, horizon=39).round(2)
    array([1.26, 1.3 ])
    >>> model.at({"channel": "shop"})
    BGNBD(r=0.6, alpha=2.48293, a=0.8, b=2)
    """

    plain: TransactionModel
    encoding: CovariateEncoding
    purchase: Mapping[str, float] = attrs.field(factory=dict[str, float], converter=effect_values)
    dropout: Mapping[str, float] = attrs.field(factory=dict[str, float], converter=effect_values)
    concentration: Mapping[str, float] = attrs.field(
        factory=dict[str, float], converter=effect_values
    )
    mix: CovariateMix | None = None
    unit: TimeUnit | None = attrs.field(
        init=False, default=attrs.Factory(_unit_of, takes_self=True)
    )

    def __attrs_post_init__(self) -> None:
        self._require_effects()

    @classmethod
    def fit(  # pyright: ignore[reportIncompatibleMethodOverride]  # Fit is invariant in its model
        cls,
        customers: CustomerSummary,
        /,
        *,
        like: "CovariateModel | None" = None,
        fixed: Mapping[str, float] | None = None,
        prior: Prior | None = None,
    ) -> Fit[Self]:
        """Fit a model with the plain model, encoding and effects of another one.

        Parameters
        ----------
        customers : CustomerSummary
            The base, with the covariates; weights count as customers.
        like : CovariateModel
            The other one, whatever its parameters; `fit_with_covariates` makes one from names.
        fixed : mapping of str to float, optional
            Parameters and effects that are known.
        prior : Prior, optional
            What is known of shapes and effects beforehand.

        Returns
        -------
        Fit
            The most likely model, in the time unit of the base, with the evidence for it.

        Raises
        ------
        FitError
            If the plain model cannot be fitted.
        InvalidInputError
            If `like` is not given, or columns are missing, do not vary or determine each other.
        """
        if like is None:
            msg = (
                f"{cls.__name__} must be told by like which plain model and effects to fit, got "
                "None; fit_with_covariates(BGNBD, customers, purchase=[...]) takes their names"
            )
            raise InvalidInputError(msg)
        return refit_covariates(cast("Self", like), customers, fixed=fixed, prior=prior)

    def simulate(
        self,
        n: int,
        /,
        *,
        T: float | str | npt.ArrayLike,
        rng: np.random.Generator,
        covariates: Covariates | None = None,
    ) -> CustomerSummary:
        """Draw customers from the model.

        Parameters
        ----------
        n : int
            Customers.
        T : float, str or array_like of shape (n,)
            Time from each one's first purchase to the end of observation, in the model's unit.
        rng : numpy.random.Generator
            Source of chance.
        covariates : Covariates, optional
            Who they are, ``n`` rows; else kinds are drawn from `mix`.

        Returns
        -------
        CustomerSummary
            What would be seen of them, with their covariates.

        Raises
        ------
        InvalidInputError
            If there are more or fewer covariates than customers, or columns are missing.
        """
        n = count("n", n)
        require_length(covariates, n)
        known = self._kinds_drawn(n, rng) if covariates is None else covariates
        own = at_rows(self.plain, self.row_parameters(known))
        return attrs.evolve(own.simulate(n, T=T, rng=rng), covariates=known)

    def resample(
        self, customers: CustomerSummary, /, *, rng: np.random.Generator
    ) -> CustomerSummary:
        """Draw a base like a given one from the model.

        Parameters
        ----------
        customers : CustomerSummary
            Who is drawn: as many customers, each with the same age and covariates.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        CustomerSummary
            One row a customer.

        Raises
        ------
        InvalidInputError
            If a weight is not whole, or columns are missing.
        """
        require_unit(self.unit, customers)
        self.row_parameters(customers.covariates)
        drawn = customers.select(copies(customers.row_weights))
        known = drawn.covariates
        new = self.simulate(len(drawn), T=drawn.T, rng=rng, covariates=known)
        return attrs.evolve(new, unit=customers.unit)

    @classmethod
    def _problem(cls, customers: CustomerSummary, /) -> Problem:
        raise NotImplementedError

    # The columns of the formulas: those of the plain model, then the parameters that differ, then
    # lengths of time.

    @property
    def _varying(self) -> tuple[str, ...]:
        return tuple(self.row_parameters(self.encoding.at_reference(1)))

    def _own(self, covariates: Covariates | None) -> tuple[FloatArray, ...]:
        return tuple(self.row_parameters(covariates).values())

    def _columns(self, customers: CustomerSummary) -> tuple[FloatArray, ...]:
        return (*super()._columns(customers), *self._own(customers.covariates))

    def _living_columns(self, customers: CustomerSummary) -> tuple[FloatArray, ...]:
        return (*super()._living_columns(customers), *self._own(customers.covariates))

    def _by_row(
        self, name: str, known: tuple[str, ...], columns: tuple[FloatArray, ...], *first: object
    ) -> FloatArray:
        varying = self._varying
        until = len(known) + len(varying)
        own = dict(zip(varying, columns[len(known) : until], strict=True))
        formula: Formula = getattr(at_rows(self.plain, own), name)
        return formula(*first, *columns[: len(known)], *columns[until:])

    def _log_likelihood(self, *history: FloatArray) -> FloatArray:
        return self._by_row("_log_likelihood", self._HISTORY, history)

    def _log_odds_gone(self, *history: FloatArray) -> FloatArray:
        return self._by_row("_log_odds_gone", self._HISTORY, history)

    def _alive(self, *history: FloatArray) -> FloatArray:
        return on_distinct(super()._alive, *history)

    def _alive_if_alive(self, *living: FloatArray) -> FloatArray:
        return self._by_row("_alive_if_alive", self._LIVING, living)

    def _purchases_if_alive(self, *living: FloatArray) -> FloatArray:
        return self._by_row("_purchases_if_alive", self._LIVING, living)

    def _purchases_between(self, *living: FloatArray) -> FloatArray:
        return self._by_row("_purchases_between", self._LIVING, living)

    def _pmf_if_alive(self, n: int, *living: FloatArray) -> FloatArray:
        return self._by_row("_pmf_if_alive", self._LIVING, living, n)

    def _discounted_if_alive(self, force: float, *living: FloatArray) -> FloatArray:
        return self._by_row("_discounted_if_alive", self._LIVING, living, force)

    def _draw_if_alive(self, rng: np.random.Generator, *living: FloatArray) -> FloatArray:
        return self._by_row("_draw_if_alive", self._LIVING, living, rng)

    # Means over the kinds of customers.

    def _new(self, formula: Formula, length: FloatArray) -> float | FloatArray:
        times = np.atleast_1d(length)
        kinds, shares = self._kinds()
        own = self._own(kinds)
        alive = self._alive(*(np.zeros(shares.size) for _ in self._HISTORY), *own)
        repeated = [np.repeat(column, times.size) for column in own]
        none = np.zeros(shares.size * times.size)
        each = in_chunks(
            formula, *(none for _ in self._LIVING), *repeated, np.tile(times, shares.size)
        )
        value = (shares * alive) @ each.reshape(shares.size, times.size)
        return value if length.ndim else float(value[0])

    def _gone_new(self) -> float:
        kinds, shares = self._kinds()
        gone = self._gone(*(np.zeros(shares.size) for _ in self._HISTORY), *self._own(kinds))
        return float(shares @ gone)
