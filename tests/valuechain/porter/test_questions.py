"""Shares, margins, costs, positions: laws over drawn chains, and one chain worked by hand."""

import math
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.porter import (
    Activity,
    Competitor,
    MarginRow,
    PorterAnalysis,
)
from valuechain.porter.chains import MEASURES, chains, worked


def costs_and_values(cost: list[float], value: list[float]) -> PorterAnalysis:
    """Make a chain of bare figures."""
    return PorterAnalysis(
        [
            Activity(f"a{i}", category="service", cost=c, value=v)
            for i, (c, v) in enumerate(zip(cost, value, strict=True))
        ],
        currency="EUR",
    )


def numbers(figures: list[Measurement]) -> list[float]:
    """Give the values, all of which must be defined."""
    return [figure.require() for figure in figures]


def in_both_languages(figure: Measurement) -> bool:
    """Tell whether the reason stands in English and in Persian letters."""
    assert figure.reason is not None
    persian = sum("آ" <= letter <= "ی" for letter in figure.reason.fa)
    return persian > 5 and not set("يك") & set(figure.reason.fa) and figure.reason.en.isascii()


@pytest.mark.law
@given(chains())
def test_margins_add_up(chain: PorterAnalysis) -> None:
    """The parts by activity, category, role and unit add up to the whole: value less cost."""
    found = chain.margins()
    figures: dict[str, Any] = {"cost": lambda row: row.cost}
    figures["value"] = lambda row: row.value.require()
    figures["margin"] = lambda row: row.margin.require()
    scale = found.total.cost + found.total.value.require()
    for rows in (found.by_activity, found.by_category, found.by_role, found.by_unit):
        assert sorted(key for row in rows for key in row.activities) == sorted(
            activity.key for activity in chain
        )
        for get in figures.values():
            total = math.fsum(get(row) for row in rows)
            assert total == pytest.approx(get(found.total), abs=1e-12 * scale)
    assert found.total.margin.require() == pytest.approx(
        found.total.value.require() - found.total.cost, abs=1e-12 * scale
    )


@pytest.mark.law
@given(chains())
def test_a_unit_by_itself_has_the_margin_of_its_row(chain: PorterAnalysis) -> None:
    """The analysis of a unit gives what the whole gives for it."""
    rows = {row.key: row for row in chain.margins().by_unit}
    for unit in chain.units:
        alone = chain.for_unit(unit).margins().total
        assert alone.margin.value == rows[unit].margin.value
        assert alone.activities == rows[unit].activities


@pytest.mark.law
@given(chains())
def test_shares_add_up_to_1_and_excess_to_0(chain: PorterAnalysis) -> None:
    """Each share adds up to 1, the gaps and the amounts beyond them to 0; signs are verdicts."""
    rows = chain.efficiency().rows
    for measure in MEASURES:
        shares = [getattr(row, f"{measure}_share") for row in rows]
        if math.fsum(chain.figures(measure).values()):
            assert math.fsum(numbers(shares)) == pytest.approx(1)
        else:
            assert all(in_both_languages(share) for share in shares)
    for what in ("cost", "time"):
        if getattr(rows[0], f"excess_{what}").defined:
            whole = math.fsum(chain.figures(what).values())
            excess = numbers([getattr(row, f"excess_{what}") for row in rows])
            gaps = numbers([getattr(row, f"{what}_gap") for row in rows])
            assert math.fsum(excess) == pytest.approx(0, abs=1e-9 * whole)
            assert excess == pytest.approx([gap * whole for gap in gaps], abs=1e-9 * whole)
            signs = {"inefficient": 1, "strong": -1, "in_line": 0}
            for row, amount in zip(rows, excess, strict=True):
                told = signs[getattr(row, f"{what}_verdict")]
                assert told == (0 if abs(amount) <= 1e-9 * whole else math.copysign(1, amount))


