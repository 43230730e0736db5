"""Where cost and time go beyond the value that comes of them, and where they stay below it."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

import attrs

from crmcore._display import Value
from crmcore._keyed import Keyed
from crmcore._text import Title, amount, fill, join_titles
from crmcore.currencies import money_title
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.porter._sums import part, sum_over
from crmcore.valuechain.porter._words import figure
from crmcore.valuechain.porter.activities import Activity
from crmcore.valuechain.porter.inputs import PorterInputs
from crmcore.valuechain.porter.measures import TIME_UNITS, unit_of

__all__ = ["Efficiency", "EfficiencyRow", "EfficiencyVerdict", "efficiency"]

EfficiencyVerdict: TypeAlias = Literal["inefficient", "strong", "in_line"]
_Input: TypeAlias = Literal["cost", "time"]

_SLACK: Final = 1e-9
_SHARES: Final = {
    "cost": Title("Share of cost", "سهم از هزینه"),
    "time": Title("Share of time", "سهم از زمان"),
    "value": Title("Share of value", "سهم از ارزش"),
}
_GAPS: Final = {
    "cost": Title("Share of cost above share of value", "فزونی سهم هزینه بر سهم ارزش"),
    "time": Title("Share of time above share of value", "فزونی سهم زمان بر سهم ارزش"),
}
_EXCESS: Final = {
    "cost": Title("Cost beyond the share of value", "هزینه بیش از سهم ارزش"),
    "time": Title("Time beyond the share of value", "زمان بیش از سهم ارزش"),
}
_POINT: Final = Title("{name} by {much}", "{name} ({much})")
_LINE: Final = Title("{what}: {points}", "{what}: {points}")
_STRONG: Final = Title("{told}; strong: {strong}", "{told}؛ نقاط قوت: {strong}")
_TIME: Final = Title("{time} {unit}", "{time} {unit}")
_NONE: Final = Title("none", "هیچ‌کدام")


@attrs.frozen(kw_only=True, repr=False)
class EfficiencyRow(Value):
    """One activity: its shares of cost and time beside its share of value.

    Attributes
    ----------
    activity : str
        Its key.
    title : Title
        Its name.
    cost_share, time_share, value_share : Measurement
        Its shares of all activities; each adds up to 1.
    cost_gap, time_gap : Measurement
        Share of cost or time less share of value; above 0 it takes more than it gives.
    excess_cost, excess_time : Measurement
        The same as an amount; adds up to 0 over the activities.
    cost_verdict, time_verdict : {"inefficient", "strong", "in_line"} or None
        The sign of these amounts; None where they are undefined.
    """

    activity: str
    title: Title
    cost_share: Measurement
    time_share: Measurement
    value_share: Measurement
    cost_gap: Measurement
    time_gap: Measurement
    excess_cost: Measurement
    excess_time: Measurement
    cost_verdict: EfficiencyVerdict | None
    time_verdict: EfficiencyVerdict | None

    def _facts(self) -> dict[str, object]:
        return {
            "activity": self.activity,
            "cost_share": self.cost_share.value,
            "time_share": self.time_share.value,
            "value_share": self.value_share.value,
            "excess_cost": self.excess_cost.value,
            "excess_time": self.excess_time.value,
        }


@attrs.frozen(kw_only=True, repr=False)
class Efficiency(Keyed[EfficiencyRow]):
    """Cost and time against value, activity by activity; gives a row by key.

    Attributes
    ----------
    rows : tuple of EfficiencyRow
        The activities, in the order given.
    inefficient : tuple of str
        Those that cost more than their share of the value, the greatest excess first.
    slow : tuple of str
        Those that take more time than that, the greatest excess first.
    strong : tuple of str
        Those that cost less than their share of the value and, where times are told, take no more
        time than that; the most below it first.
    summary : Title
        The points in words, or why they cannot be told.
    """

    rows: tuple[EfficiencyRow, ...]
    inefficient: tuple[str, ...]
    slow: tuple[str, ...]
    strong: tuple[str, ...]
    summary: Title

    @property
    def to_improve(self) -> tuple[str, ...]:
        """The inefficient ones, then those that are only slow."""
        return tuple(dict.fromkeys((*self.inefficient, *self.slow)))

    def _by_key(self) -> dict[str, EfficiencyRow]:
        return {row.activity: row for row in self.rows}

    def _facts(self) -> dict[str, object]:
        return {"inefficient": self.inefficient, "slow": self.slow, "strong": self.strong}


@attrs.frozen(kw_only=True)
class _Gap:
    """Cost or time of one activity against its value."""

    share: float | Title
    gap: float | Title
    excess: float | Title
    verdict: EfficiencyVerdict | None


def efficiency(chain: PorterInputs, /) -> Efficiency:
    """Set cost and time of the activities against their value.

    Parameters
    ----------
    chain : PorterInputs
        The activities.

    Returns
    -------
    Efficiency
        Shares, amounts beyond the share of value, and the points that follow.
    """
    cost, time, value = (sum_over(chain, it) for it in ("cost", "time", "value"))
    rows = tuple(_row(each, cost, time, value, chain) for each in chain)
    inefficient = _most([row for row in rows if row.cost_verdict == "inefficient"], "cost")
    slow = _most([row for row in rows if row.time_verdict == "inefficient"], "time")
    strong = [r for r in rows if r.cost_verdict == "strong" and r.time_verdict != "inefficient"]
    best = tuple(reversed(_most(strong[::-1], "cost")))
    return Efficiency(
        rows=rows,
        inefficient=tuple(row.activity for row in inefficient),
        slow=tuple(row.activity for row in slow),
        strong=tuple(row.activity for row in best),
        summary=_summary(rows, inefficient, slow, best, chain),
    )


def _row(
    activity: Activity,
    cost: float | Title,
    time: float | Title,
    value: float | Title,
    chain: PorterInputs,
) -> EfficiencyRow:
    worth = part(activity.value, value, "value")
    money_gap = _gap(activity.cost, cost, worth, "cost")
    time_gap = _gap(activity.time, time, worth, "time")
    return EfficiencyRow(
        activity=activity.key,
        title=activity.name,
        cost_share=figure("cost_share", _SHARES["cost"], money_gap.share, unit="share"),
        time_share=figure("time_share", _SHARES["time"], time_gap.share, unit="share"),
        value_share=figure("value_share", _SHARES["value"], worth, unit="share"),
        cost_gap=figure("cost_gap", _GAPS["cost"], money_gap.gap, unit="share"),
        time_gap=figure("time_gap", _GAPS["time"], time_gap.gap, unit="share"),
        excess_cost=figure(
            "excess_cost",
            _EXCESS["cost"],
            money_gap.excess,
            unit="money",
            currency=chain.currency,
        ),
        excess_time=figure(
            "excess_time",
            _EXCESS["time"],
            time_gap.excess,
            unit=unit_of("time", chain.time_unit),
        ),
        cost_verdict=money_gap.verdict,
        time_verdict=time_gap.verdict,
    )


def _gap(spent: float | None, whole: float | Title, worth: float | Title, what: _Input) -> _Gap:
    share = part(spent, whole, what)
    if isinstance(share, Title) or isinstance(whole, Title):
        return _Gap(share=share, gap=share, excess=share, verdict=None)
    if isinstance(worth, Title):
        return _Gap(share=share, gap=worth, excess=worth, verdict=None)
    excess = (spent or 0.0) - worth * whole
    return _Gap(
        share=share, gap=share - worth, excess=excess, verdict=_verdict(excess, _SLACK * whole)
    )


def _verdict(excess: float, slack: float) -> EfficiencyVerdict:
    if abs(excess) <= slack:
        return "in_line"
    return "inefficient" if excess > 0 else "strong"


def _excess(row: EfficiencyRow, what: _Input) -> float:
    return (row.excess_cost if what == "cost" else row.excess_time).require()


def _most(rows: Sequence[EfficiencyRow], what: _Input) -> list[EfficiencyRow]:
    return sorted(rows, key=lambda row: -_excess(row, what))


def _summary(
    rows: Sequence[EfficiencyRow],
    inefficient: Sequence[EfficiencyRow],
    slow: Sequence[EfficiencyRow],
    strong: Sequence[EfficiencyRow],
    chain: PorterInputs,
) -> Title:
    first = rows[0]
    if first.excess_cost.reason is not None:
        return first.excess_cost.reason
    costs = [_point(row, money_title(_excess(row, "cost"), chain.currency)) for row in inefficient]
    lines = [(_EXCESS["cost"], costs)]
    if first.excess_time.defined:
        unit = TIME_UNITS[chain.time_unit]
        times = [_point(row, _hours(_excess(row, "time"), unit)) for row in slow]
        lines.append((_EXCESS["time"], times))
    told = join_titles((_line(what, points) for what, points in lines), mark=";")
    return fill(_STRONG, told=told, strong=_listed([row.title for row in strong]))


def _point(row: EfficiencyRow, much: Title) -> Title:
    return fill(_POINT, name=row.title, much=much)


def _hours(time: float, unit: Title) -> Title:
    return fill(_TIME, time=amount(time), unit=unit)


def _listed(names: Sequence[Title]) -> Title:
    return join_titles(names) if names else _NONE


def _line(what: Title, points: Sequence[Title]) -> Title:
    return fill(_LINE, what=what, points=_listed(points))
