"""Reading of the description of the frameworks: its sections, tables, lists, Persian terms."""

import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest

_DOMAIN: Final = Path(__file__).resolve().parents[4] / "shared" / "domain"
_LETTERS: Final = "\u0621-\u063a\u0641-\u0655\u066e-\u06d3\u06d5\u06fa-\u06ff"
_WORD: Final = f"[{_LETTERS}\u200c]+"
_RUN: Final = re.compile(f"(?:CRM )?{_WORD}(?:،? (?:{_WORD}|CRM|IT|B2B|B2C))*")
_SOURCE_TERM: Final = re.compile("⟨([^⟩]*)⟩")
_UNSEEN: Final = re.compile("[\\s\u200c\u2066-\u2069]")
_CLOSING: Final = {"(": ")", "[": "]"}


@cache
def spec(name: str = "frameworks.md") -> str:
    """Read the description of the frameworks or another text, or skip where it is absent."""
    path = _DOMAIN / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project")
    return path.read_text(encoding="utf-8")


def section(number: int, text: str | None = None) -> str:
    """Give the body of one numbered section, without its heading; of the description by default."""
    whole = spec() if text is None else text
    found = re.search(rf"^## {number}\. .*\n((?:(?!## ).*\n?)*)", whole, re.MULTILINE)
    if found is None:
        msg = f"there is no section {number}"
        raise LookupError(msg)
    return found[1]


def heading(number: int, text: str | None = None) -> str:
    """Give the heading of one numbered section, without its number."""
    whole = spec() if text is None else text
    found = re.search(rf"^## {number}\. (.*)$", whole, re.MULTILINE)
    if found is None:
        msg = f"there is no section {number}"
        raise LookupError(msg)
    return found[1]


def tables(number: int, text: str | None = None) -> list[list[dict[str, str]]]:
    """Give the tables of a section: each a list of rows, each row its cells by heading."""
    blocks = re.findall(r"(?:^\|.*\|\n?)+", section(number, text), re.MULTILINE)
    return [_rows(block) for block in blocks]


def _rows(block: str) -> list[dict[str, str]]:
    lines = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()
    ]
    names, _, *rows = lines
    return [dict(zip(names, row, strict=True)) for row in rows]


def prose(number: int, text: str | None = None) -> str:
    """Give a section without its tables."""
    return re.sub(r"^\|.*\|\n?", "", section(number, text), flags=re.MULTILINE)


def between(text: str, start: str, end: str = "\n") -> str:
    """Give what stands after the first `start` and before the next `end` or the text's end."""
    _, found, rest = text.partition(start)
    if not found:
        msg = f"{start!r} is not in the text"
        raise LookupError(msg)
    return rest.partition(end)[0].strip()


def split(text: str, mark: str) -> list[str]:
    """Split at a mark that stands outside brackets; blank parts fall away."""
    parts, open_brackets = [""], 0
    for letter in text:
        open_brackets += (letter in _CLOSING) - (letter in _CLOSING.values())
        if letter == mark and not open_brackets:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


def numbered(text: str) -> list[str]:
    """Give the items of a list "1 … 2 … 3 …", each without its number and the mark behind it."""
    starts, place = [], 0
    while found := re.compile(rf"(?<!\S){len(starts) + 1}\.? ").search(text, place):
        starts.append(found.span())
        place = found.end()
    ends = [*(start for start, _ in starts[1:]), len(text)]
    return [text[start:end].strip(" ·→.\n") for (_, start), end in zip(starts, ends, strict=True)]


def persian_titles(text: str) -> list[str]:
    """Give the Persian terms in a text in their order, the marked source terms left out.

    Half-spaces and the Persian comma join words of one term; brackets, semicolons, slashes and
    Latin words other than CRM, IT and the like divide terms.
    """
    return [found.strip("\u200c ") for found in _RUN.findall(_SOURCE_TERM.sub(" ; ", text))]


def source_terms(text: str) -> list[str]:
    """Give the marked source terms ⟨…⟩ of a text in their order."""
    return _SOURCE_TERM.findall(text)


def english(text: str) -> str:
    """Give the English of an item: no brackets, Persian, source terms or emphasis."""
    outside = _SOURCE_TERM.sub("", text.replace("*", ""))
    while (inner := re.sub(r"\([^()]*\)", "", outside)) != outside:
        outside = inner
    return (
        re
        .sub(r"\s+", " ", _RUN.sub(" ", outside))
        .replace(" ,", ",")
        .strip(" ·,:;.\u200c")
        .casefold()
    )


def plain(text: str) -> str:
    """Write a text so that half-spaces, blanks, isolation marks and capitals do not count."""
    return _UNSEEN.sub("", text).casefold()