@pytest.mark.law
@given(chains())
def test_points_are_ordered_by_their_excess(chain: PorterAnalysis) -> None:
    """The worst comes first, the strongest first, and no point is both strong and to improve."""
    found = chain.efficiency()
    for keys, what, sign in (
        (found.inefficient, "excess_cost", -1),
        (found.slow, "excess_time", -1),
        (found.strong, "excess_cost", 1),
    ):
        amounts = [sign * getattr(found[key], what).require() for key in keys]
        assert amounts == sorted(amounts)
    assert not set(found.strong) & set(found.to_improve)
    assert set(found.to_improve) == {*found.inefficient, *found.slow}


@pytest.mark.law
@given(chains())
def test_the_cost_is_accounted_for(chain: PorterAnalysis) -> None:
    """Driven, undivided and unexplained cost add up to all of it; ranks follow the costs."""
    found = chain.costs()
    driven = math.fsum(row.cost.value or 0.0 for row in found.drivers)
    assert driven + found.undivided + found.unexplained == pytest.approx(found.total)
    assert found.unexplained >= 0
    assert {row.activity for row in found.rows} == {activity.key for activity in chain}
    for row in found.rows:
        assert row.rank == 1 + sum(other.cost > row.cost * (1 + 1e-9) for other in found.rows)
    levels = [key for level in ("costly", "average", "cheap") for key in found.at(level)]
    assert levels == [row.activity for row in found.rows]


@pytest.mark.law
@given(chains(told=False, rivals=True), st.sampled_from(MEASURES))
def test_ranks_count_who_is_better(chain: PorterAnalysis, measure: Any) -> None:
    """A rank is 1 and the number that are better; ties share it; missing figures are named."""
    found = chain.position(measure)
    own = chain.figures(measure)
    others = {each.key: each.figures(measure) for each in chain.competitors}
    for row in found:
        told = dict(row.competitors)
        assert {*told, *row.missing} == set(others)
        if row.activity not in own or not told:
            assert (row.rank, row.of, row.tied) == (None, 0, ())
            assert in_both_languages(row.relative)
            continue
        mine = own[row.activity]
        tied = {key for key, it in told.items() if math.isclose(it, mine)}
        better = {k for k, it in told.items() if (it < mine) != (measure == "value")} - tied
        assert (row.rank, row.of) == (1 + len(better), 1 + len(told))
        assert set(row.tied) == tied
    for each in found.standings:
        assert set(each.shared) == own.keys() & others[each.competitor].keys()
        assert (each.verdict is None) == (not each.shared)
    told_on = [each for each in found.standings if each.shared]
    assert found.of == (1 + len(told_on) if told_on else 0)


