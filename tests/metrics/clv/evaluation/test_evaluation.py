"""Evaluation: what an oracle, chance and the true model must score, and what has no value."""

from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import seen
from crmcore._script import faults
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv import BGNBD, MBGNBD, NBD
from crmcore.metrics.clv.evaluation._ranking import ranking
from crmcore.metrics.clv.evaluation.baselines import OwnRate
from crmcore.metrics.clv.evaluation.holdout import ModelEvaluation, evaluate_model
from crmcore.summary import CustomerSummary, HoldoutSplit

ISOLATES = dict.fromkeys(range(0x2066, 0x206A))
TRUTH = BGNBD(r=0.8, alpha=5.0, a=0.7, b=1.6, unit="week")
KEYS = [
    *("total_actual", "total_expected", "bias", "mae", "rmse", "log_score", "gini"),
    *("rank_correlation", "captured_10", "lift_10", "captured_20", "lift_20"),
    *("brier_score", "calibration_error"),
    *("alive_mean", "alive_least", "alive_of_buyers", "alive_of_buyers_implied"),
]
rows = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 5), st.integers(0, 3)), min_size=2, max_size=12
).filter(lambda cases: sum(weight for *_, weight in cases) > 1)


def split_of(base: CustomerSummary, bought: Any, duration: float = 26.0) -> HoldoutSplit:
    """Make a split whose customers bought so often in the holdout."""
    return HoldoutSplit(
        calibration=base,
        holdout_frequency=bought,
        holdout_value=np.zeros(len(base)),
        duration=duration,
        newcomers=3,
    )


def base_of(x: Any, **options: Any) -> CustomerSummary:
    """Make customers who bought so often in 30 weeks."""
    x = np.asarray(x, dtype=np.float64)
    return seen(x, np.where(x > 0, 20.0, 0.0), np.full(x.size, 30.0), **options)


def drawn_split(n: int, seed: int) -> HoldoutSplit:
    """Draw customers of BG/NBD, and what they do in 26 weeks more given what was seen of them."""
    rng = np.random.default_rng(seed)
    base = TRUTH.simulate(n, T=30.0, rng=rng)
    alive = rng.random(n) < TRUTH.probability_alive(base)
    rate = rng.standard_gamma(TRUTH.r + base.frequency) / (TRUTH.alpha + base.T)
    stays = rng.geometric(rng.beta(TRUTH.a, TRUTH.b + base.frequency))
    return split_of(base, alive * np.minimum(rng.poisson(rate * 26.0), stays))


@attrs.frozen
class Told:
    """A forecaster that says what it was told."""

    numbers: Any = attrs.field(converter=np.asarray)

    def expected_purchases(self, customers: CustomerSummary, /, *, horizon: Any) -> Any:
        del customers, horizon
        return self.numbers


def values(found: ModelEvaluation) -> list[float | None]:
    """Give all values in order."""
    return [figure.value for figure in found]


@pytest.mark.law
@settings(max_examples=10)
@given(rows, st.randoms(use_true_random=False))
def test_weights_are_repeated_rows(cases: list[Any], chance: Any) -> None:
    """A row of weight 3 counts as three rows, and the order of rows does not matter."""
    x, bought, weight = (np.array(column, dtype=np.float64) for column in zip(*cases, strict=True))
    one = evaluate_model(TRUTH, split_of(base_of(x, weights=weight), bought))
    again = np.repeat(np.arange(x.size), weight.astype(int))
    chance.shuffle(order := again.tolist())
    other = evaluate_model(TRUTH, split_of(base_of(x[order]), bought[order]))
    for mine, theirs in zip(one, other, strict=True):
        assert mine.reason == theirs.reason
        if mine.value is not None:
            assert mine.value == pytest.approx(theirs.require(), rel=1e-9, abs=1e-12)
        if mine.interval is not None and theirs.interval is not None:
            assert mine.interval.low == pytest.approx(theirs.interval.low, rel=1e-6, abs=1e-9)
    assert [figure.key for figure in one] == KEYS


@pytest.mark.law
@settings(max_examples=30)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=20).filter(lambda n: len(set(n)) > 1))
def test_an_oracle_is_perfect(bought: list[int]) -> None:
    """Who knows the purchases errs nowhere and has Gini 1; the reverse order has -1."""
    split = split_of(base_of(np.zeros(len(bought))), bought)
    oracle = evaluate_model(Told(bought), split)
    for key, value in {"bias": 0, "mae": 0, "rmse": 0, "gini": 1, "rank_correlation": 1}.items():
        assert oracle[key].value == pytest.approx(value, abs=1e-12)
    reverse = evaluate_model(Told([9 - n for n in bought]), split)
    assert reverse["gini"].value == pytest.approx(-1)
    assert reverse["captured_20"].require() <= oracle["captured_20"].require() + 1e-12


