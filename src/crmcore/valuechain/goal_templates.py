"""Goal templates: which KPI measures a goal of CRM, and which way is better."""

from typing import Final, Literal, TypeAlias, get_args

import attrs

from crmcore._checks import one_of
from crmcore._display import Value
from crmcore._text import Title
from crmcore.errors import InvalidInputError
from crmcore.metrics.goals import Goal

__all__ = ["BETTER_TITLES", "Better", "GoalTemplate"]

Better: TypeAlias = Literal["higher", "lower", "as_stated"]

BETTER_TITLES: Final[dict[Better, Title]] = {
    "higher": Title("higher is better", "بیشتر بهتر است"),
    "lower": Title("lower is better", "کمتر بهتر است"),
    "as_stated": Title(
        "the scale of the figure states which end is better",
        "مقیاس این شاخص می‌گوید کدام سو بهتر است",
    ),
}


@attrs.frozen(repr=False)
class GoalTemplate(Value):
    """One way to measure a goal: a KPI and the direction that is better.

    Attributes
    ----------
    goal : str
        Key of the goal, an element of the framework of goals.
    kpi : str
        Key of the KPI; keys that the catalogue does not know are allowed.
    better : {"higher", "lower", "as_stated"}
        Which way the figure is to go; "as_stated" where its own scale says which end is good.

    Raises
    ------
    InvalidInputError
        If the direction is unknown.

    Examples
    --------
    >>> GoalTemplate("lower_cost", "cost_to_serve", "lower")
    GoalTemplate(goal='lower_cost', kpi='cost_to_serve', better='lower')
    """

    goal: str
    kpi: str
    better: Better = attrs.field(validator=one_of(*get_args(Better)))

    def points_better(self, goal: Goal, /) -> bool | None:
        """Tell whether a goal sends the KPI of this template the better way.

        Parameters
        ----------
        goal : Goal
            A goal on the same KPI.

        Returns
        -------
        bool or None
            None where the goal has no baseline, or the scale of the KPI states what is better.

        Raises
        ------
        InvalidInputError
            If the goal is on another KPI.

        Examples
        --------
        >>> kept = GoalTemplate("win_keep_satisfy", "repeat_purchase_rate", "higher")
        >>> kept.points_better(Goal(kpi="repeat_purchase_rate", baseline=0.34, target=0.40))
        True
        """
        if goal.definition.key != self.kpi:
            msg = f"goal must be on {self.kpi!r}, got one on {goal.definition.key!r}"
            raise InvalidInputError(msg)
        if self.better == "as_stated" or goal.baseline is None:
            return None
        return goal.side == (1.0 if self.better == "higher" else -1.0)

    @property
    def better_title(self) -> Title:
        """The direction in words."""
        return BETTER_TITLES[self.better]

    def _facts(self) -> dict[str, object]:
        return {"goal": self.goal, "kpi": self.kpi, "better": self.better}
