"""The variables of organisation design with the choices that each allows."""

from collections.abc import Mapping
from typing import Final

from crmcore._keyed import Catalogue
from crmcore._text import Title
from crmcore.valuechain.catalogue.organisation_design import ORGANISATION_DESIGN

__all__ = ["DESIGN_CHOICES"]

_LOW: Final = Title("low", "کم")
_HIGH: Final = Title("high", "زیاد")
_INDIVIDUAL: Final = Title("of each person", "فردی")
_TEAM: Final = Title("of the team", "گروهی")
_NONE: Final = Title("none", "هیچ")

_CHOICES: Final[Mapping[str, Mapping[str, Title]]] = {
    "uncertainty": {"low": _LOW, "high": _HIGH},
    "variety": {"low": _LOW, "high": _HIGH},
    "interdependence": {
        part.key: part.title for part in ORGANISATION_DESIGN.parts("interdependence")
    },
    "division_of_labour": {
        "specialised": Title("specialised", "تخصصی"),
        "broad": Title("broad", "گسترده"),
    },
    "departments": {
        "by_function": Title("by function", "بر پایه کارکرد"),
        "by_product": Title("by product", "بر پایه محصول"),
        "by_segment": Title("by customer segment", "بر پایه بخش مشتری"),
        "by_region": Title("by region", "بر پایه منطقه"),
    },
    "shape": {"tall": Title("tall", "بلند"), "flat": Title("flat", "تخت")},
    "power": {
        "centralised": Title("centralised", "متمرکز"),
        "decentralised": Title("decentralised", "غیرمتمرکز"),
    },
    "planning_control": {
        "rules": Title("fixed rules from the centre", "قواعد ثابت از مرکز"),
        "targets": Title("targets", "هدف‌گذاری"),
        "mutual_adjustment": Title("mutual adjustment", "تطبیق متقابل"),
    },
    "budgeting": {
        "fixed": Title("fixed in advance", "ثابت و از پیش تعیین‌شده"),
        "with_slack": Title("with room to move", "با جای مانور"),
    },
    "role_integration": {
        "hierarchy": Title("by the hierarchy only", "تنها با سلسله‌مراتب"),
        "liaison": Title("by liaison roles", "با نقش‌های رابط"),
        "teams": Title("by teams across units", "با گروه‌های میان‌واحدی"),
        "integrators": Title("by integrating roles", "با نقش‌های یکپارچه‌ساز"),
    },
    "pay": {
        "fixed": Title("fixed", "ثابت"),
        "individual": Title("by the performance of each person", "بر پایه عملکرد فردی"),
        "team": Title("by the performance of the team", "بر پایه عملکرد گروه"),
    },
    "promotion": {
        "seniority": Title("by seniority", "بر پایه سابقه"),
        "performance": Title("by performance", "بر پایه عملکرد"),
    },
    "job_design": {
        "narrow": Title("narrow jobs", "شغل‌های محدود"),
        "enriched": Title("enriched jobs", "شغل‌های غنی‌شده"),
    },
    "bonuses": {"none": _NONE, "individual": _INDIVIDUAL, "team": _TEAM},
    "performance_measurement": {"none": _NONE, "individual": _INDIVIDUAL, "team": _TEAM},
    "selection": {
        "one_skill": Title("for one skill", "برای یک مهارت"),
        "many_skills": Title("for many skills", "برای چند مهارت"),
    },
    "transfer_promotion": {
        "within_units": Title("within units", "درون واحدها"),
        "across_units": Title("across units", "میان واحدها"),
    },
    "training": {"little": Title("little", "اندک"), "ample": Title("ample", "فراوان")},
    "leadership_style": {
        "directive": Title("directive", "دستوری"),
        "participative": Title("participative", "مشارکتی"),
    },
}

DESIGN_CHOICES: Final[Mapping[str, Mapping[str, Title]]] = Catalogue(
    "variable",
    (
        (variable, Catalogue(f"choice of {variable}", choices.items()))
        for variable, choices in _CHOICES.items()
    ),
)
