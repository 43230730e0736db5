"""Figures of models: spend, how customers differ, profiles, contracts, chances and forecasts."""

from typing import Any

import attrs
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from clv_figures import SPEND, legend
from crmcore import plotting
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv import (
    BGBB,
    BGNBD,
    MBGNBD,
    NBD,
    SBG,
    ContractTenures,
    Geometric,
    ParetoNBD,
    Profile,
    forecast_purchases,
    profile_likelihood,
)
from crmcore.metrics.clv.bg_cnbd import BGCNBD
from crmcore.metrics.clv.evaluation.calibration import reliability
from crmcore.metrics.clv.ggompertz_nbd import GGompertzNBD
from crmcore.metrics.intervals import share_interval
from crmcore.metrics.measurement import Interval
from crmcore.summary import CustomerSummary

pytest.importorskip("matplotlib")

CONTRACTS = ContractTenures.from_survivors([1000, 869, 743, 653], [500, 430], unit="year")


# Spend


def buyers(x: Any, spend: Any, **options: Any) -> CustomerSummary:
    """Make customers of so many repeat purchases and such a mean spend."""
    seen = np.asarray(x, dtype=float) > 0
    return CustomerSummary(
        frequency=x, recency=seen * 9.0, T=np.full(seen.size, 39.0), unit="week",
        monetary_value=spend, **options,
    )  # fmt: skip


@pytest.mark.law
@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.floats(0.01, 1e6), st.integers(1, 4)),
        min_size=1,
        max_size=15,
    ).filter(lambda rows: any(x for x, *_ in rows))
)
def test_bars_of_spend_are_all_repeat_buyers(rows: Any) -> None:
    """They add up to 100 % of the repeat buyers, weights counted."""
    x, spend, weight = zip(*rows, strict=True)
    ax = plotting.spend_density(SPEND, buyers(x, spend, weights=weight))
    assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(100)
    assert min(bar.get_x() for bar in ax.patches) > 0


def test_the_expected_spend_is_that_of_the_model() -> None:
    """Over the axis the line adds up to all buyers; draws of the model lie on it."""
    rng = np.random.default_rng(4)
    base = buyers(rng.integers(1, 9, 20_000), np.ones(20_000))
    ax = plotting.spend_density(SPEND, SPEND.simulate(base, rng=rng))
    money, expected = ax.lines[0].get_xydata().T
    bars = [(bar.get_x(), bar.get_width(), bar.get_height()) for bar in ax.patches]
    start, width, actual = np.array(bars).T
    ratio = np.log1p(width[0] / start[0])
    assert np.trapezoid(expected, np.log(money)) / ratio == pytest.approx(100, abs=0.5)
    middle = np.sqrt(start * (start + width))
    assert np.allclose(np.interp(middle, money, expected), actual, atol=1.0)
    assert legend(ax) == ["expected by the model", "actual"]


def test_spend_of_nobody_is_refused() -> None:
    """No repeat buyer, no money or a free purchase: each is said."""
    with pytest.raises(UndefinedMetricError, match="no repeat buyer"):
        plotting.spend_density(SPEND, buyers([0], [0]))
    with pytest.raises(InvalidInputError, match="must have monetary_value"):
        plotting.spend_density(SPEND, attrs.evolve(buyers([2], [1]), monetary_value=None))
    with pytest.raises(InvalidInputError, match="leave customers out who paid nothing"):
        plotting.spend_density(SPEND, buyers([2], [0]))


def test_spend_is_named_with_its_currency() -> None:
    """The axis has the currency's name in the language of the figure."""
    base = buyers([2], [9e5], currency="IRT")
    assert "(toman," in plotting.spend_density(SPEND, base).get_xlabel()
    assert "(تومان،" in plotting.spend_density(SPEND, base, language="fa").get_xlabel()


# How customers differ

MODELS = {
    "NBD": (NBD(r=2.0, alpha=8.0, unit="week"), "buying", 0.25, "Purchase rate (per week)"),
    "BG/NBD": (BGNBD(r=2.0, alpha=8.0, a=2, b=6), "leaving", 25, "after a purchase"),
    "MBG/NBD": (MBGNBD(r=2.0, alpha=8.0, a=2, b=6), "buying", 0.25, "Purchase rate"),
    "BG/CNBD": (BGCNBD(k=2, r=2.0, alpha=8.0, a=2, b=6), "buying", 0.125, "Purchase rate"),
    "Pareto": (ParetoNBD(r=2.0, alpha=8.0, s=3, beta=6), "leaving", 0.5, "Rate of leaving"),
    "Gompertz": (
        GGompertzNBD(r=2.0, alpha=8.0, b=0.5, s=3, beta=6), "leaving", 0.25, "first purchase",
    ),
    "BG/BB buying": (BGBB(alpha=3, beta=1, gamma=1, delta=4), "buying", 75, "at an opportunity"),
    "BG/BB": (BGBB(alpha=3, beta=1, gamma=1, delta=4), "leaving", 20, "before an opportunity"),
    "SBG": (SBG(alpha=2.0, beta=6.0), "leaving", 25, "at a renewal"),
}  # fmt: skip


