"""Columns as they come in: identifiers, dates and money are read, bad rows found and named."""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._calendars import CALENDARS
from crmcore._codes import distinct_cells
from crmcore._day_text import SOLAR_YEARS, day_part, read_day
from crmcore._frames import Column
from crmcore._text import Title, clean_text, isolate, persian_digits
from crmcore._types import BoolArray, Calendar, DateArray, FloatArray, IntArray, OnBadRows
from crmcore.errors import InvalidInputError
from crmcore.exclusions import Exclusion, Exclusions
from crmcore.numerals import read_number

__all__ = ["LARGEST", "BadRows", "as_column", "moments", "money"]

_EXAMPLES: Final = 5
LARGEST: Final = 1e18  # sums of larger amounts would lose whole units, or overflow
_EPOCH: Final = date(1970, 1, 1).toordinal()
_NAT: Final = np.datetime64("NaT", "us")

REASONS: Final = {
    "customer": (
        "name the customer",
        Title("No customer", "بدون مشتری"),
    ),
    "date": ("be a date", Title("No valid date", "بدون تاریخ معتبر")),
    "amount": ("be a finite number of at most 1e18", Title("No valid amount", "بدون مبلغ معتبر")),
    "quantity": (
        "be a finite number of at most 1e18",
        Title("No valid quantity", "بدون تعداد معتبر"),
    ),
    "price": ("be a finite number of at most 1e18", Title("No valid price", "بدون قیمت معتبر")),
    "cost": (
        "be a finite number from 0 to 1e18",
        Title("No valid cost", "بدون بهای تمام‌شده معتبر"),
    ),
}


@attrs.define
class BadRows:
    """Collects the rows that cannot be used, each once, under the first reason found.

    Attributes
    ----------
    rows : int
        Rows that came in.
    on_bad_rows : {"refuse", "report"}
        Whether the first bad row raises, or all are counted.
    bad : ndarray of bool, shape (rows,)
        Rows found so far.
    """

    rows: int
    on_bad_rows: OnBadRows
    bad: BoolArray = attrs.field(init=False)
    _found: list[tuple[str, IntArray, tuple[Title, ...]]] = attrs.field(init=False)
    _filled: dict[str, int] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.bad = np.zeros(self.rows, dtype=bool)
        self._found = []
        self._filled = {}

    def count(self, key: str, missing: BoolArray, /) -> None:
        """Note how many rows of a column hold a usable value.

        Parameters
        ----------
        key : str
            The column.
        missing : ndarray of bool, shape (rows,)
            Where it holds none.
        """
        self._filled[key] = self.rows - int(missing.sum())

    def add(self, key: str, bad: BoolArray, raw: Column, /) -> None:
        """Take the rows in which one column cannot be used.

        Parameters
        ----------
        key : str
            The column, a key of `REASONS`.
        bad : ndarray of bool, shape (rows,)
            Where it cannot.
        raw : sequence
            The column as it came, for the examples.

        Raises
        ------
        InvalidInputError
            If there are any and `on_bad_rows` is ``"refuse"``.
        """
        self.count(key, bad)
        new = np.flatnonzero(bad & ~self.bad)
        if not new.size:
            return
        examples = tuple(_example(raw, row) for row in new[:_EXAMPLES].tolist())
        if self.on_bad_rows == "refuse":
            more = f" (and {new.size - 1} more rows)" if new.size > 1 else ""
            msg = (
                f"{key} must {REASONS[key][0]}, got {examples[0].en}{more}; "
                "on_bad_rows='report' leaves such rows out and counts them"
            )
            raise InvalidInputError(msg)
        self.bad[new] = True
        self._found.append((key, new, examples))

    def report(self, amounts: FloatArray, /) -> Exclusions:
        """Sum up what was left out.

        Parameters
        ----------
        amounts : ndarray of shape (rows,)
            The money of every row, nan where unknown.

        Returns
        -------
        Exclusions
            Counts and money by reason.
        """
        items = tuple(
            Exclusion(
                key=f"no_{key}",
                title=REASONS[key][1],
                count=int(rows.size),
                amount=float(
                    np.nansum(np.where(np.abs(amounts[rows]) <= LARGEST, amounts[rows], 0.0))
                ),
                examples=examples,
            )
            for key, rows, examples in self._found
        )
        return Exclusions(
            rows_read=self.rows,
            rows_kept=self.rows - int(self.bad.sum()),
            items=items,
            filled=self._filled,
        )


def _example(raw: Any, row: int) -> Title:  # noqa: ANN401 - a column as it came
    got = repr(_plain(raw[row]))
    return Title(f"{got} at row {row}", f"{isolate(got)} در ردیف {persian_digits(str(row))}")


def _plain(value: Any) -> object:  # noqa: ANN401 - any cell
    return value.item() if hasattr(value, "item") else value


def money(values: Column, /, *, name: str) -> FloatArray:
    """Read a numeric column; what is missing becomes nan, for `BadRows` to find.

    Parameters
    ----------
    values : sequence of length n
        Numbers, or None; text as Python reads it, or in Persian or Arabic digits and separators
        where it has one meaning.
    name : str
        The column's name, for the message.

    Returns
    -------
    ndarray of float64, shape (n,)
        The numbers.

    Raises
    ------
    InvalidInputError
        If a value is no number, or a text may mean two.
    """
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        rows: list[Any] = list(values)
    return np.array([_number(value, row, name) for row, value in enumerate(rows)])


