"""Fit of an organisation's design: which of its choices contradict each other."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias

import attrs

from crmcore._display import Value
from crmcore._keyed import Keyed, known, refuse_doubles
from crmcore._text import Title, isolate, join_titles, persian_figure
from crmcore.errors import InvalidInputError
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.catalogue.organisation_design import ORGANISATION_DESIGN
from crmcore.valuechain.models.design_choices import DESIGN_CHOICES
from crmcore.valuechain.models.design_rules import FitRule
from crmcore.valuechain.models.fit_rules import FIT_RULES

__all__ = ["FitRow", "FitState", "OrganisationFit", "organisation_fit"]

FitState: TypeAlias = Literal["contradicts", "fits", "cannot_be_told"]

_FIT_SHARE: Final = Title("Share of rules without contradiction", "سهم قاعده‌های بدون تناقض")
_COVERAGE: Final = Title("Share of rules that can be told", "سهم قاعده‌های قابل تشخیص")
_NONE_TOLD: Final = Title(
    "no rule can be told: too few choices are stated",
    "هیچ قاعده‌ای قابل تشخیص نیست: انتخاب‌های کمی بیان شده است",
)
_FITS: Final = Title("no contradiction", "بدون تناقض")


@attrs.frozen(kw_only=True, repr=False)
class FitRow(Value):
    """What one rule says of an organisation.

    Attributes
    ----------
    rule : FitRule
        The rule.
    state : {"contradicts", "fits", "cannot_be_told"}
        Whether the two choices contradict each other.
    missing : tuple of str
        The variables that would have to be stated to tell; empty where it is told.
    reason : Title
        The contradiction, or what is missing, in words.
    """

    rule: FitRule
    state: FitState
    missing: tuple[str, ...]
    reason: Title

    def _facts(self) -> dict[str, object]:
        return {"rule": self.rule.key, "state": self.state, "reason": self.reason.en}


@attrs.frozen(kw_only=True, repr=False)
class OrganisationFit(Keyed[FitRow]):
    """How an organisation's choices fit each other; gives a rule's row by key.

    Attributes
    ----------
    rows : tuple of FitRow
        One for each rule, in their order.
    fit_share : Measurement
        Share of the told rules without contradiction, a fraction; higher is better; its `n` counts
        the told rules.
    coverage : Measurement
        Share of all rules that could be told.
    summary : Title
        The contradictions in words, and how many rules cannot be told.
    """

    rows: tuple[FitRow, ...]
    fit_share: Measurement
    coverage: Measurement
    summary: Title

    def _by_key(self) -> dict[str, FitRow]:
        return {row.rule.key: row for row in self.rows}

    @property
    def contradictions(self) -> tuple[FitRow, ...]:
        """The rows of the rules by which the organisation contradicts itself."""
        return tuple(row for row in self.rows if row.state == "contradicts")

    @property
    def missing(self) -> tuple[str, ...]:
        """The variables that would have to be stated to tell all rules, each once."""
        return tuple(dict.fromkeys(key for row in self.rows for key in row.missing))

    def _facts(self) -> dict[str, object]:
        return {
            "contradictions": tuple(row.rule.key for row in self.contradictions),
            "fit_share": self.fit_share.value,
            "coverage": self.coverage.value,
        }


def organisation_fit(
    choices: Mapping[str, str | None], /, *, rules: Iterable[FitRule] = FIT_RULES
) -> OrganisationFit:
    """Tell which choices of an organisation's design contradict each other.

    Parameters
    ----------
    choices : mapping of str to str or None
        What the organisation has chosen, by variable: keys of ``DESIGN_CHOICES`` and of the choices
        there, or what one's own rules name. None, or a variable that is not there, is not stated.
    rules : iterable of FitRule
        The rules; those of the library by default.

    Returns
    -------
    OrganisationFit
        A row for each rule, and the contradictions in words.

    Raises
    ------
    InvalidInputError
        If there is no rule, or two have one key; an unknown variable or choice is an
        UnknownKeyError.

    Notes
    -----
    A rule is told as soon as one of its sides is known not to hold. The share is
    fits / (fits + contradicts); what cannot be told counts neither way.

    References
    ----------
    .. [1] Galbraith (1977), Organization Design, Addison-Wesley (the variables, and that they must
       fit each other). Each rule names its own source.

    Examples
    --------
    >>> found = organisation_fit({"interdependence": "reciprocal", "pay": "individual"})
    >>> found
    OrganisationFit(contradictions=('reciprocal_work_and_individual_pay',), fit_share=0.5, ...)
    >>> found.contradictions[0].reason.en
    "Interdependence (Reciprocal) against Pay by performance (by the performance of each person):
    pay for one's own result does not pay for helping the others"
    """
    all_rules = tuple(rules)
    if not all_rules:
        msg = "rules must hold at least one rule, got none"
        raise InvalidInputError(msg)
    refuse_doubles("rules", [rule.key for rule in all_rules])
    allowed = _allowed(all_rules)
    for variable, choice in choices.items():
        known("variable of choices", variable, allowed)
        if choice is not None:
            known(f"choice of {variable}", choice, allowed[variable])
    rows = tuple(_row(rule, choices) for rule in all_rules)
    told = sum(row.state != "cannot_be_told" for row in rows)
    fitting = sum(row.state == "fits" for row in rows)
    return OrganisationFit(
        rows=rows,
        fit_share=Measurement(
            key="fit_share",
            title=_FIT_SHARE,
            unit="share",
            value=fitting / told if told else None,
            reason=None if told else _NONE_TOLD,
            n=told,
        ),
        coverage=Measurement(
            key="coverage", title=_COVERAGE, unit="share", value=told / len(rows), n=len(rows)
        ),
        summary=_summary(rows),
    )


def _allowed(rules: Iterable[FitRule]) -> dict[str, dict[str, None]]:
    allowed = {variable: dict.fromkeys(choices) for variable, choices in DESIGN_CHOICES.items()}
    for rule in rules:
        for side in (rule.first, rule.second):
            allowed.setdefault(side.variable, {}).update(dict.fromkeys(side.choices))
    return allowed


def _row(rule: FitRule, choices: Mapping[str, str | None]) -> FitRow:
    sides = (rule.first.variable, rule.second.variable)
    found = rule.contradicts(choices)
    if found is None:
        missing = tuple(variable for variable in sides if choices.get(variable) is None)
        names = join_titles(_variable(variable) for variable in missing)
        reason = Title(f"not stated: {names.en}", f"بیان نشده است: {names.fa}")
        return FitRow(rule=rule, state="cannot_be_told", missing=missing, reason=reason)
    if not found:
        return FitRow(rule=rule, state="fits", missing=(), reason=_FITS)
    one, two = (_stated(variable, str(choices[variable])) for variable in sides)
    reason = Title(
        f"{one.en} against {two.en}: {rule.reason.en}",
        f"{one.fa} در برابر {two.fa}: {rule.reason.fa}",
    )
    return FitRow(rule=rule, state="contradicts", missing=(), reason=reason)


def _variable(key: str) -> Title:
    if key in ORGANISATION_DESIGN:
        return ORGANISATION_DESIGN[key].title
    return Title(key, isolate(key))


def _stated(variable: str, choice: str) -> Title:
    name = _variable(variable)
    titles = DESIGN_CHOICES.get(variable)
    said = None if titles is None else titles.get(choice)
    said = said or Title(choice, isolate(choice))
    return Title(f"{name.en} ({said.en})", f"{name.fa} ({said.fa})")


def _summary(rows: tuple[FitRow, ...]) -> Title:
    found = [row.reason for row in rows if row.state == "contradicts"]
    left = sum(row.state == "cannot_be_told" for row in rows)
    lines = found or [Title("no contradiction is seen", "تناقضی دیده نمی‌شود")]
    if left:
        all_of = (str(left), str(len(rows)))
        one, two = (persian_figure(text) for text in all_of)
        lines.append(
            Title(
                f"{left} of {len(rows)} rules cannot be told",
                f"{one} از {two} قاعده قابل تشخیص نیست",
            )
        )
    return join_titles(lines, mark=";")