@pytest.mark.law
@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=2, max_size=12).filter(
        lambda cases: any(bought for bought, _ in cases)
    ),
    st.randoms(use_true_random=False),
)
def test_ties_are_shared(cases: list[tuple[int, int]], chance: Any) -> None:
    """What the top holds is the mean over all orders of the ties: no order of rows moves it."""
    chance.shuffle(mixed := list(cases))
    split, other = (
        split_of(base_of(np.zeros(len(each))), [bought for bought, _ in each])
        for each in (cases, mixed)
    )
    one = evaluate_model(Told([told for _, told in cases]), split)
    two = evaluate_model(Told([told for _, told in mixed]), other)
    assert values(one) == pytest.approx(values(two))
    level = evaluate_model(Told(np.ones(len(cases))), split)
    assert level["captured_10"].value == pytest.approx(0.1)
    assert level["lift_20"].value == pytest.approx(1)
    for key in ("10", "20"):
        assert one[f"lift_{key}"].require() * int(key) / 100 == pytest.approx(
            one[f"captured_{key}"].require()
        )


def test_the_gini_coefficient_of_equal_forecasts_is_0() -> None:
    """A forecast that is the same for all ranks by chance, and correlates with nothing."""
    found = evaluate_model(Told([2, 2, 2]), split_of(base_of([0, 0, 0]), [0, 1, 5]))
    assert found["gini"].value == pytest.approx(0, abs=1e-15)
    assert "same for all customers" in str(found["rank_correlation"].reason)


@pytest.mark.law
@settings(max_examples=30)
@given(rows)
def test_influence_is_the_derivative(cases: list[Any]) -> None:
    """More weight on a customer moves the Gini coefficient as its influence says."""
    bought, told, weight = (np.array(column, np.float64) for column in zip(*cases, strict=True))
    weight += 1
    if np.ptp(bought) == 0:
        return
    order = ranking(bought, told, weight)
    assert weight @ order.pull == pytest.approx(0, abs=1e-9)
    for row in range(bought.size):
        step = np.zeros(bought.size)
        step[row] = 1e-5 * weight.sum()
        ahead, behind = (ranking(bought, told, weight + s * step).gini for s in (1, -1))
        assert (ahead - behind) / 2e-5 == pytest.approx(order.pull[row], rel=1e-4, abs=1e-4)


@pytest.mark.reference
@settings(max_examples=30)
@given(rows)
def test_rank_correlation_is_that_of_pandas(cases: list[Any]) -> None:
    """pandas computes the same Spearman correlation of repeated rows."""
    pandas = pytest.importorskip("pandas")
    bought, told, weight = (np.array(column, np.float64) for column in zip(*cases, strict=True))
    again = np.repeat(np.arange(bought.size), weight.astype(int))
    found = evaluate_model(
        Told(told), split_of(base_of(np.zeros(bought.size), weights=weight), bought)
    )["rank_correlation"]
    if np.ptp(bought[again]) == 0 or np.ptp(told[again]) == 0:
        assert not found.defined
        return
    frame = pandas.DataFrame({"bought": bought[again], "told": told[again]})
    theirs = frame.corr(method="spearman").loc["bought", "told"]
    assert found.value == pytest.approx(theirs, abs=1e-12)


@pytest.mark.law
def test_the_true_model_is_calibrated_and_best() -> None:
    """Drawn from the model: no bias, chances and intervals as told, the best log score."""
    split = drawn_split(6000, seed=11)
    found = evaluate_model(TRUTH, split, level=0.99)
    interval = found["bias"].interval
    assert interval is not None
    assert interval.low < 0 < interval.high
    table, coverage = found.reliability, found.coverage
    assert table is not None
    assert coverage is not None
    assert ((table.low <= table.expected) & (table.expected <= table.high)).all()
    assert table.calibration_error < 0.02
    np.testing.assert_allclose(coverage.observed, coverage.promised, atol=0.015)
    buyers, implied = found["alive_of_buyers"], found["alive_of_buyers_implied"]
    assert buyers.value == pytest.approx(implied.require(), abs=0.015)
    assert found["alive_least"].require() < found["alive_mean"].require()
    rival = BGNBD(r=0.8, alpha=5.0, a=0.3, b=1.6, unit="week")
    for other in (rival, NBD.fit(split.calibration), MBGNBD.fit(split.calibration)):
        score = evaluate_model(other, split)["log_score"]
        assert score.require() < found["log_score"].require()


@pytest.mark.law
def test_totals_of_the_true_model_are_unbiased() -> None:
    """Over many drawn bases the total is right on average, and its interval covers 0 as told."""
    found = [evaluate_model(TRUTH, drawn_split(200, seed))["bias"] for seed in range(20)]
    bias = np.array([figure.require() for figure in found])
    assert abs(bias.mean()) < 3 * bias.std() / np.sqrt(bias.size) + bias.var()
    ends = [figure.interval for figure in found if figure.interval is not None]
    assert 0.75 <= np.mean([each.low <= 0 <= each.high for each in ends]) <= 1


