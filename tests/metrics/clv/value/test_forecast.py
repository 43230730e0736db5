"""Forecasts by draws: their ranges hold what comes, for one, for segments and for all."""

import attrs
import numpy as np
import pytest

from clv_bases import seen
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv import BGNBD, NBD, forecast_purchases

RNG = np.random.default_rng
TRUTH = BGNBD(r=0.8, alpha=5.0, a=0.7, b=1.6, unit="week")


def test_the_forecast_of_a_base_is_its_expectation_and_a_range() -> None:
    """Rows and total are the model's; the range of a total is wider than that of its mean."""
    base = TRUTH.simulate(500, T=30.0, rng=RNG(1))
    fit = BGNBD.fit(base)
    ahead = forecast_purchases(fit, base, horizon=20, rng=RNG(2))
    expected = fit.model.expected_purchases(base, horizon=20)
    np.testing.assert_array_equal(ahead.expected, expected)
    assert ahead.total.value == pytest.approx(expected.sum())
    mean = fit.total_interval("expected_purchases", base, horizon=20)
    assert ahead.total.interval is not None
    assert ahead.total.interval.high - ahead.total.interval.low > mean.high - mean.low
    assert (ahead.interval.low <= ahead.interval.high).all()
    assert (ahead.interval.low == np.floor(ahead.interval.low)).all()
    assert ahead.segments == {}
    assert len(ahead) == 500
    assert "total" in repr(ahead)
    assert ahead.total.interval.method == "400 draws of parameters and chance"


def test_ranges_of_a_known_model_are_those_of_its_distribution() -> None:
    """Without uncertain parameters the ends of a row agree with the quantiles of its chances."""
    base = seen([0, 3, 9], [0, 20, 29], [30, 30, 30])
    ahead = forecast_purchases(TRUTH, base, horizon=20, rng=RNG(3), draws=3000)
    exact = TRUTH.purchase_intervals(base, horizon=20)
    assert (np.abs(ahead.interval.low - exact.low) <= 1).all()
    assert (np.abs(ahead.interval.high - exact.high) <= 1).all()
    assert ahead.total.interval is not None
    assert ahead.total.interval.method == "3000 draws of chance"


def test_segments_add_up_and_weights_are_customers() -> None:
    """Segments share out the total; a row of weight 3 is three customers."""
    base = seen([0, 3, 9, 1], [0, 20, 29, 3], [30, 30, 30, 30])
    weighted = attrs.evolve(base, weights=np.array([3.0, 1.0, 0.0, 2.0]))
    ahead = forecast_purchases(
        TRUTH, weighted, horizon=[20, 20, 20, 5], rng=RNG(4), labels=["b", "a", "a", "b"]
    )
    assert list(ahead.segments) == ["b", "a"]
    parts = [part.value for part in ahead.segments.values() if part.value is not None]
    assert sum(parts) == pytest.approx(ahead.total.value)
    assert [part.n for part in ahead.segments.values()] == [5.0, 1.0]
    repeated = base.select(np.array([0, 0, 0, 1, 3, 3]))
    plain = forecast_purchases(
        TRUTH, repeated, horizon=[20, 20, 20, 20, 5, 5], rng=RNG(5), draws=1000
    )
    mine = forecast_purchases(TRUTH, weighted, horizon=[20, 20, 20, 5], rng=RNG(6), draws=1000)
    assert plain.total.value == pytest.approx(mine.total.value)
    assert plain.total.interval is not None
    assert mine.total.interval is not None
    assert abs(plain.total.interval.high - mine.total.interval.high) <= 1


@pytest.mark.parametrize("kind", [BGNBD, NBD])
def test_ranges_hold_what_comes(kind: type[BGNBD | NBD]) -> None:
    """Of 30 bases about nine in ten have a total within the 90 % range."""
    truth = {
        BGNBD: TRUTH,
        NBD: NBD(r=0.8, alpha=5.0, unit="week"),
    }[kind]
    inside = 0
    for seed in range(30):
        rng = RNG(seed)
        base = truth.simulate(250, T=30.0, rng=rng)
        came = truth.simulate_purchases(base, horizon=20, rng=rng).sum()
        ends = forecast_purchases(kind.fit(base), base, horizon=20, rng=rng, draws=60)
        assert ends.total.interval is not None
        inside += ends.total.interval.low <= came <= ends.total.interval.high
    assert inside >= 30 * 0.9 - 3 * np.sqrt(30 * 0.09)


def test_large_bases_go_in_chunks() -> None:
    """Rows beyond the size of a chunk are drawn as well."""
    many = seen(np.full(40_000, 3), np.full(40_000, 20), np.full(40_000, 30))
    ahead = forecast_purchases(TRUTH, many, horizon=20, rng=RNG(7), draws=20)
    assert ahead.total.interval is not None
    assert ahead.total.value == pytest.approx(ahead.total.interval.high, rel=0.04)
    assert (ahead.interval.high[[0, -1]] > 0).all()


def test_what_cannot_be_drawn_is_refused() -> None:
    """Half a customer, labels of other rows, too few draws."""
    base = seen([0, 3], [0, 20], [30, 30])
    half = attrs.evolve(base, weights=np.array([0.5, 1.0]))
    with pytest.raises(InvalidInputError, match=r"weights must be whole to draw.*0\.5"):
        forecast_purchases(TRUTH, half, horizon=1, rng=RNG(1))
    with pytest.raises(InvalidInputError, match="labels must have one row for each of the 2"):
        forecast_purchases(TRUTH, base, horizon=1, rng=RNG(1), labels=["a"])
    with pytest.raises(InvalidInputError, match="draws must be a whole number from 20"):
        forecast_purchases(TRUTH, base, horizon=1, rng=RNG(1), draws=3)


def test_nobody_buys_nothing() -> None:
    """An empty base has the forecast 0."""
    nobody = seen([], [], [])
    ahead = forecast_purchases(TRUTH, nobody, horizon=1, rng=RNG(1))
    assert ahead.total.value == 0
    assert len(ahead) == 0
