"""Who takes part in a comparison: models, fitted where need be, and the standard baselines."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import attrs
import numpy as np

from crmcore._display import Value
from crmcore._keyed import refuse_doubles
from crmcore._text import Title
from crmcore._types import Period
from crmcore.errors import FitError, InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv.evaluation.baselines import (
    Forecaster,
    LastPeriod,
    OwnRate,
    RecencyRule,
    forecaster,
)
from crmcore.metrics.clv.fitting._parametric import Parametric
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.nbd import NBD
from crmcore.metrics.clv.verbs._transactions import TransactionModel
from crmcore.periods import days_per_unit, period_index, period_start
from crmcore.summary import HoldoutSplit
from crmcore.transactions import TransactionLog

__all__ = ["Candidate", "Candidates", "Entrant", "LeftOut", "baseline_candidates", "candidates"]

Candidate: TypeAlias = "Forecaster | Fit[Any] | type[TransactionModel]"
Candidates: TypeAlias = "Mapping[str, Candidate] | Sequence[Candidate]"
_SAME_FIT: Final = 1e-6
_NO_LOG: Final = Title(
    "needs the log that the split was made from: give log=",
    "به فهرست خریدهایی نیاز دارد که این تقسیم از آن ساخته شده است",
)
_TOO_SHORT: Final = Title(
    "the calibration is too short to choose a hiatus on an earlier part of it",
    "دوره برازش کوتاه‌تر از آن است که بتوان از بخش پیشین آن طول وقفه را برگزید",
)


@attrs.frozen(kw_only=True, repr=False)
class LeftOut(Value):
    """A model or baseline that could not take part in a comparison.

    Attributes
    ----------
    name : str
        Its name.
    reason : Title
        Why.
    """

    name: str
    reason: Title

    def _facts(self) -> dict[str, object]:
        return {"name": self.name, "reason": self.reason.en}


@attrs.frozen(kw_only=True)
class Entrant:
    """What takes part in a comparison.

    Attributes
    ----------
    name : str
        Its name.
    source : purchase model, its Fit, or a baseline
        What forecasts.
    baseline : bool
        Whether it is there to be beaten.
    """

    name: str
    source: "Forecaster | Fit[Any]"
    baseline: bool

    @property
    def parameters(self) -> int:
        """Parameters that were estimated, or that the model has; 0 where there are none."""
        if isinstance(self.source, Fit):
            return self.source.estimated
        if isinstance(self.source, RecencyRule):
            return 1
        return len(self.source.parameters) if isinstance(self.source, Parametric) else 0

    @property
    def boundary(self) -> Title | None:
        """What it means that the fit ran to a boundary; None where it did not."""
        if not isinstance(self.source, Fit) or self.source.diagnosis.interior:
            return None
        return self.source.diagnosis.meaning

    def of_other_customers(self, split: HoldoutSplit, /) -> bool:
        """Tell whether it is a fit on other customers than those of the calibration.

        Parameters
        ----------
        split : HoldoutSplit
            The split.

        Returns
        -------
        bool
            Whether the likelihood of the calibration is not the one of the fit.
        """
        if not isinstance(self.source, Fit):
            return False
        each = self.source.model.log_likelihood(split.calibration)
        total = float(split.calibration.row_weights @ each)
        return abs(total - self.source.log_likelihood) > _SAME_FIT * (1 + abs(total))


def candidates(
    models: Candidates, split: HoldoutSplit, /, *, baseline: bool
) -> tuple[list[Entrant], list[LeftOut]]:
    """Read the models of a comparison, and fit those given as classes.

    Parameters
    ----------
    models : mapping or sequence
        Models by name, or models named by their class.
    split : HoldoutSplit
        What classes are fitted on.
    baseline : bool
        Whether they are there to be beaten.

    Returns
    -------
    entrants : list of Entrant
        Those that can take part.
    left_out : list of LeftOut
        Those that cannot be fitted.

    Raises
    ------
    InvalidInputError
        If one is no model, or two have the same name.
    """
    pairs = list(models.items()) if isinstance(models, Mapping) else _named(models)
    refuse_doubles("names of models", [name for name, _ in pairs])
    entrants: list[Entrant] = []
    left: list[LeftOut] = []
    for name, model in pairs:
        try:
            source = _source(model, split)
        except FitError as error:
            left.append(LeftOut(name=name, reason=error.reason))
            continue
        forecaster(source)
        entrants.append(Entrant(name=name, source=source, baseline=baseline))
    return entrants, left


def _named(models: Iterable[Candidate]) -> list[tuple[str, Candidate]]:
    pairs: list[tuple[str, Candidate]] = []
    for model in models:
        inner: object = model.model if isinstance(model, Fit) else model
        kind = inner if isinstance(inner, type) else type(inner)
        pairs.append((kind.__name__, model))
    return pairs


def _source(model: Candidate, split: HoldoutSplit) -> "Forecaster | Fit[Any]":
    if not isinstance(model, type):
        return model
    fit = getattr(model, "fit", None)
    if fit is None:
        msg = f"models must be models, fits of them, or classes with fit, got {model!r}"
        raise InvalidInputError(msg)
    fitted: Fit[Any] = fit(split.calibration)
    return fitted


def baseline_candidates(
    split: HoldoutSplit, log: TransactionLog | None, /, *, period: Period, nbd: bool
) -> tuple[list[Entrant], list[LeftOut]]:
    """Make the standard baselines.

    Parameters
    ----------
    split : HoldoutSplit
        What they are to forecast.
    log : TransactionLog or None
        The log that it was made from.
    period : {"day", "week", "month"}
        The calendar period in which purchases count once.
    nbd : bool
        Whether NBD is among them.

    Returns
    -------
    entrants : list of Entrant
        Those that can be made.
    left_out : list of LeftOut
        The others.
    """
    made: dict[str, Candidate] = {"OwnRate": OwnRate()}
    left: list[LeftOut] = []
    if log is None:
        left = [LeftOut(name=name, reason=_NO_LOG) for name in ("LastPeriod", "RecencyRule")]
    else:
        made["LastPeriod"] = LastPeriod.from_log(log, split, period=period)
        try:
            made["RecencyRule"] = _chosen_rule(log, split, period)
        except UndefinedMetricError as error:
            left = [LeftOut(name="RecencyRule", reason=error.reason)]
    if nbd:
        made["NBD"] = NBD
    entrants, unfit = candidates(made, split, baseline=True)
    return entrants, [*left, *unfit]


# The rule chosen on an earlier split, inside the calibration and as long as the holdout if there
# is room; else half of the calibration.
def _chosen_rule(log: TransactionLog, split: HoldoutSplit, period: Period) -> RecencyRule:
    base = split.calibration
    end = log.last_day if base.observed_until is None else base.observed_until
    past = log.until(end)
    span = int((end - past.first_day).astype(np.int64))
    days = min(round(split.duration * days_per_unit(base.unit)), span // 2)
    index = period_index(np.array([end - np.timedelta64(max(days - 1, 0), "D")]), period)
    middle = period_start(index, period)[0] - np.timedelta64(1, "D")
    try:
        earlier = past.split(
            calibration_until=middle, holdout_until=end, unit=base.unit, period=period
        )
    except InvalidInputError as error:  # nobody had bought by then
        raise UndefinedMetricError(_TOO_SHORT) from error
    return RecencyRule.choose(earlier)
