"""The ladder that a customer climbs, from suspect to advocate."""

from typing import Final

from crmcore._text import Title
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CUSTOMER_LADDER"]

_RUNGS: Final = (
    (
        "suspect",
        Title("Suspect", "مشتری محتمل"),
        Title(
            "Fits the profile of the target market, but nothing more is known.",
            "با مشخصات بازار هدف جور است، اما چیز دیگری از او دانسته نیست.",
        ),
        (),
    ),
    (
        "prospect",
        Title("Prospect", "مشتری بالقوه"),
        Title(
            "Fits, and is approached for the first time.",
            "با بازار هدف جور است و برای نخستین بار با او تماس گرفته می‌شود.",
        ),
        ("lead_conversion_rate",),
    ),
    (
        "first_time",
        Title("First-time customer", "خریدار نخست"),
        Title("Has bought once.", "یک بار خرید کرده است."),
        ("new_customers", "cac"),
    ),
    (
        "repeat",
        Title("Repeat customer", "خریدار تکراری"),
        Title(
            "Has bought again, while rivals still have the greater part.",
            "دوباره خرید کرده است، اما بیشتر خریدش هنوز از رقیبان است.",
        ),
        ("repeat_purchase_rate",),
    ),
    (
        "majority",
        Title("Majority customer", "خریدار عمده"),
        Title(
            "Buys the greater part from this firm.",
            "بیشتر خرید خود را از این سازمان می‌کند.",
        ),
        ("share_of_wallet",),
    ),
    (
        "loyal",
        Title("Loyal customer", "مشتری وفادار"),
        Title(
            "Prefers this firm and is hard to draw away.",
            "این سازمان را ترجیح می‌دهد و به‌سختی جذب دیگران می‌شود.",
        ),
        ("retention_rate",),
    ),
    (
        "advocate",
        Title("Advocate", "مشتری حامی"),
        Title(
            "Brings in others by word of mouth.",
            "با تعریف از سازمان دیگران را هم می‌آورد.",
        ),
        ("referral_rate", "nps"),
    ),
)

CUSTOMER_LADDER: Final = Framework(
    key="customer_ladder",
    title=Title("Customer ladder", "نردبان مشتری"),
    description=Title(
        "How far a relation has come; stage five of the CRM value chain brings customers up.",
        "اینکه رابطه تا کجا پیش رفته است؛ مرحله پنجم زنجیره ارزش، مشتریان را بالا می‌برد.",
    ),
    edition="seven rungs",
    source="Buttle & Maklan, Customer Relationship Management: Concepts and Technologies",
    elements=tuple(
        Element(
            key=key,
            title=title,
            role="rung",
            order=place + 1,
            rests_on=() if place == 0 else (_RUNGS[place - 1][0],),
            description=about,
            kpis=kpis,
        )
        for place, (key, title, about, kpis) in enumerate(_RUNGS)
    ),
)
