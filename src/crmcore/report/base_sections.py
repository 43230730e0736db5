"""The parts of the report on what happened: customers, sales, concentration, segments."""

import numpy as np

from crmcore._text import Title
from crmcore._types import FloatArray
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.measurement import Measurement
from crmcore.periods import period_index, period_start
from crmcore.report.analysis import Analysis
from crmcore.report.document import Column, Drawing, Phrase, Section, Table, say
from crmcore.segmentation import fewest_holders

__all__ = ["concentration", "customers", "products", "sales", "segments"]

_CENT = 0.005
_MONTHS = 13
_PRODUCTS = 10


_PROFIT = (
    Column(Title("Profit", "سود"), "money"),
    Column(Title("Margin", "حاشیه سود"), "share"),
)


def customers(analysis: Analysis) -> Section:
    """Tell who the customers are and how they buy.

    Parameters
    ----------
    analysis : Analysis
        The results.

    Returns
    -------
    Section
        A paragraph and the KPIs.
    """
    base = analysis.base
    repeat = int((base.frequency > 0).sum())
    return Section(
        key="customers",
        title=Title("Customers", "مشتریان"),
        phrases=(
            say(
                "{n} customers, {repeat} of whom bought on more than one day, seen from {first} "
                "to "
                "{last}.",
                "{n} مشتری که {repeat} نفر از آن‌ها در بیش از یک روز خرید کرده‌اند، از {first} تا "
                "{last}.",
                n=("count", len(base)),
                repeat=("count", repeat),
                first=("date", analysis.log.first_day),
                last=("date", base.observed_until),
            ),
            *_undefined(analysis),
        ),
        tables=(_kpi_table(tuple(one for one in analysis.measures.values() if one.defined)),),
    )


def _undefined(analysis: Analysis) -> tuple[Phrase, ...]:
    return tuple(
        say(
            "{title} is undefined: {reason}.",
            "«{title}» تعریف‌نشده است: {reason}.",
            title=("title", one.title),
            reason=("title", one.reason),
        )
        for one in analysis.measures.values()
        if one.reason is not None and not one.reason.en.startswith("needs the column")
    )


def _kpi_table(measures: tuple[Measurement, ...]) -> Table:
    rows = tuple(_kpi_row(one) for one in measures)
    return Table(
        title=Title(
            "Key figures, with intervals that hold in 90 of 100 such samples",
            "شاخص‌های کلیدی، با بازه‌هایی که در ۹۰ نمونه از ۱۰۰ نمونه برقرارند",
        ),
        columns=(
            Column(Title("Figure", "شاخص"), "title"),
            Column(Title("Value", "مقدار"), "measure"),
            Column(Title("Interval", "بازه اطمینان"), "measure_range"),
            Column(Title("Observations", "مشاهدات"), "count"),
        ),
        rows=rows,
    )


def _kpi_row(one: Measurement) -> tuple[object, ...]:
    ends = None if one.interval is None else (one.interval.low, one.interval.high)
    return (one.title, (one.unit, one.value), (one.unit, ends), one.n)


def sales(analysis: Analysis) -> Section:
    """Tell the sales month by month.

    Parameters
    ----------
    analysis : Analysis
        The results.

    Returns
    -------
    Section
        The table of the last months.
    """
    log = analysis.log
    calendar = analysis.terms.calendar
    month = period_index(log.day, "month", calendar=calendar)
    bought = log.purchases(period="month", calendar=calendar)
    first = np.full(len(log.ids), np.iinfo(np.int64).max)
    first[bought.customer[bought.firsts]] = bought.index[bought.firsts]
    months = range(max(int(month.min()), int(month.max()) + 1 - _MONTHS), int(month.max()) + 1)
    rows = tuple(
        (
            period_start(np.array([index]), "month", calendar=calendar)[0],
            float(log.amount[month == index].sum()),
            int((bought.index == index).sum()),
            int((first == index).sum()),
        )
        for index in months
    )
    refunds = float(np.abs(log.amount[log.amount < 0]).sum())
    gross = float(log.amount[log.amount > 0].sum())
    net = float(log.amount.sum())
    phrases: tuple[Phrase, ...] = (
        say(
            "Net sales of {net}, after refunds of {refunds} ({share} of gross sales).",
            "فروش خالص {net} پس از {refunds} مرجوعی ({share} فروش ناخالص).",
            net=("money", net),
            refunds=("money", refunds),
            share=("share", refunds / gross if gross > 0 else None),
        ),
    )
    if abs(analysis.whale.total - net) > _CENT:
        phrases += (_other_total(analysis),)
    return Section(
        key="sales",
        title=Title("Sales", "فروش"),
        phrases=phrases,
        tables=(
            Table(
                title=Title(
                    "The last 13 months at most; at either end of the data a month may be "
                    "incomplete",
                    "دست‌بالا ۱۳ ماه آخر؛ ماه در دو سر داده‌ها ممکن است ناقص باشد",
                ),
                columns=(
                    Column(Title("Month", "ماه"), "month"),
                    Column(Title("Net sales", "فروش خالص"), "money"),
                    Column(Title("Customers who bought", "مشتریان خریدار"), "count"),
                    Column(Title("First-time customers", "مشتریان تازه"), "count"),
                ),
                rows=rows,
            ),
        ),
    )


