"""Covariates: what else is known of customers or contracts, column by column."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, readonly_floats, refuse_rows, texts
from crmcore._display import Value
from crmcore._keyed import known, refuse_doubles
from crmcore._types import BoolArray, FloatArray, IntArray, ObjectArray
from crmcore.errors import InvalidInputError

__all__ = ["Covariates"]


def _numbers(columns: Mapping[str, npt.ArrayLike]) -> dict[str, FloatArray]:
    return {str(name): _finite(str(name), values) for name, values in columns.items()}


def _labels(columns: Mapping[str, npt.ArrayLike]) -> dict[str, ObjectArray]:
    return {str(name): _texts(str(name), values) for name, values in columns.items()}


def _all_by_value(columns: Mapping[str, npt.NDArray[Any]]) -> object:
    return {name: by_value(column) for name, column in columns.items()}


@attrs.frozen(kw_only=True, repr=False)
class Covariates(Value):
    """Columns that tell more of ``n`` customers than their purchases do.

    They do not change with time: the channel that won a customer, the age at the first purchase,
    the spend of the first order. What customers do later is no covariate, as it follows from the
    rates that a model is to learn.

    Attributes
    ----------
    numbers : mapping of str to ndarray of shape (n,)
        Numeric columns by name; finite.
    labels : mapping of str to ndarray of shape (n,)
        Categorical columns by name; texts.

    Raises
    ------
    InvalidInputError
        If there is no column, lengths differ, a name occurs twice, a number is not finite or a
        label is missing.

    Examples
    --------
    >>> seen = Covariates.of({"age": [31, 54, 40], "channel": ["web", "shop", "web"]})
    >>> seen
    Covariates(rows=3, numbers=('age',), labels=('channel',))
    >>> seen.select(np.array([0, 2])).labels["channel"]
    array(['web', 'web'], dtype=object)
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    numbers: Mapping[str, FloatArray] = attrs.field(
        factory=dict[str, FloatArray], converter=_numbers, eq=_all_by_value
    )
    labels: Mapping[str, ObjectArray] = attrs.field(
        factory=dict[str, ObjectArray], converter=_labels, eq=_all_by_value
    )

    def __attrs_post_init__(self) -> None:
        refuse_doubles("names of covariates", (*self.numbers, *self.labels))
        sizes = {name: self.column(name).size for name in self}
        if not sizes:
            msg = "covariates must have at least one column, got none"
            raise InvalidInputError(msg)
        if len(set(sizes.values())) > 1:
            got = ", ".join(f"{name} {size}" for name, size in sizes.items())
            msg = f"covariates must have the same length, got {got}"
            raise InvalidInputError(msg)

    @classmethod
    def of(
        cls, columns: Mapping[str, npt.ArrayLike], /, *, labels: str | Sequence[str] = ()
    ) -> Self:
        """Read columns, and tell by their content which are numbers and which are labels.

        Parameters
        ----------
        columns : mapping of str to array_like of shape (n,)
            Columns by name. Numbers are numeric; texts, truth values and other objects are labels.
        labels : str or sequence of str, default ()
            Columns of whole numbers that are labels all the same, such as the number of a shop.

        Returns
        -------
        Covariates
            The columns.

        Raises
        ------
        InvalidInputError
            If a column cannot be read, holds dates or misses a value.
        UnknownKeyError
            If `labels` names no column.

        Examples
        --------
        >>> Covariates.of({"shop": [3, 7], "online": [True, False]}, labels="shop").labels
        {'shop': array(['3', '7'], dtype=object), 'online': array(['True', 'False'], dtype=object)}
        """
        named = texts(labels)
        for name in named:
            known("labels", name, columns)
        words = {name for name in columns if name in named or _holds_labels(name, columns[name])}
        return cls(
            numbers={name: values for name, values in columns.items() if name not in words},
            labels={name: values for name, values in columns.items() if name in words},
        )

    def __len__(self) -> int:
        """Count the rows.

        Returns
        -------
        int
            Rows.
        """
        return self.column(next(iter(self))).size

    def __iter__(self) -> Iterator[str]:
        """Go through the names of the columns.

        Yields
        ------
        str
            The numeric ones, then the categorical ones.
        """
        yield from self.numbers
        yield from self.labels

    def column(self, name: str, /) -> npt.NDArray[Any]:
        """Give one column.

        Parameters
        ----------
        name : str
            Its name.

        Returns
        -------
        ndarray of shape (n,)
            Numbers or labels.

        Raises
        ------
        UnknownKeyError
            If there is none of that name; the nearest names are suggested.
        """
        columns: dict[str, npt.NDArray[Any]] = {**self.numbers, **self.labels}
        return columns[known("covariate", name, columns)]

    def select(self, rows: BoolArray | IntArray, /) -> Self:
        """Take some of the rows.

        Parameters
        ----------
        rows : ndarray of bool, shape (n,), or of int
            A mask, or row numbers.

        Returns
        -------
        Covariates
            Those rows, in that order.
        """
        return type(self)(
            numbers={name: column[rows] for name, column in self.numbers.items()},
            labels={name: column[rows] for name, column in self.labels.items()},
        )

    def _facts(self) -> dict[str, object]:
        return {"rows": len(self), "numbers": tuple(self.numbers), "labels": tuple(self.labels)}


