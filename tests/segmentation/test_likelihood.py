"""How likely a customer is among the best: threshold formula and draws."""

from collections.abc import Callable
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.segmentation import top_probability, top_probability_from_draws
from crmcore.segmentation._normal import normal_cdf

TEXT: Any = [["x"]]

means = st.one_of(st.integers(-3, 3).map(float), st.floats(-1e3, 1e3))
errors = st.one_of(st.just(0.0), st.floats(0, 1e3), st.floats(1e-300, 1e-200))
estimates = st.lists(st.tuples(means, errors), min_size=1, max_size=30)
share = st.floats(0.001, 0.999)


@pytest.mark.law
@given(estimates, share)
def test_chances_sum_to_the_room(rows: list[tuple[float, float]], top: float) -> None:
    """Chances are in [0, 1] and sum to the share times the customers, whatever the errors."""
    chances = top_probability([m for m, _ in rows], sd=[s for _, s in rows], share=top)
    assert ((chances >= 0) & (chances <= 1)).all()
    assert chances.sum() == pytest.approx(top * len(rows), rel=1e-11)


@pytest.mark.law
@given(estimates, share)
def test_equal_customers_have_equal_chances(rows: list[tuple[float, float]], top: float) -> None:
    """Equal estimates get equal chances, and with the same error the better is more likely."""
    doubled = rows * 2
    chances = top_probability([m for m, _ in doubled], sd=[s for _, s in doubled], share=top)
    assert (chances[: len(rows)] == chances[len(rows) :]).all()
    same = top_probability([m for m, _ in rows], sd=1.5, share=top)
    assert (np.diff(same[np.argsort([m for m, _ in rows], kind="stable")]) >= 0).all()


@pytest.mark.law
@given(
    st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 5)), min_size=1, max_size=20),
    share,
    st.integers(-50, 50),
    st.sampled_from([2.0**-900, 0.5, 2.0**900]),
)
def test_place_and_unit_do_not_matter(
    rows: list[tuple[int, int]], top: float, place: int, unit: float
) -> None:
    """Moving all estimates, or stating them in another unit, leaves the chances."""
    mean, sd = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    chances = top_probability(mean, sd=sd, share=top)
    moved = top_probability((mean + place) * unit, sd=sd * unit, share=top)
    assert moved == pytest.approx(chances, abs=1e-9)


@pytest.mark.law
@given(st.lists(st.integers(0, 4), min_size=1, max_size=20), share)
def test_without_errors_ties_share_the_room(rows: list[int], top: float) -> None:
    """Known values are surely in or out; those tied at the edge share what is left."""
    chances = top_probability(rows, sd=0.0, share=top)
    room = top * len(rows)
    for value, chance in zip(rows, chances, strict=True):
        above = sum(other > value for other in rows)
        expected = min(max((room - above) / rows.count(value), 0.0), 1.0)
        assert chance == pytest.approx(expected, abs=1e-12)
    drawn = top_probability_from_draws([rows] * 3, share=top)
    assert drawn.probability == pytest.approx(chances, abs=1e-12)


@pytest.mark.law
@given(
    st.lists(st.tuples(means, st.floats(0, 9), st.integers(0, 3)), min_size=1, max_size=15).filter(
        lambda rows: any(row[2] for row in rows)
    ),
    share,
)
def test_weights_are_repeated_rows(rows: list[tuple[float, float, int]], top: float) -> None:
    """A row of weight three is three equal customers, by formula and by draws."""
    mean, sd, weights = ([row[place] for row in rows] for place in range(3))
    source = [row for row, many in enumerate(weights) for _ in range(int(many))]
    chances = top_probability(mean, sd=sd, share=top, weights=weights)
    spread = top_probability([mean[i] for i in source], sd=[sd[i] for i in source], share=top)
    assert chances[source] == pytest.approx(spread, abs=1e-6)
    drawn = top_probability_from_draws([mean], share=top, weights=weights).probability
    separate = top_probability_from_draws([[mean[i] for i in source]], share=top).probability
    assert drawn[source] == pytest.approx(separate, abs=1e-12)