@pytest.mark.law
@given(chains(rivals=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(chain: PorterAnalysis, random: Any) -> None:
    """Activities in another order have the same figures, ranks and verdicts."""
    activities = list(chain.activities)
    random.shuffle(activities)
    mixed = attrs.evolve(chain, activities=activities)
    assert {row.activity: row for row in mixed.efficiency()} == {
        row.activity: row for row in chain.efficiency()
    }
    assert {row.activity: row for row in mixed.costs()} == {
        row.activity: row for row in chain.costs()
    }
    assert mixed.margins().total.margin == chain.margins().total.margin
    assert {row.activity: row.rank for row in mixed.position()} == {
        row.activity: row.rank for row in chain.position()
    }


@pytest.mark.reference
def test_shares_agree_with_the_reference(reference: Any) -> None:
    """Shares beyond value and the margin are those worked out in exact fractions."""
    case = next(it for it in reference("segmentation")["cases"] if it["id"] == "porter_shares")
    chain = costs_and_values(**case["inputs"])
    rows = chain.efficiency().rows
    expected = case["expected"]
    assert numbers([row.cost_gap for row in rows]) == pytest.approx(
        expected["excess_share"], abs=case["tolerance"]
    )
    beyond = [max(it, 0.0) for it in numbers([row.excess_cost for row in rows])]
    assert beyond == pytest.approx(expected["excess_money"], rel=case["tolerance"])
    assert chain.margins().total.margin.value == expected["margin"]


def test_roles_by_hand() -> None:
    """Buying supports, the rest is primary, and four categories are empty of five."""
    found = worked().by_role()
    assert found.primary == ("plant", "shipping", "sales", "repair")
    assert found.support == ("buying",)
    assert found.empty_categories == (
        "inbound_logistics",
        "human_resources",
        "technology",
        "infrastructure",
    )
    assert found.summary.en.startswith("primary: plant, shipping, sales, repair; support: buying; ")
    assert "support" in repr(found)
    every = [Activity(key, category=key, cost=1) for key in CATEGORIES]
    assert PorterAnalysis(every, currency="EUR").by_role().empty_categories == ()
    alone = PorterAnalysis(every[:1], currency="EUR").by_role()
    assert alone.summary.en.startswith("primary: inbound_logistics; support: none; no activity in")
    assert "پشتیبانی: هیچ‌کدام" in alone.summary.fa


CATEGORIES: tuple[Any, ...] = (
    "inbound_logistics",
    "operations",
    "outbound_logistics",
    "marketing_sales",
    "service",
    "procurement",
    "human_resources",
    "technology",
    "infrastructure",
)


def test_efficiency_by_hand() -> None:
    """Costs 1000, values 1250, times 100: excess is cost - 0.8 value and time - 0.08 value."""
    found = worked(time_unit="day").efficiency()
    rows = found.rows
    assert numbers([row.excess_cost for row in rows]) == pytest.approx([60, 40, 70, -150, -20])
    assert numbers([row.excess_time for row in rows]) == pytest.approx([6, 14, 12, -25, -7])
    assert numbers([row.value_share for row in rows]) == [0.04, 0.36, 0.08, 0.4, 0.12]
    assert found.inefficient == found.to_improve == ("shipping", "buying", "plant")
    assert found.slow == ("plant", "shipping", "buying")
    assert found.strong == ("sales", "repair")
    assert rows[0].excess_time.unit == "days"
    assert found.summary.en == (
        "Cost beyond the share of value: shipping by 70 euro, buying by 60 euro, plant by 40 euro; "
        "Time beyond the share of value: plant by 14 days, shipping by 12 days, buying by 6 days; "
        "strong: sales, repair"
    )
    assert "۷۰" in found.summary.fa
    assert repr(found) == (
        "Efficiency(inefficient=('shipping', 'buying', 'plant'), "
        "slow=('plant', 'shipping', 'buying'), strong=('sales', 'repair'))"
    )
    assert "excess_cost=70" in repr(found["shipping"])


def test_what_is_cheap_but_slow_is_not_strong() -> None:
    """A low cost does not make an activity strong that takes more than its share of time."""
    rows = [
        Activity("a", category="service", cost=10, time=90, value=50),
        Activity("b", category="service", cost=90, time=10, value=50),
    ]
    found = PorterAnalysis(rows, currency="EUR").efficiency()
    assert (found.strong, found.inefficient, found.slow) == ((), ("b",), ("a",))
    assert found.to_improve == ("b", "a")
    assert found.summary.fa.endswith("نقاط قوت: هیچ‌کدام")


def test_without_times_cost_alone_decides() -> None:
    """Where no time is told cost shares stand, time shares give their reason."""
    found = costs_and_values([10, 90], [50, 50]).efficiency()
    assert found.strong == ("a0",)
    assert found.slow == ()
    assert found["a0"].time_verdict is None
    assert found["a0"].time_share.reason == found["a0"].excess_time.reason
    assert in_both_languages(found["a0"].excess_time)
    assert "Time" not in found.summary.en


@pytest.mark.parametrize(
    ("cost", "value", "reason"),
    [
        ([1, 2], [None, 5], "the value of a0 is not told; give 0 where customers place none on it"),
        ([1, 2], [None, None], "the value of a0, a1 is not told; give 0 where customers place no"),
        ([1, 2], [0, 0], "customers place no value on any activity"),
        ([0, 0], [1, 2], "no activity costs anything"),
    ],
)
def test_a_share_of_nothing_has_a_reason(cost: Any, value: Any, reason: str) -> None:
    """Without values, or with totals of 0, the excess is undefined and says why; never nan."""
    chain = costs_and_values(cost, value)
    found = chain.efficiency()
    for row in found:
        figure = row.excess_cost
        assert figure.value is None
        assert figure.reason is not None
        assert figure.reason.en.startswith(reason)
        assert in_both_languages(figure)
        assert row.cost_verdict is None
        assert row.cost_gap.reason == figure.reason
    assert found.summary == found["a0"].excess_cost.reason
    assert (found.inefficient, found.strong) == ((), ())
    with pytest.raises(UndefinedMetricError, match=reason[:12]):
        found["a0"].excess_cost.require()


def test_a_margin_without_all_values_is_undefined() -> None:
    """The whole and every group with an untold value give the reason; the others stand."""
    rows = [*worked().activities, Activity("staff", category="human_resources", cost=5)]
    found = PorterAnalysis(rows, currency="EUR").margins()
    assert in_both_languages(found.total.margin)
    assert found.summary == found.total.margin.reason
    assert found["plant"].margin.value == 50
    assert {row.key: row.margin.value for row in found.by_role} == {"primary": 300, "support": None}
    assert found.total.cost == 1005


def test_margins_by_hand() -> None:
    """1250 less 1000, and the same by activity, category, role and unit."""
    found = worked().margins()

    def by(rows: tuple[MarginRow, ...]) -> dict[str, float | None]:
        return {row.key: row.margin.value for row in rows}

    assert found.total.margin.value == 250
    assert by(found.by_activity) == {
        "buying": -50,
        "plant": 50,
        "shipping": -50,
        "sales": 250,
        "repair": 50,
    }
    assert list(by(found.by_category)) == [
        "operations",
        "outbound_logistics",
        "marketing_sales",
        "service",
        "procurement",
    ]
    assert by(found.by_role) == {"primary": 300, "support": -50}
    assert by(found.by_unit) == {"north": 0, "south": 200, "": 50}
    assert found.by_unit[-1].title.fa == "بدون واحد کسب‌وکار"
    assert repr(found) == "Margins(cost=1000, value=1250, margin=250, activities=5)"
    assert repr(found["sales"]) == "MarginRow(key='sales', cost=250, value=500, margin=250)"


def test_costs_by_hand() -> None:
    """The mean is 200; scale drives 60 % of 100, policies 30 %; two activities do not divide."""
    found = worked().costs()
    assert [(row.activity, row.rank) for row in found] == [
        ("plant", 1),
        ("sales", 2),
        ("shipping", 3),
        ("buying", 4),
        ("repair", 4),
    ]
    assert found.at("costly") == ("plant", "sales")
    assert found["sales"].drivers[0].en == "Discretionary policies"
    drivers = {row.driver: (row.cost.value, row.share.value, row.touched) for row in found.drivers}
    assert drivers == {
        "scale": (60, 0.06, 250),
        "policies": (30, 0.03, 350),
        "location": (None, None, 150),
    }
    assert in_both_languages(found.drivers[2].cost)
    assert (found.undivided, found.unexplained) == (400, 510)
    assert found.summary.en == "1,000 euro in all; costly: plant (40%), sales (25%)"
    assert repr(found.rows[0]) == (
        "CostRow(activity='plant', cost=400, share=0.4, rank=1, level='costly')"
    )
    assert "touched=250" in repr(found.drivers[0])
    assert "costly=('plant', 'sales')" in repr(found)


def test_equal_and_free_activities_are_neither_costly_nor_cheap() -> None:
    """Equal costs are average; with no cost at all the share gives its reason."""
    even = costs_and_values([5, 5], [1, 1]).costs()
    assert even.at("average") == ("a0", "a1")
    assert even.summary.en == "10 euro in all; costly: none above the average"
    free = costs_and_values([0, 0], [1, 1]).costs()
    assert free.at("average") == ("a0", "a1")
    assert in_both_languages(free["a0"].share)
    assert free.summary.en == "no activity costs anything"


def test_positions_by_hand() -> None:
    """Alpha is cheaper on its three activities, beta dearer on its two, gamma tells nothing."""
    found = worked().position()
    assert {row.activity: (row.rank, row.of, row.tied) for row in found} == {
        "buying": (None, 0, ()),
        "plant": (2, 3, ("beta",)),
        "shipping": (1, 2, ()),
        "sales": (1, 2, ("alpha",)),
        "repair": (2, 2, ()),
    }
    assert found["plant"].relative.value == pytest.approx(400 / 390)
    assert found["plant"].missing == ("gamma",)
    assert {e.competitor: (len(e.shared), e.own, e.other, e.verdict) for e in found.standings} == {
        "alpha": (3, 750, 720, "behind"),
        "beta": (2, 550, 560, "ahead"),
        "gamma": (0, 0, 0, None),
    }
    assert (found.rank, found.of, found.tied) == (2, 3, ())
    assert found.summary.en == (
        "rank 2 of 3 by cost; alpha: 3 of 5 activities compared; beta: 2 of 5 activities compared; "
        "gamma: 0 of 5 activities compared"
    )
    assert in_both_languages(found.standings[2].relative)
    assert "shared={'alpha': 3, 'beta': 2, 'gamma': 0}" in repr(found)
    assert "verdict='behind'" in repr(found.standings[0])
    assert "rank=2" in repr(found["plant"])


def test_more_value_is_better() -> None:
    """By value the greater figure leads; by time nobody can be compared, and it says so."""
    chain = worked()
    assert (chain.position("value").rank, chain.position("value").of) == (1, 2)
    assert chain.position("time").rank is None
    assert chain.position("time").summary.en == "no competitor can be compared by time"
    with pytest.raises(InvalidInputError, match="measure must be one of 'cost', 'time', 'value'"):
        chain.position("costs")  # type: ignore[arg-type]


def test_the_same_figures_are_level() -> None:
    """A competitor with the firm's own figures is level on each activity and as a whole."""
    rows = worked().activities
    twin = Competitor("twin", costs={activity.key: activity.cost for activity in rows})
    found = PorterAnalysis(rows, competitors=[twin], currency="EUR").position()
    assert {row.tied for row in found} == {("twin",)}
    assert (found.rank, found.of, found.tied) == (1, 2, ("twin",))
    assert "level with twin" in found.summary.en


def test_volumes_make_figures_comparable() -> None:
    """A competitor of twice the output and 1.6 times the cost is cheaper per unit."""
    rows = [Activity("plant", category="operations", cost=100)]
    rival = Competitor("x", costs={"plant": 160}, volume=20)
    found = PorterAnalysis(rows, competitors=[rival], currency="EUR", volume=10).position()
    assert found["plant"].own == 10
    assert found["plant"].competitors == (("x", 8.0),)
    assert found.rank == 2
    assert found.standings[0].relative.value == pytest.approx(1.25)


def test_a_ratio_to_nothing_has_a_reason() -> None:
    """Where competitors spend 0 the rank stands and the ratio does not; 0 against 0 is level."""
    rows = [Activity("a", category="service", cost=1), Activity("b", category="service", cost=0)]
    free = Competitor("x", costs={"a": 0, "b": 0})
    found = PorterAnalysis(rows, competitors=[free], currency="EUR").position()
    assert (found["a"].rank, found["b"].rank, found["b"].tied) == (2, 1, ("x",))
    assert in_both_languages(found["a"].relative)
    assert in_both_languages(found.standings[0].relative)


@pytest.mark.parametrize("scale", [1e-100, 1e97])
def test_extreme_amounts_stay_finite(scale: float) -> None:
    """Shares and ratios at the ends of the range of amounts are those of plain ones."""
    chain = costs_and_values([scale, 3 * scale], [3e97, 1e97])
    rival = Competitor("x", costs={"a0": 1e-100})
    found = attrs.evolve(chain, competitors=[rival])
    shares = [row.cost_share.require() for row in found.efficiency()]
    assert shares == pytest.approx([0.25, 0.75])
    ratio = found.position()["a0"].relative.require()
    assert np.isfinite(ratio)
    assert ratio == pytest.approx(scale / 1e-100)
