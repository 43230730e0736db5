"""Market sizing: size, reachable share and margin by segment, as numbers or as ranges."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

import attrs
import numpy as np

from crmcore._checks import fraction, naming, number_above
from crmcore._display import Value
from crmcore._keyed import Keyed, refuse_doubles
from crmcore._text import Title, amount, fill, isolate, join_titles, persian_figure
from crmcore._types import FloatArray
from crmcore.currencies import money_title, stated_currency
from crmcore.errors import InvalidInputError
from crmcore.metrics.measurement import Interval
from crmcore.valuechain.models.ranges import Range, as_range

__all__ = ["MarketSegment", "MarketSize", "SegmentSize", "market_size"]

_ENDS: Final = ("low", "likely", "high")
_SLACK: Final = 1e-12
_WORTH: Final = Title("{name}: {likely} ({low} to {high})", "{name}: {likely} (از {low} تا {high})")
_ALL: Final = Title("in all", "روی هم")


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class MarketSegment(Value):
    """What is held of one segment of a market.

    Attributes
    ----------
    key : str
        The segment.
    size : Range
        Buyers, or units bought, in a stated span, >= 0; a number or a tuple (low, likely, high)
        is taken.
    reachable_share : Range
        The share of them that the firm can reach and serve, a fraction.
    margin : Range
        Money left per buyer or unit in that span; a loss is negative.
    buyers : float or None
        How many buy from the firm already, in the unit of `size`.
    title : Title or None
        Its name; the key where there is none.

    Raises
    ------
    InvalidInputError
        If a figure is out of its range, or there are more buyers than the size can be.

    Examples
    --------
    >>> MarketSegment(key="clinics", size=(800, 1000, 1500), reachable_share=0.3, margin=120)
    MarketSegment(key='clinics', size=1000, reachable_share=0.3, margin=120)
    """

    key: str
    size: Range = attrs.field(converter=as_range)
    reachable_share: Range = attrs.field(converter=as_range)
    margin: Range = attrs.field(converter=as_range)
    buyers: float | None = None
    title: Title | None = None

    def __attrs_post_init__(self) -> None:
        number_above(f"size of {self.key}", self.size.low, inclusive=True)
        for end in (self.reachable_share.low, self.reachable_share.high):
            fraction(f"reachable_share of {self.key}", end)
        if self.buyers is not None:
            number_above(f"buyers of {self.key}", self.buyers, inclusive=True)
            if self.buyers > self.size.high:
                msg = (
                    f"buyers of {self.key} must be <= size, got {self.buyers!r} "
                    f"and a size of at most {self.size.high!r}"
                )
                raise InvalidInputError(msg)

    @property
    def name(self) -> Title:
        """The title, or the key in both languages."""
        return self.title or Title(self.key, isolate(self.key))

    @property
    def penetration(self) -> Range | None:
        """Buyers divided by size, at most 1; None where buyers are not told or size may be 0."""
        if self.buyers is None or not self.size.low:
            return None
        low, likely, high = (
            min(self.buyers / size, 1.0)
            for size in (self.size.high, self.size.likely, self.size.low)
        )
        return Range(low, likely, high)

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "size": self.size.likely,
            "reachable_share": self.reachable_share.likely,
            "margin": self.margin.likely,
        }


@attrs.frozen(kw_only=True, repr=False)
class SegmentSize(Value):
    """What one segment may be worth.

    Attributes
    ----------
    segment : MarketSegment
        What went in.
    volume : Range
        Reachable buyers or units.
    potential : Range
        Money: the bounds hold whatever the truth within the ranges is.
    interval : Interval or None
        Where the potential most likely lies; None without `rng`.
    rank : int
        1 for the greatest likely potential; equal ones share the better rank.
    best_probability : float or None
        Share of the draws in which it is the greatest, ties split; None without `rng`.
    """

    segment: MarketSegment
    volume: Range
    potential: Range
    interval: Interval | None
    rank: int
    best_probability: float | None

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.segment.key,
            "potential": self.potential.likely,
            "rank": self.rank,
            "best_probability": self.best_probability,
        }


@attrs.frozen(kw_only=True, repr=False)
class MarketSize(Keyed[SegmentSize]):
    """A market by segment, and as a whole; gives a segment by key.

    Attributes
    ----------
    rows : tuple of SegmentSize
        The segments, in the order given.
    total : Range
        Money of all segments.
    total_interval : Interval or None
        Where the total most likely lies; None without `rng`.
    summary : Title
        The segments by rank, and the total, in words.
    currency : str or None
        The currency of money.
    """

    rows: tuple[SegmentSize, ...]
    total: Range
    total_interval: Interval | None
    summary: Title
    currency: str | None = attrs.field(default=None, converter=stated_currency)

    def _by_key(self) -> dict[str, SegmentSize]:
        return {row.segment.key: row for row in self.rows}

    def ranked(self) -> tuple[SegmentSize, ...]:
        """Give the segments by rank.

        Returns
        -------
        tuple of SegmentSize
            Best first; equal ones in the order given.
        """
        return _ranked(self.rows)

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {
            "segments": len(self.rows),
            "total": self.total.likely,
            "low": self.total.low,
            "high": self.total.high,
        }
        return facts if self.currency is None else {**facts, "currency": self.currency}


def market_size(
    segments: Iterable[MarketSegment],
    /,
    *,
    currency: str | None = None,
    rng: np.random.Generator | None = None,
    draws: int = 10_000,
    level: float = 0.9,
) -> MarketSize:
    r"""Size a market: what each segment may be worth, which is the best, and how sure that is.

    Parameters
    ----------
    segments : iterable of MarketSegment
        The segments; all money in one currency, all sizes in one span of time.
    currency : str or None
        The name of the currency.
    rng : numpy.random.Generator or None
        Source of randomness for the intervals and the chance of being best; None leaves them out.
    draws : int, default 10,000
        How many draws, >= 1.
    level : float, default 0.9
        Share of the draws that the intervals hold.

    Returns
    -------
    MarketSize
        A row for each segment, and the total.

    Raises
    ------
    InvalidInputError
        If there is no segment, one comes twice, or an option is out of its range.

    Notes
    -----
    The potential is size times reachable share times margin. Its bounds are those of interval
    arithmetic: with the volume in :math:`[v_l, v_h]` and the margin in :math:`[m_l, m_h]` the least
    is :math:`\min(v_l m_l, v_h m_l)` and the greatest :math:`\max(v_l m_h, v_h m_h)`. They are
    wider than any likely outcome. With `rng`, size, share and margin are drawn apart from one
    another and from segment to segment by the PERT distribution (a beta over the range, mean
    (low + 4 likely + high)/6), and the interval is between quantiles of the draws. Figures that
    move together make the total less sure than it says.

    References
    ----------
    .. [1] Malcolm, Roseboom, Clark & Fazar (1959), Operations Research 7(5), 646-669 (the mean and
       the beta of PERT).

    Examples
    --------
    >>> found = market_size([
    ...     MarketSegment(key="clinics", size=(800, 1000, 1500), reachable_share=0.3, margin=120),
    ...     MarketSegment(key="schools", size=400, reachable_share=(0.2, 0.5, 0.6), margin=100),
    ... ])
    >>> found
    MarketSize(segments=2, total=56000, low=36800, high=78000)
    >>> [(row.segment.key, row.rank) for row in found.ranked()]
    [('clinics', 1), ('schools', 2)]
    """
    rows = tuple(segments)
    if not rows:
        msg = "segments must hold at least one segment, got none"
        raise InvalidInputError(msg)
    refuse_doubles("segments", [row.key for row in rows])
    fraction("level", level, open_interval=True)
    potentials = [_potential(row) for row in rows]
    number = _whole(draws)
    drawn = None if rng is None else _draw(rows, number, rng)
    best = None if drawn is None else _best(drawn)
    sized = tuple(
        SegmentSize(
            segment=row,
            volume=_volume(row),
            potential=potentials[i],
            interval=None if drawn is None else _interval(drawn[i], level),
            rank=_rank(i, potentials),
            best_probability=None if best is None else float(best[i]),
        )
        for i, row in enumerate(rows)
    )
    total = _total(potentials)
    return MarketSize(
        rows=sized,
        total=total,
        total_interval=None if drawn is None else _interval(drawn.sum(axis=0), level),
        summary=_summary(sized, total, currency),
        currency=currency,
    )


def _whole(draws: float) -> int:
    if number_above("draws", draws) != int(draws):
        msg = f"draws must be whole, got {draws!r}"
        raise InvalidInputError(msg)
    return int(draws)


def _volume(row: MarketSegment) -> Range:
    size, share = row.size, row.reachable_share
    return Range(size.low * share.low, size.likely * share.likely, size.high * share.high)


def _potential(row: MarketSegment) -> Range:
    volume, margin = _volume(row), row.margin
    ends = (volume.low, volume.high)
    for end in ends:
        for part in (margin.low, margin.high):
            number_above(f"potential of {row.key}", end * part, float("-inf"))
    return Range(
        min(end * margin.low for end in ends),
        volume.likely * margin.likely,
        max(end * margin.high for end in ends),
    )


def _total(potentials: Sequence[Range]) -> Range:
    low, likely, high = (math.fsum(getattr(row, name) for row in potentials) for name in _ENDS)
    return Range(low, likely, high)


def _rank(place: int, potentials: Sequence[Range]) -> int:
    own = potentials[place].likely
    bars = (own + _SLACK * max(abs(own), abs(row.likely)) for row in potentials)
    return 1 + sum(row.likely > bar for row, bar in zip(potentials, bars, strict=True))


def _draw(rows: Sequence[MarketSegment], n: int, rng: np.random.Generator) -> FloatArray:
    return np.array([
        row.size.draw(n, rng=rng)
        * row.reachable_share.draw(n, rng=rng)
        * row.margin.draw(n, rng=rng)
        for row in rows
    ])


def _best(drawn: FloatArray) -> FloatArray:
    top = drawn == drawn.max(axis=0)
    shared: FloatArray = (top / top.sum(axis=0)).mean(axis=1)
    return shared


def _interval(draws: FloatArray, level: float) -> Interval:
    low, high = np.quantile(draws, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return Interval(low=low, high=high, level=level, method="PERT draws")


def _ranked(rows: Sequence[SegmentSize]) -> tuple[SegmentSize, ...]:
    return tuple(sorted(rows, key=lambda row: row.rank))


def _summary(rows: Sequence[SegmentSize], total: Range, currency: str | None) -> Title:
    lines = [
        _line(Title(f"{row.rank}. {row.segment.name.en}", _numbered(row)), row.potential, currency)
        for row in _ranked(rows)
    ]
    return join_titles([*lines, _line(_ALL, total, currency)], mark=";")


def _numbered(row: SegmentSize) -> str:
    return f"{persian_figure(str(row.rank))}. {row.segment.name.fa}"


def _line(name: Title, worth: Range, currency: str | None) -> Title:
    return fill(
        _WORTH,
        name=name,
        likely=money_title(worth.likely, currency),
        low=amount(worth.low),
        high=amount(worth.high),
    )
