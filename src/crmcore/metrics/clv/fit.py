"""Fits: a model with the evidence for it, how sure it is, and what its optimum means."""

import math
from collections.abc import Callable, Mapping
from inspect import signature
from typing import ClassVar, Final, Generic, Literal, TypeAlias, TypeVar, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, choice, number_above
from crmcore._display import Value
from crmcore._text import Title, isolate
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv._delta import log_interval, log_intervals, logit_intervals
from crmcore.metrics.clv._parametric import Parametric
from crmcore.metrics.measurement import Interval, Intervals
from crmcore.summary import CustomerSummary

__all__ = ["Diagnosis", "Fit", "Quantity"]

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


@attrs.frozen(kw_only=True, repr=False)
class Diagnosis(Value):
    """Where the optimum lies: inside, or at a boundary, and what that says about the customers.

    Attributes
    ----------
    interior : bool
        Whether all parameters have an optimum of their own.
    boundary : str or None
        Stable identifier of the limit that the parameters ran to, such as ``"one_rate"``; several
        are joined by ``"+"``; None for an interior optimum.
    meaning : Title
        What it means, in words of the business.
    held : tuple of str
        Parameters that have no value of their own there; the fit gives stand-ins near the limit.

    Examples
    --------
    >>> from crmcore.metrics.clv import BGNBD
    >>> base = CustomerSummary(frequency=[3, 3], recency=[9, 9], T=[9, 9], unit="week")
    >>> BGNBD.fit(base).diagnosis.boundary
    'one_rate+nobody_leaves'
    """

    interior: bool
    boundary: str | None
    meaning: Title
    held: tuple[str, ...] = ()

    def _facts(self) -> dict[str, object]:
        return {"interior": self.interior, "boundary": self.boundary, "meaning": self.meaning.en}


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
        Covariance of the logs of the parameters, in the order of ``model.parameters``; what ran
        to a boundary is held fixed.
    estimated : int
        Parameters estimated: k, less those held at a boundary.
    iterations : int
        Evaluations of the likelihood on the whole base.
    gradient_norm : float
        Length of the gradient at the optimum, per unit of the log parameters' coordinates.
    diagnosis : Diagnosis
        Interior optimum, or which boundary and what that means.

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
        """Standard errors of the parameters; those held at a boundary have none and are absent."""
        spread = np.sqrt(np.diagonal(self.covariance)).tolist()
        return {
            name: value * error
            for (name, value), error in zip(self.model.parameters.items(), spread, strict=True)
            if name not in self.diagnosis.held
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
            Symmetric about the estimate on the log scale.

        Raises
        ------
        InvalidInputError
            If the model has no such parameter.
        UndefinedMetricError
            If the parameter ran to a boundary.
        """
        names = list(self.model.parameters)
        choice("name", name, names)
        if name in self.diagnosis.held:
            meaning = self.diagnosis.meaning
            reason = Title(
                f"{name} has no interval: {meaning.en}",
                f"{isolate(name)} بازه اطمینان ندارد: {meaning.fa}",
            )
            raise UndefinedMetricError(reason)
        slope = np.array([self.standard_errors[name]])
        return log_interval(self.model.parameters[name], slope, level=level)

    def interval(
        self,
        quantity: Quantity,
        /,
        customers: CustomerSummary | None = None,
        *,
        level: float = 0.9,
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
        build = logit_intervals if quantity in _PROBABILITIES else log_intervals
        return build(verb(self.model), self.sensitivity(verb), level=level)

    def total_interval(
        self,
        quantity: Quantity,
        customers: CustomerSummary,
        /,
        *,
        level: float = 0.9,
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
        names = self.model.parameters
        centre = np.log(np.fromiter(names.values(), np.float64))
        slopes: list[FloatArray] = []
        for direction in self._directions():
            step = _STEP / float(np.abs(direction).max())
            ahead, behind = (
                np.atleast_1d(np.asarray(function(self._at(centre + sign * step * direction))))
                for sign in (1.0, -1.0)
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
        centre = np.log(np.fromiter(self.model.parameters.values(), np.float64))
        directions = self._directions()
        chance = rng.standard_normal((int(n), directions.shape[0]))
        return tuple(self._at(row) for row in centre + chance @ directions)

    def _at(self, log_parameters: FloatArray) -> M:
        return self.model.with_parameters(np.exp(log_parameters))

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
