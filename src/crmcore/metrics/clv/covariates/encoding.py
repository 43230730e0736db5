"""How covariates become numbers: reference values, and one effect for each other category."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

import attrs
import numpy as np
import numpy.typing as npt

from crmcore._checks import naming, number_above
from crmcore._display import Value
from crmcore._keyed import known, refuse_doubles
from crmcore._types import FloatArray, IntArray
from crmcore.covariates import Covariates
from crmcore.errors import InvalidInputError

__all__ = ["CovariateEncoding"]


def _floats(values: Mapping[str, float]) -> dict[str, float]:
    return {name: number_above(name, value, -np.inf) for name, value in values.items()}


def _texts(values: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(labels) for name, labels in values.items()}


@attrs.frozen(kw_only=True, repr=False, field_transformer=naming)
class CovariateEncoding(Value):
    """The reference point of a model with covariates, and the names of its effects.

    A numeric column has one effect, under its own name, per unit above its reference value. A
    categorical column has one for each category but the first, the reference category, under the
    name ``"column=category"``.

    Attributes
    ----------
    centres : mapping of str to float
        Reference values of the numeric columns.
    categories : mapping of str to tuple of str
        Categories of the categorical columns, the reference category first.

    Raises
    ------
    InvalidInputError
        If a column occurs twice or has fewer than two categories, or a category occurs twice.

    Examples
    --------
    >>> encoding = CovariateEncoding(centres={"age": 40}, categories={"channel": ("web", "shop")})
    >>> encoding.effects(["age", "channel"])
    ('age', 'channel=shop')
    >>> encoding.reference
    {'age': 40.0, 'channel': 'web'}
    """

    centres: Mapping[str, float] = attrs.field(factory=dict[str, float], converter=_floats)
    categories: Mapping[str, tuple[str, ...]] = attrs.field(
        factory=dict[str, tuple[str, ...]], converter=_texts
    )

    def __attrs_post_init__(self) -> None:
        refuse_doubles("names of covariates", (*self.centres, *self.categories))
        for name, labels in self.categories.items():
            refuse_doubles(f"categories of {name}", labels)
            if len(labels) < 2:  # noqa: PLR2004 - one category tells nothing
                msg = f"{name} must have at least two categories, got {labels}"
                raise InvalidInputError(msg)

    @classmethod
    def of(
        cls,
        covariates: Covariates,
        weights: FloatArray,
        /,
        columns: Iterable[str],
        *,
        reference: Mapping[str, float | str] | None = None,
    ) -> Self:
        """Choose a reference point from what there is.

        Parameters
        ----------
        covariates : Covariates
            The columns of ``n`` rows.
        weights : ndarray of shape (n,)
            Customers that each row stands for; rows of weight 0 do not count.
        columns : iterable of str
            The columns wanted.
        reference : mapping of str to float or str, optional
            Reference values of some columns; else the mean of a numeric column and the most
            frequent category of a categorical one.

        Returns
        -------
        CovariateEncoding
            The encoding.

        Raises
        ------
        InvalidInputError
            If a column does not vary.
        UnknownKeyError
            If there is no such column or category.
        """
        given = dict(reference or {})
        names = tuple(dict.fromkeys(columns))
        for name in given:
            known("reference", name, names)
        centres: dict[str, float] = {}
        categories: dict[str, tuple[str, ...]] = {}
        present = weights > 0
        for name in names:
            column = covariates.column(name)[present]
            if name in covariates.numbers:
                centres[name] = _centre(name, column, weights[present], given.get(name))
            else:
                categories[name] = _ranked(name, column, weights[present], given.get(name))
        return cls(centres=centres, categories=categories)

    @property
    def reference(self) -> Mapping[str, float | str]:
        """The reference point: value or category by column."""
        return {**self.centres, **{name: labels[0] for name, labels in self.categories.items()}}

    def effects(self, columns: Iterable[str], /) -> tuple[str, ...]:
        """Give the names of the effects of some columns.

        Parameters
        ----------
        columns : iterable of str
            Columns of the encoding.

        Returns
        -------
        tuple of str
            Names, in order.
        """
        names: list[str] = []
        for column in columns:
            labels = self.categories.get(column)
            names += [column] if labels is None else [f"{column}={label}" for label in labels[1:]]
        return tuple(names)

    def part(self, effect: str, /) -> tuple[str, str | None]:
        """Tell what an effect is of.

        Parameters
        ----------
        effect : str
            Its name.

        Returns
        -------
        column : str
            The column.
        category : str or None
            The category, or None for a numeric column.

        Raises
        ------
        UnknownKeyError
            If there is no such effect.
        """
        parts: dict[str, tuple[str, str | None]] = {name: (name, None) for name in self.centres}
        for name, labels in self.categories.items():
            parts.update({f"{name}={label}": (name, label) for label in labels[1:]})
        return parts[known("effect", effect, parts)]

    def matrix(self, covariates: Covariates | None, /, columns: Iterable[str]) -> FloatArray:
        """Give the numbers that effects are multiplied with.

        Parameters
        ----------
        covariates : Covariates or None
            The columns of ``n`` rows.
        columns : iterable of str
            The columns wanted, at least one.

        Returns
        -------
        ndarray of shape (n, k)
            One column for each effect: the distance from the reference value, or 1 in the category.

        Raises
        ------
        InvalidInputError
            If a column is missing or of another kind.
        UnknownKeyError
            If a category is unknown; the nearest are suggested.
        """
        names = tuple(columns)
        return self.expanded(names, self.coded(covariates, names))

    def coded(
        self, covariates: Covariates | None, columns: Iterable[str], /
    ) -> tuple[FloatArray, ...]:
        """Give each column as one of numbers, as rows are told apart by.

        Parameters
        ----------
        covariates : Covariates or None
            The columns of ``n`` rows.
        columns : iterable of str
            The columns wanted.

        Returns
        -------
        tuple of ndarray of shape (n,)
            The distance from the reference value, or the place of the category.

        Raises
        ------
        InvalidInputError
            If a column is missing or of another kind.
        UnknownKeyError
            If a category is unknown; the nearest are suggested.
        """
        return tuple(
            self._number(covariates, name)
            if name in self.centres
            else self._codes(covariates, name).astype(np.float64)
            for name in columns
        )

    def expanded(self, columns: Iterable[str], coded: Iterable[FloatArray], /) -> FloatArray:
        """Give the numbers that effects are multiplied with, from what `coded` gives.

        Parameters
        ----------
        columns : iterable of str
            The columns, at least one.
        coded : iterable of ndarray of shape (n,)
            What `coded` gives of them.

        Returns
        -------
        ndarray of shape (n, k)
            One column for each effect.
        """
        parts: list[FloatArray] = []
        for name, values in zip(columns, coded, strict=True):
            labels = self.categories.get(name)
            own = values[:, None]
            parts.append(own if labels is None else 1.0 * (own == np.arange(1.0, len(labels))))
        return np.concatenate(parts, axis=1)

    def predictor(
        self, covariates: Covariates | None, /, effects: Mapping[str, float]
    ) -> FloatArray:
        """Add up effects times the numbers that they are multiplied with.

        Parameters
        ----------
        covariates : Covariates or None
            The columns of ``n`` rows.
        effects : mapping of str to float
            Effects by name, at least one.

        Returns
        -------
        ndarray of shape (n,)
            The sums; 0 at the reference point.

        Raises
        ------
        InvalidInputError
            If a column is missing or of another kind.
        UnknownKeyError
            If a category is unknown; the nearest are suggested.
        """
        total: FloatArray | float = 0.0
        for name in dict.fromkeys(self.part(effect)[0] for effect in effects):
            if name in self.centres:
                total = total + effects[name] * self._number(covariates, name)
            else:
                labels = self.categories[name]
                own = [effects.get(f"{name}={label}", 0.0) for label in labels[1:]]
                total = total + np.array([0.0, *own])[self._codes(covariates, name)]
        return np.asarray(total, dtype=np.float64)

    def at_reference(self, rows: int, /) -> Covariates:
        """Give the covariates of customers at the reference point.

        Parameters
        ----------
        rows : int
            How many.

        Returns
        -------
        Covariates
            Equal rows.
        """
        return Covariates(
            numbers={name: np.full(rows, value) for name, value in self.centres.items()},
            labels={name: [labels[0]] * rows for name, labels in self.categories.items()},
        )

    def _number(self, covariates: Covariates | None, name: str) -> FloatArray:
        column = _column(covariates, name, "numbers")
        return np.asarray(column - self.centres[name], dtype=np.float64)

    def _codes(self, covariates: Covariates | None, name: str) -> IntArray:
        column = _column(covariates, name, "labels")
        code = {label: place for place, label in enumerate(self.categories[name])}
        found = [code.get(label, -1) for label in column.tolist()]
        codes = np.array(found, dtype=np.int64)
        strange = np.flatnonzero(codes < 0)
        if strange.size:
            row = int(strange[0])
            known(f"covariate {name} at row {row}", column[row], code)
        return codes

    def _facts(self) -> dict[str, object]:
        return dict(self.reference)


def required(covariates: Covariates | None, name: str, /) -> Covariates:
    """Refuse customers without covariates.

    Parameters
    ----------
    covariates : Covariates or None
        Their covariates, if there are any.
    name : str
        One that is needed.

    Returns
    -------
    Covariates
        The covariates.

    Raises
    ------
    InvalidInputError
        If there are none.
    """
    if covariates is not None:
        return covariates
    msg = (
        f"customers must have the covariate {name!r} of the model, got none; attach it by "
        "with_covariates, or take the model of one kind of customer by its method at"
    )
    raise InvalidInputError(msg)


def _column(covariates: Covariates | None, name: str, kind: str) -> npt.NDArray[Any]:
    covariates = required(covariates, name)
    if name not in tuple(covariates):
        msg = (
            f"covariates must have the column {name!r} of the model, got "
            f"{', '.join(map(repr, covariates))}"
        )
        raise InvalidInputError(msg)
    columns: Mapping[str, npt.NDArray[Any]] = getattr(covariates, kind)
    if name not in columns:
        other = "labels" if kind == "numbers" else "numbers"
        msg = f"covariate {name} must be {kind} as in the model, got {other}"
        raise InvalidInputError(msg)
    return columns[name]


def _centre(name: str, column: FloatArray, weights: FloatArray, given: float | str | None) -> float:
    values, place = np.unique(column, return_inverse=True)
    if values.size < 2:  # noqa: PLR2004 - one value tells nothing
        msg = f"covariate {name} must vary, got {values.tolist()} in all rows"
        raise InvalidInputError(msg)
    if given is not None:
        return number_above(f"reference of {name}", given, -np.inf)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    counts = np.bincount(place, weights)
    return float(counts @ values / counts.sum())


# Categories by how frequent they are, the given one first.
def _ranked(
    name: str, column: npt.NDArray[Any], weights: FloatArray, given: float | str | None
) -> tuple[str, ...]:
    labels, place = np.unique(column.astype(str), return_inverse=True)
    if labels.size < 2:  # noqa: PLR2004 - one category tells nothing
        msg = f"covariate {name} must have at least two categories, got {labels.tolist()}"
        raise InvalidInputError(msg)
    counts = np.bincount(place, weights)
    names: list[str] = labels.tolist()
    first = names[int(np.argmax(counts))]
    if given is not None:
        first = known(f"reference of {name}", str(given), names)
    return (first, *(label for label in names if label != first))
