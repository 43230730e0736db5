"""Value tiers: edges nearest to the plan that never split equal values."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import FitError, InvalidInputError
from crmcore.segmentation import ValueTiers

TEXT: Any = [1, "x"]

values = st.lists(
    st.one_of(st.integers(-2, 5).map(float), st.floats(-1e6, 1e6)), min_size=1, max_size=40
)
plans = st.lists(st.integers(1, 5), min_size=2, max_size=6).map(
    lambda parts: [part / sum(parts) for part in parts[:-1]]
)


def labels_for(shares: list[float]) -> list[str]:
    return [f"t{place}" for place in range(len(shares) + 1)]


@pytest.mark.law
@given(values, plans)
def test_edges_are_as_near_to_the_plan_as_ties_let_them(
    rows: list[float], shares: list[float]
) -> None:
    """No place between different values brings the customers above an edge nearer to the plan."""
    tiers = ValueTiers.fit(rows, shares=shares, labels=labels_for(shares))
    assert tiers.realised is not None
    ranked = sorted(set(rows), reverse=True)
    places = [0, *(sum(value >= low for value in rows) for low in ranked)]
    for edge in range(1, len(shares) + 1):
        goal = sum(shares[:edge]) * len(rows)
        above = tiers.realised[:edge].sum() * len(rows)
        best = min(abs(place - goal) for place in places)
        assert abs(above - goal) == pytest.approx(best, abs=1e-7)
        lower_side = [place for place in places if abs(place - goal) <= best + 1e-7]
        assert above == pytest.approx(min(lower_side))


@pytest.mark.law
@given(values, plans)
def test_equal_values_share_a_tier_and_better_ones_are_not_below(
    rows: list[float], shares: list[float]
) -> None:
    """Tier numbers never rise with value, and depend on the value alone."""
    scores = ValueTiers.fit(rows, shares=shares, labels=labels_for(shares)).score(rows)
    order = np.argsort(rows, kind="stable")
    steps = np.diff(scores[order])
    assert (steps <= 0).all()
    assert (steps[np.diff(np.array(rows)[order]) == 0] == 0).all()


@pytest.mark.law
@given(values, st.randoms(use_true_random=False))
def test_neither_order_nor_compression_matters(rows: list[float], random: Any) -> None:
    """Shuffled rows, and repeated rows written as weights, give the same tiers."""
    weights = [random.randint(1, 3) for _ in rows]
    spread = [value for value, many in zip(rows, weights, strict=True) for _ in range(many)]
    random.shuffle(spread)
    assert ValueTiers.fit(rows, weights=weights) == ValueTiers.fit(spread)


@pytest.mark.law
@given(values)
def test_edges_do_not_depend_on_the_other_tiers(rows: list[float]) -> None:
    """The first two deciles together are the best 20 %, and the first five the better half."""
    deciles = ValueTiers.deciles(rows)
    tiers = ValueTiers.fit(rows)
    assert deciles.cuts[[1, 4]].tolist() == tiers.cuts.tolist()


@pytest.mark.law
@given(values)
def test_segments_are_the_scores(rows: list[float]) -> None:
    """The segmentation has the tier of each score, and the shares that the fit realised."""
    tiers = ValueTiers.fit(rows)
    found = tiers.segment(rows, ids=list(range(len(rows))))
    assert found.codes.tolist() == (tiers.score(rows) - 1).tolist()
    shares = [line.customer_share.value for line in found.summary(rows)]
    assert tiers.realised is not None
    assert shares == pytest.approx(tiers.realised.tolist())
    assert found.flags == tiers.flags


def test_without_ties_the_plan_is_met() -> None:
    """A hundred different values fall into 20, 30 and 50, and into tens."""
    rows = list(range(100))
    assert list(ValueTiers.fit(rows).segment(rows).sizes.values()) == [20, 30, 50]
    assert set(ValueTiers.deciles(rows).segment(rows).sizes.values()) == {10}


def test_ties_at_an_edge_go_to_the_nearer_side() -> None:
    """Tied customers join the tier that brings the share nearer to the plan, else stay below."""
    assert ValueTiers.fit([9, 5, 5, 1, 1, 1, 1, 1, 1, 1]).cuts[0] == 9
    assert ValueTiers.fit([9, 9, 9, 1, 1, 1, 1, 1, 1, 1]).cuts[0] == 9
    assert ValueTiers.fit([9, 5, 5, 5, 1, 1, 1, 1, 1, 1]).cuts[0] == 9
    assert ValueTiers.fit([5, 5, 1, 1, 1], shares=(0.2, 0.3)).cuts[0] > 5


def test_all_equal_is_no_structure() -> None:
    """Where all are equal nobody is in the best tiers, and the flags say so."""
    tiers = ValueTiers.fit([5.0] * 10, shares=(0.2, 0.2))
    assert tiers.realised is not None
    assert tiers.realised.tolist() == [0, 0, 1]
    assert [flag.en for flag in tiers.flags] == [
        "Tier A is empty: too many customers have the same value",
        "Tier B is empty: too many customers have the same value",
    ]
    assert tiers.score([5.1, 5.0]).tolist() == [1, 3]
    assert ValueTiers.fit([3.0]).score([3.0]).tolist() == [3]
    assert ValueTiers.fit([1.7976931348623157e308] * 2).score([1.0]).tolist() == [3]


def test_given_cuts_name_their_values() -> None:
    """Tiers of one's own are half-open and described by the values where they begin."""
    tiers = ValueTiers.from_cuts([1000, 100.5], labels=["gold", "silver", "basic"])
    assert tiers.score([1000, 999.9, 100.5, 100]).tolist() == [1, 2, 2, 3]
    assert [segment.description.en for segment in tiers.segments] == [
        "Value of 1,000 or more.",
        "Value of 100.5 or more.",
        "Value below 100.5.",
    ]
    assert tiers.segments[0].description.fa == "ارزش ۱٬۰۰۰ یا بیشتر."
    assert (tiers.shares, tiers.realised, tiers.flags) == (None, None, ())
    assert repr(tiers) == ("ValueTiers(labels=('gold', 'silver', 'basic'), cuts=(1000.0, 100.5))")


