"""Timing: whether times between purchases are far more even, or more clustered, than chance."""

import math
from typing import Final

import numpy as np

from crmcore._special import digamma
from crmcore._text import Title, fill, percent
from crmcore._types import FloatArray
from crmcore.metrics.clv.evaluation._story import (
    Finding,
    Story,
    figure,
    require_many,
    upper_tail,
)

__all__ = ["bursts", "fixed_intervals", "regular_purchases"]

_REGULAR: Final = 1.5  # shape of the intervals, as a multiple of the model's
_CLUSTERED: Final = 0.7
_LARGEST: Final = 1e4
_HALVINGS: Final = 60
_GAPS: Final = 3
_SHORTEST: Final = 5.0  # days; a daily habit rounds to even gaps
_EVEN: Final = 0.1
_BY_CHANCE: Final = 0.01  # three exponential gaps are as even as that in 0.7 %
_MANY: Final = 0.2
_CHUNK: Final = 2_000_000
_ENOUGH_GAPS: Final = Title(
    "customers with two or more repeat purchases", "مشتریان دارای دو خرید تکراری یا بیشتر"
)
_ENOUGH_EVEN: Final = Title(
    "customers with three or more repeat purchases, five days or more apart on average",
    "مشتریان دارای سه خرید تکراری یا بیشتر با میانگین فاصله پنج روز یا بیشتر",
)
_SHAPE: Final = Title(
    "Shape k of the times between purchases (1: at random)",
    "شکل \u2068k\u2069 برای فاصله میان خریدها (۱: تصادفی)",
)
_WORDS: Final = Title(
    "Times between purchases have the shape k = {k}, where the model has {own} (k = 1 is at "
    "random, larger is more even), in {customers} customers.",
    "شکل فاصله میان خریدها {k} است و در مدل {own} (یک یعنی تصادفی، بزرگ‌تر یعنی منظم‌تر)، در "
    "{customers} مشتری.",
)
_REGULAR_ADVICE: Final = Title(
    "Customers buy by a rhythm: take BG/CNBD-k or MBG/CNBD-k, which tell earlier who has left.",
    "مشتریان با آهنگی منظم خرید می‌کنند: \u2068BG/CNBD-k\u2069 یا "
    "\u2068MBG/CNBD-k\u2069 را به کار ببرید که رفتن مشتری را زودتر نشان می‌دهند.",
)
_BURST_ADVICE: Final = Title(
    "Purchases come in clusters: count those of one occasion as one (summarise by week or month), "
    "and trust forecasts for single customers less.",
    "خریدها خوشه‌ای است: خریدهای یک نوبت را یکی بشمارید (خلاصه هفتگی یا ماهانه بسازید) و به "
    "پیش‌بینی برای تک‌تک مشتریان کمتر تکیه کنید.",
)
_FIXED_WORDS: Final = Title(
    "Of {customers} customers with three intervals or more, {share} buy at fixed intervals.",
    "از {customers} مشتری با سه فاصله یا بیشتر، {share} در فاصله‌های ثابت خرید می‌کنند.",
)
_FIXED_ADVICE: Final = Title(
    "This looks like billing: where customers say when they leave, take a contractual model, sBG, "
    "on their tenures.",
    "این به صورت‌حساب دوره‌ای می‌ماند: جایی که مشتری رفتنش را اعلام می‌کند، مدل قراردادی "
    "\u2068sBG\u2069 را بر "
    "مدت قراردادها به کار ببرید.",
)


def regular_purchases(story: Story, /) -> Finding:
    """Test for purchases that are more even than the model has them.

    Parameters
    ----------
    story : Story
        Model and purchases.

    Returns
    -------
    Finding
        With the shape of the intervals.

    Raises
    ------
    UndefinedMetricError
        If too few customers have two intervals.

    Notes
    -----
    Given a customer's first and last purchase and their number, the days between are a random
    choice of days if purchases come at random, whatever the customer's rate and whenever the
    customer leaves. The sum of the logs of the intervals is therefore compared with its mean over
    all such choices, and scaled by its own scatter over customers.
    """
    shape, own, z, customers = _timing(story)
    return _finding(shape, own, customers, p=upper_tail(z), regular=True, error=story.error)


def bursts(story: Story, /) -> Finding:
    """Test for purchases that are more clustered than the model has them.

    Parameters
    ----------
    story : Story
        Model and purchases.

    Returns
    -------
    Finding
        With the shape of the intervals.

    Raises
    ------
    UndefinedMetricError
        If too few customers have two intervals.
    """
    shape, own, z, customers = _timing(story)
    return _finding(shape, own, customers, p=upper_tail(-z), regular=False, error=story.error)


def _finding(
    shape: float, own: float, customers: int, *, p: float, regular: bool, error: float
) -> Finding:
    large = shape >= _REGULAR * own if regular else shape <= _CLUSTERED * own
    return Finding(
        found=p < error and large,
        words=fill(_WORDS, k=f"{shape:.2f}", own=f"{own:g}", customers=f"{customers}"),
        advice=_REGULAR_ADVICE if regular else _BURST_ADVICE,
        p_value=p,
        evidence=(figure("interval_shape", _SHAPE, "ratio", shape, customers),),
    )


