"""Retention: who is still active some periods after the first purchase."""

from typing import Final

import numpy as np
import numpy.typing as npt

from crmcore._checks import readonly_floats, refuse_rows
from crmcore._text import Title
from crmcore.errors import InvalidInputError
from crmcore.metrics.cohorts import CohortTriangle
from crmcore.metrics.customer_inputs import (
    ACTIVITY_CUSTOMER,
    ACTIVITY_PERIOD,
    LAST_COMPLETE_PERIOD,
    LOG_BEGINS_WITH_BUSINESS,
)
from crmcore.metrics.kpi import Estimate, Kpi

__all__ = ["KPIS", "cohort_retention"]


def cohort_retention(
    activity_customer: npt.ArrayLike,
    activity_period: npt.ArrayLike,
    last_complete_period: npt.ArrayLike,
    /,
    *,
    age: int = 1,
    log_begins_with_business: npt.ArrayLike = False,
) -> float:
    """Give the share of customers who are active again a stated number of periods after the first.

    Parameters
    ----------
    activity_customer : array_like of shape (n,)
        Who was active: text or whole numbers.
    activity_period : array_like of shape (n,)
        In which period.
    last_complete_period : int
        The last period that is over.
    age : int, default 1
        Periods since the first one, >= 0.
    log_begins_with_business : bool, default False
        Whether the first cohort really began then; if not it is left out.

    Returns
    -------
    float
        Pooled over the cohorts observed at this age, in [0, 1]; higher is better.

    Raises
    ------
    InvalidInputError
        If the columns differ in length or a number is not whole.
    UndefinedMetricError
        If no cohort has been observed at this age.

    Examples
    --------
    >>> cohort_retention(["a", "a", "b"], [0, 1, 0], 1, log_begins_with_business=True)
    0.5
    """
    begins = log_begins_with_business
    return _triangle(
        activity_customer, activity_period, last_complete_period, begins
    ).pooled_retention(age)


def _triangle(
    customer: npt.ArrayLike, period: npt.ArrayLike, last: npt.ArrayLike, begins: npt.ArrayLike
) -> CohortTriangle:
    ends = readonly_floats(last)
    refuse_rows("last_complete_period", ends, ends != np.floor(ends), "be whole")
    if ends.size != 1:
        msg = f"last_complete_period must be one number, got {ends.size}"
        raise InvalidInputError(msg)
    return CohortTriangle.from_activity(
        customer,
        period,
        last_complete_period=int(ends[0]),
        log_begins_with_business=bool(np.all(begins)),
    )


def _retention_estimate(
    customer: npt.ArrayLike,
    period: npt.ArrayLike,
    last: npt.ArrayLike,
    *,
    age: int,
    level: float,
    log_begins_with_business: npt.ArrayLike = False,
) -> Estimate:
    triangle = _triangle(customer, period, last, log_begins_with_business)
    return Estimate(
        value=triangle.pooled_retention(age),
        n=triangle.pooled_counts(age)[1],
        interval=triangle.pooled_interval(age, level=level),
    )


KPIS: Final = (
    Kpi(
        key="cohort_retention",
        title=Title(
            "Retention by cohort, one period after the first purchase",
            "نرخ حفظ گروه هم‌ورود (کوهورت)، یک دوره پس از نخستین خرید",
        ),
        formula=Title(
            "customers active at the age / customers of the cohorts observed at it",
            "مشتریان فعال در آن سن ÷ مشتریان گروه‌هایی که در آن سن دیده شده‌اند",
        ),
        unit="share",
        direction="higher",
        domain=(0.0, 1.0),
        inputs=(ACTIVITY_CUSTOMER, ACTIVITY_PERIOD, LAST_COMPLETE_PERIOD),
        optional=(LOG_BEGINS_WITH_BUSINESS,),
        options={"age": 1},
        function=cohort_retention,
        estimate=_retention_estimate,
        additivity="ratio",
        undefined=Title(
            "no cohort has been observed at the age", "هیچ گروهی هنوز به آن سن نرسیده است"
        ),
        source="Fader & Hardie (2007), Journal of Interactive Marketing 21(1), 76-90 (cohorts)",
        caution=Title(
            "customers who were there when the log began are left out unless it is stated that "
            "the log begins with the business",
            "مشتریانی که از آغاز داده‌ها حضور داشته‌اند کنار گذاشته می‌شوند، مگر آنکه اعلام شود آغاز "
            "داده‌ها آغاز کسب‌وکار است",
        ),
    ),
)
