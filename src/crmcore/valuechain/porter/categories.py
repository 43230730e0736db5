"""The nine categories of Porter's value chain: five primary, four support."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from crmcore._keyed import Catalogue, known
from crmcore._text import Title

__all__ = ["CATEGORY_TITLES", "PORTER_ROLES", "Category", "PorterRole", "role_of"]

Category: TypeAlias = Literal[
    "inbound_logistics",
    "operations",
    "outbound_logistics",
    "marketing_sales",
    "service",
    "procurement",
    "human_resources",
    "technology",
    "infrastructure",
]
PorterRole: TypeAlias = Literal["primary", "support"]

CATEGORY_TITLES: Final[Mapping[str, Title]] = Catalogue(
    "category",
    [
        ("inbound_logistics", Title("Inbound logistics", "لجستیک درونی")),
        ("operations", Title("Operations", "عملیات")),
        ("outbound_logistics", Title("Outbound logistics", "لجستیک بیرونی")),
        ("marketing_sales", Title("Marketing and sales", "بازاریابی و فروش")),
        ("service", Title("After-sales service", "خدمات پس از فروش")),
        ("procurement", Title("Procurement", "تدارکات")),
        ("human_resources", Title("Human resource management", "منابع انسانی")),
        ("technology", Title("Technology development", "توسعه فناوری")),
        ("infrastructure", Title("Firm infrastructure", "زیرساخت‌ها")),
    ],
)
PORTER_ROLES: Final[Mapping[str, Title]] = Catalogue(
    "role",
    [
        ("primary", Title("Primary activities", "فعالیت‌های اصلی")),
        ("support", Title("Support activities", "فعالیت‌های پشتیبانی")),
    ],
)
_SUPPORT: Final = frozenset({"procurement", "human_resources", "technology", "infrastructure"})


def role_of(category: str, /) -> PorterRole:
    """Tell whether the activities of a category are primary or support.

    Parameters
    ----------
    category : str
        One of the nine keys of ``CATEGORY_TITLES``.

    Returns
    -------
    {"primary", "support"}
        The role.

    Raises
    ------
    UnknownKeyError
        If there is no such category.

    References
    ----------
    .. [1] Porter (1985), Competitive Advantage, chapter 2, figure 2-2.

    Examples
    --------
    >>> role_of("service"), role_of("procurement")
    ('primary', 'support')
    """
    return "support" if known("category", category, CATEGORY_TITLES) in _SUPPORT else "primary"
