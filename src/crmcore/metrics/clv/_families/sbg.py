"""The likelihood of the shifted beta-geometric model, and how to fit it."""

from typing import Final

import numpy as np

from crmcore._distinct import compress
from crmcore._text import Title
from crmcore._types import FloatArray
from crmcore.metrics.clv._maths.beta_counts import count_slopes, log_end_at, log_last
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.fitting._newton import Evaluation
from crmcore.metrics.clv.fitting._problem import FAR, Limit, Problem
from crmcore.metrics.clv.verbs._contractual import require_losses

__all__ = ["SBGLikelihood", "sbg_problem"]

# ln alpha, ln beta from ln alpha/beta, (ln alpha + ln beta)/2.
TO_LOG: Final = np.array([[0.5, 1.0], [-0.5, 1.0]])
_SPREADS: Final = (2.0, 0.3, 20.0)  # alpha + beta

LIMITS: Final = (
    Limit(
        key="one_churn_probability",
        meaning=Title(
            "All customers are equally likely to leave at a renewal.",
            "احتمال رفتن در هر نوبت تمدید برای همه مشتریان یکسان است.",
        ),
        at={1: FAR},
        near=1.0,
        held=("alpha", "beta"),
    ),
    Limit(
        key="leave_at_once_or_never",
        meaning=Title(
            "Some customers leave at the first renewal, the others never.",
            "برخی مشتریان در نخستین نوبت تمدید می‌روند و بقیه هرگز نمی‌روند.",
        ),
        at={1: -FAR},
        held=("alpha", "beta"),
    ),
    Limit(
        key="all_leave_at_once",
        meaning=Title(
            "All customers leave at the first renewal.",
            "همه مشتریان در نخستین نوبت تمدید می‌روند.",
        ),
        at={0: FAR, 1: 0.0},
        held=("alpha", "beta"),
    ),
)


class SBGLikelihood:
    """Log-likelihood of weighted tenures as a function of the coordinates.

    Parameters
    ----------
    tenure, lost : ndarray of shape (k,)
        Distinct tenures, and 1 where the contract was lost, else 0.
    weights : ndarray of shape (k,)
        Their weights.
    """

    def __init__(self, tenure: FloatArray, lost: FloatArray, weights: FloatArray) -> None:
        self._trials, self._hits = tenure.astype(np.int64), lost.astype(np.int64)
        self._weights = weights
        self._last = int(self._trials.max())

    def __call__(self, point: FloatArray, /) -> Evaluation:
        """Evaluate at a point of shape (2,).

        Returns
        -------
        Evaluation
            Value, gradient and Hessian in the coordinates.
        """
        alpha, beta = np.exp(TO_LOG @ point).tolist()
        last = log_last(alpha, beta, self._last)
        ends = log_end_at(alpha, beta, last)
        misses = self._trials - self._hits
        value = self._weights @ np.where(self._hits > 0, ends[misses], last[misses])
        first, second, *bends = (
            count_slopes(alpha, beta, self._hits, misses, self._trials) @ self._weights
        ).tolist()
        return Evaluation(
            float(value),
            np.array([first, second]),
            np.array([[bends[0], bends[1]], [bends[1], bends[2]]]),
        )


def sbg_problem(tenures: ContractTenures, /) -> Problem:
    """Prepare contracts for the fit of the model.

    Parameters
    ----------
    tenures : ContractTenures
        The contracts.

    Returns
    -------
    Problem
        Likelihood, starts and limits.

    Raises
    ------
    FitError
        If no contract was lost.
    """
    lost, renewed = require_losses(tenures)
    (tenure, ended), weights = compress(
        tenures.tenure, tenures.lost.astype(np.float64), weights=tenures.weights
    )
    odds = float(np.log((lost + 0.5) / (renewed + 0.5)))
    middle = float(np.logaddexp(odds / 2, -odds / 2))
    return Problem(
        objective=SBGLikelihood(tenure, ended, weights),
        sample=None,
        starts=[np.array([odds, np.log(spread) - middle]) for spread in _SPREADS],
        bounds=np.array([[-FAR] * 2, [FAR] * 2]),
        limits=LIMITS,
        to_log=TO_LOG,
        offset=np.zeros(2),
        constant=0.0,
        customers=float(weights.sum()),
    )
