"""Names of the types that all rooms share."""

from collections.abc import Hashable
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = [
    "BoolArray",
    "Calendar",
    "CustomerId",
    "DateArray",
    "DateLike",
    "FloatArray",
    "IntArray",
    "Language",
    "ObjectArray",
    "OnBadRows",
    "Period",
    "RefundPolicy",
    "TimeUnit",
]

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
DateArray: TypeAlias = npt.NDArray[np.datetime64]
ObjectArray: TypeAlias = npt.NDArray[Any]

CustomerId: TypeAlias = Hashable
DateLike: TypeAlias = date | datetime | np.datetime64 | str
Calendar: TypeAlias = Literal["gregorian", "solar_hijri"]
Language: TypeAlias = Literal["en", "fa"]
OnBadRows: TypeAlias = Literal["refuse", "report"]
Period: TypeAlias = Literal["day", "week", "month", "quarter", "year"]
RefundPolicy: TypeAlias = Literal["net", "ignore", "refuse"]
TimeUnit: TypeAlias = Literal["day", "week", "month", "year", "period"]
