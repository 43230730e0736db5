"""KPIs by group and by period: each group's figures, as if it were alone."""

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._codes import distinct_cells
from crmcore._keyed import Keyed, refuse_doubles
from crmcore._text import Title, isolate
from crmcore._types import Calendar, IntArray, Period
from crmcore.errors import InvalidInputError
from crmcore.metrics.columns import kpi_columns
from crmcore.metrics.evaluation import Measurements, evaluate, find_kpis
from crmcore.metrics.kpi import Columns, Kpi
from crmcore.metrics.kpi_input import KpiInput
from crmcore.metrics.measurement import Measurement
from crmcore.periods import Window, period_index, period_start, period_title
from crmcore.transactions import TransactionLog

__all__ = ["MeasuredGroups", "evaluate_groups", "evaluate_periods"]

_COMMON: Final = frozenset({"period", "flag", "day"})


def _each(items: Iterable[Measurements]) -> tuple[Measurements, ...]:
    return tuple(items)


@attrs.frozen(repr=False)
class MeasuredGroups(Keyed[Measurements]):
    """The same figures for several groups or periods.

    Attributes
    ----------
    items : tuple of Measurements
        One for each group, in their order; a group is found by its English name.

    Raises
    ------
    InvalidInputError
        If a group occurs twice or has no name.
    """

    items: tuple[Measurements, ...] = attrs.field(converter=_each)

    def __attrs_post_init__(self) -> None:
        if any(item.group is None for item in self.items):
            msg = "items must each have a group"
            raise InvalidInputError(msg)
        refuse_doubles("items", list(self._names()))

    @property
    def rows(self) -> list[dict[str, float | str | None]]:
        """All figures as plain rows, group after group, for a frame or a file."""
        return [row for item in self.items for row in item.rows]

    def of(self, key: str, /) -> tuple[Measurement, ...]:
        """Give one figure for every group.

        Parameters
        ----------
        key : str
            The key of the KPI.

        Returns
        -------
        tuple of Measurement
            In the order of the groups.

        Raises
        ------
        UnknownKeyError
            If it was not measured.
        """
        return tuple(item[key] for item in self.items)

    def _names(self) -> Iterable[str]:
        return (item.group.en for item in self.items if item.group is not None)

    def _by_key(self) -> Mapping[str, Measurements]:
        return dict(zip(self._names(), self.items, strict=True))

    def _facts(self) -> dict[str, object]:
        figures = [item.key for item in self.items[0]] if self.items else []
        return {"groups": list(self._names()), "figures": figures}


def evaluate_groups(
    wanted: str | Kpi | Iterable[str | Kpi],
    columns: Columns,
    /,
    *,
    groups: npt.ArrayLike | Mapping[str, npt.ArrayLike],
    level: float = 0.9,
    currency: str | None = None,
) -> MeasuredGroups:
    """Compute KPIs for each group of customers, or of whatever the rows stand for.

    Parameters
    ----------
    wanted : str, Kpi or iterable of them
        Which ones, as for `evaluate`.
    columns : mapping of str to array_like
        Columns by name. A number that stands for all, such as a cost in total, cannot be shared
        out by itself: give a mapping from group to number in its place.
    groups : array_like of shape (n,) or mapping of str to array_like
        The group of each customer; or, by what a row stands for, as in ``{"customer": ...,
        "activity": ...}``, the group of each row.
    level : float, default 0.9
        Share of samples that the intervals are to cover.
    currency : str or None
        The currency of the money columns.

    Returns
    -------
    MeasuredGroups
        The figures of each group, in the order in which groups first come; a KPI one of whose
        columns cannot be split has a reason in its place.

    Raises
    ------
    InvalidInputError
        If a column and its groups differ in length, a group is missing, two are written alike, or
        a column breaks a rule; the message then names the group.

    Examples
    --------
    >>> columns = {"orders": [1, 1, 2, 5], "revenue": [10.0, 20.0, 30.0, 120.0]}
    >>> found = evaluate_groups(
    ...     ["repeat_purchase_rate"], columns, groups=["web", "shop", "web", "shop"]
    ... )
    >>> [(group.group.en, group["repeat_purchase_rate"].value) for group in found]
    [('web', 0.5), ('shop', 0.5)]
    """
    asked = find_kpis(wanted)
    labels = groups if isinstance(groups, Mapping) else {"customer": groups}
    codes, names = _coded(labels)
    inputs = {item.key: item for kpi in asked for item in (*kpi.inputs, *kpi.optional)}
    items: list[Measurements] = []
    for number, name in enumerate(names):
        rows = {per: code == number for per, code in codes.items()}
        known = {
            key: _part(columns[key], inputs[key], rows, name) for key in inputs if key in columns
        }
        part = {key: value for key, value in known.items() if value is not None}
        try:
            found = evaluate(asked, part, level=level, currency=currency)
        except InvalidInputError as error:
            msg = f"in the group {name!r}, whose rows are counted from 0: {error}"
            raise InvalidInputError(msg) from error
        told = (_unsplit(one, kpi, known) for one, kpi in zip(found, asked, strict=True))
        items.append(Measurements(told, group=Title(str(name), isolate(str(name)))))
    return MeasuredGroups(items)


