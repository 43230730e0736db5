"""The default segments of recency, frequency and money: thirteen, complete and disjoint."""

from typing import Final

from crmcore._text import Title
from crmcore.segmentation.rules import LevelRange, Rule, RuleSet
from crmcore.segmentation.segments import Segment

__all__ = ["DEFAULT_RULES"]


def _rule(
    levels: tuple[LevelRange, LevelRange, LevelRange],
    key: str,
    title: Title,
    description: Title,
    action: Title,
) -> Rule:
    segment = Segment(key=key, title=title, description=description, action=action)
    recency, frequency, monetary = levels
    return Rule(segment=segment, recency=recency, frequency=frequency, monetary=monetary)


DEFAULT_RULES: Final = RuleSet(
    key="rfm_levels",
    title=Title("Thirteen segments on levels of RFM", "سیزده بخش بر پایه سطح‌های RFM"),
    edition="1",
    rules=(
        _rule(
            ("high", "high", "high"),
            "champions",
            Title("Champions", "برترین‌ها"),
            Title(
                "Bought recently, often and for much.",
                "به‌تازگی، بسیار و با مبلغ بالا خرید کرده‌اند.",
            ),
            Title(
                "Reward them, and show them what is new first.",
                "به آنان پاداش دهید و محصول جدید را نخست به آنان نشان دهید.",
            ),
        ),
        _rule(
            ("high", "high", "low_or_mid"),
            "loyal",
            Title("Loyal", "وفادار"),
            Title(
                "Bought recently and often, for small or middling sums.",
                "به‌تازگی و بسیار خرید کرده‌اند، با مبلغ کم یا متوسط.",
            ),
            Title(
                "Offer them a larger or a complementary product.",
                "محصول بزرگ‌تر یا مکمل به آنان پیشنهاد دهید.",
            ),
        ),
        _rule(
            ("high", "low_or_mid", "high"),
            "big_spenders",
            Title("Big spenders", "پرخرج‌ها"),
            Title(
                "Bought recently and spent much in few or middling many purchases.",
                "به‌تازگی خرید کرده‌اند و با دفعات خرید کم یا متوسط، مبلغ بالایی پرداخته‌اند.",
            ),
            Title(
                "Serve them personally, and give them reason to come more often.",
                "به آنان خدمت شخصی بدهید و دلیلی برای خرید بیشتر فراهم کنید.",
            ),
        ),
        _rule(
            ("high", "mid", "low_or_mid"),
            "growing",
            Title("Growing", "رو به رشد"),
            Title(
                "Bought recently and some times, for small or middling sums.",
                "به‌تازگی و چند بار خرید کرده‌اند، با مبلغ کم یا متوسط.",
            ),
            Title(
                "Invite them into the loyalty programme.",
                "آنان را به برنامه وفاداری دعوت کنید.",
            ),
        ),
        _rule(
            ("high", "low", "low_or_mid"),
            "new_or_occasional",
            Title("New or occasional", "جدید یا گاه‌به‌گاه"),
            Title(
                "Bought recently but seldom, and not for much.",
                "به‌تازگی خرید کرده‌اند، اما کم‌دفعه و با مبلغ کم یا متوسط.",
            ),
            Title(
                "Welcome them, and make the next purchase easy.",
                "به آنان خوشامد بگویید و خرید بعدی را آسان کنید.",
            ),
        ),
        _rule(
            ("mid", "high", "any"),
            "loyal_slipping",
            Title("Loyal, slipping", "وفادار رو به افول"),
            Title(
                "Bought often, but not lately.",
                "بسیار خرید کرده‌اند، اما نه به‌تازگی.",
            ),
            Title(
                "Remind them of what they buy, before they lapse.",
                "پیش از آنکه دور شوند، خریدهای همیشگی را به آنان یادآوری کنید.",
            ),
        ),
        _rule(
            ("mid", "mid", "any"),
            "needs_attention",
            Title("Needs attention", "نیازمند توجه"),
            Title(
                "Bought some times, and not lately.",
                "چند بار خرید کرده‌اند و نه به‌تازگی.",
            ),
            Title(
                "Make a limited offer that fits what they bought.",
                "پیشنهادی محدود و متناسب با خریدهای پیشین به آنان بدهید.",
            ),
        ),
        _rule(
            ("mid", "low", "high"),
            "big_spenders_slipping",
            Title("Big spenders, slipping", "پرخرج‌های رو به افول"),
            Title(
                "Spent much in few purchases, and not lately.",
                "با خریدهای اندک مبلغ بالایی پرداخته‌اند و نه به‌تازگی.",
            ),
            Title(
                "Call them, and ask what they need now.",
                "با آنان تماس بگیرید و بپرسید اکنون به چه نیاز دارند.",
            ),
        ),
        _rule(
            ("mid", "low", "low_or_mid"),
            "fading",
            Title("Fading", "رو به رکود"),
            Title(
                "Bought seldom and not for much, and not lately.",
                "کم‌دفعه و با مبلغ کم یا متوسط خرید کرده‌اند و نه به‌تازگی.",
            ),
            Title(
                "Send a reminder that costs little.",
                "یک یادآوری کم‌هزینه بفرستید.",
            ),
        ),
        _rule(
            ("low", "high", "any"),
            "cannot_lose",
            Title("Cannot lose", "ازدست‌ندادنی"),
            Title(
                "Bought often, but long ago.",
                "بسیار خرید کرده‌اند، اما مدت‌ها پیش.",
            ),
            Title(
                "Win them back in person, and find out why they stopped.",
                "شخصاً برای بازگرداندن آنان اقدام کنید و علت توقف خرید را بیابید.",
            ),
        ),
        _rule(
            ("low", "mid", "any"),
            "at_risk",
            Title("At risk", "در معرض ریزش"),
            Title(
                "Bought some times, long ago.",
                "چند بار خرید کرده‌اند، مدت‌ها پیش.",
            ),
            Title(
                "Send a personal offer to come back.",
                "پیشنهادی شخصی برای بازگشت به آنان بدهید.",
            ),
        ),
        _rule(
            ("low", "low", "high"),
            "lost_big_spenders",
            Title("Lost big spenders", "پرخرج‌های ازدست‌رفته"),
            Title(
                "Spent much in few purchases, long ago.",
                "با خریدهای اندک مبلغ بالایی پرداخته‌اند، مدت‌ها پیش.",
            ),
            Title(
                "Try one personal contact, if the margin bears it.",
                "اگر حاشیه سود اجازه می‌دهد، یک بار شخصاً با آنان تماس بگیرید.",
            ),
        ),
        _rule(
            ("low", "low", "low_or_mid"),
            "lost",
            Title("Lost", "ازدست‌رفته"),
            Title(
                "Bought seldom and not for much, long ago.",
                "کم‌دفعه و با مبلغ کم یا متوسط خرید کرده‌اند، مدت‌ها پیش.",
            ),
            Title(
                "Spend no more than an automatic message on them.",
                "بیش از یک پیام خودکار برای آنان هزینه نکنید.",
            ),
        ),
    ),
)
