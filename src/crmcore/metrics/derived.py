"""KPIs made of other KPIs: a figure of figures, from the same columns."""

from collections.abc import Callable, Iterable
from typing import Any

from crmcore._keyed import refuse_doubles
from crmcore._text import Title
from crmcore.errors import InvalidInputError
from crmcore.metrics.evaluation import find_kpis
from crmcore.metrics.kpi import Kpi
from crmcore.metrics.kpi_input import KpiInput

__all__ = ["derived_kpi"]


def derived_kpi(
    key: str,
    title: Title,
    /,
    *,
    of: str | Kpi | Iterable[str | Kpi],
    function: Callable[..., float],
    **entry: Any,  # noqa: ANN401 - the other attributes of a Kpi
) -> Kpi:
    """Make a KPI that is computed from the values of others.

    Parameters
    ----------
    key : str
        Its key.
    title : Title
        Its name.
    of : str, Kpi or iterable of them
        The KPIs behind it, by key of the catalogue or as entries of one's own.
    function : callable
        Takes their values in this order; gives a float or raises `UndefinedMetricError`.
    **entry
        The other attributes of a `Kpi`, such as ``unit`` and ``direction``.

    Returns
    -------
    Kpi
        It needs the columns of all of them, and is undefined where one of them is; it has no
        interval, because the values of several KPIs of the same customers hang together.

    Raises
    ------
    InvalidInputError
        If there is no KPI behind it, one is named twice, or two of them mean different columns by
        the same name.
    UnknownKeyError
        If a key is unknown.

    Examples
    --------
    >>> revenue_per_buyer = derived_kpi(
    ...     "revenue_per_buyer", Title("Revenue per buyer", "درآمد هر خریدار"), unit="money",
    ...     of=["average_order_value", "purchase_frequency"], function=lambda a, b: a * b,
    ... )
    >>> revenue_per_buyer.measure({"orders": [1, 3], "revenue": [10.0, 50.0]}).value
    30.0
    """
    parts = find_kpis(of)
    if not parts:
        msg = "of must name at least one KPI, got none"
        raise InvalidInputError(msg)
    refuse_doubles("of", [kpi.key for kpi in parts])
    needed = _merged(item for kpi in parts for item in kpi.inputs)
    useful = _merged(item for kpi in parts for item in kpi.optional if item.key not in needed)

    def combined(*columns: Any, **named: Any) -> float:  # noqa: ANN401 - whatever the columns hold
        known = {**dict(zip(needed, columns, strict=True)), **named}
        return function(*(kpi.value(known) for kpi in parts))

    return Kpi(
        key=key,
        title=title,
        inputs=needed.values(),
        optional=useful.values(),
        function=combined,
        **entry,
    )


def _merged(items: Iterable[KpiInput]) -> dict[str, KpiInput]:
    found: dict[str, KpiInput] = {}
    for item in items:
        if found.setdefault(item.key, item) != item:
            msg = f"the KPIs must mean the same by a column, got two meanings of {item.key!r}"
            raise InvalidInputError(msg)
    return found
