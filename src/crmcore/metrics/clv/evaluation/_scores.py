"""What a forecast loses on each customer of a holdout, by criterion, and how sure the mean is."""

import math
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import attrs
import numpy as np

from crmcore._checks import readonly_floats, refuse_rows
from crmcore._inputs import require_rows
from crmcore._text import Title, persian_figure
from crmcore._types import FloatArray
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv.evaluation._ranking import ranking
from crmcore.metrics.clv.evaluation.baselines import Forecaster, forecaster
from crmcore.metrics.clv.evaluation.calibration import counts_of
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.intervals import student_factor
from crmcore.metrics.measurement import Interval
from crmcore.summary import HoldoutSplit

__all__ = [
    "Criterion",
    "Loss",
    "Scored",
    "log_scores",
    "loss",
    "mean_interval",
    "score",
    "standard_error",
]

Criterion: TypeAlias = Literal["log_score", "absolute_error", "squared_error", "total", "ranking"]


@attrs.frozen(kw_only=True)
class Scored:
    """A forecast beside what came.

    Attributes
    ----------
    actual, expected : ndarray of shape (n,)
        Purchases in the holdout and their forecast.
    weights : ndarray of shape (n,)
        Customers that each row stands for.
    log_scores : ndarray of shape (n,) or None
        Log of the chance told for the count that came; None where there is none.
    no_score : Title or None
        Why there is none.
    """

    actual: FloatArray = attrs.field()
    expected: FloatArray = attrs.field()
    weights: FloatArray = attrs.field()
    log_scores: FloatArray | None = attrs.field()
    no_score: Title | None

    @property
    def scores(self) -> FloatArray:
        """The log scores.

        Raises
        ------
        UndefinedMetricError
            If there are none.
        """
        if self.no_score is not None:
            raise UndefinedMetricError(self.no_score)
        return np.zeros(0) if self.log_scores is None else self.log_scores


def score(source: "Forecaster | Fit[Any]", split: HoldoutSplit, /) -> Scored:
    """Put a forecast beside what came.

    Parameters
    ----------
    source : purchase model, its Fit, or a baseline
        What forecasts.
    split : HoldoutSplit
        Calibration summary and holdout purchases, found to be right.

    Returns
    -------
    Scored
        Both, with the log scores.

    Raises
    ------
    InvalidInputError
        If an expectation is negative or not finite.
    """
    base = split.calibration
    expected = readonly_floats(
        forecaster(source).expected_purchases(base, horizon=split.duration),
    )
    require_rows("expected_purchases", expected.size, len(base))
    bad = ~np.isfinite(expected) | (expected < 0)
    refuse_rows("expected_purchases", expected, bad, "be finite and >= 0")
    scores, reason = None, None
    try:
        scores = log_scores(source, split)
    except UndefinedMetricError as error:
        reason = error.reason
    return Scored(
        actual=split.holdout_frequency,
        expected=expected,
        weights=base.row_weights,
        log_scores=scores,
        no_score=reason,
    )


def log_scores(source: "Forecaster | Fit[Any]", split: HoldoutSplit, /) -> FloatArray:
    """Give the log of the chance that a model gave to the count that came.

    Parameters
    ----------
    source : purchase model, its Fit, or a baseline
        What forecasts.
    split : HoldoutSplit
        Calibration summary and holdout purchases.

    Returns
    -------
    ndarray of shape (n,)
        Logs, <= 0; 0 for a row without weight that the model rules out.

    Raises
    ------
    UndefinedMetricError
        If there are no chances of counts, or one that came was ruled out.
    """
    model, base = counts_of(source), split.calibration
    counts, place = np.unique(split.holdout_frequency, return_inverse=True)
    chance = np.empty(len(base))
    for which, n in enumerate(counts.tolist()):
        rows = np.flatnonzero(place == which)
        chance[rows] = model.purchase_pmf(base.select(rows), int(n), horizon=split.duration)
    never = ~(chance > 0)
    wrong = np.flatnonzero(never & (base.row_weights > 0))
    if wrong.size:
        row = int(wrong[0])
        count = f"{split.holdout_frequency[row]:g}"
        reason = Title(
            f"the model gives the {count} purchases of row {row} no chance at all",
            f"مدل برای {persian_figure(count)} خرید در ردیف {persian_figure(str(row))} هیچ "
            "احتمالی قائل نیست",
        )
        raise UndefinedMetricError(reason)
    return np.log(np.where(never, 1.0, chance))


