"""BG/BB: reference values, fits and their limits, and the edges where other programs break."""

from collections.abc import Callable
from functools import partial
from typing import Any

import attrs
import numpy as np
import pytest

from clv_bases import seen
from crmcore.errors import FitError, InvalidInputError
from crmcore.metrics.clv._families.bg_bb.cells import weighted_cells
from crmcore.metrics.clv._families.bg_bb.fit import TO_LOG, BGBBLikelihood, bg_bb_problem
from crmcore.metrics.clv.bg_bb import BGBB
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

DONORS = BGBB(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783)
near = partial(pytest.approx, abs=0.0)


def model_of(values: Any) -> BGBB:
    alpha, beta, gamma, delta = (float(value) for value in values)
    return BGBB(alpha=alpha, beta=beta, gamma=gamma, delta=delta)


def yearly(x: Any, t_x: Any, n: Any, **options: Any) -> CustomerSummary:
    return seen(x, t_x, n, unit="year", **options)


@pytest.fixture(scope="module")
def tables(reference: Callable[[str], Any]) -> Any:
    return reference("bg_bb")


@pytest.fixture(scope="module")
def donors(shared_path: Callable[[str], Any]) -> CustomerSummary:
    """The 11,104 donors of Fader, Hardie and Shang (2010), table 2."""
    rows = np.loadtxt(shared_path("data/donations.csv"), delimiter=",", skiprows=1)
    x, t, n, weights = rows.T
    return yearly(x, t, n, weights=weights)


def by_set(data: Any, table: str) -> Any:
    columns, rows = data["tables"][table]["columns"], data["tables"][table]["rows"]
    for index in sorted({row[0] for row in rows}):
        part = [row for row in rows if row[0] == index]
        yield (
            model_of(data["param_sets"][index]),
            {name: [row[i] for row in part] for i, name in enumerate(columns)},
        )


def close(got: Any, want: list[Any], *, rtol: float = 3e-11) -> None:
    wanted = np.array(want, dtype=np.float64)
    np.testing.assert_allclose(got, wanted, rtol=rtol, atol=1e-280)


@pytest.mark.reference
def test_customers_of_the_reference(tables: Any) -> None:
    """Likelihood, chance of being alive and purchases agree with 50 digits, extremes included."""
    for model, rows in by_set(tables, "customers"):
        base = seen(rows["x"], rows["t_x"], rows["n"], unit="period")
        np.testing.assert_allclose(
            model.log_likelihood(base), rows["loglik"], rtol=1e-13, atol=1e-15
        )
        close(model.probability_alive(base), rows["p_alive_n1"])
        for horizon in (1, 5, 100):
            close(model.expected_purchases(base, horizon=horizon), rows[f"cet_{horizon}"])
        for rate in (0.1, 0.01):
            of = Rate(rate, per="period")
            close(model.discounted_expected_purchases(base, rate=of), rows[f"dert_{rate}"])


@pytest.mark.reference
def test_new_customers_of_the_reference(tables: Any) -> None:
    """Expectation and distribution of the purchases of a new customer agree with 50 digits."""
    for model, rows in by_set(tables, "expectation"):
        close(model.expected_purchases_new(horizon=rows["n"]), rows["E[X(n)]"])
    for model, rows in by_set(tables, "pmf"):
        got = [
            model.purchase_pmf_new(k, horizon=n) for k, n in zip(rows["x"], rows["n"], strict=True)
        ]
        close(got, rows["P(X(n)=x)"])


@pytest.mark.reference
def test_exact_maximum(donors: CustomerSummary, reference: Callable[[str], Any]) -> None:
    """Parameters, likelihood and standard errors on the donors are the exact ones."""
    entries = {entry["id"]: entry for entry in reference("published")["entries"]}
    entry = entries["donations_bgbb_mle"]
    exact = entry["recomputed"]["exact_mle"]
    fit = BGBB.fit(donors)
    assert fit.log_likelihood == near(exact["loglik"], rel=1e-12)
    assert fit.log_likelihood == pytest.approx(entry["published"]["loglik"], abs=0.05)
    assert fit.diagnosis.interior
    for name, value in fit.model.parameters.items():
        assert value == near(exact["params"][name], rel=1e-9)
        assert value == pytest.approx(entry["published"]["params"][name], abs=6e-4)
        assert fit.standard_errors[name] == near(exact["se"][name], rel=1e-8)


