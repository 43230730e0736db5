"""What all logs are: dated rows of customers, parallel columns that views take rows from."""

from typing import Any, ClassVar, Self

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, refuse_rows
from crmcore._display import Value
from crmcore._types import BoolArray, DateArray, DateLike, IntArray, ObjectArray
from crmcore.days import as_day
from crmcore.errors import InvalidInputError
from crmcore.exclusions import Exclusions
from crmcore.periods import Window

__all__ = ["Log", "frozen", "optional_frozen"]


def frozen(array: npt.NDArray[Any], /) -> npt.NDArray[Any]:
    """Make a column read-only: a converter of attrs.

    Parameters
    ----------
    array : ndarray
        A column that nobody else holds.

    Returns
    -------
    ndarray
        The same array.
    """
    array.flags.writeable = False
    return array


def optional_frozen(array: npt.NDArray[Any] | None, /) -> npt.NDArray[Any] | None:
    """Do as `frozen`, and let None through.

    Parameters
    ----------
    array : ndarray or None
        A column, or nothing.

    Returns
    -------
    ndarray or None
        The same.
    """
    return None if array is None else frozen(array)


@attrs.frozen(kw_only=True, repr=False)
class Log(Value):
    """Base of the logs: who, when, and which rows were left out.

    Attributes
    ----------
    customer : ndarray of int64, shape (n,)
        Who: positions in `ids`.
    ids : ndarray of shape (customers,)
        The distinct customers, ascending.
    date : ndarray of datetime64[us], shape (n,)
        When.
    report : Exclusions
        Rows that were read and left out, by reason.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside
    _COLUMNS: ClassVar[tuple[str, ...]] = ("customer", "date")

    customer: IntArray = attrs.field(converter=frozen, eq=by_value)
    ids: ObjectArray = attrs.field(converter=frozen, eq=by_value)
    date: DateArray = attrs.field(converter=frozen, eq=by_value)
    report: Exclusions

    def __len__(self) -> int:
        """Count the rows.

        Returns
        -------
        int
            Lines kept.
        """
        return self.customer.size

    @property
    def day(self) -> DateArray:
        """The day of each row, datetime64[D]."""
        return self.date.astype("datetime64[D]")

    @property
    def first_day(self) -> np.datetime64:
        """The day of the earliest row."""
        return np.min(self._some_days())

    @property
    def last_day(self) -> np.datetime64:
        """The day of the latest row."""
        return np.max(self._some_days())

    def _some_days(self) -> DateArray:
        if not len(self):
            msg = "the log must have at least one row to have a first and a last day, got none"
            raise InvalidInputError(msg)
        return self.day

    def window(self, span: Window, /) -> Self:
        """Take the rows inside a span of days.

        Parameters
        ----------
        span : Window
            The span, both ends included.

        Returns
        -------
        Self
            The rows inside; customers keep their positions.
        """
        return self._select(span.contains(self.date))

    def until(self, day: DateLike, /) -> Self:
        """Take the rows up to a day.

        Parameters
        ----------
        day : date
            The last day taken.

        Returns
        -------
        Self
            The rows up to it; customers keep their positions.
        """
        return self._select(self.day <= as_day(day, name="day"))

    def duplicate_rows(self) -> int:
        """Count the rows that repeat an earlier row in every column.

        Returns
        -------
        int
            Such rows; they are kept, since a line may rightly occur twice.
        """
        columns = [column for column in self._columns().values() if column is not None]
        order = np.lexsort(columns)
        same = np.ones(max(len(self) - 1, 0), dtype=bool)
        for column in columns:
            taken = column[order]
            same &= taken[1:] == taken[:-1]
        return int(same.sum())

    def _columns(self) -> dict[str, npt.NDArray[Any] | None]:
        return {name: getattr(self, name) for name in self._COLUMNS}

    def _late(self, name: str, end: np.datetime64, *, clip: bool) -> BoolArray:
        late = self.day > end
        if late.any() and not clip:
            hint = f"be <= {name} {end} (clip=True leaves later rows out)"
            refuse_rows("date", self.day.astype(str), late, hint)
        return late

    def _select(self, rows: BoolArray) -> Self:
        taken: dict[str, Any] = {
            name: None if column is None else column[rows]
            for name, column in self._columns().items()
        }
        return attrs.evolve(self, **taken)

    def _facts(self) -> dict[str, object]:
        return {
            "rows": len(self),
            "customers": len(self.ids),
            "first": str(self.first_day) if len(self) else None,
            "last": str(self.last_day) if len(self) else None,
        }
