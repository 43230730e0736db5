"""Practices of vision, strategy, aims and their measurement."""

from typing import Final

__all__ = ["STRATEGY"]

STRATEGY: Final = (
    (
        "define_crm",
        "It is settled what CRM means for the organisation",
        "مفهوم مدیریت ارتباط با مشتری برای سازمان تعریف شده است",
    ),
    (
        "set_strategic_aims",
        "Strategic aims towards customers are set",
        "اهداف راهبردی ارتباط با مشتریان تعیین شده است",
    ),
    (
        "set_financial_aims",
        "Financial aims towards customers are set",
        "اهداف مالی ارتباط با مشتریان تعیین شده است",
    ),
    (
        "state_expectations",
        "What the organisation expects of its target customers is stated",
        "انتظارات سازمان از مشتریان هدف ترسیم شده است",
    ),
    (
        "communicate_vision",
        "The vision is made known to everybody in the organisation",
        "چشم‌انداز به همه سازمان ابلاغ می‌شود",
    ),
    (
        "customer_at_centre",
        "The customer stands at the centre of strategy and aims",
        "مشتری در مرکز راهبرد و اهداف قرار دارد",
    ),
    (
        "customers_as_assets",
        "Customers are treated as the main asset of the firm",
        "مشتری دارایی اصلی شرکت به شمار می‌آید",
    ),
    (
        "base_strategy_on_data",
        "Strategy towards customers is built on the analysis of their data",
        "راهبرد ارتباط با مشتریان بر پایه تحلیل داده‌های آنان طراحی می‌شود",
    ),
    (
        "strategy_on_needs",
        "Strategy is built on the needs and the satisfaction of customers",
        "راهبرد بر نیازها و رضایت مشتریان بنا می‌شود",
    ),
    (
        "focus_on_customer",
        "Decisions start from the customer, not from the product",
        "تصمیم‌ها از مشتری آغاز می‌شود، نه از محصول",
    ),
    (
        "set_strategy_and_plan",
        "Strategy is set, and plans follow from it",
        "راهبرد تعیین می‌شود و برنامه‌ها از آن پیروی می‌کند",
    ),
    (
        "resources_for_contact",
        "Resources and tools for dealing with customers are provided for",
        "منابع و ابزارهای موردنیاز برای تعامل با مشتریان تعیین شده است",
    ),
    (
        "plan_lasting_relations",
        "Lasting relations with customers are planned for",
        "برای ایجاد روابط پایدار با مشتریان برنامه‌ریزی می‌شود",
    ),
    (
        "aims_per_segment",
        "Each group of customers has aims of its own",
        "هر گروه از مشتریان اهداف ویژه خود را دارد",
    ),
    (
        "measures_per_segment",
        "Each group of customers has measures for its aims",
        "هر گروه از مشتریان برای اهداف خود اندازه‌هایی دارد",
    ),
    (
        "relationship_tactics",
        "Aims for better relations have tactics that carry them out",
        "اهداف بهبود روابط، تاکتیک‌های اجرایی دارد",
    ),
    (
        "watch_budget",
        "Money goes where the aims need it, and its use is assessed",
        "بودجه بر پایه اهداف تخصیص می‌یابد و مصرف آن ارزیابی می‌شود",
    ),
    (
        "kpis_tied_to_aims",
        "KPIs, inner and outer, are tied to the organisation's aims",
        "شاخص‌های کلیدی عملکرد، درونی و بیرونی، به اهداف سازمان پیوند دارد",
    ),
    (
        "set_success_level",
        "The level that counts as success is set beforehand",
        "سطح موفقیت از پیش تعیین شده است",
    ),
    (
        "manage_performance",
        "Performance is measured against aims and managed by what is found",
        "عملکرد در برابر اهداف اندازه‌گیری و بر پایه نتایج مدیریت می‌شود",
    ),
    (
        "feed_back_into_strategy",
        "Results feed back and better the strategy",
        "از نتایج برای اصلاح راهبرد بازخورد گرفته می‌شود",
    ),
    (
        "compare_with_competitors",
        "The firm compares its performance with that of competitors",
        "عملکرد سازمان با رقبا مقایسه می‌شود",
    ),
    (
        "measure_satisfaction",
        "Customers' satisfaction is measured",
        "رضایت مشتری سنجیده می‌شود",
    ),
    (
        "measure_loyalty",
        "Customers' loyalty is measured",
        "وفاداری مشتری سنجیده می‌شود",
    ),
)
