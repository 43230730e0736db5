"""What the description says of the elements, section by section, and the catalogue's faults."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import attrs

from crmcore.valuechain import Element, Framework, frameworks
from valuechain.catalogue.tables import (
    between,
    english,
    heading,
    numbered,
    persian_titles,
    plain,
    prose,
    source_terms,
    split,
    tables,
)

Frameworks = Mapping[str, Framework]

# What the description shortens, and the catalogue's title.
IN_FULL: Final = {
    "hr": "human resource management processes",
    "manage the journey": "manage the customer journey",
    "it": "information technology",
}
COUNTS: Final = {"three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "ten": 10}
VARIABLES: Final = ("tasks", "structure", "information_decisions", "reward_systems", "people")


@attrs.frozen(kw_only=True)
class Claim:
    """What the description says of one element: its English and Persian title, its source term."""

    en: str
    fa: str | None
    source_term: str | None


@attrs.frozen(kw_only=True)
class Group:
    """What the description says of the elements of one role within one whole, in their order."""

    framework: str
    role: str
    items: Sequence[str | Claim]
    keys: list[str] | None = None
    within: str | None = None
    ordered: bool = False
    chained: bool = False
    count: int | None = None


def claim(item: str | Claim) -> Claim:
    """Read an item: English, then the first Persian term, then a marked source term."""
    if isinstance(item, Claim):
        return item
    persian = persian_titles(item.partition("⟨")[0])
    return Claim(
        en=english(item),
        fa=persian[0] if persian else None,
        source_term=next(iter(source_terms(item)), None),
    )


def counted(text: str, noun: str) -> int:
    """Read how many of something a text says that there are."""
    told = re.search(rf"\b({'|'.join(COUNTS)}) {noun}", text.casefold())
    if told is None:
        msg = f"the text counts no {noun}"
        raise LookupError(msg)
    return COUNTS[told[1]]


def row_claims(rows: Iterable[Mapping[str, str]]) -> list[Claim]:
    """Read rows of a table, whose cells are whole titles."""
    return [
        Claim(
            en=english(row["English"]),
            fa=row["فارسی"].partition("⟨")[0],
            source_term=next(iter(source_terms(row["فارسی"])), None),
        )
        for row in rows
    ]


def section_1(text: str) -> list[Group]:
    """Porter's activities."""
    (rows,) = tables(1, text)
    return [
        Group(
            framework="porter_value_chain",
            role=role,
            items=row_claims(named),
            keys=[row["key"] for row in named],
        )
        for role in ("primary", "support")
        for named in [[row for row in rows if row["role"].startswith(role)]]
    ]


def section_2(text: str) -> list[Group]:
    """The CRM value chain, the strategies and the ladder."""
    *stages, support, condition = tables(2, text)[0]
    ours = "crm_value_chain"
    lines = prose(2, text)
    parts = [
        f"{one} {other}"
        for one, other in zip(
            split(condition["English"], ";"), split(condition["فارسی"], "؛"), strict=True
        )
    ]
    activities = [
        f"{row['English']} {persian}"
        for row, persian in zip(tables(1, text)[0][-4:], split(support["فارسی"], "،"), strict=True)
    ]
    return [
        Group(framework=ours, role="stage", items=row_claims(stages), ordered=True, chained=True,
              keys=[row["key"] for row in stages], count=counted(lines, "primary stages")),
        Group(framework=ours, role="support", items=activities, keys=split(support["key"], ","),
              count=counted(lines, "support activities")),
        Group(framework=ours, role="condition", items=parts, keys=split(condition["key"], ","),
              count=counted(lines, "conditions")),
        *editions(lines, row_claims(stages)[:4]),
        Group(framework="customer_strategies", role="strategy", count=counted(lines, "strategies"),
              items=split(between(lines, "1 and 5): ", "."), ",")),
        Group(framework="customer_ladder", role="rung", ordered=True, chained=True,
              items=split(between(lines, "ladder of stage 5: ", "."), ",")),
    ]  # fmt: skip


