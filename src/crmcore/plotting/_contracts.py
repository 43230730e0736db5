"""How long contracts last: survival and retention, as a model says and as it was seen."""

from typing import Any, Final, Literal, TypeAlias

import attrs
import numpy as np

from crmcore._checks import fraction
from crmcore._inputs import whole_number
from crmcore._text import Title
from crmcore._types import FloatArray, IntArray, Language
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.verbs._contractual import ContractModel, require_same_unit
from crmcore.metrics.intervals import share_intervals
from crmcore.plotting._style import (
    INKS,
    UNITS,
    Axes,
    axes,
    faded,
    label,
    percent,
    tick_numbers,
    whole_ticks,
)
from crmcore.plotting._words import ACTUAL, EXPECTED

__all__ = ["retention", "survival"]

_Verb: TypeAlias = Literal["survival", "retention"]

_TITLES: Final = {
    "survival": Title("How many contracts last", "ماندگاری قراردادها"),
    "retention": Title("How many contracts are renewed", "تمدید قراردادها"),
}
_X: Final = Title("Time since the start ({})", "زمان از آغاز قرارداد ({})")
_Y: Final = {
    "survival": Title("Contracts still running (% of all)", "قراردادهای جاری (٪ از کل)"),
    "retention": Title("Contracts renewed (% of those due)", "قراردادهای تمدیدشده (٪ از سررسیدها)"),
}
_SURE: Final = Title("{} interval of the model", "بازه {} مدل")
_ACTUAL_SURE: Final = Title("actual with {} interval", "واقعی با بازه {}")
_LAST: Final = Title("last renewal seen", "آخرین نوبت تمدید دیده‌شده")
_NOTHING_DUE: Final = Title(
    "no renewal has come due yet, so there is nothing to hold against the model",
    "هنوز نوبت تمدید هیچ قراردادی نرسیده است، پس چیزی برای سنجش مدل نیست",
)
_PERIODS: Final = 12
_MOST: Final = 1000
_FULL: Final = 103.0