@pytest.mark.parametrize(
    ("x", "t", "n"), [(2, 5, 80), (80, 80, 80), (0, 0, 5000), (700, 4990, 5000)]
)
def test_long_histories(x: int, t: int, n: int) -> None:
    """Hundreds of opportunities give finite numbers that make sense."""
    base = yearly(x, t, n)
    alive, purchases = (
        DONORS.probability_alive(base)[0],
        DONORS.expected_purchases(base, horizon=9)[0],
    )
    assert np.isfinite(DONORS.log_likelihood(base)).all()
    assert 0 < alive < 1
    assert purchases == pytest.approx(9 * alive * (x + 1.2) / (n + 1.95), rel=0.2)
    assert (alive > 0.9) == (t > n - 20)


def test_limit_models() -> None:
    """Stand-ins for a limit predict what the limit model does: here Bernoulli trials."""
    certain = model_of((3e11, 7e11, 1e-6, 1e6))
    base = yearly([3, 0], [5, 0], [9, 4])
    np.testing.assert_allclose(certain.expected_purchases(base, horizon=10), 3.0, rtol=1e-9)
    pmf = 120 * 0.3**3 * 0.7**7
    np.testing.assert_allclose(certain.purchase_pmf(base, 3, horizon=10), pmf, rtol=1e-9)
    leaving = model_of((3e11, 7e11, 2e11, 8e11))
    expected = 0.3 * 0.8 * (1 - 0.8**10) / 0.2
    assert leaving.expected_purchases_new(horizon=10) == near(expected, rel=1e-9)


def brute_force(point: Any, cells: Any, weights: Any) -> float:
    return float(weights @ model_of(np.exp(TO_LOG @ point)).log_likelihood(yearly(*cells)))


@pytest.mark.parametrize("n", [7, 60])
def test_slopes(n: int) -> None:
    """Value, gradient and Hessian of the fit are those of the likelihood, ages mixed or not."""
    rng = np.random.default_rng(n)
    base = DONORS.simulate(400, T=rng.integers(1, n, 400), rng=rng)
    cells, weights = weighted_cells(base.frequency, base.recency, base.T, None)
    likelihood, step = BGBBLikelihood(cells, weights), 1e-5
    point = np.array([0.4, -0.2, -1.1, 0.3])
    here = likelihood(point)
    assert here.value == near(brute_force(point, cells, weights), rel=1e-12)
    for i, move in enumerate(step * np.eye(4)):
        ahead, behind = likelihood(point + move), likelihood(point - move)
        slope = (ahead.value - behind.value) / (2 * step)
        bend = (ahead.gradient - behind.gradient) / (2 * step)
        assert here.gradient[i] == pytest.approx(slope, abs=1e-5 * weights.sum())
        np.testing.assert_allclose(here.hessian[i], bend, atol=1e-6 * weights.sum())


def test_weights_count_as_customers() -> None:
    """A row with weight is as many rows, in a table of any size; rows without weight are not."""
    base = DONORS.simulate(500, T=20, rng=np.random.default_rng(8))
    twice = base.select(np.repeat(np.arange(500), 2))
    heavy = attrs.evolve(base, weights=np.full(500, 2.0))
    fit, other = BGBB.fit(twice), BGBB.fit(heavy)
    assert fit.log_likelihood == near(other.log_likelihood, rel=1e-12)
    assert fit.customers == other.customers == 1000
    columns = (base.frequency, base.recency, base.T)
    few = np.where(np.arange(500) < 100, 1.0, 0.0)
    for scale in (1.0, 100.0):  # a table of counts, and sorting
        x, t, n = (scale * column for column in columns)
        cells, weights = weighted_cells(x, t, n, few)
        assert weights.sum() == 100
        np.testing.assert_array_equal(cells[0], np.sort(cells[0]))
        assert cells[0] @ weights == x[:100].sum()