def editions(lines: str, first: list[Claim]) -> list[Group]:
    """Read the other editions of the chain."""
    paper = between(lines, "five conditions: ", ");")
    scope = between(lines, "network SCOPE: ", ");")
    newest = between(lines, "three processes: ", ";")
    phases = re.sub(r" [0-9–]+", "", between(lines, "phases ", ";"))
    last = between(lines, 'stage 5 "', '"')
    return [
        Group(framework="crm_value_chain_first_paper", role="stage", items=[*first, last],
              ordered=True, chained=True),
        Group(framework="crm_value_chain_first_paper", role="condition", items=split(paper, ","),
              count=counted(lines[lines.index("first paper"):], "conditions")),
        Group(framework="crm_value_chain_book", role="element", items=split(phases, ","),
              ordered=True),
        Group(framework="crm_value_chain_book", role="kind", within="network_development",
              items=split(scope, ",")),
        Group(framework="crm_value_chain_newest", role="process", items=split(newest, ","),
              ordered=True, count=counted(lines, "processes")),
    ]  # fmt: skip


def section_5(text: str) -> list[Group]:
    """The stages of CRM, and under each its strategies."""
    (rows,) = tables(5, text)
    stages = [f"{row['stage']} {row['فارسی']}" for row in rows]
    keys = [row["key"] for row in rows]
    return [
        Group(framework="crm_stages", role="stage", items=stages, keys=keys, ordered=True),
        *(
            Group(
                framework="crm_stages",
                role="strategy",
                within=row["key"],
                items=split(row["strategies (استراتژی‌ها)"], ","),
            )
            for row in rows
        ),
    ]


def arrows(framework: str, line: str, *, role: str = "step") -> Group:
    """Read a chain of steps "one → two → three"."""
    return Group(
        framework=framework,
        role=role,
        items=split(line, "→"),
        ordered=True,
        chained=True,
    )


def section_6(text: str) -> list[Group]:
    """Swift's two models."""
    lines = prose(6, text)
    return [
        arrows("swift_integration", between(lines, "(مدل یکپارچگی تاکتیکی): ")),
        arrows("swift_process", between(lines, "(چرخه فرایند): ", "→ back")),
    ]


def section_7(text: str) -> list[Group]:
    """The four functions of Peppers and Rogers, and IDIC."""
    functions, _, method = prose(7, text).partition(". Their method")
    return [
        Group(framework="peppers_rogers", role="function", items=numbered(functions), ordered=True),
        Group(
            framework="idic",
            role="step",
            items=split(between(method, "(not in S1): ", ".\n"), ","),
            ordered=True,
            chained=True,
        ),
    ]


def section_8(text: str) -> list[Group]:
    """Tam's three states: the English is the funnel's, the Persian the sentence's."""
    lines = prose(8, text)
    funnel = split(between(lines, "funnel on data: customers ", ", with"), "→")
    interaction, relationship = persian_titles(lines)[:2]
    known, contact, lasting = funnel
    items = f"{known} → {contact} {interaction} → {lasting} {relationship}"
    return [arrows("tam", items, role="stage")]


def section_9(text: str) -> list[Group]:
    """Seybold's principles."""
    return [
        Group(framework="seybold", role="principle", items=split(prose(9, text), "·"),
              ordered=True, count=counted(heading(9, text), "principles")),
    ]  # fmt: skip


def section_10(text: str) -> list[Group]:
    """The eight building blocks and what goes with them."""
    (rows,), lines = tables(10, text), prose(10, text)
    ours = "eight_building_blocks"
    redesign = between(rows[4]["practices the text names"], "Redesign: ")
    steps = re.sub(
        r"\*measures\* \(.*?\)", "measures", between(lines, "(مراحل تدوین راهبرد): ", "→ a plan")
    )
    technology = between(lines, "(تحقق CRM با فناوری): ", ". Success")
    factors = between(lines, "(S2's conclusion): ", ".")
    return [
        Group(framework=ours, role="axis", items=split(between(lines, "(سه محور): ", ". CRM"), "·"),
              ordered=True, count=counted(lines, "axes")),
        Group(framework=ours, role="block", items=row_claims(rows), ordered=True,
              count=counted(heading(10, text), "building blocks"),
              keys=[row["key"] for row in rows]),
        attrs.evolve(arrows(ours, redesign), within="processes"),
        attrs.evolve(arrows("crm_strategy_steps", ""), items=numbered(steps)),
        Group(framework="crm_by_technology", role="step", items=split(technology, ",")),
        Group(framework="crm_success_factors", role="factor", items=split(factors, ",")),
    ]  # fmt: skip


