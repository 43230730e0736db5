"""Tables of the catalogue of frameworks, and the glossary, as Markdown."""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from crmcore._calendars import CALENDARS
from crmcore.currencies import CURRENCIES
from crmcore.customers import CUSTOMER_KINDS
from crmcore.errors import UnknownKeyError
from crmcore.metrics.catalogue import KPI_COLUMNS, kpis
from crmcore.metrics.churn.scores import CHURN_DEFINITIONS
from crmcore.metrics.smart import LETTER_TITLES, VERDICT_TITLES
from crmcore.segmentation import DEFAULT_RULES, SSC_KINDS
from crmcore.segmentation.axes import RFM_TITLES
from crmcore.solar_hijri import MONTHS, SEASONS, WEEKDAYS
from crmcore.valuechain import (
    DEFINITIONS,
    DESIGN_CHOICES,
    PRACTICES,
    framework_crosswalk,
    frameworks,
)
from crmcore.valuechain.assessing.scores import STATUS_TITLES
from crmcore.valuechain.elements import ROLE_TITLES
from crmcore.valuechain.goal_templates import BETTER_TITLES
from crmcore.valuechain.models.funnel import FUNNEL_TITLES
from crmcore.valuechain.models.offering import OFFERING_WORDS
from crmcore.valuechain.models.readiness import READY_TITLES
from crmcore.valuechain.models.strategy_plan import PLAN_PARTS
from crmcore.valuechain.porter import (
    ACTIVITY_MEASURES,
    CATEGORY_TITLES,
    COST_DRIVERS,
    PORTER_ROLES,
    TIME_UNITS,
)

__all__ = [
    "definition_table",
    "description_table",
    "editions_table",
    "framework_list",
    "framework_table",
    "glossary_entries",
    "glossary_tables",
    "page_of",
    "practice_table",
]

Pair: TypeAlias = tuple[str, str]

_PAGES: Final = Path(__file__).parent / "frameworks"
_SHOWN: Final = re.compile(r"^<!-- framework (\w+) -->$", re.MULTILINE)


def framework_table(key: str) -> str:
    """Write a framework: its names, what it is, edition and source, and a row for each element.

    Parameters
    ----------
    key : str
        Key of the framework.

    Returns
    -------
    str
        The texts and the table; a column that would be empty is left out.
    """
    framework = frameworks[key]
    rows = [
        [
            ROLE_TITLES[element.role].en,
            _code(element.key),
            element.title.en,
            _persian(element.title.fa, element.source_term),
            _code(element.within),
            _codes(element.rests_on),
            _codes(element.kpis),
            str(len(element.practices) or ""),
        ]
        for element in framework
    ]
    heads = ["role", "key", "English", "فارسی", "part of", "rests on", "KPIs", "practices"]
    asked = ", ".join(map(_code, framework.must_measure))
    about = [
        f"**{_safe(framework.title.en)}** · {_persian(framework.title.fa)} · `{framework.key}`",
        "",
        _safe(framework.description.en),
        "",
        f"- Edition: {_safe(framework.edition)}.",
        f"- Source: {_safe(framework.source)}.",
        *([f"- No verdict is given before one of {asked} is measured."] if asked else []),
    ]
    return "\n".join([*about, "", _table(heads, rows)])


def description_table(key: str) -> str:
    """Write what a framework says of each of its elements.

    Parameters
    ----------
    key : str
        Key of the framework.

    Returns
    -------
    str
        The table.
    """
    rows = [
        [element.title.en, element.description.en, _persian(element.description.fa)]
        for element in frameworks[key]
        if element.description.en
    ]
    return _table(["element", "what it is about", "فارسی"], rows)


def practice_table(key: str) -> str:
    """Write what is rated in a framework, element by element.

    Parameters
    ----------
    key : str
        Key of the framework.

    Returns
    -------
    str
        The table.

    Raises
    ------
    UnknownKeyError
        If nothing is rated in it.
    """
    framework = frameworks[key]
    if not framework.practices:
        message = f"{key} is a vocabulary: it has no practices to show"
        raise UnknownKeyError(message)
    rows = [
        [element.title.en, practice.title.en, _persian(practice.title.fa), _code(practice.key)]
        for element in framework
        for practice in element.practices
    ]
    rows = [[_told_once(row[0], before), *row[1:]] for before, row in _with_before(rows)]
    return _table(["element", "practice", "فارسی", "key"], rows)


