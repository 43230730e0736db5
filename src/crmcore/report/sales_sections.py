"""The parts of the report on what was sold: sales by month, products."""

from typing import Final

import numpy as np

from crmcore._text import Title
from crmcore.metrics.products import ProductTable
from crmcore.periods import period_index, period_start
from crmcore.report.analysis import Analysis
from crmcore.report.document import Column, Phrase, Section, Table, say

__all__ = ["products", "sales"]

_CENT = 0.005
_MONTHS = 13
_PRODUCTS = 10
_BEST_SELLING: Final = Title("The best-selling products", "پرفروش‌ترین محصولات")
_MOST_PROFITABLE: Final = Title("The most profitable products", "سودآورترین محصولات")

_PROFIT = (
    Column(Title("Profit", "سود"), "money"),
    Column(Title("Margin", "حاشیه سود"), "share"),
)


_LAST_MONTHS: Final = Title(
    "The last 13 months at most; at either end of the data a month may be incomplete",
    "دست‌بالا ۱۳ ماه آخر؛ ماه در دو سر داده‌ها ممکن است ناقص باشد",
)
_SALES_COLUMNS: Final = (
    Column(Title("Month", "ماه"), "month"),
    Column(Title("Net sales", "فروش خالص"), "money"),
    Column(Title("Customers who bought", "مشتریان خریدار"), "count"),
    Column(Title("First-time customers", "مشتریان تازه"), "count"),
)


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
                title=_LAST_MONTHS,
                columns=_SALES_COLUMNS,
                rows=_months(analysis),
            ),
        ),
    )


def _months(analysis: Analysis) -> tuple[tuple[object, ...], ...]:
    log, calendar = analysis.log, analysis.terms.calendar
    month = period_index(log.day, "month", calendar=calendar)
    bought = log.purchases(period="month", calendar=calendar)
    first = np.full(len(log.ids), np.iinfo(np.int64).max)
    first[bought.customer[bought.firsts]] = bought.index[bought.firsts]
    months = range(max(int(month.min()), int(month.max()) + 1 - _MONTHS), int(month.max()) + 1)
    return tuple(
        (
            period_start(np.array([index]), "month", calendar=calendar)[0],
            float(log.amount[month == index].sum()),
            int((bought.index == index).sum()),
            int((first == index).sum()),
        )
        for index in months
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
                title=_BEST_SELLING if profit is None else _MOST_PROFITABLE,
                columns=(
                    Column(Title("Product", "محصول"), "name"),
                    Column(Title("Net sales", "فروش خالص"), "money"),
                    Column(Title("Customers", "مشتریان"), "count"),
                    *(() if profit is None else _PROFIT),
                ),
                rows=_best(table),
            ),
        ),
    )


def _best(table: ProductTable) -> tuple[tuple[object, ...], ...]:
    profit = table.profit
    return tuple(
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
        for row in range(min(len(table), _PRODUCTS))
    )


def _profit_cells(profit: float, revenue: float) -> tuple[float, float | None]:
    return profit, profit / revenue if revenue > 0 else None
