"""Laws of models with covariates: their verbs are those of the plain model of each customer."""

from collections.abc import Callable
from functools import partial
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_bases import seen
from covariate_bases import ENCODING, SORTS, Sort, known_bases, models, people, simulated
from crmcore.covariates import Covariates
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.metrics.clv import BGNBD, NBD, SBG, ContractTenures, ParetoNBD
from crmcore.metrics.clv.covariates.contracts import CovariateContracts
from crmcore.metrics.clv.covariates.encoding import CovariateEncoding
from crmcore.metrics.clv.covariates.mix import CovariateMix
from crmcore.metrics.clv.covariates.models import CovariateModel
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

YEARLY = Rate(0.1, per="year")
every_sort = pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)
near = partial(pytest.approx, abs=0.0)

Verb = Callable[[Any, CustomerSummary], np.ndarray[Any, Any]]
VERBS: dict[str, Verb] = {
    "log_likelihood": lambda m, b: m.log_likelihood(b),
    "alive": lambda m, b: m.probability_alive(b),
    "alive later": lambda m, b: m.probability_alive(b, after=9),
    "purchases": lambda m, b: m.expected_purchases(b, horizon=26),
    "purchases later": lambda m, b: m.expected_purchases(b, horizon=13, after=[5] * len(b)),
    "none": lambda m, b: m.purchase_pmf(b, 0, horizon=13),
    "three": lambda m, b: m.purchase_pmf(b, 3, horizon=13),
    "discounted": lambda m, b: m.discounted_expected_purchases(b, rate=YEARLY),
    "discounted soon": lambda m, b: m.discounted_expected_purchases(b, rate=YEARLY, horizon=26),
}


def kind_at(base: CustomerSummary, row: int) -> dict[str, Any]:
    """Give the covariates of one customer."""
    assert base.covariates is not None
    return {name: base.covariates.column(name)[row] for name in base.covariates}


@pytest.mark.law
@every_sort
@settings(max_examples=6)
@given(st.data(), known_bases())
def test_each_customer_has_a_plain_model(
    sort: Sort, data: st.DataObject, base: CustomerSummary
) -> None:
    """Every verb gives a customer what the plain model of her kind gives."""
    model = data.draw(models(sort))
    for name, verb in VERBS.items():
        plain = [
            verb(model.at(kind_at(base, row)), base.select(np.array([row])))[0]
            for row in range(len(base))
        ]
        np.testing.assert_allclose(verb(model, base), plain, rtol=1e-10, atol=1e-300, err_msg=name)


@pytest.mark.law
@every_sort
@settings(max_examples=10)
@given(st.data(), known_bases())
def test_effects_of_0_are_none(sort: Sort, data: st.DataObject, base: CustomerSummary) -> None:
    """A model whose effects are 0 is the plain model."""
    model = data.draw(models(sort))
    none = model.with_parameters(
        np.array([*model.plain.parameters.values(), *([0.0] * len(model.effects))])
    )
    for name, verb in VERBS.items():
        np.testing.assert_allclose(
            verb(none, base), verb(model.plain, base), rtol=1e-12, atol=1e-300, err_msg=name
        )
    alone = attrs.evolve(none, purchase={}, dropout={}, concentration={})
    for name, verb in VERBS.items():
        np.testing.assert_array_equal(verb(alone, base), verb(model.plain, base), err_msg=name)


@pytest.mark.law
@every_sort
@settings(max_examples=5)
@given(st.data(), known_bases())
def test_one_customer_is_as_many(sort: Sort, data: st.DataObject, base: CustomerSummary) -> None:
    """One customer alone gets the number that she gets among others, in any order."""
    model = data.draw(models(sort))
    alone = [base.select(np.array([row])) for row in range(len(base))]
    order = np.arange(len(base))[::-1]
    for verb in VERBS.values():
        each = np.concatenate([verb(model, one) for one in alone])
        np.testing.assert_allclose(verb(model, base), each, rtol=1e-13)
        np.testing.assert_allclose(verb(model, base.select(order)), each[order], rtol=1e-13)


