"""The CRM value chain: five stages in order, four support activities, four conditions."""

from typing import Final

import attrs

from crmcore._text import Title, isolate
from crmcore.valuechain.catalogue.crm_value_chain_parts import (
    CONDITIONS,
    STAGES,
    SUPPORT,
    make_condition,
)
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CRM_VALUE_CHAIN", "CRM_VALUE_CHAIN_BOOK", "CRM_VALUE_CHAIN_FIRST_PAPER"]

CRM_VALUE_CHAIN: Final = Framework(
    key="crm_value_chain",
    title=Title("CRM value chain", f"زنجیره ارزش در {isolate('CRM')}"),
    description=Title(
        "Five stages, one after the other, lead to value for the customer, whose needs are met, "
        "and to customer profitability for the firm; support activities and conditions carry them.",
        "پنج مرحله پیاپی به ارزش برای مشتری، یعنی برآورده شدن نیازهای او، و به سودآوری مشتری برای "
        "سازمان می‌انجامد؛ فعالیت‌های پشتیبانی و شرط‌ها پشتوانه آن‌ها است.",
    ),
    edition="five stages with Porter's support activities; conditions from Buttle's book",
    source="Buttle & Maklan, Customer Relationship Management: Concepts and Technologies; "
    "stages and support activities as told by the Persian article on the CRM value chain",
    elements=(*STAGES, *SUPPORT, *CONDITIONS),
    must_measure=("csat", "nps", "ces"),
)

_RELATIONSHIP: Final = Element(
    key="manage_relationship",
    title=Title("Manage the relationship", "مدیریت ارتباط"),
    role="stage",
    order=5,
    rests_on=("value_proposition",),
    description=Title(
        "Carry the relation on with processes, structure and people that suit it, and keep the "
        "customers of value.",
        "پیشبرد ارتباط با فرایندها، ساختار و افراد مناسب، و حفظ مشتریان با ارزش.",
    ),
    kpis=("retention_rate", "churn_rate", "repeat_purchase_rate", "clv_growth"),
    practices=pick("plan_lasting_relations", "after_sales_service", "build_loyalty"),
)

_FIRST_CONDITIONS: Final = (
    make_condition(
        "culture_leadership",
        Title("Culture and leadership", "فرهنگ و رهبری"),
        Title(
            "The culture puts the customer first, and the leaders stand for it.",
            "فرهنگ سازمان مشتری را مقدم می‌دارد و رهبران پشتیبان آن‌اند.",
        ),
        "leadership_culture_carry",
        "customer_at_centre",
    ),
    make_condition(
        "procurement_processes",
        Title("Procurement processes", "فرایندهای تدارکات"),
        Title(
            "Buying serves the customer's value, and suppliers are part of it.",
            "تدارکات در خدمت ارزش مشتری است و تأمین‌کنندگان در آن سهیم‌اند.",
        ),
        "suppliers_work_for_value",
        "best_quality_least_cost",
        kpis=("budget_keeping",),
    ),
    make_condition(
        "hr_processes",
        Title("Human resource management processes", "فرایندهای منابع انسانی"),
        Title(
            "People are recruited, trained and paid so that they serve customers well.",
            "جذب، آموزش و جبران خدمات کارکنان چنان است که به مشتریان خوب خدمت کنند.",
        ),
        "recruit_specialists",
        "train_staff",
        "pay_by_performance",
        kpis=("training_hours", "staff_satisfaction"),
    ),
    make_condition(
        "it_data_processes",
        Title("IT and data processes", "فرایندهای فناوری اطلاعات و داده"),
        Title(
            "Data on customers are gathered, kept and brought to those who need them.",
            "داده‌های مشتریان گردآوری و نگهداری می‌شود و به کسانی که به آن نیاز دارند می‌رسد.",
        ),
        "collect_customer_data",
        "share_information",
        "integrated_systems",
        kpis=("data_completeness", "system_availability"),
    ),
    make_condition(
        "organisation_design",
        Title("Organisation design", "طراحی سازمان"),
        Title(
            "Structure and roles are drawn around customers.",
            "ساختار و نقش‌ها پیرامون مشتری طراحی شده است.",
        ),
        "organise_by_segment",
        "integrate_organisation",
    ),
)

CRM_VALUE_CHAIN_FIRST_PAPER: Final = Framework(
    key="crm_value_chain_first_paper",
    title=Title("CRM value chain, first paper", f"زنجیره ارزش در {isolate('CRM')}، نخستین مقاله"),
    description=Title(
        "The first form of the chain: its last stage manages the relationship, and five "
        "conditions carry it.",
        "نخستین شکل زنجیره: مرحله پایانی آن مدیریت ارتباط است و پنج شرط آن را پشتیبانی می‌کند.",
    ),
    edition="first paper: five stages, five conditions",
    source="Buttle (2001), The CRM Value Chain, Marketing Business, February, 52-55",
    family="crm_value_chain",
    elements=(*STAGES[:4], _RELATIONSHIP, *_FIRST_CONDITIONS),
)