def editions_table(family: str) -> str:
    """Write the editions of a family of frameworks.

    Parameters
    ----------
    family : str
        Key of the framework that they are editions of.

    Returns
    -------
    str
        The table.
    """
    rows = [
        [
            _code(framework.key),
            framework.title.en,
            _persian(framework.title.fa),
            framework.edition,
            framework.source,
            str(len(framework)),
            str(len(framework.practices)),
        ]
        for framework in frameworks.values()
        if framework.family == frameworks[family].key
    ]
    heads = ["key", "English", "فارسی", "edition", "source", "elements", "practices"]
    return _table(heads, rows)


def framework_list() -> str:
    """Write all frameworks of the catalogue, each with a link to the page that shows it.

    Returns
    -------
    str
        The table.
    """
    rows = [
        [
            f"[{framework.title.en}]({page_of(framework.key)})",
            _persian(framework.title.fa),
            _code(framework.key),
            str(len(framework)),
            f"{len(framework.practices)} practices" if framework.practices else "vocabulary",
        ]
        for framework in frameworks.values()
    ]
    return _table(["English", "فارسی", "key", "elements", "rated by"], rows)


def page_of(key: str) -> str:
    """Find the page that shows a framework.

    Parameters
    ----------
    key : str
        Key of the framework.

    Returns
    -------
    str
        Name of the file in ``docs/frameworks``.

    Raises
    ------
    UnknownKeyError
        If no page shows it, or more than one.
    """
    pages = _pages().get(key, [])
    if len(pages) != 1:
        found = " and ".join(pages) or "none"
        message = f"framework {key} must be on one page of docs/frameworks, got {found}"
        raise UnknownKeyError(message)
    return pages[0]


def definition_table() -> str:
    """Write the definitions of marketing, CRM and service.

    Returns
    -------
    str
        The table.
    """
    rows = [
        [
            entry.term.en,
            entry.meaning.en + (f" ({entry.note.en})" if entry.note else ""),
            _persian(entry.term.fa),
            _persian(entry.meaning.fa),
            f"{entry.source}{f', {entry.year}' if entry.year else ''}",
            _code(entry.key),
        ]
        for entry in DEFINITIONS.values()
    ]
    return _table(["term", "meaning", "واژه", "معنی", "source", "key"], rows)


def glossary_tables() -> str:
    """Write the titles of the library as a glossary.

    Returns
    -------
    str
        A section for each group, its terms in the order of the alphabet, each term once.
    """
    parts: list[str] = []
    for group, entries in glossary_entries().items():
        rows = [
            [english, _persian(persian), _codes(keys)]
            for (english, persian), keys in sorted(entries.items(), key=_by_alphabet)
        ]
        parts += [f"### {group}", "", _table(["English", "فارسی", "key"], rows), ""]
    return "\n".join(parts)


def glossary_entries() -> Mapping[str, Mapping[Pair, tuple[str, ...]]]:
    """Gather the titles of the library by group.

    Returns
    -------
    mapping of str to mapping of (str, str) to tuple of str
        For each group English and Persian with all their keys. A pair stands in the first group
        that has it, with the keys of the later ones, too.
    """
    home: dict[Pair, str] = {}
    keys: dict[Pair, list[str]] = {}
    for group, entries in _GROUPS.items():
        for key, pair in entries():
            home.setdefault(pair, group)
            keys.setdefault(pair, []).append(key)
    grouped: dict[str, dict[Pair, tuple[str, ...]]] = {group: {} for group in _GROUPS}
    for pair, group in home.items():
        grouped[group][pair] = tuple(dict.fromkeys(filter(None, keys[pair])))
    return {group: entries for group, entries in grouped.items() if entries}


Entries: TypeAlias = Iterator[tuple[str, Pair]]


