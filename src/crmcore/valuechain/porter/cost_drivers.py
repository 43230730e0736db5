"""What drives the cost of an activity: the drivers of Porter and of strategic cost management."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias, get_args

import attrs

from crmcore._checks import one_of
from crmcore._display import Value
from crmcore._keyed import Catalogue
from crmcore._text import Title, isolate

__all__ = ["COST_DRIVERS", "CostDriver", "DriverKind", "driver_title"]

DriverKind: TypeAlias = Literal["structural", "executional", "unsorted"]


@attrs.frozen(repr=False)
class CostDriver(Value):
    """Something that makes an activity cost what it costs.

    Attributes
    ----------
    key : str
        Stable identifier.
    title : Title
        Its name in English and Persian.
    kind : {"structural", "executional", "unsorted"}
        Structural ones follow from what the firm chose to be, executional ones from how well it
        does it; "unsorted" where the literature names none of the two.
    """

    key: str
    title: Title
    kind: DriverKind = attrs.field(default="unsorted", validator=one_of(*get_args(DriverKind)))

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "title": self.title.en, "kind": self.kind}


_DRIVERS: Final = (
    CostDriver("scale", Title("Scale", "مقیاس"), "structural"),
    CostDriver("learning", Title("Learning and experience", "یادگیری و تجربه"), "structural"),
    CostDriver("capacity_utilization", Title("Use of capacity", "استفاده از ظرفیت"), "executional"),
    CostDriver("linkages", Title("Linkages", "پیوندها"), "executional"),
    CostDriver("interrelationships", Title("Shared with sister units", "اشتراک با واحدهای هم‌گروه")),
    CostDriver("integration", Title("Vertical integration", "یکپارچگی عمودی"), "structural"),
    CostDriver("timing", Title("Timing", "زمان‌بندی")),
    CostDriver("policies", Title("Discretionary policies", "سیاست‌های اختیاری")),
    CostDriver("location", Title("Location", "مکان")),
    CostDriver("institutions", Title("Institutional factors", "عوامل نهادی")),
    CostDriver("technology", Title("Process technology", "فناوری فرایند"), "structural"),
    CostDriver("complexity", Title("Breadth of the offer", "تنوع محصول"), "structural"),
    CostDriver("involvement", Title("Involvement of staff", "مشارکت کارکنان"), "executional"),
    CostDriver("quality", Title("Quality management", "مدیریت کیفیت"), "executional"),
    CostDriver("layout", Title("Layout of the plant", "چیدمان کارخانه"), "executional"),
    CostDriver("product_design", Title("Design of the product", "طراحی محصول"), "executional"),
)

COST_DRIVERS: Final[Mapping[str, CostDriver]] = Catalogue(
    "driver", [(driver.key, driver) for driver in _DRIVERS]
)
"""The first ten are Porter's (1985, chapter 3), the rest those of Shank and Govindarajan (1993)."""


def driver_title(key: str, /) -> Title:
    """Name a driver.

    Parameters
    ----------
    key : str
        Its key, of ``COST_DRIVERS`` or one's own.

    Returns
    -------
    Title
        Its title; the key in both languages where it is one's own.

    Examples
    --------
    >>> driver_title("scale").en, driver_title("pallets moved").en
    ('Scale', 'pallets moved')
    """
    return COST_DRIVERS[key].title if key in COST_DRIVERS else Title(key, isolate(key))
