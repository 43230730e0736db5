"""Rules of fit as data: pairs of design variables whose choices contradict each other."""

from typing import Final, TypeAlias

from crmcore._text import Title
from crmcore.valuechain.models.design_rules import DesignSide, FitRule

__all__ = ["FIT_RULES"]

_BOOK: Final = "Galbraith (1977), Organization Design, Addison-Wesley"
_LOAD: Final = f"{_BOOK}; Galbraith (1974), Interfaces 4(3), 28-36"
_THOMPSON: Final = f"{_BOOK}; Thompson (1967), Organizations in Action, McGraw-Hill"
_REWARDS: Final = f"{_BOOK}; Wageman (1995), Administrative Science Quarterly 40(1), 145-180"
_TRANSFER: Final = (
    f"{_BOOK}; Edström & Galbraith (1977), Administrative Science Quarterly 22(2), 248-263"
)
_OURS: Final = f"ours, from the rule that the variables must fit: {_BOOK}"

_Side: TypeAlias = tuple[str, str | tuple[str, ...]]


def _rule(key: str, first: _Side, second: _Side, reason: Title, *, source: str) -> FitRule:
    return FitRule(
        key=key,
        first=DesignSide(*first),
        second=DesignSide(*second),
        reason=reason,
        source=source,
    )


_OF_UNCERTAINTY: Final = (
    _rule(
        "uncertainty_and_central_power",
        ("uncertainty", "high"),
        ("power", "centralised"),
        Title(
            "what is found out on the way overloads the top when all decisions go up",
            "وقتی همه تصمیم‌ها به بالا می‌رود، آنچه حین کار کشف می‌شود بیش از توان رأس سازمان است",
        ),
        source=_LOAD,
    ),
    _rule(
        "uncertainty_and_fixed_rules",
        ("uncertainty", "high"),
        ("planning_control", "rules"),
        Title(
            "rules are made beforehand and cannot foresee uncertain work",
            "قواعد از پیش نوشته می‌شود و کار نامطمئن را پیش‌بینی نمی‌کند",
        ),
        source=_LOAD,
    ),
    _rule(
        "uncertainty_and_fixed_budget",
        ("uncertainty", "high"),
        ("budgeting", "fixed"),
        Title(
            "without slack every surprise becomes a new decision",
            "بدون منابع اضافی، هر رویداد نامنتظر تصمیمی تازه می‌خواهد",
        ),
        source=_LOAD,
    ),
    _rule(
        "uncertainty_and_hierarchy",
        ("uncertainty", "high"),
        ("role_integration", "hierarchy"),
        Title(
            "exceptions overload the hierarchy where no roles reach across units",
            "بدون نقش‌های میان‌واحدی، موارد استثنا بیش از توان سلسله‌مراتب است",
        ),
        source=_LOAD,
    ),
    _rule(
        "uncertainty_and_tall_shape",
        ("uncertainty", "high"),
        ("shape", "tall"),
        Title(
            "news has many layers to climb before anybody decides",
            "خبر پیش از هر تصمیم باید از لایه‌های بسیار بگذرد",
        ),
        source=_OURS,
    ),
    _rule(
        "variety_and_functions",
        ("variety", "high"),
        ("departments", "by_function"),
        Title(
            "functions share their attention among tasks that differ; self-contained units do not",
            "توجه واحدهای کارکردی میان کارهای متفاوت پخش می‌شود؛ واحدهای خودبسنده چنین نیستند",
        ),
        source=_LOAD,
    ),
    _rule(
        "variety_and_narrow_jobs",
        ("variety", "high"),
        ("job_design", "narrow"),
        Title(
            "narrow jobs do not cover tasks that differ each time",
            "شغل محدود کاری را که هر بار متفاوت است پوشش نمی‌دهد",
        ),
        source=_OURS,
    ),
)

_OF_INTERDEPENDENCE: Final = (
    _rule(
        "reciprocal_work_and_fixed_rules",
        ("interdependence", "reciprocal"),
        ("planning_control", "rules"),
        Title(
            "units that work for each other must adjust to each other, which fixed rules forbid",
            "واحدهایی که برای یکدیگر کار می‌کنند باید خود را با هم تطبیق دهند و قواعد ثابت مانع است",
        ),
        source=_THOMPSON,
    ),
    _rule(
        "reciprocal_work_and_hierarchy",
        ("interdependence", "reciprocal"),
        ("role_integration", "hierarchy"),
        Title(
            "mutual adjustment needs contact between the units themselves",
            "تطبیق متقابل نیازمند تماس مستقیم میان واحدهاست",
        ),
        source=_THOMPSON,
    ),
    _rule(
        "reciprocal_work_and_individual_pay",
        ("interdependence", "reciprocal"),
        ("pay", "individual"),
        Title(
            "pay for one's own result does not pay for helping the others",
            "پرداخت برای نتیجه فردی، کمک به دیگران را جبران نمی‌کند",
        ),
        source=_REWARDS,
    ),
    _rule(
        "reciprocal_work_and_individual_bonuses",
        ("interdependence", "reciprocal"),
        ("bonuses", "individual"),
        Title(
            "a bonus for one person rewards what several did together",
            "پاداش به یک نفر برای کاری است که چند نفر با هم کرده‌اند",
        ),
        source=_REWARDS,
    ),
    _rule(
        "reciprocal_work_and_individual_measurement",
        ("interdependence", "reciprocal"),
        ("performance_measurement", "individual"),
        Title(
            "what each contributed cannot be told apart",
            "سهم هر فرد از نتیجه جداشدنی نیست",
        ),
        source=_OURS,
    ),
)

