"""The crosswalk: what the frameworks say in other words, element against element."""

import re
from itertools import combinations
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.valuechain import Element, Framework, frameworks
from crmcore.valuechain.catalogue import framework_crosswalk
from crmcore.valuechain.catalogue.crosswalk_themes import THEMES
from crmcore.valuechain.crosswalk import Crosswalk, Theme, shared_practices
from valuechain.catalogue.tables import between, prose, split

REFERENCES: Final = [f"{f.key}.{e.key}" for f in frameworks.values() for e in f]
RATED: Final = [framework for framework in frameworks.values() if framework.practices]
LINES: Final = {
    "know_and_differentiate": (
        "identify/differentiate ~ portfolio_analysis ~ knowledge discovery ~ strategy"
    ),
    "dialogue": "interact ~ customer_intimacy ~ interact, connect",
    "value_and_customisation": "customize ~ value_proposition ~ market planning ~ enhance",
    "keep_and_grow": "lifecycle_management ~ retain ~ loyalty, win_back_save",
}
MEANT: Final = {
    "know_and_differentiate": {
        "idic.identify",
        "idic.differentiate",
        "crm_value_chain.portfolio_analysis",
        "swift_process.knowledge_discovery",
        "eight_building_blocks.strategy",
    },
    "dialogue": {
        "idic.interact",
        "crm_value_chain.customer_intimacy",
        "swift_integration.interact",
        "swift_integration.connect",
    },
    "value_and_customisation": {
        "idic.customize",
        "crm_value_chain.value_proposition",
        "swift_process.market_planning",
        "crm_stages.enhance",
    },
    "keep_and_grow": {
        "crm_value_chain.lifecycle_management",
        "crm_stages.retain",
        "crm_programmes.loyalty",
        "crm_programmes.win_back_save",
    },
}
references = st.sampled_from(REFERENCES)
every_theme = pytest.mark.parametrize("theme", THEMES, ids=[theme.key for theme in THEMES])


def small(*references: str) -> Crosswalk:
    """Make a crosswalk of one theme over the catalogue."""
    theme = Theme(key="t", title=Title("T", "ت"), references=references)
    return Crosswalk(themes=[theme], frameworks=frameworks.values())


def covered(framework: Framework, element: Element) -> bool:
    """Tell whether an element, one of its parts or a whole that it lies within has a theme."""

    def own(part: Element) -> bool:
        return bool(framework_crosswalk.themes_of(f"{framework.key}.{part.key}"))

    def below(part: Element) -> bool:
        return own(part) or any(below(inner) for inner in framework.parts(part.key))

    whole = element
    while whole.within is not None:
        whole = framework[whole.within]
        if own(whole):
            return True
    return below(element)


def test_the_crosswalk_of_the_catalogue_is_whole() -> None:
    """All themes against all frameworks, in their order."""
    assert framework_crosswalk.themes == THEMES
    assert framework_crosswalk.frameworks == tuple(frameworks.values())
    assert framework_crosswalk.rows == tuple(theme.key for theme in THEMES)
    assert len({theme.title.en for theme in THEMES}) == len({t.title.fa for t in THEMES})
    assert len({theme.title.fa for theme in THEMES}) == len(THEMES)


@pytest.mark.parametrize("theme", LINES)
def test_the_four_lines_hold(theme: str) -> None:
    """What the description sets side by side stands in one theme, framework against framework."""
    assert MEANT[theme] <= set(framework_crosswalk[theme].references)
    for one, other in combinations(sorted(MEANT[theme]), 2):
        if one.partition(".")[0] != other.partition(".")[0]:
            assert other in framework_crosswalk.counterparts(one)


@pytest.mark.parametrize("theme", LINES)
def test_the_lines_are_meant_word_for_word(theme: str) -> None:
    """Every word of a line is the key or the title of exactly one of the elements meant."""
    words = re.split(" ~ |, |/", LINES[theme])
    elements = [reference.partition(".")[2] for reference in MEANT[theme]]
    assert sorted(word.replace(" ", "_") for word in words) == sorted(elements)


def test_the_lines_are_those_of_the_description() -> None:
    """The description gives these lines, and no other."""
    assert split(between(prose(12), "element against element: ", ".\n"), ";") == list(
        LINES.values()
    )


@every_theme
def test_every_theme_joins_frameworks(theme: Theme) -> None:
    """A theme of one framework would set nothing side by side; every reference is found."""
    assert len({reference.partition(".")[0] for reference in theme.references}) > 1
    assert set(theme.references) <= set(REFERENCES)
    cells = [framework_crosswalk.cell(theme.key, key) for key in framework_crosswalk.columns]
    assert sum(map(len, cells)) == len(theme.references)


@pytest.mark.parametrize("framework", RATED, ids=[framework.key for framework in RATED])
def test_no_rated_element_is_orphaned(framework: Framework) -> None:
    """Each has a theme by itself, by a part of it, or by the whole that it lies within."""
    assert framework.key in framework_crosswalk.columns
    assert [element.key for element in framework if not covered(framework, element)] == []