@pytest.mark.law
@pytest.mark.parametrize(("model", "of", "mean", "told"), MODELS.values(), ids=MODELS)
def test_the_density_is_that_of_the_customers(model: Any, of: Any, mean: float, told: str) -> None:
    """Its area is 1 and its mean the one that is marked and written."""
    ax = plotting.heterogeneity(model, of=of)
    curve, mark = ax.lines
    x, density = curve.get_xydata().T
    assert np.trapezoid(density, x) == pytest.approx(1, abs=0.02)
    assert np.trapezoid(x * density, x) == pytest.approx(mean, rel=0.04)
    assert mark.get_xdata() == pytest.approx([mean, mean])
    assert told in ax.get_xlabel()
    written = f"mean {mean:g}%" if mean > 1 else f"mean {mean:g} per"
    assert legend(ax)[0].startswith(written)
    low, high = ax.get_ylim()
    assert (low, high > density.max()) == (0, True)


def test_what_a_model_knows_is_drawn_first() -> None:
    """Buying where the model knows of it, leaving else; what it does not know is refused."""
    assert "Purchase rate" in plotting.heterogeneity(BGNBD(r=1, alpha=8, a=2, b=6)).get_xlabel()
    fit = SBG.fit(CONTRACTS)
    assert plotting.heterogeneity(fit).get_title(loc="left") == "How customers differ in leaving"
    with pytest.raises(InvalidInputError, match="of must be one of 'buying', got 'leaving'"):
        plotting.heterogeneity(NBD(r=1, alpha=8), of="leaving")
    with pytest.raises(InvalidInputError, match=r"differ as gamma or beta.*churn_rate"):
        plotting.heterogeneity(Geometric(churn_rate=0.2))


@pytest.mark.parametrize(
    "model",
    [NBD(r=0.2, alpha=8), SBG(alpha=0.5, beta=2), SBG(alpha=2, beta=0.5), SBG(alpha=0.5, beta=0.5)],
)
def test_a_density_without_bound_leaves_the_picture(model: Any) -> None:
    """The picture is as high as the density inside, not as the one at its end."""
    ax = plotting.heterogeneity(model)
    assert 0 < ax.get_ylim()[1] < 0.8 * ax.lines[0].get_ydata().max()


def test_customers_who_are_all_alike_are_one_line() -> None:
    """Where the fit has run to that limit there is no density."""
    ax = plotting.heterogeneity(NBD(r=1e9, alpha=1e10))
    (mark,) = ax.lines
    assert mark.get_xdata() == [0.1, 0.1]
    assert legend(ax) == ["all alike, 0.1 per unit of time"]


# Profile


def profile_of(values: Any, loss: Any, estimate: float, low: float, high: float) -> Profile:
    """Make a profile with given losses of the log-likelihood."""
    return Profile(
        name="alpha", values=values, log_likelihoods=-np.asarray(loss, dtype=float),
        estimate=estimate,
        interval=Interval(low=low, high=high, level=0.9, method="profile likelihood"),
    )  # fmt: skip


def test_the_profile_ends_the_interval_at_the_dotted_line() -> None:
    """The curve is highest at the estimate, and cuts the line at both ends of the interval."""
    base = NBD(r=0.6, alpha=5.0, unit="week").simulate(300, T=52.0, rng=np.random.default_rng(2))
    found = profile_likelihood(NBD.fit(base), base, "r")
    ax = plotting.profile(found)
    curve, line, mark = ax.lines
    x, fall = curve.get_xydata().T
    assert mark.get_xydata().tolist() == [[found.estimate, 0.0]]
    depth = line.get_ydata()[0]
    assert depth == pytest.approx(-(1.6449**2) / 2, abs=1e-4)
    for end in (found.interval.low, found.interval.high):
        assert np.interp(end, x, fall) == pytest.approx(depth, abs=0.01)
    assert fall.max() == pytest.approx(0, abs=1e-3)
    told = [text.partition(" ")[0] for text in legend(ax)]
    assert told == ["estimate", "90%"]


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (2.0, np.inf, "90% interval 2 and more"),
        (0.0, 9.0, "90% interval 9 and less"),
        (0.0, np.inf, "90% interval without an end"),
    ],
)
def test_open_sides_are_said(low: float, high: float, told: str) -> None:
    """A side on which the likelihood does not fall enough has no end."""
    ax = plotting.profile(profile_of([1, 2, 4, 9, 20], [3, 1.35, 0, 1.35, 3], 4, low, high))
    assert legend(ax)[1] == told


