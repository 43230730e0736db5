"""The funnel from customers known to lasting relationships: what each step keeps and loses."""

import itertools
from collections.abc import Mapping
from typing import Final

import attrs

from crmcore._checks import fraction, number_above
from crmcore._display import Value
from crmcore._keyed import Keyed
from crmcore._text import Title, amount, isolate, join_titles, persian_figure
from crmcore.errors import InvalidInputError
from crmcore.metrics.intervals import share_interval
from crmcore.metrics.measurement import Measurement

__all__ = ["FUNNEL_TITLES", "Funnel", "FunnelStep", "funnel"]

FUNNEL_TITLES: Final[Mapping[str, Title]] = {
    "known": Title("Customers known", "مشتریان شناخته‌شده"),
    "in_contact": Title("In interaction", "در تعامل"),
    "in_relationship": Title("In a lasting relationship", "در ارتباط پایدار"),
}

_KEPT: Final = Title("Share kept", "سهم باقی‌مانده")
_REACHED: Final = Title("Share of the first step", "سهم از گام نخست")
_FEWEST: Final = 2


@attrs.frozen(kw_only=True, repr=False)
class FunnelStep(Value):
    """One step of a funnel.

    Attributes
    ----------
    before, after : str
        Keys of the stage that is left and the stage that is reached.
    title : Title
        The step in words.
    entered : int
        Customers of the stage before.
    kept : Measurement
        Share of them that reached the stage after; higher is better; with the Wilson interval, or
        the reason where nobody entered.
    of_first : Measurement
        Share of the customers of the first stage that reached the stage after.
    lost : int
        Customers that did not reach it.
    """

    before: str
    after: str
    title: Title
    entered: int
    kept: Measurement
    of_first: Measurement
    lost: int

    @property
    def lost_share(self) -> float | None:
        """Share of those that entered and were lost; None where nobody entered."""
        return self.lost / self.entered if self.entered else None

    def _facts(self) -> dict[str, object]:
        return {
            "before": self.before,
            "after": self.after,
            "kept": self.kept.value,
            "lost": self.lost,
        }


@attrs.frozen(kw_only=True, repr=False)
class Funnel(Keyed[FunnelStep]):
    """A funnel step by step; gives a step by the stage that is left.

    Attributes
    ----------
    rows : tuple of FunnelStep
        The steps, in order.
    largest_loss : tuple of str
        Stages before the steps that lose the most customers, ties all named; empty where none is
        lost.
    largest_loss_share : tuple of str
        Stages before the steps that lose the greatest share; ties all named.
    summary : Title
        The largest loss in words.
    """

    rows: tuple[FunnelStep, ...]
    largest_loss: tuple[str, ...]
    largest_loss_share: tuple[str, ...]
    summary: Title

    def _by_key(self) -> dict[str, FunnelStep]:
        return {step.before: step for step in self.rows}

    @property
    def overall(self) -> Measurement:
        """Share of the customers of the first stage that reached the last."""
        return self.rows[-1].of_first

    def _facts(self) -> dict[str, object]:
        return {
            "steps": len(self.rows),
            "overall": self.overall.value,
            "largest_loss": self.largest_loss,
        }


def funnel(
    counts: Mapping[str, float],
    /,
    *,
    titles: Mapping[str, Title] | None = None,
    level: float = 0.9,
) -> Funnel:
    """Tell what share of customers each step keeps, and where most are lost.

    Parameters
    ----------
    counts : mapping of str to int
        Customers by stage, from the first to the last: each stage counts those of the stage before
        that went on, so no count may rise.
    titles : mapping of str to Title or None
        Names of stages; those of `FUNNEL_TITLES` are known, others stand by their key.
    level : float, default 0.9
        Share of samples that the intervals are to cover.

    Returns
    -------
    Funnel
        The steps, and the largest loss by number and by share.

    Raises
    ------
    InvalidInputError
        If there are fewer than two stages, a count is negative or not whole, or one rises.

    Notes
    -----
    The stages "known", "in_contact" and "in_relationship" are those of Tam: knowledge becomes
    interaction, and interaction becomes relationship. The intervals take each customer as one
    draw, as with `share_interval`.

    Examples
    --------
    >>> found = funnel({"known": 1000, "in_contact": 420, "in_relationship": 90})
    >>> found
    Funnel(steps=2, overall=0.09, largest_loss=('known',))
    >>> found["in_contact"].kept
    Measurement(key='kept', value=0.214286, unit='share', low=0.183236, high=0.248993, n=420)
    >>> found.largest_loss_share
    ('in_contact',)
    """
    fraction("level", level, open_interval=True)
    sizes = _counted(counts)
    names = {**FUNNEL_TITLES, **(titles or {})}
    keys = list(sizes)
    steps = tuple(
        _step((before, after), sizes, names=names, level=level)
        for before, after in itertools.pairwise(keys)
    )
    most = max(step.lost for step in steps)
    worst = max((step.lost_share or 0.0) for step in steps)
    largest = tuple(step for step in steps if most and step.lost == most)
    return Funnel(
        rows=steps,
        largest_loss=tuple(step.before for step in largest),
        largest_loss_share=tuple(s.before for s in steps if worst and s.lost_share == worst),
        summary=_summary(largest),
    )


def _counted(counts: Mapping[str, float]) -> dict[str, int]:
    if len(counts) < _FEWEST:
        msg = f"counts must have two stages or more, got {len(counts)}"
        raise InvalidInputError(msg)
    sizes: dict[str, int] = {}
    before: tuple[str, int] | None = None
    for key, count in counts.items():
        whole = number_above(f"count of {key}", count, inclusive=True)
        if whole != int(whole):
            msg = f"count of {key} must be whole, got {count!r}"
            raise InvalidInputError(msg)
        if before is not None and whole > before[1]:
            msg = (
                f"counts must not rise, got {before[1]} in {before[0]} and then {int(whole)} in "
                f"{key}: count only those who came through the stage before"
            )
            raise InvalidInputError(msg)
        sizes[key], before = int(whole), (key, int(whole))
    return sizes


def _step(
    ends: tuple[str, str], sizes: Mapping[str, int], *, names: Mapping[str, Title], level: float
) -> FunnelStep:
    before, after = ends
    first = next(iter(sizes.values()))
    one, two = (names.get(key, Title(key, isolate(key))) for key in ends)
    return FunnelStep(
        before=before,
        after=after,
        title=Title(f"{one.en} to {two.en}", f"از «{one.fa}» به «{two.fa}»"),
        entered=sizes[before],
        kept=_share("kept", _KEPT, sizes[after], of=sizes[before], level=level),
        of_first=_share("of_first", _REACHED, sizes[after], of=first, level=level),
        lost=sizes[before] - sizes[after],
    )


def _share(key: str, title: Title, part: int, *, of: int, level: float) -> Measurement:
    if not of:
        return Measurement(key=key, title=title, unit="share", reason=_NOBODY)
    return Measurement(
        key=key,
        title=title,
        unit="share",
        value=part / of,
        interval=share_interval(part, of, level=level),
        n=of,
    )


_NOBODY: Final = Title("nobody entered this step", "هیچ مشتری‌ای به این گام نرسیده است")


def _summary(largest: tuple[FunnelStep, ...]) -> Title:
    if not largest:
        return Title("no customer is lost", "هیچ مشتری‌ای از دست نمی‌رود")
    lost = amount(largest[0].lost)
    where = join_titles((step.title for step in largest), mark=";")
    return Title(
        f"most are lost from {where.en}: {lost} customers",
        f"بیشترین ریزش {where.fa}: {persian_figure(lost)} مشتری",
    )
