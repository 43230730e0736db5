"""Customer value: what counts, whose rate and margin, groups, intervals, and the words."""

import itertools
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crmcore import _script
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv import BGBB, BGNBD, NBD, Fit, GammaGamma
from crmcore.metrics.clv.value.customers import CustomerValue, customer_value
from crmcore.rates import Rate
from crmcore.summary import CustomerSummary

CDNOW = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
SPEND = GammaGamma(p=6.25, q=3.74, v=15.44)
MARKS = dict.fromkeys(range(0x2066, 0x206A))
YEARLY = Rate(0.1, per="year")

row = st.tuples(
    st.integers(0, 30), st.floats(0.01, 1), st.floats(1, 200), st.floats(0.5, 500),
    st.floats(0, 5000),
)  # fmt: skip
rows = st.lists(row, min_size=1, max_size=6)
rates = st.builds(Rate, st.floats(0.01, 0.9), per=st.sampled_from(["week", "month", "year"]))


def base_of(drawn: list[Any], **options: Any) -> CustomerSummary:
    x, share, age, money, total = (np.array(column, float) for column in zip(*drawn, strict=True))
    return CustomerSummary(**{
        "frequency": x, "recency": np.where(x > 0, share * age, 0), "T": age, "unit": "week",
        "monetary_value": money, "total_value": total, **options,
    })  # fmt: skip


def worth(base: CustomerSummary, **terms: Any) -> CustomerValue:
    return customer_value(CDNOW, SPEND, base, **{"rate": YEARLY, **terms})


@pytest.fixture(scope="module")
def fitted() -> tuple[CustomerSummary, Fit[BGNBD], Fit[GammaGamma]]:
    rng = np.random.default_rng(7)
    drawn = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.5, unit="week").simulate(400, T=60.0, rng=rng)
    base = GammaGamma(p=6.25, q=3.74, v=15.44, currency="EUR").simulate(drawn, rng=rng)
    assert base.monetary_value is not None
    total = (base.frequency + 1) * (base.monetary_value + 10)
    base = attrs.evolve(base, total_value=total, weights=1 + np.arange(len(base)) % 3)
    return base, BGNBD.fit(base), GammaGamma.fit(base)


@pytest.mark.law
@settings(max_examples=25)
@given(st.data(), rows, st.sampled_from(["residual", "total"]), st.booleans())
def test_customers_are_valued_apart(
    data: st.DataObject, drawn: list[Any], counting: Any, with_cost: Any
) -> None:
    """Each customer at an own rate, margin and cost has the value that she has alone."""
    n = len(drawn)
    base = base_of(drawn)
    rate = data.draw(st.lists(rates, min_size=n, max_size=n))
    margin = data.draw(st.lists(st.floats(0, 1), min_size=n, max_size=n))
    cost = data.draw(st.lists(st.floats(0, 1e3), min_size=n, max_size=n)) if with_cost else None
    whole = worth(base, rate=rate, margin=margin, counting=counting, acquisition_cost=cost)
    alone = [
        worth(
            base.select(np.array([i])), rate=rate[i], margin=margin[i], counting=counting,
            acquisition_cost=None if cost is None else cost[i],
        )
        for i in range(n)
    ]  # fmt: skip
    each = np.concatenate([one.value for one in alone])
    np.testing.assert_allclose(whole.value, each, rtol=1e-12, atol=1e-9)
    equities = [one.equity.require() for one in alone]
    assert whole.equity.require() == pytest.approx(sum(equities), rel=1e-10, abs=1e-8)


@pytest.mark.law
@settings(max_examples=12)
@given(rows, st.floats(0, 1), st.floats(0, 500))
@example([(3, 0.5, 4.0, 15.0, 0.0)], 1.1809911805e-313, 0.0)
def test_total_is_residual_and_past_less_cost(drawn: list[Any], margin: float, cost: float) -> None:
    """Every convention differs from the others by what it says, and by nothing else."""
    base = base_of(drawn)
    ahead = worth(base, margin=margin)
    whole = worth(base, margin=margin, counting="total", acquisition_cost=cost)
    assert base.total_value is not None
    want = ahead.value + margin * base.total_value - cost
    np.testing.assert_allclose(whole.value, want, rtol=1e-12, atol=1e-9)
    np.testing.assert_array_equal(whole.residual, ahead.value)
    np.testing.assert_array_equal(whole.value_if_alive, ahead.value_if_alive)
    assert ahead.past is None
    assert ahead.acquisition_cost is None
    full = worth(base)
    np.testing.assert_allclose(ahead.value, margin * full.value, rtol=1e-13, atol=1e-300)


