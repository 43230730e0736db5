"""The part of the report about the data: what was read, what is complete, what was left out."""

from typing import Final

from crmcore._text import Title, join_titles
from crmcore.report.analysis import Analysis
from crmcore.report.document import Column, Phrase, Section, Table, say

__all__ = ["data"]

_FIELDS = {
    "customer": Title("Customer", "مشتری"),
    "date": Title("Date", "تاریخ"),
    "amount": Title("Amount", "مبلغ"),
    "order": Title("Order", "سفارش"),
    "product": Title("Product", "محصول"),
    "category": Title("Category", "گروه"),
    "quantity": Title("Quantity", "تعداد"),
    "price": Title("Price", "قیمت"),
    "cost": Title("Cost", "بهای تمام‌شده"),
}


_FIELD_COLUMNS: Final = (
    Column(Title("Field", "فیلد"), "title"),
    Column(Title("Rows with a usable value", "ردیف‌های دارای مقدار معتبر"), "count"),
    Column(Title("Share", "سهم"), "share"),
)
_LEFT_OUT_COLUMNS: Final = (
    Column(Title("Reason", "دلیل"), "title"),
    Column(Title("Count", "تعداد"), "count"),
    Column(Title("Money", "مبلغ"), "money"),
    Column(Title("Examples", "نمونه‌ها"), "title"),
)


def data(analysis: Analysis, said: tuple[Title, ...]) -> Section:
    """Tell how complete the data are, and count all that was left out.

    Parameters
    ----------
    analysis : Analysis
        The results.
    said : tuple of Title
        What the reading of the file decided.

    Returns
    -------
    Section
        Completeness by field, exclusions and remarks.
    """
    report = analysis.log.report
    rows = tuple(
        (_FIELDS[name], count, count / report.rows_read) for name, count in report.filled.items()
    )
    out = _left_out(analysis)
    tables = [
        Table(
            title=Title("Completeness by field", "کامل بودن داده‌ها به تفکیک فیلد"),
            columns=_FIELD_COLUMNS,
            rows=rows,
        )
    ]
    if out:
        tables.append(
            Table(
                title=Title("Left out or set apart, all counted", "کنارگذاشته‌شده‌ها، همه شمرده شده"),
                columns=_LEFT_OUT_COLUMNS,
                rows=out,
            )
        )
    return Section(
        key="data",
        title=Title("The data", "داده‌ها"),
        phrases=(_rows_read(analysis), *(say("{s}", "{s}", s=("title", one)) for one in said)),
        tables=tuple(tables),
    )


def _left_out(analysis: Analysis) -> tuple[tuple[object, ...], ...]:
    report, base = analysis.log.report, analysis.base
    left = () if base.left_out is None else (*base.left_out.items, *base.left_out.notes)
    return tuple(
        (
            item.title,
            item.count,
            item.amount,
            join_titles(item.examples[:2], mark=";") if item.examples else None,
        )
        for item in (*report.items, *report.notes, *left)
    )


def _rows_read(analysis: Analysis) -> Phrase:
    report = analysis.log.report
    return say(
        "{read} rows read, {kept} used ({share}).",
        "{read} ردیف خوانده شد، {kept} ردیف به کار رفت ({share}).",
        read=("count", report.rows_read),
        kept=("count", report.rows_kept),
        share=("share", report.rows_kept / report.rows_read),
    )
