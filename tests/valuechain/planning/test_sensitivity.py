"""Rankings against their weights: tie points really tie, chances add up, order does not count."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.valuechain.planning.sensitivity import Ranking, rank_alternatives
from crmcore.valuechain.planning.tie_points import TiePoint

Scores = dict[str, dict[str, float]]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Scores, dict[str, float]]:
    """Draw up to five alternatives on up to four criteria; ties and weights of 0 included."""
    criteria = [f"c{i}" for i in range(draw(st.integers(1, 4)))]
    value = st.integers(-3, 3).map(float) | st.floats(-9, 9)
    weights = {key: draw(st.integers(0, 4).map(float) | st.floats(0.01, 5)) for key in criteria}
    weights["c0"] += 1.0
    n = draw(st.integers(1, 5))
    return {f"a{i}": {key: draw(value) for key in criteria} for i in range(n)}, weights


def total(row: dict[str, float], shares: dict[str, float]) -> float:
    """Weighted mean."""
    return sum(row[key] * share for key, share in shares.items()) / sum(shares.values())


def moved(shares: dict[str, float], criterion: str, weight: float) -> dict[str, float]:
    """Give one criterion a weight, the others what is left in their proportion."""
    others = sum(share for key, share in shares.items() if key != criterion)
    return {
        key: weight if key == criterion else (1 - weight) * share / others
        for key, share in shares.items()
    }


@pytest.mark.law
@given(cases())
def test_ranks_follow_the_weighted_means(case: tuple[Scores, dict[str, float]]) -> None:
    """A rank is 1 and the number of alternatives clearly better; rows stand by rank."""
    scores, weights = case
    ranking = rank_alternatives(scores, weights=weights)
    assert sorted(row.key for row in ranking) == sorted(scores)
    for row in ranking:
        assert row.total == pytest.approx(total(scores[row.key], weights), abs=1e-9)
        above = [other for other in ranking if other.total > row.total + 1e-9]
        assert row.rank >= 1 + len(above)
        assert row.rank <= 1 + sum(other.total >= row.total - 1e-9 for other in ranking)
        assert (row.best_probability, row.standard_errors) == (None, ())
    assert [row.rank for row in ranking] == sorted(row.rank for row in ranking)


@pytest.mark.law
@given(cases())
def test_a_tie_point_ties(case: tuple[Scores, dict[str, float]]) -> None:
    """At the tie weight both means are equal, and one of them leads on either side of it."""
    scores, weights = case
    ranking = rank_alternatives(scores, weights=weights)
    shares = dict(ranking.weights)
    assert sum(shares.values()) == pytest.approx(1)
    for point in ranking.tie_points:
        one, other = scores[point.ahead], scores[point.behind]
        assert point.weight == shares[point.criterion]
        if point.tie_weight is not None:
            assert 0 <= point.tie_weight <= 1
            at = moved(shares, point.criterion, point.tie_weight)
            assert total(one, at) == pytest.approx(total(other, at), abs=1e-8)
            assert point.change == point.tie_weight - point.weight


@pytest.mark.law
@given(cases(), st.floats(0, 1))
def test_without_a_tie_point_the_order_holds(
    case: tuple[Scores, dict[str, float]], weight: float
) -> None:
    """Where no weight ties two alternatives the one ahead stays ahead, or both are always equal."""
    scores, weights = case
    ranking = rank_alternatives(scores, weights=weights)
    shares = dict(ranking.weights)
    for point in ranking.tie_points:
        if point.tie_weight is None and shares[point.criterion] < 1:
            at = moved(shares, point.criterion, weight)
            lead = total(scores[point.ahead], at) - total(scores[point.behind], at)
            assert point.reason is not None
            assert lead >= -1e-9
            assert "tie at every" not in point.reason.en or abs(lead) < 1e-9


@pytest.mark.law
@given(cases())
def test_nearest_flip_is_the_least_change(case: tuple[Scores, dict[str, float]]) -> None:
    """No single weight needs to move less to let another catch up with a leader."""
    ranking = rank_alternatives(case[0], weights=case[1])
    leaders = {row.key for row in ranking.leaders}
    changes = [
        abs(point.change)
        for point in ranking.tie_points
        if {point.ahead, point.behind} & leaders and point.change is not None
    ]
    flip = ranking.nearest_flip
    assert (flip is None) == (not changes)
    assert flip is None or abs(flip.change or 0.0) == min(changes)


@pytest.mark.law
@settings(max_examples=60)
@given(cases(), st.randoms(use_true_random=False))
def test_rows_and_criteria_have_no_order(
    case: tuple[Scores, dict[str, float]], random: Any
) -> None:
    """Shuffled alternatives and criteria get the same ranking, the draws included."""

    def shuffled(values: dict[str, Any]) -> dict[str, Any]:
        keys = list(values)
        random.shuffle(keys)
        return {key: values[key] for key in keys}

    scores, weights = case
    other = shuffled({key: shuffled(row) for key, row in scores.items()})
    found, again = (
        rank_alternatives(s, weights=w, draws=50, rng=np.random.default_rng(2))
        for s, w in ((scores, weights), (other, shuffled(weights)))
    )
    assert found == again


@pytest.mark.law
@settings(max_examples=60)
@given(cases(), st.floats(0.01, 1e6), st.integers(1, 60))
def test_chances_add_up(
    case: tuple[Scores, dict[str, float]], concentration: float, draws: int
) -> None:
    """Each alternative has some rank and each rank some alternative, ties sharing theirs."""
    ranking = rank_alternatives(
        case[0],
        weights=case[1],
        concentration=concentration,
        draws=draws,
        rng=np.random.default_rng(4),
    )
    chances = np.array([row.rank_probabilities for row in ranking])
    errors = np.array([row.standard_errors for row in ranking])
    assert chances.shape == (len(ranking), len(ranking))
    np.testing.assert_allclose(chances.sum(axis=0), 1, atol=1e-9)
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-9)
    assert chances.min() >= 0
    np.testing.assert_allclose(errors**2 * draws, chances * (1 - chances), atol=1e-9)
    assert ranking.draws == draws


@pytest.mark.law
@given(cases(), st.floats(0.1, 100), st.floats(0.1, 100))
def test_scales_do_not_count(
    case: tuple[Scores, dict[str, float]], factor: float, weight: float
) -> None:
    """Other units of the scores change the means in proportion, weights in percent nothing."""
    scores, weights = case
    one = rank_alternatives(scores, weights=weights)
    larger = {k: {c: factor * value for c, value in row.items()} for k, row in scores.items()}
    other = rank_alternatives(larger, weights={k: weight * value for k, value in weights.items()})
    for row in one:
        assert other[row.key].total == pytest.approx(factor * row.total, abs=1e-6 * factor)


THREE: Scores = {
    "a": {"x": 3, "y": 2, "z": 4},
    "b": {"x": 2, "y": 4, "z": 3},
    "c": {"x": 4, "y": 1, "z": 2},
}
WEIGHTS = {"x": 0.5, "y": 0.3, "z": 0.2}


@pytest.mark.reference
def test_reference_case(reference: Callable[[str], Any]) -> None:
    """Totals and tie weights agree with exact fractions found by hand."""
    (case,) = [c for c in reference("segmentation")["cases"] if c["id"] == "ranking_ties"]
    rows, weights = case["inputs"]["scores"], case["inputs"]["weights"]
    scores = {f"a{i}": {f"c{j}": v for j, v in enumerate(row)} for i, row in enumerate(rows)}
    ranking = rank_alternatives(scores, weights={f"c{j}": w for j, w in enumerate(weights)})
    expected = case["expected"]
    assert [ranking[key].total for key in scores] == pytest.approx(expected["totals"], abs=1e-12)
    ties = {point.criterion: point.tie_weight for point in ranking.ties_between("a1", "a0")}
    assert [ties[f"c{j}"] for j in range(3)] == pytest.approx(expected["tie_weight"], abs=1e-12)


def best_by_integration(concentration: float, steps: int) -> np.ndarray[Any, Any]:
    """Integrate the density of the weights over the points at which each alternative is best."""
    grid = (np.arange(steps) + 0.5) / steps
    x, y = np.meshgrid(grid, grid, indexing="ij")
    inside = x + y < 1
    w = np.stack([x[inside], y[inside], 1 - x[inside] - y[inside]])
    alpha = concentration * np.array(list(WEIGHTS.values()))
    density = np.exp(((alpha - 1)[:, np.newaxis] * np.log(w)).sum(axis=0))
    totals = np.array([list(row.values()) for row in THREE.values()]) @ w
    mass = np.bincount(totals.argmax(axis=0), weights=density, minlength=3)
    return mass / mass.sum()


def test_chances_are_those_of_the_dirichlet() -> None:
    """0.58, 0.29 and 0.12 to be the best, by integration; the draws are within 4 errors."""
    exact = best_by_integration(50, 900)
    assert exact == pytest.approx([0.584, 0.292, 0.124], abs=1e-3)
    ranking = rank_alternatives(THREE, weights=WEIGHTS, draws=20_000, rng=np.random.default_rng(8))
    for key, chance in zip(THREE, exact, strict=True):
        row = ranking[key]
        assert row.best_probability == pytest.approx(chance, abs=4 * row.standard_errors[0])


def test_more_concentration_is_firmer() -> None:
    """The closer the weights are drawn, the surer the leader."""
    firm = [
        rank_alternatives(
            THREE, weights=WEIGHTS, concentration=kappa, rng=np.random.default_rng(8)
        )["a"].best_probability
        or 0.0
        for kappa in (1.0, 50.0, 1e4)
    ]
    assert firm == sorted(firm)
    assert firm[-1] > 0.99


def test_draws_in_parts_are_the_same_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many draws are made part by part, from the same random numbers."""

    def ranked() -> Ranking:
        rng = np.random.default_rng(1)
        return rank_alternatives(THREE, weights=WEIGHTS, draws=100, rng=rng)

    whole = ranked()
    monkeypatch.setattr("crmcore.valuechain.planning.sensitivity._CELLS", 60)
    assert ranked() == whole


