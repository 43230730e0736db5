"""MBG/NBD: reference values, the exact fit of public data, and its limits."""

from collections.abc import Callable
from functools import partial
from typing import Any

import attrs
import numpy as np
import pytest

from clv_bases import seen
from crmcore import TransactionLog
from crmcore.errors import FitError, InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv._families.beta_geometric.limits import limits
from crmcore.metrics.clv.mbg_nbd import MBGNBD
from crmcore.metrics.clv.nbd import NBD
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

CDNOW = MBGNBD(r=0.525, alpha=6.183, a=0.891, b=1.614)
near = partial(pytest.approx, abs=0.0)

# Parameters, x, t_x, T, time ahead, P(alive then), and purchases until then discounted at a force
# of 0.02 a unit of time: computed with mpmath 1.4 at 45 digits from 2F1 forms.
_SETS = (
    (0.525, 6.183, 0.891, 1.614),
    (0.8, 10.0, 1.0, 2.5),
    (2.0, 3.0, 60.0, 400.0),
)
AHEAD = [
    (_SETS[0], (2, 30.43, 38.86), 5.0, 0.67587738167780356664, 0.18276678098437078822),
    (_SETS[0], (2, 30.43, 38.86), 300.0, 0.22498298716344977339, 1.3733928209917123256),
    (_SETS[0], (0, 0.0, 20.0), 5.0, 0.44814614074729861494, 0.042312965456153043938),
    (_SETS[0], (0, 0.0, 20.0), 300.0, 0.2609235390709905536, 0.31473275091778686565),
    (_SETS[0], (300, 90.0, 100.0), 5.0, 4.0029991675325708854e-11, 5.5023196122926613756e-10),
    (_SETS[0], (300, 90.0, 100.0), 300.0, 1.2696575078905673536e-11, 4.4597275705120231006e-9),
    (_SETS[1], (2, 30.43, 38.86), 300.0, 0.22159123291065972539, 1.4519712900683619266),
    (_SETS[1], (0, 0.0, 20.0), 300.0, 0.24701183688694361731, 0.47056240733896237867),
    (_SETS[1], (300, 90.0, 100.0), 5.0, 1.0250146250645756521e-10, 1.3635859501518347096e-9),
    (_SETS[2], (2, 30.43, 38.86), 300.0, 0.054658991354153355763, 2.0456965667919968794),
    (_SETS[2], (0, 0.0, 20.0), 5.0, 0.096342011899039621452, 0.040453186224606142335),
    (_SETS[2], (0, 0.0, 20.0), 300.0, 0.014240621002963465414, 0.25543106667865231682),
    (_SETS[2], (300, 90.0, 100.0), 5.0, 1.4973058197409651869e-13, 3.9280146102171967893e-12),
    (_SETS[2], (300, 90.0, 100.0), 300.0, 1.315755555505851678e-32, 5.5554972190070937037e-12),
]


def model_of(values: Any) -> MBGNBD:
    return MBGNBD(**dict(zip(("r", "alpha", "a", "b"), values, strict=True)))


@pytest.fixture(scope="module")
def tables(reference: Callable[[str], Any]) -> Any:
    return reference("mbg_nbd")


@pytest.fixture(scope="module")
def cdnow(cdnow_lines: dict[str, Any]) -> CustomerSummary:
    """The CDNOW sample to the end of September 1997."""
    log = TransactionLog.from_arrays(**cdnow_lines, currency="USD")
    return log.summarize(observed_until="1997-09-30", unit="week", clip=True)


def by_set(data: Any, table: str) -> Any:
    columns, rows = data["tables"][table]["columns"], data["tables"][table]["rows"]
    for index in sorted({row[0] for row in rows}):
        part = [row for row in rows if row[0] == index]
        yield (
            model_of(data["param_sets"][index]),
            {name: [row[i] for row in part] for i, name in enumerate(columns)},
        )


def close(got: Any, want: list[Any]) -> None:
    wanted = np.array(want, dtype=np.float64)
    np.testing.assert_allclose(got, wanted, rtol=1e-11, atol=1e-290)


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
        pairs = zip(rows["n"], rows["t"], strict=True)
        close([model.purchase_pmf_new(n, horizon=t) for n, t in pairs], rows["P(X(t)=n)"])


@pytest.mark.reference
def test_distribution_of_the_reference(tables: Any) -> None:
    """The distribution of the purchases to come agrees with 50 digits."""
    for model, rows in by_set(tables, "conditional_pmf"):
        columns = (rows[name] for name in ("x", "t_x", "T", "h", "n", "p"))
        for x, t_x, age, h, n, p in zip(*columns, strict=True):
            close(model.purchase_pmf(seen(x, t_x, age), n, horizon=h), [p])


@pytest.mark.reference
@pytest.mark.parametrize(("values", "history", "ahead", "alive", "worth"), AHEAD)
def test_ahead(values: Any, history: Any, ahead: float, alive: float, worth: float) -> None:
    """The chance of being alive later and a finite discounted horizon agree with 45 digits."""
    model, base = model_of(values), seen(*history)
    rate = Rate(np.expm1(0.02), per="week")
    assert model.probability_alive(base, after=ahead)[0] == near(alive, rel=1e-11)
    got = model.discounted_expected_purchases(base, rate=rate, horizon=ahead)
    assert got[0] == near(worth, rel=1e-11)


