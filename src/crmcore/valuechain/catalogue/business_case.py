"""The business case for CRM or ERP: what speaks for it, and the lines of each benefit."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["BUSINESS_CASE"]


def _benefit(key: str, title: Title, about: Title, kpis: tuple[str, ...]) -> Element:
    return Element(key=key, title=title, role="benefit", description=about, kpis=kpis)


def _line(key: str, title: Title, about: Title, *, within: str) -> Element:
    return Element(key=key, title=title, within=within, description=about)


_COST_SAVING: Final = (
    _benefit(
        "cost_saving",
        Title("Cost saving, direct and indirect", "صرفه‌جویی در هزینه‌ها (مستقیم و غیرمستقیم)"),
        Title(
            "The same work at less cost.",
            "همان کار با هزینه کمتر.",
        ),
        ("saving", "cost_to_serve", "tco"),
    ),
    _line(
        "routine_work",
        Title("Routine work automated", "خودکار شدن کارهای ابتدایی"),
        Title(
            "Hours that went into simple, repeated work.",
            "ساعت‌هایی که صرف کارهای ساده و تکراری می‌شد.",
        ),
        within="cost_saving",
    ),
    _line(
        "needless_steps",
        Title("Steps without value removed", "حذف فرایندهای اضافه"),
        Title(
            "Steps that add no value are no longer done.",
            "فرایندهایی که ارزش افزوده ایجاد نمی‌کنند دیگر انجام نمی‌شود.",
        ),
        within="cost_saving",
    ),
    _line(
        "standard_processes",
        Title("Standard repeatable processes", "فرایندهای استاندارد و تکرارپذیر"),
        Title(
            "Better quality and less waste of time.",
            "کیفیت بهتر و اتلاف زمان کمتر.",
        ),
        within="cost_saving",
    ),
    _line(
        "one_program",
        Title("Several programs become one", "یک نرم‌افزار به جای چندین نرم‌افزار"),
        Title(
            "Less for licences, integration, administration, training and vendors.",
            "هزینه کمتر برای مجوز، یکپارچه‌سازی، مدیریت برنامه‌ها، آموزش و سرویس‌دهندگان.",
        ),
        within="cost_saving",
    ),
    _line(
        "cloud",
        Title("Cloud: less load on IT staff", "سیستم ابری و بار کمتر بر بخش فناوری اطلاعات"),
        Title(
            "The provider runs and updates the infrastructure.",
            "تجهیز و به‌روزرسانی زیرساخت با سرویس‌دهنده است.",
        ),
        within="cost_saving",
    ),
)

_REVENUE: Final = (
    _benefit(
        "revenue_opportunities",
        Title("Revenue opportunities", "فرصت‌های افزایش درآمد"),
        Title(
            "More business with the same customers, and with new ones.",
            "کار بیشتر با همان مشتریان و با مشتریان جدید.",
        ),
        ("repeat_purchase_rate", "revenue_growth"),
    ),
    _line(
        "stock_for_demand",
        Title("Stock in hand for demand, repeat business", "موجودی کافی برای تقاضای مشتریان"),
        Title(
            "Goods are there when asked for, so customers come back.",
            "کالا به هنگام تقاضا موجود است و مشتری دوباره می‌آید.",
        ),
        within="revenue_opportunities",
    ),
    _line(
        "faster_answers",
        Title("Faster answers", "پاسخ‌گویی سریع‌تر"),
        Title(
            "Teams answer requests sooner.",
            "تیم‌ها زودتر به درخواست‌ها پاسخ می‌دهند.",
        ),
        within="revenue_opportunities",
    ),
    _line(
        "order_accuracy",
        Title("Order accuracy and delivery time", "دقت پردازش سفارش‌ها و زمان تحویل"),
        Title(
            "The right goods, on time.",
            "کالای درست، سر وقت.",
        ),
        within="revenue_opportunities",
    ),
    _line(
        "buy_when_ready",
        Title("Customers buy whenever they are ready", "خرید در هر زمان"),
        Title(
            "No sale waits for somebody of the firm.",
            "هیچ خریدی منتظر کارکنان سازمان نمی‌ماند.",
        ),
        within="revenue_opportunities",
    ),
    _line(
        "most_profitable_known",
        Title(
            "The most profitable products known, cash flow, demand forecast",
            "شناسایی سودآورترین محصولات، جریان نقدینگی و پیش‌بینی تقاضا",
        ),
        Title(
            "One store of financial data tells what earns and what will be asked for.",
            "پایگاه داده مرکزی نشان می‌دهد چه چیز سود می‌آورد و چه چیز خواسته خواهد شد.",
        ),
        within="revenue_opportunities",
    ),
)

_EFFECTIVENESS: Final = (
    _benefit(
        "effectiveness",
        Title("Effectiveness", "اثربخشی کسب‌وکار"),
        Title(
            "The firm works better as a whole.",
            "سازمان در کل بهتر کار می‌کند.",
        ),
        ("budget_keeping",),
    ),
    _line(
        "units_together",
        Title("Units work together", "همکاری بخش‌های مختلف"),
        Title(
            "Work passes from unit to unit easily and fast.",
            "همکاری بخش‌ها آسان‌تر و سریع‌تر می‌شود.",
        ),
        within="effectiveness",
    ),
    _line(
        "best_practice",
        Title("Best practice per task", "بهترین روش انجام هر کار"),
        Title(
            "The best way of each task is known and automated.",
            "بهترین روش هر کار مشخص و خودکار می‌شود.",
        ),
        within="effectiveness",
    ),
    _line(
        "data_at_once",
        Title("Data at once instead of gathered by hand", "داده‌های در لحظه به جای جمع‌آوری دستی"),
        Title(
            "Figures are there without asking the teams.",
            "داده‌ها بدون پرسش از تیم‌ها در دسترس است.",
        ),
        within="effectiveness",
    ),
)

_REASONS: Final = (
    Element(
        key="system_cannot_carry",
        title=Title(
            "The present system cannot carry the processes",
            "سیستم فعلی از عهده مدیریت فرایندها برنمی‌آید",
        ),
        role="factor",
        description=Title(
            "For example, accounts cannot be split finely enough or tied to stock.",
            "برای نمونه، حساب‌ها را نمی‌توان به تفصیل لازم رساند یا به موجودی کالا پیوند داد.",
        ),
    ),
    Element(
        key="growth_needs_less_manual_work",
        title=Title(
            "Growth asks for less manual work",
            "رشد کسب‌وکار دخالت کمتر نیروی انسانی می‌خواهد",
        ),
        role="factor",
        description=Title(
            "People answer serious complaints and not routine questions.",
            "کارکنان به جای پرسش‌های عادی به شکایت‌های جدی می‌رسند.",
        ),
    ),
)

BUSINESS_CASE: Final = Framework(
    key="business_case",
    title=Title(
        "Business case for CRM or ERP", f"توجیه اقتصادی {isolate('CRM')} یا {isolate('ERP')}"
    ),
    description=Title(
        "Two reasons to buy and three benefits. Each line of a benefit is an input: driver, "
        "volume and unit value.",
        "دو دلیل برای خرید و سه مزیت. هر سطر یک مزیت یک ورودی است: عامل، حجم و ارزش هر واحد.",
    ),
    edition="two reasons, three benefits",
    source="Persian articles on CRM and ERP",
    elements=(*_REASONS, *_COST_SAVING, *_REVENUE, *_EFFECTIVENESS),
)
