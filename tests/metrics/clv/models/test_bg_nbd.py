"""BG/NBD: reference values, and the edges where other programs break."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from clv_bases import seen
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv import BGNBD
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

CDNOW = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
YEARLY = Rate(0.1, per="year")
near = partial(pytest.approx, abs=0.0)

# Parameters, x, t_x, T, time ahead, P(alive then), and purchases until then discounted at a force
# of 0.02 a unit of time: computed with mpmath 1.3 at 40 digits from 2F1 forms.
_SETS = (
    (0.243, 4.414, 0.793, 2.426),
    (0.5, 6.0, 1.0, 2.5),
    (0.8, 10.0, 2.5, 3.0),
    (2.0, 3.0, 60.0, 400.0),
)
AHEAD = [
    (_SETS[0], (2, 30.43, 38.86), 5.0, 0.69942117593349395901, 0.17439840190054750604),
    (_SETS[0], (2, 30.43, 38.86), 300.0, 0.2685962201544265616, 1.3526829381002570383),
    (_SETS[1], (0, 0.0, 20.0), 5.0, 0.97414889672285543001, 0.088034847925279207702),
    (_SETS[1], (0, 0.0, 20.0), 300.0, 0.55232635701339954222, 0.63424736848877359333),
    (_SETS[2], (300, 90.0, 100.0), 5.0, 3.8336372516927047153e-11, 5.2730759069258346419e-10),
    (_SETS[2], (300, 90.0, 100.0), 300.0, 1.6406373359079367951e-12, 3.0339706291071053941e-9),
    (_SETS[3], (350, 26.0, 27.0), 5.0, 1.2515051733997535626e-6, 0.0010818167304296818114),
    (_SETS[3], (350, 26.0, 27.0), 300.0, 1.3260794810285714949e-47, 0.001097965315303781316),
]


def model_of(values: tuple[float, ...]) -> BGNBD:
    r, alpha, a, b = values
    return BGNBD(r=r, alpha=alpha, a=a, b=b)


@pytest.fixture(scope="module")
def tables(reference: Callable[[str], Any]) -> Any:
    return reference("bg_nbd")


def by_set(data: Any, table: str) -> Any:
    columns, rows = data["tables"][table]["columns"], data["tables"][table]["rows"]
    for index in sorted({row[0] for row in rows}):
        part = [row for row in rows if row[0] == index]
        yield (
            model_of(data["param_sets"][index]),
            {name: [row[i] for row in part] for i, name in enumerate(columns)},
        )


def close(got: Any, want: list[Any], *, rtol: float = 1e-11) -> None:
    wanted = np.array(want, dtype=np.float64)
    np.testing.assert_allclose(got, wanted, rtol=rtol, atol=1e-290)


@pytest.mark.reference
def test_customers_of_the_reference(tables: Any) -> None:
    """Likelihood, chance of being alive and purchases agree with 50 digits, extremes included."""
    for model, rows in by_set(tables, "customers"):
        base = seen(rows["x"], rows["t_x"], rows["T"])
        close(model.log_likelihood(base), rows["loglik"])
        close(model.probability_alive(base), rows["p_alive"])
        for horizon in (1, 52, 1000):
            close(model.expected_purchases(base, horizon=horizon), rows[f"cet_{horizon}"])


@pytest.mark.reference
def test_discounted_purchases_of_the_reference(tables: Any) -> None:
    """Purchases discounted for ever agree with 50 digits."""
    for model, rows in by_set(tables, "dert"):
        base = seen(rows["x"], rows["t_x"], rows["T"])
        for name in (column for column in rows if column.startswith("dert_")):
            rate = Rate(np.expm1(float(name[5:])), per="week")
            close(model.discounted_expected_purchases(base, rate=rate), rows[name])


@pytest.mark.reference
def test_new_customers_of_the_reference(tables: Any) -> None:
    """Expectation and distribution of the purchases of a new customer agree with 50 digits."""
    for model, rows in by_set(tables, "expectation"):
        close(model.expected_purchases_new(horizon=rows["t"]), rows["E[X(t)]"])
    for model, rows in by_set(tables, "pmf"):
        got = [
            model.purchase_pmf_new(n, horizon=t) for n, t in zip(rows["n"], rows["t"], strict=True)
        ]
        close(got, rows["P(X(t)=n)"])


@pytest.mark.reference
def test_distribution_of_the_reference(tables: Any) -> None:
    """The distribution of the purchases to come agrees with 50 digits."""
    for model, rows in by_set(tables, "conditional_pmf"):
        for x, t_x, age, h, n, p in zip(
            *(rows[k] for k in ("x", "t_x", "T", "h", "n", "p")), strict=True
        ):
            close(model.purchase_pmf(seen(x, t_x, age), n, horizon=h), [p])


@pytest.mark.reference
@pytest.mark.parametrize(("values", "history", "ahead", "alive", "worth"), AHEAD)
def test_ahead(values: Any, history: Any, ahead: float, alive: float, worth: float) -> None:
    """The chance of being alive later and a finite discounted horizon agree with 40 digits."""
    model, base = model_of(values), seen(*history)
    rate = Rate(np.expm1(0.02), per="week")
    assert model.probability_alive(base, after=ahead)[0] == near(alive, rel=1e-11)
    got = model.discounted_expected_purchases(base, rate=rate, horizon=ahead)
    assert got[0] == near(worth, rel=1e-11)


@pytest.mark.reference
def test_published_figures() -> None:
    """The figures of Fader, Hardie and Lee's spreadsheet (2005) come out to their digits."""
    hand = seen(2, 30.43, 38.86)
    assert CDNOW.expected_purchases(hand, horizon=39)[0] == pytest.approx(1.226, abs=5e-4)
    new = CDNOW.expected_purchases_new(horizon=[1 / 7, 1, 3])
    np.testing.assert_allclose(new, [0.0078, 0.0532, 0.1506], atol=3e-4)


