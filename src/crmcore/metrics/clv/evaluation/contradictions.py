"""Contradictions: where the purchases do not follow the story that the models tell."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias, get_args

import attrs

from crmcore._checks import choice, fraction
from crmcore._display import Value
from crmcore._keyed import Keyed
from crmcore._text import Title
from crmcore._types import Calendar, DateLike, TimeUnit
from crmcore.days import as_day
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv.evaluation._candidates import LeftOut
from crmcore.metrics.clv.evaluation._cohorts import one_off_cohorts
from crmcore.metrics.clv.evaluation._future import newcomers, trend
from crmcore.metrics.clv.evaluation._seasons import seasonality
from crmcore.metrics.clv.evaluation._story import Finding, Story, story_of
from crmcore.metrics.clv.evaluation._timing import bursts, fixed_intervals, regular_purchases
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.verbs.protocols import PurchaseModel
from crmcore.metrics.measurement import Measurement
from crmcore.transactions import TransactionLog

__all__ = ["Contradictions", "StoryCheck", "StoryKey", "contradictions"]

StoryKey: TypeAlias = Literal[
    "seasonality",
    "one_off_cohorts",
    "regular_purchases",
    "fixed_intervals",
    "bursts",
    "newcomers",
    "trend",
]
_CHECKS: Final[Mapping[StoryKey, tuple[Title, Callable[[Story], Finding]]]] = {
    "seasonality": (
        Title("Purchases have no seasons", "خریدها فصل ندارند"),
        seasonality,
    ),
    "one_off_cohorts": (
        Title(
            "Customers of all months of acquisition are alike", "مشتریان همه ماه‌های جذب همانندند"
        ),
        one_off_cohorts,
    ),
    "regular_purchases": (
        Title(
            "Purchases are not more regular than the model has them", "خریدها منظم‌تر از مدل نیست"
        ),
        regular_purchases,
    ),
    "fixed_intervals": (
        Title("Purchases do not come at fixed intervals", "خریدها در فاصله‌های ثابت نیست"),
        fixed_intervals,
    ),
    "bursts": (
        Title("Purchases do not come in bursts", "خریدها خوشه‌ای نیست"),
        bursts,
    ),
    "newcomers": (
        Title(
            "The holdout has few purchases of newcomers", "در دوره آزمون خرید تازه‌واردان اندک است"
        ),
        newcomers,
    ),
    "trend": (
        Title("The forecast of the holdout errs to no side", "پیش‌بینی دوره آزمون یک‌سویه نیست"),
        trend,
    ),
}
_TESTS: Final = len(_CHECKS) - 1  # all but the newcomers, which are counted


@attrs.frozen(kw_only=True, repr=False)
class StoryCheck(Value):
    """One sentence of the models' story, and whether the data contradict it.

    Attributes
    ----------
    key : str
        Stable identifier, such as ``"seasonality"``.
    title : Title
        The sentence of the story.
    found : bool
        Whether the data contradict it.
    finding : Title
        What was seen, with numbers.
    advice : Title or None
        What to do; None where nothing was found.
    p_value : float or None
        Chance of as much if the story holds, before the number of checks is counted; None where
        no test was made.
    evidence : tuple of Measurement
        The figures.
    """

    key: StoryKey
    title: Title
    found: bool
    finding: Title
    advice: Title | None
    p_value: float | None
    evidence: tuple[Measurement, ...]

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "found": self.found,
            "finding": self.finding.en,
            "p_value": self.p_value,
        }


@attrs.frozen(kw_only=True, repr=False)
class Contradictions(Keyed[StoryCheck]):
    """What was checked of the models' story, and what was found against it.

    Attributes
    ----------
    checks : tuple of StoryCheck
        The checks that could be made.
    not_checked : tuple of LeftOut
        Those that could not, and why.
    """

    checks: tuple[StoryCheck, ...]
    not_checked: tuple[LeftOut, ...]

    @property
    def found(self) -> tuple[StoryCheck, ...]:
        """The checks that found a contradiction."""
        return tuple(check for check in self.checks if check.found)

    def _by_key(self) -> Mapping[str, StoryCheck]:
        return {check.key: check for check in self.checks}

    def _facts(self) -> dict[str, object]:
        return {
            "found": tuple(check.key for check in self.found),
            "checked": len(self.checks),
            "not_checked": tuple(each.name for each in self.not_checked),
        }


def contradictions(
    model: "PurchaseModel | Fit[Any]",
    log: TransactionLog,
    /,
    *,
    observed_until: DateLike,
    calibration_until: DateLike | None = None,
    unit: TimeUnit | None = None,
    calendar: Calendar = "gregorian",
    false_alarms: float = 0.05,
) -> Contradictions:
    """Look for what the models of purchasing do not tell: seasons, campaigns, rhythms, trends.

    All of them say that customers, while they stay, buy at random at a steady rate of their own,
    and that customers of all times are alike.

    Parameters
    ----------
    model : purchase model or its Fit
        A model of continuous time; a fit brings the error of its parameters along.
    log : TransactionLog
        The purchases; those of one day count once.
    observed_until : date
        Last day of observation; later rows are left out of the checks.
    calibration_until : date or None
        Last day that the model was fitted on; None makes no checks of a holdout.
    unit : {"day", "week", "month", "year"}, optional
        The unit of time of a model that does not know its own.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar of the months in which seasons and cohorts are sought.
    false_alarms : float, default 0.05
        Chance that a log that follows the story raises any alarm, at most; shared by the tests.

    Returns
    -------
    Contradictions
        Each check with what was seen and what to do; a check that needs more data than there are
        says so. An alarm needs both a small chance and an effect that matters: a month that
        differs by 10 %, a cohort by 10 points, a shape of intervals 1.5 times or 0.7 times the
        model's, a fifth of customers at fixed intervals, a tenth of purchases from newcomers, a
        bias of 5 %.

    Raises
    ------
    InvalidInputError
        If the days are exchanged, there is no purchase, the model is one of discrete time or none
        at all, or an option is out of its range.

    References
    ----------
    .. [1] Moran (1947), The random division of an interval, Journal of the Royal Statistical
       Society B 9(1), 92-98: the logs of the intervals.
    .. [2] Platzer & Reutterer (2016), Ticking away the moments: timing regularity helps to better
       predict customer activity, Marketing Science 35(5), 779-799.
    .. [3] Zhang, Bradlow & Small (2015), Predicting customer value using clumpiness, Marketing
       Science 34(2), 195-208.

    Examples
    --------
    >>> from crmcore.datasets import demo_log
    >>> from crmcore.metrics.clv import BGNBD
    >>> log = demo_log()
    >>> base = log.summarize(observed_until="2024-12-31", unit="week")
    >>> told = contradictions(BGNBD.fit(base), log, observed_until="2024-12-31")
    >>> told
    Contradictions(found=('seasonality',), checked=5, not_checked=('newcomers', 'trend'))
    >>> print(told["seasonality"].finding.en)
    Repeat purchases in December are 1.38 times those of a smooth course, in 24 months.
    """
    choice("calendar", calendar, get_args(Calendar))
    fraction("false_alarms", false_alarms, open_interval=True)
    end = as_day(observed_until, name="observed_until")
    middle = (
        None if calibration_until is None else as_day(calibration_until, name="calibration_until")
    )
    if middle is not None and end <= middle:
        msg = f"observed_until must be after calibration_until {middle}, got {end}"
        raise InvalidInputError(msg)
    story = story_of(
        model,
        log.until(end),
        (end, middle),
        unit=unit,
        calendar=calendar,
        error=false_alarms / _TESTS,
    )
    checks: list[StoryCheck] = []
    without: list[LeftOut] = []
    for key, (title, check) in _CHECKS.items():
        try:
            checks.append(_told(key, title, check(story)))
        except UndefinedMetricError as error:
            without.append(LeftOut(name=key, reason=error.reason))
    return Contradictions(checks=tuple(checks), not_checked=tuple(without))


def _told(key: StoryKey, title: Title, finding: Finding) -> StoryCheck:
    return StoryCheck(
        key=key,
        title=title,
        found=finding.found,
        finding=finding.words,
        advice=finding.advice if finding.found else None,
        p_value=finding.p_value,
        evidence=finding.evidence,
    )
