"""Fits with covariates: recovery, nesting, what cannot be told, and effects in words."""

from typing import Any

import attrs
import numpy as np
import pytest

from clv_bases import seen
from covariate_bases import CHANNELS, ENCODING, SORTS, Sort, people, simulated
from crmcore.errors import FitError, InvalidInputError, UndefinedMetricError, UnknownKeyError
from crmcore.metrics.clv import (
    BGNBD,
    NBD,
    SBG,
    ContractTenures,
    Fit,
    GammaGamma,
    ParetoNBD,
    Prior,
    bootstrap,
    customer_value,
    likelihood_ratio,
    profile_likelihood,
)
from crmcore.metrics.clv.covariates.effects import covariate_effects
from crmcore.metrics.clv.covariates.fits import fit_with_covariates
from crmcore.metrics.clv.covariates.models import CovariateModel
from crmcore.metrics.clv.evaluation.holdout import evaluate_model
from crmcore.metrics.clv.ggompertz_nbd import GGompertzNBD
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary, HoldoutSplit

COLUMNS = ("age", "channel")
REFERENCE = {"age": 40.0, "channel": "web"}
quick = pytest.mark.parametrize("sort", SORTS[:3], ids=lambda sort: sort.name)


def fit_all(sort: Sort, base: CustomerSummary, **options: Any) -> Fit[CovariateModel]:
    """Fit all effects on all processes."""
    given: dict[str, Any] = {"purchase": COLUMNS, "dropout": COLUMNS, **options}
    return fit_with_covariates(sort.kind, base, **given)


def joined(parts: list[CustomerSummary], labels: list[str]) -> CustomerSummary:
    """Put bases together, with the channel of each."""
    columns = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("frequency", "recency", "T")
    }
    ways = np.repeat(labels, [len(part) for part in parts])
    return CustomerSummary(**columns, unit="week").with_covariates({"channel": ways})


@quick
def test_effects_are_recovered(sort: Sort) -> None:
    """Intervals hold the truth, the fit beats it, and the gradient is 0."""
    base = simulated(sort, 3000, seed=21)
    fit = fit_all(sort, base, reference=REFERENCE)
    assert fit.diagnosis.interior
    assert fit.model.unit == "week"
    assert fit.gradient_norm < 1e-8
    assert fit.log_likelihood == pytest.approx(fit.model.log_likelihood(base).sum(), rel=1e-12)
    assert fit.log_likelihood >= sort.truth.log_likelihood(base).sum()
    assert tuple(fit.model.parameters) == tuple(sort.truth.parameters)
    for name, value in sort.truth.parameters.items():
        ends = fit.parameter_interval(name, level=0.999)
        assert ends.low < value < ends.high
    plain = sort.kind.fit(base)
    test = likelihood_ratio(plain, fit)
    assert test.degrees == len(fit.model.effects)
    assert test.p_value < 1e-6


def test_a_hazard_that_grows() -> None:
    """Gamma-Gompertz/NBD is fitted too, better than without covariates."""
    base = simulated(SORTS[3], 250, seed=20)
    fit = fit_with_covariates(GGompertzNBD, base, purchase="channel", dropout="age")
    assert fit.log_likelihood == pytest.approx(fit.model.log_likelihood(base).sum(), rel=1e-12)
    assert likelihood_ratio(GGompertzNBD.fit(base), fit).statistic > 5
    words = covariate_effects(fit)["dropout:age"]
    assert words.reason is not None or "mean rate of leaving" in words.text.en


@quick
def test_weights_are_customers(sort: Sort) -> None:
    """A row of weight 3 is three rows, one of weight 0 is none; the order does not matter."""
    base = simulated(sort, 400, seed=22)
    weights = np.arange(400) % 4
    weighted = attrs.evolve(base, weights=weights)
    repeated = base.select(np.repeat(np.arange(400), weights))
    mixed = repeated.select(np.random.default_rng(1).permutation(len(repeated)))
    assert fit_all(sort, weighted) == fit_all(sort, repeated) == fit_all(sort, mixed)


