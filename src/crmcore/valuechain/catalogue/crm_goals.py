"""The nine goals of CRM as goal templates, and the goals of the value-chain text under them."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework
from crmcore.valuechain.goal_templates import Better, GoalTemplate

__all__ = ["CRM_GOALS", "GOAL_TEMPLATES"]

_MEASURES: Final[dict[str, tuple[tuple[str, Better], ...]]] = {
    "win_keep_satisfy": (
        ("new_customers", "higher"),
        ("retention_rate", "higher"),
        ("csat", "higher"),
        ("nps", "higher"),
    ),
    "new_opportunities": (
        ("opportunities_opened", "higher"),
        ("opportunity_value", "higher"),
        ("sales_to_new_segments", "higher"),
        ("sales_of_new_products", "higher"),
    ),
    "better_image": (("nps", "higher"), ("referral_rate", "higher"), ("rated_image", "higher")),
    "better_service": (
        ("first_response_time", "lower"),
        ("resolution_time", "lower"),
        ("first_contact_resolution", "higher"),
        ("ces", "as_stated"),
    ),
    "fewer_lost_opportunities": (
        ("lost_opportunity_rate", "lower"),
        ("lost_opportunity_value", "lower"),
        ("win_rate", "higher"),
        ("unanswered_contacts", "lower"),
    ),
    "keep_information": (
        ("data_completeness", "higher"),
        ("data_age", "lower"),
        ("data_doubles", "lower"),
    ),
    "less_repeated_marketing": (
        ("wasted_contact_share", "lower"),
        ("doubled_contact_share", "lower"),
        ("cost_per_response", "lower"),
    ),
    "lower_cost": (("cost_to_serve", "lower"), ("cac", "lower"), ("saving", "higher")),
    "long_run_profitability": (("customer_equity", "higher"), ("customer_profit", "higher")),
}

GOAL_TEMPLATES: Final = tuple(
    GoalTemplate(goal, kpi, better) for goal, rows in _MEASURES.items() for kpi, better in rows
)


def _goal(key: str, title: Title, about: Title) -> Element:
    return Element(
        key=key,
        title=title,
        role="goal",
        description=about,
        kpis=tuple(kpi for kpi, _ in _MEASURES[key]),
    )


def _under(key: str, title: Title, about: Title, *, within: str) -> Element:
    return Element(key=key, title=title, within=within, description=about)


_GOALS: Final = (
    _goal(
        "win_keep_satisfy",
        Title("Win, make loyal and satisfy customers", "جذب، وفادارسازی و جلب رضایت مشتریان"),
        Title(
            "More customers come, stay and are content.",
            "مشتریان بیشتری می‌آیند، می‌مانند و راضی‌اند.",
        ),
    ),
    _goal(
        "new_opportunities",
        Title("Find new business opportunities", "شناخت فرصت‌های جدید تجاری"),
        Title(
            "Opportunities are opened, also in new segments and with new products.",
            "فرصت‌هایی گشوده می‌شود، در بخش‌های تازه و با محصولات تازه هم.",
        ),
    ),
    _goal(
        "better_image",
        Title("Better image", "بهبود تصویر سازمان"),
        Title(
            "People think and speak better of the firm.",
            "مردم درباره سازمان بهتر می‌اندیشند و سخن می‌گویند.",
        ),
    ),
    _goal(
        "better_service",
        Title("Better service", "بهبود خدمات به مشتریان"),
        Title(
            "Customers get answers and solutions sooner and with less effort.",
            "مشتریان زودتر و با زحمت کمتر پاسخ و راه حل می‌گیرند.",
        ),
    ),
    _goal(
        "fewer_lost_opportunities",
        Title("Fewer lost opportunities", "کاهش فرصت‌های ازدست‌رفته"),
        Title(
            "Fewer are lost, above all for want of an answer.",
            "فرصت‌های کمتری از دست می‌رود، به‌ویژه به سبب بی‌پاسخ ماندن.",
        ),
    ),
    _goal(
        "keep_information",
        Title("Keep customer information", "ذخیره اطلاعات مشتریان"),
        Title(
            "What is known of customers is complete, recent and held once.",
            "آنچه از مشتریان دانسته است کامل و تازه است و یک بار ثبت شده.",
        ),
    ),
    _goal(
        "less_repeated_marketing",
        Title("Less repeated marketing work", "کاهش دوباره‌کاری‌های بازاریابی"),
        Title(
            "No contact is made twice or for nothing.",
            "هیچ تماسی دوباره یا بیهوده گرفته نمی‌شود.",
        ),
    ),
    _goal(
        "lower_cost",
        Title("Lower cost", "کاهش هزینه‌ها"),
        Title(
            "Serving and winning customers costs less.",
            "خدمت‌رسانی و جذب مشتری کم‌هزینه‌تر می‌شود.",
        ),
    ),
    _goal(
        "long_run_profitability",
        Title("Long-run profitability", "سودآوری در بلندمدت"),
        Title(
            "The base of customers is worth more over the years.",
            "مشتریان در گذر سال‌ها ارزش بیشتری دارند.",
        ),
    ),
)

_OF_THE_VALUE_CHAIN_TEXT: Final = (
    _under(
        "know_and_keep",
        Title(
            "Know and keep customers by a good experience",
            "شناخت و حفظ مشتریان با تجربه مثبت",
        ),
        Title(
            "Customers are known, and a good experience keeps them.",
            "سازمان مشتریان را می‌شناسد و با تجربه مثبت آنان را حفظ می‌کند.",
        ),
        within="win_keep_satisfy",
    ),
    _under(
        "attract_new",
        Title("Attract new customers", "جذب مشتریان جدید"),
        Title("New customers are won.", "مشتریان جدید جذب می‌شوند."),
        within="win_keep_satisfy",
    ),
    _under(
        "potential_sales",
        Title("Create potential sales", "ایجاد موقعیت‌های فروش بالقوه"),
        Title("Occasions to sell are created.", "موقعیت‌هایی برای فروش پدید می‌آید."),
        within="new_opportunities",
    ),
    _under(
        "raise_profit",
        Title("Raise profit", "افزایش سود شرکت"),
        Title("The profit of the firm grows.", "سود شرکت افزایش می‌یابد."),
        within="long_run_profitability",
    ),
    _under(
        "lower_contact_cost",
        Title(
            "Lower the cost of managing and contacting customers",
            "کاهش هزینه مدیریت و ارتباط با مشتریان",
        ),
        Title(
            "Managing and reaching customers costs less.",
            "مدیریت مشتریان و ارتباط با آنان کم‌هزینه‌تر می‌شود.",
        ),
        within="lower_cost",
    ),
)

CRM_GOALS: Final = Framework(
    key="crm_goals",
    title=Title("Goals of CRM", "اهداف اجرای مدیریت ارتباط با مشتری"),
    description=Title(
        "Keep customers and raise profitability first of all. Each goal has KPIs with the "
        "direction that is better, and must be SMART.",
        "پیش از همه حفظ مشتری و افزایش سودآوری. هر هدف شاخص‌هایی دارد با سویی که بهتر است، و باید "
        "مشخص، قابل اندازه‌گیری، دست‌یافتنی، متناسب با اهداف تجاری و زمان‌دار باشد.",
    ),
    edition="nine goals, with five of the value-chain text under them",
    source="Persian articles on CRM",
    elements=(*_GOALS, *_OF_THE_VALUE_CHAIN_TEXT),
)
