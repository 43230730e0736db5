"""The opening of the report: at most seven sentences to act on, each with its figure."""

import numpy as np

from crmcore._text import Title
from crmcore.report.action_sections import save
from crmcore.report.analysis import Analysis, Forecast
from crmcore.report.document import Kind, Phrase, say
from crmcore.report.value_section import horizon_title

__all__ = ["headline"]


def headline(analysis: Analysis, /) -> tuple[Phrase, ...]:
    """Choose the sentences.

    Parameters
    ----------
    analysis : Analysis
        The results.

    Returns
    -------
    tuple of Phrase
        At most seven, the data's own limits last.
    """
    outlook = analysis.forecast
    ahead = (_no_forecast(analysis),) if outlook is None else _ahead(analysis, outlook)
    return (
        _came_back(analysis),
        *_concentration(analysis),
        *ahead,
        *_products(analysis),
        *_data(analysis),
    )


def _came_back(analysis: Analysis) -> Phrase:
    rate = analysis.measures["repeat_purchase_rate"]
    ends = None if rate.interval is None else (rate.interval.low, rate.interval.high)
    return say(
        "{n} customers brought {money} net until {end}; {rate} of them bought again on another "
        "day ({range} in 90 of 100 such samples).",
        "{n} مشتری تا {end} خالص {money} خرید کرده‌اند؛ {rate} آن‌ها در روزی دیگر دوباره خرید "
        "کرده‌اند ({range} در ۹۰ نمونه از ۱۰۰).",
        n=("count", len(analysis.base)),
        money=("money", float(analysis.whale.total)),
        end=("date", analysis.base.observed_until),
        rate=("share", rate.value),
        range=("share_range", ends),
    )


def _concentration(analysis: Analysis) -> tuple[Phrase, ...]:
    share = analysis.measures["top_20_share"]
    if share.value is None:
        return ()
    ends = None if share.interval is None else (share.interval.low, share.interval.high)
    return (
        say(
            "The best 20% of customers bring {share} of the sales ({range}); the rule of thumb "
            "says "
            "80%.",
            "۲۰٪ برتر مشتریان {share} فروش را می‌آورند ({range})؛ قاعده سرانگشتی ۸۰٪ است.",
            share=("share", share.value),
            range=("share_range", ends),
        ),
    )


def _no_forecast(analysis: Analysis) -> Phrase:
    reason = analysis.no_forecast or Title("no forecast", "پیش‌بینی ممکن نیست")
    return say("There is {why}.", "{why}.", why=("title", reason))


def _ahead(analysis: Analysis, outlook: Forecast) -> tuple[Phrase, ...]:
    equity = outlook.value.equity
    ends = None if equity.interval is None else (equity.interval.low, equity.interval.high)
    repeat = analysis.base.frequency > 0
    gone = outlook.gone.probability[repeat]
    profit = analysis.margin < 1
    return (
        say(
            "The customers are worth {equity} of {what} over the next {horizon} (uncertain "
            "parameters "
            "alone: {range}{trust}); "
            "{silent} of them are expected not to buy at all in that time.",
            "ارزش مشتریان در {horizon} آینده {equity} {what} است (تنها با عدم قطعیت پارامترها: "
            "{range}{trust})؛ انتظار می‌رود "
            "{silent} نفر از آن‌ها در این مدت هیچ خریدی نکنند.",
            equity=("money", equity.value),
            what=("title", Title("profit", "سود") if profit else Title("sales", "فروش")),
            horizon=("title", horizon_title(analysis)),
            range=("money_range", ends),
            trust=("phrase", _trust(outlook)),
            silent=("count", float(outlook.silent.probability.sum())),
        ),
        _left(outlook, int(repeat.sum()), float(gone.sum())),
        *_save(analysis, outlook),
    )