_OF_STRUCTURE: Final = (
    _rule(
        "flat_shape_and_central_power",
        ("shape", "flat"),
        ("power", "centralised"),
        Title(
            "one leader cannot decide for very many people",
            "یک مدیر نمی‌تواند برای افراد بسیار تصمیم بگیرد",
        ),
        source=_OURS,
    ),
    _rule(
        "local_power_and_directive_leaders",
        ("power", "decentralised"),
        ("leadership_style", "directive"),
        Title(
            "who is told what to do decides nothing",
            "کسی که به او دستور داده می‌شود تصمیمی نمی‌گیرد",
        ),
        source=_OURS,
    ),
    _rule(
        "local_power_and_little_training",
        ("power", "decentralised"),
        ("training", "little"),
        Title(
            "who decides must have learnt enough for it",
            "تصمیم‌گیرنده باید به اندازه کافی آموزش دیده باشد",
        ),
        source=_OURS,
    ),
    _rule(
        "local_power_and_narrow_jobs",
        ("power", "decentralised"),
        ("job_design", "narrow"),
        Title(
            "narrow jobs leave nothing to decide",
            "شغل محدود جایی برای تصمیم نمی‌گذارد",
        ),
        source=_OURS,
    ),
    _rule(
        "specialised_labour_and_enriched_jobs",
        ("division_of_labour", "specialised"),
        ("job_design", "enriched"),
        Title(
            "the one splits the work that the other joins",
            "یکی کاری را تکه می‌کند که دیگری یکپارچه می‌خواهد",
        ),
        source=_OURS,
    ),
)

_OF_REWARDS_AND_PEOPLE: Final = (
    _rule(
        "teams_and_individual_pay",
        ("role_integration", "teams"),
        ("pay", "individual"),
        Title(
            "members of a team compete where each is paid alone",
            "وقتی به هر کس جداگانه پرداخت شود، اعضای گروه با هم رقابت می‌کنند",
        ),
        source=_REWARDS,
    ),
    _rule(
        "lateral_roles_and_transfers_within_units",
        ("role_integration", ("liaison", "teams", "integrators")),
        ("transfer_promotion", "within_units"),
        Title(
            "contacts across units grow from people who have worked in several",
            "تماس میان واحدها از کسانی برمی‌آید که در چند واحد کار کرده‌اند",
        ),
        source=_TRANSFER,
    ),
    _rule(
        "teams_and_one_skill",
        ("role_integration", ("teams", "integrators")),
        ("selection", "one_skill"),
        Title(
            "people chosen for one skill alone find it hard to work across units",
            "کسی که تنها برای یک مهارت انتخاب شده است میان واحدها دشوار کار می‌کند",
        ),
        source=_OURS,
    ),
    _rule(
        "pay_unmeasured",
        ("pay", ("individual", "team")),
        ("performance_measurement", "none"),
        Title(
            "pay goes by a performance that nobody measures",
            "پرداخت بر پایه عملکردی است که کسی آن را اندازه نمی‌گیرد",
        ),
        source=_OURS,
    ),
    _rule(
        "team_pay_and_individual_measurement",
        ("pay", "team"),
        ("performance_measurement", "individual"),
        Title(
            "what is paid for, the team's result, is not what is measured",
            "آنچه بابتش پرداخت می‌شود، یعنی نتیجه گروه، اندازه‌گیری نمی‌شود",
        ),
        source=_OURS,
    ),
    _rule(
        "promotion_unmeasured",
        ("promotion", "performance"),
        ("performance_measurement", "none"),
        Title(
            "promotion goes by a performance that nobody measures",
            "ترفیع بر پایه عملکردی است که کسی آن را اندازه نمی‌گیرد",
        ),
        source=_OURS,
    ),
    _rule(
        "enriched_jobs_and_little_training",
        ("job_design", "enriched"),
        ("training", "little"),
        Title(
            "a job with many duties must be learnt",
            "شغلی با وظایف بسیار آموزش می‌خواهد",
        ),
        source=_OURS,
    ),
)

FIT_RULES: Final = (
    *_OF_UNCERTAINTY,
    *_OF_INTERDEPENDENCE,
    *_OF_STRUCTURE,
    *_OF_REWARDS_AND_PEOPLE,
)
