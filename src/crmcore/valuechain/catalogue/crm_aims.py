"""What CRM is for: its three aims, what it does to relations, and the chain it claims."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CRM_AIMS", "CRM_LINKAGE"]

_SATISFACTION: Final = ("csat", "nps", "ces")
_SOURCE: Final = "Persian articles on CRM"

_AIMS: Final = (
    Element(
        key="profitability",
        title=Title("Profitability", "سودآوری"),
        role="goal",
        description=Title(
            "Customers leave a profit, now and in the long run.",
            "مشتریان اکنون و در بلندمدت سود برجا می‌گذارند.",
        ),
        kpis=("customer_profit", "customer_equity", "contribution_margin"),
    ),
    Element(
        key="revenue",
        title=Title("Revenue", "درآمد"),
        role="goal",
        description=Title("Customers buy more, and more often.", "مشتریان بیشتر و مکررتر می‌خرند."),
        kpis=("average_order_value", "purchase_frequency", "revenue_growth"),
    ),
    Element(
        key="satisfaction",
        title=Title("Customer satisfaction", "رضایت مشتری"),
        role="goal",
        description=Title(
            "Customers are content with the product and the dealings.",
            "مشتریان از محصول و از تعامل با سازمان راضی‌اند.",
        ),
        kpis=_SATISFACTION,
    ),
)

_STEPS: Final = (
    Element(
        key="create",
        title=Title("Create relationships", "ایجاد"),
        role="step",
        order=1,
        description=Title(
            "Begin long and valuable relations with customers.",
            "آغاز روابط طولانی‌مدت و ارزشمند با مشتریان.",
        ),
        kpis=("new_customers", "cac"),
    ),
    Element(
        key="develop",
        title=Title("Develop relationships", "توسعه"),
        role="step",
        order=2,
        rests_on=("create",),
        description=Title(
            "Let relations grow in breadth and value.",
            "گسترش روابط در دامنه و ارزش.",
        ),
        kpis=("cross_sell_ratio", "share_of_wallet"),
    ),
    Element(
        key="keep",
        title=Title("Keep relationships", "نگهداری"),
        role="step",
        order=3,
        rests_on=("create",),
        description=Title(
            "Hold relations over time.",
            "حفظ روابط در گذر زمان.",
        ),
        kpis=("retention_rate", "churn_rate"),
    ),
    Element(
        key="better",
        title=Title("Better relationships", "بهینه‌سازی"),
        role="step",
        order=4,
        rests_on=("keep",),
        description=Title(
            "Make relations better for both sides.",
            "بهتر کردن روابط برای هر دو سو.",
        ),
        kpis=("clv_growth", "cost_to_serve"),
    ),
)

CRM_AIMS: Final = Framework(
    key="crm_aims",
    title=Title("Aims of CRM", "اهداف مدیریت ارتباط با مشتری"),
    description=Title(
        "CRM is a business strategy that goes beyond more transactions: three aims, reached by "
        "creating, developing, keeping and bettering long and valuable relations.",
        f"{isolate('CRM')} نوعی استراتژی کسب‌وکار است که از افزایش حجم مبادله فراتر می‌رود: سه "
        "هدف، با ایجاد، توسعه، نگهداری و بهینه‌سازی روابط طولانی‌مدت و ارزشمند.",
    ),
    edition="three aims and four steps",
    source=_SOURCE,
    elements=(*_AIMS, *_STEPS),
    must_measure=_SATISFACTION,
)

CRM_LINKAGE: Final = Framework(
    key="crm_linkage",
    title=Title("From knowing the customer to profitability", "از شناسایی مشتری تا سودآوری سازمان"),
    description=Title(
        "The chain that CRM claims. Each link is a claim on data, shown only when it is tested.",
        f"زنجیره‌ای که {isolate('CRM')} ادعا می‌کند. هر حلقه ادعایی درباره داده‌هاست که تنها با "
        "آزمون نشان داده می‌شود.",
    ),
    edition="five links",
    source=_SOURCE,
    elements=(
        Element(
            key="know_customer",
            title=Title("Know the customer", "شناسایی مشتریان"),
            role="stage",
            order=1,
            description=Title(
                "Know who the customers are and what they need.",
                "شناسایی مشتریان و نیازمندی‌های آنان.",
            ),
            kpis=("data_completeness", "known_preference_share"),
        ),
        Element(
            key="right_contact",
            title=Title("Right contact", "شیوه ارتباط"),
            role="stage",
            order=2,
            rests_on=("know_customer",),
            description=Title(
                "Settle how to be in contact with each, and do so.",
                "تعیین شیوه‌ها و نحوه ارتباط با مشتریان.",
            ),
            kpis=("preferred_channel_contact_rate", "recent_contact_share"),
        ),
        Element(
            key="satisfaction",
            title=Title("Satisfaction", "رضایت مشتری"),
            role="stage",
            order=3,
            rests_on=("right_contact",),
            description=Title("Customers become more satisfied.", "رضایت مشتریان افزایش می‌یابد."),
            kpis=_SATISFACTION,
        ),
        Element(
            key="loyalty",
            title=Title("Loyalty", "وفاداری مشتری"),
            role="stage",
            order=4,
            rests_on=("satisfaction",),
            description=Title(
                "Satisfied customers stay and buy again.",
                "مشتریان راضی می‌مانند و دوباره می‌خرند.",
            ),
            kpis=("repeat_purchase_rate", "retention_rate"),
        ),
        Element(
            key="profitability",
            title=Title("Profitability", "سودآوری"),
            role="stage",
            order=5,
            rests_on=("loyalty",),
            description=Title(
                "Loyal customers bring the firm profit.",
                "مشتریان وفادار برای سازمان سود می‌آورند.",
            ),
            kpis=("customer_profit", "customer_equity"),
        ),
    ),
    must_measure=_SATISFACTION,
)
