"""Fits: a model with the evidence for it, how sure it is, and what its optimum means."""

import math
from collections.abc import Callable, Mapping, Sequence
from inspect import signature
from typing import Any, ClassVar, Final, Generic, Literal, TypeAlias, TypeVar, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, choice, number_above
from crmcore._display import Value
from crmcore._text import Title, isolate
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv.fitting._delta import (
    draw_intervals,
    log_interval,
    log_intervals,
    logit_intervals,
    plain_interval,
)
from crmcore.metrics.clv.fitting._parametric import Parametric
from crmcore.metrics.clv.fitting.diagnosis import FIXED, Diagnosis
from crmcore.metrics.clv.fitting.priors import Prior
from crmcore.metrics.measurement import Interval, Intervals
from crmcore.summary import CustomerSummary

__all__ = ["Fit", "Quantity"]

M = TypeVar("M", bound=Parametric)

Quantity: TypeAlias = Literal[
    "probability_alive",
    "expected_purchases",
    "purchase_pmf",
    "discounted_expected_purchases",
    "expected_purchases_new",
    "purchase_pmf_new",
    "expected_spend",
    "survival",
    "retention",
    "churn",
    "discounted_expected_residual_lifetime",
    "discounted_expected_lifetime",
]

_PROBABILITIES: Final = frozenset({
    "probability_alive",
    "purchase_pmf",
    "purchase_pmf_new",
    "survival",
    "retention",
    "churn",
})
_STEP: Final = 2e-4  # of a log parameter: truncation and rounding are both near 1e-9 there
_RANK: Final = 1e-13


def _matrix(values: npt.ArrayLike) -> FloatArray:
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


