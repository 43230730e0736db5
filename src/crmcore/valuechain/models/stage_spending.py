"""Stages of CRM: where the money goes against where the value is."""

import math
from collections.abc import Iterable, Sequence
from typing import Final, Literal, TypeAlias

import attrs

from crmcore._checks import number_above
from crmcore._display import Value
from crmcore._keyed import Keyed, refuse_doubles
from crmcore._text import Title, isolate, join_titles, percent, persian_figure
from crmcore.currencies import money_title
from crmcore.errors import InvalidInputError
from crmcore.metrics.measurement import Measurement, MeasureUnit
from crmcore.valuechain.catalogue.crm_stages import CRM_STAGES
from crmcore.valuechain.models.stage_strategies import STAGE_STRATEGIES, StageStrategy

__all__ = ["SpendingVerdict", "StageFigures", "StageRow", "StageSpending", "stage_spending"]

SpendingVerdict: TypeAlias = Literal["over", "under", "in_line"]

_SLACK: Final = 1e-9
_TITLES: Final = {
    "spend_share": Title("Share of spend", "سهم از هزینه"),
    "profit_share": Title("Share of profit", "سهم از سود"),
    "spend_per_customer": Title("Spend per customer", "هزینه هر مشتری"),
    "return_per_unit": Title("Profit per unit of spend", "سود هر واحد هزینه"),
    "over_spent": Title("Spent beyond the share of profit", "هزینه بیش از سهم سود"),
}
_NO_SPEND: Final = Title("the spend of this stage is not told", "هزینه این مرحله گفته نشده است")
_NO_PROFIT: Final = Title("the profit of this stage is not told", "سود این مرحله گفته نشده است")
_NO_CUSTOMERS: Final = Title(
    "the customers of this stage are not told", "تعداد مشتریان این مرحله گفته نشده است"
)
_NOBODY: Final = Title("there are no customers in this stage", "این مرحله مشتری ندارد")
_FREE: Final = Title("nothing was spent on this stage", "برای این مرحله هزینه‌ای نشده است")
_NOTHING_SPENT: Final = Title("nothing was spent on any stage", "برای هیچ مرحله‌ای هزینه نشده است")
_ALL_IN_LINE: Final = Title(
    "every stage is spent on as its share of the profit gives",
    "برای هر مرحله به اندازه سهم آن از سود هزینه شده است",
)
_NO_GAIN: Final = Title("all stages together make no profit", "همه مرحله‌ها روی هم سودی ندارند")


@attrs.frozen(kw_only=True, repr=False)
class StageFigures(Value):
    """What is known of one stage.

    Attributes
    ----------
    key : str
        The stage, such as "acquire", "enhance" or "retain", or one's own.
    spend : float or None
        Money spent on it, >= 0; None where it is not told.
    customers : float or None
        Customers in it, >= 0.
    profit : float or None
        Profit of these customers before the spend; a loss is negative.
    title : Title or None
        Its name; that of `CRM_STAGES`, or the key, where there is none.

    Raises
    ------
    InvalidInputError
        If a figure is not finite, or spend or customers are negative.
    """

    key: str
    spend: float | None = None
    customers: float | None = None
    profit: float | None = None
    title: Title | None = None

    def __attrs_post_init__(self) -> None:
        for name, least in (("spend", 0.0), ("customers", 0.0), ("profit", -math.inf)):
            value = getattr(self, name)
            if value is not None:
                number_above(f"{name} of {self.key}", value, least, inclusive=True)

    @property
    def name(self) -> Title:
        """The title, or the key in both languages."""
        if self.title is None and self.key in CRM_STAGES:
            return CRM_STAGES[self.key].title
        return self.title or Title(self.key, isolate(self.key))

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "spend": self.spend,
            "customers": self.customers,
            "profit": self.profit,
        }


