"""JSON of value objects: their fields by name, and the name of their class where it is needed."""

from collections.abc import Mapping
from typing import Any, Final

import attrs

from crmcore._keyed import known
from crmcore.errors import CrmcoreError, InvalidInputError
from crmcore.serialization._compounds import Inner
from crmcore.serialization._data import is_dict
from crmcore.serialization._kinds import BY_KEY, fields_of, kinds, plain_class
from crmcore.serialization._paths import Located, MisfitError, cut, inside, shown
from crmcore.serialization._scalars import read_text

__all__ = ["TYPE", "means_object", "narrowed", "read_object", "tagged", "write_object"]

TYPE: Final = "type"
_WRONG_ARGUMENTS: Final = (
    CrmcoreError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


def means_object(kind: object, /) -> bool:
    """Tell whether an annotation means a class of attrs.

    Parameters
    ----------
    kind : object
        The annotation.

    Returns
    -------
    bool
        True for these classes, generic ones included.
    """
    return attrs.has(plain_class(kind))


def read_object(value: object, kind: Any, inner: Inner, /) -> Any:  # noqa: ANN401 - as annotated
    """Take an object, or the key of one, and make its class.

    Parameters
    ----------
    value : object
        A value from JSON.
    kind : type
        The class.
    inner : callable
        Reads the fields.

    Returns
    -------
    object
        The value object; the class itself checks what belongs together.

    Raises
    ------
    Located
        If a field is unknown, missing or wrong.
    MisfitError
        If it is no object.
    """
    cls: Any = plain_class(kind)
    if isinstance(value, str) and cls in BY_KEY:
        return BY_KEY[cls](cut(value))
    if not is_dict(value):
        msg = f"must be an object, got {shown(value)}"
        raise MisfitError(msg)
    cls = inside(TYPE, narrowed, value[TYPE], (cls,)) if TYPE in value else cls
    fields = {field.alias: field for field in fields_of(cls)}
    for key in value:
        if key != TYPE:
            inside(key, _known_field, cut(key), fields)
    for alias, field in fields.items():
        if field.required and alias not in value:
            msg = "is missing"
            raise Located([alias], MisfitError(msg))
    return _made(
        cls,
        {
            alias: inside(alias, inner, value[alias], field.kind)
            for alias, field in fields.items()
            if alias in value
        },
    )


def write_object(value: object, kind: Any, inner: Inner, /) -> dict[str, Any]:  # noqa: ANN401 - as annotated
    """Give a value object by its fields, with the name of its type if it is of a subclass.

    Parameters
    ----------
    value : object
        The value of a field.
    kind : type
        The class, as annotated.
    inner : callable
        Writes the fields.

    Returns
    -------
    dict
        The fields by name.

    Raises
    ------
    MisfitError
        If it is of another class.
    """
    cls: Any = plain_class(kind)
    fields = fields_of(cls)
    if not isinstance(value, cls):
        msg = f"must be of the class {cls.__name__}, got {shown(value)}"
        raise MisfitError(msg)
    if type(value) is not cls:
        return tagged(value, inner)
    return {
        field.alias: inside(field.alias, inner, getattr(value, field.name), field.kind)
        for field in fields
    }


def tagged(value: object, inner: Inner, /) -> dict[str, Any]:
    """Give a value object by its fields, with the name of its type.

    Parameters
    ----------
    value : object
        A value object of a kind that JSON knows.
    inner : callable
        Writes the fields.

    Returns
    -------
    dict
        The name and the fields.

    Raises
    ------
    MisfitError
        If JSON knows no such kind.
    """
    cls = type(value)
    if cls not in kinds().values():
        msg = f"must be of a class that JSON can hold, got {cls.__name__}"
        raise MisfitError(msg)
    return {TYPE: cls.__name__, **inner(value, cls)}


def narrowed(name: object, classes: tuple[type[Any], ...], /) -> type[Any]:
    """Give the class that a text names.

    Parameters
    ----------
    name : object
        The name, from JSON.
    classes : tuple of type
        What it may be, or a subclass of it.

    Returns
    -------
    type
        The class.

    Raises
    ------
    MisfitError
        If it is another one; an unknown name is an UnknownKeyError.
    """
    found = kinds()[cut(read_text(name, str))]
    if not issubclass(found, classes):
        wanted = " or ".join(repr(cls.__name__) for cls in classes)
        msg = f"must be {wanted}, got {found.__name__!r}"
        raise MisfitError(msg)
    return found


def _known_field(key: object, fields: Mapping[str, object]) -> str:
    return known("field", key, fields)


def _made(cls: type[Any], values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the class
    try:
        return cls(**values)
    except InvalidInputError:
        raise
    except _WRONG_ARGUMENTS as error:
        raise InvalidInputError(str(error)) from error
