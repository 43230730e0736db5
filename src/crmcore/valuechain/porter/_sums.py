"""Sums over activities, and parts of them, or the reason why there is none."""

import math
from collections.abc import Iterable
from typing import Final

from crmcore._text import Title, fill, join_titles
from crmcore.valuechain.porter.activities import Activity
from crmcore.valuechain.porter.measures import ActivityMeasure

__all__ = ["NOTHING", "part", "sum_over"]

_UNTOLD: Final = {
    "cost": Title("the cost of {names} is not told", "هزینه {names} گفته نشده است"),
    "time": Title("the time of {names} is not told", "زمان {names} گفته نشده است"),
    "value": Title(
        "the value of {names} is not told; give 0 where customers place none on it",
        "ارزش {names} گفته نشده است؛ اگر برای مشتریان ارزشی ندارد صفر بدهید",
    ),
}
NOTHING: Final = {
    "cost": Title("no activity costs anything", "هیچ فعالیتی هزینه‌ای ندارد"),
    "time": Title("no activity takes any time", "هیچ فعالیتی زمانی نمی‌برد"),
    "value": Title(
        "customers place no value on any activity", "هیچ فعالیتی برای مشتریان ارزشی ندارد"
    ),
}


def sum_over(activities: Iterable[Activity], measure: ActivityMeasure, /) -> float | Title:
    """Add up one measure over some activities.

    Parameters
    ----------
    activities : iterable of Activity
        The activities.
    measure : {"cost", "time", "value"}
        The measure.

    Returns
    -------
    float or Title
        The sum, or the reason why there is none: some activity does not tell.
    """
    rows = [(activity, activity.figure(measure)) for activity in activities]
    told = [amount for _, amount in rows if amount is not None]
    if len(told) == len(rows):
        return math.fsum(told)
    names = join_titles(activity.name for activity, amount in rows if amount is None)
    return fill(_UNTOLD[measure], names=names)


def part(amount: float | None, whole: float | Title, measure: ActivityMeasure, /) -> float | Title:
    """Divide an amount by the sum over all activities.

    Parameters
    ----------
    amount : float or None
        The amount; None only where the sum has none either.
    whole : float or Title
        The sum, or the reason why there is none.
    measure : {"cost", "time", "value"}
        What they measure.

    Returns
    -------
    float or Title
        The share, or the reason why there is none.
    """
    if isinstance(whole, Title):
        return whole
    return (amount or 0.0) / whole if whole else NOTHING[measure]
