"""Shifted beta-geometric: reference values, laws, fits and their limits, and what it refuses."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import logs
from crmcore.errors import FitError, InvalidInputError
from crmcore.metrics.clv._families.sbg import TO_LOG, SBGLikelihood
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.geometric import Geometric
from crmcore.metrics.clv.sbg import SBG
from crmcore.rates import Rate

HIGH_END = SBG(alpha=0.668, beta=3.806, unit="year")
SURVIVORS = {
    "sbg_high_end": [1000, 869, 743, 653, 593, 551, 517, 491],
    "sbg_regular": [1000, 631, 468, 382, 326, 289, 262, 241],
}
near = partial(pytest.approx, abs=0.0)
models = st.builds(SBG, alpha=logs, beta=logs)
rates = st.floats(1e-3, 0.9)


def per_period(rate: float) -> Rate:
    return Rate(rate, per="period")


@pytest.fixture(scope="module")
def tables(reference: Callable[[str], Any]) -> Any:
    return reference("sbg")


def by_set(data: Any, table: str) -> Any:
    columns, rows = data["tables"][table]["columns"], data["tables"][table]["rows"]
    for index in sorted({row[columns.index("set")] for row in rows}):
        part = [row for row in rows if row[columns.index("set")] == index]
        alpha, beta = data["param_sets"][index]
        yield (
            SBG(alpha=alpha, beta=beta),
            {name: [row[i] for row in part] for i, name in enumerate(columns)},
        )


def close(got: Any, want: list[Any]) -> None:
    np.testing.assert_allclose(got, np.array(want, dtype=np.float64), rtol=1e-11, atol=1e-280)


@pytest.mark.reference
def test_curves_of_the_reference(tables: Any) -> None:
    """Survival, retention, churn and the chances of each tenure agree with 50 digits."""
    for model, rows in by_set(tables, "curve"):
        t = np.array(rows["t"])
        close(model.survival(t), rows["survival"])
        close(model.retention(t), rows["retention"])
        close(model.churn(t), rows["churn"])
        ended = ContractTenures(tenure=t, lost=np.ones(t.size))
        close(np.exp(model.log_likelihood(ended)), rows["pmf"])


@pytest.mark.reference
def test_values_of_the_reference(tables: Any) -> None:
    """Discounted lifetimes, residual and of a new contract, agree with 50 digits."""
    for model, rows in by_set(tables, "value"):
        for n, d, derl, whole in zip(*(rows[k] for k in ("n", "d", "derl", "del")), strict=True):
            got = model.discounted_expected_residual_lifetime(renewals=n - 1, rate=per_period(d))
            assert got == near(derl, rel=1e-11)
            if whole is not None:
                got = model.discounted_expected_lifetime(rate=per_period(d))
                assert got == near(whole, rel=1e-11)


@pytest.mark.reference
def test_likelihoods_of_the_reference(tables: Any) -> None:
    """The likelihood of Berry and Linoff's cohorts agrees with 50 digits."""
    for model, rows in by_set(tables, "loglik"):
        for name, loglik in zip(rows["data"], rows["loglik"], strict=True):
            seen = ContractTenures.from_survivors(SURVIVORS[f"sbg_{name}"])
            total = seen.row_weights @ model.log_likelihood(seen)
            assert total == near(loglik, rel=1e-12)


@pytest.mark.reference
@pytest.mark.parametrize("key", SURVIVORS)
def test_exact_maxima(key: str, reference: Callable[[str], Any]) -> None:
    """Parameters, errors and projections of the published cohorts are the exact ones."""
    entry = {entry["id"]: entry for entry in reference("published")["entries"]}[key]
    exact = entry["recomputed"]["exact_mle"]
    fit = SBG.fit(ContractTenures.from_survivors(SURVIVORS[key]))
    assert fit.log_likelihood == near(exact["loglik"], rel=1e-12)
    assert fit.log_likelihood == pytest.approx(entry["published"]["loglik"], abs=0.05)
    assert fit.diagnosis.interior
    for name, value in fit.model.parameters.items():
        assert value == near(exact["params"][name], rel=1e-9)
        assert value == pytest.approx(entry["published"]["params"][name], abs=6e-4)
        assert fit.standard_errors[name] == near(exact["se"][name], rel=1e-8)
    shares = entry["recomputed"]["projected_survival_percent"]
    got = 100 * np.asarray(fit.model.survival([int(t) for t in shares]))
    np.testing.assert_allclose(got, list(shares.values()), atol=1e-6)


