"""How value objects print: one base class whose `repr` and HTML come from the same facts."""

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np

__all__ = ["Value", "number"]


def number(value: float, /, *, digits: int = 6) -> str:
    """Format a number in short form for a `repr`.

    Parameters
    ----------
    value : float
        The number.
    digits : int, default 6
        Significant digits.

    Returns
    -------
    str
        The number without trailing zeros; whole numbers below 10^15 in full.

    Examples
    --------
    >>> number(0.24259452), number(1411.0)
    ('0.242595', '1411')
    """
    if float(value).is_integer() and abs(value) < 1e15:  # noqa: PLR2004
        return str(int(value))
    return f"{value:.{digits}g}"


def _fact(value: object) -> str:
    plain: Any = value
    if isinstance(value, np.generic):
        plain = plain.item()
    if isinstance(plain, float):
        return number(plain)
    if isinstance(plain, np.ndarray):
        return f"<{plain.size} values>"
    return repr(plain)


class Value:
    """Base of the value objects: a short `repr` and an HTML table from the same facts."""

    __slots__ = ()

    def _facts(self) -> Mapping[str, object]:
        raise NotImplementedError

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={_fact(value)}" for name, value in self._facts().items())
        return f"{type(self).__name__}({facts})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope='row'>{escape(name)}</th><td>{escape(_fact(value))}</td></tr>"
            for name, value in self._facts().items()
        )
        return f"<table><caption>{escape(type(self).__name__)}</caption>{rows}</table>"
