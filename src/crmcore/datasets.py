"""Made-up customer bases for examples and tests: a small shop over two years, from a seed."""

from typing import Final

import numpy as np

from crmcore._inputs import whole_number
from crmcore._types import FloatArray, IntArray, ObjectArray
from crmcore.transactions import TransactionLog

__all__ = ["demo_columns", "demo_log"]

# Product, category, price and cost in cents, popularity. Three of them sell below cost.
_SHELF: Final = (
    ("Tea 100 g", "Tea", 450, 190, 10),
    ("Tea 500 g", "Tea", 1800, 840, 4),
    ("Green tea 100 g", "Tea", 520, 230, 6),
    ("Herbal tea 50 g", "Tea", 340, 160, 5),
    ("Coffee 250 g", "Coffee", 590, 310, 10),
    ("Coffee 1 kg", "Coffee", 1990, 1240, 5),
    ("Espresso 250 g", "Coffee", 650, 320, 6),
    ("Decaf 250 g", "Coffee", 620, 360, 3),
    ("Honey 500 g", "Pantry", 780, 490, 5),
    ("Oats 1 kg", "Pantry", 260, 150, 6),
    ("Almonds 500 g", "Pantry", 890, 1090, 6),
    ("Chocolate 100 g", "Pantry", 240, 110, 9),
    ("Kettle", "Kitchen", 3490, 4690, 4),
    ("Teapot", "Kitchen", 2200, 1150, 2),
    ("Mug", "Kitchen", 950, 380, 5),
    ("Scales", "Kitchen", 2490, 2350, 2),
    ("Soap 100 g", "Care", 290, 110, 7),
    ("Shampoo 250 ml", "Care", 640, 410, 5),
    ("Hand cream 75 ml", "Care", 550, 220, 4),
    ("Bath towel", "Care", 1290, 1690, 5),
)
_PRODUCTS: Final = np.array([row[0] for row in _SHELF], dtype=object)
_CATEGORIES: Final = np.array([row[1] for row in _SHELF], dtype=object)
_PRICE: Final = np.array([row[2] for row in _SHELF], dtype=np.int64)
_COST: Final = np.array([row[3] for row in _SHELF], dtype=np.int64)
_POPULAR: Final = np.array([row[4] for row in _SHELF], dtype=np.int64)

_DAYS: Final = np.arange("2023-01-01", "2025-01-01", dtype="datetime64[D]")
_DECEMBERS: Final = np.array(["2023-12", "2024-12"], dtype="datetime64[M]")
# Half days passed: a day of December counts one and a half.
_BUSY: Final = np.cumsum(np.where(np.isin(_DAYS.astype("datetime64[M]"), _DECEMBERS), 3, 2))
_ALPHA: Final = 140.0  # half days: 10 weeks
_SPEND: Final = 1500.0  # cents
_LINES: Final = np.array([0.4, 0.7, 0.9])  # chances of up to 1, 2, 3 lines in an order
_LIKED: Final = 4  # how much likelier a product of the favourite category is
_MOST: Final = 20  # pieces on a line
_GUESTS: Final = 20  # customers for each guest
_RETURNED: Final = 0.02
_RETURN_DAYS: Final = 21
_LN2: Final = 0.6931471805599453
_TERMS: Final = 16


def demo_log(*, customers: int = 2000, seed: int = 1) -> TransactionLog:
    """Make the purchases of a small shop in 2023 and 2024, with refunds and rows left out.

    Parameters
    ----------
    customers : int, default 2000
        Customers, 1 to 99,999.
    seed : int, default 1
        What the base is drawn from, 0 to 2**32 - 1; equal seeds give equal bases.

    Returns
    -------
    TransactionLog
        Orders of one to four products with costs, in euros, ``refunds="net"``; its `report`
        counts the rows without a customer.

    Raises
    ------
    InvalidInputError
        If a number is not whole or out of its range.

    See Also
    --------
    demo_columns : The same rows before they are read, and how they come about.

    Examples
    --------
    >>> log = demo_log()
    >>> log
    TransactionLog(rows=15719, customers=2000, first='2023-01-01', last='2024-12-31',
                   currency='EUR')
    >>> log.report
    Exclusions(rows_read=15917, rows_kept=15719, no_customer=198)
    >>> log.summarize(observed_until="2024-12-31", unit="week")
    CustomerSummary(customers=1998, repeat_buyers=1528, unit='week', observed_until='2024-12-31')
    """
    return TransactionLog.from_arrays(
        **demo_columns(customers=customers, seed=seed),
        currency="EUR",
        refunds="net",
        zone=None,
        on_bad_rows="report",
    )


