"""Names and ids that differ only by script: reported as likely doubles, merged on request only."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import readonly_floats, refuse_rows
from crmcore._display import Value
from crmcore._keyed import Keyed
from crmcore._script import DIFFERENCES, differences, faults, same_name_key, same_name_keys
from crmcore._text import Title, join_titles, persian_figure
from crmcore._types import ObjectArray
from crmcore.errors import InvalidInputError

__all__ = ["Doubles", "LikelyDoubles", "likely_doubles", "same_name_key"]


@attrs.frozen(kw_only=True, repr=False)
class Doubles(Value):
    """Spellings that differ only by script.

    Attributes
    ----------
    key : str
        What all of them are by `same_name_key`.
    members : tuple of str
        The spellings: the canonical one, then the next best.
    counts : tuple of float
        The rows of each.
    differences : tuple of Title
        What they differ by.
    """

    key: str
    members: tuple[str, ...]
    counts: tuple[float, ...]
    differences: tuple[Title, ...]

    @property
    def canonical(self) -> str:
        """The spelling to keep.

        It is the one with the fewest signs that a Persian typist would not write (ي, ك, ة,
        Arabic digits, presentation forms, tatweel, outer blanks); of these the one with most
        rows; of these the first by its characters.
        """
        return self.members[0]

    def _facts(self) -> dict[str, object]:
        return {"members": self.members, "counts": self.counts}


@attrs.frozen(kw_only=True, repr=False)
class LikelyDoubles(Keyed[Doubles]):
    """What `likely_doubles` finds: groups by key, those with most rows first.

    Attributes
    ----------
    groups : tuple of Doubles
        The groups, of two spellings or more each.
    spellings : int
        Distinct names that were read.
    """

    groups: tuple[Doubles, ...]
    spellings: int

    @property
    def members(self) -> int:
        """Spellings that have a double."""
        return sum(len(group.members) for group in self.groups)

    @property
    def title(self) -> Title:
        """The finding, in one line of each language."""
        if not self.groups:
            return Title(
                "no names differ only by script", "هیچ دو نامی تنها در شیوه نوشتن تفاوت ندارد"
            )
        among = {title for group in self.groups for title in group.differences}
        by = join_titles(title for title in DIFFERENCES if title in among)
        counts = [f"{count:,}" for count in (self.members, self.spellings, len(self.groups))]
        members, spellings, groups = map(persian_figure, counts)
        several = "s" if len(self.groups) > 1 else ""
        return Title(
            f"{counts[0]} of {counts[1]} names are likely doubles, in {counts[2]} group{several}; "
            f"within a group they differ only by script: {by.en}",
            f"{members} نام از {spellings} نام، در {groups} گروه، شاید تکراری باشد؛ نام‌های هر "
            f"گروه تنها در شیوه نوشتن تفاوت دارد: {by.fa}",
        )

    def canonical(self, names: npt.ArrayLike | Iterable[object], /) -> ObjectArray:
        """Write names in the canonical spelling of their group; nothing is merged without this.

        Parameters
        ----------
        names : array_like of shape (n,)
            Names, not only those that were read.

        Returns
        -------
        ndarray of object, shape (n,)
            The canonical spelling of each member of a group; any other name as it is.

        Raises
        ------
        InvalidInputError
            If it is a single name, or something is neither text nor a whole number.

        Examples
        --------
        >>> found = likely_doubles(["علي", "علی", "رضا"])
        >>> found.canonical(["علي", "رضا"]).tolist()
        ['علی', 'رضا']
        """
        instead: dict[object, object] = {
            member: group.canonical for group in self.groups for member in group.members
        }
        rows = _rows(names)
        written = np.empty(len(rows), dtype=object)
        written[:] = [instead.get(row, row) for row in rows]
        return written

    def _by_key(self) -> Mapping[str, Doubles]:
        return {group.key: group for group in self.groups}

    def _facts(self) -> dict[str, object]:
        return {
            "groups": len(self.groups),
            "members": self.members,
            "spellings": self.spellings,
        }


def likely_doubles(
    names: npt.ArrayLike | Iterable[object], /, *, counts: npt.ArrayLike | None = None
) -> LikelyDoubles:
    """Find names or ids that differ only by script, such as ``"علي"`` and ``"علی"``.

    They are reported, never merged: two customers may rightly bear them.

    Parameters
    ----------
    names : array_like of shape (n,)
        Text, each name once or more; whole numbers may stand among them and have no double.
    counts : array_like of shape (n,), optional
        The rows or customers that each name stands for, >= 0; None is one each.

    Returns
    -------
    LikelyDoubles
        The groups; empty where all names differ by more.

    Raises
    ------
    InvalidInputError
        If something is neither text nor a whole number, or `counts` has another length or a
        negative number.

    See Also
    --------
    same_name_key : What counts as the same.

    Examples
    --------
    >>> found = likely_doubles(["شركت الف", "شرکت الف", "شرکت الف", "شرکت ب"])
    >>> found
    LikelyDoubles(groups=1, members=2, spellings=3)
    >>> group = found.groups[0]
    >>> group.canonical, group.counts, group.differences[0].en
    ('شرکت الف', (2.0, 1.0), 'Arabic and Persian letters')
    """
    rows = _rows(names)
    weight = _weights(rows, counts)
    spellings: list[str] = [name for name in weight if isinstance(name, str)]
    first: dict[str, str] = {}
    doubled: dict[str, list[str]] = {}
    for key, name in zip(same_name_keys(spellings), spellings, strict=True):
        if first.setdefault(key, name) is not name:
            doubled.setdefault(key, [first[key]]).append(name)
    groups = [_group(key, members, weight) for key, members in doubled.items()]
    groups.sort(key=lambda group: (-sum(group.counts), group.key))
    return LikelyDoubles(groups=tuple(groups), spellings=len(weight))


def _rows(names: npt.ArrayLike | Iterable[object]) -> list[Any]:
    if isinstance(names, str) or not isinstance(names, Iterable):
        msg = f"names must be a sequence of names, got {names!r}"
        raise InvalidInputError(msg)
    rows: list[Any] = names.tolist() if isinstance(names, np.ndarray) else list(names)
    for row, name in enumerate(rows):
        if not isinstance(name, str | int | np.integer):
            msg = f"names must be text or whole numbers, got {name!r} at row {row}"
            raise InvalidInputError(msg)
    return rows


def _weights(rows: list[Any], counts: npt.ArrayLike | None) -> dict[Any, float]:
    if counts is None:
        return dict(Counter(rows))
    numbers = readonly_floats(counts)
    if numbers.size != len(rows):
        msg = f"counts must have {len(rows)} rows like names, got {numbers.size}"
        raise InvalidInputError(msg)
    refuse_rows("counts", numbers, ~np.isfinite(numbers) | (numbers < 0), "be finite and >= 0")
    total: dict[Any, float] = {}
    for name, number in zip(rows, numbers.tolist(), strict=True):
        total[name] = total.get(name, 0.0) + number
    return total


def _group(key: str, members: list[str], weight: Mapping[Any, float]) -> Doubles:
    ordered = tuple(sorted(members, key=lambda name: (faults(name), -weight[name], name)))
    return Doubles(
        key=key,
        members=ordered,
        counts=tuple(float(weight[name]) for name in ordered),
        differences=differences(ordered),
    )
