"""After the calibration: customers whom no model counts, and forecasts that err to one side."""

import math
from typing import Final

import numpy as np

from crmcore._text import Title, fill, percent
from crmcore._types import FloatArray
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv.evaluation._story import (
    Finding,
    Story,
    figure,
    require_many,
    upper_tail,
)
from crmcore.metrics.clv.evaluation.tracking import track
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.intervals import normal_factor
from crmcore.summary import HoldoutSplit

__all__ = ["newcomers", "trend"]

_LARGE_SHARE: Final = 0.1
_LARGE_BIAS: Final = 0.05
_LEVEL: Final = 0.9
_NO_HOLDOUT: Final = Title(
    "there is no holdout: give calibration_until",
    "دوره آزمونی در کار نیست: پایان دوره برازش را بدهید",
)
_NO_PURCHASES: Final = Title("nobody bought in the holdout", "در دوره آزمون هیچ‌کس خرید نکرده است")
_NONE_EXPECTED: Final = Title(
    "the model expects no purchases in the holdout",
    "مدل در دوره آزمون هیچ خریدی انتظار ندارد",
)
_BIAS: Final = Title(
    "Actual over expected purchases, less 1", "خرید واقعی به مورد انتظار، منهای یک"
)
_SIDED: Final = Title("Share of weeks on that side", "سهم هفته‌های همان سو")
_CUSTOMERS: Final = Title("customers in the calibration", "مشتریان دوره برازش")
_NEW_WORDS: Final = Title(
    "{customers} customers first bought after the calibration and made {share} of the purchases "
    "of the holdout; forecasts do not count them.",
    "{customers} مشتری پس از دوره برازش نخستین خرید خود را کرده‌اند و {share} خریدهای دوره آزمون از "
    "آن‌هاست؛ پیش‌بینی‌ها آن‌ها را در بر ندارد.",
)
_NEW_ADVICE: Final = Title(
    "Forecast newcomers apart: how many come in a period times expected_purchases_new, their "
    "first purchases added.",
    "تازه‌واردان را جداگانه پیش‌بینی کنید: شمار تازه‌واردان هر دوره ضرب در "
    "\u2068expected_purchases_new\u2069، "
    "به‌علاوه نخستین خریدشان.",
)
_TREND_WORDS: Final = Title(
    "In the holdout {actual} purchases came where {expected} were expected ({bias}), and in "
    "{weeks} of the weeks the difference had that sign.",
    "در دوره آزمون {actual} خرید انجام شد و {expected} خرید انتظار می‌رفت ({bias})؛ در {weeks} از "
    "هفته‌ها اختلاف به همین سو بود.",
)
_TREND_ADVICE: Final = Title(
    "Rates change with time, which no model here tells: look for a change of prices, range or "
    "competition; fit on the recent past, and keep the bias in mind in every forecast.",
    "نرخ خرید با زمان تغییر می‌کند و هیچ‌یک از این مدل‌ها آن را نمی‌گوید: تغییر قیمت، سبد کالا یا "
    "رقابت را بررسی کنید؛ مدل را بر گذشته نزدیک برازش کنید و این خطا را در هر پیش‌بینی در نظر "
    "بگیرید.",
)


def _split(story: Story) -> HoldoutSplit:
    if story.middle is None:
        raise UndefinedMetricError(_NO_HOLDOUT)
    return story.log.split(calibration_until=story.middle, holdout_until=story.end, unit=story.unit)


def newcomers(story: Story, /) -> Finding:
    """Tell how much of the holdout comes from customers that no forecast counts.

    Parameters
    ----------
    story : Story
        Model and purchases.

    Returns
    -------
    Finding
        With their share of the purchases; no test is made.

    Raises
    ------
    UndefinedMetricError
        If there is no holdout, or nobody bought in it.
    """
    split = _split(story)
    middle = 0 if story.middle is None else int(story.middle.astype(np.int64))
    late = story.bought.index > middle
    count = int(late.sum())
    if not count:
        raise UndefinedMetricError(_NO_PURCHASES)
    share = 1 - float(split.holdout_frequency.sum()) / count
    return Finding(
        found=share >= _LARGE_SHARE,
        words=fill(_NEW_WORDS, customers=f"{split.newcomers}", share=percent(share)),
        advice=_NEW_ADVICE,
        p_value=None,
        evidence=(
            figure(
                "newcomers_share",
                Title("Newcomers' share of purchases", "سهم تازه‌واردان از خریدها"),
                "share",
                share,
                count,
            ),
        ),
    )


def trend(story: Story, /) -> Finding:
    """Test for a forecast of the holdout that errs to one side.

    Parameters
    ----------
    story : Story
        Model and purchases.

    Returns
    -------
    Finding
        With the bias and the share of weeks on its side.

    Raises
    ------
    UndefinedMetricError
        If there is no holdout, too few customers, or nothing expected.

    Notes
    -----
    The sum of the customers' errors is divided by the root of the sum of their squares, to which
    the error of the parameters is added where the model is a fit.
    """
    split = _split(story)
    base = split.calibration
    require_many(len(base), _CUSTOMERS)
    each = story.model.expected_purchases(base, horizon=split.duration)
    expected, actual = float(each.sum()), float(split.holdout_frequency.sum())
    if expected <= 0:
        raise UndefinedMetricError(_NONE_EXPECTED)
    z, bias = (actual - expected) / _error(story, split, each), actual / expected - 1
    p = 2 * upper_tail(abs(z))
    sided = _one_sided(story, actual - expected)
    return Finding(
        found=p < story.error and abs(bias) >= _LARGE_BIAS,
        words=fill(
            _TREND_WORDS,
            actual=f"{actual:,.0f}",
            expected=f"{expected:,.0f}",
            bias=f"{'+' if bias > 0 else ''}{percent(bias)}",
            weeks=percent(sided),
        ),
        advice=_TREND_ADVICE,
        p_value=p,
        evidence=(
            figure("actual_over_expected", _BIAS, "share", bias, len(base)),
            figure("weeks_on_one_side", _SIDED, "share", sided, len(base)),
        ),
    )


# The standard error of the total: of what customers do, and of the parameters of a fit.
def _error(story: Story, split: HoldoutSplit, each: FloatArray) -> float:
    missed = split.holdout_frequency - each
    variance = float(missed @ missed)
    if isinstance(story.source, Fit):
        ends = story.source.total_interval(
            "expected_purchases", split.calibration, level=_LEVEL, horizon=split.duration
        )
        spread = math.log(ends.high / ends.low) / (2 * normal_factor(_LEVEL))
        variance += (float(each.sum()) * spread) ** 2
    return math.sqrt(variance)


# The share of weeks of the holdout whose error has the sign of the whole.
def _one_sided(story: Story, difference: float) -> float:
    middle = story.end if story.middle is None else story.middle
    weeks = track(
        story.model, story.log, unit=story.unit, calibration_until=middle, until=story.end
    )
    after = weeks.period_end > middle
    signs = np.sign(weeks.actual[after] - weeks.expected[after]) == np.sign(difference)
    return float(signs.mean()) if signs.size else 1.0
