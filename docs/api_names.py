"""Whether the reference lists every public class and function."""

import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

import crmcore
from crmcore import metrics

__all__ = ["unlisted"]

_ROOMS: Final = (
    "crmcore",
    "crmcore.currencies",
    "crmcore.customers",
    "crmcore.datasets",
    "crmcore.days",
    "crmcore.exclusions",
    "crmcore.names",
    "crmcore.numerals",
    "crmcore.periods",
    "crmcore.plotting",
    "crmcore.report",
    "crmcore.segmentation",
    "crmcore.serialization",
    "crmcore.solar_hijri",
    "crmcore.valuechain",
    "crmcore.valuechain.porter",
)
_ENTRY: Final = re.compile(r"^ *~?(crmcore(?:\.\w+)+) *$", re.MULTILINE)


def unlisted(page: str, /) -> list[str]:
    """Find the public classes and functions that a page of autosummary tables leaves out.

    Parameters
    ----------
    page : str
        The text of the page.

    Returns
    -------
    list of str
        Their full names, sorted.
    """
    listed = {id(_found(name)) for name in _ENTRY.findall(page)}
    return sorted({name for name, thing in _public() if id(thing) not in listed})


def _public() -> Iterator[tuple[str, Any]]:
    walked = (found.name for found in pkgutil.walk_packages(metrics.__path__, "crmcore.metrics."))
    for room in (*_ROOMS, *(name for name in walked if "._" not in name)):
        module = import_module(room)
        for name in module.__all__ if hasattr(module, "__all__") else ():
            thing = getattr(module, name)
            if inspect.isclass(thing) or inspect.isfunction(thing):
                yield f"{room}.{name}", thing


def _found(name: str) -> Any:  # noqa: ANN401 - whatever has the name
    room, _, last = name.rpartition(".")
    return getattr(crmcore if room == "crmcore" else import_module(room), last)
