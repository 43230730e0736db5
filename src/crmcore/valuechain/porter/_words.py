"""Sentences in both languages, and figures that have a value or a reason."""

from collections.abc import Iterable

from crmcore._text import Title, amount, persian_figure
from crmcore.currencies import currency_title
from crmcore.metrics.measurement import Measurement, MeasureUnit

__all__ = ["figure", "fill", "money", "path", "percent"]


def fill(template: Title, /, **parts: Title | str) -> Title:
    """Put names and figures into a sentence.

    Parameters
    ----------
    template : Title
        The sentence with ``{name}`` for the parts.
    **parts : Title or str
        Words in both languages, or a figure as it stands in the English line.

    Returns
    -------
    Title
        The sentence; figures have Persian digits in the Persian line.
    """
    en = {name: part.en if isinstance(part, Title) else part for name, part in parts.items()}
    fa = {
        name: part.fa if isinstance(part, Title) else persian_figure(part)
        for name, part in parts.items()
    }
    return Title(template.en.format(**en), template.fa.format(**fa))


def money(value: float, currency: str, /) -> Title:
    """Write an amount of money.

    Parameters
    ----------
    value : float
        The amount.
    currency : str
        Its currency, a code or a name.

    Returns
    -------
    Title
        The amount and the name of the currency.
    """
    text, name = amount(value), currency_title(currency)
    return Title(f"{text} {name.en}", f"{persian_figure(text)} {name.fa}")


def percent(share: float, /) -> str:
    """Write a fraction as a percentage.

    Parameters
    ----------
    share : float
        The fraction.

    Returns
    -------
    str
        Three digits and the sign.
    """
    return f"{amount(float(f'{100 * share:.3g}'))}%"


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
