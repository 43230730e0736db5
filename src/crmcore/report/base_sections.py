"""The parts of the report on the customers there are: who they are, concentration, segments."""

from typing import Final

import numpy as np

from crmcore._text import Title
from crmcore._types import FloatArray
from crmcore.errors import UndefinedMetricError
from crmcore.metrics.measurement import Measurement
from crmcore.report.analysis import Analysis
from crmcore.report.document import Column, Drawing, Phrase, Section, Table, say
from crmcore.segmentation import fewest_holders
from crmcore.segmentation.segments import SegmentSummary

__all__ = ["concentration", "customers", "segments"]


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


_TIERS: Final = Title(
    "Tiers by sales; equal customers are never split",
    "رده‌ها بر پایه فروش؛ مشتریان برابر از هم جدا نمی‌شوند",
)
_TIER_COLUMNS: Final = (
    Column(Title("Tier", "رده"), "title"),
    Column(Title("Customers", "مشتریان"), "count"),
    Column(Title("Share", "سهم"), "share"),
    Column(Title("Sales", "فروش"), "money"),
    Column(Title("Share of sales", "سهم فروش"), "share"),
    Column(Title("Per customer", "هر مشتری"), "money"),
)
_WHALE: Final = (
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
            *_shares(one),
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
                title=_TIERS,
                columns=_TIER_COLUMNS,
                rows=rows,
            ),
        ),
        drawings=_WHALE,
    )


def _shares(one: SegmentSummary) -> tuple[object, ...]:
    return (
        one.segment.title,
        one.customers,
        one.customer_share.value,
        None if one.total_value is None else one.total_value.value,
        None if one.value_share is None else one.value_share.value,
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


_ONE_RULE: Final = say(
    "Segments sum up the past by one rule for all; where they and the forecast "
    "disagree on who is leaving, the forecast knows each customer's own pace.",
    "بخش‌ها گذشته را با یک قاعده برای همه خلاصه می‌کنند؛ هرجا با پیش‌بینی درباره رفتن "
    "مشتری اختلاف دارند، پیش‌بینی آهنگ خرید هر مشتری را می‌شناسد.",
)
_BY_RFM: Final = Title(
    "By recency, frequency and money; every customer is in just one",
    "بر پایه تازگی، تکرار و ارزش پولی؛ هر مشتری دقیقاً در یک بخش است",
)
_SEGMENT_COLUMNS: Final = (
    Column(Title("Segment", "بخش"), "title"),
    Column(Title("Customers", "مشتریان"), "count"),
    Column(Title("Share", "سهم"), "share"),
    Column(Title("Sales so far", "فروش تاکنون"), "money"),
    Column(Title("Share of sales", "سهم فروش"), "share"),
    Column(Title("Future value", "ارزش آینده"), "money"),
    Column(Title("What to do first", "نخستین اقدام"), "title"),
)
_RFM_GRID: Final = (
    Drawing(
        key="rfm",
        title=Title("Recency and frequency", "تازگی و تکرار خرید"),
        text=Title(
            "Customers by their scores; the best are at the top right.",
            "مشتریان بر پایه امتیازها؛ بهترین‌ها در گوشه بالا و راست‌اند.",
        ),
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
    inside = analysis.segments.members
    rows = tuple(
        (
            *_shares(one),
            None if worth is None else float(worth[inside(one.segment.key)].sum()),
            one.segment.action,
        )
        for one in filled
    )
    return Section(
        key="segments",
        title=Title("RFM segments", "بخش‌های RFM"),
        phrases=(
            _ONE_RULE,
            *(say(f"{flag.en}.", f"{flag.fa}.") for flag in analysis.rfm.flags),
        ),
        tables=(
            Table(
                title=_BY_RFM,
                columns=_SEGMENT_COLUMNS,
                rows=rows,
            ),
        ),
        drawings=_RFM_GRID,
    )
