"""One-off cohorts: months of acquisition whose customers come back far less than the others."""

import math
from typing import Final

import numpy as np

from crmcore._text import Title, fill
from crmcore._types import FloatArray
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv.evaluation._story import FEWEST, Finding, Story, figure, upper_tail
from crmcore.periods import period_index, period_title

__all__ = ["one_off_cohorts"]

_FEWEST_COHORTS: Final = 3
_SPREAD: Final = 5.0  # variance of a count that makes it near normal
_LARGE: Final = 0.1
_HALF: Final = 0.5  # of a customer, as counts are whole
_TOO_FEW: Final = Title(
    "fewer than three months of acquisition have enough customers to compare",
    "کمتر از سه ماه جذب، مشتری کافی برای مقایسه دارند",
)
_WORDS: Final = Title(
    "Among those who first bought in {cohort} the share that never came back is {points} points "
    "above that of the other months, beyond what their age explains.",
    "میان کسانی که نخستین خریدشان در {cohort} بوده است، سهم آنان که هرگز بازنگشته‌اند {points} "
    "واحد درصد بیش از ماه‌های دیگر است، فراتر از آنچه زمان سپری‌شده توضیح می‌دهد.",
)
_EXCESS: Final = Title(
    "Share of one-time buyers above that of the other cohorts",
    "سهم خریداران یک‌باره، بیش از گروه‌های دیگر",
)
_ADVICE: Final = Title(
    "Look for a campaign or a gift season then; fit that cohort apart, or take MBG/NBD, in which "
    "customers may leave right after the first purchase.",
    "ببینید آن زمان کارزار فروش یا فصل هدیه بوده است یا نه؛ آن گروه را جداگانه برازش کنید، یا مدل "
    "\u2068MBG/NBD\u2069 را به کار ببرید که در آن مشتری می‌تواند پس از نخستین خرید برود.",
)


def one_off_cohorts(story: Story, /) -> Finding:
    r"""Test each month of acquisition against the others.

    Parameters
    ----------
    story : Story
        Model and purchases.

    Returns
    -------
    Finding
        With the cohort that stands out most.

    Raises
    ------
    UndefinedMetricError
        If fewer than three cohorts are large enough.

    Notes
    -----
    The model gives each customer a chance to have no repeat purchase at the customer's age. A
    cohort's excess of such customers over that is compared with the excess of the others, so that
    a model that is wrong for all raises no alarm here; the variance is scaled by how the other
    cohorts scatter, the skewness of a count is taken off by the first term of the Cornish-Fisher
    expansion, and the chance is multiplied by the number of cohorts.
    """
    age = (story.last - story.begin) / story.days
    silent = np.asarray(story.model.purchase_pmf_new(0, horizon=age))
    cohort = period_index(story.begin.astype("M8[D]"), "month", calendar=story.calendar)
    months, place = np.unique(cohort, return_inverse=True)
    spread = silent * (1 - silent)
    sums = (np.ones(silent.size), (story.repeats == 0) - silent, spread, spread * (1 - 2 * silent))
    n, excess, variance, third = (np.bincount(place, each).astype(np.float64) for each in sums)
    large = (n >= FEWEST) & (variance >= _SPREAD)
    if large.sum() < _FEWEST_COHORTS:
        raise UndefinedMetricError(_TOO_FEW)
    months = months[large]
    n, excess, variance, third = (column[large] for column in (n, excess, variance, third))
    more, z = _against_others(n, excess, variance)
    z -= (np.square(z) - 1) * third / np.sqrt(variance) ** 3 / 6  # back to a normal number
    worst = int(np.argmax(np.where(more >= _LARGE, z, z - 1e6)))
    p = min(1.0, n.size * upper_tail(float(z[worst])))
    return Finding(
        found=p < story.error and float(more[worst]) >= _LARGE,
        words=_words(story, int(months[worst]), float(more[worst])),
        advice=_ADVICE,
        p_value=p,
        evidence=(
            figure(
                "excess_of_one_time_buyers", _EXCESS, "share", float(more[worst]), float(n[worst])
            ),
        ),
    )


# By how much each cohort's share differs from that of the others, and that in standard errors.
def _against_others(
    n: FloatArray, excess: FloatArray, variance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    share, error = excess / n, variance / n**2
    more, z = np.zeros(n.size), np.zeros(n.size)
    for c in range(n.size):
        rest = np.arange(n.size) != c
        others = float(excess[rest].sum() / n[rest].sum())
        scatter = float((np.square(share[rest] - others) / error[rest]).mean())
        scatter *= (n.size - 1) / max(n.size - 2, 1)
        more[c] = share[c] - others
        both = float(error[c]) + float(variance[rest].sum()) / float(n[rest].sum()) ** 2
        z[c] = (more[c] - _HALF / n[c]) / math.sqrt(both * max(scatter, 1.0))
    return more, z


def _words(story: Story, month: int, more: float) -> Title:
    return fill(
        _WORDS,
        cohort=period_title(month, "month", calendar=story.calendar),
        points=f"{100 * more:.1f}",
    )
