"""A framework as data, and its assessment."""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from crmcore._checks import fraction
from crmcore._display import Value
from crmcore._text import Title
from crmcore._types import DateLike
from crmcore.errors import InvalidInputError
from crmcore.metrics.measurement import Measurement
from crmcore.periods import as_day
from crmcore.valuechain.assessment import Assessment
from crmcore.valuechain.elements import Element, Practice, Role, refuse_doubles
from crmcore.valuechain.evidence import KpiAnchor, weigh_evidence
from crmcore.valuechain.ratings import DEFAULT_SCALE, Rating, Scale, collect_answers
from crmcore.valuechain.scores import Tally, check_weights, score_element, tally
from crmcore.valuechain.verdicts import give_verdict

__all__ = ["Framework"]


def _elements(elements: Iterable[Element]) -> tuple[Element, ...]:
    return tuple(elements)


def _texts(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


@attrs.frozen(kw_only=True, repr=False)
class Framework(Value):
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
    must_measure : tuple of str
        Keys of KPIs, one of which must be measured before there is a verdict.

    Raises
    ------
    InvalidInputError
        If two elements have one key, an element rests on one that is not there or in a circle,
        or a practice has one key and two titles.

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
    must_measure: tuple[str, ...] = attrs.field(default=(), converter=_texts)

    def __attrs_post_init__(self) -> None:
        refuse_doubles(f"elements of {self.key}", [element.key for element in self.elements])
        titles: dict[str, Title] = {}
        for element in self.elements:
            for practice in element.practices:
                if titles.setdefault(practice.key, practice.title) != practice.title:
                    msg = f"practice {practice.key!r} must have one title wherever it appears"
                    raise InvalidInputError(msg)
        _refuse_circles(self.elements)

    def __iter__(self) -> Iterator[Element]:
        """Go through the elements.

        Yields
        ------
        Element
            One after the other.
        """
        yield from self.elements

    def __getitem__(self, key: str) -> Element:
        """Give one element.

        Parameters
        ----------
        key : str
            Its key.

        Returns
        -------
        Element
            The element.

        Raises
        ------
        KeyError
            If there is none with this key.
        """
        for element in self.elements:
            if element.key == key:
                return element
        raise KeyError(key)

    @property
    def practices(self) -> Mapping[str, Practice]:
        """The practices of all elements by key, each once."""
        return {p.key: p for element in self.elements for p in element.practices}

    def of_role(self, role: Role, /) -> tuple[Element, ...]:
        """Give the elements of one kind.

        Parameters
        ----------
        role : {"stage", "support", "condition", "element"}
            The kind.

        Returns
        -------
        tuple of Element
            Those elements.
        """
        return tuple(element for element in self.elements if element.role == role)

    def assess(
        self,
        ratings: Iterable[Rating],
        /,
        *,
        as_of: DateLike,
        kpis: Iterable[Measurement] = (),
        anchors: Iterable[KpiAnchor] = (),
        weights: Mapping[str, float] | None = None,
        scale: Scale = DEFAULT_SCALE,
        coverage_bar: float = 0.5,
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
            The weight of each practice, > 0; 1 for those that it does not name.
        scale : Scale, default 1 to 5
            The scale of the ratings.
        coverage_bar : float, default 0.5
            The coverage below which an element has no score, only "too little answered".

        Returns
        -------
        Assessment
            Scores by element, judged and measured, the weakest link, the chain, the verdict.

        Raises
        ------
        InvalidInputError
            If a rating or weight names a practice that is not in the framework, is off the scale
            or later than `as_of`, or a KPI comes twice.

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
        fraction("coverage_bar", coverage_bar)
        known = self.practices
        check_weights(weights, known)
        today, given = as_day(as_of, name="as_of"), weights or {}
        answers = collect_answers(ratings, practices=known, scale=scale, as_of=today)
        evidence = weigh_evidence(kpis, anchors)
        scores = tuple(
            score_element(
                e, answers, weights=given, evidence=evidence, scale=scale, bar=coverage_bar
            )
            for e in self.elements
        )
        parts = [tally({p.key: answers[p.key] for p in e.practices}, given) for e in self.elements]
        named = {key for element in self.elements for key in element.kpis} | set(self.must_measure)
        return Assessment(
            framework=self.key,
            title=self.title,
            as_of=today,
            scale=scale,
            coverage_bar=coverage_bar,
            elements=scores,
            tally=Tally.sum(parts),
            verdict=give_verdict(scores, evidence, must_measure=self.must_measure),
            unused_kpis=tuple(key for key in evidence if key not in named),
        )

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "elements": len(self.elements),
            "practices": len(self.practices),
            "edition": self.edition,
        }


def _refuse_circles(elements: tuple[Element, ...]) -> None:
    rests = {element.key: element.rests_on for element in elements}
    for key, below in rests.items():
        for other in below:
            if other not in rests:
                msg = f"rests_on of {key} must name elements of the framework, got {other!r}"
                raise InvalidInputError(msg)
    settled: set[str] = set()
    while len(settled) < len(rests):
        ready = {key for key, below in rests.items() if settled.issuperset(below)} - settled
        if not ready:
            msg = f"rests_on must not run in a circle, got one among {sorted(set(rests) - settled)}"
            raise InvalidInputError(msg)
        settled |= ready
