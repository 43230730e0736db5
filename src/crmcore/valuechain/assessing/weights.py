"""Weights carried down: from elements to the practices within them, so that parts add up."""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from crmcore._checks import number_above
from crmcore._keyed import known
from crmcore.errors import InvalidInputError
from crmcore.valuechain.assessing.answers import PracticeAnswer
from crmcore.valuechain.elements import Element, Practice

__all__ = ["WeightedAnswer", "carry_down", "check_weights"]

_LARGEST: Final = 1e12


@attrs.frozen(kw_only=True)
class WeightedAnswer:
    """The answer to a practice with the weight that it carries in an element.

    Attributes
    ----------
    practice : Practice
        The practice.
    answer : PracticeAnswer
        What was said of it.
    weight : float
        Its weight, > 0.
    """

    practice: Practice
    answer: PracticeAnswer
    weight: float


def check_weights(name: str, weights: Mapping[str, float], keys: Mapping[str, object], /) -> None:
    """Refuse weights of unknown keys, and those that are negative or beyond all use.

    Parameters
    ----------
    name : str
        The argument's name.
    weights : mapping of str to float
        The weights.
    keys : mapping of str to object
        What may be weighed.

    Raises
    ------
    InvalidInputError
        If a weight is negative, not finite or above 1e12; an unknown key is an UnknownKeyError.
    """
    for key, weight in weights.items():
        told = f"{name} of {known(name, key, keys)}"
        if number_above(told, weight, inclusive=True) > _LARGEST:
            msg = f"{told} must be at most {_LARGEST:g}, got {weight!r}"
            raise InvalidInputError(msg)


def carry_down(
    elements: Sequence[Element],
    answers: Mapping[str, PracticeAnswer],
    /,
    *,
    weights: Mapping[str, float],
    element_weights: Mapping[str, float],
) -> dict[str | None, tuple[WeightedAnswer, ...]]:
    """Give each element the answers to its practices and to those of its parts, with weights.

    Parameters
    ----------
    elements : sequence of Element
        The elements of a framework.
    answers : mapping of str to PracticeAnswer
        What was said of each practice.
    weights : mapping of str to float
        Weights of practices, >= 0; 1 for those not named. Practices of weight 0 are left out.
    element_weights : mapping of str to float
        Weights of elements; one that is not named weighs as much as the practices in it.

    Returns
    -------
    dict of str to tuple of WeightedAnswer
        By element; under None the whole framework.

    Raises
    ------
    InvalidInputError
        If nothing has a weight above 0.

    Notes
    -----
    The weight W of an element is spread over its n applicable practices in proportion to theirs,
    w_i W / sum(w), so that the score of a whole is the weighted mean of its parts' scores.
    """
    parts: dict[str | None, list[Element]] = {}
    for element in elements:
        parts.setdefault(element.within, []).append(element)
    rows: dict[str | None, tuple[WeightedAnswer, ...]] = {}

    def gather(key: str | None, own: Sequence[Practice]) -> tuple[WeightedAnswer, ...]:
        found = [
            WeightedAnswer(practice=p, answer=answers[p.key], weight=weights.get(p.key, 1.0))
            for p in own
            if weights.get(p.key, 1.0) > 0
        ]
        for part in parts.get(key, ()):
            found += gather(part.key, part.practices)
        total = None if key is None else element_weights.get(key)
        rows[key] = tuple(found) if not total else _spread(found, total)
        return () if total == 0 else rows[key]

    gather(None, ())
    if not rows[None]:
        msg = "weights must not all be 0"
        raise InvalidInputError(msg)
    return rows


def _spread(rows: Sequence[WeightedAnswer], total: float) -> tuple[WeightedAnswer, ...]:
    applicable = sum(row.weight for row in rows if row.answer.answer != "not_applicable")
    if applicable == 0:
        return tuple(rows)
    return tuple(attrs.evolve(row, weight=row.weight * total / applicable) for row in rows)
