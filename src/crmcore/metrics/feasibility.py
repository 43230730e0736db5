"""Whether a change has been made before: past spans of the same length that did as well."""

from typing import Final

import attrs
import numpy as np

from crmcore._checks import number_above, refuse_rows
from crmcore._display import Value
from crmcore._text import Title, isolate, persian_figure
from crmcore._types import BoolArray, FloatArray
from crmcore.metrics.intervals import share_interval
from crmcore.metrics.measurement import Interval, Measurement

__all__ = ["FEWEST_SPANS", "PastSpans", "past_spans"]

FEWEST_SPANS: Final = 3.0
_SLACK: Final = 1e-12
_TITLE: Final = Title(
    "Past spans that did as well", "سهم بازه‌های گذشته با تغییری دست‌کم به همین اندازه"
)
_WHAT_N_IS: Final = Title(
    "n is the length of the history divided by that of the span",
    f"{isolate('n')} طول تاریخچه تقسیم بر طول بازه است",
)


@attrs.frozen(kw_only=True, repr=False)
class PastSpans(Value):
    """How often spans of the past did as well as a goal asks.

    Attributes
    ----------
    share : Measurement
        Share of the overlapping spans that did as well, with its interval; `n` is the length of
        the history divided by that of the span, not the number of overlapping spans.
    spans : int
        Overlapping spans looked at.
    relative : bool
        Whether changes were compared as ratios, or as differences.

    Examples
    --------
    >>> import numpy as np
    >>> days = np.arange(0, 400, 100.0)
    >>> past_spans(days, np.array([1.0, 2.0, 2.5, 4.0]), span=100, before=4.0, after=5.0)
    PastSpans(share=0.666667, n=3, spans=3, relative=False)
    """

    share: Measurement
    spans: int
    relative: bool

    @property
    def enough(self) -> bool:
        """Whether the history is at least three spans long, so that it can tell."""
        return self.share.defined and self.share.n >= FEWEST_SPANS

    def _facts(self) -> dict[str, object]:
        return {
            "share": self.share.value,
            "n": self.share.n,
            "spans": self.spans,
            "relative": self.relative,
        }


def past_spans(
    days: FloatArray,
    values: FloatArray,
    /,
    *,
    span: float,
    before: float,
    after: float,
    relative: bool = False,
    level: float = 0.9,
) -> PastSpans:
    """Look for past spans of equal length in which a figure changed as much as is asked.

    Parameters
    ----------
    days, values : ndarray of shape (n,)
        The history: ascending days, and the figure on them.
    span : float
        Days that the goal has, > 0.
    before, after : float
        The figure now, and as it is to be; they differ.
    relative : bool, default False
        Compare ratios, which needs positive figures; else differences.
    level : float, default 0.9
        Share of samples that the interval is to cover.

    Returns
    -------
    PastSpans
        The share that did as well; undefined when the history is shorter than one span.

    Raises
    ------
    InvalidInputError
        If `span` is not above 0, or ratios are asked of figures that are not.

    Notes
    -----
    A span begins on each day of the history and ends `span` days later, where the figure is
    read by linear interpolation. Overlapping spans repeat each other, so the interval is
    Wilson's with n = history / span and x = share x n: simulated, it covered 0.92 to 0.98 where
    0.95 was asked, and with the overlapping spans taken as independent 0.38 to 0.82.
    """
    number_above("span", span)
    if relative:
        refuse_rows("values", values, ~(values > 0), "be > 0 to compare ratios")
        number_above("before", before)
    length = float(days[-1] - days[0]) if days.size else 0.0
    starts = days[days + span <= days[-1]] if days.size else days
    n = length / span
    if not starts.size:
        reason = _too_short(f"{length:g}", f"{span:g}")
        return PastSpans(share=_measured(n, reason=reason), spans=0, relative=relative)
    first, last = np.interp(starts, days, values), np.interp(starts + span, days, values)
    good = _as_good(first, last, before, after, relative=relative)
    share = float(good.mean())
    interval = share_interval(share * n, n, level=level)
    measured = _measured(n, value=share, interval=interval)
    return PastSpans(share=measured, spans=starts.size, relative=relative)


def _too_short(length: str, span: str) -> Title:
    return Title(
        f"the history of {length} days is shorter than one span of {span} days",
        f"تاریخچه {persian_figure(length)} روزه از یک بازه {persian_figure(span)} روزه کوتاه‌تر است",
    )


def _measured(
    n: float,
    *,
    value: float | None = None,
    reason: Title | None = None,
    interval: Interval | None = None,
) -> Measurement:
    return Measurement(
        key="past_spans_as_good",
        title=_TITLE,
        unit="share",
        value=value,
        reason=reason,
        interval=interval,
        n=n,
        note=_WHAT_N_IS,
    )


def _as_good(
    first: FloatArray, last: FloatArray, before: float, after: float, *, relative: bool
) -> BoolArray:
    side = 1.0 if after > before else -1.0
    if relative:
        return side * last * before >= side * first * after - _SLACK * np.abs(first * after)
    size = np.maximum(np.abs(last), np.abs(first)) + max(abs(before), abs(after))
    good: BoolArray = side * (last - first) >= side * (after - before) - _SLACK * size
    return good
