"""The kinds of customers: all whose opinion of the firm counts."""

from collections.abc import Mapping
from typing import Final

from crmcore._text import Title
from crmcore.customers import CUSTOMER_KINDS, CustomerKind
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CUSTOMER_KINDS_FRAMEWORK"]

_WHO: Final[Mapping[CustomerKind, Title]] = {
    "external": Title(
        "Those who spend their own money with the firm and use what it offers.",
        "کسانی که پول خودشان را در سازمان خرج می‌کنند: مصرف‌کنندگان محصولات و خدمات.",
    ),
    "internal": Title(
        "The employees, who are served by the firm and serve its customers.",
        "کارکنان، که یکی از مهم‌ترین مشتریان هر سازمان‌اند.",
    ),
    "intermediary": Title(
        "Agents and resellers who sell for the firm.",
        "نمایندگی‌ها و عاملان فروش سازمان.",
    ),
    "investor": Title(
        "Those who put money into the firm: what they think of it matters.",
        "کسانی که در شرکت سرمایه گذاشته‌اند: نحوه تلقی و استنباط آنان از شرکت مهم است.",
    ),
    "community_leader": Title(
        "People of influence, whose opinion of the firm others follow.",
        "کسانی که در جامعه نفوذ دارند و دیگران از نظر آنان درباره سازمان پیروی می‌کنند.",
    ),
}

_SATISFIED_BY: Final[Mapping[CustomerKind, tuple[str, ...]]] = {
    "external": ("csat", "nps", "ces"),
    "internal": ("staff_satisfaction",),
    "intermediary": ("partner_satisfaction", "partner_revenue_share"),
    "investor": ("investor_satisfaction",),
    "community_leader": ("rated_image",),
}

CUSTOMER_KINDS_FRAMEWORK: Final = Framework(
    key="customer_kinds",
    title=Title("Kinds of customers", "انواع مشتری"),
    description=Title(
        "Customers are not only those who buy: satisfaction, value and contact are looked at for "
        "each kind.",
        "مشتری تنها خریدار نیست: رضایت، ارزش و ارتباط برای هر گونه جداگانه بررسی می‌شود.",
    ),
    edition="five kinds",
    source="Persian flash cards on CRM",
    elements=tuple(
        Element(
            key=kind,
            title=title,
            role="kind",
            description=_WHO[kind],
            kpis=_SATISFIED_BY[kind],
        )
        for kind, title in CUSTOMER_KINDS.items()
    ),
)
