"""Comparison: several models and baselines on one holdout, and which of them to use."""

from collections.abc import Mapping
from typing import ClassVar, Final, get_args

import attrs

from crmcore._checks import choice
from crmcore._keyed import Keyed, refuse_doubles
from crmcore._text import Title
from crmcore._types import Period
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv.evaluation._advice import Place, Recommendation, Standing, recommend
from crmcore.metrics.clv.evaluation._candidates import (
    Candidate,
    Candidates,
    Entrant,
    LeftOut,
    baseline_candidates,
    candidates,
)
from crmcore.metrics.clv.evaluation._paired import CRITERIA, PairedDifference, shown_loss
from crmcore.metrics.clv.evaluation._scores import Criterion, loss, score
from crmcore.metrics.clv.evaluation._split import require_holdout
from crmcore.metrics.clv.evaluation.baselines import forecaster
from crmcore.metrics.clv.evaluation.holdout import ModelEvaluation, evaluate_model
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.nbd import NBD
from crmcore.metrics.clv.verbs._transactions import TransactionModel
from crmcore.metrics.clv.verbs.protocols import counts_opportunities
from crmcore.metrics.intervals import normal_factor
from crmcore.metrics.measurement import Measurement
from crmcore.summary import HoldoutSplit
from crmcore.transactions import TransactionLog

__all__ = [
    "ComparedModel",
    "Criterion",
    "LeftOut",
    "ModelComparison",
    "PairedDifference",
    "Recommendation",
    "compare_models",
]

_NOT_FITTED: Final = Title(
    "not a fit: its parameters were not estimated here", "برازش نیست: پارامترهایش برآورد نشده‌اند"
)
_DISCRETE: Final = Title(
    "BG/BB gives chances of patterns at whole opportunities, the other models densities of times: "
    "their likelihoods have no common scale",
    "مدل \u2068BG/BB\u2069 احتمال الگوها را در فرصت‌های گسسته می‌دهد و مدل‌های دیگر چگالی زمان‌ها را: "
    "درست‌نمایی‌هایشان مقیاس مشترکی ندارد",
)
_UNKNOWN_SCALE: Final = Title(
    "whether the likelihood of this model has the scale of the others is not known",
    "معلوم نیست درست‌نمایی این مدل با مدل‌های دیگر هم‌مقیاس باشد",
)
_NO_LIKELIHOOD: Final = Title("a baseline has no likelihood", "مبنای مقایسه درست‌نمایی ندارد")
_OTHER_BASE: Final = Title(
    "it was fitted on other customers than those of the calibration",
    "این مدل بر مشتریانی جز مشتریان دوره برازش برازش شده است",
)
_FIT_TITLES: Final = {
    "log_likelihood": Title("Log-likelihood of the calibration", "لگاریتم درست‌نمایی دوره برازش"),
    "aic": Title("Akaike's criterion", "معیار اطلاعات آکائیکه"),
    "bic": Title("Schwarz's criterion", "معیار اطلاعات بیزی شوارتز"),
}