def test_many_histories_are_as_one() -> None:
    """Customers of a hundred different histories get the numbers that each gets alone."""
    rng = np.random.default_rng(4)
    base = DONORS.simulate(400, T=rng.integers(1, 30, 400), rng=rng)
    rate = Rate(0.1, per="period")
    for verb in (
        DONORS.log_likelihood,
        DONORS.probability_alive,
        lambda b: DONORS.expected_purchases(b, horizon=7),
        lambda b: DONORS.discounted_expected_purchases(b, rate=rate),
    ):
        together = verb(base)
        for row in (0, 17, 399):
            alone = verb(base.select(np.array([row])))
            np.testing.assert_allclose(together[row], alone[0], rtol=1e-13)


def test_large_base_is_tried_on_a_sample() -> None:
    """A base of many distinct histories is fitted as well from the starts of a sample."""
    rng = np.random.default_rng(9)
    truth = model_of((1.2, 0.75, 0.66, 9.0))
    base = truth.simulate(30_000, T=rng.integers(30, 60, 30_000), rng=rng)
    problem = bg_bb_problem(base)
    assert problem.sample is not None
    fit = BGBB.fit(base)
    assert fit.diagnosis.interior
    for name, value in truth.parameters.items():
        ends = fit.parameter_interval(name, level=0.999)
        assert ends.low < value < ends.high