@attrs.frozen(kw_only=True, repr=False)
class StageRow(Value):
    """One stage: its share of the spend beside its share of the profit.

    Attributes
    ----------
    figures : StageFigures
        What went in.
    spend_share, profit_share : Measurement
        Its shares of all stages; that of the profit is below 0 where the stage makes a loss.
    spend_per_customer : Measurement
        Money spent per customer.
    return_per_unit : Measurement
        Profit per unit of money spent; higher is better.
    over_spent : Measurement
        Spend beyond what its share of the profit would give it, < 0 where it gets less; these
        amounts add up to 0 over the stages.
    verdict : {"over", "under", "in_line"} or None
        The sign of that amount; None where it is undefined.
    reason : Title
        The verdict in words, or why there is none.
    """

    figures: StageFigures
    spend_share: Measurement
    profit_share: Measurement
    spend_per_customer: Measurement
    return_per_unit: Measurement
    over_spent: Measurement
    verdict: SpendingVerdict | None
    reason: Title

    @property
    def strategies(self) -> tuple[StageStrategy, ...]:
        """The strategies that this stage asks for; empty for a stage of one's own."""
        return tuple(row for row in STAGE_STRATEGIES.values() if row.stage == self.figures.key)

    def _facts(self) -> dict[str, object]:
        return {
            "stage": self.figures.key,
            "spend_share": self.spend_share.value,
            "profit_share": self.profit_share.value,
            "over_spent": self.over_spent.value,
        }


@attrs.frozen(kw_only=True, repr=False)
class StageSpending(Keyed[StageRow]):
    """Spend against value, stage by stage; gives a row by key.

    Attributes
    ----------
    rows : tuple of StageRow
        The stages, in the order given.
    missing : Title
        Which figures are not told; empty where all are.
    summary : Title
        Where more is spent than the share of the profit gives, and what is not told.
    """

    rows: tuple[StageRow, ...]
    missing: Title
    summary: Title

    def _by_key(self) -> dict[str, StageRow]:
        return {row.figures.key: row for row in self.rows}

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {row.figures.key: row.over_spent.value for row in self.rows}
        return {**facts, "missing": self.missing.en} if self.missing.en else facts


def stage_spending(
    figures: Iterable[StageFigures], /, *, currency: str | None = None
) -> StageSpending:
    r"""Set the money that goes into each stage of CRM against the profit that comes from it.

    Parameters
    ----------
    figures : iterable of StageFigures
        The stages; all money in one currency.
    currency : str or None
        Its name.

    Returns
    -------
    StageSpending
        A row for each stage.

    Raises
    ------
    InvalidInputError
        If there is no stage, or one comes twice.

    Notes
    -----
    With spend :math:`s_i` and profit :math:`p_i` the amount over-spent is
    :math:`s_i - \frac{p_i}{\sum p} \sum s`. It says where spend and profit part, not what a unit
    of money more would earn. A share needs the figure of every stage: with one missing, no share
    is told.

    Examples
    --------
    >>> found = stage_spending([
    ...     StageFigures(key="acquire", spend=600, customers=60, profit=900),
    ...     StageFigures(key="enhance", spend=100, customers=200, profit=900),
    ...     StageFigures(key="retain", spend=300, customers=400, profit=1200),
    ... ])
    >>> found
    StageSpending(acquire=300, enhance=-200, retain=-100)
    >>> found["acquire"].reason.en
    'spend 60% of all against 30% of the profit: 300 more than its share'
    """
    rows = tuple(figures)
    if not rows:
        msg = "figures must hold at least one stage, got none"
        raise InvalidInputError(msg)
    refuse_doubles("stages of figures", [row.key for row in rows])
    spend, profit = _whole(rows, "spend"), _whole(rows, "profit")
    told = tuple(_row(row, spend, profit, currency=currency) for row in rows)
    missing = _missing(rows)
    return StageSpending(rows=told, missing=missing, summary=_summary(told, missing))


def _whole(rows: Sequence[StageFigures], name: Literal["spend", "profit"]) -> float | Title:
    values: list[float | None] = [getattr(row, name) for row in rows]
    told = [value for value in values if value is not None]
    if len(told) < len(values):
        names = join_titles(
            row.name for row, value in zip(rows, values, strict=True) if value is None
        )
        fa = "هزینه" if name == "spend" else "سود"
        return Title(f"the {name} of {names.en} is not told", f"{fa} {names.fa} گفته نشده است")
    total = math.fsum(told)
    if total > 0:
        return total
    return _NOTHING_SPENT if name == "spend" else _NO_GAIN


