"""A change of what an activity costs, takes or is worth, to be tried in a what-if."""

import math

import attrs

from crmcore._checks import number_above
from crmcore._display import Value
from crmcore.errors import InvalidInputError
from crmcore.valuechain.porter.activities import Activity
from crmcore.valuechain.porter.measures import ACTIVITY_MEASURES, ActivityMeasure

__all__ = ["ActivityChange"]


@attrs.frozen(repr=False)
class ActivityChange(Value):
    """By how much the figures of one activity change.

    Attributes
    ----------
    activity : str
        Its key.
    cost, time, value : float or None
        What is added, in the units of the analysis; below 0 cuts. None leaves the figure.
    as_share : bool
        Whether they are fractions of the present figures: -0.1 cuts by a tenth.

    Raises
    ------
    InvalidInputError
        If nothing is changed, a number is not finite, or a fraction is below -1.

    Examples
    --------
    >>> ActivityChange("plant", cost=-40)
    ActivityChange(activity='plant', cost=-40)
    >>> ActivityChange("plant", cost=-0.1, value=0.05, as_share=True)
    ActivityChange(activity='plant', cost=-0.1, value=0.05, as_share=True)
    """

    activity: str
    cost: float | None = attrs.field(default=None, kw_only=True)
    time: float | None = attrs.field(default=None, kw_only=True)
    value: float | None = attrs.field(default=None, kw_only=True)
    as_share: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        named = self._named()
        if not named:
            msg = f"change of {self.activity} must name a cost, a time or a value, got none"
            raise InvalidInputError(msg)
        for measure, by in named.items():
            name = f"change of the {measure} of {self.activity}"
            number_above(name, by, -math.inf)
            if self.as_share and by < -1:
                hint = f"; did you mean {by / 100:g}?" if by >= -100 else ""  # noqa: PLR2004
                msg = f"{name} must be a fraction of at least -1, got {by!r}{hint}"
                raise InvalidInputError(msg)

    def _named(self) -> dict[str, float]:
        figures = {measure: getattr(self, measure) for measure in ACTIVITY_MEASURES}
        return {measure: by for measure, by in figures.items() if by is not None}

    def added(self, measure: ActivityMeasure, activity: Activity, /) -> float:
        """Tell what it adds to one figure of the activity.

        Parameters
        ----------
        measure : {"cost", "time", "value"}
            The figure.
        activity : Activity
            The activity as it is.

        Returns
        -------
        float
            Money or time; 0 where the figure is left as it is.

        Raises
        ------
        InvalidInputError
            If it changes a figure that the activity does not tell.
        """
        by = self._named().get(measure)
        if by is None:
            return 0.0
        present = activity.figure(measure)
        if present is None:
            msg = (
                f"change of the {measure} of {self.activity} must start from a figure, "
                f"but its {measure} is not told"
            )
            raise InvalidInputError(msg)
        return by * present if self.as_share else by

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"activity": self.activity, **self._named()}
        return {**facts, "as_share": True} if self.as_share else facts
