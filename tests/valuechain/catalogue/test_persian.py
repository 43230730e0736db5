"""The Persian of every title of the library: letters, digits, half-spaces, isolated Latin."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Final

import attrs
import pytest

import crmcore
from crmcore._script import same_name_key
from crmcore._text import Title, isolate, persian_figure
from crmcore.metrics.catalogue import kpis
from crmcore.valuechain import frameworks
from crmcore.valuechain.catalogue.practices import PRACTICES
from valuechain.catalogue.tables import plain, source_terms, spec

_LETTER: Final = "[\u0621-\u063a\u0641-\u065f\u066e-\u06d3\u06fa-\u06ff]"
_AFFIXES: Final = (
    "ها|های|هایی|هایش|هایشان|هایمان|هایم|هایت|تر|تری|ترین|ای|ام|اند|ایم|اید|گر|گری|پذیر|پذیری"
)
FAULTS: Final[Mapping[str, re.Pattern[str]]] = {
    "blank": re.compile(r"\A\s*\Z"),
    "prefix set apart": re.compile(r"(?:^|[\s(«])ن?می(?:\s|$)"),
    "suffix set apart": re.compile(rf"{_LETTER}\s(?:{_AFFIXES})(?!{_LETTER}|\u200c)"),
    "prefix run on": re.compile(r"(?:^|[\s(«])ن?می(?:شو[دن]|کن[دن]|ده[دن]|گیر[دن]|رس[دا]|یاب[دن])"),
    "Arabic letter": re.compile("[يىكةۀ\u0640]"),
    "Arabic digit": re.compile("[٠-٩]"),
    "Latin digit": re.compile("[0-9]"),
    "Latin letter": re.compile("[A-Za-z]"),
    "Latin mark": re.compile(r"[,;?%]"),
    "loose half-space": re.compile(rf"(?<!{_LETTER})\u200c|\u200c(?!{_LETTER})"),
    "loose blank": re.compile(r"\A\s|\s\Z|\s\s|\s[،؛.:؟!)»]|[(«]\s|[،؛](?![\s\u2066-\u2069])"),
    "stray mark": re.compile("[\u00ad\u200b\u200d-\u200f\u202a-\u202e\u2066\u2067\ufeff]"),
    "isolate left open": re.compile("[\u2068\u2069]"),
}
_ISOLATED: Final = re.compile(
    "\u2068([^\u2068\u2069]*)\u2069|\u2067\u2066([^\u2066-\u2069]*)\u2069٪\u2069"  # a percentage
)
_BARE_FIGURE: Final = re.compile("[^A-Za-z]*[0-9][^A-Za-z]*")
_FIELD: Final = re.compile(r"\{[a-z_]+\}")
# A single Latin word that stands in a Persian line without turning it round.
_AT_HOME: Final = re.compile(r"\bRFM\b")
# Rooms that write whole lines and pages, which isolate what is Latin when they are written.
_PAGES: Final = ("crmcore._reading.", "crmcore.plotting.", "crmcore.report.")
# Titles that the walk must meet, by what holds them.
MET: Final = {
    "frameworks": [f.title for f in frameworks.values()],
    "elements": [element.title for f in frameworks.values() for element in f],
    "descriptions": [element.description for f in frameworks.values() for element in f],
    "practices": [practice.title for practice in PRACTICES.values()],
    "kpis": [kpi.title for kpi in kpis.values()],
}


SOURCES: Final = (
    "S0-crm-value-chain",
    "S1-crm-flashcards",
    "S2-eight-building-blocks",
    "S3-crm-services-erp",
)
# Sentences of the texts made names, and slips of grammar and writing mended.
REWORDED: Final = {
    "customer_orientation.needs_and_satisfaction",
    "customer_orientation.from_product_to_customer",
    "customer_orientation.present_customers",
    "eight_building_blocks.measure_effect",
    "crm_by_technology.install_systems",
    "marketing_principles.mix",
    "crm_prerequisites.process_list",
    "service_management_aims.effective_it",
}


@cache
def modules() -> tuple[ModuleType, ...]:
    """Import every module of the library but the command line's entrance."""
    names = [
        found.name
        for found in pkgutil.walk_packages(crmcore.__path__, "crmcore.")
        if not found.name.endswith("__main__")
    ]
    return tuple(importlib.import_module(name) for name in names)


