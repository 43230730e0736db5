"""Fits with covariates: how often who buys, and who leaves, by what else is known of them."""

from collections.abc import Mapping, Sequence
from typing import Any, overload

import attrs

from crmcore._checks import texts
from crmcore._keyed import known, refuse_doubles
from crmcore._types import TimeUnit
from crmcore.covariates import Covariates
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.covariates._setups import PROCESSES, setup_of
from crmcore.metrics.clv.covariates.contracts import CovariateContracts
from crmcore.metrics.clv.covariates.encoding import CovariateEncoding
from crmcore.metrics.clv.covariates.models import CovariateModel
from crmcore.metrics.clv.fitting.fit import Fit
from crmcore.metrics.clv.fitting.priors import Prior
from crmcore.metrics.clv.sbg import SBG
from crmcore.metrics.clv.verbs._transactions import TransactionModel
from crmcore.summary import CustomerSummary

__all__ = ["fit_with_covariates"]


@overload
def fit_with_covariates(
    model: type[SBG],
    subject: ContractTenures,
    /,
    *,
    dropout: str | Sequence[str] = (),
    concentration: str | Sequence[str] | None = None,
    reference: Mapping[str, float | str] | None = None,
    fixed: Mapping[str, float] | None = None,
    prior: Prior | None = None,
) -> Fit[CovariateContracts]: ...


@overload
def fit_with_covariates(
    model: type[TransactionModel],
    subject: CustomerSummary,
    /,
    *,
    purchase: str | Sequence[str] = (),
    dropout: str | Sequence[str] = (),
    concentration: str | Sequence[str] | None = None,
    reference: Mapping[str, float | str] | None = None,
    fixed: Mapping[str, float] | None = None,
    prior: Prior | None = None,
) -> Fit[CovariateModel]: ...


def fit_with_covariates(  # noqa: PLR0913 - one argument for each process and option
    model: type[TransactionModel] | type[SBG],
    subject: CustomerSummary | ContractTenures,
    /,
    *,
    purchase: str | Sequence[str] = (),
    dropout: str | Sequence[str] = (),
    concentration: str | Sequence[str] | None = None,
    reference: Mapping[str, float | str] | None = None,
    fixed: Mapping[str, float] | None = None,
    prior: Prior | None = None,
) -> Fit[Any]:
    r"""Fit a model whose purchase rates and dropout depend on covariates.

    Parameters
    ----------
    model : {BGNBD, MBGNBD, ParetoNBD, GGompertzNBD} or SBG
        The plain model.
    subject : CustomerSummary or, for SBG, ContractTenures
        The base, with `covariates`; weights count as customers.
    purchase : str or sequence of str, default ()
        Columns with an effect on how often customers buy.
    dropout : str or sequence of str, default ()
        Columns with an effect on leaving.
    concentration : str or sequence of str, optional
        Columns with an effect on how much alike dropout probabilities are, of BG/NBD, MBG/NBD and
        sBG; the columns of `dropout` if it is not given, and none if it is ``()``.
    reference : mapping of str to float or str, optional
        The reference point, such as ``{"channel": "shop", "age": 40}``; else the most frequent
        category and the mean.
    fixed : mapping of str to float, optional
        Parameters and effects that are known, such as ``{"dropout:age": 0.0}``.
    prior : Prior, optional
        What is known beforehand; of an effect by its name, as of its exponential:
        ``Prior({"purchase:age": 1.0}, sd=0.5)`` draws it to 0.

    Returns
    -------
    Fit of CovariateModel or CovariateContracts
        Parameters of customers at the reference point, and the effects under names such as
        ``"purchase:age"`` and ``"dropout:channel=web"``; `covariate_effects` puts them in words.

    Raises
    ------
    FitError
        If the plain model cannot be fitted.
    InvalidInputError
        If no column is named, a column does not vary, columns determine each other, or the model
        has no such process.
    UnknownKeyError
        If a column, category or parameter is unknown.

    Notes
    -----
    Numeric columns are centred and scaled for the fit; what is reported is per unit. The fit starts
    from the plain one with effects of 0, so it is never less likely than that. Standard errors come
    from the exact second derivatives. An effect that runs to infinity, as where nobody in a
    category leaves, is held there and named in the diagnosis.

    Covariates do not change with time: what customers do later, such as their last channel, is
    partly what the model is to explain.

    References
    ----------
    .. [1] Fader & Hardie (2007), Incorporating time-invariant covariates into the Pareto/NBD and
       BG/NBD models, brucehardie.com/notes/019.

    Examples
    --------
    >>> import numpy as np
    >>> from crmcore.metrics.clv import BGNBD
    >>> truth = CovariateModel(
    ...     plain=BGNBD(r=0.8, alpha=6, a=0.8, b=2, unit="week"),
    ...     encoding=CovariateEncoding(categories={"channel": ("web", "shop")}),
    ...     purchase={"channel=shop": 0.7},
    ... )
    >>> rng = np.random.default_rng(1)
    >>> who = Covariates.of({"channel": ["web", "shop", "web"] * 1000})
    >>> base = truth.simulate(3000, T=52, rng=rng, covariates=who)
    >>> fit = fit_with_covariates(BGNBD, base, purchase="channel")
    >>> round(fit.model.purchase["channel=shop"], 2)
    0.66
    >>> plain = BGNBD.fit(base)
    >>> fit.log_likelihood > plain.log_likelihood
    True
    """
    places = setup_of(model).places
    if concentration is None:
        concentration = dropout if "concentration" in places else ()
    named = {"purchase": purchase, "dropout": dropout, "concentration": concentration}
    columns = {process: texts(named[process]) for process in PROCESSES}
    covariates = _required(subject.covariates, columns)
    used = dict.fromkeys(name for names in columns.values() for name in names)
    encoding = CovariateEncoding.of(covariates, subject.row_weights, used, reference=reference)
    effects = {
        process: dict.fromkeys(encoding.effects(names), 0.0) for process, names in columns.items()
    }
    kind: Any = CovariateContracts if isinstance(subject, ContractTenures) else CovariateModel
    blank = kind(plain=_blank(model, subject.unit), encoding=encoding, **effects)
    fit: Fit[Any] = kind.fit(subject, like=blank, fixed=fixed, prior=prior)
    return fit


def _required(covariates: Covariates | None, columns: Mapping[str, tuple[str, ...]]) -> Covariates:
    used = [name for names in columns.values() for name in names]
    if not used:
        msg = "purchase or dropout must name at least one covariate, got none"
        raise InvalidInputError(msg)
    if covariates is None:
        msg = f"the base must have the covariates {', '.join(used)}, got none; use with_covariates"
        raise InvalidInputError(msg)
    for process, names in columns.items():
        refuse_doubles(f"columns of {process}", names)
        for name in names:
            known(process, name, tuple(covariates))
    return covariates


# A model of the kind, whatever its parameters.
def _blank(model: type[Any], unit: TimeUnit) -> Any:  # noqa: ANN401 - of that kind
    names = [field.name for field in attrs.fields(model) if field.name != "unit"]
    return model(**dict.fromkeys(names, 1.0), unit=unit)
