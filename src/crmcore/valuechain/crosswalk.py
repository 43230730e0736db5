"""The crosswalk of frameworks: which element of one says what an element of another says."""

from collections.abc import Iterable, Mapping
from itertools import combinations

import attrs

from crmcore._checks import texts
from crmcore._display import Value
from crmcore._keyed import Keyed, known, refuse_doubles
from crmcore._text import Title
from crmcore.errors import InvalidInputError
from crmcore.valuechain.elements import Element, Practice
from crmcore.valuechain.framework import Framework

__all__ = ["Crosswalk", "PracticeLink", "Theme", "ThemeLink", "shared_practices"]


def _themes(themes: "Iterable[Theme]") -> "tuple[Theme, ...]":
    return tuple(themes)


def _frameworks(frameworks: Iterable[Framework]) -> tuple[Framework, ...]:
    return tuple(frameworks)


@attrs.frozen(kw_only=True, repr=False)
class Theme(Value):
    """Something that several frameworks say, and where each says it.

    Attributes
    ----------
    key : str
        Stable identifier.
    title : Title
        What they say, in English and Persian.
    references : tuple of str
        Elements as ``"framework.element"``, each once.

    Raises
    ------
    InvalidInputError
        If a reference is named twice or is not of that form.

    Examples
    --------
    >>> Theme(key="dialogue", title=Title("Dialogue", "گفت‌وگو"), references=["idic.interact"])
    Theme(key='dialogue', title='Dialogue', references=1)
    """

    key: str
    title: Title
    references: tuple[str, ...] = attrs.field(converter=texts)

    def __attrs_post_init__(self) -> None:
        refuse_doubles(f"references of {self.key}", self.references)
        for reference in self.references:
            framework, _, element = reference.partition(".")
            if not framework or not element:
                msg = (
                    f"references of {self.key} must have the form 'framework.element', "
                    f"got {reference!r}"
                )
                raise InvalidInputError(msg)

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "title": self.title.en, "references": len(self.references)}


@attrs.frozen(kw_only=True, repr=False)
class ThemeLink(Value):
    """Two elements of different frameworks that a theme puts side by side.

    Attributes
    ----------
    theme : str
        The theme.
    one, other : str
        The elements as ``"framework.element"``.
    """

    theme: str
    one: str
    other: str

    def _facts(self) -> dict[str, object]:
        return {"theme": self.theme, "one": self.one, "other": self.other}


@attrs.frozen(kw_only=True, repr=False)
class PracticeLink(Value):
    """Two elements that name some of the same practices.

    Attributes
    ----------
    one, other : str
        Keys of the elements, in the first and the second framework.
    practices : tuple of Practice
        What both name, in the order of the first.
    """

    one: str
    other: str
    practices: tuple[Practice, ...]

    def _facts(self) -> dict[str, object]:
        keys = tuple(practice.key for practice in self.practices)
        return {"one": self.one, "other": self.other, "practices": keys}


def shared_practices(one: Framework, other: Framework, /) -> tuple[PracticeLink, ...]:
    """Link the elements of two frameworks by the practices that they share.

    Parameters
    ----------
    one, other : Framework
        The frameworks.

    Returns
    -------
    tuple of PracticeLink
        One for each pair of elements that name a practice in common, in the order of the elements
        of `one`, then of `other`. Only what an element itself names counts, not its parts'.

    Examples
    --------
    >>> from crmcore.valuechain.catalogue import frameworks
    >>> links = shared_practices(frameworks["idic"], frameworks["tam"])
    >>> links[0]
    PracticeLink(one='identify', other='known', practices=('collect_customer_data',))
    """
    named = [(element.key, {p.key for p in element.practices}) for element in other]
    return tuple(
        PracticeLink(one=element.key, other=key, practices=common)
        for element in one
        for key, keys in named
        if (common := tuple(p for p in element.practices if p.key in keys))
    )


