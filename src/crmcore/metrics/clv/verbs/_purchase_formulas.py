"""The formulas that a model of purchasing brings, and how they are evaluated for many customers."""

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar, TypeAlias, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import one_of
from crmcore._distinct import in_chunks, on_distinct
from crmcore._types import FloatArray, TimeUnit
from crmcore.metrics.clv._arguments import horizons, require_unit
from crmcore.metrics.clv.fitting._parametric import Parametric
from crmcore.summary import CustomerSummary

__all__ = ["Formula", "PurchaseFormulas", "Time"]

Formula: TypeAlias = Callable[..., FloatArray]
Time: TypeAlias = float | str | npt.ArrayLike


@attrs.frozen(kw_only=True, repr=False)
class PurchaseFormulas(Parametric):
    """What a model of purchasing brings: formulas on columns.

    They take columns of the same length and give one number a row, each row on its own:
    `_HISTORY` names the columns that tell all of the past, `_LIVING` those that matter if the
    customer is alive. A customer not yet seen is one whose columns are all 0. A parameter may be
    a column too, as `at_rows` puts it in where covariates make customers differ.

    Attributes
    ----------
    unit : {"day", "week", "month", "year", "period"} or None
        The unit of time of the parameters; None takes any.
    """

    _HISTORY: ClassVar[tuple[str, ...]] = ("frequency", "recency", "T")
    _LIVING: ClassVar[tuple[str, ...]] = ("frequency", "T")

    unit: TimeUnit | None = attrs.field(default=None, validator=one_of(*get_args(TimeUnit), None))

    # The formulas. `history` and `living` stand for the columns named above.

    @abstractmethod
    def _log_likelihood(self, *history: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _log_odds_gone(self, *history: FloatArray) -> FloatArray: ...

    # The last column of the following is a length of time from the end of observation.

    @abstractmethod
    def _alive_if_alive(self, *living: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _purchases_if_alive(self, *living: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _pmf_if_alive(self, n: int, *living: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _discounted_if_alive(self, force: float, *living: FloatArray) -> FloatArray: ...

    # Purchases of customers who are alive, drawn from what their past tells of them.
    @abstractmethod
    def _draw_if_alive(self, rng: np.random.Generator, *living: FloatArray) -> FloatArray: ...

    # The last two columns are the time to the start and the length from there.
    def _purchases_between(self, *living: FloatArray) -> FloatArray:
        *known, start, length = living
        until_end = self._purchases_if_alive(*known, start + length)
        return until_end - self._purchases_if_alive(*known, start)

    def _length(
        self, name: str, value: Time, customers: CustomerSummary | None = None
    ) -> FloatArray:
        if customers is None:
            return horizons(name, value, unit=self.unit)
        return horizons(name, value, unit=customers.unit, rows=len(customers))

    def _columns(self, customers: CustomerSummary) -> tuple[FloatArray, ...]:
        require_unit(self.unit, customers)
        return tuple(getattr(customers, name) for name in self._HISTORY)

    def _living_columns(self, customers: CustomerSummary) -> tuple[FloatArray, ...]:
        return tuple(getattr(customers, name) for name in self._LIVING)

    def _alive(self, *history: FloatArray) -> FloatArray:
        def formula(*columns: FloatArray) -> FloatArray:
            with np.errstate(over="ignore"):
                return 1 / (1 + np.exp(self._log_odds_gone(*columns)))

        return in_chunks(formula, *history)

    def _gone(self, *history: FloatArray) -> FloatArray:
        def formula(*columns: FloatArray) -> FloatArray:
            with np.errstate(over="ignore"):
                return 1 / (1 + np.exp(-self._log_odds_gone(*columns)))

        return in_chunks(formula, *history)

    # Evaluate a formula of the living at the distinct customers, with lengths common to all or not.
    def _living(
        self, customers: CustomerSummary, formula: Formula, *lengths: FloatArray
    ) -> FloatArray:
        columns = self._living_columns(customers)
        own = [length for length in lengths if length.ndim]

        def at_lengths(*rows: FloatArray) -> FloatArray:
            known, each = rows[: len(columns)], iter(rows[len(columns) :])
            size = rows[0].size
            filled = (next(each) if it.ndim else np.full(size, it) for it in lengths)
            return formula(*known, *filled)

        return on_distinct(at_lengths, *columns, *own)

    def _new(self, formula: Formula, length: FloatArray) -> float | FloatArray:
        times = np.atleast_1d(length)
        alive = float(self._alive(*(np.zeros(1) for _ in self._HISTORY))[0])
        value = alive * formula(*(np.zeros_like(times) for _ in self._LIVING), times)
        return value if length.ndim else float(value[0])

    def _gone_new(self) -> float:
        return float(self._gone(*(np.zeros(1) for _ in self._HISTORY))[0])

    def _pmf_of(self, n: int) -> Formula:
        def formula(*columns: FloatArray) -> FloatArray:
            return self._pmf_if_alive(n, *columns)

        return formula

    def _discounted_at(self, force: float) -> Formula:
        def formula(*columns: FloatArray) -> FloatArray:
            return self._discounted_if_alive(force, *columns)

        return formula
