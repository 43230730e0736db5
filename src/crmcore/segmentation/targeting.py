"""Targeting: whom an offer pays for, and what would have to be true for the others."""

from typing import ClassVar

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import (
    by_value,
    fraction,
    naming,
    number_above,
    readonly_floats,
    refuse_rows,
)
from crmcore._display import Value
from crmcore._types import BoolArray, FloatArray
from crmcore.errors import InvalidInputError

__all__ = ["SaveDecisions", "save_decisions"]


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class SaveDecisions(Value):
    """For each customer: does the offer pay, what does it bring, and what would turn it.

    Attributes
    ----------
    gain : ndarray of shape (n,)
        Expected gain of making the offer, in money; act where it is above 0.
    churn : ndarray of shape (n,)
        The churn probability used.
    break_even_churn : ndarray of shape (n,)
        The churn probability above which the offer pays; above 1 or inf where none does.
    acceptance_needed : ndarray of shape (n,)
        The share of leavers who would have to accept; above 1 or inf where none is enough.
    offer, contact_cost, acceptance : float
        The terms.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    gain: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    churn: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    break_even_churn: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    acceptance_needed: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    offer: float
    contact_cost: float
    acceptance: float

    @property
    def act(self) -> BoolArray:
        """Whether the offer pays, for each customer."""
        return self.gain > 0

    @property
    def total_gain(self) -> float:
        """Expected gain of making the offer to all for whom it pays, in money."""
        return float(self.gain[self.act].sum())

    def _facts(self) -> dict[str, object]:
        return {
            "customers": self.gain.size,
            "act": int(self.act.sum()),
            "total_gain": self.total_gain,
            "offer": self.offer,
            "acceptance": self.acceptance,
        }


def save_decisions(
    value: npt.ArrayLike,
    /,
    *,
    churn: npt.ArrayLike,
    offer: float,
    contact_cost: float,
    acceptance: float,
) -> SaveDecisions:
    r"""Decide for whom an offer to stay pays.

    Parameters
    ----------
    value : array_like of shape (n,)
        What is lost when the customer leaves, in money, >= 0.
    churn : array_like of shape (n,)
        Probability in [0, 1] that the customer leaves.
    offer : float
        Cost of the offer, which whoever stays takes as well; >= 0.
    contact_cost : float
        Cost of the contact; >= 0.
    acceptance : float
        Share of would-be leavers who accept, in [0, 1]. It has no default: it is the one figure
        that the data of the past rarely tell.

    Returns
    -------
    SaveDecisions
        Gain and break-evens by customer.

    Raises
    ------
    InvalidInputError
        If a number is out of its range, or the columns differ in length.

    Notes
    -----
    With value :math:`V`, offer :math:`d`, contact :math:`f`, acceptance :math:`\gamma`, churn
    :math:`p`:

    .. math:: \text{gain} = p\gamma V - d\,[(1-p) + p\gamma] - f, \qquad
              p^* = \frac{d+f}{\gamma(V-d)+d}, \qquad
              \gamma^* = \frac{d(1-p)+f}{p(V-d)}

    References
    ----------
    .. [1] Neslin, Gupta, Kamakura, Lu & Mason (2006), Journal of Marketing Research 43(2),
       204-211: the profit of a churn programme.

    Examples
    --------
    >>> decisions = save_decisions(
    ...     [200, 200, 5], churn=[0.3, 0.1, 0.9], offer=10, contact_cost=1, acceptance=0.3
    ... )
    >>> decisions.act
    array([ True, False, False])
    >>> decisions.break_even_churn.round(3)
    array([0.164, 0.164, 1.294])
    """
    worth, leaving = readonly_floats(value), readonly_floats(churn)
    if worth.size != leaving.size:
        msg = f"value and churn must have the same length, got {worth.size} and {leaving.size}"
        raise InvalidInputError(msg)
    refuse_rows("value", worth, ~np.isfinite(worth) | (worth < 0), "be finite and >= 0")
    refuse_rows("churn", leaving, ~((leaving >= 0) & (leaving <= 1)), "be a fraction from 0 to 1")
    number_above("offer", offer, inclusive=True)
    number_above("contact_cost", contact_cost, inclusive=True)
    fraction("acceptance", acceptance)
    kept = leaving * acceptance
    return SaveDecisions(
        gain=kept * worth - offer * ((1 - leaving) + kept) - contact_cost,
        churn=leaving,
        break_even_churn=_ratio(offer + contact_cost, acceptance * (worth - offer) + offer),
        acceptance_needed=_ratio(offer * (1 - leaving) + contact_cost, leaving * (worth - offer)),
        offer=offer,
        contact_cost=contact_cost,
        acceptance=acceptance,
    )


def _ratio(above: npt.ArrayLike, below: FloatArray) -> FloatArray:
    # inf where the denominator is not positive, or next to nothing: no value turns the decision
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        return np.where(below > 0, np.asarray(above) / below, np.inf)