def demo_columns(*, customers: int = 2000, seed: int = 1) -> dict[str, ObjectArray]:
    r"""Make the rows of `demo_log` as raw columns, such as a shop would export to a file.

    Parameters
    ----------
    customers : int, default 2000
        Customers, 1 to 99,999.
    seed : int, default 1
        What the base is drawn from, 0 to 2**32 - 1; equal seeds give equal bases.

    Returns
    -------
    dict of str to ndarray
        Columns of equal length in the order of the dates, named as `TransactionLog.from_arrays`
        takes them: ``customer`` (text; None for a guest), ``date``, ``order`` (a number),
        ``product``, ``category``, ``quantity`` (pieces), ``amount`` and ``cost`` (euros). A
        refund has the order of its purchase, a negative quantity and amount, and the cost of
        what came back.

    Raises
    ------
    InvalidInputError
        If a number is not whole or out of its range.

    Notes
    -----
    Customers join evenly over the two years and then buy as BG/NBD [1]_ has it: at a rate
    :math:`\lambda \sim \mathrm{Gamma}(1, 10\text{ weeks})` of their own, leaving after each
    repeat purchase with a chance :math:`p \sim \mathrm{Beta}(1, 4)` of their own. Days of
    December count one and a half. What a customer means to spend in an order is gamma-gamma
    [2]_: :math:`z \sim \mathrm{Gamma}(6, \nu)` with
    :math:`\nu \sim \mathrm{Gamma}(4, 15\text{ euros})`, spread over the lines and rounded to
    whole pieces. Products of a customer's favourite category are four times as likely. One
    order in about eighty is a guest's, and two rows in a hundred come back within three weeks.

    Only the generator's uniform numbers, whole numbers and the four operations of arithmetic
    are used, which every platform rounds alike: equal seeds give equal columns to the last bit.

    References
    ----------
    .. [1] Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284, section 3.
    .. [2] Fader, Hardie & Lee (2005), Journal of Marketing Research 42(4), 415-430.

    Examples
    --------
    >>> shop = demo_columns(customers=3, seed=1)
    >>> print(*shop, sep=", ")
    customer, date, order, product, category, quantity, amount, cost
    >>> for row in zip(*shop.values(), strict=True):
    ...     if row[2] == 1:
    ...         print(*row, sep=", ")
    C00002, 2023-04-13, 1, Shampoo 250 ml, Care, 4, 25.6, 16.4
    C00002, 2023-04-13, 1, Coffee 250 g, Coffee, 5, 29.5, 15.5
    C00002, 2023-04-13, 1, Tea 100 g, Tea, 6, 27.0, 11.4
    C00002, 2023-04-13, 1, Green tea 100 g, Tea, 5, 26.0, 11.5
    """
    customers = whole_number("customers", customers, low=1, high=99_999)
    seed = whole_number("seed", seed, low=0, high=2**32 - 1)
    rng = np.random.Generator(np.random.PCG64(seed))
    who, day = _visits(customers, rng)
    visit, product, pieces = _baskets(who, rng)
    rows, sign, late = _returns(day[visit], rng)
    visit, product, pieces = visit[rows], product[rows], pieces[rows]
    names = np.array([f"C{i + 1:05d}" for i in range(customers)] + [None], dtype=object)
    return {
        "customer": names[np.minimum(who[visit], customers)],
        "date": _DAYS[day[visit] + late],
        "order": visit + 1,
        "product": _PRODUCTS[product],
        "category": _CATEGORIES[product],
        "quantity": sign * pieces,
        "amount": sign * pieces * _PRICE[product] / 100,
        "cost": pieces * _COST[product] / 100,
    }


