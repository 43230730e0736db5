"""The five letters of a SMART goal: each met, not met, or not to be told, with the reason."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias, get_args

import attrs
import numpy as np

from crmcore._checks import one_of
from crmcore._display import Value
from crmcore._text import Title, isolate
from crmcore._types import Language
from crmcore.metrics.measurement import Measurement

__all__ = [
    "LETTER_TITLES",
    "VERDICT_TITLES",
    "GoalCheck",
    "Letter",
    "LetterKey",
    "LetterVerdict",
]

LetterKey: TypeAlias = Literal["S", "M", "A", "R", "T"]
LetterVerdict: TypeAlias = Literal["met", "not_met", "cannot_be_told"]

LETTER_TITLES: Final[Mapping[LetterKey, Title]] = {
    "S": Title("Specific", "مشخص"),
    "M": Title("Measurable", "قابل اندازه‌گیری"),
    "A": Title("Achievable", "دست‌یافتنی"),
    "R": Title("Relevant", "متناسب با اهداف تجاری"),
    "T": Title("Time-bound", "زمان‌دار"),
}
VERDICT_TITLES: Final[Mapping[LetterVerdict, Title]] = {
    "met": Title("met", "برقرار"),
    "not_met": Title("not met", "نابرقرار"),
    "cannot_be_told": Title("cannot be told", "نامعلوم"),
}


@attrs.frozen(kw_only=True, repr=False)
class Letter(Value):
    """One letter of a SMART goal.

    Attributes
    ----------
    key : {"S", "M", "A", "R", "T"}
        Which one.
    verdict : {"met", "not_met", "cannot_be_told"}
        Whether the goal has this quality.
    reason : Title
        Why, in English and Persian.
    evidence : Measurement or None
        The figure behind it, where there is one.
    """

    key: LetterKey = attrs.field(validator=one_of(*get_args(LetterKey)))
    verdict: LetterVerdict = attrs.field(validator=one_of(*get_args(LetterVerdict)))
    reason: Title
    evidence: Measurement | None = None

    @property
    def title(self) -> Title:
        """What the letter stands for."""
        return LETTER_TITLES[self.key]

    def text(self, language: Language = "en") -> str:
        """Put the letter in words.

        Parameters
        ----------
        language : {"en", "fa"}, default "en"
            The language wanted.

        Returns
        -------
        str
            One line: letter, verdict, reason.
        """
        verdict = VERDICT_TITLES[self.verdict].text(language)
        key = isolate(self.key) if language == "fa" else self.key
        return f"{key} {self.title.text(language)}: {verdict} ({self.reason.text(language)})"

    def _facts(self) -> dict[str, object]:
        return {"key": self.key, "verdict": self.verdict, "reason": self.reason.en}


@attrs.frozen(kw_only=True, repr=False)
class GoalCheck(Value):
    """The five letters of a goal on a day.

    Attributes
    ----------
    as_of : numpy.datetime64
        The day.
    letters : tuple of five Letter
        S, M, A, R, T in this order.
    """

    as_of: np.datetime64
    letters: tuple[Letter, ...]

    def __getitem__(self, key: LetterKey) -> Letter:
        """Give one letter.

        Parameters
        ----------
        key : {"S", "M", "A", "R", "T"}
            Which one.

        Returns
        -------
        Letter
            The letter.
        """
        return self.letters["SMART".index(key)]

    def __iter__(self) -> Iterator[Letter]:
        """Go through the letters.

        Yields
        ------
        Letter
            S, M, A, R, T.
        """
        yield from self.letters

    @property
    def smart(self) -> bool | None:
        """True when all letters are met, False when one is not, None when it cannot be told."""
        verdicts = {letter.verdict for letter in self.letters}
        if "not_met" in verdicts:
            return False
        return None if "cannot_be_told" in verdicts else True

    def text(self, language: Language = "en") -> str:
        """Put the check in words.

        Parameters
        ----------
        language : {"en", "fa"}, default "en"
            The language wanted.

        Returns
        -------
        str
            Five lines.
        """
        return "\n".join(letter.text(language) for letter in self.letters)

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"as_of": str(self.as_of), "smart": self.smart}
        return {**facts, **{letter.key: letter.verdict for letter in self.letters}}
