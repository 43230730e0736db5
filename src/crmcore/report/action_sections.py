"""The parts of the report to act on: who is leaving, whom to save, who matters most."""

from typing import Final

import numpy as np

from crmcore._text import Title
from crmcore._types import IntArray
from crmcore.periods import days_per_unit
from crmcore.report.analysis import Analysis, Forecast
from crmcore.report.document import Column, Drawing, Phrase, Section, Table, say
from crmcore.report.value_section import customer_name, horizon_title, no_forecast

__all__ = ["leaving", "save", "saving", "strategic", "win_back"]

_SHOWN = 10
_SURE = 0.9
_IN_DOUBT = 0.2
_GONE = 0.8


_LEAVING_COLUMNS: Final = (
    Column(Title("Segment", "بخش"), "title"),
    Column(Title("Customers", "مشتریان"), "count"),
    Column(Title("Left, expected", "رفته، مورد انتظار"), "count"),
    Column(Title("No purchase", "بدون خرید"), "share"),
)
_ALIVE: Final = (
    Drawing(
        key="alive",
        title=Title("Chance of being active", "احتمال فعال بودن"),
        text=Title(
            "By number and time of the last repeat purchase: who bought often and has "
            "been "
            "silent for long has probably left.",
            "بر پایه تعداد و زمان آخرین خرید تکراری: کسی که زیاد می‌خریده و مدتی طولانی "
            "خاموش "
            "است، احتمالاً رفته است.",
        ),
    ),
)


def leaving(analysis: Analysis) -> Section:
    """Tell how many have left or will not buy, by segment.

    Parameters
    ----------
    analysis : Analysis
        The results.

    Returns
    -------
    Section
        Expected numbers, by both definitions.
    """
    title = Title("Who is leaving", "چه کسانی در حال رفتن‌اند")
    outlook = analysis.forecast
    if outlook is None:
        return no_forecast(analysis, "leaving", title)
    repeat = analysis.base.frequency > 0
    rows = tuple(
        (
            segment.title,
            int(inside.sum()),
            float(outlook.gone.probability[inside & repeat].sum()),
            float(outlook.silent.probability[inside].mean()),
        )
        for segment in analysis.segments.segments
        if (inside := analysis.segments.members(segment.key)).any()
    )
    return Section(
        key="leaving",
        title=title,
        phrases=(_both_meanings(analysis),),
        tables=(
            Table(
                title=Title("By segment", "به تفکیک بخش"),
                columns=_LEAVING_COLUMNS,
                rows=rows,
            ),
        ),
        drawings=_ALIVE,
    )


def _both_meanings(analysis: Analysis) -> Phrase:
    return say(
        "“Left” means gone for good, which the model can tell only of customers who came "
        "back at least once; “no purchase” means none in the next {horizon}, of "
        "everybody.",
        "«رفته» یعنی برای همیشه رفته است، که مدل تنها درباره مشتریانی می‌تواند بگوید که "
        "دست‌کم "
        "یک بار بازگشته‌اند؛ «بدون خرید» یعنی بدون خرید در {horizon} آینده، درباره همه.",
        horizon=("title", horizon_title(analysis)),
    )


def save(outlook: Forecast) -> IntArray:
    """Rank the customers to save: in doubt, the most money at risk first.

    Parameters
    ----------
    outlook : Forecast
        The models' results.

    Returns
    -------
    ndarray of int
        Rows of repeat buyers whose chance of leaving is from 0.2 to 0.8.
    """
    return _ranked(outlook, _IN_DOUBT, _GONE)


def win_back(outlook: Forecast) -> IntArray:
    """Rank the customers to win back: probably gone, the most money at risk first.

    Parameters
    ----------
    outlook : Forecast
        The models' results.

    Returns
    -------
    ndarray of int
        Rows of repeat buyers whose chance of leaving is 0.8 or more.
    """
    return _ranked(outlook, _GONE, np.inf)


def _ranked(outlook: Forecast, low: float, high: float) -> IntArray:
    chance, money = outlook.risk.scores.probability, outlook.risk.money
    rows = np.flatnonzero((chance >= low) & (chance < high) & (money > 0))
    return rows[np.argsort(-money[rows], kind="stable")]


