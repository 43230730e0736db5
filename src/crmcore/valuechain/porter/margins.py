"""The margin: value less cost, in total and by activity, category, role and business unit."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import attrs

from crmcore._display import Value
from crmcore._keyed import Keyed
from crmcore._text import Title, fill, isolate
from crmcore.currencies import money_title
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.porter._sums import sum_over
from crmcore.valuechain.porter._words import figure
from crmcore.valuechain.porter.activities import Activity
from crmcore.valuechain.porter.categories import CATEGORY_TITLES, PORTER_ROLES
from crmcore.valuechain.porter.inputs import PorterInputs

__all__ = ["MarginRow", "Margins", "margins"]

_MARGIN: Final = Title("Margin", "حاشیه سود")
_VALUE: Final = Title("Value", "ارزش")
_WHOLE: Final = Title("All activities", "همه فعالیت‌ها")
_NO_UNIT: Final = Title("No business unit named", "بدون واحد کسب‌وکار")
_SUMMARY: Final = Title(
    "margin {margin}: value {value} less cost {cost}",
    "حاشیه سود {margin}: ارزش {value} منهای هزینه {cost}",
)


@attrs.frozen(kw_only=True, repr=False)
class MarginRow(Value):
    """Value, cost and margin of one activity, or of several together.

    Attributes
    ----------
    key : str
        The activity, category, role or business unit; empty for all, and for the activities that
        name no unit.
    title : Title
        Its name.
    activities : tuple of str
        What it holds.
    cost : float
        Money spent.
    value : Measurement
        Money that it is worth; undefined where some activity in it does not tell.
    margin : Measurement
        Value less cost; higher is better.
    """

    key: str
    title: Title
    activities: tuple[str, ...]
    cost: float
    value: Measurement
    margin: Measurement

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "cost": self.cost,
            "value": self.value.value,
            "margin": self.margin.value,
        }


@attrs.frozen(kw_only=True, repr=False)
class Margins(Keyed[MarginRow]):
    """The margin and its parts, which add up; gives a row by activity.

    Attributes
    ----------
    total : MarginRow
        All activities.
    by_activity : tuple of MarginRow
        The activities, in the order given.
    by_category : tuple of MarginRow
        The categories that hold an activity, in Porter's order.
    by_role : tuple of MarginRow
        Primary and support, where they hold an activity.
    by_unit : tuple of MarginRow
        The business units in the order in which they are named first, activities of none last.
    summary : Title
        The margin in words, or why there is none.
    """

    total: MarginRow
    by_activity: tuple[MarginRow, ...]
    by_category: tuple[MarginRow, ...]
    by_role: tuple[MarginRow, ...]
    by_unit: tuple[MarginRow, ...]
    summary: Title

    def _by_key(self) -> dict[str, MarginRow]:
        return {row.key: row for row in self.by_activity}

    def _facts(self) -> dict[str, object]:
        return {
            "cost": self.total.cost,
            "value": self.total.value.value,
            "margin": self.total.margin.value,
            "activities": len(self.by_activity),
        }


def margins(chain: PorterInputs, /) -> Margins:
    """Take cost from value.

    Parameters
    ----------
    chain : PorterInputs
        The activities.

    Returns
    -------
    Margins
        The margin in total and by every grouping.
    """
    total = _row("", _WHOLE, chain.activities, chain.currency)
    units = {unit: Title(unit, isolate(unit)) for unit in chain.units}
    return Margins(
        total=total,
        by_activity=tuple(_row(each.key, each.name, [each], chain.currency) for each in chain),
        by_category=_rows(chain, CATEGORY_TITLES, lambda each: each.category),
        by_role=_rows(chain, PORTER_ROLES, lambda each: each.role),
        by_unit=_rows(chain, {**units, "": _NO_UNIT}, lambda each: each.unit or ""),
        summary=_summary(total, chain.currency),
    )


def _rows(
    chain: PorterInputs, groups: Mapping[str, Title], group_of: Callable[[Activity], str]
) -> tuple[MarginRow, ...]:
    held = {key: [each for each in chain if group_of(each) == key] for key in groups}
    return tuple(_row(key, groups[key], it, chain.currency) for key, it in held.items() if it)


def _row(key: str, title: Title, held: Sequence[Activity], currency: str) -> MarginRow:
    value = sum_over(held, "value")
    cost = [each.cost for each in held]
    told = [each.value for each in held if each.value is not None]
    margin = value if isinstance(value, Title) else math.fsum([*told, *(-it for it in cost)])
    n = len(held)
    return MarginRow(
        key=key,
        title=title,
        activities=tuple(each.key for each in held),
        cost=math.fsum(cost),
        value=figure("value", _VALUE, value, unit="money", n=n, currency=currency),
        margin=figure("margin", _MARGIN, margin, unit="money", n=n, currency=currency),
    )


def _summary(total: MarginRow, currency: str) -> Title:
    if total.margin.reason is not None:
        return total.margin.reason
    parts = {"margin": total.margin.require(), "value": total.value.require(), "cost": total.cost}
    return fill(_SUMMARY, **{name: money_title(part, currency) for name, part in parts.items()})
