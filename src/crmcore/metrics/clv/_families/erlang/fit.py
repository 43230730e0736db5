"""The likelihood of the models of regular buyers, and the search for it and for the regularity."""

import math
from collections.abc import Callable
from typing import Final, TypeAlias, TypeVar

import attrs
import numpy as np

from crmcore._checks import refuse_rows
from crmcore._distinct import compress
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv._families.beta_geometric.fit import (
    BetaGeometricLikelihood,
    beta_geometric_problem,
)
from crmcore.metrics.clv._families.erlang.phases import log_phases, log_sum, phase_weights
from crmcore.metrics.clv._families.nbd import GammaPurchases, nbd_moments
from crmcore.metrics.clv.fitting._newton import Evaluation
from crmcore.metrics.clv.fitting._problem import SAMPLE, Problem, representatives
from crmcore.summary import CustomerSummary

__all__ = ["MOST_PHASES", "ErlangLikelihood", "erlang_problem", "known_intervals", "try_phases"]

MOST_PHASES: Final = 100
_ONE_BY_ONE: Final = 12
_PATIENCE: Final = 2  # numbers of phases that may be worse before the search ends
_SLACK: Final = 0.01  # of the log of a time, for what was rounded
_Rows: TypeAlias = tuple[FloatArray, FloatArray, FloatArray]
F = TypeVar("F")