@pytest.mark.parametrize("a", [1.0, 1 + 1e-9, 1 - 1e-9, 0.3])
def test_no_singular_shape(a: float) -> None:
    """Nothing happens at a = 1 or a + b = 1: neighbours give neighbouring numbers."""
    here = BGNBD(r=0.4, alpha=5.0, a=a, b=0.7)
    beside = BGNBD(r=0.4, alpha=5.0, a=a * (1 + 1e-7), b=0.7)
    base = seen([0, 3], [0, 20], [30, 30])
    got, other = (m.expected_purchases(base, horizon=52) for m in (here, beside))
    np.testing.assert_allclose(got, other, rtol=1e-6)


def test_heavy_buyers_and_long_ages() -> None:
    """Two thousand purchases and five thousand weeks give finite numbers that make sense."""
    base = seen([2000, 2000, 1], [4990, 100, 1], [5000, 5000, 5000])
    alive = CDNOW.probability_alive(base)
    assert 0.5 < alive[0] < 1
    assert alive[1] == 0
    assert 3e-4 < alive[2] < 1
    assert CDNOW.expected_purchases(base, horizon=52)[0] == pytest.approx(20, rel=0.1)
    assert np.isfinite(CDNOW.log_likelihood(base)).all()
    chance = CDNOW.purchase_pmf(base, 300, horizon=52)[0]
    assert chance > 0
    assert chance < 1e-100


def test_limit_models() -> None:
    """Stand-ins for a limit predict what the limit model does: here a Poisson and an NBD."""
    base = seen([3, 0], [20, 0], [30, 10])
    nobody = BGNBD(r=0.7, alpha=9.0, a=1e-6, b=1e6)
    rate = (0.7 + base.frequency) / (9.0 + base.T)
    np.testing.assert_allclose(nobody.expected_purchases(base, horizon=39), rate * 39, rtol=1e-9)
    poisson = BGNBD(r=1e12, alpha=1e13, a=1e-6, b=1e6)
    np.testing.assert_allclose(poisson.expected_purchases(base, horizon=39), 3.9, rtol=1e-9)
    pmf = np.exp(-3.9) * 3.9**4 / 24
    np.testing.assert_allclose(poisson.purchase_pmf(base, 4, horizon=39), pmf, rtol=1e-9)
    one = BGNBD(r=0.7, alpha=9.0, a=2e11, b=8e11)
    new = one.expected_purchases_new(horizon=39.0)
    assert new == pytest.approx((1 - (1 + 0.2 * 39 / 9) ** -0.7) / 0.2, rel=1e-9)


def test_horizons() -> None:
    """A horizon may be text, a number, or one for each customer."""
    base = seen([2, 0], [30.0, 0], [39.0, 39.0])
    year = CDNOW.expected_purchases(base, horizon="1 year")
    np.testing.assert_array_equal(year, CDNOW.expected_purchases(base, horizon=365.25 / 7))
    each = CDNOW.expected_purchases(base, horizon=[365.25 / 7, 0.0])
    assert each.tolist() == [year[0], 0]
    later = CDNOW.probability_alive(base, after=[0.0, 10.0])
    assert later[0] == near(CDNOW.probability_alive(base)[0], rel=1e-14)
    assert later[1] < 1
    fitted = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
    assert fitted.expected_purchases_new(horizon="1 year") == pytest.approx(
        1.446 * 1.0025, rel=1e-2
    )


def test_simulated_customers_follow_the_model() -> None:
    """The mean and the distribution of simulated purchases are the model's."""
    model = BGNBD(r=0.8, alpha=5.0, a=0.7, b=1.6, unit="week")
    n = 40_000
    base = model.simulate(n, T=30.0, rng=np.random.default_rng(5))
    x = base.frequency
    assert base.unit == "week"
    error = x.std() / np.sqrt(n)
    assert x.mean() == pytest.approx(model.expected_purchases_new(horizon=30.0), abs=4 * error)
    for k in (0, 1, 4):
        chance = model.purchase_pmf_new(k, horizon=30.0)
        spread = np.sqrt(chance * (1 - chance) / n)
        assert (x == k).mean() == pytest.approx(chance, abs=4 * spread)


