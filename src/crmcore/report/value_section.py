"""The part of the report on what is to come: expected purchases, value and how far to trust it."""

from typing import Final

import numpy as np

from crmcore._text import Title, persian_digits
from crmcore.report.analysis import Analysis, Forecast
from crmcore.report.document import Column, Drawing, Phrase, Section, Table, say

__all__ = ["customer_name", "forecast", "horizon_title", "no_forecast"]

_SHOWN = 10


def no_forecast(analysis: Analysis, key: str, title: Title) -> Section:
    """Make a section that says why there is no forecast.

    Parameters
    ----------
    analysis : Analysis
        The results.
    key : str
        The section's anchor.
    title : Title
        Its head.

    Returns
    -------
    Section
        The section.
    """
    reason = analysis.no_forecast or Title("no forecast", "پیش‌بینی ممکن نیست")
    return Section(
        key=key,
        title=title,
        phrases=(say("There is {why}.", "{why}.", why=("title", reason)),),
    )


_DRAWINGS: Final = (
    Drawing(
        key="holdout",
        title=Title("Forecast against what happened", "پیش‌بینی در برابر واقعیت"),
        text=Title(
            "The model was fitted on the first two thirds of the time; the last third "
            "shows "
            "how far to trust it.",
            "مدل با دوسوم نخست زمان برازش شده است؛ یک‌سوم آخر نشان می‌دهد تا چه اندازه "
            "می‌توان به آن اعتماد کرد.",
        ),
    ),
    Drawing(
        key="tracking",
        title=Title("Repeat purchases week by week", "خریدهای تکراری هفته به هفته"),
        text=Title(
            "Purchases as they came and as the model expects them; right of the line it "
            "had "
            "not seen them.",
            "خریدها آن‌گونه که رخ داده‌اند و آن‌گونه که مدل انتظار دارد؛ پس از خط، مدل "
            "داده‌ها را ندیده است.",
        ),
    ),
    Drawing(
        key="cumulative",
        title=Title("Repeat purchases up to each week", "خریدهای تکراری تا هر هفته"),
        text=Title("The same, added up.", "همان، به‌صورت انباشته."),
    ),
)


def forecast(analysis: Analysis) -> Section:
    """Tell expected purchases, customer value and equity.

    Parameters
    ----------
    analysis : Analysis
        The results.

    Returns
    -------
    Section
        Totals, how well the model did on known data, and the most valuable customers.
    """
    title = Title("Expected purchases and customer value", "خرید مورد انتظار و ارزش مشتری")
    outlook = analysis.forecast
    if outlook is None:
        return no_forecast(analysis, "value", title)
    return Section(
        key="value",
        title=title,
        phrases=(_equity(analysis, outlook), *_trial(outlook), *_diagnosis(outlook)),
        tables=(_top(analysis, outlook),),
        drawings=_DRAWINGS,
    )


def _equity(analysis: Analysis, outlook: Forecast) -> Phrase:
    value = outlook.value
    interval = value.equity.interval
    return say(
        "In the next {horizon} the customers are expected to buy on {n} days, worth {equity} of "
        "{what} today ({range} in 90 of 100 such samples), discounted at {rate} a year.",
        "انتظار می‌رود مشتریان در {horizon} آینده {n} روز خرید داشته باشند، به ارزش امروزی {equity} "
        "{what} ({range} در ۹۰ نمونه از ۱۰۰)، با نرخ تنزیل سالانه {rate}.",
        horizon=("title", horizon_title(analysis)),
        n=("count", float(outlook.expected.sum())),
        equity=("money", value.equity.value),
        what=("phrase", _money_of(analysis)),
        range=("money_range", None if interval is None else (interval.low, interval.high)),
        rate=("share", analysis.terms.rate.to("year").value),
    )


def _money_of(analysis: Analysis) -> Phrase:
    if analysis.margin == 1:
        return say("sales", "فروش")
    return say(
        "profit, a margin of {margin} of the sales",
        "سود، با حاشیه {margin} فروش",
        margin=("share", analysis.margin),
    )


def horizon_title(analysis: Analysis) -> Title:
    """Say how far the forecast looks ahead.

    Parameters
    ----------
    analysis : Analysis
        The results.

    Returns
    -------
    Title
        Such as "12 months".
    """
    units = {
        "day": Title("days", "روز"), "week": Title("weeks", "هفته"),
        "month": Title("months", "ماه"), "year": Title("years", "سال"),
    }  # fmt: skip
    horizon = analysis.terms.horizon
    if horizon == "1 year":
        return Title("12 months", "۱۲ ماه")
    if isinstance(horizon, str):
        number, unit = horizon.split()
        name = units[unit.removesuffix("s")]
        return Title(horizon, f"{persian_digits(number)} {name.fa}")
    name = units[analysis.terms.unit]
    return Title(f"{horizon:g} {name.en}", f"{persian_digits(f'{horizon:g}')} {name.fa}")


def _diagnosis(outlook: Forecast) -> tuple[Phrase, ...]:
    fits = (("BG/NBD", outlook.purchases.diagnosis), ("Gamma-Gamma", outlook.spend.diagnosis))
    return tuple(
        say(
            "The model {name} ran to a limit: {meaning}",
            "مدل {name} به یک حد رسیده است: {meaning}",
            name=("name", name),
            meaning=("title", diagnosis.meaning),
        )
        for name, diagnosis in fits
        if not diagnosis.interior
    )


def _trial(outlook: Forecast) -> tuple[Phrase, ...]:
    if outlook.trial is None:
        return (
            say(
                "The log is too short to test the forecast on known data.",
                "داده‌ها برای آزمودن پیش‌بینی با داده‌های معلوم کوتاه است.",
            ),
        )
    check = outlook.trial.check
    return (
        say(
            "Tested on the last third of the time, which it had not seen, the model expected "
            "{expected} purchases of its customers; {actual} came.",
            "در آزمون با یک‌سوم آخر زمان که مدل ندیده بود، {expected} خرید انتظار می‌رفت و "
            "{actual} "
            "خرید رخ داد.",
            expected=("count", check.total_expected),
            actual=("count", check.total_actual),
        ),
    )


def _top(analysis: Analysis, outlook: Forecast) -> Table:
    value, ends = outlook.value, outlook.value.interval
    best = np.argsort(-value.value, kind="stable")[:_SHOWN]
    rows = tuple(
        (
            customer_name(analysis, row),
            float(outlook.value.probability_alive[row]),
            float(outlook.expected[row]),
            float(value.expected_spend[row]),
            float(value.value[row]),
            None if ends is None else (float(ends.low[row]), float(ends.high[row])),
        )
        for row in best.tolist()
    )
    return Table(
        title=Title("The most valuable customers", "ارزشمندترین مشتریان"),
        columns=(
            Column(Title("Customer", "مشتری"), "name"),
            Column(Title("Still active", "احتمال فعال بودن"), "share"),
            Column(Title("Expected purchases", "خرید مورد انتظار"), "number"),
            Column(Title("Spend a purchase", "مبلغ هر خرید"), "money"),
            Column(Title("Future value", "ارزش آینده"), "money"),
            Column(Title("Interval", "بازه اطمینان"), "money_range"),
        ),
        rows=rows,
    )


def customer_name(analysis: Analysis, row: int) -> object:
    """Give the identifier of a customer.

    Parameters
    ----------
    analysis : Analysis
        The results.
    row : int
        The customer's row in the summary.

    Returns
    -------
    object
        The identifier, or the row where there are none.
    """
    return row if analysis.base.ids is None else analysis.base.ids[row]
