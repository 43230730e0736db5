"""Names that columns of purchases commonly have, in English and Persian, the likeliest first."""

import re
import unicodedata
from typing import Final

__all__ = ["COLUMNS", "PERSIAN", "ROLES", "UNIT_COST", "normal"]

COLUMNS: Final = (
    "customer", "date", "amount", "quantity", "price", "order", "product", "category", "cost",
)  # fmt: skip
_LETTERS: Final = str.maketrans("يكىۀةە", "یکیههه")


def normal(name: str, /) -> str:
    """Reduce a name to its letters and digits, so that spelling habits do not matter.

    Parameters
    ----------
    name : str
        The name of a column.

    Returns
    -------
    str
        Lower-case letters and digits; Arabic forms of Persian letters as the Persian ones.

    Examples
    --------
    >>> normal("Customer_ID"), normal("customer id")
    ('customerid', 'customerid')
    """
    plain = unicodedata.normalize("NFKD", name).translate(_LETTERS).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _names(*lists: str) -> tuple[str, ...]:
    return tuple(normal(name) for names in lists for name in re.split("[,،]", names))


UNIT_COST: Final = _names(
    "unit cost, cost per unit, cost price, item cost, بهای واحد, بهای تمام شده واحد"
)
ROLES: Final[dict[str, tuple[str, ...]]] = {
    "customer": _names(
        "customer unique id, customer id, customer no, customer number, customer code",
        "customer key, cust id, cust no, customer, client id, client no, client number",
        "client code, client, user id, user, member id, member no, member, buyer id, buyer",
        "account id, account no, account number, account, shopper id, master customer",
        "customer email, user email, email, email address, phone, phone number, mobile",
        "customer phone, customer name, client name",
        "شناسه مشتری, کد مشتری, شماره مشتری, مشتری, شناسه کاربر, کد کاربر, کاربر, خریدار",
        "کد اشتراک, شماره اشتراک, ایمیل, شماره موبایل, موبایل, شماره تماس, تلفن, نام مشتری",
    ),
    "date": _names(
        "order date, purchase date, invoice date, transaction date, sale date, sales date",
        "date of purchase, order purchase timestamp, purchased at, ordered at, order timestamp",
        "purchase timestamp, order datetime, purchase datetime, order time, transaction time",
        "invoice time, purchase time, date, datetime, timestamp, created at",
        "created on, created, paid at, payment date, day",
        "تاریخ خرید, تاریخ سفارش, تاریخ فاکتور, تاریخ تراکنش, تاریخ فروش, تاریخ, زمان خرید, زمان",
    ),
    "amount": _names(
        "amount, total amount, order amount, invoice amount, transaction amount",
        "purchase amount, sale amount, sales amount, payment amount, net amount, line total",
        "line amount, order total, invoice total, total price, total, total value, total paid",
        "total revenue, total sales, order value, purchase value, transaction value, revenue",
        "net revenue, net sales, sales, sale, turnover, price paid, amount paid, paid, payment",
        "payment value, spend, spent, monetary, monetary value, value, gross amount",
        "gross revenue, gross sales, subtotal",
        "مبلغ, مبلغ کل, مبلغ خالص, مبلغ فروش, مبلغ خرید, مبلغ سفارش, مبلغ فاکتور",
        "مبلغ پرداختی, مبلغ نهایی, جمع کل, جمع, ارزش خرید, ارزش, فروش, درآمد, پرداختی",
    ),
    "quantity": _names(
        "quantity, qty, order quantity, quantity ordered, ordered quantity, units, units sold",
        "pieces, pcs, item count, number of items, no of items, items, تعداد, تعداد کالا",
        "تعداد اقلام, مقدار",
    ),
    "price": _names(
        "unit price, price per unit, price each, item price, selling price, sale price",
        "retail price, price, قیمت واحد, قیمت, قیمت فروش, مبلغ واحد, فی",
    ),
    "order": _names(
        "order id, order no, order number, order, invoice no, invoice id, invoice number",
        "invoice, transaction id, transaction no, transaction number, transaction, receipt id",
        "receipt no, receipt number, receipt, basket id, bill no",
        "شناسه سفارش, شماره سفارش, کد سفارش, سفارش, شماره فاکتور, فاکتور, شماره رسید, رسید",
        "شناسه تراکنش, کد تراکنش, تراکنش",
    ),
    "product": _names(
        "sku, product sku, stock code, product id, product code, product no, item id",
        "item code, item no, item number, article id, article no, article, barcode, product",
        "item, product name, item name, product description, item description, description",
        "شناسه محصول, کد محصول, شناسه کالا, کد کالا, بارکد, محصول, کالا, نام محصول, نام کالا",
        "شرح کالا, شرح",
    ),
    "category": _names(
        "category, product category, item category, category name, product category name",
        "category id, category code, product group, product type, department, subcategory",
        "گروه, گروه کالا, گروه محصول, دسته, دسته بندی, دسته کالا, دسته محصول, رده",
    ),
    "cost": (
        *_names("cost, total cost, cost of goods, cost of goods sold, cogs, line cost"),
        *_names("بهای تمام شده, قیمت تمام شده, هزینه"),
        *UNIT_COST,
    ),
    "currency": _names("currency, currency code, ارز, واحد پول, نوع ارز, واحد پولی"),
}
PERSIAN: Final = {
    "customer": "مشتری",
    "date": "تاریخ",
    "amount": "مبلغ",
    "quantity": "تعداد",
    "price": "قیمت",
    "order": "سفارش",
    "product": "محصول",
    "category": "گروه",
    "cost": "بهای تمام‌شده",
    "currency": "واحد پول",
}
