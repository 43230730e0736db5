"""Strategically significant customers: labels with evidence, and their union."""

from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.measurement import Intervals
from crmcore.segmentation import SSC_KINDS, Evidence, SscLabels, StrategicCustomers, ssc

clvs = st.lists(
    st.one_of(st.integers(1, 5).map(float), st.floats(0.01, 1e6)), min_size=1, max_size=30
)
amount = st.one_of(st.integers(0, 5).map(float), st.floats(0, 1e6))
carriers = st.lists(st.tuples(amount, amount, st.floats(-1e6, 1e6)), min_size=1, max_size=20)
parts = st.floats(0, 1)


def total_is_positive(rows: list[Any], place: int) -> bool:
    return any(row[place] > 0 for row in rows)


@pytest.mark.law
@given(clvs, st.floats(0.01, 0.99), st.floats(0.05, 2))
def test_the_best_share_is_labelled_and_the_chances_fill_it(
    rows: list[float], share: float, sd: float
) -> None:
    """Labels go to the highest values, ties alike, and the chances sum to the share."""
    found = ssc.high_lifetime_value(rows, share=share, sd=sd)
    inside = [value for value, label in zip(rows, found.labelled, strict=True) if label]
    outside = [value for value, label in zip(rows, found.labelled, strict=True) if not label]
    assert not inside or not outside or min(inside) > max(outside)
    assert found.probability is not None
    assert found.probability.sum() == pytest.approx(share * len(rows))
    order = np.argsort(rows, kind="stable")
    assert (np.diff(found.probability[order]) >= -1e-12).all()


@pytest.mark.law
@given(clvs, st.floats(0.01, 1))
def test_the_fewest_holders_hold_the_share(rows: list[float], share: float) -> None:
    """The labelled hold at least the share, and without the least of them they would not."""
    found = ssc.high_lifetime_value(rows, share_of_value=share, sd=0.2)
    held = [value for value, label in zip(rows, found.labelled, strict=True) if label]
    assert sum(held) >= share * sum(rows) * (1 - 1e-9)
    least = min(held)
    rest = sum(value for value in held if value > least)
    assert rest < share * sum(rows)
    assert found.probability is not None
    assert found.probability.sum() == pytest.approx(len(held))


@pytest.mark.law
@given(clvs, st.floats(0.01, 1e5), st.floats(0, 2))
def test_a_bar_of_money_is_passed_or_not(rows: list[float], bar: float, sd: float) -> None:
    """A value at or above the bar is labelled, and then at least as likely as not above it."""
    found = ssc.high_lifetime_value(rows, bar=bar, sd=sd)
    assert found.labelled.tolist() == [value >= bar for value in rows]
    assert found.probability is not None
    likely = found.probability >= 0.5 - 1e-9
    clear = np.abs(np.log(rows) - np.log(bar)) > 1e-9
    assert (likely[clear] == found.labelled[clear]).all()
    if sd == 0:
        assert set(found.probability[clear].tolist()) <= {0.0, 1.0}


@pytest.mark.law
@given(clvs, st.floats(0, 2), st.sampled_from([0.5, 0.9, 0.99]))
def test_intervals_say_the_same_as_deviations(rows: list[float], sd: float, level: float) -> None:
    """Intervals made from deviations on the log scale give the same chances."""
    reach = {0.5: 0.6744897501960817, 0.9: 1.6448536269514722, 0.99: 2.5758293035489004}[level]
    low, high = np.array(rows) * np.exp(-sd * reach), np.array(rows) * np.exp(sd * reach)
    assume(sd == 0 or sd > 1e-3)
    intervals = Intervals(low=low, high=high, level=level, method="log-normal")
    from_ends = ssc.high_lifetime_value(rows, bar=7.3, interval=intervals)
    from_sd = ssc.high_lifetime_value(rows, bar=7.3, sd=[sd] * len(rows))
    assert from_ends.probability == pytest.approx(from_sd.probability, abs=1e-6)


def test_without_errors_there_is_no_probability() -> None:
    """Labels by estimate alone do not pretend to know how sure they are."""
    found = ssc.high_lifetime_value([5, 4, 3, 2, 1], ids=list("abcde"))
    assert found.probability is None
    label = found.at(0)
    assert (label.customer, label.probability) == ("a", None)
    assert label.words() == "High future lifetime value: Customer lifetime value 5"
    assert repr(label) == (
        "SscLabel(customer='a', kind='high_lifetime_value', customer_lifetime_value=5, "
        "probability=None)"
    )
    assert found.rule == Title(
        "CLV among the best 20% of customers: 5 or more",
        "ارزش طول عمر در میان ۲۰٪ برتر مشتریان: دست‌کم ۵",
    )


