"""What is the same letter, digit or blank in Persian text: the key that equal names share."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from crmcore._text import INVISIBLE, Title

__all__ = ["DIFFERENCES", "differences", "faults", "same_name_key", "same_name_keys"]

_HALF_SPACE, _TATWEEL, _HAMZA = "\u200c", "\u0640", "\u0654\u0655"
_DIGITS: Final = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
_LETTERS: Final = {"ی": "يى", "ک": "كڪ", "ه": "ةہەھۃ", "ا": "ٱ"}
_SIGNS: Final = {".": "٫", ",": "٬،", "%": "٪", ";": "؛", "?": "؟"}
_VOWELS: Final = frozenset(
    map(chr, [*range(0x0610, 0x061B), *range(0x064B, 0x0653), *range(0x0656, 0x0659), 0x0670])
)
_BLANKS: Final = frozenset(
    map(chr, [*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029,
              0x202F, 0x205F, 0x3000])
)  # fmt: skip
_FORMS: Final = re.compile("[\ufb50-\ufdff\ufe70-\ufefc\uff01-\uffee]")
_ARABIC: Final = "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f"
_DROPPED: Final = re.compile(f" +(?=[{_ARABIC}])|(?<=[{_ARABIC}]) +|^ +| +$", re.MULTILINE)
_RUN: Final = re.compile(" {2,}")
_LINE: Final = "\n"
_SAME: Final[dict[int, str | None]] = {
    **dict.fromkeys(map(ord, (*_VOWELS, *INVISIBLE, *_HAMZA, _TATWEEL))),
    **dict.fromkeys(map(ord, _BLANKS - {_LINE}), " "),
    **{ord(other): digit for line in _DIGITS[1:]
       for digit, other in zip(_DIGITS[0], line, strict=True)},
    **{ord(other): one for one, others in (_LETTERS | _SIGNS).items() for other in others},
}  # fmt: skip

# What spellings may differ by, and the characters that show it once letters are taken apart.
_SHOWN_BY: Final[tuple[tuple[Title, frozenset[str]], ...]] = (
    (
        Title("Arabic and Persian letters", "حرف‌های عربی و فارسی"),
        frozenset("".join(one + others for one, others in _LETTERS.items())),
    ),
    (Title("hamza", "همزه"), frozenset(_HAMZA)),
    (Title("digits", "رقم‌ها"), frozenset("".join(_DIGITS))),
    (
        Title("punctuation", "نشانه‌گذاری"),
        frozenset("".join(one + others for one, others in _SIGNS.items())),
    ),
    (Title("spaces and half-spaces", "فاصله و نیم‌فاصله"), _BLANKS | {_HALF_SPACE}),
    (Title("invisible marks", "نویسه‌های نادیدنی"), INVISIBLE - {_HALF_SPACE}),
    (Title("vowel signs and stretched letters", "اعراب و کشیدگی حرف‌ها"), _VOWELS | {_TATWEEL}),
)
_BY_FORM: Final = Title("forms of letters", "شکل حرف‌ها")
DIFFERENCES: Final[tuple[Title, ...]] = (*(title for title, _ in _SHOWN_BY), _BY_FORM)
_FOREIGN: Final = frozenset("".join((*_LETTERS.values(), _DIGITS[2], _TATWEEL))) | (
    INVISIBLE - {_HALF_SPACE}
)


def _plain_form(match: "re.Match[str]") -> str:
    return unicodedata.normalize("NFKC", match[0])


def _parts(text: str) -> str:
    # letters of the plain form, with the marks on them apart
    return unicodedata.normalize("NFD", _FORMS.sub(_plain_form, text))


def _fold(lines: str) -> str:
    if lines.isascii():
        plain = lines.translate(_SAME)
    else:
        plain = unicodedata.normalize("NFC", _parts(lines).translate(_SAME))
    return _RUN.sub(" ", _DROPPED.sub("", plain))


def same_name_key(text: str, /) -> str:
    """Write a name so that spellings which differ only by script become equal.

    Parameters
    ----------
    text : str
        A name or an id.

    Returns
    -------
    str
        The key; to compare by, not to show.

    Notes
    -----
    What counts as the same, since keyboards, fonts and exports set one for the other:

    - ي, ى and ی; ك, ڪ and ک; ه, ة, ۀ and the other forms of he; ٱ and ا;
    - a letter with and without hamza on it: أ, إ and ا; ؤ and و; ئ and ی;
    - Persian, Arabic and Latin digits, their separators and percent signs; ، ؛ ؟ and , ; ?;
    - letters and their presentation forms, characters of full and of plain width;
    - vowel signs, tatweel and invisible marks, which do not count;
    - spaces and half-spaces: none beside a letter of the Arabic script counts, a run of others
      counts as one, and outer ones not at all.

    What stays different: آ and ا, which are two letters; ء in a place of its own; letters of
    other scripts with and without an accent; capital and small letters. ``"IRAN 1"`` and
    ``"Iran 1"`` may be two ids, as case is not a matter of script; so may ``"AB 1"`` and
    ``"AB1"``, as only the Arabic script has half-spaces.

    Examples
    --------
    >>> same_name_key("شركت ملي ۱") == same_name_key("شرکت‌ملی 1")
    True
    >>> same_name_key("IRAN 1") == same_name_key("Iran 1")
    False
    """
    return same_name_keys([text])[0]


def same_name_keys(names: Sequence[str], /) -> list[str]:
    """Give the keys of many names, faster than one by one.

    Parameters
    ----------
    names : sequence of str, length n
        The names.

    Returns
    -------
    list of str, length n
        What `same_name_key` gives for each.

    Examples
    --------
    >>> same_name_keys(["علي", " علی "])
    ['علی', 'علی']
    """
    if not names:
        return []
    lines = (name.replace(_LINE, " ") if _LINE in name else name for name in names)
    return _fold(_LINE.join(lines)).split(_LINE)


def differences(names: Sequence[str], /) -> tuple[Title, ...]:
    """Tell what names of one key differ by.

    Parameters
    ----------
    names : sequence of str
        Distinct names with the same `same_name_key`.

    Returns
    -------
    tuple of Title
        Members of `DIFFERENCES`, in that order.

    Examples
    --------
    >>> [title.en for title in differences(["شركت ۱", "شرکت 1"])]
    ['Arabic and Persian letters', 'digits']
    """
    parts = [_parts(name) for name in names]
    found = [
        title
        for title, shown in _SHOWN_BY
        if len({"".join(filter(shown.__contains__, text)) for text in parts}) > 1
    ]
    if not found or len({tuple(_FORMS.findall(name)) for name in names}) > 1:
        found.append(_BY_FORM)
    return tuple(found)


def faults(name: str, /) -> int:
    """Count what a Persian typist would not write: ي, ك, ة, Arabic digits, tatweel and the like.

    Parameters
    ----------
    name : str
        A name.

    Returns
    -------
    int
        Such characters, presentation forms, outer and doubled blanks.

    Examples
    --------
    >>> faults("شركت"), faults("شرکت")
    (1, 0)
    """
    foreign = sum(letter in _FOREIGN for letter in name)
    return foreign + len(_FORMS.findall(name)) + len(name) - len(" ".join(name.split()))
