"""The marketing mix: what a firm decides of its offer, the four P."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["MARKETING_MIX"]

MARKETING_MIX: Final = Framework(
    key="marketing_mix",
    title=Title("Marketing mix (4P)", "آمیخته بازاریابی"),
    description=Title(
        "The four decisions around which traditional marketing strategy turns.",
        f"چهار تصمیمی که راهبرد بازاریابی سنتی حول آن‌ها می‌چرخد ({isolate('4P')}).",
    ),
    edition="four P",
    source="McCarthy (1960), Basic Marketing; Persian flash cards on CRM",
    elements=(
        Element(
            key="product",
            title=Title("Product", "محصول"),
            description=Title("What is offered.", "آنچه عرضه می‌شود."),
            kpis=("product_penetration", "product_profit"),
        ),
        Element(
            key="price",
            title=Title("Price", "قیمت"),
            description=Title(
                "What the customer gives for it.", "آنچه مشتری در برابر آن می‌پردازد."
            ),
            kpis=("average_order_value", "contribution_margin"),
        ),
        Element(
            key="placement",
            title=Title("Placement", "مکان توزیع"),
            description=Title(
                "Where and through whom it reaches the customer.",
                "اینکه کجا و به دست چه کسی به مشتری می‌رسد.",
            ),
            kpis=("partner_revenue_share", "market_share"),
        ),
        Element(
            key="promotion",
            title=Title("Promotion", "ترویج"),
            description=Title(
                "How the customer gets to know of it.", "اینکه مشتری چگونه از آن آگاه می‌شود."
            ),
            kpis=("campaign_response_rate", "cost_per_response", "incremental_profit"),
        ),
    ),
)
