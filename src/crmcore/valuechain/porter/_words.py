"""Sentences in both languages, and figures that have a value or a reason."""

from collections.abc import Iterable

from crmcore._text import Title
from crmcore.metrics.measurement import Measurement, MeasureUnit

__all__ = ["figure", "path"]


def path(names: Iterable[Title], /) -> Title:
    """Write a way from one thing to the next.

    Parameters
    ----------
    names : iterable of Title
        Their names.

    Returns
    -------
    Title
        The names with arrows in the direction of reading.
    """
    ways = list(names)
    return Title(" → ".join(n.en for n in ways), " ← ".join(n.fa for n in ways))


def figure(
    key: str,
    title: Title,
    value: float | Title,
    /,
    *,
    unit: MeasureUnit,
    n: float = 1,
    currency: str | None = None,
) -> Measurement:
    """Make a figure from a value or from the reason why there is none.

    Parameters
    ----------
    key : str
        What it is.
    title : Title
        Its name.
    value : float or Title
        The value, or the reason.
    unit : str
        Its unit.
    n : float
        Activities behind it.
    currency : str or None
        The currency of money.

    Returns
    -------
    Measurement
        The figure.
    """
    return Measurement(
        key=key,
        title=title,
        unit=unit,
        value=None if isinstance(value, Title) else value,
        reason=value if isinstance(value, Title) else None,
        n=0 if isinstance(value, Title) else n,
        currency=currency,
    )
