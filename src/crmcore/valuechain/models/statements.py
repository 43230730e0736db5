"""Mission and vision: what a firm strives for today, and what it is to be tomorrow."""

from collections.abc import Collection, Mapping
from typing import Final, Literal, TypeAlias

import attrs

from crmcore._display import Value
from crmcore._keyed import Catalogue
from crmcore._text import Title, join_titles
from crmcore.errors import InvalidInputError
from crmcore.metrics.goals import Goal

__all__ = ["STATEMENTS", "MissionVision", "StatementCheck", "StatementGap", "StatementGapKey"]

StatementGapKey: TypeAlias = Literal[
    "no_mission", "no_vision", "one_text_for_both", "no_goal", "goal_without_parent"
]

_MISSING: Final[Mapping[StatementGapKey, Title]] = {
    "no_mission": Title(
        "the mission is missing: what the firm strives for today",
        "بیانیه مأموریت نیست: آنچه سازمان امروز برای آن تلاش می‌کند",
    ),
    "no_vision": Title(
        "the vision is missing: what the firm is to be tomorrow",
        "بیانیه چشم‌انداز نیست: آنچه سازمان قصد دارد فردا به آن دست یابد",
    ),
    "one_text_for_both": Title(
        "mission and vision are one text: the one is to say today, the other tomorrow",
        "مأموریت و چشم‌انداز یک متن است: یکی باید امروز را بگوید و دیگری فردا را",
    ),
    "no_goal": Title(
        "no goal hangs from the vision",
        "هیچ هدفی از چشم‌انداز آویخته نیست",
    ),
}
_WHOLE: Final = Title(
    "mission and vision are both there, and nothing is missing",
    "مأموریت و چشم‌انداز هر دو هست و چیزی کم نیست",
)


@attrs.frozen(kw_only=True, repr=False)
class StatementGap(Value):
    """Something that the statements of a strategy lack.

    Attributes
    ----------
    key : str
        Stable identifier: "no_mission", "no_vision", "one_text_for_both", "no_goal" or
        "goal_without_parent".
    reason : Title
        What is missing, in English and Persian.
    """

    key: StatementGapKey
    reason: Title

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "reason": self.reason.en}


@attrs.frozen(kw_only=True, repr=False)
class StatementCheck(Value):
    """What a strategy lacks of its two statements and of the goals that hang from them.

    Attributes
    ----------
    gaps : tuple of StatementGap
        What is missing; empty where nothing is.
    summary : Title
        The same in words.
    """

    gaps: tuple[StatementGap, ...]
    summary: Title

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.gaps

    def _facts(self) -> dict[str, object]:
        return {"complete": self.complete, "gaps": tuple(gap.key for gap in self.gaps)}


@attrs.frozen(kw_only=True, repr=False)
class MissionVision(Value):
    """The two statements of a firm.

    Attributes
    ----------
    company : Title
        Whose they are.
    mission : Title or None
        What the firm strives for today; None where there is none.
    vision : Title or None
        What it is to be tomorrow; None where there is none.

    Raises
    ------
    InvalidInputError
        If the company has no name.

    Examples
    --------
    >>> STATEMENTS["google"].mission.en
    "Organise the world's information and make it open and useful everywhere."
    """

    company: Title
    mission: Title | None = None
    vision: Title | None = None

    def __attrs_post_init__(self) -> None:
        if _blank(self.company):
            msg = f"company must have a name, got {self.company!r}"
            raise InvalidInputError(msg)

    def check(self, *, goals: Collection[Goal] | None = None) -> StatementCheck:
        """Tell what a strategy lacks of its two statements, and of the goals below them.

        Parameters
        ----------
        goals : collection of Goal or None
            The goals of the strategy; None leaves them out of the check. Whether each is SMART is
            told by its own `check`.

        Returns
        -------
        StatementCheck
            What is missing; blank text counts as missing.

        Examples
        --------
        >>> STATEMENTS["tesla"].check()
        StatementCheck(complete=True, gaps=())
        >>> new = MissionVision(company=Title("Ours", "ما"), mission=Title("Serve", "خدمت"))
        >>> new.check(goals=[])
        StatementCheck(complete=False, gaps=('no_vision', 'no_goal'))
        """
        lacking: dict[StatementGapKey, bool] = {
            "no_mission": _blank(self.mission),
            "no_vision": _blank(self.vision),
            "one_text_for_both": _alike(self.mission, self.vision),
            "no_goal": goals is not None and not goals,
        }
        gaps = [
            StatementGap(key=key, reason=_MISSING[key]) for key, lacks in lacking.items() if lacks
        ]
        loose = [goal.definition.title for goal in goals or () if goal.parent is None]
        if loose:
            gaps.append(_loose_goals(loose))
        summary = join_titles((gap.reason for gap in gaps), mark=";") if gaps else _WHOLE
        return StatementCheck(gaps=tuple(gaps), summary=summary)

    def _facts(self) -> dict[str, object]:
        return {
            "company": self.company.en,
            "mission": None if self.mission is None else self.mission.en,
            "vision": None if self.vision is None else self.vision.en,
        }