def saving(analysis: Analysis) -> Section:
    """Tell whom to save first.

    Parameters
    ----------
    analysis : Analysis
        The results.

    Returns
    -------
    Section
        Customers in doubt by the money at risk.
    """
    title = Title("Whom to save", "چه کسانی را باید حفظ کرد")
    outlook = analysis.forecast
    if outlook is None:
        return no_forecast(analysis, "save", title)
    order, gone, money = save(outlook), win_back(outlook), outlook.risk.money
    return Section(
        key="save",
        title=title,
        phrases=(
            say(
                "Here leaving means: {what}. {n} repeat buyers are in doubt (chance from 20% to "
                "80%), with {money} at risk; {gone} more are probably gone (80% or more), with "
                "{lost} to win back.",
                "رفتن در اینجا یعنی: {what}. درباره {n} خریدار تکراری تردید هست (احتمال از ۲۰٪ تا "
                "۸۰٪) و {money} در خطر است؛ {gone} نفر دیگر احتمالاً رفته‌اند (۸۰٪ یا بیشتر) و "
                "{lost} "
                "برای بازگرداندن وجود دارد.",
                what=("title", outlook.risk.scores.title),
                n=("count", order.size),
                money=("money", float(money[order].sum())),
                gone=("count", gone.size),
                lost=("money", float(money[gone].sum())),
            ),
        ),
        tables=(_save_table(analysis, outlook, order[:_SHOWN]),),
    )


def _save_table(analysis: Analysis, outlook: Forecast, order: IntArray) -> Table:
    elapsed = (analysis.base.T - analysis.base.recency) * days_per_unit(analysis.base.unit)
    risk = outlook.risk
    return Table(
        title=Title(
            "In doubt, the most money at risk first", "مورد تردید، بیشترین مبلغ در خطر نخست"
        ),
        columns=(
            Column(Title("Customer", "مشتری"), "name"),
            Column(Title("Chance of leaving", "احتمال رفتن"), "share"),
            Column(Title("Days silent", "روزهای بدون خرید"), "count"),
            Column(Title("Worth if kept", "ارزش در صورت ماندن"), "money"),
            Column(Title("At risk", "در خطر"), "money"),
        ),
        rows=tuple(
            (
                customer_name(analysis, row),
                float(risk.scores.probability[row]),
                float(elapsed[row]),
                float(risk.worth[row]),
                float(risk.money[row]),
            )
            for row in order.tolist()
        ),
    )


def strategic(analysis: Analysis) -> Section:
    """Tell the strategically significant customers.

    Parameters
    ----------
    analysis : Analysis
        The results.

    Returns
    -------
    Section
        How many, what they hold and how sure their membership is.
    """
    title = Title("Strategically significant customers", "مشتریان با ارزش استراتژیک")
    outlook = analysis.forecast
    if outlook is None:
        return no_forecast(analysis, "strategic", title)
    inside = outlook.strategic.included
    value = outlook.value.value
    labels = outlook.strategic.labels[0]
    sure = labels.probability
    total = float(value.sum())
    return Section(
        key="strategic",
        title=title,
        phrases=(
            say(
                "High future lifetime value (the top 20% by expected value): {n} customers hold "
                "{share} of the future value; {sure} of them are in the top 20% with a chance of "
                "at "
                "least 90%, as far as the parameters are uncertain.",
                "ارزش طول عمر بالا (۲۰٪ برتر بر پایه ارزش مورد انتظار): {n} مشتری {share} ارزش "
                "آینده را "
                "دارند؛ {sure} نفر از آن‌ها با احتمال دست‌کم ۹۰٪ در ۲۰٪ برترند، تا جایی که به "
                "عدم قطعیت "
                "پارامترها مربوط است.",
                n=("count", int(inside.sum())),
                share=("share", float(value[inside].sum()) / total if total > 0 else None),
                sure=("count", None if sure is None else int((sure[inside] >= _SURE).sum())),
            ),
        ),
    )
