"""The verdict on a chain: shown only when what the framework asks for has been measured."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

import attrs

from crmcore._checks import one_of
from crmcore._display import Value, number
from crmcore._text import Title, isolate, join_titles, persian_figure
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.assessing.chain import chain_of, least_scores
from crmcore.valuechain.assessing.evidence import KpiEvidence
from crmcore.valuechain.assessing.scores import ElementScore

__all__ = ["Verdict", "VerdictStatus", "give_verdict"]

VerdictStatus: TypeAlias = Literal["shown", "not_shown"]


@attrs.frozen(kw_only=True, repr=False)
class Verdict(Value):
    """Whether a verdict on the whole chain can be shown.

    Attributes
    ----------
    status : {"shown", "not_shown"}
        Whether it can.
    reason : Title
        The verdict, or what it lacks, in English and Persian.
    proof : tuple of Measurement
        The figures that the framework asks for before it gives a verdict.
    """

    status: VerdictStatus = attrs.field(validator=one_of(*get_args(VerdictStatus)))
    reason: Title
    proof: tuple[Measurement, ...] = ()

    def _facts(self) -> dict[str, object]:
        return {"status": self.status, "reason": self.reason.en}


def give_verdict(
    scores: Sequence[ElementScore],
    evidence: Mapping[str, KpiEvidence],
    /,
    *,
    must_measure: Iterable[str],
) -> Verdict:
    """Give the verdict on a whole chain, or tell what it lacks.

    Parameters
    ----------
    scores : sequence of ElementScore
        The elements.
    evidence : mapping of str to KpiEvidence
        The measured figures by key.
    must_measure : iterable of str
        Keys of figures, one of which must have a value; none asks for nothing.

    Returns
    -------
    Verdict
        Shown with the strength of the weakest part, which in a chain is the strength of the
        whole; or not shown with the reason.
    """
    wanted = list(must_measure)
    found = [evidence[key].measurement for key in wanted if key in evidence]
    proof = tuple(figure for figure in found if figure.defined)
    if wanted and not proof:
        return Verdict(status="not_shown", reason=_unmeasured(wanted))
    linked = [link.key for link in chain_of(scores)]
    parts = [s for s in scores if s.element.key in linked or not linked]
    lacking = [score for score in parts if score.status == "too_little_answered"]
    weakest = least_scores(parts)
    if lacking or not weakest:
        return Verdict(status="not_shown", reason=_unanswered(lacking), proof=proof)
    reason = _strength(weakest, proof, chained=bool(linked))
    return Verdict(status="shown", reason=reason, proof=proof)


def _unmeasured(wanted: Sequence[str]) -> Title:
    return Title(
        f"verdict not shown: measure one of {', '.join(wanted)} first",
        f"نتیجه نشان داده نمی‌شود: نخست یکی از {_names_fa(wanted)} را اندازه بگیرید",
    )


def _unanswered(scores: Sequence[ElementScore]) -> Title:
    if not scores:
        return Title(
            "verdict not shown: no part has a score",
            "نتیجه نشان داده نمی‌شود: هیچ جزئی امتیاز ندارد",
        )
    names = join_titles(score.element.title for score in scores)
    return Title(
        f"verdict not shown: too little answered on {names.en}",
        f"نتیجه نشان داده نمی‌شود: پاسخ‌ها درباره {names.fa} ناکافی است",
    )


def _strength(
    weakest: Sequence[ElementScore], proof: Sequence[Measurement], *, chained: bool
) -> Title:
    told = number(round(weakest[0].judged or 0.0, 2))
    names = join_titles(score.element.title for score in weakest)
    figures = [(figure, number(figure.require())) for figure in proof]
    seen = "".join(f"; {figure.title.en} {value}" for figure, value in figures)
    seen_fa = "".join(f"؛ {figure.title.fa} {persian_figure(value)}" for figure, value in figures)
    told_fa = persian_figure(told)
    if chained:
        return Title(
            f"the chain is as strong as its weakest link, {names.en}: {told}{seen}",
            f"قوت زنجیره به اندازه ضعیف‌ترین حلقه آن است، {names.fa}: {told_fa}{seen_fa}",
        )
    return Title(
        f"weakest is {names.en}: {told}{seen}", f"ضعیف‌ترین: {names.fa}: {told_fa}{seen_fa}"
    )


def _names_fa(keys: Sequence[str]) -> str:
    return "، ".join(isolate(key) for key in keys)
