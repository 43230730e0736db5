"""Currencies and their titles; rial and toman, which are two units of one currency."""

from math import gcd
from typing import Any, Final

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import readonly_floats, refuse_rows
from crmcore._display import Value
from crmcore._keyed import Catalogue
from crmcore._script import same_name_key
from crmcore._text import Title, amount, isolate, persian_figure
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError

__all__ = [
    "CURRENCIES",
    "Currency",
    "convert_unit",
    "currency_code",
    "currency_title",
    "mixing_reason",
    "money_title",
    "require_same_unit",
    "same_currency",
    "stated_currency",
]


@attrs.frozen(kw_only=True, repr=False)
class Currency(Value):
    """A unit in which money is told.

    Attributes
    ----------
    code : str
        Three letters, of ISO 4217 where `iso` is true.
    title : Title
        Its name.
    unit_of : str
        The code of the currency it is a unit of; its own code but for ``"IRT"``.
    worth : int
        How many of the unit `unit_of` one of it is.
    iso : bool
        Whether the code stands in ISO 4217; ``"IRT"``, toman, is in wide use but does not.
    """

    code: str
    title: Title
    unit_of: str
    worth: int = 1
    iso: bool = True

    def _facts(self) -> dict[str, object]:
        return {"code": self.code, "title": self.title.en, "unit_of": self.unit_of}


def _of(code: str, en: str, fa: str) -> Currency:
    return Currency(code=code, title=Title(en, fa), unit_of=code)


CURRENCIES: Final[Catalogue[Currency]] = Catalogue(
    "currency",
    [
        (each.code, each)
        for each in (
            _of("IRR", "rial", "ریال"),
            Currency(code="IRT", title=Title("toman", "تومان"), unit_of="IRR", worth=10, iso=False),
            _of("AED", "UAE dirham", "درهم امارات"),
            _of("AFN", "Afghan afghani", "افغانی"),
            _of("AUD", "Australian dollar", "دلار استرالیا"),
            _of("CAD", "Canadian dollar", "دلار کانادا"),
            _of("CHF", "Swiss franc", "فرانک سوئیس"),
            _of("CNY", "Chinese yuan", "یوان چین"),
            _of("EUR", "euro", "یورو"),
            _of("GBP", "pound sterling", "پوند"),
            _of("INR", "Indian rupee", "روپیه هند"),
            _of("IQD", "Iraqi dinar", "دینار عراق"),
            _of("JPY", "Japanese yen", "ین ژاپن"),
            _of("KWD", "Kuwaiti dinar", "دینار کویت"),
            _of("OMR", "Omani rial", "ریال عمان"),
            _of("QAR", "Qatari riyal", "ریال قطر"),
            _of("RUB", "Russian rouble", "روبل روسیه"),
            _of("SAR", "Saudi riyal", "ریال سعودی"),
            _of("SEK", "Swedish krona", "کرون سوئد"),
            _of("TRY", "Turkish lira", "لیر ترکیه"),
            _of("USD", "US dollar", "دلار آمریکا"),
        )
    ],
)

_OTHER_SPELLINGS: Final = {
    "IRR": ("rials", "Iranian rial", "ریال ایران"),
    "IRT": ("tomans", "toumans", "Iranian toman", "تومن", "تومان ایران"),
    "AED": ("United Arab Emirates dirham", "درهم امارات متحده عربی"),
    "AFN": ("افغانی افغانستان",),
    "CNY": ("یوآن چین",),
    "EUR": ("euros",),
    "GBP": ("pound", "British pound", "پوند انگلیس", "پوند بریتانیا"),
    "RUB": ("Russian ruble",),
    "TRY": ("لیره ترکیه",),
    "USD": ("US dollars", "دلار امریکا"),
}


def _key(text: str) -> str:
    return same_name_key(text).casefold()


_CODES: Final[dict[str, str]] = {
    _key(spelling): each.code
    for each in CURRENCIES.values()
    for spelling in (
        each.code,
        each.title.en,
        each.title.fa,
        *_OTHER_SPELLINGS.get(each.code, ()),
    )
}


def currency_code(text: str, /) -> str:
    """Give the code of a currency that is written as a code or a name.

    Parameters
    ----------
    text : str
        Such as ``"toman"``, ``"تومان"``, ``"usd"``.

    Returns
    -------
    str
        The code; a text that is not known is given back as it is, without outer blanks.

    Raises
    ------
    InvalidInputError
        If it is no text, or blank.

    Notes
    -----
    Only what has one meaning is known: ``"ریال"`` and its sign ﷼ alone are the rial of Iran;
    ``"دلار"``, ``"درهم"`` and ``"دینار"`` alone are of several countries and stay as they are.

    Examples
    --------
    >>> currency_code("تومان"), currency_code("Rial"), currency_code("eur"), currency_code("XAU")
    ('IRT', 'IRR', 'EUR', 'XAU')
    """
    given: Any = text
    if not isinstance(given, str) or not given.strip():
        msg = f"currency must be a code such as 'IRR', or a name such as 'toman', got {text!r}"
        raise InvalidInputError(msg)
    return _CODES.get(_key(text), text.strip())


