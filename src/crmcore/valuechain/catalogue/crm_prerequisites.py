"""What must stand before CRM is put into effect."""

from typing import Final

from crmcore._text import Title, isolate
from crmcore.valuechain.catalogue.practices import pick
from crmcore.valuechain.elements import Element
from crmcore.valuechain.framework import Framework

__all__ = ["CRM_PREREQUISITES"]

CRM_PREREQUISITES: Final = Framework(
    key="crm_prerequisites",
    title=Title("Prerequisites of CRM", f"پیش‌نیازهای {isolate('CRM')}"),
    description=Title(
        "What must stand before CRM is put into effect; each open one holds something up.",
        f"آنچه پیش از اجرای {isolate('CRM')} باید فراهم باشد؛ هر پیش‌نیازِ نابرقرار کاری را معطل "
        "می‌کند.",
    ),
    edition="three prerequisites",
    source="Persian article on CRM and ERP",
    elements=(
        Element(
            key="process_list",
            title=Title(
                "A list of today's processes with problems and constraints",
                "فهرستی از فرایندهای فعلی و مشکلات و محدودیت‌ها",
            ),
            role="prerequisite",
            description=Title(
                "Write down how the firm works today, and where it hurts.",
                "تهیه فهرستی از فرایندهای فعلی سازمان و مشکلات و محدودیت‌های موجود.",
            ),
            practices=pick("list_processes"),
        ),
        Element(
            key="lead",
            title=Title("A CRM lead or adviser", f"راهبر {isolate('CRM')}"),
            role="prerequisite",
            description=Title(
                "Somebody who knows the units leads or advises, so that the others keep to their "
                "work.",
                "راهبر یا مشاوری آشنا با بخش‌ها، تا دیگران بر کار خود تمرکز کنند.",
            ),
            practices=pick("crm_lead"),
        ),
        Element(
            key="resistance",
            title=Title("Resistance of staff to change handled", "مقاومت در برابر تغییر"),
            role="prerequisite",
            description=Title(
                "Resistance of staff to the change is one of the main obstacles, and is handled.",
                "مقاومت کارکنان در برابر تغییر از موانع اصلی است و باید برطرف شود.",
            ),
            kpis=("staff_satisfaction",),
            practices=pick("handle_resistance", "manage_change"),
        ),
    ),
)
