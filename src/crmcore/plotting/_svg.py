"""A figure as inline SVG: text stays text, colours are the page's, the same every time."""

import hashlib
import io
import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from crmcore._optional import require
from crmcore._text import isolate
from crmcore._types import Language
from crmcore.errors import InvalidInputError
from crmcore.plotting._style import INKS, Axes

__all__ = ["figure_svg"]

_SETTINGS: Final[Mapping[str, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "crmcore",
    "text.color": INKS["ink"],
    "axes.labelcolor": INKS["soft"],
    "axes.edgecolor": INKS["soft"],
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "xtick.color": INKS["soft"],
    "ytick.color": INKS["soft"],
    "grid.color": INKS["line"],
}
_VARIABLES: Final = {
    colour: f"var(--{name},{'Canvas' if name == 'paper' else 'currentColor'})"
    for name, colour in INKS.items()
}
_NO_METADATA: Final = {"Creator": None, "Date": None, "Format": None, "Type": None}
_KEY: Final = re.compile(r"[A-Za-z][\w-]*")
_TAG: Final = re.compile(r"<[^>]+>")
_TEXT: Final = re.compile(r"(?<=>)[^<]+(?=</(?:text|tspan)>)")
_REFERENCE: Final = re.compile(r'(?:url\(|href=")#([\w.-]+)')
_PERSIAN: Final = re.compile("[\u0621-\u064a\u066e-\u06d3]")  # letters, not digits
_DECIMALS: Final = re.compile(r"-?\d+\.\d{3,}")
_CUTS: Final = (
    (re.compile(r"font: ?(?:[\w-]+ )*?([\d.]+px) [^;\"]*"), r"font-size: \1"),
    (re.compile(r"font-family: ?[^;\"]*(?:; ?)?"), ""),
    (re.compile(r' transform="rotate\(-?0 [^"]*\)"'), ""),
    (re.compile(r"xlink:href"), "href"),
    (re.compile(r"\s+"), " "),
    (re.compile(r"([:;]) "), r"\1"),
)


def figure_svg(
    draw: Callable[[Axes], object],
    /,
    *,
    key: str | None = None,
    title: str | None = None,
    description: str | None = None,
    size: tuple[float, float] = (7.0, 4.0),
    language: Language = "en",
) -> str:
    """Draw a figure as one compact SVG element to be put into an HTML page.

    Parameters
    ----------
    draw : callable
        Takes axes and draws on them, such as ``lambda ax: whale_curve(curve, ax=ax)``.
    key : str, optional
        A name that no other figure of the page has: letters, digits, ``-`` and ``_``, a letter
        first. All identifiers in the element begin with it; None makes one from the drawing.
    title, description : str, optional
        What a screen reader says: the name of the figure, and what is to be seen in it. None is
        the title drawn, and the names of the axes.
    size : tuple of float, default (7, 4)
        Width and height in inches; the page may make the element narrower.
    language : {"en", "fa"}, default "en"
        The language of the texts.

    Returns
    -------
    str
        The element, the same for the same input. Letters take the page's font. Colours are the
        page's variables ``--ink``, ``--soft``, ``--line``, ``--paper``, ``--c1`` and ``--c2``;
        where the page has none, the colour of its text. The background is clear, so the figure
        suits a light and a dark page.

    Raises
    ------
    InvalidInputError
        If the key is no such name.
    MissingExtraError
        If matplotlib is not installed.

    Notes
    -----
    Text is written as text, so the browser joins Persian letters and orders them from right to
    left. Matplotlib itself does so only from version 3.11 on; with an older one, Persian in its
    own pictures (PNG, PDF) comes in single letters from left to right.

    While it draws, the settings of matplotlib are those of its default style; they are the
    caller's again afterwards. Do not draw with matplotlib in another thread meanwhile.

    Examples
    --------
    >>> svg = figure_svg(
    ...     lambda ax: ax.plot([0, 1], [0, 1]), key="line", title="A line", description="It rises."
    ... )
    >>> svg[:5], '<title id="line-title">A line</title>' in svg, "var(--soft" in svg
    ('<svg ', True, True)
    """
    if key is not None and not _KEY.fullmatch(key):
        msg = f"key must be letters, digits, - and _, a letter first, got {key!r}"
        raise InvalidInputError(msg)
    figure_class = require("matplotlib.figure", purpose="a figure").Figure
    style = require("matplotlib.style", purpose="a figure")
    with style.context(["default", _SETTINGS]):
        figure = figure_class(figsize=size, layout="constrained")
        ax = figure.subplots()
        draw(ax)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata=_NO_METADATA)
    body = file.getvalue().partition('<g id="figure_1">')[2].rpartition("</svg>")[0]
    name = key or "f" + hashlib.sha256(body.encode()).hexdigest()[:8]
    heading = (ax.get_title(loc="left") or ax.get_title()).replace("\n", "; ")
    told = "; ".join(filter(None, (ax.get_xlabel(), ax.get_ylabel())))
    width, height = (72 * inches for inches in size)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="{language}" '
        f'aria-labelledby="{name}-title {name}-desc" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}pt" height="{height:g}pt" fill="currentColor" '
        f'stroke-linejoin="round" style="max-width:100%;height:auto">'
        f'<title id="{name}-title">{escape(heading if title is None else title)}</title>'
        f'<desc id="{name}-desc">{escape(told if description is None else description)}</desc>'
        f"<g>{_for_a_page(body, name)}</svg>"
    )


def _for_a_page(body: str, key: str) -> str:
    used = set(_REFERENCE.findall(body))

    def identifier(match: re.Match[str]) -> str:
        return f' id="{key}-{match[1]}"' if match[1] in used else ""

    def two_decimals(match: re.Match[str]) -> str:
        return f"{float(match[0]):.2f}".rstrip("0").rstrip(".")

    def tag(match: re.Match[str]) -> str:
        text = re.sub(r' id="([^"]*)"', identifier, match[0])
        for pattern, instead in _CUTS:
            text = pattern.sub(instead, text)
        text = _DECIMALS.sub(two_decimals, text)
        for colour, variable in _VARIABLES.items():
            text = text.replace(colour, variable)
        return _REFERENCE.sub(lambda found: found[0].replace("#", f"#{key}-"), text)

    def words(match: re.Match[str]) -> str:
        return isolate(match[0]) if _PERSIAN.search(match[0]) else match[0]

    return _TAG.sub(tag, _TEXT.sub(words, re.sub(r">\s+<", "><", body)))
