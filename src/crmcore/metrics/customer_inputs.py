"""The columns about customers and their purchases that several KPIs share."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.metrics.kpi_input import KpiInput

__all__ = [
    "ACTIVITY_CUSTOMER",
    "ACTIVITY_PERIOD",
    "LAST_COMPLETE_PERIOD",
    "LOG_BEGINS_WITH_BUSINESS",
    "ORDERS",
    "PROFIT",
    "REVENUE",
]

ORDERS: Final = KpiInput(
    "orders",
    Title(
        "orders of each customer in the window, one row a customer",
        "تعداد سفارش‌های هر مشتری در بازه، هر مشتری یک سطر",
    ),
    kind="count",
    per="customer",
)
REVENUE: Final = KpiInput(
    "revenue",
    Title(
        "net revenue from each customer in the window, one row a customer",
        "درآمد خالص از هر مشتری در بازه، هر مشتری یک سطر",
    ),
    kind="money",
    per="customer",
)
PROFIT: Final = KpiInput(
    "profit",
    Title(
        "profit from each customer in the window, one row a customer",
        "سود حاصل از هر مشتری در بازه، هر مشتری یک سطر",
    ),
    kind="money",
    per="customer",
)
ACTIVITY_CUSTOMER: Final = KpiInput(
    "activity_customer",
    Title(
        "who bought, one row for each customer and period with a purchase (doubles do no harm)",
        "مشتری خریدار، برای هر مشتری و هر دوره خرید یک سطر (تکرار سطرها بی‌اثر است)",
    ),
    kind="label",
    per="activity",
)
ACTIVITY_PERIOD: Final = KpiInput(
    "activity_period",
    Title(
        "the number of the period of each row of activity_customer, as period_index gives it",
        f"شماره دوره هر سطر از {isolate('activity_customer')}",
    ),
    kind="period",
    per="activity",
)
LAST_COMPLETE_PERIOD: Final = KpiInput(
    "last_complete_period",
    Title(
        "the number of the last period that is over, one number",
        "شماره آخرین دوره‌ای که به پایان رسیده است، یک عدد",
    ),
    kind="period",
)
LOG_BEGINS_WITH_BUSINESS: Final = KpiInput(
    "log_begins_with_business",
    Title(
        "whether the first period of the log is the first of the business, true or false",
        "آیا نخستین دوره داده‌ها نخستین دوره کسب‌وکار است، درست یا نادرست",
    ),
    kind="flag",
)
