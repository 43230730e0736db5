"""The kinds of customers in a base: over whom a model with covariates takes its means."""

from typing import ClassVar

import attrs

from crmcore._checks import by_value, naming, readonly_floats, refuse_rows
from crmcore._display import Value
from crmcore._types import FloatArray
from crmcore.covariates import Covariates
from crmcore.errors import InvalidInputError

__all__ = ["CovariateMix"]


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class CovariateMix(Value):
    """The kinds of customers in a base, and how many there are of each.

    Attributes
    ----------
    covariates : Covariates
        The kinds, ``k`` rows.
    shares : ndarray of shape (k,)
        Their shares of the base; they add up to 1.

    Raises
    ------
    InvalidInputError
        If there is not one share for each kind, or one is negative.

    Examples
    --------
    >>> kinds = Covariates.of({"channel": ["web", "shop"]})
    >>> CovariateMix(covariates=kinds, shares=[0.7, 0.3])
    CovariateMix(kinds=2)
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    covariates: Covariates
    shares: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)

    def __attrs_post_init__(self) -> None:
        if self.shares.size != len(self.covariates):
            kinds, got = len(self.covariates), self.shares.size
            msg = f"shares must be one for each of the {kinds} kinds, got {got}"
            raise InvalidInputError(msg)
        refuse_rows("shares", self.shares, ~(self.shares >= 0), "be >= 0")

    def _facts(self) -> dict[str, object]:
        return {"kinds": self.shares.size}
