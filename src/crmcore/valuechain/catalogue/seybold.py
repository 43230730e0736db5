"""Seybold's three principles."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["SEYBOLD"]

SEYBOLD: Final = Framework(
    key="seybold",
    title=Title("Seybold's three principles", "سه اصل پاتریشیا سیبولد"),
    description=Title(
        "Why CRM came up: customers decide, their relations are worth money, their experience "
        "counts.",
        "زمینه‌های پیدایش مدیریت ارتباط با مشتری: مشتری تصمیم می‌گیرد، ارتباط با او ارزشمند و "
        "تجربه او مهم است.",
    ),
    edition="three principles",
    source="Seybold with Marshak & Lewis (2001), The Customer Revolution, Crown Business; list as "
    "told by the Persian flash cards on CRM",
    elements=(
        Element(
            key="customers_in_control",
            title=Title("Customers are in control", "مشتریان در کنترل هستند"),
            role="principle",
            order=1,
            description=Title(
                "Customers settle when, where and how they deal with the firm.",
                "مشتریان تعیین می‌کنند کی، کجا و چگونه با سازمان تعامل داشته باشند.",
            ),
            kpis=("preferred_channel_contact_rate",),
            practices=pick("choice_of_channels", "customer_facing_applications"),
        ),
        Element(
            key="relationships_valuable",
            title=Title(
                "Relationships with customers are valuable", "ارتباط با مشتریان ارزشمند است"
            ),
            role="principle",
            order=2,
            description=Title(
                "Relations with customers are worth money, and are kept as an asset.",
                "ارتباط با مشتریان ارزش مالی دارد و مانند دارایی حفظ می‌شود.",
            ),
            kpis=("customer_equity", "clv_growth"),
            practices=pick("customers_as_assets", "plan_lasting_relations"),
        ),
        Element(
            key="experience_matters",
            title=Title("The customer's experience matters", "تجربه مشتریان مهم است"),
            role="principle",
            order=3,
            description=Title(
                "What customers live through with the firm is designed and kept up.",
                "آنچه مشتریان نزد سازمان تجربه می‌کنند طراحی و مراقبت می‌شود.",
            ),
            kpis=("csat", "nps", "ces"),
            practices=pick("design_experience", "lasting_value", "pleasant_dealings"),
        ),
    ),
)
