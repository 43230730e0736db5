"""The change of customer equity: six parts that add up to it, each what its name says."""

import math
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmcore import _script
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv import BGBB, BGNBD, GammaGamma, customer_value
from crmcore.metrics.clv.value.equity_change import EquityChange, EquityState, explain_equity_change
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary
from crmcore.transactions import TransactionLog

OLD = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
NEW = BGNBD(r=0.3, alpha=4.0, a=0.6, b=2.5)
SPEND = GammaGamma(p=6.25, q=3.74, v=15.44)
DEARER = GammaGamma(p=6.0, q=4.0, v=20.0)
YEARLY = Rate(0.1, per="year")
KEYS = (
    "left_base", "ageing", "purchases", "new_customers", "purchase_parameters", "spend_parameters",
)  # fmt: skip
MARKS = dict.fromkeys(range(0x2066, 0x206A))
people = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6, unique=True)


def base_of(names: list[str], day: str, seed: int, **options: Any) -> CustomerSummary:
    """Give each name one history, of which the later base has seen more weeks."""
    weeks = float((np.datetime64(day) - np.datetime64("2023-01-01")).astype(int)) / 7
    x, recency, money = [], [], []
    for name in names:
        rng = np.random.default_rng([seed, ord(name)])
        times = np.cumsum(rng.exponential(9.0, 30))
        prices = rng.gamma(6.0, 5.0, 30)
        seen = times <= weeks
        x.append(float(seen.sum()))
        recency.append(times[seen].max(initial=0.0))
        money.append(prices[seen].mean() if seen.any() else 0.0)
    return CustomerSummary(**{
        "frequency": x, "recency": recency, "T": np.full(len(names), weeks), "unit": "week",
        "monetary_value": money, "ids": names, "observed_until": np.datetime64(day), **options,
    })  # fmt: skip


def state(customers: CustomerSummary, purchases: Any = OLD, spend: Any = SPEND) -> EquityState:
    return EquityState(purchases=purchases, spend=spend, customers=customers)


def change_of(before: EquityState, after: EquityState, **terms: Any) -> EquityChange:
    return explain_equity_change(before, after, **{"rate": YEARLY, "margin": 0.3, **terms})


def equity(purchases: Any, spend: Any, base: CustomerSummary) -> float:
    return customer_value(purchases, spend, base, rate=YEARLY, margin=0.3).equity.require()


@pytest.mark.law
@settings(max_examples=20)
@given(people, people, st.integers(0, 99), st.integers(7, 300), st.integers(0, 200))
def test_parts_add_up_and_are_what_they_are_called(
    early: list[str], late: list[str], seed: int, days: int, between: int
) -> None:
    """The parts sum to the change; leavers, newcomers and parameters are found one by one."""
    first, second = (
        str(np.datetime64("2023-01-01") + np.timedelta64(it, "D")) for it in (days, days + between)
    )
    one, two = base_of(early, first, seed), base_of(late, second, seed)
    change = change_of(state(one), state(two, NEW, DEARER))
    assert tuple(part.key for part in change) == KEYS
    assert change.before.require() == pytest.approx(equity(OLD, SPEND, one), rel=1e-12)
    assert change.after.require() == pytest.approx(equity(NEW, DEARER, two), rel=1e-12)
    total = math.fsum(part.require() for part in change)
    scale = change.before.require() + change.after.require()
    assert total == pytest.approx(change.change, rel=1e-11, abs=1e-11 * scale)
    gone = [row for row, name in enumerate(early) if name not in late]
    fresh = [row for row, name in enumerate(late) if name not in early]
    lost = equity(OLD, SPEND, one.select(np.array(gone))) if gone else 0.0
    won = equity(OLD, SPEND, two.select(np.array(fresh))) if fresh else 0.0
    assert change["left_base"].require() == pytest.approx(-lost, rel=1e-9, abs=1e-9)
    assert change["new_customers"].require() == pytest.approx(won, rel=1e-9, abs=1e-9)
    assert (change["left_base"].n, change["new_customers"].n) == (len(gone), len(fresh))
    assert change["ageing"].require() <= 1e-9
    assert change["purchase_parameters"].require() == pytest.approx(
        equity(NEW, SPEND, two) - equity(OLD, SPEND, two), rel=1e-8, abs=1e-8
    )
    assert change["spend_parameters"].n == len(late)


