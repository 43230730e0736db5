"""The chance that a customer is still one, over recency and frequency."""

from typing import Final, Protocol

from crmcore._text import Title
from crmcore._types import FloatArray, Language, TimeUnit
from crmcore.plotting._history_map import draw_map, histories
from crmcore.plotting._style import Axes, span, written
from crmcore.summary import CustomerSummary

__all__ = ["probability_alive"]

_TITLE: Final = Title(
    "Chance that a customer of {} is still active", "احتمال فعال بودن مشتری با سابقه {}"
)


class AliveModel(Protocol):
    """What this figure asks of a model; every purchase model has it."""

    def probability_alive(self, customers: CustomerSummary, /) -> FloatArray:
        """Give the chance that each customer has not left."""
        ...


def probability_alive(
    model: AliveModel,
    /,
    *,
    unit: TimeUnit,
    T: float,
    max_frequency: int = 12,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw a model's chance of being alive as a map with labelled contour lines.

    Parameters
    ----------
    model : PurchaseModel
        The model.
    unit : {"day", "week", "month", "year", "period"}
        The unit of time of the model.
    T : float
        The age of the customers shown, in `unit`, above 0.
    max_frequency : int, default 12
        The most repeat purchases shown, 2 to 1000; the fewest is 1.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; the stronger the shade, the likelier alive. Between whole numbers of
        purchases the lines are interpolated.

    Raises
    ------
    InvalidInputError
        If a number is out of its range.
    MissingExtraError
        If matplotlib is not installed.

    References
    ----------
    .. [1] Fader, Hardie & Lee (2005), Journal of Marketing Research 42(4), 415-430: iso-value
       curves over recency and frequency.

    Examples
    --------
    >>> from crmcore.metrics.clv.bg_nbd import BGNBD
    >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> probability_alive(cdnow, unit="week", T=39).get_title(loc="left")
    'Chance that a customer of 39 weeks is still active'
    """
    grid = histories(unit=unit, T=T, max_frequency=max_frequency)

    def tell(chance: float) -> str:
        return written(f"{100 * chance:.3g}%", language)

    return draw_map(
        grid, model.probability_alive(grid.customers), full=1.0, tell=tell,
        title=_TITLE.text(language).format(span(T, unit, language)), ax=ax, language=language,
    )  # fmt: skip
