"""The description of the frameworks against the catalogue: sections 3, 4, 13, 14 and 15."""

import re
from collections.abc import Callable
from typing import Final

import attrs
import pytest

from crmcore.metrics.smart import LETTER_TITLES
from crmcore.valuechain import Element, frameworks
from crmcore.valuechain.catalogue.crm_goals import CRM_GOALS, GOAL_TEMPLATES
from crmcore.valuechain.catalogue.service_or_product import SERVICE_ANSWERS
from crmcore.valuechain.models.definitions import DEFINITIONS
from crmcore.valuechain.models.quotes import QUOTES
from valuechain.catalogue.tables import (
    between,
    english,
    persian_titles,
    plain,
    prose,
    source_terms,
    spec,
    split,
    tables,
)

SMALL: Final = {"the", "and", "that", "its", "with", "who", "for", "any", "are", "ones", "new"}
WAYS: Final = {"↑": "higher", "↓": "lower", "": "as_stated"}
# The keys of the KPIs behind the words of the description.
KPI_KEYS: Final = {
    "new customers": ("new_customers",),
    "retention": ("retention_rate",),
    "CSAT/NPS": ("csat", "nps"),
    "opportunities opened and their value": ("opportunities_opened", "opportunity_value"),
    "sales to new segments and products": ("sales_to_new_segments", "sales_of_new_products"),
    "NPS": ("nps",),
    "referral rate": ("referral_rate",),
    "rated image": ("rated_image",),
    "first response and resolution time": ("first_response_time", "resolution_time"),
    "first-contact resolution": ("first_contact_resolution",),
    "CES": ("ces",),
    "lost-opportunity rate and value": ("lost_opportunity_rate", "lost_opportunity_value"),
    "win rate": ("win_rate",),
    "unanswered contacts": ("unanswered_contacts",),
    "completeness": ("data_completeness",),
    "age of data": ("data_age",),
    "doubles": ("data_doubles",),
    "wasted and doubled contacts": ("wasted_contact_share", "doubled_contact_share"),
    "cost per response": ("cost_per_response",),
    "cost to serve": ("cost_to_serve",),
    "CAC": ("cac",),
    "saving against baseline": ("saving",),
    "customer equity": ("customer_equity",),
    "customer profit": ("customer_profit",),
}


@attrs.frozen(kw_only=True)
class Item:
    """What the description says of one element."""

    en: str
    fa: str | None = None
    key: str | None = None
    source_term: str | None = None


@attrs.frozen(kw_only=True)
class Group:
    """What the description lists of one framework: all elements of a role within a whole."""

    framework: str
    role: str
    items: list[Item]
    within: str | None = None

    @property
    def elements(self) -> list[Element]:
        """The elements of the catalogue that it is about."""
        found = [e for e in frameworks[self.framework] if e.role == self.role]
        return [element for element in found if element.within == self.within]


def item(text: str, *, key: str | None = None) -> Item:
    """Read an item: English, the first Persian term, a marked source term."""
    persian = persian_titles(text.partition("⟨")[0])
    return Item(
        en=english(text),
        fa=persian[0] if persian else None,
        key=key,
        source_term=next(iter(source_terms(text)), None),
    )


def named(texts: list[str]) -> list[Item]:
    """Read items whose English words make the key."""
    return [item(text, key=english(text).replace(" ", "_")) for text in texts]


def pairs(en: str, fa: str) -> list[Item]:
    """Read an English and a Persian list, side by side."""
    both = zip(split(en, ","), split(fa, "،"), strict=True)
    return [Item(en=one, fa=other) for one, other in both]


def section_3(text: str) -> list[Group]:
    """The kinds of strategically significant customers."""
    (rows,) = tables(3, text)
    items = [item(f"{row['English']} {row['فارسی']}", key=row["key"].split()[0]) for row in rows]
    return [Group(framework="strategic_customers", role="kind", items=items)]


