"""RFM: scores from kept cut points, and one segment for every customer."""

from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore._types import TimeUnit
from crmcore.errors import FitError, InvalidInputError
from crmcore.periods import days_per_unit
from crmcore.segmentation import (
    DEFAULT_RULES,
    RFM,
    CutPoints,
    Rule,
    RuleSet,
    Segment,
    score_levels,
)
from crmcore.summary import CustomerSummary
from crmcore.transactions import TransactionLog

customer = st.tuples(
    st.integers(0, 4),  # repeat purchases
    st.integers(0, 200),  # days since the last purchase
    st.integers(1, 100),  # days from first purchase to last
    st.one_of(
        st.integers(0, 30).map(float), st.integers(0, 10**11).map(lambda cents: cents / 100)
    ),  # spend
    st.integers(0, 3),  # weight
)
customers = st.lists(customer, min_size=1, max_size=30)


def base_of(rows: list[Any], unit: TimeUnit = "day", **changes: Any) -> CustomerSummary:
    """Make a summary whose times are whole days in the unit wanted."""
    length = days_per_unit(unit)
    x = np.array([row[0] for row in rows], dtype=float)
    span = np.array([row[2] for row in rows], dtype=float) * (x > 0)
    since = np.array([row[1] for row in rows], dtype=float)
    columns: dict[str, Any] = {
        "frequency": x,
        "recency": span / length,
        "T": (span + since) / length,
        "total_value": [row[3] for row in rows],
        "unit": unit,
    }
    return CustomerSummary(**{**columns, **changes})


def weighted(rows: list[Any]) -> CustomerSummary:
    weights = [float(row[4]) for row in rows]
    return base_of(rows, weights=weights if any(weights) else None)


def test_equal_sums_of_money_are_ties() -> None:
    """0.1 + 0.2 and 0.3 are the same money, whatever floats make of it; tiny sums stay."""
    rows = [(0, 0, 1, 0.1 + 0.2, 1), (0, 0, 1, 0.3, 1), (0, 0, 1, 1e-300, 1), (0, 0, 1, 9.0, 1)]
    scores = RFM.fit(base_of(rows), bins=3).score(base_of(rows))
    assert scores.monetary.tolist() == [2, 2, 1, 3]


def plain(cuts: np.ndarray[Any, Any], value: float) -> int:
    return sum(cut <= value for cut in cuts)


@pytest.mark.law
@given(customers, st.integers(1, 7))
def test_scores_and_segments_follow_the_definition(rows: list[Any], bins: int) -> None:
    """Scores count cut points, recency backwards, and the rules decide on their levels."""
    base = weighted(rows)
    rfm = RFM.fit(base, bins=bins)
    codes = rfm.score(base).codes.tolist()
    labels = rfm.segment(base).labels.tolist()
    names = {"low": 1, "mid": 2, "high": 3}
    for row, code, label in zip(rows, codes, labels, strict=True):
        expected = [
            rfm.recency.bins - plain(rfm.recency.cuts, row[1]),
            1 + plain(rfm.frequency.cuts, row[0] + 1),
            1 + plain(rfm.monetary.cuts, row[3]),
        ]
        assert code == expected
        cell = [names[score_levels(b)[s - 1]] for s, b in zip(code, rfm.bins, strict=True)]
        fits = [
            rule.segment.key
            for rule in DEFAULT_RULES
            if all(low <= at <= high for (low, high), at in zip(rule.box, cell, strict=True))
        ]
        assert fits == [label]