@pytest.mark.law
@settings(max_examples=6)
@given(people, st.integers(0, 99))
def test_nothing_happened(names: list[str], seed: int) -> None:
    """Equal states have six parts of exactly 0, and other models only change their own part."""
    one = base_of(names, "2023-07-02", seed)
    same = change_of(state(one), state(one))
    assert [part.value for part in same] == [0.0] * 6
    assert same.change == 0
    for models, key in (((NEW, SPEND), "purchase_parameters"), ((OLD, DEARER), "spend_parameters")):
        other = change_of(state(one), state(one, *models))
        assert [part.key for part in other if part.value] == [key]
    shuffled = one.select(np.arange(len(one))[::-1])
    assert [part.value for part in change_of(state(one), state(shuffled))] == [0.0] * 6


def test_time_passes_and_nobody_buys() -> None:
    """Without a purchase all of the change is ageing, exactly."""
    early = base_of(["a", "b"], "2023-07-02", 1)
    late = attrs.evolve(early, T=early.T + 13, observed_until=np.datetime64("2023-10-01"))
    change = change_of(state(early), state(late))
    assert [part.key for part in change if part.value] == ["ageing"]
    assert change["ageing"].n == 2
    assert change["purchases"].n == 0
    want = equity(OLD, SPEND, late) - equity(OLD, SPEND, early)
    assert change["ageing"].require() == pytest.approx(want, rel=1e-9)


def test_purchases_are_those_of_whoever_bought() -> None:
    """One customer buys and the other does not: the part is what that customer gained."""
    early = CustomerSummary(
        frequency=[2, 1], recency=[20, 8], T=[30, 30], monetary_value=[20, 30], unit="week",
        ids=[7, 9], observed_until=np.datetime64("2023-07-02"), weights=[2, 5],
    )  # fmt: skip
    late = attrs.evolve(
        early, frequency=[3, 1], recency=[33, 8], T=[34, 34], monetary_value=[25, 30],
        observed_until=np.datetime64("2023-07-30"),
    )  # fmt: skip
    change = change_of(state(early), state(late))
    silent = attrs.evolve(early, T=[34, 34])
    buyer = np.array([0])
    want = equity(OLD, SPEND, late.select(buyer)) - equity(OLD, SPEND, silent.select(buyer))
    assert change["purchases"].require() == pytest.approx(want, rel=1e-12)
    assert change["purchases"].n == 2
    assert change["ageing"].n == change.before.n == 7


def test_corrected_histories_are_no_ageing() -> None:
    """Where an older first purchase is found, T grows by more: the rest counts as purchases."""
    early = base_of(["a", "b", "c"], "2023-07-02", 3)
    corrected = np.array([0.0, 0.0, 26.0])
    late = attrs.evolve(
        early, T=early.T + 13 + corrected, recency=early.recency + corrected,
        frequency=early.frequency + (corrected > 0), observed_until=np.datetime64("2023-10-01"),
    )  # fmt: skip
    change = change_of(state(early), state(late))
    aged = attrs.evolve(early, T=early.T + 13)
    want = equity(OLD, SPEND, aged) - equity(OLD, SPEND, early)
    assert change["ageing"].require() == pytest.approx(want, rel=1e-9)
    assert change["purchases"].n == 1


def test_nobody_stayed() -> None:
    """Two bases without a common customer: all left and all are new."""
    change = change_of(
        state(base_of(["a"], "2023-07-02", 1)), state(base_of(["b", "c"], "2023-10-01", 1))
    )
    assert [part.key for part in change if part.value] == ["left_base", "new_customers"]
    assert change["left_base"].require() == -change.before.require()


def test_opportunities_stay_whole() -> None:
    """A model of opportunities ages by whole ones, as the summaries count them."""
    model = BGBB(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783, unit="year")
    early = CustomerSummary(
        frequency=[5, 2], recency=[6, 3], T=[6, 6], monetary_value=[20, 30], unit="year",
        ids=["x", "y"], observed_until=np.datetime64("2019-12-31"),
    )  # fmt: skip
    late = attrs.evolve(early, T=[7, 7], observed_until=np.datetime64("2020-12-31"))
    change = change_of(state(early, model), state(late, model), horizon=5)
    assert [part.key for part in change if part.value] == ["ageing"]


