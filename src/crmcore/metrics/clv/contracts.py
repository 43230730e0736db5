"""How long contracts lasted: the input of the contractual models."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Self, get_args

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import (
    by_value,
    naming,
    one_of,
    optional_floats,
    readonly_floats,
    refuse_rows,
    require_columns,
)
from crmcore._display import Value
from crmcore._types import BoolArray, FloatArray, IntArray, TimeUnit
from crmcore.covariates import Covariates, read_covariates, require_length
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv._maths.trials import MOST

__all__ = ["ContractTenures"]


def _flags(values: npt.ArrayLike) -> BoolArray:
    numbers = readonly_floats(values)
    refuse_rows("values", numbers, (numbers != 0) & (numbers != 1), "be true or false")
    flags = numbers.astype(np.bool_)
    flags.flags.writeable = False
    return flags


def _weights(values: object) -> FloatArray | None:
    return optional_floats(values)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class ContractTenures(Value):
    """How many renewals contracts came to, and which of them are still running.

    A contract runs for a period, at whose end it is renewed or lost, and so on. Cohorts of
    different age stand side by side: those still running are counted for what is known of them,
    that they lasted so long at least.

    Attributes
    ----------
    tenure : ndarray of shape (n,)
        Renewals that have come due: for a lost contract the one at which it was not renewed, 1
        or more; for a running one those that it has passed, 0 or more. Whole numbers.
    lost : ndarray of bool, shape (n,)
        Whether the contract was lost; the others are still running.
    weights : ndarray of shape (n,) or None
        Contracts that each row stands for; None is one each.
    unit : {"day", "week", "month", "year", "period"}, default "period"
        How long a period of the contracts is; ``"period"`` where it has no length.
    covariates : Covariates or None
        What else is known of the contracts or their customers, row by row.

    Raises
    ------
    InvalidInputError
        If shapes differ, a tenure is not whole or negative, a lost contract has the tenure 0, or
        a weight is negative.

    Examples
    --------
    >>> seen = ContractTenures(tenure=[1, 3, 3], lost=[True, True, False], unit="year")
    >>> seen
    ContractTenures(contracts=3, lost=2, unit='year')
    >>> ContractTenures.from_survivors([1000, 869, 743], [500, 430], unit="year")
    ContractTenures(contracts=1500, lost=327, unit='year')
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    tenure: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    lost: BoolArray = attrs.field(converter=_flags, eq=by_value)
    weights: FloatArray | None = attrs.field(default=None, converter=_weights, eq=by_value)
    unit: TimeUnit = attrs.field(default="period", validator=one_of(*get_args(TimeUnit)))
    covariates: Covariates | None = None

    def __attrs_post_init__(self) -> None:
        tenure = self.tenure
        require_columns(tenure=tenure, weights=self.weights)
        if self.lost.size != tenure.size:
            msg = f"lost must have {tenure.size} rows like tenure, got {self.lost.size}"
            raise InvalidInputError(msg)
        refuse_rows("tenure", tenure, tenure != np.floor(tenure), "be a whole number of renewals")
        refuse_rows("tenure", tenure, tenure > MOST, f"be at most {MOST:,}")
        rule = "be at least 1 where the contract is lost (1 is the first renewal)"
        refuse_rows("tenure", tenure, self.lost & (tenure == 0), rule)
        require_length(self.covariates, tenure.size)

    @classmethod
    def from_survivors(cls, *cohorts: npt.ArrayLike, unit: TimeUnit = "period") -> Self:
        """Read cohorts from the numbers of contracts left after 0, 1, 2, ... renewals.

        Parameters
        ----------
        *cohorts : array_like of shape (k,)
            For each cohort the contracts at its start, after the first renewal, and so on; they
            never rise. Cohorts may be of different age.
        unit : {"day", "week", "month", "year", "period"}, default "period"
            How long a period of the contracts is.

        Returns
        -------
        ContractTenures
            Weighted rows: the contracts lost at each renewal and those left at the end.

        Raises
        ------
        InvalidInputError
            If there is no cohort, a number is not finite or negative, or numbers rise.

        Examples
        --------
        >>> seen = ContractTenures.from_survivors([1000, 869, 743])
        >>> seen.tenure, seen.lost, seen.weights
        (array([1., 2., 2.]), array([ True,  True, False]), array([131., 126., 743.]))
        """
        if not cohorts:
            msg = "cohorts must be at least one, such as [1000, 869, 743], got none"
            raise InvalidInputError(msg)
        parts = [_cohort(f"cohort {place}", counts) for place, counts in enumerate(cohorts)]
        tenure, lost, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
        present = weights > 0
        return cls(tenure=tenure[present], lost=lost[present], weights=weights[present], unit=unit)

    def __len__(self) -> int:
        """Count the rows.

        Returns
        -------
        int
            Rows, whatever their weights.
        """
        return self.tenure.size

    @property
    def row_weights(self) -> FloatArray:
        """Weights of the rows, ones where none are given."""
        return np.ones(len(self)) if self.weights is None else self.weights

    @property
    def contracts(self) -> float:
        """How many contracts the rows stand for: the sum of the weights."""
        return float(self.row_weights.sum())

    def select(self, rows: BoolArray | IntArray, /) -> "ContractTenures":
        """Take some of the rows.

        Parameters
        ----------
        rows : ndarray of bool, shape (n,), or of int
            A mask, or row numbers.

        Returns
        -------
        ContractTenures
            Those rows, in that order.

        Examples
        --------
        >>> seen = ContractTenures(tenure=[1, 3, 3], lost=[True, True, False])
        >>> seen.select(seen.lost)
        ContractTenures(contracts=2, lost=2, unit='period')
        """
        return attrs.evolve(
            self,
            tenure=self.tenure[rows],
            lost=self.lost[rows],
            weights=None if self.weights is None else self.weights[rows],
            covariates=None if self.covariates is None else self.covariates.select(rows),
        )

    def with_covariates(
        self,
        columns: Covariates | Mapping[str, npt.ArrayLike],
        /,
        *,
        labels: str | Sequence[str] = (),
    ) -> "ContractTenures":
        """Give the same contracts with what else is known of them.

        Parameters
        ----------
        columns : Covariates or mapping of str to array_like of shape (n,)
            The columns by name: numbers, or labels such as a plan; they replace those that there
            were.
        labels : str or sequence of str, default ()
            Columns of whole numbers that are labels all the same.

        Returns
        -------
        ContractTenures
            The same with `covariates`.

        Raises
        ------
        InvalidInputError
            If a column cannot be read, misses a value or has another length.

        Examples
        --------
        >>> seen = ContractTenures(tenure=[1, 3], lost=[True, False])
        >>> seen.with_covariates({"plan": ["basic", "plus"]}).covariates
        Covariates(rows=2, numbers=(), labels=('plan',))
        """
        read = read_covariates(columns, labels=labels, rows=len(self))
        return attrs.evolve(self, covariates=read)

    def renewals(self) -> tuple[FloatArray, FloatArray]:
        """Count what happened at each renewal.

        Returns
        -------
        lost, renewed : ndarray of shape (max tenure,)
            Contracts lost and renewed at renewal 1, 2, ...; the share lost of both is the churn
            observed at that tenure.

        Examples
        --------
        >>> ContractTenures.from_survivors([1000, 869, 743], [500, 430]).renewals()
        (array([201., 126.]), array([1299.,  743.]))
        """
        tenure, weights = self.tenure.astype(np.int64), self.row_weights
        size = int(tenure.max(initial=0)) + 1
        ended = np.bincount(tenure, weights, minlength=size)
        lost = np.bincount(tenure[self.lost], weights[self.lost], minlength=size)
        due: FloatArray = np.cumsum(ended[::-1])[::-1].astype(np.float64)
        return lost[1:].astype(np.float64), due[1:] - lost[1:]

    def _facts(self) -> dict[str, object]:
        return {
            "contracts": self.contracts,
            "lost": float(self.row_weights[self.lost].sum()),
            "unit": self.unit,
        }


def _cohort(name: str, counts: npt.ArrayLike) -> tuple[FloatArray, BoolArray, FloatArray]:
    try:
        left = readonly_floats(counts)
    except InvalidInputError as error:
        msg = f"{name} {error}"
        raise InvalidInputError(msg) from error
    refuse_rows(name, left, ~np.isfinite(left) | (left < 0), "be finite and >= 0")
    refuse_rows(name, left[1:], np.diff(left) > 0, "never rise (contracts left, not lost)")
    if not left.size:
        msg = f"{name} must have at least the contracts at its start, got []"
        raise InvalidInputError(msg)
    last = left.size - 1
    place = np.arange(left.size)
    tenure = np.minimum(place + 1.0, float(last))
    return tenure, place < last, np.append(-np.diff(left), left[-1])
