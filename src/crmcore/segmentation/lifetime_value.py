"""Customers of high future lifetime value: labelled by estimate, with the chance that it holds."""

import math
from typing import Final

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import fraction, number_above, refuse_rows
from crmcore._display import number
from crmcore._inputs import column, ranked_values, require_rows
from crmcore._text import Title, persian_digits
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.intervals import normal_factor
from crmcore.metrics.measurement import Intervals
from crmcore.segmentation.concentration import fewest_holders
from crmcore.segmentation.likelihood import chance_above, top_probability
from crmcore.segmentation.ssc_kinds import SSC_KINDS
from crmcore.segmentation.ssc_labels import Evidence, SscLabels, percent
from crmcore.segmentation.tiers import tier_edge

__all__ = ["high_lifetime_value"]

_CLV: Final = Title("Customer lifetime value", "ارزش طول عمر مشتری")
_NO_CUSTOMERS: Final = Title(
    "a share of the customers is undefined: there are no customers",
    "سهم از مشتریان تعریف‌نشده است: هیچ مشتری‌ای وجود ندارد",
)
_TOP: Final = 0.2


@attrs.frozen(kw_only=True)
class _Bar:
    """The lowest value that is labelled, and whom the chance is measured against."""

    edge: float
    share: float | None
    rule: Title


def high_lifetime_value(
    clv: npt.ArrayLike,
    /,
    *,
    share: float | None = None,
    share_of_value: float | None = None,
    bar: float | None = None,
    sd: npt.ArrayLike | None = None,
    interval: Intervals | None = None,
    ids: npt.ArrayLike | None = None,
) -> SscLabels:
    r"""Label the customers of highest lifetime value, and say how sure each label is.

    Parameters
    ----------
    clv : array_like of shape (n,)
        Customer lifetime value of each, in money: the present value of all future profits.
    share : float, optional
        Label the best share of customers, strictly between 0 and 1. This is the rule where none
        is given, with 0.2.
    share_of_value : float, optional
        Label the fewest customers who hold this share of all value, above 0 and at most 1.
    bar : float, optional
        Label customers of at least this value, in money.
    sd : array_like of shape (n,), optional
        Standard deviation of the logarithm of each value; one number for all is allowed.
    interval : Intervals, optional
        Intervals of the values, in place of `sd`; their ends must be above 0.
    ids : array_like of shape (n,), optional
        Who each row is.

    Returns
    -------
    SscLabels
        Who is labelled, the values as evidence, and for every customer the chance that its true
        value passes; no chances where neither `sd` nor `interval` is given.

    Raises
    ------
    InvalidInputError
        If a value is not finite, more than one rule or both `sd` and `interval` are given, a
        share is out of bounds, or a value or end is not above 0 where a chance is asked for.
    UndefinedMetricError
        If there is no customer to take a share of, or `share_of_value` is asked of values that
        are negative or all 0.

    Notes
    -----
    Equal values are labelled alike: the best share ends where it comes nearest to the plan, and
    all customers tied at the edge of `share_of_value` are labelled.

    On the log scale a value is normal with mean :math:`\ln v` and standard deviation `sd`, or
    with the middle of its interval and the width that its level implies. The chance to be among
    the best is `top_probability`; for `share_of_value` it is the chance to be among as many
    customers as are labelled; for `bar` it is :math:`\Phi((m - \ln bar)/s)`. Errors count as
    independent: where they come from parameters that all share, take
    `top_probability_from_draws` and ``attrs.evolve(labels, probability=...)``.

    Examples
    --------
    >>> vip = high_lifetime_value([900, 500, 450, 80, 20], share=0.4, sd=0.3)
    >>> vip
    SscLabels(kind='high_lifetime_value', customers=5, labelled=2, rule='CLV among the best 40% of
    customers: 500 or more')
    >>> vip.probability.round(2)
    array([0.98, 0.58, 0.44, 0.  , 0.  ])
    >>> vip.at(1).words()
    'High future lifetime value: Customer lifetime value 500, probability 57.75%'
    """
    values = column("clv", clv)
    limit = _limit(values, share, share_of_value, bar)
    errors = _log_errors(values, sd, interval)
    return SscLabels(
        kind="high_lifetime_value",
        rule=limit.rule,
        edition=SSC_KINDS["high_lifetime_value"].edition,
        labelled=values >= limit.edge,
        evidence=(
            Evidence(key="customer_lifetime_value", title=_CLV, unit="money", values=values),
        ),
        probability=None if errors is None else _chances(*errors, limit),
        ids=ids,
    )


