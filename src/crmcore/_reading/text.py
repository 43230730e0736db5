"""Delimited text to a table: encoding and delimiter are found, and said."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import BinaryIO, Final, TypeAlias

import attrs

from crmcore._reading.names import known_names
from crmcore._reading.records import Body, Records
from crmcore._reading.table import Table, say
from crmcore._text import Title
from crmcore.errors import InvalidInputError

__all__ = ["Pick", "read_text"]

Pick: TypeAlias = Callable[[Sequence[str]], Sequence[str]]

_DELIMITERS: Final = {
    ",": Title("commas", "ویرگول"),
    ";": Title("semicolons", "نقطه‌ویرگول"),
    "\t": Title("tabs", "جهش (tab)"),
    "|": Title("vertical bars", "خط عمودی"),
}
_STATED: Final = re.compile(r'"?sep=([,;\t|])"?\s*', re.IGNORECASE)
_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_FALLBACK: Final = {"cp1252": "Windows-1252", "latin-1": "Latin-1"}
_HEAD: Final = 1 << 16
_SAMPLE: Final = 50


def read_text(file: BinaryIO, pick: Pick, /) -> Table:
    r"""Read delimited text.

    Parameters
    ----------
    file : binary file
        Its bytes, which can be gone back to; UTF-8, UTF-16 or UTF-32 with a byte-order mark,
        or else Windows-1252 or Latin-1.
    pick : callable
        Takes the header and gives the names of the columns that are needed.

    Returns
    -------
    Table
        The rows.

    Raises
    ------
    InvalidInputError
        If it is no text, is empty or has no rows, its delimiter cannot be told, or a quotation
        is broken.

    Examples
    --------
    >>> table = read_text(io.BytesIO(b"who;paid\nada;5\nbo;7\n"), lambda header: header)
    >>> table.cells["who"].seen, table.lines.tolist()
    (['ada', 'bo'], [2, 3])
    """
    head = file.read(_HEAD)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if marked is None and b"\0" in head:
        got = f"a NUL at byte {head.index(0) + 1}; if it is text in UTF-16, save it as UTF-8"
        raise InvalidInputError(_not_text(got))
    for encoding in (marked,) if marked else ("utf-8-sig", "cp1252"):
        try:
            return _decoded(file, encoding, pick)
        except UnicodeError as error:
            if marked:
                raise InvalidInputError(_not_text(f"broken {marked.upper()}")) from error
    return _decoded(file, "latin-1", pick)


def _not_text(got: str) -> str:
    return f"FILE must be a table as text (CSV) or Parquet, got {got}"


def _decoded(file: BinaryIO, encoding: str, pick: Pick) -> Table:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        table = _read(text, pick)
    except InvalidInputError as error:
        if encoding not in _FALLBACK:
            raise
        hint = f"(the file is not UTF-8 and was read as {_FALLBACK[encoding]}; save it as UTF-8)"
        msg = f"{error} {hint}"
        raise InvalidInputError(msg) from error
    finally:
        text.detach()
    return attrs.evolve(table, said=(*_encoded(encoding), *table.said))


def _encoded(encoding: str) -> tuple[Title, ...]:
    if encoding in _FALLBACK:
        said = say(
            "The file is not UTF-8 and is read as {name}; save it as UTF-8 if letters look wrong",
            "پرونده UTF-8 نیست و با {name} خوانده شد؛ اگر حروف درست نیست، آن را UTF-8 ذخیره کنید",
            name=_FALLBACK[encoding],
        )
        return (said,)
    if encoding == "utf-8-sig":
        return ()
    name = encoding.upper()
    return (say("The file is read as {name}", "پرونده با {name} خوانده شد", name=name),)


def _read(text: io.TextIOWrapper, pick: Pick) -> Table:
    sample = _sample(text)
    content = [line for line in sample if line.strip()]
    stated = _STATED.fullmatch(content[0])
    delimiter = stated[1] if stated else _delimiter(content)
    reader = csv.reader(
        chain(sample, text), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    records = Records(reader)
    rows = iter(records)
    header = _filled(rows)
    if stated:
        header = _filled(rows)
    names = [name.strip() for name in header]
    above = len(records.ends)
    body = Body(names=names, wanted=pick(names))
    body.fill(rows)
    table = body.table(records.starts[above:], above - 1 - bool(stated))
    return attrs.evolve(table, said=(*_parted(delimiter), *table.said))


def _sample(text: io.TextIOWrapper) -> list[str]:
    above: list[str] = []
    for line in text:
        above.append(line)
        if line.strip():
            return [*above, *islice(text, _SAMPLE)]
    msg = "FILE must hold a header and rows, got an empty file"
    raise InvalidInputError(msg)


def _filled(rows: Iterator[list[str]]) -> list[str]:
    empty: list[str] = []
    return next((row for row in rows if any(map(str.strip, row))), empty)


def _delimiter(lines: Sequence[str]) -> str:
    ranks = {mark: _rank(lines, mark) for mark in _DELIMITERS}
    best = max(ranks.values())
    equal = [mark for mark, rank in ranks.items() if rank == best]
    if len(equal) in {1, len(ranks)}:
        return equal[0]
    marks = " and ".join(_DELIMITERS[mark].en for mark in equal)
    msg = (
        "FILE must have its columns separated by one mark, got a header that "
        f"{marks} part equally well: {lines[0].strip()!r}"
    )
    raise InvalidInputError(msg)


def _rank(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    try:
        header = _filled(csv.reader(lines, delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        return (0, 0)
    return (known_names(header), len(header))


def _parted(delimiter: str) -> tuple[Title, ...]:
    if delimiter == ",":
        return ()
    mark = _DELIMITERS[delimiter]
    return (Title(f"Columns are separated by {mark.en}", f"ستون‌ها با {mark.fa} جدا شده‌اند"),)
