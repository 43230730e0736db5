"""The three axes of RFM: what each measures of a customer, and when it tells them apart."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from crmcore._inputs import column
from crmcore._text import Title, persian_digits
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError
from crmcore.segmentation.cuts import CutPoints
from crmcore.summary import CustomerSummary

__all__ = ["AXES", "RFM_TITLES", "RFMAxis", "as_measured", "measure", "weakness"]

RFMAxis: TypeAlias = Literal["recency", "frequency", "monetary"]

AXES: Final[tuple[RFMAxis, ...]] = get_args(RFMAxis)
RFM_TITLES: Final[Mapping[RFMAxis, Title]] = MappingProxyType({
    "recency": Title("Recency", "تازگی خرید"),
    "frequency": Title("Frequency", "تکرار خرید"),
    "monetary": Title("Monetary value", "ارزش پولی"),
})
_DECIMALS: Final = 9
_DIGITS: Final = 12
_TINY: Final = 1e-280


def measure(base: CustomerSummary, axis: RFMAxis, /) -> FloatArray:
    """Give what an axis measures of each customer.

    Parameters
    ----------
    base : CustomerSummary
        The customers.
    axis : {"recency", "frequency", "monetary"}
        The axis.

    Returns
    -------
    ndarray of shape (n,)
        Time since the last purchase in the base's unit, to nine decimals; purchases, the first
        included; or total spend, to twelve digits, so that equal sums of money are equal numbers.

    Raises
    ------
    InvalidInputError
        If the base has no money and the axis needs it.
    """
    if axis == "recency":
        return np.round(base.T - base.recency, _DECIMALS)
    if axis == "frequency":
        return base.frequency + 1
    if base.total_value is None:
        msg = (
            "base must have total_value, the spend of all purchases, for the monetary axis, "
            "got None"
        )
        raise InvalidInputError(msg)
    return _to_digits(base.total_value)


def _to_digits(money: FloatArray) -> FloatArray:
    size = np.floor(np.log10(np.where(money > _TINY, money, 1.0)))
    unit = 10.0 ** (_DIGITS - 1 - size)
    return np.where(money > _TINY, np.round(money * unit) / unit, money)


def as_measured(axis: RFMAxis, cuts: npt.ArrayLike, /) -> FloatArray:
    """Round cut points as the axis itself is rounded, so that values on a cut meet it.

    Parameters
    ----------
    axis : {"recency", "frequency", "monetary"}
        The axis.
    cuts : array_like of shape (k,)
        Cut points.

    Returns
    -------
    ndarray of shape (k,)
        The cut points.

    Raises
    ------
    InvalidInputError
        If one is no finite number.
    """
    numbers = column(f"cuts of {axis}", cuts)
    if axis == "recency":
        return np.round(numbers, _DECIMALS)
    return _to_digits(numbers) if axis == "monetary" else numbers


def weakness(axis: RFMAxis, points: CutPoints, /) -> Title | None:
    """Say how an axis tells customers apart less than planned.

    Parameters
    ----------
    axis : {"recency", "frequency", "monetary"}
        The axis.
    points : CutPoints
        Its cut points.

    Returns
    -------
    Title or None
        One sentence in English and Persian; None where nothing is amiss.
    """
    en, fa = RFM_TITLES[axis].en, RFM_TITLES[axis].fa
    if points.bins == 1:
        return Title(
            f"{en} carries no information: all customers are in one bin",
            f"{fa} اطلاعاتی به دست نمی‌دهد: همه مشتریان در یک دسته‌اند",
        )
    if points.occupied == 1:
        return Title(
            f"{en} does not tell these customers apart: all are in one of {points.bins} bins",
            f"{fa} این مشتریان را از هم متمایز نمی‌کند: همه در یکی از "
            f"{persian_digits(str(points.bins))} دسته‌اند",
        )
    if points.bins < points.planned:
        return Title(
            f"{en} has {points.bins} bins of {points.planned} planned: too few values differ",
            f"{fa} به‌جای {persian_digits(str(points.planned))} دسته، "
            f"{persian_digits(str(points.bins))} دسته دارد: مقدارهای متفاوت کم‌اند",
        )
    return None