# Who comes to the shop and on which day (a row of _DAYS), in the order of the days; guests, who
# come once, are numbered after the customers.
def _visits(customers: int, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    rate = _minus_log(_uniform(rng, customers)) / _ALPHA
    leaving = rng.random((4, customers)).min(axis=0)  # the least of four is Beta(1, 4)
    here, moment = np.arange(customers), _BUSY[-1] * rng.random(customers)
    visitors, moments = [here], [moment]
    while here.size:
        moment = moment + _minus_log(_uniform(rng, here.size)) / rate[here]
        inside = moment < _BUSY[-1]
        here, moment = here[inside], moment[inside]
        visitors.append(here)
        moments.append(moment)
        stays = rng.random(here.size) >= leaving[here]
        here, moment = here[stays], moment[stays]
    guests = customers + np.arange(customers // _GUESTS)
    visitors.append(guests)
    moments.append(_BUSY[-1] * rng.random(guests.size))
    who, when = np.concatenate(visitors), np.concatenate(moments)
    order = np.argsort(when, kind="stable")
    return who[order], np.searchsorted(_BUSY, when[order], side="right")


# The lines of the visits: the visit, the product and the pieces of each.
def _baskets(who: IntArray, rng: np.random.Generator) -> tuple[IntArray, IntArray, IntArray]:
    people = int(who.max()) + 1
    taste = _CATEGORIES[np.floor(rng.random(people) * len(_SHELF)).astype(np.int64)]
    purse = _SPEND / _minus_log(_uniform(rng, (4, people)).prod(axis=0))
    budget = purse[who] * _minus_log(_uniform(rng, (6, who.size)).prod(axis=0))
    liked = np.where(taste[who, None] == _CATEGORIES, _LIKED, 1) * _POPULAR
    # Exponential times race: the first to come are a draw by weight, without repeats.
    race = _minus_log(_uniform(rng, liked.shape)) / liked
    lines = 1 + np.searchsorted(_LINES, rng.random(who.size), side="right")
    taken = np.arange(_LINES.size + 1) < lines[:, None]
    product = np.argsort(race, axis=1, kind="stable")[:, : _LINES.size + 1][taken]
    visit = np.repeat(np.arange(who.size), lines)
    pieces = np.rint((budget / lines)[visit] / _PRICE[product])
    return visit, product, np.clip(pieces, 1, _MOST).astype(np.int64)


# The lines once more, those that come back a second time: line, sign and days later, by day.
def _returns(day: IntArray, rng: np.random.Generator) -> tuple[IntArray, IntArray, IntArray]:
    lag = 1 + np.floor(rng.random(day.size) * _RETURN_DAYS).astype(np.int64)
    back = np.flatnonzero((rng.random(day.size) < _RETURNED) & (day + lag < _DAYS.size))
    rows = np.concatenate((np.arange(day.size), back))
    sign = np.repeat((1, -1), (day.size, back.size))
    late = np.where(sign < 0, lag[rows], 0)
    order = np.argsort(day[rows] + late, kind="stable")
    return rows[order], sign[order], late[order]


def _uniform(rng: np.random.Generator, shape: int | tuple[int, ...]) -> FloatArray:
    return np.maximum(rng.random(shape), 2.0**-53)  # strictly between 0 and 1


# -log(u), the same on every platform, which a system's own logarithm is not: minus the log of a
# uniform is exponential, that of the product of k uniforms is Gamma(k, 1).
def _minus_log(u: FloatArray) -> FloatArray:
    mantissa, exponent = np.frexp(u)
    s = (1.0 - mantissa) / (1.0 + mantissa)
    square, series = s * s, np.zeros_like(s)
    for k in range(_TERMS, -1, -1):
        series = series * square + 1.0 / (2 * k + 1)
    return 2.0 * s * series - exponent * _LN2
