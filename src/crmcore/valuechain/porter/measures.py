"""What is measured of an activity: its cost, its time, its value; and the units of time."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from crmcore._keyed import Catalogue
from crmcore._text import Title
from crmcore.metrics.measurement import MeasureUnit

__all__ = [
    "ACTIVITY_MEASURES",
    "TIME_UNITS",
    "ActivityMeasure",
    "EffortUnit",
    "unit_of",
]

ActivityMeasure: TypeAlias = Literal["cost", "time", "value"]
EffortUnit: TypeAlias = Literal[
    "hour", "day", "week", "month", "person_hour", "person_day", "person_month"
]

ACTIVITY_MEASURES: Final[Mapping[str, Title]] = Catalogue(
    "measure",
    [
        ("cost", Title("cost", "هزینه")),
        ("time", Title("time", "زمان")),
        ("value", Title("value", "ارزش")),
    ],
)
"""Less is better of cost and time, more is better of value."""

TIME_UNITS: Final[Mapping[str, Title]] = Catalogue(
    "time unit",
    [
        ("hour", Title("hours", "ساعت")),
        ("day", Title("days", "روز")),
        ("week", Title("weeks", "هفته")),
        ("month", Title("months", "ماه")),
        ("person_hour", Title("person-hours", "نفرساعت")),
        ("person_day", Title("person-days", "نفرروز")),
        ("person_month", Title("person-months", "نفرماه")),
    ],
)


def unit_of(measure: ActivityMeasure, time_unit: EffortUnit, /) -> MeasureUnit:
    """Tell the unit in which amounts of a measure are told.

    Parameters
    ----------
    measure : {"cost", "time", "value"}
        The measure.
    time_unit : str
        The unit of time, of `TIME_UNITS`.

    Returns
    -------
    str
        Money, days, or a count of another unit of time.

    Examples
    --------
    >>> unit_of("value", "hour"), unit_of("time", "day"), unit_of("time", "person_hour")
    ('money', 'days', 'count')
    """
    if measure != "time":
        return "money"
    return "days" if time_unit == "day" else "count"
