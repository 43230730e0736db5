"""The CRM value chain: five stages in order, four support activities, four conditions."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.elements import Element, Practice
from crmcore.valuechain.framework import Framework

__all__ = ["CRM_VALUE_CHAIN"]

_STAGES: Final = (
    Element(
        key="portfolio_analysis",
        title=Title("Customer portfolio analysis", "شناسایی مشتریان"),
        role="stage",
        order=1,
        description=Title(
            "Find the customers of most value, analyse the data held on them, and base the "
            "strategy on what they show.",
            "یافتن مشتریانی که بیشترین ارزش را دارند، تحلیل داده‌هایی که از آنان گردآوری شده است و "
            "طراحی راهبرد بر پایه آن.",
        ),
        kpis=(
            "top_20_profit_share",
            "top_20_share",
            "whale_curve_peak",
            "clv_coverage",
            "ssc_share",
        ),
        practices=(
            Practice(
                "find_most_valuable",
                Title(
                    "The customers of most value are known",
                    "مشتریانی که بیشترین ارزش را دارند شناخته شده‌اند",
                ),
            ),
            Practice(
                "analyse_customer_data",
                Title(
                    "The data held on customers are analysed",
                    "داده‌های گردآوری‌شده از مشتریان تحلیل می‌شود",
                ),
            ),
            Practice(
                "base_strategy_on_data",
                Title(
                    "Strategy towards customers is built on that analysis",
                    "راهبرد ارتباط با مشتریان بر پایه این تحلیل طراحی می‌شود",
                ),
            ),
        ),
    ),
    Element(
        key="customer_intimacy",
        title=Title("Customer intimacy", "ارتباط با مشتری"),
        role="stage",
        order=2,
        rests_on=("portfolio_analysis",),
        description=Title(
            "Be in contact in both directions, know the needs and the right way of contact, and "
            "offer what rivals cannot.",
            "برقراری ارتباط دوطرفه، شناخت نیازها و شیوه درست ارتباط، و عرضه آنچه رقیبان نمی‌توانند.",
        ),
        kpis=(
            "known_preference_share",
            "recent_contact_share",
            "preferred_channel_contact_rate",
            "nps",
            "csat",
            "ces",
        ),
        practices=(
            Practice(
                "two_way_contact",
                Title("Contact runs in both directions", "ارتباط با مشتری دوطرفه است"),
            ),
            Practice(
                "know_needs",
                Title(
                    "Customers' needs are known and answered",
                    "نیازهای مشتریان شناخته می‌شود و پاسخ می‌گیرد",
                ),
            ),
            Practice(
                "know_right_contact",
                Title(
                    "The right way to contact each customer is known and used",
                    "شیوه درست ارتباط با هر مشتری شناخته و به کار گرفته می‌شود",
                ),
            ),
            Practice(
                "offer_what_rivals_cannot",
                Title(
                    "Customers are offered what rivals cannot offer",
                    "به مشتریان چیزی عرضه می‌شود که رقیبان نمی‌توانند",
                ),
            ),
        ),
    ),
    Element(
        key="network_development",
        title=Title("Network development", "توسعه شبکه سازمانی"),
        role="stage",
        order=3,
        rests_on=("customer_intimacy",),
        description=Title(
            "Bring everyone who touches the customer to work better together on shared data, so "
            "that the customer enjoys dealing with all of them and speaks well of the firm.",
            "همه کسانی که با مشتری سروکار دارند با داده‌های مشترک بهتر در کنار هم کار کنند، تا "
            "مشتری از تعامل با همه آنان لذت ببرد و از سازمان به نیکی یاد کند.",
        ),
        kpis=(
            "partner_revenue_share",
            "largest_partner_share",
            "staff_satisfaction",
            "partner_satisfaction",
            "satisfaction_by_member",
            "referral_rate",
        ),
        practices=(
            Practice(
                "know_network",
                Title(
                    "All who touch the customer are known: partners, sellers, staff, investors, "
                    "owners",
                    "همه کسانی که با مشتری سروکار دارند شناخته شده‌اند: شرکا، فروشندگان، کارکنان، "
                    "سرمایه‌گذاران و صاحبان",
                ),
            ),
            Practice(
                "share_information",
                Title(
                    "Customer information is shared by all who need it",
                    "اطلاعات مشتری میان همه کسانی که به آن نیاز دارند به اشتراک گذاشته می‌شود",
                ),
            ),
            Practice(
                "pleasant_dealings",
                Title(
                    "Customers enjoy dealing with every member of the network",
                    "مشتری از تعامل با همه اعضای شبکه لذت می‌برد",
                ),
            ),
            Practice(
                "spoken_well_of",
                Title(
                    "Customers speak well of the firm",
                    "مشتریان از سازمان به نیکی یاد می‌کنند",
                ),
            ),
        ),
    ),
    Element(
        key="value_proposition",
        title=Title("Value proposition development", "توسعه ارزش برای مشتری"),
        role="stage",
        order=4,
        rests_on=("network_development",),
        description=Title(
            "Provide sources of value to the target customers by personalised offers in "
            "campaigns, and waste less of the cost of marketing and sales.",
            "فراهم کردن منابع ارزش برای مشتریان هدف با پیشنهادهای شخصی‌سازی‌شده در کمپین‌ها، و هدر "
            "رفتن کمتر هزینه بازاریابی و فروش.",
        ),
        kpis=(
            "cross_sell_ratio",
            "campaign_response_rate",
            "cost_per_response",
            "incremental_profit",
            "wasted_contact_share",
            "share_of_wallet",
            "contribution_margin",
        ),
        practices=(
            Practice(
                "provide_sources_of_value",
                Title(
                    "The sources of value for the target customers are known and provided",
                    "منابع ارزش برای مشتریان هدف شناخته و فراهم می‌شود",
                ),
            ),
            Practice(
                "personalise_offers",
                Title(
                    "Campaigns carry offers made for the customer who gets them",
                    "کمپین‌ها پیشنهادهای شخصی‌سازی‌شده برای هر مشتری دارند",
                ),
            ),
            Practice(
                "waste_no_effort",
                Title(
                    "No marketing and sales effort goes to those it is not meant for",
                    "تلاش و هزینه بازاریابی و فروش هدر نمی‌رود",
                ),
            ),
        ),
    ),
    Element(
        key="lifecycle_management",
        title=Title("Manage the customer lifecycle", "مدیریت چرخه طول عمر مشتری"),
        role="stage",
        order=5,
        rests_on=("value_proposition",),
        description=Title(
            "Serve customers after the sale, so that satisfied ones become long-term and loyal "
            "ones.",
            "ارائه خدمات پس از فروش، تا مشتری راضی به مشتری بلندمدت و وفادار تبدیل شود.",
        ),
        kpis=(
            "cac",
            "lead_conversion_rate",
            "retention_rate",
            "churn_rate",
            "cohort_retention",
            "win_back_rate",
            "repeat_purchase_rate",
            "clv_growth",
        ),
        practices=(
            Practice(
                "after_sales_service",
                Title(
                    "Customers are served after the sale",
                    "پس از فروش به مشتری خدمت ارائه می‌شود",
                ),
            ),
            Practice(
                "keep_customers_satisfied",
                Title(
                    "Customers stay satisfied with product and dealings",
                    "مشتری از محصول و تعامل با سازمان راضی می‌ماند",
                ),
            ),
            Practice(
                "build_loyalty",
                Title(
                    "Satisfied customers are led to become long-term and loyal ones",
                    "مشتریان راضی به مشتریان بلندمدت و وفادار تبدیل می‌شوند",
                ),
            ),
        ),
    ),
)

_SUPPORT: Final = (
    Element(
        key="procurement",
        title=Title("Procurement", "تدارکات"),
        role="support",
        description=Title(
            "Have the information and resources of the product ready, and use them at the best "
            "quality and the least cost.",
            "آماده کردن اطلاعات و منابع محصول و به کارگیری آن‌ها با بهترین کیفیت و کمترین هزینه.",
        ),
        kpis=("cost_to_serve", "budget_keeping"),
        practices=(
            Practice(
                "prepare_product_resources",
                Title(
                    "Information and resources of the product are ready when needed",
                    "اطلاعات و منابع محصول به هنگام نیاز آماده است",
                ),
            ),
            Practice(
                "best_quality_least_cost",
                Title(
                    "They are used at the best quality and the least cost",
                    "منابع با بهترین کیفیت و کمترین هزینه به کار می‌رود",
                ),
            ),
        ),
    ),
    Element(
        key="human_resources",
        title=Title("Human resource management", "منابع انسانی"),
        role="support",
        description=Title(
            "Recruit specialists and train them, so that skilled people are an advantage over "
            "rivals.",
            "جذب نیروهای متخصص و آموزش آنان، تا نیروی ماهر مزیت رقابتی سازمان باشد.",
        ),
        kpis=("training_hours", "first_response_time", "resolution_time"),
        practices=(
            Practice(
                "recruit_specialists",
                Title(
                    "Suitable and specialised people are recruited",
                    "نیروهای مناسب و متخصص جذب می‌شوند",
                ),
            ),
            Practice("train_staff", Title("Staff are trained", "کارکنان آموزش می‌بینند")),
        ),
    ),
    Element(
        key="technology",
        title=Title("Technology development", "توسعه فناوری"),
        role="support",
        description=Title(
            "Keep systems current and make use of innovation.",
            "به‌روز نگه داشتن سیستم‌ها و به کارگیری نوآوری.",
        ),
        kpis=("system_availability", "data_completeness"),
        practices=(
            Practice(
                "keep_systems_current",
                Title("Systems are kept current", "سیستم‌ها به‌روز نگه داشته می‌شود"),
            ),
            Practice(
                "use_innovation",
                Title("New technology is put to use", "نوآوری‌های جدید به کار گرفته می‌شود"),
            ),
        ),
    ),
    Element(
        key="infrastructure",
        title=Title("Firm infrastructure", "زیرساخت‌ها"),
        role="support",
        description=Title(
            "Lead: set strategy, plan, pay and promote.",
            "مدیریت و رهبری سازمان: تعیین راهبرد، برنامه‌ریزی، پرداخت حقوق و ترفیع.",
        ),
        kpis=("budget_keeping",),
        practices=(
            Practice(
                "set_strategy_and_plan",
                Title(
                    "Strategy is set, and plans follow from it",
                    "راهبرد تعیین می‌شود و برنامه‌ها از آن پیروی می‌کند",
                ),
            ),
            Practice(
                "pay_and_promote",
                Title(
                    "Pay and promotion support the strategy",
                    "حقوق و ترفیع پشتیبان راهبرد است",
                ),
            ),
        ),
    ),
)

_CONDITION: Final = Title(
    "A condition of the chain, rated as a whole.", "شرطی از زنجیره که یکجا ارزیابی می‌شود."
)


def _condition(key: str, title: Title, practice: Practice) -> Element:
    return Element(
        key=key, title=title, role="condition", description=_CONDITION, practices=(practice,)
    )


_CONDITIONS: Final = (
    _condition(
        "leadership_culture",
        Title("Leadership and culture", "رهبری و فرهنگ"),
        Practice(
            "leadership_culture_carry",
            Title("Leadership and culture carry CRM", "رهبری و فرهنگ پشتوانه CRM است"),
        ),
    ),
    _condition(
        "data_it",
        Title("Data and IT", "داده و فناوری اطلاعات"),
        Practice(
            "data_it_carry",
            Title("Data and IT carry CRM", "داده و فناوری اطلاعات پشتوانه CRM است"),
        ),
    ),
    _condition(
        "people",
        Title("People", "افراد"),
        Practice("people_carry", Title("People carry CRM", "افراد پشتوانه CRM هستند")),
    ),
    _condition(
        "processes",
        Title("Processes", "فرایندها"),
        Practice("processes_carry", Title("Processes carry CRM", "فرایندها پشتوانه CRM است")),
    ),
)

CRM_VALUE_CHAIN: Final = Framework(
    key="crm_value_chain",
    title=Title("CRM value chain", "زنجیره ارزش در CRM"),
    edition="five stages with Porter's support activities; conditions from Buttle's book",
    source="Buttle & Maklan, Customer Relationship Management: Concepts and Technologies",
    elements=(*_STAGES, *_SUPPORT, *_CONDITIONS),
    must_measure=("csat", "nps", "ces"),
)
