"""English and Persian text: titles, digits, and the isolation of Latin names in Persian lines."""

import attrs

from crmcore._types import Language

__all__ = ["Title", "isolate", "persian_digits", "western_digits"]

_PERSIAN = str.maketrans("0123456789.,%", "۰۱۲۳۴۵۶۷۸۹٫٬٪")
_WESTERN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٪", "01234567890123456789.%")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


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