def test_rare_buyers_are_not_sampled() -> None:
    """Where a sample would hold too few buyers the starts see the whole base."""
    x = np.append(np.ones(20_000), np.zeros(1))
    t = np.append(np.arange(20_000) % 150 + 1.0, 0)
    n = np.append(150.0 + np.arange(20_000) // 150, 150)
    weights = np.append(np.full(20_000, 1.0), 1e7)
    assert bg_bb_problem(yearly(x, t, n, weights=weights)).sample is None


def base_of(rows: Any) -> CustomerSummary:
    x, t, n, weights = zip(*rows, strict=True)
    return yearly(x, t, n, weights=weights)


def drawn(*values: float, n: int = 12, seed: int = 1) -> CustomerSummary:
    return model_of(values).simulate(3000, T=n, rng=np.random.default_rng(seed))


LIMIT_BASES = [
    ("nobody_leaves", drawn(20.0, 30.0, 1e-9, 1.0, seed=5)),
    ("one_purchase_probability", drawn(4e9, 6e9, 0.5, 2.0)),
    ("one_dropout_probability", drawn(1.0, 2.0, 1e9, 9e9, seed=2)),
    ("leave_at_once_or_never", drawn(2.0, 3.0, 5e-10, 5e-10)),
    ("buy_always_or_never", drawn(5e-10, 5e-10, 0.5, 2.0)),
    ("buy_always", base_of([(k, k, 6, 0.7**k * 100) for k in range(1, 7)] + [(0, 0, 6, 40)])),
]


@pytest.mark.parametrize(("key", "base"), LIMIT_BASES, ids=[key for key, _ in LIMIT_BASES])
def test_limits(key: str, base: CustomerSummary) -> None:
    """A base made for a limit is diagnosed with it, in words, and its parameters have no error."""
    fit = BGBB.fit(base)
    assert fit.diagnosis.boundary is not None
    assert key in fit.diagnosis.boundary.split("+")
    assert not fit.diagnosis.interior
    assert fit.estimated < 4
    assert not set(fit.diagnosis.held) & set(fit.standard_errors)
    assert np.isfinite(fit.model.expected_purchases(base, horizon=5)).all()


def test_no_start_is_better() -> None:
    """The fit is as likely as the truth, on bases of many kinds."""
    rng = np.random.default_rng(10)
    for _ in range(6):
        truth = model_of(np.exp(rng.uniform([-2, -2, -3, -1], [3, 3, 2, 4])))
        base = truth.simulate(800, T=rng.integers(3, 30), rng=rng)
        fit = BGBB.fit(base)
        assert fit.log_likelihood >= truth.log_likelihood(base).sum() - 1e-7


def test_unit_of_time_is_the_opportunity() -> None:
    """The fit takes the unit of the base; a horizon in words counts its opportunities."""
    base = attrs.evolve(drawn(1.2, 0.75, 0.66, 2.8), unit="month")
    model = BGBB.fit(base).model
    assert model.unit == "month"
    year = model.expected_purchases(base, horizon="1 year")
    np.testing.assert_array_equal(year, model.expected_purchases(base, horizon=12))
    each = model.expected_purchases(base.select(np.array([0, 1])), horizon=[12, 0])
    assert each.tolist() == [year[0], 0]
    rate = Rate(0.1, per="year")
    monthly = model.discounted_expected_purchases(base, rate=rate.to("month"))
    np.testing.assert_allclose(model.discounted_expected_purchases(base, rate=rate), monthly)


def test_intervals() -> None:
    """Predictions of a fit come with intervals around them."""
    base = drawn(1.2, 0.75, 0.66, 2.8)
    fit = BGBB.fit(base)
    ends = fit.interval("expected_purchases", base, horizon=5)
    expected = fit.model.expected_purchases(base, horizon=5)
    assert ((ends.low < expected) & (expected < ends.high)).all()
    alive = fit.interval("probability_alive", base)
    assert ((alive.low >= 0) & (alive.high <= 1)).all()


def test_simulated_customers_follow_the_model() -> None:
    """Simulated purchases have the model's distribution, and the score has mean 0."""
    truth, n, step = (1.2, 0.75, 0.66, 2.8), 30_000, 1e-4
    model = model_of(truth)
    base = model.simulate(n, T=6, rng=np.random.default_rng(5))
    assert base.unit == "period"
    for k in (0, 1, 4):
        chance = model.purchase_pmf_new(k, horizon=6)
        spread = np.sqrt(chance * (1 - chance) / n)
        assert (base.frequency == k).mean() == pytest.approx(chance, abs=4 * spread)
    for i in range(4):
        up, down = (
            model_of([v * np.exp(s * step) if j == i else v for j, v in enumerate(truth)])
            for s in (1, -1)
        )
        score = (up.log_likelihood(base) - down.log_likelihood(base)) / (2 * step)
        assert abs(score.mean()) < 4 * score.std() / np.sqrt(n)


def test_simulates_certain_and_absent_events() -> None:
    """Purchases and dropout that are certain, or too rare for the doubles, are simulated too."""
    rng = np.random.default_rng(7)
    always = model_of((1e9, 1e-9, 1e-9, 1e9)).simulate(50, T=9, rng=rng)
    gone = model_of((1.0, 1.0, 1e9, 1e-9)).simulate(50, T=9, rng=rng)
    never = model_of((1e-9, 1e9, 1.0, 1.0)).simulate(50, T=9, rng=rng)
    assert (always.frequency == 9).all()
    assert (always.recency == 9).all()
    assert (gone.frequency == 0).all()
    assert (never.frequency == 0).all()
    assert len(DONORS.simulate(0, T=3, rng=rng)) == 0


def test_no_customers_and_no_opportunities() -> None:
    """Verbs on nobody give nothing; a customer without opportunities is a new one."""
    empty, fresh = yearly([], [], []), yearly(0, 0, 0)
    rate = Rate(0.1, per="year")
    assert DONORS.log_likelihood(empty).size == 0
    assert DONORS.expected_purchases(empty, horizon=3).size == 0
    assert DONORS.discounted_expected_purchases(empty, rate=rate).size == 0
    assert DONORS.log_likelihood(fresh)[0] == pytest.approx(0, abs=1e-15)
    assert DONORS.probability_alive(fresh)[0] == near(2.783 / 3.440, rel=1e-14)
    assert DONORS.purchase_pmf(fresh, 0, horizon=0)[0] == near(1.0, rel=1e-14)


@pytest.mark.parametrize("name", ["alpha", "beta", "gamma", "delta"])
@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf, "x"])
def test_refuses_parameters(name: str, value: Any) -> None:
    """A parameter that is not finite and above 0 is refused by name."""
    values = {"alpha": 1.0, "beta": 1.0, "gamma": 1.0, "delta": 1.0, name: value}
    with pytest.raises(InvalidInputError, match=f"{name} must be a finite number > 0"):
        BGBB(**values)


