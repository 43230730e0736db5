"""Contradictions: none in logs that follow the story, and each violation that is built in."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmcore._script import faults
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv import BGBB, BGNBD, NBD, Fit
from crmcore.metrics.clv.evaluation._seasons import _f_tail
from crmcore.metrics.clv.evaluation._timing import _chance_logs
from crmcore.metrics.clv.evaluation.baselines import OwnRate
from crmcore.metrics.clv.evaluation.contradictions import Contradictions, contradictions
from crmcore.transactions import TransactionLog

START = np.datetime64("2021-01-01")
DAYS = 3 * 365
MIDDLE, END = START + np.timedelta64(800, "D"), START + np.timedelta64(DAYS - 1, "D")
ISOLATES = dict.fromkeys(range(0x2066, 0x206A))
FLAT: Callable[[Any], Any] = np.ones_like


def drawn_log(
    seed: int,
    *,
    n: int = 800,
    join: float = 730.0,
    shape: float = 1.0,
    course: Callable[[Any], Any] = FLAT,
    campaign: float = 0.0,
    contract: float = 0.0,
) -> TransactionLog:
    """Draw a log of BG/NBD customers who join in the first `join` days, with what is built in.

    `shape` is that of the times between purchases, `course` the share of purchases that are made
    on a day, `campaign` the share of customers of the tenth month who never come back, `contract`
    the share who buy every month.
    """
    rng = np.random.default_rng(seed)
    born = rng.random(n) * join
    pace = 7 * 8.0 / rng.standard_gamma(0.8, n)  # days between purchases
    leaves = rng.beta(0.8, 2.5, n)
    billed = rng.random(n) < contract
    pace[billed], leaves[billed] = 30.4, 0.03
    once = (born // 30.4 == 10) & (rng.random(n) < campaign)
    who, when = [np.arange(n)], [born]
    here, now = np.flatnonzero(~once), born[~once]
    while here.size:
        even = np.where(billed[here], 2000.0, shape)
        now = now + pace[here] * rng.standard_gamma(even) / even
        here, now = here[now < DAYS], now[now < DAYS]
        bought = rng.random(here.size) < course(now)
        who.append(here[bought])
        when.append(now[bought])
        stays = ~bought | (rng.random(here.size) >= leaves[here])
        here, now = here[stays], now[stays]
    day = np.floor(np.concatenate(when)).astype(np.int64)
    return TransactionLog.from_arrays(
        customer=np.concatenate(who), date=START + day, amount=np.ones(day.size)
    )


def checked(log: TransactionLog, **options: Any) -> Contradictions:
    """Fit BG/NBD on the calibration, and look for contradictions."""
    split = log.split(calibration_until=MIDDLE, holdout_until=END)
    fit = BGNBD.fit(split.calibration)
    return contradictions(fit, log, observed_until=END, calibration_until=MIDDLE, **options)


def found(told: Contradictions) -> set[str]:
    """Give the keys of what was found."""
    return {check.key for check in told.found}


@pytest.mark.law
def test_the_story_itself_raises_no_alarm() -> None:
    """Of 20 logs that follow the story hardly more than one in twenty raises any alarm."""
    alarms = [found(checked(drawn_log(seed, n=500))) for seed in range(20)]
    assert sum(map(bool, alarms)) <= 3


VIOLATIONS: dict[str, tuple[dict[str, Any], str]] = {
    "seasonality": (
        {"course": lambda t: np.where(t % 365 > 334, 1.0, 0.6)},
        "Repeat purchases in December are 1.",
    ),
    "one_off_cohorts": ({"campaign": 0.8, "n": 1500}, "first bought in November 2021"),
    "regular_purchases": ({"shape": 3.0}, "have the shape k = 2."),
    "fixed_intervals": ({"contract": 0.4}, "buy at fixed intervals"),
    "bursts": ({"shape": 0.4}, "have the shape k = 0."),
    "newcomers": ({"join": 1090.0}, "first bought after the calibration"),
    "trend": ({"course": lambda t: np.where(t > 800, 0.5, 1.0)}, "purchases came where"),
}


@pytest.mark.parametrize("key", VIOLATIONS)
def test_what_is_built_in_is_found(key: Any) -> None:
    """Each violation is found, with numbers and advice in proper words of both languages."""
    options, words = VIOLATIONS[key]
    told = checked(drawn_log(1, **options))
    assert key in found(told)
    check = told[key]
    assert words in check.finding.en
    assert check.advice is not None
    assert all(figure.defined for figure in check.evidence)
    for title in (check.title, check.finding, check.advice):
        assert faults(title.fa.translate(ISOLATES)) == 0
    assert key in repr(told)
    assert "found=True" in repr(check)
    assert (check.p_value is None) == (key == "newcomers")


def test_a_model_that_knows_the_rhythm_is_not_contradicted() -> None:
    """What a model says of the shape of the intervals is what they are held against."""
    log = drawn_log(1, shape=3.0)
    base = log.summarize(observed_until=END)
    fit = BGNBD.fit(base)

    class Rhythm(BGNBD):
        k = 3

    rhythm = Rhythm(**fit.model.parameters, unit="week")
    told = contradictions(rhythm, log, observed_until=END)
    assert "the model has 3" in told["regular_purchases"].finding.en
    assert not {"regular_purchases", "bursts"} & found(told)


def test_seasons_of_the_solar_hijri_year() -> None:
    """Months may be those of the Solar Hijri calendar: Esfand before Nowruz stands out."""
    log = drawn_log(2, course=lambda t: np.where((t % 365 >= 50) & (t % 365 < 79), 1.0, 0.5))
    told = checked(log, calendar="solar_hijri")
    assert told["seasonality"].found
    assert "Repeat purchases in Esfand" in told["seasonality"].finding.en
    assert "اسفند" in told["seasonality"].finding.fa


def test_what_cannot_be_checked_is_told() -> None:
    """A small and short log allows no check, and each reason is told in both languages."""
    log = TransactionLog.from_arrays(
        customer=list("aab"), date=["2024-01-01", "2024-01-20", "2024-01-07"], amount=[1.0] * 3
    )
    model = BGNBD(r=0.8, alpha=5.0, a=0.7, b=1.6)
    told = contradictions(model, log, observed_until="2024-02-29", unit="week")
    assert told.checks == ()
    assert len(told.not_checked) == 7
    reasons = {each.name: each.reason for each in told.not_checked}
    assert "two whole years" in reasons["seasonality"].en
    assert "fewer than three months" in reasons["one_off_cohorts"].en
    assert "only 0 customers" in reasons["bursts"].en
    assert "give calibration_until" in reasons["trend"].en
    for reason in reasons.values():
        assert faults(reason.fa.translate(ISOLATES)) == 0
    later = contradictions(
        model, log, observed_until="2024-02-29", calibration_until="2024-02-15", unit="week"
    )
    reasons = {each.name: each.reason for each in later.not_checked}
    assert "nobody bought in the holdout" in reasons["newcomers"].en
    assert "only 2 customers in the calibration" in reasons["trend"].en


def test_a_model_that_expects_nothing_has_no_trend() -> None:
    """Where no purchase is expected, the bias has no scale."""
    log = drawn_log(3, n=60)

    class Nothing(BGNBD):
        def expected_purchases(self, customers: Any, /, *, horizon: Any) -> Any:
            del horizon
            return np.zeros(len(customers))

    model = Nothing(r=0.8, alpha=8.0, a=0.8, b=2.5, unit="week")
    told = contradictions(model, log, observed_until=END, calibration_until=MIDDLE)
    reasons = {each.name: each.reason.en for each in told.not_checked}
    assert "expects no purchases" in reasons["trend"]


def test_a_holdout_of_days_has_no_weeks() -> None:
    """A holdout shorter than a week is checked as a whole, all on one side."""
    log = drawn_log(4, n=300)
    middle = END - np.timedelta64(3, "D")
    model = BGNBD(r=0.8, alpha=8.0, a=0.8, b=2.5, unit="week")
    told = contradictions(model, log, observed_until=END, calibration_until=middle)
    assert "(" in told["trend"].finding.en
    share = {figure.key: figure.value for figure in told["trend"].evidence}
    assert 0 <= (share["weeks_on_one_side"] or 0) <= 1


@pytest.mark.law
def test_the_order_of_rows_does_not_matter() -> None:
    """A shuffled log gives the same checks, to the last bit of the words."""
    log = drawn_log(5, n=300)
    order = np.random.default_rng(0).permutation(len(log))
    mixed = TransactionLog.from_arrays(
        customer=log.ids[log.customer][order], date=log.date[order], amount=log.amount[order]
    )
    one, two = checked(log), checked(mixed)
    assert [check.finding for check in one] == [check.finding for check in two]


@pytest.mark.law
@settings(max_examples=40)
@given(st.integers(2, 5), st.integers(1, 6))
def test_chance_logs_are_means_over_all_choices(x: int, more: int) -> None:
    """The mean sum of logs is that over every choice of the days between."""
    from itertools import combinations  # noqa: PLC0415 - only here

    span = x + more
    sums = [np.log(np.diff([0, *days, span])).sum() for days in combinations(range(1, span), x - 1)]
    mean = _chance_logs(np.array([float(x)]), np.array([float(span)]))
    assert mean == pytest.approx([np.mean(sums)], rel=1e-12)


@pytest.mark.reference
@pytest.mark.parametrize(("f", "extra", "free"), [(0.5, 11, 10), (3.2, 11, 22), (9.0, 11, 10)])
def test_the_tail_of_f_is_that_of_scipy(f: float, extra: int, free: int) -> None:
    """scipy computes the same tail; without scatter any effect is certain, and none is none."""
    stats = pytest.importorskip("scipy.stats")
    assert _f_tail(f, 1.0, extra, free) == pytest.approx(stats.f.sf(f, extra, free), rel=1e-10)
    assert _f_tail(1.0, 0.0, extra, free) == 0
    assert _f_tail(0.0, 0.0, extra, free) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"calibration_until": END}, "observed_until must be after calibration_until"),
        ({"false_alarms": 0.0}, "false_alarms must be"),
        ({"calendar": "lunar"}, "calendar must be one of"),
        ({"unit": "day"}, "unit must be that of the model, 'week', got 'day'"),
        ({"model": BGNBD(r=1, alpha=1, a=1, b=1)}, "unit must be stated"),
        ({"model": NBD(r=1, alpha=1, unit="period")}, "abstract period"),
        ({"model": BGBB(alpha=1, beta=1, gamma=1, delta=1)}, "continuous time, got BGBB"),
        ({"model": OwnRate()}, "must have the verb expected_purchases_new"),
        ({"model": BGNBD}, "must have the verb expected_purchases, got"),
        ({"observed_until": "2020-01-01"}, "at least one purchase"),
    ],
)
def test_bad_input_is_refused(options: Any, message: str) -> None:
    """The argument, the rule and the value are named."""
    model = options.pop("model", BGNBD(r=0.8, alpha=8.0, a=0.8, b=2.5, unit="week"))
    with pytest.raises(InvalidInputError, match=message):
        contradictions(model, drawn_log(0, n=30), **{"observed_until": END, **options})


def test_a_fit_brings_its_own_error() -> None:
    """The error of the parameters makes an alarm of trend less likely."""
    log = drawn_log(6, n=300)
    split = log.split(calibration_until=MIDDLE, holdout_until=END)
    fit: Fit[BGNBD] = BGNBD.fit(split.calibration)
    ps = [
        contradictions(each, log, observed_until=END, calibration_until=MIDDLE)["trend"].p_value
        for each in (fit, fit.model)
    ]
    assert ps[0] is not None
    assert ps[1] is not None
    assert ps[0] > ps[1]


def test_a_perfect_fit_leaves_nothing_to_chance() -> None:
    """Without any rest a difference is certain, and no difference is none."""
    assert _f_tail(1.0, 0.0, 2, 5) == 0
    assert _f_tail(0.0, 0.0, 2, 5) == 1
