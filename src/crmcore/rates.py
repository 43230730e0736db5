"""Rates that carry their period and convert by compounding."""

import math
from typing import get_args

import attrs

from crmcore._checks import number_above, one_of
from crmcore._display import Value, number
from crmcore._types import TimeUnit
from crmcore.errors import InvalidInputError
from crmcore.periods import days_per_unit

__all__ = ["Rate"]


@attrs.frozen(repr=False)
class Rate(Value):
    """A discount or growth rate for a stated period.

    Attributes
    ----------
    value : float
        Fraction for one period, above -1: 0.12 is twelve per cent.
    per : {"day", "week", "month", "year", "period"}
        The period.

    Raises
    ------
    InvalidInputError
        If the value is not finite, is -1 or less, or is 1 or more, which is nearly always a
        percentage typed as a number.

    Examples
    --------
    >>> Rate(0.12, per="year").to("week")
    Rate(0.00217..., per='week')
    >>> Rate(0.12, per="year").continuous("year")
    0.113...
    """

    value: float = attrs.field()
    per: TimeUnit = attrs.field(kw_only=True, validator=one_of(*get_args(TimeUnit)))

    def __attrs_post_init__(self) -> None:
        number_above("rate", self.value, -1.0)
        if self.value >= 1:
            msg = f"rate must be below 1, got {self.value!r}; did you mean {self.value / 100:g}?"
            raise InvalidInputError(msg)

    def to(self, per: TimeUnit, /) -> "Rate":
        """Convert to another period by compounding.

        Parameters
        ----------
        per : {"day", "week", "month", "year", "period"}
            The period wanted.

        Returns
        -------
        Rate
            The rate that compounds to the same.

        Raises
        ------
        InvalidInputError
            If just one of the two is the abstract ``"period"``.
        """
        return Rate(math.expm1(self.continuous(per)), per=per)

    def continuous(self, per: TimeUnit, /) -> float:
        """Give the continuously compounded rate.

        Parameters
        ----------
        per : {"day", "week", "month", "year", "period"}
            The unit of time.

        Returns
        -------
        float
            The force of interest per unit, ln(1 + rate) scaled to the unit.

        Raises
        ------
        InvalidInputError
            If just one of the two is the abstract ``"period"``.
        """
        force = math.log1p(self.value)
        if per == self.per:
            return force
        if "period" in {per, self.per}:
            msg = (
                f"a rate per {self.per} cannot be converted to one per {per}: an abstract period "
                "has no length; state the rate per period"
            )
            raise InvalidInputError(msg)
        return force * days_per_unit(per) / days_per_unit(self.per)

    def _facts(self) -> dict[str, object]:
        return {"value": self.value, "per": self.per}

    def __repr__(self) -> str:
        return f"Rate({number(self.value)}, per={self.per!r})"
