"""Calibration: chances held against events, and intervals against the counts that came."""

import math
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import seen
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv import BGNBD, NBD
from crmcore.metrics.clv.evaluation.baselines import OwnRate
from crmcore.metrics.clv.evaluation.calibration import interval_coverage, reliability
from crmcore.metrics.intervals import share_interval
from crmcore.summary import CustomerSummary, HoldoutSplit

cases = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.2, 0.35, 0.8, 1.0]), st.booleans(), st.integers(0, 4)),
    min_size=1,
    max_size=30,
).filter(lambda rows: any(weight for *_, weight in rows))


def columns(rows: list[Any]) -> list[np.ndarray[Any, Any]]:
    """Turn rows into columns of numbers."""
    return [np.array(column, dtype=np.float64) for column in zip(*rows, strict=True)]


def split_of(base: CustomerSummary, bought: Any, duration: float) -> HoldoutSplit:
    """Make a split whose customers bought so often in the holdout."""
    return HoldoutSplit(
        calibration=base,
        holdout_frequency=bought,
        holdout_value=np.zeros(len(base)),
        duration=duration,
        newcomers=0,
    )


@pytest.mark.law
@settings(max_examples=40)
@given(cases, st.integers(1, 12))
def test_a_table_adds_up(rows: list[Any], bins: int) -> None:
    """Bins hold each customer once, equal chances together; their means add up to the whole."""
    chance, event, weight = columns(rows)
    table = reliability(chance, event, weights=weight, bins=bins)
    assert table.customers.sum() == pytest.approx(weight.sum())
    assert table.customers @ table.expected == pytest.approx(weight @ chance)
    assert table.customers @ table.observed == pytest.approx(weight @ event)
    assert (np.diff(table.expected) > 0).all()
    assert table.expected.size <= bins
    assert ((table.low <= table.observed) & (table.observed <= table.high)).all()
    brier = weight @ (chance - event) ** 2 / weight.sum()
    assert table.brier_score == pytest.approx(brier)
    assert 0 <= table.calibration_error <= 1
    first = share_interval(table.customers[0] * table.observed[0], table.customers[0])
    assert (first.low, first.high) == pytest.approx((table.low[0], table.high[0]))


@pytest.mark.law
@settings(max_examples=40)
@given(cases, st.integers(1, 12), st.randoms(use_true_random=False))
def test_weights_are_repeated_rows(rows: list[Any], bins: int, chance: Any) -> None:
    """A row of weight 3 counts as three rows, and the order of rows does not matter."""
    one = reliability(*columns(rows)[:2], weights=columns(rows)[2], bins=bins)
    repeated = [row for row in rows for _ in range(row[2])]
    chance.shuffle(repeated)
    other = reliability(*columns(repeated)[:2], bins=bins)
    for field in ("customers", "expected", "observed", "low", "high"):
        np.testing.assert_allclose(getattr(one, field), getattr(other, field), atol=1e-12)
    assert one.brier_score == pytest.approx(other.brier_score)
    assert one.calibration_error == pytest.approx(other.calibration_error)


@pytest.mark.law
@given(st.lists(st.booleans(), min_size=1, max_size=20))
def test_certainty_that_is_right_loses_nothing(events: list[bool]) -> None:
    """Chances of 0 and 1 that came true have neither Brier score nor calibration error."""
    table = reliability(events, events)
    assert table.brier_score == table.calibration_error == 0
    assert repr(table).endswith(f"customers={len(events)}, brier_score=0, calibration_error=0)")


@pytest.mark.reference
@settings(max_examples=10)
@given(cases)
def test_brier_score_is_that_of_scikit_learn(rows: list[Any]) -> None:
    """scikit-learn computes the same Brier score."""
    metrics = pytest.importorskip("sklearn.metrics")
    chance, event, weight = columns(rows)
    theirs = metrics.brier_score_loss(event, chance, sample_weight=weight, pos_label=1)
    assert reliability(chance, event, weights=weight).brier_score == pytest.approx(theirs)


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([0.5], [1, 0]), {}, "happened must have one row"),
        (([1.5], [1]), {}, "probability must be from 0 to 1, got 1.5 at row 0"),
        (([0.5], [2]), {}, "happened must be 0 or 1, got 2.0 at row 0"),
        (([0.5], [1]), {"bins": 0}, "bins must be a whole number"),
        (([0.5], [1]), {"level": 1.0}, "level must be"),
        (([0.5], [1]), {"weights": [-1]}, "weights must be >= 0"),
    ],
)
def test_bad_input_is_refused(arguments: Any, options: Any, message: str) -> None:
    """The argument, the rule and the value are named."""
    with pytest.raises(InvalidInputError, match=message):
        reliability(*arguments, **options)


