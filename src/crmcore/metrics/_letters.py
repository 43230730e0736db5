"""The judgement of each letter of a SMART goal, with its reason in English and Persian."""

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np

from crmcore._display import number
from crmcore._text import Title, isolate, join_titles, persian_figure
from crmcore.metrics.feasibility import FEWEST_SPANS, PastSpans
from crmcore.metrics.kpi import Direction
from crmcore.metrics.smart import Letter, LetterVerdict
from crmcore.periods import duration

__all__ = ["achievable", "measurable", "relevant", "specific", "time_bound"]

_PARTS: Final[Mapping[str, Title]] = {
    "statement": Title("a statement", "بیان هدف"),
    "scope": Title("a scope", "دامنه"),
    "baseline": Title("a baseline", "خط پایه"),
    "rhythm": Title("a rhythm of measuring", "دوره اندازه‌گیری"),
    "start": Title("a start", "تاریخ شروع"),
    "due": Title("a due date", "سررسید"),
}


def _lacks(missing: Collection[str]) -> Title:
    parts = join_titles(_PARTS[name] for name in missing)
    return Title(f"lacks {parts.en}", f"فاقد {parts.fa}")


def specific(*, statement: str | None, scope: str | None) -> Letter:
    """Judge S: what is to be reached, by which figure, for whom.

    Parameters
    ----------
    statement : str or None
        The goal in words.
    scope : str or None
        What it covers: which customers, products or unit.

    Returns
    -------
    Letter
        Met when both are stated.
    """
    given = {"statement": statement, "scope": scope}
    missing = [name for name, value in given.items() if not (value or "").strip()]
    if missing:
        return Letter(key="S", verdict="not_met", reason=_lacks(missing))
    reason = Title(f"stated for {scope}", f"بیان‌شده برای {isolate(str(scope))}")
    return Letter(key="S", verdict="met", reason=reason)


def measurable(
    *,
    baseline: float | None,
    target: float,
    rhythm: str | None,
    span: float | None,
) -> Letter:
    """Judge M: from what to what, and how often it is looked at.

    Parameters
    ----------
    baseline : float or None
        Where it starts.
    target : float
        Where it is to be.
    rhythm : str or None
        How often it is measured, such as ``"1 month"``.
    span : float or None
        Days from start to due.

    Returns
    -------
    Letter
        Met when all is stated and a measurement falls inside the span.
    """
    given = {"baseline": baseline, "rhythm": rhythm}
    missing = [name for name, value in given.items() if value is None]
    if baseline is None or rhythm is None:
        return Letter(key="M", verdict="not_met", reason=_lacks(missing))
    if span is not None and duration(rhythm, unit="day", name="rhythm") > span:
        reason = Title(
            f"measured every {rhythm}, but the goal lasts {number(span)} days",
            f"هر {persian_figure(rhythm)} اندازه‌گیری می‌شود، اما هدف "
            f"{persian_figure(number(span))} روز است",
        )
        return Letter(key="M", verdict="not_met", reason=reason)
    first, last = number(baseline), number(target)
    reason = Title(
        f"from {first} to {last}, measured every {rhythm}",
        f"از {persian_figure(first)} به {persian_figure(last)}، اندازه‌گیری هر "
        f"{persian_figure(rhythm)}",
    )
    return Letter(key="M", verdict="met", reason=reason)


def achievable(
    past: PastSpans | None, /, *, side: float, target: float, bound: float | None, bar: float
) -> Letter:
    """Judge A: the change asked for against the history, or against a stated bound.

    Parameters
    ----------
    past : PastSpans or None
        How often past spans did as well; None when baseline, start or due are missing.
    side : float
        The sign of the change asked for; nan when there is no baseline.
    target : float
        Where it is to be.
    bound : float or None
        The best that is held possible.
    bar : float
        The share of past spans that must have done as well, or more.

    Returns
    -------
    Letter
        Not met when the target lies beyond the bound, whatever the history; else by the history
        when it is at least three spans long; else met within the bound; else not to be told.
    """
    evidence = None if past is None else past.share
    if bound is not None and side * (target - bound) > 0:
        reason = Title(
            f"{number(target)} is beyond the stated bound {number(bound)}",
            f"{persian_figure(number(target))} فراتر از حد اعلام‌شده "
            f"{persian_figure(number(bound))} است",
        )
        return Letter(key="A", verdict="not_met", reason=reason, evidence=evidence)
    if past is not None and past.enough:
        return _by_history(past, bar)
    if bound is not None:
        reason = Title(
            f"within the stated bound {number(bound)}",
            f"در محدوده حد اعلام‌شده {persian_figure(number(bound))}",
        )
        return Letter(key="A", verdict="met", reason=reason, evidence=evidence)
    if past is None:
        reason = Title(
            "no baseline, start or due date to compare with the past",
            "خط پایه، تاریخ شروع یا سررسیدی برای سنجش با گذشته نیست",
        )
    else:
        reason = _too_short(past)
    return Letter(key="A", verdict="cannot_be_told", reason=reason, evidence=evidence)