def test_simulated_times_follow_the_model() -> None:
    """The score of the likelihood has mean 0 at the true parameters."""
    truth, n, step = (0.8, 5.0, 0.7, 1.6), 40_000, 1e-4
    base = model_of(truth).simulate(n, T=np.full(n, 30.0), rng=np.random.default_rng(6))
    assert base.unit == "period"
    for i in range(4):
        up, down = (
            model_of(tuple(v * np.exp(s * step) if j == i else v for j, v in enumerate(truth)))
            for s in (1, -1)
        )
        score = (up.log_likelihood(base) - down.log_likelihood(base)) / (2 * step)
        assert abs(score.mean()) < 4 * score.std() / np.sqrt(n)


def test_simulates_certain_and_absent_dropout() -> None:
    """Dropout that is certain, or too rare for the doubles, is simulated too."""
    rng = np.random.default_rng(7)
    leaves = BGNBD(r=50.0, alpha=5.0, a=1e9, b=1e-9).simulate(200, T=30.0, rng=rng)
    stays = BGNBD(r=50.0, alpha=5.0, a=1e-9, b=1e3).simulate(200, T=30.0, rng=rng)
    assert (leaves.frequency == 1).all()
    assert stays.frequency.mean() > 250
    assert len(BGNBD(r=1.0, alpha=1.0, a=1.0, b=1.0).simulate(0, T=3.0, rng=rng)) == 0


def test_no_customers() -> None:
    """Verbs on nobody give nothing."""
    empty = seen([], [], [])
    assert CDNOW.log_likelihood(empty).size == 0
    assert CDNOW.expected_purchases(empty, horizon=3).size == 0
    assert CDNOW.discounted_expected_purchases(empty, rate=YEARLY).size == 0


@pytest.mark.parametrize("name", ["r", "alpha", "a", "b"])
@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf, "x"])
def test_refuses_parameters(name: str, value: Any) -> None:
    """A parameter that is not finite and above 0 is refused by name."""
    values = {"r": 1.0, "alpha": 1.0, "a": 1.0, "b": 1.0, name: value}
    with pytest.raises(InvalidInputError, match=f"{name} must be a finite number > 0"):
        BGNBD(**values)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m, b: m.expected_purchases(b, horizon=-1), "horizon must be"),
        (lambda m, b: m.expected_purchases(b, horizon=[1.0]), "one value or 2"),
        (lambda m, b: m.expected_purchases(b, horizon=[1.0, np.nan]), "nan at row 1"),
        (lambda m, b: m.expected_purchases(b, horizon=[[1.0, 2.0]]), "horizon must have one dim"),
        (lambda m, b: m.expected_purchases(b, horizon="soon"), "horizon must be a number or text"),
        (lambda m, b: m.probability_alive(b, after=np.inf), "after must be"),
        (lambda m, b: m.purchase_pmf(b, 1.5, horizon=1), "n must be whole"),
        (lambda m, b: m.purchase_pmf(b, -1, horizon=1), "n must be"),
        (lambda m, _: m.expected_purchases_new(horizon="1 year"), "model without a unit"),
        (lambda m, b: m.discounted_expected_purchases(b, rate=Rate(0.0, per="week")), "above 0"),
    ],
)
def test_refuses_arguments(call: Callable[[BGNBD, CustomerSummary], Any], message: str) -> None:
    """An argument out of its range is refused by name."""
    with pytest.raises(InvalidInputError, match=message):
        call(CDNOW, seen([2, 0], [3, 0], [5, 5]))


def test_refuses_other_units() -> None:
    """A model in weeks does not take customers in days, nor an unknown unit."""
    weekly = BGNBD(r=1.0, alpha=1.0, a=1.0, b=1.0, unit="week")
    daily = seen(1, 3, 5, unit="day")
    for call in (weekly.log_likelihood, weekly.probability_alive):
        with pytest.raises(InvalidInputError, match="'week', got 'day'"):
            call(daily)
    assert CDNOW.probability_alive(daily).size == 1
    with pytest.raises(InvalidInputError, match="unit must be one of"):
        BGNBD(r=1.0, alpha=1.0, a=1.0, b=1.0, unit="hour")  # type: ignore[arg-type]


def test_refuses_a_table_that_does_not_fit() -> None:
    """Frequencies above ten million are refused by row, not tried."""
    with pytest.raises(InvalidInputError, match="frequency must be at most 10,000,000"):
        CDNOW.log_likelihood(seen([1, 2e7], [1, 1], [2, 2]))


def test_prints_itself() -> None:
    """The model shows its parameters, and its unit where it has one."""
    assert repr(CDNOW) == "BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)"
    assert BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426) == CDNOW
    assert CDNOW.parameters["alpha"] == 4.414