@quick
def test_a_fit_has_no_scale(sort: Sort) -> None:
    """Days give the fit of weeks, months of age that of years, and another reference the same."""
    base = simulated(sort, 1000, seed=23)
    weekly = fit_all(sort, base)
    assert base.covariates is not None
    ages = {
        "age": base.covariates.numbers["age"] * 12,
        "channel": base.covariates.labels["channel"],
    }
    daily = seen(base.frequency, base.recency * 7, base.T * 7, unit="day").with_covariates(ages)
    other = fit_all(sort, daily, reference={"age": 100, "channel": "tv"})
    shift = float(base.frequency.sum() * np.log(7))
    assert other.log_likelihood + shift == pytest.approx(weekly.log_likelihood, rel=1e-10)
    assert other.model.unit == "day"
    near = pytest.approx(weekly.model.purchase["age"] / 12, rel=1e-4)
    assert other.model.purchase["age"] == near
    kind = {"age": 50, "channel": "shop"}
    same = {"age": 600, "channel": "shop"}
    expected = weekly.model.at(kind).expected_purchases_new(horizon=10)
    assert other.model.at(same).expected_purchases_new(horizon=70) == pytest.approx(
        expected, rel=1e-4
    )


def test_a_category_with_all_effects_is_a_base_of_its_own() -> None:
    """With all effects of one category, dropout is that of separate fits of one shape r."""
    truth = SORTS[0].truth
    rng = np.random.default_rng(24)
    parts = [
        truth.at({"age": 40, "channel": way}).simulate(n, T=52.0, rng=rng)  # type: ignore[attr-defined]
        for way, n in (("web", 1500), ("shop", 900))
    ]
    base = joined(parts, ["web", "shop"])
    whole = fit_with_covariates(BGNBD, base, purchase="channel", dropout="channel")
    known = {"r": whole.model.plain.parameters["r"]}
    apart = [BGNBD.fit(part, fixed=known) for part in parts]
    assert whole.log_likelihood == pytest.approx(sum(it.log_likelihood for it in apart), abs=1e-7)
    for way, own in zip(("web", "shop"), apart, strict=True):
        found = whole.model.at({"channel": way}).parameters
        assert dict(found) == pytest.approx(dict(own.model.parameters), rel=1e-4)
    pareto = fit_with_covariates(ParetoNBD, base, purchase="channel", dropout="channel")
    shapes = {name: pareto.model.plain.parameters[name] for name in ("r", "s")}
    likely = sum(ParetoNBD.fit(part, fixed=shapes).log_likelihood for part in parts)
    assert pareto.log_likelihood == pytest.approx(likely, abs=1e-6)


def test_plans_of_contracts_are_separate_fits() -> None:
    """sBG with all effects of a plan is the fits of the plans, and its verbs hold."""
    rng = np.random.default_rng(25)
    parts = [
        SBG(alpha=0.7, beta=beta).simulate(n, T=rng.integers(2, 9, n), rng=rng)
        for beta, n in ((3.8, 900), (1.5, 600))
    ]
    base = ContractTenures(
        tenure=np.concatenate([part.tenure for part in parts]),
        lost=np.concatenate([part.lost for part in parts]),
    ).with_covariates({"plan": ["plus"] * 900 + ["basic"] * 600})
    fit = fit_with_covariates(SBG, base, dropout="plan")
    apart = [SBG.fit(part) for part in parts]
    assert fit.log_likelihood == pytest.approx(sum(it.log_likelihood for it in apart), abs=1e-8)
    found = fit.model.at({"plan": "basic"})
    assert dict(found.parameters) == pytest.approx(dict(apart[1].model.parameters), rel=1e-6)
    assert likelihood_ratio(SBG.fit(base), fit).degrees == 2
    ends = fit.interval("survival", t=[1, 5])
    assert (ends.low < fit.model.survival([1, 5])).all()
    again = fit.refit(base, fixed={"concentration:plan=basic": 0.0})
    assert again.model.concentration == {"plan=basic": 0.0}
    assert again.estimated == 3
    effects = covariate_effects(fit)
    assert "times the odds of leaving at a renewal" in effects["dropout:plan=basic"].text.en


