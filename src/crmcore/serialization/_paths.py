"""Where in a value something is wrong: the path to a field, and errors that carry it."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NoReturn, TypeAlias

from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.serialization._data import is_dict, is_list

__all__ = ["Located", "MisfitError", "Step", "cut", "inside", "refuse", "shown"]

Step: TypeAlias = str | int

_SHORT: Final = 60
_LONG: Final = 500
_BITS: Final = 256


class MisfitError(InvalidInputError):
    """A rule that one field breaks; the message is to be read right after the path."""


class Located(Exception):  # noqa: N818 - not an error of its own: it carries one upwards
    """An error on its way up, with the steps that lead down to it.

    Parameters
    ----------
    steps : sequence of str or int
        Names of fields and places in lists, from the outside in.
    error : InvalidInputError
        What is wrong there.
    """

    def __init__(self, steps: Sequence[Step], error: InvalidInputError, /) -> None:
        super().__init__(steps, error)
        self.steps = list(steps)
        self.error = error


def inside(step: Step, hook: Callable[[Any, Any], Any], value: object, kind: object, /) -> Any:  # noqa: ANN401 - as the hook
    """Run a hook on a part of a value, and tell its error which part it was.

    Parameters
    ----------
    step : str or int
        The part: name of a field, or place in a list.
    hook : callable
        What is to be done with it.
    value : object
        The part itself.
    kind : object
        Its type, as annotated.

    Returns
    -------
    object
        What the hook gives.

    Raises
    ------
    Located
        If the hook refuses the part.
    """
    try:
        return hook(value, kind)
    except Located as found:
        found.steps.insert(0, step)
        raise
    except InvalidInputError as error:
        raise Located([step], error) from error


def refuse(error: InvalidInputError | Located, /, *, root: str) -> NoReturn:
    """Put an error and its path into one message, and raise it.

    Parameters
    ----------
    error : InvalidInputError or Located
        The error.
    root : str
        What stands for the path where the whole value is meant.

    Raises
    ------
    InvalidInputError
        Always; the message begins with the path.
    UnknownKeyError
        If the error is one.
    """
    steps, cause = (error.steps, error.error) if isinstance(error, Located) else ((), error)
    link = " " if isinstance(cause, MisfitError) else ": "
    text = cut(f"{_path(steps) or root}{link}{cause}", length=_LONG)
    if isinstance(cause, UnknownKeyError):
        raise UnknownKeyError(text) from error
    raise InvalidInputError(text) from error


def shown(value: object, /) -> str:
    """Show a value in a message, shortened.

    Parameters
    ----------
    value : object
        Any value.

    Returns
    -------
    str
        "an object", "a list", "null", "true", "false", or the value as Python writes it, cut after
        60 letters.
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if is_dict(value):
        return "an object"
    if is_list(value):
        return "a list"
    if isinstance(value, int) and value.bit_length() > _BITS:
        return f"a number of {value.bit_length()} bits"
    return cut(repr(value[: _SHORT + 1] if isinstance(value, str) else value))


def cut(text: str, /, *, length: int = _SHORT) -> str:
    """Shorten a text.

    Parameters
    ----------
    text : str
        Any text.
    length : int, default 60
        The letters that stay.

    Returns
    -------
    str
        The text, with a mark where something was cut off.
    """
    return text if len(text) <= length else f"{text[:length]}…"


def _path(steps: Sequence[Step]) -> str:
    parts = (
        f".{cut(step)}" if isinstance(step, str) and step.isidentifier() else f"[{shown(step)}]"
        for step in steps
    )
    return "".join(parts).removeprefix(".")