@pytest.mark.reference
def test_cdnow(cdnow: CustomerSummary, reference: Callable[[str], Any]) -> None:
    """The fit is the exact maximum on CDNOW, and the figures printed for it."""
    fit = MBGNBD.fit(cdnow)
    (entry,) = [e for e in reference("published")["entries"] if e["id"] == "cdnow_mbgnbd_mle"]
    exact = entry["recomputed"]["exact_mle"]
    assert dict(fit.model.parameters) == pytest.approx(exact["params"], rel=1e-10)
    assert dict(fit.standard_errors) == pytest.approx(exact["se"], rel=1e-9)
    assert fit.log_likelihood == pytest.approx(exact["loglik"], rel=1e-13)
    for name, figure in entry["published"]["params"].items():
        assert fit.model.parameters[name] == pytest.approx(figure, abs=5e-4)
    assert fit.diagnosis.interior
    assert fit.gradient_norm < 1e-9


def test_one_time_buyers_may_have_left() -> None:
    """Who bought once may be gone from the start, ever more likely the longer the silence."""
    alive = CDNOW.probability_alive(seen([0, 0, 0], [0, 0, 0], [0, 10, 1000]))
    stays = CDNOW.b / (CDNOW.a + CDNOW.b)
    assert alive[0] == near(stays, rel=1e-14)
    assert stays > alive[1] > alive[2] > 0


@pytest.mark.parametrize("b", [1e-9, 1e-3, 1.0, 1e9])
@pytest.mark.parametrize("silence", [1e-12, 1.0, 1e6])
def test_likelihood_of_one_time_buyers_keeps_its_digits(b: float, silence: float) -> None:
    """Neither a sure silence nor an unlikely one loses digits of its log-likelihood."""
    model = MBGNBD(r=2.0, alpha=1.0, a=1.0, b=b)
    never = (1 + silence) ** -2.0
    gone, buys = 1 / (1 + b), -np.expm1(-2 * np.log1p(silence)) * b / (1 + b)
    exact = np.log1p(-buys) if buys < 0.5 else np.log(gone + b / (1 + b) * never)
    assert model.log_likelihood(seen(0, 0, silence))[0] == near(exact, rel=1e-13)


def test_heavy_buyers_and_long_ages() -> None:
    """Two thousand purchases and five thousand weeks give finite numbers that make sense."""
    base = seen([2000, 2000, 1, 0], [4990, 100, 1, 0], [5000, 5000, 5000, 5000])
    alive = CDNOW.probability_alive(base)
    assert 0.5 < alive[0] < 1
    assert alive[1] == 0
    assert 0 < alive[2] < alive[3] < 0.1
    assert CDNOW.expected_purchases(base, horizon=52)[0] == pytest.approx(20, rel=0.1)
    assert np.isfinite(CDNOW.log_likelihood(base)).all()


def test_certain_and_absent_dropout_are_simulated() -> None:
    """Customers who leave for certain never buy again; where nobody leaves they go on."""
    rng = np.random.default_rng(7)
    leaves = MBGNBD(r=50.0, alpha=5.0, a=1e9, b=1e-9).simulate(200, T=30.0, rng=rng)
    stays = MBGNBD(r=50.0, alpha=5.0, a=1e-9, b=1e3).simulate(200, T=30.0, rng=rng)
    assert (leaves.frequency == 0).all()
    assert stays.frequency.mean() > 250


