"""Measured figures: a value or the reason why there is none, with its interval."""

import math
from typing import ClassVar, Literal, TypeAlias, cast, get_args

import attrs
import numpy as np

from crmcore._checks import by_value, fraction, naming, one_of, readonly_floats
from crmcore._display import Value
from crmcore._text import Title
from crmcore._types import FloatArray
from crmcore.currencies import stated_currency
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.periods import Window

__all__ = ["Interval", "Intervals", "MeasureUnit", "Measurement"]

#: What a figure is counted in: a share is a fraction, money is in the stated currency.
MeasureUnit: TypeAlias = Literal[
    "share", "money", "count", "ratio", "score", "hours", "days", "months", "years", "periods"
]


@attrs.frozen(kw_only=True, repr=False)
class Interval(Value):
    """How sure a figure is: a range that covers the truth in a stated share of samples.

    Attributes
    ----------
    low, high : float
        The ends, in the unit of the figure; -inf or inf where a side has no bound.
    level : float
        The share, strictly between 0 and 1.
    method : str
        How it was found, such as ``"Wilson"`` or ``"delta method"``.

    Raises
    ------
    InvalidInputError
        If an end is nan, the ends are exchanged, or the level is outside (0, 1).
    """

    low: float = attrs.field(converter=float)
    high: float = attrs.field(converter=float)
    level: float
    method: str

    def __attrs_post_init__(self) -> None:
        fraction("level", self.level, open_interval=True)
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            msg = f"low must be <= high, got low {self.low!r} and high {self.high!r}"
            raise InvalidInputError(msg)

    def _facts(self) -> dict[str, object]:
        return {"low": self.low, "high": self.high, "level": self.level, "method": self.method}


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class Intervals(Value):
    """Intervals of many figures at once.

    Attributes
    ----------
    low, high : ndarray of shape (n,)
        The ends, in the unit of the figures.
    level : float
        The share of samples that each covers.
    method : str
        How they were found.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    low: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    high: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    level: float
    method: str

    def __len__(self) -> int:
        """Count the intervals.

        Returns
        -------
        int
            Their number.
        """
        return self.low.size

    def at(self, row: int, /) -> Interval:
        """Give the interval of one figure.

        Parameters
        ----------
        row : int
            Which.

        Returns
        -------
        Interval
            The interval.
        """
        ends = float(self.low[row]), float(self.high[row])
        return Interval(low=ends[0], high=ends[1], level=self.level, method=self.method)

    def _facts(self) -> dict[str, object]:
        return {"n": len(self), "level": self.level, "method": self.method}


@attrs.frozen(kw_only=True, repr=False)
class Measurement(Value):
    """One figure, or the reason why it has no value.

    Attributes
    ----------
    key : str
        What was measured, as in the catalogue of KPIs.
    title : Title
        Its name in English and Persian.
    unit : MeasureUnit
        A share is a fraction; money is in `currency`.
    value : float or None
        The figure; None where it is undefined.
    reason : Title or None
        Why it is undefined, in English and Persian; None where it has a value.
    interval : Interval or None
        How sure it is.
    n : float
        Observations behind it (customers, unless the note says otherwise).
    currency : str or None
        The currency of money.
    note : Title or None
        What a reader must know to use it rightly, in English and Persian.
    window : Window or None
        The span of days it is about, where one was stated.

    Raises
    ------
    InvalidInputError
        If there is neither a value nor a reason, or both, or the value is not finite.

    Examples
    --------
    >>> Measurement(
    ...     key="repeat_purchase_rate", title=Title("Repeat purchase rate", "نرخ تکرار خرید"),
    ...     unit="share", value=0.4014, n=2357,
    ... )
    Measurement(key='repeat_purchase_rate', value=0.4014, unit='share', n=2357)
    """

    key: str
    title: Title
    unit: MeasureUnit = attrs.field(validator=one_of(*get_args(MeasureUnit)))
    value: float | None = None
    reason: Title | None = None
    interval: Interval | None = None
    n: float = 0.0
    currency: str | None = attrs.field(default=None, converter=stated_currency)
    note: Title | None = None
    window: Window | None = None

    def __attrs_post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            got = f"{self.value!r} and {self.reason!r}"
            msg = f"{self.key} must have either a value or a reason, got {got}"
            raise InvalidInputError(msg)
        if self.value is not None and not np.isfinite(self.value):
            msg = f"value must be finite, got {self.value!r}; give a reason instead"
            raise InvalidInputError(msg)

    @property
    def defined(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    def require(self) -> float:
        """Give the value, or raise where there is none.

        Returns
        -------
        float
            The value.

        Raises
        ------
        UndefinedMetricError
            If the figure is undefined; its reason names the figure and tells why.
        """
        if self.reason is not None:
            reason = Title(
                f"{self.key} is undefined: {self.reason.en}",
                f"«{self.title.fa}» تعریف‌نشده است: {self.reason.fa}",
            )
            raise UndefinedMetricError(reason)
        return cast("float", self.value)

    @property
    def row(self) -> dict[str, float | str | None]:
        """The figure as plain fields, to be a row of a frame: both ends, both languages."""
        ends = (None, None) if self.interval is None else (self.interval.low, self.interval.high)
        span = (None, None) if self.window is None else (self.window.start, self.window.end)
        return {
            "key": self.key,
            "title_en": self.title.en,
            "title_fa": self.title.fa,
            "value": self.value,
            "unit": self.unit,
            "currency": self.currency,
            "low": ends[0],
            "high": ends[1],
            "level": None if self.interval is None else self.interval.level,
            "n": self.n,
            "start": None if span[0] is None else str(span[0]),
            "end": None if span[1] is None else str(span[1]),
            "reason_en": None if self.reason is None else self.reason.en,
            "reason_fa": None if self.reason is None else self.reason.fa,
            "note_en": None if self.note is None else self.note.en,
            "note_fa": None if self.note is None else self.note.fa,
        }

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"key": self.key, "value": self.value, "unit": self.unit}
        if self.reason is not None:
            facts["reason"] = self.reason.en
        if self.interval is not None:
            facts["low"], facts["high"] = self.interval.low, self.interval.high
        return {**facts, "n": self.n}
