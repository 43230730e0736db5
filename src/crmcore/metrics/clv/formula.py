"""Customer lifetime value by the formula: margins, retention and discount over the periods."""

import math
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import choice, fraction, number_above, readonly_floats, refuse_rows
from crmcore._display import Value
from crmcore._text import Title, join_titles, persian_figure
from crmcore._types import FloatArray, TimeUnit
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv._arguments import horizons
from crmcore.metrics.clv._maths.trials import whole
from crmcore.rates import Rate

__all__ = ["FirstPayment", "FormulaCLV", "formula_clv"]

FirstPayment: TypeAlias = Literal["now", "after_one_period"]

_FIRST: Final = {
    "now": Title(
        "the first payment is now and certain",
        "نخستین پرداخت اکنون و قطعی است",
    ),
    "after_one_period": Title(
        "the first payment is after one period, if the customer stays and discounted",
        "نخستین پرداخت پس از یک دوره، در صورت ماندن مشتری و با تنزیل است",
    ),
}
_SUBJECT: Final = {
    "customer": Title(
        "value of a customer already won, without acquisition cost",
        "ارزش مشتری جذب‌شده، بدون هزینه جذب",
    ),
    "prospect": Title(
        "value of a customer still to be won, less the acquisition cost",
        "ارزش مشتری جذب‌نشده، پس از کسر هزینه جذب",
    ),
}


@attrs.frozen(kw_only=True, repr=False)
class FormulaCLV(Value):
    """A lifetime value by the formula, with its conventions.

    Attributes
    ----------
    value : float
        Money: the margins in today's worth, less the acquisition cost if there is one; higher is
        better.
    margins : float
        Money: the expected margins of all payments in today's worth.
    acquisition_cost : float or None
        Money: what was taken off; None for a customer already won.
    first_payment : {"now", "after_one_period"}
        When the first payment comes.
    horizon : int or None
        Payments counted; None for ever.
    unit : {"day", "week", "month", "year", "period"}
        How far apart payments are.

    Examples
    --------
    >>> worth = formula_clv(
    ...     100, retention=0.8, discount=0.1, horizon=None, first_payment="now",
    ...     acquisition_cost=150,
    ... )
    >>> worth
    FormulaCLV(value=216.667, first_payment='now', subject='prospect', horizon=None)
    >>> worth.convention.en
    'the first payment is now and certain, value of a customer still to be won, less the
    acquisition cost'
    """

    value: float
    margins: float
    acquisition_cost: float | None
    first_payment: FirstPayment
    horizon: int | None
    unit: TimeUnit

    @property
    def subject(self) -> Literal["customer", "prospect"]:
        """Whose value it is: of a customer already won, or of one still to be paid for."""
        return "customer" if self.acquisition_cost is None else "prospect"

    @property
    def convention(self) -> Title:
        """Both conventions in words: the first payment, and the acquisition cost."""
        return join_titles([_FIRST[self.first_payment], _SUBJECT[self.subject]])

    def _facts(self) -> dict[str, object]:
        return {
            "value": self.value,
            "first_payment": self.first_payment,
            "subject": self.subject,
            "horizon": self.horizon,
        }


class _Terms(NamedTuple):
    """Columns of the formula: `steps` are the chances to stay and rates before each payment."""

    margin: FloatArray
    retention: FloatArray
    discount: FloatArray


