"""One customer's chance of still being one, day by day through the purchases."""

from typing import Any, Final

import numpy as np

from crmcore._keyed import known
from crmcore._text import Title
from crmcore._types import Calendar, DateLike, FloatArray, IntArray, Language, TimeUnit
from crmcore.days import as_day
from crmcore.errors import InvalidInputError, UnknownKeyError
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.verbs.protocols import PurchaseModel, purchase_model
from crmcore.periods import days_per_unit
from crmcore.plotting._dates import date_axis, date_text
from crmcore.plotting._style import INKS, Axes, axes, label, percent, short, tick_numbers
from crmcore.summary import CustomerSummary
from crmcore.transactions import TransactionLog

__all__ = ["alive_history"]

_TITLE: Final = Title(
    "Chance that customer {} is still active\n{} on {}",
    "احتمال فعال بودن مشتری {}\n{} در {}",
)
_X: Final = Title("Day (date)", "روز (تاریخ)")
_Y: Final = Title("Chance of being active (%)", "احتمال فعال بودن (٪)")
_ALIVE: Final = Title("chance of being active", "احتمال فعال بودن")
_BOUGHT: Final = Title("days with a purchase ({})", "روزهای خرید ({})")
_MARGIN: Final = 0.03
_POINTS: Final = 400
_TOP: Final = 105.0


def alive_history(  # noqa: PLR0913 - whose history, how told, and where
    model: "PurchaseModel | Fit[Any]",
    log: TransactionLog,
    /,
    *,
    customer: object,
    until: DateLike,
    unit: TimeUnit | None = None,
    calendar: Calendar = "gregorian",
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw the chance that one customer is still one, as it stood on each day of the history.

    Parameters
    ----------
    model : purchase model or its Fit
        The model; one of discrete opportunities knows no days.
    log : TransactionLog
        The purchases.
    customer : str or int
        Whose, as the log names the customer.
    until : date
        The last day drawn; purchases after it are not known yet.
    unit : {"day", "week", "month", "year"}, optional
        The unit of time of a model that does not know its own.
    calendar : {"gregorian", "solar_hijri"}, default "gregorian"
        The calendar of the dates.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure.
    language : {"en", "fa"}, default "en"
        The language of all text.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: the chance at the end of each day from the first purchase on, by what
        was known that day, and a marker at each day with a purchase. The title tells the last.

    Raises
    ------
    UnknownKeyError
        If the log has no such customer.
    InvalidInputError
        If the customer bought nothing up to `until`, or the unit is unknown or another one than
        that of the model.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> from crmcore.metrics.clv.bg_nbd import BGNBD
    >>> log = TransactionLog.from_arrays(
    ...     customer=["ada", "ada", "ada"], date=["2024-01-01", "2024-02-12", "2024-03-04"],
    ...     amount=[20, 30, 10],
    ... )
    >>> cdnow = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
    >>> ax = alive_history(cdnow, log, customer="ada", until="2024-09-30")
    >>> ax.get_title(loc="left").splitlines()
    ['Chance that customer ada is still active', '24% on 2024-09-30']
    """
    often = purchase_model(model)
    end = as_day(until, name="until")
    bought = _days_bought(log, customer, end)
    days = _days_drawn(bought, int(end.astype(np.int64)))
    alive = 100 * _alive(often, bought, days, _unit(often, unit))
    chart = axes(ax)
    chart.plot(
        days.astype("datetime64[D]"), alive, color=INKS["c1"], linewidth=2,
        label=_ALIVE.text(language),
    )  # fmt: skip
    chart.plot(
        bought.astype("datetime64[D]"), alive[np.searchsorted(days, bought)], clip_on=False,
        color=INKS["c2"], linestyle="none", marker="o", markersize=6,
        label=_BOUGHT.text(language).format(short(bought.size, language)),
    )  # fmt: skip
    margin = max(round(_MARGIN * int(days[-1] - days[0])), 1)
    chart.set_xlim(*(days[[0, -1]] + [-margin, margin]).astype("datetime64[D]"))
    chart.set_ylim(0, _TOP)
    tick_numbers(chart, language, axis="y")
    date_axis(chart, calendar, language)
    told = (str(customer), percent(float(alive[-1]), language), date_text(end, calendar, language))
    label(
        chart, title=_TITLE.text(language).format(*told), x=_X.text(language), y=_Y.text(language)
    )
    chart.legend(frameon=False)
    return chart


def _days_bought(log: TransactionLog, customer: object, end: np.datetime64) -> IntArray:
    names: list[Any] = log.ids.tolist()
    if customer not in names:
        _refuse(customer, names)
    purchases = log.purchases(period="day")
    days: IntArray = purchases.index[purchases.customer == names.index(customer)]
    bought: IntArray = days[days <= int(end.astype(np.int64))]
    if not bought.size:
        first = f"the first was on {days[:1].astype('datetime64[D]')[0]}" if days.size else "none"
        msg = f"customer must have a purchase up to until, {end}; for {customer!r}: {first}"
        raise InvalidInputError(msg)
    return bought


def _refuse(customer: object, names: list[Any]) -> None:
    texts = [name for name in names if isinstance(name, str)]
    if texts:
        known("customer", customer, texts)
    example = f", such as {names[0]!r}" if names else ""
    msg = f"customer must be one of the {len(names)} in the log{example}, got {customer!r}"
    raise UnknownKeyError(msg)


# Each day of a short history; of a long one some, and those about the purchases.
def _days_drawn(bought: IntArray, end: int) -> IntArray:
    first = int(bought[0])
    spread = np.linspace(first, end, min(end - first + 1, _POINTS)).round().astype(np.int64)
    return np.unique(np.concatenate([spread, bought, np.maximum(bought - 1, first)]))


def _alive(model: PurchaseModel, bought: IntArray, days: IntArray, unit: TimeUnit) -> FloatArray:
    length = days_per_unit(unit)
    count = np.searchsorted(bought, days, side="right")
    return model.probability_alive(
        CustomerSummary(
            frequency=count - 1,
            recency=(bought[count - 1] - bought[0]) / length,
            T=(days - bought[0]) / length,
            unit=unit,
        )
    )


def _unit(model: PurchaseModel, unit: TimeUnit | None) -> TimeUnit:
    if unit is not None and model.unit not in {unit, None}:
        msg = f"unit must be that of the model, {model.unit!r}, got {unit!r}"
        raise InvalidInputError(msg)
    chosen = unit or model.unit
    if chosen is None:
        msg = "unit must be stated for a model that does not know its own, got None"
        raise InvalidInputError(msg)
    return chosen
