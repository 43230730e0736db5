"""From customers with covariates to the rows and numbers that a fit adds up."""

from collections.abc import Mapping
from typing import Any, Final

import attrs
import numpy as np

from crmcore._distinct import compress
from crmcore._types import FloatArray
from crmcore.errors import InvalidInputError
from crmcore.metrics.clv._families.nbd import require_repeat_purchases
from crmcore.metrics.clv.contracts import ContractTenures
from crmcore.metrics.clv.covariates._base import Covaried
from crmcore.metrics.clv.covariates._setups import PROCESSES
from crmcore.metrics.clv.verbs._contractual import require_losses
from crmcore.summary import CustomerSummary

__all__ = ["Design", "design_of", "processes_of", "require_rank"]

_RANK: Final = 1e-7  # of the singular values of columns of unit size
_SHARE: Final = 1e-3
_TOLD: Final = 8


@attrs.frozen(kw_only=True)
class Design:
    """Distinct rows of a base, and what covariates say of them.

    Attributes
    ----------
    columns : tuple of ndarray of shape (n,)
        What a model sees of the rows, in scaled time.
    weights : ndarray of shape (n,)
        Customers that each row stands for.
    unit : float
        The unit of the scaled time in that of the base.
    numbers : mapping of str to ndarray of shape (n, m)
        By process, what its effects are multiplied with, one column each.
    """

    columns: tuple[FloatArray, ...]
    weights: FloatArray
    unit: float
    numbers: Mapping[str, FloatArray]


def processes_of(model: Covaried[Any], /) -> Mapping[str, tuple[str, ...]]:
    """Give the names of the effects on each process that there are effects on.

    Parameters
    ----------
    model : Covaried
        A model with covariates.

    Returns
    -------
    mapping of str to tuple of str
        Names of effects, as the encoding gives them.
    """
    named = {process: tuple(getattr(model, process)) for process in PROCESSES}
    return {process: names for process, names in named.items() if names}


def design_of(model: Covaried[Any], subject: CustomerSummary | ContractTenures, /) -> Design:
    """Read a base for the fit of a model.

    Parameters
    ----------
    model : Covaried
        A model with the encoding and the names of the effects.
    subject : CustomerSummary or ContractTenures
        The base, with its covariates.

    Returns
    -------
    Design
        Its distinct rows.

    Raises
    ------
    FitError
        If nobody has bought again, or no contract was lost.
    InvalidInputError
        If columns are missing or of another kind, or a category is unknown.
    """
    names = processes_of(model)
    used = tuple(
        dict.fromkeys(model.encoding.part(name)[0] for part in names.values() for name in part)
    )
    coded = model.encoding.coded(subject.covariates, used)
    seen = _seen(subject)
    rows, weights = compress(*seen, *coded, weights=subject.weights)
    columns, known = rows[: len(seen)], rows[len(seen) :]
    unit = 1.0
    if isinstance(subject, CustomerSummary):
        unit = float(weights @ columns[2]) / float(weights.sum())
        columns = (columns[0], columns[1] / unit, columns[2] / unit)
    every = model.encoding.expanded(used, known)
    place = {name: number for number, name in enumerate(model.encoding.effects(used))}
    numbers = {process: every[:, [place[name] for name in part]] for process, part in names.items()}
    return Design(columns=columns, weights=weights, unit=unit, numbers=numbers)


def _seen(subject: CustomerSummary | ContractTenures) -> tuple[FloatArray, ...]:
    if isinstance(subject, ContractTenures):
        require_losses(subject)
        return subject.tenure, subject.lost.astype(np.float64)
    require_repeat_purchases(subject)
    return subject.frequency, subject.recency, subject.T


def require_rank(
    process: str, names: tuple[str, ...], numbers: FloatArray, weights: FloatArray, /
) -> None:
    """Refuse covariates that are constant or sums of others, as their effects cannot be told.

    Parameters
    ----------
    process : str
        What they have an effect on.
    names : tuple of str
        Their effects, at least one.
    numbers : ndarray of shape (n, m)
        What the effects are multiplied with.
    weights : ndarray of shape (n,)
        Customers that each row stands for.

    Raises
    ------
    InvalidInputError
        If there are such covariates, or more effects than rows.
    """
    customers = float(weights.sum())
    if len(names) + 1 > weights.size:
        msg = (
            f"{process} must have fewer effects than there are different customers, got "
            f"{len(names)} effects for {weights.size} different rows of {customers:g} customers"
        )
        raise InvalidInputError(msg)
    share = weights / customers
    apart = numbers - share @ numbers
    size = np.sqrt(share @ np.square(apart))
    largest = np.abs(numbers).max(axis=0)
    flat = np.flatnonzero(size <= _RANK * np.maximum(largest, np.finfo(np.float64).tiny))
    if flat.size:
        msg = f"{process} must have covariates that vary, got {names[int(flat[0])]!r} that does not"
        raise InvalidInputError(msg)
    apart = apart / size
    spread, axes = np.linalg.eigh(apart.T @ (share[:, None] * apart))
    if spread[0] <= _RANK**2 * spread[-1] * len(names):
        joint = axes[:, 0] / np.abs(axes[:, 0]).max()
        told = [
            repr(name)
            for name, part in zip(names, joint.tolist(), strict=True)
            if abs(part) > _SHARE
        ]
        more = f" and {len(told) - _TOLD} more" if len(told) > _TOLD else ""
        msg = (
            f"{process} must have covariates that do not determine each other, got "
            f"{', '.join(told[:_TOLD])}{more}: each of them is a sum of the others; leave one out"
        )
        raise InvalidInputError(msg)