@attrs.frozen(kw_only=True, repr=False)
class ComparedModel(Keyed[Measurement]):
    """One model or baseline of a comparison: its figures by key, and where it stands.

    Attributes
    ----------
    name : str
        Its name.
    baseline : bool
        Whether it is there to be beaten.
    parameters : int
        Parameters that were estimated, or that the model has.
    evaluation : ModelEvaluation
        How well it met the holdout.
    likelihood : tuple of Measurement
        ``log_likelihood``, ``aic``, ``bic`` on the calibration, or why they cannot be compared.
    loss : Measurement
        What the criterion says: the error (lower is better), the log score or the Gini
        coefficient (higher is better); or why it says nothing.
    from_best : PairedDifference or None
        How much more it loses than the best; None for the best and where there is no loss.
    boundary : Title or None
        What it means that the fit ran to a boundary; None where it did not.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    name: str
    baseline: bool
    parameters: int
    evaluation: ModelEvaluation
    likelihood: tuple[Measurement, ...]
    loss: Measurement
    from_best: PairedDifference | None
    boundary: Title | None

    def _by_key(self) -> Mapping[str, Measurement]:
        figures = (*self.evaluation.figures, *self.likelihood)
        return {figure.key: figure for figure in figures}

    def _facts(self) -> dict[str, object]:
        value = self.loss.value
        return {
            "name": self.name,
            "baseline": self.baseline,
            "parameters": self.parameters,
            self.loss.key: "undefined" if value is None else value,
        }


@attrs.frozen(kw_only=True, repr=False)
class ModelComparison(Keyed[ComparedModel]):
    """Models and baselines on one holdout, the best first.

    Attributes
    ----------
    rows : tuple of ComparedModel
        By the criterion, the best first; those of which it says nothing stand last.
    criterion : {"log_score", "absolute_error", "squared_error", "total", "ranking"}
        What decided.
    recommendation : Recommendation
        Which to use, and why.
    left_out : tuple of LeftOut
        What could not take part, and why.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    rows: tuple[ComparedModel, ...]
    criterion: Criterion
    recommendation: Recommendation
    left_out: tuple[LeftOut, ...]

    def _by_key(self) -> Mapping[str, ComparedModel]:
        return {row.name: row for row in self.rows}

    def _facts(self) -> dict[str, object]:
        values = {row.name: row.loss.value for row in self.rows}
        facts = {name: "undefined" if value is None else value for name, value in values.items()}
        return {"criterion": self.criterion, "use": self.recommendation.use, **facts}


def compare_models(
    models: Candidates,
    split: HoldoutSplit,
    /,
    *,
    criterion: Criterion = "log_score",
    log: TransactionLog | None = None,
    baselines: "Mapping[str, Candidate] | None" = None,
    period: Period = "day",
    level: float = 0.9,
) -> ModelComparison:
    r"""Compare models on a holdout, and say which to use.

    Parameters
    ----------
    models : mapping of str to model, or sequence of models
        Models, fits on the calibration, or classes such as ``BGNBD``, which are fitted on the
        calibration; in a sequence they are named by their classes.
    split : HoldoutSplit
        Calibration summary and holdout purchases; weights count as customers.
    criterion : {"log_score", "absolute_error", "squared_error", "total", "ranking"}
        What decides. The log score judges the whole distribution of each customer's purchases and
        is the default; the squared error judges means; the absolute error favours forecasts of 0;
        ``"total"`` is the size of the bias; ``"ranking"`` the Gini coefficient.
    log : TransactionLog or None
        The log that the split was made from, for the baselines that need it.
    baselines : mapping of str to forecaster, or None
        What is to be beaten; None takes `OwnRate`, `NBD`, and with a log `LastPeriod` and a
        `RecencyRule` chosen on an earlier part of the calibration.
    period : {"day", "week", "month"}, default "day"
        The calendar period in which purchases count once, as in the split.
    level : float, default 0.9
        Share of samples that intervals cover; a difference is more than chance where its
        interval leaves out 0.

    Returns
    -------
    ModelComparison
        Rows, the best first, and a recommendation in words: the simplest of those that no other
        beats by more than chance.

    Raises
    ------
    InvalidInputError
        If there is no model, two have the same name, the split has no customers or no time, or an
        option is out of its range.

    Notes
    -----
    Differences are paired: with the losses of two models on customer i as :math:`a_i, b_i`, the
    mean of :math:`a_i - b_i` has the standard error :math:`\mathrm{sd}(a - b)/\sqrt n`, as in
    [1]_ with customers in the place of days. The bias and the Gini coefficient are no means of
    losses; there the influence of each customer stands for the loss. Choosing the best of many
    models makes it look better than it is; the interval knows only one pair.

    AIC and BIC are of the calibration, and stand beside each other only for fits of densities of
    purchase times on the same customers. BG/BB is left out of them.

    References
    ----------
    .. [1] Diebold & Mariano (1995), Comparing predictive accuracy, Journal of Business & Economic
       Statistics 13(3), 253-263.
    .. [2] Wuebben & von Wangenheim (2008), Instant customer base analysis: managerial heuristics
       often "get it right", Journal of Marketing 72(3), 82-93: models against simple rules.

    Examples
    --------
    >>> from crmcore.datasets import demo_log
    >>> from crmcore.metrics.clv import BGNBD, MBGNBD
    >>> log = demo_log(customers=500)
    >>> split = log.split(calibration_until="2024-06-30", holdout_until="2024-12-31")
    >>> found = compare_models([BGNBD, MBGNBD], split, log=log)
    >>> found.recommendation.use
    'BGNBD'
    >>> [row.name for row in found]
    ['BGNBD', 'MBGNBD', 'NBD', 'OwnRate', 'LastPeriod', 'RecencyRule']
    """
    choice("criterion", criterion, get_args(Criterion))
    normal_factor(level)
    require_holdout(split)
    entrants, left = candidates(models, split, baseline=False)
    if not entrants and not left:
        msg = "models must name at least one model, got none"
        raise InvalidInputError(msg)
    nbd = not any(isinstance(forecaster(entrant.source), NBD) for entrant in entrants)
    more, without = (
        baseline_candidates(split, log, period=period, nbd=nbd)
        if baselines is None
        else candidates(baselines, split, baseline=True)
    )
    everybody = [*entrants, *more]
    refuse_doubles("names of models and baselines", [each.name for each in everybody])
    standings = [_standing(each, split, criterion) for each in everybody]
    order, recommendation = recommend(standings, criterion, level=level)
    rows = [_row(place, split, criterion, level) for place in order]
    return ModelComparison(
        rows=tuple(rows),
        criterion=criterion,
        recommendation=recommendation,
        left_out=(*left, *without),
    )


