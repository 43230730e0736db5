"""The converter of cattrs that knows how each sort of type is read and written."""

from collections.abc import Callable, Hashable
from functools import cache, partial
from typing import Any, Final, Literal, TypeAlias, get_origin

import numpy as np

from crmcore._optional import require
from crmcore.serialization import _arrays, _compounds, _objects, _scalars, _unions
from crmcore.serialization._compounds import Inner
from crmcore.serialization._paths import MisfitError

__all__ = ["Converter", "converter", "writing"]

# cattrs.Converter. Types can be checked without cattrs.
Converter: TypeAlias = Any

_Hook: TypeAlias = Callable[[Any, Any], Any]
_Compound: TypeAlias = Callable[[Any, Any, Inner], Any]

_CLASSES: Final[tuple[tuple[type, _Hook, _Hook], ...]] = (
    (str, _scalars.read_text, _scalars.write_text),
    (float, _scalars.read_number, _scalars.write_number),
    (int, _scalars.read_whole, _scalars.write_whole),
    (bool, _scalars.read_flag, _scalars.write_flag),
    (np.datetime64, _scalars.read_day, _scalars.write_day),
    (_scalars.Bound, _scalars.read_bound, _scalars.write_bound),
    (_arrays.Bounds, _arrays.read_bounds, _arrays.write_bounds),
)
_SORTS: Final[tuple[tuple[Callable[[Any], bool], _Hook, _Hook], ...]] = (
    (lambda kind: kind is Hashable, _scalars.read_id, _scalars.write_id),
    (lambda kind: get_origin(kind) is Literal, _scalars.read_word, _scalars.write_word),
    (_arrays.means_array, _arrays.read_array, _arrays.write_array),
)
_COMPOUNDS: Final[tuple[tuple[Callable[[Any], bool], _Compound, _Compound], ...]] = (
    (_compounds.means_tuple, _compounds.read_tuple, _compounds.write_tuple),
    (_compounds.means_mapping, _compounds.read_mapping, _compounds.write_mapping),
    (_unions.means_union, _unions.read_union, _unions.write_union),
    (_objects.means_object, _objects.read_object, _objects.write_object),
)


@cache
def converter() -> Converter:
    """Make the converter; types it was not told of are refused.

    Returns
    -------
    cattrs.Converter
        The converter, made once.

    Raises
    ------
    MissingExtraError
        If cattrs is not installed.
    """
    made = require("cattrs", purpose="JSON").Converter()

    _register(made, _any_kind, _refuse, _refuse)
    for fits, read, write in _SORTS:
        _register(made, fits, read, write)
    for fits, take, give in _COMPOUNDS:
        _register(made, fits, _with_inner(take, made.structure), _with_inner(give, writing(made)))
    for cls, read, write in _CLASSES:
        made.register_structure_hook(cls, read)
        made.register_unstructure_hook(cls, _bound_to(write, cls))
    return made


def writing(made: Converter, /) -> Inner:
    """Give the function by which a converter writes a part of a value.

    Parameters
    ----------
    made : cattrs.Converter
        The converter.

    Returns
    -------
    callable
        Takes the part and its type, as annotated.
    """
    return lambda value, kind: made.unstructure(value, unstructure_as=kind)


def _register(made: Converter, fits: Callable[[Any], bool], read: _Hook, write: _Hook) -> None:
    made.register_structure_hook_func(fits, read)
    made.register_unstructure_hook_factory(fits, partial(_bound_to, write))


def _bound_to(hook: _Hook, kind: object) -> Callable[[Any], Any]:
    return lambda value: hook(value, kind)


def _with_inner(hook: _Compound, inner: Inner) -> _Hook:
    return lambda value, kind: hook(value, kind, inner)


def _any_kind(_kind: object) -> bool:
    return True


def _refuse(_value: object, kind: object) -> None:
    msg = f"must be of a type that JSON can hold, got {kind}"
    raise MisfitError(msg)
