"""What the models of regular buyers share: how they are fitted and simulated."""

from collections.abc import Mapping
from typing import Any, Final, Self

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._text import Title
from crmcore._types import FloatArray
from crmcore.metrics.clv._arguments import count, horizons
from crmcore.metrics.clv._families.erlang.draws import draw_histories
from crmcore.metrics.clv._families.erlang.fit import (
    MOST_PHASES,
    erlang_problem,
    known_intervals,
    try_phases,
)
from crmcore.metrics.clv._families.erlang.formulas import ErlangFormulas
from crmcore.metrics.clv._maths.trials import trials_passed
from crmcore.metrics.clv.fitting._estimation import fit_problem
from crmcore.metrics.clv.fitting._problem import Problem
from crmcore.metrics.clv.fitting.diagnosis import Diagnosis
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.fitting.priors import Prior
from crmcore.summary import CustomerSummary

__all__ = ["ErlangBetaGeometric"]

_CLOCKWORK: Final = Title(
    "Customers buy like clockwork, even more evenly than 100 phases tell.",
    "مشتریان با نظمی ساعت‌وار خرید می‌کنند، حتی منظم‌تر از آنچه ۱۰۰ مرحله نشان می‌دهد.",
)


@attrs.frozen(kw_only=True, repr=False)
class ErlangBetaGeometric(ErlangFormulas):
    """Purchases every k phases, at a rate of phases ~ Gamma(r, alpha); dropout ~ Beta(a, b).

    Attributes
    ----------
    k : int
        Phases between two purchases, 1 to 100: the more, the more regular they are.
    """

    @classmethod
    def fit(  # pyright: ignore[reportIncompatibleMethodOverride]  # Fit is invariant in its model
        cls,
        customers: CustomerSummary,
        /,
        *,
        k: int | None = None,
        fixed: Mapping[str, float] | None = None,
        prior: Prior | None = None,
    ) -> Fit[Self]:
        """Fit the model by maximum likelihood.

        Parameters
        ----------
        customers : CustomerSummary
            The base; weights count as customers.
        k : int, optional
            Phases between two purchases. None tries 1, 2, ... until the likelihood has fallen twice
            in a row, above 12 by halving, takes the most likely and counts it as a parameter;
            where it still rises at 100 the diagnosis is ``"clockwork"``.
        fixed : mapping of str to float, optional
            Parameters that are known, in the unit of the base, such as ``{"r": 0.5}``.
        prior : Prior, optional
            What is known of the shapes beforehand, for small bases; the likelihood times the
            prior is maximised.

        Returns
        -------
        Fit
            The most likely model, in the time unit of the base, with the evidence for it.

        Raises
        ------
        FitError
            If there are no customers, or none of them has bought again.
        InvalidInputError
            If k is not a whole number from 1 to 100; if a repeat purchase has the recency 0, or
            the model has no parameter of a name; if k is not 1 and the base has no
            `log_intervals`.

        Examples
        --------
        >>> from crmcore.metrics.clv.bg_cnbd import BGCNBD
        >>> truth = BGCNBD(k=2, r=1.2, alpha=3.0, a=0.8, b=2.0, unit="week")
        >>> base = truth.simulate(1000, T=52, rng=np.random.default_rng(1))
        >>> fit = BGCNBD.fit(base)
        >>> fit.model.k, fit.estimated
        (2, 5)
        >>> BGCNBD.fit(base, k=3).log_likelihood < fit.log_likelihood
        True
        """
        if k is not None:
            return cls._fit_with(customers, k, fixed, prior)
        fits = cls._fits(customers, fixed, prior)
        best = max(fits.values(), key=_log_likelihood)
        diagnosis = best.diagnosis
        if best.model.k == MOST_PHASES:
            diagnosis = _with_clockwork(diagnosis)
        return attrs.evolve(best, estimated=best.estimated + 1, diagnosis=diagnosis)

    @classmethod
    def log_likelihoods_by_k(
        cls,
        customers: CustomerSummary,
        /,
        *,
        fixed: Mapping[str, float] | None = None,
        prior: Prior | None = None,
    ) -> Mapping[int, float]:
        """Give the largest log-likelihood for each number of phases that a fit without k tries.

        Parameters
        ----------
        customers : CustomerSummary
            The base; weights count as customers.
        fixed : mapping of str to float, optional
            As in `fit`.
        prior : Prior, optional
            As in `fit`.

        Returns
        -------
        mapping of int to float
            By k, from 1 on; the largest is that of the fit.

        Examples
        --------
        >>> from crmcore.metrics.clv.bg_cnbd import BGCNBD
        >>> truth = BGCNBD(k=2, r=1.2, alpha=3.0, a=0.8, b=2.0, unit="week")
        >>> base = truth.simulate(1000, T=52, rng=np.random.default_rng(1))
        >>> {k: round(value) for k, value in BGCNBD.log_likelihoods_by_k(base).items()}
        {1: -12341, 2: -11972, 3: -12151, 4: -12535}
        """
        fits = cls._fits(customers, fixed, prior)
        return {k: fit.log_likelihood for k, fit in fits.items()}

    def log_likelihood(self, customers: CustomerSummary, /) -> FloatArray:
        """Give the log-likelihood of each customer's purchase history.

        Parameters
        ----------
        customers : CustomerSummary
            ``n`` customers, in the time unit of the parameters, with `log_intervals` if k is not 1.

        Returns
        -------
        ndarray of shape (n,)
            Log densities of the times of purchase; weights are not multiplied in.

        Raises
        ------
        InvalidInputError
            If `log_intervals` are needed and absent, or cannot belong to the other columns.

        Examples
        --------
        >>> from crmcore.metrics.clv.bg_cnbd import BGCNBD
        >>> model = BGCNBD(k=2, r=0.6, alpha=5.0, a=0.8, b=2.5)
        >>> seen = CustomerSummary(
        ...     frequency=[2, 0], recency=[30, 0], T=[39, 39], unit="week", log_intervals=[5.2, 0]
        ... )
        >>> model.log_likelihood(seen).round(3)
        array([-8.576, -0.878])
        """
        if self.k > 1:
            known_intervals(customers)
        return super().log_likelihood(customers)

    def simulate(
        self, n: int, /, *, T: float | str | npt.ArrayLike, rng: np.random.Generator
    ) -> CustomerSummary:
        """Draw customers from the model.

        Parameters
        ----------
        n : int
            Customers.
        T : float, str or array_like of shape (n,)
            Time from each one's first purchase to the end of observation, in the model's unit.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        CustomerSummary
            What would be seen of them, in the model's unit, or in ``"period"`` if it has none,
            with the logs of the times between purchases.

        Examples
        --------
        >>> from crmcore.metrics.clv.bg_cnbd import BGCNBD
        >>> truth = BGCNBD(k=3, r=1.2, alpha=3.0, a=0.8, b=2.4, unit="week")
        >>> len(truth.simulate(100, T=39, rng=np.random.default_rng(0)))
        100
        """
        n = count("n", n)
        age = np.broadcast_to(horizons("T", T, unit=self.unit, rows=n), n)
        rate = rng.standard_gamma(self.r, n) / self.alpha
        stays = trials_passed(rng.beta(self.a, self.b, n), rng) + 1 - self._CHANCES
        x, recency, logs = draw_histories(rng, self.k, rate, stays, age)
        return CustomerSummary(
            frequency=x,
            recency=recency,
            T=age,
            unit=self.unit or "period",
            log_intervals=logs,
        )

    @classmethod
    def _problem(cls, customers: CustomerSummary, /, *, k: int = 1) -> Problem:
        return erlang_problem(customers, chances=cls._CHANCES, k=k)

    @classmethod
    def _fit_with(
        cls,
        customers: CustomerSummary,
        k: int,
        fixed: Mapping[str, float] | None,
        prior: Prior | None,
    ) -> Fit[Self]:
        blank = cls(k=k, **dict.fromkeys(cls._NAMES, 1.0), unit=customers.unit)
        problem = cls._problem(customers, k=k)
        return fit_problem(problem, blank, fixed=fixed, prior=prior, options={"k": k})

    @classmethod
    def _fits(
        cls, customers: CustomerSummary, fixed: Mapping[str, float] | None, prior: Prior | None
    ) -> dict[int, Fit[Self]]:
        return try_phases(lambda k: cls._fit_with(customers, k, fixed, prior), _log_likelihood)


def _with_clockwork(found: Diagnosis) -> Diagnosis:
    keys = [key for key in (found.boundary, "clockwork") if key]
    parts = [_CLOCKWORK] if found.interior else [found.meaning, _CLOCKWORK]
    meaning = Title(" ".join(it.en for it in parts), " ".join(it.fa for it in parts))
    return attrs.evolve(found, interior=False, boundary="+".join(keys), meaning=meaning)


def _log_likelihood(fit: Fit[Any]) -> float:
    return fit.log_likelihood
