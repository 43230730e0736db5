"""Which activities are costly and which cheap, and what drives their cost."""

import math
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

import attrs

from crmcore._display import Value
from crmcore._keyed import Keyed
from crmcore._text import Title, fill, join_titles, percent
from crmcore.currencies import money_title
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.porter._sums import NOTHING, part
from crmcore.valuechain.porter._words import figure
from crmcore.valuechain.porter.activities import Activity
from crmcore.valuechain.porter.cost_drivers import driver_title
from crmcore.valuechain.porter.inputs import PorterInputs

__all__ = ["CostLevel", "CostRow", "CostStructure", "DriverCost", "cost_structure"]

CostLevel: TypeAlias = Literal["costly", "average", "cheap"]

_SLACK: Final = 1e-9
_SHARE: Final = Title("Share of cost", "سهم از هزینه")
_DRIVEN: Final = Title("Cost driven by {name}", "هزینه ناشی از {name}")
_DRIVEN_SHARE: Final = Title("Share of cost driven by {name}", "سهم هزینه ناشی از {name}")
_UNDIVIDED: Final = Title(
    "the cost of no activity that names this driver is divided between drivers",
    "هزینه هیچ فعالیتی که این محرک را دارد میان محرک‌ها تقسیم نشده است",
)
_SUMMARY: Final = Title("{total} in all; costly: {costly}", "جمع هزینه {total}؛ پرهزینه: {costly}")
_POINT: Final = Title("{name} ({share})", "{name} ({share})")
_NONE: Final = Title("none above the average", "هیچ فعالیتی بالاتر از میانگین نیست")


@attrs.frozen(kw_only=True, repr=False)
class CostRow(Value):
    """One activity: what it costs beside the others.

    Attributes
    ----------
    activity : str
        Its key.
    title : Title
        Its name.
    cost : float
        Money.
    share : Measurement
        Its share of the cost of all.
    rank : int
        1 for the costliest; equal ones share the better rank.
    level : {"costly", "average", "cheap"}
        Whether it costs more or less than the average of all activities.
    drivers : tuple of Title
        What drives its cost.
    """

    activity: str
    title: Title
    cost: float
    share: Measurement
    rank: int
    level: CostLevel
    drivers: tuple[Title, ...]

    def _facts(self) -> dict[str, object]:
        return {
            "activity": self.activity,
            "cost": self.cost,
            "share": self.share.value,
            "rank": self.rank,
            "level": self.level,
        }


@attrs.frozen(kw_only=True, repr=False)
class DriverCost(Value):
    """One cost driver over all activities that name it.

    Attributes
    ----------
    driver : str
        Its key.
    title : Title
        Its name.
    cost : Measurement
        Money that it accounts for, where the activities divide their cost between drivers.
    share : Measurement
        The same as a share of the cost of all.
    touched : float
        The whole cost of the activities that name it.
    activities : tuple of str
        These activities.
    """

    driver: str
    title: Title
    cost: Measurement
    share: Measurement
    touched: float
    activities: tuple[str, ...]

    def _facts(self) -> dict[str, object]:
        return {
            "driver": self.driver,
            "cost": self.cost.value,
            "touched": self.touched,
            "activities": self.activities,
        }


@attrs.frozen(kw_only=True, repr=False)
class CostStructure(Keyed[CostRow]):
    """Where the cost is, by activity and by driver; gives a row by activity.

    Attributes
    ----------
    rows : tuple of CostRow
        The activities, the costliest first.
    drivers : tuple of DriverCost
        The drivers, the one of most cost first.
    total : float
        Cost of all activities: what is accounted for by drivers, and the two below.
    undivided : float
        Cost of activities that name drivers and do not divide the cost between them.
    unexplained : float
        Cost that no driver accounts for: of activities that name none, and the rests.
    summary : Title
        The costly ones in words.
    """

    rows: tuple[CostRow, ...]
    drivers: tuple[DriverCost, ...]
    total: float
    undivided: float
    unexplained: float
    summary: Title

    def _by_key(self) -> dict[str, CostRow]:
        return {row.activity: row for row in self.rows}

    def at(self, level: CostLevel, /) -> tuple[str, ...]:
        """Give the activities of one level.

        Parameters
        ----------
        level : {"costly", "average", "cheap"}
            The level.

        Returns
        -------
        tuple of str
            Their keys, the costliest first.
        """
        return tuple(row.activity for row in self.rows if row.level == level)

    def _facts(self) -> dict[str, object]:
        return {
            "total": self.total,
            "costly": self.at("costly"),
            "cheap": self.at("cheap"),
            "drivers": tuple(row.driver for row in self.drivers),
        }