def test_the_log_score_is_the_mean_of_the_logs() -> None:
    """Each customer counts the log of the chance told for the count that came."""
    base, bought = base_of([0, 2, 5], weights=[1, 2, 1]), [0, 3, 3]
    found = evaluate_model(TRUTH, split_of(base, bought))["log_score"]
    each = [np.log(TRUTH.purchase_pmf(base, n, horizon=26.0)[row]) for row, n in enumerate(bought)]
    assert found.value == pytest.approx(np.average(each, weights=[1, 2, 1]))
    assert found.n == 4


def test_no_purchases_leave_reasons() -> None:
    """Where nobody bought, every figure has a finite value or a reason in both languages."""
    found = evaluate_model(TRUTH, split_of(base_of([0, 2]), [0, 0]))
    missing = {figure.key for figure in found.undefined}
    assert missing == {
        *("bias", "gini", "rank_correlation", "alive_of_buyers"),
        *("captured_10", "captured_20", "lift_10", "lift_20"),
    }
    for figure in found:
        assert figure.reason is not None or np.isfinite(figure.require())
        words = [figure.title, *(each for each in (figure.reason, figure.note) if each)]
        assert all(faults(title.fa.translate(ISOLATES)) == 0 for title in words)
    assert "bias='undefined'" in repr(found)
    assert found.newcomers == 3


def test_a_baseline_has_no_chances() -> None:
    """What forecasts only means is not scored on chances, and the reason says so."""
    found = evaluate_model(OwnRate(), split_of(base_of([1, 2]), [1, 0]))
    assert found.reliability is None
    assert found.coverage is None
    reasons = {figure.key: figure.reason for figure in found.undefined}
    assert {"log_score", "brier_score", "calibration_error", "alive_mean"} < set(reasons)
    assert "not with what chance" in str(reasons["brier_score"])
    assert "who is alive" in str(reasons["alive_of_buyers"])
    assert found["alive_least"].value == 0.5


def test_one_customer_shows_no_variation() -> None:
    """A single customer has figures, but no interval; nor have customers that are all alike."""
    for base, bought in ((base_of([1]), [2]), (base_of([1, 1]), [2, 2])):
        found = evaluate_model(TRUTH, split_of(base, bought))
        assert found["mae"].defined
        assert found["mae"].interval is None
        assert "equally often" in str(found["gini"].reason)


def test_what_a_model_rules_out_has_no_score() -> None:
    """A count without any chance leaves the log score undefined, unless its row has no weight."""

    class Never(Told):
        def purchase_pmf(self, customers: CustomerSummary, /, n: int, *, horizon: Any) -> Any:
            del horizon
            return np.full(len(customers), float(n == 0))

        def probability_alive(self, customers: CustomerSummary, /, *, after: Any = 0) -> Any:
            del after
            return np.ones(len(customers))

    found = evaluate_model(Never([0, 0]), split_of(base_of([0, 0]), [0, 2]))
    assert "the 2 purchases of row 1 no chance" in str(found["log_score"].reason)
    assert "by the model nobody buys" in str(found["alive_of_buyers_implied"].reason)
    weighted = split_of(base_of([0, 0], weights=[1, 0]), [0, 2])
    assert evaluate_model(Never([0, 0]), weighted)["log_score"].value == 0


@pytest.mark.parametrize(
    ("split", "model", "message"),
    [
        (split_of(base_of([]), []), TRUTH, "at least one customer, got none"),
        (split_of(base_of([1], weights=[0]), [1]), TRUTH, "at least one customer, got none"),
        (split_of(base_of([1]), [1], duration=0.0), TRUTH, "split.duration must be"),
        (split_of(base_of([1, 1]), [1]), TRUTH, "holdout_frequency must have 2 rows"),
        (split_of(base_of([1]), [1.5]), TRUTH, "holdout_frequency must be whole"),
        (split_of(base_of([1]), [1]), Told([-1]), "expected_purchases must be finite"),
        (split_of(base_of([1]), [1]), Told([1, 2]), "expected_purchases must have one row"),
        (split_of(base_of([1]), [1]), BGNBD, "must have the verb expected_purchases"),
    ],
)
def test_bad_input_is_refused(split: Any, model: Any, message: str) -> None:
    """The argument, the rule and the value are named."""
    with pytest.raises(InvalidInputError, match=message):
        evaluate_model(model, split)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"level": 1.0}, "level must be"),
        ({"bins": 0}, "bins must be"),
        ({"levels": [0.0]}, "levels must be"),
        ({"top": -1}, "top must be"),
    ],
)
def test_bad_options_are_refused(options: Any, message: str) -> None:
    """Options out of range are named."""
    with pytest.raises(InvalidInputError, match=message):
        evaluate_model(TRUTH, split_of(base_of([1]), [1]), **options)
