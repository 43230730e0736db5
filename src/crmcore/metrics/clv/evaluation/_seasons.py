"""Seasons: whether months of the year stand out from a smooth course, in two years and more."""

from typing import Final

import numpy as np

from crmcore._calendars import MONTHS, from_days
from crmcore._special import incomplete_beta
from crmcore._text import Title, fill
from crmcore._types import FloatArray, IntArray
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv.evaluation._story import Finding, Story, figure
from crmcore.periods import period_index, period_start

__all__ = ["seasonality"]

_MONTHS: Final = 12
_YEARS: Final = 2
_LEAST: Final = 5.0  # purchases expected in a month, for its ratio to be near normal
_LARGE: Final = 0.1  # a month that differs by less changes no plan
_DEGREE: Final = 2
_TOO_SHORT: Final = Title(
    "two whole years with some purchases in each month are needed to tell seasons from chance",
    "برای بازشناختن فصل از تصادف، دو سال کامل با چند خرید در هر ماه لازم است",
)
_WORDS: Final = Title(
    "Repeat purchases in {month} are {ratio} times those of a smooth course, in {months} months.",
    "خریدهای تکراری در {month} به {ratio} برابر روند هموار می‌رسد، در {months} ماه.",
)
_EFFECT: Final = Title("Purchases of that month over a smooth course", "خرید آن ماه به روند هموار")
_ADVICE: Final = Title(
    "The models know no seasons: calibrate on whole years, forecast whole years, and spread a "
    "forecast over months by the usual shares.",
    "این مدل‌ها فصل نمی‌شناسند: مدل را بر سال‌های کامل برازش کنید، سال‌های کامل را پیش‌بینی کنید و "
    "پیش‌بینی را با سهم معمول هر ماه میان ماه‌ها پخش کنید.",
)


def seasonality(story: Story, /) -> Finding:
    r"""Test for an effect of the month of the year.

    Parameters
    ----------
    story : Story
        Model and purchases.

    Returns
    -------
    Finding
        With the month that stands out most.

    Raises
    ------
    UndefinedMetricError
        If there are not two whole years.

    Notes
    -----
    The ratios of actual to expected purchases by month, weighted by the expected, are regressed
    on a parabola in time, and then on the twelve months too. The F statistic of the twelve divides
    by what is left within months over the years, so that purchases that come in clusters raise no
    false alarm.
    """
    months, actual, expected = _by_month(story)
    ratio = actual / expected
    time = np.linspace(-1, 1, months.size)
    smooth = np.vander(time, _DEGREE + 1)
    phase = np.mod(months, _MONTHS)
    dummies = (phase[:, None] == np.arange(_MONTHS)).astype(np.float64)
    full = np.column_stack([dummies, smooth[:, :-1]])
    _, left = _regress(smooth, ratio, expected)
    effects, within = _regress(full, ratio, expected)
    free, extra = months.size - full.shape[1], full.shape[1] - smooth.shape[1]
    p = _f_tail((left - within) / extra, within / free, extra, free)
    by_phase = effects[:_MONTHS]
    relative = by_phase / float(by_phase.mean())
    peak = int(np.argmax(np.abs(relative - 1)))
    found = p < story.error and abs(float(relative[peak]) - 1) >= _LARGE
    return Finding(
        found=found,
        words=fill(
            _WORDS,
            month=_month(story, int(months[np.flatnonzero(phase == peak)[0]])),
            ratio=f"{relative[peak]:.2f}",
            months=f"{months.size}",
        ),
        advice=_ADVICE,
        p_value=p,
        evidence=(
            figure("largest_month_effect", _EFFECT, "ratio", float(relative[peak]), months.size),
        ),
    )


# Whole months, what came and what was expected in each.
def _by_month(story: Story) -> tuple[IntArray, FloatArray, FloatArray]:
    days = np.array([int(story.begin.min()), story.last + 1]).astype("datetime64[D]")
    index = period_index(days, "month", calendar=story.calendar)
    first, last = int(index[0]), int(index[1])
    first += int(period_start(index, "month", calendar=story.calendar)[0] < days[0])
    months = np.arange(first, max(first, last), dtype=np.int64)
    starts = period_start(np.append(months, max(first, last)), "month", calendar=story.calendar)
    edges = starts.astype(np.int64) - 1
    expected = np.diff(story.expected_by(edges))
    repeat = np.ones(len(story.bought), dtype=np.bool_)
    repeat[story.bought.firsts] = False
    place = np.searchsorted(edges, story.bought.index[repeat], side="left") - 1
    inside = (place >= 0) & (place < months.size)
    actual = np.bincount(place[inside], minlength=months.size).astype(np.float64)
    used = expected >= _LEAST
    if np.bincount(np.mod(months[used], _MONTHS), minlength=_MONTHS).min() < _YEARS:
        raise UndefinedMetricError(_TOO_SHORT)
    return months[used], actual[used], expected[used]


def _regress(design: FloatArray, y: FloatArray, weights: FloatArray) -> tuple[FloatArray, float]:
    root = np.sqrt(weights)
    found = np.linalg.lstsq(design * root[:, None], y * root, rcond=None)[0]
    solution = found.astype(np.float64)
    rest = root * (y - design @ solution)
    return solution, float(rest @ rest)


# The chance of a larger F.
def _f_tail(between: float, within: float, extra: int, free: int) -> float:
    if within <= 0:
        return 0.0 if between > 0 else 1.0
    f = max(between, 0.0) / within
    return float(incomplete_beta(free / 2, extra / 2, free / (free + extra * f))[0])


def _month(story: Story, index: int) -> Title:
    start = period_start(np.array([index]), "month", calendar=story.calendar)
    number = from_days(start, story.calendar)[1]
    return MONTHS[story.calendar][int(number[0]) - 1]
