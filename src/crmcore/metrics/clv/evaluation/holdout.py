"""Evaluation: how well a model of purchasing forecasts a holdout that it has not seen."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import attrs

from crmcore._keyed import Keyed
from crmcore._text import Title
from crmcore.metrics.clv.evaluation._figures import chances_to_buy, figures_of
from crmcore.metrics.clv.evaluation._scores import score
from crmcore.metrics.clv.evaluation._split import require_holdout
from crmcore.metrics.clv.evaluation.baselines import Forecaster
from crmcore.metrics.clv.evaluation.calibration import (
    LEVELS,
    IntervalCoverage,
    Reliability,
    counts_of,
    interval_coverage,
    reliability,
)
from crmcore.metrics.clv.evaluation.validation import HoldoutCheck, check_holdout
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.intervals import normal_factor
from crmcore.metrics.measurement import Measurement
from crmcore.summary import HoldoutSplit

__all__ = ["ModelEvaluation", "evaluate_model"]


@attrs.frozen(kw_only=True, repr=False)
class ModelEvaluation(Keyed[Measurement]):
    """How well a forecast met a holdout: figures by key, and the tables behind them.

    Figures that a forecast does not allow carry the reason in the place of a value.

    Attributes
    ----------
    figures : tuple of Measurement
        ``total_actual``, ``total_expected``, ``bias`` (share; above 0 too much was expected);
        ``mae``, ``rmse`` (purchases per customer; lower is better); ``log_score`` (mean log of the
        chance told for each count; higher is better); ``gini`` (1 the order of the purchases
        themselves, 0 chance), ``captured_10``, ``captured_20`` (share of purchases from the top 10
        and 20 % by forecast), ``lift_10``, ``lift_20`` (that over the share of customers),
        ``rank_correlation``; ``brier_score``, ``calibration_error`` of the chance to buy at all
        (lower is better); ``alive_mean``, ``alive_least``, ``alive_of_buyers``,
        ``alive_of_buyers_implied``, see Notes of `evaluate_model`.
    holdout : HoldoutCheck
        Actual and expected purchases by frequency in the calibration.
    reliability : Reliability or None
        The chance to buy at all against who bought; None for a forecast without chances.
    coverage : IntervalCoverage or None
        How often intervals for single customers held; None for a forecast without chances.
    newcomers : int
        Customers who first bought in the holdout: in none of the figures.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    figures: tuple[Measurement, ...]
    holdout: HoldoutCheck
    reliability: Reliability | None
    coverage: IntervalCoverage | None
    newcomers: int

    @property
    def undefined(self) -> tuple[Measurement, ...]:
        """The figures without a value, each with its reason."""
        return tuple(figure for figure in self.figures if not figure.defined)

    def _by_key(self) -> Mapping[str, Measurement]:
        return {figure.key: figure for figure in self.figures}

    def _facts(self) -> dict[str, object]:
        shown = ("total_actual", "total_expected", "bias", "mae", "rmse", "log_score", "gini")
        held = self._by_key()
        values = {key: held[key].value for key in shown}
        return {key: "undefined" if value is None else value for key, value in values.items()}


def evaluate_model(
    model: "Forecaster | Fit[Any]",
    split: HoldoutSplit,
    /,
    *,
    bins: int = 10,
    levels: Sequence[float] = LEVELS,
    top: int = 7,
    level: float = 0.9,
) -> ModelEvaluation:
    r"""Hold a model that was fitted on the calibration against the holdout.

    Parameters
    ----------
    model : purchase model, its Fit, or a baseline
        What forecasts; it must not have seen the holdout.
    split : HoldoutSplit
        Calibration summary and holdout purchases; weights count as customers.
    bins : int, default 10
        Bins of the reliability table.
    levels : sequence of float, default (0.5, 0.8, 0.9)
        Levels of the intervals for single customers.
    top : int, default 7
        Customers with this many repeat purchases or more form one class of `holdout`.
    level : float, default 0.9
        Share of samples that the intervals of the figures cover, the customers taken as a sample.

    Returns
    -------
    ModelEvaluation
        The figures and tables.

    Raises
    ------
    InvalidInputError
        If the split has no customers or no time, or a number is out of its range.
    UndefinedMetricError
        If the chances that a model gives to the counts do not add up.

    Notes
    -----
    With F the share of customers ranked lower by the forecast, ties counted half, the Gini
    coefficient of the ranking is

    .. math:: \frac{2 E[y F]/E[y] - 1}{2 E[y F_y]/E[y] - 1},

    divided by what the best order, by the purchases y themselves, would have: an oracle has 1.
    Customers tied at the edge of the top 10 % count in part.

    Whether a customer is alive is never observed, so that P(alive) can be checked in two ways
    only. Who bought in the holdout was alive, so the share that bought, ``alive_least``, is less
    than the mean chance ``alive_mean`` up to chance if the model is right. And the mean P(alive)
    of the buyers, ``alive_of_buyers``, is to be that which the model implies,

    .. math:: \frac{\sum_i P_i(\text{alive})\,P_i(\text{buys})}{\sum_i P_i(\text{buys})} .

    References
    ----------
    .. [1] Gneiting & Raftery (2007), Strictly proper scoring rules, prediction, and estimation,
       Journal of the American Statistical Association 102, 359-378: the log score.
    .. [2] Malthouse & Blattberg (2005), Can we predict customer lifetime value?, Journal of
       Interactive Marketing 19(1), 2-16: the top deciles.

    Examples
    --------
    >>> from crmcore.metrics.clv import BGNBD
    >>> from crmcore.summary import CustomerSummary
    >>> model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
    >>> base = CustomerSummary(
    ...     frequency=[2, 0, 5], recency=[30, 0, 35], T=[39, 39, 39], unit="week"
    ... )
    >>> split = HoldoutSplit(
    ...     calibration=base, holdout_frequency=[1, 0, 4], holdout_value=[9, 0, 40],
    ...     duration=39.0, newcomers=0,
    ... )
    >>> found = evaluate_model(model, split)
    >>> found
    ModelEvaluation(total_actual=5, total_expected=4.55703, bias=-0.0885932, mae=0.417902,
                    rmse=0.517034, log_score=-1.26615, gini=1)
    >>> round(found["bias"].value, 4)
    -0.0886
    """
    require_holdout(split)
    normal_factor(level)
    scored = score(model, split)
    chances = chances_to_buy(model, split)
    table, coverage = None, None
    if not isinstance(chances.buys, Title):
        bought = split.holdout_frequency > 0
        table = reliability(chances.buys, bought, weights=scored.weights, bins=bins, level=level)
        coverage = interval_coverage(counts_of(model), split, levels=levels, confidence=level)
    return ModelEvaluation(
        figures=figures_of(scored, chances, table, level=level),
        holdout=check_holdout(model, split, top=top),
        reliability=table,
        coverage=coverage,
        newcomers=split.newcomers,
    )