def _by_history(past: PastSpans, bar: float) -> Letter:
    share = past.share.require()
    ends = past.share.interval
    low, high = (0.0, 1.0) if ends is None else (ends.low, ends.high)
    told = [_percent(value) for value in (share, low, high)]
    told_fa = [persian_figure(text) for text in told]
    spans = number(past.share.n, digits=3)
    reason = Title(
        f"{told[0]} of past spans of this length did as well ({told[1]} to {told[2]}; "
        f"the history is {spans} spans long)",
        f"{told_fa[0]} از بازه‌های گذشته با همین طول چنین بوده‌اند (از {told_fa[1]} تا "
        f"{told_fa[2]}؛ طول تاریخچه {persian_figure(spans)} بازه است)",
    )
    verdict: LetterVerdict = "met" if share >= bar else "not_met"
    return Letter(key="A", verdict=verdict, reason=reason, evidence=past.share)


def _too_short(past: PastSpans) -> Title:
    spans, fewest = number(past.share.n, digits=3), number(FEWEST_SPANS)
    hint, hint_fa = "", ""
    if past.share.value is not None:
        share = _percent(past.share.value)
        hint = f"; {share} of what there is did as well"
        hint_fa = f"؛ {persian_figure(share)} از آنچه هست چنین بوده است"
    return Title(
        f"the history is {spans} spans long, {fewest} are needed, and no bound is stated{hint}",
        f"طول تاریخچه {persian_figure(spans)} بازه است، {persian_figure(fewest)} بازه لازم است و "
        f"حدی اعلام نشده است{hint_fa}",
    )


def _percent(share: float) -> str:
    return f"{number(100 * share, digits=3)}%"


def relevant(
    *,
    parent: str | None,
    objectives: Collection[str] | None,
    conflict: str | None,
    direction: Direction,
    side: float,
) -> Letter:
    """Judge R: it serves an objective that exists, and no other goal pulls the other way.

    Parameters
    ----------
    parent : str or None
        The objective it serves.
    objectives : collection of str or None
        The objectives there are; None when they are not known here.
    conflict : str or None
        A goal on the same KPI and scope that asks for the opposite.
    direction : {"higher", "lower", "range", "none"}
        Which way the KPI is better.
    side : float
        The sign of the change asked for; nan when there is no baseline.

    Returns
    -------
    Letter
        Met when the objective exists and nothing speaks against it.
    """
    against = _against(parent, objectives, conflict, direction, side)
    if against is not None:
        return Letter(key="R", verdict="not_met", reason=against)
    name = str(parent)
    if objectives is None:
        reason = Title(
            f"serves {name!r}, but the objectives were not given",
            f"در خدمت {isolate(name)}، اما فهرست اهداف داده نشده است",
        )
        return Letter(key="R", verdict="cannot_be_told", reason=reason)
    reason = Title(f"serves {name!r}", f"در خدمت {isolate(name)}")
    return Letter(key="R", verdict="met", reason=reason)


def _against(
    parent: str | None,
    objectives: Collection[str] | None,
    conflict: str | None,
    direction: Direction,
    side: float,
) -> Title | None:
    worse = {"higher": side < 0, "lower": side > 0}.get(direction, False)
    if worse:
        fa = {"higher": "بیشتر", "lower": "کمتر"}[direction]
        return Title(
            f"asks for the worse: of this KPI {direction} is better",
            f"تغییری رو به بدتر می‌خواهد: {fa} بودن این شاخص بهتر است",
        )
    if conflict is not None:
        return Title(
            f"the goal {conflict!r} asks for the opposite",
            f"هدف {isolate(conflict)} خلاف آن را می‌خواهد",
        )
    if parent is None:
        return Title("serves no objective", "به هیچ هدف بالادستی وابسته نیست")
    if objectives is not None and parent not in objectives:
        return Title(
            f"the objective {parent!r} does not exist",
            f"هدف بالادستی {isolate(parent)} وجود ندارد",
        )
    return None


def time_bound(
    *, start: np.datetime64 | None, due: np.datetime64 | None, as_of: np.datetime64
) -> Letter:
    """Judge T: it starts before it is due, and is not past due.

    Parameters
    ----------
    start, due : numpy.datetime64 or None
        First and last day.
    as_of : numpy.datetime64
        Today.

    Returns
    -------
    Letter
        Met when both days are stated, in order, and the due date has not passed.
    """
    missing = [name for name, day in {"start": start, "due": due}.items() if day is None]
    if start is None or due is None:
        return Letter(key="T", verdict="not_met", reason=_lacks(missing))
    first, last = str(start), str(due)
    if start >= due:
        reason = Title(
            f"starts {first}, not before it is due {last}",
            f"شروع {persian_figure(first)} پیش از سررسید {persian_figure(last)} نیست",
        )
        return Letter(key="T", verdict="not_met", reason=reason)
    if as_of > due:
        reason = Title(f"was due {last}", f"سررسید {persian_figure(last)} گذشته است")
        return Letter(key="T", verdict="not_met", reason=reason)
    reason = Title(
        f"from {first} to {last}", f"از {persian_figure(first)} تا {persian_figure(last)}"
    )
    return Letter(key="T", verdict="met", reason=reason)