def _coded(labels: Mapping[str, npt.ArrayLike]) -> tuple[dict[str, IntArray], list[Any]]:
    if not labels:
        msg = "groups must give the group of each row, got an empty mapping"
        raise InvalidInputError(msg)
    columns = {per: np.atleast_1d(np.asarray(values)) for per, values in labels.items()}
    code, names = distinct_cells(np.concatenate(list(columns.values())).tolist(), "groups")
    for place, name in enumerate(names):
        if name is None or (isinstance(name, float) and math.isnan(name)):
            row = int(np.flatnonzero(code == place)[0])
            msg = f"groups must not be missing, got {name!r} at row {row}"
            raise InvalidInputError(msg)
    refuse_doubles("groups, written as text,", list(map(str, names)))
    ends = np.cumsum([values.size for values in columns.values()])[:-1]
    return dict(zip(columns, np.split(code, ends), strict=True)), names


def _part(values: Any, item: KpiInput, rows: Mapping[str, Any], name: object) -> Any:  # noqa: ANN401 - columns hold anything
    if item.per in rows:
        column = np.atleast_1d(np.asarray(values))
        chosen = rows[item.per]
        if column.shape[0] != chosen.size:
            msg = (
                f"groups must have one label for each row of {item.key}, got {chosen.size} labels "
                f"and {column.shape[0]} rows"
            )
            raise InvalidInputError(msg)
        return column[chosen]
    if isinstance(values, Mapping):
        return cast("Mapping[object, Any]", values).get(name)
    return values if item.per == "total" and item.kind in _COMMON else None


def _unsplit(found: Measurement, kpi: Kpi, known: Mapping[str, Any]) -> Measurement:
    whole = [item for item in kpi.inputs if item.key in known and known[item.key] is None]
    if not whole:
        return found
    name = whole[0].key
    reason = Title(
        f"{name} is not given by group",
        f"{isolate(name)} به تفکیک گروه داده نشده است",
    )
    return attrs.evolve(found, value=None, interval=None, note=None, n=0.0, reason=reason)


def evaluate_periods(
    wanted: str | Kpi | Iterable[str | Kpi],
    log: TransactionLog,
    /,
    *,
    period: Period = "month",
    calendar: Calendar = "gregorian",
    level: float = 0.9,
) -> MeasuredGroups:
    """Compute KPIs for each calendar period of a log.

    Parameters
    ----------
    wanted : str, Kpi or iterable of them
        Which ones, as for `evaluate`; those that `kpi_columns` has the columns for.
    log : TransactionLog
        The purchases.
    period : {"day", "week", "month", "quarter", "year"}, default "month"
        The calendar period.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar.
    level : float, default 0.9
        Share of samples that the intervals are to cover.

    Returns
    -------
    MeasuredGroups
        The figures of each complete period from the first to the last day of the log, in order of
        time, each with its `window`. Periods that the log covers in part are left out: they cannot
        be compared with whole ones; `kpi_columns` takes a window of any span.

    Raises
    ------
    InvalidInputError
        If no period is covered from its first to its last day.

    Examples
    --------
    >>> log = TransactionLog.from_arrays(
    ...     customer=["ada", "ada", "bo", "bo"],
    ...     date=["2024-01-01", "2024-01-20", "2024-02-07", "2024-02-29"],
    ...     amount=[20.0, 10.0, 35.0, 12.5], currency="EUR",
    ... )
    >>> found = evaluate_periods("average_order_value", log)
    >>> [(month.group.en, month["average_order_value"].value) for month in found]
    [('January 2024', 15.0), ('February 2024', 23.75)]
    """
    asked = find_kpis(wanted)
    days = np.array([log.first_day, log.last_day])
    first, last = (int(index) for index in period_index(days, period, calendar=calendar))
    numbers: IntArray = np.arange(first, last + 2)
    starts = period_start(numbers, period, calendar=calendar)
    ends = starts[1:] - np.timedelta64(1, "D")
    whole = np.flatnonzero((starts[:-1] >= days[0]) & (ends <= days[1]))
    if not whole.size:
        msg = f"log must cover a whole {period}, got {days[0]} to {days[1]}"
        raise InvalidInputError(msg)
    items: list[Measurements] = []
    for number in whole.tolist():
        window = Window(start=starts[number], end=ends[number])
        found = evaluate(asked, kpi_columns(log, window=window), level=level, currency=log.currency)
        title = period_title(first + number, period, calendar=calendar)
        dated = (attrs.evolve(one, window=window) for one in found)
        items.append(Measurements(dated, group=title))
    return MeasuredGroups(items)
