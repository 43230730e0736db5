"""The position against competitors, activity by activity and over those that both tell."""

import math
from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

import attrs

from crmcore._checks import choice
from crmcore._display import Value
from crmcore._keyed import Keyed
from crmcore._text import Title, fill, join_titles
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.porter._words import figure
from crmcore.valuechain.porter.activities import Activity
from crmcore.valuechain.porter.competitors import Competitor
from crmcore.valuechain.porter.inputs import PorterInputs
from crmcore.valuechain.porter.measures import ACTIVITY_MEASURES, ActivityMeasure

__all__ = [
    "ActivityPosition",
    "CompetitorStanding",
    "RelativePosition",
    "StandingVerdict",
    "relative_position",
]

StandingVerdict: TypeAlias = Literal["ahead", "level", "behind"]

_SLACK: Final = 1e-9
_RATIO: Final = Title("Relative to competitors", "نسبت به رقیبان")
_TOTAL_RATIO: Final = Title("Relative to {name}", "نسبت به {name}")
_UNTOLD: Final = Title("the {what} of {name} is not told", "{what} {name} گفته نشده است")
_NOBODY: Final = Title(
    "no competitor tells the {what} of {name}", "هیچ رقیبی {what} {name} را نشان نمی‌دهد"
)
_ZERO: Final = Title("{what} of competitors is 0", "{what} رقیبان صفر است")
_NOTHING_SHARED: Final = Title(
    "there is no activity of which both tell the {what}",
    "هیچ فعالیتی نیست که {what} آن برای هر دو گفته شده باشد",
)
_RANK: Final = Title("rank {rank} of {of} by {what}", "رتبه {rank} از {of} از نظر {what}")
_TIED: Final = Title("level with {names}", "برابر با {names}")
_SHARED: Final = Title(
    "{name}: {shared} of {n} activities compared", "{name}: مقایسه در {shared} فعالیت از {n}"
)
_UNRANKED: Final = Title(
    "no competitor can be compared by {what}", "هیچ رقیبی از نظر {what} مقایسه‌پذیر نیست"
)


@attrs.frozen(kw_only=True, repr=False)
class ActivityPosition(Value):
    """One activity beside the same one of competitors.

    Attributes
    ----------
    activity : str
        Its key.
    title : Title
        Its name.
    own : float or None
        Money or time of the firm, per unit of output where volumes are stated; None where it is
        not told.
    competitors : tuple of (str, float)
        The same of each competitor that tells it, by the competitor's key.
    missing : tuple of str
        The competitors that do not.
    rank : int or None
        1 for the best (least cost or time, most value); equal ones share the better rank. None
        where nothing can be compared.
    of : int
        How many are ranked, the firm included.
    tied : tuple of str
        Competitors with the same figure.
    relative : Measurement
        The firm's figure divided by the mean of the competitors'; below 1 is better for cost and
        time, above 1 for value.
    """

    activity: str
    title: Title
    own: float | None
    competitors: tuple[tuple[str, float], ...]
    missing: tuple[str, ...]
    rank: int | None
    of: int
    tied: tuple[str, ...]
    relative: Measurement

    def _facts(self) -> dict[str, object]:
        return {
            "activity": self.activity,
            "own": self.own,
            "rank": self.rank,
            "of": self.of,
            "relative": self.relative.value,
        }


@attrs.frozen(kw_only=True, repr=False)
class CompetitorStanding(Value):
    """The firm beside one competitor, over the activities of which both tell the figure.

    Attributes
    ----------
    competitor : str
        Its key.
    title : Title
        Its name.
    shared : tuple of str
        These activities.
    own, other : float
        The two sums over them, per unit of output where volumes are stated.
    relative : Measurement
        Own divided by other.
    verdict : {"ahead", "level", "behind"} or None
        Where the firm stands; None where there is nothing to compare.
    """

    competitor: str
    title: Title
    shared: tuple[str, ...]
    own: float
    other: float
    relative: Measurement
    verdict: StandingVerdict | None

    def _facts(self) -> dict[str, object]:
        return {
            "competitor": self.competitor,
            "shared": len(self.shared),
            "relative": self.relative.value,
            "verdict": self.verdict,
        }


@attrs.frozen(kw_only=True, repr=False)
class RelativePosition(Keyed[ActivityPosition]):
    """The firm among its competitors; gives a row by activity.

    Attributes
    ----------
    measure : {"cost", "time", "value"}
        By what.
    rows : tuple of ActivityPosition
        The activities, in the order given.
    standings : tuple of CompetitorStanding
        The competitors, in the order given.
    rank : int or None
        1 and one more for each competitor that the firm is behind of, each over the activities
        that both tell; None where nothing can be compared.
    of : int
        How many are ranked, the firm included.
    tied : tuple of str
        Competitors with which the firm is level.
    summary : Title
        The rank in words, and on how many activities each comparison rests.
    """

    measure: ActivityMeasure
    rows: tuple[ActivityPosition, ...]
    standings: tuple[CompetitorStanding, ...]
    rank: int | None
    of: int
    tied: tuple[str, ...]
    summary: Title

    def _by_key(self) -> dict[str, ActivityPosition]:
        return {row.activity: row for row in self.rows}

    def _facts(self) -> dict[str, object]:
        shared = {each.competitor: len(each.shared) for each in self.standings}
        return {"measure": self.measure, "rank": self.rank, "of": self.of, "shared": shared}