def survival(
    model: ContractModel | Fit[Any],
    tenures: ContractTenures | None = None,
    /,
    *,
    periods: int | None = None,
    level: float = 0.9,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    r"""Draw the share of contracts that are still running after each renewal.

    Parameters
    ----------
    model : contract model or its Fit
        The model; a fit brings the interval of its curve.
    tenures : ContractTenures, optional
        The contracts, in the model's unit, for points of what was seen.
    periods : int, optional
        How far ahead, 1 to 1000 renewals; None is 12, or as far as the contracts reach.
    level : float, default 0.9
        Share of samples that intervals cover, strictly between 0 and 1.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: a dashed line for the model, points for the contracts, a dotted upright
        at the last renewal that any of them came to.

    Raises
    ------
    InvalidInputError
        If a number is out of its range, or the contracts are in another unit than the model.
    UndefinedMetricError
        If no renewal of the contracts has come due.
    MissingExtraError
        If matplotlib is not installed.

    Notes
    -----
    Contracts still running count as long as they are seen, so that cohorts of different age stand
    together: the points are :math:`\prod_{s \le t} (1 - d_s/n_s)` with :math:`d_s` lost of
    :math:`n_s` due at renewal s [1]_.

    References
    ----------
    .. [1] Kaplan & Meier (1958), Nonparametric estimation from incomplete observations, Journal
       of the American Statistical Association 53(282), 457-481.

    Examples
    --------
    >>> from crmcore.metrics.clv.sbg import SBG
    >>> seen = ContractTenures.from_survivors([1000, 869, 743, 653], unit="year")
    >>> ax = survival(SBG.fit(seen), seen, periods=8)
    >>> ax.lines[1].get_ydata().round(1).tolist()
    [100.0, 86.9, 74.3, 65.3]
    """
    chart, renewals = axes(ax), _renewals(tenures, periods)
    _model(chart, model, "survival", np.arange(renewals + 1), level=level, language=language)
    if tenures is not None:
        seen = _seen(model, tenures)
        share = np.cumprod(np.append(1.0, seen.renewed / seen.due))[: renewals + 1]
        chart.plot(
            np.arange(share.size), 100 * share, linestyle="none", marker="o", color=INKS["c1"],
            clip_on=False, label=ACTUAL.text(language),
        )  # fmt: skip
        _last(chart, seen, renewals, language)
    chart.set_ylim(0, _FULL)
    return _finish(chart, "survival", model, language)


def retention(
    model: ContractModel | Fit[Any],
    tenures: ContractTenures | None = None,
    /,
    *,
    periods: int | None = None,
    level: float = 0.9,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw the share of contracts renewed at each renewal, of those that come to it.

    Parameters
    ----------
    model : contract model or its Fit
        The model; a fit brings the interval of its curve.
    tenures : ContractTenures, optional
        The contracts, in the model's unit, for points of what was seen.
    periods : int, optional
        How far ahead, 1 to 1000 renewals; None is 12, or as far as the contracts reach.
    level : float, default 0.9
        Share of samples that intervals cover, strictly between 0 and 1.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on, as in `survival`; each point has its Wilson interval, which grows as
        fewer contracts come due.

    Raises
    ------
    InvalidInputError
        If a number is out of its range, or the contracts are in another unit than the model.
    UndefinedMetricError
        If no renewal of the contracts has come due.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> from crmcore.metrics.clv.sbg import SBG
    >>> seen = ContractTenures.from_survivors([1000, 869, 743, 653], unit="year")
    >>> ax = retention(SBG.fit(seen), seen, periods=8)
    >>> ax.get_xlabel(), ax.lines[1].get_ydata().round(1).tolist()
    ('Time since the start (years)', [86.9, 85.5, 87.9])
    """
    chart, renewals = axes(ax), _renewals(tenures, periods)
    _model(chart, model, "retention", np.arange(1, renewals + 1), level=level, language=language)
    if tenures is not None:
        seen = _seen(model, tenures)
        due, renewed = seen.due[:renewals], seen.renewed[:renewals]
        share, ends = renewed / due, share_intervals(renewed, due, level=level)
        chart.errorbar(
            np.arange(1, share.size + 1), 100 * share,
            yerr=100 * np.stack([share - ends.low, ends.high - share]),
            linestyle="none", marker="o", color=INKS["c1"], capsize=3,
            label=_ACTUAL_SURE.text(language).format(percent(100 * level, language)),
        )  # fmt: skip
        _last(chart, seen, renewals, language)
    low, high = chart.get_ylim()
    chart.set_ylim(max(low, 0), min(high, _FULL))
    return _finish(chart, "retention", model, language)


@attrs.frozen
class _Seen:
    due: FloatArray
    renewed: FloatArray


def _renewals(tenures: ContractTenures | None, periods: int | None) -> int:
    if periods is not None:
        return whole_number("periods", periods, low=1, high=_MOST)
    return max(_PERIODS, 0 if tenures is None else min(tenures.renewals()[0].size, _MOST))


def _model(
    ax: Axes,
    model: ContractModel | Fit[Any],
    verb: _Verb,
    renewals: IntArray,
    *,
    level: float,
    language: Language,
) -> None:
    fraction("level", level, open_interval=True)
    said = model.model if isinstance(model, Fit) else model
    ax.plot(
        renewals, 100 * np.asarray(getattr(said, verb)(renewals)), color=INKS["c2"],
        linestyle="--", linewidth=2, label=EXPECTED.text(language),
    )  # fmt: skip
    if isinstance(model, Fit):
        ends = model.interval(verb, level=level, t=renewals)
        ax.fill_between(
            renewals, 100 * ends.low, 100 * ends.high, color=faded("c2", 0.15), linewidth=0,
            label=_SURE.text(language).format(percent(100 * level, language)),
        )  # fmt: skip


def _seen(model: ContractModel | Fit[Any], tenures: ContractTenures) -> _Seen:
    require_same_unit((model.model if isinstance(model, Fit) else model).unit, tenures)
    lost, renewed = tenures.renewals()
    due = lost + renewed
    some = due > 0
    if not some.any():
        raise UndefinedMetricError(_NOTHING_DUE)
    return _Seen(due[some], np.clip(renewed[some], 0.0, due[some]))


def _last(ax: Axes, seen: _Seen, renewals: int, language: Language) -> None:
    if seen.due.size < renewals:
        ax.axvline(
            seen.due.size, color=INKS["soft"], linestyle=":", linewidth=1.5,
            label=_LAST.text(language),
        )  # fmt: skip


def _finish(ax: Axes, verb: _Verb, model: ContractModel | Fit[Any], language: Language) -> Axes:
    unit = (model.model if isinstance(model, Fit) else model).unit
    x = _X.text(language).format(UNITS[unit].text(language))
    label(ax, title=_TITLES[verb].text(language), x=x, y=_Y[verb].text(language))
    whole_ticks(ax, "x")
    tick_numbers(ax, language)
    ax.legend(frameon=False)
    return ax
