"""The domain objects: a customer and a transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias, get_args

import attrs
import numpy as np

from crmcore._checks import number_above, one_of
from crmcore._display import Value
from crmcore._text import Title
from crmcore._types import CustomerId, DateLike
from crmcore.errors import InvalidInputError

__all__ = ["CUSTOMER_KINDS", "Customer", "CustomerKind", "Transaction"]

CustomerKind: TypeAlias = Literal[
    "external", "internal", "intermediary", "investor", "community_leader"
]

CUSTOMER_KINDS: Mapping[CustomerKind, Title] = {
    "external": Title("External", "بیرونی"),
    "internal": Title("Internal (employees)", "درون‌سازمانی"),
    "intermediary": Title("Intermediary (agents and resellers)", "میانی/واسطه"),
    "investor": Title("Investors", "سرمایه‌گذاران"),
    "community_leader": Title("Community leaders", "رهبران ذی‌نفوذ جامعه"),
}


def require_id(_instance: object, field: "attrs.Attribute[CustomerId]", value: CustomerId) -> None:
    """Validate an identifier: it is there, and it is no float (attrs validator).

    Parameters
    ----------
    field : attrs.Attribute
        The field.
    value : hashable
        The identifier.

    Raises
    ------
    InvalidInputError
        If it is None, empty text or a float.
    """
    if value is None or value == "" or isinstance(value, float | np.floating):
        hint = "; a float that was read from text such as '17850.0' should be text or int"
        msg = f"{field.name} must be text or a whole number, got {value!r}"
        raise InvalidInputError(msg + (hint if isinstance(value, float) else ""))


@attrs.frozen(kw_only=True, repr=False)
class Customer(Value):
    """A person or firm that buys, works for, sells for or invests in the business.

    Attributes
    ----------
    id : hashable
        Identifier, unique in the base: text or a whole number.
    name : str or None
        What to call the customer.
    kind : {"external", "internal", "intermediary", "investor", "community_leader"}
        Those who spend their own money are external.
    attributes : mapping of str to str or float
        Whatever else is known, by field.

    Raises
    ------
    InvalidInputError
        If the identifier is missing or a float, or the kind unknown.

    Examples
    --------
    >>> Customer(id="17850", name="Ada")
    Customer(id='17850', name='Ada', kind='external')
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # a mapping inside

    id: CustomerId = attrs.field(validator=require_id)
    name: str | None = None
    kind: CustomerKind = attrs.field(default="external", validator=one_of(*get_args(CustomerKind)))
    attributes: Mapping[str, str | float] = attrs.field(factory=dict[str, str | float])

    def _facts(self) -> dict[str, object]:
        return {"id": self.id, "name": self.name, "kind": self.kind}


@attrs.frozen(kw_only=True, repr=False)
class Transaction(Value):
    """One line of a purchase, or of a refund.

    Attributes
    ----------
    customer : hashable
        Who bought.
    date : date, datetime, numpy.datetime64 or str
        When; text must be ISO 8601.
    amount : float
        Money paid; negative for a refund.
    order : hashable or None
        The order or invoice that the line belongs to.
    product, category : str or None
        What was bought.
    quantity : float or None
        How many.
    cost : float or None
        What the goods of this line cost the firm.

    Raises
    ------
    InvalidInputError
        If the customer is missing, or a number is not finite.

    Examples
    --------
    >>> Transaction(customer="17850", date="2011-01-03", amount=15.3)
    Transaction(customer='17850', date='2011-01-03', amount=15.3)
    """

    customer: CustomerId = attrs.field(validator=require_id)
    date: DateLike
    amount: float
    order: CustomerId | None = None
    product: str | None = None
    category: str | None = None
    quantity: float | None = None
    cost: float | None = None

    def __attrs_post_init__(self) -> None:
        for name in ("amount", "quantity", "cost"):
            if getattr(self, name) is not None:
                number_above(name, getattr(self, name), -np.inf)

    def _facts(self) -> dict[str, object]:
        when = self.date.isoformat() if isinstance(self.date, datetime) else str(self.date)
        return {"customer": self.customer, "date": when, "amount": self.amount}