# The shape of the intervals, that of the model, the distance in standard errors, and customers.
def _timing(story: Story) -> tuple[float, float, float, int]:
    x, span, logs = _histories(story)
    some = (x >= 2) & (span > x)  # noqa: PLR2004 - one interval, or one on each day, tells nothing
    x, span, logs = x[some], span[some], logs[some]
    require_many(x.size, _ENOUGH_GAPS)
    own = float(getattr(story.model, "k", 1))
    away = logs - _chance_logs(x, span)
    apart = away - x * _shape_effect(own, x)
    scatter = math.sqrt(float(apart @ apart))
    return _shape(x, away), own, float(apart.sum()) / scatter, x.size


# Repeat purchases of each customer, days from first to last, and sum of the logs of the intervals.
def _histories(story: Story) -> tuple[FloatArray, FloatArray, FloatArray]:
    bought, first = story.bought, story.bought.firsts
    gap = np.ones(len(bought))
    gap[1:] = np.diff(bought.index)
    gap[first] = 1.0
    last = np.append(first[1:], len(bought)) - 1
    span = (bought.index[last] - bought.index[first]).astype(np.float64)
    return story.repeats.astype(np.float64), span, np.add.reduceat(np.log(gap), first)


# Mean of that sum over all choices of x - 1 of the days between: an interval is g days with the
# chance P(g) = C(t - g - 1, x - 2) / C(t - 1, x - 1).
def _chance_logs(x: FloatArray, span: FloatArray) -> FloatArray:
    pairs, place = np.unique(np.stack([x, span]), axis=1, return_inverse=True)
    means = np.empty(pairs.shape[1])
    width = int(span.max())
    gaps = np.arange(1, width, dtype=np.float64)
    step = max(1, _CHUNK // max(width, 1))
    for start in range(0, means.size, step):
        n, t = (row[start : start + step, None] for row in pairs)
        left = t - gaps - 1
        ratio = np.where(left > 0, np.maximum(left - n + 2, 0) / np.where(left > 0, left, 1), 0)
        chance = np.cumprod(np.column_stack([(n - 1) / (t - 1), ratio]), axis=1)
        means[start : start + step] = n[:, 0] * (chance[:, : gaps.size] @ np.log(gaps))
    return means[place.reshape(-1)]


# How a shape k of gamma intervals moves the mean log interval, beside k = 1.
def _shape_effect(k: float, x: FloatArray) -> FloatArray:
    effect: FloatArray = digamma(k) - digamma(k * x) - (digamma(1.0) - digamma(x))
    return effect


# The shape at which the intervals are as even as they were, by bisection.
def _shape(x: FloatArray, away: FloatArray) -> float:
    total, (counts, customers) = float(away.sum()), np.unique(x, return_counts=True)
    low, high = -math.log(_LARGEST), math.log(_LARGEST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        effect = float((customers * counts) @ _shape_effect(math.exp(middle), counts))
        low, high = (middle, high) if effect < total else (low, middle)
    return math.exp((low + high) / 2)


def fixed_intervals(story: Story, /) -> Finding:
    """Test for customers who buy at fixed intervals, as by a contract.

    Parameters
    ----------
    story : Story
        Model and purchases.

    Returns
    -------
    Finding
        With the share of such customers.

    Raises
    ------
    UndefinedMetricError
        If too few customers have three intervals.
    """
    x, span, _ = _histories(story)
    some = (x >= _GAPS) & (span >= _SHORTEST * x)
    n = int(some.sum())
    require_many(n, _ENOUGH_EVEN)
    even = int((_variation(story, x, span)[some] <= _EVEN).sum())
    z = (even - _BY_CHANCE * n) / math.sqrt(n * _BY_CHANCE * (1 - _BY_CHANCE))
    p, share = upper_tail(z), even / n
    return Finding(
        found=p < story.error and share >= _MANY,
        words=fill(_FIXED_WORDS, customers=f"{n}", share=percent(share)),
        advice=_FIXED_ADVICE,
        p_value=p,
        evidence=(
            figure(
                "share_at_fixed_intervals",
                Title("Share that buys at fixed intervals", "سهم خریداران با فاصله ثابت"),
                "share",
                share,
                n,
            ),
        ),
    )


# Standard deviation of each customer's intervals over their mean.
def _variation(story: Story, x: FloatArray, span: FloatArray) -> FloatArray:
    bought, first = story.bought, story.bought.firsts
    gap = np.zeros(len(bought))
    gap[1:] = np.diff(bought.index)
    gap[first] = 0.0
    squares = np.add.reduceat(np.square(gap), first)
    mean = span / np.maximum(x, 1)
    variance = np.maximum(squares - x * np.square(mean), 0.0) / np.maximum(x - 1, 1)
    return np.sqrt(variance) / np.maximum(mean, 1.0)