@pytest.mark.law
@given(models, st.integers(1, 60))
def test_curves(model: SBG, t: int) -> None:
    """Survival falls, retention rises, churn is the rest, and tenures add up to 1."""
    time = np.arange(1, t + 1)
    survival, retention = np.asarray(model.survival(time)), np.asarray(model.retention(time))
    assert model.survival(0) == 1
    assert (np.diff(survival) <= 0).all()
    assert (np.diff(retention) >= 0).all()
    np.testing.assert_allclose(retention + model.churn(time), 1, rtol=1e-14)
    np.testing.assert_allclose(np.cumprod(retention), survival, rtol=1e-11)
    ended = ContractTenures(tenure=np.append(time, t), lost=np.arange(t + 1) < t)
    assert np.exp(model.log_likelihood(ended)).sum() == near(1, rel=1e-12)


@pytest.mark.law
@settings(max_examples=60)
@given(models, st.integers(0, 40), rates)
def test_residual_lifetime(model: SBG, made: int, rate: float) -> None:
    """What is left is the next renewal's chance times one period and what is left after it."""
    of = per_period(rate)
    now, later = np.asarray(
        model.discounted_expected_residual_lifetime(renewals=[made, made + 1], rate=of)
    )
    chance = float(np.ravel(model.retention(made + 1))[0])
    assert now == near(chance * (1 + later / (1 + rate)), rel=1e-11)
    assert now <= later * (1 + 1e-12)
    whole = model.discounted_expected_lifetime(rate=of)
    first = model.discounted_expected_residual_lifetime(renewals=0, rate=of)
    assert whole == near(1 + first / (1 + rate), rel=1e-13)


@pytest.mark.law
@given(models)
def test_large_sums_are_one_chance(model: SBG) -> None:
    """With a large sum of the shapes the curve is that of one churn probability."""
    churn = model.alpha / (model.alpha + model.beta)
    alike = SBG(alpha=model.alpha * 1e11, beta=model.beta * 1e11)
    one = Geometric(churn_rate=churn)
    np.testing.assert_allclose(alike.survival([1, 5, 20]), one.survival([1, 5, 20]), rtol=1e-7)
    got, want = (
        m.discounted_expected_residual_lifetime(renewals=3, rate=per_period(0.05))
        for m in (alike, one)
    )
    assert got == near(want, rel=1e-7)


def test_slopes() -> None:
    """Gradient and Hessian of the fit are those of the likelihood."""
    tenure, lost = np.array([1.0, 3.0, 7.0, 0.0, 7.0]), np.array([1.0, 1.0, 1.0, 0.0, 0.0])
    weights = np.array([30.0, 10.0, 4.0, 9.0, 60.0])
    likelihood, point, step = SBGLikelihood(tenure, lost, weights), np.array([-1.0, 0.4]), 1e-5
    here = likelihood(point)
    alpha, beta = np.exp(TO_LOG @ point).tolist()
    seen = ContractTenures(tenure=tenure, lost=lost)
    value = weights @ SBG(alpha=alpha, beta=beta).log_likelihood(seen)
    assert here.value == near(value, rel=1e-13)
    for i, move in enumerate(step * np.eye(2)):
        ahead, behind = likelihood(point + move), likelihood(point - move)
        slope = (ahead.value - behind.value) / (2 * step)
        assert here.gradient[i] == pytest.approx(slope, abs=1e-6)
        bend = (ahead.gradient - behind.gradient) / (2 * step)
        np.testing.assert_allclose(here.hessian[i], bend, atol=1e-6)