@pytest.mark.law
@settings(max_examples=8)
@given(rows, st.lists(st.floats(0.001, 0.9), min_size=2, max_size=2).map(sorted))
def test_value_falls_in_the_rate_and_grows_with_the_horizon(
    drawn: list[Any], pair: list[float]
) -> None:
    """Dearer money makes the future worth less; a longer future is worth more, up to for ever."""
    base = base_of(drawn)
    cheap, dear = (worth(base, rate=Rate(it, per="year"), horizon=None).value for it in pair)
    assert (dear <= cheap * (1 + 1e-9)).all()
    spans = (0.5, "18 months", 200.25, None)
    values = [worth(base, horizon=span, rate=Rate(pair[1], per="year")).value for span in spans]
    for shorter, longer in itertools.pairwise(values):
        assert (shorter <= longer * (1 + 1e-9)).all()


@pytest.mark.law
@settings(max_examples=20)
@given(rows, st.sampled_from(["1 year", "18 months", None]))
def test_units_do_not_matter(drawn: list[Any], horizon: Any) -> None:
    """Days in place of weeks give the same money."""
    base = base_of(drawn)
    days = attrs.evolve(base, recency=7 * base.recency, T=7 * base.T, unit="day")
    model = attrs.evolve(CDNOW, alpha=7 * CDNOW.alpha, unit="day")
    other = customer_value(model, SPEND, days, rate=YEARLY, horizon=horizon)
    np.testing.assert_allclose(other.value, worth(base, horizon=horizon).value, rtol=1e-9)


@pytest.mark.law
@settings(max_examples=20)
@given(st.data(), rows)
def test_weights_are_repeated_rows(data: st.DataObject, drawn: list[Any]) -> None:
    """A row of weight w counts in equity and groups as w rows, costs included."""
    n = len(drawn)
    weights = np.array(data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)))
    labels = data.draw(st.lists(st.sampled_from("abc"), min_size=n, max_size=n))
    terms = {"counting": "total", "acquisition_cost": 3.0}
    weighted = worth(base_of(drawn, weights=weights), **terms)
    assert weighted.equity.n == weights.sum()
    if not weights.any():
        assert weighted.equity.value == 0
        return
    copies = np.repeat(np.arange(n), weights)
    spread = worth(base_of(drawn).select(copies), **terms)
    assert spread.equity.require() == pytest.approx(weighted.equity.require(), rel=1e-10, abs=1e-7)
    groups = weighted.by(labels)
    for label, equity in spread.by([labels[i] for i in copies]).items():
        assert groups[label].require() == pytest.approx(equity.require(), rel=1e-10, abs=1e-7)
        assert groups[label].n == equity.n


@pytest.fixture(scope="module")
def judged(fitted: tuple[CustomerSummary, Fit[BGNBD], Fit[GammaGamma]]) -> CustomerValue:
    base, often, much = fitted
    return customer_value(
        often, much, base, rate=YEARLY, counting="total", acquisition_cost=9.0, margin=0.3
    )


@pytest.mark.law
@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_groups_add_up(judged: CustomerValue, seed: int, groups: int) -> None:
    """Groups add up to the equity, their ends lie about them, and one of all is the equity."""
    labels = np.random.default_rng(seed).integers(0, groups, len(judged))
    found = judged.by(labels)
    total = sum(equity.require() for equity in found.values())
    assert total == pytest.approx(judged.equity.require(), rel=1e-12)
    assert list(found) == list(dict.fromkeys(labels.tolist()))
    for label, equity in found.items():
        assert equity.interval is not None
        assert equity.interval.low < equity.require() < equity.interval.high
        assert str(label) in equity.title.fa
    (everyone,) = judged.by(["all"] * len(judged)).values()
    assert attrs.evolve(everyone, title=judged.equity.title) == judged.equity


