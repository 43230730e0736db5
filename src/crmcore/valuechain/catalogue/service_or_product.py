"""The eight tests that tell a service from a product."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from crmcore._text import Title
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["SERVICE_ANSWERS", "SERVICE_OR_PRODUCT"]

_TESTS: Final = (
    Element(
        key="tangible",
        title=Title("Tangible", "ملموس"),
        role="test",
        description=Title(
            "Can it be touched? A product can, a service cannot.",
            "آیا می‌توان آن را لمس کرد؟ محصول ملموس است، خدمت نه.",
        ),
    ),
    Element(
        key="storable",
        title=Title("Storable", "ذخیره‌پذیر"),
        role="test",
        description=Title(
            "Can it be kept in stock? A product can, a service cannot.",
            "آیا می‌توان آن را انبار کرد؟ محصول ذخیره می‌شود، خدمت نه.",
        ),
    ),
    Element(
        key="ownable",
        title=Title("Ownable", "مالکیت‌پذیر"),
        role="test",
        description=Title(
            "Does the buyer own it? A product is owned, a service is not.",
            "آیا خریدار مالک آن می‌شود؟ محصول به مالکیت درمی‌آید، خدمت نه.",
        ),
    ),
    Element(
        key="variable",
        title=Title("Variable", "متغیر"),
        role="test",
        description=Title(
            "Does it change with the one who gives it, or with time and place? A service does.",
            "آیا با ارائه‌دهنده، زمان و مکان تغییر می‌کند؟ خدمت متغیر است، محصول نه.",
        ),
    ),
    Element(
        key="separable",
        title=Title("Separable", "تفکیک‌پذیر"),
        role="test",
        description=Title(
            "Can it be parted from the one who gives it? A product can, a service cannot.",
            "آیا می‌توان آن را از ارائه‌دهنده جدا کرد؟ محصول تفکیک‌پذیر است، خدمت نه.",
        ),
    ),
    Element(
        key="produced_before_consumed",
        title=Title("Produced before it is consumed", "تولید پیش از مصرف"),
        role="test",
        description=Title(
            "Is it made first and used later? A service is made and used at the same time.",
            "آیا نخست تولید و سپس مصرف می‌شود؟ خدمت هم‌زمان تولید و مصرف می‌شود.",
        ),
    ),
    Element(
        key="consistent",
        title=Title("Consistent", "یکنواخت"),
        role="test",
        description=Title(
            "Is it alike each time? A product is, a service is not.",
            "آیا هر بار یکسان است؟ محصول یکنواخت است، خدمت نه.",
        ),
        source_term="سازگار",
    ),
    Element(
        key="user_takes_part",
        title=Title("User takes part in production", "مشارکت کاربر در تولید"),
        role="test",
        description=Title(
            "Does the user help to make it? With a service yes, with a product no.",
            "آیا کاربر در تولید آن شرکت دارد؟ در خدمت آری، در محصول نه.",
        ),
    ),
)

SERVICE_ANSWERS: Final[Mapping[str, bool]] = MappingProxyType({
    "tangible": False,
    "storable": False,
    "ownable": False,
    "variable": True,
    "separable": False,
    "produced_before_consumed": False,
    "consistent": False,
    "user_takes_part": True,
})

SERVICE_OR_PRODUCT: Final = Framework(
    key="service_or_product",
    title=Title("Service or product", "تفاوت خدمات و محصول"),
    description=Title(
        "Eight questions to an offering; a pure service and a pure product answer each of them "
        "in opposite ways.",
        "هشت پرسش از یک عرضه؛ خدمت ناب و محصول ناب به هر یک از آن‌ها پاسخ وارونه می‌دهند.",
    ),
    edition="eight tests",
    source="Persian article on CRM and service",
    elements=_TESTS,
)
