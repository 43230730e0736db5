"""Comparison: who wins, whether by more than chance, and what cannot be compared."""

import math
from typing import Any, get_args

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import seen
from crmcore._script import faults
from crmcore._text import Title
from crmcore.datasets import demo_log
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv import BGBB, BGNBD, MBGNBD, NBD
from crmcore.metrics.clv.evaluation._paired import paired_difference
from crmcore.metrics.clv.evaluation._scores import Criterion, loss, score, standard_error
from crmcore.metrics.clv.evaluation.baselines import OwnRate, RecencyRule
from crmcore.metrics.clv.evaluation.comparison import ModelComparison, compare_models
from crmcore.summary import CustomerSummary, HoldoutSplit
from crmcore.transactions import TransactionLog

ISOLATES = dict.fromkeys(range(0x2066, 0x206A))
CRITERIA: tuple[Any, ...] = get_args(Criterion)
TRUTH = BGNBD(r=0.8, alpha=5.0, a=0.7, b=1.6, unit="week")
RIVAL = NBD(r=0.8, alpha=5.0, unit="week")


def split_of(base: CustomerSummary, bought: Any) -> HoldoutSplit:
    """Make a split whose customers bought so often in 26 weeks."""
    return HoldoutSplit(
        calibration=base,
        holdout_frequency=bought,
        holdout_value=np.zeros(len(base)),
        duration=26.0,
        newcomers=0,
    )


def drawn_split(truth: BGNBD | NBD, n: int, seed: int) -> HoldoutSplit:
    """Draw customers, and what they do in 26 weeks more given what was seen of them."""
    rng = np.random.default_rng(seed)
    base = truth.simulate(n, T=30.0, rng=rng)
    rate = rng.standard_gamma(truth.r + base.frequency) / (truth.alpha + base.T)
    bought = rng.poisson(rate * 26.0)
    if isinstance(truth, BGNBD):
        alive = rng.random(n) < truth.probability_alive(base)
        stays = rng.geometric(rng.beta(truth.a, truth.b + base.frequency))
        bought = alive * np.minimum(bought, stays)
    return split_of(base, bought)


@attrs.frozen
class Told:
    """A forecaster that says what it was told."""

    numbers: Any = attrs.field(converter=np.asarray)

    def expected_purchases(self, customers: CustomerSummary, /, *, horizon: Any) -> Any:
        del customers, horizon
        return self.numbers


@pytest.fixture(scope="module")
def bought_and_left() -> HoldoutSplit:
    """Give customers of BG/NBD."""
    return drawn_split(TRUTH, 2500, seed=3)


def words(found: ModelComparison) -> list[Title]:
    """Give all sentences of a recommendation."""
    advice = found.recommendation
    return [advice.reason, *advice.notes, *(each.reason for each in found.left_out)]


def test_the_true_model_wins(bought_and_left: HoldoutSplit) -> None:
    """On customers of BG/NBD it beats NBD and all baselines by more than chance, and is named."""
    found = compare_models({"true": BGNBD, "no dropout": NBD}, bought_and_left)
    advice = found.recommendation
    assert (advice.use, advice.best, advice.as_good) == ("true", "true", ("true",))
    assert [row.name for row in found] == ["true", "no dropout", "OwnRate"]
    assert advice.reason.en.startswith("Use true: its mean log score is -1.")
    assert advice.reason.en.endswith("the difference is more than chance.")
    assert advice.beats_baselines
    assert [pair.criterion for pair in advice.against_baselines] == ["squared_error"]
    assert advice.notes[0].en == (
        "true is better than OwnRate (by the mean squared error) by more than chance."
    )
    assert found["no dropout"]["aic"].require() > found["true"]["aic"].require()
    assert found["true"].from_best is None
    behind = found["no dropout"].from_best
    assert behind is not None
    assert behind.difference > 0
    assert behind.beyond_chance
    assert not behind.better
    assert {each.name for each in found.left_out} == {"LastPeriod", "RecencyRule"}
    assert "give log=" in found.left_out[0].reason.en
    assert repr(found).startswith("ModelComparison(criterion='log_score', use='true', true=-1.")
    assert "OwnRate='undefined'" in repr(found)
    assert "LeftOut(name='LastPeriod'" in repr(found.left_out[0])
    assert "beats_baselines=True" in repr(advice)
    assert "beyond_chance=True" in repr(behind)
    assert "parameters=4, log_score=-1." in repr(found["true"])
    for title in words(found):
        assert faults(title.fa.translate(ISOLATES)) == 0


def test_the_simplest_is_taken_where_nothing_tells_them_apart() -> None:
    """On customers of NBD the models with dropout are no better, and NBD is the simplest."""
    found = compare_models([BGNBD, MBGNBD], drawn_split(NBD(r=0.8, alpha=9.0), 400, seed=5))
    advice = found.recommendation
    assert advice.use == "NBD"
    assert set(advice.as_good) == {"BGNBD", "MBGNBD", "NBD"}
    assert "No model beats the baseline NBD by more than chance." in [n.en for n in advice.notes]
    told = [note.en for note in advice.notes if "ran to a boundary" in note.en]
    bounded = [row.name for row in found if row.boundary is not None]
    assert len(told) == len(bounded) > 0
    assert advice.best == found.rows[0].name