def test_a_group_is_a_base_of_its_own(
    fitted: tuple[CustomerSummary, Fit[BGNBD], Fit[GammaGamma]], judged: CustomerValue
) -> None:
    """A group has the equity and the interval that its customers have alone."""
    base, often, much = fitted
    labels = base.frequency > 2
    alone = customer_value(
        often, much, base.select(labels), rate=YEARLY, counting="total", acquisition_cost=9.0,
        margin=0.3,
    ).equity  # fmt: skip
    group = judged.by(labels)[True]
    assert group.require() == pytest.approx(alone.require(), rel=1e-12)
    assert group.interval is not None
    assert alone.interval is not None
    assert group.interval.low == pytest.approx(alone.interval.low, rel=1e-9)
    assert group.interval.high == pytest.approx(alone.interval.high, rel=1e-9)


@pytest.mark.law
@settings(max_examples=6)
@given(st.floats(0, 300), st.sampled_from(["residual", "total"]))
def test_what_is_certain_shifts_the_interval(
    fitted: tuple[CustomerSummary, Fit[BGNBD], Fit[GammaGamma]], cost: float, counting: Any
) -> None:
    """Past and cost move both ends of an interval by as much as the value, below zero too."""
    base, often, much = fitted
    plain = customer_value(often, much, base, rate=YEARLY, level=0.8)
    value = customer_value(
        often, much, base, rate=YEARLY, level=0.8, counting=counting, acquisition_cost=cost
    )
    assert plain.interval is not None
    assert value.interval is not None
    moved = value.value - plain.value
    np.testing.assert_allclose(value.interval.low - plain.interval.low, moved, atol=1e-8)
    np.testing.assert_allclose(value.interval.high - plain.interval.high, moved, atol=1e-8)
    np.testing.assert_allclose(plain.value**2, plain.interval.low * plain.interval.high, rtol=1e-9)
    one, other = plain.equity, value.equity
    assert one.interval is not None
    assert other.interval is not None
    shift = other.require() - one.require()
    assert other.interval.low - one.interval.low == pytest.approx(shift, abs=1e-6)
    assert other.interval.high - one.interval.high == pytest.approx(shift, abs=1e-6)
    assert other.interval.level == 0.8
    if counting == "residual" and cost > plain.value.max():
        assert (value.interval.low < 0).all()


def test_own_rates_have_own_slopes(
    fitted: tuple[CustomerSummary, Fit[BGNBD], Fit[GammaGamma]],
) -> None:
    """With a rate for each customer the intervals are those at the rate of each."""
    base, often, much = fitted
    few = base.select(np.arange(6))
    pair = (YEARLY, Rate(0.4, per="year"))
    mixed = customer_value(often, much, few, rate=[pair[i % 2] for i in range(6)], horizon=None)
    for i in range(6):
        one = customer_value(often, much, few, rate=pair[i % 2], horizon=None)
        assert mixed.interval is not None
        assert one.interval is not None
        assert mixed.value[i] == pytest.approx(one.value[i], rel=1e-12)
        assert mixed.interval.high[i] == pytest.approx(one.interval.high[i], rel=1e-9)
    assert "rates=2" in repr(mixed)
    assert mixed.rate == tuple(pair[i % 2] for i in range(6))


@pytest.mark.law
@settings(max_examples=25)
@given(st.data(), rows, st.floats(0, 1))
def test_the_parts_of_a_customer_give_the_value(
    data: st.DataObject, drawn: list[Any], margin: float
) -> None:
    """The four factors multiply to the residual, and the summands add up to the value."""
    base = base_of(drawn)
    value = worth(base, margin=np.full(len(base), margin), counting="total", acquisition_cost=7.0)
    i = data.draw(st.integers(0, len(base) - 1))
    parts = value.explain(i)
    product = parts.probability_alive * parts.purchases_if_alive * parts.expected_spend
    assert product * parts.margin == pytest.approx(parts.residual, rel=1e-9, abs=1e-300)
    assert parts.past is not None
    assert parts.acquisition_cost == 7
    assert parts.residual + parts.past - 7 == pytest.approx(parts.value, rel=1e-12, abs=1e-9)
    assert parts.value == value.value[i]