@attrs.frozen(kw_only=True)
class Loss:
    """A loss, and how each customer moves it.

    Attributes
    ----------
    value : float
        The loss; lower is better.
    pull : ndarray of shape (n,)
        Influence of each customer, up to a constant.
    """

    value: float
    pull: FloatArray = attrs.field()


def loss(scored: Scored, criterion: Criterion, /) -> Loss:
    """Give what a forecast loses by a criterion.

    Parameters
    ----------
    scored : Scored
        The forecast beside what came.
    criterion : {"log_score", "absolute_error", "squared_error", "total", "ranking"}
        The criterion.

    Returns
    -------
    Loss
        Minus the mean log score, the mean absolute or squared error, the size of the bias, or
        one minus the Gini coefficient of the ranking.

    Raises
    ------
    UndefinedMetricError
        If the criterion has no value here.
    """
    if criterion == "total":
        return _total(scored)
    if criterion == "ranking":
        order = ranking(scored.actual, scored.expected, scored.weights)
        return Loss(value=1 - order.gini, pull=-order.pull)
    if criterion == "log_score":
        each = -scored.scores
    else:
        missed = np.abs(scored.expected - scored.actual)
        each = missed if criterion == "absolute_error" else np.square(missed)
    return Loss(value=float(scored.weights @ each) / float(scored.weights.sum()), pull=each)


def _total(scored: Scored) -> Loss:
    n = float(scored.weights.sum())
    mean = float(scored.weights @ scored.actual) / n
    if mean == 0:
        reason = Title(
            "nobody bought in the holdout, so the error of the total has no scale",
            "در دوره آزمون هیچ‌کس خرید نکرده است، پس خطای مجموع مقیاسی ندارد",
        )
        raise UndefinedMetricError(reason)
    ratio = float(scored.weights @ scored.expected) / n / mean
    pull = math.copysign(1.0, ratio - 1) * (scored.expected - ratio * scored.actual) / mean
    return Loss(value=abs(ratio - 1), pull=pull)


def mean_interval(
    centre: float, pull: FloatArray, weights: FloatArray, /, *, level: float
) -> Interval | None:
    """Tell how sure a figure is that is a mean over customers.

    Parameters
    ----------
    centre : float
        The figure.
    pull : ndarray of shape (n,)
        Influence of each customer on it, up to a constant.
    weights : ndarray of shape (n,)
        Customers that each row stands for.
    level : float
        Share of samples that the interval covers.

    Returns
    -------
    Interval or None
        Symmetric, by Student's t; None where there are not two customers that differ.
    """
    n = float(weights.sum())
    if n <= 1:
        return None
    error = standard_error(pull, weights)
    if error == 0:
        return None
    reach = _factor(level, n - 1) * error
    return Interval(low=centre - reach, high=centre + reach, level=level, method="Student t")


@lru_cache(maxsize=64)
def _factor(level: float, df: float) -> float:
    return student_factor(level, df=df)


def standard_error(pull: FloatArray, weights: FloatArray, /) -> float:
    """Give the standard error of a mean over more than one customer.

    Parameters
    ----------
    pull : ndarray of shape (n,)
        Influence of each customer, up to a constant.
    weights : ndarray of shape (n,)
        Customers that each row stands for.

    Returns
    -------
    float
        The error.
    """
    n = float(weights.sum())
    away = pull - float(weights @ pull) / n
    return math.sqrt(float(weights @ np.square(away)) / (n - 1) / n)