@pytest.mark.parametrize(
    ("x", "t", "n", "message"),
    [
        ([1, 1], [2, 2.5], [3, 3], "recency must be a whole number of opportunities .* row 1"),
        ([1, 1], [2, 2], [3, 3.2], "T must be a whole number of opportunities .* got 3.2 at row 1"),
        ([1, 3], [2, 2], [3, 3], "frequency must be <= recency .* got 3.0 at row 1"),
        ([1], [2], [2e7], "T must be at most 10,000,000"),
    ],
)
def test_refuses_histories(x: Any, t: Any, n: Any, message: str) -> None:
    """A history that is no count of opportunities is refused by row, by verbs and the fit."""
    base = yearly(x, t, n)
    for call in (DONORS.log_likelihood, DONORS.probability_alive, BGBB.fit):
        with pytest.raises(InvalidInputError, match=message):
            call(base)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m, b: m.expected_purchases(b, horizon=1.5), "horizon must be a whole .* got 1.5"),
        (lambda m, b: m.expected_purchases(b, horizon=[1, 0.2]), "horizon must be a .* at row 1"),
        (lambda m, b: m.expected_purchases(b, horizon="5 weeks"), "whole number of opportunities"),
        (lambda m, b: m.probability_alive(b, after=0.5), "after must be a whole"),
        (lambda m, b: m.purchase_pmf(b, 1, horizon=2e7), "at most 10,000,000, got 2e\\+07"),
        (lambda m, _: m.expected_purchases_new(horizon=0.1), "horizon must be a whole"),
        (lambda m, _: m.purchase_pmf_new(1, horizon=[0.1]), "horizon must be a whole"),
        (lambda m, _: m.simulate(3, T=1.5, rng=np.random.default_rng(1)), "T must be a whole"),
        (lambda m, b: m.purchase_pmf(b, 1.5, horizon=1), "n must be whole"),
        (lambda m, b: m.discounted_expected_purchases(b, rate=Rate(0.0, per="year")), "above 0"),
    ],
)
def test_refuses_arguments(call: Callable[[BGBB, CustomerSummary], Any], message: str) -> None:
    """An argument that is no count of opportunities, or out of range, is refused by name."""
    with pytest.raises(InvalidInputError, match=message):
        call(DONORS, yearly([2, 0], [3, 0], [5, 5]))


@pytest.mark.parametrize("base", [yearly([], [], []), yearly([0, 0], [0, 0], [5, 6])])
def test_refuses_bases_without_purchases(base: CustomerSummary) -> None:
    """Without a repeat purchase there is nothing to fit, and both languages say so."""
    with pytest.raises(FitError, match="no purchase probability can be fitted") as caught:
        BGBB.fit(base)
    assert "احتمال خرید" in caught.value.reason.fa


def test_a_fit_of_very_many_opportunities_is_refused_and_not_endless() -> None:
    """Counted by the minute there is no end to it; the message says what to do."""
    base = CustomerSummary(frequency=[3], recency=[9], T=[5001], unit="period")
    with pytest.raises(InvalidInputError, match="T must be at most 5,000 opportunities in a fit"):
        BGBB.fit(base)
