"""What a check of the models' story gets and gives: purchases by day, and a finding."""

from statistics import NormalDist
from typing import Any, Final

import attrs
import numpy as np

from crmcore._collapse import Purchases
from crmcore._text import Title, persian_figure
from crmcore._types import Calendar, FloatArray, IntArray, TimeUnit
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.verbs.protocols import (
    PurchaseModel,
    counts_opportunities,
    expected_repeats,
    purchase_model,
    stated_unit,
)
from crmcore.metrics.measurement import Measurement, MeasureUnit
from crmcore.periods import days_per_unit
from crmcore.transactions import TransactionLog

__all__ = ["FEWEST", "Finding", "Story", "figure", "require_many", "story_of", "upper_tail"]

FEWEST: Final = 20
_NORMAL: Final = NormalDist()


@attrs.frozen(kw_only=True)
class Story:
    """A model and the purchases that it is held against.

    Attributes
    ----------
    source : purchase model or its Fit
        As it was given.
    model : PurchaseModel
        The model.
    log : TransactionLog
        Rows up to the end of observation.
    bought : Purchases
        Purchases by day.
    begin : ndarray of int64, shape (n,)
        Day of each customer's first purchase.
    repeats : ndarray of int64, shape (n,)
        Repeat purchases of each.
    end : numpy.datetime64
        Last day of observation.
    unit : {"day", "week", "month", "year"}
        The unit of time of the model.
    calendar : {"gregorian", "solar_hijri"}
        The calendar of months.
    middle : numpy.datetime64 or None
        Last day of the calibration.
    error : float
        Chance of a false alarm of one check.
    """

    source: "PurchaseModel | Fit[Any]"
    model: PurchaseModel
    log: TransactionLog
    bought: Purchases
    begin: IntArray = attrs.field()
    repeats: IntArray = attrs.field()
    end: np.datetime64
    unit: TimeUnit
    calendar: Calendar
    middle: np.datetime64 | None
    error: float

    @property
    def days(self) -> float:
        """Days in the unit of the model."""
        return days_per_unit(self.unit)

    @property
    def last(self) -> int:
        """The last day as a number."""
        return int(self.end.astype(np.int64))

    def expected_by(self, days: IntArray, /) -> FloatArray:
        """Give the repeat purchases that the model expects of all customers up to some days.

        Parameters
        ----------
        days : ndarray of int64, shape (k,)
            Days as numbers.

        Returns
        -------
        ndarray of shape (k,)
            Expected purchases since the first day.
        """
        return expected_repeats(self.model, self.begin, days, self.days)


@attrs.frozen(kw_only=True)
class Finding:
    """What a check found.

    Attributes
    ----------
    found : bool
        Whether the data contradict the story.
    words : Title
        What was seen, with numbers.
    advice : Title
        What to do if they do.
    p_value : float or None
        Chance of as much if the story holds; None where no test was made.
    evidence : tuple of Measurement
        The figures.
    """

    found: bool
    words: Title
    advice: Title
    p_value: float | None
    evidence: tuple[Measurement, ...]


def story_of(
    source: "PurchaseModel | Fit[Any]",
    log: TransactionLog,
    days: tuple[np.datetime64, np.datetime64 | None],
    /,
    *,
    unit: TimeUnit | None,
    calendar: Calendar,
    error: float,
) -> Story:
    """Collect what the checks need.

    Parameters
    ----------
    source : purchase model or its Fit
        The model.
    log : TransactionLog
        The purchases, all of them up to the end.
    days : tuple of numpy.datetime64 and numpy.datetime64 or None
        Last days of observation and of the calibration.
    unit : {"day", "week", "month", "year"} or None
        The unit of a model that does not know its own.
    calendar : {"gregorian", "solar_hijri"}
        The calendar of months.
    error : float
        Chance of a false alarm of one check.

    Returns
    -------
    Story
        All of it.

    Raises
    ------
    InvalidInputError
        If the model is one of discrete time or lacks a verb, the unit is unknown or another one,
        or there is no purchase.
    """
    model = _continuous(purchase_model(source))
    chosen = stated_unit(model, unit)
    days_per_unit(chosen)  # refuses a unit without a length
    bought = log.purchases(period="day")
    if not len(bought):
        msg = "log must have at least one purchase until observed_until, got none"
        raise InvalidInputError(msg)
    firsts = bought.firsts
    return Story(
        source=source,
        model=model,
        log=log,
        bought=bought,
        begin=bought.index[firsts],
        repeats=np.diff(np.append(firsts, len(bought))) - 1,
        end=days[0],
        unit=chosen,
        calendar=calendar,
        middle=days[1],
        error=error,
    )


def _continuous(model: PurchaseModel) -> PurchaseModel:
    if counts_opportunities(model):
        msg = (
            f"model must be one of continuous time, got {type(model).__name__}: its opportunities "
            "have no calendar"
        )
        raise InvalidInputError(msg)
    for verb in ("expected_purchases", "expected_purchases_new", "purchase_pmf_new"):
        if isinstance(model, type) or not hasattr(model, verb):
            msg = f"model must have the verb {verb}, got {model!r}"
            raise InvalidInputError(msg)
    return model


def upper_tail(z: float, /) -> float:
    """Give the chance of a normal number above z.

    Parameters
    ----------
    z : float
        The number.

    Returns
    -------
    float
        The chance.
    """
    return _NORMAL.cdf(-z)


def require_many(count: int, what: Title, /) -> None:
    """Refuse to judge on too few.

    Parameters
    ----------
    count : int
        How many there are.
    what : Title
        Of what, to be read after "only 3".

    Raises
    ------
    UndefinedMetricError
        If there are fewer than 20.
    """
    if count < FEWEST:
        reason = Title(
            f"only {count} {what.en}: at least {FEWEST} are needed",
            f"تنها {persian_figure(str(count))} نفر از {what.fa}: دست‌کم "
            f"{persian_figure(str(FEWEST))} نفر لازم است",
        )
        raise UndefinedMetricError(reason)


def figure(key: str, title: Title, unit: MeasureUnit, value: float, n: float, /) -> Measurement:
    """Give one figure of the evidence.

    Parameters
    ----------
    key : str
        Its key.
    title : Title
        Its name.
    unit : {"share", "count", "ratio", "score"}
        Its unit.
    value : float
        Its value.
    n : float
        What it rests on.

    Returns
    -------
    Measurement
        The figure.
    """
    return Measurement(key=key, title=title, unit=unit, value=value, n=n)
