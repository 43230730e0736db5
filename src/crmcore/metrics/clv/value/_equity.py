"""Sums of values over customers and their intervals: of all, and of groups."""

from collections.abc import Sequence
from typing import Final

import attrs
import numpy as np

from crmcore._text import Title, join_titles
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.clv.value._intervals import NO_INTERVAL, shifted_interval
from crmcore.metrics.measurement import Measurement

__all__ = ["EQUITY", "Summands", "equity_of_groups"]

EQUITY: Final = Title("Customer equity", "ارزش ویژه مشتریان")


@attrs.frozen(kw_only=True)
class Summands:
    """Values of customers and what is needed to add them up.

    Attributes
    ----------
    residual : ndarray of shape (n,)
        The part that depends on the parameters.
    certain : ndarray of shape (n,)
        The part that does not.
    weights : ndarray of shape (n,)
        Customers that each row stands for.
    slopes : ndarray of shape (j, n) or None
        Slopes of `residual` along j independent directions of unit variance.
    level : float
        Share of samples that intervals cover.
    currency : str or None
        The currency.
    note : Title or None
        What a reader must know of the sums.
    """

    residual: FloatArray
    certain: FloatArray
    weights: FloatArray
    slopes: FloatArray | None
    level: float
    currency: str | None
    note: Title | None


def equity_of_groups(
    values: Summands, code: IntArray, titles: Sequence[Title], /
) -> tuple[Measurement, ...]:
    """Add values up by group, weights counted.

    Parameters
    ----------
    values : Summands
        Values of ``n`` customers.
    code : ndarray of int64, shape (n,)
        The group of each, from 0.
    titles : sequence of Title
        The name of the sum of each group.

    Returns
    -------
    tuple of Measurement
        One for each group.
    """

    def sums(column: FloatArray) -> FloatArray:
        return np.bincount(code, values.weights * column, len(titles)).astype(np.float64)

    residual, certain, customers = map(
        sums, (values.residual, values.certain, np.ones_like(values.certain))
    )
    slopes = None if values.slopes is None else np.stack([sums(each) for each in values.slopes])
    notes = [values.note, NO_INTERVAL if slopes is None else None]
    told = [note for note in reversed(notes) if note is not None]
    return tuple(
        Measurement(
            key="customer_equity",
            title=title,
            unit="money",
            value=float(residual[i] + certain[i]),
            interval=None
            if slopes is None
            else shifted_interval(
                float(residual[i]), float(certain[i]), slopes[:, i], level=values.level
            ),
            n=float(customers[i]),
            currency=values.currency,
            note=join_titles(told, mark=";") if told else None,
        )
        for i, title in enumerate(titles)
    )
