"""Peppers and Rogers: four functions brought together, and their method IDIC."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["IDIC", "PEPPERS_ROGERS"]

PEPPERS_ROGERS: Final = Framework(
    key="peppers_rogers",
    title=Title("Functional integration", "یکپارچه‌سازی کارکردهای کسب‌وکار"),
    description=Title(
        "Four functions of the business are brought together around the customer.",
        "چهار کارکرد اصلی کسب‌وکار پیرامون مشتری یکپارچه می‌شود.",
    ),
    edition="four functions",
    source="Peppers & Rogers; list as told by the Persian flash cards on CRM",
    elements=(
        Element(
            key="customer_database",
            title=Title("Custody of the customer database", "تصدی پایگاه داده مشتری"),
            role="function",
            order=1,
            description=Title(
                "Nearly every firm has a customer database; what differs is the use made of it.",
                "تقریباً هر شرکتی پایگاه داده مشتری دارد؛ تفاوت در نحوه استفاده از آن است.",
            ),
            kpis=("data_completeness", "data_age", "data_doubles"),
            practices=pick("keep_customer_database", "analyse_customer_data", "act_on_insight"),
        ),
        Element(
            key="production_service",
            title=Title(
                "Production, logistics and service delivery", "تولید، تدارکات و ارائه خدمات"
            ),
            role="function",
            order=2,
            description=Title(
                "What is made and delivered is customised to needs and preferences that feedback "
                "shows.",
                "سفارشی‌سازی محصولات بر پایه نیازها و ترجیحات هر مشتری که از بازخورد به دست می‌آید.",
            ),
            kpis=("known_preference_share", "return_rate"),
            practices=pick("customise_to_needs", "feedback_system", "better_by_feedback"),
        ),
        Element(
            key="communication_service",
            title=Title(
                "Market communication, customer service and interaction",
                "ارتباطات بازار، خدمت به مشتری و تعاملات",
            ),
            role="function",
            order=3,
            description=Title(
                "Marketing communication and every form of contact become one function.",
                "ارتباطات بازاریابی و همه اشکال تعامل با مشتری در یک کارکرد ترکیب می‌شود.",
            ),
            kpis=("first_contact_resolution", "wasted_contact_share"),
            practices=pick("one_contact_function", "two_way_contact"),
        ),
        Element(
            key="distribution_channels",
            title=Title("Distribution and sales channels", "مدیریت توزیع و کانال فروش"),
            role="function",
            order=4,
            description=Title(
                "The way leads from standard products at one price to a customised product at a "
                "customised price.",
                "حرکت از محصولات استاندارد با قیمت یکسان به محصولات سفارشی با قیمت ویژه هر مشتری.",
            ),
            kpis=("contribution_margin", "cost_to_serve"),
            practices=pick("plan_channels_and_products", "customise_prices"),
        ),
    ),
)

IDIC: Final = Framework(
    key="idic",
    title=Title("IDIC", f"روش {isolate('IDIC')}"),
    description=Title(
        "Identify customers, differentiate them, interact with them, customize for them.",
        "شناسایی مشتریان، متمایز کردن آنان، تعامل با آنان و سفارشی‌سازی برای آنان.",
    ),
    edition="four steps",
    source="Peppers, Rogers & Dorf (1999), Is Your Company Ready for One-to-One Marketing?, "
    "Harvard Business Review 77(1), 151-160",
    elements=(
        Element(
            key="identify",
            title=Title("Identify", "شناسایی"),
            role="step",
            order=1,
            description=Title(
                "Know each customer, wherever he meets the firm.",
                "شناختن تک‌تک مشتریان در هر جایی که با سازمان تماس دارند.",
            ),
            kpis=("data_completeness", "data_doubles"),
            practices=pick("collect_customer_data", "keep_customer_database", "recognise_customer"),
        ),
        Element(
            key="differentiate",
            title=Title("Differentiate", "تمایز"),
            role="step",
            order=2,
            rests_on=("identify",),
            description=Title(
                "Tell customers apart by what they are worth and what they need.",
                "متمایز کردن مشتریان بر پایه ارزش و نیاز آنان.",
            ),
            kpis=("clv_coverage", "top_20_profit_share", "known_preference_share"),
            practices=pick("find_most_valuable", "know_needs", "group_customers"),
        ),
        Element(
            key="interact",
            title=Title("Interact", "تعامل"),
            role="step",
            order=3,
            rests_on=("differentiate",),
            description=Title(
                "Hold a dialogue at less cost and to more effect.",
                "گفت‌وگو با مشتری با هزینه کمتر و اثر بیشتر.",
            ),
            kpis=("recent_contact_share", "preferred_channel_contact_rate", "cost_to_serve"),
            practices=pick("two_way_contact", "know_right_contact", "monitor_contacts"),
        ),
        Element(
            key="customize",
            title=Title("Customize", "سفارشی‌سازی"),
            role="step",
            order=4,
            rests_on=("interact",),
            description=Title(
                "Fit product, service and message to the single customer.",
                "متناسب کردن محصول، خدمت و پیام با هر مشتری.",
            ),
            kpis=("cross_sell_ratio", "campaign_response_rate", "retention_rate"),
            practices=pick("customise_to_needs", "personalise_offers"),
        ),
    ),
)