def cost_structure(chain: PorterInputs, /) -> CostStructure:
    """Tell where the cost is.

    Parameters
    ----------
    chain : PorterInputs
        The activities.

    Returns
    -------
    CostStructure
        Costs by activity and by driver.
    """
    total = math.fsum(activity.cost for activity in chain)
    rows = sorted(
        (_row(activity, chain.activities, total) for activity in chain), key=lambda row: row.rank
    )
    undivided = math.fsum(each.cost for each in chain if _named_only(each))
    drivers = _drivers(chain, total)
    driven = [-row.cost.value for row in drivers if row.cost.value is not None]
    rest = math.fsum([total, -undivided, *driven])
    return CostStructure(
        rows=tuple(rows),
        drivers=drivers,
        total=total,
        undivided=undivided,
        unexplained=rest if rest > _SLACK * total else 0.0,
        summary=_summary(rows, total, chain.currency),
    )


def _row(activity: Activity, others: Sequence[Activity], total: float) -> CostRow:
    mean = total / len(others)
    bar = activity.cost * (1 + _SLACK)
    return CostRow(
        activity=activity.key,
        title=activity.name,
        cost=activity.cost,
        share=figure("cost_share", _SHARE, part(activity.cost, total, "cost"), unit="share"),
        rank=1 + sum(other.cost > bar for other in others),
        level=_level(activity.cost, mean),
        drivers=tuple(driver_title(each.driver) for each in activity.drivers),
    )


def _level(cost: float, mean: float) -> CostLevel:
    if abs(cost - mean) <= _SLACK * mean:
        return "average"
    return "costly" if cost > mean else "cheap"


def _named_only(activity: Activity) -> bool:
    return any(driver.share is None for driver in activity.drivers)


def _drivers(chain: PorterInputs, total: float) -> tuple[DriverCost, ...]:
    keys = dict.fromkeys(driver.driver for activity in chain for driver in activity.drivers)
    rows = [_driver(key, chain, total) for key in keys]
    return tuple(sorted(rows, key=lambda row: (-(row.cost.value or 0.0), -row.touched)))


def _driver(key: str, chain: PorterInputs, total: float) -> DriverCost:
    touched = [each for each in chain if any(driver.driver == key for driver in each.drivers)]
    parts = [
        each.cost * driver.share
        for each in touched
        for driver in each.drivers
        if driver.driver == key and driver.share is not None
    ]
    amount = math.fsum(parts) if parts else None
    title = driver_title(key)
    n = len(parts)
    share = _UNDIVIDED if amount is None else part(amount, total, "cost")
    return DriverCost(
        driver=key,
        title=title,
        cost=figure(
            "driver_cost",
            fill(_DRIVEN, name=title),
            _UNDIVIDED if amount is None else amount,
            unit="money",
            n=n,
            currency=chain.currency,
        ),
        share=figure(
            "driver_cost_share", fill(_DRIVEN_SHARE, name=title), share, unit="share", n=n
        ),
        touched=math.fsum(each.cost for each in touched),
        activities=tuple(each.key for each in touched),
    )


def _summary(rows: Sequence[CostRow], total: float, currency: str) -> Title:
    if not total:
        return NOTHING["cost"]
    costly = [
        fill(_POINT, name=row.title, share=percent(row.cost / total))
        for row in rows
        if row.level == "costly"
    ]
    return fill(
        _SUMMARY,
        total=money_title(total, currency),
        costly=join_titles(costly) if costly else _NONE,
    )