def _left(outlook: Forecast, repeat: int, gone: float) -> Phrase:
    if outlook.risk.scores is not outlook.gone:
        return say(
            "The purchases show no sign that any of the {n} who came back leaves for good: they "
            "only differ in how often they buy.",
            "خریدها نشانه‌ای از رفتن همیشگی هیچ‌یک از {n} مشتری بازگشته نشان نمی‌دهد: تفاوت "
            "آن‌ها تنها "
            "در دفعات خرید است.",
            n=("count", repeat),
        )
    return say(
        "Of the {n} who came back at least once, {gone} have probably left for good; {money} of "
        "future value went with them.",
        "از {n} مشتری که دست‌کم یک بار بازگشته‌اند، {gone} نفر احتمالاً برای همیشه رفته‌اند و "
        "{money} "
        "ارزش آینده با آن‌ها رفته است.",
        n=("count", repeat),
        gone=("count", gone),
        money=("money", float(outlook.risk.money.sum())),
    )


def _trust(outlook: Forecast) -> Phrase:
    check = None if outlook.trial is None else outlook.trial.check
    if check is None or check.total_actual == 0:
        return say(", not tested: the log is too short", "، آزموده‌نشده: داده‌ها کوتاه است")
    error = check.total_expected / check.total_actual - 1
    if error < 0:
        return say(
            "; tested on the last third of the time it was {share} too low",
            "؛ در آزمون با یک‌سوم آخر زمان {share} کمتر از واقعیت بود",
            share=("share", -error),
        )
    return say(
        "; tested on the last third of the time it was {share} too high",
        "؛ در آزمون با یک‌سوم آخر زمان {share} بیشتر از واقعیت بود",
        share=("share", error),
    )


def _save(analysis: Analysis, outlook: Forecast) -> tuple[Phrase, ...]:
    order = save(outlook)
    if not order.size:
        return ()
    first = int(order[0])
    ids, money = analysis.base.ids, outlook.risk.money
    names = order[:3] if ids is None else ids[order[:3]]
    return (
        say(
            "Save {names} first: {money} at risk with them, {all} with all {n} in doubt; the "
            "first is lost with a chance of {chance}.",
            "نخست {names} را حفظ کنید: با آن‌ها {money} در خطر است و با همه {n} مشتری مورد "
            "تردید {all}؛ "
            "احتمال رفتن نخستین آن‌ها {chance} است.",
            names=("names", tuple(names)),
            money=("money", float(money[order[:3]].sum())),
            all=("money", float(money[order].sum())),
            n=("count", order.size),
            chance=("share", float(outlook.risk.scores.probability[first])),
        ),
    )


def _products(analysis: Analysis) -> tuple[Phrase, ...]:
    table = analysis.products
    if table is None or not len(table):
        return ()
    best = table.revenue if table.profit is None else table.profit
    total = float(np.sum(best[best > 0]))
    if total <= 0:
        return ()
    head: tuple[Kind, tuple[object, ...]] = ("names", tuple(table.products[:3]))
    share: tuple[Kind, float] = ("share", float(best[:3].sum()) / total)
    if table.profit is None:
        return (
            say(
                "{names} sell best: {share} of the sales of all {n} products; profit needs a "
                "cost column.",
                "{names} پرفروش‌ترین‌اند: {share} فروش همه {n} محصول؛ برای سود ستون بهای "
                "تمام‌شده لازم است.",
                names=head, share=share, n=("count", len(table)),
            ),
        )  # fmt: skip
    return (
        say(
            "{names} earn most: {share} of the profit; {losing} of {n} products lose {money}.",
            "{names} سودآورترین‌اند: {share} سود؛ {losing} محصول از {n} محصول {money} زیان دارند.",
            names=head, share=share, n=("count", len(table)),
            losing=("count", int((best < 0).sum())),
            money=("money", float(-best[best < 0].sum())),
        ),
    )  # fmt: skip


def _data(analysis: Analysis) -> tuple[Phrase, ...]:
    report = analysis.log.report
    lost = report.rows_read - report.rows_kept
    if not lost:
        return ()
    worst = max(report.items, key=lambda item: item.count)
    return (
        say(
            "{n} of {all} rows could not be used, most for “{why}” ({count} rows with {money}): "
            "the figures leave them out.",
            "{n} ردیف از {all} ردیف به کار نیامد، بیشتر به دلیل «{why}» ({count} ردیف با "
            "{money}): "
            "ارقام بدون آن‌هاست.",
            n=("count", lost),
            all=("count", report.rows_read),
            why=("title", worst.title),
            count=("count", worst.count),
            money=("money", worst.amount),
        ),
    )
