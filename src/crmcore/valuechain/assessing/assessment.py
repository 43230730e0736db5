"""An assessment: every element scored, the weakest link, the chain so far, the verdict."""

from collections.abc import Mapping
from typing import Final

import attrs
import numpy as np

from crmcore._display import number
from crmcore._keyed import Keyed
from crmcore._text import Title, fill, isolate, join_titles, persian_digits
from crmcore._types import Language
from crmcore.valuechain.assessing.answers import PracticeAnswer
from crmcore.valuechain.assessing.chain import ChainLink, chain_of, least_scores
from crmcore.valuechain.assessing.ratings import Rating, Scale
from crmcore.valuechain.assessing.rules import AssessmentRules
from crmcore.valuechain.assessing.scores import ElementScore, Tally
from crmcore.valuechain.assessing.verdicts import Verdict
from crmcore.valuechain.elements import Role

__all__ = ["Assessment"]

_LINE: Final = Title("{title}: {told}", "{title}: {told}")
_LINE_OF: Final = Title("{title}: {told} (of {top})", "{title}: {told} (از {top})")
_JUDGED: Final = Title("judged {score}", "امتیاز ارزیابان {score}")
_UNUSED: Final = Title(
    "anchors of KPIs that nothing here names: {keys}",
    "حد امتیازدهی برای شاخص‌هایی که اینجا نامی از آن‌ها نیست: {keys}",
)
_MEASURED: Final = Title("measured {score}", "اندازه‌گیری {score}")


@attrs.frozen(kw_only=True, repr=False)
class Assessment(Keyed[ElementScore]):
    """How well a company does by one framework, on a day.

    Attributes
    ----------
    framework : str
        Key of the framework.
    title : Title
        Its name.
    as_of : numpy.datetime64
        The day.
    rules : AssessmentRules
        The scale of every score, and how much must be answered for one.
    elements : tuple of ElementScore
        The elements in the order of the framework.
    answers : tuple of PracticeAnswer
        What all raters together say of each practice.
    tally : Tally
        The answers to all practices added up, each as often as elements name it.
    verdict : Verdict
        Whether the framework's claim can be shown.
    unused_kpis : tuple of str
        Measured figures that no element names.
    unused_anchors : tuple of str
        Anchors of KPIs that no element names and nobody measured.
    """

    framework: str
    title: Title
    as_of: np.datetime64
    rules: AssessmentRules
    elements: tuple[ElementScore, ...]
    answers: tuple[PracticeAnswer, ...]
    tally: Tally
    verdict: Verdict
    unused_kpis: tuple[str, ...] = ()
    unused_anchors: tuple[str, ...] = ()

    def _by_key(self) -> Mapping[str, ElementScore]:
        return {score.element.key: score for score in self.elements}

    @property
    def scale(self) -> Scale:
        """The scale of every score."""
        return self.rules.scale

    @property
    def overall(self) -> float | None:
        """Weighted mean over all answered practices; None below the coverage bar.

        It is the mean of the elements' scores weighted by what was answered in each.
        """
        return self.tally.mean if self.tally.status(self.rules.coverage_bar) == "scored" else None

    @property
    def coverage(self) -> float | None:
        """Weight answered divided by weight applicable, over all elements."""
        return self.tally.coverage

    def weakest(self, *, role: Role | None = None) -> tuple[ElementScore, ...]:
        """Find the weakest link among the elements that have a score.

        Parameters
        ----------
        role : str or None
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

    @property
    def scores(self) -> Mapping[str, float]:
        """The judged scores by element, of those that have one."""
        return {s.element.key: s.judged for s in self.elements if s.judged is not None}

    @property
    def stale(self) -> tuple[Rating, ...]:
        """The ratings that were too old or undated to count."""
        return tuple(rating for answer in self.answers for rating in answer.stale)

    @property
    def disputed(self) -> tuple[str, ...]:
        """The practices that some raters score while others say that they do not apply."""
        return tuple(answer.practice for answer in self.answers if answer.disputed)

    def text(self, language: Language = "en") -> str:
        """Put the assessment in words.

        Parameters
        ----------
        language : {"en", "fa"}, default "en"
            The language wanted.

        Returns
        -------
        str
            One line for each element, then the verdict and what did not count.
        """
        lines = [_line(score, self.scale).text(language) for score in self.elements]
        gaps = [gap.text(language) for gap in self.gaps]
        return "\n".join([*lines, self.verdict.reason.text(language), *gaps])

    @property
    def gaps(self) -> tuple[Title, ...]:
        """What the assessment lacks besides answers: ratings too old, practices in dispute."""
        gaps: list[Title] = []
        if self.stale:
            old = str(len(self.stale))
            gaps.append(
                Title(
                    f"ratings not counted, as undated or older than {self.rules.valid_for}: {old}",
                    f"{persian_digits(old)} امتیاز قدیمی‌تر از مهلت اعتبار "
                    "یا بی‌تاریخ است و به شمار نیامد",
                )
            )
        if self.disputed:
            gaps.append(
                Title(
                    f"raters differ on whether these apply: {', '.join(self.disputed)}",
                    "ارزیابان درباره موضوعیت این موارد هم‌نظر نیستند: "
                    + "، ".join(isolate(key) for key in self.disputed),
                )
            )
        if self.unused_anchors:
            keys = Title(
                ", ".join(self.unused_anchors), "، ".join(map(isolate, self.unused_anchors))
            )
            gaps.append(fill(_UNUSED, keys=keys))
        return tuple(gaps)

    def _facts(self) -> dict[str, object]:
        return {
            "framework": self.framework,
            "as_of": str(self.as_of),
            "overall": self.overall,
            "coverage": self.coverage,
            "weakest": tuple(score.element.key for score in self.weakest()),
            "verdict": self.verdict.status,
        }


def _line(score: ElementScore, scale: Scale) -> Title:
    told = [
        fill(words, score=number(round(value, 2)))
        for words, value in ((_JUDGED, score.judged), (_MEASURED, score.measured))
        if value is not None
    ]
    status = [] if score.judged is not None else [score.status_title]
    line = join_titles([*status, *told])
    if not told:
        return fill(_LINE, title=score.element.title, told=line)
    return fill(_LINE_OF, title=score.element.title, told=line, top=number(scale.high))
