"""Rooms whose names are imported from their modules when they are first used."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["lazy"]


def lazy(
    room: str, modules: Mapping[str, tuple[str, ...]], /
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Give a room the functions by which Python asks it for a name.

    Parameters
    ----------
    room : str
        The room's own name, ``__name__``.
    modules : mapping of str to tuple of str
        Modules, and the names that the room takes from each.

    Returns
    -------
    getattr : callable
        To be the room's ``__getattr__``: imports the module of a name and keeps what it finds.
    dir : callable
        To be its ``__dir__``: all names, also those not imported yet.
    """
    homes = {name: module for module, names in modules.items() for name in names}

    def get(name: str) -> Any:  # noqa: ANN401 - any public name
        if name not in homes:
            msg = f"module {room!r} has no attribute {name!r}"
            raise AttributeError(msg)
        value = getattr(import_module(homes[name]), name)
        vars(sys.modules[room])[name] = value
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[room]), *homes})

    return get, names
