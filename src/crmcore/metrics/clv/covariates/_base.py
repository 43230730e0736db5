"""What models with covariates share: effects by name, and the parameters of each customer."""

from collections.abc import Mapping
from typing import Any, Final, Generic, Self, TypeVar

import attrs
import numpy as np

from crmcore._checks import number_above
from crmcore._types import FloatArray
from crmcore.covariates import Covariates
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv.covariates._setups import PROCESSES, setup_of
from crmcore.metrics.clv.covariates.encoding import CovariateEncoding
from crmcore.metrics.clv.covariates.mix import CovariateMix
from crmcore.metrics.clv.fitting._parametric import Parametric

__all__ = ["Covaried", "effect_name", "effect_values"]

P = TypeVar("P", bound=Parametric)

_SEPARATOR: Final = ":"
# Where an effect runs to its limit a parameter may leave the range of the doubles.
_LEAST: Final = 1e-280
_MOST: Final = 1e280


def effect_values(effects: Mapping[str, float], /) -> dict[str, float]:
    """Read the effects of a process: a converter of attrs.

    Parameters
    ----------
    effects : mapping of str to float
        Effects by the names that an encoding gives them.

    Returns
    -------
    dict of str to float
        A copy.
    """
    return {name: number_above(name, value, -np.inf) for name, value in effects.items()}


def effect_name(process: str, name: str, /) -> str:
    """Give the name of an effect among the parameters of a model.

    Parameters
    ----------
    process : {"purchase", "dropout", "concentration"}
        What it has an effect on.
    name : str
        The name that the encoding gives it.

    Returns
    -------
    str
        Both, as in ``"purchase:channel=web"``.
    """
    return f"{process}{_SEPARATOR}{name}"


class Covaried(Parametric, Generic[P]):
    """A plain model for customers at a reference point, and effects that set others apart.

    The attributes are those of the models that derive from it.
    """

    __slots__ = ()

    plain: P
    encoding: CovariateEncoding
    purchase: Mapping[str, float]
    dropout: Mapping[str, float]
    concentration: Mapping[str, float]
    mix: CovariateMix | None

    def _require_effects(self) -> None:
        places = setup_of(self.kind).places
        for process in PROCESSES:
            effects: Mapping[str, float] = getattr(self, process)
            for name in effects:
                self.encoding.part(name)
            if effects and process not in places:
                msg = (
                    f"{process} must be empty for {self.kind.__name__}, which has effects "
                    f"on {' and '.join(places)}, got {dict(effects)}"
                )
                raise InvalidInputError(msg)

    @property
    def kind(self) -> type[P]:
        """The class of the plain model."""
        return type(self.plain)

    @property
    def effects(self) -> Mapping[str, float]:
        """The effects by process and name, such as ``"purchase:channel=web"``."""
        return {
            effect_name(process, name): value
            for process in PROCESSES
            for name, value in getattr(self, process).items()
        }

    @property
    def parameters(self) -> Mapping[str, float]:
        """The parameters of the plain model at the reference point, and the effects."""
        return {**self.plain.parameters, **self.effects}

    @property
    def signed(self) -> tuple[str, ...]:
        """The effects: they may have either sign."""
        return tuple(self.effects)

    @property
    def shapes(self) -> tuple[str, ...]:
        """The shapes of the plain model."""
        return self.plain.shapes

    @property
    def contains(self) -> tuple[str, ...]:
        """What the plain model contains."""
        return self.plain.contains

    @property
    def extends(self) -> tuple[str, ...]:
        """The plain model, where all effects are 0."""
        return (self.kind.__name__,)

    def with_parameters(self, values: FloatArray, /) -> Self:
        """Give the same model with other parameters.

        Parameters
        ----------
        values : ndarray of shape (k,)
            Parameters and effects, in the order of `parameters`.

        Returns
        -------
        Self
            The model.
        """
        size = len(self.plain.parameters)
        left = iter(np.asarray(values, dtype=np.float64)[size:].tolist())
        changed: dict[str, Any] = {
            process: {name: next(left) for name in getattr(self, process)} for process in PROCESSES
        }
        plain = self.plain.with_parameters(values[:size])
        own: Any = self
        evolved: Self = attrs.evolve(own, plain=plain, **changed)
        return evolved

    def row_parameters(self, covariates: Covariates | None, /) -> Mapping[str, FloatArray]:
        """Give the parameters of the plain model that differ between customers.

        Parameters
        ----------
        covariates : Covariates or None
            The columns of ``n`` customers.

        Returns
        -------
        mapping of str to ndarray of shape (n,)
            Parameters by name; what is not among them is the same for all.

        Raises
        ------
        InvalidInputError
            If a column is missing or of another kind, or a category is unknown.
        """
        setup = setup_of(self.kind)
        shift: dict[str, FloatArray] = {}
        for process, place in setup.places.items():
            effects: Mapping[str, float] = getattr(self, process)
            if not effects:
                continue
            predictor = self.encoding.predictor(covariates, effects)
            for name, power in zip(self.plain.parameters, setup.to_log[:, place], strict=True):
                if power:
                    shift[name] = shift.get(name, 0.0) + float(power) * predictor
        with np.errstate(over="ignore"):
            own = {name: self.plain.parameters[name] * np.exp(by) for name, by in shift.items()}
        return {name: np.clip(column, _LEAST, _MOST) for name, column in own.items()}

    def at(self, kind: Mapping[str, float | str], /) -> P:
        """Give the plain model of one kind of customer.

        Parameters
        ----------
        kind : mapping of str to float or str
            Value or category by column, such as ``{"age": 40, "channel": "web"}``.

        Returns
        -------
        Parametric
            The model, such as a `BGNBD`, with the parameters of these customers.

        Raises
        ------
        InvalidInputError
            If a column is missing or of another kind, or a category is unknown.
        """
        labels = [name for name in kind if name in self.encoding.categories]
        one = Covariates.of({name: [value] for name, value in kind.items()}, labels=labels)
        own = {name: float(column[0]) for name, column in self.row_parameters(one).items()}
        known = {**self.plain.parameters, **own}
        return self.plain.with_parameters(np.array(list(known.values())))

    # The kinds of customers over whom means are taken, and their shares.
    def _kinds(self) -> tuple[Covariates, FloatArray]:
        if self.mix is None:
            return self.encoding.at_reference(1), np.ones(1)
        return self.mix.covariates, self.mix.shares

    def _kinds_drawn(self, n: int, rng: np.random.Generator) -> Covariates:
        kinds, shares = self._kinds()
        return kinds.select(rng.choice(shares.size, size=n, p=shares / shares.sum()))
