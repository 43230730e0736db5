"""The description of the frameworks against the catalogue: sections 1, 2 and 5 to 12."""

import re
from typing import Final

import attrs
import pytest

from crmcore._text import Title
from crmcore.valuechain import frameworks
from crmcore.valuechain.models.statements import STATEMENTS
from valuechain.catalogue.claims import SECTIONS, Frameworks, Group, claim, faults, found
from valuechain.catalogue.tables import (
    between,
    english,
    heading,
    persian_titles,
    plain,
    prose,
    section,
    spec,
    split,
    tables,
)

# Whose a framework is: words of its section that its source must name.
AUTHORS: Final = {
    "porter_value_chain": (1, ("Porter", "1985")),
    "crm_value_chain": (2, ("Buttle",)),
    "crm_value_chain_first_paper": (2, ("Buttle",)),
    "crm_value_chain_book": (2, ("Buttle",)),
    "crm_value_chain_newest": (2, ("Buttle",)),
    "crm_stages": (5, ("Kalakota", "Robinson")),
    "swift_integration": (6, ("Swift",)),
    "swift_process": (6, ("Swift",)),
    "peppers_rogers": (7, ("Peppers", "Rogers")),
    "idic": (7, ("Peppers", "Rogers")),
    "tam": (8, ("Tam", "کایی تام", "no original was found")),
    "seybold": (9, ("Seybold",)),
    "eight_building_blocks": (10, ("Gartner",)),
    "organisation_design": (11, ("Galbraith", "1977")),
}
# What stands before the Persian name of a framework in its section.
NAMES: Final = {
    "swift_integration": (6, "Tactical integration model ("),
    "swift_process": (6, "Process cycle ("),
    "crm_strategy_steps": (10, "Steps to a CRM strategy ("),
    "crm_by_technology": (10, "Putting CRM into effect by technology ("),
    "customer_centric_steps": (11, "Ten steps to a customer-centric company ("),
    "organisation_design": (11, "Organisation design variables ("),
    "marketing_principles": (11, "Ten principles of marketing ("),
    "crm_prerequisites": (11, "Prerequisites of CRM ("),
    "service_management_aims": (11, "Service management aims ("),
}
HEADED: Final = {
    "porter_value_chain": 1,
    "crm_value_chain": 2,
    "peppers_rogers": 7,
    "tam": 8,
    "seybold": 9,
    "eight_building_blocks": 10,
}


def groups() -> list[tuple[int, Group]]:
    """Give what the description says, with the number of the section that says it."""
    return [(number, group) for number, read in SECTIONS.items() for group in read(spec())]


def changed(group: Group, place: int, **fields: object) -> Frameworks:
    """Copy the catalogue with one element of a group changed."""
    old = found(group, frameworks)[place]
    framework = frameworks[group.framework]
    elements = [attrs.evolve(e, **fields) if e is old else e for e in framework]
    return {**frameworks, group.framework: attrs.evolve(framework, elements=elements)}


@pytest.mark.reference
@pytest.mark.parametrize("number", SECTIONS)
def test_the_catalogue_holds_what_the_description_says(number: int) -> None:
    """Every key, title in both languages, source term, order, arrow and count of a section."""
    assert faults(number, spec()) == []


def test_no_list_of_the_description_is_skipped() -> None:
    """Nearly two hundred elements are read, none without a name, and none twice."""
    read = [(g.framework, g.role, g.within, i) for _, g in groups() for i in range(len(g.items))]
    assert len(set(read)) == len(read) == 175
    assert all(claim(item).en for _, group in groups() for item in group.items)
    covered = {(group.framework, group.role) for _, group in groups()}
    left = {(f.key, e.role) for f in frameworks.values() for e in f if f.practices} - covered
    assert left == {
        ("crm_value_chain_book", "stage"),
        ("crm_value_chain_book", "condition"),
        ("crm_value_chain_newest", "condition"),
        ("customer_orientation", "principle"),
    }


def test_the_other_editions_have_what_the_description_counts() -> None:
    """Book: stages lie within the phases named for them; newest: five enablers."""
    lines, book = prose(2), frameworks["crm_value_chain_book"]
    for phrase, phase in zip(
        split(between(lines, "phases ", ";"), ","), book.of_role("element"), strict=True
    ):
        first, last = re.findall(r"[0-9]", phrase)[0], re.findall(r"[0-9]", phrase)[-1]
        within = [stage.order for stage in book.parts(phase.key)]
        assert within == list(range(int(first), int(last) + 1))
    assert "five enablers" in lines
    assert len(frameworks["crm_value_chain_newest"].of_role("condition")) == 5


@pytest.mark.parametrize("key", AUTHORS)
def test_sources_name_whose_a_framework_is(key: str) -> None:
    """Authors and years of the description stand in the source."""
    number, words = AUTHORS[key]
    for word in words:
        assert word in heading(number) + section(number)
        assert word in frameworks[key].source


@pytest.mark.parametrize("key", HEADED)
def test_frameworks_bear_the_name_of_their_heading(key: str) -> None:
    """The Persian term of the section's heading is in the framework's title."""
    term, *_ = persian_titles(heading(HEADED[key]))
    assert plain(term) in plain(frameworks[key].title.fa)


@pytest.mark.parametrize("key", NAMES)
def test_frameworks_bear_the_name_that_their_section_gives(key: str) -> None:
    """The Persian title begins with the name in the section's text."""
    number, before = NAMES[key]
    term, *_ = persian_titles(between(section(number), before))
    assert plain(frameworks[key].title.fa).startswith(plain(term))