def relative_position(chain: PorterInputs, measure: ActivityMeasure, /) -> RelativePosition:
    """Compare the firm with its competitors.

    Parameters
    ----------
    chain : PorterInputs
        The activities and the competitors.
    measure : {"cost", "time", "value"}
        By what.

    Returns
    -------
    RelativePosition
        The position by activity and as a whole.

    Raises
    ------
    InvalidInputError
        If there is no such measure.
    """
    choice("measure", measure, tuple(ACTIVITY_MEASURES))
    own = _scaled(chain.figures(measure), chain.volume)
    others = {each.key: _scaled(each.figures(measure), each.volume) for each in chain.competitors}
    standings = tuple(_standing(each, own, others[each.key], measure) for each in chain.competitors)
    compared = [each for each in standings if each.verdict is not None]
    behind = sum(each.verdict == "behind" for each in compared)
    level = [each for each in compared if each.verdict == "level"]
    rank = 1 + behind if compared else None
    return RelativePosition(
        measure=measure,
        rows=tuple(_row(each, own, others, measure) for each in chain),
        standings=standings,
        rank=rank,
        of=1 + len(compared) if compared else 0,
        tied=tuple(each.competitor for each in level),
        summary=_summary(rank, standings, len(chain), measure),
    )


def _scaled(figures: Mapping[str, float], volume: float | None) -> dict[str, float]:
    return {key: amount if volume is None else amount / volume for key, amount in figures.items()}


def _compare(own: float, other: float, measure: ActivityMeasure) -> StandingVerdict:
    if math.isclose(own, other, rel_tol=_SLACK, abs_tol=0.0):
        return "level"
    return "ahead" if (own < other) == (measure != "value") else "behind"


def _row(
    activity: Activity,
    own: Mapping[str, float],
    others: Mapping[str, Mapping[str, float]],
    measure: ActivityMeasure,
) -> ActivityPosition:
    key = activity.key
    told = {name: figures[key] for name, figures in others.items() if key in figures}
    mine = own.get(key)
    verdicts = {} if mine is None else {n: _compare(mine, it, measure) for n, it in told.items()}
    behind = sum(verdict == "behind" for verdict in verdicts.values())
    return ActivityPosition(
        activity=key,
        title=activity.name,
        own=mine,
        competitors=tuple(told.items()),
        missing=tuple(name for name in others if name not in told),
        rank=1 + behind if verdicts else None,
        of=1 + len(verdicts) if verdicts else 0,
        tied=tuple(name for name, verdict in verdicts.items() if verdict == "level"),
        relative=figure(
            f"relative_{measure}",
            _RATIO,
            _ratio(mine, list(told.values()), activity.name, measure),
            unit="ratio",
            n=len(told),
        ),
    )


def _ratio(
    own: float | None, told: Sequence[float], name: Title, measure: ActivityMeasure
) -> float | Title:
    what = ACTIVITY_MEASURES[measure]
    if own is None:
        return fill(_UNTOLD, what=what, name=name)
    if not told:
        return fill(_NOBODY, what=what, name=name)
    mean = math.fsum(told) / len(told)
    return own / mean if mean else fill(_ZERO, what=what)


def _standing(
    competitor: Competitor,
    own: Mapping[str, float],
    other: Mapping[str, float],
    measure: ActivityMeasure,
) -> CompetitorStanding:
    shared = tuple(key for key in own if key in other)
    ours, theirs = (math.fsum(figures[key] for key in shared) for figures in (own, other))
    what = ACTIVITY_MEASURES[measure]
    ratio: float | Title = fill(_NOTHING_SHARED, what=what)
    if shared:
        ratio = ours / theirs if theirs else fill(_ZERO, what=what)
    return CompetitorStanding(
        competitor=competitor.key,
        title=competitor.name,
        shared=shared,
        own=ours,
        other=theirs,
        relative=figure(
            f"relative_{measure}",
            fill(_TOTAL_RATIO, name=competitor.name),
            ratio,
            unit="ratio",
            n=len(shared),
        ),
        verdict=_compare(ours, theirs, measure) if shared else None,
    )


def _summary(
    rank: int | None, standings: Sequence[CompetitorStanding], n: int, measure: ActivityMeasure
) -> Title:
    what = ACTIVITY_MEASURES[measure]
    if rank is None:
        return fill(_UNRANKED, what=what)
    of = 1 + sum(each.verdict is not None for each in standings)
    tied = [each.title for each in standings if each.verdict == "level"]
    shared = [
        fill(_SHARED, name=each.title, shared=str(len(each.shared)), n=str(n)) for each in standings
    ]
    lines = [fill(_RANK, rank=str(rank), of=str(of), what=what)]
    if tied:
        lines.append(fill(_TIED, names=join_titles(tied)))
    return join_titles([*lines, *shared], mark=";")