def test_equal_alternatives_share_ranks_and_chances() -> None:
    """Two alike have the same rank, split their chances and tie at every weight."""
    ranking = rank_alternatives(
        {"a": {"x": 1}, "b": {"x": 2}, "c": {"x": 2}},
        weights={"x": 3},
        draws=8,
        rng=np.random.default_rng(0),
    )
    assert [(row.key, row.rank) for row in ranking] == [("b", 1), ("c", 1), ("a", 3)]
    assert ranking["b"].rank_probabilities == ranking["c"].rank_probabilities == (0.5, 0.5, 0.0)
    assert [row.key for row in ranking.leaders] == ["b", "c"]
    two = rank_alternatives({k: {"x": 1, "y": 2} for k in "ab"}, weights={"x": 1, "y": 1})
    assert {point.reason.en for point in two.tie_points if point.reason} == {
        "they tie at every weight of this criterion"
    }


def test_equal_but_for_rounding_is_equal() -> None:
    """Three times 0.1 and once 0.3 tie, whatever the floats say."""
    ranking = rank_alternatives(
        {"a": {"x": 0.1 + 0.2, "y": 0}, "b": {"x": 0.3, "y": 0}}, weights={"x": 1, "y": 1}
    )
    assert [row.rank for row in ranking] == [1, 1]


