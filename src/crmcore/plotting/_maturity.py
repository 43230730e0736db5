"""What the figures of maturity share: the series of scores that they lay side by side."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import attrs

from crmcore._keyed import known
from crmcore._text import Title
from crmcore._types import Language
from crmcore.errors import UndefinedMetricError
from crmcore.valuechain.assessing.assessment import Assessment
from crmcore.valuechain.assessing.comparison import Comparison, ElementComparison, compare

__all__ = ["MaturitySource", "Series", "chosen_rows", "series_of"]

MaturitySource: TypeAlias = Assessment | Comparison

_OWN: Final = Title("own score", "امتیاز خود")
_TARGET: Final = Title("target", "مقدار هدف")
_EARLIER: Final = Title("earlier", "پیشین")
_NO_SCORE: Final = Title(
    "there is no score to draw: too little is answered",
    "امتیازی برای رسم نیست: پاسخ‌ها ناکافی است",
)


@attrs.frozen(kw_only=True)
class Series:
    """Scores of one kind over the elements drawn.

    Attributes
    ----------
    kind : {"own", "target", "earlier", "competitor"}
        Whose they are.
    name : str
        As written in the figure.
    scores : tuple of float or None
        One for each element; None where it is not known.
    """

    kind: str
    name: str
    scores: tuple[float | None, ...]


def chosen_rows(
    found: MaturitySource, elements: Sequence[str] | None, /
) -> tuple[Comparison, tuple[ElementComparison, ...]]:
    """Choose what is drawn.

    Parameters
    ----------
    found : Assessment or Comparison
        The scores.
    elements : sequence of str or None
        Keys of the elements wanted, in their order; None is all that have a figure.

    Returns
    -------
    tuple of Comparison and tuple of ElementComparison
        The whole, and the rows to draw.

    Raises
    ------
    UnknownKeyError
        If an element is unknown.
    UndefinedMetricError
        If no element has a score.
    """
    table = compare(found) if isinstance(found, Assessment) else found
    keys = [row.element for row in table]
    if elements is None:
        rows = tuple(row for row in table if row.score is not None or row.target is not None)
    else:
        rows = tuple(table[known("elements", key, keys)] for key in elements)
    if all(row.score is None for row in rows):
        raise UndefinedMetricError(_NO_SCORE)
    return table, rows


def series_of(
    table: Comparison, rows: Sequence[ElementComparison], language: Language, /
) -> tuple[Series, ...]:
    """Give the series that have a score: one's own, the target, the past, each competitor.

    Parameters
    ----------
    table : Comparison
        The whole.
    rows : sequence of ElementComparison
        The elements drawn.
    language : {"en", "fa"}
        The language.

    Returns
    -------
    tuple of Series
        One's own first.
    """
    every = [
        Series(kind="own", name=_OWN.text(language), scores=tuple(row.score for row in rows)),
        Series(
            kind="target", name=_TARGET.text(language), scores=tuple(row.target for row in rows)
        ),
        Series(
            kind="earlier", name=_EARLIER.text(language), scores=tuple(row.earlier for row in rows)
        ),
        *(
            Series(
                kind="competitor",
                name=name,
                scores=tuple(dict(row.competitors).get(name) for row in rows),
            )
            for name in table.competitors
        ),
    ]
    return tuple(series for series in every if any(s is not None for s in series.scores))