def _missing(rows: Sequence[StageFigures]) -> Title:
    gaps = (("spend", "هزینه"), ("customers", "مشتریان"), ("profit", "سود"))
    return join_titles(
        (
            Title(f"{name} of {row.name.en}", f"{fa} {row.name.fa}")
            for row in rows
            for name, fa in gaps
            if getattr(row, name) is None
        ),
        mark=";",
    )


def _row(
    row: StageFigures, spend: float | Title, profit: float | Title, *, currency: str | None
) -> StageRow:
    spend_share = _divide("spend_share", row.spend, spend, missing=_NO_SPEND)
    profit_share = _divide("profit_share", row.profit, profit, missing=_NO_PROFIT)
    below: float | Title = _NO_CUSTOMERS if row.customers is None else row.customers or _NOBODY
    cost: float | Title = _NO_SPEND if row.spend is None else row.spend or _FREE
    over = _over_spent(row, spend, profit_share, currency=currency)
    verdict = _verdict(over, spend)
    return StageRow(
        figures=row,
        spend_share=spend_share,
        profit_share=profit_share,
        spend_per_customer=_divide(
            "spend_per_customer",
            row.spend,
            below,
            missing=_NO_SPEND,
            unit="money",
            currency=currency,
        ),
        return_per_unit=_divide(
            "return_per_unit", row.profit, cost, missing=_NO_PROFIT, unit="ratio"
        ),
        over_spent=over,
        verdict=verdict,
        reason=_reason(spend_share, profit_share, over, verdict),
    )


def _divide(
    key: str,
    part: float | None,
    whole: float | Title,
    *,
    missing: Title,
    unit: MeasureUnit = "share",
    currency: str | None = None,
) -> Measurement:
    title = _TITLES[key]
    if part is None or isinstance(whole, Title):
        reason = missing if part is None or not isinstance(whole, Title) else whole
        return Measurement(key=key, title=title, unit=unit, reason=reason, currency=currency)
    return Measurement(key=key, title=title, unit=unit, value=part / whole, n=1, currency=currency)


def _over_spent(
    row: StageFigures, spend: float | Title, share: Measurement, *, currency: str | None
) -> Measurement:
    title = _TITLES["over_spent"]
    if row.spend is None or isinstance(spend, Title) or share.value is None:
        reason = spend if isinstance(spend, Title) else share.reason
        return Measurement(
            key="over_spent", title=title, unit="money", reason=reason, currency=currency
        )
    value = row.spend - share.value * spend
    return Measurement(
        key="over_spent", title=title, unit="money", value=value, n=1, currency=currency
    )


def _verdict(over: Measurement, spend: float | Title) -> SpendingVerdict | None:
    if over.value is None or isinstance(spend, Title):
        return None
    if abs(over.value) <= _SLACK * spend:
        return "in_line"
    return "over" if over.value > 0 else "under"


def _reason(
    spend: Measurement, profit: Measurement, over: Measurement, verdict: SpendingVerdict | None
) -> Title:
    if verdict is None or spend.value is None or profit.value is None or over.value is None:
        return over.reason or spend.reason or _NO_SPEND
    one, two = percent(spend.value), percent(profit.value)
    much = money_title(abs(over.value), over.currency)
    end = {
        "in_line": Title("in line", "هم‌خوان"),
        "over": Title(f"{much.en} more than its share", f"{much.fa} بیش از سهم آن"),
        "under": Title(f"{much.en} less than its share", f"{much.fa} کمتر از سهم آن"),
    }[verdict]
    return Title(
        f"spend {one} of all against {two} of the profit: {end.en}",
        f"{persian_figure(one)} از هزینه در برابر {persian_figure(two)} از سود: {end.fa}",
    )


def _summary(rows: Sequence[StageRow], missing: Title) -> Title:
    lines = [
        Title(f"{row.figures.name.en}: {row.reason.en}", f"{row.figures.name.fa}: {row.reason.fa}")
        for row in rows
        if row.verdict in {"over", "under"}
    ]
    if not lines and all(row.verdict is not None for row in rows):
        lines.append(_ALL_IN_LINE)
    if missing.en:
        lines.append(Title(f"not told: {missing.en}", f"گفته نشده است: {missing.fa}"))
    return join_titles(lines or [rows[0].reason], mark=";")
