"""The placeholders of the pages, and what is put in the place of each."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from catalogue_tables import (
    definition_table,
    description_table,
    editions_table,
    framework_list,
    framework_table,
    glossary_tables,
    practice_table,
)
from module_map import module_map

from crmcore._keyed import Catalogue

__all__ = ["filled"]

_WHOLE: Final[Mapping[str, Callable[[], str]]] = {
    "module map": module_map,
    "frameworks": framework_list,
    "definitions": definition_table,
    "glossary": glossary_tables,
}
_OF_A_KEY: Final[Mapping[str, Callable[[str], str]]] = Catalogue(
    "placeholder",
    (
        ("framework", framework_table),
        ("descriptions", description_table),
        ("practices", practice_table),
        ("editions", editions_table),
    ),
)
_LINE: Final = re.compile(r"^<!-- (.+) -->$", re.MULTILINE)


def filled(page: str) -> str:
    """Put tables in the place of the placeholders of a page.

    A placeholder is a comment that fills a line: ``<!-- module map -->``, or a kind of table and
    the key of a framework, ``<!-- practices idic -->``.

    Parameters
    ----------
    page : str
        The text of the page.

    Returns
    -------
    str
        The text with the tables; a placeholder or a key that is not known is an UnknownKeyError,
        which ends the build.
    """
    return _LINE.sub(_table, page)


def _table(found: re.Match[str]) -> str:
    words = found[1]
    if words in _WHOLE:
        return _WHOLE[words]()
    name, _, key = words.partition(" ")
    return _OF_A_KEY[name](key)