def reach(value: object, path: str, seen: set[int]) -> Iterator[tuple[str, Title]]:
    """Go through the titles within a value: its fields, entries and members, each object once."""
    if isinstance(value, Title):
        yield path, value
    elif id(value) not in seen:
        seen.add(id(value))
        for name, inner in _inside(value):
            yield from reach(inner, f"{path}.{name}", seen)


def _inside(value: object) -> Iterator[tuple[object, object]]:
    if isinstance(value, Mapping):
        yield from value.items()
        yield from (("key", key) for key in value)
    elif isinstance(value, (tuple, list, set, frozenset)):
        yield from enumerate(value)
    elif attrs.has(type(value)):
        yield from ((field.name, getattr(value, field.name)) for field in attrs.fields(type(value)))


@cache
def titles() -> tuple[tuple[str, Title], ...]:
    """Give every title that a module of the library holds, with the path to it."""
    seen: set[int] = set()
    held = [
        found
        for module in modules()
        for name, value in vars(module).items()
        if not name.startswith("__")
        for found in reach(value, f"{module.__name__}.{name}", seen)
    ]
    return tuple(
        {id(title): (path, title) for path, title in held if title != Title("", "")}.values()
    )


def persian() -> Iterator[tuple[str, str]]:
    """Give the Persian of every title; a piece of a sentence has outer blanks in both languages."""
    for path, title in titles():
        blanks = [
            (len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" ")))
            for text in (title.en, title.fa)
        ]
        yield path, title.fa.strip(" ") if blanks[0] == blanks[1] else title.fa


def faults(persian: str) -> list[str]:
    """Tell what a Persian editor would mend in a text; fields of a template count as names."""
    inner = ["".join(found) for found in _ISOLATED.findall(persian)]
    inner = [part for part in inner if _BARE_FIGURE.fullmatch(part)]
    open_text = _AT_HOME.sub("«»", _FIELD.sub("«»", _ISOLATED.sub("«»", persian)))
    found = [name for name, pattern in FAULTS.items() if pattern.search(open_text)]
    return [*found, *(["Latin digit"] if inner else [])]


@pytest.mark.law
@pytest.mark.parametrize("fault", FAULTS)
def test_no_title_has_the_fault(fault: str) -> None:
    """Of all titles of the library none has this fault; pages may isolate Latin words later."""
    spared = _PAGES if fault == "Latin letter" else ()
    found = [(path, text) for path, text in persian() if fault in faults(text)]
    assert [(path, text) for path, text in found if not path.startswith(spared)] == []


@pytest.mark.law
def test_every_title_speaks_both_languages() -> None:
    """The Persian has Persian letters or only isolated names and fields; the English has none."""
    silent = re.compile(r"[^\w\u2068{]*")
    assert [path for path, title in titles() if silent.fullmatch(title.fa)] == []
    assert [path for path, title in titles() if silent.fullmatch(title.en)] == []
    assert [path for path, title in titles() if re.search(_LETTER, title.en)] == []


@pytest.mark.law
def test_templates_fill_into_the_persian_what_the_english_has() -> None:
    """What is filled into the English is filled into the Persian too."""
    differing = [
        path
        for path, title in titles()
        if not set(_FIELD.findall(title.en)) <= set(_FIELD.findall(title.fa))
    ]
    assert differing == []


@pytest.mark.law
@pytest.mark.parametrize("kind", MET)
def test_the_walk_meets_all_titles(kind: str) -> None:
    """What the catalogues hold is found by the walk without its being told where to look."""
    met = {id(title) for _, title in titles()}
    assert MET[kind]
    assert [title for title in MET[kind] if id(title) not in met] == []


