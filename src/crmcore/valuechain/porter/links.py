"""Linkages: how one activity bears on another."""

import math
from typing import Final, get_args

import attrs

from crmcore._checks import choice, number_above
from crmcore._display import Value
from crmcore._keyed import refuse_doubles
from crmcore.errors import InvalidInputError
from crmcore.valuechain.porter.measures import ActivityMeasure

__all__ = ["ActivityLink", "LinkChange", "check_strength"]

_ALL: Final[tuple[ActivityMeasure, ...]] = get_args(ActivityMeasure)
_LEAST, _GREATEST = 1e-12, 1e12


def check_strength(name: str, strength: float, /) -> float:
    """Refuse the strength of a link that is no number, or so small or large that sums lose it.

    Parameters
    ----------
    name : str
        What it is, for the message.
    strength : float
        The strength; 0 is taken.

    Returns
    -------
    float
        The strength.

    Raises
    ------
    InvalidInputError
        If its size is neither 0 nor between 1e-12 and 1e12.
    """
    number = number_above(name, strength, -math.inf)
    if number and not _LEAST <= abs(number) <= _GREATEST:
        msg = f"{name} must be 0 or between {_LEAST:g} and {_GREATEST:g} in size, got {strength!r}"
        raise InvalidInputError(msg)
    return number


def _carried(
    measures: ActivityMeasure | tuple[ActivityMeasure, ...],
) -> tuple[ActivityMeasure, ...]:
    return (measures,) if isinstance(measures, str) else tuple(measures)


def _check_ends(source: str, target: str) -> None:
    if source == target:
        msg = f"target must be another activity than the source, got {target!r} for both"
        raise InvalidInputError(msg)


@attrs.frozen(repr=False)
class ActivityLink(Value):
    """A linkage from one activity to another: how the first is done bears on the second.

    Attributes
    ----------
    source, target : str
        Keys of the two activities.
    strength : float or None
        What one more unit of improvement in the source brings in the target, in the same unit;
        below 0 where it costs the target something. None where only the dependence is known.
    carries : tuple of {"cost", "time", "value"}
        Improvements of what it passes on: a saving of money, of time, or a gain in value.

    Raises
    ------
    InvalidInputError
        If it joins an activity to itself, carries nothing, or the strength is 0 or not finite.

    References
    ----------
    .. [1] Porter (1985), Competitive Advantage, chapter 2: linkages within the value chain.

    Examples
    --------
    >>> ActivityLink("design", "plant", strength=0.3)
    ActivityLink(source='design', target='plant', strength=0.3)
    """

    source: str
    target: str
    strength: float | None = None
    carries: tuple[ActivityMeasure, ...] = attrs.field(
        default=_ALL, converter=_carried, kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        _check_ends(self.source, self.target)
        for measure in self.carries:
            choice(f"carries of {self.words}", measure, _ALL)
        refuse_doubles(f"carries of {self.words}", self.carries)
        if not self.carries:
            msg = f"carries of {self.words} must name a measure, got none: leave the link out"
            raise InvalidInputError(msg)
        if self.strength is not None and not check_strength(
            f"strength of {self.words}", self.strength
        ):
            msg = f"strength of {self.words} must not be 0: leave the link out"
            raise InvalidInputError(msg)

    @property
    def words(self) -> str:
        """The two keys with an arrow between."""
        return f"{self.source} → {self.target}"

    def passes(self, measure: ActivityMeasure | None, /) -> bool:
        """Tell whether it passes on improvements of a measure.

        Parameters
        ----------
        measure : {"cost", "time", "value"} or None
            The measure; None stands for any.

        Returns
        -------
        bool
            True where it does.
        """
        return measure is None or measure in self.carries

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {
            "source": self.source,
            "target": self.target,
            "strength": self.strength,
        }
        return facts if self.carries == _ALL else {**facts, "carries": self.carries}


@attrs.frozen(repr=False)
class LinkChange(Value):
    """A linkage that is made, cut, or made stronger or weaker, in a what-if.

    Attributes
    ----------
    source, target : str
        Keys of the two activities.
    strength : float
        What it is from then on; 0 cuts the link, and a link that is not there is made.

    Raises
    ------
    InvalidInputError
        If it joins an activity to itself, or the strength is not finite.

    Examples
    --------
    >>> LinkChange("design", "plant", strength=0.5)
    LinkChange(source='design', target='plant', strength=0.5)
    """

    source: str
    target: str
    strength: float

    def __attrs_post_init__(self) -> None:
        _check_ends(self.source, self.target)
        check_strength(f"strength of {self.source} → {self.target}", self.strength)

    def _facts(self) -> dict[str, object]:
        return {"source": self.source, "target": self.target, "strength": self.strength}
