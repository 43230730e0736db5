"""Things found by key: one shape for the containers and catalogues, and errors that suggest."""

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from crmcore._display import Value
from crmcore.errors import InvalidInputError, UnknownKeyError

__all__ = ["Catalogue", "Keyed", "known", "refuse_doubles"]

_T = TypeVar("_T")
_SHOWN = 12


def known(name: str, key: object, keys: Collection[str], /) -> str:
    """Refuse a key that is not among the known ones, and suggest the nearest.

    Parameters
    ----------
    name : str
        The argument's name.
    key : object
        The key.
    keys : collection of str
        The known ones.

    Returns
    -------
    str
        The key.

    Raises
    ------
    UnknownKeyError
        If it is not known; the message names the nearest known keys, or all if they are few.

    Examples
    --------
    >>> known("channel", "fone", ["phone", "fax"])
    Traceback (most recent call last):
    crmcore.errors.UnknownKeyError: channel must be a known key, got 'fone'; did you mean 'phone'?
    """
    if isinstance(key, str) and key in keys:
        return key
    near = difflib.get_close_matches(str(key), keys, n=3)
    if near:
        hint = f"; did you mean {' or '.join(map(repr, near))}?"
    elif len(keys) <= _SHOWN:
        hint = f"; known are {', '.join(keys) or 'none'}"
    else:
        hint = ""
    msg = f"{name} must be a known key, got {key!r}{hint}"
    raise UnknownKeyError(msg)


def refuse_doubles(name: str, keys: Iterable[str], /) -> None:
    """Refuse a key that occurs twice.

    Parameters
    ----------
    name : str
        What the keys are, for the message.
    keys : iterable of str
        The keys.

    Raises
    ------
    InvalidInputError
        If one occurs twice.
    """
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            msg = f"{name} must differ, got {key!r} twice"
            raise InvalidInputError(msg)
        seen.add(key)


class Keyed(Value, Generic[_T]):
    """Base of the values that hold others by key: they go through them in order, and give one."""

    __slots__ = ()

    def _by_key(self) -> Mapping[str, _T]:
        raise NotImplementedError

    def __len__(self) -> int:
        """Count what is held.

        Returns
        -------
        int
            Their number.
        """
        return len(self._by_key())

    def __iter__(self) -> Iterator[_T]:
        """Go through what is held.

        Yields
        ------
        object
            One after the other, not their keys.
        """
        yield from self._by_key().values()

    def __contains__(self, key: object) -> bool:
        """Tell whether there is one with a key.

        Parameters
        ----------
        key : object
            The key.

        Returns
        -------
        bool
            True where there is.
        """
        return key in self._by_key()

    def __getitem__(self, key: str) -> _T:
        """Give one.

        Parameters
        ----------
        key : str
            Its key.

        Returns
        -------
        object
            What has this key.

        Raises
        ------
        UnknownKeyError
            If there is none; the nearest keys are suggested. It is a KeyError too.
        """
        held = self._by_key()
        return held[known("key", key, held)]


class Catalogue(Mapping[str, _T]):
    """A read-only mapping whose error for an unknown key suggests the nearest ones.

    Parameters
    ----------
    name : str
        What is looked up, for the message.
    items : iterable of (str, object)
        Keys and what they stand for, each key once.

    Raises
    ------
    InvalidInputError
        If a key occurs twice.

    Examples
    --------
    >>> inks = Catalogue("ink", [("soft", "#5b6470"), ("line", "#d9dce1")])
    >>> inks["lime"]
    Traceback (most recent call last):
    crmcore.errors.UnknownKeyError: ink must be a known key, got 'lime'; did you mean 'line'?
    """

    __slots__ = ("_items", "_name")

    def __init__(self, name: str, items: Iterable[tuple[str, _T]], /) -> None:
        pairs = list(items)
        refuse_doubles(f"keys of {name}", [key for key, _ in pairs])
        self._name, self._items = name, dict(pairs)

    def __getitem__(self, key: str) -> _T:
        """Give what a key stands for.

        Parameters
        ----------
        key : str
            The key.

        Returns
        -------
        object
            What it stands for.

        Raises
        ------
        UnknownKeyError
            If the key is unknown.
        """
        return self._items[known(self._name, key, self._items)]

    def __contains__(self, key: object) -> bool:
        """Tell whether a key is known.

        Parameters
        ----------
        key : object
            The key.

        Returns
        -------
        bool
            True where it is.
        """
        return key in self._items

    def __iter__(self) -> Iterator[str]:
        """Go through the keys.

        Returns
        -------
        iterator of str
            The keys in their order.
        """
        return iter(self._items)

    def __len__(self) -> int:
        """Count the keys.

        Returns
        -------
        int
            Their number.
        """
        return len(self._items)

    def __repr__(self) -> str:
        return f"Catalogue({self._name}: {', '.join(self._items)})"
