"""Steps that rest on one another as arrays: which sets can stand, and what they add up to."""

from collections.abc import Collection, Mapping
from typing import ClassVar

import attrs
import numpy as np

from crmcore._checks import number_above
from crmcore._keyed import known
from crmcore._types import BoolArray, FloatArray
from crmcore.errors import InvalidInputError
from crmcore.valuechain.planning.graphs import dependency_order

__all__ = ["StepTable", "closed_sets", "ratios", "read_steps", "set_sums"]


@attrs.frozen(kw_only=True, eq=False)
class StepTable:
    """Steps in an order that does not depend on the order in which they were given.

    Attributes
    ----------
    keys : tuple of str
        Each step after those on which it rests; of those that may come next, the one of most worth
        for its load, then by key.
    worth, load : ndarray of shape (n,)
        What a step brings, and what it takes: its cost or its effort.
    needs : tuple of tuple of int
        The places of the steps on which each rests directly.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    keys: tuple[str, ...]
    worth: FloatArray
    load: FloatArray
    needs: tuple[tuple[int, ...], ...]

    def closures(self) -> BoolArray:
        """Give what each step takes with it.

        Returns
        -------
        ndarray of bool, shape (n, n)
            In the row of a step: itself and all on which it rests.
        """
        reach = np.eye(len(self.keys), dtype=np.bool_)
        for step, needed in enumerate(self.needs):
            for other in needed:
                reach[step] |= reach[other]
        return reach

    def keep(self, rows: BoolArray, /) -> "StepTable":
        """Keep some steps.

        Parameters
        ----------
        rows : ndarray of bool, shape (n,)
            Those to keep; they rest on no other.

        Returns
        -------
        StepTable
            The steps kept.
        """
        kept = [int(i) for i in np.flatnonzero(rows)]
        place = {old: new for new, old in enumerate(kept)}
        return StepTable(
            keys=tuple(self.keys[i] for i in kept),
            worth=self.worth[rows],
            load=self.load[rows],
            needs=tuple(tuple(place[j] for j in self.needs[i]) for i in kept),
        )


def read_steps(
    worth: Mapping[str, float],
    load: Mapping[str, float],
    rests_on: Mapping[str, Collection[str]],
    /,
    *,
    load_name: str,
) -> StepTable:
    """Check steps and put them in order.

    Parameters
    ----------
    worth, load : mapping of str to float
        What each step brings and takes, >= 0.
    rests_on : mapping of str to collection of str
        On which steps each rests; one that is not named rests on none.
    load_name : str
        What the load is, for messages.

    Returns
    -------
    StepTable
        The steps.

    Raises
    ------
    InvalidInputError
        If a number is negative, not finite or missing, or steps rest on one another in a circle; an
        unknown key is an UnknownKeyError.
    """
    for name, numbers in (("worth", worth), (load_name, load)):
        for key, value in numbers.items():
            number_above(f"{name} of {known(name, key, worth)}", value, inclusive=True)
        number_above(f"the sum of {name}", sum(map(float, numbers.values())), inclusive=True)
    missing = next((key for key in worth if key not in load), None)
    if missing is not None:
        msg = f"{load_name} must name every step, got none for {missing!r}"
        raise InvalidInputError(msg)
    for key in rests_on:
        known("rests_on", key, worth)
    pace = dict(zip(worth, _pace(worth, load), strict=True))
    ranked = sorted(worth, key=lambda key: (-pace[key], key))
    order = dependency_order({key: rests_on.get(key, ()) for key in ranked})
    place = {key: i for i, key in enumerate(order)}
    return StepTable(
        keys=order,
        worth=np.array([worth[key] for key in order], dtype=np.float64),
        load=np.array([load[key] for key in order], dtype=np.float64),
        needs=tuple(_needs(rests_on.get(key, ()), place) for key in order),
    )


def _pace(worth: Mapping[str, float], load: Mapping[str, float]) -> list[float]:
    found = ratios(
        np.array(list(worth.values()), dtype=np.float64),
        np.array([load[key] for key in worth], dtype=np.float64),
    )
    return [float(ratio) for ratio in found]


def _needs(others: Collection[str], place: Mapping[str, int]) -> tuple[int, ...]:
    names = (others,) if isinstance(others, str) else others
    return tuple(sorted({place[name] for name in names}))


def ratios(worth: FloatArray, load: FloatArray, /) -> FloatArray:
    """Divide worth by load; what takes nothing comes before all else.

    Parameters
    ----------
    worth, load : ndarray of shape (n,)
        What is brought and taken, >= 0.

    Returns
    -------
    ndarray of shape (n,)
        The ratios, inf where the load is 0.
    """
    out = np.full(worth.shape, np.inf)
    with np.errstate(over="ignore"):
        np.divide(worth, load, out=out, where=load > 0)
    return out


def set_sums(values: FloatArray, /) -> FloatArray:
    """Add up numbers over all subsets.

    Parameters
    ----------
    values : ndarray of shape (n,)
        The numbers.

    Returns
    -------
    ndarray of shape (2**n,)
        At place m the sum over the bits that are set in m; bit 0 is the first number.
    """
    sums = np.zeros(1 << values.size)
    for bit, value in enumerate(values):
        half = 1 << bit
        np.add(sums[:half], value, out=sums[half : 2 * half])
    return sums


def closed_sets(needs: tuple[tuple[int, ...], ...], /) -> BoolArray:
    """Tell which subsets hold with each step all on which it rests.

    Parameters
    ----------
    needs : tuple of tuple of int
        The places of the steps on which each rests, all before its own.

    Returns
    -------
    ndarray of bool, shape (2**n,)
        At place m whether the set of the bits of m is closed.
    """
    closed = np.ones(1 << len(needs), dtype=np.bool_)
    for bit, needed in enumerate(needs):
        half = 1 << bit
        mask = sum(1 << other for other in needed)
        held = (np.arange(half) & mask) == mask
        np.logical_and(closed[:half], held, out=closed[half : 2 * half])
    return closed
