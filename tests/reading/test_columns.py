"""Which column tells what, and how money is made of the columns."""

from collections.abc import Callable

import pytest

from crmcore._reading import Reading
from crmcore._reading.names import choose
from crmcore._reading.roles import COLUMNS, ROLES
from crmcore.errors import InvalidInputError

GOOD = "ada,2024-01-02,5\n"


def spoken(reading: Reading) -> str:
    return "\n".join(title.en for title in reading.said)


def test_known_names_lead_to_one_role() -> None:
    """No name of a column stands for two things, and each of ours can be told by its own name."""
    names = [name for role in ROLES.values() for name in role]
    assert len(names) == len(set(names))
    assert all(role in ROLES[role] for role in COLUMNS)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (
            "CustomerID,InvoiceDate,Quantity,UnitPrice,InvoiceNo",
            "CustomerID InvoiceDate - Quantity",
        ),
        ("cust_id,purchase date,Total Amount,total", "cust_id purchase date Total Amount -"),
        ("شناسه‌ي مشتري,تاریخ,مبلغ (ریال)", "- تاریخ مبلغ (ریال) -"),
        ("كد مشتري,تاريخ خريد,مبلغ,تعداد", "كد مشتري تاريخ خريد مبلغ تعداد"),
        ("master_customer,customer,date,cds,amount", "customer date amount -"),
        ("email,created_at,amount_usd,[Qty]", "email created_at amount_usd [Qty]"),
    ],
)
def test_columns_are_found_by_common_names(header: str, columns: str) -> None:
    """Spelling habits of English and Persian headers do not matter; the likeliest name wins."""
    given_ = {"customer": "شناسه‌ي مشتري"} if header.startswith("شناسه") else {}
    found = choose(header.split(","), given_).columns
    roles = ("customer", "date", "amount", "quantity")
    told = " ".join("-" if role in given_ else found.get(role, "-") for role in roles)
    assert told == columns


@pytest.mark.parametrize(
    ("header", "given_", "words"),
    [
        ("who,date,amount", {}, "customer must be told.*'who', 'date', 'amount'.*--customer NAME"),
        ("custmer,date,amount", {}, "perhaps --customer 'custmer'"),
        ("customer,date,paid by", {}, "amount must be told.*--amount NAME.*--quantity and --price"),
        ("customer,date,price", {}, "give --quantity NAME, or --amount 'price'"),
        ("customer date amount", {}, "separated by comma, semicolon, tab"),
        ("customer_id,Customer ID,date,amount", {}, "'customer_id' and 'Customer ID'"),
        ("customer,date,amount_usd,amount_eur", {}, "'amount_usd' and 'amount_eur', equally"),
        ("customer,date,amount,currency,Currency", {}, "rename one of them"),
        ("customer,date,amount,date", {}, "'date' as column 2 and as column 4"),
        ("who,date,amount", {"customer": "whom"}, "got 'whom'; did you mean 'who'.*it has 'who'"),
        ("who,date,amount", {"customer": "zzz"}, "got 'zzz'; it has"),
        ("a b,A_B,date,amount", {"customer": "AB"}, "did you mean 'a b' or 'A_B'"),
        ("who,date,amount", {"client": "who"}, "columns may be customer, date.*got 'client'"),
        (
            "who,date,amount",
            {"customer": "who", "order": "who"},
            "--customer and --order must name",
        ),
        ("c,date,a,b", {"customer": "c", "amount": "a", "price": "b"}, "told twice"),
        (",".join(f"c{i}" for i in range(40)), {}, "'c29' and 10 more"),
    ],
)
def test_columns_that_cannot_be_told_are_asked_for(
    read: Callable[..., Reading], header: str, given_: dict[str, str], words: str
) -> None:
    """The message lists the header or the rivals, and names the option to give."""
    with pytest.raises(InvalidInputError, match=words):
        read(header + "\n" + GOOD, columns=given_)


