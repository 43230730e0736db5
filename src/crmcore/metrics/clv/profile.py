"""The profile likelihood of a parameter: how the best fit worsens as the parameter is held."""

import math
from collections.abc import Callable
from typing import Any, ClassVar, Final

import attrs

from crmcore._checks import by_value, choice, fraction, naming, readonly_floats
from crmcore._display import Value
from crmcore._text import Title, isolate
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError, UndefinedMetricError
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.fit import Fit
from crmcore.metrics.intervals import normal_factor
from crmcore.metrics.measurement import Interval
from crmcore.summary import CustomerSummary

__all__ = ["Profile", "profile_likelihood"]

_FARTHEST: Final = 30.0  # on the log scale: beyond it a parameter stands for its limit
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
        likelihood does not fall enough on that side.
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
        Points between the ends of the interval and a little beyond, and the interval.

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
            f"{name} has no profile: it was fixed, not estimated",
            f"{isolate(name)} نیم‌رخ ندارد: ثابت گرفته شده و برآورد نشده است",
        )
        raise UndefinedMetricError(reason)
    curve = _Curve(fit, subject, name)
    target, spread = normal_factor(level), curve.spread
    low, high = (_end(curve.root, sign * spread, target) for sign in (-1.0, 1.0))
    return Profile(
        name=name,
        values=[curve.value(place) for place in sorted(curve.seen)],
        log_likelihoods=[curve.seen[place] for place in sorted(curve.seen)],
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
        self._best = fit.log_likelihood + fit.log_prior
        again = self._height({})
        if abs(again - self._best) > _SAME * max(abs(again), 1.0):
            msg = (
                f"subject must be the base of the fit, whose log-likelihood is "
                f"{self._best!r}, got one with {again!r}"
            )
            raise InvalidInputError(msg)
        self.seen: dict[float, float] = {0.0: self._best}

    # the parameter at a distance from the estimate
    def value(self, place: float) -> float:
        if math.isinf(place):
            return place if self._signed else math.exp(place) if place < 0 else place
        return self._centre + place if self._signed else math.exp(self._centre + place)

    # the root of twice the loss
    def root(self, place: float) -> float:
        height = self._height({self._name: self.value(place)})
        self.seen[place] = height
        return math.sqrt(2 * max(self._best - height, 0.0))

    def _height(self, fixed: dict[str, float]) -> float:
        fit = self._fit.refit(self._subject, fixed=fixed)
        return fit.log_likelihood + fit.log_prior


# Where the root reaches the target: step out, then the secant within a bracket.
def _end(root: Callable[[float], float], step: float, target: float) -> float:
    inner, below = 0.0, -target
    outer = step * target
    above = root(outer) - target
    while above < 0:
        if abs(outer) > _FARTHEST * max(abs(step), 1.0):
            return math.copysign(math.inf, step)
        inner, below, outer = outer, above, 2 * outer
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
