"""The only door to dataframes: named columns of an eager frame become arrays or lists."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from crmcore._optional import require
from crmcore.errors import InvalidInputError

__all__ = ["Column", "frame_columns"]

Column: TypeAlias = "npt.NDArray[Any] | Sequence[Any]"


def frame_columns(
    frame: object, names: dict[str, str], /, *, zone: str | None
) -> dict[str, Column]:
    """Read some columns of a pandas, Polars or PyArrow frame.

    Parameters
    ----------
    frame : dataframe
        Any eager frame that narwhals reads.
    names : dict of str to str
        The name in the frame for each of ours.
    zone : str or None
        The time zone in which aware times are told.

    Returns
    -------
    dict of str to ndarray or list
        Columns under our names, times without a zone.

    Raises
    ------
    InvalidInputError
        If it is no eager frame, a column is missing, or a time is aware and no zone is stated.
    """
    nw: Any = require("narwhals", purpose="reading a dataframe")
    try:
        table = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        msg = f"frame must be a pandas, Polars or PyArrow table, got {type(frame).__name__}"
        raise InvalidInputError(msg) from error
    return {ours: _column(nw, table, name, zone) for ours, name in names.items()}


def _column(nw: Any, table: Any, name: str, zone: str | None) -> Column:  # noqa: ANN401
    if name not in table.columns:
        known = ", ".join(map(repr, table.columns))
        msg = f"frame must have the column {name!r}; it has {known}"
        raise InvalidInputError(msg)
    column = table.get_column(name)
    if column.dtype == nw.Datetime:
        if column.dtype.time_zone is not None:
            if zone is None:
                msg = (
                    f"{name} must have no time zone unless zone= is stated, got zone "
                    f"{column.dtype.time_zone!r}; pass for example zone={column.dtype.time_zone!r}"
                )
                raise InvalidInputError(msg)
            column = column.dt.convert_time_zone(zone).dt.replace_time_zone(None)
        values: npt.NDArray[Any] = np.asarray(column.to_numpy(), dtype="datetime64[us]")
        return values
    if column.dtype.is_float() or (column.dtype.is_integer() and not column.null_count()):
        numbers: npt.NDArray[Any] = column.to_numpy()
        return numbers
    rows: list[Any] = column.to_list()
    return rows
