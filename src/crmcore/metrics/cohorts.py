"""Cohorts: customers grouped by the period of their first purchase, and who stayed active."""

from typing import Any, ClassVar, Final

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import by_value, naming, readonly_ints, refuse_rows
from crmcore._display import Value
from crmcore._text import Title, persian_figure
from crmcore._types import FloatArray, IntArray
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics._cohort_counts import count_activity
from crmcore.metrics.intervals import share_interval, share_intervals
from crmcore.metrics.measurement import Interval, Intervals

__all__ = ["CohortTriangle"]

_NO_COHORT: Final = Title("there is no cohort", "هیچ گروه هم‌ورودی (کوهورت) وجود ندارد")
_NO_OTHER_COHORT: Final = Title(
    "there is no cohort but those who were there when the log began",
    "جز مشتریانی که از آغاز داده‌ها حضور داشته‌اند، هیچ گروه هم‌ورودی (کوهورت) وجود ندارد",
)


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class CohortTriangle(Value):
    """How many customers of each cohort were active at each age.

    A cohort is all customers whose first active period is the same; its age is the number of
    periods since. A cell is observed when its period is complete: cohort + age <= the last
    complete period. Only observed cells are stored; the others are missing, never 0.

    Attributes
    ----------
    cohorts : ndarray of int64, shape (c,)
        The period in which each cohort began, ascending.
    cells : ndarray of int64, shape (m,)
        Customers active at age 0, 1, ... of the first cohort, then of the second, and so on:
        the observed cells, row after row.
    last_complete_period : int
        The last period that is over.
    log_begins_with_business : bool
        Whether the first cohort really began in its period. If not, it is everybody who was
        there before the log began, and no pooled figure counts it.

    Raises
    ------
    InvalidInputError
        If the cohorts do not ascend or begin after the last complete period, the number of
        cells is not that of the observed ones, or a cohort has no customer, or more at a later
        age than at age 0.

    Examples
    --------
    >>> months = CohortTriangle.from_activity(
    ...     ["a", "a", "b", "b", "c", "d", "d"], [0, 1, 0, 2, 1, 1, 2],
    ...     last_complete_period=2, log_begins_with_business=True,
    ... )
    >>> months
    CohortTriangle(cohorts=2, customers=4, ages=3)
    >>> print(months.active)
    [[2 1 1]
     [2 1 --]]
    >>> months.pooled_retention(1)
    0.5
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    cohorts: IntArray = attrs.field(converter=readonly_ints, eq=by_value)
    cells: IntArray = attrs.field(converter=readonly_ints, eq=by_value)
    last_complete_period: int
    log_begins_with_business: bool = False

    def __attrs_post_init__(self) -> None:
        late = self.cohorts > self.last_complete_period
        refuse_rows("cohorts", self.cohorts, late, "not be after the last complete period")
        falls = np.diff(self.cohorts, prepend=self.cohorts[:1] - 1) <= 0
        refuse_rows("cohorts", self.cohorts, falls, "ascend without doubles")
        if self.cells.size != self._lengths.sum():
            msg = f"cells must hold the {self._lengths.sum()} observed cells, got {self.cells.size}"
            raise InvalidInputError(msg)
        sizes = np.repeat(self.sizes, self._lengths)
        bad = (self.cells < 0) | (self.cells > sizes) | (sizes <= 0)
        refuse_rows("cells", self.cells, bad, "be from 0 to the size of its cohort, and that > 0")

    @classmethod
    def from_activity(
        cls,
        customer: npt.ArrayLike,
        period: npt.ArrayLike,
        /,
        *,
        last_complete_period: int,
        log_begins_with_business: bool = False,
    ) -> "CohortTriangle":
        """Count a triangle from who was active when.

        Parameters
        ----------
        customer : array_like of shape (n,)
            Who was active: text or whole numbers.
        period : array_like of shape (n,)
            In which period, as `crmcore.periods.period_index` numbers them; a doubled row
            counts once.
        last_complete_period : int
            The last period that is over; activity after it is not counted.
        log_begins_with_business : bool, default False
            Whether the first period of the log is the first of the business.

        Returns
        -------
        CohortTriangle
            The counts; no cohort when there was no activity.

        Raises
        ------
        InvalidInputError
            If the columns differ in length, a period is not whole, or they span so many periods
            that a coarser one must be meant.

        Notes
        -----
        A refund is no activity: leave rows without a purchase out.
        """
        cohorts, cells = count_activity(customer, period, last=int(last_complete_period))
        return cls(
            cohorts=cohorts,
            cells=cells,
            last_complete_period=int(last_complete_period),
            log_begins_with_business=bool(log_begins_with_business),
        )

    @property
    def _lengths(self) -> IntArray:
        lengths: IntArray = self.last_complete_period - self.cohorts + 1
        return lengths

    @property
    def _starts(self) -> IntArray:
        starts: IntArray = np.cumsum(self._lengths) - self._lengths
        return starts

    @property
    def sizes(self) -> IntArray:
        """Customers of each cohort, shape (c,): those active at age 0."""
        sizes: IntArray = self.cells[self._starts]
        return sizes

    @property
    def ages(self) -> int:
        """How many ages the oldest cohort has lived through, age 0 included."""
        return int(self._lengths[0]) if self.cohorts.size else 0

    @property
    def active(self) -> "np.ma.MaskedArray[tuple[int, ...], np.dtype[np.int64]]":
        """Customers active by cohort and age, shape (c, ages); what is not yet over is masked."""
        ages = np.arange(self.ages)
        seen = ages < self._lengths[:, None]
        full = np.zeros(seen.shape, np.int64)
        full[seen] = self.cells
        return np.ma.array(full, mask=~seen)

    @property
    def retention(self) -> "np.ma.MaskedArray[tuple[int, ...], np.dtype[np.float64]]":
        """Share of each cohort active by age, shape (c, ages); what is not yet over is masked."""
        active = self.active
        shares: Any = active.astype(np.float64) / self.sizes[:, None]
        return np.ma.array(shares.data, mask=active.mask)

    def retention_intervals(self, *, level: float = 0.9) -> Intervals:
        """Tell how sure the share of each observed cell is: Wilson intervals.

        The cells of one row are about the same customers, so two of them cannot be compared by
        their intervals.

        Parameters
        ----------
        level : float, default 0.9
            Share of samples that each interval is to cover.

        Returns
        -------
        Intervals
            One for each of `cells`, in their order.

        Raises
        ------
        InvalidInputError
            If the level is outside (0, 1).
        """
        sizes = np.repeat(self.sizes, self._lengths)
        return share_intervals(self.cells, sizes, level=level)

    def pooled_counts(self, age: int, /, *, against: int = 0) -> tuple[int, int]:
        """Add up the cohorts that have been observed at an age.

        Parameters
        ----------
        age : int
            Periods since the first purchase, >= 0.
        against : int, default 0
            The earlier age to compare with; 0 gives the sizes.

        Returns
        -------
        tuple of two int
            Customers active at `age`, and those of the same cohorts active at `against`. The
            first cohort is left out unless the log begins with the business.

        Raises
        ------
        InvalidInputError
            If an age is negative or not whole, or `against` is later than `age`.
        """
        if not 0 <= against <= age or age != int(age):
            msg = f"age must be whole and >= against >= 0, got age {age!r} and against {against!r}"
            raise InvalidInputError(msg)
        known = self._lengths > age
        if not self.log_begins_with_business:
            known[:1] = False
        starts = self._starts[known]
        return int(self.cells[starts + int(age)].sum()), int(self.cells[starts + against].sum())

    def pooled_retention(self, age: int, /) -> float:
        """Give the share of customers active at an age, over all cohorts observed at it.

        Parameters
        ----------
        age : int
            Periods since the first purchase, >= 0.

        Returns
        -------
        float
            Sum of active customers divided by sum of sizes, in [0, 1]; higher is better. Never
            the mean of the cohorts' shares.

        Raises
        ------
        InvalidInputError
            If the age is negative or not whole.
        UndefinedMetricError
            If no cohort has been observed at this age.
        """
        active, size = self.pooled_counts(age)
        if size == 0:
            raise UndefinedMetricError(self._unobserved(age))
        return active / size

    def pooled_interval(self, age: int, /, *, level: float = 0.9) -> Interval:
        """Tell how sure the pooled retention at an age is: the Wilson interval.

        Parameters
        ----------
        age : int
            Periods since the first purchase, >= 0.
        level : float, default 0.9
            Share of samples that the interval is to cover.

        Returns
        -------
        Interval
            Within [0, 1].

        Raises
        ------
        InvalidInputError
            If the age is negative or not whole, or the level is outside (0, 1).
        UndefinedMetricError
            If no cohort has been observed at this age.
        """
        active, size = self.pooled_counts(age)
        if size == 0:
            raise UndefinedMetricError(self._unobserved(age))
        return share_interval(active, size, level=level)

    def curve(self) -> FloatArray:
        """Give one retention curve for all cohorts: the product of the pooled one-step ratios.

        Pooled rates of different ages come from different cohorts, so that they may rise where
        no cohort does; each step here compares the same customers.

        Returns
        -------
        ndarray of shape (k,)
            Shares from age 0, where it is 1, to the last age for which a step is defined; empty
            when there is no cohort to count.
        """
        steps: list[float] = []
        for age in range(self.ages):
            active, before = self.pooled_counts(age, against=max(age - 1, 0))
            if before == 0:
                break
            steps.append(active / before)
        curve: FloatArray = np.cumprod(np.array(steps, np.float64), dtype=np.float64)
        return curve

    def _unobserved(self, age: int) -> Title:
        if self.pooled_counts(0)[1] == 0:
            return _NO_OTHER_COHORT if self.cohorts.size else _NO_COHORT
        return Title(
            f"no cohort is {age} complete periods old yet",
            f"هنوز از آغاز هیچ گروه هم‌ورودی (کوهورت) {persian_figure(str(age))} دوره کامل نگذشته "
            "است",
        )

    def _facts(self) -> dict[str, object]:
        return {
            "cohorts": self.cohorts.size,
            "customers": int(self.sizes.sum()),
            "ages": self.ages,
        }