def test_reasons_and_ends() -> None:
    """A tie may lie at weight 0 or 1; there may be none, or no other weight to move."""
    ranking = rank_alternatives(
        {"a": {"x": 2, "y": 1, "z": 1}, "b": {"x": 1, "y": 1, "z": 1}},
        weights={"x": 1, "y": 1, "z": 1},
    )
    found = {point.criterion: point.tie_weight for point in ranking.tie_points}
    assert found == {"x": 0.0, "y": 1.0, "z": 1.0}
    ahead = rank_alternatives(
        {"a": {"x": 2, "y": 2}, "b": {"x": 1, "y": 1}}, weights={"x": 1, "y": 1}
    )
    assert ahead.nearest_flip is None
    assert repr(ahead) == "Ranking(a=1, b=2)"
    assert "no weight of this criterion" in ahead.tie_points[0].line.en
    alone = rank_alternatives(
        {"a": {"x": 2, "y": 2}, "b": {"x": 1, "y": 3}}, weights={"x": 1, "y": 0}
    )
    reasons = [point.reason and point.reason.en for point in alone.tie_points]
    assert reasons == ["the other criteria have no weight to share", None]
    assert alone.ties_between("a", "b")[1].tie_weight == pytest.approx(0.5)
    assert alone.ties_between("a", "a") == ()