def test_a_flat_side_is_shown_as_far_as_it_moves() -> None:
    """A curve that has settled is not drawn on for decades; the axis is one of logs."""
    far = profile_of(
        [0.1, 1, 4, 40, 1e3, 1e9, 1e30], [5, 1.35, 0, 0.5, 0.6, 0.6, 0.6], 4, 1, np.inf
    )
    ax = plotting.profile(far)
    assert ax.get_xscale() == "log"
    assert ax.get_xlim()[1] < 1e6


def test_a_parameter_of_either_sign_has_a_plain_axis() -> None:
    """An effect may be negative: its axis is not one of logs, nor is its curve."""
    ax = plotting.profile(profile_of([-1, -0.5, 0, 0.5], [2, 0.5, 0, 0.5], -0.0, -0.8, np.inf))
    assert ax.get_xscale() == "linear"
    assert ax.lines[0].get_xdata().min() < 0
    both = plotting.profile(profile_of([-1, 0, 1], [0.5, 0, 0.5], 0.0, -np.inf, np.inf))
    assert legend(both)[1] == "90% interval without an end"


def test_a_profile_of_one_value_is_a_point() -> None:
    """Where nothing moves there is still room about the estimate."""
    ax = plotting.profile(profile_of([4], [0], 4, 0, np.inf))
    low, high = ax.get_xlim()
    assert low < 4 < high


# Contracts


def test_survival_is_that_of_model_and_contracts() -> None:
    """The line is the model's, the points those of Kaplan and Meier over both cohorts."""
    fit = SBG.fit(CONTRACTS)
    ax = plotting.survival(fit, CONTRACTS, periods=6)
    line, points, last = ax.lines
    assert line.get_ydata() == pytest.approx(100 * fit.model.survival(np.arange(7)))
    first = 1299 / 1500
    known = np.array([1, first, first * 743 / 869, first * 743 / 869 * 653 / 743])
    assert points.get_ydata() == pytest.approx(100 * known)
    assert set(last.get_xdata()) == {3}
    assert legend(ax) == [
        "expected by the model", "90% interval of the model", "actual", "last renewal seen",
    ]  # fmt: skip


def test_retention_has_its_intervals() -> None:
    """Each point has the Wilson interval of the share renewed; the band is the fit's."""
    fit = SBG.fit(CONTRACTS)
    ax = plotting.retention(fit, CONTRACTS, level=0.8)
    (bars,) = ax.containers
    points, _, (ends,) = bars
    assert points.get_ydata() == pytest.approx([
        100 * 1299 / 1500,
        100 * 743 / 869,
        100 * 653 / 743,
    ])
    known = share_interval(1299, 1500, level=0.8)
    assert ends.get_segments()[0][:, 1] == pytest.approx([100 * known.low, 100 * known.high])
    assert ax.lines[0].get_ydata() == pytest.approx(100 * fit.model.retention(np.arange(1, 13)))
    assert "actual with 80% interval" in legend(ax)
    assert ax.get_ylim()[1] <= 103


def test_a_model_alone_is_a_line() -> None:
    """Without a fit there is no band, without contracts no point; the figure has 12 periods."""
    ax = plotting.survival(SBG(alpha=0.6, beta=3.8))
    assert legend(ax) == ["expected by the model"]
    assert ax.lines[0].get_xdata()[-1] == 12
    assert ax.get_xlabel() == "Time since the start (periods)"
    assert plotting.retention(SBG(alpha=0.6, beta=3.8), periods=1).lines


def test_the_figure_reaches_as_far_as_the_contracts() -> None:
    """Old contracts make it longer; fewer periods asked for cut the points off."""
    old = ContractTenures(tenure=[20, 15], lost=[False, True])
    ax = plotting.survival(SBG(alpha=0.6, beta=3.8), old)
    assert ax.lines[0].get_xdata()[-1] == 20
    assert len(ax.lines) == 2
    few = plotting.survival(SBG(alpha=0.6, beta=3.8), old, periods=4)
    assert few.lines[1].get_xdata().tolist() == [0, 1, 2, 3, 4]


