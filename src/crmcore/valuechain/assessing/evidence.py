"""Measured evidence for an element: KPIs placed on the scale of the ratings by stated anchors."""

from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from crmcore._checks import number_above
from crmcore._display import Value, number
from crmcore._keyed import refuse_doubles
from crmcore._text import Title, fill
from crmcore.errors import InvalidInputError
from crmcore.metrics.catalogue import kpis
from crmcore.metrics.measurement import Measurement

__all__ = ["KpiAnchor", "KpiEvidence", "weigh_evidence"]

_NO_ANCHOR: Final = Title(
    "shown, not scored: no anchors were stated",
    "فقط نمایش داده می‌شود و امتیاز ندارد: حدهای امتیازدهی اعلام نشده است",
)
_UNDEFINED: Final = Title("not scored: {why}", "بدون امتیاز: {why}")


@attrs.frozen(repr=False)
class KpiAnchor(Value):
    """Which values of a KPI earn the lowest and the highest score.

    Attributes
    ----------
    kpi : str
        Key of the KPI.
    low : float
        The value that earns 0; everything worse earns 0 too.
    high : float
        The value that earns 1; everything better earns 1 too. It lies below `low` where lower is
        better.

    Raises
    ------
    InvalidInputError
        If an anchor is not finite, or both are equal.

    Examples
    --------
    >>> KpiAnchor("repeat_purchase_rate", 0.2, 0.6).share(0.5)
    0.75
    >>> KpiAnchor("churn_rate", 0.10, 0.02).share(0.04)
    0.75
    """

    kpi: str
    low: float
    high: float

    def __attrs_post_init__(self) -> None:
        for name, end in (("low", self.low), ("high", self.high)):
            number_above(f"{name} of {self.kpi}", end, -float("inf"))
        if self.low == self.high:
            msg = f"low and high of {self.kpi} must differ, got {self.low!r} for both"
            raise InvalidInputError(msg)

    def share(self, value: float, /) -> float:
        """Place a value between the anchors.

        Parameters
        ----------
        value : float
            A value of the KPI.

        Returns
        -------
        float
            (value - low)/(high - low), cut to [0, 1].
        """
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    def _facts(self) -> dict[str, object]:
        return {"kpi": self.kpi, "low": self.low, "high": self.high}


@attrs.frozen(kw_only=True, repr=False)
class KpiEvidence(Value):
    """A measured figure beside the ratings.

    Attributes
    ----------
    measurement : Measurement
        The figure.
    share : float or None
        Its place between the anchors, in [0, 1]; None where it is not scored.
    reason : Title or None
        Why it is not scored.
    """

    measurement: Measurement
    share: float | None = None
    reason: Title | None = None

    def _facts(self) -> dict[str, object]:
        return {
            "kpi": self.measurement.key,
            "value": self.measurement.value,
            "share": self.share,
        }


def weigh_evidence(
    figures: Iterable[Measurement], anchors: Iterable[KpiAnchor], /
) -> Mapping[str, KpiEvidence]:
    """Place measured figures between their anchors.

    Parameters
    ----------
    figures : iterable of Measurement
        The figures.
    anchors : iterable of KpiAnchor
        Anchors; those of figures that are not there are not needed.

    Returns
    -------
    mapping of str to KpiEvidence
        By key of the KPI, in the order given.

    Raises
    ------
    InvalidInputError
        If a KPI is measured or anchored twice, or an anchor turns the direction of a KPI of the
        catalogue round.
    """
    given, ends = list(figures), list(anchors)
    refuse_doubles("kpis", [figure.key for figure in given])
    refuse_doubles("anchors", [anchor.kpi for anchor in ends])
    for anchor in ends:
        _require_direction(anchor)
    by_key = {anchor.kpi: anchor for anchor in ends}
    return {figure.key: _evidence(figure, by_key.get(figure.key)) for figure in given}


def _require_direction(anchor: KpiAnchor) -> None:
    direction = kpis[anchor.kpi].direction if anchor.kpi in kpis else "none"
    rising = anchor.low < anchor.high
    if (direction == "higher" and not rising) or (direction == "lower" and rising):
        got = f"low {number(anchor.low)} and high {number(anchor.high)}"
        rule = f"earn more for {direction} values of {anchor.kpi}, which are better"
        msg = f"anchors must {rule}, got {got}"
        raise InvalidInputError(msg)


def _evidence(figure: Measurement, anchor: KpiAnchor | None) -> KpiEvidence:
    if figure.value is None:
        why = figure.reason or Title("undefined", "تعریف‌نشده")
        return KpiEvidence(measurement=figure, reason=fill(_UNDEFINED, why=why))
    if anchor is None:
        return KpiEvidence(measurement=figure, reason=_NO_ANCHOR)
    return KpiEvidence(measurement=figure, share=anchor.share(figure.value))
