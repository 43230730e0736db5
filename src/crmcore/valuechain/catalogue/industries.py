"""Industries that use CRM, and what the text stresses for each."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework
from crmcore.valuechain.industry_settings import INDUSTRY_SETTINGS

__all__ = ["INDUSTRIES"]


def _industry(key: str, title: Title, about: Title, *, source_term: str | None = None) -> Element:
    return Element(
        key=key,
        title=title,
        role="industry",
        description=about,
        kpis=INDUSTRY_SETTINGS[key].kpis,
        source_term=source_term,
    )


INDUSTRIES: Final = Framework(
    key="industries",
    title=Title("Industries that use CRM", f"صنایع استفاده‌کننده از {isolate('CRM')}"),
    description=Title(
        "CRM serves firms that sell to firms as well as those that sell to persons.",
        f"{isolate('CRM')} هم به کار شرکت‌های {isolate('B2B')} می‌آید و هم {isolate('B2C')}.",
    ),
    edition="seven industries",
    source="Persian article on CRM and ERP",
    elements=(
        _industry(
            "banking",
            Title("Banking", "بانکداری"),
            Title(
                "Customers are to get the best answer, and quickly.",
                "یافتن بهترین شکل پاسخ‌دهی به مشتریان، و پاسخ سریع.",
            ),
        ),
        _industry(
            "tourism",
            Title("Tourism", "گردشگری"),
            Title(
                "Airlines and hotels live by satisfaction and loyalty.",
                "شرکت‌های هواپیمایی و هتل‌ها: حفظ رضایت و افزایش وفاداری مشتریان.",
            ),
        ),
        _industry(
            "brokerage_finance",
            Title("Brokerage and finance", "کارگزاری و مالی"),
            Title(
                "Much money moves: relations with potential and present customers are kept up.",
                "گردش مالی بالاست: ارتباط با مشتریان بالقوه و بالفعل حفظ و بهتر می‌شود.",
            ),
        ),
        _industry(
            "insurance",
            Title("Insurance", "بیمه"),
            Title(
                "Records of policyholders are needed for a long time.",
                "به اطلاعات بیمه‌گذاران برای مدتی طولانی نیاز است.",
            ),
        ),
        _industry(
            "citizens",
            Title("Citizens", "شهروندان"),
            Title(
                "Citizen relationship management (CiRM): demographics, participation and a "
                "customer club tell the administration what citizens need.",
                f"مدیریت ارتباط با شهروندان ({isolate('CiRM')}): اطلاعات جمعیت‌شناختی، مشارکت و "
                "باشگاه مشتریان نیازهای شهروندان را نشان می‌دهد.",
            ),
            source_term="ZRM",
        ),
        _industry(
            "iron_steel",
            Title("Iron and steel", "آهن و فولاد"),
            Title(
                "Distributors, transport plans, invoiced against weighed weight, live price "
                "enquiries, pooled purchase requests.",
                "ارتباط با توزیع‌کنندگان، برنامه‌های حمل‌ونقل، اختلاف وزن فاکتور و باسکول، "
                "استعلام قیمت در لحظه، تجمیع درخواست‌های خرید.",
            ),
        ),
        _industry(
            "information_technology",
            Title("Information technology", "فناوری اطلاعات"),
            Title(
                "Marketing, sales and service are one; service stops moves to rivals.",
                "یکپارچگی بازاریابی، فروش و خدمات پس از فروش؛ خدمات از مهاجرت به سمت رقبا "
                "جلوگیری می‌کند.",
            ),
        ),
    ),
)