@pytest.mark.parametrize(("n", "slack"), [(20, 0.017), (100, 0.011), (1000, 0.002)])
def test_formula_agrees_with_draws(n: int, slack: float) -> None:
    """The formula is as the draws, but for their error and a slack that goes with the size."""
    rng = np.random.default_rng(5)
    mean, sd = rng.normal(3, 1, n), rng.uniform(0.4, 1.2, n)
    drawn = top_probability_from_draws(mean + sd * rng.normal(size=(2000, n)), share=0.2)
    chances = top_probability(mean, sd=sd, share=0.2)
    assert drawn.draws == 2000
    error = np.sqrt(chances * (1 - chances) / 2000)
    assert (abs(chances - drawn.probability) <= 4 * error + slack).all()


@pytest.mark.reference
@pytest.mark.parametrize("number", [0, 1])
def test_best_of_four(reference: Callable[[str], Any], number: int) -> None:
    """Draws meet the integrated chances within four standard errors, the formula within 0.031."""
    name = f"tier_probability_{number}"
    case = next(c for c in reference("segmentation")["cases"] if c["id"] == name)
    mean, sd = np.array(case["inputs"]["mean"]), np.array(case["inputs"]["sd"])
    expected = np.array(case["expected"]["probability"])
    rng = np.random.default_rng(11)
    draws = mean + sd * rng.normal(size=(20_000, 4))
    drawn = top_probability_from_draws(draws, share=case["inputs"]["top"])
    assert (abs(drawn.probability - expected) <= 4 * drawn.standard_error).all()
    assert drawn.probability.sum() == pytest.approx(case["expected"]["sum"])
    formula = top_probability(mean, sd=sd, share=case["inputs"]["top"])
    assert abs(formula - expected).max() <= 0.031


def test_normal_distribution_is_exact() -> None:
    """The distribution function is that of the standard library, to the last digits."""
    z = np.concatenate((np.linspace(-9.5, 9.5, 4001), [-np.inf, np.inf, -40.0, 40.0]))
    expected = [NormalDist().cdf(number) for number in z]
    assert abs(normal_cdf(z) - expected).max() < 4e-16
    assert normal_cdf(np.array([-np.inf, np.inf])).tolist() == [0, 1]


def test_one_customer_has_the_share_as_chance() -> None:
    """A single customer fills the room that there is."""
    assert top_probability([7.0], sd=2.0, share=0.2).tolist() == pytest.approx([0.2])
    assert top_probability([7.0], sd=0.0, share=0.2).tolist() == pytest.approx([0.2])


def test_huge_estimates_have_chances() -> None:
    """Estimates near the end of the floats are compared like any others."""
    chances = top_probability([1.7e308, 0.0], sd=[1e307, 1e307], share=0.5)
    assert chances == pytest.approx([1, 0], abs=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: top_probability([1], sd=-1), "sd must be >= 0, got -1.0"),
        (lambda: top_probability([1, 2], sd=[1, 2, 3]), "sd must have one row for each of the 2"),
        (lambda: top_probability([float("nan")], sd=1), "mean must be finite"),
        (lambda: top_probability([1], sd=1, share=1), "share must be strictly between 0 and 1"),
        (lambda: top_probability([1], sd=1, weights=[-1]), "weights must be >= 0"),
        (lambda: top_probability_from_draws([1, 2]), "draws must have two dimensions"),
        (lambda: top_probability_from_draws([[1.0], [float("inf")]]), r"draws\[1\] must be finite"),
        (lambda: top_probability_from_draws([[1]], share=0), "share must be strictly between"),
        (lambda: top_probability_from_draws(TEXT), "draws must be numbers"),
    ],
)
def test_wrong_input_is_refused(call: Callable[[], object], message: str) -> None:
    """Each broken rule is named with its argument and value."""
    with pytest.raises(InvalidInputError, match=message):
        call()


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: top_probability([], sd=1), "no customers"),
        (lambda: top_probability([1], sd=1, weights=[0]), "no customers"),
        (lambda: top_probability_from_draws(np.zeros((3, 0))), "no customers"),
        (lambda: top_probability_from_draws(np.zeros((0, 3))), "no draws"),
    ],
)
def test_nobody_has_no_chance(call: Callable[[], object], reason: str) -> None:
    """Without customers or draws there is no chance to tell."""
    with pytest.raises(UndefinedMetricError, match=reason):
        call()


def test_drawn_chances_compare_by_value() -> None:
    """Equal draws give equal results."""
    draws = [[1.0, 2.0], [3.0, 2.0]]
    assert top_probability_from_draws(draws) == top_probability_from_draws(draws)
