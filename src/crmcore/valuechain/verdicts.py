"""The verdict on a chain: shown only when what the framework asks for has been measured."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

import attrs

from crmcore._checks import one_of
from crmcore._display import Value, number
from crmcore._text import Title, isolate, join_titles, persian_figure
from crmcore.metrics.measurement import Measurement
from crmcore.valuechain.chain import chain_of
from crmcore.valuechain.evidence import KpiEvidence
from crmcore.valuechain.scores import ElementScore

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
        Shown with the strength of the chain, or not shown with the reason.
    """
    wanted = list(must_measure)
    found = [evidence[key].measurement for key in wanted if key in evidence]
    proof = tuple(figure for figure in found if figure.defined)
    if wanted and not proof:
        return Verdict(status="not_shown", reason=_unmeasured(wanted))
    links = chain_of(scores)
    end = links[-1] if links else None
    if end is None or end.so_far is None:
        lacking = end.unknown if end is not None else ()
        reason = _unanswered([s for s in scores if s.element.key in lacking])
        return Verdict(status="not_shown", reason=reason, proof=proof)
    weakest = [score for score in scores if score.element.key in end.weakest]
    return Verdict(status="shown", reason=_strength(end.so_far, weakest, proof), proof=proof)


def _unmeasured(wanted: Sequence[str]) -> Title:
    return Title(
        f"verdict not shown: measure one of {', '.join(wanted)} first",
        f"حکم نشان داده نمی‌شود: نخست یکی از {_names_fa(wanted)} را اندازه بگیرید",
    )


def _unanswered(scores: Sequence[ElementScore]) -> Title:
    if not scores:
        return Title(
            "verdict not shown: no link of the chain has a score",
            "حکم نشان داده نمی‌شود: هیچ حلقه‌ای از زنجیره امتیاز ندارد",
        )
    names = join_titles(score.element.title for score in scores)
    return Title(
        f"verdict not shown: too little answered on {names.en}",
        f"حکم نشان داده نمی‌شود: پاسخ‌ها ناکافی است درباره {names.fa}",
    )


def _strength(
    strength: float, weakest: Sequence[ElementScore], proof: Sequence[Measurement]
) -> Title:
    told = number(round(strength, 2))
    names = join_titles(score.element.title for score in weakest)
    figures = [(figure, number(figure.require())) for figure in proof]
    seen = "".join(f"; {figure.title.en} {value}" for figure, value in figures)
    seen_fa = "".join(f"؛ {figure.title.fa} {persian_figure(value)}" for figure, value in figures)
    return Title(
        f"the chain is as strong as its weakest link, {names.en}: {told}{seen}",
        f"قوت زنجیره به اندازه ضعیف‌ترین حلقه آن است، {names.fa}: {persian_figure(told)}{seen_fa}",
    )


def _names_fa(keys: Sequence[str]) -> str:
    return "، ".join(isolate(key) for key in keys)
