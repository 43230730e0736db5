"""The reasons of undefined figures as a whole: each in English and in Persian that reads well."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from crmcore._text import Title
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.clv import GammaGamma
from crmcore.metrics.clv.evaluation.independence import spend_independence
from crmcore.metrics.clv.evaluation.tracking import Tracking
from crmcore.metrics.clv.fitting.diagnosis import Diagnosis
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.cohorts import CohortTriangle
from crmcore.metrics.concentration import top_share, top_share_interval
from crmcore.metrics.feasibility import past_spans
from crmcore.metrics.goals import Goal
from crmcore.metrics.intervals import ratio_interval, share_interval
from crmcore.metrics.loyalty import repeat_purchase_rate
from crmcore.metrics.products import product_table
from crmcore.metrics.profitability import average_order_value
from crmcore.plotting import segments
from crmcore.segmentation import (
    Segment,
    Segmentation,
    fewest_holders,
    others_profit,
    ssc,
    top_probability,
    top_probability_from_draws,
    whale_curve,
)
from crmcore.summary import CustomerSummary
from crmcore.transactions import TransactionLog
from crmcore.valuechain.assessing.levels import climb

WHALE = 2_500_000_000.0


def base(frequency: Any, spend: Any) -> CustomerSummary:
    """Make customers who bought so often and spent so much."""
    there = np.ones(len(frequency)) * 9
    recency = np.where(np.asarray(frequency) > 0, there, 0.0)
    return CustomerSummary(
        frequency=frequency, recency=recency, T=there, monetary_value=spend, unit="week"
    )


def held_fit() -> Any:
    """Make a fit whose q ran to a boundary."""
    meaning = Title("all spend alike", "مبلغ خرید همه یکسان است")
    return Fit(
        model=GammaGamma(p=6.0, q=4.0, v=15.0),
        log_likelihood=-1.0,
        customers=9.0,
        covariance=np.eye(3),
        estimated=2,
        iterations=1,
        gradient_norm=0.0,
        diagnosis=Diagnosis(interior=False, boundary="alike", meaning=meaning, held=("q",)),
    )


def tracked() -> Any:
    """Track customers of whom nobody came back."""
    days = np.array(["2024-01-08", "2024-01-15"], dtype="datetime64[D]")
    return Tracking(period_end=days, actual=[0, 0], expected=[1, 1], calibration_until=days[0])


def segmented(values: Any) -> Any:
    """Sum values by two segments, the second of which is named in Persian."""
    rows = np.arange(len(values)) % 2
    named = [
        Segment(key=key, title=Title(key, fa), description=Title(key, fa))
        for key, fa in (("a", "وفادار"), ("b", "در خطر"))
    ]
    return Segmentation(segments=named, codes=rows).summary(values)


RAISES: dict[str, Callable[[], Any]] = {
    "no buyer": lambda: repeat_purchase_rate([0]),
    "no order": lambda: average_order_value([1.0], [0]),
    "negative revenue": lambda: top_share([1.0, -WHALE], 0.2),
    "no revenue": lambda: top_share([0.0], 0.2),
    "one customer": lambda: top_share_interval([1.0], 0.2),
    "all alike": lambda: top_share_interval([1.0, 1.0], 0.2),
    "share of nothing": lambda: share_interval(0, 0),
    "no denominator": lambda: ratio_interval([1.0], [0.0]),
    "ratio of one": lambda: ratio_interval([1.0], [1.0]),
    "same ratios": lambda: ratio_interval([2.0, 2.0], [1.0, 1.0]),
    "no cohort": lambda: CohortTriangle.from_activity(
        [], [], last_complete_period=2
    ).pooled_retention(1),
    "no other cohort": lambda: CohortTriangle.from_activity(
        ["a"], [0], last_complete_period=2
    ).pooled_retention(1),
    "young cohorts": lambda: CohortTriangle.from_activity(
        ["a"], [0], last_complete_period=2, log_begins_with_business=True
    ).pooled_interval(15),
    "no baseline": lambda: Goal(kpi="repeat_purchase_rate", target=0.5).progress(0.1),
    "no products": lambda: product_table(
        TransactionLog.from_arrays(customer=["a"], date=["2024-01-01"], amount=[1.0])
    ),
    "parameter at a boundary": lambda: held_fit().parameter_interval("q"),
    "infinite spend": lambda: GammaGamma(p=0.1, q=0.5, v=1.0).expected_spend(base([0, 1], [0, 5])),
    "three buyers": lambda: spend_independence(base([1, 2, 3], [5, 6, 7])),
    "one frequency": lambda: spend_independence(base([2] * 4, [5, 6, 7, 8])),
    "one spend": lambda: spend_independence(base([1, 2, 3, 4], [WHALE] * 4)),
    "nobody came back": lambda: tracked().holdout_error,
    "holders of nobody": lambda: fewest_holders([]),
    "holders of losses": lambda: fewest_holders([1.0, -WHALE]),
    "holders of nothing": lambda: fewest_holders([0.0]),
    "curve of nobody": lambda: whale_curve([]),
    "chance of nobody": lambda: top_probability([], sd=[]),
    "chance without draws": lambda: top_probability_from_draws(np.zeros((0, 3))),
    "share of nobody": lambda: ssc.high_lifetime_value([], share=0.2),
    "no fixed cost": lambda: ssc.cost_magnet([0.0], volume=[1.0], driver="time", bar=0.2),
    "nobody stays": lambda: others_profit([1.0], fixed_cost=[1.0], leaving=[True]),
    "nothing applicable": lambda: climb([["not_applicable"]]),
    "no segment": lambda: segments([]),
    "undefined figure required": whale_curve([-WHALE]).peak_ratio.require,
}
MEASURES: dict[str, Callable[[], Any]] = {
    "short history": lambda: (
        past_spans(np.zeros(0), np.zeros(0), span=90, before=1.0, after=2.0).share
    ),
    "no profit": lambda: whale_curve([-WHALE]).peak_ratio,
    "empty segment": lambda: segmented([1.0])[1].mean_value,
    "no customers": lambda: segmented([])[0].customer_share,
    "no value": lambda: segmented([])[0].value_share,
    "losing segment": lambda: segmented([1.0, -WHALE])[0].value_share,
    "beyond floats": lambda: segmented([1.5e308, 0.0, 1.5e308])[0].total_value,
}


def reads_well(reason: Title) -> None:
    """Hold a reason to the rules of Persian lines."""
    assert re.search("[a-z]", reason.en)
    assert not re.search("[\u0600-\u06ff]", reason.en)
    open_line = re.sub("\u2068[^\u2068\u2069]*\u2069", "", reason.fa)
    assert re.search("[\u0600-\u06ff]{2}", open_line)
    assert not re.search("[A-Za-z0-9\u06f0-\u06f9\u2068\u2069]", open_line)
    assert not re.search("[,;?0-9\u064a\u0643]", reason.fa)
    assert "e+" not in reason.en


@pytest.mark.law
@pytest.mark.parametrize("cause", RAISES.values(), ids=RAISES.keys())
def test_errors_tell_their_reason_in_both_languages(cause: Any) -> None:
    """The message is the English text; the Persian isolates names and numbers in Persian digits."""
    with pytest.raises(UndefinedMetricError) as raised:
        cause()
    assert str(raised.value) == raised.value.reason.en
    reads_well(raised.value.reason)


@pytest.mark.law
@pytest.mark.parametrize("cause", MEASURES.values(), ids=MEASURES.keys())
def test_measurements_tell_their_reason_in_both_languages(cause: Any) -> None:
    """A figure without a value keeps why, in the same two languages, and prints the English."""
    found = cause()
    assert found.value is None
    reads_well(found.reason)
    assert found.reason.en in repr(found)
    if found.note is not None:
        reads_well(found.note)