def variables(line: str) -> list[Group]:
    """Read the variables of organisation design, those within them, and those within these."""
    ours, role = "organisation_design", "variable"
    groups = [Group(framework=ours, role=role, items=split(line, "·"), keys=[*VARIABLES])]
    for key, item in zip(VARIABLES, split(line, "·"), strict=True):
        own, _, inner = between(item, "(", ")").partition(":")
        groups.append(Group(framework=ours, role=role, within=key, items=split(own, ",")))
        if inner:
            inmost = english(split(own, ",")[-1])
            groups.append(Group(framework=ours, role=role, within=inmost, items=split(inner, ",")))
    return groups


def section_11(text: str) -> list[Group]:
    """What the texts say of the organisation, line by line."""
    lines = prose(11, text)
    steps = between(lines, "(ده گام): ")
    principles = between(lines, "(ده اصل بازاریابی): ")
    return [
        Group(framework="customer_centric_steps", role="step", items=numbered(steps),
              ordered=True, count=counted(lines, "steps")),
        *variables(between(lines, "in the place of tasks): ", ". → fit")),
        Group(framework="marketing_principles", role="principle", items=numbered(principles),
              ordered=True, count=counted(lines, "principles")),
        Group(framework="crm_prerequisites", role="prerequisite",
              items=split(between(lines, "(پیش‌نیازها): ", ". → a readiness"), "·")),
        Group(framework="industries", role="industry",
              items=split(between(lines, "what the text stresses: "), "·")),
        Group(framework="service_management_aims", role="goal",
              items=split(between(lines, "(اهداف مدیریت خدمات, S3): "), ";"), ordered=True),
    ]  # fmt: skip


SECTIONS: Final[Mapping[int, Callable[[str], list[Group]]]] = {
    1: section_1,
    2: section_2,
    5: section_5,
    6: section_6,
    7: section_7,
    8: section_8,
    9: section_9,
    10: section_10,
    11: section_11,
}


def found(group: Group, catalogue: Frameworks) -> list[Element]:
    """Give the elements of the catalogue that a group is about."""
    framework = catalogue[group.framework]
    return [e for e in framework if e.role == group.role and e.within == group.within]


def same_english(said: str, title: str) -> bool:
    """Tell whether one of the two names is the other, or begins with it up to a word's end."""
    if not said:
        return False
    short, long = sorted((plain_english(IN_FULL.get(said, said)), plain_english(title)), key=len)
    return re.match(rf"{re.escape(short)}(?!\w)", long) is not None


def plain_english(text: str) -> str:
    """Write an English name without capitals, brackets and Persian."""
    return text.casefold() if "(" not in text else english(text)


def element_faults(said: Claim, element: Element) -> list[str]:
    """Tell in what one element differs from what is said of it."""
    pairs = {
        "English title": same_english(said.en, element.title.en),
        "Persian title": said.fa is None or plain(said.fa) == plain(element.title.fa),
        "source term": plain(said.source_term or "") == plain(element.source_term or ""),
    }
    return [f"{name} of {element.key}: {said}" for name, holds in pairs.items() if not holds]


def group_faults(group: Group, catalogue: Frameworks) -> list[str]:
    """Tell in what the catalogue differs from a group."""
    elements, name = found(group, catalogue), f"{group.framework}, {group.role}, {group.within}"
    counts = {len(group.items), len(elements), group.count or len(elements)}
    if len(counts) > 1:
        return [f"{name}: counts {counts}"]
    faults = [
        fault
        for item, element in zip(group.items, elements, strict=True)
        for fault in element_faults(claim(item), element)
    ]
    keys = [element.key for element in elements]
    if group.keys is not None and group.keys != keys:
        faults.append(f"{name}: keys {keys}")
    if group.ordered and [e.order for e in elements] != list(range(1, len(elements) + 1)):
        faults.append(f"{name}: order")
    if group.chained and [e.rests_on for e in elements] != [(), *((key,) for key in keys[:-1])]:
        faults.append(f"{name}: rests on")
    return faults


def faults(number: int, text: str, catalogue: Frameworks = frameworks) -> list[str]:
    """Walk one section of the description, and tell in what the catalogue differs from it."""
    return [f for group in SECTIONS[number](text) for f in group_faults(group, catalogue)]


def change(catalogue: Frameworks, group: Group, place: int, **fields: object) -> Frameworks:
    """Copy the catalogue with one element changed, or dropped where no field is given."""
    old = found(group, catalogue)[place]
    framework = catalogue[group.framework]
    elements = [attrs.evolve(old, **fields) if e is old else e for e in framework]
    return {**catalogue, group.framework: attrs.evolve(framework, elements=elements)}
