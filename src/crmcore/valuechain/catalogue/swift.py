"""Swift's two models: the integration of CRM's tactics, and the cycle of its process."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["SWIFT_INTEGRATION", "SWIFT_PROCESS"]

_SOURCE: Final = (
    "Swift (2001), Accelerating Customer Relationships, Prentice Hall; list as told by the Persian "
    "flash cards on CRM"
)

SWIFT_INTEGRATION: Final = Framework(
    key="swift_integration",
    title=Title("Swift's tactical integration model", "مدل یکپارچگی تاکتیکی سویفت"),
    description=Title(
        "From the contacts with customers to intelligent relations with them.",
        "از تعامل با مشتریان تا ارتباطات هوشمند با آنان.",
    ),
    edition="four steps",
    source=_SOURCE,
    elements=(
        Element(
            key="interact",
            title=Title("Interact", "تعامل"),
            role="step",
            order=1,
            description=Title(
                "The exchanges between firm and customer, and the data that they leave.",
                "بده‌بستان‌های سازمان و مشتری و داده‌هایی که از آن‌ها گردآوری می‌شود.",
            ),
            kpis=("contacts_per_customer", "recent_contact_share"),
            practices=pick("two_way_contact", "monitor_contacts"),
        ),
        Element(
            key="connect",
            title=Title("Connect", "اتصال"),
            role="step",
            order=2,
            rests_on=("interact",),
            description=Title(
                "The points where customer and firm meet are mapped and managed.",
                "ترسیم نقشه و مدیریت نقاط تماس بین مشتری و سازمان.",
            ),
            kpis=("preferred_channel_contact_rate", "first_response_time"),
            practices=pick("map_touchpoints", "manage_touchpoints"),
        ),
        Element(
            key="know",
            title=Title("Know", "شناخت"),
            role="step",
            order=3,
            rests_on=("connect",),
            description=Title(
                "Insight is won by collecting and analysing information.",
                "به دست آوردن بینش از راه گردآوری و تحلیل اطلاعات.",
            ),
            kpis=("data_completeness", "clv_coverage"),
            practices=pick("collect_customer_data", "analyse_customer_data"),
        ),
        Element(
            key="relate",
            title=Title("Relate", "ایجاد ارتباط"),
            role="step",
            order=4,
            rests_on=("know",),
            description=Title(
                "The insight is used for intelligent relations with customers, channels, suppliers "
                "and partners.",
                "کاربرد بینش برای ارتباطات هوشمند با مشتریان، مسیرها، عرضه‌کنندگان و شرکا.",
            ),
            kpis=("retention_rate", "partner_revenue_share"),
            practices=pick("act_on_insight", "share_information", "partners_work_for_value"),
        ),
    ),
)

SWIFT_PROCESS: Final = Framework(
    key="swift_process",
    title=Title("Swift's process cycle", f"چرخه فرایند {isolate('CRM')} سویفت"),
    description=Title(
        "Four steps that begin anew after each turn. The flash cards print the third step before "
        "the second.",
        "چهار گام که پس از هر دور از نو آغاز می‌شود. در متن، گام سوم پیش از گام دوم آمده است.",
    ),
    edition="four steps in a cycle",
    source=_SOURCE,
    elements=(
        Element(
            key="knowledge_discovery",
            title=Title("Knowledge discovery", "کشف دانسته‌ها"),
            role="step",
            order=1,
            description=Title(
                "Attributes of customers and strategies of investment are analysed.",
                "تحلیل مشخصه‌های مشتریان و استراتژی‌های سرمایه‌گذاری.",
            ),
            kpis=("clv_coverage", "top_20_profit_share"),
            practices=pick(
                "analyse_customer_data", "find_most_valuable", "invest_by_value", "group_customers"
            ),
        ),
        Element(
            key="market_planning",
            title=Title("Market planning", "برنامه‌ریزی بازار"),
            role="step",
            order=2,
            rests_on=("knowledge_discovery",),
            description=Title(
                "Channels and products for particular customers are settled.",
                "تعیین مسیر توزیع و محصولاتی که به مشتریان خاص ارائه می‌شود.",
            ),
            kpis=("cross_sell_ratio", "campaign_response_rate"),
            practices=pick("plan_channels_and_products", "plan_marketing"),
        ),
        Element(
            key="customer_interaction",
            title=Title("Customer interaction", "تعامل با مشتری"),
            role="step",
            order=3,
            rests_on=("market_planning",),
            description=Title(
                "Contact with the relevant information, at the right time, by a range of channels.",
                "ارتباط با مشتری با اطلاعات مرتبط، در زمان صحیح و با دامنه‌ای از کانال‌ها.",
            ),
            kpis=("preferred_channel_contact_rate", "first_response_time"),
            practices=pick("right_information_right_time", "choice_of_channels"),
        ),
        Element(
            key="analysis_refinement",
            title=Title("Analysis and refinement", "تجزیه و تحلیل و پالایش"),
            role="step",
            order=4,
            rests_on=("customer_interaction",),
            description=Title(
                "Data from the interactions are taken in and analysed, and better the next turn.",
                "جذب و تحلیل داده‌هایی که از تعاملات به دست آمده است، برای بهبود دور بعد.",
            ),
            kpis=("campaign_response_rate", "incremental_profit"),
            practices=pick("monitor_contacts", "feed_back_into_strategy"),
        ),
    ),
)
