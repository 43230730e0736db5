"""A KPI: a plain function with its name, unit, direction, domain, columns and source."""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal, TypeAlias, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import one_of
from crmcore._display import Value
from crmcore._text import Title, join_titles, persian_figure
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.kpi_input import KpiInput
from crmcore.metrics.measurement import Interval, Measurement, MeasureUnit

__all__ = ["Additivity", "Columns", "Direction", "Estimate", "Kpi"]

Additivity: TypeAlias = Literal["sum", "ratio", "none"]
Direction: TypeAlias = Literal["higher", "lower", "range", "none"]
Columns: TypeAlias = Mapping[str, npt.ArrayLike]

_NONE: Final = Title("", "")


def _inputs(values: Iterable[str | KpiInput]) -> tuple[KpiInput, ...]:
    found = (values,) if isinstance(values, str | KpiInput) else tuple(values)
    return tuple(item if isinstance(item, KpiInput) else KpiInput(item) for item in found)


def _pairs(
    options: Mapping[str, Any] | Iterable[tuple[str, Any]],
) -> tuple[tuple[str, Any], ...]:
    return tuple(dict(options).items())


@attrs.frozen(kw_only=True, repr=False)
class Estimate(Value):
    """A figure found in data, and how sure it is.

    Attributes
    ----------
    value : float
        The figure.
    n : float
        Observations behind it.
    interval : Interval or None
        How sure it is.
    gap : Title or None
        Why there is no interval.
    """

    value: float
    n: float
    interval: Interval | None = None
    gap: Title | None = None

    @classmethod
    def of(cls, value: float, n: float, interval: Callable[[], Interval], /) -> "Estimate":
        """Put a value and its interval together, whether the interval is defined or not.

        Parameters
        ----------
        value : float
            The figure.
        n : float
            Observations behind it.
        interval : callable
            Gives the interval, or raises `UndefinedMetricError`.

        Returns
        -------
        Estimate
            With the interval, or the reason why there is none.
        """
        try:
            return cls(value=value, n=n, interval=interval())
        except UndefinedMetricError as error:
            why = error.reason
            gap = Title(f"no interval: {why.en}", f"بدون بازه اطمینان: {why.fa}")
            return cls(value=value, n=n, gap=gap)

    def _facts(self) -> dict[str, object]:
        return {"value": self.value, "n": self.n}


