"""The funnel from customers known to lasting relationships."""

import math
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.metrics.intervals import share_interval
from crmcore.valuechain.catalogue.tam import TAM
from crmcore.valuechain.models.funnel import FUNNEL_TITLES, funnel


@st.composite
def falling_counts(draw: st.DrawFn) -> dict[str, int]:
    """Draw counts by stage that never rise; zeros and equal ones included."""
    sizes = draw(st.lists(st.integers(0, 500), min_size=2, max_size=6))
    return {f"s{i}": size for i, size in enumerate(accumulate(sizes, min))}


@pytest.mark.law
@given(falling_counts())
def test_shares_are_shares_and_losses_add_up(counts: dict[str, int]) -> None:
    """Kept and lost share add up to 1 in each step; what is lost in all is first less last."""
    found = funnel(counts)
    first, *_, last = counts.values()
    assert sum(step.lost for step in found) == first - last
    for step in found:
        assert (step.kept.value is None) == (step.entered == 0)
        if step.kept.value is not None and step.lost_share is not None:
            assert 0 <= step.kept.value <= 1
            assert step.kept.value + step.lost_share == pytest.approx(1, rel=1e-15)
            assert step.kept.interval is not None
            assert step.kept.interval.low <= step.kept.value <= step.kept.interval.high


@pytest.mark.law
@given(falling_counts())
def test_kept_shares_multiply_to_the_overall_share(counts: dict[str, int]) -> None:
    """The share that reaches the last stage is the product of the shares kept on the way."""
    found = funnel(counts)
    kept = [step.kept.value for step in found]
    if None not in kept:
        assert found.overall.value == pytest.approx(math.prod(k for k in kept if k is not None))


@pytest.mark.law
@given(falling_counts(), st.integers(2, 9))
def test_shares_do_not_depend_on_the_size_of_the_base(counts: dict[str, int], times: int) -> None:
    """With every count multiplied the shares and the worst steps stay."""
    small, large = funnel(counts), funnel({key: n * times for key, n in counts.items()})
    assert [s.kept.value for s in small] == [s.kept.value for s in large]
    assert small.largest_loss == large.largest_loss
    assert small.largest_loss_share == large.largest_loss_share


@pytest.mark.law
@given(falling_counts())
def test_the_largest_loss_is_the_largest(counts: dict[str, int]) -> None:
    """No step loses more than the named ones, and all that lose as much are named."""
    found = funnel(counts)
    most = max(step.lost for step in found)
    named = {step.before for step in found if step.lost == most and most}
    assert set(found.largest_loss) == named
    assert bool(found.largest_loss_share) == bool(most)


def test_the_stages_of_tam_have_names() -> None:
    """The keys are those of the catalogue, and the summary names the step in both languages."""
    assert list(FUNNEL_TITLES) == [element.key for element in TAM]
    found = funnel({"known": 1000, "in_contact": 420, "in_relationship": 90})
    assert found["known"].title == Title(
        "Customers known to In interaction", "از «مشتریان شناخته‌شده» به «در تعامل»"
    )
    assert found.summary.en == "most are lost from Customers known to In interaction: 580 customers"
    assert "۵۸۰" in found.summary.fa
    assert repr(found) == "Funnel(steps=2, overall=0.09, largest_loss=('known',))"
    assert repr(found["known"]).startswith("FunnelStep(before='known', after='in_contact', kept=0")


def test_the_interval_is_that_of_a_share() -> None:
    """Wilson's, at the level asked for."""
    step = funnel({"a": 50, "b": 20}, level=0.95)["a"]
    assert step.kept.interval == share_interval(20, 50, level=0.95)
    assert step.kept.n == 50


def test_own_stages_and_own_names() -> None:
    """A stage without a name stands by its key; ties are all named."""
    found = funnel({"lead": 30, "trial": 20, "order": 10}, titles={"lead": Title("Lead", "سرنخ")})
    assert found["lead"].title.en == "Lead to trial"
    assert found.largest_loss == ("lead", "trial")
    assert found.largest_loss_share == ("trial",)
    with pytest.raises(UnknownKeyError, match="did you mean 'lead'"):
        found["led"]


def test_an_empty_stage_has_reasons() -> None:
    """Nobody to keep is no share; nothing lost is said so."""
    found = funnel({"a": 0, "b": 0})
    assert found["a"].kept.reason == Title(
        "nobody entered this step", "هیچ مشتری‌ای به این گام نرسیده است"
    )
    assert found["a"].lost_share is None
    assert found.overall.value is None
    assert (found.largest_loss, found.largest_loss_share) == ((), ())
    assert found.summary.en == "no customer is lost"


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ({"a": 1}, "counts must have two stages or more, got 1"),
        ({"a": 5, "b": 6}, "counts must not rise, got 5 in a and then 6 in b"),
        ({"a": 5, "b": -1}, "count of b must be a finite number >= 0, got -1"),
        ({"a": 5, "b": 1.5}, "count of b must be whole, got 1.5"),
        ({"a": math.inf, "b": 1}, "count of a must be a finite number"),
        ({"a": "many", "b": 1}, "count of a must be a finite number"),
    ],
)
def test_bad_counts_are_refused(counts: Any, message: str) -> None:
    """The message names the stage and the value."""
    with pytest.raises(InvalidInputError, match=message):
        funnel(counts)


def test_a_level_outside_is_refused() -> None:
    """A percentage gets a hint."""
    with pytest.raises(InvalidInputError, match=r"did you mean 0\.9"):
        funnel({"a": 2, "b": 1}, level=90)
