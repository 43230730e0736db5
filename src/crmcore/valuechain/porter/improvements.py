"""Improvements of a chain, and the best plan of them under a budget."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import attrs

from crmcore._checks import number_above, texts
from crmcore._display import Value
from crmcore._keyed import refuse_doubles
from crmcore._text import Title, fill, isolate, join_titles
from crmcore.currencies import money_title
from crmcore.errors import InvalidInputError
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.planning.plans import PlannedSet, best_set
from crmcore.valuechain.porter._records import as_title, check_key, read_values
from crmcore.valuechain.porter._words import figure
from crmcore.valuechain.porter.changes import ActivityChange
from crmcore.valuechain.porter.inputs import PorterInputs
from crmcore.valuechain.porter.margins import margins
from crmcore.valuechain.porter.what_if import WhatIf, what_if

__all__ = ["Improvement", "ImprovementRow", "PorterPlan", "porter_plan"]

_Changes: TypeAlias = "Iterable[ActivityChange | Mapping[str, Any]]"

_SLACK: Final = 1e-12
_BEFORE: Final = Title("Margin before", "حاشیه سود پیش از بهبود")
_AFTER: Final = Title("Margin after", "حاشیه سود پس از بهبود")
_PLAN: Final = Title(
    "{names}: margin rises by {gain}, for {cost} of a budget of {budget}",
    "{names}: حاشیه سود {gain} بیشتر می‌شود، با {cost} از بودجه {budget}",
)
_NOTHING: Final = Title(
    "no improvement within a budget of {budget} brings anything",
    "در بودجه {budget} هیچ بهبودی سودی نمی‌آورد",
)
_EXACT: Final = Title(
    "no plan within the budget brings more", "هیچ برنامه‌ای در این بودجه بیشتر نمی‌آورد"
)
_BOUND: Final = Title(
    "no plan within the budget can bring more than {bound}",
    "هیچ برنامه‌ای در این بودجه نمی‌تواند بیش از {bound} بیاورد",
)


def _read_changes(values: _Changes) -> tuple[ActivityChange, ...]:
    return read_values("changes", [ActivityChange], values)


@attrs.frozen(repr=False)
class Improvement(Value):
    """Something that could be done to better the chain.

    Attributes
    ----------
    key : str
        Stable identifier.
    cost : float
        Money that it takes from the budget, >= 0.
    gain : float or None
        Money by which it raises the margin in the period of the analysis, >= 0, its own cost not
        taken off; None where it follows from `changes`.
    changes : tuple of ActivityChange
        What it does to activities; mappings are taken. The gain follows, links included.
    rests_on : tuple of str
        Improvements that must be made with it or before it.
    title : Title or None
        Its name, a text is taken for both languages; the key where there is none.

    Raises
    ------
    InvalidInputError
        If cost or gain are negative, or there are not either a gain or changes.

    Examples
    --------
    >>> Improvement("portal", 70, gain=30, rests_on="clean_data")
    Improvement(key='portal', cost=70, gain=30, rests_on=('clean_data',))
    >>> Improvement("retool", 50, changes=[ActivityChange("plant", cost=-40)])
    Improvement(key='retool', cost=50, changes=1)
    """

    key: str
    cost: float
    gain: float | None = attrs.field(default=None, kw_only=True)
    changes: tuple[ActivityChange, ...] = attrs.field(
        default=(), converter=_read_changes, kw_only=True
    )
    rests_on: tuple[str, ...] = attrs.field(default=(), converter=texts, kw_only=True)
    title: Title | None = attrs.field(default=None, converter=as_title, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_key("key of an improvement", self.key)
        number_above(f"cost of {self.key}", self.cost, inclusive=True)
        if self.gain is not None:
            number_above(f"gain of {self.key}", self.gain, inclusive=True)
        if (self.gain is None) == (not self.changes):
            got = "neither" if self.gain is None else "both"
            msg = f"{self.key} must have either a gain or changes, got {got}"
            raise InvalidInputError(msg)

    @property
    def name(self) -> Title:
        """The title, or the key in both languages."""
        return self.title or Title(self.key, isolate(self.key))

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"key": self.key, "cost": self.cost}
        if self.gain is not None:
            facts["gain"] = self.gain
        if self.changes:
            facts["changes"] = len(self.changes)
        return {**facts, "rests_on": self.rests_on} if self.rests_on else facts


@attrs.frozen(kw_only=True, repr=False)
class ImprovementRow(Value):
    """One improvement in view of a budget.

    Attributes
    ----------
    improvement : Improvement
        What went in.
    gain : float
        Money by which it raises the margin, links included.
    chosen : bool
        Whether the plan holds it.
    """

    improvement: Improvement
    gain: float
    chosen: bool

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.improvement.key,
            "cost": self.improvement.cost,
            "gain": self.gain,
            "chosen": self.chosen,
        }


@attrs.frozen(kw_only=True, repr=False)
class PorterPlan(Value):
    """The improvements that raise the margin most within a budget.

    Attributes
    ----------
    rows : tuple of ImprovementRow
        All improvements, in the order given.
    planned : PlannedSet
        The plan: what is chosen and in which order, its worth and cost, whether it is exact, and
        else the bound.
    margin_before, margin_after : Measurement
        The margin without and with the plan; undefined where some value is not told.
    outcome : WhatIf
        The chain with all changes of the plan; gains that were typed in do not show in it.
    summary : Title
        The plan in words.
    """

    rows: tuple[ImprovementRow, ...]
    planned: PlannedSet
    margin_before: Measurement
    margin_after: Measurement
    outcome: WhatIf
    summary: Title

    @property
    def chosen(self) -> tuple[str, ...]:
        """Keys of the improvements to make, each after those on which it rests."""
        return self.planned.chosen

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {
            "chosen": self.chosen,
            "gain": self.planned.worth,
            "cost": self.planned.cost,
            "exact": self.planned.exact,
        }
        return facts if self.planned.exact else {**facts, "bound": self.planned.bound}


def porter_plan(
    chain: PorterInputs,
    improvements: Iterable[Improvement | Mapping[str, Any]],
    /,
    *,
    budget: float,
) -> PorterPlan:
    """Choose improvements within a budget.

    Parameters
    ----------
    chain : PorterInputs
        The chain as it is.
    improvements : iterable of Improvement
        What could be done; mappings with the names of the fields are taken.
    budget : float
        Money that may be spent, >= 0.

    Returns
    -------
    PorterPlan
        The best plan, or a good one with a bound.

    Raises
    ------
    InvalidInputError
        If a key comes twice, a gain is below 0, improvements rest on one another in a circle, or
        those chosen cut a figure below 0 together; an unknown key is an UnknownKeyError.
    UndefinedMetricError
        If links pass a change round a loop whose turns do not die out.
    """
    rows = read_values("improvements", [Improvement], improvements)
    refuse_doubles("keys of improvements", [row.key for row in rows])
    gains = {row.key: _gain(chain, row) for row in rows}
    planned = best_set(
        gains,
        {row.key: row.cost for row in rows},
        {row.key: row.rests_on for row in rows},
        budget=budget,
    )
    before, after = _margins(chain, planned)
    return PorterPlan(
        rows=tuple(
            ImprovementRow(improvement=row, gain=gains[row.key], chosen=row.key in planned.chosen)
            for row in rows
        ),
        planned=planned,
        margin_before=before,
        margin_after=after,
        outcome=_outcome(chain, [row for row in rows if row.key in planned.chosen]),
        summary=_summary(rows, planned, chain.currency),
    )


def _gain(chain: PorterInputs, improvement: Improvement) -> float:
    if improvement.gain is not None:
        return float(improvement.gain)
    found = what_if(chain, improvement.changes)
    moved = math.fsum(
        abs(row.direct) + abs(row.through_links)
        for row in found.changes
        if row.measure in {"cost", "value"}
    )
    gain = found.margin_change
    if gain < -_SLACK * moved:
        msg = (
            f"gain of {improvement.key} must be >= 0, got {gain!r} from its changes: "
            "add what it takes to its cost"
        )
        raise InvalidInputError(msg)
    return max(gain, 0.0)


def _margins(chain: PorterInputs, planned: PlannedSet) -> tuple[Measurement, Measurement]:
    now = margins(chain).total.margin
    before: float | Title = now.require() if now.reason is None else now.reason
    after = before if isinstance(before, Title) else before + planned.worth
    one, two = (
        figure(key, title, it, unit="money", n=len(chain), currency=chain.currency)
        for key, title, it in (("before", _BEFORE, before), ("after", _AFTER, after))
    )
    return one, two


def _outcome(chain: PorterInputs, chosen: Sequence[Improvement]) -> WhatIf:
    try:
        return what_if(chain, [change for row in chosen for change in row.changes])
    except InvalidInputError as error:
        keys = ", ".join(row.key for row in chosen)
        msg = f"improvements {keys} must be possible together: {error}"
        raise InvalidInputError(msg) from error


def _summary(rows: Sequence[Improvement], planned: PlannedSet, currency: str) -> Title:
    names = {row.key: row.name for row in rows}
    budget = money_title(planned.budget, currency)
    if not planned.chosen:
        return fill(_NOTHING, budget=budget)
    plan = fill(
        _PLAN,
        names=join_titles(names[key] for key in planned.chosen),
        gain=money_title(planned.worth, currency),
        cost=money_title(planned.cost, currency),
        budget=budget,
    )
    if planned.bound is None:
        return join_titles([plan, _EXACT], mark=";")
    return join_titles([plan, fill(_BOUND, bound=money_title(planned.bound, currency))], mark=";")