@pytest.mark.law
@pytest.mark.parametrize("criterion", CRITERIA)
def test_differences_are_those_of_the_losses(criterion: Any, bought_and_left: HoldoutSplit) -> None:
    """They turn their sign with the names, are none to oneself; a jackknife has their error."""
    small = split_of(
        bought_and_left.calibration.select(np.arange(300)),
        bought_and_left.holdout_frequency[:300],
    )
    weights = small.calibration.row_weights
    one, two = (score(model, small) for model in (TRUTH, RIVAL))
    first, second = ((name, loss(s, criterion)) for name, s in (("one", one), ("two", two)))

    def difference(a: Any, b: Any) -> Any:
        return paired_difference(a, b, weights, criterion=criterion, level=0.9)

    there, back = difference(first, second), difference(second, first)
    assert there.difference == -back.difference
    assert there.interval is not None
    assert back.interval is not None
    assert there.interval.low == pytest.approx(-back.interval.high)
    assert difference(first, first).interval is None
    assert not difference(first, first).beyond_chance
    left = []
    for row in range(300):
        w = weights.copy()
        w[row] = 0
        pair = (loss(attrs.evolve(each, weights=w), criterion).value for each in (one, two))
        left.append(next(pair) - next(pair))
    jackknife = math.sqrt(299 / 300 * np.sum((np.array(left) - np.mean(left)) ** 2))
    error = standard_error(first[1].pull - second[1].pull, weights)
    assert error == pytest.approx(jackknife, rel=0.03)


@pytest.mark.law
@settings(max_examples=8)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 3)), min_size=4, max_size=9
    ),
    st.sampled_from(CRITERIA),
)
def test_weights_are_repeated_rows(cases: list[Any], criterion: Any) -> None:
    """A row of weight 3 counts as three rows in losses, differences and the recommendation."""
    x, bought, weight = (np.array(column, dtype=np.float64) for column in zip(*cases, strict=True))
    again = np.repeat(np.arange(x.size), weight.astype(int))
    t_x, age = np.where(x > 0, 20.0, 0.0), np.full(x.size, 30.0)
    one, two = (
        compare_models({"a": TRUTH, "b": RIVAL}, split, criterion=criterion, baselines={})
        for split in (
            split_of(seen(x, t_x, age, weights=weight), bought),
            split_of(seen(x[again], t_x[again], age[again]), bought[again]),
        )
    )
    assert one.recommendation.reason == two.recommendation.reason
    assert one.recommendation.as_good == two.recommendation.as_good
    for mine, theirs in zip(one, two, strict=True):
        assert mine.name == theirs.name
        assert mine.loss.reason == theirs.loss.reason
        if mine.loss.defined:
            assert mine.loss.value == pytest.approx(theirs.loss.require(), abs=1e-12)


@pytest.mark.parametrize("criterion", CRITERIA)
def test_a_shop_with_its_log(criterion: Any) -> None:
    """With the log all baselines take part, and what wins is told in proper words."""
    log = demo_log(customers=400)
    split = log.split(calibration_until="2024-06-30", holdout_until="2024-12-31")
    found = compare_models([BGNBD], split, criterion=criterion, log=log)
    names = {"BGNBD", "OwnRate", "LastPeriod", "RecencyRule", "NBD"}
    assert {row.name for row in found} == names
    assert not found.left_out
    assert {row.name for row in found if row.baseline} == names - {"BGNBD"}
    assert found["RecencyRule"].parameters == 1
    assert found["LastPeriod"].parameters == 0
    defined = [row for row in found if row.loss.defined]
    sign = -1 if criterion in {"log_score", "ranking"} else 1
    assert (np.diff([sign * row.loss.require() for row in defined]) >= 0).all()
    assert str(found.recommendation.use) in found.recommendation.reason.en
    for title in words(found):
        assert faults(title.fa.translate(ISOLATES)) == 0


def test_likelihoods_stand_beside_each_other_only_on_one_scale(
    bought_and_left: HoldoutSplit,
) -> None:
    """BG/BB, typed-in models, baselines, models of one's own and fits on others tell why not."""
    rng = np.random.default_rng(1)
    donors = BGBB(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8, unit="week")
    yearly = donors.simulate(300, T=8, rng=rng)
    bought = rng.binomial(26, 0.1, 300)
    own: Any = type(
        "Own", (Told,), {"log_likelihood": lambda _, customers: np.zeros(len(customers))}
    )(np.ones(300))
    found = compare_models(
        {"BGBB": BGBB, "typed": RIVAL, "own": own, "other": NBD.fit(bought_and_left.calibration)},
        split_of(yearly, bought),
        baselines={"flat": OwnRate()},
    )
    reasons = {row.name: str(row["aic"].reason) for row in found}
    assert "have no common scale" in reasons["BGBB"]
    assert "not estimated here" in reasons["typed"]
    assert "is not known" in reasons["own"]
    assert "on other customers" in reasons["other"]
    assert "no likelihood" in reasons["flat"]
    assert found["BGBB"].loss.defined
    notes = [note.en for note in found.recommendation.notes]
    assert any(note.startswith("The fit of other is not of this calibration") for note in notes)


