"""Which column of a file tells what: common English and Persian names, or the user's word."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

import attrs

from crmcore._reading.roles import COLUMNS, PERSIAN, ROLES, UNIT_COST, normal
from crmcore._reading.table import say
from crmcore._text import Title, isolate
from crmcore.errors import InvalidInputError

__all__ = ["Choice", "choose", "known_names"]

_ASIDE: Final = re.compile(r"[(\[][^()\[\]]*[)\]]")
_CODE: Final = re.compile(
    r"(.*[^A-Za-z])(?:USD|EUR|GBP|IRR|IRT|CHF|JPY|CAD|AUD|AED|TRY|INR)\s*", re.IGNORECASE
)
_MOST_LISTED: Final = 30
_DISCOUNT: Final = ("discount", "rebate", "تخفیف")


@attrs.frozen(kw_only=True)
class Choice:
    """Which column of a file tells what.

    Attributes
    ----------
    columns : dict of str to str
        The name in the file for each of ours.
    given : frozenset of str
        Those of ours that the user named.
    said : tuple of Title
        What was guessed, and what else was possible.
    """

    columns: dict[str, str]
    given: frozenset[str]
    said: tuple[Title, ...]

    @property
    def unit_cost(self) -> bool:
        """Whether the column of the cost says that it is the cost of one piece."""
        return any(form in UNIT_COST for form in _forms(self.columns.get("cost", "")))


def known_names(header: Iterable[str], /) -> int:
    """Count the names that stand for something here.

    Parameters
    ----------
    header : iterable of str
        Names of columns.

    Returns
    -------
    int
        How many of them are known.

    Examples
    --------
    >>> known_names(["CustomerID", "InvoiceDate", "Country"])
    2
    """
    every = {name for names in ROLES.values() for name in names}
    return sum(any(form in every for form in _forms(name)) for name in header)


def _forms(name: str) -> tuple[str, ...]:
    aside = _ASIDE.sub(" ", name)
    code = _CODE.fullmatch(aside)
    forms = [normal(name), normal(aside), normal(code[1] if code else aside)]
    return tuple(dict.fromkeys(form for form in forms if form))


def choose(header: Sequence[str], given: Mapping[str, str], /) -> Choice:
    """Find the column for each thing a purchase tells.

    Parameters
    ----------
    header : sequence of str
        The names in the file.
    given : mapping of str to str
        The name in the file for some of ours, as the user says.

    Returns
    -------
    Choice
        The columns, and what was guessed.

    Raises
    ------
    InvalidInputError
        If names repeat, a named column is not there, one is wanted for two things, two are
        equally likely, or customer, date or money cannot be told.

    Examples
    --------
    >>> choose(["master_customer", "customer", "date", "cds", "amount"], {}).columns
    {'customer': 'customer', 'date': 'date', 'amount': 'amount'}
    """
    _require_distinct(header)
    named = {role: _named(role, name, header) for role, name in given.items()}
    _require_one_use(named)
    free = [name for name in header if name and name not in named.values()]
    ranked = {role: _ranked(role, free) for role in ROLES if role not in named}
    first = {role: names[0] for role, names in ranked.items() if names}
    columns, money = _money({**first, **named}, named)
    for role in ("customer", "date"):
        if role not in columns:
            raise InvalidInputError(_not_found(role, header))
    _require_money(columns, header)
    ordered = {role: columns[role] for role in ROLES if role in columns}
    said = (*_taken(ordered, named), *_passed_over(ordered, ranked), *money)
    return Choice(
        columns=ordered, given=frozenset(named), said=(*said, *_unused(ordered, header, ranked))
    )


def _require_distinct(header: Sequence[str]) -> None:
    names = [name for name in header if name]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        first, second, *_ = [place for place, name in enumerate(header, 1) if name == twice]
        msg = (
            f"FILE must have a name only once in its header, got {twice!r} as column {first} "
            f"and as column {second}; rename one of them"
        )
        raise InvalidInputError(msg)


def _named(role: str, name: str, header: Sequence[str]) -> str:
    if role not in COLUMNS:
        msg = f"columns may be {', '.join(COLUMNS)}; got {role!r}"
        raise InvalidInputError(msg)
    if name and name in header:
        return name
    alike = [known for known in header if known and normal(known) == normal(name)]
    if len(alike) == 1:
        return alike[0]
    close = get_close_matches(normal(name), {normal(known): known for known in header if known})
    meant = [known for known in header if normal(known) in close] or alike
    hint = f"; did you mean {' or '.join(map(repr, meant))}?" if meant else ""
    msg = f"--{role} must name a column of the file, got {name!r}{hint}; it has {_listed(header)}"
    raise InvalidInputError(msg)


def _require_one_use(named: Mapping[str, str]) -> None:
    if "amount" in named and "price" in named:
        msg = (
            "--amount and --price must not both be given, "
            f"got {named['amount']!r} and {named['price']!r}: the money would be told twice"
        )
        raise InvalidInputError(msg)
    for role, name in named.items():
        other = next((key for key in named if named[key] == name), role)
        if other != role:
            msg = f"--{other} and --{role} must name two columns, got {name!r} for both"
            raise InvalidInputError(msg)


def _ranked(role: str, header: Sequence[str]) -> list[str]:
    ranks: list[tuple[int, int, str]] = []
    for name in header:
        ranks.extend(
            (ROLES[role].index(form), how, name)
            for how, form in enumerate(_forms(name)[:2])
            if form in ROLES[role]
        )
    ranks.sort(key=lambda rank: rank[:2])
    names = list(dict.fromkeys(name for _, _, name in ranks))
    if len(names) > 1 and ranks[0][:2] == ranks[1][:2]:
        msg = (
            f"{role} must be told by one column, got {ranks[0][2]!r} and {ranks[1][2]!r}, "
            f"equally likely; say which: {_option(role)}"
        )
        raise InvalidInputError(msg)
    return names


def _option(role: str) -> str:
    return "rename one of them" if role == "currency" else f"--{role} NAME"


def _money(
    columns: dict[str, str], named: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Title, ...]]:
    columns = dict(columns)
    if "price" in named:
        columns.pop("amount", None)
    if "amount" not in columns:
        return columns, ()
    price = columns.pop("price", None)
    if price is None or "amount" in named:
        return columns, ()
    said = say(
        "The amount is '{amount}', not quantity times '{price}'; --price '{price}' uses that",
        "مبلغ از ستون «{amount}» است، نه تعداد ضرب در «{price}»؛ برای آن --price «{price}» بدهید",
        amount=columns["amount"],
        price=price,
    )
    return columns, (said,)


def _require_money(columns: Mapping[str, str], header: Sequence[str]) -> None:
    if "amount" in columns or {"quantity", "price"} <= set(columns):
        return
    if "price" not in columns:
        raise InvalidInputError(_not_found("amount", header))
    msg = (
        f"quantity must be told beside the price {columns['price']!r}: give --quantity NAME, or "
        f"--amount '{columns['price']}' if it is the money of the row; "
        f"the file has {_listed(header)}"
    )
    raise InvalidInputError(msg)


def _not_found(role: str, header: Sequence[str]) -> str:
    forms = {form: name for name in header for form in _forms(name)}
    close = [form for form in forms if get_close_matches(form, ROLES[role], n=1, cutoff=0.8)]
    hint = f", perhaps --{role} {forms[close[0]]!r}" if close else ""
    single = "" if len(header) > 1 else "; columns are separated by comma, semicolon, tab or |"
    other = ", or --quantity and --price" if role == "amount" else ""
    return (
        f"{role} must be told by a column, got none of a known name in the header "
        f"{_listed(header)}; say which: --{role} NAME{hint}{other}{single}"
    )


def _listed(header: Sequence[str]) -> str:
    names = [repr(name) for name in header if name]
    more = len(names) - _MOST_LISTED
    return ", ".join(names[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def _taken(columns: Mapping[str, str], named: Mapping[str, str]) -> tuple[Title, ...]:
    guessed = {role: name for role, name in columns.items() if role not in named}
    if not guessed:
        return ()
    en = ", ".join(f"{role} from '{name}'" for role, name in guessed.items())
    fa = "، ".join(f"{PERSIAN[role]} از «{isolate(name)}»" for role, name in guessed.items())
    return (Title(f"Columns taken by their names: {en}", f"ستون‌ها از روی نامشان: {fa}"),)


def _passed_over(
    columns: Mapping[str, str], ranked: Mapping[str, Sequence[str]]
) -> tuple[Title, ...]:
    return tuple(
        say(
            "Also possible as the " + role + ", but not taken: {others}",
            "به‌عنوان " + PERSIAN[role] + " این هم ممکن بود و برداشته نشد: {others}",
            others=_quoted(names[1:]),
        )
        for role, names in ranked.items()
        if len(names) > 1 and role in columns
    )


def _quoted(names: Iterable[str]) -> Title:
    listed = tuple(names)
    return Title(
        ", ".join(f"'{name}'" for name in listed),
        "، ".join(f"«{isolate(name)}»" for name in listed),
    )


def _unused(
    columns: Mapping[str, str], header: Sequence[str], ranked: Mapping[str, Sequence[str]]
) -> tuple[Title, ...]:
    told = {*columns.values(), *(name for names in ranked.values() for name in names)}
    rest = [name for name in header if name and name not in told]
    said: list[Title] = []
    if rest:
        names = _quoted(rest[:_MOST_LISTED])
        said.append(
            say("Columns not used: {names}", "ستون‌هایی که به کار نرفت: {names}", names=names)
        )
    lower = next((name for name in rest if any(word in normal(name) for word in _DISCOUNT)), None)
    if lower is not None and "price" in columns:
        said.append(
            say(
                "'{name}' is not taken off the amounts; --amount NAME takes amounts after discount",
                "«{name}» از مبلغ‌ها کم نشده است؛ با --amount ستون مبلغ پس از تخفیف را بدهید",
                name=lower,
            )
        )
    return tuple(said)