@pytest.mark.law
@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1))
def test_order_and_weights_do_not_matter(seed: int) -> None:
    """Rows in any order, apart or weighted, and cohorts one by one give one fit."""
    rng = np.random.default_rng(seed)
    seen = HIGH_END.simulate(300, T=rng.integers(1, 12, 300), rng=rng)
    order = rng.permutation(300)
    shuffled = ContractTenures(tenure=seen.tenure[order], lost=seen.lost[order], unit="year")
    doubled = ContractTenures(
        tenure=seen.tenure, lost=seen.lost, weights=np.full(300, 2.0), unit="year"
    )
    fit, other, twice = (SBG.fit(rows) for rows in (seen, shuffled, doubled))
    assert fit.log_likelihood == near(other.log_likelihood, rel=1e-13)
    assert twice.log_likelihood == near(2 * fit.log_likelihood, rel=1e-11)
    assert twice.customers == 600


def test_parameters_are_found_again() -> None:
    """Simulated cohorts of different age give the parameters back, and their unit."""
    rng = np.random.default_rng(3)
    seen = HIGH_END.simulate(20_000, T=rng.integers(0, 15, 20_000), rng=rng)
    fit = SBG.fit(seen)
    assert fit.model.unit == seen.unit == "year"
    for name, value in HIGH_END.parameters.items():
        ends = fit.parameter_interval(name, level=0.999)
        assert ends.low < value < ends.high
    lost, renewed = seen.renewals()
    due = lost + renewed
    churn = np.asarray(HIGH_END.churn(np.arange(1, due.size + 1)))
    spread = np.sqrt(churn * (1 - churn) / due)
    assert (np.abs(lost / due - churn) < 4 * spread).all()


LIMITS = [
    ("one_churn_probability", ([1000, 800, 640, 512, 409],)),
    ("one_churn_probability", ([1000, 900, 700, 400],)),
    ("leave_at_once_or_never", ([1000, 600, 600, 600],)),
    ("all_leave_at_once", ([1000, 0],)),
    ("undetermined", ([1000, 600], [50, 30])),
]


@pytest.mark.parametrize(("key", "cohorts"), LIMITS)
def test_limits(key: str, cohorts: Any) -> None:
    """Contracts made for a limit are diagnosed with it, and the curve there is as observed."""
    seen = ContractTenures.from_survivors(*cohorts)
    fit = SBG.fit(seen)
    assert fit.diagnosis.boundary == key
    assert not fit.diagnosis.interior
    lost, renewed = seen.renewals()
    chances = np.asarray(fit.model.churn([1]))
    if key != "one_churn_probability":
        assert chances[0] == pytest.approx(lost[0] / (lost[0] + renewed[0]), abs=1e-6)
    assert fit.log_likelihood >= Geometric.fit(seen).log_likelihood - 1e-7


def test_what_one_renewal_leaves_open_has_a_wide_interval() -> None:
    """Parameters that fit as well lie within the intervals; what all of them share is sure."""
    fit = SBG.fit(ContractTenures.from_survivors([1000, 600]))
    later, soon = fit.interval("survival", t=10), fit.interval("survival", t=1)
    for scale in np.geomspace(1e-2, 1e3, 11).tolist():
        other = SBG(alpha=0.4 * scale, beta=0.6 * scale)
        assert later.low[0] <= float(other.survival(10)) <= later.high[0]
        assert soon.low[0] < float(other.survival(1)) < soon.high[0]
    assert soon.high[0] - soon.low[0] < 0.06
    errors = fit.standard_errors
    assert errors["alpha"] > 10 * fit.model.alpha


def test_one_churn_probability_is_the_baseline() -> None:
    """Where all are alike the fit is as likely as constant retention, with the same curve."""
    seen = ContractTenures.from_survivors([1000, 900, 700, 400])
    fit, one = SBG.fit(seen), Geometric.fit(seen)
    assert fit.log_likelihood == near(one.log_likelihood, rel=1e-9)
    np.testing.assert_allclose(fit.model.churn([1, 3]), one.model.churn_rate, rtol=1e-8)


def test_numbers_and_columns() -> None:
    """One number gives one number, a column a column, each the same."""
    for verb in (HIGH_END.survival, HIGH_END.retention, HIGH_END.churn):
        one, many = verb(3), verb([1, 3])
        assert isinstance(one, float)
        assert isinstance(many, np.ndarray)
        assert one == many[1]
    rate = Rate(0.1, per="year")
    one = HIGH_END.discounted_expected_residual_lifetime(renewals=2, rate=rate)
    many = HIGH_END.discounted_expected_residual_lifetime(renewals=[2, 0], rate=rate)
    assert isinstance(one, float)
    assert one == near(np.asarray(many)[0], rel=1e-14)


