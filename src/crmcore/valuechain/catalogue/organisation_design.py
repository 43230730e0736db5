"""The variables of organisation design, each with what it is made of."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["ORGANISATION_DESIGN"]


def _variable(order: int, key: str, title: Title, about: Title) -> Element:
    return Element(key=key, title=title, role="variable", order=order, description=about)


def _sub(
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
        role="variable",
        within=within,
        description=about,
        kpis=kpis,
        practices=pick(*practices),
    )


_TASKS: Final = (
    _variable(
        1,
        "tasks",
        Title("Tasks", "وظایف"),
        Title(
            "How certain, varied and interdependent the work is.",
            "کار چه اندازه مطمئن، متنوع و به هم وابسته است.",
        ),
    ),
    _sub(
        "tasks",
        "uncertainty",
        Title("Uncertainty", "عدم اطمینان"),
        Title(
            "How much must be found out while the work is done.",
            "چه اندازه از اطلاعات لازم تازه هنگام انجام کار به دست می‌آید.",
        ),
        "inform_by_uncertainty",
    ),
    _sub(
        "tasks",
        "variety",
        Title("Variety", "تنوع"),
        Title("How different the tasks are.", "وظایف چه اندازه با هم تفاوت دارد."),
        "skills_fit_variety",
    ),
    _sub(
        "tasks",
        "interdependence",
        Title("Interdependence", "وابستگی"),
        Title(
            "How units need each other's work.",
            "واحدها چگونه به کار یکدیگر نیاز دارند.",
        ),
    ),
    _sub(
        "interdependence",
        "pooled",
        Title("Pooled", "اشتراکی"),
        Title("Units share resources.", "واحدها منابع مشترک دارند."),
        "rules_for_pooled_work",
    ),
    _sub(
        "interdependence",
        "sequential",
        Title("Sequential", "متوالی"),
        Title(
            "One unit's output is the next one's input.",
            "خروجی یک واحد ورودی واحد بعدی است.",
        ),
        "plan_handovers",
    ),
    _sub(
        "interdependence",
        "reciprocal",
        Title("Reciprocal", "متقابل"),
        Title(
            "Units work for each other in both directions.",
            "واحدها در هر دو سو برای یکدیگر کار می‌کنند.",
        ),
        "adjust_mutually",
    ),
)

_STRUCTURE: Final = (
    _variable(
        2,
        "structure",
        Title("Structure", "ساختار"),
        Title(
            "How work and power are divided.",
            "کار و قدرت چگونه تقسیم شده است.",
        ),
    ),
    _sub(
        "structure",
        "division_of_labour",
        Title("Division of labour", "تقسیم کار"),
        Title("Who does what.", "چه کسی چه کاری می‌کند."),
        "clear_duties",
    ),
    _sub(
        "structure",
        "departments",
        Title("Departments", "دپارتمان‌سازی"),
        Title("By what the units are formed.", "واحدها بر چه پایه‌ای شکل گرفته است."),
        "organise_by_segment",
    ),
    _sub(
        "structure",
        "shape",
        Title("Shape", "شکل"),
        Title("How many layers there are.", "چند لایه در سازمان هست."),
        "fewer_layers",
    ),
    _sub(
        "structure",
        "power",
        Title("Power", "توزیع قدرت"),
        Title("Where decisions are taken.", "تصمیم‌ها کجا گرفته می‌شود."),
        "decide_near_customer",
    ),
)

_DECISIONS: Final = (
    _variable(
        3,
        "information_decisions",
        Title("Information and decision processes", "فرایندهای اطلاعات و تصمیم"),
        Title(
            "How the firm plans, allots and joins its work.",
            "سازمان چگونه برنامه‌ریزی، تخصیص و یکپارچه‌سازی می‌کند.",
        ),
    ),
    _sub(
        "information_decisions",
        "planning_control",
        Title("Planning and control", "برنامه‌ریزی و کنترل"),
        Title("Plans are made, and kept to.", "برنامه‌ها تدوین و کنترل می‌شود."),
        "set_strategy_and_plan",
    ),
    _sub(
        "information_decisions",
        "budgeting",
        Title("Budgeting", "تخصیص منابع"),
        Title("Resources go where they are needed.", "منابع به جایی می‌رود که نیاز است."),
        "watch_budget",
        kpis=("budget_keeping",),
    ),
    _sub(
        "information_decisions",
        "role_integration",
        Title("Integration of roles", "یکپارچگی نقش‌ها"),
        Title("Roles and units fit together.", "نقش‌ها و واحدها به هم پیوسته است."),
        "integrate_organisation",
    ),
)

_REWARDS: Final = (
    _variable(
        4,
        "reward_systems",
        Title("Reward systems", "سیستم‌های پاداش"),
        Title(
            "What the firm pays, promotes and praises for.",
            "سازمان در برابر چه چیزی حقوق، ترفیع و پاداش می‌دهد.",
        ),
    ),
    _sub(
        "reward_systems",
        "pay",
        Title("Pay by performance", "جبران خدمات"),
        Title("Pay goes by performance.", "جبران خدمات بر پایه عملکرد است."),
        "pay_by_performance",
    ),
    _sub(
        "reward_systems",
        "promotion",
        Title("Promotion by performance", "ترفیع"),
        Title("Promotion goes by performance.", "ترفیع بر پایه عملکرد است."),
        "promote_by_performance",
    ),
    _sub(
        "reward_systems",
        "job_design",
        Title("Job design", "طراحی شغل"),
        Title(
            "Jobs are drawn so that they can be done well.",
            "مشاغل چنان طراحی شده است که بتوان آن‌ها را خوب انجام داد.",
        ),
        "design_jobs",
    ),
    _sub(
        "reward_systems",
        "bonuses",
        Title("Bonuses", "پاداش‌های ویژه"),
        Title("Outstanding work is rewarded.", "کار برجسته پاداش می‌گیرد."),
        "reward_outstanding_service",
    ),
    _sub(
        "reward_systems",
        "performance_measurement",
        Title("Performance measurement", "اندازه‌گیری عملکرد"),
        Title("It is measured what people achieve.", "دستاورد افراد اندازه‌گیری می‌شود."),
        "manage_performance",
    ),
)

_PEOPLE: Final = (
    _variable(
        5,
        "people",
        Title("People", "افراد"),
        Title(
            "Who works here, and how they are led.",
            "چه کسانی اینجا کار می‌کنند و چگونه رهبری می‌شوند.",
        ),
    ),
    _sub(
        "people",
        "selection",
        Title("Selection", "انتخاب و جذب"),
        Title("The right people are chosen.", "افراد مناسب انتخاب و جذب می‌شوند."),
        "recruit_specialists",
        "hire_customer_minded",
    ),
    _sub(
        "people",
        "transfer_promotion",
        Title("Transfer and promotion", "انتقال و ترفیع"),
        Title("People move and rise.", "افراد جابه‌جا می‌شوند و ترفیع می‌گیرند."),
        "transfer_staff",
        "promote_by_performance",
    ),
    _sub(
        "people",
        "training",
        Title("Training", "آموزش و بهسازی"),
        Title("People learn what the work asks.", "افراد آنچه را کار می‌طلبد می‌آموزند."),
        "train_staff",
        "build_skills",
        kpis=("training_hours",),
    ),
    _sub(
        "people",
        "leadership_style",
        Title("Leadership style", "سبک رهبری"),
        Title("How leaders lead.", "رهبران سازمان را به چه شیوه‌ای رهبری می‌کنند."),
        "leadership_culture_carry",
        "treat_staff_well",
        kpis=("staff_satisfaction",),
    ),
)

ORGANISATION_DESIGN: Final = Framework(
    key="organisation_design",
    title=Title("Organisation design variables", "متغیرهای طراحی سازمان"),
    description=Title(
        "Five variables that must fit each other; the forerunner of the star model, which has "
        "strategy in the place of tasks.",
        "پنج متغیر که باید با هم سازگار باشند؛ پیش‌درآمد مدل ستاره‌ای که در آن راهبرد جای وظایف را "
        "گرفته است.",
    ),
    edition="1977: five variables",
    source="Galbraith (1977), Organization Design, Addison-Wesley; list as told by the Persian "
    "flash cards on CRM",
    elements=(*_TASKS, *_STRUCTURE, *_DECISIONS, *_REWARDS, *_PEOPLE),
)
