"""Repeat purchases week by week, as they came and as a model expects them."""

from typing import Any, Final

from crmcore._text import Title
from crmcore._types import Calendar, FloatArray, Language
from crmcore.metrics.clv.evaluation.tracking import Tracking
from crmcore.plotting._dates import date_axis, date_text
from crmcore.plotting._style import INKS, Axes, axes, label, tick_numbers

__all__ = ["tracking_cumulative", "tracking_incremental"]

_INCREMENTAL: Final = (
    Title("Repeat purchases week by week", "خریدهای تکراری هفته‌به‌هفته"),
    Title("Repeat purchases per week", "خریدهای تکراری در هفته"),
)
_CUMULATIVE: Final = (
    Title("Repeat purchases since the first week", "خریدهای تکراری از هفته نخست"),
    Title("Repeat purchases to date", "خریدهای تکراری تا آن روز"),
)
_X: Final = Title("Last day of the week (date)", "آخرین روز هفته (تاریخ)")
_ACTUAL: Final = Title("actual", "واقعی")
_EXPECTED: Final = Title("expected by the model", "مورد انتظار مدل")
_END: Final = Title("calibration ends {}", "پایان دوره برازش {}")


def tracking_incremental(
    tracking: Tracking,
    /,
    *,
    calendar: Calendar = "gregorian",
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw repeat purchases of each week, actual and expected, and where the forecast begins.

    Parameters
    ----------
    tracking : Tracking
        The weeks.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar of the dates.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: a full line for what came, a dashed one for what was expected, a
        dotted upright at the end of the calibration.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> import numpy as np
    >>> from crmcore.metrics.clv.evaluation.tracking import Tracking
    >>> weeks = Tracking(
    ...     period_end=np.array(["2024-01-07", "2024-01-14", "2024-01-21"], "M8[D]"),
    ...     actual=[4, 7, 6], expected=[3.8, 6.1, 6.9],
    ...     calibration_until=np.datetime64("2024-01-14"),
    ... )
    >>> [line.get_ydata().tolist() for line in tracking_incremental(weeks).lines[:2]]
    [[4.0, 7.0, 6.0], [3.8, 6.1, 6.9]]
    """
    return _draw(
        tracking, tracking.actual, tracking.expected, _INCREMENTAL,
        calendar=calendar, ax=ax, language=language,
    )  # fmt: skip


def tracking_cumulative(
    tracking: Tracking,
    /,
    *,
    calendar: Calendar = "gregorian",
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw repeat purchases added up over the weeks, actual and expected.

    Parameters
    ----------
    tracking : Tracking
        The weeks.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar of the dates.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on, as in `tracking_incremental`.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> import numpy as np
    >>> from crmcore.metrics.clv.evaluation.tracking import Tracking
    >>> weeks = Tracking(
    ...     period_end=np.array(["2024-01-07", "2024-01-14", "2024-01-21"], "M8[D]"),
    ...     actual=[4, 7, 6], expected=[3.5, 6.0, 7.0],
    ...     calibration_until=np.datetime64("2024-01-14"),
    ... )
    >>> [line.get_ydata().tolist() for line in tracking_cumulative(weeks).lines[:2]]
    [[4.0, 11.0, 17.0], [3.5, 9.5, 16.5]]
    """
    actual, expected = tracking.cumulative_actual, tracking.cumulative_expected
    return _draw(
        tracking, actual, expected, _CUMULATIVE, calendar=calendar, ax=ax, language=language
    )


def _draw(
    tracking: Tracking,
    actual: FloatArray,
    expected: FloatArray,
    words: tuple[Title, Title],
    *,
    calendar: Calendar,
    ax: Axes | None,
    language: Language,
) -> Axes:
    chart = axes(ax)
    weeks: Any = tracking.period_end
    chart.plot(weeks, actual, color=INKS["c1"], linewidth=1.5, label=_ACTUAL.text(language))
    chart.plot(
        weeks, expected, color=INKS["c2"], linewidth=2, linestyle="--",
        label=_EXPECTED.text(language),
    )  # fmt: skip
    chart.set_ylim(bottom=0)
    tick_numbers(chart, language, axis="y")
    date_axis(chart, calendar, language)
    end = date_text(tracking.calibration_until, calendar, language)
    place: Any = tracking.calibration_until
    chart.axvline(
        place, color=INKS["soft"], linestyle=":", linewidth=1.5,
        label=_END.text(language).format(end),
    )  # fmt: skip
    label(chart, title=words[0].text(language), x=_X.text(language), y=words[1].text(language))
    chart.legend(frameon=False)
    return chart