def _phase(key: str, order: int, title: Title, about: Title) -> Element:
    return Element(key=key, title=title, order=order, description=about)


_PHASES: Final = (
    _phase(
        "analysis_phase",
        1,
        Title("Analysis", "تحلیل"),
        Title(
            "Stages 1 and 2: who the customers are.", "مرحله‌های ۱ و ۲: اینکه مشتریان چه کسانی‌اند."
        ),
    ),
    _phase(
        "resource_development_phase",
        2,
        Title("Resource development", "توسعه منابع"),
        Title(
            "Stages 3 and 4: the network and the offer.", "مرحله‌های ۳ و ۴: شبکه و ارزش پیشنهادی."
        ),
    ),
    _phase(
        "implementation_phase",
        3,
        Title("Implementation", "پیاده‌سازی"),
        Title("Stage 5: the customer lifecycle.", "مرحله ۵: چرخه طول عمر مشتری."),
    ),
)


def _member(
    key: str, title: Title, about: Title, *practices: str, kpis: tuple[str, ...] = ()
) -> Element:
    return Element(
        key=key,
        title=title,
        role="kind",
        within="network_development",
        description=about,
        kpis=kpis,
        practices=pick(*practices),
    )


_SCOPE: Final = (
    _member(
        "suppliers",
        Title("Suppliers", "تأمین‌کنندگان"),
        Title(
            "Those who supply what goes into the offer.",
            "کسانی که اجزای آنچه را عرضه می‌شود تأمین می‌کنند.",
        ),
        "suppliers_work_for_value",
    ),
    _member(
        "customers",
        Title("Customers", "مشتریان"),
        Title(
            "Customers who speak well of the firm and bring in others.",
            "مشتریانی که از سازمان به نیکی یاد می‌کنند و دیگران را می‌آورند.",
        ),
        "spoken_well_of",
        kpis=("referral_rate",),
    ),
    _member(
        "owners",
        Title("Owners", "مالکان"),
        Title(
            "Owners and investors, who are to stand behind lasting relations.",
            "مالکان و سرمایه‌گذارانی که باید پشتیبان روابط پایدار باشند.",
        ),
        "owners_stand_behind",
    ),
    _member(
        "partners",
        Title("Partners", "شرکا"),
        Title(
            "Partners with whom or through whom customers are served.",
            "شرکایی که همراه آنان یا به دست آنان به مشتریان خدمت می‌شود.",
        ),
        "partners_work_for_value",
        kpis=("partner_revenue_share", "partner_satisfaction"),
    ),
    _member(
        "employees",
        Title("Employees", "کارکنان"),
        Title(
            "Staff of all units, on whom the customer's experience depends.",
            "کارکنان همه بخش‌ها که تجربه مشتری به آنان وابسته است.",
        ),
        "staff_work_for_value",
        kpis=("staff_satisfaction",),
    ),
)

_BOOK_CONDITIONS: Final = tuple(
    attrs.evolve(condition, practices=(*condition.practices, *pick(*more)))
    for condition, more in zip(
        CONDITIONS,
        (
            ("customer_at_centre",),
            ("right_and_exact_data", "integrated_systems"),
            ("hire_customer_minded", "train_staff"),
            ("customer_centric_processes",),
        ),
        strict=True,
    )
)

CRM_VALUE_CHAIN_BOOK: Final = Framework(
    key="crm_value_chain_book",
    title=Title("CRM value chain, book", f"زنجیره ارزش در {isolate('CRM')}، کتاب"),
    description=Title(
        "Five stages in three phases, four conditions, and the network SCOPE of suppliers, "
        "customers, owners, partners and employees.",
        f"پنج مرحله در سه فاز، چهار شرط، و شبکه {isolate('SCOPE')}: تأمین‌کنندگان، مشتریان، مالکان، "
        "شرکا و کارکنان.",
    ),
    edition="book: five stages in three phases, four conditions",
    source="Buttle & Maklan, Customer Relationship Management: Concepts and Technologies",
    family="crm_value_chain",
    elements=(
        *_PHASES,
        *(
            attrs.evolve(stage, within=phase.key)
            for stage, phase in zip(
                STAGES, [_PHASES[0]] * 2 + [_PHASES[1]] * 2 + [_PHASES[2]], strict=True
            )
        ),
        *_SCOPE,
        *_BOOK_CONDITIONS,
    ),
)
