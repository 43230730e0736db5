"""Porter's value chain: five primary and four support activities."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element, Role
from crmcore.valuechain.framework import Framework

__all__ = ["PORTER_VALUE_CHAIN"]


def _activity(
    key: str,
    title: Title,
    about: Title,
    *practices: str,
    role: Role = "primary",
    kpis: tuple[str, ...] = (),
) -> Element:
    return Element(
        key=key,
        title=title,
        role=role,
        description=about,
        kpis=kpis,
        practices=pick(*practices),
    )


_PRIMARY: Final = (
    _activity(
        "inbound_logistics",
        Title("Inbound logistics", "لجستیک درونی"),
        Title(
            "Receive, store and hand on what goes into the product.",
            "دریافت، نگهداری و توزیع درونی آنچه در محصول به کار می‌رود.",
        ),
        "inbound_cheap",
        "inbound_quick",
    ),
    _activity(
        "operations",
        Title("Operations", "عملیات"),
        Title(
            "Make the product or service out of it.",
            "تبدیل مواد اولیه به محصول یا خدمت.",
        ),
        "operations_cheap",
        "operations_quick",
        "product_quality",
        kpis=("gross_margin", "return_rate"),
    ),
    _activity(
        "outbound_logistics",
        Title("Outbound logistics", "لجستیک بیرونی"),
        Title(
            "Store the product and bring it to the buyer.",
            "نگهداری محصول و رساندن آن به خریدار.",
        ),
        "delivery_cheap",
        "deliver_as_promised",
    ),
    _activity(
        "marketing_sales",
        Title("Marketing and sales", "بازاریابی و فروش"),
        Title(
            "Let buyers know of the product, and sell it.",
            "شناساندن محصول به خریداران و فروش آن.",
        ),
        "waste_no_effort",
        "provide_sources_of_value",
        kpis=("cac", "win_rate", "cost_per_response"),
    ),
    _activity(
        "service",
        Title("After-sales service", "خدمات پس از فروش"),
        Title(
            "Keep up or raise the value of the product after the sale.",
            "حفظ یا افزایش ارزش محصول پس از فروش.",
        ),
        "after_sales_service",
        "answer_quickly",
        "handle_complaints",
        "lower_service_cost",
        kpis=("cost_to_serve", "first_response_time", "resolution_time", "csat"),
    ),
)

_SUPPORT: Final = (
    _activity(
        "procurement",
        Title("Procurement", "تدارکات"),
        Title(
            "Buy and make ready what all activities need.",
            "خرید و آماده‌سازی آنچه همه فعالیت‌ها به آن نیاز دارند.",
        ),
        "prepare_product_resources",
        "best_quality_least_cost",
        role="support",
        kpis=("budget_keeping",),
    ),
    _activity(
        "human_resources",
        Title("Human resource management", "منابع انسانی"),
        Title("Recruit, train and keep people.", "جذب، آموزش و نگهداشت نیروی انسانی."),
        "recruit_specialists",
        "train_staff",
        role="support",
        kpis=("training_hours", "staff_satisfaction"),
    ),
    _activity(
        "technology",
        Title("Technology development", "توسعه فناوری"),
        Title(
            "Better products and processes by technology.",
            "بهبود محصولات و فرایندها با فناوری.",
        ),
        "keep_systems_current",
        "use_innovation",
        role="support",
        kpis=("system_availability",),
    ),
    _activity(
        "infrastructure",
        Title("Firm infrastructure", "زیرساخت‌ها"),
        Title(
            "Lead, plan, finance and administer the firm.",
            "رهبری، برنامه‌ریزی، تأمین مالی و اداره سازمان.",
        ),
        "set_strategy_and_plan",
        "pay_and_promote",
        role="support",
        kpis=("budget_keeping",),
    ),
)

PORTER_VALUE_CHAIN: Final = Framework(
    key="porter_value_chain",
    title=Title("Porter's value chain", "زنجیره ارزش پورتر"),
    description=Title(
        "All activities from receiving raw material to selling the product and serving the buyer; "
        "each may be cheap, quick and valued, or not.",
        "همه فعالیت‌ها از دریافت مواد اولیه تا فروش محصول و خدمت به خریدار؛ هر یک می‌تواند "
        "کم‌هزینه، سریع و ارزشمند باشد یا نباشد.",
    ),
    edition="1985: five primary and four support activities",
    source="Porter (1985), Competitive Advantage, Free Press, chapter 2; list as told by the "
    "Persian article on the CRM value chain",
    elements=(*_PRIMARY, *_SUPPORT),
)
