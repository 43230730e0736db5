"""An assessment: every element scored, the weakest link, the chain so far, the verdict."""

from collections.abc import Iterator

import attrs
import numpy as np

from crmcore._display import Value, number
from crmcore._text import Title, persian_digits, persian_figure
from crmcore._types import Language
from crmcore.valuechain.chain import ChainLink, chain_of, least_scores
from crmcore.valuechain.elements import Role
from crmcore.valuechain.ratings import Scale
from crmcore.valuechain.scores import ElementScore, Tally
from crmcore.valuechain.verdicts import Verdict

__all__ = ["Assessment"]


@attrs.frozen(kw_only=True, repr=False)
class Assessment(Value):
    """How well a company does by one framework, on a day.

    Attributes
    ----------
    framework : str
        Key of the framework.
    title : Title
        Its name.
    as_of : numpy.datetime64
        The day.
    scale : Scale
        The scale of the ratings and of every score.
    coverage_bar : float
        The coverage below which there is no score.
    elements : tuple of ElementScore
        The elements in the order of the framework.
    tally : Tally
        The answers to all practices added up, each as often as elements name it.
    verdict : Verdict
        Whether the framework's claim can be shown.
    unused_kpis : tuple of str
        Measured figures that no element names.
    """

    framework: str
    title: Title
    as_of: np.datetime64
    scale: Scale
    coverage_bar: float
    elements: tuple[ElementScore, ...]
    tally: Tally
    verdict: Verdict
    unused_kpis: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[ElementScore]:
        """Go through the elements.

        Yields
        ------
        ElementScore
            One after the other.
        """
        yield from self.elements

    def __getitem__(self, key: str) -> ElementScore:
        """Give one element.

        Parameters
        ----------
        key : str
            Its key.

        Returns
        -------
        ElementScore
            Its score.

        Raises
        ------
        KeyError
            If the framework has no such element.
        """
        for score in self.elements:
            if score.element.key == key:
                return score
        raise KeyError(key)

    @property
    def overall(self) -> float | None:
        """Weighted mean over all answered practices; None below the coverage bar.

        It is the mean of the elements' scores weighted by what was answered in each.
        """
        return self.tally.mean if self.tally.status(self.coverage_bar) == "scored" else None

    @property
    def coverage(self) -> float | None:
        """Weight answered divided by weight applicable, over all elements."""
        return self.tally.coverage

    def weakest(self, *, role: Role | None = None) -> tuple[ElementScore, ...]:
        """Find the weakest link among the elements that have a score.

        Parameters
        ----------
        role : {"stage", "support", "condition", "element"} or None
            Only elements of this role; None is all.

        Returns
        -------
        tuple of ElementScore
            Those with the least judged score, ties all named; empty when none has a score.
        """
        return least_scores([s for s in self.elements if role in {None, s.element.role}])

    @property
    def chain(self) -> tuple[ChainLink, ...]:
        """The chain in its order, each link as strong as the weakest stage so far."""
        return chain_of(self.elements)

    def text(self, language: Language = "en") -> str:
        """Put the assessment in words.

        Parameters
        ----------
        language : {"en", "fa"}, default "en"
            The language wanted.

        Returns
        -------
        str
            One line for each element, then the verdict.
        """
        lines = [_line(score, self.scale, language) for score in self.elements]
        return "\n".join([*lines, self.verdict.reason.text(language)])

    def _facts(self) -> dict[str, object]:
        return {
            "framework": self.framework,
            "as_of": str(self.as_of),
            "overall": self.overall,
            "coverage": self.coverage,
            "weakest": tuple(score.element.key for score in self.weakest()),
            "verdict": self.verdict.status,
        }


def _line(score: ElementScore, scale: Scale, language: Language) -> str:
    title = score.element.title.text(language)
    top = number(scale.high)
    if language == "fa":
        judged = score.status_title.fa if score.judged is None else f"قضاوت {_fa(score.judged)}"
        measured = "" if score.measured is None else f"، اندازه‌گیری {_fa(score.measured)}"
        return f"{title}: {judged}{measured} (از {persian_digits(top)})"
    judged = score.status_title.en if score.judged is None else f"judged {_short(score.judged)}"
    measured = "" if score.measured is None else f", measured {_short(score.measured)}"
    return f"{title}: {judged}{measured} (of {top})"


def _short(value: float) -> str:
    return number(round(value, 2))


def _fa(value: float) -> str:
    return persian_figure(_short(value))