def stated_currency(text: str | None, /) -> str | None:
    """Give the code of a currency that may not be stated: a converter of attrs.

    Parameters
    ----------
    text : str or None
        As `currency_code` takes it, or None.

    Returns
    -------
    str or None
        The code, or None.

    Raises
    ------
    InvalidInputError
        If it is blank.

    Examples
    --------
    >>> stated_currency("toman"), stated_currency(None)
    ('IRT', None)
    """
    return None if text is None else currency_code(text)


def currency_title(currency: str, /) -> Title:
    """Name a currency in both languages.

    Parameters
    ----------
    currency : str
        A code or a name.

    Returns
    -------
    Title
        Its title; for an unknown code the code itself, isolated in Persian.

    Examples
    --------
    >>> currency_title("IRT").fa, currency_title("XAU").en
    ('تومان', 'XAU')
    """
    code = currency_code(currency)
    return CURRENCIES[code].title if code in CURRENCIES else Title(code, isolate(code))


def _base(currency: str) -> tuple[str, int]:
    code = currency_code(currency)
    known = CURRENCIES.get(code)
    return (code, 1) if known is None else (known.unit_of, known.worth)


def same_currency(first: str, second: str, /) -> bool:
    """Tell whether two units are of one currency, as rial and toman are.

    Parameters
    ----------
    first, second : str
        Codes or names.

    Returns
    -------
    bool
        True where one converts to the other without a rate of exchange; amounts in them may
        still differ tenfold (see `mixing_reason`).

    Examples
    --------
    >>> same_currency("toman", "IRR"), same_currency("USD", "EUR")
    (True, False)
    """
    return _base(first)[0] == _base(second)[0]


def mixing_reason(first: str | None, second: str | None, /) -> Title | None:
    """Say why amounts in two units must not be added or compared.

    Parameters
    ----------
    first, second : str or None
        Codes or names; None where the currency is not stated.

    Returns
    -------
    Title or None
        The reason; None where the units are the same or one is not stated.

    Examples
    --------
    >>> mixing_reason("rial", "toman").en
    'amounts in rial and toman differ tenfold: convert one'
    """
    if first is None or second is None or currency_code(first) == currency_code(second):
        return None
    one, other = currency_title(first), currency_title(second)
    if same_currency(first, second):
        return Title(
            f"amounts in {one.en} and {other.en} differ tenfold: convert one",
            f"مبلغ به {one.fa} و به {other.fa} ده برابر تفاوت دارد: یکی را تبدیل کنید",
        )
    return Title(
        f"{one.en} and {other.en} are two currencies: bring both to one at a stated rate",
        f"{one.fa} و {other.fa} دو پول متفاوت‌اند: هر دو را با نرخی معلوم به یک پول تبدیل کنید",
    )


def require_same_unit(first: str | None, second: str | None, /, *, name: str = "currency") -> None:
    """Refuse amounts in two units.

    Parameters
    ----------
    first, second : str or None
        Codes or names; None where the currency is not stated.
    name : str, default "currency"
        The argument's name, for the message.

    Raises
    ------
    InvalidInputError
        If they are two, with the reason and, for rial and toman, the way out.

    Examples
    --------
    >>> require_same_unit("IRR", "USD")
    Traceback (most recent call last):
    crmcore.errors.InvalidInputError: currency must be one, got 'IRR' and 'USD': rial and US
    dollar are two currencies: bring both to one at a stated rate
    """
    reason = mixing_reason(first, second)
    if reason is not None:
        msg = f"{name} must be one, got {first!r} and {second!r}: {reason.en}"
        raise InvalidInputError(msg)


def convert_unit(amounts: npt.ArrayLike, /, *, from_: str, to: str) -> FloatArray:
    """Tell amounts in the other unit of their currency: rials in tomans, or tomans in rials.

    Parameters
    ----------
    amounts : array_like of shape (n,)
        Money in the unit `from_`; a single number is taken as one row.
    from_, to : str
        Codes or names of two units of one currency.

    Returns
    -------
    ndarray of float64, shape (n,)
        Money in the unit `to`, read-only.

    Raises
    ------
    InvalidInputError
        If the units are of different currencies, or an amount is not finite.

    Examples
    --------
    >>> convert_unit([25_000, -5], from_="toman", to="rial")
    array([ 2.5e+05, -5.0e+01])
    """
    base, worth = _base(from_)
    other, other_worth = _base(to)
    if base != other:
        msg = (
            f"from_ and to must be units of one currency, got {from_!r} and {to!r}: another "
            "currency needs a rate of exchange, which is not guessed"
        )
        raise InvalidInputError(msg)
    money = readonly_floats(amounts)
    refuse_rows("amounts", money, ~np.isfinite(money), "be finite")
    common = gcd(worth, other_worth)
    with np.errstate(over="ignore"):
        told = money * (worth // common) / (other_worth // common)
    refuse_rows("amounts", money, ~np.isfinite(told), "be finite in the new unit too")
    return readonly_floats(told)


def money_title(value: float, currency: str | None, /) -> Title:
    """Write an amount of money.

    Parameters
    ----------
    value : float
        The amount.
    currency : str or None
        Its currency, a code or a name; None where it is not stated.

    Returns
    -------
    Title
        The amount and the name of the currency.

    Examples
    --------
    >>> money_title(1234567, "toman").en
    '1,234,567 toman'
    """
    text = amount(value)
    if currency is None:
        return Title(text, persian_figure(text))
    name = currency_title(currency)
    return Title(f"{text} {name.en}", f"{persian_figure(text)} {name.fa}")
