"""The documentation: every framework has its page, and the glossary holds every title."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, Final

import pytest

import crmcore
from crmcore._keyed import Keyed
from crmcore._text import Title
from crmcore.errors import UnknownKeyError
from crmcore.segmentation import RuleSet
from crmcore.valuechain import frameworks

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
if not DOCS.is_dir():
    pytest.skip("the documentation is not beside the tests", allow_module_level=True)

PAGES: Final = sorted(DOCS.glob("frameworks/*.md"))
FAMILIES: Final = [page for page in PAGES if page.name != "index.md"]
RATED: Final = [key for key, it in frameworks.items() if it.practices]
_BDI: Final = re.compile(r'<bdi lang="fa">(.*)</bdi>')


def text(page: Path) -> str:
    """Read a page."""
    return page.read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tools of the documentation be imported, as its build does."""
    monkeypatch.syspath_prepend(str(DOCS))


def filled(page: str) -> str:
    """Put the tables in the place of the placeholders of a page."""
    made: str = import_module("placeholders").filled(page)
    return made


def rows(page: str) -> list[list[str]]:
    """Give the rows of all tables of a page as plain texts, without their heads."""
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    heads = [place - 1 for place, line in enumerate(lines) if line.startswith("| --- |")]
    told = [line for place, line in enumerate(lines) if not {place, place - 1} & {*heads}]
    return [[plain(cell) for cell in re.split(r"(?<!\\) \| ", line[2:-2])] for line in told]


def plain(cell: str) -> str:
    """Take the marks of Markdown and HTML off a cell."""
    persian = _BDI.fullmatch(cell.strip())
    shown = html.unescape(persian[1]) if persian else cell.strip()
    return shown.replace("\\|", "|").replace("\\$", "$")


def titles() -> Iterator[tuple[str, Title]]:
    """Give the titles of every public catalogue of the library, with where it stands."""
    for found in walk_packages(crmcore.__path__, "crmcore."):
        if any(part.startswith("_") for part in found.name.split(".")):
            continue
        module = import_module(found.name)
        for name in getattr(module, "__all__", ()):
            for title in held(getattr(module, name)):
                yield f"{found.name}.{name}", title


def held(value: Any) -> Iterator[Title]:
    """Give the titles of the entries of a catalogue, and of the catalogues in it."""
    if isinstance(value, RuleSet):
        value = value.segments
    entries = value.values() if isinstance(value, Mapping) else value
    if isinstance(value, (Mapping, tuple, Keyed)):
        for entry in entries:
            name = getattr(entry, "title", getattr(entry, "term", entry))
            if isinstance(name, Title):
                yield name
            yield from held(entry)


@pytest.mark.law
@pytest.mark.parametrize("key", frameworks)
def test_every_framework_is_on_one_page(key: str) -> None:
    """One page shows it, and the list of all frameworks links to that page."""
    tables = import_module("catalogue_tables")
    page = DOCS / "frameworks" / tables.page_of(key)
    assert f"<!-- framework {key} -->" in text(page).splitlines()
    assert f"[{frameworks[key].title.en}]({page.name})" in tables.framework_list()


@pytest.mark.law
@pytest.mark.parametrize("key", RATED)
def test_what_is_rated_is_shown(key: str) -> None:
    """The page of a rated framework shows its practices; of editions it shows the first one's."""
    shown = [page for page in PAGES if f"<!-- practices {key} -->" in text(page).splitlines()]
    assert len(shown) == (frameworks[key].family == key)


@pytest.mark.law
@pytest.mark.parametrize("page", FAMILIES, ids=lambda page: page.stem)
def test_every_page_has_its_parts(page: Path) -> None:
    """An example that runs, the limits, and a place in the table of contents."""
    assert "```pycon" in text(page)
    assert "## What it does not say" in text(page)
    assert f"frameworks/{page.stem}" in text(DOCS / "index.md").splitlines()