def _blank(text: Title | None) -> bool:
    return text is None or not (text.en.strip() or text.fa.strip())


def _alike(one: Title | None, other: Title | None) -> bool:
    if one is None or other is None:
        return False
    pairs = ((one.en, other.en), (one.fa, other.fa))
    return any(a.strip() and a.split() == b.split() for a, b in pairs)


def _loose_goals(titles: list[Title]) -> StatementGap:
    names = join_titles(titles)
    reason = Title(
        f"goals that serve no objective: {names.en}",
        f"هدف‌هایی که به هیچ هدف بالاتری خدمت نمی‌کنند: {names.fa}",
    )
    return StatementGap(key="goal_without_parent", reason=reason)


STATEMENTS: Final[Mapping[str, MissionVision]] = Catalogue(
    "company",
    (
        (
            "tesla",
            MissionVision(
                company=Title("Tesla", "تسلا"),
                mission=Title(
                    "Speed up the world's move to sustainable energy.",
                    "تسریع فرایند تحول جهانی به سمت انرژی پایدار.",
                ),
                vision=Title(
                    "Be the most compelling car company of the 21st century by driving the "
                    "world's move to electric cars.",
                    "ایجاد جذاب‌ترین و قانع‌کننده‌ترین شرکت خودروسازی قرن بیست و یکم از طریق سوق "
                    "دادن تحول جهانی به سمت خودروهای برقی.",
                ),
            ),
        ),
        (
            "amazon",
            MissionVision(
                company=Title("Amazon", "آمازون"),
                mission=Title(
                    "Give customers the lowest prices, the best choice and the most convenience.",
                    "نهایت تلاشمان را می‌کنیم که به مشتریانمان پایین‌ترین قیمت ممکن، بهترین حق "
                    "انتخاب و حداکثر راحتی را ارائه دهیم.",
                ),
                vision=Title(
                    "Be the most customer-centric company on Earth, where people find and buy "
                    "online whatever they want.",
                    "تبدیل شدن به مشتری‌مدارترین شرکت روی زمین؛ شرکتی که در آن، مشتریان می‌توانند "
                    "هر چیزی را که دلشان می‌خواهد به صورت آنلاین کشف و پیدا کنند و بخرند.",
                ),
            ),
        ),
        (
            "google",
            MissionVision(
                company=Title("Google", "گوگل"),
                mission=Title(
                    "Organise the world's information and make it open and useful everywhere.",
                    "سازمان‌دهی اطلاعات جهانی و ایجاد دسترسی و کاربرد آن در سرتاسر جهان",
                ),
                vision=Title(
                    "Give access to the world's information in one click.",
                    "ایجاد دسترسی به اطلاعات جهانی فقط با یک کلیک",
                ),
            ),
        ),
    ),
)