@attrs.frozen(kw_only=True, repr=False)
class Crosswalk(Keyed[Theme]):
    """Themes against frameworks: a table whose cells are elements.

    Attributes
    ----------
    themes : tuple of Theme
        The rows.
    frameworks : tuple of Framework
        The columns; a theme may refer only to elements of these.

    Raises
    ------
    UnknownKeyError
        If a theme refers to a framework or an element that is not there; the nearest are
        suggested.
    InvalidInputError
        If two themes or two frameworks have one key.

    Examples
    --------
    >>> from crmcore.valuechain.catalogue import framework_crosswalk
    >>> [element.title.en for element in framework_crosswalk.cell("dialogue", "swift_integration")]
    ['Interact', 'Connect']
    >>> framework_crosswalk.counterparts("crm_stages.retain")[:2]
    ('porter_value_chain.service', 'crm_value_chain.lifecycle_management')
    """

    themes: tuple[Theme, ...] = attrs.field(converter=_themes)
    frameworks: tuple[Framework, ...] = attrs.field(converter=_frameworks)

    def __attrs_post_init__(self) -> None:
        refuse_doubles("keys of themes", [theme.key for theme in self.themes])
        refuse_doubles("keys of frameworks", [framework.key for framework in self.frameworks])
        frameworks = self._frameworks_by_key()
        for theme in self.themes:
            for reference in theme.references:
                _find(theme, reference, frameworks)

    def _by_key(self) -> Mapping[str, Theme]:
        return {theme.key: theme for theme in self.themes}

    def _frameworks_by_key(self) -> Mapping[str, Framework]:
        return {framework.key: framework for framework in self.frameworks}

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the themes, from top to bottom."""
        return tuple(theme.key for theme in self.themes)

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of the frameworks that some theme refers to, from left to right."""
        named = {
            reference.partition(".")[0] for theme in self.themes for reference in theme.references
        }
        return tuple(framework.key for framework in self.frameworks if framework.key in named)

    @property
    def links(self) -> tuple[ThemeLink, ...]:
        """Every two elements of different frameworks that a theme puts side by side."""
        return tuple(
            ThemeLink(theme=theme.key, one=one, other=other)
            for theme in self.themes
            for one, other in combinations(theme.references, 2)
            if one.partition(".")[0] != other.partition(".")[0]
        )

    def cell(self, theme: str, framework: str, /) -> tuple[Element, ...]:
        """Give the elements of one framework that say what a theme says.

        Parameters
        ----------
        theme : str
            Key of the theme.
        framework : str
            Key of the framework.

        Returns
        -------
        tuple of Element
            The elements, in the order of the theme's references; empty where it has none.

        Raises
        ------
        UnknownKeyError
            If there is no such theme or framework.
        """
        row, frameworks = self[theme], self._frameworks_by_key()
        column = frameworks[known("framework", framework, frameworks)]
        parts = (reference.partition(".") for reference in row.references)
        return tuple(column[element] for name, _, element in parts if name == framework)

    def themes_of(self, reference: str, /) -> tuple[Theme, ...]:
        """Find the themes that an element belongs to.

        Parameters
        ----------
        reference : str
            The element as ``"framework.element"``.

        Returns
        -------
        tuple of Theme
            Its themes; empty where it belongs to none.

        Raises
        ------
        UnknownKeyError
            If there is no such element.
        """
        frameworks = self._frameworks_by_key()
        name, _, element = reference.partition(".")
        known("element", element, _elements(frameworks[known("framework", name, frameworks)]))
        return tuple(theme for theme in self.themes if reference in theme.references)

    def counterparts(self, reference: str, /) -> tuple[str, ...]:
        """Find what other frameworks say of an element's themes.

        Parameters
        ----------
        reference : str
            The element as ``"framework.element"``.

        Returns
        -------
        tuple of str
            Elements of other frameworks in the same themes, each once, in the order of the themes
            and of their references; if one is a counterpart of another, so is that of it.

        Raises
        ------
        UnknownKeyError
            If there is no such element.
        """
        own = reference.partition(".")[0]
        beside = (other for theme in self.themes_of(reference) for other in theme.references)
        return tuple(dict.fromkeys(other for other in beside if other.partition(".")[0] != own))

    def _facts(self) -> dict[str, object]:
        return {
            "themes": len(self.themes),
            "frameworks": len(self.columns),
            "links": len(self.links),
        }


def _elements(framework: Framework) -> tuple[str, ...]:
    return tuple(element.key for element in framework)


def _find(theme: Theme, reference: str, frameworks: Mapping[str, Framework]) -> None:
    name, _, element = reference.partition(".")
    known(f"framework of {reference} in {theme.key}", name, frameworks)
    known(f"element of {reference} in {theme.key}", element, _elements(frameworks[name]))
