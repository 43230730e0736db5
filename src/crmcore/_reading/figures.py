"""How one number may be written: thousands, decimal mark, currency, signs of a negative."""

import re
from decimal import Decimal
from typing import Final

import attrs

from crmcore._text import clean_text
from crmcore.numerals import DecimalMark

__all__ = ["Figure", "figure", "is_plain"]

_PLAIN: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_DOUBTFUL: Final = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_WRITTEN: Final = str.maketrans({"−": "-", "’": "'", "،": "٬"})
_CURRENCY: Final = re.compile(
    r"(?:US|AU|CA|NZ|HK|SG|[RACS])?\$|[€£¥₹₽₺₩₪₫₴₦﷼₸฿₱₲₡₵₼₾₿]|zł|kč|ft|kr\.?|rs\.?|fr\.|"
    "ریال|تومان|تومن|دلار|یورو|پوند|درهم|لیر|دینار|rials?|tomans?|"
    "AED|AFN|AMD|ARS|AUD|AZN|BDT|BGN|BHD|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|DZD|EGP|EUR|GBP|GEL|HKD|"
    "HUF|IDR|ILS|INR|IQD|IRR|IRT|ISK|JOD|JPY|KES|KRW|KWD|KZT|LBP|LKR|MAD|MXN|MYR|NGN|NOK|NZD|OMR|"
    "PEN|PHP|PKR|PLN|QAR|RON|RSD|RUB|SAR|SEK|SGD|THB|TND|TRY|TWD|UAH|USD|UYU|UZS|VND|"
    "ZAR",  # codespell:ignore
    re.IGNORECASE,
)
_CELL: Final = re.compile(
    rf"(?P<left>(?:[-+( ]|{_CURRENCY.pattern})*)"
    r"(?P<body>[.,]?[0-9](?:[0-9.,'٬ ]*[0-9])?(?:e[+-]?[0-9]+)?)"
    rf"(?P<right>(?:[-) ]|{_CURRENCY.pattern})*)",
    re.IGNORECASE,
)
_SIGNS: Final = {"": 1, "+": 1, "-": -1, "()": -1}
_BODY: Final = {
    mark: re.compile(
        rf"(?:\d+|[1-9]\d{{0,2}}(?P<by>[{by}'٬ ])\d{{3}}(?:(?P=by)\d{{3}})*"
        rf"|[1-9]\d?(?:[{by}]\d\d)+[{by}]\d{{3}})?(?:[{mark}]\d*)?|\d+(?:[{mark}]\d*)?e[+-]?\d+",
        re.ASCII | re.IGNORECASE,
    )
    for mark, by in ((".", ","), (",", "."))
}
_GROUPS: Final = {
    ".": str.maketrans("", "", ",'٬ "),
    ",": str.maketrans(",", ".", ".'٬ "),
}


@attrs.frozen
class Figure:
    """What one cell may mean as a number.

    Attributes
    ----------
    point, comma : float or None
        The number if the decimal mark is a point, and if it is a comma; None where it is none.
    currency : str
        The currency that stands beside it, in capital letters; empty where there is none.
    """

    point: float | None
    comma: float | None
    currency: str = ""


_NONE: Final = Figure(None, None)


def is_plain(text: str, /) -> bool:
    """Tell whether a number is written as computers do, such as ``-1234.5``.

    Parameters
    ----------
    text : str
        A cell.

    Returns
    -------
    bool
        True for digits with at most a sign, a point and an exponent.

    Examples
    --------
    >>> is_plain("-1234.5"), is_plain("1,234.5")
    (True, False)
    """
    return _PLAIN.fullmatch(text) is not None


def figure(value: object, /, *, money: bool) -> Figure:
    """Read one cell as a number under both decimal marks.

    Parameters
    ----------
    value : object
        A number, or text.
    money : bool
        Whether a currency may stand beside the number.

    Returns
    -------
    Figure
        The number under each decimal mark.

    Examples
    --------
    >>> figure("1,234", money=True)
    Figure(point=1234.0, comma=1.234, currency='')
    >>> figure("(€ 1.234,50)", money=True)
    Figure(point=None, comma=-1234.5, currency='€')
    """
    if isinstance(value, int | float | Decimal):
        return Figure(float(value), float(value))
    text = str(value).strip()
    if is_plain(text):
        return Figure(float(text), _plain_under_comma(text))
    if not text.isascii():
        text = clean_text(text).translate(_WRITTEN)
    match = _CELL.fullmatch(" ".join(text.split()))
    if match is None:
        return _NONE
    around = f"{match['left']} {match['right']}".strip()
    beside = {word.upper() for word in _CURRENCY.findall(around)} if around else set[str]()
    signs = _CURRENCY.sub("", around).replace(" ", "")
    if signs not in _SIGNS or len(beside) > 1 or (beside and not money):
        return _NONE
    factor, body = _SIGNS[signs], match["body"]
    return Figure(_number(body, ".", factor), _number(body, ",", factor), "".join(beside))


def _plain_under_comma(text: str) -> float | None:
    if "." not in text:
        return float(text)
    return float(text.replace(".", "")) if _DOUBTFUL.fullmatch(text) else None


def _number(body: str, mark: DecimalMark, factor: int) -> float | None:
    if _BODY[mark].fullmatch(body) is None:
        return None
    return factor * float(body.translate(_GROUPS[mark]))