@pytest.mark.parametrize("reference", ["web", "shop"])
@pytest.mark.parametrize(
    ("other", "boundary"),
    [
        ("none", "purchase:channel=shop:none"),
        ("gone", "dropout:channel=shop:all"),
    ],
)
def test_a_category_at_a_limit(other: str, boundary: str, reference: str) -> None:
    """Where nobody in a category buys again, or all leave, the fit says so and is finite."""
    rng = np.random.default_rng(26)
    main = BGNBD(r=0.8, alpha=6, a=0.8, b=2, unit="week").simulate(800, T=52.0, rng=rng)
    rest = {
        "none": seen(np.zeros(150), np.zeros(150), np.full(150, 52)),
        "gone": seen(np.ones(150), rng.uniform(1, 3, 150), np.full(150, 52)),
    }[other]
    base = joined([main, rest], ["web", "shop"])
    fit = fit_with_covariates(
        BGNBD, base, purchase="channel", dropout="channel", reference={"channel": reference}
    )
    assert np.isfinite(fit.model.expected_purchases(base, horizon=52)).all()
    effects = covariate_effects(fit)
    assert fit.diagnosis.held
    if reference == "web":
        assert fit.diagnosis.boundary == boundary
        assert "channel shop" in fit.diagnosis.meaning.en
        held = effects[boundary.rpartition(":")[0]]
        assert held.interval is None
        assert held.factor_interval is None
        assert "low" not in repr(held)
        assert held.reason is not None
        assert held.text == fit.diagnosis.meaning
    else:
        assert fit.diagnosis.boundary == "reference"
        assert "choose another reference" in fit.diagnosis.meaning.en
    with pytest.raises(UndefinedMetricError, match="has no interval"):
        fit.parameter_interval(fit.diagnosis.held[-1])


def test_a_number_that_separates() -> None:
    """Where all above an age never leave and all below leave, the effect has no optimum."""
    rng = np.random.default_rng(27)
    tenure, old = np.where(np.arange(400) < 200, 1.0, 6.0), np.arange(400) >= 200
    base = ContractTenures(tenure=tenure, lost=~old).with_covariates({
        "age": np.where(old, rng.uniform(50, 80, 400), rng.uniform(20, 45, 400))
    })
    fit = fit_with_covariates(SBG, base, dropout="age", concentration=())
    assert fit.diagnosis.boundary is not None
    assert "dropout:age" in fit.diagnosis.held
    assert "The effect of age has no finite optimum" in fit.diagnosis.meaning.en


def test_nobody_leaves() -> None:
    """Where nobody leaves effects on leaving are held, and those on purchase are told."""
    rng = np.random.default_rng(28)
    base = NBD(r=0.8, alpha=6, unit="week").simulate(600, T=52.0, rng=rng)
    known = base.with_covariates(people(600, rng))
    fit = fit_with_covariates(ParetoNBD, known, purchase="age", dropout="channel")
    assert fit.diagnosis.boundary == "nobody_leaves"
    assert {"s", "beta", "dropout:channel=shop"} <= set(fit.diagnosis.held)
    assert fit.log_likelihood >= ParetoNBD.fit(base).log_likelihood - 1e-9
    assert covariate_effects(fit)["purchase:age"].interval is not None


