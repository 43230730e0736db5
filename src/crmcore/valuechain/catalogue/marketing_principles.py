"""Ten principles of marketing."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["MARKETING_PRINCIPLES"]


def _principle(
    order: int,
    key: str,
    title: Title,
    about: Title,
    *practices: str,
    kpis: tuple[str, ...] = (),
) -> Element:
    return Element(
        key=key,
        title=title,
        role="principle",
        order=order,
        description=about,
        kpis=kpis,
        practices=pick(*practices),
    )


MARKETING_PRINCIPLES: Final = Framework(
    key="marketing_principles",
    title=Title("Ten principles of marketing", "ده اصل بازاریابی"),
    description=Title(
        "From a new idea to the satisfied and loyal customer.",
        "از ایده نوآورانه تا مشتری راضی و وفادار.",
    ),
    edition="ten principles",
    source="Persian flash cards on CRM",
    elements=(
        _principle(
            1,
            "new_ideas",
            Title("New ideas", "ایده‌های نوآورانه"),
            Title("Bring new ideas.", "ارائه ایده‌های نوآورانه."),
            "innovate_offers",
            kpis=("sales_of_new_products",),
        ),
        _principle(
            2,
            "market_research",
            Title("Market research", "تحقیقات بازار"),
            Title(
                "Research the market, to know the customer.",
                "اجرای تحقیقات در بازار با هدف شناخت مشتری.",
            ),
            "research_needs",
        ),
        _principle(
            3,
            "target_markets",
            Title("Target markets", "بازارهای هدف"),
            Title("Settle which markets to serve.", "مشخص کردن بازارهای هدف."),
            "choose_target_markets",
            kpis=("sales_to_new_segments", "product_penetration"),
        ),
        _principle(
            4,
            "behaviour_and_needs",
            Title("Behaviour and needs", "رفتار و نیاز مصرف‌کننده"),
            Title(
                "Know how consumers behave and what they need.",
                "شناخت رفتار و نیاز مصرف‌کننده.",
            ),
            "know_behaviour",
            "know_needs",
            kpis=("known_preference_share",),
        ),
        _principle(
            5,
            "marketing_programme",
            Title("A marketing programme", "برنامه بازاریابی"),
            Title("Draw up a marketing programme.", "به وجود آوردن یک برنامه بازاریابی."),
            "plan_marketing",
            kpis=("campaign_response_rate", "incremental_profit"),
        ),
        _principle(
            6,
            "mix",
            Title("Place, product, promotion, price", "مکان، محصول، ترویج و قیمت"),
            Title(
                "Settle place, product, promotion and price.",
                "مشخص کردن مکان، محصول، ترویج و قیمت.",
            ),
            "set_marketing_mix",
        ),
        _principle(
            7,
            "public_relations",
            Title("Public relations and social media", "روابط عمومی و رسانه‌های اجتماعی"),
            Title(
                "Attend to public relations and social media.",
                "توجه به روابط عمومی و رسانه‌های اجتماعی.",
            ),
            "use_public_media",
            kpis=("rated_image", "referral_rate"),
        ),
        _principle(
            8,
            "budget",
            Title("Assess the budget", "ارزیابی بودجه"),
            Title(
                "Assess whether the budget is right and well spent.",
                "ارزیابی کفایت بودجه و مصرف آن.",
            ),
            "watch_budget",
            kpis=("budget_keeping", "cost_per_response"),
        ),
        _principle(
            9,
            "performance",
            Title("Measure performance", "اندازه‌گیری عملکرد"),
            Title("Measure what marketing achieves.", "اندازه‌گیری دستاورد بازاریابی."),
            "manage_performance",
            kpis=("market_share", "roi"),
        ),
        _principle(
            10,
            "satisfaction_loyalty",
            Title("Assess satisfaction and loyalty", "ارزیابی رضایت و وفاداری"),
            Title(
                "Assess whether customers are satisfied and loyal.",
                "ارزیابی رضایت و وفاداری مشتری.",
            ),
            "measure_satisfaction",
            "measure_loyalty",
            kpis=("csat", "nps", "repeat_purchase_rate", "retention_rate"),
        ),
    ),
)
