"""From text to plain data: limits, doubled keys, and where they are."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from crmcore.serialization._data import is_dict, is_list
from crmcore.serialization._paths import Located, MisfitError, Step, shown

__all__ = ["LONGEST", "check_length", "parse"]

LONGEST: Final = 50_000_000
_DEEPEST: Final = 64
_TOO_DEEP: Final = f"must nest at most {_DEEPEST} deep"


class _Object(dict[str, Any]):
    """An object whose text names a key twice."""

    doubled: str


def check_length(text: str, /) -> str:
    """Refuse text that is too long.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    str
        The text.

    Raises
    ------
    MisfitError
        If it has more than 50,000,000 characters.
    """
    if len(text) > LONGEST:
        msg = f"must have at most {LONGEST:,} characters, got {len(text):,}"
        raise MisfitError(msg)
    return text


def parse(text: object, /) -> Any:  # noqa: ANN401 - any JSON
    """Read text as JSON.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    object
        Dicts, lists and scalars; numbers beyond float64 become infinite, to be refused where they
        stand.

    Raises
    ------
    MisfitError
        If it is no text, too long, too deep or not JSON.
    Located
        If an object names a key twice.
    """
    if not isinstance(text, str):
        msg = f"must be a str, got {shown(text)}"
        raise MisfitError(msg)
    try:
        data = json.loads(check_length(text), object_pairs_hook=_object)
    except RecursionError as error:
        raise MisfitError(_TOO_DEEP) from error
    except MisfitError:
        raise
    except ValueError as error:
        msg = f"must be JSON, got {error}"
        raise MisfitError(msg) from error
    _survey(data)
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) == len(pairs):
        return data
    found = _Object(data)
    counts = Counter(key for key, _ in pairs)
    found.doubled = next(key for key in counts if counts[key] > 1)
    return found


def _survey(data: object) -> None:
    rest: list[tuple[Any, tuple[Step, ...]]] = [(part, ()) for part in [data] if _holds(part)]
    while rest:
        node, steps = rest.pop()
        if len(steps) > _DEEPEST:
            raise Located(steps, MisfitError(_TOO_DEEP))
        if isinstance(node, _Object):
            msg = "must be named once, got it twice"
            raise Located([*steps, node.doubled], MisfitError(msg))
        rest += [(part, (*steps, key)) for key, part in _parts(node) if _holds(part)]


def _parts(node: dict[str, Any] | list[Any]) -> Iterable[tuple[Step, Any]]:
    if isinstance(node, dict):
        return node.items()
    return enumerate(node)


def _holds(node: object) -> bool:
    return is_dict(node) or is_list(node)
