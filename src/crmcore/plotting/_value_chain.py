"""Porter's chain drawn: support above, primary below, the margin at the point of the arrow."""

from typing import Final

from crmcore._text import Title
from crmcore._types import Language
from crmcore.currencies import currency_title
from crmcore.plotting._style import INKS, Axes, axes, faded, label, plain, short, wrapped
from crmcore.valuechain.porter import CATEGORY_TITLES, MarginRow, PorterAnalysis, role_of

__all__ = ["value_chain"]

_TITLE: Final = Title("Value chain: margin {}", "زنجیره ارزش: حاشیه سود {}")
_TOLD: Final = Title(
    "in {}: cost, value, margin; stronger shade: more of the cost; framed: margin below 0",
    "به {}: هزینه، ارزش، حاشیه سود؛ رنگ تندتر: سهم بیشتر از هزینه؛ کادردار: حاشیه سود منفی",
)
_X: Final = Title("Primary activities", "فعالیت‌های اصلی")
_Y: Final = Title("Support activities", "فعالیت‌های پشتیبانی")
_COST: Final = Title("cost {}", "هزینه {}")
_VALUE: Final = Title("value {}", "ارزش {}")
_MARGIN: Final = Title("margin {}", "حاشیه {}")
_MARGIN_NAME: Final = Title("Margin", "حاشیه سود")
_UNKNOWN: Final = Title("not known", "نامعلوم")
_NONE: Final = Title("no activity", "بدون فعالیت")
_SIZE: Final = (9.0, 5.6)
_BODY, _POINT, _HEIGHT, _SUPPORT = 8.5, 10.0, 8.0, 1.0
_STRONG: Final = 0.7


def value_chain(
    analysis: PorterAnalysis, /, *, ax: Axes | None = None, language: Language = "en"
) -> Axes:
    """Draw Porter's value chain with cost, value and margin of each category.

    Parameters
    ----------
    analysis : PorterAnalysis
        The activities of a firm.
    ax : matplotlib.axes.Axes, optional
        Where to draw, 9 inches wide or more; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text; in Persian the chain runs from right to left.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: a band for each support category, a column for each primary one, the
        shade by share of the cost, a frame where the margin is below 0. A figure that activities
        do not tell is called not known.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> from crmcore.valuechain.porter import Activity, PorterAnalysis
    >>> chain = PorterAnalysis(
    ...     [
    ...         Activity("plant", category="operations", cost=400, value=500),
    ...         Activity("repair", category="service", cost=100, value=150),
    ...     ],
    ...     currency="EUR",
    ... )
    >>> value_chain(chain).get_title(loc="left").splitlines()[0]
    'Value chain: margin 150 euro'
    """
    found = analysis.margins()
    rows = {row.key: row for row in found.by_category}
    most = max(row.cost for row in rows.values())
    chart = axes(ax, size=_SIZE)
    support = [key for key in CATEGORY_TITLES if role_of(key) == "support"]
    primary = [key for key in CATEGORY_TITLES if role_of(key) == "primary"]
    for at, key in enumerate(reversed(support)):
        place = (0.0, _HEIGHT - (at + 1) * _SUPPORT, _BODY, _SUPPORT)
        _cell(chart, place, key, rows.get(key), most=most, language=language)
    width = _BODY / len(primary)
    for at, key in enumerate(primary):
        place = (at * width, 0.0, width, _HEIGHT - len(support) * _SUPPORT)
        _cell(chart, place, key, rows.get(key), most=most, language=language)
    money = currency_title(analysis.currency).text(language)
    margin = _figure(found.total.margin.value, language)
    _tip(chart, f"{_MARGIN_NAME.text(language)}\n{margin}")
    known = found.total.margin.defined
    label(
        chart,
        title=_TITLE.text(language).format(f"{margin} {money}" if known else margin)
        + f"\n{_TOLD.text(language).format(money)}",
        x=_X.text(language),
        y=_Y.text(language),
    )
    _frame(chart, language)
    return chart


def _cell(
    ax: Axes,
    place: tuple[float, float, float, float],
    key: str,
    row: MarginRow | None,
    *,
    most: float,
    language: Language,
) -> None:
    left, bottom, width, height = place
    margin = None if row is None else row.margin.value
    below = margin is not None and margin < 0
    depth = _STRONG * row.cost / most if row is not None and most > 0 else 0.0
    ax.bar(
        left + width / 2, height - 0.12, width=width - 0.1, bottom=bottom + 0.06,
        color=faded("c1", depth), edgecolor=INKS["c2"] if below else INKS["line"],
        linewidth=2 if below else 1,
    )  # fmt: skip
    name = CATEGORY_TITLES[key].text(language)
    wide = width > _BODY / 2
    lines = [_NONE.text(language)] if row is None else _lines(row, language)
    text = f"{name}\n{'   '.join(lines)}" if wide else "\n".join((wrapped(name, 14), *lines))
    ax.text(
        left + width / 2, bottom + height / 2, plain(text), ha="center", va="center", fontsize=9
    )


def _lines(row: MarginRow, language: Language) -> list[str]:
    figures = ((_COST, row.cost), (_VALUE, row.value.value), (_MARGIN, row.margin.value))
    return [words.text(language).format(_figure(value, language)) for words, value in figures]


def _figure(value: float | None, language: Language) -> str:
    if value is None:
        return _UNKNOWN.text(language)
    # the mark keeps the sign before its number in a line from right to left
    return (
        short(value, language)
        if language == "en" or value >= 0
        else f"\u200e{short(value, language)}"
    )


def _tip(ax: Axes, text: str) -> None:
    middle = _HEIGHT / 2
    ax.fill(
        [_BODY, _POINT, _BODY], [0.06, middle, _HEIGHT - 0.06],
        facecolor=faded("c2", 0.15), edgecolor=INKS["c2"],
    )  # fmt: skip
    ax.text(_BODY + 0.05 * _POINT, middle, text, ha="center", va="center", fontsize=9)


def _frame(ax: Axes, language: Language) -> None:
    ends = (0.0, _POINT)
    ax.set_xlim(*(ends if language == "en" else ends[::-1]))
    ax.set_ylim(0.0, _HEIGHT)
    ax.set_xticks([])
    ax.set_yticks([])
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    if language == "fa":
        ax.yaxis.set_label_position("right")
