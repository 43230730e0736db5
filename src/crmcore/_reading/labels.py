"""Cells that name something: customers, orders, products, categories, the currency."""

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from crmcore._reading.table import Cells, Table, missing, say
from crmcore._text import Title
from crmcore._types import ObjectArray
from crmcore.currencies import currency_code, currency_title
from crmcore.errors import InvalidInputError
from crmcore.names import likely_doubles

__all__ = ["read_currency", "read_labels"]

_NUMBER: Final = re.compile(r"\d+(\.0+)?", re.ASCII)
_POWER: Final = re.compile(r"\d(\.\d+)?[eE]\+\d{2,}", re.ASCII)
_CODE: Final = re.compile(r"[A-Za-z]{3}")
_KEPT: Final = Title(
    "Likely doubles in '{name}', names that differ only by script: {members}, which may be "
    "{groups}, such as '{one}' and '{other}'; kept apart, --merge-doubles makes them one",
    "تکراری‌های احتمالی در «{name}»، نام‌هایی که تنها در شیوه نوشتن تفاوت دارند: {members} نام که "
    "شاید {groups} باشد، مانند «{one}» و «{other}»؛ جدا ماندند و --merge-doubles آن‌ها را یکی می‌کند",
)
_MERGED: Final = Title(
    "Names in '{name}' that differ only by script were merged, as asked: {members} became "
    "{groups}, such as '{other}' into '{one}'",
    "به درخواست شما نام‌هایی از «{name}» که تنها در شیوه نوشتن تفاوت داشتند یکی شدند: {members} نام "
    "{groups} نام شد، مانند «{other}» که «{one}» شد",
)


def read_labels(
    cells: Cells, table: Table, /, *, words: bool, merge: bool | None
) -> tuple[ObjectArray, tuple[Title, ...]]:
    """Read the names of customers, orders, products or categories.

    Parameters
    ----------
    cells : Cells
        The column.
    table : Table
        Where it stands.
    words : bool
        Whether words such as ``NULL`` say that there is none, and are no names.
    merge : bool or None
        Whether names that differ only by script, such as ``علي`` and ``علی``, become one, or are
        pointed out; None does not look for them.

    Returns
    -------
    labels : ndarray of object, shape (n,)
        Text without the blanks around it; None where there is none.
    said : tuple of Title
        Whether numbers such as ``17850.0`` were read as ``17850``, and likely doubles.
    """
    texts = [_label(value, words=words) for value in cells.seen]
    present = [text for text in texts if text is not None]
    said = _damaged(cells, table, texts)
    pointed = [text for text in present if "." in text]
    if pointed and all(map(_NUMBER.fullmatch, present)):
        texts = [None if text is None else text.partition(".")[0] for text in texts]
        whole = say(
            "'{name}' is written with a decimal point: '{old}' is read as '{new}'",
            "«{name}» با ممیز نوشته شده است: «{old}» به‌صورت «{new}» خوانده شد",
            name=cells.name,
            old=pointed[0],
            new=pointed[0].partition(".")[0],
        )
        said = (whole, *said)
    doubles: tuple[Title, ...] = ()
    if merge is not None:
        texts, doubles = _doubles(cells, texts, merge=merge)
    return cells.spread(_objects(texts)), (*said, *doubles)


def _doubles(
    cells: Cells, texts: list[str | None], *, merge: bool
) -> tuple[list[str | None], tuple[Title, ...]]:
    given = [i for i, text in enumerate(texts) if text is not None]
    found = likely_doubles([texts[i] for i in given], counts=cells.count[given])
    if not found.groups:
        return texts, ()
    first = found.groups[0].members
    told = say(
        _MERGED.en if merge else _KEPT.en,
        _MERGED.fa if merge else _KEPT.fa,
        name=cells.name,
        members=found.members,
        groups=len(found),
        one=first[0],
        other=first[1],
    )
    if merge:
        texts = [None if text is None else found.canonical([text])[0] for text in texts]
    return texts, (told,)


def _objects(values: Sequence[Any]) -> ObjectArray:
    array: ObjectArray = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _label(value: object, *, words: bool) -> str | None:
    if value is None or (words and missing(value)):
        return None
    return str(value).strip() or None


def _damaged(cells: Cells, table: Table, texts: Sequence[str | None]) -> tuple[Title, ...]:
    rounded = next((i for i, text in enumerate(texts) if text and _POWER.fullmatch(text)), None)
    if rounded is None:
        return ()
    return (
        say(
            "'{name}' holds rounded numbers ({value}): a spreadsheet has cut digits off, and "
            "different ones may have become one",
            "«{name}» عددهای گردشده دارد ({value}): صفحه‌گسترده رقم‌هایی را انداخته است و شاید "
            "چند شناسه یکی شده باشد",
            name=cells.name,
            value=table.quote(cells, rounded),
        ),
    )


def read_currency(
    cells: Cells, table: Table, stated: str | None, /
) -> tuple[str | None, tuple[Title, ...]]:
    """Read a column that names the currency of each row.

    Parameters
    ----------
    cells : Cells
        The column.
    table : Table
        Where it stands.
    stated : str or None
        The currency that the user says.

    Returns
    -------
    currency : str or None
        The currency of all rows, `stated` where that is given.
    said : tuple of Title
        What was taken.

    Raises
    ------
    InvalidInputError
        If rows are in different currencies, or in another than stated.
    """
    named = [i for i, value in enumerate(cells.seen) if not missing(value)]
    kinds = {_code(cells.seen[i]): i for i in reversed(named)}
    if len(kinds) > 1:
        first, second = sorted(kinds.values())[:2]
        msg = (
            f"currency must be one for the whole file, got {table.quote(cells, first)} and "
            f"{table.quote(cells, second)}; make one file for each"
        )
        raise InvalidInputError(msg)
    if not kinds:
        return stated, ()
    code, place = next(iter(kinds.items()))
    if stated is not None and _CODE.fullmatch(code) and code != currency_code(stated):
        msg = (
            f"--currency must be that of the file, got {stated!r}, and {table.quote(cells, place)}"
        )
        raise InvalidInputError(msg)
    if stated is not None:
        return stated, ()
    said = say(
        "The currency is {code}, from '{name}'",
        "واحد پول {code} است، از «{name}»",
        code=currency_title(code),
        name=cells.name,
    )
    return code, (said,)


def _code(value: object) -> str:
    return currency_code(str(value).strip().upper())
