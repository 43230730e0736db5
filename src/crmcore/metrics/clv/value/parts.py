"""The parts of one customer's value, as numbers and in words."""

from typing import Final

import attrs

from crmcore._display import Value
from crmcore._text import Title, amount, fill, join_titles, percent
from crmcore.currencies import money_title

__all__ = ["ValueParts"]

_AHEAD: Final = Title(
    "active with a chance of {alive}, then {purchases} purchases in today's worth, {spend} each "
    "at a margin of {margin}: {residual} to come",
    "با احتمال {alive} فعال است و در آن صورت {purchases} خرید به ارزش امروز دارد، هر یک {spend} "
    "با حاشیه سود {margin}: {residual} در پیش است",
)
_PAST: Final = Title("{past} so far", "{past} تاکنون")
_COST: Final = Title("less {cost} for acquisition", "منهای {cost} هزینه جذب")
_SUM: Final = Title("together {value}", "در مجموع {value}")


@attrs.frozen(kw_only=True, repr=False)
class ValueParts(Value):
    """The parts of one customer's value.

    Attributes
    ----------
    probability_alive : float
        Chance that the customer has not left, in [0, 1].
    purchases_if_alive : float
        Discounted purchases to be expected of the customer if that is so.
    expected_spend : float
        Expected money of a purchase.
    margin : float
        Share of the spend that is profit.
    residual : float
        Money to come: the product of the four.
    past : float or None
        Profit of all purchases seen; None where the value does not count it.
    acquisition_cost : float or None
        What winning the customer cost; None where the value does not count it.
    value : float
        Residual and past less the cost.
    currency : str or None
        The currency.

    Examples
    --------
    >>> ValueParts(
    ...     probability_alive=0.5, purchases_if_alive=4.0, expected_spend=25.0, margin=0.3,
    ...     residual=15.0, past=None, acquisition_cost=None, value=15.0, currency="EUR",
    ... ).text.en
    "active with a chance of 50%, then 4 purchases in today's worth, 25 euro each at a margin of
    30%: 15 euro to come"
    """

    probability_alive: float
    purchases_if_alive: float
    expected_spend: float
    margin: float
    residual: float
    past: float | None
    acquisition_cost: float | None
    value: float
    currency: str | None

    @property
    def text(self) -> Title:
        """How the value comes about, in one line."""
        ahead = fill(
            _AHEAD,
            alive=percent(self.probability_alive),
            purchases=amount(self.purchases_if_alive),
            spend=money_title(self.expected_spend, self.currency),
            margin=percent(self.margin),
            residual=money_title(self.residual, self.currency),
        )
        parts = [ahead]
        if self.past is not None:
            parts.append(fill(_PAST, past=money_title(self.past, self.currency)))
        if self.acquisition_cost is not None:
            parts.append(fill(_COST, cost=money_title(self.acquisition_cost, self.currency)))
        if len(parts) > 1:
            parts.append(fill(_SUM, value=money_title(self.value, self.currency)))
        return join_titles(parts, mark=";")

    def _facts(self) -> dict[str, object]:
        facts = attrs.asdict(self)
        return {name: fact for name, fact in facts.items() if fact is not None}
