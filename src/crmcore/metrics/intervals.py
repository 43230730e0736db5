"""Intervals of plain figures: shares of customers, and ratios of sums over customers."""

import math
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt

from crmcore._checks import fraction, readonly_floats, refuse_rows
from crmcore._special import student_t_quantile
from crmcore._text import Title, isolate
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.measurement import Interval, Intervals

__all__ = [
    "ONE_CUSTOMER",
    "normal_factor",
    "ratio_interval",
    "share_interval",
    "share_intervals",
    "student_factor",
]

ONE_CUSTOMER: Final = Title(
    "one customer shows no variation between customers",
    "با تنها یک مشتری، تفاوت میان مشتریان دیده نمی‌شود",
)
_ALL_ALIKE: Final = Title(
    "all customers have the same ratio: no variation was seen",
    "نسبت همه مشتریان یکسان است: پراکندگی دیده نشد",
)
_NO_DENOMINATOR: Final = Title("the denominators add up to 0", "جمع مخرج‌ها صفر است")
_LARGEST_EXPONENT: Final = 700.0


def normal_factor(level: float, /) -> float:
    """Give the half-width of a normal interval in standard errors.

    Parameters
    ----------
    level : float
        Share of samples that the interval is to cover, strictly between 0 and 1.

    Returns
    -------
    float
        The normal quantile at (1 + level)/2.

    Raises
    ------
    InvalidInputError
        If `level` is outside (0, 1).

    Examples
    --------
    >>> round(normal_factor(0.95), 4)
    1.96
    """
    fraction("level", level, open_interval=True)
    return -NormalDist().inv_cdf((1.0 - level) / 2.0)


def student_factor(level: float, /, *, df: float) -> float:
    """Give the half-width of a Student interval in standard errors.

    Parameters
    ----------
    level : float
        Share of samples that the interval is to cover, strictly between 0 and 1.
    df : float
        Degrees of freedom, > 0.

    Returns
    -------
    float
        The quantile of Student's t at (1 + level)/2.

    Raises
    ------
    InvalidInputError
        If `level` is outside (0, 1).

    Examples
    --------
    >>> round(student_factor(0.95, df=10), 4)
    2.2281
    """
    fraction("level", level, open_interval=True)
    return float(student_t_quantile((1.0 + level) / 2.0, df))


def share_interval(successes: float, n: float, /, *, level: float = 0.9) -> Interval:
    """Tell how sure a share is: the Wilson interval.

    Parameters
    ----------
    successes : float
        How many of `n`, from 0 to `n`; may be fractional, for an effective sample size.
    n : float
        How many in all, > 0.
    level : float, default 0.9
        Share of samples that the interval is to cover.

    Returns
    -------
    Interval
        Within [0, 1]; the low end is exactly 0 when there is no success, the high end exactly 1
        when there is nothing else.

    Raises
    ------
    InvalidInputError
        If a number is out of its range.
    UndefinedMetricError
        If `n` is 0.

    Notes
    -----
    With x successes and the normal quantile z, the ends solve
    :math:`(p - x/n)^2 = z^2 p(1-p)/n`. The low end is taken as the product of both roots
    divided by the high one, so that it keeps its digits for a rare event. Enumerated over all
    outcomes at 95 %, the mean coverage is 0.95; the worst is 0.86 at n = 10, 0.91 at n = 100.

    References
    ----------
    .. [1] Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> share_interval(0, 10, level=0.95)
    Interval(low=0, high=0.277533, level=0.95, method='Wilson')
    """
    both = share_intervals(successes, n, level=level)
    return Interval(low=both.low[0], high=both.high[0], level=level, method=both.method)


def share_intervals(
    successes: npt.ArrayLike, n: npt.ArrayLike, /, *, level: float = 0.9
) -> Intervals:
    """Tell how sure many shares are: the Wilson interval of each.

    Parameters
    ----------
    successes : array_like of shape (k,)
        How many of `n`, each from 0 to its `n`.
    n : array_like of shape (k,) or a number
        How many in all, each > 0.
    level : float, default 0.9
        Share of samples that each interval is to cover.

    Returns
    -------
    Intervals
        The numbers that `share_interval` gives one by one.

    Raises
    ------
    InvalidInputError
        If a number is out of its range, or the shapes differ.
    UndefinedMetricError
        If an `n` is 0.

    Examples
    --------
    >>> share_intervals([3, 10], [17, 10], level=0.9).low.round(4)
    array([0.0728, 0.7871])
    """
    x, total = _counts(successes, n)
    z = normal_factor(level)
    root = z * np.sqrt(x * ((total - x) / total) + z * z / 4.0)
    upper = x + z * z / 2.0 + root
    low = np.minimum(x * (x / total) / upper, x / total)
    high = np.where(x == total, 1.0, np.maximum(upper / (total + z * z), x / total))
    return Intervals(low=low, high=np.minimum(high, 1.0), level=level, method="Wilson")


