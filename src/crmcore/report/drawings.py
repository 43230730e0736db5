"""The figures of the report's page, drawn from the analysis."""

from collections.abc import Callable
from typing import Any

from crmcore import plotting
from crmcore._types import Language
from crmcore.report.analysis import Analysis

__all__ = ["draw_figures"]


def draw_figures(analysis: Analysis, /, *, language: Language) -> dict[str, str]:
    """Draw the figures as SVG.

    Parameters
    ----------
    analysis : Analysis
        The results.
    language : {"en", "fa"}
        The language of the labels.

    Returns
    -------
    dict of str to str
        SVG by the key of the drawing; figures that need a forecast or a trial only where there
        is one.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    """
    draws: dict[str, Callable[[Any], Any]] = {
        "whale": lambda ax: plotting.whale_curve(analysis.whale, ax=ax, language=language),
        "rfm": lambda ax: plotting.rfm_grid(_scores(analysis), ax=ax, language=language),
    }
    outlook, calendar = analysis.forecast, analysis.terms.calendar
    if outlook is not None:
        model = outlook.purchases.model
        age = float(analysis.base.T.max())
        draws["alive"] = lambda ax: plotting.probability_alive(
            model, unit=analysis.base.unit, T=age, ax=ax, language=language
        )
        if outlook.trial is not None:
            check, tracking = outlook.trial.check, outlook.trial.tracking
            draws["holdout"] = lambda ax: plotting.holdout(check, ax=ax, language=language)
            draws["tracking"] = lambda ax: plotting.tracking_incremental(
                tracking, calendar=calendar, ax=ax, language=language
            )
            draws["cumulative"] = lambda ax: plotting.tracking_cumulative(
                tracking, calendar=calendar, ax=ax, language=language
            )
    return {
        key: plotting.figure_svg(draw, key=key, language=language) for key, draw in draws.items()
    }


def _scores(analysis: Analysis) -> Any:  # noqa: ANN401
    return analysis.rfm.score(analysis.base)