def _titles(*catalogues: Mapping[Any, Any]) -> Entries:
    for catalogue in catalogues:
        for key, entry in catalogue.items():
            title = getattr(entry, "title", entry)
            yield key, (title.en, title.fa)


def _parts(*keys: str) -> Entries:
    chosen = [frameworks[key] for key in keys] if keys else frameworks.values()
    for framework in chosen:
        yield from _titles({element.key: element for element in framework})


def _keyless(*lists: Iterable[Any]) -> Entries:
    for titles in lists:
        for title in titles:
            yield "", (title.en, title.fa)


_GROUPS: Final[Mapping[str, Callable[[], Entries]]] = {
    "Recency, frequency, money": lambda: _titles(RFM_TITLES),
    "Segments": lambda: _titles({segment.key: segment for segment in DEFAULT_RULES.segments}),
    "Kinds of customers": lambda: _titles(CUSTOMER_KINDS),
    "Strategically significant customers": lambda: _titles(SSC_KINDS),
    "The customer ladder, and strategies for a customer": lambda: _parts(
        "customer_ladder", "customer_strategies"
    ),
    "What leaving means": lambda: _titles(CHURN_DEFINITIONS),
    "KPIs of the catalogue": lambda: _titles(kpis),
    "Columns from which KPIs are made": lambda: _titles({
        key: item.meaning for key, item in KPI_COLUMNS.items()
    }),
    "Goals": lambda: _titles(LETTER_TITLES, VERDICT_TITLES, BETTER_TITLES),
    "Frameworks": lambda: _titles(frameworks),
    "Parts of the frameworks": _parts,
    "Roles of the parts": lambda: _titles(ROLE_TITLES),
    "Practices": lambda: _titles(PRACTICES),
    "Themes of the crosswalk": lambda: _titles({it.key: it for it in framework_crosswalk}),
    "States of an assessment": lambda: _titles(STATUS_TITLES, READY_TITLES),
    "Porter's value chain": lambda: _titles(
        PORTER_ROLES, CATEGORY_TITLES, ACTIVITY_MEASURES, COST_DRIVERS
    ),
    "Funnel, offering, plan": lambda: _titles(FUNNEL_TITLES, OFFERING_WORDS, PLAN_PARTS),
    "Choices of an organisation's design": lambda: _titles(*DESIGN_CHOICES.values()),
    "Time": lambda: _chain(
        _titles(CALENDARS), _titles(TIME_UNITS), _keyless(MONTHS, SEASONS, WEEKDAYS)
    ),
    "Currencies": lambda: _titles(CURRENCIES),
}


def _chain(*parts: Entries) -> Entries:
    for part in parts:
        yield from part


def _by_alphabet(entry: tuple[Pair, tuple[str, ...]]) -> tuple[str, str]:
    (english, persian), _ = entry
    return english.casefold(), persian


@cache
def _pages() -> Mapping[str, list[str]]:
    shown: dict[str, list[str]] = {}
    for file in sorted(_PAGES.glob("*.md")):
        for key in _SHOWN.findall(file.read_text(encoding="utf-8")):
            shown.setdefault(key, []).append(file.name)
    return shown


def _with_before(rows: list[list[str]]) -> Iterator[tuple[str, list[str]]]:
    before = ""
    for row in rows:
        yield before, row
        before = row[0]


def _told_once(name: str, before: str) -> str:
    return "" if name == before else name


def _table(heads: list[str], rows: list[list[str]]) -> str:
    used = [column for column in range(len(heads)) if any(row[column] for row in rows)]
    lines = [[heads[column] for column in used], ["---"] * len(used)]
    lines += [[_safe(row[column]) for column in used] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _safe(text: str) -> str:
    return text.replace("|", "\\|").replace("$", "\\$").replace("\n", " ")


def _code(key: str | None) -> str:
    return f"`{key}`" if key else ""


def _codes(keys: Iterable[str]) -> str:
    return ", ".join(map(_code, keys))


def _persian(text: str, source_term: str | None = None) -> str:
    # bdi keeps the order of Persian and Latin words right within an English page
    shown = text if source_term is None else f"{text} ⟨{source_term}⟩"
    return f'<bdi lang="fa">{html.escape(shown, quote=False)}</bdi>'
