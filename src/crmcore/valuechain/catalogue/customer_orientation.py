"""Customer orientation: its five tenets."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CUSTOMER_ORIENTATION"]


def _tenet(
    order: int, key: str, title: Title, about: Title, *practices: str, kpis: tuple[str, ...]
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


CUSTOMER_ORIENTATION: Final = Framework(
    key="customer_orientation",
    title=Title("Customer orientation", "مشتری‌مداری"),
    description=Title(
        "What it means that a firm turns from its product to its customers.",
        "معنای روی آوردن سازمان از محصول به مشتری.",
    ),
    edition="five tenets",
    source="Persian flash cards on CRM",
    elements=(
        _tenet(
            1,
            "centre_of_strategy",
            Title("Customer at the centre of strategy and aims", "مشتری در مرکز استراتژی و اهداف"),
            Title(
                "Strategy and aims are drawn around the customer.",
                "قرار دادن مشتری در مرکز استراتژی و اهداف.",
            ),
            "customer_at_centre",
            kpis=("customer_equity",),
        ),
        _tenet(
            2,
            "needs_and_satisfaction",
            Title(
                "Strategy built on needs and satisfaction",
                "استراتژی بر پایه نیازها و رضایت مشتری",
            ),
            Title(
                "Needs and satisfaction of customers decide the strategy.",
                "استراتژی بر نیازها و رضایت مشتری بنا می‌شود.",
            ),
            "strategy_on_needs",
            "measure_satisfaction",
            kpis=("csat", "nps"),
        ),
        _tenet(
            3,
            "from_product_to_customer",
            Title("Focus from product to customer", "تمرکز از محصول به مشتری"),
            Title(
                "Attention moves from the product to the customer, and rivals are weighed.",
                "تمرکز از محصول به مشتری تغییر می‌کند و شرکت‌های رقیب ارزیابی می‌شوند.",
            ),
            "focus_on_customer",
            "compare_with_competitors",
            kpis=("relative_market_share",),
        ),
        _tenet(
            4,
            "research_into_needs",
            Title("Research into needs", "تحقیق و تحلیل نیازهای مشتری"),
            Title(
                "Research into customers' needs, and its analysis, is the core.",
                "عنصر اصلی، تحقیق و تحلیل نیازهای مشتری است.",
            ),
            "research_needs",
            "know_needs",
            kpis=("known_preference_share",),
        ),
        _tenet(
            5,
            "present_customers",
            Title("Present customers before new ones", "جذابیت مشتریان فعلی"),
            Title(
                "Present customers who buy more are more attractive than new ones.",
                "مشتریان فعلی که بیشتر خرید می‌کنند از مشتریان جدید جذاب‌ترند.",
            ),
            "favour_present_customers",
            "build_loyalty",
            kpis=("repeat_purchase_rate", "share_of_wallet", "cac"),
        ),
    ),
)