def test_known_parameters_and_effects() -> None:
    """What is fixed keeps its value, has no interval, and lowers the likelihood."""
    base = simulated(SORTS[0], 800, seed=29)
    free = fit_all(SORTS[0], base)
    known = {"r": 0.8, "dropout:age": -0.02, "concentration:age": 0.0}
    held = fit_all(SORTS[0], base, fixed=known)
    assert held.fixed == ("r", "dropout:age", "concentration:age")
    assert held.model.effects["dropout:age"] == -0.02
    assert held.model.plain.parameters["r"] == 0.8
    assert held.log_likelihood <= free.log_likelihood + 1e-9
    assert held.estimated == free.estimated - 3
    assert held.log_likelihood == pytest.approx(held.model.log_likelihood(base).sum(), rel=1e-12)
    assert covariate_effects(held)["dropout:age"].text.en.endswith("a purchase.")
    test = likelihood_ratio(held, free)
    assert test.degrees == 3
    assert not test.at_boundary
    all_known = {name: 0.1 for name in free.model.effects if name.startswith("purchase")}
    none = fit_all(SORTS[0], base, fixed=all_known)
    assert none.model.purchase == dict.fromkeys(none.model.purchase, 0.1)
    with pytest.raises(UnknownKeyError, match="did you mean 'dropout:age'"):
        fit_all(SORTS[0], base, fixed={"dropout:agee": 0.0})
    with pytest.raises(InvalidInputError, match="fixed r must be a finite number > 0"):
        fit_all(SORTS[0], base, fixed={"r": 0.0})


def test_a_prior_draws_effects_to_0() -> None:
    """A narrow prior of an effect's exponential at 1 makes it smaller, a wide one does not."""
    base = simulated(SORTS[0], 300, seed=30)
    free, drawn, wide = (
        fit_with_covariates(
            BGNBD, base, purchase="channel", prior=Prior({"purchase:channel=shop": 1.0}, sd=sd)
        )
        for sd in (1e3, 0.05, 1e2)
    )
    name = "channel=shop"
    assert abs(drawn.model.purchase[name]) < abs(free.model.purchase[name]) / 2
    assert wide.model.purchase[name] == pytest.approx(free.model.purchase[name], rel=1e-3)


def test_the_mix_stands_for_the_base() -> None:
    """Kinds are counted if they are few, and represented if they are many."""
    base = simulated(SORTS[0], 2000, seed=31)
    few = fit_with_covariates(BGNBD, base, purchase="channel").model
    assert few.mix is not None
    shares = dict(zip(few.mix.covariates.labels["channel"], few.mix.shares, strict=True))
    assert base.covariates is not None
    assert shares["tv"] == pytest.approx((base.covariates.labels["channel"] == "tv").mean())
    rng = np.random.default_rng(32)
    ages = {"age": rng.normal(40, 12, 2000), "channel": base.covariates.labels["channel"]}
    many = fit_with_covariates(
        BGNBD, base.with_covariates(ages), purchase=COLUMNS, dropout="channel"
    ).model
    assert many.mix is not None
    assert len(many.mix.covariates) <= 400
    fresh = seen(np.zeros(2000), np.zeros(2000), np.zeros(2000)).with_covariates(ages)
    mean = many.expected_purchases(fresh, horizon=26).mean()
    assert many.expected_purchases_new(horizon=26) == pytest.approx(mean, rel=0.01)


def test_verbs_of_others_take_the_model() -> None:
    """Values, evaluation, bootstrap, profile and intervals work as with a plain model."""
    base = simulated(SORTS[0], 500, seed=33)
    fit = fit_with_covariates(BGNBD, base, purchase="channel", dropout="channel", concentration=())
    total = fit.total_interval("expected_purchases", base, horizon=26)
    expected = float(fit.model.expected_purchases(base, horizon=26).sum())
    assert total.low < expected < total.high
    draws = bootstrap(fit, base, 3, rng=np.random.default_rng(34))
    assert all(tuple(model.parameters) == tuple(fit.model.parameters) for model in draws)
    split = HoldoutSplit(
        calibration=base,
        holdout_frequency=fit.model.simulate_purchases(
            base, horizon=26, rng=np.random.default_rng(35)
        ),
        holdout_value=np.zeros(500),
        duration=26.0,
        newcomers=0,
    )
    found = evaluate_model(fit, split)
    assert abs(found["bias"].require()) < 0.3
    profile = profile_likelihood(fit, base, "alpha")
    assert profile.interval.low < fit.model.plain.parameters["alpha"] < profile.interval.high


