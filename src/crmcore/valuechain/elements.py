"""The parts of a framework: elements, and the practices by which each is judged."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias, get_args

import attrs

from crmcore._checks import one_of
from crmcore._display import Value
from crmcore._text import Title
from crmcore.errors import InvalidInputError

__all__ = ["ROLE_TITLES", "Element", "Practice", "Role"]

Role: TypeAlias = Literal["stage", "support", "condition", "element"]

ROLE_TITLES: Final[Mapping[Role, Title]] = {
    "stage": Title("Stage", "مرحله"),
    "support": Title("Support activity", "فعالیت پشتیبانی"),
    "condition": Title("Condition", "شرط"),
    "element": Title("Element", "جزء"),
}

_NONE: Final = Title("", "")


def _texts(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


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
    """

    key: str
    title: Title

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
    role : {"stage", "support", "condition", "element"}
        What kind of part it is.
    order : int or None
        Its place in the chain, from 1; None where it has none.
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
        If a practice or KPI is named twice, or it rests on itself.

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
    rests_on: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    description: Title = _NONE
    kpis: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    practices: tuple[Practice, ...] = attrs.field(default=(), converter=_practices)
    source_term: str | None = None

    def __attrs_post_init__(self) -> None:
        refuse_doubles(f"practices of {self.key}", [practice.key for practice in self.practices])
        refuse_doubles(f"kpis of {self.key}", self.kpis)
        if self.key in self.rests_on:
            msg = f"rests_on must name other elements, got {self.key!r} for itself"
            raise InvalidInputError(msg)

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "role": self.role,
            "practices": len(self.practices),
            "kpis": len(self.kpis),
        }


def refuse_doubles(name: str, keys: Iterable[str], /) -> None:
    """Refuse a key that occurs twice.

    Parameters
    ----------
    name : str
        What the keys are, for the message.
    keys : iterable of str
        The keys.

    Raises
    ------
    InvalidInputError
        If one occurs twice.
    """
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            msg = f"{name} must differ, got {key!r} twice"
            raise InvalidInputError(msg)
        seen.add(key)