@pytest.mark.law
@given(one=references, other=references)
def test_counterparts_are_symmetrical(one: str, other: str) -> None:
    """One is a counterpart of another just when the other is one of it; none within a framework."""
    there = other in framework_crosswalk.counterparts(one)
    assert there == (one in framework_crosswalk.counterparts(other))
    same = one.partition(".")[0] == other.partition(".")[0]
    themes = {t.key for t in framework_crosswalk.themes_of(one)}
    common = themes & {t.key for t in framework_crosswalk.themes_of(other)}
    assert there == (bool(common) and not same)


@pytest.mark.law
@given(reference=references)
def test_links_and_counterparts_say_the_same(reference: str) -> None:
    """The links that touch an element lead to its counterparts, each of which comes once."""
    found = framework_crosswalk.counterparts(reference)
    touching = [link for link in framework_crosswalk.links if reference in {link.one, link.other}]
    ends = {link.one for link in touching} | {link.other for link in touching}
    assert set(found) == ends - {reference}
    assert len(set(found)) == len(found)


@pytest.mark.law
@given(one=st.sampled_from(RATED), other=st.sampled_from(RATED))
def test_shared_practices_are_symmetrical(one: Framework, other: Framework) -> None:
    """The same pairs share the same practices whichever framework comes first."""
    there = {(x.one, x.other, frozenset(x.practices)) for x in shared_practices(one, other)}
    back = {(x.other, x.one, frozenset(x.practices)) for x in shared_practices(other, one)}
    assert there == back
    for pair in shared_practices(one, other):
        both = set(one[pair.one].practices) & set(other[pair.other].practices)
        assert set(pair.practices) == both != set()


def test_every_element_that_names_practices_shares_all_with_itself() -> None:
    """A framework against itself: the diagonal holds each element's own practices."""
    tam = frameworks["tam"]
    diagonal = [link for link in shared_practices(tam, tam) if link.one == link.other]
    assert [link.practices for link in diagonal] == [element.practices for element in tam]


def test_cells_follow_the_theme() -> None:
    """A cell gives elements in the order of the theme, and is empty where there is none."""
    crosswalk = small("swift_integration.connect", "idic.interact", "swift_integration.interact")
    assert crosswalk.cell("t", "swift_integration") == (
        frameworks["swift_integration"]["connect"],
        frameworks["swift_integration"]["interact"],
    )
    assert crosswalk.cell("t", "tam") == ()
    assert crosswalk.columns == ("swift_integration", "idic")
    assert crosswalk.counterparts("idic.interact") == (
        "swift_integration.connect",
        "swift_integration.interact",
    )
    assert crosswalk.counterparts("tam.known") == ()
    assert [(link.one, link.other) for link in crosswalk.links] == [
        ("swift_integration.connect", "idic.interact"),
        ("idic.interact", "swift_integration.interact"),
    ]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda x: x.cell("u", "idic"), "got 'u'"),
        (lambda x: x.cell("t", "idik"), "framework must be .* did you mean 'idic'"),
        (lambda x: x.themes_of("idic.interakt"), "element must be .* did you mean 'interact'"),
        (lambda x: x.themes_of("idik.interact"), "framework must be .* did you mean 'idic'"),
        (lambda x: x.counterparts("idic"), "element must be a known key, got ''"),
        (lambda _: small("idik.interact"), "framework of idik.interact in t must be"),
        (lambda _: small("idic.interakt"), "element of idic.interakt in t must be"),
    ],
)
def test_what_is_not_there_is_named_and_the_nearest_suggested(ask: object, message: str) -> None:
    """The message says which part of a reference is unknown."""
    assert callable(ask)
    with pytest.raises(UnknownKeyError, match=message):
        ask(small("idic.interact"))


@pytest.mark.parametrize("reference", ["idic", "idic.", ".interact"])
def test_references_have_two_parts(reference: str) -> None:
    """A reference that is no "framework.element" is refused with its own text."""
    with pytest.raises(InvalidInputError, match=re.escape(f"got {reference!r}")):
        small(reference)


def test_nothing_stands_twice() -> None:
    """A reference, a theme and a framework come once each."""
    theme = Theme(key="t", title=Title("T", "ت"), references="idic.interact")
    with pytest.raises(InvalidInputError, match="references of t must differ"):
        small("idic.interact", "idic.interact")
    with pytest.raises(InvalidInputError, match="keys of themes must differ"):
        Crosswalk(themes=[theme, theme], frameworks=frameworks.values())
    with pytest.raises(InvalidInputError, match="keys of frameworks must differ"):
        Crosswalk(themes=[theme], frameworks=[frameworks["idic"]] * 2)


def test_values_print_themselves() -> None:
    """Themes, links and the crosswalk show what they hold."""
    crosswalk = small("idic.interact", "tam.in_contact")
    assert repr(crosswalk) == "Crosswalk(themes=1, frameworks=2, links=1)"
    assert repr(crosswalk.links[0]) == (
        "ThemeLink(theme='t', one='idic.interact', other='tam.in_contact')"
    )
    assert repr(crosswalk["t"]) == "Theme(key='t', title='T', references=2)"
    link = shared_practices(frameworks["idic"], frameworks["tam"])[0]
    assert repr(link).startswith("PracticeLink(one='identify', other='known'")