@pytest.mark.law
@every_sort
@settings(max_examples=20)
@given(st.data(), known_bases())
def test_purchase_effects_are_a_unit_of_time(
    sort: Sort, data: st.DataObject, base: CustomerSummary
) -> None:
    """An effect of ln 2 on purchase, and on no other, doubles the mean purchase rate."""
    plain = data.draw(sort.drawn)
    model = CovariateModel(
        plain=plain, encoding=ENCODING, purchase={"channel=shop": float(np.log(2))}
    )
    shop = model.at({"channel": "shop"})
    assert shop.alpha == near(plain.alpha / 2, rel=1e-14)  # type: ignore[attr-defined]
    assert {**shop.parameters, "alpha": 0} == {**plain.parameters, "alpha": 0}
    assert model.at({"channel": "tv"}) == plain
    known = base.with_covariates({"channel": ["tv"] * len(base)})
    np.testing.assert_allclose(
        model.log_likelihood(known), plain.log_likelihood(base), rtol=1e-12, atol=1e-12
    )


@pytest.mark.law
@given(st.floats(0.05, 50), st.floats(0.05, 50), st.floats(-3, 3), st.floats(-3, 3))
def test_dropout_moves_the_odds_alone(a: float, b: float, odds: float, alike: float) -> None:
    """The effect on dropout is one on the log odds of the mean, whatever the concentration."""
    model = CovariateModel(
        plain=BGNBD(r=1, alpha=1, a=a, b=b),
        encoding=ENCODING,
        dropout={"channel=shop": odds},
        concentration={"channel=shop": alike},
    )
    shop = model.at({"channel": "shop"})
    assert isinstance(shop, BGNBD)
    assert np.log(shop.a / shop.b) == pytest.approx(np.log(a / b) + odds)
    assert np.log(shop.a * shop.b) / 2 == pytest.approx(np.log(a * b) / 2 + alike)


@every_sort
def test_a_new_customer_is_the_mean_of_the_kinds(sort: Sort) -> None:
    """Without a mix it is one at the reference point; with it, the mean over the shares."""
    model = sort.truth
    assert model.expected_purchases_new(horizon=26) == near(
        model.plain.expected_purchases_new(horizon=26), rel=1e-12
    )
    kinds = Covariates.of({"age": [30, 50], "channel": ["shop", "web"]})
    mixed = attrs.evolve(model, mix=CovariateMix(covariates=kinds, shares=[0.3, 0.7]))
    parts = [model.at({"age": age, "channel": way}) for age, way in ((30, "shop"), (50, "web"))]
    for verb in (
        lambda m: m.expected_purchases_new(horizon=[10, 26]),
        lambda m: m.purchase_pmf_new(0, horizon=[10, 26]),
        lambda m: m.purchase_pmf_new(2, horizon=26),
    ):
        mean = 0.3 * verb(parts[0]) + 0.7 * verb(parts[1])
        np.testing.assert_allclose(verb(mixed), mean, rtol=1e-11)


@every_sort
def test_other_verbs_follow(sort: Sort) -> None:
    """Quantiles, waiting times and draws come from each customer's own distribution."""
    base, rng = simulated(sort, 60, seed=4), np.random.default_rng(5)
    plain = [sort.truth.at(kind_at(base, row)) for row in range(20)]
    ones = [base.select(np.array([row])) for row in range(20)]
    few = base.select(np.arange(20))
    for verb in (
        lambda m, b: m.purchase_quantile(b, chance=0.8, horizon=26),
        lambda m, b: m.time_to_next_purchase(b, chance=0.3),
        lambda m, b: m.mean_time_to_next_purchase(b, within=26),
    ):
        each = [verb(model, one)[0] for model, one in zip(plain, ones, strict=True)]
        np.testing.assert_allclose(verb(sort.truth, few), each, rtol=1e-9)
    many = few.select(np.repeat(np.arange(20), 2000))
    drawn = sort.truth.simulate_purchases(many, horizon=26, rng=rng).reshape(20, 2000)
    expected = sort.truth.expected_purchases(few, horizon=26)
    error = drawn.std(axis=1) / np.sqrt(2000)
    assert (np.abs(drawn.mean(axis=1) - expected) < 5 * error + 1e-3).all()