@pytest.mark.law
@given(customers, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows: list[Any], random: Any) -> None:
    """Shuffled customers keep their scores and segments, and the cut points are the same."""
    base = weighted(rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    shuffled = base.select(np.array(order))
    rfm = RFM.fit(base)
    assert RFM.fit(shuffled) == rfm
    assert rfm.segment(shuffled).codes.tolist() == rfm.segment(base).codes[order].tolist()


@pytest.mark.law
@given(customers)
def test_weights_are_repeated_rows(rows: list[Any]) -> None:
    """A row of weight three is three customers: same cut points, same sizes."""
    weights = np.array([row[4] + 1 for row in rows])
    compressed = base_of(rows, weights=weights)
    spread = base_of([row for row, many in zip(rows, weights, strict=True) for _ in range(many)])
    rfm = RFM.fit(compressed)
    assert rfm == RFM.fit(spread)
    assert rfm.segment(compressed).sizes == rfm.segment(spread).sizes


@pytest.mark.law
@given(customers, customers)
def test_kept_cut_points_score_another_day(fitted: list[Any], later: list[Any]) -> None:
    """A customer's scores depend on the kept cut points alone, not on who else is there."""
    rfm = RFM.fit(base_of(fitted))
    together = rfm.score(base_of(later)).codes.tolist()
    alone = [rfm.score(base_of([row])).codes.tolist()[0] for row in later]
    assert together == alone


@pytest.mark.law
@given(customers, st.sampled_from(["week", "month", "year"]))
def test_the_same_last_day_is_a_tie_in_every_unit(rows: list[Any], unit: TimeUnit) -> None:
    """Who last bought on the same day has the same recency score, whenever they first came."""
    days = RFM.fit(base_of(rows)).score(base_of(rows)).recency.tolist()
    base = base_of(rows, unit)
    rfm = RFM.fit(base)
    assert rfm.score(base).recency.tolist() == days
    own = RFM.from_cuts(
        recency=sorted({row[1] / days_per_unit(unit) for row in rows}),
        frequency=[],
        monetary=[],
        unit=unit,
    )
    expected = [len({other[1] for other in rows if other[1] > row[1]}) + 1 for row in rows]
    assert own.score(base).recency.tolist() == expected


@pytest.mark.law
@given(customers)
def test_better_customers_never_score_lower(rows: list[Any]) -> None:
    """On each axis a better value has at least the score of a worse one."""
    base = base_of(rows)
    scores = RFM.fit(base).score(base)
    for values, scored in (
        ([-row[1] for row in rows], scores.recency),
        ([row[0] for row in rows], scores.frequency),
        ([row[3] for row in rows], scores.monetary),
    ):
        order = np.lexsort((scored, values))
        assert (np.diff(scored[order]) >= 0).all()


@pytest.mark.reference
def test_reference_half_open(reference: Callable[[str], Any]) -> None:
    """A time on a cut point counts as longer ago, as in the reference case."""
    case = next(c for c in reference("segmentation")["cases"] if c["id"] == "rfm_half_open")
    rows = [(0, days, 1, 1.0, 1) for days in case["inputs"]["recency_days"]]
    rfm = RFM.from_cuts(recency=case["inputs"]["cuts"], frequency=[], monetary=[], unit="day")
    scores = rfm.score(base_of(rows)).recency.tolist()
    assert scores == case["expected"]["recency_score"]


@pytest.mark.parametrize("once", [0.76, 0.9, 0.99, 1.0])
def test_bases_of_one_time_buyers_still_fall_apart(once: float) -> None:
    """However many bought once, no segment takes more than 30 % of the customers."""
    rng = np.random.default_rng(7)
    rows = [
        (int(rng.geometric(0.4)) * (place >= once * 1000), day, 30, round(spend, 2), 1)
        for place, (day, spend) in enumerate(
            zip(rng.integers(0, 365, 1000), rng.lognormal(3, 1, 1000), strict=True)
        )
    ]
    base = base_of(rows)
    assert max(RFM.fit(base).segment(base).sizes.values()) <= 300


def test_one_time_and_repeat_buyers_never_share_a_bin() -> None:
    """The anchor at two purchases holds even where the quantile would not cut there."""
    base = base_of([(1, 5, 5, 1.0, 1)] * 98 + [(0, 5, 5, 1.0, 1), (9, 5, 5, 1.0, 1)])
    scores = RFM.fit(base).score(base).frequency
    assert scores[98] < scores[0] < scores[99]
    free = RFM.fit(base, bins=1, anchors={})
    assert free.frequency.bins == 1


def test_equal_customers_are_one_flagged_segment() -> None:
    """Where all are equal there is one segment, and the flags say that no axis tells."""
    base = base_of([(0, 5, 1, 9.5, 1)] * 20)
    rfm = RFM.fit(base)
    segments = rfm.segment(base)
    assert [key for key, size in segments.sizes.items() if size] == ["fading"]
    assert [flag.en for flag in rfm.flags] == [
        "Recency carries no information: all customers are in one bin",
        "Frequency does not tell these customers apart: all are in one of 2 bins",
        "Monetary value carries no information: all customers are in one bin",
    ]
    assert segments.flags == rfm.flags
    assert "۲" in rfm.flags[1].fa


def test_lost_bins_are_flagged() -> None:
    """Fewer bins than planned are flagged with both numbers, in both languages."""
    rows = [(x, day, 1, money, 1) for day, (x, money) in enumerate([(0, 1.0), (2, 2.0)] * 6)]
    flags = RFM.fit(base_of(rows)).flags
    assert flags[1].en == "Monetary value has 2 bins of 5 planned: too few values differ"
    assert "۵" in flags[1].fa
    assert len(flags) == 2
    assert not RFM.fit(base_of(rows), bins={"frequency": 2, "monetary": 2}).flags


def test_bins_cuts_and_anchors_can_be_set_for_each_axis() -> None:
    """Given cuts are taken as they are, without anchors; the other axes follow the mapping."""
    rows = [(place % 4, place, 1, float(place), 1) for place in range(40)]
    rfm = RFM.fit(
        base_of(rows),
        bins={"recency": 3},
        cuts={"frequency": [3.0]},
        anchors={"frequency": (2,), "monetary": (10.5,)},
    )
    assert rfm.bins == (3, 2, 6)
    assert rfm.frequency == CutPoints.given([3.0])
    assert 10.5 in rfm.monetary.cuts


def test_other_rules_can_be_used() -> None:
    """A set of one's own decides the segments."""
    old, new = (
        Segment(key=key, title=Title(key, "بخش"), description=Title(key, "بخش"))
        for key in ("old", "new")
    )
    rules = RuleSet(
        key="two",
        title=Title("Two", "دو"),
        edition="1",
        rules=(Rule(segment=old, recency="low"), Rule(segment=new, recency="mid_or_high")),
    )
    rfm = RFM.from_cuts(recency=[50], frequency=[], monetary=[], unit="day")
    found = rfm.segment(base_of([(0, 50, 1, 1.0, 1), (0, 49, 1, 1.0, 1)]), rules=rules)
    assert found.labels.tolist() == ["old", "new"]
    assert found.segments == (old, new)


def test_who_and_weights_go_on_to_the_segments() -> None:
    """Identifiers and weights of the base stand in the segmentation."""
    base = base_of([(0, 1, 1, 1.0, 1), (3, 2, 9, 5.0, 1)], ids=["a", "b"], weights=[2, 1])
    segments = RFM.fit(base).segment(base)
    assert segments.ids is not None
    assert segments.ids.tolist() == ["a", "b"]
    assert sum(segments.sizes.values()) == 3


def test_no_customers_have_no_segments() -> None:
    """Kept cut points give nobody to nobody."""
    rfm = RFM.from_cuts(recency=[1], frequency=[2], monetary=[3], unit="day")
    assert len(rfm.score(base_of([]))) == 0
    assert len(rfm.segment(base_of([]))) == 0


def test_the_day_is_kept() -> None:
    """The cut points remember the day of the base, or the day they are told."""
    base = base_of([(0, 1, 1, 1.0, 1)], observed_until=np.datetime64("2011-12-09"))
    assert RFM.fit(base).as_of == np.datetime64("2011-12-09")
    assert RFM.fit(base, as_of="2011-12-09").as_of == np.datetime64("2011-12-09")
    bare = attrs.evolve(base, observed_until=None)
    assert RFM.fit(bare).as_of is None
    assert RFM.fit(bare, as_of="2011-12-09").as_of == np.datetime64("2011-12-09")
    with pytest.raises(InvalidInputError, match="as_of must be the day that the base shows"):
        RFM.fit(base, as_of="2012-01-09")
    own = RFM.from_cuts(recency=[1], frequency=[2], monetary=[3], unit="day", as_of="2012-01-01")
    assert own.as_of == np.datetime64("2012-01-01")


def test_a_base_in_another_measure_is_refused() -> None:
    """Cut points serve only bases in their unit and currency."""
    rows = [(0, 1, 1, 1.0, 1)]
    rfm = RFM.fit(base_of(rows, currency="GBP"))
    with pytest.raises(InvalidInputError, match="unit of the cut points, 'day', got 'week'"):
        rfm.score(base_of(rows, "week"))
    with pytest.raises(InvalidInputError, match="currency of the cut points, 'GBP', got 'EUR'"):
        rfm.segment(base_of(rows, currency="EUR"))
    assert len(rfm.score(base_of(rows))) == 1


@pytest.mark.parametrize(
    ("changes", "options", "message"),
    [
        ({"total_value": None}, {}, "base must have total_value"),
        ({}, {"bins": {"age": 3}}, "axis of bins must be one of 'recency'"),
        ({}, {"cuts": {"age": [1]}}, "axis of cuts must be one of"),
        ({}, {"anchors": {"age": [1]}}, "axis of anchors must be one of"),
        ({}, {"cuts": {"recency": ["x"]}}, "cuts of recency must be numbers"),
        ({}, {"cuts": {"monetary": [2, 1]}}, "cuts must ascend"),
        ({}, {"method": "jenks"}, "method must be one of"),
        ({}, {"as_of": "soon"}, "as_of must be an ISO date"),
    ],
)
def test_wrong_input_is_refused(
    changes: dict[str, Any], options: dict[str, Any], message: str
) -> None:
    """Each broken rule is named with its argument."""
    with pytest.raises(InvalidInputError, match=message):
        RFM.fit(base_of([(0, 1, 1, 1.0, 1)], **changes), **options)


def test_nobody_has_no_cut_points() -> None:
    """A base without customers cannot be fitted."""
    with pytest.raises(FitError, match="at least one customer"):
        RFM.fit(base_of([]))


def test_unknown_unit_is_refused() -> None:
    """The unit of time is one of those of a summary."""
    with pytest.raises(InvalidInputError, match="unit must be one of"):
        RFM.from_cuts(recency=[], frequency=[], monetary=[], unit="hour")  # type: ignore[arg-type]


def test_rfm_prints_its_measure() -> None:
    """What the cut points are for stands in print."""
    base = base_of([(0, 1, 1, 1.0, 1)], currency="GBP", observed_until=np.datetime64("2011-12-09"))
    rfm = RFM.fit(base)
    assert repr(rfm) == ("RFM(bins=(1, 2, 1), unit='day', currency='GBP', as_of='2011-12-09')")
    assert repr(rfm.score(base)) == "RFMScores(customers=1, bins=(1, 2, 1))"
    with pytest.raises(TypeError, match="unhashable"):
        hash(rfm)


def test_music_shop(cdnow_lines: dict[str, Any]) -> None:
    """Half of the customers bought once: all bins are used, and those share the lowest."""
    log = TransactionLog.from_arrays(
        customer=cdnow_lines["customer"], date=cdnow_lines["date"], amount=cdnow_lines["amount"]
    )
    base = log.summarize(observed_until="1998-06-30", unit="week")
    rfm = RFM.fit(base)
    segments = rfm.segment(base)
    assert rfm.bins == (5, 5, 5)
    assert not segments.flags
    assert sum(segments.sizes.values()) == 2357
    assert ((rfm.score(base).frequency == 1) == (base.frequency == 0)).all()
