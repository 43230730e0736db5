"""Checks and conversions of arguments; every message names argument, rule, value and row."""

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._types import BoolArray, FloatArray, IntArray
from crmcore.errors import InvalidInputError

__all__ = [
    "by_value",
    "fraction",
    "naming",
    "number_above",
    "one_of",
    "optional_floats",
    "readonly_floats",
    "readonly_ints",
    "refuse_rows",
    "require_columns",
    "texts",
]

_T = TypeVar("_T", bound=Hashable)
_Field: TypeAlias = "attrs.Attribute[Any]"


def readonly_floats(values: npt.ArrayLike, /) -> FloatArray:
    """Copy numbers into a one-dimensional read-only float64 array.

    Parameters
    ----------
    values : array_like of shape (n,)
        Numbers; a single number is taken as one row.

    Returns
    -------
    ndarray of shape (n,)
        The copy.

    Raises
    ------
    InvalidInputError
        If something is no number, or there is more than one dimension.
    """
    try:
        array = np.array(values, dtype=np.float64, ndmin=1)
    except (TypeError, ValueError) as error:
        msg = f"must be numbers, got {_first_not_a_number(values)}"
        raise InvalidInputError(msg) from error
    if array.ndim != 1:
        msg = f"must have one dimension, got shape {array.shape}"
        raise InvalidInputError(msg)
    array.flags.writeable = False
    return array


def _first_not_a_number(values: npt.ArrayLike) -> str:
    rows: list[Any] = np.array(values, dtype=object, ndmin=1).tolist()
    wrong = (f"{value!r} at row {row}" for row, value in enumerate(rows) if not _is_number(value))
    return next(wrong, repr(values))


def _is_number(value: Any) -> bool:  # noqa: ANN401 - any cell
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def optional_floats(values: npt.ArrayLike | None, /) -> FloatArray | None:
    """Do as `readonly_floats`, and let None through.

    Parameters
    ----------
    values : array_like or None
        Numbers, or nothing.

    Returns
    -------
    ndarray or None
        The copy, or None.
    """
    return None if values is None else readonly_floats(values)


def readonly_ints(values: npt.ArrayLike, /) -> IntArray:
    """Copy whole numbers into a one-dimensional read-only int64 array.

    Parameters
    ----------
    values : array_like of shape (n,)
        Whole numbers, also as floats.

    Returns
    -------
    ndarray of shape (n,)
        The copy.

    Raises
    ------
    InvalidInputError
        If a number is not whole or not finite.
    """
    floats = readonly_floats(values)
    refuse_rows("values", floats, ~np.isfinite(floats) | (floats != np.floor(floats)), "be whole")
    array = floats.astype(np.int64)
    array.flags.writeable = False
    return array


def naming(_cls: type, fields: list[_Field]) -> list[_Field]:
    """Put a field's name before the message of its converter: the `field_transformer` of attrs.

    Parameters
    ----------
    fields : list of attrs.Attribute
        The fields of a class that is being made.

    Returns
    -------
    list of attrs.Attribute
        The same fields, their converters wrapped.
    """
    converters: list[Any] = [
        field.converter  # pyright: ignore[reportUnknownMemberType]
        for field in fields
    ]
    return [
        field if converter is None else field.evolve(converter=_named(converter))
        for field, converter in zip(fields, converters, strict=True)
    ]