def test_somebody_who_has_surely_left_brings_nothing() -> None:
    """A chance of 0 of being alive gives a value of 0 and no division by it."""
    gone = CustomerSummary(
        frequency=[4000], recency=[10], T=[4000], unit="week", monetary_value=[9.0]
    )
    value = worth(gone)
    assert value.probability_alive[0] == value.value[0] == value.value_if_alive[0] == 0
    assert value.explain(0).purchases_if_alive == 0


def test_words_say_what_counts() -> None:
    """Each convention has its own words, in both languages, with figures in their digits."""
    base = base_of([(2, 0.8, 40.0, 30.0, 90.0)], currency="EUR")
    ahead = worth(base)
    whole = worth(base, counting="total", acquisition_cost=5, horizon=None, margin=0.25)
    assert ahead.convention.en == (
        "residual value: only purchases after the end of observation count; the horizon is "
        "52.1786 weeks; each future purchase is discounted from its own moment to the end of "
        "observation; no cost of acquisition is subtracted"
    )
    assert "total value" in whole.convention.en
    assert "the horizon has no end" in whole.convention.en
    assert "۵۲٫۱۷۸۶" in ahead.convention.fa
    assert ahead.equity.note is not None
    assert whole.equity.note is not None
    assert "total value" not in ahead.equity.note.en
    assert "the cost of acquisition is subtracted" in whole.equity.note.en
    assert "counting='residual', acquisition_cost='not subtracted', timing='purchase'" in repr(
        ahead
    )
    assert "counting='total', acquisition_cost='subtracted'" in repr(whole)
    short, long = ahead.explain(0), whole.explain(0)
    assert short.text.en.startswith("active with a chance of 73.5%, then ")
    assert short.text.en.endswith(f"{short.residual:,.6g} euro to come")
    assert f"; 22.5 euro so far; less 5 euro for acquisition; together {long.value:,.6g} euro" in (
        long.text.en
    )
    assert "past" not in repr(short)
    assert "past=22.5" in repr(long)
    for title in (ahead.convention, whole.convention, whole.equity.note, short.text, long.text):
        assert _script.faults(title.fa.translate(MARKS)) == 0
        assert not any("0" <= mark <= "9" for mark in title.fa)
    group = ahead.by(["gold"])["gold"]
    assert group.title.en == "Customer equity of gold"
    assert group.currency == "EUR"


def test_a_value_is_a_value() -> None:
    """Equal terms give equal values; arrays cannot be written; other terms are told apart."""
    base = base_of([(2, 0.8, 40.0, 30.0, 90.0), (0, 0.5, 9.0, 1.0, 4.0)])
    one, same = worth(base, margin=[0.2, 0.3]), worth(base, margin=[0.2, 0.3])
    assert one == same
    assert one != worth(base, margin=[0.2, 0.4])
    assert worth(base, margin=0.2) != worth(base, margin=[0.2, 0.2])
    with pytest.raises(ValueError, match="read-only"):
        one.value[0] = 1
    fits = attrs.evolve(one, slopes=np.ones((1, 2)))
    assert fits.slopes is not None
    assert not fits.slopes.flags.writeable


def test_money_has_one_currency() -> None:
    """The model's currency stands in for one not stated; two currencies are refused."""
    base = base_of([(2, 0.8, 40.0, 30.0, 90.0)])

    @attrs.frozen
    class Flat:
        currency: str

        def expected_spend(self, customers: CustomerSummary, /) -> Any:
            return np.full(len(customers), 10.0)

    dollars = attrs.evolve(SPEND, currency="USD")
    assert customer_value(CDNOW, dollars, base, rate=YEARLY).equity.currency == "USD"
    assert customer_value(CDNOW, Flat("toman"), base, rate=YEARLY).currency == "IRT"
    euros = attrs.evolve(base, currency="EUR")
    for model in (dollars, Flat("USD")):
        with pytest.raises(InvalidInputError, match="currency"):
            customer_value(CDNOW, model, euros, rate=YEARLY)