def aims_and_types(text: str) -> list[Group]:
    """What CRM is for, the chain that it claims, its types and areas."""
    lines, (areas,) = prose(4, text), tables(4, text)
    aims, steps = between(lines, "three aims, ", " ("), between(lines, "that ", " long and")
    chain = between(lines, "claimed chain: ", ". →")
    types = re.sub(r"\*\*", "", between(lines, "Types (انواع CRM): "))
    return [
        Group(framework="crm_aims", role="goal",
              items=pairs(aims, between(lines, f"{aims} (", ")"))),
        Group(framework="crm_aims", role="step",
              items=pairs(steps.replace(" and ", ", "), between(lines, "relationships (", ")"))),
        Group(framework="crm_linkage", role="stage",
              items=[Item(en=english(link)) for link in split(chain, "→")]),
        Group(framework="crm_types", role="type",
              items=[item(kind, key=english(kind).split("/")[0]) for kind in split(types, "·")]),
        Group(framework="crm_types", role="area", within="operational",
              items=[item(f"{row['operational area'].partition(' ')[2]} {row['فارسی']}",
                          key=row["operational area"].split()[0].lower()) for row in areas]),
    ]  # fmt: skip


def channels_and_kinds(text: str) -> list[Group]:
    """Channels, purposes and kinds of customers, the tenets of customer orientation."""
    lines = prose(4, text)
    channels, _, inner = between(lines, "Channels: ", ";").partition(" such as ")
    kinds = split(between(lines, "Customer kinds (مشتری): ", "→"), ",")
    tenets = split(between(lines, "five tenets: ", " →"), "·")
    return [
        Group(framework="channels", role="channel", items=named(split(channels, ","))),
        Group(framework="channels", role="channel", within="social_networks",
              items=named(inner.split(" and "))),
        Group(framework="contact_purposes", role="kind",
              items=named(split(between(lines, "purpose: ", "…"), ","))),
        Group(framework="customer_kinds", role="kind", items=[item(kind) for kind in kinds]),
        Group(framework="customer_orientation", role="principle",
              items=[Item(en=english(tenet)) for tenet in tenets]),
    ]  # fmt: skip


def offers(text: str) -> list[Group]:
    """The eight tests of a service, and the marketing mix."""
    lines = prose(4, text)
    mix = between(lines, "4P (آمیخته بازاریابی): ", ".")
    return [
        Group(framework="service_or_product", role="test",
              items=[item(test) for test in eight_answers(text)]),
        Group(framework="marketing_mix", role="element", items=named(split(mix, ","))),
    ]  # fmt: skip


def eight_answers(text: str) -> list[str]:
    """List the eight tests, each with its answer in brackets."""
    return split(between(prose(4, text), "answer in brackets: ", "→"), "·")


def section_13(text: str) -> list[Group]:
    """The four kinds of programme, and what is within two of them."""
    (rows,) = tables(13, text)
    _, loyalty, wallet, _ = rows
    items = [item(f"{row['English']} {row['فارسی'].partition(':')[0]}", key=row["key"])
             for row in rows]  # fmt: skip
    analyses = re.findall(r"\*\*(.+?)\*\* \((.+?):", loyalty["what it does"])
    offers_ = split(wallet["فارسی"].partition(":")[2], "،")
    names = wallet["English"].partition(" (")[0].split(" and ")
    return [
        Group(framework="crm_programmes", role="programme", items=items),
        Group(framework="crm_programmes", role="analysis", within="loyalty",
              items=[Item(en=en, fa=fa, key=en.replace("-", "_") if "-" in en else en)
                     for en, fa in analyses]),
        Group(framework="crm_programmes", role="type", within="cross_up_sell",
              items=[item(f"{name} {persian}", key=name.lower().replace("-", "_"))
                     for name, persian in zip(names, offers_, strict=True)]),
    ]  # fmt: skip