@every_sort
def test_simulated_customers_follow_the_model(sort: Sort) -> None:
    """The score of each parameter and effect has mean 0 at the truth."""
    base = simulated(sort, 8000, seed=6)
    centre, step = sort.truth.unbounded, 1e-4
    for place in range(centre.size):
        up, down = (
            sort.truth.with_unbounded(centre + sign * step * (np.arange(centre.size) == place))
            for sign in (1, -1)
        )
        score = (up.log_likelihood(base) - down.log_likelihood(base)) / (2 * step)
        assert abs(score.mean()) < 4 * score.std() / np.sqrt(8000)


@every_sort
def test_who_is_drawn(sort: Sort) -> None:
    """Kinds are drawn from the mix, or given; a base like another has its covariates."""
    rng = np.random.default_rng(7)
    kinds = Covariates.of({"age": [30, 50], "channel": ["shop", "web"]})
    mixed = attrs.evolve(sort.truth, mix=CovariateMix(covariates=kinds, shares=[0.3, 0.7]))
    base = mixed.simulate(4000, T="1 year", rng=rng)
    assert base.covariates is not None
    assert (base.covariates.labels["channel"] == "shop").mean() == pytest.approx(0.3, abs=0.04)
    weighted = attrs.evolve(base.select(np.arange(5)), weights=[1, 2, 0, 1, 1])
    again = sort.truth.resample(weighted, rng=rng)
    assert again.covariates == base.covariates.select(np.array([0, 1, 1, 3, 4]))
    assert again.unit == "week"
    alone = sort.truth.simulate(3, T=10, rng=rng)
    assert alone.covariates == ENCODING.at_reference(3)
    with pytest.raises(InvalidInputError, match="must have 3 rows"):
        sort.truth.simulate(3, T=10, rng=rng, covariates=people(2, rng))


def test_parameters_by_name() -> None:
    """Effects stand among the parameters under process and name, and may have either sign."""
    model = SORTS[2].truth
    assert list(model.parameters)[:5] == ["r", "alpha", "s", "beta", "purchase:age"]
    assert model.effects["dropout:channel=tv"] == 0.2
    assert model.signed == tuple(model.effects)
    assert model.shapes == ("r", "s")
    assert model.contains == ("NBD",)
    assert model.extends == ("ParetoNBD",)
    assert model.kind is ParetoNBD
    assert model.unit == "week"
    assert model.with_unbounded(model.unbounded).parameters == pytest.approx(model.parameters)
    assert "dropout:age=-0.02" in repr(model)
    assert attrs.evolve(model, plain=attrs.evolve(model.plain, unit=None)).unit is None


@pytest.mark.parametrize(
    ("columns", "error", "message"),
    [
        (None, InvalidInputError, "must have the covariate 'age' of the model, got none"),
        ({"age": [1]}, InvalidInputError, "must have the column 'channel' of the model, got 'age'"),
        ({"age": [1], "channel": [2]}, InvalidInputError, "channel must be labels as in the model"),
        ({"age": ["x"], "channel": ["web"]}, InvalidInputError, "age must be numbers as in the"),
        ({"age": [1], "channel": ["wep"]}, UnknownKeyError, "at row 0 .*'wep'; did you mean 'web'"),
    ],
)
def test_customers_need_the_columns(columns: Any, error: Any, message: str) -> None:
    """A missing column, another kind of column and an unknown category are named."""
    base = seen([2], [30], [39])
    known = base if columns is None else base.with_covariates(columns)
    for verb in VERBS.values():
        with pytest.raises(error, match=message):
            verb(SORTS[0].truth, known)


