"""What a report rests on: every result computed once, or the reason why it could not be."""

from collections.abc import Mapping
from typing import get_args

import attrs
import numpy as np

from crmcore._checks import fraction, number_above, one_of
from crmcore._display import Value
from crmcore._inputs import rows_among
from crmcore._text import Title, persian_figure
from crmcore._types import Calendar, DateLike, FloatArray, TimeUnit
from crmcore.days import as_day
from crmcore.errors import FitError, InvalidInputError, UndefinedMetricError
from crmcore.metrics.catalogue import kpis
from crmcore.metrics.churn import ChurnScores, churn_scores
from crmcore.metrics.clv import BGNBD, Fit, GammaGamma
from crmcore.metrics.clv.evaluation.tracking import Tracking, track
from crmcore.metrics.clv.evaluation.validation import HoldoutCheck, check_holdout
from crmcore.metrics.clv.value.customers import CustomerValue, customer_value
from crmcore.metrics.columns import kpi_columns
from crmcore.metrics.evaluation import evaluate
from crmcore.metrics.measurement import Measurement
from crmcore.metrics.products import ProductTable, product_table
from crmcore.periods import Window, days_per_unit, duration
from crmcore.rates import Rate
from crmcore.segmentation import (
    RFM,
    Segmentation,
    StrategicCustomers,
    ValueTiers,
    WhaleCurve,
    ssc,
    whale_curve,
)
from crmcore.summary import CustomerSummary
from crmcore.transactions import TransactionLog

__all__ = ["Analysis", "Forecast", "Risk", "Terms", "Trial", "analyse"]

_SHORTEST_TRIAL = 26 * 7
_SMALLEST_TRIAL = 50
_SOMEBODY = 1.0
_FEWEST = 20
_LONGEST = 100 * 365.25


@attrs.frozen(kw_only=True)
class Terms:
    """What the user fixes.

    Attributes
    ----------
    unit : {"week", "day", "month", "year"}
        The unit of time of the models.
    horizon : str or float
        How far to look ahead.
    rate : Rate
        Discount rate.
    margin : float or None
        Share of sales that is profit; None takes the costs in the log, or values sales.
    calendar : {"gregorian", "solar_hijri"}
        The calendar of dates and months.

    Raises
    ------
    InvalidInputError
        If the horizon is no length of time, or the margin no fraction.
    """

    unit: TimeUnit = "week"
    horizon: float | str = "1 year"
    rate: Rate = attrs.field(factory=lambda: Rate(0.1, per="year"))
    margin: float | None = None
    calendar: Calendar = attrs.field(default="gregorian", validator=one_of(*get_args(Calendar)))

    def __attrs_post_init__(self) -> None:
        length = number_above("horizon", duration(self.horizon, unit=self.unit))
        if length * days_per_unit(self.unit) > _LONGEST:
            msg = f"horizon must be at most 100 years, got {self.horizon!r}"
            raise InvalidInputError(msg)
        if self.margin is not None:
            fraction("margin", self.margin)


@attrs.frozen(kw_only=True)
class Trial:
    """How well the forecast did on the last third of the log, which it had not seen.

    Attributes
    ----------
    check : HoldoutCheck
        Expected and actual purchases by class of customers.
    tracking : Tracking
        Week by week.
    """

    check: HoldoutCheck
    tracking: Tracking


@attrs.frozen(kw_only=True)
class Risk:
    """The money that may be lost with each repeat buyer, and by which meaning of leaving.

    Attributes
    ----------
    scores : ChurnScores
        Who has left already; or, where the model finds that nobody leaves for good, who will not
        buy in the horizon.
    worth : ndarray of shape (n,)
        What each would bring in the horizon if kept: the value if active; or what the repeat
        purchases have brought so far in a time of that length. 0 without a repeat purchase.
    """

    scores: ChurnScores
    worth: FloatArray

    @property
    def money(self) -> FloatArray:
        """Chance times worth, for each customer."""
        return self.scores.probability * self.worth