def test_idic_and_the_stages_bear_their_names() -> None:
    """The abbreviation is no translation; the stages are named by their heading."""
    assert "IDIC" in prose(7)
    assert "IDIC" in frameworks["idic"].title.en
    assert "IDIC" in frameworks["idic"].title.fa
    assert heading(5).startswith(frameworks["crm_stages"].title.en)


def test_each_stage_tells_its_focus() -> None:
    """Differentiation, bundling, adaptation, in both languages."""
    (rows,) = tables(5)
    for row in rows:
        cell, about = row["focus (کانون توجه)"], frameworks["crm_stages"][row["key"]].description
        assert english(cell) in about.en
        assert plain(persian_titles(cell)[0]) in plain(about.fa)


def test_each_group_of_customers_has_measures() -> None:
    """The first step to a strategy sets not only aims but also measures."""
    (term,) = persian_titles(between(prose(10), "aims and *measures* (", ")"))
    step = frameworks["crm_strategy_steps"]["group_and_set_aims"]
    assert plain(term) in plain(step.title.fa)


def test_statements_are_the_examples_of_the_text() -> None:
    """The companies that the description names have a mission and a vision in both languages."""
    names = between(section(10), "S1 gives ", " with both texts").split(", ")
    assert [statement.company.en for statement in STATEMENTS.values()] == names
    for statement in STATEMENTS.values():
        for text in (statement.mission, statement.vision):
            assert text is not None
            assert text.en
            assert text.fa


@pytest.mark.law
@pytest.mark.parametrize("number", SECTIONS)
def test_every_claim_can_fail(number: int) -> None:
    """Another title, key or source term of any one element is seen by the walk of its section."""
    for group in SECTIONS[number](spec()):
        for place, item in enumerate(group.items):
            title = found(group, frameworks)[place].title
            wrong = [{"title": Title(f"Not {title.en}", title.fa)}, {"source_term": "Unsaid"}]
            if claim(item).fa is not None:
                wrong.append({"title": Title(title.en, f"{title.fa} دیگر")})
            for fields in wrong:
                assert faults(number, spec(), changed(group, place, **fields))


@pytest.mark.law
@pytest.mark.parametrize("number", SECTIONS)
def test_an_element_too_many_or_too_few_is_seen(number: int) -> None:
    """Counts are held: dropping the last element of any list is seen, and so is another one."""
    for group in SECTIONS[number](spec()):
        framework, last = frameworks[group.framework], found(group, frameworks)[-1]
        gone = {last.key} | {e.key for e in framework if e.within == last.key}
        gone |= {e.key for e in framework if e.within in gone}
        fewer = [e for e in framework if e.key not in gone]
        double = attrs.evolve(last, key="one_more")
        for elements in (fewer, [*framework, double]):
            other = {**frameworks, group.framework: attrs.evolve(framework, elements=elements)}
            assert faults(number, spec(), other)


@pytest.mark.parametrize(
    ("number", "old", "new"),
    [
        (1, "لجستیک درونی", "لجستیک بیرونی"),
        (1, "| support | technology |", "| support | technologies |"),
        (1, "| primary | service | After-sales service | خدمات پس از فروش |\n", ""),
        (2, "توسعه شبکه سازمانی", "توسعه شبکه"),
        (2, "five conditions: culture", "five conditions: courage, culture"),
        (2, "Buttle's seven strategies", "Buttle's eight strategies"),
        (2, "advocate (مشتری حامی)", "advocate (مشتری وفادار)"),
        (5, "گوش دادن به مشتری", "شنیدن"),
        (6, "connect (اتصال", "converse (اتصال"),
        (6, "(چرخه فرایند): knowledge discovery", "(چرخه فرایند): thought → knowledge discovery"),
        (7, "differentiate (تمایز)", "differentiate (تفاوت)"),
        (8, "(تعامل)", "(گفت‌وگو)"),
        (9, "customer's experience", "employee's experience"),
        (10, "چشم‌انداز | define", "دورنما | define"),
        (10, "⟨ایجاد سنجش‌های", "⟨ایجاد"),
        (10, "→ prioritise by", "→ order by"),
        (10, "Three axes", "Four axes"),
        (11, "9 empower staff", "9 trust staff"),
        (11, "reciprocal متقابل", "reciprocal دوسویه"),
        (11, "tourism گردشگری", "travel گردشگری"),
        (11, "⟨ZRM⟩", "⟨XRM⟩"),
        (11, "; lower long-run cost", ""),
    ],
)
def test_a_changed_description_is_seen(number: int, old: str, new: str) -> None:
    """A copy of the description with one word, row or item changed no longer fits."""
    text = spec()
    assert old in section(number, text)
    assert faults(number, text.replace(old, new))


def test_half_spaces_and_capitals_do_not_count() -> None:
    """A copy without half-spaces still fits: they are what the sources have lost."""
    text = spec().replace("\u200c", "")
    assert [f for number in (1, 6, 7, 9, 10) for f in faults(number, text)] == []
    assert plain("می‌شود") == plain("می شود") == plain("میشود")


def test_a_section_that_is_not_there_is_no_empty_one() -> None:
    """Reading fails loudly where the description has no such section or words."""
    with pytest.raises(LookupError, match="no section 99"):
        section(99, spec())
    with pytest.raises(LookupError, match="no section 99"):
        heading(99, spec())
    with pytest.raises(LookupError, match="'nowhere' is not in the text"):
        between(prose(10), "nowhere")