def _counts(successes: npt.ArrayLike, n: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, total = readonly_floats(successes), readonly_floats(n)
    if total.size == 1:
        total = np.broadcast_to(total, x.shape)
    if x.shape != total.shape:
        msg = f"successes and n must have the same length, got {x.size} and {total.size}"
        raise InvalidInputError(msg)
    refuse_rows("n", total, ~np.isfinite(total) | (total < 0), "be finite and >= 0")
    refuse_rows("successes", x, ~((x >= 0) & (x <= total)), "be from 0 to n")
    if np.any(total == 0):
        reason = Title(
            "a share of nothing has no interval: n is 0",
            f"برای سهم از هیچ، بازه اطمینان وجود ندارد: {isolate('n')} برابر صفر است",
        )
        raise UndefinedMetricError(reason)
    return x, total


def ratio_interval(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, /, *, level: float = 0.9
) -> Interval:
    r"""Tell how sure a ratio of two sums over customers is, such as revenue per order.

    The customer is the unit: the orders of one customer are alike, so taking orders as
    independent would claim too much.

    Parameters
    ----------
    numerator : array_like of shape (n,)
        What each customer adds to the upper sum; finite.
    denominator : array_like of shape (n,)
        What each customer adds to the lower sum; >= 0.
    level : float, default 0.9
        Share of samples that the interval is to cover.

    Returns
    -------
    Interval
        On the scale of the logarithm, hence positive, when the ratio is > 0; symmetric when it
        is 0 or less.

    Raises
    ------
    InvalidInputError
        If a number is out of its range, or the columns differ in length.
    UndefinedMetricError
        If the lower sum is 0, there are fewer than two customers, or all customers have the
        same ratio, so that no variation was seen.

    Notes
    -----
    With :math:`R = \sum y / \sum x` the linearised standard error is
    :math:`s = \mathrm{sd}(y - R x)/(\sqrt{n}\,\bar x)`, and the interval
    :math:`R \exp(\pm t_{n-1} s/R)`. With skewed spend it covered 0.87, 0.90, 0.92 and 0.94 of
    samples of 10, 20, 50 and 200 customers where 0.95 was asked; nearly all misses lie below
    the truth.

    References
    ----------
    .. [1] Cochran (1977), Sampling Techniques, 3rd ed., Wiley, section 6.3 (the linearised
       error of a ratio).

    Examples
    --------
    >>> ratio_interval([120, 80, 0, 40], [3, 1, 1, 1], level=0.95)
    Interval(low=16.8227, high=95.1098, level=0.95, method='Student t, log scale')
    """
    y, x = readonly_floats(numerator), readonly_floats(denominator)
    ratio, error = _ratio_error(y, x)
    reach = student_factor(level, df=x.size - 1) * error
    if ratio > 0:
        spread = reach / ratio
        high = ratio * math.exp(spread) if spread < _LARGEST_EXPONENT else math.inf
        return Interval(
            low=ratio * math.exp(-spread), high=high, level=level, method="Student t, log scale"
        )
    return Interval(low=ratio - reach, high=ratio + reach, level=level, method="Student t")


def _ratio_error(y: FloatArray, x: FloatArray) -> tuple[float, float]:
    if y.shape != x.shape:
        msg = f"numerator and denominator must have the same length, got {y.size} and {x.size}"
        raise InvalidInputError(msg)
    refuse_rows("numerator", y, ~np.isfinite(y), "be finite")
    refuse_rows("denominator", x, ~(np.isfinite(x) & (x >= 0)), "be finite and >= 0")
    if not x.any():
        raise UndefinedMetricError(_NO_DENOMINATOR)
    if x.size < 2:  # noqa: PLR2004
        raise UndefinedMetricError(ONE_CUSTOMER)
    up, down = float(np.abs(y).max()) or 1.0, float(x.max())
    y, x = y / up, x / down
    ratio = float(y.sum() / x.sum())
    rest = y - ratio * x
    if float(np.abs(rest).max()) <= 8 * np.finfo(np.float64).eps * max(1.0, abs(ratio)):
        raise UndefinedMetricError(_ALL_ALIKE)
    error = float(rest.std(ddof=1) / (math.sqrt(x.size) * x.mean()))
    return ratio * (up / down), error * (up / down)