def formula_clv(
    margin: npt.ArrayLike,
    /,
    *,
    retention: npt.ArrayLike,
    discount: Rate | npt.ArrayLike,
    horizon: int | str | None,
    first_payment: FirstPayment,
    acquisition_cost: float | None = None,
    unit: TimeUnit = "period",
) -> FormulaCLV:
    r"""Value a customer by margin, retention and discount of each period.

    Parameters
    ----------
    margin : float or array_like of shape (n,)
        Money that each payment brings; may be negative.
    retention : float or array_like
        Share of customers who stay from one payment to the next, in [0, 1].
    discount : Rate, float or array_like
        Discount rate, converted to the time between payments; numbers are fractions for that
        time, above -1 and below 1.
    horizon : int, str or None
        How many payments are counted, or text such as ``"3 years"`` in payments of `unit`; None
        for ever.
    first_payment : {"now", "after_one_period"}
        When the first payment comes: now and for certain, or after one period, weighted with the
        retention and discounted.
    acquisition_cost : float or None, default None
        Money to be paid now to win the customer; None for a customer already won.
    unit : {"day", "week", "month", "year", "period"}, default "period"
        How far apart payments are.

    Returns
    -------
    FormulaCLV
        The value with its conventions.

    Raises
    ------
    InvalidInputError
        If a number is out of its range, or a sequence has another length than the horizon asks
        for.
    UndefinedMetricError
        If the sum for ever, or a number in it, has no end.

    Notes
    -----
    With margins m, retention r and discount d that may differ from period to period,

    .. math:: \text{CLV} = \sum_{t} m_t \prod_{k=1}^{t} \frac{r_k}{1 + d_k},

    over t = 0, ..., h - 1 if the first payment is now and t = 1, ..., h if it comes after one
    period ([1]_; with constants it is m r^t/(1+d)^t). A number stands for every period. A
    sequence has one value for each: margins one for each payment, retention and discount one for
    each step that leads to a payment, h - 1 if the first is now and h if not. For ever, the last
    value of a sequence holds for all later periods; with constants that is m (1+d)/(1+d-r) or
    m r/(1+d-r).

    The formula takes retention as known. If it was observed on customers who differ, it rises
    with tenure: give the sequence, or fit an `SBG`.

    References
    ----------
    .. [1] Gupta & Lehmann (2003), Customers as assets, Journal of Interactive Marketing 17(1),
       9-24, doi:10.1002/dir.10045.

    Examples
    --------
    >>> after = formula_clv(
    ...     100, retention=0.8, discount=0.1, horizon=None, first_payment="after_one_period"
    ... )
    >>> round(after.value, 2)
    266.67
    >>> formula_clv(
    ...     [100, 120, 120], retention=[0.6, 0.8], discount=Rate(0.1, per="year"), horizon=3,
    ...     first_payment="now", unit="year",
    ... )
    FormulaCLV(value=213.058, first_payment='now', subject='customer', horizon=3)
    """
    choice("first_payment", first_payment, get_args(FirstPayment))
    choice("unit", unit, get_args(TimeUnit))
    cost = None
    if acquisition_cost is not None:
        cost = number_above("acquisition_cost", acquisition_cost, inclusive=True)
    terms = _Terms(_margins(margin), _retention(retention), _discount(discount, unit))
    at_once = int(first_payment == "now")
    if horizon is None:
        payments, margins = None, _for_ever(terms, at_once)
    else:
        payments = _payments(horizon, unit)
        margins = _sum(_filled(terms, payments, at_once), at_once)[0]
    return FormulaCLV(
        value=_finite(margins) - (cost or 0.0),
        margins=margins,
        acquisition_cost=cost,
        first_payment=first_payment,
        horizon=payments,
        unit=unit,
    )


def _payments(horizon: int | str, unit: TimeUnit) -> int:
    length = horizons("horizon", horizon, unit=unit)
    if length.ndim:
        msg = f"horizon must be one number of payments, text or None, got {horizon!r}"
        raise InvalidInputError(msg)
    return int(whole("horizon", length, of="payments", least=1))


def _margins(margin: npt.ArrayLike) -> FloatArray:
    if np.ndim(margin) == 0:
        return np.asarray(number_above("margin", margin, -math.inf))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    column = _column("margin", margin)
    refuse_rows("margin", column, ~np.isfinite(column), "be finite")
    return column