def test_labels_speak_persian() -> None:
    """The reason of a label reads in Persian, with Persian digits."""
    found = ssc.high_lifetime_value([1234.5, 1, 1, 1, 1], sd=0.1)
    assert found.at(0).words("fa") == (
        "مشتری با ارزش طول عمر بالا: ارزش طول عمر مشتری ۱٬۲۳۴٫۵۰، احتمال ۱۰۰٪"
    )


def test_too_many_equal_values_label_nobody() -> None:
    """Where all are equal nobody is among the best, and the rule says so."""
    found = ssc.high_lifetime_value([5.0] * 10, sd=0.5)
    assert found.count == 0
    assert "nobody" in found.rule.en
    assert "هیچ‌کس" in found.rule.fa
    assert found.probability == pytest.approx([0.2] * 10)


def test_all_may_be_needed() -> None:
    """Where everyone is needed to hold the share, everyone is labelled for sure."""
    found = ssc.high_lifetime_value([2, 2, 2], share_of_value=1, sd=1)
    assert found.labelled.all()
    assert found.probability is not None
    assert found.probability.tolist() == [1, 1, 1]
    assert "100%" in found.rule.en


def test_a_bar_needs_no_share_of_anybody() -> None:
    """A bar of money serves for losses and for nobody."""
    assert ssc.high_lifetime_value([], bar=10).count == 0
    assert ssc.high_lifetime_value([-5, 3], bar=-1).labelled.tolist() == [False, True]
    sure = ssc.high_lifetime_value([5, 3], bar=0, sd=1)
    assert sure.probability is not None
    assert sure.probability.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ssc.high_lifetime_value([1], share=0.2, bar=3), "only one of share"),
        (lambda: ssc.high_lifetime_value([1], share=20), r"share must be .* 0.2\?"),
        (lambda: ssc.high_lifetime_value([1], share_of_value=0), "share must be above 0"),
        (lambda: ssc.high_lifetime_value([1], bar=float("nan")), "bar must be a finite number"),
        (lambda: ssc.high_lifetime_value([1, 0], sd=1), "clv must be > 0 where sd is given"),
        (lambda: ssc.high_lifetime_value([1], sd=-1), "sd must be >= 0"),
        (lambda: ssc.high_lifetime_value([1], sd=[1, 2]), "sd must have one row"),
        (lambda: ssc.high_lifetime_value(["x"]), "clv must be numbers, got 'x'"),
        (
            lambda: ssc.high_lifetime_value([1], sd=1, interval=intervals([1], [2])),
            "only one of sd and interval",
        ),
        (
            lambda: ssc.high_lifetime_value([1, 2], interval=intervals([1], [2])),
            "interval must have one row",
        ),
        (
            lambda: ssc.high_lifetime_value([1], interval=intervals([0], [2])),
            "interval.low must be > 0 and at most high, got 0.0",
        ),
        (
            lambda: ssc.high_lifetime_value([1], interval=intervals([3], [2])),
            "interval.low must be > 0 and at most high, got 3.0",
        ),
        (
            lambda: ssc.high_lifetime_value([1], interval=intervals([1], [float("inf")])),
            "interval.high must be finite",
        ),
    ],
)
def test_wrong_values_are_refused(call: Callable[[], object], message: str) -> None:
    """Each broken rule is named with its argument and value."""
    with pytest.raises(InvalidInputError, match=message):
        call()


def intervals(low: list[float], high: list[float]) -> Intervals:
    return Intervals(low=low, high=high, level=0.9, method="given")


def test_a_share_of_nobody_is_undefined() -> None:
    """Shares of no customers, or of losses, are undefined."""
    with pytest.raises(UndefinedMetricError, match="there are no customers"):
        ssc.high_lifetime_value([])
    with pytest.raises(UndefinedMetricError, match="value is negative"):
        ssc.high_lifetime_value([5, -1], share_of_value=0.8)