def test_models_that_cannot_be() -> None:
    """Effects without a place, unknown ones and models without covariates are refused."""
    plain = ParetoNBD(r=1, alpha=1, s=1, beta=1)
    with pytest.raises(InvalidInputError, match="concentration must be empty for ParetoNBD"):
        CovariateModel(plain=plain, encoding=ENCODING, concentration={"age": 1.0})
    with pytest.raises(UnknownKeyError, match="did you mean 'channel=shop'"):
        CovariateModel(plain=plain, encoding=ENCODING, dropout={"channel=shp": 1.0})
    with pytest.raises(InvalidInputError, match="age must be a finite number"):
        CovariateModel(plain=plain, encoding=ENCODING, dropout={"age": float("nan")})
    with pytest.raises(InvalidInputError, match=r"one that takes covariates .*, got NBD"):
        CovariateModel(plain=NBD(r=1, alpha=1), encoding=ENCODING)
    with pytest.raises(InvalidInputError, match="must be told by like which plain model"):
        CovariateModel.fit(seen([2], [30], [39]))
    with pytest.raises(InvalidInputError, match=r"got 'channel' with|must have the column"):
        SORTS[0].truth.at({"channel": "web"})


def test_effects_beyond_the_doubles() -> None:
    """A parameter that an effect drives out of the range of numbers stays at its end."""
    model = CovariateModel(
        plain=BGNBD(r=1, alpha=1, a=1, b=1), encoding=ENCODING, purchase={"age": 1.0}
    )
    base = seen([2, 2], [30, 30], [39, 39]).with_covariates({"age": [-5000, 5000]})
    assert np.isfinite(model.expected_purchases(base, horizon=1)).all()


def test_encodings() -> None:
    """Names of effects, the reference point, and numbers to be multiplied with."""
    assert ENCODING.effects(["channel", "age"]) == ("channel=shop", "channel=tv", "age")
    assert ENCODING.part("channel=tv") == ("channel", "tv")
    known = Covariates.of({"age": [41, 40], "channel": ["tv", "web"]})
    np.testing.assert_array_equal(
        ENCODING.matrix(known, ["channel", "age"]), [[0, 1, 1], [0, 0, 0]]
    )
    assert repr(ENCODING) == "CovariateEncoding(age=40, channel='web')"
    with pytest.raises(InvalidInputError, match="at least two categories"):
        CovariateEncoding(categories={"way": ("web",)})
    with pytest.raises(InvalidInputError, match="categories of way must differ"):
        CovariateEncoding(categories={"way": ("web", "web")})


def test_mixes_that_cannot_be() -> None:
    """There is one share for each kind, and none is negative."""
    kinds = Covariates.of({"age": [1, 2]})
    with pytest.raises(InvalidInputError, match="one for each of the 2 kinds, got 1"):
        CovariateMix(covariates=kinds, shares=[1])
    with pytest.raises(InvalidInputError, match=r"shares must be >= 0, got -1.0 at row 1"):
        CovariateMix(covariates=kinds, shares=[2, -1])


# Contracts


PLANS = CovariateEncoding(centres={"age": 40.0}, categories={"plan": ("plus", "basic")})
CONTRACTS = CovariateContracts(
    plain=SBG(alpha=0.7, beta=2.0, unit="year"),
    encoding=PLANS,
    dropout={"age": -0.02, "plan=basic": 0.6},
    concentration={"plan=basic": 0.3},
)


def contracts(n: int, seed: int, **options: Any) -> ContractTenures:
    """Draw contracts of known plans and ages."""
    rng = np.random.default_rng(seed)
    who = Covariates.of({
        "age": np.round(rng.normal(40, 12, n)),
        "plan": rng.choice(["plus", "basic"], n),
    })
    return CONTRACTS.simulate(n, T=rng.integers(2, 9, n), rng=rng, covariates=who, **options)