@attrs.frozen(kw_only=True)
class Forecast:
    """What the models say of the customers.

    Attributes
    ----------
    purchases, spend : Fit
        The fitted models.
    value : CustomerValue
        Value of each customer.
    expected : ndarray of shape (n,)
        Expected purchases in the horizon.
    gone, silent : ChurnScores
        Chance of having left already; chance of no purchase in the horizon.
    risk : Risk
        The money that may be lost with each customer.
    strategic : StrategicCustomers
        Labels of the strategically significant customers.
    trial : Trial or None
        The test on known data; None where the log is too short for it.
    """

    purchases: Fit[BGNBD]
    spend: Fit[GammaGamma]
    value: CustomerValue
    expected: FloatArray
    gone: ChurnScores
    silent: ChurnScores
    risk: Risk
    strategic: StrategicCustomers
    trial: Trial | None


@attrs.frozen(kw_only=True, repr=False)
class Analysis(Value):
    """All results of a report.

    Attributes
    ----------
    log : TransactionLog
        The purchases until `base.observed_until`.
    base : CustomerSummary
        The customers.
    terms : Terms
        What the user fixed.
    margin : float
        Share of sales that is profit, as used; 1 values sales.
    measures : mapping of str to Measurement
        KPIs by key.
    whale : WhaleCurve
        Concentration of sales, or of profit where the log has costs.
    rfm : RFM
        Cut points.
    segments : Segmentation
        The RFM segment of each customer.
    tiers : ValueTiers
        Tiers by sales.
    products : ProductTable or None
        Products, where the log has them.
    forecast : Forecast or None
        The models' results.
    no_forecast : Title or None
        Why there is no forecast.
    """

    log: TransactionLog
    base: CustomerSummary
    terms: Terms
    margin: float
    measures: Mapping[str, Measurement]
    whale: WhaleCurve
    rfm: RFM
    segments: Segmentation
    tiers: ValueTiers
    products: ProductTable | None
    forecast: Forecast | None
    no_forecast: Title | None

    def _facts(self) -> dict[str, object]:
        return {
            "customers": len(self.base),
            "observed_until": str(self.base.observed_until),
            "forecast": self.forecast is not None,
        }


def analyse(
    log: TransactionLog, /, *, observed_until: DateLike | None = None, terms: Terms | None = None
) -> Analysis:
    """Compute everything that a report tells.

    Parameters
    ----------
    log : TransactionLog
        The purchases.
    observed_until : date, optional
        Last day of observation; None is the last day of the log. Later rows are left out and
        counted.
    terms : Terms, optional
        Units, horizon, discount rate and margin.

    Returns
    -------
    Analysis
        The results.

    Raises
    ------
    InvalidInputError
        If nobody is left to report on.
    """
    terms = terms or Terms()
    end = log.last_day if observed_until is None else as_day(observed_until, name="observed_until")
    base = log.summarize(observed_until=end, unit=terms.unit, clip=True)
    seen = log.until(end)
    columns = _columns(seen, base, end)
    total = columns["revenue"]
    margin = _margin(terms, columns)
    measured = evaluate(list(kpis.values()), columns, currency=log.currency)
    rfm = RFM.fit(base)
    forecast, reason = _forecast(seen, base, end, terms, margin)
    return Analysis(
        log=seen,
        base=base,
        terms=terms,
        margin=margin,
        measures={one.key: one for one in measured},
        whale=whale_curve(total),
        rfm=rfm,
        segments=rfm.segment(base),
        tiers=ValueTiers.fit(total),
        products=None if log.product is None else product_table(seen),
        forecast=forecast,
        no_forecast=reason,
    )


