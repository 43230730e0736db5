"""The whale curve: value cumulated over customers, the best first."""

from typing import Final, Literal, TypeAlias

from crmcore._checks import fraction
from crmcore._text import Title
from crmcore._types import Language
from crmcore.plotting._style import INKS, Axes, axes, label, percent, short, tick_numbers
from crmcore.segmentation.concentration import WhaleCurve

__all__ = ["whale_curve"]

_Side: TypeAlias = Literal["right", "left", "above"]

_VALUE: Final = Title("value", "ارزش")
_TITLE: Final = Title("How {} is spread over customers", "توزیع {} میان مشتریان")
_X: Final = Title("Customers, the best first (% of all)", "مشتریان، از بهترین (٪ از کل)")
_Y: Final = Title("Cumulative {} (% of total)", "{} انباشته (٪ از کل)")
_Y_MONEY: Final = Title("Cumulative {} ({})", "{} انباشته ({})")
_MONEY: Final = Title("money", "پول")
_EQUAL: Final = Title("all equal", "همه برابر")
_BEST: Final = Title("best {}: {}", "{} برتر: {}")
_PEAK: Final = Title("peak {}, losses {}", "قله {}، زیان {}")


def whale_curve(
    curve: WhaleCurve,
    /,
    *,
    top: float = 0.2,
    value: Title = _VALUE,
    currency: str | None = None,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw how value gathers over customers, with the share of the best and the tail of losses.

    Parameters
    ----------
    curve : WhaleCurve
        The curve.
    top : float, default 0.2
        The share of customers whose point is marked and labelled.
    value : Title, default "value"
        What is cumulated, in the middle of a sentence: profit, revenue.
    currency : str, optional
        The currency of the axis where the total is not above 0: there are no shares then, and
        money is drawn.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Raises
    ------
    InvalidInputError
        If `top` is no fraction.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> from crmcore.segmentation.concentration import whale_curve as cumulate
    >>> ax = whale_curve(cumulate([100, 60, 40, 10, 0, -5, -20, -45]), top=0.25)
    >>> [text.get_text() for text in ax.texts]
    ['all equal', 'best 25%: 114%', 'peak 150%, losses 50%']
    """
    fraction("top", top)
    shares = curve.total > 0
    scale = 100 / curve.total if shares else 1.0
    what = value.text(language)

    def tell(money: float) -> str:
        return (percent if shares else short)(scale * money, language)

    chart = axes(ax)
    end = float(curve.customers[-1])
    chart.plot(100 / end * curve.customers, scale * curve.profit, color=INKS["c1"], linewidth=2)
    chart.plot([0, 100], [0, scale * curve.total], color=INKS["soft"], linestyle="--", linewidth=1)
    equal = (60.0, 0.6 * scale * curve.total)
    _words(chart, equal, _EQUAL.text(language), side="right" if shares else "left")
    best, held = (100 * top, scale * curve.profit_of(top)), tell(curve.profit_of(top))
    chart.plot(*best, "o", color=INKS["c1"])
    _words(chart, best, _BEST.text(language).format(percent(100 * top, language), held))
    if curve.loss_tail > 0:
        peak = (100 / end * curve.peak_last, scale * curve.peak)
        chart.plot(*peak, "D", color=INKS["c2"])
        told = _PEAK.text(language).format(tell(curve.peak), tell(curve.loss_tail))
        _words(chart, peak, told, side="above")
    y = (_Y if shares else _Y_MONEY).text(language).format(what, currency or _MONEY.text(language))
    chart.margins(y=0.1)
    label(chart, title=_TITLE.text(language).format(what), x=_X.text(language), y=y)
    tick_numbers(chart, language)
    return chart


def _words(ax: Axes, point: tuple[float, float], words: str, side: _Side = "right") -> None:
    offset = {"right": (8, -6), "left": (-8, -6), "above": (0, 8)}[side]
    ax.annotate(
        words, point, offset, textcoords="offset points",
        ha="left" if side == "right" else "right", va="bottom" if side == "above" else "top",
    )  # fmt: skip