def test_effects_in_words() -> None:
    """Each effect is told as a factor in both languages, with its interval."""
    base = simulated(SORTS[2], 800, seed=36)
    found = covariate_effects(fit_all(SORTS[2], base, reference=REFERENCE), level=0.95)
    shop = found["purchase:channel=shop"]
    assert (shop.process, shop.column, shop.category) == ("purchase", "channel", "shop")
    assert shop.reference == "web"
    assert shop.factor == pytest.approx(np.exp(shop.coefficient))
    assert shop.factor_interval is not None
    assert shop.factor_interval.low < shop.factor < shop.factor_interval.high
    assert shop.text.en.startswith("Customers with channel shop buy")
    assert "(95% interval" in shop.text.en
    assert "خرید می‌کنند" in shop.text.fa
    assert "(بازه" in shop.text.fa
    age = found["dropout:age"]
    assert age.category is None
    assert age.text.en.startswith("With one more unit of age customers have")
    assert "mean rate of leaving" in age.text.en
    assert list(found) == [found[name] for name in found._by_key()]
    assert "factor=" in repr(shop)
    assert "purchase:channel=shop=" in repr(found)
    more = covariate_effects(fit_all(SORTS[1], simulated(SORTS[1], 800, seed=37)))
    assert "as concentrated" in more["concentration:channel=shop"].text.en
    assert "as concentrated" in more["concentration:age"].text.en
    assert "odds of leaving after a purchase" in more["dropout:age"].text.en
    with pytest.raises(InvalidInputError, match="level must be strictly between"):
        covariate_effects(fit_all(SORTS[2], base), level=1.0)


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        ({"age": [1.0, 1, 1, 1]}, {"purchase": "age"}, r"covariate age must vary, got \[1.0\]"),
        (
            {"way": ["a"] * 4},
            {"purchase": "way"},
            r"way must have at least two categories, got \['a'",
        ),
        (
            {"age": [1, 2, 3, 4], "born": [9, 8, 7, 6]},
            {"dropout": ["age", "born"]},
            "dropout must have covariates that do not determine each other, got 'age', 'born': ",
        ),
        (
            {"way": ["a", "b", "a", "b"], "land": ["x", "y", "x", "y"]},
            {"purchase": ["way", "land"]},
            "got 'way=b', 'land=y'",
        ),
        (
            {"way": ["a", "b", "c", "d"], "age": [1, 2, 1, 1]},
            {"purchase": ["way", "age"]},
            "purchase must have fewer effects than there are different customers, got 4 effects",
        ),
        ({"age": [1, 2, 3, 4]}, {}, "must name at least one covariate, got none"),
        ({"age": [1, 2, 3, 4]}, {"purchase": ["age", "age"]}, "columns of purchase must differ"),
        ({"age": [1, 2, 3, 4]}, {"purchase": "agee"}, "purchase must be a known key, got 'agee'"),
        (
            {"age": [1, 2, 3, 4]},
            {"purchase": "age", "reference": {"way": "a"}},
            "reference must be a known key, got 'way'",
        ),
        (
            {"way": ["a", "b", "a", "b"]},
            {"purchase": "way", "reference": {"way": "c"}},
            "reference of way must be a known key, got 'c'",
        ),
        (
            {"age": [1, 2, 3, 4]},
            {"purchase": "age", "reference": {"age": "x"}},
            "reference of age must be a finite number",
        ),
        (None, {"purchase": "age"}, "the base must have the covariates age, got none"),
    ],
)
def test_covariates_that_tell_nothing(columns: Any, options: Any, message: str) -> None:
    """What cannot be told is refused, and the columns are named."""
    base = seen([3, 1, 0, 2], [9, 2, 0, 5], [9, 9, 9, 9])
    known = base if columns is None else base.with_covariates(columns)
    with pytest.raises(InvalidInputError, match=message):
        fit_with_covariates(BGNBD, known, **options)


