"""The report as a document without a language: phrases, tables, figures and sections."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import attrs

from crmcore._text import Title
from crmcore._types import Calendar

__all__ = ["Column", "Document", "Drawing", "Kind", "Phrase", "Section", "Table", "say"]

Kind: TypeAlias = Literal[
    "share",
    "money",
    "count",
    "number",
    "date",
    "month",
    "name",
    "names",
    "title",
    "phrase",
    "share_range",
    "money_range",
    "number_range",
    "measure",
    "measure_range",
]


@attrs.frozen
class Phrase:
    """A sentence in both languages, its figures apart.

    Attributes
    ----------
    en, fa : str
        Templates with the names of the values in braces.
    values : mapping of str to (kind, value)
        What stands in the braces, and how to write it.
    """

    en: str
    fa: str
    values: Mapping[str, tuple[Kind, Any]]


def say(en: str, fa: str, /, **values: tuple[Kind, Any]) -> Phrase:
    """Make a phrase.

    Parameters
    ----------
    en, fa : str
        Templates.
    **values : (kind, value)
        The figures by name.

    Returns
    -------
    Phrase
        The phrase.
    """
    return Phrase(en, fa, values)


@attrs.frozen
class Column:
    """A column of a table.

    Attributes
    ----------
    title : Title
        Its head.
    kind : Kind
        How its cells are written.
    """

    title: Title
    kind: Kind


@attrs.frozen(kw_only=True)
class Table:
    """A table: columns and rows of plain values; None prints as a dash.

    Attributes
    ----------
    title : Title
        What it shows.
    columns : tuple of Column
        The columns.
    rows : tuple of tuples
        The cells.
    """

    title: Title
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]


@attrs.frozen(kw_only=True)
class Drawing:
    """A figure of the page.

    Attributes
    ----------
    key : str
        Which figure.
    title, text : Title
        Its caption, and what to see in it.
    """

    key: str
    title: Title
    text: Title


@attrs.frozen(kw_only=True)
class Section:
    """A part of the report.

    Attributes
    ----------
    key : str
        Anchor.
    title : Title
        Its head.
    phrases : tuple of Phrase
        Its sentences.
    tables : tuple of Table
        Its tables.
    drawings : tuple of Drawing
        Its figures.
    """

    key: str
    title: Title
    phrases: tuple[Phrase, ...] = ()
    tables: tuple[Table, ...] = ()
    drawings: tuple[Drawing, ...] = ()


@attrs.frozen(kw_only=True)
class Document:
    """The whole report.

    Attributes
    ----------
    title : Phrase
        Its head.
    headline : tuple of Phrase
        At most seven sentences to act on.
    sections : tuple of Section
        The parts.
    currency : str or None
        The currency of all money.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar of dates and months.
    """

    title: Phrase
    headline: tuple[Phrase, ...]
    sections: tuple[Section, ...]
    currency: str | None
    calendar: Calendar = "gregorian"
