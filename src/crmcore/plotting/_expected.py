"""The purchases to be expected of a customer, over recency and frequency."""

from typing import Final, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from crmcore._checks import number_above
from crmcore._text import Title
from crmcore._types import FloatArray, Language, TimeUnit
from crmcore.periods import duration
from crmcore.plotting._history_map import draw_map, histories
from crmcore.plotting._style import Axes, short, span
from crmcore.plotting._words import about
from crmcore.summary import CustomerSummary

__all__ = ["expected_purchases"]

_Time: TypeAlias = float | str | npt.ArrayLike
_TITLE: Final = Title(
    "Purchases to be expected in {} of a customer of {}",
    "خریدهای مورد انتظار در {} از مشتری با سابقه {}",
)
_DIGITS: Final = 6


class ExpectingModel(Protocol):
    """What this figure asks of a model; every purchase model has it."""

    def expected_purchases(self, customers: CustomerSummary, /, *, horizon: _Time) -> FloatArray:
        """Give the purchases to be expected of each customer."""
        ...


def expected_purchases(
    model: ExpectingModel,
    /,
    *,
    unit: TimeUnit,
    T: float,
    horizon: float | str,
    max_frequency: int = 12,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw what a model expects customers to buy as a map with labelled contour lines.

    Parameters
    ----------
    model : PurchaseModel
        The model.
    unit : {"day", "week", "month", "year", "period"}
        The unit of time of the model.
    T : float
        The age of the customers shown, in `unit`, above 0.
    horizon : float or str
        The time ahead, above 0: a number in `unit`, or text such as ``"1 year"``.
    max_frequency : int, default 12
        The most repeat purchases shown, 2 to 1000; the fewest is 1.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on, laid out as in `probability_alive`; the stronger the shade, the more
        purchases. Who bought more may be worth less, where the last purchase is long ago.

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
    >>> ax = expected_purchases(cdnow, unit="week", T=39, horizon=26)
    >>> ax.get_title(loc="left")
    'Purchases to be expected in 26 weeks of a customer of 39 weeks'
    """
    ahead = number_above("horizon", duration(horizon, unit=unit))
    grid = histories(unit=unit, T=T, max_frequency=max_frequency)
    values = model.expected_purchases(grid.customers, horizon=ahead)

    def tell(purchases: float) -> str:
        return short(round(purchases, _DIGITS), language)

    title = _TITLE.text(language).format(about(ahead, unit, language), span(T, unit, language))
    return draw_map(
        grid, values, full=max(float(values.max()), float(np.finfo(np.float64).tiny)),
        title=title, tell=tell, ax=ax, language=language,
    )  # fmt: skip
