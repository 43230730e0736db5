"""Many KPIs at once: each a value or the reason why there is none."""

from collections.abc import Iterable, Mapping

import attrs

from crmcore._keyed import Keyed, refuse_doubles
from crmcore._text import Title
from crmcore.metrics.catalogue import kpis
from crmcore.metrics.kpi import Columns, Kpi
from crmcore.metrics.measurement import Measurement

__all__ = ["Measurements", "evaluate", "find_kpi", "find_kpis"]


def _figures(items: Iterable[Measurement]) -> tuple[Measurement, ...]:
    return tuple(items)


@attrs.frozen(repr=False)
class Measurements(Keyed[Measurement]):
    """Measured figures in the order asked for.

    Attributes
    ----------
    items : tuple of Measurement
        The figures, each with a key of its own.
    group : Title or None
        The group or period that they are about; None where they are about all.

    Raises
    ------
    InvalidInputError
        If a key occurs twice.

    Examples
    --------
    >>> found = evaluate(["repeat_purchase_rate", "average_order_value"], {"orders": [1, 3]})
    >>> found
    Measurements(repeat_purchase_rate=0.5, average_order_value='undefined')
    >>> found["average_order_value"].reason.en
    'needs the column revenue (net revenue from each customer in the window, ...'
    """

    items: tuple[Measurement, ...] = attrs.field(converter=_figures)
    group: Title | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        refuse_doubles("items", [item.key for item in self.items])

    def _by_key(self) -> Mapping[str, Measurement]:
        return {item.key: item for item in self.items}

    @property
    def undefined(self) -> tuple[Measurement, ...]:
        """The figures without a value, each with its reason."""
        return tuple(item for item in self.items if not item.defined)

    @property
    def rows(self) -> list[dict[str, float | str | None]]:
        """The figures as plain rows, for a frame or a file; the group first where there is one."""
        named = {} if self.group is None else {"group": self.group.en}
        return [{**named, **item.row} for item in self.items]

    def _facts(self) -> dict[str, object]:
        return {item.key: "undefined" if item.value is None else item.value for item in self.items}


def find_kpi(kpi: str | Kpi, /) -> Kpi:
    """Give a KPI by its key.

    Parameters
    ----------
    kpi : str or Kpi
        A key of the catalogue, or a KPI, which is given back.

    Returns
    -------
    Kpi
        The KPI.

    Raises
    ------
    UnknownKeyError
        If no KPI has this key; the nearest are suggested.

    Examples
    --------
    >>> find_kpi("average_order_value").unit
    'money'
    """
    return kpi if isinstance(kpi, Kpi) else kpis[kpi]


def find_kpis(wanted: str | Kpi | Iterable[str | Kpi], /) -> list[Kpi]:
    """Give several KPIs, or one alone.

    Parameters
    ----------
    wanted : str, Kpi or iterable of them
        Keys of the catalogue or KPIs.

    Returns
    -------
    list of Kpi
        In the order asked for.

    Raises
    ------
    UnknownKeyError
        If no KPI has a key; the nearest are suggested.

    Examples
    --------
    >>> [kpi.unit for kpi in find_kpis(["average_order_value", "purchase_frequency"])]
    ['money', 'ratio']
    """
    return [find_kpi(kpi) for kpi in ([wanted] if isinstance(wanted, str | Kpi) else wanted)]


def evaluate(
    wanted: str | Kpi | Iterable[str | Kpi],
    columns: Columns,
    /,
    *,
    level: float = 0.9,
    currency: str | None = None,
) -> Measurements:
    """Compute KPIs from columns, those of the catalogue and one's own.

    Parameters
    ----------
    wanted : str, Kpi or iterable of them
        Which ones; keys of the catalogue or entries of one's own. `kpis` itself asks for all.
    columns : mapping of str to array_like
        Columns by name, as `KPI_COLUMNS` explains them.
    level : float, default 0.9
        Share of samples that the intervals are to cover.
    currency : str or None
        The currency of the money columns.

    Returns
    -------
    Measurements
        One figure for each, in the order asked for; where a formula is undefined or a column is
        missing, the reason.

    Raises
    ------
    InvalidInputError
        If a key is unknown or asked for twice, or a column breaks a rule.

    Examples
    --------
    >>> columns = {"orders": [1, 1, 2, 5], "revenue": [10.0, 20.0, 30.0, 120.0]}
    >>> found = evaluate(["purchase_frequency", "average_order_value"], columns, currency="EUR")
    >>> found
    Measurements(purchase_frequency=2.25, average_order_value=20)
    >>> found["purchase_frequency"].note.en
    'fewer than 20 customers: the interval covers too little'
    """
    return Measurements(
        kpi.measure(columns, level=level, currency=currency) for kpi in find_kpis(wanted)
    )
