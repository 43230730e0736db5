"""The channels through which customers and firm reach each other."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CHANNELS"]

_KPIS: Final = ("contact_rate", "first_response_time", "resolution_time", "cost_to_serve")


def _channel(key: str, title: Title, about: Title, *, within: str | None = None) -> Element:
    return Element(
        key=key, title=title, role="channel", within=within, description=about, kpis=_KPIS
    )


CHANNELS: Final = Framework(
    key="channels",
    title=Title("Channels of contact", "کانال‌های ارتباط با مشتری"),
    description=Title(
        "The ways of contact from which the customer picks the easiest. Others can be added.",
        "راه‌های ارتباط که مشتری آسان‌ترین آن‌ها را برمی‌گزیند. کانال‌های دیگر افزودنی است.",
    ),
    edition="channels of interactive CRM, with email added",
    source="Persian articles on CRM",
    elements=(
        _channel(
            "phone",
            Title("Phone", "تلفن"),
            Title("Calls over a fixed line.", "تماس با خط ثابت."),
        ),
        _channel(
            "mobile",
            Title("Mobile phone", "تلفن همراه"),
            Title("Calls and short messages to a mobile phone.", "تماس و پیامک با تلفن همراه."),
        ),
        _channel(
            "fax",
            Title("Fax", "فکس"),
            Title("Documents sent over a phone line.", "نامه‌ها و سندهایی که با خط تلفن می‌رود."),
        ),
        _channel(
            "internet",
            Title("Internet", "اینترنت"),
            Title(
                "The firm's own site, portal or application.",
                "وبگاه، درگاه یا برنامه خود سازمان.",
            ),
        ),
        _channel(
            "email",
            Title("Email", "ایمیل"),
            Title("Letters by electronic mail.", "نامه‌های الکترونیکی."),
        ),
        _channel(
            "social_networks",
            Title("Social networks", "شبکه‌های اجتماعی"),
            Title(
                "Messengers and networks where customers are anyway.",
                "پیام‌رسان‌ها و شبکه‌هایی که مشتریان از پیش در آن‌ها هستند.",
            ),
        ),
        _channel(
            "whatsapp",
            Title("WhatsApp", "واتساپ"),
            Title(
                "The messenger WhatsApp.",
                f"پیام‌رسان واتساپ ({isolate('WhatsApp')}).",
            ),
            within="social_networks",
        ),
        _channel(
            "telegram",
            Title("Telegram", "تلگرام"),
            Title(
                "The messenger Telegram.",
                f"پیام‌رسان تلگرام ({isolate('Telegram')}).",
            ),
            within="social_networks",
        ),
    ),
)
