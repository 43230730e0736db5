"""A framework as data, and its assessment."""

from collections.abc import Iterable, Mapping

import attrs

from crmcore._checks import texts
from crmcore._keyed import Keyed, known, refuse_doubles
from crmcore._text import Title
from crmcore._types import DateLike
from crmcore.days import as_day
from crmcore.errors import InvalidInputError
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.assessing.answers import collect_answers
from crmcore.valuechain.assessing.assessment import Assessment
from crmcore.valuechain.assessing.evidence import KpiAnchor, weigh_evidence
from crmcore.valuechain.assessing.ratings import Rating
from crmcore.valuechain.assessing.rules import DEFAULT_RULES, AssessmentRules
from crmcore.valuechain.assessing.scores import score_element, tally
from crmcore.valuechain.assessing.verdicts import give_verdict
from crmcore.valuechain.assessing.weights import carry_down, check_weights
from crmcore.valuechain.elements import NO_TITLE, Element, Practice, Role
from crmcore.valuechain.planning.graphs import dependency_order

__all__ = ["Framework"]


def _elements(elements: Iterable[Element]) -> tuple[Element, ...]:
    return tuple(elements)


@attrs.frozen(kw_only=True, repr=False)
class Framework(Keyed[Element]):
    """A framework of CRM: elements, in which order, on what each rests, and how it is judged.

    Attributes
    ----------
    key : str
        Stable identifier.
    title : Title
        Its name in English and Persian.
    edition : str
        Which edition this is: editions differ.
    source : str
        Whose it is.
    elements : tuple of Element
        Its parts.
    description : Title
        What it is about.
    family : str
        Key of the framework of which it is an edition; its own by default.
    must_measure : tuple of str
        Keys of KPIs, one of which must be measured before there is a verdict.

    Raises
    ------
    InvalidInputError
        If two elements have one key, an element rests on or lies within one that is not there, or
        in a circle, or a practice has one key and two titles.

    Examples
    --------
    >>> from crmcore.valuechain.catalogue import frameworks
    >>> frameworks["crm_value_chain"]
    Framework(key='crm_value_chain', elements=13, practices=29, edition=...)
    """

    key: str
    title: Title
    edition: str
    source: str
    elements: tuple[Element, ...] = attrs.field(converter=_elements)
    description: Title = NO_TITLE
    family: str = attrs.field(default=attrs.Factory(lambda own: own.key, takes_self=True))
    must_measure: tuple[str, ...] = attrs.field(default=(), converter=texts)

    def __attrs_post_init__(self) -> None:
        refuse_doubles(f"elements of {self.key}", [element.key for element in self.elements])
        titles: dict[str, Title] = {}
        for element in self.elements:
            for practice in element.practices:
                if titles.setdefault(practice.key, practice.title) != practice.title:
                    msg = f"practice {practice.key!r} must have one title wherever it appears"
                    raise InvalidInputError(msg)
        dependency_order(self.rests_on, name="rests_on")
        dependency_order({e.key: texts(e.within or ()) for e in self.elements}, name="within")

    def _by_key(self) -> Mapping[str, Element]:
        return {element.key: element for element in self.elements}

    @property
    def practices(self) -> Mapping[str, Practice]:
        """The practices of all elements by key, each once."""
        return {p.key: p for element in self.elements for p in element.practices}

    @property
    def titles(self) -> Mapping[str, Title]:
        """The names of the elements by key."""
        return {element.key: element.title for element in self.elements}

    @property
    def rests_on(self) -> Mapping[str, tuple[str, ...]]:
        """On which elements each rests."""
        return {element.key: element.rests_on for element in self.elements}

    def of_role(self, role: Role, /) -> tuple[Element, ...]:
        """Give the elements of one kind.

        Parameters
        ----------
        role : str
            The role, such as "stage".

        Returns
        -------
        tuple of Element
            Those elements.
        """
        return tuple(element for element in self.elements if element.role == role)

    def parts(self, key: str | None = None, /) -> tuple[Element, ...]:
        """Give the elements that lie directly within one.

        Parameters
        ----------
        key : str or None
            Key of the element; None gives those that lie within none.

        Returns
        -------
        tuple of Element
            Its parts.

        Raises
        ------
        UnknownKeyError
            If there is no such element.
        """
        if key is not None:
            known("key", key, self._by_key())
        return tuple(element for element in self.elements if element.within == key)

    def assess(
        self,
        ratings: Iterable[Rating],
        /,
        *,
        as_of: DateLike,
        kpis: Iterable[Measurement] = (),
        anchors: Iterable[KpiAnchor] = (),
        weights: Mapping[str, float] | None = None,
        element_weights: Mapping[str, float] | None = None,
        rules: AssessmentRules = DEFAULT_RULES,
    ) -> Assessment:
        """Assess a company by this framework.

        Parameters
        ----------
        ratings : iterable of Rating
            Ratings of practices; a practice without any is unanswered.
        as_of : date, datetime, numpy.datetime64 or str
            The day of the assessment.
        kpis : iterable of Measurement
            Measured figures, to stand beside the ratings.
        anchors : iterable of KpiAnchor
            Which values earn the lowest and highest score; a figure without is shown, not
            scored.
        weights : mapping of str to float or None
            The weight of each practice, >= 0; 1 for those that it does not name. One of 0 leaves
            the count.
        element_weights : mapping of str to float or None
            The weight of each element, >= 0, carried down to its practices; one that it does not
            name weighs as much as the practices in it. One of 0 has its own score and counts
            nowhere else.
        rules : AssessmentRules
            The scale, how much must be answered, how long a rating holds, how raters are merged.

        Returns
        -------
        Assessment
            Scores by element, judged and measured, the weakest link, the chain, the verdict.

        Raises
        ------
        UnknownKeyError
            If a rating or a weight names what is not in the framework.
        InvalidInputError
            If no element has a practice, a rating is off the scale or later than `as_of`, a rater
            rates a practice twice, a weight is negative, all are 0, or a KPI comes twice.

        Examples
        --------
        >>> from crmcore.valuechain.catalogue import frameworks
        >>> chain = frameworks["crm_value_chain"]
        >>> found = chain.assess(
        ...     [Rating(practice, 4) for practice in chain.practices], as_of="2024-06-30"
        ... )
        >>> found.overall, found.verdict.status
        (4.0, 'not_shown')
        >>> found.verdict.reason.en
        'verdict not shown: measure one of csat, nps, ces first'
        """
        practices, today = self.practices, as_day(as_of, name="as_of")
        if not practices:
            msg = f"ratings must have practices to rate, {self.key} has none"
            raise InvalidInputError(msg)
        check_weights("weights", weights or {}, practices)
        check_weights("element_weights", element_weights or {}, self._by_key())
        answers = collect_answers(ratings, practices=practices, rules=rules, as_of=today)
        ends = tuple(anchors)
        evidence = weigh_evidence(kpis, ends)
        rows = carry_down(
            self.elements, answers, weights=weights or {}, element_weights=element_weights or {}
        )
        scores = tuple(
            score_element(element, rows[element.key], evidence=evidence, rules=rules)
            for element in self.elements
        )
        return Assessment(
            framework=self.key,
            title=self.title,
            as_of=today,
            rules=rules,
            elements=scores,
            answers=tuple(answers.values()),
            tally=tally(rows[None]),
            verdict=give_verdict(scores, evidence, must_measure=self.must_measure),
            unused_kpis=tuple(key for key in evidence if key not in self.kpis),
            unused_anchors=tuple(end.kpi for end in ends if end.kpi not in {*self.kpis, *evidence}),
        )

    @property
    def kpis(self) -> tuple[str, ...]:
        """Keys of the KPIs that measure its elements or stand before its verdict, each once."""
        named = [key for element in self.elements for key in element.kpis]
        return tuple(dict.fromkeys([*named, *self.must_measure]))

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "elements": len(self.elements),
            "practices": len(self.practices),
            "edition": self.edition,
        }
