"""What is known of a model's shapes before the data: for bases too small to tell."""

from collections.abc import Mapping
from typing import Final

import attrs
import numpy as np

from crmcore._checks import number_above
from crmcore._display import Value
from crmcore._keyed import known
from crmcore._types import FloatArray

__all__ = ["Prior"]

_Number = float | Mapping[str, float]
_MEDIAN: Final = 1.0
_SD: Final = 1.5


@attrs.frozen(repr=False)
class Prior(Value):
    r"""Normal distributions of the logs of a model's shapes, independent of each other.

    Shapes have no unit, so that the same prior serves every base, whatever its unit of time or
    money: with the default 90 % of each shape lie between 0.085 and 11.8. A fit with a prior has
    no optimum where a shape is infinite or 0, and its standard errors are those of the posterior
    mode.

    Attributes
    ----------
    median : float or mapping of str to float, default 1.0
        Median of each shape; a mapping gives the parameters named in it a prior and no others.
    sd : float or mapping of str to float, default 1.5
        Standard deviation of the log, above 0: the smaller, the more the prior says.

    Raises
    ------
    InvalidInputError
        If a number is not finite and above 0.

    Notes
    -----
    What is maximised is

    .. math:: \ln L - \sum_j \frac{(\ln\theta_j - \ln m_j)^2}{2\sigma_j^2} .

    A parameter with a unit, such as alpha, has a prior only if `median` names it; then the prior
    holds in that unit alone.

    Examples
    --------
    >>> from crmcore.metrics.clv import BGNBD
    >>> from crmcore.summary import CustomerSummary
    >>> few = CustomerSummary(
    ...     frequency=[3, 3, 0, 1], recency=[9, 8, 0, 2], T=[9, 9, 9, 9], unit="week"
    ... )
    >>> BGNBD.fit(few).diagnosis.interior
    False
    >>> BGNBD.fit(few, prior=Prior()).diagnosis.interior
    True
    """

    median: _Number = _MEDIAN
    sd: _Number = attrs.field(default=_SD, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name, number in (("median", self.median), ("sd", self.sd)):
            if not isinstance(number, Mapping):
                number_above(name, number)
                continue
            for key, value in number.items():
                number_above(f"{name} of {key}", value)

    def on(
        self, names: tuple[str, ...], shapes: tuple[str, ...], /
    ) -> tuple[FloatArray, FloatArray]:
        """Give the prior of a model's parameters.

        Parameters
        ----------
        names : tuple of str
            The model's parameters.
        shapes : tuple of str
            Those of them that have no unit.

        Returns
        -------
        centre : ndarray of shape (k,)
            Logs of the medians.
        weight : ndarray of shape (k,)
            1 / sd^2; 0 for a parameter without a prior.

        Raises
        ------
        UnknownKeyError
            If the prior names a parameter that the model has not.
        """
        median, sd = self.median, self.sd
        for name, number in (("median", median), ("sd", sd)):
            for key in number if isinstance(number, Mapping) else ():
                known(name, key, names)
        with_prior = shapes if not isinstance(median, Mapping) else tuple(median)
        centre, weight = np.zeros(len(names)), np.zeros(len(names))
        for place, name in enumerate(names):
            if name in with_prior:
                centre[place] = np.log(median[name] if isinstance(median, Mapping) else median)
                spread = sd.get(name, _SD) if isinstance(sd, Mapping) else sd
                weight[place] = 1 / spread**2
        return centre, weight

    def _facts(self) -> dict[str, object]:
        return {"median": self.median, "sd": self.sd}
