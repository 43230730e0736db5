"""Tam's view: knowledge of customers becomes interaction, and interaction relationship."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["TAM"]

TAM: Final = Framework(
    key="tam",
    title=Title("CRM as Tam sees it", f"فرایند {isolate('CRM')} از دیدگاه تام"),
    description=Title(
        "CRM turns information and knowledge about customers into interaction, and interaction "
        "into relationship.",
        "مدیریت ارتباط با مشتری اطلاعات و دانش مشتریان را به تعامل، و تعامل را به ارتباط تبدیل "
        "می‌کند.",
    ),
    edition="three states",
    source="Tam («کایی تام»); as told by the Persian flash cards on CRM, which name no work; no "
    "original was found",
    elements=(
        Element(
            key="known",
            title=Title("Known", "اطلاعات و دانش"),
            role="stage",
            order=1,
            description=Title(
                "Information and knowledge about customers are at hand.",
                "اطلاعات و دانش درباره مشتریان در دست است.",
            ),
            kpis=("customers_known", "data_completeness"),
            practices=pick("collect_customer_data", "analyse_customer_data"),
        ),
        Element(
            key="in_contact",
            title=Title("In contact", "تعامل"),
            role="stage",
            order=2,
            rests_on=("known",),
            description=Title(
                "What is known leads to dealings with the customer.",
                "آنچه دانسته است به تعامل با مشتری می‌انجامد.",
            ),
            kpis=("customers_in_contact", "recent_contact_share"),
            practices=pick("act_on_insight", "two_way_contact"),
        ),
        Element(
            key="in_relationship",
            title=Title("In a lasting relationship", "ارتباط"),
            role="stage",
            order=3,
            rests_on=("in_contact",),
            description=Title(
                "Dealings grow into a relationship that lasts.",
                "تعامل به ارتباطی پایدار تبدیل می‌شود.",
            ),
            kpis=("customers_in_relationship", "retention_rate", "repeat_purchase_rate"),
            practices=pick("plan_lasting_relations", "build_loyalty"),
        ),
    ),
)