def _limit(
    values: FloatArray, share: float | None, share_of_value: float | None, bar: float | None
) -> _Bar:
    given = [rule for rule in (share, share_of_value, bar) if rule is not None]
    if len(given) > 1:
        msg = f"only one of share, share_of_value and bar may be given, got {len(given)}"
        raise InvalidInputError(msg)
    if bar is not None:
        edge = number_above("bar", bar, -math.inf)
        return _Bar(edge=edge, share=None, rule=_at_least(edge))
    if not values.size:
        raise UndefinedMetricError(_NO_CUSTOMERS)
    if share_of_value is not None:
        return _of_value(values, share_of_value)
    return _of_customers(values, _TOP if share is None else share)


def _at_least(edge: float) -> Title:
    return Title(
        f"CLV of {number(edge)} or more",
        f"ارزش طول عمر دست‌کم {persian_digits(number(edge))}",
    )


def _of_customers(values: FloatArray, share: float) -> _Bar:
    fraction("share", share, open_interval=True)
    ranked, weights = ranked_values(values, None)
    edge = tier_edge(ranked[::-1], weights[::-1], share)
    en = f"CLV among the best {percent(share)} of customers"
    fa = f"ارزش طول عمر در میان {persian_digits(percent(share))} برتر مشتریان"
    if edge > float(ranked[-1]):
        words = Title(f"{en}: nobody, since too many are equal", f"{fa}: هیچ‌کس، چون بسیاری برابرند")
    else:
        low = number(edge)
        words = Title(f"{en}: {low} or more", f"{fa}: دست‌کم {persian_digits(low)}")
    return _Bar(edge=edge, share=share, rule=words)


def _of_value(values: FloatArray, share: float) -> _Bar:
    edge = fewest_holders(values, share=share).edge
    words = Title(
        f"CLV among the fewest who hold {percent(share)} of all value: {number(edge)} or more",
        f"ارزش طول عمر در میان کمترین مشتریانی که {persian_digits(percent(share))} کل ارزش را "
        f"دارند: دست‌کم {persian_digits(number(edge))}",
    )
    return _Bar(edge=edge, share=float(np.mean(values >= edge)), rule=words)


def _log_errors(
    values: FloatArray, sd: npt.ArrayLike | None, interval: Intervals | None
) -> tuple[FloatArray, FloatArray] | None:
    if sd is None and interval is None:
        return None
    if interval is None:
        refuse_rows(
            "clv", values, values <= 0, "be > 0 where sd is given, which is that of its log"
        )
        errors = column("sd", sd if sd is not None else 0.0)
        errors = np.broadcast_to(errors, values.shape) if errors.size == 1 else errors
        require_rows("sd", errors.size, values.size)
        refuse_rows("sd", errors, errors < 0, "be >= 0")
        return np.log(values), errors
    if sd is not None:
        msg = "only one of sd and interval may be given, got both"
        raise InvalidInputError(msg)
    low, high = interval.low, interval.high
    require_rows("interval", low.size, values.size)
    refuse_rows("interval.low", low, ~((low > 0) & (low <= high)), "be > 0 and at most high")
    refuse_rows("interval.high", high, ~np.isfinite(high), "be finite")
    reach = normal_factor(interval.level)
    return (np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / (2 * reach)


def _chances(mean: FloatArray, sd: FloatArray, limit: _Bar) -> FloatArray:
    if limit.share is None:
        if limit.edge <= 0:
            return np.ones(mean.size)
        return chance_above(mean, sd, math.nextafter(math.log(limit.edge), -math.inf))
    if limit.share == 1:
        return np.ones(mean.size)
    return top_probability(mean, sd=sd, share=limit.share)
