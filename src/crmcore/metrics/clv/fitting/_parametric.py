"""What all fitted models are: frozen values of a few positive parameters."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import attrs
import numpy as np

from crmcore._checks import number_above
from crmcore._display import Value
from crmcore._types import FloatArray

__all__ = ["Parametric", "positive"]


def positive(_instance: object, field: "attrs.Attribute[Any]", value: float) -> None:
    """Refuse a parameter that is not finite and above 0: a validator of attrs.

    Parameters
    ----------
    field : attrs.Attribute
        The parameter's field.
    value : float
        Its value.
    """
    number_above(field.name, value)


@attrs.frozen(kw_only=True, repr=False)
class Parametric(Value):
    """Base of the models: parameters by name, above 0 but for those in `signed`."""

    _NAMES: ClassVar[tuple[str, ...]] = ()
    _SHAPES: ClassVar[tuple[str, ...]] = ()
    _CONTAINS: ClassVar[tuple[str, ...]] = ()

    @property
    def parameters(self) -> Mapping[str, float]:
        """The parameters by name, in the order of the literature."""
        return {name: float(getattr(self, name)) for name in self._NAMES}

    @property
    def shapes(self) -> tuple[str, ...]:
        """Those parameters that have no unit, and so may have a prior that fits every base."""
        return self._SHAPES

    @property
    def contains(self) -> tuple[str, ...]:
        """The simpler models that this one becomes at the boundary of its parameters."""
        return self._CONTAINS

    @property
    def extends(self) -> tuple[str, ...]:
        """The simpler models that this one is at parameters inside their range."""
        return ()

    @property
    def signed(self) -> tuple[str, ...]:
        """Those parameters that may have either sign; of the others the logs are estimated."""
        return ()

    @property
    def unbounded(self) -> FloatArray:
        """The parameters on the scale on which they are estimated: logs, but for the signed."""
        signed = self.signed
        values = self.parameters.items()
        return np.array([value if name in signed else np.log(value) for name, value in values])

    def with_parameters(self, values: FloatArray, /) -> Self:
        """Give the same model with other parameters.

        Parameters
        ----------
        values : ndarray of shape (k,)
            The parameters, in the order of `parameters`.

        Returns
        -------
        Self
            The model.
        """
        changed: dict[str, Any] = dict(zip(self._NAMES, np.asarray(values).tolist(), strict=True))
        return attrs.evolve(self, **changed)

    def with_unbounded(self, values: FloatArray, /) -> Self:
        """Give the same model with other parameters.

        Parameters
        ----------
        values : ndarray of shape (k,)
            The parameters on the scale of `unbounded`.

        Returns
        -------
        Self
            The model.
        """
        signed = self.signed
        pairs = zip(self.parameters, np.asarray(values).tolist(), strict=True)
        plain = [value if name in signed else np.exp(value) for name, value in pairs]
        return self.with_parameters(np.array(plain))

    def _facts(self) -> Mapping[str, object]:
        return self.parameters
