"""What a contact between customer and firm is for."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CONTACT_PURPOSES"]


def _purpose(key: str, title: Title, about: Title, kpis: tuple[str, ...]) -> Element:
    return Element(key=key, title=title, role="kind", description=about, kpis=kpis)


CONTACT_PURPOSES: Final = Framework(
    key="contact_purposes",
    title=Title("Purposes of contact", "موضوع تماس"),
    description=Title(
        "Why the customer gets in touch. Others can be added.",
        "اینکه مشتری برای چه تماس می‌گیرد. موضوع‌های دیگر افزودنی است.",
    ),
    edition="purposes that the articles name",
    source="Persian articles on CRM",
    elements=(
        _purpose(
            "information_request",
            Title("Information request", "درخواست اطلاعات"),
            Title(
                "The customer wants to know something.",
                "مشتری می‌خواهد چیزی بداند.",
            ),
            ("first_response_time", "first_contact_resolution"),
        ),
        _purpose(
            "complaint",
            Title("Complaint", "شکایت"),
            Title(
                "The customer is not content and wants it put right.",
                "مشتری ناراضی است و می‌خواهد مشکل برطرف شود.",
            ),
            ("complaint_rate", "resolution_time"),
        ),
        _purpose(
            "return",
            Title("Return", "مرجوعی"),
            Title("The customer gives goods back.", "مشتری کالا را پس می‌دهد."),
            ("return_rate",),
        ),
        _purpose(
            "purchase",
            Title("Purchase", "خرید"),
            Title("The customer orders.", "مشتری سفارش می‌دهد."),
            ("lead_conversion_rate",),
        ),
        _purpose(
            "price_enquiry",
            Title("Price enquiry", "استعلام قیمت"),
            Title("The customer asks for a price.", "مشتری قیمت را می‌پرسد."),
            ("first_response_time", "lead_conversion_rate"),
        ),
        _purpose(
            "feedback",
            Title("Feedback", "بازخورد"),
            Title(
                "The customer tells what was good or bad.",
                "مشتری می‌گوید چه چیز خوب یا بد بود.",
            ),
            ("csat", "nps", "ces"),
        ),
    ),
)
