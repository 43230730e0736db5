"""The parts of the CRM value chain: stages, support activities, conditions."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element

__all__ = ["CONDITIONS", "STAGES", "SUPPORT", "make_condition"]

STAGES: Final = (
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
        practices=pick("find_most_valuable", "analyse_customer_data", "base_strategy_on_data"),
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
        practices=pick(
            "two_way_contact", "know_needs", "know_right_contact", "offer_what_rivals_cannot"
        ),
    ),
    Element(
        key="network_development",
        title=Title("Network development", "توسعه شبکه سازمانی"),
        role="stage",
        order=3,
        rests_on=("customer_intimacy",),
        description=Title(
            "Bring partners, sellers, staff, investors and owners, everyone who touches the "
            "customer, to work better together on shared data, so that the customer enjoys dealing "
            "with all of them and speaks well of the firm.",
            "همکاری بهتر شرکا، فروشندگان، کارکنان، سرمایه‌گذاران، صاحبان و هر کس دیگری که با مشتری "
            "سروکار دارد بر پایه داده‌های مشترک، تا مشتری از تعامل با همه آنان لذت ببرد و از "
            "سازمان به نیکی یاد کند.",
        ),
        kpis=(
            "partner_revenue_share",
            "largest_partner_share",
            "staff_satisfaction",
            "partner_satisfaction",
            "satisfaction_by_member",
            "referral_rate",
        ),
        practices=pick("know_network", "share_information", "pleasant_dealings", "spoken_well_of"),
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
            "فراهم کردن منابع ارزش برای مشتریان هدف با پیشنهادهای شخصی‌سازی‌شده در کمپین‌ها، و "
            "کاستن از هدررفت هزینه بازاریابی و فروش.",
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
        practices=pick("provide_sources_of_value", "personalise_offers", "waste_no_effort"),
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
        practices=pick("after_sales_service", "keep_customers_satisfied", "build_loyalty"),
    ),
)

SUPPORT: Final = (
    Element(
        key="procurement",
        title=Title("Procurement", "تدارکات"),
        role="support",
        description=Title(
            "Have the information and resources of the product ready, and use them at the best "
            "quality and the least cost.",
            "آماده کردن اطلاعات و منابع محصول و به‌کارگیری آن‌ها با بهترین کیفیت و کمترین هزینه.",
        ),
        kpis=("cost_to_serve", "budget_keeping"),
        practices=pick("prepare_product_resources", "best_quality_least_cost"),
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
        practices=pick("recruit_specialists", "train_staff"),
    ),
    Element(
        key="technology",
        title=Title("Technology development", "توسعه فناوری"),
        role="support",
        description=Title(
            "Keep systems current and make use of innovation.",
            "به‌روز نگه داشتن سیستم‌ها و به‌کارگیری نوآوری.",
        ),
        kpis=("system_availability", "data_completeness", "data_age", "data_doubles"),
        practices=pick("keep_systems_current", "use_innovation"),
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
        practices=pick("set_strategy_and_plan", "pay_and_promote"),
    ),
)


def make_condition(
    key: str, title: Title, about: Title, *practices: str, kpis: tuple[str, ...] = ()
) -> Element:
    """Make a condition of the chain.

    Parameters
    ----------
    key : str
        Its key.
    title, about : Title
        Its name, and what it asks.
    *practices : str
        Keys of its practices.
    kpis : tuple of str
        Keys of the KPIs that measure it.

    Returns
    -------
    Element
        The condition.
    """
    return Element(
        key=key,
        title=title,
        role="condition",
        description=about,
        kpis=kpis,
        practices=pick(*practices),
    )


CONDITIONS: Final = (
    make_condition(
        "leadership_culture",
        Title("Leadership and culture", "رهبری و فرهنگ"),
        Title(
            "Leaders and the culture of the firm put customers first.",
            "رهبران و فرهنگ سازمان مشتریان را مقدم می‌دارند.",
        ),
        "leadership_culture_carry",
    ),
    make_condition(
        "data_it",
        Title("Data and IT", "داده و فناوری اطلاعات"),
        Title(
            "Data on customers, and the IT that keeps them, serve every stage.",
            "داده‌های مشتریان و فناوری اطلاعات در خدمت همه مرحله‌ها است.",
        ),
        "data_it_carry",
    ),
    make_condition(
        "people",
        Title("People", "افراد"),
        Title(
            "People have the skills and the will to serve customers.",
            "افراد مهارت و انگیزه خدمت به مشتریان را دارند.",
        ),
        "people_carry",
    ),
    make_condition(
        "processes",
        Title("Processes", "فرایندها"),
        Title(
            "Processes are drawn so that they give value to customers.",
            "فرایندها چنان طراحی شده است که برای مشتریان ارزش می‌آفریند.",
        ),
        "processes_carry",
    ),
)
