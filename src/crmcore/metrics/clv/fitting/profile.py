"""The profile likelihood of a parameter: how the best fit worsens as the parameter is held."""

import math
from collections.abc import Callable
from typing import Any, ClassVar, Final

import attrs
import numpy as np

from crmcore._checks import by_value, choice, fraction, naming, readonly_floats
from crmcore._display import Value
from crmcore._text import Title, isolate
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.fitting.diagnosis import FIXED
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.intervals import normal_factor
from crmcore.metrics.measurement import Interval
from crmcore.summary import CustomerSummary

__all__ = ["Profile", "profile_likelihood"]

_FAR: Final = 20.0  # from the estimate, in logs: beyond it a parameter stands for its limit
_FARTHER: Final = 40.0  # from the stand-in of a parameter at a limit
_OPEN: Final = 4.0
_STEPS: Final = 6  # points on a side, the estimate counted
_CLOSE: Final = 1e-6  # of the root of the loss
_SAME: Final = 1e-6
_UNKNOWN_SPREAD: Final = 1.0


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class Profile(Value):
    """The best log-likelihood at each value of a parameter.

    Attributes
    ----------
    name : str
        The parameter.
    values : ndarray of shape (k,)
        Values of the parameter, rising.
    log_likelihoods : ndarray of shape (k,)
        Largest log-likelihood with the parameter held there, the others free; with a prior, its
        log is added.
    estimate : float
        The most likely value; a stand-in near the limit where it ran to a boundary.
    interval : Interval
        The values that a likelihood-ratio test does not refuse; an end is 0 or inf where the
        likelihood does not fall enough within e^20 of the estimate.
    """

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # arrays inside

    name: str
    values: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    log_likelihoods: FloatArray = attrs.field(converter=readonly_floats, eq=by_value)
    estimate: float
    interval: Interval

    def _facts(self) -> dict[str, object]:
        return {
            "name": self.name,
            "estimate": self.estimate,
            "low": self.interval.low,
            "high": self.interval.high,
            "level": self.interval.level,
        }


def profile_likelihood(
    fit: Fit[Any],
    subject: CustomerSummary | ContractTenures,
    name: str,
    /,
    *,
    level: float = 0.9,
) -> Profile:
    r"""Give the profile of a parameter and the interval that follows from it.

    Unlike the delta method it needs no symmetry and holds near a boundary, where it tells how far
    the data allow to come back from there.

    Parameters
    ----------
    fit : Fit
        The fit.
    subject : CustomerSummary or ContractTenures
        The base that was fitted.
    name : str
        The parameter, such as ``"alpha"``.
    level : float, default 0.9
        Share of samples that the interval covers, strictly between 0 and 1.

    Returns
    -------
    Profile
        Points from end to end of the interval, and the interval.

    Raises
    ------
    InvalidInputError
        If the model has no such parameter, or the base is another one than that of the fit.
    UndefinedMetricError
        If the parameter was fixed.

    Notes
    -----
    With :math:`\ell_p(\theta)` for the log-likelihood maximised over the other parameters, the
    interval is :math:`\{\theta : 2[\ell(\hat\theta) - \ell_p(\theta)] \le z^2\}`, z the normal
    quantile of the level. Each point is a fit of its own.

    References
    ----------
    .. [1] Venzon & Moolgavkar (1988), A method for computing profile-likelihood-based confidence
       intervals, Applied Statistics 37(1), 87-94, doi:10.2307/2347496.

    Examples
    --------
    >>> import numpy as np
    >>> from crmcore.metrics.clv import NBD
    >>> truth = NBD(r=0.6, alpha=5.0, unit="week")
    >>> base = truth.simulate(2000, T=52.0, rng=np.random.default_rng(2))
    >>> profile = profile_likelihood(NBD.fit(base), base, "r")
    >>> profile.interval.low < 0.6 < profile.interval.high
    True
    """
    choice("name", name, list(fit.model.parameters))
    level = fraction("level", level, open_interval=True)
    if name in fit.fixed:
        reason = Title(
            f"{name} has no profile: {FIXED.en}", f"{isolate(name)} نیم‌رخ ندارد: {FIXED.fa}"
        )
        raise UndefinedMetricError(reason)
    curve = _Curve(fit, subject, name)
    target = normal_factor(level)
    low, high = (
        _end(curve.root, sign * curve.spread, target, sign * curve.reach) for sign in (-1.0, 1.0)
    )
    places = _points(low, high)
    return Profile(
        name=name,
        values=[curve.value(place) for place in places],
        log_likelihoods=[curve.height(place) for place in places],
        estimate=fit.model.parameters[name],
        interval=Interval(
            low=curve.value(low), high=curve.value(high), level=level, method="profile likelihood"
        ),
    )


class _Curve:
    """The profile as a function of the distance from the estimate, on the parameter's own scale."""

    def __init__(self, fit: Fit[Any], subject: object, name: str) -> None:
        index = list(fit.model.parameters).index(name)
        self._fit, self._subject, self._name = fit, subject, name
        self._signed = name in fit.model.signed
        self._centre = float(fit.model.unbounded[index])
        error = math.sqrt(float(fit.covariance[index, index]))
        self.spread = error if error > 0 else _UNKNOWN_SPREAD
        self.reach = _FAR if error > 0 else _FARTHER
        self._best = fit.log_likelihood + fit.log_prior
        again = self._best_with({})
        if abs(again - self._best) > _SAME * max(abs(again), 1.0):
            msg = (
                f"subject must be the base of the fit, whose log-likelihood is "
                f"{self._best!r}, got one with {again!r}"
            )
            raise InvalidInputError(msg)
        self._seen = {0.0: self._best}

    # the parameter at a distance from the estimate
    def value(self, place: float) -> float:
        if math.isinf(place):
            return place if self._signed else math.exp(place) if place < 0 else place
        return self._centre + place if self._signed else math.exp(self._centre + place)

    def height(self, place: float) -> float:
        if place not in self._seen:
            self._seen[place] = self._best_with({self._name: self.value(place)})
        return self._seen[place]

    # the root of twice the loss
    def root(self, place: float) -> float:
        return math.sqrt(2 * max(self._best - self.height(place), 0.0))

    def _best_with(self, fixed: dict[str, float]) -> float:
        fit = self._fit.refit(self._subject, fixed=fixed)
        return fit.log_likelihood + fit.log_prior


# Evenly between the ends and the estimate, and as far beyond an open end as on the other side.
def _points(low: float, high: float) -> list[float]:
    reach = [abs(end) for end in (low, high) if math.isfinite(end)]
    far = max(reach, default=_OPEN)
    ends = (low if math.isfinite(low) else -far, high if math.isfinite(high) else far)
    return [*np.linspace(ends[0], 0.0, _STEPS), *np.linspace(0.0, ends[1], _STEPS)[1:]]


# Where the root reaches the target: step out, then the secant within a bracket.
def _end(root: Callable[[float], float], step: float, target: float, farthest: float) -> float:
    inner, below = 0.0, -target
    outer = min(step * target, farthest, key=abs)
    above = root(outer) - target
    while above < 0:
        if outer == farthest:
            return math.copysign(math.inf, step)
        inner, below, outer = outer, above, min(2 * outer, farthest, key=abs)
        above = root(outer) - target
    place, here = outer, above
    while abs(here) >= _CLOSE * target and abs(outer - inner) >= _CLOSE * abs(step):
        place = outer - above * (outer - inner) / (above - below)
        here = root(place) - target
        if here > 0:
            outer, above = place, here
            below /= 2
        else:
            inner, below = place, here
            above /= 2
    return place