def test_words_tell_the_change() -> None:
    """The text names days, sums and the parts in which something happened, in both languages."""
    change = change_of(
        state(base_of(["a", "b"], "2023-07-02", 1, currency="IRT")),
        state(base_of(["b", "c"], "2023-10-01", 1, currency="IRT"), NEW),
        calendar="solar_hijri",
    )
    text = change.text
    assert text.en.startswith("customer equity went from ")
    assert "toman on 11 Tir 1402 to " in text.en
    assert "New customers: " in text.en
    assert "spend model" not in text.en
    assert "در ۱۱ تیر ۱۴۰۲" in text.fa
    for title in (text, *(part.title for part in change)):
        assert _script.faults(title.fa.translate(MARKS)) == 0
        assert not any("0" <= mark <= "9" for mark in title.fa)
    assert repr(change).startswith("EquityChange(before=")
    assert {part.currency for part in change} == {"IRT"}
    assert "ageing" in change
    assert repr(state(base_of(["a"], "2023-07-02", 1))).startswith(
        "EquityState(customers=1, observed_until='2023-07-02', purchases=BGNBD(r=0.243"
    )
    plain = change_of(
        state(base_of(["a"], "2023-07-02", 1)), state(base_of(["a"], "2023-07-02", 1))
    )
    assert "2 July 2023" in plain.text.en
    assert plain == change_of(
        state(base_of(["a"], "2023-07-02", 1)), state(base_of(["a"], "2023-07-02", 1))
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ids": None}, "customers must have ids, who each row is, got None"),
        ({"observed_until": None}, "customers must have observed_until, the day of the state"),
        ({"monetary_value": None}, "customers must have monetary_value"),
        ({"ids": ["a", "a"]}, "ids must differ, got 'a' again at row 1"),
    ],
)
def test_a_state_needs_its_columns(change: dict[str, Any], message: str) -> None:
    """A state without names, day or money, or with one name twice, is refused."""
    base = base_of(["a", "b"], "2023-07-02", 1)
    with pytest.raises(InvalidInputError, match=message):
        state(attrs.evolve(base, **change))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unit": "day"}, "after must be in the unit of time of before, 'week', got 'day'"),
        ({"observed_until": np.datetime64("2020-01-01")}, "after must not be earlier than before"),
        ({"currency": "USD"}, "currency must be one, got 'EUR' and 'USD'"),
        ({"weights": [1, 2]}, "weights of a customer must be the same .* got 1 and 2 for 'b'"),
    ],
)
def test_states_must_compare(change: dict[str, Any], message: str) -> None:
    """Two units, currencies or weights, or exchanged days, are refused."""
    base = base_of(["a", "b"], "2023-07-02", 1, currency="EUR")
    with pytest.raises(InvalidInputError, match=message):
        change_of(state(base), state(attrs.evolve(base, **change)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rate": [YEARLY]}, "rate must be a Rate such as"),
        ({"horizon": 0}, "horizon must be a finite number > 0"),
        ({"margin": 1.5}, "margin must be a fraction from 0 to 1, got 1.5"),
        ({"calendar": "lunar"}, "calendar must be one of"),
    ],
)
def test_bad_terms_are_named(change: dict[str, Any], message: str) -> None:
    """Terms that cannot be are refused by name."""
    base = base_of(["a"], "2023-07-02", 1)
    with pytest.raises(InvalidInputError, match=message):
        change_of(state(base), state(base), **change)


def test_a_log_at_two_days(cdnow_lines: dict[str, Any]) -> None:
    """On CDNOW the parts of a quarter add up, and nobody is lost between two summaries."""
    log = TransactionLog.from_arrays(**cdnow_lines, currency="USD")
    states = []
    for day in ("1997-02-28", "1997-09-30"):
        base = log.summarize(observed_until=day, unit="week", clip=True)
        paying = base.select((base.monetary_value > 0) | (base.frequency == 0))  # type: ignore[operator]
        states.append(
            EquityState(purchases=BGNBD.fit(base), spend=GammaGamma.fit(paying), customers=base)
        )
    change = explain_equity_change(*states, rate=YEARLY, margin=0.3)
    assert change["left_base"].value == 0
    assert change["new_customers"].n == 2357 - len(states[0].customers)
    assert math.fsum(part.require() for part in change) == pytest.approx(change.change, rel=1e-9)
    assert change["ageing"].require() < 0 < change["purchases"].require()
