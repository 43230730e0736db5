"""The types of CRM, and the areas of the operational one."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CRM_TYPES"]

_TYPES: Final = (
    Element(
        key="operational",
        title=Title("Operational CRM", "عملیاتی"),
        role="type",
        description=Title(
            "One person carries a customer from marketing and sales to service and feedback, and "
            "sellers and engineers see the history without asking that person.",
            "همه مراحل، از بازاریابی و فروش تا خدمات پس از فروش و دریافت بازخورد، به یک فرد سپرده "
            "می‌شود و فروشندگان و مهندسان سابقه مشتری را بدون مراجعه به او می‌بینند.",
        ),
        kpis=("single_owner_share", "history_visible_share"),
    ),
    Element(
        key="analytical",
        title=Title("Analytical CRM", "تحلیلی"),
        role="type",
        description=Title(
            "Analyses what operational CRM gathers and feeds the results back; groups customers, "
            "so that the firm can concentrate on some.",
            "داده‌های بخش عملیاتی را تحلیل می‌کند و نتیجه را به آن بازمی‌گرداند؛ مشتریان را "
            "دسته‌بندی می‌کند تا سازمان بر بخشی از آنان متمرکز شود.",
        ),
        kpis=("top_20_profit_share", "clv_coverage"),
    ),
    Element(
        key="interactive",
        title=Title("Interactive (collaborative) CRM", "تعاملی"),
        role="type",
        description=Title(
            "The customer picks the easiest channel and is routed to the person in charge in the "
            "least time, and so comes back.",
            "مشتری آسان‌ترین راه ارتباط را برمی‌گزیند و در کمترین زمان به مسئول مربوط می‌رسد، و "
            "از این رو دوباره مراجعه می‌کند.",
        ),
        kpis=("preferred_channel_contact_rate", "routing_time", "first_contact_resolution"),
    ),
)

_AREAS: Final = (
    Element(
        key="sfa",
        title=Title("Sales force automation (SFA)", "خودکارسازی عملیات فروش"),
        role="area",
        within="operational",
        description=Title(
            "Contacts, tenders and the sales office; buying habits, tastes and demographics of "
            "customers; the effectiveness of the sales staff.",
            "مدیریت تماس، مناقصات و اداره فروش؛ عادات خرید، سلیقه و جمعیت‌شناسی مشتریان؛ کارایی "
            "کارکنان فروش.",
        ),
        kpis=("win_rate", "stage_conversion", "sales_cycle", "weighted_pipeline"),
    ),
    Element(
        key="css",
        title=Title("Customer service and support (CSS)", "پشتیبانی و خدمت به مشتری"),
        role="area",
        within="operational",
        description=Title(
            "Information requests, complaints and returned goods.",
            "درخواست اطلاعات، شکایات و محصولات مرجوعی.",
        ),
        kpis=(
            "first_response_time",
            "resolution_time",
            "first_contact_resolution",
            "complaint_rate",
            "return_rate",
        ),
    ),
    Element(
        key="ema",
        title=Title("Enterprise marketing automation (EMA)", "خودکارسازی عملیات بازاریابی"),
        role="area",
        within="operational",
        description=Title(
            "Rivals, the trend of the market and macro variables; campaigns.",
            "رقبا، گرایش بازار و متغیرهای کلان محیطی؛ کمپین‌ها.",
        ),
        kpis=(
            "campaign_response_rate",
            "cost_per_response",
            "incremental_profit",
            "wasted_contact_share",
        ),
    ),
)

CRM_TYPES: Final = Framework(
    key="crm_types",
    title=Title("Types of CRM", f"انواع {isolate('CRM')}"),
    description=Title(
        "Each firm picks one or more types by need and strategy. Operational and analytical CRM "
        "feed each other.",
        "هر سازمان به فراخور نیاز و استراتژی خود یک یا چند نوع را برمی‌گزیند. بخش عملیاتی و بخش "
        "تحلیلی یکدیگر را تغذیه می‌کنند.",
    ),
    edition="three types, three areas of the operational one",
    source="Persian article on CRM and ERP",
    elements=(*_TYPES, *_AREAS),
)
