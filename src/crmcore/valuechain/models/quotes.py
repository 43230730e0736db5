"""Figures that the texts quote of CRM: cited, for a reader to weigh; never a default."""

from collections.abc import Mapping
from typing import Final

import attrs

from crmcore._display import Value
from crmcore._keyed import Catalogue
from crmcore._text import Title, isolate, persian_figure
from crmcore.metrics.measurement import Measurement

__all__ = ["QUOTES", "Quote"]


@attrs.frozen(kw_only=True, repr=False)
class Quote(Value):
    """A claim on CRM that a text quotes, with whose it is.

    Attributes
    ----------
    key : str
        Stable identifier.
    claim : Title
        The claim in words.
    figure : Measurement or None
        Its figure; None where it has none.
    source : str
        Who is said to have found it, and which text quotes it.
    year : int or None
        Of which year; None where none is told.

    Examples
    --------
    >>> QUOTES["crm_roi"].figure
    Measurement(key='crm_roi', value=2.43, unit='ratio', n=0)
    """

    key: str
    claim: Title
    figure: Measurement | None = None
    source: str
    year: int | None = None

    def _facts(self) -> dict[str, object]:
        value = None if self.figure is None else self.figure.value
        return {"key": self.key, "value": value, "year": self.year, "source": self.source}


_GROUPS: Final = "quoted by the Persian article on four groups of CRM"
_UNPROVEN: Final = Title("quoted without sample or method", "نقل‌شده بدون ذکر نمونه و روش")

QUOTES: Final[Mapping[str, Quote]] = Catalogue(
    "quote",
    (
        (quote.key, quote)
        for quote in (
            Quote(
                key="crm_roi",
                claim=Title(
                    "CRM projects return about 243% on what is invested.",
                    f"نرخ بازگشت سرمایه در پیاده‌سازی {isolate('CRM')} حدود "
                    f"{persian_figure('243%')} است.",
                ),
                figure=Measurement(
                    key="crm_roi",
                    title=Title("Return on CRM projects", "نرخ بازگشت سرمایه پروژه‌ها"),
                    unit="ratio",
                    value=2.43,
                    note=_UNPROVEN,
                ),
                source=f"Microsoft; {_GROUPS}",
            ),
            Quote(
                key="crm_most_popular_tool",
                claim=Title(
                    "CRM is the most popular management tool.",
                    "مدیریت ارتباط با مشتری محبوب‌ترین ابزار مدیریتی است.",
                ),
                source=f"Bain & Company; {_GROUPS}",
                year=2013,
            ),
            Quote(
                key="strategic_customer_share",
                claim=Title(
                    "About 20% of the customers are strategically significant.",
                    f"تنها {persian_figure('20%')} از مشتریان سازمان مشتری با ارزش استراتژیک‌اند.",
                ),
                figure=Measurement(
                    key="strategic_customer_share",
                    title=Title(
                        "Share of strategically significant customers",
                        "سهم مشتریان با ارزش استراتژیک",
                    ),
                    unit="share",
                    value=0.20,
                    note=_UNPROVEN,
                ),
                source="Persian article on the value chain in CRM",
            ),
        )
    ),
)
