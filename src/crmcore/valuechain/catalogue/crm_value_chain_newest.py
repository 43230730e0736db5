"""The newest edition of the CRM value chain: three processes and five enablers."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CRM_VALUE_CHAIN_NEWEST"]

_PROCESSES: Final = (
    Element(
        key="identify_opportunity",
        title=Title("Identify opportunity", "شناسایی فرصت"),
        role="process",
        order=1,
        description=Title(
            "Find markets, segments, groups and single customers that are worth the effort.",
            "یافتن بازارها، بخش‌ها، گروه‌ها و مشتریانی که ارزش تلاش را دارند.",
        ),
        kpis=("top_20_profit_share", "clv_coverage", "opportunities_opened"),
        practices=pick(
            "choose_target_markets",
            "group_customers",
            "find_most_valuable",
            "analyse_customer_data",
        ),
    ),
    Element(
        key="develop_offer",
        title=Title("Develop offer", "توسعه پیشنهاد"),
        role="process",
        order=2,
        rests_on=("identify_opportunity",),
        description=Title(
            "Create offers that give value to those customers and profit to the firm.",
            "ساختن پیشنهادهایی که برای آن مشتریان ارزش و برای سازمان سود دارد.",
        ),
        kpis=("campaign_response_rate", "cross_sell_ratio", "contribution_margin"),
        practices=pick("provide_sources_of_value", "lasting_value", "personalise_offers"),
    ),
    Element(
        key="manage_journey",
        title=Title("Manage the customer journey", "مدیریت سفر مشتری"),
        role="process",
        order=3,
        rests_on=("develop_offer",),
        description=Title(
            "Win customers, keep them and let them grow, at every point where they meet the firm.",
            "جذب، حفظ و رشد مشتریان در هر نقطه‌ای که با سازمان تماس دارند.",
        ),
        kpis=("cac", "retention_rate", "churn_rate", "clv_growth"),
        practices=pick(
            "map_touchpoints",
            "manage_touchpoints",
            "onboard_customers",
            "after_sales_service",
            "build_loyalty",
        ),
    ),
)

_ENABLERS: Final = (
    Element(
        key="data_analytics",
        title=Title("Data and analytics", "داده و تحلیل"),
        role="condition",
        description=Title(
            "Data on customers are right, joined and analysed.",
            "داده‌های مشتریان صحیح، یکپارچه و تحلیل‌شده است.",
        ),
        kpis=("data_completeness", "data_age", "data_doubles"),
        practices=pick("data_it_carry", "right_and_exact_data", "analytical_crm"),
    ),
    Element(
        key="customer_processes",
        title=Title("Marketing, sales and service processes", "فرایندهای بازاریابی، فروش و خدمات"),
        role="condition",
        description=Title(
            "The processes that touch customers are built around them.",
            "فرایندهای مرتبط با مشتری پیرامون او ساخته شده است.",
        ),
        kpis=("win_rate", "first_response_time", "resolution_time"),
        practices=pick("processes_carry", "customer_centric_processes", "operational_crm"),
    ),
    Element(
        key="network_relationships",
        title=Title("Network relationships", "ارتباطات شبکه‌ای"),
        role="condition",
        description=Title(
            "Suppliers, partners and other members of the network work with the firm.",
            "تأمین‌کنندگان، شرکا و دیگر اعضای شبکه با سازمان همکاری می‌کنند.",
        ),
        kpis=("partner_revenue_share", "partner_satisfaction"),
        practices=pick("know_network", "partners_work_for_value", "suppliers_work_for_value"),
    ),
    Element(
        key="organisational_culture",
        title=Title("Organisational culture", "فرهنگ سازمانی"),
        role="condition",
        description=Title(
            "What people in the firm believe and do puts customers first.",
            "باورها و رفتار سازمان مشتری را مقدم می‌دارد.",
        ),
        practices=pick("leadership_culture_carry", "foster_satisfying_behaviour"),
    ),
    Element(
        key="people",
        title=Title("People", "افراد"),
        role="condition",
        description=Title(
            "People are chosen, trained and motivated to serve customers.",
            "افراد برای خدمت به مشتری انتخاب می‌شوند، آموزش می‌بینند و انگیزه می‌گیرند.",
        ),
        kpis=("staff_satisfaction", "training_hours"),
        practices=pick("people_carry", "hire_customer_minded", "train_staff"),
    ),
)

CRM_VALUE_CHAIN_NEWEST: Final = Framework(
    key="crm_value_chain_newest",
    title=Title(
        "CRM value chain, newest edition", f"زنجیره ارزش در {isolate('CRM')}، جدیدترین ویرایش"
    ),
    description=Title(
        "Three core processes drive the profit from customers; five enablers carry them.",
        "سه فرایند اصلی سودآوری مشتری را پیش می‌برد؛ پنج توانمندساز آن‌ها را پشتیبانی می‌کند.",
    ),
    edition="newest: three processes, five enablers",
    source="Buttle, Jones & Stone, The CRM Value Chain, four articles, CustomerThink",
    family="crm_value_chain",
    elements=(*_PROCESSES, *_ENABLERS),
)