@pytest.mark.law
@pytest.mark.parametrize("key", frameworks)
def test_a_table_holds_every_element(key: str) -> None:
    """A row for each element, in order, with key, both names, KPIs and number of practices."""
    framework = frameworks[key]
    made = rows(filled(f"<!-- framework {key} -->"))
    assert len(made) == len(framework)
    for row, element in zip(made, framework, strict=True):
        assert row[1:3] == [f"`{element.key}`", element.title.en]
        assert row[3].startswith(element.title.fa)
        assert row[-1] == str(len(element.practices)) or not element.practices
        assert set(element.kpis) <= set(re.findall(r"`(\w+)`", " ".join(row)))
    described = rows(filled(f"<!-- descriptions {key} -->"))
    assert [row[1:] for row in described] == [
        [element.description.en, element.description.fa] for element in framework
    ]


@pytest.mark.law
@pytest.mark.parametrize("key", RATED)
def test_a_table_holds_every_practice(key: str) -> None:
    """A row for each practice of each element; the element is named in the first of its rows."""
    made = rows(filled(f"<!-- practices {key} -->"))
    assert [row[1:] for row in made] == [
        [practice.title.en, practice.title.fa, f"`{practice.key}`"]
        for element in frameworks[key]
        for practice in element.practices
    ]
    assert [row[0] for row in made if row[0]] == [
        element.title.en for element in frameworks[key] if element.practices
    ]


def test_the_editions_of_a_family_stand_together() -> None:
    """Every framework of the family, and no other."""
    made = rows(filled("<!-- editions crm_value_chain -->"))
    assert [row[0].strip("`") for row in made] == [
        key for key, framework in frameworks.items() if framework.family == "crm_value_chain"
    ]


@pytest.mark.law
def test_the_glossary_holds_every_title() -> None:
    """English and Persian of each entry of each public catalogue stand in one row."""
    beside: dict[str, set[str]] = {}
    for row in rows(filled(text(DOCS / "glossary.md"))):
        for cell in row:
            beside.setdefault(cell, set()).update(row)
    seen = list(titles())
    assert len(seen) > len(frameworks)
    missing = {
        f"{place}: {title.en} | {title.fa}"
        for place, title in seen
        if title.fa not in beside.get(title.en, set())
    }
    assert not missing, "add the catalogue to _GROUPS in docs/catalogue_tables.py"


@pytest.mark.law
def test_the_glossary_tells_each_term_once() -> None:
    """No pair of words stands twice, and none is written by hand that a catalogue holds."""
    page = text(DOCS / "glossary.md")
    made = Counter((row[0], row[1]) for row in rows(filled("<!-- glossary -->")))
    assert [pair for pair, count in made.items() if count > 1] == []
    by_hand = Counter(row[0] for row in rows(page))
    assert [word for word, count in by_hand.items() if count > 1] == []
    assert [english for english, _ in made if english in by_hand] == []


@pytest.mark.parametrize(
    ("placeholder", "message"),
    [
        ("<!-- framework idci -->", "did you mean 'idic'"),
        ("<!-- practices crm_value_chian -->", "did you mean 'crm_value_chain'"),
        ("<!-- frame idic -->", "did you mean 'framework'"),
        ("<!-- practices channels -->", "channels is a vocabulary"),
    ],
)
def test_an_unknown_placeholder_ends_the_build(placeholder: str, message: str) -> None:
    """A slip in the name or in the key is an error that suggests what was meant."""
    with pytest.raises(UnknownKeyError, match=message):
        filled(f"# Page\n\n{placeholder}\n")


def test_only_a_line_of_its_own_is_filled_in() -> None:
    """A placeholder that is talked about within a line stays as it is."""
    line = "Write `<!-- framework idic -->` on a line of its own."
    assert filled(line) == line


@pytest.mark.parametrize(
    "page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS))
)
def test_every_page_can_be_filled_in(page: Path) -> None:
    """No placeholder is left, on whatever page it stands."""
    assert not re.search(r"^<!-- .* -->$", filled(text(page)), re.MULTILINE)