def read_covariates(
    columns: "Covariates | Mapping[str, npt.ArrayLike]",
    /,
    *,
    labels: str | Sequence[str] = (),
    rows: int,
) -> Covariates:
    """Read covariates of some rows: what the methods `with_covariates` take.

    Parameters
    ----------
    columns : Covariates or mapping of str to array_like of shape (n,)
        The columns.
    labels : str or sequence of str, default ()
        As in `Covariates.of`.
    rows : int
        Rows that there must be.

    Returns
    -------
    Covariates
        The columns.

    Raises
    ------
    InvalidInputError
        If a column cannot be read or has another length.
    """
    read = columns if isinstance(columns, Covariates) else Covariates.of(columns, labels=labels)
    require_length(read, rows)
    return read


def require_length(covariates: Covariates | None, rows: int, /) -> None:
    """Refuse covariates of more or fewer rows.

    Parameters
    ----------
    covariates : Covariates or None
        The columns, if there are any.
    rows : int
        Rows that there must be.

    Raises
    ------
    InvalidInputError
        If the numbers differ.
    """
    if covariates is not None and len(covariates) != rows:
        msg = f"covariates must have {rows} rows, one for each row, got {len(covariates)}"
        raise InvalidInputError(msg)


def _finite(name: str, values: npt.ArrayLike) -> FloatArray:
    try:
        column = readonly_floats(values)
    except InvalidInputError as error:
        msg = f"covariate {name} {error}"
        raise InvalidInputError(msg) from error
    rule = "be finite (a missing number must be filled)"
    refuse_rows(f"covariate {name}", column, ~np.isfinite(column), rule)
    return column


def _texts(name: str, values: npt.ArrayLike) -> ObjectArray:
    cells = _cells(name, values)
    missing = np.array([_is_missing(cell) for cell in cells.tolist()], dtype=np.bool_)
    rule = "have a label in every row (give the missing ones a label of their own)"
    refuse_rows(f"covariate {name}", cells, missing, rule)
    column: ObjectArray = np.array([str(cell) for cell in cells.tolist()], dtype=object)
    column.flags.writeable = False
    return column


def _cells(name: str, values: npt.ArrayLike) -> npt.NDArray[Any]:
    cells: npt.NDArray[Any] = np.array(values, ndmin=1)
    if cells.dtype.kind == "U":  # numbers among texts have become texts, truth values numbers
        cells = np.array(values, dtype=object, ndmin=1)
    if cells.ndim != 1:
        msg = f"covariate {name} must have one dimension, got shape {cells.shape}"
        raise InvalidInputError(msg)
    if cells.dtype.kind in "mM":
        msg = f"covariate {name} must be numbers or labels, got dates; give the days since a date"
        raise InvalidInputError(msg)
    return cells


def _is_missing(cell: object) -> bool:
    try:
        same = bool(cell == cell)  # noqa: PLR0124 - nan
    except TypeError:  # pandas' NA
        same = False
    return cell is None or not same or not str(cell).strip()


def _holds_labels(name: str, values: npt.ArrayLike) -> bool:
    cells = _cells(name, values)
    if cells.dtype.kind in "iuf":
        return False
    if cells.dtype.kind == "O":
        return not all(_is_number(cell) for cell in cells.tolist() if cell is not None)
    return True


def _is_number(cell: object) -> bool:
    if isinstance(cell, bool | np.bool_ | str):
        return False
    try:
        float(cell)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError):
        return False
    return True
