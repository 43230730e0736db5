"""Cut points: equal shares of what is left, ties never split, half-open bins."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crmcore.errors import FitError, InvalidInputError
from crmcore.segmentation import CutPoints, quantile_cuts

WRONG: Any = {"none": [1, None], "text": [1, "x"], "half": 2.5, "jenks": "jenks", "guess": "guess"}

numbers = st.lists(
    st.one_of(st.integers(0, 6).map(float), st.floats(-1e9, 1e9)), min_size=1, max_size=40
)
bins = st.integers(1, 8)


def by_the_definition(values: Sequence[float], weights: Sequence[int], planned: int) -> list[float]:
    """Cut step by step in exact fractions, with no array."""
    held: dict[float, int] = {}
    for value, weight in zip(values, weights, strict=True):
        if weight:
            held[value + 0.0] = held.get(value + 0.0, 0) + weight
    ranked = sorted(held)
    total = sum(held.values())
    below = [sum(held[low] for low in ranked[:place]) for place in range(len(ranked))]
    cuts: list[float] = []
    last, binned = 0, 0
    for left in range(planned, 1, -1):
        ahead = range(last + 1, len(ranked))
        if not ahead:
            break
        fair = Fraction(total - binned, left)
        last = min(ahead, key=lambda place: (abs(below[place] - binned - fair), place))
        binned = below[last]
        cuts.append(ranked[last])
    return cuts


@pytest.mark.law
@given(numbers, bins, st.randoms(use_true_random=False))
def test_cuts_follow_the_definition(values: list[float], planned: int, random: Any) -> None:
    """The cuts equal those of the definition followed step by step in exact fractions."""
    weights = [random.randint(0, 3) for _ in values]
    assume(any(weights))
    expected = by_the_definition(values, weights, planned)
    assert quantile_cuts(values, bins=planned, weights=weights).tolist() == expected
    ones = by_the_definition(values, [1] * len(values), planned)
    assert quantile_cuts(values, bins=planned).tolist() == ones


@pytest.mark.law
@given(numbers, bins, st.randoms(use_true_random=False))
def test_neither_order_nor_compression_matters(
    values: list[float], planned: int, random: Any
) -> None:
    """Shuffled rows, and repeated rows written as weights, give the same cut points."""
    weights = [random.randint(1, 3) for _ in values]
    rows = [value for value, many in zip(values, weights, strict=True) for _ in range(many)]
    random.shuffle(rows)
    compressed = CutPoints.fit(values, bins=planned, weights=weights)
    assert compressed == CutPoints.fit(rows, bins=planned)


@pytest.mark.law
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60, unique=True), bins)
def test_without_ties_bins_are_equal_to_within_one(values: list[float], planned: int) -> None:
    """Where all values differ, no bin holds two customers more than another."""
    counts = CutPoints.fit(values, bins=planned).counts
    assert counts is not None
    assert counts.size == min(planned, len(values))
    assert counts.max() - counts.min() <= 1


@pytest.mark.law
@given(numbers, bins)
def test_every_fitted_bin_is_occupied(values: list[float], planned: int) -> None:
    """No fitted bin is empty, cuts ascend and are values, and there are at most as planned."""
    points = CutPoints.fit(values, bins=planned)
    assert points.counts is not None
    assert (points.counts > 0).all()
    assert points.counts.sum() == len(values)
    assert points.occupied == points.bins <= planned
    assert set(points.cuts.tolist()) <= set(values)
    assert (np.diff(points.cuts) > 0).all()


@pytest.mark.law
@given(
    numbers,
    st.lists(st.floats(-1e9, 1e9), max_size=30, unique=True).map(sorted),
)
def test_bins_are_half_open(values: list[float], cuts: list[float]) -> None:
    """A bin is 1 plus the cut points at or below the value, few cuts or many."""
    expected = [1 + sum(cut <= value for cut in cuts) for value in values]
    assert CutPoints.given(cuts).bin(values).tolist() == expected


@pytest.mark.law
@given(numbers, bins, st.lists(st.integers(-2, 8).map(float), max_size=4))
def test_anchors_always_stay(values: list[float], planned: int, anchors: list[float]) -> None:
    """The cuts with anchors are the fitted cuts and the anchors, each once."""
    points = CutPoints.fit(values, bins=planned, anchors=anchors)
    expected = sorted({*quantile_cuts(values, bins=planned).tolist(), *anchors})
    assert points.cuts.tolist() == expected
    assert points.counts is not None
    assert points.counts.sum() == len(values)


@pytest.mark.reference
def test_reference_cuts(reference: Callable[[str], Any]) -> None:
    """Cuts, effective bins and scores are those of the reference cases."""
    cases = [
        case for case in reference("segmentation")["cases"] if case["id"].startswith("rfm_quantile")
    ]
    assert len(cases) == 8
    for case in cases:
        points = CutPoints.fit(case["inputs"]["values"], bins=case["inputs"]["bins"])
        assert points.cuts.tolist() == case["expected"]["cuts"], case["id"]
        assert points.bins == case["expected"]["effective_bins"]
        assert points.bin(case["inputs"]["values"]).tolist() == case["expected"]["scores"]


@pytest.mark.parametrize(
    ("one_time", "expected"), [(76, 5), (90, 5)], ids=["76 % once", "90 % once"]
)
def test_many_equal_values_cost_no_bins(one_time: int, expected: int) -> None:
    """Where most buy once, the rest still fills the other four bins."""
    rest = 100 - one_time
    values = [1.0] * one_time + [2.0 + place % 4 for place in range(rest)]
    assert CutPoints.fit(values, bins=5).bins == expected


def test_huge_tiny_and_negative_values_are_cut() -> None:
    """Values over the whole range of floats, below 0 included, are cut by rank alone."""
    values = [-1.7e308, -1e-320, 0.0, 5e-324, 1.7e308]
    assert quantile_cuts(values, bins=5).tolist() == values[1:]


def test_negative_zero_is_zero() -> None:
    """A cut at zero has no sign, whichever zero comes first."""
    for zeros in ([-0.0, 0.0], [0.0, -0.0]):
        cuts = quantile_cuts([-1.0, *zeros], bins=2)
        assert str(cuts.tolist()) == "[0.0]"


def test_given_cuts_know_no_fit() -> None:
    """Cut points that were typed in have no counts and no occupied bins."""
    points = CutPoints.given([])
    assert (points.bins, points.planned, points.occupied, points.counts) == (1, 1, None, None)
    assert points.bin([3.0, -3.0]).tolist() == [1, 1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: quantile_cuts(WRONG["none"]), "values must be finite"),
        (lambda: quantile_cuts(WRONG["text"]), "values must be numbers, got 'x' at row 1"),
        (lambda: quantile_cuts([[1, 2]]), "values must have one dimension"),
        (lambda: quantile_cuts([1, float("inf")]), "values must be finite, got inf at row 1"),
        (lambda: quantile_cuts([1, 2], bins=0), "bins must be a whole number from 1 to 100"),
        (lambda: quantile_cuts([1, 2], bins=101), "bins must be a whole number from 1 to 100"),
        (lambda: quantile_cuts([1, 2], bins=WRONG["half"]), "bins must be a whole number"),
        (lambda: quantile_cuts([1, 2], weights=[1]), "weights must have one row for each of the 2"),
        (lambda: quantile_cuts([1, 2], weights=[1, -1]), "weights must be >= 0, got -1.0 at row 1"),
        (lambda: CutPoints.fit([1], method=WRONG["jenks"]), "method must be one of 'quantile'"),
        (lambda: CutPoints.fit([1], anchors=[float("nan")]), "anchors must be finite"),
        (lambda: CutPoints.given([1, 1]), "cuts must ascend, .*, got 1.0 at row 1"),
        (lambda: CutPoints.given(range(101)), "cuts must be at most 100, got 101"),
        (lambda: CutPoints(cuts=[float("nan")], planned=2), "cuts must be finite"),
        (lambda: CutPoints(cuts=[1], planned=2, counts=[1]), "counts must have one number a bin"),
        (lambda: CutPoints(cuts=[1], planned=2, origin=WRONG["guess"]), "origin must be one of"),
    ],
)
def test_wrong_input_is_refused(call: Callable[[], object], message: str) -> None:
    """Each broken rule is named with its argument and value."""
    with pytest.raises(InvalidInputError, match=message):
        call()


@pytest.mark.parametrize("weights", [None, [0.0, 0.0]])
def test_nobody_cannot_be_cut(weights: list[float] | None) -> None:
    """No customer, or none of any weight, is no base for cut points."""
    with pytest.raises(FitError, match="at least one customer"):
        quantile_cuts([] if weights is None else [1, 2], weights=weights)


def test_many_cuts_are_searched_as_few_are() -> None:
    """A hundred cuts give the bins that counting them one by one gives."""
    cuts = np.arange(100.0)
    values = np.array([-1.0, 0.0, 0.5, 99.0, 200.0])
    points = CutPoints.given(cuts)
    assert points.bin(values).tolist() == [1 + int((cuts <= value).sum()) for value in values]
