"""Words that several figures share."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from crmcore._text import Title
from crmcore._types import Language, TimeUnit
from crmcore.currencies import currency_title
from crmcore.plotting._style import span

__all__ = ["ACTUAL", "EXPECTED", "NOBODY", "PER", "about", "money_unit"]

ACTUAL: Final = Title("actual", "واقعی")
EXPECTED: Final = Title("expected by the model", "مورد انتظار مدل")
NOBODY: Final = Title("there are no customers to draw", "مشتری‌ای برای رسم نیست")
PER: Final[Mapping[TimeUnit | None, Title]] = MappingProxyType({
    "day": Title("per day", "در روز"),
    "week": Title("per week", "در هفته"),
    "month": Title("per month", "در ماه"),
    "year": Title("per year", "در سال"),
    "period": Title("per period", "در دوره"),
    None: Title("per unit of time", "در واحد زمان"),
})
_LONG: Final = 1000
_MONEY: Final = Title("money", "پول")


def about(length: float, unit: TimeUnit, language: Language, /) -> str:
    """Write a length of time to three digits.

    Parameters
    ----------
    length : float
        How many, above 0.
    unit : {"day", "week", "month", "year", "period"}
        The unit.
    language : {"en", "fa"}
        The language.

    Returns
    -------
    str
        The text, such as ``"52.2 weeks"``; whole from 1,000 up.
    """
    return span(float(f"{length:.3g}") if length < _LONG else length, unit, language)


def money_unit(currency: str | None, language: Language, /) -> str:
    """Name the unit of an axis of money.

    Parameters
    ----------
    currency : str or None
        The currency, if it is known.
    language : {"en", "fa"}
        The language.

    Returns
    -------
    str
        Its name, or the word for money.
    """
    return (_MONEY if currency is None else currency_title(currency)).text(language)
