"""The verbs that all models of contracts share; a model brings the formulas behind them."""

from abc import abstractmethod
from typing import TypeAlias, get_args, overload

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import one_of
from crmcore._text import Title, persian_figure
from crmcore._types import FloatArray, TimeUnit
from crmcore.errors import FitError, InvalidInputError
from crmcore.metrics.clv._arguments import copies, count
from crmcore.metrics.clv._maths.trials import trials_passed, whole_numbers
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.fitting._parametric import Parametric
from crmcore.rates import Rate

__all__ = ["ContractModel", "require_losses"]

_Counts: TypeAlias = int | npt.ArrayLike


@attrs.frozen(kw_only=True, repr=False)
class ContractModel(Parametric):
    """Base of the models of contracts that are renewed or lost at the end of each period.

    Renewals are numbered 1, 2, ...: the first comes due at the end of the first period.

    Attributes
    ----------
    unit : {"day", "week", "month", "year", "period"}, default "period"
        How long a period of the contracts is; ``"period"`` where it has no length.
    """

    unit: TimeUnit = attrs.field(default="period", validator=one_of(*get_args(TimeUnit)))

    def log_likelihood(self, tenures: ContractTenures, /) -> FloatArray:
        """Give the log-likelihood of each row.

        Parameters
        ----------
        tenures : ContractTenures
            ``n`` rows, in the model's unit.

        Returns
        -------
        ndarray of shape (n,)
            Log chances: of being lost at that renewal, or of having passed so many; weights are
            not multiplied in.

        Raises
        ------
        InvalidInputError
            If the unit of the contracts is another than the model's.

        Examples
        --------
        >>> from crmcore.metrics.clv.sbg import SBG
        >>> seen = ContractTenures(tenure=[1, 7], lost=[True, False])
        >>> SBG(alpha=0.668, beta=3.806).log_likelihood(seen).round(3)
        array([-1.902, -0.716])
        """
        require_same_unit(self.unit, tenures)
        tenure, lost = tenures.tenure, tenures.lost
        value = self._log_survival(tenure - lost)
        ended = np.flatnonzero(lost)
        value[ended] += np.log(self._churn(tenure[ended]))
        return value

    @overload
    def survival(self, t: int) -> float: ...

    @overload
    def survival(self, t: npt.ArrayLike) -> float | FloatArray: ...

    def survival(self, t: _Counts) -> float | FloatArray:
        """Give the chance that a new contract outlasts a number of renewals.

        Parameters
        ----------
        t : int or array_like of shape (n,)
            Renewals, >= 0.

        Returns
        -------
        float or ndarray of shape (n,)
            Probabilities in [0, 1], 1 for 0 renewals; higher is better.

        Examples
        --------
        >>> from crmcore.metrics.clv.sbg import SBG
        >>> SBG(alpha=0.668, beta=3.806).survival([0, 1, 12]).round(3)
        array([1.   , 0.851, 0.378])
        """
        renewals = whole_numbers("t", t, of="renewals")
        return _as_given(renewals, np.exp(self._log_survival(np.atleast_1d(renewals))))

    @overload
    def retention(self, t: int) -> float: ...

    @overload
    def retention(self, t: npt.ArrayLike) -> float | FloatArray: ...

    def retention(self, t: _Counts) -> float | FloatArray:
        """Give the share of the contracts at risk that are renewed at the t-th renewal.

        Parameters
        ----------
        t : int or array_like of shape (n,)
            Number of the renewal, >= 1.

        Returns
        -------
        float or ndarray of shape (n,)
            Survival of t over that of t - 1, in [0, 1]; higher is better.

        Examples
        --------
        >>> from crmcore.metrics.clv.sbg import SBG
        >>> SBG(alpha=0.668, beta=3.806).retention([1, 2, 12]).round(3)
        array([0.851, 0.878, 0.957])
        """
        renewals = whole_numbers("t", t, of="renewals", least=1)
        return _as_given(renewals, self._retention(np.atleast_1d(renewals)))

    @overload
    def churn(self, t: int) -> float: ...

    @overload
    def churn(self, t: npt.ArrayLike) -> float | FloatArray: ...

    def churn(self, t: _Counts) -> float | FloatArray:
        """Give the share of the contracts at risk that are lost at the t-th renewal.

        Parameters
        ----------
        t : int or array_like of shape (n,)
            Number of the renewal, >= 1.

        Returns
        -------
        float or ndarray of shape (n,)
            1 less the retention, in [0, 1]; lower is better.

        Examples
        --------
        >>> from crmcore.metrics.clv.sbg import SBG
        >>> SBG(alpha=0.668, beta=3.806).churn([1, 2, 12]).round(3)
        array([0.149, 0.122, 0.043])
        """
        renewals = whole_numbers("t", t, of="renewals", least=1)
        return _as_given(renewals, self._churn(np.atleast_1d(renewals)))

    @overload
    def discounted_expected_residual_lifetime(self, *, renewals: int, rate: Rate) -> float: ...

    @overload
    def discounted_expected_residual_lifetime(
        self, *, renewals: npt.ArrayLike, rate: Rate
    ) -> float | FloatArray: ...

    def discounted_expected_residual_lifetime(
        self, *, renewals: _Counts, rate: Rate
    ) -> float | FloatArray:
        r"""Give the periods still to be expected of a running contract, in today's worth.

        The contract has been renewed `renewals` times and its next renewal is due now. If it is
        renewed, the period that then begins counts in full, the one after it is discounted by one
        period, and so on for ever.

        Parameters
        ----------
        renewals : int or array_like of shape (n,)
            Renewals made so far, >= 0.
        rate : Rate
            Discount rate above 0, converted to the period of the contracts.

        Returns
        -------
        float or ndarray of shape (n,)
            Discounted periods, >= 0; times the margin of a period they are the residual value of
            the customer.

        Raises
        ------
        InvalidInputError
            If the rate is not above 0, or has no length where the period has one.

        Notes
        -----
        With S the survival and n - 1 renewals made ([1]_, eq. 6),

        .. math:: DERL = \sum_{t=n}^{\infty} \frac{S(t)}{S(n-1)}\,\frac{1}{(1+d)^{t-n}}.

        References
        ----------
        .. [1] Fader & Hardie (2010), Customer-base valuation in a contractual setting: the perils
           of ignoring heterogeneity, Marketing Science 29(1), 85-93,
           doi:10.1287/mksc.1080.0482.

        Examples
        --------
        >>> from crmcore.metrics.clv.sbg import SBG
        >>> high_end = SBG(alpha=0.668, beta=3.806, unit="year")
        >>> high_end.discounted_expected_residual_lifetime(
        ...     renewals=[0, 4], rate=Rate(0.1, per="year")
        ... ).round(2)
        array([5.41, 6.9 ])
        """
        made = whole_numbers("renewals", renewals, of="renewals")
        return _as_given(made, self._residual(np.atleast_1d(made), self._force(rate)))

    def discounted_expected_lifetime(self, *, rate: Rate) -> float:
        r"""Give the periods to be expected of a new contract, in today's worth.

        Parameters
        ----------
        rate : Rate
            Discount rate above 0, converted to the period of the contracts.

        Returns
        -------
        float
            Discounted periods, >= 1: the first one, which begins now, counts in full.

        Raises
        ------
        InvalidInputError
            If the rate is not above 0, or has no length where the period has one.

        Notes
        -----
        With S the survival, the sum over t >= 0 of S(t) / (1 + d)^t.

        Examples
        --------
        >>> from crmcore.metrics.clv.sbg import SBG
        >>> high_end = SBG(alpha=0.668, beta=3.806, unit="year")
        >>> round(high_end.discounted_expected_lifetime(rate=Rate(0.1, per="year")), 2)
        5.92
        """
        force = self._force(rate)
        return 1 + float(np.exp(-force) * self._residual(np.zeros(1), force)[0])

    def simulate(self, n: int, /, *, T: _Counts, rng: np.random.Generator) -> ContractTenures:
        """Draw contracts from the model.

        Parameters
        ----------
        n : int
            Contracts.
        T : int or array_like of shape (n,)
            Renewals that have come due since each one's start, if it lasts.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        ContractTenures
            What would be seen of them.

        Examples
        --------
        >>> from crmcore.metrics.clv.sbg import SBG
        >>> truth = SBG(alpha=0.668, beta=3.806, unit="year")
        >>> truth.simulate(1000, T=7, rng=np.random.default_rng(0))
        ContractTenures(contracts=1000, lost=491, unit='year')
        """
        n = count("n", n)
        due = np.broadcast_to(whole_numbers("T", T, of="renewals", rows=n), n)
        passed = trials_passed(self._chances(n, rng), rng)
        lost = passed < due
        return ContractTenures(tenure=np.where(lost, passed + 1, due), lost=lost, unit=self.unit)

    def resample(self, tenures: ContractTenures, /, *, rng: np.random.Generator) -> ContractTenures:
        """Draw a base like a given one from the model.

        Parameters
        ----------
        tenures : ContractTenures
            What is drawn: as many contracts. A lost one, whose age is not known, counts as old as
            the oldest.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        ContractTenures
            One row a contract.

        Raises
        ------
        InvalidInputError
            If a weight is not whole.
        """
        rows = copies(tenures.row_weights)
        oldest = float(tenures.tenure.max(initial=0))
        due = np.where(tenures.lost, oldest, tenures.tenure)[rows]
        return attrs.evolve(self.simulate(rows.size, T=due, rng=rng), unit=tenures.unit)

    def _force(self, rate: Rate) -> float:
        force = rate.continuous(self.unit)
        if force <= 0:
            msg = f"rate must be above 0, got {rate!r}: the sum over all the future may have no end"
            raise InvalidInputError(msg)
        return force

    # The formulas: t and made are whole numbers, of shape (n,).

    @abstractmethod
    def _log_survival(self, t: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _retention(self, t: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _churn(self, t: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _residual(self, made: FloatArray, force: float) -> FloatArray: ...

    # Churn probabilities of n new contracts.
    @abstractmethod
    def _chances(self, n: int, rng: np.random.Generator) -> FloatArray: ...


def require_same_unit(unit: TimeUnit, tenures: ContractTenures, /) -> None:
    """Refuse contracts with another period than the model's.

    Parameters
    ----------
    unit : {"day", "week", "month", "year", "period"}
        The unit of the model.
    tenures : ContractTenures
        The contracts.

    Raises
    ------
    InvalidInputError
        If the units differ.
    """
    if tenures.unit != unit:
        msg = f"tenures must be in the model's unit, {unit!r}, got {tenures.unit!r}"
        raise InvalidInputError(msg)


def require_losses(tenures: ContractTenures, /) -> tuple[float, float]:
    """Count the renewals that failed and those made, and refuse contracts without any loss.

    Parameters
    ----------
    tenures : ContractTenures
        The contracts.

    Returns
    -------
    lost, renewed : float
        Over all tenures.

    Raises
    ------
    FitError
        If no contract was lost.
    """
    lost, renewed = (float(counts.sum()) for counts in tenures.renewals())
    if lost > 0:
        return lost, renewed
    total = f"{tenures.contracts:g}"
    made = f"{renewed:g}"
    reason = Title(
        f"none of the {total} contracts was lost at {made} renewals, so no churn can be fitted",
        f"هیچ‌یک از {persian_figure(total)} قرارداد در {persian_figure(made)} نوبت تمدید از دست "
        "نرفته است، پس ریزش برآورد نمی‌شود",
    )
    raise FitError(reason)


def _as_given(argument: FloatArray, value: FloatArray) -> float | FloatArray:
    return value if argument.ndim else float(value[0])