def test_models_of_all_kinds_are_taken() -> None:
    """Models and fits in a sequence are named by class; what cannot be fitted is left out."""
    base = seen([0, 0, 0], [0, 0, 0], [30, 30, 30])
    split = split_of(base, [0, 1, 2])
    fit = NBD.fit(seen([1, 2], [9, 9], [30, 30]))
    found = compare_models([TRUTH, fit], split)
    assert {row.name for row in found if not row.baseline} == {"BGNBD", "NBD"}
    assert {row.name for row in found if row.baseline} == {"OwnRate"}
    nothing = compare_models({"a": BGNBD}, split)
    assert {each.name for each in nothing.left_out} >= {"a", "NBD"}
    assert [row.name for row in nothing] == ["OwnRate"]
    assert nothing.recommendation.use is None
    assert "nothing can be told" in nothing.recommendation.reason.en
    assert nothing.recommendation.as_good == ()
    assert not nothing.recommendation.beats_baselines


def test_one_alone_is_told_so() -> None:
    """Where one has a value, nothing is said of winning."""
    split = split_of(seen([0, 1, 2], [0, 9, 9], [30, 30, 30]), [0, 1, 2])
    found = compare_models({"only": TRUTH}, split, baselines={})
    assert found.recommendation.reason.en.startswith("only is the only one of which the mean log")
    assert found.recommendation.notes == ()


def test_a_model_that_does_not_beat_a_baseline_is_told_so() -> None:
    """A model whose lead over a baseline may be chance has a note."""
    split = split_of(seen([0, 1, 2, 0], [0, 9, 9, 0], [30, 30, 30, 30]), [0, 1, 2, 1])
    rule: Any = RecencyRule(hiatus=40)
    found = compare_models(
        {"close": Told([0, 1, 2, 1])}, split, criterion="squared_error", baselines={"rule": rule}
    )
    assert found.recommendation.use == "close"
    assert "close is not better than rule" in found.recommendation.notes[0].en


def test_no_purchases_give_no_ranking() -> None:
    """Where nobody bought, ranking and total tell nothing, and the reason says why."""
    split = split_of(seen([0, 1], [0, 9], [30, 30]), [0, 0])
    for criterion in ("ranking", "total"):
        found = compare_models({"a": TRUTH}, split, criterion=criterion, baselines={})  # type: ignore[arg-type]
        assert found.recommendation.use is None
        assert "nobody bought" in found.recommendation.reason.en


def test_baselines_that_cannot_be_made_are_left_out() -> None:
    """A calibration of two days holds no earlier split on which a hiatus could be chosen."""
    short = TransactionLog.from_arrays(
        customer=list("aab"), date=["2024-01-01", "2024-01-02", "2024-01-09"], amount=[1.0] * 3
    )
    split = short.split(calibration_until="2024-01-02", holdout_until="2024-01-09", unit="day")
    found = compare_models({"a": RIVAL.__class__(r=1, alpha=1)}, split, log=short)
    reasons = {each.name: each.reason.en for each in found.left_out}
    assert set(reasons) == {"RecencyRule"}
    back = TransactionLog.from_arrays(
        customer=list("abaac"),
        date=["2024-01-01", "2024-01-01", "2024-01-20", "2024-01-28", "2024-02-15"],
        amount=[-1.0, -1.0, 5.0, 5.0, 1.0],
        refunds="net",
    )
    split = back.split(calibration_until="2024-01-30", holdout_until="2024-03-30", unit="day")
    found = compare_models({"a": RIVAL.__class__(r=1, alpha=1)}, split, log=back)
    reasons = {each.name: each.reason.en for each in found.left_out}
    assert "too short to choose a hiatus" in reasons["RecencyRule"]


@pytest.mark.parametrize(
    ("models", "options", "message"),
    [
        ({}, {}, "models must name at least one model"),
        ([], {}, "models must name at least one model"),
        ([TRUTH, TRUTH], {}, "names of models must differ, got 'BGNBD' twice"),
        ({"OwnRate": TRUTH}, {}, "names of models and baselines must differ"),
        ({"a": "BGNBD"}, {}, "must have the verb expected_purchases"),
        ({"a": OwnRate}, {}, "or classes with fit"),
        ({"a": TRUTH}, {"criterion": "best"}, "criterion must be one of"),
        ({"a": TRUTH}, {"level": 0.0}, "level must be"),
    ],
)
def test_bad_input_is_refused(models: Any, options: Any, message: str) -> None:
    """The argument, the rule and the value are named."""
    split = split_of(seen([0, 1], [0, 9], [30, 30]), [0, 1])
    with pytest.raises(InvalidInputError, match=message):
        compare_models(models, split, **options)
