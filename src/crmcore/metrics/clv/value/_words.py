"""What a value counts, in words of both languages."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from crmcore._text import Title, amount, fill, join_titles
from crmcore._types import TimeUnit

__all__ = ["Counting", "convention", "remark"]

Counting: TypeAlias = Literal["residual", "total"]

_UNITS: Final[Mapping[TimeUnit, Title]] = {
    "day": Title("days", "روز"),
    "week": Title("weeks", "هفته"),
    "month": Title("months", "ماه"),
    "year": Title("years", "سال"),
    "period": Title("periods", "دوره"),
}
_COUNTED: Final[Mapping[Counting, Title]] = {
    "residual": Title(
        "residual value: only purchases after the end of observation count",
        "ارزش باقی‌مانده: تنها خریدهای پس از پایان مشاهده به حساب می‌آیند",
    ),
    "total": Title(
        "total value: what was bought until the end of observation, not discounted, and the "
        "purchases after it count",
        "ارزش کل: خریدهای تا پایان مشاهده، بدون تنزیل، و خریدهای پس از آن به حساب می‌آیند",
    ),
}
_FOR_EVER: Final = Title("the horizon has no end", "افق زمانی پایان ندارد")
_AHEAD: Final = Title("the horizon is {length} {unit}", "افق زمانی {length} {unit} است")
_TIMING: Final = Title(
    "each future purchase is discounted from its own moment to the end of observation",
    "هر خرید آینده از زمان خود تا پایان مشاهده تنزیل می‌شود",
)
_COST: Final[Mapping[bool, Title]] = {
    True: Title("the cost of acquisition is subtracted", "هزینه جذب مشتری کم شده است"),
    False: Title("no cost of acquisition is subtracted", "هزینه جذب مشتری کم نشده است"),
}


def convention(
    counting: Counting, /, *, horizon: float | None, unit: TimeUnit, with_cost: bool
) -> Title:
    """Say what a customer's value counts.

    Parameters
    ----------
    counting : {"residual", "total"}
        Whether the past counts.
    horizon : float or None
        Length of the future, in `unit`; None for ever.
    unit : {"day", "week", "month", "year", "period"}
        The unit of time.
    with_cost : bool
        Whether a cost of acquisition was subtracted.

    Returns
    -------
    Title
        One line.
    """
    ahead = _FOR_EVER
    if horizon is not None:
        ahead = fill(_AHEAD, length=amount(horizon), unit=_UNITS[unit])
    return join_titles((_COUNTED[counting], ahead, _TIMING, _COST[with_cost]), mark=";")


def remark(counting: Counting, /, *, with_cost: bool) -> Title | None:
    """Say what a sum of values counts where that is not the future alone.

    Parameters
    ----------
    counting : {"residual", "total"}
        Whether the past counts.
    with_cost : bool
        Whether a cost of acquisition was subtracted.

    Returns
    -------
    Title or None
        One line, or nothing to remark.
    """
    if counting == "residual" and not with_cost:
        return None
    return join_titles((_COUNTED[counting], _COST[with_cost]), mark=";")