def _number(value: Any, row: int, name: str) -> float:  # noqa: ANN401 - any cell
    if value is None or type(value).__name__ == "NAType":
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        msg = f"{name} must be a number, got {value!r} at row {row}"
        if isinstance(value, str) and not value.isascii():
            return _persian_number(value, row, name)
        raise InvalidInputError(msg) from error


def _persian_number(text: str, row: int, name: str) -> float:
    try:
        return read_number(text, name=name)
    except InvalidInputError as error:
        msg = f"{error} at row {row}"
        raise InvalidInputError(msg) from None


def moments(values: Column, /, *, name: str, zone: str | None) -> DateArray:
    """Read a column of dates; what is no date becomes NaT, for `BadRows` to find.

    Parameters
    ----------
    values : sequence of length n
        Text of ISO 8601 or of the Solar Hijri calendar, date, datetime or numpy datetimes.
    name : str
        The column's name, for the message.
    zone : str or None
        The time zone in which aware times are told.

    Returns
    -------
    ndarray of datetime64[us], shape (n,)
        Moments without a zone.

    Raises
    ------
    InvalidInputError
        If aware and naive times, or two calendars, are mixed, or times are aware and no zone is
        stated.
    """
    if isinstance(values, np.ndarray) and values.dtype.kind == "M":
        return values.astype("datetime64[us]")
    rows: Sequence[Any] = values.tolist() if isinstance(values, np.ndarray) else values
    code, seen = distinct_cells(rows, name)
    parsed, calendars = _moments(seen)
    _require_one_calendar(calendars, seen, list(rows), name)
    _require_one_zone(parsed, seen, list(rows), name=name, zone=zone)
    convert = _converter(zone)
    table = np.array([convert(moment) for moment in parsed], dtype="datetime64[us]")
    return table[code] if code.size else np.zeros(0, dtype="datetime64[us]")


def _moments(values: Iterable[object]) -> tuple[list[datetime | None], list[Calendar | None]]:
    read = [_text_moment(it) if isinstance(it, str) else (_moment(it), None) for it in values]
    return [moment for moment, _ in read], [calendar for _, calendar in read]


def _text_moment(value: str) -> tuple[datetime | None, Calendar | None]:
    text = clean_text(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is not None and moment.year not in SOLAR_YEARS:
        return moment, "gregorian"
    part = day_part(text)
    found = read_day(part, None)
    if isinstance(found, str) or found.calendar == "gregorian":
        return None, None
    clock = text[len(part) :].strip(" T")
    day = date.fromordinal(found.number + _EPOCH)
    return datetime.combine(day, time.fromisoformat(clock) if clock else time()), "solar_hijri"


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return None if str(value) == "NaT" else value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day has no zone
    return None


def _require_one_calendar(
    calendars: Sequence[Calendar | None], distinct: list[Any], rows: list[Any], name: str
) -> None:
    first: dict[Calendar, object] = {}
    for calendar, value in zip(calendars, distinct, strict=True):
        if calendar is not None:
            first.setdefault(calendar, value)
    if len(first) > 1:
        got = " and ".join(
            f"{value!r} at row {rows.index(value)} for {CALENDARS[calendar].en}"
            for calendar, value in first.items()
        )
        msg = f"{name} must be in one calendar, got {got}"
        raise InvalidInputError(msg)


def _require_one_zone(
    parsed: list[datetime | None],
    distinct: list[Any],
    rows: list[Any],
    *,
    name: str,
    zone: str | None,
) -> None:
    aware = [i for i, moment in enumerate(parsed) if moment is not None and moment.tzinfo]
    naive = [i for i, moment in enumerate(parsed) if moment is not None and not moment.tzinfo]
    if aware and naive:
        first, second = distinct[aware[0]], distinct[naive[0]]
        msg = (
            f"{name} must not mix times with and without a zone, got {first!r} at row "
            f"{rows.index(first)} and {second!r} at row {rows.index(second)}"
        )
        raise InvalidInputError(msg)
    if aware and zone is None:
        first = distinct[aware[0]]
        msg = (
            f"{name} must have no time zone unless zone= is stated, got {first!r} at row "
            f"{rows.index(first)}; pass for example zone='UTC'"
        )
        raise InvalidInputError(msg)


def _converter(zone: str | None) -> Callable[[datetime | None], np.datetime64]:
    try:
        told = None if zone is None else ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        msg = f"zone must be a name such as 'UTC' or 'Asia/Tehran', got {zone!r}"
        raise InvalidInputError(msg) from error

    def convert(moment: datetime | None) -> np.datetime64:
        if moment is None:
            return _NAT
        if moment.tzinfo is not None:
            moment = moment.astimezone(told).replace(tzinfo=None)
        return np.datetime64(moment, "us")

    return convert


def as_column(values: npt.ArrayLike | Iterable[Any], /, *, name: str) -> Column:
    """Take an array as it is and anything else as a list of rows.

    Parameters
    ----------
    values : array_like or iterable
        A column.
    name : str
        Its name, for the message.

    Returns
    -------
    ndarray or list
        The column, which has a length.

    Raises
    ------
    InvalidInputError
        If it is a single value.
    """
    if isinstance(values, np.ndarray):
        return values  # pyright: ignore[reportUnknownVariableType]
    if isinstance(values, str) or not isinstance(values, Iterable):
        msg = f"{name} must be a sequence of rows, got {values!r}"
        raise InvalidInputError(msg)
    rows: list[Any] = list(values)
    return rows
