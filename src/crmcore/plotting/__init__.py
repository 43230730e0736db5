"""Figures of results: one function each, which takes a result and gives matplotlib Axes.

They need the extra ``plot``. A figure computes nothing but what it must count to draw, changes no
global setting, shows nothing and prints nothing. `figure_svg` makes one into text for a page.

Matplotlib before 3.11 neither joins Persian letters nor orders them from right to left in its own
pictures; in the SVG of `figure_svg` the browser does both.
"""

from typing import TYPE_CHECKING, Any, Final

from crmcore._lazy import lazy

if TYPE_CHECKING:
    from crmcore.plotting._alive import probability_alive
    from crmcore.plotting._alive_history import alive_history
    from crmcore.plotting._calibration import calibration_curve
    from crmcore.plotting._contracts import retention, survival
    from crmcore.plotting._crosswalk import crosswalk_table
    from crmcore.plotting._dependencies import dependency_graph
    from crmcore.plotting._expected import expected_purchases
    from crmcore.plotting._forecast import forecast_range
    from crmcore.plotting._frequency import frequency_fit
    from crmcore.plotting._grid import rfm_grid
    from crmcore.plotting._heat_map import maturity_heat_map
    from crmcore.plotting._heterogeneity import heterogeneity
    from crmcore.plotting._holdout import holdout
    from crmcore.plotting._lorenz import lorenz_curve
    from crmcore.plotting._profile import profile
    from crmcore.plotting._radar import maturity_radar
    from crmcore.plotting._segments import segments
    from crmcore.plotting._spend import spend_density
    from crmcore.plotting._svg import figure_svg
    from crmcore.plotting._tracking import tracking_cumulative, tracking_incremental
    from crmcore.plotting._value_chain import value_chain
    from crmcore.plotting._value_distribution import value_distribution
    from crmcore.plotting._whale import whale_curve

__all__ = [
    "alive_history",
    "calibration_curve",
    "crosswalk_table",
    "dependency_graph",
    "expected_purchases",
    "figure_svg",
    "forecast_range",
    "frequency_fit",
    "heterogeneity",
    "holdout",
    "lorenz_curve",
    "maturity_heat_map",
    "maturity_radar",
    "probability_alive",
    "profile",
    "retention",
    "rfm_grid",
    "segments",
    "spend_density",
    "survival",
    "tracking_cumulative",
    "tracking_incremental",
    "value_chain",
    "value_distribution",
    "whale_curve",
]

_ROOMS: Final = {
    "crmcore.plotting._alive": ("probability_alive",),
    "crmcore.plotting._alive_history": ("alive_history",),
    "crmcore.plotting._calibration": ("calibration_curve",),
    "crmcore.plotting._contracts": ("retention", "survival"),
    "crmcore.plotting._crosswalk": ("crosswalk_table",),
    "crmcore.plotting._dependencies": ("dependency_graph",),
    "crmcore.plotting._expected": ("expected_purchases",),
    "crmcore.plotting._forecast": ("forecast_range",),
    "crmcore.plotting._frequency": ("frequency_fit",),
    "crmcore.plotting._grid": ("rfm_grid",),
    "crmcore.plotting._heat_map": ("maturity_heat_map",),
    "crmcore.plotting._heterogeneity": ("heterogeneity",),
    "crmcore.plotting._holdout": ("holdout",),
    "crmcore.plotting._lorenz": ("lorenz_curve",),
    "crmcore.plotting._profile": ("profile",),
    "crmcore.plotting._radar": ("maturity_radar",),
    "crmcore.plotting._segments": ("segments",),
    "crmcore.plotting._spend": ("spend_density",),
    "crmcore.plotting._svg": ("figure_svg",),
    "crmcore.plotting._tracking": ("tracking_cumulative", "tracking_incremental"),
    "crmcore.plotting._value_chain": ("value_chain",),
    "crmcore.plotting._value_distribution": ("value_distribution",),
    "crmcore.plotting._whale": ("whale_curve",),
}

_find, _names = lazy(__name__, _ROOMS)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    return _find(name)


def __dir__() -> list[str]:
    return _names()
