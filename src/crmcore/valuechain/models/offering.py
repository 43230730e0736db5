"""Service or product: where an offering stands between the two, and why."""

import math
from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

import attrs

from crmcore._checks import fraction, number_above
from crmcore._display import Value, number
from crmcore._keyed import Keyed, known
from crmcore._text import Title, join_titles, persian_figure
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.catalogue.service_or_product import SERVICE_ANSWERS, SERVICE_OR_PRODUCT
from crmcore.valuechain.elements import Element

__all__ = [
    "OFFERING_WORDS",
    "OfferingPosition",
    "OfferingReason",
    "OfferingWord",
    "offering_position",
]

OfferingWord: TypeAlias = Literal["service", "rather_service", "mixed", "rather_product", "product"]

OFFERING_WORDS: Final[Mapping[OfferingWord, Title]] = {
    "service": Title("service", "خدمت"),
    "rather_service": Title("rather a service", "بیشتر خدمت"),
    "mixed": Title("mixed", "آمیخته"),
    "rather_product": Title("rather a product", "بیشتر محصول"),
    "product": Title("product", "محصول"),
}

_TITLE: Final = Title("Position between service and product", "جایگاه میان خدمت و محصول")
_COVERAGE: Final = Title("Share of the tests answered", "سهم آزمون‌های پاسخ‌داده‌شده")
_TOO_LITTLE: Final = Title("too little answered", "پاسخ‌ها ناکافی است")
_CUTS: Final = (1 / 8, 3 / 8, 5 / 8, 7 / 8)


@attrs.frozen(kw_only=True, repr=False)
class OfferingReason(Value):
    """What one test says of an offering.

    Attributes
    ----------
    test : str
        Key of the test.
    degree : float or None
        How far the answer is yes, from 0 to 1; None where it was not answered.
    position : float or None
        From 0, as a service answers, to 1, as a product does; None where it was not answered.
    reason : Title
        The same in words.
    """

    test: str
    degree: float | None
    position: float | None
    reason: Title

    def _facts(self) -> dict[str, object]:
        return {"test": self.test, "position": self.position, "reason": self.reason.en}


@attrs.frozen(kw_only=True, repr=False)
class OfferingPosition(Keyed[OfferingReason]):
    """Where an offering stands between a pure service and a pure product; gives a test by key.

    Attributes
    ----------
    position : Measurement
        From 0, a pure service, to 1, a pure product: neither is better; undefined where too little
        was answered. Its `n` counts the answered tests.
    word : {"service", "rather_service", "mixed", "rather_product", "product"} or None
        The position in a word; None where it is undefined.
    coverage : Measurement
        Weight of the answered tests divided by the weight of all, a fraction.
    rows : tuple of OfferingReason
        One for each of the eight tests, in their order.
    summary : Title
        The word, or why there is none, and the answers in words.
    """

    position: Measurement
    word: OfferingWord | None
    coverage: Measurement
    rows: tuple[OfferingReason, ...]
    summary: Title

    def _by_key(self) -> dict[str, OfferingReason]:
        return {row.test: row for row in self.rows}

    def _facts(self) -> dict[str, object]:
        return {
            "position": self.position.value,
            "word": self.word,
            "coverage": self.coverage.value,
        }


