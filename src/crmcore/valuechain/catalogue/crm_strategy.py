"""Making a CRM strategy, putting it into effect by technology, and what it succeeds by."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element, Role
from crmcore.valuechain.framework import Framework

__all__ = ["CRM_BY_TECHNOLOGY", "CRM_STRATEGY_STEPS", "CRM_SUCCESS_FACTORS"]

_SOURCE: Final = "Persian article on the eight building blocks"
_CRM: Final = isolate("CRM")


def _part(
    role: Role,
    order: int,
    key: str,
    title: Title,
    about: Title,
    *practices: str,
    rests_on: str = "",
    kpis: tuple[str, ...] = (),
) -> Element:
    return Element(
        key=key,
        title=title,
        role=role,
        order=order,
        rests_on=(rests_on,) if rests_on else (),
        description=about,
        kpis=kpis,
        practices=pick(*practices),
    )


CRM_STRATEGY_STEPS: Final = Framework(
    key="crm_strategy_steps",
    title=Title("Steps to a CRM strategy", f"مراحل تدوین راهبرد {_CRM}"),
    description=Title(
        "From groups of customers with aims to an experience that is designed and heard about.",
        "از دسته‌بندی مشتریان و اهداف هر دسته تا تجربه‌ای که طراحی شده و بازخورد آن شنیده می‌شود.",
    ),
    edition="four steps",
    source=_SOURCE,
    elements=(
        _part(
            "step",
            1,
            "group_and_set_aims",
            Title(
                "Group the customers, set aims and measures for each group",
                "دسته‌بندی مشتریان و تنظیم اهداف و اندازه‌های هر دسته",
            ),
            Title(
                "Each group of customers has aims, and measures that tell whether they are met.",
                "هر دسته از مشتریان هدف‌هایی دارد و اندازه‌هایی که تحقق آن‌ها را نشان می‌دهد.",
            ),
            "group_customers",
            "aims_per_segment",
            "measures_per_segment",
        ),
        _part(
            "step",
            2,
            "assess_assets",
            Title(
                "Assess the state of customers as assets of the firm",
                "ارزیابی وضعیت مشتریان به‌عنوان دارایی‌های سازمان",
            ),
            Title(
                "What each group is worth to the firm is known.",
                "روشن است هر دسته چه ارزشی برای سازمان دارد.",
            ),
            "find_most_valuable",
            "customers_as_assets",
            rests_on="group_and_set_aims",
            kpis=("customer_equity", "clv_coverage"),
        ),
        _part(
            "step",
            3,
            "aims_and_tactics",
            Title(
                "Aims and tactics to better relations",
                "تعریف اهداف و تاکتیک‌های اجرایی برای بهبود روابط با مشتریان",
            ),
            Title(
                "Relations are bettered by tactics that serve stated aims.",
                "روابط با تاکتیک‌هایی بهبود می‌یابد که در خدمت اهداف روشن است.",
            ),
            "relationship_tactics",
            "plan_lasting_relations",
            rests_on="assess_assets",
            kpis=("retention_rate", "clv_growth"),
        ),
        _part(
            "step",
            4,
            "experience_and_feedback",
            Title(
                "Draw the customer experience, install feedback",
                "ترسیم تجربه کار با مشتری و اجرای سیستم‌های بازخورد مشتری",
            ),
            Title(
                "The experience is designed, and customers say how it is.",
                "تجربه مشتری طراحی می‌شود و مشتریان درباره آن بازخورد می‌دهند.",
            ),
            "design_experience",
            "feedback_system",
            rests_on="aims_and_tactics",
            kpis=("csat", "nps", "ces"),
        ),
    ),
)

CRM_BY_TECHNOLOGY: Final = Framework(
    key="crm_by_technology",
    title=Title("Putting CRM into effect by technology", f"تحقق {_CRM} با فناوری"),
    description=Title(
        "What a firm does to make the best use of CRM applications.",
        f"آنچه سازمان برای استفاده بهینه از کاربردهای {_CRM} انجام می‌دهد.",
    ),
    edition="three actions",
    source=_SOURCE,
    elements=(
        _part(
            "step",
            1,
            "assess_needs",
            Title(
                "Assess needs and the information model",
                "ارزیابی نیازهای فناوری و مدل اطلاعاتی سازمان",
            ),
            Title(
                "It is known what technology is needed and which data there are.",
                "روشن است چه فناوری‌ای لازم است و چه داده‌هایی در دست است.",
            ),
            "review_technology_needs",
            "model_information",
        ),
        _part(
            "step",
            2,
            "integrate",
            Title("Integrate data and processes", "یکپارچه‌سازی داده‌ها و فرایندها در سازمان"),
            Title(
                "Data and processes are joined across the firm.",
                "داده‌ها و فرایندها در سراسر سازمان به هم پیوسته است.",
            ),
            "integrated_systems",
            "one_it_architecture",
            kpis=("data_completeness", "data_doubles"),
        ),
        _part(
            "step",
            3,
            "install_systems",
            Title(
                "Install analytical and operational CRM",
                f"پیاده‌سازی سیستم‌های تحلیلی و عملیاتی {_CRM}",
            ),
            Title(
                "Systems for analysis and for the daily work with customers run.",
                "سیستم‌های تحلیل و کار روزانه با مشتریان به کار افتاده است.",
            ),
            "analytical_crm",
            "operational_crm",
            "use_it_effectively",
            kpis=("system_availability",),
        ),
    ),
)

CRM_SUCCESS_FACTORS: Final = Framework(
    key="crm_success_factors",
    title=Title("Success factors of CRM", f"عوامل موفقیت {_CRM}"),
    description=Title(
        "What matters most for CRM to succeed, beyond technology.",
        f"مهم‌ترین عوامل موفقیت در اجرای {_CRM}، فراتر از فناوری.",
    ),
    edition="three factors",
    source=_SOURCE,
    elements=(
        _part(
            "factor",
            1,
            "performance_framework",
            Title("A performance management framework", "ایجاد چارچوب مدیریت عملکرد"),
            Title(
                "Performance is measured and managed within one framework.",
                "عملکرد در یک چارچوب سنجیده و مدیریت می‌شود.",
            ),
            "manage_performance",
            "kpis_tied_to_aims",
        ),
        _part(
            "factor",
            2,
            "sharing",
            Title("Sharing knowledge and information", "تسهیم دانش و اطلاعات"),
            Title(
                "Knowledge and information reach all who need them.",
                "دانش و اطلاعات به همه کسانی که به آن نیاز دارند می‌رسد.",
            ),
            "share_knowledge",
            "share_information",
        ),
        _part(
            "factor",
            3,
            "organisational_change",
            Title("Organisational change", "تغییرات سازمانی"),
            Title(
                "The organisation changes as CRM asks, and people go along.",
                f"سازمان به اقتضای {_CRM} تغییر می‌کند و افراد همراه می‌شوند.",
            ),
            "manage_change",
            "handle_resistance",
            kpis=("staff_satisfaction",),
        ),
    ),
)
