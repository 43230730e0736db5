"""How an assessment is made: the scale, how much must be answered, how long a rating holds."""

from typing import Any, Final, Literal, TypeAlias, get_args

import attrs

from crmcore._checks import fraction, one_of
from crmcore._display import Value
from crmcore.errors import InvalidInputError
from crmcore.periods import whole_days
from crmcore.valuechain.assessing.ratings import DEFAULT_SCALE, Scale

__all__ = ["DEFAULT_RULES", "AssessmentRules", "Consensus"]

Consensus: TypeAlias = Literal["mean", "median"]


@attrs.frozen(kw_only=True, repr=False)
class AssessmentRules(Value):
    """How an assessment is made.

    Attributes
    ----------
    scale : Scale, default 1 to 5
        The scale of the ratings and of every score.
    coverage_bar : float, default 0.5
        The coverage below which an element has no score and no level, only "too little answered".
    valid_for : str or None
        How long a rating holds, such as ``"1 year"``; older and undated ones then count as not
        answered and are named. None takes ratings of any age.
    consensus : {"mean", "median"}, default "mean"
        How the scores of several raters become one.

    Raises
    ------
    InvalidInputError
        If the bar is outside [0, 1], or `valid_for` is no length of time.

    Examples
    --------
    >>> AssessmentRules(valid_for="1 year")
    AssessmentRules(scale=Scale(low=1, high=5), coverage_bar=0.5, valid_for='1 year', ...)
    """

    scale: Scale = DEFAULT_SCALE
    coverage_bar: float = 0.5
    valid_for: str | None = None
    consensus: Consensus = attrs.field(default="mean", validator=one_of(*get_args(Consensus)))

    def __attrs_post_init__(self) -> None:
        scale: Any = self.scale
        if not isinstance(scale, Scale):
            msg = f"scale must be a Scale, such as Scale(1, 5), got {scale!r}"
            raise InvalidInputError(msg)
        fraction("coverage_bar", self.coverage_bar)
        if self.valid_for is not None:
            whole_days(self.valid_for, name="valid_for")

    @property
    def valid_days(self) -> int | None:
        """How many days a rating holds, rounded up to whole ones; None for ever."""
        if self.valid_for is None:
            return None
        return whole_days(self.valid_for, name="valid_for")

    def _facts(self) -> dict[str, object]:
        return {
            "scale": self.scale,
            "coverage_bar": self.coverage_bar,
            "valid_for": self.valid_for,
            "consensus": self.consensus,
        }


DEFAULT_RULES: Final = AssessmentRules()
