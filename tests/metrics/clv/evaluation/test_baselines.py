"""Baselines: what they forecast, from the customer's own past and nothing else."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import bases, seen
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv import BGNBD, NBD
from crmcore.metrics.clv.evaluation.baselines import (
    Forecaster,
    LastPeriod,
    OwnRate,
    RecencyRule,
    forecaster,
)
from crmcore.summary import CustomerSummary, HoldoutSplit
from crmcore.transactions import TransactionLog

START = date(2024, 1, 1)


def split_of(base: CustomerSummary, bought: Any, duration: float = 8.0) -> HoldoutSplit:
    """Make a split whose customers bought so often in the holdout."""
    return HoldoutSplit(
        calibration=base,
        holdout_frequency=bought,
        holdout_value=np.zeros(len(base)),
        duration=duration,
        newcomers=0,
    )


def log_of(rows: list[tuple[str, int]]) -> TransactionLog:
    """Make a log of purchases by customer and day."""
    return TransactionLog.from_arrays(
        customer=[who for who, _ in rows],
        date=[START + timedelta(days=day) for _, day in rows],
        amount=[1.0] * len(rows),
    )


rows = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 99)), min_size=1, max_size=40
).map(lambda more: [("a", 0), *more])


@pytest.mark.law
@settings(max_examples=30)
@given(
    bases().filter(lambda base: not ((base.frequency > 0) & (base.T < 0.01)).any()),
    st.floats(0.1, 100),
    st.floats(0.1, 100),
)
def test_own_rate_goes_on(base: CustomerSummary, horizon: float, hiatus: float) -> None:
    """Twice the time brings twice the purchases; the rule keeps the active and drops the rest."""
    own = OwnRate().expected_purchases(base, horizon=horizon)
    np.testing.assert_allclose(
        OwnRate().expected_purchases(base, horizon=2 * horizon), 2 * own, rtol=1e-14
    )
    assert (own[base.frequency == 0] == 0).all()
    ruled = RecencyRule(hiatus=hiatus).expected_purchases(base, horizon=horizon)
    silent = base.T - base.recency
    np.testing.assert_array_equal(ruled[silent <= hiatus], own[silent <= hiatus])
    assert (ruled[silent > hiatus * (1 + 1e-6) + 1e-6] == 0).all()
    longest = RecencyRule(hiatus=1e6).expected_purchases(base, horizon=horizon)
    np.testing.assert_array_equal(longest, own)


@pytest.mark.law
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 9), st.integers(0, 3)), min_size=2, max_size=12
    )
)
def test_the_hiatus_chosen_tells_best_who_is_active(cases: list[tuple[int, int, int]]) -> None:
    """No other silence as hiatus calls more buyers active and more of the others gone."""
    silence, weight, bought = (
        np.array(column, dtype=np.float64) for column in zip(*cases, strict=True)
    )
    base = seen(np.ones(silence.size), 10 - silence, np.full(silence.size, 10.0), weights=weight)
    split = split_of(base, bought)
    buyers, others = weight * (bought > 0), weight * (bought == 0)
    if not weight.any():
        with pytest.raises(InvalidInputError, match="at least one customer"):
            RecencyRule.choose(split)
        return
    if not (buyers.any() and others.any() and silence.any()):
        with pytest.raises(UndefinedMetricError, match="hiatus cannot be chosen"):
            RecencyRule.choose(split)
        return

    def told(hiatus: float) -> float:
        active = silence <= hiatus
        return float((buyers @ active) / buyers.sum() + (others @ ~active) / others.sum())

    rule = RecencyRule.choose(split)
    best = max(told(hiatus) for hiatus in silence if hiatus > 0)
    assert told(rule.hiatus) == pytest.approx(best, abs=1e-9)
    assert all(told(hiatus) < best - 1e-12 for hiatus in silence if 0 < hiatus < rule.hiatus)


@pytest.mark.law
@settings(max_examples=40)
@given(rows, st.integers(20, 60), st.integers(1, 40))
def test_the_last_period_is_counted(rows: list[tuple[str, int]], middle: int, length: int) -> None:
    """Repeat purchase days of the last stretch before the holdout, one by one."""
    log = log_of(rows)
    split = log.split(
        calibration_until=START + timedelta(days=middle),
        holdout_until=START + timedelta(days=middle + length),
        unit="day",
        clip=True,
    )
    rule = LastPeriod.from_log(log, split)
    days = {(who, day) for who, day in rows if day <= middle}
    first = {who: min(day for name, day in days if name == who) for who, _ in days}
    stretch = min(length, middle - min(first.values()))
    assert rule.length == stretch
    count = [
        sum(name == who and day > first[who] and day > middle - stretch for name, day in days)
        for who in (split.calibration.ids if split.calibration.ids is not None else [])
    ]
    forecast = rule.expected_purchases(split.calibration, horizon=split.duration)
    np.testing.assert_allclose(forecast, np.array(count) * length / stretch, rtol=1e-12)


def test_units_and_names_are_known() -> None:
    """Baselines take texts as horizons, and print what they are."""
    base = seen([4], [8], [8])
    assert OwnRate().expected_purchases(base, horizon="2 weeks") == pytest.approx([1.0])
    assert repr(OwnRate()) == "OwnRate()"
    assert repr(RecencyRule(hiatus=3, unit="week")) == "RecencyRule(hiatus=3, unit='week')"
    rule = LastPeriod(ids=["a"], purchases=[2], length=4.0, unit="week")
    assert repr(rule) == "LastPeriod(customers=1, purchases=2, length=4, unit='week')"
    assert rule == LastPeriod(ids=["a"], purchases=[2], length=4.0, unit="week")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: OwnRate().expected_purchases(seen([1], [0], [0]), horizon=1), "T must be above 0"),
        (lambda: RecencyRule(hiatus=0), "hiatus must be"),
        (lambda: RecencyRule(hiatus=1, unit="hour"), "unit must be one of"),  # type: ignore[arg-type]
        (
            lambda: RecencyRule(hiatus=1, unit="day").expected_purchases(
                seen([1], [1], [2]), horizon=1
            ),
            "unit of time",
        ),
        (lambda: LastPeriod(ids=None, purchases=[1], length=1.0, unit="week"), "ids must name"),
        (lambda: LastPeriod(ids=[], purchases=[], length=1.0, unit="week"), "ids must name"),
        (
            lambda: LastPeriod(ids=["a"], purchases=[1, 2], length=1.0, unit="week"),
            "ids must have 2",
        ),
        (
            lambda: LastPeriod(ids=["a", "a"], purchases=[1, 2], length=1.0, unit="week"),
            "'a' 2 times",
        ),
        (lambda: LastPeriod(ids=["a"], purchases=[-1], length=1.0, unit="week"), "purchases must"),
        (lambda: LastPeriod(ids=["a"], purchases=[1], length=0.0, unit="week"), "length must"),
    ],
)
def test_bad_input_is_refused(call: Any, message: str) -> None:
    """The argument, the rule and the value are named."""
    with pytest.raises(InvalidInputError, match=message):
        call()


def test_customers_must_be_known() -> None:
    """A baseline that looks customers up says whom it does not know."""
    rule = LastPeriod(ids=["a", "b"], purchases=[1, 2], length=4.0, unit="week")
    with pytest.raises(InvalidInputError, match="'c' at row 1"):
        rule.expected_purchases(seen([1, 1], [1, 1], [2, 2], ids=["a", "c"]), horizon=1)
    with pytest.raises(InvalidInputError, match="must have ids"):
        rule.expected_purchases(seen([1], [1], [2]), horizon=1)


def test_a_split_must_know_its_past() -> None:
    """Without ids, days or an earlier purchase there is no last period."""
    log = log_of([("a", 0), ("a", 3)])
    with pytest.raises(InvalidInputError, match="know its customers and its days"):
        LastPeriod.from_log(log, split_of(seen([1], [1], [2]), [0]))
    split = log.split(calibration_until=START, holdout_until=START + timedelta(days=3))
    with pytest.raises(InvalidInputError, match="purchases before 2024-01-01"):
        LastPeriod.from_log(log, split)


def test_forecasters_are_told_from_others() -> None:
    """Models, fits and baselines forecast; classes and other things do not."""
    base = NBD(r=0.6, alpha=5.0, unit="week").simulate(50, T=30, rng=np.random.default_rng(1))
    fit = NBD.fit(base)
    assert forecaster(fit) is fit.model
    assert isinstance(OwnRate(), Forecaster)
    wrong: Any
    for wrong in (BGNBD, "BGNBD", None):
        with pytest.raises(InvalidInputError, match="must have the verb expected_purchases"):
            forecaster(wrong)