def test_the_walk_goes_into_what_it_does_not_know() -> None:
    """Fields, entries, keys and members of a value made here are all met, each once."""

    @attrs.frozen
    class Holder:
        inner: object
        other: object = None

    one, two, three, four = (Title(word, "نام") for word in ("a", "b", "c", "d"))
    holder = Holder({"x": [one, (two,)], three: 1}, frozenset({four}))
    found = [title.en for _, title in reach((holder, holder), "t", set())]
    assert sorted(found) == ["a", "b", "c", "d"]
    paths = {title.en: path for path, title in reach(holder, "t", set())}
    assert paths["b"] == "t.inner.x.1.0"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("  ", "blank"),
        ("داده‌ها تحلیل می شود", "prefix set apart"),
        ("نمی تواند", "prefix set apart"),
        ("داده ها", "suffix set apart"),
        ("داده های مشتریان", "suffix set apart"),
        ("وفادار تر از دیگران", "suffix set apart"),
        ("جذاب ترین", "suffix set apart"),
        ("داده‌ها تحلیل میشود", "prefix run on"),
        ("مشتري", "Arabic letter"),
        ("كالا", "Arabic letter"),
        ("زكاة", "Arabic letter"),
        ("٣ گام", "Arabic digit"),
        ("3 گام", "Latin digit"),
        (f"سهم {isolate('20%')} مشتریان", "Latin digit"),
        ("زنجیره CRM", "Latin letter"),
        ("محصول, قیمت", "Latin mark"),
        ("داده‌ ها", "loose half-space"),
        ("داده  مشتری", "loose blank"),
        ("داده ، مشتری", "loose blank"),
        ("داده،مشتری", "loose blank"),
        ("داده\u200f", "stray mark"),
        ("زنجیره \u2068CRM", "isolate left open"),
    ],
)
def test_each_fault_is_seen(text: str, fault: str) -> None:
    """A text with the fault is found to have it."""
    assert fault in faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "داده‌های مشتریان تحلیل می‌شود",
        "وفادارترین مشتریان",
        "میزان تماس میان بخش‌ها",
        "سلسله‌مراتب اندک است",
        f"زنجیره ارزش در {isolate('CRM')}، نخستین مقاله",
        f"سهم {persian_figure('20%')} مشتریان",
        f"الگوی {isolate('BG/NBD 2')}",
        "ارائه ارزش به مشتری (طراحی تجربه مشتری)",
        "مرحله‌های ۱ و ۲: شبکه",
    ],
)
def test_good_persian_has_no_fault(text: str) -> None:
    """What a Persian reader expects passes."""
    assert faults(text) == []


@pytest.mark.reference
def test_source_terms_are_those_that_the_description_marks() -> None:
    """Every marked word is kept beside its element, and no other word is."""
    marked = {plain(term) for term in source_terms(spec()) if term != "…"}
    holders = [element for framework in frameworks.values() for element in framework]
    holders_terms = {plain(e.source_term): e for e in holders if e.source_term is not None}
    assert set(holders_terms) == marked
    assert [
        e.key for e in holders_terms.values() if plain(e.source_term or "") == plain(e.title.fa)
    ] == []


@pytest.mark.reference
def test_elements_are_called_what_the_texts_call_them() -> None:
    """Of the frameworks that the Persian texts tell only a few titles are put in other words."""
    texts = _as_typed(" ".join([spec(), *(spec(f"sources/{name}.fa.txt") for name in SOURCES)]))
    reworded = {
        f"{framework.key}.{element.key}"
        for framework in frameworks.values()
        for element in framework
        if framework.practices and "Persian" in framework.source
        if _as_typed(element.title.fa) not in texts
    }
    assert reworded == REWORDED


def _as_typed(text: str) -> str:
    return plain(same_name_key(text)).replace("فرایند", "فرآیند")