def test_nobody_has_no_table() -> None:
    """Without customers there is nothing to hold chances against."""
    with pytest.raises(UndefinedMetricError, match="no customers"):
        reliability([0.5], [1], weights=[0])


def nbd_chances(r: float, alpha: float, x: int, age: float, h: float) -> list[float]:
    """Give the negative binomial chances of 0 to 400 purchases, by the textbook formula."""
    shape, share = r + x, h / (alpha + age + h)
    return [
        math.exp(
            math.lgamma(shape + n)
            - math.lgamma(shape)
            - math.lgamma(n + 1)
            + shape * math.log1p(-share)
            + n * math.log(share)
        )
        for n in range(401)
    ]


@pytest.mark.law
@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5),
    st.floats(0.05, 0.95),
)
def test_intervals_are_those_of_the_distribution(rows: list[tuple[int, int]], level: float) -> None:
    """Quantiles found by plain summation give the same coverage, promised and observed."""
    x, bought = columns(rows)
    model = NBD(r=0.7, alpha=9.0, unit="week")
    split = split_of(seen(x, np.where(x > 0, 20.0, 0.0), np.full(x.size, 30.0)), bought, 26.0)
    inside, promised = [], []
    for often, came in zip(x, bought, strict=True):
        reached = np.cumsum(nbd_chances(0.7, 9.0, int(often), 30.0, 26.0))
        low = int(np.searchsorted(reached, (1 - level) / 2))
        high = int(np.searchsorted(reached, (1 + level) / 2))
        promised.append(reached[high] - (reached[low - 1] if low else 0.0))
        inside.append(low <= came <= high)
    found = interval_coverage(model, split, levels=[level])
    assert found.promised == pytest.approx([np.mean(promised)], abs=1e-9)
    assert found.observed == pytest.approx([np.mean(inside)])
    assert found.promised[0] >= level - 1e-9
    assert found.low[0] <= found.observed[0] <= found.high[0]


@pytest.mark.law
@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 3)), min_size=1))
def test_coverage_counts_weights(rows: list[Any]) -> None:
    """A row of weight 3 counts as three rows, with log_intervals or without."""
    x, bought, weight = columns(rows)
    if not weight.any():
        return
    model = BGNBD(r=0.7, alpha=9.0, a=0.8, b=2.0, unit="week")
    t_x = np.where(x > 0, 20.0, 0.0)
    weighted = seen(x, t_x, np.full(x.size, 30.0), weights=weight, log_intervals=x)
    one = interval_coverage(model, split_of(weighted, bought, 26.0))
    again = np.repeat(np.arange(x.size), weight.astype(int))
    plain = seen(x[again], t_x[again], np.full(again.size, 30.0))
    other = interval_coverage(model, split_of(plain, bought[again], 26.0))
    for field in ("promised", "observed", "low", "high"):
        np.testing.assert_allclose(getattr(one, field), getattr(other, field), rtol=1e-9)


def test_intervals_of_the_true_model_hold() -> None:
    """Counts drawn from the model lie inside as often as it promises."""
    rng = np.random.default_rng(5)
    model = NBD(r=0.7, alpha=9.0, unit="week")
    base = model.simulate(6000, T=30.0, rng=rng)
    rate = rng.standard_gamma(0.7 + base.frequency) / (9.0 + base.T)
    found = interval_coverage(model, split_of(base, rng.poisson(rate * 26.0), 26.0))
    np.testing.assert_allclose(found.observed, found.promised, atol=0.015)
    assert repr(found).startswith("IntervalCoverage(at_50=0.")
    assert (np.diff(found.promised) >= 0).all()


@attrs.frozen
class Half:
    """A model whose chances add up to one half."""

    def expected_purchases(self, customers: CustomerSummary, /, *, horizon: Any) -> Any:
        return np.full(len(customers), horizon)

    def purchase_pmf(self, customers: CustomerSummary, /, n: int, *, horizon: Any) -> Any:
        return np.full(len(customers), 0.5 * (n == horizon))


def test_coverage_needs_chances_that_add_up() -> None:
    """A baseline has no chances of counts, and chances that add up to less than 1 are refused."""
    split = split_of(seen([1], [1], [2]), [1], 4.0)
    bare: Any = OwnRate()
    with pytest.raises(UndefinedMetricError, match="not with what chance"):
        interval_coverage(bare, split)
    with pytest.raises(UndefinedMetricError, match="do not add up to 1"):
        interval_coverage(Half(), split)
    with pytest.raises(InvalidInputError, match="levels must be strictly between"):
        interval_coverage(Half(), split, levels=[1.0])