def offering_position(
    answers: Mapping[str, bool | float | None],
    /,
    *,
    weights: Mapping[str, float] | None = None,
    coverage_bar: float = 0.5,
) -> OfferingPosition:
    r"""Place an offering between a pure service and a pure product.

    Parameters
    ----------
    answers : mapping of str to bool, float or None
        By test of `SERVICE_OR_PRODUCT`: yes or no, or a degree from 0 (no) to 1 (yes); None, or a
        test that is not there, is not answered.
    weights : mapping of str to float or None
        The weight of each test, > 0; 1 for those that it does not name.
    coverage_bar : float, default 0.5
        The coverage below which there is no position.

    Returns
    -------
    OfferingPosition
        Position, word, coverage and the reason of each test.

    Raises
    ------
    UnknownKeyError
        If a test is unknown.
    InvalidInputError
        If a degree or the bar is outside [0, 1], or a weight is not above 0.

    Notes
    -----
    With the degree :math:`a_i` of each answered test, :math:`p_i = a_i` where a product says yes
    and :math:`1 - a_i` where a service does, the position is
    :math:`\sum w_i p_i / \sum w_i`. The words change at 1/8, 3/8, 5/8 and 7/8; the ends of "mixed"
    belong to it, and so do those of the two pure words to them.

    Examples
    --------
    >>> haircut = dict.fromkeys(SERVICE_ANSWERS, False) | {"variable": True, "user_takes_part": 0.5}
    >>> found = offering_position(haircut)
    >>> found
    OfferingPosition(position=0.0625, word='service', coverage=1)
    >>> found["tangible"].reason.en
    'Tangible: no, as with a service'
    """
    given = weights or {}
    for name, keys in (("answers", answers), ("weights", given)):
        for key in keys:
            known(f"test of {name}", key, SERVICE_ANSWERS)
    fraction("coverage_bar", coverage_bar)
    weight = {key: number_above(f"weight of {key}", given.get(key, 1.0)) for key in SERVICE_ANSWERS}
    rows = tuple(_reason(test, answers.get(test.key)) for test in SERVICE_OR_PRODUCT)
    told = [(weight[row.test], row.position) for row in rows if row.position is not None]
    answered = math.fsum(part for part, _ in told)
    coverage = min(answered / math.fsum(weight.values()), 1.0)
    enough = bool(told) and coverage >= coverage_bar
    value = _mean(told) if enough else None
    place = Measurement(
        key="offering_position",
        title=_TITLE,
        unit="share",
        value=value,
        reason=None if enough else _TOO_LITTLE,
        n=len(told),
    )
    word = None if value is None else _word(value)
    return OfferingPosition(
        position=place,
        word=word,
        coverage=Measurement(
            key="coverage", title=_COVERAGE, unit="share", value=coverage, n=len(rows)
        ),
        rows=rows,
        summary=_summary(word, rows),
    )


def _summary(word: OfferingWord | None, rows: Sequence[OfferingReason]) -> Title:
    verdict = _TOO_LITTLE if word is None else OFFERING_WORDS[word]
    return join_titles([verdict, *(row.reason for row in rows)], mark=";")


def _mean(told: Sequence[tuple[float, float]]) -> float:
    total = math.fsum(part for part, _ in told)
    return min(math.fsum(part * position for part, position in told) / total, 1.0)


def _word(position: float) -> OfferingWord:
    low, rather_low, rather_high, high = _CUTS
    if position <= low:
        return "service"
    if position < rather_low:
        return "rather_service"
    if position <= rather_high:
        return "mixed"
    return "rather_product" if position < high else "product"


def _reason(test: Element, answer: bool | float | None) -> OfferingReason:  # noqa: FBT001 - an answer is yes or no
    if answer is None:
        words = Title(f"{test.title.en}: not answered", f"{test.title.fa}: بی‌پاسخ")
        return OfferingReason(test=test.key, degree=None, position=None, reason=words)
    degree = fraction(f"answer to {test.key}", answer)
    position = 1.0 - degree if SERVICE_ANSWERS[test.key] else degree
    return OfferingReason(
        test=test.key, degree=degree, position=position, reason=_words(test, degree, position)
    )


def _words(test: Element, degree: float, position: float) -> Title:
    if position in {0.0, 1.0}:
        said = Title("yes", "آری") if degree else Title("no", "نه")
        like = Title("a product", "محصول") if position else Title("a service", "خدمت")
        return Title(
            f"{test.title.en}: {said.en}, as with {like.en}",
            f"{test.title.fa}: {said.fa}، مانند {like.fa}",
        )
    shown = number(degree, digits=2)
    return Title(
        f"{test.title.en}: to a degree of {shown}, between service and product",
        f"{test.title.fa}: به اندازه {persian_figure(shown)}، میان خدمت و محصول",
    )
