"""Levels by gate and by mean: how far a ladder of levels has been climbed."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias, get_args

import attrs

from crmcore._checks import choice, number_above
from crmcore._display import Value
from crmcore._text import Title
from crmcore.errors import InvalidInputError, UndefinedMetricError

__all__ = ["Levels", "Status", "climb"]

Status: TypeAlias = Literal["met", "not_met", "unanswered", "not_applicable"]

_NOTHING_APPLICABLE: Final = Title("nothing is applicable", "هیچ الزامی موضوعیت ندارد")


@attrs.frozen(kw_only=True, repr=False)
class Levels(Value):
    """How far a ladder of levels has been climbed.

    Attributes
    ----------
    gate : int
        The highest level such that everything applicable on it and below is met.
    mean : float
        The level of the ground plus the sum over all levels of the share met, hence never below
        `gate`.
    top : int
        The highest level there is.
    coverage : float
        Weight answered divided by weight applicable, in [0, 1].
    """

    gate: int
    mean: float
    top: int
    coverage: float

    def _facts(self) -> dict[str, object]:
        return {
            "gate": self.gate,
            "mean": self.mean,
            "top": self.top,
            "coverage": self.coverage,
        }


def climb(
    levels: Sequence[Sequence[Status]],
    /,
    *,
    weights: Sequence[Sequence[float]] | None = None,
    base: int = 0,
) -> Levels:
    """Judge a ladder of levels by gate and by mean.

    Parameters
    ----------
    levels : sequence of sequences of {"met", "not_met", "unanswered", "not_applicable"}
        From the lowest level up, what was found of each requirement.
    weights : sequence of sequences of float or None
        The weight of each requirement, > 0, in the same shape; None is 1 each.
    base : int, default 0
        The level of the ground, to which the levels climbed are added.

    Returns
    -------
    Levels
        Both levels, and the coverage.

    Raises
    ------
    InvalidInputError
        If a status is unknown, a weight is not above 0 or the shapes differ.
    UndefinedMetricError
        If nothing is applicable.

    Notes
    -----
    An unanswered requirement does not pass; one that is not applicable leaves the count; a level
    with nothing applicable passes, in the gate and, as a share of 1, in the mean.

    Examples
    --------
    >>> climb([["met", "met"], ["met", "not_met"], ["met", "met"]])
    Levels(gate=1, mean=2.5, top=3, coverage=1)
    """
    steps = [_step(*pair) for pair in zip(levels, _rows(levels, weights), strict=True)]
    applicable = sum(step.applicable for step in steps)
    if applicable == 0:
        raise UndefinedMetricError(_NOTHING_APPLICABLE)
    return Levels(
        gate=base + next((i for i, step in enumerate(steps) if not step.passed), len(steps)),
        mean=base + sum(step.share for step in steps),
        top=base + len(steps),
        coverage=min(sum(step.answered for step in steps) / applicable, 1.0),
    )


@attrs.frozen(kw_only=True)
class _Step:
    share: float
    passed: bool
    applicable: float
    answered: float


def _step(found: Sequence[Status], weights: Sequence[float]) -> _Step:
    weight = dict.fromkeys(get_args(Status), 0.0)
    for status, part in zip(found, weights, strict=True):
        weight[choice("status", status, get_args(Status))] += number_above("weight", part)
    answered = weight["met"] + weight["not_met"]
    applicable = answered + weight["unanswered"]
    return _Step(
        share=weight["met"] / applicable if applicable else 1.0,
        passed=not {"not_met", "unanswered"} & set(found),
        applicable=applicable,
        answered=answered,
    )


def _rows(
    levels: Sequence[Sequence[Status]], weights: Sequence[Sequence[float]] | None
) -> Sequence[Sequence[float]]:
    if weights is None:
        return [[1.0] * len(level) for level in levels]
    if [len(row) for row in weights] != [len(level) for level in levels]:
        msg = "weights must have the shape of levels"
        raise InvalidInputError(msg)
    return weights