TWO: list[tuple[dict[str, Any], str]] = [
    ({"rate": [YEARLY]}, "rate must have one row for each of the 2 customers, got 1"),
    ({"rate": [YEARLY, 0.1]}, r"rate must be a Rate such as .*, got 0\.1 at row 1"),
    ({"rate": "0.1"}, "rate must be a Rate such as .*, got '0.1'"),
    ({"margin": [0.1]}, "margin must have one row for each of the 2 customers, got 1"),
    ({"margin": [0.1, 1.5]}, r"margin must be a fraction from 0 to 1, got 1\.5 at row 1"),
    ({"margin": [0.1, "x"]}, "margin must be numbers, got 'x' at row 1"),
    ({"margin": [np.nan, 0.1]}, "margin must be finite, got nan at row 0"),
    ({"margin": -0.1}, r"margin must be a fraction from 0 to 1, got -0\.1"),
    ({"acquisition_cost": -1}, "acquisition_cost must be a finite number >= 0, got -1"),
    ({"acquisition_cost": [1, -1]}, "acquisition_cost must be >= 0, got -1.0 at row 1"),
    ({"acquisition_cost": [1, 2, 3]}, "acquisition_cost must have one row for each of the 2"),
    ({"counting": "gross"}, "counting must be one of 'residual', 'total', got 'gross'"),
    ({"horizon": -1}, "horizon must be a finite number >= 0, got -1"),
    ({"horizon": None, "rate": Rate(0.0, per="year")}, "rate must be above 0 when horizon is None"),
]


@pytest.mark.parametrize(("change", "message"), TWO)
def test_bad_terms_name_their_row(change: dict[str, Any], message: str) -> None:
    """Terms that cannot be are refused by name, value and row."""
    base = base_of([(2, 0.8, 40.0, 30.0, 90.0), (0, 0.5, 9.0, 1.0, 4.0)])
    with pytest.raises(InvalidInputError, match=message):
        worth(base, **change)


def test_what_is_missing_is_named() -> None:
    """No customers, no total, another unit, labels too few or missing, no such row."""
    base = base_of([(2, 0.8, 40.0, 30.0, 90.0), (0, 0.5, 9.0, 1.0, 4.0)])
    with pytest.raises(InvalidInputError, match="customers must be at least one customer"):
        worth(base.select(np.array([], dtype=np.int64)))
    with pytest.raises(InvalidInputError, match="total_value, the spend of all purchases, when"):
        worth(attrs.evolve(base, total_value=None), counting="total")
    with pytest.raises(InvalidInputError, match="the model's unit of time, 'day', got 'week'"):
        customer_value(attrs.evolve(CDNOW, unit="day"), SPEND, base, rate=YEARLY)
    value = worth(base)
    for labels, message in [
        (["a"], "labels must have one row for each of the 2 customers, got 1"),
        (["a", None], "labels must name a group, got None at row 1"),
        (np.array([np.nan, 1.0]), "labels must name a group, got nan at row 0"),
        ([["a"], ["b"]], "labels must be text, numbers or dates"),
    ]:
        with pytest.raises(InvalidInputError, match=message):
            value.by(labels)
    for row_number in (2, -1):
        with pytest.raises(InvalidInputError, match="row must be a whole number from 0 to 1"):
            value.explain(row_number)


def test_models_of_every_kind_are_valued() -> None:
    """A model without dropout and one of opportunities have the same conventions."""
    base = base_of([(2, 0.8, 40.0, 30.0, 90.0)])
    assert customer_value(NBD(r=0.4, alpha=12.0), SPEND, base, rate=YEARLY).value[0] > 0
    donors = CustomerSummary(
        frequency=[5], recency=[6], T=[6], unit="year", monetary_value=[20.0], total_value=[120.0]
    )
    model = BGBB(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783, unit="year")
    value = customer_value(model, SPEND, donors, rate=YEARLY, horizon=5, counting="total")
    assert value.value[0] == pytest.approx(value.residual[0] + 120)