def _named(converter: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - attrs.Converter is generic
    def convert(value: Any, field: _Field) -> object:  # noqa: ANN401 - as the field's converter
        try:
            return converter(value)
        except InvalidInputError as error:
            msg = f"{field.name} {error}"
            raise InvalidInputError(msg) from error

    return attrs.Converter(convert, takes_field=True)


def by_value(array: npt.NDArray[Any] | None, /) -> object:
    """Give the comparison key of an array field: equal for equal shape, type and bits.

    Parameters
    ----------
    array : ndarray or None
        The field's value.

    Returns
    -------
    object
        A key that compares by value.
    """
    if array is None:
        return None
    if array.dtype.kind in "OU":
        return tuple(array.tolist())
    return (array.shape, array.dtype.str, array.tobytes())


def texts(values: str | Iterable[str], /) -> tuple[str, ...]:
    """Take one text or several: a converter of attrs.

    Parameters
    ----------
    values : str or iterable of str
        The texts.

    Returns
    -------
    tuple of str
        All of them; a bare text is one, not its letters.

    Examples
    --------
    >>> texts("csat"), texts(["csat", "nps"])
    (('csat',), ('csat', 'nps'))
    """
    return (values,) if isinstance(values, str) else tuple(values)


def one_of(*allowed: object) -> Callable[[object, _Field, Any], None]:
    """Make an attrs validator: the value is one of a few.

    Parameters
    ----------
    *allowed : object
        The values that may stand.

    Returns
    -------
    callable
        The validator.
    """

    def check(_instance: object, field: _Field, value: Any) -> None:  # noqa: ANN401 - any field
        choice(field.name, value, allowed)

    return check


def choice(name: str, value: _T, allowed: Sequence[object], /) -> _T:
    """Refuse a value that is not among the allowed ones.

    Parameters
    ----------
    name : str
        The argument's name.
    value : object
        Its value.
    allowed : sequence
        The values that may stand.

    Returns
    -------
    object
        The value.

    Raises
    ------
    InvalidInputError
        If the value is not allowed.
    """
    if value not in allowed:
        known = ", ".join(map(repr, allowed))
        msg = f"{name} must be one of {known}, got {value!r}"
        raise InvalidInputError(msg)
    return value


def number_above(
    name: str, value: float, bound: float = 0.0, /, *, inclusive: bool = False
) -> float:
    """Refuse a number that is not finite or not above a bound.

    Parameters
    ----------
    name : str
        The argument's name.
    value : float
        Its value.
    bound : float, default 0
        The bound.
    inclusive : bool, default False
        Whether the bound itself is allowed.

    Returns
    -------
    float
        The value.

    Raises
    ------
    InvalidInputError
        If the rule is broken.
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number) or number < bound or (number == bound and not inclusive):
        rule = "" if math.isinf(bound) else f" {'>=' if inclusive else '>'} {bound:g}"
        msg = f"{name} must be a finite number{rule}, got {value!r}"
        raise InvalidInputError(msg)
    return number


def fraction(name: str, value: float, /, *, open_interval: bool = False) -> float:
    """Refuse a number outside [0, 1], with a hint where a percentage was meant.

    Parameters
    ----------
    name : str
        The argument's name.
    value : float
        Its value.
    open_interval : bool, default False
        Whether 0 and 1 themselves are refused.

    Returns
    -------
    float
        The value.

    Raises
    ------
    InvalidInputError
        If the rule is broken.
    """
    number = number_above(name, value, -math.inf)
    inside = 0 < number < 1 if open_interval else 0 <= number <= 1
    if not inside:
        hint = f"; did you mean {number / 100:g}?" if 1 < number <= 100 else ""  # noqa: PLR2004
        rule = "strictly between 0 and 1" if open_interval else "a fraction from 0 to 1"
        msg = f"{name} must be {rule}, got {value!r}{hint}"
        raise InvalidInputError(msg)
    return number


def refuse_rows(name: str, values: npt.NDArray[Any], bad: BoolArray, rule: str, /) -> None:
    """Refuse a column in which some rows break a rule, naming the first of them.

    Parameters
    ----------
    name : str
        The column's name.
    values : ndarray of shape (n,)
        The column.
    bad : ndarray of bool, shape (n,)
        Rows that break the rule.
    rule : str
        The rule, to be read after "must".

    Raises
    ------
    InvalidInputError
        If any row is bad.
    """
    rows = np.flatnonzero(bad)
    if rows.size:
        row = int(rows[0])
        more = f" (and {rows.size - 1} more rows)" if rows.size > 1 else ""
        value: Any = values[row : row + 1].tolist()[0]
        msg = f"{name} must {rule}, got {value!r} at row {row}{more}"
        raise InvalidInputError(msg)


def require_columns(**columns: FloatArray | None) -> None:
    """Refuse columns of unequal length, and numbers that are not finite or are negative.

    Parameters
    ----------
    **columns : ndarray of shape (n,) or None
        Columns by name; None is a column that is not there.

    Raises
    ------
    InvalidInputError
        If a rule is broken.
    """
    present = {name: column for name, column in columns.items() if column is not None}
    lengths = {name: column.size for name, column in present.items()}
    if len(set(lengths.values())) > 1:
        got = ", ".join(f"{name} {size}" for name, size in lengths.items())
        msg = f"columns must have the same length, got {got}"
        raise InvalidInputError(msg)
    for name, column in present.items():
        refuse_rows(name, column, ~np.isfinite(column) | (column < 0), "be finite and >= 0")
