"""Fits by segment or cohort in one call, and whether the segments differ."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

import attrs

from crmcore._display import Value
from crmcore._special.chi_square import chi_square_tail
from crmcore._text import Title
from crmcore.errors import FitError, InvalidInputError
from crmcore.metrics.clv._arguments import read_labels
from crmcore.metrics.clv.fitting._parametric import Parametric
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.fitting.nested import LikelihoodRatio
from crmcore.summary import CustomerSummary

__all__ = ["SegmentFits", "fit_segments"]

M = TypeVar("M", bound=Parametric)


@attrs.frozen(kw_only=True, repr=False)
class SegmentFits(Value, Generic[M]):
    """One fit for each segment, and one for all together.

    Attributes
    ----------
    fits : mapping of label to Fit
        The segments that could be fitted, in the order in which they first occur.
    refused : mapping of label to Title
        The others, each with its reason.
    pooled : Fit
        One fit of all customers.
    """

    fits: Mapping[Hashable, Fit[M]]
    refused: Mapping[Hashable, Title]
    pooled: Fit[M]

    @property
    def difference(self) -> LikelihoodRatio:
        """Whether the segments differ: separate fits against the one of all.

        Raises
        ------
        InvalidInputError
            If a segment could not be fitted, or there is only one.
        """
        if self.refused or len(self.fits) < 2:  # noqa: PLR2004 - a difference needs two
            msg = (
                f"the test needs a fit of every segment and at least two segments, got "
                f"{len(self.fits)} fits; refused: {list(map(str, self.refused))}"
            )
            raise InvalidInputError(msg)
        parts = self.fits.values()
        gain = 2 * (sum(fit.log_likelihood for fit in parts) - self.pooled.log_likelihood)
        own = len(self.pooled.model.parameters) - len(self.pooled.fixed)
        statistic, degrees = max(gain, 0.0), own * (len(self.fits) - 1)
        return LikelihoodRatio(
            statistic=statistic,
            degrees=degrees,
            p_value=chi_square_tail(statistic, degrees) if degrees else 1.0,
            at_boundary=False,
        )

    def _facts(self) -> dict[str, object]:
        return {
            "segments": list(map(str, self.fits)),
            "refused": list(map(str, self.refused)),
            "pooled": self.pooled.model,
        }


def fit_segments(
    fit: Callable[..., Fit[M]],
    customers: CustomerSummary,
    labels: Iterable[Hashable],
    /,
    **options: object,
) -> SegmentFits[M]:
    """Fit a model to each segment or cohort of a base, and to all of it.

    Parameters
    ----------
    fit : callable
        How to fit, such as ``BGNBD.fit``.
    customers : CustomerSummary
        The base.
    labels : iterable of length n
        The segment or cohort of each row.
    **options
        Options of the fit, the same for all, such as ``prior=Prior()``.

    Returns
    -------
    SegmentFits
        A fit, or the reason why there is none, for each label.

    Raises
    ------
    InvalidInputError
        If there is not one label for each row, or one is missing.
    FitError
        If the whole base cannot be fitted.

    Examples
    --------
    >>> import numpy as np
    >>> from crmcore.metrics.clv import NBD
    >>> rng = np.random.default_rng(1)
    >>> web, shop = (NBD(r=r, alpha=5.0, unit="week") for r in (0.5, 1.5))
    >>> bases = [model.simulate(500, T=52.0, rng=rng) for model in (web, shop)]
    >>> base = CustomerSummary(
    ...     **{name: np.concatenate([getattr(it, name) for it in bases])
    ...        for name in ("frequency", "recency", "T")},
    ...     unit="week",
    ... )
    >>> found = fit_segments(NBD.fit, base, ["web"] * 500 + ["shop"] * 500)
    >>> list(found.fits), found.difference.p_value < 0.001
    (['web', 'shop'], True)
    """
    code, names = read_labels(labels, rows=len(customers))
    pooled = fit(customers, **options)
    fits: dict[Hashable, Fit[M]] = {}
    refused: dict[Hashable, Title] = {}
    for place, label in enumerate(names):
        try:
            fits[label] = fit(customers.select(code == place), **options)
        except FitError as error:
            refused[label] = error.reason
    return SegmentFits(fits=fits, refused=refused, pooled=pooled)
