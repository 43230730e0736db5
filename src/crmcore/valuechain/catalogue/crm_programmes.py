"""The four kinds of CRM programme, with the analyses and offers within them."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CRM_PROGRAMMES"]

_PROSPECTING: Final = Element(
    key="prospecting",
    title=Title("Prospecting", "مشتری‌یابی"),
    role="programme",
    description=Title(
        "Groups prospects by shared attributes and wins new customers.",
        "مشتریان بالقوه را بر پایه ویژگی‌های مشترک گروه‌بندی و مشتریان جدید جذب می‌کند.",
    ),
    kpis=("new_customers", "lead_conversion_rate", "cac"),
    source_term="چشم‌انداز",
)

_LOYALTY: Final = (
    Element(
        key="loyalty",
        title=Title("Loyalty", "وفادارسازی"),
        role="programme",
        description=Title(
            "Finds who wants to stay loyal and keeps them at less cost, as effort is focused and "
            "response higher; rests on three analyses of those who left and may leave.",
            "مشتریانی را که می‌خواهند وفادار بمانند می‌یابد و با هزینه کمتر نگه می‌دارد، زیرا "
            "تلاش متمرکزتر و پاسخ بیشتر است؛ بر سه تحلیل از مشتریان رفته و در "
            "آستانه رفتن استوار است.",
        ),
        kpis=("retention_rate", "repeat_purchase_rate"),
        source_term="وفاداری متمرکز",
    ),
    Element(
        key="value_based",
        title=Title("Value-based analysis", "بر اساس ارزش"),
        role="analysis",
        within="loyalty",
        description=Title(
            "Segments customers by the profit that each brings; nothing is invested where none "
            "comes.",
            "مشتریان را بر پایه سودی که هر یک می‌رساند بخش‌بندی می‌کند؛ جایی که سودی نیست "
            "سرمایه‌گذاری نمی‌شود.",
        ),
        kpis=("customer_profit", "top_20_profit_share"),
    ),
    Element(
        key="need_based",
        title=Title("Need-based analysis", "بر اساس نیاز"),
        role="analysis",
        within="loyalty",
        description=Title(
            "Makes a programme for the profitable ones: payment terms, privileges above a stated "
            "volume of purchases.",
            "برای مشتریان سودآور برنامه‌ای اختصاصی می‌سازد: شرایط پرداخت، و امتیاز برای خرید بیش "
            "از میزانی مشخص.",
        ),
        kpis=("known_preference_share",),
    ),
    Element(
        key="predictive",
        title=Title("Predictive analysis", "بر اساس پیش‌بینی"),
        role="analysis",
        within="loyalty",
        description=Title(
            "Tells from history and demographics who will leave, and when.",
            "از تاریخچه و اطلاعات جمعیت‌شناختی می‌گوید چه کسی و چه زمانی می‌رود.",
        ),
        kpis=("churn_probability",),
    ),
)

_WALLET: Final = (
    Element(
        key="cross_up_sell",
        title=Title("Cross-sell and up-sell (share of wallet)", "افزایش سهم خرید مشتری"),
        role="programme",
        description=Title(
            "Raises what each customer is willing to spend with the firm.",
            "پولی را که هر مشتری مایل است نزد سازمان خرج کند افزایش می‌دهد.",
        ),
        kpis=("share_of_wallet", "average_order_value"),
        source_term="افزایش سرمایه",
    ),
    Element(
        key="cross_sell",
        title=Title("Cross-sell", "فروش مکمل"),
        role="type",
        within="cross_up_sell",
        description=Title(
            "Sells complementary products and services, for example after a free first "
            "subscription for loyal customers.",
            "محصولات و خدمات مکمل می‌فروشد، برای نمونه پس از یک اشتراک رایگان نخستین برای "
            "مشتریان وفادار.",
        ),
        kpis=("cross_sell_ratio", "product_penetration"),
        source_term="فروش صلیبی",
    ),
    Element(
        key="up_sell",
        title=Title("Up-sell", "بیش‌فروشی"),
        role="type",
        within="cross_up_sell",
        description=Title(
            "Sells more of it to customers with the means, by stage of life, such as more "
            "insurance cover.",
            "به مشتریانی که توان مالی دارند، بر پایه مرحله زندگی، بیشتر می‌فروشد؛ مانند پوشش "
            "بیمه‌ای بیشتر.",
        ),
        kpis=("average_order_value",),
        source_term="فروش در حال رشد",
    ),
)

_WIN_BACK_SAVE: Final = Element(
    key="win_back_save",
    title=Title("Win back or save", "حفظ یا بازگرداندن مشتری"),
    role="programme",
    description=Title(
        "Tells the customers likely to leave from those likely to stay; saves the profitable who "
        "are likely to leave and wins back those who left. For some it does not pay.",
        "مشتریانی را که احتمالاً می‌روند از آنان که می‌مانند بازمی‌شناسد؛ سودآورانی را که در آستانه "
        "رفتن‌اند نگه می‌دارد و مشتریان ازدست‌رفته را بازمی‌گرداند. برای برخی صرفه اقتصادی ندارد.",
    ),
    kpis=("win_back_rate", "churn_rate", "churn_probability"),
    source_term="ابقای پیروزی",
)

CRM_PROGRAMMES: Final = Framework(
    key="crm_programmes",
    title=Title("Four kinds of CRM programme", "چهار گروه"),
    description=Title(
        "Four groups of what a firm does with CRM, each with an aim of its own.",
        "چهار گروه از کارهایی که سازمان با مدیریت ارتباط با مشتری می‌کند، هر یک با هدفی ویژه.",
    ),
    edition="four groups",
    source="Persian article on four groups of CRM",
    elements=(_PROSPECTING, *_LOYALTY, *_WALLET, _WIN_BACK_SAVE),
)
