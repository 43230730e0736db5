"""The dependency graph: what rests on what, foundations first, circles marked."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, Protocol, TypeAlias

from crmcore._text import Title
from crmcore._types import Language
from crmcore.errors import UndefinedMetricError
from crmcore.plotting._style import INKS, Axes, axes, label, short, wrapped
from crmcore.valuechain.planning.graphs import dependency_order, strong_components

__all__ = ["dependency_graph"]

_Link: TypeAlias = tuple[str, str]

_TITLE: Final = Title("What rests on what", "چه چیز بر چه چیز استوار است")
_TOLD: Final = Title(
    "an arrow goes from a foundation to what rests on it; dashed: it closes a circle",
    "پیکان از پایه به چیزی می‌رود که بر آن استوار است؛ خط‌چین: دور را می‌بندد",
)
_X: Final = Title("Layer; {} rests on nothing", "لایه؛ لایه {} بر چیزی استوار نیست")
_Y: Final = Title("{} parts", "{} جزء")
_EMPTY: Final = Title("there is nothing to draw", "چیزی برای رسم نیست")
_NAME: Final = 18
_ROUND, _PAST = 0.3, 0.15  # how far arrows bend that close a circle, or pass layers between
_PER_LAYER, _PER_ROW, _FRAME, _LEAST_WIDTH = 1.9, 0.75, 1.4, 7.0


class Dependent(Protocol):
    """What tells its parts and on which others each rests: a framework, Porter's analysis."""

    @property
    def rests_on(self) -> Mapping[str, Collection[str]]:
        """On which parts each rests."""
        ...

    @property
    def titles(self) -> Mapping[str, Title]:
        """The names of the parts."""
        ...


def dependency_graph(
    source: Dependent | Mapping[str, Collection[str]],
    /,
    *,
    titles: Mapping[str, Title] | None = None,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw what rests on what, in layers.

    Parameters
    ----------
    source : Framework, PorterAnalysis or mapping of str to collection of str
        Everything to draw, and on what each rests.
    titles : mapping of str to Title, optional
        The names to write; None takes those of the source. The key for those that it does not
        have.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure of fitting size.
    language : {"en", "fa"}, default "en"
        The language of all text; in Persian the foundations stand on the right.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: each part one layer beyond the last on which it rests. Where parts rest
        on one another in a circle, as few arrows as a simple rule finds are dashed, which close
        the circles and are left aside for the layers.

    Raises
    ------
    UnknownKeyError
        If something rests on what is not there.
    UndefinedMetricError
        If there is nothing to draw.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> ax = dependency_graph({"portal": ["data"], "segments": ["data"], "data": []})
    >>> sorted(text.get_text() for text in ax.texts if text.get_text())
    ['data', 'portal', 'segments']
    """
    rests_on = source if isinstance(source, Mapping) else source.rests_on
    names = titles if isinstance(source, Mapping) or titles is not None else source.titles
    if not rests_on:
        raise UndefinedMetricError(_EMPTY)
    closing = _closing(rests_on)
    layers = _layers(rests_on, closing)
    places = _places(layers, rests_on, closing)
    rows = 1 - min(y for _, y in places.values())
    size = (max(0.6 + _PER_LAYER * len(layers), _LEAST_WIDTH), _FRAME + _PER_ROW * rows)
    chart = axes(ax, size=size)
    told = {key: title.text(language) for key, title in (names or {}).items()}
    boxes = {key: _box(chart, place, told.get(key, key)) for key, place in places.items()}
    for key, foundations in rests_on.items():
        for other in foundations:
            _arrow(chart, boxes[other], boxes[key], closing=(key, other) in closing)
    _frame(chart, len(layers), rows, language)
    label(
        chart,
        title=f"{_TITLE.text(language)}\n{_TOLD.text(language)}",
        x=_X.text(language).format(short(1, language)),
        y=_Y.text(language).format(short(len(places), language)),
    )
    return chart


def _closing(rests_on: Mapping[str, Collection[str]]) -> frozenset[_Link]:
    # take the part that rests on fewest of those that are left, until none is: what it rests on
    # then, which comes after it, closes a circle
    left = dict.fromkeys(key for group in strong_components(rests_on) for key in group)
    closing: set[_Link] = set()
    while left:
        waits = {key: [other for other in rests_on[key] if other in left] for key in left}
        key = min(left, key=lambda key: len(waits[key]))
        closing.update((key, other) for other in waits[key])
        del left[key]
    return frozenset(closing)


def _layers(rests_on: Mapping[str, Collection[str]], closing: Collection[_Link]) -> list[list[str]]:
    kept = {key: [o for o in others if (key, o) not in closing] for key, others in rests_on.items()}
    layer: dict[str, int] = {}
    for key in dependency_order(kept):
        layer[key] = 1 + max((layer[other] for other in kept[key]), default=-1)
    rows: list[list[str]] = [[] for _ in range(1 + max(layer.values()))]
    for key in rests_on:
        rows[layer[key]].append(key)
    return rows


def _places(
    layers: Sequence[Sequence[str]],
    rests_on: Mapping[str, Collection[str]],
    closing: Collection[_Link],
) -> dict[str, tuple[float, float]]:
    bearing = {other for others in rests_on.values() for other in others}
    first = sorted(layers[0], key=lambda key: key not in bearing)
    places = {key: (1.0, -float(row)) for row, key in enumerate(first)}
    for at, layer in enumerate(layers[1:], start=2):
        wanted = {
            key: [places[o][1] for o in rests_on[key] if (key, o) not in closing] for key in layer
        }
        mean = {key: sum(near) / len(near) if near else 0.0 for key, near in wanted.items()}
        free = 0.0
        for key in sorted(layer, key=lambda key: -mean[key]):
            free = min(free, mean[key])
            places[key] = (float(at), free)
            free -= 1.0
    return places


def _box(ax: Axes, place: tuple[float, float], name: str) -> Any:  # noqa: ANN401 - of matplotlib
    return ax.text(
        *place, wrapped(name, _NAME), ha="center", va="center", fontsize=9,
        bbox={"boxstyle": "round,pad=0.35", "facecolor": INKS["paper"], "edgecolor": INKS["c1"]},
    )  # fmt: skip


def _arrow(ax: Axes, start: Any, end: Any, *, closing: bool) -> None:  # noqa: ANN401 - texts
    layers = abs(end.get_position()[0] - start.get_position()[0])
    bend = _ROUND if closing else _PAST if layers > 1 else 0.0
    ax.annotate(
        "", xy=end.get_position(), xytext=start.get_position(),
        arrowprops={
            "arrowstyle": "-|>", "linewidth": 1.3, "shrinkA": 0, "shrinkB": 1,
            "patchA": start.get_bbox_patch(), "patchB": end.get_bbox_patch(),
            "color": INKS["c2"] if closing else INKS["soft"],
            "linestyle": "--" if closing else "-",
            "connectionstyle": f"arc3,rad={bend}",
        },
    )  # fmt: skip


def _frame(ax: Axes, layers: int, rows: float, language: Language) -> None:
    ends = (0.4, layers + 0.6)
    ax.set_xlim(*(ends if language == "en" else ends[::-1]))
    ax.set_ylim(0.4 - rows, 0.8)
    ax.set_xticks(range(1, layers + 1), [short(at, language) for at in range(1, layers + 1)])
    ax.set_yticks([])
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
