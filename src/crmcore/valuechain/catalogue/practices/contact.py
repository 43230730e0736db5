"""Practices of contact, dialogue and service: how customers are met and heard."""

from typing import Final

__all__ = ["CONTACT"]

CONTACT: Final = (
    (
        "two_way_contact",
        "Contact runs in both directions",
        "ارتباط با مشتری دوطرفه است",
    ),
    (
        "know_right_contact",
        "The right way to contact each customer is known and used",
        "شیوه درست ارتباط با هر مشتری شناخته و به کار گرفته می‌شود",
    ),
    (
        "choice_of_channels",
        "Customers choose the channel and the time of contact",
        "مشتری کانال و زمان ارتباط را خود انتخاب می‌کند",
    ),
    (
        "map_touchpoints",
        "The points where customers meet the firm are mapped",
        "نقشه نقاط تماس با مشتری ترسیم شده است",
    ),
    (
        "manage_touchpoints",
        "Each touchpoint has somebody in charge who betters it",
        "هر نقطه تماس مسئولی دارد که آن را بهبود می‌بخشد",
    ),
    (
        "monitor_contacts",
        "Contacts with customers are recorded and followed",
        "تعاملات با مشتریان ثبت و پایش می‌شود",
    ),
    (
        "one_contact_function",
        "Communication, service and every other contact are one function",
        "ارتباطات بازاریابی، خدمت به مشتری و همه تعاملات در یک کارکرد ترکیب شده است",
    ),
    (
        "use_public_media",
        "Public relations and social media are worked with",
        "از روابط عمومی و رسانه‌های اجتماعی بهره گرفته می‌شود",
    ),
    (
        "feedback_system",
        "A feedback system hears what customers say",
        "صدای مشتریان با یک سیستم بازخورد شنیده می‌شود",
    ),
    (
        "better_by_feedback",
        "What customers say betters products and services",
        "محصولات و خدمات بر پایه بازخورد مشتریان بهبود می‌یابد",
    ),
    (
        "act_on_insight",
        "What is known of customers steers how they are dealt with",
        "شناخت به‌دست‌آمده از مشتریان، تعامل با آنان را هدایت می‌کند",
    ),
    (
        "answer_quickly",
        "Whoever asks gets a quick answer",
        "هر کس پرسشی دارد به‌سرعت پاسخ می‌گیرد",
    ),
    (
        "handle_complaints",
        "Complaints are heard and settled",
        "به شکایات مشتریان رسیدگی می‌شود",
    ),
    (
        "after_sales_service",
        "Customers are served after the sale",
        "پس از فروش به مشتری خدمت ارائه می‌شود",
    ),
    (
        "improve_service_quality",
        "The quality of service is bettered steadily",
        "کیفیت خدمات پیوسته بهبود می‌یابد",
    ),
    (
        "lower_service_cost",
        "The cost of serving customers falls in the long run",
        "هزینه خدمت‌رسانی به مشتریان در بلندمدت کاهش می‌یابد",
    ),
    (
        "design_experience",
        "The experience that customers are to have is designed",
        "تجربه مشتری طراحی شده است",
    ),
    (
        "pleasant_dealings",
        "Customers enjoy dealing with every member of the network",
        "مشتری از تعامل با همه اعضای شبکه لذت می‌برد",
    ),
)