def _retention(retention: npt.ArrayLike) -> FloatArray:
    if np.ndim(retention) == 0:
        return np.asarray(fraction("retention", retention))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    column = _column("retention", retention)
    refuse_rows("retention", column, ~((column >= 0) & (column <= 1)), "be a fraction from 0 to 1")
    return column


def _discount(discount: Rate | npt.ArrayLike, unit: TimeUnit) -> FloatArray:
    if isinstance(discount, Rate):
        return np.asarray(math.expm1(discount.continuous(unit)))
    if np.ndim(discount) == 0:
        number = number_above("discount", discount, -math.inf)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        return np.asarray(Rate(number, per=unit).value)
    column = _column("discount", discount)
    rule = "be a fraction for one period, above -1 and below 1"
    refuse_rows("discount", column, ~((column > -1) & (column < 1)), rule)
    return column


def _column(name: str, values: npt.ArrayLike) -> FloatArray:
    try:
        return readonly_floats(values)
    except InvalidInputError as error:
        msg = f"{name} {error}"
        raise InvalidInputError(msg) from error


# One value for each payment, or for each step that leads to one.
def _filled(terms: _Terms, payments: int, at_once: int) -> _Terms:
    steps = payments - at_once
    needed = (payments, steps, steps)
    for name, column, size in zip(_Terms._fields, terms, needed, strict=True):
        if column.ndim and column.size != size:
            start = "now" if at_once else "after one period"
            msg = (
                f"{name} must be one number or have {size} values for {payments} payments of "
                f"which the first is {start}, got {column.size}"
            )
            raise InvalidInputError(msg)
    return _Terms(*(np.broadcast_to(*pair) for pair in zip(terms, needed, strict=True)))


# The sum, and the chance that the last payment comes, in today's worth.
def _sum(terms: _Terms, at_once: int) -> tuple[float, float]:
    with np.errstate(over="ignore"):
        weights = np.cumprod(np.append(np.ones(at_once), terms.retention / (1 + terms.discount)))
        values = terms.margin * weights
    return math.fsum(values) if np.isfinite(values).all() else math.inf, float(weights[-1])


# The periods that sequences tell of, and after them the last values for ever.
def _for_ever(terms: _Terms, at_once: int) -> float:
    margin, retention, discount = (np.atleast_1d(column) for column in terms)
    for name, column in zip(_Terms._fields, (margin, retention, discount), strict=True):
        if not column.size:
            msg = f"{name} must have at least one value, got []"
            raise InvalidInputError(msg)
    steps = max(margin.size - at_once, retention.size, discount.size)
    told, weight = _sum(
        _Terms(
            _continued(margin, steps + at_once),
            _continued(retention, steps),
            _continued(discount, steps),
        ),
        at_once,
    )
    r, d, last = float(retention[-1]), float(discount[-1]), float(margin[-1]) * weight
    if last == 0 or r == 0:
        return told
    gap = (1 - r) + d
    if gap <= 0:
        figures = (f"{r:g}", f"{d:g}")
        reason = Title(
            f"the sum for ever has no end: retention {figures[0]} is not below 1 + discount "
            f"{figures[1]}; give a horizon",
            f"جمع تا ابد پایانی ندارد: نرخ حفظ {persian_figure(figures[0])} از یک به‌علاوه نرخ "
            f"تنزیل {persian_figure(figures[1])} کمتر نیست؛ افق زمانی بدهید",
        )
        raise UndefinedMetricError(reason)
    return told + last * r / gap


def _continued(column: FloatArray, size: int) -> FloatArray:
    return np.append(column, np.full(size - column.size, column[-1]))


def _finite(value: float) -> float:
    if not math.isfinite(value):
        reason = Title(
            "the value is too large for a number: check discount and horizon",
            "مقدار از بزرگ‌ترین عدد ممکن بیشتر است: نرخ تنزیل و افق زمانی را بررسی کنید",
        )
        raise UndefinedMetricError(reason)
    return value
