"""The likelihood-ratio test: whether a model is better than a simpler one that it contains."""

from typing import Any, Final

import attrs

from crmcore._display import Value
from crmcore._special.chi_square import chi_square_tail
from crmcore._text import Title, persian_figure
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv.fitting.fit import Fit

__all__ = ["LikelihoodRatio", "likelihood_ratio"]

_SLACK: Final = 1e-6
_BASE: Final = 1e-9


@attrs.frozen(kw_only=True, repr=False)
class LikelihoodRatio(Value):
    """What more parameters gain on the same base.

    Attributes
    ----------
    statistic : float
        Twice the difference of the log-likelihoods, >= 0.
    degrees : int
        Parameters that the larger model has more.
    p_value : float
        Chance of a statistic at least as large if the smaller model is true, in [0, 1].
    at_boundary : bool
        Whether the smaller model lies at the boundary of the larger one; `p_value` is then an
        upper bound: the true chance is smaller, for one parameter half as large.
    """

    statistic: float
    degrees: int
    p_value: float
    at_boundary: bool

    @property
    def text(self) -> Title:
        """The result in words."""
        chance, gain = f"{self.p_value:.2g}", f"{self.statistic:.4g}"
        most = ("at most ", "حداکثر ") if self.at_boundary else ("", "")
        return Title(
            f"the larger model fits better by {gain} (twice the log-likelihood) with "
            f"{self.degrees} more parameters; chance alone gains as much with a probability of "
            f"{most[0]}{chance}",
            f"مدل بزرگ‌تر با {persian_figure(str(self.degrees))} پارامتر بیشتر به اندازه "
            f"{persian_figure(gain)} (دو برابر لگاریتم درست‌نمایی) بهتر برازش می‌شود؛ احتمال چنین "
            f"بهبودی از سر تصادف {most[1]}{persian_figure(chance)} است",
        )

    def _facts(self) -> dict[str, object]:
        return {
            "statistic": self.statistic,
            "degrees": self.degrees,
            "p_value": self.p_value,
            "at_boundary": self.at_boundary,
        }


def likelihood_ratio(smaller: Fit[Any], larger: Fit[Any], /) -> LikelihoodRatio:
    """Test whether a model is better than a simpler one that it contains.

    Parameters
    ----------
    smaller : Fit
        The simpler model: the same with more parameters fixed, or one that the larger contains,
        as BG/NBD, MBG/NBD and Pareto/NBD contain NBD, sBG contains the constant churn rate, and a
        model with covariates contains the one without.
    larger : Fit
        The larger model, fitted to the same base.

    Returns
    -------
    LikelihoodRatio
        Statistic, degrees of freedom and p-value.

    Raises
    ------
    InvalidInputError
        If the smaller model is not contained in the larger one, the bases differ, a prior was
        used, or the smaller one fits better, which a maximum cannot.

    Notes
    -----
    Twice the difference of the log-likelihoods is chi-square distributed with as many degrees of
    freedom as parameters were freed, if the smaller model is true and not at a boundary of the
    larger one (Wilks 1938). At a boundary the distribution is a mixture with smaller values, so
    that the p-value given is an upper bound (Self & Liang 1987).

    References
    ----------
    .. [1] Wilks (1938), Annals of Mathematical Statistics 9(1), 60-62.
    .. [2] Self & Liang (1987), Journal of the American Statistical Association 82, 605-610.

    Examples
    --------
    >>> import numpy as np
    >>> from crmcore.metrics.clv import BGNBD, NBD
    >>> truth = BGNBD(r=0.6, alpha=5.0, a=0.8, b=2.0, unit="week")
    >>> base = truth.simulate(2000, T=52.0, rng=np.random.default_rng(1))
    >>> likelihood_ratio(NBD.fit(base), BGNBD.fit(base)).p_value < 0.001
    True
    >>> likelihood_ratio(BGNBD.fit(base, fixed={"r": 0.6}), BGNBD.fit(base)).degrees
    1
    """
    names = type(smaller.model).__name__, type(larger.model).__name__
    at_boundary = names[0] in larger.model.contains
    inside = names[0] in larger.model.extends
    fewer = set(smaller.fixed) > set(larger.fixed) and names[0] == names[1]
    if not (at_boundary or inside or fewer):
        msg = (
            f"smaller must be a model that larger contains, or the same with more parameters "
            f"fixed, got {names[0]} with {list(smaller.fixed)} fixed and {names[1]} with "
            f"{list(larger.fixed)} fixed"
        )
        raise InvalidInputError(msg)
    _require_one_base(smaller, larger)
    sizes = [len(fit.model.parameters) - len(fit.fixed) for fit in (smaller, larger)]
    gain = 2 * (larger.log_likelihood - smaller.log_likelihood)
    if gain < -_SLACK * max(1.0, abs(larger.log_likelihood) * _SLACK):
        msg = (
            f"larger must fit at least as well as smaller on the same base, got log-likelihoods "
            f"{larger.log_likelihood!r} and {smaller.log_likelihood!r}"
        )
        raise InvalidInputError(msg)
    statistic, degrees = max(gain, 0.0), sizes[1] - sizes[0]
    return LikelihoodRatio(
        statistic=statistic,
        degrees=degrees,
        p_value=chi_square_tail(statistic, degrees),
        at_boundary=at_boundary,
    )


def _require_one_base(smaller: Fit[Any], larger: Fit[Any]) -> None:
    counts = smaller.customers, larger.customers
    units = (getattr(fit.model, "unit", None) for fit in (smaller, larger))
    if abs(counts[0] - counts[1]) > _BASE * counts[1] or len(set(units)) > 1:
        msg = (
            f"smaller and larger must be fitted to the same base, got {counts[0]:g} and "
            f"{counts[1]:g} customers in the units {smaller.model!r} and {larger.model!r}"
        )
        raise InvalidInputError(msg)
    if smaller.prior is not None or larger.prior is not None:
        msg = "smaller and larger must be fitted without a prior, got one with a prior"
        raise InvalidInputError(msg)