def test_rates_are_converted() -> None:
    """Monthly contracts take a yearly rate; a period without length takes its own only."""
    monthly = SBG(alpha=1.0, beta=9.0, unit="month")
    yearly = Rate(0.1, per="year")
    got = monthly.discounted_expected_lifetime(rate=yearly)
    assert got == near(monthly.discounted_expected_lifetime(rate=yearly.to("month")), rel=1e-13)
    with pytest.raises(InvalidInputError, match="state the rate per period"):
        SBG(alpha=1.0, beta=9.0).discounted_expected_lifetime(rate=yearly)


def test_simulates_certain_and_absent_churn() -> None:
    """Churn that is certain, or too rare for the doubles, is simulated too."""
    rng = np.random.default_rng(7)
    leaves = SBG(alpha=1e9, beta=1e-9).simulate(50, T=9, rng=rng)
    stays = SBG(alpha=1e-9, beta=1e9).simulate(50, T=np.arange(50), rng=rng)
    assert (leaves.tenure == 1).all()
    assert leaves.lost.all()
    assert stays.tenure.tolist() == list(range(50))
    assert not stays.lost.any()
    assert len(HIGH_END.simulate(0, T=3, rng=rng)) == 0


def test_prints_itself() -> None:
    """The model shows its parameters."""
    assert repr(SBG(alpha=0.668, beta=3.806)) == "SBG(alpha=0.668, beta=3.806)"


@pytest.mark.parametrize("name", ["alpha", "beta"])
@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf, "x"])
def test_refuses_parameters(name: str, value: Any) -> None:
    """A parameter that is not finite and above 0 is refused by name."""
    with pytest.raises(InvalidInputError, match=f"{name} must be a finite number > 0"):
        SBG(**{"alpha": 1.0, "beta": 1.0, name: value})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m: m.survival(-1), "t must be a finite number >= 0"),
        (lambda m: m.survival([1, 1.5]), "t must be a whole number of renewals.* at row 1"),
        (lambda m: m.survival(2e7), "at most 10,000,000, got 2e\\+07"),
        (lambda m: m.retention(0), "t must be a whole number of renewals from 1 on"),
        (lambda m: m.churn([1, 0]), "t must be a whole .* from 1 on.* got 0.0 at row 1"),
        (
            lambda m: m.discounted_expected_residual_lifetime(
                renewals=0.5, rate=Rate(0.1, per="year")
            ),
            "renewals must be a whole",
        ),
        (
            lambda m: m.discounted_expected_residual_lifetime(
                renewals=0, rate=Rate(0.0, per="year")
            ),
            "rate must be above 0",
        ),
        (
            lambda m: m.log_likelihood(ContractTenures(tenure=[1], lost=[1], unit="month")),
            "tenures must be in the model's unit, 'year', got 'month'",
        ),
        (lambda m: m.simulate(3, T=[1, 2], rng=np.random.default_rng(1)), "one value or 3"),
        (lambda m: m.simulate(-3, T=1, rng=np.random.default_rng(1)), "n must be"),
    ],
)
def test_refuses_arguments(call: Callable[[SBG], Any], message: str) -> None:
    """An argument out of its range is refused by name."""
    with pytest.raises(InvalidInputError, match=message):
        call(HIGH_END)


@pytest.mark.parametrize(
    "seen",
    [
        ContractTenures(tenure=[], lost=[]),
        ContractTenures(tenure=[0, 0], lost=[False, False]),
        ContractTenures.from_survivors([100, 100, 100]),
        ContractTenures(tenure=[1, 1], lost=[True, False], weights=[0, 5]),
    ],
)
@pytest.mark.parametrize("model", [SBG, Geometric])
def test_refuses_contracts_without_loss(model: Any, seen: ContractTenures) -> None:
    """Without a lost contract there is nothing to fit, and both languages say so."""
    with pytest.raises(FitError, match="contracts was lost") as caught:
        model.fit(seen)
    assert "از دست نرفته است" in caught.value.reason.fa