class ErlangLikelihood(BetaGeometricLikelihood):
    """Log-likelihood of weighted rows as a function of the coordinates.

    Parameters
    ----------
    rows : tuple of three ndarray of shape (m,)
        Frequency, recency and age of distinct rows, in scaled time.
    weights : ndarray of shape (m,)
        Their weights.
    chances : {0, 1}
        Chances to leave before the first repeat purchase.
    k : int
        Phases between two purchases.
    """

    def __init__(self, rows: _Rows, weights: FloatArray, *, chances: int, k: int) -> None:
        super().__init__(rows, weights, chances=chances)
        x, t_x, age = rows
        self._k = k
        self._passed = k * x
        self._purchases = GammaPurchases(self._passed, age, weights)
        self._mortal = x + chances > 0
        self._left = np.maximum(x + (chances - 1), 0)
        self._rows = (t_x, age - t_x, age)
        self._every = weights

    # ln(W + e^y), W the sum of the weights of phases, y the log odds of being gone times W
    def _end(self, r: float, alpha: float, a: float, b: float) -> Evaluation:
        alive, slopes, bends = self._living(r, alpha)
        y, steps, falls = self._gone(r, alpha, a, b)
        value = np.logaddexp(alive, y)
        gone = np.exp(y - value)
        stays = np.exp(alive - value)
        away = steps - slopes
        hessian = (away * (self._every * gone * stays)) @ away.T
        weight = self._every * stays
        hessian[0, 0] += weight @ bends[0]
        hessian[0, 1] += weight @ bends[1]
        hessian[1, 1] += weight @ bends[2]
        weight = self._every * gone
        hessian[0, 0] += weight @ falls[0]
        hessian[0, 1] += weight @ falls[1]
        hessian[1, 1] += weight @ falls[2]
        hessian[3, 3] += weight @ falls[3]
        hessian[1, 0] = hessian[0, 1]
        gradient = (stays * slopes + gone * steps) @ self._every
        return Evaluation(float(self._every @ value), gradient, hessian)

    # ln W, its slopes in ln r, ln alpha, ln a and ln b, and its second slopes in the first two
    def _living(self, r: float, alpha: float) -> tuple[FloatArray, FloatArray, FloatArray]:
        _, silence, age = self._rows
        shape = r + self._passed
        logs = log_phases(shape, silence / (alpha + age), self._k)
        weights = phase_weights(logs)
        rise, bend = np.zeros_like(logs), np.zeros_like(logs)
        for j in range(1, self._k):
            part = r / (shape + (j - 1))
            rise[j] = rise[j - 1] + part
            bend[j] = bend[j - 1] + part * (1 - part)
        passed = np.arange(self._k, dtype=np.float64)[:, None]
        early = alpha / (alpha + age)
        mean_rise, mean_passed = (weights * rise).sum(axis=0), (weights * passed).sum(axis=0)
        far, late = rise - mean_rise, passed - mean_passed
        slopes = np.zeros((4, age.size))
        slopes[0], slopes[1] = mean_rise, -early * mean_passed
        both = (weights * far * late).sum(axis=0)
        bends = np.stack([
            (weights * (bend + far * far)).sum(axis=0),
            -early * both,
            early * early * (weights * late * late).sum(axis=0)
            - early * (age / (alpha + age)) * mean_passed,
        ])
        return log_sum(logs), slopes, bends

    # y, its slopes, and its second slopes rr, r alpha, alpha alpha, bb
    def _gone(
        self, r: float, alpha: float, a: float, b: float
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        t_x, silence, age = self._rows
        start, end = alpha + t_x, alpha + age
        log_gap = np.log1p(silence / start)
        shape, power = b + self._left, r + self._passed
        y = np.where(self._mortal, np.log(a / shape) + power * log_gap, -np.inf)
        fall = alpha / start * (silence / end)
        prior = b / shape
        slopes = np.stack([r * log_gap, -power * fall, np.ones_like(y), -prior])
        falls = np.stack([
            r * log_gap,
            -r * fall,
            -power * fall * (1 - alpha / start - alpha / end),
            -prior * (self._left / shape),
        ])
        return y, slopes, falls


def erlang_problem(customers: CustomerSummary, /, *, chances: int, k: int) -> Problem:
    """Prepare a base for the fit of a model of regular buyers.

    Parameters
    ----------
    customers : CustomerSummary
        The base.
    chances : {0, 1}
        Chances to leave before the first repeat purchase.
    k : int
        Phases between two purchases.

    Returns
    -------
    Problem
        That of the beta-geometric model if k is 1; else likelihood and starts are for k phases.

    Raises
    ------
    FitError
        If there are no customers, or none of them has bought again.
    InvalidInputError
        If a repeat purchase has the recency 0, or `log_intervals` are needed and not there.
    """
    plain = beta_geometric_problem(customers, chances=chances)
    if k == 1:
        return plain
    intervals = known_intervals(customers)
    (x, t_x, age), weights = compress(
        customers.frequency, customers.recency, customers.T, weights=customers.weights
    )
    unit = float(np.exp(plain.offset[1]))
    rows = (x, t_x / unit, age / unit)
    faster = np.log(nbd_moments(k * x, rows[2], weights)) - np.log(nbd_moments(x, rows[2], weights))
    shift = np.append(faster, [0.0, 0.0])
    bought = float(weights @ x)
    spread = float(customers.row_weights @ intervals)
    return attrs.evolve(
        plain,
        objective=ErlangLikelihood(rows, weights, chances=chances, k=k),
        sample=None if plain.sample is None else _sample(rows, weights, chances=chances, k=k),
        starts=[start + shift for start in plain.starts],
        constant=k * plain.constant + (k - 1) * spread - math.lgamma(k) * bought,
    )


def _sample(rows: _Rows, weights: FloatArray, *, chances: int, k: int) -> ErlangLikelihood:
    chosen, counts = representatives(weights, SAMPLE)
    x, t_x, age = (column[chosen] for column in rows)
    return ErlangLikelihood((x, t_x, age), counts, chances=chances, k=k)


def known_intervals(customers: CustomerSummary, /) -> FloatArray:
    """Give the sums of the logs of the times between purchases, or refuse their absence.

    Parameters
    ----------
    customers : CustomerSummary
        The customers.

    Returns
    -------
    ndarray of shape (n,)
        The column.

    Raises
    ------
    InvalidInputError
        If it is absent, or cannot belong to the other columns.
    """
    intervals = customers.log_intervals
    if intervals is None:
        msg = (
            "customers must have log_intervals, the sums of the logs of the times between "
            "purchases, unless k is 1: TransactionLog.summarize gives them; or state k=1"
        )
        raise InvalidInputError(msg)
    x, t_x = customers.frequency, customers.recency
    apart = (x > 0) & (t_x > 0)
    most = x * np.log(np.where(apart, t_x, 1.0) / np.where(apart, x, 1.0))
    wrong = (x == 0) & (intervals != 0)
    refuse_rows("log_intervals", intervals, wrong, "be 0 where frequency is")
    rule = "be at most frequency * ln(recency / frequency), in the unit of the recency"
    refuse_rows("log_intervals", intervals, apart & (intervals > most + _SLACK * x), rule)
    return intervals


def try_phases(fit_with: Callable[[int], F], value: Callable[[F], float], /) -> dict[int, F]:
    """Fit with 1, 2, ... phases until more of them are worse twice over, beyond 12 by halving.

    Parameters
    ----------
    fit_with : callable
        Takes a number of phases, gives a fit.
    value : callable
        Gives the log-likelihood of a fit.

    Returns
    -------
    dict of int to fit
        The fits that were made, by the number of phases, at most 100.

    Notes
    -----
    Beyond 12 phases the likelihood is taken to rise up to the best number and to fall from there.
    """
    fits: dict[int, F] = {}

    def tried(k: int) -> float:
        if k not in fits:
            fits[k] = fit_with(k)
        return value(fits[k])

    best = 1
    for k in range(1, _ONE_BY_ONE + 1):
        best = k if tried(k) > tried(best) else best
        if k - best >= _PATIENCE:
            return fits
    low, high = best, MOST_PHASES
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if tried(middle) < tried(middle + 1) else (low, middle)
    return dict(sorted(fits.items()))