# The KPIs tell the customers of the summary, and count its purchases: days, not invoices.
def _columns(
    log: TransactionLog, base: CustomerSummary, end: np.datetime64
) -> dict[str, FloatArray]:
    columns = kpi_columns(log, window=Window(start=log.first_day, end=end))
    columns["orders"] = base.frequency + 1
    columns["revenue"] = np.zeros(len(base)) if base.total_value is None else base.total_value
    if "profit" in columns:
        present = log.ids[np.unique(log.customer)]
        columns["profit"] = columns["profit"][rows_among(present, base.ids)]
    return columns


def _margin(terms: Terms, columns: Mapping[str, FloatArray]) -> float:
    if terms.margin is not None:
        return terms.margin
    revenue = float(columns["revenue"].sum())
    if "profit" not in columns or revenue <= 0:
        return 1.0
    return min(max(float(columns["profit"].sum()) / revenue, 0.0), 1.0)


def _forecast(
    log: TransactionLog, base: CustomerSummary, end: np.datetime64, terms: Terms, margin: float
) -> tuple[Forecast | None, Title | None]:
    spend_known = np.zeros(len(base)) if base.monetary_value is None else base.monetary_value
    paying = base.select((spend_known > 0) | (base.frequency == 0))
    repeat = int((paying.frequency > 0).sum())
    if repeat < _FEWEST:
        return None, _too_few(repeat)
    try:
        purchases, spend = BGNBD.fit(base), GammaGamma.fit(paying)
        value = customer_value(
            purchases, spend, base, rate=terms.rate, horizon=terms.horizon, margin=margin
        )
    except (FitError, UndefinedMetricError) as error:
        return None, _no_forecast(error)
    gone = churn_scores(purchases, base, definition="already_left")
    silent = churn_scores(purchases, base, definition="no_purchase", horizon=terms.horizon)
    return Forecast(
        purchases=purchases,
        spend=spend,
        value=value,
        expected=purchases.model.expected_purchases(base, horizon=terms.horizon),
        gone=gone,
        silent=silent,
        risk=_risk(base, value, gone, silent),
        strategic=StrategicCustomers.union(
            ssc.high_lifetime_value(value.value, share=0.2, ids=base.ids, interval=value.interval)
        ),
        trial=_trial(log, end, terms),
    ), None


def _no_forecast(error: FitError | UndefinedMetricError) -> Title:
    why = error.reason
    return Title(f"no forecast: {why.en}", f"پیش‌بینی ممکن نیست: {why.fa}")


def _too_few(repeat: int) -> Title:
    return Title(
        f"no forecast: only {repeat} of the customers came back and paid, and fewer than "
        f"{_FEWEST} tell too little",
        f"پیش‌بینی ممکن نیست: تنها {persian_figure(str(repeat))} مشتری دوباره خرید کرده‌اند و "
        f"کمتر از {persian_figure(str(_FEWEST))} نفر برای پیش‌بینی کافی نیست",
    )


def _risk(
    base: CustomerSummary, value: CustomerValue, gone: ChurnScores, silent: ChurnScores
) -> Risk:
    repeat = base.frequency > 0
    if gone.probability[repeat].sum() >= _SOMEBODY:
        return Risk(scores=gone, worth=np.where(repeat, value.value_if_alive, 0.0))
    spend = np.zeros(len(base)) if base.monetary_value is None else base.monetary_value
    pace = base.frequency / np.where(repeat, base.T, 1.0)
    return Risk(scores=silent, worth=value.margin * spend * pace * (value.horizon or 0.0))


def _trial(log: TransactionLog, end: np.datetime64, terms: Terms) -> Trial | None:
    days = int((end - log.first_day).astype(np.int64))
    middle = log.first_day + np.timedelta64(days * 2 // 3, "D")
    if days < _SHORTEST_TRIAL:
        return None
    parts = log.split(calibration_until=middle, holdout_until=end, unit=terms.unit)
    if (parts.calibration.frequency > 0).sum() < _SMALLEST_TRIAL:
        return None
    model = BGNBD.fit(parts.calibration).model
    tracking = track(model, log, unit=terms.unit, calibration_until=middle, until=end)
    return Trial(check=check_holdout(model, parts), tracking=tracking)
