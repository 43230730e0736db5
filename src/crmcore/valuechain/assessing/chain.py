"""A chain of elements, each resting on the one before: as strong as its weakest link so far."""

from collections.abc import Iterable
from typing import Final

import attrs

from crmcore._display import Value
from crmcore.valuechain.assessing.scores import ElementScore

__all__ = ["ChainLink", "chain_of", "least_scores"]

_SLACK: Final = 1e-12


@attrs.frozen(kw_only=True, repr=False)
class ChainLink(Value):
    """How strong a chain is up to one of its elements.

    Attributes
    ----------
    key : str
        The element.
    so_far : float or None
        The least judged score up to here; None when an element up to here has no score.
    at_most : float or None
        The least of the scores that are there: the chain is no stronger; None without any.
    weakest : tuple of str
        The elements that hold that least score, ties all named.
    unknown : tuple of str
        The elements up to here that have no score.
    """

    key: str
    so_far: float | None
    at_most: float | None
    weakest: tuple[str, ...]
    unknown: tuple[str, ...]

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"key": self.key, "so_far": self.so_far}
        return {**facts, "at_most": self.at_most, "weakest": self.weakest}


def least_scores(scores: Iterable[ElementScore], /) -> tuple[ElementScore, ...]:
    """Find the least judged score.

    Parameters
    ----------
    scores : iterable of ElementScore
        Elements, with a score or without.

    Returns
    -------
    tuple of ElementScore
        Those that hold it, ties all named; empty when none has a score.
    """
    known = [(score.judged, score) for score in scores if score.judged is not None]
    if not known:
        return ()
    least = min(judged for judged, _ in known)
    slack = _SLACK * max(1.0, abs(least))
    return tuple(score for judged, score in known if judged <= least + slack)


def chain_of(scores: Iterable[ElementScore], /) -> tuple[ChainLink, ...]:
    """Follow a chain in its order.

    Parameters
    ----------
    scores : iterable of ElementScore
        Elements; links are those with an order that rest on one another. A part of an element that
        is rated itself is none: its steps are a chain of their own.

    Returns
    -------
    tuple of ChainLink
        One for each link; empty where no ordered element rests on another.
    """
    rows = list(scores)
    rated = {score.element.key for score in rows if score.element.practices}
    ordered = [s for s in rows if s.element.order is not None and s.element.within not in rated]
    bearing = {key for score in ordered for key in score.element.rests_on}
    links = sorted(
        (s for s in ordered if s.element.rests_on or s.element.key in bearing),
        key=lambda score: score.element.order or 0,
    )
    return tuple(_link(links[: i + 1]) for i in range(len(links)))


def _link(so_far: list[ElementScore]) -> ChainLink:
    least = least_scores(so_far)
    unknown = tuple(score.element.key for score in so_far if score.status == "too_little_answered")
    at_most = min((s.judged for s in least if s.judged is not None), default=None)
    return ChainLink(
        key=so_far[-1].element.key,
        so_far=None if unknown else at_most,
        at_most=at_most,
        weakest=tuple(score.element.key for score in least),
        unknown=unknown,
    )