def _standing(entrant: Entrant, split: HoldoutSplit, criterion: Criterion) -> Standing:
    scored, found, reason = score(entrant.source, split), None, None
    try:
        found = loss(scored, criterion)
    except UndefinedMetricError as error:
        reason = error.reason
    return Standing(
        entrant=entrant,
        scored=scored,
        loss=found,
        reason=reason,
        foreign=entrant.of_other_customers(split),
    )


def _row(place: Place, split: HoldoutSplit, criterion: Criterion, level: float) -> ComparedModel:
    standing = place.standing
    entrant = standing.entrant
    value = None if standing.loss is None else shown_loss(criterion, standing.value)
    return ComparedModel(
        name=entrant.name,
        baseline=entrant.baseline,
        parameters=entrant.parameters,
        evaluation=evaluate_model(entrant.source, split, level=level),
        likelihood=_likelihood(standing, split),
        loss=Measurement(
            key=criterion,
            title=CRITERIA[criterion],
            unit="score",
            value=value,
            reason=standing.reason,
            n=split.calibration.customers,
        ),
        from_best=place.from_best,
        boundary=entrant.boundary,
    )


def _likelihood(standing: Standing, split: HoldoutSplit) -> tuple[Measurement, ...]:
    reason, values = _why_not(standing), (0.0, 0.0, 0.0)
    source = standing.entrant.source
    if isinstance(source, Fit):
        values = (source.log_likelihood, source.aic, source.bic)
    return tuple(
        Measurement(
            key=key,
            title=title,
            unit="score",
            value=value if reason is None else None,
            reason=reason,
            n=split.calibration.customers,
        )
        for (key, title), value in zip(_FIT_TITLES.items(), values, strict=True)
    )


def _why_not(standing: Standing) -> Title | None:
    model = forecaster(standing.entrant.source)
    if counts_opportunities(model):
        return _DISCRETE
    if not isinstance(model, TransactionModel):
        return _UNKNOWN_SCALE if hasattr(model, "log_likelihood") else _NO_LIKELIHOOD
    if not isinstance(standing.entrant.source, Fit):
        return _NOT_FITTED
    return _OTHER_BASE if standing.foreign else None
