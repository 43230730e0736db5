"""What waits for a prerequisite of CRM: data that the readiness list reads."""

from typing import Final

import attrs

from crmcore._display import Value
from crmcore._text import Title
from crmcore.valuechain.catalogue.business_case import BUSINESS_CASE
from crmcore.valuechain.catalogue.crm_prerequisites import CRM_PREREQUISITES
from crmcore.valuechain.catalogue.crm_strategy import CRM_BY_TECHNOLOGY, CRM_SUCCESS_FACTORS
from crmcore.valuechain.catalogue.eight_building_blocks import EIGHT_BUILDING_BLOCKS
from crmcore.valuechain.framework import Framework

__all__ = ["HOLD_UPS", "HoldUp"]


@attrs.frozen(kw_only=True, repr=False)
class HoldUp(Value):
    """Something that cannot go on while a prerequisite is open.

    Attributes
    ----------
    prerequisite : str
        Key of the prerequisite.
    what : Title
        What waits for it.
    reason : Title
        Why it waits.
    framework, element : str or None
        Where the library has it: keys of a framework and of an element in it; no element is the
        framework as a whole.
    """

    prerequisite: str
    what: Title
    reason: Title
    framework: str | None = None
    element: str | None = None

    def _facts(self) -> dict[str, object]:
        return {"prerequisite": self.prerequisite, "what": self.what.en}


def _waits(
    prerequisite: str, framework: Framework, element: str | None, *, reason: Title
) -> HoldUp:
    what = framework.title if element is None else framework[element].title
    return HoldUp(
        prerequisite=prerequisite,
        what=what,
        reason=reason,
        framework=framework.key,
        element=element,
    )


HOLD_UPS: Final = (
    _waits(
        "process_list",
        EIGHT_BUILDING_BLOCKS,
        "processes",
        reason=Title(
            "what is not written down cannot be audited or redesigned",
            "آنچه نوشته نشده است ممیزی و بازطراحی نمی‌شود",
        ),
    ),
    _waits(
        "process_list",
        CRM_BY_TECHNOLOGY,
        "assess_needs",
        reason=Title(
            "needs follow from today's problems and constraints",
            "نیازها از مشکلات و محدودیت‌های امروز برمی‌آید",
        ),
    ),
    _waits(
        "process_list",
        BUSINESS_CASE,
        None,
        reason=Title(
            "a saving is told against today's processes",
            "صرفه‌جویی در برابر فرایندهای امروز گفته می‌شود",
        ),
    ),
    _waits(
        "lead",
        CRM_PREREQUISITES,
        "resistance",
        reason=Title(
            "a lead helps to overcome the resistance",
            "حضور راهبر در حل مقاومت تأثیرگذار است",
        ),
    ),
    _waits(
        "lead",
        CRM_BY_TECHNOLOGY,
        "install_systems",
        reason=Title(
            "a lead makes the installation simpler, and the others keep to their work",
            "راهبر پیاده‌سازی را ساده‌تر می‌کند و دیگران بر کار خود متمرکز می‌مانند",
        ),
    ),
    _waits(
        "resistance",
        CRM_BY_TECHNOLOGY,
        "install_systems",
        reason=Title(
            "resistance of staff is one of the main obstacles to the installation",
            "مقاومت کارکنان از موانع اصلی استقرار سیستم است",
        ),
    ),
    _waits(
        "resistance",
        CRM_SUCCESS_FACTORS,
        "organisational_change",
        reason=Title(
            "the organisation changes only as its people do",
            "سازمان تنها همراه با کارکنانش تغییر می‌کند",
        ),
    ),
)
