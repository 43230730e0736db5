"""The figures of an evaluation: each a value, or the reason why there is none."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any, Final, Protocol, TypeAlias, runtime_checkable

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._text import Title, persian_figure
from crmcore._types import FloatArray
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv.evaluation._ranking import captured_share, rank_correlation, ranking
from crmcore.metrics.clv.evaluation._scores import Scored, mean_interval
from crmcore.metrics.clv.evaluation.baselines import Forecaster, forecaster
from crmcore.metrics.clv.evaluation.calibration import Reliability, counts_of
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.intervals import share_interval
from crmcore.metrics.measurement import Interval, Measurement, MeasureUnit
from crmcore.summary import CustomerSummary, HoldoutSplit

__all__ = ["Chances", "chances_to_buy", "figures_of"]

_Time: TypeAlias = float | str | npt.ArrayLike
_Found: TypeAlias = tuple[float, Interval | None]
_TOPS: Final = (10, 20)
_MEDIAN: Final = Title(
    "least for a forecast of each customer's median, which is mostly 0: it favours forecasts that "
    "are too low",
    "برای پیش‌بینی میانه هر مشتری، که بیشتر صفر است، کمترین می‌شود: پیش‌بینی‌های کمتر از واقع را "
    "بهتر نشان می‌دهد",
)
_UNSEEN: Final = Title(
    "being alive is never observed: only who bought in the holdout is known to have been alive",
    "فعال بودن هرگز مشاهده نمی‌شود: تنها کسی که در دوره آزمون خرید کرده، بی‌گمان فعال بوده است",
)
_NO_ALIVE: Final = Title(
    "this forecast does not say who is alive",
    "این پیش‌بینی نمی‌گوید چه کسی فعال است",
)
_NO_BUYERS: Final = Title("nobody bought in the holdout", "در دوره آزمون هیچ‌کس خرید نکرده است")
_NO_CHANCE: Final = Title(
    "by the model nobody buys in the holdout", "به گفته مدل، هیچ‌کس در دوره آزمون خرید نمی‌کند"
)
_TITLES: Final = {
    "total_actual": Title("Purchases in the holdout", "خریدهای دوره آزمون"),
    "total_expected": Title(
        "Expected purchases in the holdout", "خریدهای مورد انتظار در دوره آزمون"
    ),
    "bias": Title(
        "Expected less actual purchases, as a share of the actual",
        "اختلاف خریدهای مورد انتظار و واقعی، به نسبت واقعی",
    ),
    "mae": Title("Mean absolute error per customer", "میانگین قدر مطلق خطا برای هر مشتری"),
    "rmse": Title("Root mean squared error per customer", "جذر میانگین مربع خطا برای هر مشتری"),
    "log_score": Title("Mean log score of the counts", "میانگین امتیاز لگاریتمی تعداد خریدها"),
    "gini": Title("Gini coefficient of the ranking", "ضریب جینی رتبه‌بندی"),
    "rank_correlation": Title("Rank correlation with the purchases", "همبستگی رتبه‌ای با خریدها"),
    "brier_score": Title(
        "Brier score of the chance to buy at all", "امتیاز بریر برای احتمال دست‌کم یک خرید"
    ),
    "calibration_error": Title(
        "Calibration error of the chance to buy at all",
        "خطای واسنجی برای احتمال دست‌کم یک خرید",
    ),
    "alive_mean": Title("Mean chance of being alive", "میانگین احتمال فعال بودن"),
    "alive_least": Title(
        "Share that bought in the holdout: the least share alive",
        "سهم خریداران دوره آزمون: کمترین سهم ممکن مشتریان فعال",
    ),
    "alive_of_buyers": Title(
        "Mean chance of being alive of those who bought in the holdout",
        "میانگین احتمال فعال بودن خریداران دوره آزمون",
    ),
    "alive_of_buyers_implied": Title(
        "The same as the model implies it", "همان میانگین، آن‌گونه که مدل ایجاب می‌کند"
    ),
}


@runtime_checkable
class _Alive(Protocol):
    def probability_alive(self, customers: CustomerSummary, /, *, after: _Time = 0) -> FloatArray:
        """Give the chance that each customer has not left."""
        ...


@attrs.frozen(kw_only=True)
class Chances:
    """The chance of each customer to buy at all, and to be alive; or why there is none.

    Attributes
    ----------
    buys, alive : ndarray of shape (n,) or Title
        The chances, or the reason.
    """

    buys: FloatArray | Title = attrs.field()
    alive: FloatArray | Title = attrs.field()


def chances_to_buy(source: "Forecaster | Fit[Any]", split: HoldoutSplit, /) -> Chances:
    """Ask a model for the chances of each customer.

    Parameters
    ----------
    source : purchase model, its Fit, or a baseline
        What forecasts.
    split : HoldoutSplit
        Calibration summary and length of the holdout.

    Returns
    -------
    Chances
        In [0, 1] up to rounding, which is taken off.
    """
    model, base = forecaster(source), split.calibration
    alive: FloatArray | Title = _NO_ALIVE
    if isinstance(model, _Alive):
        alive = model.probability_alive(base)
    try:
        silent = counts_of(model).purchase_pmf(base, 0, horizon=split.duration)
    except UndefinedMetricError as error:
        return Chances(buys=error.reason, alive=alive)
    return Chances(buys=np.clip(1 - silent, 0.0, 1.0), alive=alive)


_Formula: TypeAlias = Callable[["_Case"], _Found]
_Entry: TypeAlias = tuple[str, MeasureUnit, _Formula, Title | None]


@attrs.frozen(kw_only=True)
class _Case:
    scored: Scored
    chances: Chances
    table: Reliability | None
    level: float

    @property
    def n(self) -> float:
        return float(self.scored.weights.sum())

    def mean(self, values: FloatArray) -> float:
        return float(self.scored.weights @ values) / self.n

    def found(self, value: float, pull: FloatArray) -> _Found:
        return value, mean_interval(value, pull, self.scored.weights, level=self.level)


def figures_of(
    scored: Scored, chances: Chances, table: Reliability | None, /, *, level: float
) -> tuple[Measurement, ...]:
    """Give all figures of an evaluation.

    Parameters
    ----------
    scored : Scored
        The forecast beside what came.
    chances : Chances
        Chances of each customer.
    table : Reliability or None
        The chance to buy at all against who bought.
    level : float
        Share of samples that the intervals cover.

    Returns
    -------
    tuple of Measurement
        One for each key.
    """
    case = _Case(scored=scored, chances=chances, table=table, level=level)
    return tuple(_measure(case, *entry) for entry in (*_PLAIN, *_top_figures(), *_CHANCES))


def _measure(
    case: _Case,
    key: str,
    unit: MeasureUnit,
    formula: Callable[[_Case], _Found],
    note: Title | None,
) -> Measurement:
    title = _TITLES.get(key) or _top_title(key)
    try:
        value, interval = formula(case)
    except UndefinedMetricError as error:
        return Measurement(
            key=key, title=title, unit=unit, reason=error.reason, n=case.n, note=note
        )
    return Measurement(
        key=key, title=title, unit=unit, value=value, interval=interval, n=case.n, note=note
    )


def _top_title(key: str) -> Title:
    kind, top = key.split("_")
    share = persian_figure(f"{top}%")
    if kind == "lift":
        return Title(f"Lift of the top {top} % by forecast", f"ضریب بهبود {share} برتر پیش‌بینی")
    return Title(
        f"Share of purchases from the top {top} % by forecast",
        f"سهم {share} برتر پیش‌بینی از خریدها",
    )


def _total_actual(case: _Case) -> _Found:
    return float(case.scored.weights @ case.scored.actual), None


def _total_expected(case: _Case) -> _Found:
    return float(case.scored.weights @ case.scored.expected), None


def _bias(case: _Case) -> _Found:
    scored = case.scored
    mean = case.mean(scored.actual)
    if mean == 0:
        raise UndefinedMetricError(_NO_BUYERS)
    ratio = case.mean(scored.expected) / mean
    return case.found(ratio - 1, (scored.expected - ratio * scored.actual) / mean)


def _absolute_error(case: _Case) -> _Found:
    missed = np.abs(case.scored.expected - case.scored.actual)
    return case.found(case.mean(missed), missed)


def _squared_error(case: _Case) -> _Found:
    return math.sqrt(case.mean(np.square(case.scored.expected - case.scored.actual))), None


def _log_score(case: _Case) -> _Found:
    scores = case.scored.scores
    return case.found(case.mean(scores), scores)


def _gini(case: _Case) -> _Found:
    order = ranking(case.scored.actual, case.scored.expected, case.scored.weights)
    return case.found(order.gini, order.pull)


def _correlation(case: _Case) -> _Found:
    scored = case.scored
    return rank_correlation(scored.actual, scored.expected, scored.weights), None


def _captured(case: _Case, share: float, over: float) -> _Found:
    scored = case.scored
    held = captured_share(scored.actual, scored.expected, scored.weights, share=share)
    return held / over, None


def _top_figures() -> list[_Entry]:
    entries: list[_Entry] = []
    for top in _TOPS:
        q = top / 100
        entries.extend((
            (f"captured_{top}", "share", partial(_captured, share=q, over=1.0), None),
            (f"lift_{top}", "ratio", partial(_captured, share=q, over=q), None),
        ))
    return entries


def _brier(case: _Case) -> _Found:
    each = np.square(_given(case.chances.buys) - (case.scored.actual > 0))
    return case.found(case.mean(each), each)


def _calibration_error(case: _Case) -> _Found:
    _given(case.chances.buys)
    return (0.0 if case.table is None else case.table.calibration_error), None


def _alive_mean(case: _Case) -> _Found:
    return case.mean(_given(case.chances.alive)), None


def _alive_least(case: _Case) -> _Found:
    bought = float(case.scored.weights @ (case.scored.actual > 0))
    return bought / case.n, share_interval(min(bought, case.n), case.n, level=case.level)


def _alive_of_buyers(case: _Case) -> _Found:
    alive, bought = _given(case.chances.alive), case.scored.actual > 0
    buyers = case.mean(bought.astype(np.float64))
    if buyers == 0:
        raise UndefinedMetricError(_NO_BUYERS)
    mean = case.mean(alive * bought) / buyers
    return case.found(mean, bought * (alive - mean) / buyers)


def _alive_implied(case: _Case) -> _Found:
    alive, buys = _given(case.chances.alive), _given(case.chances.buys)
    buyers = case.mean(buys)
    if buyers == 0:
        raise UndefinedMetricError(_NO_CHANCE)
    return case.mean(alive * buys) / buyers, None


def _given(chances: FloatArray | Title) -> FloatArray:
    if isinstance(chances, Title):
        raise UndefinedMetricError(chances)
    return chances


_PLAIN: Final[tuple[_Entry, ...]] = (
    ("total_actual", "count", _total_actual, None),
    ("total_expected", "count", _total_expected, None),
    ("bias", "share", _bias, None),
    ("mae", "count", _absolute_error, _MEDIAN),
    ("rmse", "count", _squared_error, None),
    ("log_score", "score", _log_score, None),
    ("gini", "ratio", _gini, None),
    ("rank_correlation", "ratio", _correlation, None),
)
_CHANCES: Final[tuple[_Entry, ...]] = (
    ("brier_score", "score", _brier, None),
    ("calibration_error", "share", _calibration_error, None),
    ("alive_mean", "share", _alive_mean, _UNSEEN),
    ("alive_least", "share", _alive_least, _UNSEEN),
    ("alive_of_buyers", "share", _alive_of_buyers, _UNSEEN),
    ("alive_of_buyers_implied", "share", _alive_implied, _UNSEEN),
)
