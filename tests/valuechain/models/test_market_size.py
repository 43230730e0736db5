"""Market sizing: size, reachable share and margin by segment, with ranges."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError
from crmcore.valuechain.models.market_size import MarketSegment, market_size
from crmcore.valuechain.models.ranges import Range, as_range


def ranges(low: float, high: float) -> st.SearchStrategy[Range]:
    """Draw three numbers in order; equal ones included."""
    three = st.lists(st.floats(low, high), min_size=3, max_size=3) | st.floats(low, high).map(
        lambda value: [value] * 3
    )
    return three.map(lambda values: Range(*sorted(values)))


@st.composite
def segment_lists(draw: st.DrawFn) -> list[MarketSegment]:
    """Draw segments with ranges; losses included."""
    return [
        MarketSegment(
            key=f"s{i}",
            size=draw(ranges(0, 1e6)),
            reachable_share=draw(ranges(0, 1)),
            margin=draw(ranges(-100, 1000)),
        )
        for i in range(draw(st.integers(1, 5)))
    ]


@pytest.mark.law
@given(segment_lists(), st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_the_bounds_hold_whatever_the_truth_is(
    segments: list[MarketSegment], places: list[float]
) -> None:
    """Any size, share and margin within their ranges give a potential within its bounds."""
    for row in market_size(segments):
        parts = (row.segment.size, row.segment.reachable_share, row.segment.margin)
        truth = math.prod(
            min(part.low + place * (part.high - part.low), part.high)
            for part, place in zip(parts, places, strict=True)
        )
        room = 1e-9 * max(abs(row.potential.low), abs(row.potential.high), 1e-300)
        assert row.potential.low - room <= truth <= row.potential.high + room
        assert row.volume.low <= row.volume.likely <= row.volume.high


@pytest.mark.law
@settings(max_examples=40)
@given(segment_lists(), st.randoms(use_true_random=False))
def test_the_order_of_the_segments_does_not_matter(
    segments: list[MarketSegment], random: Any
) -> None:
    """Potentials, ranks and the total stay."""
    other = list(segments)
    random.shuffle(other)
    found, again = market_size(segments), market_size(other)
    assert all(again[row.segment.key] == row for row in found)
    assert again.total == found.total


@pytest.mark.law
@given(segment_lists())
def test_ranks_follow_the_likely_potential(segments: list[MarketSegment]) -> None:
    """The best has rank 1, none of a worse rank is likely worth more, and the total is the sum."""
    found = market_size(segments)
    ordered = found.ranked()
    assert ordered[0].rank == 1
    assert sorted(ordered, key=lambda row: row.rank) == list(ordered)
    for one, other in pairwise(ordered):
        room = 1e-9 * abs(one.potential.likely)
        assert other.potential.likely <= one.potential.likely + room
    likely = math.fsum(row.potential.likely for row in found)
    assert found.total.likely == pytest.approx(likely, rel=1e-12)


@pytest.mark.law
@settings(max_examples=40)
@given(segment_lists(), st.integers(0, 9))
def test_draws_stay_within_the_bounds(segments: list[MarketSegment], seed: int) -> None:
    """Every interval lies within the bounds, and the chances of being best add up to 1."""
    found = market_size(segments, rng=np.random.default_rng(seed), draws=50)
    for row in found:
        assert row.interval is not None
        room = 1e-9 * max(abs(row.potential.low), abs(row.potential.high))
        assert row.potential.low - room <= row.interval.low
        assert row.interval.high <= row.potential.high + room
        assert 0 <= (row.best_probability or 0) <= 1
    chances = [row.best_probability for row in found]
    assert math.fsum(c for c in chances if c is not None) == pytest.approx(1, rel=1e-12)
    assert found.total_interval is not None
    assert found.total_interval.low <= found.total_interval.high


@pytest.mark.law
@given(ranges(-50, 50) | ranges(-1.7e308, 1.7e308), st.integers(0, 99))
def test_a_draw_lies_in_its_range(figure: Range, seed: int) -> None:
    """Whatever its shape, also where all three numbers are one."""
    drawn = figure.draw(20, rng=np.random.default_rng(seed))
    assert drawn.shape == (20,)
    assert np.all((figure.low <= drawn) & (drawn <= figure.high))


def test_draws_have_the_mean_of_pert() -> None:
    """(low + 4 likely + high) / 6, within four standard errors."""
    drawn = Range(10, 20, 60).draw(40_000, rng=np.random.default_rng(1))
    assert abs(drawn.mean() - 25) < 4 * drawn.std() / math.sqrt(drawn.size)


def test_the_same_seed_gives_the_same_market() -> None:
    """And a wider level gives a wider interval."""
    segments = [MarketSegment(key="a", size=(1, 2, 9), reachable_share=0.5, margin=(1, 2, 3))]
    one, two, wide = (
        market_size(segments, rng=np.random.default_rng(7), draws=200, level=level)
        for level in (0.8, 0.8, 0.99)
    )
    assert one == two
    assert one.total_interval is not None
    assert wide.total_interval is not None
    assert wide.total_interval.low < one.total_interval.low
    assert one.total_interval.method == "PERT draws"
    assert hash(one) == hash(two)


def test_equal_segments_share_rank_and_chance() -> None:
    """Two certain segments of one potential are both first, each best in half of the draws."""
    found = market_size(
        [
            MarketSegment(key="a", size=10, reachable_share=0.5, margin=4),
            MarketSegment(key="b", size=20, reachable_share=0.5, margin=2),
            MarketSegment(key="c", size=1, reachable_share=0.5, margin=2),
        ],
        rng=np.random.default_rng(0),
        draws=10,
    )
    assert [row.rank for row in found] == [1, 1, 3]
    assert [row.best_probability for row in found] == [0.5, 0.5, 0]


def test_a_loss_turns_the_bounds() -> None:
    """Where the margin is below 0 the largest volume is the worst case."""
    row = market_size([
        MarketSegment(key="a", size=(10, 20, 30), reachable_share=1, margin=(-2, -1, 3))
    ])["a"]
    assert row.potential == Range(-60, -20, 90)
    assert repr(row) == "SegmentSize(key='a', potential=-20, rank=1, best_probability=None)"


def test_the_market_is_told_in_words() -> None:
    """By rank, with the range of each and of all, in both languages."""
    found = market_size(
        [
            MarketSegment(key="schools", size=400, reachable_share=(0.2, 0.5, 0.6), margin=100),
            MarketSegment(
                key="clinics",
                size=(800, 1000, 1500),
                reachable_share=0.3,
                margin=120,
                title=Title("Clinics", "درمانگاه‌ها"),
            ),
        ],
        currency="EUR",
    )
    assert found.summary.en == (
        "1. Clinics: 36,000 euro (28,800 to 54,000); 2. schools: 20,000 euro (8,000 to 24,000); "
        "in all: 56,000 euro (36,800 to 78,000)"
    )
    assert "درمانگاه‌ها: \u2068۳۶٬۰۰۰\u2069 یورو (از \u2068۲۸٬۸۰۰\u2069" in found.summary.fa
    assert repr(found) == (
        "MarketSize(segments=2, total=56000, low=36800, high=78000, currency='EUR')"
    )
    assert "schools" in found
    assert len(found) == 2


def test_penetration_is_buyers_divided_by_size() -> None:
    """Its range turns round, and goes no higher than all."""
    segment = MarketSegment(
        key="a", size=(100, 200, 400), reachable_share=0.5, margin=1, buyers=100
    )
    assert segment.penetration == Range(0.25, 0.5, 1)
    more = MarketSegment(key="a", size=(80, 200, 400), reachable_share=0.5, margin=1, buyers=100)
    assert more.penetration == Range(0.25, 0.5, 1)
    none = MarketSegment(key="a", size=(0, 1, 2), reachable_share=0.5, margin=1, buyers=1)
    untold = MarketSegment(key="a", size=10, reachable_share=0.5, margin=1)
    assert none.penetration is None
    assert untold.penetration is None


def test_a_figure_may_be_given_in_three_ways() -> None:
    """A number, three numbers, or a range."""
    assert as_range(2) == as_range((2, 2, 2)) == as_range(Range(2, 2, 2))
    three: Any = [1, 2, 3]
    assert as_range(three) == Range(1, 2, 3)


def segment(**given_: Any) -> MarketSegment:
    """Make a segment with some of its figures replaced."""
    return MarketSegment(**{"key": "a", "size": 10, "reachable_share": 0.5, "margin": 1, **given_})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Range(1, 3, 2), "low, likely and high must be in order, got 1, 3, 2"),
        (lambda: Range(1, math.nan, 2), "likely must be a finite number"),
        (lambda: segment(size=(1, 2)), r"size must be a number or \(low, likely, high\)"),
        (lambda: segment(margin="much"), "margin low must be a finite number"),
        (lambda: segment(size=(-1, 2, 3)), "size of a must be a finite number >= 0"),
        (lambda: segment(reachable_share=50), r"reachable_share of a .* did you mean 0\.5"),
        (lambda: segment(buyers=11), "buyers of a must be <= size, got 11 and a size of at most"),
        (lambda: segment(buyers=-1), "buyers of a must be a finite number >= 0"),
        (lambda: market_size([]), "segments must hold at least one segment, got none"),
        (lambda: market_size([segment()] * 2), "got 'a' twice"),
        (lambda: market_size([segment()], level=1), "level must be strictly between 0 and 1"),
        (lambda: market_size([segment()], draws=0), "draws must be a finite number > 0"),
        (lambda: market_size([segment()], draws=1.5), "draws must be whole, got 1.5"),
    ],
)
def test_bad_input_is_refused(call: Any, message: str) -> None:
    """The message names the figure and the segment."""
    with pytest.raises(InvalidInputError, match=message):
        call()


def test_a_market_beyond_all_numbers_is_named() -> None:
    """The segment whose potential has no number is told."""
    with pytest.raises(InvalidInputError, match="potential of a must be a finite number, got inf"):
        market_size([MarketSegment(key="a", size=1e308, reachable_share=1, margin=1e308)])
