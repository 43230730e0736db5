"""Products: what each sells, costs and earns."""

from typing import ClassVar

import attrs
import numpy as np

from crmcore._checks import by_value, naming, optional_floats, readonly_floats
from crmcore._display import Value
from crmcore._text import Title, isolate
from crmcore._types import FloatArray, ObjectArray
from crmcore.errors import UndefinedMetricError
from crmcore.transactions import TransactionLog

__all__ = ["ProductTable", "product_table"]


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class ProductTable(Value):
    """Sales, cost and profit by product, the best first.

    Attributes
    ----------
    products : ndarray of shape (k,)
        The products; by profit where costs are known, else by revenue, descending.
    revenue : ndarray of shape (k,)
        Money, net of refunds.
    profit : ndarray of shape (k,) or None
        Revenue less cost of goods; None where the log has no costs.
    customers : ndarray of shape (k,)
        Distinct customers who bought it.
    unnamed_revenue : float
        Money of the rows without a product; in no row of the table.
    currency : str or None
        The currency.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    products: ObjectArray = attrs.field(eq=by_value)
    revenue: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    profit: FloatArray | None = attrs.field(converter=optional_floats, eq=by_value)
    customers: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    unnamed_revenue: float
    currency: str | None

    def __len__(self) -> int:
        """Count the products.

        Returns
        -------
        int
            Their number.
        """
        return self.products.size

    def _facts(self) -> dict[str, object]:
        return {
            "products": len(self),
            "revenue": float(self.revenue.sum()),
            "profit": None if self.profit is None else float(self.profit.sum()),
            "currency": self.currency,
        }


def product_table(log: TransactionLog, /) -> ProductTable:
    """Add up revenue, cost and customers by product.

    Parameters
    ----------
    log : TransactionLog
        Purchases with products; with costs also the profit is told. The cost of a refunded row
        is taken back.

    Returns
    -------
    ProductTable
        One row a product, the best first; equal ones by name.

    Raises
    ------
    UndefinedMetricError
        If the log has no products.

    Examples
    --------
    >>> log = TransactionLog.from_arrays(
    ...     customer=["ada", "bo", "bo"], date=["2024-01-03"] * 3,
    ...     amount=[20.0, 35.0, 12.5], cost=[5.0, 30.0, 2.5], product=["tea", "pot", "tea"],
    ... )
    >>> table = product_table(log)
    >>> table.products.tolist(), table.profit
    (['tea', 'pot'], array([25.,  5.]))
    """
    if log.product is None or log.products is None:
        reason = Title(
            "the log has no products: name the column with product=",
            f"داده‌ها محصول ندارند: ستون محصول را با {isolate('product=')} مشخص کنید",
        )
        raise UndefinedMetricError(reason)
    named = log.product >= 0
    code, size = log.product[named], log.products.size
    revenue = np.bincount(code, log.amount[named], minlength=size)
    profit = None
    if log.profit is not None:
        profit = np.bincount(code, log.profit[named], minlength=size)
    bought = log.amount[named] >= 0
    pairs = np.unique(code[bought] * len(log.ids) + log.customer[named][bought])
    buyers = np.bincount(pairs // len(log.ids), minlength=size).astype(np.float64)
    best = np.argsort(-(revenue if profit is None else profit), kind="stable")
    sold = best[np.bincount(code, minlength=size)[best] > 0]
    return ProductTable(
        products=log.products[sold],
        revenue=revenue[sold],
        profit=None if profit is None else profit[sold],
        customers=buyers[sold],
        unnamed_revenue=float(log.amount[~named].sum()),
        currency=log.currency,
    )