def test_many_columns_that_determine_each_other() -> None:
    """Of many columns that are a sum of each other the first are named."""
    base = simulated(SORTS[0], 200, seed=38)
    rng = np.random.default_rng(39)
    columns = {f"c{number}": rng.normal(size=200) for number in range(9)}
    columns["sum"] = sum(columns.values())  # type: ignore[assignment]
    known = base.with_covariates(columns)  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError, match="and 2 more: each of them is a sum"):
        fit_with_covariates(BGNBD, known, purchase=list(columns))


def test_rows_that_are_not_there_do_not_count() -> None:
    """A category that only rows of weight 0 have is no category; refit to it is refused."""
    base = simulated(SORTS[0], 300, seed=40)
    assert base.covariates is not None
    present = base.covariates.labels["channel"] != "tv"
    fit = fit_with_covariates(
        BGNBD, attrs.evolve(base, weights=present.astype(float)), purchase="channel"
    )
    assert "tv" not in fit.model.encoding.categories["channel"]
    whole = fit_with_covariates(BGNBD, base, purchase="channel")
    with pytest.raises(InvalidInputError, match="got 'channel=tv' that does not"):
        whole.refit(base.select(present))


def test_models_and_bases_that_cannot_be_fitted() -> None:
    """Other models take no covariates, and what the plain fit refuses is refused."""
    base = simulated(SORTS[0], 50, seed=41)
    with pytest.raises(InvalidInputError, match=r"one that takes covariates .*, got NBD"):
        fit_with_covariates(NBD, base, purchase="age")
    with pytest.raises(InvalidInputError, match="concentration must be empty for ParetoNBD"):
        fit_with_covariates(ParetoNBD, base, concentration="age")
    nobody = seen(np.zeros(4), np.zeros(4), np.full(4, 9)).with_covariates({"age": [1, 2, 3, 4]})
    with pytest.raises(FitError, match="none of the 4 customers has bought again"):
        fit_with_covariates(BGNBD, nobody, purchase="age")


def test_the_value_of_customers() -> None:
    """Customers are valued by the model of each."""
    base = simulated(SORTS[0], 400, seed=42)
    spend = GammaGamma(p=6, q=4, v=15)
    paid = spend.simulate(base, rng=np.random.default_rng(43))
    fit = fit_with_covariates(BGNBD, paid, purchase="channel")
    value = customer_value(
        fit, spend, paid, horizon="1 year", rate=Rate(0.1, per="year"), margin=0.3
    )
    plain = [
        customer_value(
            fit.model.at({"channel": way}),
            spend,
            paid.select(paid.covariates.labels["channel"] == way),  # type: ignore[union-attr]
            horizon="1 year",
            rate=Rate(0.1, per="year"),
            margin=0.3,
        ).equity.require()
        for way in CHANNELS
    ]
    assert value.equity.require() == pytest.approx(sum(plain), rel=1e-9)


def test_encoding_keeps_the_reference() -> None:
    """The reference is the most frequent category and the mean, or what is stated."""
    base = simulated(SORTS[0], 300, seed=44)
    assert base.covariates is not None
    fit = fit_with_covariates(BGNBD, base, purchase=COLUMNS)
    reference = fit.model.encoding.reference
    assert reference["channel"] == "web"
    assert reference["age"] == pytest.approx(base.covariates.numbers["age"].mean())
    assert ENCODING.reference == REFERENCE