@attrs.frozen(kw_only=True, repr=False)
class Fit(Value, Generic[M]):
    """A model fitted by maximum likelihood, with the evidence for it.

    The data are not kept. Intervals come from the delta method, on the log scale for expectations
    and parameters and on the logit scale for probabilities; they tell the uncertainty of the
    parameters, not the chance in what single customers do.

    Attributes
    ----------
    model : Parametric
        The model with its most likely parameters.
    log_likelihood : float
        Log-likelihood there, in the units of the model.
    customers : float
        Customers that the fit rests on: the sum of the weights of the rows used.
    covariance : ndarray of shape (k, k)
        Covariance of the logs of the parameters (of themselves, where they may have either sign),
        as in ``model.parameters``; 0 at a boundary, 10,000 for what the base leaves open.
    estimated : int
        Parameters estimated: k, less those held at a boundary.
    iterations : int
        Evaluations of the likelihood on the whole base.
    gradient_norm : float
        Length of the gradient at the optimum, per unit of the log parameters' coordinates.
    diagnosis : Diagnosis
        Interior optimum, or which boundary and what that means.
    fixed : tuple of str
        Parameters that were known and not estimated.
    prior : Prior or None
        What was known of the shapes beforehand.
    log_prior : float
        Its log there, 0 at its medians; it is not counted in `log_likelihood`.
    options : mapping of str to object
        What else the fit was told, such as ``{"on": "purchases"}``.

    Examples
    --------
    >>> import numpy as np
    >>> from crmcore.metrics.clv import BGNBD
    >>> truth = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.0, unit="week")
    >>> base = truth.simulate(4000, T=52.0, rng=np.random.default_rng(1))
    >>> fit = BGNBD.fit(base)
    >>> fit.diagnosis.interior
    True
    >>> fit.parameter_interval("r").low < 0.6 < fit.parameter_interval("r").high
    True
    >>> fit.interval("expected_purchases_new", horizon=52)
    Intervals(n=1, level=0.9, method='delta method')
    >>> total = fit.total_interval("expected_purchases", base, horizon=52)
    >>> expected = float(fit.model.expected_purchases(base, horizon=52).sum())
    >>> total.low < expected < total.high
    True
    >>> slopes = fit.sensitivity(lambda model: [model.r, model.alpha])
    >>> slopes.shape
    (4, 2)
    >>> len(fit.draws(3, rng=np.random.default_rng(0)))
    3
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    model: M
    log_likelihood: float
    customers: float
    covariance: FloatArray = attrs.field(converter=_matrix, eq=by_value)
    estimated: int
    iterations: int
    gradient_norm: float
    diagnosis: Diagnosis
    fixed: tuple[str, ...] = ()
    prior: Prior | None = None
    log_prior: float = 0.0
    options: Mapping[str, object] = attrs.field(factory=dict[str, object])

    def refit(self, subject: object, /, *, fixed: Mapping[str, float] | None = None) -> "Fit[M]":
        """Fit the same kind of model to another base, or with more known.

        Parameters
        ----------
        subject : CustomerSummary or ContractTenures
            The base.
        fixed : mapping of str to float, optional
            Parameters that are known beside those that were.

        Returns
        -------
        Fit
            The fit, with the prior and the options of this one.
        """
        maker: Any = type(self.model)
        known = {name: self.model.parameters[name] for name in self.fixed} | dict(fixed or {})
        again: Fit[M] = maker.fit(subject, fixed=known, prior=self.prior, **self.options)
        return again

    def __attrs_post_init__(self) -> None:
        k = len(self.model.parameters)
        if self.covariance.shape != (k, k):
            msg = f"covariance must have shape ({k}, {k}), got {self.covariance.shape}"
            raise InvalidInputError(msg)

    @property
    def aic(self) -> float:
        """Akaike's criterion, 2 k - 2 ln L with k parameters estimated; lower is better."""
        return 2 * self.estimated - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """Schwarz's criterion, k ln n - 2 ln L with n customers; lower is better."""
        return self.estimated * math.log(self.customers) - 2 * self.log_likelihood

    @property
    def standard_errors(self) -> Mapping[str, float]:
        """Standard errors of the parameters; those fixed or at a boundary have none."""
        spread = np.sqrt(np.diagonal(self.covariance)).tolist()
        signed = self.model.signed
        return {
            name: error if name in signed else value * error
            for (name, value), error in zip(self.model.parameters.items(), spread, strict=True)
            if name not in (*self.diagnosis.held, *self.fixed)
        }

    def parameter_interval(self, name: str, /, *, level: float = 0.9) -> Interval:
        """Give the interval of one parameter.

        Parameters
        ----------
        name : str
            The parameter, such as ``"alpha"``.
        level : float, default 0.9
            Share of samples that it covers, strictly between 0 and 1.

        Returns
        -------
        Interval
            Symmetric about the estimate on the log scale, or, for a parameter that may have either
            sign, as it is.

        Raises
        ------
        InvalidInputError
            If the model has no such parameter.
        UndefinedMetricError
            If the parameter was fixed or ran to a boundary.
        """
        choice("name", name, list(self.model.parameters))
        if name in (*self.fixed, *self.diagnosis.held):
            why = FIXED if name in self.fixed else self.diagnosis.meaning
            reason = Title(
                f"{name} has no interval: {why.en}", f"{isolate(name)} بازه اطمینان ندارد: {why.fa}"
            )
            raise UndefinedMetricError(reason)
        value, error = self.model.parameters[name], self.standard_errors[name]
        if name in self.model.signed:
            return plain_interval(value, error, level=level)
        return log_interval(value, np.array([error]), level=level)

    def interval(
        self,
        quantity: Quantity,
        /,
        customers: CustomerSummary | None = None,
        *,
        level: float = 0.9,
        draws: Sequence[M] | None = None,
        **options: object,
    ) -> Intervals:
        """Give the interval of each value of a verb of the model.

        Parameters
        ----------
        quantity : str
            The verb, such as ``"expected_purchases"``.
        customers : CustomerSummary or None
            Its subject; None for the verbs about a customer not yet seen.
        level : float, default 0.9
            Share of samples that each covers, strictly between 0 and 1.
        draws : sequence of models, optional
            What else the parameters may be, as `draws` or `bootstrap` give them; the interval is
            then that of the middle of the draws instead of the delta method's.
        **options
            The verb's own options, such as ``horizon=52``.

        Returns
        -------
        Intervals
            One for each value of the verb.

        Raises
        ------
        InvalidInputError
            If the verb is unknown, or an argument is refused by it.
        """
        verb = self._verb(quantity, customers, options)
        if draws is not None:
            return draw_intervals([verb(model) for model in draws], level=level)
        build = logit_intervals if quantity in _PROBABILITIES else log_intervals
        return build(verb(self.model), self.sensitivity(verb), level=level)

    def total_interval(
        self,
        quantity: Quantity,
        customers: CustomerSummary,
        /,
        *,
        level: float = 0.9,
        draws: Sequence[M] | None = None,
        **options: object,
    ) -> Interval:
        """Give the interval of the sum of a verb over customers, weights counted.

        The error of the parameters is common to all customers, so that it does not average out:
        the interval of a sum is not the sum of independent errors.

        Parameters
        ----------
        quantity : str
            The verb, such as ``"expected_purchases"``.
        customers : CustomerSummary
            Its subject.
        level : float, default 0.9
            Share of samples that it covers, strictly between 0 and 1.
        draws : sequence of models, optional
            What else the parameters may be, as `draws` or `bootstrap` give them; the interval is
            then that of the middle of the draws instead of the delta method's.
        **options
            The verb's own options.

        Returns
        -------
        Interval
            Symmetric about the total on the log scale.

        Raises
        ------
        InvalidInputError
            If the verb is unknown, or an argument is refused by it.
        """
        verb = self._verb(quantity, customers, options)
        weights = customers.row_weights

        def total(model: M) -> FloatArray:
            return np.array([float(weights @ verb(model))])

        if draws is not None:
            return draw_intervals([total(model) for model in draws], level=level).at(0)
        return log_interval(float(total(self.model)[0]), self.sensitivity(total)[:, 0], level=level)

    def sensitivity(self, function: Callable[[M], npt.ArrayLike], /) -> FloatArray:
        """Give how a function of the model moves with the error of the parameters.

        Parameters
        ----------
        function : callable
            Takes a model, gives ``n`` numbers.

        Returns
        -------
        ndarray of shape (j, n)
            Slopes S along j independent directions of unit variance: the covariance of the
            numbers is S'S, and errors of several fits are stacked.
        """
        centre = self.model.unbounded
        slopes: list[FloatArray] = []
        for direction in self._directions():
            step = _STEP / float(np.abs(direction).max())
            ahead, behind = (
                np.atleast_1d(np.asarray(function(self.model.with_unbounded(shifted))))
                for shifted in (centre + step * direction, centre - step * direction)
            )
            slopes.append((ahead - behind) / (2 * step))
        if not slopes:
            return np.zeros((1, np.size(function(self.model))))
        return np.stack(slopes)

    def draws(self, n: int, /, *, rng: np.random.Generator) -> tuple[M, ...]:
        """Draw models from the normal distribution of the logs of the parameters.

        Parameters
        ----------
        n : int
            How many.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        tuple of n models
            What else the parameters may be, given the data.

        Raises
        ------
        InvalidInputError
            If `n` is below 1.
        """
        number_above("n", n, 1, inclusive=True)
        centre = self.model.unbounded
        directions = self._directions()
        chance = rng.standard_normal((int(n), directions.shape[0]))
        return tuple(self.model.with_unbounded(row) for row in centre + chance @ directions)

    # Rows whose outer products add up to the covariance.
    def _directions(self) -> FloatArray:
        variance, axes = np.linalg.eigh(self.covariance)
        present = variance > _RANK * max(float(variance[-1]), 0.0)
        directions: FloatArray = axes[:, present] * np.sqrt(variance[present])
        return directions.T

    def _verb(
        self, quantity: str, customers: CustomerSummary | None, options: Mapping[str, object]
    ) -> Callable[[M], FloatArray]:
        known = [name for name in get_args(Quantity) if hasattr(self.model, name)]
        choice("quantity", quantity, known)
        subject = () if customers is None else (customers,)
        try:
            signature(getattr(self.model, quantity)).bind(*subject, **options)
        except TypeError as error:
            msg = f"{quantity} does not take these arguments: {error}"
            raise InvalidInputError(msg) from error

        def verb(model: M) -> FloatArray:
            value = getattr(model, quantity)(*subject, **options)
            return np.atleast_1d(np.asarray(value, dtype=np.float64))

        return verb

    def _facts(self) -> dict[str, object]:
        return {
            "model": self.model,
            "log_likelihood": self.log_likelihood,
            "customers": self.customers,
            "interior": self.diagnosis.interior,
            "boundary": self.diagnosis.boundary,
        }