def test_contracts_without_a_renewal_are_refused() -> None:
    """New contracts alone, none at all, or another unit: each is said."""
    model = SBG(alpha=0.6, beta=3.8)
    for none in (ContractTenures(tenure=[0], lost=[0]), ContractTenures(tenure=[], lost=[])):
        with pytest.raises(UndefinedMetricError, match="no renewal has come due"):
            plotting.survival(model, none)
    with pytest.raises(InvalidInputError, match="unit"):
        plotting.retention(model, CONTRACTS)
    with pytest.raises(InvalidInputError, match="level must be strictly between 0 and 1"):
        plotting.retention(model, level=90)
    with pytest.raises(InvalidInputError, match="periods must be a whole number from 1"):
        plotting.survival(model, periods=0)


# Calibration and forecast


def test_points_and_intervals_are_those_of_the_table() -> None:
    """A point for each class, its interval upright, and the diagonal over the same range."""
    table = reliability([0.1] * 10 + [0.6] * 10, [0] * 9 + [1] + [1] * 7 + [0] * 3, bins=2)
    ax = plotting.calibration_curve(table)
    (bars,) = ax.containers
    points, _, (ends,) = bars
    assert points.get_xydata() == pytest.approx(100 * np.array([[0.1, 0.1], [0.6, 0.7]]))
    spans = np.array([segment[:, 1] for segment in ends.get_segments()])
    assert spans == pytest.approx(100 * np.stack([table.low, table.high], axis=1))
    assert ax.get_xlim() == ax.get_ylim()
    assert ax.get_title(loc="left").endswith("5 points off on average")
    assert legend(ax) == ["as told", "what came, 90% interval"]


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_sure_chances_are_within_the_picture(chance: float) -> None:
    """Chances of 0 and of 1 are drawn like others."""
    ax = plotting.calibration_curve(reliability([chance], [chance]))
    assert ax.get_xlim()[0] <= 100 * chance <= ax.get_xlim()[1] <= 106


def test_ranges_are_those_of_the_segments() -> None:
    """Each segment has its own range and number; all together stand in the title."""
    model = NBD(r=0.6, alpha=5.0, unit="week")
    base = model.simulate(100, T=52.0, rng=np.random.default_rng(1))
    options: dict[str, Any] = {"horizon": 26, "draws": 40}
    ahead = forecast_purchases(
        model, base, labels=np.arange(100) % 3, rng=np.random.default_rng(2), **options
    )
    ax = plotting.forecast_range(ahead)
    ends = [segment[:, 0].tolist() for segment in ax.collections[0].get_segments()]
    told = [row.interval for row in ahead.segments.values()]
    assert ends == [[row.low, row.high] for row in told if row is not None]
    assert ax.lines[0].get_xdata().tolist() == [row.value for row in ahead.segments.values()]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["0", "1", "2"]
    title, second = ax.get_title(loc="left").splitlines()
    assert title == "Purchases to come in 26 weeks"
    assert second.startswith("all customers ")
    low, high = ax.get_ylim()
    assert low > high


def test_a_forecast_without_segments_is_one_range() -> None:
    """All customers are its only row; lengths that differ have no place in the title."""
    model = NBD(r=0.6, alpha=5.0, unit="week")
    base = model.simulate(3, T=52.0, rng=np.random.default_rng(1))
    ahead = forecast_purchases(
        model, base, horizon=[1, 2, 3], draws=20, rng=np.random.default_rng(2)
    )
    ax = plotting.forecast_range(ahead)
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["all customers"]
    assert ax.get_title(loc="left") == "Purchases to come"
    sure = attrs.evolve(ahead, total=attrs.evolve(ahead.total, interval=None))
    assert np.ptp(plotting.forecast_range(sure).collections[0].get_segments()[0][:, 0]) == 0
    nobody = attrs.evolve(ahead, expected=[])
    with pytest.raises(UndefinedMetricError, match="no customers to draw"):
        plotting.forecast_range(nobody)


def test_a_model_without_a_unit_is_told_so() -> None:
    """Rates of such a model are per unit of time."""
    ax = plotting.heterogeneity(NBD(r=2, alpha=8))
    assert ax.get_xlabel() == "Purchase rate (per unit of time)"
