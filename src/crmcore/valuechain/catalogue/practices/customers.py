"""Practices of knowing customers, telling them apart, and keeping them."""

from typing import Final

__all__ = ["CUSTOMERS"]

CUSTOMERS: Final = (
    (
        "collect_customer_data",
        "Data on customers are collected",
        "داده‌های مشتریان گردآوری می‌شود",
    ),
    (
        "keep_customer_database",
        "A customer database is kept, and somebody answers for it",
        "پایگاه داده مشتری نگهداری می‌شود و مسئولی دارد",
    ),
    (
        "recognise_customer",
        "Each customer is recognised, whoever serves and by whatever channel",
        "هر مشتری نزد هر کارمند و در هر کانال شناخته می‌شود",
    ),
    (
        "analyse_customer_data",
        "The data held on customers are analysed",
        "داده‌های گردآوری‌شده از مشتریان تحلیل می‌شود",
    ),
    (
        "find_most_valuable",
        "The customers of most value are known",
        "مشتریانی که بیشترین ارزش را دارند شناخته شده‌اند",
    ),
    (
        "invest_by_value",
        "What is spent on customers follows what they are worth",
        "سرمایه‌گذاری روی مشتریان متناسب با ارزش آنان است",
    ),
    (
        "favour_present_customers",
        "Present customers who buy more come before the search for new ones",
        "مشتریان فعلی که بیشتر خرید می‌کنند بر یافتن مشتریان جدید مقدم‌اند",
    ),
    (
        "group_customers",
        "Customers are grouped into segments",
        "مشتریان دسته‌بندی شده‌اند",
    ),
    (
        "choose_target_markets",
        "The target markets are chosen",
        "بازارهای هدف مشخص شده است",
    ),
    (
        "research_needs",
        "Research shows what customers need",
        "تحقیق درباره مشتریان نیازهای آنان را نشان می‌دهد",
    ),
    (
        "know_needs",
        "Customers' needs are known and answered",
        "نیازهای مشتریان شناخته می‌شود و پاسخ می‌گیرد",
    ),
    (
        "know_behaviour",
        "It is known how customers behave and buy",
        "رفتار و شیوه خرید مشتریان شناخته شده است",
    ),
    (
        "onboard_customers",
        "New customers are taken in by a set process",
        "پذیرش مشتریان جدید فرایندی مشخص دارد",
    ),
    (
        "keep_customers_satisfied",
        "Customers stay satisfied with product and dealings",
        "مشتری از محصول و تعامل با سازمان راضی می‌ماند",
    ),
    (
        "build_loyalty",
        "Satisfied customers are led to become long-term and loyal ones",
        "مشتریان راضی به مشتریان بلندمدت و وفادار تبدیل می‌شوند",
    ),
    (
        "spoken_well_of",
        "Customers speak well of the firm",
        "مشتریان از سازمان به نیکی یاد می‌کنند",
    ),
    (
        "win_back_lost",
        "Lost customers are won back",
        "مشتریان ازدست‌رفته بازگردانده می‌شوند",
    ),
)