def section_14(text: str) -> list[Group]:
    """The goals, and those of the value-chain text under them."""
    (rows,) = tables(14, text)
    goals = [item(f"{row['goal (S3)']} {row['فارسی']}") for row in rows]
    for goal, row in zip(goals, rows, strict=True):
        assert goal.fa is not None
        assert plain(goal.fa) in plain(row["فارسی"])
    whole = [attrs.evolve(goal, fa=row["فارسی"]) for goal, row in zip(goals, rows, strict=True)]
    return [Group(framework="crm_goals", role="goal", items=whole), *goals_under(text)]


def goals_under(text: str) -> list[Group]:
    """List the goals of the value-chain text, each under the goal whose number it names."""
    goals = CRM_GOALS.of_role("goal")
    listed = split(between(prose(14, text), "falls under these: ", "."), ",")
    under: dict[str, list[Item]] = {}
    for text_ in listed:
        number = int(re.findall(r"\((\d)\)", text_)[0])
        under.setdefault(goals[number - 1].key, []).append(Item(en=english(text_)))
    return [
        Group(framework="crm_goals", role="element", within=key, items=items)
        for key, items in under.items()
    ]


def section_15(text: str) -> list[Group]:
    """The reasons to buy, the benefits, and the lines of each."""
    (rows,) = tables(15, text)
    benefits = frameworks["business_case"].of_role("benefit")
    reasons = split(between(prose(15, text), "reasons to buy: ", "."), ";")
    lines = [
        Group(framework="business_case", role="element", within=benefit.key,
              items=[Item(en=english(line)) for line in split(row["lines the text names"], "·")])
        for benefit, row in zip(benefits, rows, strict=True)
    ]  # fmt: skip
    return [
        Group(framework="business_case", role="benefit",
              items=[Item(en=english(row["benefit"]), fa=row["فارسی"]) for row in rows]),
        Group(framework="business_case", role="factor",
              items=[Item(en=english(reason)) for reason in reasons]),
        *lines,
    ]  # fmt: skip


READERS: Final[tuple[Callable[[str], list[Group]], ...]] = (
    section_3,
    aims_and_types,
    channels_and_kinds,
    offers,
    section_13,
    section_14,
    section_15,
)
every_section = pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)


def words(text: str) -> set[str]:
    """Give the beginnings of the words that carry the sense."""
    return {word[:4] for word in re.findall("[a-z]{3,}", text.casefold())} - SMALL


@every_section
def test_every_item_is_in_the_catalogue_and_no_other(
    read: Callable[[str], list[Group]],
) -> None:
    """As many elements as items, in the same order."""
    for group in read(spec()):
        assert group.items
        assert len(group.elements) == len(group.items), (group.framework, group.role, group.within)


@every_section
def test_the_keys_are_those_of_the_description(read: Callable[[str], list[Group]]) -> None:
    """Where it names them."""
    for group in read(spec()):
        for said, element in zip(group.items, group.elements, strict=True):
            assert said.key in {None, element.key}


@every_section
def test_the_english_says_what_the_description_says(read: Callable[[str], list[Group]]) -> None:
    """Every word that carries the sense stands in the title or the description."""
    for group in read(spec()):
        for said, element in zip(group.items, group.elements, strict=True):
            told = words(f"{element.title.en} {element.description.en}")
            assert words(said.en) <= told, (said.en, element.key)


@every_section
def test_the_persian_titles_are_those_of_the_description(
    read: Callable[[str], list[Group]],
) -> None:
    """Letter by letter, the kind of space aside; the source's own word where it is marked."""
    for group in read(spec()):
        for said, element in zip(group.items, group.elements, strict=True):
            if said.fa is not None:
                assert plain(element.title.fa).startswith(plain(said.fa))
            if said.source_term is not None:
                assert plain(element.source_term or "") == plain(said.source_term)


@every_section
def test_no_source_term_is_ours(read: Callable[[str], list[Group]]) -> None:
    """A marked word is marked in the description, too."""
    for group in read(spec()):
        for said, element in zip(group.items, group.elements, strict=True):
            assert (said.source_term is None) == (element.source_term is None)


