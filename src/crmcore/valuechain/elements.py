"""The parts of a framework: elements, and the practices by which each is judged."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias, get_args

import attrs

from crmcore._checks import number_above, one_of, texts
from crmcore._display import Value
from crmcore._keyed import refuse_doubles
from crmcore._text import Title
from crmcore.errors import InvalidInputError

__all__ = ["NO_TITLE", "ROLE_TITLES", "Element", "Practice", "Role"]

Role: TypeAlias = Literal[
    "primary",
    "support",
    "stage",
    "condition",
    "process",
    "axis",
    "block",
    "step",
    "function",
    "principle",
    "variable",
    "factor",
    "prerequisite",
    "programme",
    "analysis",
    "goal",
    "benefit",
    "strategy",
    "rung",
    "kind",
    "type",
    "area",
    "channel",
    "test",
    "industry",
    "element",
]

ROLE_TITLES: Final[Mapping[Role, Title]] = {
    "primary": Title("Primary activity", "فعالیت اصلی"),
    "support": Title("Support activity", "فعالیت پشتیبانی"),
    "stage": Title("Stage", "مرحله"),
    "condition": Title("Condition", "شرط"),
    "process": Title("Process", "فرایند"),
    "axis": Title("Axis", "محور"),
    "block": Title("Building block", "واحد سازنده"),
    "step": Title("Step", "گام"),
    "function": Title("Function", "کارکرد"),
    "principle": Title("Principle", "اصل"),
    "variable": Title("Variable", "متغیر"),
    "factor": Title("Factor", "عامل"),
    "prerequisite": Title("Prerequisite", "پیش‌نیاز"),
    "programme": Title("Programme", "برنامه"),
    "analysis": Title("Analysis", "تحلیل"),
    "goal": Title("Goal", "هدف"),
    "benefit": Title("Benefit", "مزیت"),
    "strategy": Title("Strategy", "راهبرد"),
    "rung": Title("Rung", "پله"),
    "kind": Title("Kind", "گونه"),
    "type": Title("Type", "نوع"),
    "area": Title("Area", "حوزه"),
    "channel": Title("Channel", "کانال"),
    "test": Title("Test", "آزمون"),
    "industry": Title("Industry", "صنعت"),
    "element": Title("Element", "جزء"),
}

NO_TITLE: Final = Title("", "")


def _practices(practices: "Iterable[Practice]") -> "tuple[Practice, ...]":
    return tuple(practices)


@attrs.frozen(repr=False)
class Practice(Value):
    """Something that a company does or does not do, rated by those who know it.

    A practice has one key wherever it appears: it is rated once and counts in every element and
    framework that names it.

    Attributes
    ----------
    key : str
        Stable identifier.
    title : Title
        The practice in English and Persian.
    level : int or None
        The level of maturity to which it belongs in its framework, from 1; None where levels are
        read from the ratings.
    source_term : str or None
        The source's own word, where it is not the right term.

    Raises
    ------
    InvalidInputError
        If the level is not whole or below 1.

    Examples
    --------
    >>> Practice("train_staff", Title("Staff are trained", "کارکنان آموزش می‌بینند"))
    Practice(key='train_staff', title='Staff are trained')
    """

    key: str
    title: Title
    level: int | None = attrs.field(default=None, kw_only=True)
    source_term: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.level is not None and number_above("level", self.level) != int(self.level):
            msg = f"level of {self.key} must be whole, got {self.level!r}"
            raise InvalidInputError(msg)

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "title": self.title.en}


@attrs.frozen(kw_only=True, repr=False)
class Element(Value):
    """One part of a framework.

    Attributes
    ----------
    key : str
        Stable identifier, unique in its framework.
    title : Title
        Its name in English and Persian.
    role : str
        What kind of part it is: "stage", "condition", "block", "step", … (`ROLE_TITLES` names all);
        "element" where none fits.
    order : int or None
        Its place in the chain, from 1; None where it has none.
    within : str or None
        Key of the element of which it is a part; what is judged of it counts there too.
    rests_on : tuple of str
        Keys of the elements that must hold for this one to hold.
    description : Title
        What the source asks of it.
    kpis : tuple of str
        Keys of the KPIs that measure it; keys that the catalogue does not know are allowed.
    practices : tuple of Practice
        What is rated.
    source_term : str or None
        The source's own word, where it is not the right term.

    Raises
    ------
    InvalidInputError
        If a practice or KPI is named twice, it rests on or lies within itself, or only some of its
        practices have a level.

    Examples
    --------
    >>> Element(
    ...     key="service", title=Title("Service", "خدمات"),
    ...     practices=[Practice("hear_feedback", Title("Hear feedback", "شنیدن بازخورد"))],
    ... )
    Element(key='service', role='element', practices=1, kpis=0)
    """

    key: str
    title: Title
    role: Role = attrs.field(default="element", validator=one_of(*get_args(Role)))
    order: int | None = None
    within: str | None = None
    rests_on: tuple[str, ...] = attrs.field(default=(), converter=texts)
    description: Title = NO_TITLE
    kpis: tuple[str, ...] = attrs.field(default=(), converter=texts)
    practices: tuple[Practice, ...] = attrs.field(default=(), converter=_practices)
    source_term: str | None = None

    def __attrs_post_init__(self) -> None:
        refuse_doubles(f"practices of {self.key}", [practice.key for practice in self.practices])
        refuse_doubles(f"kpis of {self.key}", self.kpis)
        for name, others in (("rests_on", self.rests_on), ("within", (self.within,))):
            if self.key in others:
                msg = f"{name} must name other elements, got {self.key!r} for itself"
                raise InvalidInputError(msg)
        levelled = {practice.level is not None for practice in self.practices}
        if len(levelled) > 1:
            msg = f"practices of {self.key} must all have a level, or none"
            raise InvalidInputError(msg)

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "role": self.role,
            "practices": len(self.practices),
            "kpis": len(self.kpis),
        }