def test_each_contract_has_a_plain_model() -> None:
    """Every verb of a contract gives what the plain model of its kind gives."""
    base = contracts(40, 1)
    assert base.covariates is not None
    kinds = [
        CONTRACTS.at({name: base.covariates.column(name)[row] for name in base.covariates})
        for row in range(40)
    ]
    ones = [base.select(np.array([row])) for row in range(40)]
    each = [kind.log_likelihood(one)[0] for kind, one in zip(kinds, ones, strict=True)]
    np.testing.assert_allclose(CONTRACTS.log_likelihood(base), each, rtol=1e-12)
    rows = np.flatnonzero(~base.lost)
    running = base.select(rows)
    churn = [kinds[row].churn(int(base.tenure[row]) + 1) for row in rows]
    np.testing.assert_allclose(CONTRACTS.churn_of(running), churn, rtol=1e-12)
    left = [
        kinds[row].discounted_expected_residual_lifetime(
            renewals=int(base.tenure[row]), rate=YEARLY
        )
        for row in rows
    ]
    found = CONTRACTS.residual_lifetime_of(running, rate=YEARLY)
    np.testing.assert_allclose(found, left, rtol=1e-10)


def test_survival_is_that_of_the_mix() -> None:
    """Survival is the mean over the kinds, retention its ratio, lifetimes those of who is left."""
    kinds = Covariates.of({"age": [30, 50], "plan": ["plus", "basic"]})
    mixed = attrs.evolve(CONTRACTS, mix=CovariateMix(covariates=kinds, shares=[0.4, 0.6]))
    parts = [CONTRACTS.at({"age": 30, "plan": "plus"}), CONTRACTS.at({"age": 50, "plan": "basic"})]
    t = np.arange(12)
    mean = 0.4 * parts[0].survival(t) + 0.6 * parts[1].survival(t)
    np.testing.assert_allclose(mixed.survival(t), mean, rtol=1e-13)
    np.testing.assert_allclose(mixed.retention(t[1:]), mean[1:] / mean[:-1], rtol=1e-12)
    np.testing.assert_allclose(mixed.churn(t[1:]), 1 - mean[1:] / mean[:-1], rtol=1e-11)
    life = 0.4 * parts[0].discounted_expected_lifetime(rate=YEARLY)
    life += 0.6 * parts[1].discounted_expected_lifetime(rate=YEARLY)
    assert mixed.discounted_expected_lifetime(rate=YEARLY) == near(life, rel=1e-12)
    assert CONTRACTS.survival(3) == near(CONTRACTS.plain.survival(3), rel=1e-13)
    made = np.arange(3)
    shares = [0.4 * parts[0].survival(made), 0.6 * parts[1].survival(made)]
    each = [
        part.discounted_expected_residual_lifetime(renewals=made, rate=YEARLY) for part in parts
    ]
    left = sum(share * one for share, one in zip(shares, each, strict=True)) / sum(shares)
    found = mixed.discounted_expected_residual_lifetime(renewals=made, rate=YEARLY)
    np.testing.assert_allclose(found, left, rtol=1e-11)


def test_contracts_that_are_drawn() -> None:
    """Contracts like others have their covariates; kinds are drawn from the mix or given."""
    base, rng = contracts(50, 2), np.random.default_rng(3)
    again = CONTRACTS.resample(base, rng=rng)
    assert again.covariates == base.covariates
    assert again.unit == "year"
    assert CONTRACTS.simulate(3, T=4, rng=rng).covariates == PLANS.at_reference(3)


def test_contracts_that_cannot_be_told() -> None:
    """Lost contracts have no future, and the unit and the columns must be the model's."""
    base = contracts(50, 2)
    with pytest.raises(InvalidInputError, match="tenures must be of running contracts"):
        CONTRACTS.churn_of(base)
    running = base.select(~base.lost)
    with pytest.raises(InvalidInputError, match="must be in the model's unit"):
        CONTRACTS.churn_of(attrs.evolve(running, unit="month"))
    with pytest.raises(InvalidInputError, match="must have the covariate 'age'"):
        CONTRACTS.residual_lifetime_of(attrs.evolve(running, covariates=None), rate=YEARLY)
    with pytest.raises(InvalidInputError, match="purchase must be empty for SBG"):
        attrs.evolve(CONTRACTS, purchase={"age": 1.0})
