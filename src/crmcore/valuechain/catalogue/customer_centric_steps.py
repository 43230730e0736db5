"""Ten steps to a customer-centric company."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CUSTOMER_CENTRIC_STEPS"]


def _step(
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
        role="step",
        order=order,
        description=about,
        kpis=kpis,
        practices=pick(*practices),
    )


CUSTOMER_CENTRIC_STEPS: Final = Framework(
    key="customer_centric_steps",
    title=Title("Ten steps to a customer-centric company", "ده گام تبدیل شدن به شرکتی مشتری‌مدار"),
    description=Title(
        "How a firm becomes one that puts its customers first.",
        "چگونه سازمان به شرکتی مشتری‌مدار تبدیل می‌شود.",
    ),
    edition="ten steps",
    source="Persian flash cards on CRM",
    elements=(
        _step(
            1,
            "value_proposition",
            Title("Create the customer value proposition", "ایجاد ارزش پیشنهادی مشتری"),
            Title(
                "Say what value the customer gets, and provide it.",
                "تعیین ارزشی که مشتری به دست می‌آورد و فراهم کردن آن.",
            ),
            "provide_sources_of_value",
            kpis=("share_of_wallet", "contribution_margin"),
        ),
        _step(
            2,
            "hire",
            Title("Hire customer-minded people", "به خدمت گرفتن افراد مشتری‌مدار"),
            Title(
                "Choose people who like to serve customers.",
                "انتخاب افرادی که به خدمت به مشتری علاقه دارند.",
            ),
            "hire_customer_minded",
        ),
        _step(
            3,
            "treat_staff",
            Title("Treat staff well", "رفتار مناسب با کارکنان"),
            Title(
                "Treat staff as one wants them to treat customers.",
                "رفتار با کارکنان همان‌گونه که از آنان در برابر مشتری انتظار می‌رود.",
            ),
            "treat_staff_well",
            kpis=("staff_satisfaction",),
        ),
        _step(
            4,
            "educate_front_line",
            Title("Educate front-line teams", "آموزش تیم‌های خط مقدم"),
            Title(
                "Teams that meet customers are trained and kept informed.",
                "تیم‌هایی که با مشتری روبه‌رو هستند آموزش می‌بینند و آگاه می‌شوند.",
            ),
            "train_staff",
            "right_information_right_time",
            kpis=("training_hours",),
        ),
        _step(
            5,
            "leadership_culture",
            Title("Value a leadership culture", "ارزش‌گذاری به فرهنگ رهبری"),
            Title(
                "Leaders stand for the customer, and the culture follows.",
                "رهبران پشتیبان مشتری‌اند و فرهنگ سازمان از آنان پیروی می‌کند.",
            ),
            "leadership_culture_carry",
            "foster_satisfying_behaviour",
        ),
        _step(
            6,
            "needs_and_behaviour",
            Title("Focus on customers' needs and behaviour", "تمرکز بر نیاز و رفتار مشتری"),
            Title(
                "Find out what customers need and how they behave.",
                "شناخت نیاز مشتریان و رفتار آنان.",
            ),
            "know_needs",
            "know_behaviour",
            kpis=("known_preference_share",),
        ),
        _step(
            7,
            "voice_of_customer",
            Title("Hear the voice of the customer", "گوش دادن به صدای مشتری"),
            Title(
                "Hear what customers say, and do something about it.",
                "شنیدن سخن مشتریان و به کار بستن آن.",
            ),
            "feedback_system",
            "better_by_feedback",
            kpis=("nps", "csat", "complaint_rate"),
        ),
        _step(
            8,
            "standards",
            Title("Define own standards", "تعریف استانداردهای خود"),
            Title(
                "Set the standards by which customers are served.",
                "تعیین استانداردهای خدمت به مشتری.",
            ),
            "own_standards",
            kpis=("first_response_time", "resolution_time"),
        ),
        _step(
            9,
            "empower",
            Title("Empower staff", "توانمندسازی کارکنان"),
            Title(
                "Give staff the means and the right to help.",
                "دادن ابزار و اختیار به کارکنان برای کمک به مشتری.",
            ),
            "empower_staff",
            "decide_near_customer",
            kpis=("first_contact_resolution",),
        ),
        _step(
            10,
            "integrate",
            Title("Integrate the organisation", "یکپارچه‌سازی سازمان"),
            Title(
                "Bring the units together around the customer.",
                "یکپارچه کردن بخش‌ها پیرامون مشتری.",
            ),
            "integrate_organisation",
            "staff_work_for_value",
        ),
    ),
)
