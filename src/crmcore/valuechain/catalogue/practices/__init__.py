"""The vocabulary of practices: one key and one statement each, shared by all frameworks."""

from collections.abc import Mapping
from typing import Final

from crmcore._keyed import Catalogue
from crmcore._text import Title
from crmcore.valuechain.catalogue.practices.contact import CONTACT
from crmcore.valuechain.catalogue.practices.customers import CUSTOMERS
from crmcore.valuechain.catalogue.practices.offers import OFFERS
from crmcore.valuechain.catalogue.practices.organisation import ORGANISATION
from crmcore.valuechain.catalogue.practices.strategy import STRATEGY
from crmcore.valuechain.catalogue.practices.systems import SYSTEMS
from crmcore.valuechain.elements import Practice

__all__ = ["PRACTICES", "pick"]

PRACTICES: Final[Mapping[str, Practice]] = Catalogue(
    "practice",
    (
        (key, Practice(key, Title(english, persian)))
        for topic in (STRATEGY, CUSTOMERS, CONTACT, OFFERS, ORGANISATION, SYSTEMS)
        for key, english, persian in topic
    ),
)


def pick(*keys: str) -> tuple[Practice, ...]:
    """Give practices of the vocabulary.

    Parameters
    ----------
    *keys : str
        Their keys.

    Returns
    -------
    tuple of Practice
        The practices, in the order of the keys.

    Raises
    ------
    UnknownKeyError
        If there is no such practice; the nearest are suggested.

    Examples
    --------
    >>> pick("train_staff")
    (Practice(key='train_staff', title='Staff are trained'),)
    """
    return tuple(PRACTICES[key] for key in keys)
