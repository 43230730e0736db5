"""The report as plain text for a terminal."""

import textwrap
import unicodedata

from crmcore._text import Title
from crmcore._types import Language
from crmcore.report.document import Column, Document, Section, Table
from crmcore.report.words import Words

__all__ = ["render_text"]

_WIDTH = 96
_RIGHT_TO_LEFT = "\u200f"
_TEXT_KINDS = {"name", "title", "date", "month"}


def render_text(document: Document, /, *, language: Language) -> str:
    """Write the report for a terminal.

    Parameters
    ----------
    document : Document
        The report.
    language : {"en", "fa"}
        The language; Persian lines begin with a right-to-left mark.

    Returns
    -------
    str
        The text, with a line break at its end.
    """
    words = Words(language, document.currency, document.calendar)
    title = words.phrase(document.title)
    lines = [title, "=" * min(_width(title), _WIDTH), ""]
    for number, phrase in enumerate(document.headline, start=1):
        lead = f"{words.value('count', number)}. "
        lines += _wrap(words.phrase(phrase), lead)
    for section in document.sections:
        lines += ["", *_section(section, words)]
    if language == "fa":
        lines = [f"{_RIGHT_TO_LEFT}{line}" if line else line for line in lines]
    return "\n".join(lines) + "\n"


def _section(section: Section, words: Words) -> list[str]:
    title = words.title(section.title)
    lines = [title, "-" * _width(title)]
    for phrase in section.phrases:
        lines += _wrap(words.phrase(phrase), "")
    for table in section.tables:
        lines += ["", *_table(table, words)]
    return lines


def _wrap(text: str, lead: str) -> list[str]:
    return textwrap.wrap(
        text,
        width=_WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
        break_long_words=False,
    )


def _table(table: Table, words: Words) -> list[str]:
    heads = [words.title(column.title) for column in table.columns]
    rows = [
        [words.value(column.kind, cell) for column, cell in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]
    widths = [max(map(_width, cells)) for cells in zip(heads, *rows, strict=True)]
    lines = [_line(row, widths, table.columns) for row in (heads, *rows)]
    rule = "  ".join("-" * width for width in widths)
    return [_caption(table.title, words), lines[0], rule, *lines[1:]]


def _caption(title: Title, words: Words) -> str:
    return words.title(title)


def _line(cells: list[str], widths: list[int], columns: tuple[Column, ...]) -> str:
    padded = [
        cell + " " * (width - _width(cell))
        if column.kind in _TEXT_KINDS
        else " " * (width - _width(cell)) + cell
        for cell, width, column in zip(cells, widths, columns, strict=True)
    ]
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