@pytest.mark.parametrize(
    "key",
    ["strategic_customers", "crm_aims", "crm_linkage", "crm_types", "channels", "contact_purposes",
     "customer_kinds", "customer_orientation", "service_or_product", "marketing_mix",
     "crm_programmes", "crm_goals", "business_case"],
)  # fmt: skip
def test_every_element_is_in_the_description(key: str) -> None:
    """The catalogue has no element of its own in these frameworks."""
    text = spec()
    groups = [group for read in READERS for group in read(text) if group.framework == key]
    claimed = sorted(element.key for group in groups for element in group.elements)
    assert claimed == sorted(element.key for element in frameworks[key])


def test_the_counts_are_those_of_the_prose() -> None:
    """Four kinds and a fifth, three aims, five tenets, eight tests, four programmes."""
    text = spec()
    assert "Four kinds in S0, and a fifth" in prose(3, text)
    assert len(frameworks["strategic_customers"]) == 4 + 1
    assert "three aims" in prose(4, text)
    assert len(frameworks["crm_aims"].of_role("goal")) == 3
    assert "five tenets" in prose(4, text)
    assert len(frameworks["customer_orientation"]) == 5
    assert "eight tests" in prose(4, text)
    assert len(frameworks["service_or_product"]) == 8
    assert "## 13. Four kinds" in text
    assert len(frameworks["crm_programmes"].of_role("programme")) == 4


def test_a_service_answers_as_the_description_says() -> None:
    """The eight answers in brackets."""
    said = [re.findall(r"\((yes|no)\)", test) for test in eight_answers(spec())]
    assert said == [["yes" if answer else "no"] for answer in SERVICE_ANSWERS.values()]
    assert list(SERVICE_ANSWERS) == [test.key for test in frameworks["service_or_product"]]


def test_goals_have_the_kpis_and_the_directions_of_the_table() -> None:
    """Every arrow of the table is a template, and every template has its arrow."""
    (rows,) = tables(14, spec())
    said = [
        (goal.key, kpi, WAYS["".join(re.findall("[↑↓]", part))])
        for goal, row in zip(CRM_GOALS.of_role("goal"), rows, strict=True)
        for part in split(row["KPI, better direction"], ",")
        for kpi in KPI_KEYS[part.strip("↑↓ ")]
    ]
    assert said == [(row.goal, row.kpi, row.better) for row in GOAL_TEMPLATES]


def test_the_five_letters_are_those_of_the_description() -> None:
    """SMART in Persian, in the order of the letters."""
    said = split(between(prose(14, spec()), "must be SMART (", ")"), "،")
    assert [plain(word) for word in said] == [plain(t.fa) for t in LETTER_TITLES.values()]


def test_definitions_and_quotes_are_those_of_the_description() -> None:
    """The years of the association, the words of ERP, and the figures that are quoted."""
    text = spec()
    years = re.findall(r"\d{4}", between(prose(4, text), "AMA definitions of marketing ", " are"))
    found = [d.year for d in DEFINITIONS.values() if "Marketing Association" in d.source]
    assert [int(year) for year in years] == found
    erp = between(prose(15, text), "ERP (", ")")
    assert plain(DEFINITIONS["erp"].term.fa) == plain(erp)
    figure = QUOTES["crm_roi"].figure
    assert figure is not None
    assert f"{100 * figure.require():.0f} % (Microsoft)" in prose(13, text)
    assert f"tool of {QUOTES['crm_most_popular_tool'].year} (Bain)" in prose(13, text)
    share = QUOTES["strategic_customer_share"].figure
    assert share is not None
    assert f"About {100 * share.require():.0f} % of the customers" in prose(3, text)


def test_a_changed_description_is_noticed() -> None:
    """A kind or a channel more, or another word, no longer fits the catalogue."""
    text = spec()
    more = text.replace(
        "| door_opener (Buttle's book)", "| rival | Rival | رقیب | x |\n| door_opener"
    )
    (group,) = section_3(more)
    assert len(group.items) == len(group.elements) + 1
    other = text.replace("fax (فکس)", "fax (دورنگار)")
    items = channels_and_kinds(other)[0].items
    assert "دورنگار" in [said.fa for said in items]