def test_planned_tiers_name_their_shares() -> None:
    """Fitted tiers are described by the shares planned, in both languages."""
    segments = ValueTiers.fit([3, 2, 1]).segments
    assert [(one.key, one.description.en) for one in segments] == [
        ("A", "The best 20% of customers by value."),
        ("B", "The next 30% of customers."),
        ("C", "The other 50% of customers."),
    ]
    assert segments[0].description.fa == "۲۰٪ برتر مشتریان از نظر ارزش."
    assert segments[0].action is None


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ValueTiers.fit([1], shares=(0.5, 0.5)), "leave a share for the last tier"),
        (lambda: ValueTiers.fit([1], shares=(), labels=("A",)), "shares must be some"),
        (lambda: ValueTiers.fit([1], shares=(20, 30)), r"did you mean 0.2\?"),
        (lambda: ValueTiers.fit([1], labels=("A", "B")), "labels must be 3 different names"),
        (lambda: ValueTiers.fit([1], labels=("A", "A", "B")), "labels must be 3 different names"),
        (lambda: ValueTiers.fit([1], labels=("A", "", "B")), "labels must be 3 different names"),
        (lambda: ValueTiers.fit(TEXT), "values must be numbers"),
        (lambda: ValueTiers.from_cuts([1, 2]), "cuts must descend, .* got 2.0 at row 1"),
        (lambda: ValueTiers.from_cuts([1, float("nan")]), "cuts must be finite"),
        (lambda: ValueTiers.from_cuts([], labels=("A",)), "cuts must be at least one"),
        (lambda: ValueTiers(labels=("a", "b"), cuts=[float("nan")]), "cuts must be numbers"),
        (lambda: ValueTiers.from_cuts([2, 1]).segment([1], ids=["a", "b"]), "ids must have one"),
    ],
)
def test_wrong_input_is_refused(call: Callable[[], object], message: str) -> None:
    """Each broken rule is named with its argument and value."""
    with pytest.raises(InvalidInputError, match=message):
        call()


@pytest.mark.parametrize(("rows", "weights"), [([], None), ([1.0], [0.0])])
def test_nobody_has_no_tiers(rows: list[float], weights: list[float] | None) -> None:
    """No customer, or none of any weight, is no base for tiers."""
    with pytest.raises(FitError, match="at least one customer"):
        ValueTiers.fit(rows, weights=weights)
