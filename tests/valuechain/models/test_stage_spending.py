"""Stages of CRM: spend against value."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcore._text import Title
from crmcore.errors import InvalidInputError
from crmcore.valuechain.catalogue.crm_programmes import CRM_PROGRAMMES
from crmcore.valuechain.catalogue.crm_stages import CRM_STAGES
from crmcore.valuechain.models.stage_spending import StageFigures, stage_spending
from crmcore.valuechain.models.stage_strategies import STAGE_STRATEGIES

money = st.floats(0.01, 1e6)


@st.composite
def told_stages(draw: st.DrawFn) -> list[StageFigures]:
    """Draw stages of which all is told and something is earned."""
    n = draw(st.integers(1, 6))
    return [
        StageFigures(
            key=f"s{i}",
            spend=draw(money),
            customers=draw(st.integers(1, 999)),
            profit=draw(money),
        )
        for i in range(n)
    ]


@pytest.mark.law
@given(told_stages())
def test_shares_add_up_to_one_and_amounts_to_nothing(stages: list[StageFigures]) -> None:
    """Shares of spend and of profit sum to 1; what is over-spent here is missing there."""
    found = stage_spending(stages)
    for name in ("spend_share", "profit_share"):
        shares = [getattr(row, name).require() for row in found]
        assert all(0 <= share <= 1 for share in shares)
        assert math.fsum(shares) == pytest.approx(1, rel=1e-12)
    total = math.fsum(stage.spend or 0 for stage in stages)
    over = math.fsum(row.over_spent.require() for row in found)
    assert over == pytest.approx(0, abs=1e-9 * total)


@pytest.mark.law
@given(told_stages(), st.randoms(use_true_random=False))
def test_the_order_of_the_stages_does_not_matter(stages: list[StageFigures], random: Any) -> None:
    """Every stage has the same row wherever it stands."""
    found = stage_spending(stages)
    other = list(stages)
    random.shuffle(other)
    again = stage_spending(other)
    for row in found:
        assert again[row.figures.key] == row


@pytest.mark.law
@given(told_stages(), st.floats(0.01, 100))
def test_the_unit_of_money_does_not_matter(stages: list[StageFigures], times: float) -> None:
    """Shares, returns and verdicts stay when all money is counted in another unit."""
    other = [
        StageFigures(
            key=stage.key,
            spend=(stage.spend or 0) * times,
            customers=stage.customers,
            profit=(stage.profit or 0) * times,
        )
        for stage in stages
    ]
    for row, again in zip(stage_spending(stages), stage_spending(other), strict=True):
        assert again.spend_share.require() == pytest.approx(row.spend_share.require())
        assert again.return_per_unit.require() == pytest.approx(row.return_per_unit.require())


@pytest.mark.law
@given(told_stages())
def test_spend_by_profit_is_in_line(stages: list[StageFigures]) -> None:
    """Where spend is the same multiple of profit everywhere, nothing is over-spent."""
    even = [StageFigures(key=s.key, spend=2 * (s.profit or 0), profit=s.profit) for s in stages]
    found = stage_spending(even)
    assert {row.verdict for row in found} == {"in_line"}
    assert found.summary.en.startswith("every stage is spent on as its share of the profit gives")


def test_money_goes_where_the_value_is_not() -> None:
    """The example by hand: 60 % of the spend for 30 % of the profit."""
    found = stage_spending(
        [
            StageFigures(key="acquire", spend=600, customers=60, profit=900),
            StageFigures(key="enhance", spend=100, customers=200, profit=900),
            StageFigures(key="retain", spend=300, customers=400, profit=1200),
        ],
        currency="EUR",
    )
    row = found["acquire"]
    assert (row.spend_share.value, row.profit_share.value) == (0.6, 0.3)
    assert (row.spend_per_customer.value, row.return_per_unit.value) == (10, 1.5)
    assert (row.over_spent.value, row.over_spent.currency, row.verdict) == (300, "EUR", "over")
    assert (
        found["retain"].reason.en
        == "spend 30% of all against 40% of the profit: 100 euro less than "
        "its share"
    )
    assert found["retain"].reason.fa.endswith("کمتر از سهم آن")
    assert found.missing.en == ""
    assert found.summary.en.startswith("Attract (acquire): spend 60% of all")
    assert repr(found) == "StageSpending(acquire=300, enhance=-200, retain=-100)"
    assert repr(row).startswith("StageRow(stage='acquire', spend_share=0.6")
    assert repr(row.figures) == "StageFigures(key='acquire', spend=600, customers=60, profit=900)"


def test_what_is_not_told_is_named() -> None:
    """A share needs every stage; each figure that lacks has its reason in both languages."""
    found = stage_spending([
        StageFigures(key="acquire", spend=10, profit=5, customers=0),
        StageFigures(key="own", title=Title("Own stage", "مرحله خود"), profit=3),
    ])
    assert found["acquire"].spend_share.reason == Title(
        "the spend of Own stage is not told", "هزینه مرحله خود گفته نشده است"
    )
    assert found["acquire"].profit_share.value == 0.625
    assert found["acquire"].spend_per_customer.reason is not None
    assert found["acquire"].spend_per_customer.reason.en == "there are no customers in this stage"
    assert found["own"].spend_per_customer.reason is not None
    assert found["own"].spend_per_customer.reason.en == "the spend of this stage is not told"
    assert found["own"].return_per_unit.reason is not None
    assert found["own"].return_per_unit.reason.en == "the spend of this stage is not told"
    assert found["acquire"].verdict is None
    assert found["acquire"].reason.en == "the spend of Own stage is not told"
    assert found.missing.en == "spend of Own stage; customers of Own stage"
    assert found.summary.en == "not told: spend of Own stage; customers of Own stage"
    assert repr(found).endswith("missing='spend of Own stage; customers of Own stage')")


def test_a_missing_profit_is_named() -> None:
    """Without it there is no share of the profit, and so nothing over-spent."""
    found = stage_spending([
        StageFigures(key="a", spend=1, customers=1, profit=1),
        StageFigures(key="b", spend=1),
    ])
    assert found["b"].over_spent.reason is not None
    assert found["b"].over_spent.reason.en == "the profit of this stage is not told"
    assert found["a"].profit_share.reason is not None
    assert found["a"].profit_share.reason.fa == "سود \u2068b\u2069 گفته نشده است"
    assert found["b"].spend_per_customer.reason is not None
    assert found["b"].spend_per_customer.reason.en == "the customers of this stage are not told"


def test_nothing_spent_and_nothing_earned_have_reasons() -> None:
    """A share of nothing is no share, and a loss in all has no shares."""
    free = stage_spending([StageFigures(key="a", spend=0, profit=2, customers=1)])
    assert free["a"].spend_share.reason is not None
    assert free["a"].spend_share.reason.en == "nothing was spent on any stage"
    assert free["a"].return_per_unit.reason is not None
    assert free["a"].return_per_unit.reason.en == "nothing was spent on this stage"
    assert free.summary.en == "nothing was spent on any stage"
    loss = stage_spending([StageFigures(key="a", spend=2, profit=-2, customers=1)])
    assert loss["a"].profit_share.reason is not None
    assert loss["a"].profit_share.reason.en == "all stages together make no profit"
    assert loss["a"].over_spent.value is None


def test_a_stage_at_a_loss_gives_nothing_to_spend() -> None:
    """Its share of the profit is below 0, and all that it costs is over-spent and more."""
    found = stage_spending([
        StageFigures(key="a", spend=10, profit=-10),
        StageFigures(key="b", spend=10, profit=50),
    ])
    assert found["a"].profit_share.value == -0.25
    assert found["a"].over_spent.value == 15


def test_every_strategy_has_programmes_and_kpis() -> None:
    """The five of the catalogue, each under its stage, with programmes that exist."""
    assert {key: row.stage for key, row in STAGE_STRATEGIES.items()} == {
        "innovation": "acquire",
        "lower_cost": "enhance",
        "customer_service": "enhance",
        "listening": "retain",
        "new_products": "retain",
    }
    for key, row in STAGE_STRATEGIES.items():
        assert row.title == CRM_STAGES[key].title
        assert row.programmes
        assert all(CRM_PROGRAMMES[name].role == "programme" for name in row.programmes)
        assert row.kpis == CRM_STAGES[key].kpis != ()
    found = stage_spending([StageFigures(key="enhance"), StageFigures(key="own")])
    assert [row.key for row in found["enhance"].strategies] == ["lower_cost", "customer_service"]
    assert found["own"].strategies == ()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: stage_spending([]), "figures must hold at least one stage"),
        (lambda: stage_spending([StageFigures(key="a")] * 2), "got 'a' twice"),
        (lambda: StageFigures(key="a", spend=-1), "spend of a must be a finite number >= 0"),
        (lambda: StageFigures(key="a", customers=math.nan), "customers of a must be a finite"),
        (lambda: StageFigures(key="a", profit=math.inf), "profit of a must be a finite"),
    ],
)
def test_bad_figures_are_refused(call: Any, message: str) -> None:
    """The message names the figure and its stage."""
    with pytest.raises(InvalidInputError, match=message):
        call()
