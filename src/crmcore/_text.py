"""English and Persian text: titles, digits, and the isolation of Latin names in Persian lines."""

from collections.abc import Iterable
from typing import Final, Literal

import attrs

from crmcore._types import Language

__all__ = [
    "INVISIBLE",
    "Title",
    "amount",
    "clean_text",
    "fill",
    "isolate",
    "join_titles",
    "percent",
    "persian_digits",
    "persian_figure",
    "western_digits",
]

_PERSIAN = str.maketrans("0123456789.,%", "۰۱۲۳۴۵۶۷۸۹٫٬٪")
_WESTERN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٪", "01234567890123456789.%")
INVISIBLE: Final = frozenset(
    map(chr, [0x00AD, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
              *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF])
)  # fmt: skip
_NOTHING: Final = dict.fromkeys(map(ord, INVISIBLE))
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_LEFT_TO_RIGHT_ISOLATE, _RIGHT_TO_LEFT_ISOLATE = "\u2066", "\u2067"
_PERSIAN_MARKS: Final = {",": "،", ";": "؛"}
_LONG, _LONGEST = 1e5, 1e15


@attrs.frozen
class Title:
    """A name in the two languages of the library.

    Attributes
    ----------
    en : str
        The English title.
    fa : str
        The Persian title.

    Examples
    --------
    >>> Title("Churn rate", "نرخ ریزش مشتری").en
    'Churn rate'
    """

    en: str
    fa: str

    def text(self, language: Language = "en") -> str:
        """Give the title in one language.

        Parameters
        ----------
        language : {"en", "fa"}, default "en"
            The language wanted.

        Returns
        -------
        str
            The title.
        """
        return self.fa if language == "fa" else self.en


def join_titles(titles: Iterable[Title], /, *, mark: Literal[",", ";"] = ",") -> Title:
    """Join titles to one line in each language.

    Parameters
    ----------
    titles : iterable of Title
        The parts.
    mark : {",", ";"}, default ","
        What stands between them; Persian has its own.

    Returns
    -------
    Title
        The line; empty where there is no part.

    Examples
    --------
    >>> join_titles([Title("orders", "سفارش‌ها"), Title("returns", "مرجوعی‌ها")]).en
    'orders, returns'
    """
    parts = list(titles)
    return Title(
        f"{mark} ".join(part.en for part in parts),
        f"{_PERSIAN_MARKS[mark]} ".join(part.fa for part in parts),
    )


def amount(value: float, /) -> str:
    """Write an amount for a sentence: in full, with separators, where it is large.

    Parameters
    ----------
    value : float
        The amount.

    Returns
    -------
    str
        Six digits; whole from 100,000 up, with an exponent from 10^15 up.

    Examples
    --------
    >>> amount(-2_500_000_000.4), amount(12.5)
    ('-2,500,000,000', '12.5')
    """
    return f"{value:,.0f}" if _LONG <= abs(value) < _LONGEST else f"{value:,.6g}"


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


def persian_digits(text: str, /) -> str:
    """Write the digits and separators of a formatted number as a Persian reader expects them.

    Parameters
    ----------
    text : str
        A number as Python formats it, such as ``"1,234.5%"``.

    Returns
    -------
    str
        The same number with Persian digits, ``٫`` for the point, ``٬`` for the comma, ``٪``.

    Examples
    --------
    >>> persian_digits("1,234.5%")
    '۱٬۲۳۴٫۵٪'
    """
    return text.translate(_PERSIAN)


def persian_figure(text: str, /) -> str:
    r"""Write a formatted number or a formula for a Persian line, in one piece.

    Parameters
    ----------
    text : str
        A number, date or formula as it stands in the English line, such as ``"-1,234.5"``.

    Returns
    -------
    str
        The same with Persian digits and separators, isolated. Its sign stands on the left of the
        number, and ``٪`` after it, which is on the left in a line from right to left.

    Examples
    --------
    >>> persian_figure("-1,234.5").strip("\u2068\u2069")
    '-۱٬۲۳۴٫۵'
    """
    figure = persian_digits(text)
    if not figure.endswith("٪"):
        return isolate(figure)
    number = f"{_LEFT_TO_RIGHT_ISOLATE}{figure[:-1]}{_POP_ISOLATE}"
    return f"{_RIGHT_TO_LEFT_ISOLATE}{number}٪{_POP_ISOLATE}"


def western_digits(text: str, /) -> str:
    """Read Persian and Arabic digits, decimal point and percent sign as Western ones.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The text with 0-9; the Persian thousands separator ``٬`` stays as it is.

    Examples
    --------
    >>> western_digits("۱۲٫۵")
    '12.5'
    """
    return text.translate(_WESTERN)


def clean_text(text: str, /) -> str:
    r"""Take off outer blanks and invisible marks, and write the digits as Western ones.

    Parameters
    ----------
    text : str
        A cell, as people and spreadsheets write it.

    Returns
    -------
    str
        What a reader sees, with 0-9; half-spaces are gone, as they are invisible marks.

    Examples
    --------
    >>> clean_text(" \u200f۱۴۰۳/۱۰/۰۶ ")
    '1403/10/06'
    """
    if text.isascii():
        return text.strip()
    return western_digits(text.translate(_NOTHING)).strip()


def isolate(text: str, /) -> str:
    """Wrap a name or code so that it does not turn a right-to-left line round.

    Parameters
    ----------
    text : str
        A name, code or number.

    Returns
    -------
    str
        The text between the marks "first strong isolate" and "pop directional isolate".
    """
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"


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
