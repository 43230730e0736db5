"""Several raters: how far they agree beyond chance, and on which practices they part."""

from collections.abc import Iterable

import numpy as np

from crmcore.errors import InvalidInputError
from crmcore.valuechain.assessing.agreement import Agreement, Distance, krippendorff_alpha
from crmcore.valuechain.assessing.ratings import Rating

__all__ = ["rater_agreement"]


def rater_agreement(
    ratings: Iterable[Rating],
    /,
    *,
    kind: Distance = "ordinal",
    rng: np.random.Generator | None = None,
    level: float = 0.95,
) -> Agreement:
    """Measure how far several raters agree on the practices that they rated.

    Parameters
    ----------
    ratings : iterable of Rating
        Ratings, each with its rater; what is not scored counts as missing.
    kind : {"nominal", "ordinal", "interval", "ratio"}, default "ordinal"
        How far two scores are apart.
    rng : numpy.random.Generator or None
        For the interval; without it there is none.
    level : float, default 0.95
        The level of the interval.

    Returns
    -------
    Agreement
        Krippendorff's alpha: 1 is full agreement, 0 as by chance; undefined with a reason where no
        two raters scored one practice, or all scores are equal.

    Raises
    ------
    InvalidInputError
        If a rating has no rater, or a rater rates a practice twice.

    Examples
    --------
    >>> said = [("Ada", "hear", 2), ("Ada", "share", 4), ("Bob", "hear", 2), ("Bob", "share", 4)]
    >>> rater_agreement([Rating(what, score, rater=who) for who, what, score in said]).alpha
    1.0
    """
    scores: dict[tuple[str, str], float] = {}
    raters: dict[str, int] = {}
    practices: dict[str, int] = {}
    for rating in ratings:
        if rating.rater is None:
            msg = f"ratings must name their rater, {rating.practice!r} has none"
            raise InvalidInputError(msg)
        cell = (rating.rater, rating.practice)
        if cell in scores:
            msg = f"{rating.practice!r} must be rated once by a rater, got {rating.rater!r} twice"
            raise InvalidInputError(msg)
        scores[cell] = np.nan if isinstance(rating.score, str) else rating.score
        raters.setdefault(rating.rater, len(raters))
        practices.setdefault(rating.practice, len(practices))
    table = np.full((len(raters), len(practices)), np.nan)
    for (rater, practice), score in scores.items():
        table[raters[rater], practices[practice]] = score
    return krippendorff_alpha(table, kind=kind, rng=rng, level=level)
