"""Value objects to and from JSON, bit for bit, strict on what comes from outside."""

import json
from typing import Any, Final, TypeVar, overload

from crmcore.errors import InvalidInputError
from crmcore.serialization._converter import converter, writing
from crmcore.serialization._data import is_dict
from crmcore.serialization._kinds import kinds
from crmcore.serialization._objects import TYPE, narrowed, tagged
from crmcore.serialization._parsing import check_length, parse
from crmcore.serialization._paths import Located, MisfitError, inside, refuse, shown

__all__ = ["SCHEMA", "from_json", "to_json"]

SCHEMA: Final = "crmcore/1"

_T = TypeVar("_T")
_SCHEMA: Final = "schema"


def to_json(value: object, /, *, indent: int | None = None) -> str:
    """Write a value object as JSON.

    Parameters
    ----------
    value : object
        A value object: a framework, an assessment, a rating, a measurement, a goal, …
    indent : int or None
        Spaces for each step inwards; None writes one line.

    Returns
    -------
    str
        An object that names its schema and its type, then the fields. The same value always gives
        the same text, and `from_json` gives an equal value back.

    Raises
    ------
    InvalidInputError
        If JSON knows no such kind, a field holds what its type does not allow, a number is nan or
        infinite, or the text would be longer than `from_json` takes. The message begins with the
        path to the field.
    MissingExtraError
        If cattrs is not installed.

    Notes
    -----
    Numbers are written so that they are read back to the last bit; the ends of an interval without
    a bound are the words ``"inf"`` and ``"-inf"``. Dates are ISO 8601, tuples are lists. An array
    is a list where its type is known, else an object with ``dtype`` and ``values``.

    Examples
    --------
    >>> from crmcore.valuechain import Rating
    >>> print(to_json(Rating("share_information", 4, date="2024-04-02"), indent=1))
    {
     "schema": "crmcore/1",
     "type": "Rating",
     "practice": "share_information",
     "score": 4,
     "intention": null,
     "evidence": null,
     "date": "2024-04-02",
     "rater": null
    }
    """
    made = converter()
    try:
        data = tagged(value, writing(made))
        return check_length(
            json.dumps(
                {_SCHEMA: SCHEMA, **data}, ensure_ascii=False, allow_nan=False, indent=indent
            )
        )
    except (InvalidInputError, Located) as error:
        refuse(error, root=type(value).__name__)


@overload
def from_json(text: str, /, kind: type[_T]) -> _T: ...
@overload
def from_json(text: str, /, kind: None = None) -> Any: ...  # noqa: ANN401 - as the text says
def from_json(text: str, /, kind: type[Any] | None = None) -> Any:
    """Read a value object from JSON.

    Parameters
    ----------
    text : str
        What `to_json` wrote; where `kind` is given also what was written by hand, without schema
        and type. A practice may be given by its key in the shared vocabulary.
    kind : type or None
        The class that must come out; None takes the one that the text names.

    Returns
    -------
    object
        The value object.

    Raises
    ------
    InvalidInputError
        If the text is not JSON, longer than 50,000,000 characters or deeper than 64 steps, its
        schema is another one, a field is missing, doubled or of the wrong type, or the class
        refuses the values. The message begins with the path to the field.
    UnknownKeyError
        If a field, the type or the key of a practice is unknown; the nearest are suggested.
    MissingExtraError
        If cattrs is not installed.

    Examples
    --------
    A framework of one's own, written by hand:

    >>> from crmcore.valuechain import Framework, Scale
    >>> ours = from_json('''{
    ...     "key": "our_way", "title": {"en": "Our way", "fa": "راه ما"},
    ...     "edition": "2026", "source": "ours",
    ...     "elements": [{
    ...         "key": "listen", "title": {"en": "Listen", "fa": "گوش دادن"},
    ...         "practices": [
    ...             "share_information",
    ...             {"key": "call_back", "title": {"en": "Call back", "fa": "تماس دوباره"}}
    ...         ]
    ...     }]
    ... }''', Framework)
    >>> ours
    Framework(key='our_way', elements=1, practices=2, edition='2026')
    >>> from_json(to_json(ours)) == ours
    True
    >>> from_json('{"low": 1, "high": 5, "mett": 4}', Scale)
    Traceback (most recent call last):
    crmcore.errors.UnknownKeyError: mett: field must be a known key, got 'mett'; did you mean 'met'?
    """
    made = converter()
    root = "text" if kind is None else kind.__name__
    try:
        cls, fields = _unwrapped(parse(text), kind)
        root = cls.__name__
        return made.structure(fields, cls)
    except (InvalidInputError, Located) as error:
        refuse(error, root=root)


def _unwrapped(data: Any, kind: type[Any] | None) -> tuple[type[Any], dict[str, Any]]:  # noqa: ANN401 - any JSON
    if kind is not None and kind not in kinds().values():
        msg = f"must be a class that JSON can hold, got {shown(kind)}"
        raise Located(["kind"], MisfitError(msg))
    if not is_dict(data):
        msg = f"must be an object, got {shown(data)}"
        raise MisfitError(msg)
    default = {} if kind is None else {_SCHEMA: SCHEMA, TYPE: kind.__name__}
    fields: dict[str, Any] = {**default, **data}
    for key in (_SCHEMA, TYPE):
        if key not in fields:
            msg = "is missing; state it, or the class that is wanted"
            raise Located([key], MisfitError(msg))
    inside(_SCHEMA, _own_schema, fields.pop(_SCHEMA), None)
    cls = inside(TYPE, narrowed, fields.pop(TYPE), (kind or object,))
    return cls, fields


def _own_schema(schema: object, _kind: object) -> None:
    if schema != SCHEMA:
        msg = f"must be {SCHEMA!r}, which this version of crmcore reads, got {shown(schema)}"
        raise MisfitError(msg)
