"""The kinds of values that JSON knows, by name, and the fields of each as annotated."""

import importlib
import pkgutil
import sys
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Any, Final, cast, get_origin, get_type_hints

import attrs

from crmcore._display import Value
from crmcore._keyed import Catalogue
from crmcore._text import Title
from crmcore.metrics.measurement import Interval, Intervals
from crmcore.serialization._arrays import Bounds
from crmcore.serialization._scalars import Bound
from crmcore.valuechain.catalogue.practices import PRACTICES
from crmcore.valuechain.elements import Practice

__all__ = ["BY_KEY", "Field", "fields_of", "kinds", "plain_class"]

# A room stands for all its modules; a module for the value objects that it defines.
_ROOMS: Final = (
    "crmcore.metrics.goals",
    "crmcore.metrics.measurement",
    "crmcore.metrics.observations",
    "crmcore.periods",
    "crmcore.rates",
    "crmcore.valuechain",
)
# Fields of which the annotation does not tell that they may be infinite.
_ENDLESS: Final[Mapping[Any, Mapping[str, Any]]] = {
    Interval: {"low": Bound, "high": Bound},
    Intervals: {"low": Bounds, "high": Bounds},
}
# Kinds that may be given by the key alone, and where it is looked up.
BY_KEY: Final[Mapping[Any, Callable[[str], Any]]] = {Practice: PRACTICES.__getitem__}


@attrs.frozen
class Field:
    """One field of a kind.

    Attributes
    ----------
    name : str
        Its name as an attribute.
    alias : str
        Its name as an argument and in JSON.
    kind : object
        Its type.
    required : bool
        Whether it has no default.
    """

    name: str
    alias: str
    kind: Any
    required: bool


@cache
def kinds() -> Mapping[str, type[Any]]:
    """Give the kinds by name.

    Returns
    -------
    mapping of str to type
        Every public value object of the rooms that are stored as JSON.
    """
    found = (kind for room in _ROOMS for module in _modules(room) for kind in _defined(module))
    return Catalogue("name", [("Title", Title), *((kind.__name__, kind) for kind in found)])


@cache
def fields_of(kind: Any, /) -> tuple[Field, ...]:  # noqa: ANN401 - a class of attrs, however typed
    """Give the fields of a kind that are stored.

    Parameters
    ----------
    kind : type
        A class of attrs.

    Returns
    -------
    tuple of Field
        The fields that its constructor takes.
    """
    known = {**get_type_hints(kind, localns=_names(kind)), **_ENDLESS.get(kind, {})}
    return tuple(
        Field(
            field.name, field.alias or field.name, known[field.name], field.default is attrs.NOTHING
        )
        for field in attrs.fields(kind)
        if field.init
    )


def plain_class(kind: Any, /) -> type[Any]:  # noqa: ANN401 - any annotation
    """Give the class that an annotation means, without its type arguments.

    Parameters
    ----------
    kind : object
        A class, or a generic one with arguments.

    Returns
    -------
    type
        The class.
    """
    return cast("type[Any]", get_origin(kind) or kind)


def _modules(room: str) -> Iterator[ModuleType]:
    module = importlib.import_module(room)
    yield module
    for found in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{room}."):
        yield importlib.import_module(found.name)


def _defined(module: ModuleType) -> Iterator[type[Any]]:
    for name, kind in vars(module).items():
        own = isinstance(kind, type) and kind.__module__ == module.__name__
        if own and issubclass(kind, Value) and attrs.has(kind) and not name.startswith("_"):
            yield kind


def _names(kind: type[Any]) -> Mapping[str, Any]:
    # An alias written as text is annotated as that text: its names are those of its own module.
    texts = {field.type for field in attrs.fields(kind) if isinstance(field.type, str)}
    homes = [
        vars(module)
        for name, module in list(sys.modules.items())
        if name.startswith("crmcore.")
        and texts.intersection(v for v in vars(module).values() if isinstance(v, str))
    ]
    return ChainMap(vars(sys.modules[kind.__module__]), *homes)