@pytest.mark.law
@given(carriers, parts)
def test_excess_sums_to_zero(rows: list[Any], bar: float) -> None:
    """What some carry above their volume the others carry below it, and only those are labelled."""
    assume(total_is_positive(rows, 0))
    assume(total_is_positive(rows, 1))
    found = ssc.cost_magnet(
        [row[0] for row in rows],
        volume=[row[1] for row in rows],
        driver="orders",
        bar=bar,
        contribution=[row[2] for row in rows],
    )
    excess, fixed, volume, profit = (one.values for one in found.evidence)
    assert abs(excess.sum()) <= 1e-12
    assert fixed.sum() == pytest.approx(1)
    assert volume.sum() == pytest.approx(1)
    assert profit.tolist() == [row[2] - row[0] for row in rows]
    assert (excess[found.labelled] > 0).all()
    assert (fixed[found.labelled] >= bar - 1e-11).all()
    assert not (found.labelled & (fixed < bar - 1e-11)).any()


@pytest.mark.law
@given(st.lists(st.floats(0.1, 1e6), min_size=1, max_size=20), st.floats(0.001, 1e3))
def test_proportional_customers_are_no_magnets(volume: list[float], rate: float) -> None:
    """Who carries fixed cost in proportion to volume is never labelled by rounding."""
    found = ssc.cost_magnet(np.array(volume) * rate, volume=volume, driver="time", bar=0)
    assert found.count == 0


@pytest.mark.law
@given(carriers, parts, st.data())
def test_the_others_lose_just_what_is_left_behind(
    rows: list[Any], avoidable: float, data: st.DataObject
) -> None:
    """The others' profit falls by the leavers' fixed cost that cannot be shed."""
    many = len(rows)
    leaving = data.draw(st.lists(st.integers(0, many - 1), max_size=many, unique=True))
    assume(len(leaving) < many)
    contribution, cost = np.array([row[2] for row in rows]), np.array([row[0] for row in rows])
    found = ssc.others_profit(contribution, fixed_cost=cost, leaving=leaving, avoidable=avoidable)
    mask = np.isin(np.arange(many), leaving)
    scale = 1e-9 * (1 + np.abs(contribution).sum() + cost.sum())
    assert found.staying == many - len(leaving)
    assert found.before == pytest.approx((contribution - cost)[~mask].sum(), abs=scale)
    fixed = cost.sum() - avoidable * cost[mask].sum()
    assert found.after == pytest.approx(contribution[~mask].sum() - fixed, abs=scale)
    assert found.change == pytest.approx(-(1 - avoidable) * cost[mask].sum(), abs=scale)
    assert found == ssc.others_profit(
        contribution, fixed_cost=cost, leaving=mask, avoidable=avoidable
    )


@pytest.mark.reference
def test_reference_cost_magnets(reference: Callable[[str], Any]) -> None:
    """Excess, profit and the profit of the others are those of the reference cases."""
    cases = {case["id"]: case for case in reference("segmentation")["cases"]}
    given, expected = cases["cost_magnet"]["inputs"], cases["cost_magnet"]["expected"]
    fixed = np.array(given["share_fixed"]) * given["fixed_cost"]
    found = ssc.cost_magnet(
        fixed,
        volume=given["share_volume"],
        driver=Title("processing time", "زمان پردازش"),
        bar=0.3,
        contribution=given["contribution"],
    )
    assert found.evidence[0].values == pytest.approx(expected["excess"])
    assert found.evidence[3].values == pytest.approx(expected["profit"])
    assert found.rows.tolist() == given["leave"]
    assert found.evidence[0].values[found.labelled].sum() == pytest.approx(0.25)
    others = ssc.others_profit(
        given["contribution"], fixed_cost=fixed, leaving=found.labelled, avoidable=0
    )
    assert others.before == pytest.approx(expected["others_before"])
    assert others.after == pytest.approx(expected["others_after"])
    partly, outcome = cases["cost_magnet_avoidable"]["inputs"], cases["cost_magnet_avoidable"]
    without_first = ssc.others_profit(
        partly["contribution"],
        fixed_cost=fixed,
        leaving=partly["leave"],
        avoidable=partly["avoidable"],
    )
    assert without_first.after == pytest.approx(outcome["expected"]["others_after"])
    assert found.at(0).words("fa") == (
        "مشتری مگنت هزینه: فزونی سهم هزینه ثابت بر سهم حجم ۱۵٪، سهم از هزینه ثابت ۵۰٪، "
        "سهم از زمان پردازش ۳۵٪، سود مشتری پس از هزینه ثابت ۵۰"
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"volume": [1]}, "volume must have one row for each of the 2 customers"),
        ({"volume": [1, -1]}, "volume must be >= 0, got -1.0 at row 1"),
        ({"driver": ""}, "driver must name what volume is measured in"),
        ({"bar": 30}, r"bar must be a fraction .* 0.3\?"),
        ({"contribution": [1]}, "contribution must have one row"),
        ({"ids": ["a"]}, "ids must have one row"),
    ],
)
def test_wrong_costs_are_refused(changes: dict[str, Any], message: str) -> None:
    """Each broken rule is named with its argument and value."""
    with pytest.raises(InvalidInputError, match=message):
        ssc.cost_magnet([2, 1], **{"volume": [1, 1], "driver": "time", "bar": 0.3, **changes})