@attrs.frozen(kw_only=True, repr=False)
class Kpi(Value):
    """A figure that a business watches, and how it is computed.

    The plain function gives the number or raises `UndefinedMetricError`; `measure` gives a
    `Measurement`, which holds the number or the reason. An entry of one's own needs no change
    in the library: `evaluate` takes any `Kpi`.

    Attributes
    ----------
    key : str
        Stable identifier.
    title : Title
        Its name in English and Persian.
    unit : MeasureUnit
        The unit of the value.
    inputs : tuple of KpiInput
        The columns and numbers it needs, in the order in which `function` takes them; a bare name
        stands for a column of numbers.
    function : callable
        Takes the columns in order and the options by name; gives a float or raises
        `UndefinedMetricError`.
    formula : Title
        The formula in words.
    direction : {"higher", "lower", "range", "none"}
        What is better: more, less, to stay in a range; or neither.
    domain : tuple of two floats
        The least and the greatest value that can occur.
    additivity : {"sum", "ratio", "none"}
        Over disjoint groups of customers: values add up; numerators and denominators add up;
        or it must be computed anew.
    undefined : Title
        When there is no value.
    source : str
        Where the definition stands.
    optional : tuple of KpiInput
        Columns that are passed on by name where they are present.
    options : mapping of str to object, kept as a tuple of pairs
        Fixed arguments, passed by name.
    estimate : callable or None
        Takes the same and ``level``; gives an `Estimate`: the value of `function`, the number of
        observations and the interval. None counts the rows of the first column and has no
        interval.
    caution : Title or None
        What a reader must know to use the value rightly, in English and Persian.
    caution_below : float
        Fewer observations than this are remarked upon: the interval then covers too little.

    Examples
    --------
    >>> def refund_share(refunds, revenue):
    ...     return sum(refunds) / sum(revenue)
    >>> kpi = Kpi(
    ...     key="refund_share", title=Title("Refund share", "سهم مرجوعی"), unit="share",
    ...     inputs=("refunds", "revenue"), function=refund_share, direction="lower",
    ... )
    >>> kpi.measure({"refunds": [5.0, 0.0], "revenue": [60.0, 40.0]})
    Measurement(key='refund_share', value=0.05, unit='share', n=2)
    >>> kpi.measure({"revenue": [60.0, 40.0]}).reason.en
    'needs the column refunds, which is not there'
    """

    key: str
    title: Title
    unit: MeasureUnit = attrs.field(validator=one_of(*get_args(MeasureUnit)))
    inputs: tuple[KpiInput, ...] = attrs.field(converter=_inputs)
    function: Callable[..., float]
    formula: Title = _NONE
    direction: Direction = attrs.field(default="none", validator=one_of(*get_args(Direction)))
    domain: tuple[float, float] = (-math.inf, math.inf)
    additivity: Additivity = attrs.field(default="none", validator=one_of(*get_args(Additivity)))
    undefined: Title = _NONE
    source: str = ""
    optional: tuple[KpiInput, ...] = attrs.field(default=(), converter=_inputs)
    options: tuple[tuple[str, Any], ...] = attrs.field(default=(), converter=_pairs)
    estimate: Callable[..., Estimate] | None = None
    caution: Title | None = None
    caution_below: float = 0.0

    def variant(
        self,
        key: str,
        title: Title,
        /,
        *,
        inputs: Iterable[str | KpiInput] | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> "Kpi":
        """Make a sibling with other columns or other fixed arguments, under a key of its own.

        Parameters
        ----------
        key : str
            Its key: another figure needs another one.
        title : Title
            Its name.
        inputs : iterable of KpiInput or str, or None
            Its columns; None keeps them.
        options : mapping of str to object or None
            Fixed arguments to set; the others stay.

        Returns
        -------
        Kpi
            The sibling.

        Raises
        ------
        InvalidInputError
            If the key is that of this KPI.

        Examples
        --------
        >>> from crmcore.metrics.catalogue import kpis
        >>> tenth = kpis["top_20_share"].variant(
        ...     "top_10_share", Title("Share from the top 10 %", "سهم ۱۰٪ برتر"),
        ...     options={"share": 0.1},
        ... )
        >>> tenth.measure({"revenue": [10, 5, 5, 5, 5, 5, 5, 5, 5, 0]}).value
        0.2
        """
        if key == self.key:
            msg = f"key must differ from that of the KPI it varies, got {key!r}"
            raise InvalidInputError(msg)
        return attrs.evolve(
            self,
            key=key,
            title=title,
            inputs=self.inputs if inputs is None else inputs,
            options={**dict(self.options), **(options or {})},
        )

    def measure(
        self, columns: Columns, /, *, level: float = 0.9, currency: str | None = None
    ) -> Measurement:
        """Compute the KPI from columns.

        Parameters
        ----------
        columns : mapping of str to array_like
            Columns by name.
        level : float, default 0.9
            Share of samples that the interval is to cover.
        currency : str or None
            The currency of the money columns; it is noted on values in money.

        Returns
        -------
        Measurement
            The value with its interval and number of observations, or the reason why there is
            none: the formula is undefined here, or a column is missing.

        Raises
        ------
        InvalidInputError
            If a column breaks a rule, or the function gives something that is no finite number.
        """
        missing = [item for item in self.inputs if item.key not in columns]
        if missing:
            return self._measurement(reason=_lacking(missing), currency=currency)
        try:
            found = self._estimate(columns, level)
        except UndefinedMetricError as error:
            return self._measurement(reason=error.reason, currency=currency)
        if not math.isfinite(found.value):
            got = f"got {found.value}"
            msg = f"{self.key} must give a finite number or raise UndefinedMetricError, {got}"
            raise InvalidInputError(msg)
        notes = [note for note in (self.caution, self._small(found.n), found.gap) if note]
        return self._measurement(
            value=found.value,
            interval=found.interval,
            n=found.n,
            currency=currency,
            note=join_titles(notes, mark=";") if notes else None,
        )

    def value(self, columns: Columns, /) -> float:
        """Compute the number alone.

        Parameters
        ----------
        columns : mapping of str to array_like
            Columns by name, all of `inputs` among them.

        Returns
        -------
        float
            What `function` gives.

        Raises
        ------
        InvalidInputError
            If a column breaks a rule.
        UndefinedMetricError
            If the formula is undefined here.
        """
        rows, named = self._arguments(columns)
        return float(self.function(*rows, **named))

    def _arguments(self, columns: Columns) -> tuple[list[npt.ArrayLike], dict[str, Any]]:
        named = dict(self.options)
        asked = [item.key for item in self.optional]
        named.update({name: columns[name] for name in asked if name in columns})
        return [columns[item.key] for item in self.inputs], named

    def _estimate(self, columns: Columns, level: float) -> Estimate:
        rows, named = self._arguments(columns)
        if self.estimate is not None:
            return self.estimate(*rows, **named, level=level)
        n = float(np.size(rows[0])) if rows else 0.0
        return Estimate(value=float(self.function(*rows, **named)), n=n)

    def _small(self, n: float) -> Title | None:
        if n >= self.caution_below:
            return None
        least = f"{self.caution_below:g}"
        return Title(
            f"fewer than {least} customers: the interval covers too little",
            f"کمتر از {persian_figure(least)} مشتری: بازه اطمینان کمتر از حد لازم را پوشش می‌دهد",
        )

    def _measurement(self, *, currency: str | None, **found: Any) -> Measurement:  # noqa: ANN401 - the fields of a Measurement
        money = currency if self.unit == "money" else None
        return Measurement(key=self.key, title=self.title, unit=self.unit, currency=money, **found)

    def _facts(self) -> dict[str, object]:
        return {
            "key": self.key,
            "unit": self.unit,
            "direction": self.direction,
            "inputs": tuple(item.key for item in self.inputs),
        }


def _lacking(missing: list[KpiInput]) -> Title:
    told = join_titles(item.explained for item in missing)
    if len(missing) == 1:
        return Title(
            f"needs the column {told.en}, which is not there",
            f"به ستون {told.fa} نیاز دارد که موجود نیست",
        )
    return Title(
        f"needs the columns {told.en}, which are not there",
        f"به ستون‌های {told.fa} نیاز دارد که موجود نیستند",
    )
