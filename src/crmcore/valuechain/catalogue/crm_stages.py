"""Stages of CRM, the focus of each, and the strategies it asks for."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CRM_STAGES"]


def _stage(
    order: int, key: str, title: Title, focus: Title, practice: str, *, kpis: tuple[str, ...]
) -> Element:
    return Element(
        key=key,
        title=title,
        role="stage",
        order=order,
        description=Title(f"Focus: {focus.en}.", f"کانون توجه: {focus.fa}."),
        kpis=kpis,
        practices=pick(practice),
    )


def _strategy(
    within: str,
    key: str,
    title: Title,
    about: Title,
    *practices: str,
    kpis: tuple[str, ...] = (),
) -> Element:
    return Element(
        key=key,
        title=title,
        role="strategy",
        within=within,
        description=about,
        kpis=kpis,
        practices=pick(*practices),
    )


CRM_STAGES: Final = Framework(
    key="crm_stages",
    title=Title("Stages of CRM", f"مراحل {isolate('CRM')}"),
    description=Title(
        "Customers are attracted, enhanced and retained; each stage has a focus and strategies.",
        "مشتریان جذب می‌شوند، ارتقا می‌یابند و حفظ می‌شوند؛ هر مرحله کانون توجه و استراتژی‌هایی دارد.",
    ),
    edition="three stages with five strategies",
    source="Kalakota & Robinson (1999), e-Business: Roadmap for Success, Addison-Wesley; table as "
    "told by the Persian flash cards on CRM",
    elements=(
        _stage(
            1,
            "acquire",
            Title("Attract (acquire)", "جذب"),
            Title("differentiation", "متمایزسازی"),
            "offer_what_rivals_cannot",
            kpis=("new_customers", "cac", "lead_conversion_rate"),
        ),
        _strategy(
            "acquire",
            "innovation",
            Title("Innovation", "نوآوری"),
            Title(
                "New ideas draw customers in.",
                "ایده‌های نو مشتریان را جذب می‌کند.",
            ),
            "innovate_offers",
            kpis=("sales_of_new_products",),
        ),
        _stage(
            2,
            "enhance",
            Title("Enhance", "ارتقا"),
            Title("bundling", "دسته کردن"),
            "bundle_offers",
            kpis=("cross_sell_ratio", "share_of_wallet", "average_order_value"),
        ),
        _strategy(
            "enhance",
            "lower_cost",
            Title("Lower cost", "کاهش هزینه"),
            Title(
                "Customers cost less to serve.",
                "هزینه خدمت به مشتریان کاهش می‌یابد.",
            ),
            "lower_service_cost",
            kpis=("cost_to_serve",),
        ),
        _strategy(
            "enhance",
            "customer_service",
            Title("Customer service", "خدمت به مشتری"),
            Title(
                "Customers are served well and quickly.",
                "به مشتریان خوب و سریع خدمت می‌شود.",
            ),
            "improve_service_quality",
            "answer_quickly",
            kpis=("csat", "first_response_time", "resolution_time"),
        ),
        _stage(
            3,
            "retain",
            Title("Retain", "حفظ"),
            Title("adaptation", "انطباق"),
            "adapt_to_needs",
            kpis=("retention_rate", "churn_rate", "repeat_purchase_rate"),
        ),
        _strategy(
            "retain",
            "listening",
            Title("Listening", "گوش دادن به مشتری"),
            Title(
                "Customers are heard, and what they say is acted upon.",
                "صدای مشتری شنیده می‌شود و در عمل به کار می‌آید.",
            ),
            "feedback_system",
            "better_by_feedback",
            kpis=("nps", "complaint_rate"),
        ),
        _strategy(
            "retain",
            "new_products",
            Title("New products", "عرضه محصولات جدید"),
            Title(
                "Customers find new products at the firm that they know.",
                "مشتریان محصولات جدید را نزد سازمانی می‌یابند که می‌شناسند.",
            ),
            "new_products_for_customers",
            kpis=("cross_sell_ratio", "sales_of_new_products"),
        ),
    ),
)