def test_shares_of_no_cost_are_undefined() -> None:
    """Without fixed cost, volume or customers there is no share; with nobody left no profit."""
    with pytest.raises(UndefinedMetricError, match="shares of fixed_cost are undefined"):
        ssc.cost_magnet([0, 0], volume=[1, 1], driver="time", bar=0.3)
    with pytest.raises(UndefinedMetricError, match="shares of volume are undefined"):
        ssc.cost_magnet([1, 1], volume=[0, 0], driver="time", bar=0.3)
    with pytest.raises(UndefinedMetricError, match="total is 0"):
        ssc.cost_magnet([], volume=[], driver="time", bar=0.3)
    with pytest.raises(UndefinedMetricError, match="nobody stays"):
        ssc.others_profit([5], fixed_cost=[1], leaving=[0])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"leaving": [2]}, "leaving must be rows from 0 to 1, or a mask, got 2.0"),
        ({"leaving": [-1]}, "leaving must be rows from 0 to 1"),
        ({"leaving": [0.5]}, "leaving must be rows from 0 to 1"),
        ({"leaving": [True]}, "leaving must have one row for each of the 2"),
        ({"fixed_cost": [1]}, "fixed_cost must have one row"),
        ({"avoidable": 30}, r"avoidable must be a fraction .* 0.3\?"),
    ],
)
def test_wrong_leavers_are_refused(changes: dict[str, Any], message: str) -> None:
    """Rows must be rows of the base, and a mask must cover it."""
    with pytest.raises(InvalidInputError, match=message):
        ssc.others_profit([1, 1], **{"fixed_cost": [1, 1], "leaving": [0], **changes})


def test_huge_and_tiny_costs_have_shares() -> None:
    """Costs at either end of the floats are shared like any others."""
    for unit in (1.7e308, 5e-324):
        found = ssc.cost_magnet([unit, unit], volume=[1, 3], driver="time", bar=0.5)
        assert found.labelled.tolist() == [True, False]


ids_of = st.lists(st.integers(0, 12), min_size=1, max_size=10, unique=True)


def labels_on(ids: list[int], flags: list[bool], kind: Any = "benchmark") -> SscLabels:
    evidence = Evidence(
        key="followers", title=Title("Followers", "پیروان"), unit="count", values=ids
    )
    return SscLabels(
        kind=kind,
        rule=Title("Judged", "داوری"),
        edition="own",
        labelled=flags,
        evidence=(evidence,),
        ids=ids,
    )


@pytest.mark.law
@given(st.lists(ids_of, min_size=1, max_size=4), st.data())
def test_union_is_the_union_of_sets(groups: list[list[int]], data: st.DataObject) -> None:
    """Each customer carries the labels that the rules gave it, and counts once."""
    kinds: list[Any] = list(SSC_KINDS)
    labels, sets = [], []
    for place, ids in enumerate(groups):
        flags = data.draw(st.lists(st.booleans(), min_size=len(ids), max_size=len(ids)))
        labels.append(labels_on(ids, flags, kinds[place % 3]))
        sets.append({who for who, flag in zip(ids, flags, strict=True) if flag})
    found = StrategicCustomers.union(*labels)
    assert found.ids is not None
    everybody = found.ids.tolist()
    assert set(everybody) == {who for ids in groups for who in ids}
    assert found.size == len(everybody)
    inside = {who for who, flag in zip(everybody, found.included, strict=True) if flag}
    assert inside == set().union(*sets)
    assert found.count == len(inside)
    for who in everybody:
        carried = found.labels_of(who)
        assert len(carried) == sum(who in one for one in sets)
        assert all(label.customer == who for label in carried)
    for kind, count in found.counts.items():
        owners = {
            who for own, one in zip(sets, labels, strict=True) for who in own if one.kind == kind
        }
        assert count == len(owners) == int(found.carriers(kind).sum())
    assert found == StrategicCustomers.union(*labels)