_ROWS = np.arange(60)
_ONCE = np.zeros(40)
LIMITS = {
    "one_rate+nobody_leaves": seen([5], [30], [39]),
    "one_rate+one_dropout_probability": seen(
        [0, 1, 0, 1, 1], [0, 3, 0, 20, 5], [39, 39, 30, 30, 20]
    ),
    "one_rate+leave_at_once_or_never": seen(
        np.append(_ONCE, _ROWS * 0 + 12), np.append(_ONCE, _ROWS * 0 + 39), np.full(100, 39)
    ),
    "leave_at_once_or_never": seen(
        np.append(_ONCE, _ROWS // 3 + 1), np.append(_ONCE, _ROWS * 0 + 39), np.full(100, 39)
    ),
    "nobody_leaves": seen(_ROWS // 3 + 1, np.full(60, 39), np.full(60, 39)),
}


@pytest.mark.parametrize("key", LIMITS)
def test_limits(key: str) -> None:
    """A base that lies at a limit is fitted there: named, explained, finite in every verb."""
    base, fitted = LIMITS[key], MBGNBD.fit(LIMITS[key])
    assert fitted.diagnosis.boundary == key
    assert not fitted.diagnosis.interior
    assert fitted.diagnosis.meaning.fa
    assert fitted.estimated + len(key.split("+")) <= 4
    assert not set(fitted.diagnosis.held) & set(fitted.standard_errors)
    with pytest.raises(UndefinedMetricError, match=r"a has no interval: .*leave"):
        fitted.parameter_interval("a")
    ends = fitted.interval("expected_purchases", base, horizon=10)
    assert np.isfinite([ends.low, ends.high]).all()
    assert (ends.low <= fitted.model.expected_purchases(base, horizon=10)).all()
    assert np.isfinite(fitted.model.log_likelihood(base)).all()
    assert np.isfinite(fitted.bic)


def test_share_of_those_who_never_came_back() -> None:
    """Where some leave at once and the others never, a / (a + b) is the share of the former."""
    fitted = MBGNBD.fit(LIMITS["one_rate+leave_at_once_or_never"])
    share = fitted.model.a / (fitted.model.a + fitted.model.b)
    assert share == pytest.approx(0.4, abs=1e-4)
    assert fitted.model.r / fitted.model.alpha == pytest.approx(12 / 39, rel=1e-4)
    assert "right after their first purchase" in fitted.diagnosis.meaning.en


def test_nobody_leaves_is_the_nbd() -> None:
    """At its limit without dropout the fit is that of the NBD, with the same likelihood."""
    base = LIMITS["nobody_leaves"]
    fitted, plain = MBGNBD.fit(base), NBD.fit(base)
    assert fitted.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-9)
    assert fitted.model.r == pytest.approx(plain.model.r, rel=1e-6)
    np.testing.assert_allclose(fitted.covariance[:2, :2], plain.covariance, rtol=1e-5)


@pytest.mark.parametrize(
    ("truth", "key"),
    [
        (MBGNBD(r=1e6, alpha=5e6, a=0.8, b=2.0), "one_rate"),
        (MBGNBD(r=0.6, alpha=5.0, a=2e5, b=8e5), "one_dropout_probability"),
        (MBGNBD(r=0.6, alpha=5.0, a=4e-6, b=6e-6), "leave_at_once_or_never"),
        (MBGNBD(r=0.6, alpha=5.0, a=1e-6, b=1e3), "nobody_leaves"),
    ],
)
def test_limits_are_found(truth: MBGNBD, key: str) -> None:
    """Bases simulated at a limit are fitted at it, or beside it, with a higher likelihood."""
    keys = []
    for seed in range(3):
        base = truth.simulate(400, T=40.0, rng=np.random.default_rng(seed))
        fitted = MBGNBD.fit(base)
        keys.append(fitted.diagnosis.boundary)
        assert fitted.log_likelihood >= truth.log_likelihood(base).sum() - 1e-6
        ends = fitted.interval("expected_purchases_new", horizon=40.0)
        assert 0 < ends.low[0] < ends.high[0] < np.inf
    assert key in keys


def test_meanings_fit_the_model() -> None:
    """All leaving at once is no limit where repeat buyers have stayed once; texts are bilingual."""
    bg, mbg = ({limit.key: limit.meaning for limit in limits(chances)} for chances in (0, 1))
    assert set(bg) - set(mbg) == {"all_leave_at_once"}
    assert not set(mbg) - set(bg)
    assert "first purchase" in mbg["leave_at_once_or_never"].en
    assert "نخستین خرید" in mbg["leave_at_once_or_never"].fa


@pytest.mark.parametrize(
    ("base", "error", "message"),
    [
        (seen([], [], []), FitError, "none of the 0 customers"),
        (seen([0, 0], [0, 0], [5, 9]), FitError, "none of the 2 customers has bought again"),
        (seen([0, 3], [0, 0], [5, 9]), InvalidInputError, "recency must be above 0 .* row 1"),
    ],
)
def test_refuses_bases(base: CustomerSummary, error: type[Exception], message: str) -> None:
    """A base from which no rate can be learnt is refused with what it lacks."""
    with pytest.raises(error, match=message):
        MBGNBD.fit(base)


def test_large_bases_start_from_a_sample() -> None:
    """A base of many distinct rows gives the maximum that a full search gives."""
    truth = MBGNBD(r=0.6, alpha=5.0, a=0.8, b=2.0, unit="week")
    base = truth.simulate(9000, T=np.linspace(20, 60, 9000), rng=np.random.default_rng(2))
    whole = MBGNBD.fit(base)
    assert whole.diagnosis.interior
    assert whole.gradient_norm < 1e-7
    again = MBGNBD.fit(attrs.evolve(base, weights=np.full(9000, 2.0)))
    assert dict(again.model.parameters) == pytest.approx(dict(whole.model.parameters), rel=1e-8)


def test_rare_buyers_in_a_large_base() -> None:
    """Where a sample holds too few buyers the whole base is searched."""
    age = np.linspace(20, 60, 9000)
    x = (np.arange(9000) % 1000 == 0).astype(np.float64)
    fitted = MBGNBD.fit(seen(x, x * age / 2, age))
    assert fitted.gradient_norm < 1e-7
    assert 0.5 < fitted.model.expected_purchases_new(horizon=40.0) / x.mean() < 2


def test_prints_itself() -> None:
    """The model shows its parameters."""
    assert repr(CDNOW) == "MBGNBD(r=0.525, alpha=6.183, a=0.891, b=1.614)"