def _other_total(analysis: Analysis) -> Phrase:
    return say(
        "The {n} customers of this report stand for {money}; the difference is refunds that "
        "belong to nobody among them, see the data.",
        "سهم {n} مشتری این گزارش {money} است؛ تفاوت، مرجوعی‌هایی است که به هیچ‌یک از آن‌ها تعلق "
        "ندارد، بخش داده‌ها را ببینید.",
        money=("money", analysis.whale.total),
        n=("count", len(analysis.base)),
    )


def concentration(analysis: Analysis) -> Section:
    """Tell how much of the sales the best customers bring.

    Parameters
    ----------
    analysis : Analysis
        The results.

    Returns
    -------
    Section
        Tiers and the whale curve.
    """
    values = analysis.base.total_value
    total = np.zeros(0) if values is None else values
    summary = analysis.tiers.segment(total).summary(total)
    rows = tuple(
        (
            one.segment.title,
            one.customers,
            one.customer_share.value,
            None if one.total_value is None else one.total_value.value,
            None if one.value_share is None else one.value_share.value,
            None if one.mean_value is None else one.mean_value.value,
        )
        for one in summary
    )
    return Section(
        key="concentration",
        title=Title("Concentration", "تمرکز"),
        phrases=_half(total),
        tables=(
            Table(
                title=Title(
                    "Tiers by sales; equal customers are never split",
                    "رده‌ها بر پایه فروش؛ مشتریان برابر از هم جدا نمی‌شوند",
                ),
                columns=(
                    Column(Title("Tier", "رده"), "title"),
                    Column(Title("Customers", "مشتریان"), "count"),
                    Column(Title("Share", "سهم"), "share"),
                    Column(Title("Sales", "فروش"), "money"),
                    Column(Title("Share of sales", "سهم فروش"), "share"),
                    Column(Title("Per customer", "هر مشتری"), "money"),
                ),
                rows=rows,
            ),
        ),
        drawings=(
            Drawing(
                key="whale",
                title=Title("Whale curve", "منحنی نهنگ"),
                text=Title(
                    "Share of sales held by the best customers, the best first. The further the "
                    "curve is from the diagonal, the more depends on few.",
                    "سهم فروش در دست بهترین مشتریان، از بهترین به بعد. هرچه منحنی از قطر دورتر "
                    "باشد، وابستگی به مشتریان اندک بیشتر است.",
                ),
            ),
        ),
    )


def _half(total: FloatArray) -> tuple[Phrase, ...]:
    try:
        few = fewest_holders(total, share=0.5)
    except UndefinedMetricError:
        return ()
    return (
        say(
            "Half of all sales comes from {n} customers, {share} of the base.",
            "نیمی از کل فروش از {n} مشتری می‌آید که {share} مشتریان‌اند.",
            n=("count", few.customers),
            share=("share", few.customers / total.size),
        ),
    )