def test_labels_without_ids_are_joined_by_row() -> None:
    """Where nobody is named, the rules must cover the same rows."""
    vip = ssc.high_lifetime_value([9, 1, 1, 1, 1])
    magnets = ssc.cost_magnet([9, 1, 1, 1, 3], volume=[3, 3, 3, 3, 1], driver="time", bar=0.1)
    both = StrategicCustomers.union(vip, magnets)
    assert both.ids is None
    assert both.included.tolist() == [True, False, False, False, True]
    assert [label.kind for label in both.labels_of(0)] == ["high_lifetime_value", "cost_magnet"]
    assert both.labels_of(1) == ()
    assert both.counts == {"high_lifetime_value": 1, "cost_magnet": 2}
    assert not both.carriers("benchmark").any()
    shorter = ssc.high_lifetime_value([9, 1, 1, 1])
    with pytest.raises(InvalidInputError, match=r"cover the same customers, got \[5, 4\] rows"):
        StrategicCustomers.union(vip, shorter)


def test_labels_that_cannot_be_joined_are_refused() -> None:
    """A union needs labels, names for all or none, and each name once."""
    named, nameless = labels_on([1, 2], [True, False]), ssc.high_lifetime_value([1, 2])
    with pytest.raises(InvalidInputError, match="got none"):
        StrategicCustomers.union()
    with pytest.raises(InvalidInputError, match="got 1 of 2 with ids"):
        StrategicCustomers.union(named, nameless)
    with pytest.raises(InvalidInputError, match="must name each customer once, got 1 twice"):
        StrategicCustomers.union(labels_on([1, 1], [True, False]))
    both = StrategicCustomers.union(named)
    with pytest.raises(InvalidInputError, match="customer must be one that a rule looked at"):
        both.labels_of(3)
    with pytest.raises(InvalidInputError, match="kind must be one of"):
        both.carriers("whale")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "whale"}, "kind must be one of 'high_lifetime_value'"),
        ({"evidence": ()}, "evidence of 'benchmark' must be at least one figure"),
        ({"labelled": [True]}, "followers must have one row for each of the 1"),
        ({"ids": [1]}, "ids must have one row"),
        ({"probability": [0.5]}, "probability must have one row"),
        ({"probability": [0.5, 1.5]}, "probability must be from 0 to 1, got 1.5 at row 1"),
        ({"probability": [0.5, float("nan")]}, "probability must be from 0 to 1, got nan"),
        ({"expires": "soon"}, "expires must be an ISO date"),
    ],
)
def test_wrong_labels_cannot_be_made(changes: dict[str, Any], message: str) -> None:
    """Each broken rule is named with its field and value."""
    with pytest.raises(InvalidInputError, match=message):
        attrs.evolve(labels_on([1, 2], [True, False]), **changes)


def test_labels_carry_their_end_and_their_chance() -> None:
    """An end and a probability, set later, stand in each label."""
    labels = attrs.evolve(
        labels_on([4, 5], [False, True]), probability=[0.1, 0.9], expires="2026-01-01"
    )
    (label,) = labels
    assert label.expires == np.datetime64("2026-01-01")
    assert label.probability == 0.9
    assert label.words() == "Benchmark: Followers 5, probability 90%"
    assert label.words("fa") == "مشتری الگو: پیروان ۵، احتمال ۹۰٪"
    assert labels == attrs.evolve(labels)
    assert repr(labels.evidence[0]) == "Evidence(key='followers', unit='count', customers=2)"
    for row in (0, 2, -1):
        with pytest.raises(InvalidInputError, match="row must be that of a customer labelled"):
            labels.at(row)


def test_catalogue_has_the_five_kinds() -> None:
    """Five kinds stand under their own key, each with titles, a rule and an edition."""
    assert list(SSC_KINDS) == [
        "high_lifetime_value",
        "benchmark",
        "inspiration",
        "cost_magnet",
        "door_opener",
    ]
    for key, kind in SSC_KINDS.items():
        assert kind.key == key
        assert all((kind.title.en, kind.title.fa, kind.rule.en, kind.rule.fa, kind.edition))
    terms = {key: kind.source_term for key, kind in SSC_KINDS.items() if kind.source_term}
    assert terms == {"benchmark": "Benchmark", "inspiration": "Inspirations"}