def test_a_ranking_tells_itself_in_both_languages() -> None:
    """Lines give rank, mean and chance, then the nearest flip."""
    plain = rank_alternatives(THREE, weights=WEIGHTS)
    assert plain.text().splitlines() == [
        "1. a: 2.9",
        "2. b: 2.8",
        "3. c: 2.7",
        "a and b tie where y weighs 0.333 instead of 0.3",
    ]
    drawn = rank_alternatives(THREE, weights=WEIGHTS, draws=50, rng=np.random.default_rng(0))
    assert drawn.lines[0].en.startswith("1. a: 2.9, best in ")
    assert drawn.text("fa").splitlines()[0].endswith("از نمونه‌های تصادفی بهترین است")
    assert "best_probability" in repr(drawn["a"])
    assert repr(plain["a"]) == "RankedAlternative(key='a', total=2.9, rank=1)"
    assert plain.tie_points[0].line.fa == (
        "\u2068a\u2069 و \u2068b\u2069 برابر می‌شوند اگر وزن \u2068x\u2069 به جای "
        "\u2068۰٫۵\u2069 برابر \u2068۰٫۴۴۴\u2069 باشد"
    )
    assert repr(plain.tie_points[0]).startswith("TiePoint(ahead='a', behind='b', criterion='x', w")
    no_tie = TiePoint(ahead="a", behind="b", criterion="x", weight=1.0, tie_weight=None)
    assert no_tie.line.fa.endswith("هیچ وزنی برای این معیار ترتیب را عوض نمی‌کند")


def test_the_largest_scores_do_not_overflow() -> None:
    """Scores at the ends of the floats have their ties where small ones have."""
    big = {key: {c: value * 4e307 for c, value in row.items()} for key, row in THREE.items()}
    small = {key: {c: value * 1e-300 for c, value in row.items()} for key, row in THREE.items()}
    ties = [point.tie_weight for point in rank_alternatives(THREE, weights=WEIGHTS).tie_points]
    for scores in (big, small):
        found = rank_alternatives(scores, weights=WEIGHTS)
        assert [row.key for row in found] == ["a", "b", "c"]
        for point, tie in zip(found.tie_points, ties, strict=True):
            assert point.tie_weight == (None if tie is None else pytest.approx(tie))


def test_scores_of_zero_are_all_equal() -> None:
    """Where every score is 0 all tie for the first rank."""
    ranking = rank_alternatives({"a": {"x": 0}, "b": {"x": 0}}, weights={"x": 1})
    assert [(row.rank, row.total) for row in ranking] == [(1, 0), (1, 0)]


@pytest.mark.parametrize(
    ("scores", "options", "message"),
    [
        ({}, {}, "scores must hold at least one alternative, got none"),
        ({"a": {"x": 1}}, {}, "scores of a must name every criterion, got none for 'y'"),
        ({"a": {"x": 1, "y": float("nan")}}, {}, "score of a on y must be a finite number"),
        ({"a": {"x": 1, "y": 1}}, {"weights": {"x": 0, "y": 0}}, "sum of weights must be a f"),
        ({"a": {"x": 1, "y": 1}}, {"weights": {"x": 2, "y": -1}}, "weight of y must be a finite"),
        (
            {"a": {"x": 1, "y": 1}},
            {"concentration": 0},
            "concentration must be a finite number > 0",
        ),
        ({"a": {"x": 1, "y": 1}}, {"draws": 0}, "draws must be a whole number from 1"),
    ],
)
def test_bad_scores_are_refused(scores: Any, options: dict[str, Any], message: str) -> None:
    """A score, weight or option that breaks a rule is refused with its key."""
    with pytest.raises(InvalidInputError, match=message):
        rank_alternatives(scores, **{"weights": {"x": 1, "y": 1}, **options})


def test_unknown_keys_are_suggested() -> None:
    """A criterion without a weight and an alternative that is not there are refused."""
    with pytest.raises(UnknownKeyError, match=r"criterion of a must .* did you mean 'value'"):
        rank_alternatives({"a": {"valeu": 1}}, weights={"value": 1})
    with pytest.raises(UnknownKeyError, match="must be a known key, got 'd'"):
        rank_alternatives(THREE, weights=WEIGHTS).ties_between("a", "d")