def test_named_columns_win_over_guesses(read: Callable[..., Reading]) -> None:
    """A user's name is taken in any spelling, is not announced, and frees or blocks the rest."""
    text = "who,date,qty,price,total\nada,2024-01-02,2,2.5,6\n"
    reading = read(text, columns={"customer": "WHO", "price": "price"})
    assert reading.log.amount.tolist() == [5.0]
    assert "customer from" not in spoken(reading)
    assert "'qty' times 'price'" in spoken(reading)
    both = read(text, columns={"customer": "who"})
    assert both.log.amount.tolist() == [6.0]
    assert "The amount is 'total', not quantity times 'price'" in spoken(both)
    every = {"customer": "who", "date": "date", "amount": "total", "quantity": "qty"}
    assert "Columns taken" not in spoken(read(text, columns=every))


def test_amount_is_quantity_times_price(read: Callable[..., Reading]) -> None:
    """Without an amount the product is taken; an overflow is a bad row, a discount is warned of."""
    text = "customer,date,qty,price,discount\na,2024-01-02,3,2.5,1\na,2024-01-02,1e10,1e10,0\n"
    reading = read(text)
    assert reading.log.amount.tolist() == [7.5]
    assert [(item.key, tuple(one.en for one in item.examples)) for item in reading.log.report] == [
        ("no_amount", ("'1e10' at line 3",))
    ]
    assert "'discount' is not taken off the amounts" in spoken(reading)


def test_an_optional_column_never_costs_a_purchase(read: Callable[..., Reading]) -> None:
    """A guessed cost or quantity with unreadable cells is left away; a named one drops the rows."""
    text = "customer,date,amount,qty,cost\na,2024-01-02,3,1,1\na,2024-01-02,3,x,\n"
    reading = read(text)
    assert len(reading.log) == 2
    assert reading.log.cost is None
    assert reading.log.quantity is None
    assert "'cost' is not used as the cost: 1 cells" in spoken(reading)
    named = read(text, columns={"cost": "cost", "quantity": "qty"})
    assert [(item.key, item.count) for item in named.log.report] == [("no_quantity", 1)]
    assert read(text.replace("3,x,", "3,2,2")).log.cost is not None


def test_cost_of_one_piece_is_multiplied(read: Callable[..., Reading]) -> None:
    """A unit cost is taken times the pieces, returned ones too, and not at all without pieces."""
    text = "customer,date,quantity,price,unit_cost\na,2024-01-02,3,2.5,1\na,2024-01-03,-1,2.5,1\n"
    reading = read(text)
    assert reading.log.cost is not None
    assert reading.log.cost.tolist() == [3.0, 1.0]
    assert "The cost of a row is 'unit_cost' times the quantity" in spoken(reading)
    lone = read("customer,date,amount,Unit Cost\na,2024-01-02,3,1\n")
    assert lone.log.cost is None
    assert "'Unit Cost' is the cost of one piece and is not used" in spoken(lone)
    refund = read("customer,date,amount,cost\na,2024-01-02,3,1\na,2024-01-03,-3,-1\n")
    assert refund.log.cost is not None
    assert refund.log.cost.tolist() == [1.0, 1.0]
    assert "Negative costs of refunds in 'cost' are read as positive: 1" in spoken(refund)


@pytest.mark.parametrize(
    ("customers", "ids", "words"),
    [
        (("17850.0", "17850", "9.0"), ["17850", "9"], "'17850.0' is read as '17850'"),
        (("17850.0", "AB1"), ["17850.0", "AB1"], ""),
        ((" 007", "7"), ["007", "7"], ""),
        (("9.89E+11", "5"), ["5", "9.89E+11"], "rounded numbers ('9.89E+11' at line 2)"),
    ],
)
def test_identifiers_stay_text(
    read: Callable[..., Reading], customers: tuple[str, ...], ids: list[str], words: str
) -> None:
    """Blanks go, zeros in front stay, and ``.0`` goes only where all are whole numbers."""
    rows = "".join(f"{customer},2024-01-02,5\n" for customer in customers)
    reading = read("customer,date,amount\n" + rows)
    assert reading.log.ids.tolist() == ids
    assert words in spoken(reading)


def test_labels_may_be_missing_or_odd(read: Callable[..., Reading]) -> None:
    """An empty order or product is none; the word NULL is no order, but may be a category."""
    text = (
        "customer,date,amount,order,sku,category\na,2024-01-02,5,NULL,,NULL\na,2024-01-02,5,7,s,\n"
    )
    log = read(text).log
    assert [log.orders, log.products, log.categories] == [["7"], ["s"], ["NULL"]]
