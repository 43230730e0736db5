"""The report as one self-contained page: light and dark, and good to print."""

from collections.abc import Mapping
from html import escape
from importlib.resources import files

from crmcore._text import Title
from crmcore._types import Language
from crmcore.report.document import Document, Drawing, Section, Table
from crmcore.report.words import Words

__all__ = ["render_html"]

_TEXT_KINDS = {"name", "title", "date", "month"}
_MADE_WITH = Title(
    "Made with crmcore. Forecasts hold as long as customers behave as before.",
    "ساخته‌شده با crmcore. پیش‌بینی‌ها تا زمانی برقرارند که رفتار مشتریان مانند گذشته باشد.",
)
_CONTENTS = Title("Contents", "فهرست")


def render_html(
    document: Document, /, *, language: Language, drawings: Mapping[str, str] | None = None
) -> str:
    """Write the report as a page.

    Parameters
    ----------
    document : Document
        The report.
    language : {"en", "fa"}
        The language; Persian pages run from right to left.
    drawings : mapping of str to str, optional
        SVG of the figures by key; figures without one are left out.

    Returns
    -------
    str
        A whole HTML document that loads nothing from elsewhere.
    """
    words = Words(language, document.currency, document.calendar)
    title = escape(words.phrase(document.title))
    css = files("crmcore.report").joinpath("page.css").read_text(encoding="utf-8")
    headline = "".join(f"<li>{escape(words.phrase(phrase))}</li>" for phrase in document.headline)
    links = " ".join(
        f'<a href="#{section.key}">{escape(words.title(section.title))}</a>'
        for section in document.sections
    )
    parts = "".join(_section(section, words, drawings or {}) for section in document.sections)
    direction = "rtl" if language == "fa" else "ltr"
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{direction}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{css}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{title}</h1>\n<ol class="headline">{headline}</ol>\n'
        f'<nav aria-label="{words.title(_CONTENTS)}">{links}</nav>\n{parts}</main>\n'
        f"<footer>{words.title(_MADE_WITH)}</footer>\n</body>\n</html>\n"
    )


def _section(section: Section, words: Words, drawings: Mapping[str, str]) -> str:
    phrases = "".join(f"<p>{escape(words.phrase(phrase))}</p>\n" for phrase in section.phrases)
    tables = "".join(_table(table, words) for table in section.tables)
    figures = "".join(
        _figure(drawing, drawings[drawing.key], words)
        for drawing in section.drawings
        if drawing.key in drawings
    )
    head = f'<h2 id="{section.key}">{escape(words.title(section.title))}</h2>\n'
    return f"<section>\n{head}{phrases}{figures}{tables}</section>\n"


def _figure(drawing: Drawing, svg: str, words: Words) -> str:
    title, text = escape(words.title(drawing.title)), escape(words.title(drawing.text))
    return f"<figure>{svg}<figcaption><strong>{title}.</strong> {text}</figcaption></figure>\n"


def _table(table: Table, words: Words) -> str:
    classes = [' class="text"' if column.kind in _TEXT_KINDS else "" for column in table.columns]
    heads = "".join(
        f'<th scope="col"{look}>{escape(words.title(column.title))}</th>'
        for column, look in zip(table.columns, classes, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{look}>{escape(words.value(column.kind, cell))}</td>"
            for column, look, cell in zip(table.columns, classes, row, strict=True)
        )
        + "</tr>\n"
        for row in table.rows
    )
    return (
        f'<div class="scroll"><table><caption>{escape(words.title(table.title))}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    )
