"""Parquet to a table, through pyarrow or else Polars: the same distinct cells as from text."""

import importlib
import math
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, BinaryIO, Final, TypeAlias

import numpy as np

from crmcore._reading.table import ROW_NUMBERS, Cells, Index, Table, repeated
from crmcore._reading.text import Pick
from crmcore._types import BoolArray, IntArray
from crmcore.errors import InvalidInputError, MissingExtraError

__all__ = ["read_parquet"]

_Coded: TypeAlias = tuple[IntArray, list[Any]]
_Columns: TypeAlias = tuple[list[str], Iterator[_Coded | None]]
_PLAIN: Final = (str, int, float, Decimal, date)


def read_parquet(file: BinaryIO, pick: Pick, /) -> Table:
    """Read a Parquet file.

    Parameters
    ----------
    file : binary file
        Its bytes.
    pick : callable
        Takes the header and gives the names of the columns that are needed.

    Returns
    -------
    Table
        The rows, counted from 1; there is no header line.

    Raises
    ------
    InvalidInputError
        If it is broken, has no rows, or a column that is needed holds lists, bytes or the like.
    MissingExtraError
        If neither pyarrow nor Polars is installed.
    """
    columns = _engine()
    try:
        names, coded = columns(file)
        wanted = set(pick(names))
        cells, repeats = _gather(wanted, zip(names, coded, strict=True))
    except (InvalidInputError, MissingExtraError):
        raise
    except Exception as error:  # each engine has errors of its own
        msg = f"FILE must be a whole Parquet file, got one that cannot be read: {error}"
        raise InvalidInputError(msg) from error
    if not repeats.size:
        msg = "FILE must hold rows, got a table of none"
        raise InvalidInputError(msg)
    return Table(
        header=tuple(names),
        cells=cells,
        lines=np.arange(1, repeats.size + 1),
        unit="row",
        repeats=repeats,
        misshapen=None,
        said=(),
    )


def _engine() -> Callable[[BinaryIO], _Columns]:
    for package, columns in (("pyarrow.parquet", _arrow), ("polars", _polars)):
        try:
            return partial(columns, importlib.import_module(package))
        except ImportError:
            continue
    msg = "reading Parquet needs pyarrow or Polars, and neither is installed: pip install pyarrow"
    raise MissingExtraError(msg)


def _gather(
    wanted: set[str], columns: Iterator[tuple[str, _Coded | None]]
) -> tuple[dict[str, Cells], BoolArray]:
    cells: dict[str, Cells] = {}
    keys: IntArray = np.zeros(0, dtype=np.int64)
    nested = False
    for name, coded in columns:
        nested = nested or coded is None
        if name in wanted:
            cells[name] = _checked(name, coded)
        if coded is not None and name not in ROW_NUMBERS:
            code, seen = coded
            keys = code if not keys.size else keys * len(seen) + code
            keys = np.unique(keys, return_inverse=True)[1].reshape(-1)
    return cells, np.zeros(keys.size, dtype=bool) if nested else repeated(keys)


def _checked(name: str, coded: _Coded | None) -> Cells:
    if coded is None:
        msg = f"column {name!r} must hold text, numbers or dates, got lists or records"
        raise InvalidInputError(msg)
    used, first, place = np.unique(coded[0], return_index=True, return_inverse=True)
    order = np.argsort(first)
    seen = [_none_for_nan(coded[1][i]) for i in used[order].tolist()]
    for value in seen:
        if value is not None and (isinstance(value, bool) or not isinstance(value, _PLAIN)):
            kind = type(value).__name__
            msg = f"column {name!r} must hold text, numbers or dates, got values of type {kind}"
            raise InvalidInputError(msg)
    return Cells(name=name, code=np.argsort(order)[place.reshape(-1)], seen=seen)


def _none_for_nan(value: Any) -> Any:  # noqa: ANN401 - any cell
    return None if isinstance(value, float) and math.isnan(value) else value


def _arrow(parquet: Any, file: BinaryIO) -> _Columns:  # noqa: ANN401
    table = parquet.ParquetFile(file).read()
    return table.column_names, map(_arrow_column, table.columns)


def _arrow_column(column: Any) -> _Coded | None:  # noqa: ANN401 - a ChunkedArray
    pa = importlib.import_module("pyarrow")
    if pa.types.is_nested(column.type):
        return None
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", tz=column.type.tz), safe=False)
    parts = column.dictionary_encode().unify_dictionaries().chunks
    if not parts:
        return np.zeros(0, dtype=np.int64), []
    seen: list[Any] = [*parts[0].dictionary.to_pylist(), None]
    code = [part.indices.fill_null(len(seen) - 1).to_numpy(zero_copy_only=False) for part in parts]
    return np.concatenate(code).astype(np.int64), seen


def _polars(polars: Any, file: BinaryIO) -> _Columns:  # noqa: ANN401
    frame = polars.read_parquet(file)
    return frame.columns, (
        None if column.dtype.is_nested() else _polars_column(column) for column in frame
    )


def _polars_column(column: Any) -> _Coded:  # noqa: ANN401 - a Series
    index = Index()
    code = np.fromiter(map(index.__getitem__, column.to_list()), np.int64, len(column))
    return code, list(index)
