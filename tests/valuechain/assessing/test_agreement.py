"""Krippendorff's alpha: against a plain sum over pairs, published values, and its laws."""

from collections.abc import Callable
from itertools import permutations
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.valuechain.assessing.agreement import Agreement, Distance, krippendorff_alpha

KINDS: tuple[Distance, ...] = get_args(Distance)
kinds = st.sampled_from(KINDS)
Table = list[list[float | None]]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw ratings from 0 to 4 of up to four raters and six units, with gaps."""
    raters, units = draw(st.integers(1, 4)), draw(st.integers(1, 6))
    cell = st.none() | st.integers(0, 4).map(float)
    return draw(st.lists(st.lists(cell, min_size=units, max_size=units), min_size=raters,
                         max_size=raters))  # fmt: skip


def delta(kind: Distance, v: float, w: float, counts: dict[float, int]) -> float:
    """Squared distance of two values by the definitions of Krippendorff (2011)."""
    if v == w:
        return 0.0
    if kind == "nominal":
        return 1.0
    if kind == "interval":
        return (v - w) ** 2
    if kind == "ratio":
        return ((v - w) / (v + w)) ** 2
    low, high = sorted((v, w))
    between = sum(count for value, count in counts.items() if low <= value <= high)
    return (between - (counts[low] + counts[high]) / 2) ** 2


def plain_alpha(table: Table, kind: Distance) -> float | None:
    """Alpha as one minus observed by expected disagreement, summed pair by pair."""
    columns = [[v for v in column if v is not None] for column in zip(*table, strict=True)]
    columns = [column for column in columns if len(column) > 1]
    pooled = [v for column in columns for v in column]
    counts = {v: pooled.count(v) for v in pooled}
    if len(counts) < 2:
        return None
    observed = sum(
        delta(kind, v, w, counts) / (len(column) - 1)
        for column in columns
        for v, w in permutations(column, 2)
    )
    expected = sum(delta(kind, v, w, counts) for v, w in permutations(pooled, 2))
    return 1 - (len(pooled) - 1) * observed / expected


@pytest.mark.law
@given(tables(), kinds)
def test_alpha_is_one_minus_observed_by_expected(table: Table, kind: Distance) -> None:
    """The fast sums give what a plain walk over all pairs gives, and both are undefined alike."""
    found, expected = krippendorff_alpha(table, kind=kind), plain_alpha(table, kind)
    if expected is None:
        assert found.alpha is None
        assert found.reason is not None
    else:
        assert found.alpha == pytest.approx(expected, abs=1e-12)
        assert found.reason is None


@pytest.mark.law
@settings(max_examples=60)
@given(tables(), kinds, st.data())
def test_raters_and_units_have_no_order(table: Table, kind: Distance, data: st.DataObject) -> None:
    """Shuffled raters and units change nothing to the last bit, the interval included."""
    rows = data.draw(st.permutations(table))
    columns = data.draw(st.permutations(range(len(table[0]))))
    other = [[row[i] for i in columns] for row in rows]
    found, again = (
        krippendorff_alpha(t, kind=kind, rng=np.random.default_rng(5), draws=40)
        for t in (table, other)
    )
    assert found == again


@pytest.mark.law
@given(st.lists(st.integers(0, 9), min_size=2, max_size=8), st.integers(2, 4), kinds)
def test_full_agreement_is_one(ratings: list[int], raters: int, kind: Distance) -> None:
    """Raters who say the same of every unit, and not one thing of all, have an alpha of 1."""
    assume(len(set(ratings)) > 1)
    assert krippendorff_alpha([ratings] * raters, kind=kind).alpha == 1.0


@pytest.mark.law
@given(tables(), kinds)
def test_alpha_is_at_most_one(table: Table, kind: Distance) -> None:
    """No ratings agree more than fully; whoever rates a unit alone does not count."""
    found = krippendorff_alpha(table, kind=kind)
    lonely = [[*row, 7.0 if i == 0 else None] for i, row in enumerate(table)]
    assert found.alpha is None or found.alpha <= 1.0
    assert krippendorff_alpha(lonely, kind=kind).alpha == found.alpha


@pytest.mark.law
@given(tables(), st.floats(0.1, 1e3), st.floats(-1e3, 1e3))
def test_units_of_measure_do_not_count(table: Table, factor: float, shift: float) -> None:
    """Alpha stays where its kind of scale allows the change of unit."""

    def changed(change: Callable[[float], float]) -> Table:
        return [[None if v is None else change(v) for v in row] for row in table]

    relabelled = changed(lambda v: [3.0, 0.0, 4.0, 1.0, 2.0][int(v)])
    for kind, other in (
        ("nominal", relabelled),
        ("ordinal", changed(lambda v: v**3 + shift)),
        ("interval", changed(lambda v: factor * v + shift)),
        ("ratio", changed(lambda v: factor * v)),
    ):
        expected = krippendorff_alpha(table, kind=kind).alpha
        found = krippendorff_alpha(other, kind=kind).alpha
        assert found == (None if expected is None else pytest.approx(expected, abs=1e-6))


@pytest.mark.law
@given(tables(), kinds, st.integers(1, 60))
def test_draws_are_counted(table: Table, kind: Distance, draws: int) -> None:
    """An interval lies within what alpha can be, and there is one where any draw has an alpha."""
    found = krippendorff_alpha(table, kind=kind, rng=np.random.default_rng(3), draws=draws)
    assert found.draws == (0 if found.alpha is None else draws)
    assert (found.interval is None) == (found.undefined_draws == found.draws)
    assert found.interval is None or found.interval.low <= found.interval.high <= 1.0


@pytest.mark.reference
def test_reference_cases(reference: Callable[[str], Any]) -> None:
    """The published example and independent values agree to 1e-9; undefined ones have a reason."""
    cases = [c for c in reference("segmentation")["cases"] if c["id"].startswith("alpha_")]
    assert len(cases) == 6
    for case in cases:
        for kind in KINDS:
            found = krippendorff_alpha(case["inputs"]["ratings"], kind=kind)
            expected = case["expected"]
            assert found.alpha == (expected and pytest.approx(expected[kind], abs=1e-9))
            assert (found.reason is None) == (expected is not None)


PUBLISHED: Table = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


@pytest.mark.reference
@pytest.mark.parametrize(
    ("kind", "alpha"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_published_example(kind: Distance, alpha: float) -> None:
    """Krippendorff (2011): 4 raters, 12 units of which one was rated once, 40 pairable ratings."""
    found = krippendorff_alpha(PUBLISHED, kind=kind)
    assert found.alpha == pytest.approx(alpha, abs=5e-4)
    assert (found.raters, found.units, found.pairable) == (4, 12, 40)


def test_interval_of_the_example_is_wide() -> None:
    """A dozen units tell little: from below 0.5 to above 0.95, said to be approximate."""
    found = krippendorff_alpha(PUBLISHED, kind="interval", rng=np.random.default_rng(0))
    assert found.interval is not None
    assert found.interval.low == pytest.approx(0.43, abs=0.03)
    assert found.interval.high == pytest.approx(0.995, abs=0.02)
    assert found.draws == 2000
    assert "approximate" in found.interval.method
    assert "low=0.4" in repr(found)


def test_draws_in_parts_are_the_same_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large tables are drawn part by part, from the same random numbers."""
    whole = krippendorff_alpha(PUBLISHED, rng=np.random.default_rng(1), draws=100)
    monkeypatch.setattr("crmcore.valuechain.assessing.agreement._CELLS", 500)
    parts = krippendorff_alpha(PUBLISHED, rng=np.random.default_rng(1), draws=100)
    assert parts == whole


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Over 200 samples of 40 units, some 92 % of the intervals for 95 % hold the true alpha."""
    rng = np.random.default_rng(11)
    truth = 0.5  # of two raters who see a unit of variance 1 with errors of variance 1
    held = 0
    for _ in range(200):
        table = rng.normal(size=40) + rng.normal(size=(2, 40))
        found = krippendorff_alpha(table, kind="interval", rng=rng, draws=200).interval
        assert found is not None
        held += found.low <= truth <= found.high
    assert 0.86 <= held / 200 <= 0.99


def test_raters_who_contradict_each_other_are_below_zero() -> None:
    """Two raters who always say the opposite agree less than by chance."""
    found = krippendorff_alpha([[1, 2, 1, 2], [2, 1, 2, 1]], kind="nominal")
    assert found.alpha == pytest.approx(-0.75)


def test_undefined_has_a_reason_in_both_languages() -> None:
    """No pairs and no variation are told apart; to require a number then raises the reason."""
    none = krippendorff_alpha([[1, None], [None, 2]])
    same = krippendorff_alpha([[2, 2], [2, 2]], rng=np.random.default_rng(0))
    assert none.reason is not None
    assert same.reason is not None
    assert none.reason.en == "no two raters rated the same unit"
    assert same.reason.en == "all ratings that can be compared are equal"
    assert (same.interval, same.draws) == (None, 0)
    assert "reason='no two" in repr(none)
    with pytest.raises(UndefinedMetricError, match="alpha is undefined: no two raters") as error:
        none.require()
    assert error.value.reason.fa.startswith("آلفا تعریف‌نشده است")


def test_an_agreement_tells_itself() -> None:
    """The line gives alpha and, where there is one, its interval; no minus before a zero."""
    plain = krippendorff_alpha(PUBLISHED)
    assert plain.require() == plain.alpha
    assert plain.line == Title("alpha is 0.82", "آلفا برابر \u2068۰٫۸۲\u2069 است")
    full = krippendorff_alpha([[1, 2], [1, 2]], rng=np.random.default_rng(0), draws=50, level=0.9)
    assert full.line.en == "alpha is 1.00, with 90% confidence about 1.00 to 1.00"
    assert full.undefined_draws > 0
    assert full.line.fa.endswith("تا \u2068۱٫۰۰\u2069")
    zero = Agreement(alpha=-0.001, kind="ordinal", raters=2, units=2, pairable=4)
    assert zero.line.en == "alpha is 0.00"


@pytest.mark.parametrize("table", [[], np.zeros((0, 0)), np.zeros((3, 0)), [[1, 2, 3]]])
def test_nothing_to_compare(table: Any) -> None:
    """No raters, no units or one rater alone leave alpha undefined; an empty list is no table."""
    if isinstance(table, list) and not table:
        with pytest.raises(InvalidInputError, match=r"two dimensions, raters and units"):
            krippendorff_alpha(table)
    else:
        assert krippendorff_alpha(table).alpha is None


def test_extreme_ratings_keep_their_alpha() -> None:
    """The largest and the smallest floats neither overflow nor vanish."""
    expected = krippendorff_alpha([[0, 1], [1, 0]], kind="interval").alpha
    for size in (1e308, 5e-324):
        assert krippendorff_alpha([[0, size], [size, 0]], kind="interval").alpha == expected
        assert krippendorff_alpha([[0, size], [size, 0]], kind="ratio").alpha == expected


@pytest.mark.parametrize(
    ("ratings", "options", "message"),
    [
        ([[1, 2], [1]], {}, "ratings must be numbers, in rows of equal length"),
        ([["good", "bad"]], {}, "ratings must be numbers"),
        ([1, 2, 3], {}, r"two dimensions, raters and units, got shape \(3,\)"),
        (
            [[1, 2], [1, np.inf]],
            {},
            "be finite, or nan where missing, got inf of rater 1 for unit 1",
        ),
        ([[1, -2]], {"kind": "ratio"}, "be >= 0 where kind is 'ratio', got -2.0 of rater 0 for un"),
        ([[1, 2]], {"kind": "rank"}, "kind must be one of 'nominal', .* got 'rank'"),
        ([[1, 2]], {"level": 95}, "level must be strictly between 0 and 1, got 95; did you mean"),
        ([[1, 2]], {"draws": 0}, "draws must be a whole number from 1"),
        ([[1, 2]], {"draws": 2.5}, "draws must be a whole number from 1"),
    ],
)
def test_bad_ratings_are_refused(ratings: Any, options: dict[str, Any], message: str) -> None:
    """What is no table of ratings is refused with what is wrong and where."""
    with pytest.raises(InvalidInputError, match=message):
        krippendorff_alpha(ratings, **options)


def test_negative_ratings_have_other_kinds() -> None:
    """Only ratios need ratings from 0 up."""
    assert krippendorff_alpha([[-1, 2], [-1, 2]], kind="interval").alpha == 1.0


def test_an_agreement_has_either_a_number_or_a_reason() -> None:
    """A value typed in by hand without both, or with both, is refused."""
    with pytest.raises(InvalidInputError, match="alpha must be a number or have a reason"):
        Agreement(alpha=None, kind="ordinal", raters=2, units=2, pairable=0)
    with pytest.raises(InvalidInputError, match="alpha must be a number or have a reason"):
        Agreement(alpha=0.5, reason=Title("a", "ب"), kind="ordinal", raters=2, units=2, pairable=4)
