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
    """Base of the models: parameters by name, all above 0."""

    _NAMES: ClassVar[tuple[str, ...]] = ()

    @property
    def parameters(self) -> Mapping[str, float]:
        """The parameters by name, in the order of the literature."""
        return {name: float(getattr(self, name)) for name in self._NAMES}

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

    def _facts(self) -> Mapping[str, object]:
        return self.parameters
