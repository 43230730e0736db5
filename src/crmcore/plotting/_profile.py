"""The profile likelihood of a parameter, with the estimate and the interval that follows."""

import math
from typing import Final

import numpy as np

from crmcore._text import Title
from crmcore._types import FloatArray, Language
from crmcore.metrics.clv.fitting.profile import Profile
from crmcore.metrics.intervals import normal_factor
from crmcore.plotting._logs import brief, log_axis
from crmcore.plotting._style import INKS, Axes, axes, faded, label, percent, tick_numbers

__all__ = ["profile"]

_TITLE: Final = Title("Profile likelihood of {}", "درست‌نمایی نیم‌رخ {}")
_X: Final = Title("Value of {}", "مقدار {}")
_Y: Final = Title("Log-likelihood below its maximum", "لگاریتم درست‌نمایی نسبت به بیشینه")
_ESTIMATE: Final = Title("estimate {}", "برآورد {}")
_WITHIN: Final = Title("{} interval {} to {}", "بازه {}: {} تا {}")
_ABOVE: Final = Title("{} interval {} and more", "بازه {}: {} و بیشتر")
_BELOW: Final = Title("{} interval {} and less", "بازه {}: {} و کمتر")
_OPEN: Final = Title("{} interval without an end", "بازه {} بی‌کران")
_POINTS: Final = 200
_DEEP: Final = 1.4  # times the root of the loss at the ends of the interval
_SETTLED: Final = 0.98
_HEADROOM: Final = 0.15
_MARGIN: Final = 0.05
_ALONE: Final = 0.5
_WIDE: Final = 20.0


def profile(curve: Profile, /, *, ax: Axes | None = None, language: Language = "en") -> Axes:
    r"""Draw how the likelihood falls as a parameter is held away from its estimate.

    Parameters
    ----------
    curve : Profile
        The profile, as `profile_likelihood` gives it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: the curve, the estimate, and the interval as a shaded band, which ends
        where the curve meets the dotted line. A side without an end is shown as far as the
        curve still moves. Where the values span more than a factor of 20, their axis is of logs.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.

    Notes
    -----
    The dotted line lies :math:`z^2/2` below the maximum, z the normal quantile of the level.
    Between the points of the profile the root of the loss is taken as straight, on the log scale
    of a positive parameter.

    Examples
    --------
    >>> from crmcore.metrics.measurement import Interval
    >>> ax = profile(Profile(
    ...     name="r", values=[0.2, 0.25, 0.3125], log_likelihoods=[-1001.35, -1000, -1001.35],
    ...     estimate=0.25,
    ...     interval=Interval(low=0.2, high=0.3125, level=0.9, method="profile likelihood"),
    ... ))
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['estimate 0.25', '90% interval 0.2 to 0.3125']
    """
    positive, target = float(curve.values[0]) > 0, normal_factor(curve.interval.level)
    scale, back = (np.log, np.exp) if positive else (np.asarray, np.asarray)
    place, root = scale(curve.values), _root(curve)
    low, high = _shown(place, root, target)
    margin = _MARGIN * (high - low) or _ALONE
    left, right = back(np.array([low - margin, high + margin])).tolist()
    shown = np.linspace(low, high, _POINTS)
    chart, fall = axes(ax), -(np.interp(shown, place, root) ** 2) / 2
    chart.plot(back(shown), fall, color=INKS["c1"], linewidth=2)
    chart.axhline(-(target**2) / 2, color=INKS["soft"], linestyle=":", linewidth=1.5)
    _marks(chart, curve, (left, right), language)
    chart.set_ylim(-((_DEEP * target) ** 2) / 2, _HEADROOM * target)
    logs = positive and right > _WIDE * left
    if logs:
        log_axis(chart, left, right, language)
    else:
        chart.set_xlim(left, right)
    tick_numbers(chart, language, axis="y" if logs else "both")
    title, name = (text.text(language).format(curve.name) for text in (_TITLE, _X))
    label(chart, title=title, x=name, y=_Y.text(language))
    chart.legend(frameon=False, loc="lower center")
    return chart


def _marks(ax: Axes, curve: Profile, shown: tuple[float, float], language: Language) -> None:
    interval = curve.interval
    ax.plot(
        curve.estimate, 0.0, linestyle="none", marker="o", color=INKS["c2"],
        label=_ESTIMATE.text(language).format(brief(curve.estimate, language)),
    )  # fmt: skip
    ax.axvspan(
        max(interval.low, shown[0]), min(interval.high, shown[1]),
        color=faded("c2", 0.15), linewidth=0, label=_told(curve, language),
    )  # fmt: skip


# The root of twice the loss at the points of the profile, with the sign of the side.
def _root(curve: Profile) -> FloatArray:
    loss = np.maximum(curve.log_likelihoods.max() - curve.log_likelihoods, 0.0)
    root: FloatArray = np.sign(curve.values - curve.estimate) * np.sqrt(2 * loss)
    return np.maximum.accumulate(root)


# From where to where on its scale: to the depth drawn, or as far as the curve moves.
def _shown(place: FloatArray, root: FloatArray, target: float) -> tuple[float, float]:
    far = root[[0, -1]]
    settled = np.where(np.abs(far) < _SETTLED * target, _SETTLED * far, far)
    reach = np.clip(settled, -_DEEP * target, _DEEP * target)
    low, high = np.interp(reach, root, place).tolist()
    return low, high


def _told(curve: Profile, language: Language) -> str:
    interval = curve.interval
    level = percent(100 * interval.level, language)
    low, high = (brief(end, language) for end in (interval.low, interval.high))
    nought = -math.inf if curve.values[0] <= 0 else 0.0
    above, below = interval.low > nought, interval.high < math.inf
    if above and below:
        return _WITHIN.text(language).format(level, low, high)
    if above or below:
        end = _ABOVE if above else _BELOW
        return end.text(language).format(level, low if above else high)
    return _OPEN.text(language).format(level)
