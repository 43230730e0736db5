"""A figure that is not known exactly: its least, most likely and greatest value."""

import math
from typing import Final, TypeAlias

import attrs
import numpy as np

from crmcore._checks import number_above
from crmcore._display import Value
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError

__all__ = ["Estimates", "Range", "as_range"]

_ENDS: Final = ("low", "likely", "high")
_MODE_WEIGHT: Final = 4.0


@attrs.frozen(repr=False)
class Range(Value):
    """A figure that is not known exactly.

    Attributes
    ----------
    low, likely, high : float
        The least, the most likely and the greatest value that is held possible.

    Raises
    ------
    InvalidInputError
        If a number is not finite, or they are not in order.

    Examples
    --------
    >>> Range(0.1, 0.2, 0.4)
    Range(low=0.1, likely=0.2, high=0.4)
    """

    low: float
    likely: float
    high: float

    def __attrs_post_init__(self) -> None:
        for name in _ENDS:
            number_above(name, getattr(self, name), -math.inf)
        if not self.low <= self.likely <= self.high:
            msg = (
                "low, likely and high must be in order, "
                f"got {self.low!r}, {self.likely!r}, {self.high!r}"
            )
            raise InvalidInputError(msg)

    def draw(self, n: int, /, *, rng: np.random.Generator) -> FloatArray:
        """Draw values from the PERT distribution over the range.

        Parameters
        ----------
        n : int
            How many, >= 0.
        rng : numpy.random.Generator
            Source of randomness.

        Returns
        -------
        ndarray of shape (n,)
            Values from `low` to `high`.

        Notes
        -----
        A beta distribution over the range whose mean is (low + 4 likely + high)/6.

        References
        ----------
        .. [1] Malcolm, Roseboom, Clark & Fazar (1959), Operations Research 7(5), 646-669.
        """
        half = self.high / 2 - self.low / 2
        if not half:
            return np.full(n, self.likely, dtype=np.float64)
        place = (self.likely / 2 - self.low / 2) / half
        a, b = 1.0 + _MODE_WEIGHT * place, 1.0 + _MODE_WEIGHT * (1.0 - place)
        share = rng.beta(a, b, n)
        drawn = self.low * (1.0 - share) + self.high * share
        return np.clip(drawn, self.low, self.high)

    def _facts(self) -> dict[str, object]:
        return {"low": self.low, "likely": self.likely, "high": self.high}


Estimates: TypeAlias = "float | tuple[float, float, float] | Range"


def as_range(figure: Estimates, /) -> Range:
    """Take a number or three as a range.

    Parameters
    ----------
    figure : float, tuple of three float or Range
        A number that is known exactly, or (low, likely, high).

    Returns
    -------
    Range
        The range.

    Raises
    ------
    InvalidInputError
        If it is neither a number nor three numbers in order.

    Examples
    --------
    >>> as_range(0.3), as_range((1, 2, 4))
    (Range(low=0.3, likely=0.3, high=0.3), Range(low=1, likely=2, high=4))
    """
    if isinstance(figure, Range):
        return figure
    if isinstance(figure, tuple | list):
        if len(figure) != len(_ENDS):
            msg = f"must be a number or (low, likely, high), got {figure!r}"
            raise InvalidInputError(msg)
        return Range(*figure)
    return Range(figure, figure, figure)
