"""Where the optimum of a fit lies, and what that says about the customers."""

from typing import Final

import attrs

from crmcore._display import Value
from crmcore._text import Title

__all__ = ["FIXED", "Diagnosis"]

FIXED: Final = Title("it was fixed, not estimated", "ثابت گرفته شده و برآورد نشده است")


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
    >>> from crmcore.summary import CustomerSummary
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
