"""The kinds of strategically significant customers as a framework."""

from typing import Final

from crmcore._text import Title
from crmcore.segmentation.ssc_kinds import SSC_KINDS, SscDefinition
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["STRATEGIC_CUSTOMERS"]

_KPIS: Final = {
    "high_lifetime_value": ("customer_lifetime_value", "top_20_profit_share"),
    "benchmark": ("referral_rate",),
    "cost_magnet": ("fixed_cost_share", "volume_share"),
}


def _kind(kind: SscDefinition) -> Element:
    return Element(
        key=kind.key,
        title=kind.title,
        role="kind",
        description=kind.rule,
        kpis=_KPIS.get(kind.key, ()),
        source_term=kind.source_term,
    )


STRATEGIC_CUSTOMERS: Final = Framework(
    key="strategic_customers",
    title=Title("Strategically significant customers", "مشتری با ارزش استراتژیک"),
    description=Title(
        "A small share of the customers, said to be about a fifth, who bring more profit and "
        "value, are more loyal, buy more and bring in others. The kinds overlap.",
        "بخش کوچکی از مشتریان، به گفته متن نزدیک به یک‌پنجم، که سود و ارزش بیشتری می‌آورند، "
        "وفادارترند، بیشتر می‌خرند و دیگران را با خود می‌آورند. گونه‌ها همپوشانی دارند.",
    ),
    edition="four kinds of the CRM value chain, and the door opener of Buttle's book",
    source="Buttle & Maklan, Customer Relationship Management: Concepts and Technologies",
    elements=tuple(_kind(kind) for kind in SSC_KINDS.values()),
)
