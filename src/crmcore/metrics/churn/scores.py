"""Churn scores from the purchase models, their definition named in the result."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal, TypeAlias, get_args

import attrs

from crmcore._checks import by_value, choice, naming, readonly_floats
from crmcore._display import Value
from crmcore._text import Title
from crmcore._types import FloatArray, ObjectArray, TimeUnit
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.verbs.protocols import PurchaseModel, purchase_model
from crmcore.periods import duration
from crmcore.summary import CustomerSummary

__all__ = ["CHURN_DEFINITIONS", "ChurnDefinition", "ChurnScores", "churn_scores"]

ChurnDefinition: TypeAlias = Literal["already_left", "no_purchase"]

CHURN_DEFINITIONS: Final[Mapping[ChurnDefinition, Title]] = {
    "already_left": Title("Has silently left already", "بی‌صدا رفته است"),
    "no_purchase": Title("Will not buy in the horizon", "در افق زمانی خرید نخواهد کرد"),
}


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class ChurnScores(Value):
    """The chance that each customer leaves, and what leaving means.

    Attributes
    ----------
    ids : ndarray of shape (n,) or None
        Who each row is.
    probability : ndarray of shape (n,)
        The chance, in [0, 1]; lower is better.
    definition : {"already_left", "no_purchase"}
        What leaving means, see `CHURN_DEFINITIONS`.
    horizon : float or None
        The time ahead, in `unit`; None for ``"already_left"``.
    unit : {"day", "week", "month", "year", "period"}
        The unit of time.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    ids: ObjectArray | None = attrs.field(eq=by_value)
    probability: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    definition: ChurnDefinition
    horizon: float | None
    unit: TimeUnit

    @property
    def title(self) -> Title:
        """The definition in words."""
        return CHURN_DEFINITIONS[self.definition]

    def _facts(self) -> dict[str, object]:
        return {
            "customers": self.probability.size,
            "expected_leavers": float(self.probability.sum()),
            "definition": self.definition,
            "horizon": self.horizon,
            "unit": self.unit,
        }


def churn_scores(
    model: "PurchaseModel | Fit[Any]",
    customers: CustomerSummary,
    /,
    *,
    definition: ChurnDefinition,
    horizon: float | str | None = None,
) -> ChurnScores:
    r"""Score customers by a purchase model.

    Parameters
    ----------
    model : purchase model or its Fit
        The model.
    customers : CustomerSummary
        Whom to score.
    definition : {"already_left", "no_purchase"}
        ``"already_left"``: the customer has left for good, though nobody was told. With BG/NBD
        it is 0 for customers without a repeat purchase, since there a customer can leave only
        after one. ``"no_purchase"``: no purchase in the next `horizon`, whether left or not.
    horizon : float or str, optional
        The time ahead, in the unit of the summary or as text such as ``"90 days"``.

    Returns
    -------
    ChurnScores
        The chances, in the order of the customers.

    Raises
    ------
    InvalidInputError
        If the definition is unknown, or a horizon is missing or out of place.

    Notes
    -----
    .. math:: 1 - P(\text{alive}) \quad\text{and}\quad P(X(T, T+h) = 0).

    Examples
    --------
    >>> from crmcore.metrics.clv import BGNBD
    >>> base = CustomerSummary(frequency=[2, 0], recency=[30.43, 0], T=[38.86, 38.86], unit="week")
    >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> churn_scores(cdnow, base, definition="already_left").probability.round(3)
    array([0.273, 0.   ])
    >>> churn_scores(cdnow, base, definition="no_purchase", horizon=39).probability.round(3)
    array([0.445, 0.855])
    """
    choice("definition", definition, get_args(ChurnDefinition))
    if (horizon is None) != (definition == "already_left"):
        need = "no horizon" if definition == "already_left" else "a horizon such as '90 days'"
        msg = f"horizon: definition {definition!r} takes {need}, got {horizon!r}"
        raise InvalidInputError(msg)
    source = purchase_model(model)
    length = None if horizon is None else duration(horizon, unit=customers.unit)
    if length is None:
        gone = 1.0 - source.probability_alive(customers)
    else:
        gone = source.purchase_pmf(customers, 0, horizon=length)
    return ChurnScores(
        ids=customers.ids,
        probability=gone,
        definition=definition,
        horizon=length,
        unit=customers.unit,
    )
