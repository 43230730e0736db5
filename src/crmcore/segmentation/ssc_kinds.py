"""The kinds of strategically significant customers: a catalogue."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import attrs

from crmcore._display import Value
from crmcore._text import Title

__all__ = ["SSC_KINDS", "SscDefinition", "SscKind"]

SscKind: TypeAlias = Literal[
    "high_lifetime_value", "benchmark", "inspiration", "cost_magnet", "door_opener"
]

_FOUR: Final = "Buttle's CRM value chain, four kinds"
_FIFTH: Final = "Buttle's book on CRM, a fifth kind"


@attrs.frozen(kw_only=True, repr=False)
class SscDefinition(Value):
    """One kind of strategically significant customer.

    Attributes
    ----------
    key : str
        Stable identifier.
    title : Title
        Its name in English and Persian.
    rule : Title
        What makes a customer one, in words.
    edition : str
        The text that has this kind.
    source_term : str or None
        The word of the Persian source text, where the title is another.

    Examples
    --------
    >>> SSC_KINDS["cost_magnet"]
    SscDefinition(key='cost_magnet', title='Cost magnet', edition="Buttle's CRM value chain, ...")
    """

    key: SscKind
    title: Title
    rule: Title
    edition: str
    source_term: str | None = None

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "title": self.title.en, "edition": self.edition}


_DEFINITIONS: Final = (
    SscDefinition(
        key="high_lifetime_value",
        title=Title("High future lifetime value", "مشتری با ارزش طول عمر بالا"),
        rule=Title(
            "The present value of all future profits is in the top share of the base, or among "
            "the fewest who hold a share of all value, or above a bar of money.",
            "ارزش فعلی همه سودهای آینده‌اش در سهم برتر مشتریان است، یا در میان کمترین مشتریانی "
            "است که سهمی از کل ارزش را دارند، یا از مبلغی معین بیشتر است.",
        ),
        edition=_FOUR,
    ),
    SscDefinition(
        key="benchmark",
        title=Title("Benchmark", "مشتری الگو"),
        rule=Title(
            "Well known, so that other customers imitate it: the number and value of those who "
            "followed it in, or a dated judgement.",
            "شناخته‌شده است و مشتریان دیگر از آن تقلید می‌کنند: شمار و ارزش کسانی که به پیروی "
            "از آن آمده‌اند، یا داوری تاریخ‌دار.",
        ),
        edition=_FOUR,
        source_term="Benchmark",
    ),
    SscDefinition(
        key="inspiration",
        title=Title("Inspiration", "مشتری انگیزه‌دهنده"),
        rule=Title(
            "Drives the firm to better its product or lower its price: contributions that were "
            "taken up and the benefit of each, or a dated judgement.",
            "سازمان را به بهبود محصول یا کاهش قیمت وامی‌دارد: پیشنهادهایی که به کار گرفته شده و "
            "سود هر یک، یا داوری تاریخ‌دار.",
        ),
        edition=_FOUR,
        source_term="Inspirations",
    ),
    SscDefinition(
        key="cost_magnet",
        title=Title("Cost magnet", "مشتری مگنت هزینه"),
        rule=Title(
            "Absorbs a greater share of fixed cost than of volume, and so much of it that smaller "
            "customers become profitable at the margin.",
            "سهمی از هزینه ثابت را بر دوش دارد که از سهمش از حجم کار بیشتر است، تا آنجا که "
            "مشتریان کوچک‌تر در حاشیه سودآور می‌شوند.",
        ),
        edition=_FOUR,
    ),
    SscDefinition(
        key="door_opener",
        title=Title("Door opener", "مشتری راهگشا"),
        rule=Title(
            "Opens a new market or segment: a dated judgement with the market and its later value.",
            "بازار یا بخش تازه‌ای را می‌گشاید: داوری تاریخ‌دار همراه با آن بازار و ارزش بعدی‌اش.",
        ),
        edition=_FIFTH,
    ),
)

SSC_KINDS: Final[Mapping[SscKind, SscDefinition]] = MappingProxyType({
    definition.key: definition for definition in _DEFINITIONS
})
