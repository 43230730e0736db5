"""Gartner's eight building blocks of CRM, and its three axes."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["EIGHT_BUILDING_BLOCKS"]


def _axis(
    order: int,
    key: str,
    title: Title,
    about: Title,
    *practices: str,
    source_term: str | None = None,
) -> Element:
    return Element(
        key=key,
        title=title,
        role="axis",
        order=order,
        description=about,
        practices=pick(*practices),
        source_term=source_term,
    )


_AXES: Final = (
    _axis(
        1,
        "organise_around_segments",
        Title("Organise around customer segments", "سازمان‌دهی پیرامون بخش‌های مشتری"),
        Title(
            "Units of the firm, and its aims, follow the segments of its customers.",
            "واحدها و اهداف سازمان از بخش‌های مشتریان پیروی می‌کند.",
        ),
        "group_customers",
        "aims_per_segment",
        "organise_by_segment",
        source_term="ایجاد سنجش‌های مرتبط با مشتری مانند امور مشترکین",
    ),
    _axis(
        2,
        "foster_behaviour",
        Title(
            "Foster behaviour that satisfies customers",
            "تقویت رفتارهای سازمانی در راستای رضایت مشتری",
        ),
        Title(
            "What people in the firm do meets needs and raises satisfaction.",
            "رفتار سازمان نیازها را برآورده می‌کند و رضایت مشتری را افزایش می‌دهد.",
        ),
        "foster_satisfying_behaviour",
    ),
    _axis(
        3,
        "customer_processes",
        Title("Customer-centric processes", "اجرای فرایندهای متمرکز بر مشتری"),
        Title("Processes are run around the customer.", "فرایندها پیرامون مشتری اجرا می‌شود."),
        "customer_centric_processes",
    ),
)


def _block(
    order: int,
    key: str,
    title: Title,
    about: Title,
    *practices: str,
    kpis: tuple[str, ...] = (),
) -> Element:
    return Element(
        key=key,
        title=title,
        role="block",
        order=order,
        description=about,
        kpis=kpis,
        practices=pick(*practices),
    )


_FIRST_BLOCKS: Final = (
    _block(
        1,
        "vision",
        Title("Vision", "چشم‌انداز"),
        Title(
            "Draw a clear picture of the customer-centred firm and of the place that it wants.",
            "ترسیم تصویری روشن از سازمان مشتری‌گرا و جایگاهی که در آینده می‌خواهد.",
        ),
        "define_crm",
        "set_strategic_aims",
        "state_expectations",
        "communicate_vision",
    ),
    _block(
        2,
        "strategy",
        Title("Strategy", "راهبرد"),
        Title(
            "Make a strategy that treats customers as the main asset, and say what it needs.",
            "تدوین راهبردی که مشتری را دارایی اصلی می‌داند، و تعیین نیازهای آن.",
        ),
        "customers_as_assets",
        "set_financial_aims",
        "set_strategic_aims",
        "resources_for_contact",
        "plan_lasting_relations",
        "build_loyalty",
        kpis=("customer_equity", "retention_rate"),
    ),
    _block(
        3,
        "customer_experience",
        Title(
            "Valued customer experience / value proposition",
            "ارائه ارزش به مشتری (طراحی تجربه مشتری)",
        ),
        Title(
            "Make sure that services and dealings give lasting value and hold the firm's position.",
            "اطمینان از اینکه خدمات و تعاملات ارزش دائمی ایجاد و جایگاه رقابتی را تثبیت می‌کند.",
        ),
        "lasting_value",
        "design_experience",
        "feedback_system",
        "hold_competitive_position",
        kpis=("csat", "nps", "ces"),
    ),
    _block(
        4,
        "collaboration",
        Title("Organisational collaboration", "همکاری‌های درون‌سازمانی"),
        Title(
            "Change structure, behaviour and culture, so that staff, partners and suppliers work "
            "for the customer's value.",
            "تغییر ساختار، رفتار و فرهنگ، تا کارکنان، شرکا و تأمین‌کنندگان در راستای ارزش مشتری "
            "فعالیت کنند.",
        ),
        "staff_work_for_value",
        "partners_work_for_value",
        "suppliers_work_for_value",
        "fewer_layers",
        "build_skills",
        "share_knowledge",
        "decide_near_customer",
        "align_aims",
        kpis=("staff_satisfaction", "partner_satisfaction", "training_hours"),
    ),
    _block(
        5,
        "processes",
        Title("Processes", "فرایندها"),
        Title(
            "Run the processes that touch the customer well, and redesign those that count.",
            "مدیریت مؤثر فرایندهای مرتبط با مشتری و طراحی مجدد فرایندهای مهم.",
        ),
        "onboard_customers",
        "know_needs",
        "handle_complaints",
        "win_back_lost",
        "differentiating_processes",
        kpis=("complaint_rate", "resolution_time", "win_back_rate"),
    ),
)


def _redesign(
    order: int, key: str, title: Title, about: Title, practice: str, *, rests_on: str = ""
) -> Element:
    return Element(
        key=key,
        title=title,
        role="step",
        order=order,
        within="processes",
        rests_on=(rests_on,) if rests_on else (),
        description=about,
        practices=pick(practice),
    )


_REDESIGN: Final = (
    _redesign(
        1,
        "find_touchpoints",
        Title("Find touchpoints", "شناسایی نقاط تماس"),
        Title(
            "Find the points where the firm meets and touches customers.",
            "شناسایی نقاط تماس و تأثیرگذار بر مشتریان.",
        ),
        "map_touchpoints",
    ),
    _redesign(
        2,
        "audit_key_processes",
        Title("Audit key processes", "ممیزی و ارزیابی فرایندهای کلیدی"),
        Title(
            "Audit the key processes from the customer's view.",
            "ممیزی و ارزیابی فرایندهای کلیدی از دیدگاه مشتری.",
        ),
        "audit_processes",
        rests_on="find_touchpoints",
    ),
    _redesign(
        3,
        "prioritise",
        Title("Prioritise", "اولویت‌بندی فرایندها"),
        Title(
            "Put processes in order by their effect on the aims of CRM.",
            f"اولویت‌بندی فرایندها بر پایه تأثیر بر اهداف راهبردی {isolate('CRM')}.",
        ),
        "prioritise_processes",
        rests_on="audit_key_processes",
    ),
    _redesign(
        4,
        "measure_effect",
        Title(
            "Measure and estimate the effect on customer value",
            "اندازه‌گیری و برآورد تأثیر بر ارزش مشتری",
        ),
        Title(
            "Measure or estimate what each process does to customer value.",
            "اندازه‌گیری و برآورد تأثیر فرایندها بر ارزش مشتری.",
        ),
        "measure_process_effect",
        rests_on="prioritise",
    ),
    _redesign(
        5,
        "change",
        Title("Change", "ایجاد تغییرات لازم"),
        Title(
            "Change what is needed in the units that serve customers.",
            "ایجاد تغییرات لازم در بخش‌های مرتبط با مشتری.",
        ),
        "change_processes",
        rests_on="measure_effect",
    ),
)

_LAST_BLOCKS: Final = (
    _block(
        6,
        "information",
        Title("Information", "اطلاعات"),
        Title(
            "Gather right and exact data on customers, and bring them to the right place in time.",
            "گردآوری داده‌های صحیح و دقیق مشتریان و رساندن آن به جای مناسب در زمان مناسب.",
        ),
        "right_and_exact_data",
        "customer_information_flows",
        "share_information",
        "plan_information_stock",
        "right_information_right_time",
        kpis=("data_completeness", "data_validity", "data_age", "data_doubles"),
    ),
    _block(
        7,
        "technology",
        Title("Technology", "فناوری"),
        Title(
            "Support data, applications for customers and the IT underneath.",
            "پشتیبانی از داده‌ها، برنامه‌های کاربردی مشتری و زیرساخت فناوری اطلاعات.",
        ),
        "review_technology_needs",
        "integrated_systems",
        "one_it_architecture",
        "customer_facing_applications",
        kpis=("system_availability",),
    ),
    _block(
        8,
        "metrics",
        Title("Metrics", "سنجش‌ها"),
        Title(
            "Define and watch the KPIs that tell success from failure.",
            "تعریف و پایش شاخص‌هایی که موفقیت را از شکست جدا می‌کند.",
        ),
        "kpis_tied_to_aims",
        "set_success_level",
        "feed_back_into_strategy",
        "monitor_contacts",
        "manage_change",
        "pay_by_performance",
        "compare_with_competitors",
        kpis=("relative_market_share", "roi"),
    ),
)

EIGHT_BUILDING_BLOCKS: Final = Framework(
    key="eight_building_blocks",
    title=Title("Eight building blocks of CRM", f"هشت واحد سازنده {isolate('CRM')}"),
    description=Title(
        "CRM pays in the long run and belongs to the whole enterprise: three axes, and eight "
        "blocks to build it of.",
        f"{isolate('CRM')} ارزش خود را در بلندمدت نشان می‌دهد و از آنِ کل سازمان است: سه محور، و هشت "
        "واحد برای ساختن آن.",
    ),
    edition="eight blocks and three axes",
    source="Gartner (2001), Eight Building Blocks of CRM; practices as told by the Persian article "
    "on the eight building blocks and the Persian flash cards on CRM",
    elements=(*_AXES, *_FIRST_BLOCKS, *_REDESIGN, *_LAST_BLOCKS),
)
