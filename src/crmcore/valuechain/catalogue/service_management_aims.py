"""The five aims of service management."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["SERVICE_MANAGEMENT_AIMS"]


def _aim(
    order: int, key: str, title: Title, about: Title, *practices: str, kpis: tuple[str, ...]
) -> Element:
    return Element(
        key=key,
        title=title,
        role="goal",
        order=order,
        description=about,
        kpis=kpis,
        practices=pick(*practices),
    )


SERVICE_MANAGEMENT_AIMS: Final = Framework(
    key="service_management_aims",
    title=Title("Aims of service management", "اهداف مدیریت خدمات"),
    description=Title(
        "What the management of services is for.",
        "مدیریت خدمات برای چیست.",
    ),
    edition="five aims",
    source="Persian article on CRM and ERP",
    elements=(
        _aim(
            1,
            "flexible_services",
            Title(
                "Flexible services for present and future needs",
                "خدمات انعطاف‌پذیر برای نیازهای فعلی و آینده",
            ),
            Title(
                "Services bend to what customers need now and later.",
                "خدمات با نیازهای فعلی و آینده مشتریان سازگار می‌شود.",
            ),
            "adapt_to_needs",
            kpis=("retention_rate",),
        ),
        _aim(
            2,
            "responsive_relation",
            Title("Responsive relation with the business", "رابطه پاسخگو با کسب‌وکار"),
            Title(
                "Whoever needs the service gets an answer.",
                "هر کس به خدمت نیاز دارد پاسخ می‌گیرد.",
            ),
            "answer_quickly",
            kpis=("first_response_time", "resolution_time"),
        ),
        _aim(
            3,
            "effective_it",
            Title(
                "Effective use of IT resources", "استفاده مؤثر و کاربردی از منابع فناوری اطلاعات"
            ),
            Title(
                "All IT resources are put to use.",
                "همه منابع فناوری اطلاعات به کار گرفته می‌شود.",
            ),
            "use_it_effectively",
            "review_technology_needs",
            kpis=("system_availability",),
        ),
        _aim(
            4,
            "better_quality",
            Title("Better service quality for users", "بهینه‌سازی کیفیت خدمات"),
            Title(
                "Users have a better experience of the service.",
                "تجربه کاربران از خدمات بهتر می‌شود.",
            ),
            "improve_service_quality",
            kpis=("csat", "ces"),
        ),
        _aim(
            5,
            "lower_long_run_cost",
            Title("Lower long-run cost", "کاهش هزینه‌های بلندمدت"),
            Title(
                "Delivering services costs less in the long run.",
                "هزینه تحویل خدمات در بلندمدت کاهش می‌یابد.",
            ),
            "lower_service_cost",
            kpis=("cost_to_serve",),
        ),
    ),
)
