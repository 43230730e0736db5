"""The table of segments: sizes, shares, sums and means, each with a value or a reason."""

from collections.abc import Sequence
from typing import Final

import attrs
import numpy as np

from crmcore._text import Title, amount, persian_figure
from crmcore._types import FloatArray, IntArray
from crmcore.metrics.measurement import Measurement, MeasureUnit
from crmcore.segmentation.segments import Segment, SegmentSummary

__all__ = ["Average", "summarize_segments"]

_TITLES: Final = {
    "customer_share": Title("Share of customers", "سهم از مشتریان"),
    "total_value": Title("Total value", "ارزش کل"),
    "mean_value": Title("Mean value", "میانگین ارزش"),
    "value_share": Title("Share of value", "سهم از ارزش"),
}
_NO_CUSTOMERS: Final = Title("there are no customers", "هیچ مشتری‌ای وجود ندارد")
_NO_VALUE: Final = Title("the total value is 0", "ارزش کل صفر است")
_EMPTY: Final = Title("the segment is empty", "بخش خالی است")
_TOO_LARGE: Final = Title(
    "the sum is too large for a float; state the figures in a larger unit",
    "جمع بزرگ‌تر از آن است که در عدد اعشاری رایانه بگنجد؛ ارقام را با واحد بزرگ‌تری بیان کنید",
)


@attrs.frozen(kw_only=True)
class Average:
    """A column whose mean is wanted in each segment.

    Attributes
    ----------
    key : str
        The key of the figure.
    title : Title
        Its name.
    unit : MeasureUnit
        Its unit.
    values : ndarray of shape (n,)
        One number a customer.
    """

    key: str
    title: Title
    unit: MeasureUnit
    values: FloatArray = attrs.field(eq=False)


def summarize_segments(
    segments: Sequence[Segment],
    codes: IntArray,
    weights: FloatArray,
    *,
    value: FloatArray | None,
    currency: str | None,
    averages: Sequence[Average],
) -> tuple[SegmentSummary, ...]:
    """Make the table of segments.

    Parameters
    ----------
    segments : sequence of Segment
        The definitions.
    codes : ndarray of int, shape (n,)
        Position of each customer's segment among the definitions.
    weights : ndarray of shape (n,)
        Customers that each row stands for.
    value : ndarray of shape (n,) or None
        Money of each customer.
    currency : str or None
        Its currency.
    averages : sequence of Average
        Other columns.

    Returns
    -------
    tuple of SegmentSummary
        One a segment, empty ones included, in the order of the definitions.
    """
    sizes: FloatArray = np.bincount(codes, weights, len(segments)).astype(np.float64)
    money: dict[str, list[Measurement]] = {}
    if value is not None:
        totals = _sums(codes, weights, value, sizes)
        money = _value_columns(segments, totals, sizes, currency)
    shares = _customer_shares(sizes)
    means = [
        _means(one.key, one.title, one.unit, _sums(codes, weights, one.values, sizes), sizes)
        for one in averages
    ]
    return tuple(
        SegmentSummary(
            segment=segment,
            customers=float(sizes[i]),
            customer_share=shares[i],
            averages=tuple(cells[i] for cells in means),
            **{name: cells[i] for name, cells in money.items()},
        )
        for i, segment in enumerate(segments)
    )


def _sums(
    codes: IntArray, weights: FloatArray, values: FloatArray, sizes: FloatArray
) -> FloatArray:
    with np.errstate(over="ignore"):
        return np.bincount(codes, weights * values, sizes.size).astype(np.float64)


def _cells(
    key: str,
    title: Title,
    unit: MeasureUnit,
    values: Sequence[float],
    reasons: Sequence[Title | None],
    *,
    sizes: FloatArray,
    currency: str | None = None,
) -> list[Measurement]:
    return [
        Measurement(
            key=key,
            title=title,
            unit=unit,
            value=value if why is None else None,
            reason=why,
            n=float(size),
            currency=currency,
        )
        for value, why, size in zip(values, reasons, sizes, strict=True)
    ]


def _customer_shares(sizes: FloatArray) -> list[Measurement]:
    everybody = float(sizes.sum())
    why = None if everybody > 0 else _NO_CUSTOMERS
    shares = (sizes / (everybody or 1.0)).tolist()
    title = _TITLES["customer_share"]
    return _cells("customer_share", title, "share", shares, [why] * sizes.size, sizes=sizes)


def _means(
    key: str,
    title: Title,
    unit: MeasureUnit,
    totals: FloatArray,
    sizes: FloatArray,
    *,
    currency: str | None = None,
) -> list[Measurement]:
    means = np.divide(totals, sizes, out=np.zeros_like(totals), where=sizes > 0)
    reasons = [
        _EMPTY if size == 0 else None if np.isfinite(mean) else _TOO_LARGE
        for mean, size in zip(means, sizes, strict=True)
    ]
    return _cells(key, title, unit, means.tolist(), reasons, sizes=sizes, currency=currency)


def _value_columns(
    segments: Sequence[Segment], totals: FloatArray, sizes: FloatArray, currency: str | None
) -> dict[str, list[Measurement]]:
    large = [None if np.isfinite(total) else _TOO_LARGE for total in totals]
    why = _why_no_share(segments, totals)
    everything = 1.0 if why else float(totals.sum())
    return {
        "total_value": _cells(
            "total_value",
            _TITLES["total_value"],
            "money",
            totals.tolist(),
            large,
            sizes=sizes,
            currency=currency,
        ),
        "mean_value": _means(
            "mean_value", _TITLES["mean_value"], "money", totals, sizes, currency=currency
        ),
        "value_share": _cells(
            "value_share",
            _TITLES["value_share"],
            "share",
            (totals / everything).tolist(),
            [why] * sizes.size,
            sizes=sizes,
        ),
    }


def _why_no_share(segments: Sequence[Segment], totals: FloatArray) -> Title | None:
    with np.errstate(over="ignore", invalid="ignore"):
        everything = float(totals.sum())
    if not np.isfinite(everything):
        return _TOO_LARGE
    worst = int(totals.argmin())
    if totals[worst] < 0:
        return _losing(segments[worst], amount(-float(totals[worst])))
    return None if everything > 0 else _NO_VALUE


def _losing(segment: Segment, loss: str) -> Title:
    return Title(
        f"segment {segment.key!r} loses {loss}, so the segments are not parts of a whole; see the "
        "whale curve",
        f"زیان بخش «{segment.title.fa}» {persian_figure(loss)} است، پس بخش‌ها اجزای یک کل "
        "نیستند؛ منحنی نهنگ را ببینید",
    )