def segments(analysis: Analysis) -> Section:
    """Tell the RFM segments with size and value.

    Parameters
    ----------
    analysis : Analysis
        The results.

    Returns
    -------
    Section
        The table of segments, the largest value first, with what to do.
    """
    summary = analysis.segments.summary(customers=analysis.base)
    filled = [one for one in summary if one.customers > 0]
    filled.sort(key=lambda one: -(0.0 if one.total_value is None else one.total_value.value or 0.0))
    worth = None if analysis.forecast is None else analysis.forecast.value.value
    rows = tuple(
        (
            one.segment.title,
            one.customers,
            one.customer_share.value,
            None if one.total_value is None else one.total_value.value,
            None if one.value_share is None else one.value_share.value,
            None
            if worth is None
            else float(worth[analysis.segments.members(one.segment.key)].sum()),
            one.segment.action,
        )
        for one in filled
    )
    return Section(
        key="segments",
        title=Title("RFM segments", "بخش‌های RFM"),
        phrases=(
            say(
                "Segments sum up the past by one rule for all; where they and the forecast "
                "disagree on who is leaving, the forecast knows each customer's own pace.",
                "بخش‌ها گذشته را با یک قاعده برای همه خلاصه می‌کنند؛ هرجا با پیش‌بینی درباره رفتن "
                "مشتری اختلاف دارند، پیش‌بینی آهنگ خرید هر مشتری را می‌شناسد.",
            ),
            *(say(f"{flag.en}.", f"{flag.fa}.") for flag in analysis.rfm.flags),
        ),
        tables=(
            Table(
                title=Title(
                    "By recency, frequency and money; every customer is in just one",
                    "بر پایه تازگی، تکرار و ارزش پولی؛ هر مشتری دقیقاً در یک بخش است",
                ),
                columns=(
                    Column(Title("Segment", "بخش"), "title"),
                    Column(Title("Customers", "مشتریان"), "count"),
                    Column(Title("Share", "سهم"), "share"),
                    Column(Title("Sales so far", "فروش تاکنون"), "money"),
                    Column(Title("Share of sales", "سهم فروش"), "share"),
                    Column(Title("Future value", "ارزش آینده"), "money"),
                    Column(Title("What to do first", "نخستین اقدام"), "title"),
                ),
                rows=rows,
            ),
        ),
        drawings=(
            Drawing(
                key="rfm",
                title=Title("Recency and frequency", "تازگی و تکرار خرید"),
                text=Title(
                    "Customers by their scores; the best are at the top right.",
                    "مشتریان بر پایه امتیازها؛ بهترین‌ها در گوشه بالا و راست‌اند.",
                ),
            ),
        ),
    )


def products(analysis: Analysis) -> Section | None:
    """Tell the products that earn most.

    Parameters
    ----------
    analysis : Analysis
        The results.

    Returns
    -------
    Section or None
        The first ten; None where the log has no products.
    """
    table = analysis.products
    if table is None:
        return None
    profit = table.profit
    shown = min(len(table), _PRODUCTS)
    rows = tuple(
        (
            table.products[row],
            float(table.revenue[row]),
            float(table.customers[row]),
            *(
                ()
                if profit is None
                else _profit_cells(float(profit[row]), float(table.revenue[row]))
            ),
        )
        for row in range(shown)
    )
    losing = 0 if profit is None else int((profit < 0).sum())
    phrases = () if profit is None else (
        say(
            "{n} of {all} products cost more than they bring.",
            "{n} محصول از {all} محصول بیش از درآمدشان هزینه دارند.",
            n=("count", losing), all=("count", len(table)),
        ),
    )  # fmt: skip
    return Section(
        key="products",
        title=Title("Products", "محصولات"),
        phrases=phrases,
        tables=(
            Table(
                title=Title("The most profitable products", "سودآورترین محصولات")
                if profit is not None
                else Title("The best-selling products", "پرفروش‌ترین محصولات"),
                columns=(
                    Column(Title("Product", "محصول"), "name"),
                    Column(Title("Net sales", "فروش خالص"), "money"),
                    Column(Title("Customers", "مشتریان"), "count"),
                    *(() if profit is None else _PROFIT),
                ),
                rows=rows,
            ),
        ),
    )


def _profit_cells(profit: float, revenue: float) -> tuple[float, float | None]:
    return profit, profit / revenue if revenue > 0 else None
