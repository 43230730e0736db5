"""Seven strategies for a customer or a group of customers."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CUSTOMER_STRATEGIES"]


def _strategy(key: str, title: Title, about: Title, kpis: tuple[str, ...]) -> Element:
    return Element(key=key, title=title, role="strategy", description=about, kpis=kpis)


CUSTOMER_STRATEGIES: Final = Framework(
    key="customer_strategies",
    title=Title("Strategies for a customer", "راهبردهای رابطه با مشتری"),
    description=Title(
        "What to do with the relation to a customer or group: it follows from the analysis of "
        "the base and from the customer's lifecycle.",
        "اینکه با رابطه با یک مشتری یا گروه چه باید کرد: از تحلیل مشتریان و از چرخه عمر مشتری "
        "برمی‌آید.",
    ),
    edition="seven strategies",
    source="Buttle & Maklan, Customer Relationship Management: Concepts and Technologies",
    elements=(
        _strategy(
            "start",
            Title("Start the relationship", "آغاز رابطه"),
            Title(
                "Win a customer who promises to be of value.",
                "به دست آوردن مشتری‌ای که نوید ارزش می‌دهد.",
            ),
            ("new_customers", "cac"),
        ),
        _strategy(
            "protect",
            Title("Protect the relationship", "حفاظت از رابطه"),
            Title(
                "Guard a valuable customer from the offers of rivals.",
                "نگاه داشتن مشتری ارزشمند در برابر پیشنهادهای رقیبان.",
            ),
            ("retention_rate", "churn_probability"),
        ),
        _strategy(
            "re_engineer",
            Title("Re-engineer the relationship", "بازطراحی رابطه"),
            Title(
                "Serve at less cost a customer who does not pay as things are.",
                "خدمت‌رسانی کم‌هزینه‌تر به مشتری‌ای که در وضع کنونی سودآور نیست.",
            ),
            ("cost_to_serve", "customer_profit"),
        ),
        _strategy(
            "enhance",
            Title("Enhance the relationship", "تقویت رابطه"),
            Title(
                "Sell more, and more kinds of goods, to a customer with room to grow.",
                "فروش بیشتر و متنوع‌تر به مشتری‌ای که جای رشد دارد.",
            ),
            ("share_of_wallet", "cross_sell_ratio"),
        ),
        _strategy(
            "harvest",
            Title("Harvest the relationship", "بهره‌برداری از رابطه"),
            Title(
                "Take the profit without spending on growth.",
                "برداشت سود بی‌آنکه برای رشد هزینه شود.",
            ),
            ("customer_profit",),
        ),
        _strategy(
            "end",
            Title("End the relationship", "پایان دادن به رابطه"),
            Title(
                "Let go a customer who costs more than will ever come back.",
                "رها کردن مشتری‌ای که هزینه‌اش هرگز بازنمی‌گردد.",
            ),
            ("customer_profit", "cost_to_serve"),
        ),
        _strategy(
            "win_back",
            Title("Win back the customer", "بازگرداندن مشتری"),
            Title(
                "Bring back a valuable customer who has left.",
                "بازگرداندن مشتری ارزشمندی که رفته است.",
            ),
            ("win_back_rate",),
        ),
    ),
)
